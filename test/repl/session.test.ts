// The session: text in, value out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEntry } from '../../src/repl/entry.js'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'
import type { Outcome } from '../../src/repl/session.js'

const session = new Session()
const value = async (source: string, within = session): Promise<unknown> => {
  const outcome = await within.evaluate(source)
  assert.equal(outcome.kind, 'value', `${source}: ${outcome.kind === 'error' ? String(outcome.error) : ''}`)
  return (outcome as Extract<Outcome, { kind: 'value' }>).value
}
const error = async (source: string): Promise<{ error: unknown; line: number | undefined }> => {
  const outcome = await session.evaluate(source)
  assert.equal(outcome.kind, 'error', source)
  return outcome as Extract<Outcome, { kind: 'error' }>
}

test('values of every kind come out as they are', async () => {
  for (const [source, expected] of [
    ['1 + 1', 2],
    ['-0', -0],
    ['0 / 0', NaN],
    ['1 / 0', Infinity],
    ['12345678901234567890n', 12345678901234567890n],
    ["'text'", 'text'],
    ['null', null],
    ['undefined', undefined],
    ['true', true],
    ['Symbol.iterator', Symbol.iterator],
  ] as const) {
    assert.ok(Object.is(await value(source), expected), source)
  }
  const object = { a: 1 }
  Object.assign(globalThis, { sharedObject: object })
  assert.equal(await value('sharedObject'), object)
  assert.equal(await value('Object'), Object)
})

test('const and let can be declared again, also in another way', async () => {
  await value('const a = 1')
  await value('const a = 2')
  await value('let a = 3')
  assert.equal(await value('a'), 3)
  await value('const { a, b } = { a: 4, b: 5 }; const [c] = [6]')
  assert.equal(await value('a + b + c'), 15)
  await value('class A {}')
  await value('class A { b = 1 }')
  assert.equal(await value('new A().b'), 1)
})

test('a const whose value failed can be repaired', async () => {
  await error('const broken = null.x')
  await value('const broken = 4')
  assert.equal(await value('broken'), 4)
})

test('await works at the top', async () => {
  assert.equal(await value('const later = await Promise.resolve(6); later'), 6)
  assert.equal(await value('for (const p of [1, 2]) await p; later + 1'), 7)
})

test('a promise that nobody awaits is a value', async () => {
  const outcome = await session.evaluate('Promise.resolve(1)')
  assert.ok(outcome.kind === 'value' && outcome.value instanceof Promise)
})

test('TypeScript is understood', async () => {
  assert.equal(await value('interface P { x: number }\nconst p: P = { x: 3 }\np.x as number'), 3)
  assert.equal(await value('enum Colour { Red, Green }\nColour.Green'), 1)
  assert.equal(await value('class Box<T> { constructor(public item: T) {} }\nnew Box<string>("a").item'), 'a')
  assert.equal(await value('const g = <T,>(x: T): T => x; g<number>(8)'), 8)
})

test('using disposes at the end of the input', async () => {
  const source = 'let open = 0\n{ using door = { [Symbol.dispose]() { open-- } }; open++ }\nopen'
  assert.equal(await value(source), 0)
})

test('braces are an object where they can be one', async () => {
  assert.deepEqual(await value('{ a: 1, b: [2] }'), { a: 1, b: [2] })
  assert.equal(await value('{ let x = 1; x + 1 }'), 2)
  assert.deepEqual(await value('{}'), {})
})

test('imports are taken as declarations and as calls', async () => {
  assert.equal(await value("import { basename } from 'node:path'\nbasename('/a/b')"), 'b')
  assert.equal(
    await value("import path, { sep as separator } from 'node:path'; path.sep === separator"),
    true,
  )
  assert.equal(await value("import * as os from 'node:os'\ntypeof os.cpus"), 'function')
  assert.equal(await value("(await import('node:path')).basename('/c/d')"), 'd')
  assert.equal(await value("'import(1)'"), 'import(1)')
})

