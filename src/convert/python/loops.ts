// Loops: what counts becomes `range`, what goes through something `for`, all else `while`.
import { namesOf } from '../../dialect/scope.js'
import type { Binding } from '../../dialect/scope.js'
import { unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { target } from './callbacks.js'
import { isWhole } from './facts.js'
import { body } from './statements.js'
import { truth } from './operators.js'
import { holds, level, type StatementRule, type Writer } from './writer.js'

interface Counting {
  readonly name: Node
  readonly from: Node
  readonly to: Node
  /** Written behind the bound: `+ 1` where it is met. */
  readonly isMet: boolean
  readonly step: number
}

/** `let i = 0; i < n; i++`, whose bound and name the body leaves alone; null for other loops. */
function counting(w: Writer, node: Node): Counting | null {
  const { init, test, update } = node as unknown as {
    init: Node | null
    test: Node | null
    update: Node | null
  }
  if (init?.type !== 'VariableDeclaration' || init.declarations.length !== 1 || !test || !update) return null
  const { id, init: from } = (init.declarations as { id: Node; init: Node | null }[])[0]
  const binding = id.type === 'Identifier' ? w.bindingOf(id) : undefined
  if (!binding || !from || test.type !== 'BinaryExpression') return null
  const { left, operator, right: to } = test as unknown as { left: Node; operator: string; right: Node }
  if (left.type !== 'Identifier' || w.names.reference(left)?.binding !== binding) return null
  const step = stepOf(w, update, binding)
  if (step === null || !/^[<>]=?$/.test(operator) || step > 0 !== operator.startsWith('<')) return null
  const changes = (inner: Node): boolean => assigns(w, inner, binding)
  if (deeply(node.body as Node, changes)) return null
  if (!isWhole(w.factOf(from)) || !isSteady(w, to, node.body as Node)) return null
  return { name: id, from, to, isMet: operator.endsWith('='), step }
}

function stepOf(w: Writer, update: Node, binding: Binding): number | null {
  const isName = (node: Node): boolean =>
    node.type === 'Identifier' && w.names.reference(node)?.binding === binding
  if (update.type === 'UpdateExpression' && isName(update.argument as Node))
    return update.operator === '++' ? 1 : -1
  if (update.type !== 'AssignmentExpression' || !isName(update.left as Node)) return null
  const { value } = update.right as { value: unknown }
  if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0) return null
  return update.operator === '+=' ? value : update.operator === '-=' ? -value : null
}

function assigns(w: Writer, node: Node, binding: Binding): boolean {
  const isName = (name: Node): boolean => w.names.reference(name)?.binding === binding
  if (node.type === 'AssignmentExpression') return namesOf(node.left as Node).some(isName)
  return (
    node.type === 'UpdateExpression' && node.argument.type === 'Identifier' && isName(node.argument as Node)
  )
}

/** Within functions, too. */
function deeply(node: Node, test: (inner: Node) => boolean): boolean {
  if (test(node)) return true
  return Object.values(node).some((value: unknown) => {
    const parts: unknown[] = Array.isArray(value) ? value : [value]
    return parts.some(
      (part) =>
        typeof part === 'object' &&
        part !== null &&
        typeof (part as Node).type === 'string' &&
        deeply(part as Node, test),
    )
  })
}

