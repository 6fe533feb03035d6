// What a person is typing, as far as the tokens before the cursor tell: which expression a dot stands behind, and in which
// argument of which call the cursor is.
import { wordsTyped } from '../entry.js'
import { matchBrackets, tokenize } from './tokens.js'
import type { Token } from './tokens.js'

export type Link =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'call' }
  | { readonly kind: 'index'; readonly text: string }

export type Root =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'string' | 'number' | 'array' | 'regex' }
  /** In parentheses: the names that occur inside. */
  | { readonly kind: 'group'; readonly names: readonly string[] }

/** `torch.ones(2).sum` as its root and what follows. */
export interface Chain {
  readonly root: Root
  readonly links: readonly Link[]
  /** The first call makes an instance. */
  readonly isNew: boolean
}

export interface Call {
  readonly callee: Chain
  /** Arguments before the one being typed. */
  readonly position: number
  /** The keyword whose value is being typed. */
  readonly keyword?: string
  /** Keywords given already. */
  readonly used: ReadonlySet<string>
  /** In braces, as TypeScript has keywords; else as Python has them. */
  readonly isObject: boolean
  /** Nothing but a word stands in the argument: it may become a keyword. */
  readonly isStart: boolean
}

export type Place =
  | { readonly kind: 'none' }
  | { readonly kind: 'command'; readonly from: number; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'module'; readonly from: number; readonly typed: string }
  | {
      readonly kind: 'member'
      readonly from: number
      readonly typed: string
      readonly chain: Chain
      readonly call?: Call
    }
  | { readonly kind: 'name'; readonly from: number; readonly typed: string; readonly call?: Call }

/** The tokens that are neither blank nor comment, with their text and their brackets. */
class Reader {
  readonly tokens: readonly Token[]
  readonly #indexOf = new Map<number, number>()
  /** Indices of the brackets still open, outermost first. */
  readonly open: readonly number[]
  readonly #pairs: ReadonlyMap<number, number>

