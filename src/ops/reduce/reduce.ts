/** Sums and their relatives: what makes one element of many by adding, multiplying or asking. */
import { modes } from '../../tensor/modes.js'
import { isOnDevice } from '../../devices/device-storage.js'
import {
  bool,
  type DType,
  float32,
  float64,
  get_default_dtype,
  int64,
  notImplementedFor,
  uint8,
} from '../../base/dtype.js'
import { check, RuntimeError, sizesText } from '../../base/errors.js'
import { contiguousStrides, isExpandable, type Sizes } from '../../base/layout.js'
import { toBigInt64 } from '../../memory/elements.js'
import { type Tensor } from '../../tensor/tensor.js'
import { cascadeSum, cascadeSumOfRow, type Floats } from '../../kernels/cascade-sum.js'
import { conj } from '../pointwise/gradients.js'
import { call } from '../../engine/functions.js'
import {
  eachLane,
  type Lanes,
  lanesOf,
  narrowed,
  positions,
  reducedCount,
  reducedDims,
  restoreDims,
  results,
  widened,
  widenedType,
} from '../../engine/lanes.js'
import { laneStart, laneSteps } from '../../devices/elementwise.js'
import { type Numbers, reduceLanes } from '../../devices/by-place.js'
import { op } from '../../engine/op.js'
import { laneSums } from '../../engine/sums.js'

type Dims = readonly number[] | number | null

/** Integers and bool add up in int64. */
const sumType = (self: DType, dtype: DType | null): DType =>
  dtype ?? (self.is_floating_point || self.is_complex ? self : int64)

/**
 * Sums or means of float32 and float64, with PyTorch's roundings; null for other dtypes.
 * The quotient is that of the rounded sum: mean_kernel in ReduceOps.cpp divides what sum_out gave.
 */
function floatSum(x: Tensor, dims: Dims, keepdim: boolean, type: DType, isMean: boolean): Tensor | null {
  if (x.dtype !== widenedType(type) || (x.dtype !== float32 && x.dtype !== float64)) return null
  const reduced = reducedDims(dims, x.sizes.length)
  const isReduced = (dim: number): boolean => reduced === null || reduced.includes(dim)
  const sizes = keepdim
    ? x.sizes.map((size, dim) => (isReduced(dim) ? 1 : size))
    : reduced === null
      ? []
      : x.sizes.filter((_, dim) => !isReduced(dim))
  const { tensor, array, at } = results(sizes, x.dtype)
  const from = x.storage.array as Floats
  if (reduced === null && x.contiguousFlag) array[at] = cascadeSumOfRow(from, x.offset, x.count)
  else {
    array.fill(0, at, at + tensor.count)
    cascadeSum(
      from,
      x.offset,
      x.sizes,
      x.strides,
      x.sizes.map((_, dim) => isReduced(dim)),
      array,
      at,
    )
  }
  if (isMean) {
    const n = reducedCount(x.sizes, dims)
    for (let i = at; i < at + tensor.count; i++) array[i] /= n
  }
  return narrowed(tensor, type)
}

/** The sum of (a part of) a lane on a device; see `reduceLanes`. */
function laneSum(i: number, x: Numbers, n: number, inner: number, length: number, parts: number): number {
  const start = laneStart(i, n, inner, length, parts)
  const steps = laneSteps(i, n, inner, length, parts)
  let sum = 0
  for (let k = 0; k < steps; k++) sum += x[start + k * inner]
  return sum
}
function laneProduct(i: number, x: Numbers, n: number, inner: number, length: number, parts: number): number {
  const start = laneStart(i, n, inner, length, parts)
  const steps = laneSteps(i, n, inner, length, parts)
  let product = 1
  for (let k = 0; k < steps; k++) product *= x[start + k * inner]
  return product
}

/** Exact sums of int64, wrapped at 64 bits. */
function sumInt64(lanes: Lanes): Tensor {
  const out = results(lanes.sizes, int64)
  const source = lanes.array as unknown as BigInt64Array
  const target = out.array as unknown as BigInt64Array
  eachLane(lanes, (start, index) => {
    let sum = 0n
    for (let k = 0, p = start; k < lanes.n; k++, p += lanes.inner) sum += source[p]
    target[out.at + index] = sum
  })
  return out.tensor
}

