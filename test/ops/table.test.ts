// What holds for every entry of the op table: its example prints what it says, its types are current, its name is known.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import torch from '../../src/index.js'
import { generateInterface } from '../../src/build/methods.js'
import { methods, ops, type Overload } from '../../src/engine/op.js'

const overloads = new Set<Overload>()
for (const table of [ops, methods])
  for (const op of table.values()) for (const overload of op.overloads) overloads.add(overload)

// Examples are expressions, or statements whose last line is one; `torch`, `nn` and `F` are at hand.
function evaluate(code: string): unknown {
  const lines = code.split('\n')
  const last = lines.pop() as string
  const body = `${lines.join('\n')}\nreturn (${last.replace(/;\s*$/, '')})`
  return new Function('torch', 'nn', 'F', body)(torch, torch.nn, torch.nn.functional)
}

test('every example prints what it says', () => {
  const failures: string[] = []
  for (const { text, entry } of overloads) {
    if (!entry.example) continue
    const [code, output] = entry.example
    try {
      torch.manual_seed(0)
      const got = torch.repr(evaluate(code))
      if (got !== output) failures.push(`${text}\n  ${code}\n  got  ${got}\n  want ${output}`)
    } catch (error) {
      failures.push(`${text}\n  ${code}\n  ${String(error)}`)
    }
  }
  assert.equal(failures.length, 0, failures.join('\n'))
})

test('every public entry has an example', () => {
  const missing = [...overloads]
    .filter(({ path, entry }) => !entry.example && !path.startsWith('_'))
    .map(({ text }) => text)
  assert.deepEqual(missing, [])
})

test('every signature can be read, and its node named', () => {
  for (const overload of overloads) {
    assert.ok(overload.schema.params.length >= 0)
    assert.match(overload.nodeName, /^[A-Z]\w*$/)
  }
})

test('the index of families is current', () => {
  const writer = fileURLToPath(new URL('../../src/build/families.ts', import.meta.url))
  const { status, stderr } = spawnSync(process.execPath, [...process.execArgv, writer, '--check'], {
    encoding: 'utf8',
  })
  assert.equal(status, 0, stderr)
})

test('the generated interface is current', () => {
  const file = new URL('../../src/ops/methods.gen.ts', import.meta.url)
  assert.equal(readFileSync(file, 'utf8') === generateInterface(), true, 'run npm run generate')
})
