// Python's classes as the runtime knows them: which class a value is of, what a class inherits from, and what stands in it.
// A class is a class of JavaScript; what Python has beyond that lies in its `ClassInfo`.
import * as errors from '../../base/errors.js'
import { DType } from '../../base/dtype.js'
import { Complex, Device, Float, Layout, MemoryFormat, Slice } from '../../base/scalar.js'
import { NamedTuple, Size, Tuple } from '../../base/tuple.js'
import { moduleNames } from '../../dialect/namespaces.js'
import { pythonClass } from '../../dialect/runtime/shared-python.js'
import { classPathOf } from '../../dialect/class-paths.js'
import { declaredClass } from '../../nn/callable.js'
import { Dict } from '../../nn/ordered-dict.js'
import { reprSymbol } from '../../text/repr.js'
import { Node } from '../../tensor/node.js'
import { foreignNames, pythonType, typeName } from '../../base/type-name.js'
import { ModeGuard } from '../../tensor/modes.js'
import torch, { Tensor } from '../../torch.js'

type Any = any
export type Class = Any

export interface ClassInfo {
  readonly cls: Class
  name: string
  qualname: string
  module: string
  bases: Class[]
  mro: Class[]
  /** What stands in the class itself: methods, properties, attributes. */
  readonly dict: Map<string, unknown>
  /** Whether it was written in Python. */
  readonly isPython: boolean
  /** Whether instances have attributes of their own. */
  readonly hasFields: boolean
  /** What a call of a built-in class makes. */
  construct?: (cls: Class, args: Any[], kwargs: Record<string, unknown> | null) => Any
  /** What it prints, where that is not `<class …>`. */
  text?: string
  /** The names found so far, through all classes; see `find`. */
  found: Map<string, unknown>
  /** Those of them that can be called as methods, and null for the others; see `method-calls.ts`. */
  called: Map<string, Called>
  /** Special methods, as they are called with the object before the arguments; see `special`. */
  specials: Map<string, ((...args: Any[]) => Any) | undefined>
  /** Classes that were asked whether this one is below them; see `isSubclass`. */
  below: Map<Class, boolean>
  /** Names of which an object's own field is the attribute, whatever stands in the class. */
  readonly ownFirst: Set<string>
  /** Names that are written as fields without asking anybody; false: where the object has the field. */
  readonly writable: Map<string, boolean>
  /** How an object is made, where nothing but `__init__` has a say; undefined where that was not asked yet. */
  maker: Maker | null | undefined
  version: number
}

/** What is called under a name, and what JavaScript sees under it on the class's objects. */
interface Called {
  readonly found: unknown
  readonly shown: unknown
}

/** An object that has no fields yet, and `__init__` as it is called with it. */
export interface Maker {
  readonly Made: new () => object
  readonly init: { readonly js?: (...args: Any[]) => Any; readonly count?: number } | null
}

/** Under this name a prototype says which class of Python its objects are of. */
export const classOf: typeof pythonClass = pythonClass
const infos = new WeakMap<object, ClassInfo>()
/** Under this name a class has its `ClassInfo` at hand, too; one that inherits it has another. */
const infoHere: unique symbol = Symbol('what is known of the class')

/** Counts changes to classes: what was found before is looked up again. */
export const changes = { count: 0 }

function newInfo(cls: Class, given: Partial<ClassInfo> & { name: string }): ClassInfo {
  const info: ClassInfo = {
    cls,
    qualname: given.name,
    module: 'builtins',
    bases: [],
    mro: [],
    dict: new Map(),
    isPython: false,
    hasFields: false,
    found: new Map(),
    called: new Map(),
    specials: new Map(),
    below: new Map(),
    ownFirst: new Set(),
    writable: new Map(),
    maker: undefined,
    version: -1,
    ...given,
  }
  infos.set(cls as object, info)
  if (Object.isExtensible(cls))
    Object.defineProperty(cls, infoHere, { value: info, writable: true, configurable: true })
  return info
}

/** Declares a class that is built in; `bases` are those that Python gives it. */
export function declare(cls: Class, name: string, bases: Class[], given: Partial<ClassInfo> = {}): ClassInfo {
  const info = newInfo(cls, { name, bases, ...given })
  info.mro = linearized(cls, bases)
  return info
}

