// Ctrl-C in a terminal: what never returns to the event loop, what waits for ever, what runs while the prompt takes keys.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { bin, plainEnvironment } from './dltorch.js'
import { Terminal, withTerminal } from './terminal.js'

const env = { XDG_STATE_HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent' }

test('everything that runs is stopped, and variables stay', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('kept = torch.arange(3)', '')
    await terminal.line('const sleep = (ms) => new Promise((done) => setTimeout(done, ms))', '')
    await terminal.line('const step = async () => { await null }', '')
    await terminal.line('async function* endless() { while (true) yield 1 }', '')
    for (const endless of [
      'while (true) {}',
      'while (true) await null',
      'while (true) { await step() }',
      'while (true) { await sleep(1) }',
      'for await (const x of endless()) {}',
      'await sleep(1); while (true) await step()',
      'await sleep(1e7)',
      'while (true) torch.ones(3).add(1)',
      'while (true) { try { throw 1 } catch {} }',
      '(function f() { try { f() } finally { f() } })()',
      "/(x+x+)+y/.test('x'.repeat(60))",
      "await new Promise(() => queueMicrotask(() => { print('busy'); while (true) {} }))",
      "await new Promise(() => process.nextTick(() => { print('busy'); while (true) {} }))",
      "await new Promise(() => setTimeout(() => { print('busy'); while (true) {} }))",
      "await new Promise(() => setImmediate(() => { print('busy'); while (true) {} }))",
      '[3, 1, 2].sort(() => { while (true) {} })',
    ]) {
      await terminal.interrupted(endless.includes('busy') ? endless : `print('busy'); ${endless}`)
      await terminal.line('kept.sum()', 'tensor(3)')
    }
  }))

test('Ctrl-C at any moment after Enter stops what was entered, and many do not leave', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('kept = torch.arange(3)', '')
    terminal.type('class Slow:\rdef __repr__(self):\rwhile True: pass\r\r')
    await terminal.shows('...\n>>>')
    for (const endless of ['while (true) {}', 'while (true) await null', 'Slow()'])
      for (const wait of [0, 1, 3, 6, 12, 25, 50]) {
        terminal.type(`${endless}\r`)
        if (wait > 0) await sleep(wait)
        terminal.type('\x03')
        await terminal.shows('KeyboardInterrupt\n>>>')
        await terminal.line('kept.sum()', 'tensor(3)')
      }
    await terminal.line('import time', '')
    for (const endless of ['while (true) {}', 'time.sleep(1e6)', '[0 for _ in iter(int, 1)]']) {
      terminal.type(`${endless}\r`)
      await terminal.until(() => terminal.transcript.endsWith(endless), 'the entry')
      // Until they reach the prompt, however long the interrupt takes.
      for (let i = 0; i < 1000 && !terminal.screen.endsWith('Ctrl-D leaves.'); i++) {
        terminal.type('\x03')
        await sleep(10)
      }
      await terminal.until(() => terminal.screen.endsWith('Ctrl-D leaves.'), 'Ctrl-D leaves.')
      await terminal.line('kept.sum()', 'tensor(3)')
    }
  }))

test('products on threads are stopped, and the threads compute again', () =>
  withTerminal({ env: { ...env, DLTORCH_THREADS: '3', DLTORCH_BLAS: 'off' } }, async (terminal) => {
    await terminal.line('a = torch.ones(600, 600)', '')
    await terminal.line('a.matmul(a).sum()', 'tensor(2.1600e+08)')
    for (let k = 0; k < 3; k++) {
      await terminal.interrupted("print('busy'); while (true) a.matmul(a).exp()")
      await terminal.line('a.matmul(a).sum()', 'tensor(2.1600e+08)')
    }
  }))

test('what is loaded when it is first needed is whole, whenever Ctrl-C comes', async () => {
  for (const [needing, printed] of [
    ['torch.ones(2).numpy()', 'array([1., 1.], dtype=float32)'],
    ['np.array([3, 4])', 'array([3, 4])'],
    ['torch.ones(5000).exp().sum()', 'tensor(13591.4062)'],
    [
      'x = torch.ones(2, requires_grad=True); (x * x).exp().sum().backward(); x.grad',
      'tensor([5.4366, 5.4366])',
    ],
  ])
    await withTerminal({ env }, async (terminal) => {
      await terminal.interrupted(`print('busy'); ${needing}; while (true) {}`)
      await terminal.line(needing, printed)
    })
})

