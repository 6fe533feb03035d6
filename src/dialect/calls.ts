// Calls: keyword arguments, tuples as arguments, and numbers that are floats by the way they are written.
//
// Note [Keyword or assignment]. `f(x = 5)` assigns in TypeScript. Where x is declared nowhere it cannot, and is a keyword;
// so it is in a call of this library (`optim.SGD(net.parameters(), lr=lr)`), beside another keyword, and as `lr=lr`.
// What is left, a declared name in a call of something unknown, is decided when it runs: a function of this library
// gets a keyword, any other one the value that was assigned. `f((x = 5))` always assigns.
import { text } from './code.js'
import type { Code } from './code.js'
import { emitTest } from './conditions.js'
import { emitOperation } from './grouping.js'
import { dottedName } from './known-names.js'
import { isFloatLiteral, isPlain } from './kind.js'
import type { Rewriter } from './rewriter.js'
import { emitAttribute, emitCallee, isLibraryMember, isPastOptional } from './subscripts.js'
import { DialectError, isDoubleStar, pauses, someWithin, unwrapped } from './syntax.js'
import type { Node } from './syntax.js'
import { dependsOnFloat, emitFloat } from './floats.js'
import { emitItem, mayBeTuple, isIndirect } from './tuples.js'
import type { Taker } from './tuples.js'

const isKeywordLike = (argument: Node): boolean => isDoubleStar(argument) || isKeyword(argument)

const isKeyword = (argument: Node): boolean =>
  argument.type === 'AssignmentExpression' && argument.operator === '=' && argument.left.type === 'Identifier'

/** `a.b.c` of names, which can be looked at once more without effect. */
const isSimple = (callee: Node): boolean => {
  let node = callee
  while (node.type === 'MemberExpression' && !node.computed && !node.optional) node = node.object as Node
  return node.type === 'Identifier' || node.type === 'ThisExpression'
}

/** The text of such a callee, on one line. */
const nameOf = (callee: Node): string =>
  callee.type === 'MemberExpression'
    ? `${nameOf(callee.object as Node)}.${callee.property.type === 'PrivateIdentifier' ? '#' : ''}${callee.property.name}`
    : callee.type === 'ThisExpression'
      ? 'this'
      : (callee.name as string)

/** The language's own functions take plain numbers. */
const languageRoots = new Set(
  (
    'Math Number String Boolean BigInt Symbol Array Object JSON Date RegExp Map Set WeakMap WeakSet Promise Reflect ' +
    'Error console process Buffer setTimeout setInterval setImmediate clearTimeout structuredClone performance ' +
    'parseInt parseFloat isNaN isFinite queueMicrotask Intl Atomics require URL Uint8Array Int8Array Uint16Array ' +
    'Int16Array Uint32Array Int32Array Float32Array Float64Array BigInt64Array BigUint64Array Uint8ClampedArray ' +
    'ArrayBuffer SharedArrayBuffer DataView'
  ).split(' '),
)

/** Functions of Python's that are at hand and tell floats from ints. */
const pythonFunctions = new Set(
  (
    'print type isinstance str repr list tuple sorted enumerate sum max min abs round next iter map filter ' +
    'reversed getattr setattr dict set divmod'
  ).split(' '),
)

type Certainty = 'yes' | 'no' | 'ask'

/** Whether what is called is this library's. */
function isOurs(w: Rewriter, callee: Node): Certainty {
  if (w.kinds.isLibrary(callee)) return 'yes'
  const root = dottedName(callee)?.split('.')[0]
  let node = callee
  while (node.type === 'MemberExpression') node = node.object as Node
  if (node.type === 'Super' || node.type === 'ImportExpression') return 'no'
  // A function that this very text declares.
  if (node === callee && isPlain(w.kinds.of(callee))) return 'no'
  if (root !== undefined && w.kinds.isGlobal(node)) {
    if (pythonFunctions.has(root)) return 'yes'
    if (languageRoots.has(root)) return 'no'
  }
  return 'ask'
}

/** Whether keyword-like arguments are keywords; see Note [Keyword or assignment]. */
function areKeywords(
  w: Rewriter,
  callee: Node,
  args: readonly Node[],
  candidates: readonly Node[],
): Certainty {
  const isCertain = ({ left, right }: Node): boolean =>
    left === undefined ||
    !w.kinds.isAssignable(left as Node) ||
    (right.type === 'Identifier' && right.name === left.name)
  if (candidates.some(isCertain)) return 'yes'
  // Behind keywords nothing but keywords can stand.
  if (!args.slice(args.indexOf(candidates[0])).every(isKeywordLike)) return 'no'
  const ours = isOurs(w, callee)
  if (ours === 'yes' || !isSimple(callee)) return 'yes'
  // Both readings are written, and lines may not be written twice.
  const isOneLine = !candidates.some(({ start, end }) => w.source.text.slice(start, end).includes('\n'))
  return isOneLine ? ours : 'no'
}

