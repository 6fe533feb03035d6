// Nests of lists, tuples and dicts with tensors in them, which functions are given and give: PyTorch's pytrees.
import { isKeywords } from '../base/keywords.js'
import { NamedTuple, Tuple } from '../base/tuple.js'
import { OrderedDict } from '../nn/ordered-dict.js'

/** The same nest with other leaves. */
export function mapTree(tree: unknown, change: (leaf: unknown) => unknown): unknown {
  if (tree instanceof NamedTuple) return Tuple.from(Array.from(tree, (item) => mapTree(item, change)))
  if (tree instanceof Tuple) return Tuple.from(Array.from(tree, (item) => mapTree(item, change)))
  if (Array.isArray(tree)) return Array.from(tree, (item) => mapTree(item, change))
  if (tree instanceof Map) {
    const entries = Array.from(tree as Map<string, unknown>, ([key, item]): [string, unknown] => [
      key,
      mapTree(item, change),
    ])
    return tree instanceof OrderedDict ? new OrderedDict(entries) : new Map(entries)
  }
  if (isKeywords(tree))
    return Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, mapTree(item, change)]))
  return change(tree)
}

/** The leaves of a nest, in order. */
export function leavesOf(tree: unknown): unknown[] {
  const leaves: unknown[] = []
  mapTree(tree, (leaf) => leaves.push(leaf))
  return leaves
}
