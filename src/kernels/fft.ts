// Discrete Fourier transforms of lanes of complex numbers, of any length. Computed in float64, whatever the dtype: the
// digits of float32 are then those of the exact result, rounded once.
//
// Lengths of small prime factors go by Stockham's autosort: for each factor p one pass over the data, in which p sub-
// transforms of length l become one of length l·p,
//
//     y[k·p + q][j] = Σ_r w^(r·(j + q·l)) · x[r·m + k][j],   w = exp(∓2πi / (l·p)),   j < l, k < m, q, r < p,
//
// and n = l·p·m. A length with a large prime factor is a convolution with a chirp (Bluestein), which goes by a length
// that is a power of two. (Van Loan, Computational Frameworks for the Fast Fourier Transform, 1.7 and 4.2.)
import { passFor, roots } from './fft-passes.js'
import { kernel, type Memory } from './kernel.js'
import { type Cells, cellsOf } from './reduce.js'

/** Up to here a factor is done directly, in p² steps. */
const LARGEST_FACTOR = 50

/** The factors of n, four before two and the small ones first. */
function factorsOf(n: number): number[] {
  const factors: number[] = []
  let rest = n
  for (const p of [4, 2, 3]) for (; rest % p === 0; rest /= p) factors.push(p)
  for (let p = 5; p * p <= rest; p += 2) for (; rest % p === 0; rest /= p) factors.push(p)
  if (rest > 1) factors.push(rest)
  return factors
}

/** Transforms `data`, pairs of numbers, in place, without a factor. */
type Transform = (data: Float64Array) => void

const transforms = new Map<number, Transform>()
/** What lengths were used last; each keeps tables of its size. */
const MOST_TRANSFORMS = 32

function transformOf(n: number, sign: number): Transform {
  let transform = transforms.get(sign * n)
  if (transform === undefined) {
    const factors = factorsOf(n)
    transform = factors.every((p) => p <= LARGEST_FACTOR) ? stockham(n, factors, sign) : bluestein(n, sign)
    if (transforms.size >= MOST_TRANSFORMS) transforms.delete(transforms.keys().next().value!)
  } else transforms.delete(sign * n)
  // Last in the order of use.
  transforms.set(sign * n, transform)
  return transform
}

function stockham(n: number, factors: readonly number[], sign: number): Transform {
  const w = roots(n, sign)
  const spare = new Float64Array(2 * n)
  const passes = factors.map((p) => passFor(p, sign))
  return (data) => {
    let [x, y]: [Float64Array, Float64Array] = [data, spare]
    let l = 1
    for (let i = 0; i < factors.length; i++) {
      const p = factors[i]
      passes[i](x, y, w, l, n / (l * p), sign)
      l *= p
      ;[x, y] = [y, x]
    }
    if (x !== data) data.set(x)
  }
}

/** With jk = (j² + k² - (k - j)²) / 2 the transform is a convolution with exp(±πi k² / n). */
function bluestein(n: number, sign: number): Transform {
  let size = 1
  while (size < 2 * n - 1) size *= 2
  const inner = stockham(size, factorsOf(size), -1)
  const unit = roots(2 * n, sign)
  // k² modulo 2n, without a square beyond 2^53.
  const chirp = new Float64Array(2 * n)
  for (let k = 0, square = 0; k < n; square = (square + 2 * k + 1) % (2 * n), k++) {
    chirp[2 * k] = unit[2 * square]
    chirp[2 * k + 1] = unit[2 * square + 1]
  }
  const filter = new Float64Array(2 * size)
  for (let k = 0; k < n; k++)
    for (const at of k === 0 ? [0] : [k, size - k]) {
      filter[2 * at] = chirp[2 * k]
      filter[2 * at + 1] = -chirp[2 * k + 1]
    }
  inner(filter)
  const work = new Float64Array(2 * size)
  return (data) => {
    work.fill(0)
    for (let p = 0; p < 2 * n; p += 2) {
      work[p] = data[p] * chirp[p] - data[p + 1] * chirp[p + 1]
      work[p + 1] = data[p] * chirp[p + 1] + data[p + 1] * chirp[p]
    }
    inner(work)
    // The inverse is a forward transform of the conjugate.
    for (let p = 0; p < 2 * size; p += 2) {
      const re = work[p] * filter[p] - work[p + 1] * filter[p + 1]
      work[p + 1] = -(work[p] * filter[p + 1] + work[p + 1] * filter[p])
      work[p] = re
    }
    inner(work)
    for (let p = 0; p < 2 * n; p += 2) {
      const re = work[p] / size
      const im = -work[p + 1] / size
      data[p] = re * chirp[p] - im * chirp[p + 1]
      data[p + 1] = re * chirp[p + 1] + im * chirp[p]
    }
  }
}

