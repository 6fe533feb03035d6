/** Elements by rank: `median`, `nanmedian`, `kthvalue`, `quantile`, `nanquantile`. */
import { nthPosition } from '../../kernels/select.js'
import { bool, float32, float64, int64, notImplementedFor } from '../../base/dtype.js'
import { check, IndexError, RuntimeError, wrapDim } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { distributeEvenly } from '../reduce/extremum.js'
import { eachLane, lanesOf, narrowed, positions, results, scatterBack, widened } from '../../engine/lanes.js'
import { op } from '../../engine/op.js'
import { laneValues } from './sort.js'

/** Picks one element of each lane along `dim`, by the position that `pick` answers. */
function pickEach(
  self: Tensor,
  dim: number | null,
  keepdim: boolean,
  pick: (values: Float64Array) => number,
): [Tensor, Tensor] {
  const x = widened(self)
  const lanes = lanesOf(x, dim, keepdim)
  const values = results(lanes.sizes, x.dtype)
  const indices = positions(lanes.sizes)
  eachLane(lanes, (start, index) => {
    const lane = laneValues(lanes, start)
    const at = pick(lane)
    values.array[values.at + index] = lane[at]
    indices.low[indices.at + 2 * index] = at
  })
  return [narrowed(values.tensor, self.dtype), indices.tensor]
}

function checkOrdered(name: string, self: Tensor, dim: number | null): void {
  if (dim !== null) {
    const wrapped = wrapDim(dim, self.sizes.length)
    if (self.sizes[wrapped] === 0)
      throw new IndexError(`${name}(): Expected reduction dim ${wrapped} to have non-zero size.`)
  }
  if (self.dtype.is_complex || self.dtype === bool)
    notImplementedFor(
      name === 'kthvalue' ? 'kthvalue_cpu' : dim === null ? 'median_cpu' : 'median_out',
      self.dtype,
    )
}

/** The lower of two middle elements, as `median_with_indices_impl` in Sorting.cpp finds it. */
function medianPosition(values: Float64Array, ignoreNan: boolean): number {
  let nans = 0
  for (let i = 0; i < values.length; i++)
    if (values[i] !== values[i]) {
      if (!ignoreNan) return i
      nans++
    }
  return nthPosition(values, Math.max((values.length - nans - 1) >> 1, 0))
}

for (const ignoreNan of [false, true]) {
  const name = ignoreNan ? 'nanmedian' : 'median'
  const camel = ignoreNan ? 'Nanmedian' : 'Median'
  const leftOut = ignoreNan ? ', not-a-numbers left out' : ''
  op(`${name}(Tensor self) -> Tensor`, {
    doc: `The middle element in ascending order, the lower one of two${leftOut}.`,
    example: [`torch.tensor([4, 1, 3, 2]).${name}()`, 'tensor(2)'],
    compute: (self: Tensor) => {
      checkOrdered(name, self, null)
      if (self.count === 0) return self.new_full([], NaN)
      return pickEach(self, null, false, (values) => medianPosition(values, ignoreNan))[0]
    },
    backward: { self: (g, { self, result }) => distributeEvenly(g, self, result) },
  })
  op(
    `${name}.dim(Tensor self, int dim, bool keepdim=False, *, Tensor? out=None) -> (Tensor values, Tensor indices)`,
    {
      doc: `The middle elements along a dimension, the lower one of two, and where they are${leftOut}.`,
      example: [`torch.tensor([[4, 1, 3]]).${name}(1).values`, 'tensor([3])'],
      node: `${camel}Backward1`,
      compute: (self: Tensor, dim: number, keepdim: boolean) => {
        checkOrdered(name, self, dim)
        return pickEach(self, dim, keepdim, (values) => medianPosition(values, ignoreNan))
      },
      backward: {
        self: (g, { self_sizes, dim, keepdim, indices }) => scatterBack(g, dim, indices, self_sizes, keepdim),
      },
    },
  )
}

const isAfter = (a: number, b: number): boolean => a > b || (a !== a && b === b)

/** `quick_select_template` of Sorting.cpp: which of several equals it finds follows from its steps. */
function quickSelect(values: Float64Array, k: number): number {
  const order = Int32Array.from(values, (_, i) => i)
  const after = (i: number, j: number): boolean => isAfter(values[order[i]], values[order[j]])
  const swap = (i: number, j: number): void => {
    const item = order[i]
    order[i] = order[j]
    order[j] = item
  }
  let left = 0
  let right = values.length - 1
  while (right > left) {
    if (right === left + 1) {
      if (after(left, right)) swap(left, right)
      break
    }
    swap((left + right) >> 1, left + 1)
    if (after(left + 1, right)) swap(left + 1, right)
    if (after(left, right)) swap(left, right)
    if (after(left + 1, left)) swap(left + 1, left)
    let i = left + 1
    let j = right
    for (;;) {
      do i++
      while (after(left, i))
      do j--
      while (after(j, left))
      if (j < i) break
      swap(i, j)
    }
    swap(left, j)
    if (j <= k) left = i
    if (j >= k) right = j - 1
  }
  return order[k]
}

