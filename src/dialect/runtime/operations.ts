// What operators do when they run: numbers, texts and objects as JavaScript has it, tensors by their methods, as
// torch/_tensor.py and the dunder methods of torch._C._TensorBase do, NumPy arrays by theirs.
import {
  isNumpyNumber,
  numpyNumber,
  plainNumber as withoutType,
  promotedType,
  typeOfNumber,
} from '../../base/numpy-number.js'
import { loadNumpy } from './numpy.js'
import torch, { Tensor } from '../../torch.js'
import { isKeywords } from '../../base/keywords.js'
import { TypeError, ZeroDivisionError } from '../../base/errors.js'
import { iterated } from '../../base/iterable.js'
import { byNumpy, doubled, putInto } from './numpy-operations.js'
import { float } from './results.js'
import { forEntry, isPythons, isShared, ownArrays, sharedPython } from './shared-python.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import type { ArrayLikeNumpy } from '../../text/numpy-text.js'
import { Complex, Float, floatLists, rememberFloats, withFloatItems } from '../../base/scalar.js'
import { typeName } from '../../base/type-name.js'
import { isDataset, isModule, isPart } from './instances.js'
import { contains, equalByValue, javaScripts, onSequences, ordered } from './sequences.js'
import { truth } from './truth.js'

/** One operator. */
interface Operator {
  readonly symbol: string
  /** What JavaScript makes of it; '@' it does not know. */
  readonly plain: ((a: any, b: any) => unknown) | null
  /** The tensor's method. */
  readonly method: string
  /** The same with the tensor on the right: `2 - x`. */
  readonly reflected: (x: any, left: unknown) => unknown
  /** The NumPy array's method. */
  readonly numpy: string
  readonly isComparison?: boolean
}

const by =
  (method: string) =>
  (x: any, left: unknown): unknown =>
    x[method](left)

/** `a // b` of numbers, as CPython's float_floor_div has it: towards minus infinity. */
function floorDivide(a: any, b: any): unknown {
  const known = ['number', 'bigint', 'boolean']
  if (!known.includes(typeof a) || !known.includes(typeof b))
    throw new TypeError(`unsupported operand type(s) for //: '${typeName(a)}' and '${typeName(b)}'`)
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if (b === 0n) throw new ZeroDivisionError('integer division or modulo by zero')
    return a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n)
  }
  const [left, right] = [Number(a), Number(b)]
  if (right === 0) {
    const areInts = Number.isInteger(left)
    throw new ZeroDivisionError(
      areInts ? 'integer division or modulo by zero' : 'float floor division by zero',
    )
  }
  const rest = left % right
  const whole = (left - rest) / right - (rest !== 0 && rest < 0 !== right < 0 ? 1 : 0)
  return Math.round(whole)
}