/**
 * The transforms of complex lanes (see reduce.ts), times `scale`; forwards with exp(-2πi jk / n), backwards with the
 * conjugate.
 */
export const fft = kernel(
  'fft',
  (
    [out, x]: readonly [out: Memory, x: Memory],
    outer: number,
    n: number,
    inner: number,
    isForward: boolean,
    scale: number,
  ) => {
    if (outer * n * inner === 0) return
    const [to, from]: readonly [Cells, Cells] = [cellsOf(out), cellsOf(x)]
    const transform = transformOf(n, isForward ? -1 : 1)
    const data = new Float64Array(2 * n)
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const start = 2 * (o * n * inner + i)
        const source = 2 * x.at + start
        const target = 2 * out.at + start
        for (let k = 0, p = source; k < n; k++, p += 2 * inner) {
          data[2 * k] = from[p]
          data[2 * k + 1] = from[p + 1]
        }
        transform(data)
        for (let k = 0, p = target; k < n; k++, p += 2 * inner) {
          to[p] = data[2 * k] * scale
          to[p + 1] = data[2 * k + 1] * scale
        }
      }
  },
)

/** The roots of unity that the last lengths of real lanes needed. */
const untangling = new Map<number, Float64Array>()

function untanglingOf(n: number): Float64Array {
  let w = untangling.get(n)
  if (w === undefined) {
    if (untangling.size >= MOST_TRANSFORMS) untangling.delete(untangling.keys().next().value!)
    untangling.set(n, (w = roots(n, -1)))
  }
  return w
}

/**
 * The forward transforms of real lanes, times `scale`: the whole of each, or the first n / 2 + 1 results, which say all.
 *
 * Numbers of an even count n go as n / 2 complex ones, z[k] = x[2k] + i x[2k + 1]: with Z their transform and w =
 * exp(-2πi k / n), 2 X[k] = Z[k] + conj Z[-k] - i w (Z[k] - conj Z[-k]).
 */
export const fftReal = kernel(
  'fft-real',
  (
    [out, x]: readonly [out: Memory, x: Memory],
    outer: number,
    n: number,
    inner: number,
    isHalf: boolean,
    scale: number,
  ) => {
    if (outer * n * inner === 0) return
    const [to, from]: readonly [Cells, Cells] = [cellsOf(out), cellsOf(x)]
    const isEven = n % 2 === 0
    const half = n >> 1
    const transform = transformOf(isEven ? half : n, -1)
    const w = isEven ? untanglingOf(n) : null
    const data = new Float64Array(isEven ? n : 2 * n)
    const count = isHalf ? half + 1 : n
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const source = x.at + o * n * inner + i
        const target = 2 * (out.at + o * count * inner + i)
        const step = isEven ? 1 : 2
        for (let k = 0, p = source; k < n; k++, p += inner) data[step * k] = from[p]
        if (!isEven) for (let k = 1; k < 2 * n; k += 2) data[k] = 0
        transform(data)
        for (let k = 0; k <= half; k++) {
          let re: number
          let im: number
          if (w === null) {
            re = data[2 * k]
            im = data[2 * k + 1]
          } else {
            const a = k === half ? 0 : 2 * k
            const b = k === 0 ? 0 : 2 * (half - k)
            const evenRe = data[a] + data[b]
            const evenIm = data[a + 1] - data[b + 1]
            const oddRe = data[a + 1] + data[b + 1]
            const oddIm = data[b] - data[a]
            re = 0.5 * (evenRe + (w[2 * k] * oddRe - w[2 * k + 1] * oddIm))
            im = 0.5 * (evenIm + (w[2 * k] * oddIm + w[2 * k + 1] * oddRe))
          }
          // What stands for itself has no imaginary part.
          if (k === 0 || (isEven && k === half)) im = 0
          const p = target + 2 * k * inner
          to[p] = re * scale
          to[p + 1] = im * scale
          if (isHalf || k === 0 || 2 * k === n) continue
          const q = target + 2 * (n - k) * inner
          to[q] = re * scale
          to[q + 1] = -im * scale
        }
      }
  },
)
