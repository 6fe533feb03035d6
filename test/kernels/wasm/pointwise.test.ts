// Scalar formulas on vectors: every recorded case of every op that is one, repeated up to a size that runs there, must give
// what its loop gives; and the ways that operands lie, in all dtypes.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { ops } from '../../../src/engine/op.js'
import { type Level, setLevel } from '../../../src/kernels/wasm/level.js'
import { coreOps, readOp } from '../../goldens/files.js'
import type { Case } from '../../goldens/encoding.js'
import { listOf, smallAndLarge } from './repeated.js'

const t = torch as any

const pointwise = new Set(
  [...ops].flatMap(([path, op]) => (op.overloads.some(({ entry }) => entry.kernel) ? [path] : [])),
)

function assertAlike(found: unknown, wanted: unknown, where: string): void {
  if (typeof wanted !== 'number') {
    assert.equal(found, wanted, where)
    return
  }
  const [x, y] = [Number(found), wanted]
  if (Number.isNaN(y)) assert.ok(Number.isNaN(x), `${where}: ${x} is not NaN`)
  else if (!Number.isFinite(y)) assert.equal(x, y, where)
  else assert.ok(Math.abs(x - y) <= 3e-7 * Math.max(Math.abs(y), 1e-3), `${where}: ${x} is not ${y}`)
}

function runRepeated(c: Case): boolean {
  const both = smallAndLarge(c)
  if (both === null) return false
  const { small, large, times } = both
  const wanted = listOf(small)
  const found = listOf(large)
  assert.equal(String(large.dtype), String(small.dtype))
  assert.equal(found.length, times * wanted.length)
  for (let i = 0; i < found.length; i++)
    assertAlike(found[i], wanted[i % wanted.length], `${c.dtype} element ${i}`)
  return true
}

for (const level of ['simd', 'relaxed'] as Level[])
  test(`recorded cases of formulas, repeated: ${level}`, (context) => {
    const before = setLevel(level)
    let cases = 0
    const wrong: string[] = []
    for (const op of coreOps()) {
      if (!pointwise.has(op)) continue
      for (const c of readOp(op).cases) {
        if (c.error || (c.call.kind !== 'function' && c.call.kind !== 'method')) continue
        try {
          if (runRepeated(c)) cases++
        } catch (error) {
          wrong.push(`${op}: ${String((error as Error).message).split('\n')[0]}`)
        }
      }
    }
    setLevel(before)
    assert.deepEqual(wrong.slice(0, 20), [])
    assert.ok(cases > 500)
    context.diagnostic(`${cases} cases`)
  })

/** The same with and without vectors. */
function bothWays(make: () => any): void {
  const before = setLevel('off')
  const wanted = make()
  setLevel('relaxed')
  const found = make()
  setLevel(before)
  assert.equal(String(found.dtype), String(wanted.dtype))
  assert.deepEqual([...found.shape], [...wanted.shape])
  assert.deepEqual(listOf(found), listOf(wanted))
}

const whole = (n: number, dtype: any): any =>
  t
    .arange(n)
    .mul(7919)
    .remainder(251)
    .sub(dtype === t.uint8 ? 0 : 120)
    .to(dtype)

for (const dtype of [t.float32, t.float64, t.int64, t.int32, t.int16, t.int8, t.uint8, t.bool])
  test(`operands as they lie: ${String(dtype)}`, () => {
    const [a, b] = [
      whole(60 * 103, dtype).view(60, 103),
      whole(60 * 103, dtype)
        .flip(0)
        .view(60, 103),
    ]
    const row = b.select(0, 3)
    const column = b.narrow(1, 5, 1)
    for (const other of [b, row, column, b.t().contiguous().t(), b.select(0, 1).select(0, 2)]) {
      bothWays(() => t.add(a, other))
      bothWays(() => t.mul(other, a))
      bothWays(() => t.gt(a, other))
      bothWays(() => t.maximum(a, other))
      bothWays(() => t.where(a.ne(0), a, other))
    }
    bothWays(() => a.t().add(b.t()))
    bothWays(() => a.narrow(1, 2, 100).add(b.narrow(1, 3, 100)))
    bothWays(() => a.unsqueeze(1).add(b.unsqueeze(0).narrow(1, 0, 7)))
    if (dtype !== t.bool) bothWays(() => a.clone().sub_(row))
  })

