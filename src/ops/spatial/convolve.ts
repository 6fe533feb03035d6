// The work of convolutions on raw memory: columns of what the window sees, and products of matrices with them. Three maps
// that are each other's gradients; see Note [Three maps] in convolution.ts.
import { bfloat16, type DType, float32 } from '../../base/dtype.js'
import { contiguousStrides, numelOf, type Sizes } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { areThere, run, runAtOnce, runIfThere } from '../../engine/run.js'
import { col2im, im2col, type Sweep, type Triple } from '../../kernels/columns.js'
import { biasing, convolution, correlation, spreading } from '../../kernels/convolution.js'
import { gemm } from '../../kernels/gemm.js'

/** One number a spatial dimension each. */
export interface Steps {
  readonly stride: Sizes
  readonly padding: Sizes
  readonly dilation: Sizes
}

/** Three numbers of one to three, the last being those given. */
export const tripleOf = (values: Sizes, fill: number): Triple =>
  values.length === 3
    ? (values as Triple)
    : values.length === 2
      ? [fill, values[0], values[1]]
      : [fill, fill, values[0]]

/** The way of a window of these sizes over planes of those; it has `places`. */
export const sweepOf = (
  sizes: Sizes,
  window: Sizes,
  places: Sizes,
  { stride, padding, dilation }: Steps,
): Sweep => ({
  sizes: tripleOf(sizes, 1),
  window: tripleOf(window, 1),
  places: tripleOf(places, 1),
  stride: tripleOf(stride, 1),
  padding: tripleOf(padding, 0),
  dilation: tripleOf(dilation, 1),
})

/** How many places a window has along each spatial dimension. */
export const placesOf = (sizes: Sizes, window: Sizes, { stride, padding, dilation }: Steps): number[] =>
  sizes.map(
    (size, i) => Math.floor((size + 2 * padding[i] - dilation[i] * (window[i] - 1) - 1) / stride[i]) + 1,
  )

/** How large planes are that a window with so many places fills. */
export const spreadOf = (
  places: Sizes,
  window: Sizes,
  { stride, padding, dilation }: Steps,
  extra: Sizes,
): number[] =>
  places.map(
    (count, i) => (count - 1) * stride[i] - 2 * padding[i] + dilation[i] * (window[i] - 1) + 1 + extra[i],
  )

/**
 * Whether PyTorch has oneDNN do a convolution, whose sums have another order then; see Note [Orders of convolutions] in
 * kernels/convolution.ts. Follows `use_mkldnn` in ATen/native/Convolution.cpp, with one thread. Transposed ones are never its.
 */
export function isOneDnns(dtype: DType, sizes: Sizes, weight: Sizes, steps: Steps, groups: number): boolean {
  if (dtype !== float32) return false
  const isOf = (values: Sizes, one: number): boolean => values.every((value) => value === one)
  // A signal is an image of one row.
  const [images, channels, height, width] = sizes.length === 3 ? [...sizes.slice(0, 2), 1, sizes[2]] : sizes
  const window = weight.length === 3 ? [1, weight[2]] : weight.slice(-2)
  const isWorthIt = images >= 16 || !isOf(window, 1) || !isOf(steps.stride, 1) || !isOf(steps.dilation, 1)
  const isLarge = images > 1 || images * channels * height * width > 20480
  return isWorthIt && (groups > 1 || window.every((size) => size > 3) || isLarge)
}

/** So many numbers of columns are made at a time. */
const MOST_COLUMNS = 1 << 18

/** What a window sees of images, and the shapes that the products of matrices take. */
interface Work {
  readonly images: number
  readonly groups: number
  /** Planes of an image, and how many outputs there are, of one group. */
  readonly channels: number
  readonly outputs: number
  /** Rows of columns for a group: channels times cells of the window. */
  readonly rows: number
  readonly places: number
  readonly plane: number
  readonly sweep: Sweep
  /** The images are their own columns: the window is one cell that goes over all of them. */
  readonly isPlain: boolean
  /** See Note [Orders of convolutions] in kernels/convolution.ts. */
  readonly isBlocked: boolean
  /** Images at a time. */
  readonly chunk: number
}

function workOf(
  images: number,
  sizes: Sizes,
  weight: Sizes,
  places: Sizes,
  steps: Steps,
  groups: number,
  isBlocked: boolean,
): Work {
  const window = weight.slice(2)
  const cells = numelOf(window)
  const rows = weight[1] * cells
  const count = numelOf(places)
  const isPlain =
    cells === 1 && steps.stride.every((step) => step === 1) && steps.padding.every((width) => width === 0)
  return {
    images,
    groups,
    channels: weight[1],
    outputs: weight[0] / groups,
    rows,
    places: count,
    plane: numelOf(sizes),
    sweep: sweepOf(sizes, window, places, steps),
    isPlain,
    isBlocked,
    chunk: Math.max(1, Math.min(images, Math.floor(MOST_COLUMNS / Math.max(1, groups * rows * count)))),
  }
}

