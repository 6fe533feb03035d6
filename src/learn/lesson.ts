// A lesson at the prompt: shows steps, takes the words that steer it, has answers graded. Text in, text out: which terminal
// that is, and how code is typed, is the prompt's business. Never moves on by itself.
import { visibleName } from '../base/visible.js'
import type { Entry } from '../repl/entry.js'
import type { PromptExtension, Stage } from '../repl/prompt.js'
import { editDistance } from '../terminal/suggest.js'
import type { Outcome } from '../repl/session.js'
import { type Asked, askedBy, isLook } from './answer.js'
import { Attempts, type Judgement } from './attempts.js'
import { chapterOrder } from './catalogue.js'
import type { Chapter, Exercise, Language, Predict, Step } from './chapter.js'
import { cellsIn, flowOf } from './chapter.js'
import type { Grader } from './grader.js'
import { lessonWords, type LessonWord, nearestWord, type Spoken, wordIn } from './lesson-words.js'
import { phrases, type Phrases } from './phrases.js'
import { isPredicted, isPredictedError, isSameCode, isSameText, namedError } from './predict.js'
import type { Mark, Progress } from './progress.js'
import { entryText, proseText, sampleText, titleText } from './render.js'
import { Saying } from './saying.js'
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
  #saying!: Saying
  #index = 0
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
    this.#saying = new Saying(stage, this.#chapter, this.#language, this.#phrases)
    const { steps, title, opening } = this.#chapter
    const { setAsideAs } = this.#progress
    if (setAsideAs) stage.say(this.#saying.style.yellow(this.#phrases.damaged(visibleName(setAsideAs))))
    const { at } = this.#progress.of(this.#key)
    const index = Math.max(
      0,
      steps.findIndex(({ id }) => id === at),
    )
    stage.say(this.#saying.style.bold(titleText(title[this.#language], this.#saying.look)))
    const exercises = steps.filter(({ kind }) => kind === 'exercise').length
    this.#saying.note(this.#phrases.about(steps.length, exercises))
    if (index > 0) {
      await this.#saying.replayTo(index)
      this.#saying.note(this.#phrases.resumed(index + 1))
    } else {
      await this.#saying.replayTo(0, false)
      await this.#saying.showParts(opening)
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
    if (isSameCode(source, step.cell.code)) return async () => this.#saying.note(this.#phrases.thatIsTheCell)
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
      this.#saying.note(this.#phrases.shadowed(entry.source.trim().replace(/;$/, '')))
    if (step.kind === 'predict' && !this.#isSettled) return this.#predicted(step, entry, outcome.value)
    if (step.kind === 'exercise')
      return this.#grade(step, entry, () => this.#attempts!.add(entry, outcome.value))
  }

  /** An empty line: goes on where that is all there is to do, else says what one can do. */
  async empty(): Promise<void> {
    const isLast = this.#index === this.#chapter.steps.length - 1
    if (this.#isSettled && !isLast) await this.#forward()
    else this.#sayWhatNow()
  }

  /** Ctrl-C while something of the lesson's own is at work. */
  interrupt(): void {
    this.#grader.interrupt()
  }

  end(): void {
    this.#grader.close()
    this.#saying.note(this.#phrases.left(this.#command))
  }

  // ---- what there is ----

  get step(): Step {
    return this.#chapter.steps[this.#index]
  }

  #isVariable(name: string): boolean {
    return this.#stage.session.variables(new Set([name])).length > 0
  }

  #mark(mark: Mark): void {
    this.#progress.setMark(this.#key, this.step.id, mark)
    const failure = this.#progress.takeFailure()
    if (failure) this.#saying.say(this.#saying.style.yellow(this.#phrases.notKept(failure)))
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
    this.#saying.say(headingText(this.#chapter, index, this.#language, this.#saying.look))
    await this.#saying.showParts(step.parts)
    if (step.kind === 'reading') this.#mark('done')
    if (step.kind === 'predict') {
      this.#isSettled = false
      this.#saying.say(`\n${entryText(step.cell.code, this.#saying.look)}`)
    }
    if (step.kind === 'exercise') {
      if (step.setup) await this.#saying.showCell(step.setup)
      this.#saying.say(`\n${this.#phrases.starter}\n${sampleText(step.starter.code, this.#saying.look)}`)
      this.#stage.offer(step.starter.code)
    }
    this.#saying.say('')
    this.#sayWhatNow()
  }

  #sayWhatNow(): void {
    const { step } = this
    const isLast = this.#index === this.#chapter.steps.length - 1
    const goOn = isLast ? this.#phrases.lastStep : this.#phrases.nextGoesOn
    if (this.#isSettled) this.#saying.note(goOn)
    else if (step.kind === 'predict')
      this.#saying.note(step.cell.fails ? this.#phrases.predictError : this.#phrases.predict)
    else if (step.kind === 'exercise') this.#saying.note(this.#task(askedBy(step)))
  }

  #task({ names, isValue }: Asked): string {
    if (names.length > 0) return this.#phrases.answerGoesInto(names.join(', '))
    return isValue ? this.#phrases.answerIsValue : this.#phrases.answerIsEffect
  }

  async #perform({ word, number }: Spoken): Promise<void> {
    const actions: Record<LessonWord, () => Promise<void> | void> = {
      next: () => this.#next(),
      back: () =>
        this.#index === 0 ? this.#saying.note(this.#phrases.isFirst) : this.#goTo(this.#index - 1),
      hint: () => this.#hint(),
      solution: () => this.#solution(),
      skip: () => this.#skip(),
      reset: () => this.#reset(),
      steps: () =>
        this.#saying.say(
          stepsText(
            this.#chapter,
            this.#progress.of(this.#key),
            this.#index,
            this.#language,
            this.#saying.look,
          ),
        ),
      go: () => {
        if (number !== undefined && number >= 1 && number <= this.#chapter.steps.length)
          return this.#goTo(number - 1)
        this.#saying.note(this.#phrases.noSuchStep(this.#chapter.steps.length))
      },
      help: () => this.#saying.say(helpText(this.#language, this.#saying.look)),
    }
    await actions[word]()
  }

  /** A step elsewhere: the chapter's variables are made anew. */
  async #goTo(index: number): Promise<void> {
    await this.#saying.replayTo(index)
    await this.#open(index)
  }

  async #reset(): Promise<void> {
    this.#saying.note(this.#phrases.isReset)
    await this.#goTo(this.#index)
  }

  async #next(): Promise<void> {
    const { step } = this
    if (!this.#isSettled)
      return this.#saying.note(step.kind === 'predict' ? this.#phrases.predictFirst : this.#phrases.notSolved)
    await this.#forward()
  }

  async #forward(): Promise<void> {
    const { steps } = this.#chapter
    // Steps that were passed over without their cell, such as a prediction, run it now.
    if (this.#index < steps.length - 1) return this.#open(this.#index + 1)
    const open = openSteps(this.#chapter, this.#progress.of(this.#key))
    const { say } = this.#stage
    say(this.#saying.style.bold(this.#phrases.finished))
    if (open.length > 0) say(this.#phrases.open(open.map((index) => index + 1).join(', ')))
    const following = chapterOrder[chapterOrder.indexOf(this.#key) + 1]
    if (chapterOrder.includes(this.#key) && following) say(this.#phrases.nextChapter(following))
  }

  async #skip(): Promise<void> {
    const { step } = this
    if (this.#isSettled) return this.#saying.note(this.#phrases.nothingToSkip)
    this.#mark('skipped')
    this.#saying.note(this.#phrases.skipped)
    // What later steps use is made all the same.
    if (step.kind === 'predict') {
      const left = flowOf(step).slice(flowOf(step, false).length)
      for (const cell of left) await this.#saying.run(cell)
    }
    await this.#forward()
  }

  // ---- exercises ----

  #hint(): void {
    const { step } = this
    if (step.kind !== 'exercise') return this.#saying.note(this.#phrases.noHintsHere)
    if (this.#hints === step.hints.length) return this.#saying.note(this.#phrases.noMoreHints)
    const text = proseText(step.hints[this.#hints++], this.#language, this.#saying.look)
    this.#saying.say(`${this.#saying.style.bold(this.#phrases.hint(this.#hints))}${text}`)
  }

  async #solution(): Promise<void> {
    const { step } = this
    if (step.kind === 'predict') {
      if (this.#isSettled) return this.#saying.note(this.#phrases.noSolutionHere)
      return this.#reveal(step, null)
    }
    if (step.kind !== 'exercise') return this.#saying.note(this.#phrases.noSolutionHere)
    const left = step.hints.length - this.#hints
    if (left > 0 && !this.#isSolutionWanted && !this.#isSettled) {
      this.#isSolutionWanted = true
      return this.#saying.note(this.#phrases.hintsLeft(left))
    }
    this.#saying.say(
      `${this.#saying.style.bold(this.#phrases.solution)}\n${entryText(step.solution.code, this.#saying.look)}`,
    )
    await this.#saying.showParts(step.solutionParts)
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
    this.#saying.say(`\n${this.#saying.style.bold(this.#phrases.anotherWay)}`)
    await this.#saying.showParts(
      isNone ? [{ kind: 'cell', cell: step.solution }, ...step.solutionParts] : others,
      false,
    )
    this.#saying.say('')
    this.#sayWhatNow()
  }

  /** Has an entry graded, and says what came of it. */
  async #grade(step: Exercise, entry: Entry, grading: () => Promise<Judgement>): Promise<void> {
    const { say } = this.#stage
    let judgement: Judgement
    try {
      judgement = await grading()
    } catch (error) {
      return this.#saying.note(this.#phrases.brokenGrading((error as Error).message))
    }
    switch (judgement.kind) {
      case 'right':
        return this.#solved(step, entry, step.setup ? this.#phrases.rightOnAll : this.#phrases.right)
      case 'right afresh':
        return this.#solved(step, entry, this.#phrases.rightAfresh)
      case 'interrupted':
        return say(`\n${this.#saying.style.yellow(this.#phrases.interrupted)}`)
      case 'wrong':
        this.#saying.wrong(judgement.complaint[this.#language])
        if (++this.#failures % 2 === 0 && !this.#isSettled && this.#hints < step.hints.length)
          this.#saying.note(this.#phrases.tryHint)
    }
  }

  async #solved(step: Exercise, entry: Entry, text: string): Promise<void> {
    const isKnown = this.#isSettled && this.#progress.of(this.#key).marks[step.id] === 'solved'
    this.#saying.right(isKnown ? this.#phrases.rightAlready : text)
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
    const saying = this.#saying
    const { outcome, text } = await saying.run(step.cell)
    if (isRight?.(outcome)) saying.right(this.#phrases.predictedRight)
    else if (isRight) saying.wrong(this.#phrases.predictedWrong)
    saying.say(`${entryText(step.cell.code, saying.look)}${text === '' ? '' : `\n${text}`}`)
    saying.noteChange(step.cell, outcome, text)
    await this.#saying.showParts(step.because)
    this.#isSettled = true
    this.#mark('done')
    saying.say('')
    this.#sayWhatNow()
  }

  // ---- hints on typing ----

  /** A name that is not known and looks like a word. */
  #noteMeant(entry: string, error: unknown): void {
    if (!(error instanceof ReferenceError)) return
    const word = nearestWord(entry, editDistance)
    if (word) this.#saying.note(this.#phrases.didYouMean(word))
  }
}
