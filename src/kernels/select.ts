// Numbers by rank: the k largest or smallest, the n-th, the median, in PyTorch's order among equals. PyTorch has `topk`
// (and `multinomial`) select with C++'s `partial_sort` or `nth_element` and `sort` (ATen/native/cpu/SortingKernel.cpp),
// and which of several equal numbers those pick follows from the steps that libstdc++ takes; so these are the same steps.
import { bfloat16ToNumber, float16ToNumber } from '../base/half.js'
import type { Memory } from './kernel.js'

/** The numbers `start`, `start + step`, … next to each other: bigints for int64, 16-bit floats by their values. */
export function laneNumbers(
  { array, dtype }: Memory,
  start: number,
  step: number,
  n: number,
): ArrayLike<number> {
  if (dtype.isHalf) {
    const toNumber = dtype.name === 'float16' ? float16ToNumber : bfloat16ToNumber
    const lane = new Float32Array(n)
    for (let k = 0, p = start; k < n; k++, p += step) lane[k] = toNumber(array[p] as number)
    return lane
  }
  // Pairs of int32 are compared as the integers that they are.
  const from =
    dtype.name === 'int64'
      ? new dtype.ArrayType(array.buffer, array.byteOffset, Math.floor(array.length / 2))
      : array
  if (step === 1) return from.slice(start, start + n) as Float32Array
  const lane = new dtype.ArrayType(n) as Float32Array
  for (let k = 0, p = start; k < n; k++, p += step) lane[k] = from[p] as number
  return lane
}

/** 0, 1, 2, … */
export function counting(n: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(n)
  for (let i = 0; i < n; i++) result[i] = i
  return result
}

/** Positions of the numbers, rearranged by comparing the numbers at them. Ranges are half open. */
class Queue {
  readonly order: Int32Array

  readonly #values: ArrayLike<number>
  readonly #largest: boolean

  constructor(values: ArrayLike<number>, largest: boolean) {
    this.#values = values
    this.#largest = largest

    this.order = counting(values.length)
  }

  /** Whether the number at position `a` comes before that at `b`. Not-a-number counts as the largest. */
  #before(a: number, b: number): boolean {
    const x = this.#values[this.#largest ? a : b]
    const y = this.#values[this.#largest ? b : a]
    return x > y || (x !== x && y === y)
  }
  #swap(i: number, j: number): void {
    const { order } = this
    const swap = order[i]
    order[i] = order[j]
    order[j] = swap
  }

  /** `std::partial_sort`. */
  partialSort(first: number, middle: number, last: number): void {
    this.#heapSelect(first, middle, last)
    for (let end = middle - 1; end > first; end--) this.#popHeap(first, end, end)
  }

  /** `std::nth_element`: what comes before `nth` moves in front of it. */
  nthElement(first: number, nth: number, last: number): void {
    let depth = depthLimit(last - first)
    while (last - first > 3) {
      if (depth-- === 0) {
        this.#heapSelect(first, nth + 1, last)
        this.#swap(first, nth)
        return
      }
      const cut = this.#partition(first, last)
      if (cut <= nth) first = cut
      else last = cut
    }
    this.#insertionSort(first, last)
  }

  /** `std::sort`. */
  sort(first: number, last: number): void {
    this.#quickSort(first, last, depthLimit(last - first))
    this.#insertionSort(first, Math.min(last, first + 16))
    for (let i = first + 16; i < last; i++) this.#insert(i)
  }
  #quickSort(first: number, last: number, depth: number): void {
    while (last - first > 16) {
      if (depth-- === 0) return this.partialSort(first, last, last)
      const cut = this.#partition(first, last)
      this.#quickSort(cut, last, depth)
      last = cut
    }
  }

  /** Splits around the median of three, which is put first; returns where the second part begins. */
  #partition(first: number, last: number): number {
    const { order } = this
    const [a, b, c] = [first + 1, first + ((last - first) >> 1), last - 1]
    const less = (i: number, j: number): boolean => this.#before(order[i], order[j])
    if (less(a, b)) this.#swap(first, less(b, c) ? b : less(a, c) ? c : a)
    else this.#swap(first, less(a, c) ? a : less(b, c) ? c : b)
    const pivot = order[first]
    let low = first + 1
    let high = last
    for (;;) {
      while (this.#before(order[low], pivot)) low++
      high--
      while (this.#before(pivot, order[high])) high--
      if (low >= high) return low
      this.#swap(low++, high)
    }
  }

  #insertionSort(first: number, last: number): void {
    const { order } = this
    for (let i = first + 1; i < last; i++) {
      const value = order[i]
      if (this.#before(value, order[first])) {
        order.copyWithin(first + 1, first, i)
        order[first] = value
      } else this.#insert(i)
    }
  }
  /** Moves the element at `i` down to its place among those before it. */
  #insert(i: number): void {
    const { order } = this
    const value = order[i]
    for (; this.#before(value, order[i - 1]); i--) order[i] = order[i - 1]
    order[i] = value
  }

  /** Moves the first elements of all into [first, middle), as a heap. */
  #heapSelect(first: number, middle: number, last: number): void {
    const { order } = this
    const length = middle - first
    for (let parent = (length - 2) >> 1; parent >= 0; parent--)
      this.#adjustHeap(first, parent, length, order[first + parent])
    for (let i = middle; i < last; i++)
      if (this.#before(order[i], order[first])) this.#popHeap(first, middle, i)
  }
  #popHeap(first: number, end: number, result: number): void {
    const value = this.order[result]
    this.order[result] = this.order[first]
    this.#adjustHeap(first, 0, end - first, value)
  }
  #adjustHeap(first: number, hole: number, length: number, value: number): void {
    const { order } = this
    const top = hole
    let child = hole
    while (child < (length - 1) >> 1) {
      child = 2 * (child + 1)
      if (this.#before(order[first + child], order[first + child - 1])) child--
      order[first + hole] = order[first + child]
      hole = child
    }
    if ((length & 1) === 0 && child === (length - 2) >> 1) {
      child = 2 * child + 1
      order[first + hole] = order[first + child]
      hole = child
    }
    let parent = (hole - 1) >> 1
    while (hole > top && this.#before(order[first + parent], value)) {
      order[first + hole] = order[first + parent]
      hole = parent
      parent = (hole - 1) >> 1
    }
    order[first + hole] = value
  }
}

