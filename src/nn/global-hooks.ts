// Hooks of every module, `torch.nn.modules.module.register_module_forward_hook` and its like. Follows
// torch/nn/modules/module.py.
import { RuntimeError } from '../base/errors.js'
import type { RemovableHandle } from '../tensor/node.js'
import { addHook, type BackwardHook, everywhere, type ForwardHook, type ForwardPreHook } from './hooks.js'
import type { Module } from './module.js'

function seesWhole(value: boolean): void {
  if (everywhere.isFull === !value)
    throw new RuntimeError(
      'Cannot use both regular backward hooks and full backward hooks as a global Module hook. Please use only one of them.',
    )
  everywhere.isFull = value
}

/** Calls `hook(module, args)` before the forward pass of every module; what it returns replaces the arguments. */
export function register_module_forward_pre_hook(hook: ForwardPreHook<Module>): RemovableHandle {
  return addHook((everywhere.hooks ??= {}), 'pre', hook)
}
/** Calls `hook(module, args, output)` after the forward pass of every module; what it returns replaces the output. */
export function register_module_forward_hook(hook: ForwardHook<Module>): RemovableHandle {
  return addHook((everywhere.hooks ??= {}), 'forward', hook)
}
/** Calls `hook(module, grad_input, grad_output)` in the backward pass of every module. */
export function register_module_full_backward_hook(hook: BackwardHook<Module>): RemovableHandle {
  seesWhole(true)
  return addHook((everywhere.hooks ??= {}), 'backward', hook)
}
/** The old form: `hook` sees the gradients of each module's last op alone. */
export function register_module_backward_hook(hook: BackwardHook<Module>): RemovableHandle {
  seesWhole(false)
  return addHook((everywhere.hooks ??= {}), 'last', hook)
}
