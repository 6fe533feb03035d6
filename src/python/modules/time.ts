// Python's module `time`.
import { core, listOf } from '../runtime/core.js'
import { infoOf } from '../runtime/types.js'
import { OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { waitForKeyboard } from '../../base/keyboard.js'
import { Tuple } from '../../base/tuple.js'
import { functionsOf } from '../runtime/functions.js'
import { call } from '../runtime/functions.js'
import { exception, interrupted } from '../runtime/exceptions.js'
import { unboxed } from '../runtime/boxed.js'
import { intArgument } from '../runtime/arguments.js'
import { bound } from '../runtime/conversions.js'
import { floating, kindOf, Kind, toDouble } from '../runtime/numbers.js'
import { isTuple } from '../runtime/operands.js'
import { OSError } from '../runtime/exception-types.js'
import { namedTupleClass } from './collections.js'
import { formatDate, type Parts, textFormat } from './strftime.js'

type Any = any

const fields = 'tm_year tm_mon tm_mday tm_hour tm_min tm_sec tm_wday tm_yday tm_isdst'.split(' ')
const Time = namedTupleClass('struct_time', fields, [], 'time')

// CPython's is made of one sequence, not of nine numbers.
const ofNumbers: Any = infoOf(Time).dict.get('__new__')
const timeOf = (cls: Any, numbers: readonly Any[]): Any => call(ofNumbers, [cls, ...numbers], null)
infoOf(Time).dict.set(
  '__new__',
  functionsOf({
    '__new__(cls, *values)': (cls: Any, values: Any[]) => {
      // `_make`, by which the modules here build one, gives nine.
      if (values.length !== 1) return timeOf(cls, values)
      const [sequence] = values
      const isSequence = typeof sequence === 'object' && sequence !== null && Symbol.iterator in sequence
      if (!isSequence) throw new TypeError('constructor requires a sequence')
      const items = listOf(sequence)
      const said = items.length < 9 ? 'least 9' : items.length > 11 ? 'most 11' : null
      if (said !== null)
        throw new TypeError(
          `time.struct_time() takes an at ${said}-sequence (${items.length}-sequence given)`,
        )
      return timeOf(cls, items.slice(0, 9))
    },
  }).__new__,
)

/** As many nanoseconds as a C long has, in seconds. */
const longest = 2 ** 63 / 1e9

function sleep(seconds: Any): null {
  const time =
    kindOf(unboxed(seconds)) === Kind.float ? toDouble(unboxed(seconds)) : Number(intArgument(seconds))
  if (Number.isNaN(time)) throw new ValueError('Invalid value NaN (not a number)')
  if (Math.abs(time) > longest) throw new OverflowError('timestamp too large to convert to C _PyTime_t')
  if (time < 0) throw new ValueError('sleep length must be non-negative')
  const end = performance.now() + time * 1000
  for (let left = time * 1000; left > 0; left = end - performance.now()) {
    waitForKeyboard(left)
    interrupted()
  }
  return null
}

const dayOfYear = (year: number, month: number, day: number): number =>
  Math.round((Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 1)) / 86400000) + 1

/** After as many years the calendar begins again, on the same day of the week. */
const cycleYears = 400
const cycleSeconds = 146097 * 86400

/** Seconds since 1970, of which a `Date` holds less than Python does; whole ones for what Python takes as an int. */
function timestampOf(given: Any): number {
  if (given === undefined || given === null) return Date.now() / 1000
  const value = unboxed(given)
  const isFloat = kindOf(value) === Kind.float
  const seconds = isFloat ? Math.floor(toDouble(value)) : bound(value)
  if (Number.isNaN(seconds)) throw new ValueError('Invalid value NaN (not a number)')
  if (Math.abs(seconds) >= 2 ** 63) throw new OverflowError('timestamp out of range for platform time_t')
  return seconds
}

function parts(given: Any, isLocal: boolean): Any {
  const seconds = timestampOf(given)
  const cycles = Math.floor(seconds / cycleSeconds)
  const date = new Date((seconds - cycles * cycleSeconds) * 1000)
  const [y, mo, d, h, mi, s, w] = isLocal
    ? [
        date.getFullYear(),
        date.getMonth(),
        date.getDate(),
        date.getHours(),
        date.getMinutes(),
        date.getSeconds(),
        date.getDay(),
      ]
    : [
        date.getUTCFullYear(),
        date.getUTCMonth(),
        date.getUTCDate(),
        date.getUTCHours(),
        date.getUTCMinutes(),
        date.getUTCSeconds(),
        date.getUTCDay(),
      ]
  const year = y + cycles * cycleYears
  if (Math.abs(year) >= 2 ** 31)
    throw exception(OSError, 75, 'Value too large for defined data type') as Error
  return timeOf(Time, [year, mo + 1, d, h, mi, s, (w + 6) % 7, dayOfYear(y, mo + 1, d), 0])
}

