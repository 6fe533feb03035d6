// What has an inside: bars, filled curves, bands along the axes, wedges; matplotlib's patches and PolyCollection.
import { Tuple } from '../../base/tuple.js'
import { reprSymbol } from '../../text/repr.js'
import { numberOf } from './values.js'
import { Artist, both } from './artist.js'
import { type Color, colorOf, withAlpha } from './colors.js'
import type { Bounds, Look, Shape, View } from './shapes.js'

export class Rectangle extends Artist {
  readonly path = 'matplotlib.patches.Rectangle'
  fill: Color
  edge: Color | null = null
  edgeWidth = 1
  /** How often it is struck through: for those who have no colours. */
  constructor(
    public x: number,
    public y: number,
    public width: number,
    public height: number,
    fill: Color,
    readonly grows: 'up' | 'right' | undefined,
  ) {
    super()
    this.fill = fill
  }
  shapes(view: View): Shape[] {
    const { x, y, width, height, grows } = this
    const corners = both([x, x + width, x + width, x], [y, y, y + height, y + height], view)
    return [
      {
        kind: 'area',
        ...corners,
        fill: withAlpha(this.fill, this.alpha),
        edge: this.edge,
        edgeWidth: this.edgeWidth,
        ...(grows === undefined ? {} : { grows }),
      },
    ]
  }
  bounds(): Bounds {
    const { x, y, width, height, grows } = this
    return {
      x: [x, x + width],
      y: [y, y + height],
      stickyX: grows === 'right' ? [x] : [],
      stickyY: grows === 'up' ? [y] : [],
    }
  }
  override sample(): Look {
    return { fill: withAlpha(this.fill, this.alpha) }
  }

  get_x(): number {
    return this.x
  }
  get_y(): number {
    return this.y
  }
  get_width(): number {
    return this.width
  }
  get_height(): number {
    return this.height
  }
  set_height(height: unknown): null {
    this.height = numberOf(height, 'height')
    this.owner?.touch()
    return null
  }
  set_width(width: unknown): null {
    this.width = numberOf(width, 'width')
    this.owner?.touch()
    return null
  }
  set_color(color: unknown): null {
    this.fill = colorOf(color)
    return null
  }
  set_facecolor(color: unknown): null {
    this.fill = colorOf(color)
    return null
  }
  set_edgecolor(color: unknown): null {
    this.edge = colorOf(color)
    return null
  }
}

/** The bars of one call, a tuple of rectangles. */
export class BarContainer extends Tuple<Rectangle> {
  label = ''
  get patches(): Rectangle[] {
    return [...this]
  }
  get_label(): string {
    return this.label
  }
  [reprSymbol](): string {
    return `<BarContainer object of ${this.length} artists>`
  }
}

/** Any shape of corners: filled curves, outlines of histograms, wedges. */
export class Polygon extends Artist {
  edge: Color | null = null
  edgeWidth = 1
  constructor(
    readonly path: string,
    readonly parts: readonly { readonly x: readonly number[]; readonly y: readonly number[] }[],
    public fill: Color,
    readonly sticky: Pick<Bounds, 'stickyX' | 'stickyY'> = {},
  ) {
    super()
  }
  shapes(view: View): Shape[] {
    return this.parts.map(({ x, y }) => ({
      kind: 'area',
      ...both(x, y, view),
      fill: withAlpha(this.fill, this.alpha),
      edge: this.edge,
      edgeWidth: this.edgeWidth,
    }))
  }
  bounds(): Bounds {
    return { x: this.parts.flatMap(({ x }) => x), y: this.parts.flatMap(({ y }) => y), ...this.sticky }
  }
  override sample(): Look {
    const { fill, edge } = this
    if (fill[3] === 0 && edge) return { line: { color: edge, width: this.edgeWidth, dash: 'solid' } }
    return { fill: withAlpha(fill, this.alpha) }
  }
  set_color(color: unknown): null {
    this.fill = colorOf(color)
    return null
  }
}

/** A band along an axis, from one number to another: `axvspan`, `axhspan`. */
export class Band extends Artist {
  readonly path = 'matplotlib.patches.Polygon'
  constructor(
    readonly along: 'x' | 'y',
    readonly from: number,
    readonly to: number,
    readonly fill: Color,
  ) {
    super()
  }
  shapes(view: View): Shape[] {
    const { along, from, to } = this
    const ends = along === 'x' ? [view.y(from), view.y(to)] : [view.x(from), view.x(to)]
    const [long, across] = [
      [0, 1, 1, 0],
      [ends[0], ends[0], ends[1], ends[1]],
    ]
    const fill = withAlpha(this.fill, this.alpha)
    return [
      {
        kind: 'area',
        x: along === 'x' ? long : across,
        y: along === 'x' ? across : long,
        fill,
        edge: null,
        edgeWidth: 1,
      },
    ]
  }
  bounds(): Bounds {
    const { from, to } = this
    return this.along === 'x' ? { x: [], y: [from, to] } : { x: [from, to], y: [] }
  }
  override sample(): Look {
    return { fill: withAlpha(this.fill, this.alpha) }
  }
}
