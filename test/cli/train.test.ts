// dltorch train: the tutorial's two trainings, to the digit.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dltorch } from './dltorch.js'

test('linear stops where the tutorial stops', async () => {
  const { stdout, stderr, code } = await dltorch(['train', 'linear', '--seed', '10', '--no-chart'])
  assert.equal(stderr, '')
  assert.equal(code, 0)
  const reported = [...stdout.matchAll(/^iteration +(\d+) /gm)].map(([, n]) => Number(n))
  assert.deepEqual(reported, [0, 20, 40, 60, 80])
  assert.match(
    stdout,
    /Stopped at iteration 80 \(loss below 1\): loss 0\.9836639, w 2\.5560505, b 1\.8169769\n$/,
  )
})

test('logistic stops where the tutorial stops', async () => {
  const { stdout, code } = await dltorch(['train', 'logistic', '--json'])
  const run = JSON.parse(stdout)
  assert.equal(code, 0)
  assert.equal(run.model, 'logistic')
  assert.equal(run.seed, 10)
  assert.equal(run.lr, 0.01)
  assert.equal(run.ending, 'good enough')
  assert.equal(run.last.iteration, 380)
  assert.equal(run.last.values.accuracy, 0.995)
  assert.equal(run.losses.length, 381)
  assert.equal(run.reports.length, 20)
})

test('the chart is drawn at the end, without colour in a pipe', async () => {
  const { stdout } = await dltorch(['train', 'linear', '--iterations', '30', '--every', '10'])
  assert.match(stdout, /[┤┼][─╮╰ ]/)
  assert.ok(!stdout.includes('\u001b['))
  assert.match(stdout, /Stopped after 30 iterations, short of the goal/)
})

test('a rate that is too large is told kindly', async () => {
  const { stdout, code } = await dltorch(['train', 'linear', '--lr', '5'])
  assert.equal(code, 0)
  assert.match(stdout, /the loss is (NaN|Infinity)\. A smaller learning rate \(--lr\) may help\./)
  assert.match(stdout, /values are not finite and not drawn/)
})

test('an unknown model is an error with a suggestion', async () => {
  assert.deepEqual(await dltorch(['train', 'liner']), {
    stdout: '',
    stderr: 'dltorch: there is no model liner. Did you mean linear?\n',
    code: 1,
  })
})
