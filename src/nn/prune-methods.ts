// How weights are chosen to be pruned: at random, by size, alone or by whole slices; and the hook that keeps them at zero.
// Follows torch/nn/utils/prune.py.
import { AssertionError, IndexError, NotImplementedError, TypeError, ValueError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { Float } from '../base/scalar.js'
import { typeName } from '../base/type-name.js'
import { call } from '../engine/functions.js'
import type { Tensor } from '../tensor/tensor.js'
import { repr, str } from '../text/repr.js'
import { attributeOf } from './attributes.js'
import { callable, CallableInstance, invoke } from './callable.js'
import type { Module } from './module.js'

type Amount = number | Float
const fieldsOf = (module: Module): Record<string, Tensor> => module as unknown as Record<string, Tensor>

/** The hook of a module that prunes this parameter, and its number. */
export function pruningOf(module: Module, name?: string): [id: number, hook: BasePruningMethodClass] | null {
  for (const [id, hook] of module._forward_pre_hooks)
    if (hook instanceof BasePruningMethodClass && (name === undefined || hook._tensor_name === name))
      return [id, hook]
  return null
}

/** Base of all ways to prune: write `compute_mask`, and say by `PRUNING_TYPE` what of a tensor it is shown. */
export class BasePruningMethodClass extends CallableInstance {
  declare PRUNING_TYPE: string
  declare _tensor_name: string
  declare dim?: number;

  [invoke]([module]: [Module]): void {
    fieldsOf(module)[this._tensor_name] = this.apply_mask(module)
  }

  /** Which elements of `t` stay, as a tensor of ones and zeros. */
  compute_mask(_t: Tensor, _default_mask: Tensor): Tensor {
    throw new NotImplementedError(
      `Can't instantiate abstract class ${this.constructor.name} with abstract method compute_mask`,
    )
  }
  apply_mask(module: Module): Tensor {
    const { [`${this._tensor_name}_mask`]: mask, [`${this._tensor_name}_orig`]: original } = fieldsOf(module)
    return mask.to(original.dtype).mul(original)
  }

  /**
   * Prunes a parameter of a module: `name_orig` holds it from now on, `name_mask` what stays, and before every call the
   * attribute `name` is made of the two.
   *
   * @returns the method, or the container of all that prune this parameter
   */
  static apply(module: Module, name: string, ...args: unknown[]): BasePruningMethodClass {
    const last = args.at(-1)
    const { importance_scores = null, ...keywords } = isKeywords(last) ? last : {}
    const own: unknown[] = isKeywords(last)
      ? [...args.slice(0, -1), ...(Object.keys(keywords).length > 0 ? [keywords] : [])]
      : args
    const added = new (this as unknown as new (...args: unknown[]) => BasePruningMethodClass)(...own)
    added._tensor_name = name
    const before = pruningOf(module, name)
    let method = added
    if (before !== null) {
      const [id, known] = before
      module._forward_pre_hooks.delete(id)
      const container = known instanceof PruningContainerClass ? known : new PruningContainerClass(known)
      container.add_pruning_method(added)
      method = container
    }
    prune(module, name, method, importance_scores as Tensor | null)
    return method
  }

  /** The tensor with what does not stay at zero; no module takes part. */
  prune(
    t: Tensor,
    ...given: [default_mask?: Tensor | null | object, importance_scores?: Tensor | null]
  ): Tensor {
    const [first = null, second = null] = given
    const { default_mask, importance_scores } = isKeywords(first)
      ? { default_mask: null, importance_scores: null, ...first }
      : { default_mask: first, importance_scores: second }
    const scores = (importance_scores ?? t) as Tensor
    if (String(scores.sizes) !== String(t.sizes))
      throw new AssertionError('importance_scores should have the same shape as tensor t')
    const mask = (default_mask ?? call('ones_like', [t])) as Tensor
    return t.mul(this.compute_mask(scores, mask))
  }

  /** Makes the pruning permanent: the parameter is one of its own again, with zeros in it. */
  remove(module: Module): void {
    const name = this._tensor_name
    const weight = this.apply_mask(module)
    const original = fieldsOf(module)[`${name}_orig`]
    original.data = weight.data
    for (const part of [name, `${name}_orig`, `${name}_mask`]) module._remove(part)
    module.register_parameter(name, original)
  }
}
/** Base of all ways to prune: write `compute_mask`, and say by `PRUNING_TYPE` what of a tensor it is shown. */
export const BasePruningMethod = callable(BasePruningMethodClass, 'BasePruningMethod')

function prune(module: Module, name: string, method: BasePruningMethodClass, given: Tensor | null): void {
  const original = attributeOf(module, name) as Tensor
  const scores = given ?? original
  if (String(scores.sizes) !== String(original.sizes))
    throw new AssertionError(
      `importance_scores should have the same shape as parameter                 ${name} of ${repr(module)}`,
    )
  const isFirst = !(method instanceof PruningContainerClass)
  if (isFirst) {
    module._remove(name)
    module.register_parameter(`${name}_orig`, original)
  }
  try {
    const before = isFirst
      ? (call('ones_like', [original]) as Tensor)
      : fieldsOf(module)[`${name}_mask`].detach().clone()
    module.register_buffer(`${name}_mask`, method.compute_mask(scores, before))
    fieldsOf(module)[name] = method.apply_mask(module)
    module.register_forward_pre_hook(method as never)
  } catch (error) {
    if (isFirst) {
      module._remove(`${name}_orig`)
      module.register_parameter(name, original)
    }
    throw error
  }
}

/** Several prunings of one parameter, each of what those before it left. */
export class PruningContainerClass extends BasePruningMethodClass {
  _pruning_methods: BasePruningMethodClass[] = []

  constructor(...methods: BasePruningMethodClass[]) {
    super()
    if (methods.length === 1) this._tensor_name = methods[0]._tensor_name
    for (const method of methods) this.add_pruning_method(method)
  }
  add_pruning_method(method: BasePruningMethodClass): void {
    if (!((method as unknown) instanceof BasePruningMethodClass))
      throw new TypeError(`<class '${typeName(method)}'> is not a BasePruningMethod subclass`)
    if (this._tensor_name !== method._tensor_name)
      throw new ValueError(
        `Can only add pruning methods acting on the parameter named '${this._tensor_name}' to PruningContainer ` +
          `${repr(this)}. Found '${method._tensor_name}'`,
      )
    this._pruning_methods.push(method)
  }
  get length(): number {
    return this._pruning_methods.length
  }
  [Symbol.iterator](): Iterator<BasePruningMethodClass> {
    return this._pruning_methods[Symbol.iterator]()
  }
  __len__(): number {
    return this.length
  }
  __getitem__(index: number): BasePruningMethodClass {
    return this._pruning_methods.at(index)!
  }

  /** The last method's mask of what is left by those before. */
  override compute_mask(t: Tensor, before: Tensor): Tensor {
    const method = this._pruning_methods.at(-1)!
    const kind = pruningType(method)
    const mask = before.to(t.dtype).clone()
    if (kind === 'unstructured') {
      const left = before.eq(1)
      const partial = method.compute_mask(t.masked_select(left), before.masked_select(left))
      return mask.masked_scatter_(left, partial.to(mask.dtype))
    }
    if (kind === 'global') return mask.copy_(method.compute_mask(t, before))
    if (kind !== 'structured') throw new ValueError(`Unrecognized PRUNING_TYPE ${str(kind)}`)
    const rank = t.sizes.length
    const dim = method.dim! < 0 ? method.dim! + rank : method.dim!
    if (dim < 0) throw new IndexError(`Index is out of bounds for tensor with dimensions ${rank}`)
    const others = t.sizes.map((_, i) => i).filter((i) => i !== dim)
    const kept = before.sum(others).ne(0).nonzero().squeeze(1)
    const partial = method.compute_mask(t.index_select(dim, kept), before.index_select(dim, kept))
    return mask.index_copy_(dim, kept, partial.to(mask.dtype))
  }
}
/** Ways to prune that have a parameter one after the other. */
export const PruningContainer = callable(PruningContainerClass, 'PruningContainer')

/** Written in the class, as PyTorch has it, or in the instance. */
export const pruningType = (method: BasePruningMethodClass): string =>
  method.PRUNING_TYPE ?? (method.constructor as unknown as { PRUNING_TYPE?: string }).PRUNING_TYPE ?? ''

// ---- amounts ----

/** A number of elements, or a share of them where it is a float: `0.3`, `1.`. */
const isCount = (amount: Amount): amount is number => typeof amount === 'number' && Number.isInteger(amount)

function checkedAmount(amount: Amount): Amount {
  if (typeof amount !== 'number' && !((amount as unknown) instanceof Float))
    throw new TypeError(`Invalid type for amount: ${str(amount)}. Must be int or float.`)
  if (Number(amount) < 0 || (!isCount(amount) && !(Number(amount) <= 1)))
    throw new ValueError(
      `amount=${str(amount)} should either be a float in the range [0, 1] or a non-negative integer`,
    )
  return amount
}

/** Python's `round`: halves go to the even number. */
function halfToEven(value: number): number {
  const floor = Math.floor(value)
  if (value - floor !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** How many of `size` an amount is. */
function countOf(amount: Amount, size: number): number {
  if (!isCount(amount)) return halfToEven(Number(amount) * size)
  if (amount > size)
    throw new ValueError(`amount=${amount} should be smaller than the number of parameters to prune=${size}`)
  return amount
}

function sizeAlong(t: Tensor, dim: number): number {
  if (t.sizes.length <= 1)
    throw new ValueError(
      'Structured pruning can only be applied to multidimensional tensors. Found tensor of shape ' +
        `${str(t.shape)} with ${t.sizes.length} dims`,
    )
  if (dim >= t.sizes.length) throw new IndexError(`Invalid index ${dim} for tensor of size ${str(t.shape)}`)
  return t.size(dim)
}

// ---- the methods ----

class IdentityClass extends BasePruningMethodClass {
  override PRUNING_TYPE = 'unstructured'
  override compute_mask(_t: Tensor, before: Tensor): Tensor {
    return before
  }
}
/** Prunes nothing: makes the parts, and a mask of ones. */
export const Identity = callable(IdentityClass, 'Identity')

/** What puts single elements of a mask to zero. */
abstract class Unstructured extends BasePruningMethodClass {
  override PRUNING_TYPE = 'unstructured'
  amount: Amount
  constructor(amount: Amount) {
    super()
    this.amount = checkedAmount(amount)
  }
  protected abstract chosen(t: Tensor, count: number): Tensor

  override compute_mask(t: Tensor, before: Tensor): Tensor {
    const count = countOf(this.amount, t.numel())
    const mask = before.clone()
    if (count > 0) mask.view(-1).index_fill_(0, this.chosen(t, count), 0)
    return mask
  }
}
class RandomUnstructuredClass extends Unstructured {
  protected override chosen(t: Tensor, count: number): Tensor {
    return (call('rand_like', [t]) as Tensor).view(-1).topk(count)[1]
  }
}
/** Elements at random. */
export const RandomUnstructured = callable(RandomUnstructuredClass, 'RandomUnstructured', 'amount')

class L1UnstructuredClass extends Unstructured {
  protected override chosen(t: Tensor, count: number): Tensor {
    return t.abs().view(-1).topk(count, { largest: false })[1]
  }
}
/** The elements that are smallest. */
export const L1Unstructured = callable(L1UnstructuredClass, 'L1Unstructured', 'amount')

/** Ones at these places of a dimension, zeros elsewhere; what was zero stays so. */
function slices(t: Tensor, dim: number, kept: Tensor, before: Tensor): Tensor {
  const mask = call('zeros_like', [t]) as Tensor
  return mask.index_fill_(dim, kept, 1).mul_(before.to(mask.dtype))
}

class RandomStructuredClass extends BasePruningMethodClass {
  override PRUNING_TYPE = 'structured'
  override dim: number
  amount: Amount
  constructor(amount: Amount, dim: number) {
    super()
    this.amount = checkedAmount(amount)
    this.dim = dim
  }
  override compute_mask(t: Tensor, before: Tensor): Tensor {
    const size = sizeAlong(t, this.dim)
    const count = countOf(this.amount, size)
    if (count === 0) return before
    const draws = call('rand', [size]) as Tensor
    const threshold = draws.kthvalue(count)[0]
    return slices(t, this.dim, draws.gt(threshold).nonzero().squeeze(1), before)
  }
}
/** Whole slices of a dimension at random. */
export const RandomStructured = callable(RandomStructuredClass, 'RandomStructured', 'amount, dim = -1')

class LnStructuredClass extends BasePruningMethodClass {
  override PRUNING_TYPE = 'structured'
  override dim: number
  amount: Amount
  n: number | string
  constructor(amount: Amount, n: number | string, dim: number) {
    super()
    this.amount = checkedAmount(amount)
    this.n = n
    this.dim = dim
  }
  override compute_mask(t: Tensor, before: Tensor): Tensor {
    const size = sizeAlong(t, this.dim)
    const count = countOf(this.amount, size)
    const dim = this.dim < 0 ? this.dim + t.sizes.length : this.dim
    const others = t.sizes.map((_, i) => i).filter((i) => i !== dim)
    const norms = call('norm', [t, { p: this.n, dim: others }]) as Tensor
    const kept = norms.topk(size - count)[1]
    return count === 0 ? before : slices(t, this.dim, kept, before)
  }
}
/** The slices of a dimension whose n-norm is smallest. */
export const LnStructured = callable(LnStructuredClass, 'LnStructured', 'amount, n, dim = -1')

class CustomFromMaskClass extends BasePruningMethodClass {
  override PRUNING_TYPE = 'global'
  mask: Tensor
  constructor(mask: Tensor) {
    super()
    this.mask = mask
  }
  override compute_mask(_t: Tensor, before: Tensor): Tensor {
    if (String(before.sizes) !== String(this.mask.sizes)) throw new AssertionError('')
    return before.mul(this.mask.to(before.dtype))
  }
}
/** What a mask of one's own says. */
export const CustomFromMask = callable(CustomFromMaskClass, 'CustomFromMask', 'mask')
