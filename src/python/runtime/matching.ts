// The patterns of `match` that look into a value.
import { TypeError } from '../../base/errors.js'
import { PyRange } from './containers.js'
import { core, gathered } from './core.js'
import { entriesOf, hasKey, isDict, valueAt } from './dicts.js'
import { isinstance } from './isinstance.js'
import { PyDict } from './keys.js'
import { unpackStar } from './iteration.js'
import * as types from './types.js'
import { find, infoOf, isClass } from './types.js'

type Any = any

/** The items of a sequence that fits: `before` of them, or with `after` 0 and more around a starred one; else null. */
export function matchSequence(value: Any, before: number, after: number): Any[] | null {
  if (!Array.isArray(value) && !(value instanceof PyRange)) return null
  const items = gathered(value)
  if (after < 0) return items.length === before ? items : null
  return items.length >= before + after ? unpackStar(value, before, after) : null
}

export function matchMapping(value: Any, keys: readonly Any[], wantsRest: boolean): Any[] | null {
  if (!isDict(value)) return null
  const found: Any[] = []
  for (const key of keys) {
    if (!hasKey(value, key)) return null
    found.push(valueAt(value, key))
  }
  if (wantsRest) {
    const rest = new PyDict(entriesOf(value))
    for (const key of keys) rest.delete(key)
    found.push(rest)
  }
  return found
}

/** Built-in classes whose one pattern is the value itself. */
const whole = new Set<Any>([
  types.bool,
  types.bytearray,
  types.bytes,
  types.dict,
  types.float,
  types.frozenset,
  types.int,
  types.list,
  types.set,
  types.str,
  types.tuple,
])

export function matchClass(value: Any, cls: Any, count: number, keywords: readonly string[]): Any[] | null {
  if (!isClass(cls)) throw new TypeError('called match pattern must be a class')
  if (!isinstance(value, cls)) return null
  const names: string[] = []
  const found: Any[] = []
  if (count === 1 && whole.has(types.canonicalClass(cls))) found.push(value)
  else if (count > 0) {
    if (whole.has(types.canonicalClass(cls)))
      throw new TypeError(`${infoOf(cls).name}() accepts 1 positional sub-pattern (${count} given)`)
    const args = gathered(find(cls, '__match_args__') ?? [])
    if (count > args.length)
      throw new TypeError(
        `${infoOf(cls).name}() accepts ${args.length} positional sub-pattern${args.length === 1 ? '' : 's'} (${count} given)`,
      )
    names.push(...(args.slice(0, count) as string[]))
  }
  for (const name of [...names, ...keywords]) {
    try {
      found.push(core.getattr(value, name))
    } catch {
      return null
    }
  }
  return found
}
