// Objects in PyTorch's files: modules as a whole, and objects of a program's own classes. A file says the name of the class
// and what stands in the object; classes are looked up among those that are there, and nothing of theirs is called.
import { TypeError } from '../base/errors.js'
import { Module } from '../nn/module.js'
import { OrderedDict } from '../nn/ordered-dict.js'
import type { Parameter } from '../nn/parameter.js'
import type { Tensor } from '../tensor/tensor.js'

/** The dicts of hooks that a module of PyTorch has; hooks are code, and are not in the file. */
const hooks =
  '_backward_hooks _forward_hooks _forward_pre_hooks _state_dict_hooks _load_state_dict_pre_hooks _load_state_dict_post_hooks'.split(
    ' ',
  )
/** What a module makes of the rest by itself. */
const derived = '_flat_weights_names _all_weights _flat_weights _reversed_padding_repeated_twice'.split(' ')
const ownFields = new Set([...hooks, ...derived, '_is_full_backward_hook', '_non_persistent_buffers_set'])

/** What stands in a module, as PyTorch's modules have it in their `__dict__`. */
export function stateOfModule(module: Module): Map<string, unknown> {
  const { _parameters, _buffers, _modules } = module
  if (module._is_hooked())
    throw new TypeError(
      `hooks are code, and ${module._get_name()} has some: save its state_dict(), and load that into a module`,
    )
  const persistent = new Set(module._own_state().map(([name]) => name))
  const state = new Map<string, unknown>([
    ['training', module.training],
    ['_parameters', _parameters],
    ['_buffers', _buffers],
    ['_non_persistent_buffers_set', new Set([..._buffers.keys()].filter((name) => !persistent.has(name)))],
    ['_is_full_backward_hook', null],
  ])
  for (const name of hooks) state.set(name, new OrderedDict())
  state.set('_modules', _modules)
  for (const name of Object.keys(module))
    if (name !== 'training' && !_parameters.has(name) && !_buffers.has(name) && !_modules.has(name))
      state.set(name, (module as unknown as Record<string, unknown>)[name])
  for (const [name, value] of Object.entries(module._derived_state())) state.set(name, value)
  return state
}

/** A module of a class, before anything is set on it. */
export const bareModule = (cls: unknown): Module =>
  Reflect.construct(Module, [], cls as NewableFunction) as Module

export const isModuleClass = (cls: unknown): boolean =>
  typeof cls === 'function' && (cls === Module || cls.prototype instanceof Module)

const entries = (value: unknown): [string, unknown][] =>
  value instanceof Map ? ([...value] as [string, unknown][]) : []

/** Sets on a module what a file says that stood in it; `read` gives an attribute as the program takes it. */
export function restoreModule(
  module: Module,
  state: Map<string, unknown>,
  read: (name: string) => unknown,
): void {
  const passing = state.get('_non_persistent_buffers_set')
  for (const [name, value] of entries(state.get('_parameters')))
    module.register_parameter(name, value as Parameter | null)
  for (const [name, value] of entries(state.get('_buffers')))
    module.register_buffer(name, value as Tensor | null, !(passing instanceof Set && passing.has(name)))
  for (const [name, value] of entries(state.get('_modules'))) module.add_module(name, value as Module | null)
  // What is computed from the rest, as the flat weights of a recurrent layer, cannot be set.
  for (const name of state.keys())
    if (!/^_(?:parameters|buffers|modules)$/.test(name) && !ownFields.has(name))
      Reflect.set(module, name, read(name))
}
