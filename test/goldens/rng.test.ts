// The generator and everything that draws from it: the same seeds give PyTorch's numbers.
import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { readRng } from './files.js'
import { runRng } from './rng.js'
import { notYet, stale } from './scope.js'

const entries = readRng()

for (const entry of entries) {
  test(entry.id, () => {
    const { failures } = runRng(torch, entry)
    equal(failures.length, 0, `${failures.length} steps fail\n${failures.slice(0, 3).join('\n')}`)
  })
}

test('nothing is left out that the engine has', () => {
  deepEqual(stale(torch, [...notYet]), [])
})
