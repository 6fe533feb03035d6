// Losses that compare element with element, and their slopes: one loop over operands without gaps for each formula.
import { type DType, float64 } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'
import { type Loop, Loops, type Vectorized } from './loops.js'

/** Rounds as the dtype does: to float32, or not at all. PyTorch's last digit depends on every step in between. */
export type Round = (x: number) => number

export interface Formulas {
  /** The loss of one element. */
  readonly loss: (x: number, t: number, weight: number, option: number) => number
  /** Its derivative by x times the gradient g, divided by n, over which the losses were averaged. */
  readonly step: (g: number, x: number, t: number, weight: number, option: number, n: number) => number
}

/** What of the formulas PyTorch computes with vector functions, where they have functions. */
export type VectorizedFormulas = Partial<Record<keyof Formulas, Vectorized>>

type Function = (...values: any[]) => unknown

/** The formulas of a loss, by what they round to. */
export class LossFormulas {
  readonly float32: Formulas
  readonly float64: Formulas
  /** What the formulas call, by name, where every number is a float32 and nothing has to be rounded. */
  readonly functions: ReadonlyMap<string, Function>
  readonly #loops: Readonly<Record<keyof Formulas, Loops>>

  /**
   * @param make the formulas, given how to round; they call it `r`
   * @param calls what they call besides
   */
  constructor(
    readonly name: string,
    make: (r: Round) => Formulas,
    calls: readonly Function[] = [],
    readonly vectorized: VectorizedFormulas = {},
  ) {
    this.#loops = { loss: new Loops(`${name} loss`), step: new Loops(`${name} step`) }
    this.float32 = make(Math.fround)
    this.float64 = make((x) => x)
    this.functions = new Map<string, Function>([
      ['r', (x: number) => x],
      ...calls.map((one) => [one.name, one] as const),
    ])
  }

  loop(which: keyof Formulas, kinds: string, dtype: DType): Loop {
    return this.#loops[which].of(
      dtype,
      dtype,
      kinds,
      () => (dtype === float64 ? this.float64 : this.float32)[which],
      this.vectorized[which],
    )
  }
}

/** The losses of `count` elements; a weight that was left out is 1. */
export const loss = kernel(
  'loss',
  (
    [out, x, t, w]: readonly [Memory, Memory, Memory, Memory | null],
    formulas: LossFormulas,
    option: number,
    count: number,
  ) => {
    const [to, at, xs, ts] = [out.array, out.at, x.array, t.array]
    if (w === null) {
      const loop = formulas.loop('loss', 'ttss', out.dtype)
      loop(count, to, at, 1, xs, x.at, 1, ts, t.at, 1, 1, option)
    } else {
      const loop = formulas.loop('loss', 'ttts', out.dtype)
      loop(count, to, at, 1, xs, x.at, 1, ts, t.at, 1, w.array, w.at, 1, option)
    }
  },
)

/** Their derivatives by x times `g`, one number for all or with `isEach` one for each, divided by `n`. */
export const lossSlope = kernel(
  'loss-slope',
  (
    [out, g, x, t, w]: readonly [Memory, Memory, Memory, Memory, Memory | null],
    formulas: LossFormulas,
    option: number,
    n: number,
    isEach: boolean,
    count: number,
  ) => {
    const operands: unknown[] = isEach ? [g.array, g.at, 1] : [g.array[g.at]]
    operands.push(x.array, x.at, 1, t.array, t.at, 1)
    if (w === null) operands.push(1)
    else operands.push(w.array, w.at, 1)
    const kinds = `${isEach ? 't' : 's'}${w === null ? 'ttsss' : 'tttss'}`
    formulas.loop('step', kinds, out.dtype)(count, out.array, out.at, 1, ...operands, option, n)
  },
)
