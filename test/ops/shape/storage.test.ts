// The memory behind tensors as PyTorch shows it: one row of numbers that all views share.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'

const { repr } = torch
const of = 'torch.storage.TypedStorage'

test('a view has the storage of its base', () => {
  const x = torch.arange(6).view(2, 3)
  const column = x.index(':', 1)
  assert.deepEqual(column.storage().tolist(), [0, 1, 2, 3, 4, 5])
  assert.equal(column.storage_offset(), 1)
  assert.equal(column.storage().data_ptr(), x.data_ptr())
  assert.notEqual(x.clone().storage().data_ptr(), x.data_ptr())
})

test('numbers print a line each, floats as such', () => {
  assert.equal(
    repr(torch.FloatStorage([1, 2.5])),
    ` 1.0\n 2.5\n[${of}(dtype=torch.float32, device=cpu) of size 2]`,
  )
  assert.equal(repr(torch.LongStorage([3])), ` 3\n[${of}(dtype=torch.int64, device=cpu) of size 1]`)
  assert.equal(repr(torch.BoolStorage([true])), ` True\n[${of}(dtype=torch.bool, device=cpu) of size 1]`)
  assert.equal(repr(torch.FloatStorage()), ` \n[${of}(dtype=torch.float32, device=cpu) of size 0]`)
  assert.match(
    repr(torch.UntypedStorage([7])),
    /^ 7\n\[torch\.storage\.UntypedStorage\(device=cpu\) of size 1\]$/,
  )
})

test('a write to a storage is seen by tensors, and the other way round', () => {
  const x = torch.zeros(2, 2)
  const storage = x.storage()
  storage.__setitem__(3, 1.5)
  storage.__setitem__(-4, 2)
  assert.equal(repr(x), 'tensor([[2.0000, 0.0000],\n        [0.0000, 1.5000]])')
  x.fill_(4)
  assert.equal(repr(storage.__getitem__(1)), '4.0')
  storage.copy_(torch.FloatStorage([1, 2, 3, 4]))
  assert.deepEqual(x.tolist(), [
    [1, 2],
    [3, 4],
  ])
})

test('wrong indices, lengths and types', () => {
  const storage = torch.FloatStorage([1, 2])
  assert.throws(() => storage.__getitem__(2), /^IndexError: index 2 out of range for storage of size 2$/)
  assert.throws(
    () => storage.__getitem__('a'),
    /^RuntimeError: can't index a <class 'torch\.storage\.TypedStorage'> with <class 'str'>$/,
  )
  assert.throws(() => {
    storage.__setitem__(0, 'a')
  }, /^TypeError: can't assign a str to a torch\.FloatTensor$/)
  assert.throws(() => storage.copy_(torch.FloatStorage(3)), /^RuntimeError: size does not match$/)
  assert.throws(() => torch.FloatStorage(2.5), /Argument type not recognized: <class 'float'>$/)
  assert.throws(() => torch.FloatStorage([1], 2), /Too many positional arguments$/)
  assert.throws(
    () => torch.FloatStorage([1], { dtype: torch.int }),
    /Keyword argument 'dtype' cannot be specified$/,
  )
})

test('casts, bytes and buffers', () => {
  const storage = torch.FloatStorage([1, -2.5])
  assert.deepEqual(storage.long().tolist(), [1, -2])
  assert.equal(storage.half().type(), 'torch.HalfStorage')
  assert.deepEqual(storage.untyped().tolist(), [0, 0, 128, 63, 0, 0, 32, 192])
  const bytes = Uint8Array.from([63, 128, 0, 0])
  assert.deepEqual(torch.FloatStorage.from_buffer(bytes, 'big').tolist(), [1])
  assert.deepEqual(torch.FloatStorage.from_buffer(bytes.reverse(), { byte_order: 'little' }).tolist(), [1])
  assert.deepEqual(torch.ByteStorage.from_buffer(bytes).tolist(), [0, 0, 128, 63])
  assert.throws(() => torch.IntStorage.from_buffer(bytes), /missing required argument 'byte_order'/)
  assert.throws(
    () => torch.ShortStorage.from_buffer(bytes.subarray(1), 'little'),
    /must be a multiple of element size/,
  )
})

test('a storage grows under its tensors, and does not shrink', () => {
  const x = torch.tensor([1, 2, 3])
  x.storage().resize_(5)
  assert.equal(x.storage().size(), 5)
  assert.deepEqual(x.tolist(), [1, 2, 3])
  x.fill_(7)
  assert.deepEqual((x.storage().tolist() as number[]).slice(0, 3), [7, 7, 7])
  assert.throws(() => {
    x.storage().resize_(1)
  }, /left out here/)
  assert.throws(() => {
    torch.from_numpy(new Float32Array(2)).storage().resize_(9)
  }, /not resizable/)
})

test('a tensor is set on other memory', () => {
  const x = torch.arange(4.5)
  const y = torch.empty(0).set_(x.storage(), 1, [2, 2], [2, 1])
  assert.equal(repr(y), 'tensor([[1., 2.],\n        [3., 4.]])')
  y.zero_()
  assert.deepEqual(x.tolist(), [0, 0, 0, 0, 0])
  assert.ok(torch.empty(0).set_(x).is_set_to(x))
  assert.deepEqual([...torch.ones(3).set_().shape], [0])
  assert.deepEqual([...torch.empty(0).set_(torch.FloatStorage([1]), 2, [3]).shape], [3])
  assert.throws(
    () => torch.empty(0).set_(torch.LongStorage([1])),
    /Expected a Storage of type float or an UntypedStorage, but got type Long for argument 1 'storage'/,
  )
  assert.throws(() => torch.ones(1, { requires_grad: true }).set_(x), /a leaf Variable that requires grad/)
  assert.throws(() => torch.empty(0).set_(3 as never), /must be Tensor, not int/)
})
