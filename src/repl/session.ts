// A conversation with the engine: text in, value out. Reads an entry, has it evaluated, and says what came of it. Knows no
// terminal.
import type { Runtime } from 'node:inspector'
import { careful, stackOf } from '../base/careful.js'
import { looking } from '../base/keyboard.js'
import { asAttributeError, missingMember } from '../dialect/runtime/attributes.js'
import { Dialect } from '../dialect/index.js'
import { valueAt } from '../dialect/namespaces.js'
import { surroundings } from '../dialect/runtime/surrounding-names.js'
import { givenNames, saidName } from '../dialect/own-names.js'
import { findFramesBy, framesOf, functionIn, lineText, tracebackHead } from '../dialect/frames.js'
import type { Position } from '../dialect/index.js'
import { type Entry, readEntry } from './entry.js'
import { Evaluator } from './evaluator.js'
import { isAtHand, isGiven, isReassigned } from './globals.js'
import { CodeReading } from './code-reading.js'
import torch from '../torch.js'
import { hintFor } from './hint.js'
import { boundText } from './show.js'
import { installImportFunction } from '../dialect/modules.js'
import type { PythonEntry } from '../python/entry-python.js'
import { isPythonsComplaint, type Language, type Reading, readInput } from './languages.js'

export type Outcome =
  /** `text` is how the entry's own language writes the value; missing where that is TypeScript. */
  | { kind: 'value'; value: unknown; text?: () => string }
  /**
   * `line` and `column` count from 1 within the input; undefined where the error came from elsewhere. `hint` says what
   * may have been meant; '' where nothing is near.
   */
  | {
      kind: 'error'
      error: unknown
      line: number | undefined
      column?: number
      hint?: string
      /** All that Python says of it, where the entry was Python. */
      traceback?: string
      /** What a traceback tells before the error's words, where more than the entry's own line was running. */
      frames?: string
    }
  /** The input stops before its sense does: more lines may complete it. `traceback` is what Python says if none come. */
  | { kind: 'incomplete'; traceback?: string }
  /** Somebody pressed Ctrl-C. */
  | { kind: 'interrupted' }

export interface SessionOptions {
  /** Whether operators, subscripts and keywords mean what they mean in PyTorch; otherwise TypeScript alone. */
  dialect?: boolean
  /** The language of entries; without one, each is in the language that takes it. */
  language?: Language
  /** Whether a Python entry shows the values of all its expressions, as Python's own prompt does, or of the last alone. */
  echoes?: boolean
  /** What tracebacks call what is entered. */
  file?: string
}

/** Where an entry stands. */
export interface EvaluateOptions {
  /** Lines of the same text that come before it. */
  readonly linesBefore?: number
  /** Whether it may go on: a block of Python's then ends with an empty line. */
  readonly isOpen?: boolean
  /** The language that the text as a whole is known to be in; it then says what it prints, and its last value. */
  readonly language?: 'ts' | 'python'
}

const inputName = 'dltorch-input'
/** An entry that ran, and how one finds back from the code that V8 knows. */
interface RunText {
  readonly source: string
  readonly linesBefore: number
  readonly file: string
  original(position: Position): Position | undefined
}

/** By the name that V8 knows them under; functions of earlier entries run in later ones. */
const texts = new Map<string, RunText>()
const mostTexts = 2000
let inputs = 0

findFramesBy((line) => {
  const match = /\b(dltorch-input-\d+):(\d+):(\d+)/.exec(line)
  const text = match ? texts.get(match[1]) : undefined
  const position = text?.original({ line: Number(match![2]), column: Number(match![3]) })
  if (!text || !position) return undefined
  return {
    file: text.file,
    line: position.line + text.linesBefore,
    name: functionIn(line),
    text: lineText(text.source, position.line, position.column),
  }
})

