// What the dialect promises beside PyTorch's answers: inputs that know those before them, keywords against assignments,
// texts that stay as they are, errors at the place that was typed, and words for Python that it does not take.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { Dialect } from '../../src/dialect/index.js'
import { installGlobals } from '../../src/repl/globals.js'
import { runScript } from '../../src/repl/script.js'
import { Session } from '../../src/repl/session.js'
import { show } from '../../src/repl/show.js'
import { transcript } from './transcript.js'

installGlobals()

const transcripts: Record<string, string> = {
  'what is shown': `
>>> x = torch.ones(3)
>>> x += 1
>>> x[0] = 5.
>>> a, b = x[:2]
>>> (y = a)
tensor(5.)
>>> let z = 1
>>> z = 2 // no value
>>> z; z *= 2;
>>> z++
4
>>> x.sum().item()
9.0
>>> str(x.sum().item()), str(torch.arange(3).sum().item())
('9.0', '3')
>>> torch.tensor(x.sum().item())
tensor(9.)
>>> [1, 2].at(x.argmin().item() - 2)
2
>>> ({ item: () => 3 }).item()
3
>>> x.item()
ValueError: only one element tensors can be converted to Python scalars
>>> -2.
-2.0
>>> half = 1 / 2.; half * 2
1.0
>>> x.is_leaf
True
>>> x.grad
None
>>> x.tolist()
[5.0, 2.0, 2.0]
>>> [[1, 2.5], ['a', true, null]]
[[1, 2.5], ['a', True, None]]
>>> 1 / 3, 0 / 0, 1e21
(0.3333333333333333, nan, 1e+21)
>>> ({ a: [true], b: null })
{'a': [True], 'b': None}`,
  'what is not there': `
>>> torch.oness(2)
AttributeError: module 'torch' has no attribute 'oness'
>>> nn.Linaer
AttributeError: module 'torch.nn' has no attribute 'Linaer'
>>> x = torch.ones(2)
>>> x.summ()
AttributeError: 'Tensor' object has no attribute 'summ'
>>> x.requires_grd
AttributeError: 'Tensor' object has no attribute 'requires_grd'
>>> torch.zeros(2, dtype=torch.flot32)
AttributeError: module 'torch' has no attribute 'flot32'
>>> x.to(torch.flot32)
AttributeError: module 'torch' has no attribute 'flot32'
>>> const o = { a: 1 }; o.b
>>> o.b()
TypeError: o.b is not a function
>>> nn.Linear(2, 1).wieght
AttributeError: 'Linear' object has no attribute 'wieght'
>>> x.mine = 4; x.mine
4
>>> null.x
AttributeError: 'NoneType' object has no attribute 'x'`,
  'instances of own classes': `
>>> class Twice extends nn.Module { forward(x) { return x * 2 } }
>>> twice = Twice(); twice(torch.ones(2))
tensor([2., 2.])
>>> Twice().training, isinstance(Twice(), Twice), new Twice() instanceof Twice
(True, True, True)
>>> class Point { constructor(x, y = 0) { this.x = x; this.y = y } sum() { return this.x + this.y } }
>>> Point(1, 2).sum()
3
>>> const Other = class { a = 4 }; Other().a
4
>>> ((Point) => Point())(() => 5)
5`,
  'declared again': `
>>> let again = 1
>>> function again() { return 2 }
>>> again()
2
>>> let again = 4; again
4
>>> class again { a = 5 }
>>> new again().a
5
>>> var again = 6; again
6
>>> const again = 7; again
7
>>> async function again(n: number): Promise<number> { return n < 1 ? 8 : again(n - 1) }
>>> await again(2)
8
>>> later(); function later() { return 9 }
9
>>> later()
9`,
  "Python's functions": `
>>> len(torch.ones(3, 2)), len([1, 2]), len('abc'), len({ a: 1 })
(3, 2, 3, 1)
>>> len(torch.tensor(3))
TypeError: len() of a 0-d tensor
>>> range(3), range(1, 10, 4), range(3, 0, -1)
([0, 1, 2], [1, 5, 9], [3, 2, 1])
>>> range(2.5)
TypeError: 'float' object cannot be interpreted as an integer
>>> type(2.), type(2), type(torch.ones(1)), type(None), type(True)
(<class 'float'>, <class 'int'>, <class 'torch.Tensor'>, <class 'NoneType'>, <class 'bool'>)
>>> float(torch.ones(1)), int(3.7), float('-inf'), int('12')
(1.0, 3, -inf, 12)
>>> int('a')
ValueError: invalid literal for int() with base 10: 'a'
>>> isinstance(2., float), isinstance(torch.ones(1), torch.Tensor), isinstance([1], (list, tuple))
(True, True, True)
>>> str(2.), repr('a'), abs(-3), abs(torch.tensor(-3))
('2.0', "'a'", 3, tensor(3))
>>> max(1, 5, 3), min([4, 2]), max(torch.tensor([1, 9]))
(5, 2, tensor(9))
>>> sum([torch.ones(2), torch.ones(2)]), sum([1, 2, 3])
(tensor([2., 2.]), 6)
>>> sorted([3, 1, 2], reverse=True), sorted(['bb', 'a'], key=len)
([3, 2, 1], ['a', 'bb'])
>>> enumerate(['a', 'b'], start=1), zip([1, 2], ['a', 'b', 'c'])
([(1, 'a'), (2, 'b')], [(1, 'a'), (2, 'b')])
>>> round(2.5), round(3.14159, 2), any([0, 1]), all([1, 0])
(2, 3.14, True, False)
>>> list((1, 2)), tuple([1]), bool(torch.tensor(0)), id(torch) === id(torch)
([1, 2], (1,), False, True)
>>> sum = 5; sum
5`,
  'texts with values': `
>>> loss = torch.tensor(0.12345); t = torch.ones(2, 3); n = 3
>>> f'loss {loss:.3f}, shape {t.shape}, {n}'
'loss 0.123, shape torch.Size([2, 3]), 3'
>>> f'{n=} {n!r:>5} {2.} {t[0, 1]:.1f} {t.sum().item()}'
'n=3     3 2.0 1.0 6.0'
>>> f"{'a' + 'b'}" + f'{{}}' + f"{(n > 2 ? 'yes' : 'no')}"
'ab{}yes'
>>> f'{n:{n}d}|{n:>{n + 2}}|{1e-5}|{None}'
'  3|    3|1e-05|None'
>>> const g = (x) => f'{x}!'; g(True)
'True!'
>>> 't: {} shape: {}'.format(t[0], t.shape)
't: tensor([1., 1., 1.]) shape: torch.Size([2, 3])'
>>> '{0} {1} {0} {name:>6.2f} {{}}'.format(1, 2., name=3.14159)
'1 2.0 1   3.14 {}'
>>> '{:.2%}'.format(0.256), '{:,}'.format(1234567), '{0.dtype}'.format(t), '{0[1]}'.format([5, 6])
('25.60%', '1,234,567', 'torch.float32', '6')
>>> s = '{}|{}'
>>> s.format(1, 2)
'1|2'
>>> s.format(1)
IndexError: Replacement index 1 out of range for positional args tuple
>>> '{} {0}'.format(1)
ValueError: cannot switch from automatic field numbering to manual field specification
>>> '{0[2]}'.format([5, 6])
IndexError: list index out of range
>>> '{0.size_of}'.format(1.5)
AttributeError: 'float' object has no attribute 'size_of'
>>> '{0!x}'.format(1)
ValueError: Unknown conversion specifier x
>>> 'Loss=%.4f' % loss.data.numpy()
'Loss=0.1235'
>>> '%d %s %r %5.2f|%-6s|%06.2f %% %+d' % (3, 'a', 'b', 3.14159, 'x', 2.5, 4)
"3 a 'b'  3.14|x     |002.50 % +4"
>>> '%d %d' % 1
TypeError: not enough arguments for format string
>>> '%d' % (1, 2)
TypeError: not all arguments converted during string formatting
>>> '%d' % 'x'
TypeError: %d format: a real number is required, not str
>>> f'{n!x}'
SyntaxError: f-string: invalid conversion character: expected 's', 'r', or 'a'
>>> f'{}'
SyntaxError: f-string: empty expression not allowed
>>> f'{n'
SyntaxError: f-string: expecting '}'
>>> ((f) => f + n)(3)
6
>>> new Intl.NumberFormat('en').format(2.)
'2'`,
  'floats through variables': `
>>> x = torch.tensor([1, 2])
>>> c = 2.
>>> x * c
tensor([2., 4.])
>>> c += 1
>>> x * c
tensor([3., 6.])
>>> c = 3
>>> x * c
tensor([3, 6])
>>> let d = 4.0, e = 4
>>> [x + d, x + e]
[tensor([5., 6.]), tensor([5, 6])]
>>> data = [1., 2.]
>>> torch.tensor(data)
tensor([1., 2.])
>>> torch.tensor(c)
tensor(3)
>>> const half = d / 8
>>> torch.tensor([half, d])
tensor([0.5000, 4.0000])
>>> function scale(t, by = 2.) { return t * by }
>>> scale(x)
tensor([2, 4])
>>> d === 4 && d / 3
1.3333333333333333
>>> lo, hi = 0., 2.
>>> torch.tensor([lo, hi])
tensor([0., 2.])
>>> F.relu(x - 1.5)
tensor([0.0000, 0.5000])
>>> x.to(torch.float32).add(1.).mul(2.)
tensor([4., 6.])
>>> [1.0, 2].map((v) => v * 2.)
[2, 4]`,
  'keywords and assignments': `
>>> x = torch.arange(6).reshape(2, 3)
>>> let dim = 0
>>> x.sum(dim=1)
tensor([ 3, 12])
>>> dim
0
>>> x.sum(dim = dim)
tensor([3, 5, 7])
>>> torch.sum(x, dim = 1)
tensor([ 3, 12])
>>> let q = 1
>>> function twice(v) { return v * 2 }
>>> twice(q = 5) + q
15
>>> twice((q = 6)) + q
18
>>> function named(a, { scale = 1 } = {}) { return a * scale }
>>> named(3, scale=4)
12
>>> lr = 0.5
>>> optim.SGD([torch.ones(1, requires_grad=True)], lr=lr, momentum=0.9).defaults.lr
0.5
>>> Math.max(q = 3, 2) + q
6
>>> torch.sum(x, keepdim=True, 1)
SyntaxError: positional argument follows keyword argument
>>> x.sum(dim=0, dim=1)
SyntaxError: keyword argument repeated: dim`,
  conditions: `
>>> x = torch.tensor([1., 2.])
>>> x.sum() > 2 ? 'more' : 'less'
'more'
>>> if (x > 1) 'never'
RuntimeError: Boolean value of Tensor with more than one value is ambiguous
>>> if ((x > 1).any()) 'some'; else 'none'
'some'
>>> if ((x > 5).any()) 'some'; else 'none'
'none'
>>> const done = x.sum() > 100
>>> if (done) 'done'; else 'not yet'
'not yet'
>>> if (x.grad) 'grad'; else 'no grad'
'no grad'
>>> if (x) 'never'
RuntimeError: Boolean value of Tensor with more than one value is ambiguous
>>> if ({}) 'an object is truthy'
'an object is truthy'
>>> !(x.sum() < 0) && x[0] == 1
tensor(True)
>>> let loss = torch.tensor(3.), steps = 0
>>> while (loss > 1) { loss -= 0.5; steps++ }
3
>>> [loss, steps]
[tensor(1.), 4]
>>> for (let i = torch.tensor(0); i < 3; i += 1) steps++
6
>>> x == null
False
>>> x != null
True
>>> x === x
True`,
  'tuples and names': `
>>> a, b = 1, 2
>>> a, b = b, a
>>> [a, b]
[2, 1]
>>> t = (a, b)
>>> (1, 2)[-1]
2
>>> ()
()
>>> values, indices = torch.tensor([3, 1]).sort()
>>> indices
tensor([1, 0])
>>> const o = {}
>>> o.x, o.y = torch.zeros(2)
>>> o.y
tensor(0.)
>>> function pair(x) { return x + 1, x * 2 }
>>> pair(torch.ones(1))
(tensor([2.]), tensor([2.]))
>>> function swap(x) { return x[1], x[0] }
>>> swap([1, 2])
(2, 1)
>>> (torch.ones(1), torch.zeros(1))
(tensor([1.]), tensor([0.]))
>>> const log = []; (log.push(1), log)
[1]
>>> None
None
>>> { None, yes: True }
{'None': None, 'yes': True}
>>> const True = 5; True + 1
6`,
  'modules and datasets': `
>>> net = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
>>> net[-1]
ReLU()
>>> net[1](torch.tensor([-1., 1.]))
tensor([0., 1.])
>>> for (const layer of net) layer
ReLU()
>>> class Squares extends torch.utils.data.Dataset {
...   __getitem__(i) { return i * i }
...   __len__() { return 4 }
... }
>>> ds = new Squares(); ds[3]
9
>>> class Net extends nn.Module {
...   constructor() {
...     super()
...     this.w = nn.Parameter(torch.ones(2))
...   }
...   forward(x) {
...     return (x * this.w).sum() + 1.
...   }
... }
>>> model = new Net(); model(torch.tensor([1, 2]))
tensor(4., grad_fn=<AddBackward0>)
>>> model.w.data -= 0.5
>>> model.w
Parameter containing:
tensor([0.5000, 0.5000], requires_grad=True)
>>> torch.no_grad(() => { model.w += 1 })
>>> model.w[0].item()
1.5`,
  'comments and imports': `
>>> import torch
>>> import torch.nn.functional as F  # at hand already
>>> import torch.nn as layers
>>> layers.ReLU()
ReLU()
>>> from torch import tensor, float64 as double
>>> tensor([1, 2], dtype=double) # two of them
tensor([1., 2.], dtype=torch.float64)
>>> // what begins a line is a comment
>>> 7 // of nine
7
>>> import pandas as pd
ModuleNotFoundError: No module named 'pandas'`,
  'optional chains': `
>>> x = torch.ones(2, 2)
>>> x.grad?.[0]
>>> x?.[0]
tensor([1., 1.])
>>> ({ t: x }).t?.T[0, 1]
tensor(1.)
>>> x?.T[0].sum().mul(2.)
tensor(4.)`,
  numpy: `
>>> arr = np.array([[1, 2], [3, 4]])
>>> arr * 2 + 1
array([[3, 5],
       [7, 9]])
>>> 1 - arr
array([[ 0, -1],
       [-2, -3]])
>>> -arr[0]
array([-1, -2])
>>> arr[1, 0]
3
>>> arr[:, -1]
array([2, 4])
>>> arr[..., 0]
array([1, 3])
>>> arr @ arr
array([[ 7, 10],
       [15, 22]])
>>> arr * 0.5
array([[0.5, 1. ],
       [1.5, 2. ]])
>>> 2. - arr[0]
array([1., 0.])
>>> arr[0, :] = 0; arr
array([[0, 0],
       [3, 4]])
>>> torch.ones(2) * arr[1]
tensor([3., 4.])`,
}

