// `grid_sample` and `affine_grid`: images and volumes seen through a grid of places. Follows ATen/native/GridSampler.cpp.
import { float32, float64 } from '../../base/dtype.js'
import { check, NotImplementedError, RuntimeError, sizesText, ValueError } from '../../base/errors.js'
import { numelOf, type Sizes } from '../../base/layout.js'
import { Tuple } from '../../base/tuple.js'
import { warn } from '../../base/warnings.js'
import { repr } from '../../text/repr.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import {
  gridSample,
  gridSampleSlope,
  type SampleMode,
  type SamplePadding,
} from '../../kernels/grid-sample.js'
import { notDifferentiable } from '../pointwise/gradients.js'

const modes: readonly SampleMode[] = ['bilinear', 'nearest', 'bicubic']
const paddings: readonly SamplePadding[] = ['zeros', 'border', 'reflection']

/** `check_grid_sampler_common` and what comes after it. */
function checkGrid(input: Tensor, grid: Tensor, dims: number, mode: number, padding: number): void {
  const [own, given] = [input.sizes, grid.sizes]
  const sizes = `input with sizes ${sizesText(own)} and grid with sizes ${sizesText(given)}`
  const name = 'grid_sampler()'
  check(
    own[0] === given[0],
    () => `${name}: expected grid and input to have same batch size, but got ${sizes}`,
  )
  check(
    given[given.length - 1] === own.length - 2,
    () =>
      `${name}: expected grid to have size ${own.length - 2} in last dimension, but got grid with sizes ` +
      sizesText(given),
  )
  for (let d = 2; d < own.length; d++)
    check(
      own[d] > 0,
      () =>
        `${name}: expected input to have non-empty spatial dimensions, but input has sizes ${sizesText(own)} with ` +
        `dimension ${d} being empty`,
    )
  check(
    own.length === dims + 2 && given.length === own.length,
    () => `${name}: expected ${dims + 2}D input and grid with same number of dimensions, but got ${sizes}`,
  )
  check(dims === 2 || mode !== 2, () => `${name}: bicubic interpolation only supports 4D input`)
  check(mode in modes, () => `${name}: there is no interpolation mode ${mode}`)
  check(padding in paddings, () => `${name}: there is no padding mode ${padding}`)
  const { dtype } = input
  if (dtype !== float32 && dtype !== float64)
    throw new RuntimeError(`grid_sampler_${dims}d_cpu not implemented for ${dtype.scalarName}`)
  check(
    grid.dtype === dtype,
    () => `expected scalar type ${dtype.scalarName} but found ${grid.dtype.scalarName}`,
  )
}

const samplingOf = (input: Tensor, grid: Tensor, mode: number, padding: number, align: boolean) => ({
  mode: modes[mode],
  padding: paddings[padding],
  align,
  batch: input.sizes[0],
  channels: input.sizes[1],
  sizes: input.sizes.slice(2),
  places: numelOf(grid.sizes.slice(1, -1)),
})

const params = 'int interpolation_mode, int padding_mode, bool align_corners'

