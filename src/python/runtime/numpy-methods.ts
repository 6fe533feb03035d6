// What NumPy's numbers answer to Python: their special methods, their parts, and what a call of their class makes.
import { IndexError, OverflowError, TypeError } from '../../base/errors.js'
import {
  bitsOf,
  isNumpyNumber,
  NumpyBool,
  NumpyComplex,
  NumpyFloat,
  type NumpyFloatName,
  NumpyInt,
  numpyNumber,
  type NumpyNumber,
  numpyType,
  plainNumber,
  typeOfNumber,
} from '../../base/numpy-number.js'
import { Complex, Slice } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { Tensor } from '../../torch.js'
import { roundHalfEven } from '../../kernels/math.js'
import { PyBytes } from './containers.js'
import { bound, toFloat, toInt } from './conversions.js'
import { core } from './core.js'
import { builtinInner, call, getters, methods } from './functions.js'
import { truncated } from './numbers.js'
import { compareNumpyNumbers, fault, onNumpyNumber, onNumpyNumbers, warnOf } from './numpy-arithmetic.js'
import { abstractNumbers, numberClasses } from './numpy-types.js'
import { complex, Ellipsis, exceptionClasses, infoOf, NotImplemented } from './types.js'

type Any = any

const { generic } = abstractNumbers

const discards = 'Casting complex values to real discards the imaginary part'

/** The number as a real one of Python's. */
function realOf(value: NumpyNumber): Any {
  if (!(value instanceof NumpyComplex)) return plainNumber(value)
  warnOf(discards, core.getattr(core.importModule('numpy'), 'ComplexWarning'))
  return value.re
}

/** `round(x)` is an int, `round(x, 2)` of the type. */
function rounded(value: NumpyNumber, digits: Any = null): Any {
  if (digits === null)
    return value instanceof NumpyFloat ? truncated(roundHalfEven(value.value)) : toInt(realOf(value))
  return withDecimals(value, bound(digits))
}

/** NumPy rounds what it has multiplied by a power of ten. */
function withDecimals(value: NumpyNumber, digits: number): NumpyNumber {
  const type = value[numpyType]
  const scale = 10 ** Math.abs(digits)
  const round = (x: number): number => {
    if (!Number.isFinite(x)) return x
    return digits >= 0 ? roundHalfEven(x * scale) / scale : roundHalfEven(x / scale) * scale
  }
  if (value instanceof NumpyFloat) return new NumpyFloat(round(value.value), type as NumpyFloatName)
  if (value instanceof NumpyComplex) return numpyNumber(new Complex(round(value.re), round(value.im)), type)
  if (value instanceof NumpyBool) return new NumpyFloat(round(Number(value.value)), 'float16')
  return digits >= 0 ? value : new NumpyInt(round(Number(value.value)), type)
}

const arithmetic = 'add sub mul truediv floordiv mod pow lshift rshift and or xor'.split(' ')
for (const name of arithmetic)
  methods(generic, {
    [`__${name}__(value, /)`]: (a, b) => onNumpyNumbers(name, a, b) ?? NotImplemented,
    [`__r${name}__(value, /)`]: (a, b) => onNumpyNumbers(name, b, a) ?? NotImplemented,
  })
for (const name of ['eq', 'ne', 'lt', 'le', 'gt', 'ge'])
  methods(generic, { [`__${name}__(value, /)`]: (a, b) => compareNumpyNumbers(name, a, b) ?? NotImplemented })
for (const name of ['__neg__', '__pos__', '__abs__'] as const)
  methods(generic, { [`${name}()`]: (value) => onNumpyNumber(name, value as NumpyNumber) })

methods(generic, {
  '__repr__()': (value) => core.repr(value),
  '__str__()': (value) => core.str(value),
  '__format__(spec, /)': (value, spec) =>
    spec === '' && !(value instanceof NumpyFloat)
      ? core.str(value)
      : core.format(plainNumber(value), spec as string),
  '__hash__()': (value) => core.hash(value),
  '__bool__()': (value) => core.truth(plainNumber(value)),
  '__int__()': (value) => toInt(realOf(value as NumpyNumber)),
  '__float__()': (value) => toFloat(realOf(value as NumpyNumber)),
  '__complex__()': (value) => {
    const plain: Any = plainNumber(value)
    return plain instanceof Complex ? plain : new Complex(Number(plain))
  },
  '__getitem__(key, /)': (value, key) => {
    if (key instanceof Tuple && key.length === 0) return value
    const isView =
      key === Ellipsis ||
      key === null ||
      (key instanceof Tuple && key.every((one) => one === null || one === Ellipsis))
    if (!isView) throw new IndexError('invalid index to scalar variable.')
    return core.getitem(arrayOf(value as NumpyNumber), key)
  },
  'item(*args)': (value) => plainNumber(value),
  'tolist()': (value) => plainNumber(value),
  'conjugate()': (value) =>
    value instanceof NumpyComplex ? numpyNumber(new Complex(value.re, -value.im), value[numpyType]) : value,
  '__copy__()': (value) => value,
  '__deepcopy__(memo=None)': (value) => value,
  '__array__(dtype=None)': (value) => arrayOf(value as NumpyNumber),
})

