// `nll_loss`: minus the log-probability of the class that was wanted. Follows ATen/native/LossNLL.cpp and LossNLL2d.cpp.
import { type DType, int64, notImplementedFor, uint8 } from '../../base/dtype.js'
import { check, sizesText, ValueError } from '../../base/errors.js'
import { numelOf, sameSizes, type Sizes } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { nll, type NllCall, nllSlope } from '../../kernels/nll.js'
import { type Reduction, reductionOf } from '../reduce/reduction.js'
import { checkConstant } from '../pointwise/gradients.js'

type Flag = boolean | null

/** A call for scores of these sizes. */
const callFor = (sizes: Sizes, reduction: Reduction, ignored: number): NllCall =>
  sizes.length === 1
    ? { reduction, ignored, batch: 1, classes: sizes[0], inner: 1 }
    : { reduction, ignored, batch: sizes[0], classes: sizes[1], inner: numelOf(sizes.slice(2)) }

/** The losses of the scores, reduced. */
function pick(
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  ignoreIndex: number,
): Tensor {
  const out = emptyTensor(reduction === 'none' ? target.sizes : [], self.dtype, self.device)
  const operands = [self.contiguous(), target.contiguous(), weight?.contiguous() ?? null] as const
  run(nll, [out, ...operands], callFor(self.sizes, reduction, ignoreIndex))
  return out
}

/** The gradient by scores of these sizes. */
function spread(
  g: Tensor,
  sizes: Sizes,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  ignoreIndex: number,
): Tensor {
  const out = emptyTensor(sizes, g.dtype, g.device)
  const operands = [g.contiguous(), target.contiguous(), weight?.contiguous() ?? null] as const
  run(nllSlope, [out, ...operands], callFor(sizes, reduction, ignoreIndex))
  return out
}

/** What both forms ask of the dtypes, in the order in which PyTorch finds out. */
function checkDTypes(
  name: string,
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  indices: DType[],
): void {
  const { dtype } = self
  if (!dtype.is_floating_point || dtype.name === 'float16') notImplementedFor(name, dtype)
  check(
    indices.includes(target.dtype),
    () => `expected scalar type Long but found ${target.dtype.scalarName}`,
  )
  check(
    weight === null || weight.dtype === dtype,
    () => `expected scalar type ${dtype.scalarName} but found ${weight?.dtype.scalarName}`,
  )
}

const nllParams = "Tensor target, Tensor? weight=None, str reduction='mean', int ignore_index=-100"

op(`_C._nn.nll_loss(Tensor self, ${nllParams}) -> Tensor`, {
  doc: 'The work of `nll_loss` for one or more rows of log-probabilities.',
  validate: (self: Tensor, target: Tensor, weight: Tensor | null) => {
    const rank = self.sizes.length
    check(target.sizes.length <= 1, () => '0D or 1D target tensor expected, multi-target not supported')
    check(
      (rank === 1 && target.sizes.length === 0) || self.sizes[0] === target.sizes[0],
      () => `size mismatch (got input: ${sizesText(self.sizes)}, target: ${sizesText(target.sizes)})`,
    )
    const classes = self.sizes[rank - 1]
    check(
      weight === null || (weight.sizes.length === 1 && weight.count === classes),
      () =>
        `weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of ` +
        `shape: ${sizesText(weight?.sizes ?? [])}`,
    )
    checkConstant(weight, 'nll_loss_forward', 'weight')
    checkDTypes('nll_loss_out_frame', self, target, weight, [int64, uint8])
  },
  device: true,
  compute: pick,
  backward: {
    self: (g, { self_sizes, target, weight, reduction, ignore_index }) =>
      call('_C._nn.nll_loss_backward', [g, self_sizes, target, weight, reduction, ignore_index]) as Tensor,
  },
})

