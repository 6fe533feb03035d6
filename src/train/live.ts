// Shows a run on the terminal while it goes on, and takes keys that pause it, step it, change its rate or end it. What is
// shown is left to picture.ts.
import { emitKeypressEvents } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Look } from '../terminal/look.js'
import { clearScreen, draw } from '../terminal/draw.js'
import { type Key, keyName } from '../terminal/keys.js'
import type { Frame, Row } from '../repl/editor/view.js'
import { type Moment, pictureOf, type Size } from './picture.js'
import { type Stage, stages, stageText } from './report.js'
import type { Run } from './run.js'
import { Sketch } from './scene.js'

export interface LiveOptions {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly look: Look
  /** Iterations a second; undefined to begin slowly and get faster, Infinity for as many as there can be. */
  readonly speed?: number
  readonly hasChart: boolean
  /** Milliseconds for each of the steps before the first iteration. */
  readonly introduction?: number
}

/** Milliseconds between two pictures, and of these for computing. */
const frameTime = 40
const computeTime = 25
/** Without a speed: iterations a second at the start. It doubles every second, so that one sees the first steps, where
 *  most happens, and need not wait for the last. */
const firstSpeed = 30

const enter = '\x1b[?1049h\x1b[?25l'
const leave = '\x1b[?25h\x1b[?1049l'

