// Steps along several columns of real numbers at once, for which each number is loaded and stored once. Every sum is in the
// order in which one step after the other would add it, so that no digit depends on how many are taken together.

/** y += f0 x0 + f1 x1 + f2 x2 + f3 x3; the columns of x begin at p0 to p3. */
export function addFour(
  n: number,
  f0: number,
  f1: number,
  f2: number,
  f3: number,
  x: Float64Array,
  p0: number,
  p1: number,
  p2: number,
  p3: number,
  y: Float64Array,
  at: number,
): void {
  for (let i = 0; i < n; i++)
    y[at + i] = y[at + i] + f0 * x[p0 + i] + f1 * x[p1 + i] + f2 * x[p2 + i] + f3 * x[p3 + i]
}

/** y += f x. What is multiplied by 0 is left out, as in BLAS. */
export function addOne(n: number, f: number, x: Float64Array, p: number, y: Float64Array, at: number): void {
  if (f !== 0) for (let i = 0; i < n; i++) y[at + i] += f * x[p + i]
}

/** y += the `count` columns of x, `stride` apart, times the factors that lie `step` apart. */
export function addColumns(
  n: number,
  count: number,
  factors: Float64Array,
  from: number,
  step: number,
  sign: number,
  x: Float64Array,
  p: number,
  stride: number,
  y: Float64Array,
  at: number,
): void {
  let k = 0
  for (; k + 4 <= count; k += 4) {
    const q = from + k * step
    const f0 = sign * factors[q]
    const f1 = sign * factors[q + step]
    const f2 = sign * factors[q + 2 * step]
    const f3 = sign * factors[q + 3 * step]
    const p0 = p + k * stride
    if (f0 !== 0 && f1 !== 0 && f2 !== 0 && f3 !== 0)
      addFour(n, f0, f1, f2, f3, x, p0, p0 + stride, p0 + 2 * stride, p0 + 3 * stride, y, at)
    else {
      addOne(n, f0, x, p0, y, at)
      addOne(n, f1, x, p0 + stride, y, at)
      addOne(n, f2, x, p0 + 2 * stride, y, at)
      addOne(n, f3, x, p0 + 3 * stride, y, at)
    }
  }
  for (; k < count; k++) addOne(n, sign * factors[from + k * step], x, p + k * stride, y, at)
}

/** Adds v, times a factor of its own, to each of four columns that begin at p and lie `stride` apart. */
export function spreadFour(
  n: number,
  v: Float64Array,
  vAt: number,
  f: Float64Array,
  a: Float64Array,
  p: number,
  stride: number,
): void {
  const f0 = f[0]
  const f1 = f[1]
  const f2 = f[2]
  const f3 = f[3]
  const p1 = p + stride
  const p2 = p1 + stride
  const p3 = p2 + stride
  for (let i = 0; i < n; i++) {
    const x = v[vAt + i]
    a[p + i] += f0 * x
    a[p1 + i] += f1 * x
    a[p2 + i] += f2 * x
    a[p3 + i] += f3 * x
  }
}

/** The inner products of v with each of four columns. */
export function dotFour(
  into: Float64Array,
  n: number,
  v: Float64Array,
  vAt: number,
  a: Float64Array,
  p: number,
  stride: number,
): void {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  const p1 = p + stride
  const p2 = p1 + stride
  const p3 = p2 + stride
  for (let i = 0; i < n; i++) {
    const x = v[vAt + i]
    s0 += x * a[p + i]
    s1 += x * a[p1 + i]
    s2 += x * a[p2 + i]
    s3 += x * a[p3 + i]
  }
  into[0] = s0
  into[1] = s1
  into[2] = s2
  into[3] = s3
}

/**
 * Turns neighbouring columns of `rows` numbers, place after place from `first` to before `last`, or back: at place k,
 * x = c x + s y and y = c y - s x for columns k and k + 1.
 */
export function turnColumns(
  a: Float64Array,
  rows: number,
  first: number,
  last: number,
  c: Float64Array,
  s: Float64Array,
  isDown: boolean,
): void {
  let k = isDown ? first : last
  if (isDown) {
    for (; k + 4 <= last; k += 4) turnFourDown(a, rows, k, c, s)
    for (; k < last; k++) turnOne(a, rows, k, c[k], s[k])
  } else {
    for (; k - 4 >= first; k -= 4) turnFourUp(a, rows, k - 4, c, s)
    for (; k > first; k--) turnOne(a, rows, k - 1, c[k - 1], s[k - 1])
  }
}

function turnOne(a: Float64Array, rows: number, k: number, c: number, s: number): void {
  for (let i = 0, p = k * rows, q = p + rows; i < rows; i++, p++, q++) {
    const x = a[p]
    const y = a[q]
    a[p] = c * x + s * y
    a[q] = c * y - s * x
  }
}

function turnFourDown(a: Float64Array, rows: number, k: number, c: Float64Array, s: Float64Array): void {
  const c0 = c[k]
  const c1 = c[k + 1]
  const c2 = c[k + 2]
  const c3 = c[k + 3]
  const s0 = s[k]
  const s1 = s[k + 1]
  const s2 = s[k + 2]
  const s3 = s[k + 3]
  const end = (k + 1) * rows
  for (let p = k * rows; p < end; p++) {
    const x0 = a[p]
    const x1 = a[p + rows]
    const x2 = a[p + 2 * rows]
    const x3 = a[p + 3 * rows]
    const x4 = a[p + 4 * rows]
    const y1 = c0 * x1 - s0 * x0
    const y2 = c1 * x2 - s1 * y1
    const y3 = c2 * x3 - s2 * y2
    a[p] = c0 * x0 + s0 * x1
    a[p + rows] = c1 * y1 + s1 * x2
    a[p + 2 * rows] = c2 * y2 + s2 * x3
    a[p + 3 * rows] = c3 * y3 + s3 * x4
    a[p + 4 * rows] = c3 * x4 - s3 * y3
  }
}

function turnFourUp(a: Float64Array, rows: number, k: number, c: Float64Array, s: Float64Array): void {
  const c0 = c[k]
  const c1 = c[k + 1]
  const c2 = c[k + 2]
  const c3 = c[k + 3]
  const s0 = s[k]
  const s1 = s[k + 1]
  const s2 = s[k + 2]
  const s3 = s[k + 3]
  const end = (k + 1) * rows
  for (let p = k * rows; p < end; p++) {
    const x0 = a[p]
    const x1 = a[p + rows]
    const x2 = a[p + 2 * rows]
    const x3 = a[p + 3 * rows]
    const x4 = a[p + 4 * rows]
    const y3 = c3 * x3 + s3 * x4
    const y2 = c2 * x2 + s2 * y3
    const y1 = c1 * x1 + s1 * y2
    a[p + 4 * rows] = c3 * x4 - s3 * x3
    a[p + 3 * rows] = c2 * y3 - s2 * x2
    a[p + 2 * rows] = c1 * y2 - s1 * x1
    a[p + rows] = c0 * y1 - s0 * x0
    a[p] = c0 * x0 + s0 * y1
  }
}
