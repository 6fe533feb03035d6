// Exceptions: what was thrown as Python sees it, `raise`, `except`, `with`.
import * as errors from '../../base/errors.js'
import { AttributeError, TypeError } from '../../base/errors.js'
import { asInterruption, raising, takeFull, takeSignal } from '../../base/keyboard.js'
import { stackless } from '../../base/stackless.js'
import { Tuple } from '../../base/tuple.js'
import { takeStack } from '../../base/unasked.js'
import { reprSymbol } from '../../text/repr.js'
import { core, type Keywords } from './core.js'
import { getters, methods } from './functions.js'
import * as exceptionTypes from './exception-types.js'
import * as types from './types.js'
import { classOf, infoOf, isClass, isSubclass, nameOfType, typeOf } from './types.js'

type Any = any

const put = (error: object, name: string, value: unknown): void => {
  Object.defineProperty(error, name, { value, writable: true, configurable: true })
}

/** What an exception was made of. */
export function argsOf(error: Any): Tuple {
  if (Object.hasOwn(error, 'args')) return error.args as Tuple
  const message = (error as Error).message.replace(known, '')
  return message === '' ? Tuple.of() : Tuple.of<unknown>(message)
}

export function setArgs(error: Any, args: readonly Any[]): void {
  put(error, 'args', Tuple.from(args))
  if (Object.hasOwn(error, 'message') || infoOf(typeOf(error)).isPython === false)
    put(error, 'message', textOf(error))
}

/** What `str(error)` gives. */
export function textOf(error: Any): string {
  if (!Object.hasOwn(error, 'args')) return errorMessage(error)
  const args = error.args as Tuple
  if (error.msg !== undefined && typeof error.lineno === 'number' && typeof error.filename === 'string')
    return `${core.str(error.msg)} (${error.filename.replace(/^.*\//, '')}, line ${error.lineno})`
  if (error.errno !== undefined && error.strerror !== undefined) {
    const words = `[Errno ${core.str(error.errno)}] ${core.str(error.strerror)}`
    return (error.filename ?? null) === null ? words : `${words}: ${core.repr(error.filename)}`
  }
  if (error instanceof exceptionTypes.BaseExceptionGroup && Array.isArray(args[1])) {
    const { length } = args[1]
    return `${core.str(args[0])} (${length} sub-exception${length === 1 ? '' : 's'})`
  }
  if (args.length === 0) return ''
  if (args.length > 1) return core.repr(args)
  return isSubclass(typeOf(error), errors.KeyError) ? core.repr(args[0]) : core.str(args[0])
}

/** What the library adds to its words: the names that a call takes. */
const known =
  /(?<=unexpected keyword argument '\w+'|positional arguments? but \d+ (?:was|were) given)\s*(\(known: [^()]*\))$/

/** What the library adds to an exception's words, which Python tells below them. */
export const addedTo = (error: Any): string | undefined => known.exec(messageOf(error))?.[1]

const errorMessage = (error: Any): string => messageOf(error).replace(known, '')

function messageOf(error: Any): string {
  const descriptor = Object.getOwnPropertyDescriptor(error as object, 'message')
  return descriptor ? String(descriptor.value) : ''
}

/** Makes an exception of a class with what it is made of, to be thrown. */
export const exception = (cls: Any, ...args: Any[]): Any => placed(construct(cls, args, null))

/** An exception that a call made, to be thrown from here. */
export function placed(error: Any): Any {
  takeStack(error as object, placed)
  return error
}

/** An exception that was raised nowhere yet. Where it will be, `raise` notes: to take the stack here, too, would cost as much. */
export const unraised = (root: Any, cls: Any): Any => stackless(() => Reflect.construct(root, [], cls))

function construct(cls: Any, args: readonly Any[], kwargs: Keywords): Any {
  if (kwargs !== null && Object.keys(kwargs).length > 0 && !isSubclass(cls, errors.ImportError))
    throw new TypeError(`${infoOf(cls).name}() takes no keyword arguments`)
  if (cls === exceptionTypes.OSError && args.length >= 2) {
    const known = Object.values(systemErrors).find(([, errno]) => errno === args[0])
    if (known !== undefined && known[0] !== 'OSError')
      return construct(types.exceptionClasses.get(known[0]), args, kwargs)
  }
  const root = types.rootOf(cls)
  // The words alone: what it is made of is read off them.
  if (args.length === 1 && kwargs === null && typeof args[0] === 'string' && args[0] !== '' && isPlain(cls))
    return stackless(() => Reflect.construct(root, args, cls))
  const error = unraised(root, cls) as object
  if (typeof kwargs?.name === 'string') noteName(error, kwargs.name)
  initialize(error, args)
  return error
}

