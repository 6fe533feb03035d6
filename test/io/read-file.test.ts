// Files that are read as a whole, and what stands in their place.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileErrorText } from '../../src/io/file-error.js'
import { from_file } from '../../src/io/raw-file.js'
import { openFile, readWholeFile } from '../../src/io/read-file.js'
import { oddFiles } from './odd-files.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-test-'))
after(() => rmSync(folder, { recursive: true }))
const odd = oddFiles(folder)

function reasonOf(work: () => unknown): string {
  try {
    work()
    return 'none'
  } catch (error) {
    return fileErrorText(error)
  }
}

test('what is no file is an error at once', () => {
  for (const [name, reason] of [
    ['folder', 'it is a folder (EISDIR)'],
    ['pipe', 'it is a pipe, no file (EFTYPE)'],
    ['endless', 'it is a device, no file (EFTYPE)'],
    ['device', 'it is a device, no file (EFTYPE)'],
    ['huge', 'it has 5120.0 GiB, and at most 64 MiB are read (EFBIG)'],
  ] as const)
    if (odd[name])
      assert.equal(
        reasonOf(() => readWholeFile(odd[name])),
        reason,
      )
  assert.match(
    reasonOf(() => openFile(odd.pipe)),
    /^it is a pipe, no file: its rows can be piped in/,
  )
  assert.equal(
    reasonOf(() => openFile(odd.endless)),
    'it is a device, no file (EFTYPE)',
  )
  assert.equal(
    reasonOf(() => openFile(odd.folder)),
    'it is a folder (EISDIR)',
  )
})

test('a file of any size up to the most, also one that does not tell its size', () => {
  const path = join(folder, 'file')
  for (const size of [0, 1, 4095, 4096, 4097, 100_000]) {
    const bytes = Buffer.alloc(size, 'abc')
    writeFileSync(path, bytes)
    assert.deepEqual(readWholeFile(path, 100_000), bytes)
  }
  assert.match(
    reasonOf(() => readWholeFile(path, 99_999)),
    /at most 1 MiB are read/,
  )
  if (process.platform === 'linux') assert.match(readWholeFile('/proc/self/status').toString(), /^Name:/)
})

test('a tensor of a pipe or a folder is refused before it is opened', () => {
  assert.throws(() => from_file(odd.pipe, { size: 0 }), /<.*> in read-only mode: it is a pipe, no file/)
  assert.throws(() => from_file(odd.folder, { size: 0 }), /<.*> in read-only mode: it is a folder/)
})