/** A value that a call is given: by position, by keyword, or in an object of keywords. */
export function emitValue(w: Rewriter, node: Node, taker: Taker): Code {
  if (node.type === 'ObjectExpression')
    return w.through(node, (property) =>
      property.type === 'Property' && property.kind === 'init' && !property.shorthand && !property.method
        ? w.through(property, (child) =>
            child === property.value ? emitValue(w, child, taker) : w.emit(child),
          )
        : w.emit(property),
    )
  if (isLibraryMember(w, node)) return emitAttribute(w, node)
  if (taker === 'other' || !dependsOnFloat(w, node)) return emitItem(w, node, taker)
  return emitFloat(w, node, taker)
}

/** Methods that arrays, texts, maps and promises have. */
const languageMethods = new Set(
  [Array, String, Map, Set, Number, Promise, Object, Function, Date, RegExp].flatMap((Class) =>
    Object.getOwnPropertyNames(Class.prototype),
  ),
)

/** Whether a value is one thing to this library and another to TypeScript: a float, a tuple. */
function dependsOnTaker(w: Rewriter, argument: Node): boolean {
  switch (argument.type) {
    case 'SpreadElement':
      return false
    case 'AssignmentExpression':
      return dependsOnTaker(w, argument.right as Node)
    case 'ObjectExpression':
      return (argument.properties as Node[]).some(
        (property) => property.type === 'Property' && dependsOnTaker(w, property.value as Node),
      )
    default:
      return dependsOnFloat(w, argument) || mayBeTuple(w, argument)
  }
}

/** Who takes the arguments of a callee that is a name, or a method of something that nothing can keep. */
function takerOf(w: Rewriter, callee: Node): Taker {
  const ours = isOurs(w, callee)
  if (ours !== 'ask') return ours === 'yes' ? 'ours' : 'other'
  if (isSimple(callee)) return { name: nameOf(callee) }
  return isNamedMethod(callee) && !languageMethods.has(callee.property.name as string) ? 'ours' : 'other'
}

const isNamedMethod = (callee: Node): boolean =>
  callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier'

/** Methods of lists that ask their function for a truth; see Note [Truth] in conditions.ts. */
const asking = new Set('filter some every find findIndex findLast findLastIndex'.split(' '))

/** `Boolean(t)`, and the functions given to `xs.filter((t) => t > 0)` and its like; null for other calls. */
function askingCall(w: Rewriter, node: Node): Code | null {
  const callee = node.callee as Node
  const args = node.arguments as Node[]
  const [asked] = args
  if (node.type !== 'CallExpression' || asked === undefined || asked.type === 'SpreadElement') return null
  if (args.some((argument, i) => isKeywordLike(argument) || (i > 0 && dependsOnTaker(w, argument))))
    return null
  const isOwn = (inner: Node): boolean =>
    inner.type === 'Identifier' && inner.name === 'Boolean' && w.kinds.isGlobal(inner)
  if (isOwn(callee)) return w.through(node, (child) => (child === asked ? emitTest(w, child) : w.emit(child)))
  const method = isNamedMethod(callee) ? (callee.property.name as string) : ''
  if (!asking.has(method) && !(method === 'map' && isOwn(asked))) return null
  if (!/^(Identifier|(Member|Call|Function|ArrowFunction)Expression)$/.test(asked.type)) return null
  const wrapped = (): Code => [
    text('__predicate__(', asked.start),
    emitValue(w, asked, takerOf(w, callee)),
    text(')', asked.end),
  ]
  return w.through(node, (child) =>
    child === asked
      ? wrapped()
      : child === callee && !isIndirect(callee)
        ? emitCallee(w, child)
        : w.emit(child),
  )
}

/** `1 < 3 > (2)`, which reads like a call with a type, as the comparisons that it is; null for calls. */
function comparisons(node: Node): Node | null {
  const given = (node.typeArguments ?? node.typeParameters) as Node | undefined
  const [type] = (given?.params ?? []) as Node[]
  const [last, ...others] = node.arguments as Node[]
  const isOne = node.type === 'CallExpression' && given?.params.length === 1 && last && others.length === 0
  if (!isOne || type.type !== 'TSLiteralType' || typeof type.literal.value !== 'number') return null
  const callee = node.callee as Node
  const middle = type.literal as Node
  const first: Node = {
    type: 'BinaryExpression',
    operator: '<',
    left: callee,
    right: middle,
    start: node.start,
    end: middle.end,
  }
  return {
    type: 'BinaryExpression',
    operator: '>',
    left: first,
    right: last,
    start: node.start,
    end: node.end,
  }
}

