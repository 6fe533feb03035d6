// Functions from functions: gradients, Jacobians and their like, nested; `vmap`; and networks as functions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const { func, vmap } = torch
const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)
const refuses = (run: () => unknown, name: string, message: RegExp): void => {
  assert.throws(run, (error: Error) => {
    assert.equal(error.name, name)
    assert.match(error.message, message)
    return true
  })
}
const floats = (values: number[]): Tensor => torch.tensor(values, { dtype: torch.float32 })
const scalar = (value: number): Tensor => torch.tensor(value, { dtype: torch.float32 })
const cubes = (x: Tensor): Tensor => x.pow(3).sum()

test('grad, of one argument and of several, of nests, with what goes along', () => {
  shows(func.grad((x: Tensor) => x.sin())(scalar(0)), 'tensor(1.)')
  const product = (a: Tensor, b: Tensor): Tensor => a.mul(b).sum()
  shows(func.grad(product, [0, 1])(floats([1, 2]), floats([3, 4])), '(tensor([3., 4.]), tensor([1., 2.]))')
  shows(func.grad(product, { argnums: -1 })(floats([1, 2]), floats([3, 4])), 'tensor([1., 2.])')
  const line = (p: Record<string, Tensor>, x: Tensor): Tensor => p.w.mul(x).sum().add(p.b)
  shows(
    func.grad(line)({ w: floats([1, 2]), b: scalar(0) }, floats([5, 6])),
    "{'w': tensor([5., 6.]), 'b': tensor(1.)}",
  )
  const withAux = (x: Tensor) => [x.pow(2).sum(), x.mul(2)]
  shows(
    func.grad_and_value(withAux, { has_aux: true })(floats([1, 2])),
    '(tensor([2., 4.]), (tensor(5.), tensor([2., 4.])))',
  )
  refuses(
    () => func.grad((x: Tensor) => x)(floats([1, 2])),
    'RuntimeError',
    /got tensor with 1 dims\. Maybe you wanted/,
  )
  refuses(
    () => func.grad(cubes, 2)(floats([1])),
    'RuntimeError',
    /^Got argnum=2, but only 1 positional inputs$/,
  )
})

test('derivatives of derivatives, reverse and forward over each other', () => {
  shows(func.grad(func.grad(func.grad((x: Tensor) => x.pow(4))))(scalar(2)), 'tensor(48.)')
  const second = 'tensor([[ 6.,  0.],\n        [ 0., 12.]])'
  shows(func.hessian(cubes)(floats([1, 2])), second)
  for (const outer of [func.jacrev, func.jacfwd])
    for (const inner of [func.jacrev, func.jacfwd]) shows(outer(inner(cubes))(floats([1, 2])), second)
  const softened = (x: Tensor): Tensor => x.softmax(0).log().sum()
  const values = floats([1, 2, 0.5])
  const expected = torch.autograd.functional.hessian(softened, values) as Tensor
  assert.ok(torch.allclose(func.hessian(softened)(values), expected, { atol: 1e-6 }))
})

test('Jacobians of several outputs by several arguments', () => {
  const both = (x: Tensor, y: Tensor) => [x.mul(y), x.sum()]
  const text =
    '[(tensor([[3., 0.],\n        [0., 4.]]), tensor([[1., 0.],\n        [0., 2.]])), (tensor([1., 1.]), tensor([0., 0.]))]'
  shows(func.jacrev(both, [0, 1])(floats([1, 2]), floats([3, 4])), text)
  shows(func.jacfwd(both, [0, 1])(floats([1, 2]), floats([3, 4])), text)
})

test('products with a Jacobian, from either side', () => {
  const [output, pull] = func.vjp((x: Tensor) => x.sin(), floats([0, 1])) as unknown as [
    Tensor,
    (g: Tensor) => unknown,
  ]
  shows(output, 'tensor([0.0000, 0.8415])')
  shows(pull(floats([1, 1])), '(tensor([1.0000, 0.5403]),)')
  shows(
    func.jvp((x: Tensor) => x.sin(), [floats([0, 1])], [floats([1, 1])]),
    '(tensor([0.0000, 0.8415]), tensor([1.0000, 0.5403]))',
  )
  const conv = nn.Conv2d(1, 2, 2).requires_grad_(false)
  const through = (x: Tensor): Tensor => (conv(x) as Tensor).relu().pow(2).sum()
  const [image, along] = [torch.randn(1, 1, 4, 4), torch.randn(1, 1, 4, 4)]
  const [, forward] = func.jvp(through, [image], [along]) as unknown as Tensor[]
  const backward = (func.grad(through)(image) as Tensor).mul(along).sum()
  assert.ok(torch.allclose(forward, backward, { rtol: 1e-4, atol: 1e-5 }))
  refuses(() => func.jvp(cubes, floats([1]) as never, []), 'RuntimeError', /Expected primals to be a tuple/)
})

