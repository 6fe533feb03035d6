// Functions of `math` that CPython or the C library computes by formulas of their own, whose digits follow from them:
// gamma and its logarithm by Lanczos' sum as Modules/mathmodule.c has it, erf and erfc in rational pieces as the C library
// of glibc, and its cube root.
import { pow } from '../../kernels/accurate-power.js'
import { cos, exp, log, sin } from '../../kernels/elementary.js'

// ---- gamma ----

/** Lanczos' g, less a half: the sum below belongs to it. */
const G = 6.024680040776729583740234375
const G_MINUS_HALF = 5.524680040776729583740234375

const numerator = [
  23531376880.41075968857200767445163675473484680494, 42919803642.649098768957899047001988850926355848959,
  35711959237.355668049440185451547166705960488635843, 17921034426.03720969991975575445893111267140326539,
  6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
  248874557.86205415651146038641322942321632125127801, 31426415.58540019438061423162831820536287468498764,
  2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
  8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
  2.5066282746310002701649081771338373386264310793408,
]
const denominator = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
]

function lanczosSum(x: number): number {
  let [above, below] = [0, 0]
  if (x < 5)
    for (let i = numerator.length - 1; i >= 0; i--) {
      above = above * x + numerator[i]
      below = below * x + denominator[i]
    }
  else
    for (let i = 0; i < numerator.length; i++) {
      above = above / x + numerator[i]
      below = below / x + denominator[i]
    }
  return above / below
}

/** sin(pi x), exact where it is 0. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2
  const parts = [
    (): number => sin(Math.PI * y),
    (): number => cos(Math.PI * (y - 0.5)),
    (): number => sin(Math.PI * (1 - y)),
    (): number => -cos(Math.PI * (y - 1.5)),
    (): number => sin(Math.PI * (y - 2)),
  ]
  const half = Math.floor(2 * y + 0.5)
  const value = parts[half]()
  return x < 0 ? -value : value
}

/** Gamma; NaN at 0 and below where it has poles. */
export function gamma(x: number): number {
  if (!Number.isFinite(x)) return x > 0 ? x : NaN
  if (Number.isInteger(x)) {
    if (x <= 0) return NaN
    if (x <= 23) {
      let product = 1
      for (let i = 2; i < x; i++) product *= i
      return product
    }
  }
  const size = Math.abs(x)
  if (size < 1e-20) return 1 / x
  if (size > 200) return x < 0 ? 0 / sinPi(x) : Infinity
  const y = size + G_MINUS_HALF
  // What the sum lost in rounding.
  const lost = size > G_MINUS_HALF ? y - size - G_MINUS_HALF : y - G_MINUS_HALF - size
  const z = (lost * G) / y
  const half = size < 140 ? 0 : pow(y, size / 2 - 0.25)
  if (x < 0) {
    let result = ((-Math.PI / sinPi(size) / size) * exp(y)) / lanczosSum(size)
    result -= z * result
    return half === 0 ? result / pow(y, size - 0.5) : result / half / half
  }
  let result = lanczosSum(size) / exp(y)
  result += z * result
  return half === 0 ? result * pow(y, size - 0.5) : result * half * half
}

const LOG_PI = 1.144729885849400174143427351353058711647

/** The logarithm of the size of gamma; infinite where gamma has poles. */
export function lgamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Infinity
  if (Number.isInteger(x) && x <= 2) return x <= 0 ? Infinity : 0
  const size = Math.abs(x)
  if (size < 1e-20) return -log(size)
  const result = log(lanczosSum(size)) - G + (size - 0.5) * (log(size + G - 0.5) - 1)
  return x < 0 ? LOG_PI - log(Math.abs(sinPi(size))) - log(size) - result : result
}

// ---- the error function ----

const polynomial = (coefficients: readonly number[]): ((x: number) => number) => {
  const pairs = Math.ceil(coefficients.length / 2)
  // Pair by pair, each times the next power of x squared, as glibc adds them.
  return (x) => {
    const square = x * x
    let power = square
    let sum = coefficients[0] + x * coefficients[1]
    for (let i = 1; i < pairs; i++) {
      const [even, odd] = [coefficients[2 * i], coefficients[2 * i + 1]]
      sum += power * (odd === undefined ? even : even + x * odd)
      power = i === 1 ? square * square : power * square
    }
    return sum
  }
}

