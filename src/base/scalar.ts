// The values that Python writes and JavaScript lacks: `2.0`, `1+2j`, `1:3`, `torch.device('cpu')`, layouts.
import { RuntimeError, TypeError } from './errors.js'

/** A Python float that JavaScript could not tell from an int: `new torch.Float(2)` is `2.0`. */
export class Float {
  constructor(readonly value: number) {}
  valueOf(): number {
    return this.value
  }
  toJSON(): number {
    return this.value
  }
  toString(): string {
    return Number.isInteger(this.value) && Math.abs(this.value) < 1e16 ? `${this.value}.0` : `${this.value}`
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/**
 * Note [Lists of floats]. A JavaScript number cannot remember that it was a float: `x.item()` of a tensor that holds
 * 3.0 is the number 3, and prints so. A list can be remembered: those that `x.tolist()` makes of a floating tensor
 * stand here, and print their whole numbers as Python does, `[3.0, 0.5]`.
 */
export const floatLists = new WeakSet<readonly unknown[]>()

/** The floats of dicts, `{'lr': 1.0}`: under which keys they stand, and which they were. */
const floatFields = new WeakMap<object, Map<unknown, number>>()
/** Those of lists that were written, `[1, 2.0]`, by their places. */
const floatItems = new WeakMap<readonly unknown[], number[]>()

export function noteFloatItem(container: object, key: unknown, value: number): void {
  if (Array.isArray(container) && typeof key === 'number') {
    const known = floatItems.get(container) ?? []
    known[key] = value
    floatItems.set(container, known)
    return
  }
  knowsFields = true
  const known = floatFields.get(container) ?? new Map<unknown, number>()
  floatFields.set(container, known.set(key, value))
}

/** Whether any object was told of its floats: most programs have none, and need not be asked at each attribute. */
let knowsFields = false

/** Whether what stands at `key` is a float, though a whole number. */
export function isFloatItem(container: object, key: unknown, value: unknown): boolean {
  if (typeof value !== 'number') return false
  if (!Array.isArray(container)) return knowsFields && floatFields.get(container)?.get(key) === value
  return floatLists.has(container) || floatItems.get(container)?.[key as number] === value
}

/** What stands at `key` is no float any more. */
export function forgetFloatItem(container: object, key: unknown): void {
  if (!Array.isArray(container)) floatFields.get(container)?.delete(key)
  else if (floatLists.delete(container)) floatItems.set(container, [...(container as number[])])
  if (Array.isArray(container)) Reflect.deleteProperty(floatItems.get(container) ?? [], key as number)
}

/** Whether a list remembers floats by their places. */
export const remembersFloats = (list: readonly unknown[]): boolean =>
  floatLists.has(list) || floatItems.has(list)

/** The items of a list as Python has them: a `Float` where a whole number is one. */
export const withFloatItems = (list: readonly unknown[]): unknown[] =>
  remembersFloats(list)
    ? Array.from(list, (item, i) => (isFloatItem(list, i, item) ? new Float(item as number) : item))
    : [...list]

/** Puts numbers where `Float`s are in a list, which remembers them. */
export function rememberFloats<T extends unknown[]>(list: T): T {
  list.forEach((item, i) => {
    if (!(item instanceof Float)) return
    list[i] = item.value
    noteFloatItem(list, i, item.value)
  })
  return list
}

/** A complex number; element of complex64 and complex128 tensors. */
export class Complex {
  constructor(
    readonly re: number,
    readonly im: number = 0,
  ) {}
  get real(): number {
    return this.re
  }
  get imag(): number {
    return this.im
  }
  toString(): string {
    const im = Object.is(this.im, -0) ? '-0' : `${this.im}`
    if (this.re === 0 && !Object.is(this.re, -0)) return `${im}j`
    return `(${this.re}${im.startsWith('-') ? '' : '+'}${im}j)`
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** What Python writes `start:stop:step` between brackets. */
export class Slice {
  constructor(
    readonly start: number | null = null,
    readonly stop: number | null = null,
    readonly step: number | null = null,
  ) {}
}

/** A number of any kind that PyTorch calls a Scalar. */
export type Scalar = number | bigint | boolean | Float | Complex

export const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  typeof value === 'bigint' ||
  value instanceof Float ||
  value instanceof Complex

/** The number a real scalar stands for; a bigint loses digits beyond 2^53. */
export function scalarToNumber(value: Scalar): number {
  if (typeof value === 'number') return value
  if (value instanceof Complex) {
    if (value.im !== 0) throw new RuntimeError('value cannot be converted to type double without overflow')
    return value.re
  }
  return Number(value)
}

/** Whether PyTorch would call the scalar a Python float. */
export const isFloatScalar = (value: Scalar): boolean =>
  (typeof value === 'number' && !Number.isInteger(value)) || value instanceof Float

/** Where a tensor lives. `torch.device('cuda:0')` reads as `device(type='gpu', index=0)`: `cuda` is an alias. */
export class Device {
  readonly type: string
  readonly index: number | null

  constructor(spec: string | Device, index: number | null = null, ...surplus: never[]) {
    if (surplus.length > 0)
      throw new TypeError(
        `device() takes from 1 to 2 positional arguments but ${surplus.length + 2} were given`,
      )
    if (spec instanceof Device) {
      this.type = spec.type
      this.index = index ?? spec.index
      return
    }
    if (typeof spec !== 'string')
      throw new TypeError(
        `device(): argument 'type' must be str, not ${(spec as object | null)?.constructor?.name ?? 'NoneType'}`,
      )
    const match = /^(cpu|gpu|cuda|meta)(?::(\d+))?$/.exec(spec)
    if (!match)
      throw new RuntimeError(
        `Expected one of cpu, gpu, cuda, meta device type at start of device string: ${spec}`,
      )
    this.type = match[1] === 'cuda' ? 'gpu' : match[1]
    this.index = index ?? (match[2] === undefined ? null : Number(match[2]))
  }

  toJSON(): string {
    return this.toString()
  }
  toString(): string {
    return this.index === null ? this.type : `${this.type}:${this.index}`
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.index === null
      ? `device(type='${this.type}')`
      : `device(type='${this.type}', index=${this.index})`
  }
}

export const cpu = new Device('cpu')

/** Takes what PyTorch takes for a `device` argument. */
export function toDevice(value: unknown): Device {
  if (value instanceof Device) return value
  if (typeof value === 'string') return new Device(value)
  throw new TypeError(`argument 'device' must be torch.device, not ${typeof value}`)
}

/** A named constant of the torch namespace: `torch.strided`, `torch.channels_last`. */
export class NamedConstant {
  constructor(
    readonly kind: 'layout' | 'memory_format',
    readonly name: string,
  ) {}
  toString(): string {
    return `torch.${this.name}`
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
/** `torch.layout`. */
export class Layout extends NamedConstant {
  constructor(name: string) {
    super('layout', name)
  }
}
/** `torch.memory_format`. */
export class MemoryFormat extends NamedConstant {
  constructor(name: string) {
    super('memory_format', name)
  }
}
Object.defineProperty(Layout, 'name', { value: 'layout' })
Object.defineProperty(MemoryFormat, 'name', { value: 'memory_format' })
export const strided: NamedConstant = new Layout('strided')
export const sparse_coo: NamedConstant = new Layout('sparse_coo')
export const contiguous_format: NamedConstant = new MemoryFormat('contiguous_format')
export const preserve_format: NamedConstant = new MemoryFormat('preserve_format')
export const channels_last: NamedConstant = new MemoryFormat('channels_last')
export const channels_last_3d: NamedConstant = new MemoryFormat('channels_last_3d')
