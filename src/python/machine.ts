// What translated code calls: the runtime, and what only code that was translated needs of it.
import { core, type EvalScope, handling } from './runtime/core.js'
import { wereRaised } from './runtime/exceptions.js'
import { fieldsOf } from './runtime/fields.js'
import { py as runtime } from './runtime/index.js'
import { promptModule } from './runtime/prompt-module.js'
import { callBegins, callEnds } from './runtime/running.js'
import { isUnasked, takeStack, unasked } from '../base/unasked.js'
import { givenNames } from '../dialect/own-names.js'
import { namesAtPrompt, noteNames } from './complaints.js'

type Any = any

export const isBuiltin = (name: string): boolean => runtime.builtins.has(name)

const exception = (name: string): Any => runtime.builtins.get(name)

function raised(name: string, message: string): Any {
  const error = runtime.call(exception(name), [message], null)
  takeStack(error, raised)
  return error
}

/** What `from x import *` brought to the prompt that JavaScript's own names are in the way of. */
const starNames: Record<string, Any> = Object.create(null)

/** A name that is no variable of the program: one that came by `import *`, or none. */
function global(name: string, module: Any, locals: readonly string[] = []): Any {
  const given = (module ?? starNames)[name]
  if (given !== undefined) return given
  const error = raised('NameError', `name '${name}' is not defined`)
  noteNames(error, name, () => [locals, ...knownNames(module)])
  throw error
}

/** Names that the program can see, for what may have been meant: the nearest first. */
function knownNames(module: Any): Iterable<string>[] {
  const own =
    module === null
      ? [...Object.keys(starNames), ...namesAtPrompt()]
      : Object.keys(module).filter((name) => module[name] !== undefined)
  return [own, runtime.builtins.keys()]
}

function unboundLocal(name: string): never {
  throw raised(
    'UnboundLocalError',
    `cannot access local variable '${name}' where it is not associated with a value`,
  )
}

function unboundFree(name: string): never {
  const where = 'in enclosing scope'
  throw raised(
    'NameError',
    `cannot access free variable '${name}' where it is not associated with a value ${where}`,
  )
}

const truth = (value: Any): boolean => (typeof value === 'boolean' ? value : runtime.truth(value))

/** Comparisons whose truth alone is asked for. */
const comparisons = {
  ltTrue: (a: Any, b: Any): boolean =>
    typeof a === 'number' && typeof b === 'number' ? a < b : truth(runtime.lt(a, b)),
  leTrue: (a: Any, b: Any): boolean =>
    typeof a === 'number' && typeof b === 'number' ? a <= b : truth(runtime.le(a, b)),
  gtTrue: (a: Any, b: Any): boolean =>
    typeof a === 'number' && typeof b === 'number' ? a > b : truth(runtime.gt(a, b)),
  geTrue: (a: Any, b: Any): boolean =>
    typeof a === 'number' && typeof b === 'number' ? a >= b : truth(runtime.ge(a, b)),
  eqTrue: (a: Any, b: Any): boolean =>
    typeof a === 'number' && typeof b === 'number' ? a === b : truth(runtime.eq(a, b)),
  neTrue: (a: Any, b: Any): boolean =>
    typeof a === 'number' && typeof b === 'number' ? a !== b : truth(runtime.ne(a, b)),
}

/** A `try` of the program, and the classes of which it has dealt with many errors unasked. See Note [Unasked]. */
interface Site {
  classes: unknown[] | null
  readonly counts: Map<unknown, number>
}
const site = (): Site => ({ classes: null, counts: new Map() })

/** As many are told in full first: who looks at a traceback looks at one of the first. */
const unaskedAfter = 100

function dealtWith(site: Site, error: Any): void {
  const cls: unknown = error.constructor
  if (site.classes?.includes(cls)) return
  const count = (site.counts.get(cls) ?? 0) + 1
  site.counts.set(cls, count)
  if (count >= unaskedAfter) site.classes = [...(site.classes ?? []), cls]
}

function raise(value: Any, cause: Any, handled: Any): Any {
  const error = runtime.raise(value, cause, handled)
  if (isUnasked(error.constructor)) return error
  if (!wereRaised.has(error)) takeStack(error, raise)
  wereRaised.add(error)
  return error
}

/** What was thrown in the body of a `try`, as Python knows it. */
function caught(thrown: Any, site: Site | null = null): Any {
  const error = runtime.caught(thrown)
  if (site === null || !site.classes?.includes(error.constructor)) wereRaised.add(error)
  return error
}

/** Notes the exception that is dealt with from here on, and gives the one before: functions that are called ask for it. */
function handle(error: Any): Any {
  const before: Any = handling.error
  handling.error = error
  return before
}

/** Leaves what `with` entered, while the exception that ended it is dealt with. */
function exit(manager: Any, error: Any): boolean {
  if (error === null) return runtime.exit(manager, null)
  const before: Any = handle(error)
  try {
    return runtime.exit(manager, error)
  } finally {
    handle(before)
  }
}

/** The names of a scope as `globals()`, `locals()`, `vars()` and `dir()` give them. */
function namesIn(scope: Record<string, Any>, asked: string): Any {
  const pairs = Object.entries(scope).filter(([, value]) => value !== undefined)
  return asked === 'dir' ? pairs.map(([name]) => name).sort() : runtime.dict(pairs)
}

/** The names of a module; those that are written are its variables. */
function namesOfModule(module: Any, asked: string): Any {
  const names = fieldsOf(module)
  return asked === 'dir' ? [...names.keys()].sort() : names
}

/** The same of the prompt, whose variables earlier entries made. */
const namesAround = (asked: string): Any => namesOfModule(promptModule, asked)

/** `eval` and `exec`, which see the names around the call. */
const evaluate = (way: 'eval' | 'exec', scope: EvalScope, code: Any, globals?: Any, locals?: Any): Any =>
  core.evaluate(way, code, scope, globals ?? null, locals ?? null)

let show: (value: Any) => void = () => {}
/** Says what becomes of values that stand by themselves at the prompt. */
export const onEcho = (f: (value: unknown) => void): void => void (show = f)
function echo(value: Any): void {
  if (value !== null && value !== undefined) show(value)
}

/** The variables of a file, as attributes of the module that it is. */
function members(module: Any, own: object): void {
  Object.defineProperties(module, Object.getOwnPropertyDescriptors(own))
}

function importStar(path: string, level: number, module: Any): void {
  const names = runtime.importStar(path, level, module)
  for (const [name, value] of Object.entries(names)) {
    if (module !== null) module[name] = value
    else if (givenNames.has(name)) starNames[name] = value
    else Object.defineProperty(globalThis, name, { value, writable: true, configurable: true })
  }
}

export const $py = {
  ...runtime,
  ...comparisons,
  truth,
  unasked,
  site,
  dealtWith,
  raise,
  caught,
  handle,
  exit,
  global,
  unboundLocal,
  unboundFree,
  namesIn,
  namesAround,
  namesOfModule,
  evaluate,
  echo,
  members,
  importStar,
  callBegins,
  callEnds,
}
