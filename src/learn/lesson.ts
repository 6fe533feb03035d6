// A lesson at the prompt: shows steps, takes the words that steer it, has answers graded. Text in, text out: which terminal
// that is, and how code is typed, is the prompt's business. Never moves on by itself.
import { visibleName } from '../base/visible.js'
import type { Entry } from '../repl/entry.js'
import type { PromptExtension, Stage } from '../repl/prompt.js'
import type { Outcome } from '../repl/session.js'
import { editDistance } from '../terminal/suggest.js'
import { type Asked, askedBy } from './answer.js'
import { chapterOrder } from './catalogue.js'
import type { Chapter, CodeLanguage, Language, Predict, Step } from './chapter.js'
import { flowOf } from './chapter.js'
import { Edition } from './edition.js'
import type { Grader } from './grader.js'
import { lessonWords, type LessonWord, nearestWord, type Spoken, wordIn } from './lesson-words.js'
import { headingText, helpText, stepsText } from './lesson-text.js'
import { phrases, type Phrases } from './phrases.js'
import { isPredicted, isPredictedError, isSameCode, isSameText, namedError } from './predict.js'
import type { Mark, Progress, Tries } from './progress.js'
import { wrap } from '../terminal/wrap.js'
import { entryText, proseWidth, titleText } from './render.js'
import type { Saying } from './saying.js'
import { Solving } from './solving.js'
import { summaryText } from './summary.js'

/** A chapter as it was written, and what progress calls it. */
export interface Source {
  readonly key: string
  readonly chapter: Chapter
}

export interface LessonOptions extends Source {
  readonly language: Language
  /** What code is shown in. */
  readonly code: CodeLanguage
  readonly progress: Progress
  /** Has answers to a chapter graded. */
  readonly graderOf: (chapter: Chapter) => Grader
  /** How the chapter is opened again, for the words at the end. */
  readonly command: string
  /** Steps of the chapter before that went wrong, counted from 0: asked once more where this one begins. */
  readonly again?: Source & { readonly steps: readonly number[] }
}

export class Lesson implements PromptExtension {
  readonly words: readonly string[] = lessonWords.filter((word) => word !== 'help').map((word) => `.${word}`)
  readonly #options: LessonOptions
  readonly #progress: Progress
  readonly #language: Language
  readonly #phrases: Phrases
  #code: CodeLanguage
  #stage!: Stage
  #edition!: Edition
  #index = 0
  /** While steps of the chapter before are asked again: where among them one is. */
  #againAt: number | undefined
  // ---- of the step that is open ----
  /** The learner may go on. */
  #isSettled = false
  /** In an exercise. */
  #solving: Solving | undefined

  constructor(options: LessonOptions) {
    this.#options = options
    this.#progress = options.progress
    this.#language = options.language
    this.#phrases = phrases[options.language]
    this.#code = options.code
  }

  // ---- for the prompt ----

