// Calls: of functions, of methods without making a bound one, and of `super`.
import { join } from './code.js'
import type { Code } from './code.js'
import * as names from './names.js'
import type { Expr, ExprNode, Spot } from './tree.js'
import { keyText, type Writer } from './writer.js'

/** Keywords as a plain object; null where there are none. */
export function keywords(w: Writer, node: Pick<Expr<'Call'>, 'keywords'>, callee = 'undefined'): Code {
  if (node.keywords.length === 0) return 'null'
  let object: Code = ''
  let pairs: Code[] = ['__proto__: null']
  const close = (): Code => ['{', join(pairs, ', '), '}']
  let isOpen = true
  for (const { arg, value } of node.keywords) {
    if (arg !== undefined) {
      const pair: Code = [keyText(w.mangled(arg)), ': ', w.expression(value)]
      if (isOpen) pairs.push(pair)
      else object = w.call(value, 'doubleStar', object, ['{__proto__: null, ', pair, '}'], callee)
      continue
    }
    if (isOpen) object = close()
    isOpen = false
    pairs = []
    object = w.call(value, 'doubleStar', object, w.expression(value), callee)
  }
  return isOpen ? close() : object
}

/** Whether a name means what is built in, whatever it may mean elsewhere. */
export function isBuiltin(w: Writer, node: ExprNode, name: string): boolean {
  return (
    node.nodeType === 'Name' &&
    node.id === name &&
    w.scope.find(name) === null &&
    !(w.scope.kind === 'class' && w.scope.own.has(name)) &&
    !w.scopes.module.own.has(name) &&
    !w.surroundings.isDeclared(name)
  )
}

/** Functions built in that look at what is around the call. */
function looksAround(w: Writer, node: Expr<'Call'>): Code | null {
  const evaluation = evaluates(w, node)
  if (evaluation !== null) return evaluation
  if (node.args.length > 0 || node.keywords.length > 0 || node.func.nodeType !== 'Name') return null
  if (isBuiltin(w, node.func, 'super')) {
    const { classCell, firstParameter } = w.frame
    return w.call(node, 'superOf', classCell ?? 'undefined', firstParameter ?? 'undefined')
  }
  const { module } = w.scopes
  const isModule = w.scope.kind === 'module'
  for (const name of ['globals', 'locals', 'vars', 'dir'])
    if (isBuiltin(w, node.func, name)) {
      if (w.scope.kind === 'class') return w.call(node, 'namesIn', w.frame.namespace!, `"${name}"`)
      const own = isModule || name === 'globals' ? module : w.scope
      if (own === module && w.surroundings.kind === 'file')
        return w.call(node, 'namesOfModule', '$module', `"${name}"`)
      if (own === module) return w.call(node, 'namesAround', `"${name}"`)
      const nameOf = (one: string): string => (own === module ? w.globalName(one) : w.localName(one, own))
      const pairs = [...own.own].map((one) => `${keyText(one)}: ${nameOf(one)}`)
      return w.call(node, 'namesIn', `{__proto__: null, ${pairs.join(', ')}}`, `"${name}"`)
    }
  return null
}

/** `eval` and `exec`, which are told the names that can be seen where they are called. */
function evaluates(w: Writer, node: Expr<'Call'>): Code | null {
  const { args, func } = node
  const way = ['eval', 'exec'].find((name) => isBuiltin(w, func, name))
  if (way === undefined || node.keywords.length > 0 || args.length === 0 || args.length > 3) return null
  if (args.some((arg) => arg.nodeType === 'Starred')) return null
  const module = w.surroundings.kind === 'file' ? '$module' : 'null'
  const seen = new Map<string, string>()
  for (let { scope } = w; scope.kind !== 'module'; scope = scope.parent!)
    for (const name of scope.own)
      if (!seen.has(name))
        seen.set(name, scope.kind === 'class' ? `${w.frame.namespace}.${name}` : w.localName(name, scope))
  const getters = Array.from(seen, ([name, code]) => `get ${JSON.stringify(name)}() { return ${code} }`)
  const locals = w.scope.kind === 'module' ? 'null' : `{__proto__: null, ${getters.join(', ')}}`
  const given = args.map((arg) => w.expression(arg))
  const space = w.scope.kind === 'class' ? `, space: ${w.frame.namespace}` : ''
  return w.call(node, 'evaluate', `"${way}"`, `{ locals: ${locals}, module: ${module}${space} }`, ...given)
}

/** Whether an argument is there already: nothing happens and nothing goes wrong where it is evaluated. */
const cannotFail = (node: ExprNode): boolean =>
  node.nodeType === 'Constant' || node.nodeType === 'Name' || node.nodeType === 'Lambda'

/** Where an attribute of an object on a line above is looked for, or called: where its name stands. */
export function atName(node: Expr<'Attribute'>, whole: Spot = node): Spot {
  const { lineno, end_lineno, end_col_offset } = node
  if (end_lineno === undefined || end_col_offset === undefined || end_lineno === lineno) return whole
  const { length } = new TextEncoder().encode(node.attr)
  return { ...whole, lineno: end_lineno, col_offset: end_col_offset - length }
}

export function call(
  w: Writer,
  node: Expr<'Call'>,
  items: (w: Writer, nodes: readonly ExprNode[], callee?: string) => Code,
): Code {
  const around = looksAround(w, node)
  if (around !== null) return around
  const { func, args } = node
  const isSimple =
    node.keywords.length === 0 && args.length <= 3 && args.every((arg) => arg.nodeType !== 'Starred')
  if (func.nodeType === 'Attribute') {
    const object = w.expression(func.value)
    const name = JSON.stringify(w.mangled(func.attr))
    const isQuiet = [...args, ...node.keywords.map(({ value }) => value)].every(cannotFail)
    // Note [The method before its arguments] in runtime/method-calls.ts.
    const held = isQuiet ? object : w.call(atName(func), 'hold', object, name)
    if (isSimple) {
      const way = `${isQuiet ? 'method' : 'held'}${args.length}`
      return w.call(atName(func, node), way, held, name, ...args.map((arg) => w.expression(arg)))
    }
    const list: Code = ['[', items(w, args, 'null'), ']']
    return w.call(node, isQuiet ? 'callMethod' : 'callHeld', held, name, list, keywords(w, node))
  }
  const f = func.nodeType === 'Name' ? names.read(w, func.id, func) : w.expression(func)
  if (isSimple) return w.call(node, `call${args.length}`, f, ...args.map((arg) => w.expression(arg)))
  // Messages about what stands behind a star name the function.
  const callee = typeof f === 'string' ? f : 'null'
  return w.call(node, 'call', f, ['[', items(w, args, callee), ']'], keywords(w, node, callee))
}
