// What a picture in pixels is drawn with. There are two: one writes SVG, one fills pixels for PNG.
import type { Color } from './colors.js'

export type Point = readonly [x: number, y: number]

export interface Paint {
  readonly fill?: Color | null | undefined
  readonly stroke?: Color | null | undefined
  /** Of the stroke, in pixels. */
  readonly width?: number
  /** Lengths of dashes and gaps. */
  readonly dash?: readonly number[] | undefined
  readonly isClosed?: boolean
}

export interface Lettering {
  /** In pixels. */
  readonly size: number
  readonly color: Color
  readonly anchor: 'start' | 'middle' | 'end'
  readonly isBold?: boolean
  /** Degrees, counterclockwise, around the place. */
  readonly rotation?: number
}

export interface Rect {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Canvas {
  path(parts: readonly (readonly Point[])[], paint: Paint): void
  circle(center: Point, radius: number, paint: Paint): void
  /** A line of text on its baseline. */
  text(x: number, y: number, text: string, lettering: Lettering): void
  image(rect: Rect, pixels: readonly (readonly Color[])[]): void
  /** What is drawn from now on is seen within `rect` alone; everywhere with null. */
  clip(rect: Rect | null): void
}

export const rectPath = ({ left, top, width, height }: Rect): Point[] => [
  [left, top],
  [left + width, top],
  [left + width, top + height],
  [left, top + height],
]
