// What could be typed next, for values of a session.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import torch from '../../../src/index.js'
import { commandNames, takenBy } from '../../../src/repl/commands/all.js'
import { Assistant } from '../../../src/repl/editor/assistant.js'
import { installGlobals } from '../../../src/repl/globals.js'
import { Session } from '../../../src/repl/session.js'

installGlobals()
const session = new Session()
const folder = mkdtempSync(join(tmpdir(), 'dltorch-files-'))
after(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'data'))
for (const name of ['dog.csv', 'digits.json', '.hidden']) writeFileSync(join(folder, name), '')

const assistant = new Assistant({
  scope: { names: () => session.declaredNames(), value: (name) => session.declaredValue(name) },
  commands: ['.set', '.exit'],
  folder: () => folder,
})

const ready = session.evaluate(`
  const x = torch.ones(2, 3), net = nn.Linear(3, 1), word = 'abc', pair = [x, 1], place = { x, deep: { leaf: 1 } }
  let looked = 0
  const trap = { get value() { looked++; return 1 }, plain: x }
  const proxy = new Proxy({}, { ownKeys() { looked++; return [] }, get() { looked++ }, getOwnPropertyDescriptor() { looked++ } })
  function area(width, height = 2) { return width * height }
  const half = (a) => a / 2
  class Dog { constructor(name, age) { this.name = name } bark() {} }
`)

const texts = (source: string): string[] =>
  assistant.complete(source, source.length).items.map(({ text }) => text)

/** The first completions. */
const firsts: [string, string[]][] = [
  ['x.is_l', ['is_leaf']],
  ['x.require', ['requires_grad', 'requires_grad_']],
  ['x.T.matm', ['matmul']],
  ['x.sum().mea', ['mean']],
  ['torch.zeros(2).view(1).num', ['numel', 'numpy']],
  ['x[0].is_cont', ['is_contiguous']],
  ['(x + 1).is_cont', ['is_contiguous']],
  ['place.x.is_cont', ['is_contiguous']],
  ['place.deep.le', ['leaf']],
  ['pair[0].is_cont', ['is_contiguous']],
  ['trap.plain.is_cont', ['is_contiguous']],
  ['net.wei', ['weight']],
  ['net.weight.is_cont', ['is_contiguous']],
  ['net(x).is_cont', ['is_contiguous']],
  ['nn.Linear(1, 2).wei', []],
  ['nn.Linear(1, 2).named_p', ['named_parameters']],
  ['new Dog("a").ba', ['bark']],
  ['word.toUpp', ['toUpperCase']],
  ['"a".trimE', ['trimEnd']],
  ['Math.hyp', ['hypot']],
  ['torch.lin', ['linalg', 'linspace']],
  ['torch.linalg.svdv', ['svdvals']],
  ['F.cross_e', ['cross_entropy']],
  ['nn.linear', ['Linear']],
  ['are', ['area']],
  ['Tru', ['True']],
  ['cons', ['const', 'console']],
  ['unknown.', []],
  ['torch.cat([x], di', ['dim=']],
  ['torch.cat([x], { di', ['dim: ']],
  ['torch.sum(x, dim=0, keep', ['keepdim=']],
  ['x.sum(dim=0, di', []],
  ['nn.Linear(3, 1, bia', ['bias=']],
  ['torch.zeros(2, dtype=int', ['torch.int', 'torch.int16', 'torch.int32', 'torch.int64', 'torch.int8']],
  ['torch.zeros(2, { dtype: torch.float6', ['float64']],
  ['.s', ['.set']],
  ['.set high', ['highlight']],
  ['.set highlight o', ['on', 'off']],
  ["'d", ['data/', 'digits.json', 'dog.csv']],
  ["f('./da", ['data/']],
  ["'.h", ['.hidden']],
  ["import { readFile } from 'node:fs/p", ['node:fs/promises']],
  ["import torch from 'dlt", ['dltorch']],
]

for (const [source, expected] of firsts)
  test(`completions of ${source}`, async () => {
    await ready
    const found = texts(source).filter((text) => !/^(dict|diff|digamma|dir|div)/.test(text))
    assert.deepEqual(found.sort(), [...expected].sort())
  })

test('looking runs no code', async () => {
  await ready
  for (const source of ['trap.', 'trap.value.', 'proxy.', 'proxy.a.', 'proxy(', 'trap.value(']) {
    texts(source)
    assistant.hints(source, source.length)
  }
  assert.equal(session.declaredValue('looked'), 0)
  assert.deepEqual(texts('trap.'), ['plain', 'value'])
})

test('machinery is not offered', async () => {
  await ready
  const names = texts('x.')
  for (const name of ['memory', 'viewInfo', 'counter', '_base', 'constructor', 'elementAt'])
    assert.ok(!names.includes(name), name)
  for (const name of ['add', 'add_', 'shape', 'T', 'backward', 'dtype']) assert.ok(names.includes(name), name)
  assert.ok(texts('x._b').includes('_base'))
})

