// What a failed input may have meant.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'

installGlobals()

const hints: [source: string, hint: string][] = [
  ['torch.oness(2)', 'Did you mean ones?'],
  ['torch.ones(2).summ()', 'Did you mean sum?'],
  ['torch.randn(2, requires_gard=True)', 'Did you mean requires_grad?'],
  ['nn.Linear(2, 1, bais=False)', 'Did you mean bias?'],
  ['nn.Linaer(2, 1)', 'Did you mean Linear?'],
  ['optim.sdg([])', 'Did you mean SGD?'],
  ['const net = nn.Linear(2, 1); net.paramters()', 'Did you mean parameters?'],
  ['let wieght = 1; weight', 'Did you mean wieght?'],
  ['implicitName = 1; implicitNmae', 'Did you mean implicitName?'],
  ['pritn(1)', 'Did you mean print?'],
  [
    "(() => 'abc'.upper())()",
    "Python's upper() is toUpperCase() in TypeScript; with .lang python it is as in Python.",
  ],
  [
    '(() => [1].append(2))()',
    "Python's append() is push(item) in TypeScript; with .lang python it is as in Python.",
  ],
  ['torch.zeros(2).view(3)', ''],
  ['let five = 5; five.add(2)', 'add is a method of tensors: torch.tensor(…).add(…).'],
  ['(-9223372036854775809).mul(2)', 'mul is a method of tensors: torch.tensor(…).mul(…).'],
  ['([1] + [2]).relu()', 'relu is a method of tensors: torch.tensor(…).relu(…).'],
  ['Linear(2, 1)', 'Did you mean torch.nn.Linear?'],
  ['ones(2)', 'Did you mean torch.ones?'],
  [
    'torch.ones(2).shape()',
    'torch.ones(...).shape is a value, not a function: write it without parentheses.',
  ],
  [
    'shaped = torch.ones(2); shaped.shape()',
    'shaped.shape is a value, not a function: write it without parentheses.',
  ],
  [
    'shaped = torch.ones(2); shaped.T()',
    'shaped.T is a value, not a function: write it without parentheses.',
  ],
  ['torch.optim.Sgd(1)', 'Did you mean SGD?'],
  // In Python: what a list has not is not looked for in modules.
  ['import math; [1].lenght', 'Did you mean length?'],
  ['import math; (1, 2).lenght', ''],
  ['import math; {1: 2}.bais', ''],
  // A module of that name is not what was meant.
  ['loss.backward()', ''],
  ['qqqq', ''],
  ['throw 5', ''],
]

for (const [source, hint] of hints)
  test(source, async () => {
    const outcome = await new Session().evaluate(source)
    assert.equal(outcome.kind, 'error')
    assert.equal((outcome as Extract<typeof outcome, { kind: 'error' }>).hint, hint)
  })

test('del(x) where only TypeScript is spoken', async () => {
  const outcome = await new Session().evaluate('del(x)', { language: 'ts' })
  assert.equal(outcome.kind, 'error')
  assert.match(
    (outcome as { hint: string }).hint,
    /^Names need no del; an entry of an object is taken out by /,
  )
})
