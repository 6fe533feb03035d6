// Comparisons, tests of single elements, and which of two elements to take.
import { bool, type DType, float16, get_default_dtype, notImplementedFor } from '../../base/dtype.js'
import { check, messages, RuntimeError, TypeError } from '../../base/errors.js'
import { checkFits } from '../../base/limits.js'
import { sameSizes } from '../../base/layout.js'
import type { Complex, Scalar } from '../../base/scalar.js'
import { Tensor } from '../../tensor/tensor.js'
import * as c from '../../kernels/complex-math.js'
import { notDifferentiable, only, zeros } from './gradients.js'
import { call } from '../../engine/functions.js'
import { maximum, minimum, signBit } from '../../kernels/math.js'
import { type Entry, op } from '../../engine/op.js'

type Compare = (a: number | bigint, b: number | bigint) => boolean

function comparison(
  name: string,
  doc: string,
  output: string,
  aliases: string[],
  kernel: Compare,
  complex?: (a: Complex, b: Complex) => boolean,
): void {
  const entry = {
    doc,
    example: [`torch.tensor([1, 2.5]).${name}(torch.tensor([2, 2.5]))`, output],
    aliases,
    inplace: 'method',
    dtype: 'bool',
    refuse: (common) => {
      if (common.is_complex && !complex) notImplementedFor(`${name}_cpu`, common)
    },
    kernel,
    complex,
  } satisfies Partial<Entry>
  // The result is bool and has no gradient, except where it is written to a floating `self` in place.
  op(`${name}(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor`, {
    ...entry,
    node: `${name[0].toUpperCase()}${name.slice(1)}Backward1`,
    backward: { self: zeros, other: zeros },
  })
  op(`${name}.Scalar(Tensor self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor`, {
    ...entry,
    backward: { self: zeros },
  })
}
comparison('eq', 'Whether elements are equal.', 'tensor([False,  True])', [], (a, b) => a === b, c.equal)
comparison(
  'ne',
  'Whether elements differ.',
  'tensor([ True, False])',
  ['not_equal'],
  (a, b) => a !== b,
  (a, b) => !c.equal(a, b),
)
comparison(
  'lt',
  'Whether each element is less than `other`.',
  'tensor([ True, False])',
  ['less'],
  (a, b) => a < b,
)
comparison(
  'le',
  'Whether each element is at most `other`.',
  'tensor([True, True])',
  ['less_equal'],
  (a, b) => a <= b,
)
comparison(
  'gt',
  'Whether each element is greater than `other`.',
  'tensor([False, False])',
  ['greater'],
  (a, b) => a > b,
)
comparison(
  'ge',
  'Whether each element is at least `other`.',
  'tensor([False,  True])',
  ['greater_equal'],
  (a, b) => a >= b,
)

function test(
  name: string,
  doc: string,
  output: string,
  kernel: (x: number) => boolean,
  integral: boolean,
  complex?: (x: Complex) => boolean,
): void {
  op(`${name}(Tensor self) -> Tensor`, {
    doc,
    example: [`torch.tensor([1, -Infinity, NaN]).${name}()`, output],
    dtype: 'bool',
    refuse: (common) => {
      if (common.is_complex && !complex) throw new RuntimeError(`${name} does not support complex inputs.`)
    },
    kernel,
    int: () => integral,
    bigint: () => integral,
    complex,
    backward: 'none',
  })
}
const isInf = (x: number): boolean => x === Infinity || x === -Infinity
test(
  'isnan',
  'Whether each element is not a number.',
  'tensor([False, False,  True])',
  (x) => x !== x,
  false,
  (z) => z.re !== z.re || z.im !== z.im,
)
test(
  'isinf',
  'Whether each element is infinite.',
  'tensor([False,  True, False])',
  isInf,
  false,
  (z) => isInf(z.re) || isInf(z.im),
)
test(
  'isfinite',
  'Whether each element is neither infinite nor NaN.',
  'tensor([ True, False, False])',
  (x) => Math.abs(x) < Infinity,
  true,
  (z) => z.re - z.re === 0 && z.im - z.im === 0,
)
test(
  'isreal',
  'Whether each element has no imaginary part.',
  'tensor([True, True, True])',
  () => true,
  true,
  (z) => z.im === 0,
)
const signed = { variants: 'both', dtype: 'bool', backward: 'none' } as const
op('isposinf(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: () => 'isposinf does not support non-boolean outputs.',
  ...signed,
  doc: 'Whether each element is positive infinity.',
  example: ['torch.tensor([1, Infinity]).isposinf()', 'tensor([False,  True])'],
  refuse: (common) => check(!common.is_complex, () => 'isposinf does not support complex inputs.'),
  kernel: (x) => x === Infinity,
})
op('isneginf(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: () => 'isneginf does not support non-boolean outputs.',
  ...signed,
  doc: 'Whether each element is negative infinity.',
  example: ['torch.tensor([1, -Infinity]).isneginf()', 'tensor([False,  True])'],
  refuse: (common) => check(!common.is_complex, () => 'isneginf does not support complex inputs.'),
  kernel: (x) => x === -Infinity,
})
op('signbit(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: () => 'signbit does not support non-boolean outputs.',
  ...signed,
  doc: 'Whether the sign bit is set; unlike `x < 0`, also for -0.',
  example: ['torch.tensor([1, -2.5]).signbit()', 'tensor([False,  True])'],
  aliases: ['special.signbit'],
  refuse: (common) => check(!common.is_complex, () => 'signbit is not implemented for complex tensors.'),
  kernel: (x) => signBit(x),
  bigint: (x) => x < 0n,
})

