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

test('logistic stops where the tutorial stops, told as JSON line by line', async () => {
  const { stdout, code } = await dltorch(['train', 'logistic', '--json'])
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(code, 0)
  assert.equal(lines.length, 21)
  assert.deepEqual(
    lines.slice(0, -1).map(({ iteration }) => iteration),
    Array.from({ length: 20 }, (_, i) => 20 * i),
  )
  const result = lines.at(-1)
  assert.equal(result.model, 'logistic')
  assert.equal(result.seed, 10)
  assert.equal(result.lr, 0.01)
  assert.equal(result.ending, 'goal reached')
  assert.equal(result.iteration, 380)
  assert.equal(result.accuracy, 0.995)
  assert.deepEqual(result.train.confusion[0][0] + result.train.confusion[1][1], 199)
})

test("linear as JSON ends with the tutorial's numbers", async () => {
  const { stdout } = await dltorch(['train', 'linear', '--json'])
  const { iteration, loss } = JSON.parse(stdout.trimEnd().split('\n').at(-1)!)
  assert.deepEqual([iteration, loss.toFixed(5)], [80, '0.98366'])
})

test('the chart is drawn at the end, without colour in a pipe', async () => {
  const { stdout } = await dltorch(['train', 'linear', '--iterations', '30', '--every', '10'])
  assert.match(stdout, /[┤┼][─╮╰ ]/)
  assert.ok(!stdout.includes('\u001b['))
  assert.match(stdout, /Stopped after 30 iterations, short of the goal/)
})

test('a rate that is too large is told kindly', async () => {
  const { stdout, code } = await dltorch(['train', 'linear', '--lr', '5'])
  assert.equal(code, 1)
  assert.match(
    stdout,
    /Diverged at iteration (\d+): the loss is Infinity\. The first op to give a value that is not finite was pow\. With --lr 0\.05 the loss falls, as a try on these data shows \(it was 5\)\./,
  )
  assert.match(stdout, /values are not finite and not drawn/)
  // The iteration is the one that the loss says.
  const reported = [...stdout.matchAll(/^iteration +(\d+) /gm)].map(([, n]) => Number(n))
  assert.ok(Number(/Diverged at iteration (\d+)/.exec(stdout)![1]) > reported.at(-1)!)
})

test('an unknown model is an error with a suggestion', async () => {
  assert.deepEqual(await dltorch(['train', 'liner']), {
    stdout: '',
    stderr: 'dltorch: there is no model liner. Did you mean linear?\n',
    code: 2,
  })
})
