// Runs the scalar formulas of the table: finds the common dtype and shape, picks or compiles the loop, and
// walks broadcast and strided operands. Follows ATen/TensorIterator.cpp.
import type { Formula } from '../devices/backend.js'
import { checkDeviceDType, isOnDevice } from '../devices/device-storage.js'
import { bool, type DType, float32, get_default_dtype, notImplementedFor } from '../base/dtype.js'
import { canCast } from '../base/dtype.js'
import { rounding } from '../base/half.js'
import { messages, RuntimeError } from '../base/errors.js'
import { broadcastShapes, broadcastStrides, sameSizes, type Sizes } from '../base/layout.js'
import { forEachRun, innerOrder, stridesInOrder } from '../base/walk.js'
import { Complex, type Scalar, scalarToNumber } from '../base/scalar.js'
import { toBigInt64 } from '../memory/elements.js'
import { emptyTensor, Tensor } from '../tensor/tensor.js'
import { castTo, copyInto } from './copy.js'
import { checkOverlap } from './overlap.js'
import type { Loop } from '../kernels/loops.js'
import type { RowLoop } from '../kernels/row-loops.js'
import { VECTORS_FROM } from '../kernels/warm-up.js'
import { mapElements, type Operand } from '../devices/elementwise.js'
import { writeOnDevice } from '../devices/transfer.js'
import { kernelName, refuseHalf } from './lacking.js'
import type { Overload } from './op.js'
import { arrayOf } from './plan.js'
import { resultType } from './promote.js'
import { areThere } from './run.js'
import { runOnVectors } from './vector-pointwise.js'

/** What the loops of one dtype compute in: 16-bit floats compute as float32. */
const loopDtype = (dtype: DType): DType => (dtype.isHalf ? float32 : dtype)

/** A formula for `dtype`, by what the entry has. */
function formulaFor(overload: Overload, dtype: DType): (...values: never[]) => unknown {
  const { kernel, float32: single, half, int, bigint, bool: boolean } = overload.entry
  if (dtype.isHalf) return half!(rounding(dtype), dtype)
  if (dtype === float32) return (single ?? kernel)!
  if (dtype.name === 'int64') return (bigint ?? kernel)!
  if (dtype.name === 'bool') return (boolean ?? int ?? kernel)!
  return (dtype.isIntegral ? (int ?? kernel) : kernel)!
}

/** The loop of an op for a dtype, result type and kinds of operands. */
export function loopFor(overload: Overload, compute: DType, out: DType, kinds: string): Loop {
  const { vectorized } = overload.entry
  return overload.loops.of(compute, out, kinds, () => formulaFor(overload, compute), vectorized)
}

/** The same over rows, of a formula of two operands; null where it has functions, which PyTorch computes by sixteens. */
export function rowLoopFor(overload: Overload, compute: DType, out: DType, kinds: string): RowLoop | null {
  const { vectorized } = overload.entry
  if (compute === float32 && vectorized !== undefined) return null
  return overload.loops.ofRows(compute, out, kinds, () => formulaFor(overload, compute))
}

const scratch = new Float32Array(1)

/** An integer in the bits of a narrower dtype, as a cast of it. */
function wrapped(dtype: DType, value: Scalar, number: number): number {
  const low = typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : Math.trunc(number) | 0
  if (dtype.itemsize === 4) return low
  if (dtype.itemsize === 2) return (low << 16) >> 16
  return dtype.is_signed ? (low << 24) >> 24 : low & 255
}

/** A number as the formula of `dtype` takes it: rounded to it, or a bigint. */
export function scalarFor(dtype: DType, value: Scalar): unknown {
  if (dtype.is_complex) return value instanceof Complex ? value : new Complex(scalarToNumber(value))
  if (dtype.name === 'int64')
    return typeof value === 'bigint' ? BigInt.asIntN(64, value) : toBigInt64(scalarToNumber(value))
  const number = scalarToNumber(value)
  if (dtype === float32) {
    scratch[0] = number
    return scratch[0]
  }
  if (dtype === bool) return number !== 0 ? 1 : 0
  if (dtype.isHalf) return rounding(dtype)(number)
  return dtype.isIntegral ? wrapped(dtype, value, number) : number
}

const isOperand = (type: string): boolean => type === 'Tensor' || type === 'Tensor|Scalar'

/** Dtypes an entry computes in and returns, for these operands. */
function dtypesFor(
  overload: Overload,
  operands: readonly unknown[],
  values: readonly unknown[],
): readonly [DType, DType] {
  const common = resultType(operands)
  const rule = overload.entry.dtype ?? 'promote'
  overload.entry.refuse?.(common, ...values)
  if (typeof rule === 'function') return rule(common, ...values)
  if (rule === 'bool') return [common, bool]
  if (rule === 'float' && common.category < 2) return [get_default_dtype(), get_default_dtype()]
  return [common, common]
}

