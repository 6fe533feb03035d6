// Python's module `time`.
import { TypeError, ValueError } from '../../base/errors.js'
import { waitForKeyboard } from '../../base/keyboard.js'
import { Tuple } from '../../base/tuple.js'
import { functionsOf } from '../runtime/functions.js'
import { call } from '../runtime/functions.js'
import { interrupted } from '../runtime/exceptions.js'
import { bound } from '../runtime/conversions.js'
import { floating } from '../runtime/numbers.js'
import { namedTupleClass } from './collections.js'
import { formatDate, type Parts, textFormat } from './strftime.js'

type Any = any

const fields = 'tm_year tm_mon tm_mday tm_hour tm_min tm_sec tm_wday tm_yday tm_isdst'.split(' ')
const Time = namedTupleClass('struct_time', fields, [], 'time')

function sleep(seconds: Any): null {
  const time = Number(seconds)
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

function parts(seconds: Any, isLocal: boolean): Any {
  const date = new Date(
    (seconds === undefined || seconds === null ? Date.now() / 1000 : Number(seconds)) * 1000,
  )
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
  return call(Time, [y, mo + 1, d, h, mi, s, (w + 6) % 7, dayOfYear(y, mo + 1, d), 0], null)
}

const asParts = (given: Any): Parts => {
  if (given !== undefined && !(Array.isArray(given) && given.constructor !== Array))
    throw new TypeError('Tuple or struct_time argument required')
  const items = (given === undefined ? parts(null, true) : given) as Any[]
  if (given !== undefined && items.length !== 9) throw new TypeError('asctime(): illegal time tuple argument')
  const [year, month, day, hour, minute, second] = items.map((item) => bound(item))
  return { year, month, day, hour, minute, second, microsecond: 0, zone: null }
}

export const module = {
  struct_time: Time,
  timezone: new Date().getTimezoneOffset() * 60,
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
    'mktime(t, /)': ([y, mo, d, h, mi, s]: Any) =>
      floating(new Date(y, mo - 1, d, h, mi, s).getTime() / 1000),
    'strftime(format, t=None, /)': (format: Any, given: Any) =>
      formatDate(asParts(given), textFormat(format)),
    'ctime(secs=None, /)': (seconds: Any) =>
      formatDate(asParts(parts(seconds, true)), '%a %b %e %H:%M:%S %Y'),
    'asctime(t=None, /)': (given: Any) => formatDate(asParts(given), '%a %b %e %H:%M:%S %Y'),
  }),
}
