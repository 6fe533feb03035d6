// Recurrent layers: `RNN`, `LSTM`, `GRU`. Follows torch/nn/modules/rnn.py.
import { RuntimeError, ValueError } from '../base/errors.js'
import { bind, required } from '../base/keywords.js'
import { type DType, float32 } from '../base/dtype.js'
import { Float, isScalar } from '../base/scalar.js'
import { sameSizes } from '../base/layout.js'
import { Tuple } from '../base/tuple.js'
import { warn } from '../base/warnings.js'
import { str } from '../text/repr.js'
import { checkRoom } from '../memory/allocate.js'
import { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { pythonicMethods, usedAs } from '../engine/python-call.js'
import { callable } from './callable.js'
import * as init from './init.js'
import { numberOfInt } from './layer.js'
import { type FactoryKeywords, newParameter } from './linear.js'
import { Module } from './module.js'
import { PackedSequence } from './packed-sequence.js'
import type { Parameter } from './parameter.js'

type Mode = 'LSTM' | 'GRU' | 'RNN_TANH' | 'RNN_RELU'
const gatesOf: Readonly<Record<Mode, number>> = { LSTM: 4, GRU: 3, RNN_TANH: 1, RNN_RELU: 1 }
const functionOf: Readonly<Record<Mode, string>> = {
  LSTM: 'lstm',
  GRU: 'gru',
  RNN_TANH: 'rnn_tanh',
  RNN_RELU: 'rnn_relu',
}

interface RecurrentKeywords extends FactoryKeywords {
  input_size?: number
  hidden_size?: number
  num_layers?: number
  bias?: boolean
  batch_first?: boolean
  dropout?: number | Float
  bidirectional?: boolean
  proj_size?: number
}
interface Nonlinear extends RecurrentKeywords {
  nonlinearity?: 'tanh' | 'relu'
}
type RecurrentArguments<K = RecurrentKeywords> =
  [input_size: number, hidden_size: number, num_layers?: number | K, ...unknown[]] | [K]

const pythonBool = (value: boolean): string => (value ? 'True' : 'False')
const tupleText = (sizes: readonly number[]): string => `(${sizes.join(', ')})`
/** The bound of the numbers that weights begin with. */
export const stepOf = (hidden: number): number => (hidden > 0 ? 1 / Math.sqrt(hidden) : 0)

// A copy of a module has its attributes and its class, but nothing that is private at run time: so there is none here.

/** What the three layers have: weights for each layer and direction, and the way through them. */
class RNNBaseClass extends Module {
  mode: Mode
  input_size: number
  hidden_size: number
  num_layers: number
  bias: boolean
  batch_first: boolean
  dropout: Float
  bidirectional: boolean
  proj_size: number

  constructor(mode: Mode, ...args: RecurrentArguments) {
    super()
    const options = bound(args)
    this.mode = mode
    this.input_size = numberOfInt(options.input_size)
    this.hidden_size = numberOfInt(options.hidden_size)
    this.num_layers = usedAs('int', options.num_layers) as number
    this.bias = options.bias
    this.batch_first = options.batch_first
    this.dropout = new Float(Number(options.dropout))
    this.bidirectional = options.bidirectional
    this.proj_size = options.proj_size
    this._check_options({ ...options, num_layers: this.num_layers, hidden_size: this.hidden_size })
    this._make_weights(options.dtype, options.device)
    this.reset_parameters()
  }

  _check_options({ dropout, num_layers, proj_size, hidden_size }: Required<RecurrentKeywords>): void {
    if (typeof dropout === 'boolean' || !isScalar(dropout) || !(Number(dropout) >= 0 && Number(dropout) <= 1))
      throw new ValueError(
        'dropout should be a number in range [0, 1] representing the probability of an element being zeroed',
      )
    if (Number(dropout) > 0 && num_layers === 1)
      warn(
        'dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater ' +
          `than 1, but got dropout=${str(dropout)} and num_layers=${num_layers}`,
      )
    // PyTorch 2's words; before, a list was empty later on.
    if (num_layers < 1) throw new ValueError('num_layers must be greater than zero')
    if (proj_size < 0)
      throw new ValueError('proj_size should be a positive integer or zero to disable projections')
    if (proj_size >= hidden_size) throw new ValueError('proj_size has to be smaller than hidden_size')
  }

  _make_weights(dtype: DType | null, device: unknown): void {
    const gates = gatesOf[this.mode] * this.hidden_size
    const width = this.proj_size > 0 ? this.proj_size : this.hidden_size
    const own = this as unknown as Record<string, Parameter>
    // A layer of few numbers has its objects, too.
    checkRoom(dtype ?? float32, [this.num_layers, Math.max(gates * (width + 1), 1024)])
    for (let layer = 0; layer < this.num_layers; layer++)
      for (const suffix of this.bidirectional ? ['', '_reverse'] : ['']) {
        const inputs = layer === 0 ? this.input_size : width * (this.bidirectional ? 2 : 1)
        const shapes: [string, number[]][] = [
          ['weight_ih', [gates, inputs]],
          ['weight_hh', [gates, width]],
        ]
        if (this.bias) shapes.push(['bias_ih', [gates]], ['bias_hh', [gates]])
        if (this.proj_size > 0) shapes.push(['weight_hr', [this.proj_size, this.hidden_size]])
        for (const [name, sizes] of shapes)
          own[`${name}_l${layer}${suffix}`] = newParameter(sizes, dtype, device)
      }
  }

  _weight_names(): string[][] {
    const kinds = ['weight_ih', 'weight_hh']
    if (this.bias) kinds.push('bias_ih', 'bias_hh')
    if (this.proj_size > 0) kinds.push('weight_hr')
    const suffixes = this.bidirectional ? ['', '_reverse'] : ['']
    return Array.from({ length: this.num_layers }, (_, layer) =>
      suffixes.map((suffix) => kinds.map((kind) => `${kind}_l${layer}${suffix}`)),
    ).flat()
  }

  /** All weights, by layer and direction. */
  get all_weights(): Parameter[][] {
    const own = this as unknown as Record<string, Parameter>
    return this._weight_names().map((names) => names.map((name) => own[name]))
  }
  get _flat_weights(): Parameter[] {
    return this.all_weights.flat()
  }
  override _derived_state(): Record<string, unknown> {
    const names = this._weight_names()
    return { _flat_weights_names: names.flat(), _all_weights: names, _flat_weights: this._flat_weights }
  }
  /** Weights already lie as they are used: nothing to do. */
  flatten_parameters(): void {}

  reset_parameters(): void {
    const step = stepOf(this.hidden_size)
    for (const weight of this.parameters()) init.uniform_(weight, -step, step)
  }

  _state_count(): number {
    return this.num_layers * (this.bidirectional ? 2 : 1)
  }
  _check_input(input: Tensor, isPacked: boolean): void {
    const rank = isPacked ? 2 : 3
    if (input.sizes.length !== rank)
      throw new RuntimeError(`input must have ${rank} dimensions, got ${input.sizes.length}`)
    const width = input.sizes[rank - 1]
    if (width !== this.input_size)
      throw new RuntimeError(
        `input.size(-1) must be equal to input_size. Expected ${this.input_size}, got ${width}`,
      )
  }
  _check_states(states: readonly Tensor[], batch: number): void {
    states.forEach((state, i) => {
      const width = i === 0 && this.proj_size > 0 ? this.proj_size : this.hidden_size
      const wanted = [this._state_count(), batch, width]
      if (sameSizes(state.sizes, wanted)) return
      const name = this.mode === 'LSTM' ? `hidden[${i}]` : 'hidden'
      throw new RuntimeError(`Expected ${name} size ${tupleText(wanted)}, got [${state.sizes.join(', ')}]`)
    })
  }

  /** The states to start from, in three dimensions; zeros where none are given. */
  _initial_states(
    hx: readonly Tensor[] | null,
    input: Tensor,
    batch: number,
    isBatched: boolean | null,
  ): Tensor[] {
    const isLstm = this.mode === 'LSTM'
    if (hx === null) {
      const like = { dtype: input.dtype, device: input.device }
      const widths = [this.proj_size > 0 ? this.proj_size : this.hidden_size]
      if (isLstm) widths.push(this.hidden_size)
      return widths.map((width) => call('zeros', [[this._state_count(), batch, width], like]) as Tensor)
    }
    for (const state of hx) usedAs('.dim', state)
    if (isBatched === null) return [...hx]
    const rank = isBatched ? 3 : 2
    if (hx.some((state) => state.sizes.length !== rank)) {
      const name = isLstm ? 'hx and cx' : 'hx'
      const ranks = hx.map((state) => `${state.sizes.length}-D`)
      const got = isLstm ? `(${ranks.join(', ')}) tensors` : `${ranks[0]} tensor`
      const kind = isBatched ? 'batched 3-D' : 'unbatched 2-D'
      throw new RuntimeError(`For ${kind} input, ${name} should also be ${rank}-D but got ${got}`)
    }
    return isBatched ? [...hx] : hx.map((state) => state.unsqueeze(1))
  }

  /** The output, and the states after the last step. */
  protected through(
    given: Tensor | PackedSequence,
    hx: readonly Tensor[] | null,
  ): [Tensor | PackedSequence, Tensor[]] {
    const options = [this.bias, this.num_layers, this.dropout, this.training, this.bidirectional]
    const name = functionOf[this.mode]
    const states = (initial: readonly Tensor[]): unknown => (this.mode === 'LSTM' ? initial : initial[0])
    if (given instanceof PackedSequence) {
      const { data, batch_sizes, sorted_indices, unsorted_indices } = given
      const batch = Number(batch_sizes.select(0, 0).item())
      const ordered = (all: readonly Tensor[], order: Tensor | null): Tensor[] =>
        order === null ? [...all] : all.map((state) => state.index_select(1, order))
      const initial = ordered(
        this._initial_states(hx, data, batch, null),
        hx === null ? null : sorted_indices,
      )
      this._check_input(data, true)
      this._check_states(initial, batch)
      const [output, ...finals] = call(name, [
        data,
        batch_sizes,
        states(initial),
        this._flat_weights,
        ...options,
      ]) as Tensor[]
      return [
        new PackedSequence(output, batch_sizes, sorted_indices, unsorted_indices),
        ordered(finals, unsorted_indices),
      ]
    }
    const isBatched = (usedAs('.dim', given) as Tensor).sizes.length === 3
    const batchDim = this.batch_first ? 0 : 1
    const input = isBatched ? given : given.unsqueeze(batchDim)
    const batch = input.sizes[batchDim]
    const initial = this._initial_states(hx, input, batch, isBatched)
    this._check_input(input, false)
    this._check_states(initial, batch)
    const [output, ...finals] = call(name, [
      input,
      states(initial),
      this._flat_weights,
      ...options,
      this.batch_first,
    ]) as Tensor[]
    if (isBatched) return [output, finals]
    return [output.squeeze(batchDim), finals.map((state) => state.squeeze(1))]
  }

  override extra_repr(): string {
    let text = `${this.input_size}, ${this.hidden_size}`
    if (this.proj_size !== 0) text += `, proj_size=${this.proj_size}`
    if (this.num_layers !== 1) text += `, num_layers=${this.num_layers}`
    if (!this.bias) text += `, bias=${pythonBool(this.bias)}`
    if (this.batch_first) text += `, batch_first=${pythonBool(this.batch_first)}`
    if (Number(this.dropout) !== 0) text += `, dropout=${str(this.dropout)}`
    if (this.bidirectional) text += `, bidirectional=${pythonBool(this.bidirectional)}`
    return text
  }
}
/** Base of the recurrent layers. */
export const RNNBase = callable(RNNBaseClass, 'RNNBase')
export type RNNBase = RNNBaseClass

const defaults = {
  input_size: required,
  hidden_size: required,
  num_layers: 1,
  bias: true,
  batch_first: false,
  dropout: new Float(0),
  bidirectional: false,
  proj_size: 0,
  device: null,
  dtype: null,
} as const
function bound(args: readonly unknown[]): Required<RecurrentKeywords> {
  return bind<RecurrentKeywords>('RNNBase', args, defaults)
}

function withoutProjection(args: readonly unknown[]): void {
  const last = args.at(-1)
  if (typeof last === 'object' && last !== null && 'proj_size' in last)
    throw new ValueError('proj_size argument is only supported for LSTM, not RNN or GRU')
}

/** What `RNN` and `GRU` have: one state. */
class OneState extends RNNBaseClass {
  override forward(input: Tensor, hx?: Tensor | null): Tuple<Tensor>
  override forward(input: PackedSequence, hx?: Tensor | null): Tuple<PackedSequence | Tensor>
  override forward(input: Tensor | PackedSequence, hx: Tensor | null = null): Tuple {
    const [output, [state]] = this.through(input, hx === null ? null : [hx])
    return Tuple.of<unknown>(output, state)
  }
}

class RNNClass extends OneState {
  nonlinearity: 'tanh' | 'relu'
  constructor(...args: RecurrentArguments<Nonlinear>) {
    withoutProjection(args)
    const { nonlinearity, ...options } = bind<Nonlinear>('RNNBase', args, {
      ...defaults,
      nonlinearity: 'tanh',
    })
    if (nonlinearity !== 'tanh' && nonlinearity !== 'relu')
      throw new ValueError(`Unknown nonlinearity '${String(nonlinearity)}'`)
    super(nonlinearity === 'tanh' ? 'RNN_TANH' : 'RNN_RELU', options)
    this.nonlinearity = nonlinearity
  }
}
/**
 * A recurrent network (Elman): each step's state is the hyperbolic tangent of a linear map of the input and of the last
 * state.
 *
 * @example
 * const [output, h_n] = nn.RNN(3, 5)(torch.zeros(4, 2, 3))
 * [output.shape, h_n.shape] // [torch.Size([4, 2, 5]), torch.Size([1, 2, 5])]
 */
export const RNN = callable(RNNClass, 'RNN')
export type RNN = RNNClass

class GRUClass extends OneState {
  constructor(...args: RecurrentArguments) {
    withoutProjection(args)
    super('GRU', ...args)
  }
}
/**
 * Gated recurrent units (Cho et al., 2014): gates decide how much of the state is replaced.
 *
 * @example
 * nn.GRU(3, 5)(torch.zeros(4, 2, 3))[0].shape // torch.Size([4, 2, 5])
 */
export const GRU = callable(GRUClass, 'GRU')
export type GRU = GRUClass

/** The two states of an LSTM as they are given. */
export type StatePair = readonly Tensor[] | Tensor

class LSTMClass extends RNNBaseClass {
  constructor(...args: RecurrentArguments) {
    super('LSTM', ...args)
  }
  override forward(input: Tensor, hx?: StatePair | null): Tuple<any>
  override forward(input: PackedSequence, hx?: StatePair | null): Tuple<any>
  override forward(input: Tensor | PackedSequence, hx: StatePair | null = null): Tuple<any> {
    const [output, states] = this.through(input, hx === null ? null : pairOf(hx))
    return Tuple.of<unknown>(output, Tuple.from(states))
  }
}
/**
 * Long short-term memory (Hochreiter & Schmidhuber, 1997): a state that gates let in, keep and let out.
 *
 * @example
 * const [output, [h_n, c_n]] = nn.LSTM(3, 5)(torch.zeros(4, 2, 3))
 * [output.shape, c_n.shape] // [torch.Size([4, 2, 5]), torch.Size([1, 2, 5])]
 */
export const LSTM = callable(LSTMClass, 'LSTM')
export type LSTM = LSTMClass

/** The hidden state and the cells, as `hx[0]` and `hx[1]` read them. */
export const pairOf = (hx: StatePair): Tensor[] =>
  hx instanceof Tensor ? [hx.index(0), hx.index(1)] : [hx[0], hx[1]]

for (const [Class, name] of [
  [RNNClass, 'RNN'],
  [GRUClass, 'GRU'],
  [LSTMClass, 'LSTM'],
] as const)
  pythonicMethods(Class.prototype, name, ['forward(self, input, hx = None)'])
