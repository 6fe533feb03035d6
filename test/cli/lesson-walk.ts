// A scripted learner who walks a chapter to its end in a pseudo-terminal: answers wrongly first, asks for hints, predicts,
// solves. Driven by the chapter's own wrong answers and solutions, so that it fits every chapter.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askedBy, readCode } from '../../src/learn/answer.js'
import {
  cellsIn,
  type Chapter,
  type CodeLanguage,
  type Exercise,
  type Language,
  type Predict,
} from '../../src/learn/chapter.js'
import { withoutPlace } from '../../src/learn/check-chapter.js'
import { phrases } from '../../src/learn/phrases.js'
import { proseText } from '../../src/learn/render.js'
import { plainLook } from '../../src/terminal/look.js'
import { Terminal } from './terminal.js'

/** What the editor writes whenever it asks for an entry. */
const asking = '\x1b[?2004h'
const timesAsked = (written: string): number => written.split(asking).length - 1

/** Lines break anywhere in Chinese, and at blanks in English. */
const squeezed = (text: string): string => text.replace(/\s+/g, '')

export interface WalkOptions {
  columns?: number
  rows?: number
  /** What code is shown in; the chapter is given in that form. */
  code?: CodeLanguage
  /** Where progress is kept; default a folder of this walk alone. */
  data?: string
}

export class Walk {
  readonly terminal: Terminal
  readonly #data: string
  readonly #chapter: Chapter
  readonly #language: Language
  readonly #argument: string
  readonly #code: CodeLanguage

  constructor(chapter: Chapter, argument: string, language: Language, options: WalkOptions = {}) {
    const { data = mkdtempSync(join(tmpdir(), 'dltorch-walk-')), code = 'ts', ...size } = options
    this.#code = code
    this.#data = data
    this.#chapter = chapter
    this.#language = language
    this.#argument = argument
    this.terminal = new Terminal({
      ...size,
      args: ['lesson', argument, '--lang', language, '--lang', code, '--yes'],
      env: { XDG_DATA_HOME: data, XDG_STATE_HOME: data, XDG_CONFIG_HOME: data },
    })
  }

  /** Waits for the first prompt, and returns what stands above it. */
  async begin(): Promise<string> {
    await this.#isAsked(1, 'the start')
    return this.terminal.transcript
  }

