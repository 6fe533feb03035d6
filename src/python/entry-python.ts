// An entry at the prompt in Python: whether it is complete, and the JavaScript that the session evaluates.
import { givenNames, learnerName, ownName } from '../dialect/own-names.js'
import { visible } from '../base/visible.js'
import { knowPrompt, syntaxError } from './complaints.js'
import { $py, isBuiltin, onEcho } from './machine.js'
import { findModulesIn } from './run.js'
import './evaluate.js'
import type { Complaint } from './complaint.js'
import { parsePython, tooDeep } from './parse.js'
import { imported } from './runtime/imports.js'
import { isToBeNoted } from './runtime/running.js'
import { promptModule } from './runtime/prompt-module.js'
import { classOf, infoOf, isClass, object, typeOf } from './runtime/types.js'
import type { Source } from './source.js'
import type { Module, StmtNode } from './tree.js'
import { type Surroundings, type Translated, translateEntry } from './translate.js'
import { deepestStack, register } from './units.js'
import { jsName } from './writer.js'

export { exceptionText, asException, exitCode, isSystemExit } from './complaints.js'
export { speaksJavaScript, speaksPython } from './whose-words.js'

export interface PythonEntry {
  readonly kind: 'code'
  readonly code: string
  /** What V8 is to call it. */
  readonly name: string
  /** Variables that it makes or changes, as the code calls them. */
  readonly variables: readonly string[]
  /** Those of them that are classes. */
  readonly classes: readonly string[]
  readonly program: Module
  readonly source: Source
}

export type PythonRead =
  | PythonEntry
  /** `error` is what is wrong if nothing more comes; missing where only an empty line is. */
  | { readonly kind: 'incomplete'; readonly error?: Error }
  /** `line` and `column`, from 1: how far the parser came. */
  | {
      readonly kind: 'error'
      readonly error: Error
      readonly line: number
      readonly column: number
      readonly isVague: boolean
      /** What is wrong is the last sign of `a === b`. */
      readonly isForeign: boolean
      /** Nothing is wrong but that it is too deep. */
      readonly isTooDeep: boolean
    }

export interface PromptOptions {
  /** The names of variables that there are, as they are said. */
  declared(): readonly string[]
  /** Whether there is a variable that is called so in the code. */
  isDeclared(name: string): boolean
  /** Lines that stand before the text, where it is a part of one. */
  readonly linesBefore?: number
  /** Whether the text may go on: a block then ends with an empty line. */
  readonly isOpen: boolean
  readonly echoes: boolean
  /** Whether a name is at hand, and means what it did at the start. */
  isAtHand(name: string): boolean
}

const runtimeName = ownName('$py')

/** What translated entries call, where they find it. */
function install(): void {
  if (Object.hasOwn(globalThis, runtimeName)) return
  Error.stackTraceLimit = Math.max(Error.stackTraceLimit, deepestStack)
  findModulesIn(process.cwd())
  imported.set('__main__', promptModule)
  Object.defineProperty(globalThis, runtimeName, { value: $py })
}

/** What a variable of Python's is called in code that runs at the prompt. */
export function nameInCode(name: string): string {
  const own = jsName(name)
  return givenNames.has(own) ? learnerName(own) : own
}

/** Modules at hand that Python has in a form of its own. */
const ownModules: Readonly<Record<string, string>> = { np: 'numpy' }

const isBlock = (node: StmtNode | undefined): boolean =>
  node !== undefined && ('body' in node || node.nodeType === 'Match')

function failure(source: Source, complaint: Complaint, linesBefore: number): PythonRead {
  const { message } = complaint
  const { lineno, column } = complaint.reached ?? complaint
  return {
    kind: 'error',
    error: syntaxError('<stdin>', source, complaint),
    line: lineno - linesBefore,
    column: column + 1,
    isVague: message.startsWith('invalid syntax'),
    isTooDeep: complaint === tooDeep,
    isForeign: /^[=!]==$/.test(
      source.line(complaint.lineno).slice(complaint.column - 2, complaint.column + 1),
    ),
  }
}

export function readPython(text: string, options: PromptOptions): PythonRead {
  install()
  const { linesBefore = 0, isOpen, echoes, isAtHand } = options
  const parsed = parsePython(`${'\n'.repeat(linesBefore)}${text}`)
  const { source } = parsed
  if (parsed.kind === 'incomplete')
    return { kind: 'incomplete', error: syntaxError('<stdin>', source, parsed.complaint) }
  const isGoingOn = isOpen && text.slice(text.lastIndexOf('\n') + 1).trim() !== ''
  if (parsed.kind === 'error') {
    const { complaint } = parsed
    if (isGoingOn && complaint.isOpen)
      return { kind: 'incomplete', error: syntaxError('<stdin>', source, complaint) }
    return failure(source, complaint, linesBefore)
  }
  const { program } = parsed
  if (isGoingOn && isBlock(program.body.at(-1))) return { kind: 'incomplete' }
  knowPrompt(() => options.declared())
  const surroundings: Surroundings = {
    kind: 'prompt',
    runtime: runtimeName,
    // The prompt's own help says more.
    isBuiltin: (name) => isBuiltin(name) && !(name === 'help' && isAtHand(name)),
    moduleOf: (name) => (isAtHand(name) ? ownModules[name] : undefined),
    isDeclared: (name) => options.isDeclared(jsName(name)),
    isGiven: (name) => givenNames.has(name),
    nameInCode: (name) => (givenNames.has(name) ? learnerName(name) : name),
    echoes,
    notesCalls: isToBeNoted(text),
  }
  let translated: Translated
  try {
    translated = translateEntry(program, source, surroundings)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return failure(source, tooDeep, linesBefore)
  }
  const { written, globals } = translated
  const classes = program.body.flatMap((node) =>
    node.nodeType === 'ClassDef' ? [nameInCode(node.name)] : [],
  )
  const name = register({ file: '<stdin>', source, written })
  const variables = globals.map(nameInCode)
  return { kind: 'code', code: written.text, name, variables, classes, program, source }
}

/**
 * Whether a value, or what a class makes, has items, members or a length that only Python's runtime finds: a dict, a named
 * tuple, an `Enum`, a `Counter`. What is a class of nothing but `object`, or of one of the library's, JavaScript sees whole.
 */
export function isPythonsAlone(value: unknown): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false
  const isMade = isClass(value)
  const cls = isMade ? value : typeOf(value)
  if (isMade ? !infoOf(cls).isPython : !(classOf in value)) return false
  return infoOf(cls).mro.some(
    (one) => one !== object && !/^(?:torch|numpy|__main__)\b/.test(infoOf(one).module),
  )
}

/** A value as Python's prompt shows it; '' for None. */
export const valueText = (value: unknown): string =>
  value === null || value === undefined ? '' : visible($py.repr(value))

// Values that stand by themselves before the last one are shown as they come.
onEcho((value) => console.log(valueText(value)))
