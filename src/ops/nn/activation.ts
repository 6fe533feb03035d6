// Activations of straight lines: `relu`, `threshold`, `hardtanh` and their kin, as `nn.functional` has them. Those with
// a gradient of their own live in `_C._nn`, as in PyTorch; the curved ones are in smooth-activation.ts.
//
// Formulas: ATen/native/cpu/Activation.cpp.
import { bool, type DType, notImplementedFor, uint8 } from '../../base/dtype.js'
import { check, messages, RuntimeError } from '../../base/errors.js'
import { type Scalar, scalarToNumber } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { only, zeros } from '../pointwise/gradients.js'
import { copyInto } from '../../engine/copy.js'
import { call, callInplace } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { back, either, floatsOnly, gradientLoop, where } from './gradient-loops.js'

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
  bool: () => noBooleans(),
  refuse: (common: DType) => {
    if (common.is_complex) throw new RuntimeError('clamp is not supported for complex types')
  },
  backward: {
    self: (g, { result }) => call('threshold_backward', [g, result, 0]),
  },
})

op('threshold_backward(Tensor grad_output, Tensor self, Scalar threshold) -> Tensor', {
  variants: 'inside',
  doc: 'The gradient of `threshold`: passes where the input was above it.',
  kernel: (g: number, x: number, threshold: number) => (x <= threshold ? 0 : g),
  bigint: (g: bigint, x: bigint, threshold: bigint) => (x <= threshold ? 0n : g),
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

op('threshold(Tensor self, Scalar threshold, Scalar value, *, Tensor? out=None) -> Tensor', {
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
    check(!self.dtype.is_complex, () => 'clamp is not supported for complex types')
    // As whole numbers: -0.5 is none below zero.
    if (self.dtype === uint8 && (scalarToNumber(low) <= -1 || scalarToNumber(high) <= -1))
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

gradientLoop(
  'hardtanh',
  ', Scalar min_val, Scalar max_val',
  (g: number, x: number, low: number, high: number) => (x <= low || x >= high ? 0 : g),
)

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

gradientLoop('hardsigmoid', ', float sixth', (g: number, x: number, sixth: number) =>
  x > -3 && x < 3 ? g * sixth : 0,
)

op('nn.functional.hardsigmoid(Tensor input, bool inplace=False) -> Tensor', {
  doc: 'A sigmoid of three straight lines: 0 below -3, 1 above 3, x / 6 + 1 / 2 between.',
  example: ['torch.nn.functional.hardsigmoid(torch.tensor([-4.5, 1.5]))', 'tensor([0.0000, 0.7500])'],
  forward: either('_C._nn.hardsigmoid'),
})

op('_C._nn.hardswish(Tensor self) -> Tensor', {
  doc: 'x times `hardsigmoid(x)`.',
  inplace: true,
  kernel: (x: number) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
  float32: (x: number) => Math.fround(x * Math.min(Math.max(x + 3, 0), 6)) / 6,
  refuse: floatsOnly('hardswish_cpu'),
  backward: {
    self: (g, { self }) =>
      back('_C._nn.hardswish_backward', [g, self], () =>
        where(self.lt(-3), 0, where(self.le(3), g.mul(self.div(3).add(0.5)), g)),
      ),
  },
})

gradientLoop('hardswish', '', (g: number, x: number) => (x < -3 ? 0 : x <= 3 ? g * (x / 3 + 0.5) : g), {
  float32: (g: number, x: number) => (x < -3 ? 0 : x <= 3 ? g * Math.fround(Math.fround(x / 3) + 0.5) : g),
})

op('nn.functional.hardswish(Tensor input, bool inplace=False) -> Tensor', {
  doc: 'x times `hardsigmoid(x)`.',
  example: ['torch.nn.functional.hardswish(torch.tensor([-4.5, 1.5]))', 'tensor([-0.0000, 1.1250])'],
  forward: either('_C._nn.hardswish'),
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

gradientLoop('leaky_relu', ', Scalar negative_slope', (g: number, x: number, slope: number) =>
  x > 0 ? g : g * slope,
)

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

// ---- hardshrink, softshrink ----

op('hardshrink(Tensor self, Scalar lambd=0.5, *, Tensor? out=None) -> Tensor', {
  doc: 'Sets what lies between -lambd and lambd to 0.',
  example: ['torch.tensor([-1.5, 0.25]).hardshrink()', 'tensor([-1.5000,  0.0000])'],
  aliases: ['nn.functional.hardshrink'],
  builtin: true,
  exactOut: messages.foundDtype,
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

op('_C._nn.softshrink(Tensor self, Scalar lambd=0.5, *, Tensor? out=None) -> Tensor', {
  builtin: true,
  doc: 'Moves elements towards 0 by `lambd`, and sets those that would pass it to 0.',
  example: ['torch.nn.functional.softshrink(torch.tensor([-1.5, 0.25]))', 'tensor([-1.,  0.])'],
  aliases: ['nn.functional.softshrink'],
  exactOut: messages.foundDtype,
  validate: (_self: Tensor, lambd: Scalar) => {
    const limit = scalarToNumber(lambd)
    check(limit >= 0, () => `lambda must be greater or equal to 0, but found to be ${limit}.`)
  },
  kernel: (x: number, lambd: number) => (x > lambd ? x - lambd : x < -lambd ? x + lambd : 0),
  refuse: floatsOnly('softshrink_cpu'),
  backward: { self: (g, { self, lambd }) => shrinkBack(g, self, lambd) },
})
