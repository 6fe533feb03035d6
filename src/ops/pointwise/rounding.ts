// Rounding, signs and magnitudes, and putting numbers where there are none.
import { bool, type DType, notImplementedFor, toReal } from '../../base/dtype.js'
import { check, messages } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import * as c from '../../kernels/complex-math.js'
import { conj, noDerivative, zeros } from './gradients.js'
import { copysign, nextafter, nextafter32, nextHalf, power10, roundHalfEven } from '../../kernels/math.js'
import { type Entry, op } from '../../engine/op.js'

function rounding(
  name: string,
  doc: string,
  output: string,
  aliases: string[],
  kernel: (x: number) => number,
): void {
  op(`${name}(Tensor self, *, Tensor? out=None) -> Tensor`, {
    doc,
    example: [`torch.tensor([-1.5, 2.7]).${name}()`, output],
    aliases,
    inplace: true,
    exactOut: messages.foundDtype,
    refuse: (common) => {
      check(!common.is_complex || name === 'round', () => `${name} is not supported for complex inputs`)
      if (common === bool || common.is_complex) notImplementedFor(`${name}_vml_cpu`, common)
    },
    kernel,
    int: (x) => x,
    bigint: (x) => x,
    backward: { self: zeros },
  })
}
rounding('ceil', 'Rounds up.', 'tensor([-1.,  3.])', [], (x) => Math.ceil(x))
rounding('floor', 'Rounds down.', 'tensor([-2.,  2.])', [], (x) => Math.floor(x))
rounding('trunc', 'Rounds towards zero.', 'tensor([-1.,  2.])', ['fix'], (x) => Math.trunc(x))
rounding('round', 'Rounds to the nearest integer, halves to the even one.', 'tensor([-2.,  3.])', [], (x) =>
  roundHalfEven(x),
)

const decimals: Pick<Entry, 'exactOut' | 'node' | 'kernel' | 'float32' | 'backward'> = {
  exactOut: messages.foundDtype,
  node: 'RoundBackward1',
  kernel: (x, decimals) =>
    decimals < 0
      ? roundHalfEven(x / power10(decimals)) * power10(decimals)
      : roundHalfEven(x * power10(decimals)) / power10(decimals),
  float32: (x, decimals) =>
    decimals < 0
      ? roundHalfEven(Math.fround(x / power10(decimals))) * power10(decimals)
      : roundHalfEven(Math.fround(x * power10(decimals))) / power10(decimals),
  backward: { self: zeros },
}
const decimalsDoc = 'Rounds to a number of decimals; a negative one rounds to tens, hundreds, ….'
op('round.decimals(Tensor self, *, int decimals, Tensor? out=None) -> Tensor', {
  ...decimals,
  doc: decimalsDoc,
  example: ['torch.tensor([1.234, 5.678]).round({ decimals: 1 })', 'tensor([1.2000, 5.7000])'],
  inplace: true,
  refuse: (common, _self, decimals) => {
    const kernel = decimals === 0 ? 'round_vml_cpu' : 'round_cpu'
    if (!common.is_floating_point) notImplementedFor(kernel, common)
  },
})
op('special.round(Tensor self, *, int decimals=0, Tensor? out=None) -> Tensor', {
  ...decimals,
  doc: decimalsDoc,
  example: ['torch.special.round(torch.tensor([1.234, 5.678]), { decimals: 1 })', 'tensor([1.2000, 5.7000])'],
  refuse: (common, _self, digits = 0) => {
    if (!common.is_floating_point || common.name === 'float16')
      notImplementedFor(digits === 0 ? 'round_vml_cpu' : 'round_cpu', common)
  },
})
op('frac(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: 'What is left of each element without its integer part.',
  example: ['torch.tensor([-1.5, 2.75]).frac()', 'tensor([-0.5000,  0.7500])'],
  inplace: true,
  refuse: (common) => {
    if (!common.is_floating_point) notImplementedFor('frac_cpu', common)
  },
  kernel: (x) => x - Math.trunc(x),
  backward: { self: (g) => g },
})

