// Modules: attributes, walks, state, conversions and hooks, all as PyTorch 1.13 printed them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)
const refuses = (run: () => unknown, name: string, message: string): void => {
  assert.throws(run, (error: Error) => {
    // A KeyError's words are what Python's repr makes of them.
    assert.deepEqual([error.name, error.message], [name, name === 'KeyError' ? torch.repr(message) : message])
    return true
  })
}
const namesOf = (pairs: Iterable<readonly [string, unknown]>): string[] => Array.from(pairs, ([name]) => name)

class Net extends nn.Module {
  fc = nn.Linear(2, 2)
  w = nn.Parameter(torch.ones(1))
  declare mean: Tensor
  declare none: null
  layers = nn.ModuleList([nn.Linear(1, 1)])
  d = nn.ModuleDict({ q: nn.Tanh() })
  constructor() {
    super()
    this.register_buffer('mean', torch.zeros(2))
    this.register_buffer('tmp', torch.ones(1), { persistent: false })
    this.register_parameter('none', null)
  }
  override forward(x: Tensor): Tensor {
    return this.fc(x).add(this.mean)
  }
}
const threeLayers = () => nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))

test('a network of one’s own', () => {
  const net = new Net()
  shows(
    net,
    `Net(
  (fc): Linear(in_features=2, out_features=2, bias=True)
  (layers): ModuleList(
    (0): Linear(in_features=1, out_features=1, bias=True)
  )
  (d): ModuleDict(
    (q): Tanh()
  )
)`,
  )
  const state = ['w', 'mean', 'fc.weight', 'fc.bias', 'layers.0.weight', 'layers.0.bias']
  assert.deepEqual([...net.state_dict().keys()], state)
  assert.deepEqual(namesOf(net.named_buffers()), ['mean', 'tmp'])
  assert.deepEqual(
    namesOf(net.named_parameters()),
    state.filter((name) => name !== 'mean'),
  )
  assert.deepEqual(namesOf(net.named_modules()), ['', 'fc', 'layers', 'layers.0', 'd', 'd.q'])
  assert.deepEqual(net(torch.ones(1, 2)).shape, torch.Size([1, 2]))
  assert.equal(new Net() instanceof nn.Module, true)
  refuses(
    () => new nn.Module()(1),
    'NotImplementedError',
    'Module [Module] is missing the required "forward" function',
  )
})

test('walks', () => {
  const net = threeLayers()
  assert.deepEqual(namesOf(net.named_parameters()), ['0.weight', '0.bias', '2.weight', '2.bias'])
  assert.deepEqual(namesOf(net.named_parameters({ prefix: 'p', recurse: true })).slice(0, 2), [
    'p.0.weight',
    'p.0.bias',
  ])
  assert.deepEqual([...net.parameters({ recurse: false })], [])
  assert.deepEqual(namesOf(net.named_modules({ prefix: 'm' })), ['m', 'm.0', 'm.1', 'm.2'])
  assert.deepEqual(namesOf(net.named_children()), ['0', '1', '2'])
  shows(
    [...net.children()],
    '[Linear(in_features=2, out_features=3, bias=True), ReLU(), Linear(in_features=3, out_features=1, bias=True)]',
  )
  const classes: string[] = []
  new Net().apply((module) => classes.push(module._get_name()))
  assert.deepEqual(classes, ['Linear', 'Linear', 'ModuleList', 'Tanh', 'ModuleDict', 'Net'])

  const shared = nn.Linear(1, 1)
  const twice = nn.Sequential(shared, shared)
  assert.deepEqual([...twice.state_dict().keys()], ['0.weight', '0.bias', '1.weight', '1.bias'])
  assert.deepEqual(namesOf(twice.named_parameters()), ['0.weight', '0.bias'])
  assert.deepEqual(namesOf(twice.named_modules()), ['', '0'])
  assert.deepEqual(namesOf(twice.named_modules({ remove_duplicate: false })), ['', '0', '1'])
})

test('paths', () => {
  const net = new Net()
  shows(net.get_submodule('layers.0'), 'Linear(in_features=1, out_features=1, bias=True)')
  assert.equal(net.get_parameter('fc.bias'), net.fc.bias)
  assert.equal(net.get_buffer('mean'), net.mean)
  refuses(() => net.get_submodule('layers.7'), 'AttributeError', 'ModuleList has no attribute `7`')
  refuses(() => net.get_submodule('w'), 'AttributeError', '`w` is not an nn.Module')
  refuses(() => net.get_parameter('fc.zz'), 'AttributeError', 'Linear has no attribute `zz`')
  refuses(() => net.get_parameter('mean'), 'AttributeError', '`mean` is not an nn.Parameter')
  refuses(() => net.get_buffer('fc.weight'), 'AttributeError', '`weight` is not a buffer')
})

