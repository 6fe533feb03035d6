// What all losses begin with, those of one's own too: `torch.nn.modules.loss._Loss`, and `_WeightedLoss` for those with a
// weight for each class. Follows torch/nn/modules/loss.py.
import { bind } from '../base/keywords.js'
import { RuntimeError } from '../base/errors.js'
import { reductionOf } from '../ops/reduce/reduction.js'
import { Tensor } from '../tensor/tensor.js'
import { Module } from './module.js'

export type Reduction = 'none' | 'mean' | 'sum' | 'batchmean'

/** What the old options `size_average` and `reduce` mean; null where neither is given. */
export function legacyReduction({ size_average, reduce }: Record<string, unknown>): Reduction | null {
  const [average, reduces] = [truthOf(size_average), truthOf(reduce)]
  return average === null && reduces === null ? null : reductionOf(average, reduces, 'mean')
}

/** Tensors given to the constructor, not to the loss, come as these options: only one of one element has a truth. */
function truthOf(value: unknown): boolean | null {
  if (value === null || value === undefined) return null
  if (!(value instanceof Tensor)) return Boolean(value)
  if (value.count !== 1)
    throw new RuntimeError(
      `Boolean value of Tensor with ${value.count === 0 ? 'no values' : 'more than one value'} is ambiguous`,
    )
  return Boolean(value.item())
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
