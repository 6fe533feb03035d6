/** Warnings: said once each, as Python does. A program can listen to them with `process.on('warning', …)`. */
import { visible } from './visible.js'

const said = new Set<string>()

/** Says `message` the first time it comes up. */
export function warn(message: string): void {
  if (said.has(message)) return
  said.add(message)
  process.emitWarning(visible(message), 'UserWarning')
}
