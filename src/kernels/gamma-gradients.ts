// How gamma and Dirichlet samples move when their parameters do, in float64: -(d cdf / d parameter) / density, by series and
// rational approximations. Follows ATen/native/Distributions.h.
import { digamma } from './special-functions.js'

const { abs, exp, log, pow, sqrt } = Math

/** Coefficients of u^i v^j in numerator and denominator, u = log(x / alpha), v = log(alpha). */
const gammaCoefficients = [
  [0.16009398, -0.094634809, 0.025146376, -0.0030648343, 1, 0.32668115, 0.10406089, 0.0014179084],
  [0.53487893, 0.1298071, 0.065735949, -0.0015649758, 0.16639465, 0.020070113, -0.0035938915, -0.00058392623],
  [
    0.040121004, -0.0065914022, -0.0026286047, -0.0013441777, 0.017050642, -0.0021309326, 0.00085092367,
    -1.5247877e-7,
  ],
]

/** dx / dalpha of a gamma sample x of shape alpha. */
export function gammaSlope(alpha: number, x: number): number {
  if (x < fround(0.8)) return gammaSeries(alpha, x)
  if (alpha > 8) return gammaSaddle(alpha, x)
  const u = log(x / alpha)
  const v = log(alpha)
  const at = (i: number): number =>
    gammaCoefficients[0][i] + u * (gammaCoefficients[1][i] + u * gammaCoefficients[2][i])
  const p = at(0) + v * (at(1) + v * (at(2) + v * at(3)))
  const q = at(4) + v * (at(5) + v * (at(6) + v * at(7)))
  return exp(p / q)
}
const { fround } = Math

/** By Taylor's series, for small x. */
function gammaSeries(alpha: number, x: number): number {
  let numerator = 1
  let denominator = alpha
  let series = 1 / alpha
  let squares = 1 / (alpha * alpha)
  for (let i = 1; i <= 5; i++) {
    numerator *= -x / i
    denominator += 1
    series += numerator / denominator
    squares += numerator / (denominator * denominator)
  }
  const power = pow(x, alpha)
  const density = pow(x, alpha - 1) * exp(-x)
  const slope = (log(x) - digamma(alpha)) * power * series - power * squares
  const result = -slope / density
  return result !== result ? 0 : result
}

/** By Rice's saddle point expansion, for large alpha. */
function gammaSaddle(alpha: number, x: number): number {
  if (fround(0.9) * alpha <= x && x <= fround(1.1) * alpha) {
    const first = 1 + 24 * alpha * (1 + 12 * alpha)
    const second =
      1440 * alpha * alpha + 6 * x * (53 - 120 * x) - (65 * x * x) / alpha + alpha * (107 + 3600 * x)
    return (first * second) / (1244160 * alpha * alpha * alpha * alpha)
  }
  const root = sqrt(8 * alpha)
  const term2 = root / (alpha - x)
  const term3 = pow(x - alpha - alpha * log(x / alpha), -1.5)
  const both = x < alpha ? term2 - term3 : term2 + term3
  const term1 = log(x / alpha) * both - (sqrt(2 / alpha) * (alpha + x)) / ((alpha - x) * (alpha - x))
  const stirling = 1 + (1 / (12 * alpha)) * (1 + 1 / (24 * alpha))
  return (-stirling * x * term1) / root
}

/** Coefficients of u^i a^j b^k, u = log(x), a = log(alpha) - u, b = log(total) - a; numerator, then denominator. */
const dirichletCoefficients = [
  [
    [
      [1.003668233, -0.01061107488, -0.0657888334, 0.01201642863],
      [0.6336835991, -0.3557432599, 0.05486251648, -0.001465281033],
      [-0.03276231906, 0.004474107445, 0.002429354597, -0.0001557569013],
    ],
    [
      [0.221950385, -0.3187676331, 0.01799915743, 0.01074823814],
      [-0.2951249643, 0.06219954479, 0.01535556598, 0.001550077057],
      [0.02155310298, 0.004170831599, 0.001292462449, 6.976601077e-5],
    ],
    [
      [-0.05980841433, 0.008441916499, 0.01085618172, 0.002319392565],
      [0.02911413504, 0.01400243777, -0.002721828457, 0.000751041181],
      [0.005900514878, -0.001936558688, -9.495446725e-6, 5.385558597e-5],
    ],
  ],
  [
    [
      [1, -0.02924021934, -0.04438342661, 0.007285809825],
      [0.6357567472, -0.3473456711, 0.05454656494, -0.002407477521],
      [-0.03301322327, 0.004845219414, 0.00231480583, -0.0002307248149],
    ],
    [
      [0.5925320577, -0.1757678135, 0.01505928619, 0.000564515273],
      [0.1014815858, -0.06589186703, 0.01272886114, -0.0007316646956],
      [-0.007258481865, 0.001096195486, 0.0003934994223, -4.12701925e-5],
    ],
    [
      [0.06469649321, -0.0236701437, 0.002902096474, -5.896963079e-5],
      [0.001925008108, -0.002869809258, 0.0008000589141, -6.063713228e-5],
      [-0.0003477407336, 6.959756487e-5, 1.097287507e-5, -1.650964693e-6],
    ],
  ],
]

