// Python's module `sys`.
import { isatty } from 'node:tty'
import { TypeError, ValueError } from '../../base/errors.js'
import { visible } from '../../base/visible.js'
import { mostDigits, setMostDigits } from '../../text/int-text.js'
import { bound } from '../runtime/conversions.js'
import { output, print, standard } from '../runtime/printing.js'
import { core, handling } from '../runtime/core.js'
import { exception } from '../runtime/exceptions.js'
import { call, functionsOf, getters, methods } from '../runtime/functions.js'
import { asyncHooks } from '../runtime/generators.js'
import { imported } from '../runtime/imports.js'
import { PyDict } from '../runtime/keys.js'
import { floating } from '../runtime/numbers.js'
import { namedTupleClass } from './collections.js'
import { program } from '../runtime/program.js'
import * as exceptionTypes from '../runtime/exception-types.js'
import * as types from '../runtime/types.js'
import { builtinClass, classOf, nameOfArgument, object, PyModule } from '../runtime/types.js'
import { Tuple } from '../../base/tuple.js'

type Any = any

const streamClass = builtinClass('TextIOWrapper', [object], { module: '_io', hasFields: true })

/** What a prompt says of a value. */
const display = (value: Any): null =>
  value === null ? null : print([visible(core.repr(value))], ' ', '\n', null, false)

/** Standard output, error and input as files. */
const stream = (name: string, write: (text: string) => void): Any => ({
  [classOf]: streamClass,
  name,
  text: write,
  encoding: 'utf-8',
})
/** Whether a file is one of these, and what it leads to is a terminal. */
export function leadsToTerminal(file: Any): boolean {
  return file?.[classOf] === streamClass && isatty(numberOf(file))
}

/** The number that the system has for such a file. */
const numberOf = ({ name }: Any): number => ({ '<stdin>': 0, '<stdout>': 1 })[name as string] ?? 2

methods(streamClass, {
  'write(text, /)': (self, text) => {
    self.text(text as string)
    return (text as string).length
  },
  'writelines(lines, /)': (self, lines) => {
    for (const line of core.iter(lines)) self.text(line as string)
    return null
  },
  'flush()': () => null,
  'isatty()': (self) => leadsToTerminal(self),
  'fileno()': numberOf,
  'readline()': () => `${call(core.getattr(core.importModule('builtins'), 'input'), [], null) as string}\n`,
})
getters(streamClass, {})

const version = namedTupleClass(
  'version_info',
  ['major', 'minor', 'micro', 'releaselevel', 'serial'],
  [],
  'sys',
)
const intInfo = namedTupleClass(
  'int_info',
  ['bits_per_digit', 'sizeof_digit', 'default_max_str_digits', 'str_digits_check_threshold'],
  [],
  'sys',
)
const hashInfo = namedTupleClass(
  'hash_info',
  ['width', 'modulus', 'inf', 'nan', 'imag', 'algorithm', 'hash_bits', 'seed_bits', 'cutoff'],
  [],
  'sys',
)
const floatInfo = namedTupleClass(
  'float_info',
  [
    'max',
    'max_exp',
    'max_10_exp',
    'min',
    'min_exp',
    'min_10_exp',
    'dig',
    'mant_dig',
    'epsilon',
    'radix',
    'rounds',
  ],
  [],
  'sys',
)

/** `sys.modules`: a module that is put into it can be imported. */
class Modules extends PyDict {
  // The map's own constructor sets what is known already.
  override set(name: Any, module: Any): this {
    imported.set(name as string, module)
    return super.set(name, module)
  }
  override delete(name: Any): boolean {
    imported.delete(name as string)
    return super.delete(name)
  }
}

/** What the loop of asyncio is to be told of generators, as it said it. */
const hooks: Any = { firstiter: null, finalizer: null }
const hooksTuple = namedTupleClass('asyncgen_hooks', ['firstiter', 'finalizer'], [], 'sys')

