// Classes: fields and constructors become `__init__`, getters properties, `this` becomes `self`.
import { isFunction } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { define, docstring } from './functions.js'
import { plainName } from './names.js'
import type { Writer } from './writer.js'

/** What Python calls methods that TypeScript has other names for. */
const renamed: Readonly<Record<string, string>> = {
  constructor: '__init__',
  toString: '__str__',
}

function memberName(w: Writer, member: Node): string {
  const { key, computed } = member as unknown as { key: Node; computed: boolean }
  if (computed) {
    const isIterator =
      key.type === 'MemberExpression' && key.object.name === 'Symbol' && key.property.name === 'iterator'
    return isIterator ? '__iter__' : w.refuse(member, 'a member whose name is computed', 'a plain name')
  }
  if (key.type === 'PrivateIdentifier') return `_${key.name as string}`
  const name = String(key.name ?? key.value)
  return Object.hasOwn(renamed, name) && !member.static ? renamed[name] : plainName(name)
}

/** Which of the library's classes one extends: a data set answers to other names in TypeScript. */
const isDataset = (w: Writer, node: Node): boolean => {
  const base = node.superClass as Node | null
  return base !== null && /Dataset$/.test(String(base.name ?? base.property?.name ?? ''))
}

const isSuperCall = (statement: Node): boolean =>
  statement.type === 'ExpressionStatement' &&
  statement.expression.type === 'CallExpression' &&
  statement.expression.callee.type === 'Super'

/** `x = 1` in a class: what each instance begins with. */
function writeField(w: Writer, { field, said }: Field): void {
  const name = memberName(w, field)
  w.simple(field, () => `${w.around.self}.${name} = ${field.value ? w.item(field.value as Node) : 'None'}`)
  w.page.behind(said)
}

interface Field {
  readonly field: Node
  /** Comments beside it. */
  readonly said: readonly string[]
}

function writeConstructor(w: Writer, node: Node, member: Node | undefined, fields: readonly Field[]): void {
  const hasBase = node.superClass !== null
  if (!member) {
    const isOfModule =
      hasBase &&
      /^Module$|Dataset$/.test(String(node.superClass.property?.name ?? node.superClass.name ?? ''))
    w.page.line(hasBase && !isOfModule ? 'def __init__(self, *args, **kwargs):' : 'def __init__(self):')
    w.page.within(() => {
      if (hasBase) w.page.line(isOfModule ? 'super().__init__()' : 'super().__init__(*args, **kwargs)')
      w.inFunction({ self: 'self' }, () => fields.forEach((field) => writeField(w, field)))
    })
    return
  }
  const func = member.value as Node
  const statements = func.body.body as Node[]
  const at = statements.findIndex(isSuperCall)
  // Fields have their values as soon as the class that is extended has done its part.
  const before = at < 0 ? [] : statements.slice(0, at + 1)
  const rest = statements.slice(at + 1)
  const write = (properties: () => void): void => {
    w.statements(before)
    properties()
    for (const field of fields) writeField(w, field)
  }
  const body = { ...(func.body as Node), body: rest }
  // Fields stand before the constructor in the text: what is said beside them was said there.
  define(w, '__init__', { ...func, body } as Node, { self: 'self', first: write })
}

/** `get length()` of a data set is `__len__`, `index` is `__getitem__`. */
function methodName(w: Writer, node: Node, member: Node): { name: string; isPlain: boolean } {
  const name = memberName(w, member)
  if (name === 'length' && member.kind === 'get') return { name: '__len__', isPlain: true }
  if (name === 'index' && isDataset(w, node)) return { name: '__getitem__', isPlain: true }
  return { name, isPlain: member.kind !== 'get' && member.kind !== 'set' }
}

