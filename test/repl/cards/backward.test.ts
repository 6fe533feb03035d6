// The backward pass as a list, and that it leaves everything as it was.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { walkBackward } from '../../../src/autograd/walk.js'
import { typist } from '../commands/typed.js'

test('steps of a small graph', async () => {
  const type = typist()
  await type(
    'walkW = torch.tensor([1.5, -1], { requires_grad: true }); walkB = torch.ones(1, { requires_grad: true })',
  )
  await type('walkY = walkW.mul(2).add(walkB).sum()')
  assert.equal(
    await type('.backward walkY'),
    `1/5  walkY = SumBackward0
  in    tensor(1.)
  rule  each element counted once: all get g
  out   tensor([1., 1.])  to AddBackward0
2/5  AddBackward0
  in    tensor([1., 1.])
  rule  a sum passes g on to each term; times alpha where one was given
  out   tensor([1., 1.])  to MulBackward0
  out   tensor([2.])  to walkB
3/5  MulBackward0
  in    tensor([1., 1.])
  rule  each factor gets g times the other factor
  out   tensor([2., 2.])  to walkW
4/5  walkB
  in    tensor([2.])
  then  becomes walkB.grad
5/5  walkW
  in    tensor([2., 2.])
  then  becomes walkW.grad`,
  )
  assert.equal(
    await type('.backward walkY 4'),
    '4/5  walkB\n  in    tensor([2.])\n  then  becomes walkB.grad',
  )
  assert.equal(await type('.backward walkY 9'), 'CommandError: There are 5 steps, and 9 is none of them.')
  assert.equal(await type('walkW.grad'), 'null')
  await type('walkY.backward()')
  assert.equal(await type('walkW.grad'), 'tensor([2., 2.])')
  assert.match(
    await type('.backward walkW'),
    /^walkW has 2 elements: .*\n1\/1 {2}walkW\n.*\n {2}then {2}added to walkW\.grad$/,
  )
})

test('the walk arrives at what backward() gives', () => {
  torch.manual_seed(0)
  const x = torch.rand([3, 4], { requires_grad: true })
  const w = torch.rand([4, 2], { requires_grad: true })
  const y = x.matmul(w).tanh().add(w.sum(0)).logsumexp(1).mean()
  const steps = walkBackward(y, torch.ones([]))
  y.backward()
  for (const leaf of [x, w]) {
    const step = steps.find(({ node }) => node === leaf.edge()!.node)!
    assert.ok(torch.equal(step.incoming[0]!, leaf.grad!))
  }
})