const plain = new Map<object, boolean>()

/** Whether a class of the runtime has nothing but its words. */
export function isPlain(cls: Any): boolean {
  let known = plain.get(cls as object)
  if (known === undefined) {
    const isOf = (base: Any): boolean => isSubclass(cls, base)
    known =
      !infoOf(cls).isPython &&
      ![
        errors.KeyError,
        errors.StopIteration,
        errors.ImportError,
        exceptionTypes.OSError,
        exceptionTypes.SystemExit,
        exceptionTypes.UnicodeError,
        exceptionTypes.SyntaxErrorClass,
        exceptionTypes.BaseExceptionGroup,
      ].some(isOf)
    plain.set(cls as object, known)
  }
  return known
}

/** What `BaseException.__init__` does. */
export function initialize(error: Any, args: readonly Any[]): void {
  const cls = typeOf(error)
  if (isSubclass(cls, exceptionTypes.OSError) && args.length >= 2) {
    const [errno, strerror, filename = null] = args as Any[]
    for (const [name, value] of Object.entries({ errno, strerror, filename })) put(error, name, value)
  }
  if (isSubclass(cls, errors.StopIteration)) put(error, 'value', args[0] ?? null)
  if (isSubclass(cls, exceptionTypes.SystemExit))
    put(error, 'code', args.length > 1 ? Tuple.from(args) : (args[0] ?? null))
  setArgs(error, args)
}

export function exceptionRepr(error: Any): string {
  const { name } = infoOf(typeOf(error))
  const args = argsOf(error)
  return `${name}(${Array.from(args, core.repr).join(', ')})`
}

methods(types.BaseException, {
  '__init__(*args)': (error, args: Any[]) => {
    initialize(error, args)
    return null
  },
  '__str__()': textOf,
  '__repr__()': exceptionRepr,
  'with_traceback(tb, /)': (error, tb) => {
    put(error, '__traceback__', tb)
    return error
  },
  'add_note(note, /)': (error, note) => {
    if (!Object.hasOwn(error, '__notes__')) put(error, '__notes__', [])
    error.__notes__.push(note)
    return null
  },
})
export const initializing = infoOf(types.BaseException).dict.get('__init__')
getters(types.BaseException, {
  args: argsOf,
  __cause__: (error) => (Object.hasOwn(error, '__cause__') ? error.__cause__ : null),
  __context__: (error) => (Object.hasOwn(error, '__context__') ? error.__context__ : null),
  __suppress_context__: (error) => Object.hasOwn(error, '__suppress_context__') && error.__suppress_context__,
  __traceback__: (error) => (Object.hasOwn(error, '__traceback__') ? error.__traceback__ : null),
})
for (const cls of new Set(types.exceptionClasses.values())) infoOf(cls).construct = construct
for (const cls of [errors.LinAlgError, errors.UnpicklingError]) infoOf(cls).construct = construct
Object.defineProperty(types.BaseException.prototype, 'name', {
  get(this: object) {
    return this.constructor.name
  },
  configurable: true,
})

// ---- what was thrown ----

