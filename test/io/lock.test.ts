// Work that several programs do in turn.
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { withLock } from '../../src/io/lock.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-lock-'))
after(() => rmSync(folder, { recursive: true }))

test('a count that many raise comes out right', { timeout: 60_000 }, async () => {
  const path = join(folder, 'count')
  writeFileSync(path, '0')
  const module = fileURLToPath(new URL('../../src/io/lock.ts', import.meta.url))
  const work = `
    const { readFileSync, writeFileSync } = await import('node:fs')
    const { withLock } = await import(${JSON.stringify(module)})
    const [, path] = process.argv
    for (let i = 0; i < 100; i++)
      withLock(path, () => writeFileSync(path, String(Number(readFileSync(path, 'utf8')) + 1)))`
  const start = ['--import', 'tsx', '--input-type=module', '-e', work, path]
  await Promise.all([1, 2, 3, 4].map(() => promisify(execFile)(process.execPath, start)))
  assert.equal(readFileSync(path, 'utf8'), '400')
  assert.deepEqual(readdirSync(folder), ['count'])
})

test('the lock of a program that is gone is taken away', () => {
  const path = join(folder, 'count')
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  // One left by an earlier program of the same number, too.
  for (const holder of [pid, process.pid]) {
    writeFileSync(`${path}.lock`, String(holder))
    assert.equal(
      withLock(path, () => readdirSync(folder).join()),
      'count,count.lock',
    )
  }
  assert.deepEqual(readdirSync(folder), ['count'])
})

test('one that nobody gives back, or that is empty, holds for a while', () => {
  const path = join(folder, 'count')
  for (const holder of ['', String(process.ppid)]) {
    writeFileSync(`${path}.lock`, holder)
    assert.equal(
      withLock(path, () => 'done'),
      'done',
    )
    assert.deepEqual(readdirSync(folder), ['count'])
  }
})

test('what nobody made as a lock is not waited for', () => {
  const path = join(folder, 'count')
  const lock = `${path}.lock`
  const victim = join(folder, 'victim')
  const plants: Record<string, () => unknown> = {
    folder: () => mkdirSync(lock),
    pipe: () => spawnSync('mkfifo', [lock]),
    'a link to nothing': () => symlinkSync('/no/where', lock),
    'a link to a file': () => symlinkSync(victim, lock),
    'a link to a device': () => symlinkSync('/dev/zero', lock),
    'a large file': () => {
      writeFileSync(lock, '')
      truncateSync(lock, 2 ** 42)
    },
  }
  writeFileSync(victim, 'precious')
  for (const [name, plant] of Object.entries(plants)) {
    plant()
    const { ino } = lstatSync(lock)
    assert.throws(
      () => withLock(path, () => assert.fail(name)),
      /something else has the name count\.lock/,
      name,
    )
    assert.equal(lstatSync(lock).ino, ino)
    rmSync(lock, { recursive: true })
  }
  assert.equal(readFileSync(victim, 'utf8'), 'precious')
  rmSync(victim)
})

test('where no lock can be made the work is done without', () => {
  assert.equal(
    withLock(join(folder, 'no', 'where'), () => 'done'),
    'done',
  )
  assert.throws(() => withLock(join(folder, 'count'), () => assert.fail('own')), /own/)
  assert.deepEqual(readdirSync(folder), ['count'])
})
