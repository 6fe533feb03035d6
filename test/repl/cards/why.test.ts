// The why card, line by line: what was typed before, the question, and what the card says.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainLook } from '../../../src/terminal/look.js'
import { subjectOf } from '../../../src/repl/entry.js'
import { docAddress } from '../../../src/repl/cards/about.js'
import { typist } from '../commands/typed.js'

test('a question is told from code', () => {
  for (const [source, subject] of [
    ['x?', 'x'],
    ['?x', 'x'],
    ['x??', 'x'],
    ["net.parts['a'][0].weight?", "net.parts['a'][0].weight"],
    ['torch.cat? ', 'torch.cat'],
    ['x ?', 'x'],
    ['x ? 1 : 2', undefined],
    ['f(x)?', 'f(x)'],
    ['x?.y', undefined],
    ['x', undefined],
  ] as const)
    assert.equal(subjectOf(source), subject, source)
})

test('a whole card', async () => {
  const type = typist()
  await type('whyW = torch.ones(2, 3, { requires_grad: true })')
  assert.equal(
    await type('whyW?'),
    `whyW, a tensor
shape    (2, 3), 6 elements, 24 B
dtype    torch.float32 on cpu
strides  (3, 1), contiguous
memory   its own
leaf     yes: you made it, and it requires grad
grad     None: no backward() has brought it one yet
         → loss.backward()   of a loss computed from it
made by  input 1: whyW = torch.ones(2, 3, { requires_grad: true })`,
  )
  for (const line of (await typist({ ...plainLook, width: 40, unicode: false })('whyW?')).split('\n')) {
    assert.ok(line.length <= 40, line)
    assert.match(line, /^[\x20-\x7e]*$/)
  }
})

/** Inputs, a question, and a line of the card, label and all. */
const cards: [inputs: string[], question: string, line: string][] = [
  [
    ['c1 = torch.ones(2)'],
    'c1?',
    'leaf     yes, outside the graph: you made it, and did not ask for requires_grad',
  ],
  [[], 'c1?', 'grad     None: requires_grad is False\n         → c1.requires_grad_()'],
  [['c2 = c1.mul(2)'], 'c2?', 'leaf     yes, outside the graph: it came from c1, which did not require grad'],
  [
    ['c3 = c1.add(c2)'],
    'c3?',
    'leaf     yes, outside the graph: it came from c1 and c2, and none of them required grad',
  ],
  [
    ['w1 = torch.ones(2, { requires_grad: true }); y1 = w1.mul(c1)'],
    'y1?',
    'leaf     no: mul made it, from w1 (grad_fn=<MulBackward0>)',
  ],
  [
    [],
    'y1?',
    'grad     None: it is not a leaf, and only leaves keep their gradient\n         → y1.retain_grad()   before backward()',
  ],
  [
    ['loss1 = y1.log_softmax(0).sum()'],
    'w1?',
    'grad     None: no backward() has brought it one yet, and loss1 depends on it\n         → loss1.backward()',
  ],
  [['loss1.backward()'], 'w1?', 'grad     (2,), read it with w1.grad'],
  [
    ['d1 = y1.detach()'],
    'd1?',
    'leaf     yes, outside the graph: it is y1 detached: the same memory outside the graph',
  ],
  [[], 'd1?', 'memory   shared with y1: writing to one changes both'],
  [
    ['p1 = w1.data'],
    'p1?',
    'leaf     yes, outside the graph: it is the data of w1: the same memory outside the graph',
  ],
  [
    ['n1 = torch.no_grad(() => w1.mul(2))'],
    'n1?',
    'leaf     yes, outside the graph: it was computed under torch.no_grad, where nothing is recorded',
  ],
  [
    ['n2 = torch.inference_mode(() => w1.mul(2))'],
    'n2?',
    'leaf     yes, outside the graph: it was made inside torch.inference_mode, where nothing is recorded',
  ],
  [
    ['i1 = torch.tensor([1, 2])'],
    'i1?',
    'grad     None: torch.int64 cannot have a gradient\n         → i1 = i1.float().requires_grad_()',
  ],
  [
    ['v1 = torch.ones(2, 3); v2 = v1.t(); v3 = v1.index(0)'],
    'v2?',
    'memory   a view of v1, shared with v3 too: writing to one changes all',
  ],
  [[], 'v2?', 'strides  (1, 3), not contiguous'],
  [
    ['let many = torch.ones(1)\nfor (let k = 0; k < 2; k++)\n  many = many.mul(2)'],
    'many?',
    'made by  input 13: many = many.mul(2)',
  ],
  [['net1 = nn.Linear(2, 1)'], 'net1.bias?', 'leaf     yes: a parameter, which requires grad by itself'],
]

test('reasons', async () => {
  const type = typist()
  for (const [inputs, question, line] of cards) {
    for (const input of inputs) await type(input)
    const card = await type(question)
    assert.ok(`${card}\n`.includes(`\n${line}\n`), `${question} should say\n${line}\nand says\n${card}`)
  }
})

test('questions about anything else', async () => {
  const type = typist()
  assert.match(
    await type('torch.cat?'),
    /^torch\.cat\(.*\n {2}Related: torch\.stack, .*\n {2}https:.*torch\.cat\.html$/s,
  )
  assert.match(await type('softmax?'), /^torch\.softmax\(/)
  assert.match(await type('nn.Linear?'), /^class torch\.nn\.Linear\(in_features, out_features, /)
  await type('const mine = (a) => a + 1')
  assert.equal(await type('mine?'), 'mine, your function:\n\nconst mine = (a) => a + 1')
  // What runs is rewritten, or made small: it is no answer.
  await type('class Own { go(k = 2) { return this.a + k } }; own = new Own()')
  assert.equal(await type('own.go?'), 'own.go, a function:\n\nown.go(k = 2)')
  assert.match(await type('np.zeros?'), /^np\.zeros, a function:\n\nnp\.zeros\(shape, dtype=None\)$/)
  assert.match(
    await type('np.linalg.norm?'),
    /\n\nnp\.linalg\.norm\(x, ord=None, axis=None, keepdims=False\)\n\n {2}\w/,
  )
  await type('def added(a, b=2):\n    """Adds."""\n    return a + b')
  await type('more = [added]')
  assert.equal(await type('more[0]?'), 'more[0], a function:\n\nmore[0](a, b=2)\n\n  Adds.')
  assert.equal(await type('const three = 3; three'), '3')
  assert.equal(await type('three?'), 'three, number\n3')
  assert.equal(await type('sotfmax?'), 'There is no sotfmax. Did you mean softmax?')
})

test('addresses', () => {
  for (const [path, page] of [
    ['torch.cat', 'generated/torch.cat.html'],
    ['x.add_', 'generated/torch.Tensor.add_.html'],
    ['torch.special.expit', 'special.html#torch.special.expit'],
    ['torch.nn', 'nn.html'],
  ])
    assert.equal(docAddress(path), `https://pytorch.org/docs/stable/${page}`)
})
