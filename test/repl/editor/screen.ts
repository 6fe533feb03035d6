// A terminal for the tests: keeps what is on the screen of a program that writes text and escape codes, as xterm would.
import { characters, widthOf } from '../../../src/terminal/width.js'

export class Screen {
  #rows: string[][] = []
  #row = 0
  #column = 0
  /** The last column was written, and the next character goes to the next row. */
  #isFull = false
  /** What is behind a program's own screen. */
  #behind: { rows: string[][]; row: number; column: number } | undefined
  /** Rows that left at the top. */
  readonly scrolledOff: string[] = []
  readonly modes = new Set<string>()
  bells = 0

  constructor(
    public columns: number,
    public rows: number,
  ) {
    this.#clear()
  }

  #clear(): void {
    this.#rows = Array.from({ length: this.rows }, () => [])
  }

  write(text: string): void {
    const parts = /\x1b\[([\d;?]*)([A-Za-z])|[\r\n\x07\b]|[^\x1b\r\n\x07\b]+|\x1b./g
    for (const [whole, parameters, code] of text.matchAll(parts)) {
      if (code) this.#control(parameters, code)
      else if (whole === '\r') this.#column = 0
      else if (whole === '\n') this.#lineFeed()
      else if (whole === '\x07') this.bells++
      else if (whole.startsWith('\x1b')) throw new Error(`the screen does not know ${JSON.stringify(whole)}`)
      else for (const character of characters(whole)) this.#put(character)
      if (whole === '\r' || whole === '\n' || code) this.#isFull &&= code === 'm'
    }
  }

  #put(character: string): void {
    const width = widthOf(character)
    if (this.#isFull || this.#column + width > this.columns) {
      this.#column = 0
      this.#lineFeed()
      this.#isFull = false
    }
    const row = this.#rows[this.#row]
    while (row.length < this.#column) row.push(' ')
    row[this.#column] = character
    if (width === 2) row[this.#column + 1] = ''
    this.#column += width
    if (this.#column >= this.columns) {
      this.#column = this.columns - 1
      this.#isFull = true
    }
  }

  #lineFeed(): void {
    if (this.#row < this.rows - 1) this.#row++
    else {
      this.scrolledOff.push(this.#rows.shift()!.join('').trimEnd())
      this.#rows.push([])
    }
  }

  #control(parameters: string, code: string): void {
    const count = Number(parameters) || 1
    const row = this.#rows[this.#row]
    switch (code) {
      case 'A':
        this.#row = Math.max(0, this.#row - count)
        break
      case 'B':
        this.#row = Math.min(this.rows - 1, this.#row + count)
        break
      case 'C':
        this.#column = Math.min(this.columns - 1, this.#column + count)
        break
      case 'H':
        this.#row = 0
        this.#column = 0
        break
      case 'K':
        row.length = Math.min(row.length, this.#column)
        break
      case 'J':
        if (parameters === '2') this.#clear()
        else {
          row.length = Math.min(row.length, this.#column)
          for (let i = this.#row + 1; i < this.rows; i++) this.#rows[i] = []
        }
        break
      case 'h':
        this.modes.add(parameters)
        if (parameters === '?1049') {
          this.#behind = { rows: this.#rows, row: this.#row, column: this.#column }
          this.#clear()
        }
        break
      case 'l':
        this.modes.delete(parameters)
        if (parameters === '?1049' && this.#behind) {
          this.#rows = this.#behind.rows
          this.#row = this.#behind.row
          this.#column = this.#behind.column
          this.#behind = undefined
        }
        break
      case 'm':
        break
      default:
        throw new Error(`the screen does not know ${JSON.stringify(`\x1b[${parameters}${code}`)}`)
    }
  }

  /** The rows down to the last that is not empty. */
  get text(): string {
    return this.#rows
      .map((row) => row.join('').trimEnd())
      .join('\n')
      .trimEnd()
  }

  /** The same with `|` where the cursor is. */
  get withCursor(): string {
    const rows = this.#rows.map((row) => [...row])
    const row = rows[this.#row]
    while (row.length < this.#column) row.push(' ')
    row.splice(this.#isFull ? this.columns : this.#column, 0, '|')
    return rows
      .map((cells) => cells.join('').trimEnd())
      .join('\n')
      .trimEnd()
  }

  /** Another size, without breaking rows anew. */
  resize(columns: number, rows: number): void {
    while (this.#rows.length > rows) {
      if (this.#row > 0) {
        this.scrolledOff.push(this.#rows.shift()!.join('').trimEnd())
        this.#row--
      } else this.#rows.pop()
    }
    while (this.#rows.length < rows) this.#rows.push([])
    this.columns = columns
    this.rows = rows
    for (const row of this.#rows) row.length = Math.min(row.length, columns)
    this.#column = Math.min(this.#column, columns - 1)
  }
}
