// The functions that rewritten code calls, `__add__`, `__getitem__` and the rest, and their way onto `globalThis`.
import torch, { Tensor } from '../../torch.js'
import { noteFloatItem } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { isLoaded, loadedCount, type Part, parts } from '../../parts.js'
import { isModule } from './instances.js'
import { shown } from './long-text.js'
import { ownName } from '../own-names.js'
import { attribute, ofPython } from './attributes.js'
import { resumed, stream, thisTurn } from './awaits.js'
import { field, percent, template } from './python-format.js'
import { commented, imported } from './imports.js'
import { iterable, mapping, more, place, unpack } from './unpacking.js'
import { deleteItem, getItem, isIndexed, keys, missing, setItem, slice } from './indexing.js'
import { chained, grouped } from './grouping.js'
import {
  fieldOf,
  floatList,
  fields,
  goneThrough,
  noteField,
  setField,
  item,
  keep,
  kept,
  negated,
  noted,
  part,
  plainNumber,
  setFloat,
  tracked,
  trackedInPlace,
} from './floats.js'
import { floating } from './python-functions.js'
import { float, called, fresh, returned, returnedFloat } from './results.js'
import { operatorHelpers } from './operations.js'

import { andThen, orElse, predicate, truth } from './truth.js'

/** Of many items, which would not fit into a call once more, from the list that they are in. */
const tuple = (...items: unknown[]): Tuple => (items.length > 1000 ? Tuple.from(items) : Tuple.from(items))

/** `(f(x), g(x))`: a tuple where f gives a tensor, which the comma would throw away. */
const comma = (...items: unknown[]): unknown => (items[0] instanceof Tensor ? tuple(...items) : items.at(-1))

/** A list whose numbers at `places`, or all of them, were written as floats; see Note [Lists of floats] in base/scalar.ts. */
function floats(list: unknown, ...places: number[]): unknown {
  if (!Array.isArray(list)) return list
  for (const i of places.length === 0 ? list.keys() : places)
    if (typeof list[i] === 'number') noteFloatItem(list, i, list[i])
  return list
}

interface Place {
  object: any
  key: unknown
  old: unknown
  isExact?: boolean
}

/** `object[key]`, looked up once, to be written to later. */
const ref = (object: any, key: unknown, isExact?: boolean): Place => ({
  object,
  key,
  isExact,
  old: getItem(object, key, isExact === undefined ? undefined : true),
})

const put = (
  { object, key, old, isExact }: Place,
  operator: (old: unknown, value: unknown, mask?: number) => unknown,
  value: unknown,
  mask?: number,
): unknown => setItem(object, key, operator(old, value, mask), isExact)

/** `object[key] &&= value` and `object[key] ||= value`. */
const oldOf = (object: any, key: any): unknown => (isIndexed(object) ? getItem(object, key) : object[key])
const assignAnd = (object: any, key: any, value: () => unknown): unknown =>
  andThen(oldOf(object, key), () => setItem(object, key, value()))
const assignOr = (object: any, key: any, value: () => unknown): unknown =>
  orElse(oldOf(object, key), () => setItem(object, key, value()))

// ---- functions of this library ----

/** All functions, classes and methods that can be reached from `torch`, without the parts that nobody asked for. */
const ourFunctions = new WeakSet<object>()

const waiting = new Map<string, () => unknown>([['torch', () => torch], ...Object.entries(parts)])
/** How many parts were there when functions were last collected: each call asks, so nothing is gone through for it. */
let collectedFrom = -1

function collect(): void {
  const methods = (prototype: object): void => {
    for (const { value } of Object.values(Object.getOwnPropertyDescriptors(prototype)))
      if (typeof value === 'function') ourFunctions.add(value as object)
  }
  const walk = (value: unknown, depth: number): void => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return
    if (ourFunctions.has(value)) return
    ourFunctions.add(value)
    if (typeof value === 'function' && value.prototype) methods(value.prototype as object)
    if (depth === 4) return
    for (const name of Object.keys(value))
      if (value !== torch || !(name in parts)) walk((value as Record<string, unknown>)[name], depth + 1)
  }
  for (const [name, part] of waiting) {
    if (name in parts && !isLoaded(name as Part)) continue
    walk(part(), name in parts ? 1 : 0)
    waiting.delete(name)
  }
  methods(Tensor.prototype)
  collectedFrom = loadedCount()
}

/** Whether a function is this library's, or a module that can be called: it takes keywords and floats. */
function isOurs(callee: unknown): boolean {
  if (typeof callee !== 'function') return false
  if (collectedFrom !== loadedCount()) collect()
  return ourFunctions.has(callee) || isModule(callee)
}

const helpers: Record<string, unknown> = {
  ...operatorHelpers,
  __truth__: truth,
  __predicate__: predicate,
  __andthen__: andThen,
  __orelse__: orElse,
  __assignand__: assignAnd,
  __assignor__: assignOr,
  __grouped__: grouped,
  __chained__: chained,
  __shown__: shown,
  __clock__: () => performance.now(),
  __turn__: thisTurn,
  __resumed__: resumed,
  __stream__: stream,
  __getitem__: getItem,
  __missing__: missing,
  __setitem__: setItem,
  __delitem__: deleteItem,
  __isindexed__: isIndexed,
  __keys__: keys,
  __slice__: slice,
  __tuple__: tuple,
  __comma__: comma,
  __floats__: floats,
  __float__: float,
  __floatfor__: (callee: unknown, value: unknown) => (isOurs(callee) ? value : plainNumber(value)),
  __item__: item,
  __part__: part,
  __fieldof__: fieldOf,
  __setfield__: setField,
  __notefield__: noteField,
  __items__: goneThrough,
  __plain__: plainNumber,
  __tracked__: tracked,
  __negated__: negated,
  __noted__: noted,
  __fields__: fields,
  __setfloat__: setFloat,
  __itracked__: trackedInPlace,
  __floating__: floating,
  __floatlist__: floatList,
  __fresh__: fresh,
  __called__: called,
  __returned__: returned,
  __returnedfloat__: returnedFloat,
  __keep__: keep,
  __kept__: kept,
  __text__: (...parts: string[]) => parts.join(''),
  __field__: field,
  __template__: template,
  __percent__: percent,
  __isours__: isOurs,
  __attribute__: attribute,
  __ofpython__: ofPython,
  __imported__: imported,
  __commented__: commented,
  __tuplefor__: (callee: unknown, ...items: unknown[]) =>
    isOurs(callee) ? tuple(...items) : comma(...items),
  __unpack__: unpack,
  __more__: more,
  __iterable__: iterable,
  __mapping__: mapping,
  __place__: place,
  __ref__: ref,
  __put__: put,
  __chain__: (value: unknown, rest: (value: unknown) => unknown) =>
    value === null || value === undefined ? undefined : rest(value),
  __with__: (value: unknown, use: (value: unknown) => unknown) => use(value),
}

/** Puts what rewritten code calls on `globalThis`, where nobody sees it. */
export function installRuntime(): void {
  for (const [name, value] of Object.entries(helpers))
    Object.defineProperty(globalThis, ownName(name), { value, configurable: true, enumerable: false })
}
