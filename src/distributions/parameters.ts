// What distributions make of their parameters before anything is computed: tensors of one shape, probabilities and logits,
// attributes that are computed when they are first asked for. Follows torch/distributions/utils.py.
import { get_default_dtype } from '../base/dtype.js'
import { AssertionError, TypeError, ValueError } from '../base/errors.js'
import { Float, isScalar, type Scalar } from '../base/scalar.js'
import { Size } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { call } from '../engine/functions.js'
import { finfo, type FloatInfo } from '../ops/torch-functions.js'
import { enable_grad } from '../tensor/modes.js'
import { emptyTensor, Tensor } from '../tensor/tensor.js'
import { str } from '../text/repr.js'

/** A parameter as it is given. */
export type Operand = Tensor | Scalar
/** A shape as it is given. */
export type Shape = readonly number[]
/** `validate_args`: null leaves it at what holds for all. */
export type Validation = boolean | null

export const EULER = 0.5772156649015329

export const isNumber = (value: unknown): value is Scalar => isScalar(value)

/** Sizes as Python's `torch.Size(sizes)` takes them. */
export function sizeOf(sizes: Iterable<number> | null | undefined): Size {
  if (sizes === null || sizes === undefined) return Size.from([])
  if (sizes instanceof Size) return sizes
  if (typeof (sizes as Partial<Iterable<number>>)[Symbol.iterator] !== 'function')
    throw new TypeError(`'${typeName(sizes)}' object is not iterable`)
  const isWhole = (size: unknown): boolean =>
    size instanceof Tensor
      ? size.numel() === 1 && Number.isInteger(Number(size))
      : Number.isInteger(Number(size))
  return Size.from(
    Array.from(sizes as Iterable<unknown>, (size, i) => {
      if ((!isScalar(size) && !(size instanceof Tensor)) || !isWhole(size))
        throw new TypeError(`torch.Size() takes an iterable of 'int' (item ${i} is '${typeName(size)}')`)
      return Number(size)
    }),
  )
}

/** Values as tensors of one shape; numbers get the dtype of the first tensor. */
export function broadcast_all(...values: unknown[]): Tensor[] {
  if (!values.every((value) => value instanceof Tensor || isNumber(value)))
    throw new ValueError(
      'Input arguments must all be instances of numbers.Number, torch.Tensor or objects implementing __torch_function__.',
    )
  const first = values.find((value) => value instanceof Tensor)
  const tensors = values.map((value) =>
    value instanceof Tensor ? value : scalarLike(value as Scalar, first),
  )
  return call('broadcast_tensors', tensors) as Tensor[]
}

/** A number as a tensor of the dtype and device of another one, or of the default dtype. */
export function scalarLike(value: Scalar, like: Tensor | undefined): Tensor {
  const { dtype, device } = like ?? { dtype: get_default_dtype(), device: null }
  return call('tensor', [Number(value), { dtype, device }]) as Tensor
}

/** Sets attributes as Python does, whatever the class says of their names. */
export function own(self: object, attributes: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(attributes))
    Object.defineProperty(self, name, { value, writable: true, enumerable: true, configurable: true })
}

const lazyGetters = new WeakSet<() => unknown>()

/** Attributes that are computed when they are first asked for, and then are attributes like the others. */
export function lazily<T extends object>(
  Class: { readonly prototype: T },
  formulas: Record<string, (self: T) => unknown>,
): void {
  for (const [name, formula] of Object.entries(formulas)) {
    const get = function (this: T): unknown {
      const value = enable_grad(() => formula(this))
      own(this, { [name]: value })
      return value
    }
    lazyGetters.add(get)
    Object.defineProperty(Class.prototype, name, {
      get,
      set(this: T, value: unknown) {
        own(this, { [name]: value })
      },
      configurable: true,
    })
  }
}

/** Whether an attribute is there already: false for one that waits to be computed. */
export const isThere = (self: object, name: string): boolean => Object.hasOwn(self, name)

/** Whether an attribute waits to be computed. */
export function isLazy(self: object, name: string): boolean {
  for (let object: object | null = self; object !== null; object = Object.getPrototypeOf(object) as object) {
    const found = Object.getOwnPropertyDescriptor(object, name)
    if (found) return found.get !== undefined && lazyGetters.has(found.get)
  }
  return false
}

/** `tensor[mask] = value`. */
export const put = (tensor: Tensor, mask: Tensor, value: Operand): void => {
  tensor.index_put_([mask], value instanceof Tensor ? value : scalarLike(value, tensor))
}

/** The limits of a tensor's dtype. */
export const limits = (tensor: Tensor): FloatInfo => finfo(tensor.dtype)

/** Sums the last `dims` dimensions. */
export function sum_rightmost(value: Tensor, dims: number): Tensor {
  return dims === 0 ? value : value.reshape([...value.shape.slice(0, -dims), -1]).sum(-1)
}

/** Normal random numbers of a given shape. */
export const standardNormal = (shape: Shape, like: Tensor): Tensor =>
  (call('empty', [shape, { dtype: like.dtype, device: like.device }]) as Tensor).normal_()

/** Random numbers between 0 and 1 of a given shape. */
export const standardUniform = (shape: Shape, like: Tensor): Tensor =>
  call('rand', [shape, { dtype: like.dtype, device: like.device }]) as Tensor

/** Memory of a given shape, to be filled. */
export const emptyLike = (shape: Shape, like: Tensor): Tensor => emptyTensor(shape, like.dtype, like.device)

export const full = (shape: Shape, value: number, like: Tensor): Tensor =>
  call('full', [shape, value, { dtype: like.dtype, device: like.device }]) as Tensor

