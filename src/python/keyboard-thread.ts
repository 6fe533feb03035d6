// The thread that waits for Ctrl-C while a Python file runs, and has it raised there: Note [KeyboardInterrupt] in
// base/keyboard.ts, and Note [Ctrl-C] in repl/interrupt-thread.ts of why a script waits. Between two scripts a signal ends
// the program, so that a second Ctrl-C always does.
import { Script } from 'node:vm'
import { workerData } from 'node:worker_threads'
import { askFor, raisesUntil } from '../base/keyboard.js'

const cells = workerData as Int32Array

const nobody = new Int32Array(new SharedArrayBuffer(4))
Object.assign(globalThis, { waitForSignal: () => void Atomics.wait(nobody, 0, 0) })
const waiting = new Script('waitForSignal()')

for (let number = 1; ; number++)
  try {
    waiting.runInThisContext({ breakOnSigint: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error
    // Nobody has looked: the program ends as if nobody had waited.
    if (!askFor(cells, number, raisesUntil(cells))) process.kill(process.pid, 'SIGINT')
  }
