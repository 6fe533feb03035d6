// Sums on vectors, in the reference's order of additions: the columns that Note [Cascade sum] in cascade-sum.ts keeps side by
// side are eight vectors in registers, and the levels above lie in scratch memory. What is too narrow for that is the
// reference's.
import type { Floats, Summer } from '../cascade-sum.js'
import { levelPower, summerOf } from '../cascade-sum.js'
import type { Form } from '../executor.js'
import type { Memory, NumbersOf } from '../kernel.js'
import { type sum, sumBy } from '../reduce.js'
import { float32, float64, type DType } from '../../base/dtype.js'
import { Func, Module } from './assembler.js'
import { type Code, during, i32, type Local, ret, v128, when } from './instructions.js'
import { double, type Lanes, single } from './lanes.js'
import { compiled, type Exports } from './level.js'
import { inParts, threadsFor } from './parts.js'
import { addressOf, arenaBytes, bringBack, done, take } from './scratch.js'
import type { Callable } from './thread-code.js'

const LEVELS = 4
/** A vector of PyTorch's, and four of them, which are added up side by side. */
const VECTOR = 32
const GROUP = 4 * VECTOR
const registers = GROUP / 16

const advance = (x: Local, by: Code): Code => x.set(i32.add(x.get, by))
const add = (x: Code, y: number): Code => (y === 0 ? x : i32.add(x, i32.const(y)))

/**
 * Sums 32 columns of float32 (16 of float64) over `size` rows, level by level, and leaves them in the first level.
 * Parameters: the levels, x, the step from row to row, that from group to group of eight (four), size, power.
 *
 * @param areNeighbours whether all that is read lies side by side, so that the steps need not be asked for
 */
function columns({ vector }: Lanes, areNeighbours: boolean): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [levels, x, step, groupStep, size, power] = [0, 1, 2, 3, 4, 5].map((k) => func.param(k))
  const sums = Array.from({ length: registers }, () => func.local('v128'))
  const groups = Array.from({ length: 4 }, () => func.local('i32'))
  const [i, left, rows, level, mask, place] = Array.from({ length: 6 }, () => func.local('i32'))
  const zero = v128.bytes(new Array<number>(16).fill(0))
  const addVectors = (vectorAt: (k: number) => Code): Code =>
    sums.map((sum, k) => sum.set(vector.add(sum.get, vectorAt(k))))
  const two: Code = during(i32.ge(left.get, i32.const(2)), [
    [0, GROUP].map((row) => addVectors((k) => v128.load(groups[0].get, row + 16 * k))),
    advance(groups[0], i32.const(2 * GROUP)),
    advance(left, i32.const(-2)),
  ])
  /** Adds as many rows as `left` says. */
  const addRows: Code = areNeighbours
    ? [
        two,
        when(left.get, [
          addVectors((k) => v128.load(groups[0].get, 16 * k)),
          advance(groups[0], i32.const(GROUP)),
        ]),
      ]
    : during(left.get, [
        addVectors((k) => v128.load(groups[k >> 1].get, 16 * (k & 1))),
        groups.map((group) => advance(group, step.get)),
        advance(left, i32.const(-1)),
      ])
  const store = (at: Code): Code => sums.map((sum, k) => v128.store(at, sum.get, 16 * k))
  const clear = (at: Code): Code => sums.map((_, k) => v128.store(at, zero, 16 * k))
  return func.do(
    groups.map((group, k) => group.set(i32.add(x.get, i32.mul(groupStep.get, i32.const(k))))),
    sums.map((sum) => sum.set(zero)),
    rows.set(i32.shl(i32.const(1), power.get)),
    // Where no level is ever full, there is but one: a sum that began with zero is not changed by adding zeros.
    when(i32.lt(size.get, rows.get), [left.set(size.get), addRows, store(levels.get), ret]),
    Array.from({ length: LEVELS - 1 }, (_, k) => clear(add(levels.get, (k + 1) * GROUP))),
    during(i32.le(i32.add(i.get, rows.get), size.get), [
      left.set(rows.get),
      addRows,
      advance(i, rows.get),
      // The first level hands over to the second, and so on, as long as one is full.
      place.set(add(levels.get, GROUP)),
      sums.map((sum, k) => [
        v128.store(place.get, vector.add(v128.load(place.get, 16 * k), sum.get), 16 * k),
        sum.set(zero),
      ]),
      level.set(i32.const(1)),
      [0x02, 0x40],
      [0x03, 0x40],
      mask.set(i32.shl(i32.sub(rows.get, i32.const(1)), i32.mul(level.get, power.get))),
      [i32.and(i.get, mask.get), 0x0d, 1],
      level.set(i32.add(level.get, i32.const(1))),
      [i32.ge(level.get, i32.const(LEVELS)), 0x0d, 1],
      sums.map((_, k) =>
        v128.store(
          place.get,
          vector.add(v128.load(place.get, GROUP + 16 * k), v128.load(place.get, 16 * k)),
          GROUP + 16 * k,
        ),
      ),
      clear(place.get),
      advance(place, i32.const(GROUP)),
      [0x0c, 0, 0x0b, 0x0b],
    ]),
    left.set(i32.sub(size.get, i.get)),
    addRows,
    Array.from({ length: LEVELS - 1 }, (_, k) =>
      sums.map((sum, v) => sum.set(vector.add(sum.get, v128.load(levels.get, (k + 1) * GROUP + 16 * v)))),
    ),
    store(levels.get),
  )
}

