// A figure as pixels: shapes filled by their share of each pixel, lines as shapes as wide as they are, letters as lines.
import { RuntimeError } from '../../base/errors.js'
import type { FigureData } from './axes.js'
import type { Canvas, Lettering, Paint, Point, Rect } from './canvas.js'
import type { Color } from './colors.js'
import { drawFigure } from './draw-figure.js'
import { lettersOf } from './letters.js'
import { encodePng } from './png.js'
import { disc, outlineOf, type Polygon } from './stroke.js'

/** Lines within a row of pixels at which shapes are measured. */
const samples = 4

interface Edge {
  readonly top: number
  readonly bottom: number
  readonly x: number
  readonly slope: number
  readonly turn: 1 | -1
}

export class Raster implements Canvas {
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array
  #clip: Rect

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.bytes = new Uint8Array(width * height * 4)
    this.#clip = { left: 0, top: 0, width, height }
  }

  clip(rect: Rect | null): void {
    this.#clip = rect ?? { left: 0, top: 0, width: this.width, height: this.height }
  }

  path(
    parts: readonly (readonly Point[])[],
    { fill, stroke, width = 1, dash, isClosed = false }: Paint,
  ): void {
    if (fill && fill[3] > 0) this.#fill(parts, fill)
    if (stroke && stroke[3] > 0) this.#fill(outlineOf(parts, width, dash, isClosed), stroke)
  }

  circle(center: Point, radius: number, paint: Paint): void {
    this.path([disc(center, radius)], { ...paint, isClosed: true })
  }

  text(
    x: number,
    y: number,
    text: string,
    { size, color, anchor, isBold = false, rotation = 0 }: Lettering,
  ): void {
    const { lines, width } = lettersOf(text, size)
    const shift = anchor === 'start' ? 0 : anchor === 'middle' ? -width / 2 : -width
    const angle = (-rotation * Math.PI) / 180
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const placed = lines.map((line) =>
      line.map(([right, down]): Point => [
        x + (right + shift) * cos - down * sin,
        y + (right + shift) * sin + down * cos,
      ]),
    )
    this.#fill(outlineOf(placed, Math.max(1, size * (isBold ? 0.14 : 0.09))), color)
  }

  image({ left, top, width, height }: Rect, pixels: readonly (readonly Color[])[]): void {
    const [rows, columns] = [pixels.length, pixels[0]?.length ?? 0]
    if (rows === 0 || columns === 0) return
    const clip = this.#clip
    const [x0, x1] = [
      Math.max(left, clip.left, 0),
      Math.min(left + width, clip.left + clip.width, this.width),
    ].map(Math.round)
    const [y0, y1] = [
      Math.max(top, clip.top, 0),
      Math.min(top + height, clip.top + clip.height, this.height),
    ].map(Math.round)
    for (let y = y0; y < y1; y++)
      for (let x = x0; x < x1; x++) {
        const row = Math.min(rows - 1, Math.max(0, Math.floor(((y + 0.5 - top) / height) * rows)))
        const column = Math.min(columns - 1, Math.max(0, Math.floor(((x + 0.5 - left) / width) * columns)))
        this.#blend(x, y, pixels[row][column], 1)
      }
  }

  #blend(x: number, y: number, [r, g, b, a]: Color, cover: number): void {
    const at = (y * this.width + x) * 4
    const { bytes } = this
    const front = a * cover
    const back = (bytes[at + 3] / 255) * (1 - front)
    const whole = front + back
    if (whole === 0) return
    const mixed = (part: number, i: number): number =>
      Math.round((part * 255 * front + bytes[at + i] * back) / whole)
    bytes[at] = mixed(r, 0)
    bytes[at + 1] = mixed(g, 1)
    bytes[at + 2] = mixed(b, 2)
    bytes[at + 3] = Math.round(whole * 255)
  }

  /** Fills what any of the polygons goes around. */
  #fill(polygons: readonly Polygon[], color: Color): void {
    const { left, top, width, height } = this.#clip
    const edges: Edge[] = []
    for (const polygon of polygons)
      polygon.forEach(([x0, y0], i) => {
        const [x1, y1] = polygon[(i + 1) % polygon.length]
        if (y0 === y1 || ![x0, y0, x1, y1].every(Number.isFinite)) return
        const slope = (x1 - x0) / (y1 - y0)
        if (y0 < y1) edges.push({ top: y0, bottom: y1, x: x0, slope, turn: 1 })
        else edges.push({ top: y1, bottom: y0, x: x1, slope, turn: -1 })
      })
    if (edges.length === 0) return
    edges.sort((a, b) => a.top - b.top)
    const lowest = edges.reduce((most, { bottom }) => Math.max(most, bottom), -Infinity)
    const first = Math.max(0, Math.floor(top), Math.floor(edges[0].top))
    const last = Math.min(this.height - 1, Math.ceil(top + height) - 1, Math.ceil(lowest))
    const [from, to] = [Math.max(0, left), Math.min(this.width, left + width)]
    const cover = new Float32Array(this.width + 1)
    let next = 0
    let active: Edge[] = []
    for (let row = first; row <= last; row++) {
      let [start, end] = [this.width, -1]
      while (next < edges.length && edges[next].top < row + 1) active.push(edges[next++])
      active = active.filter(({ bottom }) => bottom > row)
      if (active.length === 0) continue
      for (let sample = 0; sample < samples; sample++) {
        const y = row + (sample + 0.5) / samples
        if (y < top || y > top + height) continue
        const crossings = active
          .filter((edge) => edge.top <= y && edge.bottom > y)
          .map((edge) => ({ x: edge.x + (y - edge.top) * edge.slope, turn: edge.turn }))
          .sort((a, b) => a.x - b.x)
        let turns = 0
        crossings.forEach(({ x, turn }, i) => {
          turns += turn
          if (turns === 0 || i + 1 >= crossings.length) return
          const [a, b] = [Math.max(from, x), Math.min(to, crossings[i + 1].x)]
          if (b <= a) return
          const [left0, right0] = [Math.floor(a), Math.min(this.width - 1, Math.floor(b))]
          start = Math.min(start, left0)
          end = Math.max(end, right0)
          if (left0 === right0) cover[left0] += (b - a) / samples
          else {
            cover[left0] += (left0 + 1 - a) / samples
            for (let at = left0 + 1; at < right0; at++) cover[at] += 1 / samples
            cover[right0] += (b - right0) / samples
          }
        })
      }
      for (let x = start; x <= end; x++) {
        if (cover[x] > 0) this.#blend(x, row, color, Math.min(1, cover[x]))
        cover[x] = 0
      }
    }
  }
}

/** More pixels than this make no picture that anybody looks at. */
const mostPixels = 1e8

/** A complete PNG file. */
export function figurePng(figure: FigureData, dpi: number): Uint8Array {
  const [width, height] = figure.size.map((inches) => Math.max(1, Math.round(inches * dpi)))
  if (width * height > mostPixels)
    throw new RuntimeError(
      `Image size of ${width}x${height} pixels is too large: a smaller figsize or dpi makes a picture.`,
    )
  const raster = new Raster(width, height)
  drawFigure(figure, raster, dpi / 72)
  return encodePng(width, height, raster.bytes, dpi)
}