op(`_C._nn.nll_loss2d(Tensor self, ${nllParams}) -> Tensor`, {
  doc: 'The work of `nll_loss` for images: a class for every pixel.',
  node: 'NllLoss2DBackward0',
  validate: (self: Tensor, target: Tensor, weight: Tensor | null) => {
    check(
      target.sizes.length === 3,
      () =>
        'only batches of spatial targets supported (3D tensors) but got targets of dimension: ' +
        String(target.sizes.length),
    )
    check(
      weight === null || weight.count === self.sizes[1],
      () => 'weight tensor should be defined either for all or no classes',
    )
    const [batch, , height, width] = self.sizes
    check(
      sameSizes([batch, height, width], target.sizes),
      () => `size mismatch (got input: ${sizesText(self.sizes)} , target: ${sizesText(target.sizes)}`,
    )
    checkConstant(weight, 'nll_loss2d_forward', 'weight')
    checkDTypes('nll_loss2d_forward_out_frame', self, target, weight, [int64])
  },
  device: true,
  compute: pick,
  backward: {
    self: (g, { self_sizes, target, weight, reduction, ignore_index }) =>
      call('_C._nn.nll_loss_backward', [g, self_sizes, target, weight, reduction, ignore_index]) as Tensor,
  },
})

op(
  '_C._nn.nll_loss_backward(Tensor grad_output, int[] sizes, Tensor target, Tensor? weight, str reduction, int ignore_index) -> Tensor',
  {
    doc: 'The gradient of `nll_loss`: puts minus the weight at the place of each target.',
    device: true,
    compute: spread,
    // The loss is linear in its input, so the way back of the way back is the way there.
    backward: {
      grad_output: (g, { target, weight, reduction, ignore_index }) =>
        call('_C._nn.' + (g.sizes.length === 4 ? 'nll_loss2d' : 'nll_loss'), [
          g,
          target,
          weight,
          reduction,
          ignore_index,
        ]) as Tensor,
    },
  },
)

/** `nll_loss` of any rank. */
export function nllLoss(
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  ignoreIndex: number,
): Tensor {
  const { sizes } = self
  const rank = sizes.length
  if (rank < 1) throw new ValueError(`Expected 1 or more dimensions (got ${rank})`)
  const targets = target.sizes.length > 0 ? target.sizes[0] : 0
  if (rank !== 1 && sizes[0] !== targets)
    throw new ValueError(`Expected input batch_size (${sizes[0]}) to match target batch_size (${targets}).`)
  const rest = [weight, reduction, ignoreIndex]
  if (rank <= 2) return call('_C._nn.nll_loss', [self, target, ...rest]) as Tensor
  if (rank === 4) return call('_C._nn.nll_loss2d', [self, target, ...rest]) as Tensor
  const shape = [sizes[0], ...sizes.slice(2)]
  check(
    sameSizes(shape, target.sizes),
    () => `Expected target size ${sizesText(shape)}, got ${sizesText(target.sizes)}`,
  )
  const pixels = numelOf(sizes.slice(2))
  const result = call('_C._nn.nll_loss2d', [
    self.contiguous().view([sizes[0], sizes[1], 1, pixels]),
    target.contiguous().view([sizes[0], 1, pixels]),
    ...rest,
  ]) as Tensor
  return reduction === 'none' ? result.view(shape) : result
}

op(
  'nn.functional.nll_loss(Tensor input, Tensor target, Tensor? weight=None, bool? size_average=None, ' +
    "int ignore_index=-100, bool? reduce=None, str reduction='mean') -> Tensor",
  {
    doc: 'Minus the log-probability of the target class, averaged; `weight` has a factor for each class.',
    example: [
      'torch.nn.functional.nll_loss(torch.tensor([[-0.5, -1.5], [-2.5, -0.25]]), torch.tensor([0, 1]))',
      'tensor(0.3750)',
    ],
    forward: (
      input: Tensor,
      target: Tensor,
      weight: Tensor | null,
      average: Flag,
      ignoreIndex: number,
      reduce: Flag,
      reduction: string,
    ) => nllLoss(input, target, weight, reductionOf(average, reduce, reduction), ignoreIndex),
  },
)
