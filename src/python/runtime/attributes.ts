// Attributes: of objects and classes of Python, of what is built in, of modules, and of the library's objects; with what
// Python says of one that is not there.
import { OpNode } from '../../engine/record.js'
import { AttributeError, TypeError } from '../../base/errors.js'
import { Float, isFloatItem } from '../../base/scalar.js'
import { isModule } from '../../dialect/runtime/instances.js'
import { addressOf, reprSymbol } from '../../text/repr.js'
import { ofPython } from '../../dialect/runtime/attributes.js'
import { moduleNames, pathOf } from '../../dialect/namespaces.js'
import type { Module } from '../../nn/module.js'
import { refuseAssignmentBeforeInit } from '../../nn/before-init.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { Tensor } from '../../torch.js'
import { bound, callLibraryMethod, isData, ofEveryObject } from './binding.js'
import { setArrayField } from './array-fields.js'
import { ofClass } from './class-attributes.js'
import { core } from './core.js'
import {
  arrayNames,
  checkSlots,
  fieldOf,
  fieldsOf,
  hasField,
  hidden,
  isObject,
  slotsOf,
  takeField,
} from './fields.js'
import { functionAttribute } from './function-attributes.js'
import { missing, ownerText } from './missing-attributes.js'
import { noAttribute } from './exceptions.js'
import { builtin, call, Getter, type Inner, Method } from './functions.js'
import { PyDict } from './keys.js'
import { tensorMethod } from './tensor-methods.js'
import { passedOnFrom } from './passed-on.js'
import { numpyDtype } from './numpy-dtype.js'
import { transposed } from './numpy-calls.js'
import { Node } from '../../tensor/node.js'
import { Tuple } from '../../base/tuple.js'
import * as types from './types.js'
import {
  canonicalClass,
  classOf,
  find,
  infoOf,
  inner,
  isClass,
  isNamespace,
  nameOfType,
  noteNamespace,
  PyModule,
  quickInfo,
  typeOf,
} from './types.js'
import { PyProperty } from './descriptors.js'
import { installOnLibrary, uninstall } from './javascript-side.js'
import { isQuickField, noteField } from './quick-library.js'

type Any = any

/** What numbers have besides in programs that have imported numpy, which sets it. */
export const scalars: { attribute: ((value: Any, name: string) => Any) | null } = { attribute: null }

/** The attribute, or undefined where there is none. */
export function lookup(value: Any, name: string): Any {
  if (typeof value === 'function' && isClass(value)) return ofClass(value, name)
  const cls = typeOf(value)
  // What TypeScript imported under the name of a module of Python's has what the module has.
  const module = cls === types.moduleClass ? moduleNames.get(value as object) : undefined
  if (module !== undefined) return lookup(core.importModule(module), name)
  const info = infoOf(cls)
  if (info.isPython || cls === types.superClass) {
    const hook = find(cls, '__getattribute__')
    if (hook !== undefined) return core.special(value, '__getattribute__')!(value, name)
  }
  const found = find(cls, name)
  if (found !== undefined && isData(found)) return bound(found, value, cls)
  if (info.hasFields || info.isPython) {
    // A variable of a module that has no value yet is none.
    const isField = isObject(value) && hasField(value, name)
    if (isField && !(cls === types.moduleClass && value[name] === undefined)) {
      if (info.isPython && name !== 'constructor') info.ownFirst.add(name)
      return ofNamespace(value, name)
    }
  }
  if (found !== undefined) return bound(found, value, cls)
  // A name that the module is still to give a value to is none of it.
  if (cls === types.moduleClass && name === '__dict__')
    return new PyDict(Object.entries(value as object).filter(([, one]) => one !== undefined))
  const special = common(value, name, cls)
  if (special !== undefined) return special
  if (
    isObject(value) &&
    !hidden.has(name) &&
    types.rootOf(cls) !== types.object &&
    (infoOf(types.rootOf(cls)).module !== 'builtins' || value instanceof Node)
  ) {
    const own = ofLibrary(value, name, info.isPython && !(value instanceof Tensor))
    if (own !== undefined) {
      noteField(value, name, own)
      return own
    }
  }
  const ofScalar = scalars.attribute?.(value, name)
  if (ofScalar !== undefined) return ofScalar
  return name.startsWith('__') ? ofEveryObject(value, name) : undefined
}

