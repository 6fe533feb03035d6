// QR factorizations, and the reflectors that they are made of. Gradients follow `linalg_qr_backward` in FunctionsManual.cpp.
import type { Grad } from '../../tensor/node.js'
import { check, RuntimeError } from '../../base/errors.js'
import { warn } from '../../base/warnings.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { householderMultiply, householderProduct, qr } from '../../kernels/householder.js'
import { adjoint } from '../linear/matrix.js'
import { conj, noDerivative } from '../pointwise/gradients.js'
import {
  asMatrices,
  solveTriangular,
  batchOf,
  checkFloat,
  checkLapack,
  checkMatrix,
  colsOf,
  countOf,
  diagonalOf,
  inColumns,
  newColumns,
  rowsOf,
  withDiagonal,
} from './matrices.js'

/** The reflectors and R in one matrix, and the τ. */
function factored(x: Tensor): [a: Tensor, tau: Tensor] {
  const batch = batchOf(x)
  const [rows, cols] = [rowsOf(x), colsOf(x)]
  const out = newColumns(batch, rows, cols, x.dtype, x.device)
  const tau = emptyTensor([...batch, Math.min(rows, cols)], x.dtype, x.device)
  run(qr, [out, tau, inColumns(x)], countOf(batch), rows, cols)
  return [asMatrices(out), tau]
}

/** The first `width` columns of Q. */
function productOf(a: Tensor, tau: Tensor, width: number): Tensor {
  const batch = batchOf(a)
  const out = newColumns(batch, rowsOf(a), width, a.dtype, a.device)
  run(
    householderProduct,
    [out, inColumns(a), tau.contiguous()],
    countOf(batch),
    rowsOf(a),
    colsOf(a),
    width,
    colsOf(tau),
  )
  return asMatrices(out)
}

type Mode = 'reduced' | 'complete' | 'r'

/** X with the diagonal halved. */
const halved = (x: Tensor): Tensor => x.sub(withDiagonal(diagonalOf(x)).mul(0.5))

function qrBackward(gq: Grad, gr: Grad, Q: Tensor, R: Tensor, mode: Mode): Tensor | null {
  if (mode === 'r')
    throw new RuntimeError(
      "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use linalg.qr(A, " +
        "mode='reduced') if you are going to require gradients",
    )
  const [rows, cols] = [rowsOf(Q), colsOf(R)]
  check(
    mode !== 'complete' || rows <= cols,
    () => "The QR decomposition is not differentiable when mode='complete' and nrows > ncols",
  )
  if (gq === null && gr === null) return null
  const ofR = gr?.matmul(adjoint(R))
  const ofQ = gq === null ? undefined : adjoint(Q).matmul(gq)
  if (rows >= cols) {
    // dA = [dQ + Q syminvadj(triu(dR Rᴴ - Qᴴ dQ))] R⁻ᴴ
    const inner = ofR === undefined ? ofQ!.neg() : ofQ === undefined ? ofR : ofR.sub(ofQ)
    const upper = inner.triu()
    const symmetric = halved(upper.add(adjoint(upper)))
    const imaginary = symmetric.dtype.is_complex
    const sum = Q.matmul(imaginary ? withRealDiagonal(symmetric, upper) : symmetric)
    return solveTriangular(adjoint(R), gq === null ? sum : sum.add(gq), { upper: false, left: false })
  }
  const inner = ofQ === undefined ? ofR!.neg() : ofR === undefined ? ofQ : ofQ.sub(ofR)
  const skew = halvedWhereImaginary(inner.sub(adjoint(inner)).tril())
  const first = solveTriangular(adjoint(R.narrow(-1, 0, rows)), skew, { upper: false, left: false })
  const whole = call('constant_pad_nd', [first, [0, cols - rows]]) as Tensor
  return Q.matmul(gr === null ? whole : whole.add(gr))
}

/** The adjoint of symmetrizing leaves a real diagonal. */
const withRealDiagonal = (symmetric: Tensor, upper: Tensor): Tensor => {
  const diagonal = diagonalOf(upper)
  const real = call('real', [diagonal]) as Tensor
  return symmetric.sub(withDiagonal(diagonalOf(symmetric))).add(withDiagonal(real.to(upper.dtype)))
}