op('equal(Tensor self, Tensor other) -> bool', {
  doc: 'Whether both have the same shape and the same elements.',
  example: ['torch.tensor([1, 2]).equal(torch.tensor([1, 2]))', 'True'],
  forward: (self: Tensor, other: Tensor) =>
    sameSizes(self.sizes, other.sizes) && self.detach().eq(other.detach()).all().item(),
})

op('isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor', {
  doc: 'Whether elements differ by at most `atol + rtol * |other|`.',
  example: ['torch.tensor([1, 2.5]).isclose(torch.tensor([1.0000001, 2.6]))', 'tensor([ True, False])'],
  forward: (self: Tensor, other: Tensor, rtol: number, atol: number, equalNan: boolean) => {
    check(
      self.dtype === other.dtype,
      () => `${self.dtype.scalarName} did not match ${other.dtype.scalarName}`,
    )
    check(rtol >= 0, () => `rtol must be greater than or equal to zero, but got ${rtol}`)
    check(atol >= 0, () => `atol must be greater than or equal to zero, but got ${atol}`)
    const a = self.detach()
    const b = other.detach()
    let close: Tensor = a.eq(b)
    const floating = a.dtype.category >= 2
    if (equalNan && floating) close = close.logical_or(a.ne(a).logical_and_(b.ne(b)))
    if (rtol === 0 && atol === 0) return close
    const wide = floating ? b : b.to(get_default_dtype())
    const allowed = wide.mul(rtol).abs().add(atol)
    const actual = (a.dtype === bool ? a.to(wide.dtype) : a).sub(wide).abs()
    return close.logical_or(actual.isfinite().logical_and(actual.le(allowed)))
  },
})
op('allclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> bool', {
  doc: 'Whether all elements differ by at most `atol + rtol * |other|`.',
  example: ['torch.tensor([1, 2.5]).allclose(torch.tensor([1.0000001, 2.5]))', 'True'],
  forward: (self: Tensor, other: Tensor, rtol: number, atol: number, equalNan: boolean) =>
    self.isclose(other, rtol, atol, equalNan).all().item(),
})

const noComplex = (name: string) => (common: { is_complex: boolean }) =>
  check(!common.is_complex, () => `${name} not implemented for complex tensors.`)

// Where both are equal, each gets half of the gradient.
const share = (g: Tensor, self: Tensor, other: Tensor, zero: Tensor): Tensor =>
  (call('where', [self.eq(other), g.div(2), g]) as Tensor).masked_fill(zero, 0)
op('maximum(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'The larger of two elements; NaN if one is NaN.',
  example: ['torch.tensor([1, 2.5]).maximum(torch.tensor([2, 0.5]))', 'tensor([2.0000, 2.5000])'],
  refuse: noComplex('maximum'),
  kernel: (a, b) => maximum(a, b),
  int: (a, b) => (a > b ? a : b),
  bigint: (a, b) => (a > b ? a : b),
  backward: {
    self: (g, { self, other }) => share(g, self, other, self.lt(other)),
    other: (g, { self, other }) => share(g, self, other, self.gt(other)),
  },
})
op('minimum(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'The smaller of two elements; NaN if one is NaN.',
  example: ['torch.tensor([1, 2.5]).minimum(torch.tensor([2, 0.5]))', 'tensor([1.0000, 0.5000])'],
  refuse: noComplex('minimum'),
  kernel: (a, b) => minimum(a, b),
  int: (a, b) => (a < b ? a : b),
  bigint: (a, b) => (a < b ? a : b),
  backward: {
    self: (g, { self, other }) => share(g, self, other, self.gt(other)),
    other: (g, { self, other }) => share(g, self, other, self.lt(other)),
  },
})
op('fmax(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'The larger of two elements; a number is preferred to NaN.',
  example: ['torch.tensor([1, NaN]).fmax(torch.tensor([2, 0.5]))', 'tensor([2.0000, 0.5000])'],
  refuse: noComplex('fmax'),
  kernel: (a, b) => (a !== a ? b : b > a ? b : a),
  backward: {
    self: (g, { self, other }) => only(g, self.ge(other).logical_or(other.isnan())),
    other: (g, { self, other }) => g.masked_fill(self.ge(other).logical_or(other.isnan()), 0),
  },
})
op('fmin(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'The smaller of two elements; a number is preferred to NaN.',
  example: ['torch.tensor([1, NaN]).fmin(torch.tensor([2, 0.5]))', 'tensor([1.0000, 0.5000])'],
  refuse: noComplex('fmin'),
  kernel: (a, b) => (a !== a ? b : b < a ? b : a),
  backward: {
    self: (g, { self, other }) => only(g, self.le(other).logical_or(other.isnan())),
    other: (g, { self, other }) => g.masked_fill(self.le(other).logical_or(other.isnan()), 0),
  },
})

