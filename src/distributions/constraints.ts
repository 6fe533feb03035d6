// `torch.distributions.constraints`: where numbers may lie, and whether given ones do. Follows torch/distributions/constraints.py.
import { bool } from '../base/dtype.js'
import { NotImplementedError, ValueError } from '../base/errors.js'
import { Float, type Scalar } from '../base/scalar.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { printAsPython, repr, reprSymbol } from '../text/repr.js'
import { Tensor } from '../tensor/tensor.js'
import { assert, cat as catTensors, formatted, limits, stack as stackTensors } from './parameters.js'

/** A bound: one for all, or one for each. */
export type Bound = Scalar | Tensor

/** A region in which a variable is valid. */
export class ConstraintClass {
  /** Whether the region is of single points. */
  get is_discrete(): boolean {
    return false
  }
  /** How many of the last dimensions together are one point. */
  get event_dim(): number {
    return 0
  }
  /** For each point, whether it lies in the region. */
  check(_value: Tensor): Tensor {
    throw new NotImplementedError('')
  }
  [reprSymbol](_repr: (value: unknown) => string): string {
    return `${this.constructor.name.slice(1)}()`
  }
}
printAsPython(ConstraintClass)
/** Base of the constraints: a subclass writes `check`, which says of each point whether it is valid. */
export const Constraint = callable(ConstraintClass, 'Constraint')
export type Constraint = ConstraintClass

const isBelow = (bound: Bound, value: Tensor): Tensor =>
  bound instanceof Tensor ? bound.lt(value) : value.gt(bound)
const isAtMost = (bound: Bound, value: Tensor): Tensor =>
  bound instanceof Tensor ? bound.le(value) : value.ge(bound)
const isWhole = (value: Tensor): Tensor => value.remainder(1).eq(0)
const flatMin = (truths: Tensor): Tensor =>
  truths.view([...truths.shape.slice(0, -2), -1]).min(-1)[0] as Tensor

/** A constraint whose numbers are shown. */
abstract class Bounded extends ConstraintClass {
  abstract get bounds(): Record<string, unknown>
  override [reprSymbol](): string {
    const shown = Object.entries(this.bounds).map(([name, value]) => `${name}=${formatted(value)}`)
    return `${this.constructor.name.slice(1)}(${shown.join(', ')})`
  }
}

abstract class Lower extends Bounded {
  constructor(readonly lower_bound: Bound) {
    super()
  }
  get bounds(): Record<string, unknown> {
    return { lower_bound: this.lower_bound }
  }
}
abstract class Upper extends Bounded {
  constructor(readonly upper_bound: Bound) {
    super()
  }
  get bounds(): Record<string, unknown> {
    return { upper_bound: this.upper_bound }
  }
}
/** Values between two bounds. */
export abstract class Between extends Bounded {
  constructor(
    readonly lower_bound: Bound,
    readonly upper_bound: Bound,
  ) {
    super()
  }
  get bounds(): Record<string, unknown> {
    return { lower_bound: this.lower_bound, upper_bound: this.upper_bound }
  }
}

interface Facts {
  is_discrete?: boolean | null
  event_dim?: number | null
}

/** A constraint that depends on other variables, and is asked for once they are known. */
export class DependentClass extends ConstraintClass {
  readonly facts: Facts
  constructor({ is_discrete = null, event_dim = null }: Facts = {}) {
    super()
    this.facts = { is_discrete, event_dim }
  }
  override get is_discrete(): boolean {
    if (typeof this.facts.is_discrete !== 'boolean')
      throw new NotImplementedError('.is_discrete cannot be determined statically')
    return this.facts.is_discrete
  }
  override get event_dim(): number {
    if (typeof this.facts.event_dim !== 'number')
      throw new NotImplementedError('.event_dim cannot be determined statically')
    return this.facts.event_dim
  }
  override check(_x: Tensor): Tensor {
    throw new ValueError('Cannot determine validity of dependent constraint')
  }
}
callable(DependentClass, '_Dependent')

