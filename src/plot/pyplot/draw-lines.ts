// `plot` and what else draws lines: steps, error bars, stems, lines along the axes, filled curves.
import { ValueError } from '../../base/errors.js'
import type { AxesData } from '../figure/axes.js'
import { type Options, placed, refuseOthers, split } from '../figure/arguments.js'
import { Band, Polygon } from '../figure/areas.js'
import { type Color, colorIn, colorOf } from '../figure/colors.js'
import { type DrawStyle, Line2D, LineCollection, SpanLine } from '../figure/lines.js'
import { dashOf, type Format, formatOf, longNames, markerOf, optionNumber } from '../figure/properties.js'
import type { Dash } from '../figure/shapes.js'
import {
  columnsOf,
  flatNumbers,
  numberOf,
  shapeText,
  textOf,
  type Values,
  valuesOf,
} from '../figure/values.js'

/** Numbers on an axis: names become its places. */
export const placesOn = (axes: AxesData, along: 'x' | 'y', values: Values): Values =>
  values.names === undefined ? values : { ...values, numbers: axes[along].placesOf(values.names) }

const atLeastOne = (values: Values): Values =>
  values.shape.length === 0 ? { ...values, shape: [1] } : values

export interface Pair {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

/** The lines that x and y are: one, or one for each column. */
export function pairsOf(axes: AxesData, givenX: unknown, givenY: unknown): Pair[] {
  const y = placesOn(axes, 'y', atLeastOne(valuesOf(givenY)))
  const x =
    givenX === undefined
      ? { shape: [y.shape[0]], numbers: Array.from({ length: y.shape[0] }, (_, i) => i), isSingle: false }
      : placesOn(axes, 'x', atLeastOne(valuesOf(givenX)))
  if (x.shape[0] !== y.shape[0])
    throw new ValueError(
      `x and y must have same first dimension, but have shapes ${shapeText(x.shape)} and ${shapeText(y.shape)}`,
    )
  if (x.shape.length > 2 || y.shape.length > 2)
    throw new ValueError(
      `x and y can be no greater than 2D, but have shapes ${shapeText(x.shape)} and ${shapeText(y.shape)}`,
    )
  const [xs, ys] = [columnsOf(x), columnsOf(y)]
  if (xs.length > 1 && ys.length > 1 && xs.length !== ys.length)
    throw new ValueError(`x has ${xs.length} columns but y has ${ys.length} columns`)
  const count = xs.length === 0 || ys.length === 0 ? 0 : Math.max(xs.length, ys.length)
  return Array.from({ length: count }, (_, i) => ({ x: xs[i % xs.length], y: ys[i % ys.length] }))
}

/** Sets what the options say of a line; what they do not know is refused. */
function styleLine(line: Line2D, options: Options, format: Format): void {
  const {
    color,
    linewidth,
    linestyle,
    marker,
    markersize,
    markerfacecolor,
    markeredgecolor,
    alpha,
    zorder,
    drawstyle,
    label,
    ...others
  } = longNames(options)
  for (const ignored of [
    'markeredgewidth',
    'markevery',
    'antialiased',
    'dashes',
    'clip_on',
    'solid_capstyle',
    'fillstyle',
    'scalex',
    'scaley',
    'picker',
    'rasterized',
    'transform',
    'visible',
    'animated',
    'data',
  ])
    delete others[ignored]
  refuseOthers('Line2D', others)
  if (color !== undefined) line.color = colorOf(color)
  if (linewidth !== undefined) line.width = numberOf(linewidth, 'linewidth')
  line.dash = linestyle !== undefined ? dashOf(linestyle) : (format.dash ?? 'solid')
  line.marker = marker !== undefined ? markerOf(marker) : (format.marker ?? '')
  if (markersize !== undefined) line.markerSize = numberOf(markersize, 'markersize')
  if (markerfacecolor !== undefined && markerfacecolor !== 'none') line.markerColor = colorOf(markerfacecolor)
  if (markeredgecolor !== undefined) line.markerEdge = colorOf(markeredgecolor)
  if (alpha !== undefined) line.alpha = numberOf(alpha, 'alpha')
  if (zorder !== undefined) line.zorder = numberOf(zorder, 'zorder')
  if (drawstyle !== undefined) line.drawStyle = drawstyle === 'steps' ? 'steps-pre' : (drawstyle as DrawStyle)
  if (label !== undefined && !Array.isArray(label)) line.label = textOf(label)
}

export function plot(axes: AxesData, args: readonly unknown[]): Line2D[] {
  const { values, options } = split(args)
  const lines: Line2D[] = []
  const rest = [...values]
  while (rest.length > 0) {
    const part = [rest.shift()]
    // y alone, or x and y; then maybe a format.
    if (rest.length > 0) part.push(rest.shift())
    if (part.length === 2 && typeof part[1] !== 'string' && typeof rest[0] === 'string')
      part.push(rest.shift())
    const last = part.at(-1)
    const format = typeof last === 'string' && part.length > 1 ? formatOf(last) : {}
    const [first, second] = typeof last === 'string' && part.length > 1 ? part.slice(0, -1) : part
    const pairs = second === undefined ? pairsOf(axes, undefined, first) : pairsOf(axes, first, second)
    const label = options.label
    if (Array.isArray(label) && label.length !== pairs.length && pairs.length > 1)
      throw new ValueError(
        `label must be scalar or have the same length as the input data, but found ${label.length} for ${pairs.length} datasets.`,
      )
    pairs.forEach(({ x, y }, i) => {
      const hasColor = format.color !== undefined || options.color !== undefined || options.c !== undefined
      const line = new Line2D(x, y, format.color ?? (hasColor ? [0, 0, 0, 1] : axes.nextColor('lines')))
      styleLine(line, options, format)
      if (Array.isArray(label)) line.label = textOf(label[i])
      lines.push(line)
    })
  }
  // All of them are right before the first one is drawn.
  for (const line of lines) axes.add(line)
  return lines
}

export function step(axes: AxesData, args: readonly unknown[]): Line2D[] {
  const { values, options } = split(args)
  const { where = 'pre', ...others } = options
  if (where !== 'pre' && where !== 'post' && where !== 'mid')
    throw new ValueError(
      `${textOf(where)} is not a valid value for where; supported values are 'pre', 'post', 'mid'`,
    )
  return plot(axes, [...values, { ...others, drawstyle: `steps-${where}` }])
}

/** A call that sets an axis to powers of ten before it plots. */
export function logPlot(axes: AxesData, args: readonly unknown[], along: readonly ('x' | 'y')[]): Line2D[] {
  const { values, options } = split(args)
  const {
    base: _base,
    basex: _basex,
    basey: _basey,
    nonpositive: _nonpositive,
    subs: _subs,
    ...others
  } = options
  for (const one of along) axes[one].setScale('log')
  return plot(axes, [...values, others])
}

interface LineLook {
  readonly color: Color
  readonly width: number
  readonly dash: Dash | 'none'
  readonly label: string
  readonly alpha: number | undefined
  readonly zorder: number | undefined
}
export function lineLook(axes: AxesData, owner: string, options: Options, usual?: Color): LineLook {
  const { color, linewidth, linestyle, label, alpha, zorder, ...others } = longNames(options)
  for (const ignored of ['transform', 'clip_on', 'antialiased', 'data']) delete others[ignored]
  refuseOthers(owner, others)
  return {
    color: color === undefined ? (usual ?? axes.nextColor('lines')) : colorOf(color),
    width: linewidth === undefined ? 1.5 : numberOf(linewidth, 'linewidth'),
    dash: linestyle === undefined ? 'solid' : dashOf(linestyle),
    label: textOf(label),
    alpha: alpha === undefined ? undefined : numberOf(alpha, 'alpha'),
    zorder: zorder === undefined ? undefined : numberOf(zorder, 'zorder'),
  }
}
const dressed = <A extends { label: string; alpha: number | undefined; zorder: number }>(
  artist: A,
  { label, alpha, zorder }: LineLook,
): A => Object.assign(artist, { label, alpha, ...(zorder === undefined ? {} : { zorder }) })

export function axisLine(axes: AxesData, along: 'x' | 'y', args: readonly unknown[]): SpanLine {
  const [at, low, high] = along === 'x' ? ['y=', 'xmin=', 'xmax='] : ['x=', 'ymin=', 'ymax=']
  const name = along === 'x' ? 'axhline' : 'axvline'
  const { given, others } = placed(name, args, [at, low, high].join(', '))
  const part = (text: string, otherwise: number): number => {
    const value: unknown = given[text.replace('=', '')]
    return value === undefined ? otherwise : numberOf(value, name)
  }
  const look = lineLook(axes, 'Line2D', others)
  const line = new SpanLine(
    along,
    part(at, 0),
    [part(low, 0), part(high, 1)],
    look.color,
    look.width,
    look.dash,
  )
  return axes.add(dressed(line, look))
}

export function axisBand(axes: AxesData, along: 'x' | 'y', args: readonly unknown[]): Band {
  const name = along === 'x' ? 'axhspan' : 'axvspan'
  const { given, others } = placed(
    name,
    args,
    along === 'x' ? 'ymin, ymax, xmin=, xmax=' : 'xmin, xmax, ymin=, ymax=',
  )
  const ends: unknown[] = along === 'x' ? [given.ymin, given.ymax] : [given.xmin, given.xmax]
  const {
    facecolor,
    color,
    alpha,
    label,
    edgecolor: _edge,
    linewidth: _width,
    zorder,
    ...left
  } = longNames(others)
  refuseOthers('Polygon', left)
  const fill = facecolor ?? color
  const band = new Band(
    along,
    numberOf(ends[0], name),
    numberOf(ends[1], name),
    fill === undefined ? axes.nextColor('patches') : colorOf(fill),
  )
  band.alpha = alpha === undefined ? undefined : numberOf(alpha, 'alpha')
  band.label = textOf(label)
  if (zorder !== undefined) band.zorder = numberOf(zorder, 'zorder')
  return axes.add(band)
}

/** `hlines` and `vlines`. */
export function straightLines(axes: AxesData, along: 'x' | 'y', args: readonly unknown[]): LineCollection {
  const [name, signature] =
    along === 'x'
      ? ['hlines', 'y, xmin, xmax, colors=, linestyles=']
      : ['vlines', 'x, ymin, ymax, colors=, linestyles=']
  const { given, others } = placed(name, args, signature)
  const { colors, linestyles } = given
  const options: Options = others
  const at = placesOn(axes, along === 'x' ? 'y' : 'x', valuesOf(along === 'x' ? given.y : given.x)).numbers
  const [low, high] = (along === 'x' ? [given.xmin, given.xmax] : [given.ymin, given.ymax]).map((value) =>
    flatNumbers(value),
  )
  const chosen = colors ?? options.color ?? options.c ?? 'C0'
  const list =
    colorIn(chosen) !== undefined || !Array.isArray(chosen)
      ? [colorOf(chosen)]
      : chosen.map((one) => colorOf(one))
  const { color: _color, c: _c, ...plain } = options
  const look = lineLook(
    axes,
    'LineCollection',
    { ...plain, ...(linestyles === undefined ? {} : { linestyle: linestyles }) },
    list[0],
  )
  const segments = at.map((place, i) => {
    const ends = [low[i % low.length], high[i % high.length]]
    return {
      x: along === 'x' ? ends : [place, place],
      y: along === 'x' ? [place, place] : ends,
      color: list[i % list.length],
    }
  })
  return axes.add(
    dressed(new LineCollection(segments, look.width, look.dash === 'none' ? 'solid' : look.dash), look),
  )
}

/** Between two curves, to the right of each other or above; where `where` says. */
export function fillBetween(axes: AxesData, args: readonly unknown[], along: 'x' | 'y' = 'x'): Polygon {
  const [name, signature] =
    along === 'x'
      ? ['fill_between', 'x, y1, y2=, where=, interpolate=, step=']
      : ['fill_betweenx', 'y, x1, x2=, where=, step=, interpolate=']
  const { given, others } = placed(name, args, signature)
  const base = placesOn(axes, along, valuesOf(along === 'x' ? given.x : given.y)).numbers
  const [first, second] = (along === 'x' ? [given.y1, given.y2 ?? 0] : [given.x1, given.x2 ?? 0]).map(
    (value) => flatNumbers(value),
  )
  const at = (values: readonly number[], i: number): number => values[values.length === 1 ? 0 : i]
  for (const [label, values] of [
    ['1', first],
    ['2', second],
  ] as const)
    if (values.length !== 1 && values.length !== base.length)
      throw new ValueError(
        `'${along}' and '${along === 'x' ? 'y' : 'x'}${label}' must have compatible sizes: operands could not be broadcast together with shapes (${base.length},) (${values.length},)`,
      )
  const where = given.where === undefined ? null : flatNumbers(given.where)
  if (where && where.length !== base.length)
    throw new ValueError(`where size (${where.length}) does not match '${along}' size (${base.length})`)
  const runs: number[][] = [[]]
  base.forEach((value, i) => {
    const isIn = (!where || where[i] !== 0) && [value, at(first, i), at(second, i)].every(Number.isFinite)
    if (isIn) runs.at(-1)!.push(i)
    else if (runs.at(-1)!.length > 0) runs.push([])
  })
  const parts = runs
    .filter((run) => run.length > 0)
    .map((run) => {
      const back = [...run].reverse()
      const long = [...run.map((i) => base[i]), ...back.map((i) => base[i])]
      const across = [...run.map((i) => at(first, i)), ...back.map((i) => at(second, i))]
      return along === 'x' ? { x: long, y: across } : { x: across, y: long }
    })
  const {
    color,
    facecolor,
    edgecolor,
    linewidth,
    alpha,
    label,
    zorder,
    linestyle: _style,
    hatch: _hatch,
    interpolate: _i,
    antialiased: _a,
    ...left
  } = longNames(others)
  refuseOthers('PolyCollection', left)
  const fill = facecolor ?? color
  const area = new Polygon(
    'matplotlib.collections.PolyCollection',
    parts,
    fill === undefined ? axes.nextColor('patches') : colorOf(fill),
  )
  if (edgecolor !== undefined) area.edge = colorOf(edgecolor)
  if (linewidth !== undefined) area.edgeWidth = numberOf(linewidth)
  area.alpha = optionNumber({ alpha }, 'alpha')
  area.label = textOf(label)
  if (zorder !== undefined) area.zorder = numberOf(zorder)
  return axes.add(area)
}