const operators: Readonly<Record<string, Operator>> = {
  add: { symbol: '+', plain: (a, b) => a + b, method: 'add', reflected: by('add'), numpy: 'add' },
  sub: { symbol: '-', plain: (a, b) => a - b, method: 'sub', reflected: by('rsub'), numpy: 'subtract' },
  mul: { symbol: '*', plain: (a, b) => a * b, method: 'mul', reflected: by('mul'), numpy: 'multiply' },
  truediv: {
    symbol: '/',
    plain: (a, b) => a / b,
    method: 'div',
    reflected: (x, left) => x.reciprocal().mul(left),
    numpy: 'divide',
  },
  mod: {
    symbol: '%',
    plain: (a, b) => a % b,
    method: 'remainder',
    reflected: (x, left) => torch.remainder(left as number, x),
    numpy: 'mod',
  },
  pow: {
    symbol: '**',
    plain: (a, b) => a ** b,
    method: 'pow',
    reflected: (x, left) =>
      torch.tensor(left as number, { dtype: torch.result_type(left as number, x) }).pow(x),
    numpy: 'power',
  },
  floordiv: {
    symbol: '//',
    plain: floorDivide,
    method: 'floor_divide',
    reflected: (x, left) => torch.floor_divide(torch.tensor(left as number), x),
    numpy: 'floor_divide',
  },
  matmul: { symbol: '@', plain: null, method: 'matmul', reflected: by('matmul'), numpy: 'matmul' },
  lt: {
    symbol: '<',
    plain: (a, b) => a < b,
    method: 'lt',
    reflected: by('gt'),
    numpy: 'less',
    isComparison: true,
  },
  le: {
    symbol: '<=',
    plain: (a, b) => a <= b,
    method: 'le',
    reflected: by('ge'),
    numpy: 'less_equal',
    isComparison: true,
  },
  gt: {
    symbol: '>',
    plain: (a, b) => a > b,
    method: 'gt',
    reflected: by('lt'),
    numpy: 'greater',
    isComparison: true,
  },
  ge: {
    symbol: '>=',
    plain: (a, b) => a >= b,
    method: 'ge',
    reflected: by('le'),
    numpy: 'greater_equal',
    isComparison: true,
  },
  // eslint-disable-next-line eqeqeq -- these are JavaScript's own
  eq: { symbol: '==', plain: (a, b) => a == b, method: 'eq', reflected: by('eq'), numpy: 'equal' },
  // eslint-disable-next-line eqeqeq
  ne: { symbol: '!=', plain: (a, b) => a != b, method: 'ne', reflected: by('ne'), numpy: 'not_equal' },
  and: {
    symbol: '&',
    plain: (a, b) => a & b,
    method: 'bitwise_and',
    reflected: by('bitwise_and'),
    numpy: 'bitwise_and',
  },
  or: {
    symbol: '|',
    plain: (a, b) => a | b,
    method: 'bitwise_or',
    reflected: by('bitwise_or'),
    numpy: 'bitwise_or',
  },
  xor: {
    symbol: '^',
    plain: (a, b) => a ^ b,
    method: 'bitwise_xor',
    reflected: by('bitwise_xor'),
    numpy: 'bitwise_xor',
  },
  lshift: {
    symbol: '<<',
    plain: (a, b) => a << b,
    method: 'bitwise_left_shift',
    reflected: (x, left) => torch.bitwise_left_shift(left as number, x),
    numpy: 'left_shift',
  },
  rshift: {
    symbol: '>>',
    plain: (a, b) => a >> b,
    method: 'bitwise_right_shift',
    reflected: (x, left) => torch.bitwise_right_shift(left as number, x),
    numpy: 'right_shift',
  },
}

const isOperand = (value: unknown): boolean =>
  value instanceof Tensor ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  typeof value === 'bigint' ||
  value instanceof Float ||
  value instanceof Complex

const asTensor = (value: unknown): unknown => (isNumpyArray(value) ? torch.from_numpy(value as any) : value)

/** What Python answers to an operator that its operands do not know. */
function unsupported({ symbol, isComparison }: Operator, a: unknown, b: unknown, suffix = ''): TypeError {
  const types = [typeName(a), typeName(b)].map((name) => `'${name}'`)
  if (isComparison)
    return new TypeError(`'${symbol}' not supported between instances of ${types.join(' and ')}`)
  const name = symbol === '**' && suffix === '' ? '** or pow()' : `${symbol}${suffix}`
  return new TypeError(`unsupported operand type(s) for ${name}: ${types.join(' and ')}`)
}

/** An operator on operands of which at least one is a tensor. */
function onTensors(operator: Operator, left: unknown, right: unknown): unknown {
  const { symbol, method, reflected } = operator
  const [a, b] = [asTensor(left), asTensor(right)]
  const fits =
    isOperand(a) && isOperand(b) && (symbol !== '@' || (a instanceof Tensor && b instanceof Tensor))
  if (fits) return a instanceof Tensor ? (a as any)[method](b) : reflected(b, a)
  if (symbol === '==') return false
  if (symbol === '!=') return true
  // `'loss ' + loss` makes a text in TypeScript, of any object.
  if (symbol === '+' && typeof a === 'string') return a + (b as string)
  if (symbol === '+' && Array.isArray(a)) return onSequences('+', a, b)
  const isRepeated = [a, b].some((value) => typeof value === 'string' || Array.isArray(value))
  if (symbol === '*' && isRepeated) {
    const tensor = a instanceof Tensor ? a : (b as Tensor)
    if (tensor.count !== 1 || !(tensor.dtype.isIntegral || tensor.dtype === torch.bool))
      throw new TypeError('only integer tensors of a single element can be converted to an index')
    const times = Number(tensor.item())
    return onSequences('*', a instanceof Tensor ? times : a, b instanceof Tensor ? times : b)
  }
  throw unsupported(operator, a, b)
}

