// What the goldens of losses leave open: second derivatives, warnings, refusals, and gradients of targets and weights.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import type { Tensor } from '../../../src/index.js'

const F = torch.nn.functional
const double = { dtype: torch.float64, requires_grad: true } as const
const input = (): Tensor => torch.tensor([0.2, 0.7, 0.45, 0.9], double)
const target = (): Tensor => torch.tensor([0.6, 0.1, 0.5, 0.3], double)

const losses: Record<string, (x: Tensor, t: Tensor) => Tensor> = {
  mse_loss: (x, t) => F.mse_loss(x, t),
  l1_loss: (x, t) => F.l1_loss(x, t, { reduction: 'sum' }),
  smooth_l1_loss: (x, t) => F.smooth_l1_loss(x, t, { beta: 0.5 }),
  huber_loss: (x, t) => F.huber_loss(x, t, { delta: 0.5, reduction: 'none' }),
  binary_cross_entropy: (x, t) => F.binary_cross_entropy(x, t),
  'binary_cross_entropy with weight': (x, t) =>
    F.binary_cross_entropy(x, t, torch.tensor([0.5, 1.5, 1, 2], { dtype: torch.float64 }), {
      reduction: 'none',
    }),
  binary_cross_entropy_with_logits: (x, t) => F.binary_cross_entropy_with_logits(x, t, { reduction: 'sum' }),
  'binary_cross_entropy_with_logits with pos_weight': (x, t) =>
    F.binary_cross_entropy_with_logits(x, t, { pos_weight: torch.tensor([2.5], { dtype: torch.float64 }) }),
  kl_div: (x, t) => F.kl_div(x, t, { reduction: 'batchmean' }),
  cross_entropy: (x, t) => F.cross_entropy(x.view(2, 2), t.view(2, 2), { label_smoothing: 0.25 }),
  nll_loss: (x) => F.nll_loss(x.view(2, 2), torch.tensor([1, 0])),
}

for (const [name, loss] of Object.entries(losses))
  test(`${name}: first and second derivatives are those of its values`, () => {
    const variables = name === 'nll_loss' ? [input()] : [input(), target()]
    const f = (...xs: Tensor[]): Tensor => loss(xs[0], xs[1])
    assert.equal(torch.autograd.gradcheck(f, variables), true)
    assert.equal(torch.autograd.gradgradcheck(f, variables), true)
  })

test('the one loop of a backward pass gives what its ops do', () => {
  for (const loss of Object.values(losses)) {
    const x = input()
    const [plain] = torch.autograd.grad(loss(x, target()).sum(), [x])
    const [recorded] = torch.autograd.grad(loss(x, target()).sum(), [x], { create_graph: true })
    assert.equal(torch.allclose(plain, recorded.detach(), 1e-12), true)
  }
})

const refuses = (f: () => unknown, name: string, message: string): void =>
  assert.throws(f, (error: Error) => {
    assert.deepEqual([error.name, error.message], [name, message])
    return true
  })

test('refusals in the words of PyTorch', () => {
  const half = torch.tensor([0.5, 0.25])
  const one = torch.tensor([1.5, 2.5])
  refuses(
    () => F.binary_cross_entropy(half, torch.zeros(3)),
    'ValueError',
    'Using a target size (torch.Size([3])) that is different to the input size (torch.Size([2])) is deprecated. ' +
      'Please ensure they have the same size.',
  )
  refuses(
    () => F.binary_cross_entropy(one, half),
    'RuntimeError',
    'all elements of input should be between 0 and 1',
  )
  refuses(
    () => F.binary_cross_entropy(half, torch.tensor([1, 0])),
    'RuntimeError',
    'Found dtype Long but expected Float',
  )
  refuses(
    () => F.mse_loss(torch.tensor([1]), torch.tensor([2])),
    'RuntimeError',
    '"mse_cpu" not implemented for \'Long\'',
  )
  refuses(
    () => F.mse_loss(one, half, { reduction: 'avg' }),
    'ValueError',
    'avg is not a valid value for reduction',
  )
  const scores = torch.ones(2, 3)
  refuses(() => F.cross_entropy(scores, torch.tensor([1, 5])), 'IndexError', 'Target 5 is out of bounds.')
  refuses(
    () => F.cross_entropy(scores, torch.tensor([1, 1, 1])),
    'ValueError',
    'Expected input batch_size (2) to match target batch_size (3).',
  )
  refuses(
    () => F.cross_entropy(scores, torch.tensor([1.5, 2])),
    'RuntimeError',
    'expected scalar type Long but found Float',
  )
  refuses(
    () => F.nll_loss(scores, torch.tensor([0, 1]), torch.ones(3, { requires_grad: true })),
    'RuntimeError',
    "The function 'nll_loss_forward' is not differentiable with respect to argument 'weight'. This input cannot have " +
      'requires_grad True.',
  )
})

test('a sure mistake costs 100, not infinity', () => {
  const loss = F.binary_cross_entropy(
    torch.tensor([0, 1], { dtype: torch.float32 }),
    torch.tensor([1, 0.0], { dtype: torch.float32 }),
  )
  assert.equal(loss.item(), 100)
})

test('nothing to average is nan', () => {
  assert.equal(torch.repr(F.mse_loss(torch.ones(0), torch.ones(0))), 'tensor(nan)')
  assert.equal(torch.repr(F.nll_loss(torch.ones(1, 2), torch.tensor([-100]))), 'tensor(nan)')
})

test('sizes that only broadcast are warned of, once', async () => {
  const heard: string[] = []
  const listen = ({ message }: Error): unknown => heard.push(message)
  process.on('warning', listen)
  for (let i = 0; i < 2; i++) F.mse_loss(torch.ones(2), torch.ones(1, 2))
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', listen)
  assert.deepEqual(heard, [
    'Using a target size (torch.Size([1, 2])) that is different to the input size (torch.Size([2])). This will likely ' +
      'lead to incorrect results due to broadcasting. Please ensure they have the same size.',
  ])
})
