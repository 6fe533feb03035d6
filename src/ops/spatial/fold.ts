// `fold` and `unfold` of images: what a window sees at each place as a column, and columns added up again. Follows
// ATen/native/Im2Col.cpp and Col2Im.cpp.
import { bool, notImplementedFor } from '../../base/dtype.js'
import { check, sizesText } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { Tuple } from '../../base/tuple.js'
import { repr } from '../../text/repr.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { col2im, im2col } from '../../kernels/columns.js'
import { placesOf, sweepOf } from './convolve.js'

interface Options {
  readonly window: Sizes
  readonly dilation: Sizes
  readonly padding: Sizes
  readonly stride: Sizes
}

const text = (values: Sizes): string => repr(Tuple.from(values))

function checkOptions({ window, dilation, padding, stride }: Options): void {
  for (const [name, values] of [
    ['kernel_size', window],
    ['dilation', dilation],
    ['padding', padding],
    ['stride', stride],
  ] as const)
    check(values.length === 2, () => `It is expected ${name} equals to 2, but got size ${values.length}`)
  for (const [name, short, values] of [
    ['kernel size', 'kernel', window],
    ['dilation', 'dilation', dilation],
    ['stride', 'stride', stride],
  ] as const)
    check(
      values[0] > 0 && values[1] > 0,
      () =>
        `${name} should be greater than zero, but got ${short}_height: ${values[0]} ${short}_width: ${values[1]}`,
    )
  check(
    padding[0] >= 0 && padding[1] >= 0,
    () => `padding should be non-negative, but got pad_height: ${padding[0]} pad_width: ${padding[1]}`,
  )
}

const shared = 'int[2] kernel_size, int[2] dilation, int[2] padding, int[2] stride'
const optional = 'int[2] kernel_size, int[2] dilation=1, int[2] padding=0, int[2] stride=1'

/** A batch of one, where there is none. */
const withBatch = (x: Tensor, rank: number): Tensor => (x.sizes.length === rank ? x : x.unsqueeze(0))

op(`_C._nn.im2col(Tensor self, ${shared}) -> Tensor`, {
  doc: 'The work of `unfold`.',
  node: 'Im2ColBackward0',
  device: true,
  compute: (self: Tensor, window: Sizes, dilation: Sizes, padding: Sizes, stride: Sizes) => {
    const options = { window, dilation, padding, stride }
    checkOptions(options)
    const rank = self.sizes.length
    if (rank < 3) self.size(2)
    check(
      (rank === 3 || rank === 4) && !self.sizes.slice(rank === 4 ? 1 : 0).includes(0),
      () =>
        'Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but ' +
        `got: ${sizesText(self.sizes)}`,
    )
    const sizes = self.sizes.slice(-2)
    const places = placesOf(sizes, window, options)
    check(
      places.every((count) => count >= 1),
      () =>
        `Given input with spatial size ${text(sizes)}, kernel_size=${text(window)}, dilation=${text(dilation)}, ` +
        `padding=${text(padding)}, calculated shape of the array of sliding blocks as ${text(places)}, but its ` +
        'components must be at least one.',
    )
    const { dtype } = self
    if ((!dtype.is_floating_point && !dtype.is_complex) || dtype === bool)
      notImplementedFor('im2col_out_cpu', dtype)
    const x = withBatch(self, 4).contiguous()
    const [batch, channels] = x.sizes
    const columns = [batch, channels * window[0] * window[1], places[0] * places[1]]
    const out = emptyTensor(columns, dtype, self.device)
    if (out.count > 0)
      run(im2col, [out, x], batch * channels, sweepOf(sizes, options.window, places, options))
    return rank === 3 ? out.squeeze(0) : out
  },
  backward: {
    self: (g, { self_sizes, kernel_size, dilation, padding, stride }) =>
      call('_C._nn.col2im', [g, self_sizes.slice(-2), kernel_size, dilation, padding, stride]) as Tensor,
  },
})

