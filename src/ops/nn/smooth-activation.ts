// Smooth activations: `elu`, `silu`, `mish`, `gelu`, `softplus` and their kin. Softmax is in softmax.ts, sigmoid and
// tanh with the elementwise maths; what is said of activation.ts holds here too.
import { check, messages, wrapDim } from '../../base/errors.js'
import type { DType } from '../../base/dtype.js'
import { type Complex, type Scalar, scalarToNumber } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { copyInto } from '../../engine/copy.js'
import { call } from '../../engine/functions.js'
import * as c from '../../kernels/complex-math.js'
import { erf } from '../../kernels/special-functions.js'
import { op } from '../../engine/op.js'
import { back, either, floatsOnly, gradientLoop, where } from './gradient-loops.js'

// ---- elu, celu, selu ----

/** SELU's constants; ATen/native/Activation.cpp. */
const SELU_ALPHA = 1.6732632423543772848170429916717
const SELU_SCALE = 1.0507009873554804934193349852946

/** How the gradient of `elu` depends on its input, or (in place) on its result. */
function eluBack(
  g: Tensor,
  x: Tensor,
  alpha: Scalar,
  scale: Scalar,
  inputScale: Scalar,
  isResult: boolean,
): Tensor {
  return back('_C._nn.elu_backward', [g, alpha, scale, inputScale, isResult, x], () => {
    const outer = scalarToNumber(alpha) * scalarToNumber(scale)
    const slope = scalarToNumber(inputScale)
    // Clamped, so that exp of what is not taken cannot be infinite: 0 * inf would be NaN.
    const low = isResult
      ? x.add(outer).mul(slope)
      : x
          .clamp_max(0)
          .mul(slope)
          .exp()
          .mul(slope * outer)
    return where(x.le(0), g.mul(low), g.mul(scale))
  })
}

op('_C._nn.elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor', {
  doc: 'x above 0, an exponential below.',
  vectorized: 'sixteens',
  kernel: (x: number, alpha: number, scale: number, inputScale: number) =>
    x <= 0 ? (Math.exp(x * inputScale) - 1) * (alpha * scale) : x * scale,
  float32: (x: number, alpha: number, scale: number, inputScale: number) =>
    x <= 0
      ? Math.fround(Math.fround(Math.exp(Math.fround(x * inputScale))) - 1) * Math.fround(alpha * scale)
      : x * scale,
  refuse: floatsOnly('elu_cpu'),
  backward: {
    self: (g, { self, alpha, scale, input_scale }) => eluBack(g, self, alpha, scale, input_scale, false),
  },
})

op('_C._nn.elu_(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor', {
  doc: '`elu` in place.',
  node: 'EluBackward1',
  device: true,
  mutate: (self: Tensor, alpha: Scalar, scale: Scalar, inputScale: Scalar) => {
    copyInto(self, call('_C._nn.elu', [self, alpha, scale, inputScale]))
  },
  backward: {
    self: (g, { result, alpha, scale, input_scale }) => {
      check(
        scalarToNumber(alpha) >= 0,
        () =>
          'In-place elu backward calculation is triggered with a negative slope which is not supported. ' +
          'This is caused by calling in-place forward function with a negative slope, ' +
          'please call out-of-place version instead.',
      )
      return eluBack(g, result, alpha, scale, input_scale, true)
    },
  },
})

op(
  '_C._nn.elu_backward(Tensor grad_output, Scalar alpha, Scalar scale, Scalar input_scale, bool is_result, ' +
    'Tensor self_or_result) -> Tensor',
  {
    doc: 'The gradient of `elu`, from its input or its result.',
    kernel: (g: number, alpha: number, scale: number, inputScale: number, isResult: boolean, x: number) =>
      !(x <= 0)
        ? g * scale
        : isResult
          ? g * inputScale * (x + alpha * scale)
          : g * inputScale * alpha * scale * Math.exp(x * inputScale),
    // With the factors that do not change multiplied first, as PyTorch's.
    float32: (g: number, alpha: number, scale: number, inputScale: number, isResult: boolean, x: number) =>
      !(x <= 0)
        ? g * scale
        : isResult
          ? Math.fround(g * inputScale) * Math.fround(x + Math.fround(alpha * scale))
          : Math.fround(Math.fround(g * inputScale) * Math.fround(alpha * scale)) *
            Math.fround(Math.exp(Math.fround(x * inputScale))),
    vectorized: 'sixteens',
    backward: 'none',
  },
)

