// Lines and points: matplotlib's Line2D, its PathCollection of `scatter`, and lines along the axes.
import { ValueError } from '../../base/errors.js'
import { pairOf } from './arguments.js'
import { Artist, both } from './artist.js'
import { type Color, colorIn, colorOf, withAlpha } from './colors.js'
import { type Colormap, colormapNamed } from './colormaps.js'
import { dashOf, markerOf } from './properties.js'
import { flatNumbers, numberOf, valuesOf } from './values.js'
import type { Bounds, Dash, Look, Shape, View } from './shapes.js'

export type DrawStyle = 'default' | 'steps-pre' | 'steps-mid' | 'steps-post'

/** Corners in place of straight lines. */
function stepped(x: readonly number[], y: readonly number[], style: DrawStyle): [number[], number[]] {
  if (style === 'default' || x.length < 2) return [[...x], [...y]]
  const [xs, ys]: [number[], number[]] = [[x[0]], [y[0]]]
  for (let i = 1; i < x.length; i++) {
    if (style === 'steps-mid') {
      const middle = (x[i - 1] + x[i]) / 2
      xs.push(middle, middle)
    } else xs.push(style === 'steps-pre' ? x[i - 1] : x[i])
    if (style === 'steps-mid') ys.push(y[i - 1], y[i])
    else ys.push(style === 'steps-pre' ? y[i] : y[i - 1])
    xs.push(x[i])
    ys.push(y[i])
  }
  return [xs, ys]
}

export class Line2D extends Artist {
  readonly path = 'matplotlib.lines.Line2D'
  override zorder = 2
  x: readonly number[]
  y: readonly number[]
  color: Color
  width = 1.5
  dash: Dash | 'none' = 'solid'
  marker = ''
  markerSize = 6
  markerColor: Color | undefined
  markerEdge: Color | undefined
  drawStyle: DrawStyle = 'default'

  constructor(x: readonly number[], y: readonly number[], color: Color) {
    super()
    this.x = x
    this.y = y
    this.color = color
  }

