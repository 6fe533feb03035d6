// Lines that Python and the dialect share, and what PyTorch answered to them: typed at the prompt, and again inside a
// function, where the rewriting takes its quick form.
import { equal } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'
import { showError } from '../../src/repl/show.js'

interface Recorded {
  prelude: string[]
  groups: Record<string, [line: string, text: string][]>
}

const recorded = ['pytorch.json', 'pytorch-tensors.json'].map(
  (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as Recorded,
)
const { prelude } = recorded[0]
const groups = Object.assign({}, ...recorded.map((file) => file.groups)) as Recorded['groups']

installGlobals()
const session = new Session()

async function answer(code: string): Promise<string> {
  torch.manual_seed(0)
  await session.evaluate(prelude.join('\n'))
  const outcome = await session.evaluate(code)
  if (outcome.kind === 'value') return outcome.value === undefined ? '' : torch.repr(outcome.value)
  return outcome.kind === 'error' ? showError(outcome.error) : outcome.kind
}

/** Addresses differ, and unknown keywords name the known ones here. */
const comparable = (text: string): string =>
  text.replace(/0x[0-9a-f]+/g, '0xADDR').replace(/ \(known: .*\)/, '')

/** The statement without what stands between brackets and in texts. */
function outermost(statement: string): string {
  const shorter = statement.replace(/'[^']*'|\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}/g, '')
  return shorter === statement ? statement : outermost(shorter)
}
const isAssignment = (statement: string): boolean => /[^=<>!]=(?!=)/.test(outermost(statement))

/** The line's statements in a function that returns the value of the last; names of its own are declared there. */
function inFunction(line: string): string {
  const statements = line.split('; ')
  const assigned = statements.flatMap(
    (statement) => /^(\w+(?:, \w+)*) = /.exec(statement)?.[1].split(', ') ?? [],
  )
  const own = [...new Set(assigned)].filter((name) => !prelude.some((l) => l.startsWith(`${name} = `)))
  const last = statements.pop()!
  const body = [...statements, isAssignment(last) ? last : `return ${last}`].join('; ')
  return `function run() { ${own.length > 0 ? `let ${own.join(', ')}; ` : ''}${body} }\nrun()`
}

for (const [name, pairs] of Object.entries(groups)) {
  test(`${name}: ${pairs.length} lines`, async () => {
    for (const [line, text] of pairs) equal(comparable(await answer(line)), text, line)
  })
  test(`${name}, in a function`, async () => {
    // What a call gives is not shown where it is None.
    for (const [line, text] of pairs)
      equal(comparable(await answer(inFunction(line))), text === 'None' ? '' : text, inFunction(line))
  })
}
