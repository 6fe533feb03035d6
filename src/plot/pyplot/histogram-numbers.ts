// The counts of a histogram as numpy.histogram has them, to the last bit: equal bins by a division that is then checked
// against the edges, given edges by search.
import { MemoryError, ValueError } from '../../base/errors.js'
import type { Range } from '../figure/ticks.js'

const { ceil, floor, log2, sqrt } = Math

/** V8 makes no list that is much longer. */
const mostBins = 2 ** 24

/** numpy.linspace with both ends. */
function equalEdges([low, high]: Range, bins: number, isSingle: boolean): number[] {
  if (bins > mostBins) throw new MemoryError('Unable to allocate an array of that size')
  const step = (high - low) / bins
  const edges = Array.from({ length: bins + 1 }, (_, i) => i * step + low)
  edges[bins] = high
  return isSingle ? edges.map(Math.fround) : edges
}

export function rangeOfBins(values: readonly number[], range?: Range): Range {
  let [low, high] = range ?? [0, 1]
  if (range !== undefined) {
    if (range.length < 2)
      throw new ValueError(
        `not enough values to unpack (expected 2, got ${(range as readonly number[]).length})`,
      )
    if (low > high) throw new ValueError('max must be larger than min in range parameter.')
    if (!Number.isFinite(low) || !Number.isFinite(high))
      throw new ValueError(`supplied range of [${low}, ${high}] is not finite`)
  } else if (values.length > 0) {
    ;[low, high] = [Infinity, -Infinity]
    for (const value of values) {
      if (Number.isNaN(value)) [low, high] = [NaN, NaN]
      if (value < low) low = value
      if (value > high) high = value
    }
    const text = (value: number): string =>
      Number.isNaN(value) ? 'nan' : value === Infinity ? 'inf' : value === -Infinity ? '-inf' : String(value)
    if (!Number.isFinite(low) || !Number.isFinite(high))
      throw new ValueError(`autodetected range of [${text(low)}, ${text(high)}] is not finite`)
  }
  return low === high ? [low - 0.5, high + 0.5] : [low, high]
}

function percentile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1)
  const low = floor(at)
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (at - low)
}

/** How many bins a rule makes of the values. */
function binsByRule(rule: string, values: readonly number[]): number {
  const n = values.length
  if (n === 0) return 1
  const sorted = [...values].sort((a, b) => a - b)
  const spread = sorted[n - 1] - sorted[0]
  const mean = values.reduce((a, b) => a + b, 0) / n
  const deviation = sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n)
  const fd = (2 * (percentile(sorted, 0.75) - percentile(sorted, 0.25))) / n ** (1 / 3)
  const sturges = spread / (log2(n) + 1)
  const widths: Record<string, number> = {
    sqrt: spread / sqrt(n),
    sturges,
    rice: spread / (2 * n ** (1 / 3)),
    scott: ((24 * sqrt(Math.PI)) / n) ** (1 / 3) * deviation,
    fd,
    auto: fd > 0 ? Math.min(fd, sturges) : sturges,
  }
  if (!Object.hasOwn(widths, rule))
    throw new ValueError(`${JSON.stringify(rule).replaceAll('"', "'")} is not a valid estimator for \`bins\``)
  const width = widths[rule]
  return width > 0 ? Math.max(1, ceil(spread / width)) : 1
}

/** The edges of bins that are given by their number, by a rule, or as they are. */
export function edgesOf(
  bins: number | string | readonly number[],
  values: readonly number[],
  range: Range | undefined,
  isSingle: boolean,
): number[] {
  if (typeof bins === 'object') {
    if (bins.some((edge, i) => i > 0 && edge < bins[i - 1]))
      throw new ValueError('`bins` must increase monotonically, when an array')
    return [...bins]
  }
  const ends = rangeOfBins(values, range)
  const inside =
    typeof bins === 'string' ? values.filter((value) => value >= ends[0] && value <= ends[1]) : []
  const count = typeof bins === 'string' ? binsByRule(bins, inside) : bins
  if (!(count >= 1)) throw new ValueError('`bins` must be positive, when an integer')
  return equalEdges(ends, floor(count), isSingle)
}

/** How many values, or how much of their weights, lie in each bin; the last one has both its ends. */
export function countsIn(
  values: readonly number[],
  edges: readonly number[],
  isEqual: boolean,
  weights?: readonly number[],
): number[] {
  if (edges.length === 0) throw new ValueError('`bins` must have at least one edge')
  const bins = edges.length - 1
  const counts = new Array<number>(bins).fill(0)
  const [first, last] = [edges[0], edges[bins]]
  const size = last - first
  values.forEach((value, i) => {
    if (!(value >= first && value <= last)) return
    let at: number
    if (isEqual) {
      at = Math.trunc(((value - first) / size) * bins)
      if (at === bins) at--
      if (value < edges[at]) at--
      else if (value >= edges[at + 1] && at !== bins - 1) at++
    } else {
      at = bins - 1
      while (at > 0 && value < edges[at]) at--
    }
    counts[at] += weights?.[i] ?? 1
  })
  return counts
}

/** Counts so that the areas of all bars are 1 together. */
export function asDensity(counts: readonly number[], edges: readonly number[]): number[] {
  const sum = counts.reduce((a, b) => a + b, 0)
  return counts.map((count, i) => count / (edges[i + 1] - edges[i]) / sum)
}
