// `eval`, `exec` and `compile`: texts that become programs while a program runs.
//
// Note [Names of evaluated texts]. Such a text is translated like any other, but its names are members of one object,
// `$names`, that looks where Python would: in the dicts that were given, or in the function around the call and its module.
// At the prompt, names that no function has are the session's own variables.
import { Script } from 'node:vm'
import { TypeError, ValueError } from '../base/errors.js'
import { addressOf, reprSymbol } from '../text/repr.js'
import { givenNames, learnerName } from '../dialect/own-names.js'
import { syntaxError } from './complaints.js'
import { $py, isBuiltin } from './machine.js'
import { parsePython } from './parse.js'
import { PyBytes } from './runtime/containers.js'
import { core, type EvalScope } from './runtime/core.js'
import { hasKey, isDict, removeKey, setValue, valueAt } from './runtime/dicts.js'
import { getters } from './runtime/functions.js'
import { builtinClass, classOf, nameOfType, object } from './runtime/types.js'
import type { Source } from './source.js'
import type { Module, StmtNode } from './tree.js'
import { type Surroundings, translateEntry, translateInto } from './translate.js'
import { register } from './units.js'
import { jsName } from './writer.js'

type Any = any

const codeClass = builtinClass('code', [object])

/** What `compile` makes. */
class CompiledCode {
  readonly [classOf] = codeClass
  constructor(
    readonly program: Module,
    readonly source: Source,
    readonly filename: string,
    readonly mode: string,
  ) {}
  [reprSymbol](): string {
    return `<code object <module> at ${addressOf(this)}, file "${this.filename}", line 1>`
  }
}
getters(codeClass, {
  co_filename: (self: CompiledCode) => self.filename,
  co_name: () => '<module>',
})

function compile(text: Any, filename: string, mode: string): CompiledCode {
  if (text instanceof CompiledCode) return text
  if (!['exec', 'eval', 'single'].includes(mode))
    throw new ValueError("compile() mode must be 'exec', 'eval' or 'single'")
  const given = text instanceof PyBytes ? Buffer.from(text.data).toString('utf8') : (text as string)
  if (typeof given !== 'string') throw new TypeError('compile() arg 1 must be a string, bytes or AST object')
  const parsed = parsePython(mode === 'eval' ? given.replace(/^[ \t]+/, '') : given)
  if (parsed.kind !== 'tree') throw syntaxError(filename, parsed.source, parsed.complaint)
  const { program, source } = parsed
  if (mode === 'eval' && (program.body.length !== 1 || program.body[0].nodeType !== 'Expr')) {
    const at = program.body[0] as { lineno?: number; col_offset?: number } | undefined
    throw syntaxError(filename, source, {
      kind: 'SyntaxError',
      message: 'invalid syntax',
      lineno: at?.lineno ?? 0,
      column: at?.col_offset ?? 0,
    })
  }
  if (mode === 'single') show(program.body)
  return new CompiledCode(program, source, filename, mode)
}

/** As at a prompt: what an expression that stands alone gives is shown, in blocks too, but not in functions. */
function show(body: readonly StmtNode[]): void {
  for (const one of body as Any[]) {
    if (one.nodeType === 'FunctionDef' || one.nodeType === 'AsyncFunctionDef' || one.nodeType === 'ClassDef')
      continue
    if (one.nodeType === 'Expr') one.value = shown(one.value)
    for (const block of [one.body, one.orelse, one.finalbody]) if (Array.isArray(block)) show(block)
    for (const handler of one.handlers ?? one.cases ?? []) show(handler.body)
  }
}

/** `__import__('sys').displayhook(value)`, at the place of the value. */
function shown(value: Any): Any {
  const { lineno, col_offset, end_lineno, end_col_offset } = value
  const node = (nodeType: string, fields: object): Any => ({
    nodeType,
    ...{ lineno, col_offset, end_lineno, end_col_offset },
    ...fields,
  })
  const call = (func: Any, ...args: Any[]): Any => node('Call', { func, args, keywords: [] })
  const ctx = { nodeType: 'Load' }
  const sys = call(node('Name', { id: '__import__', ctx }), node('Constant', { value: 'sys' }))
  return call(node('Attribute', { value: sys, attr: 'displayhook', ctx }), value)
}

