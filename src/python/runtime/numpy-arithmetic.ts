// Arithmetic of NumPy's numbers, as numpy/core/src/umath/scalarmath.c.src has it: two have a type in common, ints that
// grow out of theirs begin anew, and what divides by zero is infinite; each with a warning.
import { TypeError, ValueError } from '../../base/errors.js'
import {
  bitsOf,
  isNumpyNumber,
  kindOfType,
  NumpyBool,
  NumpyFloat,
  type NumpyFloatName,
  NumpyInt,
  numpyNumber,
  type NumpyNumber,
  numpyType,
  plainNumber,
  promotedType,
  roundedFloat,
  typeOfNumber,
  wrapped,
} from '../../base/numpy-number.js'
import { Complex, Float } from '../../base/scalar.js'
import { hypot, pow } from '../../kernels/accurate-power.js'
import { core } from './core.js'
import { equalNumbers, onNumbers, order } from './numbers.js'
import { exceptionClasses } from './types.js'
import { exception } from './exceptions.js'

type Any = any

// ---- what is said of results that no type holds ----

export type FloatFault = 'divide' | 'over' | 'under' | 'invalid'
type FaultAction = 'ignore' | 'warn' | 'raise' | 'print' | 'call' | 'log'

/** What `np.seterr` sets. */
export const faultActions: Record<FloatFault, FaultAction> = {
  divide: 'warn',
  over: 'warn',
  under: 'ignore',
  invalid: 'warn',
}

const faultWords: Record<FloatFault, string> = {
  divide: 'divide by zero',
  over: 'overflow',
  under: 'underflow',
  invalid: 'invalid value',
}

/** Says that something came out that is none of the type's numbers. */
export function fault(kind: FloatFault, where: string | null): void {
  if (where === null) return
  const text = `${faultWords[kind]} encountered in ${where}`
  const action = faultActions[kind]
  if (action === 'raise') throw exception(exceptionClasses.get('FloatingPointError'), text)
  if (action === 'print') core.importModule('sys').stderr.write(`Warning: ${text}\n`)
  if (action === 'warn') warnOf(text)
}

export function warnOf(text: string, category: Any = exceptionClasses.get('RuntimeWarning')): void {
  core.call(core.getattr(core.importModule('warnings'), 'warn'), [text, category], null)
}

// ---- two operands ----

/** What NumPy calls each operator. */
export const ufuncNames: Readonly<Record<string, string>> = {
  add: 'add', sub: 'subtract', mul: 'multiply', truediv: 'divide', floordiv: 'floor_divide', mod: 'remainder',
  pow: 'power', matmul: 'matmul', lshift: 'left_shift', rshift: 'right_shift', and: 'bitwise_and', or: 'bitwise_or',
  xor: 'bitwise_xor', lt: 'less', le: 'less_equal', gt: 'greater', ge: 'greater_equal', eq: 'equal', ne: 'not_equal',
} // prettier-ignore

const notSupported = (name: string): TypeError =>
  new TypeError(
    `ufunc '${ufuncNames[name]}' not supported for the input types, and the inputs could not be safely coerced to any ` +
      "supported types according to the casting rule ''safe''",
  )

/**
 * An operator on two numbers, of which one is NumPy's at least; undefined where a side is none, or the operator is not of
 * numbers. `where` is what a warning calls it.
 */
export function onNumpyNumbers(name: string, a: Any, b: Any, where?: string | null): Any {
  const [left, right] = [typeOfNumber(a), typeOfNumber(b)]
  if (left === undefined || right === undefined || name === 'matmul') return undefined
  const [x, y]: Any[] = [plainNumber(a), plainNumber(b)]
  // What no type holds is reckoned as Python does.
  if (left === 'object' || right === 'object') return onNumbers[name](x, y)
  const type = promotedType(left, right)
  // Where neither side is of the common type, NumPy goes by way of arrays, which say less of ints.
  const isDirect = type !== 'bool' && [a, b].some((one) => isNumpyNumber(one) && one[numpyType] === type)
  const called = where === undefined ? (isDirect ? 'scalar ' : '') + ufuncNames[name] : where
  switch (kindOfType(type)) {
    case 0:
      return onBools(name, x as boolean, y as boolean, called)
    case 1:
      return onInts(name, x, y, type, called)
    case 2:
      return onFloats(name, Number(x), Number(y), type as NumpyFloatName, called)
  }
  if (name === 'mod' || name === 'floordiv') return undefined
  return onComplex(name, complexOf(x), complexOf(y), type, called)
}

