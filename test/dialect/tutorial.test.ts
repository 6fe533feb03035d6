// The tutorial's lines, typed at the prompt as Python spells them where the dialect allows it, print what PyTorch printed.
import { deepEqual, equal } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { installGlobals } from '../../src/repl/globals.js'
import { runScript } from '../../src/repl/script.js'
import { Session } from '../../src/repl/session.js'
import { printed } from '../../src/text/repr.js'
import { readTutorial } from '../goldens/files.js'

installGlobals()
const text = readFileSync(new URL('tutorial.txt', import.meta.url), 'utf8')
const snippets = new Map(
  text
    .split(/^== /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n') + 1)]),
)

let stdout = ''
Object.assign(globalThis, {
  print: (...values: unknown[]) => void (stdout += printed(...values)),
  // The recordings note the values of every iteration.
  record: () => undefined,
})

const recorded = readTutorial()

test('every snippet of the tutorial is here', () => {
  deepEqual(
    [...snippets.keys()],
    recorded.map(({ id }) => id as string),
  )
})

for (const want of recorded) {
  test(`${want.section}: ${want.id}`, async () => {
    if (want.seed !== null && !want.seed_in_document) torch.manual_seed(want.seed)
    stdout = ''
    const failure = await runScript(new Session(), snippets.get(want.id)!, () => undefined)

    const error = failure && {
      type: (failure.error as Error).name,
      message: (failure.error as Error).message,
    }
    deepEqual(error, want.error)
    equal(stdout.replace(/0x[0-9a-f]+/g, '0xADDR'), want.stdout)
  })
}
