// A matrix as a field of shades: light is low, dark is high.
import { fraction, label, missingNote, rangeOf } from './axes.js'

export interface HeatMapOptions {
  /** Characters that fit; larger matrices are averaged down. Default 60 by 20. */
  width?: number
  height?: number
  unicode?: boolean
}

const shades = { unicode: '·░▒▓█', plain: '.:=*#' }

/** The mean of the finite numbers in each of `rows` by `columns` parts of a matrix; NaN where there are none. */
export function averageDown(
  matrix: readonly (readonly number[])[],
  rows: number,
  columns: number,
): number[][] {
  const height = matrix.length
  const width = matrix[0].length
  const share = (i: number, parts: number, length: number): number => Math.floor((i * length) / parts)
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => {
      let sum = 0
      let count = 0
      for (let r = share(i, rows, height); r < share(i + 1, rows, height); r++)
        for (let c = share(j, columns, width); c < share(j + 1, columns, width); c++)
          if (Number.isFinite(matrix[r][c])) [sum, count] = [sum + matrix[r][c], count + 1]
      return count === 0 ? NaN : sum / count
    }),
  )
}

/** Draws a matrix, its first row on top. A line below tells what the shades mean. */
export function heatMap(
  matrix: readonly (readonly number[])[],
  { width = 60, height = 20, unicode = true }: HeatMapOptions = {},
): string {
  const all = matrix.flat()
  const range = rangeOf(all)
  const note = missingNote(all.length - all.filter(Number.isFinite).length, all.length)
  if (!range) return note.trim() || '(nothing to draw)'
  const rows = Math.min(height, matrix.length)
  const columns = Math.min(width, matrix[0].length)
  // A character is twice as high as wide: small matrices get several columns a number.
  const repeat = Math.max(1, Math.min(4, Math.floor(width / columns)))
  const marks = unicode ? shades.unicode : shades.plain
  const shade = (value: number): string =>
    Number.isNaN(value)
      ? '?'
      : marks[Math.min(marks.length - 1, Math.floor(fraction(value, ...range) * marks.length))]
  const lines = averageDown(matrix, rows, columns).map((row) =>
    row.map((value) => shade(value).repeat(repeat)).join(''),
  )
  const isSmaller = rows < matrix.length || columns < matrix[0].length
  const scale = `${label(range[0])} ${marks} ${label(range[1])}`
  const size = isSmaller ? `   ${matrix.length} by ${matrix[0].length}, averaged down` : ''
  return `${lines.join('\n')}\n${scale}${size}${note}`
}
