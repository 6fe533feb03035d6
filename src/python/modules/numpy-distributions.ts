// The rarer distributions of `np.random`, drawn from its legacy stream: the same digits for the same seed. Follows
// numpy/random/src/distributions/distributions.c and legacy-distributions.c.
import { ValueError } from '../../base/errors.js'
import { exp, log, power } from '../../kernels/accurate.js'
import { PyBytes } from '../runtime/containers.js'
import { core, listOf, gathered } from '../runtime/core.js'
import { checkCount, type Arrays, drawsOf, whole } from './numpy-draws.js'

type Any = any

/**
 * What all of them are made of. None has the name of a method of NumPy's: a generator is one of these, and TypeScript would see
 * it in that method's place.
 */
export interface Source {
  next(): number
  double(): number
  gauss(): number
  exponentialDraw(): number
  gammaDraw(shape: number): number
  binomialDraw(n: number, p: number): number
  poissonDraw(mean: number): number
}

const series = [
  8.333333333333333e-2, -2.777777777777778e-3, 7.936507936507937e-4, -5.952380952380952e-4,
  8.417508417508418e-4, -1.917526917526918e-3, 6.41025641025641e-3, -2.955065359477124e-2,
  1.796443723688307e-1, -1.3924322169059,
]
/** The logarithm of the gamma function: random_loggam. */
function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0
  const steps = x < 7 ? Math.trunc(7 - x) : 0
  let at = x + steps
  const square = (1 / at) * (1 / at)
  const sum = series.reduceRight(
    (total, term, i) => (i === series.length - 1 ? term : total * square + term),
    0,
  )
  let result = sum / at + 0.5 * 1.8378770664093453 + (at - 0.5) * log(at) - at
  for (let i = 0; i < steps; i++) result -= log(--at)
  return result
}

/** A count whose mean is 10 or more, by transformed rejection: random_poisson_ptrs. */
function poissonOfMany(mean: number, double: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverse = 1.1239 + 1.1328 / (b - 3.4)
  const limit = 0.9277 - 3.6224 / (b - 2)
  for (;;) {
    const u = double() - 0.5
    const v = double()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= limit) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    const chance = log(v) + log(inverse) - log(a / (us * us) + b)
    if (chance <= -mean + k * log(mean) - logGamma(k + 1)) return k
  }
}

/** random_poisson_mult, for small means. */
export function poissonCount(mean: number, double: () => number): number {
  if (mean >= 10) return poissonOfMany(mean, double)
  const limit = exp(-mean)
  let x = 0
  let product = 1
  for (;;) {
    product *= double()
    if (product <= limit) return x
    x++
  }
}

/** A share of one between two parts: legacy_beta, which goes by Johnk's way where both parts are small. */
export function beta(source: Source, a: number, b: number): number {
  if (a > 1 || b > 1) {
    const first = source.gammaDraw(a)
    return first / (first + source.gammaDraw(b))
  }
  for (;;) {
    const u = source.double()
    const v = source.double()
    const x = power(u, 1 / a)
    const y = power(v, 1 / b)
    if (x + y > 1) continue
    if (x + y > 0) return x / (x + y)
    // Both were too small for a double.
    const [first, second] = [log(u) / a, log(v) / b]
    const most = Math.max(first, second)
    return exp(first - most - log(exp(first - most) + exp(second - most)))
  }
}

function laplace(source: Source): number {
  for (;;) {
    const u = source.double()
    if (u >= 0.5) return -log(2 - u - u)
    if (u > 0) return log(u + u)
  }
}

/** A number as C makes a long of it: the lowest where none is. */
const asLong = (value: number): number | bigint => (Math.abs(value) < 2 ** 63 ? value : -(2n ** 63n))

function geometric(source: Source, p: number): number | bigint {
  if (p < 1 / 3) return asLong(Math.ceil(Math.log1p(-source.double()) / log(1 - p)))
  return likelyGeometric(p, source.double())
}

