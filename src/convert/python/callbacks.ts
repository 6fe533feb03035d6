// Functions that are handed to a list's methods: `xs.map((x) => 2 * x)` is `[2 * x for x in xs]`.
import { namesOf } from '../../dialect/scope.js'
import { isFunction, unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { functionCode } from './functions.js'
import { type Code, level, NeedsStatements, type Writer } from './writer.js'

/** What goes through a list, and the value for each item. */
export interface Each {
  /** `x in xs`, `i, x in enumerate(xs)`. */
  readonly head: string
  readonly item: string
  readonly value: Code
}

/** A target of `for`: a name, or several of what is taken apart; null for what only statements can do. */
export function target(w: Writer, node: Node | undefined): string | null {
  if (node === undefined) return '_'
  if (node.type === 'Identifier') return w.nameOf(node)
  if (node.type === 'ArrayPattern') {
    const parts = (node.elements as (Node | null)[]).map((part) => {
      if (part === null) return '_'
      if (part.type === 'RestElement') {
        const rest = target(w, part.argument as Node)
        return rest === null ? null : `*${rest}`
      }
      const inner = target(w, part)
      return inner !== null && inner.includes(',') ? `(${inner})` : inner
    })
    if (parts.includes(null)) return null
    // One of several: the others are left where they are.
    return parts.length === 1 && !parts[0]!.startsWith('*') ? `${parts[0]}, *_` : parts.join(', ')
  }
  return null
}

/**
 * For each item of what `items` goes through, the value that a function gives.
 *
 * @param isPlaces whether the items are places alone, as in `Array.from({ length: 3 }, (_, i) => i)`
 */
export function each(
  w: Writer,
  items: string,
  callback: Node,
  isPlaces: boolean,
  write: (w: Writer, node: Node) => Code,
): Each {
  const func = unwrapped(callback)
  if (!isFunction(func)) return ofName(w, items, func, isPlaces, write)
  if (func.async === true || func.generator === true)
    return w.refuse(
      func,
      'a function that is waited for, within a list’s method',
      'a loop: for (const x of xs) …',
    )
  const [first, second, ...more] = func.params as Node[]
  if (more.length > 0) return w.refuse(more[0], 'the list itself as a parameter', 'its name')
  const [item, place] = [target(w, first), target(w, second)]
  const head = headOf(items, item, second === undefined ? null : place, isPlaces)
  if (item !== null && (second === undefined || place !== null) && func.body.type !== 'BlockStatement') {
    try {
      const own = (func.params as Node[])
        .flatMap((one) => namesOf(one))
        .flatMap((one) => w.bindingOf(one) ?? [])
      const value = w.inRound(own, () => w.alone(() => write(w, func.body as Node)))
      return { head, item: item ?? '_', value }
    } catch (error) {
      if (!(error instanceof NeedsStatements)) throw error
    }
  }
  if (!w.hasRoom) throw new NeedsStatements()
  const name = w.pythonNames.free('step')
  w.before(() => functionCode.define(w, name, func))
  return called(name, items, (func.params as Node[]).length, isPlaces)
}

function headOf(items: string, item: string | null, place: string | null, isPlaces: boolean): string {
  if (isPlaces) return `${place ?? '_'} in ${items}`
  return place === null
    ? `${item} in ${items}`
    : `${place}, ${item?.includes(',') ? `(${item})` : item} in enumerate(${items})`
}

function called(name: string, items: string, count: number, isPlaces: boolean): Each {
  const args = isPlaces ? (count > 1 ? 'None, i' : 'None') : count > 1 ? 'x, i' : count === 0 ? '' : 'x'
  const head = isPlaces ? `i in ${items}` : count > 1 ? `i, x in enumerate(${items})` : `x in ${items}`
  return { head, item: 'x', value: { text: `${name}(${args})`, level: level.atom } }
}

/** A function by its name, or what gives one: how many parameters it has is known of those of the program. */
function ofName(
  w: Writer,
  items: string,
  callback: Node,
  isPlaces: boolean,
  write: (w: Writer, node: Node) => Code,
): Each {
  const binding = callback.type === 'Identifier' ? w.names.reference(callback)?.binding : undefined
  const own = binding ? w.facts.functionOf(binding) : null
  const count = own ? (own.params as Node[]).length : 1
  const name = w.at(callback, level.atom)
  void write
  return called(name, items, Math.min(count, 2), isPlaces)
}
