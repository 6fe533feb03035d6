// Sums of floats with PyTorch's own roundings: the order of additions is that of `cascade_sum` in
// ATen/native/cpu/SumKernel.cpp on one thread, so that the last digit of a loss is PyTorch's too.
//
// Note [Cascade sum]. A long sum is kept as partial sums, each of numbers of about the same size: 4 levels, of
// which each takes over from the one below after some steps. Beside that PyTorch adds what lies next to each other
// in vectors of 32 bytes, and four of them at a time to keep the processor busy. All of this decides which
// numbers meet, so it is done here in the same way, in typed arrays that round as the dtype does.
import type { Sizes } from '../base/layout.js'
import { collapse } from '../base/walk.js'

export type Floats = Float32Array | Float64Array

const LEVELS = 4
/** Rows that are summed side by side (`ilp_factor`). */
const ROWS = 4
const VECTOR_BYTES = 32

/** So few rows fill no level. */
const SHORT = 16

/** Steps after which a level hands over to the next, as a power of two. */
export const levelPower = (size: number): number => Math.max(4, Math.ceil(Math.log2(Math.max(size, 1))) >> 2)

/** Adds `rows` rows of `x`, `step` apart and `width` wide, to the numbers of `acc` from `to` on. */
type AddRows = (
  acc: Floats,
  to: number,
  x: Floats,
  at: number,
  step: number,
  width: number,
  rows: number,
) => void

/** The sum of less than four vectors of neighbours. */
type ShortRow = (x: Floats, at: number, n: number) => number

/** What `row` comes to where no level is filled: each column of the vectors from above, then the rest and the columns. */
function compileShortRow(round: string, vector: number): ShortRow {
  const source = `return function(x, at, n) { // short sum ${round}
  if (n < ${vector}) {
    if (n < 4) return ${round}(${round}(0 + (n > 0 ? x[at] : 0) + (n > 1 ? x[at + 1] : 0)) + (n > 2 ? x[at + 2] : 0))
    let a = 0 + x[at]
    for (let i = 4; i < n; i++) a = ${round}(a + x[at + i])
    return ${round}(${round}(${round}(a + x[at + 1]) + x[at + 2]) + x[at + 3])
  }
  const end = at + n
  const whole = end - n % ${vector}
  let total = 0
  for (let i = whole; i < end; i++) total = ${round}(total + x[i])
  for (let i = at; i < at + ${vector}; i++) {
    let a = 0 + x[i]
    for (let p = i + ${vector}; p < whole; p += ${vector}) a = ${round}(a + x[p])
    total = ${round}(total + a)
  }
  return total
}`

  return new Function(source)() as ShortRow
}

/** Adds the sums of `columns` columns of `rows` numbers each to `out`, the numbers of one in the order they lie in. */
type ShortColumns = (
  x: Floats,
  at: number,
  step: number,
  columnStep: number,
  out: Floats,
  outAt: number,
  outStep: number,
  rows: number,
  columns: number,
) => void

/** What columns come to that fill no level. */
const compileShortColumns = (round: string): ShortColumns =>
  new Function(
    'x, at, step, columnStep, out, outAt, outStep, rows, columns',
    `for (let j = 0; j < columns; j++) { // short columns ${round}
      let a = 0
      for (let r = 0, p = at + j * columnStep; r < rows; r++, p += step) a = ${round}(a + x[p])
      out[outAt + j * outStep] += a
    }`,
  ) as ShortColumns

/** Compiled once a dtype, so that V8 sees one kind of array. Four columns in registers hide the wait for each sum. */
function compileAddRows(round: string): AddRows {
  const columns = ['a', 'b', 'c', 'd']
  const each = (text: (name: string, k: number) => string): string => columns.map(text).join('; ')
  const source = `return function(acc, to, x, at, step, width, rows) { // sum ${round}
  let i = 0
  for (; i + 4 <= width; i += 4) {
    let ${columns.map((name, k) => `${name} = acc[to + i + ${k}]`).join(', ')}
    for (let r = 0, p = at + i; r < rows; r++, p += step) { ${each((name, k) => `${name} = ${round}(${name} + x[p + ${k}])`)} }
    ${each((name, k) => `acc[to + i + ${k}] = ${name}`)}
  }
  for (; i < width; i++) {
    let a = acc[to + i]
    for (let r = 0, p = at + i; r < rows; r++, p += step) a = ${round}(a + x[p])
    acc[to + i] = a
  }
}`

  return new Function(source)() as AddRows
}

