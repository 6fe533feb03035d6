// Keys and what they make of the text: values in, values out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paste, press } from '../../../src/repl/editor/editor.js'
import type { Key } from '../../../src/terminal/keys.js'
import { defaultSettings } from '../../../src/repl/editor/settings.js'
import { initialState, nextEntry } from '../../../src/repl/editor/state.js'
import type { Effect, State } from '../../../src/repl/editor/types.js'

/** `C-a`, `M-b`, `up`, `enter` by name; everything else types itself. */
function keyOf(name: string): Key {
  const [, modifiers, plain] = /^((?:[CMS]-)*)(.+)$/s.exec(name)!
  const named = modifiers !== '' || plain.length > 1
  if (name === 'C-_') return { sequence: '\x1f' }
  if (name === 'C-^') return { sequence: '\x1e' }
  if (plain === '<' || plain === '>') return { sequence: `\x1b${plain}`, meta: true }
  return {
    name: plain,
    ctrl: modifiers.includes('C-'),
    meta: modifiers.includes('M-'),
    shift: modifiers.includes('S-'),
    sequence: named ? `\x1b${plain}` : plain,
  }
}

/** Keys in one text: `<C-a>` names one, everything else is typed. */
function play(
  keys: string,
  history: string[] = [],
  state: State = initialState,
): { state: State; effects: Effect[] } {
  const effects: Effect[] = []
  const context = { history, settings: defaultSettings }
  for (const [, named, typed] of keys.matchAll(/<([CM]-.|[\w-]{2,})>|([^])/gu)) {
    const step = press(state, named ? keyOf(named) : { sequence: typed }, context)
    state = step.state
    if (step.effect) effects.push(step.effect)
  }
  return { state, effects }
}

const shown = ({ buffer: { text, cursor } }: State): string =>
  `${text.slice(0, cursor)}|${text.slice(cursor)}`

