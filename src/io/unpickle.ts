// Reads Python's pickles: makes data, and calls nothing by name but what an allow-list has. Knows no tensors: who uses it says
// what classes and persistent ids stand for.
import { UnpicklingError } from '../base/errors.js'

/** What a pickle is called for by name: `torch._utils._rebuild_tensor_v2`. */
export type Allowed = (args: readonly unknown[]) => unknown
/** What a name stands for: a function that makes something, a value, or a class, which is both. */
export type Found = Allowed | { readonly value: unknown; readonly build?: Allowed }
/** A class or function that a pickle named, allowed already. */
export class Named {
  constructor(
    readonly name: string,
    readonly build: Allowed,
    /** What stands where it is not called: a class. */
    readonly value?: unknown,
  ) {}
}

export const notData = (name: string): UnpicklingError =>
  new UnpicklingError(
    `the file asks for ${name}. Only data is read from files: tensors, dicts, lists, tuples, numbers and texts; ` +
      'nothing in a file is run',
  )

export interface PickleWorld {
  /** What is called by a name, or a value that the name itself stands for; undefined for what is not allowed. */
  allowed(name: string): Found | undefined
  persistent(id: readonly unknown[]): unknown
  /** Containers, as the reader's user has them. */
  dict(): Map<unknown, unknown>
  tuple(items: unknown[]): unknown
  /** Adds items to what is no list and filled as one; whether it was such a thing. */
  extended(value: unknown, items: readonly unknown[]): boolean
  /** Sets on an object what it has beside its items. */
  build(object: unknown, state: unknown): void
  /** Marks that a list or a dict holds a float at a key, which JavaScript could take for an int. */
  float(container: object, key: unknown, value: number): void
}

/** A float that is a whole number, until it is put somewhere. */
export class WholeFloat {
  constructor(readonly value: number) {}
}

const mark = Symbol('mark')
const longest = 1024

/** Reads pickles one after another from some bytes. */
export class PickleReader {
  at = 0
  readonly #bytes: Buffer
  readonly #world: PickleWorld