for (const [name, text] of Object.entries(transcripts))
  test(name, async () => {
    const expected = text.trim().replace(/ \(known: .*\)$/gm, '')
    equal((await transcript(text)).replace(/ \(known: .*\)$/gm, ''), expected)
  })

test('a program over numbers is run as it was typed', async () => {
  const programs = `
let s = 0; for (let i = 0; i < 1e7; i++) s += i % 7; s
const xs = [1, 2, 3]; let t = 0; for (let i = 0; i < xs.length; i++) { t += xs[0] === 1 ? i * 2 : 0 } t
const f = (n: number): number => { return n <= 1 ? 1 : n * f.length - 1 }
const g = (a: number, b: number) => a ** 2 + b ** 2 < 1 && a != b
let a = new Float64Array(8); for (let i = 0; i < 8; i++) a[i] = Math.sqrt(i) * a[i] + 1
let text = ''; for (const c of 'abc') text += c + '-' + text.length
let i = 10; while (i > 0) { i -= 3; i *= 1 } i
const m = new Map<string, number>(); m['x'] = 1; m.get('x')
let big = 1n; for (let k = 0; k < 9; k++) big = big * 2n
'a' + torch.ones(2)
x === y && x !== z
const o = { a: 1, b: [2] }; o['a']
if (1 < 2) 'yes'
x == null || y != undefined
let n = 0; do { n++ } while (n < 5)
-5 % 3 + ~2 - -1`
  for (const program of programs.trim().split('\n')) {
    const translation = await new Dialect().translate(program)
    ok(translation.kind === 'code')
    // What its value is handed over by is no part of it.
    equal(translation.code.replace(/__shown__\u200c\((.*)\)$/, '$1'), program)
  }
})

