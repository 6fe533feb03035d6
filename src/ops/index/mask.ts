/** Elements that a condition names: masked_fill, masked_select, masked_scatter, nonzero. */
import { isOnDevice } from '../../devices/device-storage.js'
import { bool } from '../../base/dtype.js'
import { check, RuntimeError } from '../../base/errors.js'
import { type Sizes, broadcastShapes, contiguousStrides, sameSizes } from '../../base/layout.js'
import { type Scalar } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { emptyTensor } from '../../tensor/tensor.js'
import { combiner, copyOf, offsetsOf, readBlocks, scalarTensor, indexTensor } from '../../engine/cells.js'
import { pickAlong, putAlong } from '../../devices/picking.js'
import { mapElements, toHost, toDevice } from '../../devices/on-device.js'
import { op } from '../../engine/op.js'

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

op('nonzero(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: (own, out) =>
    `nonzero: Expected out tensor to have scalar type ${own.scalarName} but got scalar type${out.scalarName}`,
  doc: 'The indices of all elements that are not zero, one row each.',
  example: ['torch.tensor([0, 3, 4]).nonzero()', 'tensor([[1],\n        [2]])'],
  device: true,
  compute: (self: Tensor) => {
    // How many there are decides the shape, which only the elements can tell.
    if (isOnDevice(self)) return toDevice(toHost(self).nonzero())
    const { sizes } = self
    const rank = sizes.length
    const offsets = offsetsOf(sizes, self.strides, self.offset)
    const { array } = self.storage
    const slots = self.dtype.slots
    // Half types keep bits: what is left without the sign bit is 0 for both zeros.
    const isZero = (at: number): boolean =>
      self.dtype.isHalf
        ? ((array[at] as number) & 0x7fff) === 0
        : // eslint-disable-next-line eqeqeq -- 0n and 0 alike
          array[at * slots] == 0 && (slots === 1 || array[at * slots + 1] === 0)
    const found: number[] = []
    for (let i = 0; i < offsets.length; i++) if (!isZero(offsets[i])) found.push(i)
    const rows = new Int32Array(found.length * rank)
    for (let k = 0; k < found.length; k++) {
      let rest = found[k]
      for (let dim = rank - 1; dim >= 0; dim--) {
        rows[dim * found.length + k] = rest % sizes[dim]
        rest = Math.floor(rest / sizes[dim])
      }
    }
    // Column by column in memory, as PyTorch leaves it.
    const result = indexTensor(rows, [rank, found.length])
    result.setGeometry([found.length, rank], [1, found.length], 0)
    return result
  },
  backward: 'none',
})
op('nonzero.as_tuple(Tensor self, *, bool as_tuple, Tensor? out=None) -> Tensor[]', {
  validate: (_self: Tensor, asTuple: boolean, out?: Tensor) =>
    check(!asTuple || !out, () => 'nonzero does not support the out kwarg when as_tuple is True'),
  exactOut: (own, out) =>
    `nonzero: Expected out tensor to have scalar type ${own.scalarName} but got scalar type${out.scalarName}`,
  doc: 'The indices of all elements that are not zero: with `as_tuple`, one tensor for each dimension.',
  example: ['torch.tensor([0, 3, 4]).nonzero({ as_tuple: true })', '(tensor([1, 2]),)'],
  forward: (self: Tensor, asTuple: boolean) =>
    asTuple ? (self.sizes.length === 0 ? self.unsqueeze(0) : self).nonzero().unbind(1) : self.nonzero(),
})
op('argwhere(Tensor self) -> Tensor', {
  doc: 'The indices of all elements that are not zero, one row each.',
  example: ['torch.tensor([[0, 3], [4, 0]]).argwhere()', 'tensor([[0, 1],\n        [1, 0]])'],
  forward: (self: Tensor) => self.nonzero(),
})
