// Products by a BLAS library, where this machine has one, against the reference; and what is left to others.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { type DType, float32, float64 } from '../../../src/base/dtype.js'
import { blas } from '../../../src/kernels/blas/executor.js'
import { blasStatus, gemmForm } from '../../../src/kernels/blas/gemm.js'
import { gemm, type Steps } from '../../../src/kernels/gemm.js'
import type { Memory, NumbersOf } from '../../../src/kernels/kernel.js'
import { allocate } from '../../../src/memory/allocate.js'

const { library, reason } = blasStatus()
const left = library === null ? { skip: `no BLAS here: ${reason}` } : {}

let seed = 1
function memory(dtype: DType, count: number, at = 3): Memory {
  const array = allocate(dtype, count + at)
  for (let i = 0; i < array.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    array[i] = seed / 2 ** 31 - 1
  }
  return { array, at, dtype }
}

const steps = (rows: number, columns: number, isTransposed: boolean, batch = rows * columns): Steps =>
  isTransposed ? [batch, 1, rows] : [batch, columns, 1]

function assertClose(found: Memory, wanted: Memory, most: number): void {
  for (let i = 0; i < wanted.array.length; i++)
    assert.ok(Math.abs(Number(found.array[i]) - Number(wanted.array[i])) <= most, `element ${i}`)
}

for (const dtype of [float32, float64])
  test(`rows or columns, batches, sums of products, addends: ${dtype.name}`, left, () => {
    for (const [batches, m, n, k] of [
      [1, 90, 80, 70],
      [3, 40, 50, 60],
      [1, 5, 300, 400],
      [2, 33, 1, 50],
    ])
      for (const isLeft of [false, true])
        for (const isRight of [false, true])
          for (const outStep of [m * n, 0])
            for (const beta of [0, 1, 0.5]) {
              const [a, b] = [memory(dtype, batches * m * k), memory(dtype, batches * k * n)]
              const results = outStep === 0 ? 1 : batches
              const [found, wanted] = [memory(dtype, results * m * n, 2), memory(dtype, results * m * n, 2)]
              found.array.set(wanted.array as never)
              const addend = beta === 1 ? null : memory(dtype, n)
              const numbers: NumbersOf<typeof gemm> = [
                batches,
                m,
                n,
                k,
                0.5,
                steps(m, k, isLeft),
                steps(k, n, isRight),
                beta,
                [0, 0, 1],
                outStep,
              ]
              gemmForm([found, a, b, addend], numbers)!([found, a, b, addend], ...numbers)
              gemm.js([wanted, a, b, addend], ...numbers)
              assertClose(found, wanted, dtype === float32 ? 1e-4 : 1e-11)
            }
  })

test('what is not there is not read: a beta of zero, results that were not numbers', left, () => {
  const [n, dtype] = [100, float32]
  const [a, b, out] = [memory(dtype, n * n), memory(dtype, n * n), memory(dtype, n * n)]
  const addend = memory(dtype, n * n)
  ;(out.array as Float32Array).fill(NaN)
  ;(addend.array as Float32Array).fill(NaN)
  const square = steps(n, n, false)
  const numbers: NumbersOf<typeof gemm> = [1, n, n, n, 1, square, square, 0, square, n * n]
  gemmForm([out, a, b, addend], numbers)!([out, a, b, addend], ...numbers)
  assert.ok((out.array as Float32Array).subarray(out.at).every(Number.isFinite))
})

test('gaps both ways, other dtypes and what is small are left to others', () => {
  const out = memory(float32, 10000)
  const numbers: NumbersOf<typeof gemm> = [1, 50, 50, 50, 1, [0, 100, 2], [0, 50, 1], 0, [0, 0, 0], 2500]
  assert.equal(gemmForm([out, out, out, null], numbers), null)
  numbers[5] = [0, 50, 1]
  assert.equal(blas.form(gemm, [out, out, out, null], numbers), null)
  const large = torch.rand(120, 120)
  const whole = large.mul(100).to(torch.int64)
  assert.equal(String(whole.matmul(whole).dtype), 'torch.int64')
})

test('large products are those of the library', left, () => {
  const a = torch.rand(200, 200)
  const wanted = a.double().matmul(a.double())
  assert.ok(Number(a.matmul(a).double().sub(wanted).abs().max().item()) < 1e-3)
  assert.ok(Number(a.t().matmul(a.t()).double().sub(wanted.t()).abs().max().item()) < 1e-3)
})
