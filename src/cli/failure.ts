// How the program tells that a person's code failed: where, the line itself, and the error in its own words.
import { stackOf } from '../base/careful.js'
import { tracebackHead } from '../dialect/frames.js'
import { meaningText, shapesText } from '../repl/cards/error.js'
import { showError } from '../repl/show.js'
import { said } from '../terminal/speech.js'
import { wrap } from '../terminal/wrap.js'
import { visible, visibleName } from '../base/visible.js'

export interface Place {
  file: string
  line: number
  /** The whole text the line is from. */
  text: string
}

/** The lines that Python would end a traceback with. */
export function failureText(error: unknown, place?: Place, hint?: string, frames?: string): string {
  const message = [showError(error), shapesText(error), meaningText(error), hint && visible(said(hint))]
    .filter(Boolean)
    .join('\n')
  if (frames) return visible(frames) + message
  if (!place) return message
  const source = place.text.split(/\r?\n/)[place.line - 1]?.trim()
  const shown = source ? `    ${visibleName(source)}\n` : ''
  return `  File "${visibleName(place.file)}", line ${place.line}\n${shown}${message}`
}

/** Columns of the terminal that errors go to. */
export const errorWidth = (): number => (process.stderr.isTTY ? process.stderr.columns : Infinity)

/** Writes lines to stderr, broken where words end. */
const complain = (text: string): void => void process.stderr.write(`${wrap(text, errorWidth())}\n`)

/** Writes the failure to stderr; the process will exit with code 1. */
export function reportFailure(error: unknown, place?: Place, hint?: string, frames?: string): void {
  complain(failureText(error, place, hint, frames))
  process.exitCode = 1
}

/** Writes what Python says of a failure to stderr; the process will exit with code 1. */
export function reportTraceback(traceback: string, error: unknown): void {
  complain([visible(traceback), shapesText(error), meaningText(error)].filter(Boolean).join('\n'))
  process.exitCode = 1
}

/** What the program ends with: what was asked for did not come off, or it could not be asked for that way. */
export const exitCodes = { failed: 1, misused: 2, interrupted: 130 } as const

/** Says what cannot be done; the process will exit with that code. */
export function refuse(message: string, code: 1 | 2 = exitCodes.failed): void {
  complain(visible(`dltorch: ${said(message)}`))
  process.exitCode = code
}

/** An error in a timer, or in a promise nobody awaits, ends the program as it ends a script: told, with exit code 1. */
export function failOnUncaught(
  findPlace: (error: unknown) => Place | undefined = () => undefined,
  framesFor: (error: unknown) => string = (error) => tracebackHead(stackOf(error)),
): void {
  const stop = (error: unknown): void => {
    reportFailure(error, findPlace(error), undefined, framesFor(error))
    process.exit()
  }
  process.on('uncaughtException', stop)
  process.on('unhandledRejection', stop)
}
