// A lesson at the prompt: shows steps, takes the words that steer it, has answers graded. Text in, text out: which terminal
// that is, and how code is typed, is the prompt's business. Never moves on by itself.
import torch, { type Tensor } from '../index.js'
import { type Look, paint } from '../terminal/look.js'
import { Answer } from '../repl/commands/command.js'
import type { Entry } from '../repl/entry.js'
import type { PromptExtension, Stage } from '../repl/prompt.js'
import { editDistance } from '../terminal/suggest.js'
import type { Outcome } from '../repl/session.js'
import { show } from '../repl/show.js'
import { wrap } from '../terminal/wrap.js'
import { type Asked, askedBy, isLook } from './answer.js'
import { Attempts, type Judgement } from './attempts.js'
import { chapterOrder } from './catalogue.js'
import type { Cell, Chapter, Exercise, Language, Part, Predict, Step } from './chapter.js'
import { cellsIn, flowOf } from './chapter.js'
import type { Grader } from './grader.js'
import { lessonWords, type LessonWord, nearestWord, type Spoken, wordIn } from './lesson-words.js'
import { phrases, type Phrases } from './phrases.js'
import { isPredicted, isPredictedError, isSameCode, isSameText, namedError } from './predict.js'
import type { Mark, Progress } from './progress.js'
import { entryText, proseText, proseWidth, sampleText, titleText } from './render.js'
import { replay, runQuietly, storedLook } from './run-cell.js'
import { headingText, helpText, openSteps, stepsText } from './lesson-text.js'

export interface LessonOptions {
  readonly chapter: Chapter
  /** What progress calls the chapter. */
  readonly key: string
  readonly language: Language
  readonly progress: Progress
  readonly grader: Grader
  /** How the chapter is opened again, for the words at the end. */
  readonly command: string
}

export class Lesson implements PromptExtension {
  readonly words: readonly string[] = lessonWords.filter((word) => word !== 'help').map((word) => `.${word}`)
  readonly #chapter: Chapter
  readonly #key: string
  readonly #language: Language
  readonly #progress: Progress
  readonly #grader: Grader
  readonly #command: string
  readonly #phrases: Phrases
  #stage!: Stage
  #index = 0
  /** The random numbers where the chapter's next cell begins: what the learner draws meanwhile does not change it. */
  #random: Tensor | undefined
  // ---- of the step that is open ----
  /** The learner may go on. */
  #isSettled = false
  #hints = 0
  #isSolutionWanted = false
  #failures = 0
  /** In an exercise. */
  #attempts: Attempts | undefined

  constructor({ chapter, key, language, progress, grader, command }: LessonOptions) {
    this.#chapter = chapter
    this.#key = key
    this.#language = language
    this.#progress = progress
    this.#grader = grader
    this.#command = command
    this.#phrases = phrases[language]
  }

  // ---- for the prompt ----

