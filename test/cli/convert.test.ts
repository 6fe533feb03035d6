// `dltorch convert`: what it writes where, and the code it ends with: 1 where the work failed, 2 where the call was wrong.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { dltorch } from './dltorch.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-convert-'))
const program = join(folder, 'a.ts')
writeFileSync(program, "console.log('a')\n")
test.after(() => rmSync(folder, { recursive: true }))

test('a call that is wrong ends with 2, and writes nothing', async () => {
  const calls: [args: string[], words: RegExp][] = [
    [[program], /convert needs to know into what/],
    [[program, '--to', 'ts', '--ddp'], /--ddp goes with --to py/],
    [[join(folder, 'none.ts'), '--to', 'py'], /there is no file/],
    [[program, '--to', 'cobol'], /Allowed choices are/],
    [[program, '--output', program], /is there already\. --force overwrites it/],
  ]
  for (const [args, words] of calls) {
    const { stdout, stderr, code } = await dltorch(['convert', ...args])
    assert.match(stderr, words)
    assert.deepEqual([stdout, code], ['', 2], args.join(' '))
  }
  assert.equal(readFileSync(program, 'utf8'), "console.log('a')\n")
})

test('work that fails ends with 1', async () => {
  const bad = join(folder, 'bad.py')
  writeFileSync(bad, 'x = (\n')
  const notebook = join(folder, 'bad.ipynb')
  writeFileSync(notebook, '[]')
  for (const [file, words] of [
    [bad, /bad\.py:1: /],
    [notebook, /is no notebook/],
    [folder, /cannot read/],
  ] as const) {
    const { stderr, code } = await dltorch(['convert', file, '--to', 'ts'])
    assert.match(stderr, words)
    assert.equal(code, 1)
  }
})

test('what is written is said, and goes on as a program', async () => {
  const output = join(folder, 'a.py')
  const { stderr, code } = await dltorch(['convert', program, '--output', output])
  assert.deepEqual([stderr, code], [`Wrote ${output}.\n`, 0])
  assert.equal((await dltorch(['run', output])).stdout, 'a\n')
})
