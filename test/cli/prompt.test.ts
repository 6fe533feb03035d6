// The prompt in a real terminal: what one says to it, and what it remembers.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { withTerminal } from './terminal.js'

const state = mkdtempSync(join(tmpdir(), 'dltorch-state-'))
const env = { XDG_STATE_HOME: state, XDG_CONFIG_HOME: state }
const historyFile = join(state, 'dltorch', 'history.jsonl')
after(() => rmSync(state, { recursive: true }))

test('a conversation', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('const a = torch.ones(2)', '')
    await terminal.line('a', 'tensor([1., 1.])')
    await terminal.line('const a = 5; a', '5')
    terminal.type('function f(x) {\rreturn x + 1\r}\r')
    await terminal.shows('>>> function f(x) {\n...   return x + 1\n... }\n>>>')
    await terminal.line('f(2)', '3')
    await terminal.line('let n: number = 7; n', '7')
    await terminal.line(
      'const z = null.x',
      "  const z = null.x\n                 ^\nAttributeError: 'NoneType' object has no attribute 'x'",
    )
    await terminal.line('const z = 4; z', '4')

    // Ctrl-C gets out of a loop and of a promise, and keeps variables.
    await terminal.interrupted(`print('busy'); while (true) {}`)
    // Ctrl-C reached esbuild too, which the next line of TypeScript needs again.
    await terminal.line('let m: number = 8; m', '8')
    await terminal.interrupted(`setTimeout(print, 0, 'busy'); await new Promise(() => {})`)
    await terminal.line('a', '5')
    await terminal.interrupted(`torch.no_grad(() => { print('busy'); while (true) {} })`)
    await terminal.line('torch.is_grad_enabled()', 'True')

    // Ctrl-C drops what was begun.
    terminal.type('if (true) {\r')
    await terminal.shows('>>> if (true) {\n...')
    terminal.type('\x03')
    await terminal.shows('>>> if (true) {\n...\nKeyboardInterrupt\n>>>')
    await terminal.line('1 + 1', '2')

    // Where nobody could wake the program again, Ctrl-Z does not stop it.
    terminal.type('1 +\x1a')
    await terminal.shows('>>> 1 +\n>>> 1 +')
    terminal.type(' 3\r')
    await terminal.shows('\n>>> 1 +\n>>> 1 + 3\n4\n>>>')

    // Errors outside of an evaluation are told and survived.
    const place = (line: string, column: number, name: string): string =>
      `Traceback (most recent call last):\n  File "<stdin>", line 1, in ${name}\n    ${line}\n    ${' '.repeat(column)}^\n`
    const rejected = 'void Promise.reject(new Error("nobody waits"))'
    await terminal.line(rejected, `${place(rejected, 20, '<module>')}Error: nobody waits`)
    const thrown = 'void setTimeout(() => { throw new Error("late") }, 10)'
    await terminal.line(thrown, `${place(thrown, 30, '<module>')}Error: late`)
    // What they break is put back before the next entry is read.
    await terminal.line('void setTimeout(() => { Object.hasOwn = null })', '')
    const notice = 'Object.hasOwn: put back as before, since the prompt and torch stand on it.'
    terminal.type('2 + 2\r')
    await terminal.shows(`${notice}\n>>> 2 + 2\n4\n>>>`)
    await terminal.line('a', '5')
    const entries = readFileSync(historyFile, 'utf8').trim().split('\n')
    assert.equal(entries[2], '"const a = 5; a"')
    assert.equal(entries[3], '"function f(x) {\\n  return x + 1\\n}"')
    assert.equal(statSync(historyFile).mode & 0o777, 0o600)
  }))

test('settings are remembered', async () => {
  await withTerminal({ env }, async (terminal) => {
    await terminal.line('.set greeting off', 'greeting is off.')
    await terminal.line('.5 + 1', '1.5')
  })
  await withTerminal({ env }, async (terminal) => {
    assert.equal(terminal.transcript, '>>>')
    await terminal.line('.set greeting on', 'greeting is on.')
  })
})

test('a terminal that can do nothing gets no escape codes', () =>
  withTerminal({ env: { ...env, TERM: 'dumb' } }, async (terminal) => {
    await terminal.line('1 + 1', '2')
    terminal.type('f = [\r')
    await terminal.shows('>>> f = [\n...')
    terminal.type('1]\r')
    await terminal.shows('>>> f = [\n... 1]\n>>>')
    await terminal.interrupted(`print('busy'); while (true) {}`)
    terminal.type('abc')
    await terminal.shows('>>> abc')
    terminal.type('\x03')
    await terminal.shows('>>> abc^C\nKeyboardInterrupt\n>>>')
    await terminal.line('2 + 2', '4')
    assert.ok(!terminal.written.includes('\x1b'))
  }))
