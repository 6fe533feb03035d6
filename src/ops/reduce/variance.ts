/** Spread: `var`, `std`, and both with the mean. */
import { isOnDevice } from '../../devices/device-storage.js'
import { toReal } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import {
  eachLane,
  lanesOf,
  narrowed,
  reducedCount,
  restoreDims,
  results,
  widened,
} from '../../engine/lanes.js'
import { op } from '../../engine/op.js'

type Dims = readonly number[] | null

/** Variances and means. In two passes: the mean first, so that no digits are lost where it is large. */
function moments(
  name: string,
  self: Tensor,
  dim: Dims,
  correction: number | null,
  keepdim: boolean,
  root: boolean,
) {
  const { dtype } = self
  check(
    dtype.is_floating_point || dtype.is_complex,
    () => `${name} only support floating point and complex dtypes`,
  )
  if (isOnDevice(self)) {
    const mean = self.mean(dim, true)
    const divisor = Math.max(reducedCount(self.sizes, dim) - (correction ?? 1), 0)
    const variance = self.sub(mean).square().sum(dim, keepdim).div(divisor)
    return [root ? variance.sqrt() : variance, keepdim ? mean : mean.sum(dim)] as const
  }
  const x = widened(self)
  const lanes = lanesOf(x, dim, keepdim)
  const { array, n, inner, base } = lanes
  const { slots } = x.dtype
  const spread = results(lanes.sizes, toReal(x.dtype))
  const mean = results(lanes.sizes, x.dtype)
  const divisor = Math.max(n - (correction ?? 1), 0)
  eachLane(lanes, (start, index) => {
    let squares = 0
    for (let part = 0; part < slots; part++) {
      const first = slots === 1 ? start : 2 * start - base + part
      const step = inner * slots
      let total = 0
      for (let k = 0, p = first; k < n; k++, p += step) total += array[p]
      const center = total / n
      for (let k = 0, p = first; k < n; k++, p += step) squares += (array[p] - center) * (array[p] - center)
      mean.array[mean.at + index * slots + part] = center
    }
    const variance = n === 0 ? NaN : squares / divisor
    spread.array[spread.at + index] = root ? Math.sqrt(variance) : variance
  })
  return [narrowed(spread.tensor, toReal(dtype)), narrowed(mean.tensor, dtype)] as const
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
        moments('std and var', self, dim, correction, keepdim, root)[0],
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
        moments(both, self, dim, correction, keepdim, root),
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
