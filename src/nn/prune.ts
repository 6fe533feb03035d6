// `nn.utils.prune`: puts weights of a module to zero and keeps them there. Follows torch/nn/utils/prune.py.
import { TypeError, ValueError } from '../base/errors.js'
import { isKeywords, missingArguments } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { call } from '../engine/functions.js'
import { pythonic } from '../engine/python-call.js'
import type { Float } from '../base/scalar.js'
import { Tensor } from '../tensor/tensor.js'
import { repr } from '../text/repr.js'
import { attributeOf } from './attributes.js'
import { parameters_to_vector } from './gradients.js'
import { Module } from './module.js'
import {
  type BasePruningMethodClass,
  CustomFromMask,
  Identity,
  L1Unstructured,
  LnStructured,
  PruningContainer,
  pruningOf,
  pruningType,
  RandomStructured,
  RandomUnstructured,
} from './prune-methods.js'

export {
  BasePruningMethod,
  CustomFromMask,
  Identity,
  L1Unstructured,
  LnStructured,
  PruningContainer,
  RandomStructured,
  RandomUnstructured,
} from './prune-methods.js'

type Amount = number | Float
/** The arguments after the module: in order, or by name from any place on. */
type Given<K extends object> =
  [name: string, ...values: (K[keyof K] | K)[]] | [keywords: K & { name: string }]
type AnyPruner = (module: any, ...args: any[]) => any
type Pruner<K extends object> = <M extends Module>(module: M, ...args: Given<K>) => M
type Scores = { importance_scores: Tensor | null }

/** Makes the parts of a pruning, and prunes nothing. */
export const identity = pythonic('identity(module, name)', <M extends Module>(module: M, name: string): M => {
  Identity.apply(module, name)
  return module
})

/**
 * Puts elements to zero at random.
 *
 * @param amount how many, or what share of them
 * @example
 * nn.utils.prune.random_unstructured(nn.Linear(2, 3), 'weight', 1)
 */
export const random_unstructured = pythonic<AnyPruner, Pruner<{ amount: Amount }>>(
  'random_unstructured(module, name, amount)',
  <M extends Module>(module: M, name: string, amount: Amount): M => {
    RandomUnstructured.apply(module, name, amount)
    return module
  },
)

/**
 * Puts the smallest elements to zero, those of the smallest `importance_scores` where these are given.
 *
 * @param amount how many, or what share of them
 */
export const l1_unstructured = pythonic<
  AnyPruner,
  Pruner<{ amount?: Amount; importance_scores?: Tensor | null }>
>(
  'l1_unstructured(module, name, amount, importance_scores = None)',
  <M extends Module>(module: M, name: string, amount: Amount, importance_scores: Tensor | null = null): M => {
    L1Unstructured.apply(module, name, amount, { importance_scores } satisfies Scores)
    return module
  },
)

/** Puts whole slices along `dim` to zero, at random. */
export const random_structured = pythonic<AnyPruner, Pruner<{ amount?: Amount; dim?: number }>>(
  'random_structured(module, name, amount, dim)',
  <M extends Module>(module: M, name: string, amount: Amount, dim: number): M => {
    RandomStructured.apply(module, name, amount, dim)
    return module
  },
)

/** Puts those slices along `dim` to zero whose `n`-norm is smallest. */
export const ln_structured = pythonic<
  AnyPruner,
  Pruner<{
    amount?: Amount
    n?: number | string
    dim?: number
    importance_scores?: Tensor | null
  }>
>(
  'ln_structured(module, name, amount, n, dim, importance_scores = None)',
  <M extends Module>(
    module: M,
    name: string,
    amount: Amount,
    n: number | string,
    dim: number,
    importance_scores: Tensor | null = null,
  ): M => {
    LnStructured.apply(module, name, amount, n, dim, { importance_scores } satisfies Scores)
    return module
  },
)

/** Puts to zero what a mask has zeros for. */
export const custom_from_mask = pythonic(
  'custom_from_mask(module, name, mask)',
  <M extends Module>(module: M, name: string, mask: Tensor): M => {
    CustomFromMask.apply(module, name, mask)
    return module
  },
)

