// Lines with a question mark at their end ask something; what goes on does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { subjectOf } from '../../src/repl/entry.js'
import { helpOn } from '../../src/repl/help.js'
import { loadPython } from '../../src/python/load.js'
import { pythonHelp } from '../../src/repl/python-help.js'
import { pythonFunctions } from '../../src/dialect/runtime/python-functions.js'
import { Conversation } from '../../src/repl/commands/conversation.js'
import { Answer } from '../../src/repl/answer.js'
import { installGlobals } from '../../src/repl/globals.js'

const cases: [text: string, subject: string | undefined][] = [
  ['x?', 'x'],
  ['?x', 'x'],
  ['x ?', 'x'],
  ['3?', '3'],
  ['变?', '变'],
  ['变？', '变'],
  ['torch.ones(2)?', 'torch.ones(2)'],
  ['?', ''],
  ['1 + ?', '1 +'],
  ['x.?', 'x'],
  ['f(x).?', 'f(x)'],
  // A choice that goes on, a comment, a text.
  ['const y = a ?', undefined],
  ['f(a ?', undefined],
  ['# why?', undefined],
  ['"what?', undefined],
  ['a ? b : c', undefined],
]
for (const [text, subject] of cases)
  test(`${JSON.stringify(text)} asks about ${subject}`, () => assert.equal(subjectOf(text), subject))

installGlobals()

test('each gets an answer or an error, and none waits', async () => {
  const session = new Conversation()
  for (const [text, subject] of cases) {
    if (subject === undefined) continue
    const { kind } = await session.evaluate(text)
    assert.ok(kind === 'value' || kind === 'error', text)
  }
})

test('what there is none of is said in the same words, in any writing', async () => {
  const session = new Conversation()
  for (const name of ['变', 'q', 'quux_quux']) {
    const outcome = await session.evaluate(`${name} ?`)
    assert.ok(outcome.kind === 'value')
    assert.equal(String((outcome.value as Answer).text), `There is no ${name}. help() tells what there is.`)
  }
})

test("help on Python's own functions: how it is called, a sentence, an example that prints that", async () => {
  assert.match(helpOn(pythonFunctions.range), /^range\(stop\), range\(start, stop, step=1\)\n\n {2}Whole/)
  assert.equal(helpOn('len'), helpOn(pythonFunctions.len))
  assert.match(helpOn('range'), /^torch\.range\(/)
  const session = new Conversation()
  for (const [name, [, , code, shown]] of Object.entries(pythonHelp)) {
    assert.ok(helpOn(pythonFunctions[name] ?? loadPython()[name] ?? name).startsWith(name), name)
    if (code === undefined || name === 'print') continue
    const outcome = await session.evaluate(`repr(${code})`)
    assert.ok(outcome.kind === 'value' && !(outcome.value instanceof Answer), code)
    assert.equal(outcome.value, shown, code)
  }
})
