// Reductions and scans of lanes on a device: one element of each lane is the work of one thread, a long lane that of
// several, part by part. They take what the kernels of kernels/ take (reduce, extremes, scan, softmax).
import {
  type DeviceLanes,
  LONG_LANE,
  LONGEST_LOOP,
  type Numbers,
  reduceLanes,
  runFormula,
} from '../by-place.js'
import { laneStart, laneSteps, quotient } from '../elementwise.js'
import type { DeviceForm } from './form.js'
import { int64 } from '../../base/dtype.js'
import type { KernelName } from '../../kernels/kernel.js'
import { maximum, minimum } from '../../kernels/math.js'
import { laneLayout } from '../../tensor/lanes.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'

/** The sum of (a part of) a lane; see `reduceLanes`. */
function addLane(i: number, x: Numbers, n: number, inner: number, length: number, parts: number): number {
  const start = laneStart(i, n, inner, length, parts)
  const steps = laneSteps(i, n, inner, length, parts)
  let sum = 0
  for (let k = 0; k < steps; k++) sum += x[start + k * inner]
  return sum
}
function multiplyLane(
  i: number,
  x: Numbers,
  n: number,
  inner: number,
  length: number,
  parts: number,
): number {
  const start = laneStart(i, n, inner, length, parts)
  const steps = laneSteps(i, n, inner, length, parts)
  let product = 1
  for (let k = 0; k < steps; k++) product *= x[start + k * inner]
  return product
}
function laneMax(i: number, x: Numbers, n: number, inner: number, length: number, parts: number): number {
  const start = laneStart(i, n, inner, length, parts)
  const steps = laneSteps(i, n, inner, length, parts)
  let best = x[start]
  for (let k = 1; k < steps; k++) best = maximum(best, x[start + k * inner])
  return best
}
function laneMin(i: number, x: Numbers, n: number, inner: number, length: number, parts: number): number {
  const start = laneStart(i, n, inner, length, parts)
  const steps = laneSteps(i, n, inner, length, parts)
  let best = x[start]
  for (let k = 1; k < steps; k++) best = minimum(best, x[start + k * inner])
  return best
}
/** Where (a part of) a lane has the extreme of the lane first, `n` where it does not. */
function laneFind(
  i: number,
  x: Numbers,
  extremes: Numbers,
  n: number,
  inner: number,
  length: number,
  parts: number,
): number {
  const start = laneStart(i, n, inner, length, parts)
  const steps = laneSteps(i, n, inner, length, parts)
  const q = quotient(i, inner)
  const lane = quotient(q, parts)
  const wanted = extremes[lane * inner + (i - q * inner)]
  let found = n
  for (let k = steps - 1; k >= 0; k--) {
    const value = x[start + k * inner]
    if (value === wanted || (value !== value && wanted !== wanted)) found = (q - lane * parts) * length + k
  }
  return found
}

const shared = (total: Tensor, divisor: number): Tensor => (divisor === 1 ? total : total.div(divisor))

const sum: DeviceForm = ([out, x], dims: readonly number[] | null, divisor: number) => {
  const { dtype, sizes } = out as Tensor
  return [shared(reduceLanes(addLane, { ...laneLayout(x as Tensor, dims), sizes }, dtype), divisor)]
}

/** The lanes of `x`, whose results have the shape of `out`. */
const lanesOf = (
  out: Tensor | null,
  x: Tensor | null,
  outer: number,
  n: number,
  inner: number,
): DeviceLanes => ({
  x: x as Tensor,
  outer,
  n,
  inner,
  sizes: (out as Tensor).sizes,
})

const laneSum: DeviceForm = ([out, x], divisor: number, outer: number, n: number, inner: number) => [
  shared(reduceLanes(addLane, lanesOf(out, x, outer, n, inner), out!.dtype), divisor),
]

const product: DeviceForm = ([out, x], outer: number, n: number, inner: number) => [
  reduceLanes(multiplyLane, lanesOf(out, x, outer, n, inner), out!.dtype),
]

const countNonzero: DeviceForm = ([out, x], question: string, outer: number, n: number, inner: number) => {
  const count = reduceLanes(addLane, lanesOf(out, x!.ne(0), outer, n, inner), int64)
  return [question === 'how many' ? count : (question === 'any' ? count.gt(0) : count.eq(n)).to(out!.dtype)]
}