op(
  'kthvalue(Tensor self, int k, int dim=-1, bool keepdim=False, *, Tensor? out=None) -> (Tensor values, Tensor indices)',
  {
    exactOut: (own) =>
      own === int64
        ? 'output indices must be of scalar type Long'
        : 'output values must be of same type as input',
    doc: 'The k-th smallest elements along a dimension, counted from one, and where they are.',
    example: ['torch.tensor([4, 1, 3]).kthvalue(2).values', 'tensor(3)'],
    compute: (self: Tensor, k: number, dim: number, keepdim: boolean) => {
      const wrapped = wrapDim(dim, self.sizes.length)
      if (self.sizes[wrapped] === 0)
        throw new IndexError(`kthvalue(): Expected reduction dim ${wrapped} to have non-zero size.`)
      check(
        k >= 1 && k <= (self.sizes[wrapped] ?? 1),
        () => `kthvalue(): selected number k out of range for dimension ${wrapped}`,
      )
      checkOrdered('kthvalue', self, null)
      return pickEach(self, dim, keepdim, (values) => quickSelect(values, k - 1))
    },
    backward: {
      self: (g, { self_sizes, dim, keepdim, indices }) => scatterBack(g, dim, indices, self_sizes, keepdim),
    },
  },
)

const interpolations = ['linear', 'lower', 'higher', 'midpoint', 'nearest']

/** Follows `quantile_compute` in Sorting.cpp. */
function quantile(
  name: string,
  self: Tensor,
  q: Tensor,
  dim: number | null,
  keepdim: boolean,
  interpolation: string,
): Tensor {
  check(self.count > 0, () => `${name}() input tensor must be non-empty`)
  check(q.sizes.length <= 1, () => `${name}() q must be a scalar or 1D tensor`)
  check(
    self.dtype === float32 || self.dtype === float64,
    () => `${name}() input tensor must be either float or double dtype`,
  )
  check(self.dtype === q.dtype, () => `${name}() q tensor must be same dtype as the input tensor`)
  check(
    interpolations.includes(interpolation),
    () =>
      `${name}() interpolation must be one of linear, lower, higher, midpoint or nearest, but got ${interpolation}`,
  )
  const rank = self.sizes.length
  const wrapped = wrapDim(dim ?? 0, rank)
  check(
    q.ge(0).logical_and(q.le(1)).all().item<boolean>(),
    () => `${name}() q values must be in the range [0, 1]`,
  )

  let outSizes: number[] = []
  if (dim !== null && rank > 0) {
    outSizes = self.sizes.slice()
    if (keepdim) outSizes[wrapped] = 1
    else outSizes.splice(wrapped, 1)
  } else if (keepdim) outSizes = self.sizes.map(() => 1)

  let sorted: Tensor
  if (dim === null) sorted = self.flatten().sort()[0]
  else if (wrapped === rank - 1 || rank === 0) sorted = self.sort()[0]
  else sorted = self.unsqueeze(-1).transpose(wrapped, -1).sort()[0]
  const n = rank === 0 ? 1 : sorted.sizes[sorted.sizes.length - 1]
  sorted = sorted.view([...outSizes, n])

  let ranks: Tensor
  if (name === 'nanquantile') {
    ranks = q.mul(sorted.isnan().logical_not().sum(-1, true).sub(1))
    ranks = ranks.masked_fill(ranks.lt(0), 0)
  } else ranks = q.mul(n - 1).masked_fill(sorted.isnan().any(-1, true), n - 1)
  if (interpolation === 'lower') ranks = ranks.floor()
  else if (interpolation === 'higher') ranks = ranks.ceil()
  else if (interpolation === 'nearest') ranks = ranks.round()
  const below = ranks.to(int64)
  let values = sorted.gather(-1, below)
  if (interpolation === 'linear' || interpolation === 'midpoint') {
    const weights = interpolation === 'midpoint' ? ranks.new_full(ranks.sizes, 0.5) : ranks.sub(below)
    values = values.lerp(sorted.gather(-1, ranks.ceil().to(int64)), weights)
  }
  return q.sizes.length === 0 ? values.squeeze_(-1) : values.unsqueeze_(0).transpose_(0, -1).squeeze_(-1)
}

for (const name of ['quantile', 'nanquantile']) {
  const leftOut = name === 'nanquantile' ? ', not-a-numbers left out' : ''
  const rest = "int? dim=None, bool keepdim=False, *, str interpolation='linear', Tensor? out=None) -> Tensor"
  op(`${name}.scalar(Tensor self, float q, ${rest}`, {
    doc: `The element below which a share q of the others lies, interpolated where it is between two${leftOut}.`,
    example: [`torch.tensor([1.5, 2, 4]).${name}(0.75)`, 'tensor(3.)'],
    forward: (self: Tensor, q: number, dim: number | null, keepdim: boolean, interpolation: string) => {
      if (!(q >= 0 && q <= 1)) throw new RuntimeError(`${name}() q must be in the range [0, 1] but got ${q}`)
      return quantile(name, self, self.new_full([], q), dim, keepdim, interpolation)
    },
  })
  op(`${name}(Tensor self, Tensor q, ${rest}`, {
    doc: `The elements below which shares q of the others lie; one row a share${leftOut}.`,
    example: [`torch.tensor([1.5, 2, 4]).${name}(torch.tensor([0.25, 0.75]))`, 'tensor([1.7500, 3.0000])'],
    forward: (self: Tensor, q: Tensor, dim: number | null, keepdim: boolean, interpolation: string) =>
      quantile(name, self, q, dim, keepdim, interpolation),
  })
}