function sum(self: Tensor, dims: Dims, keepdim: boolean, dtype: DType | null): Tensor {
  const type = sumType(self.dtype, dtype)
  if (type === bool) return any(self, dims, keepdim, bool)
  if (isOnDevice(self)) return reduceLanes(laneSum, lanesOf(self.to(type), dims, keepdim), type)
  const fromSmallInts =
    type === int64 && (self.dtype === bool || (self.dtype.isIntegral && self.dtype !== int64))
  const x = fromSmallInts || self.dtype === type ? widened(self) : self.to(widenedType(type))
  const floats = floatSum(x, dims, keepdim, type, false)
  if (floats !== null) return floats
  const lanes = lanesOf(x, dims, keepdim)
  if (x.dtype === int64) return sumInt64(lanes)
  const out = results(lanes.sizes, widenedType(type))
  const sums = laneSums(lanes)
  if (type === int64) {
    const target = out.array as unknown as BigInt64Array
    for (let i = 0; i < sums.length; i++) target[out.at + i] = toBigInt64(sums[i])
  } else out.array.set(sums, out.at)
  return narrowed(out.tensor, type)
}

/** The gradient of a sum goes to every element; `sum_backward` in FunctionsManual.cpp. */
const spread = (g: Tensor, sizes: Sizes, dims: Dims, keepdim: boolean): Tensor =>
  restoreDims(g, dims, keepdim, sizes.length).expand(sizes)

op('sum(Tensor self, *, ScalarType? dtype=None) -> Tensor', {
  doc: 'The sum of all elements. Integers add up in int64.',
  example: ['torch.tensor([1, 2.5]).sum()', 'tensor(3.5000)'],
  device: true,
  compute: (self: Tensor, dtype: DType | null) => sum(self, null, false, dtype),
  backward: { self: (g, { self_sizes }) => g.expand(self_sizes) },
})
op(
  'sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor',
  {
    doc: 'The sums along one or several dimensions. Integers add up in int64.',
    alsoByName: true,
    example: ['torch.tensor([[1, 2], [3, 4]]).sum(0)', 'tensor([4, 6])'],
    node: 'SumBackward1',
    exactOut: true,
    device: true,
    compute: sum,
    backward: { self: (g, { self_sizes, dim, keepdim }) => spread(g, self_sizes, dim, keepdim) },
  },
)

function mean(self: Tensor, dims: Dims, keepdim: boolean, dtype: DType | null): Tensor {
  const type = dtype ?? self.dtype
  check(
    type.is_floating_point || type.is_complex,
    () =>
      `mean(): could not infer output dtype. ${dtype === null ? 'Input' : 'Optional'} dtype must be either a ` +
      `floating point or complex dtype. Got: ${type.scalarName}`,
  )
  if (isOnDevice(self)) return sum(self, dims, keepdim, type).div(reducedCount(self.sizes, dims))
  const x = self.dtype === type ? widened(self) : self.to(widenedType(type))
  const floats = floatSum(x, dims, keepdim, type, true)
  if (floats !== null) return floats
  const lanes = lanesOf(x, dims, keepdim)
  const out = results(lanes.sizes, widenedType(type))
  const sums = laneSums(lanes)
  for (let i = 0; i < sums.length; i++) out.array[out.at + i] = sums[i] / lanes.n
  return narrowed(out.tensor, type)
}

op('mean(Tensor self, *, ScalarType? dtype=None) -> Tensor', {
  doc: 'The mean of all elements, which must be floating point.',
  example: ['torch.tensor([1, 2.5]).mean()', 'tensor(1.7500)'],
  device: true,
  compute: (self: Tensor, dtype: DType | null) => mean(self, null, false, dtype),
  backward: { self: (g, { self_sizes }) => g.div(reducedCount(self_sizes, null)).expand(self_sizes) },
})
op(
  'mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor',
  {
    doc: 'The means along one or several dimensions.',
    alsoByName: true,
    example: ['torch.tensor([[1, 2.5], [3, 4]]).mean(0)', 'tensor([2.0000, 3.2500])'],
    node: 'MeanBackward1',
    exactOut: true,
    device: true,
    compute: mean,
    backward: {
      self: (g, { self_sizes, dim, keepdim }) =>
        spread(g.div(reducedCount(self_sizes, dim)), self_sizes, dim, keepdim),
    },
  },
)

