/**
 * Activation functions: `relu`, `elu`, `gelu` and their family, as `nn.functional` has them. Those with a gradient of
 * their own live in `_C._nn`, as in PyTorch; softmax is in softmax.ts, sigmoid and tanh with the elementwise maths.
 *
 * Note [Two ways back]. Each gradient is one loop over a `…_backward` formula. Such a loop has no gradient itself, so
 * where the backward pass is recorded (`create_graph`), it is composed of differentiable ops instead; PyTorch does so
 * for `silu` and `mish` (tools/autograd/derivatives.yaml, `infinitely_differentiable_silu_backward`).
 *
 * Formulas: ATen/native/cpu/Activation.cpp.
 */
import { modes } from '../../tensor/modes.js'
import { bool, type DType, notImplementedFor, uint8 } from '../../base/dtype.js'
import { check, RuntimeError, wrapDim } from '../../base/errors.js'
import { type Scalar, scalarToNumber } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { only, zeros } from '../pointwise/gradients.js'
import { copyInto } from '../../engine/copy.js'
import { call, callInplace } from '../../engine/dispatch.js'
import { erf } from '../../kernels/math.js'
import { op } from '../../engine/op.js'

/** Refuses integers, with the name that PyTorch's loop has in its message. */
const floatsOnly =
  (name: string) =>
  (dtype: DType): void => {
    if (!dtype.is_floating_point) notImplementedFor(name, dtype)
  }

/** `g * slope`, from the loop or composed; see Note [Two ways back]. */
const back = (path: string, args: readonly unknown[], composed: () => Tensor): Tensor =>
  modes.grad ? composed() : call(path, args)

const where = (condition: Tensor, a: unknown, b: unknown): Tensor => call('where', [condition, a, b])

// ---- relu, threshold ----

function noBooleans(): never {
  throw new RuntimeError('Boolean inputs not supported for relu')
}

op('relu(Tensor self) -> Tensor', {
  doc: 'Sets what is negative to 0: max(x, 0).',
  example: ['torch.tensor([-1.5, 2.5]).relu()', 'tensor([0.0000, 2.5000])'],
  inplace: true,
  kernel: (x: number) => (x < 0 ? 0 : x),
  bigint: (x: bigint) => (x < 0n ? 0n : x),
  // Not `refuse`: ops that have one are not taken on the quick way.
  bool: () => noBooleans(),
  backward: {
    self: (g, { result }) => call('threshold_backward', [g, result, 0]),
  },
})

op('threshold_backward(Tensor grad_output, Tensor self, Scalar threshold) -> Tensor', {
  doc: 'The gradient of `threshold`: passes where the input was above it.',
  example: [
    'torch.threshold_backward(torch.tensor([2.5, 3.5]), torch.tensor([-1.5, 1.5]), 0)',
    'tensor([0.0000, 3.5000])',
  ],
  variants: 'function',
  kernel: (g: number, x: number, threshold: number) => (x <= threshold ? 0 : g),
  backward: {
    grad_output: (g, { self, threshold }) => call('threshold_backward', [g, self, threshold]),
    self: (g) => zeros(g),
  },
})

op('nn.functional.relu(Tensor input, bool inplace=False) -> Tensor', {
  doc: 'Sets what is negative to 0: max(x, 0).',
  example: ['torch.nn.functional.relu(torch.tensor([-1.5, 2.5]))', 'tensor([0.0000, 2.5000])'],
  forward: (input: Tensor, inplace: boolean) => (inplace ? input.relu_() : input.relu()),
})

op('threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor', {
  doc: 'Puts `value` where an element is not above `threshold`.',
  example: ['torch.threshold(torch.tensor([0.5, 2.5]), 1, 9)', 'tensor([9.0000, 2.5000])'],
  variants: 'function',
  kernel: (x: number, threshold: number, value: number) => (x <= threshold ? value : x),
  refuse: (dtype) => {
    if (dtype === bool) notImplementedFor('threshold_cpu', dtype)
  },
  backward: {
    self: (g, { self, threshold }) => call('threshold_backward', [g, self, threshold]),
  },
})

