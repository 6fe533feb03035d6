// What a call of a built-in class makes: `int('ff', 16)`, `float('nan')`, `list(xs)`, `dict(a=1)` and their like.
import { pythonType } from '../../base/type-name.js'
import { MemoryError, OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { NumpyComplex, NumpyFloat } from '../../base/numpy-number.js'
import { Complex, Slice } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { checkDigits } from '../../text/int-text.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { addressOf } from '../../text/repr.js'
import { Tensor } from '../../torch.js'
import { Boxed, unboxed } from './boxed.js'
import { PyByteArray, PyBytes, PyRange } from './containers.js'
import { core, type Keywords, listOf, gathered } from './core.js'
import { itemsFor } from './set-algebra.js'
import { entriesOf, isDict } from './dicts.js'
import { makeClass } from './classes.js'
import { bindMethod, builtinInner } from './functions.js'
import { FrozenSet, PyDict, PySet } from './keys.js'
import { floating, type Int, kindOf, Kind, toDouble, truncated, whole } from './numbers.js'
import { indexOf } from './subscripts.js'
import * as types from './types.js'
import { canonicalClass, infoOf, nameOfArgument, nameOfType, typeOf } from './types.js'

type Any = any

// ---- int ----

const badLiteral = (base: number, text: Any): ValueError =>
  new ValueError(`invalid literal for int() with base ${base}: ${core.repr(text)}`)

function checkBase(base: number): void {
  if (base !== 0 && (base < 2 || base > 36)) throw new ValueError('int() base must be >= 2 and <= 36, or 0')
}

export function parseInt_(text: string, given: number, shown: Any = text): Int {
  checkBase(given)
  if (given === 10 && /^[+-]?\d{1,15}$/.test(text)) return Number(text) + 0
  const match = /^\s*([+-]?)(0[xX]|0[oO]|0[bB])?(_?[0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)\s*$/.exec(
    text.replace(/[٠-٩０-９]/g, (digit) => String(digit.codePointAt(0)! % 16)),
  )
  if (!match) throw badLiteral(given, shown)
  const [, sign, prefix = '', rest] = match
  const bases: Record<string, number> = { x: 16, o: 8, b: 2 }
  const own = prefix === '' ? 0 : bases[prefix[1].toLowerCase()]
  let base = given
  let digits = rest
  if (own !== 0 && (given === 0 || given === own)) base = own
  else {
    if (rest.startsWith('_')) throw badLiteral(given, shown)
    digits = prefix + rest
    if (given === 0) {
      base = 10
      if (/^0[0-9]*[1-9]/.test(digits)) throw badLiteral(0, shown)
    }
  }
  let value = 0n
  const plain = digits.replaceAll('_', '').toLowerCase()
  if ((base & (base - 1)) !== 0) checkDigits(plain.length)
  for (const digit of plain) {
    const code = digit.charCodeAt(0)
    const number = code < 58 ? code - 48 : code - 87
    if (number >= base || number < 0) throw badLiteral(given, shown)
    if (base !== 10) value = value * BigInt(base) + BigInt(number)
  }
  if (base === 10) value = BigInt(plain)
  return whole(sign === '-' ? -value : value)
}

/** One number of a tensor or an array. */
function numberOf(value: Any): Any {
  if (value instanceof Boxed) return value.value
  if (value instanceof Tensor) {
    const item: Any = value.item()
    return typeof item === 'number' && value.is_floating_point() ? floating(item) : item
  }
  if (isNumpyArray(value)) {
    if (value.size !== 1) throw new TypeError('only length-1 arrays can be converted to Python scalars')
    const item = value.iget(0) as Any
    return typeof item === 'number' && /^float/.test(value.dtype) ? floating(item) : item
  }
  return value
}

export function toInt(given: Any, base?: Any): Any {
  const value = numberOf(given)
  if (base !== undefined) {
    const index = indexOf(base)
    if (index === undefined)
      throw new TypeError(`'${nameOfType(base)}' object cannot be interpreted as an integer`)
    checkBase(index)
    const text = value instanceof PyBytes ? value.text : value
    if (typeof text !== 'string') throw new TypeError("int() can't convert non-string with explicit base")
    return parseInt_(text, index, value)
  }
  if (typeof value === 'string') return parseInt_(value, 10)
  const kind = kindOf(value)
  if (kind === Kind.int) return typeof value === 'boolean' ? Number(value) : value
  if (kind === Kind.float) return truncated(Number(value))
  if (value instanceof PyBytes) return parseInt_(value.text, 10, value)
  for (const name of ['__int__', '__index__', '__trunc__']) {
    const method = core.special(value, name)
    if (method === undefined) continue
    const result: Any = method(value)
    if (kindOf(unboxed(result)) === Kind.int) return result
    if (name === '__trunc__')
      throw new TypeError(`__trunc__ returned non-Integral (type ${nameOfType(result)})`)
    throw new TypeError(`${name} returned non-int (type ${nameOfType(result)})`)
  }
  throw new TypeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${nameOfType(value)}'`,
  )
}

// ---- float and complex ----

const floatPattern = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/

export function parseFloat_(text: string): number | undefined {
  const plain = text.trim()
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(plain)
  if (special) return special[2].toLowerCase() === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity
  return floatPattern.test(plain) ? Number(plain.replaceAll('_', '')) : undefined
}

export function toFloat(given: Any): Any {
  const value = numberOf(given)
  const kind = kindOf(value)
  if (kind === Kind.float) return value instanceof NumpyFloat ? floating(value.value) : value
  if (kind === Kind.int) return floating(toDouble(value))
  if (typeof value === 'string' || value instanceof PyBytes) {
    const number = parseFloat_(typeof value === 'string' ? value : value.text)
    if (number === undefined) throw new ValueError(`could not convert string to float: ${core.repr(value)}`)
    return floating(number)
  }
  const method = core.special(value, '__float__')
  if (method) {
    const result: Any = method(value)
    if (kindOf(result) !== Kind.float)
      throw new TypeError(`${nameOfType(value)}.__float__ returned non-float (type ${nameOfType(result)})`)
    return result
  }
  const index = core.special(value, '__index__')
  if (index) return floating(toDouble(index(value)))
  throw new TypeError(`float() argument must be a string or a real number, not '${nameOfType(value)}'`)
}

function parseComplex(text: string): Complex {
  const plain = text
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .trim()
  const size = String.raw`(?:(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?|nan|inf(?:inity)?)`
  const match = new RegExp(`^(?:([+-]?${size})(?:([+-]${size}?)j)?|([+-]?${size}?)j)$`, 'i').exec(plain)
  if (!match) throw new ValueError('complex() arg is a malformed string')
  const [, re, more, alone] = match
  const im = more ?? alone
  const part = (text: string): number =>
    /inf/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text.replaceAll('_', ''))
  const imaginary = im === undefined ? 0 : /^[+-]?$/.test(im) ? Number(`${im}1`) : part(im)
  return new Complex(re === undefined ? 0 : part(re), imaginary)
}

