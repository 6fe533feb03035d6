// Derivatives of functions. Beside each program what PyTorch 1.13 gave.
import { test } from 'node:test'
import { gives, repr, torch } from './programs.js'

test(
  'functional jac',
  gives(() => {
    const f = torch.autograd.functional,
      v = torch.tensor([1, 2]).float(),
      w = torch.tensor([1, 10]).float()
    return [
      repr(f.jacobian((x: any) => x.pow(2), v)),
      repr(f.hessian((x: any) => x.pow(3).sum(), v)),
      repr(f.vjp((x: any) => x.pow(2), v, w)),
      repr(f.jvp((x: any) => x.pow(2), v, w)),
      repr(f.hvp((x: any) => x.pow(3).sum(), v, w)),
      repr(f.vhp((x: any) => x.pow(3).sum(), v, w)),
    ]
  }, [
    'tensor([[2., 0.],\n        [0., 4.]])',
    'tensor([[ 6.,  0.],\n        [ 0., 12.]])',
    '(tensor([1., 4.]), tensor([ 2., 40.]))',
    '(tensor([1., 4.]), tensor([ 2., 40.]))',
    '(tensor(9.), tensor([  6., 120.]))',
    '(tensor(9.), tensor([  6., 120.]))',
  ]),
)
test(
  'jac two',
  gives(
    () =>
      repr(
        torch.autograd.functional.jacobian(
          (x: any, y: any) => [x.mul(y), x.add(1)],
          [torch.tensor([1, 2]).float(), torch.tensor([3, 4]).float()],
        ),
      ),
    '((tensor([[3., 0.],\n        [0., 4.]]), tensor([[1., 0.],\n        [0., 2.]])), (tensor([[1., 0.],\n        [0., 1.]]), tensor([[0., 0.],\n        [0., 0.]])))',
  ),
)
