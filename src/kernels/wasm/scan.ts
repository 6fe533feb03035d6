// Running sums and products of lanes, carried as the reference's are: those of float32 in float64, of int64 wrapped. Lanes of
// neighbours one after the other, but for sums of float32 (Note [Guessed starts] in guessed-sums.ts); of columns, two side by
// side, but of float32.
import { type DType, float32, float64, int64 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { Memory } from '../kernel.js'
import { Func, Module } from './assembler.js'
import { type Code, during, f32, f32x4, f64, f64x2, i32, i64, i64x2, i8x16, v128 } from './instructions.js'
import { BLOCK, guessedSums } from './guessed-sums.js'
import { compiled, type Exports, level } from './level.js'
import { pool } from './pool.js'
import { addressOf } from './scratch.js'
import { addressFor, addressOf as addressOfFew, bringBack } from './small-operands.js'

interface Carried {
  readonly type: 'f64' | 'i64'
  readonly bytes: number
  readonly load: (at: Code) => Code
  readonly store: (at: Code, value: Code) => Code
}

const carriedBy = new Map<DType, Carried>([
  [
    float32,
    {
      type: 'f64',
      bytes: 4,
      load: (at) => f32.toF64(f32.load(at)),
      store: (at, value) => f32.store(at, f64.toF32(value)),
    },
  ],
  [float64, { type: 'f64', bytes: 8, load: f64.load, store: f64.store }],
  [int64, { type: 'i64', bytes: 8, load: i64.load, store: i64.store }],
])

/** Parameters: out, x, n; of floats what was carried before, too. */
function lane({ type, bytes, load, store }: Carried, isProduct: boolean): Func {
  const func = new Func(type === 'f64' ? ['i32', 'i32', 'i32', 'f64'] : ['i32', 'i32', 'i32'])
  const [out, x, n] = [0, 1, 2].map((k) => func.param(k))
  const running = type === 'f64' ? func.param(3) : func.local(type)
  const { add, mul } = type === 'f64' ? f64 : i64
  return func.do(
    type === 'f64' ? [] : running.set(i64.const(isProduct ? 1n : 0n)),
    during(n.get, [
      running.set((isProduct ? mul : add)(running.get, load(x.get))),
      store(out.get, running.get),
      x.set(i32.add(x.get, i32.const(bytes))),
      out.set(i32.add(out.get, i32.const(bytes))),
      n.set(i32.sub(n.get, i32.const(1))),
    ]),
  )
}

/**
 * Floats by fours, one after the other in the lower lane: they are read, widened and written together, so that nothing but the
 * additions waits for what was before. Parameters: out, x, how many fours, what was carried before. Returns what is carried.
 */
function fours(bytes: number, isProduct: boolean): Func {
  const func = new Func(['i32', 'i32', 'i32', 'f64'], ['f64'])
  const [out, x, groups, start] = [0, 1, 2, 3].map((k) => func.param(k))
  const [running, low, high, a, b, c] = Array.from({ length: 6 }, () => func.local('v128'))
  const step = isProduct ? f64x2.mul : f64x2.add
  const { swapHalves: swap, lowHalves: together } = i8x16
  const read = [
    low.set(v128.load(x.get)),
    bytes === 8
      ? high.set(v128.load(x.get, 16))
      : [high.set(f64x2.promoteLow(swap(low.get))), low.set(f64x2.promoteLow(low.get))],
  ]
  const write =
    bytes === 8
      ? [v128.store(out.get, together(a.get, b.get)), v128.store(out.get, together(c.get, running.get), 16)]
      : v128.store(
          out.get,
          together(f32x4.demote(together(a.get, b.get)), f32x4.demote(together(c.get, running.get))),
        )
  return func.do(
    running.set(f64x2.splat(start.get)),
    during(groups.get, [
      read,
      a.set(step(running.get, low.get)),
      b.set(step(a.get, swap(low.get))),
      c.set(step(b.get, high.get)),
      running.set(step(c.get, swap(high.get))),
      write,
      x.set(i32.add(x.get, i32.const(4 * bytes))),
      out.set(i32.add(out.get, i32.const(4 * bytes))),
      groups.set(i32.sub(groups.get, i32.const(1))),
    ]),
    f64x2.lane(running.get, 0),
  )
}

/** Row after row of elements of eight bytes. Parameters: out, x, the bytes of a row (whole vectors), rows, the row step in bytes. */
function columns({ type }: Carried, isProduct: boolean): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32'])
  const [out, x, width, rows, step] = [0, 1, 2, 3, 4].map((k) => func.param(k))
  const [at, end] = [func.local('i32'), func.local('i32')]
  const { add, mul } = type === 'f64' ? f64x2 : i64x2
  const there = i32.add(out.get, at.get)
  return func.do(
    during(rows.get, [
      at.set(i32.const(0)),
      end.set(width.get),
      during(i32.lt(at.get, end.get), [
        v128.store(
          there,
          (isProduct ? mul : add)(v128.load(i32.sub(there, step.get)), v128.load(i32.add(x.get, at.get))),
        ),
        at.set(i32.add(at.get, i32.const(16))),
      ]),
      out.set(i32.add(out.get, step.get)),
      x.set(i32.add(x.get, step.get)),
      rows.set(i32.sub(rows.get, i32.const(1))),
    ]),
  )
}