function toComplex(re: Any = 0, im?: Any): Complex {
  if (typeof re === 'string') {
    if (im !== undefined) throw new TypeError("complex() can't take second arg if first is a string")
    return parseComplex(re)
  }
  if (typeof im === 'string') throw new TypeError("complex() second arg can't be a string")
  const part = (value: Any, which: string): Complex => {
    const plain = numberOf(value)
    if (plain instanceof Complex)
      return plain instanceof NumpyComplex ? new Complex(plain.re, plain.im) : plain
    if (kindOf(plain) !== Kind.none) return new Complex(toDouble(plain))
    const method = core.special(plain, '__complex__')
    if (method) {
      const made: Any = method(plain)
      if (!(made instanceof Complex))
        throw new TypeError(`__complex__ returned non-complex (type ${nameOfType(made)})`)
      return made
    }
    if (core.special(plain, '__float__')) return new Complex(Number(toFloat(plain)))
    const kinds = which.startsWith('first') ? 'a string or a number' : 'a number'
    throw new TypeError(`complex() ${which} must be ${kinds}, not '${nameOfType(value)}'`)
  }
  const first = part(re, 'first argument')
  if (im === undefined) return first
  const second = part(im, 'second argument')
  if (kindOf(numberOf(re)) !== Kind.complex && second.im === 0) return new Complex(first.re, second.re)
  return new Complex(first.re - second.im, first.im + second.re)
}

// ---- str ----

/** How `str` and `bytes` are told to read and write a text. */
const codecOf = (name: string, encoding: Any, errors: Any): Any[] =>
  Object.entries({ encoding: encoding as unknown, errors: errors as unknown }).map(([key, value]) => {
    if (value !== undefined && typeof value !== 'string')
      throw new TypeError(`${name}() argument '${key}' must be str, not ${nameOfArgument(value)}`)
    return value ?? (key === 'errors' ? 'strict' : 'utf-8')
  })

function toText(value: Any, encoding?: Any, errors?: Any): string {
  if (encoding !== undefined || (errors !== undefined && value !== undefined)) {
    const codec = codecOf('str', encoding, errors)
    if (typeof unboxed(value) === 'string') throw new TypeError('decoding str is not supported')
    if (!(value instanceof PyBytes))
      throw new TypeError(`decoding to str: need a bytes-like object, ${nameOfType(value)} found`)
    return core.call(core.getattr(value, 'decode'), codec, null)
  }
  return value === undefined ? '' : core.str(value)
}

