// The line search of L-BFGS: a step along a direction that fulfils the strong Wolfe conditions. Follows
// torch/optim/lbfgs.py.
import type { Tensor } from '../tensor/tensor.js'
import {
  difference,
  isAtMost,
  isLess,
  least,
  most,
  product,
  quotient,
  root,
  type Scalar,
  size,
  sum,
} from './scalars.js'

/** Where the lowest point of the cubic lies that has these values and slopes at `x1` and `x2`. */
function cubicMinimum(
  [x1, f1, g1]: readonly [Scalar, Scalar, Scalar],
  [x2, f2, g2]: readonly [Scalar, Scalar, Scalar],
  bounds?: readonly [Scalar, Scalar],
): Scalar {
  const isOrdered = isAtMost(x1, x2)
  const [low, high] = bounds ?? (isOrdered ? [x1, x2] : [x2, x1])
  const d1 = difference(sum(g1, g2), quotient(product(3, difference(f1, f2)), difference(x1, x2)))
  const square = difference(product(d1, d1), product(g1, g2))
  if (!isAtMost(0, square)) return quotient(sum(low, high), 2)
  const d2 = root(square)
  // From the right one of the two points back to the left.
  const [left, right, gLeft, gRight] = isOrdered ? [x1, x2, g1, g2] : [x2, x1, g2, g1]
  const share = quotient(difference(sum(gRight, d2), d1), sum(difference(gRight, gLeft), product(2, d2)))
  const at = difference(right, product(difference(right, left), share))
  return least(most(at, low), high)
}

/** A point on the line: the step there, the value, the gradient, and the slope along the line. */
interface Point {
  readonly t: Scalar
  readonly f: number
  readonly g: Tensor
  readonly slope: Scalar
}
const triple = ({ t, f, slope }: Point): [Scalar, Scalar, Scalar] => [t, f, slope]

const c1 = 1e-4
const c2 = 0.9
const mostTries = 25

/**
 * @param evaluate value and gradient at a step along `direction`
 * @param start where the line begins, at step 0
 * @param t the first step to try
 */
export function strongWolfe(
  evaluate: (t: Scalar) => { f: number; g: Tensor },
  t: Scalar,
  direction: Tensor,
  start: { readonly f: number; readonly g: Tensor; readonly slope: Tensor },
  tolerance = 1e-9,
): { f: number; g: Tensor; t: Scalar; evaluations: number } {
  const length = direction.abs().max()
  const { f, slope } = start
  let evaluations = 0
  const at = (step: Scalar): Point => {
    evaluations++
    const { f: value, g } = evaluate(step)
    return { t: step, f: value, g, slope: g.dot(direction) }
  }
  const isTooHigh = (point: Point): boolean => isLess(sum(f, product(product(c1, point.t), slope)), point.f)
  const isFlat = (point: Point): boolean => isAtMost(size(point.slope), product(-c2, slope))

  const first: Point = { t: 0, f, g: start.g.clone(), slope }
  let before = first
  let point = at(t)
  let bracket: Point[] | null = null
  let isDone = false
  let tries = 0
  while (tries < mostTries) {
    if (isTooHigh(point) || (tries > 1 && point.f >= before.f)) {
      bracket = [before, point]
      break
    }
    if (isFlat(point)) {
      bracket = [point]
      isDone = true
      break
    }
    if (isAtMost(0, point.slope)) {
      bracket = [before, point]
      break
    }
    const shortest = sum(point.t, product(0.01, difference(point.t, before.t)))
    const next = cubicMinimum(triple(before), triple(point), [shortest, product(point.t, 10)])
    before = point
    point = at(next)
    tries++
  }
  bracket ??= [first, point]

  let isStuck = false
  let [low, high] = bracket[0].f <= bracket.at(-1)!.f ? [0, 1] : [1, 0]
  while (!isDone && tries < mostTries) {
    const [a, b] = bracket
    if (isLess(product(size(difference(b.t, a.t)), length), tolerance)) break
    let step = cubicMinimum(triple(a), triple(b))
    const [near, far] = [least(a.t, b.t), most(a.t, b.t)]
    // A step close to one end may never get away from it: then a tenth of the bracket away.
    const margin = product(0.1, difference(far, near))
    if (isLess(least(difference(far, step), difference(step, near)), margin)) {
      if (isStuck || isAtMost(far, step) || isAtMost(step, near)) {
        const isFar = isLess(size(difference(step, far)), size(difference(step, near)))
        step = isFar ? difference(far, margin) : sum(near, margin)
        isStuck = false
      } else isStuck = true
    } else isStuck = false

    const tried = at(step)
    tries++
    if (isTooHigh(tried) || tried.f >= bracket[low].f) {
      bracket[high] = tried
      ;[low, high] = bracket[0].f <= bracket[1].f ? [0, 1] : [1, 0]
    } else {
      if (isFlat(tried)) isDone = true
      else if (isAtMost(0, product(tried.slope, difference(bracket[high].t, bracket[low].t))))
        bracket[high] = bracket[low]
      bracket[low] = tried
    }
  }
  const { t: chosen, f: value, g } = bracket[low]
  return { f: value, g, t: chosen, evaluations }
}
