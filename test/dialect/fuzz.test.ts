// Random programs in TypeScript give the same with and without the rewriting: the same values, the same order of effects,
// the same errors, though an element of null is refused in Python's words. DLTORCH_FUZZ=5000 tries more than the usual number.
import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'
import { programFrom } from './random-program.js'

installGlobals()
const session = new Session()
const plain = new Session({ dialect: false })

async function result(within: Session, source: string): Promise<string> {
  const outcome = await within.evaluate(source)
  if (outcome.kind === 'value')
    return inspect(outcome.value, { depth: 6 }).replace(
      /Cannot read properties of null \(reading '[^']*'\)/g,
      "'NoneType' object is not subscriptable",
    )
  return outcome.kind === 'error' ? String(outcome.error) : outcome.kind
}

const count = Number(process.env.DLTORCH_FUZZ ?? 150)

test(`${count} random programs`, async () => {
  for (let seed = 1; seed <= count; seed++) {
    const source = programFrom(seed)
    equal(await result(session, source), await result(plain, source), `seed ${seed}:\n${source}`)
  }
})
