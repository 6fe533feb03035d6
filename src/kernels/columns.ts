// What a window sees at each of its places, laid out in columns, and columns added up at the places where they were
// seen: convolutions are products of matrices between the two.
import { int64 } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'

/** Depth, height and width: windows of fewer dimensions have 1 in front. */
export type Triple = readonly [depth: number, height: number, width: number]

/** How a window goes over a plane: how large it is, how far it steps, what lies around the plane, how far its cells are apart. */
export interface Sweep {
  /** Of a plane. */
  readonly sizes: Triple
  readonly window: Triple
  /** How many places it has along each dimension. */
  readonly places: Triple
  readonly stride: Triple
  readonly padding: Triple
  readonly dilation: Triple
}

type Numbers = Float32Array

/** Where a column's row of places begins and ends to lie inside a plane that is `size` wide. */
const firstInside = (shift: number, stride: number): number => (shift >= 0 ? 0 : Math.ceil(-shift / stride))
const endInside = (shift: number, stride: number, size: number, places: number): number =>
  Math.max(0, Math.min(places, Math.floor((size - 1 - shift) / stride) + 1))

/**
 * Calls `visit` for each row of places: where it lies in the columns and in the planes (at the cell that its place 0
 * would have), the places that are inside, and whether any can be.
 */
function eachRow(
  planes: number,
  sweep: Sweep,
  visit: (column: number, cell: number, first: number, end: number) => void,
): void {
  const [depth, height, width] = sweep.sizes
  const [kd, kh, kw] = sweep.window
  const [od, oh, ow] = sweep.places
  const [sd, sh, sw] = sweep.stride
  const [pd, ph, pw] = sweep.padding
  const [dd, dh, dw] = sweep.dilation
  let column = 0
  for (let plane = 0; plane < planes; plane++) {
    const start = plane * depth * height * width
    for (let a = 0; a < kd; a++)
      for (let b = 0; b < kh; b++)
        for (let c = 0; c < kw; c++) {
          const shift = c * dw - pw
          const first = Math.min(firstInside(shift, sw), ow)
          const end = Math.max(first, endInside(shift, sw, width, ow))
          for (let i = 0; i < od; i++) {
            const z = i * sd + a * dd - pd
            for (let j = 0; j < oh; j++) {
              const y = j * sh + b * dh - ph
              const isInside = z >= 0 && z < depth && y >= 0 && y < height
              if (isInside) visit(column, start + (z * height + y) * width + shift, first, end)
              else visit(column, 0, 0, 0)
              column += ow
            }
          }
        }
  }
}

/**
 * The columns of `planes` planes: a block of `window` rows of `places` numbers for each. What lies around a plane is
 * zero.
 */
export const im2col = kernel(
  'im2col',
  ([out, x]: readonly [Memory, Memory], planes: number, sweep: Sweep) => {
    const to = out.array as Numbers
    const from = x.array as Numbers
    const cells = out.dtype === int64 ? 2 : out.dtype.slots
    const places = sweep.places[2]
    const stride = sweep.stride[2]
    if (cells === 2) {
      eachRow(planes, sweep, (column, cell, first, end) => {
        const t = 2 * (out.at + column)
        to.fill(0, t, t + 2 * places)
        for (let i = first; i < end; i++) {
          const f = 2 * (x.at + cell + i * stride)
          to[t + 2 * i] = from[f]
          to[t + 2 * i + 1] = from[f + 1]
        }
      })
      return
    }
    eachRow(planes, sweep, (column, cell, first, end) => {
      const t = out.at + column
      let f = x.at + cell + first * stride
      for (let i = 0; i < first; i++) to[t + i] = 0
      for (let i = first; i < end; i++) {
        to[t + i] = from[f]
        f += stride
      }
      for (let i = end; i < places; i++) to[t + i] = 0
    })
  },
  { pairs: true },
)

/** The planes whose cells are the sums of what the columns have for them. */
export const col2im = kernel(
  'col2im',
  ([out, columns]: readonly [Memory, Memory], planes: number, sweep: Sweep) => {
    const to = out.array as Numbers
    const from = columns.array as Numbers
    const [depth, height, width] = sweep.sizes
    const stride = sweep.stride[2]
    const { slots } = out.dtype
    const count = planes * depth * height * width
    const zero = (out.dtype === int64 ? 0n : 0) as number
    to.fill(zero, slots * out.at, slots * (out.at + count))
    eachRow(planes, sweep, (column, cell, first, end) => {
      if (slots === 2) {
        for (let i = first; i < end; i++) {
          const t = 2 * (out.at + cell + i * stride)
          const f = 2 * (columns.at + column + i)
          to[t] += from[f]
          to[t + 1] += from[f + 1]
        }
        return
      }
      let t = out.at + cell + first * stride
      const f = columns.at + column
      for (let i = first; i < end; i++) {
        to[t] += from[f + i]
        t += stride
      }
    })
  },
)
