// Exponentials and logarithms, and the functions made of them: sigmoid, logit, tanh's gradient, x log y.
import { type DType, int32, notImplementedFor } from '../../base/dtype.js'
import { check, cName, messages, RuntimeError } from '../../base/errors.js'
import { Float, type Scalar } from '../../base/scalar.js'
import { modes } from '../../tensor/modes.js'
import type { Tensor } from '../../tensor/tensor.js'
import * as c from '../../kernels/complex-math.js'
import { conj } from './gradients.js'
import { call } from '../../engine/functions.js'
import {
  binaryExponent,
  logaddexp,
  logaddexp2,
  logaddexp2Single,
  logaddexp32,
  mantissa,
  softLog,
} from '../../kernels/math.js'
import { op } from '../../engine/op.js'

const noComplex = (name: string) => (common: DType) => {
  if (common.is_complex) notImplementedFor(name, common)
}

op('exp(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'e to the power of each element.',
  example: ['torch.tensor([0.5, 1]).exp()', 'tensor([1.6487, 2.7183])'],
  inplace: true,
  dtype: 'float',
  vectorized: 'all',
  kernel: (x) => Math.exp(x),
  complex: (x) => c.cexpByVectors(x),
  backward: { self: (g, { result }) => g.mul(conj(result)) },
})
op('exp2(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: '2 to the power of each element.',
  example: ['torch.tensor([0.5, 3]).exp2()', 'tensor([1.4142, 8.0000])'],
  aliases: ['special.exp2'],
  inplace: true,
  dtype: 'float',
  refuse: noComplex('exp2'),
  vectorized: 'all',
  kernel: (x) => 2 ** x,
  backward: { self: (g, { result }) => g.mul(result).mul(Math.LN2) },
})
op('expm1(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'exp(x) - 1, exact where x is small.',
  example: ['torch.tensor([0.001, 1]).expm1()', 'tensor([1.0005e-03, 1.7183e+00])'],
  aliases: ['special.expm1'],
  inplace: true,
  dtype: 'float',
  refuse: noComplex('expm1_vml_cpu'),
  vectorized: 'all',
  kernel: (x) => Math.expm1(x),
  backward: { self: (g, { result }) => g.mul(result.add(1)) },
})
op('log(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Natural logarithm.',
  example: ['torch.tensor([1, 2.5]).log()', 'tensor([0.0000, 0.9163])'],
  inplace: true,
  dtype: 'float',
  vectorized: 'all',
  kernel: (x) => Math.log(x),
  complex: (x) => c.clog(x),
  backward: { self: (g, { self }) => g.div(conj(self)) },
})
op('log2(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Logarithm to base 2.',
  example: ['torch.tensor([8, 2.5]).log2()', 'tensor([3.0000, 1.3219])'],
  inplace: true,
  dtype: 'float',
  vectorized: 'all',
  kernel: (x) => Math.log2(x),
  complex: (x) => c.clog2(x),
  backward: { self: (g, { self }) => g.div(conj(self.mul(Math.LN2))) },
})
op('log10(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Logarithm to base 10.',
  example: ['torch.tensor([1000, 2.5]).log10()', 'tensor([3.0000, 0.3979])'],
  inplace: true,
  dtype: 'float',
  vectorized: 'all',
  kernel: (x) => Math.log10(x),
  complex: (x) => c.clog10(x),
  backward: { self: (g, { self }) => g.div(conj(self.mul(Math.LN10))) },
})
op('log1p(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'log(1 + x), exact where x is small.',
  example: ['torch.tensor([0.001, 1]).log1p()', 'tensor([0.0010, 0.6931])'],
  aliases: ['special.log1p'],
  inplace: true,
  node: 'Log1PBackward0',
  dtype: 'float',
  refuse: noComplex('log1p_vml_cpu'),
  vectorized: 'all',
  kernel: (x) => Math.log1p(x),
  // The vector function that PyTorch calls gives up above.
  float32: (x) => (x > 1e38 ? Infinity : Math.log1p(x)),
  backward: { self: (g, { self }) => g.div(self.add(1)) },
})

op('sigmoid(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Squashes each element into (0, 1): 1 / (1 + exp(-x)).',
  example: ['torch.tensor([0.5, 2]).sigmoid()', 'tensor([0.6225, 0.8808])'],
  aliases: ['special.expit', 'nn.functional.sigmoid'],
  inplace: true,
  dtype: 'float',
  vectorized: 'sixteens',
  kernel: (x) => 1 / (1 + Math.exp(-x)),
  float32: (x) => 1 / Math.fround(1 + Math.fround(Math.exp(-x))),
  complex: (x) => c.csigmoid(x),
  backward: { self: (g, { result }) => call('sigmoid_backward', [g, result]) },
})
/** Refuses dtypes that have no fractions. */
const needsFloat =
  (kernel: string) =>
  (common: DType): void => {
    if (!common.is_floating_point && !common.is_complex) notImplementedFor(kernel, common)
  }

