// `torch.masked`: reductions and normalizations that take only those elements into account for which a mask is True.
// Follows torch/masked/_ops.py: what is masked out becomes the value that changes nothing.
import type { DType } from '../base/dtype.js'
import * as types from '../base/dtype.js'
import {
  AttributeError,
  IndexError,
  NotImplementedError,
  RuntimeError,
  TypeError,
  ValueError,
} from '../base/errors.js'
import { sameSizes } from '../base/layout.js'
import { type Scalar, scalarToNumber } from '../base/scalar.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { pythonic } from '../engine/python-call.js'
import { refusing } from './left-out.js'
import { iinfo } from './torch-functions.js'

type Dims = number | readonly number[] | null
type MaybeDType = DType | null
type Mask = Tensor | null

/** What follows the positional arguments of a reduction. */
interface Reducing {
  keepdim?: boolean
  /** The dtype of the result; default that of the input. */
  dtype?: DType | null
  /** Which elements count, broadcast to the shape of the input; default all. */
  mask?: Tensor | null
}
type Reduction = (input: Tensor, dim?: Dims | Reducing, keywords?: Reducing) => Tensor
type Pick = (input: Tensor, dim?: number | null | Reducing, keywords?: Reducing) => Tensor
type Along = (
  input: Tensor,
  dim: number | (Omit<Reducing, 'keepdim'> & { dim: number }),
  keywords?: Omit<Reducing, 'keepdim'>,
) => Tensor

// ---- masks ----

/** The dimensions to go along, in order; all where none is named. */
function dimsOf(dim: Dims, ndim: number): number[] {
  if (dim === null || (Array.isArray(dim) && dim.length === 0))
    return Array.from({ length: ndim }, (_, i) => i)
  const rank = Math.max(ndim, 1)
  const dims: number[] = []
  const asked = Number.isInteger(dim) ? [dim] : dim
  if (typeof asked !== 'string' && !Array.isArray(asked))
    throw new TypeError(`'${typeName(asked)}' object is not iterable`)
  for (const d of asked as Iterable<number>) {
    if (typeof d !== 'number')
      throw new TypeError(`'>=' not supported between instances of '${typeName(d)}' and 'int'`)
    if (dims.includes(d)) throw new RuntimeError(`dim=${d} appears multiple times in the list of dims`)
    if (d >= rank || d < -rank)
      throw new IndexError(
        `Dimension out of range (expected to be in range of [${-rank}, ${rank - 1}], but got ${d})`,
      )
    dims.push(d < 0 ? d + rank : d)
  }
  return dims.sort((a, b) => a - b)
}

/** The mask in the shape of the input, as bools. */
function maskFor(input: Tensor, mask: Tensor): Tensor {
  if (!(mask instanceof Tensor))
    throw new AttributeError(`'${typeName(mask)}' object has no attribute 'shape'`)
  if (!sameSizes(mask.sizes, input.sizes)) {
    if (mask.dim() > input.dim())
      throw new IndexError(
        '_input_mask expected broadcastable mask (got mask dimensionality higher than of the input)',
      )
    mask = call('broadcast_to', [mask, input.sizes]) as Tensor
  }
  return mask.to(types.bool)
}

type Reducer = 'sum' | 'prod' | 'amax' | 'amin' | 'argmax' | 'argmin' | 'logsumexp' | 'median' | 'norm'

/** The value that changes nothing in a reduction of numbers of this dtype. */
function identity(name: Reducer, dtype: DType, ord = 2): Scalar {
  switch (name) {
    case 'sum':
      return 0
    case 'prod':
      return 1
    case 'amax':
    case 'argmax':
    case 'logsumexp':
      if (dtype.is_floating_point) return -Infinity
      // Complex numbers have a sign for PyTorch, and so are asked for the limits of integers, which they refuse.
      if (dtype.isIntegral || dtype.is_complex) return iinfo(dtype).min
      break
    case 'amin':
    case 'argmin':
      if (dtype.is_floating_point) return Infinity
      if (dtype.isIntegral || dtype.is_complex) return iinfo(dtype).max
      break
    case 'norm':
      return ord === -Infinity ? Infinity : 0
    case 'median':
      return NaN
  }
  throw new NotImplementedError(`identity of ${name} on ${dtype} input`)
}

/** The input with that value in place of what is masked out. */
const filled = (name: Reducer, input: Tensor, mask: Mask, ord?: number): Tensor =>
  mask === null
    ? input
    : input.masked_fill(maskFor(input, mask).logical_not(), identity(name, input.dtype, ord))

const small = new Set<DType>([types.uint8, types.bool, types.int8, types.int16, types.int32])
/** Sums and products of small integers are int64. */
const summed = (input: Tensor, dtype: MaybeDType): DType =>
  dtype ?? (small.has(input.dtype) ? types.int64 : input.dtype)

// ---- reductions ----

