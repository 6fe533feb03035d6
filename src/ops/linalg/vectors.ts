// Products of vectors along a dimension, and the matrix of their powers: `cross`, `linalg.vecdot`, `linalg.vander`.
import { bool, notImplementedFor } from '../../base/dtype.js'
import { check, RuntimeError, wrapDim } from '../../base/errors.js'
import { broadcastShapes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { conj } from '../pointwise/gradients.js'
import { checkFloat } from './matrices.js'

const cross = (a: Tensor, b: Tensor, dim: number): Tensor => call('linalg.cross', [a, b, { dim }]) as Tensor

op('linalg.cross(Tensor self, Tensor other, *, int dim=-1, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'The cross product of vectors of three elements along a dimension; the others broadcast.',
  example: ['torch.linalg.cross(torch.tensor([1, 0, 0]), torch.tensor([0, 1, 0]))', 'tensor([0, 0, 1])'],
  node: 'LinalgCrossBackward0',
  validate: (self: Tensor, other: Tensor, dim: number) => {
    check(
      self.sizes.length === other.sizes.length,
      () => 'linalg.cross: inputs must have the same number of dimensions.',
    )
    const along = wrapDim(dim, self.sizes.length)
    check(
      self.sizes[along] === 3 && other.sizes[along] === 3,
      () =>
        `linalg.cross: inputs dimension ${dim} must have length 3. Got ${self.sizes[along]} and ${other.sizes[along]}`,
    )
    if (self.dtype !== other.dtype)
      throw new RuntimeError(
        `expected scalar type ${self.dtype.scalarName} but found ${other.dtype.scalarName}`,
      )
  },
  compute: (self: Tensor, other: Tensor, dim: number) => {
    if (self.dtype === bool) notImplementedFor('cross', self.dtype)
    const sizes = broadcastShapes(self.sizes, other.sizes) as number[]
    const [a, b] = [self.expand(sizes), other.expand(sizes)]
    const turned = (x: Tensor, by: number): Tensor => x.roll(by, dim) as Tensor
    return turned(a, -1)
      .mul(turned(b, -2))
      .sub(turned(a, -2).mul(turned(b, -1)))
  },
  backward: {
    self: (g, { other, dim }) => cross(...spread(conj(other), g), dim),
    other: (g, { self, dim }) => cross(...spread(g, conj(self)), dim),
  },
})

/** Both as they broadcast. */
const spread = (a: Tensor, b: Tensor): [Tensor, Tensor] => {
  const sizes = broadcastShapes(a.sizes, b.sizes) as number[]
  return [a.expand(sizes), b.expand(sizes)]
}

op('cross(Tensor self, Tensor other, int? dim=None, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'The cross product along a dimension of three elements, by default the first such.',
  example: ['torch.cross(torch.tensor([1, 0, 0]), torch.tensor([0, 1, 0]))', 'tensor([0, 0, 1])'],
  forward: (self: Tensor, other: Tensor, dim: number | null) => {
    const along = dim ?? self.sizes.indexOf(3)
    check(along !== -1 || dim !== null, () => 'no dimension of size 3 in input')
    return cross(self, other, along)
  },
})

op('linalg.vecdot(Tensor x, Tensor y, *, int dim=-1, Tensor? out=None) -> Tensor', {
  exactOut: (own, out) => `linalg.vecdot: Expected out of dtype${own.scalarName} but found ${out.scalarName}`,
  doc: 'Dot products of vectors along a dimension, the first being conjugated.',
  example: [
    'torch.linalg.vecdot(torch.tensor([[1, 2], [3, 4]]).float(), torch.tensor([1, 1]).float())',
    'tensor([3., 7.])',
  ],
  forward: (x: Tensor, y: Tensor, dim: number) => {
    checkFloat('linalg.vecdot', x)
    checkFloat('linalg.vecdot', y)
    check(
      x.dtype === y.dtype,
      () =>
        'linalg.vecdot: Expected x and y to have the same dtype, but found x of type ' +
        `${x.dtype.scalarName} and y of type ${y.dtype.scalarName} instead`,
    )
    if (x.sizes.length === 1 && y.sizes.length === 1) return call('vdot', [x, y])
    return conj(x).mul(y).sum(dim)
  },
})

op('linalg.vander(Tensor x, *, int? N=None) -> Tensor', {
  doc: 'The powers 0 to N - 1 of each element, in rows; by default as many as there are elements.',
  example: [
    'torch.linalg.vander(torch.tensor([1, 2, 3]))',
    'tensor([[1, 1, 1],\n        [1, 2, 4],\n        [1, 3, 9]])',
  ],
  forward: (given: Tensor, N: number | null) => {
    const { dtype } = given
    check(
      !dtype.isHalf && dtype.name !== 'bool',
      () =>
        `linalg.vander supports floating point, complex, and integer tensors, but got ${dtype.scalarName}`,
    )
    const x = given.sizes.length === 0 ? given.unsqueeze(-1) : given
    const n = N ?? x.sizes[x.sizes.length - 1]
    check(n > 1, () => 'N must be greater than 1.')
    const powers = x
      .unsqueeze(-1)
      .expand([...x.sizes, n - 1] as number[])
      .cumprod(-1)
    const ones = powers.new_ones([...x.sizes, 1], { dtype: powers.dtype })
    return call('cat', [[ones, powers], -1])
  },
})
