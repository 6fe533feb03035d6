// Python's module `re`: patterns and matches, on JavaScript's regular expressions; pattern-syntax.ts has how they differ.
import { IndexError, TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { reprSymbol } from '../../text/repr.js'
import { iteratorClass, PyBytes, PyIterator } from '../runtime/containers.js'
import { isCallable } from '../runtime/builtins.js'
import { core } from '../runtime/core.js'
import { call, functionsOf, getters, methods } from '../runtime/functions.js'
import { PyDict } from '../runtime/keys.js'
import { cIntArgument, sizeArgument } from '../runtime/arguments.js'
import { unboxed } from '../runtime/boxed.js'
import { kindOf, Kind } from '../runtime/numbers.js'
import { indexOf } from '../runtime/subscripts.js'
import { builtinClass, classOf, Exception, nameOfType, object } from '../runtime/types.js'
import { Flag, PatternError, type Translated, translatePattern } from './pattern-syntax.js'
import { placed } from '../runtime/exceptions.js'

type Any = any

const patternClass = builtinClass('Pattern', [object], { module: 're' })
const matchClass = builtinClass('Match', [object], { module: 're' })

const errorClass: Any = core.makeClass('error', 'error', [Exception], null, { __module__: 're' })

function patternError(words: string, pattern: Any, at: number | null): Any {
  const text = textOf(pattern)
  const line = at === null ? 1 : text.slice(0, at).split('\n').length
  const column = at === null ? 1 : at - text.lastIndexOf('\n', at - 1)
  const where = text.includes('\n') ? ` (line ${line}, column ${column})` : ''
  const error = placed(call(errorClass, [at === null ? words : `${words} at position ${at}${where}`], null))
  return Object.assign(error as object, { msg: words, pattern, pos: at, lineno: line, colno: column })
}

/** Texts as JavaScript's expressions take them: of bytes, a character each. */
const textOf = (value: Any): string => (value instanceof PyBytes ? value.text : (value as string))

const flagNames: [number, string][] = [
  [Flag.I, 'IGNORECASE'],
  [Flag.L, 'LOCALE'],
  [Flag.M, 'MULTILINE'],
  [Flag.S, 'DOTALL'],
  [Flag.X, 'VERBOSE'],
  [Flag.A, 'ASCII'],
]

/** Places in a text count characters in Python, and halves of those beyond 16 bits in JavaScript. */
class Places {
  readonly #isPlain: boolean
  constructor(readonly text: string) {
    this.#isPlain = !/[\ud800-\udbff]/.test(text)
  }
  toPython(at: number): number {
    return this.#isPlain || at < 0 ? at : Array.from(this.text.slice(0, at)).length
  }
  toJavaScript(at: number): number {
    if (this.#isPlain) return Math.min(Math.max(at, 0), this.text.length)
    return Array.from(this.text).slice(0, Math.max(at, 0)).join('').length
  }
}

type Way = 'search' | 'match' | 'fullmatch'

class Pattern {
  readonly [classOf] = patternClass
  readonly #forms = new Map<string, RegExp>()
  constructor(
    readonly pattern: Any,
    readonly syntax: Translated,
  ) {}
  get isBytes(): boolean {
    return this.pattern instanceof PyBytes
  }
  /** The expression, to be tried anywhere or at one place alone; `least` is a place beyond which it has to end. */
  form(way: Way, least = 0): RegExp {
    const key = `${way} ${least}`
    let form = this.#forms.get(key)
    if (form === undefined) {
      const { source, flags } = this.syntax
      const end = way === 'fullmatch' ? '(?![\\s\\S])' : least > 0 ? `(?<=^[\\s\\S]{${least},})` : ''
      const text = end === '' ? source : `(?:${source})${end}`
      form = new RegExp(text, `dv${flags & Flag.I ? 'i' : ''}${way === 'search' ? 'g' : 'y'}`)
      if (least === 0) this.#forms.set(key, form)
    }
    return form
  }
  run(way: Way, subject: Subject, from: number, least = 0): Match | null {
    const form = this.form(way, least)
    form.lastIndex = from
    const found = form.exec(subject.text)
    return found === null ? null : new Match(this, subject, found as RegExpExecArray & { indices: Any })
  }
  [reprSymbol](): string {
    const { flags } = this.syntax
    const names = flagNames.filter(([bit]) => flags & bit && !(bit === Flag.A && this.isBytes))
    const shown = core.repr(this.pattern).slice(0, 200)
    return `re.compile(${[shown, names.map(([, name]) => `re.${name}`).join('|')].filter(Boolean).join(', ')})`
  }
}

/** What is looked through: the text up to `endpos`. */
interface Subject {
  readonly given: Any
  readonly text: string
  readonly places: Places
  readonly pos: number
  readonly endpos: number
}

class Match {
  readonly [classOf] = matchClass
  constructor(
    readonly re: Pattern,
    readonly subject: Subject,
    readonly found: RegExpExecArray & { indices: [number, number][] },
  ) {}
  get start(): number {
    return this.found.index
  }
  get end(): number {
    return this.found.index + this.found[0].length
  }
  give(text: string | undefined): Any {
    return text === undefined ? null : this.re.isBytes ? new PyBytes(text) : text
  }
  number(group: Any): number {
    const { names, groups } = this.re.syntax
    const number = typeof group === 'string' ? names.get(group) : indexOf(group)
    if (number === undefined || number < 0 || number > groups) throw new IndexError('no such group')
    return number
  }
  group(group: Any): Any {
    return this.give(this.found[this.number(group)])
  }
  span(group: Any): [number, number] {
    const place = this.found.indices[this.number(group)]
    const { places } = this.subject
    return place === undefined ? [-1, -1] : [places.toPython(place[0]), places.toPython(place[1])]
  }
  all(otherwise: Any): Any[] {
    return this.found.slice(1).map((text) => (text === undefined ? otherwise : this.give(text)))
  }
  /** The number of the group that was closed last; null where none was. */
  get last(): number | null {
    const { closing } = this.re.syntax
    let best: number | null = null
    this.found.forEach((text, i) => {
      if (i > 0 && text !== undefined && (best === null || closing[i] > closing[best])) best = i
    })
    return best
  }
  [reprSymbol](): string {
    const [start, end] = this.span(0)
    return `<re.Match object; span=(${start}, ${end}), match=${core.repr(this.group(0))}>`
  }
}

const cache = new Map<string, Pattern>()

/** Flags that a pattern of its kind does not take. */
function checkFlags(bits: number, isBytes: boolean): void {
  const [ascii, locale, unicode] = [Flag.A, Flag.L, Flag.U].map((flag) => (bits & flag) !== 0)
  if (!isBytes && locale) throw new ValueError('cannot use LOCALE flag with a str pattern')
  if (isBytes && unicode) throw new ValueError('cannot use UNICODE flag with a bytes pattern')
  if (ascii && unicode) throw new ValueError('ASCII and UNICODE flags are incompatible')
  if (ascii && locale) throw new ValueError('ASCII and LOCALE flags are incompatible')
}

function compile(pattern: Any, flags: Any = 0): Pattern {
  if (kindOf(unboxed(flags)) !== Kind.int)
    throw new TypeError(`unsupported operand type(s) for &: '${nameOfType(flags)}' and 'RegexFlag'`)
  const bits = cIntArgument(flags)
  if (pattern instanceof Pattern) {
    if (bits !== 0) throw new ValueError('cannot process flags argument with a compiled pattern')
    return pattern
  }
  const isBytes = pattern instanceof PyBytes
  if (typeof pattern !== 'string' && !isBytes)
    throw new TypeError('first argument must be string or compiled pattern')
  const key = `${isBytes} ${bits} ${textOf(pattern)}`
  let made = cache.get(key)
  if (made === undefined) {
    checkFlags(bits, isBytes)
    try {
      made = new Pattern(pattern, translatePattern(textOf(pattern), bits, isBytes))
    } catch (error) {
      if (error instanceof PatternError) throw patternError(error.words, pattern, error.at)
      throw error
    }
    cache.set(key, made)
  }
  return made
}

function subjectOf(pattern: Pattern, given: Any, pos: Any = 0, endpos?: Any): Subject {
  const isBytes = given instanceof PyBytes
  const value: Any = typeof given === 'string' || isBytes ? given : given?.value
  if (typeof value !== 'string' && !(value instanceof PyBytes))
    throw new TypeError(`expected string or bytes-like object, got '${nameOfType(given)}'`)
  if (isBytes !== pattern.isBytes)
    throw new TypeError(
      isBytes
        ? 'cannot use a string pattern on a bytes-like object'
        : 'cannot use a bytes pattern on a string-like object',
    )
  const whole = textOf(value)
  const places = new Places(whole)
  const start = places.toJavaScript(sizeArgument(pos))
  const end = endpos === undefined ? whole.length : places.toJavaScript(sizeArgument(endpos))
  return { given, text: whole.slice(0, end), places, pos: start, endpos: end }
}

/** All matches in order: an empty one may follow another, but not itself. */
function* matches(pattern: Pattern, subject: Subject): Generator<Match> {
  const { text } = subject
  let at = subject.pos
  let wasEmpty = false
  while (at <= text.length) {
    let match: Match | null = null
    if (wasEmpty) {
      match = pattern.run('match', subject, at, Array.from(text.slice(0, at)).length + 1)
      if (match === null) {
        at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
        if (at > text.length) return
      }
    }
    match ??= pattern.run('search', subject, at)
    if (match === null) return
    yield match
    at = match.end
    wasEmpty = match.end === match.start
  }
}

/** What a match adds to a list of all: itself, its one group, or its groups. */
const listed = (match: Match): Any => {
  const { groups } = match.re.syntax
  const empty = match.give('')
  if (groups === 0) return match.group(0)
  if (groups === 1) return match.group(1) ?? empty
  return Tuple.from<unknown>(match.all(empty))
}

// ---- replacing ----

const controls: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

/** A replacement with its groups: `\1`, `\g<name>`. */
function template(pattern: Pattern, given: Any): (match: Match) => string {
  if (typeof given !== 'string' && !(given instanceof PyBytes))
    throw new TypeError(`decoding to str: need a bytes-like object, ${nameOfType(given)} found`)
  const text = textOf(given)
  const isOther = given instanceof PyBytes !== pattern.isBytes
  const parts: (string | number)[] = []
  const { groups, names } = pattern.syntax
  const group = (number: number, at: number): void => {
    if (number > groups) throw patternError(`invalid group reference ${number}`, given, at)
    parts.push(number)
  }
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\') {
      parts.push(text[i])
      continue
    }
    const rest = text.slice(i + 1)
    const octal = /^(?:0[0-7]{0,2}|[1-3][0-7]{2})/.exec(rest)
    const number = /^[1-9]\d?/.exec(rest)
    if (rest === '') throw patternError('bad escape (end of pattern)', given, i)
    if (rest.startsWith('g')) {
      if (rest[1] !== '<') throw patternError('missing <', given, i + 2)
      const end = rest.indexOf('>')
      if (end < 0)
        throw patternError(
          rest.length === 2 ? 'missing group name' : 'missing >, unterminated name',
          given,
          i + 3,
        )
      const name = rest.slice(2, end)
      if (name === '') throw patternError('missing group name', given, i + 3)
      if (/^\d+$/.test(name)) group(Number(name), i + 3)
      else if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
        throw patternError(`bad character in group name ${core.repr(name)}`, given, i + 3)
      else if (names.has(name)) parts.push(names.get(name)!)
      else throw new IndexError(`unknown group name '${name}'`)
      i += end + 1
    } else if (octal) {
      parts.push(String.fromCharCode(Number.parseInt(octal[0], 8)))
      i += octal[0].length
    } else if (number) {
      group(Number(number[0]), i + 1)
      i += number[0].length
    } else {
      const known = controls[rest[0]]
      if (known === undefined && /[a-zA-Z]/.test(rest[0]))
        throw patternError(`bad escape \\${rest[0]}`, given, i)
      parts.push(known ?? `\\${rest[0]}`)
      i++
    }
  }
  return ({ found }) => {
    if (isOther)
      throw new TypeError(
        pattern.isBytes
          ? 'sequence item 0: expected a bytes-like object, str found'
          : 'sequence item 0: expected str instance, bytes found',
      )
    return parts.map((part) => (typeof part === 'number' ? (found[part] ?? '') : part)).join('')
  }
}

