// Powers and exponentials of matrices, and products of several. Follows ATen/native/LinearAlgebra.cpp.
import { complex128, float16, float64, notImplementedFor } from '../../base/dtype.js'
import { check, cName, sizesText } from '../../base/errors.js'
import { warn } from '../../base/warnings.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { adjoint } from '../linear/matrix.js'
import { batchOf, checkFloat, checkSquare, identities, rowsOf } from './matrices.js'

// ---- powers ----

/** The power by squaring, from the lowest bit up. */
function power(self: Tensor, n: number): Tensor {
  if (n === 0) return (self.clone() as Tensor).copy_(identities(batchOf(self), rowsOf(self), self))
  if (n === 1) return self.clone() as Tensor
  if (n === 2) return self.matmul(self)
  if (n === 3) return self.matmul(self).matmul(self)
  let square: Tensor | null = null
  let result: Tensor | null = null
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    square = square === null ? self : square.matmul(square)
    if (rest % 2 === 1) result = result === null ? square : result.matmul(square)
  }
  return result!
}

function matrixPower(self: Tensor, n: number): Tensor {
  checkSquare('linalg.matrix_power', self)
  if (n >= 0) return power(self, n)
  const inverse = call('linalg.inv', [self]) as Tensor
  return n === -1 ? inverse : power(inverse, -n)
}

const powerDoc = 'The matrix multiplied by itself n times; its inverse for a negative n.'

op('linalg.matrix_power(Tensor self, int n, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: powerDoc,
  example: [
    'torch.linalg.matrix_power(torch.tensor([[1, 1], [1, 0]]), 5)',
    'tensor([[8, 5],\n        [5, 3]])',
  ],
  forward: matrixPower,
})
op('matrix_power(Tensor self, int n, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: powerDoc,
  example: ['torch.matrix_power(torch.tensor([[1, 1], [1, 0]]), 5)', 'tensor([[8, 5],\n        [5, 3]])'],
  forward: matrixPower,
})

// ---- exponential ----

/** Below this 1-norm the Taylor polynomial of degree 18 is exact in float64; larger matrices are halved until they are. */
const LARGEST = 0.5
const DEGREE = 18

/** exp(A) by scaling and squaring, in float64. */
function exponential(A: Tensor): Tensor {
  const n = rowsOf(A)
  if (A.count === 0) return A.clone() as Tensor
  const wide = A.dtype.is_complex ? complex128 : float64
  const all = A.reshape([-1, n, n]).to(wide)
  const results: Tensor[] = []
  for (let index = 0; index < all.sizes[0]; index++) {
    let x = all.select(0, index) as Tensor
    const size = (x.abs().sum(0).max() as Tensor).item()
    const halvings = size > LARGEST && Number.isFinite(size) ? Math.ceil(Math.log2(size / LARGEST)) : 0
    x = x.mul(2 ** -halvings)
    const one = identities([], n, x)
    // Horner: 1 + x (1 + x/2 (1 + x/3 …)).
    let result = one.add(x.mul(1 / DEGREE))
    for (let k = DEGREE - 1; k > 0; k--) result = one.add(x.matmul(result).mul(1 / k))
    for (let k = 0; k < halvings; k++) result = result.matmul(result)
    results.push(result)
  }
  return (call('stack', [results]) as Tensor).reshape(A.sizes as number[]).to(A.dtype)
}

const expDoc = 'The exponential of a square matrix: 1 + A + A²/2 + A³/6 + …'
const expOutput = 'tensor([[1., 1.],\n        [0., 1.]])'

op('linalg.matrix_exp(Tensor self) -> Tensor', {
  doc: expDoc,
  example: ['torch.linalg.matrix_exp(torch.tensor([[0, 1], [0, 0]]).float())', expOutput],
  node: 'LinalgMatrixExpBackward0',
  validate: (self: Tensor) => {
    checkSquare('linalg.matrix_exp', self)
    checkFloat('matrix_exp', self)
    if (self.dtype === float16) notImplementedFor('log2_vml_cpu', self.dtype)
  },
  compute: exponential,
  backward: {
    // The exponential of (Aᴴ G; 0 Aᴴ) has it in its upper right corner.
    self: (g, { self }) => {
      const n = rowsOf(self)
      const transposed = adjoint(self)
      const upper = call('cat', [[transposed, g], -1])
      const lower = call('cat', [
        [self.new_zeros(self.sizes as number[], { dtype: self.dtype }), transposed],
        -1,
      ])
      const whole = call('linalg.matrix_exp', [call('cat', [[upper, lower], -2])]) as Tensor
      return whole.narrow(-2, 0, n).narrow(-1, n, n)
    },
  },
})
op('matrix_exp(Tensor self) -> Tensor', {
  doc: expDoc,
  example: ['torch.matrix_exp(torch.tensor([[0, 1], [0, 0]]).float())', expOutput],
  forward: (self: Tensor) => call('linalg.matrix_exp', [self]),
})

