// What parses and is still no program: `return` outside of a function, `break` outside of a loop, names declared too late.
import type { Complaint } from './complaint.js'
import { ScopeError, Scopes } from './scope.js'
import { lettersIn, type Source } from './source.js'
import { childrenOf, isComprehension, isFunctionNode } from './tree.js'
import type { Module, Node, Spot } from './tree.js'

interface Around {
  readonly isFunction: boolean
  readonly isLoop: boolean
  readonly isClass: boolean
}

class Misplaced extends Error {
  constructor(
    message: string,
    readonly spot: Spot,
    readonly kind: Complaint['kind'] = 'SyntaxError',
  ) {
    super(message)
  }
}

function checkCall(node: Extract<Node, { nodeType: 'Call' }>): void {
  const seen = new Set<string>()
  for (const { arg, value } of node.keywords) {
    if (arg === undefined) continue
    if (seen.has(arg)) throw new Misplaced(`keyword argument repeated: ${arg}`, value)
    seen.add(arg)
  }
}

function checkTry(node: Extract<Node, { nodeType: 'Try' }>): void {
  const { handlers, finalbody } = node
  if (handlers.length === 0 && finalbody.length === 0)
    throw new Misplaced("expected 'except' or 'finally' block", {
      lineno: node.end_lineno! + 1,
      col_offset: 0,
    })
  handlers.forEach(({ type }, i) => {
    if (!type && i < handlers.length - 1) throw new Misplaced("default 'except:' must be last", handlers[i])
  })
}

/** What CPython calls expressions that are no targets, or none of `:=`. */
const targets: Record<string, string> = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Constant: 'literal',
  Call: 'function call',
  Tuple: 'tuple',
  List: 'list',
}

function checkTarget(node: Node): void {
  if (node.nodeType === 'Constant' || node.nodeType === 'Call')
    throw new Misplaced(`cannot assign to ${targets[node.nodeType]}`, node)
}

/** What `*x` may be a part of. */
const takesStars = new Set(['Tuple', 'List', 'Set', 'Call', 'ClassDef', 'Subscript'])

function check(node: Node, around: Around): void {
  const spot = node as Spot
  switch (node.nodeType) {
    case 'Return':
      if (!around.isFunction) throw new Misplaced("'return' outside function", spot)
      break
    case 'Yield':
    case 'YieldFrom':
      if (!around.isFunction) throw new Misplaced("'yield' outside function", spot)
      break
    case 'Await':
    case 'AsyncFunctionDef':
    case 'AsyncFor':
    case 'AsyncWith':
      throw new Misplaced('async functions do not run here: call the functions one after the other', spot)
    // Python 3.14 has it, its forerunners do not.
    case 'TemplateStr':
      throw new Misplaced('invalid syntax', spot)
    case 'Break':
      if (!around.isLoop) throw new Misplaced("'break' outside loop", spot)
      break
    case 'Continue':
      if (!around.isLoop) throw new Misplaced("'continue' not properly in loop", spot)
      break
    case 'Call':
      checkCall(node)
      break
    case 'Try':
      checkTry(node)
      break
    case 'ImportFrom':
      if (node.names[0].name === '*' && (around.isFunction || around.isClass))
        throw new Misplaced('import * only allowed at module level', spot)
      break
    case 'Assign':
      if (node.targets.some((target) => target.nodeType === 'Starred'))
        throw new Misplaced('starred assignment target must be in a list or tuple', node.targets[0])
      break
    case 'For':
      checkTarget(node.target)
      break
    case 'Comprehension':
      checkTarget(node.target)
      break
    case 'NamedExpr':
      if (node.target.nodeType !== 'Name')
        throw new Misplaced(
          `cannot use assignment expressions with ${targets[node.target.nodeType] ?? 'expression'}`,
          node.target,
        )
      break
    case 'Tuple':
    case 'List':
      if (node.ctx.nodeType === 'Store' && node.elts.filter((part) => part.nodeType === 'Starred').length > 1)
        throw new Misplaced('multiple starred expressions in assignment', spot)
      break
  }
  const within = inside(node, around)
  for (const child of childrenOf(node)) {
    if (child.nodeType === 'Starred' && !takesStars.has(node.nodeType))
      throw new Misplaced("can't use starred expression here", child)
    check(child, within.body === null || within.body.has(child) ? within.around : around)
  }
}

/** What is around the parts of a node: all of them, or those of its body. */
interface Within {
  readonly around: Around
  readonly body: ReadonlySet<Node> | null
}

function inside(node: Node, around: Around): Within {
  if (isFunctionNode(node))
    return {
      around: { isFunction: true, isLoop: false, isClass: false },
      body: new Set<Node>(node.nodeType === 'Lambda' ? [node.body] : node.body),
    }
  if (node.nodeType === 'ClassDef')
    return { around: { isFunction: false, isLoop: false, isClass: true }, body: null }
  if (isComprehension(node)) return { around: { ...around, isLoop: false }, body: null }
  if (node.nodeType === 'For' || node.nodeType === 'While')
    return { around: { ...around, isLoop: true }, body: new Set<Node>(node.body) }
  return { around, body: null }
}

/** The first thing that is misplaced; null where nothing is. */
export function misplaced(program: Module, source: Source): Complaint | null {
  try {
    check(program, { isFunction: false, isLoop: false, isClass: false })
    new Scopes(program).check()
    return null
  } catch (error) {
    if (!(error instanceof Misplaced || error instanceof ScopeError)) throw error
    const { lineno, col_offset, end_lineno, end_col_offset } = error.spot
    const line = source.line(lineno)
    return {
      kind: error instanceof Misplaced ? error.kind : 'SyntaxError',
      message: error.message,
      lineno: Math.min(lineno, Math.max(source.lines.length, 1)),
      column: lettersIn(line, col_offset),
      endColumn: end_lineno === lineno ? lettersIn(line, end_col_offset ?? 0) : line.length,
    }
  }
}
