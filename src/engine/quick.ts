// The quick ways: decides which calls need no binding, promotion or broadcasting because every call of their kind is
// alike, and runs those. Whoever asks goes the general way where the answer is null.
import { devices } from '../devices/device.js'
import { isOnDevice } from '../devices/device-storage.js'
import { bool, type DType, float32, float64 } from '../base/dtype.js'
import { sameSizes } from '../base/layout.js'
import type { Scalar } from '../base/scalar.js'
import { pressure, reclaim } from '../memory/allocate.js'
import { looseBools } from '../memory/storage.js'
import { forwardMode, modes } from '../tensor/modes.js'
import { emptyTensor, Tensor } from '../tensor/tensor.js'
import { isLoose } from './loose-bools.js'
import type { BareCall, Op, Overload, QuickPlan, QuickState, QuickStates } from './op.js'
import { arrayOf } from './plan.js'
import { loopFor, scalarFor } from './pointwise.js'
import { quickRows } from './quick-rows.js'
import { attach, needsGrad, OpNode, requiresNode } from './record.js'

/** What a call with one tensor and nothing else runs: the first overload that needs no more; null for none. */
export function bareCall(op: Op): BareCall | null {
  return op.bare === undefined ? (op.bare = findBareCall(op)) : op.bare
}

function findBareCall(op: Op): BareCall | null {
  const overload = op.overloads.find(({ schema }) => {
    const [first, ...rest] = schema.params
    return first !== undefined && (first.type === 'any' || !rest.some((param) => param.required))
  })
  const [first, ...rest] = overload?.schema.params ?? []
  const takesTensor = first?.type === 'Tensor' || first?.type === 'Tensor|Scalar'
  return overload !== undefined && takesTensor && !first.list && !first.variadic
    ? { overload, defaults: rest.map((param) => param.default) }
    : null
}

type QuickKinds = 't' | 'tt' | 'ts'
const quickKinds: readonly QuickKinds[] = ['t', 'tt', 'ts']

/** Whether one call is like every other of its dtype and kinds, so that it can be planned once; null where not. */
function makeQuickPlan(
  overload: Overload,
  dtype: DType,
  kinds: QuickKinds,
  rest: readonly unknown[],
): QuickPlan | null {
  const { entry } = overload
  const rule = entry.dtype ?? 'promote'
  if (dtype.isHalf || dtype.is_complex || typeof rule !== 'string') return null
  if (rule === 'float' && !dtype.is_floating_point) return null
  if (kinds === 'ts' && dtype === bool) return null
  const outDtype = rule === 'bool' ? bool : dtype
  const extra = rest.length > 0 ? scalarFor(dtype, rest[0] as Scalar) : undefined
  return { loop: loopFor(overload, dtype, outDtype, rest.length > 0 ? `${kinds}s` : kinds), outDtype, extra }
}

function quickPlan(
  overload: Overload,
  dtype: DType,
  kinds: 0 | 1 | 2,
  rest: readonly unknown[],
): QuickPlan | null {
  const key = dtype.code * 3 + kinds
  const known = overload.quick[key]
  return known !== undefined
    ? known
    : (overload.quick[key] = makeQuickPlan(overload, dtype, quickKinds[kinds], rest))
}

/** 0 where every element is the same place in memory, as after `expand` of a single one; else -1. */
function uniformStride(tensor: Tensor): number {
  const { sizes, strides } = tensor
  for (let i = 0; i < sizes.length; i++) if (strides[i] !== 0 && sizes[i] !== 1) return -1
  return 0
}

/** `op(a)` for a contiguous tensor of a plain dtype, or null where the general way is needed. */
function quickUnary(overload: Overload, a: Tensor): Tensor | null {
  const { dtype } = a
  if (!a.contiguousFlag) return null
  const plan = quickPlan(overload, dtype, 0, [])
  if (plan === null) return null
  overload.entry.refuse?.(dtype, a)
  const out = emptyTensor(a.sizes, plan.outDtype)
  plan.loop(a.count, arrayOf(out), 0, 1, arrayOf(a), a.offset, 1)
  return out
}

/**
 * `op(a, b, …rest)` for contiguous operands of one plain dtype and one shape, or of which one is a single
 * element or a number; null where the general way is needed.
 *
 * @param rest further parameters' defaults, one at most
 * @param into `a` for the in-place form, null for a new tensor
 */
