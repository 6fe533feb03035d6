// Numbers to a line chart of text. Readies them for asciichart, which throws on NaN, draws one column a number
// and labels 1e-6 as 0.00.
import type * as Asciichart from 'asciichart'
import { loadPackage } from '../base/package-root.js'
import { label as axisLabel, missingNote } from './axes.js'

export interface LineChartOptions {
  /** Columns of the curve, labels not counted; longer series are averaged down to it. Default 60. */
  width?: number
  /** Rows above the lowest one. Default 10. */
  height?: number
  /** Whether box-drawing characters show. Default true. */
  unicode?: boolean
  /** Equal steps up are equal factors; numbers that are not above zero are left out. */
  log?: boolean
}

type Symbols = NonNullable<Asciichart.PlotConfig['symbols']>

/** asciichart's characters, and those for a terminal that has only ASCII. */
const boxes: Symbols = ['┼', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│']
const plain: Symbols = ['|', '|', '-', '-', '-', '+', '+', '+', '+', '|']

/** At most `width` numbers, each the mean of its share of the finite ones; a share without any repeats its neighbour. */
export function downSample(values: readonly number[], width: number): number[] {
  const columns = Math.min(width, values.length)
  const result: number[] = []
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * values.length) / columns)
    const to = Math.floor(((column + 1) * values.length) / columns)
    const share = values.slice(from, to).filter(Number.isFinite)
    // Divide before adding: the sum of large numbers would overflow.
    if (share.length > 0) result.push(share.reduce((sum, value) => sum + value / share.length, 0))
    else if (result.length > 0) result.push(result[result.length - 1])
  }
  return result
}

/** How to write the numbers between `low` and `high` so that the labels of neighbouring rows differ. */
function labelFormat(low: number, high: number, height: number): (value: number) => string {
  const largest = Math.max(Math.abs(low), Math.abs(high))
  const step = high / height - low / height
  const decimals = step > 0 ? Math.max(0, Math.ceil(1 - Math.log10(step))) : 2
  const isReadable = largest === 0 || (largest >= 1e-3 && largest < 1e7 && decimals <= 9)
  return isReadable ? (value) => value.toFixed(decimals) : (value) => value.toExponential(2)
}

/** Draws `values` from left to right. Of those that are not finite, a last line says how many were left out. */
export function lineChart(
  values: readonly number[],
  { width = 60, height = 10, unicode = true, log = false }: LineChartOptions = {},
): string {
  const drawn = log ? values.map((value) => Math.log10(value)) : values
  const note = missingNote(values.length - drawn.filter(Number.isFinite).length, values.length).trim()
  const series = downSample(drawn, width)
  if (series.length === 0) return note || '(nothing to draw)'

  const low = Math.min(...series)
  const high = Math.max(...series)
  // asciichart sees row numbers, so that no range of values can upset its arithmetic. Halves, because high - low may overflow.
  const rows = series.map((value) =>
    high === low ? 0 : ((value / 2 - low / 2) / (high / 2 - low / 2)) * height,
  )
  const format = log ? (value: number): string => axisLabel(10 ** value) : labelFormat(low, high, height)
  const label = (row: number): string => format(low * (1 - row / height) + high * (row / height))
  const labelWidth = Math.max(...Array.from({ length: height + 1 }, (_, row) => label(row).length))
  const { plot } = loadPackage('asciichart') as typeof Asciichart
  const chart = plot(rows, {
    height: high === low ? 0 : height,
    symbols: unicode ? boxes : plain,
    format: (row: number) => label(row).padStart(labelWidth),
  }).replace(/[ \t]+$/gm, '')
  return note === '' ? chart : `${chart}\n${note}`
}
