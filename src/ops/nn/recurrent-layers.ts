// Recurrent networks of several layers and directions, and single steps of them: `lstm`, `gru`, `rnn_tanh`, `rnn_relu` and
// their cells, as `torch` has them. Follows ATen/native/RNN.cpp.
import { check } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

/** What a layer computes from its state in one direction: its output, and the states at the ends of all sequences. */
type Direction = (
  input: Tensor,
  initial: readonly Tensor[],
  parameters: Parameters_,
  sizes: readonly number[],
  isReverse: boolean,
) => { readonly output: Tensor; readonly states: readonly Tensor[] }

interface Parameters_ {
  readonly ih: Tensor
  readonly hh: Tensor
  readonly biasIh: Tensor | null
  readonly biasHh: Tensor | null
  /** Projects the output of an LSTM. */
  readonly hr: Tensor | null
}

/** How a call goes through its layers. */
interface Options {
  readonly hasBiases: boolean
  readonly layers: number
  readonly dropout: number
  readonly train: boolean
  readonly bidirectional: boolean
}

const linear = (x: Tensor, weight: Tensor, bias: Tensor | null): Tensor =>
  call('nn.functional.linear', [x, weight, bias]) as Tensor

/** The states after the last steps: of each sequence, for they end at different ones. */
function lastStates(all: Tensor, sizes: readonly number[], isReverse: boolean): Tensor {
  const isPadded = all.sizes.length === 3
  if (isPadded) return all.select(0, isReverse ? 0 : sizes.length - 1)
  if (isReverse) return all.narrow(0, 0, sizes[0])
  const parts: Tensor[] = []
  // Those that end first stand last.
  for (let t = 0, at = 0; t < sizes.length; at += sizes[t], t++) {
    const stay = sizes[t + 1] ?? 0
    if (sizes[t] > stay) parts.push(all.narrow(0, at + stay, sizes[t] - stay))
  }
  return call('cat', [parts.reverse()]) as Tensor
}

const lstmDirection: Direction = (input, [h, c], { ih, hh, biasIh, biasHh, hr }, sizes, isReverse) => {
  const sums = linear(input, ih, biasIh)
  const [output, cells] = call('_C._nn._lstm_layer', [
    sums,
    h,
    c,
    hh,
    biasHh,
    hr,
    sizes,
    isReverse,
  ]) as Tensor[]
  return { output, states: [output, cells].map((all) => lastStates(all, sizes, isReverse)) }
}
const gruDirection: Direction = (input, [h], { ih, hh, biasIh, biasHh }, sizes, isReverse) => {
  const [output] = call('_C._nn._gru_layer', [
    linear(input, ih, biasIh),
    h,
    hh,
    biasHh,
    sizes,
    isReverse,
  ]) as Tensor[]
  return { output, states: [lastStates(output, sizes, isReverse)] }
}
const rnnDirection =
  (isRelu: boolean): Direction =>
  (input, [h], { ih, hh, biasIh, biasHh }, sizes, isReverse) => {
    const sums = linear(input, ih, biasIh)
    const output = call('_C._nn._rnn_layer', [sums, h, hh, biasHh, sizes, isReverse, isRelu]) as Tensor
    return { output, states: [lastStates(output, sizes, isReverse)] }
  }

/** Parameters by layer and direction. */
function grouped(params: readonly Tensor[], hasBiases: boolean, isProjected: boolean): Parameters_[] {
  const size = (hasBiases ? 4 : 2) + (isProjected ? 1 : 0)
  check(params.length % size === 0, () => 'got an incorrect number of RNN parameters')
  const groups: Parameters_[] = []
  for (let i = 0; i < params.length; i += size)
    groups.push({
      ih: params[i],
      hh: params[i + 1],
      biasIh: hasBiases ? params[i + 2] : null,
      biasHh: hasBiases ? params[i + 3] : null,
      hr: isProjected ? params[i + size - 1] : null,
    })
  return groups
}

/** Runs all layers; `initial` has the states of all layers and directions. */
function throughLayers(
  direction: Direction,
  input: Tensor,
  initial: readonly Tensor[],
  params: readonly Parameters_[],
  sizes: readonly number[],
  { layers, dropout, train, bidirectional }: Options,
): Tensor[] {
  const directions = bidirectional ? 2 : 1
  check(params.length === layers * directions, () => 'got an incorrect number of RNN parameters')
  const finals: Tensor[][] = initial.map(() => [])
  let x = input
  for (let layer = 0; layer < layers; layer++) {
    const outputs: Tensor[] = []
    for (let d = 0; d < directions; d++) {
      const at = layer * directions + d
      const own = initial.map((all) => all.select(0, at))
      const { output, states } = direction(x, own, params[at], sizes, d === 1)
      outputs.push(output)
      states.forEach((state, k) => finals[k].push(state))
    }
    x = bidirectional ? (call('cat', [outputs, -1]) as Tensor) : outputs[0]
    if (dropout !== 0 && train && layer < layers - 1) x = call('dropout', [x, dropout, true]) as Tensor
  }
  return [x, ...finals.map((states) => call('stack', [states, 0]) as Tensor)]
}

