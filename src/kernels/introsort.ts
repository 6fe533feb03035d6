// The order that `std::sort` of GNU's library leaves equal elements in, step by step: PyTorch sorts with it where the
// order of equal ones is not asked for, and what it prints shows it. After bits/stl_algo.h and bits/stl_heap.h.

/** Lanes up to this length are sorted by insertion, which keeps equal elements in order. */
export const THRESHOLD = 16

/** What is sorted: positions, by keys of one or two halves. */
export interface Positions {
  readonly order: Int32Array
  readonly high: Uint32Array
  /** `high` once more where keys have one half. */
  readonly low: Uint32Array
}

/** Puts the positions 0 … n-1, as they lie in `order`, into the order that GNU's `std::sort` gives them. */
export function introsort({ order: a, high, low }: Positions): void {
  const n = a.length
  const less = (x: number, y: number): boolean =>
    high[x] < high[y] || (high[x] === high[y] && low[x] < low[y])

  const exchange = (i: number, j: number): void => {
    const x = a[i]
    a[i] = a[j]
    a[j] = x
  }

  /** Moves the element at `last` to the left, where something that is not greater is known to be. */
  const insert = (last: number): void => {
    const value = a[last]
    let next = last - 1
    while (less(value, a[next])) {
      a[last] = a[next]
      last = next--
    }
    a[last] = value
  }

  const insertAll = (first: number, last: number): void => {
    for (let i = first + 1; i < last; i++) {
      if (!less(a[i], a[first])) {
        insert(i)
        continue
      }
      const value = a[i]
      a.copyWithin(first + 1, first, i)
      a[first] = value
    }
  }

  /** Exchanges `result` with the one of three that is in the middle. */
  const medianTo = (result: number, x: number, y: number, z: number): void => {
    if (less(a[x], a[y])) exchange(result, less(a[y], a[z]) ? y : less(a[x], a[z]) ? z : x)
    else exchange(result, less(a[x], a[z]) ? x : less(a[y], a[z]) ? z : y)
  }

  const partition = (first: number, last: number, pivot: number): number => {
    for (;;) {
      while (less(a[first], a[pivot])) first++
      last--
      while (less(a[pivot], a[last])) last--
      if (first >= last) return first
      exchange(first++, last)
    }
  }

  const adjustHeap = (first: number, hole: number, length: number, value: number): void => {
    const top = hole
    let child = hole
    while (child < (length - 1) >> 1) {
      child = 2 * (child + 1)
      if (less(a[first + child], a[first + child - 1])) child--
      a[first + hole] = a[first + child]
      hole = child
    }
    if ((length & 1) === 0 && child === (length - 2) >> 1) {
      child = 2 * (child + 1)
      a[first + hole] = a[first + child - 1]
      hole = child - 1
    }
    let parent = (hole - 1) >> 1
    while (hole > top && less(a[first + parent], value)) {
      a[first + hole] = a[first + parent]
      hole = parent
      parent = (hole - 1) >> 1
    }
    a[first + hole] = value
  }

  const heapSort = (first: number, last: number): void => {
    const length = last - first
    for (let parent = (length - 2) >> 1; parent >= 0; parent--)
      adjustHeap(first, parent, length, a[first + parent])
    while (last - first > 1) {
      const value = a[--last]
      a[last] = a[first]
      adjustHeap(first, 0, last - first, value)
    }
  }

  const loop = (first: number, last: number, depth: number): void => {
    while (last - first > THRESHOLD) {
      if (depth-- === 0) {
        heapSort(first, last)
        return
      }
      medianTo(first, first + 1, first + ((last - first) >> 1), last - 1)
      const cut = partition(first + 1, last, first)
      loop(cut, last, depth)
      last = cut
    }
  }

  if (n === 0) return
  loop(0, n, 2 * (31 - Math.clz32(n)))
  insertAll(0, Math.min(n, THRESHOLD))
  for (let i = THRESHOLD; i < n; i++) insert(i)
}

/** Beyond this length, equal elements keep their order: theirs in PyTorch would cost too much. */
const LONGEST = 1 << 16

/** Whether equal elements of lanes of this length may come out in another order than they had. */
export const disturbs = (n: number): boolean => n > THRESHOLD && n <= LONGEST
