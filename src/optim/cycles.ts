// Schedulers that go up and down: cycles, one cycle, a cosine that begins anew. Follows torch/optim/lr_scheduler.py.
import { TypeError, ValueError, ZeroDivisionError } from '../base/errors.js'
import { type Arguments, bind, required } from '../base/keywords.js'
import { Float, noteFloatItem } from '../base/scalar.js'
import { Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { usedAs } from '../engine/python-call.js'
import { callable } from '../nn/callable.js'
import { str } from '../text/repr.js'
import { _annealing_cos, _annealing_linear, type Between } from './annealing.js'
import { cos } from './cosine.js'
import { Optimizer, type Option, type ParamGroup } from './optimizer.js'
import { groupsOf, LRScheduler, type SchedulerKeywords } from './scheduler.js'

type Each = Option | readonly Option[]

const real = (value: unknown): number => Number(usedAs('real', value))

/** One value for each group. */
function perGroup(name: string, optimizer: Optimizer, value: Each): number[] {
  const count = optimizer.param_groups.length
  if (!Array.isArray(value)) return new Array<number>(count).fill(real(value))
  if (value.length !== count)
    throw new ValueError(`expected ${count} values for ${name}, got ${value.length}`)
  return (value as Option[]).map(real)
}

function checkOptimizer(optimizer: unknown): void {
  if (!(optimizer instanceof Optimizer)) throw new TypeError(`${typeName(optimizer)} is not an Optimizer`)
}

const needsMomentum = 'optimizer must support momentum with `cycle_momentum` option enabled'

interface CyclicKeywords extends SchedulerKeywords {
  base_lr?: Each
  max_lr?: Each
  step_size_up?: Option
  step_size_down?: Option | null
  mode?: string
  gamma?: Option
  scale_fn?: ((x: number) => number) | null
  scale_mode?: string
  cycle_momentum?: boolean
  base_momentum?: Each
  max_momentum?: Each
}

class CyclicLRClass extends LRScheduler {
  declare max_lrs: number[]
  declare total_size: Option
  declare step_ratio: number
  declare mode: string
  declare gamma: Option
  declare _scale_fn_custom: ((x: number) => number) | null
  declare scale_mode: string
  declare cycle_momentum: boolean
  declare base_momentums: number[]
  declare max_momentums: number[]
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer, base_lr: Each, max_lr: Each],
      [
        step_size_up?: Option,
        step_size_down?: Option | null,
        mode?: string,
        gamma?: Option,
        scale_fn?: ((x: number) => number) | null,
        scale_mode?: string,
        cycle_momentum?: boolean,
        base_momentum?: Each,
        max_momentum?: Each,
        last_epoch?: number,
        verbose?: boolean,
      ],
      CyclicKeywords
    >
  ) {
    const bound = bind<CyclicKeywords>('CyclicLR', args, {
      optimizer: required,
      base_lr: required,
      max_lr: required,
      step_size_up: 2000,
      step_size_down: null,
      mode: 'triangular',
      gamma: new Float(1),
      scale_fn: null,
      scale_mode: 'cycle',
      cycle_momentum: true,
      base_momentum: 0.8,
      max_momentum: 0.9,
      last_epoch: -1,
      verbose: false,
    })
    const { optimizer, mode, scale_fn, cycle_momentum, last_epoch } = bound
    checkOptimizer(optimizer)
    const groups = optimizer.param_groups
    const base = perGroup('base_lr', optimizer, bound.base_lr)
    if (last_epoch === -1)
      groups.forEach((group, i) => {
        group.lr = base[i]
        noteFloatItem(group, 'lr', group.lr)
      })
    const up = real(bound.step_size_up)
    const total_size = up + (bound.step_size_down === null ? up : real(bound.step_size_down))
    if (total_size === 0) throw new ZeroDivisionError('float division by zero')
    if (!['triangular', 'triangular2', 'exp_range'].includes(mode) && scale_fn === null)
      throw new ValueError('mode is invalid and scale_fn is None')
    const own: Record<string, unknown> = {
      max_lrs: perGroup('max_lr', optimizer, bound.max_lr),
      total_size: new Float(total_size),
      step_ratio: up / total_size,
      mode,
      gamma: bound.gamma,
      _scale_fn_custom: scale_fn,
      scale_mode: scale_fn !== null ? bound.scale_mode : mode === 'exp_range' ? 'iterations' : 'cycle',
      cycle_momentum,
    }
    if (cycle_momentum) {
      if (!('momentum' in optimizer.defaults)) throw new ValueError(needsMomentum)
      const momentums = perGroup('base_momentum', optimizer, bound.base_momentum)
      if (last_epoch === -1) groups.forEach((group, i) => (group.momentum = momentums[i]))
      own.base_momentums = groups.map((group) => Number(group.momentum))
      own.max_momentums = perGroup('max_momentum', optimizer, bound.max_momentum)
    }
    super(optimizer, last_epoch, bound.verbose, {}, own)
    this.base_lrs = base
  }
  /** What the height of a cycle, or of an iteration, is multiplied by. */
  scale_fn(x: number): number {
    if (this._scale_fn_custom !== null) return Number(this._scale_fn_custom(x))
    if (this.mode === 'triangular2') return 1 / 2 ** (x - 1)
    return this.mode === 'exp_range' ? Number(this.gamma) ** x : 1
  }
  override get_lr(): number[] {
    const groups = groupsOf(this)
    const { last_epoch, step_ratio } = this
    const total_size = Number(this.total_size)
    const cycle = Math.floor(1 + last_epoch / total_size)
    const x = 1 + last_epoch / total_size - cycle
    const height = x <= step_ratio ? x / step_ratio : (x - 1) / (step_ratio - 1)
    const scale = this.scale_fn(this.scale_mode === 'cycle' ? cycle : last_epoch)
    if (this.cycle_momentum)
      groups.forEach((group, i) => {
        const most = this.max_momentums[i]
        group.momentum = most - (most - this.base_momentums[i]) * height * scale
      })
    return groups.map((_, i) => {
      const base = this.base_lrs[i]
      return base + (this.max_lrs[i] - base) * height * scale
    })
  }
}
/**
 * Lets the rate go up and down between `base_lr` and `max_lr`, and the momentum the other way (Smith, 2015).
 *
 * @example
 * const scheduler = optim.lr_scheduler.CyclicLR(optimizer, 0.01, 0.1, { step_size_up: 20 })
 */