  constructor(bytes: Uint8Array, world: PickleWorld) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#world = world
  }

  #take(count: number): Buffer {
    if (count < 0 || this.at + count > this.#bytes.length)
      throw new UnpicklingError('pickle data was truncated')
    this.at += count
    return this.#bytes.subarray(this.at - count, this.at)
  }
  #line(): string {
    const end = this.#bytes.indexOf(10, this.at)
    if (end < 0) throw new UnpicklingError('pickle data was truncated')
    const text = this.#bytes.toString('latin1', this.at, end)
    this.at = end + 1
    return text
  }
  #size8(): number {
    return Number(this.#take(8).readBigUInt64LE())
  }
  #long(bytes: Buffer): number | bigint {
    if (bytes.length > longest) throw new UnpicklingError(`an int of ${bytes.length} bytes is refused`)
    let value = 0n
    for (let i = bytes.length - 1; i >= 0; i--) value = value * 256n + BigInt(bytes[i])
    return plain(BigInt.asIntN(8 * bytes.length, value))
  }

  /** The next pickle's value. */
  read(): unknown {
    const stack: unknown[] = []
    const memo = new Map<number, unknown>()
    const world = this.#world
    const pop = (): unknown => {
      if (stack.length === 0 || stack.at(-1) === mark)
        throw new UnpicklingError('unexpected end of the stack')
      return stack.pop()
    }
    const top = (): unknown => {
      if (stack.length === 0 || stack.at(-1) === mark)
        throw new UnpicklingError('unexpected end of the stack')
      return stack.at(-1)
    }
    const toMark = (): unknown[] => {
      const from = stack.lastIndexOf(mark)
      if (from < 0) throw new UnpicklingError('could not find MARK')
      const items = stack.splice(from)
      items.shift()
      return items
    }
    const get = (key: number): void => {
      if (!memo.has(key)) throw new UnpicklingError(`Memo value not found at index ${key}`)
      stack.push(memo.get(key))
    }
    const put = (key: number): void => {
      memo.set(key, top())
    }
    const append = (list: unknown, items: readonly unknown[]): void => {
      if (!Array.isArray(list)) {
        if (!world.extended(list, items.map(bare)))
          throw new UnpicklingError('items are appended to what is no list')
        return
      }
      for (const item of items)
        if (item instanceof WholeFloat) {
          list.push(item.value)
          world.float(list, list.length - 1, item.value)
        } else list.push(bare(item))
    }
    const setItems = (dict: unknown, items: readonly unknown[]): void => {
      if (!(dict instanceof Map) || items.length % 2 !== 0)
        throw new UnpicklingError('items are set in what is no dict')
      for (let i = 0; i < items.length; i += 2) {
        const [key, value] = [bare(items[i]), items[i + 1]]
        dict.set(key, bare(value))
        if (value instanceof WholeFloat) world.float(dict, key, value.value)
      }
    }
    const tuple = (items: unknown[]): void => {
      stack.push(world.tuple(items))
    }
    const named = (name: string): void => {
      const found = world.allowed(name)
      if (found === undefined) throw notData(name)
      if (typeof found === 'function') stack.push(new Named(name, found))
      else stack.push(found.build === undefined ? found.value : new Named(name, found.build, found.value))
    }
    const call = (callee: unknown, args: unknown): void => {
      if (!(callee instanceof Named) || !Array.isArray(args))
        throw new UnpicklingError('something is called that is no function')
      stack.push(callee.build(args.map(bare)))
    }

    for (;;) {
      const code = this.#take(1)[0]
      switch (code) {
        case 0x80: // PROTO
          if (this.#take(1)[0] > 5) throw new UnpicklingError('unsupported pickle protocol')
          break
        case 0x95: // FRAME
          this.#take(8)
          break
        case 0x2e: // STOP
          return bare(pop())
        case 0x28: // MARK
          stack.push(mark)
          break
        case 0x30: // POP
          stack.pop()
          break
        case 0x31: // POP_MARK
          toMark()
          break
        case 0x32: // DUP
          stack.push(top())
          break
        case 0x4e: // NONE
          stack.push(null)
          break
        case 0x88: // NEWTRUE
          stack.push(true)
          break
        case 0x89: // NEWFALSE
          stack.push(false)
          break
        case 0x49: {
          // INT
          const text = this.#line()
          stack.push(text === '01' ? true : text === '00' ? false : plain(toBigInt(text)))
          break
        }
        case 0x4c: // LONG
          stack.push(plain(toBigInt(this.#line().replace(/L$/, ''))))
          break
        case 0x46: // FLOAT
          stack.push(float(Number(this.#line())))
          break
        case 0x4a: // BININT
          stack.push(this.#take(4).readInt32LE())
          break
        case 0x4b: // BININT1
          stack.push(this.#take(1)[0])
          break
        case 0x4d: // BININT2
          stack.push(this.#take(2).readUInt16LE())
          break
        case 0x8a: // LONG1
          stack.push(this.#long(this.#take(this.#take(1)[0])))
          break
        case 0x8b: // LONG4
          stack.push(this.#long(this.#take(this.#take(4).readInt32LE())))
          break
        case 0x47: // BINFLOAT
          stack.push(float(this.#take(8).readDoubleBE()))
          break
        case 0x58: // BINUNICODE
          stack.push(this.#take(this.#take(4).readUInt32LE()).toString('utf8'))
          break
        case 0x8c: // SHORT_BINUNICODE
          stack.push(this.#take(this.#take(1)[0]).toString('utf8'))
          break
        case 0x8d: // BINUNICODE8
          stack.push(this.#take(this.#size8()).toString('utf8'))
          break
        case 0x43: // SHORT_BINBYTES
          stack.push(new Uint8Array(this.#take(this.#take(1)[0])))
          break
        case 0x42: // BINBYTES
          stack.push(new Uint8Array(this.#take(this.#take(4).readUInt32LE())))
          break
        case 0x8e: // BINBYTES8
        case 0x96: // BYTEARRAY8
          stack.push(new Uint8Array(this.#take(this.#size8())))
          break
        case 0x54: // BINSTRING
          stack.push(this.#take(this.#take(4).readInt32LE()).toString('latin1'))
          break
        case 0x55: // SHORT_BINSTRING
          stack.push(this.#take(this.#take(1)[0]).toString('latin1'))
          break
        case 0x56: // UNICODE
          stack.push(this.#line())
          break
        case 0x5d: // EMPTY_LIST
          stack.push([])
          break
        case 0x7d: // EMPTY_DICT
          stack.push(world.dict())
          break
        case 0x29: // EMPTY_TUPLE
          tuple([])
          break
        case 0x8f: // EMPTY_SET
          stack.push(new Set())
          break
        case 0x6c: {
          // LIST
          const list: unknown[] = []
          append(list, toMark())
          stack.push(list)
          break
        }
        case 0x64: {
          // DICT
          const dict = world.dict()
          setItems(dict, toMark())
          stack.push(dict)
          break
        }
        case 0x74: // TUPLE
          tuple(toMark())
          break
        case 0x85: // TUPLE1
          tuple([pop()])
          break
        case 0x86: {
          // TUPLE2
          const second = pop()
          tuple([pop(), second])
          break
        }
        case 0x87: {
          // TUPLE3
          const [third, second] = [pop(), pop()]
          tuple([pop(), second, third])
          break
        }
        case 0x61: {
          // APPEND
          const item = pop()
          append(top(), [item])
          break
        }
        case 0x65: {
          // APPENDS
          const items = toMark()
          append(top(), items)
          break
        }
        case 0x73: {
          // SETITEM
          const value = pop()
          const key = pop()
          setItems(top(), [key, value])
          break
        }
        case 0x75: {
          // SETITEMS
          const items = toMark()
          setItems(top(), items)
          break
        }
        case 0x90: {
          // ADDITEMS
          const items = toMark()
          const set = top()
          if (!(set instanceof Set)) throw new UnpicklingError('items are added to what is no set')
          for (const item of items) set.add(bare(item))
          break
        }
        case 0x67: // GET
          get(Number(this.#line()))
          break
        case 0x68: // BINGET
          get(this.#take(1)[0])
          break
        case 0x6a: // LONG_BINGET
          get(this.#take(4).readUInt32LE())
          break
        case 0x70: // PUT
          put(Number(this.#line()))
          break
        case 0x71: // BINPUT
          put(this.#take(1)[0])
          break
        case 0x72: // LONG_BINPUT
          put(this.#take(4).readUInt32LE())
          break
        case 0x94: // MEMOIZE
          put(memo.size)
          break
        case 0x63: {
          // GLOBAL
          const module = this.#line()
          named(`${module}.${this.#line()}`)
          break
        }
        case 0x93: {
          // STACK_GLOBAL
          const name = pop()
          const module = pop()
          if (typeof name !== 'string' || typeof module !== 'string')
            throw new UnpicklingError('STACK_GLOBAL requires str')
          named(`${module}.${name}`)
          break
        }
        case 0x52: // REDUCE
        case 0x81: {
          // NEWOBJ
          const args = pop()
          call(pop(), args)
          break
        }
        case 0x62: // BUILD: what an object has beside its items, such as the versions of a state dict
          {
            const state = pop()
            world.build(top(), state)
          }
          break
        case 0x51: {
          // BINPERSID
          const id = pop()
          if (!Array.isArray(id)) throw new UnpicklingError('a persistent id is no tuple')
          stack.push(world.persistent(id))
          break
        }
        default:
          throw new UnpicklingError(`invalid load key, '\\x${code.toString(16).padStart(2, '0')}'.`)
      }
    }
  }
}

const float = (value: number): number | WholeFloat =>
  Number.isInteger(value) ? new WholeFloat(value) : value
/** A value as it stands in a container, or is handed to a function. */
function bare(value: unknown): unknown {
  if (value instanceof WholeFloat) return value.value
  return value instanceof Named && value.value !== undefined ? value.value : value
}
const plain = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
function toBigInt(text: string): bigint {
  if (text.length > longest || !/^-?\d+$/.test(text)) throw new UnpicklingError('an int cannot be read')
  return BigInt(text)
}
