// Has V8 collect garbage: all of it, or what was made lately.
//
// What WeakRefs hold, they hold to the end of the job; but a microtask run in another context counts as such an end.
import { setFlagsFromString } from 'node:v8'
import vm from 'node:vm'

interface Collector {
  all(): void
  young(): void
}
let collector: Collector | undefined

/** Lets go of what WeakRefs hold for the current job, and collects. Does nothing where V8 does not offer it. */
export const collectGarbage = (): void => (collector ??= makeCollector()).all()
/** Collects what was made lately. */
export const collectYoung = (): void => (collector ??= makeCollector()).young()

/**
 * How V8 collects while tensors are made in a row. A few objects are found by one thread before others are awake: 70 µs, not
 * 140; a few buffers are freed before another is told of them: 10 µs, not 40; and of a young generation that stays small, fewer
 * pages are looked at.
 */
const TUNED = [
  '--no-parallel-scavenge',
  '--no-concurrent-array-buffer-sweeping',
  '--semi-space-growth-factor=1',
]
/** V8's own choice, which holds again from the event loop on. To set them takes 20 µs. */
const USUAL = ['--parallel-scavenge', '--concurrent-array-buffer-sweeping', '--semi-space-growth-factor=2']
let isTuned = false

function tuneForYoung(): void {
  if (isTuned) return
  isTuned = true
  for (const flag of TUNED) setFlagsFromString(flag)
  setImmediate(() => {
    isTuned = false
    for (const flag of USUAL) setFlagsFromString(flag)
  }).unref()
}

function makeCollector(): Collector {
  try {
    const hadGc = 'gc' in globalThis
    setFlagsFromString('--expose-gc')
    const context = vm.createContext({}, { microtaskMode: 'afterEvaluate' })
    const gc = vm.runInContext('gc', context) as (options?: { type: 'minor' }) => void
    if (!hadGc) setFlagsFromString('--no-expose-gc')
    const microtask = new vm.Script('Promise.resolve().then(() => 0)')
    const minor = { type: 'minor' } as const
    return {
      all: () => {
        microtask.runInContext(context)
        gc()
      },
      young: () => {
        tuneForYoung()
        gc(minor)
      },
    }
  } catch {
    return { all: () => {}, young: () => {} }
  }
}
