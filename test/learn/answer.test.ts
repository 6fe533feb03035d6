// What an entry is to an exercise: an assignment, a look, or a value.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLook } from '../../src/learn/answer.js'

test('looking at something is told from saying a value', () => {
  for (const entry of ['w', 'w.grad', 'parts[0]', 'net.weight;', 'print(w)', 'Trueness', 'nullable'])
    assert.ok(isLook(entry), entry)
  for (const entry of ['True', 'False', ' None ', 'true;', '3', '[1, 2]', 'w + 1', 'w.sum()', 'w = 1'])
    assert.ok(!isLook(entry), entry)
})
