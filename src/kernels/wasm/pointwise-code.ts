// The loop around a formula: rows of elements, several vectors at a time, then one, then single elements.
import { bool, type DType } from '../../base/dtype.js'
import { Func, Module } from './assembler.js'
import { type Code, during, i16x8, i32, i8x16, type Local, ret, v128, when } from './instructions.js'
import { Context, Unwritable } from './context.js'
import { type Formula, FormulaWriter, type Value } from './formula.js'
import {
  bytesOf,
  type LaneType,
  readAll,
  readApart,
  readOne,
  splat,
  widthOf,
  write,
  writeOne,
} from './lane-types.js'
import { compile } from './level.js'
import type { Known } from '../strided.js'

/** How the elements of a row lie: one for all, side by side, or apart. */
export type Access = 'single' | 'dense' | 'apart'

/** A tensor, a number that is given with each call (`dtype` null), or something known when the code is written. */
type Argument =
  { readonly dtype: DType; readonly access: Access } | { readonly dtype: null } | { readonly value: Known }

/** What a formula gives: numbers, or a mask where bools are wanted. */
type Result = Exclude<Value, { kind: 'known' }>

/** What code is written for. */
export interface Shape {
  readonly lanes: LaneType
  readonly out: DType
  readonly outIsDense: boolean
  readonly args: readonly Argument[]
}

export interface Program {
  /** Takes rows, width, then of the result and of each tensor its address and two steps in bytes, and of each number itself. */
  readonly run: (...numbers: number[]) => number
  readonly lanes: LaneType
  /** Whether it may stop, and say at which element. */
  readonly isGuarded: boolean
  /** Steps that make a vector of results. */
  readonly steps: number
  /** Whether the loop in JavaScript gives the same bits: at most one of the steps rounds, and none is a function. */
  readonly isExact: boolean
}

/**
 * Up to so many steps, four vectors are computed at a time: what a loop costs beside them would be felt. Up to as many as
 * these, two: each leaves the other time to wait.
 */
const SHORT = 24
const LONG = 80

/** A tensor's place while the code runs. */
interface Place {
  readonly dtype: DType
  readonly access: Access
  readonly start: Local
  readonly outer: Local
  readonly inner: Local
  readonly at: Local
  /** The one element of a row, in all lanes. */
  readonly held: Local | null
}

const isTensor = (arg: Argument): arg is { dtype: DType; access: Access } =>
  'dtype' in arg && arg.dtype !== null

/** The code of a formula; null where it cannot be written. */
export function pointwiseCode(formula: Formula, shape: Shape): Program | null {
  try {
    return new Writer(formula, shape).program()
  } catch (error) {
    if (error instanceof Unwritable) return null
    throw error
  }
}

class Writer {
  readonly #func: Func
  readonly #places: (Place | null)[] = []
  /** Vectors of the numbers that are given. */
  readonly #given: (Local | null)[] = []
  readonly #out: { start: Local; outer: Local; inner: Local; at: Local }
  readonly #formula: Formula
  readonly #shape: Shape
  #isGuarded = false