/** Trials up to the first success, which comes soon: random_geometric_search. */
export function likelyGeometric(p: number, u: number): number {
  let x = 1
  let product = p
  let sum = p
  while (u > sum) {
    product *= 1 - p
    sum += product
    x++
  }
  return x
}

/** How many of `sample` things that are taken are good, of few one after the other. */
function goodOfFew(source: Source, good: number, bad: number, sample: number): number {
  const least = Math.min(bad, good)
  let left = least
  for (let k = sample; k > 0 && left > 0; k--)
    left -= Math.floor(source.double() + left / (bad + good - sample + k))
  return good > bad ? sample - (least - left) : least - left
}

/** The same of many, by the ratio of uniforms: random_hypergeometric_hrua. */
function goodOfMany(source: Source, good: number, bad: number, sample: number): number {
  const [least, most] = [Math.min(good, bad), Math.max(good, bad)]
  const all = good + bad
  const m = Math.min(sample, all - sample)
  const share = least / all
  const middle = m * share + 0.5
  const deviation = Math.sqrt(((all - m) * sample * share * (1 - share)) / (all - 1) + 0.5)
  const width = 1.7155277699214135 * deviation + 0.8989161620588988
  const chanceOf = (z: number): number =>
    logGamma(z + 1) + logGamma(least - z + 1) + logGamma(m - z + 1) + logGamma(most - m + z + 1)
  const best = chanceOf(Math.floor(((m + 1) * (least + 1)) / (all + 2)))
  const end = Math.min(Math.min(m, least) + 1, Math.floor(middle + 16 * deviation))
  for (;;) {
    const x = source.double()
    const w = middle + (width * (source.double() - 0.5)) / x
    if (!(w >= 0 && w < end)) continue
    const z = Math.floor(w)
    const chance = best - chanceOf(z)
    if (x * (4 - x) - 3 > chance && (x * (x - chance) >= 1 || 2 * log(x) > chance)) continue
    const taken = good > bad ? m - z : z
    return m < sample ? good - taken : taken
  }
}

function hypergeometric(source: Source, good: number, bad: number, sample: number): number {
  if (good + bad < sample) throw new ValueError('ngood + nbad < nsample')
  return sample > 10 ? goodOfMany(source, good, bad, sample) : goodOfFew(source, good, bad, sample)
}

function triangular(source: Source, left: number, mode: number, right: number): number {
  const base = right - left
  const u = source.double()
  return u <= (mode - left) / base
    ? left + Math.sqrt(u * ((mode - left) * base))
    : right - Math.sqrt((1 - u) * ((right - mode) * base))
}

/** How often each of several things came in `n` draws. */
export function counts(source: Source, n: number, chances: readonly number[]): number[] {
  const found = chances.map(() => 0)
  let left = n
  let sum = 1
  for (let i = 0; i < chances.length - 1 && left > 0; i++) {
    found[i] = source.binomialDraw(left, chances[i] / sum)
    left -= found[i]
    sum -= chances[i]
  }
  if (left > 0) found[found.length - 1] = left
  return found
}

