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
  readonly profile: typeof scheduledProfile
  readonly ProfilerAction: typeof ProfilerAction
  readonly ProfilerActivity: typeof ProfilerActivity
  readonly record_function: typeof record_function
  readonly schedule: typeof schedule
  readonly tensorboard_trace_handler: typeof tensorboard_trace_handler
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
  readonly profile: typeof profile
  readonly record_function: typeof record_function
  readonly kineto_available: () => boolean
}
export const autogradProfiler: AutogradProfiler = {
  profile,
  record_function,
  kineto_available: () => false,
}
export { averages }