  /** Types an entry, and returns all that is shown until the next prompt. */
  async enter(text: string): Promise<string> {
    const { terminal } = this
    const asked = timesAsked(terminal.written)
    const before = terminal.transcript.length
    // Pasted, so that several lines are one entry.
    terminal.type(`\x1b[200~${text}\x1b[201~\r`)
    // A block of Python's ends with an empty line.
    if (/\n[ \t]+[^\s})\]].*$/.test(text)) terminal.type('\r')
    await this.#isAsked(asked + 1, text)
    return terminal.transcript.slice(before)
  }

  /** A step that is taller than the screen, page after page. */
  async #whole(shown: string): Promise<string> {
    const more = squeezed(phrases[this.#language].moreOfStep)
    let all = shown
    while (squeezed(all).endsWith(`${more}>>>`)) all += await this.enter('')
    return all
  }

  async #isAsked(times: number, after: string): Promise<void> {
    const { terminal } = this
    const isAsked = (): boolean =>
      timesAsked(terminal.written) >= times && terminal.transcript.endsWith('>>>')
    await terminal.until(isAsked, `a prompt after ${JSON.stringify(after)}`)
  }

  #assertShows(shown: string, wanted: string, when: string): void {
    assert.ok(
      squeezed(shown).includes(squeezed(wanted)),
      `${when}: no ${JSON.stringify(wanted)} in\n${shown}`,
    )
  }

  /** Lines of running text end between words. */
  #assertUnbroken(shown: string, text: string, when: string): void {
    if (this.#language !== 'en') return
    const words = new Set(shown.replaceAll('`', '').split(/\s+/))
    for (const word of text.replaceAll('`', '').trim().split(/\s+/))
      assert.ok(words.has(word), `${when}: ${word} is broken in\n${shown}`)
  }

  /** From the first prompt to the last step, and out. */
  async toTheEnd(): Promise<void> {
    const { terminal } = this
    const phrase = phrases[this.#language]
    try {
      let shown = await this.#whole(await this.begin())
      for (const step of this.#chapter.steps) {
        this.#assertShows(shown, step.title[this.#language].replaceAll('`', ''), step.id)
        if (step.kind === 'predict') await this.#predict(step)
        if (step.kind === 'exercise') this.#assertUnbroken(shown, phrase.starter, step.id)
        if (step.kind === 'exercise') await this.#solve(step)
        shown = await this.#whole(await this.enter('next'))
      }
      this.#assertShows(shown, phrase.finished, 'the end')
      terminal.type('quit\r')
      assert.equal(await terminal.closed, 0)
      // What was written last may be read after the end is known.
      const left = squeezed(phrase.left(`dltorch lesson ${this.#argument}`))
      await terminal.until(() => squeezed(terminal.transcript).endsWith(left), left)
      this.#assertProgress()
    } finally {
      terminal.kill()
      rmSync(this.#data, { recursive: true })
    }
  }

  async #predict(step: Predict): Promise<void> {
    const phrase = phrases[this.#language]
    this.#assertShows(await this.enter('next'), phrase.predictFirst, step.id)
    const isRight = this.#language === 'en'
    const rightAnswer = step.cell.fails
      ? (/^(\w+Error)\b/m.exec(step.cell.output)?.[1] ?? '')
      : step.cell.output
    const shown = await this.enter(isRight ? rightAnswer : 'NoSuchError')
    this.#assertShows(shown, isRight ? phrase.predictedRight : phrase.predictedWrong, step.id)
    this.#assertShows(shown, step.cell.fails ? withoutPlace(step.cell.output) : step.cell.output, step.id)
    for (const part of step.because)
      if (part.kind === 'prose')
        this.#assertShows(shown, proseText(part.words, this.#language, this.#code, plainLook), step.id)
  }

  async #solve(step: Exercise): Promise<void> {
    const phrase = phrases[this.#language]
    this.#assertShows(await this.enter('next'), phrase.notSolved, step.id)
    const asked = askedBy(step)
    for (const cell of [step.starter, ...step.wrong]) {
      const { code } = cell
      const shown = await this.enter(code)
      assert.ok(!shown.includes('✔'), `${step.id} takes a wrong answer: ${shown}`)
      const isTry = asked.names.some((name) => readCode(cell).assigned.has(name))
      if (isTry && !/^\w*Error\b/m.test(shown)) this.#assertShows(shown, '✖', `${step.id}, ${code}`)
    }
    for (const hint of step.hints) {
      const shown = await this.enter('hint')
      const text = proseText(hint, this.#language, this.#code, plainLook)
      this.#assertShows(shown, text, step.id)
      this.#assertUnbroken(shown, text, step.id)
    }
    this.#assertShows(await this.enter('hint'), phrase.noMoreHints, step.id)
    const [other] = cellsIn(step.others)
    const answer = this.#language === 'en' ? step.solution : other
    this.#assertShows(await this.enter(answer.code), '✔', `${step.id}, ${answer.code}`)
  }

  #assertProgress(): void {
    const saved = JSON.parse(readFileSync(join(this.#data, 'dltorch', 'lessons.json'), 'utf8')) as {
      language: string
      chapters: Record<string, { marks: Record<string, string> }>
    }
    assert.equal(saved.language, this.#language)
    const [{ marks }] = Object.values(saved.chapters)
    const wanted = this.#chapter.steps.map(({ id, kind }) => [id, kind === 'exercise' ? 'solved' : 'done'])
    assert.deepEqual(marks, Object.fromEntries(wanted))
  }
}
