// Every chapter is complete, runs, and its checker tells right from wrong.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { chapters } from '../../src/learn/catalogue.js'
import type { Words } from '../../src/learn/catalogue.js'
import { difference } from '../../src/learn/checker.js'
import { check, play } from '../../src/learn/runner.js'
import type { Reader } from '../../src/learn/runner.js'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'
import torch from '../../src/index.js'

installGlobals()
const session = new Session()

function assertBothLanguages({ en, zh }: Words): void {
  assert.ok(en.length > 0 && !/\p{Script=Han}/u.test(en), `English: ${en}`)
  assert.match(zh, /\p{Script=Han}/u, `Chinese: ${zh}`)
}

test('the catalogue lists the folders of lessons/', () => {
  const folders = readdirSync(new URL('../../lessons', import.meta.url)).sort()
  assert.deepEqual(Object.keys(chapters).sort(), folders)
})

for (const [name, load] of Object.entries(chapters)) {
  const chapter = await load()

  test(`${name}: words in both languages, nothing empty`, () => {
    assert.equal(chapter.name, name)
    assertBothLanguages(chapter.title)
    for (const { title, steps } of chapter.sections) {
      assertBothLanguages(title)
      for (const step of steps) {
        if (step.kind === 'reading') {
          assertBothLanguages(step.say)
          assert.ok(step.code.trim())
        } else {
          assertBothLanguages(step.ask)
          assertBothLanguages(step.hint)
          assert.ok(step.answer.trim() && step.wrong.length > 0)
        }
      }
    }
  })

  for (const section of chapter.sections) {
    for (const step of section.steps) {
      if (step.kind !== 'exercise') continue
      test(`${name}: ${step.ask.en}`, async () => {
        assert.equal(await check(session, step, step.answer, 'en'), null)
        for (const wrong of step.wrong) assert.notEqual(await check(session, step, wrong, 'en'), null, wrong)
      })
    }
  }

  test(`${name}: a reader who answers, fails twice, and gives up`, async () => {
    const exercises = chapter.sections
      .flatMap(({ steps }) => steps)
      .filter((step) => step.kind === 'exercise')
    const [first, second] = exercises
    const answers = [first.answer, second.wrong[0], 'null.x', null, ...exercises.slice(2).map(() => null)]
    const verdicts: boolean[] = []
    const said: string[] = []
    const reader: Reader = {
      heading: () => {},
      say: (text) => said.push(text),
      code: () => {},
      output: (text) => assert.ok(!text.includes('Error'), text),
      pause: async () => {},
      answer: async () => answers.shift() ?? null,
      verdict: (isRight) => verdicts.push(isRight),
    }
    await play(chapter, new Session(), reader, { language: 'en' })
    assert.deepEqual(verdicts, [true, false, false])
    assert.ok(said.some((text) => text.endsWith(second.hint.en)))
    assert.equal(answers.length, 0)
  })
}

test('the checker says what is different', () => {
  const wanted = torch.ones(2, 3)
  assert.equal(difference(torch.ones(2, 3), wanted, 'en'), null)
  assert.equal(difference(torch.ones(3, 2), wanted, 'en'), 'The shape is [3, 2], and should be [2, 3].')
  assert.equal(
    difference(torch.ones(2, 3).to(torch.int64), wanted, 'en'),
    'The dtype is torch.int64, and should be torch.float32.',
  )
  assert.equal(difference(torch.zeros(2, 3), wanted, 'en'), 'The shape is right, the numbers are not.')
  assert.equal(difference(3, wanted, 'zh'), '答案应当是一个张量。')
  assert.equal(
    difference([torch.ones(2), torch.ones(3)], [torch.ones(2)], 'en'),
    'The list has 2 entries, and should have 1.',
  )
  assert.equal(difference(2, 2, 'en'), null)
})