const halvedWhereImaginary = (x: Tensor): Tensor => (x.dtype.is_complex ? halved(x) : x)

const sample = 'torch.tensor([[3, 1], [4, 2]]).float()'

op("linalg.qr(Tensor A, str mode='reduced', *, Tensor? out=None) -> (Tensor Q, Tensor R)", {
  exactOut: true,
  doc:
    "A = Q R with orthonormal columns in Q and an upper triangle R. `mode` 'complete' makes Q square, 'r' gives R " +
    'alone.',
  example: [`torch.linalg.qr(${sample}).R`, 'tensor([[-5.0000, -2.2000],\n        [ 0.0000,  0.4000]])'],
  node: 'LinalgQrBackward0',
  tuple: 'torch.return_types.linalg_qr',
  compute: (A: Tensor, mode: string) => {
    checkMatrix('linalg.qr', A)
    checkFloat('linalg.qr', A)
    check(
      mode === 'reduced' || mode === 'complete' || mode === 'r',
      () =>
        `qr received unrecognized mode '${mode}' but expected one of 'reduced' (default), 'r', or 'complete'`,
    )
    checkLapack('geqrf_cpu', A)
    const [a, tau] = factored(A)
    const k = Math.min(rowsOf(A), colsOf(A))
    const width = mode === 'complete' ? rowsOf(A) : k
    const r = mode === 'complete' ? a.triu() : a.narrow(-2, 0, k).triu()
    const q = mode === 'r' ? emptyTensor([0], A.dtype, A.device) : productOf(a, tau, width)
    return [q, asMatrices(inColumns(r).clone())]
  },
  backward: {
    A: (_g, { Q, R, mode, grads }) => qrBackward(grads[0], grads[1], Q, R, mode as Mode),
  },
})

op('qr(Tensor self, bool some=True, *, Tensor? out=None) -> (Tensor Q, Tensor R)', {
  exactOut: true,
  doc: 'A = Q R: the old name of `linalg.qr`; without `some` Q is square.',
  example: [`torch.qr(${sample}).R`, 'tensor([[-5.0000, -2.2000],\n        [ 0.0000,  0.4000]])'],
  forward: (self: Tensor, some: boolean) => {
    warn(
      'torch.qr is deprecated in favor of torch.linalg.qr and will be removed in a future PyTorch release.\n' +
        "The boolean parameter 'some' has been replaced with a string parameter 'mode'.\nQ, R = torch.qr(A, some)\n" +
        "should be replaced with\nQ, R = torch.linalg.qr(A, 'reduced' if some else 'complete')",
    )
    return [...(call('linalg.qr', [self, some ? 'reduced' : 'complete']) as Tensor[])]
  },
})

op('geqrf(Tensor self, *, Tensor? out=None) -> (Tensor a, Tensor tau)', {
  doc: 'A QR factorization as LAPACK leaves it: R above, reflectors below the diagonal, and their factors τ.',
  example: [`torch.geqrf(${sample}).tau`, 'tensor([1.6000, 0.0000])'],
  compute: (self: Tensor) => {
    check(self.sizes.length >= 2, () => 'torch.geqrf: input must have at least 2 dimensions.')
    checkLapack('geqrf_cpu', self)
    return factored(self)
  },
  realGradient: true,
  backward: { self: noDerivative('geqrf') },
})

function checkHouseholder(x: Tensor, tau: Tensor): void {
  const name = 'torch.linalg.householder_product'
  check(x.sizes.length >= 2, () => `${name}: input must have at least 2 dimensions.`)
  check(
    rowsOf(x) >= colsOf(x),
    () => `${name}: input.shape[-2] must be greater than or equal to input.shape[-1]`,
  )
  check(
    colsOf(x) >= colsOf(tau),
    () => `${name}: input.shape[-1] must be greater than or equal to tau.shape[-1]`,
  )
  check(
    x.sizes.length - tau.sizes.length === 1,
    () =>
      `${name}: Expected tau to have one dimension less than input, but got tau.ndim equal to ${tau.sizes.length} and ` +
      `input.ndim is equal to ${x.sizes.length}`,
  )
  const batch = tau.sizes.slice(0, -1)
  check(
    batch.every((size, i) => size === x.sizes[i]),
    () =>
      `${name}: Expected batch dimensions of tau to be equal to input.shape[:-2], but got [${batch.join(', ')}]`,
  )
  check(
    tau.dtype === x.dtype,
    () => `${name}: tau dtype ${tau.dtype.scalarName} does not match input dtype ${x.dtype.scalarName}`,
  )
  checkLapack('orgqr_cpu', x)
}

