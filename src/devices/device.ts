// The device there is besides the CPU, whether it is in use, and the backend that computes there.
import { RuntimeError } from '../base/errors.js'
import { cpu, Device, toDevice } from '../base/scalar.js'
import type { Backend } from './backend.js'
import { loadBackend } from './gpu/load.js'

/** The one device there is besides the CPU. */
export const gpu = new Device('gpu', 0)

/** Whether any tensor ever left the CPU: until then, nothing has to ask where a tensor is. */
export const devices = { inUse: false }

let backend: Backend | null = null

/** The backend, started when first asked for. */
export function getBackend(): Backend {
  if (backend === null) {
    backend = loadBackend()
    devices.inUse = true
  }
  return backend
}

/** The backend if it has been started. */
export const startedBackend = (): Backend | null => backend

let defaultDevice: Device = cpu

/** Where new tensors are made when nothing else is said. */
export const get_default_device = (): Device => defaultDevice
/** Sets where new tensors are made when nothing else is said: `torch.set_default_device('gpu')`. */
export function set_default_device(device: string | Device | null): void {
  defaultDevice = device === null ? cpu : (resolveDevice(toDevice(device)) ?? cpu)
}

/** The device that a `device=` names, which must be one that there is; null for the CPU. */
export function resolveDevice(device: Device): Device | null {
  if (device.type === 'cpu') return null
  if (device.type !== 'gpu')
    throw new RuntimeError(`device '${device}' is not available here: there are 'cpu' and 'gpu'`)
  if (device.index !== null && device.index !== 0)
    throw new RuntimeError(`CUDA error: invalid device ordinal (there is one gpu: 'gpu:0', not '${device}')`)
  getBackend()
  return gpu
}
