// Transforms of vectors and matrices: onto the simplex, to Cholesky factors, and of parts of a tensor. Follows
// torch/distributions/transforms.py.
import { ValueError } from '../base/errors.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import {
  assert,
  cat,
  limits,
  logsigmoid,
  pad,
  type Shape,
  softplus,
  stack,
  sum_rightmost,
  tril_matrix_to_vec,
  vec_to_tril_matrix,
} from './parameters.js'
import { TransformClass } from './transform.js'
import { clippedSigmoid } from './transforms.js'

type ConstraintClass = constraints.ConstraintClass

function atLeast(shape: Shape, rank: number): void {
  if (shape.length < rank) throw new ValueError('Too few dimensions on input')
}
/** All but the last element of each row. */
const butLast = (x: Tensor): Tensor => x.narrow(-1, 0, x.size(-1) - 1)

class CorrCholeskyTransformClass extends TransformClass {
  override get domain(): ConstraintClass {
    return constraints.real_vector
  }
  override get codomain(): ConstraintClass {
    return constraints.corr_cholesky
  }
  override get bijective(): boolean {
    return true
  }
  override _call(x: Tensor): Tensor {
    const { eps } = limits(x)
    const inside = x.tanh().clamp({ min: -1 + eps, max: 1 - eps })
    const r = vec_to_tril_matrix(inside, -1)
    const remaining = r.pow(2).rsub(1).sqrt().cumprod(-1)
    const identity = call('eye', [r.size(-1), { dtype: r.dtype, device: r.device }]) as Tensor
    return r.add(identity).mul(pad(butLast(remaining), [1, 0], 1))
  }
  override _inverse(y: Tensor): Tensor {
    const remaining = y.mul(y).cumsum(-1).rsub(1)
    const shifted = pad(butLast(remaining), [1, 0], 1)
    const t = tril_matrix_to_vec(y, -1).div(tril_matrix_to_vec(shifted, -1).sqrt())
    return t.add(1).div(t.rsub(1)).log().div(2)
  }
  override log_abs_det_jacobian(x: Tensor, y: Tensor): Tensor {
    const remaining = y.mul(y).cumsum(-1).rsub(1)
    const sticks = tril_matrix_to_vec(remaining, -2).log().sum(-1).mul(0.5)
    const slopes = x
      .add(softplus(x.mul(-2)))
      .sub(Math.log(2))
      .sum(-1)
      .mul(-2)
    return sticks.add(slopes)
  }
  override forward_shape(shape: Shape): Shape {
    atLeast(shape, 1)
    const n = shape[shape.length - 1]
    const d = Math.round((0.25 + 2 * n) ** 0.5 + 0.5)
    if (Math.floor((d * (d - 1)) / 2) !== n)
      throw new ValueError('Input is not a flattend lower-diagonal number')
    return [...shape.slice(0, -1), d, d]
  }
  override inverse_shape(shape: Shape): Shape {
    atLeast(shape, 2)
    const d = shape[shape.length - 1]
    if (shape[shape.length - 2] !== d) throw new ValueError('Input is not square')
    return [...shape.slice(0, -2), (d * (d - 1)) / 2]
  }
}
/**
 * Vectors to Cholesky factors of correlation matrices.
 *
 * @example
 * torch.distributions.CorrCholeskyTransform()(torch.tensor([0.5]))
 * // tensor([[1.0000, 0.0000],
 * //         [0.4621, 0.8868]])
 */
export const CorrCholeskyTransform = callable(CorrCholeskyTransformClass, 'CorrCholeskyTransform')

class SoftmaxTransformClass extends TransformClass {
  override get domain(): ConstraintClass {
    return constraints.real_vector
  }
  override get codomain(): ConstraintClass {
    return constraints.simplex
  }
  override __eq__(other: unknown): boolean {
    return other instanceof SoftmaxTransformClass
  }
  override _call(x: Tensor): Tensor {
    const weights = x.sub(x.max(-1, true)[0] as Tensor).exp()
    return weights.div(weights.sum(-1, true))
  }
  override _inverse(y: Tensor): Tensor {
    return y.log()
  }
  override forward_shape(shape: Shape): Shape {
    atLeast(shape, 1)
    return shape
  }
  override inverse_shape(shape: Shape): Shape {
    atLeast(shape, 1)
    return shape
  }
}
/**
 * exp(x) over its sum.
 *
 * @example
 * torch.distributions.SoftmaxTransform()(torch.tensor([0, 1.5])) // tensor([0.1824, 0.8176])
 */
