// Expressions: what the two languages do alike is written in TypeScript's words, all else calls Python's runtime.
import { binary as operatorNames } from '../../python/expressions.js'
import type { Comprehension, Expr, ExprNode } from '../../python/tree.js'
import { isBuiltin } from '../../python/machine.js'
import { list } from '../page.js'
import { call } from './calls.js'
import { fString } from './f-strings.js'
import type { Fact } from './facts.js'
import { parameters } from './parameters.js'
import { isBuiltinCall, isTextKey, kept, plainObject, shownValue, spread, textLiteral } from './values.js'
import { namesOf } from './variables.js'
import { type Code, atom, level, type Writer } from './writer.js'

// ---- literals ----

function constant(w: Writer, node: Expr<'Constant'>): Code {
  const { value, quote_style } = node
  const written = w.source.textAt(node)
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (typeof value === 'bigint' || (!w.facts.isFloatLiteral(node) && !Number.isSafeInteger(value)))
      return atom(`${BigInt(value)}n`)
    if (value === Infinity) return atom('Infinity')
    return atom(written.replace(/^0+(?=\d)/, ''))
  }
  if (value === null) return atom('null')
  if (typeof value === 'boolean') return atom(String(value))
  if (typeof value === 'string') {
    if (quote_style === undefined && written === '...') return w.py('Ellipsis')
    if (quote_style?.toLowerCase().includes('b') === true) return w.py('bytes_of', textLiteral(value))
    return atom(textLiteral(value))
  }
  return w.py('complex', '0', String((value as { imag: number }).imag))
}

/** A literal that only the library or a loop sees is written as it is: `1.` is a float there. */
const items = (w: Writer, nodes: readonly ExprNode[], write = kept): string =>
  list(nodes.map((node) => (node.nodeType === 'Starred' ? `...${spread(w, node.value)}` : write(w, node))))

function tuple(w: Writer, node: Expr<'Tuple'>): Code {
  return w.py('tuple_of', items(w, node.elts))
}

function dict(w: Writer, node: Expr<'Dict'>): Code {
  if (node.keys.includes(null)) {
    const parts = node.keys.map((key, i) =>
      key === null
        ? `...py.items(${w.item(node.values[i])})`
        : `[${kept(w, key)}, ${kept(w, node.values[i])}]`,
    )
    return w.py('dict', `[${list(parts)}]`)
  }
  if (node.keys.length === 0) return w.py('dict')
  if (node.keys.every(isTextKey) && !node.keys.some((key) => (key as Expr<'Constant'>).value === '__proto__'))
    return w.py('dict', plainObject(w, node, kept))
  const pairs = node.keys.map((key, i) => `[${kept(w, key!)}, ${kept(w, node.values[i])}]`)
  return w.py('dict', `[${list(pairs)}]`)
}

// ---- operators ----

const signs: Readonly<Record<string, { sign: string; level: number }>> = {
  Add: { sign: '+', level: level.sum },
  Sub: { sign: '-', level: level.sum },
  Mult: { sign: '*', level: level.product },
  Div: { sign: '/', level: level.product },
  Mod: { sign: '%', level: level.product },
  Pow: { sign: '**', level: level.power },
  MatMult: { sign: '@', level: level.product },
  BitAnd: { sign: '&', level: level.bitAnd },
  BitOr: { sign: '|', level: level.bitOr },
  BitXor: { sign: '^', level: level.bitXor },
  LShift: { sign: '<<', level: level.shift },
  RShift: { sign: '>>', level: level.shift },
}

const isSmall = (node: ExprNode): boolean =>
  node.nodeType === 'Constant' && typeof node.value === 'number' && Math.abs(node.value) <= 1024

/** Whether an operator of TypeScript, as the dialect has it, gives what Python's does. */
function isAlike(w: Writer, op: string, a: Fact, b: Fact, node: Expr<'BinOp'>): boolean {
  if (a === 'tensor' || b === 'tensor')
    return op !== 'FloorDiv' && a !== 'unknown' && b !== 'unknown'
      ? true
      : op !== 'FloorDiv' && a === 'tensor'
  if (a === 'int' && b === 'int') {
    if (op === 'Add' || op === 'Sub') return true
    if (op === 'Mod')
      return w.facts.isCount(node.left) && node.right.nodeType === 'Constant' && Number(node.right.value) > 0
    // What grows by being multiplied may grow beyond what a number holds.
    return op === 'Mult' && [node.left, node.right].some(isSmall)
  }
  return op === 'Add' && a === 'str' && b === 'str'
}

