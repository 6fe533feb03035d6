/** Ops that take one index vector for a dimension: index_select, index_add, index_copy, index_fill; and take, put. */
import { isOnDevice } from '../../devices/device-storage.js'
import { bool, float32, int32, int64 } from '../../base/dtype.js'
import { check, IndexError, RuntimeError, sizesText, wrapDim } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { broadcastShapes, contiguousStrides, sameSizes } from '../../base/layout.js'
import { Complex, type Scalar } from '../../base/scalar.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import {
  blocksAlong,
  type Combine,
  combiner,
  copyOf,
  indexValues,
  offsetsOf,
  readBlocks,
  scalarTensor,
  writeBlocks,
} from '../../engine/cells.js'
import { pickAlong, putAlong } from '../../devices/picking.js'
import { mapElements, toHost } from '../../devices/on-device.js'
import { op } from '../../engine/op.js'

/** A gradient in the shape of a source; one of 0 dimensions had stood for a single slice. */
const fittedTo = (sizes: Sizes, part: Tensor): Tensor =>
  sizes.length > 0 ? part.expand(sizes) : part.reshape([])

const without = (sizes: Sizes, dim: number): number[] => sizes.filter((_, k) => k !== dim)

/** Positions in a dimension of `size`; `wraps` allows negative ones. */
function positionsIn(
  index: Tensor,
  size: number,
  wraps: boolean,
  error: (value: number) => Error,
): Int32Array {
  const values = indexValues(index)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value >= size || value < (wraps ? -size : 0)) throw error(value)
    if (value < 0) values[i] = value + size
  }
  return values
}

op('index_select(Tensor self, int dim, Tensor index, *, Tensor? out=None) -> Tensor', {
  exactOut: () => 'index_select(): self and result must have the same scalar type',
  doc: 'The parts of dimension `dim` that a vector of indices names, in its order.',
  example: ['torch.tensor([5, 6, 7]).index_select(0, torch.tensor([2, 0]))', 'tensor([7, 5])'],
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor) => {
    if (index.sizes.length > 1) throw new IndexError('index_select(): Index is supposed to be a vector')
    check(
      index.dtype === int64 || index.dtype === int32,
      () => 'index_select(): Expected dtype int32 or int64 for index',
    )
    const at = wrapDim(dim, self.sizes.length)
    check(
      self.sizes.length > 0 || index.count === 1,
      () => 'index_select(): Index to scalar can have only 1 value, got ' + `${index.count} value(s)`,
    )
    if (isOnDevice(self)) {
      const sizes = self.sizes.map((own, k) => (k === at ? index.count : own))
      return pickAlong(self, at, index, sizes)
    }
    const size = self.sizes[at] ?? 1
    const positions = positionsIn(
      index,
      size,
      false,
      (value) => new RuntimeError(`INDICES element is out of DATA bounds, id=${value} axis_dim=${size}`),
    )
    const sizes = self.sizes.map((own, k) => (k === at ? positions.length : own))
    const result = emptyTensor(sizes, self.dtype)
    readBlocks(self, blocksAlong(self, at, positions), result)
    return result
  },
  backward: {
    self: (g, { self_sizes, dim, index }) => g.new_zeros(self_sizes).index_add(dim, index, g),
  },
})

/** `run` on float32 copies where the element type is 16 bits wide, so that arithmetic is on numbers. */
function inFloat32(self: Tensor, source: Tensor, run: (self: Tensor, source: Tensor) => void): Tensor {
  if (!self.dtype.isHalf) {
    const result = copyOf(self)
    run(result, source)
    return result
  }
  const wide = self.to(float32)
  run(wide, source.to(float32))
  return wide.to(self.dtype)
}

