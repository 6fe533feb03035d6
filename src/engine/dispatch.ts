// From bound values to the result: runs the entry, in place or into `out=` where that is asked, and records the graph
// node. See Note [Kinds of ops] in op.ts.
import { checkInplace, rebase, viewInfoOf } from '../tensor/view-history.js'
import { casting, forwardMode, modes, type Tangents } from '../tensor/modes.js'
import { attach, OpNode, requiresNode } from './record.js'
import { pressure, reclaim } from '../memory/allocate.js'
import { looseBools } from '../memory/storage.js'
import { devices, get_default_device, resolveDevice } from '../devices/device.js'
import { canCast, DType } from '../base/dtype.js'
import { uses } from '../base/source-text.js'
import { cName, messages, RuntimeError } from '../base/errors.js'
import { warn } from '../base/warnings.js'
import { sameSizes } from '../base/layout.js'
import { cpu, type Device } from '../base/scalar.js'
import { Tensor } from '../tensor/tensor.js'
import { namedTuple, Tuple } from '../base/tuple.js'
import { copyChangedInto, copyInto } from './copy.js'
import { isLoose, passOn, readable } from './loose-bools.js'
import { alongOne, askedForNothing, refuseHalf } from './lacking.js'
import { checkOverlap, mayOverlap } from './overlap.js'
import { isResultOf, runKernel } from './pointwise.js'
import { toDevice } from '../devices/transfer.js'
import type { Geometry } from '../base/layout.js'
import type { Overload } from './op.js'
import { isNotTheDevices, runOnHost, runPlaced, runsOnDevice } from './placement.js'

/** Runs an overload on bound values. */
export function execute(overload: Overload, values: unknown[], out: unknown): any {
  const { entry, schema } = overload
  if (pressure.high) reclaim()
  if (casting.by !== null && out === null) {
    const cast = casting.by(overload.path, values)
    if (cast !== null) return executeCast(overload, cast)
  }
  // Two lists in one call would be made one first.
  if (out === null) entry.validate?.(...(values as never[]))
  else entry.validate?.(...(values as never[]), out as never)
  if (devices.inUse) runsOnDevice(overload, values)
  if (out !== null) return executeOut(overload, values, out as Tensor | Tensor[])
  if (entry.mutate) return executeMutate(overload, values)
  if (entry.forward) {
    const result: unknown = entry.forward(...values)
    return wantsGrad(overload, values) ? requiringGrad(result as Tensor) : package_(overload, result)
  }
  if (forwardMode.tangents !== null && (entry.backward !== 'none' || entry.view))
    return withTangents(overload, values, forwardMode.tangents)
  const records = modes.grad && entry.backward !== 'none' && requiresNode(overload, values)
  if (entry.view) return executeView(overload, values, records)
  const node = records ? new OpNode(overload, values) : null
  const result = looseBools.exist ? rawOfLoose(overload, values) : raw(overload, values)
  if (node !== null) attach(node, result)
  else if (wantsGrad(overload, values)) requiringGrad(result as Tensor)
  return schema.returns.length === 1 && result instanceof Tensor ? result : package_(overload, result)
}

/** In a region of autocast: what the op is made of takes its values as they are. */
function executeCast(overload: Overload, cast: unknown[]): unknown {
  const { by } = casting
  casting.by = null
  try {
    return execute(overload, cast, null)
  } finally {
    casting.by = by
  }
}

/** In forward mode: results with their tangents. What is run for them runs at the level below. */
function withTangents(overload: Overload, values: unknown[], tangents: Tangents): unknown {
  const run = (given: unknown[]): unknown => execute(overload, given, null)
  return overload.entry.view ? tangents.view(values, run) : tangents.result(values, run)
}

/** Whether the call said `requires_grad: true`, for ops that make tensors. */
function wantsGrad(overload: Overload, values: readonly unknown[]): boolean {
  const index = overload.requiresGradAt
  return index >= 0 && values[index] === true
}

/** A new tensor as a leaf that requires grad. (`requires_grad_` has other words for the same refusal.) */
function requiringGrad(result: Tensor): Tensor {
  if (!result.dtype.is_floating_point && !result.dtype.is_complex)
    throw new RuntimeError('Only Tensors of floating point and complex dtype can require gradients')
  return result.requires_grad_()
}

/** The results of `kernel` or `compute`, outside any graph. */
function raw(overload: Overload, values: unknown[]): Tensor | readonly Tensor[] {
  const { entry } = overload
  if (entry.kernel) return kernelOn(overload, values, null)
  if (values[0] instanceof Tensor && values[0].dtype.isHalf) refuseHalves(overload, values)
  const before = modes.grad
  modes.grad = false
  try {
    const result = devices.inUse
      ? runPlaced(overload, values, (placed) => entry.compute!(...placed))
      : entry.compute!(...values)
    // Most tensors are made on the CPU, the random ones always: the digits are those of its generator.
    return entry.device || overload.deviceAt < 0
      ? result
      : madeOn(result as Tensor, values[overload.deviceAt] as Device | null)
  } finally {
    modes.grad = before
  }
}

