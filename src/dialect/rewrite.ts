// From the dialect to TypeScript: parses, finds out what may be a tensor, and rewrites by the rules.
import { awaited } from './awaits.js'
import { conditional, emitTest, logical, logicalAssignment, not } from './conditions.js'
import { declaredAgain, functionAgain, variablesAgain } from './again.js'
import { call } from './calls.js'
import { Source, text, Written } from './code.js'
import type { Code } from './code.js'
import { Kinds } from './kinds.js'
import { constants } from './known-names.js'
import { ANYTHING, isExactInt, isFloat, isTracked, marksOf, NUMBER } from './kind.js'
import type { Elsewhere } from './kinds.js'
import type { Kind } from './kind.js'
import { unary } from './operators.js'
import type { NameKind } from './floor-division.js'
import { array, emitAssigned, emitTracked, objectOfFloats } from './floats.js'
import { emitOperation } from './grouping.js'
import { parseDialect } from './parser.js'
import { Rewriter } from './rewriter.js'
import type { Rule } from './rewriter.js'
import { Names } from './scope.js'
import * as statements from './statements.js'
import { chain, emitCallee, emitKept, member } from './subscripts.js'
import { DialectError, isPercent, typeArgumentsIn, unwrapped } from './syntax.js'
import { assignment, emitPlace } from './targets.js'
import type { Node, PythonImport } from './syntax.js'
import { formatCall, fString, isFormatCall, percent } from './texts.js'
import { dialectTuple, isIndirect, parenthesized, spread } from './tuples.js'

/** `True`, `False` and `None`. */
function name(w: Rewriter, node: Node): Code {
  return w.kinds.isConstant(node)
    ? text(constants[node.name as string], node.start)
    : w.source.copy(node.start, node.end)
}

/** `{ None }` is `{ None: null }`. */
function property(w: Rewriter, node: Node): Code {
  const value = node.value as Node
  if (!node.shorthand || value.type !== 'Identifier' || !w.kinds.isConstant(value)) return w.through(node)
  return [w.source.copy(node.start, node.end), text(`: ${constants[value.name as string]}`, node.end)]
}

/** `let x = value` */
const declarator = (w: Rewriter, node: Node): Code => {
  const { id, init } = node as unknown as { id: Node; init: Node | null }
  const isName = id.type === 'Identifier'
  return w.through(node, (child) => {
    if (child !== init) return w.emit(child)
    return isName ? emitAssigned(w, id, child) : emitKept(w, child)
  })
}

const rules: Readonly<Record<string, Rule>> = {
  Program: statements.program,
  BlockStatement: statements.block,
  StaticBlock: statements.block,
  TSModuleBlock: statements.block,
  SwitchCase: statements.switchCase,
  FunctionDeclaration: functionAgain,
  VariableDeclaration: variablesAgain,
  VariableDeclarator: declarator,
  FunctionExpression: (w, node) => statements.func(w, node),
  ArrowFunctionExpression: (w, node) => statements.func(w, node),
  PropertyDefinition: statements.field,
  AccessorProperty: statements.field,
  ForStatement: statements.loop,
  ForInStatement: statements.loop,
  ForOfStatement: statements.loop,
  WhileStatement: statements.loop,
  DoWhileStatement: statements.loop,
  IfStatement: conditional,
  ConditionalExpression: conditional,
  ExpressionStatement: statements.expressionStatement,
  ReturnStatement: statements.returnStatement,
  ObjectExpression: objectOfFloats,
  ObjectPattern: statements.pattern,
  ArrayPattern: statements.pattern,
  AssignmentPattern: statements.pattern,
  RestElement: statements.rest,
  SpreadElement: spread,
  DialectImport: statements.pythonImport,
  Identifier: name,
  Literal: (w, node) => (isExactInt(node) ? [w.through(node), text('n', node.end)] : w.through(node)),
  Property: property,
  BinaryExpression: (w, node) => (isPercent(node) ? percent(w, node) : emitOperation(w, node)),
  UnaryExpression: (w, node) => (/^[-+~]$/.test(node.operator as string) ? unary(w, node) : not(w, node)),
  LogicalExpression: logical,
  AssignmentExpression: (w, node) =>
    /^(&&|\|\||\?\?)=$/.test(node.operator as string) ? logicalAssignment(w, node) : assignment(w, node),
  UpdateExpression: (w, node) => w.scoped(() => w.through(node, (child) => emitPlace(w, child))),
  MemberExpression: member,
  ChainExpression: chain,
  CallExpression: (w, node) => (isFormatCall(w, node) ? formatCall(w, node) : call(w, node)),
  NewExpression: (w, node) => call(w, node),
  TaggedTemplateExpression: (w, node) =>
    w.through(node, (child) =>
      child !== node.tag ? w.emit(child) : isIndirect(child) ? w.through(child) : emitCallee(w, child),
    ),
  AwaitExpression: awaited,
  ParenthesizedExpression: (w, node) => parenthesized(w, node),
  DialectTuple: dialectTuple,
  DialectFString: fString,
  ArrayExpression: array,
  truth: emitTest,
  float: (w, node) => emitTracked(w, node),
}

