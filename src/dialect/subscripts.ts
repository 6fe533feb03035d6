// Subscripts that are read: `t[0, 1:3]`, `t[mask]`; and those of arrays, texts and objects, which stay as they are.
import { text } from './code.js'
import type { Code } from './code.js'
import { OrderedDict } from '../nn/ordered-dict.js'
import { isFloatLiteral, isOnly, isPlain, NUMBER, STRING } from './kind.js'
import { sequence } from './rewriter.js'
import type { Rewriter } from './rewriter.js'
import { isPythons, readingOf } from './spelling.js'
import { pauses, someWithin } from './syntax.js'
import type { Node } from './syntax.js'

/** Whether a key means an element of a tensor or a part of a list by the way it is written. */
export function isSpecialKey(w: Rewriter, key: Node): boolean {
  switch (key.type) {
    case 'DialectSubscripts':
    case 'DialectSlice':
    case 'DialectEllipsis':
    case 'DialectTuple':
    case 'ArrayExpression':
      return true
    case 'ParenthesizedExpression':
      return key.expression.type === 'SequenceExpression'
    case 'UnaryExpression':
      return key.operator === '-' && key.argument.type === 'Literal'
    case 'Literal':
      return key.value === null || typeof key.value === 'boolean' || isFloatLiteral(key)
    case 'Identifier':
      return w.kinds.isConstant(key)
    default:
      return false
  }
}

/** A key as a value: slices and lists of keys are objects, `...` is a string. */
export function emitKey(w: Rewriter, key: Node): Code {
  switch (key.type) {
    case 'DialectSubscripts':
      return [
        text('__keys__(', key.start),
        w.between(key.start, key.end, key.items as Node[], (item) => emitKey(w, item)),
        text(')', key.end),
      ]
    case 'DialectSlice': {
      const parts = [key.lower, key.upper, key.step] as (Node | null)[]
      const code: Code[] = [text('__slice__(', key.start)]
      let at = key.start
      parts.forEach((part, i) => {
        if (i > 0) code.push(text(', ', at))
        if (part) {
          code.push(w.breaks(at, part.start), w.emit(part))
          at = part.end
        } else code.push(text('null', at))
      })
      return [...code, w.breaks(at, key.end), text(')', key.end)]
    }
    case 'DialectEllipsis':
      return text("'...'", key.start)
    case 'Literal':
      return isFloatLiteral(key)
        ? [text('__float__(', key.start), w.emit(key), text(')', key.end)]
        : w.emit(key)
    case 'ParenthesizedExpression':
      if (key.expression.type !== 'SequenceExpression') return w.emit(key)
      return [
        text('__keys__', key.start),
        w.between(key.start, key.end, key.expression.expressions as Node[], (item) => emitKey(w, item)),
      ]
    default:
      return w.emit(key)
  }
}

/** A member that is assigned to or called: its object and key are expressions, itself it stays. */
export function emitTarget(w: Rewriter, node: Node): Code {
  if (node.type === 'MemberExpression') return w.through(node)
  if (node.type === 'ParenthesizedExpression' || node.type.startsWith('TS'))
    return w.through(node, (child) => emitTarget(w, child))
  return node.type === 'Identifier' ? w.source.copy(node.start, node.end) : w.emit(node)
}

/** What is called: a member of an object has to stay one, so that the function knows its `this`. */
export function emitCallee(w: Rewriter, node: Node): Code {
  if (isPythonsName(node)) return emitPythonsName(w, node)
  if (node.type !== 'MemberExpression' || !node.computed) return w.emit(node)
  const isRead = isSpecialKey(w, node.property as Node) && !w.asTyped.has(node)
  return isRead ? readHelper(w, node) : emitTarget(w, node)
}

export const isReserved = (node: Node): boolean =>
  node.type === 'Super' || node.type === 'MetaProperty' || node.type === 'ThisExpression'

const readHelper = (w: Rewriter, node: Node): Code => {
  const { object, property } = node as unknown as { object: Node; property: Node }
  return [
    text('__getitem__(', property.start),
    w.emit(object),
    text(', ', property.start),
    w.breaks(object.end, property.start),
    emitKey(w, property),
    w.breaks(property.end, node.end),
    text(`${readingOf(w, node)})`, node.end),
  ]
}

/** `a[k]` of what was computed before; `kept` is a variable for the result. */
export function readInline(a: string, k: string, isSimple: boolean, kept: string, reading: string): string {
  const direct = `(${kept} = ${a}[${k}]) === undefined ? __missing__(${a}, ${k}${reading}) : ${kept}`
  return isSimple ? direct : `typeof ${k} === 'object' ? __getitem__(${a}, ${k}${reading}) : ${direct}`
}

/** Whether a key is the name of something that every dict of the library has: `d['keys']` is not `d.keys`. */
const isDictName = (key: Node): boolean =>
  key.type === 'Literal' && typeof key.value === 'string' && key.value in OrderedDict.prototype

/** `x.__class__`, and all else that Python calls so. `__proto__` is the language's own. */
export const isPythonsName = (node: Node): boolean =>
  isAttribute(node) &&
  /^__[a-z]+__$/.test(node.property.name as string) &&
  !(node.property.name in Object.prototype)

const emitPythonsName = (w: Rewriter, node: Node): Code => [
  text('__ofpython__(', node.property.start as number),
  w.emit(node.object as Node),
  text(`, '${node.property.name}'`, node.property.start as number),
  w.breaks(node.object.end as number, node.end),
  text(')', node.end),
]