/** Asks whether PyTorch has the kernel for 16-bit floats, where it would come to ask for one. */
function refuseHalves({ path, schema }: Overload, values: readonly unknown[]): void {
  const self = values[0] as Tensor
  if (!self.memory.isHere) return
  // Of nothing nothing is computed, nor along the dimension of a tensor that has none.
  if (!askedForNothing.has(path) && values.some((value) => value instanceof Tensor && value.count === 0))
    return
  if (self.sizes.length === 0 && alongOne.has(path)) return
  const asked = values.find((value) => value instanceof DType)
  refuseHalf(path, schema.overload, (asked as DType | undefined) ?? self.dtype)
}

/** The same where some bools may be other bytes than 0 and 1. */
function rawOfLoose(overload: Overload, values: unknown[]): Tensor | readonly Tensor[] {
  const result = raw(overload, readable(overload.entry, values))
  passOn(overload.entry, values, result)
  return result
}

function madeOn(result: Tensor, asked: Device | null): Tensor {
  const device = asked ?? get_default_device()
  const isThere = !result.memory.isHere || device === cpu || resolveDevice(device) === null
  return isThere ? result : toDevice(result)
}

/** Runs a kernel where its tensors are. */
function kernelOn(overload: Overload, values: unknown[], into: Tensor | null): Tensor {
  if (!devices.inUse) return runKernel(overload, values, into)
  try {
    return runKernel(overload, values, into)
  } catch (error) {
    if (!isNotTheDevices(error)) throw error
    const result = runOnHost(overload, values, (copies) => runKernel(overload, copies, null)) as Tensor
    if (into === null) return result
    copyInto(into, result)
    return into
  }
}

/** Several results as the tuple PyTorch returns. */
function package_(overload: Overload, result: unknown, suffix = ''): unknown {
  if (!Array.isArray(result) || result instanceof Tuple) return result
  const { returns, name } = overload.schema
  const { tuple } = overload.entry
  if (returns.length > 1) {
    if (tuple !== null)
      return namedTuple(
        `${tuple ?? `torch.return_types.${name}`}${suffix}`,
        returns.map((item) => item.name),
        result,
      )
    return Tuple.from(result as unknown[])
  }
  return returns[0].type.endsWith('[]') ? Tuple.from(result as unknown[]) : result
}

function executeView(overload: Overload, values: unknown[], records: boolean): unknown {
  const geometry = overload.entry.view!(...values)
  const node = records ? new OpNode(overload, values) : null
  if (!isList(geometry) && !overload.returnsList) {
    const result = viewOf(overload, values, geometry, false)
    if (node !== null) attach(node, result)
    return result
  }
  const results = (geometry as readonly Geometry[]).map((one) => viewOf(overload, values, one, true))
  if (node !== null) attach(node, results)
  return Tuple.from(results)
}

const isList = (geometry: Geometry | readonly Geometry[]): geometry is readonly Geometry[] =>
  Array.isArray((geometry[0] as Geometry | undefined)?.[0])

function viewOf(overload: Overload, values: unknown[], geometry: Geometry, isOneOfSeveral: boolean): Tensor {
  const self = values[0] as Tensor
  const dtype = overload.entry.sees?.(self.dtype, values[1]) ?? self.dtype
  const result = self.viewAs(geometry[0], geometry[1], geometry[2], dtype)
  result.viewInfo = viewInfoOf(self, isOneOfSeveral)
  return result
}

/** The in-place form of a view op (`t_`): the tensor's own window changes. */
function executeViewInplace(overload: Overload, values: unknown[]): Tensor {
  const self = values[0] as Tensor
  const geometry = overload.entry.view!(...values) as Geometry
  forwardMode.tangents?.turn(values, (given) => execute(overload, given, null))
  const records = modes.grad && requiresNode(overload, values)
  checkInplace(self, records)
  const node = records ? new OpNode(overload, values) : null
  self.setGeometry(...geometry)
  self.counter.value++
  if (node !== null) rewriteHistory(self, node)
  return self
}