test('an item is described by its signature and its doc', async () => {
  await ready
  const completion = assistant.complete('x.matm', 6)
  assert.match(completion.describe?.(completion.items[0]) ?? '', /^matmul\(other.*\n.*product/)
})

/** A call, and its signature with the parameter being typed in angle brackets. */
const hints: [string, string | undefined][] = [
  ['nn.ReLU(', 'torch.nn.ReLU(<inplace=False>)'],
  [
    'nn.CrossEntropyLoss(weight=w, ',
    "torch.nn.CrossEntropyLoss(weight=None, <size_average=None>, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0)",
  ],
  ['nn.Flatten(', 'torch.nn.Flatten(<start_dim=1>, end_dim=-1)'],
  ['nn.Sequential(a, b, ', 'torch.nn.Sequential(<*modules>)'],
  ['torch.no_grad(', 'torch.no_grad(<callback>)'],
  ['torch.manual_seed(', 'torch.manual_seed(<seed>)'],
  ['nn.init.xavier_uniform_(x, ', 'torch.nn.init.xavier_uniform_(tensor, <gain=1>)'],
  [
    'torch.utils.data.random_split(set, ',
    'torch.utils.data.random_split(dataset, <lengths>, generator=None)',
  ],
  ['x.backward(', 'backward(<gradient>, retain_graph, create_graph, inputs)'],
  ['torch.cat(', 'torch.cat(<tensors>, dim=0, *, out=None) -> Tensor'],
  ['torch.cat([x, x], ', 'torch.cat(tensors, <dim=0>, *, out=None) -> Tensor'],
  ['torch.cat([x, ', 'torch.cat(<tensors>, dim=0, *, out=None) -> Tensor'],
  ['torch.cat([x], dim=', 'torch.cat(tensors, <dim=0>, *, out=None) -> Tensor'],
  ['torch.cat([x], { dim: ', 'torch.cat(tensors, <dim=0>, *, out=None) -> Tensor'],
  ['x.matmul(', 'matmul(<other>, *, out=None) -> Tensor'],
  ['area(1, ', 'area(width, <height = 2>)'],
  ["area('a string", 'area(<width>, height = 2)'],
  ['half(', 'half(<a>)'],
  ['new Dog("a", ', 'Dog(name, <age>)'],
  ['nn.Linear(3, ', 'torch.nn.Linear(in_features, <out_features>, bias=True, device=None, dtype=None)'],
  ['unknown(', undefined],
  ['Math.max(', undefined],
]

for (const [source, expected] of hints)
  test(`signature at ${source}`, async () => {
    await ready
    const [hint] = assistant.hints(source, source.length)
    const [from, to] = hint?.active ?? [0, 0]
    const text = hint && `${hint.text.slice(0, from)}<${hint.text.slice(from, to)}>${hint.text.slice(to)}`
    assert.equal(text, expected)
  })

test('of several signatures those that fit', async () => {
  await ready
  const [hint] = assistant.hints('torch.sum(x, 0, ', 16)
  assert.match(hint.text, /keepdim/)
  assert.ok(torch.is_tensor(session.declaredValue('x')))
})

test('what stands behind a command: variables, members, paths, words', async () => {
  await ready
  const desk = new Assistant({
    scope: { names: () => session.declaredNames(), value: (name) => session.declaredValue(name) },
    commands: commandNames(),
    takes: takenBy,
    variables: () => ['net', 'x'],
    folder: () => folder,
  })
  const offered = (text: string): [number, string] => {
    const { from, items } = desk.complete(text, text.length)
    return [from, items.map((item) => item.text).join(' ')]
  }
  assert.deepEqual(offered('.graph '), [7, 'net x'])
  assert.deepEqual(offered('.backward net.wei'), [14, 'weight'])
  assert.deepEqual(offered('.plot hist net.wei'), [15, 'weight'])
  assert.deepEqual(offered('.plot h').at(1)!.toString().split(' ')[0], 'hist')
  assert.deepEqual(offered('.timeit x.matm'), [10, 'matmul'])
  assert.deepEqual(offered('.load d'), [6, 'data/ digits.json dog.csv'])
  assert.deepEqual(offered('.save data/'), [11, ''])
  assert.deepEqual(offered('.lang '), [6, 'auto ts python'])
  assert.deepEqual(offered('.device g'), [8, 'gpu'])
  assert.deepEqual(offered('.help .g'), [6, '.graph'])
  assert.deepEqual(offered('.help torch.nn.Line'), [15, 'Linear'])
  assert.deepEqual(offered('.seed '), [6, ''])
})
