// Where an axis is marked, and how its marks are written: round numbers, as matplotlib's AutoLocator and ScalarFormatter
// choose them (matplotlib/ticker.py), and powers of ten for a logarithmic axis.

export type Range = readonly [low: number, high: number]
export type ScaleName = 'linear' | 'log'

export interface Ticks {
  readonly values: readonly number[]
  readonly labels: readonly string[]
  /** What all labels are to be multiplied by, or what is to be added: `1e6`, `+2.5e3`. */
  readonly offset: string
}

const { abs, floor, ceil, log10, max, min } = Math

/** Python's `//`, which is exact where a division would round up. */
const floorDivide = (a: number, b: number): number => {
  const rest = ((a % b) + b) % b
  return Math.round((a - rest) / b)
}

/** `10 ** exponent` without the error of a product: 1e-7, not 1.0000000000000001e-7. */
const tenTo = (exponent: number): number => Number(`1e${exponent}`)

/** Whole steps below and above a distance, which may be a rounding away from one. */
function edges(step: number, offset: number): { le(x: number): number; ge(x: number): number } {
  const tolerance = offset === 0 ? 1e-10 : min(0.4999, max(1e-10, 10 ** (log10(abs(offset) / step) - 12)))
  const parts = (x: number): [number, number] => {
    const whole = floor(x / step)
    return [whole, (x - whole * step) / step]
  }
  return {
    le: (x) => {
      const [whole, rest] = parts(x)
      return abs(rest - 1) < tolerance ? whole + 1 : whole
    },
    ge: (x) => {
      const [whole, rest] = parts(x)
      return abs(rest) < tolerance ? whole : whole + 1
    },
  }
}

const steps = [1, 2, 2.5, 5, 10]
const extended = [...steps.slice(0, -1).map((step) => step / 10), ...steps, 20]

/**
 * Round numbers from at or below `low` to at or above `high`, with at most `parts` steps between them.
 *
 * @param isInteger whether only whole numbers are marked
 */
export function linearTicks([low, high]: Range, parts: number, isInteger = false): number[] {
  if (!(high > low)) return [low]
  const middle = (low + high) / 2
  const distance = high - low
  const offset = abs(middle) / distance < 100 ? 0 : Math.sign(middle) * tenTo(floor(log10(abs(middle))))
  const scale = tenTo(floor(log10(distance / parts)))
  const [from, to] = [low - offset, high - offset]
  let candidates = extended.map((step) => Number((step * scale).toPrecision(12)))
  if (isInteger && scale <= 10) candidates = candidates.filter((step) => abs(step - Math.round(step)) < 1e-3)
  if (isInteger && candidates.length === 0) candidates = [1]
  const wanted = candidates.findIndex((step) => step >= (to - from) / parts)
  const last = wanted < 0 ? candidates.length - 1 : wanted
  let values: number[] = []
  for (let i = last; i >= 0; i--) {
    const step = candidates[i]
    if (isInteger && step < 1) break
    const start = floor(from / step)
    const edge = edges(step, offset)
    const first = edge.le(from - start * step)
    const end = edge.ge(to - start * step)
    // A multiple, not a sum: 0.6, not 0.6000000000000001.
    values = Array.from({ length: max(0, end - first + 1) }, (_, k) =>
      Number(((start + first + k) * step + offset).toPrecision(14)),
    )
    if (values.filter((value) => value - offset >= from && value - offset <= to).length >= 2) break
  }
  return values.map((value) => (value === 0 ? 0 : value))
}