type Pair = readonly [out: Memory, x: Memory]
type Numbers = [isProduct: boolean, outer: number, n: number, inner: number, isHalf: boolean]

/** Fewer elements of columns than this are the reference's, as are rows shorter than the second. */
const FROM = 1024
const SHORT = 16

const code = (dtype: DType, carried: Carried, isProduct: boolean): Exports =>
  compiled(`scan ${isProduct} ${dtype.name}`, (name) => {
    const module = new Module(name)
    module.add(lane(carried, isProduct), 'run')
    if (carried.type === 'f64') {
      const inTurn = module.add(fours(carried.bytes, isProduct), 'fours')
      if (carried.bytes === 4 && !isProduct) module.add(guessedSums(module, inTurn), 'guessed')
    }
    if (carried.bytes === 8) module.add(columns(carried, isProduct), 'columns')
    return module
  })

export function scanForm([out, x]: Pair, [, outer, n, inner, isHalf]: Numbers): Form<Pair, Numbers> | null {
  const carried = carriedBy.get(x.dtype)
  if (carried === undefined || out.dtype !== x.dtype || isHalf) return null
  if (inner === 1 || carried.bytes === 4 || inner % 2 !== 0 || inner < 8) return null
  if (outer * n * inner < FROM || addressOf(x) === 0 || addressOf(out) === 0) return null
  return ([out, x], isProduct, outer, n, inner) => {
    const run = code(x.dtype, carried, isProduct).columns
    const [to, from] = [addressOf(out), addressOf(x)]
    const bytes = carried.bytes * n * inner
    const row = carried.bytes * inner
    for (let o = 0; o < outer; o++) {
      const [start, first] = [x.at + o * n * inner, out.at + o * n * inner]
      ;(out.array as Float64Array).set((x.array as Float64Array).subarray(start, start + inner), first)
      // From zero on: what was -0 is not, any more.
      if (carried.type === 'f64' && !isProduct)
        for (let i = first; i < first + inner; i++) (out.array as Float64Array)[i] += 0
      run(to + o * bytes + row, from + o * bytes + row, row, n - 1, row)
    }
  }
}

/** Where the short way has elements that do not lie in the arena: the results in the place before. */
const X_SLOT = 1
/** The code by dtype and kind, so that no name is made to find it. */
const codes: Exports[] = []

/** Running sums and products of neighbours. */
export function shortScan(
  [out, x]: Pair,
  isProduct: boolean,
  outer: number,
  n: number,
  inner: number,
  isHalf: boolean,
): boolean {
  const { dtype } = x
  if (inner !== 1 || n < SHORT || outer === 0 || isHalf || out.dtype !== dtype || level() === 'off')
    return false
  const carried = carriedBy.get(dtype)
  if (carried === undefined) return false
  pool.settle()
  const { bytes } = carried
  const count = outer * n
  const from = addressOfFew(x.array, x.at, count, bytes, X_SLOT)
  const to = addressFor(out.array, out.at, count, bytes)
  if (from === 0 || to === 0) return false
  const { run, fours, guessed } = (codes[2 * dtype.code + (isProduct ? 1 : 0)] ??= code(
    dtype,
    carried,
    isProduct,
  ))
  const whole = carried.type === 'f64' ? n & -4 : 0
  // What was guessed is computed again from what was there, which must be there still.
  const isApart = to + count * bytes <= from || from + count * bytes <= to
  const blocks = guessed !== undefined && isApart ? Math.floor(n / BLOCK) : 0
  for (let o = 0; o < outer; o++) {
    const [lane, row] = [to + o * n * bytes, from + o * n * bytes]
    if (whole === 0) run(lane, row, n)
    else {
      const guesses = blocks * BLOCK
      let carry = isProduct ? 1 : 0
      if (guesses > 0) carry = guessed(lane, row, blocks, carry)
      if (guesses < whole)
        carry = fours(lane + guesses * bytes, row + guesses * bytes, (whole - guesses) >> 2, carry)
      if (whole < n) run(lane + whole * bytes, row + whole * bytes, n - whole, carry)
    }
  }
  bringBack(out.array, out.at, count, to)
  return true
}
