// `np.set_printoptions` and `np.get_printoptions`: what NumPy takes for them, and in which words it refuses the rest.
import { NotImplementedError, TypeError, ValueError } from '../../base/errors.js'
import {
  type ArrayLikeNumpy,
  floatModes,
  type NumpyPrintOptions,
  numpyPrintOptions,
  numpyText,
} from '../../text/numpy-text.js'
import { PyDict } from '../runtime/keys.js'
import { core } from '../runtime/core.js'
import { call, functionsOf } from '../runtime/functions.js'
import { Kind, kindOf, toDouble } from '../runtime/numbers.js'
import { indexOf } from '../runtime/subscripts.js'
import { nameOfType } from '../runtime/types.js'

type Any = any

/** In the order in which NumPy tells them. */
const shown = [
  'edgeitems', 'threshold', 'floatmode', 'precision', 'suppress', 'linewidth', 'nanstr', 'infstr', 'sign', 'formatter',
] as const // prettier-ignore

/** The formatters as they were given: what they are called through is not what is asked for. */
let formatters: Any = null
/** `'1.21'` prints what is here as today's NumPy does: only records differ. */
let legacy: Any = false

function readOptions(): PyDict {
  const options = shown.map((name): [string, Any] => [
    name,
    name === 'formatter' ? formatters : numpyPrintOptions[name],
  ])
  return new PyDict([...options, ['legacy', legacy]])
}

function numberFor(name: 'precision' | 'threshold' | 'edgeitems' | 'linewidth', value: Any): number {
  if (name === 'threshold') {
    if (kindOf(value) === Kind.none) throw new TypeError('threshold must be numeric')
    const number = toDouble(value)
    if (Number.isNaN(number))
      throw new ValueError('threshold must be non-NAN, try sys.maxsize for untruncated representation')
    return number
  }
  const index = indexOf(value)
  if (index === undefined) throw new TypeError(`${name} must be an integer`)
  if (name === 'precision' && index < 0) throw new ValueError('precision must be >= 0')
  if (name === 'edgeitems' && index <= 0)
    throw new NotImplementedError('edgeitems of arrays that are shortened is at least 1 here')
  return Number(index)
}

function writersFor(given: Any): NumpyPrintOptions['formatter'] {
  const written = (write: Any, element: unknown): string => {
    const text: Any = call(write, [element], null)
    if (typeof text !== 'string') throw new TypeError('a formatter has to give a text, as str and repr do')
    return text
  }
  const pairs = [...(given as Map<string, Any>)].filter(([, write]) => write !== null)
  return Object.fromEntries(pairs.map(([kind, write]) => [kind, (element) => written(write, element)]))
}

/** What `legacy` may be: the prints of NumPy 1.13 are another program. */
function setLegacy(given: Any): void {
  if (given === '1.13')
    throw new NotImplementedError("legacy='1.13' is not there: arrays are printed as NumPy 1.24 prints them")
  if (given !== '1.21' && (kindOf(given) === Kind.none || core.truth(given)))
    throw new ValueError("legacy printing option can currently only be '1.13', '1.21', or `False`")
  legacy = given === '1.21' ? given : false
}

/** All are asked before any is set. */
function setOptions(...values: Any[]): null {
  // What is not given is undefined, what is None null: both leave an option as it is.
  const [
    precision,
    threshold,
    edgeitems,
    linewidth,
    suppress,
    nanstr,
    infstr,
    formatter,
    sign,
    floatmode,
    old,
  ] = Array.from({ length: 11 }, (_, i): Any => values[i] ?? null)
  if (floatmode !== null && !floatModes.includes(floatmode))
    throw new ValueError(
      `floatmode option must be one of ${floatModes.map((mode) => `"${mode}"`).join(', ')}`,
    )
  if (sign !== null && !['-', '+', ' '].includes(sign))
    throw new ValueError("sign option must be one of ' ', '+', or '-'")
  if (old !== null) setLegacy(old)
  const numbers = Object.entries({ threshold, precision, edgeitems, linewidth })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, numberFor(name as 'precision', value)])
  const texts = Object.entries({ nanstr, infstr, sign, floatmode }).filter(([, value]) => value !== null)
  for (const [name, text] of texts)
    if (typeof text !== 'string') throw new TypeError(`${name} must be a str, not ${nameOfType(text)}`)
  Object.assign(numpyPrintOptions, Object.fromEntries([...numbers, ...texts]))
  if (suppress !== null) numpyPrintOptions.suppress = core.truth(suppress)
  // A formatter that is not named is none, whatever was there before.
  formatters = formatter
  numpyPrintOptions.formatter = formatter === null ? null : writersFor(formatter)
  return null
}

export const printOptions = functionsOf({
  'set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None, formatter=None, sign=None, floatmode=None, *, legacy=None)':
    setOptions,
  'get_printoptions()': readOptions,
  '_array_text(a, separator, prefix, suffix)': (
    array: ArrayLikeNumpy,
    separator: string,
    prefix: string,
    suffix: string,
  ) => numpyText(array, separator, prefix, suffix),
})
