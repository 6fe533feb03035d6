// Every chapter, walked through to its end in English; every other with its code in Python.
import { test } from 'node:test'
import { chapterNames, folderOf, loadChapter } from '../../src/learn/catalogue.js'
import { chapterIn } from '../../src/learn/edition.js'
import { Walk } from './lesson-walk.js'

for (const [i, name] of chapterNames().entries()) {
  const code = i % 2 === 1 ? 'python' : 'ts'
  test(`${name}, code in ${code}`, { timeout: 300_000 }, async () => {
    const chapter = await chapterIn(loadChapter(folderOf(name)), code)
    await new Walk(chapter, name, 'en', { code }).toTheEnd()
  })
}
