// Statements, functions and blocks: where variables of the rewriting are declared, conditions, Python's imports, and
// names that are assigned without declaration.
import { text } from './code.js'
import type { Code } from './code.js'
import { emitValue } from './calls.js'
import { dependsOnFloat, emitFloat, emitReturned, emitTracked, noteOf } from './floats.js'
import { isOnly, isQuotient, NUMBER } from './kind.js'
import { emitTest } from './conditions.js'
import { emitStream } from './awaits.js'
import type { Rewriter } from './rewriter.js'
import { emitAttribute, emitKept, isAttribute, isPythonsName } from './subscripts.js'
import { emitPlace } from './targets.js'
import type { Node, PythonImport } from './syntax.js'
import { childrenOf, DialectError } from './syntax.js'
import { bareSequence } from './tuples.js'
import { emitUnpacking } from './unpacking.js'

/** What the code begins with, if that is not a copy. */
function firstAdded(code: Code): string {
  if (!Array.isArray(code)) return code.isCopy ? '' : code.text
  for (const part of code) {
    if (isEmpty(part)) continue
    return firstAdded(part)
  }
  return ''
}

const isEmpty = (code: Code): boolean => (Array.isArray(code) ? code.every(isEmpty) : code.text === '')

/** Statements one after another. A parenthesis put before one must not be taken for a call of what is before it. */
function emitList(w: Rewriter, start: number, end: number, statements: readonly Node[]): Code {
  let last: Node | undefined
  return w.between(start, end, statements, (statement) => {
    const code = w.emit(statement)
    const before = last && w.source.text[last.end - 1]
    last = statement
    const isHazard = before !== undefined && before !== ';' && firstAdded(code).startsWith('(')
    return isHazard ? [text(';', statement.start), code] : code
  })
}

/** The end of directives such as `'use strict'`, behind which declarations may stand. */
function endOfDirectives(start: number, statements: readonly Node[]): number {
  let end = start
  for (const statement of statements) {
    if (typeof statement.directive !== 'string') break
    end = statement.end
  }
  return end
}

/** Statements with a place for variables at their start. */
function emitHosted(
  w: Rewriter,
  start: number,
  end: number,
  statements: readonly Node[],
  extra = '',
  isHot?: boolean,
): Code {
  const inner = endOfDirectives(start, statements)
  const rest = statements.filter((statement) => statement.start >= inner)
  const { code, declaration } = w.hosted(() => emitList(w, inner, end, rest), isHot)
  const isBehindDirective = inner > start && (declaration !== '' || extra !== '')
  return [
    w.source.copy(start, inner),
    text(`${isBehindDirective ? ';' : ''}${extra}${declaration}`, inner),
    code,
  ]
}

export function program(w: Rewriter, node: Node): Code {
  const implicit = w.context.isModule ? undeclared(w) : []
  const extra = implicit.length > 0 ? `let ${implicit.join(', ')}; ` : ''
  const hashBang = /^#!.*/.exec(w.source.text)?.[0].length ?? 0
  return [
    w.source.copy(0, hashBang),
    emitHosted(w, hashBang, w.source.text.length, node.body as Node[], extra, false),
  ]
}

/** Names that a module assigns and does not declare; at the prompt V8 makes them globals. */
function undeclared(w: Rewriter): string[] {
  return w.context.names
    .topLevel()
    .filter(({ isImplicit, name }) => isImplicit && !(name in globalThis) && !atHand.has(name))
    .map(({ name }) => name)
}

/** Names that are there without import, and the modules they stand for in Python. */
const atHand = new Map([
  ['torch', 'torch'],
  ['nn', 'torch.nn'],
  ['optim', 'torch.optim'],
  ['F', 'torch.nn.functional'],
  ['np', 'numpy'],
  ['plt', 'matplotlib.pyplot'],
  ['print', 'print'],
  ['help', 'help'],
])

/** `{ … }` of a function, a loop, an `if` or by itself. */
export const block = (w: Rewriter, node: Node): Code => {
  const open = w.source.text.indexOf('{', node.start) + 1
  return [w.source.copy(node.start, open), emitHosted(w, open, node.end, node.body as Node[])]
}