const depthLimit = (n: number): number => 2 * (31 - Math.clz32(n))

/**
 * Positions of the `k` largest (or smallest) values, the most extreme first unless `sorted` is false.
 *
 * @example
 * topPositions([3, 9, 3, 3], 3) // [1, 3, 0]
 */
export function topPositions(
  values: ArrayLike<number>,
  k: number,
  largest = true,
  sorted = true,
): Int32Array {
  const queue = new Queue(values, largest)
  const n = values.length
  if (k === 0) return queue.order.subarray(0, 0)
  if (k * 64 <= n) queue.partialSort(0, k, n)
  else {
    queue.nthElement(0, k - 1, n)
    if (sorted) queue.sort(0, k - 1)
  }
  return queue.order.subarray(0, k)
}

/**
 * Position of the value that would be the `n`th in ascending order, not-a-number last, and equals in the order in which
 * they stand.
 */
function nthPosition(values: ArrayLike<number>, n: number): number {
  const queue = new Queue(values, false)
  queue.nthElement(0, n, values.length)
  const value = values[queue.order[n]]
  let before = 0
  for (let i = 0; i < values.length; i++) if (values[i] < value) before++
  for (let i = 0; i < values.length; i++) if (values[i] === value && before++ === n) return i
  return queue.order[n]
}

/** The lower of two middle values, as `median_with_indices_impl` in Sorting.cpp finds it. */
export function medianPosition(values: ArrayLike<number>, ignoreNan: boolean): number {
  let nans = 0
  for (let i = 0; i < values.length; i++)
    if (values[i] !== values[i]) {
      if (!ignoreNan) return i
      nans++
    }
  return nthPosition(values, Math.max((values.length - nans - 1) >> 1, 0))
}

/** Position of the `k`th value; `quick_select_template` of Sorting.cpp: which of several equals follows from its steps. */
export function quickSelect(values: ArrayLike<number>, k: number): number {
  const order = counting(values.length)
  const after = (i: number, j: number): boolean => {
    const a = values[order[i]]
    const b = values[order[j]]
    return a > b || (a !== a && b === b)
  }
  const swap = (i: number, j: number): void => {
    const item = order[i]
    order[i] = order[j]
    order[j] = item
  }
  let left = 0
  let right = values.length - 1
  while (right > left) {
    if (right === left + 1) {
      if (after(left, right)) swap(left, right)
      break
    }
    swap((left + right) >> 1, left + 1)
    if (after(left + 1, right)) swap(left + 1, right)
    if (after(left, right)) swap(left, right)
    if (after(left + 1, left)) swap(left + 1, left)
    let i = left + 1
    let j = right
    for (;;) {
      do i++
      while (after(left, i))
      do j--
      while (after(j, left))
      if (j < i) break
      swap(i, j)
    }
    swap(left, j)
    if (j <= k) left = i
    if (j >= k) right = j - 1
  }
  return order[k]
}
