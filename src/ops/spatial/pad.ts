// `nn.functional.pad`: what lies around a tensor, a constant or what is inside, mirrored, repeated or from the other end.
// Follows ATen/native/PadNd.cpp, ReflectionPad.cpp and ReplicationPadding.cpp.
import { bfloat16, notImplementedFor } from '../../base/dtype.js'
import { checkRoom } from '../../memory/allocate.js'
import { check, NotImplementedError, sizesText } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import type { Taps } from '../../kernels/resample.js'
import { Mix, resampled } from './resample.js'

/** Which place inside stands for one that may be outside. */
type Stand = (place: number, size: number) => number

const mirrored: Stand = (place, size) => (place < 0 ? -place : place >= size ? 2 * (size - 1) - place : place)
const nearest: Stand = (place, size) => Math.max(0, Math.min(place, size - 1))

function tapsOf(size: number, before: number, after: number, stand: Stand): Taps {
  const to = size + before + after
  const places = new Int32Array(Math.max(to, 0))
  for (let j = 0; j < to; j++) places[j] = stand(j - before, size)
  return { from: size, to, count: 1, places, weights: null }
}

/** Pairs of widths, of the last dimensions in order. */
const widthsOf = (pad: Sizes): [before: number, after: number][] =>
  Array.from({ length: pad.length / 2 }, (_, i): [number, number] => [
    pad[pad.length - 2 - 2 * i],
    pad[pad.length - 1 - 2 * i],
  ])

const mixOf = (sizes: Sizes, pad: Sizes, stand: Stand): Mix => {
  const widths = widthsOf(pad)
  const first = sizes.length - widths.length
  return new Mix(widths.map(([before, after], i) => tapsOf(sizes[first + i], before, after, stand)))
}

const axes = ['D', 'H', 'W']
const listed = (sizes: Sizes): string =>
  sizes.map((size, i) => `${axes[3 - sizes.length + i]}: ${size}`).join(', ')
const listedOut = (sizes: Sizes): string =>
  sizes.map((size, i) => `${axes[3 - sizes.length + i]}: ${size}`).join(' ')

function checkPadding(self: Tensor, pad: Sizes, isReflection: boolean): void {
  const dims = pad.length / 2
  const { sizes } = self
  const rank = sizes.length
  const isEmpty = sizes.slice(rank === dims + 2 ? 1 : 0).includes(0)
  check(!isEmpty, () =>
    isReflection && dims === 2
      ? `3D or 4D (batch mode) tensor expected for input, but got: [ torch.${self.dtype.scalarName}Tensor{${sizes.join(',')}} ]`
      : `Expected ${dims + 1}D or ${dims + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions ` +
        `for input, but got: ${sizesText(sizes)}`,
  )
  const spatial = sizes.slice(rank - dims)
  const widths = widthsOf(pad)
  if (isReflection)
    for (let i = dims - 1; i >= 0; i--)
      check(
        widths[i].every((width) => width < spatial[i]),
        () =>
          `Argument #${4 + 2 * (dims - 1 - i)}: Padding size should be less than the corresponding input dimension, but ` +
          `got: padding (${widths[i].join(', ')}) at dimension ${rank - dims + i} of input ` +
          (dims === 2 ? String(rank) : sizesText(sizes)),
      )
  const out = spatial.map((size, i) => size + widths[i][0] + widths[i][1])
  check(
    isReflection ? out.every((size) => size >= 1) : out.some((size) => size >= 1),
    () => `input (${listed(spatial)}) is too small. Calculated output ${listedOut(out)}`,
  )
  const negative = out.findIndex((size) => size < 0)
  check(
    negative < 0,
    () =>
      `Trying to create tensor with negative dimension ${out[negative]}: ` +
      sizesText([...sizes.slice(0, rank - dims), ...out]),
  )
  const { dtype } = self
  const isTaken = (dtype.is_floating_point && !dtype.isHalf) || dtype.is_complex
  if (!isTaken && !(isReflection && dims === 3 && dtype === bfloat16))
    notImplementedFor(isReflection ? `reflection_pad${dims}d` : `replication_pad${dims}d_cpu`, dtype)
  // Tables of places are made before the result is.
  checkRoom(dtype, [...sizes.slice(0, rank - dims), ...out])
}

