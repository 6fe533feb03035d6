// Schedulers whose factor is a function of the epoch. Follows torch/optim/lr_scheduler.py.
import { type Arguments, bind, required } from '../base/keywords.js'
import { callable } from '../nn/callable.js'
import { TypeError, ValueError } from '../base/errors.js'
import { typeText } from '../nn/attributes.js'
import type { Optimizer } from './optimizer.js'
import { pythonicMethods, usedAs } from '../engine/python-call.js'
import { Dict, isDict, plainDict } from '../nn/ordered-dict.js'
import { groupsOf, LRScheduler, type SchedulerKeywords } from './scheduler.js'

/** A factor for the learning rate, by epoch. */
export type Factor = (epoch: number) => number

interface LambdaKeywords extends SchedulerKeywords {
  lr_lambda?: Factor | readonly Factor[]
}
type LambdaArguments = Arguments<
  [optimizer: Optimizer, lr_lambda: Factor | readonly Factor[]],
  [last_epoch?: number, verbose?: boolean],
  LambdaKeywords
>

/** What a group's rate is multiplied by now. */
const factorOf = ({ lr_lambdas, last_epoch }: WithFactors, group: number): number =>
  usedAs('real', lr_lambdas[group](last_epoch)) as number

class WithFactors extends LRScheduler {
  declare lr_lambdas: Factor[]
  constructor(name: string, args: readonly unknown[]) {
    const { optimizer, lr_lambda, last_epoch, verbose } = bind<LambdaKeywords>(name, args, {
      optimizer: required,
      lr_lambda: required,
      last_epoch: -1,
      verbose: false,
    })
    const count = optimizer.param_groups.length
    const factors: Factor[] = Array.isArray(lr_lambda)
      ? [...(lr_lambda as Factor[])]
      : new Array<Factor>(count).fill(lr_lambda as Factor)
    if (factors.length !== count)
      throw new ValueError(`Expected ${count} lr_lambdas, but got ${factors.length}`)
    const wrong: unknown = factors.find((factor) => typeof factor !== 'function')
    if (wrong !== undefined) throw new TypeError(`'${typeText(wrong)}' object is not callable`)
    super(optimizer, last_epoch, verbose, {}, { lr_lambdas: factors })
  }
  /** Everything but the optimizer and the functions, which stand as `null`; of objects that are called, what is in them. */
  override state_dict(): Record<string, unknown> {
    const { lr_lambdas, ...state } = super.state_dict()
    const fieldsOf = (factor: Factor): object | null => {
      const fields = Object.entries(factor)
      return fields.length > 0 ? new Dict(Object.fromEntries(fields)) : null
    }
    return { ...state, lr_lambdas: (lr_lambdas as Factor[]).map(fieldsOf) }
  }
  override load_state_dict(state_dict: Record<string, unknown>): void {
    const given = plainDict(state_dict)
    if (!isDict(given)) usedAs('iterable', given)
    const { lr_lambdas, ...state } = given as Record<string, unknown>
    super.load_state_dict(state)
    if (Array.isArray(lr_lambdas))
      lr_lambdas.forEach((fields: unknown, i) => {
        if (isDict(fields)) Object.assign(this.lr_lambdas[i], fields)
      })
  }
}

pythonicMethods(WithFactors.prototype, 'LRScheduler', ['load_state_dict(self, state_dict: dict)'])

class LambdaLRClass extends WithFactors {
  constructor(...args: LambdaArguments) {
    super('LambdaLR', args)
  }
  override get_lr(): number[] {
    groupsOf(this)
    return this.base_lrs.map((lr, i) => lr * factorOf(this, i))
  }
}
/**
 * The base rate times a function of the epoch; one function, or one a group.
 *
 * @example
 * const scheduler = optim.lr_scheduler.LambdaLR(optimizer, (epoch) => 0.95 ** epoch)
 */
export const LambdaLR = callable(LambdaLRClass, 'LambdaLR')
export type LambdaLR = LambdaLRClass

class MultiplicativeLRClass extends WithFactors {
  constructor(...args: LambdaArguments) {
    super('MultiplicativeLR', args)
  }
  override get_lr(): number[] {
    return groupsOf(this).map(({ lr }, i) => (this.last_epoch > 0 ? lr * factorOf(this, i) : lr))
  }
}
/**
 * The rate of the epoch before times a function of the epoch.
 *
 * @example
 * const optimizer = optim.SGD([torch.ones(1, { requires_grad: true })], { lr: 1 })
 * const scheduler = optim.lr_scheduler.MultiplicativeLR(optimizer, (epoch: number) => 0.5)
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.5]
 */
export const MultiplicativeLR = callable(MultiplicativeLRClass, 'MultiplicativeLR')
export type MultiplicativeLR = MultiplicativeLRClass
