// Losses made of other ops: margins between numbers, distances and labels, and negative log-likelihoods of counts and of
// normal noise. Follows ATen/native/Loss.cpp and torch/nn/functional.py.
import { bool, int64 } from '../../base/dtype.js'
import { check, RuntimeError, sizesText, ValueError } from '../../base/errors.js'
import { sameSizes } from '../../base/layout.js'
import { Float } from '../../base/scalar.js'
import { no_grad } from '../../tensor/modes.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { reduced, reductionOf, reductionParams } from '../reduce/reduction.js'

type Flag = boolean | null

const where = (condition: Tensor, a: Tensor, b: Tensor): Tensor => call('where', [condition, a, b]) as Tensor
const zerosLike = (x: Tensor): Tensor => call('zeros_like', [x]) as Tensor

// ---- margins ----

op(
  `nn.functional.margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, ${reductionParams}) -> Tensor`,
  {
    doc: 'How much too little `input1` is above `input2` where `target` is 1, below where it is -1: max(0, -t (a - b) + margin).',
    example: [
      'torch.nn.functional.margin_ranking_loss(torch.tensor([0.5, 2]), torch.tensor([1.5, 1]), torch.tensor([1, 1]))',
      'tensor(0.5000)',
    ],
    forward: (
      a: Tensor,
      b: Tensor,
      target: Tensor,
      margin: number,
      average: Flag,
      reduce: Flag,
      reduction: string,
    ) => {
      const meant = reductionOf(average, reduce, reduction)
      const ranks = [a, b, target].map((x) => x.sizes.length)
      check(
        ranks[0] === ranks[1] && ranks[0] === ranks[2],
        () =>
          'margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: ' +
          `${a.shape.toString()}, input2: ${b.shape.toString()}, target: ${target.shape.toString()} `,
      )
      return reduced(target.neg().mul(a.sub(b)).add(new Float(margin)).clamp_min(0), meant)
    },
  },
)

op(
  `nn.functional.hinge_embedding_loss(Tensor input, Tensor target, float margin=1.0, ${reductionParams}) -> Tensor`,
  {
    doc: 'The distance `input` where `target` is 1, and what it lacks to `margin` where it is -1.',
    example: [
      'torch.nn.functional.hinge_embedding_loss(torch.tensor([0.5, 0.25]), torch.tensor([1, -1]))',
      'tensor(0.6250)',
    ],
    forward: (
      input: Tensor,
      target: Tensor,
      margin: number,
      average: Flag,
      reduce: Flag,
      reduction: string,
    ) => {
      const meant = reductionOf(average, reduce, reduction)
      const none = zerosLike(input)
      const far = where(target.ne(1), input.rsub(new Float(margin)).clamp_min(0), none)
      return reduced(far.add(where(target.ne(-1), input, none)), meant)
    },
  },
)

op(
  `nn.functional.cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, ${reductionParams}) -> Tensor`,
  {
    doc: '1 minus the cosine of the angle where `target` is 1, and the cosine above `margin` where it is -1.',
    example: [
      'torch.nn.functional.cosine_embedding_loss(torch.tensor([3, 4.5]), torch.tensor([4.5, 3]), torch.tensor(-1))',
      'tensor(0.9231)',
    ],
    forward: (
      a: Tensor,
      b: Tensor,
      target: Tensor,
      margin: number,
      average: Flag,
      reduce: Flag,
      reduction: string,
    ) => {
      const meant = reductionOf(average, reduce, reduction)
      const rank = target.sizes.length
      check(rank <= 1, () => '0D or 1D target tensor expected, multi-target not supported')
      check(
        a.sizes.length === rank + 1 && b.sizes.length === rank + 1,
        () =>
          `${rank}D target tensor expects ${rank + 1}D input tensors, but found inputs with sizes ${sizesText(a.sizes)} and ` +
          `${sizesText(b.sizes)}.`,
      )
      const products = a.mul(b).sum(rank)
      const lengths = a.mul(a).sum(rank).add(1e-12).mul(b.mul(b).sum(rank).add(1e-12)).sqrt()
      const cosine = products.div(lengths)
      const none = zerosLike(cosine)
      const alike = where(target.eq(1), cosine.rsub(1), none)
      return reduced(alike.add(where(target.eq(-1), cosine.sub(margin).clamp_min(0), none)), meant)
    },
  },
)

