// Convolutions on vectors: the forms of `convolve`, `spread` and `correlate` for float32 and float64 of some size. Where rows of the
// image cannot be read as they lie (padding, steps, rows shorter than a vector), a padded copy of one image is made, in
// which cells that a window's steps visit one after the other are neighbours.
import { float32, float64 } from '../../base/dtype.js'
import type { Sweep, Triple } from '../columns.js'
import { convolution, correlation, type Extent, spreading } from '../convolution.js'
import type { Form } from '../executor.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import { convolutionCode, correlationCode, PANELS } from './convolution-code.js'
import { type Lanes, double, single } from './lanes.js'
import { atOnce, type Call, eachPiece, threadsFor } from './parts.js'
import { addressOf, addressToRead, arenaBytes, bringBack, done, take } from './scratch.js'
import type { Callable } from './thread-code.js'

/** From how many multiplications on. */
const FROM = 1 << 15

const numelOf = ([depth, height, width]: Triple): number => depth * height * width
const lanesOf = ({ dtype }: Memory): Lanes | null =>
  dtype === float32 ? single : dtype === float64 ? double : null

function isWorthIt({ dtype }: Memory, { images, groups, channels, outputs }: Extent, sweep: Sweep): boolean {
  if (dtype !== float32 && dtype !== float64) return false
  return images * groups * outputs * channels * numelOf(sweep.places) * numelOf(sweep.window) >= FROM
}

/** No room for a copy. */
class NoRoom extends Error {}

function room(bytes: number): number {
  const at = take(bytes)
  if (at === 0) throw new NoRoom()
  return at
}
const floatsAt = (lanes: Lanes, at: number, count: number): Float32Array | Float64Array =>
  lanes === single
    ? new Float32Array(arenaBytes().buffer, at, count)
    : new Float64Array(arenaBytes().buffer, at, count)
const read = (memory: Memory, count: number): number => {
  const at = addressToRead(memory, count)
  if (at === 0) throw new NoRoom()
  return at
}

/** Calls `compute` with an address for the results, and brings them to where they belong. */
function into(out: Memory, count: number, lanes: Lanes, compute: (at: number) => void): boolean {
  try {
    const there = addressOf(out)
    const to = there === 0 ? room(count * lanes.bytes) : there
    compute(to)
    if (there === 0) bringBack(out, to, count)
    return true
  } catch (error) {
    if (error instanceof NoRoom) return false
    throw error
  } finally {
    done()
  }
}

/**
 * One dimension of an image as a window goes over it: how long it is with what lies around it, where its first cell is, and by which
 * step the places go on. With a step, cells that lie it apart are neighbours: there are `step` runs of `run` cells.
 */
interface Axis {
  readonly size: number
  readonly before: number
  readonly length: number
  readonly step: number
  readonly run: number
}

/** Where planes lie that a window goes over, in elements. */
interface Layout {
  readonly axes: readonly [Axis, Axis, Axis]
  readonly row: number
  readonly slice: number
  readonly plane: number
  /** Whether that is a copy. */
  readonly isPadded: boolean
}

/** How a window sees an image of these sizes; rows have `columns` places at least. */
function layoutOf({ sizes, window, places, stride, padding, dilation }: Sweep, columns: number): Layout {
  const axes = sizes.map((size, d): Axis => {
    const isRow = d === 2
    const last = (window[d] - 1) * dilation[d]
    const count = isRow ? Math.max(places[d], columns) : places[d]
    if (!isRow || stride[d] === 1) {
      const length = (count - 1) * stride[d] + last + 1
      return { size, before: padding[d], length, step: 1, run: length }
    }
    const run = count + Math.floor(last / stride[d])
    return { size, before: padding[d], length: run * stride[d], step: stride[d], run }
  }) as unknown as Layout['axes']
  const isPadded = axes.some(({ before, step, length, size }) => before !== 0 || step !== 1 || length > size)
  const [depth, height, width] = axes.map(({ size, length }) => (isPadded ? length : size))
  return { axes, row: width, slice: height * width, plane: depth * height * width, isPadded }
}

/** The place of a cell that is `at` behind the first that is seen, in a row. */
const inRow = ({ step, run }: Axis, at: number): number => (at % step) * run + Math.floor(at / step)

/** The code as threads take it. */
const callables = (lanes: Lanes): Record<string, Callable> =>
  convolutionCode(lanes) as unknown as Record<string, Callable>