/** A member of a module; plain objects in the library's modules are modules too. */
function ofNamespace(value: Any, name: string): Any {
  const item = fieldOf(value, name)
  if (isNamespace(value) && item !== null && typeof item === 'object') {
    const prototype: unknown = Object.getPrototypeOf(item)
    if (prototype === Object.prototype || prototype === null) noteNamespace(item as object)
  }
  return item
}

/** What all objects have. */
function common(value: Any, name: string, cls: Any): Any {
  switch (name) {
    case '__class__':
      return cls
    case '__dict__':
      if (find(cls, '__slots__') !== undefined && slotsOf(cls).areAll) return undefined
      return infoOf(cls).hasFields || infoOf(cls).isPython ? fieldsOf(value) : undefined
    case '__doc__':
      return typeof value === 'function' ? functionAttribute(value, name) : null
    case '__module__':
      return typeof value === 'function' ? functionAttribute(value, name) : infoOf(cls).module
  }
  if (typeof value !== 'function' || !(value instanceof Function)) return undefined
  const own = functionAttribute(value, name)
  if (own !== undefined) return own
  const of: Any = (value as Any)[inner]?.func
  return typeof of === 'function' && of !== value ? lookup(of, name) : undefined
}

/** What the library's own objects have. */
function ofLibrary(value: Any, name: string, isPython: boolean): Any {
  if (isNumpyArray(value)) {
    const ofArray: Any = arrayAttribute(value, name)
    if (ofArray !== undefined) return ofArray
    if (!arrayNames.has(name) && !name.startsWith('_')) return undefined
  }
  if (!(name in value)) {
    if (value instanceof Tensor) {
      const method: Any = tensorMethod(value, name)
      if (method !== undefined) return method
    }
    return /^__\w+__$/.test(name) && !isPython ? protocolOf(value, name) : undefined
  }
  const item: Any = value[name]
  if (item === undefined) return null
  // A tuple of the library's is an array to JavaScript, not to Python.
  if (Array.isArray(value) && (name === 'length' || item === (Array.prototype as Any)[name])) return undefined
  if (
    typeof item === 'function' &&
    item instanceof Function &&
    !Object.hasOwn(value as object, name) &&
    !isClass(item)
  )
    return boundLibrary(value, item, name)
  if (typeof item === 'number') return libraryNumber(value, name, item)
  return item
}

/** What arrays of NumPy's have otherwise than numpy-ts gives it; undefined for all else. */
function arrayAttribute(array: Any, name: string): Any {
  switch (name) {
    case 'flat':
      return call(core.getattr(core.importModule('_numpy_flat'), 'flatiter'), [array], null)
    case 'T':
      return transposed(array)
    case 'tobytes':
      // numpy-ts keeps these otherwise than NumPy does.
      if (!/^(float16|complex)/.test(String(array.dtype))) return undefined
      return builtin(name, 'order=0', () =>
        call(core.getattr(core.importModule('_numpy_constants'), name), [array], null),
      )
    case 'tofile':
      return builtin(name, 'fid, sep=0, format=0', (file: Any, separator: Any = '', format: Any = '%s') =>
        call(
          core.getattr(core.importModule('_numpy_constants'), name),
          [array, file, separator, format],
          null,
        ),
      )
    case 'dtype':
      return numpyDtype(String(array.dtype))
    case 'shape':
      return Tuple.from<unknown>(array.shape as number[])
    case 'strides':
      return Tuple.from<unknown>((array.strides as number[]).map((step) => step * array.itemsize))
    case 'flags': {
      const about = ['shape', 'strides', 'itemsize'].map((one) => getattr(array, one))
      const made = core.getattr(core.importModule('_numpy_constants'), 'flagsobj')
      return call(made, [...about, array.flags.OWNDATA], null)
    }
    case '__len__':
      return array.shape.length === 0 ? undefined : builtin(name, '', () => array.shape[0] as number)
    case '__setitem__':
      return builtin('__setitem__', 'key, value, /', (key: Any, item: Any) => {
        core.setitem(array, key, item)
        return null
      })
    case 'real':
    case 'imag':
      return call(getattr(core.importModule('numpy'), name), [array], null)
  }
  return undefined
}

/** What only containers have: a module without it is none. */
const ofContainers = new Set('__len__ __iter__ __getitem__ __setitem__ __delitem__ __contains__'.split(' '))