const small = {
  above: polynomial([
    1.28379167095512558561e-1, -3.2504210724700149937e-1, -2.84817495755985104766e-2,
    -5.77027029648944159157e-3, -2.37630166566501626084e-5,
  ]),
  below: polynomial([
    1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3,
    1.32494738004321644526e-4, -3.9602282787753681232e-6,
  ]),
}
/** erf(1) to 24 bits, from which the second piece goes. */
const AT_ONE = 8.45062911510467529297e-1
const nearOne = {
  above: polynomial([
    -2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1,
    3.18346619901161753674e-1, -1.10894694282396677476e-1, 3.54783043256182359371e-2,
    -2.166375594868790843e-3,
  ]),
  below: polynomial([
    1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2,
    1.26171219808761642112e-1, 1.36370839120290507362e-2, 1.1984499846799107417e-2,
  ]),
}
const middle = {
  above: polynomial([
    -9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1,
    -6.23753324503260060396e1, -1.62396669462573470355e2, -1.84605092906711035994e2,
    -8.12874355063065934246e1, -9.81432934416914548592,
  ]),
  below: polynomial([
    1, 1.96512716674392571292e1, 1.376577541435190426e2, 4.34565877475229228821e2, 6.45387271733267880336e2,
    4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135, -6.04244152148580987438e-2,
  ]),
}
const far = {
  above: polynomial([
    -9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1,
    -1.60636384855821916062e2, -6.37566443368389627722e2, -1.02509513161107724954e3,
    -4.83519191608651397019e2,
  ]),
  below: polynomial([
    1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3, 3.19985821950859553908e3,
    2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1,
  ]),
}

/** exp(-x²) / x with the rational piece that makes it 1 - erf(x), for x from 1.25 on. */
function tail(x: number): number {
  const s = 1 / (x * x)
  const { above, below } = x < 1 / 0.35 ? middle : far
  const ratio = above(s) / below(s)
  // x without its lower 32 bits, whose square is exact.
  const words = new DataView(new ArrayBuffer(8))
  words.setFloat64(0, x)
  words.setUint32(4, 0)
  const z = words.getFloat64(0)
  return (exp(-z * z - 0.5625) * exp((z - x) * (z + x) + ratio)) / x
}

/** The error function. */
export function erf(x: number): number {
  const size = Math.abs(x)
  if (Number.isNaN(x)) return x
  if (size < 0.84375) {
    if (size < 2 ** -28)
      return size < 2 ** -1019
        ? 0.0625 * (16 * x + 16 * 1.28379167095512586316e-1 * x)
        : x + 1.28379167095512586316e-1 * x
    const z = x * x
    return x + x * (small.above(z) / small.below(z))
  }
  const sign = x < 0 ? -1 : 1
  if (size < 1.25) return sign * (AT_ONE + nearOne.above(size - 1) / nearOne.below(size - 1))
  return sign * (size >= 6 ? 1 : 1 - tail(size))
}

/** 1 - erf(x), exact where that would lose digits. */
export function erfc(x: number): number {
  const size = Math.abs(x)
  if (Number.isNaN(x)) return x
  if (size < 0.84375) {
    if (size < 2 ** -56) return 1 - x
    const z = x * x
    const y = small.above(z) / small.below(z)
    return x < 0.25 ? 1 - (x + x * y) : 0.5 - (x - 0.5 + x * y)
  }
  if (size < 1.25) {
    const ratio = nearOne.above(size - 1) / nearOne.below(size - 1)
    return x < 0 ? 1 + (AT_ONE + ratio) : 1 - AT_ONE - ratio
  }
  if (size >= 28 || x <= -6) return x < 0 ? 2 : 0
  return x < 0 ? 2 - tail(size) : tail(size)
}

// ---- the cube root ----

const CUBE_ROOT = 1.2599210498948731648
const SQUARED = 1.5874010519681994748
const factors = [1 / SQUARED, 1 / CUBE_ROOT, 1, CUBE_ROOT, SQUARED]

/** The cube root: a polynomial on [1/2, 1), one step of Halley's, and the powers of two. */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  let size = Math.abs(x)
  let exponent = 0
  if (size < 2 ** -1022) [size, exponent] = [size * 2 ** 54, -54]
  const words = new DataView(new ArrayBuffer(8))
  words.setFloat64(0, size)
  const high = words.getUint32(0)
  exponent += (high >>> 20) - 1022
  words.setUint32(0, (high & 0xfffff) | (1022 << 20))
  const m = words.getFloat64(0)
  const u =
    0.35489576504391986 +
    (1.50819193781584896 -
      (2.11499494167371287 -
        (2.4469312256353443 -
          (1.83469277483613086 - (0.784932344976639262 - 0.145263899385486377 * m) * m) * m) *
          m) *
        m) *
      m
  const cubed = u * u * u
  const root = ((u * (cubed + 2 * m)) / (2 * cubed + m)) * factors[2 + (exponent % 3)]
  const scaled = root * 2 ** Math.trunc(exponent / 3)
  return x < 0 ? -scaled : scaled
}
