// Truth and comparison: numbers first, then what the classes of both sides say, then lists, texts, dicts and sets; tensors
// and NumPy arrays as the dialect has them.
import { TypeError, ValueError } from '../../base/errors.js'
import { isNumpyNumber, NumpyBool, NumpyInt, plainNumber } from '../../base/numpy-number.js'
import { Complex, Device, Float, Slice } from '../../base/scalar.js'
import { DType } from '../../base/dtype.js'
import { isModule } from '../../dialect/runtime/instances.js'
import { ownOperators } from '../../dialect/runtime/operations.js'
import { truth as truthOfTensor } from '../../dialect/runtime/truth.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { compareNumpyNumbers } from './numpy-arithmetic.js'
import { compareArrays } from './numpy-arrays.js'
import { NumpyDtype } from './numpy-dtype.js'
import { Tensor } from '../../torch.js'
import { Boxed, unboxed } from './boxed.js'
import { DictView, PyBytes, PyRange } from './containers.js'
import { core, same } from './core.js'
import { entriesOf, hasKey, isDict, keysOf, sizeOf, valueAt } from './dicts.js'
import { keepsOrder, PySet } from './keys.js'
import { equalNumbers, kindOf, Kind, order } from './numbers.js'
import { areNumbers, byClasses, isLibrary, isOwn, isSetLike, isTuple, type Operator } from './operands.js'
import * as types from './types.js'
import { classOf, find, infoOf, inner, nameOfType, NotImplemented, typeOf } from './types.js'

type Any = any

export function truth(value: Any): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0
  if (value === null || value === undefined) return false
  if (typeof value === 'string') return value !== ''
  if (typeof value === 'bigint') return true
  if (value instanceof Float) return value.value !== 0
  if (value instanceof Complex) return value.re !== 0 || value.im !== 0
  if (value instanceof NumpyInt || value instanceof NumpyBool) return Boolean(value.value)
  if (value instanceof Tensor || isNumpyArray(value)) return Boolean(truthOfTensor(value))
  const cls = value[classOf] as Any
  if (cls !== undefined && infoOf(cls).isPython) {
    const method = core.special(value, '__bool__')
    if (method) {
      const result: Any = method(value)
      if (typeof result !== 'boolean')
        throw new TypeError(`__bool__ should return bool, returned ${nameOfType(result)}`)
      return result
    }
    const length = core.special(value, '__len__')
    if (length) {
      const count: Any = length(value)
      if (kindOf(count) !== Kind.int)
        throw new TypeError(`'${nameOfType(count)}' object cannot be interpreted as an integer`)
      if (order(count, 0) < 0) throw new ValueError('__len__() should return >= 0')
      return order(count, 0) > 0
    }
  }
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Set) return value.size > 0
  if (isDict(value)) return sizeOf(value) > 0
  if (value instanceof PyRange || value instanceof PyBytes || value instanceof DictView)
    return value.length > 0
  if (typeof value.__bool__ === 'function') return Boolean(value.__bool__())
  if (typeof value.__len__ === 'function') return value.__len__() > 0
  const count = cls === undefined ? undefined : core.special(value, '__len__')
  if (count) return order(count(value), 0) > 0
  if (isModule(value) && typeof (value as Any).length === 'number') return (value as Any).length > 0
  return true
}

// ---- comparison ----

/** Whether one is a tensor or an array, and the other a number of a class of the program's. */
const isBesideLibrary = (a: Any, b: Any): boolean =>
  (a instanceof Boxed && isLibrary(b)) || (b instanceof Boxed && isLibrary(a))

export function equal(a: Any, b: Any): Any {
  if (isOwn(a) || isOwn(b)) {
    const result = byClasses('eq', a, b, '__eq__')
    if (result !== NotImplemented) return result
    if (a === b) return true
    if (isLibrary(a) || isLibrary(b)) return equalPlain(unboxed(a), unboxed(b))
    if (find(typeOf(a), '__eq__') !== undefined || find(typeOf(b), '__eq__') !== undefined) return false
    return isOwn(a) && isOwn(b) && !isBuiltinAtRoot(a) ? false : equalPlain(a, b)
  }
  return equalPlain(a, b)
}

/** Lists and tuples, which NumPy makes arrays of. */
const isSequence = (value: Any): boolean => Array.isArray(value) && !(value instanceof Tensor)

const isBuiltinAtRoot = (value: Any): boolean =>
  Array.isArray(value) || value instanceof Map || value instanceof Set || value instanceof PyBytes

