// Special functions: the error function, gamma and their kin.
import { type DType, float16, notImplementedFor } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import { type Scalar, scalarToNumber } from '../../base/scalar.js'
import { Tensor } from '../../tensor/tensor.js'
import { noDerivative } from './gradients.js'
import { call } from '../../engine/functions.js'
import {
  digamma,
  erf,
  erfc,
  erfcx,
  erfinv,
  i0,
  i0e,
  i1,
  i1Single,
  lgamma,
  ndtri,
  polygamma,
  trigammaSingle,
  zeta,
} from '../../kernels/special-functions.js'
import { type BackwardFormula, op } from '../../engine/op.js'

/** Those whose in-place form is a function of `torch`, too. */
const hasFunction = new Set(['erf', 'erfc', 'i0'])

/** What PyTorch's kernel is called: some are of its vector library, and `digamma` has its name alone. */
const kernelName = (name: string): string =>
  name === 'digamma'
    ? name
    : `${name}${['erf', 'erfc', 'erfinv', 'i0', 'lgamma'].includes(name) ? '_vml' : ''}_cpu`

function special(
  path: string,
  doc: string,
  output: string,
  aliases: string[],
  kernel: (x: number) => number,
  self: BackwardFormula,
  node?: string,
  float32?: (x: number) => number,
): void {
  op(`${path}(Tensor self, *, Tensor? out=None) -> Tensor`, {
    doc,
    example: [
      path.includes('.') ? `torch.${path}(torch.tensor([0.25, 0.5]))` : `torch.tensor([0.25, 0.5]).${path}()`,
      output,
    ],
    aliases,
    inplace: path.includes('.') ? false : hasFunction.has(path) ? true : 'method',
    node,
    dtype: 'float',
    refuse: (common: DType) => {
      if (common.is_complex) notImplementedFor(kernelName(path.slice(path.lastIndexOf('.') + 1)), common)
    },
    vectorized: path === 'erf' || path === 'erfc' ? 'all' : undefined,
    kernel,
    float32,
    backward: { self },
  })
}
// d/dx erf(x) = 2 / sqrt(π) exp(-x²)
const bell = (self: Tensor): Tensor => self.pow(2).neg().exp()
special(
  'erf',
  'The error function: chance that a normal number lies within x√2 deviations.',
  'tensor([0.2763, 0.5205])',
  ['special.erf'],
  (x) => erf(x),
  (g, { self }) => g.mul(bell(self).mul(2 / Math.sqrt(Math.PI))),
)
special(
  'erfc',
  '1 - erf(x), exact where that is small.',
  'tensor([0.7237, 0.4795])',
  ['special.erfc'],
  (x) => erfc(x),
  (g, { self }) => g.mul(bell(self).mul(-2 / Math.sqrt(Math.PI))),
)
special(
  'erfinv',
  'Inverse of the error function.',
  'tensor([0.2253, 0.4769])',
  ['special.erfinv'],
  (x) => erfinv(x),
  (g, { result }) =>
    g.mul(
      result
        .pow(2)
        .exp()
        .mul(Math.sqrt(Math.PI) / 2),
    ),
)
special(
  'lgamma',
  'Logarithm of the size of the gamma function.',
  'tensor([1.2880, 0.5724])',
  ['special.gammaln'],
  (x) => lgamma(x),
  (g, { self }) => g.mul(self.digamma()),
)
special(
  'digamma',
  'Derivative of `lgamma`.',
  'tensor([-4.2275, -1.9635])',
  ['special.digamma', 'special.psi'],
  (x) => digamma(x),
  (g, { self }) => g.mul(call('polygamma', [1, self])),
)
special(
  'i0',
  'Modified Bessel function of the first kind, order 0.',
  'tensor([1.0157, 1.0635])',
  ['special.i0'],
  (x) => i0(x),
  (g, { self }) => g.mul(call('special.i1', [self])),
  undefined,
  (x) => Math.fround(Math.exp(Math.abs(x))) * i0e(x),
)
special(
  'special.i0e',
  '`i0(x) exp(-|x|)`.',
  'tensor([0.7910, 0.6450])',
  [],
  (x) => i0e(x),
  (g, { self, result }) =>
    g.mul(call('special.i1', [self]).mul(self.abs().neg().exp()).sub(self.sgn().mul(result))),
  'SpecialI0EBackward0',
)
special(
  'special.i1',
  'Modified Bessel function of the first kind, order 1.',
  'tensor([0.1260, 0.2579])',
  [],
  (x) => i1(x),
  // i1_backward in FunctionsManual.cpp: near zero, and for what is no number, the slope is 1/2.
  (g, { self, result }) => {
    const eps = self.dtype.name === 'float32' ? 2 ** -23 : 2 ** -52
    const isLarge = self.abs().gt(eps)
    const safe: Tensor = call('where', [isLarge, self, eps])
    const slope = self.i0().sub(result.mul(safe.reciprocal()))
    return g.mul(call('where', [isLarge, slope, 0.5]) as Tensor)
  },
  'SpecialI1Backward0',
  (x) => i1Single(x),
)
special(
  'special.erfcx',
  'exp(x²) erfc(x).',
  'tensor([0.7703, 0.6157])',
  [],
  (x) => erfcx(x),
  (g, { self, result }) =>
    g.mul(
      self
        .mul(result)
        .mul(2)
        .sub(2 / Math.sqrt(Math.PI)),
    ),
  'SpecialErfcxBackward0',
)
special(
  'special.ndtri',
  'Inverse of the normal distribution function.',
  'tensor([-0.6745,  0.0000])',
  [],
  (x) => ndtri(x),
  (g, { result }) => g.mul(Math.sqrt(2 * Math.PI)).mul(result.square().div(2).exp()),
  'SpecialNdtriBackward0',
)
special(
  'special.log_ndtr',
  'Logarithm of the normal distribution function.',
  'tensor([-0.5130, -0.3689])',
  [],
  (x) =>
    x < -1 ? Math.log(erfcx(-x / Math.SQRT2) / 2) - (x * x) / 2 : Math.log1p(-erfc(x / Math.SQRT2) / 2),
  // exp(-x²/2) / √(2π) over the distribution function, whose logarithm the result is.
  (g, { self, result }) => g.div(Math.sqrt(2 * Math.PI)).mul(result.add(self.square().div(2)).neg().exp()),
  'SpecialLogNdtrBackward0',
  // The square is that of the rounded x / √2.
  (x) => {
    const t = Math.fround(x * Math.fround(Math.SQRT1_2))
    return x < -1 ? Math.log(erfcx(-t) / 2) - Math.fround(t * t) : Math.log1p(-erfc(t) / 2)
  },
)
special(
  'special.entr',
  '-x log(x), 0 at 0, and -inf below.',
  'tensor([0.3466, 0.3466])',
  [],
  (x) => (x !== x ? x : x > 0 ? -x * Math.log(x) : x === 0 ? 0 : -Infinity),
  (g, { self }) => g.mul(self.log().neg().sub(1)),
  'SpecialEntrBackward0',
)

