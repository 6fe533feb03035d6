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

// Each broke a reader once: types and languages that are objects, a version of tomorrow, a class whose name is no text.
test('files that were faults', async () => {
  for (const file of [
    'safetensors · 1956013883',
    'safetensors · 315495813',
    'logistic · 1956013779',
    'linear · 1956014424',
    'notebook · 1956016787',
    'npy · 315486080',
    'old torch · 315484447',
  ])
    equal(await faultOfFile(file), null, file)
})

test('a seed repeats its file', () => {
  const files = (): Buffer[] => [1, 2, 3].map((seed) => brokenFile(writeFileCase()(seed)).bytes)
  deepEqual(files(), files())
})
