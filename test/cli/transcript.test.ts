// A session at the keyboard, key by key, in a wide terminal and in a narrow one.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { withTerminal } from './terminal.js'
import type { Terminal } from './terminal.js'

const state = mkdtempSync(join(tmpdir(), 'dltorch-keys-'))
after(() => rmSync(state, { recursive: true }))

const up = '\x1b[A'
const down = '\x1b[B'
const right = '\x1b[C'
const end = '\x1b[F'
const pasted = (text: string): string => `\x1b[200~${text}\x1b[201~`

type Talk = (terminal: Terminal, columns: number) => Promise<void>

const talks: Record<string, Talk> = {
  async 'typing and recalling several lines'(terminal) {
    await terminal.line('const a = torch.ones(2)', '')
    await terminal.line('a', 'tensor([1., 1.])')
    terminal.type('const row = [\r1,\r2]\r')
    await terminal.shows('>>> const row = [\n...   1,\n...   2]\n>>>')
    terminal.type(up)
    await terminal.shows('>>> const row = [\n...   1,\n...   2]')
    terminal.type(`${up} 4,${down}${end}; row\r`)
    await terminal.shows('>>> const row = [\n...   1, 4,\n...   2]; row\n[1, 4, 2]\n>>>')
    // What begins like what is typed, then from the middle of an older entry on.
    terminal.type(`a${up}`)
    await terminal.shows('\n>>> a')
    terminal.type('\x03')
    await terminal.shows('\nKeyboardInterrupt\n>>>')
    terminal.type('\x12ones')
    await terminal.shows('>>> const a = torch.ones(2)\n(reverse-i-search) ones')
    terminal.type(`${end}.mul(3); a\r`)
    await terminal.shows('tensor([3., 3.])\n>>>')
    await terminal.line("const 句 = '你好世界'; 句.length", '4')
  },

  async completing(terminal, columns) {
    terminal.type('torch.linsp\t')
    await terminal.until(
      () => /^>>> torch\.linspace\ntorch\.linspace\(start, end/m.test(terminal.screen),
      'its signature',
    )
    terminal.type('(0, 1, ste')
    // The parameters stand below, cut into as many rows as they need.
    await terminal.until(() => /\(0, 1, ste\n[^>]*torch\.linspace\(/.test(terminal.screen), 'the parameters')
    terminal.type('\t')
    await terminal.showsWithin('(0, 1, steps=')
    terminal.type('3)\r')
    await terminal.shows('tensor([0.0000, 0.5000, 1.0000])\n>>>')
    terminal.type('torch.ar\t')
    await terminal.until(() => /^>>> torch\.ar\narange +arc/m.test(terminal.screen), 'the list')
    // As many columns as fit.
    const list = terminal.screen.split('>>> torch.ar\n')[1].split('\n')
    assert.equal(list[0].split(/ +/).length, columns > 40 ? 7 : 4)
    terminal.type('\t')
    await terminal.showsWithin('>>> torch.arange')
    await terminal.showsWithin('Values from start')
    terminal.type('\x07')
    await terminal.shows('>>> torch.ar')
    terminal.type('\x15')
    await terminal.shows('\n>>>')
  },

  async pasting(terminal) {
    terminal.type(pasted('>>> let p = 1\r\n>>> p + 1\r\n2\r\n'))
    await terminal.shows('>>> let p = 1\n... p + 1')
    terminal.type('\r')
    await terminal.shows('... p + 1\n2\n>>>')
    // Taller than the terminal: its end is to be seen, and all of it is left behind.
    const lines = Array.from({ length: 60 }, (_, i) => `total += ${i + 1}`)
    terminal.type(pasted(`let total = 0\n${lines.join('\n')}\ntotal`))
    await terminal.shows('... total += 60\n... total')
    terminal.type('\r')
    await terminal.shows('... total += 60\n... total\n1830\n>>>')
    assert.ok(terminal.transcript.includes('\n>>> let total = 0\n... total += 1\n... total += 2\n'))
  },

  async interrupting(terminal) {
    await terminal.line('let x = torch.eye(400), kept = 5', '')
    await terminal.interrupted(`print('busy'); while (true) {}`)
    await terminal.interrupted(`setTimeout(print, 0, 'busy'); await new Promise(() => {})`)
    terminal.type(`print('busy'); for (;;)\x1b\rx = x.matmul(x)\r`)
    await terminal.shows('... x = x.matmul(x)\nbusy')
    terminal.type('\x03')
    await terminal.shows('busy\n^C\nKeyboardInterrupt\n>>>')
    await terminal.line('kept + x.size(0)', '405')
    // It clears what was typed; on an empty line it tells how to leave, and any other key forgets that.
    terminal.type('1 + 1\x03')
    await terminal.shows('>>> 1 + 1\nKeyboardInterrupt\n>>>')
    terminal.type('\x03')
    await terminal.shows('>>>\nCtrl-C once more leaves.')
    await terminal.line('kept', '5')
    terminal.type('\x03')
    await terminal.shows('>>>\nCtrl-C once more leaves.')
    terminal.type('k\x7f\x03')
    await terminal.shows('>>>\nCtrl-C once more leaves.')
    await terminal.line('kept', '5')
  },

  async 'another size'(terminal, columns) {
    terminal.type("'a text that is longer than a row of thirty'")
    await terminal.until(() => terminal.screen.replaceAll('\n', '').endsWith("thirty'"), 'all that was typed')
    terminal.resize(30, 12)
    await terminal.shows(">>> 'a text that is longer tha\nn a row of thirty'")
    terminal.type(`\x01"${right}`)
    await terminal.shows(`>>> "'a text that is longer th\nan a row of thirty'`)
    assert.deepEqual(terminal.cursor, [terminal.screen.split('\n').length - 2, 6])
    terminal.resize(60, 20)
    await terminal.shows(`\n>>> "'a text that is longer than a row of thirty'`)
    terminal.type('\x01\x04\r')
    const text = "'a text that is longer than a row of thirty'"
    await terminal.shows(`ves.\n>>> ${text}\n${text}\n>>>`)
    terminal.resize(columns, 20)
    await terminal.line('1 + 1', '2')
    // While code runs, too.
    terminal.type(`setTimeout(print, 0, 'busy'); await new Promise(() => {})\r`)
    await terminal.shows('\nbusy')
    terminal.resize(50, 10)
    terminal.type('\x03')
    await terminal.shows('\nKeyboardInterrupt\n>>>')
    await terminal.line('3', '3')
  },

  async 'asking about tensors'(terminal, columns) {
    await terminal.line('let w = torch.tensor([1.5, -1], { requires_grad: true })', '')
    await terminal.line('let y = w.mul(2).exp().sum()', '')
    terminal.type('w?\r')
    await terminal.until(
      () => /w, a tensor\nshape {4}\(2,\), 2 elements, 8 B\n[^]*\n>>>$/.test(terminal.screen),
      'the card',
    )
    const picture = ['y () = SumBackward0', '│', 'ExpBackward0', '│', 'MulBackward0', '│', 'w (2,)']
    terminal.type('.graph y\r')
    await terminal.until(() => {
      const [, shown = ''] = terminal.screen.split('>>> .graph y\n')
      const lines = shown.split('\n').map((line) => line.trim())
      return lines.join() === [...picture, '>>>'].join()
    }, 'the graph')
    terminal.type('.backward y\r')
    await terminal.until(
      () =>
        /^1\/4 {2}y = SumBackward0\b[^]*\[y \(\) = SumBackward0\][^]*\narrows: .* q leaves$/.test(
          terminal.screen,
        ),
      'the first page',
    )
    assert.ok(terminal.hasOwnScreen)
    terminal.type(`${right}j`)
    const gradients =
      /^in {4}tensor\(\[20\.0855, {2}0\.1353\]\) {2}sent[^]*^out {3}tensor\(\[40\.1711, {2}0\.2707\]\) {2}to/m
    await terminal.until(
      () => terminal.screen.includes('3/4  MulBackward0') && gradients.test(terminal.screen),
      'the third page',
    )
    terminal.resize(columns - 5, 12)
    await terminal.until(() => terminal.screen.split('\n').length === 12, 'twelve rows')
    terminal.type(`${end}\r`)
    await terminal.showsWithin('4/4  w')
    terminal.type('q')
    await terminal.shows(
      '.backward y\n4/4  w\n  in    tensor([40.1711,  0.2707])\n  then  becomes w.grad\n>>>',
    )
    assert.ok(!terminal.hasOwnScreen)
    // Nothing was changed by looking.
    await terminal.line('w.grad === null', 'True')
    await terminal.line('y.backward(); w.grad', 'tensor([40.1711,  0.2707])')
  },

  async 'what a timer prints stands above what is being typed'(terminal) {
    terminal.type('void setTimeout(() => print("tick"), 300)\r')
    terminal.type('1 +')
    await terminal.shows('tick\n>>> 1 +')
    terminal.type(' 2\r')
    await terminal.shows('>>> 1 + 2\n3\n>>>')
  },
}

for (const [columns, rows] of [
  [80, 24],
  [40, 20],
])
  for (const [name, talk] of Object.entries(talks)) {
    const folder = join(state, `${name} ${columns}`)
    const env = { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder }
    test(`${name} at ${columns}×${rows}`, () =>
      withTerminal({ columns, rows, env }, (terminal) => talk(terminal, columns)))
  }

test('two Ctrl-C on an empty line leave', async () => {
  const env = { XDG_STATE_HOME: state, XDG_CONFIG_HOME: state }
  await withTerminal({ env }, async (terminal) => {
    terminal.type('\x03\x03')
    assert.equal(await terminal.closed, 0)
  })
})