op('nn.functional.elu(Tensor input, Scalar alpha=1.0, bool inplace=False) -> Tensor', {
  doc: 'x where it is positive, `alpha * (exp(x) - 1)` else.',
  example: ['torch.nn.functional.elu(torch.tensor([-1.5, 2.5]))', 'tensor([-0.7769,  2.5000])'],
  forward: (input: Tensor, alpha: Scalar, inplace: boolean) =>
    call(inplace ? '_C._nn.elu_' : '_C._nn.elu', [input, alpha]),
})

function checkCelu(self: Tensor, alpha: Scalar): void {
  check(scalarToNumber(alpha) !== 0, () => 'ZeroDivisionError: alpha cannot be 0 for CELU')
  floatsOnly('elu_cpu')(self.dtype)
}

/** The slope of the exponent, which the gradient takes from a float32 in every dtype (`celu` in derivatives.yaml). */
const celuSlope = (alpha: Scalar): number => 1 / Math.fround(scalarToNumber(alpha))

op('celu(Tensor self, Scalar alpha=1.0) -> Tensor', {
  doc: 'x where it is positive, `alpha * (exp(x / alpha) - 1)` else.',
  example: ['torch.celu(torch.tensor([-1.5, 2.5]), 2)', 'tensor([-1.0553,  2.5000])'],
  variants: 'function',
  validate: checkCelu,
  device: true,
  compute: (self: Tensor, alpha: Scalar) => call('_C._nn.elu', [self, alpha, 1, 1 / scalarToNumber(alpha)]),
  backward: { self: (g, { self, alpha }) => eluBack(g, self, alpha, 1, celuSlope(alpha), false) },
})

op('celu_(Tensor self, Scalar alpha=1.0) -> Tensor', {
  doc: '`celu` in place.',
  example: ['torch.celu_(torch.tensor([-1.5, 2.5]))', 'tensor([-0.7769,  2.5000])'],
  variants: 'function',
  node: 'CeluBackward1',
  validate: checkCelu,
  device: true,
  mutate: (self: Tensor, alpha: Scalar) => {
    copyInto(self, call('_C._nn.elu', [self, alpha, 1, 1 / scalarToNumber(alpha)]))
  },
  backward: { self: (g, { result, alpha }) => eluBack(g, result, alpha, 1, celuSlope(alpha), true) },
})

op('nn.functional.celu(Tensor input, Scalar alpha=1.0, bool inplace=False) -> Tensor', {
  doc: 'x where it is positive, `alpha * (exp(x / alpha) - 1)` else.',
  example: ['torch.nn.functional.celu(torch.tensor([-1.5, 2.5]), 2)', 'tensor([-1.0553,  2.5000])'],
  forward: (input: Tensor, alpha: Scalar, inplace: boolean) =>
    call(inplace ? 'celu_' : 'celu', [input, alpha]),
})

op('selu(Tensor self) -> Tensor', {
  doc: 'A scaled `elu` that keeps mean 0 and variance 1 from layer to layer.',
  example: ['torch.selu(torch.tensor([-1.5, 2.5]))', 'tensor([-1.3658,  2.6268])'],
  variants: 'function',
  forward: (self: Tensor) => call('_C._nn.elu', [self, SELU_ALPHA, SELU_SCALE]),
})

op('selu_(Tensor self) -> Tensor', {
  doc: '`selu` in place.',
  example: ['torch.selu_(torch.tensor([-1.5, 2.5]))', 'tensor([-1.3658,  2.6268])'],
  variants: 'function',
  forward: (self: Tensor) => call('_C._nn.elu_', [self, SELU_ALPHA, SELU_SCALE]),
})

