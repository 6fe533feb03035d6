// What cannot be assigned to, deleted or looped with: found in the tree of the text that stands there, named as CPython
// names it.
import { parse } from 'py-ast'
import { lettersIn, type Source } from './source.js'
import { depthsFrom, lineEnd, type Stop, type Token, type Tokens } from './syntax-tokens.js'
import type { ExprNode, Node } from './tree.js'

/** What CPython calls the kinds of expressions. */
const names: Partial<Record<ExprNode['nodeType'], string>> = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  BoolOp: 'expression',
  BinOp: 'expression',
  UnaryOp: 'expression',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  YieldFrom: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  FormattedValue: 'f-string expression',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
}

export function nameOfExpression(node: Node): string {
  if (node.nodeType !== 'Constant') return names[node.nodeType as ExprNode['nodeType']] ?? 'expression'
  if (node.value === null) return 'None'
  if (typeof node.value === 'boolean') return node.value ? 'True' : 'False'
  return isEllipsis(node) ? 'ellipsis' : 'literal'
}

const isEllipsis = (node: Extract<Node, { nodeType: 'Constant' }>): boolean =>
  typeof node.value === 'object' ||
  (node.end_col_offset! - node.col_offset === 3 && String(node.value) === '...')

/** The part of a target that is none; null where all of it may be one. */
export function wrongTarget(node: ExprNode, isDeleted = false): ExprNode | null {
  switch (node.nodeType) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return null
    case 'Starred':
      return isDeleted ? node : wrongTarget(node.value)
    case 'Tuple':
    case 'List': {
      for (const part of node.elts) {
        const wrong = wrongTarget(part, isDeleted)
        if (wrong) return wrong
      }
      return null
    }
    default:
      return node
  }
}

/** Expressions behind which `==` may have been meant for `=`: what binds closer than a comparison. */
const mayCompare = (node: ExprNode): boolean =>
  !['Compare', 'BoolOp', 'IfExp', 'Lambda', 'Tuple', 'List', 'GeneratorExp'].includes(node.nodeType) &&
  !(node.nodeType === 'UnaryOp' && node.op.nodeType === 'Not') &&
  !['None', 'True', 'False'].includes(nameOfExpression(node))

/** What is said of `target = …` where that cannot be; `isLast` where no other `=` follows. */
function ofAssignment(target: ExprNode, isLast: boolean): { message: string; node: ExprNode } | null {
  if (isLast && mayCompare(target) && wrongTarget(target)) {
    const message = `cannot assign to ${nameOfExpression(target)} here. Maybe you meant '==' instead of '='?`
    return { message, node: target }
  }
  const node = wrongTarget(target)
  return node && { message: `cannot assign to ${nameOfExpression(node)}`, node }
}

/** What is said of `=` within a condition. */
function ofCondition(target: ExprNode): { message: string; node: ExprNode } | null {
  if (target.nodeType === 'Name') return null
  if (!mayCompare(target)) return null
  const message = `cannot assign to ${nameOfExpression(target)} here. Maybe you meant '==' instead of '='?`
  return { message, node: target }
}

/** The expression that the tokens from one to another are; null where they are none. */
function expressionOf(source: Source, tokens: Tokens, from: number, to: number): ExprNode | null {
  const [first, last] = [tokens[from] as Token | undefined, tokens[to - 1] as Token | undefined]
  if (!first || !last || to <= from) return null
  // In brackets, so that it may go over several lines; what stands before keeps its columns.
  const { end_lineno, end_col_offset } = last
  const text = source.textAt({ ...first, end_lineno, end_col_offset })
  try {
    const { body } = parse(`(\n${text}\n)`)
    const node = body[0] as { nodeType: string; value?: ExprNode }
    return node.nodeType === 'Expr' && node.value ? node.value : null
  } catch {
    return null
  }
}

const augmented = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '**=', '@=', '&=', '|=', '^=', '<<=', '>>='])

/** What cannot be a target, on the line that begins at `start`. */
export function wrongTargets(source: Source, tokens: Tokens, start: number, index: number): Found | null {
  const first = tokens[start] as Token | undefined
  if (!first) return null
  const end = lineEnd(tokens, start)
  const at = (one: number): Token => tokens[one]
  const found = (message: string, from: number, node: ExprNode): Found => ({
    message,
    from: partPlace(source, at(from), node, false),
    to: partPlace(source, at(from), node, true),
  })
  if (first.value === 'del') {
    const whole = expressionOf(source, tokens, start + 1, end)
    const wrong = whole && wrongTarget(whole, true)
    return wrong && found(`cannot delete ${nameOfExpression(wrong)}`, start + 1, wrong)
  }
  const depths = depthsFrom(tokens, start, end)
  const level = (i: number): boolean => (depths[i - start] ?? 0) === 0
  const inside = first.value === 'for' ? 'in' : first.value === 'with' ? 'as' : null
  if (inside !== null) {
    const word = tokens.findIndex((one, i) => i > start && i < end && one.value === inside && level(i))
    if (word < 0) return null
    const stop =
      inside === 'in'
        ? word
        : tokens.findIndex((one, i) => i > word && (one.value === ':' || one.value === ',') && level(i))
    const from = inside === 'in' ? start + 1 : word + 1
    const whole = expressionOf(source, tokens, from, stop)
    const wrong = whole && wrongTarget(whole)
    return wrong && found(`cannot assign to ${nameOfExpression(wrong)}`, from, wrong)
  }
  const operator = tokens.findIndex((one, i) => i >= start && i < end && augmented.has(one.value) && level(i))
  if (operator >= 0) {
    const whole = expressionOf(source, tokens, start, operator)
    if (!whole || ['Name', 'Attribute', 'Subscript'].includes(whole.nodeType)) return null
    const message = `'${nameOfExpression(whole)}' is an illegal expression for augmented assignment`
    return found(message, start, whole)
  }
  let from = start
  let last = end - 1
  while (last >= start && at(last).value !== '=' && at(last).value !== ':=') last--
  for (let i = start; i < end; i++) {
    if (at(i).value !== '=' || !level(i)) continue
    const isLast = i === last
    const isCondition = ['if', 'elif', 'while'].includes(first.value)
    if (isCondition) {
      if (i !== index) return null
      const whole = expressionOf(source, tokens, start + 1, i)
      const said = whole && ofCondition(whole)
      return said && found(said.message, start + 1, said.node)
    }
    const whole = expressionOf(source, tokens, from, i)
    const said = whole && ofAssignment(whole, isLast && from === start)
    if (said) return found(said.message, from, said.node)
    from = i + 1
  }
  return null
}

/** What is wrong, and the part of the text that is pointed at. */
interface Found {
  readonly message: string
  readonly from: Stop
  readonly to: Stop
}

/** Where a part of an expression begins or ends, of which `first` is the first token; see `expressionOf`. */
function partPlace(source: Source, first: Token, node: ExprNode, asEnd: boolean): Stop {
  // A list without brackets of its own has those that were put around it.
  if (node.nodeType === 'Tuple' && node.lineno === 1 && node.elts.length > 0)
    return partPlace(source, first, asEnd ? node.elts.at(-1)! : node.elts[0], asEnd)
  const line = (asEnd ? (node.end_lineno ?? node.lineno) : node.lineno) - 2
  const offset = asEnd ? (node.end_col_offset ?? 0) : node.col_offset
  const lineno = first.lineno + line
  return { lineno, column: lettersIn(source.line(lineno), offset + (line === 0 ? first.col_offset : 0)) }
}
