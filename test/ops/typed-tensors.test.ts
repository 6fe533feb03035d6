// Tensors by the name of their type, as programs written before there were dtypes make them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'

const { repr } = torch
const refuses = (run: () => unknown, message: RegExp): void => {
  assert.throws(run, message)
}

test('of sizes, of data, of tensors and storages', () => {
  assert.deepEqual([...torch.FloatTensor(2, 3).shape], [2, 3])
  assert.deepEqual([...torch.ShortTensor(torch.ones(4, 1).shape).shape], [4, 1])
  assert.equal(repr(torch.LongTensor([1.7, -2.5])), 'tensor([ 1, -2])')
  assert.equal(repr(torch.ByteTensor([-1])), 'tensor([255], dtype=torch.uint8)')
  assert.equal(repr(torch.BoolTensor([0, 2])), 'tensor([False,  True])')
  assert.equal(repr(torch.DoubleTensor(torch.DoubleStorage([1, 2]))), 'tensor([1., 2.], dtype=torch.float64)')
  const x = torch.ones(2)
  torch.FloatTensor(x).zero_()
  assert.deepEqual(x.tolist(), [0, 0])
  assert.equal(repr(torch.FloatTensor()), 'tensor([])')
  assert.equal(repr(torch.HalfTensor({ data: [1.5] })), 'tensor([1.5000], dtype=torch.float16)')
})

test('what fits no form', () => {
  refuses(
    () => torch.LongTensor(torch.ones(1)),
    /^TypeError: expected TensorOptions\(dtype=long int, device=cpu/,
  )
  refuses(
    () => torch.LongTensor(torch.FloatStorage([1])),
    /Expected a Storage of type Long or an UntypedStorage, but got type Float for argument 1 'storage'$/,
  )
  refuses(() => torch.IntTensor(2.5), /^TypeError: new\(\): data must be a sequence \(got float\)$/)
  refuses(() => torch.IntTensor('a'), /^TypeError: new\(\): invalid data type 'str'$/)
  refuses(
    () => torch.FloatTensor(2, 3.5),
    /argument 'size' must be tuple of ints, but found element of type float at pos 2$/,
  )
  refuses(
    () => torch.FloatTensor(-1),
    /^RuntimeError: Trying to create tensor with negative dimension -1: \[-1\]$/,
  )
  refuses(
    () => torch.FloatTensor([1], [2]),
    /got \(list, list\), but expected one of:\n \* \(\*, torch\.device device\)\n {6}didn't match because some of the arguments have invalid types: \(!list!, !list!\)\n/,
  )
  refuses(() => torch.FloatTensor([1], { requires_grad: true }), /keywords were incorrect: requires_grad/)
  refuses(() => torch.CharTensor([1], { device: 'gpu' }), /legacy constructor expects device type: cpu/)
})

test('types know their tensors, and tensors their types', () => {
  assert.ok(torch.ones(1) instanceof torch.FloatTensor)
  assert.ok(!(torch.ones(1) instanceof torch.LongTensor))
  assert.ok(torch.nn.Parameter(torch.ones(1)) instanceof torch.FloatTensor)
  assert.ok(torch.ones(1).storage() instanceof torch.FloatStorage)
  assert.ok(!(torch.ones(1).long().storage() instanceof torch.FloatStorage))
  assert.equal(torch.BFloat16Tensor.dtype, torch.bfloat16)
  assert.equal(torch.ones(1).int().storage_type(), torch.IntStorage)
  assert.equal(repr(torch.ones(1).type(torch.LongTensor)), 'tensor([1])')
  assert.equal(repr(torch.tensor([1]).type(torch.Tensor)), 'tensor([1.])')
  assert.equal(repr(torch.ones(1).type('torch.HalfTensor')), 'tensor([1.], dtype=torch.float16)')
  refuses(() => torch.ones(1).type('torch.WholeTensor'), /^ValueError: invalid type: 'torch\.WholeTensor'$/)
  refuses(() => torch.ones(1).type(Number), /^ValueError: invalid type: 'Number'$/)
})

test('new makes tensors of the same type', () => {
  assert.equal(repr(torch.tensor([1, 2]).new([3.9])), 'tensor([3])')
  assert.deepEqual([...torch.tensor([1.5]).new(2, 3).shape], [2, 3])
  assert.equal(repr(torch.tensor(true).new([1, 0])), 'tensor([ True, False])')
  assert.equal(repr(torch.tensor([1, 2]).new()), 'tensor([], dtype=torch.int64)')
  refuses(() => torch.tensor([1, 2]).new(torch.ones(2)), /^TypeError: expected TensorOptions\(dtype=long int/)
})

test('the default type by its old name', () => {
  try {
    torch.set_default_tensor_type(torch.DoubleTensor)
    assert.equal(torch.tensor([1.5]).dtype, torch.float64)
    torch.set_default_tensor_type('torch.HalfTensor')
    assert.equal(torch.get_default_dtype(), torch.float16)
    refuses(() => {
      torch.set_default_tensor_type(torch.LongTensor)
    }, /^TypeError: only floating-point types are supported as the default type$/)
    for (const wrong of [3, torch.float32, torch.Tensor])
      refuses(() => {
        torch.set_default_tensor_type(wrong)
      }, /^TypeError: invalid type object: only floating-point types/)
  } finally {
    torch.set_default_tensor_type(torch.FloatTensor)
  }
  assert.equal(torch.tensor([1.5]).dtype, torch.float32)
})