test('registering', () => {
  const net = new Net() as any
  refuses(() => net.register_buffer('a.b', null), 'KeyError', 'buffer name can\'t contain "."')
  refuses(() => net.register_buffer('', null), 'KeyError', 'buffer name can\'t be empty string ""')
  refuses(() => net.register_buffer('fc', null), 'KeyError', "attribute 'fc' already exists")
  refuses(
    () => net.register_buffer('zz', 5),
    'TypeError',
    "cannot assign 'int' object to buffer 'zz' (torch Tensor or None required)",
  )
  refuses(
    () => net.register_parameter('w2', torch.ones(1)),
    'TypeError',
    "cannot assign 'torch.FloatTensor' object to parameter 'w2' (torch.nn.Parameter or None required)",
  )
  refuses(() => net.add_module('x', 5), 'TypeError', 'int is not a Module subclass')
  refuses(() => net.add_module('w', nn.ReLU()), 'KeyError', "attribute 'w' already exists")
  refuses(() => net.register_module('a.b', nn.ReLU()), 'KeyError', 'module name can\'t contain ".", got: a.b')
})

test('a plain value must not take the place of a parameter, a buffer, a module', () => {
  const refusesAt = (name: string, value: unknown, message: string): void => {
    const net = new Net() as any
    void [...net.parameters(), ...net.buffers()]
    const before = net[name]
    refuses(() => (net[name] = value), 'TypeError', message)
    assert.equal(net[name], before)
  }
  const w = "cannot assign 'torch.FloatTensor' as parameter 'w' (torch.nn.Parameter or None expected)"
  refusesAt('w', torch.ones(1), w)
  refusesAt('mean', 5, "cannot assign 'int' as buffer 'mean' (torch.Tensor or None expected)")
  const fc = "cannot assign 'torch.FloatTensor' as child module 'fc' (torch.nn.Module or None expected)"
  refusesAt('fc', torch.ones(2), fc)
})

test('assignments are checked from the first on, also inside a container', async () => {
  const refused =
    "cannot assign 'torch.FloatTensor' as parameter 'weight' (torch.nn.Parameter or None expected)"
  const linear = nn.Linear(2, 1) as any
  refuses(() => (linear.weight = torch.zeros(1, 2)), 'TypeError', refused)
  const sequence = nn.Sequential(nn.Linear(2, 1)) as any
  refuses(() => (sequence.index(0).weight = torch.zeros(1, 2)), 'TypeError', refused)
  refuses(
    () => (linear.bias = 3),
    'TypeError',
    "cannot assign 'int' as parameter 'bias' (torch.nn.Parameter or None expected)",
  )
  linear.bias = null
  assert.deepEqual(linear(torch.ones(1, 2)).sizes, [1, 1])
  linear.weight = nn.Parameter(torch.zeros(1, 2))
  assert.deepEqual(linear(torch.ones(1, 2)).tolist(), [[0]])
  const net = new Net() as any
  await Promise.resolve()
  refuses(
    () => (net.w = torch.ones(1)),
    'TypeError',
    "cannot assign 'torch.FloatTensor' as parameter 'w' (torch.nn.Parameter or None expected)",
  )
  shows(nn.Sequential(nn.ReLU())._modules, "OrderedDict([('0', ReLU())])")
  refuses(() => linear.register_buffer(3, null), 'TypeError', 'buffer name should be a string. Got int')
  refuses(
    () => linear.load_state_dict([1]),
    'TypeError',
    "Expected state_dict to be dict-like, got <class 'list'>.",
  )
})

