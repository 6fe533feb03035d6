// Runs a campaign in child processes, so that a death or a hang is seen and the rest goes on. A child writes the case it
// is at into a file that the parent watches, and every fault as a line of JSON into another.
import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { caseSeed } from './chance.js'

/** A case that computes for longer hangs. */
const HANG_MS = 5000
/** One that waits for longer, with nothing to compute, hangs too. */
const WAIT_MS = 20_000
/** How often a child is looked at. */
export const LOOK_MS = 250
/** What a child may hold, in bytes, before the case it is at is to blame. */
const MEMORY = 1.5 * 2 ** 30

export interface Fault {
  readonly kind: string
  readonly text: string
}

/** What a campaign is made of: the text of a case from its seed, and what is wrong with running it. */
export interface Campaign {
  readonly write: (seed: number) => string
  readonly faultOf: (text: string) => string | null | Promise<string | null>
}

/** Runs the cases from `from` to `to`, in this process. Hands each fault on as it is found. */
export async function runCases(
  campaign: Campaign,
  seed: number,
  from: number,
  to: number,
  report: (fault: Fault) => void,
  starts: (index: number) => void = () => undefined,
): Promise<void> {
  for (let index = from; index < to; index++) {
    starts(index)
    const text = campaign.write(caseSeed(seed, index))
    const kind = await campaign.faultOf(text)
    if (kind !== null) report({ kind, text })
    if (index % 64 === 0 && process.memoryUsage.rss() > MEMORY) {
      report({ kind: 'holds too much memory after', text })
      process.exit(3)
    }
  }
}

/** The child's half: `--child seed from to progress faults`. */
async function runChild(campaign: Campaign, [seed, from, to, progress, faults]: string[]): Promise<void> {
  const at = openSync(progress, 'w')
  const found = openSync(faults, 'a')
  // What is saved under some name lies in a folder that goes.
  process.chdir(dirname(progress))
  await runCases(
    campaign,
    Number(seed),
    Number(from),
    Number(to),
    (fault) => writeSync(found, `${JSON.stringify(fault)}\n`),
    (index) => writeSync(at, String(index).padEnd(12), 0),
  )
  closeSync(found)
  process.exit(0)
}

/** What a process has computed so far, in milliseconds, and whether it waits. Null where the system does not tell. */
export function workOf(pid: number | undefined): { computed: number; waits: boolean } | null {
  try {
    // After the name, which may hold anything: the state, ten other fields, then ticks of 10 ms in the program and the system.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return { computed: (Number(fields[11]) + Number(fields[12])) * 10, waits: fields[0] === 'S' }
  } catch {
    return null
  }
}

/**
 * How long a process has been at one case: by its own computing, and by the looks at which it waited for something. Time in
 * which the machine was busy with other things, or the process or this one was stopped, is neither.
 */
export class Patience {
  #begin: number | null = null
  #last = 0
  #waited = 0

  /** Whether the process has had its time, looked at once more. */
  isOver(work: { computed: number; waits: boolean } | null): boolean {
    const { computed, waits } = work ?? { computed: this.#last + LOOK_MS, waits: false }
    this.#begin ??= computed
    // A timer that looks now and then computes a little.
    this.#waited = waits && computed - this.#last <= LOOK_MS / 10 ? this.#waited + LOOK_MS : 0
    this.#last = computed
    return computed - this.#begin > HANG_MS || this.#waited > WAIT_MS
  }
}

/** A death or a hang; those of different functions are of different kinds. */
const stopAt = (text: string, reason: string): Fault => ({ kind: `${reason}: ${text.split('(')[0]}`, text })

const progressOf = (path: string, otherwise: number): number => {
  try {
    const text = readFileSync(path, 'utf8').trim()
    return text === '' ? otherwise : Number(text)
  } catch {
    return otherwise
  }
}

/** Runs one child until it ends or hangs. Returns the case after the last one, and what stopped it. */
async function runUntilStopped(
  script: string,
  args: readonly string[],
  progress: string,
  from: number,
): Promise<{ at: number; reason: string | null }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--no-warnings', '--max-old-space-size=1024', script, ...args],
    {
      stdio: ['ignore', 'ignore', 'ignore'],
    },
  )
  let last = -1
  let patience = new Patience()
  let hangs = false
  const watch = setInterval(() => {
    const now = progressOf(progress, -1)
    // Loading takes its time too, and does not count.
    if (now !== last || now < 0) [last, patience] = [now, new Patience()]
    if (patience.isOver(workOf(child.pid))) {
      hangs = true
      child.kill('SIGKILL')
    }
  }, LOOK_MS)
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('exit', (...outcome) => resolve(outcome)),
  )
  clearInterval(watch)
  const at = progressOf(progress, from)
  if (code === 0) return { at: at + 1, reason: null }
  const death = code === 3 ? null : `dies of ${signal ?? `exit ${code}`}`
  return { at: at + 1, reason: hangs ? `hangs over ${HANG_MS / 1000} s` : death }
}

