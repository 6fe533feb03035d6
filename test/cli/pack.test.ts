// The package as others get it: packed, installed into an empty folder, run, imported, type-checked.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { build, type BuildOptions } from 'esbuild'
import { plainEnvironment } from './dltorch.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tsc = join(root, 'node_modules', '.bin', 'tsc')
const folder = mkdtempSync(join(tmpdir(), 'dltorch-pack-'))
after(() => rmSync(folder, { recursive: true }))

const execute = promisify(execFile)
const start = (command: string, args: string[], cwd: string): Promise<{ stdout: string; stderr: string }> =>
  execute(command, args, { cwd, env: plainEnvironment(), maxBuffer: 1 << 24 })

/** Whether a source was written after the declarations: to make them takes a minute. */
function declarationsAreStale(): boolean {
  const written = statSync(join(root, 'dist', 'index.d.ts'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).some(
    (path) => statSync(join(root, 'src', path)).mtimeMs > written,
  )
}

const consumer = `import torch, { Tensor, nn, optim } from 'dltorch'

torch.manual_seed(0)
const x: Tensor = torch.ones(2, 3, { requires_grad: true })
class Net extends torch.nn.Module {
  layer = torch.nn.Linear(3, 1)
  override forward(x: torch.Tensor): torch.Tensor {
    return this.layer(x)
  }
}
const model: torch.nn.Module = new Net()
const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 })
const loss: torch.Tensor = (model(x) as Tensor).pow(2).mean()
export const held: [torch.Size, torch.device, torch.dtype, torch.optim.Optimizer, torch.distributions.Normal] = [
  x.shape,
  torch.device('cpu'),
  torch.float32,
  optimizer,
  torch.distributions.Normal(0, 1),
]
loss.backward()
optimizer.step()
console.log(x.shape.length, x.grad!.shape.toString(), typeof loss.item())
// @ts-expect-error: what is not there is not typed as any
export const wrong = (): unknown => x.no_such_method()
`

const required = `import dltorch = require('dltorch')
const x: dltorch.Tensor = dltorch.default.ones(2)
console.log(x.shape.toString(), dltorch.nn.Linear(2, 1).toString())
`

const bundled = `import torch, { nn, optim } from 'dltorch'
torch.manual_seed(0)
const x = torch.rand(64, 2)
const y = x.sum(1, { keepdim: true })
const net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
const optimizer = optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9 })
for (let step = 0; step < 100; step++) {
  const loss = nn.functional.mse_loss(net(x), y)
  optimizer.zero_grad()
  loss.backward()
  optimizer.step()
}
console.log(String(net(torch.tensor([[0.25, 0.5]]))))
console.log(String(net))
console.log(String(torch.linalg.svdvals(torch.ones(3, 3))), String(torch.fft.rfft(torch.arange(4))))
console.log(String(torch.ones(2000).exp().sum()), String(torch.distributions.Normal(0, 1)))
try {
  torch.ones(2).add(torch.ones(3))
} catch (error) {
  console.log(String(error))
}
`
const bundledSays = `tensor([[0.7475]], grad_fn=<AddmmBackward0>)
Sequential(
  (0): Linear(in_features=2, out_features=8, bias=True)
  (1): Tanh()
  (2): Linear(in_features=8, out_features=1, bias=True)
)
tensor([3., 0., 0.]) tensor([ 6.+0.j, -2.+2.j, -2.+0.j])
tensor(5436.5625) Normal(loc: 0.0, scale: 1.0)
RuntimeError: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0
`

/** What a page writes, which has no Node and shares no memory with anyone. */
function inPage(code: string): string {
  let said = ''
  const console = { log: (...values: string[]) => (said += `${values.join(' ')}\n`), warn: () => {} }
  const page = createContext({ console, performance, setTimeout, queueMicrotask, TextDecoder, TextEncoder })
  runInContext('delete globalThis.SharedArrayBuffer', page)
  runInContext(code, page)
  return said
}

/** The program above as bundlers make it: for Node as a module and as a script, and for a page. */
async function bundlesRun(): Promise<void> {
  writeFileSync(join(folder, 'bundled.ts'), bundled)
  const bundle = async (outfile: string, options: BuildOptions): Promise<string> => {
    const given: BuildOptions = { absWorkingDir: folder, entryPoints: ['bundled.ts'], bundle: true }
    const { warnings } = await build<BuildOptions>({ ...given, outfile, logLevel: 'silent', ...options })
    assert.deepEqual(warnings, [])
    return join(folder, outfile)
  }
  const asModule = await bundle('bundled.mjs', { platform: 'node', format: 'esm' })
  const asScript = await bundle('bundled.cjs', { platform: 'node', format: 'cjs', minify: true })
  const asPage = await bundle('bundled.js', { format: 'iife', minify: true })
  // Nothing beside the bundle is needed: elsewhere it runs as well.
  for (const path of [asModule, asScript])
    assert.equal((await start(process.execPath, [path], tmpdir())).stdout, bundledSays)
  assert.equal(inPage(readFileSync(asPage, 'utf8')), bundledSays)
  writeFileSync(join(folder, 'translates.ts'), "import 'dltorch/python'\n")
  await assert.rejects(
    bundle('none.js', { entryPoints: ['translates.ts'], platform: 'browser' }),
    /Could not resolve "dltorch\/python"/,
  )
}

test('npm pack gives a package that runs, imports and type-checks', { timeout: 300_000 }, async () => {
  // The program is built before all tests, and others run it meanwhile: only the declarations are made here.
  if (declarationsAreStale())
    await start(join(root, 'node_modules', '.bin', 'tsx'), ['src/build/build.ts', '--types'], root)
  const packed = await start(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    root,
  )
  const [{ filename, files }] = JSON.parse(packed.stdout)
  const paths: string[] = files.map(({ path }: { path: string }) => path)
  for (const needed of [
    'bin/dltorch.js',
    'bin/package.json',
    'dist/start.cjs',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/cli/main.js',
    'dist/learn/grading-worker.js',
    'lessons/intro/chapter.md',
    'LICENSE',
  ]) {
    assert.ok(paths.includes(needed), `${needed} is packed`)
  }
  const stray = paths.filter(
    (path) => !/^(bin|dist|lessons)\/|^(package\.json|README\.md|LICENSE)$/.test(path),
  )
  assert.deepEqual(stray, [])

  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }')
  // The optional native part of gpu.js is of no interest here and slow to fetch.
  const quick = ['--omit=optional', '--prefer-offline', '--no-audit', '--no-fund']
  await start('npm', ['install', ...quick, join(folder, filename)], folder)
  assert.equal(
    (await start('npx', ['dltorch', 'eval', 'torch.ones(2)'], folder)).stdout,
    'tensor([1., 1.])\n',
  )
  assert.match(
    (await start('npx', ['dltorch', 'lesson', 'intro', '--lang', 'en'], folder)).stdout,
    /^Before you begin\n/,
  )

  writeFileSync(join(folder, 'consumer.mts'), consumer)
  writeFileSync(join(folder, 'required.cts'), required)
  const options = ['--module', 'nodenext', '--target', 'es2022', '--strict', '--skipLibCheck', 'false']
  const forNode = ['--typeRoots', join(root, 'node_modules', '@types'), '--types', 'node']
  // With what Node's types declare, and without them: `console` is the browser's then.
  for (const types of [forNode, ['--lib', 'es2022,dom', '--typeRoots', join(folder, 'none')]])
    await start(tsc, [...options, ...types, 'consumer.mts', 'required.cts'], folder).catch((error) =>
      assert.fail(error.stdout),
    )
  const ran = await start(process.execPath, ['consumer.mjs'], folder)
  assert.equal(ran.stdout, '2 torch.Size([2, 3]) number\n')
  // As it is written, too: tsx gives what is required another form than what is imported.
  const asWritten = await start(join(root, 'node_modules', '.bin', 'tsx'), ['consumer.mts'], folder)
  assert.equal(asWritten.stdout, ran.stdout)
  const other = await start(process.execPath, ['required.cjs'], folder)
  assert.equal(other.stdout, 'torch.Size([2]) Linear(in_features=2, out_features=1, bias=True)\n')
  await bundlesRun()
})
