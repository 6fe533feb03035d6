// Functions, methods and constructors that PyTorch has in Python: they take their arguments as Python does, by a signature
// in Python's form, and what is wrong with one is said as the Python code says it that first uses the value. (Functions
// that PyTorch has in C++ are `checked`.)
import { AttributeError, IndexError, TypeError, ValueError, ZeroDivisionError } from '../base/errors.js'
import { iterated } from '../base/iterable.js'
import { isKeywords, type Callee, placed } from '../base/keywords.js'
import { NumpyInt } from '../base/numpy-number.js'
import { Float } from '../base/scalar.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'
import { standsBefore } from './checked.js'

type AnyFunction = (...args: never[]) => unknown

/** The signatures of functions that take their arguments by one. */
const signatures = new WeakMap<object, string>()

/** What a function made elsewhere takes, as a signature in Python's form. */
export const signedAs = <F extends object>(value: F, signature: string | undefined): F => {
  if (signature !== undefined) signatures.set(value, signature)
  return value
}

/** What is known of a function that is written in Python. */
export interface Declared {
  readonly parameters?: string
  readonly doc?: string | null
}

/** Others who know of functions, such as Python, which is loaded late. */
export const declaredReaders: ((value: object) => Declared)[] = []

/** The signature of a function; undefined where none is known. */
export const signatureText = (value: object): string | undefined =>
  signatures.get(value) ??
  declaredReaders.map((read) => read(value).parameters).find((text) => text !== undefined)

/** Its docstring; undefined where it has none. */
export const docOf = (value: object): string | undefined =>
  declaredReaders.map((read) => read(value).doc).find((text) => typeof text === 'string') ?? undefined

