// A disk that is full under standard output, and signals that end the program while it has the terminal.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { bin, dltorch, plainEnvironment } from './dltorch.js'
import { Terminal } from './terminal.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-output-'))
after(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => join(folder, name)

const full = 'dltorch: cannot write to the output: no space left on the device (ENOSPC)\n'

test(
  'a full disk is one line and exit code 1, in every command',
  { skip: !existsSync('/dev/full') },
  async () => {
    writeFileSync(at('data.csv'), 'x,y\n1,2\n2,4\n3,7\n')
    writeFileSync(at('talk.ts'), 'setInterval(() => console.log(5), 5)')
    await dltorch(['train', 'linear', '--iterations', '3', '--save', at('model')])
    for (const args of [
      ['--version'],
      ['--help'],
      ['train', '--help'],
      ['eval', '1 + 1'],
      ['eval', 'print(1); print(2); 3'],
      ['eval', 'while (true) console.log(1)'],
      ['eval', 'new Promise((done) => setTimeout(() => { console.log(1); done() }, 50))'],
      ['run', at('talk.ts')],
      [],
      ['lesson'],
      ['lesson', 'intro'],
      ['train', 'linear', '--iterations', '50', '--save', at('kept')],
      ['train', 'logistic', '--json'],
      ['train', 'linear', '--export', '-'],
      ['predict', '--model', at('model'), '--data', at('data.csv')],
      ['doctor'],
    ]) {
      const output = openSync('/dev/full', 'w')
      const { status, stderr } = spawnSync(process.execPath, [bin, ...args], {
        cwd: folder,
        env: plainEnvironment(),
        input: 'print(1)\n2\n',
        stdio: ['pipe', output, 'pipe'],
        encoding: 'utf8',
        timeout: 60_000,
      })
      closeSync(output)
      assert.deepEqual([args, stderr, status], [args, full, 1])
    }
    assert.ok(existsSync(at('kept')))
  },
)

test('a reader that leaves is no failure', () => {
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${bin}" lesson intro | head -1`],
    {
      env: plainEnvironment(),
      encoding: 'utf8',
    },
  )
  assert.deepEqual([stdout.split('\n').length, stderr], [2, ''])
})

const endings = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
type Ending = (typeof endings)[number]

/** What the terminal is told at the end, after a signal that comes when `isReady`. */
async function ended(signal: Ending, args: string[], shown: string): Promise<string> {
  const terminal = new Terminal({ args, env: { XDG_DATA_HOME: folder, XDG_STATE_HOME: folder } })
  try {
    await terminal.showsWithin(shown)
    const { length } = terminal.written
    terminal.end(signal)
    assert.equal(await terminal.closed, 128 + constants.signals[signal])
    return terminal.written.slice(length)
  } finally {
    terminal.kill()
  }
}

for (const signal of endings) {
  test(`${signal} at the prompt and in a lesson ends bracketed paste`, async () => {
    assert.match(await ended(signal, [], '>>>'), /\x1b\[\?2004l/)
    assert.match(
      await ended(signal, ['lesson', 'intro', '--lang', 'en'], 'next goes on.\n>>>'),
      /\x1b\[\?2004l/,
    )
  })

  test(`${signal} on the live screen brings the cursor and the main screen back`, async () => {
    const said = await ended(signal, ['train', 'linear', '--until', 'none', '--speed', '1'], 'space')
    assert.match(said, /\x1b\[\?25h\x1b\[\?1049l/)
    assert.match(said, /No iteration was taken|Stopped by you/)
  })
}

test('who is stopped by another finds the terminal as it was, and goes on when woken', async () => {
  for (const [args, shown, away, back] of [
    [[], '>>>', '\x1b[?2004l', '\x1b[?2004h'],
    [['train', 'linear', '--until', 'none', '--speed', '1'], 'space', '\x1b[?1049l', '\x1b[?1049h'],
  ] as const) {
    const terminal = new Terminal({ args: [...args] })
    try {
      await terminal.showsWithin(shown)
      const { length } = terminal.written
      // No shell could wake this one, so that the system lets it go on at once.
      terminal.end('SIGTSTP')
      await terminal.until(() => terminal.written.slice(length).includes(back), 'the screen again')
      const said = terminal.written.slice(length)
      assert.ok(said.indexOf(away) < said.lastIndexOf(back) && said.includes(away))
      terminal.end('SIGTERM')
      assert.equal(await terminal.closed, 143)
    } finally {
      terminal.kill()
    }
  }
})

test('what was woken without having been stopped ends, too', async () => {
  const terminal = new Terminal()
  try {
    await terminal.shows('>>>')
    terminal.end('SIGCONT')
    terminal.type('print("still here")\r')
    await terminal.showsWithin('\nstill here\n>>>')
    terminal.end('SIGHUP')
    assert.equal(await terminal.closed, 128 + constants.signals.SIGHUP)
  } finally {
    terminal.kill()
  }
})

const lateLoop = 'setTimeout(() => { print("busy"); while (true) {} })\r'
for (const entry of ['', 'x = 1\r', 'while (true) {}\r', 'await new Promise(() => {})\r', lateLoop])
  test(`a terminal that is closed takes the program with it: ${JSON.stringify(entry)}`, async () => {
    const terminal = new Terminal()
    try {
      await terminal.shows('>>>')
      terminal.type(entry)
      if (entry !== '') await terminal.showsWithin(entry === lateLoop ? '\nbusy' : entry.trimEnd())
      terminal.hangUp()
      for (let waited = 0; terminal.isRunning && waited < 10_000; waited += 100) await setTimeout(100)
      assert.equal(terminal.isRunning, false)
    } finally {
      terminal.kill()
    }
  })

test('a computation is ended by a signal too', async () => {
  const terminal = new Terminal()
  try {
    await terminal.shows('>>>')
    terminal.type('print("busy"); while (true) {}\r')
    await terminal.showsWithin('\nbusy')
    terminal.end('SIGTERM')
    assert.notEqual(await terminal.closed, undefined)
    assert.ok(terminal.written.lastIndexOf('\x1b[?2004l') > terminal.written.lastIndexOf('\x1b[?2004h'))
  } finally {
    terminal.kill()
  }
})
