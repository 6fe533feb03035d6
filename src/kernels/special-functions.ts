// Special functions, in float64: erf and its kin, the normal distribution's, gamma and its derivatives, Bessel's.
import { signBit, copysign } from './math.js'

function polynomial(x: number, coefficients: readonly number[]): number {
  let sum = 0
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]
  return sum
}

// W. J. Cody's rational approximations (1969), good to 18 digits.
const erfP = (x: number): number =>
  (((0.1857777061846031527 * x + 3.161123743870565597) * x + 113.8641541510501556) * x +
    377.4852376853020208) *
    x +
  3209.377589138469473
const erfQ = (x: number): number =>
  (((x + 23.60129095234412093) * x + 244.0246379344441733) * x + 1282.616526077372276) * x +
  2844.236833439170622
const erfcP = (x: number): number =>
  (((((((2.15311535474403846343e-8 * x + 0.56418849698867008918) * x + 8.88314979438837594118) * x +
    66.1191906371416294775) *
    x +
    298.635138197400131132) *
    x +
    881.952221241769090411) *
    x +
    1712.04761263407058314) *
    x +
    2051.07837782607146532) *
    x +
  1230.33935479799725272
const erfcQ = (x: number): number =>
  (((((((x + 15.7449261107098347253) * x + 117.693950891312499305) * x + 537.181101862009857509) * x +
    1621.38957456669018874) *
    x +
    3290.79923573345962678) *
    x +
    4362.6190901432471582) *
    x +
    3439.36767414372163696) *
    x +
  1230.33935480374942043
const tailP = (x: number): number =>
  ((((0.0163153871373020978498 * x + 0.305326634961232344035) * x + 0.360344899949804439429) * x +
    0.125781726111229246204) *
    x +
    0.0160837851487422766278) *
    x +
  0.000658749161529837803157
const tailQ = (x: number): number =>
  ((((x + 2.56852019228982242072) * x + 1.87295284992346725209) * x + 0.527905102951428412248) * x +
    0.0605183413124413191178) *
    x +
  0.00233520497626869185443

/** erfc(x) * exp(x^2) for x >= 0.46875. */
function scaledErfc(x: number): number {
  if (x <= 4) return erfcP(x) / erfcQ(x)
  const inverse = 1 / (x * x)
  return (1 / Math.sqrt(Math.PI) - (inverse * tailP(inverse)) / tailQ(inverse)) / x
}

/** exp(-x^2) without the error of squaring: the leading part of x has an exact square. */
function expMinusSquare(x: number): number {
  const head = Math.trunc(x * 16) / 16
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head))
}

/** The error function. */
export function erf(x: number): number {
  const y = Math.abs(x)
  if (y <= 0.46875) return (x * erfP(x * x)) / erfQ(x * x)
  if (x !== x) return NaN
  if (y > 6) return x < 0 ? -1 : 1
  const value = 1 - expMinusSquare(y) * scaledErfc(y)
  return x < 0 ? -value : value
}
/** 1 - erf(x), exact where that is small. */
export function erfc(x: number): number {
  if (x !== x) return NaN
  if (Math.abs(x) <= 0.46875) return 1 - erf(x)
  if (x > 27.3) return 0
  if (x < -6) return 2
  const value = expMinusSquare(Math.abs(x)) * scaledErfc(Math.abs(x))
  return x < 0 ? 2 - value : value
}
/** exp(x^2) * erfc(x). */
export function erfcx(x: number): number {
  if (x !== x) return NaN
  if (x > 0.46875) return scaledErfc(x)
  if (x < -26.7) return Infinity
  return Math.exp(x * x) * erfc(x)
}

const erfinvA = (x: number): number => ((-0.140543331 * x + 0.914624893) * x - 1.645349621) * x + 0.886226899
const erfinvB = (x: number): number =>
  (((0.012229801 * x - 0.329097515) * x + 1.442710462) * x - 2.118377725) * x + 1
const erfinvC = (x: number): number => ((1.641345311 * x + 3.429567803) * x - 1.624906493) * x - 1.970840454
const erfinvD = (x: number): number => (1.6370678 * x + 3.5438892) * x + 1

/** Inverse of `erf`; rational start and two Newton steps (calc_erfinv in ATen/native/Math.h). */
export function erfinv(y: number): number {
  const size = Math.abs(y)
  if (size > 1 || y !== y) return NaN
  if (size === 1) return y * Infinity
  let x: number
  if (size <= 0.7) x = (y * erfinvA(y * y)) / erfinvB(y * y)
  else {
    const z = Math.sqrt(-Math.log((1 - size) / 2))
    x = copysign(erfinvC(z) / erfinvD(z), y)
  }
  for (let i = 0; i < 2; i++) x -= (erf(x) - y) / ((2 / Math.sqrt(Math.PI)) * Math.exp(-x * x))
  return x
}