/** Keys, and the text with `|` for the cursor. */
const pairs: [string, string][] = [
  ['', '|'],
  ['abc', 'abc|'],
  ['abc<left>X', 'abX|c'],
  ['abc<C-b><C-b><C-f>X', 'abX|c'],
  ['abc<left><left><left><left>X', 'X|abc'],
  ['abc<C-a>X', 'X|abc'],
  ['abc<home>X<end>Y', 'XabcY|'],
  ['abc<C-a><C-e>X', 'abcX|'],
  ['abc<backspace>', 'ab|'],
  ['abc<C-a><backspace>', '|abc'],
  ['abc<C-a><delete>', '|bc'],
  ['abc<C-a><C-d>', '|bc'],
  // words
  ['one two.three<M-b>', 'one two.|three'],
  ['one two.three<M-b><M-b>', 'one |two.three'],
  ['one two.three<C-left><C-left><C-left>', '|one two.three'],
  ['one two<C-a><M-f>', 'one| two'],
  ['one two<C-a><C-right><C-right>', 'one two|'],
  ['one two<C-a><M-d>', '| two'],
  ['one two.three<M-backspace>', 'one two.|'],
  ['one two.three<C-w>', 'one |'],
  ['one two  <C-w>', 'one |'],
  ['你好 世界<M-b>', '你好 |世界'],
  // cutting and putting back
  ['one two<C-a><C-f><C-k>', 'o|'],
  ['one two<C-u>', '|'],
  ['one two<M-b><C-u>', '|two'],
  ['one two<C-u><C-y><C-y>', 'one twoone two|'],
  ['a b c<C-w><C-w><C-y>', 'a b c|'],
  ['a b<C-w><C-a><C-k><C-y><M-y>', 'b|'],
  ['a b<C-w><C-a><C-k><C-y><M-y><M-y>', 'a |'],
  ['one two<C-a><M-d><M-d><C-y>', 'one two|'],
  ['a<M-enter>b<C-a><C-u>', 'a|b'],
  ['a<M-enter>b<up><C-e><C-k>', 'a|b'],
  // letters
  ['ab<C-t>', 'ba|'],
  ['abc<left><C-t>', 'acb|'],
  ['a<C-t>', 'a|'],
  ['one two<C-a><M-u>', 'ONE| two'],
  ['ONE<C-a><M-l>', 'one|'],
  ['one<C-a><M-c>', 'One|'],
  // undo
  ['one two<C-_>', 'one |'],
  ['one two<C-_><C-_>', '|'],
  ['one two<C-_><C-_><C-^>', 'one |'],
  ['one<C-u><C-_>', 'one|'],
  ['one<C-a>X<C-_>', '|one'],
  ['<C-_>', '|'],
  // lines
  ['a<M-return>b', 'a\nb|'],
  ['abc<enter>d<up>', 'a|bc\nd'],
  ['abcdef<enter>b<enter>cdefg<up><up>', 'abcde|f\nb\ncdefg'],
  ['a<enter>bcd<up><down>', 'a\nbcd|'],
  ['a<enter>bcd<up><right><down>', 'a\n|bcd'],
  ['a<enter>b<left><left>', 'a|\nb'],
  ['ab<enter>cd<C-a>', 'ab\n|cd'],
  ['ab<enter>cd<M-<>', '|ab\ncd'],
  ['ab<enter>cd<M-<><M->>', 'ab\ncd|'],
  ['世界<enter>abc<up>', '世|界\nabc'],
  // indentation
  ['f(<enter>', 'f(\n  |'],
  ['f(<enter>)', 'f(\n)|'],
  ['{<enter>{<enter>', '{\n  {\n    |'],
  ['{<enter>{<enter>}', '{\n  {\n  }|'],
  ['{<enter>{<enter>}<enter>}', '{\n  {\n  }\n}|'],
  ['{<enter><backspace>', '{\n|'],
  ['{<enter>{<enter><backspace>', '{\n  {\n  |'],
  ['f(<enter>a,<enter>b)<enter>', 'f(\n  a,\n  b)\n|'],
  ['a = [1,<enter>2', 'a = [1,\n  2|'],
  ['"(<enter>', '"(\n|'],
  ['// (<enter>', '// (\n|'],
  ['`(<enter>', '`(\n|'],
  ['`${f(<enter>', '`${f(\n  |'],
  ['{<enter><enter>a', '{\n\n  a|'],
  ['{<enter><tab>a', '{\n    a|'],
  ['a  <left><left><enter>', 'a\n|'],
  // blocks of Python
  ['for i in x:<enter>', 'for i in x:\n    |'],
  ['if a:  # why<enter>', 'if a:  # why\n    |'],
  ['def f(a,<enter>b):<enter>', 'def f(a,\n  b):\n    |'],
  ['if a:<enter>if b:<enter>c<enter>', 'if a:\n    if b:\n        c\n        |'],
  ['if a:<enter>if b:<enter>c<enter><backspace>', 'if a:\n    if b:\n        c\n    |'],
  ['if a:<enter>return b<enter>', 'if a:\n    return b\n|'],
  ['if a:<enter>x = {<enter>b', 'if a:\n    x = {\n      b|'],
  ['if a:<enter>b<enter><tab>c', 'if a:\n    b\n        c|'],
  ['{ a:<enter>', '{ a:\n  |'],
  ['"a:<enter>', '"a:\n|'],
  ['f(x[1:<enter>', 'f(x[1:\n  |'],
]

for (const [keys, expected] of pairs)
  test(JSON.stringify(keys), () => assert.equal(shown(play(keys).state), expected))

