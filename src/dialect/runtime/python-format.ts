// Texts with values in them, as they are made when the code runs: the fields of f-strings and `str.format`, and `%`.
import { Tensor } from '../../torch.js'
import { AttributeError, IndexError, KeyError, TypeError, ValueError } from '../../base/errors.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { format, repr, str } from '../../text/repr.js'
import { filled } from '../../text/template.js'
import { Float } from '../../base/scalar.js'
import { typeName } from '../../base/type-name.js'
import { isKeywords } from '../../base/keywords.js'

type Any = any

/** A value of a field: `{value!r:>10}`. */
export function field(value: unknown, conversion: string, spec: string): string {
  // An array of NumPy's without dimensions is a number here.
  if (conversion === '' && spec !== '' && isNumpyArray(value) && value.shape.length === 0)
    return format(value.iget(0), spec)
  if (conversion === '') return format(value, spec)
  return format(conversion === 's' ? str(value) : repr(value), spec)
}

/** What a value has under a name or a key. */
function partOf(value: Any, key: string | number, missing: () => Error): unknown {
  const found: unknown = value instanceof Map ? value.get(key) : value?.[key]
  if (found === undefined) throw missing()
  return found
}

/** Python's `template.format(*args, **keywords)`. */
function formatTemplate(template: string, given: readonly unknown[]): string {
  const keywords = isKeywords(given.at(-1)) ? (given.at(-1) as Record<string, unknown>) : {}
  return filled(template, isKeywords(given.at(-1)) ? given.slice(0, -1) : given, {
    named: (name) => {
      if (!Object.hasOwn(keywords, name)) throw new KeyError(repr(name))
      return keywords[name]
    },
    member: (value, name) =>
      partOf(value, name, () => new AttributeError(`'${typeName(value)}' object has no attribute '${name}'`)),
    item: (value, key) =>
      partOf(value, key, () =>
        Array.isArray(value) ? new IndexError('list index out of range') : new KeyError(repr(key)),
      ),
    written: field,
  })
}

/** A text is given Python's `format`; what else has a method of that name keeps it. */
export const template = (value: unknown): unknown =>
  typeof value === 'string' ? { format: (...given: unknown[]) => formatTemplate(value, given) } : value

const conversions = /%(?:\((\w+)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?(.?)/gs

/** A number for `%d` and `%f`: of a tensor or an array its one element. */
function numberFor(value: Any, type: string): number | bigint {
  let plain: unknown = value instanceof Float ? value.value : value
  if (value instanceof Tensor) plain = value.item()
  else if (isNumpyArray(value) && value.size === 1) plain = value.iget(0)
  if (typeof plain === 'boolean') return Number(plain)
  if (typeof plain === 'number' || typeof plain === 'bigint') return plain
  const whole = 'diu'.includes(type)
  throw new TypeError(
    whole
      ? `%${type} format: a real number is required, not ${typeName(plain)}`
      : `must be real number, not ${typeName(plain)}`,
  )
}

/** Python's `text % values`. */
export function percent(text: string, values: readonly unknown[]): string {
  const names = isKeywords(values[0]) ? (values[0] as Record<string, unknown>) : null
  let used = 0
  const next = (): unknown => {
    if (used === values.length) throw new TypeError('not enough arguments for format string')
    return values[used++]
  }
  const result = text.replace(conversions, (whole, name: string | undefined, flags: string, ...rest) => {
    const [widthText, precisionText, type] = rest as (string | undefined)[]
    if (type === '%') return '%'
    const number = (part: string | undefined): string => (part === '*' ? String(next()) : (part ?? ''))
    const width = number(widthText)
    const precision = number(precisionText)
    if (name !== undefined && names === null) throw new TypeError('format requires a mapping')
    const value = name === undefined ? next() : names![name]
    const align = flags.includes('-') ? '<' : '>'
    if (type === 's' || type === 'r' || type === 'a') {
      const shown = type === 's' ? str(value) : repr(value)
      return format(shown, `${align}${width}${precision && `.${precision}`}`)
    }
    if (type === undefined || !'diuoxXeEfFgGc'.includes(type) || type === '')
      throw new ValueError(`unsupported format character in '${whole}'`)
    if (type === 'c') return typeof value === 'string' ? value : String.fromCodePoint(Number(value))
    const sign = /[+ ]/.exec(flags)?.[0] ?? ''
    const fill = flags.includes('0') && align === '>' ? '0' : ''
    const place = flags.includes('-') ? '<' : ''
    const plain = numberFor(value, type)
    if ('diu'.includes(type)) {
      const integer = typeof plain === 'bigint' ? plain : Math.trunc(plain)
      return format(integer, `${place}${sign}${fill}${width}d`)
    }
    const digits = precision && `.${precision}`
    if ('oxX'.includes(type)) return format(plain, `${place}${sign}${fill}${width}${type}`)
    return format(new Float(Number(plain)), `${place}${sign}${fill}${width}${digits}${type}`)
  })
  if (names === null && used < values.length)
    throw new TypeError('not all arguments converted during string formatting')
  return result
}