/** A class without objects of its own in JavaScript: numbers, texts, lists are what they are. */
export function builtinClass(name: string, bases: Class[], given: Partial<ClassInfo> = {}): Class {
  const cls = {
    [name]: function (...args: Any[]): Any {
      const { construct, qualname } = infos.get(cls)!
      if (!construct) throw new errors.TypeError(`cannot create '${qualname}' instances`)
      return construct(cls, args, null)
    },
  }[name] as Class
  Object.defineProperty(cls, 'prototype', { writable: false })
  const info = declare(cls, name, bases, given)
  if (info.module !== 'builtins')
    Object.defineProperty(cls, reprSymbol, {
      value: () => info.text ?? `<class '${info.module}.${info.qualname}'>`,
      configurable: true,
    })
  return cls
}

/** C3: the order in which a class and those it inherits from are asked. */
export function linearized(cls: Class, bases: Class[]): Class[] {
  const lists = [...bases.map((base) => [...infoOf(base).mro]), [...bases]].filter((list) => list.length > 0)
  const order: Class[] = [cls]
  while (lists.length > 0) {
    const next = lists.map(([head]) => head).find((head) => !lists.some((list) => list.indexOf(head) > 0))
    if (next === undefined) {
      const names = bases.map((base) => infoOf(base).name).join(', ')
      throw new errors.TypeError(
        `Cannot create a consistent method resolution\norder (MRO) for bases ${names}`,
      )
    }
    order.push(next)
    for (const list of lists) if (list[0] === next) list.shift()
    for (let i = lists.length - 1; i >= 0; i--) if (lists[i].length === 0) lists.splice(i, 1)
  }
  return order
}

// ---- the classes that are built in ----

export const object: Class = { object: class {} }.object
declare(object, 'object', [])

export const type = builtinClass('type', [object])
export const int = builtinClass('int', [object])
export const bool = builtinClass('bool', [int])
export const float = builtinClass('float', [object])
export const complex = builtinClass('complex', [object])
export const str = builtinClass('str', [object])
export const list = builtinClass('list', [object])
export const tuple = builtinClass('tuple', [object])
export const dict = builtinClass('dict', [object])
export const set = builtinClass('set', [object])
export const frozenset = builtinClass('frozenset', [object])
export const range = builtinClass('range', [object])
export const slice = builtinClass('slice', [object])
export const bytes = builtinClass('bytes', [object])
export const bytearray = builtinClass('bytearray', [object])
export const NoneType = builtinClass('NoneType', [object])
export const functionClass = builtinClass('function', [object], { hasFields: true })
export const builtinFunction = builtinClass('builtin_function_or_method', [object])
export const method = builtinClass('method', [object])
export const moduleClass = builtinClass('module', [object], { hasFields: true })
export const ellipsisClass = builtinClass('ellipsis', [object])
export const notImplementedClass = builtinClass('NotImplementedType', [object])
export const generatorClass = builtinClass('generator', [object])
export const property = builtinClass('property', [object])
export const staticmethod = builtinClass('staticmethod', [object], { hasFields: true })
export const classmethod = builtinClass('classmethod', [object], { hasFields: true })
export const superClass = builtinClass('super', [object])

/** Python's `NotImplemented` and `Ellipsis`. */
class Singleton {
  constructor(
    readonly text: string,
    readonly cls: Class,
  ) {}
  get [classOf](): Class {
    return this.cls
  }
}
export const NotImplemented = new Singleton('NotImplemented', notImplementedClass)
export const Ellipsis = new Singleton('Ellipsis', ellipsisClass)

/** What objects of built-in classes are that keep their fields openly; never taken for a dict of keywords. */
class Instance {}

/** An object of a class, with its fields. */
export const instance = <T extends object>(cls: Class, fields: T): T =>
  Object.assign(new Instance(), { [classOf]: cls }, fields)

/** A module: its names are its fields. */
export class PyModule {
  [name: string]: unknown
  constructor(name: string) {
    this.__name__ = name
  }
}
Object.defineProperty(PyModule.prototype, classOf, { value: moduleClass })
Object.defineProperty(PyModule.prototype, pythonType, { value: 'module' })

/** Namespaces of the library are plain objects, and modules in Python; who hands one out says so here. */
const namespaces = new WeakSet<object>()
export const noteNamespace = <T extends object>(value: T): T => {
  namespaces.add(value)
  return value
}
export const isNamespace = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (namespaces.has(value) || moduleNames.has(value))

// ---- exceptions ----

export class BaseException extends Error {}
declare(BaseException, 'BaseException', [object], { hasFields: true })
export const Exception: Class = errors.TorchError
declare(Exception, 'Exception', [BaseException], { hasFields: true })

