// Max pooling, plain and adaptive, with the places of the largest numbers, and what puts these back. Follows
// ATen/native/DilatedMaxPool2d.cpp and its neighbours.
import { float16, int64, notImplementedFor } from '../../base/dtype.js'
import { check, sizesText, ValueError } from '../../base/errors.js'
import { numelOf, type Sizes } from '../../base/layout.js'
import { Tuple } from '../../base/tuple.js'
import { modes } from '../../tensor/modes.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run, runAtOnce } from '../../engine/run.js'
import { type Axes, maxPool, maxPoolSlope } from '../../kernels/pool.js'
import {
  adaptiveAxes,
  axesOf,
  checkWindows,
  inOrderOf,
  numbersOf,
  planesOf,
  type Regular,
  regularAxis,
  windowsIn,
} from './windows.js'

/** The largest numbers, and the places in their planes where they lie. */
export type Pair = [values: Tensor, indices: Tensor]

/** The largest number of each window of planes, and its place; `counts` windows along each of the last dimensions. */
function pooled(self: Tensor, counts: Sizes, axes: Axes): Pair {
  const { planes, plane } = planesOf(self.sizes, counts.length)
  const sizes = [...self.sizes.slice(0, self.sizes.length - counts.length), ...counts]
  const values = emptyTensor(sizes, self.dtype, self.device)
  const indices = emptyTensor(sizes, int64, self.device)
  if (values.count > 0) run(maxPool, [values, indices, self.contiguous()], planes, plane, axes)
  return [values, indices]
}

/**
 * The gradient of planes of these sizes: what was largest gets that of its windows, which lie at `axes`, where that is known; see
 * Note [Two ways back] in ops/nn/gradient-loops.ts.
 */
export function largestBack(
  g: Tensor,
  sizes: Sizes,
  indices: Tensor,
  dims: number,
  axes: Axes | null = null,
): Tensor {
  const { planes, plane } = planesOf(sizes, dims)
  if (axes !== null && !modes.grad && g.count > 0) {
    const out = emptyTensor(sizes, g.dtype, g.device)
    if (runAtOnce(maxPoolSlope, [out, g.contiguous(), indices.contiguous()], planes, plane, axes)) return out
  }
  const zeros = g.new_zeros([planes, numelOf(plane)])
  if (g.count === 0) return zeros.reshape(sizes as number[])
  const added = zeros.scatter_add(1, indices.reshape([planes, -1]), g.reshape([planes, -1]))
  return added.reshape(sizes as number[])
}

/** Refuses dtypes that PyTorch has no pooling of. */
export const checkFloat = (name: string, { dtype }: Tensor): void => {
  if (!dtype.is_floating_point || dtype === float16) notImplementedFor(name, dtype)
}

type MaxArguments = [
  self: Tensor,
  kernel: Sizes,
  stride: Sizes | null,
  padding: Sizes,
  dilation: Sizes,
  ceil: boolean,
]

const regularOf = (
  name: string,
  dims: number,
  kernel: Sizes,
  stride: Sizes | null,
  padding: Sizes,
  dilation: Sizes,
): Regular[] => {
  const windows = numbersOf(name, 'kernel_size', kernel, dims, [])
  const strides = numbersOf(name, 'stride', stride, dims, windows)
  const paddings = numbersOf(name, 'padding', padding, dims, [])
  const dilations = numbersOf(name, 'dilation', dilation, dims, [])
  return windows.map((window, i) => ({
    window,
    stride: strides[i],
    padding: paddings[i],
    dilation: dilations[i],
  }))
}

const regularAxes = (spatial: Sizes, counts: Sizes, windows: readonly Regular[]): Axes =>
  axesOf(windows.map((one, i) => regularAxis(spatial[i], counts[i], one)))

// The planes of the examples, and what comes of them.
export const square = 'torch.tensor([[[1.5, 2, 3], [4, 9, 6], [7, 8, 5]]])'
export const samples = {
  2: {
    x: square,
    values: 'tensor([[[9., 9.],\n         [9., 9.]]])',
    index: 'tensor([[[4, 4],\n         [4, 4]]])',
  },
  3: {
    x: `${square}.unsqueeze(0)`,
    values: 'tensor([[[[9., 9.],\n          [9., 9.]]]])',
    index: 'tensor([[[[4, 4],\n          [4, 4]]]])',
  },
}
const windowText = { 2: '2, 1', 3: '[1, 2, 2], 1' }