for (const dims of [2, 3]) {
  const name = `grid_sampler_${dims}d`
  op(`${name}(Tensor input, Tensor grid, ${params}) -> Tensor`, {
    doc: `What \`grid_sample\` does with ${dims === 2 ? 'images' : 'volumes'}, modes being numbers.`,
    example:
      dims === 2
        ? [
            'torch.grid_sampler_2d(torch.tensor([[[[1.5, 2.5]]]]), torch.zeros(1, 1, 1, 2), 0, 0, false)',
            'tensor([[[[2.]]]])',
          ]
        : [
            'torch.grid_sampler_3d(torch.tensor([[[[[1.5, 2.5]]]]]), torch.zeros(1, 1, 1, 1, 3), 0, 0, false)',
            'tensor([[[[[2.]]]]])',
          ],
    node: `GridSampler${dims}DBackward0`,
    validate: (input: Tensor, grid: Tensor, mode: number, padding: number) =>
      checkGrid(input, grid, dims, mode, padding),
    device: true,
    compute: (input: Tensor, grid: Tensor, mode: number, padding: number, align: boolean) => {
      const sizes = [input.sizes[0], input.sizes[1], ...grid.sizes.slice(1, -1)]
      const out = emptyTensor(sizes, input.dtype, input.device)
      if (out.count > 0)
        run(
          gridSample,
          [out, input.contiguous(), grid.contiguous()],
          samplingOf(input, grid, mode, padding, align),
        )
      return out
    },
    backward: (g, { input, grid, interpolation_mode, padding_mode, align_corners, needs }) => {
      const [ofInput, ofGrid] = call(`_C._nn.${name}_backward`, [
        ...[g, input, grid, interpolation_mode, padding_mode, align_corners],
        [needs.input, needs.grid],
      ]) as [Tensor, Tensor]
      return { input: ofInput, grid: ofGrid }
    },
  })

  const noSecond = notDifferentiable(`aten::${name}_backward`)
  op(
    `_C._nn.${name}_backward(Tensor grad_output, Tensor input, Tensor grid, ${params}, bool[] output_mask) -> (Tensor, Tensor)`,
    {
      doc: `The gradients of \`${name}\`: of what is sampled and of the grid, those that are asked for.`,
      node: 'NotImplemented',
      tuple: null,
      device: true,
      compute: (
        g: Tensor,
        input: Tensor,
        grid: Tensor,
        mode: number,
        padding: number,
        align: boolean,
        [ofInput, ofGrid]: boolean[],
      ) => {
        const grads = [input, grid].map((x) => zerosTensor(x.sizes, x.dtype, x.device))
        if (g.count > 0)
          run(
            gridSampleSlope,
            [
              ofInput ? grads[0] : null,
              ofGrid ? grads[1] : null,
              g.contiguous(),
              input.contiguous(),
              grid.contiguous(),
            ],
            samplingOf(input, grid, mode, padding, align),
          )
        return grads
      },
      backward: { grad_output: noSecond, input: noSecond, grid: noSecond },
    },
  )
}

const sampled = (input: Tensor, grid: Tensor, mode: number, padding: number, align: boolean): Tensor =>
  call(`grid_sampler_${input.sizes.length === 4 ? 2 : 3}d`, [input, grid, mode, padding, align]) as Tensor

op(`grid_sampler(Tensor input, Tensor grid, ${params}) -> Tensor`, {
  doc: 'What `grid_sample` does, modes being numbers.',
  example: [
    'torch.grid_sampler(torch.tensor([[[[1.5, 2.5]]]]), torch.zeros(1, 1, 1, 2), 0, 0, false)',
    'tensor([[[[2.]]]])',
  ],
  forward: sampled,
})

const changed =
  'Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please specify ' +
  'align_corners=True if the old behavior is desired. See the documentation of grid_sample for details.'

op(
  "nn.functional.grid_sample(Tensor input, Tensor grid, str mode='bilinear', str padding_mode='zeros', bool? align_corners=None) -> Tensor",
  {
    doc:
      'Images or volumes at the places that a grid names: from -1 to 1 in each dimension, x first. Between cells it is ' +
      'interpolated (bilinear, bicubic) or not (nearest); outside are zeros, the border, or a reflection.',
    example: [
      'torch.nn.functional.grid_sample(torch.tensor([[[[1.5, 2.5]]]]), torch.zeros(1, 1, 1, 2))',
      'tensor([[[[2.]]]])',
    ],
    forward: (input: Tensor, grid: Tensor, mode: string, padding: string, align: boolean | null) => {
      const modeNumber = modes.indexOf(mode as SampleMode)
      if (modeNumber < 0)
        throw new ValueError(
          "nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: " +
            `'${mode}'`,
        )
      const paddingNumber = paddings.indexOf(padding as SamplePadding)
      if (paddingNumber < 0)
        throw new ValueError(
          "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: " +
            `'${padding}'`,
        )
      if (align === null) warn(changed)
      return sampled(input, grid, modeNumber, paddingNumber, align ?? false)
    },
  },
)

