// The workbench where answers are tried: runs a chapter's cells up to an exercise, then its setup and the answer with several
// seeds, and compares with the solution. It changes the session it is given: a learner's own is never lent to it.
import torch from '../torch.js'
import type { Tensor } from '../torch.js'
import { Conversation } from '../repl/commands/conversation.js'
import { showError } from '../repl/show.js'
import { type Asked, askedBy, type Code, readCode } from './answer.js'
import { namesBefore, usesAny } from './chapter-names.js'
import { type Chapter, type Exercise, type Words } from './chapter.js'
import { aspectDifference, difference } from './compare.js'
import { type Facts, factsOf } from './describe.js'
import { inForm } from './other-form.js'
import { replay, runQuietly, startAfresh, storedLook } from './run-cell.js'
import { within, words } from './words.js'

/** The seeds of the further inputs that an answer is tried on, after those that the learner sees. */
const furtherSeeds = [11, 23, 42]
/** No further input is begun after so many milliseconds, save the first. */
const patience = 3000

export interface Attempt {
  /** Entries that came before, and define what the answer uses. */
  readonly helpers: readonly Code[]
  /** The entries of this exercise, the answer last. */
  readonly entries: readonly Code[]
}

/** null for a right answer; else what is wrong with it. */
export type Verdict = { readonly complaint: Words } | null

/** What an answer came to. */
interface Result {
  /** The value, or those of the names asked for. */
  readonly answers: readonly Facts[]
  readonly expressions: readonly Facts[]
}

/** Code that did not run to its end. */
class Failed extends Error {
  constructor(readonly words: Words) {
    super(words.en)
  }
}

/** The solution of an exercise did not run: a fault of the chapter's. */
export class SolutionFails extends Error {
  override readonly name = 'SolutionFails'
}

export class Bench {
  readonly #session = new Conversation({ look: () => storedLook })
  readonly #chapter: Chapter
  /** By step: the random numbers where an exercise begins, as the learner's session has them there. */
  readonly #states = new Map<number, Tensor>()
  /** By step and seed: what the solution gives. */
  readonly #wanted = new Map<string, Result>()

  constructor(chapter: Chapter) {
    this.#chapter = chapter
  }

  /** Finds out what answers will be compared with, so that grading has less to do. */
  async prepare(index: number): Promise<void> {
    for (const seed of [null, ...furtherSeeds]) await this.#wantedFor(index, seed)
  }

  /** Tries an answer to the exercise that is step number `index`, counted from 0. */
  async judge(index: number, attempt: Attempt): Promise<Verdict> {
    const exercise = this.#exercise(index)
    const asked = askedBy(exercise)
    const startedAt = performance.now()
    for (const seed of [null, ...furtherSeeds]) {
      if (seed !== null && seed !== furtherSeeds[0] && performance.now() - startedAt > patience) break
      const wanted = await this.#wantedFor(index, seed)
      let complaint: Words | null
      try {
        complaint = compare(await this.#tryOut(index, asked, attempt, seed), wanted, asked)
      } catch (error) {
        if (!(error instanceof Failed)) throw error
        complaint = error.words
      }
      if (complaint && seed === null) return { complaint }
      if (complaint)
        return {
          complaint: within(
            complaint,
            (text) => `right for this input, wrong for another: ${text}`,
            (text) => `对这个输入是对的，换一个输入就错了：${text}`,
          ),
        }
    }
    return null
  }

  #exercise(index: number): Exercise {
    const step = this.#chapter.steps[index]
    if (step.kind !== 'exercise') throw new Error(`internal: step ${index} is no exercise`)
    return step
  }

