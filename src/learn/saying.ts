// What a lesson says, and the chapter's cells that it runs before the learner's eyes. Which step is open, and what an entry
// is worth, is the lesson's business.
import torch, { type Tensor } from '../torch.js'
import { meanwhile } from '../base/meanwhile.js'
import { visible } from '../base/visible.js'
import { Answer } from '../repl/answer.js'
import type { Stage } from '../repl/prompt.js'
import type { Outcome } from '../repl/session.js'
import { show } from '../repl/show.js'
import { type Look, paint } from '../terminal/look.js'
import { tongue } from '../terminal/speech.js'
import { wrap } from '../terminal/wrap.js'
import type { Cell, Chapter, CodeLanguage, Language, Part, ProseWords } from './chapter.js'
import type { Phrases } from './phrases.js'
import { entryText, proseText, proseWidth, sampleText } from './render.js'
import { pagesOf } from './pages.js'
import { replay, runQuietly, storedLook } from './run-cell.js'

/** A screen of fewer rows is not spared. */
const leastRows = 6

export class Saying {
  readonly #stage: Stage
  readonly #chapter: Chapter
  readonly #language: Language
  readonly #code: CodeLanguage
  readonly #phrases: Phrases
  /** The random numbers where the chapter's next cell begins: what the learner draws meanwhile does not change it. */
  #random: Tensor | undefined

  constructor(
    stage: Stage,
    chapter: Chapter,
    { language, code }: { language: Language; code: CodeLanguage },
    phrases: Phrases,
  ) {
    this.#stage = stage
    this.#chapter = chapter
    this.#language = language
    this.#code = code
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
    if (this.#collected) this.#collected.push(text)
    else this.#stage.say(text)
  }

  // ---- pages ----

  /** What is said of a step that is being opened. */
  #collected: string[] | undefined
  #title: (where: string) => string = () => ''
  #left: string[] = []
  #turned = 1

  /** What is said in `work` as pages, the first of them at once, each below the title, which is told where it stands. */
  inPages(title: (where: string) => string, work: () => Promise<void>): Promise<void> {
    return meanwhile(() => {
      const collected: string[] = (this.#collected = [])
      return () => {
        this.#collected = undefined
        this.#showPages(title, collected.join('\n'))
      }
    }, work)
  }

  #showPages(title: (where: string) => string, text: string): void {
    this.#title = title
    // The prompt, a line of advice and the blank ones around them.
    const room = this.#stage.height() - title('').split('\n').length - 3
    const { width } = this.look
    const pages = pagesOf(text, room >= leastRows ? room : Infinity, width)
    this.#left = pages.length > 0 ? pages : ['']
    this.#turned = 0
    this.#turn()
  }

  #turn(): void {
    const all = this.#turned + this.#left.length
    const page = this.#left.shift()!
    this.#turned++
    const where = this.#turned > 1 ? this.#phrases.pageOf(this.#turned, all) : ''
    this.say(`${this.#title(where)}\n\n${page}\n`)
  }

  /** Whether pages of the step are left. */
  get hasMore(): boolean {
    return this.#left.length > 0
  }

  /** Shows the next page of the step. */
  turnPage(): void {
    if (this.hasMore) this.#turn()
  }

  /** Running text in the languages that are shown. */
  /** `taken` columns are left for what stands before it. */
  prose(words: ProseWords, taken = 0): string {
    const width = proseWidth(this.look) - taken
    return proseText(words, this.#language, this.#code, { ...this.look, width })
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

  /** Brings the chapter's variables to where a step begins; says so where that was interrupted. */
  async replayTo(index: number, withOpening = true): Promise<boolean> {
    const chapter = withOpening ? this.#chapter : { ...this.#chapter, opening: [] }
    const isWhole = await replay(this.#stage.session, chapter, index)
    this.#random = torch.get_rng_state()
    if (!isWhole) {
      this.note(this.#phrases.notReplayed)
      // The step itself was not interrupted.
      this.#stage.session.beginWork()
    }
    return isWhole
  }

  /** Runs a cell where the chapter's random numbers stand, without showing it. */
  async run(cell: Cell): Promise<{ outcome: Outcome; text: string }> {
    if (this.#random) torch.set_rng_state(this.#random)
    const ran = await runQuietly(this.#stage.session, cell, this.look)
    this.#random = torch.get_rng_state()
    return ran
  }

  /** Runs a cell of the chapter before the learner's eyes. */
  async showCell(cell: Cell): Promise<Outcome> {
    this.say(`\n${entryText(cell, this.look)}`)
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
    // What is explained is explained in the language that is spoken, and chapters store it in English.
    if (tongue() !== 'en' && /\bhelp\(/.test(cell.code)) return true
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
      if (part.kind === 'prose') {
        const text = this.prose(part.words)
        if (text !== '') this.say(`\n${text}`)
      } else if (part.kind === 'sample') this.say(`\n${sampleText(part, this.look)}`)
      else if (isRun) await this.showCell(part.cell)
      else this.say(`\n${entryText(part.cell, this.look)}`)
    }
  }
}
