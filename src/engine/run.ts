// Runs kernels: asks once where a call's tensors are, and hands them to whoever computes there.
//
// Note [Named kernels]. A family says what, a plan where the numbers lie, a kernel how, an executor on what.
//
// - *A family calls a kernel* with the tensors it writes and reads, then numbers: it makes the results, in their final
//   dtype and where `self` is, and says
//
//       const out = emptyTensor(sizes, dtype, self.device)
//       run(softmax, [out, lanes.x], lanes.n, lanes.inner, isLog)
//
//   It never asks where tensors are and never reads memory. An operand that was left out is null. 16-bit floats need no
//   care: a kernel that has no code for them gets float32, and the results are rounded back.
// - *A kernel* is a file in kernels/: `export const softmax = kernel('softmax', ([out, x], n, inner, isLog) => …)`. It is
//   given memories (an array, the place of the first element, the dtype) and numbers, and knows no tensor. What lies
//   how is part of its contract: contiguous unless it takes strides. Its name stands in `KernelName`.
// - *Its form on a device* is a function of the same tensors and numbers in devices/forms/, listed by the kernel's name in
//   devices/forms.ts. It gives new tensors for those that are written. A kernel without one is not the device's: the
//   call falls to the host, as placement.ts allows it. What is no loop over memory here may be a form there (`runIfThere`).
// - *Plan alone reads storage*, through `arrayOf` and `memoryOf`. Calls that are shorter than a plan (quick.ts, and copies
//   and fills of what lies in order) ask it for the arrays alone and call the loop themselves.
// - *An executor* (vectors, a library) is a file in kernels/ that answers which kernels it takes on which
//   memories, and is put in the list of kernels/choose.ts. It has the same arguments as the reference. Nothing else asks.
import { devices } from '../devices/device.js'
import { isOnDevice } from '../devices/device-storage.js'
import { formOf } from '../devices/form-of.js'
import { writeOnDevice } from '../devices/transfer.js'
import { float32 } from '../base/dtype.js'
import { formOf as formHere, isSmall, shortWayFor } from '../kernels/choose.js'
import type { Kernel, KernelName, Memories } from '../kernels/kernel.js'
import type { Tensor } from '../tensor/tensor.js'
import { castTo, copyInto } from './copy.js'
import { memoriesOf, runHere, type TensorsFor } from './plan.js'

/** A device has no form of a kernel. */
export class NotOnDevice extends Error {}

type Run = <M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
  tensors: TensorsFor<M>,
  ...numbers: N
) => void

/**
 * Runs a kernel where its tensors are; those it writes to come first. As many numbers as the kernel with most takes are
 * written out: a list of them would be made, and taken apart again, for every call, which costs more than a small sum.
 */
export const run = function (kernel: AnyKernel, tensors: AnyTensors, a, b, c, d, e, f, g, h, i, j, k) {
  const memories = memoriesOf(kernel, tensors)
  const isFew = memories !== null && isSmall(memories, kernel)
  if (memories !== null) {
    const short = shortWayFor(kernel, isFew)
    if (short !== null && short(memories, a, b, c, d, e, f, g, h, i, j, k)) return
  }
  if (isFew) kernel.js(memories, a, b, c, d, e, f, g, h, i, j, k)
  else runLarge(kernel, tensors, memories, [a, b, c, d, e, f, g, h, i, j, k].slice(0, arguments.length - 2))
} as Run

type AnyKernel = Kernel<any, readonly any[]>
type AnyTensors = TensorsFor<any>

/** What is large enough for another form, is somewhere else, or has to be widened. */
function runLarge(
  kernel: AnyKernel,
  tensors: AnyTensors,
  memories: Memories | null,
  numbers: readonly unknown[],
): void {
  if (memories !== null) formHere(kernel, memories, numbers, false)(memories, ...numbers)
  else if (areThere(tensors)) runThere(kernel, tensors, numbers)
  else runWidened(kernel, tensors, numbers)
}

/**
 * Runs a kernel that is also a composition of others, if something has a form of it that beats them.
 *
 * @returns false where nothing was done, and it is to be composed
 */
export function runAtOnce<M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
  tensors: TensorsFor<M>,
  ...numbers: N
): boolean {
  const memories = memoriesOf(kernel, tensors)
  if (memories === null) {
    if (!areThere(tensors) || formOf(kernel.name) === undefined) return false
    runThere(kernel, tensors, numbers)
    return true
  }
  const form = formHere(kernel, memories, numbers)
  if (form === kernel.js) return false
  form(memories, ...numbers)
  return true
}

/**
 * Runs the form that a device has of what goes another way in memory that is here.
 *
 * @returns false where nothing was done, since the tensors are here
 */
export function runIfThere(
  name: KernelName,
  tensors: readonly (Tensor | null)[],
  ...numbers: readonly unknown[]
): boolean {
  if (!areThere(tensors)) return false
  runThere({ name }, tensors, numbers)
  return true
}

/** Whether any of these tensors is on a device. */
export function areThere(tensors: readonly (Tensor | null)[]): boolean {
  if (!devices.inUse) return false
  for (let k = 0; k < tensors.length; k++) {
    const tensor = tensors[k]
    if (tensor !== null && isOnDevice(tensor)) return true
  }
  return false
}

function runThere(
  { name }: { readonly name: KernelName },
  tensors: readonly (Tensor | null)[],
  numbers: readonly unknown[],
): void {
  const form = formOf(name)
  if (form === undefined) throw new NotOnDevice(name)
  const results = form(tensors, ...numbers)
  results.forEach((result, k) => {
    const target = tensors[k]
    if (target === null || result === null) return
    // What a form gives may be an operand as it is, whose memory is not to be taken.
    const isOurs = !tensors.some((tensor) => tensor !== null && tensor.memory === result.memory)
    writeOnDevice(target, result, isOurs)
  })
}

/** With 16-bit floats as float32. */
function runWidened<M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
  tensors: TensorsFor<M>,
  numbers: N,
): void {
  const given: readonly (Tensor | null)[] = tensors
  const wide = given.map((tensor) => (tensor?.dtype.isHalf ? castTo(tensor, float32) : tensor))
  runHere(kernel, wide as unknown as TensorsFor<M>, numbers)
  for (let k = 0; k < kernel.writes; k++) {
    const target = given[k]
    if (target !== null && wide[k] !== target) copyInto(target, wide[k] as Tensor)
  }
}
