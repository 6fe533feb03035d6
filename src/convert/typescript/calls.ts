// Calls: of the library as TypeScript writes them, of the program's own functions by place, of all else through Python's
// runtime.
import type { Expr, ExprNode, Stmt } from '../../python/tree.js'
import { list } from '../page.js'
import { isPlaced, placed } from './parameters.js'
import { isBuiltinCall, isTextKey, kept, plainObject, shownValue, textLiteral } from './values.js'
import { type Code, atom, level, type Writer } from './writer.js'

/** An argument for the library: floats are seen by the way they are written, dicts are plain objects. */
function forLibrary(w: Writer, node: ExprNode): string {
  if (node.nodeType === 'Dict' && node.keys.length > 0 && node.keys.every(isTextKey))
    return plainObject(w, node, forLibrary)
  if (node.nodeType === 'List') return `[${list(node.elts.map((item) => forLibraryItem(w, item)))}]`
  if (node.nodeType === 'Tuple') return `[${list(node.elts.map((item) => forLibraryItem(w, item)))}]`
  if (isBuiltinCall(w, node, /^range$/))
    return `range(${list((node as Expr<'Call'>).args.map((one) => w.item(one)))})`
  return w.item(node)
}

const forLibraryItem = (w: Writer, node: ExprNode): string =>
  node.nodeType === 'Starred' ? `...${w.item(node.value)}` : forLibrary(w, node)

/** Keywords as an object at the end. */
function withKeywords(
  w: Writer,
  node: Expr<'Call'>,
  items: readonly string[],
  write: (w: Writer, node: ExprNode) => string,
): string[] {
  if (node.keywords.length === 0) return [...items]
  const pairs = node.keywords.map(({ arg, value }) =>
    arg === undefined ? w.refuse(node, '** in a call', 'the keywords by name') : `${arg}: ${write(w, value)}`,
  )
  return [...items, `{ ${pairs.join(', ')} }`]
}

const starred = (w: Writer, node: ExprNode, write: (w: Writer, node: ExprNode) => string): string =>
  node.nodeType === 'Starred' ? `...${w.py('iter', w.item(node.value)).text}` : write(w, node)

/** A call of the library, or of what it made. */
function native(w: Writer, node: Expr<'Call'>, callee: string): Code {
  const items = node.args.map((arg) => starred(w, arg, forLibrary))
  return atom(`${callee}(${list(withKeywords(w, node, items, forLibrary))})`)
}

/** A value; a generator as the list of what it gives. */
function asList(w: Writer, node: ExprNode): string {
  if (node.nodeType === 'GeneratorExp') w.goneThrough.add(node)
  return kept(w, node)
}

/** A call with arguments as Python's runtime takes them. */
function python(w: Writer, node: Expr<'Call'>, callee: string): Code {
  const [only] = node.args
  // A generator that is gone through at once is a list.
  if (node.args.length === 1 && only.nodeType === 'GeneratorExp' && !/next|iter|enumerate|zip$/.test(callee))
    return atom(`${callee}(${list(withKeywords(w, node, [asList(w, only)], kept))})`)
  const items = node.args.map((arg) => starred(w, arg, kept))
  return atom(`${callee}(${list(withKeywords(w, node, items, kept))})`)
}

/** `torch.tensor([1, 2], requires_grad=True)`: with a keyword the numbers are seen as Python's. */
function tensorCall(w: Writer, node: Expr<'Call'>, callee: string): Code {
  const items = node.args.map((arg) => starred(w, arg, forLibrary))
  const pairs = node.keywords.map(({ arg, value }) => `${arg ?? ''}=${forLibrary(w, value)}`)
  return atom(`${callee}(${list([...items, ...pairs])})`)
}

function methodOf(own: Stmt<'ClassDef'> | undefined, name: string): Stmt<'FunctionDef'> | null {
  const found = own?.body.find((member) => member.nodeType === 'FunctionDef' && member.name === name)
  return (found as Stmt<'FunctionDef'> | undefined) ?? null
}

/** Tells a static method, which has no `self`. */
export const isStatic = (node: Stmt<'FunctionDef'>): boolean =>
  node.decorator_list.some((one) => one.nodeType === 'Name' && one.id === 'staticmethod')

const plainLength = /^(list|tuple|str|tensor)$/

function builtinCall(w: Writer, node: Expr<'Call'>, name: string): Code {
  switch (name) {
    case 'print': {
      const keywords = node.keywords.filter(({ arg }) => arg !== 'flush')
      if (keywords.some(({ arg }) => arg !== 'sep' && arg !== 'end'))
        return python(w, { ...node, keywords }, w.py('print').text.slice(0, -2))
      return atom(
        `print(${list(
          withKeywords(
            w,
            { ...node, keywords },
            node.args.map((arg) => starred(w, arg, shownValue)),
            kept,
          ),
        )})`,
      )
    }
    case 'len':
      if (node.args.length === 1 && plainLength.test(w.factOf(node.args[0])))
        return atom(`len(${w.item(node.args[0])})`)
      break
    case 'iter':
      return python(w, node, w.py('iterator').text.slice(0, -2))
    case 'super':
      return w.refuse(node, 'super() by itself', 'super().method()')
    case 'locals':
    case 'globals':
    case 'vars':
    case 'dir':
    case 'exec':
    case 'eval':
      if (name === 'vars' || name === 'dir' ? node.args.length === 0 : true)
        return w.refuse(node, `${name}() looks at variables by name`, 'a dict')
      break
    case 'isinstance':
      return w.py('isinstance', w.item(node.args[0]), w.item(node.args[1]))
  }
  w.usesPython = true
  return python(w, node, `py.${name}`)
}

