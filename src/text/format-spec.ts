// Python's format mini-language: what stands behind the colon of an f-string, as in `f'{loss:.4f}'`.
// Knows numbers and strings; what a tensor gives to be formatted is decided in repr.ts.
import { OverflowError, TypeError, ValueError } from '../base/errors.js'
import { intText } from './int-text.js'
import { fixed, floatRepr, general, scientific } from './number-text.js'
import type { Float } from '../base/scalar.js'
import { Complex } from '../base/scalar.js'

/** What has a format of its own. A number that is a safe integer counts as an int, any other as a float. */
export type Formattable = string | number | bigint | boolean | Float | Complex

interface Spec {
  fill: string | null
  align: string | null
  sign: string | null
  /** `z`: no minus sign before what was rounded to zero. */
  noNegativeZero: boolean
  alternate: boolean
  width: number
  grouping: string
  precision: number | null
  type: string
}

const pattern =
  /^(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<z>z)?(?<alt>#)?(?<zero>0)?(?<width>\d+)?(?<group>[,_])?(?:\.(?<precision>\d+))?(?<type>[a-zA-Z%])?$/su

/** Specs as they were read, by what they are for and their texts: a loop writes with one again and again. */
const read = new Map<string, Spec>()

function specOf(text: string, typeName: string): Spec {
  const key = `${typeName} ${text}`
  let spec = read.get(key)
  if (spec === undefined) {
    spec = parse(text, typeName)
    if (read.size > 500) read.clear()
    read.set(key, spec)
  }
  return spec
}

function parse(text: string, typeName: string): Spec {
  const groups = pattern.exec(text)?.groups
  if (!groups) throw new ValueError(`Invalid format specifier '${text}' for object of type '${typeName}'`)
  const zero = groups.zero !== undefined
  const type = groups.type ?? (typeName === 'str' ? 's' : '')
  const takesGroups = 'deEfFgG%'.includes(type) || (groups.group === '_' && 'boxX'.includes(type))
  if (groups.group !== undefined && !takesGroups)
    throw new ValueError(`Cannot specify '${groups.group}' with '${type}'.`)
  return {
    fill: groups.fill ?? (zero ? '0' : null),
    align: groups.align ?? null,
    sign: groups.sign ?? null,
    noNegativeZero: groups.z !== undefined,
    alternate: groups.alt !== undefined,
    width: Number(groups.width ?? 0),
    grouping: groups.group ?? '',
    precision: groups.precision === undefined ? null : Number(groups.precision),
    type,
  }
}

/**
 * Writes `value` as Python's `format(value, spec)` does.
 *
 * @throws ValueError for a spec that Python refuses too
 */
export function formatSpec(value: Formattable, text: string): string {
  const typeName = pythonType(value)
  const spec = specOf(text, typeName)
  if (typeof value === 'string') return formatString(value, spec)
  if (value instanceof Complex) return formatComplex(value, spec)
  if (typeName === 'float') return formatFloat(Number(value), spec, typeName)
  return formatInteger(BigInt(value as number | bigint | boolean), spec, typeName)
}

function pythonType(value: Formattable): string {
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (value instanceof Complex) return 'complex'
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? 'int' : 'float'
}

/** The error for a value that has no format but the empty one. */
export function unsupportedFormat(typeName: string, hint = ''): never {
  throw new TypeError(`unsupported format string passed to ${typeName}.__format__${hint}`)
}

const unknownType = (type: string, of: string): never => {
  throw new ValueError(`Unknown format code '${type}' for object of type '${of}'`)
}

function formatString(value: string, spec: Spec): string {
  if (spec.type !== 's') unknownType(spec.type, 'str')
  if (spec.sign !== null)
    throw new ValueError(`${spec.sign === ' ' ? 'Space' : 'Sign'} not allowed in string format specifier`)
  if (spec.noNegativeZero)
    throw new ValueError('Negative zero coercion (z) not allowed in string format specifier')
  if (spec.alternate) throw new ValueError('Alternate form (#) not allowed in string format specifier')
  if (spec.align === '=') throw new ValueError("'=' alignment not allowed in string format specifier")
  const characters = Array.from(value)
  const shown = spec.precision === null ? characters : characters.slice(0, spec.precision)
  return pad('', shown.join(''), { ...spec, align: spec.align ?? '<' })
}

const radixes: Record<string, number> = { b: 2, o: 8, x: 16, X: 16 }

function formatInteger(value: bigint, spec: Spec, typeName: string): string {
  const { type } = spec
  if ('eEfFgG%'.includes(type) && type !== '') return formatFloat(Number(value), spec, 'int')
  if (!['', 'd', 'n', 'c', ...Object.keys(radixes)].includes(type)) unknownType(type, typeName)
  if (spec.precision !== null) throw new ValueError('Precision not allowed in integer format specifier')
  if (spec.noNegativeZero)
    throw new ValueError('Negative zero coercion (z) not allowed in integer format specifier')
  if (type === 'c') {
    if (spec.sign !== null) throw new ValueError("Sign not allowed with integer format specifier 'c'")
    if (spec.alternate)
      throw new ValueError("Alternate form (#) not allowed with integer format specifier 'c'")
    if (BigInt.asIntN(64, value) !== value)
      throw new OverflowError('Python int too large to convert to C long')
    if (value < 0n || value > 0x10ffffn) throw new OverflowError('%c arg not in range(0x110000)')
    return pad('', String.fromCodePoint(Number(value)), { ...spec, align: spec.align ?? '<' })
  }
  const radix = radixes[type] ?? 10
  const absolute = value < 0n ? -value : value
  const magnitude = radix === 10 ? intText(absolute) : absolute.toString(radix)
  const prefix = spec.alternate && radix !== 10 ? `0${type}` : ''
  const digits = type === 'X' ? magnitude.toUpperCase() : magnitude
  return padNumber(sign(value < 0n, spec) + prefix, digits, '', spec, radix === 10 ? 3 : 4)
}

function formatFloat(value: number, spec: Spec, typeName: string): string {
  const magnitude = floatDigits(Math.abs(value), spec, typeName)
  let negative = value < 0 || Object.is(value, -0)
  if (spec.noNegativeZero && /^[0.]+(e|%|$)/i.test(magnitude)) negative = false
  const [, whole, rest] = /^(\d*)(.*)$/.exec(magnitude)!
  return whole === ''
    ? pad(sign(negative, spec), rest, { ...spec, align: spec.align ?? (spec.fill === '0' ? '=' : '>') })
    : padNumber(sign(negative, spec), whole, rest, spec, 3)
}

type Digits = Pick<Spec, 'type' | 'precision' | 'alternate'>

/** A float without its sign, by the type letter. */
function floatDigits(x: number, { type, precision, alternate }: Digits, typeName: string): string {
  const pointed = (text: string): string =>
    alternate && !text.includes('.') ? text.replace(/^\d+/, '$&.') : text
  switch (type) {
    case 'e':
      return pointed(scientific(x, precision ?? 6))
    case 'f':
      return pointed(fixed(x, precision ?? 6))
    case 'g':
    case 'n':
      return pointed(general(x, precision ?? 6, { keepZeros: alternate }))
    case 'E':
    case 'F':
    case 'G':
      return floatDigits(x, { type: type.toLowerCase(), precision, alternate }, typeName).toUpperCase()
    case '%':
      return `${pointed(fixed(x * 100, precision ?? 6))}%`
    case '':
      // The parts of a complex number do without `.0`, as they do in repr.
      if (precision !== null)
        return pointed(general(x, precision, { keepZeros: alternate, pointZero: typeName === 'float' }))
      return pointed(typeName === 'float' ? floatRepr(x) : floatRepr(x).replace(/\.0$/, ''))
    default:
      return unknownType(type, typeName)
  }
}

function formatComplex(value: Complex, spec: Spec): string {
  if (!'eEfFgGn'.includes(spec.type)) unknownType(spec.type, 'complex')
  if (spec.fill === '0') throw new ValueError('Zero padding is not allowed in complex format specifier')
  if (spec.align === '=')
    throw new ValueError("'=' alignment flag is not allowed in complex format specifier")
  const bare: Spec = { ...spec, width: 0, align: null, fill: null }
  const part = (x: number, sign: string | null): string => formatFloat(x, { ...bare, sign }, 'complex')
  const brackets = spec.type === ''
  const imaginary = `${part(value.im, brackets && Object.is(value.re, 0) ? spec.sign : '+')}j`
  const text = !brackets
    ? part(value.re, spec.sign) + imaginary
    : Object.is(value.re, 0)
      ? imaginary
      : `(${part(value.re, spec.sign)}${imaginary})`
  return pad('', text, { ...spec, align: spec.align ?? '>' })
}

const sign = (negative: boolean, spec: Spec): string =>
  negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : ''

/** Groups the whole part and fills up to the width; zeros that fill are grouped with the digits. */
function padNumber(prefix: string, whole: string, rest: string, spec: Spec, every: number): string {
  const align = spec.align ?? (spec.fill === '0' ? '=' : '>')
  if (spec.grouping === '') return pad(prefix, whole + rest, { ...spec, align })
  let digits = whole
  let grouped = group(digits, every, spec.grouping)
  while (align === '=' && spec.fill === '0' && prefix.length + grouped.length + rest.length < spec.width) {
    digits = `0${digits}`
    grouped = group(digits, every, spec.grouping)
  }
  return pad(prefix, grouped + rest, { ...spec, align })
}

function group(digits: string, every: number, separator: string): string {
  const parts: string[] = []
  for (let end = digits.length; end > 0; end -= every)
    parts.unshift(digits.slice(Math.max(0, end - every), end))
  return parts.join(separator)
}

function pad(prefix: string, text: string, { width, fill, align }: Spec): string {
  const missing = Math.max(0, width - prefix.length - Array.from(text).length)
  const filling = (count: number): string => (fill ?? ' ').repeat(count)
  switch (align) {
    case '<':
      return prefix + text + filling(missing)
    case '^':
      return filling(Math.floor(missing / 2)) + prefix + text + filling(Math.ceil(missing / 2))
    case '=':
      return prefix + filling(missing) + text
    default:
      return filling(missing) + prefix + text
  }
}
