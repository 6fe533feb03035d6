// Programs made at random, run by CPython 3.11: what they printed, and the class and words of what ended them.
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
  readFileSync(new URL('fuzz.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

/** The last line of a traceback, without what may have been meant; null where there were warnings alone. */
const lastLine = (stderr: string): string | null =>
  stderr.replace(/^.*: SyntaxWarning: .*\n/gm, '') === ''
    ? null
    : stderr
        .trimEnd()
        .split('\n')
        .at(-1)!
        .replace(/\. Did you mean: .*$/, '')
        .replace(/^__main__\./, '')

test('programs made at random print and fail as they do in CPython', () => {
  for (const { program, stdout, error } of recorded) {
    const ran = runProgram(program)
    assert.deepEqual({ stdout: ran.stdout, error: lastLine(ran.stderr) }, { stdout, error }, program)
  }
})
