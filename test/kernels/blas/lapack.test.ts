// Factorizations by LAPACK, where this machine has it, against the reference, and against what they are factors of.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { float64 } from '../../../src/base/dtype.js'
import { blas, blasUse } from '../../../src/kernels/blas/executor.js'
import { blasStatus } from '../../../src/kernels/blas/gemm.js'
import { lu } from '../../../src/kernels/lu.js'
import { allocate } from '../../../src/memory/allocate.js'
import type { Tensor } from '../../../src/index.js'

const { library } = blasStatus()
const left = library?.routine == null ? { skip: 'no LAPACK here' } : {}
const { linalg } = torch

function byReference<T>(make: () => T): T {
  blasUse.isOn = false
  try {
    return make()
  } finally {
    blasUse.isOn = true
  }
}

/** The same with the library and without it. */
function assertSame(make: () => Tensor | readonly Tensor[], most = 1e-9): void {
  const listed = (): readonly Tensor[] => [make()].flat() as Tensor[]
  const [found, wanted] = [listed(), byReference(listed)]
  for (const [i, each] of found.entries()) {
    assert.equal(each.dtype, wanted[i].dtype)
    const off = each.sub(wanted[i]).abs().max().item() as number
    assert.ok(off <= most, `result ${i} is off by ${off}`)
  }
}

const close = (a: Tensor, b: Tensor): void => assert.ok((a.sub(b).abs().max().item() as number) < 1e-9)

for (const dtype of [torch.float64, torch.complex128])
  test(`LU, Cholesky, triangles, QR: ${dtype.name}`, left, () => {
    torch.manual_seed(0)
    const a = torch.randn(2, 70, 70, { dtype })
    const [b, wide, tall] = [
      [2, 70, 3],
      [2, 66, 90],
      [2, 90, 66],
    ].map((sizes) => torch.randn(sizes, { dtype }))
    assertSame(() => linalg.lu_factor(a))
    assertSame(() => linalg.lu_factor(wide))
    assertSame(() => linalg.lu_factor(tall))
    for (const each of [a, a.mT, a.mH]) {
      assertSame(() => linalg.solve(each, b))
      assertSame(() => linalg.inv(each))
    }
    assertSame(() => linalg.solve(a, b.mT, { left: false }))
    assertSame(() =>
      linalg.lu_solve(...(linalg.lu_factor(a) as unknown as [Tensor, Tensor]), b, { adjoint: true }),
    )
    const positive = a.matmul(a.mH).add(torch.eye(70, { dtype }))
    for (const upper of [false, true]) {
      assertSame(() => linalg.cholesky(positive, { upper }))
      assertSame(() => torch.cholesky_solve(b, linalg.cholesky(positive, { upper }), upper))
      const triangle = upper ? positive.triu() : positive.tril()
      for (const unitriangular of [false, true])
        assertSame(() => linalg.solve_triangular(triangle.div(100), b, { upper, unitriangular }), 1e-6)
    }
    for (const each of [a, wide, tall])
      for (const mode of ['reduced', 'complete']) assertSame(() => linalg.qr(each, mode))
    assertSame(() => linalg.householder_product(...(torch.geqrf(tall) as unknown as [Tensor, Tensor])))
  })

test('what is not definite, singular or finite', left, () => {
  const a = torch.eye(70, { dtype: torch.float64 })
  a.index_put_([40, 40], 0)
  assert.equal(linalg.lu_factor_ex(a).info.item(), 41)
  assert.equal(linalg.cholesky_ex(a).info.item(), 41)
  assert.throws(() => linalg.solve(a, a), /the input matrix is singular/)
  a.index_put_([3, 3], NaN)
  assert.throws(() => linalg.svd(a), /the input matrix contained non-finite values/)
  assert.throws(() => linalg.eig(a), /should not contain infs or NaNs/)
})

test('values and vectors', left, () => {
  torch.manual_seed(1)
  const [a, wide, tall] = [
    [2, 70, 70],
    [66, 90],
    [90, 66],
  ].map((sizes) => torch.randn(sizes, { dtype: torch.float64 }))
  for (const each of [a, wide, tall]) {
    assertSame(() => linalg.svdvals(each))
    const { U, S, Vh } = linalg.svd(each, false)
    close(U.matmul(torch.diag_embed(S)).matmul(Vh), each)
    const full = linalg.svd(each)
    close(full.U.matmul(full.U.mT), torch.eye(each.size(-2), { dtype: torch.float64 }))
    close(full.Vh.matmul(full.Vh.mT), torch.eye(each.size(-1), { dtype: torch.float64 }))
  }
  for (const UPLO of ['L', 'U']) {
    assertSame(() => linalg.eigvalsh(a, UPLO))
    const [values, vectors] = linalg.eigh(a, UPLO)
    const half = UPLO === 'L' ? a.tril() : a.triu()
    const symmetric = half.add(half.mT).sub(torch.diag_embed(a.diagonal({ dim1: -2, dim2: -1 })))
    close(vectors.matmul(torch.diag_embed(values)).matmul(vectors.mT), symmetric)
  }
  const [values, vectors] = linalg.eig(a)
  close(a.to(torch.complex128).matmul(vectors).abs(), vectors.mul(values.unsqueeze(-2)).abs())
  close(vectors.abs().square().sum(-2), torch.ones(2, 70, { dtype: torch.float64 }))
})

test('least squares', left, () => {
  torch.manual_seed(2)
  for (const sizes of [
    [90, 66],
    [66, 90],
  ]) {
    const a = torch.randn(sizes, { dtype: torch.float64 })
    const b = torch.randn(sizes[0], 4, { dtype: torch.float64 })
    for (const driver of ['gels', 'gelsy', 'gelsd']) assertSame(() => linalg.lstsq(a, b, { driver }).solution)
    assert.equal(linalg.lstsq(a, b).rank.item(), 66)
  }
})

test('small matrices are left to the reference', () => {
  const memory = { array: allocate(float64, 60 * 60), at: 0, dtype: float64 }
  const four = [memory, memory, memory, memory] as const
  assert.equal(blas.form(lu, four, [1, 60, 60, true]), null)
})