/** So many of them; all for 0, and none for less. */
function* first(count: Any, all: Iterable<Match>): Generator<Match> {
  const most = sizeArgument(count === undefined ? 0 : count)
  if (most < 0) return
  let done = 0
  for (const match of all) {
    yield match
    if (++done === most) return
  }
}

function substitute(
  pattern: Pattern,
  replacement: Any,
  given: Any,
  count: Any,
): { text: Any; count: number } {
  const subject = subjectOf(pattern, given)
  const write =
    typeof replacement === 'string' || !isCallable(replacement)
      ? template(pattern, replacement)
      : (match: Match): string => {
          const value: Any = call(replacement, [match], null)
          if (typeof value !== 'string' && !(value instanceof PyBytes))
            throw new TypeError(`expected str instance, ${nameOfType(value)} found`)
          return textOf(value)
        }
  let result = ''
  let done = 0
  let at = 0
  for (const match of first(count, matches(pattern, subject))) {
    result += subject.text.slice(at, match.start) + write(match)
    at = match.end
    done++
  }
  result += subject.text.slice(at)
  return { text: pattern.isBytes ? new PyBytes(result) : result, count: done }
}

function split(pattern: Pattern, given: Any, limit: Any): Any[] {
  const subject = subjectOf(pattern, given)
  const give = (text: string): Any => (pattern.isBytes ? new PyBytes(text) : text)
  const parts: Any[] = []
  let at = 0
  for (const match of first(limit, matches(pattern, subject))) {
    parts.push(give(subject.text.slice(at, match.start)), ...match.all(null))
    at = match.end
  }
  return [...parts, give(subject.text.slice(at))]
}

