// Arithmetic and the operators like it: numbers first, then what both classes say (reflected forms, NotImplemented), then lists,
// texts, dicts and sets; tensors and NumPy arrays as the dialect has them.
import { MemoryError, TypeError, ValueError } from '../../base/errors.js'
import { isNumpyNumber, plainNumber } from '../../base/numpy-number.js'
import { Complex, Float, withFloatItems } from '../../base/scalar.js'
import { NamedTuple, Size, Tuple } from '../../base/tuple.js'
import { isDataset, isModule } from '../../dialect/runtime/instances.js'
import { operatorHelpers, ownOperators } from '../../dialect/runtime/operations.js'
import { isUnanswered } from '../../engine/overriding.js'
import { Tensor } from '../../torch.js'
import { PyByteArray, PyBytes, PyRange } from './containers.js'
import { core, listOf } from './core.js'
import { isDict, merged, setValue } from './dicts.js'
import { badOperand, floating, kindOf, Kind, onNumbers, powerModulo, toIndex } from './numbers.js'
import { classOf, dict, nameOfType, NotImplemented, typeOf } from './types.js'
import {
  areNumbers,
  areTensors,
  byClasses,
  doubleOf,
  hasFloat,
  isLibrary,
  isOwn,
  isSetLike,
  isTuple,
  type Operator,
} from './operands.js'
import { union } from './aliases.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { onNumpyNumber, onNumpyNumbers } from './numpy-arithmetic.js'
import { besideNumpyNumber, onArrays } from './numpy-arrays.js'
import { arrayInPlace } from './numpy-in-place.js'
import { smallInPlace } from './numpy-small.js'
import { percent } from './percent.js'
import { onSetInPlace, onSets } from './set-algebra.js'
import { Boxed, unboxed } from './boxed.js'
import { mostBytes, pairsOf } from './conversions.js'

type Any = any

const symbols: Record<string, string> = {
  add: '+', sub: '-', mul: '*', truediv: '/', floordiv: '//', mod: '%', pow: '** or pow()', matmul: '@',
  lshift: '<<', rshift: '>>', and: '&', or: '|', xor: '^',
} // prettier-ignore

export function unsupported(symbol: string, a: unknown, b: unknown): TypeError {
  // As Python 2 printed into a file.
  const hint =
    symbol === '>>' && typeof a === 'function' && core.repr(a) === '<built-in function print>'
      ? '. Did you mean "print(<message>, file=<output_stream>)"?'
      : ''
  return new TypeError(
    `unsupported operand type(s) for ${symbol}: '${nameOfType(a)}' and '${nameOfType(b)}'${hint}`,
  )
}

const isIntLike = (value: Any): boolean => kindOf(value) === Kind.int

/** A count of repetitions; undefined for what is none. */
function timesOf(value: Any): number | undefined {
  if (isIntLike(value)) return toIndex(typeof value === 'boolean' ? Number(value) : value)
  if (value instanceof Tensor) return Number(value.item())
  const index = core.special(value, '__index__')
  return index ? Number(index(value)) : undefined
}

/** Lists and tuples of a kind. */
const like = (sample: Any, items: Any[]): Any => {
  if (!isTuple(sample)) return items
  return sample instanceof Size && items.every((item) => typeof item === 'number')
    ? Size.from(items)
    : Tuple.from(items)
}

const isListLike = (value: unknown): value is Any[] => Array.isArray(value)

function addSequences(a: Any, b: Any): Any {
  if (typeof a === 'string') {
    if (typeof b === 'string') return a + b
    throw new TypeError(`can only concatenate str (not "${nameOfType(b)}") to str`)
  }
  if (isListLike(a)) {
    const kind = isTuple(a) ? 'tuple' : 'list'
    if (!isListLike(b) || isTuple(b) !== isTuple(a))
      throw new TypeError(`can only concatenate ${kind} (not "${nameOfType(b)}") to ${kind}`)
    return like(a instanceof NamedTuple ? Tuple.of() : a, [...withFloatItems(a), ...withFloatItems(b)])
  }
  if (a instanceof PyBytes) {
    if (!(b instanceof PyBytes)) throw new TypeError(`can't concat ${nameOfType(b)} to ${nameOfType(a)}`)
    return new (a.constructor as typeof PyBytes)(Uint8Array.from([...a.data, ...b.data]))
  }
  return NotImplemented
}