const complexOf = (value: Any): Complex => (value instanceof Complex ? value : new Complex(Number(value)))

function onBools(name: string, a: boolean, b: boolean, where: string | null): NumpyNumber {
  switch (name) {
    case 'add':
    case 'or':
      return new NumpyBool(a || b)
    case 'mul':
    case 'and':
      return new NumpyBool(a && b)
    case 'xor':
      return new NumpyBool(a !== b)
    case 'sub':
      throw new TypeError(
        'numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the ' +
          'logical_xor function instead.',
      )
  }
  return onInts(name, Number(a), Number(b), 'int8', where)
}

function onInts(name: string, a: Any, b: Any, type: string, where: string | null): NumpyNumber {
  const made = (value: number | bigint): NumpyInt => new NumpyInt(value, type)
  switch (name) {
    case 'truediv':
      return onFloats(name, Number(a), Number(b), 'float64', where)
    case 'floordiv':
    case 'mod':
      if (Number(b) === 0) {
        fault('divide', where)
        return made(0)
      }
      break
    case 'pow':
      return made(powInts(BigInt(a), BigInt(b)))
    case 'lshift':
    case 'rshift':
      return made(shifted(name, BigInt(a), BigInt(b), bitsOf(type)))
  }
  const exact: Any = onNumbers[name](Number.isInteger(a) ? Number(a) : a, Number.isInteger(b) ? Number(b) : b)
  const result = made(exact)
  if (result.value !== exact && where?.startsWith('scalar') === true) fault('over', where)
  return result
}

/** A power in 64 bits: those above are lost, as they are in a loop of products. */
function powInts(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new ValueError('Integers to negative integer powers are not allowed.')
  let result = 1n
  let square = BigInt.asUintN(64, base)
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asUintN(64, result * square)
    square = BigInt.asUintN(64, square * square)
  }
  return result
}

function shifted(name: string, value: bigint, count: bigint, bits: number): bigint {
  if (count < 0n || count >= BigInt(bits)) return name === 'rshift' && value < 0n ? -1n : 0n
  return name === 'lshift' ? value << count : value >> count
}

function onFloats(
  name: string,
  x: number,
  y: number,
  type: NumpyFloatName,
  where: string | null,
): NumpyFloat {
  const compute = floats[name]
  if (compute === undefined) throw notSupported(name)
  // Those of 16 bits are reckoned in 32.
  const value = roundedFloat(compute(x, y), type)
  if (!Number.isFinite(value)) noteFault(name, x, y, value, where)
  return new NumpyFloat(value, type)
}

export function noteFault(name: string, x: number, y: number, value: number, where: string | null): void {
  if (Number.isNaN(value)) {
    if (!Number.isNaN(x) && !Number.isNaN(y)) fault('invalid', where)
  } else if (Number.isFinite(x) && Number.isFinite(y)) {
    const isDivision = name === 'pow' ? x === 0 : y === 0 && (name === 'truediv' || name === 'floordiv')
    fault(isDivision ? 'divide' : 'over', where)
  }
}

/** As npy_divmod has it. */
function rest(x: number, y: number): number {
  if (y === 0) return NaN
  const mod = x % y
  if (mod === 0) return y < 0 || Object.is(y, -0) ? -0 : 0
  return mod < 0 !== y < 0 ? mod + y : mod
}
function floorQuotient(x: number, y: number): number {
  if (y === 0) return x / y
  const mod = rest(x, y)
  if (Number.isNaN(mod)) return NaN
  const quotient = (x - mod) / y
  if (quotient === 0) return x / y < 0 || Object.is(x / y, -0) ? -0 : 0
  const floor = Math.floor(quotient)
  return quotient - floor > 0.5 ? floor + 1 : floor
}

