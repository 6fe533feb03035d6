// The passes of a Fourier transform: in each, p sub-transforms of length l become one of length l·p, for each of the m of
// them. The formula stands in fft.ts. Factors 2 to 5 have passes of their own; `sign` is that of the exponent.

/** exp(∓2πi k / n) for k < n, as pairs; `sign` is that of the exponent. */
export function roots(n: number, sign: number): Float64Array {
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

/** From x to y; `w` has the roots of unity of the whole length, as pairs. */
export type Pass = (
  x: Float64Array,
  y: Float64Array,
  w: Float64Array,
  l: number,
  m: number,
  sign: number,
) => void

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

function passOf3(
  x: Float64Array,
  y: Float64Array,
  w: Float64Array,
  l: number,
  m: number,
  sign: number,
): void {
  const far = 2 * l * m
  const sine = sign * Math.sqrt(0.75)
  for (let k = 0; k < m; k++)
    for (let j = 0; j < l; j++) {
      const p = 2 * (k * l + j)
      const to = 2 * (3 * k * l + j)
      const at = 2 * j * m
      const q = p + far
      const r = q + far
      const re1 = x[q] * w[at] - x[q + 1] * w[at + 1]
      const im1 = x[q] * w[at + 1] + x[q + 1] * w[at]
      const re2 = x[r] * w[2 * at] - x[r + 1] * w[2 * at + 1]
      const im2 = x[r] * w[2 * at + 1] + x[r + 1] * w[2 * at]
      const re = x[p] - 0.5 * (re1 + re2)
      const im = x[p + 1] - 0.5 * (im1 + im2)
      const acrossRe = sine * (im1 - im2)
      const acrossIm = sine * (re1 - re2)
      y[to] = x[p] + (re1 + re2)
      y[to + 1] = x[p + 1] + (im1 + im2)
      y[to + 2 * l] = re - acrossRe
      y[to + 2 * l + 1] = im + acrossIm
      y[to + 4 * l] = re + acrossRe
      y[to + 4 * l + 1] = im - acrossIm
    }
}

// As numbers, since a rounded angle would make the sum of ones something else than 0.
const [COS_72, COS_144] = [0.30901699437494745, -0.8090169943749475]
const [SIN_72, SIN_144] = [0.9510565162951535, 0.5877852522924731]

function passOf5(
  x: Float64Array,
  y: Float64Array,
  w: Float64Array,
  l: number,
  m: number,
  sign: number,
): void {
  const far = 2 * l * m
  const [near, wide] = [sign * SIN_72, sign * SIN_144]
  for (let k = 0; k < m; k++)
    for (let j = 0; j < l; j++) {
      const p = 2 * (k * l + j)
      const to = 2 * (5 * k * l + j)
      const at = 2 * j * m
      const p1 = p + far
      const p2 = p1 + far
      const p3 = p2 + far
      const p4 = p3 + far
      const re0 = x[p]
      const im0 = x[p + 1]
      const re1 = x[p1] * w[at] - x[p1 + 1] * w[at + 1]
      const im1 = x[p1] * w[at + 1] + x[p1 + 1] * w[at]
      const re2 = x[p2] * w[2 * at] - x[p2 + 1] * w[2 * at + 1]
      const im2 = x[p2] * w[2 * at + 1] + x[p2 + 1] * w[2 * at]
      const re3 = x[p3] * w[3 * at] - x[p3 + 1] * w[3 * at + 1]
      const im3 = x[p3] * w[3 * at + 1] + x[p3 + 1] * w[3 * at]
      const re4 = x[p4] * w[4 * at] - x[p4 + 1] * w[4 * at + 1]
      const im4 = x[p4] * w[4 * at + 1] + x[p4 + 1] * w[4 * at]
      // The first and the fourth, the second and the third mirror each other.
      const outerRe = re1 + re4
      const outerIm = im1 + im4
      const innerRe = re2 + re3
      const innerIm = im2 + im3
      const gapRe = re1 - re4
      const gapIm = im1 - im4
      const cleftRe = re2 - re3
      const cleftIm = im2 - im3
      const evenRe1 = re0 + COS_72 * outerRe + COS_144 * innerRe
      const evenIm1 = im0 + COS_72 * outerIm + COS_144 * innerIm
      const evenRe2 = re0 + COS_144 * outerRe + COS_72 * innerRe
      const evenIm2 = im0 + COS_144 * outerIm + COS_72 * innerIm
      const oddRe1 = near * gapIm + wide * cleftIm
      const oddIm1 = near * gapRe + wide * cleftRe
      const oddRe2 = wide * gapIm - near * cleftIm
      const oddIm2 = wide * gapRe - near * cleftRe
      y[to] = re0 + outerRe + innerRe
      y[to + 1] = im0 + outerIm + innerIm
      y[to + 2 * l] = evenRe1 - oddRe1
      y[to + 2 * l + 1] = evenIm1 + oddIm1
      y[to + 4 * l] = evenRe2 - oddRe2
      y[to + 4 * l + 1] = evenIm2 + oddIm2
      y[to + 6 * l] = evenRe2 + oddRe2
      y[to + 6 * l + 1] = evenIm2 - oddIm2
      y[to + 8 * l] = evenRe1 + oddRe1
      y[to + 8 * l + 1] = evenIm1 - oddIm1
    }
}

/** For any other odd factor: p products for each of p results, of which two at a time mirror each other. */
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

const ownPasses: Readonly<Record<number, Pass>> = { 2: passOf2, 3: passOf3, 4: passOf4, 5: passOf5 }

/** The pass for a factor. */
export const passFor = (p: number, sign: number): Pass => ownPasses[p] ?? passOf(p, sign)
