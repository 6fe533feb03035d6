// The namespaces `torch.profiler` and `torch.autograd.profiler`.
import { averages } from './events.js'
import {
  profile,
  ProfilerAction,
  ProfilerActivity,
  record_function,
  schedule,
  scheduledProfile,
  tensorboard_trace_handler,
} from './profiler.js'

export interface Profiler {
  /** Measures what runs in a region: `with torch.profiler.profile() as p`. */
  readonly profile: typeof scheduledProfile
  /** What a schedule says of a step. */
  readonly ProfilerAction: typeof ProfilerAction
  /** What can be measured: the CPU. */
  readonly ProfilerActivity: typeof ProfilerActivity
  /** A region that is listed under a name of its own. */
  readonly record_function: typeof record_function
  /** Says which steps are measured: some waited for, some to warm up, some active. */
  readonly schedule: typeof schedule
  /** What to do with a trace: write it into a folder, for TensorBoard and chrome://tracing. */
  readonly tensorboard_trace_handler: typeof tensorboard_trace_handler
  /** What can be measured: the CPU. */
  readonly supported_activities: () => Set<string>
}
export const profiler: Profiler = {
  profile: scheduledProfile,
  ProfilerAction,
  ProfilerActivity,
  record_function,
  schedule,
  tensorboard_trace_handler,
  supported_activities: () => new Set([ProfilerActivity.CPU]),
}

export interface AutogradProfiler {
  /** Measures what runs in a region: `with torch.autograd.profiler.profile() as p`. */
  readonly profile: typeof profile
  /** A region that is listed under a name of its own. */
  readonly record_function: typeof record_function
  /** Whether there is Kineto: there is not. */
  readonly kineto_available: () => boolean
}
export const autogradProfiler: AutogradProfiler = {
  profile,
  record_function,
  kineto_available: () => false,
}
export { averages }
