// Presses Ctrl-C at random moments: at the prompt, in a lesson, in a live training. What was made must still be there, and
// the terminal be as it was. By hand, for long: `npx tsx test/cli/presses.ts --scene prompt --count 5000 --seed 1`.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { loadModel } from '../../src/train/model-file.js'
import { caseSeed, Chance } from '../fuzz/chance.js'
import { type Waited, Wire } from './wire.js'

const tail = (text: string): string => JSON.stringify(text.slice(-400))

/** An entry that ends by no means but Ctrl-C, or one that takes its time: a press comes before, within or after. */
interface Entry {
  readonly keys: string
  readonly isEndless: boolean
  /** It begins when the press may be over: one more is needed then. */
  readonly isLater?: boolean
}

const pasted = (text: string): string => `\x1b[200~${text}\x1b[201~`
const endless = [
  'while (true) {}',
  'while (true) await null',
  'while (true) { await step() }',
  'while (true) { await wait(1) }',
  'for await (const x of endless()) {}',
  'for await (const x of ticks()) {}',
  'await new Promise(() => 0)',
  'while (true) torch.ones(3).add(1)',
  'while (true) { try { throw 1 } catch {} }',
  '(function f() { try { f() } finally { f() } })()',
  "/(x+x+)+y/.test('x'.repeat(60))",
  'await new Promise(() => setTimeout(() => { while (true) {} }))',
  'await new Promise(() => queueMicrotask(() => { while (true) {} }))',
  '[3, 1, 2].sort(() => { while (true) {} })',
  'new Proxy([1, 2], { get: () => { while (true) {} } })',
  '({ get a() { while (true) {} } }).a',
  'slow',
  '[1, slow]',
  '`${slow}`',
  'print(slow)',
  'Slow()',
  'f"{Slow()}"',
  '[x for x in iter(int, 1)]',
  'sum(1 for _ in iter(int, 1))',
  'list(map(lambda x: x, iter(int, 1)))',
  'import time; time.sleep(1000)',
  'spin()',
  'forgive()',
  'asyncio.run(aspin())',
  'while (true) np.ones([3]).sum()',
].map((text): Entry => ({ keys: text, isEndless: true }))

const later = [
  'setTimeout(() => { while (true) {} })',
  'setTimeout(async () => { while (true) await null })',
  'setInterval(() => { while (true) {} }, 20)',
].map((keys): Entry => ({ keys, isEndless: false, isLater: true }))

const lengthy = [
  'torch.ones(400, 400).matmul(torch.ones(400, 400)).sum()',
  'torch.rand(300000).sort()',
  'x = torch.ones(1000, requires_grad=True); [(x * x).sum().backward() for _ in range(10**4)]',
  'sorted(range(10**5), key=lambda i: -i)',
  'np.sort(np.random.rand(10 ** 5))',
  'new Array(2 ** 32 - 1)',
  "'x'.repeat(5e8)",
  'a = []; a[4e9] = 1; a',
  'torch.arange(1e6)',
  'torch.set_printoptions(threshold=Infinity); torch.arange(100000)',
  'torch.set_printoptions(threshold=1000)',
  'help(torch.add)',
  '.vars',
  '.help',
  'torch.nn.LSTM(200, 200, 4)',
  '{i: str(i) for i in range(10**5)}',
  'a = []; a.push(a); torch.tensor(a)',
  'torch.tril_indices(2, 2**42)',
  'kept.sum()',
  'made = 5',
  'raise ValueError(1)',
  'null.x',
  '"unfinished',
  "'" + 'u'.repeat(2000),
  'def f(x):',
  '',
  pasted(`'${'x'.repeat(50_000)}`),
  pasted('x=>'.repeat(500)),
  pasted(`def long():\n${'    x = 1\n'.repeat(300)}`),
  pasted('1 +\n2\n'),
].map((keys): Entry => ({ keys, isEndless: false }))

/** What is there before the first press, and how it is asked for. */
const declarations = [
  'kept = torch.arange(3)',
  'let two = 2; const three = () => 3; class Four { get value() { return 4 } }',
  'async function* endless() { while (true) yield 1 }',
  'const wait = (ms) => new Promise((done) => setTimeout(done, ms)); const step = async () => { await null }',
  'async function* ticks() { while (true) { await wait(1); yield 1 } }',
  'slow = new (class Says extends nn.Module { extra_repr() { while (true) {} } })()',
  pasted('class Slow:\n    def __repr__(self):\n        while True: pass\n') + '\r',
  pasted('def spin():\n    try:\n        while True: pass\n    finally: held.append(1)\n') + '\r',
  // As in Python only that loop could end itself; here it is ended by force.
  pasted('def forgive():\n    while True:\n        try: [0 for _ in range(9)]\n        except: pass\n') +
    '\r',
  pasted('async def aspin():\n    while True: await asyncio.sleep(0)\n') + '\r',
  'import asyncio; held = []; five = lambda: 5',
  "for (let i = 0; i < 20000; i++) globalThis['n' + i] = i",
]
const asked = 'kept.sum().item(), two, three(), new Four().value, five(), len(held) >= 0'
const known = '3 2 3 4 5 True'

