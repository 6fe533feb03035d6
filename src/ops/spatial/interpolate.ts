// `interpolate`: images of another size. Follows ATen/native/cpu/UpSampleKernel.cpp and torch/nn/functional.py.
import { checkRoom } from '../../memory/allocate.js'
import { float64, notImplementedFor, uint8 } from '../../base/dtype.js'
import { check, NotImplementedError, sizesText, ValueError } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { scalarToNumber, type Scalar } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { warn } from '../../base/warnings.js'
import { repr } from '../../text/repr.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import type { Taps } from '../../kernels/resample.js'
import { Mix, resampled } from './resample.js'
import { inOrderOf } from './windows.js'

type Round = (x: number) => number
/** The places that each place of a result is made of; `scale` is how many of the input's one of the result's is. */
type MakeTaps = (from: number, to: number, scale: number, align: boolean, round: Round) => Taps

/** `area_pixel_compute_scale`. */
function scaleOf(from: number, to: number, align: boolean, factor: number | null, round: Round): number {
  if (align) return to > 1 ? round((from - 1) / (to - 1)) : 0
  return factor !== null && factor > 0 ? round(1 / factor) : round(from / to)
}

/** Where the middle of a place lies in the input, counted from the middle of the first. */
const sourceOf = (place: number, scale: number, align: boolean, round: Round): number =>
  align ? round(scale * place) : round(round(scale * (place + 0.5)) - 0.5)

const single =
  (placeOf: (j: number, scale: number, round: Round) => number): MakeTaps =>
  (from, to, scale, _align, round) => {
    const places = new Int32Array(to)
    for (let j = 0; j < to; j++) places[j] = Math.min(placeOf(j, scale, round), from - 1)
    return { from, to, count: 1, places, weights: null }
  }

const nearest = single((j, scale, round) => Math.floor(Math.fround(round(j * scale))))
const nearestExact = single((j, scale, round) =>
  Math.floor(Math.fround(round(Math.max(0, sourceOf(j, scale, false, round)) + 0.5))),
)

const linear: MakeTaps = (from, to, scale, align, round) => {
  const places = new Int32Array(2 * to)
  const weights = new Float64Array(2 * to)
  for (let j = 0; j < to; j++) {
    const source = from === to ? j : Math.max(0, sourceOf(j, scale, align, round))
    const first = Math.min(Math.floor(source), from - 1)
    const share = Math.min(Math.max(round(source - first), 0), 1)
    places[2 * j] = first
    places[2 * j + 1] = Math.min(first + 1, from - 1)
    weights[2 * j] = round(1 - share)
    weights[2 * j + 1] = share
  }
  return { from, to, count: 2, places, weights }
}

/** The cubic through four points: its weight for one that lies `x` away, up to 1 and from there to 2. */
const inner = (x: number, a: number): number => ((a + 2) * x - (a + 3)) * x * x + 1
const outer = (x: number, a: number): number => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a

const cubic: MakeTaps = (from, to, scale, align, round) => {
  const places = new Int32Array(4 * to)
  const weights = new Float64Array(4 * to)
  for (let j = 0; j < to; j++) {
    const source = sourceOf(j, scale, align, round)
    const first = Math.floor(source)
    const t = Math.min(Math.max(round(source - first), 0), 1)
    const own = [outer(t + 1, -0.75), inner(t, -0.75), inner(1 - t, -0.75), outer(2 - t, -0.75)]
    for (let k = 0; k < 4; k++) {
      places[4 * j + k] = Math.min(Math.max(first - 1 + k, 0), from - 1)
      weights[4 * j + k] = own[k]
    }
  }
  return { from, to, count: 4, places, weights }
}

/** With all that a place of the result covers where it is larger than one of the input: no aliases. */
const smooth =
  (reach: number, filter: (x: number) => number): MakeTaps =>
  (from, to, scale, _align, round) => {
    const support = scale >= 1 ? round(reach * scale) : reach
    const inverse = scale >= 1 ? round(1 / scale) : 1
    const count = Math.ceil(support) * 2 + 1
    const places = new Int32Array(count * to)
    const weights = new Float64Array(count * to)
    for (let j = 0; j < to; j++) {
      const center = round(scale * (j + 0.5))
      const first = Math.max(Math.trunc(center - support + 0.5), 0)
      const size = Math.min(Math.trunc(center + support + 0.5), from) - first
      let total = 0
      for (let k = 0; k < size; k++) {
        places[j * count + k] = first + k
        total += weights[j * count + k] = filter((k + first - center + 0.5) * inverse)
      }
      if (total !== 0) for (let k = 0; k < size; k++) weights[j * count + k] /= total
    }
    return { from, to, count, places, weights }
  }

