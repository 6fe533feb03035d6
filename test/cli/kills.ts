// Ends the program by force at random moments, around what it writes: a trained model, progress in a lesson, the history,
// the settings and saved sessions of the prompt. What it has said was done must be there, no file may be torn, and the next
// run leaves nothing lying about. By hand, for long: `npx tsx test/cli/kills.ts --count 200 --seed 1`.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { Progress } from '../../src/learn/progress.js'
import { History } from '../../src/repl/editor/history-file.js'
import { loadModel } from '../../src/train/model-file.js'
import { caseSeed, Chance } from '../fuzz/chance.js'
import { bin, dltorch, plainEnvironment } from './dltorch.js'
import { Terminal } from './terminal.js'

/** A program that is ended again and again, with the files that it leaves to its next run. */
interface Scene {
  readonly name: string
  /** Runs it once and ends it by force; what is wrong afterwards. */
  kill(chance: Chance): Promise<string[]>
  /** Runs it once more, to its end; what is wrong then. */
  finish(): Promise<string[]>
}

/** Milliseconds that a start may take; a kill comes at any of them, or when a file is being written. */
const startTime = 900

const isPassing = (name: string): boolean => /\.(part|lock)$/.test(name)

/** Resolves at a random moment: after some time, or when the n-th file of passing use appears in the folder. */
async function moment(chance: Chance, folder: string, ended: Promise<unknown>): Promise<void> {
  const delay = chance.below(startTime)
  if (chance.is(0.4)) return void (await Promise.race([sleep(delay), ended]))
  let left = 1 + chance.below(6)
  const written = new Promise<void>((resolve) => {
    const watcher = watch(folder, (_event, name) => {
      if (isPassing(String(name)) && --left === 0) resolve()
    })
    void ended.then(() => watcher.close())
    setTimeout(() => watcher.close(), 20_000).unref()
  })
  await Promise.race([written, ended, sleep(5000)])
  if (chance.is(0.5)) await sleep(chance.below(4))
}

/** How often a kill left something behind: it came while a file was written. */
let caught = 0

/** The files of a folder that should not be there; what a killed run was writing may wait for the next. */
const strays = (folder: string, known: readonly string[], passing = 0): string[] => {
  const others = readdirSync(folder).filter((name) => !known.includes(name))
  const rest = others.filter((name) => !isPassing(name))
  const waiting = others.length - rest.length
  if (passing > 0 && waiting > 0) caught++
  return [
    ...rest.map((name) => `litter: ${name}`),
    ...(waiting > passing ? [`${waiting} files wait: ${others.join(', ')}`] : []),
  ]
}

function trainScene(): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'kills-train-'))
  const width = 3000
  const row = (number: number): string => Array.from({ length: width }, (_, i) => (i * number) % 7).join(',')
  writeFileSync(join(folder, 'data.csv'), [1, 2, 3].map(row).join('\n'))
  const model = join(folder, 'model.st')
  const args = (steps: number): string[] =>
    `train linear --data data.csv --lr 1e-6 --save model.st --no-chart --iterations ${steps}`.split(' ')
  let steps = 0
  let saved = 0

  /** How many steps the model on disk has; 0 where there is none. */
  async function stepsOnDisk(): Promise<number> {
    return readdirSync(folder).includes('model.st') ? (await loadModel(model)).iteration : 0
  }

  return {
    name: 'train --save',
    async kill(chance) {
      const child = spawn(process.execPath, [bin, ...args(++steps)], { cwd: folder, env: plainEnvironment() })
      let said = ''
      child.stdout.on('data', (text) => (said += text))
      const ended = new Promise((resolve) => child.on('close', resolve))
      await moment(chance, folder, ended)
      child.kill('SIGKILL')
      await ended
      const faults = strays(folder, ['data.csv', 'model.st'], 1)
      const isSaid = said.includes('The model is in model.st.')
      const found = await stepsOnDisk().catch((error: unknown) => String(error))
      if (found !== steps && (isSaid || found !== saved))
        faults.push(`the model on disk: ${found}, of ${saved} and ${steps}, said: ${isSaid}`)
      if (typeof found === 'number') saved = found
      return faults
    },
    async finish() {
      await dltorch(args(++steps), { cwd: folder })
      const faults = strays(folder, ['data.csv', 'model.st'])
      if ((await stepsOnDisk()) !== steps) faults.push('the last model is not there')
      rmSync(folder, { recursive: true })
      return faults
    },
  }
}

