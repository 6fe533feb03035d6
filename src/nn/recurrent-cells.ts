// Single steps of the recurrent layers: `RNNCell`, `LSTMCell`, `GRUCell`. Follows torch/nn/modules/rnn.py.
import { AssertionError, RuntimeError } from '../base/errors.js'
import { bind, required } from '../base/keywords.js'
import { Tuple } from '../base/tuple.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { pythonicMethods, usedAs } from '../engine/python-call.js'
import { callable } from './callable.js'
import * as init from './init.js'
import { type FactoryKeywords, newParameter } from './linear.js'
import { Module } from './module.js'
import type { Parameter } from './parameter.js'
import { pairOf, type StatePair, stepOf } from './recurrent.js'

interface CellKeywords extends FactoryKeywords {
  input_size?: number
  hidden_size?: number
  bias?: boolean
  nonlinearity?: 'tanh' | 'relu'
}
type CellArguments =
  [input_size: number, hidden_size: number, bias?: boolean | CellKeywords, ...unknown[]] | [CellKeywords]

class RNNCellBaseClass extends Module {
  input_size: number
  hidden_size: number
  bias: boolean
  weight_ih: Parameter
  weight_hh: Parameter
  declare bias_ih: Parameter
  declare bias_hh: Parameter
  constructor(options: Required<CellKeywords>, gates: number) {
    super()
    const { input_size, hidden_size, bias, dtype, device } = options
    this.input_size = input_size
    this.hidden_size = hidden_size
    this.bias = bias
    this.weight_ih = newParameter([gates * hidden_size, input_size], dtype, device)
    this.weight_hh = newParameter([gates * hidden_size, hidden_size], dtype, device)
    for (const name of ['bias_ih', 'bias_hh'] as const)
      if (bias) this[name] = newParameter([gates * hidden_size], dtype, device)
      else this.register_parameter(name, null)
    this.reset_parameters()
  }
  reset_parameters(): void {
    const step = stepOf(this.hidden_size)
    for (const weight of this.parameters()) init.uniform_(weight, -step, step)
  }
  /** The states after one step; of an input without a batch, too. */
  protected step(name: string, input: Tensor, hx: readonly Tensor[] | null, count: number): Tensor[] {
    const rank = (usedAs('.dim', input) as Tensor).sizes.length
    for (const state of hx ?? []) usedAs('.unsqueeze', state)
    if (rank !== 1 && rank !== 2)
      throw new AssertionError(
        `${this._get_name()}: Expected input to be 1-D or 2-D but received ${rank}-D tensor`,
      )
    const isBatched = rank === 2
    const x = isBatched ? input : input.unsqueeze(0)
    const zeros = (): Tensor =>
      call('zeros', [[x.sizes[0], this.hidden_size], { dtype: x.dtype, device: x.device }]) as Tensor
    const states =
      hx === null
        ? Array.from({ length: count }, zeros)
        : hx.map((state) => (isBatched ? state : state.unsqueeze(0)))
    const weights = [this.weight_ih, this.weight_hh, this.bias_ih, this.bias_hh]
    const result = call(name, [x, count === 1 ? states[0] : states, ...weights]) as Tensor | Tensor[]
    const all = Array.isArray(result) ? result : [result]
    return isBatched ? all : all.map((state) => state.squeeze(0))
  }
  override extra_repr(): string {
    const { nonlinearity } = this as { nonlinearity?: string }
    const text = `${this.input_size}, ${this.hidden_size}${this.bias ? '' : ', bias=False'}`
    return nonlinearity === undefined || nonlinearity === 'tanh'
      ? text
      : `${text}, nonlinearity=${nonlinearity}`
  }
}
/** Base of the single steps. */
export const RNNCellBase = RNNCellBaseClass
export type RNNCellBase = RNNCellBaseClass

const cellOptions = (name: string, args: readonly unknown[]): Required<CellKeywords> =>
  bind<CellKeywords>(name, args, {
    input_size: required,
    hidden_size: required,
    bias: true,
    device: null,
    dtype: null,
  } as never)

class RNNCellClass extends RNNCellBaseClass {
  nonlinearity: 'tanh' | 'relu'
  constructor(...args: CellArguments) {
    const options = bind<CellKeywords>('RNNCell', args, {
      input_size: required,
      hidden_size: required,
      bias: true,
      nonlinearity: 'tanh',
      device: null,
      dtype: null,
    })
    super(options, 1)
    this.nonlinearity = options.nonlinearity
  }
  override forward(input: Tensor, hx: Tensor | null = null): Tensor {
    if (this.nonlinearity !== 'tanh' && this.nonlinearity !== 'relu')
      throw new RuntimeError(`Unknown nonlinearity: ${String(this.nonlinearity)}`)
    return this.step(`rnn_${this.nonlinearity}_cell`, input, hx === null ? null : [hx], 1)[0]
  }
}
/**
 * One step of an `RNN`.
 *
 * @example
 * nn.RNNCell(3, 5)(torch.zeros(2, 3)).shape // torch.Size([2, 5])
 */
export const RNNCell = callable(RNNCellClass, 'RNNCell')
export type RNNCell = RNNCellClass

class GRUCellClass extends RNNCellBaseClass {
  constructor(...args: CellArguments) {
    super(cellOptions('GRUCell', args), 3)
  }
  override forward(input: Tensor, hx: Tensor | null = null): Tensor {
    return this.step('gru_cell', input, hx === null ? null : [hx], 1)[0]
  }
}
/**
 * One step of a `GRU`.
 *
 * @example
 * nn.GRUCell(3, 5)(torch.zeros(2, 3)).shape // torch.Size([2, 5])
 */
export const GRUCell = callable(GRUCellClass, 'GRUCell')
export type GRUCell = GRUCellClass

class LSTMCellClass extends RNNCellBaseClass {
  constructor(...args: CellArguments) {
    super(cellOptions('LSTMCell', args), 4)
  }
  override forward(input: Tensor, hx: StatePair | null = null): Tuple<Tensor> {
    return Tuple.from(this.step('lstm_cell', input, hx === null ? null : pairOf(hx), 2))
  }
}
/**
 * One step of an `LSTM`.
 *
 * @example
 * nn.LSTMCell(3, 5)(torch.zeros(2, 3))[1].shape // torch.Size([2, 5])
 */
export const LSTMCell = callable(LSTMCellClass, 'LSTMCell')
export type LSTMCell = LSTMCellClass

for (const [Class, name] of [
  [RNNCellClass, 'RNNCell'],
  [GRUCellClass, 'GRUCell'],
  [LSTMCellClass, 'LSTMCell'],
] as const)
  pythonicMethods(Class.prototype, name, ['forward(self, input, hx = None)'])
