// Finds the elements that are not zero: the reference of nonzero and of masks.
import type { DType, TypedArray } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'
import type { Window } from './places.js'
import { numelOf, type Sizes } from '../base/layout.js'
import { forEachRun } from '../base/walk.js'

type FindLoop = (
  found: Int32Array,
  count: number,
  first: number,
  array: TypedArray,
  at: number,
  step: number,
  n: number,
) => number

const loops: FindLoop[] = []

function makeLoop(dtype: DType): FindLoop {
  // Half types keep bits: what is left without the sign bit is 0 for both zeros.
  const test =
    dtype.name === 'int64'
      ? '(array[2 * p] | array[2 * p + 1]) !== 0'
      : dtype.is_complex
        ? 'array[2 * p] !== 0 || array[2 * p + 1] !== 0'
        : dtype.isHalf
          ? '(array[p] & 0x7fff) !== 0'
          : 'array[p] !== 0'
  return new Function(`return function nonzero_${dtype.name}(found, count, first, array, at, step, n) {
      for (let i = 0, p = at; i < n; i++, p += step) if (${test}) found[count++] = first + i
      return count
    }`)() as FindLoop
}

/** The numbers, in row-major order, of the elements of a window that are not zero. int64 is given as pairs of int32. */
export function findNonzero(
  dtype: DType,
  array: TypedArray,
  sizes: Sizes,
  strides: Sizes,
  offset: number,
): Int32Array {
  const found = new Int32Array(numelOf(sizes))
  const loop = (loops[dtype.code] ??= makeLoop(dtype))
  if (sizes.length <= 1)
    return found.subarray(0, loop(found, 0, 0, array, offset, strides[0] ?? 1, found.length))
  let count = 0
  let first = 0
  forEachRun(sizes, [strides], [offset], (length, [step], [start]) => {
    count = loop(found, count, first, array, start, step, length)
    first += length
  })
  return found.subarray(0, count)
}

/** The coordinates of elements that are numbered in row-major order: first all of dimension 0, then of 1, … */
export function coordinatesOf(numbers: Int32Array, sizes: Sizes): Int32Array {
  if (sizes.length === 1) return numbers
  const n = numbers.length
  const rows = new Int32Array(n * sizes.length)
  for (let k = 0; k < n; k++) {
    let rest = numbers[k]
    for (let dim = sizes.length - 1; dim >= 0; dim--) {
      const q = Math.floor(rest / sizes[dim])
      rows[dim * n + k] = rest - q * sizes[dim]
      rest = q
    }
  }
  return rows
}

const options = { pairs: true, halves: true }

/** Writes the numbers of the elements that are not zero, in row-major order, and at the end of all room how many. */
export const nonzero = kernel(
  'nonzero',
  ([out, x]: readonly [Memory, Memory], { sizes, strides }: Window) => {
    const found = findNonzero(x.dtype, x.array, sizes, strides, x.at)
    const numbers = out.array as Int32Array
    numbers.set(found, out.at)
    numbers[out.at + numelOf(sizes)] = found.length
  },
  options,
)

/** Writes the coordinates of `n` numbered elements of a tensor of `sizes`: first all of dimension 0, then of 1, … */
export const coordinates = kernel(
  'coordinates',
  ([out, numbers]: readonly [Memory, Memory], sizes: Sizes, n: number) => {
    const found = coordinatesOf((numbers.array as Int32Array).subarray(numbers.at, numbers.at + n), sizes)
    for (let i = 0, at = 2 * out.at; i < found.length; i++, at += 2) {
      out.array[at] = found[i]
      out.array[at + 1] = 0
    }
  },
  options,
)
