// The page that is being written: indented lines, with the comments and the blank lines of the text that is converted, and
// with long lines broken at commas.

/** A comment of the text that is converted. */
export interface Comment {
  /** Without its sign; several lines where it was a block. */
  readonly text: string
  /** From 1. */
  readonly line: number
  readonly endLine: number
  /** Code stands before it on its line. */
  readonly isBehind: boolean
}

// Note [Soft breaks]. Lists are written on one line, with marks of Unicode's private area around their items and behind
// their commas. A line that is too long is broken there; of all others the marks are taken away. A text that holds such
// a letter has it written as an escape.
const [open, soft, close] = ['\ue000', '\ue001', '\ue002']
const marks = /[\ue000-\ue002]/g

/** Items with commas between them, at which a line may be broken. */
export const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${open}${items.join(`,${soft}`)}${close}`

/** Without the marks. */
export const flat = (code: string): string => code.replaceAll(soft, ' ').replace(marks, '')

const longest = 100

/** The longest list of a line: where its items begin and end. */
function longestList(code: string): { from: number; to: number } | null {
  let best: { from: number; to: number } | null = null
  let depth = 0
  let from = 0
  for (let i = 0; i < code.length; i++) {
    if (code[i] === open && depth++ === 0) from = i
    if (code[i] === close && --depth === 0 && (best === null || i - from > best.to - best.from))
      best = { from, to: i }
  }
  return best
}

function itemsOf(code: string): string[] {
  const items = ['']
  let depth = 0
  for (const letter of code) {
    if (letter === open) depth++
    if (letter === close) depth--
    if (letter === soft && depth === 0) items.push('')
    else items[items.length - 1] += letter
  }
  return items
}

/** Lines for a piece of code; `step` is what one level is indented by. */
function broken(code: string, indent: string, step: string): string[] {
  const whole = `${indent}${flat(code)}`
  const found = whole.length > longest ? longestList(code) : null
  if (found === null) return [whole]
  const items = itemsOf(code.slice(found.from + 1, found.to))
  return [
    `${indent}${flat(code.slice(0, found.from))}`,
    ...items.flatMap((item) => broken(item, indent + step, step)),
    ...broken(code.slice(found.to + 1), indent, step),
  ]
}

export class Page {
  readonly #step: string
  readonly #sign: string
  readonly #comments: Comment[]
  /** Whether a line of the source is blank. */
  readonly #isBlank: (line: number) => boolean
  #next = 0
  /** The last line of the source that has been written. */
  #reached = 0
  #lines: string[] = []
  #level = 0

  constructor(
    { step, sign }: { step: string; sign: string },
    source: string,
    comments: readonly Comment[] = [],
  ) {
    this.#step = step
    this.#sign = sign
    this.#comments = [...comments]
    const lines = source.split('\n')
    this.#isBlank = (line) => (lines[line - 1] ?? '').trim() === ''
  }

  get #indent(): string {
    return this.#step.repeat(this.#level)
  }

  /** Writes code on a line of its own, or on several. */
  line(code: string): void {
    if (code === '') this.#lines.push('')
    else this.#lines.push(...broken(code, this.#indent, this.#step))
  }

  /** Writes a line as it is. */
  plain(text: string): void {
    this.#lines.push(text === '' ? '' : this.#indent + text)
  }

  /** Whether the last line stands in a block, and is no first line of one. */
  get hasBody(): boolean {
    return !this.#lines.at(-1)?.endsWith(':')
  }

  /** Writes one level deeper. */
  within(write: () => void): void {
    this.#level++
    write()
    this.#level--
  }

  /** Lines that are written apart from the page, for what may come to stand elsewhere. */
  apart(write: () => void): string[] {
    const lines = this.#lines
    this.#lines = []
    try {
      write()
      return this.#lines
    } finally {
      this.#lines = lines
    }
  }

  /** Lines that were written apart. */
  add(lines: readonly string[]): void {
    this.#lines.push(...lines)
  }

  /** Comments and blank lines that stand before a line of the source. */
  upTo(line: number): void {
    while (this.#next < this.#comments.length && this.#comments[this.#next].line < line) {
      const comment = this.#comments[this.#next++]
      this.#blanks(comment.line)
      this.comment(comment.text)
      this.#reached = Math.max(this.#reached, comment.endLine)
    }
    this.#blanks(line)
    this.#reached = Math.max(this.#reached, line - 1)
  }

  /** The source up to the end of a line has been written: what is said behind it goes behind the last line. */
  passed(line: number): void {
    const behind: string[] = []
    while (this.#next < this.#comments.length && this.#comments[this.#next].line <= line) {
      const comment = this.#comments[this.#next++]
      behind.push(...comment.text.split('\n').map((part) => part.trim()))
    }
    this.behind(behind)
    this.#reached = Math.max(this.#reached, line)
  }

  /** What stands within a statement's lines is said before it. */
  inside(from: number, to: number): void {
    this.upTo(from)
    while (this.#next < this.#comments.length && this.#comments[this.#next].line < to) {
      this.comment(this.#comments[this.#next++].text)
    }
  }

  /** Drops the comment that ends right before a line, and gives its text: what documents a function. */
  takeBlockBefore(line: number): string | null {
    const comment = this.#comments.find(({ endLine }, i) => i >= this.#next && endLine === line - 1)
    if (comment === undefined || !comment.text.startsWith('*')) return null
    this.upTo(comment.line)
    this.#next++
    this.#blanks(comment.line)
    this.#reached = comment.endLine
    return comment.text.slice(1)
  }

  /** Takes out what is said within some lines, for what is written elsewhere. */
  take(from: number, to: number): string[] {
    const isThere = ({ line }: Comment): boolean => line >= from && line <= to
    const taken = this.#comments.slice(this.#next).filter(isThere)
    for (const comment of taken) this.#comments.splice(this.#comments.indexOf(comment), 1)
    return taken.map(({ text }) => text)
  }

  /** Puts a sign behind the code that was written last. */
  close(sign: string): void {
    this.#lines[this.#lines.length - 1] += sign
  }

  /** Says something behind the last line. */
  behind(texts: readonly string[]): void {
    const last = this.#lines.length - 1
    const text = texts.flatMap((one) => one.split('\n')).map((line) => line.trim())
    if (text.length > 0 && last >= 0)
      this.#lines[last] += `${this.#sign === '#' ? '  ' : ' '}${this.#sign} ${text.join(' ')}`
  }

  comment(text: string): void {
    for (const line of text.split('\n')) this.plain(`${this.#sign} ${line.trim()}`.trimEnd())
  }

  #blanks(line: number): void {
    let count = 0
    for (let i = this.#reached + 1; i < line; i++) if (this.#isBlank(i)) count++
    if (this.#lines.length === 0 || this.#lines.at(-1) === '') return
    for (let i = 0; i < Math.min(count, 2); i++) this.#lines.push('')
  }

  get lines(): readonly string[] {
    return this.#lines
  }
}