/** Every exception class by its name in Python; the others add themselves. */
export const exceptionClasses = new Map<string, Class>([
  ['BaseException', BaseException],
  ['Exception', Exception],
])

/** Declares one that is built in. */
export function exceptionClass(name: string, base: Class, existing?: Class): Class {
  // Python's classes need the name alone.
  const cls = existing ?? { [name]: class extends (base as { new (message?: string): Error }) {} }[name]
  declare(cls, name, [base], { hasFields: true })
  exceptionClasses.set(name, cls)
  return cls
}

// ---- which class a value is of ----

declare(Tensor, 'Tensor', [object], { module: 'torch', hasFields: true })
declare(Size, 'Size', [tuple], { module: 'torch' })
declare(DType, 'dtype', [object], { module: 'torch' })
declare(Device, 'device', [object], { module: 'torch' })
declare(Layout, 'layout', [object], { module: 'torch' })
declare(MemoryFormat, 'memory_format', [object], { module: 'torch' })

/** Classes of JavaScript that stand for one of Python's. */
const equals = new Map<unknown, Class>([
  [Array, list],
  [Tuple, tuple],
  [Map, dict],
  [Object, dict],
  [Set, set],
  [String, str],
  [Number, int],
  [BigInt, int],
  [Boolean, bool],
  [Function, functionClass],
  [Float, float],
  [Complex, complex],
  [Slice, slice],
  [Error, Exception],
  [torch.Tensor, Tensor],
  [torch.layout, Layout],
  [torch.memory_format, MemoryFormat],
  [torch.linalg.LinAlgError, errors.LinAlgError],
])

/** A class as the runtime knows it: JavaScript's own for lists and texts are Python's. */
export function canonicalClass(cls: Class): Class {
  const here = cls?.[infoHere] as ClassInfo | undefined
  if (here !== undefined && here.cls === cls && (here.isPython || !equals.has(cls))) return cls
  const own = equals.get(cls)
  if (own) return own
  const global = (globalThis as Any)[cls?.name]
  if (global === cls && cls !== undefined && !infos.has(cls)) return builtins.get(cls.name) ?? cls
  // The class that a class of the library extends, under the name that programs have for it.
  const made = cls?.prototype?.constructor as Class
  return typeof made === 'function' && made !== cls && declaredClass(made) === cls ? made : cls
}
const builtins = new Map<string, Class>(
  [int, float, bool, str, list, tuple].map((cls: Class) => [cls.name, cls]),
)

/** Classes of the library that Python knows by another name. */
const otherPaths: Readonly<Record<string, string>> = {
  FloatInfo: 'torch.finfo',
  IntInfo: 'torch.iinfo',
  OrderedDict: 'collections.OrderedDict',
  OrderedDictClass: 'collections.OrderedDict',
  DefaultDict: 'collections.defaultdict',
}

/** Where a class of the library stands. */
function pathOfClass(cls: Class): string | undefined {
  const tuple: unknown = cls.prototype instanceof NamedTuple ? cls.prototype.typeName : undefined
  if (typeof tuple === 'string' && tuple.includes('.')) return tuple
  return Object.hasOwn(otherPaths, cls.name as string) ? otherPaths[cls.name] : classPathOf(cls)
}

/** What is known of a class; of one that was not made here, what its place in the library says. */
export function infoOf(cls: Class): ClassInfo {
  const here = cls?.[infoHere] as ClassInfo | undefined
  if (here !== undefined && here.cls === cls) return here
  const known = infos.get(cls as object)
  if (known) return known
  if (typeof cls !== 'function') throw new errors.TypeError(`'${nameOfType(cls)}' object is not a class`)
  const other = canonicalClass(cls)
  if (other !== cls) return infoOf(other)
  const parent: Class = Object.getPrototypeOf(cls)
  const isBase =
    parent === Function.prototype || parent === null || parent === undefined || parent?.name === ''
  const isError = cls.prototype instanceof Error
  const bases = [isBase ? object : canonicalClass(parent)]
  if (isBase && isError) bases[0] = Exception
  const path = pathOfClass(cls)
  const name: string = path?.replace(/^.*\./, '') ?? cls[pythonType] ?? cls.name
  const module = path?.replace(/\.[^.]*$/, '') ?? '__main__'
  const info = newInfo(cls, { name, bases, module, hasFields: true })
  info.mro = linearized(cls, bases)
  return info
}

