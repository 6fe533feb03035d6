// Statements: from Python's to JavaScript's.
import { at, join } from './code.js'
import type { Code } from './code.js'
import { awaited } from './expressions.js'
import { defineClass, defineFunction } from './functions.js'
import { awaitedLoopOver, beforeLoop, loopOver } from './loops.js'
import * as names from './names.js'
import { pattern } from './patterns.js'
import { annotated, assignment, augmented, deleted } from './targets.js'
import type { Expr, Spot, Stmt, StmtNode } from './tree.js'
import { tryStatement } from './try-statements.js'
import type { Writer } from './writer.js'

type Loop = Stmt<'For'> | Stmt<'AsyncFor'> | Stmt<'While'>

/** Where control goes on elsewhere, nothing behind it runs. */
function leaving(w: Writer, code: Code): Code {
  w.frame.isDead = true
  return code
}

function ifStatement(w: Writer, node: Stmt<'If'>): Code {
  const test = w.condition(node.test)
  const body = w.branch(() => w.block(node.body))
  const orelse = w.branch(() => (node.orelse.length > 0 ? w.block(node.orelse) : ''))
  w.merge([body, orelse])
  const head: Code = ['if (', test, ') {\n', body.code, '\n}']
  return node.orelse.length === 0 ? head : [head, ' else {\n', orelse.code, '\n}']
}

/** Those `break`s of a loop that are its own. */
function hasBreak(body: readonly StmtNode[]): boolean {
  return body.some((node) => {
    switch (node.nodeType) {
      case 'Break':
        return true
      case 'If':
        return hasBreak(node.body) || hasBreak(node.orelse)
      case 'For':
      case 'AsyncFor':
      case 'While':
        return hasBreak(node.orelse)
      case 'With':
      case 'AsyncWith':
        return hasBreak(node.body)
      case 'Try':
      case 'TryStar':
        return [node.body, node.orelse, node.finalbody, ...node.handlers.map(({ body }) => body)].some(
          hasBreak,
        )
      case 'Match':
        return node.cases.some(({ body }) => hasBreak(body))
      default:
        return false
    }
  })
}

/** A loop, and what runs where no `break` left it: a labelled block that `break` leaves as a whole. */
function loop(w: Writer, node: Loop, write: () => Code): Code {
  const breaks = hasBreak(node.body)
  if (node.orelse.length === 0) return write()
  if (!breaks) return [write(), '\n', w.block(node.orelse)]
  const label = w.name('loop')
  const outer = w.frame.breakTo
  w.frame.breakTo = label
  const code = write()
  w.frame.breakTo = outer
  return [`${label}: {\n`, code, '\n', w.branch(() => w.block(node.orelse)).code, '\n}']
}

function whileLoop(w: Writer, node: Stmt<'While'>): Code {
  return loop(w, node, () => {
    const test = w.condition(node.test)
    return ['while (', test, ') {\n', loopBody(w, node, ''), '\n}']
  })
}

/** The body, in which a `break` of a loop without `else` leaves that loop alone. */
function loopBody(w: Writer, node: Loop, first: Code): Code {
  const outer = w.frame.breakTo
  if (node.orelse.length === 0) w.frame.breakTo = null
  // Note [KeyboardInterrupt] in base/keyboard.ts.
  const spot = node.nodeType === 'While' ? node.test : node.iter
  const look: Code = [
    `if (${w.constant(`${w.surroundings.runtime}.keyboard`)}[0] !== 0) `,
    w.call(spot, 'interrupted'),
    ';\n',
  ]
  const { code } = w.branch(() => [look, first, w.block(node.body)])
  w.frame.breakTo = outer
  return code
}

function forLoop(w: Writer, node: Stmt<'For'> | Stmt<'AsyncFor'>): Code {
  const over = (node.nodeType === 'For' ? loopOver : awaitedLoopOver)(w, node.target, node.iter, node)
  const { head, item, owned } = over
  const code = loop(w, node, () => {
    let assigned: Set<string> | undefined
    const { code } = w.branch(() => {
      const store = w.store(node.target, item)
      assigned = w.frame.assigned
      return [store, ';\n']
    })
    const outer = w.frame.assigned
    w.frame.assigned = new Set(assigned)
    if (owned) w.frame.owned.push(owned)
    const body = loopBody(w, node, code)
    if (owned) w.frame.owned.pop()
    w.frame.assigned = outer
    return [head, body, '\n}']
  })
  const isLeft = owned !== undefined && hasBreak(node.body)
  return ['{\n', beforeLoop(over), code, isLeft ? ['\n', w.call(null, 'leave', owned), ';'] : '', '\n}']
}

