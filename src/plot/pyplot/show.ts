// Where figures are shown: on a terminal below what is there, in a pipe as plain text. A figure that is paused is drawn over
// again in its place.
//
// Note [Pictures over pictures]. `pause` in a loop draws the figure where it drew it before. The cursor always stands on the
// line below the picture and is never hidden, so that a program that is ended at any moment leaves the terminal as it was.
// What else is printed meanwhile, the next prompt too, stands below the picture, and the next picture below that: nothing is
// lost. Whether anything was is told by the bytes that the streams counted; nobody's functions are replaced. `show` with
// `pause` behind it, in a loop, is drawn in place too. In a pipe `show` prints and `pause` does not: nobody wants two hundred
// pictures of one curve in a file.
import { waitForKeyboard } from '../../base/keyboard.js'
import chalk from 'chalk'
import type { Size } from '../../terminal/frame.js'
import { currentLook } from '../../terminal/look.js'
import { pastStreams } from '../../terminal/output-guard.js'
import type { FigureData } from '../figure/axes.js'
import type { Ink } from '../figure/cells.js'
import { figureRows } from '../figure/text-figure.js'

/** Whether nothing is to be drawn. */
export const isOff = (): boolean => /^(off|0|false|no|none)$/i.test(process.env.DLTORCH_PLOT ?? '')

/** Whether pictures may be drawn over each other. */
const isLive = (): boolean => process.stdout.isTTY && process.env.TERM !== 'dumb'

const inkNow = (): Ink => ({
  unicode: currentLook(false).unicode,
  level: process.stdout.isTTY ? chalk.level : 0,
})

/** Columns and rows of the terminal, asked anew: while code runs no news of a change arrives. */
function sizeNow(): Size {
  const { stdout } = process
  if (!stdout.isTTY) return { columns: 80, rows: 24 }
  ;(stdout as unknown as { _refreshSize?: () => void })._refreshSize?.()
  // The last column stays free: behind a full row terminals differ in where the cursor is.
  return { columns: Math.max(10, (stdout.columns || 80) - 1), rows: Math.max(4, stdout.rows || 24) }
}

// ---- pictures over pictures ----

/** The picture that stands right above the cursor, and may be drawn over. */
let standing: readonly string[] | null = null
let columnsThen = 0
/** Whether a pause came after the last picture: what is shown next takes its place. */
let isPaused = false
/** What was printed until then. */
let printedThen = -1

/** Grows with all that is printed. */
const printedNow = (): number => process.stdout.bytesWritten + process.stderr.bytesWritten + pastStreams.count

/** Rows over those of another picture; each ends where the next begins, so that the cursor comes to stand below. */
export function overwritten(before: readonly string[], after: readonly string[]): string {
  if (before.length === 0) return after.map((row) => `${row}\n`).join('')
  const lines = after.map((row, i) => {
    const isLast = i === after.length - 1
    if (row === before[i] && !isLast) return '\n'
    return `${row}${isLast && before.length > after.length ? '\x1b[J' : '\x1b[K'}\n`
  })
  return `\x1b[${before.length}A\r${lines.join('')}`
}

/** Whether the last picture still stands above the cursor. */
const isStanding = (): boolean => standing !== null && printedThen === printedNow()

/** Draws over the picture that stands there, if one does. */
function drawLive(rows: readonly string[], columns: number): void {
  // Rows of another width are broken in two by now.
  const before = isStanding() && columnsThen === columns ? standing! : []
  process.stdout.write(overwritten(before, rows))
  standing = rows
  columnsThen = columns
  printedThen = printedNow()
}

/** Prints figures. */
export function showFigures(figures: readonly FigureData[]): void {
  if (isOff()) return
  figures.forEach((figure, i) => {
    const size = sizeNow()
    const isInPlace = isLive() && figures.length === 1 && isPaused && isStanding()
    const rows = figureRows(figure, size, inkNow(), isInPlace)
    if (isLive() && figures.length === 1 && rows.length < size.rows) {
      if (!isInPlace) standing = null
      return drawLive(rows, size.columns)
    }
    process.stdout.write(`${i > 0 ? '\n' : ''}${rows.map((row) => `${row}\n`).join('')}`)
  })
}

let isTold = false

/** Draws a figure as it is now, over its last picture, and waits. */
export function pauseWith(figure: FigureData | null, seconds: number): void {
  if (isOff()) return
  if (!isLive()) {
    // Once: the pictures of a loop are the same news.
    if (figure && !isTold)
      process.stderr.write(
        'plt.pause draws in a terminal. In a pipe or a file plt.show() prints the figure.\n',
      )
    isTold ||= figure !== null
    return
  }
  if (figure) {
    const size = sizeNow()
    drawLive(figureRows(figure, size, inkNow(), true).slice(0, size.rows - 1), size.columns)
  }
  isPaused = isStanding()
  const milliseconds = Math.min(Math.max(seconds, 0), 3600) * 1000
  if (milliseconds > 0) waitForKeyboard(milliseconds)
}