op(
  'index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1, Tensor? out=None) -> Tensor',
  {
    exactOut: true,
    doc: 'Adds the parts of `source`, times `alpha`, to those parts of dimension `dim` that `index` names.',
    example: [
      'torch.tensor([1, 2, 3]).index_add(0, torch.tensor([0, 0]), torch.tensor([10, 20]))',
      'tensor([31,  2,  3])',
    ],
    inplace: true,
    device: true,
    compute: (self: Tensor, dim: number, index: Tensor, source: Tensor, alpha: Scalar) => {
      if (index.sizes.length > 1)
        throw new IndexError(
          `index_add_(): Index is supposed to be a vector, but got dim: ${index.sizes.length} with type: ` +
            `${index.dtype.scalarName} and size: ${sizesText(index.sizes)}`,
        )
      check(
        index.dtype === int64 || index.dtype === int32,
        () => `index_add_(): Expected dtype int32/int64 for index but got: ${index.dtype.scalarName}`,
      )
      check(
        self.dtype === source.dtype,
        () =>
          `index_add_(): self (${self.dtype.scalarName}) and source (${source.dtype.scalarName}) must have the same ` +
          'scalar type',
      )
      const at = wrapDim(dim, self.sizes.length)
      const given = source.sizes.length === 0 ? 1 : source.sizes[at]
      if (at >= Math.max(source.sizes.length, 1))
        throw new IndexError(
          `Dimension out of range (expected to be in range of [-${source.sizes.length}, ${source.sizes.length - 1}], but got ${at})`,
        )
      check(
        index.count === given,
        () =>
          `index_add_(): Number of indices (${index.count}) should be equal to source.size(dim): (${given}), ` +
          `for dim: ${at}`,
      )
      const own = without(self.sizes, at)
      const other = without(source.sizes, at)
      // Raises the error of an addition of slices that do not fit.
      if (!sameSizes(own, other) && self.sizes.length > 0) broadcastShapes(own, other)
      const scaled =
        alpha === 1
          ? source
          : source.mul(source.dtype.isIntegral ? Math.trunc(Number(alpha)) : alpha).to(self.dtype)
      const spread = [...own.slice(0, at), index.count, ...own.slice(at)]
      if (isOnDevice(self)) {
        const values = self.sizes.length === 0 ? scaled : scaled.expand(spread)
        return putAlong(self, at, index, values, 'add')
      }
      const size = self.sizes[at] ?? 1
      const positions = positionsIn(index, size, false, () => new IndexError('index out of range in self'))
      return inFloat32(self, scaled, (target, values) => {
        const shaped = self.sizes.length === 0 ? values : values.expand(spread)
        writeBlocks(target, blocksAlong(target, at, positions), copyOf(shaped), 'add')
      })
    },
    backward: {
      self: (g) => g,
      source: (g, { dim, index, source_sizes, alpha }) => {
        const part = fittedTo(source_sizes, g.index_select(dim, index))
        return alpha === 1 ? part : part.mul(alpha)
      },
    },
  },
)

op('index_copy(Tensor self, int dim, Tensor index, Tensor source, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'A copy in which the parts of dimension `dim` that `index` names are those of `source`.',
  example: [
    'torch.tensor([1, 2, 3]).index_copy(0, torch.tensor([2, 0]), torch.tensor([10, 20]))',
    'tensor([20,  2, 10])',
  ],
  inplace: true,
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor, source: Tensor) => {
    const at = wrapDim(dim, self.sizes.length)
    const rank = self.sizes.length
    if (index.sizes.length > 1)
      throw new IndexError(`index_copy_(): Index should have dimension 1 or 0 (got ${index.sizes.length})`)
    if (source.sizes.length === 0 && index.count !== 1)
      throw new IndexError(
        `index_copy_(): When source is scalar, index should have one element (got ${index.count})`,
      )
    if (source.sizes.length !== rank && source.sizes.length > 0 && rank > 0)
      throw new IndexError(
        'index_copy_(): When source and destination are not scalars, their dimensionality must match. Source ' +
          `dimensionality (${source.sizes.length}), destination dimensionality (${rank})`,
      )
    check(
      index.dtype === int64,
      () => `index_copy_(): Expected a long tensor for index, but got ${index.dtype.scalarName}`,
    )
    check(
      self.dtype === source.dtype,
      () =>
        'index_copy_(): self and source expected to have the same dtype, but got (self) ' +
        `${self.dtype.scalarName} and (source) ${source.dtype.scalarName}`,
    )
    const own = without(self.sizes, at)
    const other = without(source.sizes, at)
    check(
      sameSizes(own, other),
      () =>
        'index_copy_(): Source/destination tensor must have same slice shapes. Destination slice shape: ' +
        `${own.join(' ')} at dimension ${at} and source slice shape: ${other.join(' ')} at dimension 0.`,
    )
    if (source.sizes.length > 0 && index.count !== source.sizes[at])
      throw new IndexError(
        `index_copy_(): Number of indices (${index.count}) should be equal to source.size(dim) (${source.sizes[at]})`,
      )
    if (isOnDevice(self)) return putAlong(self, at, index, source, 'assign')
    const size = self.sizes[at] ?? 1
    const positions = positionsIn(
      index,
      size,
      false,
      (value) =>
        new IndexError(
          `index_copy_(): index ${value} is out of bounds for dimension ${at} with size ${size}`,
        ),
    )
    const result = copyOf(self)
    if (source.count > 0) writeBlocks(result, blocksAlong(result, at, positions), copyOf(source), 'assign')
    return result
  },
  backward: {
    self: (g, { dim, index }) => g.index_fill(dim, index, 0),
    source: (g, { dim, index, source_sizes }) => fittedTo(source_sizes, g.index_select(dim, index)),
  },
})

