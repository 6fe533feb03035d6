// What a learner has typed since an exercise began, which of it is an answer, and what grading says of that.
import type { Conversation } from '../repl/commands/conversation.js'
import type { Entry } from '../repl/entry.js'
import type { Reading } from '../repl/reading.js'
import { type Asked, askedBy, type Code } from './answer.js'
import type { Verdict } from './bench.js'
import type { Chapter, Exercise, Words } from './chapter.js'
import type { Grader } from './grader.js'
import { helpersFor } from './helpers-for.js'

export type Judgement =
  | { readonly kind: 'right' }
  /** Right from the setup on, but not after what was tried before. */
  | { readonly kind: 'right afresh' }
  | { readonly kind: 'wrong'; readonly complaint: Words }
  | { readonly kind: 'interrupted' }
  /** No answer, or one of which nothing is to be said. */
  | { readonly kind: 'none' }

const none: Judgement = { kind: 'none' }

export class Attempts {
  readonly #chapter: Chapter
  readonly #index: number
  readonly #grader: Grader
  readonly #session: Conversation
  readonly #asked: Asked
  /** Code that ran to its end. */
  readonly #entries: Entry[] = []
  /** Whether code failed, perhaps with half of it done. */
  #hasFailed = false

  constructor(chapter: Chapter, index: number, grader: Grader, session: Conversation) {
    this.#chapter = chapter
    this.#index = index
    this.#grader = grader
    this.#session = session
    this.#asked = askedBy(chapter.steps[index] as Exercise)
  }

  /** Takes an entry that ran and gave `value`. */
  async add(entry: Entry, value: unknown): Promise<Judgement> {
    const reading = await entry.parsed()
    this.#entries.push(entry)
    const { names, isValue } = this.#asked
    // Looking at something, or giving it a name on the way, is graded too, and only a right answer is spoken of.
    const isAside = isValue && (reading.isLook || (value === undefined && reading.lastAssigned.length === 1))
    const isTry =
      names.length > 0 ? this.#assigns(reading) : isValue ? value !== undefined || isAside : !reading.isLook
    if (!isTry) return none
    const verdict = await this.#judge(this.#entries)
    if (verdict === null) return { kind: 'right' }
    if (verdict === 'interrupted') return { kind: 'interrupted' }
    // What was tried before may have changed what the task began with: the answer counts by itself too.
    if (this.#entries.length > 1) {
      const alone = await this.#alone(entry)
      if (alone.kind !== 'none') return alone
    }
    return isAside ? none : { kind: 'wrong', complaint: verdict.complaint }
  }

  /** Takes an entry that failed: it counts too, where only earlier ones made it fail. */
  async addFailed(entry: Entry): Promise<Judgement> {
    const isFirst = this.#entries.length === 0 && !this.#hasFailed
    this.#hasFailed = true
    return isFirst || !this.#assigns(await entry.parsed()) ? none : this.#alone(entry)
  }

  #assigns({ assigned }: Reading): boolean {
    return this.#asked.names.some((name) => assigned.has(name))
  }

  /** An answer by itself, as if nothing had been tried before. */
  async #alone(entry: Entry): Promise<Judgement> {
    const verdict = await this.#judge([entry])
    if (verdict === null) return { kind: 'right afresh' }
    return verdict === 'interrupted' ? { kind: 'interrupted' } : none
  }

  async #judge(entries: readonly Entry[]): Promise<Verdict | 'interrupted'> {
    const helpers = await helpersFor(this.#chapter, this.#index, entries, this.#session.record)
    const codes = (list: readonly Entry[]): Code[] =>
      list.map(({ source, reading }) => ({ code: source, language: reading.language }))
    return this.#grader.judge(this.#index, { helpers: codes(helpers), entries: codes(entries) })
  }
}
