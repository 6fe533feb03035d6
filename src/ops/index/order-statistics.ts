// Elements by rank: `median`, `nanmedian`, `kthvalue`, `quantile`, `nanquantile`.
import { bool, float32, float64, int64, notImplementedFor } from '../../base/dtype.js'
import { check, IndexError, RuntimeError, wrapDim } from '../../base/errors.js'
import { type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { distributeEvenly } from '../reduce/extremum.js'
import { scatterBack } from '../../tensor/lanes.js'
import { rankOfLanes } from '../../engine/ordering.js'
import { op } from '../../engine/op.js'

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

for (const ignoreNan of [false, true]) {
  const name = ignoreNan ? 'nanmedian' : 'median'
  const camel = ignoreNan ? 'Nanmedian' : 'Median'
  const leftOut = ignoreNan ? ', not-a-numbers left out' : ''
  op(`${name}(Tensor self) -> Tensor`, {
    doc: `The middle element in ascending order, the lower one of two${leftOut}.`,
    example: [`torch.tensor([4, 1, 3, 2]).${name}()`, 'tensor(2)'],
    device: true,
    compute: (self: Tensor) => {
      if (self.count === 0) return self.new_full([], NaN)
      checkOrdered(name, self, null)
      return rankOfLanes(self, null, false, name)[0]
    },
    backward: { self: (g, { self, result }) => distributeEvenly(g, self, result) },
  })
  op(
    `${name}.dim(Tensor self, int dim, bool keepdim=False, *, Tensor? out=None) -> (Tensor values, Tensor indices)`,
    {
      doc: `The middle elements along a dimension, the lower one of two, and where they are${leftOut}.`,
      alsoByName: true,
      example: [`torch.tensor([[4, 1, 3]]).${name}(1).values`, 'tensor([3])'],
      node: `${camel}Backward1`,
      device: true,
      compute: (self: Tensor, dim: number, keepdim: boolean) => {
        checkOrdered(name, self, dim)
        return rankOfLanes(self, dim, keepdim, name)
      },
      backward: {
        self: (g, { self_sizes, dim, keepdim, indices }) => scatterBack(g, dim, indices, self_sizes, keepdim),
      },
    },
  )
}

op(
  'kthvalue(Tensor self, int k, int dim=-1, bool keepdim=False, *, Tensor? out=None) -> (Tensor values, Tensor indices)',
  {
    alsoByName: true,
    exactOut: (own) =>
      own === int64
        ? 'output indices must be of scalar type Long'
        : 'output values must be of same type as input',
    doc: 'The k-th smallest elements along a dimension, counted from one, and where they are.',
    example: ['torch.tensor([4, 1, 3]).kthvalue(2).values', 'tensor(3)'],
    device: true,
    compute: (self: Tensor, k: number, dim: number, keepdim: boolean) => {
      const wrapped = wrapDim(dim, self.sizes.length)
      if (self.sizes[wrapped] === 0)
        throw new IndexError(`kthvalue(): Expected reduction dim ${wrapped} to have non-zero size.`)
      check(
        k >= 1 && k <= (self.sizes[wrapped] ?? 1),
        () => `kthvalue(): selected number k out of range for dimension ${wrapped}`,
      )
      if (self.sizes.length === 0 && self.dtype.is_complex) return [self.clone(), zerosTensor([], int64)]
      checkOrdered('kthvalue', self, null)
      return rankOfLanes(self, dim, keepdim, k - 1)
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
    () => `quantile() input tensor must be either float or double dtype`,
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

const ofInputType = (): string => 'quantile() out tensor must be same dtype as the input tensor'

for (const name of ['quantile', 'nanquantile']) {
  const leftOut = name === 'nanquantile' ? ', not-a-numbers left out' : ''
  const rest = "int? dim=None, bool keepdim=False, *, str interpolation='linear', Tensor? out=None) -> Tensor"
  op(`${name}.scalar(Tensor self, float q, ${rest}`, {
    exactOut: ofInputType,
    doc: `The element below which a share q of the others lies, interpolated where it is between two${leftOut}.`,
    example: [`torch.tensor([1.5, 2, 4]).${name}(0.75)`, 'tensor(3.)'],
    forward: (self: Tensor, q: number, dim: number | null, keepdim: boolean, interpolation: string) => {
      if (!(q >= 0 && q <= 1)) throw new RuntimeError(`${name}() q must be in the range [0, 1] but got ${q}`)
      return quantile(name, self, self.new_full([], q), dim, keepdim, interpolation)
    },
  })
  op(`${name}(Tensor self, Tensor q, ${rest}`, {
    exactOut: ofInputType,
    doc: `The elements below which shares q of the others lie; one row a share${leftOut}.`,
    example: [`torch.tensor([1.5, 2, 4]).${name}(torch.tensor([0.25, 0.75]))`, 'tensor([1.7500, 3.0000])'],
    forward: (self: Tensor, q: Tensor, dim: number | null, keepdim: boolean, interpolation: string) =>
      quantile(name, self, q, dim, keepdim, interpolation),
  })
}