function fillAt(self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor {
  if (index.dtype !== int64) throw new IndexError('index_fill_(): Expected dtype int64 for index.')
  check(index.sizes.length <= 1, () => 'Index has to be a vector/scalar')
  const at = wrapDim(dim, self.sizes.length)
  if (isOnDevice(self)) return putAlong(self, at, index, value, 'assign')
  const size = self.sizes[at] ?? 1
  const positions = positionsIn(
    index,
    size,
    true,
    (bad) => new IndexError(`index ${bad} is out of bounds for dimension ${at} with size ${size}`),
  )
  const result = copyOf(self)
  writeBlocks(result, blocksAlong(result, at, positions), value, 'assign')
  return result
}

op('index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor', {
  doc: 'A copy in which the parts of dimension `dim` that `index` names are `value`.',
  example: [
    'torch.tensor([1, 2, 3]).index_fill(0, torch.tensor([0, 2]), torch.tensor(9))',
    'tensor([9, 2, 9])',
  ],
  inplace: true,
  node: 'IndexFillBackward1',
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor, value: Tensor) => {
    check(
      value.sizes.length === 0,
      () =>
        `index_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.sizes.length} dimension(s).`,
    )
    return fillAt(self, dim, index, copyOf(value.to(self.dtype)))
  },
  backward: {
    self: (g, { dim, index }) => g.index_fill(dim, index, 0),
    value: (g, { dim, index }) => g.index_select(dim, index).sum(),
  },
})
op('index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor', {
  doc: 'A copy in which the parts of dimension `dim` that `index` names are `value`.',
  example: ['torch.tensor([1, 2, 3]).index_fill(0, torch.tensor([0, 2]), 9)', 'tensor([9, 2, 9])'],
  inplace: true,
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor, value: Scalar) => {
    if (value instanceof Complex && !self.dtype.is_complex)
      throw new RuntimeError('index_fill_(): Converting complex Scalar to non-complex type is not supported')
    return fillAt(self, dim, index, scalarTensor(value, self.dtype))
  },
  backward: { self: (g, { dim, index }) => g.index_fill(dim, index, 0) },
})

// ---- by place in the flattened tensor ----

function places(self: Tensor, index: Tensor): Int32Array {
  const positions = positionsIn(
    index,
    self.count,
    true,
    (value) =>
      new IndexError(`out of range: tried to access index ${value} on a tensor of ${self.count} elements.`),
  )
  if (self.contiguousFlag) return positions.map((position) => self.offset + position)
  const offsets = offsetsOf(self.sizes, self.strides, self.offset)
  return positions.map((position) => offsets[position])
}

