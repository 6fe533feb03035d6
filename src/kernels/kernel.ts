// What a kernel is: a named loop over flat memory. See Note [Named kernels] in engine/run.ts.
import type { DType, TypedArray } from '../base/dtype.js'

/** Every kernel there is. An executor that has a faster form of one, or a device that has its own, names it so. */
export type KernelName =
  | 'copy'
  | 'copy-changed'
  | 'fill'
  | 'range'
  | 'whole-range'
  | 'spaced'
  | 'sum'
  | 'lane-sum'
  | 'product'
  | 'count-nonzero'
  | 'extremes'
  | 'extreme-places'
  | 'scan'
  | 'running-extremes'
  | 'log-scan'
  | 'moments'
  | 'normalize'
  | 'normalize-slope'
  | 'rescale'
  | 'group-slope'
  | 'norm'
  | 'softmax'
  | 'softmax-slope'
  | 'loss'
  | 'loss-slope'
  | 'nll'
  | 'nll-slope'
  | 'gemm'
  | 'dot'
  | 'convolve'
  | 'spread'
  | 'correlate'
  | 'biases'
  | 'im2col'
  | 'col2im'
  | 'max-pool'
  | 'max-pool-slope'
  | 'average-pool'
  | 'average-pool-slope'
  | 'resample'
  | 'resample-slope'
  | 'grid-sample'
  | 'grid-sample-slope'
  | 'svd'
  | 'lu'
  | 'solve-lu'
  | 'permutations'
  | 'solve-triangular'
  | 'cholesky'
  | 'solve-cholesky'
  | 'qr'
  | 'householder-product'
  | 'householder-multiply'
  | 'eigen-hermitian'
  | 'eigen'
  | 'ldl'
  | 'solve-ldl'
  | 'least-squares'
  | 'fft'
  | 'fft-real'
  | 'pick'
  | 'pick-many'
  | 'gather'
  | 'put'
  | 'put-many'
  | 'scatter'
  | 'fill-masked'
  | 'nonzero'
  | 'coordinates'
  | 'triangle'
  | 'triangle-places'
  | 'sort'
  | 'top'
  | 'rank'
  | 'mode'
  | 'histogram'
  | 'are-among'
  | 'group'
  | 'search'
  | 'ctc'
  | 'lstm-step'
  | 'lstm-step-back'
  | 'gru-step'
  | 'gru-step-back'
  | 'rnn-step'
  | 'rnn-step-back'
  | 'step-weights'
  | 'join'
  | 'sgd'
  | 'adam'

/** Up to so many elements softmax goes its short way, whose code is that of its other form. */
export const SHORT_MOST = 1024

/**
 * Kernels that have other forms than their reference, and from how many elements of the largest memory on these may be
 * worth it: what is smaller is not asked about any further.
 */
const worthFrom: Partial<Record<KernelName, number>> = {
  gemm: 512,
  dot: 2048,
  // Their order of additions is another than that of what they are composed of else.
  convolve: 1,
  spread: 1,
  correlate: 1,
  biases: 4096,
  sum: 4096,
  // What is smaller has a short way to the same code.
  softmax: SHORT_MOST + 1,
  'softmax-slope': SHORT_MOST + 1,
  // Composed of ten ops else.
  normalize: 1,
  'normalize-slope': 1,
  rescale: 4096,
  extremes: 4096,
  'lane-sum': 4096,
  'count-nonzero': 4096,
  product: 4096,
  moments: 4096,
  scan: 4096,
  sort: 1024,
  pick: 2048,
  gather: 2048,
  put: 2048,
  scatter: 2048,
  'pick-many': 2048,
  'put-many': 2048,
  'max-pool': 4096,
  sgd: 4096,
  adam: 4096,
  // A library's: matrices of 64 rows.
  lu: 4096,
  'solve-lu': 4096,
  cholesky: 4096,
  'solve-cholesky': 4096,
  'solve-triangular': 4096,
  qr: 4096,
  'householder-product': 4096,
  svd: 4096,
  'eigen-hermitian': 4096,
  eigen: 4096,
  'least-squares': 4096,
}

/**
 * Kernels whose forms give the reference's very bits: once they have had so much to do that starting vectors pays, these are
 * asked from so few elements on.
 */
const warmFrom: Partial<Record<KernelName, number>> = {
  sum: 128,
  extremes: 128,
  'lane-sum': 1024,
  'count-nonzero': 1024,
  product: 1024,
  scan: 128,
  sort: 256,
  // Fewer do not lie in the arena.
  sgd: 17,
  adam: 17,
}

/**
 * Kernels with a short way to vectors. It is asked for what is large enough for other forms; of those whose bits are those of
 * vector functions at any size, always.
 */
const shortWays: Partial<Record<KernelName, 'always' | 'large'>> = {
  softmax: 'always',
  'softmax-slope': 'always',
  sum: 'large',
  extremes: 'large',
  scan: 'large',
}

/** Where numbers lie: an array of the dtype's own kind, and the place of the first element, counted in elements. */
export interface Memory<A = TypedArray> {
  readonly array: A
  readonly at: number
  readonly dtype: DType
}

/** What a kernel is given: memories, null for an operand that was left out. */
export type Memories = readonly (Memory | null)[]

export interface KernelOptions {
  /** How many of the memories it writes to; they come first. */
  readonly writes: number
  /** Whether int64 comes as pairs of int32, the low half first, and not as bigints. */
  readonly pairs: boolean
  /** Whether it takes 16-bit floats as they are; else they come, and are taken back, as float32. */
  readonly halves: boolean
}

/**
 * Computes a kernel at once, on one thread, without finding out a form for the call first; false where it did nothing, and the
 * forms are to be asked.
 */
export type ShortWay = (memories: any, ...numbers: any[]) => boolean

export interface Kernel<M extends Memories, N extends readonly unknown[]> extends KernelOptions {
  readonly name: KernelName
  /** How many elements the largest memory has, at least, where another form may be worth it: fewer once it is warm. */
  largeFrom: number
  readonly warmFrom: number
  /** How many elements it had in calls that may be too small for another form. */
  warmth: number
  /** The reference: what all other forms are measured by. */
  readonly js: (memories: M, ...numbers: N) => void
  /** Its short way, or null where it has none; undefined until it was looked for. */
  short: ShortWay | null | undefined
  /** Whether that is asked whatever the size. */
  readonly isAlwaysShort: boolean
}

/** What a kernel is given, for its other forms: `MemoriesOf<typeof gemm>`, `NumbersOf<typeof gemm>`. */
export type MemoriesOf<K> = K extends { js(memories: infer M, ...numbers: never[]): void } ? M : never
export type NumbersOf<K> = K extends { js(memories: never, ...numbers: infer N): void } ? N : never

const usual: KernelOptions = { writes: 1, pairs: false, halves: false }

/** A kernel by its reference in JavaScript: memories as a list, then at most eleven numbers (sizes, strides, switches). */
export const kernel = <M extends Memories, N extends readonly unknown[]>(
  name: KernelName,
  js: (memories: M, ...numbers: N) => void,
  options: Partial<KernelOptions> = {},
): Kernel<M, N> => ({
  name,
  js,
  short: shortWays[name] === undefined ? null : undefined,
  isAlwaysShort: shortWays[name] === 'always',
  largeFrom: worthFrom[name] ?? Infinity,
  warmFrom: warmFrom[name] ?? Infinity,
  warmth: 0,
  ...usual,
  ...options,
})