export interface RewriteOptions extends Elsewhere {
  /** The text runs as a module: strict, its names its own. */
  readonly isModule: boolean
  /** Names of fields that earlier inputs gave floats, to which this one adds. */
  readonly floatFields?: Set<string>
  /** What is known of names that the text does not have; see Note [Comment or division]. */
  readonly kindOf?: (name: string) => NameKind
}

export type Rewritten =
  | {
      kind: 'code'
      written: Written
      names: TopLevelNames
      operandsInComments: number[]
      endsInCall: boolean
      program: Node
    }
  | { kind: 'incomplete'; at: number; isCertain: boolean }
  /** `isCertain`: the text can have no other reading. */
  | { kind: 'error'; message: string; at: number; isCertain: boolean }

/** What an input tells the ones that follow. */
export interface TopLevelNames {
  readonly declared: readonly string[]
  readonly assigned: readonly string[]
  /** What is known of those that hold a Python float, if a number. */
  readonly marks: ReadonlyMap<string, Kind>
  /** Those that are classes. */
  readonly classes: ReadonlySet<string>
}

export function rewrite(source: string, options: RewriteOptions): Rewritten {
  const parsed = parseDialect(source, options.isModule, options.kindOf)
  if (parsed.failure) {
    const { message, at, isIncomplete, isCertain } = parsed.failure
    return isIncomplete ? { kind: 'incomplete', at, isCertain } : { kind: 'error', message, at, isCertain }
  }
  const { program, hashComments, operandsInComments } = parsed
  const names = new Names(program)
  const kinds = new Kinds(names, options)
  const context = {
    source: new Source(source, hashComments, source.includes('<') ? typeArgumentsIn(program) : []),
    names,
    kinds,
    floatFields: options.floatFields ?? new Set<string>(),
    isModule: options.isModule,
    shown: options.isSession ? ((program.body as Node[]).at(-1) ?? null) : null,
    again: options.isSession ? declaredAgain(program.body as Node[]) : new Set<Node>(),
  }
  try {
    const code = new Rewriter(context, rules).emit(program)
    return {
      kind: 'code',
      written: new Written(source, code),
      names: topLevel(program, names, kinds),
      operandsInComments,
      endsInCall: endsInCall(context.shown),
      program,
    }
  } catch (error) {
    if (error instanceof DialectError)
      return { kind: 'error', message: error.message, at: error.at, isCertain: true }
    throw error
  }
}

/** Whether the value that is shown is what a call gave. */
function endsInCall(statement: Node | null): boolean {
  if (statement?.type !== 'ExpressionStatement') return false
  let value = unwrapped(statement.expression as Node)
  if (value.type === 'AwaitExpression') value = unwrapped(value.argument as Node)
  return (
    value.type === 'CallExpression' ||
    (value.type === 'ChainExpression' && value.expression.type === 'CallExpression')
  )
}

function topLevel(program: Node, names: Names, kinds: Kinds): TopLevelNames {
  const given = new Set(
    (program.body as Node[])
      .flatMap((statement) =>
        statement.type === 'DialectImport' ? (statement.imports as PythonImport[]) : [],
      )
      .filter(statements.isAtHand)
      .map(({ name }) => name),
  )
  const bindings = names.topLevel().filter(({ name, sources }) => sources.length > 1 || !given.has(name))
  const marks = bindings.flatMap((binding) => {
    const kind = kinds.ofBinding(binding)
    const canBeNumber = (kind & (NUMBER | ANYTHING)) !== 0
    return canBeNumber && (isFloat(kind) || isTracked(kind)) ? [[binding.name, marksOf(kind)] as const] : []
  })
  return {
    declared: bindings.filter(({ isImplicit }) => !isImplicit).map((binding) => binding.name),
    assigned: bindings.filter(({ isImplicit }) => isImplicit).map((binding) => binding.name),
    marks: new Map(marks),
    classes: new Set(bindings.filter(Kinds.isClassBinding).map((binding) => binding.name)),
  }
}