op('take(Tensor self, Tensor index, *, Tensor? out=None) -> Tensor', {
  doc: 'The elements at the given places of the flattened tensor, in the shape of `index`.',
  example: ['torch.tensor([[5, 6], [7, 8]]).take(torch.tensor([3, 0]))', 'tensor([8, 5])'],
  validate: (self: Tensor, _index: Tensor, out?: Tensor) =>
    check(
      !out || out.dtype === self.dtype,
      () =>
        'take(): self and out expected to have the same dtype, but got self.dtype = ' +
        `${self.dtype.scalarName} and out.dtype = ${out?.dtype.scalarName}`,
    ),
  device: true,
  compute: (self: Tensor, index: Tensor) => {
    check(
      index.dtype === int64,
      () => `take(): Expected a long tensor for index, but got ${index.dtype.scalarName}`,
    )
    if (self.count === 0 && index.count > 0)
      throw new IndexError('take(): tried to take from an empty tensor')
    if (isOnDevice(self)) return pickAlong(self.reshape([-1]), 0, index.reshape([-1]), index.sizes)
    const result = emptyTensor(index.sizes, self.dtype)
    const zero = Int32Array.of(0)
    readBlocks(self, { outer: zero, middle: places(self, index), inner: zero }, result)
    return result
  },
  backward: { self: (g, { self_sizes, index }) => g.new_zeros(self_sizes).put(index, g, true) },
})

op('put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor', {
  doc: 'A copy with the elements of `source` at the given places of the flattened tensor; with `accumulate` they are added.',
  example: [
    'torch.tensor([[5, 6], [7, 8]]).put(torch.tensor([3, 0]), torch.tensor([1, 2]))',
    'tensor([[2, 6],\n        [7, 1]])',
  ],
  inplace: true,
  device: true,
  compute: (self: Tensor, index: Tensor, source: Tensor, accumulate: boolean) => {
    check(
      index.dtype === int64,
      () => `put_(): Expected a long tensor for index, but got ${index.dtype.scalarName}`,
    )
    check(
      self.dtype === source.dtype,
      () =>
        `put_(): self and source expected to have the same dtype, but got self.dtype = ${self.dtype.scalarName} and ` +
        `source.dtype = ${source.dtype.scalarName}`,
    )
    if (index.count !== source.count)
      throw new IndexError(
        'put_(): Expected source and index to have the same number of elements, but got source.numel() = ' +
          `${source.count}, index.numel() = ${index.count}`,
      )
    if (self.count === 0 && index.count > 0)
      throw new IndexError('put_(): Tried to put elements into an empty tensor')
    if (isOnDevice(self))
      return putAlong(
        self.reshape([-1]),
        0,
        index.reshape([-1]),
        source,
        accumulate ? 'add' : 'assign',
      ).viewAs(self.sizes, contiguousStrides(self.sizes), 0)
    return inFloat32(self, source, (target, values) => {
      const how: Combine = accumulate ? 'add' : 'assign'
      const combine = combiner(target, values, how)
      const from = offsetsOf(values.sizes, values.strides, values.offset)
      places(target, index).forEach((place, i) => combine(place, from[i]))
    })
  },
  backward: {
    self: (g, { index, source_sizes, accumulate }) =>
      accumulate ? g : g.put(index, g.new_zeros(source_sizes), false),
    source: (g, { index, source_sizes }) => g.take(index).reshape(source_sizes),
  },
})

// ---- masks ----

function checkedMask(mask: Tensor, name: string): void {
  if (mask.dtype === bool || mask.dtype.name === 'uint8') return
  if (name === 'masked_fill')
    throw new RuntimeError(
      `expected mask dtype to be Bool but got ${mask.dtype.scalarName}: a comparison gives one, ` +
        'as does mask.bool() (masked_fill_ only supports boolean masks)',
    )
  throw new RuntimeError(`${name}: expected BoolTensor or ByteTensor for mask`)
}

