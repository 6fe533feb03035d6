// `AdaptiveLogSoftmaxWithLoss`: a softmax of very many classes, the rare ones in clusters with narrower weights. Follows
// torch/nn/modules/adaptive.py.
import { RuntimeError, ValueError } from '../base/errors.js'
import { bind, required } from '../base/keywords.js'
import { Float } from '../base/scalar.js'
import { namedTuple, type NamedTuple } from '../base/tuple.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { usedAs } from '../engine/python-call.js'
import { callable } from './callable.js'
import { ModuleList, Sequential } from './containers.js'
import { type FactoryKeywords, Linear } from './linear.js'
import { Module } from './module.js'

interface AdaptiveKeywords extends FactoryKeywords {
  in_features?: number
  n_classes?: number
  cutoffs?: readonly number[]
  div_value?: number | Float
  head_bias?: boolean
}

const logSoftmax = (x: Tensor): Tensor => x.log_softmax(1)

function checkCutoffs(cutoffs: readonly number[], classes: number): void {
  const isRising = cutoffs.every((cutoff, i) => i === 0 || cutoff > cutoffs[i - 1])
  const isWithin = cutoffs.every((cutoff) => Number.isInteger(cutoff) && cutoff > 0 && cutoff <= classes - 1)
  if (cutoffs.length === 0 || !isRising || !isWithin)
    throw new ValueError(
      'cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each value is between ' +
        '1 and n_classes-1',
    )
}

class AdaptiveClass extends Module {
  in_features: number
  n_classes: number
  cutoffs: number[]
  div_value: number | Float
  head_bias: boolean
  shortlist_size: number
  n_clusters: number
  head_size: number
  head: Linear
  tail: ModuleList

  constructor(
    ...args:
      [in_features: number, n_classes: number, cutoffs: readonly number[], ...unknown[]] | [AdaptiveKeywords]
  ) {
    super()
    const options = bind<AdaptiveKeywords>('AdaptiveLogSoftmaxWithLoss', args, {
      in_features: required,
      n_classes: required,
      cutoffs: required,
      div_value: new Float(4),
      head_bias: false,
      device: null,
      dtype: null,
    })
    const { in_features, n_classes, dtype, device } = options
    const cutoffs = [...options.cutoffs].map(Number)
    checkCutoffs(cutoffs, n_classes)
    const where = { dtype, device }
    this.in_features = in_features
    this.n_classes = n_classes
    this.cutoffs = [...cutoffs, n_classes]
    this.div_value = options.div_value
    this.head_bias = options.head_bias
    this.shortlist_size = this.cutoffs[0]
    this.n_clusters = this.cutoffs.length - 1
    this.head_size = this.shortlist_size + this.n_clusters
    this.head = Linear(in_features, this.head_size, { bias: this.head_bias, ...where })
    this.tail = ModuleList()
    for (let i = 0; i < this.n_clusters; i++) {
      const width = Math.floor(in_features / Number(this.div_value) ** (i + 1))
      const size = this.cutoffs[i + 1] - this.cutoffs[i]
      const first = Linear(in_features, width, { bias: false, ...where })
      this.tail.append(Sequential(first, Linear(width, size, { bias: false, ...where })))
    }
  }
  reset_parameters(): void {
    this.head.reset_parameters()
    for (const layers of this.tail)
      for (const layer of layers as Sequential) (layer as Linear).reset_parameters()
  }

  override forward(input_: Tensor, target_: Tensor): NamedTuple<Tensor> {
    const rank = (usedAs('.dim', target_) as Tensor).sizes.length
    usedAs('.size', input_)
    if (rank > 1) throw new RuntimeError('0D or 1D target tensor expected, multi-target not supported')
    if (rank === 1 && input_.sizes[0] !== target_.sizes[0])
      throw new RuntimeError('Input and target should have the same size in the batch dimension.')
    if (input_.sizes.length !== rank + 1)
      throw new RuntimeError(
        `('${rank}D target tensor expects ${rank + 1}D input tensors, but found inputs with size', ${input_.shape.toString()})`,
      )
    const [input, target] = rank > 0 ? [input_, target_] : [input_.unsqueeze(0), target_.unsqueeze(0)]
    const batch = target.sizes[0]
    let places = target.new_zeros([batch])
    let output = input.new_zeros([batch])
    let used = 0
    for (let i = 0; i < this.cutoffs.length; i++) {
      const low = i === 0 ? 0 : this.cutoffs[i - 1]
      const isOwn = target.ge(low).logical_and(target.lt(this.cutoffs[i]))
      const rows = (call('nonzero', [isOwn]) as Tensor).reshape([-1])
      if (rows.count === 0) continue
      const own = target.index_select(0, rows).sub(low)
      if (i === 0) places = places.index_copy(0, rows, own)
      else {
        const logs = logSoftmax(this.tail.index(i - 1)(input.index_select(0, rows)) as Tensor)
        places = places.index_fill(0, rows, this.shortlist_size + i - 1)
        output = output.index_copy(0, rows, logs.gather(1, own.unsqueeze(1)).squeeze(1))
      }
      used += rows.count
    }
    if (used !== batch)
      throw new RuntimeError(
        `Target values should be in [0, ${this.n_classes - 1}], but values in range [${target.min().item<number>()}, ` +
          `${target.max().item<number>()}] were found. `,
      )
    const head = logSoftmax(this.head(input) as Tensor)
    output = output.add(head.gather(1, places.unsqueeze(1)).squeeze(1))
    const loss = output.neg().mean()
    return namedTuple('_ASMoutput', ['output', 'loss'], [rank > 0 ? output : output.squeeze(0), loss])
  }

  /** The log-probabilities of all classes, from the input and what the head made of it. */
  _get_full_log_prob(input: Tensor, head_output: Tensor): Tensor {
    const head = logSoftmax(head_output)
    const parts = [head.narrow(1, 0, this.shortlist_size)]
    for (let i = 0; i < this.n_clusters; i++) {
      const logs = logSoftmax(this.tail.index(i)(input) as Tensor)
      parts.push(logs.add(head.narrow(1, this.shortlist_size + i, 1)))
    }
    return call('cat', [parts, 1]) as Tensor
  }
  /** The log-probabilities of all classes. */
  log_prob(input: Tensor): Tensor {
    return this._get_full_log_prob(input, this.head(input) as Tensor)
  }
  /** The likeliest class of each row. */
  predict(input: Tensor): Tensor {
    return this.log_prob(input).argmax(1)
  }
}
/**
 * A softmax of very many classes, in clusters, with its loss (Grave et al., 2017).
 *
 * @example
 * nn.AdaptiveLogSoftmaxWithLoss(4, 6, [2])(torch.zeros(3, 4), torch.tensor([0, 1, 5])).output.shape // torch.Size([3])
 */
export const AdaptiveLogSoftmaxWithLoss = callable(AdaptiveClass, 'AdaptiveLogSoftmaxWithLoss')
export type AdaptiveLogSoftmaxWithLoss = AdaptiveClass
