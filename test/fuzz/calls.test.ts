// Random calls of everything public: a wrong one is answered in the library's own words, never in JavaScript's.
// `npx tsx test/fuzz/calls.ts --count 300000` tries more, with deaths and hangs.
import { deepEqual, equal } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import torch from '../../src/index.js'
import { type Fault, reportOf, runCases } from './campaign.js'
import { caseSeed } from './chance.js'
import { callFrom } from './random-call.js'
import { faultOfCall } from './run-call.js'
import { faultOf } from './verdict.js'

// What is saved under some name lies in a folder of its own.
const home = process.cwd()
const folder = mkdtempSync(join(tmpdir(), 'dltorch-calls-'))
before(() => {
  process.removeAllListeners('warning')
  process.chdir(folder)
})
after(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

test('4000 random calls', async () => {
  const faults: Fault[] = []
  await runCases({ write: callFrom, faultOf: faultOfCall }, 2024, 0, 4000, (fault) => faults.push(fault))
  equal(reportOf(faults), '')
})

test('a seed repeats its calls', () => {
  const calls = [1, 2, 3].map((index) => callFrom(caseSeed(7, index)))
  deepEqual(
    [1, 2, 3].map((index) => callFrom(caseSeed(7, index))),
    calls,
  )
})

test('errors in words of JavaScript are faults, errors of the library are none', () => {
  const fault = (run: () => unknown): string | null => {
    try {
      run()
      return null
    } catch (error) {
      return faultOf(error)?.replace(/ @.*/, '') ?? null
    }
  }
  equal(
    fault(() => (undefined as unknown as { x: number }).x),
    "TypeError: Cannot read properties of undefined (reading '…')",
  )
  equal(
    fault(() => new Float32Array(-1)),
    'RangeError: Invalid typed array length: N',
  )
  equal(
    fault(() => torch.zeros(-1)),
    null,
  )
  equal(
    fault(() => torch.ones(2).add('a' as never)),
    null,
  )
})