/** Numbers of both signs with digits, as they lie in a larger tensor, or alone. */
const uneven = (n: number, dtype: any, isWindow: boolean): any => {
  const all = t.arange(n + 40).sub(n / 2)
  const x = (dtype.is_floating_point ? all.to(dtype).mul(0.37) : all.remainder(101)).to(dtype)
  return isWindow ? x.narrow(0, 13, n) : x.narrow(0, 13, n).clone()
}

for (const dtype of [t.float32, t.float64, t.int64, t.int32, t.uint8])
  test(`loops of some hundred elements, once vectors are there: ${String(dtype)}`, () => {
    const forms: ((x: any, y: any, one: any) => any)[] = [
      (x, y) => x.add(y),
      (x, y) => x.sub(y),
      (x, y) => x.mul(y),
      (x, y) => t.maximum(x, y),
      (x, y) => x.gt(y),
      (x, y) => x.ne(y),
      (x, y) => x.clone().add_(y),
      (x, y) => t.add(x, y, { out: t.empty_like(x) }),
      (x, y) => x.add(y, { alpha: 3 }),
      (x) => x.add(5),
      (x) => x.mul(2),
      (x, _, one) => x.add(one),
      (x, _, one) => one.sub(x),
      (x) => x.relu(),
      (x) => x.clamp(-7, 20),
      ...(dtype === t.uint8 ? [] : [(x: any) => x.neg().abs()]),
      ...(dtype.is_floating_point ? [(x: any, y: any) => x.abs().sqrt().div(y)] : [(x: any) => x.square()]),
    ]
    const one = t.tensor([7], { dtype })
    for (const form of forms) {
      const large = uneven(5000, dtype, false)
      for (let i = 0; i < 2; i++) form(large, large, one)
      for (const n of [319, 320, 511, 777, 1024, 1025, 3000, 4097])
        for (const [isWindow, other] of [
          [false, false],
          [true, false],
          [true, true],
        ])
          bothWays(() => form(uneven(n, dtype, isWindow), uneven(n, dtype, other).flip(0), one))
    }
  })

test('a result in the memory of an operand', () => {
  const x = t.arange(6000).to(t.float32)
  const wanted = x.add(x).tolist()
  const own = x.clone()
  assert.equal(t.add(own, own, { out: own }), own)
  assert.deepEqual(own.tolist(), wanted)
  // Windows with gaps may overlap unseen: all is read before anything is written.
  const wide = t.arange(12000).to(t.float32).view(60, 200)
  const [to, from] = [wide.narrow(1, 0, 100), wide.narrow(1, 40, 100)]
  const sum = from.add(from).tolist()
  assert.deepEqual(t.add(from, from, { out: to }).tolist(), sum)
  const version = own._version
  t.mul(x, 2, { out: own })
  assert.equal(own._version, version + 1)
  assert.throws(() => t.add(x, 1, { out: x.narrow(0, 0, 1).expand(6000) }), /more than one element/)
  assert.throws(
    () => t.add(own.narrow(0, 0, 5000), 1, { out: own.narrow(0, 1, 5000) }),
    /some elements of the input/,
  )
})

test('operands of two dtypes', () => {
  const x = t.arange(5000).to(t.float32).sub(2500)
  const bits = x.gt(3)
  bothWays(() => x.mul(bits))
  bothWays(() => x.add(t.arange(5000).to(t.int32)))
  bothWays(() => x.double().add(x))
  bothWays(() => t.arange(5000).to(t.int16).add(t.arange(5000).to(t.uint8)))
  bothWays(() => x.add(t.tensor(2, { dtype: t.int64 })))
})

test('large arguments of sines are reduced by the reference', () => {
  const x = t.arange(5000).to(t.float32).mul(1.7)
  const before = setLevel('off')
  const wanted = listOf(x.sin()).concat(listOf(x.cos())) as number[]
  setLevel('relaxed')
  const found = listOf(x.sin()).concat(listOf(x.cos())) as number[]
  setLevel(before)
  for (let i = 0; i < wanted.length; i++) assert.ok(Math.abs(found[i] - wanted[i]) < 1e-7, `at ${i}`)
})
