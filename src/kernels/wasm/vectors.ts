// The forms of kernels that run on vectors, by name: each for the memories and numbers that it is worth it for.
import type { Form } from '../executor.js'
import type { KernelName, Memories, ShortWay } from '../kernel.js'
import { biasesForm } from './biases.js'
import { convolutionForm, spreadingForm } from './convolution.js'
import { correlationForm } from './correlation.js'
import { dotForm } from './dot.js'
import { extremesForm, shortExtremes } from './extremes.js'
import { countForm, laneSumForm } from './folds.js'
import { gemmForm } from './gemm.js'
import { level } from './level.js'
import { momentsForm, normalizeForm, normalizeSlopeForm, rescaleForm } from './normalization.js'
import { adamForm, sgdForm } from './optimizer.js'
import { maxPoolForm } from './max-pool.js'
import { pickingForms } from './picking.js'
import { pool } from './pool.js'
import { productForm } from './products.js'
import { scanForm, shortScan } from './scan.js'
import { shortSoftmax, shortSoftmaxSlope, softmaxForm, softmaxSlopeForm } from './softmax.js'
import { sortForm } from './sort.js'
import { shortSum, sumForm } from './sums.js'

/** Starts the threads and waits until they are there; false where there are none. */
export const awaitThreads = (): boolean => pool.awaitThreads()

export { castBlock } from './casts.js'
export { denseCall } from './dense-call.js'
export { level }
export { fillBlock, moveBlock, moveRows, transposeBlock } from './moves.js'
export { mapVectors } from './pointwise.js'
export { drawUniforms, makeNormals } from './random.js'

/** Gives a form for a call; null where the reference is to compute it. */
type FormFor = (memories: Memories, numbers: readonly unknown[]) => Form<Memories, readonly unknown[]> | null

const forms: Partial<Record<KernelName, FormFor>> = {
  gemm: gemmForm as unknown as FormFor,
  dot: dotForm as unknown as FormFor,
  convolve: convolutionForm as unknown as FormFor,
  spread: spreadingForm as unknown as FormFor,
  correlate: correlationForm as unknown as FormFor,
  biases: biasesForm as unknown as FormFor,
  sum: sumForm as unknown as FormFor,
  softmax: softmaxForm as unknown as FormFor,
  'softmax-slope': softmaxSlopeForm as unknown as FormFor,
  extremes: extremesForm as unknown as FormFor,
  'lane-sum': laneSumForm as unknown as FormFor,
  'count-nonzero': countForm as unknown as FormFor,
  product: productForm as unknown as FormFor,
  moments: momentsForm as unknown as FormFor,
  normalize: normalizeForm as unknown as FormFor,
  'normalize-slope': normalizeSlopeForm as unknown as FormFor,
  rescale: rescaleForm as unknown as FormFor,
  scan: scanForm as unknown as FormFor,
  sort: sortForm as unknown as FormFor,
  'max-pool': maxPoolForm as unknown as FormFor,
  ...(pickingForms as Partial<Record<KernelName, FormFor>>),
  sgd: sgdForm as unknown as FormFor,
  adam: adamForm as unknown as FormFor,
}

/** The short ways of the kernels that have one (`shortWays` in ../kernel.ts). */
export const shortWays: Partial<Record<KernelName, ShortWay>> = {
  sum: shortSum,
  extremes: shortExtremes,
  scan: shortScan,
  softmax: shortSoftmax as unknown as ShortWay,
  'softmax-slope': shortSoftmaxSlope as unknown as ShortWay,
}

/** How vectors compute a kernel on these memories; null where that is not their work. */
export const vectorForm = (
  name: KernelName,
  memories: Memories,
  numbers: readonly unknown[],
): ReturnType<FormFor> => (level() === 'off' ? null : (forms[name]?.(memories, numbers) ?? null))