function equalPlain(a: Any, b: Any): Any {
  if (isNumpyNumber(a) || isNumpyNumber(b)) {
    const result = compareNumpyNumbers('eq', a, b)
    if (result !== undefined) return result
    if (isSequence(a) || isSequence(b)) return compareArrays('eq', a, b)
  }
  if (isNumpyArray(a) || isNumpyArray(b)) return compareArrays('eq', a, b)
  if (kindOf(a) !== Kind.none && kindOf(b) !== Kind.none) return equalNumbers(a, b)
  if (isLibrary(a) || isLibrary(b)) return ownOperators.__eq__(plainNumber(a), plainNumber(b))
  if (a === b || (a ?? null) === (b ?? null)) return true
  if (a === null || b === null) return false
  if (types.isClass(a) && types.isClass(b)) return types.canonicalClass(a) === types.canonicalClass(b)
  if (a instanceof NumpyDtype || b instanceof NumpyDtype)
    return a instanceof NumpyDtype ? a.equals(b) : (b as NumpyDtype).equals(a)
  // Objects of the library that are called, such as transforms, say themselves what they equal.
  if (typeof a === 'function' && typeof a.__eq__ === 'function' && !types.isClass(a))
    return Boolean(a.__eq__(b))
  if (typeof a !== 'object' || typeof b !== 'object') return sameFunction(a, b)
  if (Array.isArray(a) && Array.isArray(b))
    return isTuple(a) === isTuple(b) && a.length === b.length && everySame(a, b)
  if (isDict(a) && isDict(b)) return equalDicts(a, b)
  if (isSetLike(a) && isSetLike(b)) {
    const other = new PySet(b)
    const mine = [...a]
    return mine.length === other.size && mine.every((item) => other.has(item))
  }
  if (a instanceof PyBytes && b instanceof PyBytes) return a.text === b.text
  if (a instanceof PyRange && b instanceof PyRange)
    return (
      a.exactLength === b.exactLength &&
      (a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step)))
    )
  if (a instanceof Slice && b instanceof Slice)
    return same(a.start, b.start) && same(a.stop, b.stop) && same(a.step, b.step)
  if (a instanceof Device && b instanceof Device) return a.type === b.type && a.index === b.index
  if (a instanceof DType && b instanceof DType) return a === b
  const result = byClasses('eq', a, b, '__eq__')
  return result === NotImplemented ? false : result
}

/** Methods bound to one object are equal if they are the same method of it. */
function sameFunction(a: Any, b: Any): boolean {
  const [mine, yours] = [a?.[inner], b?.[inner]]
  return (
    mine !== undefined &&
    yours !== undefined &&
    mine.func !== undefined &&
    mine.func === yours.func &&
    mine.self === yours.self
  )
}

function everySame(a: Any[], b: Any[]): boolean {
  for (let i = 0; i < a.length; i++) if (!same(a[i], b[i])) return false
  return true
}

function equalDicts(a: Any, b: Any): boolean {
  if (sizeOf(a) !== sizeOf(b)) return false
  if (a[keepsOrder] === true && b[keepsOrder] === true) {
    const keys = [...keysOf(b)]
    if (![...keysOf(a)].every((key, i) => same(key, keys[i]))) return false
  }
  for (const [key, value] of entriesOf(a)) if (!hasKey(b, key) || !same(value, valueAt(b, key))) return false
  return true
}

export const eq: Operator = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return a === b
  if (typeof a === 'string' && typeof b === 'string') return a === b
  return equal(a, b)
}
export const ne: Operator = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return a !== b
  if (typeof a === 'string' && typeof b === 'string') return a !== b
  if (isNumpyNumber(a) || isNumpyNumber(b)) {
    const result = compareNumpyNumbers('ne', a, b)
    if (result !== undefined) return result
    if (isSequence(a) || isSequence(b)) return compareArrays('ne', a, b)
  }
  if (isOwn(a) || isOwn(b)) {
    const result = byClasses('ne', a, b, '__ne__')
    if (result !== NotImplemented) return result
    if (isBesideLibrary(a, b)) return ne(unboxed(a), unboxed(b))
  } else if (isNumpyArray(a) || isNumpyArray(b)) return compareArrays('ne', a, b)
  else if (isLibrary(a) || isLibrary(b)) return ownOperators.__ne__(plainNumber(a), plainNumber(b))
  return !truth(equal(a, b))
}

const comparisons: Record<string, [symbol: string, reflected: string, holds: (order: number) => boolean]> = {
  lt: ['<', '__gt__', (sign) => sign < 0],
  le: ['<=', '__ge__', (sign) => sign <= 0],
  gt: ['>', '__lt__', (sign) => sign > 0],
  ge: ['>=', '__le__', (sign) => sign >= 0],
}

/** Code points, not the halves of them, are compared. */
function orderTexts(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x === y) continue
    const isHalf = (code: number): boolean => code >= 0xd800 && code < 0xe000
    if (isHalf(x) !== isHalf(y)) return isHalf(x) ? 1 : -1
    return x < y ? -1 : 1
  }
  return a.length < b.length ? -1 : 1
}

