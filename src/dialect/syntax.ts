// What the parser makes and the rewriting reads: ESTree nodes with TypeScript's, and those of the dialect.
//
// Note [Nodes of the dialect]. Beside ESTree's nodes a program may hold
//   BinaryExpression      with the operator '@', AssignmentExpression with '@='
//   DialectSubscripts     { items }: what stands between brackets when it is no single expression: `t[0, 1]`, `t[0,]`
//   DialectSlice          { lower, upper, step }, each null where it is left out
//   DialectEllipsis       `...` between brackets
//   DialectTuple          { items }: `(1,)` and `()`, which TypeScript has no reading for
//   SpreadElement         with { stars }: `*a`, and `**a` with two; SequenceExpression with { isTuple }: `a, b,`
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
  /** `import torch.nn` names `torch`. */
  isRoot?: boolean
}

/** A program that breaks a rule of the dialect. */
export class DialectError extends SyntaxError {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message)
  }
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
  for (const field in node) {
    const value: unknown = node[field]
    if (typeof value !== 'object' || value === null) continue
    if (silentFields.has(field) || isPlainName(node, field)) continue
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item) && !isSilent(item)) children.push(item)
    } else if (isNode(value) && !isSilent(value)) children.push(value)
  }
  // Most are in order, and most nodes have few.
  const isSorted = children.every((child, i) => i === 0 || children[i - 1].start <= child.start)
  return isSorted ? children : children.sort((a, b) => a.start - b.start)
}

export const isFunction = (node: Node): boolean =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression'

/** The values that a function returns; none of one that gives them later, by a promise or one after another. */
export function returnsIn(func: Node): Node[] {
  const body = func.body as Node | null
  if (!body || func.async === true || func.generator === true) return []
  if (body.type !== 'BlockStatement') return func.type === 'ArrowFunctionExpression' ? [body] : []
  const found: Node[] = []
  const walk = (node: Node): void => {
    if (isFunction(node) || node.type === 'ClassBody') return
    if (node.type === 'ReturnStatement' && node.argument) found.push(node.argument as Node)
    for (const child of childrenOf(node)) walk(child)
  }
  walk(body)
  return found
}

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

/**
 * The `<number>` of `f<number>(3)` and `new Set<number>([3])`: without it the call is the same, and with it JavaScript
 * would read comparisons. Between literals, `1 < 3 > (2)`, it is right.
 */
export function typeArgumentsIn(node: Node, found: Node[] = []): Node[] {
  const given = (node.typeArguments ?? node.typeParameters) as Node | undefined
  const hasOperand = (node.arguments as Node[] | undefined)?.length !== 0
  const isCall = /^(Call|New|TaggedTemplate)Expression$/.test(node.type) && hasOperand
  const isCompared = (given?.params as Node[] | undefined)?.some(
    ({ type, literal }) => type === 'TSLiteralType' && typeof literal.value === 'number',
  )
  if (isCall && given && !isCompared) found.push(given)
  for (const child of childrenOf(node)) typeArgumentsIn(child, found)
  return found
}

/** What can only stand in the function it belongs to. */
export const pauses = ({ type }: Node): boolean => type === 'AwaitExpression' || type === 'YieldExpression'

/** `*a` and `**a`, which Python writes where TypeScript has `...a`. */
export const isStar = (node: Node | null): boolean => node?.type === 'SpreadElement' && node.stars > 0
export const isDoubleStar = (node: Node | null): boolean => isStar(node) && node!.stars === 2

/** Values that go to several places, or several values to one: `a, b = b, a`, `g, = f(x)`, `t = 1,`. */
export interface Unpacking {
  /** What stands before each `=`. */
  groups: { targets: Node[]; isTuple: boolean }[]
  values: Node[]
  isTuple: boolean
}

/** The places of a target that is several, `(a, b)` or `[a, b]`; null where it is one place. */
export function innerTargets(target: Node): Node[] | null {
  switch (target.type) {
    case 'DialectTuple':
      return target.items as Node[]
    case 'ParenthesizedExpression':
      if (target.expression.type === 'SequenceExpression') return target.expression.expressions as Node[]
      return null
    case 'ArrayExpression':
      return (target.elements as (Node | null)[]).every(Boolean) ? (target.elements as Node[]) : null
    default:
      return null
  }
}

const isTarget = (node: Node): boolean =>
  node.type === 'Identifier' ||
  node.type === 'MemberExpression' ||
  node.type === 'ArrayPattern' ||
  (isStar(node)
    ? node.stars === 1 && isTarget(node.argument as Node)
    : (innerTargets(node)?.every(isTarget) ?? false))

/**
 * What a statement `a, b = b, a` means, which parses as `a, (b = b), a`; null where it is TypeScript's: `a = 1, b = 2`,
 * and `a = 1, f()`, of which `laterValues` may think otherwise.
 */
export function unpacking(expression: Node): Unpacking | null {
  const isSequence = expression.type === 'SequenceExpression'
  const items = isSequence ? (expression.expressions as Node[]) : [expression]
  const parts: Node[][] = [[]]
  for (let item of items) {
    while (item.type === 'AssignmentExpression' && item.operator === '=') {
      parts.at(-1)!.push(item.left as Node)
      parts.push([])
      item = item.right as Node
    }
    parts.at(-1)!.push(item)
  }
  const values = parts.pop()!
  // `x = *y` without a comma is no tuple.
  if (values.length === 1 && isStar(values[0]) && !expression.isTuple) return null
  if (parts.length === 0 || !parts.every((part) => part.every(isTarget))) return null
  const groups = parts.map((part) => {
    const inner = part.length === 1 ? innerTargets(part[0]) : null
    return { targets: inner ?? part, isTuple: inner !== null || part.length > 1 || isStar(part[0]) }
  })
  const isTuple = values.length > 1 || expression.isTuple === true || isStar(values[0])
  const isCertain = groups[0].isTuple || expression.isTuple === true || values.some(isStar)
  const isOneByOne = groups.slice(1).some((group) => group.isTuple) && !groups[0].isTuple
  return isCertain && !isOneByOne ? { groups, values, isTuple } : null
}

/** The single places that targets consist of. */
export const placesIn = (targets: readonly Node[]): Node[] =>
  targets.flatMap((target) =>
    isStar(target)
      ? placesIn([target.argument as Node])
      : (innerTargets(target)?.flatMap((inner) => placesIn([inner])) ?? [target]),
  )

/** `a = f(x), g(x)`: one name, then values that nothing takes, for TypeScript. */
export function laterValues(expression: Node): { name: Node; values: Node[] } | null {
  if (expression.type !== 'SequenceExpression') return null
  const [first, ...later] = expression.expressions as Node[]
  if (first.type !== 'AssignmentExpression' || first.operator !== '=' || first.left.type !== 'Identifier')
    return null
  return { name: first.left as Node, values: [first.right as Node, ...later] }
}

/** `x.item()`, a float if x is a tensor of floats. */
export const isItemCall = ({ type, callee, arguments: args, optional }: Node): boolean =>
  type === 'CallExpression' &&
  optional !== true &&
  callee.type === 'MemberExpression' &&
  !callee.computed &&
  !callee.optional &&
  callee.property.name === 'item' &&
  callee.object.type !== 'Super' &&
  (args as Node[]).length === 0
