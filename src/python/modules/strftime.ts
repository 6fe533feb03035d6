// Dates as text, in the language of C's strftime; `datetime` has it by the name `_strftime`.
import { TypeError } from '../../base/errors.js'
import { typeName } from '../../base/type-name.js'
import { functionsOf } from '../runtime/functions.js'

type Any = any

export interface Parts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  microsecond: number
  /** Minutes ahead of UTC; null where that is not known. */
  zone: number | null
  /** 0 is Monday; reckoned from the date where it is not given, as is the day of the year. */
  dayOfWeek?: number
  dayOfYear?: number
}

export const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const two = (value: number, fill = '0'): string => String(value).padStart(2, fill)

const dayNumber = (year: number, month: number, day: number): number =>
  Date.UTC(year, month - 1, day) / 86400000

/** 0 is Monday. */
export const weekday = (year: number, month: number, day: number): number =>
  (((dayNumber(year, month, day) + 3) % 7) + 7) % 7

export function zoneText(zone: number, colon = ''): string {
  const minutes = Math.abs(zone)
  return `${zone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${colon}${two(minutes % 60)}`
}

export function formatDate(date: Parts, format: string): string {
  const { year, month, day, hour, minute, second, microsecond, zone } = date
  const {
    dayOfWeek = weekday(year, month, day),
    dayOfYear = dayNumber(year, month, day) - dayNumber(year, 1, 1) + 1,
  } = date
  const texts: Record<string, () => string> = {
    a: () => days[dayOfWeek].slice(0, 3),
    A: () => days[dayOfWeek],
    w: () => String((dayOfWeek + 1) % 7),
    u: () => String(dayOfWeek + 1),
    d: () => two(day),
    e: () => two(day, ' '),
    b: () => months[month - 1].slice(0, 3),
    h: () => months[month - 1].slice(0, 3),
    B: () => months[month - 1],
    m: () => two(month),
    y: () => two(year % 100),
    Y: () => String(year),
    G: () => String(year),
    H: () => two(hour),
    I: () => two(hour % 12 === 0 ? 12 : hour % 12),
    p: () => (hour < 12 ? 'AM' : 'PM'),
    M: () => two(minute),
    S: () => two(second),
    f: () => String(microsecond).padStart(6, '0'),
    z: () => (zone === null ? '' : zoneText(zone)),
    Z: () => (zone === null ? '' : zone === 0 ? 'UTC' : `UTC${zoneText(zone, ':')}`),
    j: () => String(dayOfYear).padStart(3, '0'),
    U: () => two(Math.floor((dayOfYear + 6 - ((dayOfWeek + 1) % 7)) / 7)),
    W: () => two(Math.floor((dayOfYear + 6 - dayOfWeek) / 7)),
    c: () => formatDate(date, '%a %b %e %H:%M:%S %Y'),
    x: () => formatDate(date, '%m/%d/%y'),
    X: () => formatDate(date, '%H:%M:%S'),
    D: () => formatDate(date, '%m/%d/%y'),
    T: () => formatDate(date, '%H:%M:%S'),
    F: () => formatDate(date, '%Y-%m-%d'),
    R: () => formatDate(date, '%H:%M'),
    n: () => '\n',
    t: () => '\t',
    '%': () => '%',
  }
  return format.replace(/%-?([a-zA-Z%])/g, (whole, letter: string) => {
    const text = texts[letter]?.() ?? whole
    return whole[1] === '-' ? text.replace(/^[0 ]+(?=.)/, '') : text
  })
}

export const textFormat = (format: Any): string => {
  if (typeof format !== 'string')
    throw new TypeError(`strftime() argument 1 must be str, not ${typeName(format)}`)
  return format
}

export const module = functionsOf({
  'format_date(format, year, month, day, hour, minute, second, microsecond, zone, /)': (
    format: Any,
    ...[year, month, day, hour, minute, second, microsecond, zone]: number[]
  ) => formatDate({ year, month, day, hour, minute, second, microsecond, zone }, textFormat(format)),
})
