// A function's body in the writing: every step is put into a variable of its own, so that what a formula mentions twice is
// computed once. Which registers they get is the engine's work.
import { type Code, type Func, v128 } from './assembler.js'

/** Raised where a formula cannot be written as vector code. */
export class Unwritable extends Error {}

export class Context {
  /** What was written. */
  readonly code: Code[] = []
  /** How many steps that are. */
  steps = 0
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

  /** Leaves the lanes of a mask to the reference. */
  refuse(mask: Code): void {
    this.guard = this.hold(this.guard === null ? mask : v128.or(this.guard, mask))
  }
}
