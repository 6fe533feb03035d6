// Whole numbers of `np.random`: ints of any type up to a bound, and how many of many trials succeed. Follows
// numpy/random/_bounded_integers.pyx and numpy/random/src/distributions/distributions.c.
import { TypeError, ValueError } from '../../base/errors.js'
import { exp, log as ln } from '../../kernels/accurate.js'
import { numpyNumber } from '../../base/numpy-number.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { core } from '../runtime/core.js'
import { type Arrays, drawsOf, whole } from './numpy-draws.js'

type Any = any

/** What a call asks for. */
interface Asked {
  readonly low: Any
  readonly high: Any
  readonly size: Any
  readonly dtype: Any
}

const bitsOf = (type: string): number => (type === 'bool' ? 1 : Number(/\d+$/.exec(type)![0]))

/** The least number of a type, and the first above its greatest. */
const boundsOf = (type: string): [number, number] => {
  const bits = bitsOf(type)
  return type.startsWith('i') ? [-(2 ** (bits - 1)), 2 ** (bits - 1)] : [0, 2 ** bits]
}

/** Numbers of few bits, of which several are cut from one draw of 32. */
function fromFew(bits: number, next: () => number): (most: number) => number {
  let [left, buffer] = [0, 0]
  const take = (): number => {
    if (left === 0) {
      buffer = next()
      left = 32 / bits - 1
    } else {
      buffer >>>= bits
      left--
    }
    return buffer & (2 ** bits - 1)
  }
  return (most) => {
    if (most === 0) return 0
    const mask = 2 ** Math.ceil(Math.log2(most + 1)) - 1
    for (;;) {
      const value = take() & mask
      if (value <= most) return value
    }
  }
}

/** `np.random.randint`: ints from `low` up to what is below `high`, in the type that is asked for. */
export function randint(
  np: Arrays,
  { low, high, size, dtype }: Asked,
  upTo: (most: number) => number,
  next: () => number,
): Any {
  const { filled, spread } = drawsOf(np)
  const given: Any =
    dtype === null ? null : core.call(core.getattr(core.importModule('numpy'), 'dtype'), [dtype], null)
  const type: string = given === null ? 'int64' : core.getattr(given, 'name')
  if (!/^(?:bool|u?int\d+)$/.test(type))
    throw new TypeError(`Unsupported dtype ${core.repr(given)} for randint`)
  const [least, end] = boundsOf(type)
  const draw = bitsOf(type) < 32 ? fromFew(bitsOf(type), next) : upTo
  const between = (first: number, last: number): number => {
    if (first < least) throw new ValueError(`low is out of bounds for ${type}`)
    if (last > end) throw new ValueError(`high is out of bounds for ${type}`)
    if (first >= last) throw new ValueError(first === 0 ? 'high <= 0' : 'low >= high')
    return first + draw(last - 1 - first)
  }
  const [first, last] = high === null ? [0, low] : [low, high]
  if ([first, last].some((one) => Array.isArray(one) || isNumpyArray(one)))
    return spread(size, [first, last], between, type)
  const [from, to] = [whole(first), whole(last)]
  const drawn: Any = filled(size, () => between(from, to), type)
  const isPlain = dtype === null || core.eq(dtype, core.getattr(core.importModule('builtins'), 'int'))
  return typeof drawn !== 'number' || isPlain ? drawn : numpyNumber(drawn, type)
}

/** The part of Stirling's series for log(n!) that logarithms leave. */
const stirling = (x: number): number => {
  const square = x * x
  return (13680 - (462 - (132 - (99 - 140 / square) / square) / square) / square) / x / 166320
}

/** Successes of `n` trials of chance `p`, at most a half, where many are expected: triangle, parallelogram, two exponential tails. */
function binomialOfMany(n: number, p: number, double: () => number): number {
  const q = 1 - p
  const spreadOf = n * p * q
  const mean = n * p + p
  const mode = Math.floor(mean)
  const half = Math.floor(2.195 * Math.sqrt(spreadOf) - 4.6 * q) + 0.5
  const middle = mode + 0.5
  const [left, right] = [middle - half, middle + half]
  const height = 0.134 + 20.5 / (15.3 + mode)
  const rate = (a: number): number => a * (1 + a / 2)
  const [leftRate, rightRate] = [rate((mean - left) / (mean - left * p)), rate((right - mean) / (right * q))]
  const triangle = half
  const parallelogram = triangle * (1 + 2 * height)
  const leftTail = parallelogram + height / leftRate
  const rightTail = leftTail + height / rightRate

  /** Whether a count stays that was drawn at this height. */
  function stays(y: number, v: number): boolean {
    const k = Math.abs(y - mode)
    if (k <= 20 || k >= spreadOf / 2 - 1) {
      const ratio = p / q
      const a = ratio * (n + 1)
      let chance = 1
      for (let i = mode + 1; i <= y; i++) chance *= a / i - ratio
      for (let i = y + 1; i <= mode; i++) chance /= a / i - ratio
      return v <= chance
    }
    const slack = (k / spreadOf) * ((k * (k / 3 + 0.625) + 0.16666666666666666) / spreadOf + 0.5)
    const about = (-k * k) / (2 * spreadOf)
    const log = ln(v)
    if (log < about - slack) return true
    if (log > about + slack) return false
    const [x1, f1, z, w] = [y + 1, mode + 1, n + 1 - mode, n - y + 1]
    const limit =
      middle * ln(f1 / x1) +
      (n - mode + 0.5) * ln(z / w) +
      (y - mode) * ln((w * p) / (x1 * q)) +
      stirling(f1) +
      stirling(z) +
      stirling(x1) +
      stirling(w)
    return log <= limit
  }

  for (;;) {
    const u = double() * rightTail
    const v = double()
    if (u <= triangle) return Math.floor(middle - half * v + u)
    if (u <= parallelogram) {
      const x = left + (u - triangle) / height
      const at = v * height + 1 - Math.abs(mode - x + 0.5) / half
      if (at <= 1 && stays(Math.floor(x), at)) return Math.floor(x)
    } else if (v !== 0) {
      const isLeft = u <= leftTail
      const y = Math.floor(isLeft ? left + ln(v) / leftRate : right - ln(v) / rightRate)
      const at = isLeft ? v * (u - parallelogram) * leftRate : v * (u - leftTail) * rightRate
      if (y >= 0 && y <= n && stays(y, at)) return y
    }
  }
}

/** random_binomial_inversion, where few successes are expected. */
export function binomialCount(n: number, p: number, double: () => number): number {
  if (n === 0 || p === 0) return 0
  if (p > 0.5) return n - binomialCount(n, 1 - p, double)
  if (p * n > 30) return binomialOfMany(n, p, double)
  const q = 1 - p
  const start = exp(n * ln(q))
  const mean = n * p
  const most = Math.trunc(Math.min(n, mean + 10 * Math.sqrt(mean * q + 1)))
  let x = 0
  let px = start
  let u = double()
  while (u > px) {
    x++
    if (x > most) {
      x = 0
      px = start
      u = double()
    } else {
      u -= px
      px = ((n - x + 1) * p * px) / (x * q)
    }
  }
  return x
}
