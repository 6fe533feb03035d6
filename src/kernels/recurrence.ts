// One step of recurrent layers, forward and back: what is left of it when the products of matrices are done. All operands
// are rows without gaps. Follows ATen/native/RNN.cpp.
import { type DType, float32, float64 } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'
import { type Loop, Loops, type Vectorized } from './loops.js'

type Floats = Float32Array | Float64Array
const floatsOf = ({ array }: Memory): Floats => array as Floats

const roundOf = ({ dtype }: Memory): ((x: number) => number) =>
  dtype === float32 ? Math.fround : (x: number) => x

/** A function of numbers that lie together, in place or from elsewhere, with PyTorch's bits; see Note [Vector functions]. */
type OfRow = (n: number, out: Floats, at: number, x: Floats, from: number) => void

function ofRow(
  name: string,
  make: (r: (x: number) => number) => (x: number) => number,
  vectorized: Vectorized,
): OfRow {
  const loops = new Loops(`${name} of a step`)
  const loopFor = (dtype: DType, round: (x: number) => number): Loop =>
    loops.of(dtype, dtype, 't', () => make(round), vectorized)
  let single: Loop | undefined
  let double: Loop | undefined
  return (n, out, at, x, from) => {
    const loop =
      out instanceof Float32Array
        ? (single ??= loopFor(float32, Math.fround))
        : (double ??= loopFor(float64, (x) => x))
    loop(n, out, at, 1, x, from, 1)
  }
}
const sigmoids = ofRow('sigmoid', (r) => (x) => 1 / r(1 + r(Math.exp(-x))), 'sixteens')
const tanhs = ofRow('tanh', () => (x) => Math.tanh(x), 'all')

/** What tanh gives for a row, until the next is asked for. */
let bends: Floats = new Float32Array(0)
function bendsOf(x: Floats, from: number, width: number): Floats {
  if (bends.length < width || bends instanceof Float32Array !== x instanceof Float32Array)
    bends = x instanceof Float32Array ? new Float32Array(width) : new Float64Array(width)
  tanhs(width, bends, 0, x, from)
  return bends
}

/**
 * An LSTM: of the gates' sums from the input (`x`) and from the hidden state (`h`), the gates (input, forget, cell,
 * output), the new cells, and the output.
 */
export const lstmStep = kernel(
  'lstm-step',
  (
    [out, cell, gates, x, h, previous]: readonly [Memory, Memory, Memory, Memory, Memory, Memory],
    rows: number,
    width: number,
  ) => {
    const [o, c, a, xs, hs, p] = [out, cell, gates, x, h, previous].map(floatsOf)
    const round = roundOf(out)
    for (let r = 0; r < rows; r++) {
      const first = r * width
      const [x0, h0, a0] = [x.at + 4 * first, h.at + 4 * first, gates.at + 4 * first]
      for (let k = 0; k < 4 * width; k++) a[a0 + k] = xs[x0 + k] + hs[h0 + k]
      for (const gate of [0, 1, 3]) sigmoids(width, a, a0 + gate * width, a, a0 + gate * width)
      tanhs(width, a, a0 + 2 * width, a, a0 + 2 * width)
      const c0 = cell.at + first
      for (let k = 0; k < width; k++) {
        const [i, f, g] = [a[a0 + k], a[a0 + width + k], a[a0 + 2 * width + k]]
        c[c0 + k] = round(f * p[previous.at + first + k]) + round(i * g)
      }
      const bent = bendsOf(c, c0, width)
      for (let k = 0; k < width; k++) o[out.at + first + k] = a[a0 + 3 * width + k] * bent[k]
    }
  },
  { writes: 3 },
)

/** Back through it: of the gradients by the output and by the new cells, those by the gates' sums and by the cells before. */
export const lstmStepBack = kernel(
  'lstm-step-back',
  (
    [sums, before, gates, cell, previous, g, gCell, gCellToo]: readonly [
      Memory,
      Memory,
      Memory,
      Memory,
      Memory,
      Memory,
      Memory,
      Memory | null,
    ],
    rows: number,
    width: number,
  ) => {
    const [to, b, a, c, p, gs, gc] = [sums, before, gates, cell, previous, g, gCell].map(floatsOf)
    const too = gCellToo === null ? null : floatsOf(gCellToo)
    const tooAt = gCellToo === null ? 0 : gCellToo.at
    const round = roundOf(sums)
    for (let r = 0; r < rows; r++) {
      const first = r * width
      const bends = bendsOf(c, cell.at + first, width)
      const [a0, t0] = [gates.at + 4 * first, sums.at + 4 * first]
      for (let k = 0; k < width; k++) {
        const i = a[a0 + k]
        const f = a[a0 + width + k]
        const n = a[a0 + 2 * width + k]
        const e = a[a0 + 3 * width + k]
        const bent = bends[k]
        const d = gs[g.at + first + k]
        let dc = round(round(round(d * e) * round(1 - bent * bent)) + gc[gCell.at + first + k])
        if (too !== null) dc = round(dc + too[tooAt + first + k])
        to[t0 + k] = round(round(dc * n) * round(1 - i)) * i
        to[t0 + width + k] = round(round(dc * p[previous.at + first + k]) * round(1 - f)) * f
        to[t0 + 2 * width + k] = round(dc * i) * round(1 - n * n)
        to[t0 + 3 * width + k] = round(round(d * bent) * round(1 - e)) * e
        b[before.at + first + k] = dc * f
      }
    }
  },
  { writes: 2 },
)

