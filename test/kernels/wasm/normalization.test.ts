// Normalizations on vectors beside the references and beside the ops that they are composed of.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { normalization, normalizationSlope } from '../../../src/kernels/normalization.js'
import { type Level, setLevel } from '../../../src/kernels/wasm/level.js'
import { nanoseconds } from '../../../src/kernels/wasm/parts.js'
import { awaitThreads, vectorForm } from '../../../src/kernels/wasm/vectors.js'
import { allocate } from '../../../src/memory/allocate.js'
import { float32 } from '../../../src/base/dtype.js'
import type { Memory } from '../../../src/kernels/kernel.js'

const t = torch as any
const levels = ['simd', 'relaxed'] as Level[]

function memory(count: number, seed = 0): Memory<Float32Array> {
  const array = allocate(float32, count + 3) as Float32Array
  let state = seed + 1
  for (let i = 0; i < array.length; i++) {
    state = (state * 48271) % 2147483647
    array[i] = seed === 0 ? NaN : state / 2147483647 - 0.3
  }
  return { array, at: 3, dtype: float32 }
}
const close = (found: Memory, wanted: Memory, most: number): void => {
  const [a, b] = [found.array as Float32Array, wanted.array as Float32Array]
  for (let i = 3; i < a.length; i++)
    assert.ok(Math.abs(a[i] - b[i]) <= most * Math.max(1, Math.abs(b[i])), `${i}: ${a[i]}, not ${b[i]}`)
}

/** blocks, lanes, numbers of a run, whether weights lie along it. */
const shapes = [
  [1, 100, 64, true],
  [1, 70, 77, true],
  [1, 3, 5003, true],
  [1, 50, 90, false],
  [4, 10, 117, false],
  [33, 5, 49, false],
] as const

for (const level of levels)
  for (const [blocks, lanes, n, isAlong] of shapes)
    test(`the kernels of ${blocks}×${lanes}×${n}, ${isAlong ? 'along' : 'by lanes'}, ${level}`, () => {
      const before = setLevel(level)
      const count = blocks * lanes * n
      const each = isAlong ? n : lanes
      const x = memory(count, 1)
      for (const [weight, bias] of [
        [null, null],
        [memory(each, 2), memory(each, 3)],
        [memory(each, 2), null],
      ] as const) {
        const results = (): Memory[] => [memory(count), memory(lanes), memory(lanes), memory(lanes)]
        const [found, wanted] = [results(), results()]
        const of = (out: Memory[]): never => [...out, x, weight, bias] as never
        const numbers = [blocks, lanes, n, 1e-5, isAlong] as const
        vectorForm('normalize', of(found), numbers)!(of(found), ...numbers)
        normalization.js(of(wanted), ...numbers)
        wanted.forEach((one, k) => close(found[k], one, level === 'relaxed' ? 0 : 1e-6))

        const g = memory(count, 4)
        const slopes = (): (Memory | null)[] => [memory(count), memory(each), memory(each)]
        for (const left of [[], [0], [1, 2], [0, 2]]) {
          const [found, wanted] = [slopes(), slopes()]
          for (const k of left) found[k] = wanted[k] = null
          const [mean, , rstd] = results().map(() => memory(lanes, 5))
          const of = (out: (Memory | null)[]): never => [...out, g, x, mean, rstd, weight] as never
          const numbers = [blocks, lanes, n, isAlong] as const
          vectorForm('normalize-slope', of(found), numbers)!(of(found), ...numbers)
          normalizationSlope.js(of(wanted), ...numbers)
          wanted.forEach((one, k) => one && close(found[k]!, one, level === 'relaxed' ? 0 : 3e-5))
        }
      }
      setLevel(before)
    })

/** What a call and its backward give. */
function outcome(make: (x: any, weight: any, bias: any) => any, sizes: number[], each: number[]): any[] {
  t.manual_seed(3)
  const x = t.randn(...sizes).requires_grad_()
  const [weight, bias] = [t.rand(...each).requires_grad_(), t.rand(...each).requires_grad_()]
  const y = make(x, weight, bias)
  y.mul(t.randn(...sizes))
    .sum()
    .backward()
  return [y, x.grad, weight.grad, bias.grad].map((one) => one.detach())
}

