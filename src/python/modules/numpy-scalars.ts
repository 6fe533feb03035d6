// What NumPy's numbers have of arrays' attributes: `.dtype`, `.astype(int)` and `.round(2)` as an array without axes has
// them. Asked only in programs that have imported numpy.
import { isNumpyNumber } from '../../base/numpy-number.js'
import { core } from '../runtime/core.js'
import { builtin, call } from '../runtime/functions.js'
import { withoutAxes } from '../runtime/numpy-arrays.js'
import { arrayOf } from '../runtime/numpy-methods.js'

type Any = any

const names = new Set(
  (
    'all any argmax argmin astype clip copy cumprod cumsum dtype flat flatten max mean min ' +
    'nonzero prod ptp ravel repeat reshape round searchsorted squeeze std strides sum tobytes transpose var view'
  ).split(' '),
)

/** The attribute of a number that it has as an array; undefined where it has none of that name. */
export function scalarAttribute(value: Any, name: string): Any {
  if (!isNumpyNumber(value) || !names.has(name)) return undefined
  const attribute: Any = core.getattr(arrayOf(value), name)
  if (typeof attribute !== 'function' || name === 'dtype') return withoutAxes(attribute)
  return builtin(name, '*args, **kwargs', (args: Any[], kwargs: Any) =>
    withoutAxes(call(attribute, args, Object.keys((kwargs ?? {}) as object).length > 0 ? kwargs : null)),
  )
}