/** Whether a constraint waits for other variables. */
export const is_dependent = (constraint: unknown): boolean => constraint instanceof DependentClass

class IndependentClass extends ConstraintClass {
  constructor(
    readonly base_constraint: ConstraintClass,
    readonly reinterpreted_batch_ndims: number,
  ) {
    super()
    assert(base_constraint instanceof ConstraintClass)
    assert(Number.isInteger(reinterpreted_batch_ndims))
    assert(reinterpreted_batch_ndims >= 0)
  }
  override get is_discrete(): boolean {
    return this.base_constraint.is_discrete
  }
  override get event_dim(): number {
    return this.base_constraint.event_dim + this.reinterpreted_batch_ndims
  }
  override check(value: Tensor): Tensor {
    const result = this.base_constraint.check(value)
    const rank = result.dim()
    if (rank < this.reinterpreted_batch_ndims)
      throw new ValueError(`Expected value.dim() >= ${this.event_dim} but got ${value.dim()}`)
    return result.reshape([...result.shape.slice(0, rank - this.reinterpreted_batch_ndims), -1]).all(-1)
  }
  override [reprSymbol](): string {
    return `${this.constructor.name.slice(1)}(${repr(this.base_constraint)}, ${this.reinterpreted_batch_ndims})`
  }
}

class BooleanClass extends ConstraintClass {
  override get is_discrete(): boolean {
    return true
  }
  override check(value: Tensor): Tensor {
    return value.eq(0).bitwise_or(value.eq(1))
  }
}
class OneHotClass extends BooleanClass {
  override get event_dim(): number {
    return 1
  }
  override check(value: Tensor): Tensor {
    return super.check(value).all(-1).bitwise_and(value.sum(-1).eq(1))
  }
}
class IntegerIntervalClass extends Between {
  override get is_discrete(): boolean {
    return true
  }
  override check(value: Tensor): Tensor {
    return isWhole(value)
      .bitwise_and(isAtMost(this.lower_bound, value))
      .bitwise_and(value.le(this.upper_bound))
  }
}
class IntegerGreaterThanClass extends Lower {
  override get is_discrete(): boolean {
    return true
  }
  override check(value: Tensor): Tensor {
    return isWhole(value).bitwise_and(value.ge(this.lower_bound))
  }
}
class RealClass extends ConstraintClass {
  override check(value: Tensor): Tensor {
    return value.eq(value)
  }
}
class GreaterThanClass extends Lower {
  override check(value: Tensor): Tensor {
    return isBelow(this.lower_bound, value)
  }
}
class GreaterThanEqClass extends Lower {
  override check(value: Tensor): Tensor {
    return isAtMost(this.lower_bound, value)
  }
}
class LessThanClass extends Upper {
  override check(value: Tensor): Tensor {
    return value.lt(this.upper_bound)
  }
}
class IntervalClass extends Between {
  override check(value: Tensor): Tensor {
    return isAtMost(this.lower_bound, value).bitwise_and(value.le(this.upper_bound))
  }
}
class HalfOpenIntervalClass extends Between {
  override check(value: Tensor): Tensor {
    return isAtMost(this.lower_bound, value).bitwise_and(value.lt(this.upper_bound))
  }
}
class SimplexClass extends ConstraintClass {
  override get event_dim(): number {
    return 1
  }
  override check(value: Tensor): Tensor {
    return value.ge(0).all(-1).bitwise_and(value.sum(-1).sub(1).abs().lt(1e-6))
  }
}
class MultinomialClass extends Upper {
  override get is_discrete(): boolean {
    return true
  }
  override get event_dim(): number {
    return 1
  }
  override check(x: Tensor): Tensor {
    return x.ge(0).all(-1).bitwise_and(x.sum(-1).le(this.upper_bound))
  }
  override [reprSymbol](): string {
    return `${this.constructor.name.slice(1)}()`
  }
}

