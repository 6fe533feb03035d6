// Statements: declarations, assignments, branches, `switch`, errors, imports.
import { namesOf } from '../../dialect/scope.js'
import { isFunction, laterValues, unpacking, unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { target } from './callbacks.js'
import { errorClass, withBlock } from './calls.js'
import { body, ifStatement, switchStatement, throwStatement, tryStatement } from './branches.js'
import { classDeclaration } from './classes.js'
import { define, functionCode } from './functions.js'
import { dialectImport, importDeclaration } from './imports.js'
import { keyOf } from './literals.js'
import { subscriptText } from './members.js'
import { plainName } from './names.js'
import { isPlain, truth } from './operators.js'
import { runtimeName } from './runtime-calls.js'
import { holds, level, type StatementRule, type Writer } from './writer.js'

// ---- declarations and assignments ----

/** Gives a name, or what a pattern names, a value. */
function declare(w: Writer, node: Node, id: Node, init: Node | null): void {
  const value = init && unwrapped(init)
  if (value && runtimeName(w, value) === 'module') return importModule(w, node, id, value)
  if (id.type === 'Identifier' && value && isFunction(value)) return defined(w, node, w.nameOf(id), value)
  if (id.type === 'Identifier' && value?.type === 'ClassExpression')
    return classDeclaration(w, value, w.nameOf(id))
  const block = value && withBlock(w, value)
  if (block) return within(w, node, block, (code) => assigned(w, id, code ?? 'None'))
  if (id.type === 'ObjectPattern') return w.simple(node, () => takeApart(w, id, init!))
  w.simple(node, () => assigned(w, id, init ? value_(w, init) : 'None'))
}

/** `const math = py.module('math')` and `const { sqrt } = py.module('math')`. */
function importModule(w: Writer, node: Node, id: Node, value: Node): void {
  w.page.upTo(w.lineOf(node.start))
  w.page.passed(w.lineOf(node.end))
  const [path] = value.arguments as Node[]
  if (path?.type !== 'Literal') return w.refuse(node, 'a module whose name is computed', "py.module('math')")
  const module = path.value as string
  if (id.type === 'Identifier') {
    const name = w.nameOf(id)
    return w.need(name === module ? `import ${module}` : `import ${module} as ${name}`)
  }
  for (const property of id.properties as Node[]) {
    const name = w.nameOf(property.value as Node)
    const imported = keyOf(property)!
    w.need(`from ${module} import ${imported}${imported === name ? '' : ` as ${name}`}`)
  }
}

const value_ = (w: Writer, node: Node): string => {
  const inner = unwrapped(node)
  // `(a, b)` needs no parentheses where all of it is the value; TypeScript's own parentheses are left as they are.
  return inner.type === 'AssignmentExpression' ? chained(w, inner) : w.item(node)
}

/** `a = b = value` as an expression's right side. */
function chained(w: Writer, node: Node): string {
  if (node.operator !== '=') return w.item(node)
  return `${place(w, node.left as Node)} = ${value_(w, node.right as Node)}`
}

function assigned(w: Writer, id: Node, code: string): string {
  return `${place(w, id)} = ${code}`
}

/** What is assigned to. */
export function place(w: Writer, node: Node): string {
  const inner =
    node.type === 'ParenthesizedExpression' && node.expression.type !== 'SequenceExpression'
      ? unwrapped(node)
      : unwrappedTypes(node)
  switch (inner.type) {
    case 'Identifier':
      return w.nameOf(inner)
    case 'MemberExpression':
      return w.at(inner, level.atom)
    case 'ArrayPattern': {
      const found = target(w, inner)
      if (found !== null) return found
      break
    }
    case 'ArrayExpression':
      return `[${(inner.elements as Node[]).map((part) => place(w, part)).join(', ')}]`
    case 'SpreadElement':
      return `*${place(w, inner.argument as Node)}`
    case 'DialectTuple':
      return (
        (inner.items as Node[]).map((part) => place(w, part)).join(', ') +
        (inner.items.length === 1 ? ',' : '')
      )
    case 'ParenthesizedExpression':
      return `(${(inner.expression.expressions as Node[]).map((part) => place(w, part)).join(', ')})`
  }
  return w.refuse(inner, 'this kind of target', 'names')
}

const unwrappedTypes = (node: Node): Node => {
  let inner = node
  while (/^TS(As|NonNull|Satisfies)Expression$/.test(inner.type)) inner = inner.expression as Node
  return inner
}

/** `const { values, indices } = torch.max(x, 0)` */
function takeApart(w: Writer, pattern: Node, init: Node): string | null {
  const properties = pattern.properties as Node[]
  if (properties.some(({ type }) => type === 'RestElement'))
    return w.refuse(pattern, 'the rest of an object', 'its members by name')
  let owner = w.at(init, level.atom)
  const isDict = w.factOf(init) === 'object'
  if (!isPlain(init)) {
    const name = w.temporary()
    w.before(() => w.page.line(`${name} = ${w.item(init)}`))
    owner = name
  }
  const parts = properties.map((property) => {
    const key = keyOf(property)
    const value = property.value as Node
    const name = value.type === 'AssignmentPattern' ? (value.left as Node) : value
    if (key === null || name.type !== 'Identifier')
      return w.refuse(property, 'an object taken apart in depth', 'one level after another')
    if (value.type === 'AssignmentPattern')
      return { name: w.nameOf(name), value: `${owner}.get('${key}', ${w.item(value.right as Node)})` }
    const isLength = key === 'length'
    return {
      name: w.nameOf(name),
      value: isLength
        ? `len(${owner})`
        : isDict && !w.dotted.has(key)
          ? `${owner}['${key}']`
          : `${owner}.${plainName(key)}`,
    }
  })
  return `${parts.map(({ name }) => name).join(', ')} = ${parts.map(({ value }) => value).join(', ')}`
}

function defined(w: Writer, node: Node, name: string, func: Node): void {
  const doc = w.page.takeBlockBefore(w.lineOf(node.start))
  w.page.upTo(w.lineOf(node.start))
  define(w, name, func, { doc })
  w.page.passed(w.lineOf(node.end))
}

/** `with torch.no_grad():` around a function's body, whose value is kept or given on. */
function within(
  w: Writer,
  node: Node,
  block: { context: string; body: Node },
  write: (value: string | null) => string | null,
): void {
  w.head(node, (block.body.body as Node).start, () => `with ${block.context}:`)
  w.page.within(() => {
    functionCode.bodyAs(w, block.body, write)
    w.page.upTo(w.lineOf(node.end))
  })
  w.page.passed(w.lineOf(node.end))
}

const variableDeclaration: StatementRule = (w, node) => {
  if (node.declare === true) return
  for (const { id, init } of node.declarations as { id: Node; init: Node | null }[])
    declare(w, node, id, init)
}

const inPlaceSigns: Readonly<Record<string, string>> = {
  iadd: '+=',
  isub: '-=',
  imul: '*=',
  itruediv: '/=',
  ifloordiv: '//=',
  imod: '%=',
  ipow: '**=',
  imatmul: '@=',
  iand: '&=',
  ior: '|=',
  ixor: '^=',
  ilshift: '<<=',
  irshift: '>>=',
}

/** `x = py.iadd(x, 1)` is `x += 1`. */
function inPlace(w: Writer, left: Node, value: Node): string | null {
  const name = runtimeName(w, value)
  if (name === null || !Object.hasOwn(inPlaceSigns, name)) return null
  const [old, by] = value.arguments as Node[]
  const to = place(w, left)
  return w.at(old, level.atom) === to ? `${to} ${inPlaceSigns[name]} ${w.item(by)}` : null
}

const operators: Readonly<Record<string, string>> = { '&&=': 'and', '||=': 'or' }

function assignment(w: Writer, node: Node): void {
  const { operator, left, right } = node as unknown as { operator: string; left: Node; right: Node }
  const value = unwrapped(right)
  if (operator === '=') {
    if (left.type === 'Identifier' && isFunction(value)) return defined(w, node, w.nameOf(left), value)
    const block = withBlock(w, value)
    if (block) return within(w, node, block, (code) => `${place(w, left)} = ${code ?? 'None'}`)
    if (left.type === 'ObjectPattern') return w.simple(node, () => takeApart(w, left, right))
    return w.simple(node, () => inPlace(w, left, value) ?? `${place(w, left)} = ${value_(w, right)}`)
  }
  w.simple(node, () => {
    const to = place(w, left)
    if (operator === '??=') return `${to} = ${to} if ${to} is not None else ${w.at(right, level.conditional)}`
    if (Object.hasOwn(operators, operator)) {
      const test = w.fit(truth(w, left), level.conditional)
      const other = w.at(right, level.conditional)
      return operator === '&&='
        ? `${to} = ${other} if ${test} else ${to}`
        : `${to} = ${to} if ${test} else ${other}`
    }
    const plain = operator.slice(0, -1)
    const isPlainOperator = /^(\+|-|\*|\/|\*\*|@|&|\||\^|>>|\/\/)$/.test(plain)
    const isText = plain === '+' && w.factOf(left) === 'string' && w.factOf(right) !== 'string'
    // What TypeScript does otherwise is written out.
    if (!isPlainOperator || isText) {
      const whole = {
        type: 'BinaryExpression',
        operator: plain,
        left,
        right,
        start: node.start,
        end: node.end,
      } as Node
      return `${to} = ${w.item(whole)}`
    }
    return `${to} ${operator} ${w.item(right)}`
  })
}

function expressionStatement(w: Writer, node: Node): void {
  const expression = node.expression as Node
  if (typeof node.directive === 'string') return
  const parts = unpacking(expression)
  if (parts) {
    return w.simple(node, () => {
      const targets = parts.groups.map(
        ({ targets: all, isTuple }) =>
          all.map((one) => place(w, one)).join(', ') + (isTuple && all.length === 1 ? ',' : ''),
      )
      const values = parts.values.map((value) => w.item(value))
      return `${targets.join(' = ')} = ${values.join(', ')}${parts.isTuple && values.length === 1 ? ',' : ''}`
    })
  }
  if (laterValues(expression))
    return w.refuse(node, 'two statements with a comma between them', 'each on its own line')
  const inner = unwrapped(expression)
  if (inner.type === 'SequenceExpression' && expression.type === 'SequenceExpression' && !w.isShown(node)) {
    for (const part of inner.expressions as Node[])
      expressionStatement(w, { ...node, expression: part, start: part.start, end: part.end } as Node)
    return
  }
  switch (inner.type) {
    case 'AssignmentExpression':
      return assignment(w, { ...inner, end: node.end } as Node)
    case 'UpdateExpression':
      return w.simple(
        node,
        () => `${place(w, inner.argument as Node)} ${inner.operator === '++' ? '+=' : '-='} 1`,
      )
    case 'AwaitExpression':
      return expressionStatement(w, { ...node, expression: inner.argument as Node } as Node)
    case 'LogicalExpression':
      if (inner.operator !== '??' && !w.isShown(node)) return ifLogical(w, node, inner)
      break
    case 'UnaryExpression':
      if (inner.operator === 'delete')
        return w.simple(node, () => `del ${w.at(inner.argument as Node, level.atom)}`)
      if (inner.operator === 'void')
        return expressionStatement(w, { ...node, expression: inner.argument as Node } as Node)
      break
    case 'CallExpression': {
      if (isSleep(w, node, inner)) return
      const block = withBlock(w, inner)
      if (block && !(w.isShown(node) && block.body.body.type !== 'BlockStatement'))
        return within(w, node, block, (value) => (value === 'None' ? 'pass' : (value ?? 'pass')))
      if (isForEach(w, inner)) return forEach(w, node, inner)
    }
  }
  w.shownStatement = inner
  w.simple(node, () => {
    const code =
      inner.type === 'SequenceExpression'
        ? `(${(inner.expressions as Node[]).map((item) => w.item(item)).join(', ')})`
        : w.expression(inner).text
    w.shownStatement = null
    return w.isShown(node) ? w.shown(inner, code) : code
  })
}

/** `a && f()` as a statement. */
function ifLogical(w: Writer, node: Node, inner: Node): void {
  const test = inner.left as Node
  w.head(node, node.end, () => {
    const code = truth(w, test)
    return inner.operator === '&&' ? `if ${code.text}:` : `if not ${w.fit(code, level.not)}:`
  })
  w.page.within(() => expressionStatement(w, { ...node, expression: inner.right as Node } as Node))
}

/** `await new Promise((done) => setTimeout(done, 100))` */
function isSleep(w: Writer, node: Node, inner: Node): boolean {
  void w
  void node
  void inner
  return false
}

const isForEach = (w: Writer, call: Node): boolean =>
  call.callee.type === 'MemberExpression' &&
  !call.callee.computed &&
  call.callee.property.name === 'forEach' &&
  (call.arguments as Node[]).length === 1 &&
  isFunction(unwrapped((call.arguments as Node[])[0]))

/** `xs.forEach((x) => { … })` is a loop, unless it returns early: then `continue` does. */
function forEach(w: Writer, node: Node, call: Node): void {
  const func = unwrapped((call.arguments as Node[])[0])
  const [first, second] = func.params as Node[]
  const object = call.callee.object as Node
  const isMap = w.factOf(object) === 'map'
  const [item, at] = [target(w, first), second ? target(w, second) : null]
  if (item === null || (second && at === null)) return w.refuse(func, 'this kind of parameter', 'plain names')
  w.head(node, (func.body as Node).start, () => {
    const owner = w.at(object, level.atom)
    if (isMap) return `for ${at ?? '_'}, ${item} in ${owner}.items():`
    return at === null
      ? `for ${item} in ${owner}:`
      : `for ${at}, ${item.includes(',') ? `(${item})` : item} in enumerate(${owner}):`
  })
  const names = (func.params as Node[]).flatMap((parameter) => namesOf(parameter))
  const bindings = names.flatMap((name) => w.bindingOf(name) ?? [])
  w.inRound(bindings, () => {
    if (func.body.type === 'BlockStatement') {
      const outer = w.returnIsContinue
      w.returnIsContinue = true
      w.block(func.body.body as Node[], w.lineOf(func.body.end as number))
      w.returnIsContinue = outer
    } else
      w.page.within(() =>
        expressionStatement(w, {
          ...node,
          expression: func.body as Node,
          start: func.body.start as number,
        } as Node),
      )
  })
  w.page.passed(w.lineOf(node.end))
}

const exported: StatementRule = (w, node) => {
  if (node.exportKind === 'type') return
  if (node.declaration) return w.statement(declarationOf(node))
  if (node.source) return w.refuse(node, 'what is exported from another file', 'import it, and use it')
}

/** The comment of an export stands before its first word. */
const declarationOf = (node: Node): Node => Object.assign(node.declaration as Node, { start: node.start })

const returnStatement: StatementRule = (w, node) => {
  const argument = node.argument as Node | null
  if (w.returnIsContinue) {
    if (argument) return w.refuse(node, 'a value that forEach gives nobody', 'a plain return')
    return w.simple(node, () => 'continue')
  }
  const block = argument && withBlock(w, argument)
  if (block) return within(w, node, block, (value) => `return ${value ?? 'None'}`)
  w.simple(node, () => {
    if (!argument) return 'return'
    const inner = argument.type === 'SequenceExpression' ? argument : null
    return `return ${inner ? (inner.expressions as Node[]).map((item) => w.item(item)).join(', ') : w.item(argument)}`
  })
}

const enumDeclaration: StatementRule = (w, node) => {
  w.head(node, node.start, () => `class ${w.nameOf(node.id as Node)}:`)
  let next = 0
  w.page.within(() => {
    for (const { id, initializer } of node.members as { id: Node; initializer?: Node }[]) {
      const value = initializer ? w.item(initializer) : String(next)
      if (initializer?.type === 'Literal' && typeof initializer.value === 'number') next = initializer.value
      next++
      w.page.line(`${plainName(String(id.name ?? id.value))} = ${value}`)
    }
  })
  w.page.passed(w.lineOf(node.end))
}

const nothing: StatementRule = (w, node) => {
  w.page.upTo(w.lineOf(node.start))
  w.page.passed(w.lineOf(node.end))
}

export const statements: Readonly<Record<string, StatementRule>> = {
  VariableDeclaration: variableDeclaration,
  ExpressionStatement: expressionStatement,
  FunctionDeclaration: (w, node) => {
    if (node.body) defined(w, node, w.nameOf(node.id as Node), node)
  },
  TSDeclareFunction: nothing,
  ClassDeclaration: (w, node) => {
    classDeclaration(w, node, w.nameOf(node.id as Node))
  },
  IfStatement: (w, node) => ifStatement(w, node),
  SwitchStatement: switchStatement,
  BlockStatement: (w, node) => {
    w.page.upTo(w.lineOf(node.start))
    w.statements(node.body as Node[])
    w.page.upTo(w.lineOf(node.end))
    w.page.passed(w.lineOf(node.end))
  },
  ReturnStatement: returnStatement,
  ThrowStatement: throwStatement,
  TryStatement: tryStatement,
  BreakStatement: (w, node) =>
    node.label
      ? w.refuse(node, 'a break to a label', 'a function that returns')
      : w.simple(node, () => 'break'),
  ContinueStatement: (w, node) => {
    if (node.label) return w.refuse(node, 'a continue to a label', 'a function that returns')
    if (!w.beforeContinue) return w.simple(node, () => 'continue')
    w.page.upTo(w.lineOf(node.start))
    w.beforeContinue()
    w.simple(node, () => 'continue')
  },
  LabeledStatement: (w, node) => w.refuse(node, 'a label', 'a function that returns'),
  EmptyStatement: () => undefined,
  DebuggerStatement: nothing,
  ImportDeclaration: importDeclaration,
  DialectImport: dialectImport,
  ExportNamedDeclaration: exported,
  ExportDefaultDeclaration: (w, node) => w.refuse(node, 'a default export', 'export by name'),
  TSInterfaceDeclaration: nothing,
  TSTypeAliasDeclaration: nothing,
  TSEnumDeclaration: enumDeclaration,
}
export { body, errorClass, holds, subscriptText }
