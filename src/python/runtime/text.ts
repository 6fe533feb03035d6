// Values as text: `str`, `repr`, `ascii`, `format` and the parts of f-strings. What prints itself is asked; all else is
// printed as `text/repr.ts` has it.
import { nesting } from '../../base/nesting.js'
import { TypeError } from '../../base/errors.js'
import { NumpyFloat } from '../../base/numpy-number.js'
import { classPaths } from '../../base/type-name.js'
import { formatSpec } from '../../text/format-spec.js'
import { limited } from '../../text/int-text.js'
import {
  addressOf,
  classNamer,
  format as formatValue,
  repr as reprOf,
  reprSymbol,
  str as strOf,
} from '../../text/repr.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import torch, { Tensor } from '../../torch.js'
import { core } from './core.js'
import { entriesOf } from './dicts.js'
import { exceptionRepr, textOf } from './exceptions.js'
import { PyDict, PySet } from './keys.js'
import { floating, kindOf, Kind } from './numbers.js'
import { NumpyDtype } from './numpy-dtype.js'
import { classPathOf } from '../../dialect/class-paths.js'
import { moduleNames, pathOf } from '../../dialect/namespaces.js'
import * as types from './types.js'
import { classOf, find, infoOf, isClass, nameOfArgument, nameOfType, typeOf } from './types.js'

type Any = any

/** A class as Python prints it. */
export function classText(cls: Any): string {
  const { module, qualname, text } = infoOf(cls)
  if (text !== undefined) return text
  return module === 'builtins' ? `<class '${qualname}'>` : `<class '${module}.${qualname}'>`
}

const ofLibrary = classPaths.of
/** For `torch.typename`: classes of Python's, too. */
classPaths.of = (value) => {
  const cls: Any = typeof value === 'function' && isClass(value) ? value : typeOf(value)
  const { isPython, module, qualname } = infoOf(cls)
  return isPython ? `${module}.${qualname}` : ofLibrary(value)
}

/** Whether a value is an instance of a class of Python's that says itself how it is printed. */
const ownMethod = (value: Any, name: string): Any => {
  const cls = value[classOf] as Any
  return cls !== undefined && infoOf(cls).isPython ? find(cls, name) : undefined
}

function checkText(result: unknown, name: string): string {
  if (typeof result === 'string') return result
  throw new TypeError(`${name} returned non-string (type ${nameOfType(result)})`)
}

/** What an object of a class that inherits from one of the library's prints, where it says nothing itself. */
export function inheritedRepr(value: Any): string | undefined {
  for (let owner: Any = Object.getPrototypeOf(value); owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (infoOf(owner.constructor)?.isPython === true) continue
    const own = Object.getOwnPropertyDescriptor(owner as object, reprSymbol)?.value as unknown
    if (typeof own === 'function') return own.call(value) as string
  }
  return undefined
}

/** What an object of a Python class prints, with nothing of its own said. */
export function defaultRepr(value: Any): string {
  const { module, qualname } = infoOf(typeOf(value))
  const path = module === 'builtins' ? qualname : `${module}.${qualname}`
  return `<${path} object at ${addressOf(value as object)}>`
}

export function repr(value: Any): string {
  if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
    const method = ownMethod(value, '__repr__')
    if (method !== undefined) return checkText(core.special(value, '__repr__')!(value), '__repr__')
    if (isClass(value)) return classText(types.canonicalClass(value))
    if (value instanceof Error) return exceptionRepr(value)
    if (types.isNamespace(value)) return `<module '${moduleName(value)}'>`
    if (isOfModule(value)) return defaultRepr(value)
  }
  return typeof value === 'number' ? reprOf(value) : limited(reprOf, value)
}

/** Whether a value is an object of a module's class that prints as any object does. */
function isOfModule(value: Any): boolean {
  const cls = value[classOf] as Any
  if (cls === undefined || value instanceof Tensor) return false
  if (value[reprSymbol] !== undefined || Array.isArray(value) || value instanceof Map) return false
  const { module } = infoOf(cls)
  return module !== 'builtins' && module !== 'numpy'
}

const moduleName = (value: Any): string =>
  typeof value.__name__ === 'string'
    ? value.__name__
    : (moduleNames.get(value as object) ?? pathOf(value) ?? 'torch')

