// The dot-commands, as they are typed and what they print.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { plainLook } from '../../../src/terminal/look.js'
import { commandOf, commands, isCommandLine } from '../../../src/repl/commands/all.js'
import { scriptOf } from '../../../src/repl/commands/files.js'
import { durationText, timingText } from '../../../src/repl/commands/timing.js'
import { variablesTable } from '../../../src/repl/commands/variables.js'
import { bytesText } from '../../../src/terminal/words.js'
import { calledIn } from '../../../src/repl/entry.js'
import torch, { nn } from '../../../src/index.js'
import { typist } from './typed.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-commands-'))
after(() => rmSync(folder, { recursive: true }))

test('commands are told from code', () => {
  for (const code of ['.5', '.5 + 1', '.map(f)', 'x.vars', '...a', '"a"\n.vars', ''])
    assert.equal(calledIn(code), undefined, code)
  assert.equal(commandOf(calledIn('.vars')!).name, '.vars')
  assert.deepEqual(calledIn('  .time  f(1) ')?.argument, 'f(1)')
  assert.equal(calledIn('.save! a.ts')?.argument, '!a.ts')
  assert.ok(isCommandLine('.vars') && isCommandLine('.save! a') && isCommandLine('.vras'))
  for (const line of ['.sum()', '.grad', '.T', '.real', '.size', '  .vars', '.nothing', 'a'])
    assert.ok(!isCommandLine(line), line)
})

test('help lists all commands, and fits', async () => {
  const wide = (await typist()('.help')).split('\n')
  for (const { name, help } of commands)
    assert.ok(
      wide.some((line) => line.startsWith(name) && line.endsWith(help)),
      name,
    )
  for (const width of [80, 40])
    for (const line of (await typist({ ...plainLook, width })('.help')).split('\n'))
      assert.ok(line.length <= width, line)
})

