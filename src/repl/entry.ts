// What a person typed, read once: whether it is a command, a question or code, and what the code does. The prompt makes
// it and hands it on.
import { Brackets } from '../dialect/brackets.js'
import { CodeReading } from './code-reading.js'
import type { Reading } from './reading.js'

/** A dot, a word, and the end, a blank or an exclamation mark: no `.5`, no `.map(…)`. */
const command = /^\s*(\.[A-Za-z]\w*)(?:(!)\s*|\s+|$)([\s\S]*)$/

/** What ends a session, typed or piped. */
const leave = /^\s*(exit|quit|\.exit)(\(\))?;?\s*$/

/** A name, members and items of it, with the question mark right behind (`a ?` may go on as `a ? b : c`) or in front. */
const path = String.raw`[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*|\[(?:-?\d+|'[^']*'|"[^"]*")\])*`
const question = new RegExp(String.raw`^\s*(?:(${path})\?{1,2}|\?{1,2}\s*(${path}))\s*$`, 'u')

/** Any other line with a question mark at its end, or nothing but one. */
const halfQuestion = /^\s*([^\n]*?)\s*[?\uff1f]{1,2}\s*$/

/** Where the question mark is part of a comment, a text or a choice that goes on, the line asks nothing. */
function isOpenLine(text: string): boolean {
  if (/#|\/\/|(?<![=!<>])=(?!=)|^\s*(if|while|for|return)\b/.test(text)) return true
  for (const quote of [`'`, `"`, '`']) if (text.split(quote).length % 2 === 0) return true
  const brackets = new Brackets()
  brackets.addLine(text)
  return brackets.areSurelyOpen
}

/** A dot-command, whether or not there is one of that name. */
export interface Called {
  /** With its dot. */
  readonly name: string
  /** What stands behind it; an exclamation mark comes first. */
  readonly argument: string
}

/** The dot-command that a text is, or begins to be. */
export function calledIn(text: string): Called | undefined {
  const [, name, force = '', rest] = command.exec(text) ?? []
  return name === undefined ? undefined : { name, argument: `${force}${rest.trim()}` }
}

/** The words of a dot-command that is being typed: the last one is perhaps only begun, and empty behind a blank. */
export function wordsTyped(text: string): string[] | undefined {
  return calledIn(text) || /^\s*\.(?:[A-Za-z]\w*)?$/.test(text) ? text.trimStart().split(/\s+/) : undefined
}

/** What a text asks about, with a question mark; undefined where it is no question. */
export function subjectOf(text: string): string | undefined {
  const match = question.exec(text)
  if (match) return match[1] ?? match[2]
  const half = /[?\uff1f]\s*$/.test(text) ? halfQuestion.exec(text)?.[1] : undefined
  if (half === undefined || isOpenLine(half)) return undefined
  // `x.?` asks what x has.
  return half.replace(/(?<=[\p{L}_)\]])\.$/u, '')
}

export class Entry {
  readonly source: string
  readonly command: Called | undefined
  /** What it asks about. */
  readonly subject: string | undefined
  /** Whether it ends the session. */
  readonly leaves: boolean
  #reading: Reading

  constructor(source: string) {
    this.source = source
    this.command = calledIn(source)
    this.subject = subjectOf(source)
    this.leaves = leave.test(source)
    this.#reading = new CodeReading(source, null)
  }

  get isCode(): boolean {
    return this.command === undefined && this.subject === undefined
  }

  /** What the code does, as far as it is known: whoever evaluates the entry says what its tree is. */
  get reading(): Reading {
    return this.#reading
  }

  /** Takes what the parser of its language found. */
  readAs(reading: Reading): void {
    this.#reading = reading
  }

  /** The same with a tree in any case, even of a text so plain that it was evaluated without one. */
  async parsed(): Promise<Reading> {
    if (this.#reading.isParsed || !this.isCode) return this.#reading
    const { parseDialect } = await import('../dialect/parser.js')
    const { program } = parseDialect(this.source, false)
    if (program) this.readAs(new CodeReading(this.source, program))
    return this.#reading
  }
}

export const readEntry = (source: string): Entry => new Entry(source)
