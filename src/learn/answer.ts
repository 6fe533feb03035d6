// What an exercise asks for, read off its solution: the names that its last statement assigns, or the value that it has,
// or, where it has none, what it does.
import { parseDialect } from '../dialect/parser.js'
import { parsePython } from '../python/parse.js'
import { PythonReading } from '../repl/python-reading.js'
import { CodeReading } from '../repl/code-reading.js'
import type { Reading } from '../repl/reading.js'
import type { Cell, Exercise } from './chapter.js'
import { type Aspect, isAspect } from './describe.js'

export interface Asked {
  /** Variables that hold the answer; none where it is the value of the last entry, or an effect. */
  readonly names: readonly string[]
  /** Whether the answer is the value of an entry. */
  readonly isValue: boolean
  /** Whether a number will not do for a tensor of one element, nor a list for a tensor. */
  readonly comparesForm: boolean
  /** Left out for answers that are random by themselves. */
  readonly comparesValue: boolean
  readonly aspects: readonly Aspect[]
  /** Code whose values are compared too, after the answer has run. */
  readonly expressions: readonly Code[]
}

export type Code = Pick<Cell, 'code' | 'language'>

/** The code of a chapter, by its language and text. */
const read = new Map<string, Reading>()

function readAfresh({ code, language }: Code): Reading {
  if (language === 'ts') return new CodeReading(code, parseDialect(code, false).program)
  const parsed = parsePython(code)
  return parsed.kind === 'tree'
    ? new PythonReading(parsed.source, parsed.program)
    : new CodeReading(code, null)
}

/** What a chapter's code does. An entry that was typed is read by the session. */
export function readCode(cell: Code): Reading {
  const key = `${cell.language} ${cell.code}`
  const known = read.get(key) ?? readAfresh(cell)
  read.set(key, known)
  return known
}

/** What `grade` may say of the comparison itself. */
const words = ['no value', 'form', 'effect'] as const
export const isWord = (item: string): boolean => (words as readonly string[]).includes(item)

export function askedBy({
  solution,
  grade,
  gradeLanguage: language,
}: Pick<Exercise, 'solution' | 'grade' | 'gradeLanguage'>): Asked {
  const { lastAssigned: names, endsInExpression, isHushed } = readCode(solution)
  const items = grade.filter((item) => !isWord(item))
  return {
    names,
    isValue: names.length === 0 && endsInExpression && !isHushed && !grade.includes('effect'),
    comparesForm: grade.includes('form'),
    comparesValue: !grade.includes('no value'),
    aspects: items.filter(isAspect),
    expressions: items.filter((item) => !isAspect(item)).map((code) => ({ code, language })),
  }
}