export class Session {
  readonly #evaluator = new Evaluator()
  readonly #dialect: Dialect | null
  #inputs = 0
  /** The variables that Python took away, or never gave a value. */
  readonly #forgotten = new Set<string>()
  /** What was read last, and after how many inputs: each may change what the next one means. */
  #last: { readonly entry: Entry; readonly key: string; readonly reading: Reading } | undefined
  /** How often somebody had interrupted when what is at work began; undefined where each input is by itself. */
  #since: number | undefined
  readonly #echoes: boolean
  readonly #file: string
  #language: Language
  /** The language of what both take, where none is fixed; null where it is `spoken`. */
  first: 'ts' | 'python' | null = null
  /** The one that was spoken last. */
  protected spoken: 'ts' | 'python' = 'ts'
  /** The language of the entry that was evaluated last. */
  protected readAs: 'ts' | 'python' = 'ts'

  constructor({ dialect = true, language = 'auto', echoes = true, file = '<stdin>' }: SessionOptions = {}) {
    this.#language = language
    this.#file = file
    this.#echoes = echoes
    this.#dialect = dialect ? new Dialect() : null
    installImportFunction()
    surroundings.values = () => this.variables()
    surroundings.assign = (name, value) => this.#assign(name, value)
  }

  /** The language of entries. */
  get language(): Language {
    return this.#language
  }
  set language(language: Language) {
    this.#language = language
    this.spoken = 'ts'
  }

