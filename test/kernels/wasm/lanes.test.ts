// Reductions, orders and steps of optimizers on vectors: the same bits as the reference's, and softmax the same to a few units
// in the last place.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { type Level, setLevel } from '../../../src/kernels/wasm/level.js'

const t = torch as any
const listOf = (value: any): unknown[] =>
  typeof value.tolist === 'function' ? [value.tolist()].flat(Infinity as 1) : [...value].flatMap(listOf)

/** What a call gives without vectors, and what it gives with them. */
function bothWays(make: () => any, level: Level = 'relaxed'): { wanted: unknown[]; found: unknown[] } {
  const before = setLevel('off')
  const wanted = listOf(make())
  setLevel(level)
  const found = listOf(make())
  setLevel(before)
  return { wanted, found }
}
function assertSame(make: () => any): void {
  for (const level of ['simd', 'relaxed'] as Level[]) {
    const { wanted, found } = bothWays(make, level)
    assert.deepEqual(found, wanted)
  }
}

const random = (...sizes: number[]): any => {
  t.manual_seed(sizes.length)
  return t.randn(...sizes)
}

for (const dtype of [t.float32, t.float64])
  test(`sums have the reference’s order of additions: ${String(dtype)}`, () => {
    for (const [rows, columns] of [
      [1, 100003],
      [3, 20001],
      [300, 67],
      [67, 300],
      [1000, 33],
      [5000, 3],
      [70, 129],
      [40, 1100],
      [4200, 72],
      [5, 8400],
    ]) {
      const x = random(rows, columns).to(dtype)
      assertSame(() => x.sum())
      for (const dim of [0, 1]) {
        assertSame(() => x.sum(dim))
        assertSame(() => x.mean(dim))
        assertSame(() => x.t().sum(dim))
      }
      assertSame(() => x.narrow(1, 1, columns - 1).sum(1))
    }
    const x = random(7, 20, 65, 3).to(dtype)
    for (const dims of [[0], [1], [2], [3], [0, 2], [1, 3], [0, 1, 2], [2, 3]]) assertSame(() => x.sum(dims))
    assertSame(() => x.transpose(1, 2).sum([0, 1]))
    assertSame(() => x.expand(2, 7, 20, 65, 3).sum([0, 4]))
  })

test('extremes and where they are: ties, not-a-numbers, zeros of both signs', () => {
  const x = random(50, 132).mul(3).round()
  const withNan = x.clone()
  withNan.index_put_([t.tensor([3, 3, 9]), t.tensor([17, 40, 131])], t.tensor(NaN))
  const zeros = t
    .cat([t.zeros(1, 5000).neg(), t.zeros(1, 5000)], 1)
    .expand(2, 10000)
    .contiguous()
  for (const one of [x, withNan, zeros, zeros.flip(1), x.narrow(1, 0, 129).contiguous()]) {
    assertSame(() => one.max())
    assertSame(() => one.min())
    for (const dim of [0, 1]) {
      assertSame(() => one.max(dim))
      assertSame(() => one.min(dim))
      assertSame(() => one.argmax(dim))
      assertSame(() => one.amax(dim))
    }
    assertSame(() => one.argmax())
    assertSame(() => one.amin())
  }
  const { found, wanted } = bothWays(() => t.reciprocal(zeros.max(1).values))
  assert.deepEqual(found, wanted)
})

test('sorted lanes keep the order of equals', () => {
  const x = random(3, 5003).mul(50).round()
  x.index_put_([t.tensor([1]), t.tensor([77])], t.tensor(NaN))
  for (const dtype of [t.float32, t.float16, t.bfloat16])
    for (const descending of [false, true]) assertSame(() => x.to(dtype).sort(1, descending))
  for (const dtype of [t.int32, t.int16, t.int8, t.uint8, t.bool])
    assertSame(() => x.nan_to_num(0).abs().to(dtype).sort(1))
  assertSame(() => x.select(0, 0).argsort())
  assertSame(() => t.zeros(2000).argsort())
})