const isRepeatable = (value: unknown): boolean =>
  typeof value === 'string' || isListLike(value) || value instanceof PyBytes

function repeat(value: Any, times: Any): Any {
  const count = timesOf(times)
  if (count === undefined)
    throw new TypeError(`can't multiply sequence by non-int of type '${nameOfType(times)}'`)
  const whole = Math.max(0, count)
  if (typeof value === 'string' || isListLike(value)) {
    // The dialect knows what fits into memory.
    if (typeof value !== 'string' && whole * value.length < 1e6) {
      const items = withFloatItems(value)
      const all: Any[] = []
      for (let i = 0; i < whole && items.length > 0; i++) for (const item of items) all.push(item)
      return like(value, all)
    }
    return ownOperators.__mul__(value, whole)
  }
  const { data } = value as PyBytes
  if (whole * data.length >= mostBytes) throw new MemoryError('')
  const all = new Uint8Array(data.length * whole)
  for (let i = 0; i < whole; i++) all.set(data, i * data.length)
  return new (value.constructor as typeof PyBytes)(all)
}

export function onContainers(name: string, a: Any, b: Any): Any {
  if (name === 'add') return addSequences(a, b)
  if (name === 'mul') {
    if (isRepeatable(a)) return repeat(a, b)
    if (isRepeatable(b)) return repeat(b, a)
  }
  if (name === 'mod') {
    if (typeof a === 'string') return percent(a, b)
    if (a instanceof PyBytes)
      return new (a instanceof PyByteArray ? PyByteArray : PyBytes)(percent(a.text, b, 'bytes'))
  }
  if (name === 'or' && isDict(a) && isDict(b)) {
    if (typeOf(a) === dict && typeOf(b) === dict) return merged(a, b)
    return byClasses(name, a, b)
  }
  return onSets(name, a, b)
}

/** What any operator makes of two values, but for the quick ones. */
export function binary(name: string, a: Any, b: Any, symbol = symbols[name]): Any {
  if (isNumpyNumber(a) || isNumpyNumber(b)) {
    const result: Any = onNumpyNumbers(name, a, b) ?? besideNumpyNumber(name, a, b)
    if (result !== undefined) return result
  }
  if (kindOf(a) !== Kind.none && kindOf(b) !== Kind.none) {
    const compute = onNumbers[name]
    const result: Any = compute === undefined ? undefined : compute(a, b)
    if (result !== undefined) return result
    throw unsupported(symbol, a, b)
  }
  if (isOwn(a) || isOwn(b)) {
    const result = byClasses(name, a, b)
    if (result !== NotImplemented) return result
    if (!isLibrary(a) && !isLibrary(b) && !isModule(a) && !isModule(b) && !isDataset(a)) {
      const other = onContainers(name, unboxed(a), typeof unboxed(b) === 'string' ? unboxed(b) : b)
      if (other !== NotImplemented) return other
      throw unsupported(symbol, a, b)
    }
    // Beside what is the library's, a number of a class of the program's is a number.
    if (a instanceof Boxed || b instanceof Boxed) return binary(name, unboxed(a), unboxed(b), symbol)
  }
  if (isNumpyArray(a) || isNumpyArray(b)) return onArrays(name, a, b)
  if (isLibrary(a) || isLibrary(b) || isModule(a) || isModule(b) || isDataset(a)) {
    if (!isOwn(a) && !isOwn(b)) return ownOperators[`__${name}__`](a, b)
    try {
      return ownOperators[`__${name}__`](a, b)
    } catch (error) {
      throw isUnanswered(error) ? unsupported(symbol, a, b) : error
    }
  }
  const result = onContainers(name, a, b)
  if (result !== NotImplemented) return result
  const classed = byClasses(name, a, b)
  if (classed !== NotImplemented) return classed
  const classes = name === 'or' ? union(a, b) : undefined
  if (classes !== undefined) return classes
  throw unsupported(symbol, a, b)
}

