// Every chapter, walked through to its end in Chinese.
import { test } from 'node:test'
import { chapterNames, folderOf, loadChapter } from '../../src/learn/catalogue.js'
import { Walk } from './lesson-walk.js'

for (const name of chapterNames())
  test(name, { timeout: 300_000 }, () => new Walk(loadChapter(folderOf(name)), name, 'zh').toTheEnd())
