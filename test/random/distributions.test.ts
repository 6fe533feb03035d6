// Distributions against what PyTorch 1.13 printed after torch.manual_seed(42): the same digits, for every type.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import * as draw from '../../src/random/distributions.js'
import { Generator } from '../../src/random/generator.js'
import * as dtypes from '../../src/base/dtype.js'
import type { DType, TypedArray } from '../../src/base/dtype.js'
import { bfloat16ToNumber, float16ToNumber } from '../../src/base/half.js'

const { bfloat16, bool, float16, float32, float64, int16, int32, int64, int8, uint8 } = dtypes
const seeded = (seed = 42): Generator => new Generator().manual_seed(seed)

/** Fills `n` elements amid others, checks that those stay, and returns the elements as numbers (int64: bigints). */
function fill(
  dtype: DType,
  n: number,
  into: (out: TypedArray, offset: number, n: number, dtype: DType) => void,
): (number | bigint)[] {
  const out = new dtype.ArrayType(n + 4)
  into(out, 3, n, dtype)
  assert.equal(Number(out[2]), 0)
  assert.equal(Number(out[n + 3]), 0)
  const values = Array.from(out.subarray(3, n + 3) as ArrayLike<number | bigint>)
  if (dtype === float16) return values.map((bits) => float16ToNumber(Number(bits)))
  return dtype === bfloat16 ? values.map((bits) => bfloat16ToNumber(Number(bits))) : values
}
const sha = (array: TypedArray): string =>
  createHash('sha256')
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest('hex')

test('uniform: one rounding, and as many random bits as the type has digits', () => {
  const uniform = (dtype: DType, n: number, from: number, to: number, generator = seeded()): unknown =>
    fill(dtype, n, (out, offset, count) => draw.fillUniform(out, offset, count, dtype, generator, from, to))
  const generator = seeded()
  assert.deepEqual(
    uniform(float32, 5, -0.3, 0.7, generator),
    [0.5822692513465881, 0.6150039434432983, 0.08286374807357788, 0.6593056321144104, 0.09044820070266724],
  )
  assert.deepEqual(
    uniform(float64, 3, -0.3, 0.7, generator),
    [0.5071630471508437, 0.04913070488864829, -0.234512540819872],
  )
  const half = seeded()
  assert.deepEqual(uniform(float16, 4, -1, 2, half), [0.6494140625, 1.13671875, 0.259765625, 0.8955078125])
  assert.deepEqual(uniform(bfloat16, 4, -1, 2, half), [0.2421875, -0.16796875, 1.203125, -0.765625])
})

test('normal below 16 elements: pairs, the second one cached', () => {
  const generator = seeded(0)
  const one = (n: number): unknown =>
    fill(float32, n, (out, offset) => draw.fillNormal(out, offset, n, float32, generator))
  assert.deepEqual(one(1), [1.5409960746765137])
  assert.deepEqual(one(3), [-0.293428897857666, -2.1787893772125244, 0.5684312582015991])
  assert.deepEqual(one(1), [-1.0845223665237427])
})

test('normal from 16 elements on: sixteen at a time, a ragged end drawn again', () => {
  const normal = (dtype: DType, mean = 0, std = 1): unknown =>
    fill(dtype, 18, (out, offset) => draw.fillNormal(out, offset, 18, dtype, seeded(), mean, std))
  assert.deepEqual(
    normal(float32, 2, 3),
    [
      7.780745983123779, 6.461852073669434, 0.5078073740005493, 3.318767786026001, -0.2743934392929077,
      5.234952926635742, 4.402401924133301, 7.041861534118652, 3.067579746246338, -0.05986893177032471,
      3.831399440765381, 6.004213333129883, 1.3051270246505737, 2.1252784729003906, 1.2452740669250488,
      4.579575538635254, 1.070819616317749, 0.8128684759140015,
    ],
  )
  assert.deepEqual(
    normal(float64),
    [
      0.2995562877502637, 0.24237779080894106, 1.2715909667771088, 0.618669993885617, -0.03720300727052493,
      1.0352472972512925, -0.010085521702337353, 0.08948016046560357, 0.038435238263354446,
      -0.11824373914203358, -0.5798414554742108, 0.875893884648022, 0.39238484373268534, 1.108461181451433,
      0.8651734647119074, 0.855215961472287, 0.2494118796915765, 0.2615836907112959,
    ],
  )
  assert.deepEqual(
    normal(float16),
    [
      0.38671875, 1.4716796875, -1.45703125, 0.1373291015625, -1.548828125, -1.41796875, 0.642578125,
      -0.53369140625, 0.265625, -0.89208984375, 1.1611328125, 0.3349609375, -1.0302734375, 0.304931640625,
      0.7265625, -0.28564453125, 1.619140625, -1.2744140625,
    ],
  )
  assert.deepEqual(
    normal(bfloat16),
    [
      -0.80859375, -1.53125, 0.82421875, -1.1875, -0.032958984375, -0.080078125, 0.078125, -0.6484375,
      0.56640625, 0.236328125, 1.0546875, -0.035888671875, -1.3203125, -0.671875, 0.04150390625, -0.64453125,
      -2.171875, 1.3515625,
    ],
  )
})

