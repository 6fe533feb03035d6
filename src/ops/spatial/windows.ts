// Which cells the windows of a pooling cover, and what it refuses. Follows ATen/native/Pool.h.
import type { DType } from '../../base/dtype.js'
import { check, sizesText } from '../../base/errors.js'
import { isContiguous, numelOf, type Sizes } from '../../base/layout.js'
import { checkRoom } from '../../memory/allocate.js'
import type { Tensor } from '../../tensor/tensor.js'
import type { Triple } from '../../kernels/columns.js'
import type { Axes, Axis, Divisors } from '../../kernels/pool.js'

/** Windows that lie at even distances, along one dimension. */
export interface Regular {
  readonly window: number
  readonly stride: number
  readonly padding: number
  readonly dilation: number
}

/** `pooling_output_shape`: how many windows there are. */
export function windowsIn(size: number, one: Regular, ceil: boolean): number {
  const { window, stride, padding, dilation } = one
  check(stride !== 0, () => 'stride should not be zero')
  check(padding >= 0, () => `pad must be non-negative, but got pad: ${padding}`)
  check(
    padding <= Math.floor(window / 2),
    () => `pad should be at most half of kernel size, but got pad=${padding} and kernel_size=${window}`,
  )
  const room = size + 2 * padding - dilation * (window - 1) - 1 + (ceil ? stride - 1 : 0)
  const count = Math.floor(room / stride) + 1
  // The last window has to begin inside the plane or what lies before it.
  return ceil && (count - 1) * stride >= size + padding ? count - 1 : count
}

/** The cells of such windows that lie in a plane of this size. */
export function regularAxis(size: number, count: number, one: Regular): Axis {
  const first = new Int32Array(count)
  const counts = new Int32Array(count)
  const { window, stride, padding, dilation } = one
  for (let i = 0; i < count; i++) {
    const start = i * stride - padding
    const skipped = start < 0 ? Math.ceil(-start / dilation) : 0
    first[i] = start + skipped * dilation
    const end = Math.min(start + (window - 1) * dilation + 1, size)
    counts[i] = Math.max(0, Math.ceil((end - first[i]) / dilation))
  }
  return { first, count: counts, step: dilation }
}

/** How many cells count in an average, of windows over a plane with what was padded. */
export function paddedCounts(
  size: number,
  count: number,
  { window, stride, padding }: Regular,
): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const start = i * stride - padding
    return Math.min(start + window, size + padding) - start
  })
}

/** The windows that share planes out among so many of them, where the machine can hold what comes of them. */
export function adaptiveAxes(planes: number, sizes: Sizes, counts: Sizes, dtype: DType): Axis[] {
  checkRoom(dtype, [Math.max(1, planes), ...counts.map((count) => Math.max(0, count))])
  return sizes.map((size, i) => adaptiveAxis(size, counts[i]))
}

/** Windows that share a dimension out among `count` of them. */
function adaptiveAxis(size: number, count: number): Axis {
  check(count >= 0, () => 'elements of output_size must be greater than or equal to 0')
  const first = new Int32Array(count)
  const counts = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    first[i] = Math.floor((i * size) / count)
    counts[i] = Math.ceil(((i + 1) * size) / count) - first[i]
  }
  return { first, count: counts, step: 1 }
}

const whole: Axis = { first: Int32Array.of(0), count: Int32Array.of(1), step: 1 }
const one = Float64Array.of(1)

/** Axes of three dimensions, of two or three. */
export const axesOf = (axes: readonly Axis[]): Axes => [
  axes.at(-3) ?? whole,
  axes.at(-2) ?? whole,
  axes.at(-1)!,
]
export const divisorsOf = (divisors: readonly Float64Array[]): Divisors => [
  divisors.at(-3) ?? one,
  divisors.at(-2) ?? one,
  divisors.at(-1)!,
]

/** The planes of a tensor whose last `dims` dimensions are spatial: how many there are, and their sizes. */
export function planesOf(sizes: Sizes, dims: number): { planes: number; plane: Triple; spatial: Sizes } {
  const spatial = sizes.slice(sizes.length - dims)
  return {
    planes: numelOf(sizes.slice(0, sizes.length - dims)),
    plane:
      dims === 3 ? (spatial as unknown as Triple) : [1, spatial.length > 1 ? spatial[0] : 1, spatial.at(-1)!],
    spatial,
  }
}

