// Integrals of samples by the trapezoidal rule: trapezoid, trapz, cumulative_trapezoid; and their covariance.
import { bool, get_default_dtype } from '../../base/dtype.js'
import { check, IndexError, wrapDim } from '../../base/errors.js'
import { Float, type Scalar } from '../../base/scalar.js'
import { warn } from '../../base/warnings.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

/** The sums of neighbours along a dimension. */
function neighbours(y: Tensor, dim: number): Tensor {
  const size = y.size(dim) as number
  return y.slice(dim, 0, Math.max(size - 1, 0)).add(y.slice(dim, Math.min(1, size)))
}

/** The widths between samples, in the rank of `y`. */
function widths(name: string, y: Tensor, x: Tensor, dim: number): Tensor {
  const size = y.size(dim) as number
  let at = x
  if (x.sizes.length === 1) {
    check(x.sizes[0] === size, () => `${name}: There must be one \`x\` value for each sample point`)
    const shape = y.sizes.map(() => 1)
    shape[wrapDim(dim, y.sizes.length)] = size
    at = x.view(shape)
  } else if (x.sizes.length < y.sizes.length) {
    at = x.view([...new Array<number>(y.sizes.length - x.sizes.length).fill(1), ...x.sizes])
  }
  return at.diff(1, dim)
}

const half = (sum: Tensor): Tensor => call('_div_scalar', [sum, 2]) as Tensor

for (const isRunning of [false, true]) {
  const names = isRunning ? ['cumulative_trapezoid'] : ['trapezoid', 'trapz']
  for (const path of names) {
    const name = isRunning ? 'cumulative_trapezoid' : 'trapezoid'
    const text = isRunning ? 'The running integral' : 'The integral'
    op(`${path}.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor`, {
      doc: `${text} of samples at places x by the trapezoidal rule.`,
      example: [
        `torch.${path}(torch.tensor([1, 2, 3]), torch.tensor([0, 1, 3]))`,
        isRunning ? 'tensor([1.5000, 6.5000])' : 'tensor(6.5000)',
      ],
      variants: 'function',
      forward: (y: Tensor, x: Tensor, dim: number) => {
        check(
          y.dtype !== bool && x.dtype !== bool,
          () => `${name}: received a bool input for \`x\` or \`y\`, but bool is not supported`,
        )
        if (!isRunning && y.sizes.length > 0 && y.size(dim) === 0) return y.sum(dim)
        const parts = neighbours(y, dim).mul(widths(name, y, x, dim))
        return half(isRunning ? parts.cumsum(dim) : parts.sum(dim))
      },
    })
    op(`${path}.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor`, {
      doc: `${text} of samples that lie dx apart by the trapezoidal rule.`,
      example: [
        `torch.${path}(torch.tensor([1, 2, 3]), { dx: 0.25 })`,
        isRunning ? 'tensor([0.3750, 1.0000])' : 'tensor(1.)',
      ],
      variants: 'function',
      forward: (y: Tensor, dx: Scalar, dim: number) => {
        check(y.dtype !== bool, () => `${name}: received a bool input for \`y\`, but bool is not supported`)
        check(typeof dx !== 'boolean', () => `${name}: Currently, we only support dx as a real number.`)
        if (y.sizes.length === 0 && !isRunning)
          throw new IndexError(`Dimension specified as ${dim} but tensor has no dimensions`)
        if (!isRunning && y.size(dim) === 0) return y.sum(dim)
        const width = new Float(Number(dx) / 2)
        if (isRunning) return (call('_mul_scalar', [neighbours(y, dim), width]) as Tensor).cumsum(dim)
        // The sum of all, less half of both ends.
        const size = y.size(dim) as number
        const ends = y.select(dim, 0).add(y.select(dim, size - 1))
        return call('_mul_scalar', [y.sum(dim).sub(half(ends)), new Float(Number(dx))])
      },
    })
  }
}

