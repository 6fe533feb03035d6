// Kernels on threads: the same bits for any number of them, and nothing wrong when a thread ends or work is stopped in the
// middle.
import { strict as assert } from 'node:assert'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import vm from 'node:vm'
import torch from '../../../src/index.js'
import { numbersOf } from '../../../src/engine/plan.js'
import { blasUse } from '../../../src/kernels/blas/executor.js'
import { setLevel } from '../../../src/kernels/wasm/level.js'
import { nanoseconds } from '../../../src/kernels/wasm/parts.js'
import { pool } from '../../../src/kernels/wasm/pool.js'
import { coreOps, readOp } from '../../goldens/files.js'
import { largeResults } from './repeated.js'

const t = torch as any
const usual = { ...nanoseconds, threads: torch.get_num_threads() }

/** Cuts everything that can be cut, however little it is. */
const cutAll = (): void => void Object.assign(nanoseconds, { worth: 0, shortest: 1 })

before(() => {
  cutAll()
  // Only vectors have threads, whatever is asked for from outside.
  setLevel('relaxed')
  // A library's digits may be others for another number of threads.
  blasUse.isOn = false
})
after(() => {
  blasUse.isOn = true
  Object.assign(nanoseconds, usual)
  torch.set_num_threads(usual.threads)
})

function withThreads<T>(count: number, make: () => T): T {
  torch.set_num_threads(count)
  assert.ok(pool.awaitThreads(), 'threads start')
  return make()
}

const digestOf = (value: any): string => {
  const { buffer, byteOffset, byteLength } = numbersOf(value.detach().contiguous())
  return createHash('sha1')
    .update(Buffer.from(buffer, byteOffset, byteLength))
    .digest('hex')
}

const textOf = (results: any[] | string): string =>
  typeof results === 'string' ? results : results.map(digestOf).join()

/** Asserts that a call gives the same on 1, 2 and 4 threads, and that it was cut. */
function assertSame(make: () => any): void {
  const alone = withThreads(1, () => digestOf(make()))
  for (const count of [2, 4]) {
    const before = pool.runs
    assert.equal(
      withThreads(count, () => digestOf(make())),
      alone,
      `${count} threads: ${String(make)}`,
    )
    assert.ok(pool.runs > before, `was cut: ${String(make)}`)
  }
}

test('formulas: rows, columns, broadcasting, strides, in place, of all dtypes', () => {
  t.manual_seed(1)
  const [a, b] = [t.randn(40, 1003), t.randn(40, 1003)]
  assertSame(() => a.add(b))
  assertSame(() => a.exp())
  assertSame(() => a.gt(b))
  assertSame(() => a.add(b.select(0, 0)))
  assertSame(() => a.mul(b.narrow(1, 0, 1)))
  assertSame(() => a.t().add(b.t()))
  assertSame(() => a.narrow(1, 1, 1000).tanh())
  assertSame(() => a.clone().mul_(3).add_(b, { alpha: 2 }))
  for (const dtype of [t.float64, t.int64, t.int32, t.uint8, t.bool]) {
    const [x, y] = [a.mul(9).to(dtype), b.mul(9).to(dtype)]
    assertSame(() => x.logical_and(y))
    if (dtype !== t.bool) assertSame(() => x.add(5).mul(y))
  }
})

test('products: few rows, few columns, batches, vectors, sums of products', () => {
  t.manual_seed(2)
  for (const [m, n, k] of [
    [64, 64, 64],
    [7, 500, 300],
    [500, 7, 300],
    [200, 1030, 300],
    [1, 700, 90],
    [700, 1, 90],
  ]) {
    const [a, b] = [t.randn(m, k), t.randn(k, n)]
    assertSame(() => a.matmul(b))
    assertSame(() => a.t().contiguous().t().matmul(b))
    assertSame(() => a.matmul(b.t().contiguous().t()))
    assertSame(() => a.double().matmul(b.double()))
    assertSame(() => t.addmm(t.ones(m, n), a, b, { alpha: 2, beta: 0.5 }))
  }
  const [x, y] = [t.randn(37, 40, 50), t.randn(37, 50, 30)]
  assertSame(() => x.bmm(y))
  assertSame(() => t.baddbmm(t.ones(37, 40, 30), x, y))
  assertSame(() => t.addbmm(t.ones(40, 30), x, y))
  assertSame(() => t.nn.functional.linear(x, t.ones(20, 50), t.ones(20)))
  const [images, filters] = [t.randn(4, 3, 20, 20), t.randn(8, 3, 3, 3)]
  assertSame(() => t.nn.functional.conv2d(images, filters))
})