const moduli = (common: DType): readonly [DType, DType] => [common, toReal(common)]
op('abs(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: 'Distance from zero.',
  example: ['torch.tensor([-1.5, 2]).abs()', 'tensor([1.5000, 2.0000])'],
  inplace: true,
  dtype: moduli,
  refuse: (common) => {
    if (common === bool) notImplementedFor('abs_cpu', common)
  },
  validateInplace: ({ dtype }: Tensor) =>
    check(!dtype.is_complex, () => 'In-place abs is not supported for complex tensors.'),
  kernel: (x) => Math.abs(x),
  bigint: (x) => (x < 0n ? -x : x),
  complex: (x) => c.modulus(x),
  complexSteps: c.modulusOf,
  backward: { self: (g, { self }) => g.mul(self.sgn()) },
})
// No alias: torch.abs_ is a function, torch.absolute_ is none.
op('absolute(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: 'Distance from zero, as `abs`.',
  example: ['torch.tensor([-1.5, 2]).absolute()', 'tensor([1.5000, 2.0000])'],
  inplace: 'method',
  forward: (self: Tensor) => self.abs(),
})
op('sign(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: '-1, 0 or 1, as each element is below, at or above zero.',
  example: ['torch.tensor([-1.5, 0, 2]).sign()', 'tensor([-1.,  0.,  1.])'],
  inplace: 'method',
  refuse: (common) =>
    check(
      !common.is_complex,
      () =>
        'Unlike NumPy, torch.sign is not intended to support complex numbers. Please use torch.sgn instead.',
    ),
  kernel: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  bigint: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
  backward: { self: zeros },
})
op('sgn(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: '`sign`, and for complex numbers the number of length 1 in the same direction.',
  example: ['torch.tensor([-1.5, 0, 2]).sgn()', 'tensor([-1.,  0.,  1.])'],
  inplace: 'method',
  kernel: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  bigint: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
  complex: (x) => c.sgn(x),
  backward: {
    // d sgn(z) = (dz - sgn(z)^2 conj(dz)) / 2|z|
    self: (g, { self, result }) => {
      if (!self.dtype.is_complex) return zeros(g)
      const along = result.mul(result).mul(conj(g))
      return g.sub(along).div(self.abs().mul(2)).masked_fill(self.eq(0), 0)
    },
  },
})

// d|x| sign(y) / dx = result / x, and 0 at x = 0
const copysignSelf = (g: Tensor, self: Tensor, result: Tensor): Tensor =>
  g.mul(result.div(self).masked_fill(self.eq(0), 0))
const copysignKernels = {
  doc: 'Magnitude of `self` with the sign of `other`.',
  dtype: 'float',
  kernel: (x: number, y: number) => copysign(x, y),
} as const
op('copysign.Tensor(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  ...copysignKernels,
  example: ['torch.tensor([1, 2.5]).copysign(-1)', 'tensor([-1.0000, -2.5000])'],
  inplace: 'method',
  backward: {
    self: (g, { self, result }) => copysignSelf(g, self, result),
    other: (g) => zeros(g),
  },
})
op('copysign.Scalar(Tensor self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor', {
  ...copysignKernels,
  example: ['torch.tensor([1.5, -2]).copysign(-1)', 'tensor([-1.5000, -2.0000])'],
  inplace: 'method',
  node: 'CopysignBackward1',
  backward: { self: (g, { self, result }) => copysignSelf(g, self, result) },
})

op('nextafter(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'The next number that the dtype has, on the way from `self` to `other`.',
  example: ['torch.tensor([1, 2.5]).nextafter(torch.tensor([2, 2.5]))', 'tensor([1.0000, 2.5000])'],
  inplace: 'method',
  refuse: (common) => {
    if (!common.is_floating_point) notImplementedFor('nextafter_cpu', common)
  },
  kernel: (x, y) => nextafter(x, y),
  float32: (x, y) => nextafter32(x, y),
  half: (_, dtype) => (x: number, y: number) => nextHalf(x, y, dtype.name === 'float16'),
  backward: { self: noDerivative('nextafter'), other: noDerivative('nextafter') },
})

op(
  'nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None, *, Tensor? out=None) -> Tensor',
  {
    exactOut: (own, out) =>
      `nan_to_num: dtype of out: ${out.scalarName} should be same as input: ${own.scalarName}`,
    doc: 'Replaces NaN by `nan` (0), and infinities by `posinf` and `neginf` (the largest numbers of the dtype).',
    example: ['torch.tensor([NaN, Infinity, 2.5]).nan_to_num(0.5, 9.5)', 'tensor([0.5000, 9.5000, 2.5000])'],
    inplace: true,
    kernel: (x, nan, high, low) =>
      x !== x
        ? (nan ?? 0)
        : x === Infinity
          ? (high ?? 1.7976931348623157e308)
          : x === -Infinity
            ? (low ?? -1.7976931348623157e308)
            : x,
    float32: (x, nan, high, low) =>
      x !== x
        ? (nan ?? 0)
        : x === Infinity
          ? (high ?? 3.4028234663852886e38)
          : x === -Infinity
            ? (low ?? -3.4028234663852886e38)
            : x,
    half: (_, dtype) => {
      const largest = dtype.name === 'float16' ? 65504 : 0xff * 2 ** 120
      return (x: number, nan: number | null, high: number | null, low: number | null) =>
        x !== x ? (nan ?? 0) : x === Infinity ? (high ?? largest) : x === -Infinity ? (low ?? -largest) : x
    },
    int: (x) => x,
    bigint: (x) => x,
    backward: { self: (g, { self }) => g.mul(self.isfinite()) },
  },
)
