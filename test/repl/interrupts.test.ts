// Signals that come one right after the other: each is told of, whatever the thread still does about the last one.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

test('a signal that comes as soon as the last was dealt with is another one', async () => {
  const program = fileURLToPath(new URL('signals-in-turn.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program])
  assert.equal(stdout, '200 of 200')
})