export function str(value: Any): string {
  if (typeof value === 'string') return value
  if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
    const method = ownMethod(value, '__str__')
    if (method !== undefined) return checkText(core.special(value, '__str__')!(value), '__str__')
    if (ownMethod(value, '__repr__') !== undefined)
      return checkText(core.special(value, '__repr__')!(value), '__str__')
    if (value instanceof Error) return textOf(value)
    if (value instanceof NumpyDtype) return value.name
    if (isClass(value) || types.isNamespace(value)) return repr(value)
  }
  return typeof value === 'number' ? strOf(value) : limited(strOf, value)
}

/** Python's `ascii(value)`, of a text that `repr` gave. */
export function asciiOf(value: Any): string {
  return repr(value).replace(/[^\0-\x7f]/gu, (sign) => {
    const code = sign.codePointAt(0)!
    const hex = code.toString(16)
    if (code < 0x100) return `\\x${hex.padStart(2, '0')}`
    return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
  })
}

/** Python's `format(value, spec)`. */
export function format(value: Any, spec: Any = ''): string {
  if (typeof spec !== 'string')
    throw new TypeError(`format() argument 2 must be str, not ${nameOfArgument(spec)}`)
  if (typeof value === 'string') return spec === '' ? value : formatSpec(value, spec)
  if (kindOf(value) !== Kind.none)
    // NumPy's floats of fewer bits are formatted as the float of 64 bits that they are, though they print themselves shorter.
    return spec === ''
      ? str(value instanceof NumpyFloat ? floating(value.value) : value)
      : limited((one) => formatSpec(one, spec), typeof value === 'boolean' && spec === '' ? 'True' : value)
  if (value instanceof Tensor) return formatValue(value, spec)
  // An array of no dimensions is the number that it holds.
  if (isNumpyArray(value) && value.shape.length === 0)
    return format(
      value.dtype.startsWith('float') ? floating(Number(value.iget(0))) : (value.iget(0) as Any),
      spec,
    )
  if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
    const method = core.special(value, '__format__')
    if (method) {
      const text: unknown = method(value, spec)
      if (typeof text === 'string') return text
      throw new TypeError(`__format__ must return a str, not ${nameOfType(text)}`)
    }
  }
  if (spec === '') return str(value)
  throw new TypeError(`unsupported format string passed to ${nameOfType(value)}.__format__`)
}

export const join = (parts: readonly string[]): string => parts.join('')

classNamer.pathOf = classPathOf
classNamer.functionPathOf = (f) => (f === torch.print ? undefined : pathOf(f))
core.str = str
core.repr = repr
core.format = format

// ---- what prints itself ----

/** Writes a container, in which it may stand itself. */
export const nested = nesting()

export const dictText = (dict: Any): string =>
  nested(
    dict as object,
    '{...}',
    () => `{${Array.from(entriesOf(dict), ([key, item]) => `${repr(key)}: ${repr(item)}`).join(', ')}}`,
  )

const prints = (prototype: object, text: (value: Any) => string): void => {
  Object.defineProperty(prototype, reprSymbol, {
    value(this: object) {
      return text(this)
    },
    writable: true,
    configurable: true,
  })
}

prints(PyDict.prototype, dictText)
prints(PySet.prototype, (set: PySet) => {
  const items = Array.from(set, repr).join(', ')
  const cls = typeOf(set)
  const name = infoOf(cls).name
  if (set.size === 0) return `${name}()`
  return nested(set, `${name}(...)`, () => (cls === types.set ? `{${items}}` : `${name}({${items}})`))
})
prints(Object.getPrototypeOf(types.NotImplemented) as object, (value) => value.text)
prints(types.PyModule.prototype, (module: Any) => {
  // What is a package of many files elsewhere, is not told where it is.
  const isPackage = /^(?:numpy|torch|matplotlib)\b/.test(module.__name__ as string)
  const from =
    typeof module.__file__ === 'string' ? ` from '${module.__file__}'` : isPackage ? '' : ' (built-in)'
  return `<module '${module.__name__}'${from}>`
})
// Errors of the library have names of their own in JavaScript.
prints(types.Exception as object, (cls) => classText(types.canonicalClass(cls)))
for (const cls of [types.BaseException, types.Exception]) prints(cls.prototype as object, exceptionRepr)
