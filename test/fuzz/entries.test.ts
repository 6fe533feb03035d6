// Broken lines at the prompt: whatever is typed, no fault of the project's own code shows, and variables stay.
// `npx tsx test/fuzz/entries.ts --count 30000` tries more, with deaths and hangs.
import { deepEqual, equal } from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Fault, reportOf, runCases } from './campaign.js'
import { entriesIn } from './random-entry.js'
import { faultOfEntry } from './run-entry.js'

before(() => {
  process.removeAllListeners('warning')
})

test('400 random entries', async () => {
  const faults: Fault[] = []
  await runCases({ write: entriesIn(), faultOf: faultOfEntry }, 1, 0, 400, (fault) => faults.push(fault))
  equal(reportOf(faults), '')
})

test('a seed repeats its entry', () => {
  deepEqual([1, 2, 3].map(entriesIn()), [1, 2, 3].map(entriesIn()))
})

test("a learner's own mistakes are no faults", async () => {
  equal(await faultOfEntry('nowhere + 1'), null)
  equal(await faultOfEntry('x +* 1'), null)
  equal(await faultOfEntry('() = is'), null)
  equal(await faultOfEntry('.lang ts\ntorch.cat<(x,, m) m))'), null)
  equal(await faultOfEntry('[1].map((a) => a.b.c)'), null)
  equal(await faultOfEntry('kept = 5'), 'a variable is lost')
  equal(await faultOfEntry('kept = 12345'), null)
})

test('an array and a dict have no operators', async () => {
  for (const entry of ['arr ** {}', '{} * arr', 'arr + {}', 'arr - { a: 1 }'])
    equal(await faultOfEntry(`arr = np.ones((2, 2)); ${entry}`), null, entry)
})

test('an int of a million digits is not written at the prompt, and refused by Python', async () => {
  const { show } = await import('../../src/repl/show.js')
  equal(show(10n ** 4299n + 1n).length, 4300)
  equal(show(10n ** 5000n), '10000000000000000000...00000000000000000000 (5001 digits)')
  equal(show([-(10n ** 5000n)]), '[-10000000000000000000...00000000000000000000 (5001 digits)]')
  equal(show(12n << 4000000n), '1.153...e+1204121 (about 1204122 digits)')
  equal(await faultOfEntry('.lang python\n10 ** 5000'), null)
})
