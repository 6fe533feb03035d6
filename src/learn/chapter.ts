// What a chapter is made of: steps with words in two languages and code that stands once. Made by parse-chapter.ts, and plain
// data, so that it can be handed to another thread.
import type { Inline } from './markdown.js'

export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]
export const isLanguage = (value: unknown): value is Language =>
  (languages as readonly unknown[]).includes(value)
/** The same words in each language. */
export type Words = Readonly<Record<Language, string>>

/** What code is written in: TypeScript with the prompt's spelling, or Python. */
export const codeLanguages = ['ts', 'python'] as const
export type CodeLanguage = (typeof codeLanguages)[number]

interface ProseBase {
  /** The language of code that it is true of; missing where it is true of both. */
  readonly code?: CodeLanguage
}

/** Running text: paragraphs and lists. */
export type Prose =
  | (ProseBase & { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] })
  | (ProseBase & {
      readonly kind: 'list'
      readonly isOrdered: boolean
      readonly items: readonly (readonly Prose[])[]
    })

/** The same text in each language. */
export type ProseWords = Readonly<Record<Language, readonly Prose[]>>

/** Where something stands. */
export interface Place {
  /** As it is named in messages. */
  readonly file: string
  /** Counts from 1. */
  readonly line: number
}

/** Code that runs as one entry at the prompt. */
export interface Cell {
  readonly code: string
  readonly language: CodeLanguage
  /** What the prompt prints, as it stands in the file; '' where there is nothing. */
  readonly output: string
  /** It shows an error. */
  readonly fails: boolean
  readonly place: Place
  /** The lines of the output's block, fences included, counted from 1; an empty range behind the code where there is none. */
  readonly outputLines: { readonly from: number; readonly to: number }
}

export type Part =
  | { readonly kind: 'prose'; readonly words: ProseWords }
  | { readonly kind: 'cell'; readonly cell: Cell }
  /** Code of another language to look at: it does not run here. */
  | { readonly kind: 'sample'; readonly code: string; readonly language?: CodeLanguage }

interface StepBase {
  /** Made from the English title; progress is kept by it. */
  readonly id: string
  readonly title: Words
  readonly place: Place
  /** What stands below the title. */
  readonly parts: readonly Part[]
}

export interface Reading extends StepBase {
  readonly kind: 'reading'
}

/** Asks what a cell will give before it runs. */
export interface Predict extends StepBase {
  readonly kind: 'predict'
  readonly cell: Cell
  /** What is said afterwards. */
  readonly because: readonly Part[]
}

/** A task; what is compared is said in answer.ts. */
export interface Exercise extends StepBase {
  readonly kind: 'exercise'
  readonly setup: Cell | null
  readonly starter: Cell
  readonly hints: readonly ProseWords[]
  readonly solution: Cell
  /** Words below the solution. */
  readonly solutionParts: readonly Part[]
  /** Right answers of another kind, with words beside them. */
  readonly others: readonly Part[]
  /** Plausible answers that are not right. */
  readonly wrong: readonly Cell[]
  /** What is compared beside or instead of value, shape and dtype. */
  readonly grade: readonly string[]
  /** The language of what `grade` lists. */
  readonly gradeLanguage: CodeLanguage
}

export type Step = Reading | Predict | Exercise

export interface Chapter {
  readonly name: string
  /** Where it was read from. */
  readonly folder: string
  readonly title: Words
  readonly about: Words
  /** Stands before the first step. */
  readonly opening: readonly Part[]
  readonly steps: readonly Step[]
}

/** The cells among parts. */
export const cellsIn = (parts: readonly Part[]): Cell[] =>
  parts.flatMap((part) => (part.kind === 'cell' ? [part.cell] : []))

/** The cells of a step that every reader's session runs, in order; `false` leaves out those that wait for an answer. */
export function flowOf(step: Step, isAnswered = true): Cell[] {
  const first = cellsIn(step.parts)
  if (step.kind === 'exercise') return step.setup ? [...first, step.setup] : first
  if (step.kind === 'predict' && isAnswered) return [...first, step.cell, ...cellsIn(step.because)]
  return first
}

/** All code of a chapter that may run: cells, and what an exercise is answered with and compared by. */
export function codesOf({ opening, steps }: Chapter): string[] {
  const own = (step: Step): string[] => {
    const flow = flowOf(step).map(({ code }) => code)
    if (step.kind !== 'exercise') return flow
    const { starter, solution, others, wrong, grade } = step
    return [...flow, ...[starter, solution, ...cellsIn(others), ...wrong].map(({ code }) => code), ...grade]
  }
  return [...cellsIn(opening).map(({ code }) => code), ...steps.flatMap(own)]
}
