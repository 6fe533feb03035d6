// dltorch doctor: says what is there, and that the engine works.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dltorch } from './dltorch.js'

test('doctor reports versions and a passing self-check', async () => {
  const { stdout, stderr, code } = await dltorch(['doctor'])
  assert.equal(stderr, '')
  assert.equal(code, 0)
  assert.match(stdout, new RegExp(`node +│ ${process.versions.node.replaceAll('.', '\\.')} `))
  assert.match(stdout, /wasm simd +│ ✔ yes/)
  assert.match(stdout, /gpu\.js +│ ✔ 2\./)
  assert.match(stdout, /self-check +│ ✔/)
  assert.match(stdout, /dltorch works\.\n$/)
  assert.ok(!stdout.includes('\u001b['), 'no colours in a pipe')
})

test('doctor is coloured where colours are wanted', async () => {
  assert.match((await dltorch(['doctor'], { env: { FORCE_COLOR: '1' } })).stdout, /\u001b\[32m/)
  assert.ok(!(await dltorch(['doctor'], { env: { NO_COLOR: '1' } })).stdout.includes('\u001b['))
})