/** Whether two values are equal as the items of lists are: the same, or equal by their operator. */
const same = (a: unknown, b: unknown): boolean => a === b || Boolean(truth(operatorHelpers.__eq__(a, b)))

/** An operator on two numbers, of which one is NumPy's at least, in the type that they have in common. */
function onNumpyNumbers(operator: Operator, a: unknown, b: unknown): unknown {
  const types = [a, b].map(typeOfNumber)
  if (types.some((type) => type === undefined || type === 'object')) return javaScripts
  const type = promotedType(types[0]!, types[1]!)
  const arrayOf = (value: unknown): unknown =>
    (loadNumpy() as any).array([numpyNumber(withoutType(value), type)], { dtype: type })
  const result: any = operate(operator, arrayOf(a), arrayOf(b))
  return numpyNumber(result.iget(0), String(result.dtype))
}

/** An operator on plain values, of which one is an object or a text. */
function onPlain(operator: Operator, a: unknown, b: unknown, isNone: boolean): unknown {
  const { symbol, plain, isComparison } = operator
  let result: unknown
  if (symbol === '==' || symbol === '!=') {
    result = equalByValue(a, b, same)
    if (typeof result === 'boolean') return result === (symbol === '==')
  } else if (isComparison) {
    const compare = (x: unknown, y: unknown): unknown => operate(operator, x, y)
    result = ordered(symbol, a, b, same, compare)
  } else
    result = isNumpyNumber(a) || isNumpyNumber(b) ? onNumpyNumbers(operator, a, b) : onSequences(symbol, a, b)
  if (result !== javaScripts) return result
  if (!/^[!=]=$/.test(symbol) && (isNone || isPart(a) || isPart(b))) throw unsupported(operator, a, b)
  try {
    return plain!(a, b)
  } catch (error) {
    // What JavaScript makes no number or text of, and ints of any size beside what is none.
    if (error instanceof globalThis.TypeError && isJavaScripts.test(error.message))
      throw unsupported(operator, a, b)
    throw error
  }
}

const isJavaScripts = /^Cannot (?:convert object to primitive value|mix BigInt)/

const isPrimitive = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean'

/** An operator on operands of which at least one is a NumPy array. */
function onNumpy(operator: Operator, left: unknown, right: unknown): unknown {
  // numpy-ts rounds quotients of ints towards zero.
  if (operator.symbol === '//') return (onTensors(operator, left, right) as Tensor).numpy()
  if (left instanceof Complex || right instanceof Complex)
    return (onTensors(operator, doubled(left), doubled(right)) as Tensor).numpy()
  const other = isNumpyArray(left) ? right : left
  // No element is equal to None, or to a dict.
  if (/^[!=]=$/.test(operator.symbol) && ((other ?? null) === null || isKeywords(other))) {
    const { shape } = (isNumpyArray(left) ? left : right) as ArrayLikeNumpy
    return torch.full([...shape], operator.symbol === '!=', { dtype: torch.bool }).numpy()
  }
  for (const operand of [left, right])
    if (isKeywords(operand))
      throw new TypeError(
        `unsupported operand type(s) for ${operator.symbol}: '${typeName(left)}' and '${typeName(right)}'`,
      )
  // numpy-ts finds every int different from a number.
  if (operator.symbol === '!=') return (onNumpy(operators.eq, left, right) as any).logical_not()
  return byNumpy(operator, left, right)
}

/** `a += b` of an array: the memory that other names, and tensors, hold too. */
function onNumpyInPlace(operator: Operator, left: ArrayLikeNumpy, right: unknown): unknown {
  const result = inPython(operator, left, right) ?? onNumpy(operator, left, right)
  if (!isNumpyArray(result) || operator.symbol === '@') return result
  return putInto(operator, left, result)
}

/** Python's names of the operators, as classes write them: `__add__`, `__radd__`. */
const dunderNames = new Map(Object.entries(operators).map(([name, operator]) => [operator, name]))

