// `vmap`: a function of single examples as one of batches, as torch.func of PyTorch 2 has it.
//
// Note [Loops for batches]. PyTorch rewrites each op for a batch. Here the function is called once for each example and
// the results are stacked: the same values, at the cost of a loop. What PyTorch cannot rewrite, `item()` or a branch on a
// value, works therefore. `randomness: 'different'` draws example by example, from the same generator but not always the
// same numbers as PyTorch, which draws for the batch at once.
import { RuntimeError, ValueError } from '../base/errors.js'
import { typeName } from '../base/type-name.js'
import { checkCallable } from '../engine/checked.js'
import { call } from '../engine/functions.js'
import { default_generator } from '../ops/torch-functions.js'
import { Tensor } from '../tensor/tensor.js'
import { repr } from '../text/repr.js'
import { optionsOf } from './arguments.js'
import { leavesOf, mapTree } from './tree.js'

type AnyFunction = (...args: any[]) => any
/** Dimensions of a nest of tensors: a number for all of it, null for none, or a nest of the same structure. */
export type Dims = number | null | readonly Dims[] | { [key: string]: Dims }

/** A leaf of the arguments with the dimension that is gone along. */
interface Leaf {
  readonly value: unknown
  readonly dim: number | null
}

const nameOf = (func: AnyFunction): string => func.name || '<lambda>'

function dimsOf(tree: unknown, dims: Dims, mismatch: () => Error): (number | null)[] {
  if (dims === null || typeof dims === 'number') return leavesOf(tree).map(() => dims)
  if (typeof dims !== 'object') throw mismatch()
  const ownKeys = Array.isArray(tree)
    ? tree.keys()
    : tree instanceof Map
      ? tree.keys()
      : Object.keys((tree ?? {}) as object)
  if (tree === null || typeof tree !== 'object' || tree instanceof Tensor) throw mismatch()
  const at = (key: string | number): unknown =>
    tree instanceof Map ? tree.get(key) : (tree as Record<string | number, unknown>)[key]
  const keys = [...ownKeys] as (string | number)[]
  if (Array.isArray(dims) && dims.length !== keys.length) throw mismatch()
  return keys.flatMap((key) => dimsOf(at(key), (dims as Record<string | number, Dims>)[key], mismatch))
}

function batchOf(
  func: AnyFunction,
  args: readonly unknown[],
  in_dims: Dims,
): { leaves: Leaf[]; size: number } {
  const call_ = `vmap(${nameOf(func)}, in_dims=${repr(in_dims)}, ...)(<inputs>)`
  if (in_dims !== null && typeof in_dims !== 'number' && !Array.isArray(in_dims))
    throw new ValueError(
      `${call_}: expected \`in_dims\` to be int or a (potentially nested) tuple matching the structure of inputs, got: ` +
        `<class '${typeName(in_dims)}'>.`,
    )
  if (args.length === 0)
    throw new ValueError(
      `vmap(${nameOf(func)})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a ` +
        'function with no inputs. The latter is unsupported.',
    )
  const dims = dimsOf(
    args,
    in_dims,
    () =>
      new ValueError(
        `${call_}: in_dims is not compatible with the structure of \`inputs\`. in_dims has structure ${repr(in_dims)} but ` +
          `inputs has ${args.length} elements.`,
      ),
  )
  const leaves = leavesOf(args).map((value, i): Leaf => {
    const dim = dims[i]
    if (dim === null) return { value, dim }
    if (!Number.isInteger(dim))
      throw new ValueError(
        `${call_}: Got in_dim=${repr(dim)} for an input but in_dim must be either an integer dimension or None.`,
      )
    if (!(value instanceof Tensor))
      throw new ValueError(
        `${call_}: Got in_dim=${dim} for an input but the input is of type <class '${typeName(value)}'>. We cannot vmap ` +
          'over non-Tensor arguments, please use None as the respective in_dim',
      )
    const rank = value.ndim
    if (dim < -rank || dim >= rank)
      throw new ValueError(
        `${call_}: Got in_dim=${dim} for some input, but that input is a Tensor of dimensionality ${rank} so expected ` +
          `in_dim to satisfy -${rank} <= in_dim < ${rank}.`,
      )
    return { value, dim: dim < 0 ? dim + rank : dim }
  })
  const sizes = leaves.flatMap(({ value, dim }) => (dim === null ? [] : [(value as Tensor).size(dim)]))
  if (sizes.length === 0)
    throw new ValueError(
      'vmap: Expected at least one Tensor to vmap over: all in_dims are None. Call the function itself instead.',
    )
  if (sizes.some((size) => size !== sizes[0]))
    throw new ValueError(
      `vmap: Expected all tensors to have the same size in the mapped dimension, got sizes ${repr(sizes)} for the mapped dimension`,
    )
  return { leaves, size: sizes[0] }
}

