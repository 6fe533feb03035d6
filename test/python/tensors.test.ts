// Programs on tensors of rare dtypes, layouts and classes that print what PyTorch 1.13 printed.
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
  readFileSync(new URL('tensors.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

for (const { title, program, stdout } of recorded)
  test(title, () => assert.equal(runProgram(program).stdout, stdout))