/** An operator as a Python program has it, of which one side is NumPy's, or an object of Python's; undefined where there is no Python. */
const inPython = (operator: Operator, a: unknown, b: unknown): unknown => {
  const python = sharedPython()
  return python && forEntry(python.operator(dunderNames.get(operator)!, [a, b]))
}

/** What a container of modules says an operator means; modules have no other use for one. */
function ownOperator(operator: Operator, a: any, b: any, prefixes = ['', 'r']): (() => unknown) | null {
  if (!isModule(a) && !isModule(b)) return null
  // Equality is that of the objects.
  if (operator.symbol === '==') return () => a === b
  if (operator.symbol === '!=') return () => a !== b
  const name = dunderNames.get(operator)!
  for (const prefix of prefixes) {
    const [object, other] = prefix === 'r' ? [b, a] : [a, b]
    const method: unknown = isModule(object) ? object[`__${prefix}${name}__`] : undefined
    if (typeof method === 'function') return () => method.call(object, other) as unknown
  }
  return () => {
    throw unsupported(operator, a, b, prefixes[0] === 'i' ? '=' : '')
  }
}

const isPlainNumber = (value: unknown): boolean => isPrimitive(value) || value instanceof Float

const isBigWithNumber = (a: unknown, b: unknown): boolean =>
  (typeof a === 'bigint' && isPlainNumber(b)) || (typeof b === 'bigint' && isPlainNumber(a))

/**
 * An int that a number cannot hold beside a number, which JavaScript refuses. PyTorch gives such ints, so Python's answer
 * stands: exact with an int, a float with a float.
 */
function onMixedInts(operator: Operator, a: unknown, b: unknown): unknown {
  const plain = operator.plain!
  const [left, right] = [Number(a), Number(b)]
  const isFloatResult = operator.symbol === '/' || (operator.symbol === '**' && right < 0)
  const areInts =
    ![a, b].some((value) => value instanceof Float) && Number.isInteger(left) && Number.isInteger(right)
  if (isFloatResult || !areInts) return plain(left, right)
  const [m, n] = [BigInt(a as bigint), BigInt(b as bigint)]
  if (n === 0n && operator.symbol === '%') throw new ZeroDivisionError('integer division or modulo by zero')
  const result = (operator.symbol === '%' ? ((m % n) + n) % n : plain(m, n)) as bigint
  return result >= -MOST_EXACT && result <= MOST_EXACT ? Number(result) : result
}

/** The greatest int that a number holds exactly. */
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER)

/** `mask` says which operands were written as floats: 1 the left, 2 the right, 3 both; 4 more where one was written `None`. */
function operate(operator: Operator, left: unknown, right: unknown, mask = 0): unknown {
  if (operator.plain !== null && isPrimitive(left) && isPrimitive(right)) return operator.plain(left, right)
  const a = mask & 1 ? float(left) : left
  const b = mask & 2 ? float(right) : right
  if (a instanceof Tensor || b instanceof Tensor) return onTensors(operator, withoutType(a), withoutType(b))
  if (operator.symbol === '+' && isDataset(a)) return (a as { add(other: unknown): unknown }).add(b)
  const own = ownOperator(operator, a, b)
  if (own) return own()
  const isText = operator.symbol === '+' && (typeof a === 'string' || typeof b === 'string')
  const shared = !isText && (isShared(a) || isShared(b)) ? inPython(operator, a, b) : undefined
  if (shared !== undefined) return shared
  if (isNumpyArray(a) || isNumpyArray(b)) return onNumpy(operator, a, b)
  if (operator.plain === null) throw unsupported(operator, left, right)
  if (!operator.isComparison && !/[!=]=/.test(operator.symbol) && isBigWithNumber(a, b))
    return onMixedInts(operator, a, b)
  return onPlain(operator, a, b, (mask & 4) !== 0)
}

