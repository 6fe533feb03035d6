// What a dot-command is: a name, a line of help, and a function from a session and the rest of the line to text.
import type { Look } from '../../terminal/look.js'
import type { Pages } from '../../terminal/pages.js'
import type { Answer } from '../answer.js'
import type { Language } from '../languages.js'
import type { Outcome } from '../session.js'
import type { Record, Variable } from './record.js'

/** What went wrong with a command, for the person who typed it. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/** What a command may ask of the session it runs in. */
export interface Context {
  /** Asked each time: the terminal may be resized while a command runs. */
  readonly look: Look
  readonly record: Record
  variables(): Variable[]
  /** Evaluates code of the person's; throws what it throws. */
  value(source: string): Promise<unknown>
  /** Evaluates a whole input as if it were typed, and records it. */
  enter(source: string): Promise<Outcome>
  /** Runs the lines of a file as inputs; throws at the first error and names its line. */
  enterAll(text: string, file: string): Promise<number>
  /** Forgets all variables and what was recorded; false where some of them stay. */
  reset(): Promise<boolean>
  /** Begins the program anew, where there is a prompt; this session does not go on. */
  readonly beginAnew?: () => Promise<never>
  /** Lets the person turn over pages, where a terminal can; gives the index of the last one seen. */
  readonly turnPages?: (pages: Pages) => Promise<number>
  /** What `.set` does with its words, where there is a prompt; gives what to say. */
  readonly changeSettings?: (words: readonly string[]) => string
  /** The language of entries; with an argument it is that from now on. */
  language(wanted?: Language): Language
  /** The last error, if there was one. */
  readonly lastError: unknown
  /** The seed that the session began with. */
  readonly firstSeed: number | bigint
}

/** What stands behind a command: certain words to begin with, then code or the name of a file. */
export interface Takes {
  readonly words?: readonly string[]
  readonly kind?: 'code' | 'file'
}

export interface Command {
  /** With its dot. */
  readonly name: string
  /** What stands after the name, as help shows it: `file`, `[n]`; '' for nothing. */
  readonly argument: string
  /** One line. */
  readonly help: string
  /** What may stand there, for what is offered while it is typed. */
  readonly takes?: Takes
  /** More about it, with examples, for `.help name`. */
  readonly more?: string
  run(context: Context, argument: string): string | Answer | Promise<string | Answer>
}

/** The argument of a command that needs one. */
export function required(
  argument: string,
  { name, argument: wanted }: Pick<Command, 'name' | 'argument'>,
): string {
  if (argument === '') throw new CommandError(`${name} needs more: ${name} ${wanted}`)
  return argument
}

/** What a command throws whose code was interrupted. */
export class Interrupted extends Error {}

/** What to throw for code that gave no value. */
export function outcomeError(outcome: Exclude<Outcome, { kind: 'value' }>): unknown {
  if (outcome.kind === 'interrupted') return new Interrupted()
  return outcome.kind === 'error' ? outcome.error : new SyntaxError('Unexpected end of input')
}