function prod(self: Tensor, dims: Dims, keepdim: boolean, dtype: DType | null): Tensor {
  const type = sumType(self.dtype, dtype)
  if (type === bool) return all(self, dims, keepdim, bool)
  if (isOnDevice(self)) return reduceLanes(laneProduct, lanesOf(self.to(type), dims, keepdim), type)
  const lanes = lanesOf(self.to(widenedType(type)), dims, keepdim)
  const { array, n, inner } = lanes
  const out = results(lanes.sizes, widenedType(type))
  eachLane(lanes, (start, index) => {
    if (type === int64) {
      let product = 1n
      for (let k = 0, p = start; k < n; k++, p += inner)
        product = BigInt.asIntN(64, product * (array as unknown as BigInt64Array)[p])
      ;(out.array as unknown as BigInt64Array)[out.at + index] = product
    } else if (type.is_complex) {
      let re = 1
      let im = 0
      for (let k = 0, p = 2 * start - lanes.base; k < n; k++, p += 2 * inner) {
        const next = re * array[p] - im * array[p + 1]
        im = re * array[p + 1] + im * array[p]
        re = next
      }
      out.array[out.at + 2 * index] = re
      out.array[out.at + 2 * index + 1] = im
    } else if (type.is_floating_point) {
      let product = 1
      for (let k = 0, p = start; k < n; k++, p += inner) product *= array[p]
      out.array[out.at + index] = product
    } else {
      let product = 1
      for (let k = 0, p = start; k < n; k++, p += inner) product = Math.imul(product, array[p])
      out.array[out.at + index] = product
    }
  })
  return narrowed(out.tensor, type)
}

/** Each element's gradient is the product of the others, also where some are zero. */
function prodOfOthers(g: Tensor, x: Tensor, dim: number): Tensor {
  const n = x.sizes[dim]
  if (n <= 1) return g.expand(x.sizes)
  const ones = x.new_ones(x.sizes.map((size, i) => (i === dim ? 1 : size)))
  const before = call('cat', [[ones, x.narrow(dim, 0, n - 1)], dim]) as Tensor
  const after = call('cat', [[ones, x.narrow(dim, 1, n - 1).flip([dim])], dim]) as Tensor
  return g.mul(conj(before.cumprod(dim).mul(after.cumprod(dim).flip([dim]))))
}

const zeroCount = (x: Tensor): number => Number(x.eq(0).sum().item())

op('prod(Tensor self, *, ScalarType? dtype=None) -> Tensor', {
  doc: 'The product of all elements.',
  example: ['torch.tensor([1.5, 2, 4]).prod()', 'tensor(12.)'],
  device: true,
  compute: (self: Tensor, dtype: DType | null) => prod(self, null, false, dtype),
  backward: {
    self: (g, { self, result }) => {
      if (self.sizes.length === 0) return g
      const count = zeroCount(self)
      if (count === 0) return g.mul(conj(result.div(self)))
      if (count > 1 && !modes.grad) return self.new_zeros(self.sizes)
      return prodOfOthers(g, self.reshape([-1]), 0).reshape(self.sizes)
    },
  },
})
op(
  'prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor',
  {
    doc: 'The products along a dimension.',
    alsoByName: true,
    example: ['torch.tensor([[1, 2], [3, 4]]).prod(0)', 'tensor([3, 8])'],
    node: 'ProdBackward1',
    exactOut: true,
    device: true,
    compute: prod,
    backward: {
      self: (g, { self, result, dim, keepdim }) => {
        const rank = self.sizes.length
        if (rank === 0) return g
        const grad = restoreDims(g, dim, keepdim, rank)
        if (zeroCount(self) === 0) return grad.mul(conj(restoreDims(result, dim, keepdim, rank).div(self)))
        return prodOfOthers(grad, self, dim < 0 ? dim + rank : dim)
      },
    },
  },
)

/** For each lane, how many elements are not zero. A not-a-number is not zero. */
function countNonzero(self: Tensor, dims: Dims, keepdim = false): { counts: Int32Array; sizes: Sizes } {
  const x = widened(self)
  const lanes = lanesOf(x.dtype === bool || !x.dtype.is_complex ? x : x.ne(0), dims, keepdim)
  const { array, n, inner } = lanes
  const counts = new Int32Array(lanes.outer * inner)
  const zero = (x.dtype === int64 ? 0n : 0) as number
  eachLane(lanes, (start, index) => {
    let count = 0
    for (let k = 0, p = start; k < n; k++, p += inner) if (array[p] !== zero) count++
    counts[index] = count
  })
  return { counts, sizes: lanes.sizes }
}

const nonzeroCount = (self: Tensor, dims: Dims, keepdim: boolean): Tensor =>
  sum(self.ne(0), dims, keepdim, int64)

