// What all transforms are made of: a map with its inverse, the logarithm of how it stretches space, and a memory of the last
// value; and transforms of transforms. Follows torch/distributions/transforms.py.
import { AttributeError, NotImplementedError, ValueError } from '../base/errors.js'
import { bind } from '../base/keywords.js'
import { Size } from '../base/tuple.js'
import { call } from '../engine/functions.js'
import { callable, CallableInstance, invoke } from '../nn/callable.js'
import { Tensor } from '../tensor/tensor.js'
import { typeName } from '../base/type-name.js'
import { printAsPython, repr, reprSymbol } from '../text/repr.js'
import * as constraints from './constraints.js'
import { assert, type Shape, sum_rightmost } from './parameters.js'

type ConstraintClass = constraints.ConstraintClass

/** A formula's value at what has to be a tensor; anything else lacks what the formula asks it for first. */
function valueAt(formula: (x: Tensor) => Tensor, x: unknown): Tensor {
  if (x instanceof Tensor) return formula(x)
  let asked = 'dim'
  const asks = new Proxy({} as Tensor, {
    get: (_, name) => {
      asked = String(name)
      throw new NotImplementedError('')
    },
  })
  try {
    formula(asks)
  } catch (error) {
    if (!(error instanceof NotImplementedError)) throw error
  }
  throw new AttributeError(`'${typeName(x)}' object has no attribute '${asked}'`)
}

/** A map of tensors with a computable Jacobian determinant; called, it maps. */
export abstract class TransformClass extends CallableInstance {
  declare _cache_size: number
  declare _inv: TransformClass | null
  declare _cached_x_y: [Tensor | null, Tensor | null]

  constructor(...args: unknown[]) {
    super()
    const { cache_size } = bind<{ cache_size: number }>('Transform', args, { cache_size: 0 })
    this.remember(cache_size)
  }
  /** Sets how many values are remembered: none or the last. */
  remember(cache_size: number): void {
    if (cache_size !== 0 && cache_size !== 1) throw new ValueError('cache_size must be 0 or 1')
    this._cache_size = cache_size
    this._inv = null
    this._cached_x_y = [null, null]
  }

  /** Where arguments lie. */
  get domain(): ConstraintClass {
    throw new NotImplementedError('')
  }
  /** Where results lie. */
  get codomain(): ConstraintClass {
    throw new NotImplementedError('')
  }
  get bijective(): boolean {
    return false
  }
  /** Whether a map of numbers rises (1) or falls (-1). */
  get sign(): number | Tensor {
    throw new NotImplementedError('')
  }
  get event_dim(): number {
    if (this.domain.event_dim === this.codomain.event_dim) return this.domain.event_dim
    throw new ValueError('Please use either .domain.event_dim or .codomain.event_dim')
  }
  /** The inverse, whose inverse is this one. */
  get inv(): TransformClass {
    return (this._inv ??= new InverseTransformClass(this))
  }
  with_cache(cache_size = 1): TransformClass {
    if (this._cache_size === cache_size) return this
    if (this.constructor.length > 0)
      throw new NotImplementedError(`<class '${this.constructor.name}'>.with_cache is not implemented`)
    return new (this.constructor as new (keywords: object) => TransformClass)({ cache_size })
  }
  __eq__(other: unknown): boolean {
    return this === other
  }
  [invoke]([x]: [Tensor]): Tensor {
    if (this._cache_size === 0) return valueAt((at) => this._call(at), x)
    const [known, value] = this._cached_x_y
    if (x === known) return value as Tensor
    const y = valueAt((at) => this._call(at), x)
    this._cached_x_y = [x, y]
    return y
  }
  /** The transform at `x`, as a call of it. */
  apply(x: Tensor): Tensor {
    return this[invoke]([x])
  }
  _inv_call(y: Tensor): Tensor {
    if (this._cache_size === 0) return valueAt((at) => this._inverse(at), y)
    const [value, known] = this._cached_x_y
    if (y === known) return value as Tensor
    const x = valueAt((at) => this._inverse(at), y)
    this._cached_x_y = [x, y]
    return x
  }
  _call(_x: Tensor): Tensor {
    throw new NotImplementedError('')
  }
  _inverse(_y: Tensor): Tensor {
    throw new NotImplementedError('')
  }
  /** log |dy/dx|. */
  log_abs_det_jacobian(_x: Tensor, _y: Tensor): Tensor {
    throw new NotImplementedError('')
  }
  /** The shape of the results for arguments of this shape. */
  forward_shape(shape: Shape): Shape {
    return shape
  }
  inverse_shape(shape: Shape): Shape {
    return shape
  }
  [reprSymbol](_repr: (value: unknown) => string): string {
    return `${this.constructor.name}()`
  }
}
printAsPython(TransformClass)
/** Base of all functions that have an inverse and a derivative, from values of one distribution to those of another. */
export const Transform = callable(
  TransformClass as unknown as new (...args: unknown[]) => TransformClass,
  'Transform',
)
export type Transform = TransformClass

