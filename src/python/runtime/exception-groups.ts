// ExceptionGroup: several exceptions raised as one, and `except*`, which takes those of a class out of them.
import { TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { core, listOf } from './core.js'
import { during, exception, matches } from './exceptions.js'
import { BaseExceptionGroup, ExceptionGroup } from './exception-types.js'
import { call, getters, methods } from './functions.js'
import * as types from './types.js'
import { infoOf, isClass, isSubclass, nameOfArgument, typeOf } from './types.js'

type Any = any

/** A group's members. */
export const membersOf = (group: Any): Any[] => [...(group.args[1] as Iterable<Any>)]

export const isGroup = (error: unknown): boolean => error instanceof BaseExceptionGroup

const construct = infoOf(types.exceptionClasses.get('ValueError')).construct!

function makeGroup(cls: Any, args: Any[], kwargs: Record<string, unknown> | null): Any {
  if (args.length !== 2 && infoOf(cls).isPython === false)
    throw new TypeError(`BaseExceptionGroup.__new__() takes exactly 2 arguments (${args.length} given)`)
  const [message, given] = args
  if (typeof message !== 'string')
    throw new TypeError(`BaseExceptionGroup.__new__() argument 1 must be str, not ${nameOfArgument(message)}`)
  if (!Array.isArray(given)) throw new TypeError('second argument (exceptions) must be a sequence')
  const members: Any[] = listOf(given)
  if (members.length === 0) throw new ValueError('second argument (exceptions) must be a non-empty sequence')
  members.forEach((one, i) => {
    if (!(one instanceof Error))
      throw new ValueError(`Item ${i} of second argument (exceptions) is not an exception`)
  })
  const areAll = members.every((one) => isSubclass(typeOf(one), types.Exception))
  if (!areAll && isSubclass(cls, types.Exception))
    throw new TypeError(
      cls === ExceptionGroup
        ? 'Cannot nest BaseExceptions in an ExceptionGroup'
        : `Cannot nest BaseExceptions in '${infoOf(cls).name}'`,
    )
  return construct(areAll && cls === BaseExceptionGroup ? ExceptionGroup : cls, args, kwargs)
}
for (const cls of [BaseExceptionGroup, ExceptionGroup]) infoOf(cls).construct = makeGroup

/** Those members, and members of members, that pass; with the groups they are in. Null where there are none. */
function filtered(error: Any, passes: (one: Any) => boolean): Any {
  if (passes(error)) return error
  if (!isGroup(error)) return null
  const members = membersOf(error)
    .map((one) => filtered(one, passes))
    .filter((one) => one !== null)
  if (members.length === 0) return null
  return derived(error, members)
}

/** A group as another, with other members. */
function derived(of: Any, members: Any[]): Any {
  const made: Any = call(core.getattr(of, 'derive'), [members], null)
  const put = (name: string, value: unknown): void => {
    if (value !== null && value !== undefined)
      Object.defineProperty(made, name, { value, writable: true, configurable: true })
  }
  put('stack', of.stack)
  put('__cause__', of.__cause__)
  put('__context__', of.__context__)
  if (Object.hasOwn(of as object, '__notes__')) put('__notes__', [...of.__notes__])
  return made
}

/** What `subgroup` and `split` are told: a class, several, or a function. */
function test(condition: Any): (one: Any) => boolean {
  if (isClass(condition) || condition instanceof Tuple) return (one) => matches(one, condition)
  if (typeof condition === 'function') return (one) => core.truth(call(condition, [one], null))
  throw new TypeError('expected a function, exception type or tuple of exception types')
}

/** The leaves of a group: what are no groups. */
const leavesOf = (error: Any): Any[] => (isGroup(error) ? membersOf(error).flatMap(leavesOf) : [error])

/** What passes and what does not. */
function split(error: Any, passes: (one: Any) => boolean): [Any, Any] {
  const matched = filtered(error, passes)
  if (matched === null) return [null, error]
  const taken = new Set(leavesOf(matched))
  return [matched, filtered(error, (one) => !isGroup(one) && !taken.has(one))]
}

methods(BaseExceptionGroup, {
  'derive(excs, /)': (self, members) => call(BaseExceptionGroup, [self.args[0], members], null),
  'subgroup(condition, /)': (self, condition) => filtered(self, test(condition)),
  'split(condition, /)': (self, condition) => Tuple.from<unknown>(split(self, test(condition))),
})
getters(BaseExceptionGroup, {
  message: (self) => self.args[0] as Any,
  exceptions: (self) => Tuple.from<unknown>(membersOf(self)),
})

// ---- except* ----

/** What `except* wanted` takes of an exception, as a group, and what it leaves; null where there is none. */
export function taken(error: Any, wanted: Any): [Any, Any] {
  const classes = wanted instanceof Tuple ? [...wanted] : [wanted]
  for (const cls of classes) {
    if (!isClass(cls) || !isSubclass(cls, types.BaseException))
      throw new TypeError('catching classes that do not inherit from BaseException is not allowed')
    if (isSubclass(cls, BaseExceptionGroup))
      throw new TypeError('catching ExceptionGroup with except* is not allowed. Use except instead.')
  }
  if (error === null) return [null, null]
  if (isGroup(error)) return split(error, (one) => !isGroup(one) && matches(one, wanted))
  return matches(error, wanted) ? [call(BaseExceptionGroup, ['', [error]], null), null] : [null, error]
}

/** What goes on after all `except*`: what none has taken, and what was raised in them; null where there is nothing. */
export function leftOver(error: Any, rest: Any, raisedWithin: readonly { error: Any; from: Any }[]): Any {
  const isAgain = ({ error: thrown, from }: { error: Any; from: Any }): boolean => thrown === from
  const again = new Set(raisedWithin.filter(isAgain).flatMap((one) => leavesOf(one.error)))
  for (const leaf of rest === null ? [] : leavesOf(rest)) again.add(leaf)
  const raised = raisedWithin.filter((one) => !isAgain(one)).map((one) => one.error as Any)
  const left: Any =
    again.size === 0 ? null : isGroup(error) ? filtered(error, (one) => again.has(one)) : error
  if (raised.length === 0) return left
  if (raised.length === 1 && left === null && !isGroup(error)) return raised[0]
  return exception(BaseExceptionGroup, '', [...raised, ...(left === null ? [] : [left])])
}

/** What was thrown in an `except*`, which dealt with `from`. */
export const within = (thrown: Any, from: Any): { error: Any; from: Any } => ({
  error: during(thrown, from),
  from,
})
