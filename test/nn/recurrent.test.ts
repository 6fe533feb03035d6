// Recurrent layers, tables of vectors and packed sequences, as PyTorch 1.13 answered.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'
import * as rnn from '../../src/nn/packed-sequence.js'

const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)
const sumOf = (x: Tensor | null): number => Number(x!.double().abs().sum().item())
const near = (x: number, wanted: number): void =>
  assert.ok(Math.abs(x - wanted) < 1e-5 * (1 + Math.abs(wanted)), `${x}, wanted ${wanted}`)

/** Sums of what comes out, of the last states, and of the gradients by the input and by all weights. */
type Sums = [output: number, states: number, input: number, weights: number]

const statesIn = (last: unknown): Tensor[] => (Array.isArray(last) ? last : [last]) as Tensor[]
const lossOf = (output: Tensor, states: Tensor[]): Tensor =>
  states.reduce((loss, state) => loss.add(state.pow(2).sum()), output.sin().sum())

function compare(module: nn.Module, output: Tensor, states: Tensor[], x: Tensor, wanted: Sums): void {
  lossOf(output, states).backward()
  const sums = [sumOf(output), states.reduce((sum, state) => sum + sumOf(state), 0), sumOf(x.grad)]
  sums.push([...module.parameters()].reduce((sum, weight) => sum + sumOf(weight.grad), 0))
  sums.forEach((sum, i) => near(sum, wanted[i]!))
}

const layers: [make: () => nn.Module, wanted: Sums][] = [
  [
    () => nn.LSTM(3, 5, 2, { bidirectional: true }),
    [5.688715967226017, 17.293733128812164, 5.4347580298781395, 179.37916349420266],
  ],
  [
    () => nn.LSTM(3, 5, 2, { batch_first: true, dropout: 0.5, proj_size: 2 }),
    [1.164117705076933, 12.974309116601944, 4.376682870090008, 67.80739159517907],
  ],
  [
    () => nn.GRU(3, 5, 2, { bidirectional: true, batch_first: true }),
    [12.127581479027867, 15.709564313292503, 4.7443625666201115, 233.66885529826686],
  ],
  [
    () => nn.RNN(3, 5, { nonlinearity: 'relu', bias: false }),
    [5.675636123865843, 1.2123495191335678, 8.12702064216137, 39.790452465415],
  ],
  [
    () => nn.RNN(3, 5, 3, true, false, 0.25),
    [14.444051505532116, 11.764658641070127, 5.2201813496649265, 209.90275294706225],
  ],
]

test('layers, forward and back', () => {
  for (const [make, wanted] of layers) {
    torch.manual_seed(0)
    const module = make()
    const x = torch.randn(4, 2, 3, { requires_grad: true })
    const [output, last] = module(x)
    compare(module, output, statesIn(last), x, wanted)
  }
})

const overPacked: [make: () => nn.Module, wanted: Sums][] = [
  [
    () => nn.LSTM(2, 3, 2, { bidirectional: true }),
    [6.25944159924984, 15.819602023810148, 1.6525721866637468, 66.1367764116876],
  ],
  [
    () => nn.LSTM(2, 3, { proj_size: 2 }),
    [1.0480626448988914, 2.627495212946087, 2.400376467499882, 21.61131890726392],
  ],
  [() => nn.GRU(2, 3), [3.6322479345835745, 1.1604811982251704, 3.5154649019241333, 44.89540743594989]],
  [
    () => nn.RNN(2, 3, { bidirectional: true }),
    [17.974626212846488, 7.599651284050196, 5.74474111199379, 88.44627973437309],
  ],
]

test('sequences of several lengths, forward and back', () => {
  for (const [make, wanted] of overPacked) {
    torch.manual_seed(0)
    const module = make()
    const x = torch.randn(4, 3, 2, { requires_grad: true })
    const packed = rnn.pack_padded_sequence(x, [2, 4, 1], { enforce_sorted: false })
    const [output, last] = module(packed)
    compare(module, rnn.pad_packed_sequence(output)[0]!, statesIn(last), x, wanted)
  }
})