  constructor(formula: Formula, shape: Shape) {
    this.#formula = formula
    this.#shape = shape
    const types = shape.args.flatMap((arg) =>
      isTensor(arg) ? (['i32', 'i32', 'i32'] as const) : 'value' in arg ? [] : [shape.lanes],
    )
    this.#func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', ...types], ['i32'])
    const func = this.#func
    this.#out = { start: func.param(2), outer: func.param(3), inner: func.param(4), at: func.local('i32') }
    let next = 5
    for (const arg of shape.args) {
      this.#places.push(
        isTensor(arg)
          ? {
              ...arg,
              start: func.param(next),
              outer: func.param(next + 1),
              inner: func.param(next + 2),
              at: func.local('i32'),
              held: arg.access === 'single' ? func.local('v128') : null,
            }
          : null,
      )
      if (isTensor(arg)) next += 3
      if (isTensor(arg) || 'value' in arg) this.#given.push(null)
      else {
        const local = func.local('v128')
        func.do(local.set(splat(shape.lanes, func.param(next++).get)))
        this.#given.push(local)
      }
    }
  }

  get #tensors(): Place[] {
    return this.#places.filter((place) => place !== null)
  }

  /** What the formula gives; `read` reads a tensor that is not held. */
  #result(context: Context, read: (place: Place) => Code): Result {
    const writer = new FormulaWriter(context, this.#shape.lanes)
    const args = this.#shape.args.map((arg, k): Value => {
      if ('value' in arg) return { kind: 'known', value: arg.value }
      const place = this.#places[k]
      if (place === null) return { kind: 'numbers', code: this.#given[k]!.get }
      return { kind: 'numbers', code: place.held?.get ?? context.hold(read(place)) }
    })
    const value = writer.apply(this.#formula, args)
    const code = this.#shape.out === bool ? writer.mask(value) : writer.numbers(value)
    return { kind: this.#shape.out === bool ? 'mask' : 'numbers', code: context.hold(code) }
  }

  /** The lanes as they are written: of a mask, its lowest bits. */
  #stored({ kind, code }: Result): Code {
    return kind === 'mask' ? v128.and(code, v128.bytes(new Array<number>(16).fill(1))) : code
  }

  /** Vectors one after the other, from what lies side by side. */
  #vectors(count: number): { code: Code; steps: number; roundings: number } {
    const { lanes, out } = this.#shape
    const width = widthOf(lanes)
    const context = new Context(this.#func)
    const results = Array.from({ length: count }, (_, v) =>
      this.#result(context, ({ dtype, access, at, inner }) =>
        access === 'dense'
          ? readAll(dtype, lanes, at.get, v * width * bytesOf(dtype))
          : readApart(dtype, lanes, at.get, inner.get),
      ),
    )
    const step = this.#shape.outIsDense ? null : this.#out.inner.get
    if (out === bool && count === 4 && width === 4 && step === null) {
      const [a, b, c, d] = results.map(({ code }) => code)
      const bytes = i8x16.narrowS(i16x8.narrowS(a, b), i16x8.narrowS(c, d))
      const ones = v128.bytes(new Array<number>(16).fill(1))
      context.code.push(v128.store(this.#out.at.get, v128.and(bytes, ones)))
    } else
      results.forEach((value, v) =>
        context.code.push(
          this.#guarded(context),
          write(out, lanes, this.#out.at.get, this.#stored(value), v * width * bytesOf(out), step),
        ),
      )
    return { code: context.code, steps: context.steps, roundings: context.roundings }
  }

  #left!: Local
  /** Stops, and says where, if the reference is to compute some of the lanes. */
  #guarded({ guard }: Context): Code {
    if (guard === null) return []
    this.#isGuarded = true
    return when(v128.anyTrue(guard), [i32.sub(this.#func.param(1).get, this.#left.get), ret])
  }

  #single(): Code {
    const { lanes, out } = this.#shape
    const context = new Context(this.#func)
    const result = this.#result(context, ({ dtype, at }) => readOne(dtype, lanes, at.get))
    context.code.push(this.#guarded(context), writeOne(out, lanes, this.#out.at.get, this.#stored(result)))
    return context.code
  }

  /** Goes on by so many elements. */
  #advance(count: number): Code {
    const { at, inner } = this.#out
    const by = (isDense: boolean, dtype: DType, inner: Local): Code =>
      isDense ? i32.const(count * bytesOf(dtype)) : i32.mul(inner.get, i32.const(count))
    return [
      at.set(i32.add(at.get, by(this.#shape.outIsDense, this.#shape.out, inner))),
      this.#tensors
        .filter(({ access }) => access !== 'single')
        .map(({ at, access, dtype, inner }) => at.set(i32.add(at.get, by(access === 'dense', dtype, inner)))),
      this.#left.set(i32.sub(this.#left.get, i32.const(count))),
    ]
  }

  program(): Program {
    const { lanes, outIsDense } = this.#shape
    const func = this.#func
    const width = widthOf(lanes)
    const rows = func.param(0)
    const left = (this.#left = func.local('i32'))
    const one = this.#vectors(1)
    const isDense = outIsDense && this.#tensors.every(({ access }) => access !== 'apart')
    const together = !isDense || this.#isGuarded || one.steps > LONG ? 1 : one.steps > SHORT ? 2 : 4
    const loop = (count: number, code: Code): Code =>
      during(i32.ge(left.get, i32.const(count)), [code, this.#advance(count)])
    func.do(
      during(rows.get, [
        this.#out.at.set(this.#out.start.get),
        this.#tensors.map(({ at, start, held, dtype }) => [
          at.set(start.get),
          held === null ? [] : held.set(readOne(dtype, lanes, start.get)),
        ]),
        left.set(func.param(1).get),
        together === 1 ? [] : loop(together * width, this.#vectors(together).code),
        loop(width, one.code),
        loop(1, this.#single()),
        this.#out.start.set(i32.add(this.#out.start.get, this.#out.outer.get)),
        this.#tensors.map(({ start, outer }) => start.set(i32.add(start.get, outer.get))),
        rows.set(i32.sub(rows.get, i32.const(1))),
      ]),
      i32.const(-1),
    )
    const module = new Module(`pointwise ${this.#formula.name}`)
    module.add(func, 'run')
    return {
      run: compile(module).run,
      lanes,
      isGuarded: this.#isGuarded,
      steps: one.steps,
      // In float64 and in integers, each step is one of JavaScript's.
      isExact: lanes !== 'f32' || one.roundings < 2,
    }
  }
}
