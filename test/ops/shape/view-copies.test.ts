// Views as copies, `norm_except_dim`, and the numbers of a tensor where nothing is recorded.
import { equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import torch, { type Tensor } from '../../../src/index.js'

test('a copy of a view shares no memory, keeps the order of its elements, and passes gradients on', () => {
  const x = torch
    .tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    .float()
  for (const [copy, view] of [
    [torch.t_copy(x), x.t()],
    [torch.permute_copy(x, [1, 0]), x.permute(1, 0)],
    [torch.unfold_copy(x, 1, 2, 1), x.unfold(1, 2, 1)],
    [torch.split_copy(x, 2, 1)[0], x.split(2, 1)[0]],
    [torch.unbind_copy(x)[1], x.unbind()[1]],
  ] as [Tensor, Tensor][]) {
    equal(torch.equal(copy, view), true)
    copy.zero_()
    equal(x.sum().item(), 21)
  }
  equal(torch.repr(torch.transpose_copy(x, 0, 1).stride()), '(1, 3)')
  const leaf = torch.ones(2, 3, { requires_grad: true })
  torch.diagonal_copy(leaf).sum().backward()
  equal(leaf.grad!.sum().item(), 2)
})

test('copies of views refuse in the words of PyTorch', () => {
  throws(() => torch.squeeze_copy('x' as never), {
    message: "squeeze_copy(): argument 'input' (position 1) must be Tensor, not str",
  })
  const x = torch.ones(2, { requires_grad: true })
  throws(
    () => torch.unsqueeze_copy(x, 0, { out: torch.empty(1, 2) }),
    /don't support automatic differentiation/,
  )
})

test('norm_except_dim has one norm for each place along a dimension', () => {
  const v = torch
    .tensor([
      [3, 4],
      [1, 2],
    ])
    .float()
  equal(torch.repr(torch.norm_except_dim(v)), 'tensor([[5.0000],\n        [2.2361]])')
  equal(torch.repr(torch.norm_except_dim(v, 2, 1)), 'tensor([[3.1623, 4.4721]])')
  equal(torch.repr(torch.norm_except_dim(v, 2, -1)), 'tensor(5.4772)')
  throws(() => torch.norm_except_dim(v, 2, 2), /expected to be in range of \[-2, 1\], but got 2/)
})

test('where nothing is recorded, the numbers of a tensor that requires grad may be had', () => {
  const x = torch.ones(2, { requires_grad: true })
  throws(() => x.numpy(), /Use tensor.detach\(\).numpy\(\) instead/)
  torch.no_grad(() => {
    equal(torch.repr(x.numpy()), 'array([1., 1.], dtype=float32)')
  })
})
