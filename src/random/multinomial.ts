// Draws category numbers by weight: `torch.multinomial`.
import { float64 } from '../base/dtype.js'
import type { DType } from '../base/dtype.js'
import { check } from '../base/errors.js'
import { roundTo } from './elements.js'
import type { Generator } from './generator.js'
import { topPositions } from '../kernels/select.js'

/** Rows of weights, one after the other, as numbers. They need not sum to 1. */
export interface Weights {
  readonly values: ArrayLike<number>
  readonly rows: number
  readonly categories: number
  /** Their type: the sums and quotients below are computed in it. */
  readonly dtype: DType
}

const arrayFor = (dtype: DType, n: number): Float32Array | Float64Array =>
  dtype === float64 ? new Float64Array(n) : new Float32Array(n)

/**
 * `samples` category numbers a row, drawn independently: a float64 uniform is looked up in the cumulated weights.
 * ATen/native/cpu/MultinomialKernel.cpp.
 *
 * @example
 * const weights = { values: [0.1, 0.2, 0.7], rows: 1, categories: 3, dtype: float32 }
 * drawWithReplacement(weights, 4, new Generator().manual_seed(0)) // [2, 2, 2, 2]
 */
export function drawWithReplacement(weights: Weights, samples: number, generator: Generator): number[] {
  const { values, rows, categories, dtype } = weights
  const result: number[] = []
  const cumulated = arrayFor(dtype, categories)
  for (let row = 0; row < rows; row++) {
    cumulate(values, row * categories, cumulated)
    for (let k = 0; k < samples; k++) result.push(lookup(cumulated, generator.uniform53()))
  }
  return result
}

/**
 * `samples` different category numbers a row: those of the largest `weight / q`, where `q` has an exponential number
 * for each weight, drawn in the order that the weights have in memory. ATen/native/Distributions.cpp
 * (`multinomial_out`).
 */
export function drawWithoutReplacement(weights: Weights, samples: number, q: ArrayLike<number>): number[] {
  const { values, rows, categories, dtype } = weights
  const result: number[] = []
  const scores = arrayFor(dtype, categories)
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < categories; i++) {
      const at = row * categories + i
      scores[i] = roundTo(dtype, values[at] / q[at])
    }
    if (samples === 1) result.push(argmax(scores))
    else result.push(...topPositions(scores, samples))
  }
  return result
}

/** Sums up one row, in the type of `cumulated`, and scales it to end in 1. */
function cumulate(weights: ArrayLike<number>, start: number, cumulated: Float32Array | Float64Array): void {
  const n = cumulated.length
  let previous = 0
  for (let i = 0; i < n; i++) {
    const weight = weights[start + i]
    check(weight >= 0, () => 'invalid multinomial distribution (encountering probability entry < 0)')
    check(
      weight < Infinity,
      () => 'invalid multinomial distribution (encountering probability entry = infinity or NaN)',
    )
    cumulated[i] = previous + weight
    previous = cumulated[i]
  }
  check(previous > 0, () => 'invalid multinomial distribution (sum of probabilities <= 0)')
  for (let i = 0; i < n; i++) cumulated[i] /= previous
  cumulated[n - 1] = 1
}

/** The first index whose value is not below `u`. */
function lookup(cumulated: Float32Array | Float64Array, u: number): number {
  let low = 0
  let high = cumulated.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (cumulated[middle] < u) low = middle + 1
    else high = middle
  }
  return low
}

/** What PyTorch asks of weights before it draws without replacement. */
export function checkWeights({ values: weights, rows, categories }: Weights): void {
  for (let i = 0; i < rows * categories; i++)
    check(
      weights[i] >= 0 && weights[i] < Infinity,
      () => 'probability tensor contains either `inf`, `nan` or element < 0',
    )
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (let i = 0; i < categories; i++) sum += weights[row * categories + i]
    check(sum !== 0, () => 'invalid multinomial distribution (sum of probabilities <= 0)')
  }
}

function argmax(values: Float32Array | Float64Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i
  return best
}
