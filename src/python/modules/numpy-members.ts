// What entries in TypeScript find on an object of NumPy's: the members that its class has in Python.
import { core } from '../runtime/core.js'

/** Lets JavaScript see these members of Python's on the objects of a prototype, but those that it has. */
export function showMembers(prototype: object, names: Iterable<string>): void {
  for (const name of names)
    if (!(name in prototype))
      Object.defineProperty(prototype, name, {
        get(this: unknown): unknown {
          return core.getattr(this, name)
        },
        configurable: true,
      })
}