const partType = (value: NumpyComplex): NumpyFloatName =>
  value[numpyType] === 'complex64' ? 'float32' : 'float64'
getters(generic, {
  real: (value: NumpyNumber) =>
    value instanceof NumpyComplex ? new NumpyFloat(value.re, partType(value)) : value,
  imag: (value: NumpyNumber) =>
    value instanceof NumpyComplex
      ? new NumpyFloat(value.im, partType(value))
      : numpyNumber(value instanceof NumpyBool ? false : 0, value[numpyType]),
  shape: () => Tuple.of(),
  ndim: () => 0,
  size: () => 1,
  T: (value) => value,
  itemsize: (value: NumpyNumber) => bitsOf(value[numpyType]) / 8,
  nbytes: (value: NumpyNumber) => bitsOf(value[numpyType]) / 8,
})

for (const [type, cls] of Object.entries(numberClasses)) {
  if (type !== 'bool') methods(cls, { '__round__(ndigits=None)': rounded })
  // The class that Python has is asked after NumPy's own.
  if (type.startsWith('int') || type.startsWith('uint')) {
    methods(cls, {
      '__index__()': (value: NumpyInt) => value.value,
      '__invert__()': (value) => onNumpyNumber('__invert__', value as NumpyNumber),
      'is_integer()': () => true,
    })
    getters(cls, { numerator: (value) => value, denominator: () => new NumpyInt(1, type) })
  } else if (type.startsWith('float'))
    methods(cls, {
      'is_integer()': (value: NumpyFloat) => Number.isInteger(value.value),
      'as_integer_ratio()': (value: NumpyFloat) =>
        call(core.getattr(plainNumber(value), 'as_integer_ratio'), [], null),
    })
  const own = builtinInner(infoOf(cls).name, 'value=0, /', (value: Any = 0) => made(value, type), null)
  infoOf(cls).construct = (_cls, args, kwargs) => own.invoke(args, kwargs)
}
methods(numberClasses.bool, {
  '__index__()': (value: NumpyBool) => Number(value.value),
  '__invert__()': (value) => onNumpyNumber('__invert__', value as NumpyNumber),
})

/** An array without axes that holds the number. */
export const arrayOf = (value: NumpyNumber): Any =>
  call(core.getattr(core.importModule('numpy'), 'array'), [plainNumber(value)], { dtype: value[numpyType] })

/** `np.uint8(300)`, `np.float64('2.5')`, `np.int64([1.5])`. */
function made(given: Any, type: string): Any {
  if (type === 'bool' && !isArrayLike(given)) return new NumpyBool(core.truth(given))
  if (isArrayLike(given)) {
    const array: Any = call(core.getattr(core.importModule('numpy'), 'array'), [given], { dtype: type })
    return array.shape.length === 0 ? core.getitem(array, Tuple.of()) : array
  }
  if (given === null) {
    if (type.startsWith('float')) return new NumpyFloat(NaN, type as NumpyFloatName)
    throw new TypeError(
      `${type.startsWith('complex') ? 'complex() first' : 'int()'} argument must be a string, a bytes-like object or a real number, not 'NoneType'`,
    )
  }
  if (type.startsWith('complex')) return numpyNumber(call(complex, [plainNumber(given)], null), type)
  if (type.startsWith('float')) return madeFloat(given, type as NumpyFloatName)
  return madeInt(given, type)
}

const isArrayLike = (value: Any): boolean =>
  isNumpyArray(value) ||
  value instanceof Tensor ||
  (Array.isArray(value) && !(value instanceof Slice) && !(value instanceof PyBytes))

function madeFloat(given: Any, type: NumpyFloatName): NumpyFloat {
  const value = Number(toFloat(given))
  const made = new NumpyFloat(value, type)
  if (Number.isFinite(value) && !Number.isFinite(made.value)) fault('over', 'cast')
  return made
}

function madeInt(given: Any, type: string): NumpyInt {
  const value: Any = toInt(given)
  const made = new NumpyInt(value as number, type)
  if (made.value === value || isNumpyNumber(given) || typeOfNumber(given) === 'float64') return made
  const [low, high] = [-(1n << 63n), type === 'uint64' ? 1n << 64n : 1n << 63n]
  if (BigInt(value) < low || BigInt(value) >= high)
    throw new OverflowError('Python int too large to convert to C long')
  warnOf(
    'NumPy will stop allowing conversion of out-of-bound Python integers to integer arrays.  The conversion of ' +
      `${value} to ${type} will fail in the future.\nFor the old behavior, usually:\n    np.array(value).astype(dtype)\n` +
      'will give the desired result (the cast overflows).',
    exceptionClasses.get('DeprecationWarning'),
  )
  return made
}
