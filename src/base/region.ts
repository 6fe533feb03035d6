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
