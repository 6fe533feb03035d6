// The gradient of a convolution's weight on vectors: the form of `correlate` for float32 and float64 of some size. Threads share the
// outputs, each going over all images.
import type { Sweep } from '../columns.js'
import { correlation, type Extent } from '../convolution.js'
import type { Form } from '../executor.js'
import type { MemoriesOf, NumbersOf } from '../kernel.js'
import { correlationCode, HEIGHTS } from './correlation-code.js'
import {
  callables,
  cellTable,
  into,
  isWorthIt,
  lanesOf,
  layoutOf,
  numelOf,
  pad,
  paddedBytes,
  paddedRoom,
  padsOf,
  read,
  room,
  tableOf,
} from './convolution-layout.js'
import { eachPiece, inParts, threadsFor } from './parts.js'
import { arenaBytes } from './scratch.js'
import type { Callable } from './thread-code.js'

type Correlate = MemoriesOf<typeof correlation>
type Numbers = NumbersOf<typeof correlation>

export function correlationForm([out]: Correlate, [extent, sweep]: Numbers): Form<Correlate, Numbers> | null {
  return isWorthIt(out, extent, sweep) ? correlateOnVectors : null
}

/** Images whose products are added up before they are added to those of the others; and bytes of their copies. */
const IMAGES = 16
const COPIES = 4 << 20
/** Nanoseconds for a multiplication, and for copying a number. */
const PRODUCT = 0.1
const COPY = 0.3

function correlateOnVectors(memories: Correlate, extent: Extent, sweep: Sweep): void {
  const [out, x, g] = memories
  const lanes = lanesOf(out)!
  const { bytes, width } = lanes
  const { images, groups, channels, outputs } = extent
  const { sizes, places, stride } = sweep
  const terms = channels * numelOf(sweep.window)
  const isDone = into(out, groups * outputs * terms, lanes, (to) => {
    arenaBytes().fill(0, to, to + groups * outputs * terms * bytes)
    const layout = layoutOf(sweep, width)
    const table = tableOf(lanes, cellTable(layout, sweep, channels))
    const image = read(x, images * groups * channels * numelOf(sizes))
    const slopes = read(g, images * groups * outputs * numelOf(places))
    // Rows shorter than a vector are copied to where one can be read of each.
    const isShort = places[2] < width
    const columns = Math.max(places[2], width)
    const rows = outputs * places[0] * places[1]
    const plain = channels * numelOf(sizes) * bytes
    const padded = layout.isPadded ? paddedBytes(layout, channels, bytes) : 0
    const copied = isShort ? rows * width * bytes : 0
    const most = Math.max(1, Math.min(IMAGES, images, Math.floor(COPIES / Math.max(1, padded + copied))))
    const paddedAt = layout.isPadded ? paddedRoom(padded, most) : 0
    const copiedAt = isShort ? room(copied * most) : 0
    const whole = isShort ? 0 : Math.floor(places[2] / width)
    const rest = places[2] - whole * width
    const mask = room(16)
    // The last vector ends with its row: what of it was counted counts no more.
    arenaBytes().fill(0, mask, mask + 16)
    if (isShort) arenaBytes().fill(255, mask, mask + rest * bytes)
    else arenaBytes().fill(255, mask + 16 - rest * bytes, mask + 16)
    const last = rest === 0 ? -1 : (columns - width) * bytes
    const copyRows = callables(lanes).copyRows
    const products = correlationCode(lanes).products as unknown as Callable
    const slice = places[1] * columns * bytes
    const ofOutput = places[0] * slice
    const ofImage = outputs * numelOf(places) * bytes
    for (let first = 0; first < images; first += most)
      for (let group = 0; group < groups; group++) {
        const count = Math.min(most, images - first)
        const pair = first * groups + group
        const seen = image + pair * plain
        const slope = slopes + pair * ofImage
        const copies = (padded + copied) / bytes
        if (copies > 0) {
          const threads = threadsFor(count * copies * COPY)
          eachPiece(count, padsOf(layout) + 1, copies * COPY, threads, (k, call) => {
            if (layout.isPadded)
              pad(lanes, layout, paddedAt + k * padded, seen + k * groups * plain, channels, call)
            if (!isShort) return
            const from = slope + k * groups * ofImage
            const args = [copiedAt + k * copied, from, 1, rows, places[2], 0, 16, bytes]
            call(copyRows, [...args, 0, places[2] * bytes, bytes], [])
          })
        }
        const cost = count * numelOf(places) * terms * PRODUCT * (bytes / 4)
        const threads = threadsFor(outputs * cost)
        for (let z = 0; z < places[0]; z++) {
          const args = [
            ...[(isShort ? copiedAt : slope) + z * slice, ofOutput, columns * bytes],
            (layout.isPadded ? paddedAt : seen) + z * stride[0] * layout.slice * bytes,
            ...[table, stride[1] * layout.row * bytes, places[1], whole, last, mask],
            ...[outputs, terms, to + group * outputs * terms * bytes, count],
            isShort ? copied : groups * ofImage,
            layout.isPadded ? padded : groups * plain,
          ]
          const steps = [[0, ofOutput] as const, [12, terms * bytes] as const]
          const cut = { count: 10, steps, cost: cost / places[0], multiple: HEIGHTS[0] }
          inParts(products, args, cut, threads)
        }
      }
  })
  if (!isDone) correlation.js(memories, extent, sweep)
}
