// Keywords of a call from Python where a function of the library writes its parameters plainly, `clip(values, limit)`, and
// binds no names itself: they go to their places. Functions that take `...args` bind their own.
import { unchecked } from '../../engine/checked.js'
import { pythonParameters } from '../../engine/python-call.js'
import { unnumbered, writtenParameters } from '../../base/source-text.js'
import { declaredClass } from '../../nn/callable.js'

type Any = any

interface Places {
  readonly names: readonly string[]
  /** The place of the parameter that takes what has no place of its own, an object; -1 where there is none. */
  readonly rest: number
}

const known = new WeakMap<object, Places | null>()

function placesOf(f: object): Places | null {
  let found = known.get(f)
  if (found === undefined) {
    found = null
    if (unchecked(f as Function) === f && pythonParameters(f) === undefined) {
      const written = writtenParameters(declaredClass(f) as Function)
      if (written?.every(({ name, isRest }) => name !== null && !isRest)) {
        const names = unnumbered(written.map(({ name }) => name!)).map((name) => name.replace(/^_/, ''))
        found = { names, rest: names.findIndex((name) => /^(keywords|options)$/.test(name)) }
      }
    }
    known.set(f, found)
  }
  return found
}

/** A call's arguments with its keywords: in their places where all have one, else as an object at the end. */
export function withKeywords(f: Any, given: Any[], keywords: Record<string, Any>): Any[] {
  // `f(*args, **kwargs)` hands on none, too.
  if (Object.keys(keywords).length === 0) return given
  const places = f instanceof Function ? placesOf(f) : null
  if (places === null) return [...given, keywords]
  const { names, rest } = places
  const others: Record<string, Any> = {}
  const values = [...given]
  for (const name of Object.keys(keywords)) {
    const at = names.indexOf(name)
    if (at >= given.length && at !== rest) values[at] = keywords[name]
    else if (at < 0 && rest >= given.length) others[name] = keywords[name]
    else return [...given, keywords]
  }
  if (Object.keys(others).length > 0) values[rest] = others
  return values
}