/** The numbers 0, 1, … `end` - 1. */
export const arange = (end: number, like: Tensor): Tensor =>
  call('arange', [end, { dtype: like.dtype, device: like.device }]) as Tensor

export const where = (condition: Tensor, yes: Operand, no: Operand): Tensor =>
  call('where', [condition, yes, no]) as Tensor
export const stack = (tensors: readonly Tensor[], dim: number): Tensor =>
  call('stack', [tensors, dim]) as Tensor
export const cat = (tensors: readonly Tensor[], dim: number): Tensor => call('cat', [tensors, dim]) as Tensor
export const pad = (x: Tensor, widths: readonly number[], value: number): Tensor =>
  call('constant_pad_nd', [x, widths, value]) as Tensor
export const softplus = (x: Tensor): Tensor => call('nn.functional.softplus', [x]) as Tensor
export const logsigmoid = (x: Tensor): Tensor => call('nn.functional.logsigmoid', [x]) as Tensor
export const oneHot = (indices: Tensor, classes: number): Tensor =>
  call('nn.functional.one_hot', [indices, classes]) as Tensor
export const crossEntropyOfLogits = (logits: Tensor, target: Tensor): Tensor =>
  call('nn.functional.binary_cross_entropy_with_logits', [logits, target, { reduction: 'none' }]) as Tensor
export const broadcastShapes = (...shapes: Shape[]): number[] => [
  ...(call('broadcast_shapes', shapes) as Size),
]

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i])

export const logits_to_probs = (logits: Tensor, is_binary = false): Tensor =>
  is_binary ? logits.sigmoid() : (call('nn.functional.softmax', [logits, -1]) as Tensor)

export function clamp_probs(probs: Tensor): Tensor {
  const { eps } = limits(probs)
  return probs.clamp({ min: eps, max: 1 - eps })
}

export function probs_to_logits(probs: Tensor, is_binary = false): Tensor {
  const clamped = clamp_probs(probs)
  return is_binary ? clamped.log().sub(clamped.neg().log1p()) : clamped.log()
}

/** The mask of the lower triangle up to `diagonal`. */
function lowerTriangle(n: number, diagonal: number, like: Tensor): Tensor {
  const places = call('arange', [n, { device: like.device }]) as Tensor
  return places.lt(places.view(-1, 1).add(diagonal + 1))
}

/** The lower triangle of matrices as vectors, row by row. */
export function tril_matrix_to_vec(mat: Tensor, diag = 0): Tensor {
  const n = mat.shape.at(-1) as number
  if (diag < -n || diag >= n) throw new ValueError(`diag (${diag}) provided is outside [${-n}, ${n - 1}].`)
  return mat.__getitem__('...', lowerTriangle(n, diag, mat))
}

/** Lower triangular matrices of vec, row by row. */
export function vec_to_tril_matrix(vec: Tensor, diag = 0): Tensor {
  const length = vec.shape.at(-1) as number
  const b = 1 + 2 * diag
  const n = (-b + (b ** 2 + 8 * length + 4 * Math.abs(diag) * (diag + 1)) ** 0.5) / 2
  const size = Math.round(n)
  if (size - n > limits(vec).eps)
    throw new ValueError(
      `The size of last dimension is ${length} which cannot be expressed as ` +
        'the lower triangular part of a square D x D matrix.',
    )
  const matrices = vec.new_zeros([...vec.shape.slice(0, -1), size, size])
  return matrices.masked_scatter(lowerTriangle(size, diag, vec), vec)
}

/** An assertion of the Python code. */
export function assert(condition: boolean, message = ''): asserts condition {
  if (!condition) throw new AssertionError(message)
}

/** Parameters by name, as tensors of one shape. */
export function broadcastNamed(parameters: Record<string, unknown>): Record<string, Tensor> {
  const tensors = broadcast_all(...Object.values(parameters))
  return Object.fromEntries(Object.keys(parameters).map((name, i) => [name, tensors[i]]))
}

/** Refuses neither and both of probabilities and logits. */
export function checkEither(probs: unknown, logits: unknown): void {
  if ((probs === null) === (logits === null))
    throw new ValueError('Either `probs` or `logits` must be specified, but not both.')
}

/** The one of probabilities and logits that is given, as a tensor. */
export function eitherOf(probs: unknown, logits: unknown): Record<string, Tensor> {
  checkEither(probs, logits)
  return broadcastNamed(probs === null ? { logits } : { probs })
}

export const fullLike = (tensor: Tensor, value: number): Tensor =>
  call('full_like', [tensor, value]) as Tensor

/** Makes probabilities and logits of each other when they are first asked for. */
export const fromEachOther = <T extends { readonly probs: Tensor; readonly logits: Tensor }>(
  Class: { readonly prototype: T },
  isBinary: boolean,
): void =>
  lazily(Class, {
    logits: (self) => probs_to_logits(self.probs, isBinary),
    probs: (self) => logits_to_probs(self.logits, isBinary),
  })

/** The values 0 … `count` - 1 along dimension 0, over a batch or as they are. */
export function enumerated(count: number, like: Tensor, batch_shape: Shape, expand: boolean): Tensor {
  const values = arange(count, like).view([-1, ...batch_shape.map(() => 1)])
  return expand ? values.expand([-1, ...batch_shape]) : values
}

/** What Python's `format` makes of a value: a tensor without dimensions is its number. */
export function formatted(value: unknown): string {
  if (!(value instanceof Tensor) || value.dim() > 0) return str(value)
  const item: unknown = value.item()
  return str(value.dtype.is_floating_point ? new Float(Number(item)) : item)
}
