// How a chapter went, in a few lines; and a step that is taller than the screen, in pages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadChapter } from '../../src/learn/catalogue.js'
import { pagesOf } from '../../src/learn/pages.js'
import type { ChapterProgress } from '../../src/learn/progress.js'
import { easeOf, stepsThatWere, summaryText } from '../../src/learn/summary.js'
import { plainLook } from '../../src/terminal/look.js'

const chapter = loadChapter(fileURLToPath(new URL('weather', import.meta.url)))
const [predict, ...exercises] = chapter.steps.filter(({ kind }) => kind !== 'reading')

const progress: ChapterProgress = {
  at: null,
  marks: {
    ...Object.fromEntries(chapter.steps.map(({ id }) => [id, 'done' as const])),
    ...Object.fromEntries(exercises.map(({ id }) => [id, 'solved' as const])),
    [exercises[2].id]: 'shown',
  },
  tries: {
    [predict.id]: { wrong: 1, hints: 0, isRight: false },
    [exercises[0].id]: { wrong: 0, hints: 0, isRight: true },
    [exercises[1].id]: { wrong: 2, hints: 1, isRight: true },
    [exercises[2].id]: { wrong: 0, hints: 4, isRight: false },
  },
}

test('what was right at once, what in the end, what is to be tried again', () => {
  assert.equal(easeOf(predict, progress), 'again')
  assert.equal(easeOf(exercises[0], progress), 'at once')
  assert.equal(easeOf(exercises[1], progress), 'hard')
  const indexOf = (id: string): number => chapter.steps.findIndex((step) => step.id === id)
  assert.deepEqual(
    stepsThatWere('again', chapter, progress),
    [predict.id, exercises[2].id].map(indexOf).sort((a, b) => a - b),
  )
  const text = summaryText(chapter, progress, 'en', plainLook)
  assert.match(text, /^Predictions right: \d of \d\. Exercises solved: \d of 4\.\nRight at once:\n {2}\d /)
  assert.match(text, /\nRight in the end:\n {2}\d [^]*\nTo try again:\n {2}\d /)
  assert.match(summaryText(chapter, progress, 'zh', plainLook), /一次就对：[^]*最后做对：[^]*值得再试：/)
})

test('files of earlier versions say only what was done', () => {
  const { marks } = progress
  assert.equal(easeOf(predict, { at: null, marks }), 'at once')
  assert.equal(easeOf(exercises[2], { at: null, marks }), 'again')
  assert.equal(easeOf(exercises[2], { at: null, marks: {} }), undefined)
})

test('pages break between paragraphs, and within those that are taller', () => {
  assert.deepEqual(pagesOf('a\n\nb\nc', 2, 80), ['a', 'b\nc'])
  assert.deepEqual(pagesOf('a\nb\n\nc', 9, 80), ['a\nb\n\nc'])
  assert.deepEqual(pagesOf('a\nb\nc\nd\ne', 2, 80), ['a\nb', 'c\nd', 'e'])
  // Lines that the terminal breaks take several rows.
  assert.deepEqual(pagesOf(`${'x'.repeat(100)}\n\nb`, 3, 40), ['x'.repeat(100), 'b'])
  assert.deepEqual(pagesOf('', 3, 40), [])
})
