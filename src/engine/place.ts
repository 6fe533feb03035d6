// Moves tensors between devices, and gives their memory more room.
import { allocate } from '../memory/allocate.js'
import { checkDeviceDType, fitsDevice, isOnDevice } from '../devices/device-storage.js'
import { growOnDevice, toDevice, toHost } from '../devices/transfer.js'
import { type DType, float64 } from '../base/dtype.js'
import { cpu, type Device } from '../base/scalar.js'
import { warn } from '../base/warnings.js'
import type { Tensor } from '../tensor/tensor.js'
import { castTo } from './copy.js'

/** A tensor made on the CPU, on `device`. */
export const onto = (tensor: Tensor, device: Device): Tensor => (device === cpu ? tensor : toDevice(tensor))

/**
 * The elements in another dtype (or the same) in new memory, on `device`; null for where they are. A single number counts as one of
 * any device: in a dtype that a device cannot hold, such as float64 for an accuracy, it comes to the CPU.
 */
export function castOnto(tensor: Tensor, dtype: DType, device: Device | null): Tensor {
  if (device === null && tensor.sizes.length === 0 && isOnDevice(tensor) && !fitsDevice(dtype)) {
    warn(`The gpu has no ${dtype.name}: a number in it is one on the cpu.`)
    return castTo(toHost(tensor), dtype)
  }
  if (device === null || device.type === tensor.device.type) return castTo(tensor, dtype)
  if (device.type === 'cpu') return castTo(toHost(tensor), dtype)
  checkDeviceDType(dtype)
  return toDevice(tensor.dtype === dtype ? tensor : castTo(tensor, dtype))
}

/** For steps in between: a tensor of floats in float64, or where that is not to be had, as it is. */
export const widest = (tensor: Tensor): Tensor => (isOnDevice(tensor) ? tensor : castTo(tensor, float64))

/** Gives the memory behind a tensor, for all its views, at least `count` elements. */
export function growStorage(tensor: Tensor, count: number): void {
  const { memory, dtype } = tensor
  if (count <= memory.length) return
  if (isOnDevice(tensor)) {
    growOnDevice(tensor, count * dtype.slots)
    return
  }
  memory.moveTo(allocate(dtype, count))
}
