// What an exercise asks for, read off its solution: the names that its last statement assigns, or the value that it has,
// or, where it has none, what it does. Also tells what an entry of the learner's gives or changes.
import { namesOf } from '../dialect/scope.js'
import { parseDialect } from '../dialect/parser.js'
import { childrenOf, type Node, placesIn, unpacking, unwrapped } from '../dialect/syntax.js'
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

/** The variable at the root of `x`, `x[0]`, `x.grad`. */
function rootName(node: Node): string | null {
  let at = unwrapped(node)
  while (at.type === 'MemberExpression') at = unwrapped(at.object as Node)
  return at.type === 'Identifier' ? (at.name as string) : null
}

/** Names that a target of an assignment gives a value, or a part of one. */
function targetNames(target: Node): string[] {
  const root = rootName(target)
  return root === null ? namesOf(target).map(({ name }) => name as string) : [root]
}

/** Names that this node itself assigns; what is inside it is not looked at. */
function assignedBy(node: Node): string[] {
  switch (node.type) {
    case 'VariableDeclaration':
      return (node.declarations as Node[])
        .flatMap(({ id }) => namesOf(id as Node))
        .map(({ name }) => name as string)
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [node.id.name as string]
    case 'AssignmentExpression':
      return targetNames(node.left as Node)
    case 'UpdateExpression':
      return targetNames(node.argument as Node)
    case 'SequenceExpression':
      return (unpacking(node)?.groups ?? []).flatMap(({ targets }) => placesIn(targets).flatMap(targetNames))
    case 'CallExpression': {
      // `x.add_(1)` writes to x.
      const callee = unwrapped(node.callee as Node)
      const isInPlace = callee.type === 'MemberExpression' && /[^_]_$/.test(String(callee.property?.name))
      const root = isInPlace ? rootName(callee) : null
      return root === null || root === 'torch' ? [] : [root]
    }
    default:
      return []
  }
}

const parse = (source: string): Node[] =>
  (parseDialect(source, false).program?.body as Node[] | undefined) ?? []

/** All names that an entry assigns, in whatever depth. */
export function assignedNames(source: string): Set<string> {
  const names = new Set<string>()
  const visit = (node: Node): void => {
    for (const name of assignedBy(node)) names.add(name)
    for (const child of childrenOf(node)) visit(child)
  }
  for (const statement of parse(source)) visit(statement)
  return names
}

/** The names that the last statement of an entry assigns, in the order they are written. */
export function lastNames(source: string): string[] {
  const last = parse(source).at(-1)
  const node = last?.type === 'ExpressionStatement' ? unwrapped(last.expression as Node) : last
  // `w.sub_(…)` writes to a variable, and its value is what it gives.
  return node && node.type !== 'CallExpression' ? [...new Set(assignedBy(node))] : []
}

const isHushed = (source: string): boolean => /;\s*((\/\/|#)[^\n]*)?$/.test(source.trimEnd())

export function askedBy({ solution, grade }: Pick<Exercise, 'solution' | 'grade'>): Asked {
  const names = lastNames(solution.code)
  const isExpression = parse(solution.code).at(-1)?.type === 'ExpressionStatement'
  const items = grade.filter((item) => item !== 'no value')
  return {
    names,
    isValue: names.length === 0 && isExpression && !isHushed(solution.code),
    comparesValue: !grade.includes('no value'),
    aspects: items.filter(isAspect),
    expressions: items.filter((item) => !isAspect(item)),
  }
}

/** Values that are spelled like names. */
const named = String.raw`(?:True|False|None|true|false|null|torch\.(?:bool|u?int\d+|b?float\d+|complex\d+))`
const path = String.raw`[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[[^\]]*\])*`
const call = String.raw`(?:print|help|console\.log)\s*\([\s\S]*\)`
const look = new RegExp(String.raw`^\s*(?!${named}\s*;?\s*$)(?:${path}|${call})\s*;?\s*$`)

/** Whether an entry only looks at something: a name, a member of it, an item, or print. */
export const isLook = (source: string): boolean => look.test(source)