test('equal elements come out as the reference has them, where their order is not asked for', () => {
  for (const n of [1024, 1025, 5000, 65536, 65537])
    for (const range of [2, 100, 1e7]) {
      for (const descending of [false, true])
        assertSame(() => t.manual_seed(n) && t.rand(n).mul(range).round().argsort(-1, descending))
      assertSame(() => t.arange(n).remainder(range).to(t.float32).argsort())
    }
  // int64 that are small, and some that are not.
  for (const far of [0, 2 ** 31, -(2 ** 40)])
    for (const descending of [false, true]) {
      const x = t.manual_seed(2) && t.randint(-50, 50, [3, 2000])
      x.index_put_([t.tensor([1]), t.tensor([5])], t.tensor(far))
      assertSame(() => x.sort(1, descending))
      assertSame(() => x.sort({ dim: 1, stable: true, descending }))
      assertSame(() => x.index(1).argsort(-1, descending))
    }
  // What takes a heap to be sorted: the middle of three is always one of the least.
  const n = 4096
  const list = new Array<number>(n).fill(n)
  for (let k = 0; k < 24; k++) {
    list[2 * k + 1] = 2 * k + 1
    list[n / 2 + k] = 2 * k
  }
  assertSame(() => t.tensor(list).argsort())
})

test('softmax of few elements has the bits that it has as a row of many, and so has its gradient', () => {
  for (const n of [1, 4, 7, 20, 33, 200])
    for (const name of ['softmax', 'log_softmax']) {
      const rows = t.randn(2000, n)
      const weights = t.randn(2000, n)
      const both = (x: any, w: any): any[] => {
        const leaf = x.clone().requires_grad_()
        const y = leaf[name](-1)
        y.mul(w).sum().backward()
        return [y.detach(), leaf.grad]
      }
      const [many, few] = [both(rows, weights), both(rows.select(0, 3), weights.select(0, 3))]
      few.forEach((one, k) => assert.ok(one.equal(many[k].select(0, 3)), `${name} of ${n}, ${k}`))
    }
})

test('softmax and its logarithm', () => {
  for (const [rows, columns] of [
    [300, 16],
    [50, 103],
    [1, 5000],
  ]) {
    const x = random(rows, columns).mul(4)
    // As PyTorch's, sums are carried in single precision.
    const precision = Math.max(4e-7, columns * 2e-10)
    for (const make of [() => x.softmax(1), () => x.log_softmax(1)])
      for (const level of ['simd', 'relaxed'] as Level[]) {
        const { wanted, found } = bothWays(make, level) as { wanted: number[]; found: number[] }
        for (let i = 0; i < wanted.length; i++)
          assert.ok(Math.abs(found[i] - wanted[i]) <= precision * Math.max(1, Math.abs(wanted[i])), `at ${i}`)
      }
  }
  const x = random(5, 1000)
  x.index_put_([t.tensor([2]), t.tensor([8])], t.tensor(NaN))
  x.index_put_([t.tensor([3]), t.tensor([8])], t.tensor(Infinity))
  const isNan = bothWays(() => x.softmax(1).isnan())
  assert.deepEqual(isNan.found, isNan.wanted)
})

test('steps of optimizers', () => {
  const { optim } = t
  const makers: [string, (params: any[]) => any][] = [
    ['SGD', (p) => optim.SGD(p, { lr: 0.1 })],
    ['SGD, momentum', (p) => optim.SGD(p, { lr: 0.1, momentum: 0.9, weight_decay: 0.01 })],
    ['SGD, nesterov', (p) => optim.SGD(p, { lr: 0.1, momentum: 0.9, nesterov: true, maximize: true })],
    ['Adam', (p) => optim.Adam(p, { lr: 0.01 })],
    ['Adam, decay', (p) => optim.Adam(p, { lr: 0.01, weight_decay: 0.1, amsgrad: true })],
    ['AdamW', (p) => optim.AdamW(p, { lr: 0.01, maximize: true })],
  ]
  for (const [name, make] of makers) {
    const train = (): any => {
      const w = random(101, 103).requires_grad_()
      const optimizer = make([w])
      for (let step = 0; step < 3; step++) {
        w.grad = random(101, 103).mul(step - 0.5)
        optimizer.step()
      }
      return w.detach()
    }
    const { wanted, found } = bothWays(train) as { wanted: number[]; found: number[] }
    for (let i = 0; i < wanted.length; i++)
      assert.ok(Math.abs(found[i] - wanted[i]) <= 2e-7 * Math.abs(wanted[i]), `${name} at ${i}`)
  }
})
