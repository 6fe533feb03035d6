// What parses and is still no program: `return` outside of a function, `break` outside of a loop, names declared too late.
import type { Complaint } from './complaint.js'
import { ScopeError, Scopes } from './scope.js'
import { lettersIn, type Source } from './source.js'
import { nameOfExpression, wrongTarget } from './syntax-targets.js'
import { checkPattern } from './misplaced-patterns.js'
import { Misplaced } from './misplaced-error.js'
import { childrenOf, isComprehension, isFunctionNode } from './tree.js'
import type { ComprehensionNode, ExprNode, Module, Node, Spot } from './tree.js'

interface Around {
  readonly isFunction: boolean
  readonly isLoop: boolean
  readonly isClass: boolean
  /** Whether it is that of an `async def`, where one may await. */
  readonly isAsync: boolean
}

/** A generator without the brackets of the call, which the parser takes for its own. */
function withoutBrackets(node: Extract<Node, { nodeType: 'GeneratorExp' }>): Spot {
  const { iter, ifs } = node.generators.at(-1)!
  const { end_lineno, end_col_offset } = ifs.at(-1) ?? iter
  return { lineno: node.elt.lineno, col_offset: node.elt.col_offset, end_lineno, end_col_offset }
}

function checkCall(node: Extract<Node, { nodeType: 'Call' }>, source: Source): void {
  const seen = new Set<string>()
  for (const { arg, value } of node.keywords) {
    if (arg === undefined) continue
    const col_offset = value.col_offset - arg.length - 1
    if (seen.has(arg)) throw new Misplaced(`keyword argument repeated: ${arg}`, { ...value, col_offset })
    seen.add(arg)
    checkNamed(source, value)
  }
  if (node.args.length + node.keywords.length < 2) return
  for (const arg of node.args)
    if (
      arg.nodeType === 'GeneratorExp' &&
      // One in brackets of its own begins with them.
      (arg.col_offset === node.func.end_col_offset || !source.textAt(arg).startsWith('('))
    )
      throw new Misplaced('Generator expression must be parenthesized', withoutBrackets(arg))
}

