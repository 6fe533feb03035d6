// A sheet of characters to draw on: each cell has a character or dots of braille, a colour, and a colour behind it.
import { Chalk, type ChalkInstance } from 'chalk'
import { characters, shorten, widthOf } from '../../terminal/width.js'
import { dots } from '../braille.js'
import { brightness, type Color, hexOf } from './colors.js'

/** What a terminal shows: whether more than ASCII, and how many colours: none, 16, 256, all. */
export interface Ink {
  readonly unicode: boolean
  readonly level: 0 | 1 | 2 | 3
}

interface Cell {
  text: string
  bits: number
  color: Color | null
  back: Color | null
  isBold: boolean
  isDim: boolean
}

export interface Pen {
  readonly color?: Color | null | undefined
  readonly back?: Color | null | undefined
  readonly isBold?: boolean
  readonly isDim?: boolean
}

/** Black is what the terminal writes with, which may be white. */
const isInk = (color: Color): boolean => brightness(color) < 0.02

export class Cells {
  readonly width: number
  readonly height: number
  readonly #ink: Ink
  readonly #cells: Cell[]

  constructor(width: number, height: number, ink: Ink) {
    this.width = width
    this.height = height
    this.#ink = ink
    this.#cells = Array.from({ length: width * height }, () => ({
      text: ' ',
      bits: 0,
      color: null,
      back: null,
      isBold: false,
      isDim: false,
    }))
  }

  #at(column: number, row: number): Cell | undefined {
    return column >= 0 && row >= 0 && column < this.width && row < this.height
      ? this.#cells[row * this.width + column]
      : undefined
  }

  /** Whether nothing was drawn there. */
  isEmpty(column: number, row: number): boolean {
    const cell = this.#at(column, row)
    return cell !== undefined && cell.text === ' ' && cell.bits === 0 && cell.back === null
  }
  /** The colour that fills a cell. */
  filling(column: number, row: number): Color | null {
    const cell = this.#at(column, row)
    return cell === undefined ? null : cell.text === '█' ? cell.color : cell.back
  }

  /** Puts a character of one column. */
  put(
    column: number,
    row: number,
    text: string,
    { color = null, back = null, isBold = false, isDim = false }: Pen = {},
  ): void {
    const cell = this.#at(column, row)
    if (cell) Object.assign(cell, { text, bits: 0, color, back, isBold, isDim })
  }

  /** A dot of braille, at a row and a column of dots. What filled the cell is then behind it. */
  dot(column: number, row: number, color: Color): void {
    const cell = this.#at(column >> 1, row >> 2)
    if (!cell) return
    if (cell.bits === 0) {
      if (cell.text === '█') cell.back = cell.color
      cell.text = ' '
    }
    cell.bits |= dots[row & 3][column & 1]
    cell.color = color
    cell.isBold = false
    cell.isDim = false
  }

  /** Writes a line, no further than `columns`; what is behind it stays. */
  write(column: number, row: number, text: string, pen: Pen = {}, columns = this.width - column): void {
    let at = column
    let room = columns
    const shown = widthOf(text) <= room ? text : this.#ink.unicode ? shorten(text, room) : text.slice(0, room)
    for (const character of characters(shown)) {
      const width = widthOf(character)
      if (width === 0) {
        const before = this.#at(at - 1, row)
        if (before) before.text += character
        continue
      }
      if (width > room) return
      const back = pen.back ?? this.filling(at, row)
      this.put(at, row, character, { ...pen, back })
      // The second column of a wide character.
      for (let i = 1; i < width; i++) this.put(at + i, row, '', { ...pen, back })
      at += width
      room -= width
    }
  }

  /** The rows with their colours, without blanks at their ends. */
  rows(): string[] {
    const chalk = new Chalk({ level: this.#ink.level })
    return Array.from({ length: this.height }, (_, row) => {
      const cells = this.#cells.slice(row * this.width, (row + 1) * this.width)
      while (cells.length > 0 && isBlank(cells[cells.length - 1])) cells.pop()
      let line = ''
      for (let i = 0; i < cells.length;) {
        let end = i + 1
        while (end < cells.length && looksLike(cells[i], cells[end])) end++
        line += this.#painted(chalk, cells[i], cells.slice(i, end).map(glyphOf).join(''))
        i = end
      }
      return line
    })
  }

  #painted(chalk: ChalkInstance, { color, back, isBold, isDim }: Cell, text: string): string {
    if (this.#ink.level === 0) return text
    let style = chalk
    if (color && !isInk(color) && text.trim() !== '') style = style.hex(hexOf(color))
    if (back) style = style.bgHex(hexOf(back))
    if (isBold) style = style.bold
    if (isDim) style = style.dim
    return style === chalk ? text : style(text)
  }
}

const glyphOf = ({ text, bits }: Cell): string => (bits === 0 ? text : String.fromCharCode(0x2800 + bits))
const isBlank = ({ text, bits, back }: Cell): boolean => text === ' ' && bits === 0 && back === null
const isSame = (a: Color | null, b: Color | null): boolean =>
  a === b || (a !== null && b !== null && hexOf(a) === hexOf(b))
const looksLike = (a: Cell, b: Cell): boolean =>
  isSame(a.color, b.color) && isSame(a.back, b.back) && a.isBold === b.isBold && a.isDim === b.isDim
