// Wrong calls in the words that PyTorch 1.13.1 has for them, each kind with its neighbours.
import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { call } from '../../src/engine/functions.js'

const circular: unknown[] = []
circular.push(circular)

/** The class and the first line of what a call throws. */
function thrownBy(code: string): string {
  try {
    const run = new Function('torch', 'inside', 'x', 'm', 'circular', `return ${code}`)
    run(torch, call, torch.ones(2), torch.ones(2, 3), circular)
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
const item = (name: string, param: string, type: string, at: number): string =>
  `${name}(): argument '${param}' must be tuple of ${type}s, but found element of type int at pos ${at}`
const indices = 'must be tuple of Tensors, not'

const kinds: Record<string, Record<string, string>> = {
  'lengths of texts': Object.fromEntries(
    (
      [
        ['new Date(0)', '[1]', 'Date, list'],
        ['[3]', 'null', 'list, NoneType'],
        ["'a'", '[1]', 'str, list'],
        ['[3.5]', '[1]', 'list, list'],
        ['torch.tensor([3.5])', '[1]', 'Tensor, list'],
      ] as const
    ).map(([input, target, got]) => [
      `torch.nn.functional.ctc_loss(torch.zeros(3, 1, 2), torch.tensor([[1]]), ${input}, ${target})`,
      combination('ctc_loss', `Tensor, Tensor, ${got}, int, int, bool`),
    ]),
  ),
  'what no memory holds': {
    'x.repeat_interleave(2 ** 53)': noMemory('144115188075855872'),
    'x.repeat_interleave(2 ** 40)': noMemory('17592186044416'),
    'torch.repeat_interleave(torch.tensor([2 ** 40]))': noMemory('8796093022208'),
    'torch.arange(2 ** 62)':
      'RuntimeError: Storage size calculation overflowed with sizes=[4611686018427387904]',
    'torch.linspace(0, 1, 2 ** 62)':
      'RuntimeError: Storage size calculation overflowed with sizes=[4611686018427387904]',
  },
  'windows that no memory holds': {
    'torch.adaptive_avg_pool1d(m, 2 ** 53)': noMemory('72057594037927936'),
    'torch.nn.functional.adaptive_avg_pool2d(torch.ones(2, 3, 3), [2, 2 ** 53])':
      noMemory('144115188075855872'),
    'torch.nn.functional.adaptive_max_pool3d(torch.ones(2, 3, 3, 3), [2, 2, 2 ** 40])':
      noMemory('35184372088832'),
  },
  'windows without a size': {
    'torch.max_pool1d(m, [])':
      'RuntimeError: max_pool1d() kernel_size must be an int, list of ints or tuple of ints of size 1 but got size 0',
    'torch.max_pool2d(torch.ones(2, 2, 2), [])':
      'RuntimeError: max_pool2d: kernel_size must either be a single int, or a tuple of two ints',
    'torch.max_pool3d(torch.ones(2, 2, 2, 2), 2, { dilation: [] })':
      'RuntimeError: max_pool3d: dilation must be either a single int, or a tuple of three ints',
    'torch.nn.functional.avg_pool2d(torch.ones(2, 2, 2), 2, 1, [])':
      'RuntimeError: avg_pool2d: padding must either be a single int, or a tuple of two ints',
    'torch.nn.functional.avg_pool3d(torch.ones(2, 2, 2, 2), [1, 2])':
      'RuntimeError: avg_pool3d: kernel_size must be a single int, or a tuple of three ints',
    'torch.max_pool2d(torch.ones(2, 2, 2), 2, [])': 'nothing',
  },
  'pivots and batches that do not fit': {
    'torch.lu_unpack(torch.ones(3, 4), torch.tensor([1, 1, 5]).int())':
      'RuntimeError: pivots passed to lu_unpack must be between 1 and LU.size(-2) inclusive.Did you properly pass the ' +
      'result of lu_factor?',
    'torch.lu_unpack(torch.ones(3, 4), torch.tensor([1, 0, 1]).int())':
      'RuntimeError: pivots passed to lu_unpack must be between 1 and LU.size(-2) inclusive.Did you properly pass the ' +
      'result of lu_factor?',
    'torch.lu_unpack(torch.ones(2, 3, 4), torch.ones(3).int())':
      'RuntimeError: torch.lu_unpack: LU_pivots of matrices with sizes [2, 3, 4] have sizes [2, 3], but got [3]',
    'torch.rnn_relu(m, torch.tensor(2), torch.ones(1, 2, 2), [], false, 1, 0, false, false)':
      'IndexError: Dimension specified as 0 but tensor has no dimensions',
    'torch.gru(m, torch.tensor([2.5]), torch.ones(1, 2, 2), [], false, 1, 0, false, false)':
      'RuntimeError: expected scalar type Long but found Float',
  },
  'polynomials whose steps have no end': {
    'torch.special.laguerre_polynomial_l(x.mul(0.5), 2 ** 53)':
      'RuntimeError: a polynomial of degree 9007199254740992 has more steps than 4194304',
    'torch.special.legendre_polynomial_p(x.mul(0.5), 2 ** 53)':
      'RuntimeError: a polynomial of degree 9007199254740992 has more steps than 4194304',
    'torch.special.chebyshev_polynomial_t(x.mul(2), 2 ** 53)': 'nothing',
    'torch.special.hermite_polynomial_h(x.mul(2), 2 ** 53)': 'nothing',
  },
  'what has no gradient, written to out': {
    'torch.eq(x.clone().requires_grad_(), x, { out: torch.zeros(2).bool() })': 'nothing',
    'torch.argmin(x.clone().requires_grad_(), { out: torch.tensor(1) })': 'nothing',
    'torch.logical_not(x.clone().requires_grad_(), { out: torch.zeros(2).bool() })': 'nothing',
    'torch.linalg.matrix_rank(torch.eye(2).requires_grad_(), { out: torch.tensor(1) })': 'nothing',
    'torch.add(x.clone().requires_grad_(), x, { out: torch.zeros(2) })':
      "RuntimeError: add(): functions with out=... arguments don't support automatic differentiation, but one of the " +
      'arguments requires grad.',
    'torch.linalg.norm(x.clone().requires_grad_(), { out: torch.tensor(1.5) })':
      "RuntimeError: norm(): functions with out=... arguments don't support automatic differentiation, but one of the " +
      'arguments requires grad.',
  },
  'more than any memory holds, or any loop ends': {
    'torch.combinations(x, 2 ** 53)': 'RuntimeError: numel: integer multiplication overflow',
    'torch.svd_lowrank(torch.ones(2, 2), 2, 2 ** 32)':
      'RuntimeError: niter must not be greater than 4096, but got 4294967296',
    'x.clone().set_(x.storage(), 0, [2, -1])': 'RuntimeError: numel: integer multiplication overflow',
    'x.clone().set_(x.storage(), 0, [2], [-1])':
      'RuntimeError: Storage size calculation overflowed with sizes=[2] and strides=[-1]',
    'torch.svd_lowrank(torch.ones(2, 4), 3)': 'AssertionError: (torch.Size([2, 2]), 3)',
    'torch.broadcast_shapes([[], null, 3])':
      'RuntimeError: Input shapes should be of type ints, a tuple of ints, or a list of ints',
    'torch.linalg.LinAlgError(torch.nn)': 'nothing',
  },
  'an out of another dtype': {
    'torch.linalg.inv(torch.eye(2), { out: torch.eye(2).double() })':
      'RuntimeError: Expected out tensor to have dtype float, but got double instead',
    'torch.linalg.det(torch.eye(2), { out: torch.tensor(1) })':
      'RuntimeError: Expected out tensor to have dtype float, but got long int instead',
    'torch.linalg.cross(torch.ones(3), torch.ones(3), { out: torch.ones(3).double() })':
      'RuntimeError: Expected out tensor to have dtype float, but got double instead',
    'torch.linalg.lu_factor(torch.eye(2), { out: [torch.eye(2), x.clone()] })':
      'RuntimeError: Expected out tensor to have dtype int, but got float instead',
    'torch.cholesky(torch.eye(2), { out: torch.eye(2).double() })': 'nothing',
    'x.clone().cumsum_(0, { dtype: torch.int64 })':
      'RuntimeError: Bad in-place call: input tensor dtype float and output tensor dtype long int should match',
    'x.half().cumprod_(0, { dtype: torch.int64 })':
      'RuntimeError: Bad in-place call: input tensor dtype c10::Half and output tensor dtype long int should match',
    'x.int().cumsum_(0)': 'nothing',
  },
  'dtypes that an op does not mix': {
    'torch.linalg.vecdot(x, x.double())':
      'RuntimeError: linalg.vecdot: Expected x and y to have the same dtype, but found x of type Float and y of type Double instead',
    'torch.nn.functional.layer_norm(m, [3], torch.ones(3).half())':
      'RuntimeError: expected scalar type Float but found Half',
    'torch.nn.functional.group_norm(m, 1, torch.ones(3).double())':
      'RuntimeError: expected scalar type Float but found Double',
    'torch.nn.functional.huber_loss(x.int(), x)':
      "RuntimeError: result type Float can't be cast to the desired output type Int",
    'torch.nn.functional.soft_margin_loss(x.int(), x.int())':
      "RuntimeError: result type Float can't be cast to the desired output type Int",
    "torch.nn.functional.kl_div(x.to(torch.complex64), x, { reduction: 'sum' })":
      'RuntimeError: kl_div: Complex inputs not supported.',
    'torch.triu_indices(2, 2, { dtype: torch.uint8 })': `RuntimeError: "triu_indices" not implemented for 'Byte'`,
    'torch.multinomial(x.half(), 1)': 'RuntimeError: multinomial is not implemented for half on CPU',
  },
  'gradients by what is no variable': {
    'torch.nn.functional.soft_margin_loss(x, x.clone().requires_grad_())':
      "RuntimeError: The function 'soft_margin_loss' is not differentiable with respect to argument 'target'. This input " +
      'cannot have requires_grad True.',
    'torch.nn.functional.batch_norm(m, torch.ones(3).requires_grad_(), torch.ones(3))':
      "RuntimeError: The function 'native_batch_norm' is not differentiable with respect to argument 'running_mean'. This " +
      'input cannot have requires_grad True.',
    'torch.nn.functional.batch_norm(m, torch.ones(3), torch.ones(3).requires_grad_())':
      "RuntimeError: The function 'native_batch_norm' is not differentiable with respect to argument 'running_var'. This " +
      'input cannot have requires_grad True.',
    'torch.nn.functional.avg_pool3d(torch.ones(1, 2, 2, 2), 3, 1, 1)':
      'RuntimeError: input image (T: 2 H: 2 W: 2) smaller than kernel size (kT: 3 kH: 3 kW: 3)',
    'torch.nn.functional.dropout(x, NaN)':
      'RuntimeError: dropout probability has to be between 0 and 1, but got nan',
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
  'larger than any memory of one tensor': {
    'torch.arange(2 ** 31 + 5)': noMemory('17179869224'),
    'x.tile(2 ** 31)': noMemory('17179869184'),
    'torch.zeros(2 ** 31, { dtype: torch.uint8 })': noMemory('2147483648'),
    'torch.randperm(2 ** 40)': noMemory('8796093022208'),
    'torch.triu_indices(2, 2 ** 42)': noMemory('140737488355312'),
    'x.tensor_split(2 ** 27)': 'RuntimeError: cannot create std::vector larger than max_size()',
    'torch.repeat_interleave(torch.tensor([4294967296]))': noMemory('34359738368'),
    'x.repeat_interleave(2 ** 31)': noMemory('34359738368'),
    'torch.nn.functional.one_hot(torch.tensor([2 ** 40]))': noMemory('8796093022216'),
  },
  'sizes whose product 64 bits do not hold': {
    'torch.eye(2 ** 40)': 'RuntimeError: numel: integer multiplication overflow',
    'x.diag(2 ** 40)': 'RuntimeError: numel: integer multiplication overflow',
    'torch.ones(1, 3).expand(2 ** 62, 3)': 'RuntimeError: numel: integer multiplication overflow',
    'x.resize_(2 ** 40, 2 ** 40)': 'RuntimeError: numel: integer multiplication overflow',
    'x.resize_(-1)': 'RuntimeError: numel: integer multiplication overflow',
  },
  'ints in lists that 64 bits do not hold': {
    'torch.zeros(2 ** 63)': 'TypeError: ' + item('zeros', 'size', 'SymInt', 1),
    'torch.zeros([2, 2n ** 64n])': 'TypeError: ' + item('zeros', 'size', 'SymInt', 2),
    'm.reshape(2n ** 64n)': 'TypeError: ' + item('reshape', 'shape', 'SymInt', 1),
    'm.view(2, 2n ** 64n)': 'TypeError: ' + item('view', 'size', 'SymInt', 2),
    'torch.rand(2n ** 64n)': 'TypeError: ' + item('rand', 'size', 'int', 1),
    'm.permute(0, 2n ** 64n)': 'TypeError: ' + item('permute', 'dims', 'int', 2),
    'm.roll([2n ** 64n], [0])': 'TypeError: ' + item('roll', 'shifts', 'int', 1),
    'm.sum([0, 2n ** 64n])': 'TypeError: ' + item('sum', 'dim', 'int', 2),
  },
  'numbers that 64 bits do not hold': {
    'torch.tensor([1]).add(2n ** 64n)': 'RuntimeError: Overflow when unpacking long',
    'x.eq(2n ** 64n)': 'RuntimeError: Overflow when unpacking long',
    'torch.full([2], 2n ** 64n)': 'RuntimeError: Overflow when unpacking long',
    'x.add(1, { alpha: -(2n ** 64n) })': 'RuntimeError: Overflow when unpacking long',
    'x.roll(2n ** 64n)': 'RuntimeError: Overflow when unpacking long',
    'm.tril(2n ** 64n)': 'RuntimeError: Overflow when unpacking long',
    'x.split(2n ** 64n)': 'RuntimeError: Overflow when unpacking long',
    'torch.cummax(x, 2n ** 64n)': 'RuntimeError: Overflow when unpacking long',
    'torch.cummax(x, 2n ** 62n)':
      'IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 4611686018427387904)',
  },
  'windows that reach outside the memory': {
    'x.as_strided([3], [1])':
      'RuntimeError: setStorage: sizes [3], strides [1], storage offset 0, and itemsize 4 requiring a storage size of 12 are out of bounds for storage of size 8',
    "inside('_reshape_alias', [x, [3], [1]])":
      'RuntimeError: setStorage: sizes [3], strides [1], storage offset 0, and itemsize 4 requiring a storage size of 12 are out of bounds for storage of size 8',
    'x.as_strided([2 ** 62], [2 ** 62])':
      'RuntimeError: Storage size calculation overflowed with sizes=[4611686018427387904] and strides=[4611686018427387904]',
    "inside('select_backward', [torch.ones([]), [3], 0, 5])":
      'RuntimeError: setStorage: sizes [], strides [], storage offset 5, and itemsize 4 requiring a storage size of 24 are out of bounds for storage of size 12',
    "inside('_unsafe_view', [x.expand(2, 2), [4]])":
      'RuntimeError: setStorage: sizes [4], strides [1], storage offset 0, and itemsize 4 requiring a storage size of 16 are out of bounds for storage of size 8',
    "inside('_reshape_alias', [x, [2], [-1]])":
      'RuntimeError: as_strided: Negative strides are not supported at the moment, got strides: [-1]',
    "inside('unfold_backward', [m, [2, 8], 1, 1, 1])":
      'RuntimeError: mismatch in length of strides and shape',
    'm.expand(-1, -3)':
      'RuntimeError: The expanded size of the tensor (-3) must match the existing size (3) at non-singleton dimension 1.  Target sizes: [-1, -3].  Tensor sizes: [2, 3]',
    'x.narrow(0, 0, -1)': 'RuntimeError: start (0) + length (-1) exceeds dimension size (2).',
  },
  'dimensions by name': {
    "m.sum('a')": "RuntimeError: Name 'a' not found in Tensor[None, None].",
    "torch.cummax(m, 'a')": "RuntimeError: Name 'a' not found in Tensor[None, None].",
    "m.mean(['b', 'a'])": "RuntimeError: Name 'b' not found in Tensor[None, None].",
    "torch.ones([]).sum('a')": "RuntimeError: Name 'a' not found in Tensor[].",
    "torch.cat([x], 'a')": "RuntimeError: Name 'a' not found in Tensor[None].",
    "m.sum('1a')":
      "RuntimeError: Invalid name: a valid identifier contains only digits, alphabetical characters, and/or underscore and starts with a non-digit. got: '1a'.",
    "m.sort('a')":
      'RuntimeError: sort: You passed a dimname (string) to this op in place of a dimension index but it does not yet support this behavior. Please pass a dimension index to work around this.',
    "m.flip('a')": "TypeError: flip(): argument 'dims' (position 1) must be tuple of ints, not str",
  },
  'no tensors in a list of tensors': {
    'torch.cat(3)': "TypeError: cat(): argument 'tensors' (position 1) must be tuple of Tensors, not int",
    'torch.cat([x, 3])': 'TypeError: expected Tensor as element 1 in argument 0, but got int',
    'torch.meshgrid(x, 3)': 'TypeError: expected Tensor as element 1 in argument 0, but got int',
    "torch.block_diag('a')": 'TypeError: expected Tensor as element 0 in argument 0, but got str',
    "torch.einsum('i', 100)": 'TypeError: expected Tensor as element 0 in argument 1, but got int',
    "torch.einsum('i', [x, null])": 'TypeError: expected Tensor as element 1 in argument 1, but got NoneType',
    "torch.einsum('ij')":
      'ValueError: einsum(): must specify the equation string and at least one operand, or at least one operand and its subscripts list',
  },
  'ranks that do not fit': {
    'torch.bilinear(torch.ones(2), torch.ones(3), torch.ones(4))':
      'IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)',
    'torch.bilinear(m, m, m)':
      'IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)',
    'torch.ones([]).unflatten(0, [1])': 'IndexError: Dimension specified as 0 but tensor has no dimensions',
    'm.unflatten(0, 3)':
      "TypeError: unflatten(): argument 'sizes' (position 2) must be tuple of ints, not int",
    'm.unflatten(0, [-1, -1])': 'RuntimeError: unflatten got an unexpected error:',
    'torch.tensordot(x, x, [])': 'ValueError: not enough values to unpack (expected 2, got 0)',
    'torch.tensordot(x, x, 2147483648)':
      'IndexError: Dimension out of range (expected to be in range of [-1, 0], but got -2147483648)',
    'torch.tensordot(m, m, [[0, 0], [0, 0]])':
      'RuntimeError: dim 0 appears multiple times in the list of dims',
  },
  'what is no tensor at all': {
    'torch.tensor(circular)': "ValueError: too many dimensions 'list'",
    'torch.tensor([null])': 'RuntimeError: Could not infer dtype of NoneType',
    'torch.tensor([1, {}])': 'RuntimeError: Could not infer dtype of dict',
    "torch.tensor(['a'])": "ValueError: too many dimensions 'str'",
    "torch.tensor([1, 'a'])": "TypeError: new(): invalid data type 'str'",
  },
  'in-place functions with a number first': {
    'torch.clamp_(1, x)': combination('clamp_', 'int, Tensor'),
    'torch.expm1_(3)': "TypeError: expm1_(): argument 'input' (position 1) must be Tensor, not int",
    'torch.ldexp_(3, x)': "TypeError: ldexp_(): argument 'input' (position 1) must be Tensor, not int",
  },
  'arguments where none are taken': {
    'x.abs(3)': 'TypeError: _TensorBase.abs() takes no arguments (1 given)',
    'x.zero_(1, 2)': 'TypeError: _TensorBase.zero_() takes no arguments (2 given)',
    'm.t({ dim: 1 })': 'TypeError: _TensorBase.t() takes no keyword arguments',
    'torch.abs(x, 3)': 'TypeError: abs() takes 1 positional argument but 2 were given',
  },
  'transforms that cannot be': {
    'torch._fft_c2c(x, [0], 0, true)':
      'RuntimeError: Expected self.is_complex() to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)',
    'torch._fft_r2c(x, [2], 0, true)': 'RuntimeError: bad axis number',
    'torch._fft_r2c(m, [1, 1], 0, true)': 'RuntimeError: axis specified repeatedly',
    'torch._fft_r2c(x, [0], 9, true)': 'RuntimeError: Unsupported normalization type9',
  },
  'what is no number': {
    'torch.Float({})': "TypeError: float() argument must be a string or a real number, not 'dict'",
    "torch.Complex('a')": "TypeError: complex() first argument must be a string or a number, not 'str'",
    'new torch.Complex(1, null)': "TypeError: complex() second argument must be a number, not 'NoneType'",
  },
  'counts of another kind': {
    'torch.repeat_interleave(torch.tensor([2.5]))': `RuntimeError: "repeat_interleave_cpu" not implemented for 'Float'`,
    'torch.repeat_interleave(torch.tensor([true]))': `RuntimeError: "repeat_interleave_cpu" not implemented for 'Bool'`,
    'x.repeat_interleave(torch.tensor([0.5]))': `RuntimeError: "repeat_interleave_cpu" not implemented for 'Float'`,
    'torch.repeat_interleave(torch.tensor(2))':
      'RuntimeError: repeat_interleave only accept 1D vector as repeat',
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

test('in place, torch has the functions that PyTorch has', () => {
  const names = [
    'add_',
    'mul_',
    'multiply_',
    'div_',
    'sub_',
    'eq_',
    'lt_',
    'pow_',
    'transpose_',
    'erfinv_',
    'tril_',
  ]
  equal(names.filter((name) => name in torch).join(), '')
  const both = [
    'clamp_',
    'exp_',
    'relu_',
    'neg_',
    'round_',
    'erf_',
    'fill_',
    'as_strided_',
    'xlogy_',
    'square_',
  ]
  equal(both.filter((name) => !(name in torch)).join(), '')
  equal([...names, ...both].filter((name) => !(name in torch.Tensor.prototype)).join(), '')
})

test('arguments that do not match stand between exclamation marks', () => {
  const message = (run: () => unknown): string => {
    try {
      run()
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }
  equal(
    message(() => torch.ones(2).lt([1] as never)),
    'lt() received an invalid combination of arguments - got (list), but expected one of:\n' +
      " * (Tensor other)\n      didn't match because some of the arguments have invalid types: (!list!)\n" +
      " * (Number other)\n      didn't match because some of the arguments have invalid types: (!list!)\n",
  )
  equal(
    message(() => torch.masked_fill(torch.ones(2), 3 as never, 4)),
    'masked_fill() received an invalid combination of arguments - got (Tensor, int, int), but expected one of:\n' +
      " * (Tensor input, Tensor mask, Tensor value)\n      didn't match because some of the arguments have invalid types: " +
      '(Tensor, !int!, !int!)\n' +
      " * (Tensor input, Tensor mask, Number value)\n      didn't match because some of the arguments have invalid types: " +
      '(Tensor, !int!, !int!)\n',
  )
})