const { functional: F } = t.nn
const layers: [string, (x: any, weight: any, bias: any) => any, number[], number[]][] = [
  ['layer_norm', (x, w, b) => F.layer_norm(x, [65], w, b), [20, 7, 65], [65]],
  ['layer_norm of two dimensions', (x, w, b) => F.layer_norm(x, [9, 11], w, b), [60, 9, 11], [9, 11]],
  [
    'layer_norm of a transpose',
    (x, w, b) => F.layer_norm(x.transpose(0, 1), [65], w, b).transpose(0, 1),
    [20, 7, 65],
    [65],
  ],
  ['batch_norm', (x, w, b) => F.batch_norm(x, null, null, w, b, true), [6, 5, 13, 17], [5]],
  [
    'batch_norm with what it follows',
    (x, w, b) => F.batch_norm(x, t.zeros(5), t.ones(5), w, b, true),
    [6, 5, 200],
    [5],
  ],
  ['softmax', (x, w, b) => x.mul(w).add(b).softmax(1), [70, 131], [131]],
  ['log_softmax', (x, w, b) => x.mul(w).add(b).log_softmax(-1), [7, 10, 131], [131]],
  ['group_norm', (x, w, b) => F.group_norm(x, 3, w, b), [5, 6, 13, 17], [6]],
  ['instance_norm', (x, w, b) => F.instance_norm(x, null, null, w, b), [5, 6, 13, 17], [6]],
]
for (const [name, make, sizes, each] of layers)
  test(`${name}: the same as composed, on any path`, () => {
    const before = setLevel('off')
    const wanted = outcome(make, sizes, each)
    for (const level of levels) {
      setLevel(level)
      const found = outcome(make, sizes, each)
      found.forEach((one, k) => assert.ok(t.allclose(one, wanted[k], 1e-4, 2e-5), `${level}, ${k}`))
    }
    setLevel(before)
  })

test('moments: large means, what is infinite or not a number, constants', () => {
  const rows = t.randn(50, 200).add(1e6)
  rows.index_put_([t.tensor([1, 2]), t.tensor([7, 0])], t.tensor([Infinity, NaN]))
  rows.index_put_([t.tensor([3])], t.tensor(5))
  const before = setLevel('off')
  const wanted = t.var_mean(rows, 1).map((one: any) => one.tolist())
  setLevel('relaxed')
  const found = t.var_mean(rows, 1).map((one: any) => one.tolist())
  setLevel(before)
  assert.deepEqual(found, wanted)
  assert.equal(found[0][3], 0)
})

test('threads change no bit', () => {
  const before = { ...nanoseconds }
  const threads = t.get_num_threads()
  const bits = (): unknown[] =>
    layers.map(([, make, sizes, each]) => outcome(make, sizes, each).map((one) => one.tolist()))
  const wanted = bits()
  t.set_num_threads(3)
  Object.assign(nanoseconds, { worth: 0, shortest: 1, longest: 1e9 })
  if (awaitThreads()) assert.deepEqual(bits(), wanted)
  Object.assign(nanoseconds, before)
  t.set_num_threads(threads)
})

test('softmax at the ends: infinities, not-a-numbers, zeros', () => {
  const rows = t.randn(100, 60)
  rows.index_put_(
    [t.tensor([1, 2, 3, 4, 5]), t.tensor([7, 0, 59, 17, 20])],
    t.tensor([Infinity, NaN, -Infinity, 200, -200]),
  )
  rows.index_put_([t.tensor([6])], t.tensor(-Infinity))
  rows.index_put_([t.tensor([7])], t.tensor(-0))
  const both = (): any[] => [rows.softmax(1), rows.log_softmax(1)]
  const before = setLevel('off')
  const wanted = both()
  for (const level of levels) {
    setLevel(level)
    both().forEach((one, k) => assert.ok(t.allclose(one, wanted[k], 1e-5, 1e-7, true), `${level} ${k}`))
  }
  setLevel(before)
})
