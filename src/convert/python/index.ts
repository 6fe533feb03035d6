// From TypeScript, as `dltorch run` and the prompt take it, to Python that PyTorch runs.
import { parseDialect } from '../../dialect/parser.js'
import { library } from '../../dialect/known-names.js'
import { Names } from '../../dialect/scope.js'
import { childrenOf, unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { type Comment, Page } from '../page.js'
import { Refusal } from '../refusal.js'
import { call } from './calls.js'
import { type Fact, Facts } from './facts.js'
import { functionValue } from './functions.js'
import * as literals from './literals.js'
import { loops } from './loops.js'
import { chain, identifier, member } from './members.js'
import { PythonNames } from './names.js'
import { binary, conditional, logical, noteRemainders, unary } from './operators.js'
import { helpers, preludeOf } from './prelude.js'
import { statements } from './statements.js'
import { atom, level, type Rules, Writer } from './writer.js'

const inner = (w: Writer, node: Node) => w.expression(node.expression as Node)

const rules: Rules = {
  expressions: {
    Literal: literals.literal,
    TemplateLiteral: literals.template,
    DialectFString: literals.dialectFString,
    ArrayExpression: literals.array,
    ObjectExpression: literals.object,
    DialectTuple: literals.tuple,
    SpreadElement: literals.spread,
    Identifier: identifier,
    ThisExpression: (w, node) =>
      w.around.self === null ? w.refuse(node, 'this outside of a class', 'a variable') : atom(w.around.self),
    MemberExpression: member,
    ChainExpression: chain,
    CallExpression: call,
    NewExpression: call,
    ImportExpression: (w, node) => w.refuse(node, 'import() within an expression', 'an import at the top'),
    BinaryExpression: binary,
    LogicalExpression: logical,
    UnaryExpression: unary,
    ConditionalExpression: conditional,
    ArrowFunctionExpression: functionValue,
    FunctionExpression: functionValue,
    ParenthesizedExpression: (w, node) => {
      const { expression } = node as unknown as { expression: Node }
      if (expression.type === 'SequenceExpression') return literals.tuple(w, expression)
      const code = w.expression(expression)
      return code.level >= level.atom ? code : atom(`(${code.text})`)
    },
    SequenceExpression: literals.tuple,
    TSAsExpression: inner,
    TSSatisfiesExpression: inner,
    TSNonNullExpression: inner,
    TSTypeAssertion: inner,
    TSInstantiationExpression: inner,
    AwaitExpression: (w, node) => w.expression(node.argument as Node),
    YieldExpression: (w, node) => {
      const value = node.argument ? ` ${w.item(node.argument as Node)}` : ''
      return { text: `yield${node.delegate ? ' from' : ''}${value}`, level: level.walrus }
    },
    AssignmentExpression: (w, node) => {
      const left = unwrapped(node.left as Node)
      if (left.type !== 'Identifier' || node.operator !== '=' || w.around.func?.type === 'Lambda')
        return w.refuse(node, 'an assignment within an expression', 'a statement of its own')
      return { text: `(${w.nameOf(left)} := ${w.item(node.right as Node)})`, level: level.atom }
    },
    UpdateExpression: (w, node) =>
      w.refuse(node, `${node.operator as string} within an expression`, 'a statement of its own'),
    TaggedTemplateExpression: (w, node) => w.refuse(node, 'a template with a tag', 'a plain call'),
    ClassExpression: (w, node) =>
      w.refuse(node, 'a class within an expression', 'class Name { … } by itself'),
  },
  statements: { ...statements, ...loops },
}

/** Members that are asked for by a dot of what is no module and no library. */
function dottedMembers(node: Node, facts: Facts, found = new Set<string>()): Set<string> {
  if (node.type === 'MemberExpression' && !node.computed) {
    const { object } = node as unknown as { object: Node }
    const isPlain = facts.libraryName(node) === null && object.type !== 'ThisExpression'
    const fact = facts.of(object)
    if (isPlain && !/^(tensor|string|list|map|set|error)$/.test(fact)) found.add(node.property.name as string)
  }
  if (node.type === 'VariableDeclarator' && node.id.type === 'ObjectPattern')
    for (const property of node.id.properties as Node[])
      if (property.key?.name) found.add(property.key.name as string)
  for (const child of childrenOf(node)) dottedMembers(child, facts, found)
  return found
}

/** Comments with their lines; `/** … *\/` keep a star in front, which tells that they document. */
function commentsOf(
  source: string,
  found: readonly { text: string; start: number; end: number }[],
): Comment[] {
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length
  return found
    .filter(({ start }) => !source.startsWith('#!', start))
    .map(({ text, start, end }) => {
      const line = lineAt(start)
      const before = source.slice(source.lastIndexOf('\n', start - 1) + 1, start)
      const isBlock = source.startsWith('/*', start)
      const plain = isBlock && !text.startsWith('*') ? blockText(text) : text
      return { text: plain.replace(/^ /, ''), line, endLine: lineAt(end), isBehind: before.trim() !== '' }
    })
}

const blockText = (text: string): string => {
  const lines = text.split('\n').map((line) => line.trim().replace(/^\* ?/, ''))
  while (lines.length > 1 && lines[0] === '') lines.shift()
  while (lines.length > 1 && lines.at(-1) === '') lines.pop()
  return lines.join('\n')
}

export interface ToPythonOptions {
  /** What the values of a cell are: its last one is shown; undefined for a file, which shows nothing by itself. */
  readonly shows?: 'bare' | 'call'
  /** Whether the text is a file, whose names are its own. */
  readonly isModule: boolean
  /** What is known of names of earlier texts. */
  readonly earlier?: ReadonlyMap<string, Fact>
}

/** A text in Python, and what must stand at the top of the file for it. */
export interface PythonText {
  readonly lines: readonly string[]
  readonly imports: ReadonlySet<string>
  readonly helpers: ReadonlySet<string>
  /** What is known of the names at its top. */
  readonly facts: ReadonlyMap<string, Fact>
}

/** Calls of methods that give nothing, or nothing that one looks at. */
const silent = /^(backward|zero_grad|step|append|extend|push)$/

const isSilentCall = (node: Node): boolean => {
  const { type, callee } = unwrapped(node) as { type: string; callee?: Node }
  return (
    type === 'CallExpression' &&
    callee?.type === 'MemberExpression' &&
    silent.test(String(callee.property.name))
  )
}

/** Python for one text; throws a Refusal for what has no counterpart. */
export function pythonText(source: string, options: ToPythonOptions): PythonText {
  const { isModule, earlier = new Map<string, Fact>(), shows } = options
  const text = source.replaceAll('\r\n', '\n')
  const kindOf = (name: string) =>
    (earlier.has(name) ? 'value' : library.has(name) ? 'root' : 'unknown') as 'value'
  const parsed = parseDialect(text, isModule, kindOf)
  if (parsed.failure) {
    const line = text.slice(0, parsed.failure.at).split('\n').length
    throw new Refusal(parsed.failure.message, line, text.split('\n')[line - 1] ?? '')
  }
  const { program, comments, operandsInComments } = parsed
  void operandsInComments
  const names = new Names(program)
  const facts = new Facts(program, names, earlier)
  const remaindersToZero = new WeakSet<Node>()
  noteRemainders(program, remaindersToZero)
  const page = new Page({ step: '    ', sign: '#' }, text, commentsOf(text, comments))
  const pythonNames = new PythonNames(program, names, [...Object.keys(helpers), ...earlier.keys()])
  const dotted = dottedMembers(program, facts)
  const w = new Writer({ page, source: text, names, facts, pythonNames, rules, dotted, remaindersToZero })
  const body = program.body as Node[]
  const last = body.at(-1)
  if (shows && last?.type === 'ExpressionStatement' && !text.slice(last.start, last.end).endsWith(';')) {
    w.shownLast = last
    if (shows === 'call')
      w.shown = (node, code) => {
        if (isSilentCall(node) || /^(print|js_log)\(/.test(code)) return code
        w.need('import sys')
        return `sys.displayhook(${code})`
      }
  }
  w.statements(body)
  // Hushed, as notebooks hush it.
  if (
    shows === 'bare' &&
    last?.type === 'ExpressionStatement' &&
    last !== w.shownLast &&
    !isSilentCall(last.expression as Node)
  )
    page.close(';')
  page.upTo(text.split('\n').length + 1)
  const known = new Map(names.topLevel().map((binding) => [binding.name, facts.ofBinding(binding)]))
  return { lines: page.lines, imports: w.imports, helpers: w.helpers, facts: known }
}

const importOrder = (line: string): number => (/^(import|from) (torch|numpy|matplotlib)/.test(line) ? 1 : 0)

/** One line for all that comes from one module. */
function merged(lines: readonly string[]): string[] {
  const froms = new Map<string, Set<string>>()
  const others: string[] = []
  for (const line of lines) {
    const [, module, names] = /^from (\S+) import (.*)$/.exec(line) ?? []
    if (module === undefined) others.push(line)
    else {
      if (!froms.has(module)) froms.set(module, new Set())
      for (const name of names.split(', ')) froms.get(module)!.add(name)
    }
  }
  const order = (a: string, b: string): number => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)
  return [
    ...others,
    ...Array.from(froms, ([module, names]) => `from ${module} import ${[...names].sort(order).join(', ')}`),
  ]
}

/** The lines at the top of a file: modules and the prelude. */
export function headOf(imports: Iterable<string>, used: Iterable<string>): string[] {
  const prelude = preludeOf(used)
  const all = merged([...new Set([...imports, ...prelude.imports])].filter((line) => line !== ''))
  const grouped = [0, 1].map((group) =>
    all
      .filter((line) => importOrder(line) === group)
      .sort((a, b) => Number(a.startsWith('from')) - Number(b.startsWith('from')) || (a < b ? -1 : 1)),
  )
  const groups = grouped.filter((lines) => lines.length > 0)
  const heads = groups.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]))
  return [...heads, ...prelude.code.flatMap((code) => ['', '', ...code.split('\n')])]
}

