// Class methods of built-in classes: `dict.fromkeys`, `int.from_bytes`.
import { Wrapped } from './descriptors.js'
import { type AnyFunction, builtin } from './functions.js'
import { inner } from './types.js'

/** A class method that is built in: given the class first. */
export function classMethod(name: string, signature: string, run: AnyFunction): Wrapped {
  const f = builtin(name, signature.includes('/') ? `cls, ${signature}` : `cls, /, ${signature}`, run)
  return new Wrapped(
    'class',
    Object.defineProperty(f, inner, { value: { ...(f as any)[inner], isBuiltin: true } }),
  )
}

/** A static method that is built in. */
export const staticMethod = (name: string, signature: string, run: AnyFunction): Wrapped =>
  new Wrapped('static', builtin(name, signature, run))
