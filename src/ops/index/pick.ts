/**
 * Elements picked by integer tensors, in several dimensions at once: what `x[i, j]` reads and writes. Follows
 * ATen/native/TensorAdvancedIndexing.cpp.
 */
import { isOnDevice } from '../../devices/device-storage.js'
import { float32 } from '../../base/dtype.js'
import { IndexError, RuntimeError, sizesText } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { broadcastShapes, contiguousStrides, isExpandable, numelOf, sameSizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { emptyTensor } from '../../tensor/tensor.js'
import {
  type Blocks,
  copyOf,
  copyToWindow,
  indexValues,
  offsetsOf,
  readBlocks,
  writeBlocks,
} from '../../engine/cells.js'
import { joinedIndex, pickAlong, putAlong } from '../../devices/picking.js'
import { copyInto } from '../../engine/copy.js'
import { toDevice } from '../../devices/on-device.js'
import { op } from '../../engine/op.js'

interface Picked {
  readonly blocks: Blocks
  readonly sizes: Sizes
}

/** Where the elements are that `indices` pick in the dimensions `dims`, and the shape of the result. */
function pick(
  { sizes, strides, offset }: Tensor,
  indices: readonly Tensor[],
  dims: readonly number[],
): Picked {
  let shape: Sizes = []
  try {
    for (const index of indices) shape = broadcastShapes(shape, index.sizes)
  } catch {
    throw new IndexError(
      'shape mismatch: indexing tensors could not be broadcast together with shapes ' +
        indices.map((index) => sizesText(index.sizes)).join(', '),
    )
  }
  const middle = new Int32Array(numelOf(shape))
  indices.forEach((index, k) => {
    const size = sizes[dims[k]]
    const stride = strides[dims[k]]
    const values = indexValues(sameSizes(index.sizes, shape) ? index : index.expand(shape))
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (value < -size || value >= size)
        throw new IndexError(`index ${value} is out of bounds for dimension ${dims[k]} with size ${size}`)
      middle[i] += (value < 0 ? value + size : value) * stride
    }
  })
  const [first] = dims
  const last = dims[dims.length - 1]
  if (last - first === dims.length - 1) {
    const before = sizes.slice(0, first)
    const after = sizes.slice(last + 1)
    return {
      blocks: {
        outer: offsetsOf(before, strides.slice(0, first), offset),
        middle,
        inner: offsetsOf(after, strides.slice(last + 1)),
      },
      sizes: [...before, ...shape, ...after],
    }
  }
  // Indices with a slice between them: their dimensions come first in the result.
  const isRest = (_: number, dim: number): boolean => !dims.includes(dim)
  const rest = sizes.filter(isRest)
  return {
    blocks: { outer: Int32Array.of(offset), middle, inner: offsetsOf(rest, strides.filter(isRest)) },
    sizes: [...shape, ...rest],
  }
}

/** The tensor with the indexed dimensions as one, and how its other dimensions lie around that. */
function gathered(self: Tensor, indices: readonly Tensor[], dims: readonly number[]) {
  let shape: Sizes = []
  for (const index of indices) shape = broadcastShapes(shape, index.sizes)
  const [first] = dims
  const isTogether = dims[dims.length - 1] - first === dims.length - 1
  const rest = self.sizes.map((_, dim) => dim).filter((dim) => !dims.includes(dim))
  const order = isTogether ? self.sizes.map((_, dim) => dim) : [...dims, ...rest]
  const at = isTogether ? first : 0
  const moved = self.permute(order)
  const before = moved.sizes.slice(0, at)
  const after = moved.sizes.slice(at + dims.length)
  return {
    order,
    at,
    flat: moved.reshape([...before, -1, ...after]),
    moved: moved.sizes,
    index: joinedIndex(self, indices, dims, shape),
    sizes: [...before, ...shape, ...after],
    flatSizes: [...before, numelOf(shape), ...after],
  }
}

function pickOnDevice(self: Tensor, indices: readonly Tensor[], dims: readonly number[]): Tensor {
  const { at, flat, index, sizes, flatSizes } = gathered(self, indices, dims)
  return pickAlong(flat, at, index, flatSizes).viewAs(sizes, contiguousStrides(sizes), 0)
}

