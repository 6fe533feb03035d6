// Schedulers that follow a formula: steps, milestones, powers, lines, a cosine. Follows torch/optim/lr_scheduler.py.
import { type Arguments, bind, required } from '../base/keywords.js'
import { callable } from '../nn/callable.js'
import { power } from '../kernels/accurate.js'
import { ValueError, ZeroDivisionError } from '../base/errors.js'
import { usedAs } from '../engine/python-call.js'
import { reprSymbol } from '../text/repr.js'
import { Float } from '../base/scalar.js'
import { cos } from './cosine.js'
import type { Optimizer, Option } from './optimizer.js'
import { groupsOf, LRScheduler, type SchedulerKeywords } from './scheduler.js'

interface StepKeywords extends SchedulerKeywords {
  step_size?: number
  gamma?: number
}

/** Python's `%`, where only its being zero is asked for. */
function remainder(a: number, b: number): number {
  if (Number(b) === 0) throw new ZeroDivisionError('integer modulo by zero')
  return a % b
}

const resume = { last_epoch: -1, verbose: false }

class StepLRClass extends LRScheduler {
  declare step_size: number
  declare gamma: number
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer],
      [step_size?: number, gamma?: number, last_epoch?: number, verbose?: boolean],
      StepKeywords
    >
  ) {
    const { optimizer, last_epoch, verbose, ...own } = bind<StepKeywords>('StepLR', args, {
      optimizer: required,
      step_size: required,
      gamma: 0.1,
      ...resume,
    })
    super(optimizer, last_epoch, verbose, own)
  }
  override get_lr(): number[] {
    const isStep = this.last_epoch !== 0 && remainder(this.last_epoch, this.step_size) === 0
    return groupsOf(this).map(({ lr }) => (isStep ? lr * this.gamma : lr))
  }
  override _get_closed_form_lr(): number[] {
    const factor = power(this.gamma, Math.floor(this.last_epoch / this.step_size))
    return this.base_lrs.map((lr) => lr * factor)
  }
}
/**
 * Multiplies the rate by `gamma` every `step_size` epochs.
 *
 * @example
 * const scheduler = optim.lr_scheduler.StepLR(optimizer, { step_size: 30, gamma: 0.1 })
 */
export const StepLR = callable(StepLRClass, 'StepLR')
export type StepLR = StepLRClass

/** How often each milestone is named: Python's `Counter`. */
class Counter extends Map<number, number> {
  static of(values: Iterable<number>): Counter {
    const counter = new Counter()
    for (const value of values) counter.set(value, (counter.get(value) ?? 0) + 1)
    return counter
  }
  [reprSymbol](repr: (value: unknown) => string): string {
    const pairs = [...this].sort(([, a], [, b]) => b - a)
    return this.size === 0 ? 'Counter()' : `Counter(${repr(new Map(pairs))})`
  }
}

interface MultiStepKeywords extends SchedulerKeywords {
  milestones?: Iterable<number>
  gamma?: number
}

class MultiStepLRClass extends LRScheduler {
  declare milestones: Map<number, number>
  declare gamma: number
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer],
      [milestones?: Iterable<number>, gamma?: number, last_epoch?: number, verbose?: boolean],
      MultiStepKeywords
    >
  ) {
    const bound = bind<MultiStepKeywords>('MultiStepLR', args, {
      optimizer: required,
      milestones: required,
      gamma: 0.1,
      ...resume,
    })
    const own = {
      milestones: Counter.of(usedAs('iterable', bound.milestones) as Iterable<number>),
      gamma: usedAs('real', bound.gamma),
    }
    super(bound.optimizer, bound.last_epoch, bound.verbose, {}, own)
  }
  override get_lr(): number[] {
    const times = this.milestones.get(this.last_epoch)
    return groupsOf(this).map(({ lr }) => (times === undefined ? lr : lr * power(this.gamma, times)))
  }
  override _get_closed_form_lr(): number[] {
    let passed = 0
    for (const [milestone, times] of this.milestones) if (milestone <= this.last_epoch) passed += times
    return this.base_lrs.map((lr) => lr * power(this.gamma, passed))
  }
}
/**
 * Multiplies the rate by `gamma` at each of the milestones.
 *
 * @example
 * const optimizer = optim.SGD([torch.ones(1, { requires_grad: true })], { lr: 1 })
 * const scheduler = optim.lr_scheduler.MultiStepLR(optimizer, [1, 3], 0.5)
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.5]
 */
export const MultiStepLR = callable(MultiStepLRClass, 'MultiStepLR')
export type MultiStepLR = MultiStepLRClass

