// The gradient of a convolution's weight on vectors: the form of `correlate` for float32 and float64 of some size. Threads share the
// outputs, each going over all images.
import { numelOf } from '../../base/layout.js'
import type { Sweep } from '../columns.js'
import { correlation, type Extent } from '../convolution.js'
import type { Form } from '../executor.js'
import type { MemoriesOf, NumbersOf } from '../kernel.js'
import { CELLS, correlationCode } from './correlation-code.js'
import {
  cellTable,
  floatsAt,
  into,
  lanesOf,
  layoutOf,
  pad,
  paddedBytes,
  paddedRoom,
  read,
  room,
  rowsCopier,
  tableOf,
} from './convolution-layout.js'
import { repeatVector, transposeFours, zerosAt } from './moves.js'
import { inParts } from './parts.js'
import { arenaBytes } from './scratch.js'
import type { Callable } from './thread-code.js'

type Correlate = MemoriesOf<typeof correlation>
type Numbers = NumbersOf<typeof correlation>

export function correlationForm([out]: Correlate): Form<Correlate, Numbers> | null {
  return lanesOf(out) === null ? null : correlateOnVectors
}

/** Nanoseconds for a multiplication. */
const PRODUCT = 0.1

function correlateOnVectors(memories: Correlate, extent: Extent, sweep: Sweep): void {
  const [out, x, g] = memories
  const lanes = lanesOf(out)!
  const { bytes, width } = lanes
  const { images, groups, channels, outputs, isEven = false } = extent
  const { sizes, places, stride } = sweep
  const terms = channels * numelOf(sweep.window)
  const isDone = into(out, groups * outputs * terms, lanes, (to) => {
    const layout = layoutOf(sweep, 1)
    const table = tableOf(lanes, cellTable(layout, sweep, channels))
    const image = read(x, images * groups * channels * numelOf(sizes))
    const slopes = read(g, isEven ? 1 : images * groups * outputs * numelOf(places))
    const vectors = Math.ceil(outputs / width)
    const step = vectors * width * bytes
    const count = numelOf(places)
    const plain = channels * numelOf(sizes) * bytes
    const padded = layout.isPadded ? paddedRoom(paddedBytes(layout, channels, bytes)) : 0
    // Gradients of a place's outputs as neighbours, and sums for each cell as well; what makes a vector whole is zero.
    const turned = room(count * step)
    const sums = room(terms * step)
    // Sums of each image are added to those of the others, or there is one for all.
    const isWhole = extent.isBlocked || images === 1
    const found = (): Float32Array | Float64Array => floatsAt(lanes, sums, (terms * step) / bytes)
    const totals = found().slice()
    if (isEven) {
      floatsAt(lanes, turned, width).fill(floatsAt(lanes, slopes, 1)[0])
      repeatVector(turned, count * step)
    } else zerosAt(turned, count * step)
    const copyRows = rowsCopier(lanes)
    const products = correlationCode(lanes).products as unknown as Callable
    /** The gradients of an image, place by place. */
    const turn = (slope: number): void => {
      // Four by four as far as that goes; of what is left all places of an output, then the other places.
      const fours = bytes === 4 && count >= 4 ? outputs & ~3 : 0
      const done = fours === 0 ? count : count & ~3
      transposeFours(turned, step, slope, count * bytes, done, fours)
      const rest = (o: number, outputs: number, place: number): unknown =>
        outputs > 0 &&
        place < count &&
        copyRows(
          ...([turned + o * bytes + place * step, slope + (o * count + place) * bytes] as const),
          ...([1, count - place, outputs, 0, step, bytes, 0, bytes, count * bytes] as const),
        )
      rest(fours, outputs - fours, 0)
      rest(0, fours, done)
    }
    const plane = places[1] * places[2]
    // From each place to the next in the image: by a cell, and from the end of a row to the next.
    const jumps = room(4 * plane)
    const toNextRow = stride[1] * layout.row - (places[2] - 1)
    new Int32Array(arenaBytes().buffer, jumps, plane).forEach(
      (_, place, all) => (all[place] = ((place + 1) % places[2] === 0 ? toNextRow : 1) * bytes),
    )
    for (let group = 0; group < groups; group++) {
      found().fill(0)
      totals.fill(0)
      for (let pair = group; pair < images * groups; pair += groups) {
        if (!isWhole) found().fill(0)
        if (!isEven) turn(slopes + pair * outputs * count * bytes)
        if (layout.isPadded) pad(lanes, layout, padded, image + pair * plain, channels)
        const seen = layout.isPadded ? padded : image + pair * plain
        for (let z = 0; z < places[0]; z++) {
          const args = [
            ...[turned + z * plane * step, step, table, terms, vectors],
            ...[seen + z * stride[0] * layout.slice * bytes, jumps, plane, sums, step],
          ]
          const steps = [[2, 4] as const, [8, step] as const]
          const cost = plane * outputs * PRODUCT * (bytes / 4)
          inParts(products, args, { count: 3, steps, cost, multiple: CELLS })
        }
        if (!isWhole) found().forEach((sum, k) => (totals[k] += sum))
      }
      if (!isWhole) found().set(totals)
      const size = outputs * terms * bytes
      copyRows(to + group * size, sums, 1, outputs, terms, 0, terms * bytes, bytes, 0, bytes, step)
    }
  })
  if (!isDone) correlation.js(memories, extent, sweep)
}
