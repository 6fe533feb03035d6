// Python's module `warnings`: filters, and what is shown where. Follows Lib/warnings.py. Once it is there, the library's own
// warnings go through it too.
//
// Note [Warnings in Python]. A warning is shown once for each line that it comes up at, unless a filter says otherwise; what
// was shown is forgotten whenever the filters change. The line is that of a person's own code: functions of the library have
// no frames.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { AssertionError, RuntimeError, TypeError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { visible } from '../../base/visible.js'
import { warningTaker, wholeStack } from '../../base/warnings.js'
import { framesOf } from '../../dialect/frames.js'
import { strSymbol } from '../../text/repr.js'
import { core } from '../runtime/core.js'
import { Warning } from '../runtime/exception-types.js'
import { call, functionsOf, methods } from '../runtime/functions.js'
import {
  builtinClass,
  classOf,
  instance,
  exceptionClasses,
  infoOf,
  isClass,
  isSubclass,
  nameOfType,
  object,
  typeOf,
} from '../runtime/types.js'
import { module as sys } from './sys.js'

type Any = any

const actions = ['error', 'ignore', 'always', 'default', 'module', 'once'] as const
type Action = (typeof actions)[number]
/** What a filter says, and of which warnings: of a text, a class, a module, a line. */
type Filter = Tuple<Any>

const named = (name: string): Any => exceptionClasses.get(name)
const initial = (): Filter[] => [
  Tuple.of<Any>('default', null, named('DeprecationWarning'), '__main__', 0),
  ...['DeprecationWarning', 'PendingDeprecationWarning', 'ImportWarning', 'ResourceWarning'].map((name) =>
    Tuple.of<Any>('ignore', null, named(name), null, 0),
  ),
]

/** The filters, the first that fits first; the same list for good, for programs see it. */
const filters: Filter[] = initial()
/** What was shown, by file: a text, its class and its line; and what is shown once alone. */
const shown = new Map<string, Set<string>>()
const shownOnce = new Set<string>()

function setFilters(next: readonly Filter[]): void {
  filters.splice(0, filters.length, ...next)
  shown.clear()
}

function addFilter(filter: Filter, isLast: boolean): void {
  const others = filters.filter((one) => !core.truth(core.eq(one, filter)))
  setFilters(isLast ? (others.length < filters.length ? filters : [...filters, filter]) : [filter, ...others])
}

function checkAction(action: Any): void {
  if (!actions.includes(action as Action)) throw new AssertionError(`invalid action: ${core.repr(action)}`)
}

const isWarningClass = (value: Any): boolean => isClass(value) && isSubclass(value, Warning)

/** A pattern for texts that begin so; null for any. */
function pattern(text: Any, ...flags: Any[]): Any {
  if (text === '') return null
  const re = core.importModule('re')
  return call(core.getattr(re, 'compile'), [text, ...flags.map((flag) => core.getattr(re, flag))], null)
}
const fits = (wanted: Any, text: string): boolean =>
  wanted === null ||
  (typeof wanted === 'string' ? wanted === text : call(core.getattr(wanted, 'match'), [text], null) !== null)

function filterWarnings(
  action: Any,
  message: Any = '',
  category: Any = Warning,
  module: Any = '',
  lineno: Any = 0,
  append: Any = false,
): null {
  checkAction(action)
  if (typeof message !== 'string') throw new AssertionError('message must be a string')
  if (!isClass(category)) throw new AssertionError('category must be a class')
  if (!isWarningClass(category)) throw new AssertionError('category must be a Warning subclass')
  if (typeof module !== 'string') throw new AssertionError('module must be a string')
  if (!Number.isInteger(lineno) || lineno < 0) throw new AssertionError('lineno must be an int >= 0')
  addFilter(
    Tuple.of<Any>(action, pattern(message, 'I'), category, pattern(module), lineno),
    core.truth(append),
  )
  return null
}

function simpleFilter(action: Any, category: Any = Warning, lineno: Any = 0, append: Any = false): null {
  checkAction(action)
  if (!Number.isInteger(lineno) || lineno < 0) throw new AssertionError('lineno must be an int >= 0')
  addFilter(Tuple.of<Any>(action, null, category, null, lineno), core.truth(append))
  return null
}

// ---- what is shown ----

/** A line of a file; '' where there is none. */
function lineOf(filename: string, lineno: number): string {
  if (filename.startsWith('<')) return ''
  try {
    return (readFileSync(filename, 'utf8').split(/\r?\n/)[lineno - 1] ?? '').trim()
  } catch {
    return ''
  }
}

