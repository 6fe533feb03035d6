// Python's module `unicodedata`: the general category of a character, and the normal forms of texts.
import { TypeError, ValueError } from '../../base/errors.js'
import { functionsOf } from '../runtime/functions.js'
import { nameOfArgument } from '../runtime/types.js'

type Any = any

const categories =
  'Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn'.split(' ')
const tests: readonly (readonly [string, RegExp])[] = categories.map((name) => [
  name,
  new RegExp(`^\\p{${name}}$`, 'u'),
])

function characterOf(name: string, value: Any): string {
  if (typeof value !== 'string')
    throw new TypeError(`${name}() argument must be a unicode character, not ${nameOfArgument(value)}`)
  if ([...value].length !== 1)
    throw new TypeError(
      `${name}() argument must be a unicode character, not a string of length ${value.length}`,
    )
  return value
}

const isNormal = new Set(['NFC', 'NFD', 'NFKC', 'NFKD'])
const normalized = (form: Any, text: Any): string => {
  if (!isNormal.has(form as string)) throw new ValueError('invalid normalization form')
  if (typeof text !== 'string')
    throw new TypeError(`normalize() argument 2 must be str, not ${nameOfArgument(text)}`)
  return text.normalize(form as string)
}

const isDigit = (code: number): boolean => /^\p{Nd}$/u.test(String.fromCodePoint(code))

/** The value of a decimal digit of any script: ten stand in a row, the nought first. */
function digit(name: string, given: Any, fallback: Any): Any {
  const code = characterOf(name, given).codePointAt(0)!
  if (!isDigit(code)) {
    if (fallback === undefined) throw new ValueError(`not a ${name}`)
    return fallback
  }
  let value = 0
  while (value < 9 && isDigit(code - value - 1)) value++
  return value
}

export const module = {
  unidata_version: '14.0.0',
  ...functionsOf({
    'category(chr, /)': (given: Any) => {
      const text = characterOf('category', given)
      return tests.find(([, test]) => test.test(text))?.[0] ?? 'Cn'
    },
    'normalize(form, unistr, /)': normalized,
    'is_normalized(form, unistr, /)': (form: Any, text: Any) => normalized(form, text) === text,
    'combining(chr, /)': (given: Any) => (/^\p{M}$/u.test(characterOf('combining', given)) ? 230 : 0),
    'decimal(chr, default=..., /)': (given: Any, fallback: Any) => digit('decimal', given, fallback),
    'digit(chr, default=..., /)': (given: Any, fallback: Any) => digit('digit', given, fallback),
  }),
}
