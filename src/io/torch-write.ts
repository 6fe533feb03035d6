// A value as the bytes of PyTorch's zip format: a pickle of the value, and an entry with the memory of each storage. Follows
// torch/serialization.py.
import { DType } from '../base/dtype.js'
import { TypeError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { isNumpyNumber } from '../base/numpy-number.js'
import { Complex, Device, Float, isFloatItem } from '../base/scalar.js'
import { Size, Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import type { Storage } from '../memory/storage.js'
import { typeText } from '../nn/attributes.js'
import { Module } from '../nn/module.js'
import { DefaultDict, Dict, OrderedDict } from '../nn/ordered-dict.js'
import { metadataOf } from '../nn/state-dict.js'
import { Tensor } from '../tensor/tensor.js'
import { annealingMethods } from '../optim/annealing.js'
import { PickleWriter } from './pickle.js'
import { isNumpyArray } from '../text/numpy-text.js'
import { writeArray, writeBytes, writeNumber } from './saved-arrays.js'
import { fieldsOfLibrary } from './saved-library.js'
import { named, type Reduced } from './named-things.js'
import { stateOfModule } from './saved-objects.js'
import { encodeZip, type ZipEntry } from './zip.js'

/** The bytes of a file, in parts to be written one after another. */
export function encodeTorch(value: unknown): Uint8Array[] {
  const writer = new TorchWriter()
  writer.write(value)
  const entries: ZipEntry[] = [{ name: 'archive/data.pkl', bytes: writer.pickle.done() }]
  for (const [storage, key] of writer.storages)
    entries.push({ name: `archive/data/${key}`, bytes: bytesOf(storage) })
  entries.push({ name: 'archive/version', bytes: Buffer.from('3\n') })
  return encodeZip(entries)
}

/** A value as a pickle alone; with tensors in it, as a file of PyTorch's. */
export function encodePickle(value: unknown): Uint8Array {
  const writer = new TorchWriter()
  writer.write(value)
  return writer.storages.size === 0 ? writer.pickle.done() : Buffer.concat(encodeTorch(value))
}

function bytesOf({ array, length, dtype }: Storage): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, length * dtype.itemsize)
}

class TorchWriter {
  readonly pickle = new PickleWriter()
  readonly storages = new Map<Storage, number>()
  /** What was written already, by its number. */
  readonly #known = new Map<object, number>()

  write(value: unknown, isFloat = false): void {
    const { pickle } = this
    if (value === null || value === undefined) pickle.none()
    else if (typeof value === 'boolean') pickle.bool(value)
    else if (typeof value === 'bigint') pickle.int(value)
    else if (typeof value === 'number')
      if (isFloat || !Number.isSafeInteger(value) || Object.is(value, -0)) pickle.float(value)
      else pickle.int(value)
    else if (typeof value === 'string') pickle.text(value)
    else if (value instanceof Float && !isNumpyNumber(value)) pickle.float(value.value)
    else if (value instanceof Module) {
      if (named.things === null)
        throw new TypeError(
          `${typeText(value)} is a module, and modules are code: save its state_dict(), and load that into a module`,
        )
      this.#object(value)
    } else if (typeof value === 'function') this.#function(value)
    else if (typeof value === 'object') this.#object(value)
    else throw new TypeError(`cannot pickle '${typeName(value)}' object`)
  }

