// Products on vectors against the reference, for all the ways that operands lie.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { type DType, float32, float64 } from '../../../src/base/dtype.js'
import { allocate } from '../../../src/memory/allocate.js'
import { gemm, type Steps } from '../../../src/kernels/gemm.js'
import type { Memory } from '../../../src/kernels/kernel.js'
import { gemmForm, type Numbers } from '../../../src/kernels/wasm/gemm.js'
import { type Level, setLevel } from '../../../src/kernels/wasm/level.js'

let seed = 1
const random = (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 31 - 1
}

/** Numbers behind some others, in the arena where there are many of them. */
function memory(dtype: DType, count: number, at = 3): Memory {
  const array = allocate(dtype, count + at)
  for (let i = 0; i < array.length; i++) array[i] = random()
  return { array, at, dtype }
}

const copyOf = ({ array, at, dtype }: Memory): Memory => ({ array: array.slice(), at, dtype })

/** Steps of matrices that lie row by row or column by column. */
const steps = (rows: number, columns: number, isTransposed: boolean, batch = rows * columns): Steps =>
  isTransposed ? [batch, 1, rows] : [batch, columns, 1]

function assertClose(found: Memory, wanted: Memory, most: number): void {
  for (let i = 0; i < wanted.array.length; i++) {
    const [x, y] = [Number(found.array[i]), Number(wanted.array[i])]
    assert.ok(Math.abs(x - y) <= most, `element ${i} is ${x}, not ${y}`)
  }
}

const shapes = [
  [64, 64, 64],
  [61, 67, 300],
  [7, 500, 33],
  [200, 1030, 20],
  [1, 300, 500],
  [300, 1, 500],
  [64, 10, 300],
  [1, 1, 70000],
] as const

for (const level of ['simd', 'relaxed'] as Level[])
  for (const dtype of [float32, float64]) {
    const precision = dtype === float32 ? 2 ** -22 : 2 ** -50
    test(`products on vectors, ${level}, ${dtype.name}`, () => {
      const before = setLevel(level)
      for (const [m, n, k] of shapes)
        for (const left of [false, true])
          for (const right of [false, true]) {
            const [a, b] = [memory(dtype, m * k), memory(dtype, k * n)]
            const [found, wanted] = [memory(dtype, m * n, 0), memory(dtype, m * n, 0)]
            const numbers: Numbers = [
              1,
              m,
              n,
              k,
              1,
              steps(m, k, left),
              steps(k, n, right),
              0,
              [0, 0, 0],
              m * n,
            ]
            const form = gemmForm([found, a, b, null], numbers)
            assert.ok(form)
            form([found, a, b, null], ...numbers)
            gemm.js([wanted, a, b, null], ...numbers)
            assertClose(found, wanted, precision * Math.sqrt(k) * 8)
          }
      setLevel(before)
    })
  }

test('operands with any strides, added to a row, a column and a matrix', () => {
  const [m, n, k] = [50, 40, 70]
  const [a, b] = [memory(float32, 2 * m * k), memory(float32, 3 * k * n)]
  for (const addendSteps of [
    [0, 0, 1],
    [0, 1, 0],
    [0, n, 1],
    [0, 1, m],
    [0, 0, 0],
  ] as Steps[])
    for (const [alpha, beta] of [
      [1, 1],
      [0.5, -2],
      [2, 0],
    ]) {
      const addend = memory(float32, m * n)
      if (beta === 0) (addend.array as Float32Array).fill(NaN)
      const [found, wanted] = [memory(float32, m * n, 0), memory(float32, m * n, 0)]
      const numbers: Numbers = [1, m, n, k, alpha, [0, 2 * k, 2], [0, 3 * n, 3], beta, addendSteps, m * n]
      const operands = [found, a, b, addend] as const
      gemmForm(operands, numbers)!(operands, ...numbers)
      gemm.js([wanted, a, b, addend], ...numbers)
      assertClose(found, wanted, 1e-4)
    }
})

test('batches, one operand for all, and products that are added up', () => {
  const [batches, m, n, k] = [5, 30, 41, 53]
  for (const outStep of [m * n, 0])
    for (const shared of [false, true]) {
      const a = memory(float32, batches * m * k)
      const b = memory(float32, batches * k * n)
      const results = outStep === 0 ? 1 : batches
      const [found, wanted] = [memory(float32, results * m * n, 0), memory(float32, results * m * n, 0)]
      const right = steps(k, n, true, shared ? 0 : k * n)
      const numbers: Numbers = [batches, m, n, k, 1, steps(m, k, false), right, 0, [0, 0, 0], outStep]
      const operands = [found, a, b, null] as const
      gemmForm(operands, numbers)!(operands, ...numbers)
      gemm.js([wanted, a, b, null], ...numbers)
      assertClose(found, wanted, 1e-4)
    }
})

test('a result that does not lie in the arena, and what is around it', () => {
  const [m, n, k] = [20, 30, 200]
  const [a, b] = [copyOf(memory(float32, m * k)), copyOf(memory(float32, k * n))]
  const out = { array: new Float32Array(m * n + 10).fill(7), at: 5, dtype: float32 }
  const wanted = { array: new Float32Array(m * n + 10).fill(7), at: 5, dtype: float32 }
  const numbers: Numbers = [1, m, n, k, 1, steps(m, k, false), steps(k, n, false), 0, [0, 0, 0], m * n]
  gemmForm([out, a, b, null], numbers)!([out, a, b, null], ...numbers)
  gemm.js([wanted, a, b, null], ...numbers)
  assertClose(out, wanted, 1e-4)
  assert.equal(out.array[4], 7)
  assert.equal(out.array[5 + m * n], 7)
})

test('small products, integers and complex numbers are the reference’s', () => {
  const small = memory(float32, 100)
  const numbers: Numbers = [1, 10, 10, 10, 1, [0, 10, 1], [0, 10, 1], 0, [0, 0, 0], 100]
  assert.equal(gemmForm([small, small, small, null], numbers), null)
})
