// Writes one number everywhere: the reference of fill_, zero_ and full.
import { type DType, float32, int64, type TypedArray } from '../base/dtype.js'
import type { Sizes } from '../base/layout.js'
import type { Scalar } from '../base/scalar.js'
import { int64Words, writeElement } from '../memory/elements.js'
import { copyElements, fillSlots } from './copy.js'
import { kernel, type Memory } from './kernel.js'

/** int64 as pairs of int32, as copies take it. */
const pairsOf = ({ array, at, dtype }: Memory): Memory => ({
  array: dtype === int64 ? int64Words(array) : array,
  at,
  dtype,
})

/** As many numbers are written one by one sooner than `fill` is called. */
const FEW = 32

/** Writes `value`, converted as a cast does, to `n` elements of one slot that lie side by side. */
export function fillBlock(dtype: DType, array: TypedArray, at: number, n: number, value: Scalar): void {
  if (n > FEW) {
    writeElement(dtype, array, at, value)
    fillSlots(array, at, array[at] as number, n)
  } else if (dtype === float32 && typeof value === 'number') {
    const floats = array as Float32Array
    for (let i = at; i < at + n; i++) floats[i] = value
  } else fillSteps(dtype, array, at, 1, n, value)
}

/** The same to `n` elements of one slot, `step` places from each to the next. */
export function fillSteps(
  dtype: DType,
  array: TypedArray,
  at: number,
  step: number,
  n: number,
  value: Scalar,
): void {
  writeElement(dtype, array, at, value)
  const first = array[at] as number
  for (let i = 1, place = at + step; i < n; i++, place += step) array[place] = first
}

/** Writes `value`, converted as a cast does, to the elements of a window. */
export const fill = kernel(
  'fill',
  ([to]: readonly [Memory], value: Scalar, sizes: Sizes, strides: Sizes) => {
    const { dtype } = to
    const array = new dtype.ArrayType(dtype.slots)
    writeElement(dtype, array, 0, value)
    const one = pairsOf({ array, at: 0, dtype })
    copyElements(
      [pairsOf(to), one],
      sizes,
      strides,
      sizes.map(() => 0),
    )
  },
  { halves: true },
)