test('cells of a chapter that never end are stopped, also where they are run unseen', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dltorch-interrupts-'))
  const step = (title: string, code: string): string => `\n## ${title} · 一\n\n\`\`\`ts\n${code}\n\`\`\`\n`
  const endless = join(folder, 'endless')
  mkdirSync(endless)
  const chapter = `---\nname: endless\ntitle: Endless · 无尽\nabout: Cells that never end · 永不结束的单元格\n---\n
Cells.\n\n> 单元格。\n${step('One', 'kept = 5')}${step('Two', 'torch.no_grad(() => { while (true) {} })')}${step('Three', 'while (true) await null')}`
  writeFileSync(join(endless, 'chapter.md'), chapter)
  const terminal = new Terminal({ env, args: ['lesson', endless, '--lang', 'en', '--yes'] })
  try {
    await terminal.shows('>>>')
    for (const word of ['next', 'go 3', 'go 2']) {
      terminal.type(`${word}\r`)
      await terminal.until(() => terminal.transcript.endsWith(word), 'the word')
      const { length } = terminal.transcript
      const isBack = (): boolean =>
        /KeyboardInterrupt\n(\nnext goes on\.\n)?>>>/.test(terminal.transcript.slice(length))
      for (let i = 0; i < 100 && !isBack(); i++) {
        terminal.type('\x03')
        for (let k = 0; k < 20 && !isBack(); k++) await sleep(50)
      }
      await terminal.line('kept', '5')
      await terminal.line('torch.is_grad_enabled()', 'True')
    }
  } finally {
    terminal.kill()
    rmSync(folder, { recursive: true })
  }
})

test('what was given up does not go on', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('i = 0', '')
    await terminal.line('const sleep = (ms) => new Promise((done) => setTimeout(done, ms))', '')
    await terminal.line('async function* ticks() { while (true) { await sleep(1); yield ++i } }', '')
    for (const counting of [
      'while (true) { await sleep(1); i++ }',
      'for await (const x of ticks()) i = x',
      'await (async () => { for (;;) { try { await sleep(1) } finally { i++ } } })()',
      'await sleep(300); while (true) i++',
    ]) {
      await terminal.interrupted(`print('busy'); ${counting}`)
      await terminal.line('const before = i; await sleep(500); i - before', '0')
    }
  }))

test('what runs while the prompt takes keys is stopped by the key', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('kept = 5', '')
    for (const endless of [
      'void setTimeout(() => { print("busy"); while (true) {} }, 200)',
      'void setInterval(() => { print("busy"); while (true) {} }, 200)',
      'void setTimeout(async () => { print("busy"); while (true) await null }, 200)',
      'void fetch("data:,x").then(() => { print("busy"); while (true) {} })',
    ]) {
      terminal.type(`${endless}\r`)
      await terminal.until(() => /busy\n*(>>>)?$/.test(terminal.transcript), 'busy')
      // What was typed before it falls away.
      terminal.type('kept = 6\r\x03')
      await terminal.shows('KeyboardInterrupt\n>>>')
      await terminal.line('kept', '5')
    }
  }))

test('endless Python is stopped too, and errors that fight back later are survived', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('kept = torch.arange(3)', '')
    for (const endless of [
      "print('busy') or [0 for _ in iter(int, 1)]",
      "print('busy') or sum(1 for _ in iter(int, 1))",
      "print('busy') or list(map(lambda x: x, iter(int, 1)))",
    ]) {
      await terminal.interrupted(endless)
      await terminal.line('kept.sum()', 'tensor(3)')
    }
    const fighting = "Object.defineProperty(new Error('x'), 'message', { get() { throw 1 } })"
    terminal.type(`void setTimeout(() => { throw ${fighting} }, 10)\r`)
    await terminal.until(() => /\nError.*\n>>>$/.test(terminal.transcript), 'the error')
    await terminal.line('kept.sum()', 'tensor(3)')
  }))

