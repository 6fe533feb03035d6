// The real Schur form of a Hessenberg matrix by Francis' double shifts, as LAPACK's lahqr: triangular but for blocks of two
// rows on the diagonal, each of a pair of conjugate eigenvalues.
import { type Columns, rotate, zeroColumns } from './matrix-columns.js'
import { reflect } from './householder.js'
import { signed } from './rotation.js'

const SMALLEST = 2 ** -1022
/** Every so many steps without success the shift is another. */
const EXCEPTIONAL = 10

interface Block {
  a: number
  b: number
  c: number
  d: number
  cosine: number
  sine: number
  /** The two eigenvalues: a and d, with this imaginary part and its negative. */
  im: number
}

/** Turns a block (a b; c d) into its standard form: triangular, or with equal a = d and b c < 0. */
function standardise(block: Block, epsilon: number): void {
  let { a, b, c, d } = block
  let [cosine, sine] = [1, 0]
  if (c === 0) {
    // It is triangular.
  } else if (b === 0) {
    ;[cosine, sine] = [0, 1]
    ;[a, d] = [d, a]
    b = -c
    c = 0
  } else if (a - d === 0 && signed(1, b) !== signed(1, c)) {
    // It has its form.
  } else {
    const difference = a - d
    let p = 0.5 * difference
    const larger = Math.max(Math.abs(b), Math.abs(c))
    const smaller = Math.min(Math.abs(b), Math.abs(c)) * signed(1, b) * signed(1, c)
    const unit = Math.max(Math.abs(p), larger)
    let z = (p / unit) * p + (larger / unit) * smaller
    if (z >= 4 * epsilon) {
      z = p + signed(Math.sqrt(unit) * Math.sqrt(z), p)
      a = d + z
      d -= (larger / z) * smaller
      const tau = Math.hypot(c, z)
      cosine = z / tau
      sine = c / tau
      b -= c
      c = 0
    } else {
      const sigma = b + c
      let tau = Math.hypot(sigma, difference)
      cosine = Math.sqrt(0.5 * (1 + Math.abs(sigma) / tau))
      sine = -(p / (tau * cosine)) * signed(1, sigma)
      const aa = a * cosine + b * sine
      const bb = -a * sine + b * cosine
      const cc = c * cosine + d * sine
      const dd = -c * sine + d * cosine
      a = aa * cosine + cc * sine
      b = bb * cosine + dd * sine
      c = -aa * sine + cc * cosine
      d = -bb * sine + dd * cosine
      const middle = 0.5 * (a + d)
      a = d = middle
      if (c !== 0 && b === 0) {
        b = -c
        c = 0
        ;[cosine, sine] = [-sine, cosine]
      } else if (c !== 0 && signed(1, b) === signed(1, c)) {
        const [rootB, rootC] = [Math.sqrt(Math.abs(b)), Math.sqrt(Math.abs(c))]
        p = signed(rootB * rootC, c)
        tau = 1 / Math.sqrt(Math.abs(b + c))
        a = middle + p
        d = middle - p
        b -= c
        c = 0
        const [c1, s1] = [rootB * tau, rootC * tau]
        ;[cosine, sine] = [cosine * c1 - sine * s1, cosine * s1 + sine * c1]
      }
    }
  }
  const im = c === 0 ? 0 : Math.sqrt(Math.abs(b)) * Math.sqrt(Math.abs(c))
  Object.assign(block, { a, b, c, d, cosine, sine, im })
}

/**
 * Works on rows `first` to `last`. Where there is a Q, it is multiplied by the rotations and H becomes the whole Schur form;
 * else only eigenvalues come out.
 *
 * @returns whether all eigenvalues were found
 */
