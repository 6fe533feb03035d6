// How often values of each size occur, as bars from left to right.
import { label, missingNote, rangeOf } from './axes.js'

export interface HistogramOptions {
  /** Columns of the longest bar. Default 40. */
  width?: number
  /** Number of bars. Default by Sturges' rule: one more than the binary logarithm of how many values there are. */
  bins?: number
  unicode?: boolean
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** The counts of `bins` equal parts of `low … high`, both ends included. */
export function countInBins(values: Iterable<number>, low: number, high: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0)
  for (const value of values) {
    if (!(value >= low && value <= high)) continue
    const at = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0
    counts[Math.min(bins - 1, Math.floor(at * bins))]++
  }
  return counts
}

/** One line a bin: where it begins, its bar, its count. */
export function histogram(
  values: readonly number[],
  { width = 40, bins, unicode = true }: HistogramOptions = {},
): string {
  const missing = values.length - values.filter(Number.isFinite).length
  const note = missingNote(missing, values.length)
  const range = rangeOf(values)
  if (!range) return note.trim() || '(nothing to draw)'
  const [low, high] = range
  const count = low === high ? 1 : (bins ?? Math.min(20, 1 + Math.ceil(Math.log2(values.length))))
  const counts = countInBins(values, low, high, count)
  const most = Math.max(...counts)
  const edges = counts.map((_, i) => label(low * (1 - i / count) + high * (i / count)))
  const margin = Math.max(...edges.map((edge) => edge.length))
  const bar = (n: number): string => {
    const length = Math.round((n / most) * width * 8)
    if (!unicode) return '#'.repeat(n > 0 ? Math.max(1, Math.round(length / 8)) : 0)
    return n > 0 && length === 0 ? eighths[1] : '█'.repeat(Math.floor(length / 8)) + eighths[length % 8]
  }
  const side = unicode ? '┤' : '|'
  const lines = counts.map((n, i) => `${edges[i].padStart(margin)} ${side}${bar(n)} ${n}`)
  return `${lines.join('\n')}\n${label(high).padStart(margin)} ${unicode ? '┘' : '+'}${note}`
}
