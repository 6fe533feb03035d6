// What functions of a complex number give where a part of it is infinite or no number: the tables of C99's annex G, as
// glibc has them. Where all is finite, the formulas of complex-math.ts stand.
import { Complex } from '../base/scalar.js'

const { abs, cos, PI, sign, sin } = Math
const make = (re: number, im: number): Complex => new Complex(re, im)
const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0)
const isInfinite = (x: number): boolean => abs(x) === Infinity
/** A size with the sign of `x`. */
const signed = (size: number, x: number): number => (isNegative(x) ? -size : size)

type Function = (a: Complex) => Complex

/** `formula` for finite numbers, `edge` for the rest. */
export const withEdge =
  (formula: Function, edge: Function): Function =>
  (a) =>
    Number.isFinite(a.re) && Number.isFinite(a.im) ? formula(a) : edge(a)

export function expEdge({ re, im }: Complex): Complex {
  if (Number.isNaN(re)) return make(NaN, im === 0 ? im : NaN)
  if (!isInfinite(re)) return make(NaN, NaN)
  const size = re < 0 ? 0 : Infinity
  if (!Number.isFinite(im)) return re > 0 ? make(Infinity, NaN) : make(0, signed(0, im))
  return im === 0 ? make(size, im) : make(signed(size, cos(im)), signed(size, sin(im)))
}

export function sqrtEdge({ re, im }: Complex): Complex {
  if (isInfinite(im)) return make(Infinity, im)
  if (!isInfinite(re)) return make(NaN, NaN)
  if (re < 0) return make(Number.isNaN(im) ? NaN : 0, signed(Infinity, im))
  return make(re, Number.isNaN(im) ? NaN : signed(0, im))
}

export function sinhEdge({ re, im }: Complex): Complex {
  if (Number.isNaN(re)) return make(NaN, im === 0 ? im : NaN)
  if (!isInfinite(re)) return make(re === 0 ? re : NaN, NaN)
  if (!Number.isFinite(im)) return make(Infinity, NaN)
  if (im === 0) return make(re, im)
  return make(signed(re, cos(im)), signed(Infinity, sin(im)))
}

export function coshEdge({ re, im }: Complex): Complex {
  if (Number.isNaN(re)) return make(NaN, im === 0 ? im : NaN)
  if (!isInfinite(re)) return make(NaN, re === 0 ? 0 : NaN)
  if (!Number.isFinite(im)) return make(Infinity, NaN)
  if (im === 0) return make(Infinity, im * sign(re))
  return make(signed(Infinity, cos(im)), signed(Infinity, sin(im)) * sign(re))
}

export function tanhEdge({ re, im }: Complex): Complex {
  if (isInfinite(re)) {
    const turns = Number.isFinite(im) && abs(im) > 1
    return make(sign(re), signed(0, turns ? sin(im) * cos(im) : im))
  }
  if (im === 0) return make(re, im)
  return make(re === 0 ? re : NaN, NaN)
}

export function asinhEdge({ re, im }: Complex): Complex {
  if (isInfinite(im)) {
    const angle = isInfinite(re) ? PI / 4 : PI / 2
    return make(signed(Infinity, re), Number.isNaN(re) ? NaN : signed(angle, im))
  }
  if (isInfinite(re)) return make(re, Number.isNaN(im) ? NaN : signed(0, im))
  return make(NaN, Number.isNaN(re) && im === 0 ? im : NaN)
}

export function asinEdge({ re, im }: Complex): Complex {
  if (!Number.isNaN(re) && !Number.isNaN(im)) {
    const turned = asinhEdge(make(-im, re))
    return make(turned.im, -turned.re)
  }
  if (re === 0) return make(re, im)
  return isInfinite(re) || isInfinite(im) ? make(NaN, signed(Infinity, im)) : make(NaN, NaN)
}

export function acosEdge(a: Complex): Complex {
  const { re, im } = asinEdge(a)
  return make(PI / 2 - re, -im)
}

export function acoshEdge({ re, im }: Complex): Complex {
  if (isInfinite(im)) {
    const angle = isInfinite(re) ? (re < 0 ? 3 : 1) * (PI / 4) : PI / 2
    return make(Infinity, Number.isNaN(re) ? NaN : signed(angle, im))
  }
  if (isInfinite(re)) return make(Infinity, Number.isNaN(im) ? NaN : signed(re < 0 ? PI : 0, im))
  return make(NaN, re === 0 ? PI / 2 : NaN)
}

export function atanhEdge({ re, im }: Complex): Complex {
  if (isInfinite(im)) return make(signed(0, re), signed(PI / 2, im))
  if (isInfinite(re) || re === 0) return make(signed(0, re), Number.isNaN(im) ? NaN : signed(PI / 2, im))
  return make(NaN, NaN)
}
