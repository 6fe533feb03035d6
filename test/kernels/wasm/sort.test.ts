// Sorts by digits on vectors: the order that the reference gives, by few digits of many bits and by many of few.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { setLevel } from '../../../src/kernels/wasm/level.js'
import { listOf } from './repeated.js'

const t = torch as any

function sorted(x: any, descending: boolean, stable: boolean): unknown[] {
  const { values, indices } = t.sort(x, { dim: -1, descending, stable })
  // Of zeros the reciprocal tells the sign.
  return [listOf(values), listOf(x.dtype.is_floating_point ? values.reciprocal() : values), listOf(indices)]
}

for (const dtype of [t.float32, t.int32, t.int64, t.uint8])
  test(`sorts lanes of all lengths: ${String(dtype)}`, () => {
    for (const shape of [[256], [257], [1001], [3, 1023], [2, 258], [4095], [4096], [5, 4099]]) {
      t.manual_seed(shape.at(-1))
      let x = t.randn(shape).mul(100)
      if (dtype === t.float32) {
        x = t.where(x.abs().lt(9), x.mul(0), x)
        x = t.where(x.gt(150), NaN, t.where(x.lt(-150), -Infinity, t.where(x.abs().lt(20), x.trunc(), x)))
      } else x = x.to(dtype)
      for (const descending of [false, true])
        for (const stable of [false, true]) {
          const before = setLevel('off')
          const wanted = sorted(x, descending, stable)
          setLevel('relaxed')
          const found = sorted(x, descending, stable)
          setLevel(before)
          assert.deepEqual(found, wanted, `${String(dtype)} ${String(shape)}`)
        }
    }
  })
