// The prompt in a real terminal, which util-linux's `script` lends; what it shows is read off a screen in memory.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Screen } from '../repl/editor/screen.js'
import { bin, plainEnvironment } from './dltorch.js'

const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0
const state = mkdtempSync(join(tmpdir(), 'dltorch-state-'))
const home = { XDG_STATE_HOME: state, XDG_CONFIG_HOME: state }
const historyFile = join(state, 'dltorch', 'history.jsonl')
after(() => rmSync(state, { recursive: true }))

interface TerminalOptions {
  columns?: number
  rows?: number
  env?: Record<string, string>
}

/** A prompt to type at. */
class Terminal {
  readonly #child: ChildProcessWithoutNullStreams
  readonly screen: Screen
  /** Everything that was written, escape codes too. */
  written = ''
  #onOutput = (): void => {}
  readonly closed: Promise<number | null>

  constructor({ columns = 80, rows = 24, env = {} }: TerminalOptions = {}) {
    this.screen = new Screen(columns, rows)
    const start = `stty cols ${columns} rows ${rows}; exec '${process.execPath}' '${bin}'`
    this.#child = spawn('script', ['-qefc', start, '/dev/null'], {
      env: plainEnvironment({ ...home, NO_COLOR: '1', TERM: 'xterm', ...env }),
    })
    this.closed = new Promise((resolve) => this.#child.on('close', resolve))
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.written += text
      this.screen.write(text)
      this.#onOutput()
    })
  }

  /** All there was on the screen from the start on. */
  get transcript(): string {
    return [...this.screen.scrolledOff, this.screen.text].join('\n')
  }

  /** Waits until the transcript ends so. */
  async shows(end: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`never saw ${JSON.stringify(end)} at the end of\n${this.transcript}`))
      }, 20_000)
      this.#onOutput = () => {
        if (!this.transcript.endsWith(end)) return
        clearTimeout(timer)
        resolve()
      }
      this.#onOutput()
    })
  }

  type(keys: string): void {
    this.#child.stdin.write(keys)
  }

  /** Types an entry; its lines, what it prints and the next prompt then end the transcript. */
  async line(text: string, printed: string): Promise<void> {
    this.type(`${text}\r`)
    await this.shows(`>>> ${text}\n${printed && `${printed}\n`}>>>`)
  }

  /** Types an entry that does not end, and interrupts it. */
  async interrupted(text: string): Promise<void> {
    this.type(`${text}\r`)
    await this.shows(`>>> ${text}`)
    await new Promise((resolve) => setTimeout(resolve, 400))
    this.type('\x03')
    await this.shows(`>>> ${text}\n^C\nKeyboardInterrupt\n>>>`)
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

async function withTerminal(
  options: TerminalOptions,
  talk: (terminal: Terminal) => Promise<void>,
): Promise<void> {
  const terminal = new Terminal(options)
  try {
    await terminal.shows('>>>')
    await talk(terminal)
    terminal.type('\x04')
    assert.equal(await terminal.closed, 0)
  } finally {
    terminal.kill()
  }
}

const options = { skip: !hasScript, timeout: 120_000 }

test('a conversation', options, () =>
  withTerminal({}, async (terminal) => {
    await terminal.line('const a = torch.ones(2)', '')
    await terminal.line('a', 'tensor([1., 1.])')
    await terminal.line('const a = 5; a', '5')
    terminal.type('function f(x) {\rreturn x + 1\r}\r')
    await terminal.shows('>>> function f(x) {\n...   return x + 1\n... }\n>>>')
    await terminal.line('f(2)', '3')
    await terminal.line('let n: number = 7; n', '7')
    await terminal.line(
      'const z = null.x',
      "  const z = null.x\n                 ^\nTypeError: Cannot read properties of null (reading 'x')",
    )
    await terminal.line('const z = 4; z', '4')

    // Ctrl-C gets out of a loop and of a promise, and keeps variables.
    await terminal.interrupted('while (true) {}')
    // Ctrl-C reached esbuild too, which the next line of TypeScript needs again.
    await terminal.line('let m: number = 8; m', '8')
    await terminal.interrupted('await new Promise(() => {})')
    await terminal.line('a', '5')
    await terminal.interrupted('torch.no_grad(() => { while (true) {} })')
    await terminal.line('torch.is_grad_enabled()', 'True')

    // Ctrl-C drops what was begun.
    terminal.type('if (true) {\r')
    await terminal.shows('>>> if (true) {\n...')
    terminal.type('\x03')
    await terminal.shows('KeyboardInterrupt\n>>>\nCtrl-C once more leaves.')
    await terminal.line('1 + 1', '2')

    // Where nobody could wake the program again, Ctrl-Z does not stop it.
    terminal.type('1 +\x1a')
    await new Promise((resolve) => setTimeout(resolve, 500))
    terminal.type(' 3\r')
    await terminal.shows('\n>>> 1 +\n>>> 1 + 3\n4\n>>>')

    // Errors outside of an evaluation are told and survived.
    await terminal.line('void Promise.reject(new Error("nobody waits"))', 'Error: nobody waits')
    await terminal.line('void setTimeout(() => { throw new Error("late") }, 10)', 'Error: late')
    await terminal.line('a', '5')
    const entries = readFileSync(historyFile, 'utf8').trim().split('\n')
    assert.equal(entries[2], '"const a = 5; a"')
    assert.equal(entries[3], '"function f(x) {\\n  return x + 1\\n}"')
    assert.equal(statSync(historyFile).mode & 0o777, 0o600)
  }),
)

for (const [columns, rows] of [
  [80, 24],
  [40, 20],
]) {
  test(`keys at ${columns}×${rows}`, options, () =>
    withTerminal({ columns, rows }, async (terminal) => {
      // Entries of several lines come back as one.
      terminal.type('const row = [\r1,\r2]\r')
      await terminal.shows('>>> const row = [\n...   1,\n...   2]\n>>>')
      terminal.type('\x1b[A')
      await terminal.shows('>>> const row = [\n...   1,\n...   2]')
      terminal.type('\x1b[A 4,\x1b[B\x1b[F; row\r')
      await terminal.shows('>>> const row = [\n...   1, 4,\n...   2]; row\n[1, 4, 2]\n>>>')

      terminal.type('torch.linsp\t')
      await terminal.shows('included.')
      terminal.type('(0, 1, 3)\r')
      await terminal.shows('tensor([0.0000, 0.5000, 1.0000])\n>>>')

      terminal.type('\x1b[200~>>> let p = 1\r\n>>> p + 1\r\n2\r\n\x1b[201~')
      await terminal.shows('>>> let p = 1\n... p + 1')
      terminal.type('\r')
      await terminal.shows('... p + 1\n2\n>>>')

      terminal.type('\x12linsp')
      await terminal.shows('(reverse-i-search) linsp')
      terminal.type('\r')
      await terminal.shows('tensor([0.0000, 0.5000, 1.0000])\n>>>')

      await terminal.line("const 句 = '你好世界'; 句.length", '4')

      // What a timer prints stands above what is being typed.
      terminal.type('void setTimeout(() => print("tick"), 300)\r')
      terminal.type('1 +')
      await terminal.shows('tick\n>>> 1 +')
      terminal.type(' 2\r')
      await terminal.shows('>>> 1 + 2\n3\n>>>')

      const narrow = "process.getBuiltinModule('child_process')"
      terminal.type(`${narrow}.execSync('stty cols 30', { stdio: 'inherit' }), 5\r`)
      await terminal.shows('\n5\n>>>')
      terminal.screen.resize(30, rows)
      terminal.type("'a text that is longer than a row'\r")
      await terminal.shows(
        ">>> 'a text that is longer tha\nn a row'\n'a text that is longer than a\nrow'\n>>>",
      )
    }),
  )
}

test('settings are remembered', options, async () => {
  await withTerminal({}, async (terminal) => {
    await terminal.line('.set greeting off', 'greeting is off.')
    await terminal.line('.5 + 1', '1.5')
  })
  await withTerminal({}, async (terminal) => {
    assert.equal(terminal.transcript, '>>>')
    await terminal.line('.set greeting on', 'greeting is on.')
  })
})

test('a terminal that can do nothing gets no escape codes', options, () =>
  withTerminal({ env: { TERM: 'dumb' } }, async (terminal) => {
    await terminal.line('1 + 1', '2')
    terminal.type('f = [\r')
    await terminal.shows('>>> f = [\n...')
    terminal.type('1]\r')
    await terminal.shows('>>> f = [\n... 1]\n>>>')
    await terminal.interrupted('while (true) {}')
    terminal.type('abc')
    await terminal.shows('>>> abc')
    terminal.type('\x03')
    await terminal.shows('>>> abc^C\nKeyboardInterrupt\n>>>')
    await terminal.line('2 + 2', '4')
    assert.ok(!terminal.written.includes('\x1b'))
  }),
)