export const CyclicLR = callable(CyclicLRClass, 'CyclicLR')
export type CyclicLR = CyclicLRClass

interface OneCycleKeywords extends SchedulerKeywords {
  max_lr?: Each
  total_steps?: number | null
  epochs?: number | null
  steps_per_epoch?: number | null
  pct_start?: Option
  anneal_strategy?: string
  cycle_momentum?: boolean
  base_momentum?: Each
  max_momentum?: Each
  div_factor?: Option
  final_div_factor?: Option
  three_phase?: boolean
}

/** A part of the cycle: until when, and between which of a group's options. */
interface Phase {
  readonly end_step: number
  readonly start_lr: string
  readonly end_lr: string
  readonly start_momentum: string
  readonly end_momentum: string
}

/** A phase whose end was reckoned from a share, and is a float. */
function untilShare(phase: Phase): Phase {
  noteFloatItem(phase, 'end_step', phase.end_step)
  return phase
}

function phasesOf(total: number, start: number, isThree: boolean): Phase[] {
  const rise = {
    end_step: start * total - 1,
    start_lr: 'initial_lr',
    end_lr: 'max_lr',
    start_momentum: 'max_momentum',
    end_momentum: 'base_momentum',
  }
  const fall = { ...rise, start_lr: 'max_lr', start_momentum: 'base_momentum', end_momentum: 'max_momentum' }
  if (!isThree) return [untilShare(rise), { ...fall, end_step: total - 1, end_lr: 'min_lr' }]
  const end = { ...rise, end_step: total - 1, end_lr: 'min_lr', end_momentum: 'max_momentum' }
  const middle = { ...fall, end_step: 2 * start * total - 2, end_lr: 'initial_lr' }
  return [untilShare(rise), untilShare(middle), end]
}

const positive = (name: string, value: unknown): number => {
  const count = typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : value
  if (typeof count !== 'number' || !Number.isInteger(count) || count <= 0)
    throw new ValueError(`Expected positive integer ${name}, but got ${str(value)}`)
  return count
}

