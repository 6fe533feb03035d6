// Joining tensors: cat, stack, and their kin.
import { promoteTypes } from '../../base/dtype.js'
import { check, wrapDim } from '../../base/errors.js'
import { numelOf, type Sizes, without } from '../../base/layout.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { runIfThere } from '../../engine/run.js'
import { writeWindow } from './geometry.js'

/** An empty one-dimensional tensor joins with anything: what PyTorch keeps from its early days. */
const isSkipped = (sizes: Sizes): boolean => sizes.length === 1 && sizes[0] === 0

function commonDtype(tensors: readonly Tensor[]): Tensor['dtype'] {
  return tensors.reduce((dtype, tensor) => promoteTypes(dtype, tensor.dtype), tensors[0].dtype)
}

function concatenate(tensors: readonly Tensor[], dim: number): Tensor {
  check(tensors.length > 0, () => 'torch.cat(): expected a non-empty list of Tensors')
  tensors.forEach((tensor, i) => {
    check(tensor.sizes.length > 0, () => `zero-dimensional tensor (at position ${i}) cannot be concatenated`)
  })
  const dtype = commonDtype(tensors)
  const used = tensors.filter((tensor) => !isSkipped(tensor.sizes))
  if (used.length === 0) {
    wrapDim(dim, 1)
    return emptyTensor([0], dtype, tensors[0].device)
  }
  const first = used[0].sizes
  const at = wrapDim(dim, first.length)
  let total = 0
  tensors.forEach((tensor, i) => {
    const { sizes } = tensor
    if (isSkipped(sizes)) return
    check(
      sizes.length === first.length,
      () => `Tensors must have same number of dimensions: got ${first.length} and ${sizes.length}`,
    )
    for (let k = 0; k < first.length; k++)
      check(
        k === at || sizes[k] === first[k],
        () =>
          `Sizes of tensors must match except in dimension ${at}. Expected size ${first[k]} but got size ` +
          `${sizes[k]} for tensor number ${i} in the list.`,
      )
    total += sizes[at]
  })
  const result = emptyTensor(
    first.map((size, k) => (k === at ? total : size)),
    dtype,
    used[0].device,
  )
  const widths = used.map((tensor) => tensor.sizes[at] * result.strides[at])
  if (runIfThere('join', [result, ...used], numelOf(first.slice(0, at)), widths)) return result
  let start = 0
  for (const tensor of used) {
    writeWindow(result, result.strides, start, tensor)
    start += tensor.sizes[at] * result.strides[at]
  }
  return result
}

op('cat(Tensor[] tensors, int dim=0, *, Tensor? out=None) -> Tensor', {
  alsoByName: true,
  overlap: 'disjoint',
  doc: 'Joins tensors along a dimension they have.',
  example: ['torch.cat([torch.tensor([1, 2]), torch.tensor([3])])', 'tensor([1, 2, 3])'],
  aliases: ['concat', 'concatenate'],
  device: true,
  compute: concatenate,
  backward: {
    tensors: (g, { tensors_sizes, dim }) => {
      const shapes = tensors_sizes as Sizes[]
      const at = wrapDim(dim, g.sizes.length)
      let start = 0
      return shapes.map((sizes) => {
        if (isSkipped(sizes)) return g.new_zeros([0])
        const part = g.narrow(at, start, sizes[at])
        start += sizes[at]
        return part
      })
    },
  },
})

op('stack(Tensor[] tensors, int dim=0, *, Tensor? out=None) -> Tensor', {
  overlap: 'disjoint',
  doc: 'Joins tensors of one shape along a new dimension.',
  example: ['torch.stack([torch.tensor([1, 2]), torch.tensor([3, 4])])', 'tensor([[1, 2],\n        [3, 4]])'],
  device: true,
  compute: (tensors: Tensor[], dim: number) => {
    check(tensors.length > 0, () => 'stack expects a non-empty TensorList')
    const [{ sizes }] = tensors
    const at = wrapDim(dim, sizes.length + 1)
    tensors.forEach((tensor, i) => {
      check(
        tensor.sizes.length === sizes.length && tensor.sizes.every((size, k) => size === sizes[k]),
        () =>
          `stack expects each tensor to be equal size, but got [${sizes.join(', ')}] at entry 0 and ` +
          `[${tensor.sizes.join(', ')}] at entry ${i}`,
      )
    })
    const dtype = commonDtype(tensors)
    const joined = [...sizes.slice(0, at), tensors.length, ...sizes.slice(at)]
    const result = emptyTensor(joined, dtype, tensors[0].device)
    const inner = numelOf(sizes.slice(at))
    const widths = tensors.map(() => inner)
    if (runIfThere('join', [result, ...tensors], numelOf(sizes.slice(0, at)), widths)) return result
    const strides = without(result.strides, at)
    tensors.forEach((tensor, i) => {
      writeWindow(result, strides, i * result.strides[at], tensor)
    })
    return result
  },
  backward: { tensors: (g, { dim }) => [...g.unbind(dim)] },
})

