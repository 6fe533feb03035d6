// A session that can be asked about itself: takes dot-commands and questions (`x?`) beside code, remembers what was
// entered, and keeps `_`, `__` and `_error`. An answer is a value whose text is shown as it is.
import torch from '../../torch.js'
import { currentLook, type Look } from '../../terminal/look.js'
import { said } from '../../terminal/speech.js'
import { isGiven, isReassigned, namesAtHand, putBack } from '../globals.js'
import { isMagicLine, magicPurpose } from '../../convert/notebook.js'
import { runScript } from '../script.js'
import { type EvaluateOptions, type Outcome, Session, type SessionOptions } from '../session.js'
import { type Entry, readEntry } from '../entry.js'
import { Answer } from '../answer.js'
import { commandOf } from './all.js'
import { CommandError, type Command, type Context, Interrupted, outcomeError } from './command.js'
import { careful } from '../../base/careful.js'
import { ownName, saidName } from '../../dialect/own-names.js'
import { answer } from './question.js'
import { defaultGenerator } from '../../random/generator.js'
import { Record, type Variable } from './record.js'

export interface ConversationOptions extends SessionOptions {
  colors?: boolean
  /** What answers are made for; default the terminal, asked each time since it may be resized. */
  look?: () => Look
  /** Lets the person turn over pages; missing where nothing can be drawn. */
  turnPages?: Context['turnPages']
  /** Begins a fresh session in the place of this one; missing where there is no prompt. */
  beginAnew?: Context['beginAnew']
  /** What `.set` does; missing where there is no prompt to set. */
  changeSettings?: Context['changeSettings']
}

const isOwnName = (name: string): boolean =>
  name.startsWith('__') || name === '_' || name === '_error' || name === ownName(saidName(name))

/** JavaScript deletes no name that was declared, and says false: at the prompt it is forgotten, as by `del t`. */
const deletedName = /^\s*delete\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*;?\s*$/u

/** What `_`, `__` and `_error` were set to, to notice a person's own variable of that name. Globals are one for all. */
const kept = new Map<string, unknown>()

export class Conversation extends Session {
  readonly record = new Record()
  /** Off while code runs whose output is collected. */
  turnsPages = true
  readonly #look: () => Look
  readonly #turnPages: Context['turnPages']
  readonly #changeSettings: Context['changeSettings']
  readonly #beginAnew: Context['beginAnew']
  /** The globals at the start, some of them perhaps another conversation's. */
  readonly #given = new Map(Object.entries(Object.getOwnPropertyDescriptors(globalThis)))
  #firstSeed = defaultGenerator.initial_seed()
  #lastError: unknown

  constructor(conversation: ConversationOptions = {}) {
    const { colors = false, look = () => currentLook(colors), ...others } = conversation
    const { turnPages, changeSettings, beginAnew, ...options } = others
    super(options)
    this.#look = look
    this.#turnPages = turnPages
    this.#changeSettings = changeSettings
    this.#beginAnew = beginAnew
  }

  override async evaluate(input: Entry | string, options: EvaluateOptions = {}): Promise<Outcome> {
    const entry = typeof input === 'string' ? readEntry(input) : input
    const { command: called, subject } = entry
    if (subject !== undefined) return this.#tell((context) => answer(subject, context))
    if (isMagicLine(entry.source) && !entry.source.trim().includes('\n'))
      return this.#leaveOut(entry.source.trim(), options)
    if (called) return this.#tell((context) => commandOf(called).run(context, called.argument))
    const forgotten = deletedName.exec(entry.source)?.[1]
    if (forgotten !== undefined && this.language === 'auto')
      return this.#enter(readEntry(`del ${forgotten}`), options)
    return this.#enter(entry, options)
  }

