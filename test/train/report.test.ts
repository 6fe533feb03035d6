// Watching a training: when it is looked at, how it ends, and what is said of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainLook } from '../../src/terminal/look.js'
import { linear } from '../../src/train/linear.js'
import { logistic } from '../../src/train/logistic.js'
import {
  endingText,
  lossChart,
  numberText,
  reportLine,
  resultJson,
  scoresOf,
  scoreTables,
  stageLine,
  stages,
} from '../../src/train/report.js'
import { builtInRun, finish } from './training.js'

test('good enough counts only where it is looked at', () => {
  const run = builtInRun(linear, {}, { every: 30 })
  // The loss falls below 1 after iteration 77; the next look is at 90.
  assert.deepEqual(finish(run), [0, 30, 60, 90])
  assert.equal(run.ending, 'goal reached')
  assert.equal(run.losses.length, 91)
  assert.match(endingText(run), /^Stopped at iteration 90 \(loss below 1\): loss 0\.9/)
})

test('the last iteration is looked at, wherever it falls', () => {
  const run = builtInRun(linear, {}, { iterations: 30 })
  assert.deepEqual(finish(run), [0, 20, 29])
  assert.equal(run.ending, 'out of iterations')
  assert.match(endingText(run), /^Stopped after 30 iterations, short of the goal \(loss below 1\): loss 1\.3/)
})

test('no iteration at all is a run too', () => {
  const run = builtInRun(linear, {}, { iterations: 0 })
  assert.deepEqual(finish(run), [])
  assert.equal(endingText(run), 'No iteration was taken: w 2.2843969, b 0')
})

test('the five steps are told', () => {
  const run = builtInRun(logistic)
  assert.deepEqual(
    stages.map((stage) => stageLine(stage, run)),
    [
      '1 data       100 points of each class, around (2.7, 2.7) and (-0.7, -0.7), drawn with seed 10',
      '2 model      p = sigmoid(w x + b), starting at w0 -0.0458637, w1 -0.4516043, b 0.1328802',
      '3 loss       binary cross entropy',
      '4 optimizer  optim.SGD, learning rate 0.01, momentum 0.9',
      '5 iterate    up to 1000 iterations, all 200 rows at once, until accuracy above 0.99',
    ],
  )
})

test('a report is one line in columns', () => {
  const step = { iteration: 20, loss: 0.5, accuracy: 1, parameters: { w: 1.25, b: -3e-5 } }
  assert.equal(
    reportLine(step),
    'iteration   20   loss  0.5000000   w  1.2500000   b -3.000000e-5   accuracy          1',
  )
  const many = { ...step, parameters: { w0: 1, w1: 2, w2: 3, b: 4 } }
  assert.equal(reportLine(many), 'iteration   20   loss  0.5000000   accuracy          1')
  assert.equal(numberText(1.5e9 + 0.5), '1.500000e+9')
})

test('the result is one line of JSON', () => {
  const run = builtInRun(linear)
  finish(run)
  const text = resultJson(run, scoresOf(run.trainer), { reading: 0, training: 0.25 })
  assert.ok(!text.includes('\n'))
  const { iteration, loss, ending, parameters, train, seconds } = JSON.parse(text)
  assert.deepEqual([iteration, ending, seconds.training], [80, 'goal reached', 0.25])
  assert.equal(loss.toFixed(5), '0.98366')
  assert.equal(parameters.w.toFixed(5), '2.55605')
  assert.ok(train.r2 > 0.8 && train.r2 < 1)
})

test('what ran away is drawn by its powers of ten', () => {
  const run = builtInRun(linear, { lr: 5 })
  finish(run)
  const lines = lossChart(run, 60).split('\n')
  assert.match(lines.at(-1)!, /1 of \d+ values are not finite/)
  assert.match(lines[0], /^ *\d\.\d+e\+3\d ┼ +╭/)
})

test('a confusion matrix has the true classes as rows', () => {
  const evaluation = {
    rows: 10,
    loss: 0.5,
    accuracy: 0.7,
    confusion: [
      [4, 1],
      [2, 3],
    ] as [[number, number], [number, number]],
  }
  const problem = { ...builtInRun(logistic).trainer.problem, classes: ['no', 'yes'] as const }
  assert.equal(
    scoreTables({ train: evaluation, test: null }, problem, plainLook),
    [
      '       rows  loss  accuracy',
      'train  10    0.5   0.7',
      '',
      'train   predicted no  predicted yes',
      'is no   4             1',
      'is yes  2             3',
    ].join('\n'),
  )
  // Characters of two columns are aligned by their width.
  const chinese = { ...problem, classes: ['否', '是的'] as const }
  const lines = scoreTables({ train: evaluation, test: null }, chinese, { ...plainLook, width: 80 }).split(
    '\n',
  )
  assert.deepEqual(lines.slice(-3), [
    'train    predicted 否  predicted 是的',
    'is 否    4             1',
    'is 是的  2             3',
  ])
})