type Reduced = [input: Tensor, dim: Dims, keepdim: boolean, dtype: MaybeDType, mask: Mask]
const reduction = '(input: .layout, dim = None, *, keepdim = False, dtype = None, mask = None)'

/** The sum of the elements that count. */
export const sum = pythonic<(...args: Reduced) => Tensor, Reduction>(
  `sum${reduction}`,
  (input, dim, keepdim, dtype, mask) => total(input, dim, keepdim, summed(input, dtype), mask),
)
const total = (input: Tensor, dim: Dims, keepdim: boolean, dtype: DType, mask: Mask): Tensor =>
  filled('sum', input, mask).sum(dimsOf(dim, input.dim()), keepdim, { dtype })

/** The product of the elements that count. */
export const prod = pythonic<(...args: Reduced) => Tensor, Reduction>(
  `prod${reduction}`,
  (input, dim, keepdim, dtype, mask) => {
    let result = filled('prod', input, mask).to(summed(input, dtype))
    for (const d of dimsOf(dim, input.dim()).reverse()) result = result.prod(d, keepdim)
    return result
  },
)

const extremum = (name: 'amax' | 'amin'): Reduction =>
  pythonic<(...args: Reduced) => Tensor, Reduction>(
    `${name}${reduction}`,
    (input, dim, keepdim, dtype, mask) =>
      filled(name, input, mask)
        [name](dimsOf(dim, input.dim()), keepdim)
        .to(dtype ?? input.dtype),
  )
/** The largest of the elements that count. */
export const amax = extremum('amax')
/** The smallest of the elements that count. */
export const amin = extremum('amin')

const place = (name: 'argmax' | 'argmin'): Pick =>
  pythonic<
    (input: Tensor, dim: number | null, keepdim: boolean, dtype: MaybeDType, mask: Mask) => Tensor,
    Pick
  >(`${name}${reduction}`, (input, dim, keepdim, dtype, mask) =>
    filled(name, input, mask)
      [name](dim, keepdim)
      .to(dtype ?? input.dtype),
  )
/** Where the largest of the elements that count is. */
export const argmax = place('argmax')
/** Where the smallest of the elements that count is. */
export const argmin = place('argmin')

/** How many elements count along the dimensions. */
const countOf = (input: Tensor, dim: Dims, keepdim: boolean, mask: Mask): Tensor =>
  total(
    call('ones', [input.sizes, { dtype: types.int64, device: input.device }]) as Tensor,
    dim,
    keepdim,
    types.int64,
    mask,
  )

/** The mean of the elements that count. */
export const mean = pythonic<(...args: Reduced) => Tensor, Reduction>(
  `mean${reduction}`,
  (input, dim, keepdim, dtype, mask) =>
    total(input, dim, keepdim, dtype ?? input.dtype, mask).div(countOf(input, dim, keepdim, mask)),
)

/** The median of the elements that count: the lower of two in the middle. */
export const median = pythonic<
  (input: Tensor, dim: number, keepdim: boolean, dtype: MaybeDType, mask: Mask) => Tensor,
  Pick
>(
  'median(input: .layout, dim = -1, *, keepdim = False, dtype = None, mask = None)',
  (input, dim, keepdim, dtype, mask) => {
    const [along] = dimsOf(dim, input.dim())
    const isFloat = input.is_floating_point()
    const plain = isFloat ? input : input.to(types.float32)
    const output = filled('median', plain, mask).nanmedian(along, keepdim).values
    if (isFloat) return output
    if (output.isnan().any().item())
      throw new ValueError('masked median expects no fully masked out rows if dtype is not floating point')
    return output.to(dtype ?? input.dtype)
  },
)

/** The logarithm of the sum of exponentials of the elements that count. */
export const logsumexp = pythonic<(...args: Reduced) => Tensor, Reduction>(
  `logsumexp${reduction}`,
  (input, dim, keepdim, dtype, mask) =>
    filled('logsumexp', input, mask)
      .logsumexp(dimsOf(dim, input.dim()), keepdim)
      .to(dtype ?? input.dtype),
)

/** The logarithm of the sum of two exponentials, each under a mask of its own. */
export const logaddexp = pythonic<
  (input: Tensor, other: Tensor, dtype: MaybeDType, input_mask: Mask, other_mask: Mask) => Tensor,
  (
    input: Tensor,
    other: Tensor,
    keywords?: { dtype?: DType | null; input_mask?: Tensor | null; other_mask?: Tensor | null },
  ) => Tensor
>(
  'logaddexp(input: .layout, other: .layout, *, dtype = None, input_mask = None, other_mask = None)',
  (input, other, dtype, inputMask, otherMask) =>
    filled('logsumexp', input, inputMask)
      .logaddexp(filled('logsumexp', other, otherMask))
      .to(dtype ?? input.dtype),
)

