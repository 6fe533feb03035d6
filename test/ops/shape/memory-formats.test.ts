// memory_format of contiguous, to and empty: a program of Python that prints what it prints with PyTorch 1.13.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runProgram } from '../../python/run-program.js'

const { program, stdout } = JSON.parse(
  readFileSync(new URL('memory-formats.json', import.meta.url), 'utf8'),
) as { readonly program: string; readonly stdout: string }

test('memory formats', () => {
  assert.deepEqual(runProgram(program).stdout.split('\n'), stdout.split('\n'))
})