// ---- bytes ----

/** V8 fills a longer memory for many seconds, or makes none. */
export const mostBytes = 2 ** 31

export function bytesOf(
  value: Any,
  [encoding, errors]: readonly Any[],
  Made: typeof PyBytes,
  name: string,
): PyBytes {
  if (value === undefined) return new Made(new Uint8Array())
  const codec = codecOf(name, encoding, errors)
  if (typeof value === 'string') {
    if (encoding === undefined) throw new TypeError('string argument without an encoding')
    const made = core.call(core.getattr(value, 'encode'), codec, null) as PyBytes
    return new Made(made.data.slice())
  }
  if (encoding !== undefined || errors !== undefined)
    throw new TypeError(`${encoding === undefined ? 'errors' : 'encoding'} without a string argument`)
  if (value instanceof PyBytes) return new Made(value.data.slice())
  const method = core.special(value, '__bytes__')
  if (method) {
    const made: Any = method(value)
    if (!(made instanceof PyBytes))
      throw new TypeError(`__bytes__ returned non-bytes (type ${nameOfType(made)})`)
    return made
  }
  const count = indexOf(value)
  if (count !== undefined) {
    if (count < 0) throw new ValueError('negative count')
    if (count >= 2 ** 63) throw new OverflowError("cannot fit 'int' into an index-sized integer")
    if (count >= mostBytes) throw new MemoryError('')
    return new Made(new Uint8Array(count))
  }
  if (value instanceof Uint8Array) return new Made(value.slice())
  let items: Any[]
  try {
    items = listOf(value)
  } catch {
    throw new TypeError(`cannot convert '${nameOfType(value)}' object to bytes`)
  }
  return new Made(
    Uint8Array.from(items, (item) => {
      const byte = indexOf(item)
      if (byte === undefined)
        throw new TypeError(`'${nameOfType(item)}' object cannot be interpreted as an integer`)
      if (byte < 0 || byte > 255)
        throw new ValueError(
          name === 'bytes' ? 'bytes must be in range(0, 256)' : 'byte must be in range(0, 256)',
        )
      return byte
    }),
  )
}

// ---- dict ----

/** What `dict(...)` and `update` are given, as pairs. */
export function pairsOf(value: Any): Iterable<readonly [Any, Any]> {
  if (isDict(value)) return entriesOf(value)
  if (
    core.special(value, 'keys') ??
    (value !== null && typeof value?.keys === 'function' && !Array.isArray(value) && !(value instanceof Set))
  ) {
    const keys: Any = core.call(core.getattr(value, 'keys'), [], null)
    return listOf(keys).map((key) => [key, core.getitem(value, key)] as const)
  }
  return listOf(value).map((pair, i) => {
    let items: Any[]
    try {
      items = listOf(pair ?? null)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      throw new TypeError(`cannot convert dictionary update sequence element #${i} to a sequence`)
    }
    if (items.length !== 2)
      throw new ValueError(
        `dictionary update sequence element #${i} has length ${items.length}; 2 is required`,
      )
    return [items[0], items[1]] as const
  })
}

/** Puts what `dict(...)` and `update` are given into a dict. */
export function update(
  dict: Any,
  args: readonly Any[],
  kwargs: Keywords,
  set: (key: Any, value: Any) => void,
): void {
  if (args.length > 1)
    throw new TypeError(`${nameOfType(dict)} expected at most 1 argument, got ${args.length}`)
  if (args.length === 1 && args[0] !== undefined) for (const [key, value] of pairsOf(args[0])) set(key, value)
  if (kwargs !== null) for (const name of Object.keys(kwargs)) set(name, kwargs[name])
}

// ---- range and slice ----

/** A bound of `range`. */
export function bound(value: Any): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  const index = indexOf(value)
  if (index === undefined)
    throw new TypeError(`'${nameOfType(value)}' object cannot be interpreted as an integer`)
  return index
}

/** The same, of an int of any size. */
function exactBound(value: Any): Int {
  if (typeof value === 'bigint') return whole(value)
  return bound(value)
}

function toRange(args: readonly Any[]): PyRange {
  if (args.length === 0) throw new TypeError('range expected at least 1 argument, got 0')
  if (args.length > 3) throw new TypeError(`range expected at most 3 arguments, got ${args.length}`)
  const [a, b, c] = args.map(exactBound)
  if (args.length === 1) return new PyRange(0, a, 1)
  if (c === 0) throw new ValueError('range() arg 3 must not be zero')
  return new PyRange(a, b, c ?? 1)
}

// ---- the classes ----

type Construct = (...args: Any[]) => Any