const iterate = (pattern: Pattern, subject: Subject): Any =>
  new PyIterator(iteratorClass('callable_iterator'), matches(pattern, subject))

const found = (way: Way) => (pattern: Pattern, text: Any, pos?: Any, endpos?: Any) => {
  const subject = subjectOf(pattern, text, pos, endpos)
  return pattern.run(way, subject, subject.pos)
}
const substituted = (pattern: Pattern, replacement: Any, text: Any, count?: Any): Any =>
  substitute(pattern, replacement, text, count).text
const substitutedAndCount = (pattern: Pattern, replacement: Any, text: Any, count?: Any): Any => {
  const done = substitute(pattern, replacement, text, count)
  return Tuple.of<unknown>(done.text, done.count)
}

methods(patternClass, {
  'search(string, pos=0, endpos=0)': found('search'),
  'match(string, pos=0, endpos=0)': found('match'),
  'fullmatch(string, pos=0, endpos=0)': found('fullmatch'),
  'findall(string, pos=0, endpos=0)': (self: Pattern, text, pos, endpos) =>
    Array.from(matches(self, subjectOf(self, text, pos, endpos)), listed),
  'finditer(string, pos=0, endpos=0)': (self: Pattern, text, pos, endpos) =>
    iterate(self, subjectOf(self, text, pos, endpos)),
  'sub(repl, string, count=0)': substituted,
  'subn(repl, string, count=0)': substitutedAndCount,
  'split(string, maxsplit=0)': split,
  '__hash__()': (self: Pattern) => core.hash(core.repr(self)),
  '__eq__(other, /)': (self: Pattern, other) =>
    self === other || (other instanceof Pattern && core.repr(self) === core.repr(other)),
  '__copy__()': (self) => self,
  '__deepcopy__(memo, /)': (self) => self,
})
getters(patternClass, {
  pattern: (self: Pattern) => self.pattern,
  flags: (self: Pattern) => self.syntax.flags,
  groups: (self: Pattern) => self.syntax.groups,
  groupindex: (self: Pattern) => new PyDict(self.syntax.names),
})

