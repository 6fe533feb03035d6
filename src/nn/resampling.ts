// Layers that give images another size or order: upsampling, shuffles, fold and unfold. Follows
// torch/nn/modules/upsampling.py, pixelshuffle.py and fold.py.
import { required } from '../base/keywords.js'
import { Float } from '../base/scalar.js'
import { Tuple } from '../base/tuple.js'
import { str } from '../text/repr.js'
import { call } from '../engine/functions.js'
import { usedAs } from '../engine/python-call.js'
import { layer, type Numbers } from './layer.js'

const F = 'nn.functional.'
type Factor = number | Float | readonly (number | Float)[] | null

interface UpsampleKeywords {
  size?: Numbers | null
  scale_factor?: Factor
  mode?: string
  align_corners?: boolean | null
  recompute_scale_factor?: boolean | null
}
/** Factors are floats, whatever was given. */
function floats(factor: Factor): Factor {
  const float = (value: unknown): Float => new Float(usedAs('float', value) as number)
  if (Array.isArray(factor)) return Tuple.from((factor as unknown[]).map(float))
  const isNothing =
    factor === null ||
    Number(factor) === 0 ||
    ((factor as unknown) instanceof Map && (factor as unknown as Map<unknown, unknown>).size === 0)
  return isNothing ? null : float(factor)
}

const upsampleText = (o: Required<UpsampleKeywords>): string =>
  `${o.scale_factor === null ? `size=${str(o.size)}` : `scale_factor=${str(o.scale_factor)}`}, mode=${o.mode}`

/**
 * Images of another size, or `scale_factor` times as large.
 *
 * @example
 * nn.Upsample({ scale_factor: 2 })(torch.tensor([[[1.5, 2.5]]])) // tensor([[[1.5000, 1.5000, 2.5000, 2.5000]]])
 */
export const Upsample = layer<UpsampleKeywords>('Upsample', {
  defaults: {
    size: null,
    scale_factor: null,
    mode: 'nearest',
    align_corners: null,
    recompute_scale_factor: null,
  },
  settle: ({ scale_factor }) => ({ scale_factor: floats(scale_factor) }),
  run: (input, o) =>
    call(`${F}interpolate`, [
      input,
      o.size,
      o.scale_factor,
      o.mode,
      o.align_corners,
      o.recompute_scale_factor,
    ]),
  text: upsampleText,
})

/** An old class with a mode of its own. */
const upsampling = (name: string, mode: string, align: boolean | null) =>
  layer<Pick<UpsampleKeywords, 'size' | 'scale_factor'>>(name, {
    defaults: { size: null, scale_factor: null },
    settle: ({ scale_factor }) => ({
      scale_factor: floats(scale_factor),
      mode,
      align_corners: align,
      recompute_scale_factor: null,
    }),
    run: (input, o) => call(`${F}interpolate`, [input, o.size, o.scale_factor, mode, align]),
    text: (o) => upsampleText({ ...o, mode } as Required<UpsampleKeywords>),
  })
/** `Upsample` of images with the nearest number. */
export const UpsamplingNearest2d = upsampling('UpsamplingNearest2d', 'nearest', null)
/** `Upsample` of images along lines, corners on corners. */
export const UpsamplingBilinear2d = upsampling('UpsamplingBilinear2d', 'bilinear', true)

/**
 * Makes squares of places of channels.
 *
 * @example
 * nn.PixelShuffle(2)(torch.zeros(1, 8, 3, 3)).shape // torch.Size([1, 2, 6, 6])
 */
export const PixelShuffle = layer<{ upscale_factor?: number }>('PixelShuffle', {
  defaults: { upscale_factor: required },
  run: (input, o) => call('pixel_shuffle', [input, o.upscale_factor]),
  text: (o) => `upscale_factor=${str(o.upscale_factor)}`,
})
/**
 * Makes channels of squares of places.
 *
 * @example
 * nn.PixelUnshuffle(2)(torch.zeros(1, 2, 6, 6)).shape // torch.Size([1, 8, 3, 3])
 */
export const PixelUnshuffle = layer<{ downscale_factor?: number }>('PixelUnshuffle', {
  defaults: { downscale_factor: required },
  run: (input, o) => call('pixel_unshuffle', [input, o.downscale_factor]),
  text: (o) => `downscale_factor=${str(o.downscale_factor)}`,
})
/**
 * Takes channels from each group in turn.
 *
 * @example
 * nn.ChannelShuffle(2)(torch.arange(4).view(1, 4, 1, 1)).flatten() // tensor([0, 2, 1, 3])
 */
export const ChannelShuffle = layer<{ groups?: number }>('ChannelShuffle', {
  defaults: { groups: required },
  run: (input, o) => call('channel_shuffle', [input, o.groups]),
  text: (o) => `groups=${str(o.groups)}`,
})

interface UnfoldKeywords {
  kernel_size?: Numbers
  dilation?: Numbers
  padding?: Numbers
  stride?: Numbers
}
interface FoldKeywords extends UnfoldKeywords {
  output_size?: Numbers
}
/**
 * Adds columns up to images.
 *
 * @example
 * nn.Fold([3, 3], [2, 2])(torch.ones(1, 4, 4)).flatten() // tensor([1., 2., 1., 2., 4., 2., 1., 2., 1.])
 */
export const Fold = layer<FoldKeywords>('Fold', {
  defaults: { output_size: required, kernel_size: required, dilation: 1, padding: 0, stride: 1 },
  run: (input, o) => call(`${F}fold`, [input, o.output_size, o.kernel_size, o.dilation, o.padding, o.stride]),
  text: (o) =>
    `output_size=${str(o.output_size)}, kernel_size=${str(o.kernel_size)}, dilation=${str(o.dilation)}, ` +
    `padding=${str(o.padding)}, stride=${str(o.stride)}`,
})
/**
 * What a window sees at each of its places, as columns.
 *
 * @example
 * nn.Unfold([2, 2])(torch.ones(1, 1, 3, 3)).shape // torch.Size([1, 4, 4])
 */
export const Unfold = layer<UnfoldKeywords>('Unfold', {
  defaults: { kernel_size: required, dilation: 1, padding: 0, stride: 1 },
  run: (input, o) => call(`${F}unfold`, [input, o.kernel_size, o.dilation, o.padding, o.stride]),
  text: (o) =>
    `kernel_size=${str(o.kernel_size)}, dilation=${str(o.dilation)}, padding=${str(o.padding)}, stride=${str(o.stride)}`,
})