interface ExponentialKeywords extends SchedulerKeywords {
  gamma?: number
}

class ExponentialLRClass extends LRScheduler {
  declare gamma: number
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer],
      [gamma?: number, last_epoch?: number, verbose?: boolean],
      ExponentialKeywords
    >
  ) {
    const { optimizer, last_epoch, verbose, ...own } = bind<ExponentialKeywords>('ExponentialLR', args, {
      optimizer: required,
      gamma: required,
      ...resume,
    })
    super(optimizer, last_epoch, verbose, own)
  }
  override get_lr(): number[] {
    return groupsOf(this).map(({ lr }) => (this.last_epoch === 0 ? lr : lr * this.gamma))
  }
  override _get_closed_form_lr(): number[] {
    return this.base_lrs.map((lr) => lr * power(this.gamma, this.last_epoch))
  }
}
/**
 * Multiplies the rate by `gamma` every epoch.
 *
 * @example
 * const optimizer = optim.SGD([torch.ones(1, { requires_grad: true })], { lr: 1 })
 * const scheduler = optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.5]
 */
export const ExponentialLR = callable(ExponentialLRClass, 'ExponentialLR')
export type ExponentialLR = ExponentialLRClass

interface ConstantKeywords extends SchedulerKeywords {
  factor?: number
  total_iters?: number
}

class ConstantLRClass extends LRScheduler {
  declare factor: number
  declare total_iters: number
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer],
      [factor?: number, total_iters?: number, last_epoch?: number, verbose?: boolean],
      ConstantKeywords
    >
  ) {
    const { optimizer, last_epoch, verbose, ...own } = bind<ConstantKeywords>('ConstantLR', args, {
      optimizer: required,
      factor: 1 / 3,
      total_iters: 5,
      ...resume,
    })
    usedAs('ordered', own.factor)
    if (own.factor > 1 || own.factor < 0)
      throw new ValueError('Constant multiplicative factor expected to be between 0 and 1.')
    super(optimizer, last_epoch, verbose, own)
  }
  override get_lr(): number[] {
    return groupsOf(this).map(({ lr }) => {
      if (this.last_epoch === 0) return lr * this.factor
      return this.last_epoch === this.total_iters ? lr * (1 / this.factor) : lr
    })
  }
  override _get_closed_form_lr(): number[] {
    const isOver = this.last_epoch >= this.total_iters
    return this.base_lrs.map((lr) => lr * (this.factor + (isOver ? 1 - this.factor : 0)))
  }
}
/**
 * Multiplies the rate by `factor` for the first `total_iters` epochs.
 *
 * @example
 * const optimizer = optim.SGD([torch.ones(1, { requires_grad: true })], { lr: 1 })
 * const scheduler = optim.lr_scheduler.ConstantLR(optimizer, 0.5, 4)
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.5]
 */
export const ConstantLR = callable(ConstantLRClass, 'ConstantLR')
export type ConstantLR = ConstantLRClass

interface LinearKeywords extends SchedulerKeywords {
  start_factor?: number
  end_factor?: Option
  total_iters?: number
}

class LinearLRClass extends LRScheduler {
  declare start_factor: number
  declare end_factor: Option
  declare total_iters: number
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer],
      [
        start_factor?: number,
        end_factor?: Option,
        total_iters?: number,
        last_epoch?: number,
        verbose?: boolean,
      ],
      LinearKeywords
    >
  ) {
    const { optimizer, last_epoch, verbose, ...own } = bind<LinearKeywords>('LinearLR', args, {
      optimizer: required,
      start_factor: 1 / 3,
      end_factor: new Float(1),
      total_iters: 5,
      ...resume,
    })
    usedAs('ordered', own.start_factor)
    usedAs('ordered', own.end_factor)
    if (own.start_factor > 1 || own.start_factor < 0)
      throw new ValueError('Starting multiplicative factor expected to be between 0 and 1.')
    if (Number(own.end_factor) > 1 || Number(own.end_factor) < 0)
      throw new ValueError('Ending multiplicative factor expected to be between 0 and 1.')
    super(optimizer, last_epoch, verbose, own)
  }
  override get_lr(): number[] {
    const { last_epoch, start_factor, total_iters } = this
    const rise = Number(this.end_factor) - start_factor
    return groupsOf(this).map(({ lr }) => {
      if (last_epoch === 0) return lr * start_factor
      if (last_epoch > total_iters) return lr
      const before = total_iters * start_factor + (last_epoch - 1) * rise
      if (before === 0) throw new ZeroDivisionError('float division by zero')
      return lr * (1 + rise / before)
    })
  }
  override _get_closed_form_lr(): number[] {
    const { start_factor, total_iters } = this
    const at = Math.min(total_iters, this.last_epoch)
    const rise = Number(this.end_factor) - start_factor
    return this.base_lrs.map((lr) => lr * (start_factor + (rise * at) / total_iters))
  }
}
/**
 * Changes the factor on the rate in a straight line, from `start_factor` to `end_factor` in `total_iters` epochs.
 *
 * @example
 * const optimizer = optim.SGD([torch.ones(1, { requires_grad: true })], { lr: 1 })
 * const scheduler = optim.lr_scheduler.LinearLR(optimizer, 0.5, 1, 4)
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.625]
 */
