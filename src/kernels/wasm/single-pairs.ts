// Arithmetic of four float32 at a time, and of pairs of floats where one is not precise enough: each operation rounds once.
import { type Code, f32x4, f64x2, i32x4, i8x16, v128 } from './instructions.js'
import type { Context } from './context.js'
import { hasMadd } from './level.js'

/** A number as the sum of two floats. */
export interface Pair {
  readonly high: Code
  readonly low: Code
  /** The second with the other sign, where that is what was computed: what goes on with it subtracts. */
  readonly less?: Code
}

/** The upper two lanes as float64. */
const upperDoubles = (x: Code): Code => f64x2.promoteLow(i8x16.swapHalves(x))

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
    return this.hold(i8x16.lowHalves(sum(f64x2.promoteLow), sum(upperDoubles)))
  }
  /** A function of float64, for all lanes, rounded to float32. */
  inDoubles(x: Code, compute: (x: Code) => Code): Code {
    const half = (part: Code): Code => this.hold(f32x4.demote(compute(this.hold(part))))
    return this.hold(i8x16.lowHalves(half(f64x2.promoteLow(x)), half(upperDoubles(x))))
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
  /** A pair by the negative of its second part, which is turned only where someone asks for that part itself. */
  pairLess(high: Code, less: Code): Pair {
    const neg = (): Code => this.neg(less)
    return {
      high,
      less,
      get low() {
        return neg()
      },
    }
  }
  constantPair(high: number, low: number): Pair {
    return this.pair(this.constant(high), this.constant(low))
  }
  /** `x` and the second part of a pair. */
  #addLow(x: Code, pair: Pair): Code {
    return pair.less === undefined ? this.add(x, pair.low) : this.sub(x, pair.less)
  }
  #subLow(x: Code, pair: Pair): Code {
    return pair.less === undefined ? this.sub(x, pair.low) : this.add(x, pair.less)
  }
  /** `z` less the product of a number with the second part of a pair. */
  #subLowTimes(pair: Pair, y: Code, z: Code): Code {
    return pair.less === undefined ? this.fnma(pair.low, y, z) : this.fma(pair.less, y, z)
  }

  /** A sum without loss, whichever is larger. */
  twoSum(x: Code, y: Code): Pair {
    const high = this.add(x, y)
    const v = this.sub(high, x)
    return this.pair(high, this.add(this.sub(x, this.sub(high, v)), this.sub(y, v)))
  }
  /** The same where the first is larger, or a multiple of the second's last place. */
  fastSum(x: Code, y: Code): Pair {
    const high = this.add(x, y)
    return this.pair(high, this.add(this.sub(x, high), y))
  }
  normalized(x: Pair): Pair {
    const high = this.#addLow(x.high, x)
    return this.pair(high, this.#addLow(this.sub(x.high, high), x))
  }
  plus(x: Pair, y: Code): Pair {
    const sum = this.twoSum(x.high, y)
    return this.pair(sum.high, this.#addLow(sum.low, x))
  }
  plusPair(x: Pair, y: Pair): Pair {
    const sum = this.twoSum(x.high, y.high)
    return this.pair(sum.high, this.#addLows(sum.low, x, y))
  }
  /** `z` and the second parts of two pairs, whose sum comes first. */
  #addLows(z: Code, x: Pair, y: Pair): Code {
    if (x.less !== undefined && y.less !== undefined) return this.sub(z, this.add(x.less, y.less))
    return this.add(z, x.less === undefined ? this.#addLow(x.low, y) : this.#addLow(y.low, x))
  }
  /** Sums where the first is larger. */
  fastPlus(x: Pair, y: Code): Pair {
    const high = this.add(x.high, y)
    return this.pair(high, this.#addLow(this.add(this.sub(x.high, high), y), x))
  }
  numberPlus(x: Code, y: Pair): Pair {
    const high = this.add(x, y.high)
    return this.pair(high, this.#addLow(this.add(this.sub(x, high), y.high), y))
  }
  fastPlusPair(x: Pair, y: Pair): Pair {
    const high = this.add(x.high, y.high)
    return this.pair(high, this.#addLow(this.#addLow(this.add(this.sub(x.high, high), y.high), x), y))
  }
  /** What `plusPair` gives, where the first is larger. */
  largerPlusPair(x: Pair, y: Pair): Pair {
    const sum = this.fastSum(x.high, y.high)
    return this.pair(sum.high, this.#addLows(sum.low, x, y))
  }
  minusPair(x: Pair, y: Pair): Pair {
    const high = this.sub(x.high, y.high)
    return this.pair(high, this.#subLow(this.#addLow(this.sub(this.sub(x.high, high), y.high), x), y))
  }
  negated(x: Pair): Pair {
    const high = this.neg(x.high)
    return x.less === undefined ? this.pairLess(high, x.low) : this.pair(high, x.less)
  }
  scaled(x: Pair, factor: number): Pair {
    const high = this.mul(x.high, this.constant(factor))
    return x.less === undefined
      ? this.pair(high, this.mul(x.low, this.constant(factor)))
      : this.pairLess(high, this.mul(x.less, this.constant(factor)))
  }
  // What a product loses is computed as what it has too much, which is one instruction.
  timesNumber(x: Pair, y: Code): Pair {
    const high = this.mul(x.high, y)
    return this.pairLess(high, this.#subLowTimes(x, y, this.fnma(x.high, y, high)))
  }
  times(x: Pair, y: Pair): Pair {
    const high = this.mul(x.high, y.high)
    const excess = this.#subLowTimes(x, y.high, this.fnma(x.high, y.high, high))
    return this.pairLess(high, this.#subLowTimes(y, x.high, excess))
  }
  squared(x: Pair): Pair {
    const square = this.mul(x.high, x.high)
    const excess = this.fnma(x.high, x.high, square)
    return this.pairLess(square, this.#subLowTimes(x, this.add(x.high, x.high), excess))
  }
  reciprocal(x: Pair): Pair {
    const q = this.div(this.constant(1), x.high)
    return this.pair(q, this.mul(q, this.#subLowTimes(x, q, this.fnma(x.high, q, this.constant(1)))))
  }
  quotient(x: Pair, y: Pair): Pair {
    return this.#over(x.high, y, (t, excess) => this.#subLowTimes(x, t, excess))
  }
  /** The same of a number. */
  numberOver(x: Code, y: Pair): Pair {
    return this.#over(x, y, (_, excess) => excess)
  }
  /** `x / y`; `minus` subtracts from what the product with 1 / y, which it is given, has too much. */
  #over(x: Code, y: Pair, minus: (t: Code, excess: Code) => Code): Pair {
    const t = this.div(this.constant(1), y.high)
    const high = this.mul(x, t)
    const rest = this.#subLowTimes(y, t, this.fnma(y.high, t, this.constant(1)))
    return this.pairLess(high, this.fnma(high, rest, minus(t, this.fnma(t, x, high))))
  }
  total(x: Pair): Code {
    return this.#addLow(x.high, x)
  }
}
