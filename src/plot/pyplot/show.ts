// Where figures are shown: on a terminal below what is there, in a pipe as plain text. A figure that is paused is drawn over
// again in its place.
//
// Note [Pictures over pictures]. `pause` in a loop draws the figure where it drew it before. The cursor always stands on the
// line below the picture and is never hidden, so that a program that is ended at any moment leaves the terminal as it was.
// Whatever else is printed meanwhile stands where the picture was, and the picture below that: then a line more is drawn
// anew, nothing is lost. `show` in a loop with `pause` behind it, as in a notebook, is drawn in place too. In a pipe `pause`
// prints nothing: a log has no use for two hundred pictures of one curve.
import chalk from 'chalk'
import { draw } from '../../terminal/draw.js'
import type { Frame, Size } from '../../terminal/frame.js'
import { currentLook } from '../../terminal/look.js'
import { OutputGuard } from '../../terminal/output-guard.js'
import { paintedWidth } from '../../terminal/width.js'
import type { FigureData } from '../figure/axes.js'
import type { Ink } from '../figure/cells.js'
import { figureRows } from '../figure/text-figure.js'

/** Whether nothing is to be drawn. */
export const isOff = (): boolean => /^(off|0|false|none)$/i.test(process.env.DLTORCH_PLOT ?? '')

const inkNow = (): Ink => ({
  unicode: currentLook(false).unicode,
  level: process.stdout.isTTY ? chalk.level : 0,
})

/** Columns and rows of the terminal, asked anew: while code runs no news of a change arrives. */
function sizeNow(): Size {
  const { stdout } = process
  if (!stdout.isTTY) return { columns: 80, rows: 24 }
  ;(stdout as unknown as { _refreshSize?: () => void })._refreshSize?.()
  return { columns: Math.max(2, stdout.columns || 80), rows: Math.max(4, stdout.rows || 24) }
}

function frameOf(figure: FigureData, mustFit: boolean): Frame {
  const size = sizeNow()
  const rows = figureRows(figure, size, inkNow(), mustFit).map((text) => ({
    text,
    width: paintedWidth(text),
  }))
  // The row of the cursor, below the picture.
  const shown = mustFit ? rows.slice(0, size.rows - 1) : rows
  return {
    rows: [...shown, { text: '', width: 0 }],
    cursor: { row: shown.length, column: 0 },
    columns: size.columns,
    top: 0,
  }
}

/** The picture that stands on the terminal right above the cursor, and may be drawn over. */
let standing: Frame | null = null
let guard: OutputGuard | null = null
/** Whether a pause came after the last picture: what is shown next takes its place. */
let isPaused = false

/** Notices what else is printed: a picture above that stays where it is. */
function watch(): OutputGuard {
  guard ??= new OutputGuard(process.stdout, [process.stderr], () => {
    standing = null
  })
  return guard
}

function release(): void {
  guard?.release()
  guard = null
  standing = null
}

/** Draws over the picture that stands there, if it may. */
function drawLive(figure: FigureData): void {
  const next = frameOf(figure, true)
  const before = standing
  const guarded = watch()
  if (before === null) guarded.startLine()
  guarded.write(draw(before ?? undefined, next))
  standing = next
}

const printed = (figure: FigureData): string =>
  figureRows(figure, sizeNow(), inkNow())
    .map((row) => `${row}\n`)
    .join('')

/** Prints figures. */
export function showFigures(figures: readonly FigureData[]): void {
  if (isOff()) return
  figures.forEach((figure, i) => {
    if (process.stdout.isTTY && isPaused && standing !== null && figures.length === 1) return drawLive(figure)
    if (process.stdout.isTTY && figures.length === 1 && fits(figure)) {
      standing = null
      return drawLive(figure)
    }
    if (i === 0) release()
    process.stdout.write(`${i > 0 ? '\n' : ''}${printed(figure)}`)
  })
}

const fits = (figure: FigureData): boolean => figureRows(figure, sizeNow(), inkNow()).length < sizeNow().rows

let isToldOfPipe = false

/** Draws a figure as it is now, over its last picture, and waits. */
export function pauseWith(figure: FigureData | null, seconds: number): void {
  if (isOff()) return
  if (process.stdout.isTTY) {
    if (figure) drawLive(figure)
    isPaused = standing !== null
  } else if (figure && !isToldOfPipe) {
    isToldOfPipe = true
    process.stderr.write(
      'plt.pause draws in a terminal; what goes to a pipe or a file is printed by plt.show() alone.\n',
    )
  }
  const milliseconds = Math.min(seconds, 3600) * 1000
  if (process.stdout.isTTY && milliseconds > 0)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