/** Blank lines around functions and classes of the top: two, as Python's style has them, unless said otherwise. */
export function spaced(lines: readonly string[], count = 2): string[] {
  const result: string[] = []
  let isInBlock = false
  const pad = (): void => {
    let at = result.length
    // Comments and decorators belong to what is behind them.
    while (at > 0 && /^(#|@)/.test(result[at - 1])) at--
    if (at === 0) return
    let blanks = 0
    while (at - blanks > 0 && result[at - blanks - 1] === '') blanks++
    if (at - blanks > 0)
      result.splice(at, 0, ...Array.from({ length: Math.max(0, count - blanks) }, () => ''))
  }
  for (const line of lines) {
    const isTop = /^\S/.test(line)
    const opens = /^(def|class|@)\b|^@/.test(line)
    if (isTop && !line.startsWith('#')) {
      if (
        (opens && !result.at(-1)?.startsWith('@')) ||
        (isInBlock && !/^(else|elif|except|finally)\b/.test(line))
      ) {
        result.push(line)
        const [own] = result.splice(-1)
        pad()
        result.push(own)
      } else result.push(line)
      isInBlock = opens
    } else result.push(line)
  }
  return result
}

/** A whole file: comments at its top, modules, the prelude, and the program. */
export function pythonFile(parts: readonly PythonText[]): string {
  const imports = parts.flatMap((part) => [...part.imports])
  const used = parts.flatMap((part) => [...part.helpers])
  const head = headOf(imports, used)
  const body = parts.flatMap((part) => [...part.lines])
  // What the file says of itself stays first.
  let first = 0
  while (first < body.length && body[first].startsWith('#')) first++
  if (body[first] !== '') first = 0
  const top = body.slice(0, first)
  const rest = spaced(body.slice(first))
  while (rest[0] === '') rest.shift()
  while (rest.at(-1) === '') rest.pop()
  const hasPrelude = used.length > 0
  const lines = [...top, ...(top.length > 0 && head.length > 0 ? [''] : []), ...head]
  if (lines.length > 0) lines.push(...(hasPrelude || /^(def|class|@)/.test(rest[0] ?? '') ? ['', ''] : ['']))
  return `${[...lines, ...rest].join('\n')}\n`
}
export { type Fact }
