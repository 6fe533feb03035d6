// Stochastic weight averaging: a model whose weights are the mean of those along the way. Follows
// torch/optim/swa_utils.py.
import { int64 } from '../base/dtype.js'
import { AttributeError, ValueError } from '../base/errors.js'
import { type Arguments, bind, required } from '../base/keywords.js'
import type { Device } from '../base/scalar.js'
import { typeName } from '../base/type-name.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { copyOfModule } from '../nn/deepcopy.js'
import { Module } from '../nn/module.js'
import { no_grad } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { repr, str } from '../text/repr.js'
import { _cosine_anneal, _linear_anneal, type Share } from './annealing.js'
import { pythonic, pythonicMethods } from '../engine/python-call.js'
import type { Optimizer, Option } from './optimizer.js'
import { groupsOf, LRScheduler } from './scheduler.js'

/** The new average of an average, a new value, and how many values the average is of. */
type Average = (averaged: Tensor, value: Tensor, count: Tensor) => Tensor

interface AveragedKeywords {
  model?: Module
  device?: Device | string | null
  avg_fn?: Average | null
  use_buffers?: boolean
}

const mean: Average = pythonic(
  'avg_fn(averaged_model_parameter: .add, model_parameter: .sub, num_averaged: .add)',
  (averaged: Tensor, value: Tensor, count: Tensor) => averaged.add(value.sub(averaged).div(count.add(1))),
)

class AveragedModelClass extends Module {
  module: Module
  declare n_averaged: Tensor
  avg_fn: Average
  use_buffers: boolean
  constructor(
    ...args: Arguments<
      [model: Module],
      [device?: Device | string | null, avg_fn?: Average | null, use_buffers?: boolean],
      AveragedKeywords
    >
  ) {
    super()
    const { model, device, avg_fn, use_buffers } = bind<AveragedKeywords>('AveragedModel', args, {
      model: required,
      device: null,
      avg_fn: null,
      use_buffers: false,
    })
    this.module = copyOfModule(model)
    if (device !== null) this.module = this.module.to(device)
    this.register_buffer('n_averaged', call('tensor', [0, { dtype: int64 }]) as Tensor)
    this.avg_fn = avg_fn ?? mean
    this.use_buffers = use_buffers
  }
  override forward(...args: unknown[]): unknown {
    return this.module(...args)
  }
  /** Takes the weights that `model` has now into the average; the first time they are the average. */
  update_parameters(model: Module): void {
    if (!((model as unknown) instanceof Module))
      throw new AttributeError(`'${typeName(model)}' object has no attribute 'parameters'`)
    const of = (module: Module): Tensor[] => [
      ...module.parameters(),
      ...(this.use_buffers ? module.buffers() : []),
    ]
    const values = of(model)
    const isFirst = Number(this.n_averaged.item()) === 0
    no_grad(() => {
      of(this.module).forEach((own, i) => {
        const value = values[i].detach()
        own.detach().copy_(isFirst ? value : this.avg_fn(own.detach(), value, this.n_averaged))
      })
      this.n_averaged.add_(1)
    })
  }
}
pythonicMethods(AveragedModelClass.prototype, 'AveragedModel', [
  'update_parameters(self, model: .parameters)',
])
/**
 * A copy of a model that holds the mean of the weights that `update_parameters` has shown it (Izmailov et al., 2018).
 *
 * @param avg_fn another mean: of the average, the new value, and how many there were
 * @param use_buffers whether buffers are averaged too
 * @example
 * const averaged = optim.swa_utils.AveragedModel(net)
 * averaged.update_parameters(net)
 */
export const AveragedModel = callable(AveragedModelClass, 'AveragedModel')
export type AveragedModel = AveragedModelClass

/** A layer that keeps running statistics. */
type Normalization = Module & {
  running_mean: Tensor
  running_var: Tensor
  num_batches_tracked: Tensor
  momentum: number | null
}
const isNormalization = (module: Module): module is Normalization => {
  const { running_mean, num_batches_tracked } = module as unknown as Record<string, unknown>
  return running_mean instanceof Tensor && num_batches_tracked instanceof Tensor
}

