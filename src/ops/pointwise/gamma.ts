// The gamma function's further kin: incomplete, and of several variables.
import { bool, type DType, get_default_dtype, notImplementedFor } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { igamma, igammac } from '../../kernels/incomplete-gamma.js'
import { noDerivative } from './gradients.js'
import { op } from '../../engine/op.js'

for (const isUpper of [false, true]) {
  const name = isUpper ? 'igammac' : 'igamma'
  op(`${name}(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor`, {
    doc: `The regularized ${isUpper ? 'upper' : 'lower'} incomplete gamma function: the chance that a gamma distributed number of shape \`self\` is ${isUpper ? 'above' : 'below'} \`other\`.`,
    example: [
      `torch.${name}(torch.tensor([2.5]), torch.tensor([1.5, 2.5, 3.5]))`,
      isUpper ? 'tensor([0.7000, 0.4159, 0.2206])' : 'tensor([0.3000, 0.5841, 0.7794])',
    ],
    aliases: [isUpper ? 'special.gammaincc' : 'special.gammainc'],
    inplace: 'method',
    refuse: (common: DType) => {
      if (!common.is_floating_point) notImplementedFor(`${name}_cpu`, common)
    },
    kernel: isUpper ? (a, x) => igammac(a, x) : (a, x) => igamma(a, x),
    // d/dx P(a, x) = x^(a - 1) exp(-x) / Γ(a)
    backward: {
      self: noDerivative(`${name}: input`),
      other: (g, { self, other }) => {
        const slope: Tensor = self.sub(1).mul(other.log()).sub(other).sub(self.lgamma()).exp()
        return g.mul(isUpper ? slope.neg() : slope)
      },
    },
  })
}

/** self - j/2 for j below p, along a new last dimension. */
function shifts(self: Tensor, p: number): Tensor {
  const dtype = self.dtype.isIntegral ? get_default_dtype() : self.dtype
  const steps: Tensor = call('arange', [-p / 2 + 0.5, 0.5, 0.5, { dtype }])
  return self.unsqueeze(-1).add(steps)
}

op('mvlgamma(Tensor self, int p, *, Tensor? out=None) -> Tensor', {
  doc: 'Logarithm of the gamma function of p variables: the sum of `lgamma(self - j/2)` for j below p, and p(p - 1)/4 log(π).',
  example: ['torch.mvlgamma(torch.tensor([2.5, 3]), 2)', 'tensor([0.8570, 1.5502])'],
  aliases: ['special.multigammaln'],
  inplace: 'method',
  // The steps of 1/2 are of the type of what is written to.
  validateInplace: (self: Tensor) => {
    check(!self.dtype.isIntegral || self.dtype === bool, () => 'step must be nonzero')
  },
  compute: (self: Tensor, p: number) => {
    check(p >= 1, () => 'p has to be greater than or equal to 1')
    check(self.dtype !== bool, () => 'The input tensor may not be a boolean tensor.')
    return shifts(self, p)
      .lgamma()
      .sum([-1])
      .add(((p * (p - 1)) / 4) * Math.log(Math.PI))
  },
  backward: { self: (g, { self, p }) => g.mul(shifts(self, p).digamma().sum([-1])) },
})
