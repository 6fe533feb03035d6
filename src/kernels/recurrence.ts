// One step of recurrent layers, forward and back: what is left of it when the products of matrices are done. All operands
// are rows without gaps. Follows ATen/native/RNN.cpp.
import { float32 } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'

type Floats = Float32Array | Float64Array
const floatsOf = ({ array }: Memory): Floats => array as Floats

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** As far as a float32 shows it: through one exponential, where `Math.tanh` takes twice as long. */
function tanhSingle(x: number): number {
  if (x > -1e-3 && x < 1e-3) return x - (x * x * x) / 3
  if (x > 20) return 1
  const e = Math.exp(2 * x)
  return (e - 1) / (e + 1)
}
const tanhOf = ({ dtype }: Memory): ((x: number) => number) => (dtype === float32 ? tanhSingle : Math.tanh)
const roundOf = ({ dtype }: Memory): ((x: number) => number) =>
  dtype === float32 ? Math.fround : (x: number) => x

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
    const [tanh, round] = [tanhOf(out), roundOf(out)]
    for (let r = 0; r < rows; r++) {
      const first = r * width
      const [x0, h0, a0] = [x.at + 4 * first, h.at + 4 * first, gates.at + 4 * first]
      for (let k = 0; k < width; k++) {
        const i = round(sigmoid(round(xs[x0 + k] + hs[h0 + k])))
        const f = round(sigmoid(round(xs[x0 + width + k] + hs[h0 + width + k])))
        const g = round(tanh(round(xs[x0 + 2 * width + k] + hs[h0 + 2 * width + k])))
        const e = round(sigmoid(round(xs[x0 + 3 * width + k] + hs[h0 + 3 * width + k])))
        const now = round(round(f * p[previous.at + first + k]) + round(i * g))
        a[a0 + k] = i
        a[a0 + width + k] = f
        a[a0 + 2 * width + k] = g
        a[a0 + 3 * width + k] = e
        c[cell.at + first + k] = now
        o[out.at + first + k] = e * round(tanh(now))
      }
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
    const tanh = tanhOf(sums)
    for (let r = 0; r < rows; r++) {
      const first = r * width
      const [a0, t0] = [gates.at + 4 * first, sums.at + 4 * first]
      for (let k = 0; k < width; k++) {
        const i = a[a0 + k]
        const f = a[a0 + width + k]
        const n = a[a0 + 2 * width + k]
        const e = a[a0 + 3 * width + k]
        const bent = tanh(c[cell.at + first + k])
        const d = gs[g.at + first + k]
        let dc = d * e * (1 - bent * bent) + gc[gCell.at + first + k]
        if (too !== null) dc += too[tooAt + first + k]
        to[t0 + k] = dc * n * i * (1 - i)
        to[t0 + width + k] = dc * p[previous.at + first + k] * f * (1 - f)
        to[t0 + 2 * width + k] = dc * i * (1 - n * n)
        to[t0 + 3 * width + k] = d * bent * e * (1 - e)
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
    const [tanh, round] = [tanhOf(out), roundOf(out)]
    for (let row = 0; row < rows; row++) {
      const first = row * width
      const [x0, h0, a0] = [x.at + 3 * first, h.at + 3 * first, gates.at + 4 * first]
      for (let k = 0; k < width; k++) {
        const r = round(sigmoid(round(hs[h0 + k] + xs[x0 + k])))
        const z = round(sigmoid(round(hs[h0 + width + k] + xs[x0 + width + k])))
        const sum = hs[h0 + 2 * width + k]
        const n = round(tanh(round(xs[x0 + 2 * width + k] + round(sum * r))))
        a[a0 + k] = r
        a[a0 + width + k] = z
        a[a0 + 2 * width + k] = n
        a[a0 + 3 * width + k] = sum
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
    for (let row = 0; row < rows; row++) {
      const first = row * width
      const [a0, x0, h0] = [gates.at + 4 * first, sumsX.at + 3 * first, sumsH.at + 3 * first]
      for (let k = 0; k < width; k++) {
        const r = a[a0 + k]
        const z = a[a0 + width + k]
        const n = a[a0 + 2 * width + k]
        const d = gs[g.at + first + k]
        const dn = d * (1 - z) * (1 - n * n)
        const dz = d * (p[previous.at + first + k] - n) * z * (1 - z)
        const dr = dn * a[a0 + 3 * width + k] * r * (1 - r)
        tx[x0 + k] = dr
        tx[x0 + width + k] = dz
        tx[x0 + 2 * width + k] = dn
        th[h0 + k] = dr
        th[h0 + width + k] = dz
        th[h0 + 2 * width + k] = dn * r
        b[before.at + first + k] = d * z
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
    const [tanh, round] = [tanhOf(out), roundOf(out)]
    for (let k = 0; k < count; k++) {
      const sum = round(xs[x.at + k] + hs[h.at + k])
      o[out.at + k] = isRelu ? (sum < 0 ? 0 : sum) : tanh(sum)
    }
  },
)

/** Back through it. */
export const rnnStepBack = kernel(
  'rnn-step-back',
  ([sums, out, g]: readonly [Memory, Memory, Memory], count: number, isRelu: boolean) => {
    const [to, o, gs] = [sums, out, g].map(floatsOf)
    for (let k = 0; k < count; k++) {
      const y = o[out.at + k]
      const d = gs[g.at + k]
      to[sums.at + k] = isRelu ? (y > 0 ? d : 0) : d * (1 - y * y)
    }
  },
)
