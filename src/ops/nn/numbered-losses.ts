// Losses as functions of `torch`, which are those of `nn.functional` with numbers for reductions: 0 for none, which is also
// meant where none is given, 1 for the mean, 2 for the sum.
import { check } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { type Reduction, reductions } from '../reduce/reduction.js'
import { ctcLoss } from './ctc-loss.js'

function named(reduction: number): Reduction {
  check(reduction in reductions, () => `${reduction} is not a valid value for reduction`)
  return reductions[reduction]
}

/** A loss whose last parameter is the reduction, the others being those of `nn.functional` in its order. */
function loss(name: string, params: string, example: [args: string, output: string]): void {
  op(`${name}(${params}int reduction=0) -> Tensor`, {
    doc: `\`nn.functional.${name}\` with a number for the reduction: 0 for none, 1 for the mean, 2 for the sum.`,
    example: [`torch.${name}(${example[0]})`, example[1]],
    variants: 'function',
    forward: (...given: unknown[]) => {
      const reduction = named(given.pop() as number)
      const keywords = Object.fromEntries(paramNames(params).map((param, i) => [param, given[i]]))
      return call(`nn.functional.${name}`, [{ ...keywords, reduction }])
    },
  })
}

const paramNames = (params: string): string[] =>
  [...params.matchAll(/(\w+)(?:=[^,]*)?, /g)].map(([, name]) => name)

const pair = 'torch.tensor([0.5, 1.5]), torch.tensor([1, -1])'
loss(
  'binary_cross_entropy_with_logits',
  'Tensor input, Tensor target, Tensor? weight=None, Tensor? pos_weight=None, ',
  ['torch.tensor([0.5, 1.5]), torch.tensor([1.5, 0.5])', 'tensor([0.2241, 0.9514])'],
)
loss('hinge_embedding_loss', 'Tensor input, Tensor target, float margin=1.0, ', [
  pair,
  'tensor([0.5000, 0.0000])',
])
loss('margin_ranking_loss', 'Tensor input1, Tensor input2, Tensor target, float margin=0.0, ', [
  'torch.tensor([0.5, 1.5]), torch.tensor([1.5, 0.5]), torch.tensor([1, 1])',
  'tensor([1., 0.])',
])
loss('cosine_embedding_loss', 'Tensor input1, Tensor input2, Tensor target, float margin=0.0, ', [
  'torch.tensor([[1.5, 2]]), torch.tensor([[2, 1.5]]), torch.tensor([1])',
  'tensor([0.0400])',
])
loss(
  'triplet_margin_loss',
  'Tensor anchor, Tensor positive, Tensor negative, float margin=1.0, float p=2, float eps=1e-06, bool swap=False, ',
  ['torch.tensor([[0.5]]), torch.tensor([[1.5]]), torch.tensor([[0.5]])', 'tensor([2.0000])'],
)
loss('poisson_nll_loss', 'Tensor input, Tensor target, bool log_input, bool full, float eps, ', [
  'torch.tensor([0.5, 1.5]), torch.tensor([1.5, 0.5]), true, false, 1e-8, 2',
  'tensor(4.6304)',
])

op('kl_div(Tensor input, Tensor target, int reduction=0, *, bool log_target=False) -> Tensor', {
  doc: '`nn.functional.kl_div` with a number for the reduction: 0 for none, 1 for the mean, 2 for the sum.',
  example: ['torch.kl_div(torch.tensor([-0.5]), torch.tensor([0.5]))', 'tensor([-0.0966])'],
  forward: (input: Tensor, target: Tensor, reduction: number, log_target: boolean) =>
    call('nn.functional.kl_div', [input, target, { reduction: named(reduction), log_target }]),
})

for (const [overload, type, given] of [
  ['.intlist', 'int[]', '[2], [1]'],
  ['', 'Tensor', 'torch.tensor([2]), torch.tensor([1])'],
])
  op(
    `ctc_loss${overload}(Tensor log_probs, Tensor targets, ${type} input_lengths, ${type} target_lengths, int blank=0, ` +
      'int reduction=0, bool zero_infinity=False) -> Tensor',
    {
      doc: '`nn.functional.ctc_loss` with a number for the reduction: 0 for none, 1 for the mean, 2 for the sum.',
      example: [
        `torch.ctc_loss(torch.full([2, 1, 2], -0.5), torch.tensor([[1]]), ${given})`,
        'tensor([-0.0986])',
      ],
      forward: (
        logProbs: Tensor,
        targets: Tensor,
        inputLengths: Tensor | number[],
        targetLengths: Tensor | number[],
        blank: number,
        reduction: number,
        zero: boolean,
      ) => ctcLoss(logProbs, targets, inputLengths, targetLengths, blank, named(reduction), zero),
    },
  )