const names = ['T', 'H', 'W']
const byX = (sizes: Sizes): string => `(${sizes.join('x')})`
/** `kH: 2, kW: 2`. */
const listed = (values: Sizes, name: (axis: string) => string, between: string): string =>
  values.map((value, i) => `${name(names[3 - values.length + i])}: ${value}`).join(between)

/** `pool2d_shape_check` and `pool3d_shape_check`. */
export function checkWindows(name: string, input: Tensor, windows: readonly Regular[], counts: Sizes): void {
  const dims = windows.length
  const of = (key: keyof Regular): Sizes => windows.map((each) => each[key])
  check(
    windows.every(({ window }) => window > 0),
    () =>
      `kernel size should be greater than zero, but got ${listed(of('window'), (axis) => `k${axis}`, dims === 3 ? ' ' : ', ')}`,
  )
  check(
    windows.every(({ stride }) => stride > 0),
    () =>
      `stride should be greater than zero, but got ${listed(of('stride'), (axis) => `d${axis}`, dims === 3 ? ' ' : ', ')}`,
  )
  check(
    windows.every(({ dilation }) => dilation > 0),
    () =>
      `dilation should be greater than zero, but got ${listed(of('dilation'), (axis) => `dilation${axis}`, ' ')}`,
  )
  const rank = input.sizes.length
  const own = input.sizes.slice(rank === dims + 2 ? 1 : 0)
  const isEmpty = own.includes(0)
  check(
    dims !== 3 || !isEmpty || (rank !== 4 && rank !== 5),
    () =>
      `${name}: Expected input's non-batch dimensions to have positive length, but input has a shape of ` +
      // PyTorch names the dimension's length, not its number.
      `${sizesText(input.sizes)} and non-batch dimension 0 has length zero!`,
  )
  check((rank === dims + 1 || rank === dims + 2) && !isEmpty, () =>
    dims === 2 && (rank === 3 || rank === 4)
      ? `Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:${sizesText(input.sizes)}`
      : `non-empty ${dims + 1}D or ${dims + 2}D (batch mode) tensor expected for input`,
  )
  const channels = input.sizes[rank - dims - 1]
  check(
    counts.every((count) => count >= 1),
    () =>
      `Given input size: ${byX(input.sizes.slice(rank - dims - 1))}. Calculated output size: ` +
      `${byX([channels, ...counts])}. Output size is too small`,
  )
}

/** What a pooling calls one number or a list of them. */
export function numbersOf(
  name: string,
  what: string,
  values: Sizes | null,
  dims: number,
  otherwise: Sizes,
): Sizes {
  // Only a stride may be left out.
  if (values === null || (values.length === 0 && what === 'stride')) return otherwise
  if (values.length === 1) return new Array<number>(dims).fill(values[0])
  const word = dims === 3 ? 'three' : 'two'
  const isMax = name.startsWith('max')
  const must =
    what === 'stride'
      ? 'must either be omitted, a single int,'
      : isMax && what === 'padding'
        ? 'must be either be a single int,'
        : isMax && what === 'dilation'
          ? 'must be either a single int,'
          : !isMax && dims === 3 && what === 'kernel_size'
            ? 'must be a single int,'
            : 'must either be a single int,'
  check(values.length === dims, () => `${name}: ${what} ${must} or a tuple of ${word} ints`)
  return values
}

/** A result whose channels lie last in memory where those of the input do. */
export function inOrderOf(result: Tensor, { sizes, strides, contiguousFlag }: Tensor): Tensor {
  const rank = sizes.length
  if (contiguousFlag || (rank !== 4 && rank !== 5)) return result
  const last = [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]
  const isLast = isContiguous(
    last.map((dim) => sizes[dim]),
    last.map((dim) => strides[dim]),
  )
  const back = [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)]
  return isLast ? result.permute(last).contiguous().permute(back) : result
}