/** Inverse of the normal distribution function; the tails go through erfc, where they keep their digits. */
export function ndtri(p: number): number {
  if (p === 0) return -Infinity
  if (p === 1) return Infinity
  if (!(p > 0 && p < 1)) return NaN
  if (p > 0.1 && p < 0.9) return Math.SQRT2 * erfinv(2 * p - 1)
  const tail = p < 0.5 ? p : 1 - p
  const t = Math.sqrt(-2 * Math.log(tail))
  let x =
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
  for (let i = 0; i < 4; i++) {
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
    const step = (0.5 * erfc(x / Math.SQRT2) - tail) / density
    x += step / (1 + (x * step) / 2)
  }
  return p < 0.5 ? -x : x
}

// Lanczos, g = 607/128 (Godfrey): 15 digits.
const lanczos = [
  0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
  -0.49191381609762019978, 0.33994649984811888699e-4, 0.46523628927048575665e-4, -0.98374475304879564677e-4,
  0.15808870322491248884e-3, -0.21026444172410488319e-3, 0.2174396181152126432e-3, -0.16431810653676389022e-3,
  0.84418223983852743293e-4, -0.2619083840158140867e-4, 0.36899182659531622704e-5,
]

// log Γ around its zeros at 1 and 2, where the sums above cancel: -γ x + Σ (-1)^k ζ(k) x^k / k.
const EULER = 0.57721566490153286061

/** ζ(k) - 1 for k = 2, 3, …. */
const zetaMinusOne: number[] = []
function zetaTail(k: number): number {
  return (zetaMinusOne[k] ??= zeta(k, 2))
}

/** log Γ(1 + x) for |x| <= 0.5: -log(1 + x) + x (1 - γ) + Σ (-1)^k (ζ(k) - 1) x^k / k. */
function lgamma1p(x: number): number {
  let sum = 0
  for (let k = 40; k >= 2; k--) sum = sum * -x + zetaTail(k) / k
  return -Math.log1p(x) + x * (1 - EULER) + sum * x * x
}

/** log |Γ(x)|. */
export function lgamma(x: number): number {
  if (x !== x) return NaN
  if (Math.abs(x) === Infinity) return Infinity
  if (x <= 0 && Math.floor(x) === x) return Infinity
  if (x < 0.5) return Math.log(Math.PI / Math.abs(sinPi(x))) - lgamma(1 - x)
  if (x <= 1.5) return lgamma1p(x - 1)
  if (x <= 2.5) return Math.log1p(x - 2) + lgamma1p(x - 2)
  if (x > 1e15) return x * (Math.log(x) - 1)
  if (x >= 10) {
    // Stirling's series.
    const inverse = 1 / (x * x)
    const series = polynomial(inverse, [
      1 / 12,
      -1 / 360,
      1 / 1260,
      -1 / 1680,
      1 / 1188,
      -691 / 360360,
      1 / 156,
    ])
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series / x
  }
  let sum = lanczos[0]
  for (let k = 1; k < lanczos.length; k++) sum += lanczos[k] / (x - 1 + k)
  const t = x - 1 + 5.2421875
  return (x - 0.5) * Math.log(t) - t + Math.log(Math.sqrt(2 * Math.PI) * sum)
}

/** sin(πx), exact at integers. */
function sinPi(x: number): number {
  const rest = x - 2 * Math.round(x / 2)
  if (Math.abs(rest) <= 0.25) return Math.sin(Math.PI * rest)
  if (Math.abs(rest) <= 0.75) return (rest < 0 ? -1 : 1) * Math.cos(Math.PI * (Math.abs(rest) - 0.5))
  return (rest < 0 ? -1 : 1) * Math.sin(Math.PI * (1 - Math.abs(rest)))
}

/** The asymptotic series of `digamma`, less the logarithm, in z = 1 / y². */
const digammaSeries = (z: number): number =>
  ((((((1 / 12) * z - 691 / 32760) * z + 1 / 132) * z - 1 / 240) * z + 1 / 252) * z - 1 / 120) * z + 1 / 12

function digammaRight(x: number): number {
  let result = 0
  let y = x
  while (y < 10) {
    result -= 1 / y
    y += 1
  }
  if (y > 1e17) return result + Math.log(y) - 0.5 / y
  const z = 1 / (y * y)
  return result + Math.log(y) - 0.5 / y - z * digammaSeries(z)
}

/** Derivative of log Γ (calc_digamma in ATen/native/Math.h). */
export function digamma(x: number): number {
  if (x === 0) return signBit(x) ? Infinity : -Infinity
  if (x < 0) {
    if (Math.trunc(x) === x) return NaN
    return digammaRight(1 - x) - Math.PI / Math.tan(Math.PI * (x % 1))
  }
  return digammaRight(x)
}

const zetaA = [
  12, -720, 30240, -1209600, 47900160, -1.8924375803183791606e9, 7.47242496e10, -2.950130727918164224e12,
  1.1646782814350067249e14, -4.5979787224074726105e15, 1.8152105401943546773e17, -7.1661652561756670113e18,
]

