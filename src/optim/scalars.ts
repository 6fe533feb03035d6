// Numbers that are now a plain number, now a tensor of one: what Python's operators make of them. A tensor rounds to its own
// dtype, and a line search that follows PyTorch has to round where PyTorch does.
import { Tensor } from '../tensor/tensor.js'

export type Scalar = number | Tensor

export const sum = (a: Scalar, b: Scalar): Scalar =>
  a instanceof Tensor ? a.add(b) : b instanceof Tensor ? b.add(a) : a + b
export const difference = (a: Scalar, b: Scalar): Scalar =>
  a instanceof Tensor ? a.sub(b) : b instanceof Tensor ? b.rsub(a) : a - b
export const product = (a: Scalar, b: Scalar): Scalar =>
  a instanceof Tensor ? a.mul(b) : b instanceof Tensor ? b.mul(a) : a * b
export const quotient = (a: Scalar, b: Scalar): Scalar =>
  a instanceof Tensor ? a.div(b) : b instanceof Tensor ? b.reciprocal().mul(a) : a / b
export const root = (a: Scalar): Scalar => (a instanceof Tensor ? a.sqrt() : Math.sqrt(a))
export const size = (a: Scalar): Scalar => (a instanceof Tensor ? a.abs() : Math.abs(a))

export const isLess = (a: Scalar, b: Scalar): boolean =>
  a instanceof Tensor ? Boolean(a.lt(b).item()) : b instanceof Tensor ? Boolean(b.gt(a).item()) : a < b
export const isAtMost = (a: Scalar, b: Scalar): boolean =>
  a instanceof Tensor ? Boolean(a.le(b).item()) : b instanceof Tensor ? Boolean(b.ge(a).item()) : a <= b

/** The first of equal ones, as Python's `min` and `max` answer. */
export const least = (a: Scalar, b: Scalar): Scalar => (isLess(b, a) ? b : a)
export const most = (a: Scalar, b: Scalar): Scalar => (isLess(a, b) ? b : a)

export const numberOf = (a: Scalar): number => (a instanceof Tensor ? Number(a.item()) : a)