export const LinearLR = callable(LinearLRClass, 'LinearLR')
export type LinearLR = LinearLRClass

interface PolynomialKeywords extends SchedulerKeywords {
  total_iters?: number
  power?: Option
}

class PolynomialLRClass extends LRScheduler {
  declare total_iters: number
  declare power: Option
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer],
      [total_iters?: number, power?: Option, last_epoch?: number, verbose?: boolean],
      PolynomialKeywords
    >
  ) {
    const { optimizer, last_epoch, verbose, ...own } = bind<PolynomialKeywords>('PolynomialLR', args, {
      optimizer: required,
      total_iters: 5,
      power: new Float(1),
      ...resume,
    })
    super(optimizer, last_epoch, verbose, own)
  }
  override get_lr(): number[] {
    const { last_epoch, total_iters } = this
    const left = (epoch: number): number => 1 - epoch / total_iters
    return groupsOf(this).map(({ lr }) =>
      last_epoch === 0 || last_epoch > total_iters
        ? lr
        : lr * (left(last_epoch) / left(last_epoch - 1)) ** Number(this.power),
    )
  }
  override _get_closed_form_lr(): number[] {
    const left = 1 - Math.min(this.total_iters, this.last_epoch) / this.total_iters
    return this.base_lrs.map((lr) => lr * left ** Number(this.power))
  }
}
/**
 * Lets the rate fall to zero in `total_iters` epochs, as a power of the time left.
 *
 * @example
 * const optimizer = optim.SGD([torch.ones(1, { requires_grad: true })], { lr: 1 })
 * const scheduler = optim.lr_scheduler.PolynomialLR(optimizer, 4)
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.75]
 */
export const PolynomialLR = callable(PolynomialLRClass, 'PolynomialLR')
export type PolynomialLR = PolynomialLRClass

interface CosineKeywords extends SchedulerKeywords {
  T_max?: number
  eta_min?: number
}

class CosineAnnealingLRClass extends LRScheduler {
  declare T_max: number
  declare eta_min: number
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer],
      [T_max?: number, eta_min?: number, last_epoch?: number, verbose?: boolean],
      CosineKeywords
    >
  ) {
    const { optimizer, last_epoch, verbose, ...own } = bind<CosineKeywords>('CosineAnnealingLR', args, {
      optimizer: required,
      T_max: required,
      eta_min: 0,
      ...resume,
    })
    super(optimizer, last_epoch, verbose, own)
  }
  override get_lr(): number[] {
    const { last_epoch, T_max, eta_min } = this
    const groups = groupsOf(this)
    if (last_epoch === 0) return groups.map(({ lr }) => lr)
    if (this._step_count === 1) return this._get_closed_form_lr()
    if (remainder(last_epoch - 1 - T_max, 2 * T_max) === 0)
      return groups.map(({ lr }, i) => lr + ((this.base_lrs[i] - eta_min) * (1 - cos(Math.PI / T_max))) / 2)
    const wave = (epoch: number): number => 1 + cos((Math.PI * epoch) / T_max)
    return groups.map(({ lr }) => (wave(last_epoch) / wave(last_epoch - 1)) * (lr - eta_min) + eta_min)
  }
  override _get_closed_form_lr(): number[] {
    const { eta_min } = this
    const wave = 1 + cos((Math.PI * this.last_epoch) / this.T_max)
    return this.base_lrs.map((lr) => eta_min + ((lr - eta_min) * wave) / 2)
  }
}
/**
 * Lets the rate fall along half a cosine wave, to `eta_min` in `T_max` epochs (Loshchilov & Hutter, 2016).
 *
 * @example
 * const optimizer = optim.SGD([torch.ones(1, { requires_grad: true })], { lr: 1 })
 * const scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
 * optimizer.step()
 * scheduler.step()
 * scheduler.get_last_lr() // [0.8535533905932737]
 */
export const CosineAnnealingLR = callable(CosineAnnealingLRClass, 'CosineAnnealingLR')
export type CosineAnnealingLR = CosineAnnealingLRClass
