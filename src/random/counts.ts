// Poisson and binomial numbers: how often something happens. Rates and probabilities come as numbers, one an element.
import type { DType, TypedArray } from '../base/dtype.js'
import { check } from '../base/errors.js'
import { Elements } from './elements.js'
import type { Generator } from './generator.js'

const { abs, ceil, exp, floor, log, log1p, sqrt } = Math

/**
 * `torch.poisson(rates)`, by ATen/native/Distributions.cpp (`sample_poisson`): products of uniforms for rates below
 * 10, Hörmann's transformed rejection (1993) from there on.
 *
 * @example
 * const out = new Float32Array(3)
 * fillPoisson(out, 0, 3, float32, new Generator().manual_seed(0), [1, 5, 30]) // out: [2, 6, 29]
 */
export function fillPoisson(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  rates: ArrayLike<number>,
): void {
  const elements = new Elements(out, offset, n, dtype)
  for (let i = 0; i < n; i++) {
    check(rates[i] >= 0, () => 'invalid Poisson rate, expected rate to be non-negative')
    elements.array[elements.start + i] = poisson(rates[i], generator)
  }
  elements.encode()
}

function poisson(rate: number, generator: Generator): number {
  if (rate === 0) return 0
  if (rate < 10) {
    const limit = exp(-rate)
    let product = generator.uniform53()
    let k = 0
    while (product > limit) {
      product *= generator.uniform53()
      k++
    }
    return k
  }
  const logRate = log(rate)
  const b = 0.931 + 2.53 * sqrt(rate)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const squeeze = 0.9277 - 3.6224 / (b - 2)
  for (;;) {
    const u = generator.uniform53() - 0.5
    const v = generator.uniform53()
    const us = 0.5 - abs(u)
    const k = floor(((2 * a) / us + b) * u + rate + 0.43)
    if (us >= 0.07 && v <= squeeze) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    if (log(v) + log(inverseAlpha) - log(a / (us * us) + b) <= -rate + k * logRate - logFactorial(k)) return k
  }
}

/** What Stirling's formula for log(k!) leaves over: k = 0 … 9, then the series. */
const stirlingTails = [
  0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
  0.0138761288230707, 0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287,
]
function stirlingTail(k: number): number {
  if (k <= 9) return stirlingTails[k]
  const square = (k + 1) * (k + 1)
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1)
}

/** log(k!) by Stirling's formula with its tail; good to 1e-9, and only compared with. */
function logFactorial(k: number): number {
  return (k + 0.5) * log(k + 1) - (k + 1) + 0.5 * log(2 * Math.PI) + stirlingTail(k)
}

/**
 * `torch.binomial(counts, probabilities)`, by ATen/native/Distributions.h (`sample_binomial`): sums of geometric
 * numbers below 10 expected successes, Hörmann's BTRS from there on.
 *
 * @example
 * const out = new Float32Array(2)
 * fillBinomial(out, 0, 2, float32, new Generator().manual_seed(0), [10, 100], [0.5, 0.3]) // out: [7, 31]
 */
export function fillBinomial(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  counts: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): void {
  const elements = new Elements(out, offset, n, dtype)
  for (let i = 0; i < n; i++)
    elements.array[elements.start + i] = binomial(counts[i], probabilities[i], generator)
  elements.encode()
}

function binomial(count: number, p: number, generator: Generator): number {
  if (count <= 0 || p <= 0) return 0
  if (p >= 1) return count
  if (p > 0.5) return count - binomial(count, 1 - p, generator)
  if (!(p <= 0.5)) return NaN
  return count * p >= 10 ? transformedRejection(count, p, generator) : inversion(count, p, generator)
}

function inversion(count: number, p: number, generator: Generator): number {
  const failure = log1p(-p)
  let trials = 0
  for (let successes = 0; ; successes++) {
    trials += ceil(log(generator.uniform53()) / failure)
    if (trials > count) return successes
  }
}

function transformedRejection(count: number, p: number, generator: Generator): number {
  const deviation = sqrt(count * p * (1 - p))
  const b = 1.15 + 2.53 * deviation
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const c = count * p + 0.5
  const squeeze = 0.92 - 4.2 / b
  const r = p / (1 - p)
  const alpha = (2.83 + 5.1 / b) * deviation
  const m = floor((count + 1) * p)
  for (;;) {
    const u = generator.uniform53() - 0.5
    let v = generator.uniform53()
    const us = 0.5 - abs(u)
    const k = floor(((2 * a) / us + b) * u + c)
    if (k < 0 || k > count) continue
    if (us >= 0.07 && v <= squeeze) return k
    v = log((v * alpha) / (a / (us * us) + b))
    const bound =
      (m + 0.5) * log((m + 1) / (r * (count - m + 1))) +
      (count + 1) * log((count - m + 1) / (count - k + 1)) +
      (k + 0.5) * log((r * (count - k + 1)) / (k + 1)) +
      stirlingTail(m) +
      stirlingTail(count - m) -
      stirlingTail(k) -
      stirlingTail(count - k)
    if (v <= bound) return k
  }
}
