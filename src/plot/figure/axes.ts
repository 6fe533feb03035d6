// The data of axes: two axes and the artists between them, a title, a legend. What is drawn on them by which call is left to
// pyplot, where it lies on a figure to the layouts.
import type { Artist } from './artist.js'
import { type Owner } from './artist.js'
import { Axis, type AxisData } from './axis.js'
import { reprSymbol } from '../../text/repr.js'
import { type Color, cycle, white } from './colors.js'
import type { Shaded } from './lines.js'
import type { Bounds, Sample, Shape, View } from './shapes.js'
import type { Range } from './ticks.js'

/** A place on a figure: in a grid of rows and columns from `from` to `to`, or anywhere, by shares. */
export type Place =
  | { readonly rows: number; readonly columns: number; readonly from: number; readonly to: number }
  | { readonly left: number; readonly bottom: number; readonly width: number; readonly height: number }

export interface Legend {
  readonly samples: readonly Sample[]
  readonly title: string
  readonly location: string
  readonly columns: number
}

export interface ColorBar {
  readonly of: Shaded
  label: string
  readonly isHorizontal: boolean
}

/** Stands for shares of the axes, or for data, in `transform=ax.transAxes`. */
export class Transform {
  constructor(readonly name: string) {}
  [reprSymbol](): string {
    return this.name
  }
}
export const shareOfAxes = new Transform('transAxes')
export const dataOfAxes = new Transform('transData')

export class AxesData implements Owner {
  readonly x = new Axis()
  readonly y = new Axis()
  artists: Artist[] = []
  title = ''
  titleSize = 12
  titleColor: Color | undefined
  legendData: Legend | null = null
  colorBar: ColorBar | null = null
  /** What a colour bar would be of. */
  lastShaded: Shaded | null = null
  isFramed = true
  faceColor: Color = white
  /** How many units up are as long as one to the right; undefined for what fits. */
  aspect: number | undefined
  place: Place
  /** How many colours of the cycle were taken: by lines, and by bars and points. */
  readonly taken = { lines: 0, patches: 0 }

  constructor(place: Place) {
    this.place = place
  }

  add<A extends Artist>(artist: A): A {
    artist.owner = this
    this.artists.push(artist)
    return artist
  }
  drop(artist: Artist): void {
    this.artists = this.artists.filter((one) => one !== artist)
  }
  touch(): void {}

  nextColor(of: 'lines' | 'patches'): Color {
    return cycle[this.taken[of]++ % cycle.length]
  }

  /** The numbers of all artists along an axis. */
  data(along: 'x' | 'y'): AxisData {
    const values: number[] = []
    const sticky: number[] = []
    for (const artist of this.artists) {
      const bounds: Bounds = artist.bounds()
      for (const value of bounds[along]) values.push(value)
      sticky.push(...((along === 'x' ? bounds.stickyX : bounds.stickyY) ?? []))
    }
    return { values, sticky }
  }
  get limits(): { readonly x: Range; readonly y: Range } {
    return { x: this.x.limits(this.data('x')), y: this.y.limits(this.data('y')) }
  }

  /** All there is to draw, the hindmost first. */
  drawn({
    x,
    y,
  }: {
    readonly x: Range
    readonly y: Range
  }): { readonly artist: Artist; readonly shapes: Shape[] }[] {
    const view: View = { x: this.x.shareOf(x), y: this.y.shareOf(y) }
    return this.artists
      .filter((artist) => artist.isVisible)
      .map((artist, i) => ({ artist, i }))
      .sort((a, b) => a.artist.zorder - b.artist.zorder || a.i - b.i)
      .map(({ artist }) => ({ artist, shapes: artist.shapes(view) }))
  }
}

/** The size of a figure in inches, what stands above all, and its axes. */
export class FigureData {
  axes: AxesData[] = []
  title = ''
  /** What stands below all. */
  caption = ''
  titleSize = 12
  size: readonly [width: number, height: number]
  dpi = 100
  faceColor: Color = white

  constructor(size: readonly [width: number, height: number]) {
    this.size = size
  }
}

/** The part of a figure that axes may fill, their labels included: shares from its upper left corner. */
export function cellOf(place: Place): { left: number; top: number; right: number; bottom: number } {
  if ('left' in place) {
    const { left, bottom, width, height } = place
    return { left, top: 1 - bottom - height, right: left + width, bottom: 1 - bottom }
  }
  const { rows, columns, from, to } = place
  const [first, last] = [from % columns, to % columns]
  return {
    left: Math.min(first, last) / columns,
    right: (Math.max(first, last) + 1) / columns,
    top: Math.floor(from / columns) / rows,
    bottom: (Math.floor(to / columns) + 1) / rows,
  }
}
