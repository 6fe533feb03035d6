// Errors without a stack, for parsers: they throw where one reading does not fit, catch that themselves, and try another.
// Taking a stack of fifty calls costs more than the attempt.
import { whenEnded } from './whole.js'

const errors = Error
const { set } = Reflect

/** What the limit was before the outermost of what runs here; null where nothing does. */
let before: { readonly limit: number } | null = null

function restore(): void {
  // A frozen one stays as it is.
  if (before) set(errors, 'stackTraceLimit', before.limit)
  before = null
}

whenEnded(restore)

/** What `work` gives; the errors that it makes meanwhile have no stack. */
export function stackless<T>(work: () => T): T {
  if (before) return work()
  before = { limit: errors.stackTraceLimit }
  // No number, and V8 takes none: with 0 it goes through the calls all the same.
  set(errors, 'stackTraceLimit', undefined)
  try {
    return work()
  } finally {
    restore()
  }
}
