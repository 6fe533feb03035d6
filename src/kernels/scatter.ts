// Combines elements into places: the reference of index_add, scatter, put and assignments to what tensors index.
// Places may be named more than once; what comes later in the source meets what came before.
import type { DType, TypedArray } from '../base/dtype.js'
import { RuntimeError } from '../base/errors.js'
import { bfloat16ToNumber, float16ToNumber, numberToBfloat16, numberToFloat16 } from '../base/half.js'
import type { Memory } from './kernel.js'
import { type Blocks, cellsOf } from './places.js'

/** How a value meets the element it lands on. */
export type Combine = 'assign' | 'add' | 'multiply' | 'amax' | 'amin'

/** The high half of the product of two unsigned 32-bit numbers. */
function highProduct(a: number, b: number): number {
  const a0 = a & 0xffff
  const a1 = a >>> 16
  const b0 = b & 0xffff
  const b1 = b >>> 16
  const low = a0 * b0
  const cross = a0 * b1
  const middle = a1 * b0 + (low >>> 16) + (cross & 0xffff)
  return a1 * b1 + Math.floor(middle / 65536) + (cross >>> 16)
}

const helpers = { float16ToNumber, bfloat16ToNumber, numberToFloat16, numberToBfloat16, highProduct }

const pairs: Record<Combine, string> = {
  assign: 'to[t] = lowB; to[t + 1] = highB',
  add: 'const low = (lowA >>> 0) + (lowB >>> 0); to[t] = low; to[t + 1] = highA + highB + (low > 4294967295 ? 1 : 0)',
  multiply:
    'to[t] = Math.imul(lowA, lowB); ' +
    'to[t + 1] = highProduct(lowA, lowB) + Math.imul(highA, lowB) + Math.imul(lowA, highB)',
  amax: 'if (highB > highA || (highB === highA && lowB >>> 0 > lowA >>> 0)) { to[t] = lowB; to[t + 1] = highB }',
  amin: 'if (highB < highA || (highB === highA && lowB >>> 0 < lowA >>> 0)) { to[t] = lowB; to[t + 1] = highB }',
}
const complex: Partial<Record<Combine, string>> = {
  assign: 'to[t] = lowB; to[t + 1] = highB',
  add: 'to[t] = lowA + lowB; to[t + 1] = highA + highB',
  multiply: 'to[t] = lowA * lowB - highA * highB; to[t + 1] = lowA * highB + highA * lowB',
}
const booleans: Record<Combine, string> = {
  assign: 'to[t] = b',
  add: 'to[t] = a | b',
  multiply: 'to[t] = a & b',
  amax: 'to[t] = a | b',
  amin: 'to[t] = a & b',
}
/** A not-a-number on either side wins, as in PyTorch. */
const values: Record<Combine, string> = {
  assign: 'b',
  add: 'a + b',
  multiply: 'a * b',
  amax: 'b > a || b !== b ? b : a',
  amin: 'b < a || b !== b ? b : a',
}

/** The statement that combines the element at cell `s` of `from` into that at cell `t` of `to`. */
function statement(dtype: DType, how: Combine): string {
  if (cellsOf(dtype) === 2) {
    const text = (dtype.is_complex ? complex : pairs)[how]
    if (text === undefined) throw new RuntimeError(`"${how}" not implemented for '${dtype.scalarName}'`)
    return `const lowA = to[t], highA = to[t + 1], lowB = from[s], highB = from[s + 1]; ${text}`
  }
  if (dtype.name === 'bool') return `const a = to[t], b = from[s]; ${booleans[how]}`
  if (!dtype.isHalf || how === 'assign') return `const a = to[t], b = from[s]; to[t] = ${values[how]}`
  // 16-bit floats are rounded at every step, as PyTorch's loops round them.
  const [read, write] =
    dtype.name === 'float16'
      ? ['float16ToNumber', 'numberToFloat16']
      : ['bfloat16ToNumber', 'numberToBfloat16']
  return `const a = ${read}(to[t]), b = ${read}(from[s]); to[t] = ${write}(${values[how]})`
}

type ScatterLoop = (
  to: TypedArray,
  outer: Int32Array,
  middle: Int32Array,
  inner: Int32Array,
  from: TypedArray,
  s: number,
  step: number,
) => void

/** Compiled once for each dtype and way of combining, so that V8 sees one kind of array in each. */
const loops: Record<Combine, ScatterLoop[]> = { assign: [], add: [], multiply: [], amax: [], amin: [] }

function makeLoop(dtype: DType, how: Combine): ScatterLoop {
  const place = cellsOf(dtype) === 2 ? '2 * (base + inner[i])' : 'base + inner[i]'
  return new Function(
    ...Object.keys(helpers),
    `return function scatter_${how}_${dtype.name}(to, outer, middle, inner, from, s, step) {
      const m = middle.length, n = inner.length
      for (let o = 0; o < outer.length; o++)
        for (let k = 0; k < m; k++) {
          const base = outer[o] + middle[k]
          for (let i = 0; i < n; i++, s += step) { const t = ${place}; ${statement(dtype, how)} }
        }
    }`,
  )(...Object.values(helpers)) as ScatterLoop
}

/**
 * Combines elements that follow each other in `from` into those of `to` at `blocks`, which count from its start.
 *
 * @param isSingle whether the first element stands for all
 */
export function scatter(
  how: Combine,
  { array: to, dtype }: Memory,
  { outer, middle, inner }: Blocks,
  { array: from, at }: Memory,
  isSingle: boolean,
): void {
  const width = cellsOf(dtype)
  const loop = (loops[how][dtype.code] ??= makeLoop(dtype, how))
  loop(to, outer, middle, inner, from, at * width, isSingle ? 0 : width)
}