function ask(
  self: Tensor,
  dims: Dims,
  keepdim: boolean,
  dtype: DType,
  isTrue: (count: number) => boolean,
): Tensor {
  const { counts, sizes } = countNonzero(self, dims, keepdim)
  const out = results(sizes, dtype)
  for (let i = 0; i < counts.length; i++) out.array[out.at + i] = isTrue(counts[i]) ? 1 : 0
  return out.tensor
}
/** uint8 stood for bool before there was one, and still answers in kind. */
const answerType = (self: Tensor): DType => (self.dtype === uint8 ? uint8 : bool)

function any(self: Tensor, dims: Dims, keepdim: boolean, dtype = answerType(self)): Tensor {
  if (isOnDevice(self)) return nonzeroCount(self, dims, keepdim).gt(0).to(dtype)
  return ask(self, dims, keepdim, dtype, (count) => count > 0)
}
function all(self: Tensor, dims: Dims, keepdim: boolean, dtype = answerType(self)): Tensor {
  const n = reducedCount(self.sizes, dims)
  if (isOnDevice(self)) return nonzeroCount(self, dims, keepdim).eq(n).to(dtype)
  return ask(self, dims, keepdim, dtype, (count) => count === n)
}

const onlyBool = (name: string) => (_: DType, out: DType) =>
  `${name} only supports bool tensor for result, got: ${out.scalarName}`

op('all(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Whether every element is true (not zero).',
  example: ['torch.tensor([true, false]).all()', 'tensor(False)'],
  exactOut: onlyBool('all'),
  device: true,
  compute: (self: Tensor) => all(self, null, false),
  backward: 'none',
})
op('all.dim(Tensor self, int dim, bool keepdim=False, *, Tensor? out=None) -> Tensor', {
  doc: 'Whether every element along a dimension is true (not zero).',
  alsoByName: true,
  example: ['torch.tensor([[true, false], [true, true]]).all(1)', 'tensor([False,  True])'],
  exactOut: onlyBool('all'),
  device: true,
  compute: (self: Tensor, dim: number, keepdim: boolean) => all(self, dim, keepdim),
  backward: 'none',
})
op('any(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Whether some element is true (not zero).',
  example: ['torch.tensor([true, false]).any()', 'tensor(True)'],
  exactOut: onlyBool('any'),
  device: true,
  compute: (self: Tensor) => any(self, null, false),
  backward: 'none',
})
op('any.dim(Tensor self, int dim, bool keepdim=False, *, Tensor? out=None) -> Tensor', {
  doc: 'Whether some element along a dimension is true (not zero).',
  alsoByName: true,
  example: ['torch.tensor([[false, false], [true, true]]).any(1)', 'tensor([False,  True])'],
  exactOut: onlyBool('any'),
  device: true,
  compute: (self: Tensor, dim: number, keepdim: boolean) => any(self, dim, keepdim),
  backward: 'none',
})

op('count_nonzero(Tensor self, int[1]? dim=None) -> Tensor', {
  doc: 'How many elements are not zero, of all or along dimensions.',
  example: ['torch.tensor([0, 1, 2]).count_nonzero()', 'tensor(2)'],
  device: true,
  compute: (self: Tensor, dim: Dims) => {
    if (isOnDevice(self)) return nonzeroCount(self, dim, false)
    const { counts, sizes } = countNonzero(self, dim)
    const out = positions(sizes)
    for (let i = 0; i < counts.length; i++) out.low[out.at + 2 * i] = counts[i]
    return out.tensor
  },
  backward: 'none',
})

op(
  'nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor',
  {
    doc: 'The sum with not-a-numbers left out.',
    example: ['torch.tensor([1, NaN, 2.5]).nansum()', 'tensor(3.5000)'],
    device: true,
    compute: (self: Tensor, dim: Dims, keepdim: boolean, dtype: DType | null) => {
      if (self.dtype.is_complex) throw new RuntimeError('nansum does not support complex inputs')
      if (!self.dtype.is_floating_point) return sum(self, dim, keepdim, dtype)
      if (dtype !== null && !dtype.is_floating_point) notImplementedFor('nansum_cpu', dtype)
      return sum(self.masked_fill(self.isnan(), 0), dim, keepdim, dtype)
    },
    backward: {
      self: (g, { self, dim, keepdim }) =>
        spread(g.to(self.dtype), self.sizes, dim, keepdim).mul(self.isnan().logical_not()),
    },
  },
)
op(
  'nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor',
  {
    doc: 'The mean with not-a-numbers left out.',
    example: ['torch.tensor([1, NaN, 2.5]).nanmean()', 'tensor(1.7500)'],
    forward: (self: Tensor, dim: number[] | null, keepdim: boolean, dtype: DType | null) => {
      check(
        self.dtype.is_floating_point,
        () => `nanmean(): expected input to have floating point dtype but got ${self.dtype.scalarName}`,
      )
      const count = self.detach().isnan().logical_not().sum(dim, keepdim)
      return self.nansum(dim, keepdim, { dtype }).div(count)
    },
  },
)

