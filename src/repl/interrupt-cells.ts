// What the prompt and the thread that waits for Ctrl-C tell each other through shared memory: who is busy cannot be told
// otherwise.

/** Places in the shared cells. */
export const cell = {
  /** What the prompt is doing. */
  state: 0,
  /** How many signals there were. */
  signals: 1,
  /** The last signal that the prompt has answered. */
  answered: 2,
  /** The last signal for which what ran was stopped. */
  stopped: 3,
  /** Counts on while the prompt waits for keys and its event loop turns. */
  beat: 4,
  /** The last signal of which the prompt knows that nothing more will be stopped for it. */
  settled: 5,
  /** Whether the thread has keys, or is about to read some. */
  holds: 6,
} as const

export const cellCount = 7

export const state = {
  /** Code runs, or its value is shown: the terminal turns Ctrl-C into a signal. */
  working: 0,
  /** The terminal hands over each key: Ctrl-C is one of them. */
  takingKeys: 1,
} as const

/** Milliseconds between two beats. */
export const beatEvery = 250

/** What the thread says. */
export type ThreadMessage =
  | { readonly kind: 'ready' }
  /** `isKey`: it came while the prompt took keys. */
  | { readonly kind: 'signal'; readonly number: number }
  /** The signal was answered, and nothing more is stopped for it. `isKey`: it came while the prompt took keys. */
  | { readonly kind: 'settled'; readonly number: number; readonly isKey: boolean }
  /** It has let go of keys that were pressed while nobody could take them. */
  | { readonly kind: 'keys' }
