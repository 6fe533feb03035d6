// Every cell of every chapter, and every answer to every exercise, as a script: it is the one that PyTorch ran, and prints here
// what it printed there. lesson-scripts.ts and record-scripts.py record the answers.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { chapterNames } from '../../src/learn/catalogue.js'
import { installGlobals } from '../../src/repl/globals.js'
import { digestOf, scriptsOf } from './lesson-scripts.js'

installGlobals()

interface Answer {
  /** The digest of the script. */
  readonly script: string
  readonly printed: string
}

const answers = JSON.parse(readFileSync(new URL('lesson-answers.json', import.meta.url), 'utf8')) as Record<
  string,
  Answer
>
const record = 'npx tsx test/convert/lesson-scripts.ts | python3 test/convert/record-scripts.py'

for (const name of chapterNames())
  test(`${name} prints what PyTorch prints`, async () => {
    for (const { id, text, printed } of await scriptsOf(name)) {
      assert.ok(id in answers, `${id} is not recorded: ${record}`)
      assert.equal(digestOf(text), answers[id].script, `${id} is another script than PyTorch ran: ${record}`)
      assert.equal(printed, answers[id].printed, id)
    }
  })