function executeMutate(overload: Overload, values: unknown[]): Tensor {
  const { tangents } = forwardMode
  if (tangents !== null) {
    if (!overload.entry.turns) return tangents.write(values, (given) => executeMutate(overload, given))
    tangents.turn(values, ([tangent, ...rest]) => {
      const alias = (tangent as Tensor).view_as(tangent as Tensor)
      return executeMutate(overload, [alias, ...rest])
    })
  }
  const self = values[0] as Tensor
  const records = modes.grad && overload.entry.backward !== 'none' && requiresNode(overload, values)
  checkInplace(self, records)
  checkWritten(overload, self, values)
  const node = records ? new OpNode(overload, values) : null
  const before = modes.grad
  modes.grad = false
  try {
    const given = looseBools.exist ? [self, ...readable(overload.entry, values.slice(1))] : values
    runPlaced(overload, given, (placed) => overload.entry.mutate!(...placed))
  } finally {
    modes.grad = before
  }
  self.counter.value++
  if (node !== null) rewriteHistory(self, node)
  return self
}

/** Refuses a write in place to memory that overlaps; the tensor itself is always the first value. */
function checkWritten({ entry, schema }: Overload, self: Tensor, values: readonly unknown[]): void {
  if (entry.overlap === 'allowed') return
  // A `value` is a single element, which is read as a number first.
  const operands = values.filter((_, i) => i > 0 && schema.params[i].name !== 'value')
  checkOverlap(self, operands, entry.overlap, schema.name)
}

/** After a write: `node` is the tensor's history now. */
function rewriteHistory(self: Tensor, node: OpNode): void {
  rebase(self, node)
  node.keepResults([self])
}

const requiresGrad = (value: unknown): boolean => value instanceof Tensor && value.requires_grad

/** Runs `name_`: the op, written to `self`. */
export function executeInplace(overload: Overload, values: unknown[]): Tensor {
  const { entry } = overload
  if (pressure.high) reclaim()
  const self = values[0] as Tensor
  entry.validate?.(...(values as never[]))
  entry.validateInplace?.(...(values as never[]))
  if (devices.inUse) runsOnDevice(overload, values)
  if (entry.view) return executeViewInplace(overload, values)
  if (entry.forward) {
    checkInplace(self, modes.grad && values.flat().some(requiresGrad))
    checkOverlap(self, [], entry.overlap)
    const result = entry.forward(...values) as Tensor
    fitsInto(overload, values, self, result)
    return self.copy_(result)
  }
  const { tangents } = forwardMode
  if (tangents !== null) return tangents.write(values, (given) => executeInplace(overload, given))
  const records = modes.grad && entry.backward !== 'none' && requiresNode(overload, values)
  checkInplace(self, records)
  if (!entry.kernel || entry.overlap) checkWritten(overload, self, values)
  // What the formulas save of `self` is its value before the write.
  const node = records ? new OpNode(overload, withOriginal(overload, values)) : null
  if (node !== null && entry.inplaceNode !== undefined) node.ownName = entry.inplaceNode
  const given = readable(entry, values)
  if (entry.kernel) kernelOn(overload, given, self)
  else {
    const result = raw(overload, given) as Tensor
    fitsInto(overload, values, self, result)
    if (mayOverlap(self) || isLoose(self)) copyChangedInto(self, result, given[0] as Tensor)
    else copyInto(self, result)
  }
  self.counter.value++
  if (node !== null) rewriteHistory(self, node)
  return self
}

function fitsInto(
  { entry, schema }: Overload,
  values: readonly unknown[],
  self: Tensor,
  result: Tensor,
): void {
  const dtypeAt = entry.exactOut === true ? schema.params.findIndex((param) => param.name === 'dtype') : -1
  if ((values[dtypeAt] ?? null) !== null && result.dtype !== self.dtype)
    throw new RuntimeError(
      messages.inplaceDtype(cName(self.dtype.scalarName), cName(result.dtype.scalarName)),
    )
  if (!canCast(result.dtype, self.dtype))
    throw new RuntimeError(messages.inplaceCast(result.dtype.scalarName, self.dtype.scalarName))
  if (!sameSizes(self.sizes, result.sizes))
    // What refuses another dtype for `out=` sizes its result itself; else the common loop of operands does.
    throw new RuntimeError(
      (entry.exactOut === true ? messages.inplaceSize : messages.inplaceShape)(self.sizes, result.sizes),
    )
}

const savesSelf = new WeakMap<Overload, boolean>()

function withOriginal(overload: Overload, values: readonly unknown[]): unknown[] {
  let saves = savesSelf.get(overload)
  if (saves === undefined) {
    const { backward } = overload.entry
    const formulas = typeof backward === 'function' ? [backward] : Object.values(backward as object)
    saves = formulas.some((formula) => uses(formula as (...args: never[]) => unknown, 'self'))
    savesSelf.set(overload, saves)
  }
  return saves ? [(values[0] as Tensor).clone(), ...values.slice(1)] : values.slice()
}

