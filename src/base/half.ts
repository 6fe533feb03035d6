// The 16-bit floats: their bits to and from JavaScript numbers, rounding to nearest even as hardware does.
const floatBits = new Float32Array(1)
const intBits = new Uint32Array(floatBits.buffer)

/** The value of a bfloat16's 16 bits. */
export function bfloat16ToNumber(bits: number): number {
  intBits[0] = bits << 16
  return floatBits[0]
}

/** The nearest bfloat16's bits, by way of float32. */
export function numberToBfloat16(value: number): number {
  floatBits[0] = value
  const u = intBits[0]
  if ((u & 0x7fffffff) > 0x7f800000) return 0x7fc0
  return ((u + 0x7fff + ((u >>> 16) & 1)) >>> 16) & 0xffff
}

/** The value of a float16's 16 bits. */
export function float16ToNumber(bits: number): number {
  const exponent = bits & 0x7c00
  if (exponent === 0) return (bits & 0x8000 ? -1 : 1) * (bits & 0x3ff) * 2 ** -24
  // The same bits as a float32's, whose exponent begins at 127, not 15; infinities and what is not a number end both.
  intBits[0] =
    ((bits & 0x8000) << 16) | (((bits & 0x7fff) << 13) + (exponent === 0x7c00 ? 0x70000000 : 0x38000000))
  return floatBits[0]
}

/** `value` as a bfloat16 holds it. */
const toBfloat16 = (value: number): number => bfloat16ToNumber(numberToBfloat16(value))

/** `value` as a float16 holds it. */
const toFloat16 = (value: number): number => float16ToNumber(numberToFloat16(value))

/** The nearest float16's bits, by way of float32. */
export function numberToFloat16(value: number): number {
  floatBits[0] = value
  const u = intBits[0]
  const sign = (u >>> 16) & 0x8000
  const magnitude = u & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  if (magnitude >= 0x47800000) return sign | 0x7c00
  if (magnitude < 0x38800000) {
    // Subnormal: adding 0.5 lets float32 arithmetic do the rounding at the right bit.
    floatBits[0] = Math.abs(floatBits[0]) + 0.5
    return sign | (intBits[0] - 0x3f000000)
  }
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13)
}

/** How a dtype rounds: to a 16-bit float, to float32, or not at all. */
export function rounding(dtype: { readonly name: string }): (value: number) => number {
  switch (dtype.name) {
    case 'float16':
      return toFloat16
    case 'bfloat16':
      return toBfloat16
    case 'float32':
    case 'complex64':
      return Math.fround
    default:
      return exact
  }
}
const exact = (value: number): number => value
