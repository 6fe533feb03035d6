// Moves bytes within the arena: blocks as they lie, and transposed matrices of elements of four bytes, four by four at a time.
// Shared memory is copied byte by byte by JavaScript's own functions.
import type { TypedArray } from '../../base/dtype.js'
import { addressInArena, fillZerosBy } from '../../memory/allocate.js'
import { Func, Module } from './assembler.js'
import { type Code, during, i32, i8x16, type Local, v128 } from './instructions.js'
import { compiled, level } from './level.js'

const advance = (x: Local, by: Code): Code => x.set(i32.add(x.get, by))

/** Parameters: to, from, bytes. The two may overlap. */
function move(): Func {
  const func = new Func(['i32', 'i32', 'i32'])
  return func.do([func.param(0).get, func.param(1).get, func.param(2).get, 0xfc, 10, 0, 0])
}

/**
 * Writes `rows` rows of `columns` elements, which lie column by column: element (i, j) of the source at `i + j * step`.
 * Parameters: to, the step from row to row there in bytes, from, the step from column to column there in bytes, rows, columns
 * (both multiples of four).
 */
function transpose(): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [to, toStep, from, fromStep, rows, columns] = [0, 1, 2, 3, 4, 5].map((k) => func.param(k))
  const [p, q, left] = [func.local('i32'), func.local('i32'), func.local('i32')]
  const lines = Array.from({ length: 4 }, () => func.local('v128'))
  const pairs = Array.from({ length: 4 }, () => func.local('v128'))
  const times = (step: Local, k: number): Code => i32.mul(step.get, i32.const(k))
  const four = (list: readonly number[]): number[] =>
    list.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3])
  const merge = (x: Local, y: Local, lanes: readonly number[]): Code =>
    i8x16.shuffle(x.get, y.get, four(lanes))
  const [a, b, c, d] = lines
  const [ab, abHigh, cd, cdHigh] = pairs
  return func.do(
    during(i32.gt(rows.get, i32.const(0)), [
      p.set(from.get),
      q.set(to.get),
      left.set(columns.get),
      during(i32.gt(left.get, i32.const(0)), [
        lines.map((line, k) => line.set(v128.load(i32.add(p.get, times(fromStep, k))))),
        ab.set(merge(a, b, [0, 4, 1, 5])),
        abHigh.set(merge(a, b, [2, 6, 3, 7])),
        cd.set(merge(c, d, [0, 4, 1, 5])),
        cdHigh.set(merge(c, d, [2, 6, 3, 7])),
        v128.store(q.get, merge(ab, cd, [0, 1, 4, 5])),
        v128.store(i32.add(q.get, toStep.get), merge(ab, cd, [2, 3, 6, 7])),
        v128.store(i32.add(q.get, times(toStep, 2)), merge(abHigh, cdHigh, [0, 1, 4, 5])),
        v128.store(i32.add(q.get, times(toStep, 3)), merge(abHigh, cdHigh, [2, 3, 6, 7])),
        advance(p, times(fromStep, 4)),
        advance(q, i32.const(16)),
        advance(left, i32.const(-4)),
      ]),
      advance(from, i32.const(16)),
      advance(to, times(toStep, 4)),
      advance(rows, i32.const(-4)),
    ]),
  )
}

/** Writes 16 bytes again and again. Parameters: where they are, and go on, and how many bytes are to follow, a multiple of 16. */
function spread(): Func {
  const func = new Func(['i32', 'i32'])
  const [to, left] = [func.param(0), func.param(1)]
  const value = func.local('v128')
  const loop = (vectors: number): Code =>
    during(i32.ge(left.get, i32.const(16 * vectors)), [
      Array.from({ length: vectors }, (_, v) => v128.store(to.get, value.get, 16 * (v + 1))),
      to.set(i32.add(to.get, i32.const(16 * vectors))),
      left.set(i32.sub(left.get, i32.const(16 * vectors))),
    ])
  return func.do(value.set(v128.load(to.get)), loop(4), loop(1))
}

/** Writes zeros. Parameters: to, bytes. */
function zeros(): Func {
  const func = new Func(['i32', 'i32'])
  return func.do([func.param(0).get, i32.const(0), func.param(1).get, 0xfc, 11, 0])
}

/**
 * Copies rows of sixteen bytes or more, none of which touches another. Parameters: to, the step from row to row there, from, the
 * step there, bytes of a row, rows.
 */