/** A float that stands in arithmetic with tensors is seen as one by the way it is written. */
const operand = (w: Writer, node: ExprNode, needed: number): string => w.at(node, needed)

/** `'%.2f of %d' % (x, n)`, which the dialect has. */
const isPercent = ({ left }: Expr<'BinOp'>): boolean =>
  left.nodeType === 'Constant' &&
  typeof left.value === 'string' &&
  left.value.includes('%') &&
  left.quote_style?.toLowerCase().includes('b') !== true

function percent(w: Writer, node: Expr<'BinOp'>): Code {
  const { left, right } = node
  const values = right.nodeType === 'Tuple' ? right.elts : null
  if (
    values?.some(({ nodeType }) => nodeType === 'Starred') ||
    (!values && w.factOf(right) === 'unknown') ||
    (/^(tuple|dict|list)$/.test(w.factOf(right)) && !values)
  )
    return w.py('mod', w.item(left), kept(w, right))
  const shown = values ? values.map((one) => shownValue(w, one)) : [shownValue(w, right)]
  return {
    text: `${w.at(left, level.product)} % (${list(shown)}${shown.length === 1 ? ',' : ''})`,
    level: level.product,
  }
}

function binary(w: Writer, node: Expr<'BinOp'>): Code {
  const op = node.op.nodeType
  const [a, b] = [w.factOf(node.left), w.factOf(node.right)]
  if (op === 'Mod' && isPercent(node)) return percent(w, node)
  if (!isAlike(w, op, a, b, node)) return w.py(operatorNames[op], kept(w, node.left), kept(w, node.right))
  const { sign, level: own } = signs[op]
  if (op === 'Pow')
    return {
      text: `${operand(w, node.left, level.atom)} ** ${operand(w, node.right, level.power)}`,
      level: own,
    }
  return { text: `${operand(w, node.left, own)} ${sign} ${operand(w, node.right, own + 1)}`, level: own }
}

function unary(w: Writer, node: Expr<'UnaryOp'>): Code {
  const op = node.op.nodeType
  if (op === 'Not') return { text: `!${w.fit(truth(w, node.operand), level.unary)}`, level: level.unary }
  const fact = w.factOf(node.operand)
  if (op === 'USub' && (node.operand.nodeType === 'Constant' || fact === 'int' || fact === 'tensor')) {
    const inner = w.at(node.operand, level.power)
    return { text: `-${inner}`, level: level.unary }
  }
  if (op === 'Invert' && fact === 'tensor')
    return { text: `~${w.at(node.operand, level.unary)}`, level: level.unary }
  return w.py({ USub: 'neg', UAdd: 'pos', Invert: 'invert' }[op], kept(w, node.operand))
}

const comparisons: Readonly<Record<string, { sign: string; name: string }>> = {
  Eq: { sign: '===', name: 'eq' },
  NotEq: { sign: '!==', name: 'ne' },
  Lt: { sign: '<', name: 'lt' },
  LtE: { sign: '<=', name: 'le' },
  Gt: { sign: '>', name: 'gt' },
  GtE: { sign: '>=', name: 'ge' },
}

const isNumber = (fact: Fact): boolean => fact === 'int' || fact === 'float'