op('threshold_(Tensor self, Scalar threshold, Scalar value) -> Tensor', {
  doc: 'Puts `value` where an element is not above `threshold`, in place.',
  example: ['torch.threshold_(torch.tensor([0.5, 2.5]), 1, 9)', 'tensor([9.0000, 2.5000])'],
  variants: 'function',
  node: 'ThresholdBackward1',
  device: true,
  mutate: (self: Tensor, threshold: Scalar, value: Scalar) => {
    copyInto(self, call('threshold', [self, threshold, value]))
  },
  backward: {
    self: (g, { result, threshold }) => call('threshold_backward', [g, result, threshold]),
  },
})

op('nn.functional.threshold(Tensor input, Scalar threshold, Scalar value, bool inplace=False) -> Tensor', {
  doc: 'Puts `value` where an element is not above `threshold`.',
  example: ['torch.nn.functional.threshold(torch.tensor([0.5, 2.5]), 1, 9)', 'tensor([9.0000, 2.5000])'],
  forward: (input: Tensor, threshold: Scalar, value: Scalar, inplace: boolean) =>
    call(inplace ? 'threshold_' : 'threshold', [input, threshold, value]),
})

// ---- hardtanh, relu6, hardsigmoid, hardswish ----

op('_C._nn.hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor', {
  doc: 'Limits elements to a range.',
  inplace: true,
  validate: (self: Tensor, low: Scalar, high: Scalar) => {
    check(self.dtype !== bool, () => 'Bool inputs not supported for hardtanh')
    if (self.dtype === uint8 && (scalarToNumber(low) < 0 || scalarToNumber(high) < 0))
      throw new RuntimeError('cannot do hardtanh on an unsigned type with negative limits')
  },
  kernel: (x: number, low: number, high: number) => {
    const raised = x < low ? low : x
    return raised > high ? high : raised
  },
  backward: {
    self: (g, { self, min_val, max_val }) =>
      back('_C._nn.hardtanh_backward', [g, self, min_val, max_val], () =>
        only(g, self.gt(min_val).logical_and(self.lt(max_val))),
      ),
  },
})

op('_C._nn.hardtanh_backward(Tensor grad_output, Tensor self, Scalar min_val, Scalar max_val) -> Tensor', {
  doc: 'The gradient of `hardtanh`.',
  kernel: (g: number, x: number, low: number, high: number) => (x <= low || x >= high ? 0 : g),
  backward: 'none',
})

op(
  'nn.functional.hardtanh(Tensor input, Scalar min_val=-1.0, Scalar max_val=1.0, bool inplace=False) -> Tensor',
  {
    doc: 'Limits elements to a range: `min_val` below it, `max_val` above it.',
    example: ['torch.nn.functional.hardtanh(torch.tensor([-1.5, 0.5]))', 'tensor([-1.0000,  0.5000])'],
    forward: (input: Tensor, low: Scalar, high: Scalar, inplace: boolean) =>
      inplace
        ? callInplace('_C._nn.hardtanh', [input, low, high])
        : call('_C._nn.hardtanh', [input, low, high]),
  },
)

op('nn.functional.relu6(Tensor input, bool inplace=False) -> Tensor', {
  doc: '`relu` that stops at 6: min(max(x, 0), 6).',
  example: ['torch.nn.functional.relu6(torch.tensor([-1.5, 0.5, 7.5]))', 'tensor([0.0000, 0.5000, 6.0000])'],
  forward: (input: Tensor, inplace: boolean) =>
    inplace ? callInplace('_C._nn.hardtanh', [input, 0, 6]) : call('_C._nn.hardtanh', [input, 0, 6]),
})

/** The slope of `hardsigmoid`, a float32 in every dtype of PyTorch's loop. */
const SIXTH = Math.fround(1 / 6)

