// Watching a training: when it is looked at, and how it ends. The trainings themselves are run in test/cli/train.test.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endingText, reportLine, runAsJson, watch } from '../../src/train/report.js'
import type { Training } from '../../src/train/training.js'

/** A training whose loss halves every step, or grows without end. */
function halving(factor = 0.5): Training {
  return {
    name: 'halving',
    title: 'Halving',
    goal: 'loss below 0.1',
    rate: 0.5,
    *steps() {
      for (let iteration = 0, loss = 1; ; iteration++, loss *= factor) {
        yield { iteration, loss, values: { w: iteration }, isGoodEnough: loss < 0.1 }
      }
    },
  }
}
const options = { seed: 1, rate: 0.5, iterations: 100, every: 3 }

test('good enough counts only where it is looked at', () => {
  const seen: number[] = []
  const run = watch(halving(), options, ({ iteration }) => seen.push(iteration))
  // 0.0625 at iteration 4 would do, but the next look is at 6.
  assert.deepEqual(seen, [0, 3, 6])
  assert.equal(run.ending, 'good enough')
  assert.equal(run.losses.length, 7)
  assert.equal(endingText(halving(), run), 'Stopped at iteration 6 (loss below 0.1): loss 0.0156250, w 6')
})

test('the last iteration is reported, wherever it falls', () => {
  const run = watch(halving(), { ...options, iterations: 3 })
  assert.deepEqual(
    run.reports.map(({ iteration }) => iteration),
    [0, 2],
  )
  assert.equal(run.ending, 'out of iterations')
  assert.match(
    endingText(halving(), run),
    /^Stopped after 3 iterations, short of the goal \(loss below 0\.1\): /,
  )
})

test('a loss that runs away ends the run', () => {
  const run = watch(halving(1e200), options)
  assert.equal(run.ending, 'diverged')
  assert.equal(
    endingText(halving(), run),
    'Stopped at iteration 3: the loss is Infinity. A smaller learning rate (--lr) may help.',
  )
  assert.equal(JSON.parse(runAsJson(halving(), options, run)).losses[3], null)
})

test('a report is one line in columns', () => {
  const step = { iteration: 20, loss: 0.5, values: { w: 1.25 }, isGoodEnough: false }
  assert.equal(reportLine(step), 'iteration   20   loss  0.5000000   w  1.2500000')
})