test('300,003 float32 numbers have the bytes that PyTorch has', () => {
  // hashlib.sha256 of the numpy bytes of, in turn, randn(100000), rand(100000), empty(100003).normal_(-0.37, 0.113)
  const generator = seeded(7)
  const out = new Float32Array(100003)
  draw.fillNormal(out, 0, 100000, float32, generator)
  assert.equal(
    sha(out.subarray(0, 100000)),
    '9ce1e15822a349ed2377122ed7e89dabb638749678640da88ea7bc7ef503a892',
  )
  draw.fillUniform(out, 0, 100000, float32, generator)
  assert.equal(
    sha(out.subarray(0, 100000)),
    '2b1f34bd059a3b166f82f4c7814f8c979178f61473d6b8fffabe70fba8f87ad7',
  )
  draw.fillNormal(out, 0, 100003, float32, generator, -0.37, 0.113)
  assert.equal(sha(out), '280386eca59d8adead6f8cbc08bc496c93657a2319a7b79b04c53b4e0f94d7a1')
})

test('a tensor that is not contiguous gets normal numbers one by one at any size', () => {
  const one = fill(float32, 20, (out, offset) =>
    draw.fillNormal(out, offset, 20, float32, seeded(), 0, 1, false),
  )
  const generator = seeded()
  assert.deepEqual(
    one,
    Array.from({ length: 20 }, () => Math.fround(draw.standardNormal(generator))),
  )
})

test('normal numbers have mean 0, deviation 1 and no heavy tails', () => {
  const out = new Float64Array(200000)
  draw.fillNormal(out, 0, out.length, float64, seeded(1))
  const moment = (k: number): number => out.reduce((sum, x) => sum + x ** k, 0) / out.length
  assert.ok(Math.abs(moment(1)) < 0.01)
  assert.ok(Math.abs(moment(2) - 1) < 0.015)
  assert.ok(Math.abs(moment(4) - 3) < 0.1)
})

test('exponential, geometric, cauchy, log-normal', () => {
  assert.deepEqual(
    fill(float32, 4, (out, offset) => draw.fillExponential(out, offset, 4, float32, seeded(), 2.5)),
    [0.023965606465935707, 0.025990450754761696, 0.05276671051979065, 0.021605180576443672],
  )
  assert.deepEqual(
    fill(int64, 6, (out, offset) => draw.fillGeometric(out, offset, 6, int64, seeded(), 0.25)),
    [10n, 10n, 8n, 11n, 3n, 3n],
  )
  assert.deepEqual(
    fill(float32, 4, (out, offset) => draw.fillCauchy(out, offset, 4, float32, seeded(), 1, 2)),
    [-9.82497501373291, -8.987401962280273, -3.8897485733032227, -10.997279167175293],
  )
  assert.deepEqual(
    fill(float32, 4, (out, offset) => draw.fillLogNormal(out, offset, 4, float32, seeded(), 0.5, 0.25)),
    [1.793506383895874, 1.7026780843734741, 1.7482504844665527, 1.7464467287063599],
  )
})

test('bernoulli: float64 uniforms for a number, uniforms of its own type for a tensor', () => {
  assert.deepEqual(
    fill(float32, 8, (out, offset) => draw.fillBernoulli(out, offset, 8, float32, seeded(), 0.3)),
    [1, 1, 1, 1, 0, 0, 0, 0],
  )
  const p = [0.1, 0.5, 0.9, 0, 1]
  const each = (pDtype: DType): unknown =>
    fill(uint8, 5, (out, offset) => draw.fillBernoulliEach(out, offset, 5, uint8, seeded(), p, pDtype))
  assert.deepEqual(each(float32), [0, 0, 1, 0, 1])
  assert.deepEqual(each(float64), [1, 1, 1, 0, 1])
  assert.throws(
    () => draw.fillBernoulliEach(new Uint8Array(1), 0, 1, uint8, seeded(), [1.5], float32),
    /Expected p_in >= 0 && p_in <= 1 to be true, but got false/,
  )
})

// torch.empty(3, dtype=dtype).random_()
const unbounded: [DType, (number | bigint)[]][] = [
  [bool, [0, 1, 0]],
  [uint8, [102, 179, 92]],
  [int8, [102, 51, 92]],
  [int16, [23654, 15795, 860]],
  [int32, [1608637542, 1273642419, 1935803228]],
  [int64, [6909045637428952499n, 8314211556539077902n, 4279532810384561223n]],
  [float16, [426, 923, 745]],
  [bfloat16, [12, 149, 201]],
  [float32, [14801927, 15351016, 6423145]],
  [float64, [523809042610868, 566644413140339, 1113164382588524]],
]
for (const [dtype, expected] of unbounded) {
  test(`random_() of ${dtype}`, () => {
    assert.deepEqual(
      fill(dtype, 3, (out, offset) => draw.fillRandom(out, offset, 3, dtype, seeded())),
      expected,
    )
  })
}

