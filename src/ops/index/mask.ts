// Elements that a condition names: masked_fill, masked_select, masked_scatter, nonzero.
import { bool } from '../../base/dtype.js'
import { check, RuntimeError } from '../../base/errors.js'
import { type Sizes, broadcastShapes } from '../../base/layout.js'
import { type Scalar } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import {
  fillMasked,
  nonzeroRows,
  pickMasked,
  putMasked,
  fittingValue,
  scalarTensor,
} from '../../engine/picking.js'
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

function maskedFill(self: Tensor, mask: Tensor, value: Tensor): Tensor {
  checkedMask(mask, 'masked_fill')
  return fillMasked(self, mask, broadcastShapes(self.sizes, mask.sizes), value)
}

op('masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor', {
  overlap: 'warned',
  doc: 'A copy that is `value` where the mask is true.',
  example: [
    'torch.tensor([1, 2, 3]).masked_fill(torch.tensor([true, false, true]), torch.tensor(9))',
    'tensor([9, 2, 9])',
  ],
  inplace: 'method',
  node: 'MaskedFillBackward1',
  device: true,
  compute: (self: Tensor, mask: Tensor, value: Tensor) => {
    check(
      value.sizes.length === 0,
      () =>
        `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.sizes.length} dimension(s).`,
    )
    return maskedFill(self, mask, fittingValue(value, self.dtype))
  },
  backward: {
    self: (g, { mask }) => g.masked_fill(mask, 0),
    value: (g, { mask }) => g.mul(mask.to(bool)).sum(),
  },
})
op('masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor', {
  overlap: 'warned',
  doc: 'A copy that is `value` where the mask is true.',
  example: ['torch.tensor([1, 2]).masked_fill(torch.tensor([true, false]), 9)', 'tensor([9, 2])'],
  inplace: 'method',
  device: true,
  compute: (self: Tensor, mask: Tensor, value: Scalar) =>
    maskedFill(self, mask, scalarTensor(value, self.dtype)),
  backward: { self: (g, { mask }) => g.masked_fill(mask, 0) },
})

op('masked_select(Tensor self, Tensor mask, *, Tensor? out=None) -> Tensor', {
  keepsBytes: true,
  exactOut: () => 'masked_select(): self and result must have the same scalar type',
  doc: 'The elements where the mask is true, as one dimension.',
  example: ['torch.tensor([1, 2, 3]).masked_select(torch.tensor([true, false, true]))', 'tensor([1, 3])'],
  device: true,
  compute: (self: Tensor, mask: Tensor) => {
    checkedMask(mask, 'masked_select')
    const shape = broadcastShapes(self.sizes, mask.sizes)
    return pickMasked(self, mask, shape)
  },
  backward: {
    self: (g, { self_sizes, mask }) =>
      g.new_zeros(broadcastShapes(self_sizes, mask.sizes)).masked_scatter(mask, g),
  },
})

op('masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor', {
  overlap: 'self',
  doc: 'A copy with the elements of `source`, in order, where the mask is true.',
  example: [
    'torch.tensor([1, 2, 3]).masked_scatter(torch.tensor([true, false, true]), torch.tensor([8, 9]))',
    'tensor([8, 2, 9])',
  ],
  inplace: 'method',
  device: true,
  compute: (self: Tensor, mask: Tensor, source: Tensor) => {
    check(
      self.dtype === source.dtype,
      () =>
        `masked_scatter: expected self and source to have same dtypes but got${self.dtype.scalarName} and ` +
        source.dtype.scalarName,
    )
    checkedMask(mask, 'masked_scatter')
    const shape = broadcastShapes(self.sizes, mask.sizes)
    return putMasked(self, mask, shape, source, () =>
      check(false, () => 'Number of elements of source < number of ones in mask'),
    )
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
  compute: nonzeroRows,
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
