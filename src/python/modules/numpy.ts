// The module `numpy`: numpy-ts as the dialect has it, with what only Python writes.
import { Tuple } from '../../base/tuple.js'
import { loadNumpy } from '../../dialect/runtime/numpy.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { callLibrary } from '../runtime/library.js'
import { builtin, type Inner } from '../runtime/functions.js'
import { floating } from '../runtime/numbers.js'
import { inner, isClass, PyModule } from '../runtime/types.js'
import { makeRandom } from './numpy-random.js'

type Any = any

/** What NumPy gives as a number, a float where it is one. */
const whatCame = (value: Any, isFloat: boolean): Any =>
  typeof value === 'number' && isFloat ? floating(value) : value

const isFloating = (args: readonly Any[]): boolean =>
  args.some((one) =>
    isNumpyArray(one)
      ? /^float/.test(String((one as Any).dtype))
      : Array.isArray(one) && !one.flat(Infinity).every((item: Any) => Number.isInteger(item)),
  )

/** Functions whose number is an int, whatever they are given. */
const counting = new Set('argmax argmin count_nonzero ndim size searchsorted'.split(' '))
/** Those whose number is a float. */
const measuring = new Set('mean std var median average norm percentile quantile'.split(' '))

/** Functions that put several arrays together. */
const joining = new Set('concatenate stack vstack hstack dstack column_stack'.split(' '))
/** Functions of one array, which may be given as a list; the second argument of some is one too. */
const ofArrays = new Set(
  'unique argsort sort tile repeat outer inner round around flip roll ravel squeeze diff expand_dims'.split(
    ' ',
  ),
)

/** Lists where numpy-ts wants arrays. */
function arraysFor(name: string, args: readonly Any[], asArray: (value: Any) => Any): readonly Any[] {
  const [first, ...rest] = args
  if (joining.has(name) && Array.isArray(first)) return [first.map((one: Any) => asArray(one)), ...rest]
  if (!ofArrays.has(name)) return args
  return [
    asArray(first),
    ...(name === 'outer' || name === 'inner' ? rest.map((one: Any) => asArray(one)) : rest),
  ]
}

function asPythons(f: Any, name: string, asArray: (value: Any) => Any): Any {
  const own: Inner = {
    name,
    isBuiltin: true,
    invoke: (args, kwargs) => {
      const given = callLibrary(f, arraysFor(name, args, asArray), kwargs, false)
      // numpy-ts gives places as floats.
      const result: Any = name === 'argsort' && isNumpyArray(given) ? (given as Any).astype('int64') : given
      return whatCame(result, measuring.has(name) || (!counting.has(name) && isFloating(args)))
    },
  }
  const made: Any = (...args: Any[]): Any => f(...args)
  Object.defineProperty(made, 'name', { value: name, configurable: true })
  return Object.defineProperty(made, inner, { value: own })
}

function wrappedAll(names: Record<string, Any>, path: string, asArray: (value: Any) => Any): PyModule {
  const module = new PyModule(path)
  for (const [name, value] of Object.entries(names)) {
    if (typeof value === 'function' && !isClass(value)) module[name] = asPythons(value, name, asArray)
    else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
      module[name] = wrappedAll(value as Record<string, Any>, `${path}.${name}`, asArray)
    else module[name] = value
  }
  return module
}

/** The module; numpy-ts is loaded when it is first asked for. */
export function load(): Record<string, Any> {
  const np = loadNumpy() as Record<string, Any>
  const module = wrappedAll(np, 'numpy', np.asarray as (value: Any) => Any)
  const random = new PyModule('numpy.random')
  Object.assign(random, makeRandom({ array: np.array, asArray: np.asarray } as Any))
  module.random = random
  module.ndarray = np.NDArray ?? np.ndarray
  // numpy-ts takes no numbers here.
  module.where = builtin('where', 'condition, x=None, y=None', (condition: Any, x?: Any, y?: Any) =>
    x === undefined
      ? Tuple.of<unknown>(...(np.nonzero(np.asarray(condition)) as Any[]))
      : np.where(np.asarray(condition), np.asarray(x), np.asarray(y)),
  )
  module.set_printoptions = builtin('set_printoptions', '*args, **kwargs', () => null)
  module.__version__ = '1.24.2'
  module.shape = builtin('shape', 'a', (value: Any) =>
    Tuple.of<unknown>(...(np.asarray(value).shape as number[])),
  )
  return module
}