function normOf(
  input: Tensor,
  ord: Scalar | null,
  dim: Dims,
  keepdim: boolean,
  dtype: MaybeDType,
  mask: Mask,
): Tensor {
  const order = ord === null ? 2 : typeof ord === 'string' ? ord : scalarToNumber(ord)
  return call('linalg.vector_norm', [
    filled('norm', input, mask, Number(order)),
    order,
    dimsOf(dim, input.dim()),
    keepdim,
    { dtype: dtype ?? input.dtype },
  ]) as Tensor
}
/** The norm of the elements that count. */
export const norm = pythonic<
  typeof normOf,
  (input: Tensor, ord?: number | null | Reducing, dim?: Dims | Reducing, keywords?: Reducing) => Tensor
>('norm(input: .layout, ord = 2, dim = None, *, keepdim = False, dtype = None, mask = None)', normOf)

type Spread = [input: Tensor, dim: Dims, unbiased: boolean, keepdim: boolean, dtype: MaybeDType, mask: Mask]

function variance(...[input, dim, unbiased, keepdim, dtype, mask]: Spread): Tensor {
  const isInexact = (type: DType): boolean => type.is_floating_point || type.is_complex
  const result = dtype ?? (isInexact(input.dtype) ? input.dtype : types.float32)
  const computed = isInexact(result) ? result : types.float32
  let count = countOf(input, dim, true, mask)
  const x = input.sub(total(input, dim, true, result, mask).div(count))
  const squares = total(x.mul(x.conj()), dim, keepdim, computed, mask)
  if (!keepdim) count = count.reshape(squares.sizes as number[])
  // With one element or none there is nothing to divide by.
  if (unbiased) count = count.sub(1).clamp(0)
  return squares.div(count).to(result)
}
type SpreadCall = (
  input: Tensor,
  dim?: Dims | (Reducing & { unbiased?: boolean }),
  unbiased?: boolean | Reducing,
  keywords?: Reducing,
) => Tensor
const spread = '(input: .layout, dim = None, unbiased = False, *, keepdim = False, dtype = None, mask = None)'
/** The variance of the elements that count. */
const var_ = pythonic<typeof variance, SpreadCall>(`var${spread}`, variance)
/** The standard deviation of the elements that count. */
export const std = pythonic<typeof variance, SpreadCall>(`std${spread}`, (...args) =>
  variance(...args).sqrt(),
)

// ---- along a dimension ----

type Ran = [input: Tensor, dim: number, dtype: MaybeDType, mask: Mask]
const along = '(input: .layout, dim, *, dtype = None, mask = None)'

const running = (name: 'cumsum' | 'cumprod', reducer: 'sum' | 'prod'): Along =>
  pythonic<(...args: Ran) => Tensor, Along>(`${name}${along}`, (input, dim, dtype, mask) => {
    const type = dtype ?? input.dtype
    const [d] = dimsOf(dim, input.dim())
    return filled(reducer, input, mask)[name](d, { dtype: type }).to(type)
  })
/** Sums of the elements that count up to each place. */
export const cumsum = running('cumsum', 'sum')
/** Products of the elements that count up to each place. */
export const cumprod = running('cumprod', 'prod')

const softened = (name: 'softmax' | 'log_softmax' | 'softmin', reducer: 'amax' | 'amin'): Along =>
  pythonic<(...args: Ran) => Tensor, Along>(`${name}${along}`, (input, dim, dtype, mask) => {
    const [d] = dimsOf(dim, input.dim())
    const options = { dtype: dtype ?? input.dtype }
    return call(`nn.functional.${name}`, [filled(reducer, input, mask), d, options]) as Tensor
  })
/** Softmax of the elements that count; the others become zero. */
export const softmax = softened('softmax', 'amax')
/** The logarithms of the softmax over what the mask leaves. */
export const log_softmax = softened('log_softmax', 'amax')
/** The softmin over what the mask leaves. */
export const softmin = softened('softmin', 'amin')

/** The elements that count by their norm along a dimension. */
export const normalize = pythonic<
  (input: Tensor, ord: number, dim: number, eps: number, dtype: MaybeDType, mask: Mask) => Tensor,
  (
    input: Tensor,
    ord: number,
    dim: number,
    keywords?: { eps?: number; dtype?: DType | null; mask?: Tensor | null },
  ) => Tensor
>(
  'normalize(input: .layout, ord, dim, *, eps = 1e-12, dtype = None, mask = None)',
  (input, ord, dim, eps, dtype, mask) => {
    const length = normOf(input, ord, dim, true, dtype, mask)
    return filled('sum', input, mask).div(length.maximum(length.new_full([], eps)))
  },
)

// ---- masked tensors ----

const noMaskedTensors =
  'there are no tensors that carry a mask, so give the mask to the functions of torch.masked'
export const MaskedTensor = refusing('torch.masked.MaskedTensor', noMaskedTensors)
export const masked_tensor = refusing('torch.masked.masked_tensor', noMaskedTensors)
export const as_masked_tensor = refusing('torch.masked.as_masked_tensor', noMaskedTensors)
/** Whether something is a MaskedTensor: there are none. */
export const is_masked_tensor = (_obj: unknown): boolean => false
export { var_ as var }
