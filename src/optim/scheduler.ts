// What all learning rate schedulers share: the count of epochs, the base rates, and that each step sets the rates of
// the optimizer's groups. Follows torch/optim/lr_scheduler.py.
import { Adopting } from '../base/adopt.js'
import { callable } from '../nn/callable.js'
import { Dict, isDict, plainDict } from '../nn/ordered-dict.js'
import { KeyError, NotImplementedError, TypeError } from '../base/errors.js'
import { pythonicMethods, usedAs } from '../engine/python-call.js'
import { format, print, repr } from '../text/repr.js'
import { Float, floatLists, isFloatItem, isScalar, noteFloatItem } from '../base/scalar.js'
import { typeName } from '../base/type-name.js'
import { warn } from '../base/warnings.js'
import { Optimizer, type ParamGroup } from './optimizer.js'

const orderAdvice =
  'See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate'

/** What is said of the epoch of `step(epoch)`. */
export const epochAdvice =
  'The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where possible. Please ' +
  'use `scheduler.step()` to step the scheduler. During the deprecation, if epoch is different from None, ' +
  'the closed form is used instead of the new chainable form, where available. Please open an issue if you ' +
  'are unable to replicate your use case: https://github.com/pytorch/pytorch/issues/new/choose.'

/** An optimizer whose steps are counted, so that a scheduler can tell when it is called too early. */
type Counted = Optimizer & { _step_count: number; step: Optimizer['step'] & { _with_counter?: boolean } }

/** Puts a counter in front of `optimizer.step`. */
function countSteps(optimizer: Counted): void {
  if (optimizer.step._with_counter) return
  const { step } = optimizer
  const counted = function (this: Counted, ...args: Parameters<Optimizer['step']>) {
    optimizer._step_count++
    return step.apply(optimizer, args)
  }
  const value = Object.assign(counted, { _with_counter: true })
  Object.defineProperty(optimizer, 'step', { value, writable: true, configurable: true })
}

const isFloatRate = (group: ParamGroup): boolean =>
  (group.lr as unknown) instanceof Float ||
  !Number.isInteger(Number(group.lr)) ||
  isFloatItem(group, 'lr', group.lr)

class LRSchedulerClass extends Adopting {
  declare readonly optimizer: Optimizer
  /** The rates that training started with. */
  declare base_lrs: number[]
  /** The epoch the rates are for; 0 at first. */
  declare last_epoch: number
  declare verbose: boolean
  declare _step_count: number
  declare _get_lr_called_within_step: boolean
  declare _last_lr: number[]

  /**
   * @param last_epoch where to go on; -1 for a fresh start
   * @param verbose whether each change is printed
   * @param attributes what the subclass keeps: `get_lr` needs it before a subclass could set it
   * @param others the same of what are no numbers
   */
  constructor(
    optimizer: Optimizer,
    last_epoch = -1,
    verbose = false,
    attributes: object = {},
    others: object = {},
  ) {
    super()
    if (!((optimizer as unknown) instanceof Optimizer))
      throw new TypeError(`${typeName(optimizer)} is not an Optimizer`)
    // PyTorch finds out at the first step.
    for (const [name, value] of Object.entries(attributes))
      Object.assign(this, { [name]: usedAs('real', value) })
    Object.assign(this, others)
    this.optimizer = optimizer
    optimizer.param_groups.forEach((group, i) => {
      if (last_epoch === -1) group.initial_lr ??= group.lr
      else if (!('initial_lr' in group))
        throw new KeyError(
          repr(`param 'initial_lr' is not specified in param_groups[${i}] when resuming an optimizer`),
        )
    })
    this.base_lrs = optimizer.param_groups.map((group) => group.initial_lr as number)
    this.last_epoch = last_epoch
    countSteps(optimizer as Counted)
    this.verbose = verbose
    this._initial_step()
  }

  _initial_step(): void {
    ;(this.optimizer as Counted)._step_count = 0
    this._step_count = 0
    this.step()
  }

