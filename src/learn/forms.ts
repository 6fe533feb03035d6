// A chapter with all its code in one language: what was written in the other is converted, cell by cell, in the order in which
// the chapter runs. What has no counterpart stays as it is written, and runs beside the rest.
import { Cells } from '../convert/cells.js'
import { Refusal } from '../convert/refusal.js'
import { Dialect } from '../dialect/index.js'
import { readEntry } from '../repl/entry.js'
import { readInput } from '../repl/languages.js'
import { isWord, readCode } from './answer.js'
import { isAspect } from './describe.js'
import type { Cell, Chapter, CodeLanguage, Exercise, Part, Step } from './chapter.js'
import type { Fault } from './fault.js'

const short = { ts: 'ts', python: 'py' } as const
const named = { ts: 'TypeScript', python: 'Python' } as const

/** Whether the prompt takes a text as TypeScript: much of Python is spelled alike there. */
async function isTypeScript(code: string): Promise<boolean> {
  const none = { names: () => [], isDeclared: () => false, variables: () => [], forgotten: new Set<string>() }
  const at = { ...none, isOpen: false, echoes: false, linesBefore: 0 }
  const reading = await readInput(code, { language: 'auto', dialect: new Dialect(), ...at })
  return reading.language === 'ts' && reading.read.kind === 'code'
}

class Converter {
  readonly faults: Fault[] = []
  readonly #cells = new Cells()
  readonly #to: CodeLanguage

  constructor(to: CodeLanguage) {
    this.#to = to
  }

  /** `isKept`: it runs before what follows. */
  async cell(cell: Cell, isKept = true): Promise<Cell> {
    const { code, language } = cell
    if (!readEntry(code).isCode) return cell
    try {
      const converted = this.#cells.inLanguage(code, short[language], short[this.#to], isKept)
      if (language === this.#to) return cell
      const isAlike = this.#to === 'ts' && (await isTypeScript(code))
      return { ...cell, code: isAlike ? code : converted, language: this.#to }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (language !== this.#to) {
        const instead = error.instead === '' ? '' : `; write instead: ${error.instead}`
        const reason = `it has no form in ${named[this.#to]}: ${error.message}${instead}`
        this.faults.push({ place: cell.place, reason })
      }
      return cell
    }
  }

  async parts(parts: readonly Part[], isKept = true): Promise<Part[]> {
    const done: Part[] = []
    for (const part of parts)
      done.push(part.kind === 'cell' ? { kind: 'cell', cell: await this.cell(part.cell, isKept) } : part)
    return done
  }

  async step(step: Step): Promise<Step> {
    const parts = await this.parts(step.parts)
    if (step.kind === 'reading') return { ...step, parts }
    if (step.kind === 'predict') {
      const cell = await this.cell(step.cell)
      return { ...step, parts, cell, because: await this.parts(step.because) }
    }
    return this.#exercise({ ...step, parts })
  }

  async #exercise(exercise: Exercise): Promise<Exercise> {
    const setup = exercise.setup && (await this.cell(exercise.setup))
    const wrong: Cell[] = []
    for (const cell of exercise.wrong) wrong.push(await this.cell(cell, false))
    return {
      ...exercise,
      setup,
      starter: await this.cell(exercise.starter, false),
      solution: await this.cell(exercise.solution, false),
      others: await this.parts(exercise.others, false),
      wrong,
      ...(await this.#grade(exercise)),
    }
  }

  /** All of it in one language, or none. */
  async #grade({ grade, gradeLanguage: language, place, solution }: Exercise): Promise<Partial<Exercise>> {
    // A semicolon that hides a value may be lost.
    const done: string[] = readCode(solution).isHushed ? ['effect'] : []
    for (const code of grade) {
      const outputLines = { from: place.line, to: place.line }
      const isCode = !isWord(code) && !isAspect(code)
      const cell = isCode
        ? await this.cell({ code, language, output: '', fails: false, place, outputLines }, false)
        : undefined
      if (cell && cell.language !== this.#to) return {}
      done.push(cell?.code ?? code)
    }
    return { grade: done, gradeLanguage: this.#to }
  }
}

/** The chapter in a language, and which of its cells have no form there. */
export async function inCode(
  chapter: Chapter,
  language: CodeLanguage,
): Promise<{ chapter: Chapter; faults: readonly Fault[] }> {
  const converter = new Converter(language)
  const opening = await converter.parts(chapter.opening)
  const steps: Step[] = []
  for (const step of chapter.steps) steps.push(await converter.step(step))
  return { chapter: { ...chapter, opening, steps }, faults: converter.faults }
}
