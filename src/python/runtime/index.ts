// What translated Python calls when it runs: the object `$py`.
import { Complex } from '../../base/scalar.js'
import { keyboardCells } from '../../base/keyboard.js'
import { Tuple } from '../../base/tuple.js'
import { pushed, type Keywords } from './core.js'
import * as attributes from './attributes.js'
import { builtins } from './builtins.js'
import { makeClass } from './classes.js'
import { PyBytes } from './containers.js'
import * as coroutines from './coroutines.js'
import { PyGenerator } from './generators.js'
import { bound, pairsOf } from './conversions.js'
import { entriesOf, isDict } from './dicts.js'
import * as groups from './exception-groups.js'
import * as exceptions from './exceptions.js'
import * as functions from './functions.js'
import { finders, imported, importFrom, importModule, importStar } from './imports.js'
import * as iteration from './iteration.js'
import { PyDict, PySet } from './keys.js'
import { suggestion } from './missing-attributes.js'
import * as matching from './matching.js'
import * as methodCalls from './method-calls.js'
import { floating } from './numbers.js'
import * as comparison from './comparison.js'
import * as operators from './operators.js'
import { contains } from './membership.js'
import { constantSet, joinedSet } from './set-algebra.js'
import * as subscripts from './subscripts.js'
import { superOf } from './supers.js'
import * as text from './text.js'
import { nameOfType } from './types.js'
import { TypeError } from '../../base/errors.js'
import './hash.js'
import './methods.js'
import './saved-objects.js'
import './tensor-classes.js'
import '../modules/list.js'

type Any = any

/** `**value` in a call or a display of keywords. */
function doubleStar(target: Record<string, Any>, value: Any, callee?: Any): Record<string, Any> {
  let pairs: Iterable<readonly [Any, Any]>
  try {
    pairs = isDict(value) ? entriesOf(value) : pairsOfMapping(value)
  } catch {
    throw new TypeError(
      `${iteration.beforeStars(callee)}argument after ** must be a mapping, not ${nameOfType(value)}`,
    )
  }
  for (const [key, item] of pairs) {
    if (typeof key !== 'string') throw new TypeError('keywords must be strings')
    if (Object.hasOwn(target, key))
      throw new TypeError(`${iteration.beforeStars(callee)}got multiple values for keyword argument '${key}'`)
    target[key] = item
  }
  return target
}

function pairsOfMapping(value: Any): Iterable<readonly [Any, Any]> {
  attributes.getattr(value, 'keys')
  return pairsOf(value)
}

/** `{**value}` */
function pairsInDisplay(value: Any): Iterable<readonly [Any, Any]> {
  if (!isDict(value) && attributes.lookup(value, 'keys') === undefined)
    throw new TypeError(`'${nameOfType(value)}' object is not a mapping`)
  return pairsOf(value)
}

/** What is built in, by name; names that JavaScript keeps for itself have a sign behind them, as in translated code. */
export const built: Record<string, Any> = Object.fromEntries(builtins)
for (const name of ['super', 'eval']) built[`${name}$`] = builtins.get(name)

export const py = {
  ...operators,
  ...comparison,
  truth: comparison.truth,
  not: (value: Any): boolean => !comparison.truth(value),
  contains,
  getattr: attributes.getattr,
  setattr: attributes.setattr,
  delattr: attributes.delattr,
  getitem: subscripts.getitem,
  setitem: subscripts.setitem,
  delitem: subscripts.delitem,
  slice: subscripts.makeSlice,
  tuple: (...items: Any[]): Tuple => Tuple.from(items),
  tupleOf: (items: readonly Any[]): Tuple => Tuple.from(items),
  dict: (pairs: Iterable<readonly [Any, Any]>): PyDict => new PyDict(pairs),
  set: (items: Iterable<Any>): PySet => new PySet(items),
  constantSet,
  joinedSet,
  pushed,
  addTo: (set: PySet, item: Any): PySet => set.add(item),
  float: floating,
  complex: (re: number, im: number): Complex => new Complex(re, im),
  bytes: (characters: string): PyBytes => new PyBytes(characters),
  bound,

  call: functions.call,
  call0: functions.call0,
  call1: functions.call1,
  call2: functions.call2,
  call3: functions.call3,
  ...methodCalls,
  doubleStar,
  pairsOf: pairsInDisplay,

  iter: iteration.iter,
  iterToUnpack: iteration.iterToUnpack,
  next: iteration.next,
  unpack: iteration.unpack,
  unpackStar: iteration.unpackStar,
  star: iteration.star,
  delegate: iteration.delegate,
  generator: iteration.generator,

  awaited: (value: Any): Iterable<Any> => coroutines.awaited(value),
  iterAsync: coroutines.iterAsync,
  nextAsync: coroutines.nextAsync,
  endOfItems: coroutines.endOfItems,
  item: coroutines.item,
  asyncGenerator: coroutines.asyncGenerator,
  enterAsync: coroutines.enterAsync,
  exitAsync: coroutines.exitAsync,
  dropped: coroutines.dropped,
  own: coroutines.own,
  leave: coroutines.leave,

  format: text.format,
  str: text.str,
  repr: text.repr,
  ascii: text.asciiOf,
  join: text.join,

  keyboard: keyboardCells,
  interrupted: exceptions.interrupted,

  makeFunction: functions.makeFunction,
  makeClass: (
    name: string,
    qualname: string,
    bases: Any[],
    keywords: Keywords,
    namespace: Record<string, Any>,
  ): Any => makeClass(name, qualname, bases, keywords, namespace),
  makeGenerator: (made: Generator, name: string): PyGenerator => new PyGenerator(made, name),
  superOf,

  raise: exceptions.raised,
  reraise: exceptions.reraise,
  caught: exceptions.caught,
  during: exceptions.during,
  matches: exceptions.matches,
  failed: exceptions.failed,
  addedTo: exceptions.addedTo,
  taken: groups.taken,
  leftOver: groups.leftOver,
  within: groups.within,
  isGroup: groups.isGroup,
  membersOf: groups.membersOf,
  suggestion,
  noteName: exceptions.noteName,
  enter: exceptions.enter,
  exit: exceptions.exit,

  importModule,
  importFrom,
  importStar,
  imported,
  finders,

  matchSequence: matching.matchSequence,
  matchMapping: matching.matchMapping,
  matchClass: matching.matchClass,

  builtins,
  built,
}

export type Runtime = typeof py
