// Sums, products, quotients, remainders, powers: the operators of Python on tensors.
import { bool, get_default_dtype, type DType, notImplementedFor } from '../../base/dtype.js'
import { check, messages, RuntimeError } from '../../base/errors.js'
import { Complex, isFloatScalar, type Scalar } from '../../base/scalar.js'
import { Tensor } from '../../tensor/tensor.js'
import * as c from '../../kernels/complex-math.js'
import { call } from '../../engine/functions.js'
import { conj, notDifferentiable, times } from './gradients.js'
import {
  floorDiv,
  floorDivInt,
  floorDivInt64,
  fmodInt,
  fmodInt64,
  remainder,
  remainderInt,
  remainderInt64,
  truncDivInt,
  truncDivInt64,
} from '../../kernels/math.js'
import { op } from '../../engine/op.js'
import { resultType } from '../../engine/promote.js'

const isBool = (x: unknown): boolean => typeof x === 'boolean' || (x instanceof Tensor && x.dtype === bool)

/** alpha_check of ATen/native/BinaryOps.h. */
function checkAlpha(common: DType, alpha: Scalar): void {
  if (alpha === 1) return
  check(
    typeof alpha !== 'boolean' || common === bool,
    () => 'Boolean alpha only supported for Boolean results.',
  )
  check(
    common.is_floating_point || common.is_complex || !(isFloatScalar(alpha) || alpha instanceof Complex),
    () => 'For integral input tensors, argument alpha must not be a floating point number.',
  )
}

/** sub_check of ATen/native/BinaryOps.h. */
function checkSub(a: unknown, b: unknown): void {
  const count = Number(isBool(a)) + Number(isBool(b))
  if (count === 0) return
  throw new RuntimeError(
    count === 2
      ? 'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.'
      : 'Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use ' +
          'the `~` or `logical_not()` operator instead.',
  )
}

op('add(Tensor|Scalar self, Tensor|Scalar other, *, Scalar alpha=1, Tensor? out=None) -> Tensor', {
  doc: 'Adds `other`, times `alpha`, to each element.',
  oneSignature: ['add'],
  oldSignatures: true,
  example: ['torch.tensor([1, 2.5]).add(1)', 'tensor([2.0000, 3.5000])'],
  variants: 'both',
  inplace: 'method',
  refuse: (common, _a, _b, alpha = 1) => checkAlpha(common, alpha as Scalar),
  kernel: (a, b, alpha) => a + alpha * b,
  int: (a, b, alpha) => a + Math.imul(alpha, b),
  bigint: (a, b, alpha) => (alpha === 1n ? a + b : a + alpha * b),
  bool: (a, b, alpha) => a | (alpha & b),
  complex: (a, b, alpha) => c.add(a, c.mul(alpha, b)),
  complexParts: c.sumParts,
  backward: { self: (g) => g, other: (g, { alpha }) => times(g, alpha) },
})

op('sub(Tensor|Scalar self, Tensor|Scalar other, *, Scalar alpha=1, Tensor? out=None) -> Tensor', {
  doc: 'Subtracts `other`, times `alpha`, from each element.',
  oneSignature: ['sub'],
  oldSignatures: true,
  example: ['torch.tensor([1, 2.5]).sub(1)', 'tensor([0.0000, 1.5000])'],
  aliases: ['subtract'],
  variants: 'both',
  inplace: 'method',
  refuse: (common, a, b, alpha = 1) => {
    checkSub(a, b)
    checkAlpha(common, alpha as Scalar)
  },
  kernel: (a, b, alpha) => a - alpha * b,
  int: (a, b, alpha) => a - Math.imul(alpha, b),
  bigint: (a, b, alpha) => (alpha === 1n ? a - b : a - alpha * b),
  complex: (a, b, alpha) => c.sub(a, c.mul(alpha, b)),
  complexParts: c.differenceParts,
  backward: { self: (g) => g, other: (g, { alpha }) => times(g.neg(), alpha) },
})

