// `ctc_loss`: how surprising texts are under sequences of log-probabilities, whatever step each letter falls into. Follows
// ATen/native/LossCTC.cpp.
import { modes } from '../../tensor/modes.js'
import { bool, notImplementedFor } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { notDifferentiable } from '../pointwise/gradients.js'
import { run } from '../../engine/run.js'
import { ctc } from '../../kernels/ctc.js'
import { type Reduction, reductionOf, reductions } from '../reduce/reduction.js'

const numbersIn = (x: Tensor): number[] => (x.reshape([-1]).tolist() as (number | bigint)[]).map(Number)

/** The text of each sequence: rows of a matrix, or one behind the other. */
function textsOf(targets: Tensor, lengths: readonly number[]): number[][] {
  const all = numbersIn(targets)
  const width = targets.sizes.length === 2 ? targets.sizes[1] : null
  let at = 0
  return lengths.map((length, b) => {
    const start = width === null ? at : b * width
    at += length
    return all.slice(start, start + length)
  })
}

function checkCall(
  logs: Tensor,
  targets: Tensor,
  steps: readonly number[],
  lengths: readonly number[],
  blank: number,
): void {
  const where = '(while checking arguments for ctc_loss_cpu)'
  const [longest, batch, classes] = logs.sizes
  check(blank >= 0 && blank < classes, () => 'blank must be in label range')
  check(steps.length === batch, () => 'input_lengths must be of size batch_size')
  check(lengths.length === batch, () => 'target_lengths must be of size batch_size')
  if (targets.sizes.length === 1) {
    const total = lengths.reduce((sum, length) => sum + length, 0)
    check(
      targets.sizes[0] === total,
      () =>
        `Expected tensor to have size ${total} at dimension 0, but got size ${targets.sizes[0]} for argument #2 'targets' ` +
        where,
    )
  } else {
    const most = Math.max(0, ...lengths)
    check(
      targets.sizes[1] >= most,
      () =>
        `Expected tensor to have size at least ${most} at dimension 1, but got size ${targets.sizes[1]} for argument #2 ` +
        `'targets' ${where}`,
    )
  }
  for (const length of steps)
    check(
      length <= longest,
      () => `Expected input_lengths to have value at most ${longest}, but got value ${length} ${where}`,
    )
}

op(
  '_ctc_loss(Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, int blank, bool zero_infinity) -> ' +
    '(Tensor neg_log_likelihood, Tensor slope)',
  {
    doc: 'The loss of each sequence, and its slope.',
    node: 'CtcLossBackward0',
    tuple: null,
    compute: (logs: Tensor, targets: Tensor, steps: number[], lengths: number[], blank: number) => {
      checkCall(logs, targets, steps, lengths, blank)
      if (!logs.dtype.is_floating_point || logs.dtype.isHalf) notImplementedFor('ctc_loss_cpu', logs.dtype)
      const [, batch, classes] = logs.sizes
      const loss = emptyTensor([batch], logs.dtype, logs.device)
      const slope = logs.new_zeros(logs.sizes)
      run(ctc, [loss, slope, logs.contiguous()], {
        batch,
        classes,
        blank,
        texts: textsOf(targets, lengths),
        steps,
      })
      return [loss, slope]
    },
    backward: {
      log_probs: (g, { neg_log_likelihood, slope, zero_infinity }) => {
        if (modes.grad) notDifferentiable('aten::_ctc_loss_backward')()
        const gradient = slope.mul(g.view([1, -1, 1]))
        if (!zero_infinity) return gradient
        return gradient.masked_fill(neg_log_likelihood.eq(Infinity).view([1, -1, 1]), 0)
      },
    },
  },
)

op(
  'nn.functional.ctc_loss(Tensor log_probs, Tensor targets, any input_lengths, any target_lengths, int blank=0, ' +
    "str reduction='mean', bool zero_infinity=False) -> Tensor",
  {
    doc:
      'Minus the log-probability of texts, summed over all ways in which their letters, with blanks between, fill the steps. ' +
      '`log_probs` has steps, batch and classes.',
    example: [
      'torch.nn.functional.ctc_loss(torch.zeros(3, 1, 2).log_softmax(2), torch.tensor([[1]]), torch.tensor([3]), torch.tensor([1]))',
      'tensor(0.2877)',
    ],
    forward: (
      logs: Tensor,
      targets: Tensor,
      inputLengths: unknown,
      targetLengths: unknown,
      blank: number,
      reduction: string,
      zeroInfinity: boolean,
    ) =>
      // The function of `torch` tells lists of ints from tensors, and refuses all else.
      call('ctc_loss', [
        ...[logs, targets, inputLengths, targetLengths, blank],
        ...[reductions.indexOf(reductionOf(null, null, reduction)), zeroInfinity],
      ]),
  },
)

const lengthsOf = (lengths: Tensor | readonly number[], name: string): readonly number[] => {
  if (Array.isArray(lengths)) return lengths as readonly number[]
  const { dtype } = lengths as Tensor
  check(dtype.isIntegral && dtype !== bool, () => `${name} must be integral`)
  return numbersIn(lengths as Tensor)
}

/** The loss of a call whose arguments are of the types that `torch.ctc_loss` takes. */
export function ctcLoss(
  logs: Tensor,
  targets: Tensor,
  inputLengths: Tensor | readonly number[],
  targetLengths: Tensor | readonly number[],
  blank: number,
  reduction: Reduction,
  zeroInfinity: boolean,
): Tensor {
  const isBatched = logs.sizes.length === 3
  const all = isBatched ? logs : logs.unsqueeze(1)
  const steps = lengthsOf(inputLengths, 'input_lengths')
  const lengths = lengthsOf(targetLengths, 'target_lengths')
  let [losses] = call('_ctc_loss', [all, targets, steps, lengths, blank, zeroInfinity]) as Tensor[]
  if (zeroInfinity) losses = call('where', [losses.eq(Infinity), losses.new_zeros([]), losses]) as Tensor
  if (reduction === 'mean') {
    const divisors = call('tensor', [lengths, { dtype: losses.dtype, device: losses.device }]) as Tensor
    return losses.div(divisors.clamp_min(1)).mean()
  }
  if (reduction === 'sum') return losses.sum()
  return isBatched ? losses : losses.squeeze(0)
}