const floats: Readonly<Record<string, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  truediv: (x, y) => x / y,
  floordiv: floorQuotient,
  mod: rest,
  pow,
}

function onComplex(name: string, a: Complex, b: Complex, type: string, where: string | null): NumpyNumber {
  if (!['add', 'sub', 'mul', 'truediv', 'pow'].includes(name)) throw notSupported(name)
  if (name === 'truediv' && b.re === 0 && b.im === 0) {
    fault('divide', where)
    fault('invalid', where)
    return numpyNumber(new Complex(a.re / Math.abs(b.re), a.im / Math.abs(b.re)), type)
  }
  if (name === 'pow' && a.re === 0 && a.im === 0 && (b.im !== 0 || b.re < 0)) {
    fault('invalid', where)
    return numpyNumber(new Complex(NaN, NaN), type)
  }
  return numpyNumber(onNumbers[name](a, b), type)
}

// ---- comparisons ----

const holds: Readonly<Record<string, (order: number) => boolean>> = {
  lt: (sign) => sign < 0,
  le: (sign) => sign <= 0,
  gt: (sign) => sign > 0,
  ge: (sign) => sign >= 0,
}

/** A comparison of two numbers, of which one is NumPy's at least; undefined where a side is none. */
export function compareNumpyNumbers(name: string, a: Any, b: Any): NumpyBool | undefined {
  if (typeOfNumber(a) === undefined || typeOfNumber(b) === undefined) return undefined
  const [x, y]: Any[] = [plainNumber(a), plainNumber(b)]
  if (name === 'eq') return new NumpyBool(equalNumbers(x, y))
  if (name === 'ne') return new NumpyBool(!equalNumbers(x, y))
  if (x instanceof Complex || y instanceof Complex) {
    const [left, right] = [complexOf(x), complexOf(y)]
    const sign = left.re === right.re ? order(left.im, right.im) : order(left.re, right.re)
    return new NumpyBool(holds[name](sign))
  }
  return new NumpyBool(holds[name](order(x, y)))
}

// ---- one operand ----

/** `-x`, `+x`, `~x`, `abs(x)` of a number of NumPy's. */
export function onNumpyNumber(
  name: '__neg__' | '__pos__' | '__invert__' | '__abs__',
  x: NumpyNumber,
): NumpyNumber {
  const type = x[numpyType]
  if (x instanceof NumpyBool) {
    if (name === '__neg__')
      throw new TypeError(
        'The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not ' +
          'function instead.',
      )
    return name === '__invert__' ? new NumpyBool(!x.value) : x
  }
  if (name === '__pos__') return x
  if (x instanceof NumpyInt) return onInt(name, x, type)
  if (name === '__invert__')
    throw new TypeError(
      "ufunc 'invert' not supported for the input types, and the inputs could not be safely coerced to any supported " +
        "types according to the casting rule ''safe''",
    )
  if (x instanceof Float)
    return new NumpyFloat(name === '__neg__' ? -x.value : Math.abs(x.value), type as NumpyFloatName)
  if (name === '__abs__')
    return new NumpyFloat(hypot([x.re, x.im]), type === 'complex64' ? 'float32' : 'float64')
  return numpyNumber(new Complex(-x.re, -x.im), type)
}

function onInt(name: string, { value }: NumpyInt, type: string): NumpyInt {
  if (name === '__invert__') return new NumpyInt(-BigInt(value) - 1n, type)
  const exact: number | bigint = name === '__abs__' && value >= 0 ? value : onNumbers.sub(0, value)
  if (wrapped(exact, type) !== exact) fault('over', `scalar ${name === '__abs__' ? 'absolute' : 'negative'}`)
  return new NumpyInt(exact, type)
}
