// Arithmetic of four float32 at a time, and of pairs of floats where one is not precise enough: each operation rounds once.
import { type Code, f32x4, f64x2, i32x4, i8x16, v128 } from './instructions.js'
import type { Context } from './context.js'
import { hasMadd } from './level.js'

/** A number as the sum of two floats. */
export interface Pair {
  readonly high: Code
  readonly low: Code
}

const highHalf = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]
const lowOfBoth = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]

/** The upper two lanes as float64. */
const upperDoubles = (x: Code): Code => f64x2.promoteLow(i8x16.shuffle(x, x, highHalf))

export class SinglePairs {
  readonly hold: Context['hold']

  constructor(readonly context: Context) {
    this.hold = context.hold
  }

  // ---- arithmetic ----

  constant(value: number): Code {
    return f32x4.const(value)
  }
  add(x: Code, y: Code): Code {
    return this.hold(f32x4.add(x, y))
  }
  sub(x: Code, y: Code): Code {
    return this.hold(f32x4.sub(x, y))
  }
  mul(x: Code, y: Code): Code {
    return this.hold(f32x4.mul(x, y))
  }
  div(x: Code, y: Code): Code {
    return this.hold(f32x4.div(x, y))
  }
  // The engine makes the masks of its own instructions for these anew each time: constants stay where they are.
  neg(x: Code): Code {
    return this.hold(v128.xor(x, i32x4.const(-0x80000000)))
  }
  abs(x: Code): Code {
    return this.hold(v128.and(x, i32x4.const(0x7fffffff)))
  }

  /** `x * y + z`, rounded once. Without an instruction for it the product is exact in float64. */
  fma(x: Code, y: Code, z: Code): Code {
    if (hasMadd()) return this.hold(f32x4.madd(x, y, z))
    const sum = (part: (value: Code) => Code): Code =>
      this.hold(f32x4.demote(f64x2.add(f64x2.mul(part(x), part(y)), part(z))))
    return this.hold(i8x16.shuffle(sum(f64x2.promoteLow), sum(upperDoubles), lowOfBoth))
  }
  /** A function of float64, for all lanes, rounded to float32. */
  inDoubles(x: Code, compute: (x: Code) => Code): Code {
    const half = (part: Code): Code => this.hold(f32x4.demote(compute(this.hold(part))))
    return this.hold(i8x16.shuffle(half(f64x2.promoteLow(x)), half(upperDoubles(x)), lowOfBoth))
  }
  /** `z - x * y`, rounded once. */
  fnma(x: Code, y: Code, z: Code): Code {
    return hasMadd() ? this.hold(f32x4.nmadd(x, y, z)) : this.fma(this.neg(x), y, z)
  }
  /** `x * y - z`, rounded once. */
  fms(x: Code, y: Code, z: Code): Code {
    return this.fma(x, y, this.neg(z))
  }

  /** A polynomial of `x` by its coefficients, the highest first. */
  polynomial(x: Code, coefficients: readonly number[]): Code {
    const [first, ...rest] = coefficients
    return rest.reduce<Code>((sum, next) => this.fma(sum, x, this.constant(next)), this.constant(first))
  }

  select(mask: Code, yes: Code, no: Code): Code {
    return this.hold(v128.select(yes, no, mask))
  }
  /** `yes` where the mask holds, else `no`. */
  where(mask: Code, yes: number, no: Code): Code {
    return this.select(mask, this.constant(yes), no)
  }
  isNan(x: Code): Code {
    return this.hold(f32x4.ne(x, x))
  }
  orNan(mask: Code, x: Code): Code {
    return this.hold(v128.or(mask, x))
  }
  signOf(x: Code): Code {
    return this.hold(v128.and(x, i32x4.const(-0x80000000)))
  }
  /** `x`, its sign turned where `y` has one. */
  timesSign(x: Code, y: Code): Code {
    return this.hold(v128.xor(x, this.signOf(y)))
  }
  isNegativeZero(x: Code): Code {
    return this.hold(i32x4.eq(x, i32x4.const(-0x80000000)))
  }
  toInt(x: Code): Code {
    return this.hold(i32x4.truncSat(x))
  }
  nearest(x: Code): Code {
    return this.hold(f32x4.nearest(x))
  }

