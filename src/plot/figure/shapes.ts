// What there is to draw on an axes, as values: every artist comes down to these few kinds, and a renderer has to know these
// alone. Places are shares of the axes: 0, 0 is its lower left corner and 1, 1 its upper right one; sizes are in points.
import type { Color } from './colors.js'

export type Dash = 'solid' | 'dashed' | 'dotted' | 'dashdot'

export interface PathShape {
  readonly kind: 'path'
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly color: Color
  readonly width: number
  readonly dash: Dash
  /** Whether it is drawn beyond the frame. */
  readonly isFree?: boolean
}

export interface MarksShape {
  readonly kind: 'marks'
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly marker: string
  /** The diameter of each, or of all. */
  readonly size: number | readonly number[]
  readonly color: Color | readonly Color[]
  readonly edge: Color | null
}

/** What has an inside. */
export interface AreaShape {
  readonly kind: 'area'
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly fill: Color
  readonly edge: Color | null
  readonly edgeWidth: number
  /** Whether it is a rectangle along the axes, and which side of it tells the value. */
  readonly grows?: 'up' | 'right' | undefined
}

export interface ImageShape {
  readonly kind: 'image'
  /** Rows from the top of the axes down, each from left to right. */
  readonly pixels: readonly (readonly Color[])[]
  /** How high each value is between the lowest and the highest, for who has no colours. */
  readonly shades: readonly (readonly number[])[]
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
}

export type Across = 'left' | 'center' | 'right'
export type Down = 'top' | 'center' | 'bottom' | 'baseline'

export interface TextShape {
  readonly kind: 'text'
  readonly x: number
  readonly y: number
  readonly text: string
  readonly color: Color
  readonly size: number
  readonly isBold: boolean
  readonly across: Across
  readonly down: Down
  /** Degrees, counterclockwise. */
  readonly rotation: number
}

export type Shape = PathShape | MarksShape | AreaShape | ImageShape | TextShape

/** What stands for an artist in the legend. */
export interface Sample {
  readonly label: string
  /** The series that it stands for. */
  readonly of: object
  readonly line?: { readonly color: Color; readonly width: number; readonly dash: Dash }
  readonly marker?: { readonly marker: string; readonly color: Color; readonly size: number }
  readonly fill?: Color
}

/** What an artist says of its own looks there. */
export type Look = Omit<Sample, 'label' | 'of'>

/** From data to shares of the axes. */
export interface View {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
}

/** The bounds of what is drawn, in data; null where it says nothing about an axis. */
export interface Bounds {
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Numbers beyond which no margin is left: where bars stand, the edges of a picture. */
  readonly stickyX?: readonly number[]
  readonly stickyY?: readonly number[]
}

/** The outline of a marker around 0, 0, half a unit to each side, as strokes or as filled shapes. */
export function markerOutline(marker: string): {
  readonly parts: readonly (readonly [number, number][])[]
  readonly isFilled: boolean
} {
  const filled = (...parts: [number, number][][]): ReturnType<typeof markerOutline> => ({
    parts,
    isFilled: true,
  })
  const lines = (...parts: [number, number][][]): ReturnType<typeof markerOutline> => ({
    parts,
    isFilled: false,
  })
  const polygon = (corners: number, turn: number, radius = 0.5): [number, number][] =>
    Array.from({ length: corners }, (_, i) => {
      const angle = (turn + i / corners) * 2 * Math.PI
      return [radius * Math.sin(angle), radius * Math.cos(angle)]
    })
  const triangle = (turn: number): ReturnType<typeof markerOutline> => filled(polygon(3, turn, 0.55))
  switch (marker) {
    case 'v':
      return triangle(0.5)
    case '^':
      return triangle(0)
    case '<':
      return triangle(0.75)
    case '>':
      return triangle(0.25)
    case 's':
      return filled([
        [-0.45, -0.45],
        [0.45, -0.45],
        [0.45, 0.45],
        [-0.45, 0.45],
      ])
    case 'D':
      return filled(polygon(4, 0, 0.65))
    case 'd':
      return filled([
        [0, -0.6],
        [0.36, 0],
        [0, 0.6],
        [-0.36, 0],
      ])
    case 'p':
      return filled(polygon(5, 0))
    case 'h':
    case 'H':
    case '8':
      return filled(polygon(marker === '8' ? 8 : 6, 0))
    case '*':
      return filled(
        polygon(5, 0, 0.55).flatMap((tip, i) => [tip, polygon(5, 0.1, 0.22)[i]] as [number, number][]),
      )
    case '+':
    case 'P':
      return lines(
        [
          [-0.5, 0],
          [0.5, 0],
        ],
        [
          [0, -0.5],
          [0, 0.5],
        ],
      )
    case 'x':
    case 'X':
      return lines(
        [
          [-0.4, -0.4],
          [0.4, 0.4],
        ],
        [
          [-0.4, 0.4],
          [0.4, -0.4],
        ],
      )
    case '|':
      return lines([
        [0, -0.5],
        [0, 0.5],
      ])
    case '_':
      return lines([
        [-0.5, 0],
        [0.5, 0],
      ])
    case '1':
    case '2':
    case '3':
    case '4': {
      const turn = { 1: 0.5, 2: 0, 3: 0.75, 4: 0.25 }[marker]!
      return lines(...polygon(3, turn).map((tip): [number, number][] => [[0, 0], tip]))
    }
    default:
      return filled(polygon(24, 0))
  }
}

export const markers = 'o . , v ^ < > s p * h H + x D d | _ 1 2 3 4 8 P X'.split(' ')
