// What a function gave, where it is a float though a whole number: a number alone cannot say so. See Note [Floats].
import { Float } from '../../base/scalar.js'

/** A whole number that was written as a float. */
export const float = (value: unknown): unknown =>
  typeof value === 'number' && Number.isInteger(value) ? new Float(value) : value

/** The number that the function which returned last gave as a float. */
let last: number | undefined

/** Nothing is known of a call that begins. */
export function fresh(): void {
  last = undefined
}

/** What a function returns, as a plain number; that it was a float is noted. */
export function returned(value: unknown): unknown {
  if (value instanceof Float) return (last = value.value)
  last = undefined
  return value
}

/** The same of what is a float wherever it is a number. */
export function returnedFloat(value: unknown): unknown {
  last = typeof value === 'number' ? value : undefined
  return value
}

/** What a call gave: a `Float`, if its function said so when it returned. */
export function called(_fresh: unknown, value: unknown): unknown {
  const isFloat = last !== undefined && last === value
  last = undefined
  return isFloat ? float(value) : value
}

/** Calls a function of which it is to be known whether it gives a float. */
export function resultOf(f: (...args: any[]) => unknown, ...args: unknown[]): unknown {
  fresh()
  return called(undefined, f(...args))
}
