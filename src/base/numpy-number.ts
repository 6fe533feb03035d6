// NumPy's numbers: one element of an array, or what a reduction gives, which keeps its type in a Python program; and which
// type two of NumPy's have in common.
import { float16ToNumber, numberToFloat16 } from './half.js'
import { Complex, Float } from './scalar.js'

/** Under this name a number says which type of NumPy's it is of: `'uint8'`. */
export const numpyType: unique symbol = Symbol("the number's type in NumPy")

export type NumpyFloatName = 'float64' | 'float32' | 'float16'

/** A float as its type holds it. */
export function roundedFloat(value: number, type: NumpyFloatName): number {
  if (type === 'float64') return value
  return type === 'float32' ? Math.fround(value) : float16ToNumber(numberToFloat16(value))
}

/** `np.float32(0.1)`: a float that knows how many bits it has. */
export class NumpyFloat extends Float {
  readonly [numpyType]: NumpyFloatName
  constructor(value: number, type: NumpyFloatName = 'float64') {
    super(roundedFloat(value, type))
    this[numpyType] = type
  }
}

/** `np.complex64(1j)` */
export class NumpyComplex extends Complex {
  readonly [numpyType]: 'complex128' | 'complex64'
  constructor(re: number, im: number, type: 'complex128' | 'complex64' = 'complex128') {
    if (type === 'complex64') super(Math.fround(re), Math.fround(im))
    else super(re, im)
    this[numpyType] = type
  }
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER)