op(`_C._nn.col2im(Tensor self, int[2] output_size, ${shared}) -> Tensor`, {
  doc: 'The work of `fold`.',
  node: 'Col2ImBackward0',
  device: true,
  compute: (self: Tensor, sizes: Sizes, window: Sizes, dilation: Sizes, padding: Sizes, stride: Sizes) => {
    const options = { window, dilation, padding, stride }
    check(sizes.length === 2, () => `It is expected output_size equals to 2, but got size ${sizes.length}`)
    checkOptions(options)
    const rank = self.sizes.length
    check(
      (rank === 2 || rank === 3) && !self.sizes.slice(rank === 3 ? 1 : 0).includes(0),
      () =>
        'Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, ' +
        `but got: ${sizesText(self.sizes)}`,
    )
    const cells = window[0] * window[1]
    const [rows, count] = self.sizes.slice(-2)
    check(
      rows % cells === 0,
      () =>
        `Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=${rows} ` +
        `and kernel_size=${text(window)}.`,
    )
    const places = placesOf(sizes, window, options)
    const given =
      `Given output_size=${text(sizes)}, kernel_size=${text(window)}, dilation=${text(dilation)}, ` +
      `padding=${text(padding)}, stride=${text(stride)}, `
    check(
      places[0] * places[1] === count,
      () =>
        `${given}expected size of input's dimension 2 to match the calculated number of sliding blocks ${places[0]} * ` +
        `${places[1]} = ${places[0] * places[1]}, but got input.size(2)=${count}.`,
    )
    check(
      places.every((each) => each >= 1),
      () => `${given}which is too small (non-positive)`,
    )
    const { dtype } = self
    if (!dtype.is_floating_point && !dtype.is_complex) notImplementedFor('col2im_out_cpu', dtype)
    const x = withBatch(self, 3).contiguous()
    const channels = rows / cells
    const out = emptyTensor([x.sizes[0], channels, ...sizes], dtype, self.device)
    if (out.count > 0)
      run(col2im, [out, x], x.sizes[0] * channels, sweepOf(sizes, options.window, places, options))
    return rank === 2 ? out.squeeze(0) : out
  },
  backward: {
    self: (g, { kernel_size, dilation, padding, stride }) =>
      call('_C._nn.im2col', [g, kernel_size, dilation, padding, stride]) as Tensor,
  },
})

op(`nn.functional.unfold(Tensor input, ${optional}) -> Tensor`, {
  doc: 'What a window sees at each of its places in an image, as columns: (N, C · cells of the window, places).',
  example: [
    'torch.nn.functional.unfold(torch.tensor([[[[1.5, 2, 3], [4, 5, 6]]]]), 2)',
    'tensor([[[1.5000, 2.0000],\n         [2.0000, 3.0000],\n         [4.0000, 5.0000],\n         [5.0000, 6.0000]]])',
  ],
  forward: (input: Tensor, window: Sizes, dilation: Sizes, padding: Sizes, stride: Sizes) =>
    call('_C._nn.im2col', [input, window, dilation, padding, stride]) as Tensor,
})

op(`nn.functional.fold(Tensor input, int[2] output_size, ${optional}) -> Tensor`, {
  doc: 'Adds columns up to images of `output_size`, where `unfold` would have seen them.',
  example: [
    'torch.nn.functional.fold(torch.tensor([[[1.5, 2], [2, 3], [4, 5], [5, 6]]]), [2, 3], 2)',
    'tensor([[[[ 1.5000,  4.0000,  3.0000],\n          [ 4.0000, 10.0000,  6.0000]]]])',
  ],
  forward: (input: Tensor, sizes: Sizes, window: Sizes, dilation: Sizes, padding: Sizes, stride: Sizes) =>
    call('_C._nn.col2im', [input, sizes, window, dilation, padding, stride]) as Tensor,
})
