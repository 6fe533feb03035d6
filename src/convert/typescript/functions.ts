// Functions: `def` with its parameters, its words, and its decorators.
import { docstringOf } from '../../python/tree.js'
import type { Stmt, StmtNode } from '../../python/tree.js'
import { list } from '../page.js'
import { parameters } from './parameters.js'
import { type Writer } from './writer.js'

const endOf = (node: StmtNode): number => node.end_lineno ?? node.lineno

/** What a function or a class says of itself, as a comment before it. */
export function documentation(w: Writer, node: Stmt<'FunctionDef'> | Stmt<'ClassDef'>): StmtNode[] {
  const doc = docstringOf(node.body)
  if (doc === null) return node.body
  const lines = doc
    .trim()
    .split('\n')
    .map((line) => line.trim().replaceAll('*/', '* /'))
  if (lines.length === 1) w.page.plain(`/** ${lines[0]} */`)
  else {
    w.page.plain('/**')
    for (const line of lines) w.page.plain(` * ${line}`.trimEnd())
    w.page.plain(' */')
  }
  return node.body.slice(1)
}

const isGuard = (w: Writer, node: Stmt<'FunctionDef'>['decorator_list'][number]): boolean => {
  const path = w.facts.pathOf(node.nodeType === 'Call' ? node.func : node)
  return path !== null && /^torch\.(no_grad|enable_grad|inference_mode)$/.test(path)
}

/** The first lines of a body: guards that stand above the function. */
function guardLines(w: Writer, node: Stmt<'FunctionDef'>): void {
  node.decorator_list
    .filter((one) => isGuard(w, one))
    .forEach((one, i) => {
      w.page.line(`using guard${i > 0 ? i + 1 : ''} = ${w.item(one)}${one.nodeType === 'Call' ? '' : '()'}`)
    })
}

/** A function's head and body; `head` is what stands before its parameters. */
export function writeFunction(
  w: Writer,
  node: Stmt<'FunctionDef'>,
  body: readonly StmtNode[],
  head: string,
  given: {
    isMethod: boolean
    self: string | null
    tail?: string
    skip?: ReadonlySet<StmtNode>
    first?: () => void
  },
): void {
  const scope = w.scopes.of(node)
  const { items } = parameters(w, node, given.isMethod)
  w.inScope(scope, given.self ?? w.self, () => {
    const isGenerator = scope.isGenerator && given.isMethod
    w.page.line(`${isGenerator ? head.replace(/(\w+)$/, '*$1') : head}(${list(items)}) {`)
    w.page.passed(node.lineno)
    const parametersOf = new Set(scope.parameters)
    w.variables.place(body, scope, parametersOf)
    w.page.within(() => {
      guardLines(w, node)
      given.first?.()
    })
    w.block(
      body.filter((one) => !given.skip?.has(one)),
      endOf(node),
    )
    w.page.line(`}${given.tail ?? ''}`)
    w.page.passed(endOf(node))
  })
}

export function functionDefinition(w: Writer, node: Stmt<'FunctionDef'>): void {
  const others = node.decorator_list.filter((one) => !isGuard(w, one))
  w.page.upTo(node.decorator_list[0]?.lineno ?? node.lineno)
  const body = documentation(w, node)
  const name = w.name(node.name)
  const isDeclared = w.variables.declarations.inline.get(node)?.has(node.name) ?? false
  const word = w.scopes.of(node).isGenerator ? 'function* ' : 'function '
  if (others.length > 0) {
    const before = others.map((one) => `${w.item(one)}(`).join('')
    return writeFunction(w, node, body, `${isDeclared ? 'const ' : ''}${name} = ${before}${word}${name}`, {
      isMethod: false,
      self: null,
      tail: ')'.repeat(others.length),
    })
  }
  // A function in a function keeps the `this` that is around.
  const isInMethod = w.self !== null
  if (isInMethod) {
    const head = `${isDeclared ? 'const ' : ''}${name} = `
    return writeArrow(w, node, body, head)
  }
  writeFunction(w, node, body, isDeclared ? `${word}${name}` : `${name} = ${word}`.trimEnd(), {
    isMethod: false,
    self: null,
  })
}

function writeArrow(w: Writer, node: Stmt<'FunctionDef'>, body: readonly StmtNode[], head: string): void {
  const scope = w.scopes.of(node)
  if (scope.isGenerator) w.refuse(node, 'a generator within a method', 'a method of its own')
  const { items } = parameters(w, node, false)
  w.inScope(scope, w.self, () => {
    w.page.line(`${head}(${list(items)}) => {`)
    w.variables.place(body, scope, new Set(scope.parameters))
    w.block(body, endOf(node))
    w.page.line('}')
    w.page.passed(endOf(node))
  })
}
