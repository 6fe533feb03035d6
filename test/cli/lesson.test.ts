// `dltorch lesson` without a terminal: the list, a whole chapter, and what is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadChapter } from '../../src/learn/catalogue.js'
import { languages } from '../../src/learn/chapter.js'
import { dltorch } from './dltorch.js'
import { Walk } from './lesson-walk.js'

const weather = fileURLToPath(new URL('../learn/weather', import.meta.url))

test('a chapter shows code and what it really prints, in the language asked for', async () => {
  const english = await dltorch(['lesson', weather, '--lang', 'en'])
  const chinese = await dltorch(['lesson', weather, '--lang', 'zh'])
  for (const { stdout, stderr, code } of [english, chinese]) {
    assert.equal(stderr, '')
    assert.equal(code, 0)
    assert.match(stdout, />>> days = torch.arange\(7\)\n\.\.\. days\ntensor\(\[0, 1, 2, 3, 4, 5, 6\]\)\n/)
  }
  assert.match(english.stdout, /\n5\. Exercise: below zero\n/)
  assert.match(chinese.stdout, /\n5\. 练习：零度以下\n/)
  assert.ok(!/\p{Script=Han}/u.test(english.stdout))
})

for (const language of languages)
  test(`a folder of one's own is played in a narrow terminal (${language})`, async () => {
    await new Walk(loadChapter(weather), weather, language, { columns: 40, rows: 20 }).toTheEnd()
  })
