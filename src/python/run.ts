// A Python file: runs as a program, or as a module that another file imports.
import { basename, dirname, join, resolve } from 'node:path'
import { existsSync } from 'node:fs'
import { Script } from 'node:vm'
import { exceptionText, exitCode, isSystemExit, syntaxError } from './complaints.js'
import { type Kept, ofFile, translated } from './kept-translation.js'
import { $py } from './machine.js'
import { type Doubt, doubtsIn } from './doubts.js'
import './evaluate.js'
import { textOfFile } from './file-text.js'
import { parsePython } from './parse.js'
import { tellLeft } from './runtime/coroutines.js'
import { fieldsOf } from './runtime/fields.js'
import { PyGenerator } from './runtime/generators.js'
import { finders, imported } from './runtime/imports.js'
import { program } from './runtime/program.js'
import { isToBeNoted } from './runtime/running.js'
import { PyModule } from './runtime/types.js'
import { scriptModule } from './script-modules.js'
import { noteWritten } from './stdlib.js'
import { translateFile } from './translate.js'
import { docstringOf } from './tree.js'
import { deepestStack, register } from './units.js'

export { exceptionText, exitCode, isSystemExit }

/** Runs a text as a module. `shown` is what tracebacks call the file. */
export function runText(text: string, shown: string, module: PyModule, isOurs = false): void {
  const parsed = parsePython(text)
  const { source } = parsed
  if (parsed.kind !== 'tree') throw syntaxError(shown, source, parsed.complaint)
  module.__doc__ = docstringOf(parsed.program.body)
  const { written } = translateFile(parsed.program, source, {
    ...ofFile,
    notesCalls: !isOurs && isToBeNoted(text),
  })
  const filename = register({ file: shown, source, written, isOurs })
  if (!isOurs) for (const doubt of doubtsIn(parsed.program, source)) tellDoubt(doubt, shown)
  const run = new Script(written.text, { filename }).runInThisContext() as (
    py: object,
    module: PyModule,
  ) => void
  run($py, module)
}

function tellDoubt({ message, lineno }: Doubt, shown: string): void {
  const warn: unknown = $py.getattr($py.importModule('warnings'), 'warn_explicit')
  $py.call(warn, [message, $py.builtins.get('SyntaxWarning'), shown, lineno], null)
}

/** Runs a file of the library as it was kept; its text is asked for where a traceback goes through it. */
function runKept({ doc, code }: Kept, text: () => string, shown: string, module: PyModule): void {
  module.__doc__ = doc
  let again: ReturnType<typeof translated> | undefined
  const filename = register({
    file: shown,
    isOurs: true,
    get source() {
      return (again ??= translated(text())).source
    },
    get written() {
      return (again ??= translated(text())).written
    },
  })
  const run = new Script(code, { filename }).runInThisContext() as (py: object, module: PyModule) => void
  run($py, module)
}

noteWritten((text, shown, module) => runText(text, shown, module, true), runKept)

export function moduleOf(name: string, path: string): PyModule {
  const module = new PyModule(name)
  module.__file__ = path
  return module
}

/** Runs a text as the program. What stopped half way and is still known ends with it. */
export function runMain(text: string, shown: string): void {
  const module = moduleOf('__main__', shown)
  imported.set('__main__', module)
  try {
    runText(text, shown, module)
    for (const value of fieldsOf(module).values()) if (value instanceof PyGenerator) value.close()
  } finally {
    const endings: unknown = imported.get('atexit')
    if (endings !== undefined) $py.call($py.getattr(endings, '_run_exitfuncs'), [], null)
    tellLeft()
  }
}

/** Runs a file as the program, called with `args`; throws what it throws. */
export function runProgramFile(
  path: string,
  shown: string,
  args: readonly string[] = [],
  text = textOfFile(path, shown),
): void {
  Error.stackTraceLimit = Math.max(Error.stackTraceLimit, deepestStack)
  program.argv = [shown, ...args]
  program.folder = dirname(resolve(path))
  findModulesIn(program.folder)
  runMain(text, shown)
}

const loaded = new Map<string, PyModule>()

/** A module in TypeScript or JavaScript. */
function ofScript(name: string, stem: string): PyModule | null {
  const names = scriptModule(stem)
  if (names === null) return null
  const module = moduleOf(name, stem)
  for (const key of Object.keys(names)) module[key] = names[key]
  return module
}

/** Lets `import` find files in a folder: `name.py`, a folder with `__init__.py`, `name.ts`, `name.js`. */
export function findModulesIn(folder: string): void {
  finders.push((name: string) => {
    const stem = join(folder, ...name.split('.'))
    const path = [`${stem}.py`, join(stem, '__init__.py')].find((file) => existsSync(file))
    if (path === undefined) return ofScript(name, stem)
    const known = loaded.get(path)
    if (known) return known
    const module = moduleOf(name, path)
    if (basename(path) === '__init__.py') module.__path__ = [dirname(path)]
    loaded.set(path, module)
    try {
      runText(textOfFile(path, path), path, module)
    } catch (error) {
      loaded.delete(path)
      throw error
    }
    return module
  })
}
