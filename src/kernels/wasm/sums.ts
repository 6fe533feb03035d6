// Sums on vectors, in the reference's order of additions. What is too narrow for that is the reference's.
import type { Floats, Summer } from '../cascade-sum.js'
import { levelPower, summerOf } from '../cascade-sum.js'
import type { Form } from '../executor.js'
import type { Memory, NumbersOf } from '../kernel.js'
import { type sum, sumBy } from '../reduce.js'
import { float32, float64, type DType } from '../../base/dtype.js'
import { double, type Lanes, single } from './lanes.js'
import { inParts, threadsFor } from './parts.js'
import { addressOf, arenaBytes, bringBack, done, take } from './scratch.js'
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
    const { rowSums, columnSums } = sumsCode(this.#lanes)
    const own = [[0, LEVELS_BYTES] as const]
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
