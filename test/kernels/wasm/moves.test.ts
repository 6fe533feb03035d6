// Blocks and transposes moved within the arena, and running sums, beside the reference.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { setLevel } from '../../../src/kernels/wasm/level.js'

const t = torch as any

function assertSame(make: () => any): void {
  const before = setLevel('off')
  const wanted = make()
  setLevel('relaxed')
  const found = make()
  setLevel(before)
  assert.deepEqual([...found.stride()], [...wanted.stride()])
  assert.deepEqual(found.tolist(), wanted.tolist())
}

const numbers = (...sizes: number[]): any => {
  const count = sizes.reduce((a, b) => a * b, 1)
  return t.arange(count).mul(31).remainder(113).view(sizes)
}

for (const dtype of [t.float32, t.float64, t.int64, t.int32, t.int16, t.uint8, t.bool])
  test(`copies of transposes: ${String(dtype)}`, () => {
    for (const [rows, columns] of [
      [100, 104],
      [68, 300],
      [101, 103],
    ]) {
      const x = numbers(rows, columns).to(dtype)
      assertSame(() => x.t().contiguous())
      assertSame(() => t.zeros(columns, rows, { dtype }).copy_(x.t()))
      assertSame(() =>
        x
          .narrow(1, 1, columns - 1)
          .t()
          .contiguous(),
      )
      assertSame(() => x.clone())
    }
    const x = numbers(3, 64, 72).to(dtype)
    assertSame(() => x.transpose(1, 2).contiguous())
    assertSame(() => x.permute([2, 0, 1]).contiguous())
    assertSame(() => x.permute([1, 2, 0]).contiguous())
  })

for (const dtype of [t.float32, t.int64, t.int16, t.bool])
  test(`copies of rows: ${String(dtype)}`, () => {
    const x = numbers(70, 120).to(dtype)
    for (const width of [7, 16, 17, 63, 100]) {
      assertSame(() => x.narrow(1, 3, width).contiguous())
      assertSame(() =>
        t
          .zeros(70, 120, { dtype })
          .narrow(1, 2, width)
          .copy_(x.narrow(1, 20, width)),
      )
      assertSame(() => t.cat([x, x.narrow(1, 0, width)], 1))
    }
    assertSame(() => x.view(35, 2, 120).transpose(0, 1).contiguous())
    assertSame(() => t.zeros(9000, { dtype }))
  })

test('windows of one memory that overlap', () => {
  assertSame(() => {
    const x = numbers(40000).to(t.float32)
    x.narrow(0, 5, 30000).copy_(x.narrow(0, 0, 30000).clone())
    return x
  })
})

test('running sums and products', () => {
  t.manual_seed(0)
  const x = t.randn(40, 301)
  for (const make of [() => x.cumsum(1), () => x.cumprod(1), () => x.cumsum(0), () => x.view(-1).cumsum(0)])
    assertSame(make)
})