export function call(w: Rewriter, node: Node): Code {
  const compared = comparisons(node)
  if (compared) return emitOperation(w, compared)
  const asks = askingCall(w, node)
  if (asks) return asks
  const callee = node.callee as Node
  const args = node.arguments as Node[]
  // As in Python, a class is called to make an instance; without `new` it could not be.
  const isInstance = node.type === 'CallExpression' && !node.optional && w.kinds.isOwnClass(callee)
  const head = (): Code => [
    isInstance ? text('new ', node.start) : [],
    w.source.copy(node.start, callee.start),
    isIndirect(callee) ? w.through(callee) : emitCallee(w, callee),
  ]
  if (!args.some((argument) => dependsOnTaker(w, argument))) return [head(), emitArguments(w, node, 'other')]
  const canKeep =
    node.type === 'CallExpression' &&
    isNamedMethod(callee) &&
    !isPastOptional(callee) &&
    !args.some((argument) => someWithin(argument, pauses))
  if (isSimple(callee) || isOurs(w, callee) !== 'ask' || !canKeep)
    return [head(), emitArguments(w, node, takerOf(w, callee))]
  // `f(x).mul(2.)`: what is called is known when `f(x)` is.
  const receiver = callee.object as Node
  return [
    text('__with__(', receiver.start),
    w.emit(receiver),
    text(', (__r) => __r', receiver.end),
    w.source.copy(receiver.end, callee.end),
    emitArguments(w, node, { name: `__r.${callee.property.name}` }),
    text(')', node.end),
  ]
}

/** Whether a literal, or a list of such, holds ints alone. */
function areInts(node: Node): boolean {
  const inner = unwrapped(node)
  switch (inner.type) {
    case 'Literal':
      return typeof inner.value === 'number' && Number.isInteger(inner.value) && !isFloatLiteral(inner)
    case 'UnaryExpression':
      return inner.operator === '-' && areInts(inner.argument as Node)
    case 'ArrayExpression':
      return (
        inner.elements.length > 0 &&
        (inner.elements as (Node | null)[]).every((item) => item && areInts(item))
      )
    default:
      return false
  }
}

/** Ints as JavaScript's own, which nobody takes for floats. */
const emitInts = (w: Rewriter, node: Node): Code =>
  node.type === 'Literal'
    ? [w.source.copy(node.start, node.end), text('n', node.end)]
    : w.through(node, (child) => emitInts(w, child))

/**
 * The data of `torch.tensor([1, 2], requires_grad=True)`, typed as ints: they cannot have gradients. With TypeScript's
 * `{ requires_grad: true }`, where no one tells `1` from `1.`, they are taken for floats.
 */
function isIntData(w: Rewriter, node: Node, argument: Node): boolean {
  const [data, ...others] = node.arguments as Node[]
  const names = others.filter(isKeyword).map(({ left }) => left.name as string)
  return (
    argument === data &&
    names.includes('requires_grad') &&
    !names.includes('dtype') &&
    dottedName(node.callee as Node) === 'torch.tensor' &&
    w.kinds.isLibrary(node.callee as Node) &&
    areInts(argument)
  )
}

/** All behind the callee; `known` says whether keyword-like arguments are keywords, where that needs no asking. */
export function emitArguments(w: Rewriter, node: Node, taker: Taker, known?: Certainty): Code {
  const callee = node.callee as Node
  const args = node.arguments as Node[]
  const candidates = args.filter(isKeywordLike)
  const emitArgument = (argument: Node): Code =>
    isIntData(w, node, argument) ? emitInts(w, argument) : emitValue(w, argument, taker)
  if (candidates.length === 0) return w.between(callee.end, node.end, args, emitArgument)
  const certainty = known ?? areKeywords(w, callee, args, candidates)
  if (certainty === 'no') return w.between(callee.end, node.end, args, emitArgument)
  const first = args.indexOf(candidates[0])
  const last = args.at(-1)!
  const { start } = args[first]
  checkKeywords(args.slice(first))
  const object = [
    text('{ ', start),
    w.between(start, last.end, candidates, (candidate) => {
      if (isDoubleStar(candidate)) return w.emit(candidate)
      const { left, right } = candidate as unknown as { left: Node; right: Node }
      return [
        w.source.copy(left.start, left.end),
        text(': ', left.end),
        w.breaks(left.end, right.start),
        emitArgument(right),
      ]
    }),
    text(' }', last.end),
  ]
  const positional = w.between(callee.end, start, args.slice(0, first), emitArgument)
  const rest = w.source.copy(last.end, node.end)
  if (certainty === 'yes') return [positional, object, rest]
  return [
    positional,
    text(`...(__isours__(${nameOf(callee)}) ? [`, start),
    object,
    text('] : [', last.end),
    candidates.map((argument, i) => [text(i > 0 ? ', ' : '', argument.start), w.emit(argument)]),
    text('])', last.end),
    rest,
  ]
}

function checkKeywords(args: readonly Node[]): void {
  const seen = new Set<string>()
  for (const argument of args) {
    if (!isKeywordLike(argument))
      throw new DialectError('positional argument follows keyword argument', argument.start)
    if (isDoubleStar(argument)) continue
    const name = argument.left.name as string
    if (seen.has(name)) throw new DialectError(`keyword argument repeated: ${name}`, argument.start)
    seen.add(name)
  }
}
