// Methods and attributes of ints, floats, complex numbers and bools.
import { MemoryError, OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { Complex } from '../../base/scalar.js'
import { hypot } from '../../kernels/accurate-power.js'
import { Tuple } from '../../base/tuple.js'
import { roundHalfEven } from '../../kernels/math.js'
import { floatRepr } from '../../text/number-text.js'
import { unboxed } from './boxed.js'
import { classMethod } from './class-methods.js'
import { PyBytes } from './containers.js'
import { bound, bytesOf, mostBytes, parseFloat_, toFloat, toInt } from './conversions.js'
import { core } from './core.js'
import { makeArithmetic, makeComparisons, textMethods } from './dunders.js'
import { getters, methods } from './functions.js'
import { floating, type Int, kindOf, Kind, onNumbers, truncated, whole } from './numbers.js'
import * as comparison from './comparison.js'
import * as operators from './operators.js'
import { indexOf } from './subscripts.js'
import * as types from './types.js'
import { infoOf, nameOfArgument, nameOfType } from './types.js'

type Any = any

const arithmetic = ['add', 'sub', 'mul', 'truediv', 'pow']
makeArithmetic(types.int, [...arithmetic, 'floordiv', 'mod', 'lshift', 'rshift', 'and', 'or', 'xor'])
makeArithmetic(types.float, [...arithmetic, 'floordiv', 'mod'])
makeArithmetic(types.complex, arithmetic)
const isReal = (value: Any): boolean => [Kind.int, Kind.float].includes(kindOf(unboxed(value)))
makeComparisons(types.int, isReal)
makeComparisons(types.float, isReal)
makeComparisons(types.complex, (value) => kindOf(unboxed(value)) !== Kind.none, false)
for (const cls of [types.int, types.float, types.complex] as Any[]) {
  textMethods(cls)
  methods(cls, {
    '__neg__()': (value) => operators.neg(unboxed(value)),
    '__pos__()': (value) => operators.pos(unboxed(value)),
    '__abs__()': (value) => absolute(unboxed(value)),
    '__bool__()': (value) => comparison.truth(unboxed(value)),
  })
}

function absolute(value: Any): Any {
  if (value instanceof Complex) return floating(hypot([value.re, value.im]))
  if (kindOf(value) === Kind.float) return floating(Math.abs(Number(value)))
  return comparison.ltTrue(value, 0) ? operators.neg(value) : operators.pos(value)
}

// ---- int ----

const exact = (value: Any): bigint => BigInt(unboxed(value) as number)

const bitLength = (value: Any): number => {
  const magnitude = exact(value)
  return magnitude === 0n ? 0 : (magnitude < 0n ? -magnitude : magnitude).toString(2).length
}

/** Which end of the bytes of an int comes first. */
function byteOrder(name: string, order: Any): string {
  const text: unknown = unboxed(order)
  if (typeof text !== 'string')
    throw new TypeError(`${name}() argument 'byteorder' must be str, not ${nameOfArgument(order)}`)
  if (text !== 'little' && text !== 'big') throw new ValueError("byteorder must be either 'little' or 'big'")
  return text
}

function toBytes(self: Any, length: Any = 1, byteorder: Any = 'big', signed: Any = false): PyBytes {
  const count = bound(length)
  const order = byteOrder('to_bytes', byteorder)
  if (count < 0) throw new ValueError('length argument must be non-negative')
  if (count >= 2 ** 63) throw new OverflowError('Python int too large to convert to C ssize_t')
  if (count >= mostBytes) throw new MemoryError('')
  const value = exact(self)
  if (value < 0n && !core.truth(signed)) throw new OverflowError("can't convert negative int to unsigned")
  // A bit more where there is a sign; all above repeats it.
  const bits = bitLength(value < 0n ? ~value : value) + (core.truth(signed) ? 1 : 0)
  if (value !== 0n && bits > count * 8) throw new OverflowError('int too big to convert')
  const used = Math.min(count, Math.ceil(bits / 8))
  const data = new Uint8Array(count).fill(value < 0n ? 255 : 0)
  let rest = BigInt.asUintN(used * 8, value)
  for (let i = 0; i < used; i++, rest >>= 8n) data[i] = Number(rest & 255n)
  return new PyBytes(order === 'little' ? data : data.reverse())
}

function fromBytes(_cls: Any, given: Any, byteorder: Any = 'big', signed: Any = false): Int {
  const order = byteOrder('from_bytes', byteorder)
  if (typeof given === 'string' || indexOf(given) !== undefined)
    throw new TypeError(`cannot convert '${nameOfType(given)}' object to bytes`)
  const data = [...bytesOf(given, [], PyBytes, 'bytes').data]
  let value = 0n
  for (const byte of order === 'little' ? [...data].reverse() : data) value = (value << 8n) | BigInt(byte)
  return whole(core.truth(signed) ? BigInt.asIntN(data.length * 8, value) : value)
}

const plainInt = (value: Any): Any => operators.pos(unboxed(value))

methods(types.int, {
  'bit_length()': bitLength,
  'bit_count()': (value) => {
    const magnitude = exact(value)
    return (magnitude < 0n ? -magnitude : magnitude).toString(2).replaceAll('0', '').length
  },
  'conjugate()': plainInt,
  'as_integer_ratio()': (value) => Tuple.of(plainInt(value), 1),
  'to_bytes(length=1, byteorder="big", *, signed=False)': toBytes,
  '__int__()': plainInt,
  '__index__()': plainInt,
  '__trunc__()': plainInt,
  '__floor__()': plainInt,
  '__ceil__()': plainInt,
  '__float__()': (value) => toFloat(unboxed(value)),
  '__invert__()': (value) => operators.invert(unboxed(value)),
})
const divideInts = (a: Any, b: Any): Any => {
  const [x, y] = [unboxed(a), unboxed(b)]
  if (kindOf(x) !== Kind.int || kindOf(y) !== Kind.int) return types.NotImplemented
  return Tuple.of<unknown>(onNumbers.floordiv(x, y), onNumbers.mod(x, y))
}
methods(types.int, {
  '__divmod__(value, /)': divideInts,
  '__rdivmod__(value, /)': (a, b) => divideInts(b, a),
})
infoOf(types.int).dict.set(
  'from_bytes',
  classMethod('from_bytes', 'bytes, byteorder="big", *, signed=False', fromBytes),
)
getters(types.int, {
  real: plainInt,
  imag: () => 0,
  numerator: plainInt,
  denominator: () => 1,
})

// ---- float ----

const double = (value: Any): number => Number(unboxed(value))

function ratio(value: Any): Tuple {
  let number = double(value)
  if (Number.isNaN(number)) throw new ValueError('cannot convert NaN to integer ratio')
  if (!Number.isFinite(number)) throw new OverflowError('cannot convert Infinity to integer ratio')
  let denominator = 1n
  while (!Number.isInteger(number)) {
    number *= 2
    denominator *= 2n
  }
  return Tuple.of<unknown>(whole(BigInt(number)), whole(denominator))
}

/** `0x1.8000000000000p+1` */
function hex(value: Any): string {
  const number = double(value)
  if (!Number.isFinite(number)) return floatRepr(number)
  const sign = number < 0 || Object.is(number, -0) ? '-' : ''
  if (number === 0) return `${sign}0x0.0p+0`
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, Math.abs(number))
  const bits = view.getBigUint64(0)
  const exponent = Number(bits >> 52n)
  const mantissa = (bits & ((1n << 52n) - 1n)).toString(16).padStart(13, '0')
  const power = exponent === 0 ? -1022 : exponent - 1023
  return `${sign}0x${exponent === 0 ? 0 : 1}.${mantissa}p${power < 0 ? '-' : '+'}${Math.abs(power)}`
}

