// Entries that are long or deep: reading them grows with their length, and what is too deep is a SyntaxError.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Brackets } from '../../src/dialect/brackets.js'
import { installGlobals } from '../../src/repl/globals.js'
import { runScript } from '../../src/repl/script.js'
import { matchBrackets, tokenize } from '../../src/repl/editor/tokens.js'
import { Conversation } from '../../src/repl/commands/conversation.js'
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

test('marks that may each begin a comment', async () => {
  for (const text of ['/'.repeat(100_000), '#'.repeat(100_000), `x = 1 ${'#('.repeat(50_000)}`]) {
    assert.equal(await said(text), 'value', text.slice(0, 20))
    assert.equal(await runScript(session, `${text}\n1`, () => {}), undefined)
  }
  const { error } = (await runScript(session, `x = ${'/'.repeat(100_000)}`, () => {}))!
  assert.match(String(error), /^SyntaxError/)
  const named = (await runScript(new Conversation(), `x${'?'.repeat(100_000)}\n`, () => {}))!
  assert.match(String(named.error), /^SyntaxError/)
  assert.equal(await said(`(${'1, '.repeat(50_000)})`), 'value')
})

test('lines that surely go on are not read one by one', async () => {
  const sum = async (line: string, count: number): Promise<unknown> => {
    const values: unknown[] = []
    const text = `${`${line}\n`.repeat(count)}1\n2`
    const failure = await runScript(session, text, (value) => values.push(value))
    return failure ? String(failure.error) : values
  }
  for (const line of ['1 + \\', '1 +']) {
    assert.deepEqual(await sum(line, 300), [301, 2], line)
    assert.match(String(await sum(line, 20_000)), /^SyntaxError/, line)
  }
  // What only looks like it: comments, and operators behind an operand.
  for (const line of ['x = 1 // +', 'x = 1 # =', 'x++'])
    assert.equal(((await sum(line, 3)) as unknown[]).at(-1), 2, line)
})

test('decorators by the thousand', async () => {
  const python = new Session({ language: 'python' })
  const outcome = await python.evaluate(`${'@f\n'.repeat(20_000)}def g():\n    pass\n`)
  assert.match(String(outcome.kind === 'error' && outcome.error), /^SyntaxError: too deeply nested/)
  const made = `seen = []
def mark(i):
    seen.append(i)
    def decorate(f):
        seen.append(-i)
        return f
    return decorate
${Array.from({ length: 100 }, (_, i) => `@mark(${i + 1})\n`).join('')}def h(): return 7
`
  assert.equal((await python.evaluate(made)).kind, 'value')
  const seen = await python.evaluate('seen[:2], seen[-2:], h()')
  assert.equal(seen.kind === 'value' && seen.text?.(), '([1, 2], [-2, -1], 7)')
})

test('names of variables are known without asking for all of them', async () => {
  const one = new Conversation()
  const other = new Conversation()
  const areDeclared = (names: string): boolean[] => names.split(' ').map((name) => one.isDeclared(name))
  await one.evaluate('let first = 1; const { second, third: [fourth] } = { second: 2, third: [4] }')
  await one.evaluate('class Fifth {}; for (const inner of [1]) inner')
  await one.evaluate('sixth = 6')
  await one.evaluate('def seventh():\n    eighth = 8\n')
  await one.evaluate('from collections import Counter as ninth')
  await other.evaluate('let tenth = 10')
  assert.deepEqual(areDeclared('first second third fourth Fifth inner'), [
    true,
    true,
    false,
    true,
    true,
    false,
  ])
  assert.deepEqual(areDeclared('seventh eighth ninth tenth Counter'), [true, false, true, true, false])
  // What V8 refuses declares nothing.
  await one.evaluate('let eleventh = 1; let eleventh = 2')
  await one.evaluate('let twelfth = nobody.x')
  assert.equal(one.isDeclared('eleventh'), one.declaredNames().includes('eleventh'))
  await one.evaluate('let thirteenth = 13')
  const told = one.variables().map(([name]) => name)
  for (const name of ['first', 'fourth', 'sixth', 'seventh', 'tenth', 'thirteenth'])
    assert.ok(told.includes(name), name)
  const missed = await one.evaluate('def f():\n    return thirtenth\nf()\n')
  assert.match(String(missed.kind === 'error' && missed.traceback), /Did you mean: 'thirteenth'/)
})

test('a long text is handed over as it is, not written out', async () => {
  assert.equal(await said("text = 'x'.repeat(3e8); let long = text; 1"), 'value')
  const before = process.memoryUsage().rss
  assert.equal((session.declaredValue('long') as string).length, 3e8)
  assert.ok(process.memoryUsage().rss - before < 3e8)
  await said('text = long = null')
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
