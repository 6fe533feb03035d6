// Times one row on both sides in turn, and whole processes. Returns seconds; prints nothing.
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Row } from './rows.js'

const here = fileURLToPath(new URL('.', import.meta.url))
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** One thread on both sides, whatever library asks. */
const env = { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }

/** Seconds a sample aims at. */
const SAMPLE = 0.04
/** What is spent on letting the compilers see the code first: so many seconds, and more where these are but few calls. */
const WARM_UP = { seconds: 0.4, calls: 2000, mostSeconds: 1.5 }
/** A training of a thousand iterations has few calls, and its code is at its best after some ten of them. */
const SETTLED = { runs: 3, within: 1.1, mostSeconds: 4 }

type Outcome = { seconds: number } | { error: string }

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** PyTorch in a process of its own, waiting while we run. */
export class Peer {
  readonly #child
  readonly #answers

  constructor(
    python: string,
    readonly version: string,
  ) {
    this.#child = spawn(python, [`${here}torch_bench.py`], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  /** Starts the first Python on the path that has PyTorch; null when none has. */
  static find(): Peer | null {
    for (const python of ['python3', '/usr/bin/python3', 'python']) {
      const { status, stdout } = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], {
        encoding: 'utf8',
      })
      if (status === 0) return new Peer(python, stdout.trim())
    }
    return null
  }

  async time({ setup, statement }: Row, calls: number): Promise<Outcome> {
    this.#child.stdin.write(JSON.stringify({ setup, statement, calls }) + '\n')
    const { value, done } = await this.#answers.next()
    return done ? { error: 'Python has ended' } : (JSON.parse(value) as Outcome)
  }

  close(): void {
    this.#child.stdin.end()
  }
}

function timeOurs(body: () => unknown, calls: number): Outcome {
  const start = performance.now()
  try {
    for (let i = 0; i < calls; i++) body()
  } catch (error) {
    return { error: String(error) }
  }
  return { seconds: (performance.now() - start) / 1000 }
}

/** Samples one side. After `prepare` has warmed it up, each `sample` adds the time of a call. */
class Side {
  readonly samples: number[] = []
  error: string | null = null
  readonly #time: (calls: number) => Outcome | Promise<Outcome>
  #calls = 1

  constructor(time: (calls: number) => Outcome | Promise<Outcome>) {
    this.#time = time
  }

  async prepare(): Promise<void> {
    let [spent, calls] = [0, 0]
    const each: number[] = []
    const isCold = (): boolean => {
      if (calls >= WARM_UP.calls) return spent < WARM_UP.seconds
      const least = Math.min(...each)
      const isSettled = each.slice(-SETTLED.runs).every((seconds) => seconds <= SETTLED.within * least)
      return spent < (isSettled ? WARM_UP.mostSeconds : SETTLED.mostSeconds)
    }
    while (this.error === null && isCold()) {
      const seconds = await this.#run(this.#calls)
      spent += seconds
      calls += this.#calls
      each.push(seconds / this.#calls)
      if (seconds < SAMPLE)
        this.#calls = Math.ceil(this.#calls * Math.min(10, SAMPLE / Math.max(seconds, 1e-6)))
    }
  }

  async sample(): Promise<number> {
    if (this.error !== null) return 0
    const seconds = await this.#run(this.#calls)
    if (this.error === null) this.samples.push(seconds / this.#calls)
    return seconds
  }

  get result(): number | null {
    return this.error === null ? median(this.samples) : null
  }
  get least(): number | null {
    return this.error === null ? Math.min(...this.samples) : null
  }

  async #run(calls: number): Promise<number> {
    const outcome = await this.#time(calls)
    if ('seconds' in outcome) return outcome.seconds
    this.error = outcome.error
    return 0
  }
}

/** What a measurement found, and why if nothing. */
export interface Measured {
  ours: number | null
  error?: string
}
export interface Compared extends Measured {
  theirs: number | null
  /** What the peers in JavaScript took; null where they have not what it takes. */
  others?: (number | null)[]
  /** Median over the rounds of our time over theirs in the same round: slow phases of a machine cancel. */
  ratio: number | null
}

/**
 * Ours, theirs, ours, theirs: `rounds` times, fewer where a call takes seconds.
 *
 * @param others the same by peers in this process
 * @param isLeast whether the least of the samples counts, not those in the middle
 */
export async function measure(
  row: Row,
  torch: Parameters<Row['ours']>[0],
  peer: Peer | null,
  rounds: number,
  isLeast = false,
  others: readonly ((() => unknown) | null)[] = [],
): Promise<Compared> {
  let body: (() => unknown) | undefined
  const ours = new Side((calls) => {
    try {
      body ??= row.ours(torch)
    } catch (error) {
      return { error: String(error) }
    }
    return timeOurs(body, calls)
  })
  const theirs = peer && new Side((calls) => peer.time(row, calls))
  const more = others.map((other) => other && new Side((calls) => timeOurs(other, calls)))
  await ours.prepare()
  await theirs?.prepare()
  for (const side of more) await side?.prepare()
  let spent = 0
  for (let round = 0; round < rounds && (round < 3 || spent < 10); round++) {
    spent += (await ours.sample()) + ((await theirs?.sample()) ?? 0)
    for (const side of more) spent += (await side?.sample()) ?? 0
  }
  const found = more.map((side) => side && (isLeast ? side.least : side.result))
  const error = ours.error ?? theirs?.error ?? undefined
  if (isLeast) {
    const [own, other] = [ours.least, theirs && theirs.least]
    return {
      ours: own,
      theirs: other,
      ratio: own === null || other === null ? null : own / other,
      others: found,
      error,
    }
  }
  const ratios = ours.samples.map((seconds, i) => seconds / (theirs?.samples[i] ?? NaN))
  return {
    ours: ours.result,
    theirs: theirs && theirs.result,
    others: found,
    ratio: ours.error === null && theirs?.error === null ? median(ratios) : null,
    error,
  }
}

/** Seconds that `node args` takes longer than `node -e 1`, in turn. */
export function measureStart(args: string[], rounds: number): Measured {
  const run = (argv: string[]): number => {
    const start = performance.now()
    const { status, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' })
    if (status !== 0) throw new Error(lastLine(stderr))
    return (performance.now() - start) / 1000
  }
  const samples: { bare: number; full: number }[] = []
  try {
    for (let round = 0; round < rounds + 1; round++) samples.push({ bare: run(['-e', '1']), full: run(args) })
  } catch (error) {
    return { ours: null, error: String(error) }
  }
  samples.shift()
  return { ours: median(samples.map(({ full }) => full)) - median(samples.map(({ bare }) => bare)) }
}

/** Peak resident bytes of a process that runs `code`, a module in which `torch` is dltorch. */
export function measurePeak(library: string, code: string): Measured {
  const source = `import torch from ${JSON.stringify(library)}\n${code}
console.log(process.resourceUsage().maxRSS * 1024)`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    cwd: root,
    encoding: 'utf8',
  })
  return status === 0 ? { ours: Number(stdout) } : { ours: null, error: lastLine(stderr) }
}

const lastLine = (text: string): string =>
  text.split('\n').find((line) => /^\w*Error\b/.test(line)) ?? text.trim().split('\n').at(-1) ?? 'failed'
