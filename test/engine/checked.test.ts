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
  'x.is_contiguous(5)': 'TypeError: is_contiguous() takes 0 positional arguments but 1 was given',
  'x.to_dense(5)': "TypeError: to_dense(): argument 'dtype' (position 1) must be torch.dtype, not int",
  'torch.Generator().seed(1)': 'TypeError: Generator.seed() takes no arguments (1 given)',
  'torch.Generator().initial_seed(1)': 'TypeError: Generator.initial_seed() takes no arguments (1 given)',
  'torch.Generator().get_state(1)': 'TypeError: Generator.get_state() takes no arguments (1 given)',
  'torch.Generator().manual_seed()':
    'TypeError: Generator.manual_seed() takes exactly one argument (0 given)',
  'torch.Generator().manual_seed(1, 2)':
    'TypeError: Generator.manual_seed() takes exactly one argument (2 given)',
  "torch.Generator('cpu', 1)":
    'TypeError: Generator() takes from 0 to 1 positional arguments but 2 were given',
  'torch.nn.Module(3)': 'TypeError: Module.__init__() takes 1 positional argument but 2 were given',
  'torch.nn.Linear(2, 2).parameters(true, 2, 3)':
    'TypeError: Module.parameters() takes from 1 to 2 positional arguments but 4 were given (known: recurse)',
  'torch.nn.Linear(2, 2).children(1)':
    'TypeError: Module.children() takes 1 positional argument but 2 were given',
  'torch.nn.Linear(2, 2).modules(1)':
    'TypeError: Module.modules() takes 1 positional argument but 2 were given',
  "torch.nn.Linear(2, 2).named_buffers('', true, 3)":
    'TypeError: Module.named_buffers() takes from 1 to 3 positional arguments but 4 were given (known: prefix, recurse)',
  'torch.nn.Linear(2, 2).train(true, 2)':
    'TypeError: Module.train() takes from 1 to 2 positional arguments but 3 were given (known: mode)',
  'torch.nn.Linear(2, 2).train({ x: 1 })':
    "TypeError: Module.train() got an unexpected keyword argument 'x' (known: mode)",
  'torch.nn.Linear(2, 2).cpu(1)': 'TypeError: Module.cpu() takes 1 positional argument but 2 were given',
  'torch.finfo(null)': "TypeError: finfo(): argument 'type' (position 1) must be torch.dtype, not NoneType",
  'torch.div_(3, x)': 'TypeError: torch.div_ is not a function',
  'torch.Size([2], [3])': 'TypeError: tuple expected at most 1 argument, got 2',
  'torch.nn.Hardtanh(1, 0)': 'AssertionError: ',
  'torch.nn.Hardtanh(1, 1)': 'AssertionError: ',
  'torch.nn.Softmax2d(1)': 'TypeError: Softmax2d.__init__() takes 1 positional argument but 2 were given',
  'torch.nn.Linear(2, 2).extra_repr(1)':
    'TypeError: Linear.extra_repr() takes 1 positional argument but 2 were given',
  'torch.nn.ReLU().extra_repr(2)':
    'TypeError: ReLU.extra_repr() takes 1 positional argument but 2 were given',
  'torch.nn.Linear(2, 2).reset_parameters(1)':
    'TypeError: Linear.reset_parameters() takes 1 positional argument but 2 were given',
  'torch.nn.Linear(2, 2)._get_name(1)':
    'TypeError: Module._get_name() takes 1 positional argument but 2 were given',
  'torch.nn.Linear(2, 2).state_dict({ foo: 1 })':
    "TypeError: Module.state_dict() got an unexpected keyword argument 'foo'",
  "torch.nn.Linear(2, 2).state_dict('a')": "TypeError: 'str' object does not support item assignment",
  'torch.nn.Linear(2, 2).state_dict(null, 1)':
    "TypeError: unsupported operand type(s) for +: 'int' and 'str'",
  '[...torch.nn.Linear(2, 2).named_parameters(null)]':
    "TypeError: unsupported operand type(s) for +: 'NoneType' and 'str'",
  'torch.nn.Linear(2, 2).to_empty()':
    "TypeError: Module.to_empty() missing 1 required keyword-only argument: 'device'",
  'torch.nn.Linear(2, 2).to({ dtype: {} })':
    'TypeError: to() received an invalid combination of arguments - got (dtype=dict, ), but expected one of:\n' +
    ' * (torch.device device, torch.dtype dtype, bool non_blocking, bool copy, *, torch.memory_format memory_format)\n' +
    ' * (torch.dtype dtype, bool non_blocking, bool copy, *, torch.memory_format memory_format)\n' +
    ' * (Tensor tensor, bool non_blocking, bool copy, *, torch.memory_format memory_format)\n',
  'torch.nn.Linear(2, 2).to(torch.int)':
    'TypeError: nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.int32',
  "torch.nn.Linear(2, 2).to('cpu', torch.float32, true, true)":
    'RuntimeError: .to() does not accept copy argument',
  'torch.nn.BatchNorm1d(3)(0)': "AttributeError: 'int' object has no attribute 'dim'",
  'torch.nn.LSTM(2, 3)(1)': "AttributeError: 'int' object has no attribute 'dim'",
  "torch.nn.Flatten()('a')": "AttributeError: 'str' object has no attribute 'flatten'",
  'torch.nn.GRUCell(2, 3)([1])': "AttributeError: 'list' object has no attribute 'dim'",
  "torch.profiler.schedule({ wait: 'a', active: 1 })":
    "TypeError: '>=' not supported between instances of 'str' and 'int'",
  'torch.distributions.Normal(0, 1).icdf()':
    "TypeError: Normal.icdf() missing 1 required positional argument: 'value'",
  "torch.distributions.constraints.positive.check('a')":
    "TypeError: check(): argument 'value' (position 1) must be Tensor, not str",
  'torch.optim.swa_utils.AveragedModel(torch.nn.Linear(2, 3)).update_parameters(3)':
    "AttributeError: 'int' object has no attribute 'parameters'",
  'torch.cuda.amp.GradScaler({ enabled: false }).step(3)':
    "AttributeError: 'int' object has no attribute 'step'",
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
