// Stops this program as Ctrl-Z does, until the shell wakes it again.
import { spawnSync } from 'node:child_process'

/** Sends the stop. Whoever calls it has given the terminal its normal mode back, and listens for SIGCONT. */
export function suspendProcess(): void {
  // Not `process.kill`: Node takes a signal to itself for its end and lets go of the inspector, which a session lives on.
  spawnSync('sh', ['-c', `kill -s TSTP ${process.pid}`])
}
