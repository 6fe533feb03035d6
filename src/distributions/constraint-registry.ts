// `biject_to` and `transform_to`: for a constraint, a transform from all real numbers to where it holds. Follows
// torch/distributions/constraint_registry.py.
import { NotImplementedError, TypeError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { isScalar } from '../base/scalar.js'
import { callable, CallableInstance, invoke } from '../nn/callable.js'
import { repr } from '../text/repr.js'
import { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import {
  identity_transform,
  ComposeTransform,
  IndependentTransform,
  type TransformClass,
} from './transform.js'
import { AffineTransform, ExpTransform, SigmoidTransform } from './transforms.js'
import {
  CatTransform,
  CorrCholeskyTransform,
  LowerCholeskyTransform,
  SoftmaxTransform,
  StackTransform,
  StickBreakingTransform,
} from './vector-transforms.js'

type ConstraintClass = constraints.ConstraintClass
type Factory = (constraint: any) => TransformClass
type OfConstraints = ConstraintClass | { readonly prototype: ConstraintClass }

class ConstraintRegistryClass extends CallableInstance {
  readonly #factories = new Map<unknown, Factory>()

  /** Says how a transform to such constraints is made; without a factory, gives what takes one. */
  register(constraint: OfConstraints): (factory: Factory) => Factory
  register(constraint: OfConstraints, factory: Factory): Factory
  register(
    constraint: OfConstraints,
    factory: Factory | null = null,
  ): Factory | ((factory: Factory) => Factory) {
    if (factory === null) return (given: Factory) => this.register(constraint, given)
    const isOne = constraint instanceof constraints.ConstraintClass
    const prototype: unknown = isOne
      ? Object.getPrototypeOf(constraint)
      : (constraint as { prototype?: unknown } | null)?.prototype
    if (!isOne && !(prototype instanceof constraints.ConstraintClass))
      throw new TypeError(
        `Expected constraint to be either a Constraint subclass or instance, but got ${repr(constraint)}`,
      )
    this.#factories.set(prototype, factory)
    return factory
  }
  [invoke]([given]: [ConstraintClass | { constraint: ConstraintClass }]): TransformClass {
    const constraint = isKeywords(given) ? (given as { constraint: ConstraintClass }).constraint : given
    const factory = this.#factories.get(Object.getPrototypeOf(constraint))
    if (factory === undefined)
      throw new NotImplementedError(`Cannot transform ${constraint.constructor.name} constraints`)
    return factory(constraint)
  }
}
/** Links constraints to transforms; called with a constraint, it gives one. */
export const ConstraintRegistry = callable(ConstraintRegistryClass, 'ConstraintRegistry')
export type ConstraintRegistry = ConstraintRegistryClass & ((constraint: ConstraintClass) => TransformClass)

/** Bijections from the real numbers to where a constraint holds. */
export const biject_to = ConstraintRegistry() as ConstraintRegistry
/** Transforms from the real numbers to where a constraint holds; not all can be inverted. */
export const transform_to = ConstraintRegistry() as ConstraintRegistry

const isBound = (bound: constraints.Bound, value: number): boolean =>
  isScalar(bound) && Number(bound) === value

function toInterval({ lower_bound, upper_bound }: constraints.Between): TransformClass {
  if (isBound(lower_bound, 0) && isBound(upper_bound, 1)) return SigmoidTransform()
  const scale =
    upper_bound instanceof Tensor
      ? upper_bound.sub(lower_bound)
      : lower_bound instanceof Tensor
        ? lower_bound.rsub(upper_bound)
        : Number(upper_bound) - Number(lower_bound)
  return ComposeTransform([SigmoidTransform(), AffineTransform(lower_bound, scale)])
}

for (const registry of [biject_to, transform_to]) {
  const make = (constraint: ConstraintClass): TransformClass => registry(constraint)
  registry.register(constraints.real, () => identity_transform)
  registry.register(constraints.independent, (constraint: InstanceType<typeof constraints.independent>) =>
    IndependentTransform(make(constraint.base_constraint), constraint.reinterpreted_batch_ndims),
  )
  for (const constraint of [constraints.positive, constraints.nonnegative])
    registry.register(constraint, () => ExpTransform())
  for (const Class of [constraints.greater_than, constraints.greater_than_eq])
    registry.register(Class, (constraint: InstanceType<typeof constraints.greater_than>) =>
      ComposeTransform([ExpTransform(), AffineTransform(constraint.lower_bound, 1)]),
    )
  registry.register(constraints.less_than, (constraint: InstanceType<typeof constraints.less_than>) =>
    ComposeTransform([ExpTransform(), AffineTransform(constraint.upper_bound, -1)]),
  )
  registry.register(constraints.interval, toInterval)
  registry.register(constraints.half_open_interval, toInterval)
  registry.register(constraints.corr_cholesky, () => CorrCholeskyTransform())
  registry.register(constraints.cat, ({ cseq, dim, lengths }: InstanceType<typeof constraints.cat>) =>
    CatTransform(cseq.map(make), dim, lengths),
  )
  registry.register(constraints.stack, ({ cseq, dim }: InstanceType<typeof constraints.stack>) =>
    StackTransform(cseq.map(make), dim),
  )
}
biject_to.register(constraints.simplex, () => StickBreakingTransform())
transform_to.register(constraints.simplex, () => SoftmaxTransform())
transform_to.register(constraints.lower_cholesky, () => LowerCholeskyTransform())