function protocolOf(value: Any, name: string): Any {
  if (isModule(value) && ofContainers.has(name) && !(Symbol.iterator in (value as object))) return undefined
  if (!(value instanceof Tensor || isModule(value) || isNumpyArray(value))) return undefined
  try {
    return ofPython(value, name)
  } catch (error) {
    if (error instanceof AttributeError) return undefined
    throw error
  }
}

const libraryNumber = (value: Any, name: string, item: number): Any =>
  isFloatItem(value, name, item) ? new Float(item) : item

const libraryMethods = new WeakMap<object, Map<string, Any>>()

/** A method of the library's, bound, called from Python. */
function boundLibrary(value: Any, method: Any, name: string): Any {
  let known = libraryMethods.get(value)
  if (known === undefined) libraryMethods.set(value, (known = new Map()))
  const before = known.get(name)
  if (before?.method === method) return before.bound
  const own: Inner = {
    name,
    self: value,
    func: method,
    isBuiltin: true,
    invoke: (args, kwargs) => callLibraryMethod(value, method, name, args, kwargs),
  }
  const f = (...args: Any[]): Any => method.apply(value, args)
  Object.defineProperty(f, 'name', { value: name, configurable: true })
  Object.defineProperty(f, inner, { value: own, configurable: true })
  Object.defineProperty(f, reprSymbol, { value: () => boundText(value, name) })
  known.set(name, { method, bound: f })
  return f
}

/** A method of the library's that was not called, as PyTorch and NumPy print it. */
function boundText(value: Any, name: string): string {
  if (!isModule(value))
    return `<built-in method ${name} of ${nameOfType(value)} object at ${addressOf(value as object)}>`
  let owner: Any = value
  while (owner !== null && !Object.hasOwn(owner as object, name)) owner = Object.getPrototypeOf(owner)
  return `<bound method ${owner?.constructor.name ?? nameOfType(value)}.${name} of ${core.repr(value)}>`
}

// ---- the three that programs call ----

/** Refuses what is no text as the name of an attribute: from TypeScript anything may come. */
export function checkName(name: unknown): asserts name is string {
  if (typeof name !== 'string')
    throw new TypeError(`attribute name must be string, not '${nameOfType(name)}'`)
}

/** A property of an object's class, where nothing else has a say. */
function propertyOf(value: Any, name: string): PyProperty | null {
  const info = quickInfo(value)
  const found = info?.found.get(name)
  if (!(found instanceof PyProperty)) return null
  const { cls } = info!
  const isHooked = find(cls, '__getattribute__') !== undefined || find(cls, '__getattr__') !== undefined
  return isHooked ? null : found
}

/** Python's `value.name`. */
export function getattr(value: Any, name: string): Any {
  if (isQuickField(value, name)) return value[name] ?? null
  if (quickInfo(value)?.ownFirst.has(name) === true && Object.hasOwn(value as object, name))
    return fieldOf(value, name)
  const property = propertyOf(value, name)
  if (property !== null) return property.read(value)
  checkName(name)
  let result: Any
  try {
    result = lookup(value, name)
  } catch (error) {
    const hook = error instanceof AttributeError && isObject(value) ? ownHook(value) : undefined
    if (hook === undefined) throw error
    return core.special(value, '__getattr__')!(value, name)
  }
  if (result !== undefined) return result
  if (name.startsWith('_saved_') && value instanceof OpNode) {
    const saved: Any = value.saved(name.slice('_saved_'.length))
    if (saved !== undefined) return Array.isArray(saved) ? Tuple.from(saved) : saved
  }
  if (isObject(value)) {
    if (ownHook(value) !== undefined) return core.special(value, '__getattr__')!(value, name)
    if (becameNamespace(value)) return getattr(value, name)
    if (value instanceof PyModule && typeof value.__getattr__ === 'function')
      return call(value.__getattr__, [name], null)
    const from = isNamespace(value) ? passedOnFrom(pathOf(value) ?? '', name) : undefined
    if (from !== undefined) return getattr(core.importModule(from), name)
  }
  throw missing(value, name)
}

/** Whether a plain object is a namespace of the library's that nobody has handed out yet; it is a module from now on. */
function becameNamespace(value: Any): boolean {
  if (typeOf(value) !== types.dict || value instanceof Map || pathOf(value) === undefined) return false
  noteNamespace(value as object)
  return true
}

const ownHook = (value: Any): unknown =>
  value[classOf] === undefined ? undefined : find(value[classOf], '__getattr__')

