// Products of matrices and vectors: `mm`, `mv`, `bmm`, `dot`, `outer`, `matmul`. Those that are added to a tensor are in
// add-product.ts; `einsum` and `tensordot` in contract.ts.
//
// Follows ATen/native/LinearAlgebra.cpp; the gradients, tools/autograd/derivatives.yaml.
import { bfloat16, bool, float32, notImplementedFor } from '../../base/dtype.js'
import { check, messages, RuntimeError, sizesText } from '../../base/errors.js'
import { broadcastShapes, numelOf, type Sizes } from '../../base/layout.js'
import { dot } from '../../kernels/dot.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { conj } from '../pointwise/gradients.js'
import {
  adjoint,
  checkBmm,
  checkMm,
  checkMv,
  column,
  gradientOfLeft,
  gradientOfRight,
  row,
  sameDtype,
} from './matrix.js'
import { product } from './product.js'

op('mm(Tensor self, Tensor mat2, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'Product of two matrices, n×m and m×p, giving n×p.',
  example: [
    'torch.mm(torch.tensor([[1, 2], [3, 4]]), torch.tensor([[1, 0], [1, 1]]))',
    'tensor([[3, 2],\n        [7, 4]])',
  ],
  validate: (self: Tensor, mat2: Tensor) => {
    check(self.sizes.length === 2, () => 'self must be a matrix')
    check(mat2.sizes.length === 2, () => 'mat2 must be a matrix')
    checkMm(self, mat2)
    sameDtype(self, mat2)
  },
  device: true,
  compute: (self: Tensor, mat2: Tensor) => product(self, mat2),
  backward: {
    self: (g, { mat2, self_sizes, self_strides }) => gradientOfLeft(g, mat2, self_sizes, self_strides),
    mat2: (g, { self, mat2_sizes, mat2_strides }) => gradientOfRight(g, self, mat2_sizes, mat2_strides),
  },
})

op('dsmm(Tensor self, Tensor mat2, *, Tensor? out=None) -> Tensor', {
  doc: 'The same as `mm`: an old name.',
  example: ['torch.dsmm(torch.ones(1, 2), torch.ones(2, 1))', 'tensor([[2.]])'],
  variants: 'function',
  forward: (self: Tensor, mat2: Tensor) => call('mm', [self, mat2]),
})

op('bmm(Tensor self, Tensor mat2, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'Products of the matrices in two batches, b×n×m and b×m×p, giving b×n×p. Does not broadcast.',
  example: ['torch.bmm(torch.ones(2, 1, 3), torch.ones(2, 3, 1)).flatten()', 'tensor([3., 3.])'],
  validate: (self: Tensor, mat2: Tensor) => checkBmm(self, mat2),
  device: true,
  compute: (self: Tensor, mat2: Tensor) => product(self, mat2),
  backward: {
    self: (g, { mat2 }) => g.bmm(adjoint(mat2)),
    mat2: (g, { self }) => adjoint(self).bmm(g),
  },
})

/** Drops the dimension of one row or column that a vector was given. */
const asVector = (x: Tensor): Tensor => x.viewAs([x.count], [1], x.offset)

op('mv(Tensor self, Tensor vec, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'Product of a matrix and a vector, n×m and m, giving n.',
  example: ['torch.mv(torch.tensor([[1, 2], [3, 4]]), torch.tensor([1, 10]))', 'tensor([21, 43])'],
  validate: (self: Tensor, vec: Tensor) => checkMv(null, self, vec),
  device: true,
  compute: (self: Tensor, vec: Tensor) => asVector(product(self, column(vec), 'vector')),
  backward: {
    self: (g, { vec }) => call('outer', [g, conj(vec)]),
    vec: (g, { self }) => conj(self.t()).mv(g),
  },
})

function checkDot(a: Tensor, b: Tensor, name: string): void {
  check(
    a.sizes.length === 1 && b.sizes.length === 1,
    () => `1D tensors expected, but got ${a.sizes.length}D and ${b.sizes.length}D tensors`,
  )
  check(
    a.dtype === b.dtype,
    () =>
      `dot : expected both vectors to have same dtype, but found ${a.dtype.scalarName} and ${b.dtype.scalarName}`,
  )
  check(
    a.count === b.count,
    () =>
      `inconsistent tensor size, expected tensor ${sizesText(a.sizes)} and src ${sizesText(b.sizes)} to have the same ` +
      `number of elements, but got ${a.count} and ${b.count} elements respectively`,
  )
  if (a.dtype === bool) notImplementedFor(name, bool)
}

/** The product of two vectors, of float32 in the order of a BLAS's `dot`, which is not that of matrices. */
function vectorProduct(x: Tensor, y: Tensor): Tensor {
  const { dtype } = x
  if (dtype !== float32) {
    const one = product(row(x), column(y), dtype === bfloat16 ? 'vector' : 'matrices')
    return one.viewAs([], [], one.offset)
  }
  const out = emptyTensor([], dtype, x.device)
  run(dot, [out, x.contiguous(), y.contiguous()], x.count)
  return out
}

op('dot(Tensor self, Tensor tensor, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.resultDtype,
  doc: 'Sum of the products of two vectors, element by element.',
  example: ['torch.dot(torch.tensor([2, 3]), torch.tensor([2, 1]))', 'tensor(7)'],
  validate: (self: Tensor, tensor: Tensor) => checkDot(self, tensor, 'dot'),
  device: true,
  compute: (self: Tensor, tensor: Tensor) => vectorProduct(self, tensor),
  backward: {
    self: (g, { tensor }) => g.mul(conj(tensor)),
    tensor: (g, { self }) => g.mul(conj(self)),
  },
})

