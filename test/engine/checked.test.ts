// What takes nothing refuses arguments, in the words of PyTorch 1.13; JavaScript would drop them.
import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'

const said = (call: string): string => {
  try {
    new Function('torch', 'x', `return ${call}`)(torch, torch.ones(2, 3))
    return 'nothing'
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

const refusals: Record<string, string> = {
  'x.tolist(5)': 'TypeError: _TensorBase.tolist() takes no arguments (1 given)',
  'x.dim(5)': 'TypeError: _TensorBase.dim() takes no arguments (1 given)',
  'x.numel(5, 6)': 'TypeError: _TensorBase.numel() takes no arguments (2 given)',
  'x.detach({ dim: 0 })': 'TypeError: _TensorBase.detach() takes no keyword arguments',
  'x.is_complex(null)': 'TypeError: _TensorBase.is_complex() takes no arguments (1 given)',
  'x.element_size(x)': 'TypeError: _TensorBase.element_size() takes no arguments (1 given)',
  'torch.ones(1).item(3)': 'TypeError: _TensorBase.item() takes no arguments (1 given)',
  'torch.Size([2], [3])': 'TypeError: tuple expected at most 1 argument, got 2',
  'torch.nn.Hardtanh(1, 0)': 'AssertionError: ',
  'torch.nn.Hardtanh(1, 1)': 'AssertionError: ',
  'torch.nn.Softmax2d(1)':
    'TypeError: Softmax2d.__init__() takes 1 positional argument but 2 were given (known: )',
  'x.is_shared(1)': 'TypeError: Tensor.is_shared() takes 1 positional argument but 2 were given',
  'x.storage_type({ a: 1 })': "TypeError: Tensor.storage_type() got an unexpected keyword argument 'a'",
  'torch.get_num_threads(1)': 'TypeError: torch.get_num_threads() takes no arguments (1 given)',
  'torch.is_grad_enabled(true)': 'TypeError: torch.is_grad_enabled() takes no arguments (1 given)',
  'torch.get_default_dtype({ a: 1 })': 'TypeError: torch.get_default_dtype() takes no keyword arguments',
  'torch.is_warn_always_enabled(1)':
    'TypeError: is_warn_always_enabled() takes 0 positional arguments but 1 was given',
  'torch.get_float32_matmul_precision({ a: 1 })':
    "TypeError: get_float32_matmul_precision() got an unexpected keyword argument 'a'",
}

for (const [call, words] of Object.entries(refusals))
  test(call, () => {
    equal(said(call), words)
  })

test('without arguments they answer', () => {
  const x = torch.ones(2, 3)
  deepEqual(
    [x.dim(), x.numel(), x.tolist(), x.is_shared()],
    [
      2,
      6,
      [
        [1, 1, 1],
        [1, 1, 1],
      ],
      false,
    ],
  )
  deepEqual([torch.is_grad_enabled(), torch.get_default_dtype()], [true, torch.float32])
  equal(torch.nn.Parameter(x).detach().requires_grad, false)
})
