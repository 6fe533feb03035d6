// Errors in Python's words: what was wrong with a text, and what an exception is said to be.
import { said } from '../terminal/speech.js'
import { careful, stackOf } from '../base/careful.js'
import { AttributeError } from '../base/errors.js'
import { visibleButColours } from '../base/visible.js'
import { core } from './runtime/core.js'
import { isGroup, membersOf } from './runtime/exception-groups.js'
import { nameIn, wereRaised } from './runtime/exceptions.js'
import { advice } from './runtime/imports.js'
import * as exceptionTypes from './runtime/exception-types.js'
import { py as runtime } from './runtime/index.js'
import type { Complaint } from './complaint.js'
import { similar } from './runtime/similar.js'
import type { Source } from './source.js'
import { type Told, tracebackText } from './traceback.js'
import { framesOf } from '../dialect/frames.js'

type Any = any

/** The lines before the words of an error in a text: the file, the line, a caret. */
const places = new WeakMap<object, string>()
/** What helps on, below the words. */
const hints = new WeakMap<object, string>()
/** The names that could be seen where one was not found. */
const visibleNames = new WeakMap<object, { name: string; names: () => Iterable<string>[] }>()

export function noteNames(error: object, name: string, names: () => Iterable<string>[]): void {
  visibleNames.set(error, { name, names })
}

/** The names of the session's variables. */
export let namesAtPrompt: () => readonly string[] = () => []
export const knowPrompt = (names: () => readonly string[]): void => void (namesAtPrompt = names)

/** The name that was meant by one that is not there. */
function meantBy(error: Any, message: string): string | undefined {
  const seen = visibleNames.get(error)
  if (seen)
    for (const names of seen.names()) {
      const meant = similar(seen.name, names)
      if (meant !== undefined) return meant
    }
  if (seen) return undefined
  const name = /^name '(.+)' is not defined$/.exec(message)?.[1]
  return name === undefined ? undefined : similar(name, [...namesAtPrompt(), ...runtime.builtins.keys()])
}

