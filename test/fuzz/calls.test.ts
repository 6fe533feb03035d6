// Random calls of everything public: a wrong one is answered in the library's own words, never in JavaScript's.
// `npx tsx test/fuzz/calls.ts --count 300000` tries more, with deaths and hangs.
import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import torch from '../../src/index.js'
import { type Fault, Patience, reportOf, runCases } from './campaign.js'
import { caseSeed } from './chance.js'
import { callFrom } from './random-call.js'
import { surroundings } from './public-calls.js'
import { faultOfCall } from './run-call.js'
import { faultOf } from './verdict.js'

// What is saved under some name lies in a folder of its own.
const home = process.cwd()
const folder = mkdtempSync(join(tmpdir(), 'dltorch-calls-'))
before(() => {
  process.removeAllListeners('warning')
  process.chdir(folder)
})
after(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

test('4000 random calls', async () => {
  const faults: Fault[] = []
  await runCases({ write: callFrom, faultOf: faultOfCall }, 2024, 0, 4000, (fault) => faults.push(fault))
  equal(reportOf(faults), '')
})

test('a seed repeats its calls', () => {
  const calls = [1, 2, 3].map((index) => callFrom(caseSeed(7, index)))
  deepEqual(
    [1, 2, 3].map((index) => callFrom(caseSeed(7, index))),
    calls,
  )
})

test('a process hangs when it computes or waits for too long, not when it is stopped or the machine is busy', () => {
  const looksUntilOver = (look: (i: number) => { computed: number; waits: boolean }): number | null => {
    const patience = new Patience()
    for (let i = 0; i < 1000; i++) if (patience.isOver(look(i))) return i
    return null
  }
  equal(
    looksUntilOver(() => ({ computed: 3000, waits: false })),
    null,
  )
  equal(
    looksUntilOver((i) => ({ computed: 3000 + 40 * (i % 30), waits: true })),
    null,
  )
  equal(
    looksUntilOver((i) => ({ computed: 3000 + 250 * i, waits: false })),
    21,
  )
  equal(
    looksUntilOver(() => ({ computed: 3000, waits: true })),
    81,
  )
})

test('errors in words of JavaScript are faults, errors of the library are none', () => {
  const fault = (run: () => unknown): string | null => {
    try {
      run()
      return null
    } catch (error) {
      return faultOf(error)?.replace(/ @.*/, '') ?? null
    }
  }
  equal(
    fault(() => (undefined as unknown as { x: number }).x),
    "TypeError: Cannot read properties of undefined (reading '…')",
  )
  equal(
    fault(() => new Float32Array(-1)),
    'RangeError: Invalid typed array length: N',
  )
  equal(
    fault(() => torch.zeros(-1)),
    null,
  )
  equal(
    fault(() => torch.ones(2).add('a' as never)),
    null,
  )
  // CPython's own words, which are like V8's.
  equal(
    fault(() => new Function('py', "return py.module('struct').pack('i', 'a')")(surroundings.py)),
    null,
  )
  equal(
    fault(() => BigInt(1.5)),
    'RangeError: The number N cannot be converted to a BigInt because it is not an integer',
  )
})

const noRoom = (bytes: bigint): string =>
  "[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate " +
  `${bytes} bytes. Error code 12 (Cannot allocate memory)`

test('what is no format, size, name, key or memo is refused in words of Python, NumPy and PyTorch', () => {
  const messageOf = (text: string): string => {
    try {
      new Function(...Object.keys(surroundings), `return ${text}`)(...Object.values(surroundings))
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }
  const expected: Record<string, string> = {
    'np.ones([2, 3]).diff(5, {params: 1}, torch.ones(1))':
      "'dict' object cannot be interpreted as an integer",
    'np.ones([2, 3]).median({a: 1}, 2)': "'dict' object cannot be interpreted as an integer",
    'py.chr(torch.zeros([], {dtype: torch.complex64}))':
      'only integer tensors of a single element can be converted to an index',
    'py.chr(torch.zeros(2))': 'only integer tensors of a single element can be converted to an index',
    'py.hex(torch.tensor(2.5))': 'only integer tensors of a single element can be converted to an index',
    'np.linspace([], 3, Object.create(null), 1)': "'dict' object cannot be interpreted as an integer",
    'np.linspace(0, 1, -1)': 'Number of samples, -1, must be non-negative.',
    "py.method(py.module('fractions').Fraction(1, 2), '__new__', (x) => x, 4, 0)":
      'object.__new__(X): X is not a type object (function)',
    "py.method(py.object(), '__new__')": 'object.__new__(): not enough arguments',
    "py.method(py.module('random').Random(3), 'betavariate', Infinity, 'xy')":
      'gammavariate: alpha must be finite',
    "py.method(py.module('random').Random(3), 'gammavariate', 1e308, 1)":
      'gammavariate: alpha must be finite',
    "py.method(py.module('random').Random(3), 'vonmisesvariate', 0, NaN)":
      'vonmisesvariate: kappa must be a number',
    "py.module('struct').calcsize(3)": 'Struct() argument 1 must be a str or bytes object, not int',
    "py.module('struct').pack({}, 1)": 'Struct() argument 1 must be a str or bytes object, not dict',
    "py.module('struct').iter_unpack('', py.bytes_of(''))":
      'cannot iteratively unpack with a struct of length 0',
    "py.module('struct').iter_unpack('i', 3)": "a bytes-like object is required, not 'int'",
    "py.module('copy').deepcopy(torch.ones(2), 3)": "'int' object has no attribute 'get'",
    "py.module('copy').deepcopy([2], 'a')": "'str' object has no attribute 'get'",
    "py.delattr('tanh', 3)": "attribute name must be string, not 'int'",
    'py.setattr({}, py.object(), 1)': "attribute name must be string, not 'object'",
    'py.setattr(py.int, [], 1)': "attribute name must be string, not 'list'",
    'py.getattr(torch, 3)': "attribute name must be string, not 'int'",
    'py.hasattr({}, [])': "attribute name must be string, not 'list'",
    "py.module('statistics').linear_regression(Symbol('s'), true)": "object of type 'object' has no len()",
    "py.add('a', Symbol('s'))": 'can only concatenate str (not "object") to str',
    "py.module('json').dumps(Symbol('s'))": 'Object of type object is not JSON serializable',
    'py.complex([], torch.nn)': "complex() first argument must be a string or a number, not 'list'",
    'py.complex(1, 2, 3)': 'complex() takes at most 2 arguments (3 given)',
    "py.module('dataclasses').dataclass('fan_in')": "'str' object is not a class",
    'plt.hist([1, 2], 2 ** 42)': 'Unable to allocate an array of that size',
    'np.vstack(new Array(3))': "array() missing 1 required positional argument: 'object'",
    'torch.tensor((() => { const list = []; list.push(list, list); return list })())':
      "too many dimensions 'list'",
    'py.bytes(2n ** 63n)': "cannot fit 'int' into an index-sized integer",
    'py.bytearray(2n ** 62n)': '',
    'py.bytes(-1)': 'negative count',
    'py.bytes(3, [])': "bytes() argument 'encoding' must be str, not list",
    'np.linalg.matrix_norm(np.eye(3), np.float32)': 'Invalid norm order for matrices.',
    "np.ones(2).std(0, Symbol('s'))": "unsupported operand type(s) for -: 'int' and 'Symbol'",
    'plt.plot([1, 2])[0].set_label(torch.nn)': '',
    'plt.plot([1, 2])[0].set_data(NaN)': 'cannot unpack non-iterable float object',
    'plt.plot([1, 2])[0].set_data([1, 2, 3])': 'too many values to unpack (expected 2)',
    "np.zeros(3, '__proto__')": "data type '__proto__' not understood",
    'np.linalg.norm([1, 2], [])': 'Invalid norm order for vectors.',
    'np.arange([1, 2])': "unsupported operand type(s) for -: 'list' and 'int'",
    'torch.nn.Linear(2, 3).load_state_dict([[3, 2]])': "'int' object has no attribute 'startswith'",
    "torch.distributions.Normal(0, 1).sample(['a'])":
      "torch.Size() takes an iterable of 'int' (item 0 is 'str')",
    'torch.distributions.Normal(0, 1).expand([0.5])':
      "torch.Size() takes an iterable of 'int' (item 0 is 'float')",
    'torch.distributions.MultivariateNormal(torch.zeros(2), torch.eye(2)).sample_n([1])':
      "torch.Size() takes an iterable of 'int' (item 0 is 'list')",
    "torch.ones(2).storage().resize_('a')": "'str' object cannot be interpreted as an integer",
    'np.ones([2, 3]).resize([null])': 'an integer is required',
    "plt.text(0, 0, 'a').set_position('')": 'not enough values to unpack (expected 2, got 0)',
    'plt.plot([1, 2])[0].set_data(2)': 'cannot unpack non-iterable int object',
    'plt.imshow([[1, 2], [3, 4]]).set_clim(new torch.Complex(1, 2))':
      'cannot unpack non-iterable complex object',
    'np.random.default_rng(1).choice()': "choice() missing 1 required positional argument: 'a'",
    "np.random.default_rng(1).normal('a')": 'must be real number, not str',
    'np.random.default_rng(1).uniform({nonsense: 1})':
      "uniform() got an unexpected keyword argument 'nonsense' (known: low, high, size)",
    'np.random.default_rng(-1)': 'expected non-negative integer',
    "py.method(py.module('enum').Enum('E', 'a b'), '__repr__')":
      "Enum.__repr__() missing 1 required positional argument: 'self'",
    "py.method(py.module('datetime').date(2020, 1, 2), 'strftime', [])":
      'strftime() argument 1 must be str, not list',
    "py.module('abc').abstractmethod(-1)": "'int' object has no attribute '__isabstractmethod__'",
    "py.module('time').asctime(true)": 'Tuple or struct_time argument required',
    "py.module('numpy').diff([1, 2], -1)": 'order must be non-negative but got -1',
    "py.method('ab', 'rjust', 2n ** 63n)": 'Python int too large to convert to C ssize_t',
    "py.method(py.module('numpy').random.RandomState(1), 'logistic', -2, Symbol('s'))":
      "float() argument must be a string or a real number, not 'object'",
    'torch.distributions.transforms.ExpTransform()(0)': "'int' object has no attribute 'exp'",
    "new torch.distributions.transforms.ComposeTransform([torch.distributions.transforms.ExpTransform()]).inv('a')":
      "'str' object has no attribute 'log'",
    'torch.optim.lr_scheduler.LambdaLR(torch.optim.SGD([torch.ones(2)], {lr: 0.1}), () => 1).load_state_dict()':
      "LRScheduler.load_state_dict() missing 1 required positional argument: 'state_dict'",
    "np.fromregex('a', 'b', np.float32)": 'dtype must be a structured datatype.',
    "np.max(np.ones([2, 3]), 'relu')": "'str' object cannot be interpreted as an integer",
    'np.min(np.ones([2, 3]), 1.5)': "'float' object cannot be interpreted as an integer",
    'np.packbits([[1]], [[0]])': "'list' object cannot be interpreted as an integer",
    'np.argpartition([2, 1], 0.5)': 'Partition index must be integer',
    'np.max(np.ones([2, 3]), 0).subtract(1)': '',
    'np.empty(2 ** 31)': 'Unable to allocate an array of that size',
    "py.module('weakref').WeakValueDictionary(new Array(3))":
      'cannot convert dictionary update sequence element #0 to a sequence',
    "py.module('math').factorial(2 ** 31)": '',
    'np.random.bytes(2 ** 32)': 'Unable to allocate an array of that size',
    'np.fft.fft2(np.ones([2, 2]), [2 ** 62])': 'Unable to allocate an array of that size',
    'np.format_float_positional(1.5)': '',
    "py.module('functools').update_wrapper(torch.nn, 'trunc')":
      "'module' object attribute '__wrapped__' is read-only",
    "py.delattr(torch.nn, 'Linear')": "'module' object attribute 'Linear' is read-only",
    "py.module('functools').update_wrapper(5, 'trunc')": "'int' object has no attribute '__wrapped__'",
    'torch.distributions.Categorical(torch.ones(3)).expand([], torch.Size([2]))':
      "'torch.Size' object has no attribute '_batch_shape'",
    "py.method(py.module('collections').namedtuple('P', 'x y')(1, 2), '__new__', (x) => x, [2], 3)":
      'tuple.__new__(X): X is not a type object (function)',
    '((list) => (list.push(list), np.histogramdd([], list)))([])': '',
    'np.random.vonmises(2, null)': 'must be real number, not NoneType',
    "py.method('ab', 'translate', torch.Tensor)": 'character mapping must return integer, None or str',
    'torch._linalg_svd(torch.ones([1, 2]).requires_grad_(), {compute_uv: false})': '',
    'torch.zeros(2, {dtype: torch.bfloat16}).histc(2 ** 31)': noRoom(17179869192n),
    'torch.nn.functional.interpolate(torch.ones(1, 1, 2), {size: 2 ** 40})': noRoom(2n ** 42n),
    "torch.nn.functional.interpolate(torch.ones(1, 1, 2), {scale_factor: 2 ** 32, mode: 'linear'})": noRoom(
      2n ** 35n,
    ),
    "torch.nn.functional.pad(torch.ones(1, 2, 3), [2 ** 40, 0], 'replicate')": noRoom(8n * (2n ** 40n + 3n)),
    'torch.tensor(new Array(2 ** 28))': 'Could not infer dtype of NoneType',
    "torch.tensor(new Array(2 ** 21).fill('a'))": "too many dimensions 'str'",
    "py.method(py.module('statistics').NormalDist(0, 1), 'samples', 2n ** 200n)": '',
    "py.method(py.module('numpy').ones(3), 'diff', 3)": "'numpy.ndarray' object has no attribute 'diff'",
    'torch._softmax(torch.ones([0]).requires_grad_(), -1, false).backward(torch.ones([0]))': '',
    'torch.distributions.Normal(0, 1).rsample([0, -2])':
      'Trying to create tensor with negative dimension -2: [0, -2]',
    "py.method(py.module('numpy').random.RandomState(1), 'bytes', 2n ** 53n)":
      'Unable to allocate an array of that size',
    'torch.nn.Flatten().forward(3)': "'int' object has no attribute 'flatten'",
    'torch.nn.ConvTranspose2d(1, 2, 2).forward(torch.ones(1, 1, 2, 2), 3)':
      "object of type 'int' has no len()",
    'torch.nn.ConvTranspose2d(1, 2, 2).forward(1, [3, 3])': "'int' object has no attribute 'dim'",
    'torch.nn.BatchNorm1d(3).forward(3)': "'int' object has no attribute 'dim'",
    'torch.nn.LSTM(2, 3).forward(0.5)': "'float' object has no attribute 'dim'",
    'torch.nn.GRUCell(2, 3).forward(torch.ones(2), 3)': "'int' object has no attribute 'unsqueeze'",
    'torch.nn.Bilinear(2, 3, 2).forward(torch.ones(2, 2), 3)':
      "bilinear(): argument 'input2' (position 2) must be Tensor, not int",
    'torch.nn.MultiheadAttention(4, 2).forward(1, 2, 3)': "'int' object has no attribute 'dim'",
    'torch.nn.AdaptiveLogSoftmaxWithLoss(4, 8, [2]).forward({}, null)':
      "'NoneType' object has no attribute 'dim'",
  }
  deepEqual(Object.fromEntries(Object.keys(expected).map((text) => [text, messageOf(text)])), expected)
})

test('what is not drawn is printed, and waited for, as any object is', async () => {
  const { plt } = surroundings as { plt: { boxplot(values: number[]): object } }
  const drawn = plt.boxplot([1, 2])
  match(torch.repr(drawn), /^<Undrawn object at 0x/)
  equal(await drawn, drawn)
})

test('a mode that one call enters is left before the next', () => {
  for (const text of ['torch.no_grad()', 'torch.autograd.grad_mode.no_grad()', 'torch.inference_mode()']) {
    equal(faultOfCall(text), null)
    equal(torch.is_grad_enabled(), true, text)
  }
})

test('a list in itself, more levels than can be drawn, what is no size and no wrapper make no fault', () => {
  const calls = [
    "py.method(py.module('numpy').random.RandomState(1), 'laplace', circular)",
    'plt.contour([[1, 2], [3, 4]], 2 ** 32)',
    "py.method(py.module('numpy').ones(3), 'reshape', Infinity, Symbol('s'))",
    "py.module('functools').update_wrapper(null, 0)",
    "torch.ones(2).scatter(0, torch.tensor([0]), 3, {reduce: 'constructor'})",
    'py.staticmethod([true, [4]], 0n, 0.5)',
    "py.method(py.module('string').Template('$a'), 'substitute', [true, -1], {weight: 2})",
    "py.method(py.module('collections').deque([1, 2], 3), '__imul__', 2 ** 31)",
    "py.method(py.module('statistics').NormalDist(0, 1), 'quantiles', 2 ** 31)",
    'np.fft.irfftn(circular)',
    'np.allclose(circular, circular)',
    "np.tile(torch.arange(6).reshape(2, 3).to(torch.float16), py.dict([['a', 1]]))",
    'plt.errorbar([[]], [[]])',
    "torch.set_float32_matmul_precision(Symbol('s'))",
    "torch.nn.LSTM(2, 3).state_dict(torch.nn, 'cpu:3')",
    'np.random.binomial(2, torch.nn)',
  ]
  deepEqual(
    calls.map((call) => faultOfCall(call)),
    calls.map(() => null),
  )
})