/** A padded batch: every step has all sequences. */
function padded(
  direction: Direction,
  input: Tensor,
  initial: readonly Tensor[],
  params: readonly Parameters_[],
  options: Options,
  batchFirst: boolean,
): Tuple {
  const x = batchFirst ? input.transpose(0, 1) : input
  const sizes = new Array<number>(x.sizes[0]).fill(x.sizes[1])
  const [output, ...states] = throughLayers(direction, x, initial, params, sizes, options)
  return Tuple.of<unknown>(batchFirst ? output.transpose(0, 1) : output, ...states)
}

/** Sequences behind each other, step by step. */
function packed(
  direction: Direction,
  data: Tensor,
  batchSizes: Tensor,
  initial: readonly Tensor[],
  params: readonly Parameters_[],
  options: Options,
): Tuple {
  const sizes = (batchSizes.tolist() as (number | bigint)[]).map(Number)
  const [output, ...states] = throughLayers(direction, data, initial, params, sizes, options)
  return Tuple.of<unknown>(options.bidirectional ? output : (call('cat', [[output]]) as Tensor), ...states)
}

const rest = 'bool has_biases, int num_layers, float dropout, bool train, bool bidirectional'

const weightsText = (gates: number): string =>
  `const w = [torch.full([${gates}, 1], 0.5), torch.full([${gates}, 1], 0.25)]\n`
const sample = (name: string, states: string, gates: number): string =>
  `${weightsText(gates)}torch.${name}(torch.ones(2, 1, 1), ${states}, w, false, 1, 0, false, false, false)[0].flatten()`
const packedSample = (name: string, states: string, gates: number): string =>
  `${weightsText(gates)}torch.${name}(torch.ones(2, 1), torch.tensor([1, 1]), ${states}, w, false, 1, 0, false, false)[0].flatten()`
const zero = 'torch.zeros(1, 1, 1)'

function family(name: string, direction: Direction, doc: string, gates: number, output: string): void {
  op(`${name}.input(Tensor input, Tensor hx, Tensor[] params, ${rest}, bool batch_first) -> any`, {
    doc,
    example: [sample(name, zero, gates), output],
    variants: 'function',
    forward: (
      input: Tensor,
      hx: Tensor,
      params: Tensor[],
      hasBiases: boolean,
      layers: number,
      dropout: number,
      train: boolean,
      bidirectional: boolean,
      batchFirst: boolean,
    ) =>
      padded(
        direction,
        input,
        [hx],
        grouped(params, hasBiases, false),
        { hasBiases, layers, dropout, train, bidirectional },
        batchFirst,
      ),
  })
  op(`${name}.data(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, ${rest}) -> any`, {
    doc,
    example: [packedSample(name, zero, gates), output],
    variants: 'function',
    forward: (
      data: Tensor,
      batchSizes: Tensor,
      hx: Tensor,
      params: Tensor[],
      hasBiases: boolean,
      layers: number,
      dropout: number,
      train: boolean,
      bidirectional: boolean,
    ) =>
      packed(direction, data, batchSizes, [hx], grouped(params, hasBiases, false), {
        hasBiases,
        layers,
        dropout,
        train,
        bidirectional,
      }),
  })
}

family(
  'gru',
  gruDirection,
  'Gated recurrent units over a batch of sequences, in layers.',
  3,
  'tensor([0.1745, 0.2880])',
)
family(
  'rnn_tanh',
  rnnDirection(false),
  'A recurrent network with the hyperbolic tangent, in layers.',
  1,
  'tensor([0.4621, 0.5480])',
)
family(
  'rnn_relu',
  rnnDirection(true),
  'A recurrent network with `relu`, in layers.',
  1,
  'tensor([0.5000, 0.6250])',
)

function lstmParameters(hx: readonly Tensor[], params: readonly Tensor[], hasBiases: boolean): Parameters_[] {
  check(hx.length === 2, () => 'lstm expects two hidden states')
  return grouped(params, hasBiases, hx[0].sizes[2] !== hx[1].sizes[2])
}

const lstmDoc = 'Long short-term memory over a batch of sequences, in layers.'

op(`lstm.input(Tensor input, Tensor[] hx, Tensor[] params, ${rest}, bool batch_first) -> any`, {
  doc: lstmDoc,
  example: [sample('lstm', `[${zero}, ${zero}]`, 4), 'tensor([0.1743, 0.2901])'],
  variants: 'function',
  forward: (
    input: Tensor,
    hx: Tensor[],
    params: Tensor[],
    hasBiases: boolean,
    layers: number,
    dropout: number,
    train: boolean,
    bidirectional: boolean,
    batchFirst: boolean,
  ) => {
    const options = { hasBiases, layers, dropout, train, bidirectional }
    return padded(lstmDirection, input, hx, lstmParameters(hx, params, hasBiases), options, batchFirst)
  },
})
op(`lstm.data(Tensor data, Tensor batch_sizes, Tensor[] hx, Tensor[] params, ${rest}) -> any`, {
  doc: lstmDoc,
  example: [packedSample('lstm', `[${zero}, ${zero}]`, 4), 'tensor([0.1743, 0.2901])'],
  variants: 'function',
  forward: (
    data: Tensor,
    batchSizes: Tensor,
    hx: Tensor[],
    params: Tensor[],
    hasBiases: boolean,
    layers: number,
    dropout: number,
    train: boolean,
    bidirectional: boolean,
  ) => {
    const options = { hasBiases, layers, dropout, train, bidirectional }
    return packed(lstmDirection, data, batchSizes, hx, lstmParameters(hx, params, hasBiases), options)
  },
})

