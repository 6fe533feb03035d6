// The draws that both of NumPy's generators make of the same parts: F, Wald, von Mises, zipf and their like. Follows
// numpy/random/src/distributions/distributions.c.
import { exp, log, power, sinCos } from '../../kernels/accurate.js'
import type { Source } from './numpy-distributions.js'
import { type Arrays, drawsOf } from './numpy-draws.js'

type Any = any

/** Numbers that are squared and summed, their middle not at zero. */
function noncentralChisquare(source: Source, df: number, nonc: number): number {
  const central = (of: number): number => 2 * source.gammaDraw(of / 2)
  if (Number.isNaN(nonc)) return NaN
  if (nonc === 0) return central(df)
  if (df <= 1) return central(df + 2 * source.poissonDraw(nonc / 2))
  const rest = central(df - 1)
  const moved = source.gauss() + Math.sqrt(nonc)
  return rest + moved * moved
}

function wald(source: Source, mean: number, scale: number): number {
  const factor = mean / (2 * scale)
  const drawn = source.gauss()
  const y = mean * drawn * drawn
  const x = mean + factor * (y - Math.sqrt(4 * scale * y + y * y))
  return source.double() <= mean / (mean + x) ? x : (mean * mean) / x
}

/** An angle, by a wrapped Cauchy curve above the density. */
function vonmises(source: Source, mu: number, kappa: number): number {
  if (Number.isNaN(kappa)) return NaN
  if (kappa < 1e-8) return Math.PI * (2 * source.double() - 1)
  let s = 1 / kappa + kappa
  if (kappa >= 1e-5) {
    const r = 1 + Math.sqrt(1 + 4 * kappa * kappa)
    const rho = (r - Math.sqrt(2 * r)) / (2 * kappa)
    s = (1 + rho * rho) / (2 * rho)
  }
  for (;;) {
    const z = sinCos(Math.PI * source.double())[2]
    const w = (1 + s * z) / (s + z)
    const y = kappa * (s - w)
    const v = source.double()
    if (y * (2 - y) - v < 0 && log(y / v) + 1 - y < 0) continue
    const side = source.double() < 0.5 ? -1 : 1
    const angle = side * Math.acos(w) + mu
    const turned = ((Math.abs(angle) + Math.PI) % (2 * Math.PI)) - Math.PI
    return angle < 0 ? -turned : turned
  }
}

function zipf(source: Source, a: number): number {
  // Beyond this, powers of two overflow, and all that is drawn is one.
  if (a >= 1025) return 1
  const less = a - 1
  const b = power(2, less)
  const least = power(2 ** 63, -less)
  for (;;) {
    const drawn = source.double()
    const u = drawn * least + (1 - drawn)
    const v = source.double()
    const x = Math.floor(power(u, -1 / less))
    if (x > 2 ** 63 || x < 1) continue
    const t = power(1 + 1 / x, less)
    if ((v * x * (t - 1)) / (b - 1) <= t / b) return x
  }
}

function logseries(source: Source, p: number): number {
  const r = Math.log1p(-p)
  for (;;) {
    const v = source.double()
    if (v >= p) return 1
    const q = -Math.expm1(r * source.double())
    if (v <= q * q) {
      const result = Math.floor(1 + log(v) / log(q))
      if (result >= 1 && v !== 0) return result
    } else return v >= q ? 1 : 2
  }
}

/** Their signatures, and what they do. */
export function rarerDraws(np: Arrays): Record<string, (source: Source, ...args: Any[]) => Any> {
  const { spread } = drawsOf(np)
  const chisquare = (source: Source, df: number): number => 2 * source.gammaDraw(df / 2)
  return {
    'f(dfnum, dfden, size=None)': (source, dfnum, dfden, size = null) =>
      spread(size, [dfnum, dfden], (n, d) => {
        const first = chisquare(source, n) * d
        return first / (chisquare(source, d) * n)
      }),
    'noncentral_chisquare(df, nonc, size=None)': (source, df, nonc, size = null) =>
      spread(size, [df, nonc], (n, c) => noncentralChisquare(source, n, c)),
    'noncentral_f(dfnum, dfden, nonc, size=None)': (source, dfnum, dfden, nonc, size = null) =>
      spread(size, [dfnum, dfden, nonc], (n, d, c) => {
        const first = noncentralChisquare(source, n, c) * d
        return first / (chisquare(source, d) * n)
      }),
    'wald(mean, scale, size=None)': (source, mean, scale, size = null) =>
      spread(size, [mean, scale], (m, s) => wald(source, m, s)),
    'vonmises(mu, kappa, size=None)': (source, mu, kappa, size = null) =>
      spread(size, [mu, kappa], (m, k) => vonmises(source, m, k)),
    'negative_binomial(n, p, size=None)': (source, n, p, size = null) =>
      spread(size, [n, p], (k, q) => source.poissonDraw(((1 - q) / q) * source.gammaDraw(k)), 'int64'),
    'zipf(a, size=None)': (source, a, size = null) => spread(size, [a], (one) => zipf(source, one), 'int64'),
    'logseries(p, size=None)': (source, p, size = null) =>
      spread(size, [p], (one) => logseries(source, one), 'int64'),
    'lognormal(mean=0, sigma=1, size=None)': (source, mean = 0, sigma = 1, size = null) =>
      spread(size, [mean, sigma], (m, s) => exp(m + s * source.gauss())),
  }
}