function compare(name: string, a: Any, b: Any): Any {
  const [symbol, reflected, holds] = comparisons[name]
  if (isNumpyNumber(a) || isNumpyNumber(b)) {
    const result = compareNumpyNumbers(name, a, b)
    if (result !== undefined) return result
    if (isSequence(a) || isSequence(b)) return compareArrays(name, a, b)
  }
  const [left, right] = [kindOf(a), kindOf(b)]
  if (left !== Kind.none && right !== Kind.none && left !== Kind.complex && right !== Kind.complex)
    return holds(order(a, b))
  if (typeof a === 'string' && typeof b === 'string') return holds(orderTexts(a, b))
  const isWritten = isOwn(a) || isOwn(b)
  if (isWritten) {
    const result = byClasses(name, a, b, reflected)
    if (result !== NotImplemented) return result
    if (isBesideLibrary(a, b)) return compare(name, unboxed(a), unboxed(b))
  }
  if (isNumpyArray(a) || isNumpyArray(b)) return compareArrays(name, a, b)
  if (isLibrary(a) || isLibrary(b)) return ownOperators[`__${name}__`](plainNumber(a), plainNumber(b))
  if (Array.isArray(a) && Array.isArray(b) && isTuple(a) === isTuple(b)) return compareLists(name, a, b)
  if (isSetLike(a) && isSetLike(b)) return compareSets(name, a, b)
  if (a instanceof PyBytes && b instanceof PyBytes) return holds(orderTexts(a.text, b.text))
  const result: Any = isWritten ? NotImplemented : byClasses(name, a, b, reflected)
  if (result !== NotImplemented) return result
  throw new TypeError(
    `'${symbol}' not supported between instances of '${nameOfType(a)}' and '${nameOfType(b)}'`,
  )
}

function compareLists(name: string, a: Any[], b: Any[]): Any {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (!same(a[i], b[i])) return compare(name, a[i], b[i])
  return compare(name, a.length, b.length)
}

function compareSets(name: string, a: Any, b: Any): boolean {
  if (name === 'gt' || name === 'ge') return compareSets(name === 'gt' ? 'lt' : 'le', b, a)
  const other = new PySet(b)
  const mine = [...a]
  return mine.every((item) => other.has(item)) && (name === 'le' || mine.length < other.size)
}

/** A comparison of values of built-in classes, without asking what their own classes say. */
export const plainComparison = (name: string): Operator => {
  if (name === 'eq') return equalPlain
  if (name === 'ne') return (a, b) => !truth(equalPlain(a, b))
  return (a, b) => {
    const [, , holds] = comparisons[name]
    if (kindOf(a) !== Kind.none && kindOf(b) !== Kind.none) return holds(order(a, b))
    if (typeof a === 'string' && typeof b === 'string') return holds(orderTexts(a, b))
    if (Array.isArray(a) && Array.isArray(b))
      return isTuple(a) === isTuple(b) ? compareLists(name, a, b) : NotImplemented
    if (isSetLike(a) && isSetLike(b)) return compareSets(name, a, b)
    if (a instanceof PyBytes && b instanceof PyBytes) return holds(orderTexts(a.text, b.text))
    return NotImplemented
  }
}

// Written out, as operators.ts has them: numbers are compared where the code that asks is.
export const lt: Operator = (a, b) => (areNumbers(a, b) ? a < b : compare('lt', a, b))
export const le: Operator = (a, b) => (areNumbers(a, b) ? a <= b : compare('le', a, b))
export const gt: Operator = (a, b) => (areNumbers(a, b) ? a > b : compare('gt', a, b))
export const ge: Operator = (a, b) => (areNumbers(a, b) ? a >= b : compare('ge', a, b))

const asTruth = (result: Any): boolean => (typeof result === 'boolean' ? result : truth(result))
type Test = (a: Any, b: Any) => boolean
export const eqTrue: Test = (a, b) => (areNumbers(a, b) ? a === b : asTruth(eq(a, b)))
export const neTrue: Test = (a, b) => (areNumbers(a, b) ? a !== b : asTruth(ne(a, b)))
export const ltTrue: Test = (a, b) => (areNumbers(a, b) ? a < b : asTruth(lt(a, b)))
export const leTrue: Test = (a, b) => (areNumbers(a, b) ? a <= b : asTruth(le(a, b)))
export const gtTrue: Test = (a, b) => (areNumbers(a, b) ? a > b : asTruth(gt(a, b)))
export const geTrue: Test = (a, b) => (areNumbers(a, b) ? a >= b : asTruth(ge(a, b)))

export const is = (a: Any, b: Any): boolean => {
  if (a === b || (a == null && b == null)) return true
  if (a instanceof Float && b instanceof Float) return false
  if (typeof a === 'bigint' && typeof b === 'bigint') return false
  return types.isClass(a) && types.isClass(b) && types.canonicalClass(a) === types.canonicalClass(b)
}

core.eq = eq
core.lt = lt
core.truth = truth
