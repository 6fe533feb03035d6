// The Schur form of a complex Hessenberg matrix by single shifts, as LAPACK's lahqr: upper triangular.
import { Complex } from '../base/scalar.js'
import { type Columns, scale, zeroColumns } from './matrix-columns.js'
import { add, conj, csqrt, div, modulus, mul, neg, scale as times, sub } from './complex-math.js'
import { reflect } from './householder.js'

const SMALLEST = 2 ** -1022
const MOST_STEPS = 30

const sizeOf = (x: Complex): number => Math.abs(x.re) + Math.abs(x.im)

/** As `schurReal`. */
export function schurComplex(
  h: Columns,
  q: Columns | null,
  values: Columns,
  first: number,
  last: number,
  ulp: number,
): boolean {
  const n = h.rows
  const at = (i: number, j: number): number => j * n + i
  const get = (i: number, j: number): Complex => new Complex(h.re[at(i, j)], h.im[at(i, j)])
  const put = (i: number, j: number, x: Complex): void => {
    h.re[at(i, j)] = x.re
    h.im[at(i, j)] = x.im
  }
  const size = (i: number, j: number): number => Math.abs(h.re[at(i, j)]) + Math.abs(h.im[at(i, j)])
  const keep = (i: number): void => {
    values.re[i] = h.re[at(i, i)]
    values.im[i] = h.im[at(i, i)]
  }
  const wantsWhole = q !== null
  for (let i = 0; i < n; i++) if (i < first || i > last) keep(i)
  if (last <= first) {
    if (last === first) keep(first)
    return true
  }
  // Subdiagonal elements are made real, and kept so.
  const start = wantsWhole ? 0 : first
  const end = wantsWhole ? n - 1 : last
  for (let i = first + 1; i <= last; i++) {
    if (h.im[at(i, i - 1)] === 0) continue
    const x = get(i, i - 1)
    const phase = times(conj(x), 1 / modulus(x))
    put(i, i - 1, new Complex(modulus(x), 0))
    scale(end - i + 1, phase.re, phase.im, h, at(i, i), n)
    scale(Math.min(end, i + 1) - start + 1, phase.re, -phase.im, h, at(start, i))
    if (q !== null) scale(n, phase.re, -phase.im, q, i * n)
  }
  const height = last - first + 1
  const smallest = SMALLEST * (height / ulp)
  const v = zeroColumns(2, 1, true)
  const tau = zeroColumns(1, 1, true)
  for (let i = last; i >= first;) {
    let l = first
    let isFound = false
    for (let step = 0; step <= MOST_STEPS * Math.max(10, height); step++) {
      let k = i
      for (; k > l; k--) {
        if (size(k, k - 1) <= smallest) break
        let sum = size(k - 1, k - 1) + size(k, k)
        if (sum === 0) {
          if (k - 2 >= first) sum += Math.abs(h.re[at(k - 1, k - 2)])
          if (k + 1 <= last) sum += Math.abs(h.re[at(k + 1, k)])
        }
        if (Math.abs(h.re[at(k, k - 1)]) <= ulp * sum) {
          const ab = Math.max(size(k, k - 1), size(k - 1, k))
          const ba = Math.min(size(k, k - 1), size(k - 1, k))
          const gap = sizeOf(sub(get(k - 1, k - 1), get(k, k)))
          const aa = Math.max(size(k, k), gap)
          const bb = Math.min(size(k, k), gap)
          const s = aa + ab
          if (ba * (ab / s) <= Math.max(smallest, ulp * (bb * (aa / s)))) break
        }
      }
      l = k
      if (l > first) put(l, l - 1, new Complex(0, 0))
      if (l >= i) {
        isFound = true
        break
      }
      const [top, right] = wantsWhole ? [0, n - 1] : [l, i]
      const shift = shiftOf(step, i, l, get)
      let m = i - 1
      let [h11s, h21] = [new Complex(0, 0), 0]
      for (; m >= l; m--) {
        const h11 = get(m, m)
        h11s = sub(h11, shift)
        h21 = h.re[at(m + 1, m)]
        const s = sizeOf(h11s) + Math.abs(h21)
        h11s = times(h11s, 1 / s)
        h21 /= s
        if (m === l) break
        const h10 = h.re[at(m, m - 1)]
        if (Math.abs(h10) * Math.abs(h21) <= ulp * (sizeOf(h11s) * (sizeOf(h11) + size(m + 1, m + 1)))) break
      }
      v.re[0] = h11s.re
      v.im[0] = h11s.im
      v.re[1] = h21
      v.im[1] = 0
      for (let row = m; row < i; row++) {
        if (row > m)
          for (let p = 0; p < 2; p++) {
            v.re[p] = h.re[at(row + p, row - 1)]
            v.im[p] = h.im[at(row + p, row - 1)]
          }
        reflect(v, 2, 0, 1, 1, tau, 0)
        if (row > m) {
          put(row, row - 1, new Complex(v.re[0], v.im[0]))
          put(row + 1, row - 1, new Complex(0, 0))
        }
        const t1 = new Complex(tau.re[0], tau.im[0])
        const v2 = new Complex(v.re[1], v.im[1])
        const t2 = t1.re * v2.re - t1.im * v2.im
        for (let j = row; j <= right; j++) {
          const sum = add(mul(conj(t1), get(row, j)), times(get(row + 1, j), t2))
          put(row, j, sub(get(row, j), sum))
          put(row + 1, j, sub(get(row + 1, j), mul(sum, v2)))
        }
        turnColumns(h, row, top, Math.min(row + 2, i), t1, t2, v2)
        if (q !== null) turnColumns(q, row, 0, n - 1, t1, t2, v2)
        if (row !== m || m <= l) continue
        // A step that starts in the middle must leave its first subdiagonal element real.
        let phase = sub(new Complex(1, 0), t1)
        phase = times(phase, 1 / modulus(phase))
        put(m + 1, m, mul(get(m + 1, m), conj(phase)))
        if (m + 2 <= i) put(m + 2, m + 1, mul(get(m + 2, m + 1), phase))
        for (let j = m; j <= i; j++) {
          if (j === m + 1) continue
          if (right > j) scale(right - j, phase.re, phase.im, h, at(j, j + 1), n)
          scale(j - top, phase.re, -phase.im, h, at(top, j))
          if (q !== null) scale(n, phase.re, -phase.im, q, j * n)
        }
      }
      const x = get(i, i - 1)
      if (x.im === 0) continue
      const length = modulus(x)
      put(i, i - 1, new Complex(length, 0))
      const phase = times(x, 1 / length)
      if (right > i) scale(right - i, phase.re, -phase.im, h, at(i, i + 1), n)
      scale(i - top, phase.re, phase.im, h, at(top, i))
      if (q !== null) scale(n, phase.re, phase.im, q, i * n)
    }
    if (!isFound) return false
    keep(i)
    i = l - 1
  }
  return true
}

