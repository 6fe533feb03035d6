/**
 * From a call to its result: binds the arguments, runs the entry, records the graph node. Also turns the table
 * into functions and methods. See Note [Kinds of ops] in op.ts.
 */
import { checkInplace, rebase, viewInfoOf } from '../tensor/view-history.js'
import { modes } from '../tensor/modes.js'
import { OpNode, requiresNode } from './record.js'
import { pressure, reclaim } from '../memory/allocate.js'
import { devices, get_default_device, resolveDevice } from '../devices/device.js'
import { isOnDevice } from '../devices/device-storage.js'
import { canCast, type DType } from '../base/dtype.js'
import { messages, RuntimeError } from '../base/errors.js'
import { sameSizes } from '../base/layout.js'
import { cpu, type Device } from '../base/scalar.js'
import { Tensor } from '../tensor/tensor.js'
import { namedTuple, Tuple } from '../base/tuple.js'
import { copyInto } from './copy.js'
import { checkOverlap } from './overlap.js'
import { fastBinary, fastUnary, runKernel } from './pointwise.js'
import { toDevice } from '../devices/transfer.js'
import type { Geometry } from '../base/layout.js'
import { methods, type Op, ops, type Overload } from './op.js'
import { isUntranslatable, runOnHost, runsOnDevice } from './placement.js'
import { bind } from './schema.js'
import { explain } from './wrong-call.js'

type Any = any

/** The public function at `path`, called with any arguments; for code that has no method to call. */
export function call(path: string, args: readonly unknown[]): Any {
  const op = ops.get(path)
  if (!op) throw new Error(`internal: no op '${path}'`)
  return functionOf(op)(...args)
}

/** As `call`, for the in-place form of the op at `path`: writes to the first argument and returns it. */
export function callInplace(path: string, args: readonly unknown[]): Tensor {
  const op = ops.get(path)
  if (!op) throw new Error(`internal: no op '${path}'`)
  return makeInplace(op, false)(...args) as Tensor
}

/** Binds a call to the first overload that fits, and runs it. */
export function invoke(op: Op, args: readonly unknown[], isMethod: boolean): Any {
  const { overloads } = op
  if (args.length === 1 && args[0] instanceof Tensor) {
    const { bare } = op
    if (bare !== null) return execute(bare.overload, [args[0], ...bare.defaults], null)
  }
  for (let i = 0; i < overloads.length; i++) {
    const overload = overloads[i]
    const bound = bind(overload.schema, args, isMethod)
    if (bound !== null) return execute(overload, bound.values, bound.out)
  }
  throw explain(
    op.name,
    overloads.map((overload) => overload.schema),
    args,
    isMethod,
  )
}

/** Runs an overload on bound values. */
export function execute(overload: Overload, values: unknown[], out: unknown): Any {
  const { entry, schema } = overload
  if (pressure.high) reclaim()
  if (entry.validate) entry.validate(...(values as never[]), ...(out === null ? [] : [out as never]))
  if (devices.inUse) runsOnDevice(overload, values)
  if (out !== null) return executeOut(overload, values, out as Tensor | Tensor[])
  if (entry.mutate) return executeMutate(overload, values)
  if (entry.forward) {
    const result: unknown = entry.forward(...values)
    return wantsGrad(overload, values) ? requiringGrad(result as Tensor) : package_(overload, result)
  }
  const records = modes.grad && entry.backward !== 'none' && requiresNode(overload, values)
  if (entry.view) return executeView(overload, values, records)
  const node = records ? new OpNode(overload, values) : null
  const result = raw(overload, values)
  if (node !== null) attach(node, result)
  else if (wantsGrad(overload, values)) requiringGrad(result as Tensor)
  return schema.returns.length === 1 && result instanceof Tensor ? result : package_(overload, result)
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
  const before = modes.grad
  modes.grad = false
  try {
    if (devices.inUse && !entry.device && runsOnDevice(overload, values))
      return runOnHost(overload, values, (copies) => entry.compute!(...copies))
    const result = entry.compute!(...values)
    // Most tensors are made on the CPU, the random ones always: the digits are those of its generator.
    return entry.device || overload.deviceAt < 0
      ? result
      : madeOn(result as Tensor, values[overload.deviceAt] as Device | null)
  } finally {
    modes.grad = before
  }
}

function madeOn(result: Tensor, asked: Device | null): Tensor {
  const device = asked ?? get_default_device()
  return device === cpu || resolveDevice(device) === null ? result : toDevice(result)
}