/** The next of 1, 2, 5, 10, 20, … up or down. */
export function nextRate(rate: number, direction: 1 | -1): number {
  const exponent = Math.floor(Math.log10(rate))
  const candidates = [-1, 0, 1]
    .flatMap((by) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent + by}`)))
    .sort((a, b) => direction * (a - b))
  const next = candidates.find((value) => direction * (value - rate) > rate * 1e-6)!
  return Math.min(1e6, Math.max(1e-12, next))
}

class Live {
  readonly #run: Run
  readonly #options: LiveOptions
  readonly #sketch: Sketch
  readonly #title: string
  #frame: Frame | undefined
  #stage: Stage | null = 'data'
  #isPaused = false
  #isShown = false
  #isSuspended = false
  /** Something changed since the last picture. */
  #isStale = true
  /** What the arrows made of the speed. */
  #factor = 1
  /** Iterations that are due, the last of them maybe in part. */
  #due = 0
  /** Milliseconds that iterations went on, pauses left out. */
  #active = 0
  /** When some of the last iterations were done, in active milliseconds. */
  #marks: { at: number; count: number }[] = []
  #wake = (): void => {}

  constructor(run: Run, options: LiveOptions) {
    this.#run = run
    this.#options = options
    this.#sketch = new Sketch(run.trainer)
    this.#title = run.trainer.problem.kind.title
  }

  get #size(): Size {
    const { columns, rows } = this.#options.output
    return { columns: Math.max(2, columns || 80), rows: Math.max(1, rows || 24) }
  }

  #moment(): Moment {
    const { trainer, losses, ending } = this.#run
    const stage = this.#stage
    return {
      title: this.#title,
      formula: trainer.problem.kind.formula,
      stage,
      about: stage ? stageText(stage, this.#run) : '',
      scene: this.#sketch.scene(),
      hasCurve: stage !== 'data',
      losses: losses.values,
      isDiverged: ending === 'diverged',
      step: losses.length > 0 ? this.#run.look() : null,
      lr: trainer.lr,
      speed: this.#speedNow(),
      isPaused: this.#isPaused,
      hasChart: this.#options.hasChart,
    }
  }

  /** Iterations a second, of the last second. */
  #speedNow(): number {
    const first = this.#marks.find(({ at }) => at >= this.#active - 1000)
    const last = this.#marks.at(-1)
    return first && last && last.at > first.at
      ? ((last.count - first.count) * 1000) / (last.at - first.at)
      : NaN
  }

  // ---- the terminal ----

  #write(text: string): void {
    if (text !== '') this.#options.output.write(text)
  }

  #show(): void {
    this.#isShown = true
    this.#options.input.setRawMode?.(true)
    this.#options.input.resume()
    this.#frame = undefined
    this.#isStale = true
    this.#write(enter + clearScreen)
  }

  #hide = (): void => {
    if (!this.#isShown) return
    this.#isShown = false
    this.#write(leave)
    this.#options.input.setRawMode?.(false)
    this.#options.input.pause()
  }

  #draw(): void {
    if (!this.#isStale || !this.#isShown) return
    this.#isStale = false
    const size = this.#size
    const rows = pictureOf(this.#moment(), size, this.#options.look)
    const frame: Frame = { rows, cursor: { row: 0, column: 0 }, columns: size.columns, top: 0 }
    this.#write(draw(this.#frame, frame))
    this.#frame = frame
  }

  #resize = (): void => {
    if (!this.#isShown) return
    this.#frame = undefined
    this.#isStale = true
    this.#write(clearScreen)
    this.#draw()
  }

  async #suspend(): Promise<void> {
    if (process.platform === 'win32') return
    const { suspendProcess } = await import('../terminal/suspend.js')
    this.#hide()
    this.#isSuspended = true
    suspendProcess()
    // Without a shell that could wake it again the system does not stop a program.
    setTimeout(this.#resume, 100)
  }

  #resume = (): void => {
    if (!this.#isSuspended) return
    this.#isSuspended = false
    this.#show()
    this.#wake()
  }

  // ---- keys ----

  #press = (_text: string | undefined, key: Key): void => {
    const { trainer } = this.#run
    switch (keyName(key)) {
      case 'space':
        this.#isPaused = !this.#isPaused
        break
      case 's':
        this.#isPaused = true
        this.#advance()
        break
      case 'up':
        trainer.lr = nextRate(trainer.lr, 1)
        break
      case 'down':
        trainer.lr = nextRate(trainer.lr, -1)
        break
      case 'right':
        this.#factor *= 2
        break
      case 'left':
        this.#factor /= 2
        break
      case 'q':
      case 'escape':
      case 'C-c':
      case 'C-d':
        this.#run.stop()
        break
      case 'C-z':
        void this.#suspend()
        return
      default:
        return
    }
    this.#isStale = true
    this.#wake()
  }

  // ---- the run ----

  #advance(): void {
    const { ending, losses } = this.#run
    if (ending) return
    this.#stage = 'iterate'
    this.#run.advance()
    this.#isStale = true
    this.#marks.push({ at: this.#active, count: losses.length })
    if (this.#marks.length > 2000) this.#marks = this.#marks.slice(1000)
  }

  /** Waits, but not when a key comes. */
  #rest(milliseconds: number): Promise<void> {
    const end = new AbortController()
    const pressed = new Promise<void>((resolve) => (this.#wake = resolve))
    const over = sleep(milliseconds, undefined, { signal: end.signal }).catch(() => {})
    return Promise.race([pressed, over]).finally(() => end.abort())
  }

  /** The steps before the first iteration, one after another; a key goes on at once. */
  async #introduce(): Promise<void> {
    const { introduction = 450, speed } = this.#options
    if (speed === Infinity || introduction === 0) return
    for (const stage of stages.slice(0, -1)) {
      if (this.#run.ending || this.#stage === 'iterate') return
      this.#stage = stage
      this.#isStale = true
      this.#draw()
      await this.#rest(introduction)
    }
  }

  async #iterate(): Promise<void> {
    const { speed } = this.#options
    let before = performance.now()
    while (!this.#run.ending) {
      const start = performance.now()
      if (!this.#isPaused && !this.#isSuspended) {
        const passed = Math.min(start - before, 4 * frameTime)
        const rate = speed ?? firstSpeed * 2 ** (this.#active / 1000)
        this.#active += passed
        // No time times an endless speed would be no number.
        this.#due = rate === Infinity ? Infinity : this.#due + (rate * this.#factor * passed) / 1000
        while (this.#due >= 1 && !this.#run.ending && performance.now() - start < computeTime) {
          this.#due--
          this.#advance()
        }
        // What could not be done in time is not made up for.
        if (performance.now() - start >= computeTime) this.#due = 0
      }
      before = start
      this.#draw()
      await this.#rest(Math.max(1, start + frameTime - performance.now()))
    }
  }

  /** Follows the run to its end. Gives back the last picture, for the terminal to keep. */
  async watch(): Promise<Row[]> {
    const { input, output, look } = this.#options
    emitKeypressEvents(input)
    const end = (): void => this.#run.stop()
    input.on('keypress', this.#press)
    input.on('end', end)
    output.on('resize', this.#resize)
    process.on('SIGCONT', this.#resume)
    process.on('exit', this.#hide)
    try {
      this.#show()
      await this.#introduce()
      this.#stage = 'iterate'
      this.#isStale = true
      await this.#iterate()
    } finally {
      this.#hide()
      input.off('keypress', this.#press)
      input.off('end', end)
      output.off('resize', this.#resize)
      process.off('SIGCONT', this.#resume)
      process.off('exit', this.#hide)
    }
    this.#stage = null
    this.#isPaused = false
    const { columns, rows } = this.#size
    // Some rows are for the words at the end and the prompt that follows, and more than these help nobody.
    return pictureOf(this.#moment(), { columns, rows: Math.min(rows - 5, 30) }, look, false)
  }
}

/** Shows a run in the terminal until it is over or the person ends it; the last picture's rows are given back. */
export const watchLive = (run: Run, options: LiveOptions): Promise<Row[]> => new Live(run, options).watch()