/** Whether an attribute of the library's can be written: what has a getter alone cannot. */
function checkWritable(value: Any, name: string): void {
  if (!(value instanceof Tensor)) return
  for (let owner: Any = value; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, name)
    if (property === undefined) continue
    if (property.get !== undefined && property.set === undefined)
      throw new AttributeError(`attribute '${name}' of 'torch._C._TensorBase' objects is not writable`)
    return
  }
}

export function setattr(value: Any, name: string, item: Any): void {
  const isFree = quickInfo(value)?.writable.get(name)
  if (isFree === true || (isFree === false && Object.hasOwn(value as object, name))) {
    value[name] = item
    return
  }
  checkName(name)
  if (typeof value === 'function' && isClass(value)) {
    const meta: Any = value[classOf]
    const own = meta === undefined ? undefined : find(meta, '__setattr__')
    if (own === undefined) return setOnClass(value, name, item)
    core.special(value, '__setattr__')!(value, name, item)
    return
  }
  const cls = typeOf(value)
  const info = infoOf(cls)
  if (info.isPython && find(cls, '__setattr__') !== undefined) {
    core.special(value, '__setattr__')!(value, name, item)
    return
  }
  setField(value, name, item)
}

/** Whether the fields of a class's objects are theirs alone: nobody is told of them, and none is refused. */
const isPlain = (cls: Any): boolean =>
  infoOf(cls).isPython &&
  types.rootOf(cls) === types.object &&
  find(cls, '__setattr__') === undefined &&
  find(cls, '__slots__') === undefined

/** What `object.__setattr__` does. */
export function setField(value: Any, name: string, item: Any): void {
  checkName(name)
  becameNamespace(value)
  if (setArrayField(value, name, item)) return
  const cls = typeOf(value)
  const info = infoOf(cls)
  const found = find(cls, name) as Any
  if (found instanceof PyProperty) return found.write(value, name, item)
  if (found instanceof Getter) {
    if (found.set !== null) return found.set(value, item)
    if (!(value instanceof Error))
      throw new AttributeError(`attribute '${name}' of '${info.name}' objects is not writable`)
  }
  if (isObject(found) && typeof found !== 'function' && found[classOf] !== undefined) {
    const set = find(found[classOf], '__set__')
    if (set !== undefined) {
      core.special(found, '__set__')!(found, value, item)
      return
    }
  }
  const hasFields = info.hasFields || info.isPython || (isObject(value) && isNamespace(value))
  if (!hasFields || !isObject(value)) {
    if (found !== undefined)
      throw new AttributeError(`'${nameOfType(value)}' object attribute '${name}' is read-only`)
    throw noAttribute(`${ownerText(value)} has no attribute '${name}'`, name, value)
  }
  if (isModule(value)) {
    refuseAssignmentBeforeInit(value as object, item, isModule)
    // What was assigned in this statement is looked at first, so that it may not be anything else now.
    const before: unknown = Object.getOwnPropertyDescriptor(value, name)?.value
    if (
      before !== undefined &&
      before !== item &&
      (isModule(before) || (before instanceof Tensor && before.isParameter))
    )
      (value as Module)._own_modules()
  }
  checkSlots(value, cls, name)
  checkWritable(value, name)
  if (isPlain(cls) && !name.startsWith('__') && name !== 'constructor')
    info.writable.set(name, found === undefined && !(name in Object.getPrototypeOf(value)))
  if (name === '__class__') throw new TypeError('__class__ assignment is not supported here')
  // What stands in the class is no property that would be asked.
  const isOfClass =
    info.isPython && name in value && !hasField(value, name) && types.rootOf(cls) === types.object
  if (!isOfClass && Reflect.set(value as object, name, item, value)) return
  const property = { value: item, writable: true, configurable: true, enumerable: true }
  if (!Reflect.defineProperty(value as object, name, property))
    throw new AttributeError(`'${nameOfType(value)}' object attribute '${name}' is read-only`)
}

/** Set by `classes.ts`: what stands in a class is seen from JavaScript, too. */
let install: (cls: Any, name: string, item: Any) => void = () => {}
export function setInstaller(run: typeof install): void {
  install = run
}

