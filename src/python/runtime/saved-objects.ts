// Names of Python's classes and functions for files that hold objects: a file says where the class was, and it is looked up
// among those that the program has made by then.
import { AttributeError } from '../../base/errors.js'
import { pathOf as libraryPathOf } from '../../dialect/namespaces.js'
import { named } from '../../io/named-things.js'
import { Tensor } from '../../torch.js'
import { builtinType, extended, makerOf, reduced } from './saved-kinds.js'
import { core } from './core.js'
import { PyBytes } from './containers.js'
import { imported } from './imports.js'
import { withoutAxes } from './numpy-arrays.js'
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
  const own =
    (module === 'builtins' ? builtinType(name) : classNamed(module, name)) ??
    functions.get(`${module}.${name}`)
  if (own !== undefined) return own
  const nn: Any = core.getattr(core.importModule('torch'), 'nn')
  const homes: Any[] = /^torch\.nn\.(?!functional)/.test(`${module}.`)
    ? [nn, memberOf(nn, module.replace(/^torch\.nn\.?/, ''))]
    : libraryHomes.test(module)
      ? [memberOf(core.importModule('torch'), module.replace(/^torch\./, ''))]
      : functionHomes.test(module)
        ? [memberOf(core.importModule('torch'), module.replace(/^torch\.?(?:_C\._nn$)?/, '')), nn.functional]
        : [imported.get(module)]
  // Of what stands in torch itself, the ops alone: they are methods, too.
  if (module === 'torch' && !(name in Tensor.prototype)) return undefined
  for (const home of homes) {
    const found: Any = home === undefined ? undefined : memberOf(home, name)
    if (found !== undefined) return found
  }
  return undefined
}

/** Where classes stand of which files hold whole objects. */
const libraryHomes = /^torch\.(?:optim\.\w+|utils\.data\.dataset)$/

/** Where functions of the library stand: a module may hold one, as its activation. */
const functionHomes = /^torch(?:\.(?:nn\.functional|_C\._nn|special|linalg|fft))?$/

/** What stands at a path below a module; undefined where nothing does. */
function memberOf(home: Any, path: string): Any {
  let found = home
  try {
    for (const name of path === '' ? [] : path.split('.')) found = core.getattr(found, name)
    return found
  } catch (error) {
    if (error instanceof AttributeError) return undefined
    throw error
  }
}

named.things = {
  nameOf(value: Any) {
    const path = isClass(value) ? undefined : libraryPathOf(value)
    if (path !== undefined) {
      const at = path.lastIndexOf('.')
      return [path.slice(0, at), path.slice(at + 1)]
    }
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
  reduced,
  makerOf,
  extended,
  bytes: (data: Uint8Array) => new PyBytes(data),
  withoutAxes,
  fieldsOf: (value: Any) => new Map(Object.entries(value as object)),
}
