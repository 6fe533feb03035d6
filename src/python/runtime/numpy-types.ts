// NumPy's classes of numbers as Python sees them: `numpy.float64` and those it inherits from.
import {
  NumpyBool,
  NumpyComplex,
  NumpyFloat,
  NumpyInt,
  type NumpyNumber,
  numpyType,
} from '../../base/numpy-number.js'
import { builtinClass, classOf, complex, float, object } from './types.js'

type Any = any

const named = (name: string, ...bases: Any[]): Any => builtinClass(name, bases, { module: 'numpy' })

const generic = named('generic', object)
const number = named('number', generic)
const integer = named('integer', number)
const signedinteger = named('signedinteger', integer)
const unsignedinteger = named('unsignedinteger', integer)
const inexact = named('inexact', number)
const floating = named('floating', inexact)
const complexfloating = named('complexfloating', inexact)

/** The classes that only others inherit from. */
export const abstractNumbers = {
  generic,
  number,
  integer,
  signedinteger,
  unsignedinteger,
  inexact,
  floating,
  complexfloating,
}

/** The class of each type, by the type's name; that of `bool` is `numpy.bool_`. */
export const numberClasses: Readonly<Record<string, Any>> = {
  bool: named('bool_', generic),
  ...Object.fromEntries([8, 16, 32, 64].map((bits) => [`int${bits}`, named(`int${bits}`, signedinteger)])),
  ...Object.fromEntries(
    [8, 16, 32, 64].map((bits) => [`uint${bits}`, named(`uint${bits}`, unsignedinteger)]),
  ),
  float16: named('float16', floating),
  float32: named('float32', floating),
  float64: named('float64', floating, float),
  complex64: named('complex64', complexfloating),
  complex128: named('complex128', complexfloating, complex),
}

for (const { prototype } of [NumpyBool, NumpyInt, NumpyFloat, NumpyComplex])
  Object.defineProperty(prototype, classOf, {
    get(this: NumpyNumber): Any {
      return numberClasses[this[numpyType]]
    },
  })
