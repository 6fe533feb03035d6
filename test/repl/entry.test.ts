// What an entry is read as, and what follows from it: which value is shown, which line gave a variable its value.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conversation } from '../../src/repl/commands/conversation.js'
import { readEntry } from '../../src/repl/entry.js'
import { installGlobals } from '../../src/repl/globals.js'

installGlobals()

async function shown(source: string): Promise<boolean> {
  const conversation = new Conversation()
  await conversation.evaluate('x = 5; f = (y) => y')
  const outcome = await conversation.evaluate(source)
  assert.equal(outcome.kind, 'value', source)
  return outcome.kind === 'value' && outcome.value !== undefined
}

test('a semicolon at the end hushes, whatever comment follows', async () => {
  for (const source of [
    'x;',
    'x ;  ',
    'x; # hi',
    'x; #hi',
    'x; // hi',
    'x; /* hi */',
    'x; /* hi\nthere */',
    'f(x); # hi',
    'f(\n  x,\n);\n# hi',
    'x; // hi # ho',
    "f('a'); # it's",
    'torch.ones(2);',
    'x as number;',
  ])
    assert.equal(await shown(source), false, source)
})

test('a semicolon inside of something hushes nothing', async () => {
  for (const source of [
    'x',
    'x # ; hi',
    'x # hi;',
    'x // hi;',
    'x /* hi; */',
    "'a;'",
    '"; # b"',
    '`a;`',
    '`a\n;`',
    "f('a;')",
    "f'{x};'",
    'x\n# hi;',
    '{ a: x }',
  ])
    assert.equal(await shown(source), true, source)
})

test('what is a command, a question, code, the end', () => {
  const kindOf = (source: string): string => {
    const { command, subject, leaves } = readEntry(source)
    return [command?.name, subject && `${subject}?`, leaves && 'leaves'].filter(Boolean).join(' ')
  }
  for (const [source, kind] of [
    ['.vars', '.vars'],
    ['  .set hints on', '.set'],
    ['.save! a.ts', '.save'],
    ['.exit', '.exit leaves'],
    ['exit();', 'leaves'],
    ['x?', 'x?'],
    ['?net[0].weight', 'net[0].weight?'],
    ['.5', ''],
    ['.map(f)', ''],
    ['x ? 1 : 2', ''],
    ['exits', ''],
  ])
    assert.equal(kindOf(source), kind, source)
})

test('names are read off the tree, not off texts and comments', async () => {
  const names = async (source: string): Promise<string[]> => [...(await readEntry(source).parsed()).names]
  assert.deepEqual(await names("a.b = f({ c: d }) # e 'g'"), ['a', 'f', 'd'])
  assert.deepEqual(await names("f'{a} b {c.d}'"), ['a', 'c'])
  assert.deepEqual(await names('`a ${b}`; "c"'), ['b'])
})

test('what an entry assigns, and what it defines', async () => {
  const read = async (source: string): Promise<[string[], boolean]> => {
    const reading = await readEntry(source).parsed()
    return [[...reading.assigned], reading.defines('w')]
  }
  assert.deepEqual(await read('w = 1'), [['w'], true])
  assert.deepEqual(await read('w, b = 1, 2'), [['w', 'b'], true])
  assert.deepEqual(await read('const { w } = a'), [['w'], true])
  assert.deepEqual(await read('w.sub_(g)'), [['w'], false])
  assert.deepEqual(await read('w[0] = 1'), [['w'], false])
  assert.deepEqual(await read('w += 1'), [['w'], false])
  assert.deepEqual(await read('function f() { w = 1 }'), [['f', 'w'], false])
  assert.deepEqual(await read('from torch.nn import Linear as w'), [[], true])
  assert.deepEqual(await read("print('w = 1')"), [[], false])
})

test('the line that gave a variable its value', async () => {
  const conversation = new Conversation()
  await conversation.evaluate("a = torch.ones(2) # b = 1\nb = a * 2\nprint('b = 3')")
  const [variable] = conversation.variables(new Set(['b']))
  const origin = conversation.record.originOf(variable[1] as never)
  assert.equal(origin?.line, 'b = a * 2')
  assert.deepEqual(
    origin?.inputs.map(({ name }) => name),
    ['a'],
  )
})
