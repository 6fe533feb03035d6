// Attributes of tensors that cannot be written to, and those that take only what fits. Texts are PyTorch's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const set = (x: Tensor, name: string, value: unknown) => (): void => {
  ;(x as unknown as Record<string, unknown>)[name] = value
}
const collected = (run: () => unknown): string[] => {
  const texts: string[] = []
  const { emitWarning } = process
  process.emitWarning = ((text: string) => texts.push(text)) as typeof process.emitWarning
  try {
    run()
  } finally {
    process.emitWarning = emitWarning
  }
  return texts
}

const readOnly =
  'dtype shape device T mT H mH ndim grad_fn is_leaf layout itemsize nbytes is_cuda _version _base output_nr retains_grad'
for (const name of readOnly.split(' '))
  test(`${name} is not writable`, () => {
    const x = torch.ones(2, 2)
    for (const value of [3, null, torch.int32])
      assert.throws(set(x, name, value), {
        name: 'AttributeError',
        message: `attribute '${name}' of 'torch._C._TensorBase' objects is not writable`,
      })
    assert.equal(torch.repr(x), 'tensor([[1., 1.],\n        [1., 1.]])')
  })

test('requires_grad takes a bool', () => {
  const x = torch.ones(2)
  for (const value of ['no', 1, null, undefined])
    assert.throws(set(x, 'requires_grad', value), {
      name: 'RuntimeError',
      message: 'requires_grad must be a bool',
    })
  assert.equal(x.requires_grad, false)
  assert.throws(() => x.requires_grad_('no' as never), {
    name: 'TypeError',
    message: "requires_grad_(): argument 'requires_grad' (position 1) must be bool, not str",
  })
  assert.throws(() => x.requires_grad_(null as never), /must be bool, not NoneType$/)
  assert.throws(() => x.requires_grad_(1 as never), /must be bool, not int$/)
})

test('data, grad, real and imag take what fits', () => {
  const x = torch.ones(2)
  assert.throws(set(x, 'data', 5), {
    name: 'TypeError',
    message: 'Variable data has to be a tensor, but got int',
  })
  assert.throws(set(x, 'grad', 'no'), {
    name: 'TypeError',
    message: 'assigned grad expected to be a Tensor or None but got grad of typestr',
  })
  assert.throws(set(x, 'grad', torch.ones(3)), {
    name: 'RuntimeError',
    message: 'assigned grad has data of a different size',
  })
  assert.throws(set(x, 'real', 'a'), {
    name: 'TypeError',
    message: "can't assign a str to a torch.FloatTensor",
  })
  assert.throws(set(x, 'imag', 3), {
    name: 'RuntimeError',
    message: 'imag is not implemented for tensors with non-complex dtypes.',
  })
  const z = torch.ones(2, { dtype: torch.complex64 })
  set(z, 'real', 3)()
  assert.equal(torch.repr(z), 'tensor([3.+0.j, 3.+0.j])')
})

test('.grad of what is no leaf is warned of, once', () => {
  const x = torch.ones(2, { requires_grad: true })
  const [said, ...more] = collected(() => {
    assert.equal(x.mul(2).grad, null)
    assert.equal(x.mul(3).grad, null)
  })
  assert.match(said, /^The \.grad attribute of a Tensor that is not a leaf Tensor is being accessed\./)
  assert.deepEqual(more, [])
  const y = x.mul(2)
  y.retain_grad()
  assert.deepEqual(
    collected(() => [x.grad, y.grad, torch.ones(2).grad]),
    [],
  )
})

test('softmax without dim is warned of, once each', () => {
  const x = torch.ones(2)
  const advice = 'has been deprecated. Change the call to include dim=X as an argument.'
  assert.deepEqual(
    collected(() => {
      nn.functional.softmax(x)
      nn.Softmax()(x)
      nn.functional.log_softmax(x)
      nn.Softmin()(x)
      nn.functional.softmin(x, 0)
    }),
    ['softmax', 'log_softmax', 'softmin'].map((name) => `Implicit dimension choice for ${name} ${advice}`),
  )
})

test('a tensor made of a tensor is warned of', () => {
  const x = torch.ones(2)
  const advice =
    'To copy construct from a tensor, it is recommended to use sourceTensor.clone().detach() or ' +
    'sourceTensor.clone().detach().requires_grad_(True), rather than '
  assert.deepEqual(
    collected(() => {
      torch.tensor(x)
      x.new_tensor(x)
      torch.as_tensor(x)
      torch.tensor([x.select(0, 0), x.select(0, 1)])
    }),
    [`${advice}torch.tensor(sourceTensor).`, `${advice}tensor.new_tensor(sourceTensor).`],
  )
})

test('a loss given tensors instead of options refuses them, and old options are warned of', () => {
  const [a, b] = [torch.ones(2), torch.zeros(2)]
  for (const Loss of [nn.MSELoss, nn.L1Loss, nn.CrossEntropyLoss, nn.SmoothL1Loss, nn.BCELoss])
    assert.throws(() => Loss(a, b), {
      name: 'RuntimeError',
      message: 'Boolean value of Tensor with more than one value is ambiguous',
    })
  const old = (meant: string): string =>
    `size_average and reduce args will be deprecated, please use reduction='${meant}' instead.`
  assert.deepEqual(
    collected(() => {
      assert.equal(nn.MSELoss({ size_average: false }).reduction, 'sum')
      assert.equal(nn.L1Loss({ reduce: false }).reduction, 'none')
      assert.equal(nn.BCELoss({ size_average: true }).reduction, 'mean')
      nn.MSELoss({ size_average: false })
    }),
    [old('sum'), old('none'), old('mean')],
  )
})

test('an index that is out of range', () => {
  const x = torch.ones(3, 3)
  const far = torch.tensor([5])
  assert.throws(() => x.index(0).index_select(0, far), {
    name: 'IndexError',
    message: 'index out of range in self',
  })
  assert.throws(() => x.index_select(0, far), { name: 'IndexError', message: 'index out of range in self' })
  assert.throws(() => x.index_select(1, far), {
    name: 'RuntimeError',
    message: 'INDICES element is out of DATA bounds, id=5 axis_dim=3',
  })
  assert.throws(() => torch.tensor(3).index_select(0, far), { name: 'IndexError' })
  assert.throws(() => x.gather(0, torch.tensor([[5]])), {
    name: 'RuntimeError',
    message: 'index 5 is out of bounds for dimension 0 with size 3',
  })
  assert.throws(() => x.take(torch.tensor([9])), { name: 'IndexError' })
  assert.throws(() => nn.functional.nll_loss(x, torch.tensor([0, 1, 5])), {
    name: 'IndexError',
    message: 'Target 5 is out of bounds.',
  })
})

test('options of printing are refused at the call', () => {
  for (const options of [{ precision: -1 }, { precision: 101 }, { edgeitems: -1 }])
    assert.throws(() => torch.set_printoptions(options), { name: 'ValueError' })
  for (const options of [{ precision: 'a' }, { precision: 1.5 }, { linewidth: 'a' }, { threshold: true }])
    assert.throws(() => torch.set_printoptions(options as never), { name: 'TypeError' })
  assert.equal(torch.repr(torch.tensor([0.5])), 'tensor([0.5000])')
})
