// Forms of the kernels of recurrent layers for a device; see kernels/recurrence.ts for what they take. The gates of a row lie side
// by side: a formula for all of them is told which of them an element belongs to.
import type { KernelName } from '../../kernels/kernel.js'
import type { Tensor } from '../../tensor/tensor.js'
import { mapElements } from '../elementwise.js'
import { tableFor } from '../tables.js'
import type { DeviceForm } from './form.js'
import { productOf } from './gemm.js'

type Given = readonly Tensor[]

/** The numbers 0 to n - 1 along the dimension of gates. */
const numbered = (n: number): Tensor =>
  tableFor(`gates ${n}`, () => [Float32Array.from({ length: n }, (_, k) => k), n]).table.view([1, n, 1])

/** Rows of `n` gates of this width. */
const gatesOf = (x: Tensor, n: number, width: number): Tensor => x.view([-1, n, width])
/** One of them, as rows, and for all of them. */
const gate = (x: Tensor, k: number, width: number): Tensor => x.narrow(1, k * width, width)
const forAll = (rows: Tensor): Tensor => rows.unsqueeze(1)

/** A new tensor of the sizes of the first operand; a list of gates becomes rows again. */
function mapped(
  name: string,
  formula: (...values: any[]) => number,
  sizes: readonly number[],
  operands: Given,
) {
  const result = mapElements(name, formula, operands, { sizes, dtype: operands[0].dtype })
  return sizes.length === 3 ? result.view([sizes[0], sizes[1] * sizes[2]]) : result
}

// ---- LSTM ----

const lstmGate = (x: number, h: number, which: number): number =>
  which === 2 ? Math.tanh(x + h) : 1 / (1 + Math.exp(-(x + h)))
const nextCell = (i: number, f: number, n: number, previous: number): number => f * previous + i * n
const bentTimes = (e: number, cell: number): number => e * Math.tanh(cell)

const lstmStep: DeviceForm = (tensors, rows: number, width: number) => {
  const [, , , x, h, previous] = tensors as Given
  const sums = [x, h].map((one) => gatesOf(one, 4, width))
  const gates = mapped('lstm_gates', lstmGate, [rows, 4, width], [...sums, numbered(4)])
  const [i, f, n, e] = [0, 1, 2, 3].map((k) => gate(gates, k, width))
  const cell = mapped('next_cell', nextCell, [rows, width], [i, f, n, previous])
  return [mapped('bent_times', bentTimes, [rows, width], [e, cell]), cell, gates]
}

const cellSlope = (d: number, e: number, cell: number, next: number): number =>
  d * e * (1 - Math.tanh(cell) * Math.tanh(cell)) + next
const product = (a: number, b: number): number => a * b
function lstmGateSlope(
  which: number,
  i: number,
  f: number,
  n: number,
  e: number,
  dc: number,
  d: number,
  cell: number,
  previous: number,
): number {
  if (which === 0) return dc * n * (1 - i) * i
  if (which === 1) return dc * previous * (1 - f) * f
  if (which === 2) return dc * i * (1 - n * n)
  return d * Math.tanh(cell) * (1 - e) * e
}

const lstmStepBack: DeviceForm = (tensors, rows: number, width: number) => {
  const [, , gates, cell, previous, d, next] = tensors as Given
  const more = tensors[7]
  const own = [0, 1, 2, 3].map((k) => gate(gates, k, width))
  const after = more === null ? next : next.add(more)
  const dc = mapped('cell_slope', cellSlope, [rows, width], [d, own[3], cell, after])
  const operands = [...own, dc, d, cell, previous].map(forAll)
  return [
    mapped('lstm_gate_slope', lstmGateSlope, [rows, 4, width], [numbered(4), ...operands]),
    mapped('product', product, [rows, width], [dc, own[1]]),
  ]
}

// ---- GRU ----

function gruGate(
  which: number,
  xr: number,
  xz: number,
  xn: number,
  hr: number,
  hz: number,
  hn: number,
): number {
  if (which === 3) return hn
  if (which === 1) return 1 / (1 + Math.exp(-(xz + hz)))
  const r = 1 / (1 + Math.exp(-(xr + hr)))
  if (which === 0) return r
  return Math.tanh(xn + hn * r)
}
const nextState = (z: number, n: number, previous: number): number => (previous - n) * z + n

const gruStep: DeviceForm = (tensors, rows: number, width: number) => {
  const [, , x, h, previous] = tensors as Given
  const sums = [x, h].flatMap((one) => [0, 1, 2].map((k) => forAll(gate(one, k, width))))
  const gates = mapped('gru_gates', gruGate, [rows, 4, width], [numbered(4), ...sums])
  const [z, n] = [1, 2].map((k) => gate(gates, k, width))
  return [mapped('next_state', nextState, [rows, width], [z, n, previous]), gates]
}

/** Of the sums of the input; the new gate's sum of the hidden state was multiplied by the reset gate, which is `share` there. */
function gruGateSlope(
  which: number,
  r: number,
  z: number,
  n: number,
  sum: number,
  previous: number,
  d: number,
): number {
  if (which === 1) return d * (previous - n) * (1 - z) * z
  const dn = (d - d * z) * (1 - n * n)
  if (which === 2) return dn
  return dn * sum * (1 - r) * r
}
const withReset = (slope: number, r: number, which: number): number => (which === 2 ? slope * r : slope)

const gruStepBack: DeviceForm = (tensors, rows: number, width: number) => {
  const [, , , gates, previous, d] = tensors as Given
  const [r, z, n, sum] = [0, 1, 2, 3].map((k) => gate(gates, k, width))
  const sizes = [rows, 3, width]
  const operands = [r, z, n, sum, previous, d].map(forAll)
  const ofInput = mapped('gru_gate_slope', gruGateSlope, sizes, [numbered(3), ...operands])
  const split = gatesOf(ofInput, 3, width)
  return [
    ofInput,
    mapped('with_reset', withReset, sizes, [split, forAll(r), numbered(3)]),
    mapped('product', product, [rows, width], [d, z]),
  ]
}

// ---- plain ----

const bentSum = (x: number, h: number): number => Math.tanh(x + h)
const cutSum = (x: number, h: number): number => {
  const sum = x + h
  return sum < 0 ? 0 : sum
}
const bentSlope = (y: number, d: number): number => d * (1 - y * y)
const cutSlope = (y: number, d: number): number => (y > 0 ? d : 0)

const rnnStep: DeviceForm = (tensors, _count: number, isRelu: boolean) => {
  const [out, x, h] = tensors as Given
  return [mapped(isRelu ? 'cut_sum' : 'bent_sum', isRelu ? cutSum : bentSum, out.sizes, [x, h])]
}
const rnnStepBack: DeviceForm = (tensors, _count: number, isRelu: boolean) => {
  const [out, y, d] = tensors as Given
  return [mapped(isRelu ? 'cut_slope' : 'bent_slope', isRelu ? cutSlope : bentSlope, out.sizes, [y, d])]
}

/** How much the weights and biases of the hidden state counted in all steps: in one product, whose order nobody asks for here. */
const stepWeights: DeviceForm = ([, ofBias, slopes, states]) => [
  productOf(slopes!.transpose(0, 1).contiguous(), states!.contiguous()),
  ofBias && slopes!.sum(0),
]

export const recurrenceForms: Partial<Record<KernelName, DeviceForm>> = {
  'lstm-step': lstmStep,
  'lstm-step-back': lstmStepBack,
  'gru-step': gruStep,
  'gru-step-back': gruStepBack,
  'rnn-step': rnnStep,
  'rnn-step-back': rnnStepBack,
  'step-weights': stepWeights,
}
