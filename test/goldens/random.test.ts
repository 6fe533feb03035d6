// Calls made at random of those in ops/: other dtypes, layouts, values and sizes, as a method, in place, with `out=`. What
// PyTorch answered is held to strictly: value, dtype, shape, strides, gradients, the node's name; or the error's words.
import { equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import torch from '../../src/index.js'
import { describeCall } from './describe.js'
import type { Case } from './encoding.js'
import { runCase } from './run-case.js'

const cases = JSON.parse(readFileSync(new URL('random.json', import.meta.url), 'utf8')) as Case[]

before(() => {
  process.removeAllListeners('warning')
})

test('the same calls here and in PyTorch', () => {
  const differences = cases.flatMap((each) => {
    const difference = runCase(torch, each, { strict: true })
    return difference ? [`${each.id} ${describeCall(each)}\n  ${difference.where}: ${difference.text}`] : []
  })
  equal(differences.join('\n'), '')
})

test('right calls and wrong ones, of many ops', () => {
  ok(cases.filter((each) => each.error === undefined).length > 300)
  ok(cases.filter((each) => each.error !== undefined).length > 80)
  ok(new Set(cases.map(({ id }) => id.split('/')[0])).size > 300)
})
