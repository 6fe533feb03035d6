// dltorch doctor: says what is there, and that the engine works.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dltorch } from './dltorch.js'
import { Terminal } from './terminal.js'

test('doctor reports versions and a passing self-check', async () => {
  const { stdout, stderr, code } = await dltorch(['doctor'])
  assert.equal(stderr, '')
  assert.equal(code, 0)
  assert.match(stdout, new RegExp(`node +│ ${process.versions.node.replaceAll('.', '\\.')} `))
  assert.match(stdout, /wasm simd +│ ✔ yes/)
  assert.match(stdout, /gpu\.js +│ ✔ 2\./)
  assert.match(stdout, /self-check +│ ✔/)
  assert.match(stdout, /dltorch works\.\n$/)
  assert.ok(!stdout.includes('\u001b['), 'no colours in a pipe')
})

test('doctor is coloured where colours are wanted', async () => {
  assert.match((await dltorch(['doctor'], { env: { FORCE_COLOR: '1' } })).stdout, /\u001b\[32m/)
  assert.ok(!(await dltorch(['doctor'], { env: { NO_COLOR: '1' } })).stdout.includes('\u001b['))
})

test('doctor tells what the gpu is, and what would be better', async () => {
  const { stdout } = await dltorch(['doctor'], { env: { DLTORCH_GPU_BACKEND: 'cpu' } })
  assert.match(stdout, /gpu +│ ✔ cpu runs: gpu\.js in JavaScript on the CPU/)
  const missing = await dltorch(['doctor'], { env: { DLTORCH_GPU_BACKEND: 'quantum' } })
  assert.match(missing.stdout, /gpu +│ – DLTORCH_GPU_BACKEND=quantum does not run here/)
  const best = await dltorch(['doctor'], { env: { DLTORCH_GPU_BACKEND: '', DISPLAY: '' } })
  assert.match(best.stdout, /gpu +│ ✔ webasm runs: gpu\.js in WebAssembly on the CPU/)
  assert.match(best.stdout.replace(/\s*│\s*│\s*/g, ' '), /headlessgl needs the 'gl' package built/)
})

test('built code computes on the gpu: formulas keep their names through the bundler', async () => {
  const code =
    'const x = torch.tensor([0.5, -2, 3.5], { device: "gpu" }); ' +
    '[x.erf(), x.round(), x.remainder(2), x.maximum(x.neg()), x.softmax(0), x.cumsum(0), x.index_select(0, torch.tensor([2], { device: "gpu" }))]' +
    '.map((y) => y.cpu().tolist().map((v) => v.toFixed(3)).join(" ")).join("\\n")'
  const { stdout, stderr } = await dltorch(['eval', code], { env: { DLTORCH_GPU_BACKEND: 'cpu' } })
  assert.equal(stderr, '')
  assert.match(stdout, /0\.520 -0\.995 1\.000/)
  assert.match(stdout, /0\.000 -2\.000 4\.000/)
  assert.match(stdout, /0\.500 0\.000 1\.500/)
  assert.match(stdout, /0\.500 2\.000 3\.500/)
  assert.match(stdout, /0\.047 0\.004 0\.949/)
  assert.match(stdout, /0\.500 -1\.500 2\.000/)
})

test('doctor is readable in a narrow terminal, and breaks no word', async () => {
  for (const columns of [40, 80]) {
    const terminal = new Terminal({ columns, args: ['doctor'] })
    assert.equal(await terminal.closed, 0)
    const text = terminal.transcript
    for (const word of ['WebAssembly', 'self-check', 'processor', 'relaxed', 'dltorch works.'])
      assert.ok(text.includes(word), `${word} is whole in ${columns} columns`)
    terminal.kill()
  }
})
