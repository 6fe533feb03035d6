// Python's module `json`.
import { TypeError, ValueError } from '../../base/errors.js'
import { isNumpyNumber, numpyType } from '../../base/numpy-number.js'
import { checkDigits } from '../../text/int-text.js'
import { floatRepr } from '../../text/number-text.js'
import { PyBytes } from '../runtime/containers.js'
import { core, gathered, listOf } from '../runtime/core.js'
import { entriesOf, isDict } from '../runtime/dicts.js'
import { call, functionsOf } from '../runtime/functions.js'
import { PyDict } from '../runtime/keys.js'
import { floating, kindOf, Kind, whole } from '../runtime/numbers.js'
import { unboxed } from '../runtime/boxed.js'
import { declare, infoOf, nameOfType, typeOf } from '../runtime/types.js'
import * as operators from '../runtime/operators.js'
import { sortList } from '../runtime/sorting.js'
import { fromPython } from './written.js'
type Any = any

// ---- writing ----

interface Options {
  readonly ascii: boolean
  readonly nan: boolean
  readonly indent: string | null
  readonly comma: string
  readonly colon: string
  readonly sort: boolean
  readonly skip: boolean
  readonly otherwise: Any
}

const escapes: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}

function text(value: string, ascii: boolean): string {
  let result = '"'
  for (let i = 0; i < value.length; i++) {
    const sign = value[i]
    const code = value.charCodeAt(i)
    if (sign in escapes) result += escapes[sign]
    else if (code < 32 || (ascii && code > 126)) result += `\\u${code.toString(16).padStart(4, '0')}`
    else result += sign
  }
  return `${result}"`
}

function float(value: number, { nan }: Options): string {
  if (Number.isFinite(value)) return floatRepr(value)
  if (!nan) throw new ValueError(`Out of range float values are not JSON compliant`)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
}

/** Of NumPy's numbers, only those of 64 bits are floats of Python's. */
const isForeign = (value: Any): boolean => isNumpyNumber(value) && value[numpyType] !== 'float64'

function keyText(key: Any, options: Options): string | null {
  if (typeof key === 'string') return key
  if (typeof key === 'boolean') return String(key)
  if (key === null) return 'null'
  const kind = isForeign(key) ? Kind.none : kindOf(key)
  if (kind === Kind.int) return String(key)
  if (kind === Kind.float) return float(Number(key), options)
  if (options.skip) return null
  throw new TypeError(`keys must be str, int, float, bool or None, not ${nameOfType(key)}`)
}

function write(given: Any, options: Options, level: number, open: Set<unknown>): string {
  const value = unboxed(given)
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return text(value, options.ascii)
  const kind = isForeign(value) ? Kind.none : kindOf(value)
  if (kind === Kind.int) return core.str(value)
  if (kind === Kind.float) return float(Number(value), options)
  const isList = Array.isArray(value)
  if (!isList && !isDict(value)) {
    if (options.otherwise === null)
      throw new TypeError(`Object of type ${infoOf(typeOf(value)).name} is not JSON serializable`)
    return write(call(options.otherwise, [value], null), options, level, open)
  }
  if (open.has(value)) throw new ValueError('Circular reference detected')
  open.add(value)
  const inner = options.indent === null ? '' : `\n${options.indent.repeat(level + 1)}`
  const outer = options.indent === null ? '' : `\n${options.indent.repeat(level)}`
  let items: string[]
  if (isList) items = gathered(value).map((item) => write(item, options, level + 1, open))
  else {
    let entries = [...entriesOf(value)]
    if (options.sort) {
      const keys = sortList(entries.map(([key]) => key))
      entries = keys.map((key) => entries.find(([one]) => one === key)!)
    }
    items = entries.flatMap(([key, item]) => {
      const name = keyText(key, options)
      return name === null
        ? []
        : [`${text(name, options.ascii)}${options.colon}${write(item, options, level + 1, open)}`]
    })
  }
  open.delete(value)
  const [left, right] = isList ? '[]' : '{}'
  return items.length === 0
    ? left + right
    : `${left}${inner}${items.join(options.comma + inner)}${outer}${right}`
}

function dumps(value: Any, ...given: Any[]): string {
  const [skip, ascii, circular, nan, cls, indent = null, separators = null, otherwise = null, sort] = given
  if (cls !== undefined && cls !== null) {
    const options = {
      skipkeys: skip,
      ensure_ascii: ascii,
      check_circular: circular,
      allow_nan: nan,
      indent,
      separators,
      default: otherwise,
      sort_keys: sort,
    }
    const said = Object.entries(options).filter(([, value]) => value !== undefined && value !== null)
    return call(core.getattr(call(cls, [], Object.fromEntries(said)), 'encode'), [value], null)
  }
  const said = (one: Any, standard: boolean): boolean => (one === undefined ? standard : core.truth(one))
  if (separators !== null && listOf(separators).length !== 2)
    throw new ValueError('separators are two: between items, and between a key and its value')
  const [comma, colon] = separators === null ? [indent === null ? ', ' : ',', ': '] : gathered(separators)
  return write(
    value,
    {
      skip: said(skip, false),
      ascii: said(ascii, true),
      nan: said(nan, true),
      indent: indent === null ? null : typeof indent === 'string' ? indent : operators.mul(' ', indent),
      comma,
      colon,
      sort: said(sort, false),
      otherwise,
    },
    0,
    new Set(),
  )
}

// ---- reading ----