const own = new PyModule('sys')
Object.assign(own, {
  argv: program.argv,
  path: [program.folder],
  version: '3.11.2',
  version_info: call(version, [3, 11, 2, 'final', 0], null),
  platform: process.platform,
  maxsize: 9223372036854775807n,
  maxunicode: 0x10ffff,
  byteorder: 'little',
  executable: process.execPath,
  float_info: call(
    floatInfo,
    [Number.MAX_VALUE, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53, Number.EPSILON, 2, 1],
    null,
  ),
  int_info: call(intInfo, [30, 4, 4300, 640], null),
  hash_info: call(hashInfo, [64, 2n ** 61n - 1n, 314159, 0, 1000003, 'siphash13', 64, 128, 0], null),
  implementation: Object.assign(new PyModule('implementation'), { name: 'dltorch' }),
  stderr: stream('<stderr>', (text) => void process.stderr.write(text)),
  stdin: stream('<stdin>', () => {}),
  builtin_module_names: Tuple.of('builtins', 'sys'),
  flags: new PyModule('flags'),
  prefix: '/usr',
  base_prefix: '/usr',
  exec_prefix: '/usr',
  base_exec_prefix: '/usr',
  hexversion: 0x030b02f0,
  api_version: 1013,
  copyright: '',
  float_repr_style: 'short',
  warnoptions: [],
  dont_write_bytecode: true,
  ...functionsOf({
    'exit(status=None, /)': (status: Any = null) => {
      throw status === null
        ? exception(exceptionTypes.SystemExit)
        : exception(exceptionTypes.SystemExit, status)
    },
    'getsizeof(obj, default=0)': (value: Any) => sizeOf(value),
    'getrecursionlimit()': () => 1000,
    'get_int_max_str_digits()': () => mostDigits(),
    'set_int_max_str_digits(maxdigits)': (given: Any) => {
      const digits = bound(given)
      if (digits < 0 || (digits > 0 && digits < 640))
        throw new ValueError('maxdigits must be 0 or larger than 640')
      setMostDigits(digits)
      return null
    },
    'setrecursionlimit(limit, /)': () => null,
    'exc_info()': () => {
      const { error } = handling
      return error === null
        ? Tuple.of(null, null, null)
        : Tuple.of<unknown>(types.typeOf(error), error, error.__traceback__ ?? null)
    },
    'get_asyncgen_hooks()': () => call(hooksTuple, [hooks.firstiter, hooks.finalizer], null),
    'set_asyncgen_hooks(firstiter=None, finalizer=None)': (firstiter: Any = null, finalizer: Any = null) => {
      Object.assign(hooks, { firstiter, finalizer })
      const told = (f: Any): Any => (f === null ? null : (generator: Any) => void call(f, [generator], null))
      Object.assign(asyncHooks, { firstiter: told(firstiter), finalizer: told(finalizer) })
      return null
    },
    'intern(string, /)': (text: Any) => {
      if (typeof text !== 'string')
        throw new TypeError(`intern() argument must be str, not ${nameOfArgument(text)}`)
      return text
    },
    'getdefaultencoding()': () => 'utf-8',
    'getrefcount(obj, /)': () => 2,
    'getfilesystemencoding()': () => 'utf-8',
    'getfilesystemencodeerrors()': () => 'surrogateescape',
    'getswitchinterval()': () => floating(0.005),
    'setswitchinterval(interval, /)': () => null,
    'gettrace()': () => null,
    'settrace(function, /)': () => null,
    'getprofile()': () => null,
    'setprofile(function, /)': () => null,
    'displayhook(object, /)': display,
    '__displayhook__(object, /)': display,
    '_getframe(depth=0, /)': (depth: Any = 0) =>
      call(core.getattr(core.importModule('_introspection'), 'frame_at'), [depth], null),
  }),
})
Object.defineProperty(own, 'modules', {
  get: () => new Modules(imported),
  enumerable: true,
  configurable: true,
})
const first = stream('<stdout>', (text) => output.write(text))
for (const name of ['stdout', '__stdout__'])
  Object.defineProperty(own, name, {
    get: (): Any => (name === 'stdout' ? (standard.stdout ?? first) : first),
    set: (value: Any) => {
      standard.stdout = value === first ? null : value
    },
    enumerable: true,
    configurable: true,
  })

/** As CPython on 64 bits has it, of the simplest values. */
function sizeOf(value: Any): number {
  if (typeof value === 'string') return 49 + value.length
  if (Array.isArray(value)) return (value instanceof Tuple ? 40 : 56) + 8 * value.length
  if (typeof value === 'number' || typeof value === 'boolean')
    return Number.isInteger(value) || typeof value === 'boolean' ? 28 : 24
  if (value === null) return 16
  return value instanceof Map ? 64 + 104 * Math.ceil(value.size / 5) : 48
}

export const module = own
