// Where a call runs. Its tensors must be on one device; an op that has no kernel there says so, or runs on the CPU
// where `DLTORCH_GPU_FALLBACK=1` allows it.
import { Untranslatable } from '../devices/backend.js'
import { devices } from '../devices/device.js'
import { isOnDevice } from '../devices/device-storage.js'
import { NotImplementedError, RuntimeError } from '../base/errors.js'
import { Tensor } from '../tensor/tensor.js'
import { warn } from '../base/warnings.js'
import { copyInto } from './copy.js'
import { toDevice, toHost } from '../devices/transfer.js'
import type { Overload } from './op.js'
import { NotOnDevice } from './run.js'

/** Calls `visit` with every tensor of a call. */
function eachTensor(values: readonly unknown[], visit: (tensor: Tensor) => void, depth = 0): void {
  for (const value of values) {
    if (value instanceof Tensor) visit(value)
    // Lists of an index may be nested; one may even hold itself.
    else if (Array.isArray(value) && depth < 3) eachTensor(value, visit, depth + 1)
  }
}

/** Whether a call has tensors on the gpu; throws where others are elsewhere. */
export function runsOnDevice(overload: Overload, values: readonly unknown[]): boolean {
  let there = false
  let here = false
  const { entry } = overload
  eachTensor(values, (tensor) => {
    if (isOnDevice(tensor)) there = true
    // Kernels take a 0-dim tensor of the CPU for a number.
    else if (!entry.kernel || tensor.sizes.length > 0) here = true
  })
  if (there && here && entry.device !== 'mixed' && !entry.forward)
    throw new RuntimeError(
      'Expected all tensors to be on the same device, but found at least two devices, gpu:0 and cpu!',
    )
  return there
}

const mapTensors = (values: readonly unknown[], change: (tensor: Tensor) => Tensor): unknown[] =>
  values.map((value) =>
    value instanceof Tensor ? change(value) : Array.isArray(value) ? mapTensors(value, change) : value,
  )

/** Runs a call with copies on the CPU, if that is allowed; results go back to the device. */
export function runOnHost(
  overload: Overload,
  values: readonly unknown[],
  run: (values: unknown[]) => Tensor | readonly Tensor[] | void,
): Tensor | readonly Tensor[] {
  const { name } = overload.schema
  if (process.env.DLTORCH_GPU_FALLBACK !== '1')
    throw new NotImplementedError(
      `Could not run 'aten::${name}' with arguments from the 'GPU' backend. 'aten::${name}' is only available for ` +
        'these backends: [CPU]. Bring the tensors to the cpu, x.cpu(), or set the environment variable ' +
        'DLTORCH_GPU_FALLBACK=1 to run such ops there; this is slower than running on the gpu.',
    )
  warn(
    `The operator 'aten::${name}' has no kernel for the gpu and will fall back to run on the CPU. ` +
      'This may have performance implications.',
  )
  const there = (tensor: Tensor): Tensor => (isOnDevice(tensor) ? tensor : toDevice(tensor))
  const copies = mapTensors(values, (tensor) => (isOnDevice(tensor) ? toHost(tensor) : tensor))
  const result = run(copies)
  if (overload.entry.mutate) {
    copyInto(values[0] as Tensor, copies[0] as Tensor)
    return values[0] as Tensor
  }
  return result instanceof Tensor ? there(result) : (result as readonly Tensor[]).map(there)
}

/** Whether an error says that a kernel is not the device's: it has no form there, or its formula is more than one can be. */
export const isNotTheDevices = (error: unknown): boolean =>
  error instanceof NotOnDevice || error instanceof Untranslatable

/** Runs what a `compute` or `mutate` does, where its tensors are or on the CPU. */
export function runPlaced<R extends Tensor | readonly Tensor[] | void>(
  overload: Overload,
  values: readonly unknown[],
  work: (values: readonly unknown[]) => R,
): R {
  if (!devices.inUse) return work(values)
  if (!overload.entry.device && runsOnDevice(overload, values)) return runOnHost(overload, values, work) as R
  try {
    return work(values)
  } catch (error) {
    if (!isNotTheDevices(error)) throw error
    return runOnHost(overload, values, work) as R
  }
}
