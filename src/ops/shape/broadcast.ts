// Shapes made alike without copying: expand, broadcast_tensors, meshgrid, atleast_1d to 3d.
import { check, checkNumel, RuntimeError, sizesText } from '../../base/errors.js'
import { type Sizes, broadcastShapes, sameSizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import type { Geometry } from '../../base/layout.js'
import { op } from '../../engine/op.js'
import { Size } from '../../base/tuple.js'

/** `sizes` as they print in the words of an `expand` that cannot be. */
function expanded(self: Tensor, size: Sizes): Geometry {
  const { sizes, strides, offset } = self
  const extra = size.length - sizes.length
  check(
    extra >= 0,
    () =>
      `expand(torch.${self.dtype.scalarName}Tensor{${sizesText(sizes)}}, size=${sizesText(size)}): the number of ` +
      `sizes provided (${size.length}) must be greater or equal to the number of dimensions in the tensor ` +
      `(${sizes.length})`,
  )
  const outSizes = new Array<number>(size.length)
  const outStrides = new Array<number>(size.length)
  for (let i = size.length - 1; i >= 0; i--) {
    const own = i >= extra ? sizes[i - extra] : 1
    let wanted = size[i]
    // A tensor without dimensions is expanded as it stands.
    if (wanted === -1 && sizes.length > 0) {
      check(
        i >= extra,
        () =>
          `The expanded size of the tensor (${wanted}) isn't allowed in a leading, non-existing dimension ${i}`,
      )
      wanted = own
    }
    check(
      own === wanted || own === 1,
      () =>
        `The expanded size of the tensor (${wanted}) must match the existing size (${own}) at non-singleton ` +
        `dimension ${i}.  Target sizes: ${sizesText(size)}.  Tensor sizes: ${sizesText(sizes)}`,
    )
    outSizes[i] = wanted
    const next = i + 1 < size.length ? outSizes[i + 1] * outStrides[i + 1] : 1
    outStrides[i] = own !== wanted || sizes.length === 0 ? 0 : i >= extra ? strides[i - extra] : next
  }
  checkNumel(outSizes)
  return [outSizes, outStrides, offset]
}
op('expand(Tensor self, int[] size, *, bool implicit=False) -> Tensor', {
  doc: 'Repeats dimensions of size 1 without copying; -1 keeps a size.',
  example: ['torch.tensor([[1], [2]]).expand(2, 3)', 'tensor([[1, 1, 1],\n        [2, 2, 2]])'],
  variants: 'method',
  view: expanded,
  backward: { self: (g) => g },
})
op('expand_as(Tensor self, Tensor other) -> Tensor', {
  doc: 'Repeats dimensions of size 1 to the shape of `other`.',
  example: ['torch.tensor([1, 2]).expand_as(torch.zeros(2, 2))', 'tensor([[1, 2],\n        [1, 2]])'],
  variants: 'method',
  forward: (self: Tensor, other: Tensor) => self.expand(other.sizes),
})
op('broadcast_to(Tensor self, int[] size) -> Tensor', {
  doc: 'Repeats dimensions of size 1 to the shape `size`.',
  example: ['torch.tensor([1, 2]).broadcast_to(2, 2)', 'tensor([[1, 2],\n        [1, 2]])'],
  forward: (self: Tensor, size: Sizes) => self.expand(size),
})

op('broadcast_shapes(any[] *shapes) -> any', {
  doc: 'The shape that tensors of these shapes broadcast to.',
  example: ['torch.broadcast_shapes([2, 1], [3])', 'torch.Size([2, 3])'],
  forward: (shapes: (number | Sizes)[]) => {
    const lists = shapes.map((shape) => {
      const sizes = Array.isArray(shape) ? (shape as unknown[]) : [shape]
      // Python's own words differ with what stands there.
      if (!sizes.every((size) => typeof size === 'number' && Number.isInteger(size)))
        throw new RuntimeError('Input shapes should be of type ints, a tuple of ints, or a list of ints')
      return sizes as number[]
    })
    for (const size of lists.flat())
      if (size < 0)
        throw new RuntimeError(`Trying to create tensor with negative dimension (${size}): (${size})`)
    const sizes = lists.reduce<Sizes>((a, b) => {
      try {
        return broadcastShapes(a, b)
      } catch {
        throw new RuntimeError('Shape mismatch: objects cannot be broadcast to a single shape')
      }
    }, [])
    return Size.from(sizes)
  },
})

op('broadcast_tensors(Tensor[] *tensors) -> Tensor[]', {
  doc: 'Expands tensors to their common shape, without copying.',
  example: ['torch.broadcast_tensors(torch.arange(2), torch.zeros(1, 1))[0]', 'tensor([[0, 1]])'],
  forward: (tensors: Tensor[]) => {
    const sizes = tensors.reduce<Sizes>((shape, tensor) => broadcastShapes(shape, tensor.sizes), [])
    // What has the shape already is given back itself (ATen/ExpandUtils.h).
    return tensors.map((tensor) => (sameSizes(tensor.sizes, sizes) ? tensor : tensor.expand(sizes)))
  },
})

op('meshgrid(Tensor[] *tensors, *, str? indexing=None) -> Tensor[]', {
  doc: "Grids of coordinates from one-dimensional tensors. With `indexing: 'xy'` the first two swap places.",
  example: [
    'torch.meshgrid(torch.tensor([1, 2]), torch.tensor([3, 4, 5]))[1]',
    'tensor([[3, 4, 5],\n        [3, 4, 5]])',
  ],
  forward: (tensors: Tensor[], indexing: string | null) => {
    check(tensors.length > 0, () => 'meshgrid expects a non-empty TensorList')
    for (const tensor of tensors) {
      check(
        tensor.sizes.length <= 1,
        () => `torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: ${String(tensor)}`,
      )
      check(
        tensor.dtype === tensors[0].dtype,
        () => 'torch.meshgrid expects all tensors to have the same dtype',
      )
    }
    const swap = indexing === 'xy' && tensors.length >= 2
    if (indexing !== null && indexing !== 'ij' && indexing !== 'xy')
      throw new RuntimeError(
        `torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`,
      )
    const order = swap ? [tensors[1], tensors[0], ...tensors.slice(2)] : tensors
    const sizes = order.map((tensor) => tensor.count)
    const grids = order.map((tensor, i) => tensor.view(sizes.map((_, k) => (k === i ? -1 : 1))).expand(sizes))
    return swap ? [grids[1], grids[0], ...grids.slice(2)] : grids
  },
})

for (const [name, doc, shape] of [
  ['atleast_1d', 'one dimension', (x: Tensor) => (x.sizes.length === 0 ? x.reshape([1]) : x)],
  [
    'atleast_2d',
    'two dimensions',
    (x: Tensor) => (x.sizes.length === 0 ? x.reshape([1, 1]) : x.sizes.length === 1 ? x.unsqueeze(0) : x),
  ],
  [
    'atleast_3d',
    'three dimensions',
    (x: Tensor) => {
      if (x.sizes.length === 0) return x.reshape([1, 1, 1])
      if (x.sizes.length === 1) return x.unsqueeze(0).unsqueeze(-1)
      return x.sizes.length === 2 ? x.unsqueeze(-1) : x
    },
  ],
] as const) {
  op(`${name}(Tensor self) -> Tensor`, {
    doc: `Gives a tensor at least ${doc}.`,
    example: [`torch.${name}(torch.tensor(5)).ndim`, name[8]],
    variants: 'function',
    forward: shape,
  })
  op(`${name}.Sequence(Tensor[] *tensors) -> Tensor[]`, {
    doc: `Gives each tensor at least ${doc}.`,
    example: [`torch.${name}(torch.tensor(5), torch.zeros(1, 1, 1))[0].ndim`, name[8]],
    forward: (tensors: Tensor[]) => tensors.map(shape),
  })
}