/** The nine numbers of a time, which a tuple has to hold. */
function numbersOf(name: string, given: Any): number[] {
  if (!isTuple(given)) throw new TypeError('Tuple or struct_time argument required')
  if (given.length !== 9) throw new TypeError(`${name}(): illegal time tuple argument`)
  return (given as Any[]).map((item) => {
    const number = bound(item)
    if (Math.abs(number) >= 2 ** 31) throw new OverflowError('Python int too large to convert to C long')
    return number
  })
}

/** What each of the nine may be, from the second on; a zero where counting begins at one is a one. */
const limits: readonly (readonly [string, number, number])[] = [
  ['month', 1, 12],
  ['day of month', 1, 31],
  ['hour', 0, 23],
  ['minute', 0, 59],
  ['seconds', 0, 61],
  ['day of week', -1, Infinity],
  ['day of year', 1, 366],
]

function asParts(name: string, given: Any): Parts {
  const numbers = numbersOf(name, given === undefined ? parts(null, true) : given)
  limits.forEach(([what, least, most], i) => {
    const number = (numbers[i + 1] ||= least === 1 ? 1 : 0)
    if (number < least || number > most) throw new ValueError(`${what} out of range`)
  })
  const [year, month, day, hour, minute, second, dayOfWeek, days] = numbers
  return {
    year,
    month,
    day,
    hour,
    minute,
    second,
    microsecond: 0,
    zone: null,
    dayOfWeek: (dayOfWeek + 7) % 7,
    dayOfYear: days,
  }
}

function secondsOf(given: Any): Any {
  const [y, mo, d, h, mi, s] = numbersOf('mktime', given)
  const cycles = Math.floor((y - 1970) / cycleYears)
  // A `Date` takes years below 100 for those of the last century.
  const year = y - cycles * cycleYears
  return floating(new Date(year, mo - 1, d, h, mi, s).getTime() / 1000 + cycles * cycleSeconds)
}

export const module = {
  struct_time: Time,
  timezone: new Date().getTimezoneOffset() * 60,
  altzone: new Date().getTimezoneOffset() * 60,
  daylight: 0,
  tzname: Tuple.of('UTC', 'UTC'),
  ...functionsOf({
    'time()': () => floating(Date.now() / 1000),
    'time_ns()': () =>
      Date.now() * 1000000 > Number.MAX_SAFE_INTEGER ? BigInt(Date.now()) * 1000000n : Date.now() * 1000000,
    'perf_counter()': () => floating(performance.now() / 1000),
    'perf_counter_ns()': () => Math.round(performance.now() * 1e6),
    'monotonic()': () => floating(performance.now() / 1000),
    'process_time()': () => floating(process.cpuUsage().user / 1e6),
    'sleep(secs, /)': sleep,
    'localtime(secs=None, /)': (seconds: Any) => parts(seconds, true),
    'gmtime(secs=None, /)': (seconds: Any) => parts(seconds, false),
    'mktime(t, /)': secondsOf,
    'strptime(string, format="%a %b %d %H:%M:%S %Y", /)': (
      text: Any,
      format: Any = '%a %b %d %H:%M:%S %Y',
    ) => {
      const parsed: Any = core.getattr(core.importModule('_datetime_texts'), 'parsed_parts')
      return timeOf(Time, [...(call(parsed, [text, format], null) as Any[])])
    },
    'monotonic_ns()': () => Math.round(performance.now() * 1e6),
    'process_time_ns()': () => process.cpuUsage().user * 1000,
    'thread_time()': () => floating(process.cpuUsage().user / 1e6),
    'strftime(format, t=None, /)': (format: Any, given: Any) =>
      formatDate(asParts('strftime', given), textFormat(format)),
    'ctime(secs=None, /)': (seconds: Any) =>
      formatDate(asParts('ctime', parts(seconds, true)), '%a %b %e %H:%M:%S %Y'),
    'asctime(t=None, /)': (given: Any) => formatDate(asParts('asctime', given), '%a %b %e %H:%M:%S %Y'),
  }),
}
