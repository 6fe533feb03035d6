// What NumPy's numbers can beside Python's: an item of an array, or a mean, is an int or a float here, and answers to
// `.item()`, `.dtype` and `.round(2)` as an array without axes does. Asked only in programs that have imported numpy.
import { Float, SingleFloat } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { core } from '../runtime/core.js'
import { builtin, call } from '../runtime/functions.js'
import { Kind, kindOf } from '../runtime/numbers.js'

type Any = any

const names = new Set(
  (
    'T all any argmax argmin astype clip copy cumprod cumsum dtype flat flatten item itemsize max mean min nbytes ndim ' +
    'nonzero prod ptp ravel repeat reshape round searchsorted shape size squeeze std strides sum tobytes tolist transpose var'
  ).split(' '),
)

const dtypes = { [Kind.int]: 'int64', [Kind.float]: 'float64', [Kind.complex]: 'complex128' } as Record<
  number,
  string
>
const dtypeOf = (value: Any): string =>
  typeof value === 'boolean' ? 'bool' : value instanceof SingleFloat ? 'float32' : dtypes[kindOf(value)]

/** An array without axes is a number again. */
const asNumber = (result: Any): Any =>
  isNumpyArray(result) && result.shape.length === 0 ? core.getitem(result, Tuple.of()) : result

/** The attribute of a number that NumPy alone gives it; undefined where it has none of that name. */
export function scalarAttribute(value: Any, name: string): Any {
  if (!names.has(name) || kindOf(value) === Kind.none) return undefined
  // What is a float here and whole is boxed, so that a number without a point is an int.
  const given: Any = value instanceof Float ? value.value : value
  const array: Any = call(core.getattr(core.importModule('numpy'), 'array'), [given], {
    dtype: dtypeOf(value),
  })
  const attribute: Any = core.getattr(array, name)
  if (typeof attribute !== 'function' || name === 'dtype') return asNumber(attribute)
  return builtin(name, '*args, **kwargs', (args: Any[], kwargs: Any) =>
    asNumber(call(attribute, args, Object.keys((kwargs ?? {}) as object).length > 0 ? kwargs : null)),
  )
}