interface Scene {
  readonly name: string
  /** Presses once or more; what was wrong. */
  press(chance: Chance): Promise<string | null>
  close(): Promise<string | null>
}

/** How many presses one program gets before the next takes its place. */
const pressesEach = 400

interface PromptScene {
  readonly name: string
  readonly args: readonly string[]
  readonly entries: readonly Entry[]
  readonly folder: string
}

/** A prompt, of the program or of a lesson, that must know its variables after each press. */
function promptScene({ name, args, entries, folder }: PromptScene): Scene {
  const env = { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder }
  let wire: Wire | undefined
  let presses = 0
  let number = 0

  const isAtPrompt = (one: Wire): boolean => />>>[^\n]*$/.test(one.since)

  /** Whether the prompt answers, and with what was kept. */
  async function answers(one: Wire, looks?: number): Promise<Waited> {
    const mark = ++number
    one.since = ''
    // What is left of a line goes first.
    one.type(`\x15print('<', ${mark} * 7, ${asked}, '>')\r`)
    return one.until(() => one.since.includes(`< ${mark * 7} ${known} >`) && isAtPrompt(one), looks)
  }

  async function begun(): Promise<Wire> {
    // A lesson that is opened again runs what stands before the step where one was, which here never ends.
    rmSync(join(folder, 'dltorch'), { recursive: true, force: true })
    const one = new Wire(args, { env })
    if ((await one.until(() => isAtPrompt(one))) !== 'holds')
      throw new Error(`${name} did not start: ${tail(one.since)}`)
    for (const line of declarations) {
      one.since = ''
      one.type(`${line}\r`)
      await one.until(() => false, 3)
    }
    if ((await answers(one)) !== 'holds') throw new Error(`${name} was not made ready: ${tail(one.since)}`)
    presses = 0
    return one
  }

  /** Leaves as one does; what is left of the program then. */
  async function left(): Promise<string | null> {
    const one = wire
    wire = undefined
    if (!one) return null
    one.type('\x04')
    if ((await one.until(() => one.isClosed)) === 'holds') return one.faultOfEnd(['0'])
    one.end()
    return `does not leave: ${tail(one.since)}`
  }

  async function faultOf(chance: Chance, one: Wire): Promise<string | null> {
    const { keys, isEndless, isLater } = chance.pick(entries)
    const entry = JSON.stringify(keys.slice(0, 60))
    one.since = ''
    one.type(`${keys}\r`)
    await sleep(chance.pick([0, 0, chance.below(10), chance.below(60), chance.below(150)]))
    // Twice at a prompt that waits would leave, as it says.
    const times = isEndless && chance.is(0.3) ? 2 : 1
    for (let i = 0; i < times; i++) {
      if (i > 0) await sleep(chance.below(10))
      one.since = ''
      one.type('\x03')
    }
    presses += times
    if (chance.is(0.5)) await one.until(() => isAtPrompt(one), 3)
    if (isLater) {
      await sleep(60)
      one.type('x\x03')
      await one.until(() => false, 3)
    }
    // With a signal the terminal throws away the keys that wait in it: who types into that, types once more.
    for (let looks = 25; ; looks = looks < 200 ? looks * 2 : Infinity) {
      const waited = await answers(one, looks)
      if (waited === 'holds') return null
      if (waited !== 'rests') return `${waited} (${one.exit}) after ${entry}: ${tail(one.since)}`
      missed++
      if (looks < 100) continue
      // Keys that come together with Ctrl-C may fall away with what it ends: the next question waits for the prompt.
      one.since = ''
      one.type('x\x03')
      await one.until(() => isAtPrompt(one), 25)
    }
  }

  return {
    name,
    async press(chance) {
      wire ??= await begun()
      const fault = await faultOf(chance, wire)
      if (fault === null) return presses < pressesEach ? null : left()
      wire.end()
      wire = undefined
      return fault
    },
    async close() {
      const fault = await left()
      rmSync(folder, { recursive: true, force: true })
      return fault
    },
  }
}