/**
 * Sums eight neighbouring columns of float32 (four of float64), four rows at a time. Parameters: the levels, x, the step
 * from row to row, size, power. Leaves them at the start of the levels.
 */
function rows(lanes: Lanes, columns: Func): Func {
  const { vector } = lanes
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32'])
  const [levels, x, step, size, power] = [0, 1, 2, 3, 4].map((k) => func.param(k))
  const left = func.local('i32')
  const [low, high] = [func.local('v128'), func.local('v128')]
  return func.do(
    columns.call(
      levels.get,
      x.get,
      i32.shl(step.get, i32.const(2)),
      step.get,
      i32.shr(size.get, i32.const(2)),
      power.get,
    ),
    low.set(v128.load(levels.get)),
    high.set(v128.load(levels.get, 16)),
    left.set(i32.and(size.get, i32.const(3))),
    advance(x, i32.mul(step.get, i32.sub(size.get, left.get))),
    during(left.get, [
      low.set(vector.add(low.get, v128.load(x.get))),
      high.set(vector.add(high.get, v128.load(x.get, 16))),
      advance(x, step.get),
      advance(left, i32.const(-1)),
    ]),
    [1, 2, 3].map((k) => [
      low.set(vector.add(low.get, v128.load(levels.get, k * VECTOR))),
      high.set(vector.add(high.get, v128.load(levels.get, k * VECTOR + 16))),
    ]),
    v128.store(levels.get, low.get),
    v128.store(levels.get, high.get, 16),
  )
}

/**
 * The sums of rows of neighbours. Parameters: the levels, out, x, how many rows, from one to the next in bytes, the numbers
 * of a row, power.
 */
function rowSums({ scalar, bytes, name }: Lanes, rows: Func): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [levels, out, x, count, rowStep, n, power] = [0, 1, 2, 3, 4, 5, 6].map((k) => func.param(k))
  const [p, left, whole] = [func.local('i32'), func.local('i32'), func.local('i32')]
  const total = func.local(name)
  const width = VECTOR / bytes
  return func.do(
    whole.set(i32.shru(n.get, i32.const(Math.log2(width)))),
    during(count.get, [
      rows.call(levels.get, x.get, i32.const(VECTOR), whole.get, power.get),
      total.set(scalar.const(0)),
      p.set(i32.add(x.get, i32.mul(whole.get, i32.const(VECTOR)))),
      left.set(i32.and(n.get, i32.const(width - 1))),
      during(left.get, [
        total.set(scalar.add(total.get, scalar.load(p.get))),
        advance(p, i32.const(bytes)),
        advance(left, i32.const(-1)),
      ]),
      Array.from({ length: width }, (_, k) =>
        total.set(scalar.add(total.get, scalar.load(levels.get, k * bytes))),
      ),
      scalar.store(out.get, scalar.add(scalar.load(out.get), total.get)),
      advance(out, i32.const(bytes)),
      advance(x, rowStep.get),
      advance(count, i32.const(-1)),
    ]),
  )
}

/**
 * The sums of neighbouring columns, as many as there are whole vectors. Parameters: the levels, out, x, how many columns, the step
 * from row to row in bytes, size, the power for all rows, that for a fourth of them.
 */
function columnSums({ vector, bytes }: Lanes, columns: Func, rows: Func): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [levels, out, x, count, step, size, power, powerOfRows] = [0, 1, 2, 3, 4, 5, 6, 7].map((k) =>
    func.param(k),
  )
  const store = (vectors: number): Code =>
    Array.from({ length: vectors }, (_, k) =>
      v128.store(out.get, vector.add(v128.load(out.get, 16 * k), v128.load(levels.get, 16 * k)), 16 * k),
    )
  const by = (width: number, code: Code): Code =>
    during(i32.ge(count.get, i32.const(width / bytes)), [
      code,
      store(width / 16),
      advance(out, i32.const(width)),
      advance(x, i32.const(width)),
      advance(count, i32.const(-width / bytes)),
    ])
  return func.do(
    by(GROUP, columns.call(levels.get, x.get, step.get, i32.const(VECTOR), size.get, power.get)),
    by(VECTOR, rows.call(levels.get, x.get, step.get, size.get, powerOfRows.get)),
  )
}

const code = (lanes: Lanes): Exports =>
  compiled(`sums ${lanes.name}`, (name) => {
    const module = new Module(name)
    const forColumns = module.add(columns(lanes, false))
    const forRows = module.add(rows(lanes, forColumns))
    const forNeighbours = module.add(rows(lanes, module.add(columns(lanes, true))))
    module.add(rowSums(lanes, forNeighbours), 'rowSums')
    module.add(columnSums(lanes, forColumns, forRows), 'columnSums')
    return module
  })

