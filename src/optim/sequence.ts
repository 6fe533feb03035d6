// Schedulers made of schedulers: one after another, and all together. Follows torch/optim/lr_scheduler.py.
import { KeyError, ValueError } from '../base/errors.js'
import { type Arguments, bind, required } from '../base/keywords.js'
import { pythonicMethods, usedAs } from '../engine/python-call.js'
import { callable } from '../nn/callable.js'
import { Dict, isDict, plainDict } from '../nn/ordered-dict.js'
import type { Optimizer } from './optimizer.js'
import { LRScheduler, type SchedulerKeywords } from './scheduler.js'

type State = Record<string, unknown>

/** What both have: their schedulers' states in their own. */
abstract class OfSchedulers extends LRScheduler {
  declare _schedulers: LRScheduler[]

  override state_dict(): State {
    const { _schedulers, ...state } = super.state_dict()
    return new Dict({ ...state, _schedulers: (_schedulers as LRScheduler[]).map((own) => own.state_dict()) })
  }
  override load_state_dict(state_dict: State): void {
    const given = plainDict(state_dict)
    if (!isDict(given)) usedAs('iterable', given)
    const { _schedulers, ...state } = given as Record<string, unknown>
    if (!Array.isArray(_schedulers)) throw new KeyError('_schedulers')
    super.load_state_dict(state)
    ;(_schedulers as State[]).forEach((own, i) => {
      this._schedulers[i].load_state_dict(own)
    })
  }
}

pythonicMethods(OfSchedulers.prototype, 'LRScheduler', ['load_state_dict(self, state_dict: dict)'])

/** The rates that the groups have. */
const ratesOf = (optimizer: Optimizer): number[] => optimizer.param_groups.map((group) => group.lr)

interface SequentialKeywords extends SchedulerKeywords {
  schedulers?: readonly LRScheduler[]
  milestones?: readonly number[]
}

class SequentialLRClass extends OfSchedulers {
  declare _milestones: readonly number[]
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer, schedulers: readonly LRScheduler[], milestones: readonly number[]],
      [last_epoch?: number, verbose?: boolean],
      SequentialKeywords
    >
  ) {
    const bound = bind<SequentialKeywords>('SequentialLR', args, {
      optimizer: required,
      schedulers: required,
      milestones: required,
      last_epoch: -1,
      verbose: false,
    })
    const { optimizer, milestones, last_epoch } = bound
    const schedulers = [...(usedAs('iterable', bound.schedulers) as Iterable<LRScheduler>)]
    const stranger = schedulers.findIndex((own) => own.optimizer !== optimizer)
    if (stranger >= 0)
      throw new ValueError(
        'Sequential Schedulers expects all schedulers to belong to the same optimizer, but got schedulers at index ' +
          `${stranger} to be different than the optimizer passed in.`,
      )
    if (milestones.length !== schedulers.length - 1)
      throw new ValueError(
        'Sequential Schedulers expects number of schedulers provided to be one more than the number of milestone ' +
          `points, but got number of schedulers ${schedulers.length} and the number of milestones to be equal to ` +
          String(milestones.length),
      )
    super(optimizer, last_epoch, false, {}, { _schedulers: schedulers, _milestones: milestones })
  }
  /** As PyTorch has it: rates to begin with are the schedulers' own. */
  override state_dict(): State {
    const { base_lrs: _, verbose: __, ...state } = super.state_dict()
    return new Dict(state)
  }
  /** The others took their first steps when they were made: only the first one's counts. */
  override _initial_step(): void {
    this.last_epoch++
    for (const group of this.optimizer.param_groups) group.lr = group.initial_lr as number
    for (const own of this._schedulers) own.last_epoch--
    this._schedulers[0]._initial_step()
    this._last_lr = this._schedulers[0].get_last_lr()
  }
  override step(): void {
    this.last_epoch++
    const at = this._milestones.filter((milestone) => milestone <= this.last_epoch).length
    const own = this._schedulers[at]
    if (at > 0 && this._milestones[at - 1] === this.last_epoch) own.step(0)
    else own.step()
    this._last_lr = own.get_last_lr()
  }
}
/**
 * One scheduler after another: the next begins at each of the milestones.
 *
 * @example
 * const warmUp = optim.lr_scheduler.ConstantLR(optimizer, { factor: 0.1, total_iters: 2 })
 * const fall = optim.lr_scheduler.ExponentialLR(optimizer, { gamma: 0.9 })
 * const scheduler = optim.lr_scheduler.SequentialLR(optimizer, [warmUp, fall], [2])
 */
export const SequentialLR = callable(SequentialLRClass, 'SequentialLR')
export type SequentialLR = SequentialLRClass

class ChainedSchedulerClass extends OfSchedulers {
  constructor(...args: [schedulers: readonly LRScheduler[] | { schedulers: readonly LRScheduler[] }]) {
    const bound = bind<{ schedulers?: readonly LRScheduler[] }>('ChainedScheduler', args, {
      schedulers: required,
    })
    const schedulers = [...(usedAs('iterable', bound.schedulers) as Iterable<LRScheduler>)]
    const stranger = schedulers.findIndex((own) => own.optimizer !== schedulers[0].optimizer)
    if (stranger >= 0)
      throw new ValueError(
        'ChainedScheduler expects all schedulers to belong to the same optimizer, but got schedulers at index 0 and ' +
          `${stranger} to be different`,
      )
    super(schedulers[0].optimizer, -1, false, {}, { _schedulers: schedulers })
  }
  override _initial_step(): void {
    this._last_lr = ratesOf(this.optimizer)
  }
  override step(): void {
    for (const own of this._schedulers) own.step()
    this._last_lr = ratesOf(this.optimizer)
  }
  override state_dict(): State {
    const { _schedulers, _last_lr } = super.state_dict()
    return new Dict({ _last_lr, _schedulers })
  }
}
/**
 * Several schedulers, all of which step: each changes the rates that the one before has set.
 *
 * @example
 * const optimizer = optim.SGD([torch.ones(1, { requires_grad: true })], { lr: 1 })
 * const each = optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
 * const first = optim.lr_scheduler.ConstantLR(optimizer, 0.5, 4)
 * optim.lr_scheduler.ChainedScheduler([each, first]).get_last_lr() // [0.5]
 */
export const ChainedScheduler = callable(ChainedSchedulerClass, 'ChainedScheduler')
export type ChainedScheduler = ChainedSchedulerClass
