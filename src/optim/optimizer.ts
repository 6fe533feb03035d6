/** What all optimizers share: parameter groups, state, their saving, and the repr. Follows torch/optim/optimizer.py. */
import { enable_grad, modes } from '../autograd/modes.js'
import { isKeywords, required } from '../keywords.js'
import { forgetGradient } from '../nn/module.js'
import { RuntimeError, TypeError, ValueError } from '../tensor/errors.js'
import { repr as pythonRepr, reprSymbol, str } from '../tensor/python.js'
import { Float } from '../tensor/scalar.js'
import { Tensor } from '../tensor/tensor.js'

/** Parameters and the options they are trained with. */
export interface ParamGroup {
  params: Tensor[]
  lr: number
  [option: string]: unknown
}
type GroupInput = { params: Tensor | Iterable<Tensor> } & Record<string, unknown>
/** What an optimizer takes: parameters, or groups of them with options of their own. */
export type Params = Iterable<Tensor> | Iterable<GroupInput>
/** Computes the loss again: some optimizers ask for it. */
export type Closure = () => Tensor | number
export type ParamState = Record<string, unknown>
/** What `state_dict` gives: parameters are numbered. */
export interface OptimizerState {
  state: Record<number, ParamState>
  param_groups: (Record<string, unknown> & { params: number[] })[]
}

/** Base of the optimizers. A subclass writes `update`, which changes the parameters of one group. */
export abstract class Optimizer {
  readonly param_groups: ParamGroup[] = []
  /** What is remembered of each parameter, such as its momentum. */
  state = new Map<Tensor, ParamState>()
  readonly defaults: Record<string, unknown>

  constructor(params: Params, defaults: Record<string, unknown>) {
    this.defaults = defaults
    if (params instanceof Tensor)
      throw new TypeError(
        'params argument given to the optimizer should be an iterable of Tensors or dicts, but got torch.FloatTensor',
      )
    const list = Array.from(params as Iterable<unknown>)
    if (list.length === 0) throw new ValueError('optimizer got an empty parameter list')
    const groups = isKeywords(list[0]) ? list : [{ params: list }]
    for (const group of groups) this.add_param_group(group as GroupInput)
  }

  /** Adds parameters with options of their own; options left out are the optimizer's. */
  add_param_group(param_group: GroupInput): void {
    if (!isKeywords(param_group)) throw new TypeError('param group must be a dict')
    const { params } = param_group
    const list: unknown[] = params instanceof Tensor ? [params] : [...params]
    for (const param of list) {
      if (!(param instanceof Tensor))
        throw new TypeError(`optimizer can only optimize Tensors, but one of the params is ${str(param)}`)
      if (!param.is_leaf) throw new ValueError("can't optimize a non-leaf Tensor")
    }
    const group: ParamGroup = { ...this.defaults, ...param_group, params: list as Tensor[] } as ParamGroup
    for (const [name, value] of Object.entries(group))
      if ((value as unknown) === required)
        throw new ValueError(`parameter group didn't specify a value of required optimization parameter ${name}`)
    const known = new Set(this.param_groups.flatMap((other) => other.params))
    if (group.params.some((param) => known.has(param)))
      throw new ValueError('some parameters appear in more than one parameter group')
    this.param_groups.push(group)
  }

  /** One step against the gradients. With a closure, the loss it returns. */
  step(closure?: Closure | null): Tensor | number | null {
    const loss = closure ? enable_grad(closure) : null
    const { grad } = modes
    modes.grad = false
    try {
      for (const group of this.param_groups) this.update(group)
    } finally {
      modes.grad = grad
    }
    return loss
  }

  /** Changes the parameters of one group; runs without recording. */
  protected abstract update(group: ParamGroup): void

  /** The state of a parameter, made by `start` at its first step. */
  protected stateOf<S extends ParamState>(param: Tensor, start: () => S): S {
    let state = this.state.get(param)
    if (!state) this.state.set(param, (state = start()))
    return state as S
  }

  /** Forgets all gradients; with `set_to_none: false` they become zeros. (The default is PyTorch 2's.) */
  zero_grad(set_to_none: boolean | { set_to_none?: boolean } = true): void {
    const forget = typeof set_to_none === 'object' ? (set_to_none.set_to_none ?? true) : set_to_none
    for (const { params } of this.param_groups) for (const param of params) forgetGradient(param, forget)
  }

  /** State and options, with numbers for parameters. */
  state_dict(): OptimizerState {
    const order = new Map<Tensor, number>()
    const param_groups = this.param_groups.map((group) => ({
      ...group,
      params: group.params.map((param) => {
        if (!order.has(param)) order.set(param, order.size)
        return order.get(param)!
      }),
    }))
    const state: Record<number, ParamState> = {}
    for (const [param, values] of this.state) state[order.get(param)!] = values
    return { state, param_groups }
  }

  /** Takes over what `state_dict` of an optimizer for the same parameters gave. */
  load_state_dict(state_dict: OptimizerState): void {
    const { param_groups, state } = state_dict
    if (param_groups.length !== this.param_groups.length)
      throw new ValueError('loaded state dict has a different number of parameter groups')
    if (this.param_groups.some((group, i) => group.params.length !== param_groups[i].params.length))
      throw new ValueError(
        "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
      )
    const params = new Map<number, Tensor>()
    this.param_groups.forEach((group, i) => {
      group.params.forEach((param, j) => params.set(param_groups[i].params[j], param))
      Object.assign(group, param_groups[i], { params: group.params })
    })
    this.state = new Map()
    for (const [number, values] of Object.entries(state)) {
      const param = params.get(Number(number))
      if (!param) throw new RuntimeError(`loaded state dict has state for an unknown parameter ${number}`)
      const copied = Object.entries(values).map(([name, value]) => [name, adopted(name, value, param)])
      this.state.set(param, Object.fromEntries(copied) as ParamState)
    }
  }

  [reprSymbol](repr: (value: unknown) => string): string {
    const groups = this.param_groups.map((group, i) => {
      const options = Object.keys(group)
        .filter((name) => name !== 'params')
        .sort()
      return `Parameter Group ${i}\n${options.map((name) => `    ${name}: ${textOf(group[name], repr)}\n`).join('')}`
    })
    return `${this.constructor.name} (\n${groups.join('\n')})`
  }
  toString(): string {
    return this[reprSymbol](pythonRepr)
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

const textOf = (value: unknown, repr: (value: unknown) => string): string =>
  typeof value === 'string' ? value : repr(value)

/** A loaded value, cast to the parameter's dtype; the step count keeps its own. */
function adopted(name: string, value: unknown, param: Tensor): unknown {
  if (!(value instanceof Tensor)) return value
  if (name === 'step' || !param.is_floating_point()) return value.clone()
  return value.clone().to(param.dtype)
}

/** Options may be `new torch.Float(1)`, to print as `1.0`. */
export type Option = number | Float

/** Refuses an option in PyTorch's words: `Invalid learning rate: -1`. */
export function checkOption(valid: boolean, text: string, value: unknown): void {
  if (!valid) throw new ValueError(`${text}: ${str(value)}`)
}

/** The gradient to descend along: turned round where the optimizer climbs, with the weight decay added. */
export function descent(param: Tensor, grad: Tensor, group: ParamGroup): Tensor {
  const directed = group.maximize ? grad.neg() : grad
  const decay = Number(group.weight_decay)
  return decay === 0 ? directed : directed.add(param, { alpha: decay })
}
