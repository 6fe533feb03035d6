// What a lesson says, and the chapter's cells that it runs before the learner's eyes. Which step is open, and what an entry
// is worth, is the lesson's business.
import torch, { type Tensor } from '../torch.js'
import { visible } from '../base/visible.js'
import { Answer } from '../repl/answer.js'
import type { Stage } from '../repl/prompt.js'
import type { Outcome } from '../repl/session.js'
import { show } from '../repl/show.js'
import { type Look, paint } from '../terminal/look.js'
import { wrap } from '../terminal/wrap.js'
import type { Cell, Chapter, Language, Part } from './chapter.js'
import type { Phrases } from './phrases.js'
import { entryText, proseText, proseWidth, sampleText } from './render.js'
import { replay, runQuietly, storedLook } from './run-cell.js'

export class Saying {
  readonly #stage: Stage
  readonly #chapter: Chapter
  readonly #language: Language
  readonly #phrases: Phrases
  /** The random numbers where the chapter's next cell begins: what the learner draws meanwhile does not change it. */
  #random: Tensor | undefined

  constructor(stage: Stage, chapter: Chapter, language: Language, phrases: Phrases) {
    this.#stage = stage
    this.#chapter = chapter
    this.#language = language
    this.#phrases = phrases
  }

  get look(): Look {
    return this.#stage.look()
  }

  get style() {
    return paint(this.look)
  }

  // ---- words ----

  say(text: string): void {
    this.#stage.say(text)
  }

  note(text: string): void {
    this.say(this.style.dim(wrap(visible(text), proseWidth(this.look))))
  }

  right(text: string): void {
    this.say(this.style.green(this.#verdict(this.look.unicode ? '✔' : '+', text)))
  }

  wrong(text: string): void {
    this.say(this.style.yellow(this.#verdict(this.look.unicode ? '✖' : 'x', text)))
  }

  /** Below its mark a verdict goes on where it began. */
  #verdict(mark: string, text: string): string {
    return wrap(visible(text), proseWidth(this.look) - 2)
      .split('\n')
      .map((line, i) => `${i === 0 ? mark : ' '} ${line}`)
      .join('\n')
  }

  // ---- cells ----

  /** Brings the chapter's variables to where a step begins. */
  async replayTo(index: number, withOpening = true): Promise<void> {
    const chapter = withOpening ? this.#chapter : { ...this.#chapter, opening: [] }
    await replay(this.#stage.session, chapter, index)
    this.#random = torch.get_rng_state()
  }

  /** Runs a cell where the chapter's random numbers stand, without showing it. */
  async run(cell: Cell): Promise<{ outcome: Outcome; text: string }> {
    if (this.#random) torch.set_rng_state(this.#random)
    const ran = await runQuietly(this.#stage.session, cell.code, this.look)
    this.#random = torch.get_rng_state()
    return ran
  }

  /** Runs a cell of the chapter before the learner's eyes. */
  async showCell(cell: Cell): Promise<Outcome> {
    this.say(`\n${entryText(cell.code, this.look)}`)
    const { outcome, text } = await this.run(cell)
    if (text !== '') this.say(text)
    this.noteChange(cell, outcome, text)
    return outcome
  }

  /** Says so where a cell gave something else than the chapter has. */
  noteChange(cell: Cell, outcome: Outcome, text: string): void {
    if (!this.#isAsStored(cell, outcome, text)) this.note(this.#phrases.cellChanged)
  }

  /** Whether a cell gave what the chapter has: not where the learner has given its variables other values. */
  #isAsStored(cell: Cell, outcome: Outcome, text: string): boolean {
    if (outcome.kind === 'interrupted') return true
    if (outcome.kind !== 'value') return cell.fails
    // Cards are drawn for the width of the terminal, and objects may have colours.
    if (cell.fails || outcome.value instanceof Answer) return !cell.fails
    const { colors } = this.look
    return colors && typeof outcome.value === 'object'
      ? this.#plainText(outcome.value, text) === cell.output
      : text === cell.output
  }

  #plainText(value: unknown, shown: string): string {
    const coloured = show(value, { colors: true })
    return shown.endsWith(coloured)
      ? shown.slice(0, shown.length - coloured.length) + show(value, storedLook)
      : shown
  }

  async showParts(parts: readonly Part[], isRun = true): Promise<void> {
    for (const part of parts) {
      if (part.kind === 'prose') this.say(`\n${proseText(part.words, this.#language, this.look)}`)
      else if (part.kind === 'sample') this.say(`\n${sampleText(part.code, this.look)}`)
      else if (isRun) await this.showCell(part.cell)
      else this.say(`\n${entryText(part.cell.code, this.look)}`)
    }
  }
}
