// Programs that print what CPython 3.11 printed, and fail with the traceback that it wrote.
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
  readFileSync(new URL('programs.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

const withoutAddresses = (text: string): string =>
  text.replace(/0x[0-9a-f]+/g, '0x').replaceAll(`${process.cwd()}/`, '')

for (const { program, stdout, stderr } of recorded)
  test(program.split('\n').slice(0, 2).join(' ↵ '), () => {
    const ran = runProgram(program)
    assert.equal(withoutAddresses(ran.stdout), withoutAddresses(stdout))
    assert.equal(withoutAddresses(ran.stderr), withoutAddresses(stderr))
  })