export const SoftmaxTransform = callable(SoftmaxTransformClass, 'SoftmaxTransform')

class StickBreakingTransformClass extends TransformClass {
  override get domain(): ConstraintClass {
    return constraints.real_vector
  }
  override get codomain(): ConstraintClass {
    return constraints.simplex
  }
  override get bijective(): boolean {
    return true
  }
  override __eq__(other: unknown): boolean {
    return other instanceof StickBreakingTransformClass
  }
  override _call(x: Tensor): Tensor {
    const n = x.size(-1)
    const offset = x
      .new_ones([n])
      .cumsum(-1)
      .rsub(n + 1)
    const z = clippedSigmoid(x.sub(offset.log()))
    return pad(z, [0, 1], 1).mul(pad(z.rsub(1).cumprod(-1), [1, 0], 1))
  }
  override _inverse(y: Tensor): Tensor {
    const n = y.size(-1)
    const front = butLast(y)
    const offset = y
      .new_ones([n - 1])
      .cumsum(-1)
      .rsub(n)
    const rest = front
      .cumsum(-1)
      .rsub(1)
      .clamp({ min: limits(y).tiny })
    return front.log().sub(rest.log()).add(offset.log())
  }
  override log_abs_det_jacobian(x: Tensor, y: Tensor): Tensor {
    const n = x.size(-1)
    const shifted = x.sub(
      x
        .new_ones([n])
        .cumsum(-1)
        .rsub(n + 1)
        .log(),
    )
    return shifted.neg().add(logsigmoid(shifted)).add(butLast(y).log()).sum(-1)
  }
  override forward_shape(shape: Shape): Shape {
    atLeast(shape, 1)
    return [...shape.slice(0, -1), shape[shape.length - 1] + 1]
  }
  override inverse_shape(shape: Shape): Shape {
    atLeast(shape, 1)
    return [...shape.slice(0, -1), shape[shape.length - 1] - 1]
  }
}
/**
 * Vectors to a simplex of one dimension more, by breaking a stick.
 *
 * @example
 * torch.distributions.StickBreakingTransform()(torch.zeros(2)) // tensor([0.3333, 0.3333, 0.3333])
 */
export const StickBreakingTransform = callable(StickBreakingTransformClass, 'StickBreakingTransform')

class LowerCholeskyTransformClass extends TransformClass {
  override get domain(): ConstraintClass {
    return constraints.independent(constraints.real, 2)
  }
  override get codomain(): ConstraintClass {
    return constraints.lower_cholesky
  }
  override __eq__(other: unknown): boolean {
    return other instanceof LowerCholeskyTransformClass
  }
  override _call(x: Tensor): Tensor {
    return x.tril(-1).add(x.diagonal(0, -2, -1).exp().diag_embed())
  }
  override _inverse(y: Tensor): Tensor {
    return y.tril(-1).add(y.diagonal(0, -2, -1).log().diag_embed())
  }
}
/**
 * Matrices to lower triangular ones with a positive diagonal.
 *
 * @example
 * torch.distributions.LowerCholeskyTransform()(torch.zeros(2, 2))
 * // tensor([[1., 0.],
 * //         [0., 1.]])
 */
export const LowerCholeskyTransform = callable(LowerCholeskyTransformClass, 'LowerCholeskyTransform')

/** Transforms of parts of a tensor along a dimension. */
abstract class OfParts extends TransformClass {
  readonly transforms: readonly TransformClass[]
  readonly dim: number
  constructor(tseq: readonly TransformClass[], dim: number, cache_size: number) {
    super({ cache_size })
    assert([...tseq].every((transform) => transform instanceof TransformClass))
    this.transforms = cache_size === 0 ? [...tseq] : tseq.map((transform) => transform.with_cache(cache_size))
    this.dim = dim
  }
  override get bijective(): boolean {
    return this.transforms.every((transform) => transform.bijective)
  }
  /** How long the tensor is there. */
  abstract get length(): number
  protected check(x: Tensor): void {
    assert(-x.dim() <= this.dim && this.dim < x.dim())
    assert(x.size(this.dim) === this.length)
  }
}

