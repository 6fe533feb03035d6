// What uses none of the dialect means what TypeScript says: each text gives the same with and without the rewriting.
// Without it runs in a process of its own: the prompt's variables belong to all of a process.
import { equal } from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import { fileURLToPath } from 'node:url'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'
import { groups, textsOf } from './typescript-texts.js'

installGlobals()
const isPlain = process.argv.includes('without-dialect')
const session = new Session({ dialect: !isPlain })

async function results(group: string): Promise<string[]> {
  const list: string[] = []
  for (const text of textsOf(group)) {
    const outcome = await session.evaluate(text)
    if (outcome.kind === 'value') list.push(inspect(outcome.value, { depth: 6 }))
    else if (outcome.kind === 'error') list.push(`${String(outcome.error)} at line ${outcome.line}`)
    else list.push(outcome.kind)
  }
  return list
}

if (isPlain) {
  process.on('message', (group: string) => {
    void results(group).then((list) => process.send!(list))
  })
} else {
  const other = fork(fileURLToPath(import.meta.url), ['without-dialect'])
  after(() => other.kill())
  for (const group of Object.keys(groups))
    test(`${group}: ${textsOf(group).length} texts`, async () => {
      const plain = once(other, 'message')
      other.send(group)
      const mine = await results(group)
      const [wanted] = (await plain) as [string[]]
      textsOf(group).forEach((text, i) => equal(mine[i], wanted[i], text))
    })
}