function compareOnce(w: Writer, op: string, left: ExprNode, right: ExprNode): Code {
  const [a, b] = [w.factOf(left), w.factOf(right)]
  switch (op) {
    case 'Is':
    case 'IsNot': {
      const isNone = a === 'none' || b === 'none'
      // What JavaScript leaves out is None, too.
      const sign = isNone ? (op === 'Is' ? '==' : '!=') : op === 'Is' ? '===' : '!=='
      return {
        text: `${w.at(left, level.relation)} ${sign} ${w.at(right, level.relation)}`,
        level: level.equality,
      }
    }
    case 'In':
      return w.py('contains', kept(w, left), w.item(right))
    case 'NotIn':
      return { text: `!${w.py('contains', kept(w, left), w.item(right)).text}`, level: level.unary }
  }
  const { sign, name } = comparisons[op]
  const isOrder = sign.length < 3 && !sign.includes('===')
  if (a === 'tensor' || (b === 'tensor' && isNumber(a))) {
    const shown = sign === '===' ? '==' : sign === '!==' ? '!=' : sign
    return {
      text: `${w.at(left, level.shift)} ${shown} ${w.at(right, level.shift)}`,
      level: isOrder ? level.relation : level.equality,
    }
  }
  const areAlike = (a === 'int' && b === 'int') || (a === 'str' && b === 'str')
  const areOrdered = isOrder && isNumber(a) && isNumber(b)
  if (areAlike || areOrdered)
    return {
      text: `${w.at(left, level.shift)} ${sign} ${w.at(right, level.shift)}`,
      level: isOrder ? level.relation : level.equality,
    }
  return w.py(name, kept(w, left), kept(w, right))
}

function compare(w: Writer, node: Expr<'Compare'>): Code {
  if (node.ops.length === 1) return compareOnce(w, node.ops[0].nodeType, node.left, node.comparators[0])
  const isPlain = ({ nodeType }: ExprNode): boolean => nodeType === 'Name' || nodeType === 'Constant'
  if (!node.comparators.slice(0, -1).every(isPlain))
    return w.refuse(
      node,
      'a chain of comparisons around what is computed',
      'a name for what stands in the middle',
    )
  const parts = node.ops.map((op, i) => {
    const left = i === 0 ? node.left : node.comparators[i - 1]
    const one = compareOnce(w, op.nodeType, left, node.comparators[i])
    return w.fit(one, level.bitOr)
  })
  return { text: parts.join(' && '), level: level.and }
}

/** Values whose truth TypeScript sees as Python does. */
const sameTruth = new Set<Fact>(['bool', 'int', 'str', 'none', 'tensor'])

/** An expression of which only its truth is asked. */
export function truth(w: Writer, node: ExprNode): Code {
  if (node.nodeType === 'BoolOp') {
    const isAnd = node.op.nodeType === 'And'
    const own = isAnd ? level.and : level.or
    return {
      text: node.values.map((value) => w.fit(truth(w, value), own + 1)).join(isAnd ? ' && ' : ' || '),
      level: own,
    }
  }
  if (node.nodeType === 'UnaryOp' && node.op.nodeType === 'Not') return unary(w, node)
  const fact = w.factOf(node)
  const code = w.expression(node)
  if (sameTruth.has(fact)) return code
  if (node.nodeType === 'Compare' && !code.text.startsWith('py.')) return code
  return w.py('truth', w.fit(code, level.assignment))
}

function choose(w: Writer, node: Expr<'BoolOp'>): Code {
  const isAnd = node.op.nodeType === 'And'
  const own = isAnd ? level.and : level.or
  const first = node.values.slice(0, -1)
  if (first.every((value) => sameTruth.has(w.factOf(value)) && w.factOf(value) !== 'tensor')) {
    const parts = node.values.map((value) => w.at(value, own + 1))
    return { text: parts.join(isAnd ? ' && ' : ' || '), level: own }
  }
  const parts = node.values.map((value) => `() => ${objectSafe(kept(w, value))}`)
  return w.py(isAnd ? 'all_of' : 'any_of', ...parts)
}

const objectSafe = (code: string): string => (code.startsWith('{') ? `(${code})` : code)

function conditional(w: Writer, node: Expr<'IfExp'>): Code {
  const test = w.fit(truth(w, node.test), level.or)
  return { text: `${test} ? ${kept(w, node.body)} : ${kept(w, node.orelse)}`, level: level.conditional }
}

// ---- members ----

function name(w: Writer, node: Expr<'Name'>): Code {
  const path = w.facts.pathOf(node)
  if (path !== null) return atom(w.name(node.id))
  if (w.facts.isBuiltin(node)) {
    if (node.id === '__name__') return atom("'__main__'")
    if (node.id === '__file__') return w.py('file')
    // A name that is none is an error in both.
    if (!isBuiltin(node.id)) return atom(w.name(node.id))
    w.usesPython = true
    return atom(`py.${node.id}`)
  }
  return atom(w.name(node.id))
}