/** Runs a kernel where its tensors are. */
function kernelOn(overload: Overload, values: unknown[], into: Tensor | null): Tensor {
  if (!devices.inUse) return runKernel(overload, values, into)
  try {
    return runKernel(overload, values, into)
  } catch (error) {
    if (!isUntranslatable(error)) throw error
    const result = runOnHost(overload, values, (copies) => runKernel(overload, copies, null)) as Tensor
    if (into === null) return result
    copyInto(into, result)
    return into
  }
}

/** Hangs results on their node. Integer results take no gradient. */
function attach(node: OpNode, result: Tensor | readonly Tensor[]): void {
  const results = result instanceof Tensor ? [result] : result
  for (let i = 0; i < results.length; i++) {
    const tensor = results[i]
    node.outputs.push({ sizes: tensor.sizes, dtype: tensor.dtype })
    if (!tensor.dtype.is_floating_point && !tensor.dtype.is_complex) continue
    tensor.node = node
    tensor.outputIndex = i
  }
  node.keepResults(results)
  if (modes.observer !== null) modes.observer(node, results)
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
    return Tuple.of(...(result as unknown[]))
  }
  return returns[0].type.endsWith('[]') ? Tuple.of(...(result as unknown[])) : result
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
  return Tuple.of(...results)
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
  const records = modes.grad && requiresNode(overload, values)
  checkInplace(self, records)
  const node = records ? new OpNode(overload, values) : null
  self.setGeometry(...geometry)
  self.counter.value++
  if (node !== null) rewriteHistory(self, node)
  return self
}

function executeMutate(overload: Overload, values: unknown[]): Tensor {
  const self = values[0] as Tensor
  const records = modes.grad && overload.entry.backward !== 'none' && requiresNode(overload, values)
  checkInplace(self, records)
  checkWritten(overload, self, values)
  const node = records ? new OpNode(overload, values) : null
  const before = modes.grad
  modes.grad = false
  try {
    if (devices.inUse && !overload.entry.device && runsOnDevice(overload, values))
      runOnHost(overload, values, (copies) => overload.entry.mutate!(...copies))
    else overload.entry.mutate!(...values)
  } finally {
    modes.grad = before
  }
  self.counter.value++
  if (node !== null) rewriteHistory(self, node)
  return self
}

/** Refuses a write in place to memory that overlaps; the tensor itself is always the first value. */
function checkWritten({ entry, schema }: Overload, self: Tensor, values: readonly unknown[]): void {
  if (entry.overlap !== 'allowed') checkOverlap(self, values.slice(1), entry.overlap, schema.name)
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
  if (entry.validate) entry.validate(...(values as never[]))
  if (devices.inUse) runsOnDevice(overload, values)
  if (entry.view) return executeViewInplace(overload, values)
  if (entry.forward) {
    checkInplace(self, modes.grad && values.flat().some(requiresGrad))
    const result = entry.forward(...values) as Tensor
    fitsInto(self, result)
    return self.copy_(result)
  }
  const records = modes.grad && entry.backward !== 'none' && requiresNode(overload, values)
  checkInplace(self, records)
  if (!entry.kernel || entry.overlap) checkWritten(overload, self, values)
  // What the formulas save of `self` is its value before the write.
  const node = records ? new OpNode(overload, withOriginal(overload, values)) : null
  if (entry.kernel) kernelOn(overload, values, self)
  else {
    const result = raw(overload, values) as Tensor
    fitsInto(self, result)
    copyInto(self, result)
  }
  self.counter.value++
  if (node !== null) rewriteHistory(self, node)
  return self
}

function fitsInto(self: Tensor, result: Tensor): void {
  if (!canCast(result.dtype, self.dtype))
    throw new RuntimeError(messages.inplaceCast(result.dtype.scalarName, self.dtype.scalarName))
  if (!sameSizes(self.sizes, result.sizes))
    throw new RuntimeError(messages.inplaceShape(self.sizes, result.sizes))
}

const savesSelf = new WeakMap<Overload, boolean>()

function withOriginal(overload: Overload, values: readonly unknown[]): unknown[] {
  let saves = savesSelf.get(overload)
  if (saves === undefined) {
    const { backward } = overload.entry
    const formulas = typeof backward === 'function' ? [backward] : Object.values(backward as object)
    saves = formulas.some((formula) => /\bself\b/.test(Function.prototype.toString.call(formula)))
    savesSelf.set(overload, saves)
  }
  return saves ? [(values[0] as Tensor).clone(), ...values.slice(1)] : values.slice()
}

