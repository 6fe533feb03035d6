// Attributes that the library's objects do not have: PyTorch's AttributeError where JavaScript would say nothing, or
// that undefined is no function.
import { Tensor } from '../../torch.js'
import { AttributeError, TypeError as PythonTypeError } from '../../base/errors.js'
import { DType } from '../../base/dtype.js'
import { typeName } from '../../base/type-name.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { isModule, isOptimizer } from './instances.js'
import { classPathOf } from '../class-paths.js'
import { isNamespace, pathOf } from '../namespaces.js'
import { operatorHelpers } from './operations.js'
import { isPythons, sharedPython } from './shared-python.js'

/** What Python would call the owner of an attribute, if it is this library's. */
function ownerName(value: unknown): string | undefined {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined
  const path = isNamespace(value) ? pathOf(value) : undefined
  if (path !== undefined) return `module '${path}'`
  if (!(
    value instanceof Tensor ||
    isNumpyArray(value) ||
    value instanceof DType ||
    isModule(value) ||
    isOptimizer(value)
  ))
    return undefined
  // Modules can be called, and are functions.
  return `'${typeof value === 'function' ? value.constructor.name : typeName(value)}' object`
}

const missing = (owner: string, name: string): AttributeError =>
  new AttributeError(`${owner} has no attribute '${name}'`)

/** `object.name` in a place where nothing would be noticed if it were not there. */
export function attribute(object: any, name: string): unknown {
  if (object === null) throw missing("'NoneType' object", name)
  const value: unknown = object[name]
  if (value !== undefined || name in Object(object)) return value
  const owner = ownerName(object)
  if (owner !== undefined) throw missing(owner, name)
  // Python finds what JavaScript does not see, or says that there is none.
  return isPythons(object) ? sharedPython()?.attribute(object, name) : value
}

/** What Python's own names of methods mean, of a value that has none of its own. */
const protocol: Readonly<Record<string, string>> = {
  __len__: 'len',
  __repr__: 'repr',
  __str__: 'str',
  __abs__: 'abs',
  __bool__: 'bool',
  __float__: 'float',
  __int__: 'int',
  __iter__: 'iter',
  __next__: 'next',
}

/** `object.__name__`: what Python has of every object, class and function. */
export function ofPython(object: any, name: string): unknown {
  const given: unknown = object === null || object === undefined ? undefined : object[name]
  if (given !== undefined) return typeof given === 'function' ? given.bind(object) : given
  const globals = globalThis as unknown as Record<string, any>
  if (name === '__class__') return globals.type(object)
  if (typeof object === 'function' && object instanceof Function) {
    if (name === '__name__' || name === '__qualname__') return object.name || '<lambda>'
    if (name === '__module__') return classPathOf(object)?.replace(/\.[^.]*$/, '') ?? '__main__'
    if (name === '__doc__') return null
  } else if (name === '__dict__' && object !== null && typeof object === 'object') return { ...object }
  if (name === '__index__' && (object instanceof Tensor || Number.isInteger(object)))
    return () => {
      const isWhole = !(object instanceof Tensor) || (object.count === 1 && !object.is_floating_point())
      if (isWhole) return object instanceof Tensor ? object.item() : (object as number)
      throw new PythonTypeError('only integer tensors of a single element can be converted to an index')
    }
  if (Object.hasOwn(protocol, name)) return () => globals[protocol[name]](object) as unknown
  const operator: unknown = /^__[a-z]+__$/.test(name) ? operatorHelpers[name] : undefined
  if (typeof operator === 'function') return (...args: unknown[]) => operator(object, ...args) as unknown
  throw missing(`'${typeName(object)}' object`, name)
}

const noFunction = /^([\w$]+(?:\.[\w$]+)*)\.([\w$]+) is not a function$/
const ofUndefined = /^Cannot read properties of undefined \(reading '[\w$]+'\)$/

const ofNull = /^Cannot (?:read|set) properties of null \((?:reading|setting) '([\w$]+)'\)$/

/** Whether an error comes of what was typed, not of a function that was called there. */
const isTyped = ({ stack = '' }: TypeError): boolean =>
  /^\s+at (?:.*\()?dltorch-input-\d+:/.test(stack.slice(stack.indexOf('\n    at ') + 1))

/** The error that Python would raise, where the other was. */
function inTheWords({ stack = '' }: TypeError, better: AttributeError): AttributeError {
  better.stack = `${better.name}: ${better.message}${stack.slice(stack.indexOf('\n    at '))}`
  return better
}

/** Where an error happened: the text, and the place in it, which counts from 1. */
export interface Spot {
  source: string
  line: number
  column?: number
}

/** `torch.distributions`, where `.Normal` was asked of it. */
function pathBefore({ source, line, column = 0 }: Spot): string | undefined {
  const before = source.split('\n')[line - 1]?.slice(0, column - 1)
  return /((?<![\w$.)\]])[A-Za-z_$][\w$]*(?:\.[\w$]+)+)\.\s*$/.exec(before ?? '')?.[1]
}

/** The first part of a dotted path that is missing, with its owner. */
function missingPart(path: string, valueOf: (path: string) => unknown): AttributeError | undefined {
  const names = path.split('.')
  for (let i = 1; i < names.length; i++) {
    const object = valueOf(names.slice(0, i).join('.'))
    if (object === undefined || object === null) return undefined
    const owner = ownerName(object)
    if (owner !== undefined && !(names[i] in Object(object))) return missing(owner, names[i])
  }
  return undefined
}

/** What Python says of an entry such as `out.shape` that found nothing, where `out` is a list, a tuple, a text or a number. */
export function missingMember(source: string, valueOf: (path: string) => unknown): Error | undefined {
  const [, path, name] = memberLook.exec(source) ?? []
  const owner = path === undefined ? undefined : valueOf(path)
  const isPlain = Array.isArray(owner) || /^(string|number|bigint|boolean)$/.test(typeof owner)
  return isPlain && !(name in Object(owner)) ? missing(`'${typeName(owner)}' object`, name) : undefined
}
const memberLook = /^\s*([\p{L}_$][\p{L}\p{N}_$.]*)\.([\p{L}_$][\p{L}\p{N}_$]*)\s*$/u

/**
 * PyTorch's error for what is not there, `x.summ()` and `torch.distributions.Normal`; any other error as it is.
 *
 * @param valueOf finds what a dotted name stands for, without running anything
 */
export function asAttributeError(error: unknown, valueOf: (path: string) => unknown, spot?: Spot): unknown {
  if (!(error instanceof TypeError)) return error
  const [, ofNone] = ofNull.exec(error.message) ?? []
  if (ofNone !== undefined && isTyped(error))
    // A number is no attribute's name.
    return inTheWords(
      error,
      /^\d+$/.test(ofNone)
        ? new PythonTypeError("'NoneType' object is not subscriptable")
        : missing("'NoneType' object", ofNone),
    )
  const [, object, name] = noFunction.exec(error.message) ?? []
  const path = object
    ? `${object}.${name}`
    : spot && ofUndefined.test(error.message)
      ? pathBefore(spot)
      : undefined
  const better = path === undefined ? undefined : missingPart(path, valueOf)
  if (!better) return error
  return inTheWords(error, better)
}