op('hstack(Tensor[] tensors, *, Tensor? out=None) -> Tensor', {
  doc: 'Joins tensors side by side: along the second dimension, or the only one.',
  example: ['torch.hstack([torch.tensor([1, 2]), torch.tensor([3])])', 'tensor([1, 2, 3])'],
  forward: (tensors: Tensor[]) => {
    check(tensors.length > 0, () => 'hstack expects a non-empty TensorList')
    const parts = tensors.map((tensor) => call('atleast_1d', [tensor]) as Tensor)
    return call('cat', [parts, parts[0].sizes.length === 1 ? 0 : 1])
  },
})

for (const [name, words, shape, dim, output, ...aliases] of [
  [
    'vstack',
    'as rows, one below the other',
    'atleast_2d',
    0,
    'tensor([[1, 2],\n        [3, 4]])',
    'row_stack',
  ],
  ['dstack', 'along the third dimension', 'atleast_3d', 2, 'tensor([[[1, 3],\n         [2, 4]]])'],
] as const)
  op(`${name}(Tensor[] tensors, *, Tensor? out=None) -> Tensor`, {
    doc: `Joins tensors ${words}.`,
    example: [`torch.${name}([torch.tensor([1, 2]), torch.tensor([3, 4])])`, output],
    aliases,
    forward: (tensors: Tensor[]) => {
      check(tensors.length > 0, () => `${name} expects a non-empty TensorList`)
      return call('cat', [tensors.map((tensor) => call(shape, [tensor]) as Tensor), dim])
    },
  })

op('column_stack(Tensor[] tensors, *, Tensor? out=None) -> Tensor', {
  doc: 'Joins tensors as columns; a tensor of one dimension is one column.',
  example: [
    'torch.column_stack([torch.tensor([1, 2]), torch.tensor([3, 4])])',
    'tensor([[1, 3],\n        [2, 4]])',
  ],
  forward: (tensors: Tensor[]) => {
    check(tensors.length > 0, () => 'column_stack expects a non-empty TensorList')
    const columns = tensors.map((tensor) =>
      tensor.sizes.length <= 1 ? tensor.reshape([tensor.count, 1]) : tensor,
    )
    return call('hstack', [columns])
  },
})

op('block_diag(Tensor[] *tensors) -> Tensor', {
  doc: 'A matrix with the given matrices along its diagonal.',
  example: [
    'torch.block_diag(torch.tensor([[1, 2]]), torch.tensor(3))',
    'tensor([[1, 2, 0],\n        [0, 0, 3]])',
  ],
  device: true,
  compute: (tensors: Tensor[]) => {
    const blocks = tensors.map((tensor, i) => {
      check(
        tensor.sizes.length <= 2,
        () =>
          'torch.block_diag: Input tensors must have 2 or fewer dimensions. Input ' +
          `${i} has ${tensor.sizes.length} dimensions`,
      )
      return tensor.view(blockSizes(tensor.sizes))
    })
    check(blocks.length > 0, () => 'torch.block_diag: expected at least one tensor')
    const dtype = commonDtype(blocks)
    const rows = blocks.reduce((sum, block) => sum + block.sizes[0], 0)
    const columns = blocks.reduce((sum, block) => sum + block.sizes[1], 0)
    const result = zerosTensor([rows, columns], dtype, tensors[0].device)
    let row = 0
    let column = 0
    for (const block of blocks) {
      writeWindow(result, result.strides, row * result.strides[0] + column, block)
      row += block.sizes[0]
      column += block.sizes[1]
    }
    return result
  },
  backward: {
    tensors: (g, { tensors_sizes }) => {
      let row = 0
      let column = 0
      return (tensors_sizes as Sizes[]).map((sizes) => {
        const [rows, columns] = blockSizes(sizes)
        const part = g.narrow(0, row, rows).narrow(1, column, columns).reshape(sizes)
        row += rows
        column += columns
        return part
      })
    },
  },
})
const blockSizes = (sizes: Sizes): number[] =>
  sizes.length === 2 ? sizes.slice() : [1, sizes.length === 1 ? sizes[0] : 1]
