// Common mistakes, and all that CPython 3.11 says of each: the place, the line, the marks below it, the words.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runProgram } from './run-program.js'

interface Recorded {
  readonly program: string
  readonly stdout: string
  readonly stderr: string
}

const recorded = JSON.parse(
  readFileSync(new URL('errors.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

test('mistakes are named, placed and marked as CPython does', () => {
  for (const { program, stdout, stderr } of recorded) {
    const ran = runProgram(program)
    assert.deepEqual(
      { stdout: ran.stdout, stderr: ran.stderr.trimEnd() },
      { stdout, stderr: stderr.trimEnd() },
      program,
    )
  }
})
