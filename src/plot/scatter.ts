// Points as a scatter plot, in braille: two by four dots a character; in stars where a terminal knows no braille.
import { framed, fraction, missingNote, rangeOf } from './axes.js'

export interface ScatterOptions {
  /** Characters of the field. Default 60 by 15. */
  width?: number
  height?: number
  unicode?: boolean
}

/** The bit of each dot in a braille character, by row and column. */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
]

/** Draws the points `(x[i], y[i])`. */
export function scatterPlot(
  x: readonly number[],
  y: readonly number[],
  { width = 60, height = 15, unicode = true }: ScatterOptions = {},
): string {
  const points = x.flatMap((value, i) =>
    Number.isFinite(value) && Number.isFinite(y[i]) ? [[value, y[i]] as const] : [],
  )
  const note = missingNote(x.length - points.length, x.length, 'points')
  const rangeX = rangeOf(points.map(([value]) => value))
  const rangeY = rangeOf(points.map(([, value]) => value))
  if (!rangeX || !rangeY) return note.trim() || '(nothing to draw)'
  const [columns, rows] = unicode ? [2, 4] : [1, 1]
  const cells = Array.from({ length: height }, () => new Array<number>(width).fill(0))
  for (const [px, py] of points) {
    const column = Math.round(fraction(px, ...rangeX) * (width * columns - 1))
    const row = Math.round((1 - fraction(py, ...rangeY)) * (height * rows - 1))
    cells[Math.floor(row / rows)][Math.floor(column / columns)] |= dots[row % rows][column % columns]
  }
  const draw = (bits: number): string =>
    bits === 0 ? ' ' : unicode ? String.fromCharCode(0x2800 + bits) : '*'
  return (
    framed(
      cells.map((line) => line.map(draw).join('')),
      { x: rangeX, y: rangeY },
      unicode,
    ) + note
  )
}