const systemErrors: Record<string, [string, number, string]> = {
  ENOENT: ['FileNotFoundError', 2, 'No such file or directory'],
  EEXIST: ['FileExistsError', 17, 'File exists'],
  EACCES: ['PermissionError', 13, 'Permission denied'],
  EPERM: ['PermissionError', 1, 'Operation not permitted'],
  EISDIR: ['IsADirectoryError', 21, 'Is a directory'],
  ENOTDIR: ['NotADirectoryError', 20, 'Not a directory'],
  ENOTEMPTY: ['OSError', 39, 'Directory not empty'],
  EBADF: ['OSError', 9, 'Bad file descriptor'],
  EBUSY: ['OSError', 16, 'Device or resource busy'],
  EDQUOT: ['OSError', 122, 'Disk quota exceeded'],
  EFBIG: ['OSError', 27, 'File too large'],
  EINVAL: ['OSError', 22, 'Invalid argument'],
  EIO: ['OSError', 5, 'Input/output error'],
  ELOOP: ['OSError', 40, 'Too many levels of symbolic links'],
  EMFILE: ['OSError', 24, 'Too many open files'],
  EMLINK: ['OSError', 31, 'Too many links'],
  ENAMETOOLONG: ['OSError', 36, 'File name too long'],
  ENFILE: ['OSError', 23, 'Too many open files in system'],
  ENODEV: ['OSError', 19, 'No such device'],
  ENOMEM: ['OSError', 12, 'Cannot allocate memory'],
  ENOSPC: ['OSError', 28, 'No space left on device'],
  ENOTSUP: ['OSError', 95, 'Operation not supported'],
  ENXIO: ['OSError', 6, 'No such device or address'],
  EROFS: ['OSError', 30, 'Read-only file system'],
  ESPIPE: ['OSError', 29, 'Illegal seek'],
  ETXTBSY: ['OSError', 26, 'Text file busy'],
  EXDEV: ['OSError', 18, 'Invalid cross-device link'],
  EPIPE: ['BrokenPipeError', 32, 'Broken pipe'],
  EAGAIN: ['BlockingIOError', 11, 'Resource temporarily unavailable'],
}

/** What the system says of an error by its number; undefined for what it does not know. */
export const systemWords = (errno: number): string | undefined =>
  Object.values(systemErrors).find(([, number]) => number === errno)?.[2]

/** An error of the system in Python's class and words. */
export function systemError(error: Any): Any {
  const known = systemErrors[error.code as string]
  if (known === undefined) return error
  const [name, errno, words] = known
  return like(error, exception(types.exceptionClasses.get(name), errno, words, error.path ?? null))
}

/** An exception where the other was. */
function like(error: Error, made: Any): Any {
  const { stack = '' } = error
  const frames = stack.indexOf('\n    at ')
  put(made, 'stack', `${made.name}: ${made.message}${frames < 0 ? '' : stack.slice(frames)}`)
  put(made, 'thrown', error)
  return made
}

/** Exceptions that were raised: where that was is remembered, however often they are raised again. */
export const wereRaised = new WeakSet<object>()

const converted = new WeakMap<object, Any>()

/** The exception that was thrown, as Python knows it. */
export function caught(thrown: Any): Any {
  if (!(thrown instanceof Error)) {
    if (thrown !== null && typeof thrown === 'object' && thrown[classOf] !== undefined) return thrown
    return new errors.RuntimeError(String(thrown))
  }
  if (thrown instanceof errors.TorchError && !Object.hasOwn(thrown, 'code')) return thrown
  const known = converted.get(thrown)
  if (known) return known
  const made = asPythons(thrown)
  if (made !== thrown) converted.set(thrown, made)
  return made
}

/** What V8 says where something would be larger than it takes. */
const fullMemory =
  /^(Maximum BigInt size|Invalid (array|string|typed array) length|Array buffer allocation failed|(Map|Set) maximum size)/

function asPythons(thrown: Any): Any {
  const { constructor, message } = thrown as Error
  if (constructor === RangeError && message.startsWith('Maximum call stack'))
    return like(thrown, exception(exceptionTypes.RecursionError, 'maximum recursion depth exceeded'))
  if (constructor === RangeError && fullMemory.test(message))
    return like(thrown, exception(errors.MemoryError))
  if (constructor === ReferenceError) {
    // A name that JavaScript keeps for itself has a dollar behind it.
    const [, name] = /^(?:Cannot access ')?([\w$]+?)\$?(?:' before| is not defined)/.exec(message) ?? []
    if (name !== undefined)
      return noteName(
        like(thrown, exception(exceptionTypes.NameError, `name '${name}' is not defined`)),
        name,
      )
  }
  if (thrown.code in systemErrors) return systemError(thrown)
  return thrown
}

