// Turns any value into the text Python would print: `True`, `None`, `(1,)`, `OrderedDict([...])`, and tensors as
// PyTorch prints them. Knows no colours and no terminal; `print` alone writes, to standard output.
//
// Note [Values that print themselves]: an object with a method `[reprSymbol](repr)` is printed as what it returns.
// Modules, optimizers and their like have one. The function handed in writes the values inside, and notices circles.
import { typeName as typeNameOf } from '../base/type-name.js'
import { libraryFunctionText } from './function-text.js'
import { nesting } from '../base/nesting.js'
import { whenEnded } from '../base/whole.js'
import { visible } from '../base/visible.js'
import { Node, RemovableHandle } from '../tensor/node.js'
import { TypeError } from '../base/errors.js'
import { DType } from '../base/dtype.js'
import { formatSpec, unsupportedFormat } from './format-spec.js'
import { abridgedInt, intText } from './int-text.js'
import { formatTensor } from './tensor-text.js'
import { complexRepr, floatRepr } from './number-text.js'
import { isNumpyNumber } from '../base/numpy-number.js'
import { isNumpyArray, numpyNumberRepr, numpyRepr, numpyStr } from './numpy-text.js'
import { Complex, Device, Float, isFloatItem, NamedConstant, Slice } from '../base/scalar.js'
import { ModeGuard } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { NamedTuple, Size, Tuple } from '../base/tuple.js'

/** The name of the method by which an object says what `repr` gives; see Note [Values that print themselves]. */
export const reprSymbol = Symbol.for('dltorch.repr')

/** The name of the method by which an object says what `str` and `print` give, where that is another text. */
export const strSymbol = Symbol.for('dltorch.str')

/** An object that brings its own text. */
export interface PrintsItself {
  [reprSymbol](repr: (value: unknown) => string): string
}

/** Whether an object brings its own text. Modules can be called, so functions are asked too. */
function printsItself(value: object): value is PrintsItself {
  return typeof (value as Partial<PrintsItself>)[reprSymbol] === 'function'
}

/** Whether an object has a text of its own for `str`. */
const saysItself = (value: unknown): value is { [strSymbol](): string } =>
  value !== null &&
  (typeof value === 'object' || typeof value === 'function') &&
  typeof (value as Record<symbol, unknown>)[strSymbol] === 'function'

/** Makes `console.log` and `String` write the instances of these classes as `repr` does. */
export function printAsPython(...classes: { readonly prototype: object }[]): void {
  const text = {
    value(this: object): string {
      return repr(this)
    },
    writable: true,
    configurable: true,
  }
  for (const { prototype } of classes)
    Object.defineProperties(prototype, {
      [Symbol.for('nodejs.util.inspect.custom')]: {
        ...text,
        value(this: object): string {
          return visible(repr(this))
        },
      },
      toString: text,
    })
}

/**
 * A value as Python's `repr` writes it.
 *
 * A whole number is an int and prints without a point, beyond 2^53 too large to be one it prints as a float.
 *
 * @example
 * torch.repr([true, null, 'a', 1, 0.5]) // "[True, None, 'a', 1, 0.5]"
 * torch.repr(torch.tensor([1, 2])) // 'tensor([1, 2])'
 * torch.repr(torch.ones(2, 3).shape) // 'torch.Size([2, 3])'
 */
export function repr(value: unknown): string {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
  if (isObject) return objectRepr(value)
  const text = plainRepr(value)
  left -= text.length
  return text
}

/** How many characters are wanted yet. What is behind them is left out, without having been looked at. */
let left = Infinity

/**
 * The same, for a place where no more than `characters` are shown: of lists, dicts and tensors that are longer only the
 * beginning is written.
 */
export function reprWithin(value: unknown, characters: number): string {
  const before = left
  left = characters
  try {
    return repr(value)
  } finally {
    left = before
  }
}

function plainRepr(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'None'
    case 'boolean':
      return value ? 'True' : 'False'
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : floatRepr(value)
    case 'bigint':
      return left < Infinity ? abridgedInt(value) : intText(value)
    case 'string':
      return value.length > left ? `${stringRepr(value.slice(0, Math.max(0, left)))}...` : stringRepr(value)
    case 'symbol':
      return String(value)
    default:
      return 'None'
  }
}

