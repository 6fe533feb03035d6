// The negative log-likelihood of classes, forward and backward. Scores lie as `batch` blocks of `classes` rows of `inner`,
// with a target for each place of a row. Follows ATen/native/LossNLL.cpp and LossNLL2d.cpp.
import { type DType, float64, int64 } from '../base/dtype.js'
import { IndexError } from '../base/errors.js'
import { kernel, type Memory } from './kernel.js'

type Floats = Float32Array | Float64Array
const floatsOf = ({ array }: Memory): Floats => array as Floats

/** What becomes of the losses of the targets. */
export type NllReduction = 'none' | 'mean' | 'sum'

/** How scores lie, and what is made of their losses. */
export interface NllCall {
  readonly reduction: NllReduction
  /** The class that counts for nothing. */
  readonly ignored: number
  readonly batch: number
  readonly classes: number
  readonly inner: number
}

/** The classes asked for, -1 where one is ignored. */
function classesOf(
  { array, at, dtype }: Memory,
  count: number,
  classes: number,
  ignored: number,
): Int32Array {
  const result = new Int32Array(count)
  const cells = array as Int32Array
  const isLong = dtype === int64
  for (let i = 0; i < count; i++) {
    const cell = isLong ? 2 * (at + i) : at + i
    const value = cells[cell]
    // A class fits into the low half; the high half then repeats its sign.
    const fits = !isLong || cells[cell + 1] === value >> 31
    if (fits && value === ignored) result[i] = -1
    else if (fits && value >= 0 && value < classes) result[i] = value
    else {
      const whole = fits ? value : (BigInt(cells[cell + 1]) << 32n) + BigInt(value >>> 0)
      throw new IndexError(`Target ${whole} is out of bounds.`)
    }
  }
  return result
}

/** Calls `visit` with each target that counts: its number, the weight of its class, and where its score lies. */
type EachTarget = (visit: (i: number, weight: number, score: number) => void) => void

/** The targets of a call; one that is out of bounds is refused before anything is written. */
function targetsOf(
  target: Memory,
  weight: Memory | null,
  { ignored, batch, classes, inner }: NllCall,
): EachTarget {
  const chosen = classesOf(target, batch * inner, classes, ignored)
  const weights = weight === null ? null : floatsOf(weight)
  const first = weight === null ? 0 : weight.at
  return (visit) => {
    for (let b = 0, i = 0; b < batch; b++)
      for (let k = 0; k < inner; k++, i++) {
        const c = chosen[i]
        if (c >= 0) visit(i, weights === null ? 1 : weights[first + c], (b * classes + c) * inner + k)
      }
  }
}

const rounding = (dtype: DType): ((x: number) => number) => (dtype === float64 ? (x) => x : Math.fround)

const LEVELS = 8

/**
 * A sum in several levels, each of which takes over from the one below after some steps, so that the last digit is
 * PyTorch's (nll_loss_out_frame in LossNLL.cpp).
 */
class Cascade {
  readonly #levels: Floats
  readonly #power: number

  constructor(dtype: DType, count: number) {
    this.#levels = dtype === float64 ? new Float64Array(LEVELS) : new Float32Array(LEVELS)
    this.#power = Math.max(4, Math.floor(Math.ceil(Math.log2(Math.max(count, 1))) / LEVELS))
  }
  /** Adds the number at place `i` of all. */
  add(x: number, i: number): void {
    const levels = this.#levels
    const power = this.#power
    levels[0] += x
    const mask = (1 << power) - 1
    for (let j = 0; j + 1 < LEVELS && (i & (mask << (j * power))) === 0; j++) {
      levels[j + 1] += levels[j]
      levels[j] = 0
    }
  }
  sum(): number {
    const levels = this.#levels
    for (let j = 1; j < LEVELS; j++) levels[0] += levels[j]
    return levels[0]
  }
}

/**
 * Minus the score of each target's class, times the weight of the class: each by itself, their sum, or the sum divided
 * by that of the weights.
 */
export const nll = kernel(
  'nll',
  ([out, x, target, weight]: readonly [Memory, Memory, Memory, Memory | null], call: NllCall) => {
    const { reduction, batch, inner } = call
    const count = batch * inner
    const [to, scores] = [floatsOf(out), floatsOf(x)]
    const each = targetsOf(target, weight, call)
    const isEach = reduction === 'none'
    const round = rounding(x.dtype)
    const total = new Cascade(x.dtype, count)
    const share = new Cascade(x.dtype, count)
    if (isEach) to.fill(0, out.at, out.at + count)
    each((i, w, score) => {
      const value = -round(scores[x.at + score] * w)
      if (isEach) to[out.at + i] = value
      else {
        total.add(value, i)
        share.add(w, i)
      }
    })
    if (!isEach) to[out.at] = reduction === 'mean' ? total.sum() / share.sum() : total.sum()
  },
  { pairs: true },
)

/** The gradient by the scores: puts minus the weight of each target's class, times `g`, at its place, and 0 elsewhere. */
export const nllSlope = kernel(
  'nll-slope',
  ([out, g, target, weight]: readonly [Memory, Memory, Memory, Memory | null], call: NllCall) => {
    const { reduction, batch, classes, inner } = call
    const count = batch * inner
    const [to, gradients] = [floatsOf(out), floatsOf(g)]
    const each = targetsOf(target, weight, call)
    let total = 1
    if (reduction === 'mean') {
      const share = new Cascade(g.dtype, count)
      each((i, w) => share.add(w, i))
      total = share.sum()
    }
    const round = rounding(g.dtype)
    const step = reduction === 'none' ? 1 : 0
    to.fill(0, out.at, out.at + count * classes)
    each((i, w, score) => {
      to[out.at + score] = -w * round(gradients[g.at + i * step] / total)
    })
  },
  { pairs: true },
)