  #function(value: Function): void {
    const { pickle } = this
    for (const { owner, isBound, methods } of annealingMethods)
      for (const [name, method] of Object.entries(methods))
        if (method === value) {
          pickle.global('__builtin__', 'getattr')
          this.#tuple(() => {
            pickle.global(...owner)
            if (isBound) {
              pickle.emptyTuple()
              pickle.newObject()
            }
            pickle.text(name)
          })
          pickle.reduce()
          return
        }
    if (named.things === null) throw new TypeError(`cannot pickle '${typeName(value)}' object`)
    pickle.global(...named.things.nameOf(value))
  }

  #object(value: object): void {
    const known = this.#known.get(value)
    if (known !== undefined) this.pickle.again(known)
    else this.#fresh(value)
  }

  #remember(value: object): void {
    this.#known.set(value, this.pickle.remember())
  }

  #fresh(value: object): void {
    const { pickle } = this
    const reduced = named.things?.reduced(value)
    const fields = named.things === null || named.things.isOwn(value) ? undefined : fieldsOfLibrary(value)
    if (fields) this.#instance(value, value.constructor, fields)
    else if (reduced) this.#reduced(value, reduced)
    else if (value instanceof Tensor) this.#tensor(value)
    else if (isNumpyNumber(value)) writeNumber(pickle, value)
    else if (value instanceof Uint8Array) writeBytes(pickle, Buffer.from(value))
    else if (isNumpyArray(value))
      writeArray(pickle, value, () => {
        this.#remember(value)
      })
    else if (value instanceof Module) this.#instance(value, value.constructor, stateOfModule(value))
    else if (named.things?.isOwn(value))
      this.#instance(value, value.constructor, named.things.fieldsOf(value))
    else if (value instanceof Size) {
      pickle.global('torch', 'Size')
      this.#tuple(() => {
        this.#tuple(() => {
          for (const size of value) pickle.int(size)
        })
      })
      pickle.reduce()
    } else if (value instanceof Tuple) {
      this.#tuple(() => {
        value.forEach((item, i) => {
          this.write(item, isFloatItem(value, i, item))
        })
      })
      this.#remember(value)
    } else if (Array.isArray(value)) {
      pickle.emptyList()
      this.#remember(value)
      value.forEach((item, i) => {
        this.write(item, isFloatItem(value, i, item))
        pickle.append()
      })
    } else if (value instanceof Map) {
      if (value instanceof OrderedDict) {
        pickle.global('collections', 'OrderedDict')
        pickle.emptyTuple()
        pickle.reduce()
      } else if (value instanceof DefaultDict) {
        pickle.global('collections', 'defaultdict')
        this.#tuple(() => {
          pickle.global('__builtin__', 'dict')
        })
        pickle.reduce()
      } else pickle.emptyDict()
      this.#remember(value)
      this.#items(value, value)
      const metadata = metadataOf(value)
      if (metadata !== undefined) this.#fields(value, new Map([['_metadata', metadata]]))
    } else if (value instanceof Dict || isKeywords(value)) {
      pickle.emptyDict()
      this.#remember(value)
      // The parameters in the state of an optimizer have numbers.
      const key = (name: string): unknown =>
        value instanceof Dict && /^\d+$/.test(name) ? Number(name) : name
      this.#items(
        Object.entries(value).map(([name, item]) => [key(name), item] as const),
        value,
      )
    } else if (value instanceof Set) {
      pickle.global('__builtin__', 'set')
      this.#tuple(() => {
        this.write([...value])
      })
      pickle.reduce()
    } else if (value instanceof Complex) {
      pickle.global('__builtin__', 'complex')
      this.#tuple(() => {
        pickle.float(value.re)
        pickle.float(value.im)
      })
      pickle.reduce()
    } else if (value instanceof DType) pickle.global('torch', value.name)
    else if (value instanceof Device) {
      pickle.global('torch', 'device')
      this.#tuple(() => {
        pickle.text(value.toString())
      })
      pickle.reduce()
    } else throw new TypeError(`cannot pickle '${typeName(value)}' object`)
  }

  #reduced(value: object, { path, args, entries, fields }: Reduced): void {
    const { pickle } = this
    pickle.global(...path)
    this.#tuple(() => {
      for (const arg of args) this.write(arg)
    })
    pickle.reduce()
    this.#remember(value)
    if (entries) this.#items(entries, value)
    if (fields && fields.size > 0) this.#fields(value, fields)
  }

  #instance(value: object, cls: unknown, state: Map<string, unknown>): void {
    const { pickle } = this
    pickle.global(...named.things!.nameOf(cls))
    pickle.emptyTuple()
    pickle.newObject()
    this.#remember(value)
    this.#fields(value, state)
  }

  /** What an object has beside its items. */
  #fields(value: object, fields: Map<string, unknown>): void {
    this.pickle.emptyDict()
    this.#items(fields, value)
    this.pickle.build()
  }

  #items(entries: Iterable<readonly [unknown, unknown]>, container: object): void {
    for (const [key, item] of entries) {
      this.write(key)
      this.write(item, isFloatItem(container, key, item) || isFloatItem(container, String(key), item))
      this.pickle.setItem()
    }
  }

  #tuple(items: () => void): void {
    this.pickle.mark()
    items()
    this.pickle.tuple()
  }

  #hooks(): void {
    this.pickle.global('collections', 'OrderedDict')
    this.pickle.emptyTuple()
    this.pickle.reduce()
  }

  #tensor(tensor: Tensor): void {
    const { pickle } = this
    if (tensor.isParameter) {
      pickle.global('torch._utils', '_rebuild_parameter')
      this.#tuple(() => {
        this.#elements(tensor, false)
        pickle.bool(tensor.requires_grad)
        this.#hooks()
      })
      pickle.reduce()
    } else this.#elements(tensor, tensor.requires_grad)
    this.#remember(tensor)
  }

  #elements(tensor: Tensor, requiresGrad: boolean): void {
    const { pickle } = this
    const here = tensor.memory.isHere ? tensor : tensor.detach().to('cpu')
    const { memory: storage, dtype, offset, sizes, strides } = here
    let key = this.storages.get(storage)
    if (key === undefined) this.storages.set(storage, (key = this.storages.size))
    pickle.global('torch._utils', '_rebuild_tensor_v2')
    this.#tuple(() => {
      this.#tuple(() => {
        pickle.text('storage')
        pickle.global('torch', storageNames[dtype.name]!)
        pickle.text(String(key))
        pickle.text('cpu')
        pickle.int(storage.length)
      })
      pickle.persistent()
      pickle.int(offset)
      for (const list of [sizes, strides])
        this.#tuple(() => {
          for (const number of list) pickle.int(number)
        })
      pickle.bool(requiresGrad)
      this.#hooks()
    })
    pickle.reduce()
  }
}

/** PyTorch's classes of storages. */
export const storageNames: Readonly<Record<string, string>> = {
  float32: 'FloatStorage',
  float64: 'DoubleStorage',
  float16: 'HalfStorage',
  bfloat16: 'BFloat16Storage',
  int64: 'LongStorage',
  int32: 'IntStorage',
  int16: 'ShortStorage',
  int8: 'CharStorage',
  uint8: 'ByteStorage',
  bool: 'BoolStorage',
  complex64: 'ComplexFloatStorage',
  complex128: 'ComplexDoubleStorage',
}
