// Gamma and Dirichlet samples, and the gradients along which they move with their parameters.
import { notImplementedFor } from '../../base/dtype.js'
import type { DType } from '../../base/dtype.js'
import { defaultGenerator } from '../../random/generator.js'
import type { Generator } from '../../random/generator.js'
import { dirichletSlope, gammaSlope } from '../../kernels/gamma-gradients.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { noDerivative, notDifferentiable } from '../pointwise/gradients.js'
import type { Tensor } from '../../tensor/tensor.js'
import * as fill from './tensors.js'

type MaybeGenerator = Generator | null
const seed = 'torch.manual_seed(0)\n'

const onlyFloats = (name: string) => ({
  dtype: (common: DType): readonly [DType, DType] => [common, common],
  refuse: (common: DType) => {
    if (common.is_complex || !common.is_floating_point || common.isHalf) notImplementedFor(name, common)
  },
})

op('_standard_gamma(Tensor self, Generator? generator=None) -> Tensor', {
  variants: 'function',
  doc: 'Random numbers of the gamma distribution of rate 1, of the shapes that the tensor says.',
  example: [
    `${seed}torch._standard_gamma(torch.tensor([0.5, 1, 10]))`,
    'tensor([7.8936e-04, 1.1898e-01, 1.0174e+01])',
  ],
  device: true,
  compute: (self: Tensor, generator: MaybeGenerator) =>
    fill.gamma(self.cpu(), generator ?? defaultGenerator).to(self.device),
  // A sample x of shape a moves with it: dx/da = -(d cdf(x; a) / da) / density(x; a).
  backward: {
    self: (g, { self, result }) => g.mul(call('_standard_gamma_grad', [self, result]) as Tensor),
  },
})

op('_standard_gamma_grad(Tensor self, Tensor output) -> Tensor', {
  variants: 'function',
  doc: 'How fast samples of the gamma distribution move when their shape does.',
  example: [
    'torch._standard_gamma_grad(torch.tensor([0.5, 2]), torch.tensor([0.2, 3]))',
    'tensor([0.7941, 1.3217])',
  ],
  ...onlyFloats('_standard_gamma_grad_cpu'),
  kernel: (self: number, output: number) => gammaSlope(self, output),
  backward: { self: noDerivative('_standard_gamma_grad'), output: noDerivative('_standard_gamma_grad') },
})

op('_sample_dirichlet(Tensor self, Generator? generator=None) -> Tensor', {
  variants: 'function',
  doc: 'Random probabilities that add up to 1 along the last dimension: the Dirichlet distribution.',
  example: [
    `${seed}torch._sample_dirichlet(torch.tensor([1, 2, 3]).float())`,
    'tensor([0.5282, 0.2411, 0.2307])',
  ],
  device: true,
  compute: (self: Tensor, generator: MaybeGenerator) =>
    fill.dirichlet(self.cpu(), generator ?? defaultGenerator).to(self.device),
  node: 'NotImplemented',
  backward: { self: notDifferentiable('aten::_sample_dirichlet') },
})

op('_dirichlet_grad(Tensor x, Tensor alpha, Tensor total) -> Tensor', {
  doc: 'How fast samples of the Dirichlet distribution move when their concentrations do.',
  example: [
    'torch._dirichlet_grad(torch.tensor([0.3, 0.7]), torch.tensor([1, 2]).float(), torch.tensor([3, 3]).float())',
    'tensor([0.4123, 0.4161])',
  ],
  ...onlyFloats('_dirichlet_grad_cpu'),
  kernel: (x: number, alpha: number, total: number) => dirichletSlope(x, alpha, total),
  node: 'NotImplemented',
  backward: {
    x: notDifferentiable('aten::_dirichlet_grad'),
    alpha: notDifferentiable('aten::_dirichlet_grad'),
    total: notDifferentiable('aten::_dirichlet_grad'),
  },
})
