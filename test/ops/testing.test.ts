// What `assert_close` says of values that are not, and capsules that carry tensors.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'

const { assert_close, assert_allclose } = torch.testing

/** The message that a comparison throws. */
function said(...args: Parameters<typeof assert_close>): string {
  try {
    assert_close(...args)
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
  return 'close'
}

test('tensors: how many elements differ, and where most', () => {
  assert.equal(said(torch.ones(2), torch.ones(2).add(1e-7)), 'close')
  assert.equal(
    said(torch.tensor([[1, 2, 8]]), torch.tensor([[1, 4, 9]])),
    'AssertionError: Tensor-likes are not equal!\n\nMismatched elements: 2 / 3 (66.7%)\n' +
      'Greatest absolute difference: 2 at index (0, 1)\nGreatest relative difference: 0.5 at index (0, 1)',
  )
  assert.equal(
    said(torch.tensor([0.5]), torch.tensor([0.25])),
    'AssertionError: Tensor-likes are not close!\n\nMismatched elements: 1 / 1 (100.0%)\n' +
      'Greatest absolute difference: 0.25 at index (0,) (up to 1e-05 allowed)\n' +
      'Greatest relative difference: 1.0 at index (0,) (up to 1.3e-06 allowed)',
  )
})

test('attributes come first', () => {
  const x = torch.ones(2, 3)
  const differs = (name: string, a: string, b: string): string =>
    `AssertionError: The values for attribute '${name}' do not match: ${a} != ${b}.`
  assert.equal(said(x, x.t()), differs('shape', 'torch.Size([2, 3])', 'torch.Size([3, 2])'))
  assert.equal(said(x, x.double()), differs('dtype', 'torch.float32', 'torch.float64'))
  assert.equal(said(x, x.double(), { check_dtype: false }), 'close')
  assert.equal(said(x.t(), torch.ones(3, 2), { check_stride: true }), differs('stride()', '(1, 3)', '(2, 1)'))
})

test('numbers, None, lists and dicts', () => {
  assert.equal(
    said(1, 3),
    'AssertionError: Scalars are not equal!\n\nAbsolute difference: 2\nRelative difference: 0.6666666666666666',
  )
  assert.equal(said(null, 1), 'AssertionError: None mismatch: None is not 1')
  assert.equal(said(true, false), 'AssertionError: Booleans mismatch: True is not False')
  assert.equal(said([1, 2], [1]), 'AssertionError: The length of the sequences mismatch: 2 != 1')
  assert.match(said({ w: [1, 2] }, { w: [1, 5] }), /The failure occurred for item \['w'\]\[1\]$/)
  assert.match(
    said({ a: 1 }, { b: 1 }),
    /Missing keys in the actual mapping: \['b'\]\nAdditional keys .*: \['a'\]$/,
  )
  assert.match(
    said(torch.ones(1), 1),
    /^TypeError: No comparison pair was able to handle inputs of type <class 'torch\.Tensor'> and <class 'int'>\.$/,
  )
})

test("tolerances, not-a-number, and messages of one's own", () => {
  assert.equal(said(torch.ones(1), torch.zeros(1), { rtol: 0, atol: 1 }), 'close')
  assert.match(
    said(1, 1, { rtol: 1 }),
    /^ValueError: Both 'rtol' and 'atol' must be either specified or omitted, but got no atol\.$/,
  )
  assert.equal(said(torch.tensor([NaN]), torch.tensor([NaN]), { equal_nan: true }), 'close')
  assert.match(said(torch.tensor([NaN]), torch.tensor([NaN])), /Mismatched elements: 1 \/ 1/)
  assert.equal(said(1, 2, { msg: 'too far' }), 'AssertionError: too far')
  assert.match(
    said(1, 2, { msg: (text) => `here: ${text}` }),
    /^AssertionError: here: Scalars are not equal!/,
  )
  assert_allclose(torch.ones(2), [1, 1 + 1e-5])
  assert.throws(() => {
    assert_allclose(torch.ones(2), torch.zeros(2))
  }, /up to 0\.0001 allowed/)
})

test('a capsule carries a tensor once, without a copy', () => {
  const x = torch.arange(3)
  const capsule = torch.to_dlpack(x)
  assert.match(torch.repr(capsule), /^<capsule object "dltensor" at 0x[0-9a-f]+>$/)
  assert.equal(torch.from_dlpack(capsule).data_ptr(), x.data_ptr())
  assert.throws(() => torch.from_dlpack(capsule), /can be consumed only once/)
  assert.equal(torch.utils.dlpack.from_dlpack(x).data_ptr(), x.data_ptr())
  assert.throws(() => torch.from_dlpack(torch.ones(1, { requires_grad: true })), /use tensor\.detach\(\)/)
  assert.throws(() => torch.to_dlpack(x.to(torch.bool)), /Bool type is not supported by dlpack/)
})

test('make_tensor draws the numbers that it draws in PyTorch', () => {
  torch.manual_seed(0)
  const { make_tensor } = torch.testing
  const device = 'cpu'
  const floats = make_tensor([2, 3], { dtype: torch.float32, device })
  assert.equal(
    torch.repr(floats),
    'tensor([[-0.0674,  4.8280, -7.4074],\n        [-6.6235, -3.4664,  2.4134]])',
  )
  assert.deepEqual(make_tensor(3, { dtype: torch.int64, device }).tolist(), [-4, 0, 0])
  const spread = make_tensor(2, 4, { dtype: torch.float64, device, noncontiguous: true, requires_grad: true })
  assert.deepEqual([spread.is_contiguous(), spread.requires_grad, [...spread.shape]], [false, true, [2, 4]])
  assert.throws(
    () => make_tensor(3, { dtype: torch.int64, device, low: 5, high: 2 }),
    /make_tensor: low must be weakly less than high!/,
  )
})
