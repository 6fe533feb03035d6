// Python's built-in functions, and the names of its built-in classes and constants.
import { readSync } from 'node:fs'
import { AttributeError, NotImplementedError, TypeError, ValueError } from '../../base/errors.js'
import { Complex } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { roundHalfEven } from '../../kernels/math.js'
import { visible } from '../../base/visible.js'
import { isModule } from '../../dialect/runtime/instances.js'
import { isNumpyNumber } from '../../base/numpy-number.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { onNumpyNumber, onNumpyNumbers } from './numpy-arithmetic.js'
import { addressOf, reprSymbol } from '../../text/repr.js'
import { fixed } from '../../text/number-text.js'
import { Tensor } from '../../torch.js'
import { checkName, delattr, lookup } from './attributes.js'
import { namesOf } from './missing-attributes.js'
import { iteratorClass, PyBytes, PyIterator, PyRange } from './containers.js'
import { aiter, anext } from './coroutines.js'
import { core, listOf } from './core.js'
import { isDict, sizeOf, keysOf } from './dicts.js'
import { exception } from './exceptions.js'
import { builtin, call, methods } from './functions.js'
import { openFile } from './files.js'
import { hash } from './hash.js'
import { importModule, loaders } from './imports.js'
import { next, pythonIter } from './iteration.js'
import { divideWithRest, floating, kindOf, Kind, order, truncated, whole } from './numbers.js'
import * as comparison from './comparison.js'
import * as operators from './operators.js'
import { bound } from './conversions.js'
import { indexOf } from './subscripts.js'
import { asciiOf, format } from './text.js'
import { sortList } from './sorting.js'
import * as types from './types.js'
import {
  canonicalClass,
  classOf,
  find,
  infoOf,
  isClass,
  isSubclass,
  nameOfType,
  NotImplemented,
  typeOf,
} from './types.js'

type Any = any

export function len(value: Any): Any {
  if (typeof value === 'string') {
    // Python counts characters, JavaScript halves of those beyond 16 bits.
    let count = value.length
    for (let i = 0; i < value.length - 1; i++) {
      const code = value.charCodeAt(i)
      if (code >= 0xd800 && code < 0xdc00) {
        const next = value.charCodeAt(i + 1)
        if (next >= 0xdc00 && next < 0xe000) count--
      }
    }
    return count
  }
  if (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    value[classOf] !== undefined &&
    infoOf(value[classOf]).isPython
  ) {
    const method = core.special(value, '__len__')
    if (method) {
      const result: Any = method(value)
      const length = indexOf(result)
      if (length === undefined)
        throw new TypeError(`'${nameOfType(result)}' object cannot be interpreted as an integer`)
      if (length < 0) throw new ValueError('__len__() should return >= 0')
      return length
    }
  }
  if (Array.isArray(value)) return value.length
  if (value instanceof Tensor) {
    if (value.dim() === 0) throw new TypeError('len() of a 0-d tensor')
    return value.size(0)
  }
  if (isDict(value)) return sizeOf(value)
  if (value instanceof Set) return value.size
  if (isNumpyArray(value)) {
    if ((value as Any).shape.length === 0) throw new TypeError('len() of unsized object')
    return (value as Any).shape[0]
  }
  const method = value === null || value === undefined ? undefined : core.special(value, '__len__')
  if (method) return method(value)
  if (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    !(value instanceof Function)
  ) {
    if (typeof value.__len__ === 'function') return value.__len__()
    if (typeof value.length === 'number') return value.length
  }
  throw new TypeError(`object of type '${nameOfType(value)}' has no len()`)
}

