// The functions of `Math` for four float32 at a time. The algorithms, and the coefficients of their polynomials, are those of
// the library that PyTorch's vector code calls (SLEEF, by Naoki Shibata, under the Boost Software License), so that results
// have its last bit: reductions of the argument, polynomials with fused multiply-adds, and pairs of floats where one is
// not precise enough.
import { type Code, f32x4, f64x2, i32, i32x4, v128 } from './instructions.js'
import { type Pair, SinglePairs } from './single-pairs.js'

const { LOG2E: LOG2_E } = Math

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

export class SingleMath extends SinglePairs {
  // ---- exponentials ----

  exp(x: Code): Code {
    return this.exps([x])[0]
  }
  /** Of several vectors, whose sizes are asked for once. */
  exps(xs: readonly Code[]): Code[] {
    const usual = (x: Code): Code => {
      const { q, power } = this.nearestPower(x)
      // Of numbers of usual size, powers of two are added to the exponent.
      return this.hold(i32x4.add(this.expRest(x, q), i32x4.shl(power, [0x41, 23])))
    }
    const other = (x: Code): Code => {
      const q = this.nearest(this.mul(x, this.constant(LOG2_E)))
      return this.bounded(x, this.scale(this.expRest(x, q), this.toInt(q)))
    }
    return this.context.eitherOf(
      this.areSmall(xs, 87),
      () => xs.map(usual),
      () => xs.map(other),
    )
  }
  /** Whether the size of all lanes is at most this. Bits of not-a-number are those of something larger. */
  areSmall(xs: readonly Code[], most: number): Code {
    const sizes = xs.map((x) => v128.and(x, i32x4.const(0x7fffffff)))
    const largest = sizes.reduce((size, other) => i32x4.max(size, other))
    return i32.eqz(v128.anyTrue(i32x4.gt(largest, f32x4.const(most))))
  }
  /**
   * The whole number `q` of powers of two that is nearest to exp(x), and bits of which the lowest are those of `q`. For sizes up
   * to some hundreds: what is added leaves no room for fractions.
   */
  nearestPower(x: Code): { q: Code; power: Code } {
    const shift = this.constant(1.5 * 2 ** 23)
    const power = this.add(this.mul(x, this.constant(LOG2_E)), shift)
    return { q: this.sub(power, shift), power }
  }
  /** exp of what `q` powers of two leave. */
  expRest(x: Code, q: Code): Code {
    const s = this.reduced(x, q)
    const u = this.polynomial(
      s,
      [
        0.000198527617612853646, 0.00139304355252534151, 0.00833336077630519867, 0.0416664853692054749,
        0.16666667163372039795, 0.5,
      ],
    )
    return this.add(this.constant(1), this.fma(this.mul(s, s), u, s))
  }
  /** `x` less `q` times log 2, which is taken in two parts. */
  reduced(x: Code, q: Code): Code {
    return this.fma(
      q,
      this.constant(-1.428606765330187e-6),
      this.fma(q, this.constant(-0.693145751953125), x),
    )
  }
  bounded(x: Code, result: Code): Code {
    const low = this.hold(v128.andnot(result, f32x4.lt(x, this.constant(-104))))
    return this.where(f32x4.gt(x, this.constant(100)), Infinity, low)
  }

  /** PyTorch takes it of the C library, whose results are rounded correctly but for a few: so do those of float64. */
  exp2(x: Code): Code {
    const whole = this.nearest(x)
    const s = this.sub(x, whole)
    const terms = Array.from({ length: 10 }, (_, k) => 9 - k).map((k) => Math.LN2 ** k / factorial(k))
    const u = this.inDoubles(s, (part) =>
      terms
        .slice(1)
        .reduce<Code>(
          (sum, term) => this.hold(f64x2.add(f64x2.mul(sum, part), f64x2.const(term))),
          f64x2.const(terms[0]),
        ),
    )
    const result = this.scale(u, this.toInt(whole))
    const high = this.where(f32x4.ge(x, this.constant(128)), Infinity, result)
    return this.hold(v128.andnot(high, f32x4.lt(x, this.constant(-150))))
  }