const integers = (dtype: DType, from: bigint, to: bigint | null): (number | bigint)[] => {
  const { base, range } = draw.integerRange(dtype, from, to)
  return fill(dtype, 3, (out, offset) => draw.fillIntegers(out, offset, 3, dtype, seeded(), base, range))
}

test('random_(from, to) takes 64 bits from a range of 2^32 on', () => {
  assert.deepEqual(integers(int64, 0n, 2n ** 32n - 1n), [1608637542n, 3421126067n, 4083286876n])
  assert.deepEqual(integers(int64, 0n, 2n ** 32n), [3421126067n, 787846414n, 3348747335n])
  assert.deepEqual(integers(int64, -(2n ** 60n), 2n ** 60n), [
    1144438114394717619n,
    243761024291149070n,
    820768296564020295n,
  ])
  assert.deepEqual(integers(int64, -(2n ** 63n), null), [
    6909045637428952499n,
    -909160480315697906n,
    -4943839226470214585n,
  ])
  assert.deepEqual(integers(float16, 0n, 65504n), [55968, 17648, 60128])
})

test('ranges that are none or do not fit', () => {
  const message = (dtype: DType, from: bigint, to: bigint | null): string => {
    try {
      return draw.integerRange(dtype, from, to).warning ?? 'fine'
    } catch (error) {
      return (error as Error).message
    }
  }
  assert.equal(message(int64, 0n, 0n), "random_ expects 'from' to be less than 'to', but got from=0 >= to=0")
  assert.equal(message(uint8, 0n, 300n), 'to - 1 is out of bounds for unsigned char')
  assert.equal(message(int8, -129n, null), 'from is out of bounds for signed char')
  assert.equal(
    message(float32, 2n ** 53n, 2n ** 53n + 10n ** 9n),
    "random_ expects 'from' casted to dtype to be less than 'to' casted to dtype, but got from=9007199254740992 >= to=9007199254740992",
  )
  assert.match(
    message(float32, 0n, 2n ** 25n),
    /^to - 1 is out of bounds \[-\(2\^24\), 2\^24\]\. Due to precision/,
  )
  assert.equal(message(float32, 0n, 2n ** 24n), 'fine')
})

test('randperm', () => {
  const permutation = (dtype: DType, n: number): unknown =>
    fill(dtype, n, (out, offset) => draw.fillPermutation(out, offset, n, dtype, seeded()))
  for (const dtype of [float32, float64, int32, uint8, float16])
    assert.deepEqual(permutation(dtype, 10), [2, 6, 1, 8, 4, 5, 0, 9, 3, 7])
  assert.deepEqual(permutation(int64, 1), [0n])
  assert.deepEqual(permutation(int64, 0), [])
})

test('poisson and binomial', () => {
  assert.deepEqual(
    fill(float32, 6, (out, offset) =>
      draw.fillPoisson(out, offset, 6, float32, seeded(), [0.5, 1, 4, 9.5, 15, 60]),
    ),
    [0, 0, 1, 10, 16, 65],
  )
  assert.deepEqual(
    fill(float32, 4, (out, offset) =>
      draw.fillBinomial(
        out,
        offset,
        4,
        float32,
        seeded(),
        [10, 20, 100, 50],
        [0.5, 0.1, 0.3, 0.9].map(Math.fround),
      ),
    ),
    [2, 0, 30, 46],
  )
  assert.throws(
    () => draw.fillPoisson(new Float32Array(1), 0, 1, float32, seeded(), [-1]),
    /^RuntimeError: invalid/,
  )
})

test('a strided tensor is filled in memory order', () => {
  // torch.zeros(2, 3, 4).permute(1, 2, 0).uniform_()
  const values = new Float32Array(24)
  draw.fillUniform(values, 0, 24, float32, seeded())
  const out = new Float32Array(24)
  draw.scatter(out, 0, [3, 4, 2], [4, 1, 12], values)
  assert.deepEqual(out, values)
  // torch.zeros(3, 2).t()
  assert.deepEqual(draw.memoryOrder([2, 3], [1, 2]), [1, 0])
  const spread = new Float32Array(7)
  draw.scatter(spread, 1, [2, 3], [1, 2], Float32Array.of(1, 2, 3, 4, 5, 6))
  assert.deepEqual([...spread], [0, 1, 2, 3, 4, 5, 6])
  // Dimensions of stride 0 keep their place; equal strides and sizes of 1 do no harm.
  assert.deepEqual(draw.memoryOrder([2, 3, 2], [0, 2, 1]), [0, 1, 2])
  assert.deepEqual(draw.memoryOrder([2, 1, 3], [3, 7, 1]), [1, 0, 2])
})