const randomOps = ['error', 'same', 'different']

/**
 * A function that does for each example of a batch what `func` does for one.
 *
 * It calls `func` once for each example and stacks what it gives.
 *
 * @param in_dims the dimension of each argument that the examples lie along; null for an argument that all share
 * @param out_dims where that dimension is in the results
 * @param randomness `'error'` refuses random ops, `'same'` draws the same numbers for all, `'different'` new ones
 * @example
 * torch.vmap(torch.dot)(torch.ones(2, 3), torch.ones(2, 3)) // tensor([3., 3.])
 */
export function vmap(func: AnyFunction, ...rest: unknown[]): AnyFunction {
  checkCallable(func)
  const { in_dims, out_dims, randomness } = optionsOf(rest, {
    in_dims: 0 as Dims,
    out_dims: 0 as Dims,
    randomness: 'error',
    chunk_size: null as number | null,
  })
  if (!randomOps.includes(randomness))
    throw new RuntimeError(
      `Only allowed values for randomness are 'error', 'different', or 'same'. Got ${randomness}`,
    )
  return (...args: unknown[]) => {
    const { leaves, size } = batchOf(func, args, in_dims)
    const state = default_generator.get_state()
    const results: unknown[] = []
    // Of no examples the results are as many, in the shape that one of zeros gives.
    const isEmpty = size === 0
    for (let i = 0; i < (isEmpty ? 1 : size); i++) {
      if (randomness === 'same' && i > 0) default_generator.set_state(state)
      let at = 0
      const own = mapTree(args, () => {
        const { value, dim } = leaves[at++]
        if (dim === null) return value
        return isEmpty ? withoutExamples(value as Tensor, dim) : (value as Tensor).select(dim, i)
      }) as unknown[]
      results.push(func(...own))
      if (randomness === 'error' && !(call('equal', [state, default_generator.get_state()]) as boolean)) {
        default_generator.set_state(state)
        throw new RuntimeError(
          "vmap: called random operation while in randomness error mode. Please either use the 'same' or 'different' " +
            'randomness flags on vmap or perform the randomness operation out of vmap',
        )
      }
    }
    return stacked(func, results, out_dims, isEmpty)
  }
}

const withoutExamples = (x: Tensor, dim: number): Tensor =>
  x.new_zeros(x.sizes.filter((_, i) => i !== (dim < 0 ? dim + x.sizes.length : dim)))

/** The results of all examples as one. */
function stacked(func: AnyFunction, results: readonly unknown[], out_dims: Dims, isEmpty: boolean): unknown {
  const [first] = results
  const lists = results.map(leavesOf)
  const dims = dimsOf(
    first,
    out_dims,
    () =>
      new ValueError(
        `vmap(${nameOf(func)}, ..., out_dims=${repr(out_dims)}): out_dims is not compatible with the structure of \`outputs\`. ` +
          `out_dims has structure ${repr(out_dims)} but outputs has ${Array.isArray(first) ? first.length : 1} elements.`,
      ),
  )
  let at = -1
  return mapTree(first, (leaf) => {
    at++
    if (!(leaf instanceof Tensor))
      throw new ValueError(
        `vmap(${nameOf(func)}, ...): \`${nameOf(func)}\` must only return Tensors, got type <class '${typeName(leaf)}'>.`,
      )
    const dim = dims[at]
    // What all examples share stays as it is.
    if (dim === null) return leaf
    const whole = call('stack', [lists.map((list) => list[at] as Tensor), dim]) as Tensor
    return isEmpty ? whole.narrow(dim, 0, 0) : whole
  })
}
