// Forms of the kernels of the negative log-likelihood for a device; see kernels/nll.ts for what they take.
import type { KernelName } from '../../kernels/kernel.js'
import type { NllCall } from '../../kernels/nll.js'
import type { Tensor } from '../../tensor/tensor.js'
import { type Numbers, runFormula } from '../by-place.js'
import { quotient } from '../elementwise.js'
import type { DeviceForm } from './form.js'

function lossOfTarget(
  i: number,
  x: Numbers,
  target: Numbers,
  weight: Numbers,
  isWeighted: number,
  classes: number,
  inner: number,
  ignored: number,
): number {
  const c = target[i]
  if (c === ignored) return 0
  if (!(c >= 0 && c < classes)) return NaN
  const b = quotient(i, inner)
  const value = -x[(b * classes + c) * inner + (i - b * inner)]
  return isWeighted > 0 ? value * weight[c] : value
}
function weightOfTarget(
  i: number,
  target: Numbers,
  weight: Numbers,
  isWeighted: number,
  classes: number,
  ignored: number,
): number {
  const c = target[i]
  if (c === ignored) return 0
  if (!(c >= 0 && c < classes)) return NaN
  return isWeighted > 0 ? weight[c] : 1
}
function slopeOfScore(
  i: number,
  g: Numbers,
  target: Numbers,
  weight: Numbers,
  total: Numbers,
  isWeighted: number,
  classes: number,
  inner: number,
  ignored: number,
  step: number,
): number {
  const q = quotient(i, inner)
  const b = quotient(q, classes)
  const c = q - b * classes
  const place = b * inner + (i - q * inner)
  if (target[place] !== c || c === ignored) return 0
  const value = -g[place * step] / total[0]
  return isWeighted > 0 ? value * weight[c] : value
}

/** What all formulas take: the targets, the weights (where there are none something in their place), and whether they count. */
const weightsOf = (target: Tensor, weight: Tensor | null): [Tensor, Tensor, number] => [
  target,
  weight ?? target,
  weight === null ? 0 : 1,
]

const nll: DeviceForm = ([out, x, target, weight], { reduction, ignored, classes, inner }: NllCall) => {
  const { sizes } = target as Tensor
  const { dtype } = out as Tensor
  const args = [...weightsOf(target as Tensor, weight), classes] as const
  const each = runFormula(lossOfTarget, sizes, dtype, x as Tensor, ...args, inner, ignored)
  if (reduction === 'none') return [each]
  if (reduction === 'sum') return [each.sum()]
  return [each.sum().div(runFormula(weightOfTarget, sizes, dtype, ...args, ignored).sum())]
}

const nllSlope: DeviceForm = ([out, g, target, weight], { reduction, ignored, classes, inner }: NllCall) => {
  const { sizes, dtype } = out as Tensor
  const [targets, weights, isWeighted] = weightsOf(target as Tensor, weight)
  const total =
    reduction === 'mean'
      ? runFormula(weightOfTarget, targets.sizes, dtype, targets, weights, isWeighted, classes, ignored).sum()
      : (g as Tensor).new_ones([])
  const rest = [isWeighted, classes, inner, ignored, reduction === 'none' ? 1 : 0]
  return [runFormula(slopeOfScore, sizes, dtype, g as Tensor, targets, weights, total, ...rest)]
}

export const nllForms: Partial<Record<KernelName, DeviceForm>> = { nll, 'nll-slope': nllSlope }