  /** exp of a pair, as a pair; of a number if the second part is not given. */
  expPair(x: Code, low?: Code): Pair {
    const sum = low === undefined ? x : this.add(x, low)
    const q = this.nearest(this.mul(sum, this.constant(LOG2_E)))
    const t = this.expPairRest(this.leftOf(x, q), q, low)
    const power = this.toInt(q)
    const isLow = this.hold(f32x4.lt(x, this.constant(-104)))
    const part = (value: Code): Code => this.hold(v128.andnot(this.scale(value, power), isLow))
    return this.pair(part(t.high), part(t.low))
  }
  /** The same of one number of a size up to some tens. */
  expOfSmall(x: Code): Pair {
    const { q, power } = this.nearestPower(x)
    const t = this.expPairRest(this.leftOf(x, q), q)
    const shift = this.hold(i32x4.shl(power, [0x41, 23]))
    const factor = this.hold(i32x4.add(shift, this.constant(1)))
    return this.pair(this.hold(i32x4.add(t.high, shift)), this.mul(t.low, factor))
  }
  /**
   * What is left when the first part of `q` powers of two is taken away. It loses nothing: the part has 15 bits, and what is
   * left is half a power at most, and a multiple of the number's last place or of the part's.
   */
  leftOf(x: Code, q: Code): Code {
    return this.add(x, this.mul(q, this.constant(-0.693145751953125)))
  }
  /**
   * exp of what `q` powers of two leave, of which the first part is subtracted. The library asks at each of its sums which of
   * both is larger; it is the first, or a multiple of the second's last place, so that three steps lose as little as six.
   */
  expPairRest(x: Code, q: Code, low?: Code): Pair {
    const sum = this.fastSum(x, this.mul(q, this.constant(-1.428606765330187e-6)))
    const s = low === undefined ? sum : this.pair(sum.high, this.add(sum.low, low))
    const u = this.polynomial(s.high, [0.1980960224e-3, 0.1394256484e-2, 0.8333456703e-2, 0.4166637361e-1])
    let t = this.numberPlus(this.constant(0.16666665941423425), this.timesNumber(s, u))
    t = this.numberPlus(this.constant(0.5), this.times(s, t))
    t = this.largerPlusPair(s, this.times(this.squared(s), t))
    return this.numberPlus(this.constant(1), t)
  }

  expm1(x: Code): Code {
    const result = this.total(this.plus(this.expPair(x), this.constant(-1)))
    const high = this.where(f32x4.gt(x, this.constant(88.72283172607421875)), Infinity, result)
    const low = this.where(f32x4.lt(x, this.constant(-16.635532333438687)), -1, high)
    return this.select(this.isNegativeZero(x), x, this.orNan(this.isNan(x), low))
  }

  sinh(x: Code): Code {
    return this.ofBoth(x, (e, r) => this.minusPair(e, r), true)
  }
  cosh(x: Code): Code {
    return this.ofBoth(x, (e, r) => this.fastPlusPair(e, r), false)
  }
  /** Half of what exp(|x|) and exp(-|x|) make. */
  ofBoth(x: Code, make: (e: Pair, r: Pair) => Pair, isOdd: boolean): Code {
    const size = this.abs(x)
    const e = this.expPair(size)
    const half = this.mul(this.total(make(e, this.reciprocal(e))), this.constant(0.5))
    const isHigh = this.hold(v128.or(f32x4.gt(size, this.constant(89)), this.isNan(half)))
    const result = this.where(isHigh, Infinity, half)
    return this.orNan(this.isNan(x), isOdd ? this.timesSign(result, x) : result)
  }

  tanh(x: Code): Code {
    const size = this.abs(x)
    // Of larger ones it is 1, which is what comes out of 10; and 10 is what is taken of not-a-number.
    const usual = this.hold(v128.or(size, f32x4.gt(size, this.constant(8.664339742))))
    const e = this.expOfSmall(this.hold(f32x4.pmin(this.constant(10), usual)))
    const r = this.reciprocal(e)
    const q = this.total(this.quotient(this.minusPair(e, r), this.fastPlusPair(e, r)))
    return this.orNan(this.isNan(x), this.timesSign(q, x))
  }

  // ---- logarithms ----