  /** Opens the step where one left. */
  async begin(stage: Stage): Promise<void> {
    this.#stage = stage
    const { steps, title, opening } = this.#chapter
    const { setAsideAs } = this.#progress
    if (setAsideAs) stage.say(this.#style.yellow(this.#phrases.damaged(setAsideAs)))
    const { at } = this.#progress.of(this.#key)
    const index = Math.max(
      0,
      steps.findIndex(({ id }) => id === at),
    )
    stage.say(this.#style.bold(titleText(title[this.#language], this.#look)))
    const exercises = steps.filter(({ kind }) => kind === 'exercise').length
    this.#note(this.#phrases.about(steps.length, exercises))
    if (index > 0) {
      await this.#replayTo(index)
      this.#note(this.#phrases.resumed(index + 1))
    } else {
      await this.#replayTo(0, false)
      await this.#showParts(opening)
    }
    await this.#open(index)
  }

  /** What to do with an entry that is no code; undefined where it is code. */
  take(entry: Entry): (() => Promise<void>) | undefined {
    const { source } = entry
    const spoken = wordIn(source, (name) => this.#isVariable(name))
    if (spoken) return () => this.#perform(spoken)
    const { step } = this
    if (step.kind !== 'predict' || this.#isSettled) return undefined
    const error = namedError(source)
    if (error !== undefined) return () => this.#reveal(step, (outcome) => isPredictedError(error, outcome))
    if (isSameCode(source, step.cell.code)) return async () => this.#note(this.#phrases.thatIsTheCell)
    if (!step.cell.fails && isSameText(source, step.cell.output)) return () => this.#reveal(step, () => true)
    return undefined
  }

  /** Looks at code that was evaluated: it may be an answer. */
  async after(entry: Entry, outcome: Outcome): Promise<void> {
    const { step } = this
    if (outcome.kind === 'error') {
      this.#noteMeant(entry.source, outcome.error)
      if (step.kind === 'exercise') return this.#grade(step, entry, () => this.#attempts!.addFailed(entry))
    }
    if (outcome.kind !== 'value') return
    if (!entry.isCode) return
    if (wordIn(entry.source, () => false))
      this.#note(this.#phrases.shadowed(entry.source.trim().replace(/;$/, '')))
    if (step.kind === 'predict' && !this.#isSettled) return this.#predicted(step, entry, outcome.value)
    if (step.kind === 'exercise')
      return this.#grade(step, entry, () => this.#attempts!.add(entry, outcome.value))
  }

  /** An empty line: says what one can do. */
  empty(): void {
    this.#sayWhatNow()
  }

  /** Ctrl-C while something of the lesson's own is at work. */
  interrupt(): void {
    this.#grader.interrupt()
  }

  end(): void {
    this.#grader.close()
    this.#note(this.#phrases.left(this.#command))
  }

  // ---- what there is ----

  get step(): Step {
    return this.#chapter.steps[this.#index]
  }

  get #look(): Look {
    return this.#stage.look()
  }

  get #style() {
    return paint(this.#stage.look())
  }

  #isVariable(name: string): boolean {
    return this.#stage.session.variables(new Set([name])).length > 0
  }

  #note(text: string): void {
    this.#stage.say(this.#style.dim(wrap(text, proseWidth(this.#look))))
  }

  #mark(mark: Mark): void {
    this.#progress.setMark(this.#key, this.step.id, mark)
    const failure = this.#progress.takeFailure()
    if (failure) this.#stage.say(this.#style.yellow(this.#phrases.notKept(failure)))
  }

  // ---- cells ----

  /** Brings the chapter's variables to where a step begins. */
  async #replayTo(index: number, withOpening = true): Promise<void> {
    const chapter = withOpening ? this.#chapter : { ...this.#chapter, opening: [] }
    await replay(this.#stage.session, chapter, index)
    this.#random = torch.get_rng_state()
  }

  /** Runs a cell of the chapter before the learner's eyes. */
  async #showCell(cell: Cell): Promise<Outcome> {
    const { say, session } = this.#stage
    say(`\n${entryText(cell.code, this.#look)}`)
    if (this.#random) torch.set_rng_state(this.#random)
    const { outcome, text } = await runQuietly(session, cell.code, this.#look)
    this.#random = torch.get_rng_state()
    if (text !== '') say(text)
    if (!this.#isAsStored(cell, outcome, text)) this.#note(this.#phrases.cellChanged)
    return outcome
  }

  /** Whether a cell gave what the chapter has: not where the learner has given its variables other values. */
  #isAsStored(cell: Cell, outcome: Outcome, text: string): boolean {
    if (outcome.kind === 'interrupted') return true
    if (outcome.kind !== 'value') return cell.fails
    // Cards are drawn for the width of the terminal, and objects may have colours.
    if (cell.fails || outcome.value instanceof Answer) return !cell.fails
    const { colors } = this.#look
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

  async #showParts(parts: readonly Part[], isRun = true): Promise<void> {
    for (const part of parts) {
      if (part.kind === 'prose') this.#stage.say(`\n${proseText(part.words, this.#language, this.#look)}`)
      else if (part.kind === 'sample') this.#stage.say(`\n${sampleText(part.code, this.#look)}`)
      else if (isRun) await this.#showCell(part.cell)
      else this.#stage.say(`\n${entryText(part.cell.code, this.#look)}`)
    }
  }

  // ---- steps ----

  async #open(index: number): Promise<void> {
    this.#index = index
    this.#hints = 0
    this.#failures = 0
    this.#isSolutionWanted = false
    const { step } = this
    const { marks } = this.#progress.of(this.#key)
    this.#progress.setAt(this.#key, step.id)
    const mark = marks[step.id]
    this.#isSettled = step.kind === 'reading' || mark === 'done' || mark === 'solved' || mark === 'shown'
    if (step.kind === 'exercise') {
      this.#grader.prepare(index)
      this.#attempts = new Attempts(this.#chapter, index, this.#grader, this.#stage.session)
    }
    this.#stage.say(headingText(this.#chapter, index, this.#language, this.#look))
    await this.#showParts(step.parts)
    if (step.kind === 'reading') this.#mark('done')
    if (step.kind === 'predict') {
      this.#isSettled = false
      this.#stage.say(`\n${entryText(step.cell.code, this.#look)}`)
    }
    if (step.kind === 'exercise') {
      if (step.setup) await this.#showCell(step.setup)
      this.#stage.say(`\n${this.#phrases.starter}\n${sampleText(step.starter.code, this.#look)}`)
      this.#stage.offer(step.starter.code)
    }
    this.#stage.say('')
    this.#sayWhatNow()
  }

  #sayWhatNow(): void {
    const { step } = this
    const isLast = this.#index === this.#chapter.steps.length - 1
    const goOn = isLast ? this.#phrases.lastStep : this.#phrases.nextGoesOn
    if (this.#isSettled) this.#note(goOn)
    else if (step.kind === 'predict')
      this.#note(step.cell.fails ? this.#phrases.predictError : this.#phrases.predict)
    else if (step.kind === 'exercise') this.#note(this.#task(askedBy(step)))
  }

  #task({ names, isValue }: Asked): string {
    if (names.length > 0) return this.#phrases.answerGoesInto(names.join(', '))
    return isValue ? this.#phrases.answerIsValue : this.#phrases.answerIsEffect
  }

