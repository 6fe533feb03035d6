// Starts what draws. See Note [Late modules] in build/build.ts.
import { arrays } from './arrays.js'
import { pyplot } from './pyplot.js'

type Any = any

/** The names of pyplot; `toArray` makes the arrays that they give back. */
export function loadPyplot(toArray?: (numbers: unknown, dtype: string) => unknown): Record<string, Any> {
  if (toArray) arrays.make = toArray
  return pyplot()
}