/** `np.uint8(200)`: an int of so many bits; what is too large begins anew. */
export class NumpyInt {
  readonly [numpyType]: string
  /** A bigint where a number could not hold it. */
  readonly value: number | bigint
  constructor(value: number | bigint, type = 'int64') {
    this[numpyType] = type
    this.value = wrapped(value, type)
  }
  valueOf(): number | bigint {
    return this.value
  }
  toJSON(): number {
    return Number(this.value)
  }
  toString(): string {
    return String(this.value)
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** `np.bool_(True)` */
export class NumpyBool {
  readonly [numpyType] = 'bool'
  constructor(readonly value: boolean) {}
  valueOf(): boolean {
    return this.value
  }
  toJSON(): boolean {
    return this.value
  }
  toString(): string {
    return this.value ? 'True' : 'False'
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

export type NumpyNumber = NumpyFloat | NumpyComplex | NumpyInt | NumpyBool

export const isNumpyNumber = (value: unknown): value is NumpyNumber =>
  typeof value === 'object' && value !== null && (value as Partial<NumpyNumber>)[numpyType] !== undefined

/** How many bits a type of numbers has; of complex ones, both parts. */
export const bitsOf = (type: string): number => (type === 'bool' ? 8 : Number(/\d+$/.exec(type)![0]))

/** An int in so many bits. */
export function wrapped(value: number | bigint, type: string): number | bigint {
  const bits = bitsOf(type)
  const isUnsigned = type.startsWith('u')
  if (typeof value === 'number') {
    if (bits === 64 ? !isUnsigned || value >= 0 : isWithin(value, bits, isUnsigned)) return value
    value = BigInt(value)
  }
  const exact = isUnsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value)
  return exact <= MOST && exact >= -MOST ? Number(exact) : exact
}

const isWithin = (value: number, bits: number, isUnsigned: boolean): boolean =>
  isUnsigned ? value >= 0 && value < 2 ** bits : value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1)

/** A number of a type, of what an array of the type holds. */
export function numpyNumber(value: unknown, type: string): NumpyNumber {
  if (type === 'bool') return new NumpyBool(Boolean(plainNumber(value)))
  if (type.startsWith('complex')) {
    const { re, im } = value instanceof Complex ? value : complexOf(value)
    return new NumpyComplex(re, im, type as 'complex64')
  }
  if (type.startsWith('float')) return new NumpyFloat(Number(value), type as NumpyFloatName)
  return new NumpyInt(plainNumber(value) as number | bigint, type)
}

const complexOf = (value: unknown): { re: number; im: number } =>
  typeof value === 'object' && value !== null && 'im' in value
    ? (value as { re: number; im: number })
    : { re: Number(value), im: 0 }

/** A number without its type: what PyTorch calls a Scalar. */
export function plainNumber(value: unknown): unknown {
  if (!isNumpyNumber(value)) return value
  if (value instanceof NumpyFloat) return Number.isInteger(value.value) ? new Float(value.value) : value.value
  return value instanceof NumpyComplex ? new Complex(value.re, value.im) : value.value
}

/** The same of all that stands in lists; one without such numbers stays what it is. */
export function withPlainNumbers<T>(list: readonly T[], within: readonly unknown[] = []): readonly T[] {
  // A list that holds itself has no end.
  if (within.includes(list)) return list
  const [first] = list
  const isNested = Array.isArray(first)
  if (!list.some((item) => isNested || isNumpyNumber(item))) return list
  const items = list.map((item): unknown =>
    Array.isArray(item) ? withPlainNumbers(item, [...within, list]) : plainNumber(item),
  )
  if (items.every((item, i) => item === list[i])) return list
  const made = list.slice() as unknown[]
  items.forEach((item, i) => {
    made[i] = item
  })
  return made as T[]
}

// ---- which type two have in common ----

const kinds = ['bool', 'int', 'float', 'complex'] as const
/** Which kind of number a type is of: 0 bools, 1 ints, 2 floats, 3 complex numbers. */
export const kindOfType = (type: string): number =>
  kinds.findIndex((kind) => type.replace('uint', 'int').startsWith(kind))

/** The bits of the float that holds all of a type's numbers. */
function floatBits(type: string): number {
  const bits = bitsOf(type)
  if (type === 'bool') return 16
  if (type.startsWith('float')) return bits
  if (type.startsWith('complex')) return bits / 2
  return bits === 8 ? 16 : bits === 16 ? 32 : 64
}

/** NumPy's `promote_types`. */
export function promotedType(a: string, b: string): string {
  if (a === b) return a
  const [low, high] = kindOfType(a) <= kindOfType(b) ? [a, b] : [b, a]
  const kind = kindOfType(high)
  if (low === 'bool') return high
  if (kind === 3) return Math.max(floatBits(low), floatBits(high)) > 32 ? 'complex128' : 'complex64'
  if (kind === 2) return `float${Math.max(floatBits(low), floatBits(high))}`
  const bits = Math.max(bitsOf(a), bitsOf(b))
  if (a[0] === b[0]) return `${a[0] === 'u' ? 'u' : ''}int${bits}`
  const [unsigned, signed] = a.startsWith('u') ? [a, b] : [b, a]
  if (bitsOf(signed) > bitsOf(unsigned)) return signed
  return bitsOf(unsigned) === 64 ? 'float64' : `int${bitsOf(unsigned) * 2}`
}

/** The smallest type that holds a number; ints that a signed type of as many bits holds too are called by both. */
function smallestType(value: unknown, type: string): { type: string; fitsSigned: boolean } {
  const kind = kindOfType(type)
  if (kind === 0) return { type, fitsSigned: false }
  if (kind === 1) {
    const exact = BigInt(plainNumber(value) as number)
    for (const bits of [8, 16, 32, 64])
      if (exact < 0n) {
        if (exact >= -(1n << BigInt(bits - 1))) return { type: `int${bits}`, fitsSigned: false }
      } else if (exact < 1n << BigInt(bits))
        return { type: `uint${bits}`, fitsSigned: exact < 1n << BigInt(bits - 1) }
    return { type, fitsSigned: false }
  }
  const size =
    value instanceof Complex
      ? Math.max(...[value.re, value.im].map(Math.abs).filter(Number.isFinite), 0)
      : Math.abs(Number(value))
  const fits = (most: number): boolean => !Number.isFinite(size) || size < most
  if (kind === 3) return { type: fits(3.4e38) ? 'complex64' : 'complex128', fitsSigned: false }
  return { type: fits(65000) ? 'float16' : fits(3.4e38) ? 'float32' : 'float64', fitsSigned: false }
}

/** The type that an array and a number have in common: a number of a kind no richer goes by its value. */
export function typeWithNumber(array: string, value: unknown, type: string): string {
  // Floats and complex numbers are of one kind here.
  if (Math.min(kindOfType(type), 2) > kindOfType(array)) return promotedType(array, type)
  const smallest = smallestType(value, type)
  const isSigned = /^int|^float|^complex/.test(array)
  return promotedType(
    array,
    smallest.fitsSigned && isSigned ? smallest.type.replace('uint', 'int') : smallest.type,
  )
}

const pythonsInts = 1n << 63n

/** The type that NumPy gives a number of Python's; `object` an int that no type holds. */
export function typeOfNumber(value: unknown): string | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? 'int64' : 'float64'
    case 'boolean':
      return 'bool'
    case 'bigint':
      if (value >= -pythonsInts && value < pythonsInts) return 'int64'
      return value >= 0n && value < pythonsInts * 2n ? 'uint64' : 'object'
    case 'object':
      if (value === null) return undefined
      if (isNumpyNumber(value)) return value[numpyType]
      if (value instanceof Float) return 'float64'
      return value instanceof Complex ? 'complex128' : undefined
  }
  return undefined
}
