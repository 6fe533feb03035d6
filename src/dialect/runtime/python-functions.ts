// Python's own functions that a learner's fingers type, for tensors, lists and texts: `len(x)`, `range(3)`, `float(loss)`.
import { Tensor } from '../../torch.js'
import { fixed } from '../../text/number-text.js'
import { roundHalfEven } from '../../kernels/math.js'
import { noteTypes } from '../../base/dtype.js'
import { TypeError, ValueError } from '../../base/errors.js'
import { format, repr, reprSymbol, str } from '../../text/repr.js'
import { Float, rememberFloats } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { typeName } from '../../base/type-name.js'
import { isKeywords } from '../../base/keywords.js'
import { plainNumber, tracked } from './floats.js'
import { iteratorOf, objectFunctions } from './python-objects.js'
import { operatorHelpers } from './operations.js'

import { pythonTruth, truth } from './truth.js'
import { float, resultOf, returned } from './results.js'
import { forEntry, isShared, sharedPython } from './shared-python.js'

type Any = any

function len(value: Any): number {
  if (value instanceof Tensor) {
    if (value.dim() === 0) throw new TypeError('len() of a 0-d tensor')
    return value.size(0)
  }
  if (typeof value?.__len__ === 'function') return value.__len__()
  const length: unknown = value?.length ?? value?.size
  if (typeof length === 'number' && typeof value !== 'function') return length
  if (typeName(value) === 'dict') return Object.keys(value).length
  throw new TypeError(`object of type '${typeName(value)}' has no len()`)
}

function range(...args: number[]): number[] {
  if (args.length === 0) throw new TypeError('range expected at least 1 argument, got 0')
  if (args.length > 3) throw new TypeError(`range expected at most 3 arguments, got ${args.length}`)
  const whole = args.map((value: unknown) => {
    const index = value instanceof Tensor ? Number(value.item()) : value
    if (typeof index !== 'number' || !Number.isInteger(index))
      throw new TypeError(
        `'${typeof index === 'number' ? 'float' : typeName(index)}' object cannot be interpreted as an integer`,
      )
    return index
  })
  const [start, stop, step] = whole.length === 1 ? [0, whole[0], 1] : [whole[0], whole[1], whole[2] ?? 1]
  if (step === 0) throw new ValueError('range() arg 3 must not be zero')
  const count = Math.max(0, Math.ceil((stop - start) / step))
  if (count > 2 ** 26) throw new ValueError(`a list of ${count} numbers is too long here: write a for loop`)
  return Array.from({ length: count }, (_, i) => start + i * step)
}

/** What can be gone through, as a list: a `Float` where a whole number is one. */
const items = (value: Any): Any[] => [...{ [Symbol.iterator]: () => iteratorOf(value) }]

/** A number out of a number, a boolean, a tensor of one element or a text. */
function toNumber(value: unknown, called: string): number {
  const plain: unknown = value instanceof Tensor ? value.item() : value
  if (typeof plain === 'string') {
    const text = plain.trim().toLowerCase().replaceAll('_', '')
    const special = /^([+-]?)(inf|infinity|nan)$/.exec(text)
    if (special) return special[2] === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity
    if (text !== '' && Number.isFinite(Number(text))) return Number(text)
    const kind =
      called === 'int' ? 'invalid literal for int() with base 10' : 'could not convert string to float'
    throw new ValueError(`${kind}: ${repr(plain)}`)
  }
  if (
    typeof plain === 'number' ||
    typeof plain === 'boolean' ||
    typeof plain === 'bigint' ||
    plain instanceof Float
  )
    return Number(plain)
  throw new TypeError(`${called}() argument must be a string or a real number, not '${typeName(plain)}'`)
}

/** `int(x)`; an int that a number does not hold stays what `x.item()` gives for it. */
function toInt(value: unknown): number | bigint {
  const plain: unknown = value instanceof Tensor ? value.item() : value
  const isLarge = typeof plain === 'bigint' && !Number.isSafeInteger(Number(plain))
  return isLarge ? plain : Math.trunc(toNumber(plain, 'int'))
}

const prefixes: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 16: '0x' }

/** `int('ff', 16)`. */
function intInBase(text: unknown, given: unknown): number {
  const base: unknown = isKeywords(given) ? (given as { base?: unknown }).base : given
  if (typeof text !== 'string') throw new TypeError("int() can't convert non-string with explicit base")
  if (typeof base !== 'number' || !Number.isInteger(base) || base === 1 || base < 0 || base > 36)
    throw new ValueError('int() base must be >= 2 and <= 36, or 0')
  const [, sign, written] = /^([+-]?)(.*)$/s.exec(text.trim().toLowerCase())!
  const known = Object.entries(prefixes).find(
    ([radix, prefix]) => written.startsWith(prefix) && (base === 0 || base === Number(radix)),
  )
  const radix = known ? Number(known[0]) : base || 10
  const digits = (known ? written.slice(2).replace(/^_/, '') : written).replace(/(?<=\w)_(?=\w)/g, '')
  const last = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix)
  if (digits === '' || ![...digits].every((digit) => last.includes(digit)))
    throw new ValueError(`invalid literal for int() with base ${base}: ${repr(text)}`)
  return Number.parseInt(digits, radix) * (sign === '-' ? -1 : 1)
}