  /** The exponent of positive numbers, and what is left of them, from 0.75 on; numbers with fewer bits are made larger first. */
  split(x: Code): { exponent: Code; rest: Code } {
    const isTiny = this.hold(f32x4.lt(x, this.constant(1.1754943508222875e-38)))
    const d = this.select(isTiny, this.mul(x, this.constant(2 ** 64)), x)
    const e = this.exponentOf(this.mul(d, this.constant(1 / 0.75)))
    const rest = this.hold(i32x4.sub(d, i32x4.shl(e, [0x41, 23])))
    return { exponent: this.hold(i32x4.sub(e, v128.and(isTiny, i32x4.const(64)))), rest }
  }
  exponentOf(x: Code): Code {
    return this.hold(i32x4.sub(v128.and(i32x4.shru(x, [0x41, 23]), i32x4.const(255)), i32x4.const(127)))
  }
  /** The same of positive numbers with all their bits. */
  splitUsual(x: Code): { exponent: Code; rest: Code } {
    const power = this.hold(i32x4.shru(this.mul(x, this.constant(1 / 0.75)), [0x41, 23]))
    const exponent = this.hold(i32x4.sub(power, i32x4.const(127)))
    return { exponent, rest: this.hold(i32x4.sub(x, i32x4.shl(exponent, [0x41, 23]))) }
  }
  /** A logarithm by what it makes of exponents and what they leave. */
  logarithm(x: Code, make: (exponent: Code, rest: Code) => Code): Code {
    // Of negative ones, and of infinity and not-a-number, this is negative, too; of those with fewer bits it is smaller.
    const shifted = i32x4.add(x, i32x4.const(0x800000))
    const areUsual = i32.eqz(v128.anyTrue(i32x4.lt(shifted, i32x4.const(0x1000000))))
    const of = ({ exponent, rest }: { exponent: Code; rest: Code }): Code => make(exponent, rest)
    return this.context.either(
      areUsual,
      () => of(this.splitUsual(x)),
      () => this.logEnds(x, of(this.split(x))),
    )
  }
  toFloat(x: Code): Code {
    return this.hold(f32x4.ofI32(x))
  }
  /** What logarithms give at the ends. */
  logEnds(x: Code, result: Code): Code {
    const high = this.where(f32x4.eq(x, this.constant(Infinity)), Infinity, result)
    const wrong = this.hold(v128.or(f32x4.lt(x, this.constant(0)), this.isNan(x)))
    const good = this.where(wrong, NaN, high)
    return this.where(f32x4.eq(x, this.constant(0)), -Infinity, good)
  }
  /** (m - 1) / (m + 1) of 0.75 ≤ m < 1.5: the difference is exact, and one has no lower exponent than m. */
  ratio(m: Code): Pair {
    return this.numberOver(this.sub(m, this.constant(1)), this.fastSum(this.constant(1), m))
  }
  /** The terms of an odd series beyond the first. */
  oddTerms(x: Pair, coefficients: readonly number[]): Code {
    const square = this.mul(x.high, x.high)
    return this.mul(this.mul(square, x.high), this.polynomial(square, coefficients))
  }
  logOf(exponent: Code, x: Pair): Code {
    const s = this.timesNumber(
      this.constantPair(0.69314718246459960938, -1.904654323148236017e-9),
      this.toFloat(exponent),
    )
    const sum = this.fastPlusPair(s, this.scaled(x, 2))
    return this.total(this.fastPlus(sum, this.oddTerms(x, [0.3027294874, 0.3996108174, 0.666669488])))
  }

  log(x: Code): Code {
    return this.logarithm(x, (exponent, rest) => this.logOf(exponent, this.ratio(rest)))
  }

  log1p(x: Code): Code {
    const next = this.add(x, this.constant(1))
    const isTiny = this.hold(f32x4.lt(next, this.constant(1.1754943508222875e-38)))
    const d = this.select(isTiny, this.mul(next, this.constant(2 ** 64)), next)
    const e = this.exponentOf(this.mul(d, this.constant(1 / 0.75)))
    const t = this.hold(i32x4.sub(this.constant(1), i32x4.shl(e, [0x41, 23])))
    const m = this.fma(x, t, this.sub(t, this.constant(1)))
    const exponent = this.hold(i32x4.sub(e, v128.and(isTiny, i32x4.const(64))))
    const ratio = this.numberOver(m, this.fastSum(this.constant(2), m))
    const result = this.logOf(exponent, ratio)
    const high = this.where(f32x4.gt(x, this.constant(1e38)), Infinity, result)
    const good = this.orNan(this.hold(v128.or(f32x4.lt(x, this.constant(-1)), this.isNan(x))), high)
    const low = this.where(f32x4.eq(x, this.constant(-1)), -Infinity, good)
    return this.select(this.isNegativeZero(x), x, low)
  }

