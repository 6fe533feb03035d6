// Classes: `__init__` becomes the constructor, properties getters, `self` is `this`.
import type { ExprNode, Stmt, StmtNode } from '../../python/tree.js'
import { documentation, writeFunction } from './functions.js'
import { uses } from './parameters.js'
import { kept } from './values.js'
import { level, type Writer } from './writer.js'

/** Special methods that the runtime asks of any object. */
const known = new Set(
  '__init__ __len__ __getitem__ __setitem__ __iter__ __next__ __call__ __enter__ __exit__ __contains__ __repr__'.split(
    ' ',
  ),
)

const isSuperCall = (node: StmtNode): boolean =>
  node.nodeType === 'Expr' &&
  node.value.nodeType === 'Call' &&
  node.value.func.nodeType === 'Attribute' &&
  node.value.func.attr === '__init__' &&
  node.value.func.value.nodeType === 'Call' &&
  node.value.func.value.func.nodeType === 'Name' &&
  node.value.func.value.func.id === 'super'

const decoratorName = (node: ExprNode): string =>
  node.nodeType === 'Name' ? node.id : node.nodeType === 'Attribute' ? `.${node.attr}` : ''

function base(w: Writer, node: Stmt<'ClassDef'>): string {
  if (node.keywords.length > 0) w.refuse(node, 'keywords of a class', 'a plain class')
  if (node.bases.length > 1) w.refuse(node, 'several classes above one', 'one')
  const [only] = node.bases
  if (!only || (only.nodeType === 'Name' && only.id === 'object' && w.facts.isBuiltin(only))) return ''
  if (only.nodeType === 'Name' && w.facts.isBuiltin(only)) {
    if (!/(Error|Exception|Warning)$/.test(only.id))
      w.refuse(node, `a class below ${only.id}`, 'a class that holds one')
    return ` extends ${w.item(only)}`
  }
  return ` extends ${w.at(only, level.atom)}`
}

function constructor(w: Writer, node: Stmt<'ClassDef'>, member: Stmt<'FunctionDef'>, hasBase: boolean): void {
  const body = documentation(w, member)
  const at = body.findIndex(isSuperCall)
  // What a data set inherits needs nothing to begin with.
  const isOfDataset = node.bases.some((one) => /^torch\.utils\.data\./.test(w.facts.pathOf(one) ?? ''))
  if (hasBase && at < 0 && !isOfDataset)
    w.refuse(member, '__init__ without super().__init__()', 'super().__init__() as its first line')
  if (hasBase && at > 0 && body.slice(0, at).some((one) => uses(one, member.args.args[0]?.arg ?? 'self')))
    w.refuse(member, 'self before super().__init__()', 'super().__init__() as the first line')
  const self = member.args.args[0]?.arg ?? 'self'
  const found = at < 0 ? null : body[at]
  if (found) w.superCalls.add(found)
  const first = at < 0 && isOfDataset ? { first: () => w.page.line('super()') } : {}
  writeFunction(w, member, body, 'constructor', { isMethod: true, self, ...first })
}

function method(w: Writer, node: Stmt<'ClassDef'>, member: Stmt<'FunctionDef'>, hasBase: boolean): void {
  const { name } = member
  w.page.upTo(member.decorator_list[0]?.lineno ?? member.lineno)
  if (/^__\w+__$/.test(name) && !known.has(name))
    w.refuse(member, `${name} has no counterpart in TypeScript`, 'a method with a name of its own')
  if (name === '__init__') return constructor(w, node, member, hasBase)
  const body = documentation(w, member)
  const decorators = member.decorator_list.map(decoratorName)
  const self = member.args.args[0]?.arg ?? null
  if (decorators.includes('staticmethod'))
    return writeFunction(w, member, body, `static ${name}`, { isMethod: false, self: null })
  if (decorators.includes('classmethod'))
    return writeFunction(w, member, body, `static ${name}`, { isMethod: true, self })
  if (decorators.includes('property'))
    return writeFunction(w, member, body, `get ${name}`, { isMethod: true, self })
  if (decorators.includes('.setter'))
    return writeFunction(w, member, body, `set ${name}`, { isMethod: true, self })
  const unknown = member.decorator_list.find(
    (one) => w.facts.pathOf(one.nodeType === 'Call' ? one.func : one) === null,
  )
  if (unknown) w.refuse(member, 'a decorator above a method', 'a call in its body')
  writeFunction(w, member, body, name === 'constructor' ? '["constructor"]' : name, { isMethod: true, self })
  if (name === '__repr__') {
    w.usesPython = true
    w.page.line('[py.repr_symbol]() { return this.__repr__() }')
  }
}

export function classDefinition(w: Writer, node: Stmt<'ClassDef'>): void {
  if (node.decorator_list.length > 0) w.refuse(node, 'a decorator above a class', 'a plain class')
  w.page.upTo(node.lineno)
  const body = documentation(w, node)
  const above = base(w, node)
  const isDeclared = w.variables.declarations.inline.get(node)?.has(node.name) ?? false
  w.page.line(`${isDeclared ? '' : `${w.name(node.name)} = `}class ${w.name(node.name)}${above} {`)
  w.page.passed(node.lineno)
  w.page.within(() => {
    // What objects have is said nowhere in Python.
    w.page.line('[name: string]: any')
    w.inScope(w.scopes.of(node), null, () => {
      for (const member of body) {
        if (member.nodeType === 'Pass') continue
        if (member.nodeType === 'FunctionDef') method(w, node, member, above !== '')
        else if (
          member.nodeType === 'Assign' &&
          member.targets.length === 1 &&
          member.targets[0].nodeType === 'Name'
        ) {
          const { id } = member.targets[0]
          w.simple(member, () => `static ${id} = ${kept(w, member.value)}`)
          // An object sees what its class has.
          w.page.line(`get ${id}() { return ${w.name(node.name)}.${id} }`)
        } else if (member.nodeType === 'AnnAssign' && !member.value) continue
        else w.refuse(member, 'this kind of statement in a class', 'methods and plain values')
      }
    })
  })
  w.page.line('}')
  w.page.passed(node.end_lineno ?? node.lineno)
}
