// More functions for four float32 at a time, after the same library as those of single-math.ts: angles from their tangents, sines
// and cosines, and the error function.
import { type Code, f32x4, i32x4, v128 } from './instructions.js'
import { SingleMath } from './single-math.js'
import type { Pair } from './single-pairs.js'

export class SingleAngles extends SingleMath {
  /** One of two pairs. */
  selectPair(mask: Code, yes: Pair, no: Pair): Pair {
    return this.pair(this.select(mask, yes.high, no.high), this.select(mask, yes.low, no.low))
  }
  /** One of two numbers that are known. */
  either(mask: Code, yes: number, no: number): Code {
    return this.where(mask, yes, this.constant(no))
  }
  isLess(x: Code, y: Code): Code {
    return this.hold(f32x4.lt(x, y))
  }
  isInfinite(x: Code): Code {
    return this.hold(f32x4.eq(this.abs(x), this.constant(Infinity)))
  }

  // ---- angles ----

  tan(x: Code): Code {
    this.refuseLarge(x)
    const q = this.nearest(this.mul(x, this.constant(2 * Math.fround(1 / Math.PI))))
    const isOdd = this.hold(i32x4.eq(v128.and(this.toInt(q), i32x4.const(1)), i32x4.const(1)))
    const flips = this.hold(v128.and(isOdd, i32x4.const(-0x80000000)))
    const reduced = this.minusTurns(x, q, 0.5)
    const t = this.pair(this.hold(v128.xor(reduced.high, flips)), this.hold(v128.xor(reduced.low, flips)))
    const s = this.normalized(this.squared(t))
    const u = this.polynomial(
      s.high,
      [
        0.00446636462584137916564941, -8.3920182078145444393158e-5, 0.0109639242291450500488281,
        0.0212360303848981857299805, 0.0540687143802642822265625,
      ],
    )
    const terms = this.fastSum(this.constant(0.133325666189193725585938), this.mul(u, s.high))
    const sum = this.numberPlus(this.constant(0.33333361148834228515625), this.times(s, terms))
    const tangent = this.times(t, this.numberPlus(this.constant(1), this.times(sum, s)))
    const result = this.total(this.selectPair(isOdd, this.reciprocal(tangent), tangent))
    return this.select(this.isNegativeZero(x), x, result)
  }

  /** The root of a number, as a pair. */
  rootPair(x: Code): Pair {
    const root = this.hold(f32x4.sqrt(x))
    const square = this.mul(root, root)
    const sum = this.twoSum(x, square)
    const both = this.pair(sum.high, this.add(sum.low, this.fms(root, root, square)))
    return this.scaled(this.times(both, this.reciprocal(this.pair(root, this.constant(0)))), 0.5)
  }
  /** What the arcs of sine and cosine are made of: up to 1/2 of the number itself, else of the root of half of what is left to 1. */
  arcParts(x: Code): { isSmall: Code; size: Pair; rest: Code } {
    const size = this.abs(x)
    const isSmall = this.isLess(size, this.constant(0.5))
    const half = this.mul(this.sub(this.constant(1), size), this.constant(0.5))
    const square = this.select(isSmall, this.mul(x, x), half)
    const isOne = this.hold(f32x4.eq(size, this.constant(1)))
    const zero = this.constantPair(0, 0)
    const root = this.selectPair(isSmall, this.pair(size, this.constant(0)), this.rootPair(square))
    const part = this.selectPair(isOne, zero, root)
    const u = this.polynomial(
      square,
      [0.4197454825e-1, 0.2424046025e-1, 0.4547423869e-1, 0.7495029271e-1, 0.1666677296],
    )
    return { isSmall, size: part, rest: this.mul(u, this.mul(square, part.high)) }
  }
  piOver(share: number): Pair {
    return this.constantPair(3.1415927410125732422 / share, -8.7422776573475857731e-8 / share)
  }
  asin(x: Code): Code {
    const { isSmall, size, rest } = this.arcParts(x)
    const left = this.fastPlus(this.minusPair(this.piOver(4), size), this.neg(rest))
    const large = this.mul(this.total(left), this.constant(2))
    return this.timesSign(this.select(isSmall, this.add(rest, size.high), large), x)
  }
  acos(x: Code): Code {
    const { isSmall, size, rest } = this.arcParts(x)
    const arc = this.fastSum(this.timesSign(size.high, x), this.timesSign(rest, x))
    const small = this.minusPair(this.piOver(2), arc)
    const twice = this.scaled(this.fastPlus(size, rest), 2)
    const isBehind = this.hold(v128.andnot(f32x4.lt(x, this.constant(0)), isSmall))
    const result = this.selectPair(isSmall, small, twice)
    return this.total(this.selectPair(isBehind, this.minusPair(this.piOver(1), result), result))
  }

