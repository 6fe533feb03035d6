// Gamma numbers, and probabilities made of them. Shapes and concentrations come as numbers, one an element.
import { type DType, float64, type TypedArray } from '../base/dtype.js'
import { Elements, roundTo } from './elements.js'
import type { Generator } from './generator.js'
import { standardNormal } from './normal.js'

const { fround, log, max, min, pow, sqrt } = Math
const smallest = (dtype: DType): number =>
  dtype === float64 ? 2.2250738585072014e-308 : 1.1754943508222875e-38

/**
 * A gamma number of rate 1, by Marsaglia and Tsang (2000): `sample_gamma` of ATen/native/Distributions.h, whose constants
 * are of single precision and whose shape is rounded as its dtype is.
 */
function gamma(shape: number, generator: Generator, dtype: DType): number {
  let scale = 1
  let alpha = shape
  if (alpha < 1) {
    if (alpha === 0) return 0
    scale = pow(1 - generator.uniform53(), roundTo(dtype, 1 / alpha))
    alpha = roundTo(dtype, alpha + 1)
  }
  const d = roundTo(dtype, alpha - fround(1 / 3))
  const c = 1 / sqrt(9 * d)
  for (;;) {
    let x: number
    let y: number
    do {
      x = standardNormal(generator)
      y = 1 + c * x
    } while (y <= 0)
    const v = y * y * y
    const u = 1 - generator.uniform53()
    const xx = x * x
    if (u < 1 - fround(0.0331) * xx * xx || log(u) < 0.5 * xx + d * (1 - v + log(v))) return scale * d * v
  }
}

/**
 * `torch._standard_gamma(shapes)`.
 *
 * @example
 * const out = new Float32Array(2)
 * fillGamma(out, 0, 2, float32, new Generator().manual_seed(0), [1, 5])
 */
export function fillGamma(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  shapes: ArrayLike<number>,
): void {
  const elements = new Elements(out, offset, n, dtype)
  const least = smallest(dtype)
  for (let i = 0; i < n; i++)
    elements.array[elements.start + i] = max(least, roundTo(dtype, gamma(shapes[i], generator, dtype)))
  elements.encode()
}

/** `torch._sample_dirichlet(concentrations)`, rows of `width` elements: gamma numbers of double precision over their sums. */
export function fillDirichlet(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  concentrations: ArrayLike<number>,
  width: number,
): void {
  const elements = new Elements(out, offset, n, dtype)
  const least = smallest(dtype)
  const most = dtype === float64 ? 1 - 2 ** -53 : 1 - 2 ** -24
  const drawn = new Float64Array(n)
  for (let i = 0; i < n; i++) drawn[i] = max(smallest(float64), gamma(concentrations[i], generator, float64))
  for (let start = 0; start < n; start += width) {
    let sum = 0
    for (let i = start; i < start + width; i++) sum += drawn[i]
    for (let i = start; i < start + width; i++)
      elements.array[elements.start + i] = min(most, max(least, roundTo(dtype, drawn[i] / sum)))
  }
  elements.encode()
}