/** How often the prompt had to be asked again. */
let missed = 0

/** A live training that a press ends: with a report, and the model where it said that it is. */
function trainScene(): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'presses-train-'))
  return {
    name: 'a live training',
    async press(chance) {
      rmSync(join(folder, 'model.st'), { force: true })
      const kind = chance.pick(['linear', 'logistic'])
      const one = new Wire(['train', kind, '--save', 'model.st', '--iterations', '100000000'], {
        cwd: folder,
      })
      if (chance.is(0.6)) await one.until(() => one.since.includes('\x1b[?1049h'))
      await sleep(chance.below(400))
      for (let presses = chance.is(0.8) ? 1 : 2; presses > 0; presses--) {
        one.type('\x03')
        await sleep(chance.below(40))
      }
      if ((await one.until(() => one.isClosed)) !== 'holds') {
        one.end()
        return `goes on: ${tail(one.since)}`
      }
      // Stopped by its key, or by the signal.
      const fault = one.faultOfEnd(['0', '130'])
      if (fault !== null) return fault
      const files = readdirSync(folder)
      const litter = files.filter((file) => file !== 'model.st')
      if (litter.length > 0) return `litter: ${litter.join(', ')}`
      const isThere = files.length > 0
      if (one.since.includes('The model is in') !== isThere)
        return `the model is ${isThere ? '' : 'not '}there: ${tail(one.since)}`
      if (isThere) await loadModel(join(folder, 'model.st'))
      return null
    },
    close() {
      rmSync(folder, { recursive: true, force: true })
      return Promise.resolve(null)
    },
  }
}

/** A chapter whose cells end by no means but Ctrl-C. */
const chapter = `---
name: presses
title: Presses · 按键
about: A chapter whose cells never end · 单元格永不结束的章节
---

Cells that never end.

> 永不结束的单元格。

## One · 一

\`\`\`ts
1 + 1
\`\`\`

\`\`\`text
2
\`\`\`

## Two · 二

\`\`\`ts
while (true) {}
\`\`\`

## Three · 三

\`\`\`ts
while (true) await null
\`\`\`

## Four · 四

\`\`\`ts
2 + 2
\`\`\`

\`\`\`text
4
\`\`\`
`

function lessonScene(): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'presses-lesson-'))
  mkdirSync(join(folder, 'presses'))
  writeFileSync(join(folder, 'presses', 'chapter.md'), chapter)
  const words = ['go 2', 'go 3', 'go 1', 'go 4', 'next', '', 'steps', '.help'].map((keys): Entry => ({
    keys,
    isEndless: /[23]/.test(keys),
  }))
  return promptScene({
    name: 'a lesson',
    args: ['lesson', join(folder, 'presses'), '--lang', 'en', '--yes'],
    entries: [...endless, ...later, ...lengthy, ...words, ...words],
    folder,
  })
}

const scenes: Record<string, () => Scene> = {
  prompt: () =>
    promptScene({
      name: 'the prompt',
      args: [],
      entries: [...endless, ...later, ...lengthy],
      folder: mkdtempSync(join(tmpdir(), 'presses-prompt-')),
    }),
  lesson: lessonScene,
  train: trainScene,
}

/** Presses from place `from` to `to` in a scene; what was wrong. */
export async function pressMany(
  scene: string,
  seed: number,
  [from, to]: readonly [number, number],
  say: (text: string) => void = () => undefined,
): Promise<string[]> {
  const played = scenes[scene]()
  const faults: string[] = []
  const note = (where: string, fault: string | null): void => {
    if (fault === null) return
    faults.push(`${played.name}, ${where} of seed ${seed}: ${fault}`)
    say(faults.at(-1)!)
  }
  for (let i = from; i < to; i++) note(`press ${i}`, await played.press(new Chance(caseSeed(seed, i))))
  note('the end', await played.close())
  return faults
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name: string, otherwise: string): string => {
    const at = process.argv.indexOf(`--${name}`)
    return at < 0 ? otherwise : process.argv[at + 1]
  }
  const scene = option('scene', 'prompt')
  const [count, seed, from] = [option('count', '200'), option('seed', '1'), option('from', '0')].map(Number)
  const faults = await pressMany(scene, seed, [from, from + count], console.log)
  console.log(
    `${faults.length} faults after ${count} presses (${scene}, seed ${seed}, from ${from}; asked again ${missed} times)`,
  )
  process.exit(faults.length > 0 ? 1 : 0)
}
