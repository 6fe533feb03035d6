// Negative log-likelihoods: of counts, and of numbers under normal noise. Follows torch/nn/functional.py.
import { ValueError } from '../../base/errors.js'
import { sameSizes } from '../../base/layout.js'
import { no_grad } from '../../tensor/modes.js'
import type { Tensor } from '../../tensor/tensor.js'
import { op } from '../../engine/op.js'
import { checkedReduction, reduced, reductionName } from '../reduce/reduction.js'

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
      average: boolean | null,
      eps: number,
      reduce: boolean | null,
      reduction: string,
    ) => {
      const meant = reductionName(average, reduce, reduction)
      const checked = checkedReduction(meant)
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
      const meant = checkedReduction(reduction)
      if (spread.lt(0).any().item<boolean>()) throw new ValueError('var has negative entry/entries')
      const limited = spread.clone()
      no_grad(() => limited.clamp_(eps))
      let losses = limited.log().add(input.sub(target).pow(2).div(limited)).mul(0.5)
      if (full) losses = losses.add(0.5 * Math.log(2 * Math.PI))
      return reduced(losses, meant)
    },
  },
)