test('sums along rows and columns, softmax, steps of optimizers', () => {
  t.manual_seed(3)
  for (const dtype of [t.float32, t.float64])
    for (const [rows, columns] of [
      [70, 300],
      [300, 70],
      [40, 1029],
      [1000, 33],
    ]) {
      const x = t.randn(rows, columns).to(dtype)
      if (columns > 64) assertSame(() => x.sum(0))
      if (columns > 200) assertSame(() => x.sum(1))
      if (columns > 64) if (columns > 64) assertSame(() => x.reshape(2, rows / 2, columns).sum(1))
    }
  const x = t.randn(300, 70)
  assertSame(() => x.softmax(1))
  assertSame(() => x.log_softmax(1))
  for (const make of [
    (params: any) => t.optim.SGD(params, { lr: 0.1, momentum: 0.9, weight_decay: 0.01 }),
    (params: any) => t.optim.SGD(params, { lr: 0.1 }),
    (params: any) => t.optim.Adam(params, { lr: 0.1, amsgrad: true }),
    (params: any) => t.optim.AdamW(params, { lr: 0.1 }),
  ])
    assertSame(() => {
      const w = x.clone().requires_grad_()
      const optimizer = make([w])
      for (let k = 0; k < 3; k++) {
        w.grad = x.mul(k - 1.5)
        optimizer.step()
      }
      return w
    })
})

/** Whose results are not determined, grow with the square of what they are given, or are made matrix by matrix. */
const isLeftOut = (op: string): boolean =>
  /^(linalg|empty|new_empty)|^(kron|cov|corrcoef|diagflat|nn\.functional\.multilabel_margin_loss|matrix_exp|.*fft.*)$/.test(
    op,
  )

test('recorded cases of all ops, repeated, on 1, 2 and 4 threads', () => {
  let cases = 0
  const wrong: string[] = []
  const before = pool.runs
  for (const op of coreOps()) {
    if (isLeftOut(op)) continue
    for (const [dtype, most] of [
      ['float32', 2],
      ['float64', 1],
      ['int64', 1],
      ['bool', 1],
    ] as const) {
      const wanted = readOp(op).cases.filter((one) => one.dtype === dtype && !one.error)
      for (const c of wanted.slice(0, most)) {
        const [alone, two, four] = [1, 2, 4].map((count) => withThreads(count, () => textOf(largeResults(c))))
        cases++
        if (two !== alone || four !== alone) wrong.push(`${op} ${dtype}`)
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(cases > 1000, `${cases} cases`)
  assert.ok(pool.runs > before + 500, 'most of them were cut')
})

test('a thread that ends is replaced', async () => {
  const [a, b] = [t.randn(300, 300), t.randn(300, 300)]
  const alone = withThreads(1, () => digestOf(a.matmul(b)))
  withThreads(3, () => a.matmul(b))
  const [first] = pool.workers
  const ended = first.terminate()
  // Not known yet to have ended.
  assert.equal(digestOf(a.matmul(b)), alone)
  await ended
  assert.equal(digestOf(a.matmul(b)), alone)
  assert.ok(pool.awaitThreads())
  assert.ok(pool.workers.length >= 2)
  assert.ok(!pool.workers.includes(first))
  assert.equal(digestOf(a.matmul(b)), alone)
})

test('what is stopped in the middle leaves threads that compute, and memory that nobody writes to', () => {
  const [a, b] = [t.randn(700, 700), t.randn(700, 700)]
  const [small, other] = [t.randn(64, 64), t.randn(64, 64)]
  const wanted = withThreads(1, () => digestOf(a.matmul(b)))
  const wantedSmall = withThreads(1, () => digestOf(small.matmul(other)))
  torch.set_num_threads(3)
  assert.ok(pool.awaitThreads())
  Object.assign(globalThis, {
    work: () => {
      for (;;) a.matmul(b).exp()
    },
  })
  const script = new vm.Script('work()')
  for (let k = 0; k < 20; k++) {
    assert.throws(() => script.runInThisContext({ timeout: 5 + 3 * k }), /timed out/)
    assert.equal(digestOf(small.matmul(other)), wantedSmall)
    assert.equal(digestOf(a.matmul(b)), wanted)
  }
})
