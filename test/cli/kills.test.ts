// The program is ended by force while it writes: a small part of what kills.ts does by hand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killMany } from './kills.js'

test('24 kills around a model, a lesson and the prompt', { timeout: 300_000 }, async () => {
  assert.deepEqual(await killMany(24, 2024, () => undefined), [])
})