test('loops of Python catch Ctrl-C, and what is to run at last runs', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('import time', '')
    for (const waits of [
      'while True: pass',
      'for i in iter(int, 1): i + 1',
      'list(map(str, iter(int, 1)))',
      'time.sleep(1e6)',
    ]) {
      const lines = [
        'def work():',
        '    try:',
        "        print('busy')",
        `        ${waits}`,
        "    except KeyboardInterrupt as error: print('caught', repr(error))",
        "    finally: print('at last')",
      ]
      terminal.type(`\x1b[200~${lines.join('\n')}\n\x1b[201~\r\r`)
      await terminal.until(() => /\.\.\.\n>>>$/.test(terminal.transcript), 'the definition')
      terminal.type('work()\r')
      await terminal.until(() => /busy$/.test(terminal.transcript), 'busy')
      terminal.type('\x03')
      await terminal.shows('busy\n^Ccaught KeyboardInterrupt()\nat last\n>>>')
    }
  }))

test('a Python file catches Ctrl-C', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dltorch-interrupts-'))
  const program = `
import time
time.sleep(3)
print('busy')
try:
    while True: pass
except KeyboardInterrupt:
    print('caught')
# Until the thread that hears the first waits for the next, one more ends the program.
time.sleep(1)
print('again')
while True: pass
`
  writeFileSync(join(folder, 'busy.py'), program)
  const child = spawn(process.execPath, [bin, 'run', 'busy.py'], { cwd: folder, env: plainEnvironment() })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    for (const _ of text.match(/busy|again/g) ?? []) child.kill('SIGINT')
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const code = await new Promise((resolve) => child.on('close', resolve))
  rmSync(folder, { recursive: true })
  assert.equal(stdout, 'busy\ncaught\nagain\n')
  assert.match(
    stderr,
    /^Traceback .*\n {2}File "busy.py", line 12, in <module>\n.*\n.*\nKeyboardInterrupt\n$/,
  )
  assert.equal(code, 130)
})

test('showing a value that never ends is stopped, and what is shown later is whole', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('let shows = () => { print("busy"); while (true) {} }', '')
    await terminal.line('class Slow extends nn.Module { extra_repr() { return shows() } }', '')
    await terminal.line('slow = new Slow(); around = [1, slow]; kept = torch.arange(3)', '')
    await terminal.line('class Said { toString() { return shows() } }', '')
    for (const endless of [
      'slow',
      'around',
      '`${slow}`',
      '`${new Said()}`',
      'print(around)',
      '({ get a() { return shows() } }).a',
      'new Proxy([1, 2], { get: () => shows() })',
      'new Proxy({}, { ownKeys: () => shows() })',
      'torch.tensor(new Proxy([1, 2], { get: () => shows() }))',
    ]) {
      await terminal.interrupted(endless)
      await terminal.line('kept.sum()', 'tensor(3)')
    }
    await terminal.line("shows = () => 'there'; around", '[1, Slow(there)]')
  }))

test('a __repr__ of Python that never ends is stopped', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('shows = lambda self: print("busy") or [0 for _ in iter(int, 1)]', '')
    terminal.type('class A:\rdef __repr__(self): return shows(self)\r\r')
    await terminal.shows('return shows(self)\n...\n>>>')
    for (const endless of ['A()', '[1, A()]', 'repr(A())', 'f"{A()}"', 'print({1: A()})'])
      await terminal.interrupted(endless)
  }))

test('SIGTERM, SIGHUP and SIGQUIT end a loop in a timer with the program, and leave the terminal as it was', async () => {
  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)
    for (const endless of [
      "void setTimeout(() => { print('busy'); while (true) {} }, 50)",
      "void setInterval(() => { print('busy'); while (true) { try { throw 1 } catch {} } }, 1)",
      "void setImmediate(async () => { print('busy'); while (true) await null })",
      "void setTimeout(() => { print('busy'); [3, 1, 2].sort(() => { while (true) {} }) }, 50)",
    ]) {
      const terminal = new Terminal({ env })
      try {
        // Typed before any thread can listen: what runs waits for them.
        terminal.type(`${endless}\r`)
        await terminal.showsWithin('\nbusy')
        terminal.end(signal)
        assert.equal(await terminal.closed, code, endless)
        for (const [on, off] of [
          ['\x1b[?2004h', '\x1b[?2004l'],
          ['\x1b[?25l', '\x1b[?25h'],
        ])
          assert.ok(terminal.written.lastIndexOf(off) >= terminal.written.lastIndexOf(on), endless)
      } finally {
        terminal.kill()
      }
    }
})
