// A fresh session in the place of one that cannot go on: the program once more, at the same terminal. This process only
// waits for its end, and none of its timers runs any more. Nothing here is looked up when it runs: what the session stood
// on may be broken.
import { spawnSync } from 'node:child_process'
import { writeSync } from 'node:fs'
import { constants } from 'node:os'
import type { Interrupts } from './interrupts.js'

const { execPath } = process
const args = [...process.execArgv, ...process.argv.slice(1)]
const exit = process.exit.bind(process)
const listen = process.on.bind(process)
const wait = setTimeout
const { signals } = constants
/** Milliseconds until a thread that does not end is left alone. */
const endsWithin = 500

/** Begins the program anew; this one never goes on. */
export function beginAnew(interrupts: Interrupts): void {
  let hasBegun = false
  const begin = (): void => {
    if (hasBegun) return
    hasBegun = true
    // Ctrl-C is for the new one.
    listen('SIGINT', () => {})
    const { status, signal, error } = spawnSync(execPath, args, { stdio: 'inherit' })
    if (error) writeSync(2, `dltorch: no fresh session could be begun: ${error.message}\n`)
    exit(status ?? (signal ? 128 + signals[signal] : 1))
  }
  interrupts.close(begin)
  wait(begin, endsWithin)
}

const cannotGoOn = `
This session cannot go on: an entry changed for good what it stands on.
A fresh one begins. Variables are gone, the history of entries is kept.
`

/** Where even saying so is not possible in the usual way. */
export function giveUpSession(interrupts: Interrupts): void {
  writeSync(1, cannotGoOn)
  beginAnew(interrupts)
}