for (const dims of [1, 2, 3])
  for (const [name, node, stand] of [
    [`reflection_pad${dims}d`, `ReflectionPad${dims}DBackward0`, mirrored],
    [`replication_pad${dims}d`, `ReplicationPad${dims}DBackward0`, nearest],
  ] as const)
    op(`_C._nn.${name}(Tensor self, int[${2 * dims}] padding) -> Tensor`, {
      doc:
        stand === mirrored ? 'Padding with what is inside, mirrored.' : 'Padding with the outermost numbers.',
      node,
      validate: (self: Tensor, padding: Sizes) => {
        check(padding.length === 2 * dims, () => `padding size is expected to be ${2 * dims}`)
        checkPadding(self, padding, stand === mirrored)
      },
      device: true,
      compute: (self: Tensor, padding: Sizes) => resampled(self, mixOf(self.sizes, padding, stand)),
      backward: {
        self: (g, { self_sizes, padding }) =>
          call('_C._nn._resample_back', [g, mixOf(self_sizes, padding, stand)]) as Tensor,
      },
    })

/** `_pad_circular`: what is inside, going on from the other end. */
function circular(self: Tensor, pad: Sizes): Tensor {
  const { sizes } = self
  const widths = widthsOf(pad)
  const first = sizes.length - widths.length
  const outSizes = sizes.slice()
  for (let i = widths.length - 1; i >= 0; i--) {
    const [before, after] = widths[i]
    const size = sizes[first + i]
    check(before <= size && after <= size, () => 'Padding value causes wrapping around more than once.')
    outSizes[first + i] = size + before + after
    check(outSizes[first + i] >= 0, () => 'Negative padding value is resulting in an empty dimension')
  }
  const out = self.new_empty(outSizes)
  let [target, source] = [out, self]
  widths.forEach(([before, after], i) => {
    const dim = first + i
    target = target.slice(dim, Math.max(before, 0), outSizes[dim] - Math.max(after, 0))
    source = source.slice(dim, Math.max(-before, 0), sizes[dim] - Math.max(-after, 0))
  })
  target.copy_(source)
  widths.forEach(([before, after], i) => {
    const dim = first + i
    const [low, high] = [Math.max(before, 0), outSizes[dim] - Math.max(after, 0)]
    if (before > 0) out.slice(dim, 0, before).copy_(out.slice(dim, high - before, high))
    if (after > 0)
      out.slice(dim, outSizes[dim] - after, outSizes[dim]).copy_(out.slice(dim, low, low + after))
  })
  return out
}

const modes: Record<string, (self: Tensor, pad: Sizes) => Tensor> = {
  reflect: (self, pad) => call(`_C._nn.reflection_pad${pad.length / 2}d`, [self, pad]) as Tensor,
  replicate: (self, pad) => call(`_C._nn.replication_pad${pad.length / 2}d`, [self, pad]) as Tensor,
  circular,
}

op("nn.functional.pad(Tensor input, int[] pad, str mode='constant', float? value=None) -> Tensor", {
  doc:
    "Adds a border: of `value` ('constant'), or of what is inside ('reflect', 'replicate', 'circular'). `pad` has (before, " +
    'after) for the last dimension, then for the one before it, and so on; negative widths crop.',
  example: [
    "torch.nn.functional.pad(torch.tensor([[1.5, 2, 3]]), [2, 1], 'reflect')",
    'tensor([[3.0000, 2.0000, 1.5000, 2.0000, 3.0000, 2.0000]])',
  ],
  forward: (input: Tensor, pad: Sizes, mode: string, value: number | null) => {
    const rank = input.sizes.length
    check(pad.length % 2 === 0, () => 'Padding length must be divisible by 2')
    check(pad.length <= 2 * rank, () => 'Padding length too large')
    if (mode === 'constant') return call('constant_pad_nd', [input, pad, value ?? 0]) as Tensor
    check(value === null || value === 0, () => `Padding mode "${mode}" doesn't take in value argument`)
    const dims = pad.length / 2
    if (dims < 1 || dims > 3 || (rank !== dims + 1 && rank !== dims + 2))
      throw new NotImplementedError(
        'Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now',
      )
    if (!Object.hasOwn(modes, mode)) throw new NotImplementedError(`Unrecognised padding mode ${mode}`)
    return modes[mode](input, pad)
  },
})
