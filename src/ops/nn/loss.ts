// Losses that compare element with element: squared, absolute and Huber's differences, binary cross entropy, and the
// Kullback–Leibler divergence. Follows torch/nn/functional.py and ATen/native/Loss.cpp.
import { canCast, float64, notImplementedFor, promoteTypes } from '../../base/dtype.js'
import { check, messages, RuntimeError, ValueError } from '../../base/errors.js'
import { broadcastShapes, sameSizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { warn } from '../../base/warnings.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { checkConstant } from '../pointwise/gradients.js'
import { type Comparison, PointwiseLoss, weighed } from './pointwise-loss.js'
import { resultType } from '../../engine/promote.js'
import {
  reduced,
  type ReductionArguments,
  reductionOf,
  reductionParams,
  warnOfSizes,
} from '../reduce/reduction.js'

/** Input and target that broadcast against each other. */
function compare(
  input: Tensor,
  target: Tensor,
  ...[average, reduce, reduction, option]: [...ReductionArguments, option: number]
): Comparison {
  return {
    input,
    target,
    weight: null,
    option,
    reduction: reductionOf(average, reduce, reduction),
    sizes: sameSizes(input.sizes, target.sizes) ? input.sizes : broadcastShapes(input.sizes, target.sizes),
    dtype: input.dtype === target.dtype ? input.dtype : resultType([input, target]),
  }
}

/** Gradients are refused where `other` is of another dtype than `self`, whose gradient is asked for, as by PyTorch. */
function checkOneDtype(self: Tensor, other: Tensor, name: string): void {
  if (self.dtype !== other.dtype)
    throw new RuntimeError(`Found dtype ${other.dtype.scalarName} but expected ${self.dtype.scalarName}`)
  if (name === 'mse' && self.dtype.name === 'float16')
    notImplementedFor(`${name}_backward_cpu_out`, self.dtype)
}

// ---- differences ----

const squares = new PointwiseLoss(
  'mse_loss',
  (r) => ({
    loss: (x, t) => r(x - t) * r(x - t),
    step: (g, x, t, _weight, _option, n) => r(r(2 / n) * r(x - t)) * g,
  }),
  (x, t) => x.sub(t).mul(2),
)

op(`nn.functional.mse_loss(Tensor input, Tensor target, ${reductionParams}) -> Tensor`, {
  doc: 'Mean of the squared differences.',
  example: ['torch.nn.functional.mse_loss(torch.tensor([1.5, 2]), torch.tensor([0.5, 4]))', 'tensor(2.5000)'],
  device: true,
  compute: (input: Tensor, target: Tensor, ...how: ReductionArguments) => {
    warnOfSizes(input, target)
    const comparison = compare(input, target, ...how, 0)
    const { dtype } = comparison
    if (!dtype.is_floating_point || dtype.name === 'bfloat16') notImplementedFor('mse_cpu', dtype)
    return squares.value(comparison)
  },
  backward: {
    input: (g, { input, target, size_average, reduce, reduction }) => {
      checkOneDtype(input, target, 'mse')
      return squares.gradient(g, compare(input, target, size_average, reduce, reduction, 0))
    },
    target: (g, { input, target, size_average, reduce, reduction }) => {
      checkOneDtype(target, input, 'mse')
      return squares.gradient(g, compare(target, input, size_average, reduce, reduction, 0))
    },
  },
})

op(`nn.functional.l1_loss(Tensor input, Tensor target, ${reductionParams}) -> Tensor`, {
  doc: 'Mean of the absolute differences.',
  example: ['torch.nn.functional.l1_loss(torch.tensor([1.5, 2]), torch.tensor([0.5, 4]))', 'tensor(1.5000)'],
  forward: (input: Tensor, target: Tensor, ...how: ReductionArguments) => {
    warnOfSizes(input, target)
    return reduced(input.sub(target).abs(), reductionOf(...how))
  },
})

/** Squared within `beta`, a straight line outside. */
const smooth = new PointwiseLoss(
  'smooth_l1_loss',
  (r) => ({
    loss: (x, t, _weight, beta) => {
      const d = Math.abs(r(x - t))
      return d < r(beta) ? r(r(0.5 * d) * d) / r(beta) : d - r(0.5 * r(beta))
    },
    step: (g, x, t, _weight, beta, n) => {
      const d = r(x - t)
      const slope = d <= -r(beta) ? -1 : d >= r(beta) ? 1 : r(d / r(beta))
      return r(r(1 / n) * slope) * g
    },
  }),
  (x, t, beta) => {
    const d = x.sub(t)
    const outside = d.gt(0).mul(2).sub(1)
    return beta > 0
      ? (call('where', [d.abs().lt(beta), d.div(beta), outside]) as Tensor)
      : outside.to(d.dtype)
  },
)

const checkSmoothGradient = (input: Tensor, target: Tensor): void => {
  const dtype = resultType([input, target])
  if (dtype.name === 'float16') notImplementedFor('smooth_l1_backward_cpu_out', dtype)
}
const checkSmooth = ({ dtype, option }: Comparison): void => {
  check(option >= 0, () => 'smooth_l1_loss does not support negative values for beta.')
  if (!dtype.is_floating_point) notImplementedFor('smooth_l1_cpu', dtype)
}

op(
  `nn.functional.smooth_l1_loss(Tensor input, Tensor target, ${reductionParams}, float beta=1.0) -> Tensor`,
  {
    doc: 'Squared differences where they are below `beta`, absolute ones above: outliers pull less.',
    example: ['torch.nn.functional.smooth_l1_loss(torch.tensor([0.5, 2]), torch.zeros(2))', 'tensor(0.8125)'],
    device: true,
    compute: (
      input: Tensor,
      target: Tensor,
      ...[average, reduce, reduction, beta]: [...ReductionArguments, beta: number]
    ) => {
      warnOfSizes(input, target)
      const comparison = compare(input, target, average, reduce, reduction, beta)
      checkSmooth(comparison)
      return smooth.value(comparison)
    },
    backward: {
      input: (g, { input, target, size_average, reduce, reduction, beta }) => {
        checkSmoothGradient(input, target)
        return smooth.gradient(g, compare(input, target, size_average, reduce, reduction, beta))
      },
      target: (g, { input, target, size_average, reduce, reduction, beta }) => {
        checkSmoothGradient(input, target)
        return smooth.gradient(g, compare(input, target, size_average, reduce, reduction, beta)).neg()
      },
    },
  },
)

const huber = new PointwiseLoss(
  'huber_loss',
  (r) => ({
    loss: (x, t, _weight, delta) => {
      const d = Math.abs(r(x - t))
      return d < delta ? r(0.5 * d) * d : r(delta) * r(d - r(0.5 * r(delta)))
    },
    step: (g, x, t, _weight, delta, n) => {
      const d = r(x - t)
      const share = r(1 / n)
      return d <= -delta ? r(-share * g) * r(delta) : d >= delta ? r(share * g) * r(delta) : r(share * d) * g
    },
  }),
  (x, t, delta) => {
    const d = x.sub(t)
    return call('where', [d.abs().lt(delta), d, d.sign().mul(delta)]) as Tensor
  },
)

op("nn.functional.huber_loss(Tensor input, Tensor target, str reduction='mean', float delta=1.0) -> Tensor", {
  doc: '`delta` times the smooth L1 loss: half the squared difference below `delta`, a straight line above.',
  example: [
    'torch.nn.functional.huber_loss(torch.tensor([0.5, 4]), torch.zeros(2), { delta: 2 })',
    'tensor(3.0625)',
  ],
  device: true,
  compute: (input: Tensor, target: Tensor, reduction: string, delta: number) => {
    warnOfSizes(input, target)
    const comparison = compare(input, target, null, null, reduction, delta)
    check(delta > 0, () => 'huber_loss does not support non-positive values for delta.')
    if (!comparison.dtype.is_floating_point) notImplementedFor('huber_cpu', comparison.dtype)
    if (!canCast(comparison.dtype, input.dtype))
      throw new RuntimeError(messages.inplaceCast(comparison.dtype.scalarName, input.dtype.scalarName))
    // PyTorch's result is of the input's dtype, whatever the target is.
    return huber.value({ ...comparison, dtype: input.dtype })
  },
  backward: {
    input: (g, { input, target, reduction, delta }) => {
      checkOneDtype(input, target, 'huber')
      return huber.gradient(g, compare(input, target, null, null, reduction, delta))
    },
    target: (g, { input, target, reduction, delta }) => {
      checkOneDtype(target, input, 'huber')
      return huber.gradient(g, compare(input, target, null, null, reduction, delta)).neg()
    },
  },
})

// ---- binary cross entropy ----

function outOfRange(): never {
  throw new RuntimeError('all elements of input should be between 0 and 1')
}

/** -(t log x + (1 - t) log(1 - x)), with logarithms not below -100 so that a sure mistake costs a finite amount. */
const crossEntropy = new PointwiseLoss(
  'binary_cross_entropy',
  (r) => ({
    // Classes are 0 or 1, and then one of the logarithms, which cost most of the time, has no say.
    loss: (x, t, weight) =>
      !(x >= 0 && x <= 1)
        ? outOfRange()
        : t === 0
          ? weight * (0 - Math.max(r(Math.log(r(1 - x))), -100))
          : t === 1
            ? weight * -Math.max(r(Math.log(x)), -100)
            : weight *
              r(r(r(t - 1) * Math.max(r(Math.log(r(1 - x))), -100)) - r(t * Math.max(r(Math.log(x)), -100))),
    step: (g, x, t, weight, _option, n) =>
      r(r(r(g * r(x - t)) / Math.max(r(r(1 - x) * x), r(1e-12))) * weight) / n,
  }),
  (x, t) => x.sub(t).div(x.rsub(1).mul(x).clamp_min(1e-12)),
  [outOfRange],
  { loss: 'none', step: 'none' },
)

function binary(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  ...how: ReductionArguments
): Comparison {
  const { sizes, dtype } = input
  return {
    input,
    target,
    weight,
    option: 0,
    reduction: reductionOf(...how),
    sizes,
    dtype,
  }
}

op(
  `nn.functional.binary_cross_entropy(Tensor input, Tensor target, Tensor? weight=None, ${reductionParams}) -> Tensor`,
  {
    doc: 'How surprising the targets (0 to 1) are under the probabilities `input`: -(t log x + (1 - t) log(1 - x)), averaged.',
    example: [
      'torch.nn.functional.binary_cross_entropy(torch.tensor([0.5, 0.25]), torch.tensor([1, 0], { dtype: torch.float32 }))',
      'tensor(0.4904)',
    ],
    device: true,
    compute: (input: Tensor, target: Tensor, weight: Tensor | null, ...how: ReductionArguments) => {
      const comparison = binary(input, target, weight, ...how)
      if (!sameSizes(input.sizes, target.sizes))
        throw new ValueError(
          `Using a target size (${target.shape.toString()}) that is different to the input size ` +
            `(${input.shape.toString()}) is deprecated. Please ensure they have the same size.`,
        )
      checkWeightShape(weight, target)
      const { dtype } = input
      check(
        dtype === target.dtype,
        () => `Found dtype ${target.dtype.scalarName} but expected ${dtype.scalarName}`,
      )
      if (!dtype.is_floating_point || dtype.isHalf) notImplementedFor('binary_cross_entropy', dtype)
      return crossEntropy.value(comparison)
    },
    validate: (_input, _target, weight: Tensor | null) =>
      checkConstant(weight, 'binary_cross_entropy', 'weight'),
    backward: {
      input: (g, { input, target, weight, size_average, reduce, reduction }) =>
        crossEntropy.gradient(g, binary(input, target, weight, size_average, reduce, reduction)),
      target: (g, { input, target, weight, size_average, reduce, reduction }) =>
        weighed(
          input.rsub(1).log().sub(input.log()),
          g,
          binary(input, target, weight, size_average, reduce, reduction),
        ),
    },
  },
)

/** A weight may broadcast to the losses, not they to it. */
function checkWeightShape(weight: Tensor | null, losses: Tensor): void {
  if (weight === null) return
  const sizes = broadcastShapes(losses.sizes, weight.sizes)
  if (!sameSizes(sizes, losses.sizes)) throw new RuntimeError(messages.inplaceShape(losses.sizes, sizes))
}

/**
 * (1 - t) x + log(1 + exp(-x)), arranged so that no exponential overflows; `option` is not used. The weight of the
 * positive class belongs to the second term, and comes as `positive`.
 */
const logits = new PointwiseLoss(
  'binary_cross_entropy_with_logits',
  (r) => ({
    loss: (x, t, weight) => {
      const max = x < 0 ? -x : 0
      const softplus = r(Math.log(r(r(Math.exp(-max)) + r(Math.exp(r(-x - max))))))
      return weight * r(r(r(r(1 - t) * x) + max) + softplus)
    },
    step: (g, x, t, weight, _option, n) => r(r(r(r(1 / r(1 + r(Math.exp(-x)))) - t) * g) * weight) / n,
  }),
  (x, t) => x.sigmoid().sub(t),
  [],
  { loss: 'all', step: 'sixteens' },
)

type Logits = Comparison & { readonly positive: Tensor | null }

function logitsOf(
  input: Tensor,
  target: Tensor,
  weight: Tensor | null,
  ...[average, reduce, reduction, positive]: [...ReductionArguments, positive: Tensor | null]
): Logits {
  return {
    ...binary(input, target, weight, average, reduce, reduction),
    dtype: promoteTypes(input.dtype, target.dtype) === float64 ? float64 : target.dtype,
    positive,
  }
}

/** The losses with a weight of the positive class, in tensor ops. */
function positivelyWeighed({ input, target, weight, reduction, positive }: Logits): Tensor {
  const factor = (positive as Tensor).sub(1).mul(target).add(1)
  const max = input.neg().clamp_min(0)
  const softplus = max.neg().exp().add(input.neg().sub(max).exp()).log().add(max)
  const losses = target.rsub(1).mul(input).add(factor.mul(softplus))
  return reduced(weight === null ? losses : losses.mul(weight), reduction)
}

op(
  `nn.functional.binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight=None, ${reductionParams}, ` +
    'Tensor? pos_weight=None) -> Tensor',
  {
    doc: 'A sigmoid and `binary_cross_entropy` in one, exact where the sigmoid alone would round to 0 or 1.',
    example: [
      'torch.nn.functional.binary_cross_entropy_with_logits(torch.tensor([0.5, -2.5]), torch.tensor([1, 0], { dtype: torch.float32 }))',
      'tensor(0.2765)',
    ],
    validate: (input: Tensor, target: Tensor, weight: Tensor | null, ...rest: unknown[]) => {
      const positive = rest[3] as Tensor | null
      const name = 'binary_cross_entropy_with_logits'
      reductionOf(...(rest.slice(0, 3) as ReductionArguments))
      if (!sameSizes(input.sizes, target.sizes))
        throw new ValueError(
          `Target size (${target.shape.toString()}) must be the same as input size (${input.shape.toString()})`,
        )
      checkConstant(weight, name, 'weight')
      checkConstant(positive, name, 'pos_weight')
    },
    device: true,
    compute: (
      input: Tensor,
      target: Tensor,
      weight: Tensor | null,
      ...[average, reduce, reduction, positive]: [...ReductionArguments, positive: Tensor | null]
    ) => {
      const { dtype } = target
      if (!dtype.is_floating_point) {
        // PyTorch writes the terms into a tensor of the target's dtype; `sub` words the refusal of booleans.
        const rest = target.rsub(1)
        const terms = promoteTypes(rest.dtype, input.dtype)
        const from = terms.is_floating_point ? terms.scalarName : 'Float'
        throw new RuntimeError(messages.inplaceCast(from, rest.dtype.scalarName))
      }
      if (!input.dtype.is_floating_point && !input.dtype.is_complex)
        throw new RuntimeError(messages.inplaceCast('Float', input.dtype.scalarName))
      if (positive !== null) {
        broadcastShapes(positive.sizes, target.sizes)
        checkWeightShape(positive, target)
      }
      checkWeightShape(weight, target)
      const comparison = logitsOf(input, target, weight, average, reduce, reduction, positive)
      return (positive === null ? logits.value(comparison) : positivelyWeighed(comparison)).to(dtype)
    },
    backward: {
      input: (g, { input, target, weight, size_average, reduce, reduction, pos_weight }) => {
        const comparison = logitsOf(input, target, weight, size_average, reduce, reduction, pos_weight)
        if (pos_weight === null) return logits.gradient(g, comparison)
        const positives = pos_weight.mul(target)
        return weighed(positives.add(1).sub(target).mul(input.sigmoid()).sub(positives), g, comparison)
      },
      target: (g, { input, target, weight, size_average, reduce, reduction, pos_weight }) => {
        const comparison = logitsOf(input, target, weight, size_average, reduce, reduction, pos_weight)
        const logSigmoid = (x: Tensor): Tensor => call('nn.functional.logsigmoid', [x]) as Tensor
        const slope =
          pos_weight === null ? input.neg() : logSigmoid(input.neg()).sub(pos_weight.mul(logSigmoid(input)))
        return weighed(slope, g, comparison)
      },
    },
  },
)

// ---- Kullback–Leibler divergence ----

op(`nn.functional.kl_div(Tensor input, Tensor target, ${reductionParams}, bool log_target=False) -> Tensor`, {
  doc:
    'How far the distribution `target` is from the one whose log-probabilities are `input`: t (log t - x). ' +
    "`reduction: 'batchmean'` is the divergence as the books define it.",
  example: [
    "torch.nn.functional.kl_div(torch.tensor([[0.25, 0.75]]).log(), torch.tensor([[0.5, 0.5]]), { reduction: 'batchmean' })",
    'tensor(0.1438)',
  ],
  forward: (
    input: Tensor,
    target: Tensor,
    ...[average, reduce, reduction, logTarget]: [...ReductionArguments, logTarget: boolean]
  ) => {
    const legacy = average !== null || reduce !== null
    if (!legacy && reduction === 'mean')
      warn(
        "reduction: 'mean' divides the total loss by both the batch size and the support size." +
          "'batchmean' divides only by the batch size, and aligns with the KL div math definition." +
          "'mean' will be changed to behave the same as 'batchmean' in the next major release.",
      )
    const perBatch = reduction === 'batchmean'
    const meant = reductionOf(average, reduce, perBatch ? 'sum' : reduction)
    check(!input.dtype.is_complex && !target.dtype.is_complex, () => 'kl_div: Complex inputs not supported.')
    check(!input.dtype.isIntegral && !target.dtype.isIntegral, () => 'kl_div: Integral inputs not supported.')
    const losses = logTarget
      ? target.exp().mul(target.sub(input))
      : target.xlogy(target).sub(target.mul(input))
    const result = reduced(losses, meant)
    return perBatch && input.sizes.length > 0 ? result.div(input.sizes[0]) : result
  },
})
