// What sets become of one another, step by step as CPython goes, so that the results come in its order.
import { MemoryError } from '../../base/errors.js'
import { DictView, PyIterator, PyRange } from './containers.js'
import { core } from './core.js'
import { asMember, FrozenSet, PyDict, PySet } from './keys.js'
import { isSetLike } from './operands.js'
import { dict, NotImplemented, typeOf } from './types.js'

type Any = any

const isSet = (value: Any): boolean => value instanceof Set
const isPlainDict = (value: Any): boolean => value instanceof PyDict && typeOf(value) === dict

/** How many a set of V8's holds. */
const mostMembers = 2 ** 24

/**
 * What a set takes at once: sets and dicts as they are, of others the items, of which nobody asks how many there are. What is
 * known to be longer than any set is refused before it is gone through.
 */
export function itemsFor(items: Any): Iterable<Any> {
  if (items instanceof PySet || isPlainDict(items)) return items
  const known = items instanceof PyRange ? items.length : items instanceof PyIterator ? items.left() : 0
  if (Number(known) > mostMembers) throw new MemoryError('')
  return core.iter(items)
}

export const setOf = (items: Any): PySet => (items instanceof PySet ? items : new PySet(itemsFor(items)))

export const made = (like: Any, items?: Any): PySet =>
  like instanceof FrozenSet ? new FrozenSet(items) : new PySet(items)

/** Puts all of something into a set, which may be one of TypeScript's. */
export function absorb(set: Any, items: Any): Any {
  if (set instanceof PySet) set.absorb(itemsFor(items))
  else for (const item of itemsFor(items)) set.add(item)
  return set
}

/** Takes those of another away from a set. */
export function dropFrom(set: Any, other: Any): Any {
  if (set === other) set.clear()
  else {
    const items = isSet(other) && other.size >> 3 > set.size ? intersection(set, other) : core.iter(other)
    for (const item of items) set.delete(asMember(item))
    if (set instanceof PySet) set.order?.tidy()
  }
  return set
}

/** A copy without the other's members, or those members that the other has not: whatever is less work there. */
export function difference(set: Any, other: Any): PySet {
  if ((!isSet(other) && !isPlainDict(other)) || set.size >> 2 > other.size)
    return dropFrom(made(set, set), other) as PySet
  return made(
    set,
    [...set].filter((item) => !other.has(item)),
  )
}

/**
 * Those of the smaller of two sets, or of an iterable, which is left as soon as all of the set was found in it: `1` and
 * `True` are the same, and it is seen which of them stays.
 */
export function intersection(set: Any, other: Any): PySet {
  if (set === other) return made(set, set)
  if (isSet(other)) {
    const [fewer, more] = other.size > set.size ? [set, other] : [other, set]
    return made(
      set,
      [...fewer].filter((item) => more.has(item)),
    )
  }
  const found = made(set)
  for (const item of core.iter(other)) {
    if (set.has(item)) found.add(item)
    if (found.size === set.size) break
  }
  return found
}

/** Takes away what the other has too, and puts in what only the other has. */
export function toggle(set: Any, other: Any): Any {
  if (set === other) set.clear()
  else
    for (const item of isSet(other) ? [...other] : new PySet(itemsFor(other)))
      if (!set.delete(asMember(item))) set.add(item)
  return set
}

export const eitherOf = (set: Any, other: Any): PySet => toggle(made(set, itemsFor(other)), set) as PySet

export function union(set: Any, others: readonly Any[]): PySet {
  const result = made(set, set)
  for (const other of others) if (other !== set) absorb(result, other)
  return result
}

/** Makes a set what another is. */
export function become(set: Any, other: Any): Any {
  const all = made(set, other)
  set.clear()
  return absorb(set, all)
}

type Step = (set: Any, other: Any) => Any

/** What each operator makes of two sets, of a view of a dict's and anything, and of a set in place. */
const steps: Record<string, [onSets: Step, onViews: Step, inPlace: Step]> = {
  or: [(set, other) => union(set, [other]), absorb, absorb],
  and: [intersection, (set, other) => become(set, intersection(set, other)), (set, other) => become(set, intersection(set, other))],
  sub: [difference, dropFrom, dropFrom],
  xor: [eitherOf, toggle, toggle],
} // prettier-ignore

/** `|`, `&`, `-` and `^` of sets. */
export function onSets(name: string, a: Any, b: Any): Any {
  if (!Object.hasOwn(steps, name)) return NotImplemented
  if (isSet(a) && isSet(b)) return steps[name][0](a, b)
  // A view of a dict takes whatever can be gone through on the other side.
  const [isView, isOther] = [a, b].map((one) => one instanceof DictView && isSetLike(one))
  if (!isView && !isOther) return NotImplemented
  const ofDict = a instanceof DictView && a.kind === 'keys' && isPlainDict(a.of)
  return steps[name][1](new PySet(ofDict ? a.of : itemsFor(a)), b)
}

/** The same of a set that is changed; undefined where it is not. */
export function onSetInPlace(name: string, a: Any, b: Any): Any {
  const isChanged = isSet(a) && !(a instanceof FrozenSet) && isSet(b) && Object.hasOwn(steps, name)
  return isChanged ? steps[name][2](a, b) : undefined
}

/** A set as it is written: of numbers and texts alone that are three and more, a frozen set was made before the program ran. */
export function constantSet(items: readonly Any[]): PySet {
  return new PySet(new FrozenSet([...new FrozenSet(items)]))
}

/** A set as it is written with stars: `{1, *a}`; each part says whether it had one. */
export function joinedSet(parts: readonly (readonly [isStarred: boolean, value: Any])[]): PySet {
  const set = new PySet()
  for (const [isStarred, value] of parts)
    if (isStarred) absorb(set, value)
    else set.add(value)
  return set
}
