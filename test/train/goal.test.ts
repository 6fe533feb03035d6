// When a training is good enough.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goalText, isReached, parseGoal } from '../../src/train/goal.js'
import { linear } from '../../src/train/linear.js'
import { logistic } from '../../src/train/logistic.js'

test('goals as one writes them', () => {
  const read = (text: string, kind = logistic): string | null => {
    const goal = parseGoal(text, kind.goal)
    return goal && goalText(goal)
  }
  assert.equal(read('0.95'), 'accuracy above 0.95')
  assert.equal(read('95%'), 'accuracy above 0.95')
  assert.equal(read('accuracy>=99%'), 'accuracy at least 0.99')
  assert.equal(read('accuracy=1'), 'accuracy at least 1')
  assert.equal(read('loss<0.1'), 'loss below 0.1')
  assert.equal(read('Loss: 1e-3'), 'loss below 0.001')
  assert.equal(read('2', linear), 'loss below 2')
  assert.equal(read('none'), null)
})

test('goals that make no sense', () => {
  const cases: [string, RegExp][] = [
    ['soon', /It is written loss=0\.1, accuracy=0\.95/],
    ['loss>1', /The loss should get small: loss<1\./],
    ['accuracy<1', /The accuracy should get large: accuracy>1\./],
    ['accuracy=95', /An accuracy lies between 0 and 1/],
    ['accuracy>1', /An accuracy lies between 0 and 1/],
  ]
  for (const [text, message] of cases) assert.throws(() => parseGoal(text, logistic.goal), { message })
  assert.throws(() => parseGoal('accuracy=0.9', linear.goal), /Linear regression has no accuracy/)
})

test('the bound itself counts only where it was asked for', () => {
  const measures = { loss: 1, accuracy: 0.99 }
  assert.equal(isReached(linear.goal, measures), false)
  assert.equal(isReached({ measure: 'loss', sign: '<=', value: 1 }, measures), true)
  assert.equal(isReached(logistic.goal, measures), false)
  assert.equal(isReached({ measure: 'accuracy', sign: '>=', value: 0.99 }, measures), true)
  assert.equal(isReached(logistic.goal, { loss: NaN }), false)
})
