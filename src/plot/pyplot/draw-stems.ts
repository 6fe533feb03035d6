// Error bars and stems: lines that stand at points, and the containers in which programs get them.
import { TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { reprSymbol } from '../../text/repr.js'
import type { AxesData } from '../figure/axes.js'
import { placed, refuseOthers, split } from '../figure/arguments.js'
import { colorOf } from '../figure/colors.js'
import { Line2D, LineCollection } from '../figure/lines.js'
import { formatOf, longNames } from '../figure/properties.js'
import { numberOf, shapeText, textOf, valuesOf } from '../figure/values.js'
import { pairsOf, plot } from './draw-lines.js'

/** Numbers on an axis: names become its places. */
/** The parts of one call, as a tuple that says what it is. */
export class Container extends Tuple<unknown> {
  declare readonly kind: string;
  [reprSymbol](): string {
    return `<${this.kind} object of ${this.length} artists>`
  }
}
const container = (name: string, ...parts: unknown[]): Container => {
  const made = new Container()
  for (const part of parts) made.push(part)
  Object.defineProperty(made, 'kind', { value: name, enumerable: false })
  return made
}

/** Lengths of bars to both sides: one number, one for each point, or two rows of them. */
function reaches(value: unknown, count: number, name: string): [number[], number[]] | null {
  if (value === undefined) return null
  const { shape, numbers } = valuesOf(value)
  if (shape.length === 2 && shape[0] === 2) return [numbers.slice(0, count), numbers.slice(count)]
  if (numbers.length !== 1 && numbers.length !== count)
    throw new ValueError(
      `'${name}' (shape: ${shapeText(shape)}) must be a scalar or a 1D or (2, n) array-like whose shape matches '${name[0]}' (shape: (${count},))`,
    )
  if (numbers.some((one) => one < 0)) throw new ValueError(`'${name}' must not contain negative values`)
  const each = Array.from({ length: count }, (_, i) => numbers[numbers.length === 1 ? 0 : i])
  return [each, each]
}

export function errorbar(axes: AxesData, args: readonly unknown[]): Container {
  const { given, others } = placed(
    'errorbar',
    args,
    'x, y, yerr=, xerr=, fmt=, ecolor=, elinewidth=, capsize=, barsabove=',
  )
  const { capthick: _capthick, errorevery: _every, ...options } = longNames(others)
  const format: unknown[] =
    typeof given.fmt === 'string' && given.fmt !== '' && given.fmt !== 'none' ? [given.fmt] : []
  const [line] = plot(axes, [
    given.x,
    given.y,
    ...format,
    { ...options, ...(given.fmt === 'none' ? { ls: 'none' } : {}) },
  ])
  if (line === undefined) throw new ValueError('x and y must have at least one column')
  const { x, y } = line
  const color = given.ecolor === undefined ? line.color : colorOf(given.ecolor)
  const width = given.elinewidth === undefined ? 1.5 : numberOf(given.elinewidth)
  const capsize = given.capsize === undefined ? 0 : numberOf(given.capsize)
  const bars: LineCollection[] = []
  for (const [along, value] of [
    ['y', given.yerr],
    ['x', given.xerr],
  ] as const) {
    const reach = reaches(value, x.length, `${along}err`)
    if (!reach) continue
    const segments = x.map((place, i) => {
      const at = along === 'y' ? y[i] : place
      const ends = [at - reach[0][i], at + reach[1][i]]
      return along === 'y' ? { x: [place, place], y: ends, color } : { x: ends, y: [y[i], y[i]], color }
    })
    const bar = new LineCollection(segments, width, 'solid')
    bar.series = line.series
    bars.push(axes.add(bar))
    if (capsize > 0) {
      const caps = new Line2D(
        segments.flatMap((one) => one.x),
        segments.flatMap((one) => one.y),
        color,
      )
      Object.assign(caps, {
        dash: 'none',
        marker: along === 'y' ? '_' : '|',
        markerSize: capsize * 2,
        series: line.series,
        label: '_caps',
      })
      axes.add(caps)
    }
  }
  return container('ErrorbarContainer', line, Tuple.of(), Tuple.from(bars))
}

export function stem(axes: AxesData, args: readonly unknown[]): Container {
  const { values, options } = split(args)
  const {
    linefmt,
    markerfmt,
    basefmt,
    bottom = 0,
    label,
    orientation: _orientation,
    use_line_collection: _collection,
    ...others
  } = options
  refuseOthers('StemContainer', others)
  const locations = values.filter((value) => typeof value !== 'string')
  const formats = [
    ...values.filter((value) => typeof value === 'string'),
    ...[linefmt, markerfmt, basefmt].filter((one) => one !== undefined),
  ] as string[]
  const [pair] =
    locations.length < 2 ? pairsOf(axes, undefined, locations[0]) : pairsOf(axes, locations[0], locations[1])
  if (!pair) throw new TypeError("stem() missing 1 required positional argument: 'y'")
  const base = numberOf(bottom, 'bottom')
  const lineFormat = formats[0] === undefined ? {} : formatOf(formats[0])
  const color = lineFormat.color ?? axes.nextColor('lines')
  const stems = axes.add(
    new LineCollection(
      pair.x.map((x, i) => ({ x: [x, x], y: [base, pair.y[i]], color })),
      1.5,
      lineFormat.dash === undefined || lineFormat.dash === 'none' ? 'solid' : lineFormat.dash,
    ),
  )
  const heads = axes.add(new Line2D(pair.x, pair.y, color))
  const headFormat = formats[1] === undefined ? {} : formatOf(formats[1])
  Object.assign(heads, {
    dash: 'none',
    marker: headFormat.marker ?? 'o',
    color: headFormat.color ?? color,
    label: textOf(label),
  })
  const ends = [Math.min(...pair.x), Math.max(...pair.x)]
  const baseline = axes.add(
    new Line2D(
      ends,
      [base, base],
      formats[2] === undefined ? colorOf('C3') : (formatOf(formats[2]).color ?? colorOf('C3')),
    ),
  )
  stems.series = heads.series
  return container('StemContainer', heads, stems, baseline)
}