for (const dims of [2, 3] as const) {
  const name = `max_pool${dims}d`
  const n = `int[${dims}]`
  op(
    `_C._nn.${name}_with_indices(Tensor self, ${n} kernel_size, ${n}? stride=None, ${n} padding=0, ${n} dilation=1, bool ceil_mode=False) -> (Tensor result, Tensor indices)`,
    {
      doc: 'The largest number of each window, and where it lies.',
      node: `MaxPool${dims}DWithIndicesBackward0`,
      tuple: null,
      device: true,
      compute: (...[self, kernel, stride, padding, dilation, ceil]: MaxArguments) => {
        const windows = regularOf(name, dims, kernel, stride, padding, dilation)
        const spatial = Array.from({ length: dims }, (_, i) => self.sizes.at(i - dims) ?? 1)
        const counts = spatial.map((size, i) => windowsIn(size, windows[i], ceil))
        checkWindows(`${name}_with_indices_out_cpu_template()`, self, windows, counts)
        checkFloat(dims === 2 ? 'max_pool2d' : 'max_pool3d_with_indices_cpu', self)
        const [values, indices] = pooled(self, counts, regularAxes(spatial, counts, windows))
        return [inOrderOf(values, self), inOrderOf(indices, self)]
      },
      backward: {
        self: (g, { self_sizes, kernel_size, stride, padding, dilation, indices }) => {
          const windows = regularOf(name, dims, kernel_size, stride, padding, dilation)
          const axes = regularAxes(self_sizes.slice(-dims), indices.sizes.slice(-dims), windows)
          return largestBack(g, self_sizes, indices, dims, axes)
        },
      },
    },
  )
}

/** What `max_pool1d` looks at in either case. */
const checkRank1d = ({ sizes }: Tensor): void => {
  check(
    (sizes.length === 2 || sizes.length === 3) && !sizes.slice(sizes.length === 3 ? 1 : 0).includes(0),
    () =>
      'max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:' +
      sizesText(sizes),
  )
}

/** One dimension more, over which one-dimensional windows do not go. */
const inTwo = (self: Tensor, f: (x: Tensor) => Pair): Pair => {
  const [values, indices] = f(self.unsqueeze(-2))
  return [values.squeeze(-2), indices.squeeze(-2)]
}

const only = (name: string, what: string, values: Sizes | null, may: string): void =>
  check(
    values === null || values.length === 1 || (values.length === 0 && what === 'stride'),
    () => `${name}() ${what} must be ${may} of size 1 but got size ${values?.length}`,
  )

/** `max_pool1d_with_indices`: with one dimension in two. */
function maxPool1d(...[self, kernel, stride, padding, dilation, ceil]: MaxArguments): Pair {
  checkRank1d(self)
  const one = (what: string, values: Sizes): number => {
    check(
      values.length === 1,
      () => `max_pool1d() argument '${what}' should contain one int (got ${values.length})`,
    )
    return values[0]
  }
  const window = one('kernel_size', kernel)
  const step = stride === null || stride.length === 0 ? window : one('stride', stride)
  const rest = [[0, one('padding', padding)], [1, one('dilation', dilation)], ceil]
  return inTwo(self, (x) => call('_C._nn.max_pool2d_with_indices', [x, [1, window], [1, step], ...rest]))
}