/** The parameters of such a function as Python writes them, `(tensor, gain=1)`; undefined for any other. */
export function pythonParameters(value: object): string | undefined {
  const list = signatureText(value)?.replace(/^[^(]*/, '')
  return list
    ?.replace(/\bself(, )?/, '')
    .replace(/: [\w.?]+/g, '')
    .replaceAll(' = ', '=')
}

interface Parameter {
  readonly name: string
  /** What the value is used as; null for what is taken as it is. */
  readonly kind: string | null
  readonly isRequired: boolean
  readonly isPositional: boolean
  readonly takesDict: boolean
  /** `*tensors`: all positional arguments from here on. */
  readonly isRest: boolean
  readonly default: unknown
}

interface Signature extends Callee {
  readonly name: string
  readonly parameters: readonly Parameter[]
}

function defaultOf(text: string | undefined): unknown {
  if (text === undefined || text === 'None') return text === undefined ? undefined : null
  if (text === 'True' || text === 'False') return text === 'True'
  return text.startsWith("'") ? text.slice(1, -1) : Number(text)
}

/** Reads `clip_grad_value_(parameters: iterable, clip_value: float)`; `self` is counted and not bound. */
function parse(text: string): Signature {
  const match = /^([\w.]+)\((.*)\)$/.exec(text)
  if (match === null) throw new Error(`internal: cannot read signature '${text}'`)
  const [, path, list] = match
  let isPositional = true
  let countsSelf = false
  const parameters: Parameter[] = []
  for (const part of list.split(', ').filter(Boolean)) {
    if (part === '*') isPositional = false
    else if (part === 'self') countsSelf = true
    else {
      const found = /^(\*?)(\w+)(?:: ([\w.?]+))?(?: = (.+))?$/.exec(part)
      if (found === null) throw new Error(`internal: cannot read parameter '${part}'`)
      const [, star, name, kind = null, standard] = found
      const isRest = star !== ''
      const isRequired = standard === undefined && !isRest
      const takesDict = kind?.startsWith('dict') ?? false
      parameters.push({
        name,
        kind,
        isRequired,
        isPositional,
        takesDict,
        isRest,
        default: defaultOf(standard),
      })
    }
  }
  return { name: path.slice(path.lastIndexOf('.') + 1), call: `${path}()`, countsSelf, parameters }
}

const isReal = (value: unknown): boolean =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  typeof value === 'boolean' ||
  value instanceof Float ||
  value instanceof NumpyInt

/** A number that JavaScript computes with; a float stays the float that it is. */
const reckoned = (value: unknown): unknown =>
  isReal(value) && !(value instanceof Float) ? Number(value) : value

/**
 * What each kind makes of a value. Beside these, `.size` is what must have an attribute of that name, as tensors do, and
 * `kind?` may be None.
 */
const kinds: Record<string, (value: unknown, parameter: string, name: string) => unknown> = {
  /** Is gone through. */
  iterable: iterated,
  /** Is called. */
  callable: (value) => {
    if (typeof value !== 'function') throw new TypeError(`'${typeName(value)}' object is not callable`)
    return value
  },
  /** Goes through Python's `float()`. */
  float: (value) => {
    if (value instanceof Tensor && value.count === 1) return Number(value.item())
    if (isReal(value)) return Number(value)
    if (typeof value !== 'string')
      throw new TypeError(`float() argument must be a string or a real number, not '${typeName(value)}'`)
    const number = value.trim() === '' ? Number.NaN : Number(value)
    if (Number.isNaN(number)) throw new ValueError(`could not convert string to float: '${value}'`)
    return number
  },
  /** Is compared with floats. */
  ordered: (value) => {
    if (!isReal(value) && !(value instanceof Tensor))
      throw new TypeError(`'>' not supported between instances of '${typeName(value)}' and 'float'`)
    return value
  },
  /** Is asked whether it is below zero. */
  signed: (value) => {
    if (!isReal(value) && !(value instanceof Tensor))
      throw new TypeError(`'<' not supported between instances of '${typeName(value)}' and 'int'`)
    return reckoned(value)
  },
  /** Says how often. */
  int: (value) => {
    const number =
      value instanceof Tensor && value.count === 1 && !value.dtype.is_floating_point ? value.item() : value
    // A number of JavaScript's that large was no int.
    const isFloat = typeof number === 'number' && !Number.isSafeInteger(number)
    if (isFloat || !isReal(number) || number instanceof Float)
      throw new TypeError(
        `'${isFloat ? 'float' : typeName(value)}' object cannot be interpreted as an integer`,
      )
    return Number(number)
  },
  /** Is what an int is divided by, for the rest and for the whole part: any number of Python's but zero. */
  '%': (value) => divisor('%', value, ['float modulo', 'integer modulo by zero']),
  '//': (value) =>
    divisor('//', value, ['float floor division by zero', 'integer division or modulo by zero']),
  /** Is compared with zero. */
  count: (value) => {
    if (!isReal(value))
      throw new TypeError(`'>=' not supported between instances of '${typeName(value)}' and 'int'`)
    return Number(value)
  },
  /** Is summed up. */
  addend: (value) => {
    if (!isReal(value) && !(value instanceof Tensor))
      throw new TypeError(`unsupported operand type(s) for +: 'int' and '${typeName(value)}'`)
    return value
  },
  /** Goes into C as a number. */
  real: (value) => {
    if (!isReal(value) && !(value instanceof Tensor))
      throw new TypeError(`must be real number, not ${typeName(value)}`)
    return reckoned(value)
  },
  /** Is looked into by number. */
  sequence: (value) => {
    if (!Array.isArray(value)) throw new TypeError(`'${typeName(value)}' object is not subscriptable`)
    if (value.length === 0) throw new IndexError('list index out of range')
    return value
  },
  /** Is handed on as a float argument. */
  number: (value, parameter, name) => {
    if (!isReal(value) || typeof value === 'boolean')
      throw new TypeError(`${name}(): argument '${parameter}' must be float, not ${typeName(value)}`)
    return Number(value)
  },
  str: (value, parameter, name) => {
    if (typeof value !== 'string')
      throw new TypeError(`${name}(): argument '${parameter}' must be str, not ${typeName(value)}`)
    return value
  },
  /** Is a dict, which in Python is a Map. */
  dict: (value) =>
    value instanceof Map && [...value.keys()].every((key) => typeof key === 'string')
      ? Object.fromEntries(value as Map<string, unknown>)
      : value,
  /** Is a dict, of which more is asked than its entries. */
  dict_itself: (value) => value,
}

function used(kind: string, value: unknown, parameter: string, name: string): unknown {
  const plain = kind.replace('?', '')
  if (plain !== kind && value === null) return value
  if (!plain.startsWith('.')) return kinds[plain](value, parameter, name)
  const attribute = plain.slice(1)
  // A key of a dict is no attribute.
  const isKey = isKeywords(value) && typeof value[attribute] !== 'function'
  const has =
    value instanceof Tensor ||
    (((typeof value === 'object' && value !== null) || typeof value === 'function') &&
      attribute in value &&
      !isKey)
  if (!has) throw new AttributeError(`'${typeName(value)}' object has no attribute '${attribute}'`)
  return value
}

/** What an int is divided by, as a number; `faults` say that a float is zero, or an int. */
function divisor(operator: string, value: unknown, faults: readonly [float: string, int: string]): number {
  if (!isReal(value))
    throw new TypeError(`unsupported operand type(s) for ${operator}: 'int' and '${typeName(value)}'`)
  const number = Number(value)
  if (number === 0) throw new ZeroDivisionError(faults[value instanceof Float ? 0 : 1])
  return number
}

/** A value of a constructor that binds its arguments itself, as what it is used as. */
export const usedAs = (kind: string, value: unknown): unknown => used(kind, value, '', '')

/** Gives for the arguments of a call one value for each parameter; the signature is read at the first one. */
export function pythonBinder(text: string): (args: readonly unknown[]) => unknown[] {
  let signature: Signature | undefined
  return (args) => {
    const { name, parameters, ...callee } = (signature ??= parse(text))
    const use = ({ kind, name: parameter }: Parameter, value: unknown): unknown =>
      kind === null ? value : used(kind, value, parameter, name)
    if (parameters[0]?.isRest) return args.map((value) => use(parameters[0], value))
    const given = placed({ ...callee, parameters }, args)
    return parameters.map((parameter) =>
      parameter.name in given ? use(parameter, given[parameter.name]) : parameter.default,
    )
  }
}

/**
 * A function that is called with one value for each parameter of its signature, defaults filled in.
 *
 * @example
 * export const is_tensor = pythonic('is_tensor(obj)', (obj: unknown) => obj instanceof Tensor)
 */
export function pythonic<R extends AnyFunction, F extends AnyFunction = R>(signature: string, run: R): F {
  const values = pythonBinder(signature)
  const name = signature.slice(0, signature.indexOf('('))
  const result = {
    [name](...args: unknown[]): unknown {
      return run(...(values(args) as never[]))
    },
  }[name]
  standsBefore(result, run)
  signatures.set(run, signature)
  return result as unknown as F
}

/** Puts the check in front of methods: `register_buffer(self, name, tensor, persistent = True)`. */
export function pythonicMethods(prototype: object, className: string, texts: readonly string[]): void {
  const methods = prototype as Record<string, AnyFunction>
  for (const signature of texts) {
    const values = pythonBinder(`${className}.${signature}`)
    const name = signature.slice(0, signature.indexOf('('))
    const run = methods[name]
    const value = {
      [name](this: unknown, ...args: unknown[]): unknown {
        return run.apply(this, values(args) as never[])
      },
    }[name]
    standsBefore(value, run)
    signatures.set(run, signature)
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true })
  }
}
