// Puts elements where an index says: the reference of index_add, scatter, put and assignments to what tensors index. What
// is written to has its elements already; those of the source lie in order, or one stands for all.
import { kernel, type Memory } from './kernel.js'
import { findNonzero } from './nonzero.js'
import {
  blocksOfEach,
  blocksOfMany,
  blocksOfVector,
  type Reach,
  scattered,
  type Selection,
  type Window,
} from './places.js'
import { type Combine, scatter as scatterAt } from './scatter.js'

const options = { pairs: true, halves: true }

/** Combines parts of the source into those of a dimension that a vector of indices names. */
export const put = kernel(
  'put',
  ([x, index, source]: readonly [Memory, Memory, Memory], reach: Reach, isSingle: boolean, how: Combine) =>
    scatterAt(how, x, blocksOfVector(x.at, index, reach), source, isSingle),
  options,
)

/** Combines elements of the source into those at their places except along a dimension, where the index says. */
export const scatter = kernel(
  'scatter',
  ([x, index, source]: readonly [Memory, Memory, Memory], reach: Reach, isSingle: boolean, how: Combine) =>
    scatterAt(how, x, blocksOfEach(x.at, index, reach), source, isSingle),
  options,
)

/** Combines elements of the source into what indices pick in several dimensions at once. */
export const putMany = kernel(
  'put-many',
  (
    [x, source, ...indices]: readonly Memory[],
    self: Window,
    selection: Selection,
    isSingle: boolean,
    how: Combine,
  ) => {
    scatterAt(how, x, blocksOfMany(x.at, indices, self, selection), source, isSingle)
  },
  options,
)

/** Puts one value where a mask, which has the shape of the contiguous target, is true. */
export const fillMasked = kernel(
  'fill-masked',
  ([x, mask, value]: readonly [Memory, Memory, Memory], under: Window) => {
    const numbers = findNonzero(mask.dtype, mask.array, under.sizes, under.strides, mask.at)
    if (x.at !== 0) for (let i = 0; i < numbers.length; i++) numbers[i] += x.at
    scatterAt('assign', x, scattered(numbers), value, true)
  },
  options,
)
