// The text being edited and the cursor in it, and the ways to move and cut. Every function gives a new buffer or an
// offset; columns are those of the text, before any prompt.
import { characters, nextCharacter, previousCharacter, widthOf } from '../../terminal/width.js'

export interface Buffer {
  readonly text: string
  /** An offset between 0 and the length of the text. */
  readonly cursor: number
}

export const emptyBuffer: Buffer = { text: '', cursor: 0 }

/** Puts `addition` in place of what lies between two offsets, with the cursor after it. */
export function replace({ text }: Buffer, from: number, to: number, addition: string): Buffer {
  return { text: text.slice(0, from) + addition + text.slice(to), cursor: from + addition.length }
}

export const insert = (buffer: Buffer, addition: string): Buffer =>
  replace(buffer, buffer.cursor, buffer.cursor, addition)

export const moved = ({ text }: Buffer, cursor: number): Buffer => ({ text, cursor })

export const left = ({ text, cursor }: Buffer): number => previousCharacter(text, cursor)
export const right = ({ text, cursor }: Buffer): number => nextCharacter(text, cursor)

export const lineStart = ({ text, cursor }: Buffer): number =>
  cursor === 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1

export function lineEnd({ text, cursor }: Buffer): number {
  const end = text.indexOf('\n', cursor)
  return end < 0 ? text.length : end
}

const isWord = /[\p{L}\p{N}\p{M}_$]/u

/** The start of the word before the cursor. */
export function wordLeft({ text, cursor }: Buffer): number {
  let at = cursor
  while (at > 0 && !isWord.test(text.slice(previousCharacter(text, at), at))) at = previousCharacter(text, at)
  while (at > 0 && isWord.test(text.slice(previousCharacter(text, at), at))) at = previousCharacter(text, at)
  return at
}

/** The end of the word after the cursor. */
export function wordRight({ text, cursor }: Buffer): number {
  let at = cursor
  while (at < text.length && !isWord.test(text.slice(at, nextCharacter(text, at))))
    at = nextCharacter(text, at)
  while (at < text.length && isWord.test(text.slice(at, nextCharacter(text, at))))
    at = nextCharacter(text, at)
  return at
}

/** The start of the run without blanks before the cursor: what Ctrl-W cuts. */
export function runLeft({ text, cursor }: Buffer): number {
  return cursor - /(\S*\s*)$/.exec(text.slice(0, cursor))![1].length
}

/** The column of the cursor in its line. */
export const column = (buffer: Buffer): number => widthOf(buffer.text.slice(lineStart(buffer), buffer.cursor))

/** The offset in the line that begins at `start` which is at `goal` columns, or the line's end. */
function atColumn(text: string, start: number, goal: number): number {
  const line = text.slice(start, lineEnd({ text, cursor: start }))
  let at = start
  let width = 0
  for (const character of characters(line)) {
    width += widthOf(character)
    if (width > goal) break
    at += character.length
  }
  return at
}

/** The place a line above, as near to the column `goal` as can be; undefined in the first line. */
export function above(buffer: Buffer, goal: number): number | undefined {
  const start = lineStart(buffer)
  if (start === 0) return undefined
  return atColumn(buffer.text, lineStart(moved(buffer, start - 1)), goal)
}

/** The place a line below; undefined in the last line. */
export function below(buffer: Buffer, goal: number): number | undefined {
  const end = lineEnd(buffer)
  if (end === buffer.text.length) return undefined
  return atColumn(buffer.text, end + 1, goal)
}

/** Swaps the character before the cursor with the one after it, or the last two at the end of a line. */
export function transposed(buffer: Buffer): Buffer | undefined {
  const { text } = buffer
  const start = lineStart(buffer)
  let middle = buffer.cursor
  if (middle === lineEnd(buffer)) middle = previousCharacter(text, middle)
  if (middle <= start) return undefined
  const from = previousCharacter(text, middle)
  const to = nextCharacter(text, middle)
  return replace(buffer, from, to, text.slice(middle, to) + text.slice(from, middle))
}
