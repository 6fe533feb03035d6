// An exercise that is open: its hints, its solution, and what is said of answers.
import type { Conversation } from '../repl/commands/conversation.js'
import type { Entry } from '../repl/entry.js'
import { widthOf } from '../terminal/width.js'
import { wrap } from '../terminal/wrap.js'
import { Attempts, type Judgement } from './attempts.js'
import { cellsIn, type Chapter, type Exercise, type Language } from './chapter.js'
import type { Grader } from './grader.js'
import { phrases, type Phrases } from './phrases.js'
import { isSameCode } from './predict.js'
import type { Tries } from './progress.js'
import { entryText, proseWidth, sampleText } from './render.js'
import type { Saying } from './saying.js'

export interface SolvingOptions {
  readonly chapter: Chapter
  /** The number of the step, counted from 0. */
  readonly index: number
  readonly step: Exercise
  readonly grader: Grader
  readonly session: Conversation
  readonly saying: Saying
  readonly language: Language
  /** Whether it was solved another day. */
  readonly wasSolved: boolean
  /** Whether the learner may go on. */
  isSettled(): boolean
  solved(): void
  shown(): void
  addTry(change: (known: Tries) => Tries): void
  whatNow(): void
}

export class Solving {
  readonly #options: SolvingOptions
  readonly #step: Exercise
  readonly #saying: Saying
  readonly #phrases: Phrases
  readonly #attempts: Attempts
  #hints = 0
  #failures = 0
  #isSolutionWanted = false
  #isSolved: boolean

  constructor(options: SolvingOptions) {
    const { chapter, index, grader, session } = options
    this.#options = options
    this.#isSolved = options.wasSolved
    this.#step = options.step
    this.#saying = options.saying
    this.#phrases = phrases[options.language]
    this.#attempts = new Attempts(chapter, index, grader, session)
  }

  /** What one begins from. */
  async show(): Promise<void> {
    const { setup, starter } = this.#step
    if (setup) await this.#saying.showCell(setup)
    const { look } = this.#saying
    const words = wrap(this.#phrases.starter, proseWidth(look))
    this.#saying.say(`\n${words}\n${sampleText(starter, look)}`)
  }

  hint(): void {
    const { hints } = this.#step
    if (hints.length === 0) return this.#saying.note(this.#phrases.noHints)
    if (this.#hints === hints.length) return this.#saying.note(this.#phrases.noMoreHints)
    const words = hints[this.#hints++]
    if (!this.#options.isSettled())
      this.#options.addTry((known) => ({ ...known, hints: Math.max(known.hints, this.#hints) }))
    const label = this.#phrases.hint(this.#hints)
    const text = this.#saying
      .prose(words, widthOf(label))
      .replace(/\n(?=.)/g, `\n${' '.repeat(widthOf(label))}`)
    this.#saying.say(`${this.#saying.style.bold(label)}${text}`)
  }

  async solution(): Promise<void> {
    const { hints, solution, solutionParts } = this.#step
    const isSettled = this.#options.isSettled()
    const left = hints.length - this.#hints
    if (left > 0 && !this.#isSolutionWanted && !isSettled) {
      this.#isSolutionWanted = true
      return this.#saying.note(this.#phrases.hintsLeft(left))
    }
    const { style, look } = this.#saying
    this.#saying.say(`${style.bold(this.#phrases.solution)}\n${entryText(solution, look)}`)
    await this.#saying.showParts(solutionParts)
    if (!isSettled) {
      this.#options.addTry((known) => ({ ...known, hints: hints.length + 1 }))
      this.#options.shown()
    }
    await this.#showOthers(solution.code)
  }

  /** Shows how else one could do it than `entry`. */
  async #showOthers(entry: string): Promise<void> {
    const { others, solution, solutionParts } = this.#step
    const different = others.filter((part) => part.kind !== 'cell' || !isSameCode(part.cell.code, entry))
    const isSolution = isSameCode(solution.code, entry)
    const shown =
      cellsIn(different).length > 0
        ? different
        : isSolution
          ? []
          : [{ kind: 'cell', cell: solution } as const, ...solutionParts]
    if (shown.length > 0) {
      this.#saying.say(`\n${this.#saying.style.bold(this.#phrases.anotherWay)}`)
      await this.#saying.showParts(shown, false)
    }
    this.#saying.say('')
    this.#options.whatNow()
  }

  // ---- answers ----

  /** Takes code that ran and gave `value`. */
  add(entry: Entry, value: unknown): Promise<void> {
    return this.#grade(entry, () => this.#attempts.add(entry, value))
  }

  /** Takes code that failed. */
  addFailed(entry: Entry): Promise<void> {
    return this.#grade(entry, () => this.#attempts.addFailed(entry))
  }

  /** Has an entry graded, and says what came of it. */
  async #grade(entry: Entry, grading: () => Promise<Judgement>): Promise<void> {
    const saying = this.#saying
    let judgement: Judgement
    try {
      judgement = await grading()
    } catch (error) {
      return saying.note(this.#phrases.brokenGrading((error as Error).message))
    }
    switch (judgement.kind) {
      case 'right':
        return this.#solved(entry, this.#step.setup ? this.#phrases.rightOnAll : this.#phrases.right)
      case 'right afresh':
        return this.#solved(entry, this.#phrases.rightAfresh)
      case 'interrupted':
        return saying.say(`\n${saying.style.yellow(this.#phrases.interrupted)}`)
      case 'wrong': {
        saying.wrong(judgement.complaint[this.#options.language])
        if (this.#options.isSettled()) return
        this.#options.addTry((known) => ({ ...known, wrong: known.wrong + 1 }))
        if (++this.#failures % 2 === 0 && this.#hints < this.#step.hints.length)
          saying.note(this.#phrases.tryHint)
      }
    }
  }

  async #solved(entry: Entry, text: string): Promise<void> {
    if (this.#isSolved) return this.#saying.right(this.#phrases.rightAlready)
    this.#isSolved = true
    this.#saying.right(text)
    this.#options.addTry((known) => ({ ...known, isRight: true }))
    this.#options.solved()
    await this.#showOthers(entry.source)
  }
}