  constructor(readonly source: string) {
    const all = tokenize(source)
    this.tokens = all.filter(({ kind }) => kind !== 'blank' && kind !== 'comment')
    this.tokens.forEach(({ from }, i) => this.#indexOf.set(from, i))
    const { pairs, open } = matchBrackets(source)
    this.#pairs = pairs
    this.open = open.map((offset) => this.#indexOf.get(offset)!)
  }
  text(i: number): string {
    const token = this.tokens[i]
    return token ? this.source.slice(token.from, token.to) : ''
  }
  /** The index of the bracket that belongs to the one at `i`; -1 where it is open. */
  partner(i: number): number {
    const offset = this.#pairs.get(this.tokens[i].from)
    return offset === undefined ? -1 : (this.#indexOf.get(offset) ?? -1)
  }
  isWord(i: number): boolean {
    const kind = this.tokens[i]?.kind
    return kind === 'name' || kind === 'known' || kind === 'constant' || this.text(i) === 'this'
  }
  isDot(i: number): boolean {
    return this.text(i) === '.' || this.text(i) === '?.'
  }
  /** Whether a bracket after the token at `i` belongs to it: `f(`, `a[`, `)(`. */
  isOperand(i: number): boolean {
    return (
      this.isWord(i) ||
      /^[)\]]$/.test(this.text(i)) ||
      (this.tokens[i]?.kind === 'keyword' && this.isDot(i - 1))
    )
  }
}

/** The expression that ends with the token at `end`; undefined where none is understood. */
function chainBefore(reader: Reader, end: number): Chain | undefined {
  const links: Link[] = []
  let root: Root | undefined
  let i = end
  while (!root) {
    const token = reader.tokens[i]
    if (!token) return undefined
    const text = reader.text(i)
    if (reader.isWord(i) || token.kind === 'keyword') {
      if (reader.isDot(i - 1)) {
        links.unshift({ kind: 'member', name: text })
        i -= 2
        continue
      }
      if (token.kind === 'keyword' && text !== 'this') return undefined
      root = { kind: 'name', name: text }
    } else if (text === ')' || text === ']') {
      const open = reader.partner(i)
      if (open < 0) return undefined
      if (reader.isOperand(open - 1) || reader.text(open - 1) === '?.') {
        const inside = reader.source.slice(reader.tokens[open].to, token.from)
        links.unshift(text === ')' ? { kind: 'call' } : { kind: 'index', text: inside })
        i = reader.text(open - 1) === '?.' ? open - 2 : open - 1
        continue
      }
      if (text === ']') root = { kind: 'array' }
      else {
        const names: string[] = []
        for (let k = open + 1; k < i; k++)
          if (reader.isWord(k) && !reader.isDot(k - 1)) names.push(reader.text(k))
        root = { kind: 'group', names }
      }
      i = open
    } else if (token.kind === 'string' || token.kind === 'template') root = { kind: 'string' }
    else if (token.kind === 'number' || token.kind === 'regex') root = { kind: token.kind }
    else return undefined
  }
  return { root, links, isNew: reader.text(i - 1) === 'new' }
}

/** Words before a parenthesis that is no call. */
const noCall = new Set(['if', 'while', 'for', 'switch', 'catch', 'function', 'return', 'with'])

/** Where the arguments behind the open bracket at `open` begin; the last is the one being typed. */
function argumentStarts(reader: Reader, open: number): number[] {
  const starts = [open + 1]
  for (let i = open + 1; i < reader.tokens.length; i++) {
    if (reader.tokens[i].kind === 'bracket') {
      const partner = reader.partner(i)
      if (partner < 0) break
      i = partner
    } else if (reader.text(i) === ',') starts.push(i + 1)
  }
  return starts
}

/** The keyword of the argument that begins at `start`: `dim=1`, or `dim: 1` in braces. */
function keywordAt(reader: Reader, start: number, isObject: boolean): string | undefined {
  const sign = reader.text(start + 1)
  const isGiven = isObject ? sign === ':' : sign === '=' && reader.text(start + 2) !== '='
  return reader.isWord(start) && isGiven ? reader.text(start) : undefined
}

/** The call in whose arguments the text ends. */
function callAround(reader: Reader): Call | undefined {
  const { tokens } = reader
  const open = reader.open
  let braces: number | undefined
  for (let depth = open.length - 1; depth >= 0; depth--) {
    const at = open[depth]
    const text = reader.text(at)
    if (text === '{') {
      // The object of keywords at the end of a call; any other brace begins something else.
      if (!/^[(,]$/.test(reader.text(at - 1)) || braces !== undefined) return undefined
      braces = at
    } else if (text === '${') return undefined
    const isCall =
      text === '(' &&
      reader.isOperand(at - 1) &&
      (reader.isDot(at - 2) || !noCall.has(reader.text(at - 1))) &&
      reader.text(at - 2) !== 'function'
    if (!isCall) continue
    const callee = chainBefore(reader, at - 1)
    if (!callee) return undefined
    const isObject = braces !== undefined
    const container = braces ?? at
    const starts = argumentStarts(reader, container)
    const current = starts[starts.length - 1]
    const given = starts.slice(0, -1).map((start) => keywordAt(reader, start, isObject))
    const count = tokens.length - current
    const endsInWord = count === 1 && reader.isWord(current) && tokens[current].to === reader.source.length
    return {
      callee,
      position: (isObject ? argumentStarts(reader, at) : starts).length - 1,
      keyword: keywordAt(reader, current, isObject),
      used: new Set(given.filter((name) => name !== undefined)),
      isObject,
      isStart: count === 0 || endsInWord,
    }
  }
  return undefined
}

/** What stands before the cursor at the end of `source`. */
export function placeAtEnd(source: string): Place {
  const last = tokenize(source).at(-1)
  const words = wordsTyped(source)
  if (words) {
    return { kind: 'command', from: source.length - words[words.length - 1].length, words }
  }
  if (last?.open && last.kind === 'comment') return { kind: 'none' }
  const reader = new Reader(source)
  const end = reader.tokens.length - 1
  if (last?.open && (last.kind === 'string' || last.kind === 'template')) {
    if (last.kind === 'template') return { kind: 'none' }
    const before = reader.text(end - 1)
    const isModule =
      before === 'from' ||
      before === 'import' ||
      (before === '(' && /^(import|require)$/.test(reader.text(end - 2)))
    const from = last.from + 1
    return { kind: isModule ? 'module' : 'file', from, typed: source.slice(from) }
  }
  const isWord =
    last !== undefined && (reader.isWord(end) || last.kind === 'keyword') && last.to === source.length
  const typed = isWord && last.kind !== 'blank' ? reader.text(end) : ''
  const from = source.length - typed.length
  const call = callAround(reader)
  const dot = typed === '' ? end : end - 1
  if (reader.isDot(dot) && (typed !== '' || last === reader.tokens[end])) {
    const chain = chainBefore(reader, dot - 1)
    return chain ? { kind: 'member', from, typed, chain, call } : { kind: 'none' }
  }
  return last?.kind === 'number' && typed === '' && last.to === source.length
    ? { kind: 'none' }
    : { kind: 'name', from, typed, call }
}

/** The call whose arguments `source` ends in; also from within a string. */
export const callAtEnd = (source: string): Call | undefined => callAround(new Reader(source))
