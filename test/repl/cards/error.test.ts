// Errors as they are shown: the place, the words, the shapes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { errorText, shapesText } from '../../../src/repl/cards/error.js'
import { plainLook } from '../../../src/terminal/look.js'

const errorOf = (run: () => unknown): Error => {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}
const ones = (...sizes: number[]) => torch.ones(sizes)

const drawings: [run: () => unknown, drawing: string][] = [
  [
    () => ones(2, 3).add(ones(4)),
    `  a  [2, 3]
  b     [4]
         ^
  sizes from the right must be equal, or one of them 1`,
  ],
  [
    () => ones(5, 2, 10).mul(ones(3, 1)),
    `  a  [ 5,  2, 10]
  b      [ 3,  1]
          ^^
  sizes from the right must be equal, or one of them 1`,
  ],
  [
    () => ones(2, 3).matmul(ones(4, 5)),
    `  mat1  [2, 3]
  mat2     [4, 5]
            ^
  columns of the first must be as many as rows of the second`,
  ],
  [
    () => ones(2, 3).matmul(ones(4)),
    `  matrix  [2, 3]
  vector     [4]
              ^
  the columns of the matrix must be as many as the elements of the vector`,
  ],
  [
    () => ones(3).matmul(ones(4)),
    `  a  [3]
  b  [4]
      ^
  both vectors must have the same number of elements`,
  ],
]

test('shapes that do not fit', () => {
  for (const [run, drawing] of drawings) assert.equal(shapesText(errorOf(run)), drawing)
  assert.equal(shapesText(errorOf(() => ones(2).sum(3))), '')
  assert.equal(shapesText('text'), '')
})

test('the place', () => {
  const error = new TypeError('no')
  const text = (source: string, line?: number, column?: number): string =>
    errorText({ error, line, column }, source, plainLook)
  assert.equal(text('null.x', 1, 6), '  null.x\n       ^\nTypeError: no')
  assert.equal(text('null.x', 1), 'TypeError: no')
  assert.equal(text('null.x'), 'TypeError: no')
  assert.equal(text('f(1,\n  null.x)', 2, 8), '  2  null.x)\n          ^\nTypeError: no')
  assert.equal(text('f(1,\n  null.x)', 2), '  2  null.x)\nTypeError: no')
})

test('of a line that is wider than the terminal what is near the caret is shown', () => {
  const look = { width: 40, colors: false, unicode: true }
  const source = `torch.tensor([${'1, '.repeat(30)}2]).view(7)`
  const [line, caret] = errorText(
    { error: new Error('no'), line: 1, column: source.indexOf('view') + 1 },
    source,
    look,
  ).split('\n')
  assert.ok(line.length <= 40 && line.startsWith('  …'), line)
  assert.equal(line.slice(caret.length - 1, caret.length + 3), 'view')
  const wide = errorText({ error: new Error('no'), line: 1, column: 4 }, '变量 + x', look).split('\n')
  assert.deepEqual(wide.slice(0, 2), ['  变量 + x', '       ^'])
})