/** `max_pool1d` where nobody asks for gradients, which has checks of its own. */
function maxPool1dAlone(...[self, kernel, stride, padding, dilation, ceil]: MaxArguments): Tensor {
  only('max_pool1d', 'kernel_size', kernel, 'an int, list of ints or tuple of ints')
  only('max_pool1d', 'stride', stride, 'None, an int, list of ints, or tuple of ints')
  only('max_pool1d', 'padding', padding, 'an int, list of ints, or tuple of ints')
  only('max_pool1d', 'dilation', dilation, 'an int, list of ints or tuple of ints')
  const step = stride === null || stride.length === 0 ? kernel[0] : stride[0]
  check(kernel[0] > 0, () => `max_pool1d() kernel_size must be greater than zero, but got ${kernel[0]}`)
  check(step > 0, () => `max_pool1d() stride must be greater than zero, but got ${step}`)
  check(padding[0] >= 0, () => `max_pool1d() padding must be non-negative, but got ${padding[0]}`)
  check(
    padding[0] <= Math.floor(kernel[0] / 2),
    () =>
      `max_pool1d() padding should be at most half of kernel size, but got padding=${padding[0]} and kernel_size=${kernel[0]}`,
  )
  check(dilation[0] > 0, () => `max_pool1d() dilation must be greater than zero, but got ${dilation[0]}`)
  const size = self.sizes[self.sizes.length - 1]
  const regular = { window: kernel[0], stride: step, padding: padding[0], dilation: dilation[0] }
  const count = windowsIn(size, regular, ceil)
  check(count >= 0, () => `max_pool1d() Invalid computed output size: ${count}`)
  checkFloat('max_pool1d_impl', self)
  if (count === 0) return self.new_zeros([...self.sizes.slice(0, -1), 0])
  return maxPool1d(self, kernel, stride, padding, dilation, ceil)[0]
}

const maxPools: Record<number, (...args: MaxArguments) => Pair> = {
  1: maxPool1d,
  2: (...args) => call('_C._nn.max_pool2d_with_indices', args) as Pair,
  3: (...args) => call('_C._nn.max_pool3d_with_indices', args) as Pair,
}

for (const dims of [1, 2, 3] as const) {
  const name = `max_pool${dims}d`
  const n = `int[${dims}]`
  const pool = maxPools[dims]
  const valuesOf = (...args: MaxArguments): Tensor => {
    if (dims === 1) checkRank1d(args[0])
    return dims === 1 && !(modes.grad && args[0].requires_grad) ? maxPool1dAlone(...args) : pool(...args)[0]
  }
  const options = `${n}? stride=None, ${n} padding=0, ${n} dilation=1, bool ceil_mode=False`
  const what = dims === 1 ? 'torch.tensor([[1.5, 4, 3, 2]]), 2' : `${samples[dims].x}, ${windowText[dims]}`
  const values = dims === 1 ? 'tensor([[4., 3.]])' : samples[dims].values
  const index = dims === 1 ? 'tensor([[1, 2]])' : samples[dims].index
  op(`${name}(Tensor self, ${n} kernel_size, ${options}) -> Tensor`, {
    doc: 'The largest number of each window; windows lie `stride` apart, by default side by side.',
    example: [`torch.${name}(${what})`, values],
    variants: 'function',
    forward: (...args: MaxArguments) => valuesOf(...args),
  })
  op(
    `nn.functional.${name}(Tensor input, ${n} kernel_size, ${options}, bool return_indices=False) -> Tensor`,
    {
      doc: 'The largest number of each window; with `return_indices` also where it lies in its plane.',
      example: [`torch.nn.functional.${name}(${what})`, values],
      forward: (...args: [...MaxArguments, withIndices: boolean]) => {
        const [self, kernel, stride, padding, dilation, ceil, withIndices] = args
        return withIndices
          ? Tuple.from(pool(self, kernel, stride, padding, dilation, ceil))
          : valuesOf(self, kernel, stride, padding, dilation, ceil)
      },
    },
  )
  op(
    `nn.functional.${name}_with_indices(Tensor input, ${n} kernel_size, ${options}, bool return_indices=False) -> (Tensor, Tensor)`,
    {
      doc: 'The largest number of each window, and where it lies in its plane.',
      example: [`torch.nn.functional.${name}_with_indices(${what})[1]`, index],
      aliases: dims === 1 ? ['max_pool1d_with_indices'] : [],
      tuple: null,
      forward: (...args: MaxArguments) => pool(...(args.slice(0, 6) as MaxArguments)),
    },
  )
}

// ---- adaptive ----