/**
 * A value as Python's `str` writes it, which is what `print` and f-strings show: strings and messages of errors
 * as they are, devices by name, NumPy arrays without commas, the rest as `repr` has it.
 *
 * @example
 * torch.str('a') // 'a'
 * torch.str(['a']) // "['a']"
 * torch.str(torch.device('cpu')) // 'cpu'
 */
export function str(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Device) return value.toString()
  if (saysItself(value)) return value[strSymbol]()
  if (isNumpyArray(value)) return numpyStr(value)
  if (value instanceof Error) return value.message
  return repr(value)
}

/** A container met again inside itself becomes `[...]`. */
const nested = nesting()
whenEnded(() => (left = Infinity))

/** Items with commas between them, as many as are wanted. */
function list<T>(items: Iterable<T>, write: (item: T) => string = repr): string {
  const texts: string[] = []
  for (const item of items) {
    if (left < 0) {
      texts.push('...')
      break
    }
    texts.push(write(item))
  }
  return texts.join(', ')
}

/** Set by who knows the modules: what one is called; undefined for all other objects. */
export const modules: { nameOf: (value: object) => string | undefined } = { nameOf: () => undefined }

function objectRepr(value: object): string {
  if (printsItself(value)) return nested(value, '...', () => value[reprSymbol](repr))
  if (value instanceof Tensor) {
    const text = formatTensor(value, left)
    left -= text.length
    return text
  }
  if (isNumpyNumber(value)) return numpyNumberRepr(value)
  if (value instanceof Float) return floatRepr(value.value)
  if (value instanceof Complex) return complexRepr(value)
  if (value instanceof DType || value instanceof NamedConstant || value instanceof Size)
    return value.toString()
  if (value instanceof Device)
    return `device(type='${value.type}'${value.index === null ? '' : `, index=${value.index}`})`
  if (value instanceof Slice) return `slice(${list([value.start, value.stop, value.step])})`
  if (value instanceof ModeGuard) return instanceRepr(value, value.path)
  if (value instanceof RemovableHandle) return instanceRepr(value, 'torch.utils.hooks.RemovableHandle')
  if (value instanceof Node) return `<${value.module}${value.className} object at ${addressOf(value)}>`
  if (Array.isArray(value)) return arrayRepr(value)
  if (value instanceof Map) return mapRepr(value)
  if (value instanceof Set)
    return value.size === 0 ? 'set()' : nested(value, '{...}', () => `{${list(value)}}`)
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return typedArrayRepr(value)
  if (isNumpyArray(value)) return numpyRepr(value)
  if (value instanceof Error) return `${value.name}(${value.message === '' ? '' : stringRepr(value.message)})`
  if (typeof value === 'function') return functionRepr(value)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) {
    const module = modules.nameOf(value)
    if (module !== undefined) return `<module '${module}'>`
    return nested(value, '{...}', () => dictText(value, Object.entries(value)))
  }
  if (isGenerator(value)) return instanceRepr(value, 'generator')
  // Dates, regular expressions and other classes that say what they are.
  const text = (value as { toString?: unknown }).toString
  if (typeof text === 'function' && text !== Object.prototype.toString) return String(value)
  return instanceRepr(value)
}

/** Whether a value is what a `function*` gives. */
export const isGenerator = (value: object): boolean =>
  /^\[object (?:Async)?Generator\]$/.test(Object.prototype.toString.call(value))

function arrayRepr(value: unknown[]): string {
  if (value instanceof NamedTuple) return nested(value, '(...)', () => namedTupleText(value))
  let i = 0
  const items = (): string => list(value, (item) => entryRepr(value, i++, item))
  if (value instanceof Tuple)
    return nested(value, '(...)', () => `(${items()}${value.length === 1 ? ',' : ''})`)
  return nested(value, '[...]', () => `[${items()}]`)
}

/** An item of a list or a dict; see Note [Lists of floats]. */
function entryRepr(container: object, key: unknown, value: unknown): string {
  if (!isFloatItem(container, key, value)) return repr(value)
  const text = floatRepr(value as number)
  left -= text.length
  return text
}