/** At the end of a file CPython tells its last line, and points nowhere; nor does it where it has counted levels. */
function isAtEnd({ kind, message, lineno, column }: Complaint, { lines }: Source): boolean {
  if (message === 'too many levels of indentation') return true
  if (kind === 'TabError' || (kind === 'SyntaxError' && column > 0)) return false
  if (kind === 'IndentationError' && !message.startsWith('expected an indented block')) return false
  return [(lines[lineno - 1] ?? '').slice(column), ...lines.slice(lineno)].every((line) =>
    /^\s*(#.*)?$/.test(line),
  )
}

function placeText(file: string, source: Source, complaint: Complaint): string {
  // What is typed has no end of a file.
  if (!file.startsWith('<') && isAtEnd(complaint, source)) {
    const last = source.lines.length - (source.lines.at(-1) === '' && source.lines.length > 1 ? 1 : 0)
    return `  File "${file}", line ${last}\n    ${source.line(last).trim()}\n`
  }
  const { lineno, column, endColumn = column + 1 } = complaint
  const line = complaint.shown ?? source.line(lineno)
  const head = `  File "${file}", line ${lineno}\n`
  if (line.trim() === '') return head
  // CPython has no place on the line for these.
  if (complaint.message === 'unexpected indent' || complaint.kind === 'TabError')
    return `${head}    ${line.trimStart()}\n`
  const indent = line.length - line.trimStart().length
  const start = Math.max(column - indent, 0)
  const width = Math.max(Math.min(endColumn, line.length + 1) - column, 1)
  return `${head}    ${line.trimStart()}\n    ${' '.repeat(start)}${'^'.repeat(width)}\n`
}

/** Letters of a Chinese or Japanese page, and the signs of Python's that they look like. */
const wide: Record<string, string> = {
  '（': '(',
  '）': ')',
  '［': '[',
  '］': ']',
  '｛': '{',
  '｝': '}',
  '，': ',',
  '：': ':',
  '；': ';',
  '。': '.',
  '．': '.',
  '＝': '=',
  '＋': '+',
  '－': '-',
  '＊': '*',
  '／': '/',
  '＜': '<',
  '＞': '>',
  '！': '!',
  '％': '%',
  '＃': '#',
  '＠': '@',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '＂': '"',
  '＇': "'",
  '、': ',',
  '【': '[',
  '】': ']',
  '《': '<',
  '》': '>',
  '\u3000': 'a blank',
}

/** What to write in the place of a letter that Python does not know. */
function wideHint({ message, column, lineno }: Complaint, source: Source): string {
  if (!message.startsWith('invalid character') && !message.startsWith('invalid non-printable')) return ''
  const sign = wide[source.line(lineno)[column]]
  return sign === undefined
    ? ''
    : `\n${said(`Write ${sign} instead: this is the full-width sign of a Chinese keyboard.`)}`
}

/** The exception for a text that is no program. */
export function syntaxError(file: string, source: Source, complaint: Complaint): Error {
  const { kind, message, lineno, column } = complaint
  const error = runtime.call(runtime.builtins.get(kind), [message], null) as Any
  const own = {
    msg: message,
    filename: file,
    lineno,
    offset: column + 1,
    end_lineno: lineno,
    end_offset: (complaint.endColumn ?? column) + 1,
    text: `${complaint.shown ?? source.line(lineno)}\n`,
  }
  for (const [name, value] of Object.entries(own))
    Object.defineProperty(error, name, { value, writable: true, configurable: true })
  places.set(error, placeText(file, source, complaint))
  hints.set(error, wideHint(complaint, source))
  // The functions that were running: those that had a text evaluated, or a file imported.
  const [, ...running] = (new Error('here').stack ?? '').split('\n')
  error.stack = [`${kind}: ${message}`, ...running].join('\n')
  return error
}

/** `ValueError: no`, with what may have been meant. */
function wordsOf(error: Any): string {
  const cls = runtime.call(runtime.builtins.get('type'), [error], null)
  const module: string = runtime.getattr(cls, '__module__')
  const name: string = runtime.getattr(cls, '__qualname__')
  const path = module === 'builtins' || module === '__main__' ? name : `${module}.${name}`
  const message = careful(
    () => (places.has(error as object) ? runtime.str(error.msg) : runtime.str(error)),
    '<exception str() failed>',
  )
  if (error instanceof AttributeError) return `${path}: ${message}${runtime.suggestion(error)}`
  const meant = meantBy(error, message)
  const hint = meant === undefined ? '' : `. Did you mean: '${meant}'?`
  return message === '' ? path : `${path}: ${message}${hint}`
}

const adviceBelow = (error: object): string => {
  const text = advice.get(error) ?? runtime.addedTo(error)
  return text === undefined ? '' : `\n${text}`
}

/** What was added with `add_note`, below the words. */
function notesBelow({ __notes__: notes }: Any): string {
  if (notes === undefined || notes === null) return ''
  const text = (note: Any): string => careful(() => runtime.str(note), '<note str() failed>')
  if (typeof notes === 'string' || Array.isArray(notes))
    return Array.from(notes as Iterable<Any>, (note) => `\n${text(note)}`).join('')
  return `\n${careful(() => runtime.repr(notes), '<__notes__ repr() failed>')}`
}

const tell = (thrown: unknown): Told => {
  const error = runtime.caught(thrown)
  return {
    text: `${places.get(error) ?? ''}${wordsOf(error)}${notesBelow(error)}${hints.get(error) ?? adviceBelow(error)}`,
    cause: error.__cause__ ?? null,
    context: error.__context__ ?? null,
    suppressesContext: error.__suppress_context__ === true,
    attribute: error instanceof AttributeError ? nameIn(error)?.name : undefined,
    wasRaised: wereRaised.has(error as object),
    ranOver: error.thrown instanceof RangeError && error instanceof exceptionTypes.RecursionError,
    members: isGroup(error) ? membersOf(error) : null,
  }
}

/** All that Python prints of an exception that nobody caught. */
export function exceptionText(error: unknown): string {
  wereRaised.add(runtime.caught(error) as object)
  return tracebackText(error, tell)
}

/** What is thrown as Python's exception. */
export const asException = (thrown: unknown): Error => runtime.caught(thrown)

export const isSystemExit = (error: unknown): boolean => {
  const exit = runtime.builtins.get('SystemExit') as Any
  return typeof exit === 'function' && error instanceof exit
}

export const isKeyboardInterrupt = (error: unknown): boolean =>
  error instanceof exceptionTypes.KeyboardInterrupt

/** The status that `sys.exit` leaves with. */
export function exitCode(exit: unknown): number {
  const code = (exit as { code?: unknown }).code ?? 0
  if (typeof code === 'number') return code
  const text: string = runtime.str(code)
  process.stderr.write(`${process.stderr.isTTY ? visibleButColours(text) : text}\n`)
  return 1
}

core.tracebackText = (error) => tracebackText(error, tell, new Error('here').stack)
core.framesOf = (error) =>
  framesOf(stackOf(error)).map(({ file, line, name, text }) => ({
    file,
    line,
    name,
    text: text.split('\n')[0],
  }))