const dtypeOf = (x: Floats): DType => (x instanceof Float32Array ? float32 : float64)
const floatsLike = (x: Floats, n: number): Floats =>
  x instanceof Float32Array ? new Float32Array(n) : new Float64Array(n)
/** As `levelPower`, of the fours of vectors in a row. */
const powerOfRow = (n: number, bytes: number): number => levelPower(Math.floor((n * bytes) / VECTOR) >> 2)
/** What is in a result before it is added to. */
function carryOver(out: Floats, at: number, count: number, to: number): void {
  const { BYTES_PER_ELEMENT: bytes } = out
  arenaBytes().set(new Uint8Array(out.buffer, out.byteOffset + at * bytes, count * bytes), to)
}

/** Sums windows on a memory of the arena. */
class VectorSummer implements Summer {
  readonly #lanes: Lanes
  readonly #reference: Summer
  readonly #threads: number
  readonly #levels: number

  /** @param count how many numbers are added in all */
  constructor(array: Floats, count: number) {
    this.#threads = threadsFor(count * COST * (array.BYTES_PER_ELEMENT / 4))
    this.#levels = take(this.#threads * LEVELS * GROUP)
    this.#lanes = array instanceof Float32Array ? single : double
    this.#reference = summerOf(array)
  }

  row(x: Floats, at: number, n: number): number {
    const sum = floatsLike(x, 1)
    this.run(x, at, [1, 0], sum, 0, 1, n, 1)
    return sum[0]
  }

  run(
    x: Floats,
    at: number,
    steps: readonly [number, number],
    out: Floats,
    outAt: number,
    outStep: number,
    size0: number,
    size1: number,
  ): void {
    const [step0, step1] = steps
    const { bytes } = this.#lanes
    const from = addressOf({ array: x, at, dtype: dtypeOf(x) })
    const levels = this.#levels
    const reference = (first: number, count: number): void =>
      this.#reference.run(x, at + first * step1, steps, out, outAt + first * outStep, outStep, size0, count)
    const areRows = step0 === 1 && size0 * bytes >= GROUP
    const areColumns = !(step0 === 1 && size0 >= VECTOR / bytes) && step1 === 1 && size1 * bytes >= VECTOR
    const isInOne = outStep === 0 && areRows
    if (from === 0 || levels === 0 || (outStep !== 1 && !isInOne) || (!areRows && !areColumns))
      return reference(0, size1)
    const whole = areRows ? size1 : size1 - (size1 % (VECTOR / bytes))
    const there = isInOne ? 0 : addressOf({ array: out, at: outAt, dtype: dtypeOf(out) })
    const to = there === 0 ? take(whole * bytes) : there
    if (to === 0) return reference(0, size1)
    if (isInOne) arenaBytes().fill(0, to, to + whole * bytes)
    else if (there === 0) carryOver(out, outAt, whole, to)
    const { rowSums, columnSums } = code(this.#lanes)
    const own = [[0, LEVELS * GROUP] as const]
    const cost = size0 * COST * (bytes / 4)
    if (areRows) {
      const args = [levels, to, from, size1, step1 * bytes, size0, powerOfRow(size0, bytes)]
      const steps = [[1, bytes] as const, [2, step1 * bytes] as const]
      inParts(rowSums as Callable, args, { count: 3, steps, cost, own }, this.#threads)
    } else {
      const powers = [levelPower(size0), levelPower(size0 >> 2)]
      const args = [levels, to, from, whole, step0 * bytes, size0, ...powers]
      const steps = [[1, bytes] as const, [2, bytes] as const]
      // Columns that are added up side by side stay so.
      const multiple = GROUP / bytes
      inParts(columnSums as Callable, args, { count: 3, steps, cost, own, multiple }, this.#threads)
    }
    if (isInOne) {
      // All rows are added to one number, one after the other.
      const sums = new (out.constructor as Float32ArrayConstructor)(arenaBytes().buffer, to, whole)
      for (let k = 0; k < whole; k++) out[outAt] += sums[k]
    } else if (there === 0) bringBack({ array: out, at: outAt, dtype: dtypeOf(out) }, to, whole)
    // What is narrower than PyTorch's vectors goes column by column: several at once would be added up otherwise.
    for (let k = whole; k < size1; k++) reference(k, 1)
  }
}

type Pair = readonly [out: Memory, x: Memory]

/** From how many numbers on. */
const FROM = 1024

/** Nanoseconds for a number of float32. */
const COST = 0.12

type SumNumbers = NumbersOf<typeof sum>

export function sumForm([, x]: Pair, numbers: SumNumbers): Form<Pair, SumNumbers> | null {
  let count = 1
  for (const size of numbers[2]) count *= size
  if (count < FROM || addressOf(x) === 0) return null
  return (memories, ...numbers) => {
    sumBy(new VectorSummer(x.array as Floats, count), memories, ...numbers)
    done()
  }
}
