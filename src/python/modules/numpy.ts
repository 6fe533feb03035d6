// The module `numpy`: numpy-ts as the dialect has it, with what only Python writes.
import { Float, SingleFloat } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { loadNumpy } from '../../dialect/runtime/numpy.js'
import {
  isNumpyArray,
  numpyPrintDefaults,
  type NumpyPrintOptions,
  numpyPrintOptions,
} from '../../text/numpy-text.js'
import { callLibrary, forLibrary } from '../runtime/library.js'
import { builtin, call, functionsOf, type Inner } from '../runtime/functions.js'
import { PyDict } from '../runtime/keys.js'
import { floating } from '../runtime/numbers.js'
import { core } from '../runtime/core.js'
import { imported } from '../runtime/imports.js'
import { infoOf, inner, isClass, PyModule } from '../runtime/types.js'
import { scalars } from '../runtime/attributes.js'
import { makeGenerator } from './numpy-generator.js'
import { makeRandom } from './numpy-random.js'
import { scalarAttribute } from './numpy-scalars.js'

type Any = any

/** What NumPy gives as a number, a float where it is one. */
const whatCame = (value: Any, isFloat: boolean, isSingle = false): Any => {
  if (!(value instanceof Float || (typeof value === 'number' && isFloat))) return value
  return isSingle ? new SingleFloat(Number(value)) : floating(Number(value))
}

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

function asPythons(f: Any, name: string): Any {
  const own: Inner = {
    name,
    isBuiltin: true,
    invoke: (args, kwargs) => {
      const result: Any = callLibrary(f, args, kwargs, false)
      const [first] = args
      return whatCame(
        result,
        measuring.has(name) || (!counting.has(name) && isFloating(args)),
        first instanceof SingleFloat || (isNumpyArray(first) && String((first as Any).dtype) === 'float32'),
      )
    },
  }
  const made: Any = (...args: Any[]): Any => f(...args)
  Object.defineProperty(made, 'name', { value: name, configurable: true })
  return Object.defineProperty(made, inner, { value: own })
}

const optionNames = Object.keys(numpyPrintDefaults) as (keyof NumpyPrintOptions)[]
const readOptions = (): PyDict =>
  new PyDict(
    optionNames.map((name): [string, Any] => {
      const value = numpyPrintOptions[name]
      return [name, name === 'formatter' && value !== null ? new PyDict(Object.entries(value)) : value]
    }),
  )
function setOption(name: keyof NumpyPrintOptions, value: Any): void {
  if (name === 'formatter')
    numpyPrintOptions.formatter =
      value === null
        ? null
        : Object.fromEntries(
            [...(value as Map<string, Any>)].map(([kind, f]) => [
              kind,
              (x: unknown) => core.str(call(f, [kind.startsWith('float') ? floating(Number(x)) : x], null)),
            ]),
          )
  else if (value !== null)
    (numpyPrintOptions as Any)[name] = typeof numpyPrintOptions[name] === 'number' ? Number(value) : value
}
const printOptions = functionsOf({
  'set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None, formatter=None, sign=None, floatmode=None, *, legacy=None)':
    (...values: Any[]) => {
      optionNames.forEach((name, i) => {
        setOption(name, values[i] ?? null)
      })
      return null
    },
  'get_printoptions()': readOptions,
})

function wrappedAll(names: Record<string, Any>, path: string): PyModule {
  const module = new PyModule(path)
  for (const [name, value] of Object.entries(names)) {
    if (typeof value === 'function' && !isClass(value)) module[name] = asPythons(value, name)
    else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
      module[name] = wrappedAll(value as Record<string, Any>, `${path}.${name}`)
    else module[name] = value
  }
  return module
}

/** The module; numpy-ts is loaded when it is first asked for. */
export function load(): Record<string, Any> {
  const np = loadNumpy() as Record<string, Any>
  const module = wrappedAll(np, 'numpy')
  const random = new PyModule('numpy.random')
  const arrays = { array: np.array, asArray: (value: Any) => np.asarray(forLibrary(value)) } as Any
  Object.assign(random, makeRandom(arrays), makeGenerator(arrays, np.random.default_rng))
  module.random = random
  Object.assign(module, printOptions)
  module.__version__ = '1.24.2'
  module.shape = builtin('shape', 'a', (value: Any) =>
    Tuple.of<unknown>(...(np.asarray(value).shape as number[])),
  )
  // The rest is written in Python, with what is there so far.
  imported.set('numpy', module)
  scalars.attribute = scalarAttribute
  const rest = core.importModule('_numpy')
  for (const name of rest.__all__ as string[]) module[name] = rest[name]
  module.round = rest.around
  const ndarray = np.array([1]).constructor as Any
  infoOf(ndarray).name = infoOf(ndarray).qualname = 'ndarray'
  infoOf(ndarray).module = 'numpy'
  module.ndarray = ndarray
  return module
}
