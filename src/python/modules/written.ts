// Names of a module in TypeScript that are written in Python, in a module of their own that is loaded when one is asked for;
// see Note [Python in Python] in stdlib.ts.
import { core } from '../runtime/core.js'
import { noAttribute } from '../runtime/exceptions.js'
import { builtin } from '../runtime/functions.js'
import { namedLater } from '../runtime/imports.js'

type Any = any

/** A `__getattr__` for the module `name`, which takes `names` from `file`. */
export function fromPython(name: string, file: string, names: readonly string[]): Any {
  const get = builtin('__getattr__', 'name, /', (asked: Any) => {
    if (!names.includes(asked as string))
      throw noAttribute(
        `module '${name}' has no attribute '${asked}'`,
        asked as string,
        core.importModule(name),
      )
    return core.getattr(core.importModule(file), asked as string)
  })
  return Object.defineProperty(get, namedLater, { value: names })
}