op('vdot(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.resultDtype,
  doc: 'Sum of the products of two vectors; of complex vectors the first is conjugated.',
  example: ['torch.vdot(torch.tensor([2, 3]), torch.tensor([2, 1]))', 'tensor(7)'],
  validate: (self: Tensor, other: Tensor) => checkDot(self, other, 'vdot'),
  device: true,
  compute: (self: Tensor, other: Tensor) => vectorProduct(conj(self).contiguous(), other),
  backward: {
    self: (g, { other }) => conj(g).mul(other),
    other: (g, { self }) => g.mul(self),
  },
})

op('outer(Tensor self, Tensor vec2, *, Tensor? out=None) -> Tensor', {
  doc: 'All products of an element of one vector with an element of the other: a matrix.',
  example: [
    'torch.outer(torch.tensor([1, 2]), torch.tensor([3, 4, 5]))',
    'tensor([[ 3,  4,  5],\n        [ 6,  8, 10]])',
  ],
  aliases: ['ger'],
  validate: (self: Tensor, vec2: Tensor) => {
    check(self.sizes.length === 1, () => `outer: Expected 1-D argument self, but got ${self.sizes.length}-D`)
    check(vec2.sizes.length === 1, () => `outer: Expected 1-D argument vec2, but got ${vec2.sizes.length}-D`)
  },
  forward: (self: Tensor, vec2: Tensor) => self.reshape([self.sizes[0], 1]).mul(vec2),
})

const unsafeView = (x: Tensor, sizes: Sizes): Tensor => call('_unsafe_view', [x.contiguous(), sizes])

/** Whether a large batch of matrices times a single one is better done as one long matrix times it. */
function shouldFold(x: Tensor, otherRank: number): boolean {
  const { sizes, strides } = x
  const rank = sizes.length
  if (rank < 3 || otherRank > 2) return false
  return !(rank === 3 && otherRank === 2 && strides[2] !== 1 && strides[0] === sizes[1] * sizes[2])
}

function foldedMatmul(a: Tensor, b: Tensor): Tensor {
  const transpose = b.sizes.length > a.sizes.length
  const large = transpose ? b.transpose(-2, -1) : a
  const small = transpose ? (a.sizes.length === 2 ? a.t() : a) : b
  const { sizes } = large
  const last = sizes[sizes.length - 1]
  const shape = sizes.slice(0, -1)
  const folded = large.reshape([numelOf(shape), last])
  if (small.sizes.length === 1) return unsafeView(folded.mv(small), shape)
  const output = unsafeView(folded.mm(small), [...shape, small.sizes[1]])
  return transpose ? output.transpose(-2, -1).contiguous() : output
}

function batchedMatmul(a: Tensor, b: Tensor): Tensor {
  const rankA = a.sizes.length
  const rankB = b.sizes.length
  if (rankA === 3 && rankB === 3 && a.sizes[0] !== b.sizes[0]) {
    if (a.sizes[0] === 1 && a.requires_grad) return matmul(a.squeeze(0), b)
    if (b.sizes[0] === 1 && b.requires_grad) return matmul(a, b.squeeze(0))
  }
  const [n, m1] = rankA > 1 ? a.sizes.slice(-2) : [1, a.sizes[0]]
  const [m2, p] = rankB > 1 ? b.sizes.slice(-2) : [b.sizes[0], 1]
  const batch = broadcastShapes(
    a.sizes.slice(0, Math.max(rankA - 2, 0)),
    b.sizes.slice(0, Math.max(rankB - 2, 0)),
  )
  const count = numelOf(batch)
  const left = a.expand([...batch, n, m1]).reshape([count, n, m1])
  const right =
    rankB === 1
      ? b
          .expand([...batch, m2])
          .reshape([count, m2])
          .unsqueeze(2)
      : b.expand([...batch, m2, p]).reshape([count, m2, p])
  const shape = [...batch]
  if (rankA > 1) shape.push(n)
  if (rankB > 1) shape.push(p)
  return unsafeView(left.bmm(right), shape)
}

function matmul(a: Tensor, b: Tensor): Tensor {
  const rankA = a.sizes.length
  const rankB = b.sizes.length
  if (rankA === 0 || rankB === 0)
    throw new RuntimeError(
      `both arguments to matmul need to be at least 1D, but they are ${rankA}D and ${rankB}D`,
    )
  if (rankA === 2 && rankB === 2) return a.mm(b)
  if (rankA === 1 && rankB === 1) return a.dot(b)
  if (rankA === 2 && rankB === 1) return a.mv(b)
  if (rankA === 1 && rankB === 2) return a.unsqueeze(0).mm(b).squeeze_(0)
  if (shouldFold(a, rankB) || shouldFold(b, rankA)) return foldedMatmul(a, b)
  return batchedMatmul(a, b)
}

op('matmul(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc:
    'The product `self @ other`: of vectors (dot), matrices, or batches of matrices, whose leading dimensions ' +
    'broadcast.',
  example: ['torch.matmul(torch.tensor([[1, 2], [3, 4]]), torch.tensor([1, 10]))', 'tensor([21, 43])'],
  aliases: ['linalg.matmul'],
  forward: matmul,
})

op('__rmatmul__(Tensor self, Tensor other) -> Tensor', {
  doc: 'What `other @ self` calls: `matmul` the other way round.',
  variants: 'method',
  forward: (self: Tensor, other: Tensor) => matmul(other, self),
})

op('__matmul__(Tensor self, Tensor other) -> Tensor', {
  doc: 'What `self @ other` calls: `matmul`.',
  variants: 'method',
  forward: matmul,
})
