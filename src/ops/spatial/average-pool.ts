// Average pooling, plain and adaptive, and `lp_pool`, which is made of it. Follows ATen/native/AveragePool2d.cpp and
// AdaptiveAveragePooling.cpp.
import { bfloat16, type DType, float16, float64, int64, notImplementedFor } from '../../base/dtype.js'
import { check, RuntimeError, sizesText } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { type Scalar, scalarToNumber } from '../../base/scalar.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { type Axes, averagePool, averagePoolSlope, type Divisors } from '../../kernels/pool.js'
import { sizesOrOwn } from './max-pool.js'
import {
  adaptiveAxes,
  axesOf,
  checkWindows,
  divisorsOf,
  inOrderOf,
  numbersOf,
  paddedCounts,
  planesOf,
  type Regular,
  regularAxis,
  windowsIn,
} from './windows.js'

/** Which cells the windows have, and what their sums are divided by. (A class: a plain object would be keywords.) */
class Shares {
  constructor(
    readonly counts: Sizes,
    readonly axes: Axes,
    readonly divisors: Divisors,
  ) {}
}

function averages(self: Tensor, shares: Shares): Tensor {
  if (self.dtype === int64) return averages(self.to(float64), shares).trunc().to(int64)
  const { counts, axes, divisors } = shares
  const { planes, plane } = planesOf(self.sizes, counts.length)
  const sizes = [...self.sizes.slice(0, self.sizes.length - counts.length), ...counts]
  const out = emptyTensor(sizes, self.dtype, self.device)
  if (out.count > 0) run(averagePool, [out, self.contiguous()], planes, plane, axes, divisors)
  return counts.length === 2 ? inOrderOf(out, self) : out
}

// The two are each other's gradients.
for (const dims of [2, 3]) {
  op(`_C._nn._average_pool${dims}d(Tensor self, any shares) -> Tensor`, {
    doc: 'Averages of windows, all of which are said.',
    node: `AvgPool${dims}DBackwardBackward0`,
    variants: 'function',
    device: true,
    compute: averages,
    backward: {
      self: (g, { self_sizes, shares }) =>
        call(`_C._nn._average_pool${dims}d_back`, [g, self_sizes, shares]) as Tensor,
    },
  })
  op(`_C._nn._average_pool${dims}d_back(Tensor grad_output, int[] sizes, any shares) -> Tensor`, {
    doc: 'The gradient of averages: every cell gets its share of the windows that cover it.',
    node: `AvgPool${dims}DBackwardBackward0`,
    variants: 'function',
    device: true,
    compute: (g: Tensor, sizes: Sizes, { axes, divisors }: Shares) => {
      const out = emptyTensor(sizes, g.dtype, g.device)
      const { planes, plane } = planesOf(sizes, dims)
      if (out.count > 0) run(averagePoolSlope, [out, g.contiguous()], planes, plane, axes, divisors)
      return out
    },
    backward: {
      grad_output: (g, { shares }) => call(`_C._nn._average_pool${dims}d`, [g, shares]) as Tensor,
    },
  })
}

/** The windows of a plain pooling, checked. */
function sharesOf(
  self: Tensor,
  dims: number,
  kernel: Sizes,
  stride: Sizes | null,
  padding: Sizes,
  ceil: boolean,
  includesPadding: boolean,
  divisor: number | null,
): Shares {
  const name = `avg_pool${dims}d`
  const windows = numbersOf(name, 'kernel_size', kernel, dims, [])
  const strides = numbersOf(name, 'stride', stride, dims, windows)
  const paddings = numbersOf(name, 'padding', padding, dims, [])
  check(divisor !== 0, () => 'divisor must be not zero')
  const regular = windows.map((window, i): Regular => ({
    window,
    stride: strides[i],
    padding: paddings[i],
    dilation: 1,
  }))
  // The dimensions before the channels are looked up from behind.
  const spatial = regular.map((_, i) => self.size(i - dims))
  const counts = spatial.map((size, i) => windowsIn(size, regular[i], ceil))
  if (dims === 2) self.size(-3)
  checkWindows(`${name}()`, self, regular, counts)
  // Only what has three dimensions may not be smaller than a window.
  check(
    dims !== 3 || spatial.every((size, i) => size >= windows[i]),
    () =>
      `input image (T: ${spatial[0]} H: ${spatial[1]} W: ${spatial[2]}) smaller than kernel size ` +
      `(kT: ${windows[0]} kH: ${windows[1]} kW: ${windows[2]})`,
  )
  const axes = regular.map((one, i) => regularAxis(spatial[i], counts[i], one))
  const divisors = regular.map((one, i) => {
    if (divisor !== null) return new Float64Array(counts[i]).fill(i === 0 ? divisor : 1)
    return includesPadding ? paddedCounts(spatial[i], counts[i], one) : Float64Array.from(axes[i].count)
  })
  return new Shares(counts, axesOf(axes), divisorsOf(divisors))
}