/** What is computed first cannot be disturbed by `out`: PyTorch refuses only where its loops write as they read. */
function checkOut(entry: Overload['entry'], target: Tensor, values: readonly unknown[]): void {
  checkOverlap(target, entry.kernel || entry.overlap ? values : [], entry.overlap)
}

/** Whether an op is one that a gradient could flow through; bools have none. */
const hasGradient = ({ backward, forward, dtype }: Overload['entry']): boolean =>
  forward === undefined && backward !== 'none' && dtype !== 'bool'

/** Whether a result can be made where it is to be: a formula's, in a tensor of the CPU that is like it. */
const isWrittenAtOnce = (overload: Overload, values: readonly unknown[], out: Tensor): boolean =>
  overload.entry.kernel !== undefined &&
  overload.requiresGradAt < 0 &&
  !devices.inUse &&
  !looseBools.exist &&
  forwardMode.tangents === null &&
  isResultOf(overload, values, out)

/** Norms compute in their own type, of complex numbers in a complex one, whatever they are written to. */
const isNorm = /^(?:linalg\.(?:\w+_)?)?norm$/

/** `out` with these sizes, of which it takes memory where it has others. */
function sized(out: Tensor, sizes: readonly number[]): Tensor {
  if (sameSizes(out.sizes, sizes)) return out
  if (out.numel() > 0) warn(messages.outResized(out.sizes, sizes))
  out.resize_(sizes as number[])
  return out
}

/** `out=`: computes, then resizes and fills the given tensors. */
function executeOut(overload: Overload, values: unknown[], out: Tensor | Tensor[]): unknown {
  const { entry } = overload
  const outs = out instanceof Tensor ? [out] : out
  forwardMode.tangents?.refuseOut(overload.schema.name, values)
  // What makes tensors is a write to it as any other, which may make it a leaf.
  if (overload.requiresGradAt >= 0) outs.forEach((target) => checkInplace(target, target.requires_grad))
  else if (hasGradient(entry) && modes.grad && (values.flat().some(requiresGrad) || outs.some(requiresGrad)))
    throw new RuntimeError(messages.outGrad(overload.schema.name))
  const dtypeIndex = overload.schema.params.findIndex((param) => param.name === 'dtype')
  if (dtypeIndex >= 0 && out instanceof Tensor && !isNorm.test(overload.path)) {
    const asked = values[dtypeIndex]
    if (asked === null || asked === undefined) values[dtypeIndex] = out.dtype
    else if (asked !== out.dtype && overload.schema.params.some((param) => param.name === 'requires_grad'))
      throw new RuntimeError(
        `dtype ${(asked as DType).scalarName} does not match dtype of out parameter (${out.dtype.scalarName})`,
      )
  }
  if (out instanceof Tensor && isWrittenAtOnce(overload, values, out)) {
    runKernel(overload, values, out)
    out.counter.value++
    return out
  }
  if (out instanceof Tensor && entry.into !== undefined) {
    entry.into((sizes) => sized(out, sizes), ...values)
    out.counter.value++
    if (wantsGrad(overload, values)) requiringGrad(out)
    return out
  }
  const result = execute(overload, values, null) as Tensor | readonly Tensor[]
  const results = result instanceof Tensor ? [result] : result
  // What a composition is made of may have a gradient, or none: a target that is a leaf is none of it.
  const isDifferentiable = (): boolean =>
    results.some(requiresGrad) || (entry.forward !== undefined && modes.grad && outs.some(requiresGrad))
  if (overload.requiresGradAt < 0 && isDifferentiable())
    throw new RuntimeError(messages.outGrad(overload.schema.name))
  results.forEach((tensor, i) => {
    const target = outs[i]
    const { exactOut } = entry
    if (exactOut && tensor.dtype !== target.dtype) {
      const refusal = (exactOut === true ? messages.outDtype : exactOut)(tensor.dtype, target.dtype, i)
      if (refusal !== null) throw new RuntimeError(refusal)
    }
    if (!canCast(tensor.dtype, target.dtype))
      throw new RuntimeError(messages.inplaceCast(tensor.dtype.scalarName, target.dtype.scalarName))
    checkOut(overload.entry, target, values)
    if (!sameSizes(target.sizes, tensor.sizes)) {
      sized(target, tensor.sizes)
      // New memory is laid out as the result itself would be.
      if (overload.entry.kernel) target.setGeometry(tensor.sizes, tensor.strides, target.offset)
    }
    copyInto(target, tensor)
    target.counter.value++
  })
  if (wantsGrad(overload, values)) outs.forEach(requiringGrad)
  return out instanceof Tensor ? out : package_(overload, outs, '_out')
}
