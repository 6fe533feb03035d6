// Casts on vectors write what the loop writes: between all dtypes, with numbers that fit nowhere.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { setLevel } from '../../../src/kernels/wasm/level.js'
import { listOf } from './repeated.js'

const t = torch as any
const dtypes = [
  'float32',
  'float64',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint8',
  'bool',
  'float16',
  'complex64',
]

const odd = [0, -0, 0.5, -0.5, 1.5, -1.5, 254.9, 255, 256, 300.7, -129.2, 32768, -32769, 70000.5, 16777217]
const far = [
  2 ** 31,
  2 ** 31 - 1,
  -(2 ** 31),
  -(2 ** 31) - 1,
  -(2 ** 31) - 1000,
  2 ** 40 + 0.5,
  -(2 ** 62),
  2 ** 63,
]
const none = [NaN, Infinity, -Infinity, 1e-300, 3.5e38, -(2 ** 63), 2 ** 63 - 1024]

/** 5,003 numbers of a dtype: for some stretches only those that are near. */
function numbers(name: string, isNear: boolean): any {
  const values = isNear ? odd : [...odd, ...far, ...none]
  const list = Array.from({ length: 5003 }, (_, i) =>
    i % 7 === 3 ? i - 2500 : values[(i * 11) % values.length]!,
  )
  const whole = ['int64', 'int32', 'int16', 'int8', 'uint8'].includes(name)
  const x = t.tensor(
    list.map((v) => (whole && !Number.isFinite(v) ? 9 : v)),
    { dtype: t.float64 },
  )
  const before = setLevel('off')
  const made = x.to(t[name])
  setLevel(before)
  return made
}

for (const from of dtypes)
  test(`from ${from}`, () => {
    for (const isNear of [true, false]) {
      const x = numbers(from, isNear)
      for (const to of dtypes) {
        const before = setLevel('off')
        const wanted = [x.to(t[to]), x.narrow(0, 3, 4999).to(t[to])].map(listOf)
        setLevel('relaxed')
        const found = [x.to(t[to]), x.narrow(0, 3, 4999).to(t[to])].map(listOf)
        setLevel(before)
        assert.deepEqual(
          found.map(String),
          wanted.map(String),
          `${from} to ${to}, ${isNear ? 'near' : 'far'}`,
        )
        assert.deepEqual(found, wanted, `${from} to ${to}, ${isNear ? 'near' : 'far'}`)
      }
    }
  })
