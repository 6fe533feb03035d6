// One axis of axes: what it shows, how it is scaled, how it is marked; and what matplotlib's autoscaling makes of data.
import { ValueError } from '../../base/errors.js'
import { allTicks, labelsOf, type Range, type ScaleName, type Ticks, ticksFor } from './ticks.js'
import { textOf } from './values.js'

/** A range that can be drawn, as matplotlib's `nonsingular` has it. */
export function widened([low, high]: Range, by = 0.05): Range {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [-by, by]
  const [a, b] = low <= high ? [low, high] : [high, low]
  const largest = Math.max(Math.abs(a), Math.abs(b))
  let range: Range = [a, b]
  if (largest < (1e6 / 1e-15) * 2.2250738585072014e-308) range = [-by, by]
  else if (b - a <= largest * 1e-15)
    range = a === 0 && b === 0 ? [-by, by] : [a - by * Math.abs(a), b + by * Math.abs(b)]
  return low <= high ? range : [range[1], range[0]]
}

export interface AxisData {
  readonly values: readonly number[]
  readonly sticky: readonly number[]
}

export class Axis {
  label = ''
  scale: ScaleName = 'linear'
  isInverted = false
  margin = 0.05
  /** Grid lines at its marks. */
  hasGrid = false
  /** Names of the places 0, 1, 2 …, where names are drawn against. */
  readonly categories: string[] = []
  /** Marks chosen by hand. */
  ticks: readonly number[] | null = null
  tickLabels: readonly string[] | null = null
  tickRotation = 0
  areLabelsShown = true
  isInteger = false
  /** Ends chosen by hand; undefined where they follow the data. */
  low: number | undefined
  high: number | undefined
  /** What an axis shows that shares its range with others. */
  others: () => readonly AxisData[] = () => []

  /** The ends, in the order in which they are drawn. */
  limits(data: AxisData): Range {
    const [low, high] = this.#automatic([data, ...this.others()])
    const ends: Range = [this.low ?? low, this.high ?? high]
    return this.isInverted ? [ends[1], ends[0]] : ends
  }

  #automatic(all: readonly AxisData[]): Range {
    const isLog = this.scale === 'log'
    let [low, high] = [Infinity, -Infinity]
    let isAny = false
    for (const { values } of all)
      for (const value of values) {
        isAny = true
        if (!Number.isFinite(value) || (isLog && value <= 0)) continue
        if (value < low) low = value
        if (value > high) high = value
      }
    if (!isAny && all.every(({ values }) => values.length === 0)) return isLog ? [1, 10] : [0, 1]
    if (isLog) {
      if (!(low <= high)) return [1, 10]
      if (low === high) [low, high] = [low / 10, high * 10]
      const room = (Math.log10(high) - Math.log10(low)) * this.margin
      const sticky = new Set(all.flatMap((one) => [...one.sticky]))
      return [sticky.has(low) ? low : low / 10 ** room, sticky.has(high) ? high : high * 10 ** room]
    }
    ;[low, high] = widened([low, high])
    const sticky = all.flatMap((one) => [...one.sticky])
    const tolerance = 1e-5 * Math.abs(high - low)
    const bottom = sticky.filter((one) => one <= low + tolerance).reduce((a, b) => Math.max(a, b), -Infinity)
    const top = sticky.filter((one) => one >= high - tolerance).reduce((a, b) => Math.min(a, b), Infinity)
    const room = (high - low) * this.margin
    return [Math.max(low - room, bottom), Math.min(high + room, top)]
  }

  /** Where numbers lie between the ends, from 0 to 1. */
  shareOf([low, high]: Range): (value: number) => number {
    if (this.scale === 'log') {
      const [from, to] = [Math.log10(low), Math.log10(high)]
      return (value) => (value > 0 ? (Math.log10(value) - from) / (to - from || 1) : NaN)
    }
    // Halves, since high - low may overflow.
    const size = high / 2 - low / 2
    return (value) => (size === 0 ? 0.5 : (value / 2 - low / 2) / size)
  }

  /** The marks within the ends, for so many parts as there is room for. */
  marks(limits: Range, parts: number, unicode = true): Ticks {
    if (this.ticks !== null) {
      const [low, high] = limits[0] <= limits[1] ? limits : [limits[1], limits[0]]
      const room = (high - low) * 1e-9
      const chosen = this.ticks.map((value, i) => ({ value, label: this.tickLabels?.[i] }))
      const kept = chosen.filter(({ value }) => value >= low - room && value <= high + room)
      const values = kept.map(({ value }) => value)
      if (this.tickLabels !== null)
        return { values, labels: kept.map(({ label }) => label ?? ''), offset: '' }
      return { values, ...this.#labels(values, unicode) }
    }
    if (this.categories.length > 0) return this.#names(limits)
    const found = ticksFor(limits, this.scale, parts, { unicode, isInteger: this.isInteger })
    if (this.tickLabels === null) return found
    const all = allTicks(limits, this.scale)
    return { ...found, labels: found.values.map((value) => this.tickLabels?.[all.indexOf(value)] ?? '') }
  }
  #labels(values: readonly number[], unicode: boolean): Omit<Ticks, 'values'> {
    if (this.categories.length === 0) return labelsOf(values, this.scale, unicode)
    return { labels: values.map((value) => this.categories[value] ?? ''), offset: '' }
  }
  #names(limits: Range): Ticks {
    const [low, high] = limits[0] <= limits[1] ? limits : [limits[1], limits[0]]
    const values = this.categories.map((_, i) => i).filter((i) => i >= low && i <= high)
    return { values, labels: values.map((i) => this.categories[i]), offset: '' }
  }

  /** Numbers for names, which are new places at the end where they were not drawn before. */
  placesOf(names: readonly string[]): number[] {
    return names.map((name) => {
      const at = this.categories.indexOf(name)
      return at >= 0 ? at : this.categories.push(name) - 1
    })
  }

  setScale(name: unknown): void {
    if (name !== 'linear' && name !== 'log')
      throw new ValueError(`${textOf(name)} is not drawn here; supported values are 'linear', 'log'`)
    this.scale = name
  }
}