const rsub = {
  doc: 'Subtracts each element, times `alpha`, from `other`.',
  refuse: (common: DType, a: unknown, b: unknown, alpha: unknown = 1) => {
    checkSub(a, b)
    checkAlpha(common, alpha as Scalar)
  },
  kernel: (a: number, b: number, alpha: number) => b - alpha * a,
  int: (a: number, b: number, alpha: number) => b - Math.imul(alpha, a),
  bigint: (a: bigint, b: bigint, alpha: bigint) => b - alpha * a,
  complex: (a: Complex, b: Complex, alpha: Complex) => c.sub(b, c.mul(alpha, a)),
}
op('rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor', {
  ...rsub,
  example: ['torch.rsub(torch.tensor([1, 2.5]), 10)', 'tensor([9.0000, 7.5000])'],
  backward: { self: (g, { alpha }) => times(g.neg(), alpha), other: (g) => g },
})
op('rsub.Scalar(Tensor self, Tensor|Scalar other, Scalar alpha=1) -> Tensor', {
  ...rsub,
  example: ['torch.rsub(torch.tensor([1, 2.5]), 10, { alpha: 2 })', 'tensor([8., 5.])'],
  node: 'RsubBackward1',
  backward: { self: (g, { alpha }) => times(g.neg(), alpha) },
})

const mulKernels = {
  kernel: (a: number, b: number): number => a * b,
  int: (a: number, b: number): number => Math.imul(a, b),
  bigint: (a: bigint, b: bigint): bigint => a * b,
  bool: (a: number, b: number): number => a & b,
  complex: (a: Complex, b: Complex): Complex => c.mul(a, b),
  complexSteps: c.productOf,
  complexParts: c.productParts,
} as const

op('mul(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor', {
  doc: 'Multiplies element by element.',
  oneSignature: ['mul'],
  example: ['torch.tensor([1, 2.5]).mul(2)', 'tensor([2., 5.])'],
  aliases: ['multiply'],
  variants: 'both',
  inplace: 'method',
  ...mulKernels,
  backward: { self: (g, { other }) => g.mul(conj(other)), other: (g, { self }) => g.mul(conj(self)) },
})

// Multiplication by a number within PyTorch's own C++ has a node of its own, as division has.
op('_mul_scalar(Tensor self, Tensor|Scalar other) -> Tensor', {
  variants: 'inside',
  doc: 'Multiplies by a number.',
  ...mulKernels,
  node: 'MulBackward1',
  backward: { self: (g, { other }) => g.mul(conj(other)) },
})

const divSelf = (g: Tensor, other: Tensor | Scalar): Tensor => g.div(conj(other))
// d/dy (x / y) = -(x / y) / y
const divOther = (g: Tensor, self: Tensor | Scalar, other: Tensor): Tensor =>
  g.mul(conj((self instanceof Tensor ? self.div(other) : other.reciprocal().mul(self)).div(other))).neg()

const divKernels = {
  doc: 'Divides element by element; integers give floats.',
  dtype: 'float',
  kernel: (a: number, b: number) => a / b,
  complex: (a: Complex, b: Complex) => c.div(a, b),
  complexSteps: c.quotientOf,
} as const
op('div(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor', {
  ...divKernels,
  example: ['torch.tensor([1, 2.5]).div(2)', 'tensor([0.5000, 1.2500])'],
  aliases: ['divide', 'true_divide'],
  variants: 'both',
  inplace: 'method',
  backward: {
    self: (g, { other }) => divSelf(g, other),
    other: (g, { self, other }) => divOther(g, self, other),
  },
})

// Division by a number within PyTorch's own C++ has a node of its own; Python's goes by `div`, the number as a tensor.
op('_div_scalar(Tensor self, Tensor|Scalar other) -> Tensor', {
  variants: 'inside',
  ...divKernels,
  node: 'DivBackward1',
  backward: { self: (g, { other }) => divSelf(g, other) },
})

type Mode = 'floor' | 'trunc' | null

function checkDivision(common: DType, mode: Mode): void {
  if (mode === null) return
  if (common === bool || common.is_complex) notImplementedFor(`div_${mode}_cpu`, common)
}