test('forward is called with as many arguments as it takes', () => {
  const x = torch.ones(1, 2)
  const calls =
    (module: unknown, ...args: unknown[]) =>
    (): unknown =>
      (module as (...args: unknown[]) => unknown)(...args)
  const tooMany = 'forward() takes 2 positional arguments but 3 were given'
  refuses(calls(nn.Linear(2, 1), x, x), 'TypeError', `Linear.${tooMany}`)
  refuses(calls(nn.ReLU(), x, x), 'TypeError', `ReLU.${tooMany}`)
  const missing = (names: string, count = 1): string =>
    `forward() missing ${count} required positional argument${count === 1 ? '' : 's'}: ${names}`
  refuses(calls(nn.Linear(2, 1)), 'TypeError', `Linear.${missing("'input'")}`)
  refuses(calls(nn.MSELoss(), x), 'TypeError', `MSELoss.${missing("'target'")}`)
  refuses(calls(nn.Bilinear(1, 1, 1)), 'TypeError', `Bilinear.${missing("'input1' and 'input2'", 2)}`)
  class Two extends nn.Module {
    override forward(input: unknown, scale = 2): unknown {
      return [input, scale]
    }
  }
  class Many extends nn.Module {
    override forward(...inputs: unknown[]): unknown {
      return inputs.length
    }
  }
  assert.deepEqual(calls(new Two(), 1)(), [1, 2])
  assert.deepEqual(calls(new Two(), 1, 3)(), [1, 3])
  refuses(
    calls(new Two(), 1, 2, 3),
    'TypeError',
    'Two.forward() takes from 2 to 3 positional arguments but 4 were given',
  )
  refuses(calls(new Two()), 'TypeError', `Two.${missing("'input'")}`)
  assert.equal(calls(new Many(), 1, 2, 3)(), 3)
  assert.equal(calls(new Many())(), 0)
})

test('forward takes keywords', () => {
  const x = torch.ones(1, 2)
  const by =
    (module: unknown, ...args: unknown[]) =>
    (): unknown =>
      (module as (...args: unknown[]) => unknown)(...args)
  for (const [layer, keywords] of [
    [nn.Linear(2, 2), { input: x }],
    [nn.ReLU(), { input: x }],
    [nn.Sequential(nn.Linear(2, 1), nn.Sigmoid()), { input: x }],
    [nn.Softmax(1), { input: x }],
    [nn.Bilinear(2, 2, 1), { input2: x, input1: x }],
    [nn.CosineSimilarity(), { x1: x, x2: x }],
    [nn.Flatten(), { input: x }],
    [nn.ConvTranspose1d(1, 1, 2), { input: torch.ones(1, 1, 3), output_size: [4] }],
    [
      nn.MaxUnpool1d(2),
      { input: torch.ones(1, 1, 1), indices: torch.zeros(1, 1, 1, { dtype: torch.int64 }) },
    ],
  ] as const) {
    const values = Object.values(keywords) as unknown[]
    assert.equal(torch.equal(by(layer, keywords)() as never, by(layer, ...values)() as never), true)
    assert.equal(torch.equal((layer.forward as any)(keywords), by(layer, ...values)() as never), true)
  }
  const unknown = (name: string): string =>
    `forward() got an unexpected keyword argument '${name}' (known: input)`
  refuses(by(nn.Linear(2, 1), { x }), 'TypeError', `Linear.${unknown('x')}`)
  refuses(by(nn.Softmax(1), x, { dim: 1 }), 'TypeError', `Softmax.${unknown('dim')}`)
  refuses(
    by(nn.Linear(2, 1), x, { input: x }),
    'TypeError',
    "Linear.forward() got multiple values for argument 'input'",
  )
  // What is only handed on may be anything.
  assert.deepEqual(by(nn.Identity(), { a: 1 })(), { a: 1 })
})

test('parameters', () => {
  shows(nn.Parameter(torch.ones(2)), 'Parameter containing:\ntensor([1., 1.], requires_grad=True)')
  shows(nn.Parameter(torch.ones(2), { requires_grad: false }), 'Parameter containing:\ntensor([1., 1.])')
  shows(nn.Parameter(), 'Parameter containing:\ntensor([], requires_grad=True)')
  assert.equal(nn.Parameter(torch.ones(2)) instanceof nn.Parameter, true)
  assert.equal(torch.ones(2) instanceof nn.Parameter, false)
  refuses(
    () => nn.Parameter(torch.tensor([1, 2])),
    'RuntimeError',
    'Only Tensors of floating point and complex dtype can require gradients',
  )
})

test('the state dict', () => {
  torch.manual_seed(0)
  const net = threeLayers()
  shows(
    net.state_dict(),
    `OrderedDict([('0.weight', tensor([[-0.0053,  0.3793],
        [-0.5820, -0.5204],
        [-0.2723,  0.1896]])), ('0.bias', tensor([-0.0140,  0.5607, -0.0628])), ('2.weight', tensor([[ 0.1528, -0.1745, -0.1135]])), ('2.bias', tensor([-0.5516]))])`,
  )
  shows(net(torch.ones(2, 2)), 'tensor([[-0.4966],\n        [-0.4966]], grad_fn=<AddmmBackward0>)')
  const other = threeLayers()
  shows(other.load_state_dict(net.state_dict()), '<All keys matched successfully>')
  assert.deepEqual(other(torch.ones(2, 2)).tolist(), net(torch.ones(2, 2)).tolist())
})

