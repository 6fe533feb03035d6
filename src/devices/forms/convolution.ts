// Forms of the kernels of convolutions for a device; see kernels/convolution.ts for what they take.
//
// Note [Convolutions on a device]. A place of the result is a sum over what the window sees there; the way back to the images
// is the same with the table turned round. Where four numbers are read at once, what is seen is laid out in rows first, which are
// used once for every output. Where they are not, or a group has few outputs, rows cost more than they save, and the images are
// read as they lie. A step of LeNet with 64 images on two loaded cores:
//
// | backend      | by rows | in place |
// | ------------ | ------- | -------- |
// | `headlessgl` | 1256 ms |  2948 ms |
// | `webasm`     | 1461 ms |   865 ms |
import { numelOf } from '../../base/layout.js'
import type { Sweep } from '../../kernels/columns.js'
import type { Extent } from '../../kernels/convolution.js'
import type { KernelName } from '../../kernels/kernel.js'
import type { Tensor } from '../../tensor/tensor.js'
import { Untranslatable } from '../backend.js'
import { LONGEST_LOOP, type Numbers, runFormula } from '../by-place.js'
import { getBackend } from '../device.js'
import { emptyOnDevice, quotient, remainderOf } from '../elementwise.js'
import type { Table } from '../tables.js'
import { cellsSeen, placesSeeing } from '../windows.js'
import type { DeviceForm } from './form.js'
import { inFours } from './gemm.js'

/** What kernels have for this: see `Kernel`. */
declare function dot4(a: Numbers, p: number, b: Numbers, q: number): number

/** So many numbers of rows are made at a time. */
const MOST_IN_ROWS = 1 << 22
/** From so many outputs of a group on, rows pay. */
const ROWS_FROM = 4
/** A weight's gradient is a product of rows as long as all places: so many fours of them are the work of one thread. */
const PART = 512

// ---- results, and the way back to the images ----

/** Element (image and group, place, cell of the window in a channel) of what the window sees; zeros at the end of a row. */
function sight(
  i: number,
  x: Numbers,
  seen: Numbers,
  channels: number,
  plane: number,
  places: number,
  window: number,
  width: number,
): number {
  const q = quotient(i, width)
  const r = i - q * width
  const c = quotient(r, window)
  if (c >= channels) return 0
  const block = quotient(q, places)
  const at = seen[(q - block * places) * window + r - c * window]
  if (at < 0) return 0
  return x[(block * channels + c) * plane + at]
}

/** Element (image and group, output, place): the product of a row of what is seen with one of weights. */
function productOfRows(
  i: number,
  rows: Numbers,
  weight: Numbers,
  bias: Numbers,
  isBiased: number,
  groups: number,
  outputs: number,
  places: number,
  fours: number,
): number {
  const q = quotient(i, places)
  const block = quotient(q, outputs)
  const o = remainderOf(block, groups) * outputs + q - block * outputs
  const left = (block * places + i - q * places) * fours
  const right = o * fours
  let sum = 0
  for (let j = 0; j < fours; j++) sum += dot4(rows, left + j, weight, right + j)
  return isBiased > 0 ? sum + bias[o] : sum
}

/** The same from the images as they lie. */
function productInPlace(
  i: number,
  x: Numbers,
  seen: Numbers,
  weight: Numbers,
  bias: Numbers,
  isBiased: number,
  groups: number,
  channels: number,
  outputs: number,
  plane: number,
  places: number,
  window: number,
): number {
  const q = quotient(i, places)
  const block = quotient(q, outputs)
  const o = remainderOf(block, groups) * outputs + q - block * outputs
  const first = (i - q * places) * window
  let sum = 0
  for (let c = 0; c < channels; c++) {
    const start = (block * channels + c) * plane
    const row = (o * channels + c) * window
    for (let k = 0; k < window; k++) {
      const at = seen[first + k]
      if (at >= 0) sum += x[start + at] * weight[row + k]
    }
  }
  return isBiased > 0 ? sum + bias[o] : sum
}

/** How many there are of everything, channels and outputs being those of one group; what the window sees at each place. */
interface Counts {
  readonly groups: number
  readonly channels: number
  readonly outputs: number
  readonly plane: number
  readonly places: number
  readonly seen: Table
}

