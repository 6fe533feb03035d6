// Distances between all rows of two matrices, or of one: cdist, pdist.
import { check, ValueError } from '../../base/errors.js'
import { broadcastShapes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

/** The p-norm along the last dimension; `vector_norm` has what it needs of slopes where a distance is zero. */
const lengths = (difference: Tensor, p: number): Tensor =>
  difference.sizes.at(-1) === 0
    ? difference.sum([-1])
    : (call('linalg.vector_norm', [difference, p, [-1]]) as Tensor)

/** All differences between rows, the rows of `x1` along the dimension before. */
const differences = (x1: Tensor, x2: Tensor): Tensor => x1.unsqueeze(-2).sub(x2.unsqueeze(-3))

/**
 * What a distance gives its difference d: `dist_backward` in DistanceOpsKernel.cpp. Where the distance is zero, so is
 * the slope, and of a greatest part all that tie have the whole of it.
 */
function slope(g: Tensor, d: Tensor, distance: Tensor, p: number): Tensor {
  const grad = g.unsqueeze(-1)
  const length = distance.unsqueeze(-1)
  if (p === 0) return d.mul(0)
  if (p === 1) return d.sgn().mul(grad)
  if (p === Infinity) return d.sgn().mul(d.abs().eq(length)).mul(grad)
  const isZero = length.eq(0)
  const safe = length.masked_fill(isZero, 1)
  if (p === 2) return d.mul(grad.masked_fill(isZero, 0).div(safe))
  const size = d.abs()
  const none = size.eq(0)
  const power = size
    .masked_fill(none, 1)
    .pow(p - 1)
    .masked_fill(none, 0)
  return d
    .sgn()
    .mul(power)
    .mul(grad.masked_fill(isZero, 0).div(safe.pow(p - 1)))
}

op('_cdist_forward(Tensor x1, Tensor x2, float p) -> Tensor', {
  variants: 'inside',
  doc: 'The work of `cdist`.',
  node: 'CdistBackward0',
  compute: (x1: Tensor, x2: Tensor, p: number) => lengths(differences(x1, x2), p),
  backward: {
    x1: (g, { x1, x2, p, result }) => slope(g, differences(x1, x2), result, p).sum([-2]),
    x2: (g, { x1, x2, p, result }) => slope(g, differences(x1, x2), result, p).sum([-3]).neg(),
  },
})

/** By a product of matrices, where there are many rows: |a - b|² = |a|² - 2ab + |b|². */
function byProduct(x1: Tensor, x2: Tensor): Tensor {
  const squares1 = x1.pow(2).sum(-1, true)
  const squares2 = x2.pow(2).sum(-1, true)
  const left: Tensor = call('cat', [[x1.mul(-2), squares1, squares1.new_ones(squares1.sizes)], -1])
  const right: Tensor = call('cat', [[x2, squares2.new_ones(squares2.sizes), squares2], -1])
  return left.matmul(right.mT).clamp_min(0).sqrt()
}

const modes = [
  'use_mm_for_euclid_dist_if_necessary',
  'use_mm_for_euclid_dist',
  'donot_use_mm_for_euclid_dist',
]

op(
  "cdist(Tensor x1, Tensor x2, float p=2.0, str compute_mode='use_mm_for_euclid_dist_if_necessary') -> Tensor",
  {
    doc: 'The p-norm distance of each row of one matrix to each of another.',
    example: [
      'torch.cdist(torch.tensor([[0.0, 0.5]]), torch.tensor([[1.5, 2.5], [0.0, 1.0]]))',
      'tensor([[2.5000, 0.5000]])',
    ],
    variants: 'function',
    forward: (x1: Tensor, x2: Tensor, p: number, computeMode: string) => {
      const mode = modes.indexOf(computeMode)
      if (mode < 0) throw new ValueError(`${computeMode} is not a valid value for compute_mode`)
      ;[x1, x2].forEach((x, i) => {
        check(
          x.sizes.length >= 2,
          () => `cdist only supports at least 2D tensors, X${i + 1} got: ${x.sizes.length}D`,
        )
      })
      ;[x1, x2].forEach((x, i) => {
        check(
          x.dtype.is_floating_point,
          () => `cdist only supports floating-point dtypes, X${i + 1} got: ${x.dtype.scalarName}`,
        )
      })
      const width1 = x1.sizes[x1.sizes.length - 1]
      const width2 = x2.sizes[x2.sizes.length - 1]
      check(
        width1 === width2,
        () => `X1 and X2 must have the same number of columns. X1: ${width1} X2: ${width2}`,
      )
      check(p >= 0, () => 'cdist only supports non-negative p values')
      check(
        x1.dtype === x2.dtype,
        () => `expected scalar type ${x1.dtype.scalarName} but found ${x2.dtype.scalarName}`,
      )
      const batch = broadcastShapes(x1.sizes.slice(0, -2), x2.sizes.slice(0, -2))
      const rows1 = x1.sizes[x1.sizes.length - 2]
      const rows2 = x2.sizes[x2.sizes.length - 2]
      const a = x1.expand([...batch, rows1, width1])
      const b = x2.expand([...batch, rows2, width2])
      const many = mode === 1 || (mode === 0 && (rows1 > 25 || rows2 > 25))
      if (p === 2 && many && !batch.includes(0) && rows1 > 0 && rows2 > 0 && width1 > 0)
        return byProduct(a, b).view([...batch, rows1, rows2])
      return call('_cdist_forward', [a, b, p])
    },
  },
)

/** The places above the diagonal, row by row. */
const pairs = (rows: number): [Tensor, Tensor] => {
  const places: Tensor = call('triu_indices', [rows, rows, 1])
  return [places.select(0, 0), places.select(0, 1)]
}
function pairDifferences(self: Tensor): Tensor {
  const [first, second] = pairs(self.sizes[0])
  return self.index_select(0, first).sub(self.index_select(0, second))
}

op('pdist(Tensor self, float p=2.0) -> Tensor', {
  doc: 'The p-norm distances between all pairs of rows of a matrix.',
  example: [
    'torch.pdist(torch.tensor([[0.0, 0.5], [1.5, 2.5], [0.0, 1.0]]))',
    'tensor([2.5000, 0.5000, 2.1213])',
  ],
  aliases: ['nn.functional.pdist'],
  variants: 'function',
  compute: (self: Tensor, p: number) => {
    check(self.sizes.length === 2, () => `pdist only supports 2D tensors, got: ${self.sizes.length}D`)
    check(self.dtype.is_floating_point, () => 'pdist only supports floating-point dtypes')
    check(p >= 0, () => 'pdist only supports non-negative p values')
    return lengths(pairDifferences(self), p)
  },
  backward: {
    self: (g, { self, p, result }) => {
      const [first, second] = pairs(self.sizes[0])
      const back = slope(g, pairDifferences(self), result, p)
      return self.new_zeros(self.sizes).index_add(0, first, back).index_add(0, second, back.neg())
    },
  },
})
