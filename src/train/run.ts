// One run of a training: takes step after step, remembers the losses, and says when it is over and why.
import { Series } from '../plot/series.js'
import type { Divergence } from './divergence.js'
import { type Goal, isReached } from './goal.js'
import type { Step, Trainer } from './trainer.js'

export interface RunOptions {
  /** Steps to take at the most. */
  readonly iterations: number
  /** The training is looked at after every so many steps; only then can it be good enough. */
  readonly every: number
  /** When it is good enough; null to go on to the last iteration. */
  readonly goal: Goal | null
}

export type Ending = 'goal reached' | 'out of iterations' | 'diverged' | 'stopped'

export class Run {
  readonly trainer: Trainer
  readonly options: RunOptions
  readonly losses = new Series()
  /** The number of the first iteration, above zero where a run is taken up again. */
  readonly first: number
  ending: Ending | undefined
  divergence: (Divergence & { readonly iteration: number }) | undefined
  #last: Step | undefined

  constructor(trainer: Trainer, options: RunOptions) {
    this.trainer = trainer
    this.options = options
    this.first = trainer.iteration
    if (options.iterations === 0) this.ending = 'out of iterations'
  }

  /** The number of the last iteration there can be. */
  get end(): number {
    return this.first + this.options.iterations - 1
  }

  /** Takes a step; what it looks like, where this is one to look at. */
  advance(): Step | null {
    const { trainer, options, end } = this
    const { iteration } = trainer
    const { loss, divergence } = trainer.step()
    this.losses.push(loss)
    this.#last = undefined
    if (divergence) {
      this.divergence = { ...divergence, iteration }
      this.ending = 'diverged'
      return null
    }
    if (iteration % options.every !== 0 && iteration !== end) return null
    const step = this.look()
    if (options.goal && isReached(options.goal, step)) this.ending = 'goal reached'
    else if (iteration === end) this.ending = 'out of iterations'
    return step
  }

  stop(): void {
    this.ending ??= 'stopped'
  }

  /** What the last step looked like. */
  look(): Step {
    // A step that could not be taken is one to look at, too.
    const { divergence } = this
    return (this.#last ??= { ...this.trainer.look(), ...(divergence && { iteration: divergence.iteration }) })
  }
}