class InverseTransformClass extends TransformClass {
  readonly #forward: TransformClass
  constructor(transform: TransformClass) {
    super({ cache_size: transform._cache_size })
    this.#forward = transform
    this._inv = transform
  }
  override get domain(): ConstraintClass {
    return this.#forward.codomain
  }
  override get codomain(): ConstraintClass {
    return this.#forward.domain
  }
  override get bijective(): boolean {
    return this.#forward.bijective
  }
  override get sign(): number | Tensor {
    return this.#forward.sign
  }
  override get inv(): TransformClass {
    return this.#forward
  }
  override with_cache(cache_size = 1): TransformClass {
    return this.#forward.with_cache(cache_size).inv
  }
  override __eq__(other: unknown): boolean {
    return other instanceof InverseTransformClass && this.#forward.__eq__(other.#forward)
  }
  override [reprSymbol](): string {
    return `${this.constructor.name}(${repr(this.#forward)})`
  }
  override [invoke]([x]: [Tensor]): Tensor {
    return this.#forward._inv_call(x)
  }
  override log_abs_det_jacobian(x: Tensor, y: Tensor): Tensor {
    return this.#forward.log_abs_det_jacobian(y, x).neg()
  }
  override forward_shape(shape: Shape): Shape {
    return this.#forward.inverse_shape(shape)
  }
  override inverse_shape(shape: Shape): Shape {
    return this.#forward.forward_shape(shape)
  }
}
callable(InverseTransformClass, '_InverseTransform')

