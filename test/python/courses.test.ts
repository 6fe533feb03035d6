// Scripts in the manner of beginners' courses print what PyTorch 1.13 printed, seeds set.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runProgram } from './run-program.js'

// What is recorded was computed on the CPU: scripts that ask for a card find none, whatever this machine has.
process.env.CUDA_VISIBLE_DEVICES = ''

/** Those of the first are converted to TypeScript, too: ../convert/convert.test.ts. */
for (const path of ['courses/', 'scripts/']) {
  const folder = new URL(path, import.meta.url)
  const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.py')))
    test(name, () => {
      const { stdout, stderr } = runProgram(read(name), name)
      assert.equal(stderr, '')
      assert.equal(stdout, read(name.replace(/py$/, 'txt')))
    })
}