test('errors point at what was typed', async () => {
  const places: [source: string, line: number, column: number][] = [
    ['torch.ones(2) + torch.ones(3)', 1, 15],
    ['const x = torch.ones(2)\nconst y = 1\nx[0] + x[5]', 3, 10],
    ['(torch.ones(2) * 2.)[:, 0]', 1, 22],
    ['let z = 1;  null.q', 1, 18],
    ['let w: number = 1\nlet v: any = null\nw + v.x', 3, 7],
    ['function f(a) {\n  return a[0] * 2 +\n    a.b.c\n}\nf([1])', 3, 9],
    ['for (const i of [1]) {\n  torch.zeros(2)[i + 5] = 1\n}', 2, 18],
    ["import { sep } from 'node:path'\nconst e: string = sep; e.x.y", 2, 28],
  ]
  for (const [source, line, column] of places) {
    const outcome = await new Session().evaluate(source)
    ok(outcome.kind === 'error', source)
    deepEqual([outcome.line, outcome.column], [line, column], source)
  }
})

test('texts that do not parse say where', async () => {
  const places: [source: string, line: number, message: RegExp][] = [
    ['x = torch.ones(2))', 1, /./],
    ['x[:, 1:3\n  y]', 2, /Unexpected token/],
    ['let a = 1\nlet b: = 2', 2, /./],
    ['t = (1, 2\nz = 3', 2, /./],
  ]
  for (const [source, line, message] of places) {
    const outcome = await new Session().evaluate(source)
    ok(outcome.kind === 'error', source)
    equal(outcome.line, line, source)
    ok(message.test(String(outcome.error)), String(outcome.error))
  }
})

