// Adam and AdamW: steps scaled by running means of the gradient and of its square. Follows torch/optim/adam.py.
import { type Arguments, bind, byName, required } from '../base/keywords.js'
import { callable } from '../nn/callable.js'
import { run } from '../engine/run.js'
import { power } from '../kernels/accurate.js'
import { adam } from '../kernels/optimizer.js'
import { float32 } from '../base/dtype.js'
import { type Tensor, zerosTensor } from '../tensor/tensor.js'
import { Tuple } from '../base/tuple.js'
import {
  checkOption,
  countStep,
  descent,
  isOneLoop,
  Optimizer,
  type Option,
  type ParamGroup,
  type Params,
  real,
  zerosLike,
} from './optimizer.js'
import { checkBetas } from './options.js'

interface AdamWKeywords {
  params?: Params
  lr?: Option
  betas?: readonly Option[]
  eps?: Option
  weight_decay?: Option
  amsgrad?: boolean
  maximize?: boolean
  foreach?: boolean | null
  capturable?: boolean
}
interface AdamKeywords extends AdamWKeywords {
  differentiable?: boolean
  fused?: boolean
}
type AdamArguments<K extends AdamWKeywords> = Arguments<
  [params: Params],
  [lr?: Option, betas?: readonly Option[], eps?: Option, weight_decay?: Option, amsgrad?: boolean],
  K
>

interface AdamState extends Record<string, unknown> {
  /** How many steps were taken, as a tensor: PyTorch keeps it so. */
  step: Tensor
  exp_avg: Tensor
  exp_avg_sq: Tensor
  max_exp_avg_sq?: Tensor
}

/** What one step of one parameter needs, as numbers. */
interface Moments {
  beta1: number
  beta2: number
  eps: number
  maximize: boolean
  /** Weight decay that joins the gradient. */
  decay: number
  /** What the weights are multiplied by first; 1 for Adam. */
  shrink: number
  /** How many steps the corrections below are for. */
  steps: number
  /** `lr`, corrected for the first mean's start at zero. */
  stepSize: number
  /** The same of the second mean, as a divisor of its root. */
  correction: number
}

class AdamBase extends Optimizer {
  /** @param decoupled weight decay as in AdamW: shrinks the weights instead of joining the gradient */
  readonly #decoupled: boolean

  constructor(
    params: Params,
    defaults: Record<string, unknown> & Required<Omit<AdamWKeywords, 'params'>>,
    decoupled: boolean,
  ) {
    const { lr, betas, eps, weight_decay } = defaults
    checkOption(Number(lr) >= 0, 'Invalid learning rate', lr, '<=')
    checkOption(Number(eps) >= 0, 'Invalid epsilon value', eps, '<=')
    checkBetas(betas)
    checkOption(Number(weight_decay) >= 0, 'Invalid weight_decay value', weight_decay, '<=')
    super(params, { ...defaults, betas: Tuple.from(betas) })
    this.#decoupled = decoupled
  }

  /** Old states, and those written as JSON, have the count as a number. */
  protected override readonly scalars = ['step']