/** Wilkinson's shift: the eigenvalue of the last block of two that is nearer to its last element. */
function shiftOf(step: number, i: number, l: number, get: (i: number, j: number) => Complex): Complex {
  if (step % 30 === 10) return add(new Complex(0.75 * Math.abs(get(l + 1, l).re), 0), get(l, l))
  if (step % 30 === 20) return add(new Complex(0.75 * Math.abs(get(i, i - 1).re), 0), get(i, i))
  const own = get(i, i)
  const u = mul(csqrt(get(i - 1, i)), csqrt(get(i, i - 1)))
  if (sizeOf(u) === 0) return own
  const x = times(sub(get(i - 1, i - 1), own), 0.5)
  const unit = Math.max(sizeOf(u), sizeOf(x))
  const [a, b] = [times(x, 1 / unit), times(u, 1 / unit)]
  let y = times(csqrt(add(mul(a, a), mul(b, b))), unit)
  if (sizeOf(x) > 0 && x.re * y.re + x.im * y.im < 0) y = neg(y)
  return sub(own, mul(u, div(u, add(x, y))))
}

function turnColumns(
  { re, im, rows: n }: Columns,
  k: number,
  from: number,
  to: number,
  t1: Complex,
  t2: number,
  v2: Complex,
): void {
  const [one, two] = [k * n, (k + 1) * n]
  for (let j = from; j <= to; j++) {
    const sr = t1.re * re[one + j] - t1.im * im[one + j] + t2 * re[two + j]
    const si = t1.re * im[one + j] + t1.im * re[one + j] + t2 * im[two + j]
    re[one + j] -= sr
    im[one + j] -= si
    // Times conj(v2).
    re[two + j] -= sr * v2.re + si * v2.im
    im[two + j] -= si * v2.re - sr * v2.im
  }
}
