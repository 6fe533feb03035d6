// Python's built-in functions, and the names of its built-in classes and constants.
import { AttributeError, OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { Complex } from '../../base/scalar.js'
import { hypot } from '../../kernels/accurate-power.js'
import { Tuple } from '../../base/tuple.js'
import { whileUnasked } from '../../base/unasked.js'
import { roundHalfEven } from '../../kernels/math.js'
import { isNumpyNumber } from '../../base/numpy-number.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { onNumpyNumber, onNumpyNumbers } from './numpy-arithmetic.js'
import { addressOf, reprSymbol } from '../../text/repr.js'
import { fixed } from '../../text/number-text.js'
import { isLeftOut, isRefusal } from '../../ops/left-out.js'
import { Tensor } from '../../torch.js'
import { checkName, delattr, lookup } from './attributes.js'
import { namesOf } from './missing-attributes.js'
import { PyBytes } from './containers.js'
import { aiter, anext } from './coroutines.js'
import { core, listOf, gathered } from './core.js'
import { exception } from './exceptions.js'
import { builtin } from './functions.js'
import { openFile } from './files.js'
import { hash } from './hash.js'
import { importModule, loaders } from './imports.js'
import { next, pythonIter } from './iteration.js'
import { divideWithRest, floating, kindOf, Kind, order, truncated, whole } from './numbers.js'
import * as operators from './operators.js'
import { bound } from './conversions.js'
import { indexOf } from './subscripts.js'
import { asciiOf, format } from './text.js'
import { sortList } from './sorting.js'
import * as exceptionTypes from './exception-types.js'
import * as types from './types.js'
import { nameOfType, NotImplemented } from './types.js'
import { extreme, iteratorClasses, sum } from './iterator-classes.js'
import { isinstance, issubclass } from './isinstance.js'
import { len } from './length.js'
import { memoryview } from './memory-view.js'
import { input, print } from './printing.js'

type Any = any

/** `abs`, and what else is asked of one number or of the object itself. */
function abs(value: Any): Any {
  if (isNumpyNumber(value)) return onNumpyNumber('__abs__', value)
  const kind = kindOf(value)
  if (kind === Kind.int) return order(value, 0) < 0 ? operators.neg(value) : operators.pos(value)
  if (kind === Kind.float) return floating(Math.abs(Number(value)))
  if (value instanceof Complex) return floating(hypot([value.re, value.im]))
  const method = core.special(value, '__abs__')
  if (method) return method(value)
  if (value instanceof Tensor) return value.abs()
  if (isNumpyArray(value)) return (value as Any).absolute()
  throw new TypeError(`bad operand type for abs(): '${nameOfType(value)}'`)
}

function round(value: Any, digits: Any): Any {
  const hasDigits = digits !== undefined && digits !== null
  const kind = isNumpyNumber(value) ? Kind.none : kindOf(value)
  if (kind === Kind.int || kind === Kind.float) {
    const count = hasDigits ? indexOf(digits) : 0
    if (count === undefined)
      throw new TypeError(`'${nameOfType(digits)}' object cannot be interpreted as an integer`)
    return kind === Kind.int ? roundInt(value, count) : roundFloat(Number(value), hasDigits ? count : null)
  }
  const method = core.special(value, '__round__')
  if (method) return hasDigits ? method(value, digits) : method(value)
  if (value instanceof Tensor && hasDigits === false)
    throw new TypeError("type Tensor doesn't define __round__ method")
  throw new TypeError(`type ${nameOfType(value)} doesn't define __round__ method`)
}

function roundInt(value: Any, digits: number): Any {
  if (digits >= 0) return typeof value === 'boolean' ? Number(value) : value
  const unit = 10n ** BigInt(-digits)
  const exact = BigInt(value)
  let quotient = exact / unit
  let rest = exact % unit
  if (rest < 0n) {
    rest += unit
    quotient -= 1n
  }
  const twice = rest * 2n
  if (twice > unit || (twice === unit && quotient % 2n !== 0n)) quotient += 1n
  return whole(quotient * unit)
}

function roundFloat(value: number, digits: number | null): Any {
  if (digits === null) return truncated(Number.isFinite(value) ? roundHalfEven(value) : value)
  if (!Number.isFinite(value) || digits > 323) return floating(value)
  if (digits >= 0) return floating(Number(fixed(value, digits)))
  const unit = 10 ** -digits
  return floating(roundHalfEven(value / unit) * unit)
}

function divmod(a: Any, b: Any): Any {
  if (isNumpyArray(a) || isNumpyArray(b))
    return Tuple.of<unknown>(operators.floordiv(a, b), operators.mod(a, b))
  if (isNumpyNumber(a) || isNumpyNumber(b)) {
    const quotient: Any = onNumpyNumbers('floordiv', a, b, 'scalar divmod')
    if (quotient !== undefined) return Tuple.of<unknown>(quotient, onNumpyNumbers('mod', a, b, null))
  }
  const parts = kindOf(a) !== Kind.none && kindOf(b) !== Kind.none ? divideWithRest(a, b) : undefined
  if (parts !== undefined) return Tuple.from<unknown>(parts)
  for (const [self, name, other] of [
    [a, '__divmod__', b],
    [b, '__rdivmod__', a],
  ] as const) {
    const method = core.special(self, name)
    const result: Any = method ? method(self, other) : NotImplemented
    if (result !== NotImplemented) return result
  }
  throw new TypeError(`unsupported operand type(s) for divmod(): '${nameOfType(a)}' and '${nameOfType(b)}'`)
}

// ---- characters ----

function ord(value: Any): number {
  if (value instanceof PyBytes) {
    if (value.length === 1) return value.data[0]
    throw new TypeError(`ord() expected a character, but string of length ${value.length} found`)
  }
  if (typeof value !== 'string')
    throw new TypeError(`ord() expected string of length 1, but ${nameOfType(value)} found`)
  const characters = Array.from(value)
  if (characters.length !== 1)
    throw new TypeError(`ord() expected a character, but string of length ${characters.length} found`)
  return value.codePointAt(0)!
}

function chr(value: Any): string {
  const code = bound(value)
  if (code < -(2 ** 31) || code >= 2 ** 31)
    throw new OverflowError('Python int too large to convert to C int')
  if (code < 0 || code > 0x10ffff) throw new ValueError('chr() arg not in range(0x110000)')
  return String.fromCodePoint(code)
}

const inBase =
  (radix: number, prefix: string) =>
  (value: Any): string => {
    const index = kindOf(value) === Kind.int ? value : indexOf(value)
    if (index === undefined)
      throw new TypeError(`'${nameOfType(value)}' object cannot be interpreted as an integer`)
    const exact = BigInt(index)
    return exact < 0n ? `-${prefix}${(-exact).toString(radix)}` : prefix + exact.toString(radix)
  }

// ---- objects ----

/** An attribute that may well not be there. */
const asked = (value: Any, name: string): Any => whileUnasked(refusals, () => core.getattr(value, name))
const refusals = [AttributeError]

function getattr(value: Any, name: Any, otherwise: Any): Any {
  if (otherwise === undefined) return core.getattr(value, name as string)
  try {
    return asked(value, name as string)
  } catch (error) {
    if (error instanceof AttributeError || isRefusal(error)) return otherwise
    throw error
  }
}

/** What the library leaves out is not there, to a program that asks first: it has another way then. */
function hasattr(value: Any, name: Any): boolean {
  checkName(name)
  try {
    return !isLeftOut(asked(value, name as string))
  } catch (error) {
    if (isRefusal(error)) return false
    if (error instanceof AttributeError) return types.isClass(value) && isProperty(value, name as string)
    throw error
  }
}

/** Whether objects of a class of the library have an attribute that is computed: `Tensor.shape`. */
function isProperty(cls: Any, name: string): boolean {
  for (
    let owner: object | null = cls.prototype;
    owner !== null;
    owner = Object.getPrototypeOf(owner) as object | null
  )
    if (Object.getOwnPropertyDescriptor(owner, name)?.get !== undefined) return true
  return false
}

function vars(value: Any): Any {
  const fields = lookup(value, '__dict__')
  if (fields === undefined) throw new TypeError('vars() argument must have __dict__ attribute')
  return fields
}

function dir(value: Any): string[] {
  const method = core.special(value, '__dir__')
  return (method ? listOf(method(value)) : namesOf(value)).sort()
}

/** Texts and numbers of one value are one object; objects have a place of their own. */
const plainIds = new Map<unknown, number>()
function id(value: Any): number {
  if (value !== null && (typeof value === 'object' || typeof value === 'function'))
    return Number(addressOf(value as object))
  let known = plainIds.get(value)
  if (known === undefined) plainIds.set(value, (known = 0x7f0000000000 + plainIds.size * 32))
  return known
}

export const isCallable = (value: Any): boolean =>
  typeof value === 'function' ||
  (value !== null && typeof value === 'object' && core.special(value, '__call__') !== undefined)

function importByName(name: Any, ...rest: Any[]): Any {
  const from: Any = rest[2]
  if (typeof name !== 'string') throw new TypeError('module name must be a string')
  const path = name
  const module = importModule(path)
  return path.includes('.') && (from === undefined || listOf(from).length === 0)
    ? importModule(path.replace(/\..*/, ''))
    : module
}

// ---- the names ----

const functions: Record<string, (...args: Any[]) => Any> = {
  'abs(x, /)': abs,
  'all(iterable, /)': (items) => {
    for (const item of core.iter(items)) if (!core.truth(item)) return false
    return true
  },
  'any(iterable, /)': (items) => {
    for (const item of core.iter(items)) if (core.truth(item)) return true
    return false
  },
  'ascii(obj, /)': asciiOf,
  'bin(number, /)': inBase(2, '0b'),
  'callable(obj, /)': isCallable,
  'chr(i, /)': chr,
  'compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1)': (text, filename, mode) =>
    core.compile(text, core.str(filename), mode as string),
  'delattr(obj, name, /)': (value, name) => {
    delattr(value, name)
    return null
  },
  'dir(*args)': (args: Any[]) => {
    if (args.length !== 1) throw new TypeError(`dir expected at most 1 argument, got ${args.length}`)
    return dir(args[0])
  },
  'divmod(x, y, /)': divmod,
  'eval(source, globals=None, locals=None, /)': (code, globals, locals) =>
    core.evaluate('eval', code, null, globals ?? null, locals ?? null),
  'exec(source, globals=None, locals=None, /)': (code, globals, locals) =>
    core.evaluate('exec', code, null, globals ?? null, locals ?? null),
  'format(value, format_spec="", /)': format,
  'getattr(object, name, default=None, /)': getattr,
  'hasattr(obj, name, /)': hasattr,
  'hash(obj, /)': hash,
  'help(*request)': (request: Any[]) =>
    core.call(core.getattr(core.importModule('pydoc'), 'help'), request, null),
  'hex(number, /)': inBase(16, '0x'),
  'id(obj, /)': id,
  'input(prompt="", /)': input,
  'isinstance(obj, class_or_tuple, /)': isinstance,
  'issubclass(cls, class_or_tuple, /)': issubclass,
  'iter(iterable, sentinel=None, /)': pythonIter,
  'aiter(async_iterable, /)': aiter,
  'anext(aiterator, default=None, /)': anext,
  'len(obj, /)': len,
  'max(*args, key=None, default=None)': extreme('max'),
  'min(*args, key=None, default=None)': extreme('min'),
  'next(iterator, default=None, /)': next,
  'oct(number, /)': inBase(8, '0o'),
  'open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None)': openFile,
  'ord(c, /)': ord,
  'pow(base, exp, mod=None)': (base, exponent, modulus = null) => operators.pow(base, exponent, modulus),
  'print(*args, sep=" ", end="\\n", file=None, flush=False)': print,
  'repr(obj, /)': (value) => core.repr(value),
  'round(number, ndigits=None)': round,
  'setattr(obj, name, value, /)': (value, name, item) => {
    core.setattr(value, name as string, item)
    return null
  },
  'sorted(*args, key=None, reverse=False, **others)': (args: Any[], key, reverse, others) => {
    if (args.length !== 1) throw new TypeError(`sorted expected 1 argument, got ${args.length}`)
    const list = gathered(args[0])
    // CPython hands the names on to the method of the list that it has made by then.
    for (const name of Object.keys(others as object))
      throw new TypeError(`'${name}' is an invalid keyword argument for sort()`)
    return sortList(list, key, reverse)
  },
  'sum(iterable, /, start=0)': sum,
  'vars(object, /)': vars,
  '__import__(name, globals=None, locals=None, fromlist=(), level=0)': importByName,
}

export const builtins = new Map<string, Any>()
for (const [text, run] of Object.entries(functions)) {
  const [, name, signature] = /^(\w+)\((.*)\)$/s.exec(text)!
  builtins.set(name, builtin(name, signature.replace(/"[^"]*"/g, '0'), run))
}

for (const [name, cls] of iteratorClasses) builtins.set(name, cls)
builtins.set('memoryview', memoryview)

for (const name of 'object type int bool float complex str list tuple dict set frozenset range slice bytes bytearray property staticmethod classmethod'.split(
  ' ',
))
  builtins.set(name, (types as Record<string, Any>)[name])
builtins.set('super', types.superClass)
for (const [name, cls] of types.exceptionClasses) builtins.set(name, cls)
for (const name of ['exit', 'quit']) {
  const leave = builtin(name, 'code=None', (code: Any = null) => {
    throw exception(exceptionTypes.SystemExit, code)
  })
  Object.defineProperty(leave, reprSymbol, { value: () => `Use ${name}() or Ctrl-D (i.e. EOF) to exit` })
  builtins.set(name, leave)
}
builtins.set('NotImplemented', NotImplemented)
builtins.set('Ellipsis', types.Ellipsis)
builtins.set('None', null)
builtins.set('True', true)
builtins.set('False', false)
builtins.set('__debug__', true)

loaders.set('builtins', () => Object.fromEntries(builtins))
