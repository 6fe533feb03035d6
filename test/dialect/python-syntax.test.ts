// Where Python's grammar and TypeScript's meet at the prompt, both sides: `//`, chains, truth, tuples of targets, `#`,
// None, imports. What PyTorch answers to lines that both languages share is in pytorch.json.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { goesOnAsCode } from '../../src/dialect/floor-division.js'
import { translateModule } from '../../src/dialect/translate.js'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'
import { transcript } from './transcript.js'

installGlobals()

const transcripts: Record<string, string> = {
  'a floor division or a comment': `
>>> x = 9; n = 4
>>> x // 2
4
>>> x //2
4
>>> x // 2 # half
4
>>> x // 2 // half
4
>>> x // n + 1
3
>>> x // note
9
>>> x // the result
9
>>> x // n is the count
9
>>> a = 5 // 3 apples
>>> a
5
>>> 7. // 2
3.0
>>> (x // 2) * 3, [x // 2, -x // 2], torch.ones(4)[x // 4:]
(12, [4, -5], tensor([1., 1.]))
>>> 'http://a.b/c'
'http://a.b/c'
>>> x
... // 2
9
>>> // 2
>>> function half(v, by) {
...   // by halves
...   return v // by // not the comment
... }
>>> half(9, 2)
4
>>> const o = { a: 1 } // o
>>> o // of one thing
{'a': 1}
>>> if (x // 2 > 3) 'more' // than three
'more'
>>> for (let i = 0; i < x // 4; i++) { x -= 1 } // x
7
>>> f'{x // 2}' + \`\${x // 2}\`
'33'
>>> let k: number // 5
>>> 7n // 2n, -7n // 2n
(3, -4)
>>> x // 0
ZeroDivisionError: integer division or modulo by zero
>>> y = x // 2)
SyntaxError: unmatched ')'
>>> y = x // 2 +
incomplete
>>> x // 2 if x else 3
3
>>> arr = np.array([7, -7]); arr // 2
array([ 3, -4])`,
  'chains of plain values': `
>>> 0 < 3 < 2, 3 > 2 > 1, 1 < 2 < 3, 5 >= 5 >= 6
(False, True, True, False)
>>> 3 == 3 == 3, 'a' < 'b' < 'c', 1n < 2 < 2
(True, True, False)
>>> 1 < 2 == true, 1 < 2 == 3 < 4, 1 < 2 === true, true == false == false
(True, True, True, True)
>>> 5 & 1 == 1, (5 & 1) == 1
(1, True)
>>> calls = 0; one = () => { calls += 1; return 1 }
>>> 3 < one() < one()
False
>>> calls
1
>>> function between(a, b, c) { return a < b <= c }
>>> [between(0, 3, 2), between(0, 2, 2), between(0, torch.tensor(1), 2)]
[False, True, tensor(True)]
>>> !'a' in { a: 1 }, !([] instanceof Array), ![] instanceof Array
(False, False, False)`,
  'truth in every condition': `
>>> zero = torch.tensor(0); two = torch.ones(2); steps = 0
>>> zero ? 1 : 2
2
>>> !zero && !!torch.tensor(3.)
True
>>> if (two) 'never'
RuntimeError: Boolean value of Tensor with more than one value is ambiguous
>>> if ({ t: two }.t) 'never'
RuntimeError: Boolean value of Tensor with more than one value is ambiguous
>>> [two][0] ? 1 : 2
RuntimeError: Boolean value of Tensor with more than one value is ambiguous
>>> two && 3
RuntimeError: Boolean value of Tensor with more than one value is ambiguous
>>> if (torch.ones(0)) 'never'
RuntimeError: Boolean value of Tensor with no values is ambiguous
>>> c = torch.tensor(2); while (c) { c -= 1; steps += 1 }
2
>>> for (c = torch.tensor(3); c; c -= 1) steps += 1
5
>>> do { c += 1 } while (c - 2)
tensor(2)
>>> zero || 'other', zero && 'other', zero ?? 'other'
('other', tensor(0), tensor(0))
>>> zero ||= 7; zero
7
>>> const o = { t: torch.tensor(1) }; o.t &&= 5; o.t
5
>>> ((a) => (a && 1) || 2)(torch.tensor(0))
2
>>> if (torch.tensor(1).shape) 'never'; else 'no dimensions'
'no dimensions'
>>> [[] ? 1 : 0, {} ? 1 : 0, '' ? 1 : 0]
[1, 1, 0]
>>> np.array([0]) ? 1 : 2
2`,
  'places that are several': `
>>> x = torch.arange(3.)
>>> [x[0], x[2]] = [9, 8]; x
tensor([9., 1., 8.])
>>> for (x[1] of [4, 5]) 0
0
>>> x
tensor([9., 5., 8.])
>>> ({ a: x[0] } = { a: 3 }); x[0]
tensor(3.)
>>> x[0]++
TypeError: a tensor is not a JavaScript number: use its methods, a.add(b) or a.lt(b), or take the number out with a.item()
>>> xs = [1, 2, 3]; [xs[0], xs[2]] = [xs[2], xs[0]]; xs[1]++; xs
[3, 3, 1]
>>> function turn(a) { for (let i = 0; i < 2; i++) [a[i], a[i + 1]] = [a[i + 1], a[i]]; return a }
>>> turn([1, 2, 3])
[2, 3, 1]
>>> m = {}; m.a, m.b = 1, 2
>>> m
{'a': 1, 'b': 2}
>>> a, *b, c = 'hello'
>>> [a, b, c]
['h', ['e', 'l', 'l'], 'o']
>>> i = 0, j = 1
>>> [i, j]
[0, 1]
>>> t = 1, 2
>>> t
(1, 2)
>>> i = 5, [1].push(2)
2
>>> i
5
>>> y = *t
SyntaxError: can't use starred expression here
>>> kw = { dtype: torch.float64 }
>>> torch.ones(*[1, 2], requires_grad=True, **kw)
tensor([[1., 1.]], dtype=torch.float64, requires_grad=True)
>>> { **kw, b: 1 }
{'dtype': torch.float64, 'b': 1}
>>> function last(v) { return *v, 1 }
>>> last([2, 3])
(2, 3, 1)
>>> 1,
(1,)
>>> print(*[1, 2], **3)
TypeError: argument after ** must be a mapping, not int`,
  'lists and texts many times over': `
>>> xs = [0]; ys = xs; xs *= 300000; len(ys)
300000
>>> xs *= 10 ** 12
MemoryError: a list of 300000000000000000 items does not fit into memory
>>> [1, 2] * 10 ** 9
MemoryError: a list of 2000000000 items does not fit into memory
>>> 'ab' * 10 ** 9, 1
MemoryError: a text of 2000000000 characters does not fit into memory
>>> xs += xs; len(xs)
600000
>>> xs *= -1; xs
[]
>>> [1] * -5, 'a' * -1, [] * 10 ** 18, '' * 10 ** 18
([], '', [], '')`,
  'type arguments are no comparisons': `
>>> function same<T>(x: T): T { return x }
>>> same<number>(3) < 4, same<string>('a') + same<string>('b'), [1, 2].map<number>((x) => x)
(True, 'ab', [1, 2])
>>> new Map<string, number>([['a', 1]]).size > 0 && new Set<number>().size
0
>>> same< /* of
...   two */ number[]>([3])[0] > 2
True
>>> 3 > 2 < 1
False`,
  'truth in what lists ask': `
>>> ts = [torch.tensor(0), torch.tensor(2), torch.tensor(0.)]; t = ts[0]; isOn = (v) => v
>>> ts.filter((v) => v), ts.filter((v) => v > 1), ts.filter(isOn), ts.filter(Boolean)
([tensor(2)], [tensor(2)], [tensor(2)], [tensor(2)])
>>> ts.filter(isOn)
[tensor(2)]
>>> ts.find((v) => !v), ts.findIndex((v) => { return v == 2 }), ts.some((v) => v > 2), ts.every((v) => v < 3)
(tensor(0), 1, False, True)
>>> Boolean(t)
False
>>> Boolean(ts[1]), ts.map(Boolean), [0, 1, ''].filter(Boolean)
(True, [False, True, False], [1])
>>> [torch.ones(2)].some((v) => v > 0)
RuntimeError: Boolean value of Tensor with more than one value is ambiguous
>>> Boolean(torch.ones(2))
RuntimeError: Boolean value of Tensor with more than one value is ambiguous
>>> class Bag { find(x, k) { return [x, k] } }
>>> Bag().find(2., k=3)
[2, {'k': 3}]`,
  'comments after a hash': `
>>> y = torch.ones(2, requires_grad=True) #note
>>> y #note
tensor([1., 1.], requires_grad=True)
>>> class A {
...   #p = 1 #one
...   get() { #all
...     return this.#p #two
...   }
...   static has(o) { return #p in o } #three
... }
>>> [new A().get(), A.has(new A()), A.has({})]
[1, True, False]
>>> class Net extends nn.Module {
...   constructor() {
...     super() #first
...     this.a = nn.ReLU() #layer
...     #alone
...   }
... }
>>> new Net().a
ReLU()`,
  'what is None': `
>>> opt = optim.SGD([torch.ones(1, requires_grad=True)], lr=0.1)
>>> opt.step()
>>> opt.zero_grad()
>>> optim.lr_scheduler.StepLR(opt, 1).step()
>>> 'a'.match(/b/)
>>> await (async () => null)()
>>> ((v) => v)(null)
>>> opt.missing?.()
>>> None
None
>>> opt.param_groups[0].params[0].grad
None
>>> x = null; x
None
>>> [opt.step()]
[None]`,
  'what is not there': `
>>> import torch
>>> import torch.nn as nn, torch.nn.functional as F
>>> import torch.nonexistent
ModuleNotFoundError: No module named 'torch.nonexistent'
>>> import torch.nothing as t
ModuleNotFoundError: No module named 'torch.nothing'
>>> import torch.ones
ModuleNotFoundError: No module named 'torch.ones'
>>> from torch.nn.utils import weight_normal
ImportError: cannot import name 'weight_normal' from 'torch.nn.utils' (unknown location)
>>> from torch.nn.utils.rows import pad_sequence
ModuleNotFoundError: No module named 'torch.nn.utils.rows'
>>> from torch import (tensor as made, zeros)
>>> made(3), zeros(1)
(tensor(3), tensor([0.]))
>>> from numpy import nonsense
ImportError: cannot import name 'nonsense' from 'numpy'
>>> import torch.nn
>>> torch.distribution.Normal
AttributeError: module 'torch' has no attribute 'distribution'
>>> d = torch.distribution.Normal(0, 1)
AttributeError: module 'torch' has no attribute 'distribution'
>>> d = torch.distribution
AttributeError: module 'torch' has no attribute 'distribution'
>>> const norm = nn.utils.nothing
AttributeError: module 'torch.nn.utils' has no attribute 'nothing'
>>> net = nn.Linear(2, 1); net.layer.weight
AttributeError: 'Linear' object has no attribute 'layer'
>>> function made() { return new torch.nothing.Normal(0, 1) }; made()
AttributeError: module 'torch' has no attribute 'nothing'
>>> function given() { return torch.nothing }; given()
AttributeError: module 'torch' has no attribute 'nothing'
>>> (() => nn.utils.nothing)()
AttributeError: module 'torch.nn.utils' has no attribute 'nothing'
>>> torch.ones(2).foo.bar
TypeError: Cannot read properties of undefined (reading 'bar')
>>> typeof torch.nothing
'undefined'`,
}

