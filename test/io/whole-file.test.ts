// Files that are written whole or not at all.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileErrorText } from '../../src/io/file-error.js'
import { checkWritable, writeNewFile, writeWholeFile } from '../../src/io/whole-file.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-test-'))
after(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => join(folder, name)
const parts = ['one ', 'two'].map((text) => Buffer.from(text))

test('parts follow each other; nothing else is left in the folder', () => {
  writeWholeFile(at('a'), parts)
  writeWholeFile(at('a'), parts)
  assert.equal(readFileSync(at('a'), 'utf8'), 'one two')
  assert.deepEqual(readdirSync(folder), ['a'])
})

test('a link stays a link, and a file keeps its rights', () => {
  writeFileSync(at('real'), '', { mode: 0o640 })
  symlinkSync(at('real'), at('link'))
  writeWholeFile(at('link'), parts)
  assert.equal(readFileSync(at('real'), 'utf8'), 'one two')
  assert.equal(statSync(at('real')).mode & 0o777, 0o640)
})

test(
  'a full device is an error, stays a device, and has a reason in words',
  { skip: !existsSync('/dev/full') },
  () => {
    assert.throws(
      () => writeWholeFile('/dev/full', parts),
      (error) => fileErrorText(error) === 'no space left on the device (ENOSPC)',
    )
    assert.ok(statSync('/dev/full').isCharacterDevice())
    assert.throws(
      () => checkWritable('/dev/full'),
      (error) => fileErrorText(error) === 'no space left on the device (ENOSPC)',
    )
  },
)

test('what cannot be written is known before', () => {
  const reasons = [at('no/where'), join(at('a'), 'below'), folder].map((path) => {
    try {
      return checkWritable(path)
    } catch (error) {
      return fileErrorText(error)
    }
  })
  assert.deepEqual(reasons, [
    'there is no such file or folder (ENOENT)',
    'a part of the path is no folder (ENOTDIR)',
    'it is a folder (EISDIR)',
  ])
  checkWritable(at('new'))
  assert.ok(!existsSync(at('new')))
})

test('the name of a folder, or none, is no file to write', () => {
  for (const [path, reason] of [
    ['', 'the name of a file is needed'],
    [`${folder}/new/`, 'it is the name of a folder'],
    [folder, 'it is a folder'],
  ])
    for (const work of [
      () => checkWritable(path),
      () => writeWholeFile(path, parts),
      () => writeNewFile(path, parts),
    ])
      assert.throws(work, (error) => /EEXIST|ENOENT|EISDIR/.test(fileErrorText(error)), reason)
})

test('a pipe that nobody reads is an error, not a wait', () => {
  spawnSync('mkfifo', [at('pipe')])
  for (const work of [() => writeWholeFile(at('pipe'), parts), () => checkWritable(at('pipe'), 1000)])
    assert.throws(work, (error) => fileErrorText(error) === 'nobody is at the other end of it (ENXIO)')
  rmSync(at('pipe'))
})

test('a pipe that is read gets all, and no end before', async () => {
  spawnSync('mkfifo', [at('read')])
  const reader = spawn('cat', [at('read')])
  let got = ''
  reader.stdout.on('data', (text) => (got += text))
  // Opening it waits for the writer.
  await new Promise((resolve) => setTimeout(resolve, 300))
  checkWritable(at('read'))
  await new Promise((resolve) => setTimeout(resolve, 100))
  writeWholeFile(at('read'), parts)
  while (got !== 'one two') await new Promise((resolve) => setTimeout(resolve, 10))
  reader.kill()
  rmSync(at('read'))
})

test('a new file takes the place of nothing', () => {
  writeNewFile(at('first'), parts)
  for (const name of ['first', 'link']) assert.throws(() => writeNewFile(at(name), parts), /EEXIST/)
  symlinkSync(at('nowhere'), at('dangling'))
  assert.throws(() => writeNewFile(at('dangling'), parts), /EEXIST/)
  assert.ok(!existsSync(at('nowhere')))
})

test('what killed programs left is taken away, and what others write now is not', () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const live = `.b.${process.ppid}.part`
  for (const name of [`.b.${pid}.part`, `.b.${process.pid}.part`, live, '.b.x.part', '.c.1.part'])
    writeFileSync(at(name), 'half')
  writeWholeFile(at('b'), parts)
  const left = readdirSync(folder).filter((name) => name.startsWith('.'))
  assert.deepEqual(left.sort(), ['.b.x.part', live, '.c.1.part'].sort())
  for (const name of left) rmSync(at(name))
})

test('the file beside it is never one that another has put there', () => {
  writeFileSync(at('victim'), 'precious')
  symlinkSync(at('victim'), at(`.d.${process.pid}.part`))
  writeWholeFile(at('d'), parts)
  assert.equal(readFileSync(at('victim'), 'utf8'), 'precious')
  assert.equal(readFileSync(at('d'), 'utf8'), 'one two')
})

test('a folder that has the name of the file beside it is told of, and left', () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  for (const id of [pid, process.pid]) mkdirSync(at(`.e.${id}.part`))
  assert.throws(() => writeWholeFile(at('e'), parts), /EEXIST/)
  rmdirSync(at(`.e.${process.pid}.part`))
  writeWholeFile(at('e'), parts)
  assert.equal(readFileSync(at('e'), 'utf8'), 'one two')
  rmdirSync(at(`.e.${pid}.part`))
})

test('long names', () => {
  const name = 'ü'.repeat(120)
  writeWholeFile(at(name), parts)
  assert.equal(readFileSync(at(name), 'utf8'), 'one two')
})
