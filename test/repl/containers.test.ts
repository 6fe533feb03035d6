// Dicts and containers as they are typed at the prompt. What they answer is what Python prints.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Session } from '../../src/repl/session.js'
import { installGlobals } from '../../src/repl/globals.js'
import { repr } from '../../src/text/repr.js'

installGlobals()

/** The value of the last entry as Python prints it, or its error. */
async function answer(entries: string): Promise<string> {
  const session = new Session()
  let text = ''
  for (const entry of entries.split(';')) {
    const outcome = await session.evaluate(entry.trim())
    if (outcome.kind === 'error') {
      const { name, message } = outcome.error as Error
      return `${name}: ${message}`
    }
    text = outcome.kind === 'value' ? repr(outcome.value) : outcome.kind
  }
  return text
}

const linear = 'm = nn.Linear(2, 1); sd = m.state_dict(); '
const sequence = 's = nn.Sequential(nn.ReLU(), nn.Tanh()); '
const list = 'l = nn.ModuleList([nn.ReLU(), nn.Tanh()]); '
const dict = "d = nn.ModuleDict({'a': nn.ReLU()}); "
const parameters = 'p = nn.ParameterList([torch.ones(2)]); '
const sgd = 'o = optim.SGD([torch.ones(1, requires_grad=True)], lr=0.1); '

