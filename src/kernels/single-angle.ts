// The angle of a complex number in single precision, by the steps of C's `atan2f` (glibc, e_atan2f.c and s_atanf.c), each
// rounded as it is there.
const { abs, fround } = Math

// Of atan(0.5), atan(1), atan(1.5) and pi / 2 what a float holds, and the rest.
const high = [4.6364760399e-1, 7.8539812565e-1, 9.8279368877e-1, 1.5707962513].map(fround)
const low = [5.012158244e-9, 3.7748947079e-8, 3.447321717e-8, 7.5497894159e-8].map(fround)
const odd = [
  3.3333334327e-1, 1.4285714924e-1, 9.0908870101e-2, 6.6610731184e-2, 4.9768779427e-2, 1.6285819933e-2,
].map(fround)
const even = [-2.0000000298e-1, -1.1111110449e-1, -7.6918758452e-2, -5.8335702866e-2, -3.6531571299e-2].map(
  fround,
)

/** A polynomial with the highest coefficient last. */
const polynomial = (coefficients: readonly number[], w: number): number =>
  coefficients.reduceRight((sum, each) => fround(each + fround(w * sum)))

/** The arc tangent of a number that is not negative. */
function arcTangent(y: number): number {
  if (y >= 2 ** 34) return fround(high[3] + low[3])
  if (y < 2 ** -29) return y
  let piece = -1
  let x = y
  if (y >= 2.4375) [piece, x] = [3, fround(-1 / y)]
  else if (y >= 1.1875) [piece, x] = [2, fround(fround(y - 1.5) / fround(1 + fround(1.5 * y)))]
  else if (y >= 0.6875) [piece, x] = [1, fround(fround(y - 1) / fround(y + 1))]
  else if (y >= 0.4375) [piece, x] = [0, fround(fround(fround(2 * y) - 1) / fround(2 + y))]
  const z = fround(x * x)
  const w = fround(z * z)
  const sum = fround(fround(z * polynomial(odd, w)) + fround(w * polynomial(even, w)))
  const bend = fround(x * sum)
  return piece < 0 ? fround(x - bend) : fround(high[piece] - fround(fround(bend - low[piece]) - x))
}

const PI = fround(Math.PI)
const rest = fround(-8.7422776573e-8)

export function singleAngle(y: number, x: number): number {
  const ratio = fround(abs(y) / abs(x))
  // Zeros, infinities, and what is far from one axis.
  if (!(ratio > 2 ** -60 && ratio < 2 ** 60)) return fround(Math.atan2(y, x))
  const z = arcTangent(ratio)
  const angle = x > 0 ? z : fround(PI - fround(z - rest))
  return y < 0 ? -angle : angle
}