/** Constraints of matrices. */
abstract class OfMatrices extends ConstraintClass {
  override get event_dim(): number {
    return 2
  }
}
class LowerTriangularClass extends OfMatrices {
  override check(value: Tensor): Tensor {
    return flatMin(value.tril().eq(value))
  }
}
class LowerCholeskyClass extends LowerTriangularClass {
  override check(value: Tensor): Tensor {
    const hasPositiveDiagonal = value.diagonal(0, -2, -1).gt(0).min(-1)[0] as Tensor
    return super.check(value).bitwise_and(hasPositiveDiagonal)
  }
}
class CorrCholeskyClass extends LowerCholeskyClass {
  override check(value: Tensor): Tensor {
    const tolerance = limits(value).eps * value.size(-1) * 10
    const norms = value.detach().norm(2, -1)
    return super.check(value).bitwise_and(norms.sub(1).abs().le(tolerance).all(-1))
  }
}
class SquareClass extends OfMatrices {
  override check(value: Tensor): Tensor {
    const { shape, device } = value
    const options = { dtype: bool, device }
    return call('full', [shape.slice(0, -2), shape.at(-2) === shape.at(-1), options]) as Tensor
  }
}
class SymmetricClass extends SquareClass {
  override check(value: Tensor): Tensor {
    const areSquare = super.check(value)
    if (!areSquare.all().item()) return areSquare
    return (call('isclose', [value, value.mT, { atol: 1e-6 }]) as Tensor).all(-2).all(-1)
  }
}
class PositiveSemidefiniteClass extends SymmetricClass {
  override check(value: Tensor): Tensor {
    const areSymmetric = super.check(value)
    if (!areSymmetric.all().item()) return areSymmetric
    return (call('linalg.eigvalsh', [value]) as Tensor).ge(0).all(-1)
  }
}
class PositiveDefiniteClass extends SymmetricClass {
  override check(value: Tensor): Tensor {
    const areSymmetric = super.check(value)
    if (!areSymmetric.all().item()) return areSymmetric
    return (call('linalg.cholesky_ex', [value]) as { info: Tensor }).info.eq(0)
  }
}

class CatClass extends ConstraintClass {
  readonly lengths: readonly number[]
  constructor(
    readonly cseq: readonly ConstraintClass[],
    readonly dim = 0,
    lengths: readonly number[] | null = null,
  ) {
    super()
    assert(cseq.every((constraint) => constraint instanceof ConstraintClass))
    this.lengths = lengths ?? cseq.map(() => 1)
    assert(this.lengths.length === cseq.length)
  }
  override get is_discrete(): boolean {
    return this.cseq.some((constraint) => constraint.is_discrete)
  }
  override get event_dim(): number {
    return Math.max(...this.cseq.map((constraint) => constraint.event_dim))
  }
  override check(value: Tensor): Tensor {
    assert(-value.dim() <= this.dim && this.dim < value.dim())
    let start = 0
    const checks = this.cseq.map((constraint, i) => {
      const part = value.narrow(this.dim, start, this.lengths[i])
      start += this.lengths[i]
      return constraint.check(part)
    })
    return catTensors(checks, this.dim)
  }
}
class StackClass extends ConstraintClass {
  constructor(
    readonly cseq: readonly ConstraintClass[],
    readonly dim = 0,
  ) {
    super()
    assert(cseq.every((constraint) => constraint instanceof ConstraintClass))
  }
  override get is_discrete(): boolean {
    return this.cseq.some((constraint) => constraint.is_discrete)
  }
  override get event_dim(): number {
    const dim = Math.max(...this.cseq.map((constraint) => constraint.event_dim))
    return this.dim + dim < 0 ? dim + 1 : dim
  }
  override check(value: Tensor): Tensor {
    assert(-value.dim() <= this.dim && this.dim < value.dim())
    return stackTensors(
      this.cseq
        .slice(0, value.size(this.dim))
        .map((constraint, i) => constraint.check(value.select(this.dim, i))),
      this.dim,
    )
  }
}

