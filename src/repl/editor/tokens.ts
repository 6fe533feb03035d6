// Cuts TypeScript and the dialect into tokens for colouring, indentation and completion. Never fails: a string without
// an end is a string up to the end of its line, and what is unknown is a sign.

export type TokenKind =
  | 'blank'
  | 'comment'
  | 'string'
  | 'template'
  | 'regex'
  | 'number'
  | 'keyword'
  | 'constant'
  | 'known'
  | 'name'
  | 'command'
  | 'bracket'
  | 'sign'

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
  'enumerate zip any all id repr'
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
const command = /^\s*\.[a-z]\w*(?![\w.(])/

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

function readTokens(source: string): Token[] {
  const tokens: Token[] = []
  /** For each open `${` of a template the number of braces open inside. */
  const templates: number[] = []
  let significant: Token | undefined
  let at = 0
  const push = (kind: TokenKind, to: number, open?: boolean): void => {
    const token: Token = open ? { kind, from: at, to, open } : { kind, from: at, to }
    tokens.push(token)
    if (kind !== 'blank' && kind !== 'comment') significant = token
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
  const first = command.exec(source)?.[0]
  if (first) push('command', first.length)
  while (at < source.length) {
    const next = source[at]
    const starts = startsOf(next)
    const text = starts === 'sign' ? undefined : matchAt(patterns[starts], source, at)
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
  return tokens
}

let lastSource: string | undefined
let lastTokens: readonly Token[] = []

/** The tokens of a text, without gaps. The last answer is kept: several readers ask for each key. */
export function tokenize(source: string): readonly Token[] {
  if (source === lastSource) return lastTokens
  lastTokens = readTokens(source)
  lastSource = source
  return lastTokens
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

/** Which bracket belongs to which. */
export function matchBrackets(source: string, tokens: readonly Token[] = tokenize(source)): Brackets {
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
