// Single steps of recurrent networks: `lstm_cell`, `gru_cell` and their like. Follows ATen/native/RNN.cpp.
import { check } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

const linear = (x: Tensor, weight: Tensor, bias: Tensor | null): Tensor =>
  call('nn.functional.linear', [x, weight, bias]) as Tensor

function checkCell(input: Tensor, hidden: readonly Tensor[], ih: Tensor, hh: Tensor): void {
  check(
    input.sizes[1] === ih.sizes[1],
    () => `input has inconsistent input_size: got ${input.sizes[1]} expected ${ih.sizes[1]}`,
  )
  for (const state of hidden) checkState(input, state, hh.sizes[1])
}

/** PyTorch numbers states by layer, and a cell has one. */
function checkState(input: Tensor, hidden: Tensor, width: number): void {
  check(
    input.sizes[0] === hidden.sizes[0],
    () => `Input batch size ${input.sizes[0]} doesn't match hidden0 batch size ${hidden.sizes[0]}`,
  )
  check(
    hidden.sizes[1] === width,
    () => `hidden0 has inconsistent hidden_size: got ${hidden.sizes[1]}, expected ${width}`,
  )
}

type CellArguments<State> = [
  input: Tensor,
  hx: State,
  ih: Tensor,
  hh: Tensor,
  biasIh: Tensor | null,
  biasHh: Tensor | null,
]
const cellParams = 'Tensor w_ih, Tensor w_hh, Tensor? b_ih=None, Tensor? b_hh=None'

/** The new state and the new cell; where states are projected, the cell is wider than they. */
export function lstmStep(
  ...[input, [h, c], ih, hh, biasIh, biasHh]: CellArguments<readonly Tensor[]>
): Tensor[] {
  const sums = linear(h, hh, biasHh).add(linear(input, ih, biasIh))
  const [i, f, g, o] = call('chunk', [sums, 4, 1]) as Tensor[]
  const cell = f.sigmoid().mul(c).add(i.sigmoid().mul(g.tanh()))
  return [o.sigmoid().mul(cell.tanh()), cell]
}

op(`lstm_cell(Tensor input, Tensor[] hx, ${cellParams}) -> any`, {
  doc: 'One step of an LSTM: its new hidden state and its new cell.',
  example: [
    'const w = [torch.full([4, 1], 0.5), torch.full([4, 1], 0.25)]\n' +
      'torch.lstm_cell(torch.ones(1, 1), [torch.zeros(1, 1), torch.zeros(1, 1)], ...w)[0]',
    'tensor([[0.1743]])',
  ],
  variants: 'function',
  forward: (...[input, hx, ih, hh, biasIh, biasHh]: CellArguments<Tensor[]>) => {
    check(hx.length === 2, () => 'lstm_cell expects two hidden states')
    checkCell(input, hx, ih, hh)
    return Tuple.from(lstmStep(input, hx, ih, hh, biasIh, biasHh))
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
  forward: (...[input, hx, ih, hh, biasIh, biasHh]: CellArguments<Tensor>) => {
    checkCell(input, [hx], ih, hh)
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
    forward: (...[input, hx, ih, hh, biasIh, biasHh]: CellArguments<Tensor>) => {
      checkCell(input, [hx], ih, hh)
      const sum = linear(hx, hh, biasHh).add(linear(input, ih, biasIh))
      return name === 'tanh' ? sum.tanh() : sum.relu()
    },
  })
}
plainCell('tanh', 'One step of a recurrent network with the hyperbolic tangent.', 'tensor([[0.4621]])')
plainCell('relu', 'One step of a recurrent network with `relu`.', 'tensor([[0.5000]])')