/** PyTorch's own named tuples take a line for each field; those of Python's collections do not. */
function namedTupleText(tuple: NamedTuple): string {
  const fields = tuple.fields.map((field, i) => `${field}=${repr(tuple[i])}`)
  return tuple.typeName.startsWith('torch.return_types.')
    ? `${tuple.typeName}(\n${fields.join(',\n')})`
    : `${tuple.typeName}(${fields.join(', ')})`
}

/** A Map is a dict; a subclass prints its name, as Python's `OrderedDict` does. */
function mapRepr(map: Map<unknown, unknown>): string {
  if (Object.getPrototypeOf(map) === Map.prototype) return nested(map, '{...}', () => dictText(map, map))
  const name = map.constructor.name
  if (map.size === 0) return `${name}()`
  return nested(map, '...', () => {
    const pairs = list(map, ([key, value]) => `(${repr(key)}, ${repr(value)})`)
    return `${name}([${pairs}])`
  })
}

const dictText = (dict: object, entries: Iterable<readonly [unknown, unknown]>): string =>
  `{${list(entries, ([key, value]) => `${repr(key)}: ${entryRepr(dict, key, value)}`)}}`

const typeCodes: Record<string, string> = {
  Int8Array: 'b',
  Uint8Array: 'B',
  Uint8ClampedArray: 'B',
  Int16Array: 'h',
  Uint16Array: 'H',
  Int32Array: 'i',
  Uint32Array: 'I',
  BigInt64Array: 'q',
  BigUint64Array: 'Q',
  Float32Array: 'f',
  Float64Array: 'd',
}

/** A typed array is Python's `array.array`. */
function typedArrayRepr(value: ArrayBufferView): string {
  const code = typeCodes[(value as unknown as { [Symbol.toStringTag]: string })[Symbol.toStringTag]] ?? '?'
  const items = value as unknown as Iterable<number | bigint> & { length: number }
  if (items.length === 0) return `array('${code}')`
  const isFloat = code === 'f' || code === 'd'
  const item = (x: number | bigint): string => {
    const text = isFloat ? floatRepr(Number(x)) : String(x)
    left -= text.length
    return text
  }
  return `array('${code}', [${list(items, item)}])`
}

const classNames = new Map<unknown, string>([
  [Tensor, 'torch.Tensor'],
  [Size, 'torch.Size'],
  [DType, 'torch.dtype'],
  [Device, 'torch.device'],
  [Float, 'float'],
  [Complex, 'complex'],
  [Tuple, 'tuple'],
  [Slice, 'slice'],
  [Array, 'list'],
  [Map, 'dict'],
  [Object, 'dict'],
  [Set, 'set'],
  [String, 'str'],
  [Number, 'int'],
  [BigInt, 'int'],
  [Boolean, 'bool'],
])

function functionRepr(value: { name?: string }): string {
  // An object that can be called, of a class of the library's.
  if (!(value instanceof Function)) return instanceRepr(value)
  const name = classNames.get(value)
  if (name !== undefined) return `<class '${name}'>`
  // Only of a class is the prototype fixed.
  const isClass = Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
  const path = classNamer.pathOf(value)
  if (path !== undefined) return `<class '${path}'>`
  const own = isClass ? undefined : classNamer.functionPathOf(value)
  if (own !== undefined) return libraryFunctionText(own, addressOf(value))
  return isClass ? `<class '${value.name}'>` : `<function ${value.name || '<lambda>'} at ${addressOf(value)}>`
}

/** Tells where a class or a function stands in the library, `torch.utils.data.dataset.Subset`; set by whoever knows all namespaces. */
export const classNamer: {
  pathOf(Class: unknown): string | undefined
  functionPathOf(f: unknown): string | undefined
} = { pathOf: () => undefined, functionPathOf: () => undefined }

/**
 * What Python prints of an object that has no text of its own, for `[reprSymbol]` methods.
 *
 * @example
 * instanceRepr(generator, 'torch._C.Generator') // '<torch._C.Generator object at 0x7f9c1a400040>'
 */
export function instanceRepr(value: object, given?: string): string {
  const className = given ?? classNamer.pathOf(value.constructor) ?? value.constructor?.name ?? 'object'
  return `<${className} object at ${addressOf(value)}>`
}

const addresses = new WeakMap<object, string>()
let nextAddress = 0x7f9c1a400000