class OneCycleLRClass extends LRScheduler {
  declare total_steps: number
  declare _schedule_phases: Phase[]
  declare anneal_func: Between
  declare cycle_momentum: boolean
  declare use_beta1: boolean
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer, max_lr: Each],
      [
        total_steps?: number | null,
        epochs?: number | null,
        steps_per_epoch?: number | null,
        pct_start?: Option,
        anneal_strategy?: string,
        cycle_momentum?: boolean,
        base_momentum?: Each,
        max_momentum?: Each,
        div_factor?: Option,
        final_div_factor?: Option,
        three_phase?: boolean,
        last_epoch?: number,
        verbose?: boolean,
      ],
      OneCycleKeywords
    >
  ) {
    const bound = bind<OneCycleKeywords>('OneCycleLR', args, {
      optimizer: required,
      max_lr: required,
      total_steps: null,
      epochs: null,
      steps_per_epoch: null,
      pct_start: 0.3,
      anneal_strategy: 'cos',
      cycle_momentum: true,
      base_momentum: 0.85,
      max_momentum: 0.95,
      div_factor: new Float(25),
      final_div_factor: new Float(1e4),
      three_phase: false,
      last_epoch: -1,
      verbose: false,
    })
    const { optimizer, epochs, steps_per_epoch, anneal_strategy, cycle_momentum, last_epoch } = bound
    checkOptimizer(optimizer)
    if (bound.total_steps === null && epochs === null && steps_per_epoch === null)
      throw new ValueError('You must define either total_steps OR (epochs AND steps_per_epoch)')
    const total_steps =
      bound.total_steps !== null
        ? positive('total_steps', bound.total_steps)
        : positive('epochs', epochs) * positive('steps_per_epoch', steps_per_epoch)
    const start = real(bound.pct_start)
    if (!(start >= 0 && start <= 1))
      throw new ValueError(`Expected float between 0 and 1 pct_start, but got ${str(bound.pct_start)}`)
    if (anneal_strategy !== 'cos' && anneal_strategy !== 'linear')
      throw new ValueError(
        `anneal_strategy must by one of 'cos' or 'linear', instead got ${str(anneal_strategy)}`,
      )
    const groups = optimizer.param_groups
    const most = perGroup('max_lr', optimizer, bound.max_lr)
    if (last_epoch === -1)
      groups.forEach((group, i) => {
        group.initial_lr = most[i] / real(bound.div_factor)
        group.max_lr = most[i]
        group.min_lr = (group.initial_lr as number) / real(bound.final_div_factor)
      })
    const own: Record<string, unknown> = {
      total_steps,
      _schedule_phases: phasesOf(total_steps, start, bound.three_phase),
      anneal_func: anneal_strategy === 'cos' ? _annealing_cos : _annealing_linear,
      cycle_momentum,
    }
    if (cycle_momentum) {
      if (!('momentum' in optimizer.defaults) && !('betas' in optimizer.defaults))
        throw new ValueError(needsMomentum)
      own.use_beta1 = 'betas' in optimizer.defaults
      const highest = perGroup('max_momentum', optimizer, bound.max_momentum)
      const lowest = perGroup('base_momentum', optimizer, bound.base_momentum)
      if (last_epoch === -1)
        groups.forEach((group, i) => {
          setMomentum(group, highest[i], Boolean(own.use_beta1))
          group.max_momentum = highest[i]
          group.base_momentum = lowest[i]
        })
    }
    super(optimizer, last_epoch, bound.verbose, {}, own)
  }
  override get_lr(): number[] {
    const groups = groupsOf(this)
    const { last_epoch: epoch, total_steps, _schedule_phases: phases } = this
    if (epoch > total_steps)
      throw new ValueError(
        `Tried to step ${epoch + 1} times. The specified number of total steps is ${total_steps}`,
      )
    let at = phases.findIndex((phase) => epoch <= phase.end_step)
    if (at < 0) at = phases.length - 1
    const phase = phases[at]
    const begin = at === 0 ? 0 : phases[at - 1].end_step
    const share = (epoch - begin) / (phase.end_step - begin)
    return groups.map((group) => {
      const of = (from: string, to: string): number =>
        this.anneal_func(Number(group[from]), Number(group[to]), share)
      if (this.cycle_momentum)
        setMomentum(group, of(phase.start_momentum, phase.end_momentum), this.use_beta1)
      return of(phase.start_lr, phase.end_lr)
    })
  }
}

