// Factorizations against those of PyTorch with OpenBLAS: signs and phases too, which only LAPACK's own steps give; and the
// words of refusals. `lapack.json` has PyTorch's answers.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import torch, { type Tensor } from '../../../src/index.js'

type Numbers = number | Numbers[]
interface Recorded {
  dtype: 'float32' | 'float64' | 'complex128'
  a: Numbers
  results: Record<string, Numbers[]>
}
const recorded = JSON.parse(readFileSync(new URL('lapack.json', import.meta.url), 'utf8')) as {
  decompositions: Recorded[]
  errors: Record<string, string>
}

const { linalg } = torch
const hermitian = (a: Tensor): Tensor => a.add(a.mH)
const calls: Record<string, (a: Tensor) => readonly Tensor[]> = {
  svd: (a) => linalg.svd(a),
  svdReduced: (a) => linalg.svd(a, false),
  qr: (a) => linalg.qr(a),
  geqrf: (a) => torch.geqrf(a),
  lu: (a) => linalg.lu(a),
  eig: (a) => linalg.eig(a),
  eigh: (a) => linalg.eigh(hermitian(a)),
  eighUpper: (a) => linalg.eigh(hermitian(a), 'U'),
  ldl: (a) => linalg.ldl_factor(hermitian(a), { hermitian: true }),
}

/** Complex numbers are recorded as pairs. */
function tensorOf(numbers: Numbers, isComplex: boolean): Tensor {
  const real = torch.tensor(numbers as number[], { dtype: torch.float64 })
  return isComplex ? torch.view_as_complex(real) : real
}

for (const { dtype, a, results } of recorded.decompositions) {
  const x = tensorOf(a, dtype === 'complex128').to(torch[dtype])
  test(`factorizations of ${x.shape.join(' by ')} numbers of ${dtype}`, () => {
    for (const [name, wanted] of Object.entries(results)) {
      const got = calls[name]!(x)
      wanted.forEach((numbers, k) => {
        const isComplex = got[k]!.is_complex()
        const want = tensorOf(numbers, isComplex)
        const error = got[k]!.to(want.dtype).sub(want).abs().max().item()
        assert.ok(error < (dtype === 'float32' ? 1e-5 : 1e-7), `${name}, result ${k}: off by ${error}`)
      })
    }
  })
}

for (const [code, message] of Object.entries(recorded.errors))
  test(`${code} is refused in PyTorch's words`, () => {
    const run = new Function('torch', `return ${code}`)
    assert.throws(() => run(torch), { message })
  })

test('a float32 matrix that is singular is found to be, as where each step is rounded', () => {
  const a = torch
    .tensor([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ])
    .float()
  assert.equal(torch.repr(torch.det(a)), 'tensor(0.)')
  assert.throws(() => torch.inverse(a), linalg.LinAlgError)
  assert.equal(torch.repr(linalg.matrix_rank(a)), 'tensor(2)')
})

test('large matrices, whose products give them back', () => {
  torch.manual_seed(3)
  const a = torch.randn(60, 45, { dtype: torch.float64 })
  const square = a.narrow(0, 0, 45)
  const near = (x: Tensor, y: Tensor): void => assert.ok(x.sub(y).abs().max().item() < 1e-10)
  const [U, S, Vh] = linalg.svd(a, false)
  near(U!.mul(S!).matmul(Vh!), a)
  const [values, vectors] = linalg.eigh(hermitian(square))
  near(vectors!.mul(values!).matmul(vectors!.mH), hermitian(square))
  const [L, V] = linalg.eig(square)
  near(V!.mul(L!).matmul(linalg.inv(V!)), square.to(torch.complex128))
  near(square.matmul(linalg.solve(square, a.narrow(0, 15, 45))), a.narrow(0, 15, 45))
  const gram = square.matmul(square.mT)
  const C = linalg.cholesky(gram)
  near(C.matmul(C.mT), gram)
})

test('the determinant of a singular matrix has its derivative, among others that are not singular', () => {
  const a = torch.tensor([
    [
      [1, 1],
      [1, 1],
    ],
    [
      [2, 1],
      [1, 3],
    ],
  ])
  const x = a.float().requires_grad_()
  torch.det(x).sum().backward()
  assert.ok(
    torch.allclose(
      x.grad!,
      torch
        .tensor([
          [
            [1, -1],
            [-1, 1],
          ],
          [
            [3, -1],
            [-1, 2],
          ],
        ])
        .float(),
      1e-4,
      1e-5,
    ),
  )
})

test('least squares with several right sides tell the rank of each matrix once', () => {
  const [A, B] = [torch.randn(1, 4, 3), torch.randn(2, 4, 2)]
  for (const driver of ['gelsy', 'gelsd', 'gelss']) {
    const { solution, rank, singular_values } = linalg.lstsq(A, B, { driver })
    assert.deepEqual([[...solution.shape], [...rank.shape]], [[2, 3, 2], [1]])
    assert.deepEqual([...singular_values.shape], driver === 'gelsy' ? [0] : [1, 3])
  }
})

test('norms of complex matrices are written to real tensors; matrices without elements are of any type', () => {
  const x = torch.view_as_complex(
    torch
      .tensor([
        [
          [1, 2],
          [3, 0],
        ],
        [
          [0, 4],
          [5, 0],
        ],
      ])
      .float(),
  )
  const written = (norm: (out: Tensor) => unknown): string => {
    const out = torch.empty(0)
    norm(out)
    return torch.repr(out)
  }
  assert.equal(
    written((out) => torch.linalg.norm(x, { out })),
    'tensor(7.4162)',
  )
  assert.equal(
    written((out) => torch.linalg.matrix_norm(x, 'nuc', { out })),
    'tensor(8.1099)',
  )
  assert.equal(torch.linalg.cholesky(torch.empty(0, 0, { dtype: torch.float16 })).dtype, torch.float16)
  assert.equal(torch.linalg.eigvalsh(torch.empty(0, 2, 2, { dtype: torch.bool })).dtype, torch.bool)
  assert.throws(() => torch.geqrf(torch.empty(0, 2, 2, { dtype: torch.bool })), {
    message: /"geqrf_cpu" not implemented for 'Bool'/,
  })
})

test('words for types that a kernel lacks', () => {
  const x = torch.ones(2)
  for (const [run, message] of [
    [() => x.bool().mvlgamma(1), 'The input tensor may not be a boolean tensor.'],
    [() => x.long().mvlgamma_(1), 'step must be nonzero'],
    [() => x.to(torch.complex64).round(), '"round_vml_cpu" not implemented for \'ComplexFloat\''],
    [() => x.long().round({ decimals: 0 }), '"round_vml_cpu" not implemented for \'Long\''],
    [() => x.half().polygamma(0), '"digamma" not implemented for \'Half\''],
    [() => x.half().polygamma(2), '"polygamma" not implemented for \'Half\''],
  ] as [() => unknown, string][])
    assert.throws(run, { message })
})
