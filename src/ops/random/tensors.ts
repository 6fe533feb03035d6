// Fills tensors with random numbers: what PyTorch checks before it draws, and the order in which it then visits
// elements. Knows nothing of autograd or of how ops are called; the numbers come from `distributions.ts`.
//
// Checks and messages: ATen/native/DistributionTemplates.h.
import { bool, float16, float32, float64, int64, notImplementedFor, toReal } from '../../base/dtype.js'
import type { DType } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import { broadcastShapes, contiguousStrides, isContiguous } from '../../base/layout.js'
import type { Sizes } from '../../base/layout.js'
import { emptyTensor } from '../../tensor/tensor.js'
import type { Tensor } from '../../tensor/tensor.js'
import { fill, numbersOf } from '../../engine/draw.js'
import * as draw from '../../random/distributions.js'
import type { Generator } from '../../random/generator.js'

/** A double as C++ streams print it: six digits. */
function cppNumber(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'nan' : x < 0 ? '-inf' : 'inf'
  const size = Math.abs(x)
  if (x !== 0 && (size < 1e-4 || Number(size.toPrecision(6)) >= 1e6)) {
    const [digits, exponent] = x.toExponential(5).split('e')
    return `${Number(digits)}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
  }
  return String(Number(x.toPrecision(6)))
}

const requireFloating = (name: string, dtype: DType): void => {
  if (!dtype.is_floating_point) notImplementedFor(name, dtype)
}

const largest = (dtype: DType): number =>
  dtype === float64
    ? Number.MAX_VALUE
    : dtype === float16
      ? 65504
      : dtype === float32
        ? 3.4028234663852886e38
        : 3.3895313892515355e38
const cppNames: Record<string, string> = {
  float16: 'c10::Half',
  bfloat16: 'c10::BFloat16',
  float32: 'float',
  float64: 'double',
}

/** `uniform_`: [from, to). Floating and complex types. */
export function uniform_(self: Tensor, from: number, to: number, generator: Generator): void {
  const dtype = toReal(self.dtype)
  requireFloating('check_uniform_bounds', dtype)
  const most = largest(dtype)
  check(Math.abs(from) <= most, () => `from is out of bounds for ${cppNames[dtype.name]}`)
  check(Math.abs(to) <= most, () => `to is out of bounds for ${cppNames[dtype.name]}`)
  check(
    from <= to,
    () =>
      `uniform_ expects to return a [from, to) range, but found from=${cppNumber(from)} > to=${cppNumber(to)}`,
  )
  check(
    to - from <= most,
    () =>
      `uniform_ expects to-from <= std::numeric_limits<${dtype.scalarName}>::max(), but found to=${cppNumber(to)} ` +
      `and from=${cppNumber(from)} which result in to-from to exceed the limit`,
  )
  fill(self, (out, offset, n, real) => draw.fillUniform(out, offset, n, real, generator, from, to))
}

/** `normal_`. Floating types; in a complex type `std` is that of the whole number, half the variance in each part. */
export function normal_(self: Tensor, mean: number, std: number, generator: Generator): void {
  checkStd(std)
  requireFloating('normal_kernel_cpu', toReal(self.dtype))
  const own = self.dtype.is_complex ? std / Math.sqrt(2) : std
  fill(self, (out, offset, n, real) =>
    draw.fillNormal(out, offset, n, real, generator, mean, own, self.contiguousFlag),
  )
}
/** Refuses a negative standard deviation. */
function checkStd(std: number): void {
  check(std >= 0, () => `normal expects std >= 0.0, but found std ${cppNumber(std)}`)
}

/** `random_(from, to)`; both ends null: everything from 0 up; `to` null: up to the type's largest number. */
export function random_(
  self: Tensor,
  from: bigint | null,
  to: bigint | null,
  generator: Generator,
): string | null {
  if (from === null) {
    if (self.dtype.is_complex) notImplementedFor('random_kernel_cpu', self.dtype)
    fill(self, (out, offset, n, dtype) => draw.fillRandom(out, offset, n, dtype, generator))
    return null
  }
  const { base, range, warning } = draw.integerRange(self.dtype, from, to)
  fill(self, (out, offset, n, dtype) => draw.fillIntegers(out, offset, n, dtype, generator, base, range))
  return warning
}

/** `bernoulli_` with one probability. */
export function bernoulli_(self: Tensor, p: number, generator: Generator): void {
  check(p >= 0 && p <= 1, () => `bernoulli_ expects p to be in [0, 1], but got p=${cppNumber(p)}`)
  if (self.dtype.is_complex) notImplementedFor('bernoulli_scalar_cpu_', self.dtype)
  fill(self, (out, offset, n, dtype) => draw.fillBernoulli(out, offset, n, dtype, generator, p))
}

/** `bernoulli_` with a tensor of probabilities that broadcasts to `self`. */
export function bernoulliEach_(self: Tensor, p: Tensor, generator: Generator): void {
  if (self.dtype.is_complex) notImplementedFor('bernoulli_tensor_cpu_self_', self.dtype)
  requireFloating('bernoulli_tensor_cpu_p_', p.dtype)
  const order = self.contiguousFlag ? undefined : draw.memoryOrder(self.sizes, self.strides)
  const values = numbersOf(p, self.sizes, order)
  fill(self, (out, offset, n, dtype) =>
    draw.fillBernoulliEach(out, offset, n, dtype, generator, values, p.dtype),
  )
}

/** `exponential_` with rate `lambda`. */
export function exponential_(self: Tensor, lambda: number, generator: Generator): void {
  check(lambda > 0, () => `exponential_ expects lambda >= 0.0, but found lambda=${cppNumber(lambda)}`)
  requireFloating('exponential_cpu', self.dtype)
  fill(self, (out, offset, n, dtype) => draw.fillExponential(out, offset, n, dtype, generator, lambda))
}

/** `geometric_` with success probability `p`. */
export function geometric_(self: Tensor, p: number, generator: Generator): void {
  check(p > 0 && p < 1, () => `geometric_ expects p to be in (0, 1), but got p=${cppNumber(p)}`)
  if (self.dtype.is_complex || self.dtype === bool) notImplementedFor('geometric_cpu', self.dtype)
  fill(self, (out, offset, n, dtype) => draw.fillGeometric(out, offset, n, dtype, generator, p))
}

/** `cauchy_`. */
export function cauchy_(self: Tensor, median: number, sigma: number, generator: Generator): void {
  check(sigma > 0, () => `cauchy_ expects sigma > 0.0, but found sigma=${cppNumber(sigma)}`)
  requireFloating('cauchy_cpu', self.dtype)
  fill(self, (out, offset, n, dtype) => draw.fillCauchy(out, offset, n, dtype, generator, median, sigma))
}

/** `log_normal_`; mean and deviation are those of the logarithm. */
export function log_normal_(self: Tensor, mean: number, std: number, generator: Generator): void {
  check(std > 0, () => `log_normal_ expects std > 0.0, but found std=${cppNumber(std)}`)
  requireFloating('log_normal_cpu', self.dtype)
  fill(self, (out, offset, n, dtype) => draw.fillLogNormal(out, offset, n, dtype, generator, mean, std))
}

/** `randperm`: 0 … n-1 in random order. */
export function randperm(n: number, dtype: DType, generator: Generator): Tensor {
  check(n >= 0, () => `Trying to create tensor with negative dimension ${n}: [${n}]`)
  if (dtype === bool || dtype.is_complex) notImplementedFor('randperm', dtype)
  const digits = dtype === float16 ? 11 : dtype === float32 ? 24 : 53
  check(
    n <= 2 ** digits + 1,
    () => `n cannot be greater than ${digits === 11 ? 2049 : `2^${digits}+1`} for ${dtype.scalarName} type.`,
  )
  const result = emptyTensor([n], dtype)
  fill(result, (out, offset, count) => draw.fillPermutation(out, offset, count, dtype, generator))
  return result
}

/** `multinomial`: for each row of weights, `samples` category numbers. */
export function multinomial(
  weights: Tensor,
  samples: number,
  replacement: boolean,
  generator: Generator,
): Tensor {
  const { sizes, dtype } = weights
  const rank = sizes.length
  check(rank === 1 || rank === 2, () => 'prob_dist must be 1 or 2 dim')
  check(
    dtype.is_floating_point,
    () => `multinomial only supports floating-point dtypes for input, got: ${dtype.scalarName}`,
  )
  check(dtype !== float16, () => 'multinomial is not implemented for half on CPU')
  check(samples > 0, () => 'cannot sample n_sample <= 0 samples')
  const categories = sizes[rank - 1]
  check(
    replacement || samples <= categories,
    () => 'cannot sample n_sample > prob_dist.size(-1) samples without replacement',
  )
  check(categories <= 2 ** 24, () => 'number of categories cannot exceed 2^24')
  const rows = rank === 1 ? 1 : sizes[0]
  const table = { values: numbersOf(weights), rows, categories, dtype }
  const result = emptyTensor(rank === 1 ? [samples] : [rows, samples], int64)
  if (result.count === 0) return result
  let drawn: number[]
  if (replacement) drawn = draw.drawWithReplacement(table, samples, generator)
  else {
    draw.checkWeights(table)
    drawn = draw.drawWithoutReplacement(table, samples, exponentialsLike(weights, generator))
  }
  for (let i = 0; i < drawn.length; i++) result.setElementAt(i, drawn[i])
  return result
}

/** `empty_like(x).exponential_()` row by row: drawn in the memory order of `x`. */
function exponentialsLike({ sizes, strides, dtype, count }: Tensor, generator: Generator): Float64Array {
  const values = new dtype.ArrayType(count)
  draw.fillExponential(values, 0, count, dtype, generator)
  const rowMajor: Sizes = contiguousStrides(sizes)
  if (isContiguous(sizes, strides)) return draw.gather(values, dtype, 0, sizes, rowMajor)
  const placed = new dtype.ArrayType(count)
  draw.scatter(placed, 0, sizes, rowMajor, values, draw.memoryOrder(sizes, strides))
  return draw.gather(placed, dtype, 0, sizes, rowMajor)
}

/** `poisson`: numbers of events at these rates. */
export function poisson(rates: Tensor, generator: Generator): Tensor {
  if (rates.dtype !== float32 && rates.dtype !== float64) notImplementedFor('poisson_cpu', rates.dtype)
  const result = emptyTensor(rates.sizes, rates.dtype)
  const expected = numbersOf(rates)
  fill(result, (out, offset, n, dtype) => draw.fillPoisson(out, offset, n, dtype, generator, expected))
  return result
}

/** `binomial`: numbers of successes in `counts` trials; the two are broadcast together. */
export function binomial(counts: Tensor, probabilities: Tensor, generator: Generator): Tensor {
  check(
    probabilities.dtype === counts.dtype,
    () => `Found dtype ${probabilities.dtype.scalarName} but expected ${counts.dtype.scalarName}`,
  )
  if (counts.dtype !== float32 && counts.dtype !== float64) notImplementedFor('binomial_cpu', counts.dtype)
  const sizes = broadcastShapes(counts.sizes, probabilities.sizes)
  const result = emptyTensor(sizes, counts.dtype)
  const [tries, chances] = [numbersOf(counts, sizes), numbersOf(probabilities, sizes)]
  fill(result, (out, offset, n, dtype) => draw.fillBinomial(out, offset, n, dtype, generator, tries, chances))
  return result
}

/** `_standard_gamma`: gamma numbers of these shapes and rate 1. */
export function gamma(shapes: Tensor, generator: Generator): Tensor {
  if (shapes.dtype !== float32 && shapes.dtype !== float64) notImplementedFor('gamma_cpu', shapes.dtype)
  const result = emptyTensor(shapes.sizes, shapes.dtype)
  const values = numbersOf(shapes)
  fill(result, (out, offset, n, dtype) => draw.fillGamma(out, offset, n, dtype, generator, values))
  return result
}

/** `_sample_dirichlet`: along the last dimension, probabilities of these concentrations. */
export function dirichlet(concentrations: Tensor, generator: Generator): Tensor {
  const { sizes, dtype } = concentrations
  if (dtype !== float32 && dtype !== float64) notImplementedFor('dirichlet', dtype)
  const result = emptyTensor(sizes, dtype)
  const values = numbersOf(concentrations)
  const width = sizes.length === 0 ? 1 : sizes[sizes.length - 1]
  fill(result, (out, offset, n, type) => draw.fillDirichlet(out, offset, n, type, generator, values, width))
  return result
}
