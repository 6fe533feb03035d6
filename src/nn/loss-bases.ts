// What all losses begin with, those of one's own too: `torch.nn.modules.loss._Loss`, and `_WeightedLoss` for those with a
// weight for each class. Follows torch/nn/modules/loss.py.
import { bind } from '../base/keywords.js'
import { reductionOf } from '../ops/reduce/reduction.js'
import type { Tensor } from '../tensor/tensor.js'
import { truthOf } from './attributes.js'
import { Module } from './module.js'

export type Reduction = 'none' | 'mean' | 'sum' | 'batchmean'

/** What the old options `size_average` and `reduce` mean; null where neither is given. */
export function legacyReduction({ size_average, reduce }: Record<string, unknown>): Reduction | null {
  const [average, reduces] = [truthOf(size_average), truthOf(reduce)]
  return average === null && reduces === null ? null : reductionOf(average, reduces, 'mean')
}

const options = { size_average: null, reduce: null, reduction: 'mean' }

/** A loss: a module that knows how what it finds for each sample is summed up. */
export class LossBase extends Module {
  reduction: Reduction
  constructor(...args: unknown[]) {
    super()
    const bound = bind<Record<string, unknown>>('_Loss', args, options)
    this.reduction = legacyReduction(bound) ?? (bound.reduction as Reduction)
  }
}
Object.defineProperty(LossBase, 'name', { value: '_Loss' })

/** A loss with a weight for each class, which belongs to its state. */
export class WeightedLossBase extends LossBase {
  declare weight: Tensor | null
  constructor(...args: unknown[]) {
    const { weight, ...others } = bind<Record<string, unknown>>('_WeightedLoss', args, {
      weight: null,
      ...options,
    })
    super(others)
    this.register_buffer('weight', weight as Tensor | null)
  }
}
Object.defineProperty(WeightedLossBase, 'name', { value: '_WeightedLoss' })