/** What is computed first cannot be disturbed by `out`: PyTorch refuses only where its loops write as they read. */
function checkOut(entry: Overload['entry'], target: Tensor, values: readonly unknown[]): void {
  checkOverlap(target, entry.kernel || entry.overlap ? values : [], entry.overlap)
}

/** `out=`: computes, then resizes and fills the given tensors. */
function executeOut(overload: Overload, values: unknown[], out: Tensor | Tensor[]): unknown {
  const outs = out instanceof Tensor ? [out] : out
  if (modes.grad && (values.flat().some(requiresGrad) || outs.some(requiresGrad)))
    throw new RuntimeError(messages.outGrad(overload.schema.name))
  const dtypeIndex = overload.schema.params.findIndex((param) => param.name === 'dtype')
  if (dtypeIndex >= 0 && out instanceof Tensor) {
    const asked = values[dtypeIndex]
    if (asked === null || asked === undefined) values[dtypeIndex] = out.dtype
    else if (asked !== out.dtype && overload.schema.params.some((param) => param.name === 'requires_grad'))
      throw new RuntimeError(
        `dtype ${(asked as DType).scalarName} does not match dtype of out parameter (${out.dtype.scalarName})`,
      )
  }
  const result = execute(overload, values, null) as Tensor | readonly Tensor[]
  const results = result instanceof Tensor ? [result] : result
  results.forEach((tensor, i) => {
    const target = outs[i]
    const { exactOut } = overload.entry
    if (exactOut && tensor.dtype !== target.dtype)
      throw new RuntimeError((exactOut === true ? messages.outDtype : exactOut)(tensor.dtype, target.dtype))
    if (!canCast(tensor.dtype, target.dtype))
      throw new RuntimeError(messages.inplaceCast(tensor.dtype.scalarName, target.dtype.scalarName))
    if (sameSizes(target.sizes, tensor.sizes)) checkOut(overload.entry, target, values)
    else {
      target.resize_(tensor.sizes as number[])
      // New memory is laid out as the result itself would be.
      if (overload.entry.kernel) target.setGeometry(tensor.sizes, tensor.strides, target.offset)
    }
    copyInto(target, tensor)
    target.counter.value++
  })
  return out instanceof Tensor ? out : package_(overload, outs, '_out')
}

// ---- functions and methods ----

interface QuickState {
  readonly overload: Overload
  readonly operands: number
  /** Defaults of the parameters that follow. */
  readonly rest: readonly unknown[]
}

/** What the quick paths do with an overload: a kernel of one or two operands, the rest with defaults. */
function quickState(overload: Overload): QuickState | null {
  if (!overload.entry.kernel || overload.entry.validate) return null
  const { params } = overload.schema
  const operands = params.filter((param) => param.type === 'Tensor' || param.type === 'Tensor|Scalar').length
  if (operands < 1 || operands > 2) return null
  if (!params.every((param, k) => (k < operands ? param.required : !param.required))) return null
  const rest = params.slice(operands).map((param) => param.default)
  if (rest.length > 1 || (rest.length === 1 && (operands === 1 || typeof rest[0] !== 'number'))) return null
  return { overload, operands, rest }
}

/** The overload for tensors, the first, and the one that a number as second operand gets. */
function quickStates(op: Op): { tensors: QuickState | null; number: QuickState | null } {
  const number = op.overloads.find(
    ({ schema }) => schema.params[1]?.type === 'Tensor|Scalar' && schema.params[0].type.startsWith('Tensor'),
  )
  return { tensors: quickState(op.overloads[0]), number: number ? quickState(number) : null }
}

function attachQuick(overload: Overload, values: unknown[], result: Tensor): Tensor {
  if (modes.grad && overload.entry.backward !== 'none' && requiresNode(overload, values))
    attach(new OpNode(overload, values), result)
  return result
}

type Quick = (a: unknown, b: unknown, count: number) => Tensor | null

function quickCall(op: Op): Quick {
  let states: ReturnType<typeof quickStates> | undefined
  return (a, b, count) => {
    states ??= quickStates(op)
    const state = typeof b === 'number' && count === 2 ? states.number : states.tensors
    if (state === null || count !== state.operands || !(a instanceof Tensor)) return null
    if (pressure.high) reclaim()
    if (devices.inUse && (isOnDevice(a) || (b instanceof Tensor && isOnDevice(b)))) return null
    const { overload } = state
    if (count === 1) {
      const result = fastUnary(overload, a)
      return result && attachQuick(overload, [a], result)
    }
    if (!(b instanceof Tensor) && typeof b !== 'number') return null
    const result = fastBinary(overload, a, b, state.rest, null)
    return result && attachQuick(overload, state.rest.length > 0 ? [a, b, state.rest[0]] : [a, b], result)
  }
}

