// The code of sums on vectors, in the reference's order of additions (Note [Cascade sum] in ../cascade-sum.ts): what that keeps
// side by side are eight vectors in registers, and the levels above lie in scratch memory.
import { Func, Module } from './assembler.js'
import { clearMemory, type Code, during, either, i32, type Local, ret, v128, when } from './instructions.js'
import type { Lanes } from './lanes.js'
import { compiled, type Exports } from './level.js'

const LEVELS = 4
/** A vector of PyTorch's, and four of them, which are added up side by side. */
export const VECTOR = 32
export const GROUP = 4 * VECTOR
const registers = GROUP / 16
/** Groups of columns whose levels are kept side by side: they stay in the nearest cache, with the rows that are added. */
const PANEL = 32
const LEVEL_BYTES = PANEL * GROUP
/** Scratch memory that a call needs. */
export const LEVELS_BYTES = LEVELS * LEVEL_BYTES

const advance = (x: Local, by: Code): Code => x.set(i32.add(x.get, by))
const add = (x: Code, y: number): Code => (y === 0 ? x : i32.add(x, i32.const(y)))
const zero = v128.bytes(new Array<number>(16).fill(0))

/** What sums of 32 columns of float32 (16 of float64) are made of. */
interface Cascade {
  readonly sums: readonly Local[]
  readonly clear: Code
  readonly store: (at: Code) => Code
  /** Adds what lies there. */
  readonly plus: (at: Code) => Code
  /** Adds `left` rows from `x` on, which goes on behind them. */
  readonly addRows: Code
}

/**
 * Half a row at a time, from where the loop could end, though no half is ever left over: the engine reads all that it may need
 * up to such a place before it adds any of it, and beside a whole row the eight sums would not all stay in registers.
 *
 * @param groupStep from group to group of eight (four); null where they lie side by side
 */
function cascade(
  func: Func,
  { vector }: Lanes,
  x: Local,
  left: Local,
  step: Local,
  groupStep: Local | null,
): Cascade {
  const sums = Array.from({ length: registers }, () => func.local('v128'))
  const groups = groupStep === null ? [x] : [x, ...Array.from({ length: 3 }, () => func.local('i32'))]
  const read = (k: number): Code =>
    groupStep === null ? v128.load(x.get, 16 * k) : v128.load(groups[k >> 1].get, 16 * (k & 1))
  const halfRow = (first: number): Code =>
    sums.slice(first, first + registers / 2).map((sum, k) => sum.set(vector.add(sum.get, read(first + k))))
  return {
    sums,
    clear: sums.map((sum) => sum.set(zero)),
    store: (at) => sums.map((sum, k) => v128.store(at, sum.get, 16 * k)),
    plus: (at) => sums.map((sum, k) => sum.set(vector.add(sum.get, v128.load(at, 16 * k)))),
    addRows: [
      groups.slice(1).map((group, k) => group.set(i32.add(groups[k].get, groupStep!.get))),
      left.set(i32.shl(left.get, i32.const(1))),
      during(left.get, [
        halfRow(0),
        advance(left, i32.const(-1)),
        [i32.eqz(left.get), 0x0d, 1],
        halfRow(registers / 2),
        groups.map((group) => advance(group, step.get)),
        advance(left, i32.const(-1)),
      ]),
    ],
  }
}

/**
 * Hands over to the level above, and from there to the next, as long as one is full. `move` takes what is at a level, and leaves
 * zeros, to that above.
 */
function handOver(func: Func, i: Local, rows: Local, power: Local, move: (level: Local) => Code): Code {
  const [level, mask] = [func.local('i32'), func.local('i32')]
  return [
    level.set(i32.const(1)),
    [0x02, 0x40, 0x03, 0x40],
    mask.set(i32.shl(i32.sub(rows.get, i32.const(1)), i32.mul(level.get, power.get))),
    [i32.and(i.get, mask.get), 0x0d, 1],
    level.set(i32.add(level.get, i32.const(1))),
    [i32.ge(level.get, i32.const(LEVELS)), 0x0d, 1],
    move(level),
    [0x0c, 0, 0x0b, 0x0b],
  ]
}

/**
 * Sums 32 columns of float32 (16 of float64) over `size` rows, level by level, and leaves them at the start of the levels.
 * Parameters: the levels, x, the step from row to row, that from group to group, size, power.
 *
 * @param areTogether whether the groups lie side by side, so that the step between them need not be asked for
 */
