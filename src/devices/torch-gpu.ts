// `torch.gpu`: what there is to ask of the gpu. `torch.cuda` is another name of it, which PyTorch's users type.
import { defaultGenerator } from '../random/generator.js'
import { toDevice } from '../base/scalar.js'
import { getBackend, gpu, resolveDevice, startedBackend } from './device.js'
import { chooseBackend } from './gpu/backend.js'
import { collectBuffers, counts, heldBytes } from './held.js'

type AnyDevice = Parameters<typeof toDevice>[0]

/** Whether `device: 'gpu'` can be used here. What would run is told by `backend()`. */
export function is_available(): boolean {
  try {
    chooseBackend()
    return true
  } catch {
    return false
  }
}

/**
 * What runs the kernels: `'headlessgl'` (WebGL), `'webasm'` (WebAssembly) or `'cpu'` (JavaScript). The first that this
 * machine has, or what the environment variable DLTORCH_GPU_BACKEND names.
 *
 * @throws RuntimeError when DLTORCH_GPU_BACKEND names one that does not run here
 */
export const backend = (): string => getBackend().name

/** How many gpus there are: one, or none. */
export const device_count = (): number => (is_available() ? 1 : 0)
/** The number of the gpu in use. */
export const current_device = (): number => gpu.index as number

/** What computes, in words. */
export function get_device_name(device?: unknown): string {
  if (device !== undefined && device !== null && typeof device !== 'number')
    resolveDevice(toDevice(device as AnyDevice))
  return getBackend().description
}

/** Waits until everything asked of the gpu is done. */
export function synchronize(): void {
  startedBackend()?.synchronize()
}

/** Gives back the memory of tensors that are gone. */
export function empty_cache(): void {
  if (startedBackend() !== null) collectBuffers()
}

/** Bytes that tensors hold on the gpu. Looks for those that are gone first, which takes some milliseconds. */
export const memory_allocated = (): number => heldBytes()

/** Seeds the generator. There is one for all devices: random numbers are drawn on the CPU, with the same digits. */
export const manual_seed = (seed: number | bigint): void => {
  defaultGenerator.manual_seed(seed)
}
/** The same as `manual_seed`: there is one generator. */
export const manual_seed_all = manual_seed

export interface GpuStats {
  /** Tensors that went to the gpu, and came back. */
  uploads: number
  downloads: number
  kernels_compiled: number
  kernels_run: number
  /** As `memory_allocated()`. */
  bytes_held: number
}

/** Counts since the start, and the bytes that tensors hold now. */
export const stats = (): GpuStats => ({
  uploads: counts.uploads,
  downloads: counts.downloads,
  kernels_compiled: startedBackend()?.compiled ?? 0,
  kernels_run: counts.kernels,
  bytes_held: heldBytes(),
})