/** How many calls `pad` makes. */
const padsOf = ({ axes: [depth, , width], isPadded }: Layout): number =>
  isPadded ? depth.size * width.step : 0

/**
 * Copies an image's planes to where the layout has them; what lies around them stays as it is.
 *
 * @param own bytes of `to`, of which each thread has as many
 */
function pad(
  lanes: Lanes,
  { axes, row, slice, plane }: Layout,
  to: number,
  from: number,
  planes: number,
  call: Call = atOnce,
  own = 0,
): void {
  const { copyRows } = callables(lanes)
  const { bytes } = lanes
  const [depth, height, width] = axes
  /** The first cell, at a distance, that is inside, and how many follow. */
  const inside = ({ size, before, length }: Axis): [first: number, count: number] => {
    const first = Math.max(0, -before)
    return [first, Math.max(0, Math.min(size, length - before) - first)]
  }
  const [z, slices] = inside(depth)
  const [y, rows] = inside(height)
  const [x, columns] = inside(width)
  if (rows === 0) return
  const area = height.size * width.size
  for (let k = 0; k < slices; k++)
    for (let r = 0; r < Math.min(width.step, columns); r++) {
      const there =
        (z + k + depth.before) * slice + (y + height.before) * row + inRow(width, x + r + width.before)
      call(
        copyRows,
        [
          ...[to + there * bytes, from + bytes * ((z + k) * area + y * width.size + x + r)],
          ...[planes, rows, Math.ceil((columns - r) / width.step)],
          ...[plane * bytes, row * bytes, bytes],
          ...[depth.size * area * bytes, width.size * bytes, width.step * bytes],
        ],
        [[0, own]],
      )
    }
}

const wholeLines = (bytes: number): number => (bytes + 63) & ~63

/** Memory for a padded image, with zeros, for each of some threads; its bytes for one are given. */
function paddedRoom(size: number, threads = 1): number {
  const at = room(size * threads)
  arenaBytes().fill(0, at, at + size * threads)
  return at
}
const paddedBytes = ({ plane }: Layout, planes: number, bytes: number): number =>
  wholeLines(plane * planes * bytes)

/** Rows of places to compute from one image: which cells of a table they see, and where they go. */
interface Pass {
  readonly terms: readonly Term[]
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
/** A weight (of the first output) and where it is in the image, in elements. */
type Term = readonly [weight: number, cell: number]

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
  for (let o = 0; o < outputs;) {
    const rows = PANELS.find((count) => count <= outputs - o)!
    for (let t = 0; t < terms.length; t++) {
      let p = weight.at + at + terms[t][0] + o * step
      for (let r = 0; r < rows; r++, p += step) panels[next++] = from[p]
    }
    o += rows
  }
  return to
}