/** Whether a function is a class. */
export function isClass(value: unknown): boolean {
  if (typeof value !== 'function') return false
  if (infos.has(value) || equals.has(value)) return true
  return Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
}

/** A function of the runtime, or of Python. */
export const inner: unique symbol = Symbol('how a function is called from Python')

function classOfFunction(value: Any): Class {
  if (value[classOf]) return value[classOf]
  // Instances that can be called are functions, too.
  if (!(value instanceof Function)) return value.constructor
  if (isClass(value)) return type
  const known = value[inner]
  if (known !== undefined)
    return known.isBuiltin ? builtinFunction : known.self !== undefined ? method : functionClass
  return functionClass
}

const nativeErrors: [Function, string][] = [
  [TypeError, 'TypeError'],
  [ReferenceError, 'NameError'],
  [RangeError, 'ValueError'],
  [SyntaxError, 'SyntaxError'],
]

function classOfError(value: Error): Class {
  if (infos.has(value.constructor)) return value.constructor
  for (const [native, name] of nativeErrors)
    if (value.constructor === native) return exceptionClasses.get(name)
  return value.constructor === Error ? Exception : value.constructor
}

const nodeClasses = new Map<string, Class>()

/** A node of the graph has a class by the name of its op. */
function classOfNode({ className }: Node): Class {
  let found = nodeClasses.get(className)
  if (found === undefined) nodeClasses.set(className, (found = builtinClass(className, [object])))
  return found
}

/** Parameters are tensors with a class of their own, which is loaded where there is one. */
function parameterClass(): Class {
  const cls: Class = torch.nn.Parameter
  if (infoOf(cls).bases[0] !== Tensor)
    declare(cls, 'Parameter', [Tensor], { module: 'torch.nn.parameter', hasFields: true })
  return cls
}

const classesAt = new Map<string, Class>()

/** The class of objects that know only what PyTorch calls it. */
function classAt(path: string): Class {
  let found = classesAt.get(path)
  const [, module, name] = /^(.*)\.(.*)$/.exec(path)!
  if (found === undefined) classesAt.set(path, (found = builtinClass(name, [object], { module })))
  return found
}

/** Python's `type(value)`. */
export function typeOf(value: Any): Class {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? int : float
    case 'string':
      return str
    case 'boolean':
      return bool
    case 'bigint':
      return int
    case 'undefined':
      return NoneType
    case 'function':
      return classOfFunction(value)
    // Python has none; to it, one is an object of which nothing is known.
    case 'symbol':
      return object
  }
  if (value === null) return NoneType
  const own = value[classOf]
  if (own !== undefined) return own
  if (value instanceof Tensor) return value.isParameter ? parameterClass() : value.constructor
  if (Array.isArray(value)) {
    if (value.constructor === Array) return list
    if (value.constructor === Tuple) return tuple
    return value.constructor
  }
  if (value instanceof Float) return float
  if (value instanceof Complex) return complex
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Map.prototype || prototype === Object.prototype || prototype === null)
    return namespaces.has(value as object) || moduleNames.has(value as object) ? moduleClass : dict
  if (prototype === Dict.prototype) return dict
  if (prototype === Set.prototype) return set
  if (value instanceof Slice) return slice
  if (value instanceof Error) return classOfError(value)
  if (Object.prototype.toString.call(value) === '[object Module]') return moduleClass
  if (value instanceof Node) return classOfNode(value)
  if (value instanceof ModeGuard) return classAt(value.path)
  if (Object.prototype.toString.call(value) === '[object Generator]') return generatorClass
  return value.constructor ?? object
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Classes that CPython has written in C: its messages call them by module and name, others by name alone. */
const writtenInC: Readonly<Record<string, ReadonlySet<string>>> = {
  collections: words('deque OrderedDict defaultdict'),
  datetime: words('date datetime time timedelta timezone tzinfo'),
  decimal: words('Decimal Context'),
  functools: words('partial _lru_cache_wrapper'),
  itertools: words(
    'accumulate chain combinations combinations_with_replacement compress count cycle dropwhile filterfalse groupby ' +
      '_grouper islice pairwise permutations product repeat starmap takewhile _tee zip_longest',
  ),
  operator: words('attrgetter itemgetter methodcaller'),
  re: words('Pattern Match'),
  _io: words('StringIO BytesIO TextIOWrapper BufferedReader BufferedWriter BufferedRandom FileIO'),
  types: words('SimpleNamespace MappingProxyType'),
}

