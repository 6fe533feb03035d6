// Cuts TypeScript and the dialect into tokens for colouring, indentation and completion. Never fails: a string without
// an end is a string up to the end of its line, and what is unknown is a sign.
import { goesOnAsCode } from '../../dialect/floor-division.js'
import type { NameKind } from '../../dialect/floor-division.js'
import { isHashComment } from '../../dialect/hash-comments.js'
import { calledIn } from '../entry.js'
import type { TokenKind } from '../../terminal/styles.js'

export type { TokenKind }

export interface Token {
  readonly kind: TokenKind
  readonly from: number
  readonly to: number
  /** A string, template or comment without its end. */
  readonly open?: boolean
}

export const keywords =
  'abstract as async await break case catch class const continue debugger declare default delete do else enum export extends finally for from function get if implements import in instanceof interface let namespace new of private protected public readonly return satisfies set static super switch this throw try type typeof using var void while with yield'.split(
    ' ',
  )
const keywordSet = new Set(keywords)
/** Words that are names wherever they are not followed by another name. */
const soft = new Set(
  'abstract as async declare from get implements interface namespace of private protected public readonly satisfies set static type using'.split(
    ' ',
  ),
)
export const constants = ['true', 'false', 'null', 'undefined', 'NaN', 'Infinity', 'True', 'False', 'None']
const constantSet = new Set(constants)
/** What is at hand without import. */
export const knownNames = (
  'torch nn optim F np print help len range type isinstance int float bool str list tuple abs max min sum round sorted ' +
  'enumerate zip any all id repr next iter map filter reversed hasattr getattr setattr delattr dir vars dict set ' +
  'slice divmod callable'
).split(' ')
const knownSet = new Set(knownNames)