/** A GRU: the new state, and what it was made of: the gates (reset, update, new), and the new gate's sum of the hidden state. */
export const gruStep = kernel(
  'gru-step',
  (
    [out, gates, x, h, previous]: readonly [Memory, Memory, Memory, Memory, Memory],
    rows: number,
    width: number,
  ) => {
    const [o, a, xs, hs, p] = [out, gates, x, h, previous].map(floatsOf)
    const round = roundOf(out)
    for (let row = 0; row < rows; row++) {
      const first = row * width
      const [x0, h0, a0] = [x.at + 3 * first, h.at + 3 * first, gates.at + 4 * first]
      for (let k = 0; k < 2 * width; k++) a[a0 + k] = hs[h0 + k] + xs[x0 + k]
      for (const gate of [0, 1]) sigmoids(width, a, a0 + gate * width, a, a0 + gate * width)
      for (let k = 0; k < width; k++) {
        const sum = hs[h0 + 2 * width + k]
        a[a0 + 2 * width + k] = xs[x0 + 2 * width + k] + round(sum * a[a0 + k])
        a[a0 + 3 * width + k] = sum
      }
      tanhs(width, a, a0 + 2 * width, a, a0 + 2 * width)
      for (let k = 0; k < width; k++) {
        const [z, n] = [a[a0 + width + k], a[a0 + 2 * width + k]]
        o[out.at + first + k] = round(round(p[previous.at + first + k] - n) * z) + n
      }
    }
  },
  { writes: 2 },
)

/** Back through it: the gradients by the sums of the input and of the hidden state, and by the state before as it is. */
export const gruStepBack = kernel(
  'gru-step-back',
  (
    [sumsX, sumsH, before, gates, previous, g]: readonly [Memory, Memory, Memory, Memory, Memory, Memory],
    rows: number,
    width: number,
  ) => {
    const [tx, th, b, a, p, gs] = [sumsX, sumsH, before, gates, previous, g].map(floatsOf)
    const round = roundOf(sumsX)
    for (let row = 0; row < rows; row++) {
      const first = row * width
      const [a0, x0, h0] = [gates.at + 4 * first, sumsX.at + 3 * first, sumsH.at + 3 * first]
      for (let k = 0; k < width; k++) {
        const r = a[a0 + k]
        const z = a[a0 + width + k]
        const n = a[a0 + 2 * width + k]
        const d = gs[g.at + first + k]
        const kept = round(d * z)
        const dn = round(round(d - kept) * round(1 - n * n))
        const dz = round(round(d * round(p[previous.at + first + k] - n)) * round(1 - z)) * z
        const dr = round(round(dn * a[a0 + 3 * width + k]) * round(1 - r)) * r
        tx[x0 + k] = dr
        tx[x0 + width + k] = dz
        tx[x0 + 2 * width + k] = dn
        th[h0 + k] = dr
        th[h0 + width + k] = dz
        th[h0 + 2 * width + k] = dn * r
        b[before.at + first + k] = kept
      }
    }
  },
  { writes: 3 },
)

/** A plain recurrent layer: the hyperbolic tangent, or the positive part, of both sums. */
export const rnnStep = kernel(
  'rnn-step',
  ([out, x, h]: readonly [Memory, Memory, Memory], count: number, isRelu: boolean) => {
    const [o, xs, hs] = [out, x, h].map(floatsOf)
    const round = roundOf(out)
    for (let k = 0; k < count; k++) {
      const sum = round(xs[x.at + k] + hs[h.at + k])
      o[out.at + k] = isRelu && sum < 0 ? 0 : sum
    }
    if (!isRelu) tanhs(count, o, out.at, o, out.at)
  },
)

/** Back through it. */
export const rnnStepBack = kernel(
  'rnn-step-back',
  ([sums, out, g]: readonly [Memory, Memory, Memory], count: number, isRelu: boolean) => {
    const [to, o, gs] = [sums, out, g].map(floatsOf)
    const round = roundOf(sums)
    for (let k = 0; k < count; k++) {
      const y = o[out.at + k]
      const d = gs[g.at + k]
      to[sums.at + k] = isRelu ? (y > 0 ? d : 0) : d * round(1 - y * y)
    }
  },
)