/** Hurwitz zeta function, Σ (q + k)^-x; Euler–Maclaurin as in Cephes and ATen/native/Math.h. */
export function zeta(x: number, q: number): number {
  if (x === 1) return Infinity
  if (x < 1) return NaN
  if (q <= 0) {
    if (q === Math.floor(q)) return Infinity
    if (x !== Math.floor(x)) return NaN
  }
  let sum = Math.pow(q, -x)
  let a = q
  let b = 0
  for (let i = 0; i < 9 || a <= 9; i++) {
    a += 1
    b = Math.pow(a, -x)
    sum += b
    if (Math.abs(b / sum) < 1.11e-16) return sum
  }
  sum += (b * a) / (x - 1) - 0.5 * b
  let factor = 1
  let k = 0
  for (let i = 0; i < 12; i++) {
    factor *= x + k
    b /= a
    const t = (factor * b) / zetaA[i]
    sum += t
    if (Math.abs(t / sum) < 1.11e-16) return sum
    k += 1
    factor *= x + k
    b /= a
    k += 1
  }
  return sum
}

/** The n-th derivative of `digamma`. */
export function polygamma(n: number, x: number): number {
  if (n === 0) return digamma(x)
  if (n === 1) return x < 0.5 ? reflected(trigammaRight(1 - x), Math.sin(Math.PI * x)) : trigammaRight(x)
  return (n % 2 === 0 ? -1 : 1) * Math.exp(lgamma(n + 1)) * zeta(n + 1, x)
}

/** trigamma(x) from trigamma(1 - x) and sin(πx). */
const reflected = (mirror: number, sine: number): number => -mirror + (Math.PI * Math.PI) / (sine * sine)

/**
 * The second derivative of log Γ, for x >= 0.5: six steps to the right, then four terms of the asymptotic series, as
 * many as PyTorch takes (9 digits).
 */
function trigammaRight(x: number): number {
  let sum = 0
  let y = x
  for (let step = 0; step < 6; step++, y++) sum += 1 / (y * y)
  const z = 1 / (y * y)
  return sum + (1 + 0.5 / y + z * (1 / 6 - z * (1 / 30 - z / 42))) / y
}

/** `polygamma(1, x)` in float32, whose π is not so near that the sine of π times an integer were zero. */
export function trigammaSingle(x: number): number {
  if (x >= 0.5) return trigammaRight(x)
  return reflected(trigammaRight(1 - x), Math.sin(Math.fround(Math.fround(Math.PI) * x)))
}

/** Modified Bessel function of the first kind, order 0, by its power series or its asymptotic one. */
export function i0(x: number): number {
  const y = Math.abs(x)
  // PyTorch's formula there divides exp(inf) by the root of inf.
  if (y === Infinity) return NaN
  if (y < 25) {
    let term = 1
    let sum = 1
    for (let k = 1; k < 200 && term > sum * 1e-17; k++) {
      term *= (y / (2 * k)) ** 2
      sum += term
    }
    return sum
  }
  return Math.exp(y) * i0eTail(y)
}
function i0eTail(y: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; k < 30; k++) {
    const next = (term * (2 * k - 1) ** 2) / (8 * k * y)
    if (Math.abs(next) > Math.abs(term)) break
    term = next
    sum += term
    if (Math.abs(term) < sum * 1e-17) break
  }
  return sum / (Math.sqrt(2 * Math.PI) * Math.sqrt(y))
}
export const i0e = (x: number): number =>
  Math.abs(x) < 25 ? i0(x) * Math.exp(-Math.abs(x)) : i0eTail(Math.abs(x))

/** Modified Bessel function of the first kind, order 1. */
export function i1(x: number): number {
  const y = Math.abs(x)
  let value: number
  if (y < 25) {
    let term = y / 2
    value = term
    for (let k = 1; k < 200 && term > value * 1e-17; k++) {
      term *= ((y / 2) * (y / 2)) / (k * (k + 1))
      value += term
    }
  } else {
    let term = 1
    let sum = 1
    for (let k = 1; k < 30; k++) {
      const next = (-term * (4 - (2 * k - 1) ** 2)) / (8 * k * y)
      if (Math.abs(next) > Math.abs(term)) break
      term = next
      sum += term
      if (Math.abs(term) < Math.abs(sum) * 1e-17) break
    }
    value = (Math.exp(y) * sum) / Math.sqrt(2 * Math.PI * y)
  }
  return x < 0 ? -value : value
}

/** `i1` in float32, where PyTorch's factor exp(|x|) overflows before the product does. */
export const i1Single = (x: number): number =>
  Math.fround(Math.exp(Math.abs(x))) > 3.402823e38 ? i1(x) * 1e38 : i1(x)

/** Those that formulas of the table call, and what these call: other devices compile them from their text. */
export const specialFunctions = [
  erfP,
  erfQ,
  erfcP,
  erfcQ,
  tailP,
  tailQ,
  scaledErfc,
  expMinusSquare,
  erf,
  erfc,
  erfcx,
  erfinvA,
  erfinvB,
  erfinvC,
  erfinvD,
  erfinv,
  digamma,
  digammaRight,
  digammaSeries,
  i0,
  i0e,
  i0eTail,
  i1,
  i1Single,
  ndtri,
]
