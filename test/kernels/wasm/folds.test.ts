// Extremes, counts, whole sums and running sums on vectors: what the loops in JavaScript give, to the bit, along rows and columns.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { setLevel } from '../../../src/kernels/wasm/level.js'
import { listOf } from './repeated.js'

const t = torch as any
const dtypes = [t.float32, t.float64, t.int64, t.int32, t.int16, t.int8, t.uint8, t.bool]

/** The same with and without vectors; `Object.is` tells zeros apart. */
function bothWays(make: () => any, where: string): void {
  const before = setLevel('off')
  const wanted = [make()].flat()
  setLevel('relaxed')
  const found = [make()].flat()
  setLevel(before)
  wanted.forEach((one, k) => {
    assert.equal(String(found[k].dtype), String(one.dtype), where)
    assert.deepEqual([...found[k].shape], [...one.shape], where)
    assert.deepEqual(listOf(found[k]), listOf(one), where)
  })
}

/** Whole numbers in no order, some of them twice and more; of floats some zeros of both signs and halves. */
function numbers(dtype: any, shape: number[], isSparse = false): any {
  const n = shape.reduce((a, b) => a * b, 1)
  const all = t.arange(n).mul(7919).remainder(4093)
  if (isSparse) return all.lt(3).to(dtype).view(shape)
  if (dtype.is_floating_point) {
    const x = all.to(dtype).sub(2000).div(2).trunc().mul(0.5).view(shape)
    return t.where(x.abs().lt(3), x.mul(-0), x)
  }
  return (dtype.is_signed && dtype !== t.bool ? all.sub(2000) : all).to(dtype).view(shape)
}

const shapes = [
  [5000],
  [1023],
  [1025],
  [7, 701],
  [300, 33],
  [41, 300],
  [33, 3, 50],
  [9, 31, 19],
  [2, 2100],
  [3000, 2],
  [150],
  [9, 17],
  [20, 8],
  [40, 7],
]

for (const dtype of dtypes)
  test(`extremes: ${String(dtype)}`, () => {
    // The kernel is warm from here on.
    for (let i = 0; i < 40; i++) numbers(dtype, [4090]).amax()
    for (const shape of shapes)
      for (const x of [
        numbers(dtype, shape),
        numbers(dtype, shape, true),
        numbers(dtype, [2, ...shape]).select(0, 1),
      ]) {
        const where = `${String(dtype)} ${String(shape)}`
        bothWays(() => [x.amax(), x.amin(), x.max(), x.min()], where)
        if (dtype !== t.bool) bothWays(() => [x.argmax(), x.argmin()], where)
        for (let dim = 0; dim < shape.length; dim++) {
          bothWays(() => [x.amax(dim), x.amin(dim), ...x.max(dim), ...x.min(dim)], `${where} along ${dim}`)
        }
      }
  })

for (const dtype of [t.float32, t.float64])
  test(`extremes of what is no number, and of zeros: ${String(dtype)}`, () => {
    for (const at of [0, 3, 1000, 2049, 2050])
      for (const shape of [[2051, 1], [1, 2051], [2051]]) {
        const x = numbers(dtype, [2051])
        x[at] = NaN
        const y = x.view(shape)
        bothWays(() => [y.amax(), y.amin(), y.argmax(), y.argmin()], `at ${at}`)
        for (let dim = 0; dim < shape.length; dim++)
          bothWays(() => [...y.max(dim), ...y.min(dim)], `at ${at}`)
        const wide = t.stack(t.unbind(x.expand(40, 2051), 0), 1)
        bothWays(() => [...wide.max(0), ...wide.min(0)], `at ${at} of columns`)
      }
    const zeros = t.zeros(3000, { dtype }).neg()
    zeros[7] = 0
    const ones = t.ones(3000, { dtype }).neg()
    ones[5] = 0
    ones[6] = -0
    for (const x of [zeros, ones, ones.flip(0), ones.flip(0).view(100, 30)]) {
      bothWays(() => [x.amax().reciprocal(), x.amin().reciprocal()], 'zeros')
      bothWays(() => [x.max(0).values.reciprocal(), x.min(0).values.reciprocal(), x.argmax(0)], 'zeros')
    }
  })

for (const dtype of dtypes)
  test(`counts and whole sums: ${String(dtype)}`, () => {
    for (const shape of shapes)
      for (const isSparse of [false, true]) {
        const x = numbers(dtype, shape, isSparse)
        const where = `${String(dtype)} ${String(shape)}`
        const none = t.zeros(shape, { dtype })
        bothWays(
          () => [x, none, none.eq(0)].flatMap((y) => [y.count_nonzero(), y.any(), y.all(), y.sum()]),
          where,
        )
        for (let dim = 0; dim < shape.length; dim++)
          bothWays(
            () => [x.count_nonzero(dim), x.any(dim), x.all(dim), x.sum(dim), none.eq(0).all(dim)],
            `${where} along ${dim}`,
          )
      }
  })

