// What is left out is there and says so; what does not need it is answered.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { isLeftOut } from '../../src/ops/left-out.js'

const library = torch as any
const x = torch.ones(2)
const tensor = x as any

test('functions and methods refuse when they are called', () => {
  const calls: Record<string, () => unknown> = {
    'Tensor.to_sparse': () => tensor.to_sparse(),
    'torch.sparse_coo_tensor': () => library.sparse_coo_tensor([[0]], [1]),
    'Tensor.refine_names': () => tensor.refine_names('N'),
    'Tensor.align_to': () => tensor.align_to('N'),
    'torch.quantize_per_tensor': () => library.quantize_per_tensor(x, 1, 0),
    'Tensor.q_scale': () => tensor.q_scale(),
    'torch.jit.fork': () => library.jit.fork(x),
    'torch.overrides.get_overridable_functions': () => library.overrides.get_overridable_functions(),
    'torch.sparse.mm': () => library.sparse.mm(x, x),
    'torch.qint8': () => library.qint8,
  }
  for (const [path, call] of Object.entries(calls))
    assert.throws(call, ({ name, message }: Error) => {
      assert.equal(name, 'NotImplementedError')
      assert.ok(message.startsWith(`${path} is left out of dltorch: `), message)
      return true
    })
})

test('names of dimensions as an argument', () => {
  for (const name of ['randn', 'ones', 'zeros', 'empty', 'rand'])
    assert.throws(
      () => library[name](2, { names: ['N'] }),
      new RegExp(
        `^NotImplementedError: ${name}\\(names=…\\) is left out of dltorch: there are no named dimensions`,
      ),
    )
})

test('they are no classes of anything, and are not listed', () => {
  assert.ok(!(x instanceof library.jit.ScriptModule))
  assert.ok(!Object.keys(torch).includes('sparse_coo_tensor'))
  assert.ok(isLeftOut(library.sparse) && isLeftOut(tensor.to_sparse) && !isLeftOut(torch.add))
})

test('what a dense tensor without names answers', () => {
  assert.equal(x.is_sparse, false)
  assert.equal(x.is_cpu, true)
  assert.equal(x.has_names(), false)
  assert.equal(torch.repr(torch.ones(2, 1).names), '(None, None)')
  assert.equal(x.to_dense(), x)
  assert.equal(torch.repr(torch.ones(2, 2).resize(4)), 'tensor([1., 1., 1., 1.])')
  assert.throws(
    () => x.resize(3),
    /requested resize to 3 \(3 elements in total\), but the given tensor has a size of 2/,
  )
})
