// Broken files: whatever is in a file, the program says so in words of its own.
// `npx tsx test/fuzz/files.ts --count 28000` tries more, with deaths and hangs.
import { deepEqual, equal } from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Fault, reportOf, runCases } from './campaign.js'
import { brokenFile, fileKinds, writeFileCase } from './random-file.js'
import { faultOfFile, readWhole } from './run-file.js'

before(() => {
  process.removeAllListeners('warning')
})

for (const kind of fileKinds)
  test(`${kind}: whole, and broken 20 times`, async () => {
    await readWhole(kind)
    const faults: Fault[] = []
    const campaign = { write: writeFileCase(kind), faultOf: faultOfFile }
    await runCases(campaign, 1, 0, 20, (fault) => faults.push(fault))
    equal(reportOf(faults), '')
  })

test('a seed repeats its file', () => {
  const files = (): Buffer[] => [1, 2, 3].map((seed) => brokenFile(writeFileCase()(seed)).bytes)
  deepEqual(files(), files())
})