/** What `type.__setattr__` does. */
export function setOnClass(given: Any, name: string, item: Any): void {
  checkName(name)
  const cls = canonicalClass(given)
  const info = infoOf(cls)
  if (!info.isPython) {
    if (info.module === 'builtins')
      throw new TypeError(`cannot set '${name}' attribute of immutable type '${info.name}'`)
    types.changes.count++
    info.dict.set(name, item)
    // Methods of tensors are the engine's own, which calls nothing of a program's in their place.
    if (!(cls.prototype instanceof Tensor) && cls.prototype !== Tensor.prototype)
      installOnLibrary(cls, name, item)
    return
  }
  if (name === '__name__') info.name = item as string
  if (name === '__qualname__') info.qualname = item as string
  if (name === '__module__') info.module = item as string
  info.dict.set(name, item)
  types.changes.count++
  install(cls, name, item)
}

export function delattr(value: Any, name: unknown): void {
  checkName(name)
  if (typeof value === 'function' && isClass(value)) {
    const info = infoOf(canonicalClass(value))
    if (!info.dict.delete(name))
      throw noAttribute(`type object '${info.name}' has no attribute '${name}'`, name, value)
    types.changes.count++
    uninstall(value, name)
    return
  }
  const cls = typeOf(value)
  if (infoOf(cls).isPython && find(cls, '__delattr__') !== undefined) {
    core.special(value, '__delattr__')!(value, name)
    return
  }
  removeField(value, name)
}

/** What `object.__delattr__` does. */
export function removeField(value: Any, name: string): void {
  const cls = typeOf(value)
  const found = find(cls, name) as Any
  if (found instanceof PyProperty) return found.remove(value, name)
  if (isObject(found) && typeof found !== 'function' && found[classOf] !== undefined) {
    if (find(found[classOf], '__delete__') !== undefined) {
      core.special(found, '__delete__')!(found, value)
      return
    }
    if (find(found[classOf], '__set__') !== undefined) throw new AttributeError('__delete__')
  }
  const isThere = isObject(value) && hasField(value, name)
  if (!isThere || (cls === types.moduleClass && value[name] === undefined)) {
    if (!isObject(value) || !infoOf(cls).hasFields)
      throw found === undefined
        ? missing(value, name)
        : new AttributeError(`'${nameOfType(value)}' object attribute '${name}' is read-only`)
    throw noAttribute(`'${nameOfType(value)}' object has no attribute '${name}'`, name, value)
  }
  const ofLibrary: Any = types.rootOf(cls).prototype?.__delattr__
  if (typeof ofLibrary === 'function') ofLibrary.call(value, name)
  else if (!takeField(value, name))
    throw new AttributeError(`'${nameOfType(value)}' object attribute '${name}' is read-only`)
}

/** Special methods by which a class says that it cannot do this, or that are asked for and need not be there. */
const asks =
  /^__(hash|iter|reversed|contains|aiter|await|get|set|delete|set_name|init|new|del|keys|class_getitem|missing|length_hint|trunc|fspath|copy|deepcopy|reduce|reduce_ex|getstate|setstate|array|dict|slots|instancecheck|subclasscheck|prepare|subclasshook|init_subclass|post_init)__$|^[^_]/

const noneCalled = (): never => {
  throw new TypeError("'NoneType' object is not callable")
}

/** A special method of a value's class, to be called with the value first; undefined where there is none. */
export function special(value: Any, name: string): ((...args: Any[]) => Any) | undefined {
  const cls = typeOf(value)
  const found = find(cls, name) as Any
  if (found === undefined) return undefined
  const { specials } = infoOf(cls)
  let known = specials.get(name)
  if (known === undefined) specials.set(name, (known = asSpecial(found, name)))
  return known
}

/** What stands in a class, to be called with the value first. */
function asSpecial(found: Any, name: string): ((...args: Any[]) => Any) | undefined {
  if (found === null) return asks.test(name) ? undefined : noneCalled
  if (found instanceof Method) return (self, ...args) => found.invoke(self, args, null)
  if (typeof found === 'function') {
    const own = found[inner] as Inner | undefined
    // What is bound already, and a partial, are called as they are.
    if (own !== undefined && own.self === undefined && own.name !== 'partial') {
      if (own.js !== undefined)
        return (...args) => (args.length === own.count ? own.js!(...args) : own.invoke(args, null))
      return (...args) => own.invoke(args, null)
    }
    return (_self, ...args) => call(found, args, null)
  }
  return (self, ...args) => call(bound(found, self, typeOf(self)), args, null)
}

core.getattr = getattr
core.setattr = setattr
core.special = special
