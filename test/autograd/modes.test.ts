// Regions without recording: no_grad, set_grad_enabled, inference_mode. Beside each program what PyTorch 1.13 gave.
import { test } from 'node:test'
import { gives, leaf, repr, torch } from './programs.js'

const refusal =
  'RuntimeError: Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to get a normal tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for more details.'

test(
  'no grad leaf inplace',
  gives(() => {
    const x = leaf(1)
    torch.no_grad(() => x.add_(1))
    return [repr(x), x._version]
  }, ['tensor([2.], requires_grad=True)', 1]),
)
test(
  'no grad make',
  gives(() => {
    let x: any, y: any
    torch.no_grad(() => {
      x = torch.ones(1, { requires_grad: true })
      y = x.mul(2)
    })
    return [repr(x), repr(y), repr(x.mul(2))]
  }, ['tensor([1.], requires_grad=True)', 'tensor([2.])', 'tensor([2.], grad_fn=<MulBackward0>)']),
)
test(
  'sge fn',
  gives(() => {
    torch.set_grad_enabled(false)
    const a = torch.is_grad_enabled(),
      y = leaf(1).mul(2)
    torch.set_grad_enabled(true)
    return [a, y.requires_grad]
  }, [false, false]),
)
test(
  'inf inplace',
  gives(() => {
    const x = torch.inference_mode(() => torch.ones(2))
    x.add_(1)
  }, refusal),
)
test(
  'inf inplace in',
  gives(() => {
    const x = torch.inference_mode(() => torch.ones(2).add_(1))
    return repr(x)
  }, 'tensor([2., 2.])'),
)
test(
  'inf req',
  gives(() => {
    torch.inference_mode(() => torch.ones(2)).requires_grad_()
  }, 'RuntimeError: Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.'),
)
test(
  'inf req in',
  gives(
    () => repr(torch.inference_mode(() => torch.ones(2, { requires_grad: true }))),
    'tensor([1., 1.], requires_grad=True)',
  ),
)
test(
  'inf save',
  gives(() => {
    const x = torch.inference_mode(() => torch.ones(2))
    return repr(x.mul(leaf(1, 2)))
  }, 'RuntimeError: Inference tensors cannot be saved for backward. To work around you can make a clone to get a normal tensor and use it in autograd.'),
)
test(
  'inf add',
  gives(() => {
    const x = torch.inference_mode(() => torch.ones(2)),
      w = leaf(1, 2),
      y = x.add(w)
    y.sum().backward()
    return [repr(y), repr(w.grad)]
  }, ['tensor([2., 3.], grad_fn=<AddBackward0>)', 'tensor([1., 1.])']),
)
test(
  'inf version',
  gives(
    () => torch.inference_mode(() => torch.ones(2))._version,
    'RuntimeError: Inference tensors do not track version counter.',
  ),
)
test(
  'inf view normal',
  gives(() => {
    const a = torch.ones(2)
    let i
    torch.inference_mode(() => {
      const v = a.view(2)
      i = v.is_inference()
      v.add_(1)
    })
    return [i, repr(a), a._version]
  }, [false, 'tensor([2., 2.])', 1]),
)
test(
  'inf view outside',
  gives(() => {
    const a = torch.inference_mode(() => torch.ones(2)),
      v = a.view(2),
      c = a.clone()
    return [v.is_inference(), c.is_inference(), a.is_inference()]
  }, [true, false, true]),
)
test(
  'inf grad fn',
  gives(() => {
    const w = leaf(1)
    let y: any, e, z: any
    torch.inference_mode(() => {
      y = w.mul(2)
      e = torch.is_grad_enabled()
      torch.enable_grad(() => {
        z = w.mul(2)
      })
    })
    return [repr(y), y.is_inference(), e, repr(z), z.requires_grad]
  }, ['tensor([2.])', true, false, 'tensor([2.])', false]),
)
test(
  'inf backward',
  gives(() => {
    const w = leaf(1)
    torch.inference_mode(() => w.mul(2)).backward()
  }, 'RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn'),
)
test(
  'inf inplace normal leaf',
  gives(() => {
    const w = leaf(1)
    torch.inference_mode(() => w.add_(1))
    return [repr(w), w._version]
  }, ['tensor([2.], requires_grad=True)', 1]),
)
test(
  'inf out',
  gives(() => {
    const x = torch.inference_mode(() => torch.ones(2)),
      y = torch.ones(2)
    y.add_(x)
    return repr(y)
  }, 'tensor([2., 2.])'),
)
test(
  'inf setdata',
  gives(() => {
    const x = torch.inference_mode(() => torch.ones(2))
    x.index_put_([0], 3)
  }, refusal),
)
test(
  'inf mode false',
  gives(
    () =>
      torch.inference_mode(() =>
        torch.inference_mode(false, () => [torch.is_inference_mode_enabled(), leaf(1).mul(2).requires_grad]),
      ),
    [false, true],
  ),
)
