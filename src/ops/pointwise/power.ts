// Powers and roots.
import { bool, complex128, float64, type DType, notImplementedFor } from '../../base/dtype.js'
import { check, messages } from '../../base/errors.js'
import { checkFits } from '../../base/limits.js'
import { Complex, isFloatScalar, type Scalar } from '../../base/scalar.js'
import { Tensor } from '../../tensor/tensor.js'
import * as c from '../../kernels/complex-math.js'
import { conj, zeros } from './gradients.js'
import { call } from '../../engine/functions.js'
import { cpow, powInt32, powInt64 } from '../../kernels/math.js'
import { op } from '../../engine/op.js'

const powKernels = {
  doc: 'Raises to a power, element by element.',
  refuse: (common: DType) => {
    if (common === bool) notImplementedFor('pow', common)
  },
  vectorized: 'powers',
  kernel: (x: number, y: number) => cpow(x, y),
  int: (x: number, y: number) => powInt32(x, y),
  bigint: (x: bigint, y: bigint) => (y === 2n ? BigInt.asIntN(64, x * x) : powInt64(x, y)),
  complex: (x: Complex, y: Complex) => c.cpow(x, y),
  complexSteps: (round: (x: number) => number) => c.powOf(round),
} as const

const isZeroScalar = (x: Scalar): boolean => (x instanceof Complex ? c.isZero(x) : Number(x) === 0)
const lessOne = (x: Scalar): Scalar => (x instanceof Complex ? c.sub(x, new Complex(1)) : Number(x) - 1)

// d/dy x^y = x^y log x, but 0 where x = 0 and y >= 0, which x^y log x has as 0 * -inf.
function exponentGradient(g: Tensor, self: Tensor | Scalar, exponent: Tensor, result: Tensor): Tensor {
  if (self instanceof Tensor) {
    const still = self.eq(0).logical_and(exponent.dtype.is_complex ? exponent.real.ge(0) : exponent.ge(0))
    return g.mul(conj(result.mul(self.log()).masked_fill(still, 0)))
  }
  if (isZeroScalar(self)) return g.mul(call('where', [exponent.ge(0), 0, result.mul(-Infinity)]))
  const log = self instanceof Complex ? c.clog(self) : Number(self) > 0 ? Math.log(Number(self)) : NaN
  return g.mul(conj(result.mul(log)))
}

op('pow.Tensor_Tensor(Tensor self, Tensor exponent, *, Tensor? out=None) -> Tensor', {
  ...powKernels,
  example: ['torch.tensor([2, 3]).pow(torch.tensor([3, 2]))', 'tensor([8, 9])'],
  inplace: 'method',
  node: 'PowBackward1',
  backward: {
    // d/dx x^y = y x^(y-1), but 0 where y = 0
    self: (g, { self, exponent }) =>
      g.mul(conj(exponent.mul(self.pow(exponent.sub(1))).masked_fill(exponent.eq(0), 0))),
    exponent: (g, { self, exponent, result }) => exponentGradient(g, self, exponent, result),
  },
})
op('pow.Tensor_Scalar(Tensor self, Tensor|Scalar exponent, *, Tensor? out=None) -> Tensor', {
  ...powKernels,
  // A root of -inf is no number, where a power of it is infinite (PowKernel.cpp takes the root).
  kernel: (x: number, y: number) => (y === 0.5 ? Math.sqrt(x) : y === -0.5 ? 1 / Math.sqrt(x) : cpow(x, y)),
  float32: (x: number, y: number) =>
    y === 2
      ? x * x
      : y === 3
        ? Math.fround(x * x) * x
        : y === 0.5
          ? Math.sqrt(x)
          : y === -0.5
            ? 1 / Math.fround(Math.sqrt(x))
            : y === -1
              ? 1 / x
              : y === -2
                ? 1 / Math.fround(x * x)
                : cpow(x, y),
  complexSteps: c.powScalarOf,
  // float16 alone takes C's power for a root, in which -inf is infinite.
  half: (_, dtype) => (x: number, y: number) =>
    dtype.name === 'bfloat16' && y === 0.5
      ? Math.sqrt(x)
      : dtype.name === 'bfloat16' && y === -0.5
        ? 1 / Math.sqrt(x)
        : y === -2
          ? 1 / Math.fround(x * x)
          : cpow(x, y),
  exactOut: messages.foundDtype,
  example: ['torch.tensor([1, 2.5]).pow(2)', 'tensor([1.0000, 6.2500])'],
  inplace: 'method',
  node: 'PowBackward0',
  refuse: (common, _self, exponent) => {
    check(
      common.category >= 2 || isFloatScalar(exponent) || Number(exponent) >= 0,
      () => 'Integers to negative integer powers are not allowed.',
    )
    if (!(exponent instanceof Tensor)) checkFits(exponent, common)
  },
  backward: {
    self: (g, { self, exponent }) => {
      if (isZeroScalar(exponent)) return zeros(g)
      if (exponent === 2) return g.mul(conj(self.mul(2)))
      return g.mul(conj(self.pow(lessOne(exponent)).mul(exponent)))
    },
  },
})
op('pow.Scalar(Tensor|Scalar self, Tensor exponent, *, Tensor? out=None) -> Tensor', {
  ...powKernels,
  example: ['torch.pow(2, torch.tensor([3, 4]))', 'tensor([ 8, 16])'],
  node: 'PowBackward2',
  backward: { exponent: (g, { self, exponent, result }) => exponentGradient(g, self, exponent, result) },
})