methods(matchClass, {
  'group(*args)': (self: Match, groups: Any[]) =>
    groups.length < 2
      ? self.group(groups.length === 0 ? 0 : groups[0])
      : Tuple.from<unknown>(groups.map((group: Any) => self.group(group))),
  'groups(default=None)': (self: Match, otherwise = null) => Tuple.from<unknown>(self.all(otherwise)),
  'groupdict(default=None)': (self: Match, otherwise = null) =>
    new PyDict([...self.re.syntax.names].map(([name, i]) => [name, self.give(self.found[i]) ?? otherwise])),
  'start(group=0, /)': (self: Match, group = 0) => self.span(group)[0],
  'end(group=0, /)': (self: Match, group = 0) => self.span(group)[1],
  'span(group=0, /)': (self: Match, group = 0) => Tuple.from(self.span(group)),
  'expand(template)': (self: Match, text) => self.give(template(self.re, text)(self)),
  '__getitem__(key, /)': (self: Match, group) => self.group(group),
  '__copy__()': (self) => self,
  '__deepcopy__(memo, /)': (self) => self,
})
getters(matchClass, {
  string: (self: Match) => self.subject.given,
  re: (self: Match) => self.re,
  pos: (self: Match) => self.subject.places.toPython(self.subject.pos),
  endpos: (self: Match) => self.subject.places.toPython(self.subject.endpos),
  lastindex: (self: Match) => self.last,
  lastgroup: (self: Match) => {
    const { last } = self
    return [...self.re.syntax.names].find(([, i]) => i === last)?.[0] ?? null
  },
  regs: (self: Match) => Tuple.from<unknown>(self.found.map((_, i) => Tuple.of(...self.span(i)))),
})