function columns(lanes: Lanes, areTogether: boolean): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [levels, x, step, groupStep, size, power] = [0, 1, 2, 3, 4, 5].map((k) => func.param(k))
  const [i, left, rows, place] = Array.from({ length: 4 }, () => func.local('i32'))
  const { clear, store, plus, addRows } = cascade(func, lanes, x, left, step, areTogether ? null : groupStep)
  const { vector } = lanes
  const above = Array.from({ length: LEVELS - 1 }, (_, k) => add(levels.get, (k + 1) * GROUP))
  return func.do(
    rows.set(i32.shl(i32.const(1), power.get)),
    // Where no level is ever full, there is but one: a sum that began with zero is not changed by adding zeros.
    when(i32.lt(size.get, rows.get), [left.set(size.get), addRows, store(levels.get), ret]),
    clear,
    above.map((at) => store(at)),
    during(i32.le(i32.add(i.get, rows.get), size.get), [
      left.set(rows.get),
      addRows,
      advance(i, rows.get),
      plus(above[0]),
      store(above[0]),
      clear,
      place.set(levels.get),
      handOver(func, i, rows, power, () => [
        advance(place, i32.const(GROUP)),
        Array.from({ length: registers }, (_, k) => [
          v128.store(
            place.get,
            vector.add(v128.load(place.get, GROUP + 16 * k), v128.load(place.get, 16 * k)),
            GROUP + 16 * k,
          ),
          v128.store(place.get, zero, 16 * k),
        ]),
      ]),
    ]),
    left.set(i32.sub(size.get, i.get)),
    addRows,
    above.map((at) => plus(at)),
    store(levels.get),
  )
}

/**
 * Sums eight neighbouring columns of float32 (four of float64), four rows at a time. Parameters: the levels, x, the step
 * from row to row, size, power. Leaves them at the start of the levels.
 */
