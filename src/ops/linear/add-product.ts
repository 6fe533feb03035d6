// Products of matrices and vectors that are added to a tensor: `addmm`, `addmv`, `addr`, `baddbmm`, `addbmm`.
//
// Follows ATen/native/LinearAlgebra.cpp; the gradients, tools/autograd/derivatives.yaml.
import { bool } from '../../base/dtype.js'
import { check, sizesText } from '../../base/errors.js'
import { Complex, isFloatScalar, type Scalar } from '../../base/scalar.js'
import { type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { copyInto } from '../../engine/copy.js'
import { type Entry, op } from '../../engine/op.js'
import { reshapeInPlace } from '../shape/convert.js'
import { conj, times } from '../pointwise/gradients.js'
import {
  adjoint,
  checkBmm,
  checkExpands,
  checkMm,
  checkMv,
  column,
  gradientOfLeft,
  gradientOfRight,
  inBatches,
  sameDtype,
} from './matrix.js'
import { addProduct } from './product.js'

op(
  'addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1, Tensor? out=None) -> Tensor',
  {
    overlap: 'self',
    oldSignatures: true,
    exactOut: true,
    doc: '`beta * self + alpha * (mat1 @ mat2)`; `self` is broadcast.',
    example: [
      'torch.addmm(torch.tensor([10, 20]), torch.tensor([[1, 2]]), torch.tensor([[1, 0], [1, 1]]))',
      'tensor([[13, 22]])',
    ],
    inplace: 'method',
    validate: (self: Tensor, mat1: Tensor, mat2: Tensor) => {
      check(mat1.sizes.length === 2, () => `mat1 must be a matrix, got ${mat1.sizes.length}-D tensor`)
      check(mat2.sizes.length === 2, () => `mat2 must be a matrix, got ${mat2.sizes.length}-D tensor`)
      checkMm(mat1, mat2)
      check(self.dtype === mat2.dtype, () => 'self and mat2 must have the same dtype')
      check(mat1.dtype === mat2.dtype, () => 'mat1 and mat2 must have the same dtype')
      checkExpands(self.sizes, [mat1.sizes[0], mat2.sizes[1]], self.dtype.scalarName)
    },
    device: true,
    compute: (self: Tensor, mat1: Tensor, mat2: Tensor, beta: Scalar, alpha: Scalar) =>
      addProduct(self, [mat1.sizes[0], mat2.sizes[1]], mat1, mat2, beta, alpha),
    backward: {
      self: (g, { beta }) => times(g, beta),
      mat1: (g, { mat2, mat1_sizes, mat1_strides, alpha }) =>
        times(gradientOfLeft(g, mat2, mat1_sizes, mat1_strides), alpha),
      mat2: (g, { mat1, mat2_sizes, mat2_strides, alpha }) =>
        times(gradientOfRight(g, mat1, mat2_sizes, mat2_strides), alpha),
    },
  },
)

op(
  'addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1, Tensor? out=None) -> Tensor',
  {
    overlap: 'self',
    oldSignatures: true,
    exactOut: true,
    doc: '`beta * self + alpha * (mat @ vec)`; `self` is broadcast.',
    example: [
      'torch.addmv(torch.tensor([10, 20]), torch.tensor([[1, 2], [3, 4]]), torch.tensor([1, 1]))',
      'tensor([13, 27])',
    ],
    inplace: true,
    validate: (self: Tensor, mat: Tensor, vec: Tensor) => checkMv(self.sizes, mat, vec),
    device: true,
    compute: (self: Tensor, mat: Tensor, vec: Tensor, beta: Scalar, alpha: Scalar) =>
      addProduct(self, [mat.sizes[0]], mat, column(vec), beta, alpha),
    backward: {
      self: (g, { beta }) => times(g, beta),
      mat: (g, { vec, alpha }) => times(call('outer', [g, conj(vec)]), alpha),
      vec: (g, { mat, alpha }) => times(conj(mat.t()).mv(g), alpha),
    },
  },
)

op(
  'addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1, Tensor? out=None) -> Tensor',
  {
    doc: '`beta * self + alpha * outer(vec1, vec2)`; `self` is broadcast.',
    oldSignatures: true,
    example: [
      'torch.addr(torch.tensor(10), torch.tensor([1, 2]), torch.tensor([1, 3]))',
      'tensor([[11, 13],\n        [12, 16]])',
    ],
    inplace: 'method',
    validate: (self: Tensor, vec1: Tensor, vec2: Tensor, beta: Scalar, alpha: Scalar) => {
      check(vec1.sizes.length === 1, () => `addr: Expected 1-D argument vec1, but got ${vec1.sizes.length}-D`)
      check(vec2.sizes.length === 1, () => `addr: Expected 1-D argument vec2, but got ${vec2.sizes.length}-D`)
      const integral = [self, vec1, vec2].every(({ dtype }) => dtype.isIntegral || dtype === bool)
      for (const [name, value] of [
        ['beta', beta],
        ['alpha', alpha],
      ] as const)
        check(
          !integral || !isFloatScalar(value),
          () => `For integral input tensors, argument ${name} must not be a floating point number.`,
        )
      checkExpands(self.sizes, [vec1.count, vec2.count], self.dtype.scalarName)
    },
    validateInplace: ({ sizes }: Tensor, vec1: Tensor, vec2: Tensor) => {
      check(sizes.length === 2, () => `2D tensor expected, got ${sizes.length}D tensor for input`)
      check(
        sizes[0] === vec1.count && sizes[1] === vec2.count,
        () =>
          `size mismatch, input: ${sizesText(sizes)}, v1: ${sizesText(vec1.sizes)}, v2: ${sizesText(vec2.sizes)}`,
      )
    },
    device: true,
    compute: (self: Tensor, vec1: Tensor, vec2: Tensor, beta: Scalar, alpha: Scalar) => {
      const products: Tensor = call('outer', [vec1, vec2])
      if (products.dtype === bool && self.dtype === bool) {
        const none = (x: Tensor): Tensor => x.new_zeros(x.sizes as number[])
        return (Number(alpha) !== 0 ? products : none(products)).logical_or(
          Number(beta) !== 0 ? self : none(self),
        )
      }
      const sum = products.mul(alpha)
      return !(beta instanceof Complex) && Number(beta) === 0 ? sum : sum.add(self.mul(beta))
    },
    backward: {
      self: (g, { beta }) => times(g, beta),
      vec1: (g, { vec2, alpha }) => times(g.mv(conj(vec2)), alpha),
      vec2: (g, { vec1, alpha }) => times(g.t().mv(conj(vec1)), alpha),
    },
  },
)

op(
  'baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1, Tensor? out=None) -> Tensor',
  {
    overlap: 'self',
    oldSignatures: true,
    exactOut: true,
    doc: '`beta * self + alpha * bmm(batch1, batch2)`; `self` is broadcast.',
    example: [
      'torch.baddbmm(torch.tensor(10.5), torch.ones(2, 1, 3), torch.ones(2, 3, 1)).flatten()',
      'tensor([13.5000, 13.5000])',
    ],
    inplace: 'method',
    validate: (self: Tensor, batch1: Tensor, batch2: Tensor) => {
      checkBmm(batch1, batch2)
      checkExpands(self.sizes, [batch1.sizes[0], batch1.sizes[1], batch2.sizes[2]], self.dtype.scalarName)
    },
    device: true,
    compute: (self: Tensor, batch1: Tensor, batch2: Tensor, beta: Scalar, alpha: Scalar) =>
      addProduct(self, [batch1.sizes[0], batch1.sizes[1], batch2.sizes[2]], batch1, batch2, beta, alpha),
    backward: {
      self: (g, { beta }) => times(g, beta),
      batch1: (g, { batch2, alpha }) => times(g.bmm(adjoint(batch2)), alpha),
      batch2: (g, { batch1, alpha }) => times(adjoint(batch1).bmm(g), alpha),
    },
  },
)

const addbmm: Pick<Entry, 'overlap' | 'oldSignatures' | 'validate' | 'device' | 'backward'> = {
  overlap: 'self',
  oldSignatures: true,
  validate: (self: Tensor, batch1: Tensor, batch2: Tensor) => {
    check(batch1.sizes.length === 3, () => 'batch1 must be a 3D tensor')
    check(batch2.sizes.length === 3, () => 'batch2 must be a 3D tensor')
    checkExpands(self.sizes, [batch1.sizes[1], batch2.sizes[2]], self.dtype.scalarName)
    check(
      batch1.sizes[0] === batch2.sizes[0],
      () =>
        `batch1 and batch2 must have same number of batches, got ${batch1.sizes[0]} and ${batch2.sizes[0]}`,
    )
    check(
      batch1.sizes[2] === batch2.sizes[1],
      () =>
        'Incompatible matrix sizes for bmm ' +
        `(${batch1.sizes[1]}x${batch1.sizes[2]} and ${batch2.sizes[1]}x${batch2.sizes[2]})`,
    )
    sameDtype(batch1, batch2)
  },
  device: true,
  backward: {
    self: (g, { beta }) => times(g, beta),
    batch1: (g, { batch2, batch1_sizes, alpha }) =>
      times(inBatches(g, batch1_sizes[0]).bmm(adjoint(batch2)), alpha),
    batch2: (g, { batch1, batch1_sizes, alpha }) =>
      times(adjoint(batch1).bmm(inBatches(g, batch1_sizes[0])), alpha),
  },
}
const sumOfProducts = (self: Tensor, batch1: Tensor, batch2: Tensor, beta: Scalar, alpha: Scalar): Tensor =>
  addProduct(self, [batch1.sizes[1], batch2.sizes[2]], batch1, batch2, beta, alpha)

op(
  'addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1, Tensor? out=None) -> Tensor',
  {
    ...addbmm,
    exactOut: () => 'self and mat2 must have the same dtype',
    doc: '`beta * self + alpha *` the sum of the products in two batches of matrices; `self` is broadcast.',
    example: [
      'torch.addbmm(torch.tensor(10.5), torch.ones(2, 1, 3), torch.ones(2, 3, 1))',
      'tensor([[16.5000]])',
    ],
    compute: sumOfProducts,
  },
)

// The one product whose in-place form is broadcast too: PyTorch writes to `self` as to an `out=`, which takes its shape.
op('addbmm_(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor', {
  ...addbmm,
  doc: 'The same, written to `self`.',
  example: [
    'torch.tensor([[10.5]]).addbmm_(torch.ones(2, 1, 3), torch.ones(2, 3, 1))',
    'tensor([[16.5000]])',
  ],
  variants: 'method',
  node: 'AddbmmBackward0',
  mutate: (self: Tensor, batch1: Tensor, batch2: Tensor, beta: Scalar, alpha: Scalar) => {
    const result = sumOfProducts(self, batch1, batch2, beta, alpha)
    reshapeInPlace(self, result.sizes)
    copyInto(self, result)
  },
})
