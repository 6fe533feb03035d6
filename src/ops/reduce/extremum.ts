// The largest and smallest elements: `max`, `min`, `amax`, `amin`, `aminmax`, `argmax`, `argmin`.
import { bool, int64, notImplementedFor } from '../../base/dtype.js'
import { check, IndexError, RuntimeError, wrapDim } from '../../base/errors.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { notDifferentiable } from '../pointwise/gradients.js'
import { laneLayout, reducedCount, reducedDims, restoreDims, scatterBack } from '../../tensor/lanes.js'
import { call } from '../../engine/functions.js'
import { run } from '../../engine/run.js'
import { extremes } from '../../kernels/extremes.js'
import { op } from '../../engine/op.js'

type Dims = readonly number[] | number | null

/** Refuses to look for an extreme among no elements (`zero_numel_check_dims` in ReduceOpsUtils.h). */
function checkNotEmpty(name: string, self: Tensor, dims: Dims): void {
  if (self.count > 0) return
  const wrapped = reducedDims(dims, self.sizes.length)
  if (wrapped === null)
    throw new RuntimeError(
      `${name}(): Expected reduction dim to be specified for input.numel() == 0. ` +
        "Specify the reduction dim with the 'dim' argument.",
    )
  for (const dim of wrapped)
    if (self.sizes[dim] === 0)
      throw new IndexError(`${name}(): Expected reduction dim ${dim} to have non-zero size.`)
}

const values = (self: Tensor, dims: Dims, keepdim: boolean, largest: boolean): Tensor => {
  const { x, outer, n, inner, sizes } = laneLayout(self, dims, keepdim)
  const out = emptyTensor(sizes, x.dtype, x.device)
  run(extremes, [out, null, x], largest, outer, n, inner)
  return out
}

const indicesOf = (self: Tensor, dim: Dims, keepdim: boolean, largest: boolean): Tensor => {
  const { x, outer, n, inner, sizes } = laneLayout(self, dim, keepdim)
  const out = emptyTensor(sizes, int64, x.device)
  run(extremes, [null, out, x], largest, outer, n, inner)
  return out
}

function valuesAndIndices(self: Tensor, dim: number, keepdim: boolean, largest: boolean): [Tensor, Tensor] {
  const { x, outer, n, inner, sizes } = laneLayout(self, dim, keepdim)
  const results: [Tensor, Tensor] = [
    emptyTensor(sizes, x.dtype, x.device),
    emptyTensor(sizes, int64, x.device),
  ]
  run(extremes, [...results, x], largest, outer, n, inner)
  return results
}

/** Shares a gradient evenly among the elements that equal the result; FunctionsManual.cpp. */
export function distributeEvenly(g: Tensor, self: Tensor, result: Tensor): Tensor {
  // Without asking what the result is, which may be far away.
  const mask = self.eq(result).logical_or(self.isnan().logical_and(result.isnan()))
  // What was not chosen gets 0, also of a gradient that is inf.
  return call('where', [mask, g.div(mask.sum()), 0]) as Tensor
}

