// What the engine asks of a device other than the CPU: to hold numbers and to run kernels on them. A backend knows
// nothing of autograd, dtypes, shapes or strides; those arrive as numbers that a kernel takes.

/** Any function of numbers and arrays; kernels are told apart by their text. */
export type Formula = (...values: any[]) => unknown

/**
 * One element of a result as a function of its place. It is written in JavaScript: numbers, arithmetic, comparisons,
 * `Math`, `const`, `let`, `if`, `for`, `while`, `return`, and calls of functions that are in `functions`. A device
 * compiles it once, whatever the sizes. `dot4(a, p, b, q)` is the product of the p-th four elements of buffer `a` with the
 * q-th four of `b`: a texture gives four numbers at a time.
 */
export interface Kernel {
  /** Unique, for messages and profiles. */
  readonly name: string
  /** A function whose first parameter is the place in the result; the others are buffers, read as `x[k]`, or numbers. */
  readonly source: string
  /** What every result goes through: a function of one number. */
  readonly finish?: Formula
  /** What the source may call, by the name it has there. */
  readonly functions: ReadonlyMap<string, Formula>
}

/** A kernel uses something that the device has no word for. */
export class Untranslatable extends Error {}

/** Memory of a device: so many float32 numbers. Given back with `release`, once. */
export interface DeviceBuffer {
  readonly length: number
  readonly bytes: number
}

export interface Backend {
  /** `headlessgl`, `webasm` or `cpu`: the part of gpu.js that runs. */
  readonly name: string
  /** What computes, in words for people. */
  readonly description: string
  /** Whether `dot4` reads four numbers at once, so that laying them out for it pays; else it is four products. */
  readonly readsFours: boolean
  upload(values: Float32Array): DeviceBuffer
  download(buffer: DeviceBuffer): Float32Array
  /** A new buffer whose element i is `kernel(i, ...args)`. */
  run(kernel: Kernel, length: number, args: readonly (DeviceBuffer | number)[]): DeviceBuffer
  release(buffer: DeviceBuffer): void
  /** Waits until what was asked for is done. */
  synchronize(): void
  /** How many kernels were compiled. */
  readonly compiled: number
}