op(
  'div.Tensor_mode(Tensor|Scalar self, Tensor|Scalar other, *, str? rounding_mode, Tensor? out=None) -> Tensor',
  {
    doc: "Divides and rounds: 'trunc' towards zero, 'floor' down as Python's `//`.",
    example: ["torch.tensor([-3.5, 3.5]).div(2, {rounding_mode: 'floor'})", 'tensor([-2.,  1.])'],
    aliases: ['divide'],
    variants: 'both',
    inplace: 'method',
    node: 'DivBackward2',
    validate: (_a, _b, mode) =>
      check(
        mode === null || mode === 'floor' || mode === 'trunc',
        () => `div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${mode}'`,
      ),
    refuse: (common, _a, _b, mode) => checkDivision(common, mode as Mode),
    dtype: (common, _a, _b, mode) => {
      const dtype = mode === null && common.category < 2 ? get_default_dtype() : common
      return [dtype, dtype]
    },
    kernel: (a, b, mode) => (mode === null ? a / b : mode === 'floor' ? floorDiv(a, b) : Math.trunc(a / b)),
    // The quotient is rounded to float32 before it is truncated: 1 / 0.1 is 10 there.
    float32: (a, b, mode) =>
      mode === null ? a / b : mode === 'floor' ? floorDiv(a, b) : Math.trunc(Math.fround(a / b)),
    int: (a, b, mode) => (mode === 'floor' ? floorDivInt(a, b) : truncDivInt(a, b)),
    bigint: (a, b, mode) => (mode === 'floor' ? floorDivInt64(a, b) : truncDivInt64(a, b)),
    complex: (a, b) => c.div(a, b),
    backward: {
      self: (g, { other, rounding_mode }) =>
        rounding_mode === null ? divSelf(g, other) : g.new_zeros(g.sizes as number[]),
      other: (g, { self, other, rounding_mode }) =>
        rounding_mode === null ? divOther(g, self, other) : g.new_zeros(g.sizes as number[]),
    },
  },
)

op('floor_divide(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor', {
  doc: "Divides and rounds down: Python's `//`.",
  example: ['torch.tensor([-7, 7]).floor_divide(2)', 'tensor([-4,  3])'],
  variants: 'both',
  inplace: 'method',
  node: 'NotImplemented',
  refuse: (common) => checkDivision(common, 'floor'),
  kernel: (a, b) => floorDiv(a, b),
  int: (a, b) => floorDivInt(a, b),
  bigint: (a, b) => floorDivInt64(a, b),
  backward: {
    self: notDifferentiable('aten::floor_divide'),
    other: notDifferentiable('aten::floor_divide'),
  },
})

const refuseRest = (name: string) => (common: DType) => {
  if (common === bool || common.is_complex) notImplementedFor(name, common)
}
const remainderKernels = {
  doc: "What is left after division, with the divisor's sign: Python's `%`.",
  refuse: refuseRest('remainder_cpu'),
  kernel: (a: number, b: number) => remainder(a, b),
  int: (a: number, b: number) => remainderInt(a, b),
  bigint: (a: bigint, b: bigint) => remainderInt64(a, b),
}
op('remainder.Tensor(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  ...remainderKernels,
  example: ['torch.tensor([-3, 3]).remainder(2)', 'tensor([1, 1])'],
  inplace: 'method',
  node: 'RemainderBackward1',
  backward: {
    self: (g) => g,
    other: (g, { self, other }) => g.neg().mul(self.div(other, { rounding_mode: 'floor' })),
  },
})
op('remainder.Scalar(Tensor self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor', {
  ...remainderKernels,
  example: ['torch.tensor([-3.5, 3.5]).remainder(2)', 'tensor([0.5000, 1.5000])'],
  inplace: 'method',
  backward: { self: (g) => g },
})
op('remainder.Scalar_Tensor(Tensor|Scalar self, Tensor other) -> Tensor', {
  ...remainderKernels,
  example: ['torch.remainder(7, torch.tensor([3, 4]))', 'tensor([1, 3])'],
  node: 'NotImplemented',
  backward: { other: notDifferentiable('aten::remainder') },
})

