/** The forms of named kernels that a device has, by name. See Note [Named kernels] in engine/run.ts. */
import type { KernelName } from '../kernels/kernel.js'
import type { Tensor } from '../tensor/tensor.js'
import { pickingForms } from './forms/picking.js'

/** Takes the tensors and numbers that the kernel does; gives new tensors for those that are written. */
export type DeviceForm = (tensors: readonly (Tensor | null)[], ...numbers: any[]) => readonly Tensor[]

export const forms: Partial<Record<KernelName, DeviceForm>> = {
  ...(pickingForms as Record<string, DeviceForm>),
}
