// Modules of PyTorch's own database, made from a seed and called: their state, text, results, gradients and refusals.
import { equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import torch from '../../src/index.js'
import { runModule, type ModuleCase } from './run-module.js'

const cases = JSON.parse(readFileSync(new URL('modules.json', import.meta.url), 'utf8')) as ModuleCase[]

before(() => {
  process.removeAllListeners('warning')
})

test('the same modules here and in PyTorch', () => {
  const differences = cases.flatMap((each) => {
    const difference = runModule(torch, each)
    return difference ? [`${each.id} ${difference.where}: ${difference.text}`] : []
  })
  equal(differences.join('\n'), '')
})

test('of nearly every class, with refusals', () => {
  ok(new Set(cases.map(({ path }) => path)).size > 90)
  ok(cases.filter(({ error }) => error).length > 30)
  ok(cases.some(({ dtype }) => dtype === 'complex64'))
})