const between = 'lower_bound, upper_bound'
const zero = new Float(0)

class DependentPropertyClass extends DependentClass {}
/** What depends on other parameters, as a property of a class; see `dependent`. */
export const dependent_property = callable(DependentPropertyClass, '_DependentProperty')
/** Waits for other variables; called, it says what is known already. */
export const dependent = Object.setPrototypeOf(
  (facts: Facts = {}) => new DependentClass(facts),
  Object.defineProperty(new DependentClass(), 'name', { value: 'dependent' }),
) as DependentClass & ((facts?: Facts) => DependentClass)
/** The constraint where the last dimensions, so many, together are one point. */
export const independent = callable(
  IndependentClass,
  '_IndependentConstraint',
  'base_constraint, reinterpreted_batch_ndims',
)
/** 0 and 1. */
export const boolean = new (callable(BooleanClass, '_Boolean'))()
/** One-hot vectors. */
export const one_hot = new (callable(OneHotClass, '_OneHot'))()
const integerGreaterThan = callable(IntegerGreaterThanClass, '_IntegerGreaterThan', 'lower_bound')
export const nonnegative_integer = integerGreaterThan(0)
export const positive_integer = integerGreaterThan(1)
/** Whole numbers between two bounds, both included. */
export const integer_interval = callable(IntegerIntervalClass, '_IntegerInterval', between)
/** All numbers but NaN. */
export const real = new (callable(RealClass, '_Real'))()
export const real_vector = independent(real, 1)
/** Numbers above a bound. */
export const greater_than = callable(GreaterThanClass, '_GreaterThan', 'lower_bound')
/** Numbers from a bound up. */
export const greater_than_eq = callable(GreaterThanEqClass, '_GreaterThanEq', 'lower_bound')
export const positive = greater_than(zero)
export const nonnegative = greater_than_eq(zero)
/** Numbers below a bound. */
export const less_than = callable(LessThanClass, '_LessThan', 'upper_bound')
/** Vectors of counts that add up to a bound at most. */
export const multinomial = callable(MultinomialClass, '_Multinomial', 'upper_bound')
/** Numbers between two bounds, both included. */
export const interval = callable(IntervalClass, '_Interval', between)
export const unit_interval = interval(zero, new Float(1))
/** Numbers from one bound to below another. */
export const half_open_interval = callable(HalfOpenIntervalClass, '_HalfOpenInterval', between)
/** Vectors of numbers from 0 up that add up to 1. */
export const simplex = new (callable(SimplexClass, '_Simplex'))()
/** Matrices with zeros above the diagonal. */
export const lower_triangular = new (callable(LowerTriangularClass, '_LowerTriangular'))()
/** Lower triangles with positive diagonals. */
export const lower_cholesky = new (callable(LowerCholeskyClass, '_LowerCholesky'))()
/** Lower triangles with positive diagonals and rows of length 1. */
export const corr_cholesky = new (callable(CorrCholeskyClass, '_CorrCholesky'))()
/** Square matrices. */
export const square = new (callable(SquareClass, '_Square'))()
/** Symmetric matrices. */
export const symmetric = new (callable(SymmetricClass, '_Symmetric'))()
/** Symmetric matrices without negative eigenvalues. */
export const positive_semidefinite = new (callable(PositiveSemidefiniteClass, '_PositiveSemidefinite'))()
/** Symmetric matrices whose eigenvalues are positive. */
export const positive_definite = new (callable(PositiveDefiniteClass, '_PositiveDefinite'))()
/** A constraint for each part of a dimension. */
export const cat = callable(CatClass, '_Cat', 'cseq, dim = 0, lengths = None')
/** A constraint for each index of a dimension. */
export const stack = callable(StackClass, '_Stack', 'cseq, dim = 0')
