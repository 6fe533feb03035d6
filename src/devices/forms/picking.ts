// Forms of the kernels that pick elements and put them, for a device; see ../picking.ts for how they search.
import type { Reach, Selection, Window } from '../../kernels/places.js'
import type { Combine } from '../../kernels/scatter.js'
import { contiguousStrides, numelOf, type Sizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { mapElements } from '../elementwise.js'
import { gatherAlong, joinedIndex, pickAlong, putAlong, scatterAlong } from '../picking.js'
import { triangleOf } from '../triangles.js'

/** The tensor with the picked dimensions as one, and the index into that one. */
function joined(self: Tensor, indices: readonly Tensor[], { dims, order, first, windows }: Selection) {
  const moved = self.permute(order as number[])
  const before = moved.sizes.slice(0, first)
  const after = moved.sizes.slice(first + dims.length)
  const { sizes: shape } = windows[0]
  return {
    moved: moved.sizes,
    flat: moved.reshape([...before, -1, ...after]),
    index: joinedIndex(self, indices, dims, shape),
    sizes: [...before, numelOf(shape), ...after],
  }
}

const reshaped = (tensor: Tensor, sizes: Sizes): Tensor => tensor.viewAs(sizes, contiguousStrides(sizes), 0)

const chooseByMask = (x: number, mask: number, value: number): number => (mask !== 0 ? value : x)

type Given = readonly Tensor[]

export const pickingForms = {
  pick: ([out, x, index]: Given, { dim }: Reach) => [pickAlong(x, dim, index, out.sizes)],
  gather: ([, x, index]: Given, { dim }: Reach) => [gatherAlong(x, dim, index)],
  put: ([x, index, source]: Given, { dim }: Reach, _single: boolean, how: Combine) => [
    putAlong(x, dim, index, source, how),
  ],
  scatter: ([x, index, source]: Given, { dim }: Reach, _single: boolean, how: Combine) => [
    scatterAlong(x, dim, index, source, how),
  ],
  'pick-many': ([out, x, ...indices]: Given, _x: Window, selection: Selection) => {
    const { flat, index, sizes } = joined(x, indices, selection)
    return [reshaped(pickAlong(flat, selection.first, index, sizes), out.sizes)]
  },
  'put-many': (
    [x, source, ...indices]: Given,
    _x: Window,
    selection: Selection,
    isSingle: boolean,
    how: Combine,
  ) => {
    const { moved, flat, index, sizes } = joined(x, indices, selection)
    const values = isSingle ? source : source.reshape(sizes)
    const result = reshaped(putAlong(flat, selection.first, index, values, how), moved)
    return [result.permute(selection.order.map((_, dim) => selection.order.indexOf(dim)))]
  },
  'fill-masked': ([x, mask, value]: Given) => [
    mapElements('masked_fill', chooseByMask, [x, mask, value], { sizes: x.sizes, dtype: x.dtype }),
  ],
  triangle: (
    [x]: Given,
    _count: number,
    _rows: number,
    _columns: number,
    diagonal: number,
    upper: boolean,
  ) => [triangleOf(x, diagonal, upper)],
}
