// Spread: `var`, `std`, and both with the mean.
import { toReal } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { laneLayout, reducedCount, restoreDims } from '../../tensor/lanes.js'
import { run } from '../../engine/run.js'
import { moments as kernel } from '../../kernels/moments.js'
import { op } from '../../engine/op.js'

type Dims = readonly number[] | null

/** Variances and means. */
function moments(
  name: string,
  self: Tensor,
  dim: Dims,
  correction: number | null,
  keepdim: boolean,
  root: boolean,
  withMean: boolean,
) {
  const { dtype } = self
  check(
    dtype.is_floating_point || dtype.is_complex,
    () => `${name} only support floating point and complex dtypes`,
  )
  const { x, outer, n, inner, sizes } = laneLayout(self, dim, keepdim)
  const results = [emptyTensor(sizes, toReal(dtype), x.device), emptyTensor(sizes, dtype, x.device)] as const
  const isWhole = !withMean && results[0].count === 1 && !dtype.isHalf
  run(kernel, [...results, x], correction ?? 1, root, outer, n, inner, dtype.name === 'float16', isWhole)
  return results
}

// d/dx var(x) = 2 (x - mean) / (n - correction)
function varianceBack(
  g: Tensor,
  self: Tensor,
  dim: Dims,
  correction: number | null,
  keepdim: boolean,
): Tensor {
  const rank = self.sizes.length
  const scale = 2 / (reducedCount(self.sizes, dim) - (correction ?? 1))
  const all = dim === null || dim.length === 0
  const centered = self.sub(all ? self.mean() : self.mean(dim, true))
  return restoreDims(g, dim, keepdim, rank).mul(scale).mul(centered)
}
// d std = d var / (2 std), and 0 where there is no spread
const rootBack = (g: Tensor, std: Tensor): Tensor => g.div(std.mul(2)).masked_fill(std.eq(0), 0)

const meanBack = (g: Tensor, sizes: Sizes, dim: Dims, keepdim: boolean): Tensor =>
  restoreDims(g.div(reducedCount(sizes, dim)), dim, keepdim, sizes.length).expand(sizes)

/** `unbiased` is the older spelling of a correction of 1. */
const correctionOf = (unbiased: boolean): number => (unbiased ? 1 : 0)

for (const name of ['var', 'std'] as const) {
  const root = name === 'std'
  const word = root ? 'standard deviation' : 'variance'
  op(`${name}(Tensor self, bool unbiased=True) -> Tensor`, {
    doc: `The ${word} of all elements, divided by n - 1 unless \`unbiased\` is false.`,
    example: [`torch.tensor([1.5, 2.5, 3.5]).${name}()`, 'tensor(1.)'],
    forward: (self: Tensor, unbiased: boolean) =>
      self[name]({ dim: null, correction: correctionOf(unbiased) }),
  })
  op(
    `${name}.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False, *, Tensor? out=None) -> Tensor`,
    {
      doc: `The ${word} along dimensions, divided by n - 1 unless \`unbiased\` is false.`,
      alsoByName: true,
      example: [`torch.tensor([[1.5, 2.5, 3.5]]).${name}(1)`, 'tensor([1.])'],
      forward: (self: Tensor, dim: Dims, unbiased: boolean, keepdim: boolean) =>
        self[name]({ dim, correction: correctionOf(unbiased), keepdim }),
    },
  )
  op(
    `${name}.correction(Tensor self, int[1]? dim=None, *, int? correction=None, bool keepdim=False, Tensor? out=None) -> Tensor`,
    {
      doc: `The ${word} along dimensions, divided by n - \`correction\` (1 where not given).`,
      alsoByName: true,
      example: [`torch.tensor([1.5, 2.5, 3.5, 4.5]).${name}({ correction: 4 })`, 'tensor(inf)'],
      device: true,
      compute: (self: Tensor, dim: Dims, correction: number | null, keepdim: boolean) =>
        moments('std and var', self, dim, correction, keepdim, root, false)[0],
      backward: {
        self: root
          ? (g, { self, result, dim, correction, keepdim }) =>
              varianceBack(rootBack(g, result), self, dim, correction, keepdim)
          : (g, { self, dim, correction, keepdim }) => varianceBack(g, self, dim, correction, keepdim),
      },
    },
  )

  const both = `${name}_mean`
  op(`${both}(Tensor self, bool unbiased=True) -> (Tensor, Tensor)`, {
    doc: `The ${word} and the mean of all elements.`,
    example: [`torch.${both}(torch.tensor([1.5, 2.5, 3.5]))`, '(tensor(1.), tensor(2.5000))'],
    variants: 'function',
    tuple: null,
    forward: (self: Tensor, unbiased: boolean) => momentsOf(both, self, null, correctionOf(unbiased), false),
  })
  op(`${both}.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> (Tensor, Tensor)`, {
    doc: `The ${word} and the mean along dimensions.`,
    alsoByName: true,
    example: [`torch.${both}(torch.tensor([[1.5, 2.5, 3.5]]), 1)`, '(tensor([1.]), tensor([2.5000]))'],
    variants: 'function',
    tuple: null,
    forward: (self: Tensor, dim: Dims, unbiased: boolean, keepdim: boolean) =>
      momentsOf(both, self, dim, correctionOf(unbiased), keepdim),
  })
  op(
    `${both}.correction(Tensor self, int[1]? dim=None, *, int? correction=None, bool keepdim=False) -> (Tensor, Tensor)`,
    {
      doc: `The ${word} and the mean along dimensions, divided by n - \`correction\` (1 where not given).`,
      alsoByName: true,
      example: [
        `torch.${both}(torch.tensor([1.5, 2.5, 3.5, 4.5]), { correction: 4 })`,
        '(tensor(inf), tensor(3.))',
      ],
      variants: 'function',
      tuple: null,
      device: true,
      compute: (self: Tensor, dim: Dims, correction: number | null, keepdim: boolean) =>
        moments(both, self, dim, correction, keepdim, root, true),
      backward: (_, { self, result0, dim, correction, keepdim, grads }) => {
        const [spread, mean] = grads as (Tensor | null)[]
        const one =
          spread && varianceBack(root ? rootBack(spread, result0) : spread, self, dim, correction, keepdim)
        const two = mean && meanBack(mean, self.sizes, dim, keepdim)
        return { self: one && two ? one.add(two) : (one ?? two) }
      },
    },
  )
}

const momentsOf = (name: string, self: Tensor, dim: Dims, correction: number, keepdim: boolean): unknown =>
  call(name, [self, { dim, correction, keepdim }])
