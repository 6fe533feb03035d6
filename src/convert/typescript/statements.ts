// Statements: assignments, loops, branches, errors, `with`, imports.
import { binary as operatorNames } from '../../python/expressions.js'
import type { Expr, ExprNode, Handler, Stmt, StmtNode } from '../../python/tree.js'
import { list } from '../page.js'
import { classDefinition } from './classes.js'
import { iterable, key, pattern, tensorSubscript, truth } from './expressions.js'
import { functionDefinition } from './functions.js'
import { importFrom, importStatement } from './imports.js'
import { uses } from './parameters.js'
import { isBuiltinCall, kept, textLiteral } from './values.js'
import { namesOf } from './variables.js'
import { level, type Writer } from './writer.js'

// ---- assignments ----

/** What is written for `target = value`, where the target is no list of names. */
function assigned(w: Writer, target: ExprNode, value: string): string {
  switch (target.nodeType) {
    case 'Name':
      return `${w.name(target.id)} = ${value}`
    case 'Attribute': {
      const fact = w.factOf(target.value)
      const isNative = fact === 'instance' || fact === 'model' || fact === 'tensor'
      return isNative
        ? `${w.at(target.value, level.atom)}.${target.attr} = ${value}`
        : w.py('setattr', w.item(target.value), textLiteral(target.attr), value).text
    }
    case 'Subscript':
      return w.factOf(target.value) === 'tensor'
        ? `${w.at(target.value, level.atom)}[${tensorSubscript(w, target.slice)}] = ${value}`
        : w.py('setitem', w.item(target.value), key(w, target.slice), value).text
    default:
      return w.refuse(target, 'this kind of target', 'names')
  }
}

const word = (w: Writer, names: readonly string[]): string =>
  names.every((name) => w.variables.isConstant(name, w.scope)) ? 'const' : 'let'

function assign(w: Writer, node: Stmt<'Assign'>): void {
  const declared = w.variables.declarations.inline.get(node) ?? new Set<string>()
  w.simple(node, () => {
    const [target] = node.targets
    if (node.targets.length > 1) {
      const value = kept(w, node.value)
      const isOnce = node.value.nodeType === 'Constant' || node.value.nodeType === 'Name'
      const name = isOnce ? value : w.temporary()
      if (!isOnce) w.before(`const ${name} = ${value}`)
      return node.targets
        .map((one) =>
          namesOf(one) && one.nodeType !== 'Name' ? `[${pattern(w, one)}] = ${name}` : assigned(w, one, name),
        )
        .join('; ')
    }
    if (target.nodeType === 'Tuple' || target.nodeType === 'List')
      return unpacked(w, target, node.value, declared)
    const value = kept(w, node.value)
    if (target.nodeType === 'Name' && declared.has(target.id)) {
      const isEmpty = node.value.nodeType === 'List' && node.value.elts.length === 0
      return `${word(w, [target.id])} ${w.name(target.id)}${isEmpty ? ': any[]' : ''} = ${value}`
    }
    return assigned(w, target, value)
  })
}

function unpacked(
  w: Writer,
  target: Expr<'Tuple'> | Expr<'List'>,
  value: ExprNode,
  declared: ReadonlySet<string>,
): string {
  const names = namesOf(target)
  const values =
    value.nodeType === 'Tuple' || value.nodeType === 'List'
      ? `[${list(value.elts.map((one) => kept(w, one)))}]`
      : unpackable(w, value, target)
  if (names === null) {
    // Attributes and items among them: one after another.
    const name = w.temporary()
    w.before(`const ${name} = ${values}`)
    return target.elts
      .map((part, i) =>
        part.nodeType === 'Starred' || part.nodeType === 'Tuple'
          ? w.refuse(part, 'this kind of target', 'names')
          : assigned(w, part, `${name}[${i}]`),
      )
      .join('; ')
  }
  const all = names.every((name) => declared.has(name))
  if (!all && declared.size > 0) w.before(`let ${[...declared].map((name) => w.name(name)).join(', ')}`)
  return `${all && names.length > 0 ? `${word(w, names)} ` : ''}${pattern(w, target)} = ${values}`
}

/** A value that is taken apart: one by one, and as many as there are names. */
function unpackable(w: Writer, value: ExprNode, target: Expr<'Tuple'> | Expr<'List'>): string {
  const hasStar = target.elts.some(({ nodeType }) => nodeType === 'Starred')
  return hasStar
    ? `[...${w.py('iter', w.item(value)).text}]`
    : w.py('unpack', w.item(value), String(target.elts.length)).text
}