/** What adds up numbers of one dtype: the reference below, or its like on vectors. */
export interface Summer<A extends Floats = Floats> {
  /** The sum of `n` neighbours. */
  row(x: A, at: number, n: number): number
  /** Adds the sums that PyTorch's loop over two dims makes to `out`: `size0` is summed, `size1` may be. */
  run(
    x: A,
    at: number,
    steps: readonly [number, number],
    out: A,
    outAt: number,
    outStep: number,
    size0: number,
    size1: number,
  ): void
}

/** Adds up numbers of one dtype. */
class CascadeSum<A extends Floats> implements Summer<A> {
  /** `accumulators[level * width + column]`. */
  readonly #accumulators: A
  readonly #single: A
  readonly #vector: number
  #compiled: AddRows | null = null
  #shortRow: ShortRow | null = null
  #shortColumns: ShortColumns | null = null

  readonly #round: string

  constructor(ArrayType: new (length: number) => A, bytes: number, round: string) {
    this.#round = round

    this.#vector = VECTOR_BYTES / bytes
    this.#accumulators = new ArrayType(LEVELS * ROWS * this.#vector)
    this.#single = new ArrayType(1)
  }

  /** Adds rows to the first level, `groups` of `lanes` neighbours each, the groups `groupStep` apart. */
  #add(x: A, at: number, step: number, groupStep: number, lanes: number, groups: number, rows: number): void {
    const addRows = (this.#compiled ??= compileAddRows(this.#round))
    if (groupStep === lanes) addRows(this.#accumulators, 0, x, at, step, lanes * groups, rows)
    else
      for (let k = 0; k < groups; k++)
        addRows(this.#accumulators, k * lanes, x, at + k * groupStep, step, lanes, rows)
  }

  /** Sums columns over `size` rows, level by level, and leaves them in the first level (`multi_row_sum`). */
  #columns(
    x: A,
    start: number,
    step: number,
    groupStep: number,
    lanes: number,
    groups: number,
    size: number,
  ): void {
    const acc = this.#accumulators
    const width = lanes * groups
    const power = levelPower(size)
    const steps = 1 << power
    if (size < steps) {
      acc.fill(0, 0, width)
      return this.#add(x, start, step, groupStep, lanes, groups, size)
    }
    acc.fill(0, 0, LEVELS * width)
    let i = 0
    while (i + steps <= size) {
      this.#add(x, start + i * step, step, groupStep, lanes, groups, steps)
      i += steps
      for (let level = 1; level < LEVELS; level++) {
        const at = level * width
        for (let k = 0; k < width; k++) {
          acc[at + k] += acc[at - width + k]
          acc[at - width + k] = 0
        }
        if ((i & ((steps - 1) << (level * power))) !== 0) break
      }
    }
    this.#add(x, start + i * step, step, groupStep, lanes, groups, size - i)
    for (let level = 1; level < LEVELS; level++)
      for (let k = 0; k < width; k++) acc[k] += acc[level * width + k]
  }

  /** Sums of `lanes` neighbouring columns, four rows at a time (`row_sum`). */
  #rows(x: A, start: number, step: number, lanes: number, size: number): void {
    const acc = this.#accumulators
    const whole = size >> 2
    this.#columns(x, start, step * ROWS, step, lanes, ROWS, whole)
    for (let i = whole * ROWS; i < size; i++) {
      const row = start + i * step
      for (let l = 0; l < lanes; l++) acc[l] += x[row + l]
    }
    for (let k = 1; k < ROWS; k++) for (let l = 0; l < lanes; l++) acc[l] += acc[k * lanes + l]
  }