/** Calls `visit` with the place of every element under the mask: its number in `shape`. */
function forEachMasked(mask: Tensor, shape: Sizes, visit: (i: number) => void): void {
  const wide = sameSizes(mask.sizes, shape) ? mask : mask.expand(shape)
  const offsets = offsetsOf(shape, wide.strides, wide.offset)
  const { array } = wide.storage
  for (let i = 0; i < offsets.length; i++) if (array[offsets[i]] !== 0) visit(i)
}

const spread = (self: Tensor, shape: Sizes): Tensor =>
  copyOf(sameSizes(self.sizes, shape) ? self : self.expand(shape))

const chooseByMask = (x: number, mask: number, value: number): number => (mask !== 0 ? value : x)

function maskedFill(self: Tensor, mask: Tensor, value: Tensor): Tensor {
  checkedMask(mask, 'masked_fill')
  if (isOnDevice(self)) {
    const sizes = broadcastShapes(self.sizes, mask.sizes)
    const filler = isOnDevice(value) ? value : Number(value.elementAt(value.offset))
    return mapElements('masked_fill', chooseByMask, [self, mask, filler], { sizes, dtype: self.dtype })
  }
  const result = spread(self, broadcastShapes(self.sizes, mask.sizes))
  const assign = combiner(result, value, 'assign')
  forEachMasked(mask, result.sizes, (i) => assign(i, 0))
  return result
}

op('masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor', {
  doc: 'A copy that is `value` where the mask is true.',
  example: [
    'torch.tensor([1, 2, 3]).masked_fill(torch.tensor([true, false, true]), torch.tensor(9))',
    'tensor([9, 2, 9])',
  ],
  inplace: true,
  node: 'MaskedFillBackward1',
  device: true,
  compute: (self: Tensor, mask: Tensor, value: Tensor) => {
    check(
      value.sizes.length === 0,
      () =>
        `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.sizes.length} dimension(s).`,
    )
    return maskedFill(self, mask, copyOf(value.to(self.dtype)))
  },
  backward: {
    self: (g, { mask }) => g.masked_fill(mask, 0),
    value: (g, { mask }) => g.mul(mask.to(bool)).sum(),
  },
})
op('masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor', {
  doc: 'A copy that is `value` where the mask is true.',
  example: ['torch.tensor([1, 2]).masked_fill(torch.tensor([true, false]), 9)', 'tensor([9, 2])'],
  inplace: true,
  device: true,
  compute: (self: Tensor, mask: Tensor, value: Scalar) =>
    maskedFill(self, mask, scalarTensor(value, self.dtype)),
  backward: { self: (g, { mask }) => g.masked_fill(mask, 0) },
})

op('masked_select(Tensor self, Tensor mask, *, Tensor? out=None) -> Tensor', {
  exactOut: () => 'masked_select(): self and result must have the same scalar type',
  doc: 'The elements where the mask is true, as one dimension.',
  example: ['torch.tensor([1, 2, 3]).masked_select(torch.tensor([true, false, true]))', 'tensor([1, 3])'],
  device: true,
  compute: (self: Tensor, mask: Tensor) => {
    checkedMask(mask, 'masked_select')
    const shape = broadcastShapes(self.sizes, mask.sizes)
    if (isOnDevice(self)) {
      // How many there are decides the shape, which only the mask can tell.
      const chosen = toHost(mask.expand(shape)).reshape([-1]).nonzero().reshape([-1])
      return pickAlong(self.expand(shape).reshape([-1]), 0, chosen, [chosen.count])
    }
    const wide = self.expand(shape)
    const offsets = offsetsOf(shape, wide.strides, wide.offset)
    const found: number[] = []
    forEachMasked(mask, shape, (i) => found.push(offsets[i]))
    const result = emptyTensor([found.length], self.dtype)
    const zero = Int32Array.of(0)
    readBlocks(wide, { outer: zero, middle: Int32Array.from(found), inner: zero }, result)
    return result
  },
  backward: {
    self: (g, { self_sizes, mask }) =>
      g.new_zeros(broadcastShapes(self_sizes, mask.sizes)).masked_scatter(mask, g),
  },
})

