// Warnings: said once each, as Python does. A program can listen to them with `process.on('warning', …)`.
import { meanwhile } from './meanwhile.js'
import { visible } from './visible.js'

const said = new Set<string>()
let isQuiet = false
let isAlways = false

/** Whether a message is said again each time it comes up. */
export const warnsAlways = (): boolean => isAlways
export const setWarnAlways = (always: boolean): void => {
  isAlways = always
}

/** Prints a warning, told the stack where it came up; set by a program that has a way of its own. */
export const warningPrinter: { print?: (category: string, message: string, stack: string) => void } = {}

/**
 * Decides on every warning in the place of this module, where a program has filters of its own: Python's. What it gives back says
 * whether the warning is still to be said.
 */
export const warningTaker: {
  take?: (category: string, message: string, stack: string, isAlways: boolean) => boolean
} = {}

/** The stack with all its frames: V8 tells ten if it is not asked for more. */
export function wholeStack(): string {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = Infinity
  const stack = new Error().stack ?? ''
  Error.stackTraceLimit = stackTraceLimit
  return stack
}

/** Says `message` the first time it comes up. */
export function warn(message: string, category = 'UserWarning'): void {
  if (isQuiet) return
  const { take } = warningTaker
  if (take === undefined && said.has(message) && !isAlways) return
  const stack = wholeStack()
  if (take !== undefined && !take(category, visible(message), stack, isAlways)) return
  said.add(message)
  // At once, as Python does: Node tells its listeners only when the code has come to a rest.
  warningPrinter.print?.(category, visible(message), stack)
  process.emitWarning(visible(message), category)
}

const saidOnce = new Set<string>()

/** Says `message` once in a program, wherever it comes up: what PyTorch does not leave to Python's filters. */
export function warnOnce(message: string): void {
  if (saidOnce.has(message) && !isAlways) return
  saidOnce.add(message)
  warn(message)
}

/** Runs `work`, whose warnings are not said and do not count as said. */
export function withoutWarnings<T>(work: () => Promise<T>): Promise<T> {
  return meanwhile(() => {
    const wasQuiet = isQuiet
    isQuiet = true
    return () => (isQuiet = wasQuiet)
  }, work)
}
