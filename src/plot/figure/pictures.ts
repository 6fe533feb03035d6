// Pictures and texts on axes: matplotlib's AxesImage, Text and Annotation.
import { valuesOf, numberOf, textOf } from './values.js'
import { pairOf } from './arguments.js'
import { Artist } from './artist.js'
import { type Color, colorOf, withAlpha } from './colors.js'
import { type Colormap, colormapNamed } from './colormaps.js'
import type { Shading } from './lines.js'
import { type Shaded } from './lines.js'
import { readImage } from './image-values.js'
import type { Across, Bounds, Down, Shape, View } from './shapes.js'

export type Extent = readonly [left: number, right: number, bottom: number, top: number]

export class AxesImage extends Artist implements Shaded {
  override zorder = 0
  readonly path: string
  rows: readonly (readonly number[])[] = []
  /** Colours of their own, row after row; null where numbers are shaded. */
  pixels: readonly (readonly Color[])[] | null = null
  /** Whether the first row is on top. */
  isUpper: boolean
  extent: Extent
  shading: Shading

  constructor(path: string, values: unknown, shading: Shading, isUpper: boolean, extent: Extent | undefined) {
    super()
    this.path = path
    this.shading = shading
    this.isUpper = isUpper
    this.#take(values)
    const [height, width] = [this.#height, this.#width]
    this.extent =
      extent ?? (isUpper ? [-0.5, width - 0.5, height - 0.5, -0.5] : [-0.5, width - 0.5, -0.5, height - 0.5])
  }
  #take(values: unknown): void {
    Object.assign(this, readImage(valuesOf(values)))
  }
  get #height(): number {
    return (this.pixels ?? this.rows).length
  }
  get #width(): number {
    return (this.pixels ?? this.rows)[0]?.length ?? 0
  }
  get shaded(): readonly number[] | null {
    return this.pixels === null ? this.rows.flat() : null
  }

  shapes(view: View): Shape[] {
    const [left, right, bottom, top] = this.extent
    const { pixels, rows, shading } = this
    const width = this.#width
    const shares = pixels ? [] : shading.shares(rows.flat())
    const colors = pixels ?? rows.map((row, r) => row.map((_, c) => shading.map.at(shares[r * width + c])))
    const shades = pixels
      ? pixels.map((row) => row.map(([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b))
      : rows.map((row, r) => row.map((_, c) => shares[r * width + c]))
    const faded =
      this.alpha === undefined ? colors : colors.map((row) => row.map((one) => withAlpha(one, this.alpha)))
    // The first row lies at `top` of the extent where the origin is above, else at its bottom.
    const first = this.isUpper ? view.y(top) : view.y(bottom)
    const last = this.isUpper ? view.y(bottom) : view.y(top)
    const isDown = first >= last
    const [x0, x1] = [view.x(left), view.x(right)]
    const ordered = <T>(all: readonly (readonly T[])[]): readonly (readonly T[])[] => {
      const down = isDown ? all : [...all].reverse()
      return x0 <= x1 ? down : down.map((row) => [...row].reverse())
    }
    return [
      {
        kind: 'image',
        pixels: ordered(faded),
        shades: ordered(shades),
        left: Math.min(x0, x1),
        right: Math.max(x0, x1),
        bottom: Math.min(first, last),
        top: Math.max(first, last),
      },
    ]
  }
  bounds(): Bounds {
    const [left, right, bottom, top] = this.extent
    return { x: [left, right], y: [bottom, top], stickyX: [left, right], stickyY: [bottom, top] }
  }

  set_data(values: unknown): null {
    this.#take(values)
    return null
  }
  get_array(): readonly (readonly number[])[] {
    return this.rows
  }
  set_cmap(map: unknown): null {
    this.shading.map = typeof map === 'string' ? colormapNamed(map) : (map as Colormap)
    return null
  }
  set_clim(...args: unknown[]): null {
    const [low, high] = pairOf(args)
    Object.assign(this.shading, { low: numberOf(low), high: numberOf(high) })
    return null
  }
}

export class Text extends Artist {
  override zorder = 3
  readonly path: string = 'matplotlib.text.Text'
  isBold = false
  size = 10
  across: Across = 'left'
  down: Down = 'baseline'
  rotation = 0
  color: Color = [0, 0, 0, 1]
  /** Whether the place is a share of the axes, not data. */
  isShare = false

  constructor(
    public x: number,
    public y: number,
    public text: string,
  ) {
    super()
  }
  protected place(view: View): { x: number; y: number } {
    return this.isShare ? { x: this.x, y: this.y } : { x: view.x(this.x), y: view.y(this.y) }
  }
  shapes(view: View): Shape[] {
    const { text, size, isBold, across, down, rotation } = this
    const color = withAlpha(this.color, this.alpha)
    return [{ kind: 'text', ...this.place(view), text, size, isBold, across, down, rotation, color }]
  }
  bounds(): Bounds {
    return { x: [], y: [] }
  }
  set_text(text: unknown): null {
    this.text = textOf(text)
    return null
  }
  get_text(): string {
    return this.text
  }
  set_position(place: unknown): null {
    const [x, y] = pairOf([place])
    ;[this.x, this.y] = [numberOf(x), numberOf(y)]
    return null
  }
  set_color(color: unknown): null {
    this.color = colorOf(color)
    return null
  }
  set_fontsize(size: unknown): null {
    this.size = numberOf(size, 'fontsize')
    return null
  }
  set_rotation(rotation: unknown): null {
    this.rotation = numberOf(rotation, 'rotation')
    return null
  }
}

/** A text beside the point that it is about, with an arrow where one is asked for. */
export class Annotation extends Text {
  override readonly path = 'matplotlib.text.Annotation'
  /** Where the arrow points, and its colour; null without one. */
  arrow: { readonly x: number; readonly y: number; readonly color: Color } | null = null
  /** How far the text lies from its place, in points. */
  offset: readonly [right: number, up: number] = [0, 0]
  override shapes(view: View): Shape[] {
    const shapes = super.shapes(view)
    if (this.arrow === null) return shapes
    const from = this.place(view)
    const { x, y, color } = this.arrow
    const [toX, toY] = [view.x(x), view.y(y)]
    return [
      { kind: 'path', x: [from.x, toX], y: [from.y, toY], color, width: 1, dash: 'solid', isFree: true },
      { kind: 'marks', x: [toX], y: [toY], marker: 'D', size: 4, color, edge: null },
      ...shapes,
    ]
  }
}
