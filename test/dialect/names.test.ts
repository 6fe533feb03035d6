// Names that a person takes, and that the language, Node or the rewritten code stand on: all goes on, also what has the
// new meaning.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installGlobals } from '../../src/repl/globals.js'
import { Conversation } from '../../src/repl/commands/conversation.js'
import { abridged, show, showError } from '../../src/repl/show.js'
import { plainLook } from '../../src/terminal/look.js'

installGlobals()

async function says(session: Conversation, source: string): Promise<string> {
  const outcome = await session.evaluate(source)
  if (outcome.kind === 'error') return showError(outcome.error)
  assert.equal(outcome.kind, 'value', source)
  return abridged(show((outcome as { value: unknown }).value))
}

/** What the library and the prompt have to do all the same. */
async function checkWork(session: Conversation): Promise<void> {
  assert.equal(await says(session, 'x = torch.arange(3.); (x * x + 1)[1:]'), 'tensor([2., 5.])')
  assert.equal(await says(session, '(x * x).requires_grad_().sum()'), 'tensor(5., grad_fn=<SumBackward0>)')
  assert.equal(
    await says(session, 'for (let i = 0; i < 3; i++) { x[i] += i * x[i] }; x'),
    'tensor([0., 2., 6.])',
  )
  assert.equal(
    await says(session, 'net = nn.Linear(1, 1); net(torch.ones(2, 1)).shape'),
    'torch.Size([2, 1])',
  )
  assert.equal(
    await says(session, '(() => null.x)()'),
    "AttributeError: 'NoneType' object has no attribute 'x'",
  )
  assert.equal(
    await says(session, 'torch.ones(2) + torch.ones(3)').then((text) => /^RuntimeError: The size/.test(text)),
    true,
  )
  assert.equal(await says(session, `{ a: 1, b: [x.sum()] }`), "{'a': 1, 'b': [tensor(8.)]}")
  assert.match(await says(session, '.vars'), /^name +shape/)
  assert.match(await says(session, '.timeit 1'), /per loop/)
}

const taken = [
  'Map Set WeakMap WeakSet Array Object Number String Boolean Symbol BigInt Math Promise Function Error TypeError',
  'RangeError SyntaxError Reflect Proxy JSON Date RegExp Float32Array Float64Array Int32Array BigInt64Array Uint8Array',
  'Atomics SharedArrayBuffer WeakRef Iterator process console Buffer performance setTimeout queueMicrotask globalThis',
  'global structuredClone __add__ __mul__ __getitem__ __setitem__ __tuple__ __shown__ __import__ __1 __v',
]
for (const names of taken)
  test(names, async () => {
    for (const name of names.split(' '))
      for (const [taking, value] of [
        [`${name} = 5`, '5'],
        [`let ${name} = 5`, '5'],
      ]) {
        const session = new Conversation({ look: () => plainLook })
        assert.equal(await says(session, taking), '', taking)
        assert.equal(await says(session, name), value, taking)
        assert.equal(await says(session, `${name} + 1`), '6')
        assert.equal(await says(session, `f = (n) => n * ${name}; f(2)`), '10')
        assert.equal(await says(session, `o = { ${name} }; Reflect_ = o`), '')
        assert.match(await says(session, '.vars'), new RegExp(`^${name.replace(/^__.*/, 'f|o')} `, 'm'))
      }
    const session = new Conversation({ look: () => plainLook })
    for (const name of names.split(' ')) assert.equal(await says(session, `${name} = 5`), '')
    await checkWork(session)
    await says(session, '.reset')
    await checkWork(session)
  })

test('other ways to take a name', async () => {
  const session = new Conversation({ look: () => plainLook })
  for (const [source, said] of [
    ['from torch.autograd import Function', ''],
    ['x = torch.ones(2); x * x', 'tensor([1., 1.])'],
    [
      'class Twice extends Function { static forward(ctx, x) { return x * 2 } static backward(ctx, g) { return g * 2 } }',
      '',
    ],
    ['Twice.apply(x)', 'tensor([2., 2.])'],
    ['from torch import (Tensor as Set,)', ''],
    ['x instanceof Set', 'True'],
    ['class Map { get size() { return 7 } }', ''],
    ['new Map().size', '7'],
    ['Map', '[class Map]'],
    ['function Array(n) { return n <= 0 ? [] : [n, ...Array(n - 1)] }', ''],
    ['Array(3)', '[3, 2, 1]'],
    [
      'const { Object, String: Number, ...Symbol } = { Object: 1, String: 2, c: 3 }; [Object, Number, Symbol]',
      "[1, 2, {'c': 3}]",
    ],
    ['[Promise, Error] = [4, 5]; [Promise, Error]', '[4, 5]'],
    ['Error.message', "AttributeError: 'int' object has no attribute 'message'"],
    ['Math = { floor: (x) => "mine" }; Math.floor(1.5)', "'mine'"],
    ['const g = (Math) => Math + x[0]; g(1)', 'tensor(2.)'],
    [
      'const h = (__add__, __v, __1) => { for (const i of [1]) { [x[0], x[1]] = [__v, __1] } return x + __add__ }; h(1, 2, 3)',
      'tensor([3., 4.])',
    ],
    [
      'import RegExp, { join as JSON } from "node:path"; [typeof RegExp.join, JSON("a", "b")]',
      "['function', 'a/b']",
    ],
    ['for (Reflect of [1, 2]) {}; Reflect', '2'],
    ['Map()', 'Map {}'],
    ['Promise.x.y', "TypeError: Cannot read properties of undefined (reading 'y')"],
    ['Date()', /\d{4}/],
    ['typeof Date', "'function'"],
    ['class Module { __add__(other) { return 9 } }; 1', '1'],
  ] as const) {
    const text = await says(session, source)
    if (typeof said === 'string') assert.equal(text, said, source)
    else assert.match(text, said)
  }
})

test('places in errors', async () => {
  const session = new Conversation()
  await session.evaluate('Map = 5')
  const outcome = await session.evaluate('1\nMap; Map; null.x')
  assert.deepEqual(
    [outcome.kind, (outcome as { line: number }).line, (outcome as { column: number }).column],
    ['error', 2, 16],
  )
})
