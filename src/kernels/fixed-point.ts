// Logarithms, exponentials and sines as whole multiples of 2^-128: slow, plain, and far more digits than a double has.

const BITS = 128
const ONE = 1n << BigInt(BITS)

const toNumber = (value: bigint): number => Number(value) * 2 ** -BITS

/** The multiple of 2^-place at or below the value, and what remains. */
export function splitAt(value: bigint, place: number): [head: number, tail: number, rest: bigint] {
  const drop = BigInt(BITS - place)
  const head = (value >> drop) << drop
  return [toNumber(head), toNumber(value - head), value - head]
}

/** The first `bits` binary digits of the value, rounded where that fills a double, and what remains. */
export function splitBits(value: bigint, bits: number): [head: number, tail: number, rest: bigint] {
  const length = value.toString(2).length
  if (bits < 53) return splitAt(value, BITS - length + bits)
  const head = BigInt(Number(value))
  return [toNumber(head), toNumber(value - head), value - head]
}

/** log(p / q) = 2 atanh((p - q) / (p + q)). */
export function fixedLog(p: number, q: number): bigint {
  const above = BigInt(p - q)
  const below = BigInt(p + q)
  let power = (2n * ONE * above) / below
  let sum = 0n
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k
    power = (power * above * above) / (below * below)
  }
  return sum
}

/** e^x, x small. */
export function fixedExp(x: bigint): bigint {
  let sum = 0n
  let term = ONE
  for (let k = 1n; term !== 0n; k++) {
    sum += term
    term = (term * x) / (k * ONE)
  }
  return sum
}

/** sin x, x small. */
export function fixedSin(x: bigint): bigint {
  const square = (x * x) / ONE
  let sum = 0n
  let term = x
  for (let k = 2n; term !== 0n; k += 2n) {
    sum += term
    term = (-term * square) / (k * (k + 1n) * ONE)
  }
  return sum
}

/** pi = 16 atan(1/5) - 4 atan(1/239) (Machin). */
export function fixedPi(): bigint {
  const atan = (q: bigint): bigint => {
    let power = ONE / q
    let sum = 0n
    for (let k = 1n; power !== 0n; k += 2n) {
      sum += power / k
      power /= -q * q
    }
    return sum
  }
  return 16n * atan(5n) - 4n * atan(239n)
}