/** `list += items` takes anything that can be gone through, and changes the list that other names hold too. */
function onList(operator: Operator, list: unknown[], right: unknown): unknown {
  const { symbol } = operator
  if (typeof right === 'string') return operate(operator, list, right)
  if (symbol === '+') iterated(right)
  if (symbol !== '+' && symbol !== '*') return operate(operator, list, right)
  const items = (values: Iterable<unknown>): unknown[] =>
    Array.isArray(values) ? withFloatItems(values) : [...values]
  const result =
    symbol === '+'
      ? [...items(list), ...items(right as Iterable<unknown>)]
      : items(operate(operator, list, right) as unknown[])
  list.length = 0
  floatLists.delete(list)
  for (const item of result) list.push(item)
  return rememberFloats(list)
}

/** `a += b`: in place where a is a tensor or an array. */
function operateInPlace(operator: Operator, left: unknown, right: unknown, mask = 0): unknown {
  if (Array.isArray(left) && Object.getPrototypeOf(left) === Array.prototype)
    return onList(operator, left, right)
  if (isModule(left)) return ownOperator(operator, left, right, ['i', '', 'r'])!()
  if (isPythons(left)) {
    const python = sharedPython()
    if (python) return forEntry(python.operator(`i${dunderNames.get(operator)!}`, [left, right]))
  }
  if (isNumpyArray(left) && !(right instanceof Tensor))
    return onNumpyInPlace(operator, left, mask & 2 ? float(right) : right)
  if (!(left instanceof Tensor) || operator.symbol === '@') return operate(operator, left, right, mask)
  const b = asTensor(mask & 2 ? float(right) : right)
  if (!isOperand(b)) throw unsupported(operator, left, b, '=')
  return (left as any)[`${operator.method}_`](b)
}

type Helper = (...args: any[]) => unknown

/** `__add__`, `__iadd__` and the rest, by name. */
export const operatorHelpers: Record<string, Helper> = {}
for (const [name, operator] of Object.entries(operators)) {
  operatorHelpers[`__${name}__`] = (a, b, mask) => operate(operator, a, b, mask)
  operatorHelpers[`__i${name}__`] = (a, b, mask) => operateInPlace(operator, a, b, mask)
}

const badOperand = (symbol: string, value: unknown): TypeError =>
  new TypeError(`bad operand type for unary ${symbol}: '${typeName(value)}'`)

interface Unary {
  readonly symbol: string
  /** Its name in Python's module `operator`. */
  readonly python: string
  readonly method: string
  readonly numpy: string
  readonly plain: (value: any) => unknown
}

const unary = ({ symbol, python, method, numpy, plain }: Unary): Helper => {
  return (value: any, isNone = false) => {
    if (value instanceof Tensor) return (value as any)[method]()
    const shared = isShared(value) ? sharedPython() : undefined
    if (shared) return forEntry(shared.operator(python, [value]))
    if (isNumpyArray(value)) return (value as any)[numpy]()
    if (isNone || isPart(value)) throw badOperand(symbol, value)
    try {
      return plain(value)
    } catch (error) {
      if (error instanceof globalThis.TypeError && isJavaScripts.test(error.message))
        throw badOperand(symbol, value)
      throw error
    }
  }
}

const invert = unary({
  symbol: '~',
  python: 'invert',
  method: 'bitwise_not',
  numpy: 'bitwise_not',
  plain: (value) => ~value,
})

Object.assign(operatorHelpers, {
  __contains__: (item: unknown, container: unknown) => contains(item, container, same),
  __neg__: unary({ symbol: '-', python: 'neg', method: 'neg', numpy: 'negative', plain: (value) => -value }),
  __pos__: unary({
    symbol: '+',
    python: 'pos',
    method: 'positive',
    numpy: 'positive',
    // An int stays one, of any size; JavaScript has none such and refuses.
    plain: (value) => (typeof value === 'bigint' ? value : +value),
  }),
  __invert__: (value: any, isNone?: boolean) => {
    if (value instanceof Tensor && !value.dtype.isIntegral && value.dtype !== torch.bool)
      throw new TypeError('~ (operator.invert) is only implemented on integer and Boolean-type tensors')
    return invert(value, isNone)
  },
})

/** The operators by name where arrays are numpy-ts's, for Python, which knows NumPy better than it. */
export const ownOperators: Record<string, Helper> = Object.fromEntries(
  Object.entries(operatorHelpers).map(([name, run]) => [name, (...args) => ownArrays(() => run(...args))]),
)