op('pairwise_distance(Tensor x1, Tensor x2, float p=2, float eps=1e-06, bool keepdim=False) -> Tensor', {
  doc: 'The p-norm of the difference of the vectors in the last dimension; `eps` is added to each difference.',
  example: [
    'torch.pairwise_distance(torch.tensor([[1.5, 2]]), torch.tensor([[4.5, 6]]))',
    'tensor([5.0000])',
  ],
  aliases: ['nn.functional.pairwise_distance'],
  variants: 'function',
  forward: (a: Tensor, b: Tensor, p: number, eps: number, keepdim: boolean) => {
    const last = Math.max(a.sizes.length, b.sizes.length) - 1
    return call('norm', [a.sub(b).add(new Float(eps)), p, last, keepdim]) as Tensor
  },
})

const distance = (a: Tensor, b: Tensor, p: number, eps: number): Tensor =>
  call('pairwise_distance', [a, b, p, eps]) as Tensor

op(
  'nn.functional.triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float margin=1.0, float p=2, ' +
    `float eps=1e-06, bool swap=False, ${reductionParams}) -> Tensor`,
  {
    doc:
      'How much the anchor is not nearer to the positive than to the negative by `margin`. `swap` takes the negative’s ' +
      'distance to the positive where that is smaller.',
    example: [
      'torch.nn.functional.triplet_margin_loss(torch.zeros(1, 2), torch.ones(1, 2), torch.ones(1, 2).mul(1.5))',
      'tensor(0.2929)',
    ],
    forward: (
      anchor: Tensor,
      positive: Tensor,
      negative: Tensor,
      margin: number,
      p: number,
      eps: number,
      swap: boolean,
      average: Flag,
      reduce: Flag,
      reduction: string,
    ) => {
      const meant = reductionOf(average, reduce, reduction)
      const ranks = [anchor, positive, negative].map((x) => x.sizes.length)
      check(
        ranks[0] === ranks[1] && ranks[0] === ranks[2],
        () =>
          `All inputs should have same dimension but got ${ranks[0]}D, ${ranks[1]}D and ${ranks[2]}D inputs.`,
      )
      const near = distance(anchor, positive, p, eps)
      let far = distance(anchor, negative, p, eps)
      if (swap) far = call('minimum', [far, distance(positive, negative, p, eps)]) as Tensor
      return reduced(near.add(margin).sub(far).clamp_min(0), meant)
    },
  },
)

op(
  'nn.functional.triplet_margin_with_distance_loss(Tensor anchor, Tensor positive, Tensor negative, *, any distance_function=None, ' +
    "float margin=1.0, bool swap=False, str reduction='mean') -> Tensor",
  {
    doc: '`triplet_margin_loss` with any distance: a function of two tensors.',
    example: [
      'torch.nn.functional.triplet_margin_with_distance_loss(torch.zeros(1, 2), torch.ones(1, 2), torch.ones(1, 2).mul(1.5))',
      'tensor(0.2929)',
    ],
    forward: (
      anchor: Tensor,
      positive: Tensor,
      negative: Tensor,
      measure: ((a: Tensor, b: Tensor) => Tensor) | null,
      margin: number,
      swap: boolean,
      reduction: string,
    ) => {
      const between = measure ?? ((a: Tensor, b: Tensor) => distance(a, b, 2, 1e-6))
      const near = between(anchor, positive)
      let far = between(anchor, negative)
      if (swap) far = call('min', [far, between(positive, negative)]) as Tensor
      const meant = reductionOf(null, null, reduction)
      return reduced(near.sub(far).add(margin).clamp(0), meant)
    },
  },
)

// ---- labels ----

op(
  `nn.functional.multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight=None, ${reductionParams}) -> Tensor`,
  {
    doc: 'Binary cross entropy of several labels at once, each 0 or 1, averaged over them.',
    example: [
      'torch.nn.functional.multilabel_soft_margin_loss(torch.tensor([[0.5, -1.5]]), torch.tensor([[1, 0]]))',
      'tensor(0.3377)',
    ],
    forward: (
      input: Tensor,
      target: Tensor,
      weight: Tensor | null,
      average: Flag,
      reduce: Flag,
      reduction: string,
    ) => {
      const meant = average !== null || reduce !== null ? reductionOf(average, reduce, reduction) : reduction
      const logSigmoid = (x: Tensor): Tensor => call('nn.functional.logsigmoid', [x]) as Tensor
      let losses = target
        .mul(logSigmoid(input))
        .add(target.rsub(1).mul(logSigmoid(input.neg())))
        .neg()
      if (weight !== null) losses = losses.mul(weight)
      const last = input.sizes.length - 1
      losses = losses.sum(last).div(input.sizes[last])
      return reduced(losses, named(meant))
    },
  },
)

