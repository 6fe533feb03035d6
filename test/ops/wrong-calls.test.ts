// Wrong calls in the words that PyTorch 1.13.1 has for them, each kind with its neighbours.
import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'

/** The class and the first line of what a call throws. */
function thrownBy(call: string): string {
  try {
    new Function('torch', 'x', 'm', `return ${call}`)(torch, torch.ones(2), torch.ones(2, 3))
    return 'nothing'
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message.split('\n')[0]}`
  }
}

const noMemory = (bytes: string): string =>
  "RuntimeError: [enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: " +
  `you tried to allocate ${bytes} bytes. Error code 12 (Cannot allocate memory)`
const combination = (name: string, got: string): string =>
  `TypeError: ${name}() received an invalid combination of arguments - got (${got}), but expected one of:`
const indices = 'must be tuple of Tensors, not'

const kinds: Record<string, Record<string, string>> = {
  'what no memory holds': {
    'x.repeat_interleave(2 ** 53)': noMemory('144115188075855872'),
    'x.repeat_interleave(2 ** 40)': noMemory('17592186044416'),
    'torch.repeat_interleave(torch.tensor([2 ** 40]))': noMemory('8796093022208'),
    'torch.arange(2 ** 62)':
      'RuntimeError: Storage size calculation overflowed with sizes=[4611686018427387904]',
    'torch.linspace(0, 1, 2 ** 62)':
      'RuntimeError: Storage size calculation overflowed with sizes=[4611686018427387904]',
  },
  'ints that 64 bits do not hold': {
    'torch.sum(x, 2 ** 63)': 'RuntimeError: Overflow when unpacking long',
    'torch.sum(x, 2n ** 64n)': 'RuntimeError: Overflow when unpacking long',
    'x.mean(2 ** 63)': 'RuntimeError: Overflow when unpacking long',
    'x.select(0, 2n ** 70n)': 'RuntimeError: Overflow when unpacking long',
  },
  'no tensors where indices stand': {
    'x.index_put(3, torch.ones(1))': `TypeError: index_put(): argument 'indices' (position 1) ${indices} int`,
    'x.index_put({ indices: 3, values: torch.ones(1) })': `TypeError: index_put(): argument 'indices' ${indices} int`,
    "x.index_put_('a', torch.ones(1))": `TypeError: index_put_(): argument 'indices' (position 1) ${indices} str`,
    'x.index_put_({ indices: torch.tensor([1]), values: torch.ones(1) })': `TypeError: index_put_(): argument 'indices' ${indices} Tensor`,
  },
  'dims that do not fit': {
    'torch.tensordot(m, m.t(), { dims: 3 })':
      'IndexError: Dimension out of range (expected to be in range of [-2, 1], but got -3)',
    'torch.tensordot(m, m.t(), { dims: -1 })': 'RuntimeError: tensordot expects dims >= 0, but got dims=-1',
    'torch.tensordot(m, m.t(), { dims: [[0], [0]] })':
      'RuntimeError: contracted dimensions need to match, but first has size 2 in dim 0 and second has size 3 in dim 0',
    'torch.cummax(x)': combination('cummax', 'Tensor'),
    'torch.cummin(x)': combination('cummin', 'Tensor'),
    'torch.cummax(x, 3)':
      'IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 3)',
    'm.permute(0, 0)': 'RuntimeError: permute(): duplicate dims are not allowed.',
    'm.transpose(0)': combination('transpose', 'int'),
    'torch.roll(m, [1, 2], [0])': 'RuntimeError: shifts and dimensions must align. shifts: 2, dims:1',
    'torch.rot90(m, 1, [0])': 'RuntimeError: expected total rotation dims == 2, but got dims = 1',
  },
  'sizes below zero': {
    'torch.zeros(-1)': 'RuntimeError: Trying to create tensor with negative dimension -1: [-1]',
    'torch.zeros([2, -3])': 'RuntimeError: Trying to create tensor with negative dimension -3: [2, -3]',
    'torch.eye(-1)': 'RuntimeError: n must be greater or equal to 0, got -1',
    'x.reshape(-2)': 'RuntimeError: invalid shape dimension -2',
    'x.repeat_interleave(-1)': 'RuntimeError: repeats can not be negative',
    'torch.repeat_interleave(torch.tensor([-1]))': 'RuntimeError: repeats can not be negative',
    'x.chunk(-1)': 'RuntimeError: chunk expects `chunks` to be greater than 0, got: -1',
    'x.split(-1)': 'RuntimeError: split expects split_size be non-negative, but got split_size=-1',
    'torch.linspace(0, 1, -1)': 'RuntimeError: number of steps must be non-negative',
  },
  'fractions and NaN for ints': {
    'x.unsqueeze(1.5)': "TypeError: unsqueeze(): argument 'dim' (position 1) must be int, not float",
    'x.unsqueeze(NaN)': "TypeError: unsqueeze(): argument 'dim' (position 1) must be int, not float",
    'torch.linspace(0, 1, 1.5)':
      "TypeError: linspace(): argument 'steps' (position 3) must be int, not float",
    'x.repeat_interleave(1.5)': combination('repeat_interleave', 'float'),
  },
}
for (const [kind, calls] of Object.entries(kinds))
  test(kind, () => {
    for (const [call, expected] of Object.entries(calls)) equal(thrownBy(call), expected, call)
  })
