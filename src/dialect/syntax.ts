// What the parser makes and the rewriting reads: ESTree nodes with TypeScript's, and those of the dialect.
//
// Note [Nodes of the dialect]. Beside ESTree's nodes a program may hold
//   BinaryExpression      with the operator '@', AssignmentExpression with '@='
//   DialectSubscripts     { items }: what stands between brackets when it is no single expression: `t[0, 1]`, `t[0,]`
//   DialectSlice          { lower, upper, step }, each null where it is left out
//   DialectEllipsis       `...` between brackets
//   DialectTuple          { items }: `(1,)` and `()`, which TypeScript has no reading for
//   DialectFString        { parts, expressions }: `f'loss {loss:.3f}'`; what the parts hold is listed once more, in order
//   DialectImport         { imports }: a line `import torch.nn as nn` or `from torch import nn`
// `(1, 2)` stays a ParenthesizedExpression around a SequenceExpression: what it means depends on where it stands.

export interface Node {
  type: string
  start: number
  end: number

  [field: string]: any
}

/** A piece of an f-string: text as it is, or a field. */
export type FStringPart = string | { expression: Node; conversion: string; spec: FStringPart[] }

/** A name that a line of Python imports: `target` is the path within `torch` or another module. */
export interface PythonImport {
  module: string
  /** The member that `from module import member` asks for. */
  member: string | null
  name: string
}

/** Fields that hold no code that runs: types, and places. */
const silentFields = new Set([
  'type',
  'start',
  'end',
  'loc',
  'range',
  'typeAnnotation',
  'returnType',
  'typeParameters',
  'typeArguments',
  'superTypeParameters',
  'superTypeArguments',
  'implements',
])

/** TypeScript's nodes that have an expression or statements inside; all others are types. */
const codeInTypeScript = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSParameterProperty',
  'TSExportAssignment',
])

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** Whether nothing of the node runs: a type, or something that is only declared. */
export const isSilent = (node: Node): boolean =>
  (node.type.startsWith('TS') && !codeInTypeScript.has(node.type)) || node.declare === true

/** Whether a field of `node` is a name written out, and no expression. */
function isPlainName(node: Node, field: string): boolean {
  switch (node.type) {
    case 'MemberExpression':
      return field === 'property' && !node.computed
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return field === 'key' && !node.computed
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return field === 'label'
    case 'MetaProperty':
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportSpecifier':
    case 'ImportSpecifier':
    case 'ImportAttribute':
      return true
    case 'TSModuleDeclaration':
      return field === 'id'
    default:
      return false
  }
}

/** The parts of a node that run, in the order they are written. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = []
  for (const field of Object.keys(node)) {
    if (silentFields.has(field) || isPlainName(node, field)) continue
    const value: unknown = node[field]
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item) && !isSilent(item)) children.push(item)
    } else if (isNode(value) && !isSilent(value)) children.push(value)
  }
  return children.sort((a, b) => a.start - b.start)
}

export const isFunction = (node: Node): boolean =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression'

export const isLoop = (node: Node): boolean => /^(For|While|DoWhile)/.test(node.type)

const wrappers = new Set([
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
])

/** The expression without the parentheses and type assertions around it. */
export function unwrapped(node: Node): Node {
  let inner = node
  while (wrappers.has(inner.type)) inner = inner.expression as Node
  return inner
}

/** Whether an operation is `'%d' % value`: of a text that holds a `%` TypeScript makes nothing but NaN. */
export function isPercent({ operator, left }: Node): boolean {
  if (operator !== '%') return false
  const { type, value } = unwrapped(left as Node)
  return type === 'Literal' && typeof value === 'string' && value.includes('%')
}

/** Whether anything inside `node` that runs with it satisfies `test`; functions inside run later and are left out. */
export function someWithin(node: Node, test: (inner: Node) => boolean): boolean {
  if (test(node)) return true
  if (isFunction(node)) return false
  return childrenOf(node).some((child) => someWithin(child, test))
}

/** What can only stand in the function it belongs to. */
export const pauses = ({ type }: Node): boolean => type === 'AwaitExpression' || type === 'YieldExpression'

export interface Unpacking {
  targets: Node[]
  values: Node[]
}

const isTarget = (node: Node): boolean => node.type === 'Identifier' || node.type === 'MemberExpression'

/** `a, b = b, a`, which TypeScript parses as `a, (b = b), a`. */
export function unpacking(node: Node): Unpacking | null {
  if (node.type !== 'SequenceExpression') return null
  const items = node.expressions as Node[]
  const at = items.findIndex((item) => item.type === 'AssignmentExpression')
  if (at < 1 || items[at].operator !== '=') return null
  const targets = [...items.slice(0, at), items[at].left as Node]
  if (!targets.every(isTarget)) return null
  return { targets, values: [items[at].right as Node, ...items.slice(at + 1)] }
}
