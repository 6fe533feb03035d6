// Picks elements by place, and puts them, within the arena: the forms of `pick`, `gather`, `put` and `scatter` with indices of 32 or 64 bits,
// and of their relatives with one index. An index out of bounds is found before anything is written, and left to the
// reference, which says so.
import { type DType, int32, int64 } from '../../base/dtype.js'
import { collapse } from '../../base/walk.js'
import type { Form } from '../executor.js'
import type { Memories, Memory } from '../kernel.js'
import * as picks from '../pick.js'
import type { Reach, Selection, Window } from '../places.js'
import * as puts from '../put.js'
import type { Combine } from '../scatter.js'
import { Func, Module } from './assembler.js'
import { type Code, during, f32, f64, i32, i64, type Local, v128, when } from './instructions.js'
import { compiled, type Exports } from './level.js'
import { addressOf, addressToRead, done } from './scratch.js'

const advance = (x: Local, step: Code): Code => x.set(i32.add(x.get, step))
const params = (func: Func): Local[] => func.params.map((_, k) => func.param(k))
const taking = (count: number, result: readonly 'i32'[] = []): Func =>
  new Func(new Array<'i32'>(count).fill('i32'), result)

/**
 * Whether all of some whole numbers are places in a dimension. Parameters: index, rows, numbers of a row, from row to row and from number
 * to number in bytes, the least one, the size.
 */
function areInside(isLong: boolean): Func {
  const func = taking(7, ['i32'])
  const [index, rows, n, rowStep, step, least, size] = params(func)
  const [p, left, bad] = [func.local('i32'), func.local('i32'), func.local('i32')]
  const place = func.local('i64')
  return func.do(
    during(rows.get, [
      p.set(index.get),
      left.set(n.get),
      during(left.get, [
        place.set(isLong ? i64.load(p.get) : i64.ofI32(i32.load(p.get))),
        bad.set(
          i32.or(
            bad.get,
            i32.or(
              i64.ltS(place.get, i64.ofI32(least.get)),
              i32.eqz(i64.ltS(place.get, i64.ofI32(size.get))),
            ),
          ),
        ),
        advance(p, step.get),
        advance(left, i32.const(-1)),
      ]),
      advance(index, rowStep.get),
      advance(rows, i32.const(-1)),
    ]),
    i32.eqz(bad.get),
  )
}

/** How one element meets another: `to` and `from` are addresses. */
type Meeting = (to: Code, from: Code) => Code

const moves: Record<number, Meeting> = {
  1: (to, from) => i32.store8(to, i32.load8u(from)),
  2: (to, from) => i32.store16(to, i32.load16u(from)),
  4: (to, from) => i32.store(to, i32.load(from)),
  8: (to, from) => i64.store(to, i64.load(from)),
  16: (to, from) => v128.store(to, v128.load(from)),
}
const sums: Record<string, Meeting> = {
  float32: (to, from) => f32.store(to, f32.add(f32.load(to), f32.load(from))),
  float64: (to, from) => f64.store(to, f64.add(f64.load(to), f64.load(from))),
  int32: (to, from) => i32.store(to, i32.add(i32.load(to), i32.load(from))),
  int64: (to, from) => i64.store(to, i64.add(i64.load(to), i64.load(from))),
}

/**
 * Goes over the numbers of an index, and for each over a block of elements. Parameters: values in order, index, elements, rows,
 * numbers of a row, elements of a block; then steps in bytes: of the values, of the index from row to row and from number to
 * number, of the elements from row to row, from number to number, by the number, and within a block; then the size.
 */