  /** The angle of a point, `y` being positive. */
  angleOf(y: Pair, point: Pair): Pair {
    const isBehind = this.isLess(point.high, this.constant(0))
    const flips = this.hold(v128.and(isBehind, i32x4.const(-0x80000000)))
    const x = this.pair(this.hold(v128.xor(point.high, flips)), this.hold(v128.xor(point.low, flips)))
    const isSteep = this.isLess(x.high, y.high)
    const turns = this.add(this.either(isBehind, -2, 0), this.either(isSteep, 1, 0))
    const s = this.quotient(this.selectPair(isSteep, this.negated(x), y), this.selectPair(isSteep, y, x))
    const t = this.normalized(this.squared(s))
    const u = this.polynomial(
      t.high,
      [
        -0.00176397908944636583328247, 0.0107900900766253471374512, -0.0309564601629972457885742,
        0.0577365085482597351074219, -0.0838950723409652709960938, 0.109463557600975036621094,
        -0.142626821994781494140625, 0.199983194470405578613281,
      ],
    )
    const terms = this.fastSum(this.constant(-0.333332866430282592773438), this.mul(u, t.high))
    const sum = this.times(s, this.numberPlus(this.constant(1), this.times(t, terms)))
    return this.fastPlusPair(this.timesNumber(this.piOver(2), turns), sum)
  }
  atan(x: Code): Code {
    const angle = this.angleOf(this.pair(this.abs(x), this.constant(0)), this.constantPair(1, 0))
    const result = this.where(this.isInfinite(x), Math.PI / 2, this.total(angle))
    return this.timesSign(result, x)
  }
  atan2(y: Code, x: Code): Code {
    // Numbers with fewer bits are made larger first.
    const isTiny = this.isLess(this.abs(x), this.constant(2.9387372783541830947e-39))
    const scale = this.either(isTiny, 2 ** 24, 1)
    const [across, up] = [this.mul(x, scale), this.mul(y, scale)]
    const pairOf = (value: Code): Pair => this.pair(value, this.constant(0))
    const angle = this.total(this.angleOf(pairOf(this.abs(up)), pairOf(across)))
    /** A quarter turn, less a share of a turn with the sign of `x` where that is infinite. */
    const quarterLess = (share: number): Code => {
      const part = this.timesSign(this.constant(share), across)
      const atInfinity = this.hold(v128.and(this.isInfinite(across), part))
      return this.sub(this.constant(Math.PI / 2), atInfinity)
    }
    const isZero = this.hold(f32x4.eq(across, this.constant(0)))
    const isEnd = this.hold(v128.or(this.isInfinite(across), isZero))
    let result = this.timesSign(angle, across)
    result = this.select(isEnd, quarterLess(Math.PI / 2), result)
    result = this.select(this.isInfinite(up), quarterLess(Math.PI / 4), result)
    const isNegative = this.hold(i32x4.lt(across, i32x4.const(0)))
    const flat = this.either(isNegative, Math.PI, 0)
    result = this.select(this.hold(f32x4.eq(up, this.constant(0))), flat, result)
    const isNan = this.hold(v128.or(this.isNan(across), this.isNan(up)))
    return this.orNan(isNan, this.timesSign(result, up))
  }

  // ---- the error function ----

  /** One of several numbers: the first whose mask holds, or the last. */
  pick(masks: readonly Code[], values: readonly number[]): Code {
    const last = this.constant(values[masks.length])
    return masks.reduceRight<Code>((other, mask, k) => this.where(mask, values[k], other), last)
  }
  /** The same of numbers that take a pair. */
  pickPair(masks: readonly Code[], values: readonly number[]): Pair {
    const rests = values.map((value) => value - Math.fround(value))
    return this.pair(this.pick(masks, values), this.pick(masks, rests))
  }

