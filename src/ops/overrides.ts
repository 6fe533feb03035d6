// What `Tensor` and `torch` have for classes that answer for ops themselves; how they are asked stands in
// engine/overriding.ts. The rest of `torch.overrides` is Python's (python/stdlib/torch.overrides.py).
import {
  asSubclass,
  classes,
  defaultHandler,
  disable,
  disabledHandler,
  enable,
  enterMode,
  innermostMode,
  leaveMode,
  makeSubclass,
  overrides,
} from '../engine/overriding.js'
import { Tensor } from '../tensor/tensor.js'
import { leftOutModule } from './left-out.js'

type Any = any

declare module '../tensor/tensor.js' {
  interface Tensor {
    /**
     * The same tensor as one of a class that extends `Tensor`; what ops give for it is of that class, too.
     *
     * Its type is any: tsc would compare the class with Tensor member by member, which takes it minutes.
     *
     * @example
     * class Meters extends torch.Tensor {}
     * torch.ones(2).as_subclass(Meters) // Meters([1., 1.])
     */
    as_subclass(cls: unknown): Any
  }
}
Object.defineProperty(Tensor.prototype, 'as_subclass', {
  value: function as_subclass(this: Tensor, cls: unknown): Tensor {
    return asSubclass(this, cls)
  },
  writable: true,
  configurable: true,
})

Object.defineProperty(Tensor.prototype, '__torch_function__', {
  value: function __torch_function__(this: Tensor, ...args: unknown[]): unknown {
    return defaultHandler.apply(this.constructor, args as [unknown])
  },
  writable: true,
  configurable: true,
})

/** What stands on the class `Tensor`. */
const statics = {
  /** What ops give for tensors of a subclass, unless it says otherwise: tensors of the subclass. */
  __torch_function__(func: Any, types: Iterable<unknown>, args?: Iterable<unknown>, kwargs?: Any): Any {
    return defaultHandler.call(this, func, types, args, kwargs)
  },
  /** A leaf of a class on the memory of a tensor. */
  _make_subclass: (cls: unknown, data: Tensor, require_grad = false): Tensor =>
    makeSubclass(cls, data, require_grad),
}
for (const [name, value] of Object.entries(statics))
  Object.defineProperty(Tensor, name, { value, writable: true, configurable: true })
const own: unknown = statics.__torch_function__
classes.isDefault = (handler) => handler === own

/** While it is entered, no class answers for ops. */
export class DisableTorchFunction {
  __enter__(): this {
    disable()
    return this
  }
  __exit__(): void {
    enable()
  }
}

/** Whether ops with one of these arguments are answered by its class. */
const has_torch_function = (relevant_args: Iterable<unknown>): boolean =>
  innermostMode() !== null || Array.from(relevant_args).some(overrides)
const has_torch_function_unary = (value: unknown): boolean => has_torch_function([value])
const has_torch_function_variadic = (...values: unknown[]): boolean => has_torch_function(values)

/** Whether a value is a tensor, or its class answers for ops. */
const is_tensor_like = (inp: unknown): boolean => inp instanceof Tensor || overrides(inp)

/** `torch.overrides` */
export const overridesModule = leftOutModule(
  'torch.overrides',
  'it is for programs in Python, which have it',
  {
    has_torch_function,
    has_torch_function_unary,
    has_torch_function_variadic,
    is_tensor_like,
  },
)

/** `torch._C`: what PyTorch has there of all this. */
export const inner = {
  DisableTorchFunction,
  _disabled_torch_function_impl: disabledHandler,
  _has_torch_function: has_torch_function,
  _has_torch_function_unary: has_torch_function_unary,
  _has_torch_function_variadic: has_torch_function_variadic,
  _push_torch_function_mode: enterMode,
  _pop_torch_function_mode: leaveMode,
}
