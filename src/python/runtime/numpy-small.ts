// Operators, sums and their like on small arrays of NumPy, reckoned where they lie. A script calls these a thousand times on
// three numbers; what asks numpy-ts for them takes a hundred times as long as they do. What is not plain here, and what is
// to be told of (a zero that is divided by), goes the usual way.
import { NumpyFloat, NumpyInt, numpyType } from '../../base/numpy-number.js'
import { Float } from '../../base/scalar.js'
import { arrayOn, isContiguous, type Memory, memoryOf, sizeOf } from './numpy-memory.js'

type Any = any

/** Arrays of more elements go the usual way. */
const mostElements = 4096

type Reckon = (x: Any, y: Any) => Any

const arithmetic: Readonly<Record<string, Reckon>> = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  truediv: (x, y) => x / y,
  // What is no number stays none.
  maximum: (x, y) => (x >= y || x !== x ? x : y),
  minimum: (x, y) => (x <= y || x !== x ? x : y),
}
const comparisons: Readonly<Record<string, Reckon>> = {
  lt: (x, y) => x < y,
  le: (x, y) => x <= y,
  gt: (x, y) => x > y,
  ge: (x, y) => x >= y,
  eq: (x, y) => x === y,
  ne: (x, y) => x !== y,
}
const ofBools: Readonly<Record<string, Reckon>> = {
  and: (x, y) => x & y,
  or: (x, y) => x | y,
  xor: (x, y) => x ^ y,
}

/** Types that are reckoned here. */
const known = new Set(['float64', 'float32', 'int64', 'bool'])

const arraysFor: Readonly<Record<string, Any>> = {
  float64: Float64Array,
  float32: Float32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
}

/** A number as an operand: an array of one, in the type that the array beside it makes of it; null for what is none. */
function ofNumber(value: Any, beside: string): Memory | null {
  let number: number
  let isWhole = false
  if (typeof value === 'number') {
    number = value
    isWhole = Number.isSafeInteger(value)
  } else if (value instanceof Float) {
    // NumPy's floats of other widths have rules of their own.
    if (value instanceof NumpyFloat && value[numpyType] !== 'float64') return null
    number = value.value
  } else if (value instanceof NumpyInt && value[numpyType] === 'int64' && typeof value.value === 'number') {
    number = value.value
    isWhole = true
  } else return null
  if (beside === 'bool') return null
  // Larger ints make float64 of it.
  if (beside === 'float32' && isWhole && (number < -32768 || number > 65535)) return null
  if (beside === 'float32') {
    const narrow = Math.fround(number)
    return Number.isFinite(narrow) ? one([narrow], 'float32') : null
  }
  if (beside === 'int64' && isWhole) return one([BigInt(number)], 'int64')
  return one([number], 'float64')
}
const one = (data: readonly unknown[], dtype: string): Memory => ({
  data,
  strides: [],
  offset: 0,
  shape: [],
  dtype,
})

/** The shape of two that are stretched to each other; null where they do not fit. */
export function stretched(a: readonly number[], b: readonly number[]): number[] | null {
  const rank = Math.max(a.length, b.length)
  const shape = new Array<number>(rank)
  for (let i = 1; i <= rank; i++) {
    const [x, y] = [a[a.length - i] ?? 1, b[b.length - i] ?? 1]
    if (x !== y && x !== 1 && y !== 1) return null
    shape[rank - i] = x === 1 ? y : x
  }
  return shape
}

/** How far an operand's elements lie apart along the axes of the result. */
const stepsIn = ({ shape, strides }: Memory, rank: number): number[] =>
  Array.from({ length: rank }, (_, i) => {
    const axis = i - rank + shape.length
    return axis < 0 || shape[axis] === 1 ? 0 : strides[axis]
  })

/** Whether an operand is a number, or lies as the result does. */
const isFlat = (memory: Memory, shape: readonly number[]): boolean =>
  memory.shape.length === 0 ||
  (memory.shape.length === shape.length && isSame(memory.shape, shape) && isContiguous(memory))

