// The namespace `torch.cuda`: what torch.gpu tells, with what scripts for CUDA ask besides, answered truly or refused.
import { getBackend } from '../devices/device.js'
import { RuntimeError } from '../base/errors.js'
import { bind } from '../base/keywords.js'
import { chooseBackend } from '../devices/gpu/backend.js'
import { is_available as isGpuAvailable, memory_allocated, synchronize } from '../devices/torch-gpu.js'
import { peakBytes, restPeak } from '../devices/held.js'
import { callable } from '../nn/callable.js'
import { defaultGenerator } from '../random/generator.js'
import { type Amp, cuda as cudaAmp } from './amp.js'
import { leftOutModule, refusing } from '../ops/left-out.js'

export * from '../devices/torch-gpu.js'
export type { Amp }

export const amp: Amp = cudaAmp

// ---- one device, one stream ----

/** Whether CUDA_VISIBLE_DEVICES leaves the one card visible: CUDA reads its numbers up to the first that names no card. */
function isVisible(): boolean {
  const asked = process.env.CUDA_VISIBLE_DEVICES
  return asked === undefined || /^\s*\+?0+\s*(,|$)/.test(asked) || /^\s*(GPU|MIG)-/.test(asked)
}

/**
 * Whether there is a graphics card: a GL context, or what DLTORCH_GPU_BACKEND asks for. Without, the device named 'cuda' is
 * there too, but the CPU computes it, in single precision and slower than by itself, so that a script that asks here
 * had better take the CPU. So it does where `CUDA_VISIBLE_DEVICES=` hides the card, as it hides CUDA's.
 * `torch.gpu.is_available()` tells whether the device can be used at all.
 */
export const is_available = (): boolean =>
  isVisible() &&
  isGpuAvailable() &&
  (Boolean(process.env.DLTORCH_GPU_BACKEND) || chooseBackend() === 'headlessgl')
/** How many graphics cards there are: one, or none. */
export const device_count = (): number => (is_available() ? 1 : 0)

/** What PyTorch throws where a card has no memory left. */
export class OutOfMemoryError extends RuntimeError {}

/** Whether a gpu was used. */
export const is_initialized = (): boolean => is_available()
/** Makes the gpu ready; the first tensor on it does so by itself. */
export function init(): void {
  getBackend()
}
/** Makes a device the current one: there is one alone. */
export function set_device(device: unknown): void {
  const index =
    typeof device === 'number' ? device : ((device as { index?: number | null } | null)?.index ?? 0)
  if (index > 0) throw new RuntimeError('CUDA error: invalid device ordinal')
}
class DeviceContextClass {
  constructor(device: unknown) {
    set_device(device)
  }
  __enter__(): null {
    return null
  }
  __exit__(..._raised: unknown[]): boolean {
    return false
  }
  [Symbol.dispose](): void {
    // The device was the current one before.
  }
}
/** A region in which a device is the current one. */
export const device = callable(DeviceContextClass, 'device')

class StreamClass {
  synchronize(): void {
    synchronize()
  }
  query(): boolean {
    synchronize()
    return true
  }
  wait_stream(_other: unknown): void {
    // All work is in one order.
  }
  wait_event(_event: unknown): void {
    // All work is in one order.
  }
  record_event(event: InstanceType<typeof Event> = new Event()): InstanceType<typeof Event> {
    event.record()
    return event
  }
  __enter__(): this {
    return this
  }
  __exit__(..._raised: unknown[]): boolean {
    return false
  }
}
/** An order of work. There is one. */
export const Stream = callable(StreamClass, 'Stream')
const only = new StreamClass()
/** The order of work: there is one. */
export const current_stream = (_device?: unknown): StreamClass => only
/** The order of work: there is one. */
export const default_stream = (_device?: unknown): StreamClass => only
/** A region whose work goes to a stream. */
export const stream = (which: StreamClass | null): StreamClass => which ?? only

