// Moves channels to places and back, and mixes channels of groups. Follows ATen/native/PixelShuffle.cpp and
// ChannelShuffle.cpp.
import { check, sizesText } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { notDifferentiable } from '../pointwise/gradients.js'

const checkRank = (name: string, { sizes }: Tensor): void =>
  check(
    sizes.length >= 3,
    () =>
      `${name} expects input to have at least 3 dimensions, but got input with ${sizes.length} dimension(s)`,
  )

op('pixel_shuffle(Tensor self, int upscale_factor) -> Tensor', {
  doc: 'Makes squares of places of channels: (…, C · r², H, W) becomes (…, C, H · r, W · r).',
  example: [
    'torch.pixel_shuffle(torch.tensor([[[1.5]], [[2]], [[3]], [[4]]]), 2)',
    'tensor([[[1.5000, 2.0000],\n         [3.0000, 4.0000]]])',
  ],
  aliases: ['nn.functional.pixel_shuffle'],
  variants: 'function',
  validate: (self: Tensor, r: number) => {
    checkRank('pixel_shuffle', self)
    check(r > 0, () => `pixel_shuffle expects a positive upscale_factor, but got ${r}`)
    const channels = self.size(-3)
    check(
      channels % (r * r) === 0,
      () =>
        "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but " +
        `input.size(-3)=${channels} is not divisible by ${r * r}`,
    )
  },
  device: true,
  compute: (self: Tensor, r: number) => {
    const lead = self.sizes.slice(0, -3)
    const [channels, height, width] = self.sizes.slice(-3)
    const n = lead.length
    const order = [...lead.map((_, i) => i), n, n + 3, n + 1, n + 4, n + 2]
    const kept = channels / (r * r)
    return self
      .reshape([...lead, kept, r, r, height, width])
      .permute(order)
      .contiguous()
      .reshape([...lead, kept, height * r, width * r])
      .clone()
  },
  backward: { self: (g, { upscale_factor }) => call('pixel_unshuffle', [g, upscale_factor]) as Tensor },
})

op('pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor', {
  doc: 'Undoes `pixel_shuffle`: (…, C, H · r, W · r) becomes (…, C · r², H, W).',
  example: [
    'torch.pixel_unshuffle(torch.tensor([[[1.5, 2], [3, 4]]]), 2).flatten()',
    'tensor([1.5000, 2.0000, 3.0000, 4.0000])',
  ],
  aliases: ['nn.functional.pixel_unshuffle'],
  variants: 'function',
  validate: (self: Tensor, r: number) => {
    checkRank('pixel_unshuffle', self)
    check(r > 0, () => `pixel_unshuffle expects a positive downscale_factor, but got ${r}`)
    for (const [name, dim] of [
      ['height', -2],
      ['width', -1],
    ] as const)
      check(
        self.size(dim) % r === 0,
        () =>
          `pixel_unshuffle expects ${name} to be divisible by downscale_factor, but input.size(${dim})=${String(self.size(dim))} ` +
          `is not divisible by ${r}`,
      )
  },
  device: true,
  compute: (self: Tensor, r: number) => {
    const lead = self.sizes.slice(0, -3)
    const [channels, height, width] = self.sizes.slice(-3)
    const [h, w] = [height / r, width / r]
    const n = lead.length
    const order = [...lead.map((_, i) => i), n, n + 2, n + 4, n + 1, n + 3]
    return self
      .reshape([...lead, channels, h, r, w, r])
      .permute(order)
      .contiguous()
      .reshape([...lead, channels * r * r, h, w])
      .clone()
  },
  backward: { self: (g, { downscale_factor }) => call('pixel_shuffle', [g, downscale_factor]) as Tensor },
})

for (const name of ['channel_shuffle', 'native_channel_shuffle'])
  op(`${name}(Tensor self, int groups) -> Tensor`, {
    doc: 'Takes channels from each of `groups` groups in turn.',
    example: [
      `torch.${name}(torch.tensor([1.5, 2, 3, 4]).reshape(1, 4, 1, 1), 2).flatten()`,
      'tensor([1.5000, 3.0000, 2.0000, 4.0000])',
    ],
    aliases: [`nn.functional.${name}`],
    variants: 'function',
    node: 'NotImplemented',
    validate: (self: Tensor, groups: number) => {
      const { sizes } = self
      check(
        sizes.length > 2,
        () => `channel_shuffle expects input with > 2 dims, but got input with sizes ${sizesText(sizes)}`,
      )
      check(
        groups > 0,
        () => `Number of groups to divide channels in must be positive. Value of groups:${groups}`,
      )
      check(
        sizes[1] % groups === 0,
        () =>
          `Number of channels must be divisible by groups. Got ${sizes[1]} channels and ${groups} groups.`,
      )
    },
    device: true,
    compute: (self: Tensor, groups: number) => {
      const [batch, channels, ...rest] = self.sizes
      return self
        .reshape([batch, groups, channels / groups, ...rest])
        .transpose(1, 2)
        .contiguous()
        .reshape([batch, channels, ...rest])
        .clone()
    },
    backward: notDifferentiable(name === 'channel_shuffle' ? name : `aten::${name}`),
  })
