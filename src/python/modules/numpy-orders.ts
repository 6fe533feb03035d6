// Orders, and choices of places, as NumPy's newer generator draws them. Follows numpy/random/_generator.pyx.
import { ValueError } from '../../base/errors.js'
import { upTo, within } from './numpy-bounded.js'
import type { PCG64 } from './pcg64.js'

/** Puts items into an order that is drawn: by masks where all are, by products where `choice` does. */
export function shuffled<T>(bits: PCG64, items: T[], draw = within, first = 1): T[] {
  for (let i = items.length - 1; i >= first; i--) {
    const j = draw(bits, i)
    const kept = items[i]
    items[i] = items[j]
    items[j] = kept
  }
  return items
}

export const upToCount = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

/** Different numbers below `n`, by Floyd or, where they are many of many, from a shuffled end: `choice` in _generator.pyx. */
function different(bits: PCG64, n: number, count: number, shuffles: boolean): number[] {
  if (n > 10000 && count > Math.floor(n / (shuffles ? 50 : 20)))
    return shuffled(bits, upToCount(n), upTo, Math.max(n - count, 1)).slice(n - count)
  const found = new Set<number>()
  for (let last = n - count; last < n; last++) {
    const drawn = upTo(bits, last)
    found.add(found.has(drawn) ? last : drawn)
  }
  return shuffles ? shuffled(bits, [...found], upTo) : [...found]
}

/** Which of `chances` numbers from 0 to 1 fall to. */
function fallTo(chances: readonly number[], drawn: readonly number[]): number[] {
  let sum = 0
  const sums = chances.map((one) => (sum += one))
  return drawn.map((u) => {
    const at = sums.findIndex((one) => one / sum > u)
    return at < 0 ? sums.length : at
  })
}

/** Places below `n`, with or without the same ones again. */
export function places(
  bits: PCG64,
  n: number,
  count: number,
  replaces: boolean,
  shuffles: boolean,
  chances: number[] | null,
): number[] {
  const some = (length: number): number[] => Array.from({ length }, () => bits.double())
  if (!replaces && count > n)
    throw new ValueError('Cannot take a larger sample than population when replace is False')
  if (chances === null)
    return replaces
      ? Array.from({ length: count }, () => upTo(bits, n - 1))
      : different(bits, n, count, shuffles)
  if (replaces) return fallTo(chances, some(count))
  if (chances.filter((one) => one > 0).length < count)
    throw new ValueError('Fewer non-zero entries in p than size')
  const found: number[] = []
  const left = [...chances]
  while (found.length < count) {
    const drawn = some(count - found.length)
    for (const place of found) left[place] = 0
    found.push(...new Set(fallTo(left, drawn)))
  }
  return found
}