/** `with` and `async with`, whose managers are awaited where they are entered and left. */
function withStatement(
  w: Writer,
  items: Stmt<'With'>['items'],
  body: () => Code,
  isAsync: boolean,
  whole: Spot,
): Code {
  // `with ():` is read as one of no managers, and stands for one of the empty tuple.
  const [first, ...others] = items
  const entered = items.length > 0 ? w.expression(first.context_expr) : w.call(null, 'tuple')
  const optional_vars = items.length > 0 ? first.optional_vars : undefined
  const [manager, value, isOver, error] = [w.name('m'), w.name('v'), w.name('ok'), w.name('e')]
  const opened: Code = [
    `const ${manager} = `,
    entered,
    `, ${value} = `,
    isAsync ? awaited(w, whole, w.call(whole, 'enterAsync', manager)) : w.call(whole, 'enter', manager),
    `;\nlet ${isOver} = true;\ntry {\n`,
  ]
  const inner = w.branch(() => {
    const store: Code = optional_vars ? [w.store(optional_vars, value), ';\n'] : ''
    return [store, others.length > 0 ? withStatement(w, others, body, isAsync, whole) : body()]
  })
  const [isDone, later] = [w.name('ok'), w.name('e')]
  const leave = (error: Code): Code =>
    isAsync
      ? w.call(null, 'truth', awaited(w, whole, w.call(whole, 'exitAsync', manager, error)))
      : w.call(whole, 'exit', manager, error)
  return [
    '{\n',
    opened,
    inner.code,
    `\n} catch (${error}) {\n${isOver} = false;\nlet ${isDone};\ntry {\n${isDone} = `,
    leave(w.call(null, 'caught', error)),
    `;\n} catch (${later}) {\nthrow `,
    w.call(null, 'during', later, w.call(null, 'caught', error)),
    `;\n}\nif (!${isDone}) throw ${error};\n} finally {\nif (${isOver}) `,
    leave('null'),
    ';\n}\n}',
  ]
}

function matchStatement(w: Writer, node: Stmt<'Match'>): Code {
  const subject = w.name('s')
  const head: Code = [`const ${subject} = `, w.expression(node.subject), ';\n']
  const ends: ReturnType<Writer['branch']>[] = []
  let isOpen = true
  const cases = node.cases.map((one): Code => {
    let test: Code = ''
    const branch = w.branch(() => {
      test = pattern(w, one.pattern, subject)
      if (one.guard) test = [test, ' && ', w.condition(one.guard)]
      return w.block(one.body)
    })
    ends.push(branch)
    if (!one.guard && one.pattern.nodeType === 'MatchAs' && !one.pattern.pattern) isOpen = false
    return ['if (', test, ') {\n', branch.code, '\n}']
  })
  if (isOpen) ends.push({ code: '', assigned: w.frame.assigned, isDead: false })
  w.merge(ends)
  return ['{\n', head, join(cases, ' else '), '\n}']
}

function importStatement(w: Writer, node: Stmt<'Import'>): Code {
  return node.names.map(({ name, asname }): Code => {
    const whole = w.call(node, 'importModule', JSON.stringify(name), '0', moduleOf(w))
    if (asname !== undefined || !name.includes('.')) return [names.assign(w, asname ?? name, whole), ';\n']
    const root = name.slice(0, name.indexOf('.'))
    const first = w.call(node, 'importModule', JSON.stringify(root), '0', moduleOf(w))
    return [whole, ';\n', names.assign(w, root, first), ';\n']
  })
}

const moduleOf = (w: Writer): string => (w.surroundings.kind === 'file' ? '$module' : 'null')

