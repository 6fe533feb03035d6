// What all distributions are made of: shapes of batch and event, checks of parameters and values, copies over larger batches.
// Follows torch/distributions/distribution.py and exp_family.py.
import { Adopting } from '../base/adopt.js'
import { AttributeError, NotImplementedError, TypeError, ValueError } from '../base/errors.js'
import { bind } from '../base/keywords.js'
import { Size, Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { warn } from '../base/warnings.js'
import { grad } from '../autograd/index.js'
import { callable } from '../nn/callable.js'
import { no_grad } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { printAsPython, repr, reprSymbol } from '../text/repr.js'
import { type ConstraintClass, is_dependent } from './constraints.js'
import {
  broadcast_all,
  broadcastNamed,
  formatted,
  isLazy,
  isNumber,
  isThere,
  own,
  sizeOf,
  sum_rightmost,
  type Shape,
  type Validation,
} from './parameters.js'

/** What the class of a distribution says of all its instances. */
export interface DistributionStatics {
  readonly name: string
  readonly arg_constraints?: Record<string, ConstraintClass>
  readonly support?: ConstraintClass
  readonly has_rsample?: boolean
  readonly has_enumerate_support?: boolean
}

/** Files of torch/distributions that are not called as their class is. */
const modules: Record<string, string> = {
  ExponentialFamily: 'exp_family',
  FisherSnedecor: 'fishersnedecor',
  LKJCholesky: 'lkj_cholesky',
  LowRankMultivariateNormal: 'lowrank_multivariate_normal',
  OneHotCategoricalStraightThrough: 'one_hot_categorical',
  RelaxedOneHotCategorical: 'relaxed_categorical',
  ExpRelaxedCategorical: 'relaxed_categorical',
  LogitRelaxedBernoulli: 'relaxed_bernoulli',
  StudentT: 'studentT',
}
const pathOf = (name: string): string =>
  `torch.distributions.${modules[name] ?? name.replace(/(?<=[a-z])[A-Z]|[A-Z](?=[a-z])/g, (c, i) => (i > 0 ? '_' : '') + c).toLowerCase()}.${name}`

/** Checks that every element is true. */
export const allTrue = (truths: Tensor): boolean => Boolean(truths.all().item())

export const described = (value: Tensor): string =>
  `${typeName(value)} of shape ${repr(Tuple.from(value.shape))}`

/** The abstract base of probability distributions. */
export class DistributionClass extends Adopting {
  static arg_constraints?: Record<string, ConstraintClass>
  static support?: ConstraintClass
  static has_rsample = false
  static has_enumerate_support = false
  /** The attributes that `expand` brings over the larger batch. Each class that can be expanded says its own. */
  static _batched?: readonly string[]
  /** The attributes that `expand` hands on as they are. */
  static _kept?: readonly string[]

  /** Whether arguments are checked; here what holds for all that say nothing. */
  declare _validate_args: boolean
  declare _batch_shape: Size
  declare _event_shape: Size

  /**
   * A subclass here calls `super()` and, when it has its attributes, `begin`; what a learner writes hands its shapes to
   * `super`.
   */
  constructor(...args: unknown[]) {
    super()
    if (args.length === 0) {
      own(this, { _batch_shape: sizeOf(null), _event_shape: sizeOf(null) })
      return
    }
    const { batch_shape, event_shape, validate_args } = bind<{
      batch_shape: Shape | null
      event_shape: Shape | null
      validate_args: Validation
    }>('Distribution', args, { batch_shape: null, event_shape: null, validate_args: null })
    this.begin(batch_shape, event_shape, validate_args)
  }

  /** Python's `Distribution.__init__`: sets the shapes, and checks the parameters against `arg_constraints`. */
  begin(batch_shape: Shape | null, event_shape: Shape | null, validate_args: Validation): void {
    own(this, { _batch_shape: sizeOf(batch_shape), _event_shape: sizeOf(event_shape) })
    if (validate_args !== null) own(this, { _validate_args: validate_args })
    if (this._validate_args) checkParameters(this)
  }

  /** As `begin`, with parameters that become tensors of one shape: that of the batch. */
  beginWith(parameters: Record<string, unknown>, validate_args: Validation): void {
    const tensors = broadcastNamed(parameters)
    own(this, tensors)
    this.begin(Object.values(tensors)[0].shape, null, validate_args)
  }

  /** Switches the checks of parameters and values on or off for all distributions. */
  static set_default_validate_args(value: boolean): void {
    if (typeof value !== 'boolean') throw new ValueError('')
    DistributionClass.prototype._validate_args = value
  }

  /** The shape of a batch of distributions in one. */
  get batch_shape(): Size {
    return this._batch_shape
  }
  /** The shape of a single sample. */
  get event_shape(): Size {
    return this._event_shape
  }
  /** What each parameter has to satisfy. */
  get arg_constraints(): Record<string, ConstraintClass> {
    const { arg_constraints } = staticsOf(this)
    if (arg_constraints === undefined) throw new NotImplementedError('')
    return arg_constraints
  }
  /** Where samples lie. */
  get support(): ConstraintClass {
    const { support } = staticsOf(this)
    if (support === undefined) throw new NotImplementedError('')
    return support
  }
  /** Whether samples have gradients with respect to the parameters. */
  get has_rsample(): boolean {
    return staticsOf(this).has_rsample ?? false
  }
  get has_enumerate_support(): boolean {
    return staticsOf(this).has_enumerate_support ?? false
  }
  get mean(): Tensor {
    throw new NotImplementedError('')
  }
  get mode(): Tensor {
    throw new NotImplementedError(`${classText(this)} does not implement mode`)
  }
  get variance(): Tensor {
    throw new NotImplementedError('')
  }
  get stddev(): Tensor {
    return this.variance.sqrt()
  }

  /** Draws samples of shape sample + batch + event. */
  sample(sample_shape: Shape | null = null): Tensor {
    return no_grad(() => this.rsample(sample_shape))
  }
  /** As `sample`, with gradients with respect to the parameters. */
  rsample(_sample_shape: Shape | null = null): Tensor {
    throw new NotImplementedError('')
  }
  sample_n(n: number): Tensor {
    warn('sample_n will be deprecated. Use .sample((n,)) instead')
    return this.sample([n])
  }
  /** The logarithm of the density, or of the probability, at `value`. */
  log_prob(_value: Tensor): Tensor {
    throw new NotImplementedError('')
  }
  /** The probability of a value up to `value`. */
  cdf(_value: Tensor): Tensor {
    throw new NotImplementedError('')
  }
  /** The value up to which lies the probability `value`. */
  icdf(_value: Tensor): Tensor {
    throw new NotImplementedError('')
  }
  /** All values of a discrete distribution, along dimension 0. */
  enumerate_support(_expand = true): Tensor {
    throw new NotImplementedError('')
  }
  entropy(): Tensor {
    throw new NotImplementedError('')
  }
  perplexity(): Tensor {
    return this.entropy().exp()
  }

  /** The shape of samples. */
  _extended_shape(sample_shape: Shape | null = null): Size {
    return Size.from([...sizeOf(sample_shape), ...this._batch_shape, ...this._event_shape])
  }

  /** Refuses values of another shape, or outside of the support. */
  _validate_sample(value: unknown): void {
    if (!(value instanceof Tensor)) throw new ValueError('The value argument to log_prob must be a Tensor')
    const actual = value.shape
    const start = Math.max(actual.length - this._event_shape.length, 0)
    if (String(actual.slice(start)) !== String([...this._event_shape]))
      throw new ValueError(
        `The right-most size of value must match event_shape: ${actual} vs ${this._event_shape}.`,
      )
    const expected = Size.from([...this._batch_shape, ...this._event_shape])
    for (let k = 1; k <= Math.min(actual.length, expected.length); k++) {
      const [i, j] = [actual.at(-k), expected.at(-k)]
      if (i !== 1 && j !== 1 && i !== j)
        throw new ValueError(
          `Value is not broadcastable with batch_shape+event_shape: ${actual} vs ${expected}.`,
        )
    }
    let support: ConstraintClass
    try {
      support = this.support
    } catch (error) {
      if (!(error instanceof NotImplementedError)) throw error
      warn(
        `${classText(this)} does not define \`support\` to enable sample validation. Please initialize the distribution ` +
          'with `validate_args=False` to turn off validation.',
      )
      return
    }
    if (!allTrue(support.check(value)))
      throw new ValueError(
        `Expected value argument (${described(value)}) to be within the support (${repr(support)}) of the distribution ` +
          `${repr(this)}, but found invalid values:\n${formatted(value)}`,
      )
  }

  /** A value to be asked about, checked where that is wanted; where nothing is checked, numbers are taken too. */
  protected checked(value: unknown): Tensor {
    if (this._validate_args) this._validate_sample(value)
    if (value instanceof Tensor) return value
    if (!isNumber(value))
      throw new TypeError(`unsupported operand type(s) for -: '${typeName(value)}' and 'Tensor'`)
    return broadcast_all(value)[0]
  }

  /** The same distribution over a larger batch. */
  expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    return this.expanded(batch_shape, instance)
  }

  /** A distribution of this class without attributes, for the `expand` of `Class`. */
  _get_checked_instance(Class: { readonly name: string; readonly prototype: object }): this {
    const prototype = Object.getPrototypeOf(this) as object
    for (let at = prototype; at !== Class.prototype; at = Object.getPrototypeOf(at) as object)
      if (/\bconstructor\s*\(/.test(Function.prototype.toString.call(at.constructor)))
        throw new NotImplementedError(
          `Subclass ${this.constructor.name} of ${Class.name} that defines a custom __init__ method must also define a ` +
            'custom .expand() method.',
        )
    return Object.create(prototype) as this
  }

  /**
   * What `expand` gives: the attributes of `_batched` that are there, tensors and distributions, over the larger batch, those
   * of `_kept` and `more` as they are.
   *
   * @param instance what a subclass has begun
   */
  protected expanded(
    batch_shape: Shape,
    instance: DistributionClass | null,
    more: Record<string, unknown> = {},
  ): this {
    const Class = expandable(this)
    const result = begun(this, instance, Class)
    const shape = sizeOf(batch_shape)
    const mine = this as unknown as Record<string, Tensor>
    for (const name of Class._batched ?? [])
      if (isThere(this, name)) own(result, { [name]: mine[name].expand(shape) })
    for (const name of Class._kept ?? []) own(result, { [name]: mine[name] })
    own(result, {
      ...more,
      _batch_shape: shape,
      _event_shape: this._event_shape,
      _validate_args: this._validate_args,
    })
    return result
  }

  [reprSymbol](_repr: (value: unknown) => string): string {
    const mine = this as unknown as Record<string, Tensor>
    const shown = constraintsOf(this)
      .filter(([name]) => isThere(this, name))
      .map(([name]) => `${name}: ${formatted(mine[name].numel() === 1 ? mine[name] : mine[name].shape)}`)
    return `${this.constructor.name}(${shown.join(', ')})`
  }
}

/** Those of a distribution's matrices, or vectors, that are there, over a larger shape. */
export function expandedMatrices(
  distribution: DistributionClass,
  names: readonly string[],
  shape: Shape,
): Record<string, Tensor> {
  const mine = distribution as unknown as Record<string, Tensor>
  return Object.fromEntries(
    names.filter((name) => isThere(distribution, name)).map((name) => [name, mine[name].expand(shape)]),
  )
}

/** `arg_constraints` by name; of a class written in Python they are a dict. */
function constraintsOf({ arg_constraints }: DistributionClass): [name: string, ConstraintClass][] {
  const given: object = arg_constraints
  return given instanceof Map
    ? [...(given as Map<string, ConstraintClass>).entries()]
    : Object.entries(arg_constraints)
}

/** Checks the parameters of a distribution against `arg_constraints`. */
function checkParameters(distribution: DistributionClass): void {
  let constraints: [name: string, ConstraintClass][] = []
  try {
    constraints = constraintsOf(distribution)
  } catch (error) {
    if (!(error instanceof NotImplementedError)) throw error
    warn(
      `${classText(distribution)} does not define \`arg_constraints\`. Please set \`arg_constraints = {}\` or initialize the ` +
        'distribution with `validate_args=False` to turn off validation.',
    )
  }
  for (const [name, constraint] of constraints) {
    if (is_dependent(constraint) || (!isThere(distribution, name) && isLazy(distribution, name))) continue
    const value = (distribution as unknown as Record<string, Tensor | undefined>)[name]
    if (value === undefined || allTrue(constraint.check(value))) continue
    throw new ValueError(
      `Expected parameter ${name} (${described(value)}) of distribution ${repr(distribution)} to satisfy the constraint ` +
        `${repr(constraint)}, but found invalid values:\n${formatted(value)}`,
    )
  }
}

/** What a subclass has begun to expand, or a distribution of the same class that has no attributes yet. */
export function begun<T extends DistributionClass>(
  self: T,
  instance: DistributionClass | null,
  Class: typeof DistributionClass,
): T {
  if (instance === null) return self._get_checked_instance(Class)
  if (instance instanceof DistributionClass) return instance as T
  const first = (Class._batched ?? []).find((name) => isThere(self, name)) ?? '_batch_shape'
  throw new AttributeError(`'${typeName(instance)}' object has no attribute '${first}'`)
}

/** The nearest class of a distribution that says what of it is expanded. */
function expandable(distribution: DistributionClass): typeof DistributionClass {
  let at = Object.getPrototypeOf(distribution) as object
  for (; at !== DistributionClass.prototype; at = Object.getPrototypeOf(at) as object)
    if (Object.hasOwn(at.constructor, '_batched')) return at.constructor as typeof DistributionClass
  throw new NotImplementedError('')
}

const staticsOf = (distribution: DistributionClass): DistributionStatics =>
  distribution.constructor as unknown as DistributionStatics
const classText = (distribution: DistributionClass): string =>
  `<class '${pathOf(distribution.constructor.name)}'>`

DistributionClass.prototype._validate_args = true
printAsPython(DistributionClass)

/** The abstract base of probability distributions: subclass it, write `log_prob` and `sample`. */
export const Distribution = callable(DistributionClass, 'Distribution')
export type Distribution = DistributionClass

/** Distributions whose density is exp(<natural parameters, statistic> - log normalizer); entropy by Bregman divergences. */
export class ExponentialFamilyClass extends DistributionClass {
  get _natural_params(): readonly Tensor[] {
    throw new NotImplementedError('')
  }
  _log_normalizer(..._natural_params: Tensor[]): Tensor {
    throw new NotImplementedError('')
  }
  get _mean_carrier_measure(): number {
    throw new NotImplementedError('')
  }
  override entropy(): Tensor {
    const carrier = this._mean_carrier_measure
    const parameters = this._natural_params.map((parameter) => parameter.detach().requires_grad_())
    const normalizer = this._log_normalizer(...parameters)
    const gradients = grad(normalizer.sum(), parameters, { create_graph: true })
    let result = normalizer.add(-carrier)
    parameters.forEach((parameter, i) => {
      result = result.sub(
        parameter
          .mul(gradients[i])
          .reshape([...this._batch_shape, -1])
          .sum(-1),
      )
    })
    return result
  }
}
/** Distributions whose density is exp(<natural parameters, statistic> - log normalizer). */
export const ExponentialFamily = callable(ExponentialFamilyClass, 'ExponentialFamily')
export type ExponentialFamily = ExponentialFamilyClass

export { sum_rightmost }
