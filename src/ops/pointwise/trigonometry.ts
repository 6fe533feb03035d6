// Circular and hyperbolic functions, their inverses, and angles.
import { type DType, get_default_dtype, notImplementedFor, toReal } from '../../base/dtype.js'
import { NotImplementedError, RuntimeError } from '../../base/errors.js'
import { Complex } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import type { ComplexSteps } from '../../kernels/loops.js'
import * as c from '../../kernels/complex-math.js'
import { conj } from './gradients.js'
import { copyInto } from '../../engine/copy.js'
import { call } from '../../engine/functions.js'
import { type BackwardFormula, op } from '../../engine/op.js'

function curve(
  name: string,
  doc: string,
  output: string,
  aliases: string[],
  kernel: (x: number) => number,
  complex: (x: Complex) => Complex,
  self: BackwardFormula,
  { inplace = true, complexSteps }: { inplace?: boolean; complexSteps?: ComplexSteps } = {},
): void {
  op(`${name}(Tensor self, *, Tensor? out=None) -> Tensor`, {
    doc,
    example: [
      name === 'acosh' ? 'torch.tensor([1.5, 2.5]).acosh()' : `torch.tensor([0.25, 0.5]).${name}()`,
      output,
    ],
    aliases,
    inplace,
    dtype: 'float',
    vectorized: name === 'sinh' || name === 'cosh' ? 'sixteens' : 'all',
    kernel,
    complex,
    complexSteps,
    backward: { self },
  })
}
curve(
  'sin',
  'Sine.',
  'tensor([0.2474, 0.4794])',
  [],
  (x) => Math.sin(x),
  c.csin,
  (g, { self }) => g.mul(conj(self.cos())),
)
curve(
  'cos',
  'Cosine.',
  'tensor([0.9689, 0.8776])',
  [],
  (x) => Math.cos(x),
  c.ccos,
  (g, { self }) => g.mul(conj(self.sin().neg())),
)
curve(
  'tan',
  'Tangent.',
  'tensor([0.2553, 0.5463])',
  [],
  (x) => Math.tan(x),
  c.ctan,
  (g, { result }) => g.mul(conj(result.pow(2).add(1))),
)
curve(
  'sinh',
  'Hyperbolic sine.',
  'tensor([0.2526, 0.5211])',
  [],
  (x) => Math.sinh(x),
  c.csinh,
  (g, { self }) => g.mul(conj(self.cosh())),
)
curve(
  'cosh',
  'Hyperbolic cosine.',
  'tensor([1.0314, 1.1276])',
  [],
  (x) => Math.cosh(x),
  c.ccosh,
  (g, { self }) => g.mul(conj(self.sinh())),
)
curve(
  'tanh',
  'Hyperbolic tangent: squashes each element into (-1, 1).',
  'tensor([0.2449, 0.4621])',
  ['nn.functional.tanh'],
  (x) => Math.tanh(x),
  c.ctanh,
  (g, { result }) => call('tanh_backward', [g, result]),
)
curve(
  'asin',
  'Inverse of the sine.',
  'tensor([0.2527, 0.5236])',
  ['arcsin'],
  (x) => Math.asin(x),
  c.casin,
  (g, { self }) => g.mul(conj(self.neg().mul(self).add(1).rsqrt())),
)
curve(
  'acos',
  'Inverse of the cosine.',
  'tensor([1.3181, 1.0472])',
  ['arccos'],
  (x) => Math.acos(x),
  c.cacos,
  (g, { self }) => g.mul(conj(self.neg().mul(self).add(1).rsqrt().neg())),
  { complexSteps: c.cacosOf },
)
curve(
  'atan',
  'Inverse of the tangent.',
  'tensor([0.2450, 0.4636])',
  ['arctan'],
  (x) => Math.atan(x),
  c.catan,
  (g, { self }) => g.div(conj(self.mul(self).add(1))),
)
curve(
  'asinh',
  'Inverse of the hyperbolic sine.',
  'tensor([0.2475, 0.4812])',
  ['arcsinh'],
  (x) => Math.asinh(x),
  c.casinh,
  (g, { self }) => g.mul(conj(self.pow(2).add(1).rsqrt())),
  { inplace: false },
)
curve(
  'acosh',
  'Inverse of the hyperbolic cosine.',
  'tensor([0.9624, 1.5668])',
  ['arccosh'],
  (x) => Math.acosh(x),
  c.cacosh,
  (g, { self }) =>
    self.dtype.is_complex
      ? g.mul(conj(self.add(1).rsqrt().mul(self.sub(1).rsqrt())))
      : g.mul(self.pow(2).sub(1).rsqrt()),
  { inplace: false },
)
curve(
  'atanh',
  'Inverse of the hyperbolic tangent.',
  'tensor([0.2554, 0.5493])',
  ['arctanh'],
  (x) => Math.atanh(x),
  c.catanh,
  (g, { self }) => g.mul(conj(self.pow(2).neg().add(1).reciprocal())),
  { inplace: false },
)

