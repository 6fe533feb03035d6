// Python's functions for objects and iterators, and what Python answers to them.
import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { show } from '../../src/repl/show.js'
import { answerTo } from './answers.js'

const answer = async (entries: readonly string[]): Promise<string> =>
  (await answerTo(entries, show)).replace(/0x[0-9a-f]+/g, '0x…')

const cases: [string[], string][] = [
  [['next(iter([5, 6]))'], '5'],
  [['next(iter([]), 5)'], '5'],
  [['next(iter([]))'], 'StopIteration'],
  [['next([1])'], "TypeError: 'list' object is not an iterator"],
  [['iter(5)'], "TypeError: 'int' object is not iterable"],
  [['iter([1])'], '<list_iterator object at 0x…>'],
  [['iter(torch.ones(2))'], '<tuple_iterator object at 0x…>'],
  [['iter(torch.tensor(1))'], 'TypeError: iteration over a 0-d tensor'],
  [['m = nn.Linear(2, 1)', 'next(m.parameters()).shape'], 'torch.Size([1, 2])'],
  [["hasattr(torch, 'ones'), hasattr(torch, 'nope')"], '(True, False)'],
  [["getattr(torch.ones(2), 'shape')"], 'torch.Size([2])'],
  [["getattr(torch.ones(2), 'sum')()"], 'tensor(2.)'],
  [["getattr(torch, 'nope', 3)"], '3'],
  [["getattr(torch, 'nope')"], "AttributeError: module 'torch' has no attribute 'nope'"],
  [["getattr(1, 'a')"], "AttributeError: 'int' object has no attribute 'a'"],
  [["setattr(1, 'a', 2)"], "AttributeError: 'int' object has no attribute 'a'"],
  [['m = nn.ReLU()', "setattr(m, 'size', 3)", 'm.size'], '3'],
  [['list(reversed([1, 2]))'], '[2, 1]'],
  [['reversed(torch.tensor([1, 2]))'], 'tensor([2, 1])'],
  [['reversed(3)'], "TypeError: 'int' object is not reversible"],
  [['list(map((a, b) => a + b, [1, 2], [3, 4]))'], '[4, 6]'],
  [['map(int, [1])'], '<map object at 0x…>'],
  [['map(int)'], 'TypeError: map() must have at least two arguments.'],
  [['list(filter(None, [0, 1, 2]))'], '[1, 2]'],
  [['divmod(7, 2), divmod(-7, 2), divmod(7.5, 2)'], '((3, 1), (-4, 1), (3.0, 1.5))'],
  [['divmod(1, 0)'], 'ZeroDivisionError: integer division or modulo by zero'],
  [['divmod(torch.tensor(7), 2)'], "TypeError: unsupported operand type(s) for divmod(): 'Tensor' and 'int'"],
  [['dict(a=1)'], "{'a': 1}"],
  [['dict([(1, 2)])'], '{1: 2}'],
  [['dict([1])'], 'TypeError: cannot convert dictionary update sequence element #0 to a sequence'],
  [["set(['a'])"], "{'a'}"],
  [['slice(1, 2), slice(3)'], '(slice(1, 2, None), slice(None, 3, None))'],
  [['callable(torch.ones), callable(nn.ReLU()), callable(1)'], '(True, True, False)'],
  [['import copy', 'l = [[1]]', 'c = copy.deepcopy(l)', 'l[0][0] = 5', 'c'], '[[1]]'],
  [['import copy', 'l = [[1]]', 'c = copy.copy(l)', 'l[0][0] = 5', 'c'], '[[5]]'],
  [['import copy', 'x = torch.ones(2)', 'y = copy.deepcopy(x)', 'x[0] = 5', 'y'], 'tensor([1., 1.])'],
  [
    ['from copy import deepcopy', 'deepcopy(torch.ones(2, requires_grad=True) * 2)'],
    'RuntimeError: Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment',
  ],
  [['const map = (f) => f', 'map(3)'], '3'],
  [["{'lr': 0.1, 'betas': (0.9, 0.999)}"], "{'lr': 0.1, 'betas': (0.9, 0.999)}"],
  [["[{'a': [1, {'b': None}]}]"], "[{'a': [1, {'b': None}]}]"],
  [["new Map([[1, 'a']])"], "{1: 'a'}"],
  [['new Set([1, 2])'], '{1, 2}'],
  [['x = torch.ones(2)', 'x.grad.zero_()'], "AttributeError: 'NoneType' object has no attribute 'zero_'"],
  [['x = torch.ones(2)', 'x.grad.data'], "AttributeError: 'NoneType' object has no attribute 'data'"],
  [['y = None', 'y.shape'], "AttributeError: 'NoneType' object has no attribute 'shape'"],
]

test(`${cases.length} lines`, async () => {
  for (const [entries, wanted] of cases) equal(await answer(entries), wanted, entries.join('; '))
})
