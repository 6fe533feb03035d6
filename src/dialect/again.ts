// Lets a name be declared again in another way. V8's REPL mode takes `let a` after `let a`, but neither `function a` after
// `let a` nor the other way round: so a `function` or `var` at the top of an input becomes `let`. (For `const` see
// redeclare.ts.) What is used before it is declared, which `let` forbids, stays as it is.
import { text } from './code.js'
import type { Code } from './code.js'
import type { Rewriter } from './rewriter.js'
import { func } from './statements.js'
import { childrenOf } from './syntax.js'
import type { Node } from './syntax.js'

const mentions = (node: Node, names: ReadonlySet<string>): boolean =>
  (node.type === 'Identifier' && names.has(node.name as string)) ||
  childrenOf(node).some((child) => mentions(child, names))

/** The names that a statement declares at the top, where it can be made a `let`. */
function names(statement: Node): Set<string> | null {
  if (statement.type === 'FunctionDeclaration')
    return statement.body ? new Set([statement.id.name as string]) : null
  if (statement.type !== 'VariableDeclaration' || statement.kind !== 'var' || statement.declare) return null
  const declarations = statement.declarations as Node[]
  // `var x` keeps the value of an earlier x.
  const isPlain = declarations.every(({ id, init }) => id.type === 'Identifier' && init)
  const declared = new Set(declarations.map(({ id }) => id.name as string))
  return isPlain && declared.size === declarations.length ? declared : null
}

/** The statements of an input that are to become `let`. */
export function declaredAgain(statements: readonly Node[]): ReadonlySet<Node> {
  const declared = statements.map(names)
  const isAlone = (i: number, own: ReadonlySet<string>): boolean =>
    !statements.slice(0, i).some((earlier) => mentions(earlier, own)) &&
    !declared.some((others, k) => k !== i && others !== null && [...others].some((name) => own.has(name)))
  return new Set(statements.filter((_, i) => declared[i] !== null && isAlone(i, declared[i])))
}

/** `function f(x) { … }` is `let f = function (x) { … };`. */
export function functionAgain(w: Rewriter, node: Node): Code {
  if (!w.context.again.has(node)) return func(w, node)
  const { start, end, id } = node as unknown as { start: number; end: number; id: Node }
  return [
    text(`let ${id.name as string} = `, start),
    w.source.copy(start, id.start),
    func(w, node, id.end),
    text(';', end),
  ]
}

/** `var a = 1` is `let a = 1`. */
export function variablesAgain(w: Rewriter, node: Node): Code {
  if (!w.context.again.has(node)) return w.through(node)
  const start = node.start + 'var'.length
  return [text('let', node.start), w.between(start, node.end, childrenOf(node))]
}
