// Finds what only running a chapter can show: cells that fail, outputs that are not what is stored, exercises whose starter
// passes or whose solution does not. Also writes the outputs into the files.
import torch from '../torch.js'
import { Conversation } from '../repl/commands/conversation.js'
import { askedBy } from './answer.js'
import { Bench, SolutionFails } from './bench.js'
import { type Cell, cellsIn, type Chapter, type CodeLanguage, type Exercise, flowOf } from './chapter.js'
import type { Fault } from './fault.js'
import { type Ran, runQuietly, startAfresh, storedLook } from './run-cell.js'

/** What every cell prints when the chapter runs from its start, and what is wrong with that. */
export interface Played {
  readonly outputs: ReadonlyMap<Cell, string>
  readonly faults: readonly Fault[]
}

function cellProblem({ outcome, text }: Ran, cell: Cell): string | null {
  if (outcome.kind === 'error' && !cell.fails)
    return `this cell fails: ${text}\nIf it is meant to, it begins with \`\`\`${cell.language} error`
  if (outcome.kind === 'value' && cell.fails)
    return `this cell is meant to fail (\`\`\`${cell.language} error), and it does not`
  if (outcome.kind === 'incomplete') return 'this cell stops before its sense does: something is not closed'
  return outcome.kind === 'interrupted' ? 'this cell was interrupted' : null
}

/** Runs all cells as a session does that goes through the chapter. */
export async function playChapter(chapter: Chapter): Promise<Played> {
  const session = new Conversation({ look: () => storedLook })
  const outputs = new Map<Cell, string>()
  const faults: Fault[] = []
  await startAfresh(session)
  for (const cell of [...cellsIn(chapter.opening), ...chapter.steps.flatMap((step) => flowOf(step))]) {
    const ran = await runQuietly(session, cell)
    outputs.set(cell, ran.text)
    const reason = cellProblem(ran, cell)
    if (reason) faults.push({ place: cell.place, reason })
  }
  await startAfresh(session)
  return { outputs, faults }
}

/** Cells whose stored output is not what they print. */
export function staleCells({ outputs }: Played): { cell: Cell; output: string }[] {
  return [...outputs].flatMap(([cell, output]) => (output === cell.output ? [] : [{ cell, output }]))
}

/** Python guesses at names in its own way. */
const withoutGuess = (text: string): string => text.replace(/(?:\. |\n)Did you mean.*$/m, '')

/** What is said of an error in whichever language: its class, its words, the drawing. The line is shown by each in its way. */
export const withoutPlace = (text: string): string =>
  withoutGuess(text).slice(
    Math.max(0, text.search(/^(?:\w+\.)*\w*(?:Error|Exception|StopIteration|KeyboardInterrupt)\b/m)),
  )

/** Cells of a chapter in another language than theirs that print something else than is stored. */
export function unlikeCells({ outputs }: Played): { cell: Cell; output: string }[] {
  return staleCells({ outputs, faults: [] }).filter(
    ({ cell, output }) => !cell.fails || withoutPlace(cell.output) !== withoutPlace(output),
  )
}

/** Whether the exercise tells right from wrong; `answers` has its answers where they are in another language. */
export async function checkExercise(
  chapter: Chapter,
  exercise: Exercise,
  answers: Exercise = exercise,
): Promise<Fault[]> {
  const bench = new Bench(chapter)
  try {
    return await faultsOf(answers, chapter.steps.indexOf(exercise), bench)
  } catch (error) {
    if (!(error instanceof SolutionFails)) throw error
    return [{ place: exercise.solution.place, reason: `the solution does not run: ${error.message}` }]
  } finally {
    await bench.clear()
  }
}

async function faultsOf(exercise: Exercise, index: number, bench: Bench): Promise<Fault[]> {
  const faults: Fault[] = []
  const complain = (cell: Cell, reason: string): void => void faults.push({ place: cell.place, reason })
  const asked = askedBy(exercise)
  if (asked.names.length === 0 && !asked.isValue && asked.expressions.length === 0)
    complain(
      exercise.solution,
      'nothing to compare: the last statement must assign a name or be an expression, or ```ts grade must list expressions',
    )
  const judge = async (cell: Cell) => bench.judge(index, { helpers: [], entries: [cell] })

  const mustPass: [Cell, string][] = [[exercise.solution, 'the solution']]
  for (const cell of cellsIn(exercise.others)) mustPass.push([cell, 'another way'])
  for (const [cell, name] of mustPass) {
    const verdict = await judge(cell)
    if (verdict) complain(cell, `${name} does not pass: ${verdict.complaint.en}`)
  }
  if (faults.length > 0) return faults
  const mustFail: [Cell, string][] = [[exercise.starter, 'the starter']]
  for (const cell of exercise.wrong) mustFail.push([cell, 'a wrong answer'])
  for (const [cell, name] of mustFail) if (!(await judge(cell))) complain(cell, `${name} passes`)
  return faults
}

const shown = (output: string): string => (output === '' ? '(nothing)' : output)

/** Everything that running shows of a chapter as it is written, stored outputs included. */
export async function checkChapter(chapter: Chapter): Promise<Fault[]> {
  const played = await playChapter(chapter)
  const faults = [...played.faults]
  for (const { cell, output } of staleCells(played)) {
    const reason = `the output is not what the cell prints, which is\n${shown(output)}`
    faults.push({ place: cell.place, reason })
  }
  if (played.faults.length > 0) return faults
  for (const step of chapter.steps)
    if (step.kind === 'exercise') faults.push(...(await checkExercise(chapter, step)))
  torch.manual_seed(0)
  return faults
}

const named = { ts: 'TypeScript', python: 'Python' } as const

/** What running its code in the other language shows: cells that have no form there, or print something else. */
export async function checkForm(chapter: Chapter, language: CodeLanguage): Promise<Fault[]> {
  const { inCode } = await import('./forms.js')
  const form = await inCode(chapter, language)
  const inForm = ({ place, reason }: Fault): Fault => ({
    place,
    reason: `in ${named[language]}: ${reason}`,
  })
  const faults = [...form.faults]
  const played = await playChapter(form.chapter)
  faults.push(...played.faults.map(inForm))
  for (const { cell, output } of unlikeCells(played)) {
    const reason = `the cell is\n${cell.code}\nand prints\n${shown(output)}`
    faults.push(inForm({ place: cell.place, reason }))
  }
  if (played.faults.length > 0) return faults
  for (const step of form.chapter.steps)
    if (step.kind === 'exercise') faults.push(...(await checkExercise(form.chapter, step)).map(inForm))
  torch.manual_seed(0)
  return faults
}

/** The text of one of the chapter's files with these outputs in it. */
export function withOutputs(text: string, outputs: readonly { cell: Cell; output: string }[]): string {
  const lines = text.split('\n')
  // From the last to the first, so that lines in front keep their numbers.
  for (const { cell, output } of [...outputs].sort((a, b) => b.cell.place.line - a.cell.place.line)) {
    const { from, to } = cell.outputLines
    const isThere = to >= from
    const fence = /^`{3,}/m.test(output) ? '````' : '```'
    const block = output === '' ? [] : [`${fence}text`, ...output.split('\n'), fence]
    if (isThere && block.length === 0) {
      // The empty line in front goes with it.
      const start = lines[from - 2]?.trim() === '' ? from - 1 : from
      lines.splice(start - 1, to - start + 1)
    } else if (isThere) lines.splice(from - 1, to - from + 1, ...block)
    else if (block.length > 0) lines.splice(from - 1, 0, '', ...block)
  }
  return lines.join('\n')
}
