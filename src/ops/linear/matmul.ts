/**
 * Products of matrices and vectors: `mm`, `mv`, `bmm`, `dot`, `matmul` and the forms that add to a tensor.
 * One product is in product.ts, its loops in gemm.ts; `einsum` and `tensordot` in contract.ts.
 *
 * Follows ATen/native/LinearAlgebra.cpp; the gradients, tools/autograd/derivatives.yaml.
 */
import { modes } from '../../tensor/modes.js'
import { bool, notImplementedFor } from '../../base/dtype.js'
import { check, messages, RuntimeError, sizesText } from '../../base/errors.js'
import { broadcastShapes, isExpandable, numelOf, type Sizes } from '../../base/layout.js'
import { isFloatScalar, type Scalar } from '../../base/scalar.js'
import { type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { conj, times } from '../pointwise/gradients.js'
import { addProduct, multiply, product, transposed } from './product.js'

/** The transposed conjugate of a matrix or a batch of them. */
const adjoint = (x: Tensor): Tensor => conj(modes.grad ? x.transpose(-2, -1) : transposed(x))

function sameDtype(a: Tensor, b: Tensor): void {
  if (a.dtype !== b.dtype)
    throw new RuntimeError(`expected scalar type ${a.dtype.scalarName} but found ${b.dtype.scalarName}`)
}

/** Throws unless a tensor of `sizes` broadcasts to `to`; PyTorch's `expand`. */
function checkExpands(sizes: Sizes, to: Sizes, scalarName: string): void {
  if (isExpandable(sizes, to)) return
  if (sizes.length > to.length)
    throw new RuntimeError(
      `expand(torch.${scalarName}Tensor{${sizesText(sizes)}}, size=${sizesText(to)}): the number of sizes provided ` +
        `(${to.length}) must be greater or equal to the number of dimensions in the tensor (${sizes.length})`,
    )
  for (let i = 1; i <= sizes.length; i++) {
    const own = sizes[sizes.length - i]
    const wanted = to[to.length - i]
    if (own !== 1 && own !== wanted)
      throw new RuntimeError(
        `The expanded size of the tensor (${wanted}) must match the existing size (${own}) at non-singleton dimension ` +
          `${to.length - i}.  Target sizes: ${sizesText(to)}.  Tensor sizes: ${sizesText(sizes)}`,
      )
  }
}

function checkMm(a: Tensor, b: Tensor): void {
  check(
    a.sizes[1] === b.sizes[0],
    () => `mat1 and mat2 shapes cannot be multiplied (${a.sizes.join('x')} and ${b.sizes.join('x')})`,
  )
  if (a.dtype === bool && b.dtype === bool) notImplementedFor('addmm_impl_cpu_', bool)
}

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
    self: (g, { mat2 }) => g.mm(adjoint(mat2)),
    mat2: (g, { self }) => adjoint(self).mm(g),
  },
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

function checkBmm(a: Tensor, b: Tensor): void {
  check(a.sizes.length === 3, () => 'batch1 must be a 3D tensor')
  check(b.sizes.length === 3, () => 'batch2 must be a 3D tensor')
  check(
    a.sizes[0] === b.sizes[0] && a.sizes[2] === b.sizes[1],
    () =>
      'Expected size for first two dimensions of batch2 tensor to be: ' +
      `[${a.sizes[0]}, ${a.sizes[2]}] but got: [${b.sizes[0]}, ${b.sizes[1]}].`,
  )
  if (a.dtype === bool && b.dtype === bool) notImplementedFor('bmm', bool)
  sameDtype(a, b)
}

/** A vector as a matrix of one column, without a node in the graph. */
const column = (x: Tensor): Tensor => x.viewAs([x.sizes[0], 1], [x.strides[0], 1], x.offset)
/** A vector as a matrix of one row. */
const row = (x: Tensor): Tensor => x.viewAs([1, x.sizes[0]], [x.sizes[0], x.strides[0]], x.offset)