  shapes(view: View): Shape[] {
    const shapes: Shape[] = []
    const color = withAlpha(this.color, this.alpha)
    const [lineX, lineY] = stepped(this.x, this.y, this.drawStyle)
    if (this.dash !== 'none' && this.width > 0)
      shapes.push({ kind: 'path', ...both(lineX, lineY, view), color, width: this.width, dash: this.dash })
    if (this.marker !== '')
      shapes.push({
        kind: 'marks',
        ...both(this.x, this.y, view),
        marker: this.marker,
        size: this.#size,
        color: withAlpha(this.markerColor ?? this.color, this.alpha),
        edge: this.markerEdge ?? null,
      })
    return shapes
  }
  get #size(): number {
    return this.marker === '.' ? this.markerSize / 2 : this.marker === ',' ? 1 : this.markerSize
  }
  bounds(): Bounds {
    return { x: this.x, y: this.y }
  }
  override sample(): Look {
    const color = withAlpha(this.color, this.alpha)
    return {
      ...(this.dash === 'none' ? {} : { line: { color, width: this.width, dash: this.dash } }),
      ...(this.marker === ''
        ? {}
        : { marker: { marker: this.marker, color: this.markerColor ?? color, size: this.#size } }),
    }
  }

  set_data(...args: unknown[]): null {
    const [x, y] = pairOf(args)
    this.x = flatNumbers(x)
    this.y = flatNumbers(y)
    this.owner?.touch()
    return null
  }
  set_xdata(x: unknown): null {
    this.x = flatNumbers(x)
    return null
  }
  set_ydata(y: unknown): null {
    this.y = flatNumbers(y)
    return null
  }
  get_xdata(): number[] {
    return [...this.x]
  }
  get_ydata(): number[] {
    return [...this.y]
  }
  set_color(color: unknown): null {
    this.color = colorOf(color)
    return null
  }
  set_linewidth(width: unknown): null {
    this.width = numberOf(width, 'linewidth')
    return null
  }
  set_linestyle(style: unknown): null {
    this.dash = dashOf(style)
    return null
  }
  set_marker(marker: unknown): null {
    this.marker = markerOf(marker)
    return null
  }
  set_markersize(size: unknown): null {
    this.markerSize = numberOf(size, 'markersize')
    return null
  }
}

/** Numbers as colours: a map and what its ends mean. */
export class Shading {
  map: Colormap
  low: number | undefined
  high: number | undefined
  isLog = false

  constructor(map: unknown, low?: number, high?: number) {
    this.map =
      typeof map === 'string'
        ? colormapNamed(map)
        : ((map as Colormap | undefined) ?? colormapNamed('viridis'))
    this.low = low
    this.high = high
  }

  range(values: readonly number[]): [low: number, high: number] {
    const finite = values.filter(Number.isFinite)
    const lowest = (): number => finite.reduce((a, b) => Math.min(a, b), Infinity)
    const highest = (): number => finite.reduce((a, b) => Math.max(a, b), -Infinity)
    const [low, high] = [this.low ?? lowest(), this.high ?? highest()]
    return low <= high ? [low, high] : [Number.isFinite(high) ? high : 0, Number.isFinite(low) ? low : 1]
  }
  /** How high each number is, from 0 to 1. */
  shares(values: readonly number[]): number[] {
    const [low, high] = this.range(values)
    return values.map((value) =>
      Number.isNaN(value)
        ? NaN
        : high > low
          ? Math.min(1, Math.max(0, (value / 2 - low / 2) / (high / 2 - low / 2)))
          : 0,
    )
  }
}

/** What has numbers as colours, and can have a colour bar. */
export interface Shaded {
  readonly shading: Shading
  /** The numbers; null where it has colours of its own. */
  readonly shaded: readonly number[] | null
}

export class PathCollection extends Artist implements Shaded {
  readonly path = 'matplotlib.collections.PathCollection'
  x: readonly number[]
  y: readonly number[]
  /** Areas in square points. */
  areas: readonly number[]
  colors: readonly Color[] = []
  shaded: readonly number[] | null = null
  shading: Shading
  marker: string
  edge: Color | null = null
  isHollow = false

  constructor(
    x: readonly number[],
    y: readonly number[],
    areas: readonly number[],
    marker: string,
    shading: Shading,
  ) {
    super()
    this.x = x
    this.y = y
    this.areas = areas
    this.marker = marker
    this.shading = shading
  }

  get #colors(): readonly Color[] {
    const { shaded, shading } = this
    return shaded === null ? this.colors : shading.shares(shaded).map((share) => shading.map.at(share))
  }
  shapes(view: View): Shape[] {
    const colors = this.#colors.map((color) => withAlpha(color, this.alpha))
    const sizes = this.areas.map((area) => Math.sqrt(area) * (this.marker === '.' ? 0.5 : 1))
    return [
      {
        kind: 'marks',
        ...both(this.x, this.y, view),
        marker: this.marker,
        size: sizes.length === 1 ? sizes[0] : this.x.map((_, i) => sizes[i % sizes.length]),
        color: colors.length === 1 ? colors[0] : this.x.map((_, i) => colors[i % colors.length]),
        edge: this.edge,
      },
    ]
  }
  bounds(): Bounds {
    return { x: this.x, y: this.y }
  }
  override sample(): Look {
    const [color = [0, 0, 0, 1] as const] = this.#colors
    return {
      marker: {
        marker: this.marker,
        color: withAlpha(color, this.alpha),
        size: Math.sqrt(this.areas[0] ?? 36),
      },
    }
  }

  set_offsets(offsets: unknown): null {
    const { shape, numbers } = valuesOf(offsets)
    if (numbers.length > 0 && shape.at(-1) !== 2) throw new ValueError('offsets must have two columns')
    this.x = numbers.filter((_, i) => i % 2 === 0)
    this.y = numbers.filter((_, i) => i % 2 === 1)
    this.owner?.touch()
    return null
  }
  get_offsets(): number[][] {
    return this.x.map((value, i) => [value, this.y[i]])
  }
  set_array(values: unknown): null {
    this.shaded = flatNumbers(values)
    return null
  }
  set_sizes(sizes: unknown): null {
    this.areas = flatNumbers(sizes)
    return null
  }
  set_color(color: unknown): null {
    this.shaded = null
    this.colors =
      colorIn(color) === undefined && Array.isArray(color)
        ? color.map((one) => colorOf(one))
        : [colorOf(color)]
    return null
  }
  set_clim(...args: unknown[]): null {
    const [low, high] = pairOf(args)
    Object.assign(this.shading, { low: numberOf(low), high: numberOf(high) })
    return null
  }
}

/** Separate straight lines: `hlines`, `vlines`, error bars, contours. */
export class LineCollection extends Artist {
  readonly path = 'matplotlib.collections.LineCollection'
  override zorder = 2
  constructor(
    readonly segments: readonly {
      readonly x: readonly number[]
      readonly y: readonly number[]
      readonly color: Color
    }[],
    readonly width: number,
    readonly dash: Dash,
  ) {
    super()
  }
  shapes(view: View): Shape[] {
    return this.segments.map(({ x, y, color }) => ({
      kind: 'path',
      ...both(x, y, view),
      color: withAlpha(color, this.alpha),
      width: this.width,
      dash: this.dash,
    }))
  }
  bounds(): Bounds {
    return { x: this.segments.flatMap(({ x }) => x), y: this.segments.flatMap(({ y }) => y) }
  }
  override sample(): Look | null {
    const [first] = this.segments
    return first ? { line: { color: first.color, width: this.width, dash: this.dash } } : null
  }
}

/** A line along an axis, through all of the axes or a share of them; or one through two points, without ends. */
export class SpanLine extends Artist {
  readonly path = 'matplotlib.lines.Line2D'
  override zorder = 2
  constructor(
    readonly along: 'x' | 'y',
    public at: number,
    readonly share: readonly [number, number],
    public color: Color,
    readonly width: number,
    readonly dash: Dash | 'none',
  ) {
    super()
  }
  shapes(view: View): Shape[] {
    if (this.dash === 'none') return []
    const { along, at, share } = this
    const place = along === 'x' ? view.y(at) : view.x(at)
    const fixed = [place, place]
    const color = withAlpha(this.color, this.alpha)
    const { width, dash } = this
    return [
      {
        kind: 'path',
        x: along === 'x' ? share : fixed,
        y: along === 'x' ? fixed : share,
        color,
        width,
        dash,
      },
    ]
  }
  bounds(): Bounds {
    return this.along === 'x' ? { x: [], y: [this.at] } : { x: [this.at], y: [] }
  }
  override sample(): Look | null {
    const { dash, width } = this
    return dash === 'none' ? null : { line: { color: withAlpha(this.color, this.alpha), width, dash } }
  }
  set_ydata(values: unknown): null {
    ;[this.at] = flatNumbers(values)
    return null
  }
  set_xdata(values: unknown): null {
    return this.set_ydata(values)
  }
  set_color(color: unknown): null {
    this.color = colorOf(color)
    return null
  }
}