class CatTransformClass extends OfParts {
  readonly lengths: readonly number[]
  constructor(
    tseq: readonly TransformClass[],
    dim = 0,
    lengths: readonly number[] | null = null,
    cache_size = 0,
  ) {
    super(tseq, dim, cache_size)
    this.lengths = lengths ?? this.transforms.map(() => 1)
    assert(this.lengths.length === this.transforms.length)
  }
  override get event_dim(): number {
    return Math.max(...this.transforms.map((transform) => transform.event_dim))
  }
  get length(): number {
    return this.lengths.reduce((sum, length) => sum + length, 0)
  }
  override with_cache(cache_size = 1): TransformClass {
    return this._cache_size === cache_size
      ? this
      : new CatTransformClass(this.transforms, this.dim, this.lengths, cache_size)
  }
  #parts(x: Tensor): Tensor[] {
    this.check(x)
    let start = 0
    return this.lengths.map((length) => {
      start += length
      return x.narrow(this.dim, start - length, length)
    })
  }
  override _call(x: Tensor): Tensor {
    const parts = this.#parts(x)
    return cat(
      this.transforms.map((transform, i) => transform.apply(parts[i])),
      this.dim,
    )
  }
  override _inverse(y: Tensor): Tensor {
    const parts = this.#parts(y)
    return cat(
      this.transforms.map((transform, i) => transform.inv.apply(parts[i])),
      this.dim,
    )
  }
  override log_abs_det_jacobian(x: Tensor, y: Tensor): Tensor {
    const [xs, ys] = [this.#parts(x), this.#parts(y)]
    const { event_dim } = this
    const terms = this.transforms.map((transform, i) => {
      const own = transform.log_abs_det_jacobian(xs[i], ys[i])
      return sum_rightmost(own, Math.max(event_dim - transform.event_dim, 0))
    })
    const dim = (this.dim >= 0 ? this.dim - x.dim() : this.dim) + event_dim
    return dim < 0 ? cat(terms, dim) : terms.reduce((sum, term) => sum.add(term))
  }
  override get domain(): ConstraintClass {
    return constraints.cat(
      this.transforms.map((transform) => transform.domain),
      this.dim,
      this.lengths,
    )
  }
  override get codomain(): ConstraintClass {
    return constraints.cat(
      this.transforms.map((transform) => transform.codomain),
      this.dim,
      this.lengths,
    )
  }
}
/**
 * Transforms of parts of given lengths, along a dimension.
 *
 * @example
 * torch.distributions.CatTransform([torch.distributions.ExpTransform(), torch.distributions.TanhTransform()])(torch.zeros(2))
 * // tensor([1., 0.])
 */
export const CatTransform = callable(
  CatTransformClass,
  'CatTransform',
  'tseq, dim = 0, lengths = None, cache_size = 0',
)

class StackTransformClass extends OfParts {
  constructor(tseq: readonly TransformClass[], dim = 0, cache_size = 0) {
    super(tseq, dim, cache_size)
  }
  get length(): number {
    return this.transforms.length
  }
  override with_cache(cache_size = 1): TransformClass {
    return this._cache_size === cache_size
      ? this
      : new StackTransformClass(this.transforms, this.dim, cache_size)
  }
  #slices(x: Tensor): Tensor[] {
    this.check(x)
    return this.transforms.map((_, i) => x.select(this.dim, i))
  }
  override _call(x: Tensor): Tensor {
    const slices = this.#slices(x)
    return stack(
      this.transforms.map((transform, i) => transform.apply(slices[i])),
      this.dim,
    )
  }
  override _inverse(y: Tensor): Tensor {
    const slices = this.#slices(y)
    return stack(
      this.transforms.map((transform, i) => transform.inv.apply(slices[i])),
      this.dim,
    )
  }
  override log_abs_det_jacobian(x: Tensor, y: Tensor): Tensor {
    const [xs, ys] = [this.#slices(x), this.#slices(y)]
    return stack(
      this.transforms.map((transform, i) => transform.log_abs_det_jacobian(xs[i], ys[i])),
      this.dim,
    )
  }
  override get domain(): ConstraintClass {
    return constraints.stack(
      this.transforms.map((transform) => transform.domain),
      this.dim,
    )
  }
  override get codomain(): ConstraintClass {
    return constraints.stack(
      this.transforms.map((transform) => transform.codomain),
      this.dim,
    )
  }
}
/**
 * A transform for each slice along a dimension.
 *
 * @example
 * torch.distributions.StackTransform([torch.distributions.ExpTransform(), torch.distributions.TanhTransform()])(torch.zeros(2))
 * // tensor([1., 0.])
 */
export const StackTransform = callable(StackTransformClass, 'StackTransform', 'tseq, dim = 0, cache_size = 0')