function checkMv(addend: Sizes | null, mat: Tensor, vec: Tensor): void {
  const first = addend ?? mat.sizes.slice(0, 1)
  check(
    mat.sizes.length === 2 && vec.sizes.length === 1 && first.length <= 1,
    () => `vector + matrix @ vector expected, got ${first.length}, ${mat.sizes.length}, ${vec.sizes.length}`,
  )
  const rows = addend === null ? mat.sizes[0] : (addend[0] ?? 1)
  check(
    vec.sizes[0] === mat.sizes[1] && (rows === mat.sizes[0] || (addend !== null && rows === 1)),
    () => `size mismatch, got ${rows}, ${mat.sizes.join('x')},${vec.sizes[0]}`,
  )
  if (mat.dtype === bool && vec.dtype === bool) notImplementedFor('addmv_impl_cpu', bool)
  sameDtype(mat, vec)
}

/** Drops the dimension of one row or column that a vector was given. */
const asVector = (x: Tensor): Tensor => x.viewAs([x.count], [1], x.offset)

op('mv(Tensor self, Tensor vec, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'Product of a matrix and a vector, n×m and m, giving n.',
  example: ['torch.mv(torch.tensor([[1, 2], [3, 4]]), torch.tensor([1, 10]))', 'tensor([21, 43])'],
  validate: (self: Tensor, vec: Tensor) => checkMv(null, self, vec),
  device: true,
  compute: (self: Tensor, vec: Tensor) => asVector(product(self, column(vec))),
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

/** Makes a tensor of one element 0-dimensional. */
const asScalar = (x: Tensor): Tensor => x.viewAs([], [], x.offset)

op('dot(Tensor self, Tensor tensor, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.resultDtype,
  doc: 'Sum of the products of two vectors, element by element.',
  example: ['torch.dot(torch.tensor([2, 3]), torch.tensor([2, 1]))', 'tensor(7)'],
  validate: (self: Tensor, tensor: Tensor) => checkDot(self, tensor, 'dot'),
  device: true,
  compute: (self: Tensor, tensor: Tensor) => asScalar(product(row(self), column(tensor))),
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
  compute: (self: Tensor, other: Tensor) => asScalar(product(row(conj(self).contiguous()), column(other))),
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

op(
  'addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1, Tensor? out=None) -> Tensor',
  {
    oldSignatures: true,
    exactOut: true,
    doc: '`beta * self + alpha * (mat1 @ mat2)`; `self` is broadcast.',
    example: [
      'torch.addmm(torch.tensor([10, 20]), torch.tensor([[1, 2]]), torch.tensor([[1, 0], [1, 1]]))',
      'tensor([[13, 22]])',
    ],
    inplace: true,
    validate: (self: Tensor, mat1: Tensor, mat2: Tensor) => {
      check(mat1.sizes.length === 2, () => `mat1 must be a matrix, got ${mat1.sizes.length}-D tensor`)
      check(mat2.sizes.length === 2, () => `mat2 must be a matrix, got ${mat2.sizes.length}-D tensor`)
      checkMm(mat1, mat2)
      check(self.dtype === mat2.dtype, () => 'self and mat2 must have the same dtype')
      check(mat1.dtype === mat2.dtype, () => 'mat1 and mat2 must have the same dtype')
      checkExpands(self.sizes, [mat1.sizes[0], mat2.sizes[1]], self.dtype.scalarName)
    },
    device: true,
    compute: (self: Tensor, mat1: Tensor, mat2: Tensor, beta: Scalar, alpha: Scalar) => {
      const [m, k] = mat1.sizes
      const n = mat2.sizes[1]
      return addProduct(
        self,
        [m, n],
        mat1.dtype,
        beta,
        alpha,
        (out, scale) => multiply(out, 0, [m, n, k], mat1, mat1.offset, mat2, mat2.offset, scale, true),
        () => product(mat1, mat2),
      )
    },
    backward: {
      self: (g, { beta }) => times(g, beta),
      mat1: (g, { mat2, alpha }) => times(g.mm(adjoint(mat2)), alpha),
      mat2: (g, { mat1, alpha }) => times(adjoint(mat1).mm(g), alpha),
    },
  },
)

op(
  'addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1, Tensor? out=None) -> Tensor',
  {
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
    compute: (self: Tensor, mat: Tensor, vec: Tensor, beta: Scalar, alpha: Scalar) => {
      const [m, k] = mat.sizes
      const right = column(vec)
      return addProduct(
        self,
        [m],
        mat.dtype,
        beta,
        alpha,
        (out, scale) => multiply(out, 0, [m, 1, k], mat, mat.offset, right, right.offset, scale, true),
        () => asVector(product(mat, right)),
      )
    },
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
    inplace: true,
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
      return typeof beta !== 'object' && Number(beta) === 0 ? sum : sum.add(self.mul(beta))
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
    oldSignatures: true,
    exactOut: true,
    doc: '`beta * self + alpha * bmm(batch1, batch2)`; `self` is broadcast.',
    example: [
      'torch.baddbmm(torch.tensor(10.5), torch.ones(2, 1, 3), torch.ones(2, 3, 1)).flatten()',
      'tensor([13.5000, 13.5000])',
    ],
    inplace: true,
    validate: (self: Tensor, batch1: Tensor, batch2: Tensor) => {
      checkBmm(batch1, batch2)
      checkExpands(self.sizes, [batch1.sizes[0], batch1.sizes[1], batch2.sizes[2]], self.dtype.scalarName)
    },
    device: true,
    compute: (self: Tensor, batch1: Tensor, batch2: Tensor, beta: Scalar, alpha: Scalar) => {
      const [batches, m, k] = batch1.sizes
      const n = batch2.sizes[2]
      return addProduct(
        self,
        [batches, m, n],
        batch1.dtype,
        beta,
        alpha,
        (out, scale) => addBatches(out, m * n, [m, n, k], batch1, batch2, scale),
        () => product(batch1, batch2),
      )
    },
    backward: {
      self: (g, { beta }) => times(g, beta),
      batch1: (g, { batch2, alpha }) => times(g.bmm(adjoint(batch2)), alpha),
      batch2: (g, { batch1, alpha }) => times(adjoint(batch1).bmm(g), alpha),
    },
  },
)

/** Adds the product of every pair of matrices to `out`, `step` elements further each time. */
function addBatches(
  out: Tensor,
  step: number,
  sizes: readonly [number, number, number],
  batch1: Tensor,
  batch2: Tensor,
  scale: number,
): void {
  for (let i = 0; i < batch1.sizes[0]; i++) {
    const left = batch1.offset + i * batch1.strides[0]
    multiply(out, i * step, sizes, batch1, left, batch2, batch2.offset + i * batch2.strides[0], scale, true)
  }
}

op(
  'addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1, Tensor? out=None) -> Tensor',
  {
    doc: '`beta * self + alpha *` the sum of the products in two batches of matrices; `self` is broadcast.',
    oldSignatures: true,
    example: [
      'torch.addbmm(torch.tensor(10.5), torch.ones(2, 1, 3), torch.ones(2, 3, 1))',
      'tensor([[16.5000]])',
    ],
    inplace: true,
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
    compute: (self: Tensor, batch1: Tensor, batch2: Tensor, beta: Scalar, alpha: Scalar) => {
      const [, m, k] = batch1.sizes
      const n = batch2.sizes[2]
      return addProduct(
        self,
        [m, n],
        batch1.dtype,
        beta,
        alpha,
        (out, scale) => addBatches(out, 0, [m, n, k], batch1, batch2, scale),
        () => product(batch1, batch2).sum(0).to(batch1.dtype),
      )
    },
    backward: {
      self: (g, { beta }) => times(g, beta),
      batch1: (g, { batch2, batch1_sizes, alpha }) =>
        times(inBatches(g, batch1_sizes[0]).bmm(adjoint(batch2)), alpha),
      batch2: (g, { batch1, batch1_sizes, alpha }) =>
        times(adjoint(batch1).bmm(inBatches(g, batch1_sizes[0])), alpha),
    },
  },
)

/** A matrix repeated for each of `batches`. */
const inBatches = (g: Tensor, batches: number): Tensor =>
  g.unsqueeze(0).expand([batches, g.sizes[0], g.sizes[1]])

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