op('where(Tensor condition, Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor', {
  doc: 'Elements of `self` where `condition` holds, of `other` elsewhere.',
  example: [
    'torch.where(torch.tensor([true, false]), torch.tensor([1, 2]), torch.tensor([10, 20]))',
    'tensor([ 1, 20])',
  ],
  variants: 'function',
  validate: (condition: Tensor) =>
    check(
      condition.dtype === bool || condition.dtype.name === 'uint8',
      () =>
        `where expected condition to be a boolean tensor, but got a tensor with dtype ${condition.dtype.scalarName}`,
    ),
  kernel: (condition, a, b) => (condition ? a : b),
  complex: (condition, a, b) => (condition.re !== 0 ? a : b),
  backward: {
    self: (g, { condition }) => call('where', [condition, g, 0]),
    other: (g, { condition }) => call('where', [condition, 0, g]),
  },
})
op('where.nonzero(Tensor condition) -> Tensor[]', {
  doc: 'Indices of the elements that are not zero, one tensor a dimension.',
  example: ['torch.where(torch.tensor([true, false, true]))', '(tensor([0, 2]),)'],
  variants: 'function',
  forward: (condition: Tensor) => call('nonzero', [condition, { as_tuple: true }]),
})
op('where.method(Tensor self, Tensor condition, Tensor|Scalar other) -> Tensor', {
  doc: 'This tensor where `condition` holds, `other` elsewhere.',
  example: ['torch.tensor([1, 2]).where(torch.tensor([true, false]), 0)', 'tensor([1, 0])'],
  variants: 'method',
  forward: (self: Tensor, condition: Tensor, other: Tensor | Scalar) =>
    call('where', [condition, self, other]),
})

op('heaviside(Tensor self, Tensor values, *, Tensor? out=None) -> Tensor', {
  doc: '0 below zero, 1 above, and `values` at zero.',
  example: ['torch.tensor([-1.5, 2.5]).heaviside(torch.tensor([0.5]))', 'tensor([0., 1.])'],
  inplace: 'method',
  node: 'NotImplemented',
  validate: (self: Tensor, values: Tensor, out?: Tensor) => {
    check(
      !self.dtype.is_complex && !values.dtype.is_complex,
      () => 'heaviside is not yet implemented for complex tensors.',
    )
    check(
      self.dtype === values.dtype && (!out || out.dtype === self.dtype),
      () => 'heaviside is not yet implemented for tensors with different dtypes.',
    )
  },
  kernel: (x, at) => (x === 0 ? at : x > 0 ? 1 : 0),
  bigint: (x, at) => (x === 0n ? at : x > 0n ? 1n : 0n),
  backward: { self: notDifferentiable('aten::heaviside'), values: notDifferentiable('aten::heaviside') },
})

const needBound = (_self: Tensor, min: unknown, max: unknown): void =>
  check(min !== null || max !== null, () => "torch.clamp: At least one of 'min' or 'max' must not be None")
const clampRefuse = (name: string) => (common: DType) => {
  check(!common.is_complex, () => 'clamp is not supported for complex types')
  if (common === bool && name !== '') notImplementedFor(name, common)
}

