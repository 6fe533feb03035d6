// What a tensor says of its place in the graph, and what may be set. Beside each program what PyTorch 1.13 gave.
import { test } from 'node:test'
import { functionOf, gives, leaf, repr, torch } from './programs.js'

const refusal =
  "RuntimeError: you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach()."
const refusal2 =
  "RuntimeError: Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and hence detach_() cannot be called on these gradients. To fix this error, please refer to the Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution."

test(
  'grad nonleaf',
  gives(() => {
    const y = leaf(1).mul(2)
    y.backward()
    return repr(y.grad)
  }, 'None'),
)
test(
  'retains',
  gives(() => {
    const y = leaf(1).mul(2)
    y.retain_grad()
    y.retain_grad()
    const a = y.retains_grad
    y.backward()
    return [a, repr(y.grad), leaf(1).retains_grad]
  }, [true, 'tensor([1.])', false]),
)
test(
  'retain leaf',
  gives(() => {
    const x = leaf(1)
    x.retain_grad()
    return x.retains_grad
  }, false),
)
test(
  'retain noreq',
  gives(
    () => torch.ones(1).retain_grad(),
    "RuntimeError: can't retain_grad on Tensor that has requires_grad=False",
  ),
)
test(
  'retain inplace',
  gives(() => {
    const y = leaf(1).mul(2)
    y.retain_grad()
    y.mul_(5)
    y.sum().backward()
    return repr(y.grad)
  }, 'tensor([1.])'),
)
test(
  'set reqgrad nonleaf',
  gives(() => {
    const y = leaf(1).mul(2)
    y.requires_grad = false
  }, refusal),
)
test(
  'set reqgrad nonleaf true',
  gives(() => {
    const y = leaf(1).mul(2)
    y.requires_grad = true
    return repr(y)
  }, 'RuntimeError: you can only change requires_grad flags of leaf variables.'),
)
test(
  'reqgrad_ nonleaf',
  gives(() => {
    leaf(1).mul(2).requires_grad_(false)
  }, refusal),
)
test(
  'reqgrad int',
  gives(() => {
    torch.tensor([1]).requires_grad_()
  }, 'RuntimeError: only Tensors of floating point dtype can require gradients'),
)
test(
  'reqgrad int set',
  gives(() => {
    const x = torch.tensor([1])
    x.requires_grad = true
  }, 'RuntimeError: only Tensors of floating point and complex dtype can require gradients'),
)
test(
  'reqgrad int ctor',
  gives(() => {
    torch.tensor([1], { dtype: torch.int64, requires_grad: true })
  }, 'RuntimeError: Only Tensors of floating point and complex dtype can require gradients'),
)
test(
  'reqgrad int zeros',
  gives(() => {
    torch.zeros(2, { dtype: torch.int64, requires_grad: true })
  }, 'RuntimeError: Only Tensors of floating point and complex dtype can require gradients'),
)
test(
  'reqgrad bool',
  gives(() => {
    torch.tensor([true]).requires_grad_()
  }, 'RuntimeError: only Tensors of floating point dtype can require gradients'),
)
test(
  'detach_',
  gives(() => {
    const y = leaf(1).mul(2),
      r = y.detach_()
    return [r === y, repr(y), y.is_leaf, y.requires_grad]
  }, [true, 'tensor([2.])', true, false]),
)
test(
  'detach_ view',
  gives(() => {
    leaf(1, 2).mul(2).view(2).detach_()
  }, refusal2),
)
test(
  'detach_ view noreq',
  gives(() => {
    const y = torch.ones(2).view(2)
    y.detach_()
    return repr(y)
  }, refusal2),
)
test(
  'detach_ leaf',
  gives(() => {
    const x = leaf(1)
    x.detach_()
    return repr(x)
  }, 'tensor([1.])'),
)
test(
  'detach_ multi',
  gives(() => {
    leaf(1, 2).mul(1).unbind(0)[0].detach_()
  }, refusal2),
)
test(
  'detach isview',
  gives(() => {
    const x = leaf(1, 2).mul(1),
      d = x.detach()
    return [d.is_view(), d._base === x, d.data_ptr() === x.data_ptr()]
  }, [false, false, true]),
)
test(
  'set grad shape',
  gives(() => {
    leaf(1, 2).grad = torch.ones(3)
  }, 'RuntimeError: assigned grad has data of a different size'),
)
test(
  'set grad dtype',
  gives(() => {
    leaf(1, 2).grad = torch.ones(2).double()
  }, 'RuntimeError: assigned grad has data of a different type'),
)
test(
  'set grad type',
  gives(() => {
    leaf(1, 2).grad = 3
  }, 'TypeError: assigned grad expected to be a Tensor or None but got grad of typeint'),
)
test(
  'set grad self',
  gives(() => {
    const x = leaf(1, 2)
    x.grad = x
  }, "RuntimeError: can't assign Variable as its own grad"),
)
test(
  'set grad none',
  gives(() => {
    const x = leaf(1, 2)
    x.sum().backward()
    x.grad = null
    return repr(x.grad)
  }, 'None'),
)
test(
  'set data',
  gives(() => {
    const x = leaf(1, 2)
    x.data = torch.ones(3)
    return repr(x)
  }, 'tensor([1., 1., 1.], requires_grad=True)'),
)
test(
  'set data dtype',
  gives(() => {
    const x = leaf(1, 2)
    x.data = torch.ones(2).double()
    return repr(x)
  }, 'tensor([1., 1.], dtype=torch.float64, requires_grad=True)'),
)
test(
  'set data int',
  gives(() => {
    const x = leaf(1, 2)
    x.data = torch.ones(2).long()
  }, 'RuntimeError: data set to a tensor that requires gradients must be floating point or complex dtype'),
)
test(
  'leaf flags',
  gives(() => {
    const x = leaf(1),
      y = x.mul(2),
      z = torch.ones(1),
      d = y.detach()
    return [x.is_leaf, y.is_leaf, z.is_leaf, d.is_leaf, x.grad_fn, y.output_nr]
  }, [true, false, true, true, null, 0]),
)

