// A regular expression as Python writes it, as JavaScript does: what is written otherwise, or means something else, is put
// into other words; what JavaScript cannot do is refused.
//
// Note [Patterns of Python]. JavaScript's `.`, `$`, `\w`, `\s` and `\b` are not Python's (other line ends, ASCII alone), so
// each is spelled out. A pattern is compiled with the flag v, which knows characters beyond 16 bits and sets within sets, and
// takes no escape that it does not know: all signs of the pattern's text are therefore escaped here.

export const Flag = { I: 2, L: 4, M: 8, S: 16, U: 32, X: 64, A: 256 } as const

export interface Translated {
  readonly source: string
  readonly flags: number
  readonly groups: number
  /** Named groups and their numbers. */
  readonly names: ReadonlyMap<string, number>
  /** Of each group, from 1, the how many-eth to be closed it is. */
  readonly closing: readonly number[]
}

/** What is wrong with a pattern, and where. */
export class PatternError extends Error {
  constructor(
    readonly words: string,
    readonly at: number | null,
  ) {
    super(words)
  }
}

const word = (isAscii: boolean): string => (isAscii ? 'a-zA-Z0-9_' : '\\p{L}\\p{N}_')
const blank = (isAscii: boolean): string => (isAscii ? ' \\t\\n\\r\\f\\v' : '\\s\\x1c-\\x1f\\x85')
const digit = (isAscii: boolean): string => (isAscii ? '0-9' : '\\p{Nd}')

/** The signs in a class for `\d` and its like; a class of its own where it is negated. */
const classes: Record<string, (isAscii: boolean) => string> = { d: digit, w: word, s: blank }

const controls: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 }

const literal = (code: number): string => {
  const sign = String.fromCodePoint(code)
  return /[A-Za-z0-9_]/.test(sign) || code > 127 ? sign : `\\x${code.toString(16).padStart(2, '0')}`
}

const nothingBefore = '(?<![\\s\\S])'
const nothingBehind = '(?![\\s\\S])'

const refusal = (what: string, at: number): PatternError =>
  new PatternError(`${what} is not supported here: JavaScript's expressions have none`, at)

class Parser {
  at = 0
  groups = 0
  flags: number
  readonly names = new Map<string, number>()
  readonly closing: number[] = []
  #closed = 0
  readonly #open = new Set<number>()

  constructor(
    readonly text: string,
    flags: number,
    readonly isBytes: boolean,
  ) {
    this.flags = flags | (isBytes ? 0 : flags & Flag.A ? 0 : Flag.U)
  }