for (const largest of [true, false]) {
  const name = largest ? 'max' : 'min'
  const word = largest ? 'largest' : 'smallest'
  const camel = largest ? 'Max' : 'Min'

  op(`${name}(Tensor self) -> Tensor`, {
    doc: `The ${word} element.`,
    example: [`torch.tensor([1, 3, 2]).${name}()`, largest ? 'tensor(3)' : 'tensor(1)'],
    node: `${camel}Backward1`,
    device: true,
    compute: (self: Tensor) => {
      if (self.dtype.is_complex) notImplementedFor(`${name}_all`, self.dtype)
      checkNotEmpty(name, self, null)
      return values(self, null, false, largest)
    },
    backward: { self: (g, { self, result }) => distributeEvenly(g, self, result) },
  })
  op(`${name}.other(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor`, {
    doc: `The ${word === 'largest' ? 'larger' : 'smaller'} of two elements, elementwise; the same as \`torch.${name}imum\`.`,
    example: [
      `torch.${name}(torch.tensor([1, 3]), torch.tensor([2, 2]))`,
      largest ? 'tensor([2, 3])' : 'tensor([1, 2])',
    ],
    forward: (self: Tensor, other: Tensor) => (largest ? self.maximum(other) : self.minimum(other)),
  })
  op(
    `${name}.dim(Tensor self, int dim, bool keepdim=False, *, Tensor? out=None) -> (Tensor values, Tensor indices)`,
    {
      doc: `The ${word} elements along a dimension, and where they are.`,
      alsoByName: true,
      example: [
        `torch.tensor([[1, 3], [4, 2]]).${name}(1).indices`,
        largest ? 'tensor([1, 0])' : 'tensor([0, 1])',
      ],
      exactOut: true,
      device: true,
      compute: (self: Tensor, dim: number, keepdim: boolean) => {
        check(!self.dtype.is_complex, () => `${name}(): does not support complex input`)
        checkNotEmpty(name, self, dim)
        return valuesAndIndices(self, dim, keepdim, largest)
      },
      backward: {
        self: (g, { self_sizes, dim, keepdim, indices }) => scatterBack(g, dim, indices, self_sizes, keepdim),
      },
    },
  )
  op(`a${name}(Tensor self, int[1] dim=[], bool keepdim=False, *, Tensor? out=None) -> Tensor`, {
    doc: `The ${word} elements along dimensions. The gradient is shared by equals.`,
    example: [`torch.tensor([[1, 3], [4, 2]]).a${name}(1)`, largest ? 'tensor([3, 4])' : 'tensor([1, 2])'],
    exactOut: (own, out) =>
      `Expected the dtype for input and out to match, but got ${own.scalarName} for input's dtype and ` +
      `${out.scalarName} for out's dtype.`,
    device: true,
    compute: (self: Tensor, dim: number[], keepdim: boolean) => {
      reducedDims(dim, self.sizes.length)
      if (self.dtype.is_complex) notImplementedFor(`${name}_values_cpu`, self.dtype)
      checkNotEmpty(`a${name}`, self, dim)
      return values(self, dim, keepdim, largest)
    },
    backward: {
      self: (g, { self, result, dim, keepdim }) => {
        const rank = self.sizes.length
        const mask = self.eq(restoreDims(result, dim, keepdim, rank))
        const count = dim.length === 0 ? mask.sum() : mask.sum(dim, true)
        return restoreDims(g, dim, keepdim, rank).mul(mask).div(count)
      },
    },
  })
  op(`arg${name}(Tensor self, int? dim=None, bool keepdim=False, *, Tensor? out=None) -> Tensor`, {
    doc: `Where the ${word} element is: the first of equals.`,
    example: [`torch.tensor([1, 3, 2]).arg${name}()`, largest ? 'tensor(1)' : 'tensor(0)'],
    exactOut: true,
    device: true,
    compute: (self: Tensor, dim: number | null, keepdim: boolean) => {
      const { dtype, sizes } = self
      if (self.count === 0 && dim === null)
        throw new IndexError(`arg${name}(): Expected reduction dim to be specified for input.numel() == 0.`)
      checkNotEmpty(`arg${name}`, self, dim)
      // Where there is no choice the kernel is not asked.
      if (dim !== null && sizes.length > 0 && (self.count === 0 || sizes[wrapDim(dim, sizes.length)] === 1))
        return zerosTensor(laneLayout(self, dim, keepdim).sizes, int64, self.device)
      if (dtype.is_complex || dtype === bool) notImplementedFor(`arg${name}_cpu`, dtype)
      return indicesOf(self, dim, keepdim, largest)
    },
    backward: 'none',
  })
}

op(
  'aminmax(Tensor self, *, int? dim=None, bool keepdim=False, Tensor? out=None) -> (Tensor min, Tensor max)',
  {
    doc: 'The smallest and the largest elements, of all or along a dimension.',
    example: ['torch.tensor([1, 3, 2]).aminmax().max', 'tensor(3)'],
    exactOut: true,
    device: true,
    compute: (self: Tensor, dim: number | null, keepdim: boolean) => {
      const wrapped = reducedDims(dim, self.sizes.length)
      if (self.dtype.is_complex) notImplementedFor('aminmax_cpu', self.dtype)
      if (reducedCount(self.sizes, dim) === 0) {
        if (wrapped !== null)
          throw new IndexError(`aminmax: Expected reduction dim ${wrapped[0]} to have non-zero size.`)
        throw new RuntimeError(
          'aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.',
        )
      }
      // A kept dimension of a 0-dim tensor shows, unlike in the other reductions (ReduceAllOps.cpp).
      const x = self.sizes.length === 0 && dim !== null && keepdim ? self.reshape([1]) : self
      return [values(x, dim, keepdim, false), values(x, dim, keepdim, true)]
    },
    node: 'NotImplemented',
    backward: { self: notDifferentiable('aten::aminmax') },
  },
)