export function switchCase(w: Rewriter, node: Node): Code {
  const statements = node.consequent as Node[]
  const start = statements[0]?.start ?? node.end
  const test = node.test ? [node.test as Node] : []
  return [w.between(node.start, start, test), emitList(w, start, node.end, statements)]
}

/** Whether the one who calls a function gets something else than what it returns. */
const givesLater = (node: Node): boolean => node.async === true || node.generator === true

/** A function, from `start` on. */
export function func(w: Rewriter, node: Node, start = node.start): Code {
  const body = node.body as Node | null
  if (!body) return w.through(node)
  const head = childrenOf(node).filter((child) => child !== body && child !== node.id)
  const before = w.between(start, body.start, head, (child) => w.homeless(() => w.emit(child)))
  if (body.type === 'BlockStatement') {
    w.returning.push(givesLater(node) ? null : body)
    const code = w.hot(() => w.emit(body))
    w.returning.pop()
    return [before, code, w.source.copy(body.end, node.end)]
  }
  const emitBody = (): Code => (givesLater(node) ? emitKept(w, body) : emitReturned(w, body, body))
  const { code, declaration } = w.hosted(emitBody, true)
  if (declaration === '') return [before, code]
  return [before, text(`{ ${declaration}return `, body.start), code, text(' }', body.end)]
}

/** A field's value is computed when an instance is made. */
export const field = (w: Rewriter, node: Node): Code =>
  w.through(node, (child) => {
    if (child !== node.value) return w.emit(child)
    const { key } = node
    const isNoted = !node.computed && !node.static && key.type === 'Identifier' && dependsOnFloat(w, child)
    if (!isNoted) return w.homeless(() => w.emit(child))
    w.context.floatFields.add(key.name as string)
    return [
      text(`__notefield__(this, '${key.name}', `, child.start),
      w.homeless(() => emitTracked(w, child)),
      text(')', child.end),
    ]
  })

export function loop(w: Rewriter, node: Node): Code {
  const body = node.body as Node
  return w.through(node, (child) => {
    if (child === body) return w.loopBody(child)
    if (child === node.test) return w.hot(() => emitTest(w, child))
    if (child === node.update) return w.hot(() => w.emit(child))
    if (child === node.right && node.await === true) return emitStream(w, child)
    if (child === node.right && node.type === 'ForOfStatement') return emitGoneThrough(w, node)
    const isTarget = child === node.left && child.type !== 'VariableDeclaration'
    return isTarget ? emitPlace(w, child) : w.emit(child)
  })
}

/** The list of a loop, which notes which of its items are floats. */
function emitGoneThrough(w: Rewriter, node: Node): Code {
  const left = node.left as Node
  const list = node.right as Node
  const name = left.type === 'VariableDeclaration' ? (left.declarations[0].id as Node) : left
  if (name.type !== 'Identifier' || node.await === true || !w.kinds.isNotedLoop(node)) return w.emit(list)
  return [text(`__items__(${noteOf(w, name)}, `, list.start), w.emit(list), text(')', list.end)]
}

/** `x = 1`, `x += 1`, and `x = 1, y = 2`. */
const assigns = (node: Node): boolean =>
  node.type === 'AssignmentExpression' ||
  (node.type === 'SequenceExpression' && assigns((node.expressions as Node[]).at(-1)!))

/**
 * An expression by itself. Note [What is shown]: as in Python, the last one of an input shows its value, unless it
 * assigns; a float shows as one; and an attribute that is missing is an error.
 */
