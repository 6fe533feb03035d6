/** Switches that decide whether operations are recorded: `no_grad`, `enable_grad`, `inference_mode`. */

/** Read on every op: plain fields, so that a check costs one load. */
export const modes = {
  /** Whether results of differentiable ops get a `grad_fn`. */
  grad: true,
  /** Whether new tensors are inference tensors. */
  inference: false,
}

/** Puts modes back at the end of a `using` block. */
export class ModeGuard implements Disposable {
  private readonly grad = modes.grad
  private readonly inference = modes.inference;
  [Symbol.dispose](): void {
    modes.grad = this.grad
    modes.inference = this.inference
  }
}

type Callback<T> = () => T

function withModes<T>(grad: boolean, inference: boolean, callback?: Callback<T>): T | ModeGuard {
  const guard = new ModeGuard()
  modes.grad = grad
  modes.inference = inference
  if (callback === undefined) return guard
  let pending = false
  try {
    const result = callback()
    if (result instanceof Promise) {
      pending = true
      return result.finally(() => guard[Symbol.dispose]()) as T
    }
    return result
  } finally {
    if (!pending) guard[Symbol.dispose]()
  }
}

/**
 * Runs `callback` without recording gradients and returns its value; without a callback, switches recording
 * off until the returned guard is disposed: `using _ = torch.no_grad()`.
 *
 * @example
 * const x = torch.ones(2, { requires_grad: true })
 * torch.no_grad(() => x.mul(2)).requires_grad // false
 */
export function no_grad(): ModeGuard
export function no_grad<T>(callback: Callback<T>): T
export function no_grad<T>(callback?: Callback<T>): T | ModeGuard {
  return withModes(false, modes.inference, callback)
}

/** Records gradients again inside a `no_grad` region. */
export function enable_grad(): ModeGuard
export function enable_grad<T>(callback: Callback<T>): T
export function enable_grad<T>(callback?: Callback<T>): T | ModeGuard {
  return withModes(true, modes.inference, callback)
}

/** Sets recording on or off: for the callback, until the guard is disposed, or for good when neither is used. */
export function set_grad_enabled(mode: boolean): ModeGuard
export function set_grad_enabled<T>(mode: boolean, callback: Callback<T>): T
export function set_grad_enabled<T>(mode: boolean, callback?: Callback<T>): T | ModeGuard {
  return withModes(mode, modes.inference, callback)
}

/** As `no_grad`, and results can never take part in a graph. */
export function inference_mode(): ModeGuard
export function inference_mode<T>(callback: Callback<T>): T
export function inference_mode<T>(callback?: Callback<T>): T | ModeGuard {
  return withModes(false, true, callback)
}

/** Whether operations are being recorded. */
export const is_grad_enabled = (): boolean => modes.grad

/** Whether an `inference_mode` region is active. */
export const is_inference_mode_enabled = (): boolean => modes.inference
