// Tensors in plain JavaScript, where operators do not know them: what would mislead is refused, and JSON has their numbers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'

const t: any = torch.tensor([
  [1, 2],
  [3, 4],
])
const s: any = torch.tensor(2.5)

test('operators refuse, with what to write instead', () => {
  for (const [work, words] of [
    [() => t + t, /a\.add\(b\).*for text, `\$\{a\}` or String\(a\)/],
    [() => s + 1, /a\.add\(b\)/],
    [() => 'loss: ' + s, /for text, `\$\{a\}`/],
    // eslint-disable-next-line eqeqeq -- this is what is tested
    [() => s == 2.5, /a\.eq\(b\)/],
    // eslint-disable-next-line eqeqeq -- this is what is tested
    [() => t != 1, /a\.eq\(b\)/],
    [() => t * 2, /a\.add\(b\) or a\.lt\(b\), or take the number out with a\.item\(\)/],
    [() => -t, /a\.item\(\)/],
    [() => t < 1, /a\.lt\(b\)/],
    [() => Math.max(s, 1), /a\.item\(\)/],
    [() => Number(s), /a\.item\(\)/],
  ] as const)
    assert.throws(work, (error: Error) => error instanceof TypeError && words.test(error.message))
  assert.equal(`${s}`, 'tensor(2.5000)')
  assert.equal(String(t), 'tensor([[1, 2],\n        [3, 4]])')
  // Of two objects JavaScript asks nothing: they are one or they are not.
  assert.equal(t === t, true)
})

test('JSON has the elements, nested, and torch.tensor makes the same tensor of them', () => {
  assert.equal(JSON.stringify(t), '[[1,2],[3,4]]')
  assert.equal(JSON.stringify({ loss: s }), '{"loss":2.5}')
  for (const one of [torch.zeros(2, 0), torch.tensor([true, false]), torch.randn(2, 3, 4), torch.tensor(7n)])
    assert.ok(torch.equal(torch.tensor(JSON.parse(JSON.stringify(one)), { dtype: one.dtype }), one))
  assert.equal(JSON.stringify(torch.tensor([NaN, Infinity, 1])), '[null,null,1]')
  assert.equal(JSON.stringify(torch.ones(2, { requires_grad: true })), '[1,1]')
  assert.throws(() => JSON.stringify(torch.tensor([2n ** 60n])), /has more digits than JSON's numbers keep/)
  const { shape, dtype, device } = t
  assert.equal(
    JSON.stringify({ shape, dtype, device }),
    '{"shape":[2,2],"dtype":"torch.int64","device":"cpu"}',
  )
  const net = torch.nn.Linear(2, 1)
  const parsed = JSON.parse(JSON.stringify(net.state_dict()))
  assert.deepEqual(Object.keys(parsed), ['weight', 'bias'])
  assert.ok(torch.equal(torch.tensor(parsed.weight), net.weight))
  assert.equal(JSON.stringify(new torch.Float(2)), '2')
})