/** Whether the element lies within the bounds, which `clamp` lets the gradient through for. */
function within(self: Tensor, min: Tensor | Scalar | null, max: Tensor | Scalar | null): Tensor {
  const above = min === null ? null : self.ge(min)
  const below = max === null ? null : self.le(max)
  return above && below ? above.logical_and(below) : ((above ?? below) as Tensor)
}
const clampKernels = {
  doc: 'Limits each element to the range from `min` to `max`.',
  kernel: (x: number, min: number | null, max: number | null) => {
    if (x !== x) return x
    const y = min !== null && !(x >= min) ? min : x
    return max !== null && !(y <= max) ? (y !== y ? y : max) : y
  },
}
op('clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None, *, Tensor? out=None) -> Tensor', {
  ...clampKernels,
  refuse: (common: DType, _self: Tensor, min: Tensor | null, max: Tensor | null) => {
    const name = min && max ? 'clamp_cpu' : ''
    clampRefuse(name)(common)
    // With one bound it is `minimum` or `maximum`, whose kernels have it.
    if (name !== '' && common === float16) notImplementedFor(name, common)
  },
  example: ['torch.tensor([-1.5, 0.5]).clamp(torch.tensor([-1, 0.75]))', 'tensor([-1.0000,  0.7500])'],
  aliases: ['clip'],
  inplace: true,
  validate: needBound,
  backward: {
    self: (g, { self, min, max }) => only(g, within(self, min, max)),
    min: (g, { self, min, max }) =>
      only(g, max === null ? self.lt(min) : min.lt(max).logical_and(self.lt(min))),
    max: (g, { self, min, max }) =>
      only(g, min === null ? self.gt(max) : self.gt(max).logical_or(max.lt(min))),
  },
})
op('clamp(Tensor self, Tensor|Scalar? min=None, Tensor|Scalar? max=None, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  ...clampKernels,
  refuse: (common: DType, _self: Tensor, min: Scalar | null, max: Scalar | null) => {
    clampRefuse(`clamp${max === null ? '_min' : min === null ? '_max' : ''}_scalar_cpu`)(common)
    if (min !== null) checkFits(min, common)
    if (max !== null) checkFits(max, common)
  },
  example: ['torch.tensor([-1.5, 0.5, 7.5]).clamp(0, 1)', 'tensor([0.0000, 0.5000, 1.0000])'],
  aliases: ['clip'],
  inplace: true,
  node: 'ClampBackward1',
  validate: (self, min, max) => {
    needBound(self, min, max)
    if (min instanceof Tensor || max instanceof Tensor)
      throw new TypeError('clamp() received an invalid combination of arguments')
  },
  backward: { self: (g, { self, min, max }) => only(g, within(self, min, max)) },
})
op('clamp_min.Tensor(Tensor self, Tensor min, *, Tensor? out=None) -> Tensor', {
  doc: 'Raises elements below `min` to it.',
  example: ['torch.tensor([-1.5, 0.5]).clamp_min(torch.tensor([-1, 0.75]))', 'tensor([-1.0000,  0.7500])'],
  inplace: true,
  node: 'ClampMinBackward1',
  refuse: clampRefuse(''),
  kernel: (x, min) => maximum(x, min),
  int: (x, min) => (x > min ? x : min),
  bigint: (x, min) => (x > min ? x : min),
  backward: {
    self: (g, { self, min }) => only(g, self.ge(min)),
    min: (g, { self, min }) => only(g, self.lt(min)),
  },
})
op('clamp_min(Tensor self, Tensor|Scalar min, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: 'Raises elements below `min` to it.',
  example: ['torch.tensor([-1.5, 0.5]).clamp_min(0)', 'tensor([0.0000, 0.5000])'],
  inplace: true,
  refuse: (common: DType, _self: Tensor, min: Scalar) => {
    clampRefuse('clamp_min_scalar_cpu')(common)
    checkFits(min, common)
  },
  kernel: (x, min) => maximum(x, min),
  int: (x, min) => (x > min ? x : min),
  bigint: (x, min) => (x > min ? x : min),
  backward: { self: (g, { self, min }) => only(g, self.ge(min)) },
})
op('clamp_max.Tensor(Tensor self, Tensor max, *, Tensor? out=None) -> Tensor', {
  doc: 'Lowers elements above `max` to it.',
  example: ['torch.tensor([-1.5, 0.5]).clamp_max(torch.tensor([-1, 0.25]))', 'tensor([-1.5000,  0.2500])'],
  inplace: true,
  node: 'ClampMaxBackward1',
  refuse: clampRefuse(''),
  kernel: (x, max) => minimum(x, max),
  int: (x, max) => (x < max ? x : max),
  bigint: (x, max) => (x < max ? x : max),
  backward: {
    self: (g, { self, max }) => only(g, self.le(max)),
    max: (g, { self, max }) => only(g, self.gt(max)),
  },
})
op('clamp_max(Tensor self, Tensor|Scalar max, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: 'Lowers elements above `max` to it.',
  example: ['torch.tensor([-1.5, 0.5]).clamp_max(0)', 'tensor([-1.5000,  0.0000])'],
  inplace: true,
  refuse: (common: DType, _self: Tensor, max: Scalar) => {
    clampRefuse('clamp_max_scalar_cpu')(common)
    checkFits(max, common)
  },
  kernel: (x, max) => minimum(x, max),
  int: (x, max) => (x < max ? x : max),
  bigint: (x, max) => (x < max ? x : max),
  backward: { self: (g, { self, max }) => only(g, self.le(max)) },
})