/** What messages call the class of a value of Python's own: tp_name of CPython's types; undefined for the library's. */
function ownName(value: unknown): string | undefined {
  const cls = typeOf(value)
  const { name, module, isPython } = infoOf(cls)
  if (writtenInC[module]?.has(name)) return `${module}.${name}`
  if (isPython || module === 'builtins') return name
  if (module === 'numpy') return `numpy.${name}`
  if (name === 'Tensor' || name === 'Parameter') return name
  return infos.has(cls as object) && !/^torch\b/.test(module) ? name : undefined
}
const ofDialect = foreignNames.of
foreignNames.of = (value) => ofDialect(value) ?? ownName(value)

/** What messages call the class of a value. */
export const nameOfType = (value: unknown): string => ownName(value) ?? typeName(value)

/** What is said of an argument that a built-in function refuses: `None` goes by its own name, others by that of their type. */
export const nameOfArgument = (value: unknown): string => (value === null ? 'None' : nameOfType(value))

export function isSubclass(cls: Class, base: Class): boolean {
  if (cls === base) return true
  const info = settledInfo(cls)
  const known = info?.below.get(base)
  if (known !== undefined) return known
  const result = isBelowOrRegistered(cls, base)
  info?.below.set(base, result)
  return result
}

function isBelowOrRegistered(cls: Class, base: Class): boolean {
  const wanted = canonicalClass(base)
  if (wanted === object) return true
  if (infoOf(cls).mro.includes(wanted) || (typeof cls === 'function' && isBelow(cls, wanted))) return true
  const others = virtual.get(wanted as object)
  return others !== undefined && [...others].some((one) => isSubclass(cls, one))
}

/** Classes that were said to be below others, without inheriting from them: Python's `register`. */
const virtual = new WeakMap<object, Set<Class>>()
export function registerBelow(base: Class, cls: Class): void {
  for (const one of infoOf(base).mro) {
    if (one === object) continue
    let known = virtual.get(one as object)
    if (known === undefined) virtual.set(one as object, (known = new Set()))
    known.add(canonicalClass(cls))
  }
  changes.count++
}

function isBelow(cls: Class, base: Class): boolean {
  return typeof base === 'function' && base.prototype && cls.prototype instanceof base
}

/** What is known of a class, while no class has changed since something was looked for in it. */
function settledInfo(cls: Class): ClassInfo | undefined {
  const info = cls?.[infoHere] as ClassInfo | undefined
  return info !== undefined && info.cls === cls && info.version === changes.count ? info : undefined
}

/** The same of the class that an object was made of in Python. */
export function quickInfo(value: Any): ClassInfo | undefined {
  if (typeof value !== 'object' || value === null)
    if (typeof value !== 'function' || value instanceof Function) return undefined
  const cls = value[classOf] as Class | undefined
  const info = cls === undefined ? undefined : settledInfo(cls)
  return info?.isPython === true ? info : undefined
}

/** How an object of a class is made; null or undefined where more has to be asked. */
export function makerOf(cls: Class): Maker | null | undefined {
  const info = settledInfo(cls)
  return info?.construct === undefined ? info?.maker : null
}

/**
 * The `__hash__` that objects of a class go by: null where they have none, undefined where it is that of the built-in class they
 * stand on, which comes before those of its mixins: members of an `IntEnum` are the keys that their ints are.
 */
export function hashMethod(cls: Class): unknown {
  for (const one of infoOf(cls).mro) {
    if (one !== object && one === rootOf(cls)) return undefined
    const { dict } = infoOf(one)
    if (dict.has('__hash__')) return dict.get('__hash__')
  }
  return undefined
}

/** A name in a class or in those it inherits from; undefined where it stands in none. */
export function find(cls: Class, name: string): unknown {
  const info = infoOf(cls)
  if (info.version !== changes.count) {
    info.found.clear()
    info.called.clear()
    info.specials.clear()
    info.below.clear()
    info.ownFirst.clear()
    info.writable.clear()
    info.maker = undefined
    info.version = changes.count
  }
  const known = info.found.get(name)
  if (known !== undefined || info.found.has(name)) return known
  let result: unknown
  for (const one of info.mro) {
    const { dict: own } = infoOf(one)
    if (own.has(name)) {
      result = own.get(name)
      break
    }
  }
  info.found.set(name, result)
  return result
}

/** The class of those `cls` inherits from, and itself, that was not written in Python: what an object is at its root. */
export const rootOf = (cls: Class): Class => infoOf(cls).mro.find((one) => !infoOf(one).isPython) ?? object
