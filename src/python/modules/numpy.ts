// The module `numpy`: numpy-ts as the dialect has it, with what only Python writes.
import { isNumpyNumber, typeOfNumber } from '../../base/numpy-number.js'
import { Tuple } from '../../base/tuple.js'
import { loadNumpy } from '../../dialect/runtime/numpy.js'
import { AxisError } from '../../dialect/runtime/numpy-words.js'
import { ownArrays, forEntry } from '../../dialect/runtime/shared-python.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { arrayMakers, callLibrary, forLibrary } from '../runtime/library.js'
import { builtin, call, functionsOf, type Inner, split } from '../runtime/functions.js'
import { PyDict } from '../runtime/keys.js'
import { core } from '../runtime/core.js'
import { noAttribute } from '../runtime/exceptions.js'
import { advice, imported } from '../runtime/imports.js'
import { classOf, infoOf, inner, isClass, PyModule, typeOf } from '../runtime/types.js'
import { scalars } from '../runtime/attributes.js'
import { faultActions, type FloatFault, ufuncNames } from '../runtime/numpy-arithmetic.js'
import { setSample, smallFunction, smallFunctions } from '../runtime/numpy-calls.js'
import { onArrays } from '../runtime/numpy-arrays.js'
import { abstractNumbers, numberClasses } from '../runtime/numpy-types.js'
import { signatureText, signedAs } from '../../engine/python-call.js'
import { reprSymbol } from '../../text/repr.js'
import torch, { Tensor } from '../../torch.js'
import { isElementwise, noteFaults, withType } from './numpy-results.js'
import { printOptions } from './numpy-print-options.js'
import { makeGenerator } from './numpy-generator.js'
import { makeRandom } from './numpy-random.js'
import { scalarAttribute } from './numpy-scalars.js'
import { markUfunc } from './numpy-ufuncs.js'

type Any = any

/** Functions that may be told in which type they reckon. */
const accumulating = new Set('sum prod cumsum cumprod'.split(' '))

const operators = new Map(Object.entries(ufuncNames).map(([operator, name]) => [name, operator]))
operators.set('true_divide', 'truediv').set('mod', 'mod')

/** Functions of all items, which may be told where to begin and which items to take. */
const reducing = new Set('sum prod max min amax amin any all mean std var'.split(' '))

/** Universal functions that are written in Python, where numpy-ts takes fewer operands than NumPy. */
const writtenInPython = new Set('gcd lcm fmod sinc divmod'.split(' '))

/** Functions that give a list; others that give several give a tuple. */
const givesList = new Set('array_split split hsplit vsplit dsplit meshgrid broadcast_arrays'.split(' '))

/** `np.add(a, b)` of numbers and arrays is what `a + b` is; undefined for all else. */
function byOperator(name: string, a: Any, b: Any): Any {
  const operator = operators.get(name)
  if (operator === undefined || operator === 'matmul') return undefined
  if (![a, b].every((one) => isNumpyArray(one) || typeOfNumber(one) !== undefined)) return undefined
  return onArrays(operator, a, b)
}

/** An object of a class written in Python that says itself which array it is; all else as it stands. */
const asArrayItself = (value: Any): Any =>
  typeof value === 'object' &&
  value !== null &&
  value[classOf] !== undefined &&
  infoOf(typeOf(value)).isPython
    ? (core.special(value, '__array__')?.(value) ?? value)
    : value

function asPythons(f: Any, name: string, path: string): Any {
  const isSmall = path === 'numpy' && smallFunctions.includes(name)
  const own: Inner = {
    name,
    isBuiltin: true,
    invoke: (args, kwargs) => {
      const small: Any = isSmall ? smallFunction(name, args, kwargs) : undefined
      if (small !== undefined) return small
      args = args.map(asArrayItself)
      const quick: Any = kwargs === null && args.length === 2 ? byOperator(name, args[0], args[1]) : undefined
      if (quick !== undefined) return quick
      if (accumulating.has(name) && (kwargs?.dtype ?? null) !== null) {
        // The elements have the type before they are summed.
        const { dtype, ...others } = kwargs!
        const array: Any = call(core.getattr(core.importModule('numpy'), 'array'), [args[0]], { dtype })
        return own.invoke([array, ...args.slice(1)], Object.keys(others).length > 0 ? others : null)
      }
      if (kwargs !== null && reducing.has(name) && ('where' in kwargs || 'initial' in kwargs)) {
        const reduced: Any = core.getattr(core.importModule('_numpy_ufuncs'), 'reduced')
        return call(reduced, [name, ...args], kwargs)
      }
      if (writtenInPython.has(name) && path === 'numpy')
        return call(core.getattr(core.importModule('_numpy_comparing'), `_${name}`), args, kwargs)
      const isOfTensor = args[0] instanceof Tensor && isElementwise(name)
      if (isOfTensor) args = [(args[0] as Any).numpy(), ...args.slice(1)]
      const result: Any = ownArrays(() => callLibrary(f, args, kwargs, false, arrayMakers))
      if (Array.isArray(result) && result.constructor === Array && !givesList.has(name))
        return Tuple.from<unknown>(result as Any[])
      noteFaults(result, name, args[0])
      // A tensor gives a tensor again.
      const typed: Any = withType(result, name, args)
      if (!isOfTensor) return typed
      return isNumpyArray(typed) ? torch.from_numpy(typed as never) : torch.as_tensor(typed as never)
    },
  }
  const made: Any = (...given: Any[]): Any => {
    const { args, kwargs } = split(given, () => true)
    return forEntry(own.invoke(args, kwargs))
  }
  Object.defineProperty(made, 'name', { value: name, configurable: true })
  Object.defineProperty(made, inner, { value: own })
  if (path === 'numpy') markUfunc(made)
  return signedAs(made, signatureText(f))
}

