// Sorting as Python does it: stable, by `<` alone, also in reverse.
import { call } from './functions.js'
import { core } from './core.js'
import { ltTrue } from './comparison.js'

type Any = any

/** Sorts a list where it is, and gives it. */
export function sortList(list: Any[], key: Any = null, reverse: Any = false): Any[] {
  const isReverse = core.truth(reverse)
  if (key === null || key === undefined) {
    if (list.every((item) => typeof item === 'number' && !Number.isNaN(item)))
      return list.sort(isReverse ? (a, b) => b - a : (a, b) => a - b)
    return list.sort(comparer((item) => item, isReverse))
  }
  const pairs = list.map((item) => ({ item, key: call(key, [item], null) }))
  pairs.sort(comparer((pair) => pair.key, isReverse))
  pairs.forEach(({ item }, i) => {
    list[i] = item
  })
  return list
}

const comparer = (of: (item: Any) => Any, isReverse: boolean) => {
  const order = (a: Any, b: Any): number => (ltTrue(of(a), of(b)) ? -1 : ltTrue(of(b), of(a)) ? 1 : 0)
  return isReverse ? (a: Any, b: Any) => order(b, a) : order
}
