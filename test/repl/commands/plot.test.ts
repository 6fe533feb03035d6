// Which chart `.plot` chooses, and what it refuses.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainLook } from '../../../src/terminal/look.js'
import { typist } from './typed.js'

const charts: [source: string, expected: RegExp][] = [
  ['.plot [1, 2, 3]', /^3\.00 ┼ ╭|^3\.00 ┤ ╭/],
  ['.plot torch.arange(5)', /^4\.0.*╭/],
  ['.plot torch.ones(3, 2).cumsum(0)', / └─+\n/],
  ['.plot [1, 2], [3, 4]', / └─+\n/],
  ['plotA = torch.arange(3); plotB = plotA.mul(2)', /^$/],
  ['.plot plotA plotB', / └─+\n/],
  ['.plot scatter plotA, plotB', / └─+\n/],
  ['.plot hist plotA', /┤█+ 1\n/],
  ['.plot line torch.ones(4)', /^1\.00 ┼───$/],
  ['.plot torch.eye(2)', /^████····\n····████\n0 ·░▒▓█ 1$/],
  ['.plot [[1, 2], [3]]', /^CommandError: The rows differ in length\.$/],
  ['.plot torch.ones(2, 2, 2)', /^CommandError: The shape \(2, 2, 2\) has too many dimensions/],
  ['.plot torch.tensor(3)', /^CommandError: One number makes no chart\.$/],
  ['.plot "text"', /^CommandError: A chart is of tensors or arrays of numbers, and this is: string\.$/],
  ['.plot scatter torch.eye(3)', /^CommandError: A scatter plot is of x, y/],
  ['.plot [1, 2], [1]', /^CommandError: There are 2 numbers for x and 1 for y\.$/],
  ['.plot', /^CommandError: \.plot needs more/],
]

test('charts by shape and by name', async () => {
  const type = typist()
  for (const [source, expected] of charts) assert.match(await type(source), expected, source)
})

test('they fit a narrow terminal, and a poor one', async () => {
  const type = typist({ ...plainLook, width: 40, unicode: false })
  for (const what of [
    'torch.arange(1000).sin()',
    'hist torch.arange(9)',
    'torch.ones(60, 60)',
    'torch.rand(50), torch.rand(50)',
  ])
    for (const line of (await type(`.plot ${what}`)).split('\n')) {
      assert.ok(line.length <= 40, line)
      assert.match(line, /^[\x20-\x7e]*$/)
    }
})