/** The reductions as Python code checks them that has no other check. */
function named(reduction: string): 'none' | 'mean' | 'sum' {
  if (reduction === 'none' || reduction === 'mean' || reduction === 'sum') return reduction
  throw new ValueError(`${reduction} is not valid`)
}

op('_C._nn.soft_margin_loss(Tensor self, Tensor target, str reduction) -> Tensor', {
  doc: 'The work of `soft_margin_loss`.',
  device: true,
  compute: (self: Tensor, target: Tensor, reduction: 'none' | 'mean' | 'sum') =>
    reduced(self.neg().mul(target).exp().log1p(), reduction),
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
  forward: (input: Tensor, target: Tensor, average: Flag, reduce: Flag, reduction: string) =>
    call('_C._nn.soft_margin_loss', [input, target, reductionOf(average, reduce, reduction)]) as Tensor,
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
      average: Flag,
      reduce: Flag,
      reduction: string,
    ) => {
      const meant = reductionOf(average, reduce, reduction)
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
  forward: (input: Tensor, target: Tensor, average: Flag, reduce: Flag, reduction: string) =>
    call('_C._nn.multilabel_margin_loss', [input, target, reductionOf(average, reduce, reduction)]) as Tensor,
})

// ---- likelihoods ----

op(
  'nn.functional.poisson_nll_loss(Tensor input, Tensor target, bool log_input=True, bool full=False, bool? size_average=None, ' +
    "float eps=1e-08, bool? reduce=None, str reduction='mean') -> Tensor",
  {
    doc: 'Minus the log-likelihood of counts under a Poisson distribution with rate exp(input), or `input` itself.',
    example: [
      'torch.nn.functional.poisson_nll_loss(torch.tensor([0.5, 1]), torch.tensor([2, 3]))',
      'tensor(0.1835)',
    ],
    forward: (
      input: Tensor,
      target: Tensor,
      isLog: boolean,
      full: boolean,
      average: Flag,
      eps: number,
      reduce: Flag,
      reduction: string,
    ) => {
      const meant = average !== null || reduce !== null ? reductionOf(average, reduce, reduction) : reduction
      const checked = named(meant)
      let losses = isLog ? input.exp().sub(target.mul(input)) : input.sub(target.mul(input.add(eps).log()))
      if (full) {
        const stirling = target
          .mul(target.log())
          .sub(target)
          .add(
            target
              .mul(2 * Math.PI)
              .log()
              .mul(0.5),
          )
        losses = losses.add(stirling.masked_fill(target.le(1), 0))
      }
      return reduced(losses, checked)
    },
  },
)

op(
  'nn.functional.gaussian_nll_loss(Tensor input, Tensor target, Tensor var, bool full=False, float eps=1e-06, ' +
    "str reduction='mean') -> Tensor",
  {
    doc: 'Minus the log-likelihood of `target` under normal noise with mean `input` and variance `var`, up to a constant.',
    example: [
      'torch.nn.functional.gaussian_nll_loss(torch.zeros(2), torch.tensor([0.5, 1]), torch.ones(2).mul(0.5))',
      'tensor(0.2784)',
    ],
    forward: (
      input: Tensor,
      target: Tensor,
      variance: Tensor,
      full: boolean,
      eps: number,
      reduction: string,
    ) => {
      let spread = variance
      const [all, own] = [input.sizes, variance.sizes]
      if (!sameSizes(all, own)) {
        const front = all.slice(0, -1)
        if (sameSizes(front, own)) spread = spread.unsqueeze(-1)
        else if (!(sameSizes(front, own.slice(0, -1)) && own[own.length - 1] === 1))
          throw new ValueError('var is of incorrect size')
      }
      const meant = named(reduction)
      if (anyOf(spread.lt(0))) throw new ValueError('var has negative entry/entries')
      const limited = spread.clone()
      no_grad(() => limited.clamp_(eps))
      let losses = limited.log().add(input.sub(target).pow(2).div(limited)).mul(0.5)
      if (full) losses = losses.add(0.5 * Math.log(2 * Math.PI))
      return reduced(losses, meant)
    },
  },
)
