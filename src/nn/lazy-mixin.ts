// `LazyModuleMixin`: what layers are before their first batch, to ask whether one is such a layer, and to write one.
import { lazily, type LazyModule } from './lazily.js'
import { Module } from './module.js'

const Before: typeof Module & (new (...args: any[]) => LazyModule) = lazily(
  Module as new () => Module,
) as never

/** The class of all layers that wait for their first batch. */
export class LazyModuleMixin extends Before {
  static [Symbol.hasInstance](value: unknown): boolean {
    if (this !== LazyModuleMixin) return Function.prototype[Symbol.hasInstance].call(this, value)
    return value instanceof Module && 'has_uninitialized_params' in value
  }
}
