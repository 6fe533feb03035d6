// Models on disk: what is saved is what is loaded, a run that was taken up again ends where an unbroken one does, and files
// that are something else are refused.
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
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import torch, { type Tensor } from '../../src/index.js'
import { decodeTensors, encodeTensors } from '../../src/io/safetensors.js'
import { keepModel } from '../../src/train/keep.js'
import type { Kind } from '../../src/train/kind.js'
import { linear } from '../../src/train/linear.js'
import { logistic } from '../../src/train/logistic.js'
import { encodeModel, loadModel, saveModel } from '../../src/train/model-file.js'
import { type Problem, problemOf } from '../../src/train/problem.js'
import { Run } from '../../src/train/run.js'
import { optimizerNames, type Settings } from '../../src/train/settings.js'
import { readTable } from '../../src/train/table.js'
import { Trainer } from '../../src/train/trainer.js'
import { builtInRun, finish, settingsOf } from './training.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-test-'))
after(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'model.safetensors')

/** Rows of three features, standardized, with a class of two. */
async function ownProblem(): Promise<Problem> {
  torch.manual_seed(3)
  const rows = (torch.rand(300, 3).tolist() as number[][]).map((row) => [
    ...row,
    row[0] + row[1] > row[2] + 0.5 ? 'in' : 'out',
  ])
  const text = rows.map((row) => row.join(',')).join('\n')
  const table = await readTable(Readable.from([text]), 'f.csv', { hasClasses: true })
  return problemOf(logistic, table, { seed: 10, testSplit: 0.1, standardize: true })
}

const take = (trainer: Trainer, iterations: number): Run => {
  const run = new Run(trainer, { iterations, every: 7, goal: null })
  finish(run)
  return run
}

test('40 iterations, a file, and 40 more are 80, with every optimizer and in mini-batches', async () => {
  const problem = await ownProblem()
  for (const optimizer of optimizerNames) {
    const momentum = optimizer === 'sgd' || optimizer === 'nesterov' ? 0.9 : 0
    const settings: Settings = { ...settingsOf(logistic, 32), optimizer, momentum, batchSize: 32 }
    const whole = new Trainer(problem, settings)
    take(whole, 80)
    const half = new Trainer(problem, settings)
    take(half, 40)
    saveModel(half, path)
    const saved = await loadModel(path)
    const resumed = new Trainer(problem, saved.settings, saved.makeModel())
    saved.resume(resumed)
    assert.equal(resumed.iteration, 40)
    const run = take(resumed, 40)
    assert.deepEqual([run.first, run.end], [40, 79])
    assert.deepEqual(Buffer.concat(encodeModel(resumed)), Buffer.concat(encodeModel(whole)), optimizer)
  }
})

test('a file holds all that is needed to use the model', async () => {
  const problem = await ownProblem()
  const trainer = new Trainer(problem, { ...settingsOf(logistic, 270), weightDecay: 0.1 })
  take(trainer, 5)
  trainer.lr = 0.5
  saveModel(trainer, path)
  assert.deepEqual(readdirSync(folder), ['model.safetensors'])
  const saved = await loadModel(path)
  assert.deepEqual(
    [saved.kind.name, saved.columns.map(({ name }) => name), saved.label, saved.classes],
    ['logistic', ['1', '2', '3'], '4', ['in', 'out']],
  )
  assert.deepEqual(saved.scaling, problem.scaling)
  assert.deepEqual([saved.iteration, saved.settings.lr, saved.settings.weightDecay], [5, 0.5, 0.1])
  assert.ok(torch.equal(saved.makeModel()(problem.train.x), trainer.model(problem.train.x)))
})

test('another optimizer starts without the memory of the first', async () => {
  const run = builtInRun(logistic)
  for (let i = 0; i < 3; i++) run.advance()
  saveModel(run.trainer, path)
  const saved = await loadModel(path)
  const settings = { ...saved.settings, optimizer: 'adam' as const, momentum: 0 }
  const trainer = new Trainer(run.trainer.problem, settings, saved.makeModel())
  saved.resume(trainer)
  assert.equal(trainer.iteration, 3)
  assert.equal(trainer.optimizer.state.size, 0)
  assert.equal(trainer.step().divergence, null)
})