for (const dims of [2, 3] as const)
  op(
    `_C._nn.adaptive_max_pool${dims}d(Tensor self, int[${dims}] output_size) -> (Tensor result, Tensor indices)`,
    {
      doc: 'The largest number of each of so many windows, and where it lies.',
      node: `AdaptiveMaxPool${dims}DBackward0`,
      tuple: null,
      device: true,
      compute: (self: Tensor, counts: Sizes) => {
        const name = `adaptive_max_pool${dims}d`
        const rank = self.sizes.length
        check(
          rank === dims + 1 || rank === dims + 2,
          () => `${name}(): Expected ${dims + 1}D or ${dims + 2}D tensor, but got: ${sizesText(self.sizes)}`,
        )
        self.sizes.forEach((size, i) =>
          check(
            size > 0 || i === 0,
            () =>
              `${name}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ` +
              `${sizesText(self.sizes)} with dimension ${i} being empty`,
          ),
        )
        check(counts.length === dims, () => `${name}(): internal error: output_size.size() must be ${dims}`)
        checkFloat(dims === 3 ? `${name}_cpu` : name, self)
        const { planes, spatial } = planesOf(self.sizes, dims)
        const [values, indices] = pooled(
          self,
          counts,
          axesOf(adaptiveAxes(planes, spatial, counts, self.dtype)),
        )
        return dims === 2 ? [inOrderOf(values, self), inOrderOf(indices, self)] : [values, indices]
      },
      backward: {
        self: (g, { self_sizes, output_size, indices }) => {
          const { planes, spatial } = planesOf(self_sizes, dims)
          const axes = axesOf(adaptiveAxes(planes, spatial, output_size, g.dtype))
          return largestBack(g, self_sizes, indices, dims, axes)
        },
      },
    },
  )

/** `_list_with_default`: null stands for the size of the input. */
export function sizesOrOwn(given: unknown, input: Tensor, dims: number): Sizes {
  if (!Array.isArray(given)) return new Array<number>(dims).fill(given as number)
  if (input.sizes.length <= given.length)
    throw new ValueError(`Input dimension should be at least ${given.length + 1}`)
  return given.map((size: number | null, i) => size ?? input.sizes[input.sizes.length - given.length + i])
}

const adaptive: Record<number, (self: Tensor, size: unknown) => Pair> = {
  1: (self, size) => {
    const rank = self.sizes.length
    check(
      rank === 2 || rank === 3,
      () => `adaptive_max_pool1d(): Expected 2D or 3D tensor, but got: ${sizesText(self.sizes)}`,
    )
    const sizes = size as Sizes
    check(
      sizes.length === 1,
      () => `adaptive_max_pool1d() argument 'output_size' should contain one int (got ${sizes.length})`,
    )
    return inTwo(self, (x) => call('_C._nn.adaptive_max_pool2d', [x, [1, sizes[0]]]) as Pair)
  },
  2: (self, size) => call('_C._nn.adaptive_max_pool2d', [self, sizesOrOwn(size, self, 2)]) as Pair,
  3: (self, size) => call('_C._nn.adaptive_max_pool3d', [self, sizesOrOwn(size, self, 3)]) as Pair,
}

for (const dims of [1, 2, 3] as const) {
  const name = `adaptive_max_pool${dims}d`
  const pool = adaptive[dims]
  const x = ['torch.tensor([[1.5, 4, 3, 2]])', square, `${square}.unsqueeze(0)`][dims - 1]
  const values = ['tensor([[4., 3.]])', samples[2].values, samples[3].values][dims - 1]
  const index = ['tensor([[1, 2]])', samples[2].index, samples[3].index][dims - 1]
  const size = ['2', '2', '[1, 2, 2]'][dims - 1]
  const type = dims === 1 ? 'int[1]' : 'any'
  op(`nn.functional.${name}(Tensor input, ${type} output_size, bool return_indices=False) -> Tensor`, {
    doc: 'The largest number of each of `output_size` windows that share the input out.',
    example: [`torch.nn.functional.${name}(${x}, ${size})`, values],
    forward: (self: Tensor, counts: unknown, withIndices: boolean) => {
      const result = pool(self, counts)
      return withIndices ? Tuple.from(result) : result[0]
    },
  })
  op(
    `nn.functional.${name}_with_indices(Tensor input, ${type} output_size, bool return_indices=False) -> (Tensor, Tensor)`,
    {
      doc: 'The largest number of each of `output_size` windows, and where it lies in its plane.',
      example: [`torch.nn.functional.${name}_with_indices(${x}, ${size})[1]`, index],
      aliases: dims === 1 ? ['adaptive_max_pool1d'] : [],
      tuple: null,
      forward: (self: Tensor, counts: unknown) => pool(self, counts),
    },
  )
}
