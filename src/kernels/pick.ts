// Picks elements by place: the reference of index_select, gather, take, and reading with tensors between brackets.
import { gather as gatherAt } from './gather.js'
import { kernel, type Memory } from './kernel.js'
import {
  blocksOfEach,
  blocksOfMany,
  blocksOfVector,
  type Reach,
  type Selection,
  type Window,
} from './places.js'

const options = { pairs: true, halves: true }

/** The parts of a dimension that a vector of indices names, in its order. */
export const pick = kernel(
  'pick',
  ([out, x, index]: readonly [Memory, Memory, Memory], reach: Reach) =>
    gatherAt(out, x, blocksOfVector(x.at, index, reach)),
  options,
)

/** For each element of the index the element at the same place except along a dimension. */
export const gather = kernel(
  'gather',
  ([out, x, index]: readonly [Memory, Memory, Memory], reach: Reach) =>
    gatherAt(out, x, blocksOfEach(x.at, index, reach)),
  options,
)

/** What indices pick in several dimensions at once. */
export const pickMany = kernel(
  'pick-many',
  ([out, x, ...indices]: readonly Memory[], self: Window, selection: Selection) =>
    gatherAt(out, x, blocksOfMany(x.at, indices, self, selection)),
  options,
)
