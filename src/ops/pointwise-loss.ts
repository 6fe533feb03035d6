/**
 * Losses that compare element with element, each as one loop: forward sums up without writing the single losses
 * down, backward is one more loop. Knows nothing of particular losses.
 *
 * Note [Losses in one loop]. A loss of a learner's network has few elements, so what counts is how many ops it is
 * made of. `slope` is the textbook derivative by the input in tensor ops: it is used when the backward pass is
 * itself recorded, and is what the loop `step` is tested against.
 */
import { modes } from '../autograd/modes.js'
import { type DType, float32, float64 } from '../tensor/dtype.js'
import { numelOf, sameSizes, type Sizes } from '../tensor/layout.js'
import { emptyTensor, type Tensor, writeElement } from '../tensor/tensor.js'
import { castTo } from './copy.js'
import { compileLoop, compileSum, type Fold, type Loop } from './loops.js'
import type { Reduction } from './reduction.js'

/** What one call of a loss compares. */
export interface Comparison {
  readonly input: Tensor
  readonly target: Tensor
  /** Multiplies the single losses. */
  readonly weight: Tensor | null
  /** `beta` or `delta`; what else a formula depends on. */
  readonly option: number
  readonly reduction: Reduction
  /** The common shape. */
  readonly sizes: Sizes
  /** What the result is, and what is computed in. */
  readonly dtype: DType
}

interface Formulas {
  /** The loss of one element. */
  readonly loss: (x: number, t: number, weight: number, option: number) => number
  /** `loss` for float32, where a step in between has to be rounded to it. */
  readonly float32?: (x: number, t: number, weight: number, option: number) => number
  /** Its derivative by x times the gradient g. */
  readonly step: (g: number, x: number, t: number, weight: number, option: number) => number
  /** The derivative by the input in tensor ops, without the weight. */
  readonly slope: (x: Tensor, t: Tensor, option: number) => Tensor
}

/** The elements in row-major order, in the dtype that is computed in. */
function dense(tensor: Tensor, dtype: DType, sizes: Sizes): Tensor {
  const cast = tensor.dtype === dtype ? tensor : castTo(tensor, dtype)
  if (cast.contiguousFlag && sameSizes(cast.sizes, sizes)) return cast
  return cast.expand(sizes as number[]).contiguous()
}

const inner = (dtype: DType): DType => (dtype === float64 ? float64 : float32)

export class PointwiseLoss {
  private readonly maps: Record<string, Loop> = {}
  private readonly sums: Record<string, Fold> = {}
  private readonly steps: Record<string, Loop> = {}

  constructor(
    private readonly name: string,
    private readonly formulas: Formulas,
  ) {}

  private formula(dtype: DType): Formulas['loss'] {
    return dtype === float32 ? (this.formulas.float32 ?? this.formulas.loss) : this.formulas.loss
  }

  /** The loss, outside any graph. */
  value(comparison: Comparison): Tensor {
    const { weight, option, reduction, sizes } = comparison
    const dtype = inner(comparison.dtype)
    const x = dense(comparison.input, dtype, sizes)
    const t = dense(comparison.target, dtype, sizes)
    const w = weight === null ? null : dense(weight, dtype, sizes)
    const kinds = w === null ? 'ttss' : 'ttts'
    const key = dtype.name + kinds
    const count = numelOf(sizes)
    let out: Tensor
    if (reduction === 'none') {
      out = emptyTensor(sizes, dtype)
      const loop = (this.maps[key] ??= compileLoop(this.formula(dtype), kinds, false, `${this.name} ${key}`))
      const [xs, ts, os] = [x.storage.array, t.storage.array, out.storage.array]
      if (w === null) loop(count, os, out.offset, 1, xs, x.offset, 1, ts, t.offset, 1, 1, option)
      else
        loop(count, os, out.offset, 1, xs, x.offset, 1, ts, t.offset, 1, w.storage.array, w.offset, 1, option)
    } else {
      const sum = (this.sums[key] ??= compileSum(this.formula(dtype), kinds, `${this.name} sum ${key}`))
      const [xs, ts] = [x.storage.array, t.storage.array]
      const total =
        w === null
          ? sum(count, xs, x.offset, ts, t.offset, 1, option)
          : sum(count, xs, x.offset, ts, t.offset, w.storage.array, w.offset, option)
      out = emptyTensor([], dtype)
      writeElement(dtype, out.storage.array, out.offset, reduction === 'mean' ? total / count : total)
    }
    return castTo(out, comparison.dtype)
  }

  /** The gradient by the input. */
  gradient(g: Tensor, comparison: Comparison): Tensor {
    const { input, target, weight, option, reduction, sizes } = comparison
    const count = numelOf(sizes)
    if (modes.grad) return weighed(this.formulas.slope(input, target, option), g, comparison)
    const dtype = inner(comparison.dtype)
    const x = dense(input, dtype, sizes)
    const t = dense(target, dtype, sizes)
    const w = weight === null ? null : dense(weight, dtype, sizes)
    const kinds = (reduction === 'none' ? 'tt' : 'st') + (w === null ? 'tss' : 'tts')
    const key = dtype.name + kinds
    const loop = (this.steps[key] ??= compileLoop(
      this.formulas.step,
      kinds,
      false,
      `${this.name} gradient ${key}`,
    ))
    const out = emptyTensor(sizes, dtype)
    const operands: unknown[] = []
    if (reduction === 'none') {
      const each = dense(g, dtype, sizes)
      operands.push(each.storage.array, each.offset, 1)
    } else {
      const whole = Number(g.elementAt(g.offset))
      operands.push(reduction === 'mean' ? whole / count : whole)
    }
    operands.push(x.storage.array, x.offset, 1, t.storage.array, t.offset, 1)
    if (w === null) operands.push(1)
    else operands.push(w.storage.array, w.offset, 1)
    loop(count, out.storage.array, out.offset, 1, ...operands, option)
    return out
  }
}

/** `slope`, weighed and shared out as the losses were. */
export function weighed(slope: Tensor, g: Tensor, { weight, reduction, sizes }: Comparison): Tensor {
  const each = slope.mul(reduction === 'mean' ? g.div(numelOf(sizes)) : g)
  return weight === null ? each : each.mul(weight)
}
