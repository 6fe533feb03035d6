// A scheduler that looks at what is reached: the rate falls when that gets no better. Follows torch/optim/lr_scheduler.py.
import { TypeError, ValueError } from '../base/errors.js'
import { type Arguments, bind, required } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { warn } from '../base/warnings.js'
import { pythonicMethods, usedAs } from '../engine/python-call.js'
import { callable } from '../nn/callable.js'
import { Dict, plainDict } from '../nn/ordered-dict.js'
import type { Tensor } from '../tensor/tensor.js'
import { format, print } from '../text/repr.js'
import { Optimizer, type Option } from './optimizer.js'
import { epochAdvice } from './scheduler.js'

interface PlateauKeywords {
  optimizer?: Optimizer
  mode?: 'min' | 'max'
  factor?: Option
  patience?: number
  threshold?: Option
  threshold_mode?: 'rel' | 'abs'
  cooldown?: number
  min_lr?: Option | readonly Option[]
  eps?: Option
  verbose?: boolean
}

class ReduceLROnPlateauClass {
  factor: Option
  readonly optimizer: Optimizer
  min_lrs: Option[]
  patience: number
  verbose: boolean
  cooldown: number
  cooldown_counter = 0
  mode: 'min' | 'max'
  threshold: Option
  threshold_mode: 'rel' | 'abs'
  /** The best value so far. */
  best = 0
  num_bad_epochs = 0
  mode_worse = 0
  eps: Option
  last_epoch = 0
  declare _last_lr: number[]

  constructor(
    ...args: Arguments<
      [optimizer: Optimizer],
      [
        mode?: 'min' | 'max',
        factor?: Option,
        patience?: number,
        threshold?: Option,
        threshold_mode?: 'rel' | 'abs',
        cooldown?: number,
        min_lr?: Option | readonly Option[],
        eps?: Option,
        verbose?: boolean,
      ],
      PlateauKeywords
    >
  ) {
    const bound = bind<PlateauKeywords>('ReduceLROnPlateau', args, {
      optimizer: required,
      mode: 'min',
      factor: 0.1,
      patience: 10,
      threshold: 1e-4,
      threshold_mode: 'rel',
      cooldown: 0,
      min_lr: 0,
      eps: 1e-8,
      verbose: false,
    })
    const { optimizer, min_lr } = bound
    if (Number(usedAs('ordered', bound.factor)) >= 1) throw new ValueError('Factor should be < 1.0.')
    this.factor = bound.factor
    if (!((optimizer as unknown) instanceof Optimizer))
      throw new TypeError(`${typeName(optimizer)} is not an Optimizer`)
    this.optimizer = optimizer
    const groups = optimizer.param_groups.length
    if (Array.isArray(min_lr)) {
      if (min_lr.length !== groups) throw new ValueError(`expected ${groups} min_lrs, got ${min_lr.length}`)
      this.min_lrs = [...(min_lr as Option[])]
    } else this.min_lrs = new Array<Option>(groups).fill(min_lr as Option)
    this.patience = usedAs('real', bound.patience) as number
    this.verbose = bound.verbose
    this.cooldown = usedAs('real', bound.cooldown) as number
    this.mode = bound.mode
    this.threshold = usedAs('real', bound.threshold) as Option
    this.threshold_mode = bound.threshold_mode
    this.eps = bound.eps
    this._init_is_better()
    this._reset()
  }

  _init_is_better(): void {
    if (this.mode !== 'min' && this.mode !== 'max') throw new ValueError(`mode ${this.mode} is unknown!`)
    if (this.threshold_mode !== 'rel' && this.threshold_mode !== 'abs')
      throw new ValueError(`threshold mode ${this.threshold_mode} is unknown!`)
    this.mode_worse = this.mode === 'min' ? Infinity : -Infinity
  }
  /** Forgets what was reached. */
  _reset(): void {
    this.best = this.mode_worse
    this.cooldown_counter = 0
    this.num_bad_epochs = 0
  }
  get in_cooldown(): boolean {
    return this.cooldown_counter > 0
  }
  is_better(reached: number | bigint, bestSoFar: number | bigint): boolean {
    const [a, best, threshold] = [reached, bestSoFar, this.threshold].map((one) =>
      Number(usedAs('float', one)),
    )
    if (this.mode === 'min')
      return a < (this.threshold_mode === 'rel' ? best * (1 - threshold) : best - threshold)
    return a > (this.threshold_mode === 'rel' ? best * (threshold + 1) : best + threshold)
  }

  /** Goes on to the next epoch, in which `metrics` was reached: a loss, say. */
  step(metrics: number | Tensor, epoch: number | null = null): void {
    const current = usedAs('float', metrics) as number
    if (epoch !== null) warn(epochAdvice)
    this.last_epoch = epoch ?? this.last_epoch + 1
    if (this.is_better(current, this.best)) {
      this.best = current
      this.num_bad_epochs = 0
    } else this.num_bad_epochs++
    if (this.in_cooldown) {
      this.cooldown_counter--
      this.num_bad_epochs = 0
    }
    if (this.num_bad_epochs > this.patience) {
      this._reduce_lr(this.last_epoch)
      this.cooldown_counter = this.cooldown
      this.num_bad_epochs = 0
    }
    this._last_lr = this.optimizer.param_groups.map((group) => group.lr)
  }
  _reduce_lr(epoch: number): void {
    this.optimizer.param_groups.forEach((group, i) => {
      const old = Number(group.lr)
      const lr = Math.max(old * Number(this.factor), Number(this.min_lrs[i]))
      if (old - lr <= Number(this.eps)) return
      group.lr = lr
      if (!this.verbose) return
      const text = Number.isInteger(epoch) ? format(epoch, '05d') : format(epoch, '.2f')
      print(`Epoch ${text}: reducing learning rate of group ${i} to ${format(lr, '.4e')}.`)
    })
  }

  /** Everything but the optimizer. */
  state_dict(): Record<string, unknown> {
    return new Dict(Object.fromEntries(Object.entries(this).filter(([name]) => name !== 'optimizer')))
  }
  load_state_dict(state_dict: Record<string, unknown>): void {
    Object.assign(this, plainDict(state_dict))
    this._init_is_better()
  }
}
pythonicMethods(ReduceLROnPlateauClass.prototype, 'ReduceLROnPlateau', [
  'load_state_dict(self, state_dict: dict)',
])
/**
 * Multiplies the rate by `factor` when `patience` epochs have brought nothing better.
 *
 * @example
 * const scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, 'min', { patience: 3 })
 * scheduler.step(loss)
 */
export const ReduceLROnPlateau = callable(ReduceLROnPlateauClass, 'ReduceLROnPlateau')
export type ReduceLROnPlateau = ReduceLROnPlateauClass