  /** What a notebook would do: a statement that it would time is run, of all else is said why it is left out. */
  async #leaveOut(text: string, options: EvaluateOptions): Promise<Outcome> {
    const [, name, statement] = /^%(timeit|time)\s+(?:-\w+\s*\d*\s+)*(.+)$/.exec(text) ?? []
    if (statement !== undefined)
      return this.evaluate(name === 'timeit' ? `.timeit ${statement}` : statement, options)
    return this.#tell(() => `${text}: ${magicPurpose(text)}.`)
  }

  override async isComplete(entry: Entry): Promise<boolean> {
    return !entry.isCode || isMagicLine(entry.source) || super.isComplete(entry)
  }

  /** The session's variables in the order they were made. Those that hold undefined are as good as not there. */
  override variables(among?: ReadonlySet<string>): Variable[] {
    const isWanted = (name: string): boolean => !isOwnName(name) && (among?.has(name) ?? true)
    const names = among ? [...among].filter((name) => this.isDeclared(name)) : this.declaredNames()
    const lexical = this.declaredValues(names.filter(isWanted)).filter(
      ([name, value]) => !isGiven(name, value),
    )
    const globals = this.#globals(among)
      .map(([name, value]): Variable => [saidName(name), value])
      // What was declared since hides them.
      .filter(([name]) => isWanted(name) && !lexical.some(([other]) => other === name))
    return [...lexical, ...globals].filter(([, value]) => value !== undefined)
  }

  /** Those that stand on `globalThis`, by what they are called there; of few names, without a look at all the others. */
  #globals(among?: ReadonlySet<string>): Variable[] {
    const names = among
      ? [...among].map((name) => this.nameInCode(name)).filter((name) => Object.hasOwn(globalThis, name))
      : Object.getOwnPropertyNames(globalThis)
    return names
      .filter((name) => !isOwnName(name) && !isOwnName(saidName(name)))
      .map((name): Variable => [name, Object.getOwnPropertyDescriptor(globalThis, name)?.value])
      .filter(([name, value]) => !this.#isGiven(name, value) || isReassigned(name))
  }

  /** Whether a global is as it was at the start. One that is made when first touched may have its value since. */
  #isGiven(name: string, value: unknown): boolean {
    const given = this.#given.get(name)
    return given !== undefined && (given.get !== undefined || Object.is(given.value, value))
  }

  /** Evaluates code, keeps what came of it, and remembers the input. */
  async #enter(entry: Entry, options: EvaluateOptions = {}): Promise<Outcome> {
    const outcome = await super.evaluate(entry, options)
    if (outcome.kind === 'incomplete') return outcome
    const { reading } = entry
    if (reading.hasCode)
      this.record.add(entry, outcome.kind === 'value', this.variables(reading.names), this.readAs)
    if (outcome.kind === 'error') this.#keepError(outcome.error)
    if (outcome.kind !== 'value') return outcome
    if (outcome.value !== undefined && outcome.value !== null) this.#keepValue(outcome.value)
    return reading.isHushed ? { kind: 'value', value: undefined } : outcome
  }

  #tell(ask: (context: Context) => ReturnType<Command['run']>): Promise<Outcome> {
    let isOver = false
    return this.untilInterrupted(
      this.#told(ask, () => isOver),
      () => {
        isOver = true
        return { kind: 'interrupted' }
      },
    )
  }

  async #told(
    ask: (context: Context) => ReturnType<Command['run']>,
    isOver: () => boolean,
  ): Promise<Outcome> {
    try {
      const answer = await ask(this.#context(isOver))
      const told = typeof answer === 'string' ? said(answer) : answer
      const isSilent = told === ''
      return { kind: 'value', value: isSilent ? undefined : told instanceof Answer ? told : new Answer(told) }
    } catch (error) {
      return error instanceof Interrupted ? { kind: 'interrupted' } : this.#failed(error)
    }
  }

  #failed(error: unknown): Outcome {
    if (!(error instanceof CommandError)) this.#keepError(error)
    return { kind: 'error', error, line: undefined }
  }

  /** `isOver`: whether what asks was interrupted, and may draw no more. */
  #context(isOver: () => boolean): Context {
    const look = this.#look
    const turnPages = this.#turnPages
    return {
      get look() {
        return look()
      },
      turnPages:
        this.turnsPages && turnPages
          ? (pages) => (isOver() ? Promise.reject(new Interrupted()) : turnPages(pages))
          : undefined,
      record: this.record,
      firstSeed: this.#firstSeed,
      lastError: this.#lastError,
      language: (wanted) => {
        if (wanted !== undefined) this.language = wanted
        return this.language
      },
      variables: () => this.variables(),
      enter: (source) => this.#enter(readEntry(source)),
      changeSettings: this.#changeSettings,
      enterAll: (text, file) => this.#enterAll(text, file),
      reset: () => this.#reset(),
      beginAnew: this.#beginAnew,
      value: async (source) => {
        const outcome = await super.evaluate(source)
        if (outcome.kind !== 'value') throw outcomeError(outcome)
        return outcome.value
      },
    }
  }

  async #enterAll(text: string, file: string): Promise<number> {
    const before = this.record.entries.length
    // A file is in the language that it begins in, and leaves the prompt the one that was spoken there.
    const { spoken } = this
    this.spoken = 'ts'
    const failure = await runScript(this, text, () => {})
    this.spoken = spoken
    if (failure) {
      this.#keepError(failure.error)
      throw new CommandError(`${file}, line ${failure.line}: ${String(failure.error)}`)
    }
    return this.record.entries.length - before
  }

  async #reset(): Promise<boolean> {
    const lexical = this.declaredNames().filter((name) => !isOwnName(name))
    // At once, since there may be many; one by one where one of them cannot be assigned to.
    const forgetting = lexical.map((name) => `${name} = undefined`)
    const forget = (code: string): Promise<Outcome> => super.evaluate(code, { language: 'ts' })
    const outcome = lexical.length > 0 ? await forget(forgetting.join('; ')) : undefined
    if (outcome?.kind === 'error') for (const each of forgetting) await forget(each)
    this.spoken = 'ts'
    for (const [name] of this.#globals()) {
      const own = Object.getOwnPropertyDescriptor(globalThis, name)
      if (isReassigned(name)) continue
      if (own?.configurable) Reflect.deleteProperty(globalThis, name)
      else careful(() => Reflect.set(globalThis, name, undefined), false)
    }
    const isAsGiven = namesAtHand().every((name) => !isReassigned(name) || putBack(name))
    this.record.clear()
    // As at the start, so that what is typed from here on can be saved and run again.
    this.#firstSeed = defaultGenerator.initial_seed()
    torch.manual_seed(this.#firstSeed)
    return isAsGiven
  }

  #keepValue(value: unknown): void {
    if (kept.has('_')) this.#keep('__', kept.get('_'))
    this.#keep('_', value)
  }

  #keepError(error: unknown): void {
    this.#lastError = error
    this.#keep('_error', error)
  }

  /** Sets a global, unless the person has made it a variable of their own. */
  #keep(name: string, value: unknown): void {
    const own = Object.getOwnPropertyDescriptor(globalThis, name)
    if (own && !(kept.has(name) && Object.is(own.value, kept.get(name)))) return
    kept.set(name, value)
    Reflect.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false })
  }
}