test('what stops too early is incomplete', async () => {
  for (const source of [
    'x[:, 1',
    'x[',
    'torch.ones((2,',
    'torch.cat([a], dim=',
    'a @',
    'x[1:\n',
    'f = (a, b,',
    '-x **',
  ])
    equal((await new Session().evaluate(source)).kind, 'incomplete', source)
})

test("where entries are TypeScript, Python's own spellings are met with TypeScript's", async () => {
  const hints: [python: string, hint: RegExp][] = [
    ['def f(x):', /function f\(x\)/],
    ['for i in range(3):', /for \(let i = 0; i < 3; i\+\+\)/],
    ['for t in ts:', /for \(const t of ts\)/],
    ['for i, t in enumerate(ts):', /for \(const \[i, t\] of/],
    ['while x < 3:', /while \(x < 3\)/],
    ['if x > 1:', /if \(x > 1\)/],
    ['elif x:', /else if \(x\)/],
    ['with torch.no_grad():', /torch\.no_grad\(\(\) =>/],
    ['class Net(nn.Module):', /class Net extends nn\.Module/],
    ['f = lambda x: x + 1', /\(x\) =>/],
    ['a and b', /&&/],
    ['a or b', /\|\|/],
    ['not a', /!/],
    ['x is None', /===/],
    ['x is not None', /!==/],
    ['[x for x in xs]', /map/],
    ['a if b else c', /\? a : b|c \? a : b/],
    ['raise ValueError("x")', /throw/],
    ['try:', /catch/],
  ]
  for (const [python, hint] of hints) {
    const outcome = await new Session({ language: 'ts' }).evaluate(python)
    ok(outcome.kind === 'error', python)
    ok(hint.test(String(outcome.error)), `${python}: ${String(outcome.error)}`)
  }
})

test('sessions do not share names', async () => {
  const [one, two] = [new Session(), new Session()]
  await one.evaluate('let onlyHere = 1')
  const outcome = await two.evaluate('((v) => v)(onlyHere=5)')
  ok(outcome.kind === 'value')
  deepEqual(outcome.value, { onlyHere: 5 })
})

test('a script runs line by line and stops at its first error', async () => {
  const values: string[] = []
  const text = 'x = torch.ones(2)\nx += 1\nx[0] = 5\nx[7]\nx'
  const failure = await runScript(new Session(), text, (value) => values.push(show(value)))
  deepEqual(values, ['', '', ''])
  equal(failure?.line, 4)
})

test('lists of floats keep their dtype', () => {
  deepEqual(torch.tensor(torch.ones(2).tolist()).dtype, torch.float32)
})
