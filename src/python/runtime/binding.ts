// What stands in a class, as an object of the class gives it: methods bound to it, properties read, descriptors asked.
import { core, type Keywords } from './core.js'
import { PyProperty, Wrapped } from './descriptors.js'
import { isObject } from './fields.js'
import { bindBuiltin, bindMethod, Getter, type Inner, Method } from './functions.js'
import { classOf, find, inner } from './types.js'

type Any = any

/** What a value of a class gives for a name that stands in the class. */
export function bound(found: Any, value: Any, cls: Any): Any {
  if (found instanceof Method) return bindBuiltin(value, found)
  if (found instanceof Getter) return found.get(value)
  if (found instanceof PyProperty) return found.read(value)
  if (found instanceof Wrapped) return found.kind === 'static' ? found.func : bindMethod(cls, found.func)
  if (typeof found === 'function') {
    const own = found[inner] as Inner | undefined
    if (own !== undefined)
      return own.self === undefined && own.isBuiltin !== true ? bindMethod(value, found) : found
    return found
  }
  if (isObject(found) && found[classOf] !== undefined) {
    const get = find(found[classOf], '__get__')
    if (get !== undefined) return core.special(found, '__get__')!(found, value, cls)
  }
  return found
}

/** Whether what stands in a class comes before an attribute of the object. */
export const isData = (found: Any): boolean =>
  found instanceof PyProperty ||
  found instanceof Getter ||
  (isObject(found) && found[classOf] !== undefined && find(found[classOf], '__set__') !== undefined)

/** Set by `supers.ts`: what objects can do without their classes saying so. */
export let ofEveryObject: (value: Any, name: string) => Any = () => undefined
export function setObjectAttributes(find: typeof ofEveryObject): void {
  ofEveryObject = find
}

/** Set by `library.ts`, which knows what the library takes and gives. */
export let callLibraryMethod: (
  value: Any,
  method: Any,
  name: string,
  args: readonly Any[],
  kwargs: Keywords,
) => Any = () => {
  throw new Error('internal: the library is not ready')
}
export function setLibraryCalls(run: typeof callLibraryMethod): void {
  callLibraryMethod = run
}