/** Places from -1 to 1, as many as a dimension has cells: their middles, or with `align` the corners in the middle of the first. */
function along(n: number, align: boolean, like: Tensor): Tensor {
  if (n <= 1) return like.new_zeros([n])
  const range = call('linspace', [-1, 1, n, { dtype: like.dtype }]) as Tensor
  return align ? range : range.mul(n - 1).div(n)
}

/** The grid that changes nothing, a row of x, y (, z), 1 for each place. */
function identityGrid(theta: Tensor, spatial: Sizes, align: boolean): Tensor {
  const dims = spatial.length
  const columns = spatial.map((n, d) =>
    along(n, align, theta)
      .reshape(spatial.map((_, k) => (k === d ? -1 : 1)))
      .expand(spatial),
  )
  const ones = theta.new_ones(spatial)
  return (call('stack', [[...columns.reverse(), ones], dims]) as Tensor).reshape([-1, dims + 1])
}

op('affine_grid_generator(Tensor theta, int[] size, bool align_corners) -> Tensor', {
  doc: 'The work of `affine_grid`.',
  example: [
    'torch.affine_grid_generator(torch.tensor([[[1.5, 0, 0], [0, 1, 0]]]), [1, 1, 1, 2], false)',
    'tensor([[[[-0.7500,  0.0000],\n          [ 0.7500,  0.0000]]]])',
  ],
  validate: (_theta: Tensor, size: Sizes) =>
    check(
      size.length === 4 || size.length === 5,
      () => 'AffineGridGenerator needs 4d (spatial) or 5d (volumetric) inputs.',
    ),
  compute: (theta: Tensor, size: Sizes, align: boolean) => {
    const spatial = size.slice(2)
    const base = identityGrid(theta, spatial, align)
    const grid = base
      .unsqueeze(0)
      .expand([size[0], ...base.sizes])
      .bmm(theta.transpose(1, 2))
    return grid.view([size[0], ...spatial, spatial.length])
  },
  backward: {
    theta: (g, { theta, size, align_corners }) => {
      const base = identityGrid(theta, size.slice(2), align_corners)
      const rows = g.reshape([size[0], base.sizes[0], size.length - 2])
      return rows.transpose(1, 2).matmul(base)
    },
  },
})

op('nn.functional.affine_grid(Tensor theta, int[] size, bool? align_corners=None) -> Tensor', {
  doc:
    'The grid for `grid_sample` that turns, scales and moves: an affine matrix for each image (2 × 3) or volume (3 × 4), ' +
    'applied to every place of a result of the size N × C × (D ×) H × W.',
  example: [
    'torch.nn.functional.affine_grid(torch.tensor([[[1.5, 0, 0], [0, 1, 0]]]), [1, 1, 1, 2])',
    'tensor([[[[-0.7500,  0.0000],\n          [ 0.7500,  0.0000]]]])',
  ],
  forward: (theta: Tensor, size: number[], align: boolean | null) => {
    if (align === null) warn(changed)
    if (!theta.dtype.is_floating_point)
      throw new ValueError(`Expected theta to have floating point type, but got torch.${theta.dtype.name}`)
    const text = repr(Tuple.from(size))
    const shape = repr(theta.shape)
    const dims = size.length - 2
    if (dims !== 2 && dims !== 3)
      throw new NotImplementedError(
        'affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size ' +
          `${text}.`,
      )
    const [, rows, columns] = theta.sizes
    if (theta.sizes.length !== 3 || rows !== dims || columns !== dims + 1)
      throw new ValueError(
        `Expected a batch of ${dims}D affine matrices of shape Nx${dims}x${dims + 1} for size ${text}. Got ${shape}.`,
      )
    if (align === true && Math.min(...size.slice(2)) === 1)
      warn(
        'Since version 1.3.0, affine_grid behavior has changed for unit-size grids when align_corners=True. This is ' +
          'not an intended use case of affine_grid. See the documentation of affine_grid for details.',
      )
    else if (Math.min(...size) <= 0)
      throw new ValueError(`Expected non-zero, positive output size. Got ${text}`)
    return call('affine_grid_generator', [theta, size, align ?? false])
  },
})
