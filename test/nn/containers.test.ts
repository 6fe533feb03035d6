// Containers of modules and parameters, as PyTorch 1.13 printed them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn } from '../../src/index.js'

const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)

test('nested reprs', () => {
  shows(
    nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Sequential(nn.Linear(3, 1, { bias: false }), nn.Sigmoid())),
    `Sequential(
  (0): Linear(in_features=2, out_features=3, bias=True)
  (1): ReLU()
  (2): Sequential(
    (0): Linear(in_features=3, out_features=1, bias=False)
    (1): Sigmoid()
  )
)`,
  )
  shows(nn.Sequential(), 'Sequential()')
  shows(
    nn.Sequential(
      nn.OrderedDict<string, nn.Module>([
        ['fc', nn.Linear(1, 1)],
        ['act', nn.LeakyReLU(0.2)],
      ]),
    ),
    'Sequential(\n  (fc): Linear(in_features=1, out_features=1, bias=True)\n  (act): LeakyReLU(negative_slope=0.2)\n)',
  )
  shows(
    nn.ModuleList([nn.Linear(2, 2), nn.ModuleList()]),
    'ModuleList(\n  (0): Linear(in_features=2, out_features=2, bias=True)\n  (1): ModuleList()\n)',
  )
  shows(
    nn.ModuleDict({ a: nn.ReLU({ inplace: true }), b: nn.Tanh() }),
    'ModuleDict(\n  (a): ReLU(inplace=True)\n  (b): Tanh()\n)',
  )
})

test('a sequence of modules', () => {
  const net = nn.Sequential(nn.Linear(1, 2), nn.ReLU(), nn.Linear(2, 3))
  assert.equal(net.length, 3)
  shows(net.index(-1), 'Linear(in_features=2, out_features=3, bias=True)')
  assert.throws(() => net.index(5), { name: 'IndexError', message: 'index 5 is out of range' })
  shows(
    net.index(new torch.Slice(1, 3)),
    'Sequential(\n  (1): ReLU()\n  (2): Linear(in_features=2, out_features=3, bias=True)\n)',
  )
  net.append(nn.Tanh())
  shows(net.pop(0), 'Linear(in_features=1, out_features=2, bias=True)')
  net.insert(1, nn.Sigmoid()).extend(nn.Sequential(nn.GELU()))
  shows(
    net,
    `Sequential(
  (0): ReLU()
  (1): Sigmoid()
  (2): Linear(in_features=2, out_features=3, bias=True)
  (3): Tanh()
  (4): GELU(approximate='none')
)`,
  )
  assert.throws(() => nn.Sequential(3 as never), {
    name: 'TypeError',
    message: 'int is not a Module subclass',
  })
})

test('a list of modules', () => {
  const list = nn.ModuleList([nn.ReLU()])
  list.append(nn.Tanh())
  list.insert(0, nn.Sigmoid())
  shows(list, 'ModuleList(\n  (0): Sigmoid()\n  (1): ReLU()\n  (2): Tanh()\n)')
  shows(list.index(new torch.Slice(1, null)), 'ModuleList(\n  (0): ReLU()\n  (1): Tanh()\n)')
  shows([...list], '[Sigmoid(), ReLU(), Tanh()]')
  shows(list.pop(0), 'Sigmoid()')
  assert.throws(() => list.append(3 as never), { name: 'TypeError', message: 'int is not a Module subclass' })
})

test('a dict of modules', () => {
  const dict = nn.ModuleDict({ a: nn.ReLU() })
  assert.deepEqual([[...dict.keys()], dict.has('a'), dict.length], [['a'], true, 1])
  assert.throws(() => dict.get('b'), { name: 'KeyError', message: "'b'" })
  dict.set('b', nn.Tanh())
  shows(dict.pop('a'), 'ReLU()')
  shows([...dict.items()], "[['b', Tanh()]]")
  dict.update({ c: nn.ReLU() })
  shows([...dict.values()], '[Tanh(), ReLU()]')
  dict.clear()
  shows(dict, 'ModuleDict()')
})

test('parameters in containers are found, and shown as PyTorch indents them', () => {
  const list = nn.ParameterList([nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2, 3))])
  shows(
    list,
    `ParameterList(
    (0): Parameter containing: [torch.float32 of size 2]
    (1): Parameter containing: [torch.float32 of size 2x3]
)`,
  )
  const mixed = nn.ParameterList([torch.ones(1), 5, 'x'])
  shows(
    mixed,
    `ParameterList(
    (0): Parameter containing: [torch.float32 of size 1]
    (1): Object of type: int
    (2): Object of type: str
)`,
  )
  assert.deepEqual([mixed.length, mixed.index(1), [...mixed.parameters()].length], [3, 5, 1])
  assert.throws(() => nn.ParameterList(torch.ones(2) as never), {
    message: 'ParameterList.extend should be called with an iterable, but got Tensor',
  })
  // A plain dict comes in the order of its names, as in PyTorch.
  const several = nn.ParameterDict({ b: torch.ones(1), a: null })
  assert.deepEqual([[...several.keys()], several.get('a')], [['a', 'b'], null])
  assert.throws(() => several.__getitem__('z'), { message: "'ParameterDict' object has no attribute 'z'" })
  assert.deepEqual(several.pop('a'), null)
  assert.deepEqual([...nn.ParameterDict(several).keys()], ['b'])
  const dict = nn.ParameterDict({ w: nn.Parameter(torch.ones(2, 3)) })
  shows(dict, 'ParameterDict(  (w): Parameter containing: [torch.FloatTensor of size 2x3])')
  class Both extends nn.Module {
    list = list
    dict = dict
  }
  assert.deepEqual(
    Array.from(new Both().named_parameters(), ([name]) => name),
    ['list.0', 'list.1', 'dict.w'],
  )
})
