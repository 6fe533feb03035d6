// A field of dots for points and curves in layers, in braille: two by four dots a character. Where a terminal knows no
// braille, or has no colours to tell layers apart, a layer is drawn in marks of its own.
import { type Axes, fraction } from './axes.js'
import { dots } from './braille.js'

export interface LayerStyle {
  /** The character for it where it is not drawn in braille. */
  readonly mark: string
  readonly isBraille: boolean
  readonly paint: (text: string) => string
}

export class Field {
  readonly #width: number
  readonly #height: number
  readonly #axes: Axes
  /** The dots of each layer, by row and column of characters. */
  readonly #layers: Uint8Array[] = []

  constructor(width: number, height: number, axes: Axes) {
    this.#width = width
    this.#height = height
    this.#axes = axes
  }

  #dot(layer: number, column: number, row: number): void {
    if (!(column >= 0 && row >= 0 && column < this.#width * 2 && row < this.#height * 4)) return
    const bits = (this.#layers[layer] ??= new Uint8Array(this.#width * this.#height))
    bits[(row >> 2) * this.#width + (column >> 1)] |= dots[row & 3][column & 1]
  }

  #columnOf = (x: number): number => fraction(x, ...this.#axes.x) * (this.#width * 2 - 1)
  #rowOf = (y: number): number => (1 - fraction(y, ...this.#axes.y)) * (this.#height * 4 - 1)

  /** Draws points; `size` is the side of each in dots. */
  points(layer: number, x: ArrayLike<number>, y: ArrayLike<number>, size = 1): void {
    for (let i = 0; i < x.length; i++) {
      if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) continue
      const column = Math.round(this.#columnOf(x[i]) - (size - 1) / 2)
      const row = Math.round(this.#rowOf(y[i]) - (size - 1) / 2)
      for (let down = 0; down < size; down++)
        for (let right = 0; right < size; right++) this.#dot(layer, column + right, row + down)
    }
  }

  /** Draws straight lines from point to point; what lies outside of the field is left out. */
  path(layer: number, points: readonly (readonly [x: number, y: number])[]): void {
    for (let i = 1; i < points.length; i++) {
      const ends = [points[i - 1], points[i]].map(([x, y]) => [this.#columnOf(x), this.#rowOf(y)])
      const inside = clipped(ends[0], ends[1], this.#width * 2 - 1, this.#height * 4 - 1)
      if (!inside) continue
      const [[fromX, fromY], [toX, toY]] = inside
      const count = Math.max(1, Math.ceil(Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY))))
      for (let k = 0; k <= count; k++)
        this.#dot(
          layer,
          Math.round(fromX + ((toX - fromX) * k) / count),
          Math.round(fromY + ((toY - fromY) * k) / count),
        )
    }
  }

  /** The rows of characters. Where layers meet in a character, the first of `styles` decides how it looks. */
  rows(styles: readonly LayerStyle[]): string[] {
    const cell = (at: number): string => {
      const top = styles.findIndex((_, layer) => this.#layers[layer]?.[at])
      if (top < 0) return ' '
      const { mark, isBraille, paint } = styles[top]
      if (!isBraille) return paint(mark)
      let bits = 0
      for (const [layer, style] of styles.entries())
        if (style.isBraille) bits |= this.#layers[layer]?.[at] ?? 0
      return paint(String.fromCharCode(0x2800 + bits))
    }
    return Array.from({ length: this.#height }, (_, row) =>
      Array.from({ length: this.#width }, (_, column) => cell(row * this.#width + column)).join(''),
    )
  }
}

type Place = readonly number[]

/** The part of a line within `0 … right` by `0 … bottom` (Liang and Barsky); null where there is none. */
export function clipped(from: Place, to: Place, right: number, bottom: number): [Place, Place] | null {
  const [x, y] = from
  const [dx, dy] = [to[0] - x, to[1] - y]
  if (![x, y, dx, dy].every(Number.isFinite)) return null
  let [enter, leave] = [0, 1]
  for (const [step, room] of [
    [-dx, x],
    [dx, right - x],
    [-dy, y],
    [dy, bottom - y],
  ]) {
    if (step === 0) {
      if (room < 0) return null
    } else if (step < 0) enter = Math.max(enter, room / step)
    else leave = Math.min(leave, room / step)
  }
  if (enter > leave) return null
  return [
    [x + enter * dx, y + enter * dy],
    [x + leave * dx, y + leave * dy],
  ]
}
