// What `help` says, and how parts of the namespace show at the prompt.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownPaths, valueAt } from '../../src/dialect/namespaces.js'
import torch, { nn, optim } from '../../src/index.js'
import { ops } from '../../src/engine/op.js'
import { callText } from '../../src/repl/editor/signatures.js'
import { helpOn } from '../../src/repl/help.js'
import { show } from '../../src/repl/show.js'
import { wrap } from '../../src/terminal/wrap.js'

const softmax = `torch.softmax(input, dim, dtype=None, *, out=None) -> Tensor

  exp(x) / sum(exp(x)) along a dimension: positive numbers that sum to one.

  >>> torch.tensor([0.5, 1.5]).softmax(0)
  tensor([0.2689, 0.7311])

  x.softmax() does the same.
  torch.special.softmax is the same.
  Related: torch.nn.functional.softmax, torch.log_softmax, torch.nn.functional.log_softmax, torch.nn.functional.softmin.
  https://pytorch.org/docs/stable/generated/torch.softmax.html`

test('a function is explained from the op table, by value and by name', () => {
  assert.equal(helpOn(torch.softmax), softmax)
  assert.equal(helpOn('softmax'), softmax)
  assert.equal(helpOn('torch.softmax'), softmax)
})

test('overloads stand one after another, with what they return', () => {
  const text = helpOn(torch.max)
  assert.match(text, /^torch\.max\(input\) -> Tensor\n/)
  assert.match(
    text,
    /\n\ntorch\.max\(input, dim, keepdim=False, \*, out=None\) -> \(Tensor values, Tensor indices\)\n/,
  )
})

test('a method, also in place', () => {
  const x = torch.ones(2)
  assert.match(helpOn(x.sum), /^x\.sum\(\*, dtype=None\) -> Tensor\n/)
  assert.match(helpOn(x.add_), /^x\.add_\(other, \*, alpha=1\) -> Tensor\n/)
})

test('classes and their instances are explained from their comments', () => {
  const head = 'class torch.nn.Linear(in_features, out_features, bias=True, device=None, dtype=None)'
  const shown = '  >>> nn.Linear(2, 1)(torch.ones(3, 2)).shape\n  torch.Size([3, 1])'
  assert.ok(helpOn(nn.Linear).startsWith(`${head}\n\n  \`x @ weight.T`), helpOn(nn.Linear))
  assert.ok(helpOn(nn.Linear).includes(`\n\n${shown}\n\n`))
  assert.equal(helpOn(nn.Linear(2, 1)), helpOn(nn.Linear))
  assert.match(helpOn(optim.SGD), /\n {2}>>> const optimizer = optim\.SGD/)
  assert.match(helpOn(torch.no_grad), /^torch\.no_grad\(callback\)\n\n {2}Runs/)
  assert.match(helpOn(torch.save), /^torch\.save\(obj, f\)\n\n/)
})

test('layers and optimizers are told with their parameters', () => {
  const bare = [...knownPaths()].filter((path) => {
    const value = valueAt(path)
    if (typeof value !== 'function' || !/^(torch\.)?(nn|optim)\.\w+$/.test(path)) return false
    return callText(`torch.${path.replace(/^torch\./, '')}`, value, true) === undefined
  })
  // These come from elsewhere, or are made by nobody.
  const others = ['UninitializedBuffer', 'UninitializedParameter']
  assert.deepEqual(bare.map((path) => path.replace(/^.*\./, '')).sort(), others)
})

test('a namespace lists what it has', () => {
  assert.match(helpOn(nn), /^torch\.nn has:\n\n {2}AdaptiveAvgPool1d {2}/)
})

test('what is not known is said, with the nearest name', () => {
  assert.equal(helpOn('sotfmax'), 'There is no sotfmax. Did you mean softmax?')
  assert.equal(helpOn(3), 'There is no help on this value. help() tells more.')
})

test('lines fit a terminal, and words are whole in them', () => {
  for (const path of ops.keys()) {
    const text = helpOn(path)
    for (const width of [80, 40])
      for (const line of wrap(text, width).split('\n'))
        assert.ok(line.length <= width || !/\S .*\S/.test(line), line)
  }
})

test('a form in place is named where there is such a method', () => {
  assert.match(helpOn('relu'), /x\.relu_\(\) works in place/)
  assert.match(helpOn('add'), /x\.add_\(\) works in place/)
  for (const path of ['special.expit', 'dropout', 'nn.functional.relu'])
    assert.doesNotMatch(helpOn(path), new RegExp(`x\\.${path.split('.').at(-1)}_\\(\\) works`), path)
})

test('namespaces and classes show as Python shows them', () => {
  assert.equal(show(torch), "<module 'torch'>")
  assert.equal(show(nn.functional), "<module 'torch.nn.functional'>")
  assert.equal(show([torch.nn, torch.linalg]), "[<module 'torch.nn'>, <module 'torch.linalg'>]")
  assert.equal(show({ a: torch.backends }), "{'a': <module 'torch.backends'>}")
  assert.equal(show([(torch as any).sparse]), "[<module 'torch.sparse' (left out)>]")
  assert.equal(torch.str(torch.fft), "<module 'torch.fft'>")
  const plain: Record<string, unknown> = { f: (x: number) => x }
  plain.self = plain
  assert.match(show([plain]), /^\[ <ref \*1> \{ f: \[Function: f\]/)
  assert.equal(show(nn.Linear), "<class 'torch.nn.modules.linear.Linear'>")
  assert.equal(show(torch.Tensor), "<class 'torch.Tensor'>")
  assert.match(show(torch.add), /^<built-in method add of type object at 0x[0-9a-f]+>$/)
  assert.match(show(nn.functional.relu), /^<function relu at 0x[0-9a-f]+>$/)
  assert.match(
    show(new nn.Linear(2, 1).parameters()),
    /^<generator object Module.parameters at 0x[0-9a-f]+>$/,
  )
  assert.match(show(torch.enable_grad()), /^<torch.autograd.grad_mode.enable_grad object at 0x[0-9a-f]+>$/)
  assert.equal(show(torch.optim.SGD), "<class 'torch.optim.sgd.SGD'>")
  assert.match(
    show((x: number) => x),
    /^<function <lambda> at 0x[0-9a-f]+>$/,
  )
  assert.equal(show(Math.max), '[Function: max]')
  assert.equal(show({}), '{}')
})
