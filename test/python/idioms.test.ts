// What whole scripts do in passing, in small programs that print what CPython with PyTorch and NumPy printed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runProgram } from './run-program.js'

interface Recorded {
  readonly title: string
  readonly program: string
  readonly stdout: string
}

const recorded = JSON.parse(
  readFileSync(new URL('idioms.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

for (const { title, program, stdout } of recorded)
  test(title, () => {
    const ran = runProgram(program)
    assert.equal(ran.stdout, stdout, ran.stderr)
  })
