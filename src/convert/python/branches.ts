// Branches and errors: `if`, `switch`, `try` and `throw`.
import { unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { isPlain, truth } from './operators.js'
import { level, type StatementRule, type Writer } from './writer.js'

export const body = (w: Writer, node: Node): void => {
  if (node.type === 'BlockStatement') w.block(node.body as Node[], w.lineOf(node.end))
  else if (node.type === 'EmptyStatement') w.page.within(() => w.page.line('pass'))
  else w.page.within(() => w.statement(node))
}

export function ifStatement(w: Writer, node: Node, word = 'if'): void {
  const { test, consequent, alternate } = node as unknown as {
    test: Node
    consequent: Node
    alternate: Node | null
  }
  w.head(node, consequent.start, () => `${word} ${truth(w, test).text}:`)
  body(w, consequent)
  if (!alternate) return
  if (alternate.type === 'IfStatement' && !needsRoom(w, alternate.test as Node))
    return ifStatement(w, alternate, 'elif')
  w.page.upTo(w.lineOf(alternate.start))
  w.page.line('else:')
  w.page.passed(w.lineOf(alternate.type === 'BlockStatement' ? alternate.start : consequent.end))
  body(w, alternate)
}

/** Whether something must stand before an expression: then `elif` has no place for it. */
function needsRoom(w: Writer, node: Node): boolean {
  try {
    w.alone(() => truth(w, node))
    return false
  } catch {
    return true
  }
}

/** What a case does, up to its `break`. */
function caseBody(w: Writer, one: Node): { nodes: Node[]; ends: boolean } {
  let nodes = one.consequent as Node[]
  if (nodes.length === 1 && nodes[0].type === 'BlockStatement') nodes = nodes[0].body as Node[]
  const last = nodes.at(-1)
  const isBreak = last?.type === 'BreakStatement' && !last.label
  const inner = isBreak ? nodes.slice(0, -1) : nodes
  const leaves = (node: Node): boolean => node.type === 'BreakStatement' && !node.label
  const isLoop = ({ type }: Node): boolean => /^(For(In|Of)?|While|DoWhile|Switch)Statement$/.test(type)
  const escapes = (node: Node): boolean => !isLoop(node) && (leaves(node) || childNodes(node).some(escapes))
  if (inner.some(escapes)) w.refuse(one, 'a break in the middle of a case', 'if and else')
  const ends = isBreak || /^(Return|Throw|Continue)Statement$/.test(last?.type ?? '')
  return { nodes: inner, ends }
}

const childNodes = (node: Node): Node[] =>
  Object.values(node).flatMap((value: unknown) => {
    const parts: unknown[] = Array.isArray(value) ? value : [value]
    return parts.filter(
      (part): part is Node =>
        typeof part === 'object' && part !== null && typeof (part as Node).type === 'string',
    )
  })

export const switchStatement: StatementRule = (w, node) => {
  const { discriminant, cases } = node as unknown as { discriminant: Node; cases: Node[] }
  let subject = ''
  w.page.upTo(w.lineOf(node.start))
  if (isPlain(discriminant)) subject = w.at(discriminant, level.bitOr)
  else {
    subject = w.temporary()
    w.head(node, node.start, () => `${subject} = ${w.item(discriminant)}`)
  }
  let tests: Node[] = []
  let isDefault = false
  let word = 'if'
  cases.forEach((one, i) => {
    if (one.test) tests.push(one.test as Node)
    else isDefault = true
    if ((one.consequent as Node[]).length === 0 && i < cases.length - 1) return
    if (isDefault && i < cases.length - 1)
      w.refuse(one, 'default before other cases', 'default as the last case')
    const { nodes, ends } = caseBody(w, one)
    if (!ends && i < cases.length - 1)
      w.refuse(one, 'a case that goes on into the next', 'a break at its end')
    w.page.upTo(w.lineOf(one.start))
    const values = tests.map((test) => w.at(test, level.bitOr))
    const condition =
      values.length === 1 ? `${subject} == ${values[0]}` : `${subject} in (${values.join(', ')})`
    if (isDefault) w.page.line(word === 'if' ? 'if True:' : 'else:')
    else w.page.line(`${word} ${condition}:`)
    w.page.passed(w.lineOf(one.start))
    w.block(nodes, w.lineOf(one.end))
    w.page.passed(w.lineOf(one.end))
    word = 'elif'
    tests = []
    isDefault = false
  })
  w.page.passed(w.lineOf(node.end))
}

export const tryStatement: StatementRule = (w, node) => {
  const { block, handler, finalizer } = node as unknown as {
    block: Node
    handler: Node | null
    finalizer: Node | null
  }
  w.head(node, block.start, () => 'try:')
  body(w, block)
  if (handler) {
    w.page.upTo(w.lineOf(handler.start))
    const name = handler.param && w.nameOf(handler.param as Node)
    w.page.line(`except Exception${name ? ` as ${name}` : ''}:`)
    w.page.passed(w.lineOf((handler.body as Node).start))
    body(w, handler.body as Node)
  }
  if (finalizer) {
    w.page.upTo(w.lineOf(finalizer.start))
    w.page.line('finally:')
    w.page.passed(w.lineOf(finalizer.start))
    body(w, finalizer)
  }
  w.page.passed(w.lineOf(node.end))
}

export const throwStatement: StatementRule = (w, node) =>
  w.simple(node, () => {
    const argument = unwrapped(node.argument as Node)
    if (/^(Literal|TemplateLiteral|ObjectExpression)$/.test(argument.type))
      return w.refuse(node, 'throwing what is no error', "throw new Error('…')")
    return `raise ${w.item(argument)}`
  })