test('a state dict that does not fit', () => {
  const net = threeLayers()
  const state = [...net.state_dict()]
  const weights = state.filter(([name]) => name.endsWith('weight'))
  const header = 'Error(s) in loading state_dict for Sequential:\n\t'
  refuses(
    () => net.load_state_dict([...weights, ['x', torch.ones(1)], ['0.weight', torch.ones(5)]]),
    'RuntimeError',
    `${header}Missing key(s) in state_dict: "0.bias", "2.bias". \n\tUnexpected key(s) in state_dict: "x". \n\t` +
      'size mismatch for 0.weight: copying a param with shape torch.Size([5]) from checkpoint, the shape in current ' +
      'model is torch.Size([3, 2]).',
  )
  refuses(
    () => net.load_state_dict([...state, ['x', torch.ones(1)], ['0.y.z', torch.ones(1)]]),
    'RuntimeError',
    `${header}Unexpected key(s) in state_dict: "x", "0.y.z". `,
  )
  refuses(
    () => net.load_state_dict([...state, ['0.weight', 3 as never]]),
    'RuntimeError',
    `${header}While copying the parameter named "0.weight", expected torch.Tensor or Tensor-like object from ` +
      "checkpoint but received <class 'int'>",
  )
  refuses(
    () => net.load_state_dict(5 as never),
    'TypeError',
    "Expected state_dict to be dict-like, got <class 'int'>.",
  )
  shows(
    net.load_state_dict({ x: torch.ones(1) }, { strict: false }),
    "_IncompatibleKeys(missing_keys=['0.weight', '0.bias', '2.weight', '2.bias'], unexpected_keys=['x'])",
  )
})

test('modes and conversions', () => {
  const net = new Net()
  assert.equal(
    [...net.eval().modules()].some(({ training }) => training),
    false,
  )
  assert.equal(
    [...net.train().modules()].every(({ training }) => training),
    true,
  )
  refuses(() => net.train(3 as never), 'ValueError', 'training mode is expected to be boolean')

  const { weight } = net.fc
  const dtypes = (): string[] => [...net.parameters(), ...net.buffers()].map(({ dtype }) => String(dtype))
  const all = (dtype: string): string[] => new Array<string>(7).fill(dtype)
  assert.deepEqual((net.double(), dtypes()), all('torch.float64'))
  assert.deepEqual((net.half(), dtypes()), all('torch.float16'))
  assert.deepEqual((net.bfloat16(), dtypes()), all('torch.bfloat16'))
  assert.deepEqual((net.to({ dtype: torch.float64 }), dtypes()), all('torch.float64'))
  assert.deepEqual((net.to('cpu').float(), dtypes()), all('torch.float32'))
  assert.equal(net.fc.weight, weight, 'optimizers keep their parameters')
  refuses(
    () => net.to(torch.int64),
    'TypeError',
    'nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.int64',
  )
  assert.equal(
    [...net.requires_grad_(false).parameters()].some((p) => p.requires_grad),
    false,
  )
})

test('zero_grad', () => {
  const net = new Net()
  net(torch.ones(1, 2)).sum().backward()
  assert.deepEqual(net.fc.weight.grad!.tolist(), [
    [1, 1],
    [1, 1],
  ])
  net.zero_grad({ set_to_none: false })
  assert.deepEqual(net.fc.bias.grad!.tolist(), [0, 0])
  net.zero_grad()
  assert.equal(net.fc.bias.grad, null)
})

/** A layer that gives 1.25 for ones. */
function knownLayer() {
  const layer = nn.Linear(2, 1)
  nn.init.constant_(layer.weight, 0.5)
  nn.init.constant_(layer.bias, 0.25)
  return layer
}

