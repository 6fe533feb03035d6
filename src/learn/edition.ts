// A chapter as it is played: its code in one language, who says it, and who grades the answers to it.
import { readEntry } from '../repl/entry.js'
import type { Stage } from '../repl/prompt.js'
import { cellsIn, type Cell, type Chapter, type CodeLanguage, flowOf, type Language } from './chapter.js'
import type { Grader } from './grader.js'
import { phrases } from './phrases.js'
import { Saying } from './saying.js'

export interface Choice {
  /** What progress calls the chapter. */
  readonly key: string
  /** As it was written. */
  readonly chapter: Chapter
  readonly language: Language
  /** What code is shown in. */
  readonly code: CodeLanguage
}

/** All cells that are shown. */
const shownCells = ({ opening, steps }: Chapter): Cell[] => [
  ...cellsIn(opening),
  ...steps.flatMap((step) =>
    step.kind === 'exercise'
      ? [...flowOf(step), step.starter, step.solution, ...cellsIn(step.others)]
      : flowOf(step),
  ),
]

/** What the prompt itself is asked, such as `x?`, is in no language. */
const codeOf = (chapter: Chapter): Cell[] =>
  shownCells(chapter).filter(({ code }) => code !== '' && readEntry(code).isCode)

/** The chapter with its code in a language; the one given where it is written in it. */
export async function chapterIn(chapter: Chapter, code: CodeLanguage): Promise<Chapter> {
  if (codeOf(chapter).every(({ language }) => language === code)) return chapter
  // What converts is loaded where something is to be converted.
  const { inCode } = await import('./forms.js')
  return (await inCode(chapter, code)).chapter
}

export class Edition {
  readonly key: string
  readonly chapter: Chapter
  readonly saying: Saying
  readonly grader: Grader
  /** Whether some of the code has no form in the language chosen. */
  readonly isMixed: boolean

  private constructor(choice: Choice, stage: Stage, graderOf: (chapter: Chapter) => Grader) {
    const { key, chapter, language, code } = choice
    this.key = key
    this.chapter = chapter
    this.saying = new Saying(stage, chapter, { language, code }, phrases[language])
    this.grader = graderOf(chapter)
    this.isMixed = codeOf(chapter).some((cell) => cell.language !== code)
  }

  static async of(choice: Choice, stage: Stage, graderOf: (chapter: Chapter) => Grader): Promise<Edition> {
    const chapter = await chapterIn(choice.chapter, choice.code)
    return new Edition({ ...choice, chapter }, stage, graderOf)
  }

  close(): void {
    this.grader.close()
  }
}