test('whole sums wrap at 64 bits', () => {
  const x = t.full([3000], 4611686018427387904n, { dtype: t.int64 }).add(t.arange(3000))
  bothWays(
    () => [x.sum(), x.view(30, 100).sum(0), x.view(30, 100).sum(1), x.cumsum(0), x.cumprod(0)],
    'int64',
  )
})

for (const dtype of dtypes)
  test(`running sums and products: ${String(dtype)}`, () => {
    for (const shape of shapes) {
      const x = numbers(dtype, shape)
      for (let dim = 0; dim < shape.length; dim++)
        bothWays(() => [x.cumsum(dim), x.cumprod(dim)], `${String(dtype)} ${String(shape)} along ${dim}`)
    }
    // Rows that are fours and some more, and not.
    for (const n of [16, 17, 18, 19]) {
      const x = numbers(dtype, [300, n])
      bothWays(() => [x.cumsum(1), x.cumprod(1)], `${String(dtype)} 300 × ${n}`)
    }
  })

// Note [Guessed starts] in src/kernels/wasm/guessed-sums.ts: right where every guess is, where none is, and where some are.
test('running sums whose order would show: numbers of all sizes, far apart, not finite', () => {
  const put = (x: any, ...pairs: [number, number][]): any => {
    for (const [at, value] of pairs) if (at < x.numel()) x[at] = value
    return x
  }
  const sized = (n: number, size: number): any => t.randn(n).mul(t.randn(n).mul(size).exp2())
  const kinds: Record<string, (n: number) => any> = {
    'of one size': (n) => t.randn(n),
    'of many sizes': (n) => sized(n, 20),
    'far apart': (n) => sized(n, 60),
    'rounded now and then': (n) => t.rand(n).mul(Math.PI).add(1e5),
    subnormal: (n) => t.randn(n).mul(1e-42),
    'a large one amid small': (n) => put(t.rand(n), [n >> 1, 2 ** 40]),
    'a large one that goes again': (n) => put(t.rand(n), [5, 2 ** 70], [(n >> 1) + 3, -(2 ** 70)]),
    'the largest': (n) => t.randn(n).sign().mul(3.4e38),
    infinities: (n) => put(t.rand(n), [n >> 1, Infinity], [(n >> 1) + 40, -Infinity]),
    'no number': (n) => put(t.rand(n), [Math.floor(n / 3), NaN]),
    'zeros below': (n) => t.zeros(n).neg(),
    'sums of zero': (n) =>
      t
        .randn(n)
        .view(-1, 1)
        .mul(t.tensor([1, -1]))
        .flatten()
        .narrow(0, 0, n),
  }
  t.manual_seed(3)
  for (const [kind, make] of Object.entries(kinds))
    for (const n of [31, 32, 33, 63, 64, 100, 128, 129, 255, 5011]) {
      const x = make(n)
      bothWays(() => [x.cumsum(0), x.clone().cumsum_(0)], `${kind}, ${n}`)
      const rows = t.stack([x, x.neg(), x.flip(0)])
      bothWays(() => rows.cumsum(1), `${kind}, 3 rows of ${n}`)
    }
})

for (const dtype of [t.float32, t.float64])
  test(`products have the reference’s order of multiplications: ${String(dtype)}`, () => {
    for (const shape of [...shapes, [40, 31], [3, 2000], [130, 32]]) {
      const x = numbers(dtype, shape).mul(1e-4).add(1.001)
      bothWays(() => x.prod(), `${String(dtype)} ${String(shape)}`)
      for (let dim = 0; dim < shape.length; dim++)
        bothWays(() => x.prod(dim), `${String(dtype)} ${String(shape)} along ${dim}`)
    }
  })

for (const dtype of [t.float32, t.float64])
  test(`sums of rows and of columns, whole vectors of them or not: ${String(dtype)}`, () => {
    const shapes = [
      [10, 1000],
      [100, 39],
      [17, 131],
      [200, 8],
      [300, 9],
      [33, 4],
      [1025, 65],
      [3, 700],
      [700, 7],
      [20000, 9],
    ]
    // The kernel is warm from here on.
    for (let i = 0; i < 40; i++) t.rand(4090, { dtype }).sum()
    for (const [rows, columns] of shapes) {
      t.manual_seed(rows)
      const wide = t.rand(rows + 2, columns + 5, { dtype }).sub(0.4)
      for (const x of [
        wide.narrow(0, 0, rows).narrow(1, 0, columns).contiguous(),
        wide.narrow(0, 1, rows).narrow(1, 3, columns),
        t.rand(columns, rows, { dtype }).t(),
      ])
        bothWays(
          () => [
            x.sum(),
            x.mean(),
            x.sum(0),
            x.sum(1),
            x.mean(0),
            x.mean(1, true),
            x.select(0, 0).sum(),
            x.unsqueeze(0).sum([0, 1]),
          ],
          `${rows} × ${columns}`,
        )
    }
  })
