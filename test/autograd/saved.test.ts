// Saved values that are gone: written to, freed, or of an inference region. Beside each program what PyTorch 1.13 gave.
import { test } from 'node:test'
import { gives, leaf, repr, torch } from './programs.js'

const refusal =
  'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.LongTensor [2]] is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'
const refusal2 =
  'RuntimeError: Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.'

test(
  'view inplace saved',
  gives(() => {
    const x = leaf(1, 2, 3),
      y = x.mul(1),
      z = y.mul(y)
    y.index_put_([0], new torch.Float(0))
    z.sum().backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [3]], which is output 0 of torch::autograd::CopySlices, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'exp saved',
  gives(() => {
    const y = leaf(1, 2, 3).exp()
    y.add_(1)
    y.sum().backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [3]], which is output 0 of ExpBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'exp saved double',
  gives(() => {
    const y = leaf(1, 2, 3).double().exp(),
      z = y.view(3, 1)
    z.add_(1)
    z.add_(1)
    y.sum().backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.DoubleTensor [3]], which is output 0 of ExpBackward0, is at version 2; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'saved leaf',
  gives(() => {
    const x = leaf(1, 2, 3),
      w = torch.ones(3, 2),
      y = x.matmul(w)
    w.add_(1)
    y.sum().backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [3, 2]] is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'saved unbind output',
  gives(() => {
    const y = leaf(1, 2, 3).mul(1)
    const [, b, c] = y.unbind(0)
    const z = b.mul(c)
    y.mul_(2)
    z.backward()
  }, 'RuntimeError: Output 1 of UnbindBackward0 is a view and its base or another view of its base has been modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.'),
)
test(
  'saved max',
  gives(() => {
    const [v, i] = leaf(1, 2, 3).view(1, 3).mul(1).max(1)
    i.add_(1)
    v.sum().backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.LongTensor [1]] is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'saved topk idx',
  gives(() => {
    const [v, i] = leaf(1, 2, 3).mul(1).topk(2)
    i.zero_()
    v.sum().backward()
  }, refusal),
)
test(
  'saved index',
  gives(() => {
    const x = leaf(1, 2, 3).mul(1),
      i = torch.tensor([0, 1]),
      y = x.index(i)
    i.add_(1)
    y.sum().backward()
  }, refusal),
)
test(
  'saved bool mask',
  gives(() => {
    const x = leaf(1, 2, 3).mul(1),
      m: any = torch.tensor([true, false, true]),
      y = x.masked_fill(m, 0)
    m.logical_not_()
    y.sum().backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [CPUBoolType [3]] is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'saved scalar tensor',
  gives(() => {
    const x = leaf(1, 2, 3).mul(1),
      m = torch.tensor(new torch.Float(2)),
      y = x.mul(m)
    m.add_(1)
    y.sum().backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor []] is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'saved clone',
  gives(() => {
    const x = leaf(1, 2, 3).mul(1),
      c = x.clone(),
      y = c.mul(c)
    c.add_(1)
    y.sum().backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [3]], which is output 0 of AddBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'saved linear',
  gives(() => {
    const h = leaf(1, 2, 3).mul(1).relu(),
      y = h.mul(2)
    h.add_(1)
    y.sum().backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [3]], which is output 0 of ReluBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'twice',
  gives(() => {
    const x = leaf(1),
      y = x.mul(x)
    y.backward()
    y.backward()
  }, refusal2),
)
test(
  'twice nosave',
  gives(() => {
    const x = leaf(1),
      y = x.add(1)
    y.backward()
    y.backward()
    return repr(x.grad)
  }, 'tensor([2.])'),
)
test(
  'grad freed',
  gives(() => {
    const x = leaf(2),
      y = x.mul(x)
    torch.autograd.grad(y, x)
    torch.autograd.grad(y, x)
  }, refusal2),
)

// PyTorch makes a tensor of a number beside a tensor, and the product's gradient needs it; a sum's needs nothing.
for (const [name, run, wanted] of [
  ['a product with a number is freed', (x) => x.mul(3), refusal2],
  ['a number by itself times a tensor is freed', (x) => torch.mul(3, x), refusal2],
  ['a quotient by a number is freed', (x) => x.div(3), refusal2],
  ['a sum with a number has nothing to free', (x) => x.add(3), 'tensor([2.])'],
] as [string, (x: any) => any, string][]) {
  test(
    name,
    gives(() => {
      const x = leaf(1),
        y = run(x).sum()
      y.backward()
      y.backward()
      return repr(x.grad)
    }, wanted),
  )
}