function narrowColumns({ vector }: Lanes, columns: Func): Func {
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
 * of a row, power, whether they are added to what is in `out`.
 */
function rowSums(lanes: Lanes, columns: Func): Func {
  const { vector, scalar, bytes, name, width } = lanes
  const func = new Func(new Array<'i32'>(8).fill('i32'))
  const [levels, out, x, count, rowStep, n, power, isAdded] = [0, 1, 2, 3, 4, 5, 6, 7].map((k) =>
    func.param(k),
  )
  const [p, left, groups, i, rows, group] = Array.from({ length: 6 }, () => func.local('i32'))
  const total = func.local(name)
  const { sums, clear, store, plus, addRows } = cascade(func, lanes, p, left, group, null)
  const [low, high] = sums
  const perVector = VECTOR / bytes
  const above = add(levels.get, GROUP)
  /** No more than two levels, of which the first stays in registers: the others would be zero. */
  const few: Code = [
    p.set(x.get),
    i.set(i32.const(0)),
    clear,
    when(i32.ge(groups.get, rows.get), [
      store(above),
      during(i32.le(i32.add(i.get, rows.get), groups.get), [
        clear,
        left.set(rows.get),
        addRows,
        plus(above),
        store(above),
        advance(i, rows.get),
      ]),
      clear,
    ]),
    left.set(i32.sub(groups.get, i.get)),
    addRows,
    when(i.get, plus(above)),
  ]
  const many: Code = [
    columns.call(levels.get, x.get, group.get, i32.const(VECTOR), groups.get, power.get),
    sums.map((sum, k) => sum.set(v128.load(levels.get, 16 * k))),
    p.set(i32.add(x.get, i32.mul(groups.get, group.get))),
  ]
  return func.do(
    group.set(i32.const(GROUP)),
    groups.set(i32.shru(n.get, i32.const(Math.log2(4 * perVector)))),
    rows.set(i32.shl(i32.const(1), power.get)),
    during(count.get, [
      when(i32.lt(groups.get, i32.shl(rows.get, power.get)), few, many),
      left.set(i32.and(i32.shru(n.get, i32.const(Math.log2(perVector))), i32.const(3))),
      during(left.get, [
        low.set(vector.add(low.get, v128.load(p.get))),
        high.set(vector.add(high.get, v128.load(p.get, 16))),
        advance(p, i32.const(VECTOR)),
        advance(left, i32.const(-1)),
      ]),
      [2, 4, 6].map((k) => [
        low.set(vector.add(low.get, sums[k].get)),
        high.set(vector.add(high.get, sums[k + 1].get)),
      ]),
      total.set(scalar.const(0)),
      left.set(i32.and(n.get, i32.const(perVector - 1))),
      during(left.get, [
        total.set(scalar.add(total.get, scalar.load(p.get))),
        advance(p, i32.const(bytes)),
        advance(left, i32.const(-1)),
      ]),
      [low, high].map((half) =>
        Array.from({ length: width }, (_, k) => total.set(scalar.add(total.get, vector.lane(half.get, k)))),
      ),
      scalar.store(
        out.get,
        scalar.add(either(name, isAdded.get, scalar.load(out.get), scalar.const(0)), total.get),
      ),
      advance(out, i32.const(bytes)),
      advance(x, rowStep.get),
      advance(count, i32.const(-1)),
    ]),
  )
}

/**
 * The sums of neighbouring columns of a matrix that has a whole vector of them: what is left behind whole vectors is the end of
 * one that begins before it. Parameters: the levels, out, x, how many columns, the step
 * from row to row in bytes, size, the power for all rows, that for a fourth of them, whether they are added to what is in `out`.
 *
 * Some rows of all columns of a panel, then the next rows, as they lie in memory: their levels are in a cache meanwhile.
 */
function columnSums(lanes: Lanes, narrow: Func): Func {
  const { vector, scalar, bytes } = lanes
  const func = new Func(new Array<'i32'>(9).fill('i32'))
  const [levels, out, x, count, step, size, power, powerOfRows, isAdded] = Array.from({ length: 9 }, (_, k) =>
    func.param(k),
  )
  const [i, left, rows, panel, p, row, rest, place, level] = Array.from({ length: 9 }, () =>
    func.local('i32'),
  )
  const { clear, store, plus, addRows } = cascade(func, lanes, p, left, step, null)
  /** For each group of the panel; `row` is where its rows begin. */
  const each = (code: Code): Code => [
    rest.set(panel.get),
    during(rest.get, [code, advance(rest, i32.const(-1))]),
  ]
  const addAll = (count: Code): Code => [clear, p.set(row.get), left.set(count), addRows]
  const finish: Code = [
    plus(out.get),
    store(out.get),
    advance(out, i32.const(GROUP)),
    advance(row, i32.const(GROUP)),
  ]
  const perGroup = GROUP / bytes
  const perVector = VECTOR / bytes
  const narrowSums = narrow.call(levels.get, x.get, step.get, size.get, powerOfRows.get)
  return func.do(
    when(i32.eqz(isAdded.get), clearMemory(out.get, i32.mul(count.get, i32.const(bytes)))),
    rows.set(i32.shl(i32.const(1), power.get)),
    during(i32.ge(count.get, i32.const(perGroup)), [
      panel.set(i32.shru(count.get, i32.const(Math.log2(perGroup)))),
      when(i32.gt(panel.get, i32.const(PANEL)), panel.set(i32.const(PANEL))),
      row.set(x.get),
      when(i32.lt(size.get, rows.get), each([addAll(size.get), finish]), [
        clear,
        level.set(levels.get),
        each([
          Array.from({ length: LEVELS - 1 }, (_, k) => store(add(level.get, k * LEVEL_BYTES))),
          advance(level, i32.const(GROUP)),
        ]),
        i.set(i32.const(0)),
        during(i32.le(i32.add(i.get, rows.get), size.get), [
          row.set(i32.add(x.get, i32.mul(i.get, step.get))),
          level.set(levels.get),
          each([
            addAll(rows.get),
            plus(level.get),
            store(level.get),
            advance(level, i32.const(GROUP)),
            advance(row, i32.const(GROUP)),
          ]),
          advance(i, rows.get),
          place.set(levels.get),
          handOver(func, i, rows, power, () => [
            level.set(place.get),
            each([
              clear,
              plus(add(level.get, LEVEL_BYTES)),
              plus(level.get),
              store(add(level.get, LEVEL_BYTES)),
              clear,
              store(level.get),
              advance(level, i32.const(GROUP)),
            ]),
            advance(place, i32.const(LEVEL_BYTES)),
          ]),
        ]),
        row.set(i32.add(x.get, i32.mul(i.get, step.get))),
        level.set(levels.get),
        each([
          addAll(i32.sub(size.get, i.get)),
          Array.from({ length: LEVELS - 1 }, (_, k) => plus(add(level.get, k * LEVEL_BYTES))),
          advance(level, i32.const(GROUP)),
          finish,
        ]),
      ]),
      advance(x, i32.mul(panel.get, i32.const(GROUP))),
      advance(count, i32.mul(panel.get, i32.const(-perGroup))),
    ]),
    during(i32.ge(count.get, i32.const(perVector)), [
      narrowSums,
      Array.from({ length: VECTOR / 16 }, (_, k) =>
        v128.store(out.get, vector.add(v128.load(out.get, 16 * k), v128.load(levels.get, 16 * k)), 16 * k),
      ),
      advance(out, i32.const(VECTOR)),
      advance(x, i32.const(VECTOR)),
      advance(count, i32.const(-perVector)),
    ]),
    when(count.get, [
      level.set(i32.mul(i32.sub(i32.const(perVector), count.get), i32.const(bytes))),
      x.set(i32.sub(x.get, level.get)),
      narrowSums,
      advance(level, levels.get),
      during(count.get, [
        scalar.store(out.get, scalar.add(scalar.load(out.get), scalar.load(level.get))),
        advance(out, i32.const(bytes)),
        advance(level, i32.const(bytes)),
        advance(count, i32.const(-1)),
      ]),
    ]),
  )
}

/** `rowSums` and `columnSums`. */
export const sumsCode = (lanes: Lanes): Exports =>
  compiled(`sums ${lanes.name}`, (name) => {
    const module = new Module(name)
    module.add(rowSums(lanes, module.add(columns(lanes, true))), 'rowSums')
    module.add(
      columnSums(lanes, module.add(narrowColumns(lanes, module.add(columns(lanes, false))))),
      'columnSums',
    )
    return module
  })
