// Escape codes that turn what the terminal shows into what it should show. Each answer is written at once, so that
// nothing flickers; only rows that changed are written again.
import type { Frame, Row } from './frame.js'

const clearToEndOfLine = '\x1b[K'
const clearBelow = '\x1b[J'

export const bracketedPasteOn = '\x1b[?2004h'
export const bracketedPasteOff = '\x1b[?2004l'
export const clearScreen = '\x1b[H\x1b[2J'
/** A screen of its own, without a cursor; what was seen before comes back after it. */
export const ownScreenOn = '\x1b[?1049h\x1b[?25l'
export const ownScreenOff = '\x1b[?25h\x1b[?1049l'

const vertically = (rows: number): string => (rows === 0 ? '' : rows < 0 ? `\x1b[${-rows}A` : `\x1b[${rows}B`)

/** From the start of a row. */
const toColumn = (column: number): string => (column === 0 ? '' : `\x1b[${column}C`)

/** A row over what was there. A full one leaves nothing to clear, and clearing behind it would take its last column. */
const written = ({ text, width }: Row, columns: number): string =>
  width < columns ? text + clearToEndOfLine : text

/** Goes to the row above the first that is to be written, from the frame's cursor, and clears everything. */
export const erase = ({ cursor }: Frame): string => `${vertically(-cursor.row)}\r${clearBelow}`

/** Draws a frame from the start of an empty row. */
function drawNew({ rows, cursor, columns }: Frame): string {
  const lines = rows.map((row) => written(row, columns)).join('\r\n')
  return `\r${clearBelow}${lines}\r${vertically(cursor.row - rows.length + 1)}${toColumn(cursor.column)}`
}

/** Draws `after` where `before` stands; without `before`, from the start of the row the cursor is in. */
export function draw(before: Frame | undefined, after: Frame): string {
  if (!before) return drawNew(after)
  if (before.columns !== after.columns) return erase(before) + drawNew(after)
  let codes = ''
  let row = before.cursor.row
  /** The lowest row there is; beyond it line breaks make new ones. */
  let lowest = before.rows.length - 1
  after.rows.forEach((next, i) => {
    if (i < before.rows.length && before.rows[i].text === next.text) return
    codes += vertically(Math.min(i, lowest) - row)
    if (i > lowest) {
      codes += '\r\n'
      lowest = i
    } else codes += '\r'
    codes += written(next, after.columns)
    row = i
  })
  if (after.rows.length < before.rows.length) {
    codes += `${vertically(after.rows.length - row)}\r${clearBelow}`
    row = after.rows.length
  }
  const { cursor } = after
  const isThere = codes === '' && before.cursor.row === cursor.row && before.cursor.column === cursor.column
  return isThere ? '' : `${codes}${vertically(cursor.row - row)}\r${toColumn(cursor.column)}`
}

/**
 * The frame as it stands after the terminal changed its width and broke longer rows anew. Some leave the row of the
 * cursor as it is, for the program to draw again.
 */
export function reflowed(frame: Frame, columns: number, keepsCursorRow = false): Frame {
  const heightOf = ({ width }: Row): number => Math.max(1, Math.ceil(width / columns))
  const above = frame.rows.slice(0, frame.cursor.row).reduce((sum, row) => sum + heightOf(row), 0)
  const { column } = frame.cursor
  if (keepsCursorRow) return { ...frame, cursor: { row: above, column: Math.min(column, columns - 1) } }
  return { ...frame, cursor: { row: above + Math.floor(column / columns), column: column % columns } }
}