class ComposeTransformClass extends TransformClass {
  readonly parts: readonly TransformClass[]
  constructor(parts: readonly TransformClass[], cache_size = 0) {
    super({ cache_size })
    this.parts = cache_size === 0 ? parts : parts.map((part) => part.with_cache(cache_size))
  }
  override __eq__(other: unknown): boolean {
    return other instanceof ComposeTransformClass && sameTransforms(this.parts, other.parts)
  }
  /** A constraint of one part, of as many dimensions as all together need. */
  #widened(constraint: ConstraintClass, event_dim: number): ConstraintClass {
    assert(event_dim >= constraint.event_dim)
    return event_dim > constraint.event_dim
      ? constraints.independent(constraint, event_dim - constraint.event_dim)
      : constraint
  }
  override get domain(): ConstraintClass {
    const { parts } = this
    if (parts.length === 0) return constraints.real
    let event_dim = parts[parts.length - 1].codomain.event_dim
    for (const { domain, codomain } of [...parts].reverse())
      event_dim = Math.max(event_dim + domain.event_dim - codomain.event_dim, domain.event_dim)
    return this.#widened(parts[0].domain, event_dim)
  }
  override get codomain(): ConstraintClass {
    const { parts } = this
    if (parts.length === 0) return constraints.real
    let event_dim = parts[0].domain.event_dim
    for (const { domain, codomain } of parts)
      event_dim = Math.max(event_dim + codomain.event_dim - domain.event_dim, codomain.event_dim)
    return this.#widened(parts[parts.length - 1].codomain, event_dim)
  }
  override get bijective(): boolean {
    return this.parts.every((part) => part.bijective)
  }
  override get sign(): number | Tensor {
    return productOfSigns(this.parts)
  }
  override get inv(): TransformClass {
    if (this._inv === null) {
      this._inv = new ComposeTransformClass([...this.parts].reverse().map((part) => part.inv))
      this._inv._inv = this
    }
    return this._inv
  }
  override with_cache(cache_size = 1): TransformClass {
    return this._cache_size === cache_size ? this : new ComposeTransformClass(this.parts, cache_size)
  }
  override [invoke]([x]: [Tensor]): Tensor {
    return this.parts.reduce((value, part) => part.apply(value), x)
  }
  override log_abs_det_jacobian(x: Tensor, y: Tensor): Tensor {
    const { parts } = this
    if (parts.length === 0) return call('zeros_like', [x]) as Tensor
    const values = [x]
    for (const part of parts.slice(0, -1)) values.push(part.apply(values[values.length - 1]))
    values.push(y)
    let event_dim = this.domain.event_dim
    let sum: Tensor | null = null
    parts.forEach((part, i) => {
      const own = part.log_abs_det_jacobian(values[i], values[i + 1])
      const term = sum_rightmost(own, event_dim - part.domain.event_dim)
      sum = sum === null ? term : sum.add(term)
      event_dim += part.codomain.event_dim - part.domain.event_dim
    })
    return sum as unknown as Tensor
  }
  override forward_shape(shape: Shape): Shape {
    return this.parts.reduce((sizes, part) => part.forward_shape(sizes), shape)
  }
  override inverse_shape(shape: Shape): Shape {
    return this.parts.reduceRight((sizes, part) => part.inverse_shape(sizes), shape)
  }
  override [reprSymbol](): string {
    return `${this.constructor.name}(\n    ${this.parts.map((part) => repr(part)).join(',\n    ')}\n)`
  }
}
/**
 * Several transforms, one after the other.
 *
 * @example
 * torch.distributions.ComposeTransform([torch.distributions.ExpTransform(), torch.distributions.TanhTransform()])(torch.zeros(1))
 * // tensor([0.7616])
 */
export const ComposeTransform = callable(
  ComposeTransformClass,
  'ComposeTransform',
  'parts: iterable, cache_size = 0',
)
export type ComposeTransform = ComposeTransformClass
export const identity_transform = ComposeTransform([])

/** Whether lists of transforms are equal one by one. */
export const sameTransforms = (a: readonly TransformClass[], b: readonly TransformClass[]): boolean =>
  a.length === b.length && a.every((transform, i) => transform.__eq__(b[i]))

/** 1 or -1 for numbers, a tensor where one of the signs is. */
export const productOfSigns = (transforms: readonly TransformClass[]): number | Tensor =>
  transforms.reduce<number | Tensor>((product, { sign }) => {
    if (typeof product === 'number') return typeof sign === 'number' ? product * sign : sign.mul(product)
    return product.mul(sign)
  }, 1)