const ofModule =
  (run: (pattern: Pattern, text: Any) => Any) =>
  (pattern: Any, text: Any, flags?: Any): Any =>
    run(compile(pattern, flags), text)

const I = Flag.I
const { M, S, X, A, U, L } = Flag

export const module = {
  error: errorClass,
  Pattern: patternClass,
  Match: matchClass,
  ...{ I, M, S, X, A, U, L },
  ...{ IGNORECASE: I, MULTILINE: M, DOTALL: S, VERBOSE: X, ASCII: A, UNICODE: U, LOCALE: L, NOFLAG: 0 },
  ...functionsOf({
    'compile(pattern, flags=0)': compile,
    'search(pattern, string, flags=0)': ofModule(found('search')),
    'match(pattern, string, flags=0)': ofModule(found('match')),
    'fullmatch(pattern, string, flags=0)': ofModule(found('fullmatch')),
    'findall(pattern, string, flags=0)': ofModule((pattern, text) =>
      Array.from(matches(pattern, subjectOf(pattern, text)), listed),
    ),
    'finditer(pattern, string, flags=0)': ofModule((pattern, text) =>
      iterate(pattern, subjectOf(pattern, text)),
    ),
    'sub(pattern, repl, string, count=0, flags=0)': (
      pattern: Any,
      replacement: Any,
      text: Any,
      count: Any,
      flags: Any,
    ) => substituted(compile(pattern, flags), replacement, text, count),
    'subn(pattern, repl, string, count=0, flags=0)': (
      pattern: Any,
      replacement: Any,
      text: Any,
      count: Any,
      flags: Any,
    ) => substitutedAndCount(compile(pattern, flags), replacement, text, count),
    'split(pattern, string, maxsplit=0, flags=0)': (pattern: Any, text: Any, limit: Any, flags: Any) =>
      split(compile(pattern, flags), text, limit),
    'escape(pattern)': (pattern: Any) => {
      if (typeof pattern !== 'string' && !(pattern instanceof PyBytes))
        throw new TypeError(`decoding to str: need a bytes-like object, ${nameOfType(pattern)} found`)
      const text = textOf(pattern).replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&')
      return pattern instanceof PyBytes ? new PyBytes(text) : text
    },
    'purge()': () => (cache.clear(), null),
  }),
}
