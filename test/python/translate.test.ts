// The JavaScript that a program becomes: it parses, and its places lead back to the program's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Script } from 'node:vm'
import { parsePython } from '../../src/python/parse.js'
import { type Surroundings, translateFile } from '../../src/python/translate.js'

const surroundings: Surroundings = {
  kind: 'file',
  runtime: '$py',
  isBuiltin: (name) => ['len', 'range', 'print', 'super', 'ValueError'].includes(name),
  isDeclared: () => false,
  isGiven: () => false,
  nameInCode: (name) => name,
  echoes: false,
}

function translated(text: string): ReturnType<typeof translateFile>['written'] {
  const parsed = parsePython(text)
  assert.equal(parsed.kind, 'tree', text)
  if (parsed.kind !== 'tree') throw new Error(text)
  return translateFile(parsed.program, parsed.source, surroundings).written
}

const programs = [
  'def f(a, b=2, *args, k=3, **kw):\n    return [y * 2 for y in args if y]',
  'class A(B, metaclass=M):\n    x: int = 3\n    def f(self):\n        return super().f()',
  'try:\n    a, (b, *c) = 1, (2, 3)\nexcept (A, B) as e:\n    raise C from e\nelse:\n    d = 1\nfinally:\n    e = 2',
  'with a as b, c as (d, e):\n    pass',
  'for i in range(3):\n    for j in x:\n        break\n    else:\n        continue\n    break\nelse:\n    pass',
  'def g():\n    x = yield 1\n    y = yield from x\n    return (yield)',
  'match x:\n    case [1, *rest] if rest: pass\n    case {"a": 1, **k}: pass\n    case P(1, y=2) | None: pass\n    case _: pass',
  'x = a < b < c and not d or (e if f else g)',
  'def f():\n    global x\n    x = 1\n    def g():\n        nonlocal_ = 1\n    del x, y[0], z.a',
  'print(f"{a!r:>{w}} {b=} {{}}", b"\\xff", 1_000, 0xff, 1e3, 2.0, 3j, 10**20, ...)',
  'x[1:2, ..., None] += {**a, "b": 1}; lambda *a, k=1: a; {1, 2}; {k: v for k, v in d}; (i for i in x)',
  'let = var = function = this = new = 1',
  'if (n := len(a)) > 1: pass',
  'import a.b.c, d as e\nfrom . import f\nfrom g import *',
]

test('every kind of statement and expression becomes JavaScript that parses', () => {
  for (const program of programs) assert.doesNotThrow(() => new Script(translated(program).text), program)
})

test('a place in the code leads back to the line, the part of it and the function', () => {
  const written = translated('def f(x):\n    y = 1\n    return y + x.foo(\n        2)\n\nf(3)')
  const lines = written.text.split('\n')
  const line = lines.findIndex((text) => text.includes('method1')) + 1
  const column = lines[line - 1].indexOf('method1') + 1
  const origin = written.origin(line, column)
  assert.equal(origin?.name, 'f')
  assert.deepEqual([origin?.spot.lineno, origin?.spot.col_offset, origin?.spot.end_lineno], [3, 15, 4])
})

test('a loop that counts is one, and a name of the program hides none of ours', () => {
  const counting = /for \(let \$\w+ = \$\w+; \$\w+ < \$\w+; \$\w+\+\+\)/
  assert.match(translated('for i in range(10): pass').text, counting)
  assert.doesNotMatch(translated('range = f\nfor i in range(10): pass').text, counting)
})