function lessonScene(): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'kills-lesson-'))
  const weather = fileURLToPath(new URL('../learn/weather', import.meta.url))
  const home = join(folder, 'dltorch')
  mkdirSync(home)
  const env = { XDG_DATA_HOME: folder, XDG_STATE_HOME: join(folder, 'state') }
  const args = ['lesson', weather, '--lang', 'en', '--yes']
  /** The last place that was said, and all steps that were. */
  let place = 1
  const done = new Set<number>()
  const count = 8

  function faultsOf(going: number): string[] {
    const progress = new Progress(join(home, 'lessons.json'))
    if (progress.setAsideAs) return ['the file of progress is torn']
    const { at, marks } = progress.of(weather)
    const ids = readFileSync(join(weather, 'chapter.md'), 'utf8')
      .match(/^## [^·]*/gm)!
      .map((title) =>
        title
          .slice(3)
          .trim()
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')
          .replace(/^-|-$/g, ''),
      )
    const found = at === null ? 1 : ids.indexOf(at) + 1
    const faults = found === place || found === going ? [] : [`at ${found}, said ${place}, going to ${going}`]
    for (const step of done) if (!marks[ids[step - 1]]) faults.push(`the mark of step ${step} is lost`)
    place = found
    return faults
  }

  return {
    name: 'a lesson',
    async kill(chance) {
      const terminal = new Terminal({ args, env })
      let going = place
      try {
        const talk = (async () => {
          await terminal.shows('>>>')
          for (;;) {
            going = 1 + chance.below(count)
            terminal.type(`go ${going}\r`)
            await terminal.until(
              () => new RegExp(`${going} of ${count} ·[^>]*\\n>>>$`).test(terminal.transcript),
              `step ${going}`,
            )
            place = going
            if (/next goes on\.\n>>>$/.test(terminal.transcript)) done.add(going)
          }
        })()
        await moment(chance, home, Promise.race([talk.catch(() => undefined), terminal.closed]))
        terminal.end('SIGKILL')
        await terminal.closed
        talk.catch(() => undefined)
      } finally {
        terminal.kill()
      }
      return [...strays(home, ['lessons.json'], 3), ...faultsOf(going)]
    },
    async finish() {
      const terminal = new Terminal({ args, env })
      await terminal.shows('>>>')
      terminal.type('go 2\r')
      await terminal.showsWithin(`2 of ${count}`)
      await terminal.shows('>>>')
      terminal.type('\x04')
      await terminal.closed
      terminal.kill()
      place = 2
      const faults = [...strays(home, ['lessons.json']), ...faultsOf(2)]
      rmSync(folder, { recursive: true })
      return faults
    },
  }
}

