// Loops that never return to the event loop hold no memory: what a round has made is gone when the next one is under way.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryStats, reclaim } from '../../src/memory/allocate.js'
import torch, { type Tensor } from '../../src/torch.js'

const rounds = 1000
/** How often rounds are counted before what seems to be left is: code that is compiled meanwhile shows in some spans, not in all. */
const spans = 30
/** Bytes that a round may seem to leave; a tensor that is kept is more. */
const most = 100

const heldNow = (): number => {
  reclaim()
  reclaim()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers + memoryStats().arenaInUse
}

const w = torch.ones(8, { requires_grad: true })
const wide = torch.ones(2000, { requires_grad: true })
const linear = new torch.nn.Linear(8, 8)
const call = linear as unknown as (input: Tensor) => Tensor
const optimizer = new torch.optim.Adam(linear.parameters(), { lr: 0.01 })
const x = torch.ones(4, 8)
class Twice extends torch.autograd.Function {
  static override forward(ctx: any, input: Tensor): Tensor {
    ctx.save_for_backward(input)
    return input.mul(2)
  }
  static override backward(ctx: any, g: Tensor): Tensor {
    return g.mul(ctx.saved_tensors[0].mul(0).add(2))
  }
}

const loops: Record<string, () => unknown> = {
  ops: () => x.mul(2).add(1).sum(),
  'large ops': () => wide.detach().mul(2).exp(),
  'ops that no gradient follows': () => torch.no_grad(() => w.mul(2)),
  'inference mode': () => torch.inference_mode(() => w.mul(2)),
  'a graph that is left': () => w.mul(w).sin(),
  'a large graph that is left': () => wide.mul(wide).sin().sum(),
  backward: () => w.mul(w).sum().backward(),
  'backward with the graph kept': () => w.mul(w).sum().backward({ retain_graph: true }),
  'gradients of gradients': () => {
    const [g] = torch.autograd.grad(w.mul(w).mul(w).sum(), w, { create_graph: true })
    return torch.autograd.grad(g.sum(), w)
  },
  'autograd.grad': () => torch.autograd.grad(w.exp().sum(), w),
  retain_grad: () => {
    const y = w.mul(2)
    y.retain_grad()
    y.sum().backward()
  },
  'retain_grad of what is never used': () => w.mul(2).retain_grad(),
  'hooks of tensors': () => {
    const y = w.mul(2)
    y.register_hook((g) => g.mul(2))
    y.sum().backward()
  },
  'hooks of a leaf, removed': () => w.register_hook((g) => g).remove(),
  'hooks of nodes': () => {
    const y = w.mul(2)
    y.grad_fn!.register_hook(() => undefined)
    y.sum().backward()
  },
  'hooks of modules': () => {
    const handle = linear.register_forward_hook(() => undefined)
    call(x)
    handle.remove()
  },
  'own functions': () => Twice.apply<Tensor>(w).sum().backward(),
  views: () => w.detach().view(2, 4).t().select(0, 1).clone(),
  'writes in place': () => w.mul(2).add_(1).mul_(3).sum().backward(),
  'writes to views': () => {
    const y = w.mul(2)
    y.narrow(0, 0, 2).mul_(3)
    y.sum().backward()
  },
  'state dicts': () => linear.load_state_dict(linear.state_dict()),
  training: () => {
    optimizer.zero_grad()
    call(x).square().mean().backward()
    optimizer.step()
  },
  'random numbers': () => torch.randn(8),
  'sizes that change': (() => {
    let n = 0
    return () => torch.ones(1 + (n++ % 600)).sum()
  })(),
  'text of tensors': () => torch.repr(w),
  'calls that are refused': () => assert.throws(() => torch.ones(2).add(torch.ones(3))),
  jacobians: () => torch.autograd.functional.jacobian((a: Tensor) => a.mul(a), x.select(0, 0)),
  vmap: () => torch.func.vmap((a: Tensor) => a.mul(2))(x),
}

/** Bytes that a round leaves. What is compiled on the way is held once: what is kept shows in every span. */
function leftBy(round: () => unknown): number {
  let left = Infinity
  for (let span = 0; span < spans && left >= most; span++) {
    const before = heldNow()
    for (let k = 0; k < rounds; k++) round()
    left = Math.min(left, (heldNow() - before) / rounds)
  }
  return left
}

for (const [name, round] of Object.entries(loops))
  test(`${name} in a synchronous loop`, () => {
    const left = leftBy(round)
    assert.ok(left < most, `${Math.round(left)} bytes a round`)
  })

test('a loop that keeps its tensors is noticed', () => {
  const kept: Tensor[] = []
  assert.ok(leftBy(() => kept.push(x.mul(2))) >= most)
})
