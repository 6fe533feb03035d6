// `index_reduce`: parts of a dimension reduced with those of a source that a vector of indices sends to them.
import { bool, notImplementedFor } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import { warn } from '../../base/warnings.js'
import type { Tensor } from '../../tensor/tensor.js'
import { type Combine, putAlong, scalarTensor } from '../../engine/picking.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { only } from '../pointwise/gradients.js'
import { checkSources, fittedTo, outOfRange } from './index-along.js'

const combineOf: Record<string, Combine> = { prod: 'multiply', mean: 'add', amax: 'amax', amin: 'amin' }

/** `self` with what a part starts from when its own value does not take part. */
function cleared(self: Tensor, at: number, index: Tensor, source: Tensor, reduce: string): Tensor {
  // The largest of some values is the same when one of them is there already.
  if (reduce === 'amax' || reduce === 'amin') return putAlong(self, at, index, source, 'assign', outOfRange)
  return putAlong(self, at, index, scalarTensor(reduce === 'prod' ? 1 : 0, self.dtype), 'assign', outOfRange)
}

/** How many values each part was made of, at least one. */
function countsOf(self: Tensor, dim: number, index: Tensor, source: Tensor, includeSelf: boolean): Tensor {
  const start = includeSelf ? self.new_ones(self.sizes) : self.new_zeros(self.sizes)
  const counts = start.index_add(dim, index, source.new_ones(source.sizes))
  return counts.masked_fill(counts.eq(0), 1)
}

function indexReduce(
  self: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  reduce: string,
  includeSelf: boolean,
): Tensor {
  const how = Object.hasOwn(combineOf, reduce) ? combineOf[reduce] : undefined
  check(
    how !== undefined,
    () => `index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got ${reduce}.`,
  )
  const at = checkSources('index_reduce_', self, dim, index, source)
  if (self.dtype === bool || self.dtype.is_complex) notImplementedFor('index_func_', self.dtype)
  const start = includeSelf ? self : cleared(self, at, index, source, reduce)
  const result = putAlong(start, at, index, source, how, outOfRange)
  if (reduce !== 'mean') return result
  const counts = countsOf(self, at, index, source, includeSelf)
  return self.dtype.isIntegral ? result.floor_divide(counts) : result.div(counts)
}

interface Call {
  readonly self: Tensor
  readonly dim: number
  readonly index: Tensor
  readonly source: Tensor
  readonly include_self: boolean
}

/** Where factors are zero, the slope is the product of the others; `index_reduce_backward` in FunctionsManual.cpp. */
function productBack(
  g: Tensor,
  { self, dim, index, source, include_self }: Call,
  result: Tensor,
): [Tensor, Tensor] {
  const part = (x: Tensor): Tensor => fittedTo(source.sizes, x.index_select(dim, index))
  const own = self.masked_fill(self.eq(0), 1)
  const ownGradient = g.mul(own.index_reduce(dim, index, source, 'prod', { include_self })).div(own)
  const isZero = source.eq(0)
  const zeros = part(self.new_zeros(self.sizes).index_add(dim, index, isZero.to(self.dtype)))
  const isOnlyZero = isZero.logical_and(zeros.eq(1))
  const others = self.index_reduce(dim, index, source.masked_fill(isOnlyZero, 1), 'prod', { include_self })
  return [
    ownGradient,
    call('where', [isOnlyZero, part(g.mul(others)), part(g.mul(result)).div(source.masked_fill(isZero, 1))]),
  ]
}

function indexReduceBack(g: Tensor, given: Call, reduce: string, result: Tensor): [Tensor, Tensor] {
  const { self, dim, index, source, include_self } = given
  const part = (x: Tensor): Tensor => fittedTo(source.sizes, x.index_select(dim, index))
  if (reduce === 'prod') return productBack(g, given, result)
  if (reduce === 'mean') {
    const counts = countsOf(self, dim, index, source, include_self)
    return [g.div(counts), part(g).div(part(counts))]
  }
  // What is as large as the result shares the gradient.
  const selfWins = self.eq(result)
  const sourceWins = source.eq(part(result))
  const winners = selfWins.to(self.dtype).index_add(dim, index, sourceWins.to(self.dtype))
  const share = g.div(winners)
  return [only(share, selfWins), only(part(share), sourceWins)]
}

op(
  'index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *, bool include_self=True, ' +
    'Tensor? out=None) -> Tensor',
  {
    overlap: 'disjoint',
    exactOut: true,
    doc:
      'Reduces the parts of `source` that `index` sends to one part of dimension `dim`: prod, mean, amax or amin. The ' +
      'values that were there take part unless `include_self` is false.',
    example: [
      "torch.tensor([1, 2]).index_reduce(0, torch.tensor([0, 0]), torch.tensor([5, 6]), 'prod')",
      'tensor([30,  2])',
    ],
    inplace: 'method',
    device: true,
    validate: (...[, , , , , , out]: unknown[]) => {
      if (!out) warn('index_reduce() is in beta and the API may change at any time.')
    },
    compute: indexReduce,
    backward: (g, { self, dim, index, source, reduce, include_self, result }) => {
      const [own, other] = indexReduceBack(g, { self, dim, index, source, include_self }, reduce, result)
      return { self: include_self ? own : own.index_fill(dim, index, 0), source: other }
    },
  },
)