op('sigmoid_backward(Tensor grad_output, Tensor output) -> Tensor', {
  variants: 'inside',
  doc: 'Gradient of `sigmoid`, from its output y: g * (1 - y) * y, in one pass.',
  refuse: needsFloat('sigmoid_backward_cpu'),
  kernel: (g, y) => g * (1 - y) * y,
  float32: (g, y) => Math.fround(g * Math.fround(1 - y)) * y,
  complex: (g, y) => c.mul(g, c.conj(c.sub(y, c.mul(y, y)))),
  backward: {
    grad_output: (g, { output }) => call('sigmoid_backward', [g, output]),
    output: (g, { grad_output, output }) => conj(g).mul(grad_output).mul(conj(output).mul(-2).add(1)),
  },
})
op('tanh_backward(Tensor grad_output, Tensor output) -> Tensor', {
  variants: 'inside',
  doc: 'Gradient of `tanh`, from its output y: g * (1 - y^2), in one pass.',
  refuse: needsFloat('tanh_backward_cpu'),
  kernel: (g, y) => g * (1 - y * y),
  float32: (g, y) => g * Math.fround(1 - y * y),
  complex: (g, y) => c.sub(g, c.mul(g, c.conj(c.mul(y, y)))),
  backward: {
    grad_output: (g, { output }) => call('tanh_backward', [g, output]),
    output: (g, { grad_output, output }) => conj(g).mul(conj(output).mul(grad_output).mul(-2)),
  },
})

op('logit(Tensor self, float? eps=None, *, Tensor? out=None) -> Tensor', {
  doc: 'Inverse of `sigmoid`: log(x / (1 - x)); `eps` keeps x that far from 0 and 1.',
  example: ['torch.tensor([0.25, 0.5]).logit()', 'tensor([-1.0986,  0.0000])'],
  aliases: ['special.logit'],
  inplace: true,
  dtype: 'float',
  refuse: noComplex('logit_cpu'),
  vectorized: 'sixteens',
  kernel: (x, eps) => {
    const y = eps === null ? x : x < eps ? eps : x > 1 - eps ? 1 - eps : x
    return Math.log(y / (1 - y))
  },
  float32: (x, eps) => {
    const y =
      eps === null
        ? x
        : x < Math.fround(eps)
          ? Math.fround(eps)
          : x > Math.fround(1 - Math.fround(eps))
            ? Math.fround(1 - Math.fround(eps))
            : x
    return Math.log(Math.fround(y / Math.fround(1 - y)))
  },
  half: (round) => (x: number, eps: number | null) => {
    const low = eps === null ? -Infinity : round(eps)
    const high = eps === null ? Infinity : round(1 - low)
    const y = x < low ? low : x > high ? high : x
    return Math.log(round(y / round(1 - y)))
  },
  backward: {
    self: (g, { self, eps }) => {
      const slope = g.div(self.mul(self.neg().add(1)))
      const low = eps ?? 0
      const inside = self.ge(low).logical_and(self.le(1 - low))
      return call('where', [inside, slope, eps === null ? NaN : 0])
    },
  },
})

op('logaddexp(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'log(exp(x) + exp(y)), without overflow.',
  example: ['torch.tensor([1000.5]).logaddexp(torch.tensor([1000.5]))', 'tensor([1001.1932])'],
  refuse: (common) => {
    if (!common.is_floating_point) notImplementedFor('logaddexp_cpu', common)
  },
  vectorized: 'sixteens',
  kernel: (a, b) => logaddexp(a, b),
  float32: (a, b) => logaddexp32(a, b),
  backward: {
    self: (g, { self, other }) => g.div(other.sub(self).exp().add(1)),
    other: (g, { self, other }) => g.div(self.sub(other).exp().add(1)),
  },
})
op('logaddexp2(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'log2(2^x + 2^y), without overflow.',
  example: ['torch.tensor([1000.5]).logaddexp2(torch.tensor([1000.5]))', 'tensor([1001.5000])'],
  refuse: (common) => {
    if (!common.is_floating_point) notImplementedFor('logaddexp2_cpu', common)
  },
  vectorized: 'sixteens',
  kernel: (a, b) => logaddexp2(a, b),
  float32: (a, b) => logaddexp2Single(a, b),
  backward: {
    self: (g, { self, other }) => g.div(other.sub(self).exp2().add(1)),
    other: (g, { self, other }) => g.div(self.sub(other).exp2().add(1)),
  },
})

