// `torch.utils.checkpoint`: the same results and gradients as without it, and what it refuses.
import { deepEqual, equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const { checkpoint, checkpoint_sequential } = torch.utils.checkpoint

function gradients(run: (net: nn.Sequential, x: Tensor) => Tensor): unknown[] {
  torch.manual_seed(1)
  const net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Dropout(0.5), nn.Linear(4, 4), nn.Linear(4, 1))
  const x = torch.ones(5, 3, { requires_grad: true })
  const y = run(net, x)
  y.square().sum().backward()
  return [y, x.grad, ...[...net.parameters()].map((p) => p.grad)].map((t) => (t as Tensor).tolist())
}

test('gradients are those of the whole graph, dropout included', () => {
  const whole = gradients((net, x) => net(x))
  deepEqual(
    gradients((net, x) => checkpoint(net, x) as Tensor),
    whole,
  )
  deepEqual(
    gradients((net, x) => checkpoint(net, x, { use_reentrant: false }) as Tensor),
    whole,
  )
  deepEqual(
    gradients((net, x) => checkpoint_sequential(net, 2, x)),
    whole,
  )
})

test('what goes in and comes out may be several tensors, and no tensors', () => {
  const a = torch.ones(2, { requires_grad: true })
  const pair = (x: Tensor, n: number) => [x.mul(n), x.add(n)]
  for (const use_reentrant of [true, false]) {
    a.grad = null
    const [p, q] = checkpoint(pair, a, 3, { use_reentrant }) as [Tensor, Tensor]
    p.sum().add(q.sum()).backward()
    deepEqual(a.grad!.tolist(), [4, 4])
  }
})

test('the function runs twice, and keeps nothing in between', () => {
  let runs = 0
  const x = torch.ones(2, { requires_grad: true })
  const f = (t: Tensor) => {
    runs++
    return t.exp().exp()
  }
  for (const use_reentrant of [true, false]) {
    runs = 0
    const y = checkpoint(f, x, { use_reentrant }) as Tensor
    equal(runs, 1)
    y.sum().backward()
    equal(runs, 2)
  }
})

test('what it refuses', () => {
  const x = torch.ones(2, { requires_grad: true })
  const y = checkpoint((t: Tensor) => t.exp(), x) as Tensor
  throws(() => torch.autograd.grad(y.sum(), x), /Checkpointing is not compatible with .grad\(\)/)
  throws(() => checkpoint((t: Tensor) => t, x, { bad: 1 }) as unknown, {
    name: 'ValueError',
    message: 'Unexpected keyword arguments: bad',
  })
  const z = checkpoint((t: Tensor) => t.exp(), x, { use_reentrant: false }) as Tensor
  deepEqual(torch.autograd.grad(z.sum(), x)[0].tolist(), x.exp().tolist())
  throws(
    () => (checkpoint((t: Tensor) => t.detach(), x) as Tensor).sum().backward(),
    /none of output has requires_grad=True/,
  )
})
