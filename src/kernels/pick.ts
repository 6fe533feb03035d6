// Picks elements by place: the reference of index_select, gather, take, and reading with tensors between brackets.
import { gather as gatherAt } from './gather.js'
import { kernel, type Memory } from './kernel.js'
import {
  blocksAlong,
  blocksOfMany,
  type Bounds,
  placesAlong,
  positionsIn,
  scattered,
  type Selection,
  type Window,
} from './places.js'

const options = { pairs: true, halves: true }

/** The parts of dimension `dim` that a vector of indices names, in its order. */
export const pick = kernel(
  'pick',
  (
    [out, x, index]: readonly [Memory, Memory, Memory],
    dim: number,
    self: Window,
    vector: Window,
    bounds: Bounds,
  ) => {
    const positions = positionsIn(index, vector, self.sizes[dim] ?? 1, bounds)
    gatherAt(out, x, blocksAlong(self.sizes, self.strides, x.at, dim, positions))
  },
  options,
)

/** For each element of the index the element at the same place except along `dim`. */
export const gather = kernel(
  'gather',
  (
    [out, x, index]: readonly [Memory, Memory, Memory],
    dim: number,
    self: Window,
    places: Window,
    bounds: Bounds,
  ) => {
    const positions = positionsIn(index, places, self.sizes[dim] ?? 1, bounds)
    gatherAt(out, x, scattered(placesAlong(positions, places.sizes, self.strides, x.at, dim)))
  },
  options,
)

/** What indices pick in several dimensions at once. */
export const pickMany = kernel(
  'pick-many',
  ([out, x, ...indices]: readonly Memory[], self: Window, selection: Selection) => {
    gatherAt(out, x, blocksOfMany(x.at, indices, self, selection))
  },
  options,
)