op('logsumexp(Tensor self, int[1] dim, bool keepdim=False, *, Tensor? out=None) -> Tensor', {
  doc: 'log(sum(exp(x))) along dimensions, safe against overflow.',
  alsoByName: true,
  example: ['torch.tensor([1.5, 2.5]).logsumexp(0)', 'tensor(2.8133)'],
  aliases: ['special.logsumexp'],
  device: true,
  compute: (self: Tensor, dim: number[], keepdim: boolean) => {
    check(
      !self.dtype.is_complex,
      () => `logsumexp(): Expected floating point type for result tensor, but got: ${self.dtype.scalarName}`,
    )
    const type = self.dtype.is_floating_point ? self.dtype : get_default_dtype()
    if (isOnDevice(self)) {
      const x = self.to(type)
      const max = x.amax(dim, true)
      const shift = max.masked_fill(max.isinf(), 0)
      return x
        .sub(shift)
        .exp()
        .sum(dim, keepdim)
        .log()
        .add(keepdim ? shift : shift.sum(dim))
    }
    const lanes = lanesOf(self.to(type.isHalf ? float32 : type), dim, keepdim)
    const { array, n, inner } = lanes
    const out = results(lanes.sizes, widenedType(type))
    eachLane(lanes, (start, index) => {
      let max = -Infinity
      for (let k = 0, p = start; k < n; k++, p += inner) if (!(array[p] <= max)) max = array[p]
      const shift = Math.abs(max) === Infinity ? 0 : max
      let total = 0
      for (let k = 0, p = start; k < n; k++, p += inner) total += Math.exp(array[p] - shift)
      out.array[out.at + index] = Math.log(total) + shift
    })
    return narrowed(out.tensor, type)
  },
  backward: {
    self: (g, { self, result, dim, keepdim }) => {
      const rank = self.sizes.length
      return restoreDims(g, dim, keepdim, rank).mul(self.sub(restoreDims(result, dim, keepdim, rank)).exp())
    },
  },
})

op('trace(Tensor self) -> Tensor', {
  doc: 'The sum of the main diagonal of a matrix.',
  example: ['torch.tensor([[1, 2], [3, 4]]).trace()', 'tensor(5)'],
  device: true,
  compute: (self: Tensor) => {
    check(
      self.sizes.length === 2,
      () => `trace: expected a matrix, but got tensor with dim ${self.sizes.length}`,
    )
    if (self.dtype === bool) notImplementedFor('trace', bool)
    return sum(self.diagonal(), null, false, null)
  },
  backward: {
    self: (g, { self_sizes }) =>
      g.mul(call('eye', [self_sizes[0], self_sizes[1], { dtype: g.dtype, device: g.device }]) as Tensor),
  },
})

op('sum_to_size(Tensor self, int[] size) -> Tensor', {
  doc: 'Sums what broadcasting had repeated, back to the given size.',
  example: ['torch.tensor([[1, 2], [3, 4]]).sum_to_size(1, 2)', 'tensor([[4, 6]])'],
  variants: 'method',
  forward: (self: Tensor, size: number[]) => {
    check(
      isExpandable(size, self.sizes),
      () => `size {${sizesText(size)}} is not expandable to size {${sizesText(self.sizes)}}.`,
    )
    if (size.length === 0) return self.sum()
    const lead = self.sizes.length - size.length
    const dims: number[] = []
    for (let dim = 0; dim < self.sizes.length; dim++)
      if (dim < lead || (size[dim - lead] === 1 && self.sizes[dim] !== 1)) dims.push(dim)
    if (dims.length === 0) return self
    if (!modes.grad) {
      const total = sum(self, dims, true, null)
      return lead > 0 ? total.viewAs(size, contiguousStrides(size), total.offset) : total
    }
    const total = self.sum(dims, true)
    return lead > 0 ? total.view(size) : total
  },
})
