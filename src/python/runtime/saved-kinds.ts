// Data of Python's own kinds in files: bytes, ranges, deques, dates, fractions. CPython writes each as a call that makes it
// again, and so is it read: of the few calls that stand here, and of no others.
import { Slice } from '../../base/scalar.js'
import type { Reduced } from '../../io/named-things.js'
import { PyByteArray, PyBytes, PyRange } from './containers.js'
import { core } from './core.js'
import { FrozenSet, PyDict } from './keys.js'
import { canonicalClass, infoOf, isClass, typeOf } from './types.js'

type Any = any

const get = (value: Any, ...names: string[]): Any[] =>
  names.map((name) => core.getattr(value, name) as unknown)
const text = (value: Any): Any[] => [core.str(value)]

/** Classes of modules, with the arguments that make an object of theirs again. */
const arguments_: Record<string, (value: Any) => Any[]> = {
  'collections.deque': (deque) => [[...(deque as Iterable<unknown>)], ...get(deque, 'maxlen')],
  'decimal.Decimal': text,
  'fractions.Fraction': (value) => get(value, 'numerator', 'denominator'),
  'pathlib.PosixPath': text,
  'pathlib.PurePosixPath': text,
  'datetime.date': (day) => get(day, 'year', 'month', 'day'),
  'datetime.time': (time) => get(time, 'hour', 'minute', 'second', 'microsecond', 'tzinfo'),
  'datetime.datetime': (at) =>
    get(at, 'year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo'),
  'datetime.timezone': (zone) => [core.call(core.getattr(zone, 'utcoffset'), [null], null)],
  'datetime.timedelta': (span) => get(span, 'days', 'seconds', 'microseconds'),
}

const latin = (bytes: PyBytes): string => Buffer.from(bytes.data).toString('latin1')

/** How a value of such a kind is made again; undefined for all others. */
export function reduced(value: Any): Reduced | undefined {
  if (value instanceof PyByteArray)
    return { path: ['__builtin__', 'bytearray'], args: [latin(value), 'latin-1'] }
  if (value instanceof PyBytes) return { path: ['_codecs', 'encode'], args: [latin(value), 'latin1'] }
  if (value instanceof FrozenSet)
    return { path: ['__builtin__', 'frozenset'], args: [[...(value as Iterable<unknown>)]] }
  if (value instanceof PyRange)
    return { path: ['__builtin__', 'xrange'], args: [value.start, value.stop, value.step] }
  if (value instanceof Slice) {
    const { start, stop, step } = value
    return { path: ['__builtin__', 'slice'], args: [start, stop, step] }
  }
  const { module, qualname } = infoOf(canonicalClass(typeOf(value)))
  const path = `${module}.${qualname}`
  if (value instanceof PyDict) {
    const entries = [...value] as [unknown, unknown][]
    if (path === 'collections.defaultdict')
      return { path: [module, qualname], args: get(value, 'default_factory'), entries }
    if (path === 'collections.OrderedDict')
      return { path: [module, qualname], args: [], entries, fields: new Map(Object.entries(value)) }
    return path === 'collections.Counter' ? { path: [module, qualname], args: [], entries } : undefined
  }
  return Object.hasOwn(arguments_, path)
    ? { path: [module, qualname], args: arguments_[path](value) }
    : undefined
}

const makers = new Set([
  ...Object.keys(arguments_),
  'collections.defaultdict',
  'collections.Counter',
  ...['frozenset', 'range', 'slice', 'bytes', 'bytearray'].map((name) => `builtins.${name}`),
])

/** Dates as CPython keeps them: in bytes. */
function fromBytes(path: string, data: Uint8Array): Any[] | undefined {
  const number = (from: number, to: number): number =>
    data.subarray(from, to).reduce((sum, byte) => sum * 256 + byte, 0)
  const clock = (at: number): number[] => [...data.subarray(at, at + 3), number(at + 3, at + 6)]
  const day = [number(0, 2), ...data.subarray(2, 4)]
  if (path === 'datetime.date' && data.length === 4) return day
  if (path === 'datetime.time' && data.length === 6) return clock(0)
  if (path === 'datetime.datetime' && data.length === 10) return [...day, ...clock(4)]
  return undefined
}

/** What makes data of such a kind, by its path; undefined for what makes none. */
export function makerOf(path: string): ((args: readonly unknown[]) => unknown) | undefined {
  if (!makers.has(path)) return undefined
  const at = path.lastIndexOf('.')
  return ([first, ...others]) => {
    const fields =
      first instanceof PyBytes && path.startsWith('datetime.') ? fromBytes(path, first.data) : undefined
    const args = fields ?? (first === undefined ? [] : [first])
    return core.call(classOf(path.slice(0, at), path.slice(at + 1)), [...args, ...others], null) as unknown
  }
}

const classOf = (module: string, name: string): Any => core.getattr(core.importModule(module), name)

/** A type that is built in: data in lists of types and in defaultdicts. */
export function builtinType(name: string): unknown {
  if (!/^(?:int|float|bool|str|list|dict|set|tuple|complex|object|bytes|frozenset)$/.test(name))
    return undefined
  const found: unknown = classOf('builtins', name)
  return isClass(found) ? found : undefined
}

/** Adds items to what is filled as a list is: a deque. Whether it was one. */
export function extended(value: Any, items: readonly unknown[]): boolean {
  const { module, qualname } = infoOf(canonicalClass(typeOf(value)))
  if (`${module}.${qualname}` !== 'collections.deque') return false
  core.call(core.getattr(value, 'extend'), [items], null)
  return true
}