  /** Everything but the optimizer. */
  state_dict(): Record<string, unknown> {
    return new Dict(Object.fromEntries(Object.entries(this).filter(([name]) => name !== 'optimizer')))
  }
  /** Takes over what `state_dict` gave. */
  load_state_dict(state_dict: Record<string, unknown>): void {
    const state = plainDict(state_dict)
    if (!isDict(state)) usedAs('iterable', state)
    Object.assign(this, state)
  }

  /** The rates that the last step set, one a group. */
  get_last_lr(): number[] {
    return this._last_lr
  }
  /** The rates of this epoch, made from those of the epoch before. */
  get_lr(): number[] {
    throw new NotImplementedError(`${this.constructor.name} is missing "get_lr"`)
  }
  /** The rates of any epoch, for schedulers that have a formula. */
  _get_closed_form_lr?(): number[]

  print_lr(is_verbose: boolean, group: number, lr: number, epoch: number | null = null): void {
    if (!is_verbose) return
    const text = `djusting learning rate of group ${typeof group === 'number' ? group : repr(group)} to ${format(lr, '.4e')}.`
    if (epoch === null) print(`A${text}`)
    else print(`Epoch ${Number.isInteger(epoch) ? format(epoch, '05d') : format(epoch, '.2f')}: a${text}`)
  }

  /** Goes on to the next epoch: call it after the optimizer's steps of an epoch. */
  step(given: number | bigint | null = null): void {
    if (given !== null && !isScalar(given))
      throw new TypeError(`unsupported operand type(s) for //: '${typeName(given)}' and 'int'`)
    const epoch = given === null ? null : Number(given)
    const optimizer = this.optimizer as Counted
    if (this._step_count === 1) {
      if (!optimizer.step._with_counter)
        warn(
          'Seems like `optimizer.step()` has been overridden after learning rate scheduler initialization. Please, ' +
            `make sure to call \`optimizer.step()\` before \`lr_scheduler.step()\`. ${orderAdvice}`,
        )
      else if (optimizer._step_count < 1)
        warn(
          'Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should ' +
            'call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this ' +
            `will result in PyTorch skipping the first value of the learning rate schedule. ${orderAdvice}`,
        )
    }
    this._step_count++
    if (epoch === null) {
      this.last_epoch++
      this._set_rates(() => this.get_lr(), null)
    } else {
      warn(epochAdvice)
      this.last_epoch = epoch
      this._set_rates(() => this._get_closed_form_lr?.() ?? this.get_lr(), epoch)
    }
  }

  /** Gives the groups the rates that `compute` tells. */
  _set_rates(compute: () => number[], epoch: number | null): void {
    const { optimizer } = this
    this._get_lr_called_within_step = true
    let rates: number[]
    try {
      rates = compute()
    } finally {
      this._get_lr_called_within_step = false
    }
    // What was computed is a float in Python, whole or not: Note [Lists of floats].
    const areFloats = optimizer.param_groups.map((group, i) => isFloatRate(group) || rates[i] !== group.lr)
    optimizer.param_groups.forEach((group, i) => {
      group.lr = rates[i]
      if (areFloats[i]) noteFloatItem(group, 'lr', rates[i])
      this.print_lr(this.verbose, i, rates[i], epoch)
    })
    const last = optimizer.param_groups.map((group) => group.lr)
    if (areFloats.every(Boolean)) floatLists.add(last)
    this._last_lr = last
  }
}
pythonicMethods(LRSchedulerClass.prototype, 'LRScheduler', ['load_state_dict(self, state_dict: dict)'])
/**
 * Base of the schedulers. A subclass writes `get_lr`, the rates of the groups at `last_epoch`.
 *
 * Making one already takes the first step: it sets the rates of epoch 0.
 */
export const LRScheduler = callable(LRSchedulerClass, 'LRScheduler')
export type LRScheduler = LRSchedulerClass

/** The optimizer's groups, for `get_lr`; says so when that is called by hand. */
export function groupsOf(scheduler: LRScheduler): ParamGroup[] {
  if (!scheduler._get_lr_called_within_step)
    warn('To get the last learning rate computed by the scheduler, please use `get_last_lr()`.')
  return scheduler.optimizer.param_groups
}

/** What every scheduler takes besides its own options. */
export interface SchedulerKeywords {
  optimizer?: Optimizer
  last_epoch?: number
  verbose?: boolean
}
