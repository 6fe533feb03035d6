// What lazy layers have in common. Follows torch/nn/modules/lazy.py.
import { NotImplementedError, RuntimeError } from '../base/errors.js'
import { warn } from '../base/warnings.js'
import { no_grad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import { invoke } from './callable.js'
import type { Module } from './module.js'
import type { LoadArguments, StateDict } from './state-dict.js'
import { isUninitialized } from './uninitialized.js'

type ModuleClass = new (...args: any[]) => Module

/** What lazy layers have in common, on top of the layer that each becomes. */
export function lazily<C extends ModuleClass>(Base: C): C & (new (...args: any[]) => LazyModule) {
  abstract class Lazy extends (Base as ModuleClass) {
    constructor(...args: any[]) {
      super(...args)
      warn(
        'Lazy modules are a new feature under heavy development so changes to the API or functionality can happen at any ' +
          'moment.',
      )
    }
    get cls_to_become(): ModuleClass {
      return Base
    }
    initialize_parameters(..._inputs: unknown[]): void {
      throw new NotImplementedError(`initialize_parameters is not implemented for ${this._get_name()}`)
    }
    has_uninitialized_params(): boolean {
      return [...this._parameters.values(), ...this._buffers.values()].some(isUninitialized)
    }
    reset_parameters(): void {
      // The base's constructor calls this too, before there is anything to fill.
      if (this.isSized && !this.has_uninitialized_params())
        (Base.prototype as { reset_parameters(): void }).reset_parameters.call(this)
    }
    protected abstract get isSized(): boolean

    override [invoke](args: unknown[]): unknown {
      this.initialize_parameters(...args)
      if (this.has_uninitialized_params())
        throw new RuntimeError(`module ${this._get_name()} has not been fully initialized`)
      Object.setPrototypeOf(this, Base.prototype as object)
      return (this as Module)[invoke](args)
    }
    override _save_to_state_dict(destination: StateDict, prefix: string, keep_vars: boolean): void {
      for (const [name, tensor] of this._own_state())
        destination.set(prefix + name, keep_vars || isUninitialized(tensor) ? tensor : tensor.detach())
    }
    override _load_from_state_dict(...args: LoadArguments): void {
      const [given, prefix] = args
      for (const [name, tensor] of this._own_state()) {
        const value = given.get(prefix + name) as Tensor | undefined
        if (value !== undefined && isUninitialized(tensor) && !isUninitialized(value))
          no_grad(() => {
            tensor.materialize(value.shape)
          })
      }
      super._load_from_state_dict(...args)
    }
  }
  return Lazy as unknown as C & (new (...args: any[]) => LazyModule)
}
/** A layer before its first batch. */
export interface LazyModule {
  readonly cls_to_become: ModuleClass
  initialize_parameters(...inputs: unknown[]): void
  has_uninitialized_params(): boolean
}
