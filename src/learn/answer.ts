// What an exercise asks for, read off its solution: the names that its last statement assigns, or the value that it has,
// or, where it has none, what it does. Also tells whether an entry only looks.
import { parseDialect } from '../dialect/parser.js'
import { type Node, unwrapped } from '../dialect/syntax.js'
import { Reading } from '../repl/reading.js'
import type { Exercise } from './chapter.js'
import { type Aspect, isAspect } from './describe.js'

export interface Asked {
  /** Variables that hold the answer; none where it is the value of the last entry, or an effect. */
  readonly names: readonly string[]
  /** Whether the answer is the value of an entry. */
  readonly isValue: boolean
  /** Left out for answers that are random by themselves. */
  readonly comparesValue: boolean
  readonly aspects: readonly Aspect[]
  /** Code whose values are compared too, after the answer has run. */
  readonly expressions: readonly string[]
}

/** The code of a chapter, by its text. */
const read = new Map<string, Reading>()

/** What a chapter's code does. An entry that was typed is read by the session. */
export function readCode(source: string): Reading {
  const known = read.get(source) ?? new Reading(source, parseDialect(source, false).program)
  read.set(source, known)
  return known
}

export function askedBy({ solution, grade }: Pick<Exercise, 'solution' | 'grade'>): Asked {
  const { lastAssigned: names, statements, isHushed } = readCode(solution.code)
  const isExpression = statements.at(-1)?.type === 'ExpressionStatement'
  const items = grade.filter((item) => item !== 'no value')
  return {
    names,
    isValue: names.length === 0 && isExpression && !isHushed,
    comparesValue: !grade.includes('no value'),
    aspects: items.filter(isAspect),
    expressions: items.filter((item) => !isAspect(item)),
  }
}

/** Values that are spelled like names. */
const named = /^(?:True|False|None|torch\.(?:bool|u?int\d+|b?float\d+|complex\d+))$/
const lookers = /^(?:print|help|console\.log)$/

/** A name, a member of it, or an item. */
function isPath(node: Node): boolean {
  return node.type === 'MemberExpression'
    ? isPath(unwrapped(node.object as Node))
    : node.type === 'Identifier'
}

/** Whether an entry only looks at something: a name, a member of it, an item, or print. */
export function isLook(reading: Reading): boolean {
  const looks = (statement: Node): boolean => {
    if (statement.type !== 'ExpressionStatement') return false
    const node = unwrapped(statement.expression as Node)
    if (node.type === 'CallExpression') return lookers.test(reading.textOf(node.callee as Node))
    return isPath(node) && !named.test(reading.textOf(node))
  }
  return reading.statements.length > 0 && reading.statements.every(looks)
}