  async #perform({ word, number }: Spoken): Promise<void> {
    const actions: Record<LessonWord, () => Promise<void> | void> = {
      next: () => this.#next(),
      back: () => (this.#index === 0 ? this.#note(this.#phrases.isFirst) : this.#goTo(this.#index - 1)),
      hint: () => this.#hint(),
      solution: () => this.#solution(),
      skip: () => this.#skip(),
      reset: () => this.#reset(),
      steps: () =>
        this.#stage.say(
          stepsText(this.#chapter, this.#progress.of(this.#key), this.#index, this.#language, this.#look),
        ),
      go: () => {
        if (number !== undefined && number >= 1 && number <= this.#chapter.steps.length)
          return this.#goTo(number - 1)
        this.#note(this.#phrases.noSuchStep(this.#chapter.steps.length))
      },
      help: () => this.#stage.say(helpText(this.#language, this.#look)),
    }
    await actions[word]()
  }

  /** A step elsewhere: the chapter's variables are made anew. */
  async #goTo(index: number): Promise<void> {
    await this.#replayTo(index)
    await this.#open(index)
  }

  async #reset(): Promise<void> {
    this.#note(this.#phrases.isReset)
    await this.#goTo(this.#index)
  }

  async #next(): Promise<void> {
    const { step } = this
    if (!this.#isSettled)
      return this.#note(step.kind === 'predict' ? this.#phrases.predictFirst : this.#phrases.notSolved)
    await this.#forward()
  }

  async #forward(): Promise<void> {
    const { steps } = this.#chapter
    // Steps that were passed over without their cell, such as a prediction, run it now.
    if (this.#index < steps.length - 1) return this.#open(this.#index + 1)
    const open = openSteps(this.#chapter, this.#progress.of(this.#key))
    const { say } = this.#stage
    say(this.#style.bold(this.#phrases.finished))
    if (open.length > 0) say(this.#phrases.open(open.map((index) => index + 1).join(', ')))
    const following = chapterOrder[chapterOrder.indexOf(this.#key) + 1]
    if (chapterOrder.includes(this.#key) && following) say(this.#phrases.nextChapter(following))
  }

  async #skip(): Promise<void> {
    const { step } = this
    if (this.#isSettled) return this.#note(this.#phrases.nothingToSkip)
    this.#mark('skipped')
    this.#note(this.#phrases.skipped)
    // What later steps use is made all the same.
    if (step.kind === 'predict') {
      const left = flowOf(step).slice(flowOf(step, false).length)
      if (this.#random) torch.set_rng_state(this.#random)
      for (const cell of left) await runQuietly(this.#stage.session, cell.code)
      this.#random = torch.get_rng_state()
    }
    await this.#forward()
  }

  // ---- exercises ----

  #hint(): void {
    const { step } = this
    if (step.kind !== 'exercise') return this.#note(this.#phrases.noHintsHere)
    if (this.#hints === step.hints.length) return this.#note(this.#phrases.noMoreHints)
    const text = proseText(step.hints[this.#hints++], this.#language, this.#look)
    this.#stage.say(`${this.#style.bold(this.#phrases.hint(this.#hints))}${text}`)
  }

  async #solution(): Promise<void> {
    const { step } = this
    if (step.kind === 'predict') {
      if (this.#isSettled) return this.#note(this.#phrases.noSolutionHere)
      return this.#reveal(step, null)
    }
    if (step.kind !== 'exercise') return this.#note(this.#phrases.noSolutionHere)
    const left = step.hints.length - this.#hints
    if (left > 0 && !this.#isSolutionWanted && !this.#isSettled) {
      this.#isSolutionWanted = true
      return this.#note(this.#phrases.hintsLeft(left))
    }
    this.#stage.say(
      `${this.#style.bold(this.#phrases.solution)}\n${entryText(step.solution.code, this.#look)}`,
    )
    await this.#showParts(step.solutionParts)
    if (!this.#isSettled) {
      this.#isSettled = true
      this.#mark('shown')
    }
    await this.#showOthers(step, step.solution.code)
  }

  /** Shows how else one could do it than `entry`. */
  async #showOthers(step: Exercise, entry: string): Promise<void> {
    const others = step.others.filter((part) => part.kind !== 'cell' || !isSameCode(part.cell.code, entry))
    const isNone = cellsIn(others).length === 0
    this.#stage.say(`\n${this.#style.bold(this.#phrases.anotherWay)}`)
    await this.#showParts(
      isNone ? [{ kind: 'cell', cell: step.solution }, ...step.solutionParts] : others,
      false,
    )
    this.#stage.say('')
    this.#sayWhatNow()
  }

  /** Has an entry graded, and says what came of it. */
  async #grade(step: Exercise, entry: Entry, grading: () => Promise<Judgement>): Promise<void> {
    const { say } = this.#stage
    let judgement: Judgement
    try {
      judgement = await grading()
    } catch (error) {
      return this.#note(this.#phrases.brokenGrading((error as Error).message))
    }
    switch (judgement.kind) {
      case 'right':
        return this.#solved(step, entry, step.setup ? this.#phrases.rightOnAll : this.#phrases.right)
      case 'right afresh':
        return this.#solved(step, entry, this.#phrases.rightAfresh)
      case 'interrupted':
        return say(`\n${this.#style.yellow(this.#phrases.interrupted)}`)
      case 'wrong':
        say(this.#style.yellow(`${this.#signs[1]} ${judgement.complaint[this.#language]}`))
        if (++this.#failures % 2 === 0 && !this.#isSettled && this.#hints < step.hints.length)
          this.#note(this.#phrases.tryHint)
    }
  }

  get #signs(): readonly [right: string, wrong: string] {
    return this.#look.unicode ? ['✔', '✖'] : ['+', 'x']
  }

  async #solved(step: Exercise, entry: Entry, text: string): Promise<void> {
    const isKnown = this.#isSettled && this.#progress.of(this.#key).marks[step.id] === 'solved'
    this.#stage.say(this.#style.green(`${this.#signs[0]} ${isKnown ? this.#phrases.rightAlready : text}`))
    if (isKnown) return
    this.#isSettled = true
    this.#mark('solved')
    await this.#showOthers(step, entry.source)
  }

  // ---- predictions ----

  async #predicted(step: Predict, entry: Entry, value: unknown): Promise<void> {
    const reading = await entry.parsed()
    if (value === undefined || isLook(reading) || reading.assigned.size > 0) return
    await this.#reveal(step, (outcome) => isPredicted(value, outcome))
  }

  /** Runs the cell that was asked about; `isRight` is null where nothing was predicted. */
  async #reveal(step: Predict, isRight: ((outcome: Outcome) => boolean) | null): Promise<void> {
    if (this.#random) torch.set_rng_state(this.#random)
    const { say, session } = this.#stage
    const { outcome, text } = await runQuietly(session, step.cell.code, this.#look)
    this.#random = torch.get_rng_state()
    if (isRight) {
      if (isRight(outcome)) say(this.#style.green(`${this.#signs[0]} ${this.#phrases.predictedRight}`))
      else say(this.#style.yellow(`${this.#signs[1]} ${this.#phrases.predictedWrong}`))
    }
    say(`${entryText(step.cell.code, this.#look)}${text === '' ? '' : `\n${text}`}`)
    if (!this.#isAsStored(step.cell, outcome, text)) this.#note(this.#phrases.cellChanged)
    await this.#showParts(step.because)
    this.#isSettled = true
    this.#mark('done')
    say('')
    this.#sayWhatNow()
  }

  // ---- hints on typing ----

  /** A name that is not known and looks like a word. */
  #noteMeant(entry: string, error: unknown): void {
    if (!(error instanceof ReferenceError)) return
    const word = nearestWord(entry, editDistance)
    if (word) this.#note(this.#phrases.didYouMean(word))
  }
}
