// A session in two languages as one Python script; its outputs are those of the prompt.
import assert from 'node:assert/strict'
import test from 'node:test'
import {
  sessionAsCells,
  sessionAsPython,
  sessionAsTypeScript,
  type SessionEntry,
} from '../../src/convert/session-script.js'

const entries: SessionEntry[] = [
  { source: 'x = torch.ones(2, 3)', language: 'ts', isWhole: true },
  { source: 'x.sum()', language: 'ts', isWhole: true },
  { source: 'x.bad()', language: 'ts', isWhole: false },
  { source: 'def f(y):\n    return y * 2', language: 'python', isWhole: true },
  { source: 'f(x)', language: 'python', isWhole: true },
  { source: 'const ys = [1, 2].map((n) => n * 2); ys', language: 'ts', isWhole: true },
]

test('values are shown as the prompt showed them, and what failed is a comment', () => {
  assert.equal(
    sessionAsPython(entries, 7),
    `import sys

import torch

torch.manual_seed(7)
x = torch.ones(2, 3)
sys.displayhook(x.sum())


# failed:
# x.bad()
def f(y):
    return y * 2


sys.displayhook(f(x))
ys = [n * 2 for n in [1, 2]]
sys.displayhook(ys)
`,
  )
})

test('each entry is a cell', () => {
  assert.deepEqual(
    sessionAsCells(entries, 7)
      .split('# %%\n')
      .map((cell) => cell.trim()),
    [
      '',
      'import torch',
      'torch.manual_seed(7)',
      'x = torch.ones(2, 3)',
      'x.sum()',
      '# failed:\n# x.bad()',
      'def f(y):\n    return y * 2',
      'f(x)',
      'ys = [n * 2 for n in [1, 2]]\nys',
    ],
  )
})

test('a session in both languages is saved as TypeScript, what is TypeScript in its own words', () => {
  const text = sessionAsTypeScript(
    [
      { source: 'const xs = [1, 2];', language: 'ts', isWhole: true },
      { source: 'def f(y):\n    return y // 2', language: 'python', isWhole: true },
      { source: 'xs.map((x) => f(x))', language: 'ts', isWhole: true },
      { source: 'f(', language: 'python', isWhole: false },
      { source: 'for x in xs:\n    print(f(x))', language: 'python', isWhole: true },
    ],
    7,
  )
  assert.equal(
    text,
    `torch.manual_seed(7);
const xs = [1, 2];
import py from 'dltorch/python'
function f(y) {
  return py.floordiv(y, 2)
}
xs.map((x) => f(x))
// failed:
// f(
for (const x of xs) {
  print(f(x))
}
`,
  )
})