/** The faults of `count` cases from case `first` on. What hangs is run again alone, and is at fault if it hangs there. */
async function runInChildren(
  script: string,
  campaign: Campaign,
  seed: number,
  first: number,
  count: number,
): Promise<Fault[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  const [progress, faults] = [join(folder, 'progress'), join(folder, 'faults')]
  writeSync(openSync(faults, 'w'), '')
  const stops: Fault[] = []
  const run = async (from: number, to: number): Promise<{ at: number; reason: string | null }> => {
    const args = ['--child', seed, from, to, progress, faults, ...passedOn()].map(String)
    const outcome = await runUntilStopped(script, args, progress, from)
    rmSync(progress, { force: true })
    return outcome
  }
  for (let from = first; from < first + count;) {
    const { at, reason: seen } = await run(from, first + count)
    const reason = seen?.startsWith('hangs') ? (await run(at - 1, at)).reason : seen
    if (reason !== null) stops.push(stopAt(campaign.write(caseSeed(seed, at - 1)), reason))
    from = at
  }
  const lines = readFileSync(faults, 'utf8').split('\n').filter(Boolean)
  rmSync(folder, { recursive: true })
  return [...lines.map((line) => JSON.parse(line) as Fault), ...stops]
}

/** The faults by kind, each with its shortest case. */
export function reportOf(faults: readonly Fault[]): string {
  const kinds = byKind(faults)
  const rows = [...kinds].sort(([, a], [, b]) => b.length - a.length)
  return rows
    .map(([kind, cases]) => {
      const shortest = cases.map(({ text }) => text).reduce((a, b) => (b.length < a.length ? b : a))
      return `${String(cases.length).padStart(6)}  ${kind}\n        ${shortest.replaceAll('\n', '\n        ')}`
    })
    .join('\n')
}

function byKind(faults: readonly Fault[]): Map<string, Fault[]> {
  const kinds = new Map<string, Fault[]>()
  for (const fault of faults) kinds.set(fault.kind, [...(kinds.get(fault.kind) ?? []), fault])
  return kinds
}

/** What the campaign itself is asked, such as a language. */
const passedOn = (): string[] => {
  const at = process.argv.indexOf('--lang')
  return at < 0 ? [] : process.argv.slice(at, at + 2)
}

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}

/**
 * The command of a campaign: `--count 300000 --seed 1`, with `--from 100000` to go on with one. Ends with status 1 where
 * something was found.
 */
export async function main(script: string, what: string, campaign: Campaign): Promise<void> {
  if (process.argv[2] === '--child') return runChild(campaign, process.argv.slice(3))
  const [count, seed, from] = [option('count', 10000), option('seed', 1), option('from', 0)]
  const faults = await runInChildren(script, campaign, seed, from, count)
  if (faults.length > 0) console.log(reportOf(faults))
  console.log(`${faults.length} faults in ${count} ${what} (seed ${seed}, from ${from})`)
  process.exitCode = faults.length > 0 ? 1 : 0
}
