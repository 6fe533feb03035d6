// backward() and grad(): weights, inputs, orders of derivatives, and their refusals. Beside each program what PyTorch 1.13 gave.
import { test } from 'node:test'
import { gives, leaf, repr, torch } from './programs.js'

const refusal =
  'RuntimeError: Mismatch in shape: grad_output[0] has a shape of torch.Size([3]) and output[0] has a shape of torch.Size([2]).'
const refusal2 =
  "RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."

test(
  'nonscalar',
  gives(
    () => leaf(1, 2).mul(2).backward(),
    'RuntimeError: grad can be implicitly created only for scalar outputs',
  ),
)
test(
  'noreq',
  gives(
    () => torch.ones(1).backward(),
    'RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn',
  ),
)
test(
  'noreq list',
  gives(
    () => torch.autograd.backward([leaf(1), torch.ones(1)]),
    'RuntimeError: element 1 of tensors does not require grad and does not have a grad_fn',
  ),
)
test(
  'mismatch',
  gives(() => leaf(1, 2).mul(2).backward(torch.ones(3)), refusal),
)
test(
  'mismatch grad',
  gives(() => {
    const x = leaf(1, 2)
    torch.autograd.grad(x.mul(2), x, torch.ones(3))
  }, refusal),
)
test(
  'mismatch dtype',
  gives(() => {
    const x = leaf(1, 2)
    x.mul(2).backward(torch.ones(2).double())
    return repr(x.grad)
  }, 'tensor([2., 2.])'),
)
test(
  'grad int',
  gives(() => {
    const x = leaf(1, 2)
    x.mul(2).backward(torch.ones(2).long())
    return repr(x.grad)
  }, 'tensor([2., 2.])'),
)
test(
  'complex mismatch',
  gives(() => {
    const x = leaf(1, 2)
    x.mul(2).backward(torch.ones(2, { dtype: torch.complex64 }))
    return repr(x.grad)
  }, 'RuntimeError: For complex Tensors, both grad_output and output are required to have the same dtype. Mismatch in dtype: grad_output[0] has a dtype of torch.complex64 and output[0] has a dtype of torch.float32.'),
)
// PyTorch 2's answer; 1.13 had another.
test(
  'complex scalar',
  gives(() => {
    const x = torch.tensor([new torch.Complex(1, 2)], { requires_grad: true })
    x.mul(x).backward()
    return null
  }, 'RuntimeError: grad can be implicitly created only for real scalar outputs but got torch.complex64'),
)
test(
  'grad wrong type',
  gives(() => {
    leaf(1).mul(2).backward(3)
  }, 'TypeError: gradients can be either Tensors or None, but got int'),
)
test(
  'grad lens',
  gives(() => {
    const x = leaf(1)
    torch.autograd.backward([x.mul(2), x.mul(3)], [torch.ones(1)])
  }, 'RuntimeError: got 2 tensors and 1 gradients'),
)
test(
  'grad unused',
  gives(() => {
    const x = leaf(1),
      y = leaf(2)
    torch.autograd.grad(x.mul(2), [x, y])
  }, 'RuntimeError: One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.'),
)
test(
  'grad unused ok',
  gives(() => {
    const x = leaf(1),
      y = leaf(2)
    return repr(torch.autograd.grad(x.mul(2), [x, y], { allow_unused: true }))
  }, '(tensor([2.]), None)'),
)
test(
  'grad noreq',
  gives(() => {
    const x = leaf(1)
    torch.autograd.grad(x.mul(2), [torch.ones(1)])
  }, 'RuntimeError: One of the differentiated Tensors does not require grad'),
)
test(
  'grad empty',
  gives(() => {
    const x = leaf(1)
    return repr(torch.autograd.grad(x.mul(2), []))
  }, 'ValueError: grad requires non-empty inputs.'),
)
test(
  'grad outs',
  gives(() => {
    const x = leaf(1, 2)
    return repr(
      torch.autograd.grad(
        [x.mul(2), x.mul(x)],
        [x],
        [torch.tensor([1, 10]).float(), torch.tensor([100, 1000]).float()],
      ),
    )
  }, '(tensor([ 202., 4020.]),)'),
)
test(
  'grad outs none',
  gives(() => {
    const x = leaf(2)
    return repr(torch.autograd.grad([x.mul(2), x.mul(x)], [x], [null, torch.tensor([100]).float()]))
  }, '(tensor([402.]),)'),
)
test(
  'grad mid',
  gives(() => {
    const x = leaf(2),
      y = x.mul(3),
      z = y.mul(y)
    return repr(torch.autograd.grad(z, [y, x]))
  }, '(tensor([12.]), tensor([36.]))'),
)
test(
  'grad self',
  gives(() => {
    const x = leaf(2)
    return repr(torch.autograd.grad(x, [x]))
  }, '(tensor([1.]),)'),
)
test(
  'grad same twice',
  gives(() => {
    const x = leaf(2)
    return repr(torch.autograd.grad(x.mul(2), [x, x]))
  }, '(tensor([2.]), tensor([2.]))'),
)
test(
  'inputs',
  gives(() => {
    const x = leaf(2),
      w = leaf(3),
      y = x.mul(w)
    y.backward({ inputs: [x] })
    return [repr(x.grad), repr(w.grad)]
  }, ['tensor([3.])', 'None']),
)
test(
  'inputs empty',
  gives(() => {
    leaf(2).mul(2).backward({ inputs: [] })
  }, "RuntimeError: 'inputs' argument to backward() cannot be empty."),
)
test(
  'inputs nonleaf',
  gives(() => {
    const x = leaf(2),
      h = x.mul(2),
      y = h.mul(h)
    y.backward({ inputs: [h] })
    return [repr(x.grad), repr(h.grad)]
  }, ['None', 'tensor([8.])']),
)
test(
  'create graph 2',
  gives(() => {
    const x = leaf(3)
    const [g] = torch.autograd.grad(x.pow(3), x, { create_graph: true })
    const n = repr(g)
    const [g2] = torch.autograd.grad(g, x, { create_graph: true })
    const [g3] = torch.autograd.grad(g2, x)
    return [n, repr(g2), repr(g3)]
  }, ['tensor([27.], grad_fn=<MulBackward0>)', 'tensor([18.], grad_fn=<MulBackward0>)', 'tensor([6.])']),
)
test(
  'create graph backward',
  gives(() => {
    const x = leaf(3),
      y = x.pow(3)
    y.backward({ create_graph: true })
    const r = repr(x.grad),
      g = x.grad
    x.grad = null
    g.backward()
    return [r, repr(x.grad)]
  }, ['tensor([27.], grad_fn=<CopyBackwards>)', 'tensor([18.])']),
)
test(
  'create graph sin',
  gives(() => {
    const x = leaf(1)
    const [g] = torch.autograd.grad(x.sin().mul(x.exp()), x, { create_graph: true })
    return repr(g)
  }, 'tensor([3.7560], grad_fn=<AddBackward0>)'),
)
test(
  'create graph acc',
  gives(() => {
    const x = leaf(3)
    x.mul(x).backward({ create_graph: true })
    const a = x.grad
    x.mul(x).backward({ create_graph: true })
    return [repr(a), repr(x.grad), a === x.grad]
  }, ['tensor([6.], grad_fn=<CopyBackwards>)', 'tensor([12.], grad_fn=<AddBackward0>)', false]),
)
test(
  'acc inplace',
  gives(() => {
    const x = leaf(3)
    x.mul(2).backward()
    const a = x.grad
    x.mul(2).backward()
    return [repr(a), a === x.grad, x.grad.requires_grad]
  }, ['tensor([4.])', true, false]),
)
test(
  'detect anomaly',
  gives(
    () =>
      torch.autograd.detect_anomaly(() => {
        const y = leaf(-1).sqrt()
        y.mul(0).sum().backward()
      }),
    "RuntimeError: Function 'SqrtBackward0' returned nan values in its 0th output.",
  ),
)
test(
  'grad nan',
  gives(() => {
    const x = leaf(0)
    x.sqrt().backward()
    return repr(x.grad)
  }, 'tensor([inf])'),
)
test(
  'broadcast',
  gives(() => {
    const x = leaf(1, 2),
      b = leaf(3)
    x.mul(b).sum().backward()
    return [repr(x.grad), repr(b.grad)]
  }, ['tensor([3., 3.])', 'tensor([3.])']),
)
test(
  'cast',
  gives(() => {
    const x = leaf(1, 2),
      y = x.double(),
      n = [repr(y)]
    y.mul(y).sum().backward()
    return [...n, repr(x.grad)]
  }, ['tensor([1., 2.], dtype=torch.float64, grad_fn=<ToCopyBackward0>)', 'tensor([2., 4.])']),
)
test(
  'half',
  gives(
    () => [repr(leaf(1, 2).half())],
    ['tensor([1., 2.], dtype=torch.float16, grad_fn=<ToCopyBackward0>)'],
  ),
)
test(
  'max dim',
  gives(() => {
    const [v, i] = leaf(3, 1, 2).view(1, 3).max(1)
    return [repr(v), repr(i), v.grad_fn.className]
  }, ['tensor([3.], grad_fn=<MaxBackward0>)', 'tensor([0])', 'MaxBackward0']),
)
test(
  'topk',
  gives(() => {
    const x = leaf(3, 1, 2)
    const [v, i] = x.topk(2)
    v.sum().backward()
    return [repr(x.grad), v.output_nr, i.requires_grad]
  }, ['tensor([1., 0., 1.])', 0, false]),
)
test(
  'unbind',
  gives(() => {
    const x = leaf(3, 1, 2)
    const [, b, c] = x.unbind(0)
    const n = [b.output_nr, repr(c), c.grad_fn.next_functions[0][0].className]
    b.mul(2).backward()
    return [...n, repr(x.grad)]
  }, [1, 'tensor(2., grad_fn=<UnbindBackward0>)', 'AccumulateGrad', 'tensor([0., 2., 0.])']),
)
test(
  'split all',
  gives(() => {
    const x = leaf(1, 2, 3)
    const [a, b] = x.split(2)
    a.sum().mul(2).add(b.sum().mul(5)).backward()
    return [repr(x.grad), repr(a)]
  }, ['tensor([2., 2., 5.])', 'tensor([1., 2.], grad_fn=<SplitBackward0>)']),
)
test(
  'std_mean',
  gives(() => {
    const x = leaf(1, 2, 4)
    const [s, m] = torch.std_mean(x)
    const n = [repr(s), repr(m)]
    m.backward()
    return [...n, repr(x.grad)]
  }, [
    'tensor(1.5275, grad_fn=<StdMeanBackward0>)',
    'tensor(2.3333, grad_fn=<StdMeanBackward0>)',
    'tensor([0.3333, 0.3333, 0.3333])',
  ]),
)
test(
  'sort',
  gives(() => {
    const x = leaf(3, 1, 2)
    const [v] = x.sort()
    v.mul(torch.tensor([1, 2, 3]))
      .sum()
      .backward()
    return repr(x.grad)
  }, 'tensor([3., 1., 2.])'),
)
test(
  'deep',
  gives(() => {
    const w = leaf(1)
    let y = w
    for (let i = 0; i < 20000; i++) y = y.add(1)
    y.backward()
    return repr(w.grad)
  }, 'tensor([1.])'),
)
test(
  'as np',
  gives(() => {
    leaf(1, 2).numpy()
  }, refusal2),
)
test(
  'as np2',
  gives(() => {
    leaf(1, 2).mul(2).numpy()
  }, refusal2),
)
test(
  'out grad',
  gives(() => {
    torch.add(leaf(1, 2), 1, { out: torch.ones(2) })
  }, "RuntimeError: add(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad."),
)
test(
  'scalar item',
  gives(() => leaf(1, 2).sum().item(), 3.0),
)
