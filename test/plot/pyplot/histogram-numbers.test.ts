// Counts and edges as numpy.histogram gives them, to the last bit; the answers are NumPy's, recorded.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import torch from '../../../src/torch.js'
import { plt } from './shown.js'

interface Recorded {
  readonly values?: readonly number[]
  readonly kw: Record<string, unknown>
  readonly n: readonly number[]
  readonly edges: readonly number[]
}
const all = JSON.parse(readFileSync(new URL('histograms.json', import.meta.url), 'utf8')) as Recorded[]

/** The numbers that the recorded answers are of where they name none. */
function usual(): number[] {
  let state = 7
  return Array.from(
    { length: 200 },
    () => (state = Number((BigInt(state) * 1103515245n + 12345n) % 2147483648n)) / 2147483648,
  )
}

test('hist gives the numbers of numpy.histogram', () => {
  for (const { values = usual(), kw, n, edges } of all) {
    const [counts, bounds] = plt.hist(values, kw)
    plt.close('all')
    assert.deepEqual([...counts], n, JSON.stringify(kw))
    assert.deepEqual([...bounds], edges, JSON.stringify(kw))
  }
})

test('tensors of 32 bits have edges of 32 bits', () => {
  const [counts, bounds] = plt.hist(torch.tensor([0.1, 0.2, 0.4]), { bins: 3 })
  plt.close('all')
  assert.deepEqual([...counts], [1, 1, 1])
  assert.deepEqual(
    [...bounds],
    [0.10000000149011612, 0.20000000298023224, 0.30000001192092896, 0.4000000059604645],
  )
})

test('bins that are none', () => {
  assert.throws(() => plt.hist([1, 2], { bins: 0 }), /`bins` must be positive, when an integer/)
  assert.throws(() => plt.hist([1, 2], { bins: [2, 1] }), /`bins` must increase monotonically, when an array/)
  assert.throws(() => plt.hist([1, NaN]), /autodetected range of \[nan, nan\] is not finite/)
  assert.throws(() => plt.hist([1, 2], { bins: 'many' }), /'many' is not a valid estimator for `bins`/)
  plt.close('all')
})