class IndependentTransformClass extends TransformClass {
  readonly base_transform: TransformClass
  constructor(
    base_transform: TransformClass,
    readonly reinterpreted_batch_ndims: number,
    cache_size = 0,
  ) {
    super({ cache_size })
    this.base_transform = base_transform.with_cache(cache_size)
  }
  override with_cache(cache_size = 1): TransformClass {
    if (this._cache_size === cache_size) return this
    return new IndependentTransformClass(this.base_transform, this.reinterpreted_batch_ndims, cache_size)
  }
  override get domain(): ConstraintClass {
    return constraints.independent(this.base_transform.domain, this.reinterpreted_batch_ndims)
  }
  override get codomain(): ConstraintClass {
    return constraints.independent(this.base_transform.codomain, this.reinterpreted_batch_ndims)
  }
  override get bijective(): boolean {
    return this.base_transform.bijective
  }
  override get sign(): number | Tensor {
    return this.base_transform.sign
  }
  override _call(x: Tensor): Tensor {
    if (x.dim() < this.domain.event_dim) throw new ValueError('Too few dimensions on input')
    return this.base_transform.apply(x)
  }
  override _inverse(y: Tensor): Tensor {
    if (y.dim() < this.codomain.event_dim) throw new ValueError('Too few dimensions on input')
    return this.base_transform.inv.apply(y)
  }
  override log_abs_det_jacobian(x: Tensor, y: Tensor): Tensor {
    return sum_rightmost(this.base_transform.log_abs_det_jacobian(x, y), this.reinterpreted_batch_ndims)
  }
  override [reprSymbol](): string {
    return `${this.constructor.name}(${repr(this.base_transform)}, ${this.reinterpreted_batch_ndims})`
  }
  override forward_shape(shape: Shape): Shape {
    return this.base_transform.forward_shape(shape)
  }
  override inverse_shape(shape: Shape): Shape {
    return this.base_transform.inverse_shape(shape)
  }
}
/**
 * A transform whose last batch dimensions count as one event.
 *
 * @example
 * torch.distributions.IndependentTransform(torch.distributions.ExpTransform(), 1).log_abs_det_jacobian(torch.ones(2), torch.ones(2).exp())
 * // tensor(2.)
 */
export const IndependentTransform = callable(
  IndependentTransformClass,
  'IndependentTransform',
  'base_transform, reinterpreted_batch_ndims, cache_size = 0',
)

class ReshapeTransformClass extends TransformClass {
  readonly in_shape: Size
  readonly out_shape: Size
  constructor(in_shape: Shape, out_shape: Shape, cache_size = 0) {
    super({ cache_size })
    this.in_shape = Size.from(in_shape)
    this.out_shape = Size.from(out_shape)
    if (this.in_shape.numel() !== this.out_shape.numel())
      throw new ValueError('in_shape, out_shape have different numbers of elements')
  }
  override get bijective(): boolean {
    return true
  }
  override get domain(): ConstraintClass {
    return constraints.independent(constraints.real, this.in_shape.length)
  }
  override get codomain(): ConstraintClass {
    return constraints.independent(constraints.real, this.out_shape.length)
  }
  override with_cache(cache_size = 1): TransformClass {
    return this._cache_size === cache_size
      ? this
      : new ReshapeTransformClass(this.in_shape, this.out_shape, cache_size)
  }
  override _call(x: Tensor): Tensor {
    return x.reshape([...x.shape.slice(0, x.dim() - this.in_shape.length), ...this.out_shape])
  }
  override _inverse(y: Tensor): Tensor {
    return y.reshape([...y.shape.slice(0, y.dim() - this.out_shape.length), ...this.in_shape])
  }
  override log_abs_det_jacobian(x: Tensor, _y: Tensor): Tensor {
    return x.new_zeros(x.shape.slice(0, x.dim() - this.in_shape.length))
  }
  #reshaped(shape: Shape, from: Size, to: Size): Shape {
    if (shape.length < from.length) throw new ValueError('Too few dimensions on input')
    const cut = shape.length - from.length
    const rest = Size.from(shape.slice(cut))
    if (String(rest) !== String(from))
      throw new ValueError(`Shape mismatch: expected ${rest} but got ${from}`)
    return [...shape.slice(0, cut), ...to]
  }
  override forward_shape(shape: Shape): Shape {
    return this.#reshaped(shape, this.in_shape, this.out_shape)
  }
  override inverse_shape(shape: Shape): Shape {
    return this.#reshaped(shape, this.out_shape, this.in_shape)
  }
}
/**
 * The last dimensions in another shape.
 *
 * @example
 * torch.distributions.ReshapeTransform([4], [2, 2]).forward_shape([3, 4]) // [3, 2, 2]
 */
export const ReshapeTransform = callable(
  ReshapeTransformClass,
  'ReshapeTransform',
  'in_shape: iterable, out_shape: iterable, cache_size = 0',
)