function writeMethod(w: Writer, node: Node, member: Node): void {
  const func = member.value as Node
  if (!func.body) return
  const doc = w.page.takeBlockBefore(w.lineOf(member.start))
  w.page.upTo(w.lineOf(member.start))
  const { name, isPlain } = methodName(w, node, member)
  const decorators =
    member.static === true
      ? ['@classmethod']
      : isPlain
        ? []
        : [member.kind === 'get' ? '@property' : `@${name}.setter`]
  const self = member.static === true ? 'cls' : 'self'
  define(w, name, func, { self, doc, decorators })
  w.page.passed(w.lineOf(member.end))
}

function isOfClass(node: Node, getter: Node): boolean {
  const name = getter.key?.name as string | undefined
  const [only] = (getter.value as Node).body.body as Node[]
  const value = only?.type === 'ReturnStatement' ? (only.argument as Node | null) : null
  return (
    value?.type === 'MemberExpression' && value.object.name === node.id?.name && value.property.name === name
  )
}

export function classDeclaration(w: Writer, node: Node, name: string): void {
  const members = node.body.body as Node[]
  const doc = w.page.takeBlockBefore(w.lineOf(node.start))
  const base = node.superClass as Node | null
  w.head(
    node,
    (node.body as Node).start,
    () =>
      `class ${name}${base ? `(${base.name === 'Error' && w.facts.isGlobal(base) ? 'Exception' : w.item(base)})` : ''}:`,
  )
  w.page.within(() => {
    const lines = w.page.apart(() => writeMembers(w, node, members, doc))
    while (lines.at(-1) === '') lines.pop()
    w.page.add(lines)
    if (!lines.some((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))) w.page.line('pass')
  })
  w.page.passed(w.lineOf(node.end))
}

function writeMembers(w: Writer, node: Node, members: readonly Node[], doc: string | null): void {
  if (doc !== null) docstring(w, doc)
  const fields = members.filter(
    (member) =>
      member.type === 'PropertyDefinition' &&
      !member.static &&
      member.declare !== true &&
      (member.value !== null || !member.typeAnnotation),
  )
  const isMethodField = (field: Node): boolean =>
    field.value !== null && isFunction(field.value as Node) && field.value.type === 'ArrowFunctionExpression'
  // A field that is a function of its own is a method, which is bound to its object in Python as it is.
  const methodFields = fields.filter(isMethodField)
  const plainFields = fields
    .filter((field) => !isMethodField(field))
    .map((field) => ({ field, said: w.page.take(w.lineOf(field.start), w.lineOf(field.end)) }))
  const constructor = members.find((member) => member.kind === 'constructor')
  const hasOwnConstructor = constructor !== undefined && (constructor.value as Node).body
  let isWritten = false
  for (const member of members) {
    if (member.type === 'TSIndexSignature' || member.type === 'TSAbstractMethodDefinition') continue
    if (member.type === 'StaticBlock') w.refuse(member, 'a static block', 'static fields')
    if (member.type === 'PropertyDefinition') {
      if (member.static === true) {
        w.page.upTo(w.lineOf(member.start))
        w.simple(
          member,
          () => `${memberName(w, member)} = ${member.value ? w.item(member.value as Node) : 'None'}`,
        )
        continue
      }
      if (methodFields.includes(member)) {
        w.page.upTo(w.lineOf(member.start))
        define(w, memberName(w, member), member.value as Node, { self: 'self' })
        w.page.passed(w.lineOf(member.end))
        continue
      }
      if (!hasOwnConstructor && !isWritten && plainFields.length > 0) {
        w.page.upTo(w.lineOf(member.start))
        writeConstructor(w, node, undefined, plainFields)
        isWritten = true
      }
      continue
    }
    // `get x() { return Net.x }`: an object of Python's sees what its class has.
    if (member.kind === 'get' && isOfClass(node, member)) continue
    if (member === constructor) {
      if (!hasOwnConstructor) continue
      const said = w.page.takeBlockBefore(w.lineOf(member.start))
      if (said !== null) w.page.comment(said)
      w.page.upTo(w.lineOf(member.start))
      writeConstructor(w, node, member, plainFields)
      w.page.passed(w.lineOf(member.end))
      continue
    }
    writeMethod(w, node, member)
  }
}