/** `raise value from cause`, while `handled` is dealt with: the exception to throw. */
export function raised(value: Any, cause?: Any, handled: Any = null): Any {
  let error = value
  if (isClass(value)) {
    if (!isSubclass(value, types.BaseException) && !(value.prototype instanceof Error)) throw noException()
    error = core.call(value, [], null)
  }
  if (!(error instanceof Error)) throw noException()
  if (cause !== undefined) {
    const made = isClass(cause) ? core.call(cause, [], null) : cause
    if (made !== null && !(made instanceof Error))
      throw new TypeError('exception causes must derive from BaseException')
    put(error, '__cause__', made)
    put(error, '__suppress_context__', true)
  }
  return during(error, handled)
}
const noException = (): TypeError => new TypeError('exceptions must derive from BaseException')

/** `raise` by itself where nothing is dealt with. */
export const reraise = (): Any => new errors.RuntimeError('No active exception to reraise')

/** What was thrown while another exception was dealt with. */
export function during(thrown: Any, handled: Any): Any {
  if (handled === null || handled === undefined) return thrown
  const error = caught(thrown)
  if (error !== handled && !Object.hasOwn(error, '__context__')) {
    // No circles.
    for (let one = handled; one !== null && one !== undefined; one = one.__context__)
      if (one === error) return error
    put(error, '__context__', handled)
  }
  return error
}

/** Whether an exception is one of a class, or of one of several. */
export function matches(error: Any, wanted: Any): boolean {
  if (error.constructor === wanted && error instanceof Error) return true
  if (wanted instanceof Tuple) return wanted.some((one) => matches(error, one))
  if (!isClass(wanted) || !(isSubclass(wanted, types.BaseException) || wanted.prototype instanceof Error))
    throw new TypeError('catching classes that do not inherit from BaseException is not allowed')
  return isSubclass(typeOf(error), wanted) || error instanceof wanted
}

/** Raises what Ctrl-C asks for, or a full heap. */
export function interrupted(): void {
  if (!takeSignal()) return
  if (takeFull()) throw exception(errors.MemoryError)
  throw asInterruption(exception(exceptionTypes.KeyboardInterrupt))
}
raising.interrupted = interrupted

/** What a failed `assert` raises. */
export function failed(...message: Any[]): Any {
  return exception(errors.AssertionError, ...message)
}

// ---- with ----

/** Whether a value has what `with` asks of it in JavaScript, as the library's modes do. */
const disposal: Any = (Symbol as Any).dispose

export function enter(manager: Any): Any {
  const exit = core.special(manager, '__exit__')
  const open = core.special(manager, '__enter__')
  if (open && exit) return open(manager)
  if (manager !== null && typeof manager === 'object') {
    if (typeof manager.__enter__ === 'function' && typeof manager.__exit__ === 'function')
      return manager.__enter__() ?? null
    if (typeof manager[disposal] === 'function') return manager
  }
  const [name, which] = open ? ['__exit__', ' (missed __exit__ method)'] : ['__enter__', '']
  void name
  throw new TypeError(`'${nameOfType(manager)}' object does not support the context manager protocol${which}`)
}

/** Leaves what was entered; gives whether the exception is dealt with. */
export function exit(manager: Any, error: Any): boolean {
  const close = core.special(manager, '__exit__')
  const args =
    error === null ? [null, null, null] : [typeOf(error), error, (error.__traceback__ as unknown) ?? null]
  if (close) return core.truth(close(manager, ...args))
  if (typeof manager.__exit__ === 'function') return core.truth(manager.__exit__(...args))
  manager[disposal]()
  return false
}

/** Which name an AttributeError, a NameError or an ImportError is about, and of what; `name` is JavaScript's. */
const about = new WeakMap<object, { name: string; of: unknown }>()

export function noteName<T extends object>(error: T, name: string, of: unknown = null): T {
  about.set(error, { name, of })
  return error
}
export const nameIn = (error: object): { name: string; of: unknown } | undefined => about.get(error)

export const noAttribute = (message: string, name: string, of: unknown): AttributeError =>
  noteName(new AttributeError(message), name, of)

for (const cls of [AttributeError, exceptionTypes.NameError, errors.ImportError] as Any[])
  getters(cls, {
    name: (error) => about.get(error as object)?.name ?? null,
    obj: (error) => about.get(error as object)?.of ?? null,
  })

/** The text of exceptions as Python writes it, whoever asks. */
export const exceptionText = { [reprSymbol]: exceptionRepr }
