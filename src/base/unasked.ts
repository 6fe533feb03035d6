// Errors of which nobody asks where they came from.
//
// Note [Unasked]. V8 takes the stack when an error is made, which costs more than all else of raising and catching one.
// Whether the stack will be wanted is known only where the error ends. A `try` of Python's that has dealt with many errors
// of a class, by statements that can neither look at where they came from nor hand them on, will deal with the next one
// the same way: while its body runs, its classes stand here, and errors of exactly those classes are made without a stack.
// Each `try` within puts its own in their place (`src/python/try-statements.ts`).
import { whenEnded } from './whole.js'

export const unasked: { classes: readonly unknown[] | null } = { classes: null }
whenEnded(() => (unasked.classes = null))

export const isUnasked = (cls: unknown): boolean => unasked.classes !== null && unasked.classes.includes(cls)

const errors = Error

/** Where the stack of an error starts, which was raised here; of one that nobody asks for it, nowhere. */
export function takeStack(error: object, below: (...args: never[]) => unknown): void {
  if (!isUnasked(error.constructor)) errors.captureStackTrace(error, below)
}

/** What `work` gives, or throws; of errors of these classes nobody will ask where they came from. */
export function whileUnasked<T>(classes: readonly unknown[], work: () => T): T {
  const before = unasked.classes
  unasked.classes = classes
  try {
    return work()
  } finally {
    unasked.classes = before
  }
}