  protected override update(group: ParamGroup): void {
    const moments = momentsOf(group, this.#decoupled)
    for (const param of group.params) {
      const grad = param.gradient
      if (grad === null) continue
      const state = this.stateOf<AdamState>(param, () => startOf(param, Boolean(group.amsgrad)))
      const { step } = state
      const steps = countStep(step)
      correct(moments, Number(group.lr), steps)
      const largest = group.amsgrad ? state.max_exp_avg_sq! : null
      const isPlain = isOneLoop(param, grad, state.exp_avg, state.exp_avg_sq, largest)
      const move = isPlain ? moveInOneLoop : moveByOps
      move(param, grad, state, largest, this.#decoupled, moments)
    }
  }
}

function momentsOf(group: ParamGroup, decoupled: boolean): Moments {
  const [beta1, beta2] = (group.betas as Option[]).map(Number)
  const decay = Number(group.weight_decay)
  return {
    beta1,
    beta2,
    eps: Number(group.eps),
    maximize: Boolean(group.maximize),
    decay: decoupled ? 0 : decay,
    shrink: decoupled ? 1 - Number(group.lr) * decay : 1,
    steps: 0,
    stepSize: 0,
    correction: 0,
  }
}

/** Brings the corrections to this number of steps: nearly always that of the parameter before. */
function correct(moments: Moments, lr: number, steps: number): void {
  if (moments.steps === steps) return
  moments.steps = steps
  moments.stepSize = lr / (1 - power(moments.beta1, steps))
  moments.correction = Math.sqrt(1 - power(moments.beta2, steps))
}

function startOf(param: Tensor, amsgrad: boolean): AdamState {
  const state: AdamState = {
    step: zerosTensor([], float32),
    exp_avg: zerosLike(param),
    exp_avg_sq: zerosLike(param),
  }
  if (amsgrad) state.max_exp_avg_sq = zerosLike(param)
  return state
}

/** One step in PyTorch's own operations. */
function moveByOps(
  param: Tensor,
  grad: Tensor,
  state: AdamState,
  largest: Tensor | null,
  decoupled: boolean,
  o: Moments,
): void {
  if (decoupled) param.mul_(o.shrink)
  const direction = real(descent(param, grad, o.maximize, o.decay))
  const mean = real(state.exp_avg)
  const squares = real(state.exp_avg_sq)
  mean.mul_(o.beta1).add_(direction, { alpha: 1 - o.beta1 })
  squares.mul_(o.beta2).addcmul_(direction, direction, { value: 1 - o.beta2 })
  let scale = squares
  if (largest !== null) {
    scale = real(largest)
    scale.copy_(scale.maximum(squares))
  }
  real(param).addcdiv_(mean, scale.sqrt().div_(o.correction).add_(o.eps), { value: -o.stepSize })
}

/** The same in one loop, with the same roundings. */
function moveInOneLoop(
  param: Tensor,
  grad: Tensor,
  { exp_avg, exp_avg_sq }: AdamState,
  largest: Tensor | null,
  decoupled: boolean,
  { stepSize, beta1, beta2, eps, decay, shrink, correction, maximize }: Moments,
): void {
  const tensors = [param, exp_avg, exp_avg_sq, largest, grad] as const
  run(adam, tensors, param.count, stepSize, beta1, beta2, eps, decay, shrink, correction, maximize)
  exp_avg.counter.value += 2
  exp_avg_sq.counter.value += 2
  if (largest !== null) largest.counter.value++
  param.counter.value += decoupled ? 2 : 1
}

const means = {
  params: required,
  lr: 1e-3,
  betas: Tuple.of<Option>(0.9, 0.999),
  eps: 1e-8,
} as const

class AdamClass extends AdamBase {
  constructor(...args: AdamArguments<AdamKeywords>) {
    const { params, ...defaults } = bind<AdamKeywords>('Adam', args, {
      ...means,
      weight_decay: 0,
      amsgrad: false,
      maximize: byName(false),
      foreach: byName(null),
      capturable: byName(false),
      differentiable: byName(false),
      fused: byName(false),
    })
    super(params, defaults, false)
  }
}
/**
 * Adam: a step of about `lr` in every direction, whatever the size of the gradient (Kingma & Ba, 2014).
 *
 * @example
 * const optimizer = optim.Adam(net.parameters(), { lr: 0.01 })
 */
export const Adam = callable(AdamClass, 'Adam')
export type Adam = AdamClass

class AdamWClass extends AdamBase {
  constructor(...args: AdamArguments<AdamWKeywords>) {
    const { params, ...defaults } = bind<AdamWKeywords>('AdamW', args, {
      ...means,
      weight_decay: 0.01,
      amsgrad: false,
      foreach: byName(null),
      maximize: byName(false),
      capturable: byName(false),
    })
    super(params, defaults, true)
  }
}
/**
 * Adam whose weight decay shrinks the weights themselves (Loshchilov & Hutter, 2017).
 *
 * @example
 * const w = torch.ones(2, { requires_grad: true })
 * const optimizer = optim.AdamW([w], { lr: 0.5, weight_decay: 0.5 })
 * w.sum().backward()
 * optimizer.step()
 * w.detach() // tensor([0.2500, 0.2500])
 */
export const AdamW = callable(AdamWClass, 'AdamW')
export type AdamW = AdamWClass
