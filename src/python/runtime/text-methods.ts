// Methods of texts.
import { IndexError, KeyError, MemoryError, OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { cIntArgument, sizeArgument } from './arguments.js'
import { unboxed } from './boxed.js'
import { staticMethod } from './class-methods.js'
import { iteratorClass, PyBytes, PyIterator } from './containers.js'
import { bound } from './conversions.js'
import { core } from './core.js'
import { hasKey, isDict, valueAt } from './dicts.js'
import { makeComparisons, textMethods } from './dunders.js'
import { encode } from './encodings.js'
import { methods } from './functions.js'
import { missingKey, PyDict } from './keys.js'
import { kindOf, Kind } from './numbers.js'
import { onContainers } from './operators.js'
import { percent } from './percent.js'
import { formatted } from './str-format.js'
import { contains } from './membership.js'
import * as subscripts from './subscripts.js'
import * as types from './types.js'
import { infoOf, nameOfArgument, nameOfType, NotImplemented } from './types.js'

type Any = any

/** Halves of characters beyond 16 bits are not Python's. */
const hasPairs = (text: string): boolean => /[\ud800-\udbff][\udc00-\udfff]/.test(text)
const lengthOf = (text: string): number => (hasPairs(text) ? Array.from(text).length : text.length)

const textArgument = (value: Any, words: (name: string) => string): string => {
  const plain = unboxed(value)
  if (typeof plain === 'string') return plain
  throw new TypeError(words(nameOfType(value)))
}
const mustBeText = (value: Any): string => textArgument(value, (name) => `must be str, not ${name}`)

/** A method of texts is given the text itself, whatever class it is of. */
function textMethod(table: Record<string, (text: string, ...args: Any[]) => Any>): void {
  methods(
    types.str,
    Object.fromEntries(
      Object.entries(table).map(([name, run]) => [
        name,
        (self: Any, ...args: Any[]): Any => run(unboxed(self) as string, ...args),
      ]),
    ),
  )
}

// ---- searching ----

/** The part of a text between two places, and where it begins; null where there is none. */
function part(text: string, start: Any, stop: Any): { inside: string; from: number } | null {
  if (start === undefined && stop === undefined) return { inside: text, from: 0 }
  const length = lengthOf(text)
  const place = (value: Any, otherwise: number): number => {
    if (value === undefined || value === null) return otherwise
    const index = subscripts.indexOf(value)
    if (index === undefined)
      throw new TypeError('slice indices must be integers or None or have an __index__ method')
    return index < 0 ? Math.max(0, index + length) : index
  }
  const from = place(start, 0)
  const to = Math.min(length, place(stop, length))
  if (from > length || from > to) return null
  return { inside: hasPairs(text) ? Array.from(text).slice(from, to).join('') : text.slice(from, to), from }
}

const find =
  (isLast: boolean) =>
  (text: string, given: Any, start?: Any, stop?: Any): number => {
    const where = part(text, start, stop)
    const wanted = mustBeText(given)
    if (where === null) return -1
    const at = isLast ? where.inside.lastIndexOf(wanted) : where.inside.indexOf(wanted)
    return at < 0 ? -1 : where.from + lengthOf(where.inside.slice(0, at))
  }

const index = (isLast: boolean) => {
  const search = find(isLast)
  return (text: string, given: Any, start?: Any, stop?: Any): number => {
    const at = search(text, given, start, stop)
    if (at < 0) throw new ValueError('substring not found')
    return at
  }
}

const affix =
  (name: 'startsWith' | 'endsWith') =>
  (text: string, given: Any, start?: Any, stop?: Any): boolean => {
    const where = part(text, start, stop)
    const all: Any[] = given instanceof Tuple ? given : [given]
    const called = name.toLowerCase()
    return all.some((one) => {
      const wanted = unboxed(one)
      if (typeof wanted !== 'string')
        throw new TypeError(
          given instanceof Tuple
            ? `tuple for ${called} must only contain str, not ${nameOfType(one)}`
            : `${called} first arg must be str or a tuple of str, not ${nameOfType(one)}`,
        )
      return where !== null && where.inside[name](wanted)
    })
  }

function count(text: string, given: Any, start?: Any, stop?: Any): number {
  const where = part(text, start, stop)
  const wanted = mustBeText(given)
  if (where === null) return 0
  return wanted === '' ? lengthOf(where.inside) + 1 : where.inside.split(wanted).length - 1
}

// ---- taking apart ----

const blank = /[\s\x1c-\x1f\x85]+/

const isBlank = (character: string): boolean =>
  /^[\s\x1c-\x1f\x85]$/.test(character) && character !== '\ufeff'

const emptySeparator = (): ValueError => new ValueError('empty separator')

function split(text: string, separator: Any, most: Any): string[] {
  const limit = most === undefined ? -1 : sizeArgument(most)
  if (separator === undefined || separator === null) {
    const words: string[] = []
    let rest = text.replace(/^[\s\x1c-\x1f\x85]+/, '')
    while (rest !== '') {
      if (limit >= 0 && words.length === limit) {
        words.push(rest)
        break
      }
      const match = blank.exec(rest)
      if (match === null) {
        words.push(rest)
        break
      }
      words.push(rest.slice(0, match.index))
      rest = rest.slice(match.index + match[0].length)
    }
    return words
  }
  const by = textArgument(separator, (name) => `must be str or None, not ${name}`)
  if (by === '') throw emptySeparator()
  const parts = text.split(by)
  if (limit < 0 || parts.length <= limit + 1) return parts
  return [...parts.slice(0, limit), parts.slice(limit).join(by)]
}

function rsplit(text: string, separator: Any, most: Any): string[] {
  const limit = most === undefined ? -1 : sizeArgument(most)
  if (limit < 0) return split(text, separator, undefined)
  if (separator === undefined || separator === null) {
    const backwards = split([...text].reverse().join(''), null, limit)
    return backwards.map((word) => [...word].reverse().join('')).reverse()
  }
  const by = textArgument(separator, (name) => `must be str or None, not ${name}`)
  if (by === '') throw emptySeparator()
  const parts = text.split(by)
  if (parts.length <= limit + 1) return parts
  const cut = parts.length - limit
  return [parts.slice(0, cut).join(by), ...parts.slice(cut)]
}

function splitlines(text: string, given: Any): string[] {
  const keepends = given !== undefined && cIntArgument(given) !== 0
  const lines =
    text.match(/[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g) ?? []
  if (lines.at(-1) === '') lines.pop()
  return keepends
    ? lines
    : lines.map((line) => line.replace(/(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/, ''))
}

function partition(text: string, separator: Any, isLast: boolean): Tuple {
  const by = mustBeText(separator)
  if (by === '') throw emptySeparator()
  const at = isLast ? text.lastIndexOf(by) : text.indexOf(by)
  if (at < 0) return isLast ? Tuple.of('', '', text) : Tuple.of(text, '', '')
  return Tuple.of(text.slice(0, at), by, text.slice(at + by.length))
}

const strip =
  (name: string, left: boolean, right: boolean) =>
  (text: string, given?: Any): string => {
    if (given !== undefined && given !== null && typeof unboxed(given) !== 'string')
      throw new TypeError(`${name} arg must be None or str`)
    const set = given === undefined || given === null ? null : new Set(Array.from(unboxed(given) as string))
    const goes = (character: string): boolean => (set === null ? isBlank(character) : set.has(character))
    const characters = Array.from(text)
    let from = 0
    let to = characters.length
    if (left) while (from < to && goes(characters[from])) from++
    if (right) while (to > from && goes(characters[to - 1])) to--
    return characters.slice(from, to).join('')
  }

// ---- writing otherwise ----

/** How wide a text is to be; V8 makes none that is longer than that. */
function widthOf(width: Any): number {
  const wide = bound(width)
  if (Math.abs(wide) >= 2 ** 63) throw new OverflowError('Python int too large to convert to C ssize_t')
  if (wide >= 2 ** 29 - 24) throw new MemoryError('')
  return wide
}

const pad =
  (name: string, align: '<' | '>' | '^') =>
  (text: string, width: Any, given: Any = ' '): string => {
    const fill = unboxed(given)
    if (typeof fill !== 'string')
      throw new TypeError(`The fill character must be a unicode character, not ${nameOfType(given)}`)
    if (lengthOf(fill) !== 1) throw new TypeError('The fill character must be exactly one character long')
    void name
    const missingCount = Math.max(0, widthOf(width) - lengthOf(text))
    // As unicode_center has it: the odd one goes left where the width is odd.
    const left =
      align === '<'
        ? 0
        : align === '>'
          ? missingCount
          : Math.floor(missingCount / 2) + (missingCount & widthOf(width) & 1)
    return fill.repeat(left) + text + fill.repeat(missingCount - left)
  }

const isCased = (character: string): boolean => character.toLowerCase() !== character.toUpperCase()

function title(text: string): string {
  let result = ''
  let before = false
  for (const character of text) {
    result += before ? character.toLowerCase() : character.toUpperCase()
    before = isCased(character)
  }
  return result
}

function isTitle(text: string): boolean {
  let before = false
  let any = false
  for (const character of text) {
    const cased = isCased(character)
    if (cased) {
      any = true
      const isUpper = character === character.toUpperCase()
      if (isUpper === before) return false
    }
    before = cased
  }
  return any
}

function swapcase(text: string): string {
  return Array.from(text, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('')
}

function expandtabs(text: string, given: Any = 8): string {
  const size = widthOf(given)
  let column = 0
  let result = ''
  for (const character of text) {
    if (character === '\t') {
      const blanks = size > 0 ? size - (column % size) : 0
      result += ' '.repeat(blanks)
      column += blanks
    } else {
      result += character
      column = character === '\n' || character === '\r' ? 0 : column + 1
    }
  }
  return result
}

function zfill(text: string, width: Any): string {
  const [, sign, digits] = /^([+-]?)(.*)$/s.exec(text)!
  return sign + '0'.repeat(Math.max(0, widthOf(width) - lengthOf(text))) + digits
}

function replace(text: string, from: Any, to: Any, most: Any): string {
  const [old, next] = [from, to].map((value, i) =>
    textArgument(value, () => `replace() argument ${i + 1} must be str, not ${nameOfArgument(value)}`),
  )
  const limit = most === undefined ? -1 : sizeArgument(most)
  if (limit < 0 && old !== '') return text.replaceAll(old, () => next)
  const parts = old === '' ? ['', ...Array.from(text), ''] : text.split(old)
  const joints = limit < 0 ? Infinity : limit
  let result = parts[0]
  for (let i = 1; i < parts.length; i++) result += (i <= joints ? next : old) + parts[i]
  return result
}

/** What `join` goes through. */
export function joinable(items: Any): Iterable<Any> {
  try {
    return core.iter(items)
  } catch {
    throw new TypeError('can only join an iterable')
  }
}

function join(separator: string, items: Any): string {
  const texts: string[] = []
  let i = 0
  for (const item of joinable(items)) {
    const text = unboxed(item)
    if (typeof text !== 'string')
      throw new TypeError(`sequence item ${i}: expected str instance, ${nameOfType(item)} found`)
    texts.push(text)
    i++
  }
  return texts.join(separator)
}

function maketrans(x: Any, y?: Any, z?: Any): PyDict {
  const table = new PyDict()
  if (y === undefined) {
    if (!isDict(x)) throw new TypeError('if you give only one argument to maketrans it must be a dict')
    for (const key of core.iter(x)) {
      if (typeof key === 'string' && Array.from(key).length !== 1)
        throw new ValueError('string keys in translate table must be of length 1')
      if (typeof key !== 'string' && kindOf(key) !== Kind.int)
        throw new TypeError('keys in translate table must be strings or integers')
      table.set(typeof key === 'string' ? key.codePointAt(0) : key, valueAt(x, key))
    }
    return table
  }
  if (typeof unboxed(x) !== 'string')
    throw new TypeError('first maketrans argument must be a string if there is a second argument')
  for (const [i, given] of [y, z].entries())
    if (given !== undefined && typeof unboxed(given) !== 'string')
      throw new TypeError(`maketrans() argument ${i + 2} must be str, not ${nameOfArgument(given)}`)
  const [from, to] = [Array.from(x as string), Array.from(y as string)]
  if (from.length !== to.length)
    throw new ValueError('the first two maketrans arguments must have equal length')
  from.forEach((character, i) => table.set(character.codePointAt(0), to[i].codePointAt(0)))
  for (const character of Array.from((z as string | undefined) ?? ''))
    table.set(character.codePointAt(0), null)
  return table
}

/** The character that a table of `translate` names by its number. */
function mapped(code: Any): string {
  if (kindOf(code) !== Kind.int) throw new TypeError('character mapping must return integer, None or str')
  if (code < 0 || code >= 0x110000) throw new ValueError('character mapping must be in range(0x110000)')
  return String.fromCodePoint(Number(code))
}

function translate(text: string, table: Any): string {
  let result = ''
  for (const character of text) {
    const code = character.codePointAt(0)!
    let other: Any = code
    if (isDict(table) ? hasKey(table, code) : true)
      try {
        other = core.getitem(table, code)
      } catch (error) {
        if (!(error instanceof KeyError || error instanceof IndexError)) throw error
      }
    if (other === null) continue
    result += typeof other === 'string' ? other : mapped(other)
  }
  return result
}

const every =
  (test: (character: string) => boolean, whenEmpty = false) =>
  (text: string): boolean =>
    text === '' ? whenEmpty : Array.from(text).every(test)
const matching = (pattern: RegExp, whenEmpty = false) =>
  every((character) => pattern.test(character), whenEmpty)
const oneCase =
  (change: (text: string) => string) =>
  (text: string): boolean => {
    const cased = Array.from(text).filter(isCased)
    return cased.length > 0 && cased.every((character) => character === change(character))
  }

textMethod({
  'capitalize()': (text) => {
    const [first = '', ...rest] = Array.from(text)
    return first.toUpperCase() + rest.join('').toLowerCase()
  },
  'casefold()': (text) => text.replaceAll('ß', 'ss').toLowerCase(),
  'center(width, fillchar=" ", /)': pad('center', '^'),
  'count(sub, start=0, end=0, /)': count,
  'encode(encoding="utf-8", errors="strict")': (text, encoding = 'utf-8', errors = 'strict') =>
    new PyBytes(
      encode(
        text,
        textArgument(
          encoding,
          () => `encode() argument 'encoding' must be str, not ${nameOfArgument(encoding)}`,
        ),
        errors as string,
      ),
    ),
  'endswith(suffix, start=0, end=0, /)': affix('endsWith'),
  'expandtabs(tabsize=8)': expandtabs,
  'find(sub, start=0, end=0, /)': find(false),
  'format(*args, **kwargs)': (text, args: Any[], kwargs) =>
    formatted(text, args, (name) => {
      if (!Object.hasOwn(kwargs as object, name)) throw missingKey(name)
      return kwargs[name]
    }),
  'format_map(mapping, /)': (text, mapping) => formatted(text, [], (name) => core.getitem(mapping, name)),
  'index(sub, start=0, end=0, /)': index(false),
  'isalnum()': matching(/[\p{L}\p{N}]/u),
  'isalpha()': matching(/\p{L}/u),
  'isascii()': matching(/[\0-\x7f]/, true),
  'isdecimal()': matching(/\p{Nd}/u),
  'isdigit()': matching(/[\p{Nd}²³¹⁰⁴-⁹₀-₉]/u),
  'isidentifier()': (text) => /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*$/u.test(text),
  'islower()': oneCase((text) => text.toLowerCase()),
  'isnumeric()': matching(/\p{N}/u),
  'isprintable()': every((character) => character === ' ' || !/[\p{C}\p{Z}]/u.test(character), true),
  'isspace()': every(isBlank),
  'istitle()': isTitle,
  'isupper()': oneCase((text) => text.toUpperCase()),
  'join(iterable, /)': join,
  'ljust(width, fillchar=" ", /)': pad('ljust', '<'),
  'lower()': (text) => text.toLowerCase(),
  'lstrip(chars=None, /)': strip('lstrip', true, false),
  'partition(sep, /)': (text, separator) => partition(text, separator, false),
  'removeprefix(prefix, /)': (text, prefix) =>
    text.startsWith(
      textArgument(prefix, () => `removeprefix() argument must be str, not ${nameOfArgument(prefix)}`),
    )
      ? text.slice(prefix.length as number)
      : text,
  'removesuffix(suffix, /)': (text, suffix) => {
    const wanted = textArgument(
      suffix,
      () => `removesuffix() argument must be str, not ${nameOfArgument(suffix)}`,
    )
    return wanted !== '' && text.endsWith(wanted) ? text.slice(0, -wanted.length) : text
  },
  'replace(old, new, count=-1, /)': replace,
  'rfind(sub, start=0, end=0, /)': find(true),
  'rindex(sub, start=0, end=0, /)': index(true),
  'rjust(width, fillchar=" ", /)': pad('rjust', '>'),
  'rpartition(sep, /)': (text, separator) => partition(text, separator, true),
  'rsplit(sep=None, maxsplit=-1)': rsplit,
  'rstrip(chars=None, /)': strip('rstrip', false, true),
  'split(sep=None, maxsplit=-1)': split,
  'splitlines(keepends=False)': splitlines,
  'startswith(prefix, start=0, end=0, /)': affix('startsWith'),
  'strip(chars=None, /)': strip('strip', true, true),
  'swapcase()': swapcase,
  'title()': title,
  'translate(table, /)': translate,
  'upper()': (text) => text.toUpperCase(),
  'zfill(width, /)': zfill,
  '__len__()': lengthOf,
  '__getitem__(key, /)': (text, key) => subscripts.plainItem(text, key),
  '__contains__(key, /)': (text, item) => contains(item, text),
  '__iter__()': (text) =>
    new PyIterator(
      iteratorClass(/^[\0-\x7f]*$/.test(text) ? 'str_ascii_iterator' : 'str_iterator'),
      text[Symbol.iterator](),
    ),
  '__add__(value, /)': (text, other) => {
    const right = unboxed(other)
    return typeof right === 'string' ? text + right : NotImplemented
  },
  '__radd__(value, /)': (text, other) => (typeof other === 'string' ? other + text : NotImplemented),
  '__mul__(value, /)': (text, times) =>
    kindOf(times) === Kind.int ? onContainers('mul', text, times) : NotImplemented,
  '__rmul__(value, /)': (text, times) =>
    kindOf(times) === Kind.int ? onContainers('mul', text, times) : NotImplemented,
  '__mod__(value, /)': percent,
})
infoOf(types.str).dict.set('maketrans', staticMethod('maketrans', 'x, y=None, z=None, /', maketrans))
makeComparisons(types.str, (value) => typeof unboxed(value) === 'string')
textMethods(types.str)
