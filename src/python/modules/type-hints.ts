// `typing.get_type_hints`: what annotations mean, those in quotes and those put off by `from __future__ import annotations`.
import { AttributeError, TypeError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { GenericAlias, union, Union } from '../runtime/aliases.js'
import { core } from '../runtime/core.js'
import { innerOf } from '../runtime/functions.js'
import { PyDict } from '../runtime/keys.js'
import * as types from '../runtime/types.js'
import { infoOf, isClass, isNamespace, PyModule } from '../runtime/types.js'
import { Form, ForwardRef, ofParts } from './typing-forms.js'

type Any = any

/** Where names in quotes are looked for. */
interface Scope {
  readonly globals: Any
  readonly locals: Any
  readonly isWhole: boolean
}

const given = (item: Any): Any => (typeof item === 'string' ? new ForwardRef(item) : item)

function meaning(hint: Any, scope: Scope): Any {
  if (hint === null) return types.NoneType
  if (typeof hint === 'string')
    return meaning(core.evaluate('eval', hint, null, scope.globals, scope.locals), scope)
  if (hint instanceof ForwardRef) return meaning(hint.__forward_arg__, scope)
  if (hint instanceof Union) return [...hint.args].map((one) => meaning(one, scope)).reduce(union)
  if (hint instanceof GenericAlias)
    return new GenericAlias(
      hint.origin,
      Tuple.from<unknown>([...hint.args].map((one) => inBrackets(given(one), scope))),
    )
  if (!(hint instanceof Form) || hint.__args__.length === 0 || hint.head === 'typing.Literal') return hint
  if (hint.head === 'typing.Annotated' && !scope.isWhole) return meaning(hint.__args__[0], scope)
  const parts = [...hint.__args__].map((one, i) =>
    hint.head === 'typing.Annotated' && i > 0 ? one : inBrackets(one, scope),
  )
  const bare = new Form(hint.isUnion ? 'typing.Union' : hint.head, hint.isUnion ? undefined : hint.__origin__)
  return ofParts(bare, Tuple.from<unknown>(parts))
}

/** The list in `Callable[[int], str]` has types in it; None and what is of typing's stay as they are. */
const inBrackets = (item: Any, scope: Scope): Any =>
  Array.isArray(item) && !(item instanceof Tuple)
    ? item.map((one: Any) => inBrackets(one, scope) as unknown)
    : item === null || item === types.Ellipsis
      ? item
      : meaning(item, scope)

/** The names of the module where something was written. */
function namesOf(module: string): Any {
  try {
    return core.getattr(core.importModule(module), '__dict__')
  } catch {
    return new PyDict([])
  }
}

/** The annotations of a function or module; null where it has none to tell of. */
export function annotationsIn(value: Any): PyDict | null {
  try {
    return core.getattr(value, '__annotations__') as PyDict
  } catch (error) {
    if (error instanceof AttributeError) return null
    throw error
  }
}

const annotationsOf = (dict: ReadonlyMap<string, Any>): [string, Any][] => {
  const found: Any = dict.get('__annotations__')
  return found === undefined ? [] : [...(found as Map<string, Any>).entries()]
}

/** What the annotations of a class and of those it inherits from mean, of a function, or of a module. */
export function typeHints(value: Any, globals: Any = null, locals: Any = null, isWhole: Any = false): PyDict {
  const hints = new PyDict([])
  const within = (module: string): Scope => ({
    globals: globals ?? namesOf(module),
    locals,
    isWhole: core.truth(isWhole),
  })
  if (isClass(value)) {
    for (const one of [...infoOf(value).mro].reverse())
      for (const [name, hint] of annotationsOf(infoOf(one).dict))
        hints.set(name, meaning(hint, within(infoOf(one).module)))
    return hints
  }
  const isModule = value instanceof PyModule || isNamespace(value)
  const isFunction = innerOf(value) !== undefined || typeof value === 'function'
  const found = annotationsIn(value)
  if (found === null) {
    if (isModule || isFunction) return hints
    throw new TypeError(`${core.repr(value)} is not a module, class, method, or function.`)
  }
  const module = isModule ? '__name__' : isFunction ? '__module__' : null
  const scope = within(module === null ? '' : String(core.getattr(value, module)))
  for (const [name, hint] of found.entries() as Iterable<[string, Any]>) hints.set(name, meaning(hint, scope))
  return hints
}