/** Calls `visit` with so many images at a time, of (images, …), and the number of the first. */
function inChunks(x: Tensor, most: number, visit: (part: Tensor, first: number) => void): void {
  const [images] = x.sizes
  const chunk = Math.max(1, most)
  if (images <= chunk) visit(x, 0)
  else
    for (let first = 0; first < images; first += chunk)
      visit(x.narrow(0, first, Math.min(chunk, images - first)), first)
}

/** Sums over what the window sees, of (images, groups · outputs, places); `weight` is (groups · outputs, channels, window). */
function windowSums(x: Tensor, weight: Tensor, bias: Tensor | null, counts: Counts): Tensor {
  const { groups, channels, outputs, plane, places, seen } = counts
  const [images] = x.sizes
  const terms = channels * seen.width
  if (terms > LONGEST_LOOP) {
    if (channels === 1) throw new Untranslatable(`a window of ${seen.width} cells`)
    const half = channels >> 1
    const part = (from: number, count: number, added: Tensor | null): Tensor =>
      windowSums(
        x
          .reshape([images * groups, channels, plane])
          .narrow(1, from, count)
          .contiguous(),
        weight.narrow(1, from, count).contiguous(),
        added,
        { ...counts, channels: count },
      )
    return part(0, half, bias)
      .add(part(half, channels - half, null))
      .reshape([images, groups * outputs, places])
  }
  const given = [bias ?? weight, bias === null ? 0 : 1, groups] as const
  const sizes = [groups * outputs, places]
  const width = 4 * Math.ceil(terms / 4)
  const each = groups * places * width
  if (!getBackend().readsFours || outputs < ROWS_FROM || each > MOST_IN_ROWS) {
    const rest = [channels, outputs, plane, places, seen.width]
    return runFormula(productInPlace, [images, ...sizes], x.dtype, x, seen.table, weight, ...given, ...rest)
  }
  const weights = inFours(weight.reshape([groups * outputs, terms]))
  let result: Tensor | null = null
  inChunks(x, Math.floor(MOST_IN_ROWS / each), (part, first) => {
    const [count] = part.sizes
    const rowSizes = [count * groups * places, width]
    const rest = [channels, plane, places, seen.width, width]
    const rows = runFormula(sight, rowSizes, x.dtype, part, seen.table, ...rest)
    const own = [outputs, places, width / 4]
    const sums = runFormula(productOfRows, [count, ...sizes], x.dtype, rows, weights, ...given, ...own)
    if (count === images) result = sums
    else (result ??= emptyOnDevice([images, ...sizes], x.dtype)).narrow(0, first, count).copy_(sums)
  })
  return result as unknown as Tensor
}

const convolve: DeviceForm = ([out, x, weight, bias], extent: Extent, sweep: Sweep) => {
  const { images, groups, channels, outputs } = extent
  const [plane, places] = [numelOf(sweep.sizes), numelOf(sweep.places)]
  const seen = cellsSeen(sweep)
  const sums = windowSums(
    x!.reshape([images, groups * channels, plane]),
    weight!.reshape([groups * outputs, channels, seen.width]),
    bias,
    { groups, channels, outputs, plane, places, seen },
  )
  return [sums.reshape(out!.sizes as number[])]
}

/** Every output is a channel here, and every channel an output. */
const spread: DeviceForm = ([out, g, weight], extent: Extent, sweep: Sweep) => {
  const { images, groups, channels, outputs } = extent
  const [plane, places] = [numelOf(sweep.sizes), numelOf(sweep.places)]
  const seen = placesSeeing(sweep)
  const turned = weight!.reshape([groups, outputs, channels, seen.width]).transpose(1, 2)
  const sums = windowSums(
    g!.reshape([images, groups * outputs, places]),
    turned.reshape([groups * channels, outputs, seen.width]),
    null,
    { groups, channels: outputs, outputs: channels, plane: places, places: plane, seen },
  )
  return [sums.reshape(out!.sizes as number[])]
}

// ---- how much each weight counted ----