  /** Opens the step where one left. */
  async begin(stage: Stage): Promise<void> {
    this.#stage = stage
    stage.session.first = this.#code
    await this.#take(this.#options)
    const { steps, title } = this.#chapter
    const { setAsideAs } = this.#progress
    const { style, look } = this.#saying
    if (setAsideAs) stage.say(style.yellow(this.#phrases.damaged(visibleName(setAsideAs))))
    const { at } = this.#progress.of(this.#options.key)
    const index = steps.findIndex(({ id }) => id === at)
    stage.say(style.bold(titleText(title[this.#language], look)))
    const exercises = steps.filter(({ kind }) => kind === 'exercise').length
    this.#saying.note(this.#phrases.about(steps.length, exercises))
    if (index > 0) {
      this.#index = index
      if (await this.#saying.replayTo(index)) this.#saying.note(this.#phrases.resumed(index + 1))
      return this.#open(index)
    }
    const { again } = this.#options
    if (!again || again.steps.length === 0) return this.#fromTheStart()
    const from = titleText(again.chapter.title[this.#language], look)
    this.#saying.note(this.#phrases.again(again.steps.length, from))
    await this.#take(again)
    await this.#openAgain(0)
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
      return this.#solving?.addFailed(entry)
    }
    if (outcome.kind !== 'value' || !entry.isCode) return
    if (wordIn(entry.source, () => false))
      this.#saying.note(this.#phrases.shadowed(entry.source.trim().replace(/;$/, '')))
    if (step.kind === 'predict' && !this.#isSettled) return this.#predicted(step, entry, outcome.value)
    return this.#solving?.add(entry, outcome.value)
  }

  /** An empty line: goes on where that is all there is to do, else says what one can do. */
  async empty(): Promise<void> {
    const isLast = this.#againAt === undefined && this.#index === this.#chapter.steps.length - 1
    if (this.#saying.hasMore) this.#turnPage()
    else if (this.#isSettled && !isLast) await this.#forward()
    else this.#sayWhatNow()
  }

  /** Ctrl-C while something of the lesson's own is at work. */
  interrupt(): void {
    this.#edition.grader.interrupt()
  }

  end(): void {
    this.#edition.close()
    this.#saying.note(this.#phrases.left(this.#options.command))
  }

  // ---- what there is ----

  get step(): Step {
    return this.#chapter.steps[this.#index]
  }

  get #chapter(): Chapter {
    return this.#edition.chapter
  }

  get #saying(): Saying {
    return this.#edition.saying
  }

  #isVariable(name: string): boolean {
    return this.#stage.session.variables(new Set([name])).length > 0
  }

  #mark(mark: Mark): void {
    this.#progress.setMark(this.#edition.key, this.step.id, mark)
    this.#noteFailure()
  }

  #addTry(change: (known: Tries) => Tries): void {
    this.#progress.addTry(this.#edition.key, this.step.id, change)
    this.#noteFailure()
  }

  #noteFailure(): void {
    const failure = this.#progress.takeFailure()
    if (failure) this.#saying.say(this.#saying.style.yellow(this.#phrases.notKept(failure)))
  }

  // ---- chapters ----

  /** Goes on with a chapter, its code in the language that is chosen. */
  async #take({ key, chapter }: Source): Promise<void> {
    this.#edition?.close()
    this.#edition = await Edition.of(
      { key, chapter, language: this.#language, code: this.#code },
      this.#stage,
      this.#options.graderOf,
    )
  }

  async #fromTheStart(): Promise<void> {
    await this.#saying.replayTo(0, false)
    await this.#saying.showParts(this.#chapter.opening)
    await this.#open(0)
  }

  /** One of the steps that went wrong in the chapter before. */
  async #openAgain(at: number): Promise<void> {
    const { steps } = this.#options.again!
    this.#againAt = at
    await this.#saying.replayTo(steps[at])
    await this.#open(steps[at])
  }

  async #leaveAgain(): Promise<void> {
    this.#againAt = undefined
    await this.#take(this.#options)
  }

  // ---- steps ----

  async #open(index: number): Promise<void> {
    this.#index = index
    const { step } = this
    const isAgain = this.#againAt !== undefined
    const { key, saying, chapter, grader } = this.#edition
    const { marks } = this.#progress.of(key)
    if (!isAgain) this.#progress.setAt(key, step.id)
    const mark = marks[step.id]
    const isDone = mark === 'done' || mark === 'solved' || mark === 'shown'
    this.#isSettled = step.kind === 'reading' || (step.kind === 'exercise' && isDone && !isAgain)
    this.#solving = undefined
    if (step.kind === 'exercise') {
      grader.prepare(index)
      this.#solving = new Solving({
        ...{ chapter, index, step, grader, saying },
        ...{ session: this.#stage.session, language: this.#language },
        wasSolved: this.#isSettled && mark === 'solved',
        isSettled: () => this.#isSettled,
        solved: () => this.#settle('solved'),
        shown: () => this.#settle('shown'),
        addTry: (change) => this.#addTry(change),
        whatNow: () => this.#sayWhatNow(),
      })
    }
    const place = isAgain
      ? this.#phrases.againOf(this.#againAt! + 1, this.#options.again!.steps.length)
      : this.#phrases.stepOf(index + 1, chapter.steps.length)
    const title = (where: string): string =>
      headingText(place + where, step.title[this.#language], saying.look)
    await saying.inPages(title, async () => {
      await saying.showParts(step.parts)
      if (step.kind === 'predict') saying.say(`\n${entryText(step.cell, saying.look)}`)
      await this.#solving?.show()
    })
    if (step.kind === 'reading') this.#mark('done')
    if (step.kind === 'exercise') this.#stage.offer(step.starter.code)
    this.#sayWhatNow()
  }

  #settle(mark: Mark): void {
    this.#isSettled = true
    this.#mark(mark)
  }

