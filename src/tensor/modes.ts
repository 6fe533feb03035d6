// Switches that decide whether operations are recorded: `no_grad`, `enable_grad`, `inference_mode`.
import { TypeError } from '../base/errors.js'
import { type Around, Awaiting, decorated, region } from '../base/region.js'
import type { AnyNode as Node, AnyTensor as Tensor } from './graph.js'

/** Read on every op: plain fields, so that a check costs one load. */
export const modes = {
  /** Whether results of differentiable ops get a `grad_fn`; never inside an inference region. */
  grad: true,
  /** What `is_grad_enabled` tells: an inference region records nothing even so. */
  gradEnabled: true,
  /** Whether new tensors are inference tensors. */
  inference: false,
  /** Whether nodes remember where they were made, and backward looks for not-a-number. */
  anomaly: false,
  anomalyChecksNan: true,
  /** Sees every op that is recorded, with its results. */
  observer: null as ((node: Node, results: readonly Tensor[]) => void) | null,
}

type Modes = typeof modes

/** What saved tensors go through on their way into a node and out of it; see autograd/graph.ts. */
export interface SavedHooks {
  readonly pack: (tensor: Tensor) => unknown
  readonly unpack: (packed: any) => unknown
}
/** The innermost hooks; an entry that is a text refuses further ones with it. */
export const savedHooks: { current: SavedHooks | null; refusal: string | null } = {
  current: null,
  refusal: null,
}

/** What computes tangents beside values; see Note [Tangents] in autograd/forward-ad.ts. */
export interface Tangents {
  /** A new result of these values: `run` makes it, of the values it is given. */
  result(values: unknown[], run: (values: unknown[]) => unknown): unknown
  /** Results whose tangents `slopes` gives, of the tangents of the values; null where one has none. */
  custom(
    values: unknown[],
    run: () => unknown,
    slopes: (tangents: (Tensor | null)[], results: unknown[]) => (Tensor | null)[],
  ): unknown
  /** Views, whose tangents are the same views of the tangent. */
  view(values: unknown[], run: (values: unknown[]) => unknown): unknown
  /** A view that a tensor becomes itself. */
  turn(values: unknown[], run: (values: unknown[]) => unknown): void
  /** A write to the first of the values. */
  write(values: unknown[], run: (values: unknown[]) => Tensor): Tensor
  /** Refuses what would lose a tangent. */
  refuseOut(name: string, values: readonly unknown[]): void
  of(tensor: Tensor): Tensor | null
  /** The tensor off the graph, with the tangents that it has. */
  detached(tensor: Tensor): Tensor
}
/** Null outside of forward mode: one load on every op. */
export const forwardMode: { tangents: Tangents | null } = { tangents: null }

/** The values of a call as autocast has them, null for as they are; see engine/autocast.ts. */
export type Caster = (path: string, values: readonly unknown[]) => unknown[] | null
/** Null outside of a region of autocast, and inside an op whose values are cast: one load on every op. */
export const casting: { by: Caster | null } = { by: null }

/** Switches recording on or off, and returns what it was, for putting it back. */
export function swapGrad(enabled: boolean): boolean {
  const before = modes.gradEnabled
  modes.gradEnabled = enabled
  modes.grad = enabled && !modes.inference
  return before
}

/** Puts modes back at the end of a `using` block. */
export class ModeGuard extends Awaiting {
  readonly #change: Partial<Modes>

  /**
   * @param path what PyTorch's object of the kind prints as its class
   * @param change what is other in its region
   */
  constructor(
    readonly path: string,
    change: Partial<Modes> = {},
  ) {
    super()
    this.#change = change
    this.start()
  }

  begin(): () => void {
    const before = { ...modes }
    Object.assign(modes, this.#change)
    modes.grad = modes.gradEnabled && !modes.inference
    return () => void Object.assign(modes, before)
  }

  /** What is set is set at once: `torch.set_grad_enabled(False)`. */
  override suspend(): void {
    if (!this.path.includes('.set_')) super.suspend()
  }

  /** What is done around each call of a function that it decorates, `@torch.no_grad()` in Python. */
  aroundCalls(): Around {
    this[Symbol.dispose]()
    const change = this.#change
    const { path } = this
    return (run) => withModes(change, run, path) as ReturnType<typeof run>
  }
  /** As a decorator: the function, each call of which is a region of its own. */
  __call__<A extends unknown[], R>(func: (...args: A) => R): (...args: A) => R {
    return decorated(this, func)
  }
}

type Callback<T> = () => T

/** Changes modes for a callback, or until the returned guard is disposed. */
export function withModes<T>(
  change: Partial<Modes>,
  callback?: Callback<T>,
  name = 'no_grad',
): T | ModeGuard {
  const guard = new ModeGuard(name.includes('.') ? name : `torch.autograd.grad_mode.${name}`, change)
  return region(guard, callback)
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
  return withModes({ gradEnabled: false }, callback)
}

/** Records gradients again inside a `no_grad` region. */
export function enable_grad(): ModeGuard
export function enable_grad<T>(callback: Callback<T>): T
export function enable_grad<T>(callback?: Callback<T>): T | ModeGuard {
  return withModes({ gradEnabled: true }, callback, 'enable_grad')
}

/** Sets recording on or off: for the callback, until the guard is disposed, or for good when neither is used. */
export function set_grad_enabled(mode: boolean): ModeGuard
export function set_grad_enabled<T>(mode: boolean, callback: Callback<T>): T
export function set_grad_enabled<T>(mode: boolean, callback?: Callback<T>): T | ModeGuard {
  if (typeof mode !== 'boolean') throw new TypeError(`enabled must be a bool (got ${typeof mode})`)
  return withModes({ gradEnabled: mode }, callback, 'set_grad_enabled')
}

/** As `no_grad`, and results can never take part in a graph. `inference_mode(false, …)` is an ordinary region inside. */
export function inference_mode(mode?: boolean): ModeGuard
export function inference_mode<T>(callback: Callback<T>): T
export function inference_mode<T>(mode: boolean, callback: Callback<T>): T
export function inference_mode<T>(mode: boolean | Callback<T> = true, callback?: Callback<T>): T | ModeGuard {
  const inference = typeof mode === 'function' || mode
  return withModes(
    { inference, gradEnabled: !inference },
    typeof mode === 'function' ? mode : callback,
    'inference_mode',
  )
}

/** Whether operations are being recorded. */
export const is_grad_enabled = (): boolean => modes.gradEnabled

/** Whether an `inference_mode` region is active. */
export const is_inference_mode_enabled = (): boolean => modes.inference
