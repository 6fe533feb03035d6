// A state that holds for a callback, or until a guard is disposed: `no_grad`, `fork_rng` and their like.

import { TypeError } from './errors.js'

/**
 * Runs `callback`, and disposes `guard` when it is over: at its end, or when the promise settles that it returns.
 * Without a callback, returns the guard, for `using _ = torch.no_grad()`.
 */
export function region<T, G extends Disposable>(guard: G, callback: (() => T) | undefined): T | G {
  if (callback === undefined) return guard
  if (typeof callback !== 'function') {
    guard[Symbol.dispose]()
    throw new TypeError(
      `a region runs a function, and ${callback === null ? 'None' : `a ${typeof callback}`} is none`,
    )
  }
  let isPending = false
  try {
    const result = callback()
    if (result instanceof Promise) {
      isPending = true
      return result.finally(() => guard[Symbol.dispose]()) as T
    }
    return result
  } finally {
    if (!isPending) guard[Symbol.dispose]()
  }
}

/**
 * A region that begins where it is made, for `using`, and that Python begins where `with` stands: what is made there
 * waits until then, and can be entered again.
 */
export abstract class Awaiting implements Disposable {
  /** Switches to the region, and gives what switches back. */
  abstract begin(): () => void

  /** Begins where it is made. */
  start(): void {
    const begun = ends.get(this)
    if (begun === undefined) ends.set(this, [this.begin()])
    else begun.push(this.begin())
  }
  /** Ends what began where it was made: it is Python's, where nothing has begun yet. */
  suspend(): void {
    this[Symbol.dispose]()
    waiting.add(this)
  }
  /** `with … as` gives nothing. */
  __enter__(): null {
    if (waiting.has(this)) this.start()
    return null
  }
  __exit__(..._raised: unknown[]): boolean {
    this[Symbol.dispose]()
    return false
  }
  [Symbol.dispose](): void {
    ends.get(this)?.pop()?.()
  }
}

/** What ends the regions that have begun, and those that wait for Python to begin them. */
const ends = new WeakMap<Awaiting, (() => void)[]>()
const waiting = new WeakSet<Awaiting>()

/** Runs something in a region of its own. */
export type Around = <R>(run: () => R) => R

/** What can decorate a function. */
export interface Decorator {
  /** Gives what is done around each call. */
  aroundCalls(): Around
}

/** The function, with each call in a region of its own. */
export function decorated<A extends unknown[], R>(
  decorator: Decorator,
  func: (...args: A) => R,
): (...args: A) => R {
  const around = decorator.aroundCalls()
  return function (this: unknown, ...args: A): R {
    return around(() => func.apply(this, args))
  }
}