test('what is no argument stays on its graph', () => {
  const weight = floats([2, 3]).requires_grad_()
  const slope = func.grad((x: Tensor) => x.mul(weight).mul(x).sum())(floats([1, 1])) as Tensor
  slope.sum().backward()
  shows(weight.grad, 'tensor([2., 2.])')
  const x = floats([1, 2]).requires_grad_()
  ;(func.grad(cubes)(x) as Tensor).sum().backward()
  shows(x.grad, 'tensor([ 6., 12.])')
  shows(
    torch.no_grad(() => func.grad(cubes)(x) as Tensor),
    'tensor([ 3., 12.])',
  )
})

test('vmap: dimensions, nests, nesting, random numbers', () => {
  shows(vmap(torch.dot)(torch.ones(2, 3), torch.ones(2, 3)), 'tensor([3., 3.])')
  const add = (a: Tensor, b: Tensor): Tensor => a.add(b)
  shows(vmap(add, { in_dims: [0, null] })(floats([1, 2]), floats([5])), 'tensor([[6.],\n        [7.]])')
  const twice = vmap((a: Tensor) => a.mul(2), { in_dims: 1, out_dims: 1 })
  shows(twice(torch.arange(6).view(2, 3)), 'tensor([[ 0,  2,  4],\n        [ 6,  8, 10]])')
  shows(
    vmap(vmap(func.grad((a: Tensor) => a.pow(2))))(torch.ones(2, 2)),
    'tensor([[2., 2.],\n        [2., 2.]])',
  )
  const dict = vmap((p: Record<string, Tensor>) => ({ sum: p.a.add(p.b) }))
  shows(dict({ a: floats([1, 2]), b: floats([3, 4]) }), "{'sum': tensor([4., 6.])}")
  const draws = (x: Tensor): Tensor => x.add(torch.rand(1))
  refuses(
    () => vmap(draws)(torch.zeros(2)),
    'RuntimeError',
    /^vmap: called random operation while in randomness error mode/,
  )
  torch.manual_seed(0)
  shows(vmap(draws, { randomness: 'same' })(torch.zeros(2)), 'tensor([[0.4963],\n        [0.4963]])')
  shows(vmap(draws, { randomness: 'different' })(torch.zeros(2)), 'tensor([[0.7682],\n        [0.0885]])')
  refuses(() => vmap(add)(), 'ValueError', /got no inputs\. Maybe you forgot to add inputs/)
  refuses(
    () => vmap(add)(torch.ones(2), torch.ones(3)),
    'ValueError',
    /got sizes \[2, 3\] for the mapped dimension$/,
  )
  refuses(
    () => vmap(() => 1)(torch.ones(2)),
    'ValueError',
    /must only return Tensors, got type <class 'int'>/,
  )
  refuses(
    () => vmap(twice, 3)(torch.ones(2)),
    'ValueError',
    /Got in_dim=3 for some input, but that input is a Tensor of dim/,
  )
})

test('networks as functions: a gradient for each example, and an ensemble', () => {
  torch.manual_seed(0)
  const net = nn.Linear(2, 1)
  const params = Object.fromEntries(
    [...net.named_parameters()].map(([name, value]) => [name, value.detach()]),
  )
  const loss = (p: Record<string, Tensor>, x: Tensor, y: Tensor): Tensor =>
    (func.functional_call(net, p, [x]) as Tensor).sub(y).pow(2).mean()
  const each = vmap(func.grad(loss), { in_dims: [null, 0, 0] })(
    params,
    torch.ones(3, 2),
    torch.zeros(3, 1),
  ) as typeof params
  const whole = func.grad(loss)(params, torch.ones(3, 2), torch.zeros(3, 1)) as typeof params
  assert.deepEqual([...each.weight.shape], [3, 1, 2])
  assert.ok(torch.allclose(each.weight.mean(0), whole.weight))
  const models = [nn.Linear(2, 1), nn.Linear(2, 1)]
  const [stacked] = func.stack_module_state(models)
  const outputs = vmap((p: typeof params) => func.functional_call(net, p, torch.ones(2)) as Tensor)(
    stacked,
  ) as Tensor
  assert.ok(torch.allclose(outputs.select(0, 1), models[1](torch.ones(2)) as Tensor))
})