op('nn.functional.selu(Tensor input, bool inplace=False) -> Tensor', {
  doc: 'A scaled `elu` that keeps mean 0 and variance 1 from layer to layer.',
  example: ['torch.nn.functional.selu(torch.tensor([-1.5, 2.5]))', 'tensor([-1.3658,  2.6268])'],
  forward: (input: Tensor, inplace: boolean) => call(inplace ? 'selu_' : 'selu', [input]),
})

// ---- silu, mish, gelu, glu ----

op('_C._nn.silu(Tensor self) -> Tensor', {
  doc: 'x times its sigmoid.',
  inplace: true,
  vectorized: 'sixteens',
  kernel: (x: number) => x / (1 + Math.exp(-x)),
  float32: (x: number) => x / Math.fround(1 + Math.fround(Math.exp(-x))),
  complex: (x: Complex) => c.mul(x, c.csigmoid(x)),
  refuse: (common: DType) => {
    if (!common.is_complex) floatsOnly('silu_cpu')(common)
  },
  realGradient: true,
  backward: {
    self: (g, { self }) =>
      back('_C._nn.silu_backward', [g, self], () => {
        const s = self.sigmoid()
        return g.mul(s).mul(self.mul(s.rsub(1)).add(1))
      }),
  },
})

gradientLoop(
  'silu',
  '',
  (g: number, x: number) => {
    const s = 1 / (1 + Math.exp(-x))
    return g * s * (1 + x * (1 - s))
  },
  {
    float32: (g: number, x: number) => {
      const s = Math.fround(1 / Math.fround(1 + Math.fround(Math.exp(-x))))
      return Math.fround(g * s) * Math.fround(1 + x * Math.fround(1 - s))
    },
    vectorized: 'sixteens',
  },
)

op('nn.functional.silu(Tensor input, bool inplace=False) -> Tensor', {
  doc: 'x times its sigmoid; also called swish.',
  example: ['torch.nn.functional.silu(torch.tensor([-1.5, 2.5]))', 'tensor([-0.2736,  2.3104])'],
  forward: either('_C._nn.silu'),
})

op('_C._nn.mish(Tensor self) -> Tensor', {
  doc: 'x times tanh(softplus(x)).',
  inplace: true,
  vectorized: 'sixteens',
  kernel: (x: number) => x * Math.tanh(Math.log1p(Math.exp(x))),
  float32: (x: number) => x * Math.fround(Math.tanh(Math.fround(Math.log1p(Math.fround(Math.exp(x)))))),
  refuse: floatsOnly('mish_cpu'),
  backward: {
    self: (g, { self }) =>
      back('_C._nn.mish_backward', [g, self], () => {
        const t: Tensor = call('nn.functional.softplus', [self]).tanh()
        return g.mul(t.add(self.mul(self.sigmoid()).mul(t.mul(t).rsub(1))))
      }),
  },
})

gradientLoop(
  'mish',
  '',
  (g: number, x: number) => {
    const t = Math.tanh(Math.log1p(Math.exp(x)))
    return g * (t + (x / (1 + Math.exp(-x))) * (1 - t * t))
  },
  {
    float32: (g: number, x: number) => {
      const s = Math.fround(1 / Math.fround(1 + Math.fround(Math.exp(-x))))
      const t = Math.fround(Math.tanh(Math.fround(Math.log1p(Math.fround(Math.exp(x))))))
      return g * Math.fround(t + Math.fround(x * s) * Math.fround(1 - t * t))
    },
    vectorized: 'sixteens',
  },
)

op('nn.functional.mish(Tensor input, bool inplace=False) -> Tensor', {
  doc: 'x times tanh(softplus(x)): smooth, and a little below 0 for negative x.',
  example: ['torch.nn.functional.mish(torch.tensor([-1.5, 2.5]))', 'tensor([-0.2981,  2.4714])'],
  forward: either('_C._nn.mish'),
})

function checkApproximate(_input: Tensor, approximate: string): void {
  check(
    approximate === 'none' || approximate === 'tanh',
    () => 'approximate argument must be either none or tanh.',
  )
}