function augmented(w: Writer, node: Stmt<'AugAssign'>): void {
  const { target, value, op } = node
  w.simple(node, () => {
    const [a, b] = [w.factOf(target), w.factOf(value)]
    const isPlain =
      a === 'tensor' ||
      (a === 'int' && b === 'int' && /^(Add|Sub)$/.test(op.nodeType)) ||
      (a === 'str' && b === 'str' && op.nodeType === 'Add')
    const sign = {
      Add: '+',
      Sub: '-',
      Mult: '*',
      Div: '/',
      Pow: '**',
      MatMult: '@',
      BitAnd: '&',
      BitOr: '|',
      BitXor: '^',
      Mod: '%',
      FloorDiv: '',
      LShift: '<<',
      RShift: '>>',
    }[op.nodeType]
    if (isPlain && sign !== '') {
      const place =
        target.nodeType === 'Subscript'
          ? `${w.at(target.value, level.atom)}[${tensorSubscript(w, target.slice)}]`
          : w.at(target, level.atom)
      return `${place} ${sign}= ${w.item(value)}`
    }
    const name = `i${operatorNames[op.nodeType]}`
    if (target.nodeType === 'Subscript') {
      const [object, at] = [held(w, target.value), heldKey(w, target.slice)]
      const old = w.py('getitem', object, at).text
      return w.py('setitem', object, at, w.py(name, old, kept(w, value)).text).text
    }
    if (target.nodeType === 'Attribute' && target.value.nodeType !== 'Name')
      w.refuse(target, 'a target that is computed', 'a name for what stands before the dot')
    return assigned(w, target, w.py(name, w.item(target), kept(w, value)).text)
  })
}

function held(w: Writer, node: ExprNode): string {
  if (node.nodeType === 'Name' || (node.nodeType === 'Attribute' && node.value.nodeType === 'Name'))
    return w.item(node)
  const name = w.temporary()
  w.before(`const ${name} = ${w.item(node)}`)
  return name
}

function heldKey(w: Writer, node: ExprNode): string {
  if (node.nodeType === 'Constant' || node.nodeType === 'Name') return kept(w, node)
  const name = w.temporary('key')
  w.before(`const ${name} = ${key(w, node)}`)
  return name
}

// ---- branches and loops ----

const isMainTest = (node: ExprNode): boolean =>
  node.nodeType === 'Compare' && node.left.nodeType === 'Name' && node.left.id === '__name__'

const last = (nodes: readonly StmtNode[]): number => nodes.at(-1)?.end_lineno ?? nodes.at(-1)?.lineno ?? 0

function ifStatement(w: Writer, node: Stmt<'If'>, before = ''): void {
  if (isMainTest(node.test) && node.orelse.length === 0) {
    w.head(node, () => '{')
    w.block(node.body, last(node.body))
    return w.page.line('}')
  }
  const write = (): string => `if (${truth(w, node.test).text}) {`
  if (before === '') w.head(node, write)
  else {
    w.page.upTo(node.lineno)
    w.page.line(before + write())
    w.page.passed(node.lineno)
  }
  w.block(node.body, last(node.body))
  if (node.orelse.length === 0) return w.page.line('}')
  const [first, ...others] = node.orelse
  const isElif = others.length === 0 && first.nodeType === 'If' && !w.variables.declarations.before.has(first)
  if (isElif) return ifStatement(w, first, '} else ')
  w.page.line('} else {')
  w.block(node.orelse, last(node.orelse))
  w.page.line('}')
}

/** Whether a loop leaves its variable and its bound alone. */
function isCounted(w: Writer, node: Stmt<'For'>): boolean {
  if (!isBuiltinCall(w, node.iter, /^range$/) || node.target.nodeType !== 'Name') return false
  const { args, keywords } = node.iter as Expr<'Call'>
  const { id } = node.target
  if (keywords.length > 0 || args.length > 2 || args.length === 0) return false
  if (!(w.variables.declarations.loops.get(node)?.has(id) ?? false)) return false
  if (!args.every((arg) => w.factOf(arg) === 'int' && isSteady(arg))) return false
  return (
    !node.body.some((one) => stores(one, id)) &&
    !args.some((arg) => arg.nodeType === 'Name' && node.body.some((one) => stores(one, arg.id)))
  )
}

const isSteady = ({ nodeType }: ExprNode): boolean => nodeType === 'Constant' || nodeType === 'Name'

function stores(node: StmtNode | ExprNode | object, name: string): boolean {
  const one = node as { nodeType?: string; id?: string; ctx?: { nodeType: string } }
  if (one.nodeType === 'Name' && one.id === name && one.ctx?.nodeType !== 'Load') return true
  return Object.values(node).some((value: unknown) => {
    const parts: unknown[] = Array.isArray(value) ? value : [value]
    return parts.some((part) => typeof part === 'object' && part !== null && stores(part, name))
  })
}