test('hooks see what goes in and out, forwards and backwards', () => {
  const layer = knownLayer()
  const seen: unknown[][] = []
  const handles = [
    layer.register_forward_pre_hook((_, args) => void seen.push(['pre', args])),
    layer.register_forward_hook((_, args, output) => void seen.push(['forward', args, output])),
    layer.register_full_backward_hook((_, input, output) => void seen.push(['backward', input, output])),
  ]
  const x = torch.ones(1, 2, { requires_grad: true })
  layer(x).sum().backward()
  shows(
    seen,
    "[['pre', (tensor([[1., 1.]], requires_grad=True),)], ['forward', (tensor([[1., 1.]], " +
      'grad_fn=<BackwardHookFunctionBackward>),), tensor([[1.2500]], grad_fn=<AddmmBackward0>)], ' +
      "['backward', (tensor([[0.5000, 0.5000]]),), (tensor([[1.]]),)]]",
  )
  layer.zero_grad()
  layer(torch.ones(1, 2)).sum().backward()
  shows(seen.at(-1), "['backward', (None,), (tensor([[1.]]),)]")
  for (const handle of handles) handle.remove()
  seen.length = 0
  layer(x)
  assert.deepEqual(seen, [])
})

test('hooks replace what they return', () => {
  const layer = knownLayer()
  const x = torch.ones(1, 2, { requires_grad: true })
  const before = layer.register_forward_pre_hook((_, [input]) => input.mul(3))
  shows(layer(x), 'tensor([[3.2500]], grad_fn=<AddmmBackward0>)')
  before.remove()
  const after = layer.register_forward_hook((_module, _args, output) => output.mul(10))
  shows(layer(x), 'tensor([[12.5000]], grad_fn=<MulBackward0>)')
  after.remove()
  layer.register_full_backward_hook((_, [input]) => [input!.mul(100)])
  layer(x).sum().backward()
  shows(x.grad, 'tensor([[50., 50.]])')
})

test('what belongs to the state beside tensors, and hooks around the state', () => {
  class Counted extends nn.Linear {
    count = 3
    override get_extra_state(): unknown {
      return { count: this.count }
    }
    override set_extra_state(state: unknown): void {
      this.count = (state as { count: number }).count
    }
  }
  const one = new Counted(1, 1)
  one.count = 5
  const state = one.state_dict()
  assert.deepEqual([...state.keys()], ['weight', 'bias', '_extra_state'])
  const other = new Counted(1, 1)
  const seen: unknown[] = []
  other.register_load_state_dict_post_hook((module, keys) => void seen.push(module, keys))
  other._register_load_state_dict_pre_hook(
    (given, prefix) => void seen.push(prefix, [...given.keys()].length),
  )
  shows(other.load_state_dict(state), '<All keys matched successfully>')
  assert.deepEqual([other.count, seen.length, seen[0], seen[1], seen[2]], [5, 4, '', 3, other])
  refuses(
    () => other.load_state_dict(nn.Linear(1, 1).state_dict()),
    'RuntimeError',
    'Error(s) in loading state_dict for Counted:\n\tMissing key(s) in state_dict: "_extra_state". ',
  )
  refuses(
    () => nn.Linear(1, 1).load_state_dict(state),
    'RuntimeError',
    'Error(s) in loading state_dict for Linear:\n\tUnexpected key(s) in state_dict: "_extra_state". ',
  )
})

test('old hooks of the backward pass see the last op alone', () => {
  const layer = nn.Linear(2, 2)
  const seen: unknown[] = []
  layer.register_backward_hook((_module, inputs) => void seen.push(inputs))
  layer(torch.ones(3, 2)).sum().backward()
  shows(seen[0], '(tensor([3., 3.]), None, tensor([[3., 3.],\n        [3., 3.]]))')
  refuses(
    () => layer.register_full_backward_hook(() => {}),
    'RuntimeError',
    'Cannot use both regular backward hooks and full backward hooks on a single Module. Please use only one of them.',
  )
})

test('conversions that are none, and those that are refused', () => {
  const layer = nn.Linear(1, 1)
  shows(layer.type(torch.float64).weight.dtype, 'torch.float64')
  shows(layer.type('torch.FloatTensor').weight.dtype, 'torch.float32')
  assert.equal(layer.share_memory(), layer)
  assert.deepEqual([...layer.to_empty({ device: 'cpu' }).weight.shape], [1, 1])
  refuses(() => layer.xpu(), 'RuntimeError', 'PyTorch is not linked with support for xpu devices')
})

test('walks give tuples of a name and what it is called', () => {
  const [first] = nn.Sequential(nn.Linear(1, 1)).named_children()
  assert.equal(torch.repr(first), "('0', Linear(in_features=1, out_features=1, bias=True))")
  assert.match(torch.repr([...nn.Linear(1, 1).named_parameters()][1]), /^\('bias', Parameter containing:\n/)
})
