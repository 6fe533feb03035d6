// What all optimizers share: parameter groups, state, their saving, and the repr. Follows torch/optim/optimizer.py.
import { Adopting } from '../base/adopt.js'
import { visible } from '../base/visible.js'
import { float32, float64, get_default_dtype } from '../base/dtype.js'
import { enable_grad, modes, swapGrad } from '../tensor/modes.js'
import { isKeywords, required } from '../base/keywords.js'
import { callable } from '../nn/callable.js'
import { call } from '../engine/functions.js'
import { pythonicMethods, usedAs } from '../engine/python-call.js'
import { forgetGradient } from '../nn/forget-gradient.js'
import { typeText } from '../nn/attributes.js'
import { DefaultDict, Dict, isDict, plainDict } from '../nn/ordered-dict.js'
import {
  AssertionError,
  AttributeError,
  KeyError,
  NotImplementedError,
  TypeError,
  ValueError,
} from '../base/errors.js'
import { repr as pythonRepr, reprSymbol, str } from '../text/repr.js'
import { Float, isFloatItem, noteFloatItem } from '../base/scalar.js'
import { Tensor } from '../tensor/tensor.js'
import { warn } from '../base/warnings.js'

/** Parameters and the options they are trained with. */
export interface ParamGroup {
  params: Tensor[]
  lr: number
  [option: string]: unknown
}
export type GroupInput = { params: Tensor | Iterable<Tensor> } & Record<string, unknown>
/** What an optimizer takes: parameters, or groups of them with options of their own. */
export type Params = Iterable<Tensor> | Iterable<GroupInput>
/** Computes the loss again: some optimizers ask for it. */
export type Closure = () => Tensor | number
export type ParamState = Record<string, unknown>
/** What `state_dict` gives: parameters are numbered. */
export interface OptimizerState {
  state: Record<number | string, ParamState>
  param_groups: (Record<string, unknown> & { params: number[] })[]
}
/** Options may be `new torch.Float(1)`, to print as `1.0`. */
export type Option = number | Float

/** The groups of a state dict; what is none is refused as Python refuses to look a key up in it. */
/** `to`, which knows of its whole numbers that are floats in `from` that they are. */
function withFloatsOf<T extends object>(from: object, to: T): T {
  for (const [name, value] of Object.entries(from))
    if (isFloatItem(from, name, value)) noteFloatItem(to, name, value as number)
  return to
}

/** A group that Python's dict says is one of the library's. */
const asGroup = (group: unknown): unknown => (group instanceof Map ? plainDict(group) : group)

function groupsOf(state_dict: unknown): OptimizerState['param_groups'] {
  if (Array.isArray(state_dict))
    throw new TypeError(`${typeText(state_dict)} indices must be integers or slices, not str`)
  if (!isDict(state_dict)) throw new TypeError(`'${typeText(state_dict)}' object is not subscriptable`)
  for (const key of ['param_groups', 'state']) if (!(key in state_dict)) throw new KeyError(`'${key}'`)
  const groups: unknown = state_dict.param_groups
  const isGroup = (group: unknown): boolean => isDict(group) && Array.isArray(group.params)
  if (!Array.isArray(groups)) throw new TypeError(`'${typeText(groups)}' object is not iterable`)
  if (!groups.every(isGroup)) throw new KeyError("'params'")
  if (!isDict(state_dict.state))
    throw new AttributeError(`'${typeText(state_dict.state)}' object has no attribute 'items'`)
  return groups as OptimizerState['param_groups']
}

class OptimizerClass extends Adopting {
  param_groups: ParamGroup[] = []
  /** What is remembered of each parameter, such as its momentum. */
  state = new DefaultDict<Tensor | string, ParamState>()
  readonly defaults: Record<string, unknown>
  /** What of a parameter's state is a tensor of one number. */
  protected readonly scalars: readonly string[] = []

  constructor(params: Params, defaults: Record<string, unknown>) {
    super()
    this.defaults = new Dict(defaults)
    if (params instanceof Tensor)
      throw new TypeError(
        `params argument given to the optimizer should be an iterable of Tensors or dicts, but got ${typeText(params)}`,
      )
    const list = Array.from(usedAs('iterable', params) as Iterable<unknown>, asGroup)
    if (list.length === 0) throw new ValueError('optimizer got an empty parameter list')
    const groups = isDict(list[0]) ? list : [{ params: list }]
    for (const group of groups) this.add_param_group(group as GroupInput)
  }

