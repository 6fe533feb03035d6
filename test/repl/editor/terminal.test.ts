// The editor on a screen: keys as a terminal sends them, and what is then to be seen.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Assistant } from '../../../src/repl/editor/terminal.js'
import { Desk } from './desk.js'
import type { DeskOptions } from './desk.js'

const up = '\x1b[A'
const left = '\x1b[D'
const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`

/** Keys, and the screen after them with `|` for the cursor. */
const screens: [name: string, options: DeskOptions, keys: string, expected: string][] = [
  ['an empty prompt', {}, '', '>>> |'],
  ['text', {}, 'x + 1', '>>> x + 1|'],
  ['the cursor within', {}, `x + 1${left}${left}`, '>>> x +| 1'],
  ['text before the cursor', {}, `bc${left}${left}a`, '>>> a|bc'],
  ['a bracket open goes on below', {}, 'f(\r1,', '>>> f(\n...   1,|'],
  ['a closing bracket goes back', {}, 'if (x) {\rg()\r}', '>>> if (x) {\n...   g()\n... }|'],
  ['a line break by Alt-Enter', {}, 'a\x1b\rb', '>>> a\n... b|'],
  ['up into the line above', {}, `abc\x1b\rd${up}X`, '>>> aX|bc\n... d'],
  ['a long line goes on at the edge', { columns: 10 }, 'abcdefghij', '>>> abcdef\nghij|'],
  ['a full row has the cursor below it', { columns: 10 }, 'abcdef', '>>> abcdef\n|'],
  ['wide characters are not cut', { columns: 9 }, '你好世界', '>>> 你好\n世界|'],
  ['over wide characters', {}, `你好${left}x`, '>>> 你x|好'],
  ['emoji are one character', {}, `👨‍👩‍👧b${left}${left}a`, '>>> a|👨‍👩‍👧b'],
  ['deleting an emoji', {}, 'a👨‍👩‍👧\x7fb', '>>> ab|'],
  ['a combining accent', {}, 'e\u0301x\x7f\x7fy', '>>> y|'],
  ['a prompt too wide is left out', { columns: 6 }, 'abcdefg', 'abcdef\ng|'],
  ['very narrow', { columns: 2 }, 'abc', 'ab\nc|'],
  [
    'an entry taller than the screen shows the cursor',
    { rows: 3 },
    'a\x1b\rb\x1b\rc\x1b\rd',
    '... b\n... c\n... d|',
  ],
  ['and scrolls back up', { rows: 3 }, `a\x1b\rb\x1b\rc\x1b\rd${up}${up}${up}`, '>>> a|\n... b\n... c'],
  ['pasted lines are one entry', {}, paste('a = 1\r\nb = 2\n'), '>>> a = 1\n... b = 2|'],
  ['Ctrl-C ends a paste whose end was lost', {}, '\x1b[200~f(1,\x03x', '>>> x|'],
  ['pasted prompts fall away', {}, paste('>>> f(1,\n...   2)\n3\n'), '>>> f(1,\n...   2)|'],
  ['a dropped entry', {}, 'abc\x03', '>>> abc\nKeyboardInterrupt\n>>> |'],
  ['how to leave', {}, 'abc\x03\x03', '>>> abc\nKeyboardInterrupt\n>>> |\nCtrl-C once more leaves.'],
  ['without hints', { settings: { hints: false } }, '\x03', '>>> |'],
  ['a blank entry', {}, '\r', '>>>\n>>> |'],
  ['clearing the screen', {}, '\r\rb\x0c', '>>> b|'],
  ['history', { history: ['one', 'two'] }, up, '>>> two|'],
  ['history by prefix', { history: ['one', 'two'] }, `o${up}`, '>>> one|'],
  ['an entry of several lines', { history: ['f(\n  1)'] }, up, '>>> f(\n...   1)|'],
  ['searching', { history: ['first', 'second'] }, '\x12ir', '>>> f|irst\n(reverse-i-search) ir'],
  [
    'searching in vain',
    { history: ['first', 'second'] },
    '\x12irx',
    '>>> f|irst\n(failed reverse-i-search) irx',
  ],
  ['control characters are seen', {}, paste('a\tb'), '>>> a  b|'],
]

for (const [name, options, keys, expected] of screens) {
  test(name, async () => {
    const desk = new Desk(options)
    desk.ask()
    await desk.type(keys)
    assert.equal(desk.screen.withCursor, expected)
    desk.editor.close()
  })
}

test('entries come one after the other, and the terminal is as it was in between', async () => {
  const desk = new Desk()
  desk.ask()
  assert.ok(desk.isRaw)
  assert.ok(desk.screen.modes.has('?2004'))
  await desk.type('f(\r1)\r')
  assert.deepEqual(desk.entries, ['f(\n  1)'])
  assert.ok(!desk.isRaw)
  assert.ok(!desk.screen.modes.has('?2004'))
  desk.output.write('value\n')
  desk.ask()
  await desk.type('2')
  assert.equal(desk.screen.withCursor, '>>> f(\n...   1)\nvalue\n>>> 2|')
  for (let i = 0; i < 3; i++) await desk.type('\x03')
  assert.deepEqual(desk.entries, ['f(\n  1)', null])
})

test('keys that came too early are for the next entry', async () => {
  const desk = new Desk()
  desk.ask()
  await desk.type('1\r2\r3')
  assert.deepEqual(desk.entries, ['1'])
  desk.ask()
  await desk.type('')
  desk.ask()
  await desk.type('')
  assert.deepEqual(desk.entries, ['1', '2'])
  assert.equal(desk.screen.withCursor, '>>> 1\n>>> 2\n>>> 3|')
})

test('Ctrl-C right after Enter takes the entry back', async () => {
  const desk = new Desk()
  desk.ask()
  await desk.type('1 + 1\r2\x03')
  const dropped = '>>> 1 + 1\nKeyboardInterrupt\n>>> |'
  assert.equal(desk.screen.withCursor, dropped)
  // Pressed again in haste it does not leave.
  await desk.type('\x03\x03\x03')
  assert.equal(desk.screen.withCursor, `${dropped}\nCtrl-D leaves.`)
  await desk.type('3\x7f\x03')
  assert.equal(desk.screen.withCursor, `${dropped}\nCtrl-C once more leaves.`)
  assert.deepEqual(desk.entries, [])
})

test('keys that nobody had read when the terminal made lines again stay keys', async () => {
  const waiting = ['', '2\r', '3', '\x03', '4']
  const desk = new Desk({ waiting })
  desk.ask()
  await desk.type('1\r')
  assert.deepEqual(desk.entries, [])
  assert.equal(desk.screen.withCursor, '>>> 1\nKeyboardInterrupt\n>>> 4|')
  waiting.push('5\r')
  await desk.type('\r')
  desk.ask()
  await desk.type('')
  assert.deepEqual(desk.entries, ['4', '5'])
})

test('Enter typed while code ran comes as a line feed and enters; typed at the prompt a line feed breaks the line', async () => {
  const waiting = ['1 + 1\n2 ', '+ 2\n']
  const desk = new Desk({ waiting })
  desk.ask()
  await desk.type('')
  desk.ask()
  await desk.type('')
  assert.deepEqual(desk.entries, ['1 + 1', '2 + 2'])
  desk.ask()
  await desk.type('\na\nb')
  assert.equal(desk.screen.withCursor, '>>> 1 + 1\n>>> 2 + 2\n>>>\n... a\n... b|')
})

test('Enter pressed just when the terminal makes lines again is one for what comes next', async () => {
  // As a key, it is read; then it comes as a line feed.
  const desk = new Desk({ waiting: ['', 'a\nb', '', 'c\n'] })
  desk.ask()
  await desk.type('1\r')
  desk.ask()
  await desk.type('')
  assert.deepEqual(desk.entries, ['1', 'a\nbc'])
})

test('Ctrl-C that is read together with Enter takes an empty entry back', async () => {
  const desk = new Desk({ returnsEmpty: true })
  desk.ask()
  await desk.type('\r\x03')
  assert.deepEqual(desk.entries, [])
  assert.equal(desk.screen.withCursor, '>>>\nKeyboardInterrupt\n>>> |')
})

test('keys that somebody else has read come first', async () => {
  const desk = new Desk({ held: ['1 +', ' 1'] })
  desk.ask()
  await desk.type(' + 1\r')
  assert.deepEqual(desk.entries, ['1 + 1 + 1'])
})

test('what code prints stands above the prompt', async () => {
  const desk = new Desk()
  desk.output.write('without end')
  desk.ask()
  await desk.type('f(\r1')
  desk.output.write('tick\n')
  await desk.type('')
  assert.equal(desk.screen.withCursor, 'without end\ntick\n>>> f(\n...   1|')
  desk.output.write('tock')
  await desk.type('')
  assert.equal(desk.screen.withCursor, 'without end\ntick\ntock\n>>> f(\n...   1|')
})

test('a tall entry is left behind as a whole', async () => {
  const desk = new Desk({ rows: 4 })
  desk.ask()
  await desk.type(`a\x1b\rb\x1b\rc\x1b\rd\x1b\re${up}${up}${up}\r`)
  assert.equal([...desk.screen.scrolledOff, desk.screen.text].join('\n'), '>>> a\n... b\n... c\n... d\n... e')
})

test('another size', async () => {
  const desk = new Desk({ columns: 20 })
  desk.ask()
  await desk.type('0123456789abcdefghij')
  assert.equal(desk.screen.withCursor, '>>> 0123456789abcdef\nghij|')
  await desk.resize(30, 8)
  assert.equal(desk.screen.withCursor, '>>> 0123456789abcdefghij|')
  await desk.resize(30, 2)
  await desk.type('\x1b\rx\x1b\ry')
  assert.equal(desk.screen.withCursor, '... x\n... y|')
})

const assistant: Assistant = {
  complete: (text, cursor) => ({
    from: text.lastIndexOf('.', cursor - 1) + 1,
    items: ['apple', 'apricot', 'apricots']
      .filter((name) => name.startsWith(text.slice(text.lastIndexOf('.', cursor - 1) + 1, cursor)))
      .map((name) => ({ text: name })),
    describe: ({ text }) => `about ${text}`,
  }),
  hints: (text, cursor) =>
    /\([^)]*$/.test(text.slice(0, cursor)) ? [{ text: 'f(a, b)', active: [2, 3] }] : [],
}

const completions: [name: string, keys: string, expected: string, options?: DeskOptions][] = [
  ['the common prefix first', 'x.a\t', '>>> x.ap|'],
  ['then a list', 'x.a\t\t', '>>> x.ap|\napple     apricot   apricots'],
  ['then one by one', 'x.a\t\t\t', '>>> x.apple|\napple     apricot   apricots\nabout apple'],
  ['backwards', 'x.a\t\t\x1b[Z', '>>> x.apricots|\napple     apricot   apricots\nabout apricots'],
  ['round again', 'x.a\t\t\t\t\t\t', '>>> x.apple|\napple     apricot   apricots\nabout apple'],
  ['going back to what was typed', 'x.a\t\t\t\x07', '>>> x.ap|'],
  ['typing on closes the list', 'x.a\t\t\t+', '>>> x.apple+|'],
  ['Enter takes the choice only', 'x.a\t\t\t\r', '>>> x.apple|'],
  ['the only one is taken', 'x.apricots\t', '>>> x.apricots|\nabout apricots'],
  ['nothing to complete', 'x.b\t', '>>> x.b|'],
  ['without the list', 'x.a\t\t\t', '>>> x.apple|', { settings: { completions: false } }],
  ['in a narrow terminal', 'x.a\t\t', '>>> x.ap|\napple\napricot\napricots', { columns: 12 }],
  ['with little room', 'x.a\t\t\t', '>>> x.apple|\napple\n… 2 more', { columns: 12, rows: 3 }],
  ['a signature', 'f(1', '>>> f(1|\nf(a, b)'],
  ['no signature after the call', 'f(1)', '>>> f(1)|'],
  ['signatures switched off', 'f(1', '>>> f(1|', { settings: { signatures: false } }],
  ['Tab at the start of a line goes in', 'f(\r\t1', '>>> f(\n...     1|\nf(a, b)'],
]

for (const [name, keys, expected, options] of completions) {
  test(`completion: ${name}`, async () => {
    const desk = new Desk({ ...options, assistant })
    desk.ask()
    for (const key of keys.match(/\x1b\[Z|[^]/g) ?? []) await desk.type(key)
    assert.equal(desk.screen.withCursor, expected)
    desk.editor.close()
  })
}

test('colours are chalk codes, and none without colours', async () => {
  for (const level of [0, 1] as const) {
    const desk = new Desk({ level })
    desk.ask()
    await desk.type('const s = "a"')
    assert.equal(desk.output.writes.join('').includes('\x1b[32m'), level === 1)
    assert.equal(desk.screen.text, '>>> const s = "a"')
    desk.editor.close()
  }
})

test('a key in an entry of 200 lines is one short write', async () => {
  const lines = Array.from({ length: 200 }, (_, i) => `  const x${i} = torch.ones(${i}, 3).sum() // line`)
  const desk = new Desk({ columns: 80, rows: 24, level: 1 })
  desk.ask()
  await desk.type(paste(`{\n${lines.join('\n')}\n}`))
  for (let i = 0; i < 100; i++) await desk.type(up)
  for (let i = 0; i < 10; i++) {
    const before = desk.output.writes.length
    await desk.type('y')
    assert.equal(desk.output.writes.length - before, 1)
    // The row it is in, with its colours, and no other.
    assert.ok(desk.output.writes.at(-1)!.length < 250, desk.output.writes.at(-1))
  }
  desk.editor.close()
})
