// Losses that compare element with element: one loop forward and one backward. Knows nothing of particular losses.
//
// Note [Losses in one loop]. A loss of a learner's network has few elements, so what counts is how many ops it is
// made of. `slope` is the textbook derivative by the input in tensor ops: it is used when the backward pass is
// itself recorded, and is what the loop over `step` is tested against.
import { modes } from '../../tensor/modes.js'
import { type DType, float32, float64 } from '../../base/dtype.js'
import { numelOf, sameSizes, type Sizes } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { castTo } from '../../engine/copy.js'
import { run } from '../../engine/run.js'
import {
  type Formulas,
  loss,
  LossFormulas,
  lossSlope,
  type Round,
  type VectorizedFormulas,
} from '../../kernels/pointwise-loss.js'
import { sum } from '../../kernels/reduce.js'
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

/** The elements in row-major order, in the dtype that is computed in. */
function dense(tensor: Tensor, dtype: DType, sizes: Sizes): Tensor {
  const cast = tensor.dtype === dtype ? tensor : castTo(tensor, dtype)
  if (cast.contiguousFlag && sameSizes(cast.sizes, sizes)) return cast
  return cast.expand(sizes as number[]).contiguous()
}

const inner = (dtype: DType): DType => (dtype === float64 ? float64 : float32)

export class PointwiseLoss {
  readonly #formulas: LossFormulas
  readonly #slope: (x: Tensor, t: Tensor, option: number) => Tensor

  /**
   * @param make the formulas, given how to round
   * @param slope the derivative by the input in tensor ops, without the weight
   * @param calls what the formulas call besides how to round
   * @param vectorized what of them PyTorch computes with vector functions
   */
  constructor(
    name: string,
    make: (r: Round) => Formulas,
    slope: (x: Tensor, t: Tensor, option: number) => Tensor,
    calls: readonly ((...values: any[]) => unknown)[] = [],
    vectorized: VectorizedFormulas = {},
  ) {
    this.#formulas = new LossFormulas(name, make, calls, vectorized)
    this.#slope = slope
  }

  /** The loss, outside any graph. */
  value(comparison: Comparison): Tensor {
    const { input, target, weight, option, reduction, sizes } = comparison
    const dtype = inner(comparison.dtype)
    const x = dense(input, dtype, sizes)
    const t = dense(target, dtype, sizes)
    const w = weight === null ? null : dense(weight, dtype, sizes)
    const each = emptyTensor(sizes, dtype, x.device)
    const { count, strides } = each
    run(loss, [each, x, t, w], this.#formulas, option, count)
    let result = each
    if (reduction !== 'none') {
      result = emptyTensor([], dtype, x.device)
      run(sum, [result, each], null, reduction === 'mean' ? count : 1, sizes, strides, true)
    }
    return dtype === comparison.dtype ? result : castTo(result, comparison.dtype)
  }

  /** The gradient by the input. */
  gradient(g: Tensor, comparison: Comparison): Tensor {
    const { input, target, weight, option, reduction, sizes } = comparison
    if (modes.grad) return weighed(this.#slope(input, target, option), g, comparison)
    const dtype = inner(comparison.dtype)
    const isEach = reduction === 'none'
    const gradient = dense(g, dtype, isEach ? sizes : g.sizes)
    const x = dense(input, dtype, sizes)
    const t = dense(target, dtype, sizes)
    const w = weight === null ? null : dense(weight, dtype, sizes)
    const out = emptyTensor(sizes, dtype, x.device)
    const n = reduction === 'mean' ? out.count : 1
    run(lossSlope, [out, gradient, x, t, w], this.#formulas, option, n, isEach, out.count)
    return out
  }
}

/** `slope`, weighed and shared out as the losses were. */
export function weighed(slope: Tensor, g: Tensor, { weight, reduction, sizes }: Comparison): Tensor {
  const each = slope.mul(reduction === 'mean' ? g.div(numelOf(sizes)) : g)
  return weight === null ? each : each.mul(weight)
}