/** JavaScript shows no addresses, so an object is given one the first time it is asked for. */
export function addressOf(value: object): string {
  let text = addresses.get(value)
  if (text === undefined) addresses.set(value, (text = `0x${(nextAddress += 0x40).toString(16)}`))
  return text
}

const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }

/** A string in quotes: single ones, unless it holds those and no double ones. */
function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let result = ''
  for (const character of text) {
    if (character === quote) result += `\\${character}`
    else if (character in escapes) result += escapes[character]
    else if (character !== ' ' && /[\p{C}\p{Z}]/u.test(character))
      result += escaped(character.codePointAt(0)!)
    else result += character
  }
  return quote + result + quote
}

/** A character by its number: `\xe4`, `\u20ac`, `\U0001f600`. */
export function escaped(code: number): string {
  const hex = code.toString(16)
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

/**
 * A value as Python's `format(value, spec)` and f-strings write it.
 *
 * A tensor without dimensions is formatted as its number; other tensors, lists and dicts take no spec.
 *
 * @param spec `[[fill]align][sign][z][#][0][width][,][.precision][type]`
 * @throws TypeError for a value that has no formats, ValueError for a spec that Python refuses too
 * @example
 * torch.format(3.14159, '.2f') // '3.14'
 * torch.format(0.256, '.1%') // '25.6%'
 * torch.format(torch.tensor(2.5), '.3f') // '2.500'
 */
export function format(value: unknown, spec = ''): string {
  if (typeof spec !== 'string') throw new TypeError(`format() argument 2 must be str, not ${typeName(spec)}`)
  if (value instanceof Tensor) return formatTensorSpec(value, spec)
  if (spec === '') return str(value)
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    value instanceof Float ||
    value instanceof Complex
  )
    return formatSpec(value, spec)
  return unsupportedFormat(typeName(value))
}

function formatTensorSpec(tensor: Tensor, spec: string): string {
  if (tensor.sizes.length > 0) {
    if (spec === '') return repr(tensor)
    const hint = tensor.count === 1 ? ': format its number, x.item()' : ''
    return unsupportedFormat('Tensor', hint)
  }
  if (spec === '' && tensor.isParameter) return repr(tensor)
  if (spec !== '' && typeNameOf(tensor) !== 'Tensor') return unsupportedFormat(typeNameOf(tensor))
  const item = tensor.item()
  return format(tensor.dtype.is_floating_point ? new Float(Number(item)) : item, spec)
}

/** The name Python has for a value's type, in the error above. */
function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'function') return 'function'
  const name = classNames.get((value as object).constructor)
  return name?.replace('torch.', '') ?? (value as object).constructor?.name ?? 'dict'
}

/** Python's keyword arguments of `print`. */
export interface PrintKeywords {
  /** Between the values; a blank unless given. */
  sep?: string | null
  /** Behind the last one; a new line unless given. */
  end?: string | null
}

const isPrintKeywords = (value: unknown): value is PrintKeywords =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  Object.keys(value).length > 0 &&
  Object.entries(value).every(
    ([key, text]) => (key === 'sep' || key === 'end') && (text === null || typeof text === 'string'),
  )

/**
 * What `print` would write, for those who write it elsewhere.
 *
 * @example
 * printed(1, 'a', { sep: '-' }) // '1-a\n'
 */
export function printed(...values: unknown[]): string {
  const last = values.at(-1)
  const keywords = isPrintKeywords(last) ? last : {}
  const shown = keywords === last ? values.slice(0, -1) : values
  return shown.map(seen).join(keywords.sep ?? ' ') + (keywords.end ?? '\n')
}

/** A text is the program's own, escape codes and all; what has names in it is not to command the terminal. */
const seen = (value: unknown): string => (typeof value === 'string' ? value : visible(str(value)))

/**
 * Writes values to standard output as Python's `print` does: each by `str`, blanks between, a new line behind.
 * A last plain object with `sep` or `end` changes these.
 *
 * @example
 * torch.print('loss', 0.5) // writes: loss 0.5
 * torch.print(1, 2, { sep: ', ', end: '!\n' }) // writes: 1, 2!
 */
export function print(...values: unknown[]): void {
  process.stdout.write(printed(...values))
}
