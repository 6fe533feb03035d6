// `scatter`: points with sizes and colours of their own.
import { ValueError } from '../../base/errors.js'
import { repr } from '../../text/repr.js'
import { type Options, placed, refuseOthers } from '../figure/arguments.js'
import { type Color, colorIn, colorOf } from '../figure/colors.js'
import { PathCollection, Shading } from '../figure/lines.js'
import { longNames, markerOf, optionNumber } from '../figure/properties.js'
import { flatNumbers, numberOf, textOf, type Values, valuesOf } from '../figure/values.js'
import type { AxesData } from '../figure/axes.js'
import { placesOn } from './draw-lines.js'

/** Colours, or the numbers that stand for them. */
interface Painted {
  readonly colors: readonly Color[]
  readonly shaded: readonly number[] | null
}

function rowsAsColors({ shape, numbers }: Values, count: number): Color[] | null {
  if (shape.length !== 2 || (shape[1] !== 3 && shape[1] !== 4)) return null
  if (shape[0] !== count && shape[0] !== 1) return null
  return Array.from({ length: shape[0] }, (_, i) => colorOf(numbers.slice(i * shape[1], (i + 1) * shape[1])))
}

function painted(c: unknown, count: number): Painted {
  if (typeof c === 'string') return { colors: [colorOf(c)], shaded: null }
  const isTexts = Array.isArray(c) && c.length > 0 && c.every((one) => typeof one === 'string')
  const isTuples =
    Array.isArray(c) && c.length > 0 && Array.isArray(c[0]) && c.every((one) => colorIn(one) !== undefined)
  if (isTexts || isTuples) {
    const colors = (c as unknown[]).map((one) => colorOf(one))
    if (colors.length !== count && colors.length !== 1)
      throw new ValueError(
        `'c' argument has ${colors.length} elements, which is inconsistent with 'x' and 'y' with size ${count}.`,
      )
    return { colors, shaded: null }
  }
  let values: Values
  try {
    values = valuesOf(c)
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    throw new ValueError(
      `'c' argument must be a color, a sequence of colors, or a sequence of numbers, not ${repr(c)}`,
    )
  }
  const { numbers, shape } = values
  // Three or four numbers may be one colour; as many as there are points are values.
  if (numbers.length === count && shape.length <= 2 && !(shape.length === 2 && shape[0] === 1))
    return { colors: [], shaded: numbers }
  const rows = rowsAsColors(values, count)
  if (rows) return { colors: rows, shaded: null }
  const single = shape.length === 1 ? colorIn([...numbers]) : undefined
  if (single) return { colors: [single], shaded: null }
  throw new ValueError(
    `'c' argument has ${numbers.length} elements, which is inconsistent with 'x' and 'y' with size ${count}.`,
  )
}

export function shadingOf(options: Options): Shading {
  const { cmap, vmin, vmax, norm } = options
  const ends = norm as { vmin?: unknown; vmax?: unknown } | undefined
  const end = (value: unknown): number | undefined =>
    value === undefined || value === null ? undefined : numberOf(value)
  return new Shading(cmap, end(vmin ?? ends?.vmin), end(vmax ?? ends?.vmax))
}

export function scatter(axes: AxesData, args: readonly unknown[]): PathCollection {
  const { given, others } = placed(
    'scatter',
    args,
    'x, y, s=, c=, marker=, cmap=, norm=, vmin=, vmax=, alpha=, linewidths=, *, edgecolors=, plotnonfinite=',
  )
  const x = placesOn(axes, 'x', valuesOf(given.x)).numbers
  const y = placesOn(axes, 'y', valuesOf(given.y)).numbers
  if (x.length !== y.length) throw new ValueError('x and y must be the same size')
  const areas = given.s === undefined ? [36] : flatNumbers(given.s)
  if (areas.length !== 1 && areas.length !== x.length)
    throw new ValueError('s must be a scalar, or float array-like with the same size as x and y')
  const { color, facecolor, label, zorder, edgecolor, linewidth: _width, ...left } = longNames(others)
  for (const ignored of [
    'picker',
    'clip_on',
    'rasterized',
    'transform',
    'data',
    'antialiased',
    'linestyle',
    'hatch',
  ])
    delete left[ignored]
  refuseOthers('PathCollection', left)
  const marker = given.marker === undefined ? 'o' : markerOf(given.marker)
  const points = new PathCollection(x, y, areas, marker, shadingOf(given))
  const chosen = given.c ?? (facecolor === 'none' ? undefined : (color ?? facecolor))
  if (chosen === undefined) points.colors = [axes.nextColor('patches')]
  else Object.assign(points, painted(chosen, x.length))
  const edge: unknown = given.edgecolors ?? edgecolor
  if (edge !== undefined && edge !== 'none' && edge !== 'face')
    points.edge = colorOf(Array.isArray(edge) && colorIn(edge) === undefined ? edge[0] : edge)
  if (facecolor === 'none' || color === 'none') points.isHollow = true
  points.alpha = optionNumber(given, 'alpha')
  points.label = textOf(label)
  if (zorder !== undefined) points.zorder = numberOf(zorder)
  return axes.add(points)
}
