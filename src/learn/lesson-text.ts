// What a lesson shows of itself: the line above a step, the list of steps, the list of words, the list of chapters.
import { inColumns } from '../terminal/columns.js'
import { type Look, paint } from '../terminal/look.js'
import { widthOf } from '../terminal/width.js'
import { wrap } from '../terminal/wrap.js'
import type { Chapter, Language, Step } from './chapter.js'
import { phrases } from './phrases.js'
import type { ChapterProgress, Mark, Tries } from './progress.js'
import { proseWidth, titleText } from './render.js'

/** `── 3 of 14 · Joining with cat ─────` */
export function headingText(where: string, stepTitle: string, look: Look): string {
  const style = paint(look)
  const line = look.unicode ? '─' : '-'
  const head = `${line}${line} ${where} · ${titleText(stepTitle, look)} `
  const rest = Math.min(proseWidth(look), 80) - widthOf(head)
  if (rest < 0) return `\n${style.bold.cyan(wrap(head.trimEnd(), proseWidth(look)))}`
  return `\n${style.bold.cyan(head)}${style.cyan.dim(line.repeat(Number.isFinite(rest) ? rest : 0))}`.trimEnd()
}

const isDone = (step: Step, mark: Mark | undefined): boolean =>
  mark === 'solved' || mark === 'shown' || (mark === 'done' && step.kind !== 'exercise')

/** Steps that wait to be done, counted from 0. */
export const openSteps = ({ steps }: Chapter, { marks }: ChapterProgress): number[] =>
  steps.flatMap((step, i) => (isDone(step, marks[step.id]) ? [] : [i]))

export interface Tally {
  readonly steps: number
  readonly exercises: number
}

/** How much of a chapter is done. */
export function marksOf({ steps }: Chapter, { marks }: ChapterProgress): Tally {
  const done = steps.filter((step) => isDone(step, marks[step.id]))
  return { steps: done.length, exercises: done.filter(({ id }) => marks[id] === 'solved').length }
}

function signOf(step: Step, mark: Mark | undefined, tries: Tries | undefined, look: Look): string {
  const style = paint(look)
  const isMissed = step.kind === 'predict' && tries?.isRight === false
  if (mark === 'shown' || (mark === 'done' && isMissed)) return style.yellow(look.unicode ? '◐' : '~')
  if (isDone(step, mark)) return style.green(look.unicode ? '✔' : '+')
  return style.dim(look.unicode ? '○' : '-')
}

export function stepsText(
  chapter: Chapter,
  { marks, tries = {} }: ChapterProgress,
  index: number,
  language: Language,
  look: Look,
): string {
  const style = paint(look)
  const rows = chapter.steps.map((step, i) => {
    const title = titleText(step.title[language], look)
    const arrow = i === index ? (look.unicode ? '→' : '>') : ' '
    return [
      `${arrow} ${signOf(step, marks[step.id], tries[step.id], look)} ${String(i + 1).padStart(2)}`,
      i === index ? style.bold(title) : title,
    ]
  })
  return inColumns(rows, look, { wrap: true })
}

export function helpText(language: Language, look: Look): string {
  const style = paint(look)
  const { helpWords, helpMore } = phrases[language]
  const rows = helpWords.map(([word, meaning]) => [style.cyan(word), meaning])
  return `${inColumns(rows, look, { wrap: true })}\n\n${wrap(helpMore, proseWidth(look))}`
}
