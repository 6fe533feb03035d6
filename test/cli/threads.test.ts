// Threads and BLAS as a program meets them: processes end, nothing is said where none may start, and what was asked for holds.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { dltorch } from './dltorch.js'

const library = new URL('../../dist/index.js', import.meta.url).href
const root = fileURLToPath(new URL('../..', import.meta.url))

/** A product of some size several times, and a digit of it that no rounding changes. */
const work = `
  const a = torch.ones(400, 400)
  let b = a
  for (let i = 0; i < 20; i++) b = a.matmul(a)
  console.log(Number(b.sum().item()), torch.get_num_threads())`
const wanted = 400 ** 3

function node(args: string[], env: Record<string, string> = {}): { out: string; err: string; code: unknown } {
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, DLTORCH_BLAS: 'off', ...env },
    timeout: 120_000,
  })
  return { out: stdout.trim(), err: stderr, code: status ?? signal }
}
const asModule = `import torch from ${JSON.stringify(library)}\n${work}`
const run = (code: string, env?: Record<string, string>) => node(['--input-type=module', '-e', code], env)

test('a process ends when its work is done, whatever its threads', () => {
  for (const count of ['1', '2', '4'])
    assert.deepEqual(run(asModule, { DLTORCH_THREADS: count }), {
      out: `${wanted} ${count}`,
      err: '',
      code: 0,
    })
})

test('from CommonJS, from a thread, and where no thread may start', () => {
  const env = { DLTORCH_THREADS: '3' }
  const good = { out: `${wanted} 3`, err: '', code: 0 }
  assert.deepEqual(
    node(['-e', `import(${JSON.stringify(library)}).then(({ default: torch }) => {${work}})`], env),
    good,
  )
  const inThread = `new (require('node:worker_threads').Worker)(${JSON.stringify(
    `import(${JSON.stringify(library)}).then(({ default: torch }) => {${work}})`,
  )}, { eval: true })`
  assert.deepEqual(node(['-e', inThread], env), good)
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission'
  const folder = mkdtempSync(join(tmpdir(), 'dltorch-'))
  try {
    const file = join(folder, 'work.mjs')
    writeFileSync(file, asModule)
    const { out, code } = node(
      [permission, '--allow-fs-read=*', '--allow-addons', '--no-warnings', file],
      env,
    )
    assert.deepEqual({ out, code }, { out: good.out, code: 0 })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('what DLTORCH_THREADS and DLTORCH_BLAS cannot mean is said by doctor, and nothing fails', async () => {
  const evaluated = await dltorch(
    ['eval', 'torch.ones(300, 300).matmul(torch.ones(300, 300)).sum().item()'],
    {
      env: { DLTORCH_THREADS: 'many', DLTORCH_BLAS: '/nowhere/libblas.so' },
    },
  )
  assert.equal(evaluated.stderr, '')
  assert.equal(evaluated.stdout, '27000000.0\n')
  const { stdout, code } = await dltorch(['doctor'], {
    env: { DLTORCH_THREADS: 'many', DLTORCH_BLAS: '/nowhere/libblas.so' },
  })
  assert.equal(code, 0)
  assert.match(stdout, /DLTORCH_THREADS=many is no number/)
  assert.match(stdout, /blas +│ – (\/nowhere\/libblas\.so: |the optional package 'koffi')/)
  assert.match(stdout, /384×384 product +│ WebAssembly: [\d.]+ ms/)
})

test('doctor says what is left out', async () => {
  const { stdout } = await dltorch(['doctor'], {
    env: { DLTORCH_THREADS: '1', DLTORCH_BLAS: 'off', DLTORCH_SIMD: 'simd' },
  })
  assert.match(stdout, /vectors +│ ✔ in use, without fused multiply-add/)
  assert.match(stdout, /threads +│ ✔ 1, by DLTORCH_THREADS/)
  assert.match(stdout, /blas +│ – off by DLTORCH_BLAS/)
  assert.doesNotMatch(stdout, /BLAS: /)
})