/** Whether a bound has the same value in each round. */
function isSteady(w: Writer, node: Node, inside: Node): boolean {
  const inner = unwrapped(node)
  switch (inner.type) {
    case 'Literal':
      return true
    case 'Identifier': {
      const binding = w.names.reference(inner)?.binding
      return !binding || binding.isConst || !deeply(inside, (part) => assigns(w, part, binding))
    }
    case 'MemberExpression': {
      const name = inner.computed ? null : (inner.property.name as string)
      // A list may grow or shrink in the loop.
      if (name === 'length') return isSteady(w, inner.object as Node, inside) && !deeply(inside, isResizing)
      if (inner.computed)
        return isSteady(w, inner.object as Node, inside) && isSteady(w, inner.property as Node, inside)
      return (
        isSteady(w, inner.object as Node, inside) &&
        !deeply(
          inside,
          (part) =>
            part.type === 'AssignmentExpression' &&
            part.left.type === 'MemberExpression' &&
            part.left.property.name === name,
        )
      )
    }
    case 'ThisExpression':
      return true
    case 'BinaryExpression':
      return isSteady(w, inner.left as Node, inside) && isSteady(w, inner.right as Node, inside)
    case 'CallExpression': {
      const callee = inner.callee as Node
      const args = inner.arguments as Node[]
      const isSize =
        callee.type === 'MemberExpression' &&
        /^(size|dim|numel|floor|ceil|round|trunc)$/.test(String(callee.property.name))
      const isLength = callee.type === 'Identifier' && callee.name === 'len'
      if (!isSize && !isLength) return false
      return (
        args.every((argument) => isSteady(w, argument, inside)) &&
        (isLength ? !deeply(inside, isResizing) : isSteady(w, callee.object as Node, inside))
      )
    }
    default:
      return false
  }
}

const isResizing = (node: Node): boolean =>
  node.type === 'CallExpression' &&
  node.callee.type === 'MemberExpression' &&
  /^(push|pop|shift|unshift|splice|append|extend|insert|remove|clear)$/.test(
    String(node.callee.property.name),
  )

function rangeOf(w: Writer, { from, to, isMet, step }: Counting): string {
  const start = w.item(from)
  const bound =
    w.factOf(to) === 'float' || !isWhole(w.factOf(to))
      ? boundOf(w, to)
      : w.at(to, isMet ? level.sum : level.lambda)
  const end = !isMet ? bound : step > 0 ? plus(bound, 1) : plus(bound, -1)
  if (step === 1) return start === '0' ? `range(${end})` : `range(${start}, ${end})`
  return `range(${start}, ${end}, ${step})`
}

/** A bound may be no whole number: `i < n / 2`. */
function boundOf(w: Writer, to: Node): string {
  const fact = w.factOf(to)
  if (fact !== 'float' && fact !== 'number') return w.at(to, level.sum)
  w.need('import math')
  return `math.ceil(${w.item(to)})`
}

const plus = (bound: string, by: number): string => {
  if (/^-?\d+$/.test(bound)) return String(Number(bound) + by)
  return by > 0 ? `${bound} + 1` : `${bound} - 1`
}

const forStatement: StatementRule = (w, node) => {
  const counted = counting(w, node)
  if (counted) {
    const binding = w.bindingOf(counted.name)!
    w.noteCounter(binding)
    w.head(node, (node.body as Node).start, () => `for ${w.nameOf(counted.name)} in ${rangeOf(w, counted)}:`)
    return w.inRound([binding, ...declaredIn(w, node.body as Node)], () =>
      loopBody(w, node.body as Node, null),
    )
  }
  const { init, test, update } = node as unknown as {
    init: Node | null
    test: Node | null
    update: Node | null
  }
  w.page.upTo(w.lineOf(node.start))
  if (init?.type === 'VariableDeclaration') w.statement(init)
  else if (init)
    w.statement({ type: 'ExpressionStatement', expression: init, start: init.start, end: init.end })
  w.head(node, (node.body as Node).start, () => `while ${test ? truth(w, test).text : 'True'}:`)
  const step = update
    ? (): void =>
        w.statement({ type: 'ExpressionStatement', expression: update, start: update.start, end: update.end })
    : null
  w.inRound(declaredIn(w, node.body as Node), () => loopBody(w, node.body as Node, step))
  if (step) w.page.within(step)
}

/** What a loop's body declares: each round has its own. */
function declaredIn(w: Writer, node: Node): Binding[] {
  const found: Binding[] = []
  const visit = (inner: Node): void => {
    if (inner.type === 'VariableDeclaration' && inner.kind !== 'var')
      for (const { id } of inner.declarations as { id: Node }[])
        for (const name of namesOf(id)) found.push(...(w.bindingOf(name) ? [w.bindingOf(name)!] : []))
    for (const value of Object.values(inner)) {
      const parts: unknown[] = Array.isArray(value) ? value : [value]
      for (const part of parts)
        if (typeof part === 'object' && part !== null && typeof (part as Node).type === 'string')
          if (!/Function/.test((part as Node).type)) visit(part as Node)
    }
  }
  visit(node)
  return found
}