/** Sets the running statistics of batch normalization anew, from one pass over the data. */
export const update_bn = pythonic(
  'update_bn(loader: iterable, model, device = None)',
  (loader: Iterable<Tensor | readonly Tensor[]>, model: Module, device: Device | string | null): void => {
    const momenta = new Map<Normalization, number | null>()
    for (const module of model.modules())
      if (isNormalization(module)) {
        module.running_mean.zero_()
        module.running_var.fill_(1)
        momenta.set(module, module.momentum)
      }
    if (momenta.size === 0) return
    const wasTraining = model.training
    model.train()
    for (const module of momenta.keys()) {
      module.momentum = null
      module.num_batches_tracked.zero_()
    }
    no_grad(() => {
      for (const batch of loader) {
        const input = (Array.isArray(batch) ? batch[0] : batch) as Tensor
        model(device === null ? input : input.to(device))
      }
    })
    for (const [module, momentum] of momenta) module.momentum = momentum
    model.train(wasTraining)
  },
)

interface SWALRKeywords {
  optimizer?: Optimizer
  swa_lr?: Option | readonly Option[]
  anneal_epochs?: number
  anneal_strategy?: string
  last_epoch?: number
}

class SWALRClass extends LRScheduler {
  declare anneal_epochs: number
  declare anneal_func: Share
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer, swa_lr: Option | readonly Option[]],
      [anneal_epochs?: number, anneal_strategy?: string, last_epoch?: number],
      SWALRKeywords
    >
  ) {
    const bound = bind<SWALRKeywords>('SWALR', args, {
      optimizer: required,
      swa_lr: required,
      anneal_epochs: 10,
      anneal_strategy: 'cos',
      last_epoch: -1,
    })
    const { optimizer, swa_lr, anneal_epochs, anneal_strategy } = bound
    const groups = optimizer.param_groups
    if (Array.isArray(swa_lr) && swa_lr.length !== groups.length)
      throw new ValueError(
        `swa_lr must have the same length as optimizer.param_groups: swa_lr has ${swa_lr.length}, ` +
          `optimizer.param_groups has ${groups.length}`,
      )
    groups.forEach((group, i) => {
      group.swa_lr = Number(Array.isArray(swa_lr) ? (swa_lr as Option[])[i] : swa_lr)
    })
    if (anneal_strategy !== 'cos' && anneal_strategy !== 'linear')
      throw new ValueError(
        `anneal_strategy must by one of 'cos' or 'linear', instead got ${str(anneal_strategy)}`,
      )
    if (!Number.isInteger(anneal_epochs) || anneal_epochs < 0)
      throw new ValueError(`anneal_epochs must be equal or greater than 0, got ${repr(anneal_epochs)}`)
    const anneal_func = anneal_strategy === 'cos' ? _cosine_anneal : _linear_anneal
    super(optimizer, bound.last_epoch, false, {}, { anneal_func, anneal_epochs })
  }
  /** How far the rates are on their way after so many steps: from 0 to 1. */
  _share(steps: number): number {
    return this.anneal_func(Math.max(0, Math.min(1, steps / Math.max(1, this.anneal_epochs))))
  }
  override get_lr(): number[] {
    const groups = groupsOf(this)
    const step = this.anneal_epochs === 0 ? Math.max(1, this._step_count - 1) : this._step_count - 1
    const [before, now] = [this._share(step - 1), this._share(step)]
    return groups.map((group) => {
      const goal = group.swa_lr as number
      const start = before === 1 ? goal : (group.lr - before * goal) / (1 - before)
      return goal * now + start * (1 - now)
    })
  }
}
/**
 * Brings the rates to a constant one, which stochastic weight averaging is done with.
 *
 * @example
 * const scheduler = optim.swa_utils.SWALR(optimizer, { swa_lr: 0.05 })
 */
export const SWALR = callable(SWALRClass, 'SWALR')
export type SWALR = SWALRClass