const widen = (x: Tensor | Scalar, dtype: DType): Tensor | Scalar => (x instanceof Tensor ? x.to(dtype) : x)
function floatPower(self: Tensor | Scalar, exponent: Tensor | Scalar): Tensor {
  const isComplex = (x: Tensor | Scalar): boolean =>
    x instanceof Tensor ? x.dtype.is_complex : x instanceof Complex
  const dtype = isComplex(self) || isComplex(exponent) ? complex128 : float64
  return call('pow', [widen(self, dtype), widen(exponent, dtype)])
}
op('float_power(Tensor self, Tensor|Scalar exponent, *, Tensor? out=None) -> Tensor', {
  exactOut: (own, out) =>
    `the output given to float_power has dtype ${out.scalarName} but the operation's result requires dtype ${own.scalarName}`,
  doc: 'Raises to a power in float64, whatever the dtypes are.',
  example: ['torch.tensor([2, 3]).float_power(-1)', 'tensor([0.5000, 0.3333], dtype=torch.float64)'],
  forward: floatPower,
})
op('float_power.Scalar(Tensor|Scalar self, Tensor exponent) -> Tensor', {
  doc: 'Raises to a power in float64, whatever the dtypes are.',
  example: ['torch.float_power(2, torch.tensor([3, -1]))', 'tensor([8.0000, 0.5000], dtype=torch.float64)'],
  forward: floatPower,
})

op('square(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: 'Multiplies each element by itself.',
  example: ['torch.tensor([1, 2.5]).square()', 'tensor([1.0000, 6.2500])'],
  forward: (self: Tensor) => self.pow(2),
})
op('square_(Tensor self) -> Tensor', {
  doc: 'Multiplies each element by itself, in place.',
  example: ['torch.tensor([1, 2.5]).square_()', 'tensor([1.0000, 6.2500])'],
  forward: (self: Tensor) => self.pow_(2),
})

op('sqrt(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Square root.',
  example: ['torch.tensor([4, 2.25]).sqrt()', 'tensor([2.0000, 1.5000])'],
  inplace: true,
  dtype: 'float',
  kernel: (x) => Math.sqrt(x),
  complex: (x) => c.csqrt(x),
  complexSteps: c.csqrtOf,
  backward: { self: (g, { result }) => g.div(conj(result.mul(2))) },
})
op('rsqrt(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'One over the square root.',
  example: ['torch.tensor([4, 0.25]).rsqrt()', 'tensor([0.5000, 2.0000])'],
  inplace: true,
  dtype: 'float',
  kernel: (x) => 1 / Math.sqrt(x),
  float32: (x) => 1 / Math.fround(Math.sqrt(x)),
  complex: (x) => c.crsqrt(x),
  complexSteps: c.rsqrtOf,
  backward: { self: (g, { result }) => g.mul(-0.5).mul(conj(result.pow(3))) },
})
op('reciprocal(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'One over each element.',
  example: ['torch.tensor([4, 0.25]).reciprocal()', 'tensor([0.2500, 4.0000])'],
  inplace: true,
  dtype: 'float',
  kernel: (x) => 1 / x,
  complex: (x) => c.reciprocal(x),
  complexSteps: c.reciprocalOf,
  backward: { self: (g, { result }) => g.neg().mul(conj(result.mul(result))) },
})
op('hypot(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'Length of the hypotenuse: the square root of the sum of squares.',
  example: ['torch.tensor([3.5]).hypot(torch.tensor([12.5]))', 'tensor([12.9808])'],
  inplace: 'method',
  refuse: (common) => {
    if (!common.is_floating_point) notImplementedFor('hypot_cpu', common)
  },
  kernel: (a, b) => Math.hypot(a, b),
  backward: {
    self: (g, { self, result }) => g.mul(self.div(result)),
    other: (g, { other, result }) => g.mul(other.div(result)),
  },
})
op('float_power_(Tensor self, Tensor|Scalar exponent) -> Tensor', {
  doc: 'Raises to a power in place; `self` is float64 already.',
  example: ['torch.tensor([2, 3]).double().float_power_(2)', 'tensor([4., 9.], dtype=torch.float64)'],
  variants: 'method',
  forward: (self: Tensor, exponent: Tensor | Scalar) => {
    const isComplex =
      self.dtype.is_complex ||
      (exponent instanceof Tensor ? exponent.dtype.is_complex : exponent instanceof Complex)
    const needed = isComplex ? complex128 : float64
    check(
      self.dtype === needed,
      () =>
        `the base given to float_power_ has dtype ${self.dtype.scalarName} but the operation's result requires dtype ` +
        needed.scalarName,
    )
    return self.pow_(exponent instanceof Tensor ? exponent.to(needed) : exponent)
  },
})
