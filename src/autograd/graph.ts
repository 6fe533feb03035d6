// `torch.autograd.graph`: what happens to tensors that a graph saves. Follows torch/autograd/graph.py.
import { RuntimeError } from '../base/errors.js'
import { region } from '../base/region.js'
import type { Device } from '../base/scalar.js'
import { checkCallable } from '../engine/checked.js'
import { savedHooks } from '../tensor/modes.js'
import { Node } from '../tensor/node.js'
import type { Tensor } from '../tensor/tensor.js'

type State = Partial<typeof savedHooks>

/** Puts hooks in force, for a callback or until the guard is disposed. */
function withHooks<T>(state: State, callback: (() => T) | undefined): T | Disposable {
  const before = { ...savedHooks }
  Object.assign(savedHooks, state)
  return region(
    {
      [Symbol.dispose]() {
        Object.assign(savedHooks, before)
      },
    },
    callback,
  )
}

/**
 * Saves for the backward pass what `pack_hook` makes of a tensor, and takes what `unpack_hook` makes of that: to keep
 * tensors elsewhere, or smaller, meanwhile.
 *
 * @example
 * const { saved_tensors_hooks } = torch.autograd.graph
 * const x = torch.tensor([2.], { requires_grad: true })
 * const y = saved_tensors_hooks((t) => t.tolist(), (list) => torch.tensor(list), () => x.pow(2))
 */
export function saved_tensors_hooks<P>(
  pack_hook: (tensor: Tensor) => P,
  unpack_hook: (packed: P) => Tensor,
): Disposable
export function saved_tensors_hooks<P, T>(
  pack_hook: (tensor: Tensor) => P,
  unpack_hook: (packed: P) => Tensor,
  callback: () => T,
): T
export function saved_tensors_hooks<P, T>(
  pack_hook: (tensor: Tensor) => P,
  unpack_hook: (packed: P) => Tensor,
  callback?: () => T,
): T | Disposable {
  checkCallable(pack_hook)
  checkCallable(unpack_hook)
  if (savedHooks.refusal !== null) throw new RuntimeError(savedHooks.refusal)
  return withHooks({ current: { pack: pack_hook, unpack: unpack_hook } }, callback)
}

/** Keeps saved tensors in the memory of the CPU, and brings them back for the backward pass. */
export function save_on_cpu<T>(
  _pin_memory: boolean | { pin_memory?: boolean } | (() => T) = false,
  callback?: () => T,
): T | Disposable {
  const run = typeof _pin_memory === 'function' ? _pin_memory : callback
  const pack = (tensor: Tensor): [Device, Tensor] => [tensor.device, tensor.cpu()]
  const unpack = ([device, tensor]: [Device, Tensor]): Tensor => tensor.to(device)
  return run === undefined ? saved_tensors_hooks(pack, unpack) : saved_tensors_hooks(pack, unpack, run)
}

/** Refuses hooks of saved tensors with this message. */
export function disable_saved_tensors_hooks<T>(error_message: string, callback?: () => T): T | Disposable {
  if (savedHooks.current !== null) throw new RuntimeError(error_message)
  return withHooks({ refusal: error_message }, callback)
}

export { Node }
