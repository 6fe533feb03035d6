// Python's own functions that a learner's fingers type, for tensors, lists and texts: `len(x)`, `range(3)`, `float(loss)`.
import { Tensor } from '../../torch.js'
import { roundHalfEven } from '../../kernels/math.js'
import { TypeError, ValueError } from '../../base/errors.js'
import { repr, reprSymbol, str } from '../../text/repr.js'
import { Float } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { typeName } from '../../base/type-name.js'
import { objectFunctions } from './python-objects.js'
import { operatorHelpers, truth } from './operations.js'

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

const items = (value: Any): Any[] => {
  if (typeof value?.__iter__ === 'function')
    return [...{ [Symbol.iterator]: () => value.__iter__() as Iterator<Any> }]
  if (typeof value?.[Symbol.iterator] === 'function') return [...value]
  if (typeName(value) === 'dict') return Object.keys(value)
  throw new TypeError(`'${typeName(value)}' object is not iterable`)
}

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

const compare = (a: Any, b: Any): boolean => Boolean(truth(operatorHelpers.__lt__(a, b)))

function extreme(name: 'max' | 'min', args: Any[]): unknown {
  if (args.length === 1 && args[0] instanceof Tensor) return args[0][name]()
  const list = args.length === 1 ? items(args[0]) : args
  if (list.length === 0) throw new ValueError(`${name}() arg is an empty sequence`)
  return list.reduce((best, item) =>
    (name === 'max' ? compare(best, item) : compare(item, best)) ? item : best,
  )
}

const identities = new WeakMap<object, number>()
let lastIdentity = 0x7f0000001000

function id(value: unknown): number {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function'))
    throw new TypeError('id() here tells objects apart, and numbers and texts have no identity')
  if (!identities.has(value)) identities.set(value, (lastIdentity += 16))
  return identities.get(value)!
}

function round(value: Any, digits = 0): unknown {
  if (value instanceof Tensor) return value.round({ decimals: digits })
  const scale = 10 ** digits
  return roundHalfEven(toNumber(value, 'round') * scale) / scale
}

function sorted(list: Any, { key = (item: Any): Any => item, reverse = false } = {}): Any[] {
  const order = (a: Any, b: Any): number => (compare(key(a), key(b)) ? -1 : compare(key(b), key(a)) ? 1 : 0)
  return items(list).sort(reverse ? (a, b) => order(b, a) : order)
}

const enumerate = (list: Any, start: Any = 0): Any[] =>
  items(list).map((item, i) => Tuple.of((typeof start === 'number' ? start : Number(start.start)) + i, item))

function zip(...lists: Any[]): Any[] {
  const all = lists.map(items)
  const count = all.length === 0 ? 0 : Math.min(...all.map((list) => list.length))
  return range(count).map((i) => Tuple.of(...all.map((list) => list[i])))
}

/** Types of Python, which are functions too: what they are called, and whether a value is of them. */
const types: Record<string, { convert: (...args: Any[]) => unknown; holds: (value: unknown) => boolean }> = {
  int: {
    convert: (value = 0) => Math.trunc(toNumber(value, 'int')),
    holds: (value) => /^(int|bool)$/.test(typeName(value)),
  },
  float: { convert: (value = 0) => toNumber(value, 'float'), holds: (value) => typeName(value) === 'float' },
  bool: {
    convert: (value: Any) => {
      const answer = truth(value)
      return Array.isArray(answer) ? answer.length > 0 : Boolean(answer)
    },
    holds: (value) => typeof value === 'boolean',
  },
  str: { convert: (value: unknown = '') => str(value), holds: (value) => typeof value === 'string' },
  list: { convert: (value = []) => items(value), holds: (value) => typeName(value) === 'list' },
  tuple: {
    convert: (value = []) => Tuple.of(...items(value)),
    holds: (value) => Array.isArray(value) && typeName(value) !== 'list',
  },
}

const typeFunctions: Record<string, Any> = {}
for (const [name, { convert, holds }] of Object.entries(types)) {
  const type = (typeFunctions[name] = { [name]: (...args: Any[]) => convert(...args) }[name])
  Object.defineProperty(type, reprSymbol, { value: () => `<class '${name}'>` })
  Object.defineProperty(type, Symbol.hasInstance, { value: holds })
}

const NoneType = { [reprSymbol]: () => "<class 'NoneType'>" }

/** The class of a value: one of Python's own, or that of an object. */
const type = (value: Any): unknown => typeFunctions[typeName(value)] ?? value?.constructor ?? NoneType

function isinstance(value: unknown, classes: Any): boolean {
  const list = Array.isArray(classes) ? classes : [classes]
  return list.some((Class) => {
    if (typeof Class !== 'function')
      throw new TypeError('isinstance() arg 2 must be a type or a tuple of types')
    return value instanceof Class
  })
}

/** All of them, by name. */
export const pythonFunctions: Record<string, unknown> = {
  ...typeFunctions,
  ...objectFunctions,
  len,
  range,
  type,
  isinstance,
  id,
  round,
  repr,
  abs: (value: Any) => (value instanceof Tensor ? value.abs() : Math.abs(toNumber(value, 'abs'))),
  max: (...args: Any[]) => extreme('max', args),
  min: (...args: Any[]) => extreme('min', args),
  sum: (list: Any, start: Any = 0) =>
    items(list).reduce((total, item) => operatorHelpers.__add__(total, item), start),
  sorted,
  enumerate,
  zip,
  any: (list: Any) => items(list).some((item) => Boolean(truth(item))),
  all: (list: Any) => items(list).every((item) => Boolean(truth(item))),
}
