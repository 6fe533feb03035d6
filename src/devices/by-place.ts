// Kernels of a device that make each element by its place in the result, and those that make one element of a lane.
import type { Formula } from './backend.js'
import { deviceStorage } from './device-storage.js'
import { buffersOf, copyOnDevice, emptyOnDevice, functions, kernelOf, run, settlers } from './elementwise.js'
import type { DType } from '../base/dtype.js'
import type { Sizes } from '../base/layout.js'
import { textOf } from '../base/source-text.js'
import { Tensor } from '../tensor/tensor.js'

/** The tensor itself where its elements are all of its memory in row-major order, else a copy. */
export function dense(tensor: Tensor): Tensor {
  const whole = tensor.contiguousFlag && tensor.offset === 0 && tensor.count === tensor.memory.length
  return whole ? tensor : copyOnDevice(tensor, tensor.dtype)
}

/**
 * A new tensor whose element `i`, in row-major order, is `formula(i, ...args)`. Tensors arrive as the arrays of their
 * elements in row-major order. A last argument may hold further functions that the formula calls.
 */
export function runFormula(
  formula: Formula,
  sizes: Sizes,
  dtype: DType,
  ...args: (Tensor | number | Record<string, Formula>)[]
): Tensor {
  const result = emptyOnDevice(sizes, dtype)
  if (result.count === 0) return result
  const finish = settlers[dtype.name]
  const last = args.at(-1)
  const more = last instanceof Tensor || typeof last === 'number' ? [] : Object.entries(last ?? {})
  const variant = [dtype.name, ...more.map(([, one]) => String(one))].join()
  const kernel = kernelOf(formula, variant, () => ({
    name: `${formula.name} ${variant}`,
    source: textOf(formula),
    finish,
    functions: more.length === 0 ? functions : new Map([...functions, ...more]),
  }))
  const given = (more.length === 0 ? args : args.slice(0, -1)).map((arg) =>
    arg instanceof Tensor ? dense(arg) : (arg as number),
  )
  deviceStorage(result).put(run(kernel, result.count, buffersOf(given)))
  return result
}

/** An array of the elements of a tensor, as formulas read it. */
export type Numbers = ArrayLike<number>

/**
 * Note [Long loops]. A software renderer gives a pixel, which is four elements, 65535 rounds of loops, and leaves them
 * without a word when these are used up. So no kernel takes more rounds for an element than this: what needs more is
 * done in parts.
 */
export const LONGEST_LOOP = 8192

/** Above so many elements a lane is reduced in parts: one element of a result is the work of one thread. */
export const LONG_LANE = 1024

/** `outer` × `inner` lanes of `n` elements that lie `inner` apart; see lanes.ts. */
export interface DeviceLanes {
  readonly x: Tensor
  readonly n: number
  readonly outer: number
  readonly inner: number
  readonly sizes: Sizes
}

/**
 * Makes one element of each lane. The formula takes the place of the result, the elements, `n`, `inner`, and the
 * lengths and number of the parts that the lane is cut in; `start` below gives the first.
 */
export function reduceLanes(formula: Formula, lanes: DeviceLanes, dtype: DType): Tensor {
  const { outer, inner } = lanes
  let { x, n } = lanes
  while (n > LONG_LANE) {
    const length = Math.ceil(Math.sqrt(n))
    const parts = Math.ceil(n / length)
    x = runFormula(formula, [outer, parts, inner], dtype, x, n, inner, length, parts)
    n = parts
  }
  return runFormula(formula, lanes.sizes, dtype, x, n, inner, n, 1)
}