op('_C._nn.hardsigmoid(Tensor self) -> Tensor', {
  doc: 'A sigmoid of three straight lines.',
  inplace: true,
  kernel: (x: number) => Math.min(Math.max(x + 3, 0), 6) / 6,
  refuse: floatsOnly('hardsigmoid_cpu'),
  backward: {
    self: (g, { self }) =>
      back('_C._nn.hardsigmoid_backward', [g, self, SIXTH], () =>
        only(g.mul(SIXTH), self.gt(-3).logical_and(self.lt(3))),
      ),
  },
})

op('_C._nn.hardsigmoid_backward(Tensor grad_output, Tensor self, float sixth) -> Tensor', {
  doc: 'The gradient of `hardsigmoid`.',
  kernel: (g: number, x: number, sixth: number) => (x > -3 && x < 3 ? g * sixth : 0),
  backward: 'none',
})

op('nn.functional.hardsigmoid(Tensor input, bool inplace=False) -> Tensor', {
  doc: 'A sigmoid of three straight lines: 0 below -3, 1 above 3, x / 6 + 1 / 2 between.',
  example: ['torch.nn.functional.hardsigmoid(torch.tensor([-4.5, 1.5]))', 'tensor([0.0000, 0.7500])'],
  forward: (input: Tensor, inplace: boolean) =>
    inplace ? callInplace('_C._nn.hardsigmoid', [input]) : call('_C._nn.hardsigmoid', [input]),
})

op('_C._nn.hardswish(Tensor self) -> Tensor', {
  doc: 'x times `hardsigmoid(x)`.',
  inplace: true,
  kernel: (x: number) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
  refuse: floatsOnly('hardswish_cpu'),
  backward: {
    self: (g, { self }) =>
      back('_C._nn.hardswish_backward', [g, self], () =>
        where(self.lt(-3), 0, where(self.le(3), g.mul(self.div(3).add(0.5)), g)),
      ),
  },
})

op('_C._nn.hardswish_backward(Tensor grad_output, Tensor self) -> Tensor', {
  doc: 'The gradient of `hardswish`.',
  kernel: (g: number, x: number) => (x < -3 ? 0 : x <= 3 ? g * (x / 3 + 0.5) : g),
  backward: 'none',
})

op('nn.functional.hardswish(Tensor input, bool inplace=False) -> Tensor', {
  doc: 'x times `hardsigmoid(x)`.',
  example: ['torch.nn.functional.hardswish(torch.tensor([-4.5, 1.5]))', 'tensor([-0.0000, 1.1250])'],
  forward: (input: Tensor, inplace: boolean) =>
    inplace ? callInplace('_C._nn.hardswish', [input]) : call('_C._nn.hardswish', [input]),
})

// ---- leaky_relu, prelu, rrelu ----

const leakyBack = (g: Tensor, x: Tensor, slope: Scalar): Tensor =>
  back('_C._nn.leaky_relu_backward', [g, x, slope], () => where(x.gt(0), g, g.mul(slope)))

op('_C._nn.leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor', {
  doc: 'x above 0, a small slope below.',
  kernel: (x: number, slope: number) => (x > 0 ? x : x * slope),
  refuse: floatsOnly('leaky_relu_cpu'),
  backward: { self: (g, { self, negative_slope }) => leakyBack(g, self, negative_slope) },
})

op('_C._nn.leaky_relu_(Tensor self, Scalar negative_slope=0.01) -> Tensor', {
  doc: '`leaky_relu` in place.',
  node: 'LeakyReluBackward1',
  device: true,
  mutate: (self: Tensor, slope: Scalar) => {
    copyInto(self, call('_C._nn.leaky_relu', [self, slope]))
  },
  backward: { self: (g, { result, negative_slope }) => leakyBack(g, result, negative_slope) },
})

op('_C._nn.leaky_relu_backward(Tensor grad_output, Tensor self, Scalar negative_slope) -> Tensor', {
  doc: 'The gradient of `leaky_relu`.',
  kernel: (g: number, x: number, slope: number) => (x > 0 ? g : g * slope),
  backward: 'none',
})