const smoothLinear = smooth(1, (x) => Math.max(0, 1 - Math.abs(x)))
const smoothCubic = smooth(2, (x) => {
  const distance = Math.abs(x)
  return distance < 1 ? inner(distance, -0.5) : distance < 2 ? outer(distance, -0.5) : 0
})

interface Kind {
  readonly name: string
  readonly dims: number
  readonly node: string
  readonly taps: MakeTaps
  /** Whether `align_corners` can be said. */
  readonly aligns: boolean
}

/** What says that it lacks a dtype: with a single channel the loop for channels that lie last, else that of weights. */
const refusing = ({ name, dims, taps }: Kind, sizes: Sizes): string =>
  taps !== cubic && taps !== smoothCubic && dims > 1 && sizes[1] === 1
    ? `${name.replace(/^_|_exact|_aa/g, '')}_channels_last`
    : `compute_indices_weights_${taps === nearest || taps === nearestExact ? 'nearest' : taps === linear || taps === smoothLinear ? 'linear' : 'cubic'}`

const kinds: Kind[] = [
  ...[1, 2, 3].flatMap((dims): Kind[] => [
    {
      name: `upsample_nearest${dims}d`,
      dims,
      node: `UpsampleNearest${dims}DBackward1`,
      taps: nearest,
      aligns: false,
    },
    {
      name: `_upsample_nearest_exact${dims}d`,
      dims,
      node: `UpsampleNearestExact${dims}DBackward1`,
      taps: nearestExact,
      aligns: false,
    },
  ]),
  { name: 'upsample_linear1d', dims: 1, node: 'UpsampleLinear1DBackward1', taps: linear, aligns: true },
  { name: 'upsample_bilinear2d', dims: 2, node: 'UpsampleBilinear2DBackward1', taps: linear, aligns: true },
  { name: 'upsample_trilinear3d', dims: 3, node: 'UpsampleTrilinear3DBackward1', taps: linear, aligns: true },
  { name: 'upsample_bicubic2d', dims: 2, node: 'UpsampleBicubic2DBackward1', taps: cubic, aligns: true },
  {
    name: '_upsample_bilinear2d_aa',
    dims: 2,
    node: 'UpsampleBilinear2DAaBackward1',
    taps: smoothLinear,
    aligns: true,
  },
  {
    name: '_upsample_bicubic2d_aa',
    dims: 2,
    node: 'UpsampleBicubic2DAaBackward1',
    taps: smoothCubic,
    aligns: true,
  },
]

/** `compute_output_size`. */
function sizeOf(sizes: Sizes, size: Sizes | null, factors: Sizes | null): Sizes {
  check(
    (size === null) !== (factors === null),
    () =>
      `Must specify exactly one of ${size === null ? 'output_size and scale_factors' : 'output_size and scale_factors'}`,
  )
  return size ?? sizes.slice(2).map((n, i) => Math.trunc(n * factors![i]))
}

function mixOf(
  sizes: Sizes,
  size: Sizes,
  factors: Sizes | null,
  align: boolean,
  kind: Kind,
  round: Round,
): Mix {
  return new Mix(
    size.map((to, i) => {
      const from = sizes[i + 2]
      return kind.taps(from, to, scaleOf(from, to, align, factors?.[i] ?? null, round), align, round)
    }),
  )
}

const letters = ['D', 'H', 'W']
const listed = (sizes: Sizes): string =>
  sizes.map((size, i) => `${letters[3 - sizes.length + i]}: ${size}`).join(', ')

const exact: Round = (x) => x