/** Consecutive elements of a contiguous tensor from `start` on, seen with these sizes. */
const part = (x: Tensor, start: number, sizes: Sizes, strides: Sizes = contiguousStrides(sizes)): Tensor =>
  x.viewAs(sizes, strides, x.offset + start)

/** Memory for the columns of one chunk. */
const columnsFor = (work: Work, like: Tensor): Tensor =>
  emptyTensor([work.chunk, work.groups * work.rows, work.places], like.dtype, like.device)

/** The columns of `count` images from `first` on. */
function columnsOf(images: Tensor, work: Work, first: number, count: number, memory: Tensor | null): Tensor {
  const { groups, channels, plane, rows, places, sweep } = work
  const planes = groups * channels
  const start = first * planes * plane
  const sizes = [count, groups * rows, places]
  if (memory === null) return part(images, start, sizes)
  const columns = part(memory, 0, sizes)
  run(im2col, [columns, part(images, start, [count, planes, plane])], count * planes, sweep)
  return columns
}

/** Calls `visit` for each chunk of images. */
function inChunks({ images, chunk }: Work, visit: (first: number, count: number) => void): void {
  for (let first = 0; first < images; first += chunk) visit(first, Math.min(chunk, images - first))
}

/**
 * Products with the columns of a chunk of images: all images at once, or all groups of one image. `multiply` takes
 * how many pairs of matrices there are, and from which element of the images' matrices on.
 */
function eachProduct(
  { groups }: Work,
  count: number,
  multiply: (pairs: number, image: number, isShared: boolean) => void,
): void {
  if (groups === 1) multiply(count, 0, true)
  else for (let image = 0; image < count; image++) multiply(groups, image, false)
}

/** The weight: for each output (of each group) how much every row of columns counts. */
const matrixOf = (
  weight: Tensor,
  { groups, outputs, rows }: Work,
  pairs: number,
  isShared: boolean,
): Tensor =>
  isShared
    ? weight.viewAs([pairs, outputs, rows], [0, rows, 1], weight.offset)
    : weight.viewAs([groups, outputs, rows], [outputs * rows, rows, 1], weight.offset)

const widened = (x: Tensor): Tensor => (x.dtype === bfloat16 ? x.to(float32) : x).contiguous()

/** The windows' sums: what a convolution gives. `input` is (N, C, …), `weight` (O, C / groups, …). */
export function convolve(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  steps: Steps,
  groups: number,
  isBlocked = isOneDnns(input.dtype, input.sizes, weight.sizes, steps, groups),
): Tensor {
  if (input.dtype === bfloat16)
    return convolve(widened(input), widened(weight), bias && widened(bias), steps, groups).to(bfloat16)
  const [x, w, b] = [input.contiguous(), weight.contiguous(), bias?.contiguous() ?? null]
  const sizes = input.sizes.slice(2)
  const places = placesOf(sizes, weight.sizes.slice(2), steps)
  const work = workOf(x.sizes[0], sizes, w.sizes, places, steps, groups, isBlocked)
  const { outputs, rows } = work
  const out = emptyTensor([work.images, weight.sizes[0], ...places], input.dtype, input.device)
  if (out.count === 0 || runAtOnce(convolution, [out, x, w, b], work, work.sweep)) return out
  const memory = work.isPlain ? null : columnsFor(work, x)
  const isAddedAtOnce = b !== null && input.dtype.is_floating_point
  const one = [outputs, work.places] as const
  inChunks(work, (first, count) => {
    const columns = columnsOf(x, work, first, count, memory)
    eachProduct(work, count, (pairs, image, isShared) => {
      const size = outputs * work.places
      const target = part(out, (first * groups + image * groups) * size, [pairs, ...one])
      const addend = isAddedAtOnce
        ? isShared
          ? b.viewAs([pairs, outputs, 1], [0, 1, 0], b.offset)
          : b.viewAs([pairs, outputs, 1], [outputs, 1, 0], b.offset)
        : null
      const right = part(columns, image * groups * rows * work.places, [pairs, rows, work.places])
      run(
        gemm,
        [target, matrixOf(w, work, pairs, isShared), right, addend],
        pairs,
        outputs,
        work.places,
        rows,
        1,
        [isShared ? 0 : outputs * rows, rows, 1],
        [rows * work.places, work.places, 1],
        1,
        [isShared ? 0 : outputs, 1, 0],
        size,
      )
    })
  })
  return b === null || isAddedAtOnce ? out : out.add(b.view([1, -1, ...places.map(() => 1)]))
}

