// How the program tells that a person's code failed: where, the line itself, and the error in its own words.
import { shapesText } from '../repl/cards/error.js'
import { showError } from '../repl/show.js'
import { visible, visibleName } from '../base/visible.js'

export interface Place {
  file: string
  line: number
  /** The whole text the line is from. */
  text: string
}

/** The lines that Python would end a traceback with. */
export function failureText(error: unknown, place?: Place, hint?: string): string {
  const message = [showError(error), shapesText(error), hint && visible(hint)].filter(Boolean).join('\n')
  if (!place) return message
  const source = place.text.split(/\r?\n/)[place.line - 1]?.trim()
  const shown = source ? `    ${visibleName(source)}\n` : ''
  return `  File "${visibleName(place.file)}", line ${place.line}\n${shown}${message}`
}

/** Writes the failure to stderr; the process will exit with code 1. */
export function reportFailure(error: unknown, place?: Place, hint?: string): void {
  process.stderr.write(`${failureText(error, place, hint)}\n`)
  process.exitCode = 1
}

/** Writes what Python says of a failure to stderr; the process will exit with code 1. */
export function reportTraceback(traceback: string, error: unknown): void {
  process.stderr.write(`${[visible(traceback), shapesText(error)].filter(Boolean).join('\n')}\n`)
  process.exitCode = 1
}

/** Says what cannot be done, such as an option that makes no sense; the process will exit with code 1. */
export function refuse(message: string): void {
  process.stderr.write(`${visible(`dltorch: ${message}`)}\n`)
  process.exitCode = 1
}

/** An error in a timer, or in a promise nobody awaits, ends the program as it ends a script: told, with exit code 1. */
export function failOnUncaught(findPlace: (error: unknown) => Place | undefined = () => undefined): void {
  const stop = (error: unknown): void => {
    reportFailure(error, findPlace(error))
    process.exit()
  }
  process.on('uncaughtException', stop)
  process.on('unhandledRejection', stop)
}