  row(x: A, at: number, n: number): number {
    const acc = this.#accumulators
    const single = this.#single
    const vector = this.#vector
    if (n < ROWS * vector) return (this.#shortRow ??= compileShortRow(this.#round, vector))(x, at, n)
    const whole = Math.floor(n / vector)
    this.#rows(x, at, vector, vector, whole)
    single[0] = 0
    for (let i = whole * vector; i < n; i++) single[0] += x[at + i]
    for (let l = 0; l < vector; l++) single[0] += acc[l]
    return single[0]
  }

  run(
    x: A,
    at: number,
    [step0, step1]: readonly [number, number],
    out: A,
    outAt: number,
    outStep: number,
    size0: number,
    size1: number,
  ): void {
    const acc = this.#accumulators
    const vector = this.#vector
    if (step0 === 1 && size0 >= vector) {
      for (let j = 0; j < size1; j++) out[outAt + j * outStep] += this.row(x, at + j * step1, size0)
      return
    }
    const store = (j: number, width: number): void => {
      for (let l = 0; l < width; l++) out[outAt + (j + l) * outStep] += acc[l]
    }
    let j = 0
    if (size0 < SHORT) {
      const beside = step1 === 1 && size1 >= vector ? ROWS * vector : step0 >= step1 ? ROWS : Infinity
      j = beside === Infinity ? 0 : size1 - (size1 % beside)
      if (j > 0)
        (this.#shortColumns ??= compileShortColumns(this.#round))(
          x,
          at,
          step0,
          step1,
          out,
          outAt,
          outStep,
          size0,
          j,
        )
    }
    if (step1 === 1 && size1 >= vector) {
      for (; j + ROWS * vector <= size1; j += ROWS * vector) {
        this.#columns(x, at + j, step0, vector, vector, ROWS, size0)
        store(j, ROWS * vector)
      }
      for (; j + vector <= size1; j += vector) {
        this.#rows(x, at + j, step0, vector, size0)
        store(j, vector)
      }
    } else if (step0 >= step1) {
      for (; j + ROWS <= size1; j += ROWS) {
        this.#columns(x, at + j * step1, step0, step1, 1, ROWS, size0)
        store(j, ROWS)
      }
    }
    for (; j < size1; j++) {
      this.#rows(x, at + j * step1, step0, 1, size0)
      store(j, 1)
    }
  }
}

const single = new CascadeSum(Float32Array, 4, 'Math.fround')
const double = new CascadeSum(Float64Array, 8, '')
/** The reference for numbers like these. */
export const summerOf = (x: Floats): Summer =>
  (x instanceof Float32Array ? single : double) as unknown as Summer

/** The sum of `n` neighbours. */
export const cascadeSumOfRow = (x: Floats, at: number, n: number): number => summerOf(x).row(x, at, n)

/**
 * Adds the sums of a window on `x` along the dims that `isReduced` marks to `out`, an array of zeros in the order of
 * the other dims.
 */
export function cascadeSum(
  x: Floats,
  at: number,
  sizes: Sizes,
  strides: Sizes,
  isReduced: readonly boolean[],
  out: Floats,
  outAt: number,
  summer = summerOf(x),
): void {
  if (sizes.includes(0)) return
  const outSteps = outStepsOf(sizes, isReduced)
  const walk = collapse(sizes, [strides, outSteps], summedFirst(strides, outSteps))
  const [steps, outs] = walk.strides
  // Nothing is summed: dims of size 1 only.
  if (outs.length === 0 || outs[0] !== 0) {
    walk.sizes.unshift(1)
    steps.unshift(0)
    outs.unshift(0)
  }
  const [size0, size1 = 1] = walk.sizes
  const inner = [steps[0], steps[1] ?? 0] as const
  const visit = (dim: number, from: number, to: number): void => {
    if (dim < 2) {
      summer.run(x, from, inner, out, to, outs[1] ?? 0, size0, size1)
      return
    }
    for (let i = 0; i < walk.sizes[dim]; i++) visit(dim - 1, from + i * steps[dim], to + i * outs[dim])
  }
  visit(walk.sizes.length - 1, at, outAt)
}

/** The strides of the result: 0 along the dims that are summed. */
function outStepsOf(sizes: Sizes, isReduced: readonly boolean[]): number[] {
  let step = 1
  const steps = new Array<number>(sizes.length).fill(0)
  for (let dim = sizes.length - 1; dim >= 0; dim--)
    if (!isReduced[dim]) {
      steps[dim] = step
      step *= sizes[dim]
    }
  return steps
}

/** The order that TensorIterator chooses: summed dims first, each kind from small steps to large. */
const summedFirst = (strides: Sizes, outSteps: Sizes): number[] =>
  strides
    .map((_, k) => strides.length - 1 - k)
    .sort((a, b) =>
      outSteps[a] === 0 && outSteps[b] === 0 ? strides[a] - strides[b] : outSteps[a] - outSteps[b],
    )
