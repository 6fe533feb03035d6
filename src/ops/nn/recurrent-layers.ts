// Recurrent networks of several layers and directions: `lstm`, `gru`, `rnn_tanh`, `rnn_relu`, as `torch` has them. Follows
// ATen/native/RNN.cpp.
import { int64 } from '../../base/dtype.js'
import { check, IndexError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import type { Tensor } from '../../tensor/tensor.js'
import { casting } from '../../tensor/modes.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { lstmStep } from './recurrent-cells.js'
import { statesInOps } from './recurrence-in-ops.js'

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

/** A direction of which each step is an op of one step. */
const directionOf =
  (
    cell: (input: Tensor, states: readonly Tensor[], parameters: Parameters_) => readonly Tensor[],
  ): Direction =>
  (input, initial, parameters, sizes, isReverse) => {
    const all = statesInOps((x, states) => cell(x, states, parameters), input, initial, sizes, isReverse)
    return { output: all[0], states: all.map((one) => lastStates(one, sizes, isReverse)) }
  }
/** Whether each step is made of ops: for complex numbers, and where ops choose the dtypes of products. */
const goesInOps = (input: Tensor): boolean => input.dtype.is_complex || casting.by !== null
const lstmInOps = directionOf((x, states, { ih, hh, biasIh, biasHh, hr }) => {
  const [h, c] = lstmStep(x, states, ih, hh, biasIh, biasHh)
  return [hr === null ? h : linear(h, hr, null), c]
})
const gruInOps = directionOf((x, [h], { ih, hh, biasIh, biasHh }) => [
  call('gru_cell', [x, h, ih, hh, biasIh, biasHh]) as Tensor,
])
const rnnInOps = (isRelu: boolean): Direction =>
  directionOf((x, [h], { ih, hh, biasIh, biasHh }) => [
    call(isRelu ? 'rnn_relu_cell' : 'rnn_tanh_cell', [x, h, ih, hh, biasIh, biasHh]) as Tensor,
  ])

const lstmDirection: Direction = (input, initial, parameters, sizes, isReverse) => {
  if (goesInOps(input)) return lstmInOps(input, initial, parameters, sizes, isReverse)
  const [h, c] = initial
  const { ih, hh, biasIh, biasHh, hr } = parameters
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
const gruDirection: Direction = (input, initial, parameters, sizes, isReverse) => {
  if (goesInOps(input)) return gruInOps(input, initial, parameters, sizes, isReverse)
  const [h] = initial
  const { ih, hh, biasIh, biasHh } = parameters
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
  (input, initial, parameters, sizes, isReverse) => {
    if (goesInOps(input)) return rnnInOps(isRelu)(input, initial, parameters, sizes, isReverse)
    const [h] = initial
    const { ih, hh, biasIh, biasHh } = parameters
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
  if (batchSizes.sizes.length === 0)
    throw new IndexError('Dimension specified as 0 but tensor has no dimensions')
  check(
    batchSizes.dtype === int64,
    () => `expected scalar type Long but found ${batchSizes.dtype.scalarName}`,
  )
  const sizes = (batchSizes.flatten().tolist() as (number | bigint)[]).map(Number)
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

/** How a call gives its options, behind the tensors. */
type OptionArguments = [
  hasBiases: boolean,
  layers: number,
  dropout: number,
  train: boolean,
  bidirectional: boolean,
]
const optionsOf = (...given: OptionArguments): Options => {
  const [hasBiases, layers, dropout, train, bidirectional] = given
  return { hasBiases, layers, dropout, train, bidirectional }
}

/** What tells one kind of network from another. */
interface Network<State> {
  readonly doc: string
  readonly direction: Direction
  /** How many rows the weights have for each number of the state. */
  readonly gates: number
  /** The state as signatures and examples have it. */
  readonly state: string
  readonly stateText: string
  readonly output: string
  readonly statesOf: (hx: State) => readonly Tensor[]
  readonly parametersOf: (hx: State, params: readonly Tensor[], hasBiases: boolean) => Parameters_[]
}

function family<State>(name: string, network: Network<State>): void {
  const { doc, direction, gates, state, stateText, output, statesOf, parametersOf } = network
  op(`${name}.input(Tensor input, ${state} hx, Tensor[] params, ${rest}, bool batch_first) -> any`, {
    doc,
    example: [sample(name, stateText, gates), output],
    variants: 'function',
    forward: (
      input: Tensor,
      hx: State,
      params: Tensor[],
      ...given: [...options: OptionArguments, batchFirst: boolean]
    ) => {
      const options = optionsOf(...(given.slice(0, 5) as OptionArguments))
      const parameters = parametersOf(hx, params, options.hasBiases)
      return padded(direction, input, statesOf(hx), parameters, options, given[5])
    },
  })
  op(`${name}.data(Tensor data, Tensor batch_sizes, ${state} hx, Tensor[] params, ${rest}) -> any`, {
    doc,
    example: [packedSample(name, stateText, gates), output],
    variants: 'function',
    forward: (data: Tensor, sizes: Tensor, hx: State, params: Tensor[], ...given: OptionArguments) => {
      const options = optionsOf(...given)
      const parameters = parametersOf(hx, params, options.hasBiases)
      return packed(direction, data, sizes, statesOf(hx), parameters, options)
    },
  })
}

/** A network whose state is one tensor. */
const plain = {
  state: 'Tensor',
  stateText: zero,
  statesOf: (hx: Tensor) => [hx],
  parametersOf: (_hx: Tensor, params: readonly Tensor[], hasBiases: boolean) =>
    grouped(params, hasBiases, false),
}

family('gru', {
  ...plain,
  doc: 'Gated recurrent units over a batch of sequences, in layers.',
  direction: gruDirection,
  gates: 3,
  output: 'tensor([0.1745, 0.2880])',
})
family('rnn_tanh', {
  ...plain,
  doc: 'A recurrent network with the hyperbolic tangent, in layers.',
  direction: rnnDirection(false),
  gates: 1,
  output: 'tensor([0.4621, 0.5480])',
})
family('rnn_relu', {
  ...plain,
  doc: 'A recurrent network with `relu`, in layers.',
  direction: rnnDirection(true),
  gates: 1,
  output: 'tensor([0.5000, 0.6250])',
})
family('lstm', {
  doc: 'Long short-term memory over a batch of sequences, in layers.',
  direction: lstmDirection,
  gates: 4,
  state: 'Tensor[]',
  stateText: `[${zero}, ${zero}]`,
  output: 'tensor([0.1743, 0.2901])',
  statesOf: (hx: Tensor[]) => hx,
  parametersOf: (hx, params, hasBiases) => {
    check(hx.length === 2, () => 'lstm expects two hidden states')
    return grouped(params, hasBiases, hx[0].sizes[2] !== hx[1].sizes[2])
  },
})
