// What a device's form of a named kernel is.
import type { Tensor } from '../../tensor/tensor.js'

/** Takes the tensors and numbers that the kernel does; gives tensors for those that are written, null where none was asked for. */
export type DeviceForm = (
  tensors: readonly (Tensor | null)[],
  ...numbers: any[]
) => readonly (Tensor | null)[]
