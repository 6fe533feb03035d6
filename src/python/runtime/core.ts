// The few functions that nearly every part of the runtime calls and that need each other: each is put in here by the file
// that has it, so that no file has to import one above it.
import { whenEnded } from '../../base/whole.js'
import { floatLists } from '../../base/scalar.js'
import { checkFits, checkGrows, grownBy } from '../../dialect/runtime/sequences.js'
import { PyIterator, PyRange } from './containers.js'

type Any = any

/** Keywords of a call: a plain object, or null where there are none. */
export type Keywords = Record<string, unknown> | null

export interface Core {
  call(f: Any, args: readonly unknown[], kwargs: Keywords): Any
  getattr(value: Any, name: string): Any
  setattr(value: Any, name: string, item: unknown): void
  /** What a class, or one it inherits from, says of a special method; undefined where it has none. */
  special(value: Any, name: string): ((...args: Any[]) => Any) | undefined
  /** The function of Python's that stands behind `super()` under a name, not bound; null for all else. */
  behindSuper(value: Any, name: string): Any
  str(value: unknown): string
  repr(value: unknown): string
  format(value: unknown, spec: string): string
  eq(a: unknown, b: unknown): Any
  lt(a: unknown, b: unknown): Any
  truth(value: unknown): boolean
  hash(value: unknown): number | bigint
  iter(value: unknown): IterableIterator<Any>
  /** Asks an object of a class how long it is before its items go into a list, as CPython does for room. */
  askLength(value: unknown): void
  add(a: unknown, b: unknown): Any
  getitem(value: Any, key: Any): Any
  setitem(value: Any, key: Any, item: unknown): void
  contains(item: unknown, container: unknown): boolean
  /** Makes a class of Python's. */
  makeClass(
    name: string,
    qualname: string,
    bases: Any[],
    keywords: Keywords,
    namespace: Record<string, Any>,
  ): Any
  importModule(path: string): Any
  /** Runs a text, or what `compile` made of one, in a scope or in the dicts that are given. */
  evaluate(way: 'eval' | 'exec', code: Any, scope: EvalScope | null, globals: Any, locals: Any): Any
  compile(text: Any, filename: string, mode: string): Any
  /** What Python prints of an exception that nobody caught. */
  tracebackText(error: Any): string
  /** The functions that were running when an exception was raised, outermost first. */
  framesOf(error: Any): { file: string; line: number; name: string; text: string }[]
}

/** The names that can be seen where `eval` and `exec` are called. */
export interface EvalScope {
  /** Those of the function around; null at the top. */
  readonly locals: Record<string, Any> | null
  /** The module; null at the prompt. */
  readonly module: Any
  /** What holds the names of the class around. */
  readonly space?: Record<string, Any>
}

/** The exception that is dealt with; null where none is. */
export const handling: { error: Any } = { error: null }
whenEnded(() => (handling.error = null))

export const core = {} as Core

/** Whether two items are one: the same object, or equal. */
export const same = (a: unknown, b: unknown): boolean => a === b || core.truth(core.eq(a, b))

/** Puts an item behind a list that may become longer than what fits into memory. */
export function pushed(list: Any[], item: Any): void {
  if ((list.push(item) & (grownBy - 1)) === 0) checkGrows(list.length)
}

/** All of what can be gone through, in a list of its own. What says that it is longer than any list is refused at once. */
export function gathered(value: unknown): Any[] {
  const items = core.iter(value)
  core.askLength(value)
  return gatheredFrom(items, value)
}

/** The same of what goes through a value already. */
export function gatheredFrom(items: Iterable<Any>, value: unknown): Any[] {
  if (value instanceof PyRange) checkFits(value.length)
  if (value instanceof PyIterator) checkFits(value.left())
  const list: Any[] = []
  for (const item of items) pushed(list, item)
  return list
}

/** All of what can be gone through. */
export const listOf = (value: unknown): Any[] => (isPlainList(value) ? value : gathered(value))

const isPlainList = (value: unknown): value is Any[] =>
  Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype && !floatLists.has(value)