const isSame = (a: readonly number[], b: readonly number[]): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Fills `out`, row by row, with what is reckoned of two operands. */
function fill(
  out: Any,
  shape: readonly number[],
  a: Memory,
  b: Memory,
  reckon: (i: number, j: number) => Any,
): void {
  const rank = shape.length
  if (isFlat(a, shape) && isFlat(b, shape)) {
    const [x, y] = [a.shape.length === 0 ? 0 : 1, b.shape.length === 0 ? 0 : 1]
    for (let k = 0; k < out.length; k++) out[k] = reckon(a.offset + k * x, b.offset + k * y)
    return
  }
  const [left, right] = [stepsIn(a, rank), stepsIn(b, rank)]
  const last = rank - 1
  const [length, x, y] = [shape[last], left[last], right[last]]
  const at = new Array<number>(last).fill(0)
  let [i, j] = [a.offset, b.offset]
  for (let place = 0; place < out.length;) {
    for (let k = 0; k < length; k++) out[place++] = reckon(i + k * x, j + k * y)
    for (let axis = last - 1; axis >= 0; axis--) {
      i += left[axis]
      j += right[axis]
      if (++at[axis] < shape[axis]) break
      i -= left[axis] * shape[axis]
      j -= right[axis] * shape[axis]
      at[axis] = 0
    }
  }
}

/** The type that two are reckoned in, and that of what comes of it. */
function typesFor(name: string, a: string, b: string): { common: string; result: string } | null {
  if (a === 'bool' && b === 'bool')
    return name in ofBools || name in comparisons ? { common: 'bool', result: 'bool' } : null
  if (name in ofBools) return null
  const widest = a === b ? a : a === 'bool' ? b : b === 'bool' ? a : 'float64'
  const common = name === 'truediv' && widest === 'int64' ? 'float64' : widest
  return { common, result: name in comparisons ? 'bool' : common }
}

/** What lies at a place, as a number of the common type. */
function reader({ data, dtype }: Memory, common: string): (place: number) => Any {
  if (common === 'int64') return dtype === 'int64' ? (i) => data[i] : (i) => BigInt(data[i])
  return dtype === 'int64' ? (i) => Number(data[i]) : (i) => data[i]
}

/** The elements of `a name b` and their shape; null where that is not for here. */
function reckoned(
  name: string,
  left: Any,
  right: Any,
): { like: Any; out: Any; shape: number[]; dtype: string } | null {
  const [own, other] = [memoryOf(left), memoryOf(right)]
  if (own === null && other === null) return null
  // An array without axes is taken for its number.
  if (own?.shape.length === 0 || other?.shape.length === 0) return null
  const a = own ?? ofNumber(left, other!.dtype)
  const b = other ?? ofNumber(right, own!.dtype)
  if (a === null || b === null || !known.has(a.dtype) || !known.has(b.dtype)) return null
  const shape = stretched(a.shape, b.shape)
  if (shape === null || shape.length === 0) return null
  const size = sizeOf(shape)
  if (size > mostElements) return null
  const types = typesFor(name, a.dtype, b.dtype)
  const reckon = arithmetic[name] ?? comparisons[name] ?? ofBools[name]
  if (types === null || reckon === undefined) return null
  const out = new arraysFor[types.result](size)
  const [x, y] = [reader(a, types.common), reader(b, types.common)]
  fill(out, shape, a, b, (i, j) => reckon(x(i), y(j)))
  if (name === 'truediv') for (let i = 0; i < size; i++) if (!Number.isFinite(out[i])) return null
  return { like: own === null ? right : left, out, shape, dtype: types.result }
}

const isKnown = (name: string): boolean => name in arithmetic || name in comparisons || name in ofBools

/** What an operator makes of arrays, or of an array and a number; undefined where that is not for here. */
export function smallOperator(name: string, a: Any, b: Any): Any {
  const found = isKnown(name) ? reckoned(name, a, b) : null
  return found === null ? undefined : arrayOn(found.like, found.out, found.shape, found.dtype)
}

/** `a += b`; tells whether it was done. */
export function smallInPlace(name: string, a: Any, b: Any): boolean {
  const target = memoryOf(a)
  if (target === null || !(name in arithmetic) || !isContiguous(target)) return false
  const found = reckoned(name, a, b)
  if (found?.dtype !== target.dtype || !isSame(found.shape, target.shape)) return false
  target.data.set(found.out, target.offset)
  return true
}