  /** 2 to the power of whole numbers. */
  powerOfTwo(q: Code): Code {
    return this.hold(i32x4.shl(i32x4.add(q, i32x4.const(127)), [0x41, 23]))
  }
  /** `x * 2^q`, in two steps, so that the power itself does not overflow. */
  scale(x: Code, q: Code): Code {
    const half = this.hold(i32x4.shr(q, [0x41, 1]))
    return this.mul(this.mul(x, this.powerOfTwo(half)), this.powerOfTwo(this.hold(i32x4.sub(q, half))))
  }

  // ---- pairs ----

  pair(high: Code, low: Code): Pair {
    return { high, low }
  }
  constantPair(high: number, low: number): Pair {
    return this.pair(this.constant(high), this.constant(low))
  }
  /** A sum without loss, whichever is larger. */
  twoSum(x: Code, y: Code): Pair {
    const high = this.add(x, y)
    const v = this.sub(high, x)
    return this.pair(high, this.add(this.sub(x, this.sub(high, v)), this.sub(y, v)))
  }
  /** The same where the first is larger. */
  fastSum(x: Code, y: Code): Pair {
    const high = this.add(x, y)
    return this.pair(high, this.add(this.sub(x, high), y))
  }
  normalized({ high, low }: Pair): Pair {
    return this.fastSum(high, low)
  }
  plus({ high, low }: Pair, y: Code): Pair {
    const sum = this.twoSum(high, y)
    return this.pair(sum.high, this.add(sum.low, low))
  }
  plusPair(x: Pair, y: Pair): Pair {
    const sum = this.twoSum(x.high, y.high)
    return this.pair(sum.high, this.add(sum.low, this.add(x.low, y.low)))
  }
  /** Sums where the first is larger. */
  fastPlus(x: Pair, y: Code): Pair {
    const high = this.add(x.high, y)
    return this.pair(high, this.add(this.add(this.sub(x.high, high), y), x.low))
  }
  numberPlus(x: Code, y: Pair): Pair {
    const high = this.add(x, y.high)
    return this.pair(high, this.add(this.add(this.sub(x, high), y.high), y.low))
  }
  fastPlusPair(x: Pair, y: Pair): Pair {
    const high = this.add(x.high, y.high)
    return this.pair(high, this.add(this.add(this.add(this.sub(x.high, high), y.high), x.low), y.low))
  }
  minusPair(x: Pair, y: Pair): Pair {
    const high = this.sub(x.high, y.high)
    const rest = this.add(this.sub(this.sub(x.high, high), y.high), x.low)
    return this.pair(high, this.sub(rest, y.low))
  }
  negated({ high, low }: Pair): Pair {
    return this.pair(this.neg(high), this.neg(low))
  }
  scaled({ high, low }: Pair, factor: number): Pair {
    return this.pair(this.mul(high, this.constant(factor)), this.mul(low, this.constant(factor)))
  }
  timesNumber(x: Pair, y: Code): Pair {
    const high = this.mul(x.high, y)
    return this.pair(high, this.fma(x.low, y, this.fms(x.high, y, high)))
  }
  times(x: Pair, y: Pair): Pair {
    const high = this.mul(x.high, y.high)
    return this.pair(high, this.fma(x.high, y.low, this.fma(x.low, y.high, this.fms(x.high, y.high, high))))
  }
  squared({ high, low }: Pair): Pair {
    const square = this.mul(high, high)
    return this.pair(square, this.fma(this.add(high, high), low, this.fms(high, high, square)))
  }
  reciprocal({ high, low }: Pair): Pair {
    const q = this.div(this.constant(1), high)
    return this.pair(q, this.mul(q, this.fnma(low, q, this.fnma(high, q, this.constant(1)))))
  }
  quotient(x: Pair, y: Pair): Pair {
    return this.#over(x.high, y, (t, lost) => this.fma(x.low, t, lost))
  }
  /** The same of a number. */
  numberOver(x: Code, y: Pair): Pair {
    return this.#over(x, y, (_, lost) => lost)
  }
  /** `x / y`; `plus` adds to what the product with 1 / y, which it is given, lost. */
  #over(x: Code, y: Pair, plus: (t: Code, lost: Code) => Code): Pair {
    const t = this.div(this.constant(1), y.high)
    const high = this.mul(x, t)
    const u = this.fms(t, x, high)
    const rest = this.fnma(y.low, t, this.fnma(y.high, t, this.constant(1)))
    return this.pair(high, this.fma(high, rest, plus(t, u)))
  }
  total({ high, low }: Pair): Code {
    return this.add(high, low)
  }
}