op("nn.functional.gelu(Tensor input, str approximate='none', *, Tensor? out=None) -> Tensor", {
  builtin: true,
  doc: 'x times the normal distribution function at x; `approximate: "tanh"` uses a formula with tanh for it.',
  example: ['torch.nn.functional.gelu(torch.tensor([-1.5, 2.5]))', 'tensor([-0.1002,  2.4845])'],
  aliases: ['_C._nn.gelu'],
  exactOut: messages.foundDtype,
  validate: checkApproximate,
  vectorized: 'sixteens',
  kernel: (x: number, approximate: string) =>
    approximate === 'tanh'
      ? 0.5 * x * (1 + Math.tanh(Math.SQRT2 * (2 / Math.sqrt(Math.PI)) * 0.5 * (x + 0.044715 * x * x * x)))
      : 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  float32: (x: number, approximate: string) =>
    approximate === 'tanh'
      ? Math.fround(0.5 * x) *
        Math.fround(
          1 +
            Math.fround(
              Math.tanh(
                Math.SQRT2 *
                  (2 / Math.sqrt(Math.PI)) *
                  0.5 *
                  (x + 0.044715 * Math.fround(Math.fround(x * x) * x)),
              ),
            ),
        )
      : Math.fround(0.5 * x) * Math.fround(1 + Math.fround(erf(Math.fround(x * Math.fround(Math.SQRT1_2))))),
  refuse: floatsOnly('GeluKernelImpl'),
  backward: {
    input: (g, { input, approximate }) =>
      back('_C._nn.gelu_backward', [g, input, approximate], () => {
        if (approximate === 'none') {
          const cdf = input.mul(Math.SQRT1_2).erf().add(1).mul(0.5)
          const pdf = input
            .mul(input)
            .mul(-0.5)
            .exp()
            .mul(1 / Math.sqrt(2 * Math.PI))
          return g.mul(cdf.add(input.mul(pdf)))
        }
        const scale = Math.sqrt(2 / Math.PI)
        const square = input.mul(input)
        const t = square.mul(0.044715).add(1).mul(input).mul(scale).tanh()
        const inner = square
          .mul(3 * 0.044715)
          .add(1)
          .mul(scale)
        return g.mul(
          t
            .add(1)
            .mul(0.5)
            .add(input.mul(0.5).mul(t.mul(t).rsub(1)).mul(inner)),
        )
      }),
  },
})

op("_C._nn.gelu_backward(Tensor grad_output, Tensor self, str approximate='none') -> Tensor", {
  doc: 'The gradient of `gelu`.',
  kernel: (g: number, x: number, approximate: string) => {
    if (approximate === 'none') {
      const cdf = 0.5 * (1 + erf(x * Math.SQRT1_2))
      return g * (cdf + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI))
    }
    const scale = Math.sqrt(2 / Math.PI)
    const t = Math.tanh(scale * (x + 0.044715 * x * x * x))
    return g * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * scale * (1 + 3 * 0.044715 * x * x))
  },
  backward: 'none',
})

op('_C._nn.glu(Tensor self, int dim=-1) -> Tensor', {
  doc: 'One half times the sigmoid of the other.',
  validate: (self: Tensor, dim: number) => {
    check(self.sizes.length > 0, () => 'glu does not support scalars because halving size must be even')
    const at = wrapDim(dim, self.sizes.length)
    const size = self.sizes[at]
    check(size % 2 === 0, () => `Halving dimension must be even, but dimension ${at} is size ${size}`)
    floatsOnly('glu_cpu')(self.dtype)
  },
  device: true,
  compute: (self: Tensor, dim: number) => {
    const half = self.sizes[wrapDim(dim, self.sizes.length)] / 2
    return self.narrow(dim, 0, half).mul(self.narrow(dim, half, half).sigmoid())
  },
  backward: {
    self: (g, { self, dim }) => {
      const half = self.sizes[wrapDim(dim, self.sizes.length)] / 2
      const s = self.narrow(dim, half, half).sigmoid()
      const first = g.mul(s)
      return call('cat', [[first, first.mul(self.narrow(dim, 0, half)).mul(s.rsub(1))], dim])
    },
  },
})

op('nn.functional.glu(Tensor input, int dim=-1) -> Tensor', {
  doc: 'Halves the input along `dim`: the first half times the sigmoid of the second, a gate.',
  example: ['torch.nn.functional.glu(torch.tensor([1.5, 0.5]))', 'tensor([0.9337])'],
  forward: (input: Tensor, dim: number) => call('_C._nn.glu', [input, dim]),
})

