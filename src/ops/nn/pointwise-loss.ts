/**
 * Losses that compare element with element: one loop forward and one backward. Knows nothing of particular losses.
 *
 * Note [Losses in one loop]. A loss of a learner's network has few elements, so what counts is how many ops it is
 * made of. `slope` is the textbook derivative by the input in tensor ops: it is used when the backward pass is
 * itself recorded, and is what the loop over `step` is tested against.
 */
import { modes } from '../../tensor/modes.js'
import type { Formula } from '../../devices/backend.js'
import { isOnDevice } from '../../devices/device-storage.js'
import { type DType, float32, float64 } from '../../base/dtype.js'
import { rounding } from '../../base/half.js'
import { numelOf, sameSizes, type Sizes } from '../../base/layout.js'
import { writeElement } from '../../memory/elements.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { cascadeSumOfRow } from '../../kernels/cascade-sum.js'
import { castTo } from '../../engine/copy.js'
import { compileLoop, type Loop } from '../../kernels/loops.js'
import { mapElements, type Operand } from '../../devices/elementwise.js'
import type { Reduction } from '../reduce/reduction.js'

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

/** Rounds as the dtype does: to float32, or not at all. PyTorch's last digit depends on every step in between. */
export type Round = (x: number) => number

interface Formulas {
  /** The loss of one element. */
  readonly loss: (x: number, t: number, weight: number, option: number) => number
  /** Its derivative by x times the gradient g, divided by n, over which the losses were averaged. */
  readonly step: (g: number, x: number, t: number, weight: number, option: number, n: number) => number
}

/** The elements in row-major order, in the dtype that is computed in. */
function dense(tensor: Tensor, dtype: DType, sizes: Sizes): Tensor {
  const cast = tensor.dtype === dtype ? tensor : castTo(tensor, dtype)
  if (cast.contiguousFlag && sameSizes(cast.sizes, sizes)) return cast
  return cast.expand(sizes as number[]).contiguous()
}

const inner = (dtype: DType): DType => (dtype === float64 ? float64 : float32)

export class PointwiseLoss {
  private readonly formulas: Record<'float32' | 'float64', Formulas>
  private readonly loops: Record<string, Loop> = {}
  private readonly functions: ReadonlyMap<string, Formula>

  /**
   * @param make the formulas, given how to round
   * @param slope the derivative by the input in tensor ops, without the weight
   */
  constructor(
    private readonly name: string,
    make: (r: Round) => Formulas,
    private readonly slope: (x: Tensor, t: Tensor, option: number) => Tensor,
    /** What the formulas call besides how to round. */
    calls: readonly Formula[] = [],
  ) {
    // On a device every number is a float32: nothing has to be rounded.
    this.functions = new Map([['r', (x: number) => x], ...calls.map((one) => [one.name, one] as const)])
    this.formulas = { float32: make(Math.fround), float64: make((x) => x) }
  }

  private loop(which: keyof Formulas, kinds: string, dtype: DType): Loop {
    const key = `${which} ${dtype.name} ${kinds}`
    return (this.loops[key] ??= compileLoop(
      this.formulas[dtype.name as 'float32' | 'float64'][which],
      kinds,
      false,
      `${this.name} ${key}`,
    ))
  }

  private onDevice(which: keyof Formulas, operands: readonly Operand[], sizes: Sizes): Tensor {
    const { functions } = this
    return mapElements(`${this.name} ${which}`, this.formulas.float32[which], operands, {
      sizes,
      dtype: float32,
      functions,
    })
  }

  /** The loss, outside any graph. */
  value(comparison: Comparison): Tensor {
    const { weight, option, reduction, sizes } = comparison
    const dtype = inner(comparison.dtype)
    if (isOnDevice(comparison.input)) {
      const operands = [comparison.input, comparison.target, weight ?? 1, option]
      const each = this.onDevice('loss', operands, sizes)
      return reduction === 'none' ? each : reduction === 'mean' ? each.mean() : each.sum()
    }
    const x = dense(comparison.input, dtype, sizes)
    const t = dense(comparison.target, dtype, sizes)
    const count = numelOf(sizes)
    const each = emptyTensor(sizes, dtype)
    const out = each.storage.array
    const [xs, ts] = [x.storage.array, t.storage.array]
    if (weight === null) {
      const loop = this.loop('loss', 'ttss', dtype)
      loop(count, out, each.offset, 1, xs, x.offset, 1, ts, t.offset, 1, 1, option)
    } else {
      const w = dense(weight, dtype, sizes)
      const loop = this.loop('loss', 'ttts', dtype)
      loop(count, out, each.offset, 1, xs, x.offset, 1, ts, t.offset, 1, w.storage.array, w.offset, 1, option)
    }
    if (reduction === 'none') return castTo(each, comparison.dtype)
    const total = cascadeSumOfRow(out as Float32Array | Float64Array, each.offset, each.count)
    const result = emptyTensor([], dtype)
    // A mean divides the sum that the dtype holds.
    const value = reduction === 'mean' ? rounding(comparison.dtype)(total) / count : total
    writeElement(dtype, result.storage.array, result.offset, value)
    return castTo(result, comparison.dtype)
  }

  /** The gradient by the input. */
  gradient(g: Tensor, comparison: Comparison): Tensor {
    const { input, target, weight, option, reduction, sizes } = comparison
    if (modes.grad) return weighed(this.slope(input, target, option), g, comparison)
    const count = numelOf(sizes)
    const dtype = inner(comparison.dtype)
    if (isOnDevice(input))
      return this.onDevice(
        'step',
        [g, input, target, weight ?? 1, option, reduction === 'mean' ? count : 1],
        sizes,
      )
    const x = dense(input, dtype, sizes)
    const t = dense(target, dtype, sizes)
    const out = emptyTensor(sizes, dtype)
    let kinds = 's'
    const operands: unknown[] = []
    if (reduction === 'none') {
      const each = dense(g, dtype, sizes)
      kinds = 't'
      operands.push(each.storage.array, each.offset, 1)
    } else operands.push(Number(g.elementAt(g.offset)))
    operands.push(x.storage.array, x.offset, 1, t.storage.array, t.offset, 1)
    if (weight === null) operands.push(1)
    else {
      const w = dense(weight, dtype, sizes)
      operands.push(w.storage.array, w.offset, 1)
    }
    kinds += weight === null ? 'ttsss' : 'tttss'
    operands.push(option, reduction === 'mean' ? count : 1)
    this.loop('step', kinds, dtype)(count, out.storage.array, out.offset, 1, ...operands)
    return out
  }
}

/** `slope`, weighed and shared out as the losses were. */
export function weighed(slope: Tensor, g: Tensor, { weight, reduction, sizes }: Comparison): Tensor {
  const each = slope.mul(reduction === 'mean' ? g.div(numelOf(sizes)) : g)
  return weight === null ? each : each.mul(weight)
}