export function expressionStatement(w: Rewriter, node: Node): Code {
  const expression = node.expression as Node
  const unpacked = emitUnpacking(w, expression)
  if (node === w.context.shown) {
    if (unpacked || assigns(expression) || expression.isDel === true)
      return [
        unpacked ?? w.emit(expression),
        w.source.copy(expression.end, node.end),
        text(';void 0', node.end),
      ]
    if (isAttribute(expression) && !isPythonsName(expression) && !w.kinds.isNotedMember(expression))
      return emitShown(w, node, emitAttribute(w, expression))
    const items = expression.type === 'SequenceExpression' ? (expression.expressions as Node[]) : []
    // Who wants to see a list of values writes them so, whatever they do.
    if (items.length > 0 && !items.some(assigns))
      return [
        text('__tuple__(', expression.start),
        w.between(expression.start, items.at(-1)!.end, items, (item) => emitValue(w, item, 'ours')),
        text(')', expression.end),
        w.source.copy(expression.end, node.end),
      ]
    if (dependsOnFloat(w, expression) && !isQuotient(w.kinds.of(expression)))
      return emitShown(w, node, emitFloat(w, expression, 'ours'))
  }
  const code =
    unpacked ??
    (expression.type === 'SequenceExpression' ? bareSequence(w, expression, false) : w.emit(expression))
  if (node === w.context.shown && typeof node.directive !== 'string') return emitShown(w, node, code)
  return [code, w.source.copy(expression.end, node.end)]
}

/** A statement whose value is handed over to the prompt. */
function emitShown(w: Rewriter, node: Node, code: Code): Code {
  const expression = node.expression as Node
  if (isOnly(w.kinds.of(expression), NUMBER)) return [code, w.source.copy(expression.end, node.end)]
  const [open, close] = expression.type === 'SequenceExpression' ? ['((', '))'] : ['(', ')']
  return [
    text(`__shown__${open}`, expression.start),
    code,
    text(close, expression.end),
    w.source.copy(expression.end, node.end),
  ]
}

export function returnStatement(w: Rewriter, node: Node): Code {
  const body = w.returning.at(-1)
  return w.through(node, (child) => {
    if (child.type === 'SequenceExpression') return bareSequence(w, child, true)
    return body ? emitReturned(w, child, body) : emitKept(w, child)
  })
}

/** Members of a pattern are assigned to; what stands behind `=` in it is computed. */
export const pattern = (w: Rewriter, node: Node): Code =>
  w.through(node, (child) => {
    if (child.type === 'MemberExpression' && child !== node.right) return emitPlace(w, child)
    if (child.type !== 'Property') return w.emit(child)
    return w.through(child, (part) => (part === child.key ? w.emit(part) : emitPart(w, part)))
  })

const emitPart = (w: Rewriter, node: Node): Code =>
  node.type === 'MemberExpression' ? emitPlace(w, node) : w.emit(node)

/** `...rest` in a pattern, and `*rest`. */
export function rest(w: Rewriter, node: Node): Code {
  if (!node.stars) return pattern(w, node)
  const argument = node.argument as Node
  return [text('...', node.start), emitPart(w, argument)]
}

// ---- Python's imports ----

/** `import torch.nn as nn`: the names are at hand already, others are declared. */
export function pythonImport(w: Rewriter, node: Node): Code {
  const declared = (node.imports as PythonImport[]).map((item) => declaration(w, node, item)).filter(Boolean)
  return [text(declared.join(' '), node.start), w.breaks(node.start, node.end)]
}

/** The path of what a name of an import stands for. */
const importedPath = ({ module, member, isRoot }: PythonImport): string =>
  isRoot ? module.split('.')[0] : member === null ? module : `${module}.${member}`

/** Whether an import names what is there without it: then it declares nothing. */
export const isAtHand = (item: PythonImport): boolean => atHand.get(item.name) === importedPath(item)

function declaration(w: Rewriter, node: Node, item: PythonImport): string {
  const { module, member, name, isRoot } = item
  const root = module.split('.')[0]
  if (!['torch', 'numpy', 'copy', 'math'].includes(root)) {
    throw new DialectError(
      `No module named '${root}' here. Packages of Node are imported as import ${name} from '${root}'`,
      node.start,
    )
  }
  const isReplaced = w.context.names
    .topLevel()
    .some((binding) => binding.name === name && binding.sources.length > 1)
  const value = `__imported__(${JSON.stringify(module)}${member === null ? '' : `, ${JSON.stringify(member)}`})`
  const isRootOnly = isRoot && root !== module
  if (isAtHand(item) && !isReplaced) return isRootOnly ? `void ${value};` : ''
  return `const ${name} = ${isRootOnly ? `(${value}, __imported__('${root}'))` : value};`
}