/** The vectors v of reflectors, as columns, of which tensors can be made again. */
function vectorsOf(x: Tensor, count: number): Tensor[] {
  const below = x.tril(-1)
  const whole = below.add(withOnes(below))
  return Array.from({ length: count }, (_, k) => whole.narrow(-1, k, 1))
}

const withOnes = (x: Tensor): Tensor =>
  (call('eye', [rowsOf(x), colsOf(x), { dtype: x.dtype, device: x.device }]) as Tensor).expand(
    x.sizes as number[],
  )

const taus = (tau: Tensor, count: number): Tensor[] =>
  Array.from({ length: count }, (_, k) => tau.narrow(-1, k, 1).unsqueeze(-1))

/** (I - τ v vᴴ) X */
const reflected = (x: Tensor, v: Tensor, tau: Tensor): Tensor =>
  x.sub(v.mul(tau).matmul(adjoint(v).matmul(x)))

/**
 * Q = H₁ H₂ … E. With Lₖ = Hₖ₋₁ᴴ … H₁ᴴ dQ and Yₖ = Hₖ₊₁ … E, which are worked off one by one:
 * dτₖ = -vᴴ Lₖ Yₖᴴ v and dvₖ = -(τ̄ Lₖ Yₖᴴ v + τ Yₖ Lₖᴴ v).
 */
function householderBackward(
  g: Tensor,
  x: Tensor,
  tau: Tensor,
): { input: Tensor | null; tau: Tensor | null } {
  if (x.count === 0 || tau.count === 0) return { input: null, tau: null }
  const count = colsOf(tau)
  const [vs, ts] = [vectorsOf(x, count), taus(tau, count)]
  const products: Tensor[] = [withOnes(g)]
  for (let k = count - 1; k > 0; k--) products.unshift(reflected(products[0], vs[k], ts[k]))
  let left = g
  const gVectors: Tensor[] = []
  const gTaus: Tensor[] = []
  for (let k = 0; k < count; k++) {
    const [v, t, y] = [vs[k], ts[k], products[k]]
    const one = left.matmul(adjoint(y).matmul(v))
    const two = y.matmul(adjoint(left).matmul(v))
    gTaus.push(adjoint(v).matmul(one).squeeze(-1).neg())
    gVectors.push(one.mul(conj(t)).add(two.mul(t)).neg())
    left = reflected(left, v, conj(t))
  }
  const rest = colsOf(x) - count
  if (count === 0) return { input: x.mul(0), tau: tau.mul(0) }
  const gInput = (call('cat', [gVectors, -1]) as Tensor).tril(-1)
  return {
    input: rest > 0 ? (call('constant_pad_nd', [gInput, [0, rest]]) as Tensor) : gInput,
    tau: call('cat', [gTaus, -1]) as Tensor,
  }
}

const householder = {
  node: 'LinalgHouseholderProductBackward0',
  validate: checkHouseholder,
  compute: (x: Tensor, tau: Tensor) => productOf(x, tau, colsOf(x)),
} as const

op('linalg.householder_product(Tensor input, Tensor tau, *, Tensor? out=None) -> Tensor', {
  ...householder,
  doc: 'The first columns of a product of reflectors I - τ v vᴴ, as `geqrf` gives them: Q.',
  example: [
    `torch.linalg.householder_product(...torch.geqrf(${sample}))`,
    'tensor([[-0.6000, -0.8000],\n        [-0.8000,  0.6000]])',
  ],
  backward: (g, { input, tau }) => householderBackward(g, input, tau),
})

