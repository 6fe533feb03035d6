// Pruning: masks, what they do to parameters and state, and what is refused; PyTorch 1.13's values from seed 0.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const { prune } = nn.utils
type Fields = nn.Module & Record<string, Tensor>
const fields = (module: unknown): Fields => module as Fields
const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)
const refuses = (run: () => unknown, name: string, message: RegExp | string): void => {
  assert.throws(run, (error: Error) => {
    assert.equal(error.name, name)
    if (typeof message === 'string') assert.equal(error.message, message)
    else assert.match(error.message, message)
    return true
  })
}
const keys = (module: nn.Module): string[] => [...module.state_dict().keys()]

test('one parameter pruned again and again, and for good', () => {
  torch.manual_seed(0)
  const layer = fields(nn.Linear(4, 3))
  prune.random_unstructured(layer, 'weight', 0.3)
  shows(layer.weight_mask, 'tensor([[1., 1., 0., 1.],\n        [1., 1., 0., 1.],\n        [0., 1., 1., 0.]])')
  assert.deepEqual(keys(layer), ['bias', 'weight_orig', 'weight_mask'])
  prune.l1_unstructured(layer, { name: 'weight', amount: 2 })
  shows(
    layer.weight,
    `tensor([[-0.0000,  0.2682, -0.0000, -0.3680],
        [-0.1926,  0.1341, -0.0000,  0.3964],
        [-0.0000,  0.0000, -0.1511, -0.0000]], grad_fn=<MulBackward0>)`,
  )
  const [hook] = [...layer._forward_pre_hooks.values()] as { _tensor_name: string; length: number }[]
  assert.deepEqual([hook._tensor_name, hook.length], ['weight', 2])
  prune.ln_structured(layer, 'weight', 0.5, 2, 1)
  shows(layer.weight_mask, 'tensor([[0., 1., 0., 1.],\n        [0., 1., 0., 1.],\n        [0., 0., 0., 0.]])')
  prune.random_structured(layer, 'weight', 1, 0)
  shows(layer.weight_mask, 'tensor([[0., 0., 0., 0.],\n        [0., 1., 0., 1.],\n        [0., 0., 0., 0.]])')
  shows(layer(torch.ones(4)), 'tensor([-0.4777,  0.1994, -0.2061], grad_fn=<AddBackward0>)')
  assert.ok(prune.is_pruned(nn.Sequential(layer)))
  prune.remove(layer, 'weight')
  assert.deepEqual(keys(layer), ['bias', 'weight'])
  assert.ok(!prune.is_pruned(layer) && layer.weight.isParameter)
  assert.equal(layer.weight.count_nonzero().item(), 2)
})

test('slices of convolutions, masks of one’s own, and several parameters as one', () => {
  torch.manual_seed(1)
  const conv = fields(nn.Conv2d(2, 3, 2))
  prune.random_structured(conv, 'weight', { amount: 0.5, dim: 1 })
  assert.equal(conv.weight_mask.sum([0, 2, 3]).ne(0).sum().item(), 1)
  prune.ln_structured(conv, 'weight', { amount: 1, n: -Infinity, dim: 0 })
  assert.equal(conv.weight_mask.sum([1, 2, 3]).ne(0).sum().item(), 2)
  prune.custom_from_mask(conv, 'bias', torch.tensor([0, 1, 0]))
  assert.equal(conv.bias.count_nonzero().item(), 1)
  const [first, last] = [fields(nn.Linear(4, 3)), fields(nn.Linear(3, 2))]
  const all: [nn.Module, string][] = [
    [first, 'weight'],
    [last, 'weight'],
  ]
  prune.global_unstructured(all, { pruning_method: prune.L1Unstructured, amount: 0.5 })
  assert.equal(first.weight_mask.sum().item<number>() + last.weight_mask.sum().item<number>(), 9)
  prune.identity(last, 'bias')
  shows(last.bias_mask, 'tensor([1., 1.])')
  shows(prune.L1Unstructured(2).prune(torch.tensor([3, -1, 2, 0.5])), 'tensor([3., -0., 2., 0.])')
  const scores = torch.tensor([[1, 2, 3]])
  const scored = fields(prune.l1_unstructured(nn.Linear(3, 1), 'weight', 2, scores))
  shows(scored.weight_mask, 'tensor([[0., 0., 1.]])')
})

test('a method of one’s own', () => {
  class EveryOther extends prune.BasePruningMethod {
    static readonly PRUNING_TYPE = 'unstructured'
    override compute_mask(_t: Tensor, default_mask: Tensor): Tensor {
      const mask = default_mask.clone()
      mask.view(-1).view(-1, 2).select(1, 0).fill_(0)
      return mask
    }
  }
  const layer = fields(nn.Linear(4, 1))
  EveryOther.apply(layer, 'weight')
  shows(layer.weight_mask, 'tensor([[0., 1., 0., 1.]])')
  // The second sees what the first left: two elements.
  EveryOther.apply(layer, 'weight')
  shows(layer.weight_mask, 'tensor([[0., 0., 0., 1.]])')
})

test('what cannot be pruned', () => {
  const layer = nn.Linear(1, 1)
  refuses(
    () => prune.remove(layer, 'weight'),
    'ValueError',
    "Parameter 'weight' of module Linear(in_features=1, out_features=1, bias=True) has to be pruned before pruning can be removed",
  )
  refuses(
    () => prune.l1_unstructured(layer, 'weight', 2),
    'ValueError',
    'amount=2 should be smaller than the number of parameters to prune=1',
  )
  assert.deepEqual(keys(layer), ['bias', 'weight'])
  refuses(() => prune.l1_unstructured(layer, 'weight', 1.5), 'ValueError', /either be a float in the range/)
  refuses(
    () => prune.l1_unstructured(layer, 'weight', 'a' as never),
    'TypeError',
    'Invalid type for amount: a. Must be int or float.',
  )
  refuses(() => prune.random_structured(layer, 'bias', 1, 0), 'ValueError', /multidimensional tensors/)
  refuses(
    () => prune.random_structured(layer, 'weight', 1, 2),
    'IndexError',
    'Invalid index 2 for tensor of size torch.Size([1, 1])',
  )
  refuses(
    () => prune.l1_unstructured(layer, 'weigh', 1),
    'AttributeError',
    "'Linear' object has no attribute 'weigh'",
  )
  refuses(
    () => {
      prune.global_unstructured([[layer, 'weight']], prune.LnStructured as never, { amount: 1, n: 1 })
    },
    'TypeError',
    /Only "unstructured" PRUNING_TYPE supported/,
  )
})
