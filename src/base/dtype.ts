// The element types, what each is stored in, and PyTorch's rules for what a mix of them becomes.
// Promotion follows c10/core/ScalarType.h (`promoteTypes`) and ATen/native/TypeProperties.cpp (`result_type`).
import { RuntimeError, TypeError } from './errors.js'

export type TypedArray =
  Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array

export interface TypedArrayConstructor {
  new (length: number): TypedArray
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): TypedArray
  readonly BYTES_PER_ELEMENT: number
}

export type DTypeName =
  | 'float16'
  | 'bfloat16'
  | 'float32'
  | 'float64'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'bool'
  | 'complex64'
  | 'complex128'

/** bool < integral < floating < complex: the categories that promotion compares first. */
export enum Category {
  bool,
  integral,
  floating,
  complex,
}

/**
 * An element type, such as `torch.float32`.
 *
 * `code` numbers the types from 0, for tables indexed by dtype. A complex element takes two slots of its
 * array (real, imaginary); every other one takes one slot. `float16` and `bfloat16` keep their bits in a `Uint16Array`.
 */
export class DType {
  readonly is_floating_point: boolean
  readonly is_complex: boolean
  readonly is_signed: boolean
  /** An integer type, bool not counted. */
  readonly isIntegral: boolean
  /** Array slots an element takes: 2 for complex, else 1. */
  readonly slots: number
  /** Bytes of one element. */
  readonly itemsize: number

  constructor(
    readonly code: number,
    readonly name: DTypeName,
    /** The name in error messages and tensor types: `Float`, `Long`. */
    readonly scalarName: string,
    readonly category: Category,
    readonly ArrayType: TypedArrayConstructor,
    /** A float of 16 bits: kept as bits, and computed as float32. */
    readonly isHalf: boolean = false,
  ) {
    this.is_floating_point = category === Category.floating
    this.is_complex = category === Category.complex
    this.isIntegral = category === Category.integral
    this.is_signed = name !== 'uint8' && name !== 'bool'
    this.slots = this.is_complex ? 2 : 1
    this.itemsize = ArrayType.BYTES_PER_ELEMENT * this.slots
  }

  toString(): string {
    return `torch.${this.name}`
  }
  toJSON(): string {
    return this.toString()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

const { bool: B, integral: I, floating: F, complex: C } = Category
export const uint8 = new DType(0, 'uint8', 'Byte', I, Uint8Array)
export const int8 = new DType(1, 'int8', 'Char', I, Int8Array)
export const int16 = new DType(2, 'int16', 'Short', I, Int16Array)
export const int32 = new DType(3, 'int32', 'Int', I, Int32Array)
export const int64 = new DType(4, 'int64', 'Long', I, BigInt64Array as unknown as TypedArrayConstructor)
export const float16 = new DType(5, 'float16', 'Half', F, Uint16Array, true)
export const float32 = new DType(6, 'float32', 'Float', F, Float32Array)
export const float64 = new DType(7, 'float64', 'Double', F, Float64Array)
export const complex64 = new DType(8, 'complex64', 'ComplexFloat', C, Float32Array)
export const complex128 = new DType(9, 'complex128', 'ComplexDouble', C, Float64Array)
export const bool = new DType(10, 'bool', 'Bool', B, Uint8Array)
export const bfloat16 = new DType(11, 'bfloat16', 'BFloat16', F, Uint16Array, true)

export const dtypes: readonly DType[] = [
  uint8,
  int8,
  int16,
  int32,
  int64,
  float16,
  float32,
  float64,
  complex64,
  complex128,
  bool,
  bfloat16,
]

/** PyTorch's second names: `torch.float` is `torch.float32`. */
export const dtypeAliases = {
  half: float16,
  float: float32,
  double: float64,
  short: int16,
  int: int32,
  long: int64,
  cfloat: complex64,
  cdouble: complex128,
} as const

const state = { default: float32 }

/** The floating type given to data without a type: float32 until `set_default_dtype`. */
export const get_default_dtype = (): DType => state.default

/** Sets what `get_default_dtype` answers; `d` must be a floating point type. */
export function set_default_dtype(d: DType): void {
  if (!(d instanceof DType))
    throw (d as unknown) === undefined
      ? new TypeError("set_default_dtype() missing 1 required positional argument: 'd'")
      : new TypeError('invalid dtype object: only floating-point types are supported as the default type')
  if (!d.is_floating_point) throw new TypeError('only floating-point types are supported as the default type')
  state.default = d
}

/** The complex type whose parts are of `dtype`. */
export const toComplex = (dtype: DType): DType =>
  dtype.is_complex ? dtype : dtype === float64 ? complex128 : complex64
/** The type of a complex type's parts; any other type as it is. */
export const toReal = (dtype: DType): DType =>
  dtype === complex128 ? float64 : dtype === complex64 ? float32 : dtype

function promotePair(a: DType, b: DType): DType {
  if (a === b) return a
  if (a.category < b.category) return promotePair(b, a)
  if (a.is_complex) return toReal(b) === float64 || a === complex128 ? complex128 : complex64
  if (a.category > b.category) return a
  if (a.is_floating_point) return a === float64 || b === float64 ? float64 : float32
  // Two integer types: uint8 beside int8 needs int16, else the wider one holds both.
  if (a.itemsize === b.itemsize) return int16
  return a.itemsize > b.itemsize ? a : b
}

const promotionTable: DType[] = []
for (const a of dtypes) for (const b of dtypes) promotionTable[a.code * 16 + b.code] = promotePair(a, b)

/** The smallest type that holds values of both, by `torch.promote_types`' table. */
export const promoteTypes = (a: DType, b: DType): DType => promotionTable[a.code * 16 + b.code]

/** Python's `float`, `int` and `bool`, and the dtypes that they name where one is asked for. Each language notes its own. */
export const dtypesOfTypes = new Map<unknown, DType>()
export function noteTypes(types: { float: unknown; int: unknown; bool: unknown }): void {
  dtypesOfTypes.set(types.float, float64).set(types.int, int64).set(types.bool, bool)
}

/** Whether a result of type `from` may be written to a tensor of type `to`; PyTorch's `can_cast`. */
export function canCast(from: DType, to: DType): boolean {
  if (from.is_complex && !to.is_complex) return false
  if (from.is_floating_point && !to.is_floating_point && !to.is_complex) return false
  return to !== bool || from === bool
}

/** Throws PyTorch's error for an op that its CPU kernels do not have for `dtype`. */
export function notImplementedFor(name: string, dtype: DType): never {
  throw new RuntimeError(`"${name}" not implemented for '${dtype.scalarName}'`)
}