// Each operator is written out: V8 knows functions that were made in one place as one, and learns of them together.
function addDoubles(a: Any, b: Any): Any {
  if (areTensors(a, b)) return operatorHelpers.__add__(a, b)
  if (hasFloat(a, b)) {
    const [x, y] = [doubleOf(a), doubleOf(b)]
    if (x !== undefined && y !== undefined) return floating(x + y)
  }
  return binary('add', a, b)
}
function subDoubles(a: Any, b: Any): Any {
  if (areTensors(a, b)) return operatorHelpers.__sub__(a, b)
  if (hasFloat(a, b)) {
    const [x, y] = [doubleOf(a), doubleOf(b)]
    if (x !== undefined && y !== undefined) return floating(x - y)
  }
  return binary('sub', a, b)
}
function mulDoubles(a: Any, b: Any): Any {
  if (areTensors(a, b)) return operatorHelpers.__mul__(a, b)
  if (hasFloat(a, b)) {
    const [x, y] = [doubleOf(a), doubleOf(b)]
    if (x !== undefined && y !== undefined) return floating(x * y)
  }
  return binary('mul', a, b)
}

export const add: Operator = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum) && Number.isInteger(a) && Number.isInteger(b)) return sum
  } else if (typeof a === 'string' && typeof b === 'string') return a + b
  return addDoubles(a, b)
}
export const sub: Operator = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b
    if (Number.isSafeInteger(difference) && Number.isInteger(a) && Number.isInteger(b)) return difference
  }
  return subDoubles(a, b)
}
export const mul: Operator = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b
    if (Number.isInteger(product)) {
      if (Number.isSafeInteger(product) && Number.isInteger(a) && Number.isInteger(b)) return product + 0
    } else if (Number.isFinite(product)) return product
  }
  return mulDoubles(a, b)
}
export const truediv: Operator = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) return floating(a / b)
  return areTensors(a, b) ? operatorHelpers.__truediv__(a, b) : binary('truediv', a, b)
}
export const floordiv: Operator = (a, b) => {
  if (
    typeof a === 'number' &&
    typeof b === 'number' &&
    b > 0 &&
    Number.isSafeInteger(a) &&
    Number.isSafeInteger(b)
  ) {
    const quotient = Math.floor(a / b)
    // A quotient that is not exact may have been rounded up.
    return quotient * b > a ? quotient - 1 : quotient + 0
  }
  return binary('floordiv', a, b)
}
export const mod: Operator = (a, b) => {
  if (
    typeof a === 'number' &&
    typeof b === 'number' &&
    b > 0 &&
    Number.isSafeInteger(a) &&
    Number.isSafeInteger(b)
  ) {
    const rest = a % b
    return rest < 0 ? rest + b : rest + 0
  }
  // A text is filled in, whatever the other side would make of it.
  if (typeof a === 'string') return percent(a, b)
  return binary('mod', a, b)
}
export const matmul: Operator = (a, b) => binary('matmul', a, b)

/** Whether a value is an int of 32 bits. */
const isShort = (value: Any): value is number => typeof value === 'number' && (value | 0) === value

export const lshift: Operator = (a, b) =>
  // What does not fit into 53 bits has more than 32 by 21.
  isShort(a) && isShort(b) && b >= 0 && b <= 21 ? a * 2 ** b + 0 : binary('lshift', a, b)
export const rshift: Operator = (a, b) =>
  isShort(a) && isShort(b) && b >= 0 && b < 32 ? a >> b : binary('rshift', a, b)
