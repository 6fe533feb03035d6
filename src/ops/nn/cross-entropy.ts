// `cross_entropy`: how surprising the wanted classes are under scores, for class indices and for class probabilities.
import { check, sizesText } from '../../base/errors.js'
import { sameSizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { type Reduction, reductionOf } from '../reduce/reduction.js'
import { nllLoss } from './nll-loss.js'

type Flag = boolean | null

/** A weight for each class, lying along the dimension of the classes. */
const alongClasses = (weight: Tensor, input: Tensor, classDim: number): Tensor =>
  weight.view(input.sizes.map((_, dim) => (dim === classDim ? weight.sizes[0] : 1)))

function checkSmoothing(smoothing: number): void {
  check(smoothing <= 1, () => `label_smoothing must be between 0.0 and 1.0. Got: ${smoothing}`)
}

/** Cross entropy of scores and class probabilities. */
function probabilityLoss(
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  smoothing: number,
): Tensor {
  const classDim = self.sizes.length === 1 ? 0 : 1
  const classes = self.sizes[classDim] ?? 1
  check(
    weight === null || (weight.sizes.length === 1 && weight.count === classes),
    () =>
      `cross_entropy: weight tensor should be defined either for all ${classes} classes or no classes but got ` +
      `weight tensor of shape: ${sizesText(weight?.sizes ?? [])}`,
  )
  const logs = self.log_softmax(classDim)
  let wanted = target
  if (smoothing > 0) {
    checkSmoothing(smoothing)
    wanted = target.mul(1 - smoothing).add(smoothing / classes)
  }
  const shares = logs.mul(wanted)
  const losses = weight === null ? shares : shares.mul(alongClasses(weight, logs, classDim))
  if (reduction === 'none') return losses.sum(classDim).neg()
  const total = losses.sum().neg()
  return reduction === 'mean' ? (call('_div_scalar', [total, self.count / classes]) as Tensor) : total
}

/** Cross entropy where each class gets a share of `smoothing`, whatever the target. */
function smoothedLoss(
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  ignoreIndex: number,
  smoothing: number,
): Tensor {
  const classDim = self.sizes.length === 1 ? 0 : 1
  const logs = self.log_softmax(classDim)
  const sharp = nllLoss(logs, target, weight, reduction, ignoreIndex)
  const all = weight === null ? logs : logs.mul(alongClasses(weight, logs, classDim))
  const ignored = target.eq(ignoreIndex)
  const losses = all.sum(classDim).neg().masked_fill(ignored, 0)
  let smooth = losses
  if (reduction === 'sum') smooth = losses.sum()
  else if (reduction === 'mean') {
    const counted = ignored.logical_not()
    smooth =
      weight === null
        ? losses.masked_select(counted).mean()
        : losses.sum().div(weight.gather(0, target.masked_select(counted).flatten()).sum())
  }
  const part = (loss: Tensor, share: number): Tensor => call('_mul_scalar', [loss, share]) as Tensor
  return part(sharp, 1 - smoothing).add(part(smooth, smoothing / self.sizes[classDim]))
}

op(
  'nn.functional.cross_entropy(Tensor input, Tensor target, Tensor? weight=None, bool? size_average=None, ' +
    "int ignore_index=-100, bool? reduce=None, str reduction='mean', float label_smoothing=0.0) -> Tensor",
  {
    doc:
      'Log-softmax of the scores `input`, then `nll_loss`: how surprising the target classes are. The target holds ' +
      "class indices, or class probabilities in the input's shape.",
    example: [
      'torch.nn.functional.cross_entropy(torch.tensor([[0.5, 1.5], [2.5, 0.25]]), torch.tensor([1, 0]))',
      'tensor(0.2067)',
    ],
    forward: (
      input: Tensor,
      target: Tensor,
      weight: Tensor | null,
      average: Flag,
      ignoreIndex: number,
      reduce: Flag,
      reduction: string,
      smoothing: number,
    ) => {
      const meant = reductionOf(average, reduce, reduction)
      if (sameSizes(input.sizes, target.sizes)) {
        check(
          target.dtype.is_floating_point,
          () =>
            `Expected floating point type for target with class probabilities, got ${target.dtype.scalarName}`,
        )
        check(ignoreIndex < 0, () => 'ignore_index is not supported for floating point target')
        return probabilityLoss(input, target, weight, meant, smoothing)
      }
      if (smoothing > 0) {
        checkSmoothing(smoothing)
        return smoothedLoss(input, target, weight, meant, ignoreIndex, smoothing)
      }
      const logs = input.log_softmax(input.sizes.length === 1 ? 0 : 1)
      return nllLoss(logs, target, weight, meant, ignoreIndex)
    },
  },
)
