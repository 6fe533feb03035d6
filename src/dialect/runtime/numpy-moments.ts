// Sums, means and variances of floats as NumPy accumulates them: in their own precision, along the last axis in pairs, along any
// other one after another; see pairwise_sum in numpy/core/src/umath/loops_utils.h.src and _methods.py.

type Floats = Float32Array | Float64Array

/** A sum of these as their type holds it. */
const rounding = (values: Floats): ((x: number) => number) =>
  values instanceof Float32Array ? Math.fround : (x) => x

/** As many elements are summed without halving them. */
const blockSize = 128

/** As many go through NumPy's buffer at once. */
const bufferSize = 8192

/** The sum of `n` neighbours, one buffer after another. */
function sumOf(values: Floats, at: number, n: number): number {
  const fround = rounding(values)
  let sum = 0
  for (let i = 0; i < n; i += bufferSize)
    sum = fround(sum + pairwiseSum(values, at + i, Math.min(bufferSize, n - i)))
  return sum
}

/** The sum of `n` neighbours, halved until they are few. */
function pairwiseSum(values: Floats, at: number, n: number): number {
  const fround = rounding(values)
  if (n < 8) {
    let sum = 0
    for (let i = 0; i < n; i++) sum = fround(sum + values[at + i])
    return sum
  }
  if (n > blockSize) {
    const half = (n >> 1) - ((n >> 1) % 8)
    return fround(pairwiseSum(values, at, half) + pairwiseSum(values, at + half, n - half))
  }
  const lanes = values.slice(at, at + 8)
  let i = 8
  for (; i < n - (n % 8); i += 8) for (let k = 0; k < 8; k++) lanes[k] += values[at + i + k]
  const pair = (k: number): number => fround(lanes[k] + lanes[k + 1])
  let sum = fround(fround(pair(0) + pair(2)) + fround(pair(4) + pair(6)))
  for (; i < n; i++) sum = fround(sum + values[at + i])
  return sum
}

/** A tensor's elements in rows: `outer` times `length` times `inner`. */
export interface Lanes {
  readonly values: Floats
  readonly outer: number
  readonly length: number
  readonly inner: number
}

/** The sums along the middle. */
export function sums({ values, outer, length, inner }: Lanes): Floats {
  const result =
    values instanceof Float32Array ? new Float32Array(outer * inner) : new Float64Array(outer * inner)
  for (let i = 0; i < outer; i++)
    if (inner === 1) result[i] = sumOf(values, i * length, length)
    else
      for (let j = 0; j < length; j++)
        for (let k = 0; k < inner; k++) result[i * inner + k] += values[(i * length + j) * inner + k]
  return result
}

export const means = (lanes: Lanes): Floats => sums(lanes).map((sum) => sum / lanes.length)

/** The variances; `ddof` is taken off the count. */
export function variances(lanes: Lanes, ddof: number): Floats {
  const { values, length, inner } = lanes
  const fround = rounding(values)
  const mean = means(lanes)
  const squares = values.map((value, i) => {
    const gap = fround(value - mean[Math.floor(i / (length * inner)) * inner + (i % inner)])
    return gap * gap
  })
  const count = Math.max(length - ddof, 0)
  return sums({ ...lanes, values: squares }).map((sum) => sum / count)
}