/** Their signatures, and what they do. */
export function distributions(np: Arrays): Record<string, (source: Source, ...args: Any[]) => Any> {
  const { sizes, filled, spread } = drawsOf(np)

  /** An array of arrays, one drawn after another. */
  function rows(size: Any, draw: () => number[], dtype: string): Any {
    const shape = sizes(size) ?? []
    const count = shape.reduce((a, b) => a * b, 1)
    checkCount(count)
    const all = Array.from({ length: count }, draw)
    return np.array(all.flat(), dtype).reshape([...shape, all[0]?.length ?? 0])
  }

  return {
    'laplace(loc=0, scale=1, size=None)': (source, loc = 0, scale = 1, size = null) =>
      spread(size, [loc, scale], (m, s) => m + s * laplace(source)),
    'logistic(loc=0, scale=1, size=None)': (source, loc = 0, scale = 1, size = null) =>
      spread(size, [loc, scale], (m, s) => {
        const u = source.double()
        return m + s * log(u / (1 - u))
      }),
    'gumbel(loc=0, scale=1, size=None)': (source, loc = 0, scale = 1, size = null) =>
      spread(size, [loc, scale], (m, s) => m - s * log(-log(1 - source.double()))),
    'rayleigh(scale=1, size=None)': (source, scale = 1, size = null) =>
      spread(size, [scale], (s) => s * Math.sqrt(-2 * Math.log1p(-source.double()))),
    'weibull(a, size=None)': (source, a, size = null) =>
      spread(size, [a], (shape) => (shape === 0 ? 0 : power(source.exponentialDraw(), 1 / shape))),
    'power(a, size=None)': (source, a, size = null) =>
      spread(size, [a], (shape) => power(1 - exp(-source.exponentialDraw()), 1 / shape)),
    'pareto(a, size=None)': (source, a, size = null) =>
      spread(size, [a], (shape) => Math.expm1(source.exponentialDraw() / shape)),
    'triangular(left, mode, right, size=None)': (source, left, mode, right, size = null) =>
      spread(size, [left, mode, right], (a, b, c) => triangular(source, a, b, c)),
    'standard_exponential(size=None)': (source, size = null) => filled(size, () => source.exponentialDraw()),
    'standard_gamma(shape, size=None)': (source, shape, size = null) =>
      spread(size, [shape], (k) => source.gammaDraw(k)),
    'standard_cauchy(size=None)': (source, size = null) =>
      filled(size, () => {
        const first = source.gauss()
        return first / source.gauss()
      }),
    'chisquare(df, size=None)': (source, df, size = null) =>
      spread(size, [df], (k) => 2 * source.gammaDraw(k / 2)),
    'standard_t(df, size=None)': (source, df, size = null) =>
      spread(size, [df], (k) => {
        const first = source.gauss()
        return (Math.sqrt(k / 2) * first) / Math.sqrt(source.gammaDraw(k / 2))
      }),
    'hypergeometric(ngood, nbad, nsample, size=None)': (source, ngood, nbad, nsample, size = null) =>
      spread(size, [ngood, nbad, nsample], (a, b, c) => hypergeometric(source, a, b, c), 'int64'),
    'geometric(p, size=None)': (source, p, size = null) =>
      spread(size, [p], (chance) => geometric(source, chance), 'int64'),
    'multinomial(n, pvals, size=None)': (source, n, pvals, size = null) => {
      const chances = listOf(pvals).map(Number)
      if (chances.slice(0, -1).reduce((a, b) => a + b, 0) > 1 + 1e-12)
        throw new ValueError('sum(pvals[:-1]) > 1.0')
      return rows(size, () => counts(source, whole(n), chances), 'int64')
    },
    'dirichlet(alpha, size=None)': (source, alpha, size = null) => {
      const shapes = listOf(alpha).map(Number)
      return rows(
        size,
        () => {
          const drawn = shapes.map((shape) => source.gammaDraw(shape))
          const inverse = 1 / drawn.reduce((a, b) => a + b, 0)
          return drawn.map((one) => one * inverse)
        },
        'float64',
      )
    },
    'multivariate_normal(mean, cov, size=None, check_valid="warn", tol=1e-8)': (
      source,
      mean,
      cov,
      size = null,
    ) => {
      const middle = np.asArray(mean)
      const numbers = rows(size, () => Array.from({ length: middle.size }, () => source.gauss()), 'float64')
      const linalg: Any = core.getattr(core.importModule('numpy'), 'linalg')
      const [, scales, right]: Any[] = gathered(linalg.svd(np.asArray(cov)))
      return numbers.matmul(scales.reshape([middle.size, 1]).sqrt().multiply(right)).add(middle)
    },
    'bytes(length)': (source, length) => {
      const count = whole(length)
      checkCount(count)
      const words = Uint32Array.from({ length: Math.ceil(count / 4) }, () => source.next())
      return new PyBytes(new Uint8Array(words.buffer).slice(0, count))
    },
  }
}