  get #isAscii(): boolean {
    return this.isBytes || (this.flags & Flag.A) !== 0
  }

  #has(flag: number): boolean {
    return (this.flags & flag) !== 0
  }

  #character(): string {
    const sign = String.fromCodePoint(this.text.codePointAt(this.at)!)
    this.at += sign.length
    return sign
  }

  whole(): string {
    const result = this.#alternatives()
    if (this.at < this.text.length) throw new PatternError('unbalanced parenthesis', this.at)
    return result
  }

  #alternatives(): string {
    let result = ''
    for (;;) {
      result += this.#sequence()
      if (this.text[this.at] !== '|') break
      this.at++
      result += '|'
    }
    return result
  }

  #sequence(): string {
    let result = ''
    while (this.at < this.text.length) {
      const sign = this.text[this.at]
      if (sign === '|' || sign === ')') break
      if (this.#has(Flag.X)) {
        if (/\s/.test(sign)) {
          this.at++
          continue
        }
        if (sign === '#') {
          const end = this.text.indexOf('\n', this.at)
          this.at = end < 0 ? this.text.length : end + 1
          continue
        }
      }
      const item = this.#item()
      result += item === '' ? '' : this.#repeated(item)
    }
    return result
  }

  /** What may be repeated; a text that stands for nothing, such as a comment, is empty. */
  #item(): string {
    const start = this.at
    const sign = this.#character()
    switch (sign) {
      case '.':
        return this.#has(Flag.S) ? '[\\s\\S]' : '[^\\n]'
      case '^':
        return this.#has(Flag.M) ? `(?:${nothingBefore}|(?<=\\n))` : nothingBefore
      case '$':
        return this.#has(Flag.M) ? `(?:(?=\\n)|${nothingBehind})` : `(?=\\n?${nothingBehind})`
      case '(':
        return this.#group(start)
      case '[':
        return this.#set(start)
      case '\\':
        return this.#escape(start)
      case '*':
      case '+':
      case '?':
        throw new PatternError('nothing to repeat', start)
      case '{':
        if (this.#counts(start) !== null) throw new PatternError('nothing to repeat', start)
    }
    return literal(sign.codePointAt(0)!)
  }

  /** `{2,3}` from its brace on; null where it is text. */
  #counts(start: number): { text: string; length: number } | null {
    const match = /^\{(\d*)(,?)(\d*)\}/.exec(this.text.slice(start))
    if (!match || (match[1] === '' && match[2] === '')) return null
    const [whole, least, comma, most] = match
    if (most !== '' && Number(most) < Number(least))
      throw new PatternError('min repeat greater than max repeat', start + 1)
    return { text: `{${least || '0'}${comma}${most}}`, length: whole.length }
  }

  #quantifier(): string | null {
    const sign = this.text[this.at]
    if (sign === '*' || sign === '+' || sign === '?') {
      this.at++
      return sign
    }
    if (sign !== '{') return null
    const counts = this.#counts(this.at)
    if (counts === null) return null
    this.at += counts.length
    return counts.text
  }

  #repeated(item: string): string {
    const begin = this.at
    const quantifier = this.#quantifier()
    if (quantifier === null) return item
    let result = (/^\(\?[=!<]/.test(item) ? `(?:${item})` : item) + quantifier
    const next = this.text[this.at]
    if (next === '?') {
      this.at++
      result += '?'
    } else if (next === '+') throw refusal('a possessive quantifier', begin)
    const again = this.at
    if (this.#quantifier() !== null) throw new PatternError('multiple repeat', again)
    return result
  }

  #escape(start: number): string {
    if (this.at >= this.text.length) throw new PatternError('bad escape (end of pattern)', start)
    const sign = this.#character()
    const ascii = this.#isAscii
    if (sign in classes) return `[${classes[sign](ascii)}]`
    const lower = sign.toLowerCase()
    if (lower in classes) return `[^${classes[lower](ascii)}]`
    const inWord = `[${word(ascii)}]`
    if (sign === 'b') return `(?:(?<=${inWord})(?!${inWord})|(?<!${inWord})(?=${inWord}))`
    if (sign === 'B') return `(?:(?<=${inWord})(?=${inWord})|(?<!${inWord})(?!${inWord}))`
    if (sign === 'A') return nothingBefore
    if (sign === 'Z') return nothingBehind
    if (/[1-9]/.test(sign)) {
      const octal = /^[0-3][0-7][0-7]/.exec(this.text.slice(start + 1))
      if (octal) {
        this.at = start + 4
        return literal(Number.parseInt(octal[0], 8))
      }
      const [digits] = /^\d{1,2}/.exec(this.text.slice(start + 1))!
      this.at = start + 1 + digits.length
      return this.#reference(Number(digits), start + 1)
    }
    return literal(this.#code(sign, start))
  }

  #reference(number: number, at: number): string {
    if (number > this.groups) throw new PatternError(`invalid group reference ${number}`, at)
    if (this.#open.has(number)) throw new PatternError('cannot refer to an open group', at)
    // A group that took no part matches nothing in Python, and the empty text in JavaScript.
    return `(?:\\${number})`
  }

  /** The character that an escape stands for, its letter read. */
  #code(sign: string, start: number): number {
    if (sign in controls) return controls[sign]
    const sizes: Record<string, number> = { x: 2, u: 4, U: 8 }
    if (sign in sizes && !(this.isBytes && sign !== 'x')) {
      const size = sizes[sign]
      const [digits] = new RegExp(`^[0-9a-fA-F]{0,${size}}`).exec(this.text.slice(this.at))!
      this.at += digits.length
      if (digits.length < size)
        throw new PatternError(`incomplete escape ${this.text.slice(start, this.at)}`, start)
      return Number.parseInt(digits, 16)
    }
    if (sign === '0') {
      const [digits] = /^[0-7]{0,2}/.exec(this.text.slice(this.at))!
      this.at += digits.length
      return Number.parseInt(`0${digits}`, 8)
    }
    if (/[a-zA-Z0-9]/.test(sign)) throw new PatternError(`bad escape \\${sign}`, start)
    return sign.codePointAt(0)!
  }

  /** `[a-z]` from its bracket on. */
  #set(start: number): string {
    const isNegated = this.text[this.at] === '^'
    if (isNegated) this.at++
    let inside = ''
    const first = this.at
    for (;;) {
      if (this.at >= this.text.length) throw new PatternError('unterminated character set', start)
      if (this.text[this.at] === ']' && this.at > first) break
      const from = this.at
      const low = this.#setItem(start)
      if (this.text[this.at] !== '-' || this.text[this.at + 1] === ']') {
        inside += typeof low === 'string' ? low : literal(low)
        continue
      }
      this.at++
      if (this.at >= this.text.length) throw new PatternError('unterminated character set', start)
      const high = this.#setItem(start)
      const range = (): string => this.text.slice(from, this.at)
      if (typeof low === 'string' || typeof high === 'string' || high < low)
        throw new PatternError(`bad character range ${range()}`, from)
      inside += `${literal(low)}-${literal(high)}`
    }
    this.at++
    if (inside === '') return isNegated ? '[\\s\\S]' : nothingBehind
    return `[${isNegated ? '^' : ''}${inside}]`
  }

  /** A character of a set by its code, or the inside of a class. */
  #setItem(setStart: number): number | string {
    const start = this.at
    const sign = this.#character()
    if (sign !== '\\') return sign.codePointAt(0)!
    if (this.at >= this.text.length) throw new PatternError('unterminated character set', setStart)
    const escaped = this.#character()
    if (escaped in classes) return classes[escaped](this.#isAscii)
    const lower = escaped.toLowerCase()
    if (lower in classes) return `[^${classes[lower](this.#isAscii)}]`
    if (/[0-7]/.test(escaped)) {
      const [digits] = /^[0-7]{1,3}/.exec(this.text.slice(start + 1))!
      this.at = start + 1 + digits.length
      return Number.parseInt(digits, 8)
    }
    return this.#code(escaped, start)
  }

  #name(end: string): string {
    const start = this.at
    const stop = this.text.indexOf(end, start)
    if (start >= this.text.length) throw new PatternError('missing group name', start)
    if (stop < 0) {
      if (start === this.text.length) throw new PatternError('missing group name', start)
      throw new PatternError(`missing ${end}, unterminated name`, start)
    }
    const name = this.text.slice(start, stop)
    if (name === '') throw new PatternError('missing group name', start)
    this.at = stop + 1
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
      throw new PatternError(`bad character in group name '${name}'`, start)
    return name
  }

  /** What begins with a parenthesis. */
  #group(start: number): string {
    let head = '('
    let number: number | null = null
    const outer = this.flags
    if (this.text[this.at] !== '?') number = ++this.groups
    else {
      this.at++
      const sign = this.text[this.at++]
      if (sign === undefined) throw new PatternError('unexpected end of pattern', this.at - 1)
      if (sign === 'P') {
        const kind = this.text[this.at++]
        if (kind === '=') {
          const at = this.at
          const name = this.#name(')')
          const known = this.names.get(name)
          if (known === undefined) throw new PatternError(`unknown group name '${name}'`, at)
          return this.#reference(known, at)
        }
        if (kind !== '<')
          throw kind === undefined
            ? new PatternError('unexpected end of pattern', this.at - 1)
            : new PatternError(`unknown extension ?P${kind}`, start + 1)
        const at = this.at
        const name = this.#name('>')
        if (this.names.has(name))
          throw new PatternError(
            `redefinition of group name '${name}' as group ${this.groups + 1}; was group ${this.names.get(name)!}`,
            at,
          )
        number = ++this.groups
        this.names.set(name, number)
      } else if (sign === ':') head = '(?:'
      else if (sign === '=' || sign === '!') head = `(?${sign}`
      else if (sign === '<') {
        const kind = this.text[this.at++]
        if (kind !== '=' && kind !== '!')
          throw kind === undefined
            ? new PatternError('unexpected end of pattern', this.at - 1)
            : new PatternError(`unknown extension ?<${kind}`, start + 1)
        head = `(?<${kind}`
      } else if (sign === '#') {
        const end = this.text.indexOf(')', this.at)
        if (end < 0) throw new PatternError('missing ), unterminated comment', start)
        this.at = end + 1
        return ''
      } else if (sign === '(') throw refusal('a conditional group', start)
      else if (sign === '>') throw refusal('an atomic group', start)
      else if (/[aiLmsux-]/.test(sign)) {
        this.at--
        const isWhole = this.#inlineFlags(start)
        if (isWhole) return ''
        head = '(?:'
      } else throw new PatternError(`unknown extension ?${sign}`, start + 1)
    }
    if (number !== null) this.#open.add(number)
    const inside = this.#alternatives()
    if (this.text[this.at] !== ')') throw new PatternError('missing ), unterminated subpattern', start)
    this.at++
    this.flags = outer
    if (number !== null) {
      this.#open.delete(number)
      this.closing[number] = ++this.#closed
    }
    return `${head}${inside})`
  }

  /** `(?i)` for all of the pattern, or `(?s:` for what follows in the group. */
  #inlineFlags(start: number): boolean {
    const letters = { i: Flag.I, L: Flag.L, m: Flag.M, s: Flag.S, u: Flag.U, x: Flag.X, a: Flag.A }
    const match = /^([aiLmsux]*)(?:-([imsx]+))?([:)])/.exec(this.text.slice(this.at))
    if (!match) throw new PatternError('missing -, : or )', this.at)
    const [whole, on, off = '', end] = match
    const bits = (text: string): number =>
      Array.from(text).reduce((all, letter) => all | letters[letter as keyof typeof letters], 0)
    if (end === ')') {
      if (start > 0) throw new PatternError('global flags not at the start of the expression', start)
      this.flags |= bits(on)
      if (on.includes('a')) this.flags &= ~Flag.U
      this.at += whole.length
      return true
    }
    const wanted = (this.flags | bits(on)) & ~bits(off)
    if ((wanted & Flag.I) !== (this.flags & Flag.I)) throw refusal('a flag i for a part', start)
    this.flags = wanted
    this.at += whole.length
    return false
  }
}

export function translatePattern(text: string, flags: number, isBytes: boolean): Translated {
  const parser = new Parser(text, flags, isBytes)
  // Flags at the start hold for all of it, so they are read before the rest.
  const source = parser.whole()
  const { groups, names, closing } = parser
  return { source, flags: parser.flags, groups, names, closing }
}
