// Mean and variance of a row of float32 in PyTorch's order, and sums of a row as its vectors have them. Follows
// ATen/native/cpu/moments_utils.h (Welford's updates in eight lanes, sixteen at a time, which are merged in a cascade) and
// ATen/cpu/vec/functional_base.h. Every product rounds.
const { fround } = Math

/** Lanes of a vector, and updates of a chunk. */
const LANES = 8
const CHUNK = 16
/** 1 / 1, 1 / 2 … as float32. */
const reciprocals = Float32Array.from({ length: CHUNK }, (_, i) => 1 / (i + 1))

/** Counts, means and sums of squares that wait to be merged: as many as a row has chunks, twice as many a level. */
const LEVELS = 32
const counts = new Float64Array(LEVELS)
const means = new Float32Array(LEVELS)
const squares = new Float32Array(LEVELS)

/** Merges what was found of `count` more numbers into a level. */
function merge(count: number, mean: number, square: number, level: number): void {
  if (count === 0 && counts[level] === 0) return
  const all = counts[level] + count
  const share = fround(count / all)
  const delta = fround(mean - means[level])
  means[level] += fround(share * delta)
  const apart = fround(fround(fround(delta * delta) * share) * counts[level])
  squares[level] += fround(square + apart)
  counts[level] = all
}

function clear(level: number): void {
  counts[level] = means[level] = squares[level] = 0
}

/** The moments of one lane are left in level 0. */
function laneMoments(x: Float32Array, at: number, vectors: number, chunks: number, levels: number): void {
  for (let level = 0; level < levels; level++) clear(level)
  for (let chunk = 0; chunk < chunks; chunk++) {
    const count = Math.min(CHUNK, vectors - chunk * CHUNK)
    let mean = 0
    let square = 0
    let p = at + chunk * CHUNK * LANES
    for (let j = 0; j < count; j++) {
      const delta = fround(x[p] - mean)
      mean = fround(mean + fround(delta * reciprocals[j]))
      square = fround(square + fround(delta * fround(x[p] - mean)))
      p += LANES
    }
    merge(count, mean, square, 0)
    for (let level = 1, mask = chunk + 1; level < levels && (mask & 1) === 0; level++, mask >>= 1) {
      merge(counts[level - 1], means[level - 1], squares[level - 1], level)
      clear(level - 1)
    }
  }
  for (let level = 1; level < levels; level++) merge(counts[level], means[level], squares[level], 0)
}

const laneMeans = new Float32Array(LANES)
const laneSquares = new Float32Array(LANES)

/** What `momentsOf` found. */
export const row = { mean: 0, variance: 0 }

/** Mean and biased variance of `n` neighbours. */
export function momentsOf(x: Float32Array, at: number, n: number): typeof row {
  const vectors = Math.floor(n / LANES)
  if (vectors > 0) {
    const chunks = Math.ceil(vectors / CHUNK)
    const levels = chunks <= 2 ? 1 : Math.ceil(Math.log2(chunks))
    for (let lane = 0; lane < LANES; lane++) {
      laneMoments(x, at + lane, vectors, chunks, levels)
      laneMeans[lane] = means[0]
      laneSquares[lane] = squares[0]
    }
  }
  let mean = 0
  let square = 0
  let count = 0
  for (let i = at + vectors * LANES; i < at + n; i++) {
    const delta = fround(x[i] - mean)
    mean = fround(mean + fround(delta / ++count))
    square = fround(square + fround(delta * fround(x[i] - mean)))
  }
  counts[0] = count
  means[0] = mean
  squares[0] = square
  if (vectors > 0)
    for (let lane = 0; lane < LANES; lane++) merge(vectors, laneMeans[lane], laneSquares[lane], 0)
  row.mean = means[0]
  row.variance = fround(squares[0] / n)
  return row
}

const sums = new Float32Array(LANES)

/**
 * The sum of `n` neighbours of `a`, or of their products with those of `b` and `c`: eight lanes, of which the halves are added.
 */
export function sumOfRow(
  a: Float32Array,
  aAt: number,
  n: number,
  b: Float32Array | null = null,
  bAt = 0,
  c: Float32Array | null = null,
  cAt = 0,
): number {
  const last = c ?? b
  const lastAt = c === null ? bAt : cAt
  // All factors but the last, which is fused with the addition.
  const first = (i: number): number => (c === null ? a[aAt + i] : fround(a[aAt + i] * b![bAt + i]))
  const width = Math.min(n, LANES)
  for (let i = 0; i < width; i++) sums[i] = last === null ? first(i) : first(i) * last[lastAt + i]
  for (let i = LANES; i < n; i++) sums[i & 7] += last === null ? first(i) : first(i) * last[lastAt + i]
  return totalOf(sums, width)
}

/** The sum of eight lanes, halves first; of fewer, one after another. */
export function totalOf(lanes: Float32Array, width: number): number {
  if (width < LANES) {
    let sum = width === 0 ? 0 : lanes[0]
    for (let i = 1; i < width; i++) sum = fround(sum + lanes[i])
    return sum
  }
  const four = (l: number): number => fround(lanes[l] + lanes[l + 4])
  const two = (l: number): number => fround(four(l) + four(l + 2))
  return fround(two(0) + two(1))
}