function importFrom(w: Writer, node: Stmt<'ImportFrom'>): Code {
  const path = JSON.stringify(node.module ?? '')
  const level = String(node.level ?? 0)
  if (node.names[0].name === '*') return [w.call(node, 'importStar', path, level, moduleOf(w)), ';']
  const list = JSON.stringify(node.names.map(({ name }) => name))
  const values = w.name('f')
  const taken = node.names.map(({ name, asname }, i): Code => [
    names.assign(w, asname ?? name, `${values}[${i}]`),
    ';\n',
  ])
  return [
    `{\nconst ${values} = `,
    w.call(node, 'importFrom', path, list, level, moduleOf(w)),
    ';\n',
    taken,
    '}',
  ]
}

function raiseStatement(w: Writer, node: Stmt<'Raise'>): Code {
  const { handled } = w.frame
  if (!node.exc) return handled ? `throw ${handled};` : ['throw ', w.call(node, 'reraise'), ';']
  const cause = node.cause ? w.expression(node.cause) : 'undefined'
  return ['throw ', w.call(node, 'raise', w.expression(node.exc), cause, handled ?? 'null'), ';']
}

function assertStatement(w: Writer, node: Stmt<'Assert'>): Code {
  const test = w.condition(node.test)
  return [
    'if (!(',
    test,
    ')) throw ',
    w.call(node.test, 'failed', node.msg ? w.expression(node.msg) : ''),
    ';',
  ]
}

function returnStatement(w: Writer, node: Stmt<'Return'>): Code {
  const { owned } = w.frame
  const value = node.value ? w.expression(node.value) : 'null'
  if (owned.length === 0) return ['return ', value, ';']
  const result = w.temporary()
  const leave = owned.toReversed().map((iterator): Code => [', ', w.call(null, 'leave', iterator)])
  return [`return (${result} = `, value, leave, `, ${result});`]
}

/** An expression that stands by itself; at the prompt its value is shown. */
function expressionStatement(w: Writer, node: Stmt<'Expr'>): Code {
  const isShown = w.surroundings.echoes && w.scope.kind === 'module'
  if (isShown) return [w.call(node.value, 'echo', w.expression(node.value)), ';']
  if (node.value.nodeType === 'Constant') return ''
  // A coroutine that nobody awaits is told of.
  if (w.scopes.hasAsync && node.value.nodeType === 'Call')
    return [w.call(node.value, 'dropped', w.expression(node.value)), ';']
  return [w.expression(node.value), ';']
}

export function statement(w: Writer, node: StmtNode): Code {
  return at(node as Exclude<StmtNode, { nodeType: 'Comment' }>, written(w, node))
}

function written(w: Writer, node: StmtNode): Code {
  switch (node.nodeType) {
    case 'Expr':
      return expressionStatement(w, node)
    case 'Assign':
      return assignment(w, node)
    case 'AugAssign':
      return augmented(w, node)
    case 'AnnAssign':
      return annotated(w, node)
    case 'If':
      return ifStatement(w, node)
    case 'For':
    case 'AsyncFor':
      return forLoop(w, node)
    case 'While':
      return whileLoop(w, node)
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return defineFunction(w, node)
    case 'ClassDef':
      return defineClass(w, node)
    case 'Return':
      return leaving(w, returnStatement(w, node))
    case 'Raise':
      return leaving(w, raiseStatement(w, node))
    case 'Break':
      return leaving(w, w.frame.breakTo ? `break ${w.frame.breakTo};` : 'break;')
    case 'Continue':
      return leaving(w, 'continue;')
    case 'Try':
    case 'TryStar':
      return tryStatement(w, node)
    case 'With':
      return withStatement(w, node.items, () => w.block(node.body), false, node)
    case 'AsyncWith':
      return withStatement(w, node.items, () => w.block(node.body), true, node)
    case 'Match':
      return matchStatement(w, node)
    case 'Import':
      return importStatement(w, node)
    case 'ImportFrom':
      return importFrom(w, node)
    case 'Assert':
      return assertStatement(w, node)
    case 'Delete':
      return node.targets.map((target) => deleted(w, target))
    case 'Pass':
    case 'Global':
    case 'Nonlocal':
    case 'Comment':
      return ''
    default:
      throw new Error(`internal: no rule for ${node.nodeType}`)
  }
}

export const isExpressionStatement = (
  node: StmtNode | undefined,
): node is Stmt<'Expr'> & { value: Expr<'Name'> } => node?.nodeType === 'Expr'