const fmodKernels = {
  doc: "What is left after division, with the dividend's sign: C's `fmod`.",
  refuse: refuseRest('fmod_cpu'),
  kernel: (a: number, b: number) => a % b,
  int: (a: number, b: number) => fmodInt(a, b),
  bigint: (a: bigint, b: bigint) => fmodInt64(a, b),
}
op('fmod.Tensor(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  ...fmodKernels,
  example: ['torch.tensor([-3, 3]).fmod(2)', 'tensor([-1,  1])'],
  inplace: 'method',
  node: 'FmodBackward1',
  backward: {
    self: (g) => g,
    other: (g, { self, other }) => g.neg().mul(self.div(other, { rounding_mode: 'trunc' })),
  },
})
op('fmod.Scalar(Tensor self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor', {
  ...fmodKernels,
  example: ['torch.tensor([-3.5, 3.5]).fmod(2)', 'tensor([-1.5000,  1.5000])'],
  inplace: 'method',
  backward: { self: (g) => g },
})

op('neg(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: 'Changes the sign of each element.',
  example: ['torch.tensor([1, -2.5]).neg()', 'tensor([-1.0000,  2.5000])'],
  aliases: ['negative'],
  inplace: true,
  refuse: (common) =>
    check(
      common !== bool,
      () =>
        'Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the ' +
        '`~` or `logical_not()` operator instead.',
    ),
  kernel: (x) => -x,
  complex: (x) => c.neg(x),
  backward: { self: (g) => g.neg() },
})

op('positive(Tensor self) -> Tensor', {
  doc: 'The tensor itself: unary plus.',
  example: ['torch.tensor([1, -2.5]).positive()', 'tensor([ 1.0000, -2.5000])'],
  forward: (self: Tensor) => {
    if (self.dtype === bool) throw new RuntimeError('The `+` operator, on a bool tensor is not supported.')
    return self
  },
})

const addcmulDoc = 'Adds `value * tensor1 * tensor2`.'
op('addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1, Tensor? out=None) -> Tensor', {
  doc: addcmulDoc,
  oldSignatures: true,
  example: [
    'torch.tensor([1, 2.5]).addcmul(torch.tensor([2, 0.5]), torch.tensor([3, 1.5]))',
    'tensor([7.0000, 3.2500])',
  ],
  inplace: 'method',
  refuse: (common) => {
    if (common === bool) notImplementedFor('addcmul_cpu_out', common)
  },
  kernel: (a, b, d, value) => a + value * b * d,
  float32: (a, b, d, value) => a + Math.fround(value * b) * d,
  int: (a, b, d, value) => a + Math.imul(Math.imul(value, b), d),
  complex: (a, b, d, value) => c.add(a, c.mul(c.mul(value, b), d)),
  backward: {
    self: (g) => g,
    tensor1: (g, { tensor2, value }) => times(g.mul(conj(tensor2)), value),
    tensor2: (g, { tensor1, value }) => times(g.mul(conj(tensor1)), value),
  },
})

op('addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1, Tensor? out=None) -> Tensor', {
  doc: 'Adds `value * tensor1 / tensor2`.',
  oldSignatures: true,
  example: [
    'torch.tensor([1, 2.5]).addcdiv(torch.tensor([2, 0.5]), torch.tensor([4, 0.5]))',
    'tensor([1.5000, 3.5000])',
  ],
  inplace: 'method',
  validate: (_self: Tensor, a: Tensor, b: Tensor) =>
    check(
      a.dtype.category >= 2 || b.dtype.category >= 2,
      () =>
        'Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true ' +
        'division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * ' +
        'torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / ' +
        'tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value * ' +
        'tensor1 / tensor2), for all dtypes.',
    ),
  kernel: (a, b, d, value) => a + (value * b) / d,
  float32: (a, b, d, value) => a + Math.fround(Math.fround(value * b) / d),
  complex: (a, b, d, value) => c.add(a, c.div(c.mul(value, b), d)),
  complexSteps: c.addQuotientOf,
  backward: {
    self: (g) => g,
    tensor1: (g, { tensor2, value }) => times(g.div(conj(tensor2)), value),
    tensor2: (g, { tensor1, tensor2, value }) =>
      times(g.mul(conj(tensor1.div(tensor2.mul(tensor2)))), value).neg(),
  },
})