function loopBody(w: Writer, node: Stmt<'For'> | Stmt<'While'>): void {
  if (node.orelse.length > 0) w.refuse(node, 'else of a loop', 'a variable that says whether it was left')
  w.block(node.body, last(node.body))
  w.page.line('}')
}

function forLoop(w: Writer, node: Stmt<'For'>): void {
  if (isCounted(w, node)) {
    const { args } = node.iter as Expr<'Call'>
    const name = w.name((node.target as Expr<'Name'>).id)
    const [from, to] =
      args.length === 1 ? ['0', w.at(args[0], level.shift)] : [w.item(args[0]), w.at(args[1], level.shift)]
    w.head(node, () => `for (let ${name} = ${from}; ${name} < ${to}; ${name}++) {`)
    return loopBody(w, node)
  }
  const names = namesOf(node.target)
  const own = w.variables.declarations.loops.get(node) ?? new Set<string>()
  const all = names !== null && names.every((name) => own.has(name))
  if (names === null) w.refuse(node, 'a loop over a target that is no name', 'a name, assigned in the body')
  const isChanged = names.some((name) => node.body.some((one) => stores(one, name)))
  w.head(node, () => {
    if (!all && own.size > 0) w.page.line(`let ${[...own].map((name) => w.name(name)).join(', ')}`)
    return `for (${all ? (isChanged ? 'let ' : 'const ') : ''}${pattern(w, node.target)} of ${loopSource(w, node.iter)}) {`
  })
  loopBody(w, node)
}

/** What the library made is gone through as it is; `range` is a list only where it is short. */
const loopSource = (w: Writer, node: ExprNode): string =>
  w.factOf(node) === 'model' ? w.item(node) : iterable(w, node)

// ---- errors and contexts ----

function tryStatement(w: Writer, node: Stmt<'Try'>): void {
  const { handlers, orelse, finalbody } = node
  const hasElse = orelse.length > 0
  const done = hasElse ? w.temporary('done') : ''
  w.page.upTo(node.lineno)
  if (hasElse) w.page.line(`let ${done} = false`)
  const inner = (): void => {
    w.page.line('try {')
    w.block(node.body, last(node.body))
    if (hasElse) w.page.within(() => w.page.line(`${done} = true`))
    if (handlers.length > 0) writeHandlers(w, handlers)
    if (hasElse) {
      w.page.line('}')
      w.page.line(`if (${done}) {`)
      w.block(orelse, last(orelse))
    }
  }
  if (hasElse && finalbody.length > 0) {
    w.page.line('try {')
    w.page.within(() => {
      inner()
      w.page.line('}')
    })
  } else inner()
  if (finalbody.length > 0) {
    w.page.line('} finally {')
    w.block(finalbody, last(finalbody))
  }
  w.page.line('}')
}

function writeHandlers(w: Writer, handlers: readonly Handler[]): void {
  const error = w.temporary('error')
  w.page.line(`} catch (${error}) {`)
  w.page.within(() => {
    const raised = w.temporary('raised')
    w.page.line(`const ${raised} = ${w.py('caught', error).text}`)
    let isOpen = true
    handlers.forEach(({ type, name, body, lineno }, i) => {
      w.page.upTo(lineno)
      const test = type ? w.py('matches', raised, exceptions(w, type)).text : 'true'
      w.page.line(`${i > 0 ? '} else ' : ''}if (${test}) {`)
      w.page.passed(lineno)
      if (!type) isOpen = false
      const outer = w.handled
      w.handled = raised
      w.page.within(() => {
        if (name) w.page.line(`const ${w.name(name)} = ${raised}`)
      })
      w.block(body, last(body))
      w.handled = outer
    })
    if (isOpen) w.page.line(`} else throw ${error}`)
    else w.page.line('}')
  })
}

/** Classes of exceptions: one, or several in a tuple. */
const exceptions = (w: Writer, node: ExprNode): string => w.item(node)

function raise(w: Writer, node: Stmt<'Raise'>): void {
  w.simple(node, () => {
    if (!node.exc)
      return w.handled === null
        ? w.refuse(node, 'raise outside of except', 'raise with an exception')
        : `throw ${w.handled}`
    return `throw ${w.py('raised', w.item(node.exc)).text}`
  })
}

const guards =
  /^torch\.(no_grad|enable_grad|inference_mode|set_grad_enabled|autograd\.(no_grad|enable_grad|set_grad_enabled|detect_anomaly|inference_mode)|random\.fork_rng)$/

