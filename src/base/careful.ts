// Asks what may fight back: an error whose message throws, a proxy whose traps do, whatever else a person's code has made.
import { inspect } from 'node:util'
import { isInterruption } from './keyboard.js'

/** What asking gives; where that throws, something else. What Ctrl-C ends does not go on with that. */
export function careful<T>(ask: () => T, otherwise: T): T {
  try {
    return ask()
  } catch (error) {
    if (isInterruption(error)) throw error
    return otherwise
  }
}

/** `value instanceof Class`, which a proxy may answer by throwing. */
export const isA = <T>(value: unknown, Class: abstract new (...args: never[]) => T): value is T =>
  careful(() => value instanceof Class, false)

const { toString } = Object.prototype

/** Whether a value is an error, of whatever prototype by now; what throws when it is asked is none. */
export const isError = (value: unknown): value is Error =>
  isA(value, Error) || careful(() => toString.call(value) === '[object Error]', false)

/** What is thrown may have anything in the place of these texts. */
const textIn = (error: Error, name: 'name' | 'message' | 'stack'): string | undefined =>
  careful(() => (typeof error[name] === 'string' ? error[name] : undefined), undefined)

export const nameOf = (error: Error): string => textIn(error, 'name') ?? 'Error'
export const messageOf = (error: Error): string =>
  textIn(error, 'message') ?? careful(() => inspect(error.message), 'its message cannot be read')
export const stackOf = (error: unknown): string => (isError(error) && textIn(error, 'stack')) || ''

/** Any value as Node inspects it, without running what is behind it where that throws. */
export function inspected(value: unknown, options: { colors?: boolean; depth?: number } = {}): string {
  const asked = (more: object): string => inspect(value, { ...options, maxArrayLength: 1000, ...more })
  for (const more of [{}, { showProxy: true }, { showProxy: true, customInspect: false }]) {
    const text = careful(() => asked(more), undefined)
    if (typeof text === 'string') return text
  }
  return typeof value === 'function' ? '[Function]' : '[object]'
}