function quickBinary(
  overload: Overload,
  a: Tensor,
  b: Tensor | number,
  rest: readonly unknown[],
  into: Tensor | null,
): Tensor | null {
  const { dtype } = a
  let strideA = a.contiguousFlag ? 1 : uniformStride(a)
  if (strideA < 0) return null
  const plan = quickPlan(overload, dtype, typeof b === 'number' ? 2 : 1, rest)
  if (plan === null || (into !== null && (plan.outDtype !== dtype || strideA === 0))) return null
  let { sizes } = a
  if (typeof b === 'number') {
    if (!dtype.is_floating_point && !Number.isSafeInteger(b)) return null
    overload.entry.refuse?.(dtype, a, b)
    const out = into ?? emptyTensor(sizes, plan.outDtype)
    const value = dtype === float32 ? Math.fround(b) : dtype === float64 ? b : scalarFor(dtype, b)
    plan.loop(a.count, arrayOf(out), out.offset, 1, arrayOf(a), a.offset, strideA, value, plan.extra)
    return out
  }
  if (b.dtype !== dtype) return null
  let strideB = b.contiguousFlag ? 1 : uniformStride(b)
  if (strideB < 0) return null
  if (!sameSizes(sizes, b.sizes)) {
    if (b.count === 1 && b.sizes.length <= sizes.length) strideB = 0
    else if (a.count === 1 && sizes.length <= b.sizes.length) {
      if (into !== null) return null
      strideA = 0
      sizes = b.sizes
    } else return strideA * strideB === 1 ? quickRows(overload, plan, a, b, rest, into) : null
  }
  // Two windows on one memory may overlap, which the general way checks.
  if (into !== null && b.memory === into.memory && b !== into) return null
  overload.entry.refuse?.(dtype, a, b)
  const out = into ?? emptyTensor(sizes, plan.outDtype)
  plan.loop(
    out.count,
    arrayOf(out),
    out.offset,
    1,
    arrayOf(a),
    a.offset,
    strideA,
    arrayOf(b),
    b.offset,
    strideB,
    plan.extra,
  )
  return out
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

const quickStates = (op: Op): QuickStates => (op.quick ??= findQuickStates(op))

function findQuickStates(op: Op): QuickStates {
  const number = op.overloads.find(
    ({ schema }) => schema.params[1]?.type === 'Tensor|Scalar' && schema.params[0].type.startsWith('Tensor'),
  )
  return { tensors: quickState(op.overloads[0]), number: number ? quickState(number) : null }
}

function attachQuick(overload: Overload, values: unknown[], result: Tensor): Tensor {
  if (overload.entry.backward !== 'none' && requiresNode(overload, values))
    attach(new OpNode(overload, values), result)
  return result
}

/** A call of one or two operands, the second a tensor or a number. */
export function quickCall(op: Op, a: unknown, b: unknown, count: number): Tensor | null {
  const states = quickStates(op)
  const state = typeof b === 'number' && count === 2 ? states.number : states.tensors
  if (state === null || count !== state.operands || !(a instanceof Tensor)) return null
  if (pressure.high) reclaim()
  if (forwardMode.tangents !== null) return null
  if (devices.inUse && (isOnDevice(a) || (b instanceof Tensor && isOnDevice(b)))) return null
  if (looseBools.exist && (isLoose(a) || isLoose(b))) return null
  const { overload } = state
  if (count === 1) {
    const result = quickUnary(overload, a)
    if (result === null || !modes.grad || !needsGrad(a)) return result
    return attachQuick(overload, [a], result)
  }
  if (!(b instanceof Tensor) && typeof b !== 'number') return null
  const result = quickBinary(overload, a, b, state.rest, null)
  if (result === null || !modes.grad || !(needsGrad(a) || needsGrad(b))) return result
  return attachQuick(overload, state.rest.length > 0 ? [a, b, state.rest[0]] : [a, b], result)
}

/** `a.name_(b)` outside the graph, as an optimizer calls it. */
export function quickInplace(op: Op, a: unknown, b: unknown): Tensor | null {
  const states = quickStates(op)
  const state = typeof b === 'number' ? states.number : states.tensors
  if (state === null || state.operands !== 2 || !state.overload.inplace || !(a instanceof Tensor)) return null
  if (!(b instanceof Tensor) && typeof b !== 'number') return null
  if (a.inference || (modes.grad && (a.requires_grad || (b instanceof Tensor && b.requires_grad))))
    return null
  if (forwardMode.tangents !== null) return null
  if (devices.inUse && (isOnDevice(a) || (b instanceof Tensor && isOnDevice(b)))) return null
  if (looseBools.exist && (isLoose(a) || isLoose(b))) return null
  const result = quickBinary(state.overload, a, b, state.rest, a)
  if (result !== null) a.counter.value++
  return result
}
