// Losses of the scores of labels, one or several: logistic ones and margins. Follows ATen/native/Loss.cpp,
// LossMultiMargin.cpp, LossMultiLabelMargin.cpp and torch/nn/functional.py.
import { bool, canCast, int64 } from '../../base/dtype.js'
import { check, messages, RuntimeError, sizesText, ValueError } from '../../base/errors.js'
import { sameSizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { checkConstant } from '../pointwise/gradients.js'
import {
  checkedReduction,
  reduced,
  reductionName,
  type ReductionArguments,
  reductionOf,
  reductionParams,
} from '../reduce/reduction.js'

const zerosLike = (x: Tensor): Tensor => call('zeros_like', [x]) as Tensor

op(
  `nn.functional.multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight=None, ${reductionParams}) -> Tensor`,
  {
    doc: 'Binary cross entropy of several labels at once, each 0 or 1, averaged over them.',
    example: [
      'torch.nn.functional.multilabel_soft_margin_loss(torch.tensor([[0.5, -1.5]]), torch.tensor([[1, 0]]))',
      'tensor(0.3377)',
    ],
    forward: (input: Tensor, target: Tensor, weight: Tensor | null, ...how: ReductionArguments) => {
      const meant = reductionName(...how)
      const logSigmoid = (x: Tensor): Tensor => call('nn.functional.logsigmoid', [x]) as Tensor
      let losses = target
        .mul(logSigmoid(input))
        .add(target.rsub(1).mul(logSigmoid(input.neg())))
        .neg()
      if (weight !== null) losses = losses.mul(weight)
      losses = losses.sum(-1).div(input.size(-1))
      return reduced(losses, checkedReduction(meant))
    },
  },
)

op('_C._nn.soft_margin_loss(Tensor self, Tensor target, str reduction) -> Tensor', {
  doc: 'The work of `soft_margin_loss`.',
  device: true,
  validate: (_self: Tensor, target: Tensor) => checkConstant(target, 'soft_margin_loss', 'target'),
  compute: (self: Tensor, target: Tensor, reduction: 'none' | 'mean' | 'sum') => {
    // As PyTorch writes it, not `log1p`: complex numbers have that, too.
    const losses = self.neg().mul(target).exp().add(1).log()
    if (!canCast(losses.dtype, self.dtype))
      throw new RuntimeError(messages.inplaceCast(losses.dtype.scalarName, self.dtype.scalarName))
    return reduced(losses.to(self.dtype), reduction)
  },
  realGradient: true,
  backward: {
    self: (g, { self, target, reduction }) => {
      const z = target.neg().mul(self).exp()
      const slope = target.neg().mul(z).div(z.add(1))
      const n = reduction === 'mean' ? slope.count : 1
      return slope.mul(g.div(n))
    },
  },
})

op(`nn.functional.soft_margin_loss(Tensor input, Tensor target, ${reductionParams}) -> Tensor`, {
  doc: 'The logistic loss of labels 1 and -1: log(1 + exp(-t x)), averaged.',
  example: [
    'torch.nn.functional.soft_margin_loss(torch.tensor([0.5, -1.5]), torch.tensor([1, -1]))',
    'tensor(0.3377)',
  ],
  forward: (input: Tensor, target: Tensor, ...how: ReductionArguments) =>
    call('_C._nn.soft_margin_loss', [input, target, reductionOf(...how)]) as Tensor,
})

/** Scores as rows, one for each example, and their targets likewise. */
function rowsOf(self: Tensor, target: Tensor): [scores: Tensor, targets: Tensor] {
  const classes = self.sizes.length === 0 ? 1 : self.sizes[self.sizes.length - 1]
  const rows = self.sizes.length < 2 ? 1 : self.sizes[0]
  return [self.reshape([rows, classes]), target.reshape([rows, target.count / Math.max(rows, 1)])]
}

function checkScores(self: Tensor, target: Tensor, kernel: string): void {
  const rank = self.sizes.length
  check(
    rank <= 2 && self.count > 0,
    () =>
      `Expected non-empty vector or matrix with optional 0-dim batch size, but got: ${sizesText(self.sizes)}`,
  )
  check(self.dtype.is_floating_point, () => `"${kernel}" not implemented for '${self.dtype.scalarName}'`)
  check(target.dtype === int64, () => `expected scalar type Long but found ${target.dtype.scalarName}`)
}

const anyOf = (x: Tensor): boolean => x.any().item<boolean>()

/** How far each other class is too near to the target's, and which of these count. */
function marginsOf(self: Tensor, target: Tensor, margin: number): { gaps: Tensor; counts: Tensor } {
  const [x, y] = rowsOf(self, target)
  const gaps = x.sub(x.gather(1, y)).add(margin)
  const others = gaps.gt(0).scatter(1, y, false)
  return { gaps, counts: others }
}

/** What the loss of each example is multiplied by, in a column. */
function factorOf(self: Tensor, target: Tensor, weight: Tensor | null, isMean: boolean): Tensor {
  const [x, y] = rowsOf(self, target)
  const [rows, classes] = x.sizes
  const share = 1 / (classes * (isMean ? rows : 1))
  if (weight === null) return x.new_full([rows, 1], share)
  return weight
    .index_select(0, y.reshape([-1]))
    .unsqueeze(1)
    .mul(share)
}

op(
  '_C._nn.multi_margin_loss(Tensor self, Tensor target, int p, float margin, Tensor? weight, str reduction) -> Tensor',
  {
    doc: 'The work of `multi_margin_loss`.',
    node: 'MultiMarginLossBackward0',
    device: true,
    validate: (self: Tensor, target: Tensor, _p: number, _margin: number, weight: Tensor | null) => {
      checkScores(self, target, 'multi_margin_loss_cpu_kernel')
      const [x] = [self.sizes.length < 2 ? 1 : self.sizes[0]]
      check(
        target.sizes.length <= 1 && target.count === x,
        () => `inconsistent target size, got: ${sizesText(target.sizes)}`,
      )
      const classes = self.sizes.length === 0 ? 1 : self.sizes[self.sizes.length - 1]
      check(
        weight === null || weight.count === classes,
        () => `inconsistent weight size, got: ${sizesText(weight?.sizes ?? [])}`,
      )
      check(
        weight === null || weight.dtype === self.dtype,
        () => `expected scalar type ${self.dtype.scalarName} but found ${weight?.dtype.scalarName}`,
      )
      if (anyOf(target.lt(0).logical_or(target.ge(classes)))) throw new RuntimeError('target out of range')
    },
    compute: (
      self: Tensor,
      target: Tensor,
      p: number,
      margin: number,
      weight: Tensor | null,
      reduction: string,
    ) => {
      const { gaps, counts } = marginsOf(self, target, margin)
      const losses = (p === 1 ? gaps : gaps.square()).mul(counts)
      const each = losses.mul(factorOf(self, target, weight, reduction === 'mean')).sum(1)
      return reduction === 'none' ? each.view(target.sizes) : each.sum()
    },
    backward: {
      self: (g, { self, target, p, margin, weight, reduction }) => {
        const { gaps, counts } = marginsOf(self, target, margin)
        const factor = factorOf(self, target, weight, reduction === 'mean')
        const slopes = (p === 1 ? counts.to(self.dtype) : gaps.mul(2).mul(counts)).mul(factor)
        const [, y] = rowsOf(self, target)
        const own = slopes.sum(1, true).neg()
        const gradient = slopes.add(zerosLike(slopes).scatter_add(1, y, own))
        const outer = reduction === 'none' ? g.reshape([-1, 1]) : g
        return gradient.mul(outer).view(self.sizes)
      },
    },
  },
)

op(
  'nn.functional.multi_margin_loss(Tensor input, Tensor target, int p=1, float margin=1.0, Tensor? weight=None, ' +
    `${reductionParams}) -> Tensor`,
  {
    doc: 'How much other classes come nearer to the target’s score than `margin`, averaged over the classes.',
    example: [
      'torch.nn.functional.multi_margin_loss(torch.tensor([[0.5, 0.25, 1]]), torch.tensor([2]))',
      'tensor(0.2500)',
    ],
    forward: (
      input: Tensor,
      target: Tensor,
      p: number,
      margin: number,
      weight: Tensor | null,
      ...how: ReductionArguments
    ) => {
      const meant = reductionOf(...how)
      if (p !== 1 && p !== 2) throw new ValueError('only p == 1 and p == 2 supported')
      if (weight !== null && weight.sizes.length !== 1) throw new ValueError('weight must be one-dimensional')
      return call('_C._nn.multi_margin_loss', [input, target, p, margin, weight, meant]) as Tensor
    },
  },
)

/** For each label the gaps to the classes that are none: which labels count, and which of the gaps. */
function labelGaps(self: Tensor, target: Tensor): { gaps: Tensor; counts: Tensor; labels: Tensor } {
  const [x, y] = rowsOf(self, target)
  // Labels end at the first -1.
  const isLabel = y.ge(0).to(int64).cumprod(1)
  const labels = y.mul(isLabel)
  const isTarget = zerosLike(y).scatter_add(1, labels, isLabel).gt(0)
  const gaps = x.unsqueeze(1).sub(x.gather(1, labels).unsqueeze(2)).add(1)
  const counts = gaps
    .gt(0)
    .logical_and(isLabel.to(bool).unsqueeze(2))
    .logical_and(isTarget.logical_not().unsqueeze(1))
  return { gaps, counts, labels }
}

op('_C._nn.multilabel_margin_loss(Tensor self, Tensor target, str reduction) -> Tensor', {
  doc: 'The work of `multilabel_margin_loss`.',
  node: 'MultilabelMarginLossBackward0',
  device: true,
  validate: (self: Tensor, target: Tensor) => {
    checkScores(self, target, 'multilabel_margin_loss_forward_out_frame')
    check(
      sameSizes(self.sizes, target.sizes) || (self.sizes.length === 0 && target.count === 1),
      () => `inconsistent size ${sizesText(target.sizes)} for argument #2 'target'`,
    )
    const classes = self.sizes.length === 0 ? 1 : self.sizes[self.sizes.length - 1]
    if (anyOf(target.lt(-1).logical_or(target.ge(classes))))
      throw new RuntimeError("argument #2 'target' is out of range")
  },
  compute: (self: Tensor, target: Tensor, reduction: string) => {
    const { gaps, counts } = labelGaps(self, target)
    const [rows, classes] = gaps.sizes
    const each = gaps.mul(counts).sum([1, 2]).div(classes)
    if (reduction === 'none') return self.sizes.length < 2 ? each.reshape([]) : each
    return reduction === 'mean' ? each.sum().div(rows) : each.sum()
  },
  backward: {
    self: (g, { self, target, reduction }) => {
      const { counts, labels } = labelGaps(self, target)
      const [rows, classes] = counts.sizes
      const each = counts.to(self.dtype)
      const slopes = each.sum(1).sub(zerosLike(each.sum(1)).scatter_add(1, labels, each.sum(2)))
      const outer = reduction === 'none' ? g.reshape([-1, 1]) : reduction === 'mean' ? g.div(rows) : g
      return slopes.div(classes).mul(outer).view(self.sizes)
    },
  },
})

op(`nn.functional.multilabel_margin_loss(Tensor input, Tensor target, ${reductionParams}) -> Tensor`, {
  doc: 'How much classes that are no labels come nearer to a label’s score than 1. A row of labels ends at the first -1.',
  example: [
    'torch.nn.functional.multilabel_margin_loss(torch.tensor([[0.5, 0.25, 1]]), torch.tensor([[2, -1, 0]]))',
    'tensor(0.2500)',
  ],
  forward: (input: Tensor, target: Tensor, ...how: ReductionArguments) =>
    call('_C._nn.multilabel_margin_loss', [input, target, reductionOf(...how)]) as Tensor,
})