function loopBody(w: Writer, node: Node, step: (() => void) | null): void {
  const { beforeContinue, isInSwitch, returnIsContinue } = w
  w.beforeContinue = step
  w.returnIsContinue = false
  const outer = returnIsContinue
  if (outer && holds(node, ({ type }) => type === 'ReturnStatement'))
    w.refuse(node, 'a return from within a loop in forEach', 'a loop: for (const x of xs) …')
  body(w, node)
  w.beforeContinue = beforeContinue
  w.isInSwitch = isInSwitch
  w.returnIsContinue = returnIsContinue
}

const whileStatement: StatementRule = (w, node) => {
  w.head(node, (node.body as Node).start, () => `while ${truth(w, node.test as Node).text}:`)
  w.inRound(declaredIn(w, node.body as Node), () => loopBody(w, node.body as Node, null))
  w.page.passed(w.lineOf(node.end))
}

const doWhile: StatementRule = (w, node) => {
  w.head(node, (node.body as Node).start, () => 'while True:')
  const test = (): void => {
    const asked = {
      type: 'UnaryExpression',
      operator: '!',
      argument: node.test as Node,
      start: node.test.start as number,
      end: node.test.end as number,
    } as Node
    w.page.line(`if ${truth(w, asked).text}:`)
    w.page.within(() => w.page.line('break'))
  }
  w.inRound(declaredIn(w, node.body as Node), () => loopBody(w, node.body as Node, test))
  w.page.within(test)
  w.page.passed(w.lineOf(node.end))
}

const forOf: StatementRule = (w, node) => {
  const left = node.left as Node
  const isDeclared = left.type === 'VariableDeclaration'
  const name = isDeclared ? (left.declarations as { id: Node }[])[0].id : left
  const list = node.right as Node
  const to =
    target(w, name) ?? w.refuse(left, 'an object taken apart by a loop', 'a name, taken apart in the body')
  w.head(node, (node.body as Node).start, () => {
    const fact = w.factOf(list)
    const isKeysOnly = fact === 'map' && name.type !== 'ArrayPattern'
    if (isKeysOnly)
      return w.refuse(node, 'a loop over the pairs of a Map by one name', 'for (const [key, value] of map)')
    const items = w.at(list, level.or)
    const isMap = fact === 'map'
    return `for ${to} in ${isMap ? `${w.at(list, level.atom)}.items()` : items}:`
  })
  const bindings = isDeclared ? namesOf(name).flatMap((one) => w.bindingOf(one) ?? []) : []
  for (const binding of bindings) w.noteCounter(binding)
  w.inRound([...bindings, ...declaredIn(w, node.body as Node)], () => loopBody(w, node.body as Node, null))
  w.page.passed(w.lineOf(node.end))
}

const forIn: StatementRule = (w, node) => {
  const left = node.left as Node
  const name = left.type === 'VariableDeclaration' ? (left.declarations as { id: Node }[])[0].id : left
  const list = node.right as Node
  const isList = w.factOf(list) === 'list'
  w.head(node, (node.body as Node).start, () =>
    isList
      ? w.refuse(node, 'for … in over a list gives its places as texts', 'for (const [i, x] of xs.entries())')
      : `for ${target(w, name)} in ${w.at(list, level.or)}:`,
  )
  w.inRound(declaredIn(w, node.body as Node), () => loopBody(w, node.body as Node, null))
  w.page.passed(w.lineOf(node.end))
}

export const loops: Readonly<Record<string, StatementRule>> = {
  ForStatement: forStatement,
  WhileStatement: whileStatement,
  DoWhileStatement: doWhile,
  ForOfStatement: forOf,
  ForInStatement: forIn,
}