  #turnPage(): void {
    this.#saying.turnPage()
    this.#sayWhatNow()
  }

  #sayWhatNow(): void {
    const { step } = this
    const isLast = this.#againAt === undefined && this.#index === this.#chapter.steps.length - 1
    const goOn = isLast ? this.#phrases.lastStep : this.#phrases.nextGoesOn
    if (this.#saying.hasMore) this.#saying.note(this.#phrases.moreOfStep)
    else if (this.#isSettled) this.#saying.note(goOn)
    else if (step.kind === 'predict')
      this.#saying.note(step.cell.fails ? this.#phrases.predictError : this.#phrases.predict)
    else if (step.kind === 'exercise') this.#saying.note(this.#task(askedBy(step)))
  }

  #task({ names, isValue, comparesForm }: Asked): string {
    const form = comparesForm ? ` ${this.#phrases.formCounts}` : ''
    if (names.length > 0) return this.#phrases.answerGoesInto(names.join(', ')) + form
    return (isValue ? this.#phrases.answerIsValue : this.#phrases.answerIsEffect) + form
  }

  async #perform({ word, number }: Spoken): Promise<void> {
    const actions: Record<LessonWord, () => Promise<void> | void> = {
      next: () => this.#next(),
      back: () => this.#back(),
      hint: () => (this.#solving ? this.#solving.hint() : this.#saying.note(this.#phrases.noHintsHere)),
      solution: () => this.#solution(),
      skip: () => this.#skip(),
      reset: () => this.#reset(),
      steps: () => this.#steps(),
      go: () => this.#go(number),
      ts: () => this.#showIn('ts'),
      python: () => this.#showIn('python'),
      help: () => this.#saying.say(helpText(this.#language, this.#saying.look)),
    }
    await actions[word]()
  }

  /** A step elsewhere: the chapter's variables are made anew. */
  async #goTo(index: number): Promise<void> {
    await this.#saying.replayTo(index)
    await this.#open(index)
  }

  async #go(number: number | undefined): Promise<void> {
    const { length } = this.#options.chapter.steps
    if (number === undefined || number < 1 || number > length)
      return this.#saying.note(this.#phrases.noSuchStep(length))
    if (this.#againAt !== undefined) await this.#leaveAgain()
    await this.#goTo(number - 1)
  }

  async #back(): Promise<void> {
    if (this.#againAt !== undefined && this.#againAt > 0) return this.#openAgain(this.#againAt - 1)
    if (this.#againAt !== undefined || this.#index === 0) return this.#saying.note(this.#phrases.isFirst)
    await this.#goTo(this.#index - 1)
  }

  #steps(): void {
    const { key, chapter } = this.#options
    const index = this.#againAt === undefined ? this.#index : -1
    this.#saying.say(stepsText(chapter, this.#progress.of(key), index, this.#language, this.#saying.look))
  }

  async #reset(): Promise<void> {
    this.#saying.note(this.#phrases.isReset)
    await this.#goTo(this.#index)
  }

  /** The step once more, with its code in another language. */
  async #showIn(code: CodeLanguage): Promise<void> {
    if (code === this.#code) return this.#saying.note(this.#phrases.codeIsAlready[code])
    this.#code = code
    this.#stage.session.first = code
    this.#progress.setCode(code)
    await this.#take(this.#againAt === undefined ? this.#options : this.#options.again!)
    this.#saying.note(this.#phrases.codeIs[code])
    if (this.#edition.isMixed) this.#saying.note(this.#phrases.codeIsMixed)
    await this.#goTo(this.#index)
  }

  async #next(): Promise<void> {
    const { step } = this
    if (this.#saying.hasMore) return this.#turnPage()
    if (!this.#isSettled)
      return this.#saying.note(step.kind === 'predict' ? this.#phrases.predictFirst : this.#phrases.notSolved)
    await this.#forward()
  }

  async #forward(): Promise<void> {
    if (this.#againAt !== undefined) {
      if (this.#againAt < this.#options.again!.steps.length - 1) return this.#openAgain(this.#againAt + 1)
      await this.#leaveAgain()
      this.#saying.note(this.#phrases.againIsOver)
      return this.#fromTheStart()
    }
    const { steps } = this.#chapter
    if (this.#index < steps.length - 1) return this.#open(this.#index + 1)
    const { key } = this.#options
    const { say } = this.#stage
    const { style, look } = this.#saying
    say(style.bold(this.#phrases.finished))
    const summary = summaryText(this.#chapter, this.#progress.of(key), this.#language, look)
    if (summary !== '') say(summary)
    const following = chapterOrder[chapterOrder.indexOf(key) + 1]
    if (chapterOrder.includes(key) && following)
      say(wrap(this.#phrases.nextChapter(following), proseWidth(look)))
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

  async #solution(): Promise<void> {
    const { step } = this
    if (this.#solving) return this.#solving.solution()
    if (step.kind !== 'predict' || this.#isSettled) return this.#saying.note(this.#phrases.noSolutionHere)
    return this.#reveal(step, null)
  }

  // ---- predictions ----

  async #predicted(step: Predict, entry: Entry, value: unknown): Promise<void> {
    const reading = await entry.parsed()
    if (value === undefined || reading.isLook || reading.assigned.size > 0) return
    await this.#reveal(step, (outcome) => isPredicted(value, outcome))
  }

  /** Runs the cell that was asked about; `isRight` is null where nothing was predicted. */
  async #reveal(step: Predict, isRight: ((outcome: Outcome) => boolean) | null): Promise<void> {
    const saying = this.#saying
    const { outcome, text } = await saying.run(step.cell)
    const wasRight = isRight?.(outcome) ?? false
    if (wasRight) saying.right(this.#phrases.predictedRight)
    else if (isRight) saying.wrong(this.#phrases.predictedWrong)
    saying.say(`${entryText(step.cell, saying.look)}${text === '' ? '' : `\n${text}`}`)
    saying.noteChange(step.cell, outcome, text)
    await saying.showParts(step.because)
    this.#addTry(({ wrong, ...known }) => ({
      ...known,
      wrong: wasRight ? wrong : wrong + 1,
      isRight: wasRight || known.isRight,
    }))
    this.#settle('done')
    saying.say('')
    this.#sayWhatNow()
  }

  // ---- hints on typing ----

  /** A name that is not known and looks like a word. */
  #noteMeant(entry: string, error: unknown): void {
    if (!(error instanceof Error) || !/ReferenceError|NameError/.test(error.name)) return
    const word = nearestWord(entry, editDistance)
    if (word) this.#saying.note(this.#phrases.didYouMean(word))
  }
}
