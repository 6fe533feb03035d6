// The orthogonal polynomials, by their recurrences, each step rounded as the dtype would; Chebyshev's of high degree by
// the angles that they are made of.

import { check } from '../base/errors.js'

/** How a step is rounded: `Math.fround`, or not at all. */
export type Round = (x: number) => number
export type Polynomial = (x: number, n: number, round: Round) => number

/** No loop of a kernel goes on for ever; PyTorch's does. */
const MOST_STEPS = 2 ** 22

/** p(n) from p(0), p(1) and the step from p(k - 1) and p(k) to p(k + 1). */
function climb(
  n: number,
  first: number,
  second: number,
  step: (k: number, before: number, here: number) => number,
): number {
  if (n === 0) return first
  let before = first
  let here = second
  for (let k = 1; k < n; k++) {
    // What is not a number stays so.
    if (Number.isNaN(here)) return here
    check(k < MOST_STEPS, () => `a polynomial of degree ${n} has more steps than ${MOST_STEPS}`)
    const next = step(k, before, here)
    before = here
    here = next
  }
  return here
}

/** The recurrence that all of Chebyshev's kinds share: p(k + 1) = 2 x p(k) - p(k - 1). */
const chebyshev = (x: number, n: number, second: number, round: Round): number =>
  climb(n, 1, round(second), (_k, before, here) => round(round(round(x + x) * here) - before))

/** What int64 cannot hold becomes its least number in PyTorch: a degree below zero, whose polynomial is 0. */
const isDegree = (n: number): boolean => n >= 0 && n < 2 ** 63

const isEven = (n: number): boolean => n % 2 === 0

interface Kind {
  /** p(1). */
  readonly second: (x: number) => number
  readonly atOne: (n: number) => number
  readonly atMinusOne: (n: number) => number
  /** p(n) at the cosine of an angle. */
  readonly byAngle: (angle: number, n: number) => number
}

const kinds: Record<'t' | 'u' | 'v' | 'w', Kind> = {
  t: {
    second: (x) => x,
    atOne: () => 1,
    atMinusOne: (n) => (isEven(n) ? 1 : -1),
    byAngle: (angle, n) => Math.cos(n * angle),
  },
  u: {
    second: (x) => x + x,
    atOne: (n) => n + 1,
    atMinusOne: (n) => (isEven(n) ? n + 1 : -(n + 1)),
    byAngle: (angle, n) => Math.sin((n + 1) * angle) / Math.sin(angle),
  },
  v: {
    second: (x) => x + x - 1,
    atOne: () => 1,
    atMinusOne: (n) => (isEven(n) ? n + n + 1 : -(n + n + 1)),
    byAngle: (angle, n) => Math.cos((n + 0.5) * angle) / Math.cos(angle / 2),
  },
  w: {
    second: (x) => x + x + 1,
    atOne: (n) => n + n + 1,
    atMinusOne: (n) => (isEven(n) ? 1 : -1),
    byAngle: (angle, n) => Math.sin((n + 0.5) * angle) / Math.sin(angle / 2),
  },
}

/** One of Chebyshev's four kinds; `isShifted`: stretched from [-1, 1] to [0, 1]. */
export function chebyshevPolynomial(kind: 't' | 'u' | 'v' | 'w', isShifted: boolean): Polynomial {
  const { second, atOne, atMinusOne, byAngle } = kinds[kind]
  return (given, degree, round) => {
    const n = Math.trunc(degree)
    if (!isDegree(n)) return 0
    const x = isShifted ? round(given + given - 1) : given
    if (x === 1) return atOne(n)
    if (x === -1) return atMinusOne(n)
    if (n > 8 && Math.abs(x) < 1) return byAngle(Math.acos(x), n)
    return chebyshev(x, n, second(x), round)
  }
}

/** A polynomial by its own recurrence, with 1 at degree 0. */
const recurrent =
  (
    second: (x: number) => number,
    step: (x: number, k: number, before: number, here: number) => number,
    atEdge: (x: number, n: number) => number | null = () => null,
  ): Polynomial =>
  (x, degree, round) => {
    const n = Math.trunc(degree)
    if (!isDegree(n)) return 0
    return atEdge(x, n) ?? climb(n, 1, round(second(x)), (k, before, here) => round(step(x, k, before, here)))
  }

/** The physicists' Hermite polynomials. */
export const hermiteH = recurrent(
  (x) => x + x,
  (x, k, before, here) => 2 * x * here - 2 * k * before,
)
/** The probabilists' Hermite polynomials. */
export const hermiteHe = recurrent(
  (x) => x,
  (x, k, before, here) => x * here - k * before,
)
export const laguerre = recurrent(
  (x) => 1 - x,
  (x, k, before, here) => ((2 * k + 1 - x) * here - k * before) / (k + 1),
)
export const legendre = recurrent(
  (x) => x,
  (x, k, before, here) => ((2 * k + 1) * x * here - k * before) / (k + 1),
  (x, n) => (Math.abs(x) === 1 ? (x > 0 || isEven(n) ? 1 : -1) : null),
)