function formatWarning(message: Any, category: Any, filename: Any, lineno: Any, line: Any = null): string {
  const text = line === null ? lineOf(core.str(filename), Number(lineno)) : core.str(line).trim()
  const head = `${core.str(filename)}:${core.str(lineno)}: ${infoOf(category).name}: ${core.str(message)}\n`
  return text === '' ? head : `${head}  ${text}\n`
}

function showWarning(
  message: Any,
  category: Any,
  filename: Any,
  lineno: Any,
  file: Any = null,
  line: Any = null,
): null {
  const format = own('formatwarning')
  const text = call(format, [message, category, filename, lineno, line], null)
  const to = file ?? core.getattr(core.importModule('sys'), 'stderr')
  // At a terminal no part of a message is obeyed; a file of the program's own gets it as it is.
  const isTerminals = file === null && to === sys.stderr
  if (to !== null) call(core.getattr(to, 'write'), [isTerminals ? visible(core.str(text)) : text], null)
  return null
}

const messageClass = builtinClass('WarningMessage', [object], { module: 'warnings', hasFields: true })
/** A warning, and where it came up. */
interface Told {
  readonly message: Any
  readonly category: Any
  readonly filename: string
  readonly lineno: number
  readonly source: Any
}

class WarningMessage {
  readonly file = null
  readonly line = null
  readonly _category_name: string

  constructor(told: Told) {
    Object.assign(this, told)
    this._category_name = infoOf(told.category).name
  }

  [strSymbol](): string {
    const { message, filename, lineno, line } = this as unknown as Told & { line: null }
    return (
      `{message : ${core.repr(message)}, category : ${core.repr(this._category_name)}, ` +
      `filename : ${core.repr(filename)}, lineno : ${lineno}, line : ${core.repr(line)}}`
    )
  }
}
Object.defineProperty(WarningMessage.prototype, classOf, { value: messageClass })

/** Where warnings go while they are recorded. */
let recorded: Any[] | null = null

function show(told: Told): void {
  const { message, category, filename, lineno } = told
  const display = own('showwarning')
  if (display !== module.showwarning) {
    call(display, [message, category, filename, lineno], null)
    return
  }
  if (recorded === null) showWarning(message, category, filename, lineno)
  else recorded.push(new WarningMessage(told))
}

/** Whether warnings go to standard error as they always do, which the library does itself. */
const isPlain = (): boolean =>
  recorded === null &&
  own('showwarning') === module.showwarning &&
  own('formatwarning') === module.formatwarning &&
  core.importModule('sys').stderr === sys.stderr

/** What a program may have put in the place of the module's own. */
const own = (name: 'showwarning' | 'formatwarning'): Any => core.getattr(core.importModule('warnings'), name)

// ---- warning ----

/** What filters say of a warning. */
function actionFor(text: string, category: Any, module: string, lineno: number): Any {
  const filter = filters.find(
    ([, message, cls, where, line]) =>
      fits(message, text) &&
      isSubclass(category, cls) &&
      fits(where, module) &&
      (Number(line) === 0 || Number(line) === lineno),
  )
  return filter === undefined ? 'default' : filter[0]
}

/** Whether it was not there yet. */
const adds = (set: Set<string>, key: string): boolean => !set.has(key) && Boolean(set.add(key))

/** What was shown of a file's warnings. */
function shownOf(filename: string): Set<string> {
  const before = shown.get(filename) ?? new Set()
  shown.set(filename, before)
  return before
}

/** Whether the filters, and what was shown before, let a warning be shown. */
function isToBeShown(
  told: Told,
  module: string,
  isAlways = false,
  before = shownOf(told.filename as string),
): boolean {
  const { message, category, lineno } = told
  const text = core.str(message)
  const name = infoOf(category).name
  const key = JSON.stringify([text, name, lineno])
  if (before.has(key) && !isAlways) return false
  const action = actionFor(text, category, module, lineno)
  if (action === 'ignore') return false
  if (action === 'error') throw message
  const isNew = {
    always: () => true,
    default: () => adds(before, key),
    module: () => before.add(key) && adds(before, JSON.stringify([text, name, 0])),
    once: () => before.add(key) && adds(shownOnce, JSON.stringify([text, name])),
  }[action as Exclude<Action, 'error' | 'ignore'>]
  if (isNew === undefined)
    throw new RuntimeError(`Unrecognized action (${core.repr(action)}) in warnings.filters:\n `)
  return isNew() || isAlways
}

function tell(told: Told, module: string, before?: Set<string>): void {
  if (isToBeShown(told, module, false, before)) show(told)
}

