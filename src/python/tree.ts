// The tree of a Python program, as CPython's module `ast` names its parts; and how to walk it.
import type { ASTNodeUnion, ExprNode, Located, StmtNode } from 'py-ast'

export type { Arguments, Comprehension, ExprNode, Located, Module, StmtNode } from 'py-ast'
export type Node = ASTNodeUnion
export type Expr<Kind extends ExprNode['nodeType']> = Extract<ExprNode, { nodeType: Kind }>
export type Stmt<Kind extends StmtNode['nodeType']> = Extract<StmtNode, { nodeType: Kind }>
export type Pattern = Extract<Node, { nodeType: `Match${string}`; lineno: number }> & {
  nodeType: Exclude<Node['nodeType'], 'Match' | 'MatchCase'>
}
export type Handler = Extract<Node, { nodeType: 'ExceptHandler' }>
export type FunctionNode = Stmt<'FunctionDef'> | Stmt<'AsyncFunctionDef'> | Expr<'Lambda'>
export type ComprehensionNode = Expr<'ListComp'> | Expr<'SetComp'> | Expr<'DictComp'> | Expr<'GeneratorExp'>

/** Where something stands: lines count from 1, columns from 0, in UTF-8 bytes, as CPython has them. */
export type Spot = Pick<Located, 'lineno' | 'col_offset' | 'end_lineno' | 'end_col_offset'>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'nodeType' in value

/** The parts of a node, in the order in which they are evaluated or written. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = []
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const item of value) if (isNode(item)) children.push(item)
    if (isNode(value)) children.push(value)
  }
  return children
}

export const isFunctionNode = (node: Node): node is FunctionNode =>
  node.nodeType === 'FunctionDef' || node.nodeType === 'AsyncFunctionDef' || node.nodeType === 'Lambda'

export const isComprehension = (node: Node): node is ComprehensionNode =>
  node.nodeType === 'ListComp' ||
  node.nodeType === 'SetComp' ||
  node.nodeType === 'DictComp' ||
  node.nodeType === 'GeneratorExp'

/** The text that documents a module, a class or a function: its first statement, where that is a text. */
export function docstringOf(body: readonly StmtNode[]): string | null {
  const first = body[0]
  if (first?.nodeType !== 'Expr' || first.value.nodeType !== 'Constant') return null
  const { value, quote_style } = first.value
  return typeof value === 'string' && quote_style !== undefined && !/b/i.test(quote_style) ? value : null
}
