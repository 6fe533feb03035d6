// What an exercise asks for, read off its solution: the names that its last statement assigns, or the value that it has,
// or, where it has none, what it does. Also tells what an entry of the learner's gives or changes.
import { namesOf } from '../repl/dialect/scope.js'
import { parseDialect } from '../repl/dialect/parser.js'
import { childrenOf, type Node, unpacking, unwrapped } from '../repl/dialect/syntax.js'
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
      return unpacking(node)?.targets.flatMap(targetNames) ?? []
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

/** The names that the last statement assigns, in the order they are written. */
function lastNames(last: Node): string[] {
  return assignedBy(last.type === 'ExpressionStatement' ? unwrapped(last.expression as Node) : last)
}

const isHushed = (source: string): boolean => /;\s*((\/\/|#)[^\n]*)?$/.test(source.trimEnd())

export function askedBy({ solution, grade }: Pick<Exercise, 'solution' | 'grade'>): Asked {
  const last = parse(solution.code).at(-1)
  const isCall =
    last?.type === 'ExpressionStatement' && unwrapped(last.expression as Node).type === 'CallExpression'
  // `w.backward()` or `w.sub_(…)` as a last statement has a value or an effect; it names no variable to look at.
  const names = last && !isCall ? lastNames(last) : []
  const isExpression = last?.type === 'ExpressionStatement'
  const items = grade.filter((item) => item !== 'no value')
  return {
    names: [...new Set(names)],
    isValue: names.length === 0 && isExpression && !isHushed(solution.code),
    comparesValue: !grade.includes('no value'),
    aspects: items.filter(isAspect),
    expressions: items.filter((item) => !isAspect(item)),
  }
}

// `True` and its like are values, not names: a prediction may be one.
const look =
  /^\s*(?:(?!(?:True|False|None|true|false|null)\b)[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[[^\]]*\])*|(?:print|help|console\.log)\s*\([\s\S]*\))\s*;?\s*$/

/** Whether an entry only looks at something: a name, a member of it, an item, or print. */
export const isLook = (source: string): boolean => look.test(source)
