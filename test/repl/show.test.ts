// What a screen is spared of a long value, and how to see the rest.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { errorText } from '../../src/repl/cards/error.js'
import { installGlobals } from '../../src/repl/globals.js'
import { Conversation } from '../../src/repl/commands/conversation.js'
import { plainLook } from '../../src/terminal/look.js'
import { abridged, show } from '../../src/repl/show.js'

installGlobals()

test('short texts stay whole', () => {
  assert.equal(abridged(show([1, 2])), '[1, 2]')
  assert.equal(abridged('a\nb'), 'a\nb')
})

test('what is left out is counted', () => {
  const lines = abridged(Array.from({ length: 500 }, (_, i) => `line ${i}`).join('\n')).split('\n')
  assert.equal(lines.length, 201)
  assert.equal(lines.at(-1), '… 300 more lines: print(_) shows all')
  assert.match(abridged(show('a'.repeat(50_000))), /\n… 30002 more characters: print\(_\) shows all$/)
  const lists = abridged(show(new Array<number>(100_000).fill(7)))
  assert.match(lists, /^\[7, 7, [^]*\n… \d+ more characters: print\(_\) shows all$/)
  assert.match(
    abridged(show(new Array(3000).fill({}))),
    /\.\.\. 2000 more items\n\]\n… print\(_\) shows all$/,
  )
})

test('what was not called prints as Python prints it', async () => {
  const session = new Conversation({ look: () => plainLook })
  const shown = async (entry: string): Promise<string> => {
    const outcome = await session.evaluate(entry)
    assert.equal(outcome.kind, 'value', entry)
    return outcome.kind === 'value' ? (outcome.text?.() ?? show(outcome.value)) : ''
  }
  await shown(
    'net = nn.Linear(2, 1); class A { constructor() { this.x = 1 } go() {} }; a = new A(); function* g() {}',
  )
  const address = '0x[0-9a-f]+'
  const net = 'Linear\\(in_features=2, out_features=1, bias=True\\)'
  for (const [entry, text] of [
    ['net.parameters', `<bound method Module.parameters of ${net}>`],
    ['net.forward', `<bound method Linear.forward of ${net}>`],
    ['net.named_parameters()', `<generator object Module.named_parameters at ${address}>`],
    ['net.named_buffers()', `<generator object Module.named_buffers at ${address}>`],
    ['a.go', '<bound method A.go of A { x: 1 }>'],
    ['g', `<function g at ${address}>`],
    ['g()', `<generator object at ${address}>`],
    ['torch.zeros(4, 4).numpy().shape', '\\(4, 4\\)'],
    ['np', "<module 'numpy'>"],
    ['np.linalg', "<module 'numpy.linalg'>"],
    ['np.random', "<module 'numpy.random'>"],
    ['np.ones(2).sum', `<function sum at ${address}>`],
    ['np.where(np.array([0, 1, 1]))', '\\(array\\(\\[1, 2\\]\\),\\)'],
    ['np.where(np.array([0., 2.]))', '\\(array\\(\\[1\\]\\),\\)'],
    ['np.where(np.array([1, 0]) > 0, 1, 2)', 'array\\(\\[1, 2\\]\\)'],
    ['np.where(np.array([1, 0]) > 0, 1.5, 2)', 'array\\(\\[1.5, 2. \\]\\)'],
    ['np.where([True, False], [1, 2], [3, 4])', 'array\\(\\[1, 4\\]\\)'],
    [
      'np.unique(np.array([1, 1, 2]), return_index=True, return_counts=True)',
      '\\(array\\(\\[1, 2\\]\\), array\\(\\[0, 2\\]\\), array\\(\\[2, 1\\]\\)\\)',
    ],
    ["new Error('oops')", "Error\\('oops'\\)"],
    [
      'try { torch.ones(2).view(3) } catch (error) { error }',
      'RuntimeError\\("shape \'\\[3\\]\' is invalid for input of size 2"\\)',
    ],
    ["new Map([['a', 1]])", "\\{'a': 1\\}"],
    ['new Set([1, 2])', '\\{1, 2\\}'],
    ['new Date(0)', '1970-01-01T00:00:00.000Z'],
    ['/ab+c/gi', '/ab\\+c/gi'],
  ])
    assert.match(await shown(entry), new RegExp(`^${text}$`), entry)
  assert.doesNotMatch(await shown('globalThis'), /dltorch\.files/)
})

test('a function that nobody wrote is in no traceback', async () => {
  const session = new Conversation({ look: () => plainLook })
  const told = async (entry: string): Promise<string> => {
    const outcome = await session.evaluate(entry)
    assert.equal(outcome.kind, 'error')
    return outcome.kind === 'error' ? errorText(outcome, entry, plainLook) : ''
  }
  const entry = 'column = torch.empty(4).copy_(missing[:, 1])'
  assert.equal(
    await told(entry),
    `  ${entry}\n                                ^\nReferenceError: missing is not defined`,
  )
  assert.match(await told('[1].map((one) => missing[:, one])'), /in <lambda>\n/)
})

test('objects of the library print where they are declared, in a list too', () => {
  const parts = torch.utils.data.random_split([1, 2, 3], [1, 2])
  assert.match(
    show(parts),
    /^\[<torch\.utils\.data\.dataset\.Subset object at 0x\w+>, <torch\.utils\.data\.dataset\.Subset object at 0x\w+>\]$/,
  )
  assert.match(show(parts[0]), /^<torch\.utils\.data\.dataset\.Subset object at 0x\w+>$/)
})
