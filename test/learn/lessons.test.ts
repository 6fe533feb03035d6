// Every chapter is whole: words in both languages, cells that print what is stored in TypeScript and in Python, exercises
// that tell right from wrong in whichever of them it is played and answered.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  chapterNames,
  chapterOrder,
  folderOf,
  lessonsFolder,
  readChapter,
} from '../../src/learn/catalogue.js'
import { checkExercise, playChapter, staleCells, unlikeCells } from '../../src/learn/check-chapter.js'
import type { Exercise } from '../../src/learn/chapter.js'
import { faultText } from '../../src/learn/fault.js'
import { inCode } from '../../src/learn/forms.js'
import { installGlobals } from '../../src/repl/globals.js'

installGlobals()

test('the catalogue lists the folders of lessons/', () => {
  const folders = readdirSync(lessonsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  assert.deepEqual(
    folders.filter((name) => !chapterOrder.includes(name)),
    [],
  )
  for (const name of folders) assert.ok(existsSync(join(lessonsFolder, name, 'chapter.md')), name)
})

const weather = fileURLToPath(new URL('weather', import.meta.url))

for (const folder of [weather, ...chapterNames().map(folderOf)]) {
  const { chapter, faults } = readChapter(folder)
  const { name } = chapter

  test(`${name}: is well formed`, () => assert.deepEqual(faults.map(faultText), []))

  test(`${name}: cells print what is stored`, async () => {
    const played = await playChapter(chapter)
    assert.deepEqual(played.faults.map(faultText), [])
    for (const { cell, output } of staleCells(played))
      assert.equal(
        cell.output,
        output,
        `${cell.place.file}:${cell.place.line} (npm run lessons writes outputs)`,
      )
  })

  const forms = Promise.all([inCode(chapter, 'ts'), inCode(chapter, 'python')])

  test(`${name}: all code has a form in both languages, which prints the same`, async () => {
    for (const form of await forms) {
      assert.deepEqual(form.faults.map(faultText), [])
      const played = await playChapter(form.chapter)
      assert.deepEqual(played.faults.map(faultText), [])
      for (const { cell, output } of unlikeCells(played))
        assert.equal(output, cell.output, `${cell.place.file}:${cell.place.line}, which is\n${cell.code}`)
    }
  })

  for (const [index, step] of chapter.steps.entries()) {
    if (step.kind !== 'exercise') continue
    test(`${name}: ${step.title.en} tells right from wrong`, async () => {
      const chapters = (await forms).map((form) => form.chapter)
      for (const played of chapters)
        for (const answers of chapters) {
          const [asked, answered] = [played, answers].map(({ steps }) => steps[index] as Exercise)
          assert.deepEqual((await checkExercise(played, asked, answered)).map(faultText), [])
        }
    })
  }
}