type PruningClass = new (options: unknown) => BasePruningMethodClass
type Owned = readonly [module: Module, name: string]
type ScoresByOwner = Iterable<readonly [Owned, Tensor]>

const weightOf = ([module, name]: Owned): Tensor => attributeOf(module, name) as Tensor

/**
 * Prunes several parameters as if they were one: the smallest of all go, wherever they are.
 *
 * @param parameters pairs of a module and a name
 * @param pruning_method one that chooses single elements, such as `prune.L1Unstructured`
 * @example
 * const net = nn.Sequential(nn.Linear(10, 4), nn.Linear(4, 1))
 * const { prune } = nn.utils
 * prune.global_unstructured([[net.index(0), 'weight'], [net.index(1), 'weight']], prune.L1Unstructured, { amount: 10 })
 */
export function global_unstructured(
  parameters: Iterable<Owned>,
  pruning_method: PruningClass | Record<string, unknown>,
  ...rest: unknown[]
): void
export function global_unstructured(...args: unknown[]): void {
  const given = isKeywords(args.at(-1)) ? (args.at(-1) as Record<string, unknown>) : {}
  const [first = null, second, third = null] = given === args.at(-1) ? args.slice(0, -1) : args
  const {
    parameters = first as Iterable<Owned>,
    pruning_method: Method = second,
    importance_scores: scores = third,
    ...options
  } = given as { parameters?: Iterable<Owned> } & Record<string, unknown>
  if (typeof (parameters as Partial<Iterable<Owned>> | null)?.[Symbol.iterator] !== 'function')
    throw new TypeError('global_unstructured(): parameters is not an Iterable')
  if (Method === undefined) throw missingArguments('global_unstructured()', ['pruning_method'])
  if (scores !== null && (typeof scores !== 'object' || scores instanceof Tensor))
    throw new TypeError('global_unstructured(): importance_scores must be of type dict')
  const owned = [...parameters]
  const known = Array.from((scores ?? []) as ScoresByOwner)
  const scoreOf = ([module, name]: Owned): Tensor | undefined =>
    known.find(([owner]) => owner[0] === module && owner[1] === name)?.[1]
  const values = parameters_to_vector(owned.map((owner) => scoreOf(owner) ?? weightOf(owner)))
  const before = parameters_to_vector(
    owned.map((owner) => {
      const mask = (owner[0] as unknown as Record<string, Tensor | undefined>)[`${owner[1]}_mask`]
      return mask ?? (call('ones_like', [weightOf(owner)]) as Tensor)
    }),
  )
  const container = new PruningContainer()
  container._tensor_name = 'temp'
  const method = new (Method as PruningClass)(options)
  method._tensor_name = 'temp'
  if (pruningType(method) !== 'unstructured')
    throw new TypeError(
      `Only "unstructured" PRUNING_TYPE supported for the \`pruning_method\`. Found method ` +
        `<class 'torch.nn.utils.prune.${(Method as PruningClass).name}'> of type ${pruningType(method)}`,
    )
  container.add_pruning_method(method)
  const mask = container.compute_mask(values, before)
  let at = 0
  for (const owner of owned) {
    const weight = weightOf(owner)
    custom_from_mask(...owner, mask.narrow(0, at, weight.numel()).view_as(weight))
    at += weight.numel()
  }
}

/** Makes the pruning of a parameter permanent. */
export const remove = pythonic('remove(module, name)', <M extends Module>(module: M, name: string): M => {
  const found = pruningOf(module, name)
  if (found === null)
    throw new ValueError(
      `Parameter '${name}' of module ${repr(module)} has to be pruned before pruning can be removed`,
    )
  const [id, hook] = found
  hook.remove(module)
  module._forward_pre_hooks.delete(id)
  return module
})

/** Whether something of a module, or of one below it, is pruned. */
export const is_pruned = pythonic('is_pruned(module)', (module: Module): boolean => {
  if (!((module as unknown) instanceof Module))
    throw new TypeError(`expected a Module, but got: ${typeName(module)}`)
  return [...module.modules()].some((each) => pruningOf(each) !== null)
})
