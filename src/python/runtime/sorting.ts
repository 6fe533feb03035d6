// Sorting as Python does it: stable, by `<` alone, also in reverse. V8 sorts by the same algorithm, and asks of what compares
// no more than whether it is below zero, so that values without an order end, or fail, as in CPython.
import { cIntArgument } from './arguments.js'
import { call } from './functions.js'
import { ltTrue } from './comparison.js'

type Any = any

/** Sorts a list where it is, and gives it. */
export function sortList(list: Any[], key: Any = null, reverse: Any = false): Any[] {
  const isReverse = cIntArgument(reverse) !== 0
  if (key === null || key === undefined) {
    if (list.every((item) => typeof item === 'number' && !Number.isNaN(item)))
      return list.sort(isReverse ? (a, b) => b - a : (a, b) => a - b)
    // Turned before and after, so that what is equal keeps its order.
    if (isReverse) list.reverse()
    list.sort((a, b) => (ltTrue(a, b) ? -1 : 0))
    return isReverse ? list.reverse() : list
  }
  const pairs = list.map((item) => ({ item, key: call(key, [item], null) }))
  if (isReverse) pairs.reverse()
  pairs.sort((a, b) => (ltTrue(a.key, b.key) ? -1 : 0))
  if (isReverse) pairs.reverse()
  pairs.forEach(({ item }, i) => {
    list[i] = item
  })
  return list
}
