// From tensors to flat memory: the array a tensor's numbers lie in, and where in it the first one is.
import { int32, int64 } from '../base/dtype.js'
import type { TypedArray } from '../base/dtype.js'
import { formOf, isSmall, shortWayFor } from '../kernels/choose.js'
import type { Kernel, Memories, Memory } from '../kernels/kernel.js'
import type { Tensor } from '../tensor/tensor.js'

/** The tensors of a call, where the kernel takes memories. */
export type TensorsFor<M extends Memories> = {
  readonly [K in keyof M]: null extends M[K] ? Tensor | null : Tensor
}

/** The memory of a tensor of this process. With `pairs`, int64 comes as pairs of int32, which needs no bigint. */
export function memoryOf({ memory, dtype, offset }: Tensor, pairs = false): Memory {
  const array = pairs && dtype === int64 ? memory.as(int32).array : memory.array
  return { array, at: offset, dtype }
}

/** The array that the numbers of a tensor lie in. */
export const arrayOf = (tensor: Tensor): TypedArray => tensor.memory.array

/** The numbers of a contiguous tensor, for code beyond the engine that reads or fills them as they lie. */
export function numbersOf({ memory, dtype, offset, count }: Tensor): TypedArray {
  const { slots } = dtype
  return memory.array.subarray(offset * slots, (offset + count) * slots)
}

/** What a kernel is given for its tensors, as they lie; null where one is on a device or has to be widened first. */
export function memoriesOf<M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
  tensors: TensorsFor<M>,
): M | null {
  const given: readonly (Tensor | null)[] = tensors
  return listOf(kernel, given) as unknown as M | null
}

/** As they are written for the commonest counts: a list that is pushed to asks for the room of seventeen. */
function listOf(
  kernel: { readonly halves: boolean; readonly pairs: boolean },
  given: readonly (Tensor | null)[],
): (Memory | null)[] | null {
  const { length } = given
  const a = memoryFor(kernel, given[0])
  if (a === undefined) return null
  if (length === 1) return [a]
  const b = memoryFor(kernel, given[1])
  if (b === undefined) return null
  if (length === 2) return [a, b]
  const c = memoryFor(kernel, given[2])
  if (c === undefined) return null
  if (length === 3) return [a, b, c]
  const d = memoryFor(kernel, given[3])
  if (d === undefined) return null
  const memories = [a, b, c, d]
  for (let k = 4; k < length; k++) {
    const memory = memoryFor(kernel, given[k])
    if (memory === undefined) return null
    memories.push(memory)
  }
  return memories
}

/** The memory of an operand, null where it was left out; undefined where the kernel cannot be given it. */
function memoryFor(
  { halves, pairs }: { readonly halves: boolean; readonly pairs: boolean },
  tensor: Tensor | null,
): Memory | null | undefined {
  if (tensor === null) return null
  if (!tensor.memory.isHere || (tensor.dtype.isHalf && !halves)) return undefined
  return memoryOf(tensor, pairs)
}

/** Runs a kernel on tensors of this process. (A list of numbers, not a rest: it would be copied for every call.) */
export function runHere<M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
  tensors: TensorsFor<M>,
  numbers: N,
): void {
  const memories = memoriesOf(kernel, tensors)!
  const isFew = isSmall(memories, kernel)
  const short = shortWayFor(kernel, isFew)
  if (short === null || !short(memories, ...numbers))
    formOf(kernel, memories, numbers, isFew)(memories, ...numbers)
}
