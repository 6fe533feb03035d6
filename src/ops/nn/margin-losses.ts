// Losses of margins between numbers and between distances. Follows ATen/native/Loss.cpp and torch/nn/functional.py.
import { check, sizesText } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { reduced, type ReductionArguments, reductionOf, reductionParams } from '../reduce/reduction.js'

const where = (condition: Tensor, a: Tensor, b: Tensor): Tensor => call('where', [condition, a, b]) as Tensor
const zerosLike = (x: Tensor): Tensor => call('zeros_like', [x]) as Tensor

op(
  `nn.functional.margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float margin=0, ${reductionParams}) -> Tensor`,
  {
    doc: 'How much too little `input1` is above `input2` where `target` is 1, below where it is -1: max(0, -t (a - b) + margin).',
    example: [
      'torch.nn.functional.margin_ranking_loss(torch.tensor([0.5, 2]), torch.tensor([1.5, 1]), torch.tensor([1, 1]))',
      'tensor(0.5000)',
    ],
    forward: (a: Tensor, b: Tensor, target: Tensor, margin: number, ...how: ReductionArguments) => {
      const meant = reductionOf(...how)
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
    forward: (input: Tensor, target: Tensor, margin: number, ...how: ReductionArguments) => {
      const meant = reductionOf(...how)
      const none = zerosLike(input)
      // PyTorch makes a tensor of the input's dtype of it.
      const gap = input.is_floating_point() ? new Float(margin) : Math.trunc(margin)
      const far = where(target.ne(1), input.rsub(gap).clamp_min(0), none)
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
    forward: (a: Tensor, b: Tensor, target: Tensor, margin: number, ...how: ReductionArguments) => {
      const meant = reductionOf(...how)
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
      ...how: ReductionArguments
    ) => {
      const meant = reductionOf(...how)
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
