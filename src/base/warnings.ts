// Warnings: said once each, as Python does. A program can listen to them with `process.on('warning', …)`.
import { visible } from './visible.js'

const said = new Set<string>()
let isQuiet = false
let isAlways = false

/** Whether a message is said again each time it comes up. */
export const warnsAlways = (): boolean => isAlways
export const setWarnAlways = (always: boolean): void => {
  isAlways = always
}

/** Says `message` the first time it comes up. */
export function warn(message: string): void {
  if (isQuiet || (said.has(message) && !isAlways)) return
  said.add(message)
  process.emitWarning(visible(message), 'UserWarning')
}

/** Runs `work`, whose warnings are not said and do not count as said. */
export async function withoutWarnings<T>(work: () => Promise<T>): Promise<T> {
  const wasQuiet = isQuiet
  isQuiet = true
  try {
    return await work()
  } finally {
    isQuiet = wasQuiet
  }
}