op('nn.functional.leaky_relu(Tensor input, Scalar negative_slope=0.01, bool inplace=False) -> Tensor', {
  doc: 'x where it is positive, `negative_slope * x` else.',
  example: ['torch.nn.functional.leaky_relu(torch.tensor([-1.5, 2.5]), 0.1)', 'tensor([-0.1500,  2.5000])'],
  forward: (input: Tensor, slope: Scalar, inplace: boolean) =>
    call(inplace ? '_C._nn.leaky_relu_' : '_C._nn.leaky_relu', [input, slope]),
})

/** The weight of `prelu` in a shape that broadcasts: one for all, or one a channel (dimension 1). */
function preluWeight(self: Tensor, weight: Tensor): Tensor {
  if (weight.count === 1) return weight.reshape([])
  return weight.reshape(self.sizes.map((size, dim) => (dim === 1 ? size : 1)))
}

op('prelu(Tensor self, Tensor weight) -> Tensor', {
  doc: 'x where it is positive, `weight * x` else; one weight for all, or one for each channel (dimension 1).',
  example: ['torch.prelu(torch.tensor([-1.5, 2.5]), torch.tensor([0.5]))', 'tensor([-0.7500,  2.5000])'],
  aliases: ['nn.functional.prelu'],
  validate: (self: Tensor, weight: Tensor) => {
    if (weight.count !== 1) {
      check(self.sizes.length > 0, () => 'Not allow zero-dim input tensor.')
      const channels = self.sizes.length > 1 ? self.sizes[1] : 1
      check(
        channels === weight.count,
        () =>
          'Mismatch of parameter numbers and input channel size. ' +
          `Found parameter numbers = ${weight.count} and channel size = ${channels}.`,
      )
    }
    check(
      weight.sizes.length <= 1,
      () => `prelu: Expected \`weight\` to be a scalar or 1D tensor, but got ndim = ${weight.sizes.length}`,
    )
    if (!self.dtype.is_floating_point) notImplementedFor('prelu_cpu', self.dtype)
  },
  device: true,
  compute: (self: Tensor, weight: Tensor) => where(self.gt(0), self, self.mul(preluWeight(self, weight))),
  backward: {
    self: (g, { self, weight }) => where(self.gt(0), g, g.mul(preluWeight(self, weight))),
    weight: (g, { self, weight }) => {
      const each = where(self.gt(0), 0, g.mul(self))
      if (weight.count === 1) return each.sum().reshape(weight.sizes)
      const others = self.sizes.map((_: number, dim: number) => dim).filter((dim: number) => dim !== 1)
      return others.length > 0 ? each.sum(others) : each
    },
  },
})

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
  kernel: (x: number, alpha: number, scale: number, inputScale: number) =>
    x <= 0 ? Math.expm1(x * inputScale) * alpha * scale : x * scale,
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
  kernel: (x: number) => x / (1 + Math.exp(-x)),
  refuse: floatsOnly('silu_cpu'),
  backward: {
    self: (g, { self }) =>
      back('_C._nn.silu_backward', [g, self], () => {
        const s = self.sigmoid()
        return g.mul(s).mul(self.mul(s.rsub(1)).add(1))
      }),
  },
})

op('_C._nn.silu_backward(Tensor grad_output, Tensor self) -> Tensor', {
  doc: 'The gradient of `silu`.',
  kernel: (g: number, x: number) => {
    const s = 1 / (1 + Math.exp(-x))
    return g * s * (1 + x * (1 - s))
  },
  backward: 'none',
})

op('nn.functional.silu(Tensor input, bool inplace=False) -> Tensor', {
  doc: 'x times its sigmoid; also called swish.',
  example: ['torch.nn.functional.silu(torch.tensor([-1.5, 2.5]))', 'tensor([-0.2736,  2.3104])'],
  forward: (input: Tensor, inplace: boolean) =>
    inplace ? callInplace('_C._nn.silu', [input]) : call('_C._nn.silu', [input]),
})