test('a layer is its cell, step by step', () => {
  const pairs = [
    [nn.LSTM(3, 4), nn.LSTMCell(3, 4)],
    [nn.GRU(3, 4), nn.GRUCell(3, 4)],
    [nn.RNN(3, 4), nn.RNNCell(3, 4)],
  ] as [nn.Module, nn.Module][]
  for (const [layer, cell] of pairs) {
    const weights = [...layer.parameters()]
    torch.no_grad(() => [...cell.parameters()].forEach((weight, i) => weight.copy_(weights[i]!)))
    const x = torch.randn(5, 2, 3)
    let state: unknown = null
    for (const step of x) state = cell(step, state)
    const [, last] = layer(x)
    statesIn(last).forEach((all, i) =>
      assert.ok(torch.allclose(all.index(0), statesIn(state)[i]!, 1e-4, 1e-6)),
    )
  }
})

test('reprs and keys', () => {
  shows(
    nn.GRU(3, 5, 2, false, true, 0.5, true),
    'GRU(3, 5, num_layers=2, bias=False, batch_first=True, dropout=0.5, bidirectional=True)',
  )
  shows(nn.LSTM(3, 5, { num_layers: 2, proj_size: 2 }), 'LSTM(3, 5, proj_size=2, num_layers=2)')
  shows(nn.RNN(3, 5, { nonlinearity: 'relu' }), 'RNN(3, 5)')
  shows(nn.RNNCell(3, 5, false, 'relu'), 'RNNCell(3, 5, bias=False, nonlinearity=relu)')
  shows(
    nn.Embedding(3, 4, 1, { scale_grad_by_freq: true }),
    'Embedding(3, 4, padding_idx=1, scale_grad_by_freq=True)',
  )
  shows(nn.EmbeddingBag(3, 4, { padding_idx: 1, mode: 'max' }), 'EmbeddingBag(3, 4, mode=max, padding_idx=1)')
  const keys = [...nn.LSTM(3, 5, { bidirectional: true, proj_size: 2, bias: false }).state_dict().keys()]
  assert.deepEqual(
    keys,
    ['ih', 'hh', 'hr']
      .map((name) => `weight_${name}_l0`)
      .concat(['ih', 'hh', 'hr'].map((name) => `weight_${name}_l0_reverse`)),
  )
  assert.deepEqual([...nn.GRUCell(3, 5, false).state_dict().keys()], ['weight_ih', 'weight_hh'])
})

test('packing', () => {
  const x = torch.arange(12).view(3, 4)
  shows(
    rnn.pack_padded_sequence(x, [1, 2, 3, 1], { enforce_sorted: false }),
    'PackedSequence(data=tensor([ 2,  1,  0,  3,  6,  5, 10]), batch_sizes=tensor([4, 2, 1]), ' +
      'sorted_indices=tensor([2, 1, 0, 3]), unsorted_indices=tensor([2, 1, 0, 3]))',
  )
  const packed = rnn.pack_sequence([torch.tensor([1, 2, 3]), torch.tensor([4]), torch.tensor([5, 6])], false)
  shows(rnn.unpack_sequence(packed), '[tensor([1, 2, 3]), tensor([4]), tensor([5, 6])]')
  shows(
    rnn.pad_packed_sequence(packed, { batch_first: true, padding_value: -1, total_length: 4 }),
    '(tensor([[ 1,  2,  3, -1],\n        [ 4, -1, -1, -1],\n        [ 5,  6, -1, -1]]), tensor([3, 1, 2]))',
  )
  assert.throws(
    () => rnn.pack_padded_sequence(x, [3, 2, 2]),
    /Expected `len\(lengths\)` to be equal to batch_size, but got 3/,
  )
  assert.throws(
    () => rnn.pack_padded_sequence(x, [1, 2, 2, 1]),
    /`lengths` array must be sorted in decreasing order/,
  )
  assert.throws(
    () => rnn.pack_padded_sequence(x, [3, 2, 2, 0]),
    /Length of all samples has to be greater than 0/,
  )
})

