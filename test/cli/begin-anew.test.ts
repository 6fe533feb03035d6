// What an entry breaks for good at the prompt of a terminal is said, and a fresh session follows: the process goes on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Terminal } from './terminal.js'

const env = { XDG_STATE_HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent' }
const fresh = 'A fresh session. Variables are gone, the history of entries is kept.\n'

async function atPrompt(talk: (terminal: Terminal) => Promise<void>): Promise<void> {
  const terminal = new Terminal({ env })
  try {
    await terminal.shows('>>>')
    await terminal.line('kept = 5', '')
    await talk(terminal)
    // The session that follows is whole, and ends as any other.
    await terminal.interrupted(`print('busy'); while (true) {}`)
    await terminal.line('z = torch.ones(2) + 1; z', 'tensor([2., 2.])')
    await terminal.line('kept', `  kept\n  ^\nReferenceError: kept is not defined`)
    terminal.type('\x04')
    assert.equal(await terminal.closed, 0)
  } finally {
    terminal.kill()
  }
}

/** Types an entry and waits until it was taken and the prompt is there again. */
async function enter(terminal: Terminal, text: string, shown: string): Promise<void> {
  const before = terminal.transcript.length
  terminal.type(`${text}\r`)
  await terminal.until(
    () => terminal.transcript.endsWith('\n>>>') && terminal.transcript.slice(before).includes(shown),
    shown,
  )
}

for (const [breaking, said] of [
  ['void Object.freeze(globalThis)', '.reset begins a\nfresh session, without your variables.'],
  ['void Object.preventExtensions(globalThis)', 'takes no new names any more'],
  ["void Object.defineProperty(globalThis, 'torch', { value: 3, configurable: false })", ''],
  [
    "void Object.defineProperty(Object.prototype, 'value', { get() { return 5 }, set() {} })",
    'Object.prototype.value: changed for good',
  ],
])
  test(`.reset after ${breaking}`, () =>
    atPrompt(async (terminal) => {
      await enter(terminal, breaking, said)
      await enter(terminal, '.reset', fresh)
    }))

test('.reset! undoes what was done to torch', () =>
  atPrompt(async (terminal) => {
    await terminal.line('torch.ones = null; torch.set_default_dtype(torch.float64)', '')
    await terminal.line('void setInterval(() => print("tick"), 1e5)', '')
    await enter(terminal, '.reset!', fresh)
  }))

test('where nothing can be said any more, a fresh session begins by itself', () =>
  atPrompt(async (terminal) => {
    await enter(
      terminal,
      "void ['map', 'forEach', 'push'].forEach((k) => Object.defineProperty(Array.prototype, k, { value: 3, configurable: false }))",
      '',
    )
    for (let i = 0; i < 3 && !terminal.transcript.includes('A fresh one begins'); i++)
      await enter(terminal, '1', '')
    await terminal.until(() => /A fresh one begins[^]*\n>>>$/.test(terminal.transcript), 'a fresh session')
  }))
