// A figure as rows of text that fit a terminal: its axes beside each other where there is room for that, else below each
// other.
import { visibleName } from '../../base/visible.js'
import type { Size } from '../../terminal/frame.js'
import { widthOf } from '../../terminal/width.js'
import { wrap } from '../../terminal/wrap.js'
import { type AxesData, cellOf, type FigureData } from './axes.js'
import { Cells, type Ink } from './cells.js'
import { withFormulas } from './math-text.js'
import { type Box, TextAxes } from './text-axes.js'

/** Columns that axes need: with marks and labels, and as a bare picture. */
const leastColumns = (axes: AxesData): number => (axes.isFramed ? 30 : 12)
const leastRows = (axes: AxesData): number => (axes.isFramed ? 10 : 6)

interface Placed {
  readonly axes: AxesData
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where all axes lie, as shares; set anew in fewer columns where they would get too narrow. */
function arrange(
  figure: FigureData,
  columns: number,
): { placed: Placed[]; leastHeight: number; isReset: boolean } {
  const wanted = figure.axes.map((axes) => ({ axes, ...cellOf(axes.place) }))
  const isNarrow = wanted.some(
    ({ axes, left, right }) => (right - left) * columns < leastColumns(axes) - 0.5 && right - left < 0.99,
  )
  if (!isNarrow) {
    const leastHeight = Math.max(
      1,
      ...wanted.map(({ axes, top, bottom }) => Math.ceil(leastRows(axes) / (bottom - top))),
    )
    return { placed: wanted, leastHeight, isReset: false }
  }
  const inOrder = [...wanted].sort((a, b) => a.top - b.top || a.left - b.left)
  const least = Math.max(...figure.axes.map(leastColumns))
  const across = Math.max(1, Math.min(inOrder.length, Math.floor(columns / least)))
  const down = Math.ceil(inOrder.length / across)
  const placed = inOrder.map(({ axes }, i) => {
    const [row, column] = [Math.floor(i / across), i % across]
    return {
      axes,
      left: column / across,
      right: (column + 1) / across,
      top: row / down,
      bottom: (row + 1) / down,
    }
  })
  return { placed, leastHeight: down * Math.max(...figure.axes.map(leastRows)), isReset: true }
}

/**
 * The rows of a figure.
 *
 * @param size what the terminal shows
 * @param mustFit whether it may have no more rows than the terminal, as where it is drawn over again
 */
export function figureRows(figure: FigureData, { columns, rows }: Size, ink: Ink, mustFit = false): string[] {
  const [inchesWide, inchesHigh] = figure.size
  // A figure of matplotlib's usual size fills 80 columns, wider ones more where there are more.
  const width = Math.max(10, Math.min(columns, Math.max(40, Math.round(inchesWide * 12.5))))
  const title = figure.title === '' ? [] : wrap(visibleName(withFormulas(figure.title)), width).split('\n')
  const most = Math.max(3, rows - 2 - title.length)
  const { placed, leastHeight } = arrange(figure, width)
  const natural = Math.round((width * inchesHigh) / inchesWide / 2)
  const wanted = Math.max(Math.min(natural, most), leastHeight)
  const height = mustFit ? Math.min(wanted, most) : wanted
  const cells = new Cells(width, height + title.length, ink)
  title.forEach((line, i) =>
    cells.write(Math.max(0, Math.floor((width - widthOf(line)) / 2)), i, line, { isBold: true }),
  )
  for (const { axes, left, right, top, bottom } of placed) {
    const column = Math.round(left * width)
    const row = title.length + Math.round(top * height)
    // A column and a row between neighbours.
    const gapRight = right < 0.999 ? 2 : 0
    const gapBelow = bottom < 0.999 ? 1 : 0
    const box: Box = {
      column,
      row,
      width: Math.max(4, Math.round(right * width) - column - gapRight),
      height: Math.max(2, title.length + Math.round(bottom * height) - row - gapBelow),
    }
    new TextAxes(axes, cells, ink).draw(box)
  }
  const all = cells.rows()
  while (all.length > 0 && all[all.length - 1] === '') all.pop()
  return all
}
