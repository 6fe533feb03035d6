// Code that is made of copies of the source and of text put between them, and that knows where every part came from.
// Line breaks are only ever copied, so that a line keeps its number.

import { inOwnNames } from './own-names.js'

/** A copy of `source.slice(start, end)`, or text that stands for what is at `start`. */
interface Piece {
  readonly text: string
  readonly start: number
  readonly isCopy: boolean
}

/** Pieces in order; nested as the tree is, so that putting code together copies nothing. */
export type Code = Piece | Code[]

/** Text that is not in the source; an error in it points at `at`. */
export const text = (content: string, at: number): Code => ({
  text: inOwnNames(content),
  start: at,
  isCopy: false,
})

/** A part of the source that another text, or nothing, stands for in copies. */
interface Replaced {
  readonly start: number
  readonly end: number
  readonly by: string
}

export class Source {
  readonly #replaced: readonly Replaced[]

  /** Line breaks in `omitted` parts stay. */
  constructor(
    readonly text: string,
    hashComments: readonly number[] = [],
    omitted: readonly { start: number; end: number }[] = [],
  ) {
    this.#replaced = [
      ...hashComments.map((start) => ({ start, end: start + 1, by: '//' })),
      ...omitted.map(({ start, end }) => ({ start, end, by: text.slice(start, end).replace(/[^\n]/g, '') })),
    ].sort((a, b) => a.start - b.start)
  }

  /** A part of the source; comments that begin with `#` begin with `//` in the copy. */
  copy(start: number, end: number): Code {
    const first = this.#replaced[this.#firstFrom(start)] as Replaced | undefined
    if (!first || first.start >= end) return this.#piece(start, end)
    const code: Code[] = []
    let from = start
    for (let i = this.#firstFrom(start); i < this.#replaced.length; i++) {
      const replaced = this.#replaced[i]
      if (replaced.start >= end) break
      if (replaced.start < from) continue
      code.push(this.#piece(from, replaced.start), text(replaced.by, replaced.start))
      from = replaced.end
    }
    code.push(this.#piece(from, end))
    return code
  }

  /** The first replaced part that begins at `start` or behind it. */
  #firstFrom(start: number): number {
    let low = 0
    let high = this.#replaced.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#replaced[middle].start < start) low = middle + 1
      else high = middle
    }
    return low
  }

  #piece(start: number, end: number): Code {
    return { text: this.text.slice(start, end), start, isCopy: true }
  }
}

export interface Position {
  /** Both count from 1. */
  line: number
  column: number
}

export const isBehind = (a: Position, b: Position): boolean =>
  a.line > b.line || (a.line === b.line && a.column > b.column)

/** The line and column of an offset. */
export function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

function offsetAt(source: string, { line, column }: Position): number {
  let start = 0
  for (let i = 1; i < line; i++) {
    const end = source.indexOf('\n', start)
    if (end < 0) return source.length
    start = end + 1
  }
  return Math.min(start + column - 1, source.length)
}

/** Code as text, and the way back to the source. */
export class Written {
  readonly text: string
  readonly #pieces: Piece[] = []
  /** Where each piece begins in `text`. */
  readonly #starts: number[] = []

  constructor(
    readonly source: string,
    code: Code,
  ) {
    let written = ''
    const add = (part: Code): void => {
      if (Array.isArray(part)) for (const each of part) add(each)
      else if (part.text !== '') {
        this.#pieces.push(part)
        this.#starts.push(written.length)
        written += part.text
      }
    }
    add(code)
    this.text = written
  }

  /** The place in the source that a place in the written text comes from. */
  originalPosition(position: Position): Position {
    const offset = offsetAt(this.text, position)
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle] <= offset) low = middle
      else high = middle - 1
    }
    const piece = this.#pieces[low]
    if (!piece) return position
    return positionAt(this.source, piece.isCopy ? piece.start + offset - this.#starts[low] : piece.start)
  }
}
