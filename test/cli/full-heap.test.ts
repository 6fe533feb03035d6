// What fills the heap is ended before V8 ends the program. At the prompt variables stay, and let go of it makes room again; a
// file, or a text that is evaluated, ends with a MemoryError, which Python may catch.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { dltorch } from './dltorch.js'
import { withTerminal } from './terminal.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-heap-'))
after(() => rmSync(folder, { recursive: true }))

const env = {
  XDG_STATE_HOME: '/nonexistent',
  XDG_CONFIG_HOME: '/nonexistent',
  NODE_OPTIONS: '--max-old-space-size=80',
}
/** Of a program that is watched only once it runs for a while: it must not be full before. */
const envOfProgram = { ...env, NODE_OPTIONS: '--max-old-space-size=300' }

test('what fills a small heap is ended, again and again', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('kept = torch.arange(3)', '')
    for (const endless of [
      'a = []; while (true) a.push({ x: 1 })',
      'a = torch.ones(3, { requires_grad: true }); while (true) a = a + 1',
    ]) {
      terminal.type(`${endless}\r`)
      await terminal.until(() => /\nMemoryError[^>]*>>>$/.test(terminal.transcript), 'MemoryError')
      await terminal.line('kept.sum()', 'tensor(3)')
      await terminal.line('a = null', '')
    }
  }))

test('a timer that fills it is told of as what it is', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('kept = torch.arange(3)', '')
    terminal.type('setTimeout(() => { let a = null; while (true) a = { a } }, 300); null\r')
    await terminal.until(() => /\nMemoryError[^>]*>>>$/.test(terminal.transcript), 'MemoryError')
    assert.doesNotMatch(terminal.transcript, /KeyboardInterrupt/)
    await terminal.line('kept.sum()', 'tensor(3)')
  }))

const chain = 'x = None\nwhile True:\n    x = (x, 1)\n'

for (const [name, args, said] of [
  [
    'a Python file',
    ['run', 'chain.py', chain],
    /^Traceback [^]*\n  File "chain.py", line [23], in <module>\n[^]*\nMemoryError\n$/,
  ],
  [
    'a Python file that waits for nothing but its own functions',
    ['run', 'calls.py', 'def f(x):\n    return (x, 1)\nx = None\nwhile True: x = f(x)\n'],
    /\nMemoryError\n$/,
  ],
  [
    'a TypeScript file',
    ['run', 'chain.ts', 'let x: unknown = null\nwhile (true) x = { x }\n'],
    /\nMemoryError: /,
  ],
  [
    'a graph without end',
    [
      'run',
      'graph.ts',
      "import torch from 'dltorch'\nlet x = torch.ones(3, { requires_grad: true })\nwhile (true) x = x.add(1)\n",
    ],
    /\nMemoryError: /,
  ],
  ['a text', ['eval', 'let x = null; while (true) x = { x }'], /^(?:  File [^]*\n)?MemoryError: /],
  ['a text in Python', ['eval', '--lang', 'python', chain], /\nMemoryError\n$/],
] as const)
  test(`${name} ends with a MemoryError`, async () => {
    const [command, file, text] = args
    if (command === 'run') writeFileSync(join(folder, file), text)
    const given = command === 'run' ? [command, file] : [...args]
    const { stdout, stderr, code } = await dltorch(given, { cwd: folder, env: envOfProgram })
    assert.match(stderr, said)
    assert.deepEqual([code, stdout], [1, ''])
  })

test('Python catches it, lets go, and goes on', async () => {
  const program = `import torch
def fill():
    x = None
    try:
        while True: x = (x, 1)
    finally:
        print('left')
for _ in range(3):
    try:
        fill()
    except MemoryError as error:
        print(repr(error))
print(torch.arange(3).sum())
`
  writeFileSync(join(folder, 'caught.py'), program)
  const { stdout, stderr, code } = await dltorch(['run', 'caught.py'], { cwd: folder, env: envOfProgram })
  assert.deepEqual([stderr, code], ['', 0])
  assert.equal(stdout, 'left\nMemoryError()\n'.repeat(3) + 'tensor(3)\n')
})