function putOnDevice(
  self: Tensor,
  indices: readonly Tensor[],
  dims: readonly number[],
  values: Tensor,
  accumulate: boolean,
): Tensor {
  const { order, at, flat, moved, index, sizes, flatSizes } = gathered(self, indices, dims)
  const source = spreadTo(isOnDevice(values) ? values : toDevice(values), self, sizes)
  const shaped = source.count === 1 ? source : source.reshape(flatSizes)
  const result = putAlong(flat, at, index, shaped, accumulate ? 'add' : 'assign')
  const back = order.map((_, dim) => order.indexOf(dim))
  return result.viewAs(moved, contiguousStrides(moved), 0).permute(back)
}

op('_index(Tensor self, Tensor[] indices, int[] dims) -> Tensor', {
  doc: 'The elements that integer tensors pick in the dimensions `dims`.',
  node: 'IndexBackward0',
  device: 'mixed',
  compute: (self: Tensor, indices: Tensor[], dims: Sizes) => {
    if (isOnDevice(self)) return pickOnDevice(self, indices, dims)
    const { blocks, sizes } = pick(self, indices, dims)
    const result = emptyTensor(sizes, self.dtype)
    readBlocks(self, blocks, result)
    return result
  },
  backward: {
    self: (g, { self_sizes, indices, dims }) => g.new_zeros(self_sizes)._index_put(indices, dims, g, true),
  },
})

function put(
  target: Tensor,
  indices: readonly Tensor[],
  dims: Sizes,
  values: Tensor,
  accumulate: boolean,
): void {
  if (isOnDevice(target)) {
    copyInto(target, putOnDevice(target, indices, dims, values, accumulate))
    return
  }
  const { blocks, sizes } = pick(target, indices, dims)
  const source = spreadTo(values, target, sizes)
  writeBlocks(target, blocks, source, accumulate ? 'add' : 'assign')
}

/** `values` as a contiguous source of the indexed shape; a single element stays single. */
function spreadTo(values: Tensor, target: Tensor, sizes: Sizes): Tensor {
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
  if (values.count === 1) return copyOf(values)
  const wide = sameSizes(values.sizes, sizes) ? values : values.expand(sizes)
  return wide.contiguousFlag && !wide.storage.shares(target.storage) ? wide : copyOf(wide)
}

const putBackward = {
  self: (g: Tensor, { indices, dims, accumulate }: PutSaved): Tensor =>
    accumulate ? g : g._index_put(indices, dims, g.new_zeros([]), false),
  values: (g: Tensor, { indices, dims }: PutSaved): Tensor => g._index(indices, dims),
}
interface PutSaved {
  readonly indices: Tensor[]
  readonly dims: number[]
  readonly accumulate: boolean
}

op('_index_put(Tensor self, Tensor[] indices, int[] dims, Tensor values, bool accumulate) -> Tensor', {
  doc: 'A copy with `values` where integer tensors pick.',
  node: 'IndexPutBackward0',
  device: 'mixed',
  compute: (self: Tensor, indices: Tensor[], dims: Sizes, values: Tensor, accumulate: boolean) => {
    if (accumulate && self.dtype.isHalf) {
      const wide = self.to(float32)
      put(wide, indices, dims, values.to(float32), true)
      return wide.to(self.dtype)
    }
    const result = copyOf(self)
    put(result, indices, dims, values, accumulate)
    return result
  },
  backward: {
    self: (g, { indices, dims, accumulate }) => putBackward.self(g, { indices, dims, accumulate }),
    values: (g, { indices, dims, accumulate }) => putBackward.values(g, { indices, dims, accumulate }),
  },
})
op('_index_put_(Tensor self, Tensor[] indices, int[] dims, Tensor values, bool accumulate) -> Tensor', {
  doc: 'Writes `values` where integer tensors pick.',
  node: 'IndexPutBackward0',
  device: 'mixed',
  mutate: (self: Tensor, indices: Tensor[], dims: Sizes, values: Tensor, accumulate: boolean) => {
    if (accumulate && self.dtype.isHalf)
      copyToWindow(self, self.strides, self.offset, self._index_put(indices, dims, values, true))
    else put(self, indices, dims, values, accumulate)
  },
  backward: {
    self: (g, { indices, dims, accumulate }) => putBackward.self(g, { indices, dims, accumulate }),
    values: (g, { indices, dims, accumulate }) => putBackward.values(g, { indices, dims, accumulate }),
  },
})