  /** Adds parameters with options of their own; options left out are the optimizer's. */
  add_param_group(given: GroupInput): void {
    const param_group: unknown = asGroup(given)
    if (!isDict(param_group)) throw new AssertionError('param group must be a dict')
    const { params } = param_group as Partial<GroupInput>
    if (params === undefined) throw new KeyError("'params'")
    if (params instanceof Set)
      throw new TypeError(
        'optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will ' +
          'change between runs. Please use a list instead.',
      )
    const list: unknown[] =
      params instanceof Tensor ? [params] : [...(usedAs('iterable', params) as Iterable<unknown>)]
    for (const param of list) {
      if (!(param instanceof Tensor))
        throw new TypeError(
          `optimizer can only optimize Tensors, but one of the params is ${typeText(param)}`,
        )
      if (!this.defaults.differentiable && !param.is_leaf && !param.retains_grad)
        throw new ValueError("can't optimize a non-leaf Tensor")
    }
    const group = new Dict({ ...param_group, params: list }) as unknown as ParamGroup
    this.#fill(group)
    const missing = Object.keys(group).find((name) => group[name] === required)
    if (missing !== undefined)
      throw new ValueError(
        `parameter group didn't specify a value of required optimization parameter ${missing}`,
      )
    if (new Set(list).size < list.length)
      warn(
        'optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; ' +
          'see github.com/pytorch/pytorch/issues/40967 for more information',
      )
    const known = new Set(this.param_groups.flatMap((other) => other.params))
    if (group.params.some((param) => known.has(param)))
      throw new ValueError('some parameters appear in more than one parameter group')
    this.param_groups.push(group)
  }

  /** Gives a group the options it does not have. */
  #fill(group: ParamGroup): void {
    for (const [name, value] of Object.entries(this.defaults)) if (!(name in group)) group[name] = value
  }

  /** One step against the gradients. With a closure, the loss it returns. */
  step(closure?: Closure | null): Tensor | number | null {
    const before = swapGrad(this.defaults.differentiable === true)
    try {
      const loss = closure ? enable_grad(usedAs('callable', closure) as Closure) : null
      for (const group of this.param_groups) this.update(group)
      return loss
    } finally {
      swapGrad(before)
    }
  }

  /** Changes the parameters of one group; runs without recording. */
  protected update(_group: ParamGroup): void {
    throw new NotImplementedError(`${this.constructor.name} has no step of its own`)
  }

  /** The state of a parameter, made by `start` at its first step. */
  protected stateOf<S extends ParamState>(param: Tensor, start: () => S): S {
    let state = this.state.get(param)
    if (!state) this.state.set(param, (state = start()))
    return state as S
  }

  /** Forgets all gradients; with `set_to_none: false` they become zeros. (The default is PyTorch 2's.) */
  zero_grad(set_to_none: boolean | { set_to_none?: boolean } = true): void {
    const forget = isKeywords(set_to_none) ? (set_to_none.set_to_none ?? true) : Boolean(set_to_none)
    for (const { params } of this.param_groups) for (const param of params) forgetGradient(param, forget)
  }

  /** State and options, with numbers for parameters. The tensors are the optimizer's own. */
  state_dict(): OptimizerState {
    const order = new Map<Tensor, number>()
    let start = 0
    const param_groups = this.param_groups.map((group) => {
      const { params, ...options } = group
      params.forEach((param, i) => {
        if (!order.has(param)) order.set(param, start + i)
      })
      start += params.length
      const saved = new Dict({ ...options, params: params.map((param) => order.get(param)!) })
      return withFloatsOf(group, saved) as never
    })
    const state = new Dict() as Record<string, ParamState>
    for (const [key, values] of this.state) state[key instanceof Tensor ? order.get(key)! : key] = values
    return new Dict({ state, param_groups }) as unknown as OptimizerState
  }

  /**
   * Takes over what `state_dict` of an optimizer for the same parameters gave.
   *
   * @throws ValueError where groups or their sizes differ
   */
  load_state_dict(state_dict: OptimizerState): void {
    state_dict = plainDict(state_dict) as OptimizerState
    const saved = groupsOf(state_dict)
    if (saved.length !== this.param_groups.length)
      throw new ValueError('loaded state dict has a different number of parameter groups')
    if (this.param_groups.some((group, i) => group.params.length !== saved[i].params.length))
      throw new ValueError(
        "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
      )
    const params = new Map<string, Tensor>()
    this.param_groups = this.param_groups.map((group, i) => {
      group.params.forEach((param, j) => params.set(String(saved[i].params[j]), param))
      const { params: _numbers, ...options } = saved[i]
      const loaded = new Dict({ ...options, params: group.params }) as unknown as ParamGroup
      this.#fill(loaded)
      return withFloatsOf(saved[i], loaded)
    })
    this.state = new DefaultDict()
    for (const [key, values] of Object.entries(state_dict.state)) {
      const param = params.get(key)
      if (!param) this.state.set(key, values)
      else {
        const copied = Object.entries(values).map(([name, value]) => [name, adopted(name, value, param)])
        const own = Object.fromEntries(copied) as ParamState
        for (const key of this.scalars)
          if (key in own && !(own[key] instanceof Tensor)) own[key] = scalarTensor(Number(own[key]))
        this.state.set(param, own)
      }
    }
  }

  [reprSymbol](): string {
    const groups = this.param_groups.map((group, i) => {
      const names = Object.keys(group).filter((name) => name !== 'params')
      const text = (name: string, value: unknown): string =>
        str(isFloatItem(group, name, value) ? new Float(value as number) : value)
      const lines = names.sort().map((name) => `    ${name}: ${text(name, group[name])}\n`)
      return `\nParameter Group ${i}\n${lines.join('')}`
    })
    return `${this.constructor.name} (${groups.join('')})`
  }
  toString(): string {
    return pythonRepr(this)
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return visible(pythonRepr(this))
  }
}
pythonicMethods(OptimizerClass.prototype, 'Optimizer', [
  'add_param_group(self, param_group: dict)',
  'load_state_dict(self, state_dict: dict)',
])