/** Powers of ten, each or each second, third …; where there is one at most, 1, 2 and 5 of each. */
function logTicks([low, high]: Range, parts: number): number[] {
  const [first, last] = [ceil(log10(low) - 1e-9), floor(log10(high) + 1e-9)]
  if (last <= first)
    return [first - 1, first, first + 1].flatMap((power) =>
      [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
    )
  const stride = max(1, ceil((last - first + 1) / max(1, parts)))
  return Array.from({ length: floor((last - first) / stride) + 1 }, (_, i) => tenTo(first + i * stride))
}

const isIn = (value: number, [low, high]: Range): boolean => {
  const room = (high - low) * 1e-9
  return value >= low - room && value <= high + room
}

/** What is taken off all labels because they differ in their last digits alone; 0 where that is no help. */
function commonPart(values: readonly number[]): number {
  const [low, high] = [min(...values), max(...values)]
  if (values.length < 2 || low === high || (low <= 0 && high >= 0)) return 0
  const [small, large] = [abs(low), abs(high)].sort((a, b) => a - b)
  const share = (value: number, power: number): number => floorDivide(value, 10 ** power)
  const down = (holds: (power: number) => boolean): number => {
    let power = ceil(log10(large))
    while (!holds(power) && power > -300) power--
    return power + 1
  }
  let power = down((at) => share(small, at) !== share(large, at))
  if ((large - small) / 10 ** power <= 1e-2) power = down((at) => share(large, at) - share(small, at) > 1)
  return share(large, power) >= 1000 ? Math.sign(low) * share(large, power) * 10 ** power : 0
}

/** As few decimals as tell the numbers apart. */
function decimalsOf(values: readonly number[]): number {
  const spread = max(...values) - min(...values) || max(...values.map(abs)) || 1
  const power = floor(log10(spread))
  const threshold = 1e-3 * 10 ** power
  let decimals = max(0, 3 - power)
  const isEnough = (count: number): boolean =>
    values.every((value) => abs(value - Number(value.toFixed(min(count, 100)))) < threshold)
  while (decimals >= 0 && isEnough(decimals)) decimals--
  return min(decimals + 1, 100)
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** `10⁻³`, or `1e-3` where a terminal has only ASCII. */
export function powerText(exponent: number, unicode = true): string {
  if (!unicode) return `1e${exponent}`
  const digits = String(abs(exponent)).replace(/\d/g, (digit) => superscripts[Number(digit)])
  return `10${exponent < 0 ? '⁻' : ''}${digits}`
}

const plainNumber = (value: number): string => String(Number(value.toPrecision(6)))

function logLabel(value: number, unicode: boolean): string {
  const exponent = log10(value)
  const isPower = abs(exponent - Math.round(exponent)) < 1e-9
  return isPower ? powerText(Math.round(exponent), unicode) : plainNumber(value)
}

/** Labels of numbers, and what they have in common. */
export function labelsOf(values: readonly number[], scale: ScaleName, unicode = true): Omit<Ticks, 'values'> {
  if (scale === 'log') return { labels: values.map((value) => logLabel(value, unicode)), offset: '' }
  if (values.length === 0) return { labels: [], offset: '' }
  const common = commonPart(values)
  const largest = max(...values.map((value) => abs(value - common)))
  const size = common === 0 ? floor(log10(largest || 1)) : floor(log10(max(...values) - min(...values) || 1))
  const power = size <= -5 || size >= 6 ? size : 0
  const reduced = values.map((value) => (value - common) / 10 ** power)
  const decimals = decimalsOf(reduced)
  const labels = reduced.map((value) => {
    const text = value.toFixed(decimals)
    return /^-0\.?0*$/.test(text) ? text.slice(1) : text
  })
  const parts = [
    power === 0 ? '' : `1e${power}`,
    common === 0 ? '' : `${common < 0 ? '-' : '+'}${exponential(abs(common))}`,
  ]
  return { labels, offset: parts.join('') }
}

/** `2.5e3`. */
const exponential = (value: number): string =>
  Number(value.toPrecision(12)).toExponential().replace('e+', 'e')

/** The marks of an axis within what it shows. */
export function ticksFor(
  range: Range,
  scale: ScaleName,
  parts: number,
  { unicode = true, isInteger = false }: { unicode?: boolean; isInteger?: boolean } = {},
): Ticks {
  const ordered: Range = range[0] <= range[1] ? range : [range[1], range[0]]
  const all = scale === 'log' ? logTicks(ordered, parts) : linearTicks(ordered, parts, isInteger)
  const values = all.filter((value) => isIn(value, ordered))
  return { values, ...labelsOf(values, scale, unicode) }
}

/** All marks an axis has, those just outside of what it shows included, as `get_xticks` gives them. */
export const allTicks = (range: Range, scale: ScaleName): number[] =>
  scale === 'log' ? logTicks(range, 9) : linearTicks(range[0] <= range[1] ? range : [range[1], range[0]], 9)