function lines(): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [to, toStep, from, fromStep, bytes, rows] = [0, 1, 2, 3, 4, 5].map((k) => func.param(k))
  const [p, q, left, last] = Array.from({ length: 4 }, () => func.local('i32'))
  const vectors = (many: number): Code =>
    during(i32.ge(left.get, i32.const(16 * many)), [
      Array.from({ length: many }, (_, v) => v128.store(q.get, v128.load(p.get, 16 * v), 16 * v)),
      advance(p, i32.const(16 * many)),
      advance(q, i32.const(16 * many)),
      advance(left, i32.const(-16 * many)),
    ])
  return func.do(
    // What is no whole vector is the end of one that begins earlier.
    last.set(i32.sub(bytes.get, i32.const(16))),
    during(rows.get, [
      p.set(from.get),
      q.set(to.get),
      left.set(bytes.get),
      vectors(4),
      vectors(1),
      v128.store(i32.add(to.get, last.get), v128.load(i32.add(from.get, last.get))),
      advance(from, fromStep.get),
      advance(to, toStep.get),
      advance(rows, i32.const(-1)),
    ]),
  )
}

const code = () =>
  compiled('moves', (name) => {
    const module = new Module(name)
    module.add(move(), 'move')
    module.add(zeros(), 'zeros')
    module.add(lines(), 'lines')
    module.add(spread(), 'spread')
    module.add(transpose(), 'transpose')
    return module
  })

/** Copies `slots` numbers that lie side by side; false where nothing was done. */
export function moveBlock(d: TypedArray, dAt: number, s: TypedArray, sAt: number, slots: number): boolean {
  if (level() === 'off') return false
  const [to, from] = [addressInArena(d), addressInArena(s)]
  if (to === 0 || from === 0) return false
  const size = d.BYTES_PER_ELEMENT
  code().move(to + dAt * size, from + sAt * size, slots * size)
  return true
}

fillZerosBy((address, bytes) => {
  if (level() === 'off') return false
  code().zeros(address, bytes)
  return true
})

/** Copies rows of `slots` numbers that lie side by side between windows that do not touch; false where nothing was done. */
export function moveRows(
  d: TypedArray,
  dAt: number,
  dStep: number,
  s: TypedArray,
  sAt: number,
  sStep: number,
  slots: number,
  rows: number,
): boolean {
  const size = d.BYTES_PER_ELEMENT
  if (slots * size < 16 || level() === 'off') return false
  const [to, from] = [addressInArena(d), addressInArena(s)]
  if (to === 0 || from === 0 || to === from) return false
  code().lines(to + dAt * size, dStep * size, from + sAt * size, sStep * size, slots * size, rows)
  return true
}

/** Edges of a square that is transposed while its rows and columns are in the cache. */
const TILE = 64

/**
 * Writes `outer` rows of `inner` elements of four bytes, which lie `sInner` apart; false where nothing was done.
 *
 * @param sInner from an element to the next in a row; from row to row it is one
 */
export function transposeBlock(
  d: TypedArray,
  dAt: number,
  dOuter: number,
  s: TypedArray,
  sAt: number,
  sInner: number,
  outer: number,
  inner: number,
): boolean {
  if (level() === 'off' || d.BYTES_PER_ELEMENT !== 4 || outer % 4 !== 0 || inner % 4 !== 0) return false
  const [to, from] = [addressInArena(d), addressInArena(s)]
  if (to === 0 || from === 0) return false
  const { transpose } = code()
  for (let k = 0; k < outer; k += TILE)
    for (let n = 0; n < inner; n += TILE)
      transpose(
        to + 4 * (dAt + k * dOuter + n),
        4 * dOuter,
        from + 4 * (sAt + k + n * sInner),
        4 * sInner,
        Math.min(TILE, outer - k),
        Math.min(TILE, inner - n),
      )
  return true
}

/** `transpose` on addresses. */
export const transposeFours = (
  to: number,
  toStep: number,
  from: number,
  fromStep: number,
  rows: number,
  columns: number,
): void => void code().transpose(to, toStep, from, fromStep, rows, columns)

/** Writes zeros to addresses of the arena: in shared memory JavaScript's own functions do that byte by byte. */
export const zerosAt = (to: number, bytes: number): void => void code().zeros(to, bytes)

/** Writes the vector that lies there again and again, up to so many bytes. */
export const repeatVector = (at: number, bytes: number): void => void code().spread(at, bytes - 16)

/** Writes one number to `slots` places that lie side by side; false where nothing was done. */
export function fillBlock(d: TypedArray, at: number, value: number, slots: number): boolean {
  const to = level() === 'off' ? 0 : addressInArena(d)
  if (to === 0) return false
  const size = d.BYTES_PER_ELEMENT
  const numbers = d as Float32Array
  const first = Math.min(slots, 16 / size)
  numbers.fill(value, at, at + first)
  const whole = ((slots - first) * size) & ~15
  code().spread(to + at * size, whole)
  numbers.fill(value, at + first + whole / size, at + slots)
  return true
}
