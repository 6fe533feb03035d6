// What is said of an answer that is not what was asked for, and what is taken for the same.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn } from '../../src/index.js'
import { aspectDifference, difference } from '../../src/learn/compare.js'
import { factsOf } from '../../src/learn/describe.js'
import { isPredicted, isSameCode, isSameText, namedError } from '../../src/learn/predict.js'

const { tensor } = torch
const differ = (given: unknown, wanted: unknown): string | null =>
  difference(factsOf(given), factsOf(wanted))?.en ?? null

const same: [given: unknown, wanted: unknown][] = [
  [tensor([1, 2]), tensor([1, 2])],
  [tensor([0.1]).add(0.2), tensor([0.3])],
  [tensor([NaN, Infinity]), tensor([NaN, Infinity])],
  [torch.zeros(0, 3), torch.zeros(0, 3)],
  [2, 2n],
  [2, new torch.Float(2)],
  [0.1 + 0.2, 0.3],
  [[2, 3], torch.ones(2, 3).shape],
  [
    [tensor([1]), [2]],
    [tensor([1]), [2]],
  ],
  [
    { a: 1, b: tensor([1]) },
    { b: tensor([1]), a: 1 },
  ],
  [true, true],
  [null, null],
  ['a', 'a'],
  [torch.float32, torch.float32],
]
for (const [given, wanted] of same)
  test(`${torch.repr(given)} is ${torch.repr(wanted)}`, () => assert.equal(differ(given, wanted), null))

const different: [given: unknown, wanted: unknown, words: string][] = [
  [
    tensor([1, 2, 3]),
    tensor([1, 2, 3], { dtype: torch.float32 }),
    'right values, but dtype int64; float32 was asked for',
  ],
  [tensor([1, 2]), tensor([1.5, 2.5]), 'dtype int64; float32 was asked for'],
  [torch.ones(4), torch.zeros(2, 2), 'shape (4,) instead of (2, 2)'],
  [torch.ones(4), torch.ones(2, 2), 'the values are right, but the shape is (4,) instead of (2, 2)'],
  [
    tensor([
      [1, 3],
      [4, 5],
    ]).float(),
    tensor([
      [1, 5],
      [4, 5],
    ]).float(),
    'the values differ at [0, 1]: 3. instead of 5.',
  ],
  [tensor(3), tensor(4), 'the value is 3 instead of 4'],
  [
    tensor([1.00001]).double(),
    tensor([1.00002]).double(),
    'the values differ at [0]: 1.0000100135803223 instead of 1.0000200271606445',
  ],
  [3, tensor(3), 'the number 3; a tensor was asked for'],
  [tensor(3), 3, 'a tensor; a plain number was asked for, as .item() gives it'],
  [4, 5, '4 instead of 5'],
  [[1], [1, 2], '1 entry instead of 2'],
  [
    [tensor([1]), tensor([2])],
    [tensor([1]), tensor([3])],
    'entry 1: the values differ at [0]: 2 instead of 3',
  ],
  [{ a: 1 }, { a: 2 }, 'a: 1 instead of 2'],
  [undefined, 5, 'no value; the number 5 was asked for'],
  [null, tensor([1]), 'None; a tensor was asked for'],
  [false, true, 'False; True was asked for'],
  [
    nn.Linear(2, 1),
    nn.Linear(3, 1),
    'the module is built otherwise:\nLinear(in_features=2, out_features=1, bias=True)',
  ],
]
for (const [given, wanted, words] of different)
  test(words, () => {
    assert.equal(differ(given, wanted), words)
    assert.match(difference(factsOf(given), factsOf(wanted))!.zh, /\p{Script=Han}/u)
  })

test('what a tensor is beside its values', () => {
  const w = torch.ones(2, { requires_grad: true })
  const facts = [w, w.mul(1), torch.ones(3).narrow(0, 0, 2), torch.ones(2)].map((value) => factsOf(value))
  const [leaf, made, view, plain] = facts
  assert.equal(aspectDifference(leaf, leaf, 'is_leaf'), null)
  assert.equal(
    aspectDifference(plain, leaf, 'requires_grad')?.en,
    'right values, but requires_grad is False; asked for: requires_grad is True',
  )
  assert.equal(aspectDifference(made, leaf, 'is_leaf')?.en, 'right values, but not a leaf; asked for: a leaf')
  assert.equal(aspectDifference(made, leaf, 'is_leaf')?.zh, '数值对了，但这是：非叶子结点；应当是：叶子结点')
  assert.match(aspectDifference(plain, view, 'is_view')!.en, /no view, with memory of its own/)
  assert.match(
    aspectDifference(plain, made, 'grad_fn')!.en,
    /grad_fn is None; asked for: grad_fn is MulBackward0$/,
  )
})

test('facts stay what they were when the value changes', () => {
  const x = tensor([1, 2])
  const facts = factsOf([x])
  x.add_(1)
  assert.equal(difference(facts, factsOf([tensor([1, 2])])), null)
})

test('predictions in any spelling', () => {
  const value = (result: unknown) => ({ kind: 'value' as const, value: result })
  const right: [given: unknown, result: unknown][] = [
    [[2, 3], torch.ones(2, 3).shape],
    [torch.ones(2, 3).shape, torch.ones(2, 3).shape],
    [3, torch.ones(3).shape],
    [0.333, 1 / 3],
    [4, tensor([4])],
    [4, tensor(4).float()],
    [[2, 4], tensor([2, 4]).float()],
    [[[1, 2]], tensor([[1, 2]])],
    [tensor([true, false]), tensor([true, false])],
    [[true, false], tensor([true, false])],
    [true, true],
    [
      [[2], [3]],
      [torch.ones(2).shape, torch.ones(3).shape],
    ],
  ]
  for (const [given, result] of right)
    assert.ok(isPredicted(given, value(result)), `${torch.repr(given)} for ${torch.repr(result)}`)
  const wrong: [given: unknown, result: unknown][] = [
    [[3, 2], torch.ones(2, 3).shape],
    [6, torch.ones(2, 3).shape],
    [0.3, 1 / 3],
    [[2, 4], tensor([[2, 4]])],
    [5, tensor([4])],
    [false, true],
    ['4', 4],
  ]
  for (const [given, result] of wrong)
    assert.ok(!isPredicted(given, value(result)), `${torch.repr(given)} for ${torch.repr(result)}`)
  assert.equal(isPredicted(4, { kind: 'error', error: new Error(''), line: undefined }), false)
  assert.equal(namedError(' RuntimeError '), 'RuntimeError')
  assert.equal(namedError('x.RuntimeError'), undefined)
  assert.ok(isSameText('float32', 'torch.float32') && !isSameText('', ''))
  assert.ok(isSameCode('torch.ones( 2,3 ).shape;', 'torch.ones(2, 3).shape'))
})