// PyTorch has no gradient for the in-place forms of these (derivatives.yaml).
for (const [name, output] of [
  ['asinh', 'tensor([0.4812])'],
  ['acosh', 'tensor([0.9624])'],
  ['atanh', 'tensor([0.5493])'],
])
  op(`${name}_(Tensor self) -> Tensor`, {
    doc: `\`${name}\`, written to the tensor itself; has no gradient.`,
    example: [`torch.tensor([${name === 'acosh' ? '1.5' : '0.5'}]).${name}_()`, output],
    aliases: [`arc${name.slice(1)}_`],
    node: `A${name.slice(1)}Backward1`,
    validate: (self: Tensor) => {
      if (self.dtype.category < 2)
        throw new RuntimeError(
          `result type Float can't be cast to the desired output type ${self.dtype.scalarName}`,
        )
    },
    device: true,
    mutate: (self: Tensor) => copyInto(self, call(name, [self.detach()])),
    backward: {
      self: () => {
        throw new NotImplementedError(`the derivative for 'inplace version of ${name}' is not implemented.`)
      },
    },
  })

op('atan2(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'Angle of the point (other, self) to the first axis, in radians.',
  example: ['torch.tensor([1, -2.5]).atan2(torch.tensor([-1, 2.5]))', 'tensor([ 2.3562, -0.7854])'],
  aliases: ['arctan2'],
  inplace: 'method',
  dtype: 'float',
  refuse: (common) => {
    if (common.is_complex) notImplementedFor('atan2_cpu', common)
  },
  vectorized: 'sixteens',
  kernel: (y, x) => Math.atan2(y, x),
  backward: {
    self: (g, { self, other }) => g.mul(other).mul(self.mul(self).add(other.mul(other)).reciprocal()),
    other: (g, { self, other }) => g.mul(self.neg()).mul(self.mul(self).add(other.mul(other)).reciprocal()),
  },
})

const noComplex = (name: string) => (common: DType) => {
  if (common.is_complex) throw new RuntimeError(`${name} is not supported for complex tensors.`)
}
op('deg2rad(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Degrees to radians.',
  example: ['torch.tensor([180, 22.5]).deg2rad()', 'tensor([3.1416, 0.3927])'],
  inplace: true,
  node: 'Deg2RadBackward0',
  dtype: 'float',
  refuse: noComplex('deg2rad'),
  kernel: (x) => x * 0.017453292519943295,
  backward: { self: (g) => g.mul(Math.PI / 180) },
})
op('rad2deg(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Radians to degrees.',
  example: ['torch.tensor([3, 1.5]).rad2deg()', 'tensor([171.8873,  85.9437])'],
  inplace: true,
  node: 'Rad2DegBackward0',
  dtype: 'float',
  refuse: noComplex('rad2deg'),
  kernel: (x) => x * 57.29577951308232,
  backward: { self: (g) => g.mul(180 / Math.PI) },
})

// d/dx sin(πx)/(πx) = (πx cos(πx) - sin(πx)) / (πx²)
op('sinc(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'sin(πx) / (πx), and 1 at 0.',
  example: ['torch.tensor([0.25, 0.5]).sinc()', 'tensor([0.9003, 0.6366])'],
  aliases: ['special.sinc'],
  inplace: true,
  dtype: 'float',
  kernel: (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
  float32: (x) => {
    const turned = Math.fround(Math.fround(Math.PI) * x)
    return x === 0 ? 1 : Math.sin(turned) / turned
  },
  half: (round) => {
    const pi = round(Math.PI)
    return (x: number) => {
      const turned = round(pi * x)
      return x === 0 ? 1 : round(Math.sin(turned)) / turned
    }
  },
  complex: (x) => c.csinc(x),
  backward: {
    self: (g, { self }) => {
      const turned = self.mul(Math.PI)
      const squared = self.mul(self).mul(Math.PI)
      const slope = turned.mul(turned.cos()).sub(turned.sin()).div(squared)
      return g.mul(conj(slope)).masked_fill(squared.eq(0), 0)
    },
  },
})

op('angle(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Angle of a complex number; for a real one, π if it is negative.',
  example: ['torch.tensor([1, -2.5]).angle()', 'tensor([0.0000, 3.1416])'],
  dtype: (common) =>
    common.category < 2 ? [get_default_dtype(), get_default_dtype()] : [common, toReal(common)],
  kernel: (x) => (x !== x ? x : x < 0 ? Math.PI : 0),
  complex: (x) => c.angle(x),
  backward: {
    self: (g, { self }) =>
      self.dtype.is_complex
        ? self.mul(g).div(self.abs().pow(2)).mul(new Complex(0, 1)).masked_fill(self.eq(0), 0)
        : g.new_zeros(g.sizes as number[]),
  },
})