function tableOf(lanes: Lanes, terms: readonly Term[]): number {
  const to = room(4 * Math.max(1, terms.length))
  const table = new Int32Array(arenaBytes().buffer, to, terms.length)
  for (let t = 0; t < terms.length; t++) table[t] = terms[t][1] * lanes.bytes
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
const COST = 0.09

/** What all passes give, for all images. */
interface Job {
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

function perform(job: Job, to: number, image: number, bias: Memory | null): void {
  const { lanes, extent, from, outputs, layout, sizes, passes, weight, groupStep, step } = job
  const { bytes, width } = lanes
  const { images, groups } = extent
  const [, height, columns] = sizes
  const planeOf = numelOf(sizes)
  const ownPlane = numelOf(layout.axes.map(({ size }) => size) as unknown as Triple)
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
  const { plane, copyRows } = callables(lanes)
  const own = paddedBytes(layout, from, bytes)
  const padded = layout.isPadded ? paddedRoom(own, threads) : 0
  const calls = ready.reduce(
    (sum, { pass, spare }) => sum + pass.places[0] * (spare === 0 ? 1 : 2),
    padsOf(layout),
  )
  eachPiece(pairs, calls, cost, threads, (pair, call) => {
    const group = pair % groups
    const there = image + pair * from * ownPlane * bytes
    if (layout.isPadded) pad(lanes, layout, padded, there, from, call, own)
    const seen = layout.isPadded ? padded : there
    const result = to + pair * outputs * planeOf * bytes
    for (const { pass, table, panels, spare, spareBytes } of ready) {
      const { places, first, apart, terms } = pass
      const rows = Math.max(places[2], width)
      const isDirect = spare === 0
      for (let z = 0; z < places[0]; z++) {
        const inPlane = ((first[0] + z * apart[0]) * height + first[1]) * columns + first[2]
        const target = result + inPlane * bytes
        call(
          plane,
          [
            ...[panels[group], seen + (pass.at + z * pass.slice) * bytes, table],
            ...[firsts + group * outputs * bytes, isDirect ? target : spare, outputs, terms.length],
            ...[places[1], rows, pass.row * bytes],
            (isDirect ? apart[1] * columns : rows) * bytes,
            (isDirect ? planeOf : places[1] * rows) * bytes,
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

/** The cells of a window, in the order of the weights. */
function* cellsOf([depth, height, width]: Triple): Generator<Triple> {
  for (let z = 0; z < depth; z++)
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) yield [z, y, x]
}

/** Every cell of the window in every channel, as places in an image. */
function cellTable(
  { axes, row, slice, plane }: Layout,
  { window, dilation }: Sweep,
  channels: number,
): Term[] {
  const terms: Term[] = []
  for (let c = 0; c < channels; c++)
    for (const [z, y, x] of cellsOf(window))
      terms.push([
        terms.length,
        c * plane + z * dilation[0] * slice + y * dilation[1] * row + inRow(axes[2], x * dilation[2]),
      ])
  return terms
}

type Convolve = MemoriesOf<typeof convolution>
type Numbers = NumbersOf<typeof convolution>

export function convolutionForm([out]: Convolve, [extent, sweep]: Numbers): Form<Convolve, Numbers> | null {
  return isWorthIt(out, extent, sweep) ? convolveOnVectors : null
}

function convolveOnVectors(memories: Convolve, extent: Extent, sweep: Sweep): void {
  const [out, x, weight, bias] = memories
  const lanes = lanesOf(out)!
  const { images, groups, channels, outputs } = extent
  const count = images * groups * outputs * numelOf(sweep.places)
  const isDone = into(out, count, lanes, (to) => {
    const layout = layoutOf(sweep, lanes.width)
    const terms = cellTable(layout, sweep, channels)
    const pass: Pass = {
      terms,
      first: [0, 0, 0],
      places: sweep.places,
      apart: [1, 1, 1],
      at: 0,
      slice: sweep.stride[0] * layout.slice,
      row: sweep.stride[1] * layout.row,
    }
    perform(
      {
        lanes,
        extent,
        from: channels,
        outputs,
        layout,
        sizes: sweep.places,
        passes: [pass],
        weight,
        groupStep: outputs * terms.length,
        step: terms.length,
      },
      to,
      read(x, images * groups * channels * numelOf(sweep.sizes)),
      bias,
    )
  })
  if (!isDone) convolution.js(memories, extent, sweep)
}

// ---- the way back ----

/**
 * The cells of one dimension that lie a step apart see the same cells of the window: cell `first + j * stride` gets of place
 * `j + start - shift` what weight `k` is for, for each `[k, shift]`.
 */
interface Phase {
  readonly first: number
  readonly count: number
  readonly start: number
  readonly seen: readonly (readonly [cell: number, shift: number])[]
}

function phasesOf({ sizes, window, stride, padding, dilation }: Sweep, d: number): Phase[] {
  const [step, before] = [stride[d], padding[d]]
  return Array.from({ length: Math.min(step, sizes[d]) }, (_, first) => {
    const rest = (first + before) % step
    const seen = Array.from({ length: window[d] }, (_, k) => [k, k * dilation[d]] as const)
      .filter(([, at]) => at % step === rest)
      .map(([k, at]) => [k, (at - rest) / step] as const)
    return {
      first,
      count: Math.ceil((sizes[d] - first) / step),
      start: Math.floor((first + before) / step),
      seen,
    }
  })
}

/** How a dimension of the places is seen by all phases. */
function axisBack(phases: readonly Phase[], size: number, columns: number): Axis {
  const low = Math.min(...phases.flatMap(({ start, seen }) => seen.map(([, shift]) => start - shift)), 0)
  const high = Math.max(
    ...phases.flatMap(({ start, count, seen }) =>
      seen.map(([, shift]) => start - shift + Math.max(count, columns)),
    ),
    1,
  )
  return { size, before: -low, length: high - low, step: 1, run: high - low }
}

type Spread = MemoriesOf<typeof spreading>

export function spreadingForm([out]: Spread, [extent, sweep]: Numbers): Form<Spread, Numbers> | null {
  return isWorthIt(out, extent, sweep) ? spreadOnVectors : null
}

function spreadOnVectors(memories: Spread, extent: Extent, sweep: Sweep): void {
  const [out, g, weight] = memories
  const lanes = lanesOf(out)!
  const { images, groups, channels, outputs } = extent
  const { sizes, window, places, stride } = sweep
  const isDone = into(out, images * groups * channels * numelOf(sizes), lanes, (to) => {
    const phases = [0, 1, 2].map((d) => phasesOf(sweep, d))
    const axes = phases.map((list, d) =>
      axisBack(list, places[d], d === 2 ? lanes.width : 1),
    ) as unknown as Layout['axes']
    const isPadded = axes.some(({ before, length, size }) => before !== 0 || length > size)
    const [depth, height, width] = axes.map(({ size, length }) => (isPadded ? length : size))
    const layout = { axes, row: width, slice: height * width, plane: depth * height * width, isPadded }
    const cells = numelOf(window)
    const passes: Pass[] = []
    for (const z of phases[0])
      for (const y of phases[1])
        for (const x of phases[2]) {
          const terms: Term[] = []
          for (let o = 0; o < outputs; o++)
            for (const [a, i] of z.seen)
              for (const [b, j] of y.seen)
                for (const [c, k] of x.seen)
                  terms.push([
                    o * channels * cells + (a * window[1] + b) * window[2] + c,
                    o * layout.plane - i * layout.slice - j * layout.row - k,
                  ])
          passes.push({
            terms,
            first: [z.first, y.first, x.first],
            places: [z.count, y.count, x.count],
            apart: stride,
            at:
              (z.start + axes[0].before) * layout.slice +
              (y.start + axes[1].before) * layout.row +
              x.start +
              axes[2].before,
            slice: layout.slice,
            row: layout.row,
          })
        }
    perform(
      {
        lanes,
        extent,
        from: outputs,
        outputs: channels,
        layout,
        sizes,
        passes,
        weight,
        groupStep: outputs * channels * cells,
        step: cells,
      },
      to,
      read(g, images * groups * outputs * numelOf(places)),
      null,
    )
  })
  if (!isDone) spreading.js(memories, extent, sweep)
}

// ---- the weight's gradient ----

type Correlate = MemoriesOf<typeof correlation>

export function correlationForm([out]: Correlate, [extent, sweep]: Numbers): Form<Correlate, Numbers> | null {
  return isWorthIt(out, extent, sweep) ? correlateOnVectors : null
}

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
    const padded = layout.isPadded ? paddedRoom(paddedBytes(layout, channels, bytes)) : 0
    // Rows shorter than a vector are copied to where one can be read of each.
    const isShort = places[2] < width
    const columns = Math.max(places[2], width)
    const copied = isShort ? room(outputs * places[0] * places[1] * width * bytes) : 0
    const whole = isShort ? 0 : Math.floor(places[2] / width)
    const rest = places[2] - whole * width
    const mask = room(16)
    // The last vector ends with its row: what of it was counted counts no more.
    arenaBytes().fill(0, mask, mask + 16)
    if (isShort) arenaBytes().fill(255, mask, mask + rest * bytes)
    else arenaBytes().fill(255, mask + 16 - rest * bytes, mask + 16)
    const last = rest === 0 ? -1 : (columns - width) * bytes
    const { copyRows } = convolutionCode(lanes)
    const { products } = correlationCode(lanes)
    const slice = places[1] * columns
    for (let i = 0; i < images; i++)
      for (let group = 0; group < groups; group++) {
        const pair = i * groups + group
        let seen = image + pair * channels * numelOf(sizes) * bytes
        if (layout.isPadded) {
          pad(lanes, layout, padded, seen, channels)
          seen = padded
        }
        let slope = slopes + pair * outputs * numelOf(places) * bytes
        if (isShort) {
          const row = places[2] * bytes
          copyRows(copied, slope, 1, outputs * places[0] * places[1], places[2], 0, 16, bytes, 0, row, bytes)
          slope = copied
        }
        for (let z = 0; z < places[0]; z++)
          products(
            slope + z * slice * bytes,
            places[0] * slice * bytes,
            columns * bytes,
            seen + z * stride[0] * layout.slice * bytes,
            table,
            stride[1] * layout.row * bytes,
            places[1],
            whole,
            last,
            mask,
            outputs,
            terms,
            to + group * outputs * terms * bytes,
          )
      }
  })
  if (!isDone) correlation.js(memories, extent, sweep)
}
