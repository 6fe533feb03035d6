// What whole.ts is in the bundle, which no thread of the prompt ends: all that is begun is finished.

export const whole = <T>(work: () => T): T => work()

/** Nothing is ended, so that no account is left that has to be cleared. */
export const whenEnded = (_forget: () => void): void => {}