class EventClass {
  readonly #isTimed: boolean
  #at: number | null = null
  constructor(...args: unknown[]) {
    const { enable_timing } = bind<{ enable_timing: boolean }>('Event', args, {
      enable_timing: false,
      blocking: false,
      interprocess: false,
    } as never)
    this.#isTimed = enable_timing
  }
  /** Notes the time at which everything asked for so far is done. */
  record(_stream: unknown = null): void {
    synchronize()
    this.#at = performance.now()
  }
  synchronize(): void {
    synchronize()
  }
  query(): boolean {
    return true
  }
  wait(_stream: unknown = null): void {
    synchronize()
  }
  /** Milliseconds from this event to another one. */
  elapsed_time(end_event: EventClass): number {
    if (!this.#isTimed || !end_event.#isTimed)
      throw new RuntimeError('Both events must be created with argument enable_timing=True')
    if (this.#at === null || end_event.#at === null)
      throw new RuntimeError('Both events must be recorded before calculating elapsed time.')
    return end_event.#at - this.#at
  }
}
/** A place in the work, to measure times by. */
export const Event = callable(EventClass, 'Event')

// ---- memory ----

/** The most bytes that tensors held on the gpu. */
export const max_memory_allocated = (_device?: unknown): number => peakBytes()
/** What is held is what tensors hold: no memory is kept for later. */
export const memory_reserved = (_device?: unknown): number => memory_allocated()
/** The same as `max_memory_allocated`: no memory is kept for later. */
export const max_memory_reserved = max_memory_allocated
/** An old name of `memory_reserved`. */
export const memory_cached = memory_reserved
/** An old name of `max_memory_reserved`. */
export const max_memory_cached = max_memory_allocated
/** Begins to look for the most again. */
export const reset_peak_memory_stats = (_device?: unknown): void => {
  restPeak()
}
/** An old name of `reset_peak_memory_stats`. */
export const reset_max_memory_allocated = reset_peak_memory_stats
/** An old name of `reset_peak_memory_stats`. */
export const reset_max_memory_cached = reset_peak_memory_stats
/** Memory of other processes is not kept. */
export const ipc_collect = (): void => {}

// ---- random numbers: one generator for all devices ----

/** The seed of the generator, which all devices share. */
export const initial_seed = (): number | bigint => defaultGenerator.initial_seed()
/** Seeds the generator, which all devices share, with a number that nobody can foresee. */
export const seed = (): void => {
  defaultGenerator.seed()
}
/** The same as `seed`: there is one generator. */
export const seed_all = seed

// ---- what there is not ----

/** Whether there are numbers of 16 bits: there are, computed in single precision. */
export const has_half = true
/** Whether there is MAGMA: there is not. */
export const has_magma = false
/** Whether the card computes in bfloat16: it does not. */
export const is_bf16_supported = (): boolean => false
/** The architectures of CUDA that there are kernels for: none. */
export const get_arch_list = (): string[] => []
/** The flags of NVCC that the kernels were made with: none. */
export const get_gencode_flags = (): string => ''
/** Whether calls are recorded as a graph: they never are. */
export const is_current_stream_capturing = (): boolean => false

const untold = 'gpu.js does not tell it; torch.gpu.backend() and get_device_name() say what computes'
const refused = (name: string, because = untold): Function => refusing(`torch.cuda.${name}`, because)
export const get_device_properties: Function = refused('get_device_properties')
export const get_device_capability: Function = refused('get_device_capability')
export const mem_get_info: Function = refused('mem_get_info')
export const memory_stats: Function = refused('memory_stats')
export const memory_summary: Function = refused('memory_summary')
export const memory_snapshot: Function = refused('memory_snapshot')
export const utilization: Function = refused('utilization')
export const memory_usage: Function = refused('memory_usage')
export const list_gpu_processes: Function = refused('list_gpu_processes')
export const set_per_process_memory_fraction: Function = refused('set_per_process_memory_fraction')
const oneGenerator = 'there is one generator for all devices, so call that of torch itself'
export const get_rng_state: Function = refused('get_rng_state', oneGenerator)
export const get_rng_state_all: Function = refused('get_rng_state_all', oneGenerator)
export const set_rng_state: Function = refused('set_rng_state', oneGenerator)
export const set_rng_state_all: Function = refused('set_rng_state_all', oneGenerator)
const noGraphs = 'calls are not recorded as graphs; they run as they are made'
export const CUDAGraph: Function = refused('CUDAGraph', noGraphs)
export const graph: Function = refused('graph', noGraphs)
export const make_graphed_callables: Function = refused('make_graphed_callables', noGraphs)
export const nvtx: object = leftOutModule(
  'torch.cuda.nvtx',
  'there is no such profiler here; torch.profiler is',
)
export const nccl: object = leftOutModule('torch.cuda.nccl', 'there is one device')