/** `with torch.no_grad():` is a block that begins with `using`. */
function withStatement(w: Writer, node: Stmt<'With'>): void {
  w.head(node, () => '{')
  w.page.within(() => {
    for (const { context_expr, optional_vars } of node.items) {
      const isGuard = context_expr.nodeType === 'Call' && guards.test(w.facts.pathOf(context_expr.func) ?? '')
      const name = w.temporary('context')
      w.page.line(
        `using ${name} = ${isGuard ? w.item(context_expr) : w.py('using', w.item(context_expr)).text}`,
      )
      if (!optional_vars) continue
      const isOwn =
        optional_vars.nodeType === 'Name' &&
        (w.variables.declarations.loops.get(node)?.has(optional_vars.id) ?? false)
      w.page.line(`${isOwn ? 'const ' : ''}${assigned(w, optional_vars, `${name}.value`)}`)
    }
  })
  w.block(node.body, last(node.body))
  w.page.line('}')
}

// ---- others ----

/** A text that stands by itself documents what is around. */
function expressionStatement(w: Writer, node: Stmt<'Expr'>): void {
  const { value } = node
  if (value.nodeType === 'Constant' && typeof value.value === 'string' && node !== w.shownLast) {
    w.page.upTo(node.lineno)
    for (const line of value.value.trim().split('\n')) w.page.plain(`// ${line.trim()}`.trimEnd())
    w.page.passed(node.end_lineno ?? node.lineno)
    return
  }
  if (w.superCalls.has(node)) {
    const { args, keywords } = value as Expr<'Call'>
    if (keywords.length > 0) w.refuse(node, 'keywords for the constructor above', 'arguments by place')
    return w.simple(node, () => `super(${list(args.map((arg) => kept(w, arg)))})`)
  }
  w.simple(node, () => w.at(value, level.sequence))
}

export const statements = {
  Assign: assign,
  AugAssign: augmented,
  AnnAssign: (w: Writer, node: Stmt<'AnnAssign'>) => {
    if (node.value) {
      const { lineno, col_offset, end_lineno, end_col_offset } = node
      const plain = {
        nodeType: 'Assign',
        targets: [node.target],
        value: node.value,
        lineno,
        col_offset,
        end_lineno,
        end_col_offset,
      } as Stmt<'Assign'>
      const declared = w.variables.declarations.inline.get(node)
      if (declared) w.variables.declarations.inline.set(plain, declared)
      assign(w, plain)
    }
  },
  Expr: expressionStatement,
  If: (w: Writer, node: Stmt<'If'>) => ifStatement(w, node),
  For: forLoop,
  While: (w: Writer, node: Stmt<'While'>) => {
    w.head(node, () => `while (${truth(w, node.test).text}) {`)
    loopBody(w, node)
  },
  Break: (w: Writer, node: Stmt<'Break'>) => w.simple(node, () => 'break'),
  Continue: (w: Writer, node: Stmt<'Continue'>) => w.simple(node, () => 'continue'),
  Pass: (w: Writer, node: Stmt<'Pass'>) => w.simple(node, () => null),
  Return: (w: Writer, node: Stmt<'Return'>) =>
    w.simple(node, () => (node.value ? `return ${kept(w, node.value)}` : 'return null')),
  Try: tryStatement,
  Raise: raise,
  With: withStatement,
  Import: importStatement,
  ImportFrom: importFrom,
  Global: (w: Writer, node: Stmt<'Global'>) => w.simple(node, () => null),
  Nonlocal: (w: Writer, node: Stmt<'Nonlocal'>) => w.simple(node, () => null),
  Assert: (w: Writer, node: Stmt<'Assert'>) =>
    w.simple(node, () => {
      const test = truth(w, node.test)
      return `if (!${w.fit(test, level.unary)}) throw ${w.py('AssertionError', ...(node.msg ? [kept(w, node.msg)] : [])).text}`
    }),
  Delete: (w: Writer, node: Stmt<'Delete'>) =>
    w.simple(node, () =>
      node.targets
        .map((target) => {
          if (target.nodeType === 'Name') return `${w.name(target.id)} = undefined`
          if (target.nodeType === 'Subscript')
            return w.py('delitem', w.item(target.value), key(w, target.slice)).text
          if (target.nodeType === 'Attribute')
            return w.py('delattr', w.item(target.value), textLiteral(target.attr)).text
          return w.refuse(target, 'this kind of target', 'names')
        })
        .join('; '),
    ),
  FunctionDef: functionDefinition,
  ClassDef: classDefinition,
} as const
export { uses }
