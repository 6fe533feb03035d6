// Losses as modules: each holds the options of a function of `nn.functional` and calls it with input and target.
import { bind, byName } from '../base/keywords.js'
import { Float } from '../base/scalar.js'
import { AssertionError, ValueError } from '../base/errors.js'
import { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { pythonicMethods } from '../engine/python-call.js'
import { callable, type CallableClass } from './callable.js'
import { legacyReduction, LossBase, type Reduction, WeightedLossBase } from './loss-bases.js'
import { Module } from './module.js'

interface LossKeywords {
  /** Replaced by `reduction`. */
  size_average?: boolean | null
  /** Replaced by `reduction`. */
  reduce?: boolean | null
  /** `'mean'`, `'sum'`, or `'none'` for one loss an element. */
  reduction?: Reduction
}
/** A loss: how far `input` is from `target`. */
export type Loss<K extends object> = Module &
  Required<Omit<K, 'size_average' | 'reduce'>> & { readonly reduction: Reduction }
type LossClass<K extends object> = CallableClass<new (...args: [...positional: unknown[]] | [K]) => Loss<K>>

const deprecated = { size_average: null, reduce: null }

/**
 * Makes the class of a loss.
 *
 * @param path the op below `torch.nn.functional`
 * @param defaults what its constructor takes, in order
 * @param buffers options that are tensors and belong to the state
 * @param inputs what a call takes
 * @param check refuses options
 */
function loss<K extends object>(
  name: string,
  path: string,
  defaults: Record<string, unknown>,
  buffers: readonly string[] = [],
  inputs = 'input, target',
  check: (bound: Record<string, any>) => void = () => {},
): LossClass<K & LossKeywords> {
  const options = Object.keys(defaults).filter((option) => !(option in deprecated))
  const Base: new () => Module = buffers.includes('weight') ? WeightedLossBase : LossBase
  const Class = class extends Base {
    constructor(...args: unknown[]) {
      super()
      const bound = bind<Record<string, unknown>>(name, args, defaults)
      check(bound)
      for (const option of options) {
        if (buffers.includes(option)) this.register_buffer(option, bound[option] as Tensor | null)
        else (this as unknown as Record<string, unknown>)[option] = bound[option]
      }
      const legacy = legacyReduction(bound)
      if (legacy) (this as unknown as { reduction: Reduction }).reduction = legacy
    }
    override forward(...values: Tensor[]): Tensor {
      const own = this as unknown as Record<string, unknown>
      const keywords: Record<string, unknown> = {}
      for (const option of options) keywords[option] = own[option]
      return call(`nn.functional.${path}`, [...values, keywords]) as Tensor
    }
  }
  pythonicMethods(Class.prototype, name, [`forward(self, ${inputs})`])
  return callable(Class, name) as unknown as LossClass<K & LossKeywords>
}

const common = { ...deprecated, reduction: 'mean' }
type Weighted = { weight?: Tensor | null }

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a loss without options of its own
type None = {}

/**
 * Mean of the squared differences.
 *
 * @example
 * nn.MSELoss()(torch.tensor([0.5, 2.5]), torch.tensor([0.25, 1.5])) // tensor(0.5312)
 */
export const MSELoss = loss<None>('MSELoss', 'mse_loss', common)
/**
 * Mean of the absolute differences.
 *
 * @example
 * nn.L1Loss()(torch.tensor([0.5, 2.5]), torch.tensor([0.25, 1.5])) // tensor(0.6250)
 */
export const L1Loss = loss<None>('L1Loss', 'l1_loss', common)
/**
 * Squared below `beta`, absolute above.
 *
 * @example
 * nn.SmoothL1Loss()(torch.tensor([0.5, 2.5]), torch.tensor([0.25, 1.5])) // tensor(0.2656)
 */
export const SmoothL1Loss = loss<{ beta?: number | Float }>('SmoothL1Loss', 'smooth_l1_loss', {
  ...common,
  beta: new Float(1),
})
/**
 * `delta` times the smooth L1 loss.
 *
 * @example
 * nn.HuberLoss()(torch.tensor([0.5, 2.5]), torch.tensor([0.25, 1.5])) // tensor(0.2656)
 */
export const HuberLoss = loss<{ delta?: number | Float }>('HuberLoss', 'huber_loss', {
  reduction: 'mean',
  delta: new Float(1),
})
/**
 * Cross entropy of probabilities and targets in [0, 1].
 *
 * @example
 * nn.BCELoss()(torch.tensor([0.5, 0.25]), torch.tensor([1, 0]).float()) // tensor(0.4904)
 */
export const BCELoss = loss<Weighted>('BCELoss', 'binary_cross_entropy', { weight: null, ...common }, [
  'weight',
])
/**
 * A sigmoid and the binary cross entropy in one, without overflow.
 *
 * @example
 * nn.BCEWithLogitsLoss()(torch.tensor([0.5, -1.5]), torch.tensor([1, 0]).float()) // tensor(0.3377)
 */
export const BCEWithLogitsLoss = loss<Weighted & { pos_weight?: Tensor | null }>(
  'BCEWithLogitsLoss',
  'binary_cross_entropy_with_logits',
  { weight: null, ...common, pos_weight: null },
  ['weight', 'pos_weight'],
)
type Ignoring = Weighted & { ignore_index?: number }
/**
 * Minus the log-probability of the target class.
 *
 * @example
 * nn.NLLLoss()(torch.tensor([[-0.5, -1.5]]), torch.tensor([0])) // tensor(0.5000)
 */
export const NLLLoss = loss<Ignoring>(
  'NLLLoss',
  'nll_loss',
  { weight: null, size_average: null, ignore_index: -100, reduce: null, reduction: 'mean' },
  ['weight'],
)
/**
 * Log-softmax and the negative log-likelihood in one: takes scores, and classes or their probabilities.
 *
 * @example
 * nn.CrossEntropyLoss()(torch.tensor([[0.5, 1.5]]), torch.tensor([1])) // tensor(0.3133)
 */
export const CrossEntropyLoss = loss<Ignoring & { label_smoothing?: number }>(
  'CrossEntropyLoss',
  'cross_entropy',
  {
    weight: null,
    size_average: null,
    ignore_index: -100,
    reduce: null,
    reduction: 'mean',
    label_smoothing: new Float(0),
  },
  ['weight'],
)
/**
 * Kullback–Leibler divergence; the input is a log-probability.
 *
 * @example
 * nn.KLDivLoss({ reduction: 'sum' })(torch.tensor([0.5, 0.5]).log(), torch.tensor([0.25, 0.75])) // tensor(0.1308)
 */
export const KLDivLoss = loss<{ log_target?: boolean }>('KLDivLoss', 'kl_div', {
  ...common,
  log_target: false,
})

type Margin = { margin?: number | Float }
const three = 'input1, input2, target'

/**
 * Minus the log-likelihood of counts under a Poisson distribution.
 *
 * @example
 * nn.PoissonNLLLoss()(torch.tensor([0.5, 2.5]), torch.tensor([0.25, 1.5])) // tensor(4.9781)
 */
export const PoissonNLLLoss = loss<{ log_input?: boolean; full?: boolean; eps?: number }>(
  'PoissonNLLLoss',
  'poisson_nll_loss',
  {
    log_input: true,
    full: false,
    size_average: null,
    eps: 1e-8,
    reduce: null,
    reduction: 'mean',
  },
  [],
  'log_input, target',
)
/**
 * Minus the log-likelihood under normal noise of a given variance.
 *
 * @example
 * nn.GaussianNLLLoss()(torch.tensor([0.5, 2.5]), torch.tensor([0.25, 1.5]), torch.ones(2)) // tensor(0.2656)
 */
export const GaussianNLLLoss = loss<{ full?: boolean; eps?: number }>(
  'GaussianNLLLoss',
  'gaussian_nll_loss',
  { full: byName(false), eps: byName(1e-6), reduction: byName('mean') },
  [],
  'input, target, var',
)
/**
 * A distance where the target is 1, what it lacks to `margin` where it is -1.
 *
 * @example
 * nn.HingeEmbeddingLoss()(torch.tensor([0.5, 0.25]), torch.tensor([1, -1])) // tensor(0.6250)
 */
export const HingeEmbeddingLoss = loss<Margin>('HingeEmbeddingLoss', 'hinge_embedding_loss', {
  margin: new Float(1),
  ...common,
})
/**
 * How much too little one number is above another.
 *
 * @example
 * nn.MarginRankingLoss()(torch.tensor([0.5]), torch.tensor([1.5]), torch.tensor([1])) // tensor(1.)
 */
export const MarginRankingLoss = loss<Margin>(
  'MarginRankingLoss',
  'margin_ranking_loss',
  { margin: new Float(0), ...common },
  [],
  three,
)
/**
 * How far two vectors are from the same direction, or too near to it.
 *
 * @example
 * nn.CosineEmbeddingLoss()(torch.eye(2), torch.ones(2, 2), torch.ones(2)) // tensor(0.2929)
 */
export const CosineEmbeddingLoss = loss<Margin>(
  'CosineEmbeddingLoss',
  'cosine_embedding_loss',
  { margin: new Float(0), ...common },
  [],
  three,
)
/**
 * How much other classes come nearer to the target's score than `margin`.
 *
 * @example
 * nn.MultiMarginLoss()(torch.tensor([[0.5, 0.25]]), torch.tensor([1])) // tensor(0.6250)
 */
export const MultiMarginLoss = loss<Margin & Weighted & { p?: number }>(
  'MultiMarginLoss',
  'multi_margin_loss',
  { p: 1, margin: new Float(1), weight: null, ...common },
  ['weight'],
  'input, target',
  ({ p, weight }) => {
    if (p !== 1 && p !== 2) throw new ValueError('only p == 1 and p == 2 supported')
    if (weight instanceof Tensor && weight.sizes.length !== 1) throw new AssertionError('')
  },
)
/**
 * How much classes that are no labels come nearer to a label's score than 1.
 *
 * @example
 * nn.MultiLabelMarginLoss()(torch.tensor([[0.5, 0.25, 1]]), torch.tensor([[2, -1, 0]])) // tensor(0.2500)
 */
export const MultiLabelMarginLoss = loss<None>('MultiLabelMarginLoss', 'multilabel_margin_loss', common)
/**
 * Binary cross entropy of several labels at once.
 *
 * @example
 * nn.MultiLabelSoftMarginLoss()(torch.tensor([[0.5, -1.5]]), torch.tensor([[1, 0]])) // tensor(0.3377)
 */
export const MultiLabelSoftMarginLoss = loss<Weighted>(
  'MultiLabelSoftMarginLoss',
  'multilabel_soft_margin_loss',
  { weight: null, ...common },
  ['weight'],
)
/**
 * The logistic loss of labels 1 and -1.
 *
 * @example
 * nn.SoftMarginLoss()(torch.tensor([0.5, -1.5]), torch.tensor([1, -1])) // tensor(0.3377)
 */
export const SoftMarginLoss = loss<None>('SoftMarginLoss', 'soft_margin_loss', common)
/**
 * How much an anchor is not nearer to a positive than to a negative by `margin`.
 *
 * @example
 * nn.TripletMarginLoss()(torch.zeros(1, 2), torch.ones(1, 2), torch.ones(1, 2).mul(1.5)) // tensor(0.2929)
 */
export const TripletMarginLoss = loss<Margin & { p?: number | Float; eps?: number; swap?: boolean }>(
  'TripletMarginLoss',
  'triplet_margin_loss',
  { margin: new Float(1), p: new Float(2), eps: 1e-6, swap: false, ...common },
  [],
  'anchor, positive, negative',
)
/**
 * `TripletMarginLoss` with any distance.
 *
 * @example
 * nn.TripletMarginWithDistanceLoss()(torch.zeros(1, 2), torch.ones(1, 2), torch.ones(1, 2).mul(1.5)) // tensor(0.2929)
 */
export const TripletMarginWithDistanceLoss = loss<
  Margin & { distance_function?: ((a: Tensor, b: Tensor) => Tensor) | null; swap?: boolean }
>(
  'TripletMarginWithDistanceLoss',
  'triplet_margin_with_distance_loss',
  {
    distance_function: byName(null),
    margin: byName(new Float(1)),
    swap: byName(false),
    reduction: byName('mean'),
  },
  [],
  'anchor, positive, negative',
  (bound) => {
    bound.distance_function ??= PairwiseDistance()
  },
)
/**
 * The loss of texts under sequences, whatever step each letter falls into.
 *
 * @example
 * nn.CTCLoss()(torch.zeros(4, 1, 3).log_softmax(2), torch.tensor([[1, 2]]), torch.tensor([4]), torch.tensor([2]))
 * // tensor(0.8432)
 */
export const CTCLoss = loss<{ blank?: number; zero_infinity?: boolean }>(
  'CTCLoss',
  'ctc_loss',
  { blank: 0, reduction: 'mean', zero_infinity: false },
  [],
  'log_probs, targets, input_lengths, target_lengths',
)

interface DistanceKeywords {
  p?: number | Float
  eps?: number
  keepdim?: boolean
}
class PairwiseDistanceClass extends Module {
  norm: number | Float
  eps: number
  keepdim: boolean
  constructor(...args: [p?: number | Float, eps?: number, keepdim?: boolean] | [DistanceKeywords]) {
    super()
    const { p, eps, keepdim } = bind<DistanceKeywords>('PairwiseDistance', args, {
      p: new Float(2),
      eps: 1e-6,
      keepdim: false,
    })
    this.norm = p
    this.eps = eps
    this.keepdim = keepdim
  }
  override forward(x1: Tensor, x2: Tensor): Tensor {
    return call('nn.functional.pairwise_distance', [x1, x2, this.norm, this.eps, this.keepdim]) as Tensor
  }
}
/**
 * The p-norm of differences of vectors.
 *
 * @example
 * nn.PairwiseDistance()(torch.zeros(1, 2), torch.tensor([[3, 4]]).float()) // tensor([5.0000])
 */
export const PairwiseDistance = callable(PairwiseDistanceClass, 'PairwiseDistance')
export type PairwiseDistance = PairwiseDistanceClass

class CosineSimilarityClass extends Module {
  dim: number
  eps: number
  constructor(...args: [dim?: number, eps?: number] | [{ dim?: number; eps?: number }]) {
    super()
    const { dim, eps } = bind<{ dim?: number; eps?: number }>('CosineSimilarity', args, { dim: 1, eps: 1e-8 })
    this.dim = dim
    this.eps = eps
  }
  override forward(x1: Tensor, x2: Tensor): Tensor {
    return call('nn.functional.cosine_similarity', [x1, x2, this.dim, this.eps]) as Tensor
  }
}
/**
 * Cosine of the angle between two tensors along a dimension.
 *
 * @example
 * nn.CosineSimilarity(0)(torch.tensor([3, 4.5]), torch.tensor([4.5, 3])) // tensor(0.9231)
 */
export const CosineSimilarity = callable(CosineSimilarityClass, 'CosineSimilarity')
export type CosineSimilarity = CosineSimilarityClass
