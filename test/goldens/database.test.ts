// Cases of PyTorch's own database of ops that once went wrong here, with their neighbours: dtypes that a kernel lacks,
// in-place forms, edges. What PyTorch answered is held to strictly, as in random.test.ts.
import { equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import torch from '../../src/index.js'
import { describeCall } from './describe.js'
import type { Case } from './encoding.js'
import { runCase } from './run-case.js'

const cases = JSON.parse(readFileSync(new URL('database.json', import.meta.url), 'utf8')) as Case[]

before(() => {
  process.removeAllListeners('warning')
})

test('the same answers here and in PyTorch', () => {
  const differences = cases.flatMap((each) => {
    const difference = runCase(torch, each, { strict: true })
    return difference ? [`${each.id} ${describeCall(each)}\n  ${difference.where}: ${difference.text}`] : []
  })
  equal(differences.join('\n'), '')
})

test('values and refusals, in every dtype', () => {
  ok(cases.filter((each) => each.error === undefined).length > 50)
  ok(cases.filter((each) => each.error !== undefined).length > 50)
  ok(new Set(cases.map(({ dtype }) => dtype)).size > 8)
})
