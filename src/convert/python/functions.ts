// Functions: `def` and `lambda` of declarations and arrows, with their parameters.
import { isFunction, unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { list } from '../page.js'
import { keyOf } from './literals.js'
import { plainName } from './names.js'
import { type Code, holds, level, NeedsStatements, type Writer } from './writer.js'

interface Parameters {
  /** As they stand between the parentheses. */
  readonly items: string[]
  /** What must be done first. */
  readonly first: (() => void)[]
  /** Parameters that are fields, too. */
  readonly fields: (() => void)[]
}

/** Values that may be made once for all calls. */
const isConstant = (node: Node): boolean => {
  const inner = unwrapped(node)
  switch (inner.type) {
    case 'Literal':
      return true
    case 'Identifier':
    case 'MemberExpression':
      return true
    case 'UnaryExpression':
      return isConstant(inner.argument as Node)
    case 'BinaryExpression':
      return isConstant(inner.left as Node) && isConstant(inner.right as Node)
    case 'DialectTuple':
      return (inner.items as Node[]).every(isConstant)
    case 'SequenceExpression':
      return (inner.expressions as Node[]).every(isConstant)
    default:
      return isFunction(inner)
  }
}

function withDefault(w: Writer, name: string, value: Node, first: (() => void)[]): string {
  const isOfParameters =
    value.type === 'Identifier' &&
    w.names.reference(value)?.binding.sources[0]?.from === 'elsewhere' &&
    !w.names.reference(value)?.binding.isTopLevel
  if (isConstant(value) && !isOfParameters) return `${name}=${w.item(value)}`
  first.push(() => {
    w.page.line(`if ${name} is None:`)
    w.page.within(() => w.page.line(`${name} = ${w.item(value)}`))
  })
  return `${name}=None`
}

export function parametersOf(w: Writer, func: Node): Parameters {
  const items: string[] = []
  const first: (() => void)[] = []
  const fields: (() => void)[] = []
  let hasStar = false
  for (let parameter of func.params as Node[]) {
    if (parameter.type === 'TSParameterProperty') {
      const { parameter: inner } = parameter as unknown as { parameter: Node }
      const name = w.nameOf(inner.type === 'AssignmentPattern' ? (inner.left as Node) : inner)
      fields.push(() => w.page.line(`${w.around.self ?? 'self'}.${name} = ${name}`))
      parameter = inner
    }
    if (parameter.type === 'Identifier') {
      if (parameter.name === 'this') continue
      items.push(`${w.nameOf(parameter)}${parameter.optional === true ? '=None' : ''}`)
    } else if (parameter.type === 'RestElement') {
      hasStar = true
      items.push(`*${w.nameOf(parameter.argument as Node)}`)
    } else if (parameter.type === 'AssignmentPattern' && parameter.left.type === 'Identifier')
      items.push(withDefault(w, w.nameOf(parameter.left as Node), parameter.right as Node, first))
    else {
      const pattern = (parameter.type === 'AssignmentPattern' ? parameter.left : parameter) as Node
      if (pattern.type === 'ObjectPattern') {
        if (!hasStar) items.push('*')
        hasStar = true
        items.push(...keywordParameters(w, pattern, first))
      } else if (pattern.type === 'ArrayPattern') {
        const name = w.pythonNames.free('items')
        items.push(name)
        const parts = (pattern.elements as (Node | null)[]).map((part) =>
          part ? w.nameOf(part.type === 'RestElement' ? (part.argument as Node) : part) : '_',
        )
        const targets = (pattern.elements as (Node | null)[]).map((part, i) =>
          part?.type === 'RestElement' ? `*${parts[i]}` : parts[i],
        )
        first.push(() => w.page.line(`${targets.join(', ')}${targets.length === 1 ? ',' : ''} = ${name}`))
      } else w.refuse(parameter, 'this kind of parameter', 'plain names')
    }
  }
  // A lone `*` must have names behind it.
  if (items.at(-1) === '*') items.pop()
  return { items, first, fields }
}

/** `{ lr = 0.1, momentum }`: parameters that are given by name. */
function keywordParameters(w: Writer, pattern: Node, first: (() => void)[]): string[] {
  return (pattern.properties as Node[]).map((property) => {
    if (property.type === 'RestElement') return `**${w.nameOf(property.argument as Node)}`
    const key = keyOf(property)
    const value = property.value as Node
    const name = value.type === 'AssignmentPattern' ? (value.left as Node) : value
    if (key === null || name.type !== 'Identifier')
      return w.refuse(property, 'a parameter taken apart twice', 'plain names')
    const shown = plainName(key)
    const own = w.nameOf(name)
    if (own !== shown) first.push(() => w.page.line(`${own} = ${shown}`))
    return value.type === 'AssignmentPattern'
      ? withDefault(w, shown, value.right as Node, first)
      : `${shown}=None`
  })
}

/** What a loop's round has of its own, and a function made in it keeps: `lambda x, *, i=i: x * i`. */
function keptOf(w: Writer, func: Node): string[] {
  const kept = new Set<string>()
  const visit = (node: Node): void => {
    if (node.type === 'Identifier') {
      const binding = w.names.reference(node)?.binding
      if (binding && w.roundNames.has(binding)) {
        if (!binding.isConst && binding.sources.length > 1 && !w.isLoopCounter(binding))
          w.refuse(
            func,
            `a function that keeps ${binding.name}, which changes later`,
            'a const with its value',
          )
        kept.add(w.nameOf(node))
      }
    }
    for (const value of Object.values(node)) {
      const parts: unknown[] = Array.isArray(value) ? value : [value]
      for (const part of parts)
        if (typeof part === 'object' && part !== null && typeof (part as Node).type === 'string')
          visit(part as Node)
    }
  }
  visit(func.body as Node)
  return [...kept]
}

function withKept(items: readonly string[], kept: readonly string[]): string[] {
  if (kept.length === 0) return [...items]
  const hasStar = items.some((item) => item.startsWith('*'))
  return [...items, ...(hasStar ? [] : ['*']), ...kept.map((name) => `${name}=${name}`)]
}

const isAlone = (func: Node): boolean => func.body.type !== 'BlockStatement'

/** `return a + b` as the only statement of a body. */
export function onlyReturn(func: Node): Node | null {
  if (isAlone(func)) return func.body as Node
  const [statement, ...others] = func.body.body as Node[]
  if (others.length > 0 || statement?.type !== 'ReturnStatement') return null
  return (statement.argument as Node | null) ?? null
}

/** A function as a value: a lambda, or the name of one that is defined before. */
export function functionValue(w: Writer, node: Node): Code {
  checkKind(w, node)
  const value = onlyReturn(node)
  if (value && node.generator !== true) {
    try {
      return w.alone(() =>
        w.inFunction({ func: node }, () => {
          const { items, first } = parametersOf(w, node)
          if (first.length > 0) throw new NeedsStatements()
          const body = w.at(value, level.lambda)
          const shown = withKept(items, keptOf(w, node))
          return {
            text: `lambda${shown.length > 0 ? ` ${shown.join(', ')}` : ''}: ${body}`,
            level: level.lambda,
          }
        }),
      )
    } catch (error) {
      if (!(error instanceof NeedsStatements)) throw error
    }
  }
  const name = w.pythonNames.free((node.id?.name as string | undefined) ?? 'function')
  w.before(() => define(w, name, node))
  return { text: name, level: level.atom }
}

function checkKind(w: Writer, node: Node): void {
  if (
    node.type === 'FunctionExpression' &&
    holds(node.body as Node, (inner) => inner.type === 'ThisExpression') &&
    w.around.self === null
  )
    w.refuse(node, 'a function with a this of its own', 'a method of a class')
}

/** Names of functions around that are assigned: Python must be told. */
export function declareOutside(w: Writer, node: Node): void {
  const { nonlocal, global } = w.pythonNames.outsideOf(node)
  if (nonlocal.length > 0) w.page.line(`nonlocal ${nonlocal.join(', ')}`)
  if (global.length > 0) w.page.line(`global ${global.join(', ')}`)
}

/** `def name(…):` with its body. */
export function define(w: Writer, name: string, node: Node, given: DefineOptions = {}): void {
  const { self = null, doc = null, decorators = [] } = given
  const own = self === null ? w.around.self : self
  w.inFunction({ func: node, self: own }, () => {
    for (const decorator of decorators) w.page.line(decorator)
    const { items, first, fields } = parametersOf(w, node)
    const shown = withKept(items, self === null ? keptOf(w, node) : [])
    const all = self === null ? shown : [self, ...shown]
    w.page.line(`def ${name}(${list(all)}):`)
    const body = node.body as Node
    w.page.passed(w.lineOf(isAlone(node) ? node.start : body.start))
    w.page.within(() => {
      if (doc !== null) docstring(w, doc)
      declareOutside(w, node)
      for (const write of first) write()
      const writeFields = (): void => fields.forEach((write) => write())
      if (given.first) given.first(writeFields)
      else writeFields()
    })
    if (!isAlone(node)) {
      writeBody(w, body, first.length > 0 || doc !== null || w.page.hasBody)
      return
    }
    w.page.within(() => w.simple(body, () => `return ${w.item(body)}`))
  })
}

interface DefineOptions {
  readonly self?: string | null
  readonly doc?: string | null
  readonly decorators?: readonly string[]
  /** What comes first in the body; it is handed what gives fields the values of parameters. */
  readonly first?: (fields: () => void) => void
}

/** Statements of a body; `pass` where there is nothing else. */
function writeBody(w: Writer, body: Node, hasFirst: boolean): void {
  const nodes = body.body as Node[]
  if (nodes.length === 0 && hasFirst) return
  w.block(nodes, w.lineOf(body.end))
}

/** What documents a function or a class. */
export function docstring(w: Writer, text: string): void {
  const lines = text.split('\n').map((line) => line.trim().replace(/^\* ?/, ''))
  while (lines.length > 0 && lines[0] === '') lines.shift()
  while (lines.length > 0 && lines.at(-1) === '') lines.pop()
  const escaped = lines.map((line) => line.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"'))
  if (escaped.length === 1) w.page.plain(`"""${escaped[0]}"""`)
  else {
    w.page.plain(`"""${escaped[0] ?? ''}`)
    for (const line of escaped.slice(1)) w.page.plain(line)
    w.page.plain('"""')
  }
}

/** The body of a function that is called where it stands; its value goes where `write` says. */
function bodyAs(w: Writer, func: Node, write: (value: string | null) => string | null): void {
  const value = isAlone(func) ? (func.body as Node) : null
  const line = (node: Node | null): void => {
    const code = write(node === null ? null : w.item(node))
    if (code !== null) w.page.line(code)
  }
  if (value) return line(value)
  const statements = func.body.body as Node[]
  const last = statements.at(-1)
  const isReturn = last?.type === 'ReturnStatement'
  const rest = isReturn ? statements.slice(0, -1) : statements
  if (rest.some((statement) => holds(statement, ({ type }) => type === 'ReturnStatement')))
    return w.refuse(
      func,
      'a return in the middle of a function that is called at once',
      'one return, at its end',
    )
  w.statements(rest)
  if (isReturn) {
    w.page.upTo(w.lineOf(last.start))
    line((last.argument as Node | null) ?? null)
    w.page.passed(w.lineOf(last.end))
  } else if (rest.length === 0) w.page.line('pass')
}

export const functionCode = { define, bodyAs, functionValue }