for (const [name, text] of Object.entries(transcripts))
  test(name, async () => equal(await transcript(text), text.trim()))

test('what goes on as code behind //', () => {
  const kindOf = (name: string) => (name === 'n' ? 'value' : name === 'torch' ? 'root' : 'unknown') as 'value'
  const code = [
    '2',
    ' n',
    'n + 1',
    '2, 3)',
    ' 2) * c',
    '(n)',
    '-n',
    '2 > 1) {',
    ' n[0]',
    '2; z = 3',
    'torch.pi',
    '2:]',
  ]
  const prose = [
    'note',
    ' the n',
    'n is it',
    ' 3 apples',
    '',
    '===',
    'torch',
    "don't",
    '2d',
    'see http://a',
    '}',
    'n…',
  ]
  deepEqual(
    code.filter((rest) => !goesOnAsCode(rest, kindOf)),
    [],
  )
  deepEqual(
    prose.filter((rest) => goesOnAsCode(rest, kindOf)),
    [],
  )
})

test('in a file // begins a comment, and where an operand stood is known', () => {
  const translation = translateModule('const a = 7 // 2\nconst b = 8 // of nine\nlet c = a // b\n// 5\n')
  ok(translation.kind === 'code')
  deepEqual(translation.operandsInComments, [
    { line: 1, column: 13 },
    { line: 3, column: 11 },
  ])
  equal(translation.code, 'const a = 7 // 2\nconst b = 8 // of nine\nlet c = a // b\n// 5\n')
})

test('a floor division that stops too early waits for more', async () => {
  for (const source of ['y = 7 // 2 +', 'f(7 // 2,', 'x = 7 // (', 'g = (7 // 2'])
    equal((await new Session().evaluate(source)).kind, 'incomplete', source)
})