interface Place {
  readonly filename: string
  readonly lineno: number
  readonly module: string
}

/** The line that is `stacklevel` calls out of where a stack was. */
function placeOf(stack: string, stacklevel: number): Place {
  const frames = framesOf(stack)
  const frame = frames[frames.length - Math.max(1, stacklevel)]
  if (frame === undefined) return { filename: 'sys', lineno: 1, module: 'sys' }
  const { file, line } = frame
  if (file.startsWith('<')) return { filename: file, lineno: line, module: '__main__' }
  const filename = resolve(file)
  const main: Any = core.importModule('sys').modules?.get?.('__main__')
  const isMain = typeof main?.__file__ !== 'string' || resolve(main.__file__) === filename
  const stem = /([^/\\]*?)(?:\.py)?$/.exec(filename)![1]
  return { filename, lineno: line, module: isMain ? '__main__' : stem }
}

/** A warning by its text and class, or as it is. */
function made(message: Any, category: Any): { message: Any; category: Any } {
  if (isWarningClass(typeOf(message))) return { message, category: typeOf(message) }
  const cls = category ?? named('UserWarning')
  if (!isWarningClass(cls))
    throw new TypeError(`category must be a Warning subclass, not '${nameOfType(cls)}'`)
  return { message: call(cls, [message], null), category: cls }
}

function warn(message: Any, category: Any = null, stacklevel: Any = 1, source: Any = null): null {
  const { filename, lineno, module } = placeOf(wholeStack(), Number(stacklevel))
  tell({ ...made(message, category), filename, lineno, source }, module)
  return null
}

function warnExplicit(
  message: Any,
  category: Any,
  filename: Any,
  lineno: Any,
  module: Any = null,
  registry: Any = null,
  _globals: Any = null,
  source: Any = null,
): null {
  const name = module ?? (core.str(filename).replace(/\.py$/, '') || '<unknown>')
  // Without a place to remember it, it is shown each time.
  const before = registry === null ? new Set<string>() : undefined
  tell({ ...made(message, category), filename, lineno: Number(lineno), source }, name, before)
  return null
}

/** The library's own, told the stack where it came up. */
warningTaker.take = (name, text, stack, isAlways) => {
  const { filename, lineno, module } = placeOf(stack, 1)
  const warning = made(text, named(name) ?? named('UserWarning'))
  const told = { ...warning, filename, lineno, source: null }
  if (!isToBeShown(told, module, isAlways)) return false
  if (isPlain()) return true
  show(told)
  return false
}

// ---- catching ----

const catching = builtinClass('catch_warnings', [object], { module: 'warnings', hasFields: true })
infoOf(catching).construct = (_cls, _args, kwargs) => {
  const { action = null, category = Warning, lineno = 0, append = false } = kwargs ?? {}
  return instance(catching, {
    record: core.truth(kwargs?.record ?? false),
    filter: action === null ? null : [action, category, lineno, append],
    before: null,
  })
}
methods(catching, {
  '__enter__()': (self) => {
    if (self.before !== null) throw new RuntimeError(`Cannot enter ${core.repr(self)} twice`)
    const module = core.importModule('warnings')
    self.before = { filters: [...filters], recorded, showwarning: module.showwarning }
    shown.clear()
    if (self.filter !== null) simpleFilter(...(self.filter as [Any, Any, Any, Any]))
    if (!self.record) return null
    core.setattr(module, 'showwarning', showwarning)
    return (recorded = [])
  },
  '__exit__(*args)': (self) => {
    if (self.before === null) throw new RuntimeError(`Cannot exit ${core.repr(self)} without entering first`)
    setFilters(self.before.filters as Filter[])
    recorded = self.before.recorded
    core.setattr(core.importModule('warnings'), 'showwarning', self.before.showwarning)
    return null
  },
})

const functions = functionsOf({
  'warn(message, category=None, stacklevel=1, source=None)': warn,
  'warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)':
    warnExplicit,
  'filterwarnings(action, message="", category=None, module="", lineno=0, append=False)': filterWarnings,
  'simplefilter(action, category=None, lineno=0, append=False)': simpleFilter,
  'resetwarnings()': () => {
    setFilters([])
    return null
  },
  'formatwarning(message, category, filename, lineno, line=None)': formatWarning,
  'showwarning(message, category, filename, lineno, file=None, line=None)': showWarning,
})
const { showwarning, formatwarning } = functions

export const module = {
  ...functions,
  showwarning,
  formatwarning,
  catch_warnings: catching,
  WarningMessage: messageClass,
  filters,
}