const plane = 'torch.tensor([[[1.5, 2, 3, 4], [5, 6, 7, 8]]])'
const results = {
  2: 'tensor([[[3.6250, 5.5000]]])',
  3: 'tensor([[[[3.6250, 5.5000]]]])',
}

for (const dims of [2, 3] as const) {
  const name = `avg_pool${dims}d`
  const n = `int[${dims}]`
  op(
    `_C._nn.${name}(Tensor self, ${n} kernel_size, ${n}? stride=None, ${n} padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None, *, Tensor? out=None) -> Tensor`,
    {
      exactOut: true,
      doc: 'The mean of each window; what was padded counts as zeros, or not, or all sums are divided by one number.',
      example: [
        `torch.nn.functional.${name}(${plane}${dims === 3 ? '.unsqueeze(0), [1, 2, 2]' : ', 2'})`,
        results[dims],
      ],
      aliases: [`nn.functional.${name}`],
      node: `AvgPool${dims}DBackward0`,
      device: true,
      compute: (
        self: Tensor,
        kernel: Sizes,
        stride: Sizes | null,
        padding: Sizes,
        ceil: boolean,
        includes: boolean,
        divisor: number | null,
      ) => {
        const shares = sharesOf(self, dims, kernel, stride, padding, ceil, includes, divisor)
        const { dtype } = self
        if ((!dtype.is_floating_point && dtype !== int64) || dtype === float16)
          notImplementedFor(dims === 2 ? 'avg_pool2d' : 'avg_pool3d_out_frame', dtype)
        return averages(self, shares)
      },
      backward: {
        self: (g, { self, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override }) =>
          call(`_C._nn._average_pool${dims}d_back`, [
            g,
            self.sizes,
            sharesOf(
              self,
              dims,
              kernel_size,
              stride,
              padding,
              ceil_mode,
              count_include_pad,
              divisor_override,
            ),
          ]) as Tensor,
      },
    },
  )
}

/** A list of one int, where a list of any length may come. */
function onlyInt(name: string, what: string, values: Sizes): number {
  if (values.length !== 1)
    throw new RuntimeError(`${name}() argument '${what}' should contain one int (got ${values.length})`)
  return values[0]
}

const checkRank1d = (name: string, self: Tensor): void => {
  const rank = self.sizes.length
  check(
    rank === 2 || rank === 3,
    () =>
      `Expected 2 to 3 dimensions, but got ${rank}-dimensional tensor for argument #1 'self' (while checking arguments ` +
      `for ${name})`,
  )
}

op(
  'avg_pool1d(Tensor self, int[1] kernel_size, int[1]? stride=None, int[1] padding=0, bool ceil_mode=False, bool count_include_pad=True) -> Tensor',
  {
    doc: 'The mean of each window over a sequence.',
    example: ['torch.avg_pool1d(torch.tensor([[1.5, 2, 4, 8]]), 2)', 'tensor([[1.7500, 6.0000]])'],
    aliases: ['nn.functional.avg_pool1d'],
    variants: 'function',
    forward: (
      self: Tensor,
      kernel: Sizes,
      stride: Sizes | null,
      padding: Sizes,
      ceil: boolean,
      includes: boolean,
    ) => {
      checkRank1d('avg_pool1d', self)
      const window = onlyInt('avg_pool1d', 'kernel_size', kernel)
      const step = stride === null || stride.length === 0 ? window : onlyInt('avg_pool1d', 'stride', stride)
      const width = onlyInt('avg_pool1d', 'padding', padding)
      const pooled = call('_C._nn.avg_pool2d', [
        self.unsqueeze(-2),
        [1, window],
        [1, step],
        [0, width],
        ceil,
        includes,
      ]) as Tensor
      return pooled.squeeze(-2)
    },
  },
)

// ---- adaptive ----

const adaptiveShares = (all: Sizes, counts: Sizes, dtype: DType): Shares => {
  const { planes, spatial } = planesOf(all, counts.length)
  const axes = adaptiveAxes(planes, spatial, counts, dtype)
  return new Shares(counts, axesOf(axes), divisorsOf(axes.map(({ count }) => Float64Array.from(count))))
}

