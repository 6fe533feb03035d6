// Views and writing in place: whose history changes, and which writes are refused. Beside each program what PyTorch 1.13 gave.
import { test } from 'node:test'
import { gives, leaf, nextNames, repr, torch } from './programs.js'

const refusal =
  'RuntimeError: a view of a leaf Variable that requires grad is being used in an in-place operation.'
const refusal2 =
  'RuntimeError: Output 1 of UnbindBackward0 is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.'
const refusal3 =
  'RuntimeError: Output 1 of SplitBackward0 is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.'
const refusal4 =
  "RuntimeError: A view was created in no_grad mode and is being modified inplace with grad mode enabled. Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the no_grad block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked)."

test(
  'view index inplace',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.clone().view(-1).index(0)
    y.mul_(2)
    const b = y._base
    return [
      y.grad_fn.className,
      b.grad_fn.className,
      repr(y),
      repr(b),
      b.grad_fn.next_functions[0][0].className,
      b.grad_fn.next_functions.length,
    ]
  }, [
    'AsStridedBackward0',
    'CopySlices',
    'tensor(2., grad_fn=<AsStridedBackward0>)',
    'tensor([2., 2., 3.], grad_fn=<CopySlices>)',
    'CloneBackward0',
    2,
  ]),
)
test(
  'leaf view',
  gives(() => {
    leaf(1, 2, 3).view(-1).index(0).mul_(2)
  }, refusal),
)
test(
  'leaf view2',
  gives(() => {
    leaf(1, 2, 3).index_put_([0], 5)
  }, refusal),
)
test(
  'leaf detach inplace',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.detach()
    y.mul_(2)
    return [repr(x), x._version, y._version]
  }, ['tensor([2., 4., 6.], requires_grad=True)', 1, 1]),
)
test(
  'detached saved',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(x)
    x.detach().mul_(2)
    y.sum().backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [3]] is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'data saved',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(x)
    x.data.mul_(2)
    y.sum().backward()
    return [repr(x.grad), x._version]
  }, ['tensor([ 4.,  8., 12.])', 0]),
)
test(
  'unbind inplace',
  gives(() => {
    leaf(1, 2, 3).mul(1).unbind(0)[1].mul_(2)
  }, refusal2),
)
test(
  'split inplace',
  gives(() => {
    leaf(1, 2, 3, 4).mul(1).split(2)[1].mul_(2)
  }, refusal3),
)
test(
  'chunk inplace',
  gives(() => {
    leaf(1, 2, 3, 4).mul(1).chunk(2)[1].mul_(2)
  }, refusal3),
)
test(
  'splitsizes inplace',
  gives(() => {
    leaf(1, 2, 3, 4).mul(1).split([1, 3])[1].mul_(2)
  }, 'RuntimeError: Output 1 of SplitWithSizesBackward0 is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.'),
)
test(
  'unbind leaf inplace',
  gives(() => {
    leaf(1, 2, 3).unbind(0)[1].mul_(2)
  }, refusal2),
)
test(
  'unbind nograd view inplace',
  gives(() => {
    const x = leaf(1, 2, 3)
    const a = torch.no_grad(() => x.view(-1))
    a.mul_(2)
  }, refusal4),
)
test(
  'nograd view inplace2',
  gives(() => {
    const x = leaf(1, 2, 3).mul(1)
    const a = torch.no_grad(() => x.view(-1))
    a.mul_(2)
  }, refusal4),
)
test(
  'nograd unbind inplace',
  gives(() => {
    const x = leaf(1, 2, 3).mul(1)
    const [a] = torch.no_grad(() => x.unbind(0))
    a.mul_(2)
  }, refusal4),
)
test(
  'unbind base inplace',
  gives(() => {
    const y = leaf(1, 2, 3).mul(1)
    const [a] = y.unbind(0)
    y.mul_(2)
    return [a.grad_fn.className, repr(a)]
  }, 'RuntimeError: Output 0 of UnbindBackward0 is a view and its base or another view of its base has been modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.'),
)
test(
  'view base inplace',
  gives(() => {
    const y = leaf(1, 2, 3).mul(1),
      a = y.view(3)
    y.mul_(2)
    return [a.grad_fn.className, repr(a), a.grad_fn.next_functions[0][0].className]
  }, ['AsStridedBackward0', 'tensor([2., 4., 6.], grad_fn=<AsStridedBackward0>)', 'MulBackward0']),
)
test(
  'view of nograd base inplace',
  gives(() => {
    const x: any = torch.zeros(3),
      a = x.index(1),
      w = leaf(5)
    a.mul_(w.index(0))
    a.add_(w.index(0))
    return [repr(x), x.requires_grad, x.grad_fn.className, repr(a), a.grad_fn.className, x.is_leaf]
  }, [
    'tensor([0., 5., 0.], grad_fn=<CopySlices>)',
    true,
    'CopySlices',
    'tensor(5., grad_fn=<AsStridedBackward0>)',
    'AsStridedBackward0',
    false,
  ]),
)
test(
  'copyslices grad',
  gives(() => {
    const x: any = torch.zeros(3),
      w = leaf(5),
      v = x.index('1:')
    v.copy_(w.expand(2))
    x.mul(torch.tensor([1, 2, 3]))
      .sum()
      .backward()
    return [repr(w.grad), x.grad_fn.className, v.grad_fn.className]
  }, ['tensor([5.])', 'CopySlices', 'AsStridedBackward0']),
)
test(
  'setitem grad',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(2)
    y.index_put_([1], x.index(0).mul(10))
    y.sum().backward()
    return [repr(x.grad), y.grad_fn.className]
  }, ['tensor([12.,  0.,  2.])', 'CopySlices']),
)
test(
  'setitem number',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(2)
    y.index_put_([1], 7)
    y.sum().backward()
    return [repr(x.grad), y.grad_fn.className, nextNames(y)]
  }, ['tensor([2., 0., 2.])', 'CopySlices', ['MulBackward0', null]]),
)
test(
  'setitem mask',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(2)
    y.index_put_([y.gt(3)], 0)
    const n = y.grad_fn.className
    y.sum().backward()
    return [repr(x.grad), n]
  }, ['tensor([2., 0., 0.])', 'IndexPutBackward0']),
)
test(
  'setitem list',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(2)
    y.index_put_([[0, 2]], leaf(5, 6))
    const n = y.grad_fn.className
    y.sum().backward()
    return [repr(x.grad), n]
  }, ['tensor([0., 2., 0.])', 'IndexPutBackward0']),
)
test(
  'chain of views',
  gives(() => {
    const x = leaf(1, 2, 3, 4, 5, 6),
      y = x.mul(1).view(2, 3),
      z = y.t().index(1)
    z.mul_(3)
    const n = [y.grad_fn.className, z.grad_fn.className, y._base.grad_fn.className]
    y.sum().backward()
    return [...n, repr(x.grad)]
  }, ['AsStridedBackward0', 'AsStridedBackward0', 'CopySlices', 'tensor([1., 3., 1., 1., 3., 1.])']),
)
test(
  'two inplace on view',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(1),
      v = y.index(':2')
    v.mul_(3)
    v.add_(x.index(0))
    y.index(2).mul_(10)
    y.sum().backward()
    return [repr(x.grad)]
  }, ['tensor([ 5.,  3., 10.])']),
)
test(
  'inplace squares',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(1),
      v = y.index(':2')
    v.pow_(2)
    v.mul_(v.detach())
    y.sum().backward()
    return [repr(x.grad)]
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [2]] is at version 2; expected version 1 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  't_',
  gives(() => {
    const y = leaf(1, 2, 3, 4).view(2, 2).mul(1).t_()
    return [repr(y), y._version]
  }, ['tensor([[1., 3.],\n        [2., 4.]], grad_fn=<TBackward1>)', 1]),
)
test(
  'squeeze_view',
  gives(() => {
    const x = leaf(1, 2).view(1, 2).mul(1)
    x.index(0)
    x.squeeze_()
    return [repr(x)]
  }, ['tensor([1., 2.], grad_fn=<SqueezeBackward2>)']),
)
test(
  'clone copy',
  gives(() => {
    const x = leaf(1, 2),
      y = torch.zeros(2)
    y.copy_(x)
    const n = [repr(y)]
    y.mul(y).sum().backward()
    return [...n, repr(x.grad)]
  }, ['tensor([1., 2.], grad_fn=<CopyBackwards>)', 'tensor([2., 4.])']),
)
test(
  'zero_',
  gives(() => {
    const x = leaf(1, 2),
      y = x.mul(2)
    y.zero_()
    const n = [repr(y)]
    y.sum().backward()
    return [...n, repr(x.grad)]
  }, ['tensor([0., 0.], grad_fn=<ZeroBackward0>)', 'tensor([0., 0.])']),
)
test(
  'fill_',
  gives(() => {
    const x = leaf(1, 2),
      y = x.mul(2),
      v = leaf(3).index(0)
    y.fill_(v)
    const n = [repr(y)]
    y.sum().backward()
    return [...n, repr(x.grad)]
  }, ['tensor([3., 3.], grad_fn=<FillBackward3>)', 'tensor([0., 0.])']),
)
test(
  'inplace relu',
  gives(() => {
    const x = leaf(-1, 2),
      y = torch.relu_(x.mul(1)),
      n = [repr(y)]
    y.sum().backward()
    return [...n, repr(x.grad)]
  }, ['tensor([0., 2.], grad_fn=<ReluBackward0>)', 'tensor([0., 1.])']),
)
test(
  'resize grad',
  gives(() => {
    leaf(1, 2).resize_(3)
  }, 'RuntimeError: cannot resize variables that require grad'),
)
test(
  'param inplace',
  gives(() => {
    ;(new torch.nn.Parameter(torch.ones(2)) as any).add_(1)
  }, 'RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.'),
)
test(
  'inplace broadcast',
  gives(() => {
    torch.ones(2).add_(torch.ones(2, 2, { requires_grad: true }))
  }, "RuntimeError: output with shape [2] doesn't match the broadcast shape [2, 2]"),
)
test(
  'inplace int float',
  gives(() => {
    torch.tensor([1, 2]).add_(1.5)
  }, "RuntimeError: result type Float can't be cast to the desired output type Long"),
)
test(
  'version',
  gives(() => {
    const x = torch.ones(3),
      v = x.index(0)
    v.add_(1)
    x.add_(1)
    const y = x.detach()
    y.add_(1)
    const z = x.data
    z.add_(1)
    return [x._version, v._version, y._version, z._version, repr(x)]
  }, [3, 3, 3, 1, 'tensor([5., 4., 4.])']),
)
test(
  'a write to a view of a result that lies like its transposed input',
  gives(() => {
    const x = torch.arange(6, { dtype: torch.float64 }).view(2, 3).requires_grad_()
    const y = x.t().mul(2)
    y.select(0, 0).mul_(3)
    return repr(torch.autograd.grad(y.mul(torch.arange(6).view(3, 2)).sum(), x)[0])
  }, 'tensor([[ 0.,  4.,  8.],\n        [ 6.,  6., 10.]], dtype=torch.float64)'),
)
test(
  'a write to a row of a result whose memory lies in another order, and its gradient of the gradient',
  gives(() => {
    const x = torch.arange(4, { dtype: torch.float64 }).view(2, 2).requires_grad_()
    const y = x.t().mul(x.t())
    y.select(1, 1).mul_(y.select(1, 1).clone())
    const [g] = torch.autograd.grad(y.sum(), x, { create_graph: true })
    return [repr(g.detach()), repr(torch.autograd.grad(g.sum(), x)[0])]
  }, [
    'tensor([[  0.,   2.],\n        [ 32., 108.]], dtype=torch.float64)',
    'tensor([[  2.,   2.],\n        [ 48., 108.]], dtype=torch.float64)',
  ]),
)
test(
  'a view that is first used after its memory was written to under no_grad',
  gives(() => {
    const x = leaf(1, 2, 3)
    const v = x.narrow(0, 0, 2)
    torch.no_grad(() => x.mul_(2))
    const y = v.mul(v)
    y.sum().backward()
    return repr(x.grad)
  }, 'tensor([4., 8., 0.])'),
)
for (const [name, use] of [
  ['cat', (v: any) => torch.cat([v, v])],
  ['sin', (v: any) => v.sin()],
  ['index_put', (v: any) => torch.zeros(2).index_put([torch.tensor([0, 1])], v)],
  ['two at once', (v: any) => torch.addcmul(v, v, v)],
] as const)
  test(
    `the same, of ${name}`,
    gives(() => {
      const x = leaf(1, 2, 3)
      const [v, w] = [x.narrow(0, 0, 2), x.narrow(0, 0, 2)]
      torch.no_grad(() => x.add_(1))
      const late = use(v).mul(2).sum()
      // Asked for before it is used, its node is there in time.
      void w.grad_fn
      const early = use(w).mul(2).sum()
      const [a] = torch.autograd.grad(late, x)
      const [b] = torch.autograd.grad(early, x)
      return torch.equal(a, b) && a.abs().sum().item() > 0
    }, true),
  )
