// The bits of functions on vectors, as PyTorch 1.13 gives them on AVX2: a sum over 8192 results for each.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch, { type Tensor } from '../../../src/index.js'
import { type Level, setLevel } from '../../../src/kernels/wasm/level.js'

/** The results as whole numbers, each times 1 to 7, added up. */
function digest(result: Tensor): number {
  const bits = new Int32Array(new Float32Array(result.tolist() as number[]).buffer)
  return bits.reduce((sum, one, i) => sum + one * ((i % 7) + 1), 0)
}

const x = torch.arange(8192).to(torch.float32).div(1024).sub(4)
const results: Record<string, [compute: () => Tensor, wanted: number]> = {
  erf: [() => x.erf(), -384212280267],
  erfc: [() => x.erfc(), 33709501833687],
  atan: [() => x.atan(), -360912885475],
  asin: [() => x.div(4).asin(), -655718780510],
  acos: [() => x.div(4).acos(), 35015900957771],
  atan2: [() => torch.atan2(x, x.flip(0).add(0.25)), -233659860890],
}

for (const level of ['simd', 'relaxed'] as Level[])
  for (const [name, [compute, wanted]] of Object.entries(results))
    test(`${name}, ${level}`, () => {
      const before = setLevel(level)
      assert.equal(digest(compute()), wanted)
      setLevel(before)
    })

test('angles and errors at the ends of their ranges', () => {
  const ends = [0, -0, 1, -1, Infinity, -Infinity, NaN, 1e-40, 6, -1e30]
  const many = torch.tensor(ends).repeat(1000)
  const { tan, asin, atan, erf, erfc } = Object.fromEntries(
    (['tan', 'asin', 'atan', 'erf', 'erfc'] as const).map((name) => [
      name,
      (many[name]().narrow(0, 0, ends.length).tolist() as number[]).map((value) =>
        Number(value.toPrecision(6)),
      ),
    ]),
  )
  const quarter = 1.5708
  const tiny = 9.99995e-41
  assert.deepEqual(tan.slice(0, 8), [0, 0, 1.55741, -1.55741, NaN, NaN, NaN, tiny])
  assert.deepEqual(asin, [0, 0, quarter, -quarter, NaN, NaN, NaN, tiny, NaN, NaN])
  assert.deepEqual(atan, [0, 0, 0.785398, -0.785398, quarter, -quarter, NaN, tiny, 1.40565, -quarter])
  assert.deepEqual(erf, [0, 0, 0.842701, -0.842701, 1, -1, NaN, 1.12837e-40, 1, -1])
  assert.deepEqual(erfc, [1, 1, 0.157299, 1.8427, 0, 2, NaN, 1, 2.15197e-17, 2])
})
