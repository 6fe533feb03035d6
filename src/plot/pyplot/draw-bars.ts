// Bars and histograms.
import { TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { Tensor } from '../../tensor/tensor.js'
import { type Options, placed, refuseOthers } from '../figure/arguments.js'
import { BarContainer, Polygon, Rectangle } from '../figure/areas.js'
import { type Color, colorIn, colorOf, transparent } from '../figure/colors.js'
import { longNames, optionNumber } from '../figure/properties.js'
import type { Range } from '../figure/ticks.js'
import { columnsOf, flatNumbers, numberOf, shapeText, textOf, valuesOf } from '../figure/values.js'
import { arrays } from './arrays.js'
import type { AxesData } from '../figure/axes.js'
import { errorbar } from './draw-stems.js'
import { placesOn } from './draw-lines.js'
import { asDensity, countsIn, edgesOf, rangeOfBins } from './histogram-numbers.js'

/** One colour for all, or one for each. */
function colorsOf(value: unknown): Color[] {
  return colorIn(value) === undefined && Array.isArray(value)
    ? value.map((one) => colorOf(one))
    : [colorOf(value)]
}

interface Bars {
  readonly along: 'x' | 'y'
  /** Where each begins, how wide it is, where it stands, how far it goes. */
  readonly starts: readonly number[]
  readonly widths: readonly number[]
  readonly bases: readonly number[]
  readonly lengths: readonly number[]
}

function addBars(
  axes: AxesData,
  { along, starts, widths, bases, lengths }: Bars,
  options: Options,
): BarContainer {
  const { color, facecolor, edgecolor, linewidth, alpha, label, zorder, ...others } = longNames(options)
  for (const ignored of [
    'hatch',
    'fill',
    'ecolor',
    'capsize',
    'error_kw',
    'linestyle',
    'antialiased',
    'data',
    'log',
    'rasterized',
  ])
    delete others[ignored]
  refuseOthers('Rectangle', others)
  const chosen = color ?? facecolor
  const fills = chosen === undefined ? [axes.nextColor('patches')] : colorsOf(chosen)
  const edges = edgecolor === undefined || edgecolor === 'none' ? [null] : colorsOf(edgecolor)
  const bars = new BarContainer()
  starts.forEach((start, i) => {
    const fill = fills[i % fills.length]
    const bar =
      along === 'x'
        ? new Rectangle(start, bases[i], widths[i], lengths[i], fill, 'up')
        : new Rectangle(bases[i], start, lengths[i], widths[i], fill, 'right')
    bar.edge = edges[i % edges.length]
    if (linewidth !== undefined) bar.edgeWidth = numberOf(linewidth)
    bar.alpha = optionNumber({ alpha }, 'alpha')
    if (zorder !== undefined) bar.zorder = numberOf(zorder)
    bar.series = fills.length > 1 ? bar : bars
    bar.label = '_nolegend_'
    bars.push(axes.add(bar))
  })
  // One label for all of them stands in the legend once, a list of labels with each of its own.
  if (Array.isArray(label)) label.forEach((one, i) => bars[i]?.set_label(textOf(one)))
  else if (label !== undefined) {
    bars.label = textOf(label)
    if (bars.length > 0) bars[0].label = bars.label
  }
  return bars
}

/** Lists to one length, as NumPy's broadcasting does it for one dimension. */
function together(lists: readonly (readonly number[])[], shapes: readonly (readonly number[])[]): number[][] {
  const count = lists.some((list) => list.length === 0) ? 0 : Math.max(...lists.map((list) => list.length))
  lists.forEach((list, i) => {
    if (list.length === count || list.length === 1) return
    const other = lists.findIndex((one) => one.length === count)
    const [a, b] = [Math.min(i, other), Math.max(i, other)]
    throw new ValueError(
      `shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg ${a} with shape ${shapeText(shapes[a])} and arg ${b} with shape ${shapeText(shapes[b])}.`,
    )
  })
  return lists.map((list) =>
    list.length === count ? [...list] : Array.from({ length: count }, () => list[0]),
  )
}

export function bar(axes: AxesData, args: readonly unknown[], along: 'x' | 'y' = 'x'): BarContainer {
  const [name, signature] =
    along === 'x'
      ? ['bar', 'x, height, width=, bottom=, *, align=']
      : ['barh', 'y, width, height=, left=, *, align=']
  const { given, others } = placed(name, args, signature)
  const { tick_label: names, log, yerr, xerr, ...options } = others
  const [place, length, width, base] =
    along === 'x'
      ? [given.x, given.height, given.width, given.bottom]
      : [given.y, given.width, given.height, given.left]
  const all = [
    placesOn(axes, along, valuesOf(place)),
    valuesOf(length),
    valuesOf(width ?? 0.8),
    valuesOf(base ?? 0),
  ]
  const [places, lengths, widths, bases] = together(
    all.map(({ numbers }) => numbers),
    all.map(({ shape }) => (shape.length === 0 ? [1] : shape)),
  )
  const { align = 'center' } = given
  if (align !== 'center' && align !== 'edge')
    throw new ValueError(
      `${textOf(align)} is not a valid value for align; supported values are 'center', 'edge'`,
    )
  const starts = places.map((at, i) => (align === 'edge' ? at : at - widths[i] / 2))
  if (log === true) axes[along === 'x' ? 'y' : 'x'].setScale('log')
  const bars = addBars(axes, { along, starts, widths, bases, lengths }, options)
  const error = along === 'x' ? yerr : xerr
  if (error !== undefined) {
    const ends = lengths.map((value, i) => value + bases[i])
    const look = { fmt: 'none', ecolor: options.ecolor ?? 'k', capsize: options.capsize ?? 0 }
    if (along === 'x') errorbar(axes, [places, ends, { yerr: error, ...look }])
    else errorbar(axes, [ends, places, { xerr: error, ...look }])
  }
  if (names !== undefined) {
    axes[along].ticks = places
    axes[along].tickLabels = (names as unknown[]).map(textOf)
  }
  return bars
}

/** Several sets of values are a list of lists, or the columns of a matrix. */
function setsOf(value: unknown): { sets: number[][]; isSingle: boolean } {
  const isList = Array.isArray(value) && !(value instanceof Tensor) && !isNumpyArray(value)
  const first: unknown = isList ? (value as unknown[])[0] : undefined
  const isNested =
    isList &&
    value.length > 0 &&
    (Array.isArray(first) || isNumpyArray(first) || (first instanceof Tensor && first.sizes.length > 0))
  if (isNested) {
    const parts = (value as unknown[]).map(valuesOf)
    return {
      sets: parts.map(({ numbers }) => [...numbers]),
      isSingle: parts.every(({ isSingle }) => isSingle),
    }
  }
  const all = valuesOf(value)
  if (all.shape.length > 2) throw new ValueError('x must have 2 or fewer dimensions')
  return { sets: columnsOf(all), isSingle: all.isSingle }
}

export function hist(axes: AxesData, args: readonly unknown[]): unknown {
  const { given, others } = placed(
    'hist',
    args,
    'x, bins=, range=, density=, weights=, cumulative=, bottom=, histtype=, align=, orientation=, rwidth=, log=, color=, label=, stacked=',
  )
  const {
    histtype = 'bar',
    orientation = 'vertical',
    color,
    label,
    stacked = false,
    cumulative = false,
  } = given
  const kinds = ['bar', 'barstacked', 'step', 'stepfilled']
  if (!kinds.includes(histtype as string))
    throw new ValueError(
      `${textOf(histtype)} is not a valid value for histtype; supported values are ${kinds.map((one) => `'${one}'`).join(', ')}`,
    )
  if (orientation !== 'vertical' && orientation !== 'horizontal')
    throw new ValueError(
      `${textOf(orientation)} is not a valid value for orientation; supported values are 'vertical', 'horizontal'`,
    )
  const names = valuesOf(given.x)
  const { sets, isSingle } = names.names
    ? { sets: [[...placesOn(axes, 'x', names).numbers]], isSingle: false }
    : setsOf(given.x)
  const range =
    given.range === undefined ? undefined : (flatNumbers(given.range).slice(0, 2) as unknown as Range)
  const bins = binsGiven(given.bins ?? 10)
  const all = sets.flat()
  const finite =
    sets.length > 1 && range === undefined && typeof bins !== 'object'
      ? all.filter((value) => !Number.isNaN(value))
      : all
  const edges = edgesOf(
    bins,
    finite,
    range ?? (sets.length > 1 && finite.length > 0 ? rangeOfBins(finite) : undefined),
    isSingle,
  )
  const weights = given.weights === undefined ? undefined : flatNumbers(given.weights)
  if (weights && weights.length !== all.length)
    throw new ValueError('weights should have the same shape as x')
  const isStacked = Boolean(stacked) || histtype === 'barstacked'
  let start = 0
  let counts = sets.map((values) => {
    const own = weights?.slice(start, (start += values.length))
    return countsIn(values, edges, typeof bins !== 'object', own)
  })
  const isDensity = Boolean(given.density)
  if (isDensity && !isStacked) counts = counts.map((one) => asDensity(one, edges))
  if (isStacked) {
    counts.forEach((one, i) => i > 0 && one.forEach((_, k) => (one[k] += counts[i - 1][k])))
    if (isDensity) {
      const last = counts[counts.length - 1]
      const total = last.reduce((a, b) => a + b, 0)
      counts = counts.map((one) => one.map((count, k) => count / (edges[k + 1] - edges[k]) / total))
    }
  }
  if (cumulative !== false)
    counts = counts.map((one) => summed(one, edges, isDensity, numberOf(cumulative) < 0))
  const along = orientation === 'vertical' ? 'x' : 'y'
  if (given.log === true) axes[along === 'x' ? 'y' : 'x'].setScale('log')
  const colors = color === undefined ? undefined : colorsOf(color)
  if (colors && colors.length !== sets.length && colors.length > 1)
    throw new ValueError(
      `The 'color' keyword argument must have one color per dataset, but ${sets.length} datasets and ${colors.length} colors were provided`,
    )
  const labels: readonly unknown[] = Array.isArray(label) ? label : label === undefined ? [] : [label]
  const patches = counts.map((one, i) => {
    const options: Options = {
      ...others,
      color: colors?.[i % colors.length] ?? axes.nextColor('patches'),
      ...(labels[i] === undefined ? {} : { label: labels[i] }),
    }
    const below = isStacked && i > 0 ? counts[i - 1] : one.map(() => numberOf(given.bottom ?? 0))
    const heights = one.map((value, k) => (isStacked ? value - below[k] : value))
    if (histtype === 'step' || histtype === 'stepfilled')
      return outline(axes, along, edges, heights, below, histtype === 'stepfilled', options)
    const share =
      given.rwidth === undefined
        ? sets.length > 1 && !isStacked
          ? 0.8
          : 1
        : numberOf(given.rwidth, 'rwidth')
    const beside = isStacked ? 1 : sets.length
    const widths = one.map((_, k) => ((edges[k + 1] - edges[k]) * share) / beside)
    const starts = one.map((_, k) => {
      const whole = edges[k + 1] - edges[k]
      const shift = given.align === 'left' ? -whole / 2 : given.align === 'right' ? whole / 2 : 0
      return edges[k] + (whole - whole * share) / 2 + (isStacked ? 0 : widths[k] * i) + shift
    })
    return addBars(axes, { along, starts, widths, bases: below, lengths: heights }, options)
  })
  const numbers = arrays.make(sets.length === 1 ? counts[0] : counts, 'float64')
  return Tuple.of<unknown>(
    numbers,
    arrays.make(edges, isSingle ? 'float32' : 'float64'),
    patches.length === 1 ? patches[0] : patches,
  )
}

function binsGiven(value: unknown): number | string | readonly number[] {
  if (typeof value === 'string') return value
  const { shape, numbers } = valuesOf(value)
  if (shape.length > 1) throw new ValueError('`bins` must be 1d, when an array')
  if (shape.length === 1) return numbers
  if (!Number.isInteger(numbers[0])) throw new TypeError('`bins` must be an integer, a string, or an array')
  return numbers[0]
}

function summed(
  counts: readonly number[],
  edges: readonly number[],
  isDensity: boolean,
  isBackwards: boolean,
): number[] {
  const ordered = isBackwards ? counts.map((_, i) => counts.length - 1 - i) : counts.map((_, i) => i)
  const result = [...counts]
  let sum = 0
  for (const i of ordered) result[i] = sum += isDensity ? counts[i] * (edges[i + 1] - edges[i]) : counts[i]
  return result
}

function outline(
  axes: AxesData,
  along: 'x' | 'y',
  edges: readonly number[],
  heights: readonly number[],
  below: readonly number[],
  isFilled: boolean,
  options: Options,
): Polygon[] {
  const {
    color,
    label,
    alpha,
    linewidth,
    edgecolor,
    zorder,
    linestyle: _style,
    hatch: _hatch,
    fill: _fill,
    ...others
  } = longNames(options)
  refuseOthers('Polygon', others)
  const long = [
    edges[0],
    ...edges.slice(0, -1).flatMap((_, i) => [edges[i], edges[i + 1]]),
    edges[edges.length - 1],
  ]
  const across = [
    below[0],
    ...heights.flatMap((height, i) => [height + below[i], height + below[i]]),
    below[below.length - 1],
  ]
  const part = along === 'x' ? { x: long, y: across } : { x: across, y: long }
  const sticky = along === 'x' ? { stickyY: [below[0]] } : { stickyX: [below[0]] }
  const fill = colorOf(color)
  const polygon = new Polygon('matplotlib.patches.Polygon', [part], isFilled ? fill : transparent, sticky)
  polygon.edge = edgecolor === undefined ? (isFilled ? null : fill) : colorOf(edgecolor)
  polygon.edgeWidth = linewidth === undefined ? 1.5 : numberOf(linewidth)
  polygon.alpha = optionNumber({ alpha }, 'alpha')
  polygon.label = textOf(label)
  if (zorder !== undefined) polygon.zorder = numberOf(zorder)
  return [axes.add(polygon)]
}