/** What weights must be; `numel` observations. */
function checkWeights(name: string, weights: Tensor, isWhole: boolean, observations: number): void {
  check(
    weights.sizes.length <= 1,
    () =>
      `cov(): expected ${name} to have one or fewer dimensions but got ${name} with ${weights.sizes.length} dimensions`,
  )
  check(
    isWhole ? weights.dtype.isIntegral && weights.dtype !== bool : weights.dtype.is_floating_point,
    () =>
      `cov(): expected ${name} to have ${isWhole ? 'integral' : 'floating point'} dtype but got ${name} with ` +
      `${weights.dtype.scalarName} dtype`,
  )
  check(
    weights.count === observations,
    () =>
      `cov(): expected ${name} to have the same numel as there are observations in the input but got ` +
      `${weights.count} != ${observations}`,
  )
  check(weights.count === 0 || Number(weights.min().item()) >= 0, () => `cov(): ${name} cannot be negative`)
}

op('cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) -> Tensor', {
  doc: 'Covariances between variables, which are rows; their observations are columns.',
  example: ['torch.cov(torch.tensor([[0, 2, 4], [1, 1, 4]]))', 'tensor([[4., 3.],\n        [3., 3.]])'],
  forward: (self: Tensor, correction: number, fweights: Tensor | null, aweights: Tensor | null) => {
    check(
      self.sizes.length <= 2,
      () =>
        `cov(): expected input to have two or fewer dimensions but got an input with ${self.sizes.length} dimensions`,
    )
    check(self.dtype !== bool, () => 'cov(): bool dtype is not supported for input')
    const rows = self.sizes.length < 2 ? self.view([1, -1]) : self
    const observations = rows.sizes[1]
    if (fweights !== null) checkWeights('fweights', fweights, true, observations)
    if (aweights !== null) checkWeights('aweights', aweights, false, observations)
    let weights = fweights ?? aweights
    if (fweights !== null && aweights !== null) weights = fweights.mul(aweights)
    const total = weights === null ? null : weights.sum()
    check(
      weights === null || observations === 0 || Number(total!.item()) !== 0,
      () => "cov(): weights sum to zero, can't be normalized",
    )
    const weighted = weights === null ? rows : rows.mul(weights)
    const mean = weighted.sum(1).div(total ?? observations)
    let norm: Tensor | number
    if (weights === null) norm = observations - correction
    else if (correction === 0 || aweights === null) norm = total!.sub(correction)
    else norm = total!.sub(weights.mul(aweights).sum().div(total!).mul(correction))
    const isPositive = Number(typeof norm === 'number' ? norm : norm.item()) > 0
    if (!isPositive) {
      warn('cov(): degrees of freedom is <= 0')
      norm = typeof norm === 'number' ? 0 : norm.new_zeros([])
    }
    const centered = rows.sub(mean.unsqueeze(1))
    const scaled = weights === null ? centered : centered.mul(weights)
    const own = scaled.dtype.isIntegral ? get_default_dtype() : scaled.dtype
    return centered.to(own).mm(scaled.to(own).t().conj()).div(norm).squeeze()
  },
})

op('corrcoef(Tensor self) -> Tensor', {
  doc: 'Correlations between variables, which are rows; their observations are columns.',
  example: [
    'torch.corrcoef(torch.tensor([[0.5, 2, 4], [1, 2.5, 2]]))',
    'tensor([[1.0000, 0.5903],\n        [0.5903, 1.0000]])',
  ],
  forward: (self: Tensor) => {
    check(
      self.sizes.length <= 2,
      () =>
        `corrcoef(): expected input to have two or fewer dimensions but got an input with ${self.sizes.length} dimensions`,
    )
    const c = self.cov()
    if (c.sizes.length === 0) return c.div(c)
    const deviation = (c.dtype.is_complex ? c.diag().real : c.diag()).sqrt()
    const ratio = c.div(deviation.view([-1, 1])).div(deviation.view([1, -1]))
    return ratio.dtype.is_complex
      ? call('complex', [ratio.real.clip(-1, 1), ratio.imag.clip(-1, 1)])
      : ratio.clip(-1, 1)
  },
})