  /** Evaluates one input; never throws because of what the input does. */
  async evaluate(input: Entry | string, options: EvaluateOptions = {}): Promise<Outcome> {
    const entry = typeof input === 'string' ? readEntry(input) : input
    const { linesBefore = 0 } = options
    const since = this.#since ?? this.#evaluator.interrupts
    const reading = await this.#read(entry, options)
    this.readAs = reading.language
    this.spoken = reading.speaks ?? this.spoken
    if (reading.language === 'python') {
      const { PythonReading } = await import('./python-reading.js')
      entry.readAs(new PythonReading(reading.read.source, reading.read.program))
      return this.#evaluatePython(reading.read, since)
    }
    const parsed = reading.read
    if (parsed.names) {
      this.#dialect?.know(parsed.names)
      for (const name of [...parsed.names.declared, ...parsed.names.assigned]) this.#forgotten.delete(name)
    }
    if (parsed.tree) entry.readAs(new CodeReading(entry.source, parsed.tree.program, parsed.tree.shift))
    if (parsed.kind === 'incomplete') {
      const traceback = await this.#tracebackOf(parsed.error)
      return { kind: 'incomplete', ...(traceback ? { traceback } : {}) }
    }
    if (parsed.kind === 'error') {
      const traceback = await this.#tracebackOf(parsed.error)
      return { kind: 'error', error: parsed.error, ...parsed.position, ...(traceback ? { traceback } : {}) }
    }

    const name = `${inputName}-${++inputs}`
    this.#inputs++
    texts.set(name, {
      source: entry.source,
      linesBefore,
      file: this.#file,
      original: parsed.originalPosition,
    })
    if (texts.size > mostTexts) texts.delete(texts.keys().next().value!)
    const reply = await this.#run(`${parsed.code}\n//# sourceURL=${name}`, since, parsed.names?.declared)
    if (reply === 'interrupted') return { kind: 'interrupted' }
    const { value, exceptionDetails } = reply
    if (!exceptionDetails && value === undefined) {
      const error = missingMember(entry.source, (path) => this.#valueAt(path))
      if (error) return { kind: 'error', error, line: undefined }
    }
    // As in Python, a call that gives None says nothing.
    if (!exceptionDetails)
      return {
        kind: 'value',
        value: value === null && parsed.endsInCall ? undefined : value,
        ...(typeof value === 'function' ? this.#boundTo(entry.source, value) : {}),
      }

    if (parsed.names) await this.#uncover(parsed.names.declared)
    const written = positionInInput(value, name) ?? syntaxErrorPosition(exceptionDetails)
    const position = written && parsed.originalPosition(written)
    const spot = position && { source: entry.source, ...position }
    const valueOf = (path: string): unknown => this.#valueAt(path)
    const error = careful(() => asAttributeError(value, valueOf, spot), value)
    const hint = hintFor(error, this.declaredNames(), valueOf)
    const running = framesOf(stackOf(error))
    const frames =
      running.length > 1 || (running.length === 1 && !position) ? tracebackHead(stackOf(error)) : ''
    return {
      kind: 'error',
      error,
      hint,
      ...(position ?? { line: undefined }),
      ...(frames === '' ? {} : { frames }),
    }
  }

  /** V8 ends code without running its `finally`: a `no_grad` around what was interrupted ends here. */
  async #run(...parameters: Parameters<Evaluator['run']>): ReturnType<Evaluator['run']> {
    const modes = torch.set_grad_enabled(torch.is_grad_enabled())
    const reply = await this.#evaluator.run(...parameters)
    if (reply === 'interrupted') modes[Symbol.dispose]()
    return reply
  }

  /** Evaluates what was translated from Python. */
  async #evaluatePython({ code, name, variables, classes }: PythonEntry, since: number): Promise<Outcome> {
    const python = await import('../python/entry-python.js')
    this.#inputs++
    this.#dialect?.know({
      declared: variables,
      assigned: variables,
      marks: new Map(),
      classes: new Set(classes),
    })
    const reply = await looking(() => this.#run(`${code}\n//# sourceURL=${name}`, since, variables))
    if (reply === 'interrupted') return { kind: 'interrupted' }
    const { value, exceptionDetails } = reply
    if (exceptionDetails) await this.#uncover(variables.map(saidName))
    for (const [variable, kept] of this.declaredValues(variables.map(saidName))) {
      if (kept === undefined) this.#forgotten.add(variable)
      else this.#forgotten.delete(variable)
      if (isGiven(variable, kept)) this.#dialect?.takeForGiven(variable)
    }
    if (!exceptionDetails)
      return { kind: 'value', value: value ?? undefined, text: () => python.valueText(value) }
    if (python.isSystemExit(value)) process.exit(python.exitCode(value))
    const traceback = python.exceptionText(value)
    const error = python.asException(value)
    // Of names and of some attributes Python says by itself what may have been meant.
    const hint = traceback.includes('Did you mean') ? '' : hintFor(error, this.declaredNames())
    return { kind: 'error', error, line: undefined, traceback, hint }
  }

  /** What Python says of an error in a text, where it is Python's. */
  async #tracebackOf(error: unknown): Promise<string | undefined> {
    if (!isPythonsComplaint(error)) return undefined
    const { exceptionText } = await import('../python/entry-python.js')
    return exceptionText(error)
  }

  /** Whether a text is Python as a whole, and not TypeScript. */
  async isPython(text: string): Promise<boolean> {
    return (await this.#read(readEntry(text), {})).language === 'python'
  }

  /** Whether the input can be evaluated as it stands, be it right or wrong; else more lines may complete it. */
  async isComplete(entry: Entry): Promise<boolean> {
    const { read } = await this.#read(entry, { isOpen: true })
    return read.kind !== 'incomplete'
  }

  /** What an entry is read as, once: it is asked for whether it is complete, and then evaluated. */
  async #read(
    entry: Entry,
    { linesBefore = 0, isOpen = false, language: whole }: EvaluateOptions,
  ): Promise<Reading> {
    const language = whole ?? this.language
    const key = `${this.#inputs} ${language} ${linesBefore}`
    const wasWhole = this.#last && this.#last.reading.read.kind !== 'incomplete'
    if (this.#last?.entry === entry && this.#last.key === key && (isOpen || wasWhole))
      return this.#last.reading
    const reading = await readInput(entry.source, {
      language,
      first: this.first ?? this.spoken,
      isHeard: this.first === null,
      dialect: this.#dialect,
      names: () => this.variables().flatMap(([name, value]) => (value === undefined ? [] : [name])),
      isDeclared: (name) => this.isDeclared(name),
      variables: (among) => this.#variablesAmong(among),
      forgotten: this.#forgotten,
      isOpen,
      // A program says what it prints, and its last value.
      echoes: this.#echoes && whole === undefined,
      linesBefore,
    })
    this.#last = { entry, key, reading }
    return reading
  }

  /** The names that inputs declared with `let`, `const` and `class`. */
  declaredNames(): string[] {
    return [...this.#evaluator.declared()]
  }

  /** Whether an input declared the name. */
  isDeclared(name: string): boolean {
    return this.#evaluator.declared().has(name)
  }

  /** What a variable is called in the code that runs: Note [Own names] in dialect/own-names.ts. */
  protected nameInCode(name: string): string {
    return name.replace(/^\w+/, (root) => this.#dialect?.nameInCode(root) ?? root)
  }

  /** The variables among these names: declared ones, and those that entries put on `globalThis`. */
  #variablesAmong(names: ReadonlySet<string>): [name: string, value: unknown][] {
    const isGlobal = (name: string): boolean =>
      Object.hasOwn(globalThis, this.nameInCode(name)) &&
      !isAtHand(name) &&
      (isReassigned(name) || !givenNames.has(this.nameInCode(name)))
    const found = [...names].filter((name) => this.isDeclared(name) || isGlobal(name))
    return this.declaredValues(found)
  }

  /** The value of a declared name, found without running anything; undefined where it has none yet. */
  declaredValue(name: string): unknown {
    return this.#evaluator.valueOf(this.nameInCode(name))
  }

  /** A declaration that failed hides a global of its name, which means again what it did. */
  async #uncover(names: Iterable<string>): Promise<void> {
    const hidden = Array.from(names, (name) => this.nameInCode(name)).filter(
      (name) => Object.hasOwn(globalThis, name) && this.declaredValue(name) === undefined,
    )
    if (hidden.length > 0)
      await this.#evaluator.post(hidden.map((name) => `let ${name} = globalThis.${name}`).join('; '))
  }

  /** The text of `net.forward`: of a method alone nobody could tell what it is bound to. */
  #boundTo(source: string, method: unknown): { text?: () => string } {
    const [, owner, name] =
      /^\s*([\p{L}_$][\p{L}\d_$]*(?:\.[\p{L}_$][\p{L}\d_$]*)*)\.([\p{L}_$][\p{L}\d_$]*)\s*$/u.exec(source) ??
      []
    const text = owner === undefined ? undefined : boundText(this.#valueAt(owner), name, method)
    return text === undefined ? {} : { text: () => text }
  }

  /** What a dotted name stands for. Parts of the library may be loaded by it, which V8 takes for a side effect. */
  #valueAt(path: string): unknown {
    const isOfLibrary = path.startsWith('torch.') && this.declaredValue('torch') === torch
    return isOfLibrary ? valueAt(path) : this.declaredValue(path)
  }

  /** The variables that inputs made, with their values. */
  variables(): (readonly [name: string, value: unknown])[] {
    return this.declaredValues(this.declaredNames())
  }

  /** Gives a variable its value by name, as `globals()['x'] = 1` does; undefined: there is no such variable any more. */
  #assign(name: string, value: unknown): void {
    this.#evaluator.assign(this.nameInCode(name), value, !this.isDeclared(name))
    if (value === undefined) this.#forgotten.add(name)
    else this.#forgotten.delete(name)
  }

  /** The values of many declared names. */
  declaredValues(names: readonly string[]): [name: string, value: unknown][] {
    const values = this.#evaluator.valuesOf(names.map((name) => this.nameInCode(name)))
    return names.map((name, i) => [name, values[i]])
  }

  /** What the last evaluation broke of the language; '' where it broke nothing. */
  get notice(): string {
    return this.#evaluator.notice
  }

  /** What is evaluated from now on belongs together: who interrupts gives up all of it, also what has not yet begun. */
  beginWork(): void {
    this.#since = this.#evaluator.interrupts
  }

  /** Gives up what the input awaits, and what waits since earlier inputs; variables stay. */
  interrupt(): void {
    this.#evaluator.interrupt()
  }

  /** What `work` gives; where somebody interrupts first, what `otherwise` gives. */
  protected untilInterrupted<T>(work: Promise<T>, otherwise: () => T): Promise<T> {
    return this.#evaluator.untilInterrupted(work, otherwise)
  }
}

/** The innermost place of this input on the stack of `error`. */
function positionInInput(error: unknown, name: string): Position | undefined {
  const match = stackOf(error).match(new RegExp(`\\b${name}:(\\d+):(\\d+)`))
  return match ? { line: Number(match[1]), column: Number(match[2]) } : undefined
}

/** A syntax error that only V8 finds has no stack in the input; the inspector knows its place. */
function syntaxErrorPosition(details: Runtime.ExceptionDetails): Position | undefined {
  const { exception, lineNumber, columnNumber } = details
  return exception?.className === 'SyntaxError'
    ? { line: lineNumber + 1, column: columnNumber + 1 }
    : undefined
}