/** Element (group, channel and cell of the window, image and place) of what the window sees; zeros at the end of a row. */
function sightAcross(
  i: number,
  x: Numbers,
  seen: Numbers,
  across: number,
  groups: number,
  channels: number,
  plane: number,
  places: number,
  window: number,
  width: number,
): number {
  const q = quotient(i, width)
  const t = i - q * width
  if (t >= across) return 0
  const block = quotient(q, window)
  const image = quotient(t, places)
  const at = seen[(t - image * places) * window + q - block * window]
  if (at < 0) return 0
  return x[(image * groups * channels + block) * plane + at]
}

/** Element (output, channel and cell of the window, part): the product of two long rows, part by part. */
function productAcross(
  i: number,
  a: Numbers,
  b: Numbers,
  outputs: number,
  terms: number,
  fours: number,
  length: number,
  parts: number,
): number {
  const q = quotient(i, parts)
  const o = quotient(q, terms)
  const from = (i - q * parts) * length
  const left = o * fours + from
  const right = (quotient(o, outputs) * terms + q - o * terms) * fours + from
  const steps = fours - from < length ? fours - from : length
  let sum = 0
  for (let j = 0; j < steps; j++) sum += dot4(a, left + j, b, right + j)
  return sum
}

/** Element (output, channel, cell of the window, part): the same from the images as they lie, of some images. */
function productAcrossInPlace(
  i: number,
  x: Numbers,
  seen: Numbers,
  g: Numbers,
  images: number,
  groups: number,
  channels: number,
  outputs: number,
  plane: number,
  places: number,
  window: number,
  length: number,
  parts: number,
): number {
  const q = quotient(i, parts)
  const row = quotient(q, window)
  const cell = q - row * window
  const o = quotient(row, channels)
  const block = quotient(o, outputs) * channels + row - o * channels
  const first = (i - q * parts) * length
  const count = images - first < length ? images - first : length
  let sum = 0
  for (let n = 0; n < count; n++) {
    const start = ((first + n) * groups * channels + block) * plane
    const from = ((first + n) * groups * outputs + o) * places
    for (let p = 0; p < places; p++) {
      const at = seen[p * window + cell]
      if (at >= 0) sum += x[start + at] * g[from + p]
    }
  }
  return sum
}

const correlate: DeviceForm = ([out, x, g], extent: Extent, sweep: Sweep) => {
  const { images, groups, channels, outputs } = extent
  const [plane, places] = [numelOf(sweep.sizes), numelOf(sweep.places)]
  const { table, width: window } = cellsSeen(sweep)
  const terms = channels * window
  if (!getBackend().readsFours && places <= LONGEST_LOOP) {
    const length = Math.min(images, Math.floor(LONGEST_LOOP / places))
    const parts = Math.ceil(images / length)
    const rest = [images, groups, channels, outputs, plane, places, window, length, parts]
    const sizes = [groups * outputs, terms, parts]
    const sums = runFormula(productAcrossInPlace, sizes, x!.dtype, x!, table, g!, ...rest)
    return [sums.sum(-1).reshape(out!.sizes as number[])]
  }
  const most = Math.floor(MOST_IN_ROWS / (places * Math.max(groups * terms, groups * outputs)))
  const gs = g!.reshape([images, groups * outputs, places])
  let result: Tensor | null = null
  inChunks(x!.reshape([images, groups * channels, plane]), most, (part, first) => {
    const [count] = part.sizes
    const across = count * places
    const width = 4 * Math.ceil(across / 4)
    const rest = [across, groups, channels, plane, places, window, width]
    const sights = runFormula(sightAcross, [groups * terms, width], x!.dtype, part, table, ...rest)
    const slopes = inFours(
      gs
        .narrow(0, first, count)
        .transpose(0, 1)
        .reshape([groups * outputs, across]),
    )
    const length = Math.min(width / 4, PART)
    const parts = Math.ceil(width / 4 / length)
    const sizes = [groups * outputs, terms, parts]
    const own = [outputs, terms, width / 4, length, parts]
    const sums = runFormula(productAcross, sizes, x!.dtype, slopes, sights, ...own).sum(-1)
    result = result === null ? sums : result.add(sums)
  })
  return [result!.reshape(out!.sizes as number[])]
}

export const convolutionForms: Partial<Record<KernelName, DeviceForm>> = { convolve, spread, correlate }