  log10(x: Code): Code {
    return this.logarithm(x, (exponent, rest) => {
      const ratio = this.ratio(rest)
      const s = this.timesNumber(this.constantPair(0.30103001, -1.432098889e-8), this.toFloat(exponent))
      const sum = this.fastPlusPair(s, this.times(ratio, this.constantPair(0.868588984, -2.170757285e-8)))
      const terms = this.oddTerms(ratio, [0.1314289868, 0.1735493541, 0.2895309627])
      return this.total(this.fastPlus(sum, terms))
    })
  }

  log2(x: Code): Code {
    return this.logarithm(x, (exponent, rest) => {
      const ratio = this.ratio(rest)
      const first = this.times(ratio, this.constantPair(2.8853900432586669922, 3.2734474483568488616e-8))
      const sum = this.twoSum(this.toFloat(exponent), first.high)
      const s = this.pair(sum.high, this.add(sum.low, first.low))
      const terms = this.oddTerms(ratio, [0.4374550283, 0.5764790177, 0.96180129051208496094])
      return this.total(this.plus(s, terms))
    })
  }

  // ---- powers ----

  logPair(x: Code): Pair {
    const { exponent, rest } = this.split(x)
    const ratio = this.ratio(rest)
    const square = this.squared(ratio)
    const t = this.polynomial(
      square.high,
      [0.240320354700088500976562, 0.285112679004669189453125, 0.400007992982864379882812],
    )
    const c = this.constantPair(0.66666662693023681640625, 3.69183861259614332084311e-9)
    const s = this.fastPlusPair(
      this.timesNumber(
        this.constantPair(0.69314718246459960938, -1.904654323148236017e-9),
        this.toFloat(exponent),
      ),
      this.scaled(ratio, 2),
    )
    const terms = this.times(this.times(square, ratio), this.plusPair(this.timesNumber(square, t), c))
    return this.fastPlusPair(s, terms)
  }
  expOfPair(x: Pair): Code {
    const q = this.nearest(this.mul(this.total(x), this.constant(LOG2_E)))
    let s = this.plus(x, this.mul(q, this.constant(-0.693145751953125)))
    s = this.normalized(this.plus(s, this.mul(q, this.constant(-1.428606765330187e-6))))
    const u = this.polynomial(
      s.high,
      [
        0.00136324646882712841033936, 0.00836596917361021041870117, 0.0416710823774337768554688,
        0.166665524244308471679688, 0.499999850988388061523438,
      ],
    )
    const t = this.fastPlusPair(s, this.timesNumber(this.squared(s), u))
    const sum = this.total(this.numberPlus(this.constant(1), t))
    // Powers of two beyond these are 0 or infinite with two steps, too.
    const power = this.toInt(this.hold(f32x4.pmax(this.constant(-300), f32x4.pmin(this.constant(300), q))))
    const half = this.hold(i32x4.shr(power, [0x41, 1]))
    const quarter = this.hold(i32x4.shr(half, [0x41, 1]))
    const rest = this.hold(i32x4.sub(half, quarter))
    const upper = this.hold(i32x4.sub(power, half))
    const upperHalf = this.hold(i32x4.shr(upper, [0x41, 1]))
    const parts = [quarter, rest, upperHalf, this.hold(i32x4.sub(upper, upperHalf))]
    const result = parts.reduce<Code>((product, part) => this.mul(product, this.powerOfTwo(part)), sum)
    return this.hold(v128.andnot(result, f32x4.lt(x.high, this.constant(-104))))
  }

