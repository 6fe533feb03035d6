// Runs scalar formulas on vectors: finds the code for a formula, the dtypes and the ways that its operands lie, and runs it on
// two dimensions. What has no code, or does not reach into the arena's memory, is left to the loop in JavaScript.
import { bool, type DType, float32, type TypedArray } from '../../base/dtype.js'
import type { Formula } from './formula.js'
import { type Known, type Strided, isStrided } from '../strided.js'
import { lanesFor, type LaneType, canRead, widthOf } from './lane-types.js'
import { type Access, pointwiseCode, type Program, type Shape } from './pointwise-code.js'
import { type Cut, inParts } from './parts.js'
import { addressOf, addressToRead, bringBack, done, take } from './scratch.js'
import { hasMadd, level } from './level.js'
import type { Callable } from './thread-code.js'

/** Numbers that formulas are specialized for: with an alpha of 1 nothing is multiplied, a power of 2 is a product. */
const special = new Set<unknown>([-2, -1, -0.5, 0, 0.5, 1, 2, 3, 1n, 2n])

/** Whether code is written for this very value. */
export const isKnown = (value: Known): boolean =>
  special.has(value) || (typeof value !== 'number' && typeof value !== 'bigint')

const accessOf = ({ inner }: Strided): Access => (inner === 0 ? 'single' : inner === 1 ? 'dense' : 'apart')

/** Whether a number can be a lane of this type. */
export const isNumber = (value: Known, lanes: LaneType): boolean =>
  lanes === 'i64'
    ? typeof value === 'bigint'
    : typeof value === 'number' &&
      (lanes !== 'i32' || (Number.isInteger(value) && Math.abs(value) <= 2 ** 31))

const programs = new WeakMap<Formula, Map<string, Program | null>>()

const programFor = (
  formula: Formula,
  lanes: LaneType,
  out: Strided,
  args: readonly (Strided | Known)[],
): Program | null =>
  programOf(formula, {
    lanes,
    out: out.dtype,
    outIsDense: out.inner === 1,
    args: args.map((arg) =>
      isStrided(arg)
        ? { dtype: arg.dtype, access: accessOf(arg) }
        : isKnown(arg)
          ? { value: arg }
          : { dtype: null },
    ),
  })

/** The code of a formula, written when it is first asked for; null where it cannot be. */
export function programOf(formula: Formula, shape: Shape): Program | null {
  const { lanes, out, outIsDense, args } = shape
  let key = `${level()} ${lanes} ${out.code} ${outIsDense}`
  for (const arg of args)
    if ('value' in arg) key += ` =${String(arg.value)}`
    else key += arg.dtype === null ? ' #' : ` ${arg.dtype.code}${arg.access}`
  let known = programs.get(formula)
  if (known === undefined) programs.set(formula, (known = new Map()))
  let program = known.get(key)
  if (program === undefined) known.set(key, (program = pointwiseCode(formula, shape)))
  return program
}

/** How many elements of a memory two dimensions reach over. */
const reachOf = ({ inner, outer }: Strided, width: number, rows: number): number =>
  1 + (width - 1) * inner + (rows - 1) * outer

/**
 * Applies a formula to `rows` rows of `width` elements.
 *
 * @param compute what the formula computes in; operands of narrower dtypes are widened as they are read
 * @param byReference computes some neighbours of a row, where the vector code gives nothing good
 * @returns false where nothing was done
 */
export function mapVectors(
  formula: Formula,
  compute: DType,
  out: Strided,
  args: readonly (Strided | Known)[],
  width: number,
  rows: number,
  byReference: ((row: number, from: number, count: number) => void) | null,
): boolean {
  const lanes = lanesFor(compute)
  if (lanes === null || level() === 'off' || (out.dtype !== compute && out.dtype !== bool)) return false
  if (out.inner < 1) return false
  for (let k = 0; k < args.length; k++) {
    const arg = args[k]
    if (
      isStrided(arg)
        ? !canRead(arg.dtype, lanes) || arg.inner < 0 || arg.outer < 0
        : !isKnown(arg) && !isNumber(arg, lanes)
    )
      return false
  }
  const program = programFor(formula, lanes, out, args)
  if (program === null || (program.isGuarded && byReference === null)) return false
  const isDone = runProgram(program, out, args, width, rows, byReference)
  done()
  return isDone
}