test('help on a topic', async () => {
  const type = typist()
  assert.equal(await type('.help seed'), '.seed [n]  tells the seed of the random numbers, or sets it')
  assert.match(await type('.help .timeit'), /\n\n {2}\.timeit x\.matmul\(x\)$/)
  assert.match(await type('.help softmax'), /^torch\.softmax\(/)
})

test('an unknown command says what is near', async () => {
  const type = typist()
  assert.equal(await type('.vasr'), 'CommandError: There is no .vasr. Did you mean .vars?')
  assert.equal(await type('.xyzzy'), 'CommandError: There is no .xyzzy. .help lists what there is.')
  assert.equal(await type('.time'), 'CommandError: .time needs more: .time code')
})

test('variables as a table', () => {
  const x = torch.ones(2, 3)
  const w = torch.ones(3, { requires_grad: true })
  const y = x.matmul(w)
  w.grad = torch.zeros(3)
  const variables = [
    ['f', Math.sin],
    ['x', x],
    ['net', nn.Linear(2, 1)],
    ['w', w],
    ['y', y],
    ['n', 3],
  ] as const
  assert.equal(
    variablesTable(variables, plainLook),
    `name  shape         type      gradient     size
x     (2, 3)        float32   -            24 B
w     (3,)          float32   grad (3,)    12 B
y     (2,)          float32   MvBackward0  8 B
net   3 parameters  Linear    -            12 B
f                   function
n                   number`,
  )
  for (const line of variablesTable(variables, { ...plainLook, width: 40 }).split('\n'))
    assert.ok(line.length <= 40, line)
  assert.equal(variablesTable([], plainLook), 'There are no variables yet.')
})

test('a NumPy array is called what it is', async () => {
  const type = typist()
  await type('varArray = np.ones([2, 3])')
  assert.match(await type('varArray?'), /^varArray, NumPy array\narray\(\[\[1\., 1\., 1\.\],/)
  assert.match(await type('.vars'), /^varArray +\(2, 3\) +NumPy array/m)
  await type('.reset')
})

test('the session knows its variables, declared or not', async () => {
  const type = typist()
  await type('let varA = torch.ones(2); const varB = 1; varC = [1, 2]')
  await type('function varF() {}')
  const names = (await type('.vars')).split('\n').map((line) => line.split(' ')[0])
  for (const name of ['varA', 'varB', 'varC', 'varF']) assert.ok(names.includes(name), name)
  assert.equal(await type('.reset'), 'All variables are forgotten, and the random numbers begin anew.')
  assert.equal(await type('.vars'), 'There are no variables yet.')
  assert.equal(await type('typeof varC'), "'undefined'")
})

test('a name that another conversation used is a variable once it has a new value', async () => {
  await typist()('shared = torch.ones(2)')
  const type = typist()
  assert.doesNotMatch(await type('.vars'), /shared/)
  await type('shared = torch.ones(3, requires_grad=True)')
  assert.match(await type('.graph shared * 2'), /shared \(3,\)/)
})

test('what came last', async () => {
  const type = typist()
  await type('40 + 1')
  assert.equal(await type('_ + 1'), '42')
  assert.equal(await type('_ + __'), '83')
  await type('undefined')
  assert.equal(await type('_'), '83')
  assert.equal(await type('null.x'), "AttributeError: 'NoneType' object has no attribute 'x'")
  assert.equal(await type('_error.name'), "'AttributeError'")
  assert.match(
    await type('.trace'),
    /^Traceback .*\n {2}File "<stdin>", line 1, in <module>\n {4}null\.x\n *\^\nAttributeError: .*\n(?: {4}at (?:missing|attribute).*\n)* {4}at dltorch-input/,
  )
  assert.equal(await type('1;'), '')
  assert.equal(await type('2; // quiet'), '')
  assert.equal(await type('_'), '2')
  await type('_ = 5')
  await type('7')
  assert.equal(await type('_'), '5')
  await type('delete globalThis._')
})

test('seeds', async () => {
  const type = typist()
  assert.equal(await type('.seed 10'), 'The random numbers begin anew, from 10.')
  assert.equal(await type('.seed'), '10')
  assert.equal(await type('torch.rand(1)'), 'tensor([0.4581])')
  assert.equal(await type('.seed ten'), 'CommandError: A seed is an integer, and ten is none.')
})

test('a saved session gives the same numbers', async () => {
  const path = join(folder, 'session.ts')
  torch.manual_seed(4)
  const type = typist()
  await type('savedA = torch.rand(2)')
  await type('savedA.nothing()')
  await type('.seed 3')
  await type('function savedF(x) {\n  return x.add(torch.rand(2))\n}')
  const wanted = await type('savedB = savedF(savedA); savedB')
  assert.equal(await type(`.save ${path}`), `Saved 5 inputs to ${path}. .load ${path} runs them again.`)
  assert.equal(
    await type(`.save ${path}`),
    `CommandError: ${path} is there already. .save! ${path} overwrites it.`,
  )
  assert.match(await type(`.save! ${path}`), /^Saved 5 inputs/)
  assert.match(
    readFileSync(path, 'utf8'),
    /\n\/\/ failed:\n\/\/ savedA\.nothing\(\)\ntorch\.manual_seed\(3\);\n/,
  )
  await type('.reset')
  assert.equal(await type(`.load "${path}"`), `Loaded 5 inputs from ${path}.`)
  assert.equal(await type('savedB'), wanted)
  writeFileSync(path, '1\nnull.x\n')
  assert.equal(
    await type(`.load ${path}`),
    `CommandError: ${path}, line 2: AttributeError: 'NoneType' object has no attribute 'x'`,
  )
  assert.equal(
    await type('.load /no/such'),
    'CommandError: Cannot read /no/such: there is no such file or folder.',
  )
  assert.equal(scriptOf([], 5n), 'torch.manual_seed(5n);\n')
})

test('times', async () => {
  const type = typist()
  assert.match(await type('.time timed = 5'), /^[\d.]+ (s|ms|µs|ns)$/)
  assert.equal(await type('timed'), '5')
  assert.match(
    await type('.timeit torch.ones(2)'),
    /^[\d.]+ (µs|ns) ± [\d.]+ (µs|ns) per loop \(mean ± std\. dev\. of 7 runs, [125]0+ loops each\)$/,
  )
  assert.match(await type('.timeit null.x'), /^AttributeError/)
  assert.equal(durationText(0.0123456), '12.3 ms')
  assert.equal(timingText([1, 1, 1], 1), '1 s ± 0 ns per loop (mean ± std. dev. of 3 runs, 1 loop each)')
  assert.equal(bytesText(1536), '1.5 KiB')
})