/** The method of the class above: `super().forward(x)`. */
function ofSuper(func: Expr<'Attribute'>): boolean {
  const { value } = func
  return value.nodeType === 'Call' && value.func.nodeType === 'Name' && value.func.id === 'super'
}

export function call(w: Writer, node: Expr<'Call'>): Code {
  const { func } = node
  const path = w.facts.pathOf(func)
  if (path !== null) {
    const callee = w.at(func, level.atom)
    if (path === 'torch.tensor' && node.keywords.some(({ arg }) => arg === 'requires_grad'))
      return tensorCall(w, node, callee)
    return native(w, node, callee)
  }
  if (
    func.nodeType === 'Attribute' &&
    func.attr === 'exit' &&
    func.value.nodeType === 'Name' &&
    func.value.id === 'sys' &&
    w.facts.isOfModule(func)
  ) {
    const [code] = node.args
    if (code && w.factOf(code) !== 'int' && w.factOf(code) !== 'none')
      w.refuse(node, 'sys.exit() with what is no int', 'print, and sys.exit(1)')
    return atom(`process.exit(${code && w.factOf(code) === 'int' ? w.item(code) : ''})`)
  }
  if (w.facts.isOfModule(func)) return python(w, node, w.at(func, level.atom))
  if (func.nodeType === 'Name') {
    const own = w.facts.classes.get(func.id)
    if (own) {
      const init = methodOf(own, '__init__')
      return atom(
        `new ${w.name(func.id)}(${list(init ? placed(w, node, init, true) : node.args.map((arg) => starred(w, arg, kept)))})`,
      )
    }
    if (w.facts.isBuiltin(func)) return builtinCall(w, node, func.id)
    const known = w.facts.functionOf(func)
    if (known && w.factOf(func) === 'function' && (isPlaced(node) || known.args.kwonlyargs.length > 0))
      return atom(`${w.name(func.id)}(${list(placed(w, node, known, false))})`)
  }
  const fact = w.factOf(func)
  if (fact === 'model') return native(w, node, w.at(func, level.atom))
  if (func.nodeType === 'Attribute') return methodCall(w, node, func)
  if (node.keywords.length > 0) return w.py('call', w.item(func), ...pythonArguments(w, node))
  return python(w, node, w.at(func, level.atom))
}

const pythonArguments = (w: Writer, node: Expr<'Call'>): string[] =>
  withKeywords(
    w,
    node,
    node.args.map((arg) => starred(w, arg, asList)),
    kept,
  )

function methodCall(w: Writer, node: Expr<'Call'>, func: Expr<'Attribute'>): Code {
  const { attr, value } = func
  if (ofSuper(func)) return python(w, node, `super.${attr}`)
  const fact = w.factOf(value)
  if (value.nodeType === 'Name' && value.id === w.self) {
    for (const own of w.facts.classes.values()) {
      const method = methodOf(own, attr)
      if (method) return atom(`this.${attr}(${list(placed(w, node, method, !isStatic(method)))})`)
    }
  }
  if (value.nodeType === 'Name' && w.facts.classes.has(value.id)) {
    const method = methodOf(w.facts.classes.get(value.id), attr)
    if (method)
      return atom(`${w.name(value.id)}.${attr}(${list(placed(w, node, method, !isStatic(method)))})`)
  }
  // Arrays of NumPy alone have it, and what it is given is a type, which is Python's.
  if (attr === 'astype') return w.py('method', w.item(value), textLiteral(attr), ...pythonArguments(w, node))
  if (fact === 'tensor' && !/^(item|tolist|numpy|__\w+__)$/.test(attr))
    return native(w, node, `${w.at(value, level.atom)}.${attr}`)
  if (fact === 'model' || fact === 'instance') {
    for (const own of w.facts.classes.values()) {
      const method = methodOf(own, attr)
      if (method)
        return atom(`${w.at(value, level.atom)}.${attr}(${list(placed(w, node, method, !isStatic(method)))})`)
    }
    return native(w, node, `${w.at(value, level.atom)}.${attr}`)
  }
  if (fact === 'list' && attr === 'append' && node.args.length === 1)
    return atom(`${w.at(value, level.atom)}.push(${kept(w, node.args[0])})`)
  return w.py('method', w.item(value), textLiteral(attr), ...pythonArguments(w, node))
}