function runProgram(
  program: Program,
  out: Strided,
  args: readonly (Strided | Known)[],
  width: number,
  rows: number,
  byReference: ((row: number, from: number, count: number) => void) | null,
): boolean {
  const size = out.array.BYTES_PER_ELEMENT
  const there = addressOf(out)
  // A result elsewhere is made in scratch memory, where it has no gaps to keep.
  if (there === 0 && (out.inner !== 1 || (rows > 1 && out.outer !== width))) return false
  const to = there === 0 ? take(width * rows * size) : there
  if (to === 0) return false
  const numbers: (number | bigint)[] = [rows, width, to, out.outer * size, out.inner * size]
  for (let k = 0; k < args.length; k++) {
    const arg = args[k]
    if (isStrided(arg)) {
      const from = addressToRead(arg, reachOf(arg, width, rows))
      if (from === 0) return false
      const bytes = arg.array.BYTES_PER_ELEMENT
      numbers.push(from, arg.outer * bytes, arg.inner * bytes)
    } else if (!isKnown(arg)) numbers.push(arg as number)
  }
  if (!program.isGuarded)
    inParts(program.run as Callable, numbers, cutOf(program, numbers, args, rows, width))
  else if (there === 0) return false
  else runGuarded(program, numbers as number[], args, width, rows, byReference!)
  if (there === 0) bringBack(out, to, width * rows)
  return true
}

/** Neighbours that have one slope, or slopes, up to which a row is not worth its start. */
const SHORTEST_RUN = 16

/** Elements that a thread computes at least, side by side: some cache lines, which two would otherwise fight for. */
const TOGETHER = 1024

/** Nanoseconds for an element, about: reading and writing, and the steps of a vector. */
export const costOf = ({ steps, lanes }: Program): number => 0.2 + (0.15 * steps) / widthOf(lanes)

/** How work is cut: between rows, or within one. */
function cutOf(
  program: Program,
  numbers: readonly (number | bigint)[],
  args: readonly (Strided | Known)[],
  rows: number,
  width: number,
): Cut {
  const isWithin = rows === 1
  const step = isWithin ? 2 : 1
  const list: [number, number][] = [[2, numbers[2 + step] as number]]
  let at = 5
  for (const arg of args)
    if (isStrided(arg)) {
      list.push([at, numbers[at + step] as number])
      at += 3
    } else if (!isKnown(arg)) at++
  const cost = costOf(program)
  return isWithin
    ? { count: 1, steps: list, cost, multiple: TOGETHER }
    : { count: 0, steps: list, cost: cost * width }
}

/** Row by row: the code stops where it gives nothing good, and goes on behind what the reference computed there. */
function runGuarded(
  program: Program,
  numbers: number[],
  args: readonly (Strided | Known)[],
  width: number,
  rows: number,
  byReference: (row: number, from: number, count: number) => void,
): void {
  const lanes = widthOf(program.lanes)
  for (let row = 0; row < rows; row++) {
    for (let from = 0; from < width;) {
      const call = [...numbers]
      call[0] = 1
      call[1] = width - from
      call[2] += row * numbers[3] + from * numbers[4]
      let at = 5
      for (const arg of args)
        if (isStrided(arg)) {
          call[at] += row * numbers[at + 1] + from * numbers[at + 2]
          at += 3
        } else if (!isKnown(arg)) at++
      const stopped = program.run(...call)
      if (stopped < 0) break
      const count = Math.min(lanes, width - from - stopped)
      byReference(row, from + stopped, count)
      from += stopped + count
    }
  }
}

const scaled = (x: number, slope: number, shift: number): number => x * slope + shift

/**
 * `to = from * slope + shift` in float32, rounded once, with a slope and a shift for each of `lanes` runs of `n` neighbours;
 * false where nothing was done.
 */
export function rescaleBlock(
  to: TypedArray,
  toAt: number,
  from: TypedArray,
  fromAt: number,
  blocks: number,
  lanes: number,
  n: number,
  slopes: TypedArray,
  shifts: TypedArray,
): boolean {
  const isByPlace = n === 1
  // Short runs are many rows of little.
  if (!hasMadd() || (!isByPlace && n < SHORTEST_RUN) || (isByPlace && lanes < SHORTEST_RUN)) return false
  const [width, rows] = isByPlace ? [lanes, blocks] : [n, lanes]
  const each = isByPlace ? { inner: 1, outer: 0 } : { inner: 0, outer: 1 }
  const [slope, shift] = [slopes, shifts].map((array) => ({ array, at: 0, dtype: float32, ...each }))
  for (let block = 0; block < (isByPlace ? 1 : blocks); block++) {
    const start = block * lanes * n
    const [out, x] = [
      { array: to, at: toAt + start },
      { array: from, at: fromAt + start },
    ].map((place) => ({ ...place, dtype: float32, inner: 1, outer: width }))
    if (!mapVectors(scaled, float32, out, [x, slope, shift], width, rows, null)) {
      if (block > 0) throw new Error('internal: a part of the blocks ran on vectors')
      return false
    }
  }
  return true
}