  erf(given: Code): Code {
    const x = this.abs(given)
    const below = [1.1, 2.4].map((limit) => this.isLess(x, this.constant(limit)))
    const u = this.select(below[0], this.mul(x, x), x)
    const rows = [
      [0.7089292194e-4, -0.1792667899e-4, -0.9495757695e-5],
      [-0.7768311189e-3, 0.393763301e-3, 0.2481465926e-3],
      [0.5159463733e-2, -0.3949181177e-2, -0.2918176819e-2],
      [-0.2683781274e-1, 0.244547464e-1, 0.2059706673e-1],
      [0.1128318012, -0.107099615, -0.9901899844e-1],
    ]
    const t = rows
      .slice(1)
      .reduce<Code>((sum, row) => this.fma(sum, u, this.pick(below, row)), this.pick(below, rows[0]))
    const ends = [
      [
        -0.376125876000657465175213237214, -0.63458890590841038997121080921,
        -0.643598050547891613081201721633,
      ],
      [1.12837916021059138255978217023, -1.12879855826694507209862753992, -1.12461487742845562801052956293],
    ]
    const product = this.pair(this.mul(t, u), this.fms(t, u, this.mul(t, u)))
    let d = this.plusPair(product, this.pickPair(below, ends[0]))
    d = this.plusPair(this.timesNumber(d, u), this.pickPair(below, ends[1]))
    d = this.timesNumber(d, x)
    const far = this.numberPlus(this.constant(1), this.negated(this.expPair(d.high, d.low)))
    const value = this.total(this.selectPair(below[0], d, far))
    const bounded = this.select(this.isLess(x, this.constant(4)), value, this.constant(1))
    return this.orNan(this.isNan(given), this.timesSign(bounded, given))
  }

  erfc(given: Code): Code {
    const x = this.abs(given)
    const below = [1, 2.2, 4.3].map((limit) => this.isLess(x, this.constant(limit)))
    const own = this.pair(x, this.constant(0))
    const u = this.selectPair(below[1], own, this.quotient(this.constantPair(1, 0), own))
    const rows = [
      [-0.8638041618e-4, -0.6236977242e-5, -0.3869504035, 0.1115344167e1],
      [0.6000166177e-3, 0.5749821503e-4, 0.1288077235e1, -0.9454904199],
      [-0.1665703603e-2, 0.6002851478e-5, -0.1816803217e1, -0.3667259514],
      [0.1795156277e-3, -0.2851036377e-2, 0.1249150872e1, 0.7155663371],
      [0.1914106123e-1, 0.2260518074e-1, -0.1328857988, -0.1262947265e-1],
    ]
    const t = rows
      .slice(1)
      .reduce<Code>((sum, row) => this.fma(sum, u.high, this.pick(below, row)), this.pick(below, rows[0]))
    const pairs = [
      [
        -0.102775359343930288081655368891, -0.105247583459338632253369014063,
        -0.482365310333045318680618892669, -0.498961546254537647970305302739,
      ],
      [
        -0.636619483208481931303752546439, -0.635609463574589034216723775292,
        -0.134450203224533979217859332703e-2, -0.471199543422848492080722832666e-4,
      ],
      [
        -0.112837917790537404939545770596e1, -0.112855987376668622084547028949e1,
        -0.57231978115047294956178610108, -0.572364030327966044425932623525,
      ],
    ]
    let d = this.plusPair(this.timesNumber(u, t), this.pickPair(below, pairs[0]))
    d = this.plusPair(this.times(d, u), this.pickPair(below, pairs[1]))
    d = this.plusPair(this.times(d, u), this.pickPair(below, pairs[2]))
    const minus = this.pair(this.neg(x), this.constant(0))
    const product = this.timesNumber(this.selectPair(below[1], d, minus), x)
    const exponent = this.selectPair(below[1], product, this.plusPair(product, d))
    const power = this.expPair(exponent.high, exponent.low)
    const tail = this.total(this.selectPair(below[1], power, this.times(power, u)))
    const isIn = this.isLess(x, this.constant(10.1))
    const size = this.hold(v128.and(isIn, tail))
    const isNegative = this.hold(i32x4.lt(given, i32x4.const(0)))
    const result = this.select(isNegative, this.sub(this.constant(2), size), size)
    return this.orNan(this.isNan(given), result)
  }
}