op('special.ndtr(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Normal distribution function: chance of a value below x.',
  example: ['torch.special.ndtr(torch.tensor([0.25, 0.5]))', 'tensor([0.5987, 0.6915])'],
  forward: (self: Tensor) => call('_mul_scalar', [self.mul(Math.SQRT1_2).erf().add(1), 0.5]) as Tensor,
})

function checkOrder(n: number, self: Tensor): void {
  check(n >= 0, () => 'polygamma(n, x) does not support negative n.')
  // Each order has a kernel of its own name.
  if (self.dtype === float16) notImplementedFor(['digamma', 'trigamma'][n] ?? 'polygamma', float16)
}
const polygammaOf = (n: number, x: number): number => polygamma(n, x)
/** PyTorch's float32 rounds the sine of what is near an integer. */
const polygammaSingle = (n: number, x: number): number => (n === 1 ? trigammaSingle(x) : polygamma(n, x))
const polygammaSlope: BackwardFormula = (g, { n, self }) => g.mul(call('polygamma', [n + 1, self]))

op('polygamma(int n, Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'The n-th derivative of `digamma`.',
  example: ['torch.polygamma(1, torch.tensor([0.25, 0.5]))', 'tensor([17.1973,  4.9348])'],
  aliases: ['special.polygamma'],
  dtype: 'float',
  validate: checkOrder,
  kernel: polygammaOf,
  float32: polygammaSingle,
  backward: { self: polygammaSlope },
})
op('polygamma.method(Tensor self, int n) -> Tensor', {
  doc: 'The n-th derivative of `digamma`.',
  example: ['torch.tensor([0.25, 0.5]).polygamma(1)', 'tensor([17.1973,  4.9348])'],
  variants: 'method',
  inplace: 'method',
  inplaceNode: 'PolygammaBackward1',
  dtype: 'float',
  validate: (self: Tensor, n: number) => {
    checkOrder(n, self)
  },
  kernel: (x, n) => polygammaOf(n, x),
  float32: (x, n) => polygammaSingle(n, x),
  backward: { self: polygammaSlope },
})
/** `x + n`, whether x is a tensor or a number. */
const plus = (x: Tensor | Scalar, n: number): Tensor | number =>
  x instanceof Tensor ? x.add(n) : scalarToNumber(x) + n

/** Two tensors, or a tensor and a number: PyTorch counts the nodes of the three overloads. */
const operands = [
  ['', 'Tensor self, Tensor other', 0],
  ['.self_scalar', 'Tensor|Scalar self, Tensor other', 1],
  ['.other_scalar', 'Tensor self, Tensor|Scalar other', 2],
] as const

for (const [overload, params, number] of operands) {
  op(`special.zeta${overload}(${params}, *, Tensor? out=None) -> Tensor`, {
    doc: 'Hurwitz zeta function: the sum of (other + k)^-self over k = 0, 1, ….',
    example: ['torch.special.zeta(torch.tensor([2.5]), torch.tensor([1.5]))', 'tensor([0.5903])'],
    dtype: 'float',
    node: `SpecialZetaBackward${number}`,
    kernel: (x, q) => zeta(x, q),
    backward: {
      self: noDerivative('zeta'),
      other: (g, { self, other }) =>
        g
          .mul(call('special.zeta', [plus(self, 1), other]))
          .mul(self)
          .neg(),
    },
  })
  op(`special.xlog1py${overload}(${params}, *, Tensor? out=None) -> Tensor`, {
    doc: 'x log(1 + y), and 0 where x is 0.',
    example: [
      'torch.special.xlog1py(torch.tensor([0, 2.5]), torch.tensor([0, 2.5]))',
      'tensor([0.0000, 3.1319])',
    ],
    dtype: 'float',
    node: `SpecialXlog1PyBackward${number}`,
    kernel: (x, y) => (y !== y ? NaN : x === 0 ? 0 : x * Math.log1p(y)),
    backward: {
      // At x = 0 the function is 0 however small log(1 + y) gets.
      self: (g, { self, other }) => {
        const slope: Tensor = call('special.xlog1py', [g, other])
        if (other instanceof Tensor) return slope.masked_fill(self.eq(0).logical_and(other.le(-1)), 0)
        return scalarToNumber(other as Scalar) <= -1 ? slope.masked_fill(self.eq(0), 0) : slope
      },
      other: (g, { self, other }) => g.mul(self).div(plus(other, 1)),
    },
  })
}
