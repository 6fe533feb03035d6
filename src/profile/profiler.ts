// Profilers: `profile` of torch.autograd.profiler and of torch.profiler, and `record_function`, which gives a part of a
// program a name. Follows torch/autograd/profiler.py and torch/profiler/profiler.py.
import { mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AssertionError, AttributeError, RuntimeError, ValueError } from '../base/errors.js'
import { bind } from '../base/keywords.js'
import { type Around, decorated } from '../base/region.js'
import { pythonic, usedAs } from '../engine/python-call.js'
import { stopWatching, watched, watching } from '../engine/watching.js'
import { writeWholeFile } from '../io/whole-file.js'
import { callable } from '../nn/callable.js'
import type { FunctionEvent } from './events.js'
import type { TableOptions } from './table.js'
import { averages, EventList, FunctionEventAvg, Recorder } from './events.js'

/** Times of the calls while it runs: from `__enter__`, or `start`, to `__exit__`, or `stop`. */
class Profiling {
  protected readonly recordsShapes: boolean
  #recorder: Recorder | null = null
  #events: EventList<FunctionEvent> | null = null

  constructor(recordsShapes: boolean) {
    this.recordsShapes = recordsShapes
  }
  protected get isRunning(): boolean {
    return this.#recorder !== null
  }
  protected begin(): void {
    if (this.#recorder !== null) throw new RuntimeError('Profiler is already enabled on this thread')
    this.#recorder = new Recorder(this.recordsShapes, watching.by)
    watching.by = this.#recorder
  }
  protected finish(): void {
    if (this.#recorder === null) return
    this.#recorder.close()
    stopWatching(this.#recorder.behind)
    this.#events = new EventList()
    for (const event of this.#recorder.events) this.#events.push(event)
    this.#recorder = null
  }
  protected get measured(): EventList<FunctionEvent> {
    if (this.#events === null) throw new AssertionError("Profiler didn't finish running")
    return this.#events
  }

  /** The calls in order. */
  events(): EventList<FunctionEvent> {
    return this.measured
  }
  /** The sums of the calls by name, or by name and sizes of inputs. */
  key_averages(...args: unknown[]): EventList<FunctionEventAvg> {
    const { group_by_input_shape } = bind<{ group_by_input_shape: boolean; group_by_stack_n: number }>(
      'key_averages',
      args,
      { group_by_input_shape: false, group_by_stack_n: 0 },
    )
    return averages(this.measured, group_by_input_shape)
  }
  /** Writes the calls for chrome://tracing or Perfetto. */
  export_chrome_trace(path: string): void {
    const traceEvents = this.measured.map(({ name, start, end, thread, input_shapes }) => ({
      ph: 'X',
      cat: name.startsWith('aten::') ? 'cpu_op' : 'user_annotation',
      name,
      pid: process.pid,
      tid: thread,
      ts: start,
      dur: end - start,
      args: { 'Input Dims': input_shapes },
    }))
    writeWholeFile(path, [Buffer.from(JSON.stringify({ schemaVersion: 1, traceEvents }))])
  }
}

// ---- torch.autograd.profiler ----

class AutogradProfileClass extends Profiling {
  readonly enabled: boolean
  constructor(...args: unknown[]) {
    const options = bind<Record<string, unknown>>('profile', args, {
      enabled: true,
      use_cuda: false,
      record_shapes: false,
      with_flops: false,
      profile_memory: false,
      with_stack: false,
      with_modules: false,
      use_kineto: false,
      use_cpu: true,
    })
    super(options.record_shapes === true)
    this.enabled = options.enabled !== false
  }
  __enter__(): this {
    if (this.enabled) this.begin()
    return this
  }
  __exit__(..._raised: unknown[]): boolean {
    this.finish()
    return false
  }
  [Symbol.dispose](): void {
    this.finish()
  }
  get function_events(): EventList<FunctionEvent> {
    return this.measured
  }
  get self_cpu_time_total(): number {
    return this.measured.self_cpu_time_total
  }
  table(options: TableOptions = {}): string {
    return this.measured.table(options)
  }
  /** The sum of all calls. */
  total_average(): FunctionEventAvg {
    const total = new FunctionEventAvg('Total', [])
    for (const event of this.measured) total.add(event)
    return total
  }
  toString(): string {
    return this.measured.table()
  }
}
/** Measures the calls in a `with`; in TypeScript from `__enter__()` to `__exit__()`. */
export const profile = callable(AutogradProfileClass, 'profile')

class RecordFunctionClass {
  readonly name: string
  #isOpen = false
  constructor(...args: unknown[]) {
    const { name } = bind<{ name: string; args: unknown }>('record_function', args, { name: '', args: null })
    this.name = name
  }
  __enter__(): this {
    watching.by?.begin(this.name, [])
    this.#isOpen = watching.by !== null
    return this
  }
  __exit__(..._raised: unknown[]): boolean {
    if (this.#isOpen) watching.by?.end()
    this.#isOpen = false
    return false
  }
  [Symbol.dispose](): void {
    this.__exit__()
  }
  aroundCalls(): Around {
    return (run) => watched(this.name, [], run)
  }
  /** As a decorator: each call of the function bears the name. */
  __call__<A extends unknown[], R>(func: (...args: A) => R): (...args: A) => R {
    return decorated(this, func)
  }
}
/** Gives what runs in a `with` a name in the profiler's table. */
export const record_function = callable(RecordFunctionClass, 'record_function')

// ---- torch.profiler ----

/** What may be measured. There is nothing but the CPU's time. */
export const ProfilerActivity = { CPU: 'ProfilerActivity.CPU', CUDA: 'ProfilerActivity.CUDA' } as const
export const ProfilerAction = { NONE: 0, WARMUP: 1, RECORD: 2, RECORD_AND_SAVE: 3 } as const
type Action = (typeof ProfilerAction)[keyof typeof ProfilerAction]
type Schedule = (step: number) => Action
/** How many steps of each kind. */
interface Steps {
  wait?: number
  warmup?: number
  active?: number
  repeat?: number
  skip_first?: number
}

/** Which steps a profiler records: of `wait + warmup + active` the last `active` ones, `repeat` times, or for ever with 0. */
export const schedule = pythonic<(...counts: number[]) => Schedule, (steps: Steps) => Schedule>(
  'schedule(*, wait: count = 0, warmup: count = 0, active: count = 0, repeat: count = 0, skip_first: count = 0)',
  (wait, warmup, active, repeat, skip_first) => {
    if (wait < 0 || warmup < 0 || active <= 0 || repeat < 0 || skip_first < 0)
      throw new AssertionError('Invalid profiler schedule arguments')
    const cycle = wait + warmup + active
    return (given) => {
      const at = (usedAs('count', given) as number) - skip_first
      if (at < 0 || (repeat > 0 && at >= repeat * cycle)) return ProfilerAction.NONE
      const within = at % cycle
      if (within < wait) return ProfilerAction.NONE
      if (within < wait + warmup) return ProfilerAction.WARMUP
      return within < cycle - 1 ? ProfilerAction.RECORD : ProfilerAction.RECORD_AND_SAVE
    }
  },
)

/** Writes each trace to a file of its own in a folder. */
export function tensorboard_trace_handler(
  dir_name: string,
  worker_name: string | null = null,
): (profiler: Profiling) => void {
  return (profiler) => {
    mkdirSync(dir_name, { recursive: true })
    const worker = worker_name ?? `${hostname()}_${process.pid}`
    profiler.export_chrome_trace(join(dir_name, `${worker}.${Date.now()}.pt.trace.json`))
  }
}

interface ProfileOptions {
  schedule: Schedule | null
  on_trace_ready: ((profiler: ProfileClass) => unknown) | null
  record_shapes: boolean
}

class ProfileClass extends Profiling {
  step_num = 0
  readonly #schedule: Schedule | null
  readonly #ready: ProfileOptions['on_trace_ready']

  constructor(...args: unknown[]) {
    const options = bind<ProfileOptions & Record<string, unknown>>('profile', args, {
      activities: null,
      schedule: null,
      on_trace_ready: null,
      record_shapes: false,
      profile_memory: false,
      with_stack: false,
      with_flops: false,
      with_modules: false,
      experimental_config: null,
      use_cuda: null,
    })
    super(options.record_shapes)
    this.#schedule = options.schedule
    this.#ready = options.on_trace_ready
  }
  get #action(): Action {
    return this.#schedule === null ? ProfilerAction.RECORD_AND_SAVE : this.#schedule(this.step_num)
  }
  #adopt(action: Action): void {
    if (action >= ProfilerAction.RECORD && !this.isRunning) this.begin()
  }
  start(): void {
    this.#adopt(this.#action)
  }
  /** Says that a step is over. */
  step(): void {
    const action = this.#action
    this.step_num++
    if (this.#schedule === null) return
    const next = this.#action
    if (this.isRunning && (action === ProfilerAction.RECORD_AND_SAVE || next < ProfilerAction.RECORD))
      this.stop()
    this.#adopt(next)
  }
  stop(): void {
    if (!this.isRunning) return
    this.finish()
    this.#ready?.(this)
  }
  __enter__(): this {
    this.start()
    return this
  }
  __exit__(..._raised: unknown[]): boolean {
    this.stop()
    return false
  }
  [Symbol.dispose](): void {
    this.stop()
  }
  protected override get measured(): EventList<FunctionEvent> {
    try {
      return super.measured
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error
      throw new AttributeError("'NoneType' object has no attribute 'key_averages'")
    }
  }
  export_stacks(): never {
    throw new ValueError('stacks are not recorded here')
  }
}
/**
 * Measures how long each op takes, between `start()` and `stop()` or in a `with`; `key_averages().table()` prints it.
 *
 * @example
 * const prof = torch.profiler.profile()
 * prof.start()
 * torch.ones(3).exp().add(1)
 * prof.stop()
 * prof.key_averages().map((row) => row.key) // ['aten::ones', 'aten::exp', 'aten::add']
 */
export const scheduledProfile = callable(ProfileClass, 'profile')