function attribute(w: Writer, node: Expr<'Attribute'>): Code {
  if (node.attr.startsWith('__') && node.attr.endsWith('__'))
    return w.py('getattr', w.item(node.value), textLiteral(node.attr))
  const fact = w.factOf(node.value)
  const isNative =
    w.facts.pathOf(node) !== null ||
    w.facts.isOfModule(node) ||
    fact === 'tensor' ||
    fact === 'model' ||
    (fact === 'instance' && w.facts.members.has(node.attr))
  if (isNative) return atom(`${w.at(node.value, level.atom)}.${node.attr}`)
  return w.py('getattr', w.item(node.value), textLiteral(node.attr))
}

/** What stands between the brackets of a tensor. */
function tensorKey(w: Writer, node: ExprNode): string {
  if (node.nodeType === 'Slice') {
    const part = (bound?: ExprNode): string => (bound ? w.item(bound) : '')
    return `${part(node.lower)}:${part(node.upper)}${node.step ? `:${part(node.step)}` : ''}`
  }
  if (node.nodeType === 'Tuple') return node.elts.map((part) => tensorKey(w, part)).join(', ')
  if (node.nodeType === 'Constant' && node.value === '...' && node.quote_style === undefined) return '...'
  return w.item(node)
}

/** A key as a value. */
export function key(w: Writer, node: ExprNode): string {
  if (node.nodeType === 'Slice') {
    const part = (bound?: ExprNode): string => (bound ? w.item(bound) : 'null')
    return w.py('slice', part(node.lower), part(node.upper), part(node.step)).text
  }
  if (node.nodeType === 'Tuple')
    return w.py('tuple_of', node.elts.map((part) => key(w, part)).join(', ')).text
  return kept(w, node)
}

export function subscript(w: Writer, node: Expr<'Subscript'>): Code {
  const fact = w.factOf(node.value)
  if (fact === 'tensor') return atom(`${w.at(node.value, level.atom)}[${tensorKey(w, node.slice)}]`)
  return w.py('getitem', w.item(node.value), key(w, node.slice))
}

export const tensorSubscript = tensorKey

// ---- functions and comprehensions ----

function lambda(w: Writer, node: Expr<'Lambda'>): Code {
  return w.inScope(w.scopes.of(node), w.self, () => {
    const { items: shown, first } = parameters(w, node, false)
    if (first.length > 0) w.refuse(node, 'a lambda with these parameters', 'a def')
    return { text: `(${list(shown)}) => ${objectSafe(kept(w, node.body))}`, level: level.assignment }
  })
}

/** What `for` goes through. */
export function iterable(w: Writer, node: ExprNode): string {
  const fact = w.factOf(node)
  if (fact === 'list' || fact === 'tuple' || fact === 'tensor' || fact === 'str') return w.item(node)
  if (isBuiltinCall(w, node, /^(range|enumerate|zip)$/)) {
    const { func, args } = node as Expr<'Call'>
    const { id } = func as Expr<'Name'>
    if ((node as Expr<'Call'>).keywords.length === 0)
      if (
        id === 'range' ||
        args.every(
          (one) =>
            /^(list|tuple|tensor|str)$/.test(w.factOf(one)) ||
            isBuiltinCall(w, one, /^(range|zip|enumerate)$/),
        )
      )
        return `${id}(${list(args.map((one) => (id === 'range' ? w.item(one) : iterable(w, one))))})`
  }
  return w.py('iter', w.item(node)).text
}

/** A target of a loop or an assignment as a pattern. */
export function pattern(w: Writer, node: ExprNode, later: readonly string[] = []): string {
  switch (node.nodeType) {
    case 'Name':
      // Of a name that stands there twice, `_` mostly, the last place counts; JavaScript takes it once.
      return later.includes(node.id) ? '' : w.name(node.id)
    case 'Starred':
      return `...${pattern(w, node.value, later)}`
    case 'Tuple':
    case 'List':
      return `[${node.elts.map((part, i) => pattern(w, part, [...later, ...namesBehind(node.elts, i)])).join(', ')}]`
    default:
      return w.refuse(node, 'this kind of target', 'a name')
  }
}

const namesBehind = (parts: readonly ExprNode[], i: number): string[] =>
  parts.slice(i + 1).flatMap((part) => namesOf(part) ?? [])

