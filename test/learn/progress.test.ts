// The file of progress: what is kept, two sessions at once, and a file that cannot be read.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { oddFiles } from '../io/odd-files.js'
import { Progress, progressPath } from '../../src/learn/progress.js'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dltorch-progress-'))
  path = join(folder, 'deep', 'lessons.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('it lies where the XDG specification says', () => {
  assert.equal(progressPath({ XDG_DATA_HOME: '/data' }), '/data/dltorch/lessons.json')
  assert.match(progressPath({}), /\.local.share.dltorch.lessons\.json$/)
})

test('marks, places and the language come back', () => {
  const progress = new Progress(path)
  assert.deepEqual(progress.of('intro'), { at: null, marks: {} })
  progress.setLanguage('zh')
  progress.setAt('intro', 'second')
  progress.setMark('intro', 'first', 'done')
  const again = new Progress(path)
  assert.equal(again.language, 'zh')
  assert.equal(again.last, 'intro')
  assert.deepEqual(again.of('intro'), { at: 'second', marks: { first: 'done' } })
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(join(folder, 'deep')), ['lessons.json'])
})

test('a mark is not taken back', () => {
  const progress = new Progress(path)
  progress.setMark('intro', 'a', 'solved')
  progress.setMark('intro', 'a', 'skipped')
  assert.equal(new Progress(path).of('intro').marks.a, 'solved')
})

test('two sessions keep what either has done', () => {
  const [one, two] = [new Progress(path), new Progress(path)]
  one.setMark('intro', 'a', 'solved')
  two.setMark('intro', 'b', 'done')
  two.setMark('autograd', 'x', 'shown')
  one.setMark('intro', 'c', 'done')
  const { marks } = new Progress(path).of('intro')
  assert.deepEqual(marks, { a: 'solved', b: 'done', c: 'done' })
  assert.deepEqual(new Progress(path).of('autograd').marks, { x: 'shown' })
})

test('of two places in a chapter the later counts', () => {
  const [one, two] = [new Progress(path), new Progress(path)]
  one.setAt('intro', 'a')
  two.setAt('intro', 'b')
  one.setMark('intro', 'a', 'done')
  one.setMark('autograd', 'x', 'done')
  assert.deepEqual(new Progress(path).of('intro'), { at: 'b', marks: { a: 'done' } })
  two.setAt('autograd', 'y')
  one.setLanguage('zh')
  two.setMark('intro', 'b', 'solved')
  const last = new Progress(path)
  assert.equal(last.last, 'autograd')
  assert.equal(last.language, 'zh')
  assert.deepEqual(last.of('intro'), { at: 'b', marks: { a: 'done', b: 'solved' } })
})

test('a chapter that another session begins anew is not brought back', () => {
  const [one, two] = [new Progress(path), new Progress(path)]
  one.setMark('intro', 'a', 'solved')
  two.setMark('intro', 'b', 'done')
  one.forget('intro')
  two.setMark('intro', 'c', 'done')
  assert.deepEqual(new Progress(path).of('intro').marks, { c: 'done' })
})

test('many processes at once lose no mark', { timeout: 60_000 }, async () => {
  const module = fileURLToPath(new URL('../../src/learn/progress.ts', import.meta.url))
  const work = `
    const { Progress } = await import(${JSON.stringify(module)})
    const [, path, name] = process.argv
    const progress = new Progress(path)
    for (let i = 0; i < 40; i++) progress.setMark('intro', name + i, 'done')`
  const start = ['--import', 'tsx', '--input-type=module', '-e', work, path]
  await Promise.all(['a', 'b', 'c'].map((name) => promisify(execFile)(process.execPath, [...start, name])))
  assert.equal(Object.keys(new Progress(path).of('intro').marks).length, 120)
  assert.deepEqual(readdirSync(join(folder, 'deep')), ['lessons.json'])
})

test('what is no file is told of, and stays as it is', () => {
  for (const odd of Object.values(oddFiles(folder))) {
    const progress = new Progress(odd)
    progress.setMark('intro', 'a', 'done')
    assert.match(progress.takeFailure()!, /it (is|has) /)
  }
})

test('a chapter begun anew stays so', () => {
  const progress = new Progress(path)
  progress.setMark('intro', 'a', 'solved')
  progress.forget('intro')
  progress.setAt('intro', 'a')
  assert.deepEqual(new Progress(path).of('intro'), { at: 'a', marks: {} })
})

for (const damaged of ['{ "chapters": ', '[]', '"text"', '{}', ''])
  test(`a damaged file is set aside: ${JSON.stringify(damaged)}`, () => {
    new Progress(path).setLanguage('en')
    for (const name of ['lessons.json.damaged', 'lessons.json.damaged-2']) {
      writeFileSync(path, damaged)
      const progress = new Progress(path)
      assert.equal(progress.setAsideAs, join(folder, 'deep', name))
      assert.equal(readFileSync(progress.setAsideAs, 'utf8'), damaged)
      assert.equal(existsSync(path), false)
      progress.setMark('intro', 'a', 'done')
      assert.equal(new Progress(path).of('intro').marks.a, 'done')
    }
  })

test('what is strange within the file is left out', () => {
  new Progress(path).setLanguage('en')
  const chapters = { intro: { at: 5, marks: { a: 'solved', b: 'flown', c: 1 } }, other: null }
  writeFileSync(path, JSON.stringify({ language: 'fr', last: [], chapters }))
  const progress = new Progress(path)
  assert.equal(progress.setAsideAs, undefined)
  assert.equal(progress.language, undefined)
  assert.deepEqual(progress.of('intro'), { at: null, marks: { a: 'solved' } })
})

test('a folder that cannot be written is told once, and the session goes on', () => {
  writeFileSync(join(folder, 'deep'), 'no folder')
  const progress = new Progress(path)
  progress.setMark('intro', 'a', 'done')
  assert.match(progress.takeFailure()!, /ENOTDIR|EEXIST/)
  progress.setMark('intro', 'b', 'done')
  assert.equal(progress.takeFailure(), undefined)
  assert.deepEqual(progress.of('intro').marks, { a: 'done', b: 'done' })
  chmodSync(folder, 0o700)
})
