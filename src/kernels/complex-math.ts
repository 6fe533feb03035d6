// Functions of one or two complex numbers, by their textbook formulas on the parts.
import { Complex } from '../base/scalar.js'
import { fma } from './accurate.js'
import * as edge from './complex-edges.js'
import { singleAngle } from './single-angle.js'
import type { ComplexPart, ComplexParts } from './loops.js'

const { abs, atan2, cos, cosh, exp, fround, hypot, log, PI, sin, sinh, sqrt } = Math
const { withEdge } = edge

const make = (re: number, im: number): Complex => new Complex(re, im)

export const add = (a: Complex, b: Complex): Complex => make(a.re + b.re, a.im + b.im)
export const sub = (a: Complex, b: Complex): Complex => make(a.re - b.re, a.im - b.im)
export const mul = (a: Complex, b: Complex): Complex =>
  make(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
export const scale = (a: Complex, k: number): Complex => make(a.re * k, a.im * k)
export const neg = (a: Complex): Complex => make(-a.re, -a.im)
export const conj = (a: Complex): Complex => make(a.re, -a.im)
export const modulus = (a: Complex): number => hypot(a.re, a.im)
/** By vectors the root of the squares' sum, which may be infinite where the size is not. */
export const modulusOf = (round: Rounding, part: ComplexPart): ((a: Complex) => number) =>
  part === 'vectors' ? (a) => sqrt(round(round(a.re * a.re) + round(a.im * a.im))) : modulus
export const angle = (a: Complex): number => atan2(a.im, a.re)
export const equal = (a: Complex, b: Complex): boolean => a.re === b.re && a.im === b.im
export const isZero = (a: Complex): boolean => a.re === 0 && a.im === 0

/** Smith's division, which does not overflow where the quotient fits. */
export function div(a: Complex, b: Complex): Complex {
  if (abs(b.re) >= abs(b.im)) {
    if (b.re === 0 && b.im === 0) return make(a.re / 0, a.im / 0)
    const ratio = b.im / b.re
    const denominator = b.re + b.im * ratio
    return make((a.re + a.im * ratio) / denominator, (a.im - a.re * ratio) / denominator)
  }
  const ratio = b.re / b.im
  const denominator = b.im + b.re * ratio
  return make((a.re * ratio + a.im) / denominator, (a.im * ratio - a.re) / denominator)
}

type Rounding = (x: number) => number

/** x y + z, rounded once, and by its steps. */
const fusing =
  (round: Rounding) =>
  (x: number, y: number, z: number): number =>
    round === fround ? round(x * y + z) : fusedDouble(x, y, z)
const stepping =
  (round: Rounding) =>
  (x: number, y: number, z: number): number =>
    round(round(x * y) + z)

const productInSingle = (a: Complex, b: Complex): Complex =>
  make(fround(fround(a.re * b.re) - fround(a.im * b.im)), fround(fround(a.re * b.im) + fround(a.im * b.re)))

/** A product whose steps are rounded, but for the first of each part where they are fused. */
export function productOf(round: Rounding, part: ComplexPart): (a: Complex, b: Complex) => Complex {
  // Written out where most are: V8 inlines what is not handed over.
  if (part !== 'rest') return round === fround ? productInSingle : mul
  const sum = fusing(round)
  return (a, b) => make(sum(a.re, b.re, -round(a.im * b.im)), sum(a.re, b.im, round(a.im * b.re)))
}

/** `productOf` by its parts. */
export function productParts(round: Rounding, part: ComplexPart): ComplexParts {
  if (part !== 'rest')
    return round === fround
      ? {
          re: (ar, ai, br, bi) => fround(fround(ar * br) - fround(ai * bi)),
          im: (ar, ai, br, bi) => fround(fround(ar * bi) + fround(ai * br)),
        }
      : { re: (ar, ai, br, bi) => ar * br - ai * bi, im: (ar, ai, br, bi) => ar * bi + ai * br }
  const sum = fusing(round)
  return {
    re: (ar, ai, br, bi) => sum(ar, br, -round(ai * bi)),
    im: (ar, ai, br, bi) => sum(ar, bi, round(ai * br)),
  }
}

/** `a + alpha * b`, and the difference, by their parts. */
export const sumParts = (): ComplexParts => ({
  re: (ar, ai, br, bi, sr, si) => ar + (sr * br - si * bi),
  im: (ar, ai, br, bi, sr, si) => ai + (sr * bi + si * br),
})
export const differenceParts = (): ComplexParts => ({
  re: (ar, ai, br, bi, sr, si) => ar - (sr * br - si * bi),
  im: (ar, ai, br, bi, sr, si) => ai - (sr * bi + si * br),
})

/**
 * PyTorch's division: the textbook's, where infinities over infinities are no number. By vectors each step is rounded; one by
 * one, products are fused with the sums (c10/util/complex.h, as compiled).
 */
export function quotientOf(round: Rounding, part: ComplexPart): (a: Complex, b: Complex) => Complex {
  const fused = part === 'vectors' ? stepping(round) : fusing(round)
  return (a, b) => {
    const size = fused(b.re, b.re, round(b.im * b.im))
    const re = fused(a.re, b.re, round(a.im * b.im))
    const im = fused(a.im, b.re, -round(a.re * b.im))
    return make(re / size, im / size)
  }
}

/** 1 / x, where vectors have no product with the imaginary part of 1, which is 0. */
export function reciprocalOf(round: Rounding, part: ComplexPart): (x: Complex) => Complex {
  const quotient = quotientOf(round, part)
  if (part !== 'vectors') return (x) => quotient(ONE, x)
  return (x) => {
    const size = round(round(x.re * x.re) + round(x.im * x.im))
    return make(x.re / size, -x.im / size)
  }
}

const quotientByVectors = quotientOf((x) => x, 'vectors')

const fusedDouble = (x: number, y: number, z: number): number =>
  abs(x) < 2 ** 996 && abs(y) < 2 ** 996 ? fma(x, y, z) : x * y + z

/** Both parts rounded. */
const roundedBy = (round: Rounding, { re, im }: Complex): Complex => make(round(re), round(im))

export function rsqrtOf(round: Rounding, part: ComplexPart): (x: Complex) => Complex {
  const reciprocal = reciprocalOf(round, part)
  const root = csqrtOf(round)
  return (x) => reciprocal(roundedBy(round, root(x)))
}

/** a + value b / d. */
export function addQuotientOf(
  round: Rounding,
  part: ComplexPart,
): (a: Complex, b: Complex, d: Complex, value: Complex) => Complex {
  const product = productOf(round, 'vectors')
  const quotient = quotientOf(round, part)
  return (a, b, d, value) => add(a, roundedBy(round, quotient(product(value, b), d)))
}

const ONE = make(1, 0)
export const reciprocal = (a: Complex): Complex => div(ONE, a)
export const sgn = (a: Complex): Complex => (isZero(a) ? make(0, 0) : scale(a, 1 / modulus(a)))

/** e to the power a, as vectors have it: nothing is said of a part that is 0 or infinite. */
export function cexpByVectors(a: Complex): Complex {
  const size = exp(a.re)
  return make(size * cos(a.im), size * sin(a.im))
}
export const cexp = withEdge((a) => {
  const size = exp(a.re)
  return a.im === 0 ? make(size, a.im) : make(size * cos(a.im), size * sin(a.im))
}, edge.expEdge)
export const clog = (a: Complex): Complex => make(log(modulus(a)), angle(a))

export const csqrt = withEdge((a) => {
  if (isZero(a)) return make(0, a.im)
  const t = sqrt((abs(a.re) + modulus(a)) / 2)
  if (a.re >= 0) return make(t, a.im / (2 * t))
  return make(abs(a.im) / (2 * t), a.im < 0 || Object.is(a.im, -0) ? -t : t)
}, edge.sqrtEdge)

/** The root by the steps of C's `csqrtf` in single precision (glibc, s_csqrt_template.c). */
export function csqrtOf(round: Rounding): (a: Complex) => Complex {
  if (round !== fround) return csqrt
  return (a) => {
    if (!(abs(a.im) > 0) || !Number.isFinite(a.re) || !Number.isFinite(a.im)) return csqrt(a)
    const size = fround(hypot(a.re, a.im))
    if (a.re > 0) {
      const re = fround(sqrt(0.5 * fround(size + a.re)))
      return make(re, 0.5 * fround(a.im / re))
    }
    const im = fround(sqrt(0.5 * fround(size - a.re)))
    return make(abs(0.5 * fround(a.im / im)), a.im < 0 ? -im : im)
  }
}

/** a to the power b, with PyTorch's short ways for the powers 0, 1 and 2. */
export function cpow(a: Complex, b: Complex): Complex {
  if (isZero(b)) return ONE
  if (b.im === 0 && b.re === 1) return a
  if (b.im === 0 && b.re === 2) return mul(a, a)
  if (isZero(a)) return b.re > 0 ? make(0, 0) : make(NaN, NaN)
  return cexp(mul(b, clog(a)))
}

/** The logarithm in single precision, by the steps of C's `clogf` (glibc, s_clog_template.c). */
function clogInSingle(a: Complex): Complex {
  const [x, y] = abs(a.re) >= abs(a.im) ? [abs(a.re), abs(a.im)] : [abs(a.im), abs(a.re)]
  // Near 1 the logarithm is small, and of the square less 1 more digits are known.
  const isNear = (x >= 1 && x < 2 && y < 1) || (x >= 0.5 && x < 1 && x * x + y * y >= 0.5)
  const size = isNear ? Math.log1p((x - 1) * (x + 1) + y * y) / 2 : log(fround(hypot(x, y)))
  return make(fround(size), singleAngle(a.im, a.re))
}

/**
 * `cpow` by the roundings of C's library in single precision: what the angle loses there is seen in the result, as a power
 * multiplies it.
 */
export function powOf(round: Rounding): (a: Complex, b: Complex) => Complex {
  if (round !== fround) return cpow
  return (a, b) => {
    if (isZero(a) || isZero(b)) return cpow(a, b)
    const power = productInSingle(b, clogInSingle(a))
    const size = fround(exp(power.re))
    return power.im === 0
      ? make(size, power.im)
      : make(size * fround(cos(power.im)), size * fround(sin(power.im)))
  }
}

/** A power that is one number for all: short ways for some (PowKernel.cpp). */
export function powScalarOf(round: Rounding, part: ComplexPart): (a: Complex, b: Complex) => Complex {
  const product = productOf(round, part)
  const power = powOf(round)
  const reciprocal = reciprocalOf(round, part)
  const rsqrt = rsqrtOf(round, part)
  const root = csqrtOf(round)
  return (a, b) => {
    if (b.im !== 0) return power(a, b)
    switch (b.re) {
      case 0.5:
        return root(a)
      case -0.5:
        return rsqrt(a)
      case -1:
        return reciprocal(a)
      case -2:
        return reciprocal(product(a, a))
      case 1:
        return a
      case 2:
        return product(a, a)
      case 3:
        return product(product(a, a), a)
    }
    return power(a, b)
  }
}

/** `size * part`, where a part of 0 stays that however large the size. */
const grow = (size: number, part: number): number => (part === 0 ? part * Math.sign(size) : size * part)

export const csinh = withEdge(
  (a) => make(grow(sinh(a.re), cos(a.im)), grow(cosh(a.re), sin(a.im))),
  edge.sinhEdge,
)
export const ccosh = withEdge(
  (a) => make(grow(cosh(a.re), cos(a.im)), grow(sinh(a.re), sin(a.im))),
  edge.coshEdge,
)
export const ctanh = withEdge((a) => {
  if (abs(a.re) > 20) return make(Math.sign(a.re), 4 * sin(a.im) * cos(a.im) * exp(-2 * abs(a.re)))
  const t = Math.tan(a.im)
  const s = sinh(a.re)
  const beta = 1 + t * t
  const rho = sqrt(1 + s * s)
  const denominator = 1 + beta * s * s
  return make((beta * rho * s) / denominator, t / denominator)
}, edge.tanhEdge)

const timesI = (a: Complex): Complex => make(-a.im, a.re)
const timesMinusI = (a: Complex): Complex => make(a.im, -a.re)

export const csin = (a: Complex): Complex =>
  abs(a.im) === Infinity && !Number.isFinite(a.re) ? make(NaN, Infinity) : timesMinusI(csinh(timesI(a)))
export const ccos = (a: Complex): Complex => ccosh(timesI(a))
export const ctan = (a: Complex): Complex => timesMinusI(ctanh(timesI(a)))

// 1 - a, 1 + a and a - 1 with the sign of the imaginary part kept where it is 0: it says on which side of a cut `a` lies.
const oneMinus = (a: Complex): Complex => make(1 - a.re, -a.im)
const onePlus = (a: Complex): Complex => make(1 + a.re, a.im)
const minusOne = (a: Complex): Complex => make(a.re - 1, a.im)

/** Kahan, "Branch cuts for complex elementary functions". */
function arcsine(a: Complex): Complex {
  const left = csqrt(oneMinus(a))
  const right = csqrt(onePlus(a))
  return make(
    atan2(a.re, left.re * right.re - left.im * right.im),
    Math.asinh(left.re * right.im - left.im * right.re),
  )
}
/** -i log(i a + sqrt(1 - a²)): what PyTorch's vectors compute where a part is infinite (vec256_complex_double.h). */
function asinEdgeByVectors({ re, im }: Complex): Complex {
  // What the processor makes of infinity times 0 is a negative NaN, whose sign the root hands on.
  const isNegativeNaN = im === 0 || re === 0
  const root =
    isNegativeNaN && re !== 0 && re === re
      ? make(NaN, -Infinity)
      : csqrt(make(1 - (re * re - im * im), -2 * re * im))
  return timesMinusI(clog(make(root.re - im, root.im + re)))
}
export const casin = withEdge(arcsine, asinEdgeByVectors)
const arccosine = (a: Complex): Complex => {
  const left = csqrt(oneMinus(a))
  const right = csqrt(onePlus(a))
  return make(2 * atan2(left.re, right.re), Math.asinh(right.re * left.im - right.im * left.re))
}
/** In single precision the library's, in double that of the vectors' arcsine. */
export const cacosOf = (round: Rounding): ((a: Complex) => Complex) =>
  withEdge(arccosine, round === fround ? edge.acosEdge : (a) => sub(make(PI / 2, 0), asinEdgeByVectors(a)))
export const cacos = cacosOf((x) => x)
export const casinh = withEdge((a) => timesMinusI(arcsine(timesI(a))), edge.asinhEdge)
export const cacosh = withEdge((a) => {
  const left = csqrt(minusOne(a))
  const right = csqrt(onePlus(a))
  return make(Math.asinh(left.re * right.re + left.im * right.im), 2 * atan2(left.im, right.re))
}, edge.acoshEdge)
export const catanh = withEdge((a) => {
  const re = 0.25 * Math.log1p((4 * a.re) / ((1 - a.re) ** 2 + a.im ** 2))
  const im = 0.5 * atan2(2 * a.im, (1 - a.re) * (1 + a.re) - a.im * a.im)
  return make(re, im)
}, edge.atanhEdge)
/** The half of i log((i + a) / (i - a)), which is no number at i and -i, and says by its signs of 0 on which side of a cut `a` lies. */
function atanByVectors(a: Complex): Complex {
  const { re, im } = clog(quotientByVectors(make(a.re, a.im + 1), make(-a.re, 1 - a.im)))
  return make(0 * re - 0.5 * im, 0 * im + 0.5 * re)
}
export const catan = (a: Complex): Complex =>
  Number.isFinite(a.re) && Number.isFinite(a.im) && a.re !== 0
    ? timesMinusI(catanh(timesI(a)))
    : atanByVectors(a)

export const csigmoid = (a: Complex): Complex => reciprocal(add(ONE, cexp(neg(a))))
export const csinc = (a: Complex): Complex => (isZero(a) ? ONE : div(csin(scale(a, PI)), scale(a, PI)))
export const clog2 = (a: Complex): Complex => scale(clog(a), Math.LOG2E)
export const clog10 = (a: Complex): Complex => scale(clog(a), Math.LOG10E)
export const crsqrt = (a: Complex): Complex => reciprocal(csqrt(a))