function fromHex(_cls: Any, given: Any): Any {
  const text: Any = unboxed(given)
  if (typeof text !== 'string') throw new TypeError('bad argument type for built-in operation')
  const match = /^\s*([+-]?)(?:0x)?([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?\d+))?\s*$/i.exec(text)
  if (!match || match[2] + match[3] === '') {
    const special = parseFloat_(text)
    if (special !== undefined && !Number.isFinite(special)) return special
    throw new ValueError('invalid hexadecimal floating-point string')
  }
  const [, sign, before, after, power = '0'] = match
  const mantissa = Number(BigInt(`0x${before}${after}`))
  const value = mantissa * 2 ** (Number(power) - 4 * after.length)
  return floating(sign === '-' ? -value : value)
}

methods(types.float, {
  'is_integer()': (value) => Number.isInteger(double(value)),
  'conjugate()': (value) => floating(double(value)),
  'as_integer_ratio()': ratio,
  'hex()': hex,
  '__float__()': (value) => floating(double(value)),
  '__int__()': (value) => toInt(unboxed(value)),
  '__trunc__()': (value) => truncated(double(value)),
  '__floor__()': (value) => truncated(Math.floor(double(value))),
  '__ceil__()': (value) => truncated(Math.ceil(double(value))),
  '__round__(ndigits=None, /)': (value, digits) =>
    digits === undefined || digits === null
      ? truncated(roundHalfEven(double(value)))
      : core.call(
          core.getattr(core.importModule('builtins'), 'round'),
          [floating(double(value)), digits],
          null,
        ),
})
infoOf(types.float).dict.set('fromhex', classMethod('fromhex', 'string, /', fromHex))
getters(types.float, { real: (value) => floating(double(value)), imag: () => floating(0) })

// ---- complex ----

methods(types.complex, {
  'conjugate()': (value) => new Complex(unboxed(value).re as number, -unboxed(value).im),
  '__complex__()': unboxed,
})
getters(types.complex, {
  real: (value) => floating(unboxed(value).re as number),
  imag: (value) => floating(unboxed(value).im as number),
})