op('_C._nn.mish(Tensor self) -> Tensor', {
  doc: 'x times tanh(softplus(x)).',
  inplace: true,
  kernel: (x: number) => x * Math.tanh(Math.log1p(Math.exp(x))),
  refuse: floatsOnly('mish_cpu'),
  backward: {
    self: (g, { self }) =>
      back('_C._nn.mish_backward', [g, self], () => {
        const t: Tensor = call('nn.functional.softplus', [self]).tanh()
        return g.mul(t.add(self.mul(self.sigmoid()).mul(t.mul(t).rsub(1))))
      }),
  },
})

op('_C._nn.mish_backward(Tensor grad_output, Tensor self) -> Tensor', {
  doc: 'The gradient of `mish`.',
  kernel: (g: number, x: number) => {
    const t = Math.tanh(Math.log1p(Math.exp(x)))
    return g * (t + (x / (1 + Math.exp(-x))) * (1 - t * t))
  },
  backward: 'none',
})

op('nn.functional.mish(Tensor input, bool inplace=False) -> Tensor', {
  doc: 'x times tanh(softplus(x)): smooth, and a little below 0 for negative x.',
  example: ['torch.nn.functional.mish(torch.tensor([-1.5, 2.5]))', 'tensor([-0.2981,  2.4714])'],
  forward: (input: Tensor, inplace: boolean) =>
    inplace ? callInplace('_C._nn.mish', [input]) : call('_C._nn.mish', [input]),
})

function checkApproximate(_input: Tensor, approximate: string): void {
  check(
    approximate === 'none' || approximate === 'tanh',
    () => 'approximate argument must be either none or tanh.',
  )
}