/** Gives a built-in class what a call of it makes; the signature is Python's. */
function constructs(cls: Any, signature: string, make: Construct): void {
  const own = builtinInner(infoOf(cls).name, signature, make, null)
  infoOf(cls).construct = (_cls, args, kwargs) => own.invoke(args, kwargs)
}

constructs(types.int, 'x=0, /, base=10', (x = 0, base?: Any) => toInt(x, base))
constructs(types.float, 'x=0, /', (x = 0) => toFloat(x))
constructs(types.complex, 'real=0, imag=0', toComplex)
constructs(types.bool, 'x=False, /', (x = false) => core.truth(x))
constructs(types.str, 'object="", encoding="utf-8", errors="strict"', toText)
constructs(types.list, 'iterable=(), /', (items?: Any) => (items === undefined ? [] : gathered(items)))
constructs(types.tuple, 'iterable=(), /', (items?: Any) =>
  items instanceof Tuple && items.constructor === Tuple
    ? items
    : Tuple.from(items === undefined ? [] : gathered(items)),
)
constructs(
  types.set,
  'iterable=(), /',
  (items?: Any) => new PySet(items === undefined ? null : itemsFor(items)),
)
constructs(types.frozenset, 'iterable=(), /', (items?: Any) =>
  items instanceof FrozenSet ? items : new FrozenSet(items === undefined ? null : itemsFor(items)),
)
constructs(types.bytes, 'source=b"", encoding="utf-8", errors="strict"', (value: Any, ...codec: Any[]) =>
  bytesOf(value, codec, PyBytes, 'bytes'),
)
constructs(types.bytearray, 'source=b"", encoding="utf-8", errors="strict"', (value: Any, ...codec: Any[]) =>
  bytesOf(value, codec, PyByteArray, 'bytearray'),
)
constructs(types.slice, '*args', (args: Any[]) => {
  if (args.length === 0) throw new TypeError('slice expected at least 1 argument, got 0')
  if (args.length > 3) throw new TypeError(`slice expected at most 3 arguments, got ${args.length}`)
  return args.length === 1 ? new Slice(null, args[0]) : new Slice(args[0], args[1], args[2] ?? null)
})
constructs(types.range, '*args', toRange)
infoOf(types.dict).construct = (_cls, args, kwargs) => {
  const made = new PyDict()
  if (args.length > 1) throw new TypeError(`dict expected at most 1 argument, got ${args.length}`)
  update(made, args, kwargs, (key, value) => made.set(key, value))
  return made
}
infoOf(types.object).construct = (_cls, args) => {
  if (args.length > 0) throw new TypeError('object() takes no arguments')
  return new PlainObject()
}

/** What `object()` makes. */
class PlainObject {}
Object.defineProperty(PlainObject.prototype, types.classOf, { value: types.object })
Object.defineProperty(PlainObject.prototype, pythonType, { value: 'object' })
Object.defineProperty(PlainObject.prototype, Symbol.for('dltorch.repr'), {
  value(this: object) {
    return `<object object at ${addressOf(this)}>`
  },
})

/** Python's `type(value)`, and `type(name, bases, namespace)`. */
infoOf(types.type).construct = (_cls, args, kwargs) => {
  if (args.length === 1) return canonicalClass(typeOf(args[0]))
  if (args.length !== 3) throw new TypeError('type() takes 1 or 3 arguments')
  const [name, bases, namespace] = args
  if (typeof name !== 'string')
    throw new TypeError(`type.__new__() argument 1 must be str, not ${nameOfArgument(name)}`)
  if (!(bases instanceof Tuple))
    throw new TypeError(`type.__new__() argument 2 must be tuple, not ${nameOfArgument(bases)}`)
  if (!isDict(namespace))
    throw new TypeError(`type.__new__() argument 3 must be dict, not ${nameOfArgument(namespace)}`)
  return makeClass(name, name, [...bases], kwargs, Object.fromEntries(entriesOf(namespace)))
}
constructs(types.moduleClass, 'name, doc=None', (name: Any, doc: Any = null) =>
  Object.assign(new types.PyModule(name as string), { __doc__: doc }),
)
for (const [cls, what] of [
  [types.NoneType, null],
  [types.ellipsisClass, types.Ellipsis],
  [types.notImplementedClass, types.NotImplemented],
] as const)
  infoOf(cls as Any).construct = () => what
infoOf(types.method).construct = (_cls, [f, self]) => {
  if (self === undefined || self === null) throw new TypeError('self must not be None')
  return bindMethod(self, f)
}
for (const cls of [types.functionClass, types.builtinFunction, types.generatorClass] as Any[])
  infoOf(cls).construct = () => {
    throw new TypeError(`cannot create '${infoOf(cls).name}' instances`)
  }