op('orgqr(Tensor self, Tensor input2, *, Tensor? out=None) -> Tensor', {
  ...householder,
  doc: 'The first columns of a product of reflectors: `linalg.householder_product`.',
  example: [
    `torch.orgqr(...torch.geqrf(${sample}))`,
    'tensor([[-0.6000, -0.8000],\n        [-0.8000,  0.6000]])',
  ],
  backward: (g, { self, input2 }) => {
    const { input, tau } = householderBackward(g, self, input2)
    return { self: input, input2: tau }
  },
})

function checkOrmqr(x: Tensor, tau: Tensor, other: Tensor, left: boolean): void {
  const name = 'torch.ormqr'
  check(x.sizes.length >= 2, () => `${name}: input must have at least 2 dimensions.`)
  check(other.sizes.length >= 2, () => `${name}: other must have at least 2 dimensions.`)
  const [dim, size] = left ? [-2, rowsOf(other)] : [-1, colsOf(other)]
  check(
    size >= colsOf(tau),
    () => `${name}: other.shape[${dim}] must be greater than or equal to tau.shape[-1]`,
  )
  check(size === rowsOf(x), () => `${name}: other.shape[${dim}] must be equal to input.shape[-2]`)
  check(
    colsOf(tau) <= colsOf(x),
    () => `${name}: tau.shape[-1] must be less than or equal to input.shape[-1]`,
  )
  check(
    x.sizes.length - tau.sizes.length === 1,
    () =>
      `${name}: Expected tau to have one dimension less than input, but got tau.ndim equal to ${tau.sizes.length} and ` +
      `input.ndim is equal to ${x.sizes.length}`,
  )
  check(
    x.sizes.length === other.sizes.length,
    () =>
      `${name}: Expected other to have the same number of dimensions as input, but got other.ndim equal to ` +
      `${other.sizes.length} and input.ndim is equal to ${x.sizes.length}`,
  )
  const batch = batchOf(x)
  for (const [word, own] of [
    ['tau', tau.sizes.slice(0, -1)],
    ['other', batchOf(other)],
  ] as const)
    check(
      own.every((one, i) => one === batch[i]),
      () =>
        `${name}: Expected batch dimensions of ${word} to be equal to input.shape[:-2], but got [${own.join(', ')}]`,
    )
  for (const [word, own] of [
    ['tau', tau],
    ['other', other],
  ] as const)
    check(
      own.dtype === x.dtype,
      () =>
        `${name}: Expected input and ${word} to have the same dtype, but input has dtype${x.dtype.scalarName} and ` +
        `${word} has dtype ${own.dtype.scalarName}`,
    )
  checkLapack('ormqr_cpu', x)
}

op(
  'ormqr(Tensor self, Tensor input2, Tensor input3, bool left=True, bool transpose=False, *, Tensor? out=None) -> Tensor',
  {
    exactOut: (own, out) =>
      'torch.ormqr: Expected input and result to have the same dtype, but input has dtype' +
      `${own.scalarName} and result has dtype ${out.scalarName}`,
    doc:
      'The product of Q, whose reflectors `self` and `input2` are, with `input3`: Q from the left or the right, or its ' +
      'conjugate transpose.',
    example: [
      `torch.ormqr(...torch.geqrf(${sample}), torch.eye(2))`,
      'tensor([[-0.6000, -0.8000],\n        [-0.8000,  0.6000]])',
    ],
    validate: checkOrmqr,
    realGradient: true,
    compute: (self: Tensor, tau: Tensor, other: Tensor, left: boolean, transpose: boolean) => {
      const batch = batchOf(self)
      const [rows, cols] = [rowsOf(other), colsOf(other)]
      const out = newColumns(batch, rows, cols, self.dtype, self.device)
      run(
        householderMultiply,
        [out, inColumns(self), tau.contiguous(), inColumns(other)],
        countOf(batch),
        rowsOf(self),
        colsOf(self),
        colsOf(tau),
        rows,
        cols,
        left,
        transpose,
      )
      return asMatrices(out)
    },
    backward: {
      self: noDerivative('ormqr'),
      input2: noDerivative('ormqr'),
      input3: noDerivative('ormqr'),
    },
  },
)
