// Fills arrays with random numbers: number for number what PyTorch's CPU kernels draw from the same generator.
//
// Every function takes `(out, offset, n, dtype, generator, ...)` and writes the elements `offset … offset + n - 1` of
// a storage array in the encoding of `dtype`. A contiguous tensor is filled directly. For any other one, fill a
// temporary and copy it with `scatter`, because PyTorch draws in memory order.
//
// Formulas: ATen/core/DistributionsHelper.h and TransformationHelper.h; which type they are computed in:
// ATen/native/cpu/DistributionTemplates.h.
import { float16, float32, float64, int64 } from '../base/dtype.js'
import type { DType, TypedArray } from '../base/dtype.js'
import { check } from '../base/errors.js'
import { exp, fma, log, tan } from '../kernels/accurate.js'
import { int64Words } from '../memory/elements.js'
import { Elements, fillEach, roundTo } from './elements.js'
import type { Generator } from './generator.js'
import { standardNormal } from './normal.js'

export { fillNormal, standardNormal } from './normal.js'
export { fillIntegers, fillPermutation, fillRandom, integerRange } from './integers.js'
export { fillBinomial, fillPoisson } from './counts.js'
export { fillDirichlet, fillGamma } from './gamma.js'
export { checkWeights, drawWithoutReplacement, drawWithReplacement } from './multinomial.js'
export type { Weights } from './multinomial.js'
export { memoryOrder } from '../base/walk.js'
export { gather, scatter } from '../kernels/draw-order.js'

/**
 * `uniform_(from, to)`: `u * (to - from) + from` in one rounding. `u` has 24 random bits for float32, 53 for float64
 * (two draws), 11 for float16 and 8 for bfloat16; the 16-bit types compute in float32.
 *
 * @example
 * const out = new Float32Array(3)
 * fillUniform(out, 0, 3, float32, new Generator().manual_seed(0), 0, 1)
 * // out: [0.49625658988952637, 0.7682217955589294, 0.08847743272781372]
 */
export function fillUniform(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  from = 0,
  to = 1,
): void {
  const low = roundTo(dtype, from)
  const width = roundTo(dtype, roundTo(dtype, to) - low)
  if (dtype === float32) {
    generator.fillUniform24(out as Float32Array, offset, n, width, low)
  } else if (dtype === float64) {
    const array = out as Float64Array
    if (low === 0 && width === 1) for (let i = offset; i < offset + n; i++) array[i] = generator.uniform53()
    else for (let i = offset; i < offset + n; i++) array[i] = fma(generator.uniform53(), width, low)
  } else {
    const elements = new Elements(out, offset, n, dtype)
    const values = dtype === float16 ? 2 ** 11 : 2 ** 8
    for (let i = 0; i < n; i++)
      elements.array[i] = Math.fround(((generator.random() & (values - 1)) / values) * width + low)
    elements.encode()
  }
}

/**
 * `bernoulli_(p)` with one probability for all: 1 where a float64 uniform is below `p`. Every type but complex.
 *
 * @example
 * const out = new Float32Array(6)
 * fillBernoulli(out, 0, 6, float32, new Generator().manual_seed(0), 0.5) // out: [0, 0, 1, 0, 0, 0]
 */
export function fillBernoulli(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  p: number,
): void {
  if (dtype === int64) {
    const words = int64Words(out)
    for (let i = 2 * offset; i < 2 * (offset + n); i += 2) {
      words[i] = generator.uniform53() < p ? 1 : 0
      words[i + 1] = 0
    }
    return
  }
  const elements = new Elements(out, offset, n, dtype)
  const { array, start } = elements
  for (let i = start; i < start + n; i++) array[i] = generator.uniform53() < p ? 1 : 0
  elements.encode()
}

/**
 * `bernoulli_(p)` with a probability for each element, given as numbers in the order of the elements.
 *
 * `pDtype` float64 compares with float64 uniforms, the other types with float32 ones.
 *
 * @example
 * const out = new Float32Array(3)
 * fillBernoulliEach(out, 0, 3, float32, new Generator().manual_seed(0), [0.4, 0.8, 0.5], float32) // out: [0, 1, 1]
 */
export function fillBernoulliEach(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  p: ArrayLike<number>,
  pDtype: DType,
): void {
  const double = pDtype === float64
  fillEach(out, offset, n, dtype, (i) => {
    check(
      p[i] >= 0 && p[i] <= 1,
      () =>
        'Expected p_in >= 0 && p_in <= 1 to be true, but got false.  ' +
        `(Could this error message be improved?  If so, please report an enhancement request to PyTorch.) p is ${p[i]}.`,
    )
    return (double ? generator.uniform53() : generator.uniform24()) < p[i] ? 1 : 0
  })
}

/**
 * `exponential_(lambda)`: `-1 / lambda * log(1 - u)`, in float64. Floating types.
 *
 * @example
 * const out = new Float64Array(2)
 * fillExponential(out, 0, 2, float64, new Generator().manual_seed(0), 1) // out: [3.508326186707642, 1.2303847641796768]
 */
export function fillExponential(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  lambda = 1,
): void {
  const scale = -1 / lambda
  fillEach(out, offset, n, dtype, () => scale * log(1 - generator.uniform53()))
}

/**
 * `geometric_(p)`: `ceil(log(u) / log(1 - p))`, trials up to the first success. Every type but bool and complex.
 *
 * @example
 * const out = new Int32Array(5)
 * fillGeometric(out, 0, 5, int32, new Generator().manual_seed(0), 0.3) // out: [1, 1, 3, 1, 2]
 */
export function fillGeometric(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  p: number,
): void {
  const failure = log(1 - p)
  fillEach(out, offset, n, dtype, () => Math.ceil(log(generator.uniform53()) / failure))
}

/**
 * `cauchy_(median, sigma)`: `median + sigma * tan(pi * (u - 0.5))`, in float64. Floating types.
 *
 * @example
 * const out = new Float64Array(2)
 * fillCauchy(out, 0, 2, float64, new Generator().manual_seed(0)) // out: [10.597729326682297, 0.7647672596059]
 */
export function fillCauchy(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  median = 0,
  sigma = 1,
): void {
  fillEach(out, offset, n, dtype, () => fma(sigma, tan(Math.PI * (generator.uniform53() - 0.5)), median))
}

/**
 * `log_normal_(mean, std)`: `exp(z * std + mean)` of normal numbers `z`, in float64. Floating types.
 *
 * @example
 * const out = new Float64Array(2)
 * fillLogNormal(out, 0, 2, float64, new Generator().manual_seed(0)) // out: [59.26341788010752, 1.5115599370617072]
 */
export function fillLogNormal(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  mean = 1,
  std = 2,
): void {
  fillEach(out, offset, n, dtype, () => exp(fma(standardNormal(generator), std, mean)))
}
