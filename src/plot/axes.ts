// What charts have in common: ranges of numbers, labels for them, and the frame around a field of characters.

/** The least and greatest finite number; undefined where there is none. */
export function rangeOf(values: Iterable<number>): [low: number, high: number] | undefined {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? [low, high] : undefined
}

/** At most four digits: `0.25`, `1200`, `1e-6`. */
export function label(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size < 1e-3 || size >= 1e6) return value.toExponential(2).replace(/\.?0+e/, 'e')
  return String(Number(value.toPrecision(4)))
}

/** Where `value` lies in `low … high`, from 0 to 1; the middle where there is no range. Halves, since high - low may overflow. */
export const fraction = (value: number, low: number, high: number): number =>
  high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5

/** What to say of numbers that were left out. */
export const missingNote = (missing: number, all: number, noun = 'values'): string =>
  missing === 0 ? '' : `\n(${missing} of ${all} ${noun} are not finite and not drawn)`

export interface Axes {
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

/** Puts an axis with its ends labelled on the left of and below rows of `width` characters. */
export function framed(
  rows: readonly string[],
  { x, y }: Axes,
  isUnicode: boolean,
  width = Math.max(...rows.map((row) => row.length)),
): string {
  const [corner, side, bottom] = isUnicode ? ['└', '┤', '─'] : ['+', '|', '-']
  const top = label(y[1])
  const base = label(y[0])
  const margin = Math.max(top.length, base.length)
  const lines = rows.map((row, i) => {
    const tick = i === 0 ? top : i === rows.length - 1 ? base : ''
    return `${tick.padStart(margin)} ${side}${row}`.trimEnd()
  })
  const left = label(x[0])
  const right = label(x[1])
  const blank = ' '.repeat(Math.max(1, width - left.length - right.length))
  return [
    ...lines,
    `${' '.repeat(margin)} ${corner}${bottom.repeat(width)}`,
    `${' '.repeat(margin)}  ${left}${blank}${right}`,
  ].join('\n')
}
