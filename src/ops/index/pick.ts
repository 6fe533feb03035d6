// Elements picked by integer tensors, in several dimensions at once: what `x[i, j]` reads and writes. Follows
// ATen/native/TensorAdvancedIndexing.cpp.
import { IndexError, RuntimeError, sizesText } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { broadcastShapes, isExpandable } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { type Indices, pickedSizes, pickMany, putManyInto } from '../../engine/picking.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

/** Indices for dimensions, with the one shape to which they broadcast. */
function indicesFor(indices: readonly Tensor[], dims: readonly number[]): Indices {
  let shape: Sizes = []
  try {
    for (const index of indices) shape = broadcastShapes(shape, index.sizes)
  } catch {
    throw new IndexError(
      'shape mismatch: indexing tensors could not be broadcast together with shapes ' +
        indices.map((index) => sizesText(index.sizes)).join(', '),
    )
  }
  return { indices, dims, shape, error: outOfBounds }
}

const outOfBounds = (index: number, dim: number, size: number): Error =>
  new IndexError(`index ${index} is out of bounds for dimension ${dim} with size ${size}`)

op('_index(Tensor self, Tensor[] indices, int[] dims) -> Tensor', {
  variants: 'inside',
  keepsBytes: true,
  doc: 'The elements that integer tensors pick in the dimensions `dims`.',
  node: 'IndexBackward0',
  device: 'mixed',
  compute: (self: Tensor, indices: Tensor[], dims: number[]) => pickMany(self, indicesFor(indices, dims)),
  backward: {
    self: (g, { self_sizes, indices, dims }) =>
      call('_index_put', [g.new_zeros(self_sizes), indices, dims, g, true]),
  },
})

function write(
  target: Tensor,
  indices: readonly Tensor[],
  dims: readonly number[],
  values: Tensor,
  accumulate: boolean,
): void {
  const chosen = indicesFor(indices, dims)
  const sizes = pickedSizes(target, chosen)
  if (!isExpandable(values.sizes, sizes))
    throw new RuntimeError(
      `shape mismatch: value tensor of shape ${sizesText(values.sizes)} cannot be broadcast to indexing result of ` +
        `shape ${sizesText(sizes)}`,
    )
  if (values.dtype !== target.dtype)
    throw new RuntimeError(
      'Index put requires the source and destination dtypes match, got ' +
        `${target.dtype.scalarName} for the destination and ${values.dtype.scalarName} for the source.`,
    )
  putManyInto(target, chosen, values, accumulate ? 'add' : 'assign')
}

op('_index_put(Tensor self, Tensor[] indices, int[] dims, Tensor values, bool accumulate) -> Tensor', {
  variants: 'inside',
  doc: 'A copy with `values` where integer tensors pick.',
  node: 'IndexPutBackward0',
  device: 'mixed',
  compute: (self: Tensor, indices: Tensor[], dims: Sizes, values: Tensor, accumulate: boolean) => {
    const result = self.clone()
    write(result, indices, dims, values, accumulate)
    return result
  },
  backward: {
    self: (g, { indices, dims, accumulate }) =>
      accumulate ? g : call('_index_put', [g, indices, dims, g.new_zeros([]), false]),
    values: (g, { indices, dims }) => call('_index', [g, indices, dims]),
  },
})
op('_index_put_(Tensor self, Tensor[] indices, int[] dims, Tensor values, bool accumulate) -> Tensor', {
  variants: 'inside',
  keepsBytes: true,
  overlap: 'warned, disjoint',
  doc: 'Writes `values` where integer tensors pick.',
  node: 'IndexPutBackward0',
  device: 'mixed',
  mutate: write,
  backward: {
    self: (g, { indices, dims, accumulate }) =>
      accumulate ? g : call('_index_put', [g, indices, dims, g.new_zeros([]), false]),
    values: (g, { indices, dims }) => call('_index', [g, indices, dims]),
  },
})
