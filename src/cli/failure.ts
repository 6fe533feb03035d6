// How the program tells that a person's code failed: where, the line itself, and the error in its own words.
import { showError } from '../repl/show.js'

export interface Place {
  file: string
  line: number
  /** The whole text the line is from. */
  text: string
}

/** The lines that Python would end a traceback with. */
export function failureText(error: unknown, place?: Place): string {
  const message = showError(error)
  if (!place) return message
  const source = place.text.split(/\r?\n/)[place.line - 1]?.trim()
  return `  File "${place.file}", line ${place.line}\n${source ? `    ${source}\n` : ''}${message}`
}

/** Writes the failure to stderr; the process will exit with code 1. */
export function reportFailure(error: unknown, place?: Place): void {
  process.stderr.write(`${failureText(error, place)}\n`)
  process.exitCode = 1
}