op('masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor', {
  doc: 'A copy with the elements of `source`, in order, where the mask is true.',
  example: [
    'torch.tensor([1, 2, 3]).masked_scatter(torch.tensor([true, false, true]), torch.tensor([8, 9]))',
    'tensor([8, 2, 9])',
  ],
  inplace: true,
  device: true,
  compute: (self: Tensor, mask: Tensor, source: Tensor) => {
    check(
      self.dtype === source.dtype,
      () =>
        `masked_scatter: expected self and source to have same dtypes but got${self.dtype.scalarName} and ` +
        source.dtype.scalarName,
    )
    checkedMask(mask, 'masked_scatter')
    if (isOnDevice(self)) {
      const shape = broadcastShapes(self.sizes, mask.sizes)
      const chosen = toHost(mask.expand(shape)).reshape([-1]).nonzero().reshape([-1])
      check(chosen.count <= source.count, () => 'Number of elements of source < number of ones in mask')
      if (chosen.count === 0) return spread(self, shape)
      const values = source.reshape([-1]).narrow(0, 0, chosen.count)
      const flat = putAlong(self.expand(shape).reshape([-1]), 0, chosen, values, 'assign')
      return flat.viewAs(shape, contiguousStrides(shape), 0)
    }
    const result = spread(self, broadcastShapes(self.sizes, mask.sizes))
    const values = source.contiguous()
    const assign = combiner(result, values, 'assign')
    let next = 0
    forEachMasked(mask, result.sizes, (i) => {
      check(next < values.count, () => 'Number of elements of source < number of ones in mask')
      assign(i, values.offset + next++)
    })
    return result
  },
  backward: {
    self: (g, { mask }) => g.masked_fill(mask, 0),
    source: (g, { mask, source_sizes }) => {
      const count = (source_sizes as Sizes).reduce((a, b) => a * b, 1)
      const selected = g.masked_select(mask)
      const missing = count - selected.count
      const padded =
        missing > 0 ? g.new_zeros([count]).slice_scatter(selected, 0, 0, selected.count) : selected
      return padded.view(source_sizes)
    },
  },
})

op(
  'slice_scatter(Tensor self, Tensor src, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor',
  {
    doc: 'A copy with `src` in place of a slice.',
    example: ['torch.tensor([1, 2, 3]).slice_scatter(torch.tensor([8, 9]), 0, 1)', 'tensor([1, 8, 9])'],
    device: true,
    compute: (
      self: Tensor,
      src: Tensor,
      dim: number,
      start: number | null,
      end: number | null,
      step: number,
    ) => {
      const result = copyOf(self)
      const window = result.slice(dim, start, end, step)
      check(
        sameSizes(window.sizes, src.sizes),
        () =>
          `expected src to have a size equal to the slice of self. src size = ${sizesText(src.sizes)}, slice size = ${sizesText(window.sizes)}`,
      )
      window.copy_(src)
      return result
    },
    backward: {
      self: (g, { src_sizes, dim, start, end, step }) =>
        g.slice_scatter(g.new_zeros(src_sizes), dim, start, end, step),
      src: (g, { dim, start, end, step }) => g.slice(dim, start, end, step),
    },
  },
)

op('select_scatter(Tensor self, Tensor src, int dim, int index) -> Tensor', {
  doc: 'A copy with `src` in place of the part at `index`.',
  example: ['torch.tensor([1, 2, 3]).select_scatter(torch.tensor(9), 0, 1)', 'tensor([1, 9, 3])'],
  device: true,
  compute: (self: Tensor, src: Tensor, dim: number, index: number) => {
    const result = copyOf(self)
    const window = result.select(dim, index)
    check(
      sameSizes(window.sizes, src.sizes),
      () =>
        `expected src to have a size equal to the slice of self. src size = ${sizesText(src.sizes)}, slice size = ${sizesText(window.sizes)}`,
    )
    window.copy_(src)
    return result
  },
  backward: {
    self: (g, { src_sizes, dim, index }) => g.select_scatter(g.new_zeros(src_sizes), dim, index),
    src: (g, { dim, index }) => g.select(dim, index),
  },
})