export const and: Operator = (a, b) => (isShort(a) && isShort(b) ? a & b : binary('and', a, b))
export const or: Operator = (a, b) => (isShort(a) && isShort(b) ? a | b : binary('or', a, b))
export const xor: Operator = (a, b) => (isShort(a) && isShort(b) ? a ^ b : binary('xor', a, b))

/** `a ** b`, and `pow(a, b, m)`. */
export const pow = (a: Any, b: Any, modulus: Any = null, symbol = symbols.pow): Any => {
  if (modulus === null) return areTensors(a, b) ? operatorHelpers.__pow__(a, b) : binary('pow', a, b, symbol)
  if (isOwn(a)) {
    const method = core.special(a, '__pow__')
    if (method) return method(a, b, modulus)
  }
  if (![a, b, modulus].every(isIntLike))
    throw [a, b, modulus].every((one) => kindOf(one) !== Kind.none)
      ? [a, b, modulus].some((one) => one instanceof Complex)
        ? new ValueError('complex modulo')
        : new TypeError('pow() 3rd argument not allowed unless all arguments are integers')
      : new TypeError(
          `unsupported operand type(s) for ** or pow(): '${nameOfType(a)}', '${nameOfType(b)}', '${nameOfType(modulus)}'`,
        )
  return powerModulo(a, b, modulus)
}

// ---- in place ----

const inPlaceSymbols = (name: string): string => (name === 'pow' ? '**=' : `${symbols[name]}=`)

/** What a list, a set, a dict or bytes become in place; undefined for what cannot. */
function changed(name: string, a: Any, b: Any): Any {
  if (Array.isArray(a) && !isTuple(a)) {
    if (name === 'add') {
      for (const item of [...listOf(b)]) a.push(item)
      return a
    }
    if (name === 'mul') {
      const all = repeat(a, b) as Any[]
      a.length = 0
      for (const item of all) a.push(item)
      return a
    }
  }
  const set: Any = onSetInPlace(name, a, b)
  if (set !== undefined) return set
  if (name === 'or' && isDict(a) && a instanceof Map) {
    for (const [key, value] of pairsOf(b)) setValue(a, key, value)
    return a
  }
  if (name === 'add' && a instanceof PyByteArray && b instanceof PyBytes) {
    a.data = Uint8Array.from([...a.data, ...b.data])
    return a
  }
  if (name === 'mul' && a instanceof PyByteArray) {
    a.data = (repeat(a, b) as PyBytes).data
    return a
  }
  return undefined
}

function inPlace(name: string, quick: Operator): Operator {
  const isOfInts = /^(and|or|xor|lshift|rshift|matmul)$/.test(name)
  return (a, b) => {
    if (typeof a === 'number' && typeof b === 'number' && !isOfInts) return quick(a, b)
    if (name === 'add' && typeof a === 'string' && typeof b === 'string') return a + b
    if (!isOfInts && doubleOf(a) !== undefined && doubleOf(b) !== undefined) return quick(a, b)
    if (isOfInts && (kindOf(a) !== Kind.int || kindOf(b) !== Kind.int || name === 'matmul')) return slow(a, b)
    if (typeof a === 'number' || typeof a === 'string') {
      if (kindOf(b) !== Kind.none || typeof b === 'string' || typeof b === 'number')
        if (typeof a === typeof b || typeof a === 'number')
          return kindOf(b) === Kind.none || kindOf(b) === Kind.complex ? slow(a, b) : quick(a, b)
    }
    return slow(a, b)
  }
  function slow(a: Any, b: Any): Any {
    if (isNumpyNumber(a)) return binaryInPlace(name, a, b)
    // Of a class of the program's, or of one of the modules' that has it, such as deque.
    if (a !== null && (typeof a === 'object' || typeof a === 'function') && a[classOf] !== undefined) {
      const method = core.special(a, `__i${name}__`)
      if (method) {
        const result: Any = method(a, b)
        if (result !== NotImplemented) return result
      }
    }
    if (b instanceof Boxed && isLibrary(a)) b = b.value
    if (smallInPlace(name, a, b)) return a
    if (isNumpyArray(a) && !isOwn(a) && !isOwn(b) && !(b instanceof Tensor)) return arrayInPlace(name, a, b)
    if (isLibrary(a) || (isModule(a) && !isOwn(a))) return ownOperators[`__i${name}__`](a, plainNumber(b))
    if (a !== null && typeof a === 'object') {
      const result = changed(name, a, b)
      if (result !== undefined) return result
    }
    return binaryInPlace(name, a, b)
  }
}

