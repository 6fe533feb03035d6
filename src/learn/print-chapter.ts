// A whole chapter as text, with the answers to its exercises: for pipes, and for reading it at once.
import { type Look, paint } from '../terminal/look.js'
import { Conversation } from '../repl/commands/conversation.js'
import { askedBy } from './answer.js'
import { type Cell, type Chapter, type CodeLanguage, type Language, type Part, type Step } from './chapter.js'
import { phrases } from './phrases.js'
import { entryText, proseText, sampleText, titleText } from './render.js'
import { replay, runQuietly, startAfresh } from './run-cell.js'

/** Runs the chapter and hands out its text, step by step. */
export async function printChapter(
  chapter: Chapter,
  { language, code }: { language: Language; code: CodeLanguage },
  look: Look,
  print: (text: string) => void,
): Promise<void> {
  const session = new Conversation({ look: () => look })
  const style = paint(look)
  const say = (text: string): void => print(`\n${text}`)
  const phrase = phrases[language]

  const showCell = async (cell: Cell): Promise<void> => {
    const { text } = await runQuietly(session, cell, look)
    say(entryText(cell, look))
    if (text !== '') print(text)
  }
  const showParts = async (parts: readonly Part[], isRun = true): Promise<void> => {
    for (const part of parts) {
      if (part.kind === 'prose') {
        const text = proseText(part.words, language, code, look)
        if (text !== '') say(text)
      } else if (part.kind === 'sample') say(sampleText(part, look))
      else if (isRun) await showCell(part.cell)
      else say(entryText(part.cell, look))
    }
  }

  const showStep = async (step: Step, index: number): Promise<void> => {
    await showParts(step.parts)
    if (step.kind === 'predict') {
      await showCell(step.cell)
      await showParts(step.because)
    } else if (step.kind === 'exercise') {
      if (step.setup) await showCell(step.setup)
      say(style.bold(phrase.anAnswer))
      await showCell(step.solution)
      // An assignment says nothing by itself.
      const { names } = askedBy(step)
      if (names.length > 0)
        print((await runQuietly(session, { code: names.join(', '), language: code }, look)).text)
      await showParts(step.solutionParts)
      if (step.others.length > 0) say(style.bold(phrase.anotherWay))
      await showParts(step.others, false)
      // Later steps see nothing of what the answer made.
      await startAfresh(session)
      await replay(session, chapter, index + 1)
    }
  }

  await startAfresh(session)
  print(style.bold.cyan(titleText(chapter.title[language], look)))
  await showParts(chapter.opening)
  for (const [i, step] of chapter.steps.entries()) {
    say(style.bold.cyan(`${i + 1}. ${titleText(step.title[language], look)}`))
    await showStep(step, i)
  }
}
