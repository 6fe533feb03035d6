// Running text broken into lines.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrap } from '../../src/terminal/wrap.js'

const cases: [text: string, width: number, lines: string[]][] = [
  ['one two three', 7, ['one two', 'three']],
  ['one two three', 80, ['one two three']],
  ['unbreakable word', 5, ['unbreakable', 'word']],
  ['first\n  second line here', 12, ['first', '  second', '  line here']],
  // What follows begins below the words that a term or a mark is followed by.
  ['  torch   tensors and their maths', 30, ['  torch   tensors and their', '          maths']],
  [' * (Tensor input, int dim)', 16, [' * (Tensor', '   input, int', '   dim)']],
  // A tab goes to the next stop.
  ['\tadd(Tensor input, int dim)', 24, ['        add(Tensor', '        input, int dim)']],
  ['ab\tc', 80, ['ab      c']],
  ['at non-singleton dimension 1', 20, ['at non-singleton', 'dimension 1']],
  ['[0.1, 0.2], 0.5', 12, ['[0.1, 0.2],', '0.5']],
  ['这里有两张表。', 8, ['这里有两', '张表。']],
  // The full stop does not start a line, so its character comes along.
  ['这里有表。', 8, ['这里有', '表。']],
  // Nor does a wide comma, be it behind a character or a word; and an opening bracket does not end a line.
  ['一共有四行，三列', 10, ['一共有四', '行，三列']],
  ['占用 4 bytes；够了', 12, ['占用 4', 'bytes；够了']],
  ['这里（有表）。', 6, ['这里', '（有', '表）。']],
  // Words are parted where wide punctuation is between them.
  ['`gradient`。`weights` 不变', 12, ['`gradient`。', '`weights` 不', '变']],
  ['记下的“这些”', 8, ['记下的', '“这些”']],
  ['`cat` 把它们接起来', 10, ['`cat` 把它', '们接起来']],
  ['这里有表，那里也有', 8, ['这里有', '表，那里', '也有']],
  ['这里是（表）的样子', 8, ['这里是', '（表）的', '样子']],
  ['所谓“学习”，就是', 6, ['所谓', '“学', '习”，', '就是']],
  ['执行 `a`，然后', 8, ['执行', '`a`，然', '后']],
  ['', 10, ['']],
  // Colours take no column, and punctuation stays with its character through them.
  ['\x1b[1mone\x1b[22m two', 7, ['\x1b[1mone\x1b[22m two']],
  ['这里\x1b[1m有表\x1b[22m。', 8, ['这里\x1b[1m有', '表\x1b[22m。']],
]

for (const [text, width, lines] of cases) {
  test(`${JSON.stringify(text)} in ${width} columns`, () => assert.equal(wrap(text, width), lines.join('\n')))
}