/** The value of a variable of the session, or of a name that is at hand there; undefined where there is none. */
function inSessions(name: string): Any {
  try {
    return new Script(givenNames.has(name) ? learnerName(name) : jsName(name)).runInThisContext()
  } catch {
    return undefined
  }
}

/** The names of dicts, or of a function and its module, as members of one object. */
function namesOf(scope: EvalScope | null, globals: Any, locals: Any): Any {
  const dicts: Any[] = [locals, globals].filter((dict) => dict !== null)
  const own: Record<string, Any> = scope?.space ?? Object.create(null)
  const outside = (name: string): Any =>
    scope === null ? undefined : scope.module === null ? inSessions(name) : scope.module[name]
  const has = (name: string): boolean =>
    dicts.length > 0
      ? dicts.some((dict) => hasKey(dict, name))
      : name in own ||
        (scope?.locals !== null && scope?.locals !== undefined && name in scope.locals) ||
        outside(name) !== undefined
  const get = (name: string): Any => {
    if (dicts.length > 0) {
      const dict: Any = dicts.find((one) => hasKey(one, name))
      return dict === undefined ? undefined : valueAt(dict, name)
    }
    if (name in own) return own[name]
    const local: Any = scope?.locals?.[name]
    return local === undefined ? outside(name) : local
  }
  const set = (name: string, value: Any): void => {
    if (dicts.length > 0) {
      if (value === undefined) removeKey(dicts[0], name)
      else setValue(dicts[0], name, value)
    } else if (scope !== null && scope.locals === null && scope.module !== null) scope.module[name] = value
    else own[name] = value
  }
  return new Proxy(own, {
    has: (_, name) => typeof name === 'string' && has(name),
    get: (_, name) => {
      const value: Any = typeof name === 'string' ? get(name) : undefined
      return value === undefined && name === '__name__' ? '__main__' : value
    },
    set: (_, name, value) => (set(name as string, value), true),
  })
}

function evaluate(way: 'eval' | 'exec', given: Any, scope: EvalScope | null, globals: Any, locals: Any): Any {
  if (!(given instanceof CompiledCode) && typeof given !== 'string' && !(given instanceof PyBytes))
    throw new TypeError(`${way}() arg 1 must be a string, bytes or code object`)
  if (globals !== null && !isDict(globals))
    throw new TypeError(
      way === 'eval' ? `globals must be a dict` : `exec() globals must be a dict, not ${nameOfType(globals)}`,
    )
  const { program, source, filename } = compile(given, '<string>', way)
  const names = namesOf(scope, globals, locals)
  const surroundings: Surroundings = {
    kind: 'file',
    runtime: '$py',
    isBuiltin,
    isDeclared: (name) => name in names,
    isGiven: () => false,
    nameInCode: (name) => `$names.${name}`,
    echoes: false,
  }
  if (globals === null && locals === null && scope?.module === null && scope.locals === null)
    return inSession(program, source, filename, surroundings, way)
  const written = translateInto(program, source, surroundings)
  const run = new Script(written.text, { filename: register({ file: filename, source, written }) })
  const value: Any = (run.runInThisContext() as (...args: Any[]) => Any)($py, names, names)
  return way === 'eval' ? (value ?? null) : null
}

/** At the prompt, outside of functions: the names are variables of the session. */
function inSession(
  program: Module,
  source: Source,
  file: string,
  given: Surroundings,
  way: 'eval' | 'exec',
): Any {
  const isThere = (name: string): boolean => {
    try {
      new Script(`void ${jsName(name)}`).runInThisContext()
      return true
    } catch {
      return false
    }
  }
  const surroundings: Surroundings = {
    ...given,
    kind: 'prompt',
    isGiven: (name) => givenNames.has(name),
    runtime: 'globalThis[Symbol.for("dltorch.python")]',
    isDeclared: isThere,
    nameInCode: jsName,
  }
  Object.defineProperty(globalThis, Symbol.for('dltorch.python'), { value: $py, configurable: true })
  const { written } = translateEntry(program, source, surroundings)
  const run = new Script(written.text, { filename: register({ file, source, written }) })
  const value: Any = run.runInThisContext()
  return way === 'eval' ? (value ?? null) : null
}

core.evaluate = evaluate
core.compile = compile
