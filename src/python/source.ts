// A Python text by lines and columns: the parser counts columns in UTF-8 bytes, as CPython does, and a text in letters.
import type { Spot } from './tree.js'

// A long line is asked about at each of its words.
let [asked, isAskedPlain] = ['', true]
function isPlain(line: string): boolean {
  if (line !== asked) [asked, isAskedPlain] = [line, !/[^\0-\x7f]/.test(line)]
  return isAskedPlain
}

/** How many letters the first `bytes` bytes of a line are. */
export function lettersIn(line: string, bytes: number): number {
  if (isPlain(line)) return bytes
  let letters = 0
  let left = bytes
  for (const letter of line) {
    if (left <= 0) break
    const code = letter.codePointAt(0)!
    left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    letters += letter.length
  }
  return letters + Math.max(left, 0)
}

export class Source {
  readonly text: string
  readonly lines: readonly string[]
  #starts: readonly number[] | undefined

  constructor(text: string) {
    this.text = text
      .replaceAll('\r\n', '\n')
      .replaceAll('\r', '\n')
      .replace(/^\ufeff/, '')
    this.lines = this.text.split('\n')
  }

  line(lineno: number): string {
    return this.lines[lineno - 1] ?? ''
  }

  /** How many letters stand before a line; of many lines it is asked at each of their names. */
  startOf(lineno: number): number {
    if (!this.#starts) {
      let at = 0
      this.#starts = this.lines.map((line) => (at += line.length + 1) - line.length - 1)
    }
    return this.#starts[lineno - 1] ?? this.text.length
  }

  /** What stands at a spot. */
  textAt({ lineno, col_offset, end_lineno = lineno, end_col_offset = col_offset }: Spot): string {
    const first = this.line(lineno)
    const start = lettersIn(first, col_offset)
    if (end_lineno === lineno) return first.slice(start, lettersIn(first, end_col_offset))
    const last = this.line(end_lineno)
    return [
      first.slice(start),
      ...this.lines.slice(lineno, end_lineno - 1),
      last.slice(0, lettersIn(last, end_col_offset)),
    ].join('\n')
  }
}