function wrappedAll(names: Record<string, Any>, path: string): PyModule {
  const module = new PyModule(path)
  for (const [name, value] of Object.entries(names)) {
    if (typeof value === 'function' && !isClass(value)) module[name] = asPythons(value, name, path)
    else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
      module[name] = wrappedAll(value as Record<string, Any>, `${path}.${name}`)
    else module[name] = value
  }
  return module
}

/** How faults of floats are dealt with; `errstate` sets it for a while. */
const faults = functionsOf({
  'seterr(all=None, divide=None, over=None, under=None, invalid=None)': (
    all: Any = null,
    ...given: Any[]
  ) => {
    const before = new PyDict(Object.entries(faultActions))
    faultKinds.forEach((kind, i) => {
      faultActions[kind] = given[i] ?? all ?? faultActions[kind]
    })
    return before
  },
  'geterr()': () => new PyDict(Object.entries(faultActions)),
})
const faultKinds = Object.keys(faultActions) as FloatFault[]

/** What of NumPy is not here, and what serves. */
const instead: Readonly<Record<string, string>> = {
  ma: 'Here numbers that are missing are nan: np.nanmean and its like leave them out, and a[~np.isnan(a)] are the others.',
  matrix: 'Here np.array([[1, 2]]) is a matrix: @ multiplies, .T transposes, np.linalg.inv inverts.',
  rec: 'Here a dict of arrays has columns by name.',
}
const otherNames: Readonly<Record<string, string>> = {
  mat: 'matrix', asmatrix: 'matrix', bmat: 'matrix', recarray: 'rec', record: 'rec',
} // prettier-ignore

function missingHere(name: string): never {
  const error = noAttribute(`module 'numpy' has no attribute '${name}'`, name, core.importModule('numpy'))
  const key = Object.hasOwn(otherNames, name) ? otherNames[name] : name
  if (Object.hasOwn(instead, key)) advice.set(error, instead[key])
  throw error
}

/** What is drawn from, as an array: texts have one, too, that is written in Python. */
function arrayOf(np: Any, value: Any): Any {
  const isOfTexts = Array.isArray(value) ? value.some((one) => typeof one === 'string') : isTexts(value)
  return isOfTexts ? call(core.importModule('numpy').array, [value], null) : np.asarray(forLibrary(value))
}
const isTexts = (value: Any): boolean => typeOf(value) === core.importModule('_numpy_texts').objects

/** Lets a function that is written in Python be asked after what small arrays make quickly. */
function askedFirst(name: string, f: Any): void {
  const own = f?.[inner] as Inner | undefined
  if (own?.meta === undefined) return
  const invoke: Inner['invoke'] = (args, kwargs) =>
    smallFunction(name, args, kwargs) ?? own.invoke(args, kwargs)
  Object.defineProperty(f, inner, { value: { ...own, js: undefined, count: -1, invoke }, configurable: true })
}

/** The module; numpy-ts is loaded when it is first asked for. */
export function load(): Record<string, Any> {
  const np = loadNumpy() as Record<string, Any>
  setSample(np.zeros(1))
  const module = wrappedAll(np, 'numpy')
  const random = new PyModule('numpy.random')
  const arrays = { array: np.array, asArray: (value: Any) => arrayOf(np, value) } as Any
  Object.assign(random, makeRandom(arrays), makeGenerator(arrays))
  module.random = random
  Object.assign(module, printOptions)
  module.__version__ = '1.24.2'
  module.shape = builtin('shape', 'a', (value: Any) =>
    Tuple.from<unknown>(isNumpyNumber(value) ? [] : (np.asarray(value).shape as number[])),
  )
  Object.assign(module, abstractNumbers)
  for (const [name, cls] of Object.entries(numberClasses)) module[name === 'bool' ? 'bool_' : name] = cls
  Object.assign(module, faults)
  infoOf(AxisError).module = 'numpy'
  module.AxisError = AxisError
  // The rest is written in Python, with what is there so far.
  imported.set('numpy', module)
  scalars.attribute = scalarAttribute
  const rest = core.importModule('_numpy')
  for (const name of rest.__all__ as string[]) module[name] = rest[name]
  for (const name of smallFunctions) askedFirst(name, module[name])
  module.round = rest.around
  const ndarray = np.array([1]).constructor as Any
  infoOf(ndarray).name = infoOf(ndarray).qualname = 'ndarray'
  infoOf(ndarray).module = 'numpy'
  Object.defineProperty(ndarray, reprSymbol, { value: () => "<class 'numpy.ndarray'>", configurable: true })
  module.ndarray = ndarray
  module.__getattr__ = builtin('__getattr__', 'name, /', missingHere)
  return module
}
