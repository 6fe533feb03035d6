// Makes the classes of layers that hold the options of a function and call it with them.
import { isA } from '../base/careful.js'
import { isIterable } from '../base/iterable.js'
import { bind, type required } from '../base/keywords.js'
import { NumpyInt } from '../base/numpy-number.js'
import { Tuple } from '../base/tuple.js'
import type { Tensor } from '../tensor/tensor.js'
import { callable, type CallableClass } from './callable.js'
import { Module } from './module.js'

/** A number, or a list of one for each dimension. */
export type Numbers = number | readonly number[]

/** A layer, with its options as attributes. */
export type Layer<K extends object> = Module & Required<K>
type Options<K extends object> =
  [...positional: (K[keyof K] | undefined)[]] | [...positional: (K[keyof K] | undefined)[], keywords: K]
export type LayerClass<K extends object> = CallableClass<new (...args: Options<K>) => Layer<K>>

/** What tells one kind of layer from another. */
interface Kind<K extends object> {
  /** The class that takes the options, where it is one that this one is made of. */
  readonly base?: string
  /** The class that layers of its kind have in common. */
  readonly family?: string
  readonly defaults: { readonly [P in keyof K]-?: K[P] | typeof required }
  /** Options as attributes, where they are not kept as they were given; checks them. */
  readonly settle?: (options: Required<K>, name: string) => Partial<K>
  readonly run: (input: Tensor, own: Required<K>, module: Module) => unknown
  /** The options as PyTorch shows them. */
  readonly text?: (own: Required<K>) => string
}

const families = new Map<string, typeof Module>()
/** The class that layers of one kind have in common, such as `_MaxPoolNd`. */
export function familyOf(name: string): typeof Module {
  let family = families.get(name)
  if (family === undefined) families.set(name, (family = { [name]: class extends Module {} }[name]))
  return family
}

/** The class of a layer that takes one tensor. */
export function layer<K extends object>(name: string, kind: Kind<K>): LayerClass<K> {
  const family = kind.family ?? kind.base
  const Class = class extends (family === undefined ? Module : familyOf(family)) {
    constructor(...args: unknown[]) {
      super()
      const options = bind<K>(kind.base ?? name, args, kind.defaults)
      Object.assign(this, options, kind.settle?.(options, name))
    }
    override forward(input: Tensor): unknown {
      return kind.run(input, this as unknown as Required<K>, this)
    }
    override extra_repr(): string {
      return kind.text?.(this as unknown as Required<K>) ?? ''
    }
  }
  return callable(Class, name) as unknown as LayerClass<K>
}

/** An int that may be NumPy's, or too large for a number to hold to the last digit. */
export const numberOfInt = (value: number): number =>
  typeof (value as unknown) === 'bigint' || isA(value, NumpyInt) ? Number(value) : value

/** `_ntuple`: what can be gone through becomes a tuple; anything else, a number as a rule, stands for as many. */
export const tupleOf = (value: Numbers, count: number): Tuple<number> =>
  isIterable(value)
    ? Tuple.from(value as readonly number[])
    : Tuple.from(new Array<number>(count).fill(value as number))