/** Output strides that keep the operands' order of dimensions, as TensorIterator's `reorder_dimensions` does. */
export function outputStrides(sizes: Sizes, tensors: readonly Tensor[]): Sizes | null {
  if (tensors.every((t) => t.contiguousFlag)) return null
  const strides = tensors.map((t) => broadcastStrides(t.sizes, t.strides, sizes))
  return stridesInOrder(sizes, innerOrder(sizes, strides))
}

/** Whether a tensor has the shape and dtype of a kernel's result, and no operand lies in its memory but at its very places. */
export function isResultOf(overload: Overload, values: readonly unknown[], out: Tensor): boolean {
  const operands = values.filter((value, k) => isOperand(overload.schema.params[k].type) && value !== null)
  const tensors = operands.filter((value): value is Tensor => value instanceof Tensor)
  const [compute, outDtype] = dtypesFor(overload, operands, values)
  if (outDtype !== out.dtype || outDtype.isHalf || outDtype.is_complex || compute.is_complex) return false
  let sizes: Sizes = tensors.length > 0 ? tensors[0].sizes : []
  for (let k = 1; k < tensors.length; k++) sizes = broadcastShapes(sizes, tensors[k].sizes)
  const isApart = (tensor: Tensor): boolean =>
    !tensor.memory.shares(out.memory) ||
    (tensor.memory === out.memory &&
      tensor.offset === out.offset &&
      sameSizes(tensor.sizes, out.sizes) &&
      sameSizes(tensor.strides, out.strides))
  return sameSizes(sizes, out.sizes) && tensors.every(isApart)
}

/**
 * Applies a kernel to bound values.
 *
 * @param into the tensor to write to (in-place form), or null for a new one
 */
export function runKernel(overload: Overload, values: readonly unknown[], into: Tensor | null): Tensor {
  const { params } = overload.schema
  const operands: unknown[] = []
  const tensors: Tensor[] = []
  for (let k = 0; k < params.length; k++) {
    const value = values[k]
    if (!isOperand(params[k].type) || value === null) continue
    operands.push(value)
    if (value instanceof Tensor) tensors.push(value)
  }
  if (into !== null) checkOverlap(into, tensors)
  // Shapes come before dtypes, as in PyTorch's loop.
  let sizes: Sizes = tensors.length > 0 ? tensors[0].sizes : []
  for (let k = 1; k < tensors.length; k++) sizes = broadcastShapes(sizes, tensors[k].sizes)
  if (into !== null && !sameSizes(sizes, into.sizes))
    throw new RuntimeError(messages.inplaceShape(into.sizes, sizes))
  const [compute, outDtype] = dtypesFor(overload, operands, values)
  if (into !== null) {
    if (!canCast(outDtype, into.dtype))
      throw new RuntimeError(messages.inplaceCast(outDtype.scalarName, into.dtype.scalarName))
  }
  if (areThere(tensors)) return runOnDevice(overload, values, tensors, sizes, compute, outDtype, into)
  if (compute.isHalf) refuseHalf(overload.path, overload.schema.overload, compute)
  const inner = loopDtype(compute)
  const outInner = loopDtype(outDtype)
  const direct = into !== null && into.dtype === outInner
  let out: Tensor
  if (direct) out = into
  else {
    out = emptyTensor(sizes, outInner)
    const strides = outputStrides(sizes, tensors)
    if (strides !== null) out.setGeometry(sizes, strides, 0)
  }
  const args: unknown[] = []
  let kinds = ''
  for (let k = 0; k < params.length; k++) {
    let value = values[k]
    if (value instanceof Tensor) kinds += 't'
    else {
      kinds += 's'
      if (value !== null && (params[k].type === 'Scalar' || params[k].type === 'Tensor|Scalar'))
        // An operand has the common dtype; of other numbers the loop's, which is wider, is enough.
        value = scalarFor(params[k].type === 'Scalar' ? inner : compute, value as Scalar)
    }
    args.push(value)
  }
  const isComplex = inner.is_complex || outInner.is_complex
  const isOwn = compute.isHalf && overload.entry.half !== undefined
  const loop = (): Loop => loopFor(overload, isOwn ? compute : inner, outInner, kinds)
  const isDone =
    !isComplex &&
    !isOwn &&
    (runSideBySide(overload, inner, out, args) ||
      (out.count >= VECTORS_FROM &&
        overload.entry.vectorized !== 'none' &&
        runOnVectors(formulaFor(overload, inner), inner, out, args, loop)))
  if (!isDone) {
    for (let k = 0; k < args.length; k++) {
      const value = args[k]
      if (!(value instanceof Tensor)) continue
      const cast = value.dtype === compute ? value : castTo(value, compute)
      args[k] = compute === inner ? cast : castTo(cast, inner)
    }
    runLoop(isComplex ? complexLoop(overload, inner, outInner, kinds) : loop(), out, args)
  }
  if (into !== null) {
    if (!direct) copyInto(into, out)
    return into
  }
  if (outDtype === outInner) return out
  // Rounded to a half, and lying as it lay.
  const rounded = emptyTensor(sizes, outDtype)
  if (!out.contiguousFlag) rounded.setGeometry(sizes, out.strides, 0)
  copyInto(rounded, out)
  return rounded
}

