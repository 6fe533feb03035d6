// Running results along a dimension: `cumsum`, `cumprod`, `cummax`, `cummin`, `logcumsumexp`, `diff`.
import { bool, type DType, int64, notImplementedFor } from '../../base/dtype.js'
import { check, messages, wrapDim } from '../../base/errors.js'
import { largestOf } from '../../base/limits.js'
import { modes } from '../../tensor/modes.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { conj, only } from '../pointwise/gradients.js'
import { call } from '../../engine/functions.js'
import { laneLayout } from '../../tensor/lanes.js'
import { run } from '../../engine/run.js'
import { runningExtremes } from '../../kernels/extremes.js'
import * as kernels from '../../kernels/scan.js'
import { op } from '../../engine/op.js'

const runningType = (self: DType, dtype: DType | null): DType =>
  dtype ?? (self.is_floating_point || self.is_complex ? self : int64)

/** Scans each lane into a tensor of the input's shape. */
function scan(name: string, self: Tensor, dim: number, dtype: DType | null): Tensor {
  const type = runningType(self.dtype, dtype)
  if (type === bool) notImplementedFor(`${name}_out_cpu`, bool)
  const { x, outer, n, inner } = laneLayout(self.to(type), dim)
  const out = emptyTensor(self.sizes, type, x.device)
  run(kernels.scan, [out, x], name === 'cumprod', outer, n, inner, type.isHalf)
  return out
}

const reversed = (x: Tensor, dim: number, scanOf: (x: Tensor) => Tensor): Tensor =>
  scanOf(x.flip([dim])).flip([dim])

op('cumsum(Tensor self, int dim, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor', {
  overlap: 'checked',
  doc: 'The running sum along a dimension.',
  alsoByName: true,
  example: ['torch.tensor([1, 2, 3]).cumsum(0)', 'tensor([1, 3, 6])'],
  inplace: 'method',
  exactOut: true,
  device: true,
  compute: (self: Tensor, dim: number, dtype: DType | null) => scan('cumsum', self, dim, dtype),
  backward: {
    self: (g, { dim, self_dtype }) =>
      g.count <= 1 ? g : reversed(g.to(self_dtype), dim, (x) => x.cumsum(dim)),
  },
})

/** The product along a dimension, which is kept; bfloat16 has none of its own. */
const productOf = (x: Tensor, dim: number): Tensor =>
  x.dtype.isHalf ? x.float().prod(dim, true).to(x.dtype) : x.prod(dim, true)

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
  const left = productOf(x.masked_fill(before.logical_not(), 1), dim)
  const right = x.masked_fill(between.logical_not().logical_or(first), 1).cumprod(dim)
  const atFirst = g
    .masked_fill(between.logical_not(), 0)
    .mul(conj(left.mul(right)))
    .sum([dim], true)
  return only(usual, before).add(only(atFirst, first))
}

/**
 * As a sum of products with one factor left out, which has itself a derivative where factors are zero: what
 * `cumprod_backward` does when its result is to be differentiated.
 */
function cumprodBackTwice(g: Tensor, x: Tensor, dim: number): Tensor {
  const n = x.sizes[dim]
  const result = g.new_zeros(x.sizes)
  for (let k = 0; k < n; k++) {
    const before = productOf(x.narrow(dim, 0, k), dim)
    const after = x.narrow(dim, k + 1, n - k - 1).cumprod(dim)
    const without = call('cat', [[before, before.mul(after)], dim]) as Tensor
    const along = g.narrow(dim, k, n - k).mul(conj(without))
    result.select(dim, k).copy_(along.sum([dim]))
  }
  return result
}

op('cumprod(Tensor self, int dim, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor', {
  overlap: 'checked',
  doc: 'The running product along a dimension.',
  alsoByName: true,
  example: ['torch.tensor([1, 2, 3]).cumprod(0)', 'tensor([1, 2, 6])'],
  inplace: 'method',
  exactOut: true,
  device: true,
  compute: (self: Tensor, dim: number, dtype: DType | null) => scan('cumprod', self, dim, dtype),
  backward: {
    self: (g, { self, result, dim }) => {
      if (self.count <= 1) return g
      const wrapped = wrapDim(dim, self.sizes.length)
      if (self.eq(0).any().item() === true)
        return modes.grad ? cumprodBackTwice(g, self, wrapped) : cumprodBackSafe(g, self, result, wrapped)
      return reversed(conj(result).mul(g), wrapped, (x) => x.cumsum(wrapped)).div(conj(self))
    },
  },
})

function runningExtreme(name: string, self: Tensor, dim: number, largest: boolean): [Tensor, Tensor] {
  if (self.dtype.is_complex) {
    if (self.sizes.length > 0 && self.count > 0) notImplementedFor(`${name}_cpu`, self.dtype)
    return [self.clone(), zerosTensor(self.sizes, int64)]
  }
  // A 0-dim tensor has every dim here (`cummax_out` in ReduceOps.cpp asks too late).
  const { x, outer, n, inner } = laneLayout(self, self.sizes.length === 0 ? 0 : dim)
  const results: [Tensor, Tensor] = [emptyTensor(self.sizes, x.dtype), emptyTensor(self.sizes, int64)]
  run(runningExtremes, [...results, x], largest, outer, n, inner)
  return results
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
    const { x, outer, n, inner } = laneLayout(self, dim)
    if (!self.dtype.is_floating_point) notImplementedFor('logcumsumexp_out_cpu', self.dtype)
    const out = emptyTensor(self.sizes, self.dtype)
    run(kernels.logScan, [out, x], outer, n, inner)
    return out
  },
  // In logarithms, gradients of either sign apart; `logcumsumexp_backward` in FunctionsManual.cpp.
  backward: {
    self: (g, { self, result, dim }) => {
      if (g.sizes.length === 0 || g.count === 0) return g
      // The logarithm of what is none: infinite, it would make second derivatives NaN.
      const least = -largestOf(g.dtype)
      const part = (positive: Tensor): Tensor => {
        const logs = call('where', [positive.gt(0), positive.log(), least]) as Tensor
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
      for (const other of [prepend, append])
        if (other !== null)
          check(
            other.sizes.length === rank,
            () => 'diff expects prepend or append to be the same dimension as input',
          )
      if (n === 0) return self.new_zeros(self.sizes).copy_(self)
      const wrapped = wrapDim(dim, rank)
      const parts = [prepend, self, append].filter((part) => part !== null)
      let x = parts.length === 1 ? self : (call('cat', [parts, wrapped]) as Tensor)
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
