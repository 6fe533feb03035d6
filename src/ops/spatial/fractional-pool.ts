// Fractional max pooling: windows that lie at random, nearly even distances. Follows ATen/native/FractionalMaxPool2d.cpp.
import { int64 } from '../../base/dtype.js'
import { check, sizesText, ValueError } from '../../base/errors.js'
import { numelOf, type Sizes } from '../../base/layout.js'
import { Tuple } from '../../base/tuple.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { type Axis, maxPool } from '../../kernels/pool.js'
import { checkFloat, largestBack, type Pair, samples as examples, square } from './max-pool.js'
import { axesOf, planesOf } from './windows.js'

/** `generate_intervals`: where windows begin that lie at random, nearly even distances. */
function fractionalAxis(sample: number, size: number, count: number, window: number, single: boolean): Axis {
  const round = single ? Math.fround : (x: number): number => x
  const first = new Int32Array(count)
  if (count > 1) {
    const alpha = round((size - window) / (count - 1))
    for (let i = 0; i < count - 1; i++)
      first[i] = Math.trunc(round(round(i + sample) * alpha)) - Math.trunc(round(sample * alpha))
  }
  if (count > 0) first[count - 1] = size - window
  return { first, count: new Int32Array(count).fill(window), step: 1 }
}

type FractionalArguments = [
  input: Tensor,
  kernel: Sizes,
  size: Sizes | null,
  ratio: Sizes | null,
  withIndices: boolean,
  samples: Tensor | null,
]

const poolWords = ['time', 'height', 'width']

for (const dims of [2, 3] as const) {
  const name = `fractional_max_pool${dims}d`
  op(
    `_C._nn.${name}(Tensor self, int[${dims}] kernel_size, int[${dims}] output_size, Tensor random_samples) -> (Tensor result, Tensor indices)`,
    {
      doc: 'The largest numbers of windows at random distances, and where they lie.',
      node: `FractionalMaxPool${dims}DBackward0`,
      tuple: null,
      device: true,
      compute: (self: Tensor, windows: Sizes, counts: Sizes, samples: Tensor) => {
        const rank = self.sizes.length
        const called = dims === 3 ? `${name}_out` : name
        check(
          windows.length === dims,
          () =>
            `${name}: kernel_size must either be a single Int or tuple of ${dims === 3 ? 'three Ints' : 'Ints'}`,
        )
        check(
          counts.length === dims,
          () =>
            `${name}: output_size must either be a single Int or tuple of ${dims === 3 ? 'three Ints' : 'Ints'}`,
        )
        check(
          rank === dims + 1 || rank === dims + 2,
          () =>
            `${called}(): Expected ${dims + 1}D or ${dims + 2}D tensor, but got: ${sizesText(self.sizes)}`,
        )
        const { planes, spatial, plane } = planesOf(self.sizes, dims)
        spatial.forEach((size, i) => {
          const word = poolWords[3 - dims + i]
          const isFine = dims === 2 ? counts[i] + windows[i] - 1 <= size : counts[i] + windows[i] - 1 < size
          check(
            isFine,
            () => `${called}(): pool ${word} ${windows[i]} too large relative to input ${word} ${size}`,
          )
        })
        checkFloat(`${name}_out_frame`, self)
        const sizes = [...self.sizes.slice(0, rank - dims), ...counts]
        const values = emptyTensor(sizes, self.dtype, self.device)
        const indices = emptyTensor(sizes, int64, self.device)
        const x = self.contiguous()
        const chances = samples.reshape([-1, dims]).tolist() as number[][]
        const [cells, places] = [numelOf(plane), numelOf(counts)]
        const isSingle = self.dtype.itemsize < 8
        for (let p = 0; p < planes; p++) {
          // Of two dimensions the last comes first.
          const axes = spatial.map((size, i) =>
            fractionalAxis(chances[p][dims === 2 ? 1 - i : i], size, counts[i], windows[i], isSingle),
          )
          const of = (tensor: Tensor, count: number): Tensor =>
            tensor.viewAs([count], [1], tensor.offset + p * count)
          run(maxPool, [of(values, places), of(indices, places), of(x, cells)], 1, plane, axesOf(axes))
        }
        return [values, indices]
      },
      backward: {
        self: (g, { self_sizes, output_size, indices }) =>
          largestBack(g, self_sizes, indices, (output_size as Sizes).length),
      },
    },
  )
  const fractional = (
    input: Tensor,
    kernel: Sizes,
    size: Sizes | null,
    ratio: Sizes | null,
    given: Tensor | null,
  ): Pair => {
    if (size === null && ratio === null)
      throw new ValueError(`${name} requires specifying either an output_size or an output_ratio`)
    const spatial = planesOf(input.sizes, dims).spatial
    const counts = size ?? spatial.map((cells, i) => Math.trunc(cells * ratio![i]))
    const batch = input.sizes.length === dims + 1 ? 1 : input.sizes[0]
    const samples =
      given ??
      (call('rand', [
        [batch, input.sizes[input.sizes.length - dims - 1], dims],
        { dtype: input.dtype, device: input.device },
      ]) as Tensor)
    return call(`_C._nn.${name}`, [input, kernel, counts, samples]) as Pair
  }
  const options =
    `int[${dims}] kernel_size, int[${dims}]? output_size=None, float[${dims}]? output_ratio=None, ` +
    'bool return_indices=False, Tensor? _random_samples=None'
  const x = dims === 2 ? square : 'torch.arange(27, { dtype: torch.float32 }).reshape(1, 3, 3, 3)'
  const result = dims === 2 ? examples[2].values : 'tensor([[[[18., 20.],\n          [24., 26.]]]])'
  const shown = dims === 2 ? '2, 2' : '[2, 1, 1], [1, 2, 2]'
  op(`nn.functional.${name}(Tensor input, ${options}) -> Tensor`, {
    doc: 'Max pooling with windows at random distances, so that any output size (or ratio) is possible.',
    example: [`torch.manual_seed(0)\ntorch.nn.functional.${name}(${x}, ${shown})`, result],
    forward: (...[input, kernel, size, ratio, withIndices, given]: FractionalArguments) => {
      const pair = fractional(input, kernel, size, ratio, given)
      return withIndices ? Tuple.from(pair) : pair[0]
    },
  })
  op(`nn.functional.${name}_with_indices(Tensor input, ${options}) -> (Tensor, Tensor)`, {
    doc: 'Fractional max pooling, with where the largest numbers lie.',
    example: [`torch.manual_seed(0)\ntorch.nn.functional.${name}_with_indices(${x}, ${shown})[0]`, result],
    tuple: null,
    forward: (...[input, kernel, size, ratio, , given]: FractionalArguments) =>
      fractional(input, kernel, size, ratio, given),
  })
}
