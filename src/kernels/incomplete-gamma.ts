// The regularized incomplete gamma functions, in float64: a series below the bulk of the distribution, a continued
// fraction above it, and Temme's expansion where the first argument is so large that both take too long.
import { erfc, lgamma } from './special-functions.js'

/** log(1 + u) - u, exact where that is small. */
function logLess(u: number): number {
  if (Math.abs(u) > 0.1) return Math.log1p(u) - u
  let power = -u
  let sum = 0
  for (let k = 2; k < 20; k++) {
    power *= -u
    sum -= power / k
  }
  return sum
}

/** x^a exp(-x) / Γ(a + 1). */
function front(a: number, x: number): number {
  if (a < 20) return Math.exp(a * Math.log(x) - x - lgamma(a + 1))
  const z = 1 / (a * a)
  const stirling = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z / 1680))) / a
  return Math.exp(a * logLess((x - a) / a) - stirling) / Math.sqrt(2 * Math.PI * a)
}

/** Below x = a + 1: the lower function as a power series. */
function lowerSeries(a: number, x: number): number {
  let term = 1
  let sum = 1
  for (let n = 1; n < 100000; n++) {
    term *= x / (a + n)
    sum += term
    if (term < sum * 1e-17) break
  }
  return front(a, x) * sum
}

/** Above: the upper function as a continued fraction, by Lentz's way. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let h = d
  for (let k = 1; k < 100000; k++) {
    const factor = -k * (k - a)
    b += 2
    d = 1 / (factor * d + b)
    c = b + factor / c
    const change = c * d
    h *= change
    if (Math.abs(change - 1) < 1e-16) break
  }
  return front(a, x) * a * h
}

/** The upper function for very large a (Temme 1979, its first term). */
function upperLarge(a: number, x: number): number {
  const u = (x - a) / a
  const eta = Math.sign(u) * Math.sqrt(-2 * logLess(u))
  const slope = Math.abs(u) < 1e-3 ? -1 / 3 + eta / 12 - (2 * eta * eta) / 135 : 1 / u - 1 / eta
  return (
    erfc(eta * Math.sqrt(a / 2)) / 2 + (Math.exp((-a * eta * eta) / 2) / Math.sqrt(2 * Math.PI * a)) * slope
  )
}

/** What both functions answer at the edges, for the lower one; null inside. */
function atEdge(a: number, x: number): number | null {
  if (a < 0 || x < 0) return NaN
  if (a === 0) return x > 0 ? 1 : NaN
  if (x === 0) return 0
  if (a === Infinity) return x === Infinity ? NaN : 0
  // An infinity decides before NaN does, as in Math.h.
  if (x === Infinity) return 1
  return a !== a || x !== x ? NaN : null
}

/** The lower one: the chance that a gamma distributed number of shape `a` is below `x`. */
export function igamma(a: number, x: number): number {
  const edge = atEdge(a, x)
  if (edge !== null) return edge
  if (a > 1e6) return 1 - upperLarge(a, x)
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x)
}

/** The upper one, 1 - igamma(a, x). */
export function igammac(a: number, x: number): number {
  const edge = atEdge(a, x)
  if (edge !== null) return 1 - edge
  if (a > 1e6) return upperLarge(a, x)
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x)
}
