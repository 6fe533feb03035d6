// Ctrl-C at random moments: a small part of what presses.ts does by hand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pressMany } from './presses.js'

test('24 presses at the prompt, 12 in a lesson, 4 in a live training', { timeout: 300_000 }, async () => {
  assert.deepEqual(
    [
      ...(await pressMany('prompt', 2024, [0, 24])),
      ...(await pressMany('lesson', 2024, [0, 12])),
      ...(await pressMany('train', 2024, [0, 4])),
    ],
    [],
  )
})
