// Bessel's functions of orders 0 and 1, of both kinds, plain and modified, and Airy's. In float64: series near zero,
// recurrences and integrals in between, asymptotic series far out. The formulas are those of Abramowitz and Stegun.
import { i0, i1 } from './special-functions.js'

const EULER = 0.57721566490153286061

/** J0, J1, Y0 and Y1 of one argument: they are found together. */
const found = { j0: 0, j1: 0, y0: 0, y1: 0 }

/** 0 < x < 2: power series in x²/4 (9.1.10 and 9.1.11). */
function bySeries(x: number): void {
  const z = (x * x) / 4
  const log = Math.log(x / 2)
  let term = 1
  let harmonic = 0
  let j0 = 1
  let j1 = 1
  let y0 = 0
  // ψ(1) + ψ(2).
  let y1 = 1 - 2 * EULER
  for (let k = 1; k < 20; k++) {
    term *= -z / (k * k)
    harmonic += 1 / k
    j0 += term
    y0 -= term * harmonic
    j1 += term / (k + 1)
    y1 += (term / (k + 1)) * (2 * (harmonic - EULER) + 1 / (k + 1))
  }
  found.j0 = j0
  found.j1 = (x / 2) * j1
  found.y0 = (2 / Math.PI) * ((log + EULER) * j0 + y0)
  found.y1 = (2 * log * found.j1 - (x / 2) * y1 - 2 / x) / Math.PI
}

/** 2 <= x < 25: Miller's recurrence downward from a high order, and Neumann's series (9.1.46, 9.1.88 and 9.1.89). */
function byRecurrence(x: number): void {
  let above = 0
  let here = 1e-300
  let norm = 0
  let y0 = 0
  let y1 = 0
  for (let n = 2 * Math.ceil((x + 40) / 2); n > 0; n--) {
    // `here` is in proportion to J of order n.
    const half = n >> 1
    const sign = half % 2 === 0 ? 1 : -1
    if (n % 2 === 0) {
      norm += 2 * here
      y0 += (sign * here) / half
    } else if (half > 0) y1 += (sign * n * here) / (half * (half + 1))
    const below = ((2 * n) / x) * here - above
    above = here
    here = below
  }
  norm += here
  const log = Math.log(x / 2)
  found.j0 = here / norm
  found.j1 = above / norm
  found.y0 = ((log + EULER) * found.j0 - (2 * y0) / norm) * (2 / Math.PI)
  found.y1 = ((log + EULER - 1) * found.j1 - found.j0 / x - y1 / norm) * (2 / Math.PI)
}

/** x >= 25: Hankel's series (9.2.5 to 9.2.10). */
function byHankel(x: number, order: 0 | 1): void {
  let term = 1
  let p = 1
  let q = 0
  for (let k = 1; k < 30; k++) {
    const next = (term * (4 * order - (2 * k - 1) ** 2)) / (8 * k * x)
    if (Math.abs(next) > Math.abs(term) || Math.abs(next) < 1e-18) break
    term = next
    const signed = k % 4 < 2 ? term : -term
    if (k % 2 === 1) q += signed
    else p += signed
  }
  const phase = x - (order === 0 ? Math.PI / 4 : (3 * Math.PI) / 4)
  const scale = Math.sqrt(2 / Math.PI) / Math.sqrt(x)
  const j = (p * Math.cos(phase) - q * Math.sin(phase)) * scale
  const y = (p * Math.sin(phase) + q * Math.cos(phase)) * scale
  if (order === 0) {
    found.j0 = j
    found.y0 = y
  } else {
    found.j1 = j
    found.y1 = y
  }
}

function find(x: number, order: 0 | 1): void {
  if (x < 2) bySeries(x)
  else if (x < 25) byRecurrence(x)
  else byHankel(x, order)
}

/** Of the first kind, order 0. */
export function besselJ0(x: number): number {
  if (x === 0) return 1
  find(Math.abs(x), 0)
  return found.j0
}

/** Of the first kind, order 1. */
export function besselJ1(x: number): number {
  if (x === 0) return x
  find(Math.abs(x), 1)
  return x < 0 ? -found.j1 : found.j1
}

/** Of the second kind, order 0. */
export function besselY0(x: number): number {
  if (x === 0) return -Infinity
  if (!(x > 0)) return NaN
  find(x, 0)
  return found.y0
}

/** Of the second kind, order 1. */
export function besselY1(x: number): number {
  if (x === 0) return -Infinity
  if (!(x > 0)) return NaN
  find(x, 1)
  return found.y1
}

/** sin(x) / x. */
export function sphericalBesselJ0(x: number): number {
  if (Math.abs(x) === Infinity) return 0
  if (x === 0) return 1
  return Math.sin(x) / x
}

