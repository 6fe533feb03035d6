// Containers that are being written: one that is met again inside of itself is written another way.
import { whenEnded } from './whole.js'

/** Writes containers, `again` in place of one that is being written by the same. */
export function nesting(): (value: object, again: string, write: () => string) => string {
  const open = new Set<object>()
  whenEnded(() => open.clear())
  return (value, again, write) => {
    if (open.has(value)) return again
    open.add(value)
    try {
      return write()
    } finally {
      open.delete(value)
    }
  }
}
