// Python's `text % values`.
import { OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { limited } from '../../text/int-text.js'
import { formatSpec } from '../../text/format-spec.js'
import { Tensor } from '../../torch.js'
import { cIntArgument, sizeArgument } from './arguments.js'
import { unboxed } from './boxed.js'
import { PyBytes } from './containers.js'
import { core } from './core.js'
import { hasKey, isDict, valueAt } from './dicts.js'
import { missingKey } from './keys.js'
import { kindOf, Kind, truncated } from './numbers.js'
import { nameOfType } from './types.js'
import { asciiOf } from './text.js'

type Any = any

/** A number for `%d` and `%f`: of a tensor or an array its one element. */
function numberFor(value: Any, type: string): Any {
  let plain: Any = value
  if (value instanceof Tensor) plain = value.item()
  else if (isNumpyArray(value) && value.size === 1) plain = value.iget(0)
  if (kindOf(plain) === Kind.int || kindOf(plain) === Kind.float) return plain
  const method = 'diuoxX'.includes(type) ? '__index__' : '__float__'
  const convert = core.special(plain, method) ?? core.special(plain, '__int__')
  if (convert) return convert(plain)
  if ('diu'.includes(type))
    throw new TypeError(`%${type} format: a real number is required, not ${nameOfType(plain)}`)
  if ('oxX'.includes(type))
    throw new TypeError(`%${type} format: an integer is required, not ${nameOfType(plain)}`)
  throw new TypeError(`must be real number, not ${nameOfType(plain)}`)
}

/** What stands for a `*`. */
function starred(value: Any): Any {
  if (kindOf(unboxed(value)) !== Kind.int) throw new TypeError('* wants int')
  return value
}

/** What `%s` puts into bytes. */
function asBytes(value: Any): string {
  if (value instanceof PyBytes) return value.text
  const made: Any = core.special(value, '__bytes__')?.(value)
  if (made instanceof PyBytes) return made.text
  throw new TypeError(
    `%b requires a bytes-like object, or an object that implements __bytes__, not '${nameOfType(value)}'`,
  )
}

const conversion = /%(?:\(([^)]*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?(.?)/gsu

/** Whether what is given may leave parts of itself unused, and can be asked for them by name. */
const isMapping = (given: Any, kind: Formatted): boolean =>
  !(given instanceof Tuple) &&
  typeof unboxed(given) !== 'string' &&
  !(kind === 'bytes' && given instanceof PyBytes) &&
  (isDict(given) || Array.isArray(given) || core.special(given, '__getitem__') !== undefined)

type Formatted = 'string' | 'bytes'

export function percent(text: string, given: Any, kind: Formatted = 'string'): string {
  const values: readonly Any[] = given instanceof Tuple ? given : [given]
  let used = 0
  const next = (): Any => {
    if (used === values.length) throw new TypeError('not enough arguments for format string')
    return values[used++]
  }
  const hasNames = isMapping(given, kind)
  const result = text.replace(
    conversion,
    (whole: string, name: string | undefined, flags: string, ...rest: Any[]) => {
      const [widthText, precisionText, type, at] = rest as [string?, string?, string?, number?]
      if (type === '%' && whole === '%%') return '%'
      const part = (given: string | undefined, fit: (value: Any) => number): string =>
        given === '*' ? String(fit(starred(next()))) : (given ?? '')
      if (type === undefined || type === '') throw new ValueError('incomplete format')
      if (name !== undefined && !hasNames) throw new TypeError('format requires a mapping')
      let width = part(widthText, sizeArgument)
      let allFlags = flags
      if (width.startsWith('-')) {
        width = width.slice(1)
        allFlags += '-'
      }
      const digits = precisionText === undefined ? '' : part(precisionText, cIntArgument)
      const precision = precisionText === undefined ? '' : `.${digits.replace(/^-.*/, '') || '0'}`
      if (type === '%') return '%'
      if (!`sracdiuoxXeEfFgG${kind === 'bytes' ? 'b' : ''}`.includes(type))
        throw new ValueError(
          `unsupported format character '${type}' (0x${type.codePointAt(0)!.toString(16)}) at index ${(at ?? 0) + whole.length - 1}`,
        )
      let value: Any
      if (name === undefined) value = next()
      else {
        if (!isDict(given)) value = core.getitem(given, name)
        else if (!hasKey(given, name)) throw missingKey(name)
        else value = valueAt(given, name)
      }
      return field(value, type, allFlags, width, precision, kind)
    },
  )
  if (used < values.length && !hasNames)
    throw new TypeError(`not all arguments converted during ${kind} formatting`)
  return result
}

function field(
  value: Any,
  type: string,
  flags: string,
  width: string,
  precision: string,
  kind: Formatted,
): string {
  const left = flags.includes('-')
  if (kind === 'bytes' && 'sb'.includes(type))
    return formatSpec(asBytes(value), `${left ? '<' : '>'}${width}${precision}`)
  if ('sra'.includes(type)) {
    const shown =
      type === 's' ? core.str(value) : type === 'r' && kind === 'string' ? core.repr(value) : asciiOf(value)
    return formatSpec(shown, `${left ? '<' : '>'}${width}${precision}`)
  }
  if (type === 'c') {
    if (kind === 'string' && typeof value === 'string' && Array.from(value).length === 1)
      return formatSpec(value, `${left ? '<' : '>'}${width}`)
    if (kind === 'bytes' && value instanceof PyBytes && value.length === 1)
      return formatSpec(value.text, `${left ? '<' : '>'}${width}`)
    if (kindOf(value) !== Kind.int)
      throw new TypeError(
        kind === 'bytes'
          ? '%c requires an integer in range(256) or a single byte'
          : '%c requires int or char',
      )
    const most = kind === 'bytes' ? 0xff : 0x10ffff
    if (Number(value) < 0 || Number(value) > most)
      throw new OverflowError(`%c arg not in range(${kind === 'bytes' ? '256' : '0x110000'})`)
    return formatSpec(String.fromCodePoint(Number(value)), `${left ? '<' : '>'}${width}`)
  }
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const zero = flags.includes('0') && !left ? '0' : ''
  const other = flags.includes('#') ? '#' : ''
  const number = numberFor(value, type)
  const place = left ? '<' : ''
  if ('diu'.includes(type)) {
    const int = kindOf(number) === Kind.float ? truncated(Number(number)) : number
    const text = limited((one) => formatSpec(one, `${sign}d`), int)
    return padded(text, precision, place, zero, width)
  }
  if ('oxX'.includes(type)) {
    if (kindOf(number) === Kind.float)
      throw new TypeError(`%${type} format: an integer is required, not ${nameOfType(value)}`)
    return padded(formatSpec(number, `${sign}${other}${type}`), precision, place, zero, width)
  }
  return formatSpec(
    new Float(Number(number)),
    `${place || '>'}${sign}${other}`.replace(/^>/, zero ? '' : '>') + `${zero}${width}${precision}${type}`,
  )
}

/** Digits up to the precision, then up to the width. */
function padded(text: string, precision: string, place: string, zero: string, width: string): string {
  const [, sign, digits] = /^([-+ ]?(?:0[oxX])?)(.*)$/s.exec(text)!
  const full = precision === '' ? digits : digits.padStart(Number(precision.slice(1)), '0')
  const all = sign + full
  const wanted = Number(width || 0)
  if (place === '<') return all.padEnd(wanted)
  return zero && precision === '' ? sign + full.padStart(wanted - sign.length, '0') : all.padStart(wanted)
}
