// Names of Python's classes and functions for files that hold objects: a file says where the class was, and it is looked up
// among those that the program has made by then.
import { AttributeError } from '../../base/errors.js'
import { named } from '../../io/saved-objects.js'
import { Tensor } from '../../torch.js'
import { core } from './core.js'
import { imported } from './imports.js'
import { isOwn } from './operands.js'
import { PyDict } from './keys.js'
import { subclassesOf } from './class-attributes.js'
import { canonicalClass, infoOf, isClass, object } from './types.js'

type Any = any

const pathOf = (value: Any): [string, string] => {
  if (!isClass(value))
    return [String(core.getattr(value, '__module__')), String(core.getattr(value, '__qualname__'))]
  const { module, qualname } = infoOf(canonicalClass(value))
  return [module, qualname]
}

/** The newest class of a name. */
function classNamed(module: string, name: string): Any {
  const seen = new Set<Any>()
  let found: Any
  const look = (cls: Any): void => {
    if (seen.has(cls)) return
    seen.add(cls)
    for (const one of subclassesOf(cls)) {
      const info = infoOf(one)
      if (info.isPython && info.module === module && info.qualname === name) found = one
      look(one)
    }
  }
  look(object)
  look(core.getattr(core.getattr(core.importModule('torch'), 'nn'), 'Module'))
  return found
}

/** The functions that were written to a file, by their paths. */
const functions = new Map<string, Any>()

function find(module: string, name: string): Any {
  const own = classNamed(module, name) ?? functions.get(`${module}.${name}`)
  if (own !== undefined) return own
  const home: Any = /^torch\.nn\.(?!functional)/.test(`${module}.`)
    ? core.getattr(core.importModule('torch'), 'nn')
    : imported.get(module)
  try {
    return home === undefined ? undefined : core.getattr(home, name)
  } catch (error) {
    if (error instanceof AttributeError) return undefined
    throw error
  }
}

named.things = {
  nameOf(value: Any) {
    const [module, name] = pathOf(value)
    if (name.includes('<locals>')) throw new AttributeError(`Can't pickle local object '${name}'`)
    if (!isClass(value)) functions.set(`${module}.${name}`, value)
    return [module, name]
  },
  find,
  isClass,
  isOwn: (value: Any): value is object =>
    typeof value === 'object' &&
    isOwn(value) &&
    !(value instanceof Tensor || value instanceof PyDict || Array.isArray(value) || value instanceof Set),
  bare: (cls: Any) => Object.create(cls.prototype as object) as object,
  fieldsOf: (value: Any) => new Map(Object.entries(value as object)),
}