// ---- softplus, logsigmoid, and compositions ----

op('_C._nn.softplus(Tensor self, Scalar beta=1, Scalar threshold=20, *, Tensor? out=None) -> Tensor', {
  builtin: true,
  doc: 'A smooth relu: log(1 + exp(beta * x)) / beta, or x itself where beta * x is above `threshold`.',
  example: ['torch.nn.functional.softplus(torch.tensor([-1.5, 2.5]))', 'tensor([0.2014, 2.5789])'],
  aliases: ['nn.functional.softplus'],
  exactOut: messages.foundDtype,
  vectorized: 'sixteens',
  kernel: (x: number, beta: number, threshold: number) =>
    x * beta > threshold ? x : Math.log1p(Math.exp(x * beta)) / beta,
  float32: (x: number, beta: number, threshold: number) =>
    Math.fround(x * beta) > threshold
      ? x
      : Math.fround(Math.log1p(Math.fround(Math.exp(Math.fround(x * beta))))) / beta,
  refuse: floatsOnly('softplus_cpu'),
  backward: {
    self: (g, { self, beta, threshold }) =>
      back('_C._nn.softplus_backward', [g, self, beta, threshold], () =>
        where(self.mul(beta).gt(threshold), g, g.mul(self.mul(beta).sigmoid())),
      ),
  },
})

gradientLoop(
  'softplus',
  ', Scalar beta, Scalar threshold',
  (g: number, x: number, beta: number, threshold: number) => {
    if (x * beta > threshold) return g
    const z = Math.exp(x * beta)
    return (g * z) / (z + 1)
  },
  {
    float32: (g: number, x: number, beta: number, threshold: number) => {
      if (Math.fround(x * beta) > threshold) return g
      const z = Math.fround(Math.exp(Math.fround(x * beta)))
      return Math.fround(g * z) / Math.fround(z + 1)
    },
    vectorized: 'sixteens',
  },
)

op('_C._nn.log_sigmoid(Tensor self, *, Tensor? out=None) -> Tensor', {
  builtin: true,
  doc: 'log(sigmoid(x)), without losing digits where the sigmoid is tiny.',
  example: ['torch.nn.functional.logsigmoid(torch.tensor([-1.5, 2.5]))', 'tensor([-1.7014, -0.0789])'],
  aliases: ['nn.functional.logsigmoid'],
  exactOut: messages.expectedScalarType,
  vectorized: 'all',
  kernel: (x: number) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
  float32: (x: number) => Math.min(x, 0) - Math.fround(Math.log1p(Math.fround(Math.exp(-Math.abs(x))))),
  refuse: floatsOnly('log_sigmoid_cpu'),
  backward: {
    self: (g, { self }) => back('_C._nn.log_sigmoid_backward', [g, self], () => g.mul(self.neg().sigmoid())),
  },
})

op('_C._nn.log_sigmoid_backward(Tensor grad_output, Tensor self) -> Tensor', {
  doc: 'The gradient of `logsigmoid`.',
  kernel: (g: number, x: number) => g / (1 + Math.exp(x)),
  float32: (g: number, x: number) => {
    const z = Math.fround(Math.exp(-Math.abs(x)))
    const q = Math.fround(z / Math.fround(1 + z))
    return x < 0 ? g * Math.fround(1 - q) : g * q
  },
  vectorized: 'all',
  backward: 'none',
})

op('nn.functional.softsign(Tensor input) -> Tensor', {
  doc: 'x / (1 + |x|).',
  example: ['torch.nn.functional.softsign(torch.tensor([-1.5, 0.25]))', 'tensor([-0.6000,  0.2000])'],
  forward: (input: Tensor) => input.div(input.abs().add(1)),
})

op('nn.functional.tanhshrink(Tensor input) -> Tensor', {
  doc: 'x - tanh(x).',
  example: ['torch.nn.functional.tanhshrink(torch.tensor([-1.5, 0.25]))', 'tensor([-0.5949,  0.0051])'],
  forward: (input: Tensor) => input.sub(input.tanh()),
})
