/** Running results along a dimension: `cumsum`, `cumprod`, `cummax`, `cummin`, `logcumsumexp`, `diff`. */
import { isOnDevice } from '../../devices/device-storage.js'
import { bool, type DType, int64, notImplementedFor } from '../../base/dtype.js'
import { check, messages, wrapDim } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { conj, only } from '../pointwise/gradients.js'
import { call } from '../../engine/functions.js'
import {
  eachLane,
  type Lanes,
  lanesOf,
  narrowed,
  positions,
  results,
  widened,
  widenedType,
} from '../../engine/lanes.js'
import { LONGEST_LOOP, type Numbers, runFormula } from '../../devices/by-place.js'
import { quotient } from '../../devices/elementwise.js'
import { op } from '../../engine/op.js'

const runningType = (self: DType, dtype: DType | null): DType =>
  dtype ?? (self.is_floating_point || self.is_complex ? self : int64)

/** A scan of more than one loop can be: each part goes on from the last of the one before. */
function scanInParts(self: Tensor, dim: number, type: DType, product: boolean): Tensor {
  const size = self.size(dim)
  const parts: Tensor[] = []
  for (let from = 0; from < size; from += LONGEST_LOOP) {
    const length = Math.min(LONGEST_LOOP, size - from)
    let part = scan(self.narrow(dim, from, length), dim, type, product)
    const last = parts.at(-1)
    if (last !== undefined) {
      const before = last.narrow(dim, last.size(dim) - 1, 1)
      part = product ? part.mul(before) : part.add(before)
    }
    parts.push(part)
  }
  return call('cat', [parts, dim]) as Tensor
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

/** Scans each lane into a tensor of the input's shape; `step` makes the next value of the one before. */
function scan(self: Tensor, dim: number, dtype: DType | null, product: boolean): Tensor {
  const type = runningType(self.dtype, dtype)
  if (type === bool) notImplementedFor(product ? 'cumprod_out_cpu' : 'cumsum_out_cpu', bool)
  if (isOnDevice(self)) {
    const { x, n, inner } = lanesOf(self.to(type), dim)
    if (n > LONGEST_LOOP) return scanInParts(self, dim, type, product)
    return runFormula(product ? runningProduct : runningSum, self.sizes, type, x, n, inner)
  }
  const lanes = lanesOf(self.to(widenedType(type)), dim)
  const out = results(self.sizes, widenedType(type))
  const shift = out.at - lanes.base
  if (type === int64) scanInt64(lanes, out.array as unknown as BigInt64Array, shift, product)
  else if (type.is_complex) scanComplex(lanes, out.array, out.at, product)
  else {
    const { array, n, inner } = lanes
    const whole = !type.is_floating_point
    eachLane(lanes, (start) => {
      let running = product ? 1 : 0
      for (let k = 0, p = start; k < n; k++, p += inner) {
        if (!product) running += array[p]
        else running = whole ? Math.imul(running, array[p]) : running * array[p]
        out.array[p + shift] = running
      }
    })
  }
  return narrowed(out.tensor, type)
}

/** Reads back what was written, which is wrapped at 64 bits. */
function scanInt64(lanes: Lanes, out: BigInt64Array, shift: number, product: boolean): void {
  const source = lanes.array as unknown as BigInt64Array
  eachLane(lanes, (start) => {
    let running = product ? 1n : 0n
    for (let k = 0, p = start; k < lanes.n; k++, p += lanes.inner) {
      out[p + shift] = product ? running * source[p] : running + source[p]
      running = out[p + shift]
    }
  })
}

function scanComplex(lanes: Lanes, out: Float64Array, at: number, product: boolean): void {
  const { array, n, inner, base } = lanes
  eachLane(lanes, (start) => {
    let re = product ? 1 : 0
    let im = 0
    for (let k = 0, p = 2 * (start - base); k < n; k++, p += 2 * inner) {
      const a = array[base + p]
      const b = array[base + p + 1]
      const next = product ? re * a - im * b : re + a
      im = product ? re * b + im * a : im + b
      re = next
      out[at + p] = re
      out[at + p + 1] = im
    }
  })
}

const reversed = (x: Tensor, dim: number, scanOf: (x: Tensor) => Tensor): Tensor =>
  scanOf(x.flip([dim])).flip([dim])

op('cumsum(Tensor self, int dim, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor', {
  doc: 'The running sum along a dimension.',
  alsoByName: true,
  example: ['torch.tensor([1, 2, 3]).cumsum(0)', 'tensor([1, 3, 6])'],
  inplace: true,
  exactOut: true,
  device: true,
  compute: (self: Tensor, dim: number, dtype: DType | null) => scan(self, dim, dtype, false),
  backward: {
    self: (g, { dim }) => (g.count <= 1 ? g : reversed(g, dim, (x) => x.cumsum(dim))),
  },
})

/**
 * Right where dividing by the input would divide by zero (`cumprod_backward` in FunctionsManual.cpp): in each lane
 * what lies before the first zero goes as usual, the first zero takes what lies up to the second, the rest is zero.
 */
function cumprodBackSafe(g: Tensor, x: Tensor, result: Tensor, dim: number): Tensor {
  const isZero = x.eq(0)
  const zerosSeen = isZero.cumsum(dim)
  const before = zerosSeen.eq(0)
  const between = zerosSeen.eq(1)
  const first = isZero.logical_and(between)
  const weights = conj(result).mul(g).masked_fill(before.logical_not(), 0)
  const usual = reversed(weights, dim, (part) => part.cumsum(dim)).div(conj(x))
  const left = x.masked_fill(before.logical_not(), 1).prod(dim, true)
  const right = x.masked_fill(between.logical_not().logical_or(first), 1).cumprod(dim)
  const atFirst = g
    .masked_fill(between.logical_not(), 0)
    .mul(conj(left.mul(right)))
    .sum([dim], true)
  return only(usual, before).add(only(atFirst, first))
}

op('cumprod(Tensor self, int dim, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor', {
  doc: 'The running product along a dimension.',
  alsoByName: true,
  example: ['torch.tensor([1, 2, 3]).cumprod(0)', 'tensor([1, 2, 6])'],
  inplace: true,
  exactOut: true,
  device: true,
  compute: (self: Tensor, dim: number, dtype: DType | null) => scan(self, dim, dtype, true),
  backward: {
    self: (g, { self, result, dim }) => {
      if (self.count <= 1) return g
      const wrapped = wrapDim(dim, self.sizes.length)
      if (self.eq(0).any().item() === true) return cumprodBackSafe(g, self, result, wrapped)
      return reversed(conj(result).mul(g), wrapped, (x) => x.cumsum(wrapped)).div(conj(self))
    },
  },
})

/** A later equal takes the place of an earlier one; not-a-number stays (`cummax_helper_cpu`, ReduceOps.cpp). */
function runningExtreme(name: string, self: Tensor, dim: number, largest: boolean): [Tensor, Tensor] {
  if (self.dtype.is_complex) notImplementedFor(`${name}_cpu`, self.dtype)
  const x = widened(self)
  // A 0-dim tensor has every dim here (`cummax_out` in ReduceOps.cpp asks too late).
  const lanes = lanesOf(x, x.sizes.length === 0 ? 0 : dim)
  const { array, n, inner } = lanes
  const values = results(self.sizes, x.dtype)
  const indices = positions(self.sizes)
  eachLane(lanes, (start) => {
    if (n === 0) return
    let best = array[start]
    let at = 0
    for (let k = 0, p = start; k < n; k++, p += inner) {
      const value = array[p]
      if (value !== value || (best === best && (largest ? value >= best : value <= best))) {
        best = value
        at = k
      }
      values.array[p - lanes.base + values.at] = best
      indices.low[indices.at + 2 * (p - lanes.base)] = at
    }
  })
  return [narrowed(values.tensor, self.dtype), indices.tensor]
}

for (const largest of [true, false]) {
  const name = largest ? 'cummax' : 'cummin'
  op(`${name}(Tensor self, int dim, *, Tensor? out=None) -> (Tensor values, Tensor indices)`, {
    doc: `The ${largest ? 'largest' : 'smallest'} element so far along a dimension, and where it is.`,
    alsoByName: true,
    example: [
      `torch.tensor([2, 3, 1]).${name}(0).values`,
      largest ? 'tensor([2, 3, 3])' : 'tensor([2, 2, 1])',
    ],
    exactOut: messages.foundScalarType,
    compute: (self: Tensor, dim: number) => runningExtreme(name, self, dim, largest),
    backward: {
      self: (g, { self_sizes, indices, dim }) =>
        g.count === 0 ? g : g.new_zeros(self_sizes).scatter_add(dim, indices, g),
    },
  })
}

op('logcumsumexp(Tensor self, int dim, *, Tensor? out=None) -> Tensor', {
  alsoByName: true,
  exactOut: messages.foundScalarType,
  doc: 'log(cumsum(exp(x))) along a dimension, safe against overflow.',
  example: ['torch.tensor([0.5, 1.5]).logcumsumexp(0)', 'tensor([0.5000, 1.8133])'],
  compute: (self: Tensor, dim: number) => {
    const x = widened(self)
    const lanes = lanesOf(x, dim)
    if (!self.dtype.is_floating_point) notImplementedFor('logcumsumexp_out_cpu', self.dtype)
    const { array, n, inner } = lanes
    const out = results(self.sizes, x.dtype)
    eachLane(lanes, (start) => {
      let running = -Infinity
      for (let k = 0, p = start; k < n; k++, p += inner) {
        const value = array[p]
        const high = value !== value || value > running ? value : running
        const low = high === value ? running : value
        // Equal infinities would give a not-a-number for their difference.
        running = low === high && Math.abs(high) === Infinity ? high : high + Math.log1p(Math.exp(low - high))
        out.array[p - lanes.base + out.at] = running
      }
    })
    return narrowed(out.tensor, self.dtype)
  },
  // In logarithms, gradients of either sign apart; `logcumsumexp_backward` in FunctionsManual.cpp.
  backward: {
    self: (g, { self, result, dim }) => {
      if (g.sizes.length === 0 || g.count === 0) return g
      const part = (positive: Tensor): Tensor => {
        const logs = call('where', [positive.gt(0), positive.log(), -Infinity]) as Tensor
        return reversed(logs.sub(result), dim, (x) => x.logcumsumexp(dim))
          .add(self)
          .exp()
      }
      return part(g).sub(part(g.neg()))
    },
  },
})

op(
  'diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None, *, Tensor? out=None) -> Tensor',
  {
    doc: 'Differences of neighbours along a dimension, `n` times over.',
    example: ['torch.tensor([1, 3, 2]).diff()', 'tensor([ 2, -1])'],
    forward: (self: Tensor, n: number, dim: number, prepend: Tensor | null, append: Tensor | null) => {
      const rank = self.sizes.length
      check(rank >= 1, () => 'diff expects input to be at least one-dimensional')
      const wrapped = wrapDim(dim, rank)
      for (const other of [prepend, append])
        if (other !== null)
          check(
            other.sizes.length === rank,
            () => 'diff expects prepend or append to be the same dimension as input',
          )
      const parts = [prepend, self, append].filter((part) => part !== null)
      let x = parts.length === 1 ? self : (call('cat', [parts, wrapped]) as Tensor)
      if (n <= 0) return x.new_zeros(x.sizes).copy_(x)
      for (let times = Math.min(n, x.sizes[wrapped]); times > 0; times--) {
        const length = Math.max(x.sizes[wrapped] - 1, 0)
        const later = x.narrow(wrapped, Math.min(1, x.sizes[wrapped]), length)
        const earlier = x.narrow(wrapped, 0, length)
        x = self.dtype === bool ? later.logical_xor(earlier) : later.sub(earlier)
      }
      return x
    },
  },
)