/** `a.name_(b)` outside the graph, as an optimizer calls it. */
function quickInplace(op: Op): (a: unknown, b: unknown) => Tensor | null {
  let states: ReturnType<typeof quickStates> | undefined
  return (a, b) => {
    states ??= quickStates(op)
    const state = typeof b === 'number' ? states.number : states.tensors
    if (state === null || state.operands !== 2 || !state.overload.entry.inplace || !(a instanceof Tensor))
      return null
    if (!(b instanceof Tensor) && typeof b !== 'number') return null
    if (a.inference || (modes.grad && (a.requires_grad || (b instanceof Tensor && b.requires_grad))))
      return null
    if (devices.inUse && (isOnDevice(a) || (b instanceof Tensor && isOnDevice(b)))) return null
    const result = fastBinary(state.overload, a, b, state.rest, a)
    if (result !== null) a.counter.value++
    return result
  }
}

type AnyFunction = (...args: unknown[]) => unknown

const functions = new WeakMap<Op, AnyFunction>()

function functionOf(op: Op): AnyFunction {
  let made = functions.get(op)
  if (made === undefined) functions.set(op, (made = makeFunction(op)))
  return made
}

/** The function of an op, as `torch.add`. */
export function makeFunction(op: Op): AnyFunction {
  const quick = quickCall(op)
  const { name } = op
  return {
    [name](...args: unknown[]): unknown {
      return quick(args[0], args[1], args.length) ?? invoke(op, args, false)
    },
  }[name]
}

/** The method of an op, as `x.add`. */
export function makeMethod(op: Op): AnyFunction {
  const quick = quickCall(op)
  const { name } = op
  return {
    [name](this: unknown, ...args: unknown[]): unknown {
      return quick(this, args[0], args.length + 1) ?? invoke(op, [this, ...args], true)
    },
  }[name]
}

/** The in-place method of an op, as `x.add_`; as a function where `isMethod` is false (`torch.relu_`). */
export function makeInplace(op: Op, isMethod: boolean): AnyFunction {
  const name = `${op.name}_`
  const candidates = op.overloads.filter((overload) => overload.entry.inplace)
  const quick = quickInplace(op)
  return {
    [name](this: unknown, ...rest: unknown[]): unknown {
      const args = isMethod ? [this, ...rest] : rest
      if (args.length === 2) {
        const result = quick(args[0], args[1])
        if (result !== null) return result
      }
      for (const overload of candidates) {
        const bound = bind(overload.schema, args, isMethod)
        if (bound !== null && bound.out === null) return executeInplace(overload, bound.values)
      }
      throw explain(
        name,
        candidates.map((overload) => overload.schema),
        args,
        isMethod,
      )
    },
  }[name]
}

const installed = new Set<string>()
/** Whether `Tensor` has this method from the table, not from its class. */
export const isFromTable = (name: string): boolean => installed.has(name)

/** Puts every method of the table on `Tensor.prototype`. */
export function installMethods(): void {
  const prototype = Tensor.prototype as unknown as Record<string, unknown>
  const define = (name: string, value: unknown): void => {
    if (Object.prototype.hasOwnProperty.call(prototype, name)) return
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true })
    installed.add(name)
  }
  for (const [name, op] of methods) {
    define(name, makeMethod(op))
    if (op.overloads.some((overload) => overload.entry.inplace)) define(`${name}_`, makeInplace(op, true))
  }
}

let madeTree: Record<string, Any> | null = null

/** Every function of the table as a tree: `{ add, nn: { functional: { relu } } }`. Made once. */
export function functionTree(): Record<string, Any> {
  if (madeTree !== null) return madeTree
  const tree: Record<string, Any> = (madeTree = {})
  const put = (path: string, f: AnyFunction): void => {
    const parts = path.split('.')
    const last = parts.pop() as string
    let at = tree
    for (const part of parts) at = at[part] ??= {}
    at[last] ??= f
  }
  for (const [path, op] of ops) {
    put(path, functionOf(op))
    if (op.overloads.some((overload) => overload.entry.inplace)) put(`${path}_`, makeInplace(op, false))
  }
  return tree
}