const refusals: [run: () => unknown, message: string][] = [
  [() => nn.RNN(3, 5)(torch.ones(2)), 'input must have 3 dimensions, got 2'],
  [() => nn.RNN(3, 5)(torch.ones(2, 2, 4)), 'input.size(-1) must be equal to input_size. Expected 3, got 4'],
  [() => nn.RNN(3, 5)(torch.ones(0, 2, 3)), 'Expected sequence length to be larger than 0 in RNN'],
  [
    () => nn.GRU(3, 5)(torch.ones(2, 2, 3), torch.ones(1, 3, 5)),
    'Expected hidden size (1, 2, 5), got [1, 3, 5]',
  ],
  [
    () => nn.GRU(3, 5)(torch.ones(2, 3), torch.ones(1, 2, 5)),
    'For unbatched 2-D input, hx should also be 2-D but got 3-D tensor',
  ],
  [
    () => nn.LSTM(3, 5)(torch.ones(2, 2, 3), [torch.ones(1, 5), torch.ones(1, 5)]),
    'For batched 3-D input, hx and cx should also be 3-D but got (2-D, 2-D) tensors',
  ],
  [() => nn.LSTM(3, 5, { proj_size: 5 }), 'proj_size has to be smaller than hidden_size'],
  [() => nn.GRU(3, 5, { proj_size: 2 }), 'proj_size argument is only supported for LSTM, not RNN or GRU'],
  [() => nn.LSTMCell(3, 5)(torch.ones(2, 4)), 'input has inconsistent input_size: got 4 expected 3'],
  [
    () => nn.GRUCell(3, 5)(torch.ones(2, 3), torch.ones(3, 5)),
    "Input batch size 2 doesn't match hidden0 batch size 3",
  ],
  [() => nn.Embedding(3, 4, 5), 'Padding_idx must be within num_embeddings'],
  [() => nn.Embedding(3, 4)(torch.tensor([3])), 'index out of range in self'],
]

test('refusals', () => {
  for (const [run, message] of refusals) assert.throws(run, { message })
})

test('tables of vectors', () => {
  torch.manual_seed(0)
  const table = nn.Embedding(3, 2, 1)
  shows(
    table.weight.data,
    'tensor([[ 1.5410, -0.2934],\n        [ 0.0000,  0.0000],\n        [-1.0845, -1.3986]])',
  )
  table(torch.tensor([0, 1, 0]))
    .sum()
    .backward()
  shows(table.weight.grad, 'tensor([[2., 2.],\n        [0., 0.],\n        [0., 0.]])')
  const fixed = nn.Embedding.from_pretrained(torch.eye(3), { max_norm: 0.5 })
  assert.equal(fixed.weight.requires_grad, false)
  shows(fixed(torch.tensor([1])), 'tensor([[0.0000, 0.5000, 0.0000]])')
  shows(
    nn.EmbeddingBag.from_pretrained(torch.eye(3))(torch.tensor([[0, 1]])),
    'tensor([[0.5000, 0.5000, 0.0000]])',
  )
})

test('complex states that are projected', () => {
  const lstm = nn.LSTM(2, 3, { proj_size: 2, dtype: torch.complex64 })
  torch.no_grad(() => {
    for (const weight of lstm.parameters())
      weight.copy_(
        torch
          .arange(1, weight.numel() + 1)
          .reshape([...weight.shape])
          .div(20)
          .mul(new torch.Complex(1, -0.5)),
      )
  })
  const x = torch.arange(new torch.Float(4)).reshape(2, 2).mul(new torch.Complex(0.25, 0.5)).requires_grad_()
  const [output, [, cells]] = lstm(x) as [Tensor, Tensor[]]
  const expect = (tensor: Tensor, wanted: [number, number][]): void => {
    const parts = torch.view_as_real(tensor).flatten().tolist() as number[]
    wanted.flat().forEach((value, i) => near(parts[i], value))
  }
  expect(output.detach(), [
    [0.11321580410003662, -0.0655038058757782],
    [0.2760462462902069, -0.1599898785352707],
    [0.2447846233844757, -0.11289244890213013],
    [0.6027286052703857, -0.27736926078796387],
  ])
  expect(cells.detach(), [[0.9234660267829895, 0.027498885989189148]])
  output.abs().sum().backward()
  expect(x.grad!, [
    [0.27413755655288696, 0.10237400233745575],
    [0.29977214336395264, 0.11339576542377472],
  ])
})
