// Forms of the kernels of losses that compare element with element, for a device: the same formulas, mapped.
import type { KernelName } from '../../kernels/kernel.js'
import type { LossFormulas } from '../../kernels/pointwise-loss.js'
import { mapElements } from '../elementwise.js'
import type { DeviceForm } from './form.js'

const loss: DeviceForm = ([out, x, t, w], { name, float32, functions }: LossFormulas, option: number) => {
  const { sizes, dtype } = out!
  return [mapElements(`${name} loss`, float32.loss, [x, t, w ?? 1, option], { sizes, dtype, functions })]
}

const lossSlope: DeviceForm = (
  [out, g, x, t, w],
  { name, float32, functions }: LossFormulas,
  option: number,
  n: number,
) => {
  const { sizes, dtype } = out!
  const operands = [g, x, t, w ?? 1, option, n]
  return [mapElements(`${name} step`, float32.step, operands, { sizes, dtype, functions })]
}

export const lossForms: Partial<Record<KernelName, DeviceForm>> = { loss, 'loss-slope': lossSlope }