/** Where no side knows the operator, the message names its form in place. */
function binaryInPlace(name: string, a: Any, b: Any): Any {
  // What has items and cannot be repeated is not asked for a number in front of it.
  if (name === 'mul' && isRepeatable(b) && (isSetLike(a) || isDict(a) || a instanceof PyRange))
    throw unsupported(inPlaceSymbols(name), a, b)
  try {
    return binary(name, a, b)
  } catch (error) {
    if (error instanceof TypeError && error.message === unsupported(symbols[name], a, b).message)
      throw unsupported(inPlaceSymbols(name), a, b)
    throw error
  }
}

const [addIn, subIn, mulIn] = [inPlace('add', add), inPlace('sub', sub), inPlace('mul', mul)]
const [divideIn, floorIn] = [inPlace('truediv', truediv), inPlace('floordiv', floordiv)]
const restIn = inPlace('mod', mod)

export const iadd: Operator = (a, b) => (areNumbers(a, b) ? add(a, b) : addIn(a, b))
export const isub: Operator = (a, b) => (areNumbers(a, b) ? sub(a, b) : subIn(a, b))
export const imul: Operator = (a, b) => (areNumbers(a, b) ? mul(a, b) : mulIn(a, b))
export const itruediv: Operator = (a, b) => (areNumbers(a, b) ? truediv(a, b) : divideIn(a, b))
export const ifloordiv: Operator = (a, b) => (areNumbers(a, b) ? floordiv(a, b) : floorIn(a, b))
export const imod: Operator = (a, b) => (areNumbers(a, b) ? mod(a, b) : restIn(a, b))
export const ipow = inPlace('pow', pow)
export const imatmul = inPlace('matmul', matmul)
export const ilshift = inPlace('lshift', lshift)
export const irshift = inPlace('rshift', rshift)
export const iand = inPlace('and', and)
export const ior = inPlace('or', or)
export const ixor = inPlace('xor', xor)

// ---- one operand ----

const unary =
  (symbol: string, name: '__neg__' | '__pos__' | '__invert__', onNumber: (value: Any) => Any) =>
  (value: Any): Any => {
    if (isNumpyNumber(value)) return onNumpyNumber(name, value)
    if (kindOf(value) !== Kind.none) {
      const result: Any = onNumber(value)
      if (result !== undefined) return result
    } else {
      const own = isOwn(value) ? core.special(value, name) : undefined
      if (own) return own(value)
      if (isLibrary(value)) return ownOperators[name](value)
      const method = core.special(value, name)
      if (method) return method(value)
    }
    throw badOperand(symbol, nameOfType(value))
  }

const negative = unary('-', '__neg__', (value) => {
  if (value instanceof Float) return floating(-value.value)
  if (value instanceof Complex) return new Complex(-value.re, -value.im)
  return typeof value === 'number' && !Number.isSafeInteger(value) ? -value : onNumbers.sub(0, value)
})
export const neg = (value: Any): Any =>
  typeof value === 'number' && value !== 0 && Number.isFinite(value) ? -value : negative(value)
export const pos = unary('+', '__pos__', (value) => (typeof value === 'boolean' ? Number(value) : value))
export const invert = unary('~', '__invert__', (value) =>
  isIntLike(value) ? onNumbers.sub(onNumbers.sub(0, value), 1) : undefined,
)

core.add = add
