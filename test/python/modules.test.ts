// Programs on Python's library, on NumPy and on torch that print what CPython with PyTorch printed.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runProgram } from './run-program.js'

interface Recorded {
  readonly title: string
  readonly program: string
  readonly stdout: string
}

const recorded = JSON.parse(
  readFileSync(new URL('modules.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

// Some of them write files where they run.
const folder = mkdtempSync(join(tmpdir(), 'dltorch-modules-'))
const before = process.cwd()
process.chdir(folder)
after(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true })
})

const withoutAddresses = (text: string): string => text.replace(/0x[0-9a-f]{6,}/g, '0x')

for (const { title, program, stdout } of recorded)
  test(title, () => {
    assert.equal(withoutAddresses(runProgram(program).stdout), withoutAddresses(stdout))
  })
