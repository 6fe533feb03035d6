// Python's module `copy`.
import { RuntimeError } from '../../base/errors.js'
import { Size, Tuple } from '../../base/tuple.js'
import { copyModule } from '../../dialect/runtime/python-objects.js'
import { isModule, isOptimizer } from '../../dialect/runtime/instances.js'
import { OrderedDict } from '../../nn/ordered-dict.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { Tensor } from '../../torch.js'
import { Boxed, unboxed } from '../runtime/boxed.js'
import { allocate } from '../runtime/classes.js'
import { PyByteArray, PyBytes } from '../runtime/containers.js'
import { core, gathered } from '../runtime/core.js'
import { noAttribute } from '../runtime/exceptions.js'
import { entriesOf, isDict, setValue } from '../runtime/dicts.js'
import { call, functionsOf } from '../runtime/functions.js'
import { FrozenSet, PyDict, PySet } from '../runtime/keys.js'
import { isOwn } from '../runtime/operands.js'
import { exceptionClasses, infoOf, nameOfType, typeOf } from '../runtime/types.js'

type Any = any

/** An object of the same class on which nothing has run. */
const emptyOf = (value: Any, args: Any[] = []): Any => allocate(typeOf(value), value.constructor, args, null)

/** An empty dict of the class of another. */
const emptyLike = (dict: Any): Any => {
  if (!(dict instanceof Map)) return {}
  if (dict instanceof OrderedDict) return new OrderedDict()
  const copies = core.special(dict, '__copy__')
  if (copies === undefined && isOwn(dict)) return emptyOf(dict)
  const made = copies === undefined ? call(core.getattr(dict, 'copy'), [], null) : copies(dict)
  made.clear()
  return made
}

/** An object of the same class with the fields of another. */
function bare(value: Any): Any {
  if (value instanceof Boxed) return emptyOf(value, [unboxed(value)])
  if (Array.isArray(value) || value instanceof Set) return emptyOf(value)
  return Object.create(Object.getPrototypeOf(value) as object)
}

function copy(value: Any): Any {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value
  const method = core.special(value, '__copy__')
  if (method) return method(value)
  if (value instanceof Tensor || isModule(value)) return copyModule.copy(value)
  if (isNumpyArray(value)) return (value as Any).copy()
  if (value instanceof Tuple || value instanceof Size || value instanceof FrozenSet) return value
  if (isOwn(value)) {
    const made = value instanceof Map ? emptyLike(value) : bare(value)
    if (Array.isArray(value)) for (const item of value) made.push(item)
    if (value instanceof Set) for (const item of value) made.add(item)
    if (value instanceof Map) for (const [key, item] of entriesOf(value)) made.set(key, item)
    return Object.assign(made as object, value)
  }
  if (Array.isArray(value)) return gathered(value)
  if (isDict(value) && hasFields(value)) {
    const made = emptyLike(value)
    for (const [key, item] of entriesOf(value)) setValue(made, key, item)
    return withFields(made, value, (field) => field)
  }
  if (isDict(value))
    return value instanceof PyDict
      ? call(core.getattr(value, 'copy'), [], null)
      : new PyDict(entriesOf(value))
  if (value instanceof Set) return new PySet(value)
  if (value instanceof PyByteArray) return new PyByteArray(value.data.slice())
  const own = infoOf(typeOf(value)).dict.get('copy')
  return own !== undefined ? call(core.getattr(value, 'copy'), [], null) : value
}

/** A copy of a dict that has fields beside its items, as the versions of a state dict: they go with it. */
function withFields(made: Any, value: Any, copied: (field: Any) => Any): Any {
  for (const name of Object.getOwnPropertyNames(value))
    Object.defineProperty(made, name, {
      ...Object.getOwnPropertyDescriptor(value, name),
      value: copied(value[name]),
    })
  return made
}
function hasFields(value: Any): boolean {
  const { module, name } = infoOf(typeOf(value))
  return module === 'collections' && name === 'OrderedDict'
}

function deepcopy(value: Any, memo: Map<unknown, unknown> | PyDict | null = null): Any {
  if (memo !== null && !(memo instanceof Map))
    throw noAttribute(`'${nameOfType(memo)}' object has no attribute 'get'`, 'get', memo)
  return deep(value, memo instanceof PyDict || memo === null ? new Map() : memo)
}

const noCopyOfClass =
  'The default implementation of __deepcopy__() for non-wrapper subclasses only works for subclass types that implement ' +
  'new_empty() and for which that function returns another instance of the same subclass. You should either properly ' +
  'implement new_empty() for your subclass or override __deepcopy__() if it is intended behavior for new_empty() to ' +
  'return an instance of a different type.'

function deep(value: Any, memo: Map<unknown, unknown>): Any {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value
  if (memo.has(value)) return memo.get(value)
  const keep = <T>(made: T): T => {
    memo.set(value, made)
    return made
  }
  const method = core.special(value, '__deepcopy__')
  if (method) return keep(method(value, new PyDict()))
  if (value instanceof Tensor && isOwn(value) && !value.isParameter) throw new RuntimeError(noCopyOfClass)
  if (value instanceof Tensor || isOptimizer(value)) return keep((copyModule.deepcopy as Any)(value, memo))
  if (isModule(value)) return copyModuleDeep(value, memo)
  if (isNumpyArray(value)) return keep((value as Any).copy())
  if (value instanceof Size) return value
  if (isOwn(value)) {
    const made = keep(value instanceof Map ? emptyLike(value) : bare(value))
    if (Array.isArray(value)) for (const item of value) made.push(deep(item, memo))
    if (value instanceof Set) for (const item of value) made.add(deep(item, memo))
    if (value instanceof Map)
      for (const [key, item] of entriesOf(value)) made.set(deep(key, memo), deep(item, memo))
    for (const [name, item] of Object.entries(value as object))
      if (!Array.isArray(value) || !/^\d+$/.test(name)) made[name] = deep(item, memo)
    return made
  }
  if (value instanceof Tuple) {
    const items = value.map((item) => deep(item, memo))
    return items.every((item, i) => item === value[i]) ? value : keep(Tuple.from(items))
  }
  if (Array.isArray(value)) {
    const made: Any[] = keep([])
    for (const item of core.iter(value)) made.push(deep(item, memo))
    return made
  }
  if (isDict(value)) {
    const made = keep(emptyLike(value))
    for (const [key, item] of entriesOf(value)) setValue(made, deep(key, memo), deep(item, memo))
    return hasFields(value) ? withFields(made, value, (field) => deep(field, memo)) : made
  }
  if (value instanceof FrozenSet) return value
  if (value instanceof Set) return keep(new PySet([...value].map((item) => deep(item, memo))))
  if (value instanceof PyBytes) return copy(value)
  return infoOf(typeOf(value)).dict.has('copy') ? keep(copy(value)) : value
}

/** A module of Python's: what is its own besides is copied too. */
function copyModuleDeep(value: Any, memo: Map<unknown, unknown>): Any {
  return (copyModule.deepcopy as Any)(value, memo)
}

export const module = {
  Error: exceptionClasses.get('Exception'),
  ...functionsOf({ 'copy(x)': copy, 'deepcopy(x, memo=None)': deepcopy }),
}