for (const kind of kinds) {
  const { name, dims, node, aligns } = kind
  const corners = aligns ? 'bool align_corners, ' : ''
  const run = (
    self: Tensor,
    size: Sizes | null,
    align: boolean,
    factors: Sizes | null,
  ): [mix: Mix, size: Sizes] => {
    const to = sizeOf(self.sizes, size, factors)
    checkRoom(self.dtype, [...self.sizes.slice(0, 2), ...to])
    const round = self.dtype === float64 ? exact : Math.fround
    return [mixOf(self.sizes, to, factors, align, kind, round), to]
  }
  const check_ = (self: Tensor, size: Sizes | null, factors: Sizes | null): void => {
    const { sizes, dtype } = self
    const to = sizeOf(sizes, size, factors)
    check(to.length === dims, () => `It is expected output_size equals to ${dims}, but got size ${to.length}`)
    check(
      sizes.length === dims + 2,
      () => `It is expected input_size equals to ${dims + 2}, but got size ${sizes.length}`,
    )
    const from = sizes.slice(2)
    check(
      from.every((n) => n > 0) && to.every((n) => n > 0),
      () =>
        `Input and output sizes should be greater than 0, but got input (${listed(from)}) output (${listed(to)})`,
    )
    check(
      sizes.slice(1).every((n) => n > 0),
      () => `Non-empty ${dims + 2}D data tensor expected but got a tensor with sizes ${sizesText(sizes)}`,
    )
    const takesBytes = kind.taps === nearest || kind.taps === nearestExact
    if ((!dtype.is_floating_point || dtype.name === 'float16') && !(takesBytes && dtype === uint8))
      notImplementedFor(refusing(kind, sizes), dtype)
  }
  op(`_C._nn.${name}(Tensor input, int[]? output_size, ${corners}float[]? scale_factors=None) -> Tensor`, {
    doc: 'Planes of another size; what is between places is interpolated.',
    node,
    validate: (self: Tensor, size: Sizes | null, ...rest: unknown[]) => {
      check_(self, size, (aligns ? rest[1] : rest[0]) as Sizes | null)
    },
    device: true,
    compute: (self: Tensor, size: Sizes | null, ...rest: unknown[]) => {
      const [align, factors] = aligns ? rest : [false, rest[0]]
      const [mix] = run(self, size, align as boolean, factors as Sizes | null)
      return inOrderOf(resampled(self, mix), self)
    },
    backward: aligns
      ? {
          input: (g, { input, output_size, align_corners, scale_factors }) =>
            call('_C._nn._resample_back', [
              g,
              run(input, output_size, align_corners, scale_factors)[0],
            ]) as Tensor,
        }
      : {
          input: (g, { input, output_size, scale_factors }) =>
            call('_C._nn._resample_back', [g, run(input, output_size, false, scale_factors)[0]]) as Tensor,
        },
  })
}

const rankOf: Record<string, number> = { linear: 3, bilinear: 4, trilinear: 5, bicubic: 4 }

/** One number for each dimension; `what` names the argument where there are too many. */
function spread(values: unknown, dims: number, message: () => string): Sizes {
  if (!Array.isArray(values))
    return new Array<number>(Math.max(dims, 0)).fill(scalarToNumber(values as Scalar))
  if (values.length !== dims) throw new ValueError(message())
  return values.map((value: Scalar) => scalarToNumber(value))
}

