// Operators between an array of NumPy's and what is no number: None, which NumPy compares with each element, and texts.
import { kindOfType } from '../../base/numpy-number.js'
import { TypeError } from '../../base/errors.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { core } from './core.js'
import { ufuncNames, warnOf } from './numpy-arithmetic.js'
import { exceptionClasses } from './types.js'

type Any = any

const symbols: Readonly<Record<string, string>> = {
  add: '+', sub: '-', mul: '*', truediv: '/', floordiv: '//', mod: '%', pow: '** or pow()', lshift: '<<', rshift: '>>',
  and: '&', or: '|', xor: '^',
} // prettier-ignore
const comparisons: Readonly<Record<string, string>> = { lt: '<', le: '<=', gt: '>', ge: '>=' }
const mirrored: Readonly<Record<string, string>> = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' }
/** The classes of elements, by kind. */
const classes = ['bool', 'int', 'float', 'complex']

const isStrange = (value: Any): boolean => value === null || typeof value === 'string'

/** What an operator makes of an array and None or a text; undefined where neither is there. */
export function besideNoNumber(name: string, a: Any, b: Any): Any {
  const [array, other]: Any[] = isNumpyArray(a) ? [a, b] : [b, a]
  if (!isNumpyArray(array) || !isStrange(other)) return undefined
  return other === null ? withNone(name, array, array === a) : withText(name, array, other, array === a)
}

function withNone(name: string, array: Any, isFirst: boolean): Any {
  if (name === 'eq' || name === 'ne') {
    if (array.shape.length === 0) return name === 'ne'
    const numpy: Any = core.importModule('numpy')
    return core.call(core.getattr(numpy, 'full'), [array.shape, name === 'ne'], null)
  }
  const element = classes[kindOfType(String(array.dtype))]
  const symbol = comparisons[isFirst ? name : mirrored[name]]
  if (symbol !== undefined)
    throw new TypeError(`'${symbol}' not supported between instances of '${element}' and 'NoneType'`)
  if (symbols[name] === undefined) return undefined
  const [left, right] = isFirst ? [element, 'NoneType'] : ['NoneType', element]
  throw new TypeError(`unsupported operand type(s) for ${symbols[name]}: '${left}' and '${right}'`)
}

function withText(name: string, array: Any, text: string, isFirst: boolean): Any {
  if (name === 'eq' || name === 'ne') {
    warnOf(
      'elementwise comparison failed; returning scalar instead, but in the future will perform elementwise comparison',
      exceptionClasses.get('FutureWarning'),
    )
    return name === 'ne'
  }
  const symbol = comparisons[isFirst ? name : mirrored[name]]
  if (symbol !== undefined)
    throw new TypeError(`'${symbol}' not supported between instances of 'numpy.ndarray' and 'str'`)
  if (ufuncNames[name] === undefined || name === 'matmul') return undefined
  const types = [`dtype('${String(array.dtype)}')`, `dtype('<U${Math.max(1, text.length)}')`]
  throw new TypeError(
    `ufunc '${ufuncNames[name]}' did not contain a loop with signature matching types ` +
      `(${(isFirst ? types : types.reverse()).join(', ')}) -> None`,
  )
}