const entries = ['one', 'two', 'three\nfour', 'two']
/** The same with a history. */
const walks: [string, string][] = [
  ['<up>', 'two|'],
  ['<C-p><C-p>', 'three\nfour|'],
  ['<up><up><up>', 'thre|e\nfour'],
  ['<up><up><up><up>', 'two|'],
  ['<up><pageup><pageup><pageup>', 'one|'],
  ['<up><pageup><pageup><pageup><pageup>', 'one|'],
  ['<up><down>', '|'],
  ['<up><C-n>', '|'],
  ['abc<up>', 'abc|'],
  ['t<up><up>', 'three\nfour|'],
  ['o<up>', 'one|'],
  ['o<up><down>', 'o|'],
  ['o<pageup>', 'two|'],
  ['draft<C-a><up><down>', '|draft'],
  ['<up><C-u><C-_>', 'two|'],
  ['<up><C-_>', '|'],
  // looking
  ['<C-r>wo', 't|wo'],
  ['<C-r>fo', 'three\n|four'],
  ['<C-r>o<C-r>', 'three\nf|our'],
  ['<C-r>o<C-r><C-r>', 'tw|o'],
  ['<C-r>o<C-r><C-r><C-s>', 'three\nf|our'],
  ['<C-r>on<end>X', 'oneX|'],
  ['<C-r>on<escape>X', 'X|one'],
  ['abc<C-r>on<C-g>', 'abc|'],
  ['<C-r>onX<backspace>', '|one'],
  ['<C-r>TWO', '|'],
  ['<C-r>on<C-e><C-_>', '|'],
  ['<C-r>on<C-g><C-r><C-r>', '|one'],
  ['<C-r>on<escape><up>', '|one'],
  ['<C-r>on<escape><down>', 'two|'],
]

for (const [keys, expected] of walks)
  test(`with history: ${keys}`, () => assert.equal(shown(play(keys, entries).state), expected))

const effects: [string, Effect[]][] = [
  ['a<return>', ['submit']],
  ['<C-d>', ['leave']],
  ['a<C-d>', []],
  ['a<C-c>', ['interrupt']],
  ['<C-c><C-c>', ['leave']],
  ['<C-c>a<C-c>', ['interrupt']],
  ['a<C-c><C-c>', ['interrupt']],
  ['a<C-c><C-c><C-c>', ['interrupt', 'leave']],
  ['<C-c><left><C-c>', []],
  ['<C-r><C-c><C-c>', []],
  ['a<C-l>', ['clear']],
  ['<C-z>', ['suspend']],
  ['a<tab>', ['complete']],
  ['<up>', ['bell']],
  ['<C-_>', ['bell']],
  ['<C-y>', ['bell']],
]

for (const [keys, expected] of effects)
  test(`effects of ${keys}`, () => assert.deepEqual(play(keys).effects, expected))

test('keys that mean nothing do nothing', () => {
  for (const key of [
    { name: 'f5', sequence: '\x1b[15~' },
    { name: 'q', meta: true, sequence: '\x1bq' },
  ])
    assert.equal(press(initialState, key, { history: [], settings: defaultSettings }).state.buffer.text, '')
})

test('what was cut can be put into the next entry', () => {
  const { state } = play('abc<C-u>')
  assert.equal(shown(play('<C-y>', [], nextEntry(state)).state), 'abc|')
})

test('a paste is one change, without indentation of its own', () => {
  const { state } = play('f(<left>')
  const pasted = paste(state, 'a {\r\n  b\r\n}')
  assert.equal(shown(pasted), 'fa {\n  b\n}|(')
  assert.equal(shown(play('<C-_>', [], pasted).state), 'f|(')
})

test('a paste into nothing loses the blanks that all its lines begin with', () => {
  const pastes: [text: string, expected: string][] = [
    ['    for i in x:\n        print(i)\n\n    y', 'for i in x:\n    print(i)\n\ny|'],
    ['\tif a:\n\t\tb', 'if a:\n\tb|'],
    ['a\n    b', 'a\n    b|'],
    ['    >>> for i in x:\n    ...     i\n    ...\n    1\n    >>> y', 'for i in x:\n    i\n\ny|'],
  ]
  for (const [text, expected] of pastes) assert.equal(shown(paste(initialState, text)), expected)
})
