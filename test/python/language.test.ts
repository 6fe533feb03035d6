// Small programs by themes of the language: what CPython 3.11 printed, and the last line of what it said where one failed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runProgram } from './run-program.js'

interface Recorded {
  readonly program: string
  readonly stdout: string
  readonly error: string | null
}

const recorded = JSON.parse(
  readFileSync(new URL('language.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

const withoutAddresses = (text: string): string => text.replace(/0x[0-9a-f]{6,}/g, '0x')
const lastLine = (text: string): string | null => (text === '' ? null : text.trimEnd().split('\n').at(-1)!)

test('programs by themes of the language print and fail as they do in CPython', () => {
  for (const { program, stdout, error } of recorded) {
    const ran = runProgram(program)
    assert.deepEqual(
      { stdout: withoutAddresses(ran.stdout), error: lastLine(ran.stderr) },
      { stdout, error },
      program,
    )
  }
})