/** `[f(x) for x in xs if p(x)]` is `xs.filter(…).map(…)`, or a generator where it is more. */
function comprehension(
  w: Writer,
  node: Expr<'ListComp'> | Expr<'SetComp'> | Expr<'GeneratorExp'> | Expr<'DictComp'>,
): Code {
  const [first, ...others] = node.generators
  // What is gone through first belongs to what is around.
  const source = iterable(w, first.iter)
  const isList =
    /^(list|tuple)$/.test(w.factOf(first.iter)) || isBuiltinCall(w, first.iter, /^(range|enumerate|zip)$/)
  return w.inScope(w.scopes.of(node), w.self, () => {
    const element =
      node.nodeType === 'DictComp' ? `[${kept(w, node.key)}, ${kept(w, node.value)}]` : kept(w, node.elt)
    let code: string
    if (others.length === 0) {
      const items = isList && /^(range|enumerate|zip)\(|^[\w.]+$/.test(source) ? source : `[...${source}]`
      const target = first.target.nodeType === 'Name' ? w.name(first.target.id) : pattern(w, first.target)
      const test = first.ifs.map((one) => w.fit(truth(w, one), level.and)).join(' && ')
      const filtered = test === '' ? items : `${items}.filter((${target}) => ${test})`
      const isSame =
        node.nodeType !== 'DictComp' &&
        node.elt.nodeType === 'Name' &&
        first.target.nodeType === 'Name' &&
        node.elt.id === first.target.id
      code = isSame ? filtered : `${filtered}.map((${target}) => ${objectSafe(element)})`
      if (isSame && test === '') code = `[...${source}]`
    } else code = nested(w, node.generators, source, element)
    if (node.nodeType === 'ListComp' || w.goneThrough.has(node)) return atom(code)
    if (node.nodeType === 'SetComp') return w.py('set', code)
    if (node.nodeType === 'DictComp') return w.py('dict', code)
    return w.py('iter', code)
  })
}

/** Several `for` in a row: each goes through its own for every item of the one before. */
function nested(w: Writer, generators: readonly Comprehension[], source: string, element: string): string {
  const [{ target, ifs }, ...others] = generators
  const test = ifs.map((one) => w.fit(truth(w, one), level.and)).join(' && ')
  const shown = pattern(w, target)
  const items = `[...${source}]${test === '' ? '' : `.filter((${shown}) => ${test})`}`
  if (others.length === 0) return `${items}.map((${shown}) => ${objectSafe(element)})`
  return `${items}.flatMap((${shown}) => ${nested(w, others, iterable(w, others[0].iter), element)})`
}

export const expressions = {
  Constant: constant,
  Name: name,
  Attribute: attribute,
  Subscript: subscript,
  Call: call,
  List: (w: Writer, node: Expr<'List'>) => atom(`[${items(w, node.elts)}]`),
  Tuple: tuple,
  Set: (w: Writer, node: Expr<'Set'>) => w.py('set', `[${items(w, node.elts)}]`),
  Dict: dict,
  JoinedStr: fString,
  BinOp: binary,
  UnaryOp: unary,
  BoolOp: choose,
  Compare: compare,
  IfExp: conditional,
  Lambda: lambda,
  ListComp: comprehension,
  SetComp: comprehension,
  DictComp: comprehension,
  GeneratorExp: comprehension,
  NamedExpr: (w: Writer, node: Expr<'NamedExpr'>) => ({
    text: `(${w.name((node.target as Expr<'Name'>).id)} = ${kept(w, node.value)})`,
    level: level.atom,
  }),
  Yield: (w: Writer, node: Expr<'Yield'>) => ({
    text: `yield${node.value ? ` ${kept(w, node.value)}` : ''}`,
    level: level.assignment,
  }),
  YieldFrom: (w: Writer, node: Expr<'YieldFrom'>) => ({
    text: `yield* ${w.py('iter', w.item(node.value)).text}`,
    level: level.assignment,
  }),
  Starred: (w: Writer, node: Expr<'Starred'>) => atom(`...${spread(w, node.value)}`),
  Slice: (w: Writer, node: Expr<'Slice'>) => atom(key(w, node)),
} as const