/** `abs`, and what else is asked of one number or of the object itself. */
function abs(value: Any): Any {
  if (isNumpyNumber(value)) return onNumpyNumber('__abs__', value)
  const kind = kindOf(value)
  if (kind === Kind.int) return order(value, 0) < 0 ? operators.neg(value) : operators.pos(value)
  if (kind === Kind.float) return floating(Math.abs(Number(value)))
  if (value instanceof Complex) return floating(Math.hypot(value.re, value.im))
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
  if (isNumpyNumber(a) || isNumpyNumber(b)) {
    const quotient: Any = onNumpyNumbers('floordiv', a, b, 'scalar divmod')
    if (quotient !== undefined) return Tuple.of<unknown>(quotient, onNumpyNumbers('mod', a, b, null))
  }
  const parts = kindOf(a) !== Kind.none && kindOf(b) !== Kind.none ? divideWithRest(a, b) : undefined
  if (parts !== undefined) return Tuple.of<unknown>(...parts)
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

// ---- text ----

/** Where `print` and its like write: standard output, if nobody else is named. */
export const output = {
  write(text: string): void {
    process.stdout.write(text)
  },
}

function print(values: Any[], sep: Any, end: Any, file: Any, flush: Any): null {
  const shown = values.map((value) => (typeof value === 'string' ? value : visible(core.str(value))))
  for (const [name, part] of [
    ['sep', sep],
    ['end', end],
  ] as const)
    if (part !== undefined && part !== null && typeof part !== 'string')
      throw new TypeError(`${name} must be None or a string, not ${nameOfType(part)}`)
  const text = shown.join(sep ?? ' ') + (end ?? '\n')
  if (file === undefined || file === null) {
    const { stdout } = standard
    if (stdout === null) output.write(text)
    else call(core.getattr(stdout, 'write'), [text], null)
  } else {
    call(core.getattr(file, 'write'), [text], null)
    if (flush !== undefined && core.truth(flush)) call(core.getattr(file, 'flush'), [], null)
  }
  return null
}

/** What `sys.stdout` was set to; null for what it is at first. */
export const standard: { stdout: Any; stdin: Any } = { stdout: null, stdin: null }

function input(prompt: Any): string {
  if (prompt !== undefined) output.write(core.str(prompt))
  const bytes: number[] = []
  const one = new Uint8Array(1)
  for (;;) {
    let count = 0
    try {
      count = readSync(0, one, 0, 1, null)
    } catch (error) {
      if ((error as { code?: string }).code === 'EAGAIN') continue
      if ((error as { code?: string }).code !== 'EOF') throw error
    }
    if (count === 0 && bytes.length === 0) throw exception(types.EOFError, 'EOF when reading a line')
    if (count === 0 || one[0] === 10) break
    bytes.push(one[0])
  }
  return Buffer.from(bytes).toString('utf8').replace(/\r$/, '')
}

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

// ---- going through ----

const iterator = (name: string, items: Iterator<Any>): PyIterator =>
  new PyIterator(iteratorClass(name), items)

function* enumerated(items: Iterable<Any>, start: Any): Generator<Any> {
  let i = start
  for (const item of items) {
    yield Tuple.of<unknown>(i, item)
    i = operators.add(i, 1)
  }
}

function* zipped(iterators: Iterator<Any>[], isStrict: boolean): Generator<Any> {
  if (iterators.length === 0) return
  for (;;) {
    const items: Any[] = []
    for (const [i, one] of iterators.entries()) {
      const { done, value } = one.next()
      if (!done) {
        items.push(value)
        continue
      }
      if (!isStrict) return
      const before = (count: number): string => (count === 1 ? 'argument 1' : `arguments 1-${count}`)
      if (i > 0) throw new ValueError(`zip() argument ${i + 1} is shorter than ${before(i)}`)
      for (let j = 1; j < iterators.length; j++)
        if (!iterators[j].next().done)
          throw new ValueError(`zip() argument ${j + 1} is longer than ${before(j)}`)
      return
    }
    yield Tuple.of<unknown>(...items)
  }
}

function* mapped(f: Any, iterators: Iterator<Any>[]): Generator<Any> {
  for (;;) {
    const args: Any[] = []
    for (const one of iterators) {
      const { done, value } = one.next()
      if (done) return
      args.push(value)
    }
    yield call(f, args, null)
  }
}

function* filtered(f: Any, items: Iterable<Any>): Generator<Any> {
  for (const item of items) if (core.truth(f === null ? item : call(f, [item], null))) yield item
}

/** `nn.Sequential`, `nn.ModuleList` and their like. */
const isContainerOfModules = (value: Any): boolean => isModule(value) && typeof value.index === 'function'

function reversed(value: Any): Any {
  const method = value === null || value === undefined ? undefined : core.special(value, '__reversed__')
  if (method) return method(value)
  if (value instanceof Tensor) return value.dim() === 0 ? value : (value as Any).flip([0])
  if (
    Array.isArray(value) ||
    typeof value === 'string' ||
    value instanceof PyRange ||
    value instanceof PyBytes
  ) {
    const items = [...core.iter(value)].reverse()
    const list = typeOf(value) === types.list
    return iterator(
      list ? 'list_reverseiterator' : value instanceof PyRange ? 'range_iterator' : 'reversed',
      items[Symbol.iterator](),
    )
  }
  if (isDict(value))
    return iterator('dict_reversekeyiterator', [...keysOf(value)].reverse()[Symbol.iterator]())
  const names = nameOfType(value)
  if (names.startsWith('dict_'))
    return iterator(`${names.replace(/s$/, '')}iterator`, [...core.iter(value)].reverse()[Symbol.iterator]())
  if (value instanceof Tensor) return iterator('reversed', core.iter(value.flip(0)) as Iterator<Any>)
  if (isContainerOfModules(value) || (core.special(value, '__len__') && core.special(value, '__getitem__'))) {
    const items = function* (): Generator<Any> {
      for (let i = Number(len(value)) - 1; i >= 0; i--) yield core.getitem(value, i)
    }
    return iterator('reversed', items())
  }
  throw new TypeError(`'${nameOfType(value)}' object is not reversible`)
}

function sum(items: Any, start: Any = 0): Any {
  if (typeof start === 'string') throw new TypeError("sum() can't sum strings [use ''.join(seq) instead]")
  if (start instanceof PyBytes)
    throw new TypeError(`sum() can't sum ${nameOfType(start)} [use b''.join(seq) instead]`)
  let total = start
  for (const item of core.iter(items)) total = operators.add(total, item)
  return total
}

function extreme(name: 'max' | 'min') {
  return (args: Any[], key: Any, otherwise: Any): Any => {
    if (args.length === 0) throw new TypeError(`${name} expected at least 1 argument, got 0`)
    if (args.length > 1 && otherwise !== undefined)
      throw new TypeError(`Cannot specify a default for ${name}() with multiple positional arguments`)
    const [only] = args
    if (args.length === 1 && only instanceof Tensor && key === undefined && only.dim() > 0)
      return (only as Any)[name]()
    let best: Any
    let bestKey: Any
    let isEmpty = true
    for (const item of args.length === 1 ? core.iter(only) : args) {
      const itemKey = key === undefined || key === null ? item : call(key, [item], null)
      if (isEmpty || comparison[name === 'max' ? 'gtTrue' : 'ltTrue'](itemKey, bestKey)) {
        best = item
        bestKey = itemKey
      }
      isEmpty = false
    }
    if (!isEmpty) return best
    if (otherwise !== undefined) return otherwise
    throw new ValueError(`${name}() arg is an empty sequence`)
  }
}

// ---- classes ----

function classTest(name: string, test: (cls: Any) => boolean, wanted: Any): boolean {
  if (wanted instanceof Tuple || (Array.isArray(wanted) && wanted.constructor === Tuple))
    return (wanted as Any[]).some((one) => classTest(name, test, one ?? types.NoneType))
  if (wanted === null) return test(types.NoneType)
  if (isClass(wanted)) return test(canonicalClass(wanted))
  const own = (wanted as Any)?.__instancecheck__
  if (typeof own === 'function') return Boolean(own.call(wanted, test))
  throw new TypeError(
    name === 'isinstance'
      ? 'isinstance() arg 2 must be a type, a tuple of types, or a union'
      : 'issubclass() arg 2 must be a class, a tuple of classes, or a union',
  )
}

/** Python's `isinstance(value, cls)`. */
export function isinstance(value: Any, wanted: Any): boolean {
  return classTest('isinstance', (cls) => holds(value, cls), wanted)
}

function holds(value: Any, cls: Any): boolean {
  const meta: Any = cls[classOf]
  if (meta !== undefined && infoOf(meta).isPython && find(meta, '__instancecheck__') !== undefined)
    return core.truth(core.special(cls, '__instancecheck__')!(cls, value))
  return isInstanceOf(value, cls)
}

/** What `type.__instancecheck__` does. */
function isInstanceOf(value: Any, cls: Any): boolean {
  const own = find(cls, '__instancecheck__')
  if (own !== undefined && typeof own === 'function' && infoOf(cls).isPython === false)
    return Boolean(own(value))
  if (isSubclass(typeOf(value), cls)) return true
  // The library's classes decide for themselves: tensors that are parameters are Parameters.
  if (infoOf(cls).isPython || infoOf(cls).module === 'builtins') return false
  return typeof cls === 'function' && cls.prototype !== undefined && value instanceof cls
}

function issubclass(cls: Any, wanted: Any): boolean {
  if (!isClass(cls)) throw new TypeError('issubclass() arg 1 must be a class')
  return classTest('issubclass', (one) => isBelow(canonicalClass(cls), one), wanted)
}

function isBelow(cls: Any, base: Any): boolean {
  const meta: Any = base[classOf]
  if (meta !== undefined && infoOf(meta).isPython && find(meta, '__subclasscheck__') !== undefined)
    return core.truth(core.special(base, '__subclasscheck__')!(base, cls))
  return isSubclass(cls, base)
}

methods(types.type, {
  '__instancecheck__(instance, /)': (cls, value) => isInstanceOf(value, cls),
  '__subclasscheck__(subclass, /)': (cls, one) => isSubclass(canonicalClass(one), cls),
})

// ---- objects ----

function getattr(value: Any, name: Any, otherwise: Any): Any {
  if (otherwise === undefined) return core.getattr(value, name as string)
  try {
    return core.getattr(value, name as string)
  } catch (error) {
    if (error instanceof AttributeError) return otherwise
    throw error
  }
}

function hasattr(value: Any, name: Any): boolean {
  checkName(name)
  try {
    core.getattr(value, name as string)
    return true
  } catch (error) {
    if (error instanceof AttributeError) return false
    throw error
  }
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

const isCallable = (value: Any): boolean =>
  typeof value === 'function' ||
  (value !== null && typeof value === 'object' && core.special(value, '__call__') !== undefined)

const refused = (name: string, instead: string) => (): never => {
  throw new NotImplementedError(`${name}() is not supported here: ${instead}`)
}

function importByName(name: Any, ...rest: Any[]): Any {
  const from: Any = rest[2]
  if (typeof name !== 'string') throw new TypeError('module name must be a string')
  const path = name
  const module = importModule(path, 0)
  return path.includes('.') && (from === undefined || listOf(from).length === 0)
    ? importModule(path.replace(/\..*/, ''), 0)
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
  'dir(object, /)': dir,
  'divmod(x, y, /)': divmod,
  'eval(source, globals=None, locals=None, /)': (code, globals, locals) =>
    core.evaluate('eval', code, null, globals ?? null, locals ?? null),
  'exec(source, globals=None, locals=None, /)': (code, globals, locals) =>
    core.evaluate('exec', code, null, globals ?? null, locals ?? null),
  'format(value, format_spec="", /)': format,
  'getattr(object, name, default=None, /)': getattr,
  'hasattr(obj, name, /)': hasattr,
  'hash(obj, /)': hash,
  'help(*args)': refused('help', 'type the name with a question mark behind it'),
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
  'sorted(*args, key=None, reverse=False)': (args: Any[], key, reverse) => {
    if (args.length !== 1) throw new TypeError(`sorted expected 1 argument, got ${args.length}`)
    return sortList([...core.iter(args[0])], key, reverse)
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

/** Classes of iterators that are called by name. */
const iterators: Record<string, [string, (...args: Any[]) => Iterator<Any>]> = {
  enumerate: [
    'iterable, start=0',
    (items, start = 0) => enumerated(core.iter(items), typeof start === 'bigint' ? start : bound(start)),
  ],
  zip: [
    '*iterables, strict=False',
    (lists: Any[], strict: Any) =>
      zipped(
        lists.map((list) => core.iter(list)),
        strict !== undefined && core.truth(strict),
      ),
  ],
  map: [
    '*args',
    ([f, ...lists]: Any[]) => {
      if (lists.length === 0) throw new TypeError('map() must have at least two arguments.')
      return mapped(
        f,
        lists.map((list) => core.iter(list)),
      )
    },
  ],
  filter: ['function, iterable, /', (f, items) => filtered(f, core.iter(items))],
}
for (const [name, [signature, make]] of Object.entries(iterators)) {
  const cls = iteratorClass(name)
  const own = builtin(name, signature, (...args) => new PyIterator(cls, make(...args)))
  infoOf(cls).construct = (_cls, args, kwargs) => call(own, args, kwargs)
  builtins.set(name, cls)
}
const reversedClass = iteratorClass('reversed')
infoOf(reversedClass).construct = (_cls, [value]) => reversed(value)
builtins.set('reversed', reversedClass)

for (const name of 'object type int bool float complex str list tuple dict set frozenset range slice bytes bytearray property staticmethod classmethod'.split(
  ' ',
))
  builtins.set(name, (types as Record<string, Any>)[name])
builtins.set('super', types.superClass)
for (const [name, cls] of types.exceptionClasses) builtins.set(name, cls)
for (const name of ['exit', 'quit']) {
  const leave = builtin(name, 'code=None', (code: Any = null) => {
    throw exception(types.SystemExit, code)
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