export function member(w: Rewriter, node: Node): Code {
  if (isPythonsName(node)) return emitPythonsName(w, node)
  const { object, property, computed } = node as unknown as {
    object: Node
    property: Node
    computed: boolean
  }
  if (!computed || isReserved(object) || w.asTyped.has(node)) return w.through(node)
  const isSpecial = isSpecialKey(w, property)
  const keyKind = w.kinds.of(property)
  const reading = readingOf(w, node)
  if (!isSpecial && reading === '' && isPlain(w.kinds.of(object))) return w.through(node)
  if (isSpecial || !w.isInline || isDictName(property)) return readHelper(w, node)
  return w.scoped(() => {
    const a = w.operand(object, property)
    const k = w.operand(property)
    const isSimple = isOnly(keyKind, NUMBER | STRING)
    const result = readInline(a.again, k.again, isSimple, w.variable(), reading)
    const gap = [w.breaks(object.end, property.start), w.breaks(property.end, node.end)]
    return sequence(node.start, [a.setup, k.setup], [gap, text(result, property.start)])
  })
}

/** `delete a[k]`, where the object can be anything; null for what JavaScript does as it is. */
export function deletedSubscript(w: Rewriter, node: Node): Code | null {
  const member = node.argument as Node
  const { object, property, computed, optional } = member as unknown as {
    object: Node
    property: Node
    computed: boolean
    optional: boolean
  }
  if (!computed || optional || isReserved(object) || isPastOptional(member)) return null
  if (node.isDel !== true && isPlain(w.kinds.of(object))) return null
  return [
    text('__delitem__(', node.start),
    w.breaks(node.start, object.start),
    w.emit(object),
    text(', ', property.start),
    w.breaks(object.end, property.start),
    emitKey(w, property),
    w.breaks(property.end, node.end),
    text(node.isDel === true ? ', true)' : ')', node.end),
  ]
}

/** `object.name`, where the object can be anything. */
export const isAttribute = (node: Node): boolean =>
  node.type === 'MemberExpression' &&
  !node.computed &&
  !node.optional &&
  node.property.type === 'Identifier' &&
  !isReserved(node.object as Node) &&
  !isPastOptional(node)

/** Members of the library that are given to calls often, and are no misspellings. */
const everyday = new Set(
  'float32 float64 float double int32 int64 int long bool uint8 float16 half bfloat16 pi inf nan e'.split(
    ' ',
  ),
)

/** `torch.float8`: what is given or kept and may be missing. */
export const isLibraryMember = (w: Rewriter, node: Node): boolean =>
  isAttribute(node) && w.kinds.isLibrary(node) && !everyday.has(node.property.name as string)

/** A value that is kept: a member of the library that is not there is told at once. */
export const emitKept = (w: Rewriter, node: Node): Code =>
  isLibraryMember(w, node) ? emitAttribute(w, node) : w.emit(node)

/** A member whose absence is told; see attributes.ts. */
export const emitAttribute = (w: Rewriter, node: Node): Code => {
  const { object, property } = node as unknown as { object: Node; property: Node }
  return [
    text('__attribute__(', property.start),
    w.emit(object),
    text(`, '${property.name}'`, property.start),
    w.breaks(object.end, node.end),
    text(')', node.end),
  ]
}

// ---- optional chains ----

/** Whether a rule would change a subscript. */
function isOpen(w: Rewriter, { object, property, computed }: Node): boolean {
  if (!computed) return false
  return (
    isSpecialKey(w, property as Node) ||
    !isPlain(w.kinds.of(object as Node)) ||
    isPythons(w.kinds, object as Node)
  )
}

/** What a link of a chain hangs on; null for the first. */
function before(link: Node): Node | null {
  switch (link.type) {
    case 'MemberExpression':
      return link.object as Node
    case 'CallExpression':
      return link.callee as Node
    case 'TSNonNullExpression':
      return link.expression as Node
    default:
      return null
  }
}

function someLink(last: Node, test: (link: Node) => boolean): boolean {
  for (let link: Node | null = last; link; link = before(link)) if (test(link)) return true
  return false
}

/** Whether the chain may have ended at or before this link. */
export const isPastOptional = (last: Node): boolean => someLink(last, (link) => link.optional === true)

/** `a?.b[0].c`: what hangs on a `?.` becomes a function of what is before it, where rules can take it apart. */
export function chain(w: Rewriter, node: Node): Code {
  const last = node.expression as Node
  const isChanged = someLink(last, (link) => link.type === 'MemberExpression' && isOpen(w, link))
  return isChanged && !someWithin(last, pauses) ? split(w, last) : whole(w, last)
}

/** A chain that stays one: no rule may take a link out of it. */
function whole(w: Rewriter, last: Node): Code {
  for (let link: Node | null = last; link; link = before(link)) if (isPastOptional(link)) w.asTyped.add(link)
  return w.emit(last)
}

function split(w: Rewriter, last: Node): Code {
  let optional: Node | null = last
  // `a.m?.(x)` needs its `this`, and stays.
  while (optional && !(optional.optional && optional.type === 'MemberExpression')) optional = before(optional)
  if (!optional) return whole(w, last)
  const head = optional.object as Node
  return [
    text('__chain__(', head.start),
    split(w, head),
    text(', (__c) => (', head.end),
    w.homeless(() => w.replaced(head, '__c', () => w.emit(last))),
    text('))', last.end),
  ]
}
