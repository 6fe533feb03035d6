// Rows of a convolution's places, computed from one image each by the weights' panels: what the way there and the way back have in
// common.
import { numelOf } from '../../base/layout.js'
import type { Triple } from '../columns.js'
import type { Memory } from '../kernel.js'
import { convolutionCode, panelsFor } from './convolution-code.js'
import {
  floatsAt,
  type Layout,
  pad,
  paddedBytes,
  paddedRoom,
  padsOf,
  room,
  rowsCopier,
  tableOf,
  type Term,
  wholeLines,
} from './convolution-layout.js'
import type { Lanes } from './lanes.js'
import { eachPiece, threadsFor } from './parts.js'
import type { Callable } from './thread-code.js'

/** Rows of places to compute from one image: which cells of a table they see, and where they go. */
export interface Pass {
  readonly terms: readonly Term[]
  /** How many of them are summed up before they are added to the sums before. */
  readonly block: number
  /** In each dimension the first place in the results and how many there are. */
  readonly first: Triple
  readonly places: Triple
  /** From place to place in the results. */
  readonly apart: Triple
  /** Where the first row is in the image, and from place to place there, in elements. */
  readonly at: number
  readonly slice: number
  readonly row: number
}
/** Puts weights into panels; `step` is from output to output. */
function panelsOf(
  lanes: Lanes,
  weight: Memory,
  at: number,
  step: number,
  outputs: number,
  terms: readonly Term[],
): number {
  const size = outputs * terms.length
  const to = room(Math.max(1, size) * lanes.bytes)
  const panels = floatsAt(lanes, to, size)
  const from = weight.array as Float32Array
  let next = 0
  let o = 0
  for (const [count, rows] of panelsFor(outputs))
    for (let panel = 0; panel < count; panel++, o += rows)
      for (let t = 0; t < terms.length; t++) {
        let p = weight.at + at + terms[t][0] + o * step
        for (let r = 0; r < rows; r++, p += step) panels[next++] = from[p]
      }
  return to
}

/** A pass made ready for one group: its table and panels, and a plane to compute in where the results are not its rows. */
interface Ready {
  readonly pass: Pass
  readonly table: number
  readonly panels: readonly number[]
  readonly spare: number
  /** The bytes of that, of which each thread has as many. */
  readonly spareBytes: number
}

/** Nanoseconds for a multiplication, about. */
export const COST = 0.09

/** What all passes give, for all images. */
export interface Job {
  readonly lanes: Lanes
  readonly extent: { readonly images: number; readonly groups: number }
  /** Planes of an image, and of a result, of a group. */
  readonly from: number
  readonly outputs: number
  readonly layout: Layout
  /** Of the results. */
  readonly sizes: Triple
  readonly passes: readonly Pass[]
  /** The weights of a group begin there, and are so far apart for the next output. */
  readonly weight: Memory
  readonly groupStep: number
  readonly step: number
}

export function perform(job: Job, to: number, image: number, bias: Memory | null): void {
  const { lanes, extent, from, outputs, layout, sizes, passes, weight, groupStep, step } = job
  const { bytes, width } = lanes
  const { images, groups } = extent
  const [, height, columns] = sizes
  const planeOf = numelOf(sizes)
  const ownPlane = numelOf(layout.axes.map(({ size }) => size))
  const firsts = room(groups * outputs * bytes)
  const sums = floatsAt(lanes, firsts, groups * outputs)
  for (let o = 0; o < sums.length; o++)
    sums[o] = bias === null ? 0 : (bias.array as Float32Array)[bias.at + o]
  const pairs = images * groups
  const products = passes.reduce((sum, { places, terms }) => sum + numelOf(places) * terms.length, 0)
  const cost = products * outputs * COST * (bytes / 4)
  const threads = threadsFor(pairs * cost)
  const ready = passes.map((pass): Ready => {
    const rows = Math.max(pass.places[2], width)
    const isDirect = pass.apart[2] === 1 && rows === pass.places[2]
    const spareBytes = wholeLines(outputs * pass.places[1] * rows * bytes)
    return {
      pass,
      table: tableOf(lanes, pass.terms),
      panels: Array.from({ length: groups }, (_, group) =>
        panelsOf(lanes, weight, group * groupStep, step, outputs, pass.terms),
      ),
      spare: isDirect ? 0 : room(spareBytes * threads),
      spareBytes,
    }
  })
  const copyRows = rowsCopier(lanes)
  let o = 0
  const shares = panelsFor(outputs).map(([count, rows]) => {
    const plane = convolutionCode(lanes, rows).plane as unknown as Callable
    const share = { plane, count, first: o }
    o += count * rows
    return share
  })
  const own = paddedBytes(layout, from, bytes)
  const padded = layout.isPadded ? paddedRoom(own, threads) : 0
  const calls = ready.reduce(
    (sum, { pass, spare }) => sum + pass.places[0] * (shares.length + (spare === 0 ? 0 : 1)),
    padsOf(layout),
  )
  eachPiece(pairs, calls, cost, threads, (pair, call) => {
    const group = pair % groups
    const there = image + pair * from * ownPlane * bytes
    if (layout.isPadded) pad(lanes, layout, padded, there, from, call, own)
    const seen = layout.isPadded ? padded : there
    const result = to + pair * outputs * planeOf * bytes
    for (const { pass, table, panels, spare, spareBytes } of ready) {
      const { places, first, apart, terms, block } = pass
      const rows = Math.max(places[2], width)
      const isDirect = spare === 0
      for (let z = 0; z < places[0]; z++) {
        const inPlane = ((first[0] + z * apart[0]) * height + first[1]) * columns + first[2]
        const target = result + inPlane * bytes
        const step = (isDirect ? planeOf : places[1] * rows) * bytes
        for (const { plane, count, first } of shares)
          call(
            plane,
            [
              ...[
                panels[group] + first * terms.length * bytes,
                seen + (pass.at + z * pass.slice) * bytes,
                table,
              ],
              ...[firsts + (group * outputs + first) * bytes, (isDirect ? target : spare) + first * step],
              ...[count, terms.length, block, places[1], rows, pass.row * bytes],
              ...[(isDirect ? apart[1] * columns : rows) * bytes, step],
            ],
            [[1, layout.isPadded ? own : 0], ...(isDirect ? [] : [[4, spareBytes] as const])],
          )
        if (isDirect) continue
        call(
          copyRows,
          [
            ...[target, spare, outputs, places[1], places[2]],
            ...[planeOf * bytes, apart[1] * columns * bytes, apart[2] * bytes],
            ...[places[1] * rows * bytes, rows * bytes, bytes],
          ],
          [[1, spareBytes]],
        )
      }
    }
  })
}