  async #wantedFor(index: number, seed: number | null): Promise<Result> {
    const key = `${index} ${seed}`
    const known = this.#wanted.get(key)
    if (known) return known
    const exercise = this.#exercise(index)
    try {
      const attempt = { helpers: [], entries: [exercise.solution] }
      const wanted = await this.#tryOut(index, askedBy(exercise), attempt, seed)
      this.#wanted.set(key, wanted)
      return wanted
    } catch (error) {
      throw error instanceof Failed ? new SolutionFails(error.words.en) : error
    }
  }

  /** Takes away what was left behind: variables are global, and a later session would take them for names of Node's. */
  async clear(): Promise<void> {
    await startAfresh(this.#session)
  }

  /** Runs setup and answer from the same start. */
  async #tryOut(index: number, asked: Asked, attempt: Attempt, seed: number | null): Promise<Result> {
    const { setup } = this.#exercise(index)
    const { helpers, entries } = attempt
    await this.#goTo(index, [...(setup ? [setup] : []), ...helpers, ...entries, ...asked.expressions])
    for (const helper of helpers) await runQuietly(this.#session, helper)
    if (seed === null) torch.set_rng_state(this.#states.get(index)!)
    else torch.manual_seed(seed)
    if (setup) await this.#run(setup)
    let value: unknown
    for (const entry of entries) value = await this.#run(entry)
    // `r = …` says nothing, and is an answer all the same.
    const [name, ...more] = asked.isValue && value === undefined ? readCode(entries.at(-1)!).lastAssigned : []
    if (name !== undefined && more.length === 0) value = await this.#value(name)
    // Described before anything else runs that could change it.
    const answers = asked.isValue ? [factsOf(value)] : []
    for (const wanted of asked.names) answers.push(factsOf(await this.#value(wanted)))
    const expressions: Facts[] = []
    for (const expression of asked.expressions) expressions.push(factsOf(await this.#run(expression)))
    return { answers, expressions }
  }

  /** Brings the session to where the exercise begins, as far as `codes` can tell. */
  async #goTo(index: number, codes: readonly Code[]): Promise<void> {
    await startAfresh(this.#session)
    if (this.#states.has(index) && !usesAny(codes, namesBefore(this.#chapter, index))) return
    await replay(this.#session, this.#chapter, index)
    if (!this.#states.has(index)) this.#states.set(index, torch.get_rng_state())
  }

  async #value(name: string): Promise<unknown> {
    const { outcome } = await runQuietly(this.#session, { code: name, language: 'ts' })
    if (outcome.kind === 'value') return outcome.value
    throw new Failed(words(`there is no ${name} yet`, `还没有 ${name}`))
  }

  async #run(code: Code): Promise<unknown> {
    const { outcome } = await runQuietly(this.#session, code)
    if (outcome.kind === 'value') return outcome.value
    const text = outcome.kind === 'error' ? showError(outcome.error) : 'SyntaxError: Unexpected end of input'
    throw new Failed(words(`it fails: ${text}`, `运行出错：${text}`))
  }
}

function compare(given: Result, wanted: Result, asked: Asked): Words | null {
  for (let i = 0; i < wanted.answers.length; i++) {
    const named = (complaint: Words): Words =>
      asked.names.length > 1
        ? within(
            complaint,
            (text) => `${asked.names[i]}: ${text}`,
            (text) => `${asked.names[i]}：${text}`,
          )
        : complaint
    const needs = wanted.answers[i]
    // What a tensor is beside its values can be asked of a tensor alone.
    const isStrict = asked.comparesForm || asked.aspects.length > 0
    const has = isStrict ? given.answers[i] : inForm(given.answers[i], needs)
    const complaint = difference(has, asked.comparesValue ? needs : withValuesOf(needs, has))
    if (complaint) return named(complaint)
    for (const aspect of asked.aspects) {
      const inside = aspectDifference(has, needs, aspect)
      if (inside) return named(inside)
    }
  }
  for (let i = 0; i < wanted.expressions.length; i++) {
    const needs = wanted.expressions[i]
    const has = asked.comparesForm ? given.expressions[i] : inForm(given.expressions[i], needs)
    const complaint = difference(has, needs)
    if (complaint)
      return within(
        complaint,
        (text) => `${asked.expressions[i].code}: ${text}`,
        (text) => `${asked.expressions[i].code}：${text}`,
      )
  }
  return null
}

/** For answers that are random by themselves: shape and dtype are compared, values are not. */
function withValuesOf(wanted: Facts, given: Facts): Facts {
  if (wanted.kind === 'tensor' && given.kind === 'tensor') {
    const isSame = wanted.shape.join() === given.shape.join()
    return isSame ? { ...wanted, values: given.values.to(wanted.values.dtype) } : wanted
  }
  return wanted.kind === 'number' && given.kind === 'number' ? given : wanted
}
