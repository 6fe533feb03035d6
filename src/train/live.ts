// Shows a run on the terminal while it goes on, and takes keys that pause it, step it, change its rate or end it. What is
// shown is left to picture.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Look } from '../terminal/look.js'
import { type Key, keyName } from '../terminal/keys.js'
import type { Row } from '../terminal/frame.js'
import { Screen, type Streams } from '../terminal/screen.js'
import { type Moment, pictureOf } from './picture.js'
import { type Stage, stages, stageText } from './report.js'
import type { Run } from './run.js'
import { Sketch } from './scene.js'

export interface LiveOptions extends Streams {
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
  readonly #screen: Screen
  #stage: Stage | null = 'data'
  #isPaused = false
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
    this.#screen = new Screen(options, {
      press: (key) => this.#press(key),
      redraw: () => this.#redraw(),
      wake: () => this.#wake(),
      end: () => run.stop(),
    })
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

  // ---- drawing ----

  #draw(): void {
    if (!this.#isStale || !this.#screen.isOpen) return
    this.#isStale = false
    const { size } = this.#screen
    const rows = pictureOf(this.#moment(), size, this.#options.look)
    this.#screen.draw({ rows, cursor: { row: 0, column: 0 }, columns: size.columns, top: 0 })
  }

  #redraw(): void {
    this.#isStale = true
    this.#draw()
  }

  // ---- keys ----

  #press(key: Key): void {
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
        void this.#screen.suspend()
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
      if (!this.#isPaused && this.#screen.isOpen) {
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
    try {
      this.#screen.open('own')
      await this.#introduce()
      this.#stage = 'iterate'
      this.#isStale = true
      await this.#iterate()
    } finally {
      this.#screen.release()
    }
    this.#stage = null
    this.#isPaused = false
    const { columns, rows } = this.#screen.size
    // Some rows are for the words at the end and the prompt that follows, and more than these help nobody.
    return pictureOf(this.#moment(), { columns, rows: Math.min(rows - 5, 30) }, this.#options.look, false)
  }
}

/** Shows a run in the terminal until it is over or the person ends it; the last picture's rows are given back. */
export const watchLive = (run: Run, options: LiveOptions): Promise<Row[]> => new Live(run, options).watch()
