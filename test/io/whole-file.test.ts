// Files that are written whole or not at all.
import assert from 'node:assert/strict'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { checkWritable, fileErrorText, writeWholeFile } from '../../src/io/whole-file.js'

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
    checkWritable('/dev/full')
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
