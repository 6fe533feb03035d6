// Every chapter, walked through to its end in Chinese; with its code in Python where the walk in English has it in TypeScript.
import { test } from 'node:test'
import { chapterNames, folderOf, loadChapter } from '../../src/learn/catalogue.js'
import { chapterIn } from '../../src/learn/edition.js'
import { Walk } from './lesson-walk.js'

for (const [i, name] of chapterNames().entries()) {
  const code = i % 2 === 0 ? 'python' : 'ts'
  test(`${name}, code in ${code}`, { timeout: 300_000 }, async () => {
    const chapter = await chapterIn(loadChapter(folderOf(name)), code)
    await new Walk(chapter, name, 'zh', { code }).toTheEnd()
  })
}