/** What a hook kept of a gradient, and the leaf's own, after five was added to that. */
function kept(listen: (x: any, y: any, keep: (grad: any) => void) => void): unknown {
  const x = leaf(1, 1, 1)
  const y = x.mul(2)
  let seen: any
  listen(x, y, (grad) => void (seen = grad))
  y.sum().backward()
  x.grad.add_(5)
  return [repr(seen), repr(x.grad)]
}
test(
  'a gradient that a hook of the leaf keeps',
  gives(() => kept((x, _, keep) => x.register_hook(keep)), ['tensor([2., 2., 2.])', 'tensor([7., 7., 7.])']),
)
test(
  'a gradient that a hook after the leaf keeps',
  gives(
    () =>
      kept((_, y, keep) => y.grad_fn.next_functions[0][0].register_hook((_: any, [grad]: any) => keep(grad))),
    ['tensor([7., 7., 7.])', 'tensor([7., 7., 7.])'],
  ),
)
test(
  'a gradient that a hook before the leaf keeps',
  gives(
    () => kept((_, y, keep) => y.grad_fn.register_hook(([grad]: any) => keep(grad))),
    ['tensor([2., 2., 2.])', 'tensor([7., 7., 7.])'],
  ),
)
test(
  'a gradient that a function of the user keeps',
  gives(() => {
    let seen: any
    const F = functionOf(
      (_: any, x: any) => x.mul(2),
      (_: any, g: any) => (seen = g.mul(3)),
    )
    const x = leaf(1, 1, 1)
    F.apply(x).sum().backward()
    x.grad.add_(5)
    return [repr(seen), repr(x.grad)]
  }, ['tensor([3., 3., 3.])', 'tensor([8., 8., 8.])']),
)
test(
  'a gradient of two leaves',
  gives(() => {
    const [x, z] = [leaf(1, 1, 1), leaf(1, 1, 1)]
    x.add(z).sum().backward()
    x.grad.add_(5)
    return [repr(x.grad), repr(z.grad)]
  }, ['tensor([6., 6., 6.])', 'tensor([1., 1., 1.])']),
)
test(
  'a gradient that is added to stays the same tensor',
  gives(() => {
    const w = torch.ones(2, 3, { requires_grad: true })
    w.t().mul(2).sum().backward()
    const { grad } = w
    w.t().mul(2).sum().backward()
    return [w.grad === grad, [...grad.stride()], repr(grad)]
  }, [true, [3, 1], 'tensor([[4., 4., 4.],\n        [4., 4., 4.]])']),
)
