// Python for programs in TypeScript: `import py from 'dltorch/python'`. Its built-in functions and classes, its operators, and
// its modules, called as TypeScript calls: keywords are a plain object at the end.
import { reprSymbol } from '../text/repr.js'
import type { SharedPython } from '../dialect/runtime/shared-python.js'
import { $py } from './machine.js'
import './run.js'
import { isClass, PyModule } from './runtime/types.js'

type Any = any

const isPlain = (value: Any): boolean =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** What stands behind a function or a class that was handed out. */
const behind = new WeakMap<object, Any>()
const raw = (value: Any): Any => {
  if ((typeof value !== 'function' && typeof value !== 'object') || value === null) return value
  if (!Array.isArray(value)) return behind.get(value as object) ?? value
  // A list of Python's has no holes.
  if (value.includes(undefined) && !Object.isFrozen(value))
    for (let i = 0; i < value.length; i++) value[i] ??= null
  return value.some((one) => behind.has(Object(one) as object)) ? value.map(raw) : value
}

/** Calls what is Python's; a plain object at the end holds the keywords. */
function called(f: Any, given: readonly Any[]): Any {
  const hasKeywords = given.length > 0 && isPlain(given.at(-1))
  const args = (hasKeywords ? given.slice(0, -1) : given).map((one: Any) =>
    raw(one === undefined ? null : one),
  )
  const keywords: Record<string, Any> = Object.create(null)
  if (hasKeywords)
    for (const name of Object.keys(given.at(-1) as object)) keywords[name] = raw(given.at(-1)[name])
  return $py.call(raw(f), args, hasKeywords ? keywords : null)
}

/** A function or a class as TypeScript calls it; a class can be extended, too. */
function callable(f: Any): Any {
  if (typeof f !== 'function') return f
  if (!isClass(f)) {
    const call = (...given: Any[]): Any => called(f, given)
    // It is what it stands for: in help, in tracebacks, where it is shown.
    Object.defineProperty(call, 'name', { value: $py.getattr(f, '__name__') as string })
    Object.defineProperty(call, reprSymbol, { value: () => $py.repr(f) as string })
    behind.set(call, f)
    return call
  }
  const proxy = new Proxy(f, {
    apply: (_target, _this, given) => called(f, given),
    construct: (target, given, made) => Reflect.construct(target, given, made) as object,
  }) as object
  behind.set(proxy, f)
  return proxy
}

const modules = new Map<string, Any>()

/** What JavaScript asks of any object, to see what it is. */
const asked = new Set(['iget', 'then', 'toJSON', 'index', 'dim'])

/** A module whose functions are called as TypeScript calls. */
function moduleAs(value: Any): Any {
  const known = new Map<string | symbol, Any>()
  return new Proxy(value as object, {
    get: (_target, name) => {
      if (typeof name === 'symbol') return Reflect.get(value as object, name) as unknown
      if (known.has(name)) return known.get(name)
      if (asked.has(name)) return undefined
      const item = $py.getattr(value, name)
      const isModule = item instanceof PyModule
      const shown = isModule ? moduleAs(item) : callable(item)
      if (typeof item === 'function' || isModule) known.set(name, shown)
      return shown
    },
  })
}

const special: Record<string, Any> = {
  /** `py.module('math')` is Python's `import math`. */
  module: (path: string): Any => {
    let module = modules.get(path)
    if (module === undefined) modules.set(path, (module = moduleAs($py.importModule(path))))
    return module
  },
  /** `py.method(xs, 'sort', { reverse: true })` is Python's `xs.sort(reverse=True)`. */
  method: (object: Any, name: string, ...given: Any[]): Any => called($py.getattr(object, name), given),
  call: (f: Any, ...given: Any[]): Any => called(f, given),
  tuple_of: (...items: Any[]): Any => $py.tuple(...items),
  bytes_of: (characters: string): Any => $py.bytes(characters),
  items: (value: Any): Any => $py.pairsOf(value),
  /** What can be gone through by `for … of`. */
  iter: (value: Any): Any => $py.iter(value),
  /** Python's `iter(value)`. */
  iterator: (...given: Any[]): Any => called($py.built.iter, given),
  /** `a and b`: the first that is not true, or the last. */
  all_of: (...values: (() => Any)[]): Any => {
    let value: Any = true
    for (const one of values) if (!$py.truth((value = one()))) break
    return value
  },
  any_of: (...values: (() => Any)[]): Any => {
    let value: Any = false
    for (const one of values) if ($py.truth((value = one()))) break
    return value
  },
  caught: (error: Any): Any => $py.caught(error),
  matches: (error: Any, classes: Any): boolean => $py.matches(error, raw(classes)),
  raised: (error: Any): Any => $py.raise(raw(error), undefined, null),
  isinstance: (value: Any, classes: Any): boolean =>
    called($py.built.isinstance, [value, raw(classes)]) as boolean,
  getattr: (value: Any, name: string, ...otherwise: Any[]): Any => {
    if (otherwise.length > 0) return called($py.built.getattr, [value, name, ...otherwise])
    return $py.getattr(raw(value), name)
  },
  /** What `with` enters, for `using`: its value, and its end. */
  using: (context: Any): Any => {
    const value = $py.callMethod(context, '__enter__', [], null)
    return { value, [Symbol.dispose]: () => $py.callMethod(context, '__exit__', [null, null, null], null) }
  },
  repr_symbol: reprSymbol,
}

/** Operators, under the names of Python's module `operator`, and those that change what stands on the left. */
const operators =
  'add sub mul truediv floordiv mod pow matmul lshift rshift and or xor iadd isub imul itruediv ifloordiv imod ipow imatmul ilshift irshift iand ior ixor neg pos invert eq ne lt le gt ge truth contains getitem setitem delitem setattr delattr unpack format str repr ascii'.split(
    ' ',
  )

/** Python's built-in names, as TypeScript calls them. */
export const builtIns: Record<string, Any> = Object.create(null)
for (const [name, value] of $py.builtins)
  builtIns[name] = typeof value === 'function' ? callable(value) : value

const given = (args: readonly Any[]): Any[] => args.map((one) => (one === undefined ? null : one))

/** What the dialect asks of Python. */
export const shared: SharedPython = {
  module: (path) => $py.importModule(path),
  operator: (name, args) => ($py as Record<string, Any>)[name](...given(args)),
  builtin: (name, args, keywords) => $py.call($py.built[name], given(args), keywords),
  method: (array, name, args, keywords) => $py.callMethod(array, name, given(args), keywords),
  attribute: (array, name) => $py.getattr(array, name),
}

/** Python: built-in names, operators and modules. */
const py: Record<string, Any> = Object.assign(Object.create(null), builtIns)
for (const name of operators)
  py[name] = (...args: Any[]): Any =>
    ($py as Record<string, Any>)[name](...args.map((one) => (one === undefined ? null : raw(one))))
Object.assign(py, special)

export default py
