// `torch.utils.checkpoint`: the forward pass of a part is run again in the backward pass, instead of keeping what it saves.
// Follows torch/utils/checkpoint.py.
import { RuntimeError, ValueError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { asList, Tuple } from '../base/tuple.js'
import { warn } from '../base/warnings.js'
import { saved_tensors_hooks } from '../autograd/graph.js'
import { backward, canAccumulate } from '../autograd/engine.js'
import { type FunctionContext, Function as AutogradFunction } from '../autograd/function.js'
import { Sequential } from '../nn/containers.js'
import { enable_grad, no_grad } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { fork_rng } from '../ops/random/state.js'
import { defaultGenerator } from '../random/generator.js'

type AnyFunction = (...args: any[]) => any

/** Runs it as it was run before, with gradients recorded and, where a state was kept, the same random numbers. */
function again<T>(state: Uint8Array | null, run: () => T): T {
  if (state === null) return enable_grad(run)
  return fork_rng(() => {
    defaultGenerator.setStateBytes(state)
    return enable_grad(run)
  })
}

interface Kept extends FunctionContext {
  run_function: AnyFunction
  state: Uint8Array | null
  given: unknown[]
}

/** The tensor as a leaf of a graph of its own. */
const leafOf = (tensor: Tensor): Tensor => tensor.detach().requires_grad_(tensor.requires_grad)

/** The inputs as leaves of a graph of their own. */
export const detach_variable = (inputs: readonly unknown[]): Tuple<unknown> =>
  Tuple.from(inputs.map((input) => (input instanceof Tensor ? leafOf(input) : input)))

/** Warns where no input requires grad: nothing of the part would get one. */
export function check_backward_validity(inputs: readonly unknown[]): void {
  if (!inputs.some((input) => input instanceof Tensor && input.requires_grad))
    warn('None of the inputs have requires_grad=True. Gradients will be None')
}

/** The function that is run in the forward pass, and again in the backward pass. */
export class CheckpointFunction extends AutogradFunction {
  static override forward(ctx: Kept, run: AnyFunction, keepsState: boolean, ...args: unknown[]): any {
    check_backward_validity(args)
    ctx.run_function = run
    ctx.state = keepsState ? defaultGenerator.stateBytes() : null
    ctx.given = args.map((arg) => (arg instanceof Tensor ? null : arg))
    ctx.save_for_backward(...args.map((arg) => (arg instanceof Tensor ? arg : null)))
    return no_grad(() => run(...args) as unknown)
  }
  static override backward(ctx: Kept, ...grads: Tensor[]): any {
    if (!canAccumulate())
      throw new RuntimeError(
        'Checkpointing is not compatible with .grad() or when an `inputs` parameter is passed to .backward(). Please use ' +
          '.backward() and do not pass its `inputs` argument.',
      )
    const saved = ctx.saved_tensors
    const inputs = detach_variable(ctx.given.map((value, i) => (saved[i] as Tensor | null) ?? value))
    const outputs = asList(again(ctx.state, () => ctx.run_function(...inputs) as unknown))
    const differentiable = outputs.flatMap((output, i) =>
      output instanceof Tensor && output.requires_grad ? [{ output, grad: grads[i] }] : [],
    )
    if (differentiable.length === 0)
      throw new RuntimeError('none of output has requires_grad=True, this checkpoint() is not necessary')
    backward(
      differentiable.map(({ output }) => output),
      differentiable.map(({ grad }) => grad),
    )
    return Tuple.of(null, null, ...inputs.map((input) => (input instanceof Tensor ? input.grad : null)))
  }
}

/** As `checkpoint`, by hooks of saved tensors: a first use of what was saved runs the function again. */
function byHooks(run: AnyFunction, keepsState: boolean, args: readonly unknown[]): unknown {
  const state = keepsState ? defaultGenerator.stateBytes() : null
  const places: WeakRef<object>[] = []
  const values = new WeakMap<object, Tensor>()
  const pack = (): object => {
    const place = {}
    places.push(new WeakRef(place))
    return place
  }
  const unpack = (place: object): Tensor => {
    if (!values.has(place)) {
      let count = 0
      const keep = (tensor: Tensor): null => {
        // What nobody can ask for any more is not kept.
        const known = places[count++]?.deref()
        if (known) values.set(known, tensor.detach())
        return null
      }
      const refuse = (): never => {
        throw new RuntimeError('a tensor of the second forward pass was asked for')
      }
      again(state, () => saved_tensors_hooks(keep, refuse, () => run(...args) as unknown))
    }
    const value = values.get(place)
    if (value === undefined)
      throw new RuntimeError(
        'the function saved other tensors when it was run again: it must do the same each time',
      )
    return value
  }
  return saved_tensors_hooks(pack, unpack, () => run(...args) as unknown)
}

/**
 * Calls `run_function(...args)` without keeping what its backward pass needs: it is run again then. That takes longer, and
 * less memory. Random numbers are the same both times, unless `preserve_rng_state` is False.
 *
 * @param args its arguments, then keywords: `use_reentrant` (default True: `backward()` alone may come through it, and an
 *   input must require grad) and `preserve_rng_state`
 * @example
 * const layer = nn.Linear(2, 1)
 * const x = torch.ones(1, 2, { requires_grad: true })
 * torch.utils.checkpoint.checkpoint(layer, x).shape // torch.Size([1, 1])
 */
export function checkpoint(run_function: AnyFunction, ...args: any[]): any {
  const last: unknown = args.at(-1)
  const { use_reentrant = true, preserve_rng_state = true, ...further } = isKeywords(last) ? last : {}
  const given: unknown[] = isKeywords(last) ? args.slice(0, -1) : args
  const names = Object.keys(further)
  if (use_reentrant === false)
    return byHooks(
      run_function,
      preserve_rng_state !== false,
      names.length === 0 ? given : [...given, further],
    )
  if (names.length > 0) throw new ValueError(`Unexpected keyword arguments: ${names.join(',')}`)
  return (CheckpointFunction as unknown as { apply: AnyFunction }).apply(
    run_function,
    preserve_rng_state !== false,
    ...given,
  ) as unknown
}

/** Runs functions one after another, in `segments` parts, of which all but the last are run again in the backward pass. */
export function checkpoint_sequential(
  functions: Sequential | readonly AnyFunction[],
  segments: number,
  input: Tensor,
  keywords: { preserve_rng_state?: boolean } = {},
): Tensor {
  const { preserve_rng_state = true, ...further } = keywords
  const names = Object.keys(further)
  if (names.length > 0) throw new ValueError(`Unexpected keyword arguments: ${names.join(',')}`)
  const list: AnyFunction[] = functions instanceof Sequential ? [...functions.children()] : [...functions]
  const part =
    (start: number, end: number) =>
    (x: Tensor): Tensor =>
      list.slice(start, end).reduce((value, run) => run(value) as Tensor, x)
  const size = Math.floor(list.length / segments)
  let [value, end] = [input, 0]
  for (let start = 0; start < size * (segments - 1); start += size) {
    end = start + size
    value = checkpoint(part(start, end), value, { preserve_rng_state }) as Tensor
  }
  return part(end, list.length)(value)
}