/** Expects the dtypes of `lerp`'s operands to be one float type. */
function checkLerp(self: Tensor, end: Tensor, weight: unknown): void {
  check(
    self.dtype === end.dtype,
    () => `expected dtype ${self.dtype.name} for \`end\` but got dtype ${end.dtype.name}`,
  )
  if (weight instanceof Tensor)
    check(
      self.dtype === weight.dtype,
      () => `expected dtype ${self.dtype.name} for \`weight\` but got dtype ${weight.dtype.name}`,
    )
  if (self.dtype.category < 2)
    notImplementedFor(weight instanceof Tensor ? 'lerp_kernel_tensor' : 'lerp_kernel_scalar', self.dtype)
}
const lerpKernels = {
  doc: 'The point between `self` and `end` at `weight` (0: self, 1: end).',
  validate: checkLerp,
  // Counting from the nearer end keeps the ends exact.
  kernel: (a: number, b: number, w: number) => (w < 0.5 ? a + w * (b - a) : b - (b - a) * (1 - w)),
  complex: (a: Complex, b: Complex, w: Complex) =>
    c.modulus(w) < 0.5
      ? c.add(a, c.mul(w, c.sub(b, a)))
      : c.sub(b, c.mul(c.sub(b, a), c.sub(new Complex(1), w))),
}
const oneMinus = (weight: Scalar): Scalar =>
  weight instanceof Complex ? c.sub(new Complex(1), c.conj(weight)) : 1 - Number(weight)
op('lerp.Tensor(Tensor self, Tensor end, Tensor weight, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  ...lerpKernels,
  example: ['torch.tensor([1, 2.5]).lerp(torch.tensor([2, 4.5]), 0.5)', 'tensor([1.5000, 3.5000])'],
  inplace: 'method',
  node: 'LerpBackward1',
  backward: {
    self: (g, { weight }) => g.mul(conj(weight.neg().add(1))),
    end: (g, { weight }) => g.mul(conj(weight)),
    weight: (g, { self, end }) => g.mul(conj(end.sub(self))),
  },
})
op('lerp.Scalar(Tensor self, Tensor end, Scalar weight, *, Tensor? out=None) -> Tensor', {
  ...lerpKernels,
  example: ['torch.tensor([1, 2.5]).lerp(torch.tensor([2, 4.5]), 0.25)', 'tensor([1.2500, 3.0000])'],
  inplace: 'method',
  backward: {
    self: (g, { weight }) => g.mul(oneMinus(weight)),
    end: (g, { weight }) => g.mul(conj(weight as Scalar)),
  },
})

/** A number as a 0-dim tensor, for operators whose left side it is. */
export const asTensor = (like: Tensor, value: Tensor | Scalar, dtype: DType): Tensor =>
  value instanceof Tensor ? value : like.new_full([], value as number, { dtype })

const reflected = (
  name: string,
  doc: string,
  forward: (self: Tensor, other: Tensor | Scalar) => Tensor,
): void => op(`${name}(Tensor self, Tensor|Scalar other) -> Tensor`, { doc, variants: 'method', forward })

reflected('__radd__', '`other + self`.', (self, other) => self.add(other))
reflected('__rsub__', '`other - self`.', (self, other) => self.rsub(other))
reflected('__rmul__', '`other * self`.', (self, other) => self.mul(other))
reflected('__rdiv__', '`other / self`.', (self, other) => self.reciprocal().mul(other))
reflected('__rtruediv__', '`other / self`.', (self, other) => self.reciprocal().mul(other))
reflected('__rfloordiv__', '`other // self`.', (self, other) => call('floor_divide', [other, self]))
reflected('__rmod__', '`other % self`.', (self, other) => call('remainder', [other, self]))
// As in torch/_tensor.py, where `torch.tensor(other)` takes the left side out of its graph.
reflected('__rpow__', '`other ** self`.', (self, other) => {
  const dtype = resultType([other, self])
  return (other instanceof Tensor ? other.detach().to(dtype) : asTensor(self, other, dtype)).pow(self)
})
reflected('__rand__', '`other & self`.', (self, other) => self.bitwise_and(other))
reflected('__ror__', '`other | self`.', (self, other) => self.bitwise_or(other))
reflected('__rxor__', '`other ^ self`.', (self, other) => self.bitwise_xor(other))