// ---- products of several ----

/** Where to split a chain so that the fewest numbers are multiplied (Cormen et al., 15.2). */
function splits(sizes: readonly number[]): number[][] {
  const n = sizes.length - 1
  const costs = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  const places = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (let length = 1; length < n; length++)
    for (let i = 0; i + length < n; i++) {
      const j = i + length
      costs[i][j] = Infinity
      for (let k = i; k < j; k++) {
        const cost = costs[i][k] + costs[k + 1][j] + sizes[i] * sizes[k + 1] * sizes[j + 1]
        if (cost >= costs[i][j]) continue
        costs[i][j] = cost
        places[i][j] = k
      }
    }
  return places
}

function multiDot(tensors: readonly Tensor[]): Tensor {
  const n = tensors.length
  check(n >= 2, () => `multi_dot(): expected at least 2 tensors but got ${n}`)
  const [first, last] = [tensors[0], tensors[n - 1]]
  const asked: number[] = []
  for (const [word, x] of [
    ['first', first],
    ['last', last],
  ] as const)
    check(
      x.sizes.length === 1 || x.sizes.length === 2,
      () => `multi_dot(): the ${word} tensor must be 1D or 2D but got ${x.sizes.length}D`,
    )
  const chain = [...tensors]
  if (first.sizes.length === 1) chain[0] = first.unsqueeze(0)
  else asked.push(first.sizes[0])
  if (last.sizes.length === 1) chain[n - 1] = last.unsqueeze(-1)
  else asked.push(last.sizes[1])
  chain.forEach((x, i) => {
    check(x.sizes.length === 2, () => `multi_dot(): tensor ${i} must be 2D but got ${x.sizes.length}D`)
    check(
      x.dtype === first.dtype,
      () =>
        `multi_dot(): all tensors must have be the same dtype but tensor 0 is ${cName(first.dtype.scalarName)} and tensor ${i} ` +
        cName(x.dtype.scalarName),
    )
    if (i > 0)
      check(
        chain[i - 1].sizes[1] === x.sizes[0],
        () =>
          `multi_dot(): tensors ${i - 1} and ${i} with shapes ${sizesText(chain[i - 1].sizes)} and ${sizesText(x.sizes)} ` +
          'cannot be multiplied',
      )
  })
  if (n === 2) return chain[0].mm(chain[1]).view(asked)
  if (n === 3) {
    const [[a, b], [, c], [, d]] = chain.map((x) => x.sizes)
    const [x, y, z] = chain
    const isLeft = a * c * b + a * d * c <= b * d * c + a * d * b
    return (isLeft ? x.mm(y).mm(z) : x.mm(y.mm(z))).view(asked)
  }
  const places = splits([...chain.map((x) => x.sizes[0]), chain[n - 1].sizes[1]])
  const product = (i: number, j: number): Tensor =>
    i === j ? chain[i] : product(i, places[i][j]).mm(product(places[i][j] + 1, j))
  return product(0, n - 1).view(asked)
}

op('linalg.multi_dot(Tensor[] tensors, *, Tensor? out=None) -> Tensor', {
  exactOut: (own, out) =>
    `multi_dot(): expected out tensor to have dtype ${cName(own.scalarName)} but got ${cName(out.scalarName)}`,
  doc: 'The product of two matrices or more, multiplied in the order that takes the least work.',
  example: [
    'torch.linalg.multi_dot([torch.ones(1, 3), torch.ones(3, 2), torch.ones(2, 2)])',
    'tensor([[6., 6.]])',
  ],
  forward: multiDot,
})

op('chain_matmul(Tensor[] *matrices, Tensor? out=None) -> Tensor', {
  doc: 'The product of matrices: the old name of `linalg.multi_dot`, which takes a list.',
  example: ['torch.chain_matmul(torch.ones(1, 3), torch.ones(3, 2))', 'tensor([[3., 3.]])'],
  forward: (matrices: readonly Tensor[]) => {
    warn(
      'torch.chain_matmul is deprecated and will be removed in a future PyTorch release. Use torch.linalg.multi_dot ' +
        'instead, which accepts a list of two or more tensors rather than multiple parameters.',
    )
    check(matrices.length > 0, () => 'chain_matmul(): Expected one or more matrices')
    matrices.forEach((x, i) => {
      check(x.sizes.length === 2, () => `Tensor of dim ${x.sizes.length} (position ${i}) is not a matrix`)
    })
    return matrices.length === 1 ? matrices[0] : multiDot(matrices)
  },
})
