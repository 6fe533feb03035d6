// Functions that are called in the place of others: those of functools, and what the library's decorators make.
import type { Decorator } from '../../base/region.js'
import { call, type Inner, innerOf } from './functions.js'
import { inner } from './types.js'

type Any = any

/** A function that is called in the place of another, and looks like it. */
export function wrapped(f: Any, invoke: Inner['invoke']): Any {
  const made: Any = (...args: Any[]): Any => invoke(args, null)
  const of = innerOf(f)
  const own: Inner = { name: of?.name ?? String(f?.name ?? ''), meta: of?.meta, takes: of?.takes, invoke }
  Object.defineProperty(made, inner, { value: own, configurable: true })
  Object.defineProperty(made, 'name', { value: own.name, configurable: true })
  made.__wrapped__ = f
  return made
}

/** What a decorator of the library, such as `torch.no_grad()`, makes of a function of Python. */
export function decoratedBy(decorator: Decorator, f: Any): Any {
  const around = decorator.aroundCalls()
  return wrapped(f, (args, kwargs) => around(() => call(f, args, kwargs) as unknown))
}
