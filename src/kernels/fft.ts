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
import { kernel, type Memory } from './kernel.js'
import { type Cells, cellsOf } from './reduce.js'

/** Up to here a factor is done directly, in p² steps. */
const LARGEST_FACTOR = 50

/** exp(∓2πi k / n) for k < n, as pairs; `sign` is that of the exponent. */
function roots(n: number, sign: number): Float64Array {
  const w = new Float64Array(2 * n)
  for (let k = 0; k < n; k++) {
    // The eighth of the circle next to an axis is where cos and sin have all their digits.
    const eighths = (8 * k) / n
    const quarter = Math.round(eighths / 2)
    const angle = (2 * Math.PI * (k - (quarter * n) / 4)) / n
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    const [re, im] = [
      [c, s],
      [-s, c],
      [-c, -s],
      [s, -c],
    ][quarter % 4]
    w[2 * k] = re
    w[2 * k + 1] = sign * im
  }
  return w
}

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

type Pass = (x: Float64Array, y: Float64Array, w: Float64Array, l: number, m: number, sign: number) => void

function passOf2(x: Float64Array, y: Float64Array, w: Float64Array, l: number, m: number): void {
  const far = 2 * l * m
  for (let k = 0; k < m; k++)
    for (let j = 0; j < l; j++) {
      const p = 2 * (k * l + j)
      const to = 2 * (2 * k * l + j)
      const c = w[2 * j * m]
      const s = w[2 * j * m + 1]
      const a = x[p + far]
      const b = x[p + far + 1]
      const re = a * c - b * s
      const im = a * s + b * c
      y[to] = x[p] + re
      y[to + 1] = x[p + 1] + im
      y[to + 2 * l] = x[p] - re
      y[to + 2 * l + 1] = x[p + 1] - im
    }
}

function passOf4(
  x: Float64Array,
  y: Float64Array,
  w: Float64Array,
  l: number,
  m: number,
  sign: number,
): void {
  const far = 2 * l * m
  for (let k = 0; k < m; k++)
    for (let j = 0; j < l; j++) {
      const p = 2 * (k * l + j)
      const to = 2 * (4 * k * l + j)
      const at = 2 * j * m
      const c1 = w[at]
      const s1 = w[at + 1]
      const c2 = w[2 * at]
      const s2 = w[2 * at + 1]
      const c3 = w[3 * at]
      const s3 = w[3 * at + 1]
      const re0 = x[p]
      const im0 = x[p + 1]
      const re1 = x[p + far] * c1 - x[p + far + 1] * s1
      const im1 = x[p + far] * s1 + x[p + far + 1] * c1
      const re2 = x[p + 2 * far] * c2 - x[p + 2 * far + 1] * s2
      const im2 = x[p + 2 * far] * s2 + x[p + 2 * far + 1] * c2
      const re3 = x[p + 3 * far] * c3 - x[p + 3 * far + 1] * s3
      const im3 = x[p + 3 * far] * s3 + x[p + 3 * far + 1] * c3
      y[to] = re0 + re2 + (re1 + re3)
      y[to + 1] = im0 + im2 + (im1 + im3)
      y[to + 2 * l] = re0 - re2 - sign * (im1 - im3)
      y[to + 2 * l + 1] = im0 - im2 + sign * (re1 - re3)
      y[to + 4 * l] = re0 + re2 - (re1 + re3)
      y[to + 4 * l + 1] = im0 + im2 - (im1 + im3)
      y[to + 6 * l] = re0 - re2 + sign * (im1 - im3)
      y[to + 6 * l + 1] = im0 - im2 - sign * (re1 - re3)
    }
}

/** For an odd factor: p products for each of p results, of which two at a time mirror each other. */
function passOf(p: number, sign: number): Pass {
  const unit = roots(p, sign)
  const [sums, differences] = [new Float64Array(2 * p), new Float64Array(2 * p)]
  return (x, y, w, l, m) => {
    const far = 2 * l * m
    for (let k = 0; k < m; k++)
      for (let j = 0; j < l; j++) {
        const from = 2 * (k * l + j)
        const to = 2 * (p * k * l + j)
        const re0 = x[from]
        const im0 = x[from + 1]
        let [re, im] = [re0, im0]
        // With the r-th and the (p - r)-th of the inputs as sum and difference, result q and p - q need the same products.
        for (let r = 1; 2 * r < p; r++) {
          const s = p - r
          const at = 2 * r * j * m
          const bt = 2 * s * j * m
          const f = from + r * far
          const h = from + s * far
          const a = x[f] * w[at] - x[f + 1] * w[at + 1]
          const b = x[f] * w[at + 1] + x[f + 1] * w[at]
          const c = x[h] * w[bt] - x[h + 1] * w[bt + 1]
          const d = x[h] * w[bt + 1] + x[h + 1] * w[bt]
          sums[2 * r] = a + c
          sums[2 * r + 1] = b + d
          differences[2 * r] = a - c
          differences[2 * r + 1] = b - d
          re += a + c
          im += b + d
        }
        y[to] = re
        y[to + 1] = im
        for (let q = 1; 2 * q < p; q++) {
          let evenRe = re0
          let evenIm = im0
          let oddRe = 0
          let oddIm = 0
          for (let r = 1, at = q; 2 * r < p; r++) {
            const c = unit[2 * at]
            const s = unit[2 * at + 1]
            evenRe += sums[2 * r] * c
            evenIm += sums[2 * r + 1] * c
            oddRe -= differences[2 * r + 1] * s
            oddIm += differences[2 * r] * s
            at += q
            if (at >= p) at -= p
          }
          const near = to + 2 * q * l
          const mirrored = to + 2 * (p - q) * l
          y[near] = evenRe + oddRe
          y[near + 1] = evenIm + oddIm
          y[mirrored] = evenRe - oddRe
          y[mirrored + 1] = evenIm - oddIm
        }
      }
  }
}

function stockham(n: number, factors: readonly number[], sign: number): Transform {
  const w = roots(n, sign)
  const spare = new Float64Array(2 * n)
  const passes = factors.map((p) => (p === 2 ? passOf2 : p === 4 ? passOf4 : passOf(p, sign)))
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
