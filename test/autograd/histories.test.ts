// Histories and gradients: what flows where, ties and kinks included. Beside each program what PyTorch 1.13 gave.
import { test } from 'node:test'
import { gives, leaf, repr, torch } from './programs.js'

test(
  'positional backward',
  gives(() => {
    const x = leaf(1, 2),
      y = x.mul(x)
    y.backward(torch.ones(2), true)
    y.backward(torch.ones(2), { retain_graph: false })
    return repr(x.grad)
  }, 'tensor([4., 8.])'),
)
test(
  'switch a leaf off',
  gives(() => {
    const x = leaf(2),
      y = x.mul(x)
    x.requires_grad = false
    y.backward()
    return [repr(x.grad), repr(x.mul(2))]
  }, ['None', 'tensor([4.])']),
)
test(
  'grad with history',
  gives(() => {
    const x = leaf(2)
    x.mul(x).backward()
    const g = x.grad
    x.grad.zero_()
    return [repr(g), x.grad === g]
  }, ['tensor([0.])', true]),
)
test(
  'grad set by hand then accumulated',
  gives(() => {
    const x = leaf(2)
    x.grad = torch.tensor([10]).float()
    x.mul(3).backward()
    return repr(x.grad)
  }, 'tensor([13.])'),
)
test(
  'sum of used and unused outputs',
  gives(() => {
    const x = leaf(3, 1, 2)
    const [v] = torch.var_mean(x)
    v.backward()
    return repr(x.grad)
  }, 'tensor([ 1., -1.,  0.])'),
)
test(
  'max values only',
  gives(() => {
    const x = leaf(3, 1, 3)
    x.max().backward()
    return repr(x.grad)
  }, 'tensor([0.5000, 0.0000, 0.5000])'),
)
test(
  'where',
  gives(() => {
    const x = leaf(1, -1)
    torch.where(x.gt(0), x.mul(2), x.mul(3)).sum().backward()
    return repr(x.grad)
  }, 'tensor([2., 3.])'),
)
test(
  'view of leaf accumulates',
  gives(() => {
    const x = leaf(1, 2, 3, 4)
    x.view(2, 2).t().index(0).mul(5).sum().backward()
    return repr(x.grad)
  }, 'tensor([5., 0., 5., 0.])'),
)
test(
  'expand accumulates',
  gives(() => {
    const x = leaf(1)
    x.expand(3)
      .mul(torch.tensor([1, 2, 3]))
      .sum()
      .backward()
    return repr(x.grad)
  }, 'tensor([6.])'),
)
test(
  'same tensor twice in cat',
  gives(() => {
    const x = leaf(1, 2)
    torch
      .cat([x, x])
      .mul(torch.tensor([1, 2, 3, 4]))
      .sum()
      .backward()
    return repr(x.grad)
  }, 'tensor([4., 6.])'),
)
test(
  'index with repeats',
  gives(() => {
    const x = leaf(1, 2, 3)
    x.index(torch.tensor([0, 0, 2]))
      .sum()
      .backward()
    return repr(x.grad)
  }, 'tensor([2., 0., 1.])'),
)
test(
  'no grad view is a leaf of its own',
  gives(() => {
    const x = leaf(1, 2)
    const a = torch.no_grad(() => x.view(-1))
    const n = [a.requires_grad, a.is_leaf, repr(a)]
    a.mul(3).sum().backward()
    return [...n, repr(a.grad), repr(x.grad)]
  }, [true, true, 'tensor([1., 2.], requires_grad=True)', 'None', 'None']),
)
test(
  'view made before its base requires grad',
  gives(() => {
    const z = torch.zeros(3),
      w = z.index('1:')
    z.requires_grad_()
    return [w.requires_grad, repr(w.mul(2))]
  }, [true, 'tensor([0., 0.], grad_fn=<MulBackward0>)']),
)
test(
  'view of a base that got a history',
  gives(() => {
    const u: any = torch.zeros(3),
      v = u.index('1:')
    u.mul_(leaf(2))
    return [v.requires_grad, v.grad_fn.className, repr(v)]
  }, [true, 'AsStridedBackward0', 'tensor([0., 0.], grad_fn=<AsStridedBackward0>)']),
)
test(
  'no grad write to a view, looked at',
  gives(() => {
    const x = leaf(1, 2)
    torch.no_grad(() => x.index(0).add_(1))
    return repr(x)
  }, 'tensor([2., 2.], requires_grad=True)'),
)
test(
  'in place op on an expanded tensor',
  gives(() => {
    torch.zeros(1).expand(3).add_(1)
  }, 'RuntimeError: unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.'),
)
test(
  'in place chain keeps the version',
  gives(() => {
    const x = leaf(1, 2).mul(1),
      v0 = x._version
    x.add_(1).mul_(2).sub_(1)
    return [v0, x._version, repr(x)]
  }, [0, 3, 'tensor([3., 5.], grad_fn=<SubBackward0>)']),
)
test(
  'double backward through relu',
  gives(() => {
    const x = leaf(-1, 2)
    const [g] = torch.autograd.grad(x.relu().pow(2).sum(), x, { create_graph: true })
    g.sum().backward()
    return [repr(g), repr(x.grad)]
  }, ['tensor([0., 4.], grad_fn=<ThresholdBackwardBackward0>)', 'tensor([0., 2.])']),
)
test(
  'third derivative of sin by backward',
  gives(() => {
    const x = leaf(0.5)
    let y = x.sin()
    for (let i = 0; i < 3; i++) [y] = torch.autograd.grad(y, x, { create_graph: true })
    return repr(y)
  }, 'tensor([-0.8776], grad_fn=<MulBackward0>)'),
)
test(
  'next functions of cat',
  gives(
    () =>
      torch
        .cat([leaf(1), torch.ones(1), leaf(1).mul(2)])
        .grad_fn.next_functions.map((f: any) => f[0]?.className ?? null),
    ['AccumulateGrad', null, 'MulBackward0'],
  ),
)
test(
  'next functions of a number',
  gives(
    () =>
      leaf(1)
        .mul(2)
        .add(3)
        .grad_fn.next_functions.map((f: any) => [f[0]?.className ?? null, f[1]]),
    [
      ['MulBackward0', 0],
      [null, 0],
    ],
  ),
)
test(
  'next functions index',
  gives(() => {
    const [a, b] = leaf(1, 2).unbind(0)
    return a.mul(b).grad_fn.next_functions.map((f: any) => [f[0]?.className ?? null, f[1]])
  }, [
    ['UnbindBackward0', 0],
    ['UnbindBackward0', 1],
  ]),
)
test(
  'setting requires_grad on a view of a plain tensor',
  gives(() => {
    const v: any = torch.zeros(3).index('1:').requires_grad_()
    v.mul(2).sum().backward()
    return [repr(v.grad), v._base.requires_grad]
  }, ['tensor([2., 2.])', false]),
)
test(
  'write to a plain base under a view that requires grad',
  gives(() => {
    const b = torch.zeros(3),
      v = b.index('1:').requires_grad_()
    b.add_(1)
    return [repr(v), v._version]
  }, ['tensor([1., 1.], requires_grad=True)', 1]),
)
test(
  'write to a view leaf',
  gives(() => {
    torch.zeros(3).index('1:').requires_grad_().add_(1)
  }, 'RuntimeError: a view of a leaf Variable that requires grad is being used in an in-place operation.'),
)
test(
  'copy_ into a leaf',
  gives(() => {
    leaf(1, 2).copy_(torch.ones(2))
  }, 'RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.'),
)
test(
  'out into a leaf',
  gives(() => {
    torch.add(torch.ones(2), 1, { out: leaf(1, 2) })
  }, "RuntimeError: add(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad."),
)
test(
  'out of a graph',
  gives(() => {
    torch.mul(torch.ones(2), 1, { out: leaf(1, 2).mul(2) })
  }, "RuntimeError: mul(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad."),
)
test(
  'two branches of one view',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(2),
      a = y.index(':2'),
      b = y.index('1:')
    a.mul_(10)
    return [repr(b), b.grad_fn.className]
  }, ['tensor([40.,  6.], grad_fn=<AsStridedBackward0>)', 'AsStridedBackward0']),
)
test(
  'clone of a view',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(2).index('1:').clone()
    y.mul_(3)
    y.sum().backward()
    return repr(x.grad)
  }, 'tensor([0., 6., 6.])'),
)
test(
  'grad of grad not recorded',
  gives(() => {
    const x = leaf(2)
    const [g] = torch.autograd.grad(x.mul(x), x)
    torch.autograd.grad(g, x)
  }, 'RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn'),
)
test(
  'retain_graph and in place',
  gives(() => {
    const x = leaf(2),
      y = x.mul(x),
      z = y.mul(3)
    z.backward({ retain_graph: true })
    y.add_(1)
    z.backward()
    return repr(x.grad)
  }, 'tensor([24.])'),
)
test(
  'mixed dtypes',
  gives(() => {
    const x = leaf(1, 2),
      d: any = torch.ones(2, { dtype: torch.float64, requires_grad: true }),
      y = x.mul(d)
    y.sum().backward()
    return [repr(y), repr(x.grad), repr(d.grad)]
  }, [
    'tensor([1., 2.], dtype=torch.float64, grad_fn=<MulBackward0>)',
    'tensor([1., 1.])',
    'tensor([1., 2.], dtype=torch.float64)',
  ]),
)
test(
  'pow of zero',
  gives(() => {
    const x = leaf(0)
    x.pow(2).backward()
    const a = repr(x.grad)
    x.grad = null
    x.pow(0).backward()
    const b = repr(x.grad)
    x.grad = null
    x.pow(0.5).backward()
    return [a, b, repr(x.grad)]
  }, ['tensor([0.])', 'tensor([0.])', 'tensor([inf])']),
)
test(
  'abs at zero',
  gives(() => {
    const x = leaf(0, -0)
    x.abs().sum().backward()
    return repr(x.grad)
  }, 'tensor([0., 0.])'),
)
test(
  'norm at zero',
  gives(() => {
    const x = leaf(0, 0)
    x.norm().backward()
    return repr(x.grad)
  }, 'tensor([0., 0.])'),
)
test(
  'max of ties',
  gives(() => {
    const x = leaf(2, 2, 1)
    x.max().backward()
    const a = repr(x.grad)
    x.grad = null
    x.max(0)[0].backward()
    const b = repr(x.grad)
    x.grad = null
    x.amax().backward()
    return [a, b, repr(x.grad)]
  }, ['tensor([0.5000, 0.5000, 0.0000])', 'tensor([1., 0., 0.])', 'tensor([0.5000, 0.5000, 0.0000])']),
)
test(
  'median of ties',
  gives(() => {
    const x = leaf(2, 2, 1, 2)
    x.median().backward()
    return repr(x.grad)
  }, 'tensor([0.3333, 0.3333, 0.0000, 0.3333])'),
)
test(
  'clamp at the bound',
  gives(() => {
    const x = leaf(1, 2, 3)
    x.clamp(1, 2).sum().backward()
    return repr(x.grad)
  }, 'tensor([1., 1., 0.])'),
)
test(
  'retains_grad in a list',
  gives(() => {
    const x = leaf(1),
      h = [x.mul(1), x.mul(2)]
    h.forEach((t) => t.retain_grad())
    h[0].add(h[1]).backward()
    return h.map((t) => repr(t.grad))
  }, ['tensor([1.])', 'tensor([1.])']),
)
test(
  'hook that keeps what it saw',
  gives(() => {
    const x = leaf(1),
      L: any[] = [],
      y = x.mul(2)
    y.register_hook((g: any) => {
      L.push(g)
    })
    y.mul(3).backward()
    return repr(L)
  }, '[tensor([3.])]'),
)
test(
  'second derivative of logcumsumexp, gradients of both signs',
  gives(() => {
    const x = torch.tensor([0.8, 0.3, -1], { dtype: torch.float64 }).requires_grad_()
    const y = x.logcumsumexp(0).mul(torch.tensor([1, -2, 3]))
    const [g] = torch.autograd.grad(y.sum(), x, { create_graph: true })
    return torch.autograd.grad(g.square().sum(), x)[0]
  }, 'tensor([ 0.6270, -0.2594, -0.3676], dtype=torch.float64)'),
)