const extremes: DeviceForm = (
  [values, indices, x],
  largest: boolean,
  outer: number,
  n: number,
  inner: number,
) => {
  const { sizes } = (values ?? indices) as Tensor
  const lanes = { x: x as Tensor, n, outer, inner, sizes }
  const found = reduceLanes(largest ? laneMax : laneMin, lanes, lanes.x.dtype)
  if (indices === null) return [found]
  const length = n > LONG_LANE ? Math.ceil(Math.sqrt(n)) : n
  const parts = Math.ceil(n / length)
  const first = runFormula(laneFind, [outer, parts, inner], int64, lanes.x, found, n, inner, length, parts)
  return [found, reduceLanes(laneMin, { x: first, n: parts, outer, inner, sizes }, int64)]
}

const moments: DeviceForm = (
  [spread, mean, x],
  correction: number,
  root: boolean,
  outer: number,
  n: number,
  inner: number,
) => {
  const lanes = (x as Tensor).reshape([outer, n, inner])
  const center = lanes.mean(1, true)
  const variance = lanes
    .sub(center)
    .square()
    .sum(1)
    .div(Math.max(n - correction, 0))
  return [
    (root ? variance.sqrt() : variance).reshape(spread!.sizes as number[]),
    center.reshape(mean!.sizes as number[]),
  ]
}

const norm: DeviceForm = ([out, x], p: number, outer: number, n: number, inner: number) => {
  const size = (x as Tensor).reshape([outer, n, inner]).abs()
  const total =
    Math.abs(p) === Infinity
      ? p > 0
        ? size.amax(1)
        : size.amin(1)
      : p === 0
        ? size.ne(0).sum(1).to(size.dtype)
        : p === 1
          ? size.sum(1)
          : p === 2
            ? size.square().sum(1).sqrt()
            : size
                .pow(p)
                .sum(1)
                .pow(1 / p)
  return [total.reshape(out!.sizes as number[])]
}

/** The sum of an element of a lane and those before it. */
function runningSum(i: number, x: Numbers, n: number, inner: number): number {
  const q = quotient(i, inner)
  const place = q - n * quotient(q, n)
  let sum = 0
  for (let k = 0; k <= place; k++) sum += x[i - k * inner]
  return sum
}
function runningProduct(i: number, x: Numbers, n: number, inner: number): number {
  const q = quotient(i, inner)
  const place = q - n * quotient(q, n)
  let product = 1
  for (let k = 0; k <= place; k++) product *= x[i - k * inner]
  return product
}

/** A scan of more than one loop can be goes part by part, each going on from the last of the one before. */
const scan: DeviceForm = ([out, x], isProduct: boolean, outer: number, n: number, inner: number) => {
  const { dtype, sizes } = out as Tensor
  const formula = isProduct ? runningProduct : runningSum
  if (n <= LONGEST_LOOP) return [runFormula(formula, sizes, dtype, x as Tensor, n, inner)]
  const lanes = (x as Tensor).reshape([outer, n, inner])
  const result = emptyTensor([outer, n, inner], dtype, lanes.device)
  let before: Tensor | null = null
  for (let from = 0; from < n; from += LONGEST_LOOP) {
    const length = Math.min(LONGEST_LOOP, n - from)
    let part: Tensor = runFormula(
      formula,
      [outer, length, inner],
      dtype,
      lanes.narrow(1, from, length),
      length,
      inner,
    )
    if (before !== null) part = isProduct ? part.mul(before) : part.add(before)
    result.narrow(1, from, length).copy_(part)
    before = part.narrow(1, length - 1, 1)
  }
  return [result.reshape(sizes as number[])]
}

const softmax: DeviceForm = ([out, x], log: boolean, outer: number, n: number, inner: number) => {
  const lanes = (x as Tensor).reshape([outer, n, inner])
  const shifted = lanes.sub(lanes.amax(1, true))
  const powers = shifted.exp()
  const total = powers.sum(1, true)
  return [(log ? shifted.sub(total.log()) : powers.div(total)).reshape(out!.sizes as number[])]
}

export const laneForms: Partial<Record<KernelName, DeviceForm>> = {
  sum,
  'lane-sum': laneSum,
  product,
  'count-nonzero': countNonzero,
  extremes,
  moments,
  norm,
  scan,
  softmax,
}