const blank = /\s+/y
const comment = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/y
const quoted = /'(?:\\[^]|[^'\\\n])*'?|"(?:\\[^]|[^"\\\n])*"?/y
const closedString = /^(['"])(?:\\[^]|[^\\])*\1$/
const number = /0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?n?/y
const word = /[A-Za-z_$#][\w$]*(?![^\x00-\x7f])|[\p{L}_$#][\p{L}\p{N}\p{M}_$]*/uy
const regex = /\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y
/** Signs of more than one character that mean something here; every other is taken character by character. */
const longSign = /=>|\?\.(?!\d)|\.\.\./y

/** Whether a `/` after these tokens begins a regular expression. */
function isOperand(token: Token | undefined, source: string): boolean {
  if (!token) return false
  if (token.kind === 'bracket') return ')]}'.includes(source[token.from])
  return !['keyword', 'sign', 'command'].includes(token.kind)
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}

/** By its first character, what a token can be besides a sign. */
const patterns = { blank, comment, string: quoted, number, name: word }

function startsOf(character: string): keyof typeof patterns | 'sign' {
  const code = character.charCodeAt(0)
  if (code <= 32) return 'blank'
  if (code >= 48 && code <= 57) return 'number'
  if (code > 126) return /\s/.test(character) ? 'blank' : 'name'
  if (/[A-Za-z_$#]/.test(character)) return 'name'
  if (character === '/') return 'comment'
  if (character === '.') return 'number'
  return character === '"' || character === "'" ? 'string' : 'sign'
}

let kindOfOther: (name: string) => NameKind = () => 'unknown'

/** Says what names are that a text does not have: whether `x // n` divides depends on it. */
export function knowNames(kindOf: (name: string) => NameKind): void {
  kindOfOther = kindOf
}

const hash = /#[^\n]*/y

/** What a comment or a division needs to know of the tokens before it: found as they come, and each looked at once. */
class Before {
  readonly #source: string
  readonly #tokens: readonly Token[]
  readonly #names = new Set<string>()
  /** What was told of names that the text does not have. */
  readonly #others = new Map<string, NameKind>()
  #seen = 0
  #last: Token | undefined
  #hasBreak = false
  #isInClass = false

  constructor(source: string, tokens: readonly Token[]) {
    this.#source = source
    this.#tokens = tokens
  }

  #look(): void {
    for (; this.#seen < this.#tokens.length; this.#seen++) {
      const token = this.#tokens[this.#seen]
      const { kind, from, to } = token
      if (!isSignificant(token)) {
        this.#hasBreak ||= this.#source.slice(from, to).includes('\n')
        continue
      }
      this.#last = token
      this.#hasBreak = false
      if (kind === 'name') this.#names.add(this.#source.slice(from, to))
      else if (kind === 'keyword') this.#isInClass ||= this.#source.slice(from, to) === 'class'
    }
  }

  /** Whether an operand ends right before, on the same line. */
  #isBehindOperand(): boolean {
    return !this.#hasBreak && isOperand(this.#last, this.#source) && this.#source[this.#last!.from] !== '}'
  }

  /** Whether `//` divides at `at`, by the dialect's own rule; see Note [Comment or division] there. */
  divides(at: number): boolean {
    this.#look()
    if (!this.#isBehindOperand()) return false
    const end = this.#source.indexOf('\n', at)
    const rest = this.#source.slice(at + (this.#source[at + 2] === '=' ? 3 : 2), end < 0 ? undefined : end)
    return goesOnAsCode(rest, (name) => (this.#names.has(name) ? 'value' : this.#kindOfOther(name)))
  }

  #kindOfOther(name: string): NameKind {
    let kind = this.#others.get(name)
    if (kind === undefined) this.#others.set(name, (kind = kindOfOther(name)))
    return kind
  }

  /** Whether `#` begins a comment at `at`. */
  isHash(at: number): boolean {
    this.#look()
    const word = this.#last ? this.#source.slice(this.#last.from, this.#last.to) : ''
    return isHashComment(this.#source, at, {
      isInClass: this.#isInClass,
      isBehindDot: word === '.' || word === '?.',
      wordBefore: word,
      isBehindOperand: this.#isBehindOperand(),
    })
  }
}

function signLength(source: string, at: number): number {
  if ('=?.'.includes(source[at])) return matchAt(longSign, source, at)?.length ?? 1
  return source.codePointAt(at)! > 0xffff ? 2 : 1
}

/** What a word is: after a dot, or before a colon in an object, a keyword is a name. */
function wordKind(text: string, last: Token | undefined, source: string, end: number): TokenKind {
  const after = last && source.slice(last.from, last.to)
  if (after === '.' || after === '?.') return 'name'
  if (constantSet.has(text)) return 'constant'
  if (keywordSet.has(text)) {
    const rest = source.slice(end, end + 20)
    if (soft.has(text)) return /^\s+[\p{L}_$'"{*[#]/u.test(rest) ? 'keyword' : 'name'
    return /^\s*:(?!:)/.test(rest) && (after === '{' || after === ',') ? 'name' : 'keyword'
  }
  return knownSet.has(text) ? 'known' : 'name'
}

/**
 * Note [Reading on from line breaks]. A blank that breaks the line outside of a template depends on nothing before it, and
 * what follows it only on the significant token before. So when one text is an edit of another, the tokens up to the last
 * such break before the edit stay, and from the first one behind it the old tokens come again, further on.
 */
interface Reading {
  readonly source: string
  readonly tokens: readonly Token[]
  /** Indices of the blanks of the note. */
  readonly breaks: readonly number[]
}

/** What kind a word has may depend on as many characters behind it. */
const lookAhead = 20

/** How much two texts have in common from an end on, found without looking at each character. */
function common(a: string, b: string, most: number, isSame: (length: number) => boolean): number {
  let low = 0
  let high = Math.min(a.length, b.length, most)
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (isSame(middle)) low = middle
    else high = middle - 1
  }
  return low
}

const commonStart = (a: string, b: string): number =>
  common(a, b, Infinity, (length) => a.slice(0, length) === b.slice(0, length))

const commonEnd = (a: string, b: string, most: number): number =>
  common(a, b, most, (length) => a.slice(a.length - length) === b.slice(b.length - length))

/** The index of the last of `breaks` at or before `offset`; -1 where there is none. */
function lastBreak({ tokens, breaks }: Reading, offset: number): number {
  let low = -1
  let high = breaks.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (tokens[breaks[middle]].from <= offset) low = middle
    else high = middle - 1
  }
  return low
}

const isSignificant = ({ kind }: Token): boolean => kind !== 'blank' && kind !== 'comment'

function significantBefore(tokens: readonly Token[], index: number): Token | undefined {
  for (let i = index - 1; i >= 0; i--) if (isSignificant(tokens[i])) return tokens[i]
  return undefined
}

/** Reads `source`, of which `known` is an earlier form that shares `start` characters before and `end` behind the edit. */
function readTokens(source: string, known: Reading, start: number, end: number): Reading {
  const kept = lastBreak(known, start - lookAhead - 1)
  const tokens: Token[] = kept < 0 ? [] : known.tokens.slice(0, known.breaks[kept])
  const breaks: number[] = known.breaks.slice(0, Math.max(0, kept))
  const shift = source.length - known.source.length
  /** For each open `${` of a template the number of braces open inside. */
  const templates: number[] = []
  let significant = significantBefore(tokens, tokens.length)
  let at = tokens.at(-1)?.to ?? 0
  const before = new Before(source, tokens)
  /** Where the last comment or division begins, if it is one. */
  let lastDoubtful: number | undefined
  /** Takes the old tokens from here on, where they are the same. */
  const rest = (): boolean => {
    const old = lastBreak(known, at - shift)
    const first = known.breaks[old]
    if (old < 0 || known.tokens[first].from !== at - shift) return false
    // What these are depends on names and classes further up.
    lastDoubtful ??= Math.max(source.lastIndexOf('//'), source.lastIndexOf('#'))
    if (lastDoubtful >= at) return false
    const earlier = significantBefore(known.tokens, first)
    if (earlier?.kind !== significant?.kind) return false
    if (
      earlier &&
      significant &&
      known.source.slice(earlier.from, earlier.to) !== source.slice(significant.from, significant.to)
    )
      return false
    const count = tokens.length - first
    for (const token of known.tokens.slice(first))
      tokens.push(shift === 0 ? token : { ...token, from: token.from + shift, to: token.to + shift })
    for (const index of known.breaks.slice(old)) breaks.push(index + count)
    return true
  }
  const push = (kind: TokenKind, to: number, open?: boolean): void => {
    const token: Token = open ? { kind, from: at, to, open } : { kind, from: at, to }
    tokens.push(token)
    if (isSignificant(token)) significant = token
    at = to
  }
  /** Reads a template from inside it: up to its end or to `${`. */
  const template = (start: number): void => {
    let end = start
    while (end < source.length && source[end] !== '`' && !source.startsWith('${', end))
      end += source[end] === '\\' ? 2 : 1
    end = Math.min(end, source.length)
    if (source[end] === '`') push('template', end + 1)
    else {
      push('template', end, true)
      if (end < source.length) {
        push('bracket', end + 2)
        templates.push(0)
      }
    }
  }
  const called = at === 0 ? calledIn(source)?.name : undefined
  if (called) push('command', source.indexOf(called) + called.length)
  while (at < source.length) {
    const next = source[at]
    const starts = startsOf(next)
    const text = starts === 'sign' ? undefined : matchAt(patterns[starts], source, at)
    if (next === '#' && before.isHash(at)) {
      push('comment', at + matchAt(hash, source, at)!.length, true)
      continue
    }
    if (text?.startsWith('//') && starts === 'comment' && before.divides(at)) {
      push('sign', at + 2)
      continue
    }
    if (starts === 'blank' && templates.length === 0 && text?.includes('\n')) {
      if (at >= source.length - end && rest()) break
      breaks.push(tokens.length)
    }
    if (next === '`') template(at + 1)
    else if (next === '}' && templates.at(-1) === 0) {
      templates.pop()
      push('bracket', at + 1)
      template(at)
    } else if ('()[]{}'.includes(next)) {
      if (templates.length > 0 && next === '{') templates[templates.length - 1]++
      if (templates.length > 0 && next === '}') templates[templates.length - 1]--
      push('bracket', at + 1)
    } else if (text === undefined) {
      const expression = next === '/' && !isOperand(significant, source) && matchAt(regex, source, at)
      if (expression) push('regex', at + expression.length)
      else push('sign', at + signLength(source, at))
    } else if (starts === 'comment')
      push('comment', at + text.length, text.startsWith('//') || text.length < 4 || !text.endsWith('*/'))
    else if (starts === 'string') push('string', at + text.length, !closedString.test(text))
    else if (starts === 'name') push(wordKind(text, significant, source, at + text.length), at + text.length)
    else push(starts, at + text.length)
  }
  return { source, tokens, breaks }
}

const nothing: Reading = { source: '', tokens: [], breaks: [] }
/** The newest first. Several readers ask for each key, some of them only up to the cursor. */
let readings: readonly [Reading, Reading] = [nothing, nothing]

/** The tokens of a text, without gaps. A text that is near to one of the last two costs little. */
export function tokenize(source: string): readonly Token[] {
  for (const { source: known, tokens } of readings) if (known === source) return tokens
  const [near] = readings
    .map((known) => {
      const start = commonStart(source, known.source)
      return {
        known,
        start,
        end: commonEnd(source, known.source, Math.min(source.length, known.source.length) - start),
      }
    })
    .sort((a, b) => b.start + b.end - a.start - a.end)
  const reading = readTokens(source, near.known, near.start, near.end)
  readings = [reading, near.known]
  return reading.tokens
}

const partner: Record<string, string> = { '(': ')', '[': ']', '{': '}', '${': '}' }

export interface Brackets {
  /** From the offset of each bracket to that of its partner. */
  readonly pairs: ReadonlyMap<number, number>
  /** Closing brackets that close nothing. */
  readonly stray: ReadonlySet<number>
  /** Opening brackets still open at the end, outermost first. */
  readonly open: readonly number[]
}

const matched = new WeakMap<readonly Token[], Brackets>()

/** Which bracket belongs to which. */
export function matchBrackets(source: string): Brackets {
  const tokens = tokenize(source)
  const known = matched.get(tokens)
  if (known) return known
  const brackets = readBrackets(source, tokens)
  matched.set(tokens, brackets)
  return brackets
}

function readBrackets(source: string, tokens: readonly Token[]): Brackets {
  const pairs = new Map<number, number>()
  const stray = new Set<number>()
  const open: Token[] = []
  for (const token of tokens) {
    if (token.kind !== 'bracket') continue
    const text = source.slice(token.from, token.to)
    if (text in partner) open.push(token)
    else {
      const opener = open.at(-1)
      if (opener && partner[source.slice(opener.from, opener.to)] === text) {
        open.pop()
        pairs.set(opener.from, token.from)
        pairs.set(token.from, opener.from)
      } else stray.add(token.from)
    }
  }
  return { pairs, stray, open: open.map(({ from }) => from) }
}
