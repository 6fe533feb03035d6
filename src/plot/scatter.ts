// Points as a scatter plot, in braille; in stars where a terminal knows no braille.
import { framed, missingNote, rangeOf } from './axes.js'
import { Field } from './field.js'

export interface ScatterOptions {
  /** Characters of the field. Default 60 by 15. */
  width?: number
  height?: number
  unicode?: boolean
}

/** Draws the points `(x[i], y[i])`. */
export function scatterPlot(
  x: readonly number[],
  y: readonly number[],
  { width = 60, height = 15, unicode = true }: ScatterOptions = {},
): string {
  const drawn = x.map((_, i) => i).filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]))
  const note = missingNote(x.length - drawn.length, x.length, 'points')
  const [xs, ys] = [x, y].map((values) => drawn.map((i) => values[i]))
  const rangeX = rangeOf(xs)
  const rangeY = rangeOf(ys)
  if (!rangeX || !rangeY) return note.trim() || '(nothing to draw)'
  const axes = { x: rangeX, y: rangeY }
  const field = new Field(width, height, axes)
  field.points(0, xs, ys)
  const rows = field.rows([{ mark: '*', isBraille: unicode, paint: (text) => text }])
  return framed(rows, axes, unicode) + note
}