/** `from import a`, and a comma that ends names without brackets. */
function checkImport(node: Extract<Node, { nodeType: 'ImportFrom' }>, source: Source): void {
  const text = source.textAt(node)
  const line = source.line(node.lineno)
  if (!node.module && !node.level) {
    const col_offset = node.col_offset + text.indexOf('import')
    throw new Misplaced('invalid syntax', { ...node, col_offset, end_col_offset: col_offset + 6 })
  }
  const rest = line.slice(lettersIn(line, node.col_offset)).replace(/#.*/, '').trimEnd()
  if (/^[^()]*,$/.test(rest)) {
    const col_offset = node.col_offset + rest.length
    throw new Misplaced('trailing comma not allowed without surrounding parentheses', {
      lineno: node.lineno,
      col_offset,
      end_lineno: node.lineno,
      end_col_offset: col_offset,
    })
  }
  if (node.module !== '__future__' || node.level) return
  for (const { name } of node.names)
    if (!futures.has(name))
      throw new Misplaced(name === 'braces' ? 'not a chance' : `future feature ${name} is not defined`, {
        ...node,
        end_col_offset: node.col_offset + 1,
      })
}
const futures = new Set(
  'nested_scopes generators division absolute_import with_statement print_function unicode_literals barry_as_FLUFL generator_stop annotations'.split(
    ' ',
  ),
)

/** What the future brings is asked for before anything else. */
function checkFutures(program: Module): void {
  let isOver = false
  program.body.forEach((node, i) => {
    const isText = node.nodeType === 'Expr' && node.value.nodeType === 'Constant' && i === 0
    const isFuture = node.nodeType === 'ImportFrom' && node.module === '__future__' && !node.level
    if (isFuture && isOver)
      throw new Misplaced('from __future__ imports must occur at the beginning of the file', node)
    if (!isFuture && !isText && node.nodeType !== 'Comment') isOver = true
  })
}

/** `except*:` names nothing that it would take. */
function withoutTypes(handler: Spot, source: Source): Misplaced {
  const line = source.line(handler.lineno)
  const start = lettersIn(line, handler.col_offset)
  const colon = line.indexOf(':', start)
  return new Misplaced('expected one or more exception types', {
    lineno: handler.lineno,
    col_offset: handler.col_offset + (colon - start),
    end_lineno: handler.lineno,
    end_col_offset: handler.col_offset + (colon - start) + 1,
  })
}

/** The first word of the line behind a statement. */
function nextWord({ end_lineno }: Spot, source: Source): Spot {
  let lineno = end_lineno! + 1
  while (lineno < source.lines.length && /^\s*(#.*)?$/.test(source.line(lineno))) lineno++
  const [, indent, word] = /^(\s*)(\w+|\S?)/.exec(source.line(lineno) ?? '')!
  return {
    lineno,
    col_offset: indent.length,
    end_lineno: lineno,
    end_col_offset: indent.length + word.length,
  }
}

function checkTry(node: Extract<Node, { nodeType: 'Try' }>, source: Source): void {
  const { handlers, finalbody, orelse } = node
  const behindBody = orelse[0] as Spot | undefined
  if (handlers.length === 0 && finalbody.length === 0 && behindBody) {
    // The line of the `else`.
    let { lineno } = behindBody
    while (lineno > node.lineno && !/^\s*else\b/.test(source.line(lineno))) lineno--
    const { length } = /^\s*/.exec(source.line(lineno))![0]
    throw new Misplaced("expected 'except' or 'finally' block", {
      lineno,
      col_offset: length,
      end_lineno: lineno,
      end_col_offset: length + 4,
    })
  }
  if (handlers.length === 0 && finalbody.length === 0)
    throw new Misplaced("expected 'except' or 'finally' block", nextWord(node, source))
  handlers.forEach(({ type }, i) => {
    if (!type && i < handlers.length - 1) throw new Misplaced("default 'except:' must be last", handlers[i])
  })
}

function checkTarget(node: ExprNode): void {
  const wrong = wrongTarget(node)
  if (wrong) throw new Misplaced(`cannot assign to ${nameOfExpression(wrong)}`, wrong)
}

/** The letter before a node, blanks not counted. */
function checkLoop(target: ExprNode): void {
  if (target.nodeType === 'Starred')
    throw new Misplaced('starred assignment target must be in a list or tuple', target)
  checkTarget(target)
}

const letterBefore = (source: Source, { lineno, col_offset }: Spot): string => {
  const line = source.line(lineno)
  return line.slice(0, lettersIn(line, col_offset)).trimEnd().at(-1) ?? ''
}

/** `:=` stands in brackets, or where an expression ends. */
function checkNamed(source: Source, ...nodes: readonly (ExprNode | null | undefined)[]): void {
  for (const node of nodes)
    if (node?.nodeType === 'NamedExpr' && letterBefore(source, node) !== '(')
      throw new Misplaced('invalid syntax', behind(source, node.target))
}

/** The sign behind a node. */
function behind(source: Source, { end_lineno, end_col_offset }: Spot): Spot {
  const line = source.line(end_lineno!)
  const rest = line.slice(lettersIn(line, end_col_offset!))
  const start = end_col_offset! + rest.length - rest.trimStart().length
  return { lineno: end_lineno!, col_offset: start, end_lineno, end_col_offset: start + 2 }
}

/** What a comprehension goes through gives no name a value. */
function checkIterable(node: Node): void {
  if (node.nodeType === 'NamedExpr')
    throw new Misplaced('assignment expression cannot be used in a comprehension iterable expression', node)
  childrenOf(node).forEach(checkIterable)
}

/** The names that a comprehension goes along with are no other's. */
function checkRebound(node: ComprehensionNode): void {
  const names = new Set<string>()
  const collect = (target: Node): void => {
    if (target.nodeType === 'Name') names.add(target.id)
    else childrenOf(target).forEach(collect)
  }
  for (const { target } of node.generators) collect(target)
  const visit = (part: Node): void => {
    if (part.nodeType === 'NamedExpr' && part.target.nodeType === 'Name' && names.has(part.target.id))
      throw new Misplaced(
        `assignment expression cannot rebind comprehension iteration variable '${part.target.id}'`,
        part.target,
      )
    if (!isFunctionNode(part)) childrenOf(part).forEach(visit)
  }
  childrenOf(node).forEach(visit)
}

/** A pattern that takes whatever comes must be the last. */
function checkMatch(node: Extract<Node, { nodeType: 'Match' }>): void {
  node.cases.forEach(({ pattern: whole, guard }, i) => {
    const pattern = whole.nodeType === 'MatchOr' ? whole.patterns.at(-1)! : whole
    const isAll = pattern.nodeType === 'MatchAs' && !pattern.pattern
    if (guard || i === node.cases.length - 1 || !isAll) return checkPattern(whole as Node)
    const words = pattern.name ? `name capture '${pattern.name}'` : 'wildcard'
    throw new Misplaced(`${words} makes remaining patterns unreachable`, pattern as Spot)
  })
}

/** What a comprehension evaluates itself: all but what it goes through first, which is evaluated around it. */
function partsWithin(node: ComprehensionNode): Node[] {
  const [first, ...others] = node.generators
  const values = node.nodeType === 'DictComp' ? [node.key, node.value] : [node.elt]
  return [...values, first.target, ...first.ifs, ...others]
}

/** Whether a comprehension awaits something itself. */
function awaits(node: ComprehensionNode): boolean {
  const isAwaited = (part: Node): boolean => {
    if (part.nodeType === 'Await') return true
    if (isFunctionNode(part)) return false
    if (part.nodeType === 'GeneratorExp') return isAwaited(part.generators[0].iter)
    if (isComprehension(part) && part.generators.some(({ is_async }) => is_async)) return true
    return childrenOf(part).some(isAwaited)
  }
  return node.generators.some(({ is_async }) => is_async) || partsWithin(node).some(isAwaited)
}

/** What hands out items has no value at its end. */
function checkAsyncGenerator(node: Extract<Node, { nodeType: 'AsyncFunctionDef' }>): void {
  let isGenerator = false
  let value: Spot | undefined
  const visit = (part: Node): void => {
    if (isFunctionNode(part) || part.nodeType === 'ClassDef') return
    if (part.nodeType === 'Yield') isGenerator = true
    if (part.nodeType === 'Return' && part.value) value ??= part
    childrenOf(part).forEach(visit)
  }
  node.body.forEach(visit)
  if (isGenerator && value) throw new Misplaced("'return' with value in async generator", value)
}

/** What `*x` may be a part of. */
const compound = new Set(
  'If For While With Try FunctionDef ClassDef AsyncFor AsyncWith AsyncFunctionDef Match'.split(' '),
)

/** A statement with a block does not stand behind a semicolon. */
function checkAlone({ lineno, col_offset }: Spot, source: Source): void {
  const line = source.line(lineno)
  const start = lettersIn(line, col_offset)
  if (!line.slice(0, start).trimEnd().endsWith(';')) return
  const { length } = /^\w*/.exec(line.slice(start))![0]
  throw new Misplaced('invalid syntax', {
    lineno,
    col_offset,
    end_lineno: lineno,
    end_col_offset: col_offset + length,
  })
}

const takesStars = new Set(['Tuple', 'List', 'Set', 'Call', 'ClassDef', 'Subscript'])

function check(node: Node, around: Around, source: Source): void {
  const spot = node as Spot
  if (compound.has(node.nodeType)) checkAlone(spot, source)
  switch (node.nodeType) {
    case 'Return':
      if (!around.isFunction) throw new Misplaced("'return' outside function", spot)
      break
    case 'Yield':
    case 'YieldFrom':
      if (around.isAsync && node.nodeType === 'YieldFrom')
        throw new Misplaced("'yield from' inside async function", spot)
      if (!around.isFunction) throw new Misplaced("'yield' outside function", spot)
      break
    case 'Await':
      if (!around.isFunction) throw new Misplaced("'await' outside function", spot)
      if (!around.isAsync) throw new Misplaced("'await' outside async function", spot)
      break
    case 'AsyncFor':
      if (!around.isAsync) throw new Misplaced("'async for' outside async function", spot)
      checkLoop(node.target)
      break
    case 'AsyncWith':
      if (!around.isAsync) throw new Misplaced("'async with' outside async function", spot)
      break
    case 'AsyncFunctionDef':
      checkAsyncGenerator(node)
      break
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
      checkCall(node, source)
      break
    case 'Try':
      checkTry(node, source)
      break
    case 'TryStar':
      for (const handler of node.handlers) if (!handler.type) throw withoutTypes(handler, source)
      break
    case 'ImportFrom':
      checkImport(node, source)
      if (node.names[0].name === '*' && (around.isFunction || around.isClass))
        throw new Misplaced('import * only allowed at module level', spot)
      break
    case 'Assign':
      if (node.targets.some((target) => target.nodeType === 'Starred'))
        throw new Misplaced('starred assignment target must be in a list or tuple', node.targets[0])
      checkNamed(source, node.value)
      break
    case 'Expr':
      checkNamed(source, node.value)
      if (node.value.nodeType === 'Tuple' && letterBefore(source, node.value.elts[0] ?? node) !== '(')
        checkNamed(source, ...node.value.elts)
      break
    case 'Arguments':
      checkNamed(source, ...node.defaults, ...node.kw_defaults)
      break
    case 'AnnAssign':
      if (node.target.nodeType === 'Tuple' || node.target.nodeType === 'List')
        throw new Misplaced(
          `only single target (not ${nameOfExpression(node.target)}) can be annotated`,
          node.target.nodeType === 'Tuple' && !source.textAt(node.target).startsWith('(')
            ? node.target.elts[0]
            : node.target,
        )
      if (wrongTarget(node.target)) throw new Misplaced('illegal target for annotation', node.target)
      break
    case 'Match':
      checkMatch(node)
      break
    case 'For':
      checkLoop(node.target)
      break
    case 'Comprehension':
      checkTarget(node.target)
      checkIterable(node.iter)
      break
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      checkRebound(node)
      // What is gone through first is evaluated around it.
      if (node.nodeType === 'GeneratorExp') check(node.generators[0].iter, around, source)
      else if (!around.isAsync && awaits(node))
        throw new Misplaced('asynchronous comprehension outside of an asynchronous function', spot)
      break
    case 'NamedExpr':
      if (node.target.nodeType !== 'Name')
        throw new Misplaced(
          `cannot use assignment expressions with ${nameOfExpression(node.target)}`,
          node.target,
        )
      break
    case 'Tuple':
    case 'List':
      if (node.ctx.nodeType === 'Store' && node.elts.filter((part) => part.nodeType === 'Starred').length > 1)
        throw new Misplaced('multiple starred expressions in assignment', spot)
      if (node.ctx.nodeType === 'Del')
        for (const part of node.elts)
          if (part.nodeType === 'Starred') throw new Misplaced('cannot delete starred', part)
      break
  }
  const within = inside(node, around)
  for (const child of childrenOf(node)) {
    const takes = takesStars.has(node.nodeType) && !(node.nodeType === 'Subscript' && child === node.value)
    if (child.nodeType === 'Starred' && !takes) {
      const isElement = isComprehension(node)
      const words = letterBefore(source, child) === '(' ? 'cannot' : "can't"
      throw new Misplaced(
        isElement
          ? 'iterable unpacking cannot be used in comprehension'
          : `${words} use starred expression here`,
        child,
      )
    }
    check(child, within.body === null || within.body.has(child) ? within.around : around, source)
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
      around: {
        isFunction: true,
        isLoop: false,
        isClass: false,
        isAsync: node.nodeType === 'AsyncFunctionDef',
      },
      body: new Set<Node>(node.nodeType === 'Lambda' ? [node.body] : node.body),
    }
  if (node.nodeType === 'ClassDef')
    return { around: { isFunction: false, isLoop: false, isClass: true, isAsync: false }, body: null }
  if (node.nodeType === 'GeneratorExp')
    return { around: { ...around, isLoop: false, isFunction: true, isAsync: true }, body: null }
  if (isComprehension(node)) return { around: { ...around, isLoop: false }, body: null }
  if (node.nodeType === 'For' || node.nodeType === 'AsyncFor' || node.nodeType === 'While')
    return { around: { ...around, isLoop: true }, body: new Set<Node>(node.body) }
  return { around, body: null }
}

/** The first thing that is misplaced; null where nothing is. */
export function misplaced(program: Module, source: Source): Complaint | null {
  try {
    checkFutures(program)
    check(program, { isFunction: false, isLoop: false, isClass: false, isAsync: false }, source)
    new Scopes(program).check()
    return null
  } catch (error) {
    if (!(error instanceof Misplaced || error instanceof ScopeError)) throw error
    const { lineno, col_offset, end_lineno, end_col_offset } = error.spot
    const line = source.line(lineno)
    // What should stand behind the text, and nothing stands there.
    const isOpen = source.lines.slice(lineno - 1).every((rest) => rest.trim() === '')
    return {
      kind: error instanceof Misplaced ? error.kind : 'SyntaxError',
      message: error.message,
      lineno: Math.min(lineno, Math.max(source.lines.length, 1)),
      column: lettersIn(line, col_offset),
      endColumn: end_lineno === lineno ? lettersIn(line, end_col_offset ?? 0) : line.length,
      ...(isOpen
        ? { isOpen, reached: { lineno: source.lines.length, column: source.lines.at(-1)!.length } }
        : {}),
    }
  }
}
