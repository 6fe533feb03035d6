// Convolutions on vectors, and the way back to the images: the forms of `convolve` and `spread` for float32 and float64 of some size.
import { numelOf } from '../../base/layout.js'
import type { Sweep } from '../columns.js'
import { BLOCK, convolution, type Extent, spreading } from '../convolution.js'
import type { Form } from '../executor.js'
import type { MemoriesOf, NumbersOf } from '../kernel.js'
import {
  type Axis,
  cellTable,
  inBlocks,
  into,
  lanesOf,
  type Layout,
  layoutOf,
  read,
  type Term,
} from './convolution-layout.js'
import { type Pass, perform } from './convolution-passes.js'

type Convolve = MemoriesOf<typeof convolution>
type Numbers = NumbersOf<typeof convolution>

export function convolutionForm([out]: Convolve): Form<Convolve, Numbers> | null {
  return lanesOf(out) === null ? null : convolveOnVectors
}

function convolveOnVectors(memories: Convolve, extent: Extent, sweep: Sweep): void {
  const [out, x, weight, bias] = memories
  const lanes = lanesOf(out)!
  const { images, groups, channels, outputs } = extent
  const count = images * groups * outputs * numelOf(sweep.places)
  const isDone = into(out, count, lanes, (to) => {
    const layout = layoutOf(sweep, lanes.width)
    const table = cellTable(layout, sweep, channels)
    const cells = numelOf(sweep.window)
    const terms = extent.isBlocked ? inBlocks(channels, cells, (c, cell) => table[c * cells + cell]) : table
    const pass: Pass = {
      terms,
      block: extent.isBlocked ? BLOCK * cells : terms.length,
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

export function spreadingForm([out]: Spread): Form<Spread, Numbers> | null {
  return lanesOf(out) === null ? null : spreadOnVectors
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
          const seen: Term[] = []
          for (const [a, i] of z.seen)
            for (const [b, j] of y.seen)
              for (const [c, k] of x.seen)
                seen.push([(a * window[1] + b) * window[2] + c, -i * layout.slice - j * layout.row - k])
          const term = (o: number, [weight, cell]: Term): Term => [
            o * channels * cells + weight,
            o * layout.plane + cell,
          ]
          const all = Array.from({ length: outputs }, (_, o) => o)
          passes.push({
            terms: extent.isBlocked
              ? inBlocks(outputs, seen.length, (o, cell) => term(o, seen[cell]))
              : seen.flatMap((cell) => all.map((o) => term(o, cell))),
            block: extent.isBlocked ? BLOCK * seen.length : outputs,
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
