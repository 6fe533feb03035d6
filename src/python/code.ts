// JavaScript that is being written, in pieces that know from where in a Python text they come.
import type { Spot } from './tree.js'

export type Code = string | Piece | readonly Code[]

/** A piece that says where it comes from; or which function's body it is, under the name that a traceback says. */
export class Piece {
  constructor(
    readonly code: Code,
    readonly spot: Spot | null,
    readonly name: string | null = null,
  ) {}
}

/** What V8 says of a place within `code` is said of the Python text at `spot`. */
export const at = (spot: Spot, code: Code): Code => new Piece(code, spot)

/** The body of what a traceback calls `name`. */
export const within = (name: string, code: Code): Code => new Piece(code, null, name)

/** What `within` calls code that is no function of the person's: a traceback does not tell it. */
export const noFrame = ''

export function join(items: readonly Code[], separator: string): Code {
  const pieces: Code[] = []
  items.forEach((item, i) => pieces.push(...(i > 0 ? [separator] : []), item))
  return pieces
}

/** A place of a Python text, and the function it lies in. */
export interface Origin {
  readonly spot: Spot
  readonly name: string
}

interface Mark {
  readonly offset: number
  readonly origin: Origin
}

/** The written text, and where it comes from. */
export class Written {
  readonly text: string
  readonly #marks: readonly Mark[]
  #lineStarts: number[] | undefined

  constructor(code: Code, name: string) {
    const parts: string[] = []
    const marks: Mark[] = []
    let offset = 0
    const write = (piece: Code, around: Origin | undefined, name: string): void => {
      if (typeof piece === 'string') {
        parts.push(piece)
        offset += piece.length
        return
      }
      if (!(piece instanceof Piece)) {
        for (const item of piece) write(item, around, name)
        return
      }
      const inner = piece.spot ? { spot: piece.spot, name: piece.name ?? name } : around
      if (piece.spot) marks.push({ offset, origin: inner! })
      write(piece.code, inner, piece.name ?? name)
      // What follows belongs to what is around again.
      if (around) marks.push({ offset, origin: around })
    }
    write(code, undefined, name)
    this.text = parts.join('')
    this.#marks = marks
  }

  /** Where what V8 calls line and column, both from 1, comes from. */
  origin(line: number, column: number): Origin | undefined {
    if (!this.#lineStarts) {
      this.#lineStarts = [0]
      for (let i = this.text.indexOf('\n'); i >= 0; i = this.text.indexOf('\n', i + 1))
        this.#lineStarts.push(i + 1)
    }
    const offset = (this.#lineStarts[line - 1] ?? 0) + column - 1
    let low = 0
    let high = this.#marks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#marks[middle].offset <= offset) low = middle + 1
      else high = middle
    }
    return this.#marks[low - 1]?.origin
  }
}
