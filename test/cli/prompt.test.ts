// The prompt in a real terminal, which util-linux's `script` lends.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { bin, plainEnvironment } from './dltorch.js'

const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0
const state = mkdtempSync(join(tmpdir(), 'dltorch-state-'))
after(() => rmSync(state, { recursive: true }))

/** A prompt to type at; what was printed since the last key is matched against what is expected. */
class Terminal {
  readonly #child: ChildProcessWithoutNullStreams
  #output = ''
  #onOutput = (): void => {}
  readonly closed: Promise<number | null>

  constructor() {
    const env = plainEnvironment({ XDG_STATE_HOME: state, NO_COLOR: '1', TERM: 'xterm' })
    this.#child = spawn('script', ['-qefc', `'${process.execPath}' '${bin}'`, '/dev/null'], { env })
    this.closed = new Promise((resolve) => this.#child.on('close', resolve))
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replaceAll('\r', '')
      this.#onOutput()
    })
  }

  /** Waits for `text` in what was printed since the last wait. */
  async sees(text: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`never saw ${JSON.stringify(text)} in ${JSON.stringify(this.#output)}`))
      }, 20_000)
      this.#onOutput = () => {
        const at = this.#output.indexOf(text)
        if (at < 0) return
        this.#output = this.#output.slice(at + text.length)
        clearTimeout(timer)
        resolve()
      }
      this.#onOutput()
    })
  }

  type(keys: string): void {
    this.#child.stdin.write(keys)
  }

  /** Types a line, and waits for what it prints and for the next prompt. */
  async line(text: string, printed: string, prompt = '>>> '): Promise<void> {
    this.type(`${text}\r`)
    await this.sees(printed)
    await this.sees(prompt)
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

test('a conversation', { skip: !hasScript, timeout: 120_000 }, async () => {
  const terminal = new Terminal()
  try {
    await terminal.sees('>>> ')
    await terminal.line('const a = torch.ones(2)', '\n')
    await terminal.line('a', '\ntensor([1., 1.])\n')
    await terminal.line('const a = 5; a', '\n5\n')
    await terminal.line('function f(x) {', '\n', '... ')
    await terminal.line('return x + 1 }', '\n')
    await terminal.line('f(2)', '\n3\n')
    await terminal.line('let n: number = 7; n', '\n7\n')
    await terminal.line('const z = null.x', "\nTypeError: Cannot read properties of null (reading 'x')\n")
    await terminal.line('const z = 4; z', '\n4\n')

    // Ctrl-C gets out of a loop and of a promise, and keeps variables.
    terminal.type('while (true) {}\r')
    await terminal.sees('while (true) {}\n')
    await new Promise((resolve) => setTimeout(resolve, 300))
    terminal.type('\u0003')
    await terminal.sees('KeyboardInterrupt\n>>> ')
    // Ctrl-C reached esbuild too, which the next line of TypeScript needs again.
    await terminal.line('let m: number = 8; m', '\n8\n')
    terminal.type('await new Promise(() => {})\r')
    await terminal.sees('{})\n')
    await new Promise((resolve) => setTimeout(resolve, 300))
    terminal.type('\u0003')
    await terminal.sees('KeyboardInterrupt\n>>> ')
    await terminal.line('a', '\n5\n')
    terminal.type('torch.no_grad(() => { while (true) {} })\r')
    await terminal.sees('})\n')
    await new Promise((resolve) => setTimeout(resolve, 300))
    terminal.type('\u0003')
    await terminal.sees('KeyboardInterrupt\n>>> ')
    await terminal.line('torch.is_grad_enabled()', '\ntrue\n')

    // Ctrl-C drops a line that was begun, also a continued one.
    await terminal.line('if (true) {', '\n', '... ')
    terminal.type('\u0003')
    await terminal.sees('KeyboardInterrupt\n>>> ')
    await terminal.line('1 + 1', '\n2\n')

    // Errors outside of an evaluation are told and survived.
    await terminal.line('void Promise.reject(new Error("nobody waits"))', 'Error: nobody waits\n')
    await terminal.line('void setTimeout(() => { throw new Error("late") }, 10)', 'Error: late\n')
    await terminal.line('a', '\n5\n')

    terminal.type('\u0004')
    assert.equal(await terminal.closed, 0)
  } finally {
    terminal.kill()
  }
  assert.match(readFileSync(join(state, 'dltorch', 'history'), 'utf8'), /^const a = torch.ones\(2\)\na\n/)
})