export const JSONDecodeError: Any = { JSONDecodeError: class extends ValueError {} }.JSONDecodeError
declare(JSONDecodeError, 'JSONDecodeError', [ValueError], { module: 'json.decoder', hasFields: true })

function wrong(words: string, source: string, at: number): Any {
  const before = source.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  const error = new JSONDecodeError(`${words}: line ${line} column ${column} (char ${at})`)
  return Object.assign(error, { msg: words, doc: source, pos: at, lineno: line, colno: column })
}

const blank = /[ \t\n\r]*/y
const number = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y

interface Hooks {
  object: Any
  pairs: Any
  float: Any
  int: Any
}

class Reader {
  #at = 0
  constructor(
    readonly source: string,
    readonly hooks: Hooks,
  ) {}
  #skip(): void {
    blank.lastIndex = this.#at
    this.#at += blank.exec(this.source)![0].length
  }
  whole(): Any {
    this.#skip()
    const value = this.value()
    this.#skip()
    if (this.#at < this.source.length) throw wrong('Extra data', this.source, this.#at)
    return value
  }
  value(): Any {
    const { source } = this
    const sign = source[this.#at]
    if (sign === '"') return this.text()
    if (sign === '{') return this.object()
    if (sign === '[') return this.list()
    for (const [word, value] of words)
      if (source.startsWith(word, this.#at)) {
        this.#at += word.length
        return value
      }
    number.lastIndex = this.#at
    const match = number.exec(source)
    if (!match) throw wrong('Expecting value', source, this.#at)
    this.#at += match[0].length
    if (match[2] === undefined && match[3] === undefined && this.hooks.int === null)
      checkDigits(match[1].replace('-', '').length)
    if (match[2] === undefined && match[3] === undefined)
      return this.hooks.int === null ? whole(BigInt(match[1])) : call(this.hooks.int, [match[1]], null)
    return this.hooks.float === null ? floating(Number(match[0])) : call(this.hooks.float, [match[0]], null)
  }
  text(): string {
    const start = this.#at
    let result = ''
    for (let i = start + 1; ; i++) {
      const sign = this.source[i]
      if (sign === undefined) throw wrong('Unterminated string starting at', this.source, start)
      if (sign === '"') {
        this.#at = i + 1
        return result
      }
      if (sign < ' ') throw wrong('Invalid control character at', this.source, i)
      if (sign !== '\\') {
        result += sign
        continue
      }
      const next = this.source[++i]
      if (next === 'u') {
        const hex = this.source.slice(i + 1, i + 5)
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw wrong('Invalid \\uXXXX escape', this.source, i)
        result += String.fromCharCode(parseInt(hex, 16))
        i += 4
        continue
      }
      const plain = unescapes[next]
      if (plain === undefined) throw wrong('Invalid \\escape', this.source, i - 1)
      result += plain
    }
  }
  list(): Any[] {
    const items: Any[] = []
    this.#at++
    this.#skip()
    if (this.source[this.#at] === ']') {
      this.#at++
      return items
    }
    for (;;) {
      this.#skip()
      items.push(this.value())
      this.#skip()
      const sign = this.source[this.#at++]
      if (sign === ']') return items
      if (sign !== ',') throw wrong("Expecting ',' delimiter", this.source, this.#at - 1)
    }
  }
  object(): Any {
    const pairs: [string, Any][] = []
    this.#at++
    this.#skip()
    if (this.source[this.#at] === '}') this.#at++
    else
      for (;;) {
        this.#skip()
        if (this.source[this.#at] !== '"')
          throw wrong('Expecting property name enclosed in double quotes', this.source, this.#at)
        const name = this.text()
        this.#skip()
        if (this.source[this.#at++] !== ':') throw wrong("Expecting ':' delimiter", this.source, this.#at - 1)
        this.#skip()
        pairs.push([name, this.value()])
        this.#skip()
        const sign = this.source[this.#at++]
        if (sign === '}') break
        if (sign !== ',') throw wrong("Expecting ',' delimiter", this.source, this.#at - 1)
      }
    if (this.hooks.pairs !== null) return call(this.hooks.pairs, [pairs], null)
    const made = new PyDict(pairs)
    return this.hooks.object === null ? made : call(this.hooks.object, [made], null)
  }
}
const words: [string, Any][] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]
const unescapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function loads(given: Any, object: Any = null, float: Any = null, int: Any = null, pairs: Any = null): Any {
  const source = given instanceof PyBytes ? Buffer.from(given.data).toString('utf8') : unboxed(given)
  if (typeof source !== 'string')
    throw new TypeError(`the JSON object must be str, bytes or bytearray, not ${nameOfType(given)}`)
  return new Reader(source, { object, float, int, pairs }).whole()
}

const options =
  '*, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None, default=None, sort_keys=False'

export const module = {
  __getattr__: fromPython('json', '_json', ['JSONEncoder', 'JSONDecoder']),
  JSONDecodeError,
  ...functionsOf({
    [`dumps(obj, ${options})`]: dumps,
    [`dump(obj, fp, ${options})`]: (value: Any, file: Any, ...rest: Any[]) => {
      call(core.getattr(file, 'write'), [dumps(value, ...rest)], null)
      return null
    },
    'loads(s, *, object_hook=None, parse_float=None, parse_int=None, object_pairs_hook=None)': loads,
    'load(fp, *, object_hook=None, parse_float=None, parse_int=None, object_pairs_hook=None)': (
      file: Any,
      ...rest: Any[]
    ) => loads(call(core.getattr(file, 'read'), [], null), ...(rest as [])),
  }),
}
