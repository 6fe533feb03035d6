// A function's body in the writing: every step is put into a variable of its own, so that what a formula mentions twice is
// computed once. Which registers they get is the engine's work.
import { type Func } from './assembler.js'
import { type Code, type Local, v128, when } from './instructions.js'

/** Raised where a formula cannot be written as vector code. */
export class Unwritable extends Error {}

export class Context {
  /** What was written. */
  code: Code[] = []
  /** How many steps that are. */
  steps = 0
  /** How many of them round, where the formula says so; a function or a fused product counts as more than one. */
  roundings = 0
  /** Lanes for which the code gives nothing good: the reference is to compute these. */
  guard: Code | null = null

  constructor(readonly func: Func) {}

  /** Does a step and gives its result. */
  readonly hold = (value: Code): Code => {
    const local = this.func.local('v128')
    this.code.push(local.set(value))
    this.steps++
    return local.get
  }

  /**
   * One of two ways to the same lanes, each written where it is taken: what is usual is the first, and counts alone for how
   * many steps there are.
   */
  either(condition: Code, usual: () => Code, other: () => Code): Code {
    return this.eitherOf(
      condition,
      () => [usual()],
      () => [other()],
    )[0]
  }
  /** The same for several vectors. */
  eitherOf(condition: Code, usual: () => readonly Code[], other: () => readonly Code[]): Code[] {
    const results: Local[] = []
    const before = this.code
    const way = (write: () => readonly Code[]): Code => {
      const own: Code[] = (this.code = [])
      write().forEach((value, k) => {
        results[k] ??= this.func.local('v128')
        own.push(results[k].set(value))
      })
      return own
    }
    const yes = way(usual)
    const { steps } = this
    const no = way(other)
    this.steps = steps
    this.code = before
    before.push(when(condition, yes, no))
    return results.map(({ get }) => get)
  }

  /** Leaves the lanes of a mask to the reference. */
  refuse(mask: Code): void {
    this.guard = this.hold(this.guard === null ? mask : v128.or(this.guard, mask))
  }
}
