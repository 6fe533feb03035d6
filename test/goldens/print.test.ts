// What is printed: repr, str and format of tensors, modules, optimizers and the rest.
import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { readPrint } from './files.js'
import { runPrint } from './print.js'
import { missingNames, notYet, stale } from './scope.js'

const entries = readPrint()

for (const entry of entries) {
  if (missingNames(entry.expr).length > 0) continue
  test(entry.id, () => {
    const difference = runPrint(torch, entry)
    equal(difference, null, difference ?? '')
  })
}

test('nothing is left out that the engine has', () => {
  deepEqual(stale(torch, [...notYet]), [])
})