function interpolate(
  input: Tensor,
  size: unknown,
  factor: unknown,
  mode: string,
  align: boolean | null,
  recompute: boolean | null,
  antialias: boolean,
): Tensor {
  const isPlain = mode === 'nearest' || mode === 'area' || mode === 'nearest-exact'
  if (isPlain && align !== null)
    throw new ValueError(
      'align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear',
    )
  const rank = input.sizes.length
  const dims = rank - 2
  const mismatch = (what: string, given: unknown, shape: string): string =>
    `Input and ${what} must have the same number of spatial dimensions, but got input with spatial dimensions of ` +
    `${sizesText(input.sizes.slice(2))} and ${given as string}. Please provide input tensor in (N, C, d1, d2, ...,dK) ` +
    `format and ${shape} format.`
  const text = (values: unknown): string =>
    repr(values instanceof Tuple || !Array.isArray(values) ? values : Tuple.from(values as unknown[]))
  let outSize: Sizes | null = null
  let factors: Sizes | null = null
  if (size !== null && factor !== null)
    throw new ValueError('only one of size or scale_factor should be defined')
  if (size !== null)
    outSize = spread(size, dims, () =>
      mismatch('output', `output size of ${text(size)}`, 'output size in (o1, o2, ...,oK)'),
    )
  else if (factor !== null)
    factors = spread(factor, dims, () =>
      mismatch('scale_factor', `scale_factor of shape ${text(factor)}`, 'scale_factor in (s1, s2, ...,sK)'),
    )
  else throw new ValueError('either size or scale_factor should be defined')
  if (recompute === true && size !== null)
    throw new ValueError('recompute_scale_factor is not meaningful with an explicit size.')
  if (factors !== null && (recompute === true || mode === 'area')) {
    outSize = factors.map((each, i) => Math.floor(input.sizes[i + 2] * each))
    factors = null
  }
  if (antialias && !((mode === 'bilinear' || mode === 'bicubic') && rank === 4))
    throw new ValueError('Anti-alias option is only supported for bilinear and bicubic modes')
  if (rank >= 3 && rank <= 5) {
    if (mode === 'nearest')
      return call(`_C._nn.upsample_nearest${dims}d`, [input, outSize, factors]) as Tensor
    if (mode === 'nearest-exact')
      return call(`_C._nn._upsample_nearest_exact${dims}d`, [input, outSize, factors]) as Tensor
    if (mode === 'area') return call(`nn.functional.adaptive_avg_pool${dims}d`, [input, outSize]) as Tensor
    const wanted = Object.hasOwn(rankOf, mode) ? rankOf[mode] : 0
    if (wanted === rank) {
      const path = antialias ? `_upsample_${mode}2d_aa` : `upsample_${mode}${dims}d`
      return call(`_C._nn.${path}`, [input, outSize, align ?? false, factors]) as Tensor
    }
    if (wanted > 0 && mode !== 'bicubic')
      throw new NotImplementedError(`Got ${rank}D input, but ${mode} mode needs ${wanted}D input`)
  }
  throw new NotImplementedError(
    `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${rank}D) for the modes: nearest | linear | bilinear | ` +
      `bicubic | trilinear | area | nearest-exact (got ${mode})`,
  )
}

op(
  "nn.functional.interpolate(Tensor input, any size=None, any scale_factor=None, str mode='nearest', bool? align_corners=None, bool? recompute_scale_factor=None, bool antialias=False) -> Tensor",
  {
    doc:
      'Sequences, images or volumes of another size, or `scale_factor` times as large: nearest, nearest-exact, linear, ' +
      'bilinear, bicubic, trilinear or area.',
    example: [
      "torch.nn.functional.interpolate(torch.tensor([[[1.5, 2]]]), { scale_factor: 2, mode: 'linear' })",
      'tensor([[[1.5000, 1.6250, 1.8750, 2.0000]]])',
    ],
    forward: interpolate,
  },
)

const old = (name: string): void =>
  warn(`nn.functional.${name} is deprecated. Use nn.functional.interpolate instead.`)

op(
  "nn.functional.upsample(Tensor input, any size=None, any scale_factor=None, str mode='nearest', bool? align_corners=None) -> Tensor",
  {
    doc: 'The old name of `interpolate`.',
    example: [
      'torch.nn.functional.upsample(torch.tensor([[[1.5, 2]]]), 3)',
      'tensor([[[1.5000, 1.5000, 2.0000]]])',
    ],
    forward: (input: Tensor, size: unknown, factor: unknown, mode: string, align: boolean | null) => {
      old('upsample')
      return interpolate(input, size, factor, mode, align, null, false)
    },
  },
)
op('nn.functional.upsample_nearest(Tensor input, any size=None, any scale_factor=None) -> Tensor', {
  doc: '`interpolate` with the nearest number; an old name.',
  example: [
    'torch.nn.functional.upsample_nearest(torch.tensor([[[1.5, 2]]]), 3)',
    'tensor([[[1.5000, 1.5000, 2.0000]]])',
  ],
  forward: (input: Tensor, size: unknown, factor: unknown) => {
    old('upsample_nearest')
    return interpolate(input, size, factor, 'nearest', null, null, false)
  },
})
op('nn.functional.upsample_bilinear(Tensor input, any size=None, any scale_factor=None) -> Tensor', {
  doc: '`interpolate` of images along lines, corners on corners; an old name.',
  example: [
    'torch.nn.functional.upsample_bilinear(torch.tensor([[[[1.5, 2]]]]), [1, 3])',
    'tensor([[[[1.5000, 1.7500, 2.0000]]]])',
  ],
  forward: (input: Tensor, size: unknown, factor: unknown) => {
    old('upsample_bilinear')
    return interpolate(input, size, factor, 'bilinear', true, null, false)
  },
})