function promptScene(): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'kills-prompt-'))
  const home = join(folder, 'dltorch')
  mkdirSync(home)
  const path = join(home, 'history.jsonl')
  const env = { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder }
  const files = ['history.jsonl', 'settings.json', 'saved.ts']
  /** Entries after which the prompt came back: they are kept. */
  const kept = new Set<string>()
  let number = 0

  function faultsOf(): string[] {
    const faults: string[] = []
    const texts = new Map(readdirSync(home).map((name) => [name, readFileSync(join(home, name), 'utf8')]))
    const history = texts.get('history.jsonl') ?? ''
    for (const line of history.split('\n').slice(0, -1))
      try {
        JSON.parse(line)
      } catch {
        faults.push(`a torn line of the history: ${line}`)
      }
    if (history !== '' && !history.endsWith('\n')) faults.push('the history ends within a line')
    const entries = new Set(new History(path).entries)
    for (const entry of kept) if (!entries.has(entry)) faults.push(`lost: ${entry}`)
    try {
      JSON.parse(texts.get('settings.json') ?? '{}')
    } catch {
      faults.push('the settings are torn')
    }
    const saved = texts.get('saved.ts')
    if (saved !== undefined && !/^torch\.manual_seed\(\d+n?\);\n(x\d+ = \d+\n)*$/.test(saved))
      faults.push(`the saved session is torn: ${JSON.stringify(saved)}`)
    return faults
  }

  async function talk(terminal: Terminal, chance: Chance): Promise<void> {
    await terminal.shows('>>>')
    for (;;) {
      const entry = chance.pick([
        `x${++number} = ${number}`,
        `x${++number} = ${number}`,
        `.set bell ${chance.pick(['on', 'off'])}`,
        `.save! ${join(home, 'saved.ts')}`,
      ])
      const before = terminal.transcript.length
      terminal.type(`${entry}\r`)
      await terminal.until(() => terminal.transcript.slice(before).endsWith('>>>'), `a prompt after ${entry}`)
      // Of entries that come again only the newest place counts.
      if (entry.startsWith('x')) kept.add(entry)
    }
  }

  /** So many lines that the next start makes the file shorter. */
  function lengthen(): void {
    const lines = Array.from({ length: 4100 }, (_, i) => `"again ${i % 10}"\n`)
    writeFileSync(path, lines.join('') + [...kept].map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  }

  return {
    name: 'the prompt',
    async kill(chance) {
      if (chance.is(0.4)) lengthen()
      // Two at once, one of which is ended by force.
      const other = chance.is(0.3) ? new Terminal({ env, columns: 200 }) : null
      const terminal = new Terminal({ env, columns: 200 })
      try {
        const talks = [terminal, ...(other ? [other] : [])].map((one) =>
          talk(one, chance).catch(() => undefined),
        )
        await moment(chance, home, Promise.race([...talks, terminal.closed]))
        terminal.end('SIGKILL')
        await terminal.closed
        if (other) await sleep(50)
        other?.end('SIGKILL')
        await other?.closed
      } finally {
        terminal.kill()
        other?.kill()
      }
      return [...strays(home, files, 4), ...faultsOf()]
    },
    async finish() {
      const terminal = new Terminal({ env, columns: 200 })
      await terminal.shows('>>>')
      for (const entry of ['.set bell on', `.save! ${join(home, 'saved.ts')}`, 'x0 = 0']) {
        terminal.type(`${entry}\r`)
        await terminal.shows('>>>')
        await sleep(200)
      }
      terminal.type('\x04')
      await terminal.closed
      terminal.kill()
      const faults = [...strays(home, files), ...faultsOf()]
      rmSync(folder, { recursive: true })
      return faults
    },
  }
}

/** Ends programs by force `count` times; what was wrong, and how often each scene was played. */
export async function killMany(count: number, seed: number, say: (text: string) => void): Promise<string[]> {
  const scenes = [trainScene(), lessonScene(), promptScene()]
  const faults: string[] = []
  for (let i = 0; i < count; i++) {
    const scene = scenes[i % scenes.length]
    for (const fault of await scene.kill(new Chance(caseSeed(seed, i)))) {
      faults.push(`${scene.name}, kill ${i} of seed ${seed}: ${fault}`)
      say(faults.at(-1)!)
    }
  }
  for (const scene of scenes)
    for (const fault of await scene.finish()) {
      faults.push(`${scene.name}, after all: ${fault}`)
      say(faults.at(-1)!)
    }
  return faults
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name: string, otherwise: number): number => {
    const at = process.argv.indexOf(`--${name}`)
    return at < 0 ? otherwise : Number(process.argv[at + 1])
  }
  const [count, seed] = [option('count', 200), option('seed', 1)]
  const faults = await killMany(count, seed, console.log)
  console.log(
    `${faults.length} faults after ${count} kills, ${caught} of them while a file was written (seed ${seed})`,
  )
  process.exit(faults.length > 0 ? 1 : 0)
}