function rational(which: number, u: number, a: number, b: number): number {
  let sum = 0
  let power = 1
  for (const row of dirichletCoefficients[which]) {
    let product = power
    for (const [c0, c1, c2, c3] of row) {
      sum += product * (c0 + b * (c1 + b * (c2 + b * c3)))
      product *= a
    }
    power *= u
  }
  return sum
}

/** dx / dalpha / (1 - x) of a Beta(alpha, total - alpha) sample x: what the gradient of a Dirichlet sample is made of. */
export function dirichletSlope(x: number, alpha: number, total: number): number {
  const beta = total - alpha
  const boundary = total * x * (1 - x)
  if (x <= 0.5 && boundary < 2.5) return betaSlopeNearZero(x, alpha, beta)
  if (x >= 0.5 && boundary < 0.75) return -otherSlopeNearZero(1 - x, beta, alpha)
  if (alpha > 6 && beta > 6) return betaSaddle(x, alpha, beta)
  const u = log(x)
  const a = log(alpha) - u
  const b = log(total) - a
  const approximation = (x * (digamma(total) - digamma(alpha))) / beta
  return (rational(0, u, a, b) / rational(1, u, a, b)) * approximation
}

/** With respect to alpha, by Taylor's series for small x. */
function betaSlopeNearZero(x: number, alpha: number, beta: number): number {
  const factor = digamma(alpha) - digamma(alpha + beta) - log(x)
  let numerator = 1
  let series = (numerator / alpha) * (factor + 1 / alpha)
  for (let i = 1; i <= 10; i++) {
    numerator *= ((i - beta) * x) / i
    const denominator = alpha + i
    series += (numerator / denominator) * (factor + 1 / denominator)
  }
  const result = x * pow(1 - x, -beta) * series
  return result !== result ? 0 : result
}

/** With respect to beta, by Taylor's series for small x. */
function otherSlopeNearZero(x: number, alpha: number, beta: number): number {
  const factor = digamma(alpha + beta) - digamma(beta)
  let numerator = 1
  let betas = 1
  let slopes = 0
  let series = factor / alpha
  for (let i = 1; i <= 8; i++) {
    numerator *= -x / i
    slopes = slopes * (beta - i) + betas
    betas *= beta - i
    series += (numerator / (alpha + i)) * (slopes + factor * betas)
  }
  const result = -pow(1 - x, 1 - beta) * series
  return result !== result ? 0 : result
}

/** With respect to alpha, by Rice's saddle point expansion for large alpha and beta. */
function betaSaddle(x: number, alpha: number, beta: number): number {
  const total = alpha + beta
  const mean = alpha / total
  const deviation = sqrt((alpha * beta) / (total + 1)) / total
  if (abs(x - mean) <= 0.1 * deviation) {
    // The expansion has a pole at the mean.
    const poly =
      47 * x * beta ** 4 +
      alpha *
        ((43 + 20 * (16 + 27 * beta) * x) * beta ** 3 +
          alpha *
            (3 * (59 + 180 * beta - 90 * x) * beta ** 2 +
              alpha *
                ((453 + 1620 * beta * (1 - x) - 455 * x) * beta + alpha * 8 * (1 - x) * (135 * beta - 11))))
    const above = ((1 + 12 * alpha) * (1 + 12 * beta)) / (total * total)
    const below = 12960 * alpha ** 3 * beta ** 2 * (1 + 12 * total)
    return ((above / (1 - x)) * poly) / below
  }
  const series = (y: number): number => 1 + 1 / (12 * y) + 1 / (288 * y * y)
  const factor = -x / sqrt((2 * alpha * beta) / total)
  const stirling = (series(alpha) * series(beta)) / series(total)
  const distance = alpha * (x - 1) + beta * x
  const term1 =
    (2 * alpha * alpha * (x - 1) + alpha * beta * (x - 1) - x * beta * beta) /
    (sqrt((2 * alpha) / beta) * pow(total, 1.5) * distance * distance)
  const term2 = 0.5 * log(alpha / (total * x))
  const term3 = sqrt((8 * alpha * beta) / total) / distance
  const term4 = pow(beta * log(beta / (total * (1 - x))) + alpha * log(alpha / (total * x)), -1.5)
  return stirling * factor * (term1 + term2 * (term3 + (x < mean ? term4 : -term4)))
}
