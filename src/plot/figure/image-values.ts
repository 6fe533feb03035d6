// Arrays as pictures: a matrix of numbers to be shaded, or colours, three or four numbers each.
import { TypeError } from '../../base/errors.js'
import { rowsOf, shapeText, type Values } from './values.js'
import type { Color } from './colors.js'

export interface ImageValues {
  readonly rows: readonly (readonly number[])[]
  readonly pixels: readonly (readonly Color[])[] | null
}

export function readImage(values: Values): ImageValues {
  const { shape, numbers } = values
  const isFlat = shape.length === 3 && shape[2] === 1
  if (shape.length === 2 || isFlat)
    return { rows: rowsOf({ ...values, shape: shape.slice(0, 2) }), pixels: null }
  const depth = shape[2]
  if (shape.length !== 3 || (depth !== 3 && depth !== 4))
    throw new TypeError(`Invalid shape ${shapeText(shape)} for image data`)
  // Whole numbers are bytes, others shares, as matplotlib tells them by their types.
  const most = numbers.reduce((a, b) => Math.max(a, b), 0)
  const scale = most > 1 && numbers.every(Number.isInteger) ? 255 : 1
  const part = (at: number): number => Math.min(1, Math.max(0, numbers[at] / scale))
  const [height, width] = shape
  const pixels = Array.from({ length: height }, (_, r) =>
    Array.from({ length: width }, (_, c): Color => {
      const at = (r * width + c) * depth
      return [part(at), part(at + 1), part(at + 2), depth === 4 ? part(at + 3) : 1]
    }),
  )
  return { rows: [], pixels }
}