/** exp(x) K(x) of any order for x >= 1: the integral 9.6.24 as a sum, which converges faster than any power of its step. */
function scaledK(x: number, order: number): number {
  const step = Math.min(0.25, 0.5 / Math.sqrt(x))
  let sum = 0.5
  for (let k = 1; k < 200; k++) {
    const t = k * step
    const s = Math.sinh(t / 2)
    const term = Math.exp(-2 * x * s * s) * Math.cosh(order * t)
    sum += term
    if (term < 1e-18 * sum) break
  }
  return step * sum
}

/** K0 for 0 < x < 1 (9.6.13). */
function smallK0(x: number): number {
  const z = (x * x) / 4
  let term = 1
  let harmonic = 0
  let sum = 0
  for (let k = 1; k < 15; k++) {
    term *= z / (k * k)
    harmonic += 1 / k
    sum += term * harmonic
  }
  return sum - (Math.log(x / 2) + EULER) * i0(x)
}

/** K1 for 0 < x < 1 (9.6.11). */
function smallK1(x: number): number {
  const z = (x * x) / 4
  let term = 1
  let harmonic = 0
  let sum = 1 - 2 * EULER
  for (let k = 1; k < 15; k++) {
    term *= z / (k * (k + 1))
    harmonic += 1 / k
    sum += term * (2 * (harmonic - EULER) + 1 / (k + 1))
  }
  return 1 / x + Math.log(x / 2) * i1(x) - (x / 4) * sum
}

function modifiedK(x: number, order: 0 | 1, isScaled: boolean): number {
  if (x === 0) return Infinity
  if (!(x > 0)) return NaN
  if (x === Infinity) return 0
  if (x < 1) return (order === 0 ? smallK0(x) : smallK1(x)) * (isScaled ? Math.exp(x) : 1)
  return scaledK(x, order) * (isScaled ? 1 : Math.exp(-x))
}

/** Modified, of the second kind, order 0. */
export const besselK0 = (x: number): number => modifiedK(x, 0, false)
/** Modified, of the second kind, order 1. */
export const besselK1 = (x: number): number => modifiedK(x, 1, false)
/** exp(x) K0(x). */
export const scaledBesselK0 = (x: number): number => modifiedK(x, 0, true)
/** exp(x) K1(x). */
export const scaledBesselK1 = (x: number): number => modifiedK(x, 1, true)

/** exp(-|x|) I1(x). */
export function i1e(x: number): number {
  const y = Math.abs(x)
  if (y < 25) return i1(x) * Math.exp(-y)
  let term = 1
  let sum = 1
  for (let k = 1; k < 30; k++) {
    const next = (term * ((2 * k - 1) ** 2 - 4)) / (8 * k * y)
    if (Math.abs(next) > Math.abs(term)) break
    term = next
    sum += term
    if (Math.abs(term) < 1e-18) break
  }
  const value = sum / (Math.sqrt(2 * Math.PI) * Math.sqrt(y))
  return x < 0 ? -value : value
}

/** Airy's function Ai at its values and slopes at zero (10.4.2 to 10.4.5). */
function airyBySeries(x: number): number {
  const cube = x * x * x
  let f = 1
  let g = x
  let sumF = 1
  let sumG = x
  for (let k = 1; k < 80; k++) {
    f *= cube / ((3 * k - 1) * 3 * k)
    g *= cube / (3 * k * (3 * k + 1))
    sumF += f
    sumG += g
    if (Math.abs(f) + Math.abs(g) < 1e-18) break
  }
  return 0.355028053887817239 * sumF - 0.258819403792806798 * sumG
}

/** For large -x (10.4.60). */
function airyByWaves(x: number): number {
  const zeta = (-2 * x * Math.sqrt(-x)) / 3
  let term = 1
  let even = 1
  let odd = 0
  for (let k = 1; k < 40; k++) {
    const next = (term * (6 * k - 5) * (6 * k - 3) * (6 * k - 1)) / (216 * k * (2 * k - 1) * zeta)
    if (next > term || next < 1e-18) break
    term = next
    const signed = k % 4 < 2 ? term : -term
    if (k % 2 === 1) odd += signed
    else even += signed
  }
  const phase = zeta + Math.PI / 4
  return (Math.sin(phase) * even - Math.cos(phase) * odd) / (Math.sqrt(Math.PI) * Math.sqrt(Math.sqrt(-x)))
}

/** Airy's function Ai; PyTorch has no value at the infinities. */
export function airyAi(x: number): number {
  if (Math.abs(x) === Infinity) return NaN
  if (x > 103.892) return 0
  if (x < -7) return airyByWaves(x)
  if (x < 2) return airyBySeries(x)
  // By K of order 1/3 (10.4.14).
  const zeta = (2 * x * Math.sqrt(x)) / 3
  return (Math.sqrt(x / 3) / Math.PI) * scaledK(zeta, 1 / 3) * Math.exp(-zeta)
}
