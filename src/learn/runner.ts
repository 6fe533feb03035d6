// Plays a chapter: runs its cells in a session, hands out what to show, asks, checks. Knows no terminal.
import torch from '../index.js'
import type { Session } from '../repl/session.js'
import { show, showError } from '../repl/show.js'
import type { Chapter, Exercise, Language } from './catalogue.js'
import { difference } from './checker.js'

/** What a chapter needs from where it is read. */
export interface Reader {
  heading(text: string): void
  say(text: string): void
  code(text: string): void
  output(text: string): void
  /** Waits until the person wants to go on. */
  pause(): Promise<void>
  /** The person's next try, or null to give up. */
  answer(): Promise<string | null>
  verdict(isRight: boolean, text: string): void
}

export interface PlayOptions {
  language: Language
  /** Print the answers instead of asking. */
  showAnswers?: boolean
}

const words = {
  exercise: { en: 'Exercise', zh: '练习' },
  right: { en: 'Right.', zh: '正确。' },
  hint: { en: 'Hint: ', zh: '提示:' },
  answer: { en: 'An answer:', zh: '参考答案:' },
  incomplete: { en: 'That stops too early: something is not closed.', zh: '输入不完整:有括号没有闭合。' },
}

/** Runs a cell of the chapter itself, which does not fail. */
async function runCell(session: Session, code: string): Promise<unknown> {
  const outcome = await session.evaluate(code)
  if (outcome.kind === 'value') return outcome.value
  const reason = outcome.kind === 'error' ? showError(outcome.error) : outcome.kind
  throw new Error(`internal: a lesson's cell does not run (${reason}):\n${code}`)
}

/** What an exercise compares with: every answer starts from the same setup and the same random numbers. */
async function freshValue(session: Session, exercise: Exercise, code: string): Promise<unknown> {
  torch.manual_seed(0)
  if (exercise.setup) await runCell(session, exercise.setup)
  return runCell(session, code)
}

/** null when `code` solves the exercise; otherwise what to tell the person. */
export async function check(
  session: Session,
  exercise: Exercise,
  code: string,
  language: Language,
): Promise<string | null> {
  const wanted = await freshValue(session, exercise, exercise.answer)
  torch.manual_seed(0)
  if (exercise.setup) await runCell(session, exercise.setup)
  const outcome = await session.evaluate(code)
  if (outcome.kind === 'error') return showError(outcome.error)
  if (outcome.kind === 'interrupted') return 'KeyboardInterrupt'
  if (outcome.kind === 'incomplete') return words.incomplete[language]
  return difference(outcome.value, wanted, language)
}

async function ask(
  session: Session,
  exercise: Exercise,
  reader: Reader,
  options: PlayOptions,
): Promise<void> {
  const { language, showAnswers } = options
  reader.say(`${words.exercise[language]}. ${exercise.ask[language]}`)
  if (exercise.setup) {
    reader.code(exercise.setup)
    torch.manual_seed(0)
    const value = show(await runCell(session, exercise.setup))
    if (value !== '') reader.output(value)
  }
  const reveal = async (): Promise<void> => {
    reader.say(words.answer[language])
    reader.code(exercise.answer)
    reader.output(show(await freshValue(session, exercise, exercise.answer)))
  }
  if (showAnswers) return reveal()
  for (let tries = 1; ; tries++) {
    const code = await reader.answer()
    if (code === null) return reveal()
    const complaint = await check(session, exercise, code, language)
    if (complaint === null) return reader.verdict(true, words.right[language])
    reader.verdict(false, complaint)
    if (tries === 2) reader.say(words.hint[language] + exercise.hint[language])
  }
}

/** Plays the chapter from its first step to its last. */
export async function play(
  chapter: Chapter,
  session: Session,
  reader: Reader,
  options: PlayOptions,
): Promise<void> {
  const { language } = options
  reader.heading(chapter.title[language])
  torch.manual_seed(0)
  for (const section of chapter.sections) {
    reader.heading(section.title[language])
    for (const step of section.steps) {
      if (step.kind === 'exercise') {
        await ask(session, step, reader, options)
      } else {
        reader.say(step.say[language])
        reader.code(step.code)
        const value = show(await runCell(session, step.code))
        if (value !== '') reader.output(value)
      }
      await reader.pause()
    }
  }
}