function blocks(isPut: boolean, bytes: number, meet: Meeting): Func {
  const func = taking(14)
  const [values, index, elements, rows, n, block, step, indexRow, indexStep, row, along, by, inner, size] =
    params(func)
  const [p, q, at, left, place, rest] = Array.from({ length: 6 }, () => func.local('i32'))
  const one: Code = isPut ? meet(at.get, values.get) : meet(values.get, at.get)
  const copied: Code = [values.get, at.get, i32.mul(block.get, i32.const(bytes)), 0xfc, 10, 0, 0]
  const each: Code = during(rest.get, [
    one,
    advance(at, inner.get),
    advance(values, step.get),
    advance(rest, i32.const(-1)),
  ])
  return func.do(
    during(rows.get, [
      p.set(index.get),
      q.set(elements.get),
      left.set(n.get),
      during(left.get, [
        place.set(i32.load(p.get)),
        when(i32.lt(place.get, i32.const(0)), advance(place, size.get)),
        at.set(i32.add(q.get, i32.mul(place.get, by.get))),
        when(
          i32.eq(block.get, i32.const(1)),
          [one, advance(values, step.get)],
          [
            rest.set(block.get),
            isPut
              ? each
              : when(
                  i32.and(i32.eq(inner.get, i32.const(bytes)), i32.gt(block.get, i32.const(8))),
                  [copied, advance(values, i32.mul(block.get, i32.const(bytes)))],
                  each,
                ),
          ],
        ),
        advance(p, indexStep.get),
        advance(q, along.get),
        advance(left, i32.const(-1)),
      ]),
      advance(index, indexRow.get),
      advance(elements, row.get),
      advance(rows, i32.const(-1)),
    ]),
  )
}

/** The code for elements of a dtype that are picked, or that meet what is there; null where there is none. */
function codeFor(dtype: DType, how: Combine | null, isLong: boolean): Exports | null {
  const bytes = dtype.itemsize
  const meet = how === 'add' ? sums[dtype.name] : how === 'assign' || how === null ? moves[bytes] : undefined
  if (meet === undefined) return null
  const name = how === 'add' ? dtype.name : String(bytes)
  return compiled(`places ${how === null ? 'from' : how} ${name} ${isLong}`, (name) => {
    const module = new Module(name)
    module.add(areInside(isLong), 'areInside')
    module.add(blocks(how !== null, bytes, meet), 'blocks')
    return module
  })
}

/** An index over elements, in bytes: what `blocks` takes, and loops around it. */
interface Walk {
  readonly rows: number
  readonly n: number
  readonly block: number
  readonly indexRow: number
  readonly indexStep: number
  readonly row: number
  readonly along: number
  readonly by: number
  readonly inner: number
  readonly size: number
  readonly indexCount: number
  readonly least: number
}

/** Dimensions as one with a step; null where they are more. */
function asOne({ sizes, strides }: Window): readonly [count: number, step: number] | null {
  const walk = collapse(sizes, [strides])
  return walk.sizes.length > 1 ? null : [walk.sizes[0] ?? 1, walk.strides[0][0] ?? 0]
}

const part = ({ sizes, strides }: Window, from: number, to: number): Window => ({
  sizes: sizes.slice(from, to),
  strides: strides.slice(from, to),
})
const leastOf = ({ bounds }: Reach, size: number): number => (bounds.wraps === true ? -size : 0)

/** A vector of indices for a dimension. */
function walkOfVector(reach: Reach, bytes: number, indexBytes: number): Walk | null {
  const { dim, window, index } = reach
  if (window.sizes.length === 0) return null
  const before = asOne(part(window, 0, dim))
  const after = asOne(part(window, dim + 1, window.sizes.length))
  const numbers = asOne(index)
  if (before === null || after === null || numbers === null) return null
  const size = window.sizes[dim]
  return {
    rows: before[0],
    n: numbers[0],
    block: after[0],
    indexRow: 0,
    indexStep: indexBytes * numbers[1],
    row: bytes * before[1],
    along: 0,
    by: bytes * window.strides[dim],
    inner: bytes * after[1],
    size,
    indexCount: 1 + (numbers[0] - 1) * numbers[1],
    least: leastOf(reach, size),
  }
}

/** An index for each element. */
function walkOfEach(reach: Reach, bytes: number, indexBytes: number): Walk | null {
  const { dim, window, index } = reach
  if (index.sizes.length === 0 || window.sizes.length !== index.sizes.length) return null
  const steps = window.strides.map((step, k) => (k === dim ? 0 : step))
  const walk = collapse(index.sizes, [index.strides, steps])
  if (walk.sizes.length > 2) return null
  const [n = 1, rows = 1] = walk.sizes
  const [[indexStep = 0, indexRow = 0], [along = 0, row = 0]] = walk.strides
  const size = window.sizes[dim]
  return {
    rows,
    n,
    block: 1,
    indexRow: indexBytes * indexRow,
    indexStep: indexBytes * indexStep,
    row: bytes * row,
    along: bytes * along,
    by: bytes * window.strides[dim],
    inner: 0,
    size,
    indexCount: 1 + (rows - 1) * indexRow + (n - 1) * indexStep,
    least: leastOf(reach, size),
  }
}

