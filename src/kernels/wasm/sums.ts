// Sums on vectors, in the reference's order of additions. What is too narrow for that is the reference's.
import type { Floats, Summer } from '../cascade-sum.js'
import { levelPower, summerOf } from '../cascade-sum.js'
import type { Form } from '../executor.js'
import type { Memory, NumbersOf } from '../kernel.js'
import { type sum, sumBy } from '../reduce.js'
import { float32, float64, type DType } from '../../base/dtype.js'
import type { Sizes } from '../../base/layout.js'
import { double, type Lanes, single } from './lanes.js'
import { type Exports, level } from './level.js'
import { inParts, threadsFor } from './parts.js'
import { addressOf, arenaBytes, bringBack, done, take } from './scratch.js'
import { addressFor, addressOf as addressOfFew, bringBack as bringBackFew } from './small-operands.js'
import { GROUP, LEVELS_BYTES, sumsCode, VECTOR } from './sums-code.js'
import type { Callable } from './thread-code.js'

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

/** Whether numbers are summed row by row, as those of neighbours are, where there are enough for vectors. */
const areInRows = (step: number, n: number, bytes: number): boolean => step === 1 && n * bytes >= GROUP
/** Whether they are summed column by column, several side by side. */
const areInColumns = (step: number, n: number, beside: number, columns: number, bytes: number): boolean =>
  !(step === 1 && n >= VECTOR / bytes) && beside === 1 && columns * bytes >= VECTOR

/** Sums windows on a memory of the arena. */
class VectorSummer implements Summer {
  readonly #lanes: Lanes
  readonly #reference: Summer
  readonly #threads: number
  readonly #levels: number

  /** @param count how many numbers are added in all */
  constructor(array: Floats, count: number) {
    this.#threads = threadsFor(count * COST * (array.BYTES_PER_ELEMENT / 4))
    this.#levels = take(this.#threads * LEVELS_BYTES)
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
    const areRows = areInRows(step0, size0, bytes)
    const areColumns = areInColumns(step0, size0, step1, size1, bytes)
    const isInOne = outStep === 0 && areRows
    if (from === 0 || levels === 0 || (outStep !== 1 && !isInOne) || (!areRows && !areColumns))
      return this.#reference.run(x, at, steps, out, outAt, outStep, size0, size1)
    const there = isInOne ? 0 : addressOf({ array: out, at: outAt, dtype: dtypeOf(out) })
    const to = there === 0 ? take(size1 * bytes) : there
    if (to === 0) return this.#reference.run(x, at, steps, out, outAt, outStep, size0, size1)
    if (there === 0 && !isInOne) carryOver(out, outAt, size1, to)
    const { rowSums, columnSums } = sumsCode(this.#lanes)
    const own = [[0, LEVELS_BYTES] as const]
    const cost = size0 * COST * (bytes / 4)
    if (areRows) {
      const args = [levels, to, from, size1, step1 * bytes, size0, powerOfRow(size0, bytes), isInOne ? 0 : 1]
      const steps = [[1, bytes] as const, [2, step1 * bytes] as const]
      inParts(rowSums as Callable, args, { count: 3, steps, cost, own }, this.#threads)
    } else {
      const powers = [levelPower(size0), levelPower(size0 >> 2)]
      const args = [levels, to, from, size1, step0 * bytes, size0, ...powers, 1]
      const steps = [[1, bytes] as const, [2, bytes] as const]
      // Columns that are added up side by side stay so.
      const multiple = GROUP / bytes
      inParts(columnSums as Callable, args, { count: 3, steps, cost, own, multiple }, this.#threads)
    }
    if (isInOne) {
      // All rows are added to one number, one after the other.
      const sums = new (out.constructor as Float32ArrayConstructor)(arenaBytes().buffer, to, size1)
      for (let k = 0; k < size1; k++) out[outAt] += sums[k]
    } else if (there === 0) bringBack({ array: out, at: outAt, dtype: dtypeOf(out) }, to, size1)
  }
}

type Pair = readonly [out: Memory, x: Memory]

/** From how many numbers on. */
const FROM = 1024

/** Nanoseconds for a number of float32. */
const COST = 0.12

type SumNumbers = NumbersOf<typeof sum>

/** Where the short way has numbers that do not lie in the arena: the sums in the place before. */
const X_SLOT = 1
/** The code by how many bytes an element has, so that no name is made to find it. */
const codes: Exports[] = []

/** Sums all of what lies in order, or the rows or the columns of a matrix, without making anything for that. */
export function shortSum(
  [out, x]: Pair,
  dims: readonly number[] | null,
  divisor: number,
  sizes: Sizes,
  strides: Sizes,
  isDense: boolean,
): boolean {
  if (level() === 'off') return false
  let n = 1
  let count = 1
  let step = 1
  let beside = 0
  if (dims === null) {
    if (!isDense) return false
    for (let dim = 0; dim < sizes.length; dim++) n *= sizes[dim]
  } else {
    if (dims.length !== 1 || sizes.length !== 2) return false
    const summed = dims[0]
    n = sizes[summed]
    count = sizes[1 - summed]
    step = strides[summed]
    beside = strides[1 - summed]
  }
  const bytes = x.dtype.itemsize
  const areRows = areInRows(step, n, bytes)
  if (!areRows && !areInColumns(step, n, beside, count, bytes)) return false
  if (count === 0 || threadsFor(n * count * COST * (bytes / 4)) > 1) return false
  const from = addressOfFew(x.array, x.at, (n - 1) * step + (count - 1) * beside + 1, bytes, X_SLOT)
  const to = addressFor(out.array, out.at, count, bytes)
  if (from === 0 || to === 0) return false
  const levels = take(LEVELS_BYTES)
  if (levels === 0) return false
  const { rowSums, columnSums } = (codes[bytes] ??= sumsCode(bytes === 4 ? single : double))
  if (areRows) rowSums(levels, to, from, count, beside * bytes, n, powerOfRow(n, bytes), 0)
  else columnSums(levels, to, from, count, step * bytes, n, levelPower(n), levelPower(n >> 2), 0)
  done()
  const sums = out.array as Floats
  bringBackFew(sums, out.at, count, to)
  if (divisor !== 1) for (let i = out.at; i < out.at + count; i++) sums[i] /= divisor
  return true
}

export function sumForm([, x]: Pair, numbers: SumNumbers): Form<Pair, SumNumbers> | null {
  let count = 1
  for (const size of numbers[2]) count *= size
  if (count < FROM || addressOf(x) === 0) return null
  return (memories, ...numbers) => {
    sumBy(new VectorSummer(x.array as Floats, count), memories, ...numbers)
    done()
  }
}
