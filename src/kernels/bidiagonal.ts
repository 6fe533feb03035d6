// Singular values and vectors of bidiagonal matrices, by implicit QR with shifts: LAPACK's bdsqr, whose steps decide the
// signs of vectors. (Demmel and Kahan, Accurate singular values of bidiagonal matrices, 1990.)
import { type Columns, identityColumns, rotate, swap } from './matrix-columns.js'
import { turnColumns } from './several-columns.js'
import { type Rotation, rotation, signed } from './rotation.js'

const MAX_SWEEPS = 6
const SMALLEST = 2 ** -1022

interface Two {
  smaller: number
  larger: number
  left: Rotation
  right: Rotation
}

/** The singular value decomposition of (f g; 0 h): lasv2. */
function ofTwo(f: number, g: number, h: number, epsilon: number): Two {
  const isSwapped = Math.abs(h) > Math.abs(f)
  const [ft, ht] = isSwapped ? [h, f] : [f, h]
  const [fa, ha, ga] = [Math.abs(ft), Math.abs(ht), Math.abs(g)]
  let largest: 'f' | 'g' | 'h' = isSwapped ? 'h' : 'f'
  let [smaller, larger] = [ha, fa]
  let [cl, cr, sl, sr] = [1, 1, 0, 0]
  if (ga !== 0) {
    if (ga > fa) largest = 'g'
    if (ga > fa && fa / ga < epsilon) {
      larger = ga
      smaller = ha > 1 ? fa / (ga / ha) : (fa / ga) * ha
      cl = 1
      sl = ht / g
      sr = 1
      cr = ft / g
    } else {
      const d = fa - ha
      let l = d === fa ? 1 : d / fa
      const m = g / ft
      let t = 2 - l
      const mm = m * m
      const s = Math.sqrt(t * t + mm)
      const r = l === 0 ? Math.abs(m) : Math.sqrt(l * l + mm)
      const a = 0.5 * (s + r)
      smaller = ha / a
      larger = fa * a
      if (mm !== 0) t = (m / (s + t) + m / (r + l)) * (1 + a)
      else t = l === 0 ? signed(2, ft) * signed(1, g) : g / signed(d, ft) + m / t
      l = Math.sqrt(t * t + 4)
      cr = 2 / l
      sr = t / l
      cl = (cr + sr * m) / a
      sl = ((ht / ft) * sr) / a
    }
  }
  const [left, right] = isSwapped
    ? [
        { c: sr, s: cr, r: 0 },
        { c: sl, s: cl, r: 0 },
      ]
    : [
        { c: cl, s: sl, r: 0 },
        { c: cr, s: sr, r: 0 },
      ]
  const sign =
    largest === 'f'
      ? signed(1, right.c) * signed(1, left.c) * signed(1, f)
      : largest === 'g'
        ? signed(1, right.s) * signed(1, left.c) * signed(1, g)
        : signed(1, right.s) * signed(1, left.s) * signed(1, h)
  return {
    larger: signed(larger, sign),
    smaller: signed(smaller, sign * signed(1, f) * signed(1, h)),
    left,
    right,
  }
}

/** The smaller singular value of (f g; 0 h): las2. */
function smallerOfTwo(f: number, g: number, h: number): number {
  const [fa, ga, ha] = [Math.abs(f), Math.abs(g), Math.abs(h)]
  const least = Math.min(fa, ha)
  const most = Math.max(fa, ha)
  if (least === 0) return 0
  if (ga < most) {
    const as = 1 + least / most
    const at = (most - least) / most
    const au = (ga / most) ** 2
    return least * (2 / (Math.sqrt(as * as + au) + Math.sqrt(at * at + au)))
  }
  const au = most / ga
  if (au === 0) return (least * most) / ga
  const as = 1 + least / most
  const at = (most - least) / most
  const c = 1 / (Math.sqrt(1 + (as * au) ** 2) + Math.sqrt(1 + (at * au) ** 2))
  return 2 * (least * c * au)
}

export interface Factors {
  /** B = U diag(d) Vᵀ. */
  readonly u: Columns
  readonly v: Columns
}

/**
 * Writes the singular values of a bidiagonal matrix, falling, over its diagonal `d`; `e` is what lies beside it.
 *
 * @param isLower whether `e` lies below the diagonal
 * @returns the vectors, empty matrices unless asked for; null where no end was found
 */
