// Max unpooling: puts numbers back at the places where they were largest. Follows ATen/native/MaxUnpooling.cpp.
import { int64, notImplementedFor } from '../../base/dtype.js'
import { check, sizesText, ValueError } from '../../base/errors.js'
import { numelOf, sameSizes, type Sizes } from '../../base/layout.js'
import { repr } from '../../text/repr.js'
import { Tuple } from '../../base/tuple.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { inOrderOf, planesOf } from './windows.js'

function checkUnpool(self: Tensor, indices: Tensor, size: Sizes, dims: number): void {
  check(
    indices.dtype === int64,
    () => `elements in indices should be type int64 but got: ${indices.dtype.scalarName}`,
  )
  const rank = self.sizes.length
  if (dims === 2) {
    check(
      size.length === 2,
      () =>
        `There should be exactly two elements (height, width) in output_size, but got ${size.length} elements.`,
    )
    check(
      rank === 3 || rank === 4,
      () => `Input to max_unpooling2d should be a 3d or 4d Tensor, but got a tensor with ${rank} dimensions.`,
    )
  } else {
    check(
      size.length === 3,
      () =>
        `There should be exactly three elements (depth, height, width) in output_size, but got ${size.length} elements.`,
    )
    check(
      rank === 4 || rank === 5,
      () => `Input to max_unpooling3d should be a 4d or 5d Tensor, but got a tensor with ${rank} dimensions.`,
    )
  }
  check(
    sameSizes(self.sizes, indices.sizes),
    () =>
      `Expected shape of indices to be same as that of the input tensor (${sizesText(self.sizes)}) but got indices ` +
      `tensor with shape: ${sizesText(indices.sizes)}`,
  )
  if (!self.dtype.is_floating_point || self.dtype.isHalf) notImplementedFor(`max_unpool${dims}d`, self.dtype)
}

for (const dims of [2, 3]) {
  const options = dims === 2 ? 'int[2] output_size' : 'int[3] output_size, int[3] stride, int[3] padding'
  op(`_C._nn.max_unpool${dims}d(Tensor self, Tensor indices, ${options}) -> Tensor`, {
    doc: 'Zeros, with numbers at the given places of each plane.',
    node: `MaxUnpool${dims}DBackward0`,
    validate: (self: Tensor, indices: Tensor, size: Sizes) => {
      checkUnpool(self, indices, size, dims)
    },
    device: true,
    compute: (self: Tensor, indices: Tensor, size: Sizes) => {
      const { planes } = planesOf(self.sizes, dims)
      const lead = self.sizes.slice(0, self.sizes.length - dims)
      const cells = numelOf(size)
      const places = indices.reshape([planes, -1])
      const outside = places.lt(0).logical_or(places.ge(cells))
      check(
        self.count === 0 || !outside.any().item<boolean>(),
        () =>
          `Found an invalid max index: ${String(places.masked_select(outside).index(0).item())} (output volumes are of ` +
          `size ${size.join('x')}`,
      )
      const zeros = self.new_zeros([planes, cells])
      const put = self.count === 0 ? zeros : zeros.scatter_(1, places, self.reshape([planes, -1]))
      return inOrderOf(put.reshape([...lead, ...size]), self)
    },
    backward: {
      self: (g, { self_sizes, indices }) => {
        const { planes } = planesOf(self_sizes, dims)
        return g
          .reshape([planes, -1])
          .gather(1, indices.reshape([planes, -1]))
          .reshape(self_sizes)
      },
    },
  })
}

/** `_unpool_output_size`: what pooling began with, which `asked` may say more exactly. */
function sizeOf(
  input: Tensor,
  kernel: Sizes,
  stride: Sizes,
  padding: Sizes,
  asked: readonly number[] | null,
): Sizes {
  const dims = kernel.length
  const usual = kernel.map(
    (window, i) => (input.sizes[input.sizes.length - dims + i] - 1) * stride[i] + window - 2 * padding[i],
  )
  if (asked === null) return usual
  const size = asked.length === dims + 2 ? asked.slice(2) : asked
  if (size.length !== dims)
    throw new ValueError(
      `output_size should be a sequence containing ${dims} or ${dims + 2} elements, but it has a length of ` +
        `'${size.length}'`,
    )
  usual.forEach((middle, i) => {
    const [low, high] = [middle - stride[i], middle + stride[i]]
    if (!(low < size[i] && size[i] < high))
      throw new ValueError(
        `invalid output_size "${repr(Tuple.from(size))}" (dim ${i} must be between ${low} and ${high})`,
      )
  })
  return size
}

const examples = [
  [
    'torch.nn.functional.max_unpool1d(torch.tensor([[4.5, 3]]), torch.tensor([[1, 2]]), 2)',
    'tensor([[0.0000, 4.5000, 3.0000, 0.0000]])',
  ],
  [
    'torch.nn.functional.max_unpool2d(torch.tensor([[[4.5]]]), torch.tensor([[[2]]]), 2)',
    'tensor([[[0.0000, 0.0000],\n         [4.5000, 0.0000]]])',
  ],
  [
    'torch.nn.functional.max_unpool3d(torch.tensor([[[[4.5]]]]), torch.tensor([[[[1]]]]), [1, 1, 2])',
    'tensor([[[[0.0000, 4.5000]]]])',
  ],
] as const

for (const dims of [1, 2, 3]) {
  const n = `int[${dims}]`
  op(
    `nn.functional.max_unpool${dims}d(Tensor input, Tensor indices, ${n} kernel_size, ${n}? stride=None, ${n} padding=0, int[]? output_size=None) -> Tensor`,
    {
      doc: 'Undoes max pooling as far as that is possible: the largest numbers at their places, zeros elsewhere.',
      example: examples[dims - 1],
      forward: (
        input: Tensor,
        indices: Tensor,
        kernel: Sizes,
        stride: Sizes | null,
        padding: Sizes,
        asked: Sizes | null,
      ) => {
        const steps = stride ?? kernel
        const size = sizeOf(input, kernel, steps, padding, asked)
        if (dims === 1)
          return (
            call('_C._nn.max_unpool2d', [input.unsqueeze(-1), indices.unsqueeze(-1), [size[0], 1]]) as Tensor
          ).squeeze(-1)
        return call(`_C._nn.max_unpool${dims}d`, [
          input,
          indices,
          size,
          ...(dims === 3 ? [steps, padding] : []),
        ]) as Tensor
      },
    },
  )
}