// ---- single steps ----

function checkCell(input: Tensor, hidden: Tensor, ih: Tensor, hh: Tensor, gates: number): void {
  check(
    input.sizes[1] === ih.sizes[1],
    () => `input has inconsistent input_size: got ${input.sizes[1]} expected ${ih.sizes[1]}`,
  )
  checkState(input, hidden, hh.sizes[0] / gates, 0)
}

function checkState(input: Tensor, hidden: Tensor, width: number, number: number): void {
  check(
    input.sizes[0] === hidden.sizes[0],
    () => `Input batch size ${input.sizes[0]} doesn't match hidden${number} batch size ${hidden.sizes[0]}`,
  )
  check(
    hidden.sizes[1] === width,
    () => `hidden${number} has inconsistent hidden_size: got ${hidden.sizes[1]}, expected ${width}`,
  )
}

const cellParams = 'Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None'

op(`lstm_cell(Tensor input, Tensor[] hx, ${cellParams}) -> any`, {
  doc: 'One step of an LSTM: its new hidden state and its new cell.',
  example: [
    'const w = [torch.full([4, 1], 0.5), torch.full([4, 1], 0.25)]\n' +
      'torch.lstm_cell(torch.ones(1, 1), [torch.zeros(1, 1), torch.zeros(1, 1)], ...w)[0]',
    'tensor([[0.1743]])',
  ],
  variants: 'function',
  forward: (
    input: Tensor,
    hx: Tensor[],
    ih: Tensor,
    hh: Tensor,
    biasIh: Tensor | null,
    biasHh: Tensor | null,
  ) => {
    check(hx.length === 2, () => 'lstm_cell expects two hidden states')
    const [h, c] = hx
    checkCell(input, h, ih, hh, 4)
    checkState(input, c, hh.sizes[0] / 4, 1)
    const sums = linear(h, hh, biasHh).add(linear(input, ih, biasIh))
    const [i, f, g, o] = call('chunk', [sums, 4, 1]) as Tensor[]
    const cell = f.sigmoid().mul(c).add(i.sigmoid().mul(g.tanh()))
    return Tuple.of(o.sigmoid().mul(cell.tanh()), cell)
  },
})

op(`gru_cell(Tensor input, Tensor hx, ${cellParams}) -> Tensor`, {
  doc: 'One step of gated recurrent units: their new state.',
  example: [
    'const w = [torch.full([3, 1], 0.5), torch.full([3, 1], 0.25)]\n' +
      'torch.gru_cell(torch.ones(1, 1), torch.zeros(1, 1), ...w)',
    'tensor([[0.1745]])',
  ],
  variants: 'function',
  forward: (
    input: Tensor,
    hx: Tensor,
    ih: Tensor,
    hh: Tensor,
    biasIh: Tensor | null,
    biasHh: Tensor | null,
  ) => {
    checkCell(input, hx, ih, hh, 3)
    const [ri, zi, ni] = call('chunk', [linear(input, ih, biasIh), 3, 1]) as Tensor[]
    const [rh, zh, nh] = call('chunk', [linear(hx, hh, biasHh), 3, 1]) as Tensor[]
    const reset = rh.add(ri).sigmoid()
    const update = zh.add(zi).sigmoid()
    const fresh = ni.add(nh.mul(reset)).tanh()
    return hx.sub(fresh).mul(update).add(fresh)
  },
})

const plainCell = (name: 'tanh' | 'relu', doc: string, output: string): void => {
  op(`rnn_${name}_cell(Tensor input, Tensor hx, ${cellParams}) -> Tensor`, {
    doc,
    example: [
      `torch.rnn_${name}_cell(torch.ones(1, 1), torch.zeros(1, 1), torch.full([1, 1], 0.5), torch.full([1, 1], 0.25))`,
      output,
    ],
    variants: 'function',
    forward: (
      input: Tensor,
      hx: Tensor,
      ih: Tensor,
      hh: Tensor,
      biasIh: Tensor | null,
      biasHh: Tensor | null,
    ) => {
      checkCell(input, hx, ih, hh, 1)
      const sum = linear(hx, hh, biasHh).add(linear(input, ih, biasIh))
      return name === 'tanh' ? sum.tanh() : sum.relu()
    },
  })
}
plainCell('tanh', 'One step of a recurrent network with the hyperbolic tangent.', 'tensor([[0.4621]])')
plainCell('relu', 'One step of a recurrent network with `relu`.', 'tensor([[0.5000]])')