export function diagonaliseBidiagonal(
  d: Float64Array,
  e: Float64Array,
  isLower: boolean,
  withVectors: boolean,
  epsilon: number,
): Factors | null {
  const n = d.length
  const u = identityColumns(withVectors ? n : 0, false)
  const v = identityColumns(withVectors ? n : 0, false)
  if (n === 0) return { u, v }
  if (n === 1) {
    if (withVectors) u.re[0] = signed(1, d[0])
    d[0] = Math.abs(d[0])
    return { u, v }
  }
  const turn: Rotation = { c: 0, s: 0, r: 0 }
  const lowered: [c: number, s: number][] = []
  if (isLower)
    for (let i = 0; i < n - 1; i++) {
      rotation(turn, d[i], e[i])
      d[i] = turn.r
      e[i] = turn.s * d[i + 1]
      d[i + 1] *= turn.c
      lowered.push([turn.c, -turn.s])
    }
  if (!iterate(d, e, withVectors ? u : null, withVectors ? v : null, epsilon)) return null
  if (withVectors)
    for (let j = lowered.length - 1; j >= 0; j--) {
      const [c, s] = lowered[j]
      // Rows j and j + 1.
      rotate(n, u, j, j + 1, n, c, s)
    }
  return { u, v }
}

function iterate(
  d: Float64Array,
  e: Float64Array,
  u: Columns | null,
  v: Columns | null,
  epsilon: number,
): boolean {
  const n = d.length
  const turnBoth = (x: Columns | null, k: number, c: number, s: number): void => {
    if (x !== null) rotate(n, x, k * n, (k + 1) * n, 1, c, s)
  }
  const tolerance = Math.max(10, Math.min(100, epsilon ** -0.125)) * epsilon
  let least = Math.abs(d[0])
  let mu = least
  for (let i = 1; i < n && least !== 0; i++) {
    mu = Math.abs(d[i]) * (mu / (mu + Math.abs(e[i - 1])))
    least = Math.min(least, mu)
  }
  const threshold = Math.max((tolerance * least) / Math.sqrt(n), MAX_SWEEPS * n * n * SMALLEST)
  let steps = MAX_SWEEPS * n * n
  let [oldFirst, oldLast] = [-1, -1]
  let isDown = true
  let last = n - 1
  const one: Rotation = { c: 0, s: 0, r: 0 }
  const two: Rotation = { c: 0, s: 0, r: 0 }
  const turns = {
    right: { c: new Float64Array(n), s: new Float64Array(n) },
    left: { c: new Float64Array(n), s: new Float64Array(n) },
  }
  while (last > 0) {
    if (steps < 0) return false
    // The block from `first` to `last` has nothing negligible beside its diagonal.
    let largest = Math.abs(d[last])
    let first = last - 1
    for (; first >= 0; first--) {
      if (Math.abs(e[first]) <= threshold) {
        e[first] = 0
        break
      }
      largest = Math.max(largest, Math.abs(d[first]), Math.abs(e[first]))
    }
    first++
    if (first === last) {
      last--
      continue
    }
    if (first === last - 1) {
      const found = ofTwo(d[first], e[first], d[last], epsilon)
      d[first] = found.larger
      e[first] = 0
      d[last] = found.smaller
      turnBoth(v, first, found.right.c, found.right.s)
      turnBoth(u, first, found.left.c, found.left.s)
      last -= 2
      continue
    }
    // Chase from the larger end of the diagonal towards the smaller one.
    if (first > oldLast || last < oldFirst) isDown = Math.abs(d[first]) >= Math.abs(d[last])
    let smallest: number
    if (isDown) {
      if (Math.abs(e[last - 1]) <= tolerance * Math.abs(d[last])) {
        e[last - 1] = 0
        continue
      }
      mu = smallest = Math.abs(d[first])
      let isSplit = false
      for (let k = first; k < last; k++) {
        if (Math.abs(e[k]) <= tolerance * mu) {
          e[k] = 0
          isSplit = true
          break
        }
        mu = Math.abs(d[k + 1]) * (mu / (mu + Math.abs(e[k])))
        smallest = Math.min(smallest, mu)
      }
      if (isSplit) continue
    } else {
      if (Math.abs(e[first]) <= tolerance * Math.abs(d[first])) {
        e[first] = 0
        continue
      }
      mu = smallest = Math.abs(d[last])
      let isSplit = false
      for (let k = last - 1; k >= first; k--) {
        if (Math.abs(e[k]) <= tolerance * mu) {
          e[k] = 0
          isSplit = true
          break
        }
        mu = Math.abs(d[k]) * (mu / (mu + Math.abs(e[k])))
        smallest = Math.min(smallest, mu)
      }
      if (isSplit) continue
    }
    oldFirst = first
    oldLast = last
    let shift = 0
    if (n * tolerance * (smallest / largest) > Math.max(epsilon, 0.01 * tolerance)) {
      shift = isDown
        ? smallerOfTwo(d[last - 1], e[last - 1], d[last])
        : smallerOfTwo(d[first], e[first], d[first + 1])
      const edge = Math.abs(isDown ? d[first] : d[last])
      if (edge > 0 && (shift / edge) ** 2 < epsilon) shift = 0
    }
    steps -= last - first
    const { left, right } = turns
    if (isDown) {
      if (shift === 0) {
        one.c = two.c = 1
        for (let i = first; i < last; i++) {
          rotation(one, d[i] * one.c, e[i])
          if (i > first) e[i - 1] = two.s * one.r
          rotation(two, two.c * one.r, d[i + 1] * one.s)
          d[i] = two.r
          right.c[i] = one.c
          right.s[i] = one.s
          left.c[i] = two.c
          left.s[i] = two.s
        }
        const h = d[last] * one.c
        d[last] = h * two.c
        e[last - 1] = h * two.s
      } else {
        let f = (Math.abs(d[first]) - shift) * (signed(1, d[first]) + shift / d[first])
        let g = e[first]
        for (let i = first; i < last; i++) {
          rotation(one, f, g)
          if (i > first) e[i - 1] = one.r
          f = one.c * d[i] + one.s * e[i]
          e[i] = one.c * e[i] - one.s * d[i]
          g = one.s * d[i + 1]
          d[i + 1] *= one.c
          rotation(two, f, g)
          d[i] = two.r
          f = two.c * e[i] + two.s * d[i + 1]
          d[i + 1] = two.c * d[i + 1] - two.s * e[i]
          if (i < last - 1) {
            g = two.s * e[i + 1]
            e[i + 1] *= two.c
          }
          right.c[i] = one.c
          right.s[i] = one.s
          left.c[i] = two.c
          left.s[i] = two.s
        }
        e[last - 1] = f
      }
      if (v !== null) turnColumns(v.re, n, first, last, right.c, right.s, true)
      if (u !== null) turnColumns(u.re, n, first, last, left.c, left.s, true)
      if (Math.abs(e[last - 1]) <= threshold) e[last - 1] = 0
    } else {
      if (shift === 0) {
        one.c = two.c = 1
        for (let i = last; i > first; i--) {
          rotation(one, d[i] * one.c, e[i - 1])
          if (i < last) e[i] = two.s * one.r
          rotation(two, two.c * one.r, d[i - 1] * one.s)
          d[i] = two.r
          left.c[i - 1] = one.c
          left.s[i - 1] = -one.s
          right.c[i - 1] = two.c
          right.s[i - 1] = -two.s
        }
        const h = d[first] * one.c
        d[first] = h * two.c
        e[first] = h * two.s
      } else {
        let f = (Math.abs(d[last]) - shift) * (signed(1, d[last]) + shift / d[last])
        let g = e[last - 1]
        for (let i = last; i > first; i--) {
          rotation(one, f, g)
          if (i < last) e[i] = one.r
          f = one.c * d[i] + one.s * e[i - 1]
          e[i - 1] = one.c * e[i - 1] - one.s * d[i]
          g = one.s * d[i - 1]
          d[i - 1] *= one.c
          rotation(two, f, g)
          d[i] = two.r
          f = two.c * e[i - 1] + two.s * d[i - 1]
          d[i - 1] = two.c * d[i - 1] - two.s * e[i - 1]
          if (i > first + 1) {
            g = two.s * e[i - 2]
            e[i - 2] *= two.c
          }
          left.c[i - 1] = one.c
          left.s[i - 1] = -one.s
          right.c[i - 1] = two.c
          right.s[i - 1] = -two.s
        }
        e[first] = f
      }
      if (v !== null) turnColumns(v.re, n, first, last, right.c, right.s, false)
      if (u !== null) turnColumns(u.re, n, first, last, left.c, left.s, false)
      if (Math.abs(e[first]) <= threshold) e[first] = 0
    }
  }
  for (let i = 0; i < n; i++) {
    if (d[i] >= 0 && !Object.is(d[i], -0)) continue
    d[i] = -d[i]
    if (v !== null) for (let p = i * n; p < (i + 1) * n; p++) v.re[p] = -v.re[p]
  }
  for (let place = n - 1; place > 0; place--) {
    let k = 0
    for (let j = 1; j <= place; j++) if (d[j] <= d[k]) k = j
    if (k === place) continue
    ;[d[k], d[place]] = [d[place], d[k]]
    if (u !== null) swap(n, u, k * n, u, place * n)
    if (v !== null) swap(n, v, k * n, v, place * n)
  }
  return true
}
