// Sums and their relatives: what makes one element of many by adding, multiplying or asking.
import { modes } from '../../tensor/modes.js'
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
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { conj } from '../pointwise/gradients.js'
import { call } from '../../engine/functions.js'
import { keptSizes, laneLayout, reducedCount, reducedDims, restoreDims } from '../../tensor/lanes.js'
import { run } from '../../engine/run.js'
import { castTo } from '../../engine/copy.js'
import * as kernels from '../../kernels/reduce.js'
import type { Question } from '../../kernels/reduce.js'
import { op } from '../../engine/op.js'

type Dims = readonly number[] | number | null

/** Integers and bool add up in int64. */
const sumType = (self: DType, dtype: DType | null): DType =>
  dtype ?? (self.is_floating_point || self.is_complex ? self : int64)

const isFloat = (dtype: DType): boolean => dtype === float32 || dtype === float64

/** The sums of `x`, divided by `divisor`, in `type`. */
function summed(x: Tensor, dims: Dims, keepdim: boolean, type: DType, divisor: number): Tensor {
  // The quotient is that of the sum that the dtype holds: mean_kernel in ReduceOps.cpp divides what sum_out gave.
  if (type.isHalf && divisor !== 1) return call('div', [summed(x, dims, keepdim, type, 1), divisor])
  if (isFloat(x.dtype)) {
    const { sizes, strides } = x
    const reduced = reducedDims(dims, sizes.length)
    const out = emptyTensor(keptSizes(sizes, reduced, keepdim), x.dtype, x.device)
    run(kernels.sum, [out, x], reduced, divisor, sizes, strides, x.contiguousFlag)
    return out.dtype === type ? out : castTo(out, type)
  }
  const lanes = laneLayout(x, dims, keepdim)
  const out = emptyTensor(lanes.sizes, type, x.device)
  run(kernels.laneSum, [out, lanes.x], divisor, lanes.outer, lanes.n, lanes.inner)
  return out
}

/** What is summed: `self` as `type`, 16-bit floats as float32, whose digits they are summed with. */
function addends(self: Tensor, type: DType): Tensor {
  const { dtype } = self
  const wide = type.isHalf ? float32 : type
  if (type === int64 && (dtype === bool || dtype.isIntegral)) return self
  return dtype === wide ? self : dtype === type ? castTo(self, wide) : self.to(wide)
}

function sum(self: Tensor, dims: Dims, keepdim: boolean, dtype: DType | null): Tensor {
  const type = sumType(self.dtype, dtype)
  return type === bool ? any(self, dims, keepdim, bool) : summed(addends(self, type), dims, keepdim, type, 1)
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
  return summed(addends(self, type), dims, keepdim, type, reducedCount(self.sizes, dims))
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
  const { x, outer, n, inner, sizes } = laneLayout(self.to(type), dims, keepdim)
  const out = emptyTensor(sizes, type, x.device)
  run(kernels.product, [out, x], outer, n, inner, type)
  return out
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

/** For each lane how many elements are not zero, or whether some or all are. */
function ask(question: Question, self: Tensor, dims: Dims, keepdim: boolean, dtype: DType): Tensor {
  const { x, outer, n, inner, sizes } = laneLayout(self, dims, keepdim)
  const out = emptyTensor(sizes, dtype, x.device)
  run(kernels.countNonzero, [out, x], question, outer, n, inner)
  return out
}
/** uint8 stood for bool before there was one, and still answers in kind. */
const answerType = (self: Tensor): DType => (self.dtype === uint8 ? uint8 : bool)

const any = (self: Tensor, dims: Dims, keepdim: boolean, dtype = answerType(self)): Tensor =>
  ask('any', self, dims, keepdim, dtype)
const all = (self: Tensor, dims: Dims, keepdim: boolean, dtype = answerType(self)): Tensor =>
  ask('all', self, dims, keepdim, dtype)

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
  alsoByName: 'refused',
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
  alsoByName: 'refused',
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
  compute: (self: Tensor, dim: Dims) => ask('how many', self, dim, false, int64),
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
  exactOut: (_own, out) =>
    out.is_floating_point
      ? null
      : `logsumexp(): Expected floating point type for result tensor, but got: ${out.scalarName}`,
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
    const x = self.dtype.is_floating_point ? self : self.to(get_default_dtype())
    if (x.count === 0) return x.exp().sum(dim, keepdim).log()
    // As logsumexp_out_impl in ReduceOps.cpp has it: less the largest, so that nothing overflows.
    const largest = x.amax(dim, true)
    const shift = largest.masked_fill(largest.abs().eq(Infinity), 0)
    const sum = x.sub(shift).exp_().sum(dim, keepdim)
    // Without a list of dimensions PyTorch drops none, and refuses to add what is larger.
    const isSame = keepdim || dim.length === 0
    return sum.log_().add_(isSame ? shift : shift.viewAs(sum.sizes, contiguousStrides(sum.sizes), 0))
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
    // Carried in float64 (`trace_cpu` in ReduceOps.cpp), where a sum is not.
    const wide = self.dtype === float32 && self.device.type === 'cpu'
    const diagonal = self.diagonal()
    return wide ? sum(diagonal, null, false, float64).to(float32) : sum(diagonal, null, false, null)
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