test('what is no model is refused, with the reason', async () => {
  const refused = async (bytes: Uint8Array | string, message: RegExp): Promise<void> => {
    writeFileSync(path, bytes)
    await assert.rejects(loadModel(path), { name: 'Error', message })
  }
  const about = (change: (about: Record<string, unknown>) => void, kind: Kind = linear): Buffer => {
    const parts = encodeModel(builtInRun(kind).trainer)
    const header = JSON.parse(Buffer.from(parts[1]).toString())
    const about = JSON.parse(header.__metadata__.dltorch)
    change(about)
    header.__metadata__.dltorch = JSON.stringify(about)
    const json = Buffer.from(JSON.stringify(header))
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(json.length))
    return Buffer.concat([length, json, ...parts.slice(2)])
  }
  await refused('a,b\n1,2\n', /model\.safetensors is no model: no safetensors data/)
  await refused('', /is no model: no safetensors data: it has 0 bytes/)
  await refused(
    Buffer.concat(encodeTensors([['w', torch.ones(1)]])),
    /holds tensors, but was not written by dltorch train: it does not say which columns they are for/,
  )
  const versions: ((about: Record<string, unknown>) => void)[] = [
    (about) => (about.version = 2),
    (about) => (about.model = 'forest'),
    (about) => (about.categories = ['a']),
    (about) => (about.categories = { nowhere: ['a'] }),
    (about) => (about.categories = { 1: ['a', 'a'] }),
    (about) => (about.categories = { 1: [] }),
    (about) => (about.features = []),
    (about) => (about.settings = null),
    (about) => (about.iteration = 'many'),
    (about) => (about.classes = ['one']),
  ]
  for (const change of versions)
    await refused(about(change), /is no model of dltorch train, or of a later version/)
  for (const [setting, values, complaint] of [
    ['batchSize', [-1, 0, 0.5, 1e300, '3', null], 'its batch size is .*, and must be a whole number above 0'],
    ['seed', [1e300, 0.5, '3', {}], 'its seed is .*, and must be a whole number'],
    ['weightDecay', [{}, [1], -1, '0'], 'its weight decay is .*, and must be a number, 0 or above'],
    ['lr', [0, -1, 'fast', null], 'its learning rate is .*, and must be a number above 0'],
    ['momentum', [-1, {}, null], 'its momentum is .*, and must be a number, 0 or above'],
    ['optimizer', ['lbfgs', 5, {}], 'its optimizer is .*, and must be one of hand, sgd'],
  ] as const)
    for (const value of values)
      await refused(
        about((about) => ((about.settings as Record<string, unknown>)[setting] = value)),
        new RegExp(`^.*model\\.safetensors is damaged: ${complaint}`),
      )
  for (const iteration of [-1, 0.5, 1e300])
    await refused(
      about((about) => (about.iteration = iteration)),
      /is damaged: its iteration is .*, and must be a whole number, 0 or above/,
    )
  const damaged = (changes: Record<string, number>): Buffer => {
    const { tensors, metadata } = decodeTensors(Buffer.concat(encodeModel(builtInRun().trainer)))
    for (const [name, value] of Object.entries(changes)) tensors.set(name, torch.tensor([value]))
    return Buffer.concat(encodeTensors(tensors, metadata))
  }
  await refused(damaged({ w: NaN }), /is damaged: not all numbers of w are finite/)
  for (const [mean, scale] of [
    [0, 0],
    [0, -1],
    [0, Infinity],
    [NaN, 1],
  ])
    await refused(
      damaged({ 'scaling.mean': mean, 'scaling.scale': scale }),
      /is damaged: it scales its features by what is no number above 0/,
    )
  writeFileSync(
    path,
    about((one) => (one.features = ['a', 'b'])),
  )
  const wide = await loadModel(path)
  assert.throws(() => wide.makeModel(), /does not fit its own description: .*size mismatch/s)
  await assert.rejects(
    loadModel(join(folder, 'none')),
    /cannot read the model .*none: there is no such file or folder \(ENOENT\)/,
  )
  await assert.rejects(loadModel(folder), /cannot read the model .*: it is a folder \(EISDIR\)/)
})

test('what an optimizer does not remember is refused', async () => {
  const run = builtInRun(linear, { optimizer: 'adam' }, { iterations: 3 })
  finish(run)
  const { tensors, metadata } = decodeTensors(Buffer.concat(encodeModel(run.trainer)))
  const name = 'optimizer.0.exp_avg'
  for (const change of [
    (all: Map<string, Tensor>) => all.delete(name),
    (all: Map<string, Tensor>) => all.set(name, torch.ones(7)),
    (all: Map<string, Tensor>) => all.set('optimizer.0.step', torch.ones(2)),
    (all: Map<string, Tensor>) => all.set('optimizer.9.step', torch.ones(1)),
    (all: Map<string, Tensor>) => all.set('optimizer.0.velocity', torch.ones(1)),
  ]) {
    const changed = new Map(tensors)
    change(changed)
    writeFileSync(path, Buffer.concat(encodeTensors(changed, metadata)))
    const saved = await loadModel(path)
    const trainer = new Trainer(run.trainer.problem, saved.settings, saved.makeModel())
    assert.throws(() => saved.resume(trainer), /description: it remembers .* what optimizer adam does not/)
  }
})

test(
  'a model that its place does not take is kept elsewhere',
  { skip: !existsSync('/dev/full') },
  async () => {
    const { trainer } = builtInRun()
    const state = process.env.XDG_STATE_HOME
    process.env.XDG_STATE_HOME = join(folder, 'state')
    const failure = keepModel(trainer, '/dev/full')!
    const [, other] =
      /^cannot write the model to \/dev\/full: no space left on the device \(ENOSPC\)\nIt was written to (.*) instead\.$/.exec(
        failure,
      )!
    try {
      assert.deepEqual(readFileSync(other), Buffer.concat(encodeModel(trainer)))
      assert.equal(other, join(folder, 'state', 'dltorch', 'rescued', 'linear-1.safetensors'))
      assert.equal(statSync(other).mode & 0o777, 0o600)
      // Another has put a link where the next would be: it is left alone.
      const victim = join(folder, 'victim')
      writeFileSync(victim, 'precious')
      symlinkSync(victim, other.replace('-1.', '-2.'))
      assert.match(keepModel(trainer, '/dev/full')!, /rescued\/linear-3\.safetensors instead/)
      assert.equal(readFileSync(victim, 'utf8'), 'precious')
      process.env.XDG_STATE_HOME = join(victim, 'gone')
      assert.match(
        keepModel(trainer, '/dev/full')!,
        /Nor could it be written to .*gone\/dltorch\/rescued\. These are its parameters:\n\{"features":\["x"\],"weights":\[2\.28\d+\],"bias":0\}$/,
      )
    } finally {
      if (state === undefined) delete process.env.XDG_STATE_HOME
      else process.env.XDG_STATE_HOME = state
    }
  },
)