test('what stops too early is incomplete', async () => {
  for (const source of [
    'function f() {',
    '[1,',
    'f(1',
    '`a',
    'const x: number[] = [',
    '/* a',
    'if (true) {',
    '1 +',
  ]) {
    assert.equal((await session.evaluate(source)).kind, 'incomplete', source)
  }
})

test('errors name their line in the input', async () => {
  assert.equal((await error('1\n2\nnull.x')).line, 3)
  assert.equal((await error('interface A {\n  b: 1\n}\n\nconst c: A = null.x')).line, 5)
  assert.equal((await error('let d = 1\nlet d = 2')).line, 2)
  assert.equal((await error('let e: = 3')).line, 1)
  assert.ok((await error('let e = 3 3')).error instanceof SyntaxError)
  const { error: thrown } = await error('throw { code: 5 }')
  assert.deepEqual(thrown, { code: 5 })
})

test('a session without the dialect takes TypeScript alone', async () => {
  const plain = new Session({ dialect: false })
  assert.equal(await value('let Q = 3; Q', plain), 3)
  assert.equal((await plain.evaluate('t[:, 1]')).kind, 'error')
})

test('an entry that was asked whether it is complete means what it means when it is evaluated', async () => {
  const within = new Session()
  const entry = readEntry('made = given == [1, 2]')
  assert.equal(await within.isComplete(entry), true)
  await within.evaluate('given = [1, 2]')
  await within.evaluate(entry)
  assert.equal(await value('made', within), true)
  // Only what runs is known to what follows.
  const class_ = readEntry('class Counted { size = 3 }')
  assert.equal(await within.isComplete(class_), true)
  assert.equal((await within.evaluate('Counted().size')).kind, 'error')
  await within.evaluate(class_)
  assert.equal(await value('Counted().size', within), 3)
})

test('what a declaration that fails has hidden means again what it did', async () => {
  installGlobals()
  const within = new Session()
  assert.equal(await value('hiddenOnce = 2', within), undefined)
  for (const source of [
    'const hiddenOnce = oops',
    'const torch = oops',
    'let { nn } = oops',
    'class F extends oops {}',
  ])
    assert.equal((await within.evaluate(source)).kind, 'error', source)
  assert.equal(await value('hiddenOnce', within), 2)
  assert.equal(await value('torch.ones(2).size(0) + nn.Linear(1, 1).in_features', within), 3)
  assert.equal(await value('F.relu(torch.tensor(3)).item()', within), 3)
})

test('an attribute that a list, a tuple, a text or a number has not is told; those it has are shown', async () => {
  const session = new Session()
  await session.evaluate(
    'out = nn.LSTM(3, 4)(torch.ones(5, 2, 3)); word = "abc"; row = [1, 2]; row.note = undefined',
  )
  for (const [entry, type] of [
    ['out.shape', 'tuple'],
    ['word.shape', 'str'],
    ['row.shape', 'list'],
  ]) {
    const outcome = await session.evaluate(entry)
    assert.ok(outcome.kind === 'error', entry)
    assert.equal(String(outcome.error), `AttributeError: '${type}' object has no attribute 'shape'`)
  }
  assert.equal((await session.evaluate('row.note')).kind, 'value')
  assert.deepEqual(await session.evaluate('row.length'), { kind: 'value', value: 2 })
})

test('who interrupts gives up all that belongs together, also what has not yet begun', async () => {
  const session = new Session()
  session.beginWork()
  assert.equal((await session.evaluate('given = 1')).kind, 'value')
  session.interrupt()
  assert.equal((await session.evaluate('given = 2')).kind, 'interrupted')
  assert.equal((await session.evaluate('[given for _ in range(2)]')).kind, 'interrupted')
  session.beginWork()
  assert.deepEqual(await session.evaluate('given'), { kind: 'value', value: 1 })
})