function setMomentum(group: ParamGroup, momentum: number, isBeta: boolean): void {
  if (isBeta) group.betas = Tuple.of(momentum, ...(group.betas as Option[]).slice(1))
  else group.momentum = momentum
}

/**
 * One cycle over the whole training: up to `max_lr`, and down far below the start (Smith & Topin, 2017). Step after every
 * batch.
 *
 * @example
 * const scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, { steps_per_epoch: loader.length, epochs: 10 })
 */
export const OneCycleLR = callable(OneCycleLRClass, 'OneCycleLR')
export type OneCycleLR = OneCycleLRClass

interface WarmRestartsKeywords extends SchedulerKeywords {
  T_0?: number
  T_mult?: number
  eta_min?: Option
}

class CosineAnnealingWarmRestartsClass extends LRScheduler {
  declare T_0: number
  declare T_i: number
  declare T_mult: number
  declare eta_min: Option
  declare T_cur: number
  constructor(
    ...args: Arguments<
      [optimizer: Optimizer, T_0: number],
      [T_mult?: number, eta_min?: Option, last_epoch?: number, verbose?: boolean],
      WarmRestartsKeywords
    >
  ) {
    const bound = bind<WarmRestartsKeywords>('CosineAnnealingWarmRestarts', args, {
      optimizer: required,
      T_0: required,
      T_mult: 1,
      eta_min: 0,
      last_epoch: -1,
      verbose: false,
    })
    const { optimizer, eta_min, last_epoch, verbose } = bound
    const T_0 = positive('T_0', bound.T_0)
    const T_mult = typeof bound.T_mult === 'number' ? bound.T_mult : Number(usedAs('signed', bound.T_mult))
    if (!Number.isInteger(T_mult) || T_mult < 1)
      throw new ValueError(`Expected integer T_mult >= 1, but got ${str(T_mult)}`)
    super(optimizer, last_epoch, verbose, { T_0, T_i: T_0, T_mult, eta_min, T_cur: last_epoch })
  }
  override get_lr(): number[] {
    groupsOf(this)
    const least = Number(this.eta_min)
    const wave = 1 + cos((Math.PI * this.T_cur) / this.T_i)
    return this.base_lrs.map((lr) => least + ((lr - least) * wave) / 2)
  }
  /** Goes on to the next epoch, or to any, which may have a fraction: that of the batches that were trained. */
  override step(given: number | bigint | null = null): void {
    const { T_0, T_mult } = this
    let epoch = given === null ? (this.last_epoch < 0 ? 0 : null) : Number(given)
    if (epoch === null) {
      epoch = this.last_epoch + 1
      this.T_cur++
      if (this.T_cur >= this.T_i) {
        this.T_cur -= this.T_i
        this.T_i *= T_mult
      }
    } else {
      if (epoch < 0) throw new ValueError(`Expected non-negative epoch, but got ${str(given)}`)
      if (epoch < T_0) {
        this.T_i = T_0
        this.T_cur = epoch
      } else if (T_mult === 1) this.T_cur = epoch % T_0
      else {
        const n = Math.trunc(Math.log((epoch / T_0) * (T_mult - 1) + 1) / Math.log(T_mult))
        this.T_cur = epoch - (T_0 * (T_mult ** n - 1)) / (T_mult - 1)
        this.T_i = T_0 * T_mult ** n
      }
    }
    this.last_epoch = Math.floor(epoch)
    this._set_rates(() => this.get_lr(), epoch)
  }
}
/**
 * A cosine from the rate to `eta_min` in `T_0` epochs, again and again, each time `T_mult` times as long (Loshchilov &
 * Hutter, 2016).
 *
 * @example
 * const scheduler = optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, 10, 2)
 */
export const CosineAnnealingWarmRestarts = callable(
  CosineAnnealingWarmRestartsClass,
  'CosineAnnealingWarmRestarts',
)
export type CosineAnnealingWarmRestarts = CosineAnnealingWarmRestartsClass