/**
 * The way back to what the windows saw: what a transposed convolution gives. `places` is (N, O, …), `weight` as above,
 * `sizes` the spatial ones of the result.
 *
 * @param isBlocked whether this is the gradient of a convolution that is oneDNN's
 */
export function spread(
  places: Tensor,
  weight: Tensor,
  sizes: Sizes,
  steps: Steps,
  groups: number,
  isBlocked = false,
): Tensor {
  if (places.dtype === bfloat16)
    return spread(widened(places), widened(weight), sizes, steps, groups).to(bfloat16)
  const [g, w] = [places.contiguous(), weight.contiguous()]
  const [images] = places.sizes
  const work = workOf(images, sizes, weight.sizes, places.sizes.slice(2), steps, groups, isBlocked)
  const { outputs, rows, plane } = work
  const planes = groups * work.channels
  const out = emptyTensor([images, planes, ...sizes], places.dtype, places.device)
  if (out.count === 0 || runAtOnce(spreading, [out, g, w], work, work.sweep)) return out
  const memory = work.isPlain ? null : columnsFor(work, g)
  inChunks(work, (first, count) => {
    const start = first * planes * plane
    const columns =
      memory === null
        ? part(out, start, [count, groups * rows, work.places])
        : part(memory, 0, [count, groups * rows, work.places])
    eachProduct(work, count, (pairs, image, isShared) => {
      const size = outputs * work.places
      const from = part(g, (first + image) * groups * size, [pairs, outputs, work.places])
      const target = part(columns, image * groups * rows * work.places, [pairs, rows, work.places])
      run(
        gemm,
        [target, matrixOf(w, work, pairs, isShared).transpose(1, 2), from, null],
        pairs,
        rows,
        work.places,
        outputs,
        1,
        [isShared ? 0 : outputs * rows, 1, rows],
        [size, work.places, 1],
        0,
        [0, 0, 0],
        rows * work.places,
      )
    })
    if (memory !== null)
      run(col2im, [part(out, start, [count, planes, plane]), columns], count * planes, work.sweep)
  })
  return out
}

/** How much each weight counted: the gradient of `convolve` by the weight, of sizes `weight`. */
export function correlate(
  input: Tensor,
  places: Tensor,
  weight: Sizes,
  steps: Steps,
  groups: number,
  isBlocked: boolean,
): Tensor {
  if (input.dtype === bfloat16)
    return correlate(widened(input), widened(places), weight, steps, groups, isBlocked).to(bfloat16)
  const x = input.contiguous()
  const work = workOf(
    input.sizes[0],
    input.sizes.slice(2),
    weight,
    places.sizes.slice(2),
    steps,
    groups,
    isBlocked,
  )
  const { outputs, rows } = work
  const out = input.new_zeros(weight)
  if (out.count === 0 || places.count === 0) return out
  const isAtOnce = isBlocked || x.dtype !== float32
  // The gradient of a sum is one number, which is not to be written to all places to be read from there.
  if (isAtOnce && !areThere([x, places]) && places.strides.every((step) => step === 0)) {
    const one = places.viewAs([1], [1], places.offset)
    if (runAtOnce(correlation, [out, x, one], { ...work, isEven: true }, work.sweep)) return out
  }
  const g = places.contiguous()
  if (runIfThere('correlate', [out, x, g], work, work.sweep)) return out
  if (isAtOnce && runAtOnce(correlation, [out, x, g], work, work.sweep)) return out
  const memory = work.isPlain ? null : columnsFor(work, x)
  const size = outputs * work.places
  inChunks(work, (first, count) => {
    const columns = columnsOf(x, work, first, count, memory)
    for (let group = 0; group < groups; group++) {
      const left = g.viewAs(
        [count, outputs, work.places],
        [groups * size, work.places, 1],
        g.offset + (first * groups + group) * size,
      )
      const right = columns.viewAs(
        [count, work.places, rows],
        [groups * rows * work.places, 1, work.places],
        columns.offset + group * rows * work.places,
      )
      const sum = part(out, group * outputs * rows, [outputs, rows])
      if (!input.dtype.is_floating_point) {
        sum.add_(left.matmul(right).sum(0))
        continue
      }
      run(
        gemm,
        [sum, left, right, first === 0 ? null : sum],
        count,
        outputs,
        rows,
        work.places,
        1,
        [groups * size, work.places, 1],
        [groups * rows * work.places, 1, work.places],
        1,
        [0, rows, 1],
        0,
      )
    }
  })
  return out
}

/** How much each bias counted: what `places` of (N, O, …) sum up to for each output, in oneDNN's order. */
export function biasOf(places: Tensor): Tensor {
  const g = places.contiguous()
  const [images, outputs] = g.sizes
  const out = emptyTensor([outputs], g.dtype, g.device)
  run(biasing, [out, g], images, outputs, numelOf(g.sizes.slice(2)))
  return out
}
