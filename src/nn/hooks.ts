// Hooks of modules: what runs around `forward` and in the backward pass. Follows torch/utils/hooks.py.
import type { Grad } from '../tensor/node.js'
import { Node, RemovableHandle } from '../tensor/node.js'
import { checkCallable } from '../engine/checked.js'
import { RuntimeError } from '../base/errors.js'
import { Tensor } from '../tensor/tensor.js'
import { Tuple } from '../base/tuple.js'
import { watchLastNode } from './last-node-hooks.js'
import { OrderedDict } from './ordered-dict.js'
import type { IncompatibleKeys, LoadArguments, StateDict } from './state-dict.js'

export type ForwardHook<M> = (module: M, args: Tuple<any>, output: any) => unknown
export type ForwardPreHook<M> = (module: M, args: Tuple<any>) => unknown
export type BackwardHook<M> = (module: M, gradInput: Tuple<Grad>, gradOutput: Tuple<Grad>) => unknown

export type StateHook<M> = (
  module: M,
  state_dict: StateDict,
  prefix: string,
  local_metadata: Record<string, unknown>,
) => unknown
export type LoadHook = (...args: LoadArguments) => unknown
export type LoadedHook<M> = (module: M, incompatible_keys: IncompatibleKeys) => unknown

export interface ModuleHooks<M> {
  forward?: Map<number, ForwardHook<M>>
  pre?: Map<number, ForwardPreHook<M>>
  backward?: Map<number, BackwardHook<M>>
  /** Run at the node that made the output, whatever its inputs are. */
  last?: Map<number, BackwardHook<M>>
  state?: Map<number, StateHook<M>>
  load?: Map<number, LoadHook>
  loaded?: Map<number, LoadedHook<M>>
}

/** What runs between the hooks. */
interface HasForward {
  forward(...args: any[]): any
}

/** The hooks of one kind, as the dict that a module shows. */
export const hooksOf = <M>(hooks: ModuleHooks<M>, kind: keyof ModuleHooks<M>): OrderedDict<number, unknown> =>
  (hooks[kind] ??= new OrderedDict<number, unknown>() as never) as unknown as OrderedDict<number, unknown>

export function addHook<M, K extends keyof ModuleHooks<M>>(
  hooks: ModuleHooks<M>,
  kind: K,
  hook: NonNullable<ModuleHooks<M>[K]> extends Map<number, infer H> ? H : never,
): RemovableHandle {
  return new RemovableHandle(hooksOf(hooks, kind) as never, hook)
}

/** Hooks of every module, which run before its own. */
export const everywhere: { hooks: ModuleHooks<any> | null; isFull: boolean | null } = {
  hooks: null,
  isFull: null,
}

/** The hooks of one kind: those of every module first. */
function both<M, K extends 'pre' | 'forward' | 'backward' | 'last'>(
  hooks: ModuleHooks<M> | null,
  kind: K,
): NonNullable<ModuleHooks<M>[K]> extends Map<number, infer H> ? H[] : never {
  return [...(everywhere.hooks?.[kind]?.values() ?? []), ...(hooks?.[kind]?.values() ?? [])] as never
}

export function callWithHooks<M extends HasForward>(
  module: M,
  hooks: ModuleHooks<M> | null,
  args: unknown[],
): unknown {
  for (const hook of both(hooks, 'pre')) {
    checkCallable(hook)
    const replaced = hook(module, Tuple.from(args))
    if (replaced !== undefined && replaced !== null) args = Array.isArray(replaced) ? replaced : [replaced]
  }
  const whole = both(hooks, 'backward')
  const backward = whole.length > 0 ? new BackwardWatch(module, whole) : null
  if (backward) args = backward.watchInputs(args)
  let output: unknown = module.forward(...args)
  for (const hook of both(hooks, 'forward')) {
    checkCallable(hook)
    const replaced = hook(module, Tuple.from(args), output)
    if (replaced !== undefined && replaced !== null) output = replaced
  }
  const last = both(hooks, 'last')
  if (last.length > 0) watchLastNode(module, last, args, output)
  return backward ? backward.watchOutput(output) : output
}

/** Passes tensors through unchanged, and calls back when their gradients are known. */
class BackwardHookFunctionBackward extends Node {
  readonly className = 'BackwardHookFunctionBackward'
  readonly #known: (grads: Grad[]) => Grad[]

  constructor(tensors: Tensor[], known: (grads: Grad[]) => Grad[]) {
    super()
    this.#known = known

    this.edges = tensors.map((tensor) => tensor.edge())
    this.comeAfterInputs()
    this.outputs = tensors.map(({ sizes, dtype }) => ({ sizes, dtype }))
  }
  apply(grads: Grad[]): Grad[] {
    return this.#known(grads)
  }
}

/** Routes some tensors through one node, so that it sees all their gradients at once. */
function throughNode(values: unknown[], known: (grads: Grad[]) => Grad[]): unknown[] {
  const tensors = values.filter((value) => value instanceof Tensor)
  const node = new BackwardHookFunctionBackward(tensors, known)
  let index = 0
  return values.map((value) => {
    if (!(value instanceof Tensor)) return value
    const output = value.viewAs(value.sizes, value.strides, value.offset)
    output.node = node
    output.outputIndex = index++
    return output
  })
}

const someRequireGrad = (values: unknown[]): boolean =>
  values.some((value) => value instanceof Tensor && value.requires_grad)

/** One call of a module with backward hooks: remembers gradients of the outputs until those of the inputs come. */
class BackwardWatch<M> {
  #gradOutput: Grad[] | null = null
  #inputs: unknown[] = []
  #watchesInputs = false

  readonly #module: M
  readonly #hooks: BackwardHook<M>[]

  constructor(module: M, hooks: BackwardHook<M>[]) {
    this.#module = module
    this.#hooks = hooks
  }

  watchInputs(args: unknown[]): unknown[] {
    this.#inputs = args
    this.#watchesInputs = someRequireGrad(args)
    if (!this.#watchesInputs) return args
    return throughNode(args, (grads) => {
      if (this.#gradOutput === null)
        throw new RuntimeError(
          `Module backward hook for grad_input is called before the grad_output one. This happens because the ` +
            `gradient in your nn.Module flows to the Module's input without passing through the Module's output. ` +
            `Make sure that the output depends on the input and that the loss is computed based on the output.`,
        )
      return this.#run(grads)
    })
  }

  watchOutput(output: unknown): unknown {
    const isList = Array.isArray(output)
    const outputs: unknown[] = isList ? output : [output]
    if (!someRequireGrad(outputs)) return output
    const watched = throughNode(outputs, (grads) => {
      this.#gradOutput = grads
      // With no gradient flowing to the inputs, this is the only chance to call.
      if (!this.#watchesInputs) this.#run(this.#inputs.map(() => null))
      return grads
    })
    return isList ? watched : watched[0]
  }

  #run(gradInput: Grad[]): Grad[] {
    for (const hook of this.#hooks) {
      const replaced = hook(this.#module, Tuple.from(gradInput), Tuple.from(this.#gradOutput!))
      if (replaced === undefined || replaced === null) continue
      const list = (Array.isArray(replaced) ? replaced : [replaced]) as Grad[]
      if (list.length !== gradInput.length)
        throw new RuntimeError(
          `Backward hook returned an invalid number of grad_input, got ${list.length}, but expected ${gradInput.length}`,
        )
      gradInput = list
    }
    return gradInput
  }
}
