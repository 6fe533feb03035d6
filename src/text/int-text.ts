// An int in decimal digits. Python refuses to write or read more of them than a limit, which takes long; a prompt of
// TypeScript leaves out the middle; the library writes all.
import { ValueError } from '../base/errors.js'

/** Python's limit, which a program may set; 0 for none. */
let most = 4300
let beyond: bigint | undefined
let isRefusing = false

export const mostDigits = (): number => most
export function setMostDigits(digits: number): void {
  most = digits
  beyond = undefined
}

function isLong(value: bigint): boolean {
  if (most === 0) return false
  beyond ??= 10n ** BigInt(most)
  return value >= beyond || value <= -beyond
}

const words = (more = ''): string =>
  `Exceeds the limit (${most} digits) for integer string conversion${more}; use sys.set_int_max_str_digits() to increase the limit`

/** Runs what writes a value for Python: too many digits are an error. */
export function limited<A, B>(write: (value: A) => B, value: A): B {
  const before = isRefusing
  isRefusing = true
  try {
    return write(value)
  } finally {
    isRefusing = before
  }
}

/**
 * The digits of an int.
 *
 * @throws ValueError for more than Python writes, where that is who asks
 */
export function intText(value: bigint): string {
  if (isRefusing && isLong(value)) throw new ValueError(words())
  return String(value)
}

/** Refuses to read more digits than Python reads. */
export function checkDigits(count: number): void {
  if (most > 0 && count > most) throw new ValueError(words(`: value has ${count} digits`))
}

/** How many bits a number has of which all digits are found, for the first and the last of them. */
const exactBits = 2 ** 20

/** The digits of an int as a prompt shows them: of a long one the first and the last, or about how large it is. */
export function abridgedInt(value: bigint): string {
  if (isRefusing || !isLong(value)) return intText(value)
  const sign = value < 0n ? '-' : ''
  const hex = (value < 0n ? -value : value).toString(16)
  if (hex.length * 4 <= exactBits) {
    const digits = String(value < 0n ? -value : value)
    return `${sign}${digits.slice(0, 20)}...${digits.slice(-20)} (${digits.length} digits)`
  }
  const logarithm = Math.log10(parseInt(hex.slice(0, 12), 16)) + (hex.length - 12) * Math.log10(16)
  return `${sign}${(10 ** (logarithm % 1)).toFixed(3)}...e+${Math.floor(logarithm)} (about ${Math.floor(logarithm) + 1} digits)`
}