op("nn.functional.gelu(Tensor input, str approximate='none') -> Tensor", {
  doc: 'x times the normal distribution function at x; `approximate: "tanh"` uses a formula with tanh for it.',
  example: ['torch.nn.functional.gelu(torch.tensor([-1.5, 2.5]))', 'tensor([-0.1002,  2.4845])'],
  aliases: ['_C._nn.gelu'],
  validate: checkApproximate,
  kernel: (x: number, approximate: string) =>
    approximate === 'tanh'
      ? 0.5 * x * (1 + Math.tanh(Math.SQRT2 * (2 / Math.sqrt(Math.PI)) * 0.5 * (x + 0.044715 * x * x * x)))
      : 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
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

// ---- softplus, logsigmoid, shrinks ----

op('_C._nn.softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor', {
  doc: 'A smooth relu.',
  kernel: (x: number, beta: number, threshold: number) =>
    x * beta > threshold ? x : Math.log1p(Math.exp(x * beta)) / beta,
  refuse: floatsOnly('softplus_cpu'),
  backward: {
    self: (g, { self, beta, threshold }) =>
      back('_C._nn.softplus_backward', [g, self, beta, threshold], () =>
        where(self.mul(beta).gt(threshold), g, g.mul(self.mul(beta).sigmoid())),
      ),
  },
})

op('_C._nn.softplus_backward(Tensor grad_output, Tensor self, Scalar beta, Scalar threshold) -> Tensor', {
  doc: 'The gradient of `softplus`.',
  kernel: (g: number, x: number, beta: number, threshold: number) => {
    if (x * beta > threshold) return g
    const z = Math.exp(x * beta)
    return (g * z) / (z + 1)
  },
  backward: 'none',
})

op('nn.functional.softplus(Tensor input, Scalar beta=1, Scalar threshold=20) -> Tensor', {
  doc: 'A smooth relu: log(1 + exp(beta * x)) / beta, or x itself where beta * x is above `threshold`.',
  example: ['torch.nn.functional.softplus(torch.tensor([-1.5, 2.5]))', 'tensor([0.2014, 2.5789])'],
  forward: (input: Tensor, beta: Scalar, threshold: Scalar) =>
    call('_C._nn.softplus', [input, beta, threshold]),
})

op('_C._nn.log_sigmoid(Tensor self) -> Tensor', {
  doc: 'log(1 / (1 + exp(-x))).',
  kernel: (x: number) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
  refuse: floatsOnly('log_sigmoid_cpu'),
  backward: {
    self: (g, { self }) => back('_C._nn.log_sigmoid_backward', [g, self], () => g.mul(self.neg().sigmoid())),
  },
})

op('_C._nn.log_sigmoid_backward(Tensor grad_output, Tensor self) -> Tensor', {
  doc: 'The gradient of `logsigmoid`.',
  kernel: (g: number, x: number) => g / (1 + Math.exp(x)),
  backward: 'none',
})

op('nn.functional.logsigmoid(Tensor input) -> Tensor', {
  doc: 'log(sigmoid(x)), without losing digits where the sigmoid is tiny.',
  example: ['torch.nn.functional.logsigmoid(torch.tensor([-1.5, 2.5]))', 'tensor([-1.7014, -0.0789])'],
  forward: (input: Tensor) => call('_C._nn.log_sigmoid', [input]),
})

op('hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor', {
  doc: 'Sets what lies between -lambd and lambd to 0.',
  example: ['torch.tensor([-1.5, 0.25]).hardshrink()', 'tensor([-1.5000,  0.0000])'],
  kernel: (x: number, lambd: number) => (x >= -lambd && x <= lambd ? 0 : x),
  refuse: floatsOnly('hardshrink_cpu'),
  backward: { self: (g, { self, lambd }) => shrinkBack(g, self, lambd) },
})

const shrinkBack = (g: Tensor, x: Tensor, lambd: Scalar): Tensor =>
  back('_C._nn.shrink_backward', [g, x, lambd], () => {
    const limit = scalarToNumber(lambd)
    return only(g, x.lt(-limit).logical_or(x.gt(limit)))
  })

op('_C._nn.shrink_backward(Tensor grad_output, Tensor self, Scalar lambd) -> Tensor', {
  doc: 'The gradient of `hardshrink` and `softshrink`.',
  kernel: (g: number, x: number, lambd: number) => (x >= -lambd && x <= lambd ? 0 : g),
  backward: 'none',
})

op('nn.functional.hardshrink(Tensor input, Scalar lambd=0.5) -> Tensor', {
  doc: 'Sets what lies between -lambd and lambd to 0.',
  example: ['torch.nn.functional.hardshrink(torch.tensor([-1.5, 0.25]))', 'tensor([-1.5000,  0.0000])'],
  forward: (input: Tensor, lambd: Scalar) => input.hardshrink(lambd),
})

op('_C._nn.softshrink(Tensor self, Scalar lambd=0.5) -> Tensor', {
  doc: 'Moves elements towards 0.',
  validate: (_self: Tensor, lambd: Scalar) => {
    const limit = scalarToNumber(lambd)
    check(limit >= 0, () => `lambda must be greater or equal to 0, but found to be ${limit}.`)
  },
  kernel: (x: number, lambd: number) => (x > lambd ? x - lambd : x < -lambd ? x + lambd : 0),
  refuse: floatsOnly('softshrink_cpu'),
  backward: { self: (g, { self, lambd }) => shrinkBack(g, self, lambd) },
})

op('nn.functional.softshrink(Tensor input, Scalar lambd=0.5) -> Tensor', {
  doc: 'Moves elements towards 0 by `lambd`, and sets those that would pass it to 0.',
  example: ['torch.nn.functional.softshrink(torch.tensor([-1.5, 0.25]))', 'tensor([-1.,  0.])'],
  forward: (input: Tensor, lambd: Scalar) => call('_C._nn.softshrink', [input, lambd]),
})

// ---- compositions ----

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

op('nn.functional.sigmoid(Tensor input) -> Tensor', {
  doc: 'Squashes each element into (0, 1).',
  example: ['torch.nn.functional.sigmoid(torch.tensor([-1.5, 2.5]))', 'tensor([0.1824, 0.9241])'],
  forward: (input: Tensor) => input.sigmoid(),
})

op('nn.functional.tanh(Tensor input) -> Tensor', {
  doc: 'Squashes each element into (-1, 1).',
  example: ['torch.nn.functional.tanh(torch.tensor([-1.5, 2.5]))', 'tensor([-0.9051,  0.9866])'],
  forward: (input: Tensor) => input.tanh(),
})