  pow(x: Code, y: Code): Code {
    const one = this.constant(1)
    const sizeOfY = this.abs(y)
    const isWhole = this.hold(v128.or(f32x4.eq(f32x4.trunc(y), y), f32x4.gt(sizeOfY, this.constant(1 << 24))))
    const oddBit = this.hold(i32x4.eq(v128.and(this.toInt(y), i32x4.const(1)), i32x4.const(1)))
    const isOdd = this.hold(v128.and(v128.and(oddBit, isWhole), f32x4.lt(sizeOfY, this.constant(1 << 24))))
    const size = this.expOfPair(this.timesNumber(this.logPair(this.abs(x)), y))
    let result = this.where(this.isNan(size), Infinity, size)
    const signed = this.where(isOdd, -1, one)
    const factor = this.select(
      this.hold(f32x4.gt(x, this.constant(0))),
      one,
      this.select(isWhole, signed, this.constant(NaN)),
    )
    result = this.mul(result, factor)
    const isInfinite = (value: Code): Code => this.hold(f32x4.eq(f32x4.abs(value), this.constant(Infinity)))
    const efx = this.timesSign(this.sub(this.abs(x), one), y)
    const atInfinity = this.hold(
      v128.andnot(
        this.where(f32x4.eq(efx, this.constant(0)), 1, this.constant(Infinity)),
        f32x4.lt(efx, this.constant(0)),
      ),
    )
    result = this.select(isInfinite(y), atInfinity, result)
    const isZero = this.hold(f32x4.eq(x, this.constant(0)))
    const sign = this.select(isOdd, this.hold(v128.or(one, this.signOf(x))), one)
    const direction = this.select(isZero, this.neg(y), y)
    const end = this.mul(
      sign,
      this.hold(v128.andnot(this.constant(Infinity), f32x4.lt(direction, this.constant(0)))),
    )
    result = this.select(this.hold(v128.or(isInfinite(x), isZero)), end, result)
    result = this.orNan(this.hold(v128.or(this.isNan(x), this.isNan(y))), result)
    return this.where(this.hold(v128.or(f32x4.eq(y, this.constant(0)), f32x4.eq(x, one))), 1, result)
  }

  // ---- circles ----

  /** Beyond this the parts of pi that are subtracted are too few: the reference reduces such arguments. */
  refuseLarge(x: Code): void {
    this.context.refuse(this.hold(f32x4.gt(this.abs(x), this.constant(125))))
  }
  /** The argument less `q` times what is given in three parts, as a pair. */
  minusTurns(x: Code, q: Code, share: number): Pair {
    const part = (value: number): Code => this.constant(-value * share)
    const first = this.fma(q, part(3.1414794921875), x)
    const sum = this.twoSum(first, this.mul(q, part(0.00011315941810607910156)))
    return this.fastPlus(sum, this.mul(q, part(1.9841872589410058936e-9)))
  }
  /** The sine of a reduced argument, its sign turned where the mask holds. */
  sineOf(t: Pair, flips: Code): Code {
    const s = this.squared(t)
    const u = this.polynomial(
      s.high,
      [2.6083159809786593541503e-6, -0.0001981069071916863322258, 0.00833307858556509017944336],
    )
    const terms = this.fastSum(this.constant(-0.166666597127914428710938), this.mul(u, s.high))
    const x = this.numberPlus(this.constant(1), this.times(terms, s))
    const sine = this.fma(t.high, x.high, this.fma(t.low, x.high, this.mul(t.high, x.low)))
    return this.hold(v128.xor(sine, v128.and(flips, i32x4.const(-0x80000000))))
  }

  sin(x: Code): Code {
    this.refuseLarge(x)
    const q = this.nearest(this.mul(x, this.constant(1 / Math.PI)))
    const isOdd = this.hold(i32x4.eq(v128.and(this.toInt(q), i32x4.const(1)), i32x4.const(1)))
    return this.select(this.isNegativeZero(x), x, this.sineOf(this.minusTurns(x, q, 1), isOdd))
  }
  cos(x: Code): Code {
    this.refuseLarge(x)
    const half = this.nearest(this.fma(x, this.constant(1 / Math.PI), this.constant(-0.5)))
    const q = this.fma(half, this.constant(2), this.constant(1))
    const flips = this.hold(i32x4.eq(v128.and(this.toInt(q), i32x4.const(2)), i32x4.const(0)))
    const first = this.twoSum(x, this.mul(q, this.constant(-3.1414794921875 / 2)))
    const second = this.plus(first, this.mul(q, this.constant(-0.00011315941810607910156 / 2)))
    const reduced = this.plus(second, this.mul(q, this.constant(-1.9841872589410058936e-9 / 2)))
    return this.sineOf(reduced, flips)
  }
}