/** From how many elements of values on. */
const FROM = 2048

/** Runs a walk; false where nothing was done. */
function perform(
  elements: Memory,
  index: Memory,
  values: Memory,
  how: Combine | null,
  isSingle: boolean,
  walk: Walk,
): boolean {
  const code = codeFor(elements.dtype, how, index.dtype === int64)
  if (code === null) return false
  const { rows, n, block, indexRow, indexStep, row, along, by, inner, size, indexCount, least } = walk
  const bytes = elements.dtype.itemsize
  const count = rows * n * block
  if (count === 0) return false
  try {
    const isPut = how !== null
    const there = addressOf(elements)
    const to = isPut ? addressToRead(values, isSingle ? 1 : count) : addressOf(values)
    const numbers = addressToRead(index, indexCount)
    if (there === 0 || to === 0 || numbers === 0) return false
    if (code.areInside(numbers, rows, n, indexRow, indexStep, least, size) === 0) return false
    code.blocks(
      ...[to, numbers, there, rows, n, block, isSingle ? 0 : bytes],
      ...[indexRow, indexStep, row, along, by, inner, size],
    )
    return true
  } finally {
    done()
  }
}

type Anything = Form<Memories, readonly unknown[]>

/** What takes part in a call, whichever kernel it is of. */
interface Call {
  readonly elements: Memory
  readonly index: Memory
  readonly values: Memory
  readonly reach: Reach
  readonly isSingle: boolean
  readonly how: Combine | null
}

/** The form of a kernel by how its arguments are read, and how its index goes over the elements. */
const formFor =
  (
    reference: unknown,
    walkOf: typeof walkOfEach,
    read: (memories: readonly Memory[], numbers: readonly unknown[]) => Call | null,
  ) =>
  (memories: Memories, numbers: readonly unknown[]): Anything | null => {
    const call = read(memories as readonly Memory[], numbers)
    if (call === null) return null
    const { elements, index, values, reach, isSingle, how } = call
    if ((index.dtype !== int64 && index.dtype !== int32) || addressOf(elements) === 0) return null
    if (Math.max(values.array.length, index.array.length) < FROM) return null
    const walk = walkOf(reach, elements.dtype.itemsize, index.dtype.itemsize)
    if (walk === null) return null
    return (memories, ...numbers) => {
      if (!perform(elements, index, values, how, isSingle, walk))
        (reference as Anything)(memories, ...numbers)
    }
  }

const picked: Parameters<typeof formFor>[2] = ([values, elements, index], [reach]) => ({
  ...{ elements, index, values, isSingle: false, how: null },
  reach: reach as Reach,
})
const putIn: Parameters<typeof formFor>[2] = ([elements, index, values], [reach, isSingle, how]) => ({
  ...{ elements, index, values, isSingle: isSingle as boolean, how: how as Combine },
  reach: reach as Reach,
})

/** One index among several dimensions goes as a vector does. */
const reachOf = (window: Window, { dims, windows, error }: Selection): Reach => ({
  dim: dims[0],
  window,
  index: windows[0],
  bounds: { wraps: true, error: (index, size) => error(index, dims[0], size) },
})

export const pickingForms = {
  pick: formFor(picks.pick.js, walkOfVector, picked),
  gather: formFor(picks.gather.js, walkOfEach, picked),
  put: formFor(puts.put.js, walkOfVector, putIn),
  scatter: formFor(puts.scatter.js, walkOfEach, putIn),
  'pick-many': formFor(
    picks.pickMany.js,
    walkOfVector,
    ([values, elements, index, ...others], [window, selection]) =>
      others.length > 0
        ? null
        : {
            ...{ elements, index, values, isSingle: false, how: null },
            reach: reachOf(window as Window, selection as Selection),
          },
  ),
  'put-many': formFor(
    puts.putMany.js,
    walkOfVector,
    ([elements, values, index, ...others], [window, selection, isSingle, how]) =>
      others.length > 0
        ? null
        : {
            ...{ elements, index, values, isSingle: isSingle as boolean, how: how as Combine },
            reach: reachOf(window as Window, selection as Selection),
          },
  ),
}