const compare = (a: Any, b: Any): boolean => Boolean(truth(operatorHelpers.__lt__(a, b)))

/** What `sorted`, `max` and `min` compare of an item. */
const keyed = (key: Any): ((item: Any) => unknown) =>
  key === null || key === undefined ? (item) => item : (item) => resultOf(key as Called, plainNumber(item))

const isKeywordsOf = (value: Any, ...names: string[]): boolean =>
  isKeywords(value) &&
  Object.keys(value as object).length > 0 &&
  Object.keys(value as object).every((name) => names.includes(name))

function extreme(name: 'max' | 'min', given: Any[]): unknown {
  const hasKeywords = given.length > 1 && isKeywordsOf(given.at(-1), 'key', 'default')
  const { key, ...rest } = (hasKeywords ? given.at(-1) : {}) as { key?: unknown; default?: unknown }
  const args = hasKeywords ? given.slice(0, -1) : given
  if (args.length === 0) throw new TypeError(`${name} expected at least 1 argument, got 0`)
  // Numbers are compared at once; of rows Python asks which is the larger.
  if (
    args.length === 1 &&
    args[0] instanceof Tensor &&
    args[0].dim() === 1 &&
    args[0].numel() > 0 &&
    !hasKeywords
  )
    return args[0][name]()
  if (args.length > 1 && 'default' in rest)
    throw new TypeError(`Cannot specify a default for ${name}() with multiple positional arguments`)
  const list = args.length === 1 ? items(args[0]) : args
  if (list.length === 0) {
    if ('default' in rest) return rest.default
    throw new ValueError(`${name}() arg is an empty sequence`)
  }
  const keyOf = keyed(key)
  let best: unknown = list[0]
  let bestKey = keyOf(best)
  for (const item of list.slice(1)) {
    const itemKey = keyOf(item)
    if (!(name === 'max' ? compare(bestKey, itemKey) : compare(itemKey, bestKey))) continue
    best = item
    bestKey = itemKey
  }
  return best
}

const identities = new WeakMap<object, number>()
const plainIdentities = new Map<unknown, number>()
let lastIdentity = 0x7f0000001000

function id(value: unknown): number {
  // Equal numbers and equal texts are one here.
  const isPlain = value === null || (typeof value !== 'object' && typeof value !== 'function')
  const known: { get(key: unknown): number | undefined; set(key: unknown, id: number): unknown } = isPlain
    ? plainIdentities
    : (identities as WeakMap<WeakKey, number>)
  const before = known.get(value)
  if (before !== undefined) return before
  known.set(value, (lastIdentity += 16))
  return lastIdentity
}

function round(value: Any, digits?: number | null): unknown {
  if (value instanceof Tensor) throw new TypeError("type Tensor doesn't define __round__ method")
  const given = toNumber(value, 'round')
  const scale = 10 ** (digits ?? 0)
  // By the digits that the number has: 2.675 is a little less than it says.
  const rounded =
    (digits ?? 0) > 0 && Number.isFinite(given)
      ? Number(fixed(given, Math.min(digits!, 323)))
      : roundHalfEven(given * scale) / scale
  // To no digits a float becomes an int.
  return digits === undefined || digits === null || typeName(value) !== 'float' ? rounded : float(rounded)
}

function abs(value: Any): unknown {
  if (value instanceof Tensor) return value.abs()
  const result = Math.abs(toNumber(value, 'abs'))
  return value instanceof Float ? float(result) : result
}

function sum(list: Any, given: Any = 0): unknown {
  const start = isKeywordsOf(given, 'start') ? given.start : given
  return items(list).reduce((total, item) => tracked('+', total, item), start)
}

function sorted(list: Any, keywords: { key?: Any; reverse?: Any } = {}): Any[] {
  for (const name of Object.keys(keywords))
    if (name !== 'key' && name !== 'reverse')
      throw new TypeError(`'${name}' is an invalid keyword argument for sort()`)
  const keyOf = keyed(keywords.key)
  const pairs = items(list).map((item) => ({ item, key: keyOf(item) }))
  const order = (a: Any, b: Any): number => (compare(a.key, b.key) ? -1 : compare(b.key, a.key) ? 1 : 0)
  pairs.sort(pythonTruth(keywords.reverse ?? false) ? (a, b) => order(b, a) : order)
  return rememberFloats(pairs.map(({ item }) => item))
}