export function schurReal(
  { re: h, rows: n }: Columns,
  q: Columns | null,
  values: Columns,
  first: number,
  last: number,
  ulp: number,
): boolean {
  for (let i = 0; i < n; i++) if (i < first || i > last) values.re[i] = h[i * n + i]
  const height = last - first + 1
  if (height <= 1) {
    if (height === 1) values.re[first] = h[first * n + first]
    return true
  }
  const smallest = SMALLEST * (height / ulp)
  const v = zeroColumns(3, 1, false)
  const tau = zeroColumns(1, 1, false)
  const at = (i: number, j: number): number => j * n + i
  const block: Block = { a: 0, b: 0, c: 0, d: 0, cosine: 0, sine: 0, im: 0 }
  const mostSteps = 30 * Math.max(10, height)
  let sinceFound = 0
  for (let i = last; i >= first;) {
    let l = first
    let isFound = false
    for (let step = 0; step <= mostSteps; step++) {
      let k = i
      for (; k > l; k--) {
        const below = Math.abs(h[at(k, k - 1)])
        if (below <= smallest) break
        let sum = Math.abs(h[at(k - 1, k - 1)]) + Math.abs(h[at(k, k)])
        if (sum === 0) {
          if (k - 2 >= first) sum += Math.abs(h[at(k - 1, k - 2)])
          if (k + 1 <= last) sum += Math.abs(h[at(k + 1, k)])
        }
        if (below <= ulp * sum) {
          const above = Math.abs(h[at(k - 1, k)])
          const ab = Math.max(below, above)
          const ba = Math.min(below, above)
          const own = Math.abs(h[at(k, k)])
          const gap = Math.abs(h[at(k - 1, k - 1)] - h[at(k, k)])
          const aa = Math.max(own, gap)
          const bb = Math.min(own, gap)
          const s = aa + ab
          if (ba * (ab / s) <= Math.max(smallest, ulp * (bb * (aa / s)))) break
        }
      }
      l = k
      if (l > first) h[at(l, l - 1)] = 0
      if (l >= i - 1) {
        isFound = true
        break
      }
      sinceFound++
      const top = q === null ? l : 0
      const end = q === null ? i : n - 1
      let h11: number
      let h21: number
      let h12: number
      let h22: number
      if (sinceFound % (2 * EXCEPTIONAL) === 0) {
        const s = Math.abs(h[at(i, i - 1)]) + Math.abs(h[at(i - 1, i - 2)])
        h11 = h22 = 0.75 * s + h[at(i, i)]
        h12 = -0.4375 * s
        h21 = s
      } else if (sinceFound % EXCEPTIONAL === 0) {
        const s = Math.abs(h[at(l + 1, l)]) + Math.abs(h[at(l + 2, l + 1)])
        h11 = h22 = 0.75 * s + h[at(l, l)]
        h12 = -0.4375 * s
        h21 = s
      } else {
        h11 = h[at(i - 1, i - 1)]
        h21 = h[at(i, i - 1)]
        h12 = h[at(i - 1, i)]
        h22 = h[at(i, i)]
      }
      let [r1, i1, r2, i2] = [0, 0, 0, 0]
      const unit = Math.abs(h11) + Math.abs(h12) + Math.abs(h21) + Math.abs(h22)
      if (unit !== 0) {
        h11 /= unit
        h21 /= unit
        h12 /= unit
        h22 /= unit
        const middle = (h11 + h22) / 2
        const determinant = (h11 - middle) * (h22 - middle) - h12 * h21
        const root = Math.sqrt(Math.abs(determinant))
        if (determinant >= 0) {
          r1 = r2 = middle * unit
          i1 = root * unit
          i2 = -i1
        } else {
          r1 = middle + root
          r2 = middle - root
          r1 = r2 = (Math.abs(r1 - h22) <= Math.abs(r2 - h22) ? r1 : r2) * unit
        }
      }
      // Where two subdiagonal elements in a row are small, the step starts there.
      let m = i - 2
      for (; m >= l; m--) {
        const own = h[at(m, m)]
        let h21s = h[at(m + 1, m)]
        let s = Math.abs(own - r2) + Math.abs(i2) + Math.abs(h21s)
        h21s /= s
        v.re[0] = h21s * h[at(m, m + 1)] + (own - r1) * ((own - r2) / s) - i1 * (i2 / s)
        v.re[1] = h21s * (own + h[at(m + 1, m + 1)] - r1 - r2)
        v.re[2] = h21s * h[at(m + 2, m + 1)]
        s = Math.abs(v.re[0]) + Math.abs(v.re[1]) + Math.abs(v.re[2])
        v.re[0] /= s
        v.re[1] /= s
        v.re[2] /= s
        if (m === l) break
        const neighbours = Math.abs(h[at(m - 1, m - 1)]) + Math.abs(own) + Math.abs(h[at(m + 1, m + 1)])
        if (
          Math.abs(h[at(m, m - 1)]) * (Math.abs(v.re[1]) + Math.abs(v.re[2])) <=
          ulp * Math.abs(v.re[0]) * neighbours
        )
          break
      }
      for (let k2 = m; k2 < i; k2++) {
        const order = Math.min(3, i - k2 + 1)
        if (k2 > m) for (let p = 0; p < order; p++) v.re[p] = h[at(k2 + p, k2 - 1)]
        reflect(v, order, 0, 1, 1, tau, 0)
        const t1 = tau.re[0]
        if (k2 > m) {
          h[at(k2, k2 - 1)] = v.re[0]
          h[at(k2 + 1, k2 - 1)] = 0
          if (k2 < i - 1) h[at(k2 + 2, k2 - 1)] = 0
        } else if (m > l) h[at(k2, k2 - 1)] *= 1 - t1
        const v2 = v.re[1]
        const t2 = t1 * v2
        const v3 = order === 3 ? v.re[2] : 0
        const t3 = t1 * v3
        for (let j = k2; j <= end; j++) {
          const p = at(k2, j)
          const sum = h[p] + v2 * h[p + 1] + (order === 3 ? v3 * h[p + 2] : 0)
          h[p] -= sum * t1
          h[p + 1] -= sum * t2
          if (order === 3) h[p + 2] -= sum * t3
        }
        turnColumns(h, n, k2, top, Math.min(k2 + 3, i), order, t1, v2, v3)
        if (q !== null) turnColumns(q.re, n, k2, 0, n - 1, order, t1, v2, v3)
      }
    }
    if (!isFound) return false
    if (l === i) values.re[i] = h[at(i, i)]
    else {
      block.a = h[at(i - 1, i - 1)]
      block.b = h[at(i - 1, i)]
      block.c = h[at(i, i - 1)]
      block.d = h[at(i, i)]
      standardise(block, ulp / 2)
      h[at(i - 1, i - 1)] = block.a
      h[at(i - 1, i)] = block.b
      h[at(i, i - 1)] = block.c
      h[at(i, i)] = block.d
      values.re[i - 1] = block.a
      values.re[i] = block.d
      values.im[i - 1] = block.im
      values.im[i] = block.im === 0 ? 0 : -block.im
      if (q !== null) {
        const whole: Columns = { rows: n, cols: n, isComplex: false, re: h, im: values.im }
        if (i < n - 1) rotate(n - 1 - i, whole, at(i - 1, i + 1), at(i, i + 1), n, block.cosine, block.sine)
        rotate(i - 1, whole, at(0, i - 1), at(0, i), 1, block.cosine, block.sine)
        rotate(n, q, at(0, i - 1), at(0, i), 1, block.cosine, block.sine)
      }
    }
    sinceFound = 0
    i = l - 1
  }
  return true
}

/** Columns k … of rows `from` to `to` times a reflector of two or three. */
function turnColumns(
  h: Float64Array,
  n: number,
  k: number,
  from: number,
  to: number,
  order: number,
  t1: number,
  v2: number,
  v3: number,
): void {
  const [one, two, three] = [k * n, (k + 1) * n, (k + 2) * n]
  const t2 = t1 * v2
  const t3 = t1 * v3
  for (let j = from; j <= to; j++) {
    const sum = h[one + j] + v2 * h[two + j] + (order === 3 ? v3 * h[three + j] : 0)
    h[one + j] -= sum * t1
    h[two + j] -= sum * t2
    if (order === 3) h[three + j] -= sum * t3
  }
}