/**
 * An optimizer that moves one parameter after another by its gradient, in PyTorch's own operations: so that the digits are
 * those of PyTorch.
 */
export abstract class ByParameter<S extends ParamState> extends OptimizerClass {
  protected override update(group: ParamGroup): void {
    for (const param of group.params) {
      const grad = param.gradient
      if (grad === null) continue
      const state = this.stateOf<S>(param, () => this.start(param, group))
      this.move(
        param,
        descent(param, grad, Boolean(group.maximize), Number(group.weight_decay ?? 0)),
        state,
        group,
      )
    }
  }
  /** What is remembered of a parameter, before its first step. */
  protected abstract start(param: Tensor, group: ParamGroup): S
  /** One step of one parameter; `grad` has the weight decay in it already. */
  protected abstract move(param: Tensor, grad: Tensor, state: S, group: ParamGroup): void
}

/**
 * Base of the optimizers. A subclass writes `update`, which changes the parameters of one group, or `step` itself.
 *
 * @throws ValueError for no parameters, TypeError for what is no tensor
 */
export const Optimizer = callable(OptimizerClass, 'Optimizer', 'params, defaults: dict')
export type Optimizer = OptimizerClass

/** A loaded value, cast to the parameter's dtype; the step count keeps its own. */
function adopted(name: string, value: unknown, param: Tensor): unknown {
  if (Array.isArray(value)) return value.map((item) => adopted('', item, param))
  if (!(value instanceof Tensor)) return value
  const copy = value.detach().clone()
  return name === 'step' || !param.is_floating_point() ? copy : copy.to(param.dtype)
}

/** A number as PyTorch keeps it in a state: a tensor of the default dtype. */
export const scalarTensor = (value: number): Tensor =>
  call('tensor', [value, { dtype: get_default_dtype() }]) as Tensor

/** Zeros beside a parameter, for what is remembered of it. */
export const zerosLike = (param: Tensor): Tensor => call('zeros_like', [param.detach()]) as Tensor

/** A complex number as a pair of reals: optimizers treat the two as numbers of their own. */
export const real = (tensor: Tensor): Tensor =>
  tensor.is_complex() ? (call('view_as_real', [tensor]) as Tensor) : tensor

/** Counts one more step in a state's tensor; gives the count. */
export function countStep(step: Tensor): number {
  const steps = Number(step.item()) + 1
  step.setElementAt(step.offset, steps)
  step.counter.value++
  return steps
}

/** Refuses an option in PyTorch's words: `Invalid learning rate: -1`. */
export function checkOption(valid: boolean, text: string, value: unknown, order: '<' | '<=' = '<'): void {
  if (
    typeof value !== 'number' &&
    typeof value !== 'boolean' &&
    !(value instanceof Float) &&
    value !== required
  )
    throw new TypeError(
      order === '<'
        ? `'<' not supported between instances of '${typeText(value)}' and 'float'`
        : `'<=' not supported between instances of 'float' and '${typeText(value)}'`,
    )
  if (!valid) throw new ValueError(`${text}: ${str(value)}`)
}

/** The gradient to descend along: turned round where the optimizer climbs, with the weight decay added. */
export function descent(param: Tensor, grad: Tensor, maximize: boolean, decay: number): Tensor {
  const directed = maximize ? grad.neg() : grad
  return decay === 0 ? directed : directed.add(param, { alpha: decay })
}

/**
 * Whether one kernel can take the whole step: float32 or float64 in the memory of this process, all of one shape and
 * without gaps. Where not, ops have to.
 */
export function isOneLoop(
  param: Tensor,
  grad: Tensor,
  state: Tensor | null,
  secondState: Tensor | null = null,
  thirdState: Tensor | null = null,
): boolean {
  const { dtype } = param
  if ((dtype !== float32 && dtype !== float64) || modes.grad) return false
  if (!param.contiguousFlag || !param.memory.isHere) return false
  return (
    isAlike(param, grad) && isAlike(param, state) && isAlike(param, secondState) && isAlike(param, thirdState)
  )
}

const isAlike = ({ dtype, count }: Tensor, other: Tensor | null): boolean =>
  other === null || (other.contiguousFlag && other.dtype === dtype && other.count === count)