/** `base ** exponent % modulus`, without the large number in between. */
function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (modulus === 0n) throw new ValueError('pow() 3rd argument cannot be 0')
  if (exponent < 0n) throw new ValueError('base is not invertible for the given modulus')
  let [power, result] = [base % modulus, 1n % modulus]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * power) % modulus
    power = (power * power) % modulus
  }
  // The sign is the modulus's.
  return result !== 0n && result < 0n !== modulus < 0n ? result + modulus : result
}

const enumerate = (list: Any, start: Any = 0): Any[] =>
  items(list).map((item, i) =>
    rememberFloats(Tuple.of<unknown>((typeof start === 'number' ? start : Number(start.start)) + i, item)),
  )

function zip(...lists: Any[]): Any[] {
  const all = lists.map(items)
  const count = all.length === 0 ? 0 : Math.min(...all.map((list) => list.length))
  return range(count).map((i) => rememberFloats(Tuple.from<unknown>(all.map((list) => list[i]))))
}

/** Types of Python, which are functions too: what they are called, and whether a value is of them. */
const types: Record<string, { convert: (...args: Any[]) => unknown; holds: (value: unknown) => boolean }> = {
  int: {
    convert: (value: unknown = 0, base?: unknown) =>
      base === undefined ? toInt(value) : intInBase(value, base),
    holds: (value) => /^(int|bool)$/.test(typeName(value)),
  },
  float: {
    convert: (value = 0) => float(toNumber(value, 'float')),
    holds: (value) => typeName(value) === 'float',
  },
  bool: { convert: (value: Any = false) => pythonTruth(value), holds: (value) => typeof value === 'boolean' },
  str: { convert: (value: unknown = '') => str(value), holds: (value) => typeof value === 'string' },
  list: {
    convert: (value = []) => rememberFloats(items(value)),
    holds: (value) => typeName(value) === 'list',
  },
  tuple: {
    convert: (value = []) => rememberFloats(Tuple.from<unknown>(items(value))),
    holds: (value) => Array.isArray(value) && typeName(value) !== 'list',
  },
}

/** What Python's function gives of an array or a number of NumPy's, or of an object of its own; undefined of all else. */
function byPython(name: string, args: readonly Any[]): unknown {
  if (!args.slice(0, 2).some(isShared)) return undefined
  const keywords =
    args.length > 1 && isKeywords(args.at(-1)) ? (args.at(-1) as Record<string, unknown>) : null
  return forEntry(sharedPython()?.builtin(name, keywords ? args.slice(0, -1) : args, keywords))
}

const typeFunctions: Record<string, Any> = {}
for (const [name, { convert, holds }] of Object.entries(types)) {
  const type = (typeFunctions[name] = {
    [name]: (...args: Any[]) => returned(byPython(name, args) ?? convert(...args)),
  }[name])
  Object.defineProperty(type, reprSymbol, { value: () => `<class '${name}'>` })
  Object.defineProperty(type, Symbol.hasInstance, { value: holds })
}

noteTypes({ float: typeFunctions.float, int: typeFunctions.int, bool: typeFunctions.bool })

const NoneType = { [reprSymbol]: () => "<class 'NoneType'>" }

/** The class of a value: one of Python's own, or that of an object. */
const type = (value: Any): unknown =>
  byPython('type', [value]) ?? typeFunctions[typeName(value)] ?? value?.constructor ?? NoneType

function isinstance(value: unknown, classes: Any): boolean {
  const list = Array.isArray(classes) ? classes : [classes]
  return list.some((Class) => {
    if (typeof Class !== 'function')
      throw new TypeError('isinstance() arg 2 must be a type or a tuple of types')
    return value instanceof Class
  })
}

type Called = (...args: Any[]) => unknown

/** Functions that Python has of arrays and numbers of NumPy's. */
const sharedAll = (functions: Record<string, Called>): Record<string, Called> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, f]) => [
      name,
      { [name]: (...args: Any[]) => byPython(name, args) ?? f(...args) }[name],
    ]),
  )

/** Those that give a float of floats: a `Float`, where a whole number is one. */
export const floating: Readonly<Record<string, Called>> = sharedAll({
  sum,
  max: (...args) => extreme('max', args),
  min: (...args) => extreme('min', args),
  abs,
  round,
  pow: (base: Any, exponent: Any, modulus: Any = null) => {
    if (modulus === null) return tracked('**', base, exponent)
    return Number(modularPower(BigInt(base), BigInt(exponent), BigInt(modulus)))
  },
})

/** All of them, by name. */
export const pythonFunctions: Record<string, unknown> = {
  ...typeFunctions,
  ...objectFunctions,
  ...sharedAll({
    len,
    sorted,
    any: (list: Any) => items(list).some(pythonTruth),
    all: (list: Any) => items(list).every(pythonTruth),
    divmod: objectFunctions.divmod as Called,
  }),
  range,
  type,
  isinstance,
  id,
  repr,
  format,
  enumerate,
  zip,
}
for (const [name, f] of Object.entries(floating))
  pythonFunctions[name] = { [name]: (...args: Any[]) => returned(f(...args)) }[name]