for (const dims of [2, 3] as const) {
  const name = `adaptive_avg_pool${dims}d`
  const checkCounts = (_self: Tensor, counts: Sizes): void => {
    check(counts.length === dims, () => `${name}: output_size must be ${dims}`)
    check(
      counts.every((count) => count >= 0),
      () =>
        `${name}: elements of output_size must be greater than or equal to 0 but received {${counts.join(', ')}}`,
    )
  }
  const validate = (self: Tensor, counts: Sizes): void => {
    checkCounts(self, counts)
    const rank = self.sizes.length
    check(
      rank === dims + 1 || rank === dims + 2,
      () => `${name}(): Expected ${dims + 1}D or ${dims + 2}D tensor, but got ${sizesText(self.sizes)}`,
    )
    self.sizes.forEach((size, i) =>
      check(
        size > 0 || i === 0,
        () =>
          `${name}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ` +
          `${sizesText(self.sizes)} with dimension ${i + rank - dims} being empty`,
      ),
    )
  }
  op(`_${name}(Tensor self, int[${dims}] output_size) -> Tensor`, {
    doc: 'The means of so many windows that share planes out.',
    node: `AdaptiveAvgPool${dims}DBackward0`,
    validate,
    variants: 'function',
    device: true,
    compute: (self: Tensor, counts: Sizes) => {
      const { dtype } = self
      if (!dtype.is_floating_point || dtype === (dims === 2 ? float16 : bfloat16))
        // In two dimensions no kernel is asked about nothing.
        if (dims === 3 || self.count > 0) notImplementedFor(dims === 2 ? name : `${name}_cpu`, dtype)
      return averages(self, adaptiveShares(self.sizes, counts, self.dtype))
    },
    backward: {
      self: (g, { self_sizes, output_size }) =>
        call(`_C._nn._average_pool${dims}d_back`, [
          g,
          self_sizes,
          adaptiveShares(self_sizes, output_size, g.dtype),
        ]) as Tensor,
    },
  })
  op(`_C._nn.${name}(Tensor self, int[${dims}] output_size) -> Tensor`, {
    doc: 'The work of adaptive average pooling; a single window is a mean, of whatever rank the input is.',
    validate: checkCounts,
    forward: (self: Tensor, counts: Sizes) => {
      if (counts.every((count) => count === 1) && (self.dtype.is_floating_point || self.dtype.is_complex))
        return self.mean(
          counts.map((_, i) => i - dims),
          true,
        )
      return call(`_${name}`, [self, counts]) as Tensor
    },
  })
  op(`nn.functional.${name}(Tensor input, any output_size) -> Tensor`, {
    doc: 'The means of `output_size` windows that share the input out; None keeps a size.',
    example: [
      `torch.nn.functional.${name}(${plane}${dims === 3 ? '.unsqueeze(0)' : ''}, ${dims === 3 ? '[1, 1, 2]' : '[1, 2]'})`,
      results[dims],
    ],
    forward: (input: Tensor, size: unknown) =>
      call(`_C._nn.${name}`, [input, sizesOrOwn(size, input, dims)]) as Tensor,
  })
}

op('adaptive_avg_pool1d(Tensor self, int[1] output_size) -> Tensor', {
  doc: 'The means of `output_size` windows that share a sequence out.',
  example: ['torch.adaptive_avg_pool1d(torch.tensor([[1.5, 2, 4, 8]]), 2)', 'tensor([[1.7500, 6.0000]])'],
  aliases: ['nn.functional.adaptive_avg_pool1d'],
  variants: 'function',
  forward: (self: Tensor, size: Sizes) => {
    checkRank1d('adaptive_avg_pool1d', self)
    const count = onlyInt('adaptive_avg_pool1d', 'output_size', size)
    return (call('_C._nn.adaptive_avg_pool2d', [self.unsqueeze(-2), [1, count]]) as Tensor).squeeze(-2)
  },
})

// ---- lp ----

/** The p-norm of windows, from the mean of p-th powers. */
function lpPool(average: string, input: Tensor, p: Scalar, cells: number, rest: readonly unknown[]): Tensor {
  const out = call(average, [input.pow(p), ...rest]) as Tensor
  const positive = call('relu', [out.abs()]) as Tensor
  return out
    .sign()
    .mul(positive)
    .mul(cells)
    .pow(1 / scalarToNumber(p))
}

const norms = (dims: number, example: readonly [string, string]): void =>
  op(
    `nn.functional.lp_pool${dims}d(Tensor input, Scalar norm_type, int[${dims}] kernel_size, int[${dims}]? stride=None, bool ceil_mode=False) -> Tensor`,
    {
      doc: 'The `norm_type`-norm of each window: the root of the sum of the powers.',
      example,
      forward: (input: Tensor, p: Scalar, kernel: Sizes, stride: Sizes | null, ceil: boolean) =>
        lpPool(
          dims === 1 ? 'avg_pool1d' : '_C._nn.avg_pool2d',
          input,
          p,
          kernel.reduce((a, b) => a * b, 1),
          [kernel, stride, 0, ceil],
        ),
    },
  )
norms(1, [
  'torch.nn.functional.lp_pool1d(torch.tensor([[1.5, 2, 3, 4]]), 2, 2)',
  'tensor([[2.5000, 5.0000]])',
])
norms(2, ['torch.nn.functional.lp_pool2d(torch.tensor([[[1.5, 2], [0, 6]]]), 2, 2)', 'tensor([[[6.5000]]])'])
