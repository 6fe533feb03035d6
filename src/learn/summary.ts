// What a chapter was like for who went through it: what was right at once, what was hard, what is to be tried again.
import type { Look } from '../terminal/look.js'
import { paint } from '../terminal/look.js'
import { wrap } from '../terminal/wrap.js'
import type { Chapter, Language, Step } from './chapter.js'
import { openSteps } from './lesson-text.js'
import { phrases } from './phrases.js'
import type { ChapterProgress } from './progress.js'
import { proseWidth, titleText } from './render.js'

export type Ease = 'at once' | 'hard' | 'again'

/** What came of a step that asks something; undefined for one that does not, or was not begun. */
export function easeOf(step: Step, { marks, tries = {} }: ChapterProgress): Ease | undefined {
  if (step.kind === 'reading') return undefined
  const mark = marks[step.id]
  const { [step.id]: taken } = tries
  if (mark === undefined && taken === undefined) return undefined
  // Files of earlier versions say only that it was done.
  const isRight = taken?.isRight ?? (step.kind === 'exercise' ? mark === 'solved' : mark === 'done')
  if (!isRight) return 'again'
  return taken && (taken.wrong > 0 || taken.hints > 0) ? 'hard' : 'at once'
}

/** The steps that came to this, counted from 0. */
export const stepsThatWere = (ease: Ease, { steps }: Chapter, progress: ChapterProgress): number[] =>
  steps.flatMap((step, i) => (easeOf(step, progress) === ease ? [i] : []))

/** The lines at the end of a chapter. */
export function summaryText(
  chapter: Chapter,
  progress: ChapterProgress,
  language: Language,
  look: Look,
): string {
  const phrase = phrases[language]
  const style = paint(look)
  const { steps } = chapter
  const named = (index: number): string => `${index + 1} ${titleText(steps[index].title[language], look)}`
  const isRight = (step: Step): boolean => {
    const ease = easeOf(step, progress)
    return ease !== undefined && ease !== 'again'
  }
  const count = (kind: Step['kind']): [right: number, all: number] => {
    const all = steps.filter((step) => step.kind === kind)
    return [all.filter(isRight).length, all.length]
  }
  const lines: string[] = []
  const [predicted, exercises] = [count('predict'), count('exercise')]
  const counts = [
    ...(predicted[1] > 0 ? [phrase.predictionsRight(...predicted)] : []),
    ...(exercises[1] > 0 ? [phrase.exercisesSolved(...exercises)] : []),
  ]
  if (counts.length > 0) lines.push(counts.join(/[a-z]/i.test(counts[0]) ? ' ' : ''))
  const groups = [
    [phrase.rightAtOnce, style.green, stepsThatWere('at once', chapter, progress)],
    [phrase.wasHard, style.yellow, stepsThatWere('hard', chapter, progress)],
    [phrase.tryAgain, style.red, stepsThatWere('again', chapter, progress)],
  ] as const
  for (const [head, colour, found] of groups)
    if (found.length > 0)
      lines.push(`${colour(head)}\n${found.map((index) => `  ${named(index)}`).join('\n')}`)
  const told = new Set(groups.flatMap(([, , found]) => found))
  const open = openSteps(chapter, progress).filter((index) => !told.has(index))
  if (open.length > 0) lines.push(phrase.open(open.map((index) => index + 1).join(', ')))
  else if (groups[2][2].length > 0) lines.push(phrase.goLeads)
  return lines.map((text) => wrap(text, proseWidth(look))).join('\n')
}
