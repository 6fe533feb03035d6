// Picking and putting elements on a device. A kernel makes one element of its result, so what on the CPU writes to
// places is here a search: each place looks for the last index, or all of them, that names it. An index out of bounds
// cannot be refused there: what it picks is not a number, and what it puts is lost.
import type { Formula } from './backend.js'
import { isOnDevice } from './device-storage.js'
import { numelOf, type Sizes } from '../base/layout.js'
import type { Tensor } from '../tensor/tensor.js'
import type { Combine } from '../kernels/scatter.js'
import { LONGEST_LOOP, type Numbers, runFormula } from './by-place.js'
import { mapElements, quotient } from './elementwise.js'
import { toDevice } from './transfer.js'

const wrapIndex = (index: number, size: number): number =>
  index < -size || index >= size ? NaN : index < 0 ? index + size : index

/** An index tensor on the device whose values count from the start. */
export function wrapped(index: Tensor, size: number): Tensor {
  const there = isOnDevice(index) ? index : toDevice(index)
  const sizes = there.sizes
  return mapElements('wrap_index', wrapIndex, [there, size], { sizes, dtype: there.dtype })
}

/** Element (o, j, r) is element (o, index[j], r), or with an index for every element, (o, index[o, j, r], r). */
function pickFormula(
  i: number,
  x: Numbers,
  index: Numbers,
  isVector: number,
  n: number,
  m: number,
  inner: number,
): number {
  const q = quotient(i, inner)
  const o = quotient(q, m)
  const at = index[isVector > 0 ? q - o * m : i]
  if (!(at >= 0 && at < n)) return NaN
  return x[(o * n + at) * inner + (i - q * inner)]
}

/** The elements of dimension `dim` that a vector of indices names. */
export function pickAlong(self: Tensor, dim: number, index: Tensor, sizes: Sizes): Tensor {
  const n = self.sizes[dim] ?? 1
  const inner = numelOf(self.sizes.slice(dim + 1))
  return runFormula(pickFormula, sizes, self.dtype, self, wrapped(index, n), 1, n, index.count, inner)
}

/** For each element of `index` the element of `self` at the same place except along `dim`. */
export function gatherAlong(self: Tensor, dim: number, index: Tensor): Tensor {
  let x = self
  index.sizes.forEach((size, k) => {
    if (k !== dim && size !== x.sizes[k]) x = x.narrow(k, 0, size)
  })
  const n = x.sizes[dim] ?? 1
  const inner = numelOf(index.sizes.slice(dim + 1))
  return runFormula(pickFormula, index.sizes, self.dtype, x, index, 0, n, index.sizes[dim] ?? 1, inner)
}

// How a value meets the element it lands on: formulas of their own, since each is a kernel anyway.

const merges: Record<Combine, Formula> = {
  assign: (_old: number, value: number) => value,
  add: (old: number, value: number) => old + value,
  multiply: (old: number, value: number) => old * value,
  amax: (old: number, value: number) => (old > value || old !== old ? old : value),
  amin: (old: number, value: number) => (old < value || old !== old ? old : value),
}

/**
 * `x` with element (o, j, r) of `source` merged into element (o, index[j], r), or with an index for every element,
 * (o, index[o, j, r], r).
 */
function putFormula(
  i: number,
  x: Numbers,
  index: Numbers,
  source: Numbers,
  isVector: number,
  n: number,
  m: number,
  inner: number,
  step: number,
): number {
  const q = quotient(i, inner)
  const o = quotient(q, n)
  const place = q - o * n
  let value = x[i]
  for (let j = 0; j < m; j++) {
    const at = (o * m + j) * inner + (i - q * inner)
    if (index[isVector > 0 ? j : at] === place) value = merge(value, source[at * step])
  }
  return value
}

/** Stands for the way of merging, which the kernel is given under this name. */
declare function merge(old: number, value: number): number

/** The source of `put`, which may have any shape, as a row. */
const flatSource = (source: Tensor, count: number, dim: number): Tensor =>
  source.sizes[dim] === count ? source : source.reshape([-1])

/** A copy of `self` into which the parts of `source` are merged that an index vector sends along `dim`. */
export function putAlong(self: Tensor, dim: number, index: Tensor, source: Tensor, how: Combine): Tensor {
  const n = self.sizes[dim] ?? 1
  const inner = numelOf(self.sizes.slice(dim + 1))
  const step = source.count === 1 ? 0 : 1
  const there = isOnDevice(source) ? source : toDevice(source)
  if (index.count > LONGEST_LOOP) {
    const flat = index.reshape([-1])
    // A source of a single dimension may stand for the flattened tensor.
    const along = there.sizes.length === 1 ? 0 : dim
    const part = (from: number, to: number): [Tensor, Tensor] => [
      flat.narrow(0, from, to - from),
      step === 0
        ? there
        : (there.sizes.length === 0 ? there : flatSource(there, index.count, along)).narrow(
            along,
            from,
            to - from,
          ),
    ]
    const [firstIndex, firstSource] = part(0, LONGEST_LOOP)
    const [restIndex, restSource] = part(LONGEST_LOOP, index.count)
    return putAlong(putAlong(self, dim, firstIndex, firstSource, how), dim, restIndex, restSource, how)
  }
  const args = [self, wrapped(index, n), there, 1, n, index.count, inner, step]
  return runFormula(putFormula, self.sizes, self.dtype, ...args, { merge: merges[how] })
}

/** A copy of `self` into which `source` (or one value for all) is merged where `index` says along `dim`. */
export function scatterAlong(self: Tensor, dim: number, index: Tensor, source: Tensor, how: Combine): Tensor {
  const result = self.clone()
  if (index.count === 0) return result
  // The part of the result that the index covers, and the part of the source.
  let window = result
  let values = isOnDevice(source) ? source : toDevice(source)
  const isSingle = values.sizes.length < index.sizes.length || (values.count === 1 && index.count !== 1)
  index.sizes.forEach((size, k) => {
    if (k !== dim && result.sizes.length > 0) window = window.narrow(k, 0, size)
    if (!isSingle && values.sizes.length > 0) values = values.narrow(k, 0, size)
  })
  const n = window.sizes[dim] ?? 1
  const inner = numelOf(index.sizes.slice(dim + 1))
  const m = index.sizes[dim] ?? 1
  if (m > LONGEST_LOOP) {
    const part = (from: number, length: number): Tensor =>
      scatterAlong(
        window,
        dim,
        index.narrow(dim, from, length),
        isSingle ? values : values.narrow(dim, from, length),
        how,
      )
    window.copy_(part(0, LONGEST_LOOP))
    window.copy_(part(LONGEST_LOOP, m - LONGEST_LOOP))
    return result
  }
  const step = isSingle ? 0 : 1
  const args = [window, index, values, 0, n, m, inner, step]
  const merged = runFormula(putFormula, window.sizes, self.dtype, ...args, { merge: merges[how] })
  window.copy_(merged)
  return result
}

/** Where elements lie that `indices` pick in the dimensions `dims`: one index vector for those dimensions as one. */
export function joinedIndex(
  self: Tensor,
  indices: readonly Tensor[],
  dims: readonly number[],
  shape: Sizes,
): Tensor {
  let joined: Tensor | null = null
  indices.forEach((index, k) => {
    const size = self.sizes[dims[k]]
    const own = wrapped(index, size).expand(shape as number[])
    joined = joined === null ? own : joined.mul(size).add(own)
  })
  return (joined as unknown as Tensor).reshape([-1])
}
