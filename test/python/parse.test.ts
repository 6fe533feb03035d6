// What is said of a text that is no program: recorded from CPython 3.11, class, words and line.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parsePython } from '../../src/python/parse.js'

type Recorded = readonly [text: string, said: readonly [kind: string, message: string, line: number] | null]
const path = new URL('syntax-errors.json', import.meta.url)
const recorded = JSON.parse(readFileSync(path, 'utf8')) as readonly Recorded[]

test("what does not parse is told in CPython's words", () => {
  for (const [text, said] of recorded) {
    const parsed = parsePython(text)
    const { kind, message, lineno } =
      parsed.kind === 'tree' ? { kind: null, message: null, lineno: null } : parsed.complaint
    assert.deepEqual(kind === null ? null : [kind, message, lineno], said, text)
  }
})

test('what more lines may complete is not wrong yet', () => {
  const open = [
    'x = (1,',
    'def f():',
    'if x:\n  if y:',
    '"""a',
    'for i in [1,\n2]:',
    'x = \\',
    '@f',
    'class A:\n',
    'f(a,\n',
  ]
  for (const text of open) assert.equal(parsePython(text).kind, 'incomplete', text)
  const wrong = ['x = ', 'x = 1 +', 'x = 1)', '"abc', 'def f(:']
  for (const text of wrong) assert.equal(parsePython(text).kind, 'error', text)
})