const cases: Record<string, string> = {
  [`${linear}sd['weight'].shape`]: 'torch.Size([1, 2])',
  [`${linear}sd['nope']`]: "KeyError: 'nope'",
  [`${linear}sd['keys']`]: "KeyError: 'keys'",
  [`${linear}sd['extra'] = torch.ones(1); m.load_state_dict(sd)`]:
    'RuntimeError: Error(s) in loading state_dict for Linear:\n\tUnexpected key(s) in state_dict: "extra". ',
  [`${linear}del sd['weight']; m.load_state_dict(sd)`]:
    'RuntimeError: Error(s) in loading state_dict for Linear:\n\tMissing key(s) in state_dict: "weight". ',
  [`${linear}delete sd['weight']; list(sd)`]: "['bias']",
  [`${linear}del sd['nope']`]: "KeyError: 'nope'",
  [`${linear}list(sd)`]: "['weight', 'bias']",
  [`${linear}sd.keys()`]: "odict_keys(['weight', 'bias'])",
  [`${linear}list(sd.keys())`]: "['weight', 'bias']",
  [`${linear}len(sd)`]: '2',
  [`${linear}len(sd.values())`]: '2',
  [`${linear}sd.get('nope')`]: 'None',
  [`${linear}sd.get('nope', 3)`]: '3',
  [`${linear}sd.pop('nope')`]: "KeyError: 'nope'",
  [`${linear}sd.pop('nope', 4)`]: '4',
  [`${linear}sd.pop('bias').shape`]: 'torch.Size([1])',
  [`${linear}sd.update({'a': 1}); list(sd)`]: "['weight', 'bias', 'a']",
  [`${linear}sd.copy().keys()`]: "odict_keys(['weight', 'bias'])",
  'nn.ReLU().state_dict().items()': 'odict_items([])',
  [`${sgd}o.param_groups[0].keys()`]:
    "dict_keys(['params', 'lr', 'momentum', 'dampening', 'weight_decay', 'nesterov', 'maximize', 'foreach', 'differentiable'])",
  [`${sgd}o.param_groups[0]['lr']`]: '0.1',
  [`${sgd}o.param_groups[0]['nope']`]: "KeyError: 'nope'",
  [`${sgd}o.param_groups[0]['lr'] = 0.5; o.param_groups[0].lr`]: '0.5',
  [`${sgd}o.param_groups[0].get('nope')`]: 'None',
  [`${sgd}o.state`]: "defaultdict(<class 'dict'>, {})",
  [`${sgd}o.state_dict().keys()`]: "dict_keys(['state', 'param_groups'])",
  [`${sgd}o.state_dict()['nope']`]: "KeyError: 'nope'",
  [`${sgd}o.defaults['lr']`]: '0.1',
  [`${sgd}len(o.defaults)`]: '8',
  [`${sgd}o.defaults`]:
    "{'lr': 0.1, 'momentum': 0, 'dampening': 0, 'weight_decay': 0, 'nesterov': False, 'maximize': False, " +
    "'foreach': None, 'differentiable': False}",
  [`${sequence}len(s)`]: '2',
  [`${sequence}s[-1]`]: 'Tanh()',
  [`${sequence}s[2]`]: 'IndexError: index 2 is out of range',
  [`${sequence}s['a']`]: "TypeError: 'str' object cannot be interpreted as an integer",
  [`${sequence}s[-1] = nn.ReLU(); s`]: 'Sequential(\n  (0): ReLU()\n  (1): ReLU()\n)',
  [`${sequence}s[0] = 3`]:
    "TypeError: cannot assign 'int' as child module '0' (torch.nn.Module or None expected)",
  [`${sequence}s[5] = nn.ReLU()`]: 'IndexError: index 5 is out of range',
  [`${sequence}del s[0]; s`]: 'Sequential(\n  (0): Tanh()\n)',
  [`${sequence}s * 2`]: 'Sequential(\n  (0): ReLU()\n  (1): Tanh()\n  (2): ReLU()\n  (3): Tanh()\n)',
  [`${sequence}2 * s[:1]`]: 'Sequential(\n  (0): ReLU()\n  (1): ReLU()\n)',
  [`${sequence}s[1:] + s[:1]`]: 'Sequential(\n  (0): Tanh()\n  (1): ReLU()\n)',
  [`${sequence}s *= 0`]:
    "ValueError: Non-positive multiplication factor 0 for <class 'torch.nn.modules.container.Sequential'>",
  [`${sequence}s + [nn.ReLU()]`]:
    "ValueError: add operator supports only objects of Sequential class, but <class 'list'> is given.",
  [`${sequence}s - s`]: "TypeError: unsupported operand type(s) for -: 'Sequential' and 'Sequential'",
  [`${sequence}s.insert(5, nn.ReLU())`]: 'IndexError: Index out of range: 5',
  [`${list}len(l)`]: '2',
  [`${list}l + [nn.ReLU()]`]: 'ModuleList(\n  (0): ReLU()\n  (1): Tanh()\n  (2): ReLU()\n)',
  [`${list}l += l; len(l)`]: '4',
  [`${list}l * 2`]: "TypeError: unsupported operand type(s) for *: 'ModuleList' and 'int'",
  [`${list}l.extend(3)`]: 'TypeError: ModuleList.extend should be called with an iterable, but got int',
  'nn.ModuleList(nn.ReLU())': 'TypeError: ModuleList.extend should be called with an iterable, but got ReLU',
  'nn.Sequential([nn.ReLU()])': 'TypeError: list is not a Module subclass',
  [`${dict}d['z']`]: "KeyError: 'z'",
  [`${dict}d[0]`]: 'KeyError: 0',
  [`${dict}len(d)`]: '1',
  [`${dict}list(d)`]: "['a']",
  [`${dict}d.keys()`]: "odict_keys(['a'])",
  [`${dict}d.items()`]: "odict_items([('a', ReLU())])",
  [`${dict}d['b'] = nn.Tanh(); list(d)`]: "['a', 'b']",
  [`${dict}d['b'] = 3`]: 'TypeError: int is not a Module subclass',
  [`${dict}del d['a']; len(d)`]: '0',
  [`${dict}d.update(3)`]:
    'TypeError: ModuleDict.update should be called with an iterable of key/value pairs, but got int',
  [`${parameters}len(p)`]: '1',
  [`${parameters}p[3]`]: 'IndexError: index 3 is out of range',
  [`${parameters}p[:1]`]: 'ParameterList(  (0): Parameter containing: [torch.float32 of size 2])',
  [`${parameters}p[0] = torch.zeros(3); p[0].shape`]: 'torch.Size([3])',
  [`${parameters}p(3)`]: 'RuntimeError: ParameterList should not be called.',
  'len(nn.Linear(1, 1))': "TypeError: object of type 'Linear' has no len()",
  'nn.Linear(1, 1)[0]': "TypeError: 'Linear' object is not subscriptable",
  'nn.Linear(1, 1) + 1': "TypeError: unsupported operand type(s) for +: 'Linear' and 'int'",
}

for (const [entries, expected] of Object.entries(cases))
  test(entries, async () => {
    assert.equal(await answer(entries), expected)
  })
