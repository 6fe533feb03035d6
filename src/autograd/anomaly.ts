// Looking for gradients that are not numbers: `torch.autograd.detect_anomaly`.
import { type ModeGuard, modes, withModes } from '../tensor/modes.js'

/**
 * Runs `callback`; a backward pass in it that meets not-a-number throws, and warns where in the forward pass the op
 * was called. Slow: for finding mistakes. Without a callback, until the returned guard is disposed.
 *
 * @param check_nan whether to look for not-a-number, beside noting where ops were called
 */
export function detect_anomaly(check_nan?: boolean): ModeGuard
export function detect_anomaly<T>(callback: () => T): T
export function detect_anomaly<T>(check_nan: boolean, callback: () => T): T
export function detect_anomaly<T>(check_nan: boolean | (() => T) = true, callback?: () => T): T | ModeGuard {
  const anomalyChecksNan = typeof check_nan === 'function' || check_nan
  return withModes(
    { anomaly: true, anomalyChecksNan },
    typeof check_nan === 'function' ? check_nan : callback,
    'torch.autograd.anomaly_mode.detect_anomaly',
  )
}

/** Looks for anomalies from now on, or no longer; until the returned guard is disposed, where that is used. */
export function set_detect_anomaly(mode: boolean, check_nan = true): ModeGuard {
  const path = 'torch.autograd.anomaly_mode.set_detect_anomaly'
  return withModes({ anomaly: mode, anomalyChecksNan: check_nan }, undefined, path) as ModeGuard
}

/** Whether backward passes look for anomalies. */
export const is_anomaly_enabled = (): boolean => modes.anomaly
