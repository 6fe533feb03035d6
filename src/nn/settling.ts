// When modules settle: once the constructors of all their subclasses are done, which is when the statement that makes them is.
import { whenEnded } from '../base/whole.js'
import { settle } from './callable.js'

interface Unsettled {
  [settle](): void
}

/** Modules whose constructors may not be done, oldest first. */
const unsettled = new Set<Unsettled>()
/** So many are held at most: a loop that makes modules never comes to the microtask. */
const mostUnsettled = 1024
let settlesSoon = false
whenEnded(() => {
  unsettled.clear()
  settlesSoon = false
})

/** When the statement that makes a module is done, the constructors of all subclasses are. */
export function settleLater(module: Unsettled): void {
  unsettled.add(module)
  if (unsettled.size > mostUnsettled) for (const oldest of unsettled) return oldest[settle]()
  if (settlesSoon) return
  settlesSoon = true
  queueMicrotask(() => {
    settlesSoon = false
    for (const one of unsettled) one[settle]()
  })
}

/** It settled by itself. */
export const settled = (module: Unsettled): void => void unsettled.delete(module)
