// The tutorial's snippets in TypeScript print what PyTorch printed, character for character.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../src/index.js'
import { compare } from './goldens/compare.js'
import { readTutorial } from './goldens/files.js'
import { autograd } from './tutorial/autograd.js'
import { creation } from './tutorial/creation.js'
import { operations } from './tutorial/operations.js'
import { capture } from './tutorial/snippet.js'
import { training } from './tutorial/training.js'

const snippets = { ...creation, ...operations, ...autograd, ...training }
const recorded = readTutorial()

test('every snippet of the tutorial is here', () => {
  deepEqual(Object.keys(snippets).sort(), recorded.map((s) => s.id).sort())
})

for (const want of recorded) {
  test(`${want.section}: ${want.id}`, () => {
    if (want.seed !== null && !want.seed_in_document) torch.manual_seed(want.seed)
    const { stdout, values, error } = capture(snippets[want.id]!)

    if (error && !want.error) throw error
    if (want.error) {
      ok(error, `no error, want ${want.error.type}: ${want.error.message}`)
      deepEqual({ type: error.name, message: error.message }, want.error)
    }
    equal(stdout, want.stdout)
    for (const [name, value] of Object.entries(want.values ?? {})) {
      const difference = compare(torch, values[name], value as any, name)
      equal(difference, null, difference ? `${name}: ${difference.text}` : '')
    }
    if (want.losses) checkTraining(values.run, want)
  })
}

/** Every loss, and the parameters at every 20th iteration and at the end, to 6 significant digits. */
function checkTraining(run: Record<string, unknown>[], want: any): void {
  equal(run.length, want.iterations_run)
  for (const [i, loss] of want.losses.data.entries()) sixDigits(run[i]!.loss, loss, `loss at iteration ${i}`)
  for (const point of [...want.trace, want.final]) {
    for (const [name, value] of Object.entries<any>(point)) {
      sixDigits(
        run[point.iteration]![name],
        value.data?.[0] ?? value,
        `${name} at iteration ${point.iteration}`,
      )
    }
  }
  if (want.accs)
    deepEqual(
      run.map((r) => r.acc),
      want.accs,
    )
  const below = want.accs ? (r: any) => r.acc > 0.99 : (r: any) => Number(r.loss) < 1
  equal(run.findIndex(below), want.first_below)
}

/** Within half a unit of the sixth digit. */
function sixDigits(got: unknown, want: number, what: string): void {
  const unit = want === 0 ? 1e-5 : 10 ** (Math.floor(Math.log10(Math.abs(want))) - 5)
  ok(Math.abs(Number(got) - want) <= unit / 2, `${what}: got ${Number(got)}, want ${want}`)
}
