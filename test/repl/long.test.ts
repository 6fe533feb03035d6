// Entries that are long or deep: reading them grows with their length, and what is too deep is a SyntaxError.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Brackets } from '../../src/dialect/brackets.js'
import { installGlobals } from '../../src/repl/globals.js'
import { runScript } from '../../src/repl/script.js'
import { matchBrackets, tokenize } from '../../src/repl/editor/tokens.js'
import { Session } from '../../src/repl/session.js'
import { showError } from '../../src/repl/show.js'

installGlobals()
const session = new Session()

async function said(source: string): Promise<unknown> {
  const outcome = await session.evaluate(source)
  return outcome.kind === 'error' ? showError(outcome.error).split(':')[0] : outcome.kind
}

test('long entries', async () => {
  for (const [source, result] of [
    [`'${'a'.repeat(200_000)}`, 'SyntaxError'],
    [`f'${'a'.repeat(200_000)}`, 'SyntaxError'],
    [`x = '${'a'.repeat(200_000)}'`, 'value'],
    ['a = 1 # one\n'.repeat(20_000), 'value'],
    ['s = \'hello\' + "there" // words\n'.repeat(5000), 'value'],
    [`[${'1, '.repeat(60_000)}]`, 'value'],
    [`1${' + 1'.repeat(500)}`, 'value'],
    ['a if '.repeat(40_000), 'SyntaxError'],
  ])
    assert.equal(await said(source), result, source.slice(0, 40))
})

test('a megabyte is looked at once, whatever it is made of', { timeout: 120_000 }, async () => {
  const million = (line: string): string => line.repeat(Math.ceil(1e6 / line.length))
  for (const text of [
    million('a = 1 # one\n'),
    million('# a comment, and another\n'),
    million('x = 3\n// a comment\n'),
    million('n // 2 // is half\n'),
    `class A {\n${million('  #field = 1 # a field\n')}}`,
    `f(\n${million('  x => x[0], // it\n')})`,
    `[${million('1.25, ')}]`,
  ]) {
    assert.equal(tokenize(text).at(-1)!.to, text.length)
    // What is typed next is an edit of it.
    assert.equal(tokenize(`${text} # y`).at(-1)!.kind, 'comment')
    assert.equal(tokenize(`z = 3\n${text}`).at(-1)!.to, text.length + 6)
    matchBrackets(text)
  }
  for (const [text, result] of [
    [million('a = 1 # one\n'), 'value'],
    [million('# a comment, and another\n'), 'value'],
    [`class A {\n${Array.from({ length: 20_000 }, (_, i) => `  #f${i} = 1 # a field\n`).join('')}}`, 'value'],
    [`def f(n):\n${million("    n = n + 1 # it's\n")}    return n\n`, 'value'],
    [`d = {\n${million('  1: (2, [3, None]),\n')}}`, 'value'],
  ])
    assert.equal(await said(text), result, text.slice(0, 40))
})

test('deep entries', async () => {
  for (const [opening, closing] of [
    ['x=>', '1'],
    ['(x: any) => ', '1'],
    ['(', ')'],
    ['[', ']'],
    ['f(', ')'],
    ['-', 'x'],
    ['a ? b : ', '1'],
    ['function f(x: any) { ', '}'],
    ['`${', '}`'],
    ['x[', ']'],
    ['<T>', 'x'],
    ['1 + ', '1'],
  ]) {
    const end = /^[\])}`]+$/.test(closing) ? closing.repeat(30_000) : closing
    assert.equal(await said(opening.repeat(30_000) + end), 'SyntaxError', opening)
  }
  assert.equal(await said('1 + 1'), 'value')
})

test('a function of many lines is read once', async () => {
  const values: unknown[] = []
  const lines = Array.from({ length: 2000 }, (_, i) => `  if (n === ${i}) return '(${i}]' // it's (${i}`)
  const text = ['function f(n) {', ...lines, '}', 'f(1999)', 'g = (', '1,', '2', ')[0] // words (', 'g'].join(
    '\n',
  )
  assert.equal(await runScript(session, text, (value) => values.push(value)), undefined)
  assert.deepEqual(
    values.filter((value) => value !== undefined),
    ['(1999]', 1],
  )
})

test('brackets that are surely open', () => {
  const areOpen = (text: string): boolean => {
    const brackets = new Brackets()
    for (const line of text.split('\n')) brackets.addLine(line)
    return brackets.areSurelyOpen
  }
  for (const text of [
    'f(',
    'f({ a: [1,',
    'x = `a',
    'x = `${f(1)} (\n',
    '/* a',
    "f('(', # it's\n",
    'if (x) { // {',
    'f(/[)]/,',
  ])
    assert.equal(areOpen(text), true, text)
  for (const text of [
    'f()',
    'f(x // 2)',
    'x # (',
    'x // (',
    "'('",
    '`(\n(`',
    '/* (\n */ x',
    "x // it's (",
    'class A { #x = 1 }',
    '/[(]/.test(x)',
    'a / (b / c)',
    'f(x // (y + 1))',
    ')',
  ])
    assert.equal(areOpen(text), false, text)
})