/** The same on a device, whose numbers are float32 whatever the dtype, so that no operand has to be cast. */
function runOnDevice(
  overload: Overload,
  values: readonly unknown[],
  tensors: readonly Tensor[],
  sizes: Sizes,
  compute: DType,
  outDtype: DType,
  into: Tensor | null,
): Tensor {
  const { params } = overload.schema
  checkDeviceDType(compute)
  const formula = deviceFormula(overload, compute)
  const operands = values.map((value, k): Operand => {
    // A 0-dim tensor of the CPU counts as a number.
    if (value instanceof Tensor) return isOnDevice(value) ? value : Number(value.elementAt(value.offset))
    const isScalar = params[k].type === 'Scalar' || params[k].type === 'Tensor|Scalar'
    if (value === null || value === undefined) return null
    return isScalar ? Number(scalarFor(compute, value as Scalar)) : (value as Operand)
  })
  // A formula without parameters is the same for every element, or refuses them all.
  const constant = formula.length === 0 ? Number((formula as () => unknown)()) : null
  const given = constant === null ? operands : [constant]
  const result = mapElements(overload.path, constant === null ? formula : (x: number) => x, given, {
    sizes,
    dtype: outDtype,
    strides: into === null ? outputStrides(sizes, tensors) : null,
  })
  if (into === null) return result
  writeOnDevice(into, result, true)
  return into
}

/** The formula that a device runs: all integers compute alike there. */
function deviceFormula(overload: Overload, compute: DType): Formula {
  const { kernel, float32: single, int, bool: boolean } = overload.entry
  if (compute === float32) return (single ?? kernel)!
  if (compute === bool) return (boolean ?? int ?? kernel)!
  return (int ?? kernel)!
}

/**
 * Runs a loop where all operands lie as the result does, or are one element; false where they do not. Bools are read as they are
 * by what computes in numbers.
 */
function runSideBySide(overload: Overload, compute: DType, out: Tensor, args: readonly unknown[]): boolean {
  if (!out.contiguousFlag || compute.name === 'int64') return false
  const call: unknown[] = [out.count, arrayOf(out), out.offset, 1]
  let kinds = ''
  for (let k = 0; k < args.length; k++) {
    const arg = args[k]
    if (!(arg instanceof Tensor)) {
      kinds += 's'
      call.push(arg)
      continue
    }
    const isBool = arg.dtype === bool && compute !== bool
    const isAlike = arg.contiguousFlag && sameSizes(arg.sizes, out.sizes)
    if ((arg.dtype !== compute && !isBool) || (!isAlike && arg.count !== 1)) return false
    kinds += isBool ? 'b' : 't'
    call.push(arrayOf(arg), arg.offset, isAlike ? 1 : 0)
  }
  Reflect.apply(loopFor(overload, compute, out.dtype, kinds), undefined, call)
  return true
}

function runLoop(loop: Loop, out: Tensor, args: readonly unknown[]): void {
  if (out.count === 0) return
  // The loop's argument list, changed in place from run to run.
  const call: unknown[] = [0, arrayOf(out), 0, 0]
  const strides: Sizes[] = [out.strides]
  const offsets = [out.offset]
  const places: number[] = [1]
  for (const arg of args) {
    if (arg instanceof Tensor) {
      places.push(call.length)
      call.push(arrayOf(arg), 0, 0)
      strides.push(broadcastStrides(arg.sizes, arg.strides, out.sizes))
      offsets.push(arg.offset)
    } else call.push(arg)
  }
  forEachRun(out.sizes, strides, offsets, (length, inner, at) => {
    call[0] = length
    for (let k = 0; k < places.length; k++) {
      call[places[k] + 1] = at[k]
      call[places[k] + 2] = inner[k]
    }
    Reflect.apply(loop, undefined, call)
  })
}

/** The loop of an op where complex numbers are read or written. */
function complexLoop(overload: Overload, compute: DType, out: DType, kinds: string): Loop {
  const formula = compute.is_complex ? overload.entry.complex : overload.entry.kernel
  if (!formula) notImplementedFor(kernelName(overload.path, overload.schema.name), compute)
  const { complexSteps, complexParts } = compute.is_complex ? overload.entry : {}
  return overload.loops.ofComplex(compute, out, kinds, () => formula, complexSteps, complexParts)
}