op('ldexp(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'x * 2^other.',
  example: ['torch.tensor([1, 2.5]).ldexp(torch.tensor([3, 2]))', 'tensor([ 8., 10.])'],
  forward: (self: Tensor, other: Tensor) => self.mul(call('pow', [new Float(2), other])),
})
op('ldexp_(Tensor self, Tensor other) -> Tensor', {
  doc: 'x * 2^other, in place.',
  example: ['torch.tensor([1, 2.5]).ldexp_(torch.tensor([3, 2]))', 'tensor([ 8., 10.])'],
  forward: (self: Tensor, other: Tensor) => {
    // PyTorch writes to it as to `out=`.
    if (modes.grad && (self.requires_grad || other.requires_grad))
      throw new RuntimeError(messages.outGrad('mul'))
    return self.mul_(call('pow', [new Float(2), other]))
  },
})

const onlyFloats = (common: DType): void =>
  check(common.is_floating_point, () => 'torch.frexp() only supports floating-point dtypes')

op('_frexp_mantissa(Tensor self) -> Tensor', {
  variants: 'inside',
  doc: 'What is left of numbers without their powers of two: from 0.5 up to 1.',
  refuse: onlyFloats,
  kernel: (x: number) => mantissa(x),
  backward: 'none',
})
op('_frexp_exponent(Tensor self) -> Tensor', {
  variants: 'inside',
  doc: 'The powers of two in numbers.',
  refuse: onlyFloats,
  kernel: (x: number) => binaryExponent(x),
  dtype: (common: DType) => [common, int32],
  backward: 'none',
})
op('frexp.Tensor(Tensor self, *, Tensor? out=None) -> (Tensor mantissa, Tensor exponent)', {
  exactOut: (own, out, place) =>
    `torch.frexp() expects ${place === 0 ? `mantissa to have dtype ${cName(own.scalarName)}` : 'exponent to have int dtype'} ` +
    `but got ${cName(out.scalarName)}`,
  doc: 'Numbers as mantissas from 0.5 up to 1, times powers of two.',
  example: ['torch.frexp(torch.tensor([1.5, -8])).exponent', 'tensor([1, 4], dtype=torch.int32)'],
  node: 'FrexpBackward0',
  device: true,
  compute: (self: Tensor) => {
    onlyFloats(self.dtype)
    return [call('_frexp_mantissa', [self]), call('_frexp_exponent', [self])] as [Tensor, Tensor]
  },
  backward: { self: (g, { exponent }) => g.div(exponent.exp2()) },
})

const xlogyKernels = {
  doc: 'x log(y), and 0 where x is 0.',
  dtype: 'float',
  refuse: noComplex('xlogy_cpu'),
  vectorized: 'none',
  kernel: (x: number, y: number) => softLog(x, y),
  float32: (x: number, y: number) => (y !== y ? NaN : x === 0 ? 0 : x * Math.fround(Math.log(y))),
} as const
op('xlogy.Tensor(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  ...xlogyKernels,
  example: ['torch.tensor([0, 2.5]).xlogy(torch.tensor([0, 2.5]))', 'tensor([0.0000, 2.2907])'],
  aliases: ['special.xlogy'],
  inplace: true,
  backward: {
    self: (g, { self, other }) => g.xlogy(other).masked_fill(self.eq(0).logical_and(other.le(0)), 0),
    other: (g, { self, other }) => g.mul(self).div(other),
  },
})
op('xlogy.Scalar_Self(Tensor|Scalar self, Tensor other, *, Tensor? out=None) -> Tensor', {
  ...xlogyKernels,
  example: ['torch.xlogy(2, torch.tensor([0.5, 1]))', 'tensor([-1.3863,  0.0000])'],
  aliases: ['special.xlogy'],
  node: 'XlogyBackward1',
  backward: { other: (g, { self, other }) => g.mul(self).div(other) },
})
op('xlogy.Scalar_Other(Tensor self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor', {
  ...xlogyKernels,
  example: ['torch.tensor([0, 2.5]).xlogy(2)', 'tensor([0.0000, 1.7329])'],
  aliases: ['special.xlogy'],
  inplace: true,
  node: 'XlogyBackward2',
  backward: {
    self: (g, { self, other }) =>
      Number(other) > 0 ? g.xlogy(other) : g.xlogy(other as Scalar).masked_fill(self.eq(0), 0),
  },
})
