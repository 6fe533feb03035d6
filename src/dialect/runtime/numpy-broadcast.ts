// The sizes that arrays of NumPy have together, and what it says where they have none.
import { ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { str } from '../../text/repr.js'

const sizesText = (sizes: readonly number[]): string => str(Tuple.from(sizes))

/** The sizes that arrays of these sizes are all repeated to. */
export function commonShape(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length))
  const common = new Array<number>(rank).fill(1)
  shapes.forEach((shape, k) => {
    shape.forEach((size, i) => {
      const dim = rank - shape.length + i
      if (size === 1 || size === common[dim]) return
      if (common[dim] !== 1) {
        const other = shapes.findIndex((one) => one.at(dim - rank) === common[dim])
        throw new ValueError(
          'shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between ' +
            `arg ${other} with shape ${sizesText(shapes[other])} and arg ${k} with shape ${sizesText(shape)}.`,
        )
      }
      common[dim] = size
    })
  })
  return common
}
