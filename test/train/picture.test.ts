// The live screen as a pure function: what it shows, in every size.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Look } from '../../src/terminal/look.js'
import { widthOf } from '../../src/terminal/width.js'
import { linear } from '../../src/train/linear.js'
import { logistic } from '../../src/train/logistic.js'
import { type Moment, pictureOf } from '../../src/train/picture.js'
import { Sketch } from '../../src/train/scene.js'
import { builtInRun } from './training.js'

const plain: Look = { width: 80, colors: false, unicode: true }
const poor: Look = { width: 80, colors: false, unicode: false }

/** What is seen of the built-in training after some iterations. */
function moment(kind = linear, iterations = 21, change: Partial<Moment> = {}): Moment {
  const run = builtInRun(kind)
  for (let i = 0; i < iterations; i++) run.advance()
  return {
    title: kind.title,
    formula: kind.formula,
    stage: 'iterate',
    about: 'until loss below 1',
    scene: new Sketch(run.trainer).scene(),
    hasCurve: true,
    losses: run.losses.values,
    isDiverged: false,
    step: iterations > 0 ? run.look() : null,
    lr: run.trainer.lr,
    speed: 30,
    isPaused: false,
    hasChart: true,
    ...change,
  }
}
const textOf = (...parameters: Parameters<typeof pictureOf>): string =>
  pictureOf(...parameters)
    .map(({ text }) => text)
    .join('\n')

test('a small terminal, in ASCII', () => {
  assert.equal(
    textOf(moment(), { columns: 40, rows: 14 }, poor),
    `Linear regression   y = w x + b
data  model  loss  optimizer  [iterate]
o y over x   # fitted line
 25.9 |                       #### o
      |                   ####
      |               o##o#
      |            #o#o
      |         ooo#o
10.08 | o  oo##o
      +------------------------------
       1.831                    10.16
iteration 20   loss 1.486   w 2.752
b 0.6159   lr 0.05   speed 30/s
space pause  s step  arrows lr  q stop`,
  )
})

test('a picture is never larger than the terminal, and says its width', () => {
  const moments = [
    moment(),
    moment(linear, 0, { stage: 'data', hasCurve: false }),
    moment(logistic, 30),
    moment(logistic, 3, { isPaused: true, hasChart: false }),
    moment(linear, 3, { losses: [1, 1e30, Infinity, NaN], isDiverged: true }),
    moment(linear, 0, { title: '线性回归的例子 '.repeat(20) }),
  ]
  for (const look of [plain, poor, { ...plain, colors: true }])
    for (const one of moments)
      for (const [columns, rows] of [
        [80, 24],
        [120, 40],
        [40, 12],
        [72, 8],
        [40, 40],
        [200, 60],
        [30, 5],
        [10, 3],
        [2, 1],
      ]) {
        const picture = pictureOf(one, { columns, rows }, look)
        assert.ok(picture.length <= rows && picture.length > 0, `${columns}x${rows}: ${picture.length} rows`)
        for (const { text, width } of picture) {
          assert.equal(widthOf(text.replace(/\x1b\[[\d;]*m/g, '')), width)
          assert.ok(width <= columns, `${columns}x${rows}: ${text}`)
          assert.ok(look.unicode || /^[\x20-\x7e]*$/.test(text) || one === moments[5], text)
          assert.ok(look.colors || !text.includes('\x1b'))
        }
      }
})

test('wide terminals have the data beside the loss', () => {
  const text = textOf(moment(), { columns: 80, rows: 24 }, plain)
  assert.match(text, /fitted line +loss$/m)
  assert.match(
    text,
    /^iteration 20 {3}loss 1\.4862931 {3}w 2\.7519951 {3}b 0\.6158687 {3}lr 0\.05 {3}speed 30\/s$/m,
  )
  assert.match(text, /[┼┤]╮?/)
  assert.ok(!textOf(moment(linear, 21, { hasChart: false }), { columns: 80, rows: 24 }, plain).includes('╰'))
})

test('classes are told apart without colours', () => {
  const text = textOf(moment(logistic), { columns: 80, rows: 24 }, plain)
  assert.match(text, /^o 0 {3}x 1 {3}⠒⠒ boundary {3}x1 over x0 +loss$/m)
  assert.ok((text.match(/o/g) ?? []).length > 40)
  const colored = textOf(moment(logistic), { columns: 80, rows: 24 }, { ...plain, colors: true })
  assert.match(colored, /\x1b\[36m[\u2801-\u28ff]/)
  assert.match(colored, /\x1b\[33m[\u2801-\u28ff]/)
})

test('the five steps are marked as they pass', () => {
  const row = (stage: Moment['stage']): string =>
    pictureOf(moment(linear, 0, { stage }), { columns: 80, rows: 24 }, plain)[1].text
  assert.equal(row('data'), '[data]  model  loss  optimizer  iterate')
  assert.equal(row('loss'), 'data  model  [loss]  optimizer  iterate')
  assert.equal(row(null), 'data  model  loss  optimizer  iterate')
})
