// Methods of lists, texts, numbers, maps and sets, which Python spells otherwise.
import { dottedName } from '../../dialect/known-names.js'
import { isFunction, unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { list } from '../page.js'
import { each } from './callbacks.js'
import { type Fact, isNumber } from './facts.js'
import { functionCode } from './functions.js'
import { textLiteral } from './literals.js'
import { indexText } from './members.js'
import { truth } from './operators.js'
import { type Code, atom, level, type Writer } from './writer.js'

interface Called {
  readonly object: Node
  readonly args: readonly Node[]
  readonly node: Node
  readonly fact: Fact
}
type Method = (w: Writer, called: Called) => Code | null

const value = (w: Writer, { object }: Called, needed: number = level.atom): string => w.at(object, needed)
const arg = (w: Writer, { args }: Called, i = 0, needed: number = level.lambda): string =>
  w.at(args[i], needed)
const isText = (w: Writer, node: Node | undefined): boolean =>
  node !== undefined && w.factOf(node) === 'string'
const takesFunction = ({ args }: Called): boolean =>
  args.length > 0 &&
  (isFunction(unwrapped(args[0])) || args[0].type === 'Identifier' || args[0].type === 'MemberExpression')

/** The same under another name. */
const renamed =
  (name: string): Method =>
  (w, called) =>
    atom(`${value(w, called)}.${name}(${list(called.args.map((one) => w.item(one)))})`)

/** Of lists and texts alone: what may be a tensor keeps its own. */
const unlessTensor =
  (method: Method): Method =>
  (w, called) =>
    called.fact === 'tensor' ? null : method(w, called)
const onlyOf =
  (facts: readonly Fact[], method: Method): Method =>
  (w, called) =>
    facts.includes(called.fact) ? method(w, called) : null

const expression = (w: Writer, node: Node): Code => w.expression(node)

function listOf(w: Writer, items: string, callback: Node, isPlaces: boolean): Code {
  const { head, value: made } = each(w, items, callback, isPlaces, expression)
  return atom(`[${w.fit(made, level.conditional)} for ${head}]`)
}

const filter: Method = (w, called) => {
  const { head, item, value: test } = each(w, value(w, called, level.or), called.args[0], false, truth)
  const [, place, kept] = /^(\w+), (.*) in enumerate\(/.exec(head) ?? []
  const shown = place === undefined ? item : kept
  // What is taken apart for the test is kept whole.
  if (shown.includes(',')) return keptWhole(w, called)
  return atom(`[${shown} for ${head} if ${w.fit(test, level.or)}]`)
}

function keptWhole(w: Writer, called: Called): Code {
  const name = w.pythonNames.free('keep')
  w.before(() => functionCode.define(w, name, unwrapped(called.args[0])))
  return atom(`[x for x in ${value(w, called, level.or)} if ${name}(x)]`)
}

const question =
  (name: 'any' | 'all'): Method =>
  (w, called) => {
    const { head, value: test } = each(w, value(w, called, level.or), called.args[0], false, truth)
    return atom(`${name}(${w.fit(test, level.conditional)} for ${head})`)
  }

const find: Method = (w, called) => {
  const { head, item, value: test } = each(w, value(w, called, level.or), called.args[0], false, truth)
  if (item.includes(',')) return w.refuse(called.node, 'find with what is taken apart', 'xs.find((x) => …)')
  return atom(`next((${item} for ${head} if ${w.fit(test, level.or)}), None)`)
}

const findIndex: Method = (w, called) => {
  const { head, item, value: test } = each(w, value(w, called, level.or), called.args[0], false, truth)
  const items = head.slice(head.indexOf(' in ') + 4)
  if (head.includes(' in enumerate(')) return w.refuse(called.node, 'findIndex with two parameters', 'a loop')
  return atom(
    `next((i for i, ${item.includes(',') ? `(${item})` : item} in enumerate(${items}) if ${w.fit(test, level.or)}), -1)`,
  )
}

/** `xs.reduce((sum, x) => sum + x, 0)` is `sum(xs)`. */
const reduce: Method = (w, called) => {
  const { args } = called
  const func = unwrapped(args[0])
  if (isFunction(func)) {
    const [a, b, more] = func.params as Node[]
    if (more) return w.refuse(more, 'the place as a parameter of reduce', 'a loop')
    const body = func.body as Node
    const isSum =
      a?.type === 'Identifier' &&
      b?.type === 'Identifier' &&
      body.type === 'BinaryExpression' &&
      body.operator === '+' &&
      body.left.type === 'Identifier' &&
      body.left.name === a.name &&
      body.right.type === 'Identifier' &&
      body.right.name === b.name
    if (isSum && args[1] && isNumber(w.factOf(args[1])))
      return atom(
        args[1].type === 'Literal' && args[1].value === 0 && !/\./.test(String(args[1].raw))
          ? `sum(${value(w, called, level.lambda)})`
          : `sum(${value(w, called, level.lambda)}, ${arg(w, called, 1)})`,
      )
  }
  w.need('import functools')
  const rest = args[1] ? [w.item(args[1])] : []
  return atom(`functools.reduce(${list([w.item(args[0]), value(w, called, level.lambda), ...rest])})`)
}

/** `(a, b) => a - b`, the order of numbers. */
function numberOrder(node: Node | undefined): 'up' | 'down' | null {
  const func = node && unwrapped(node)
  if (!func || !isFunction(func) || func.body.type !== 'BinaryExpression' || func.body.operator !== '-')
    return null
  const [a, b] = func.params as Node[]
  const { left, right } = func.body as { left: Node; right: Node }
  if (left.type !== 'Identifier' || right.type !== 'Identifier') return null
  if (left.name === a?.name && right.name === b?.name) return 'up'
  return left.name === b?.name && right.name === a?.name ? 'down' : null
}

function order(w: Writer, called: Called): string {
  const [by] = called.args
  if (!by) return `key=${w.helper('js_text')}`
  const known = numberOrder(by)
  if (known) return known === 'down' ? 'key=lambda x: -x' : ''
  w.need('import functools')
  return `key=functools.cmp_to_key(${w.item(by)})`
}

const sorted: Method = (w, called) => {
  const by = order(w, called)
  return atom(`sorted(${list([value(w, called, level.lambda), ...(by === '' ? [] : [by])])})`)
}

const sort: Method = (w, called) => {
  if (called.fact === 'tensor') return null
  const isOfList =
    called.fact === 'list' || (called.args[0] !== undefined && isFunction(unwrapped(called.args[0])))
  if (!isOfList) return null
  if (isStatement(w, called)) return atom(`${value(w, called)}.sort(${order(w, called)})`)
  // A list that is made here and now may be sorted apart; any other is sorted itself.
  const made = unwrapped(called.object)
  if (made.type === 'Identifier' || made.type === 'MemberExpression')
    return w.refuse(
      called.node,
      'sort() within an expression changes the list, too',
      'xs.toSorted(…), or xs.sort(…) as a statement',
    )
  return sorted(w, called)
}

const isStatement = (w: Writer, { node }: Called): boolean => w.shownStatement === node

const slice: Method = (w, called) => {
  const { args, object } = called
  if (dottedName(object) === 'process.argv' && args[0]?.type === 'Literal' && args[0].value === 2) {
    w.need('import sys')
    return atom('sys.argv[1:]')
  }
  const [from, to] = args
  return atom(`${value(w, called)}[${from ? arg(w, called) : ''}:${to ? arg(w, called, 1) : ''}]`)
}

const substring: Method = (w, called) => slice(w, called)

const push: Method = (w, called) => {
  const { args, node } = called
  if (w.shownStatement !== node)
    return w.refuse(node, 'push() within an expression', 'a statement of its own')
  const [only] = args
  if (args.length === 1 && only.type === 'SpreadElement')
    return atom(`${value(w, called)}.extend(${w.item(only.argument as Node)})`)
  if (args.length === 1) return atom(`${value(w, called)}.append(${arg(w, called)})`)
  return atom(`${value(w, called)}.extend([${list(args.map((one) => w.item(one)))}])`)
}

const join: Method = (w, called) => {
  const separator = called.args[0] ? arg(w, called, 0, level.atom) : textLiteral(',')
  const inner = unwrapped(called.object)
  // What is made of texts needs no further words.
  const areTexts =
    inner.type === 'CallExpression' &&
    inner.callee.type === 'MemberExpression' &&
    inner.callee.property.name === 'map' &&
    isTextCallback(w, (inner.arguments as Node[])[0])
  if (
    areTexts ||
    (inner.type === 'ArrayExpression' && (inner.elements as Node[]).every((item) => item && isText(w, item)))
  )
    return atom(`${separator}.join(${value(w, called, level.lambda)})`)
  return atom(`${separator}.join(${w.helper('js_text')}(x) for x in ${value(w, called, level.or)})`)
}

const isTextCallback = (w: Writer, node: Node | undefined): boolean => {
  const func = node && unwrapped(node)
  if (!func || !isFunction(func))
    return func?.type === 'Identifier' && /^(String|str|repr)$/.test(func.name as string)
  return func.body.type !== 'BlockStatement' && w.factOf(func.body as Node) === 'string'
}

const concat: Method = (w, called) => {
  if (called.fact !== 'list') return null
  const parts = called.args.map((one) => (w.factOf(one) === 'list' ? w.at(one, level.product) : null))
  if (parts.includes(null)) return w.refuse(called.node, 'concat with what may be no list', '[...xs, ...ys]')
  return { text: [value(w, called, level.sum), ...parts].join(' + '), level: level.sum }
}

const fill: Method = (w, called) => {
  const inner = unwrapped(called.object)
  const made = /^(New|Call)Expression$/.test(inner.type) && dottedName(inner.callee as Node) === 'Array'
  if (!made)
    return called.fact === 'list' ? w.refuse(called.node, 'fill of a list that is there', 'a loop') : null
  const [length] = inner.arguments as Node[]
  const [item] = called.args
  if (/^(Array|Object)Expression$/.test(item.type))
    return w.refuse(called.node, 'fill with one object for all places', 'Array.from({ length: n }, () => …)')
  return { text: `[${w.item(item)}] * ${w.at(length, level.sign)}`, level: level.product }
}

const split: Method = (w, called) => {
  const { args, fact } = called
  if (fact !== 'string' && !isText(w, args[0])) return null
  if (args[0]?.type === 'Literal' && args[0].value === '')
    return atom(`list(${value(w, called, level.lambda)})`)
  if (args[0]?.regex !== undefined)
    return w.refuse(called.node, 'split at a regular expression', 'split at a text')
  return atom(`${value(w, called)}.split(${args.length > 0 ? arg(w, called) : ''})`)
}

const pad =
  (name: 'rjust' | 'ljust'): Method =>
  (w, called) => {
    const { args } = called
    const text =
      called.fact === 'string'
        ? value(w, called)
        : `${w.helper('js_text')}(${value(w, called, level.lambda)})`
    return atom(`${text}.${name}(${list(args.map((one) => w.item(one)))})`)
  }

const toFixed: Method = (w, called) =>
  atom(`${w.helper('js_fixed')}(${value(w, called, level.lambda)}, ${called.args[0] ? arg(w, called) : '0'})`)

const toText: Method = (w, called) =>
  w.facts.ownMembers.has('toString')
    ? atom(`str(${value(w, called, level.lambda)})`)
    : called.args.length > 0
      ? w.refuse(called.node, 'toString with a base', "torch.format(n, 'x')")
      : atom(`${w.helper('js_text')}(${value(w, called, level.lambda)})`)

const inContainer: Method = (w, called) => ({
  text: `${arg(w, called, 0, level.bitOr)} in ${value(w, called, level.bitOr)}`,
  level: level.comparison,
})

const put: Method = (w, called) => {
  if (called.fact === 'tensor' || called.args.length !== 2) return null
  if (w.shownStatement !== called.node)
    return w.refuse(called.node, 'set() within an expression', 'a statement of its own')
  return atom(`${value(w, called)}[${arg(w, called)}] = ${arg(w, called, 1)}`)
}

const removed: Method = (w, called) =>
  called.fact === 'map' || called.fact === 'set' || called.fact === 'unknown'
    ? w.shownStatement === called.node
      ? atom(`${value(w, called)}.pop(${arg(w, called)}, None)`)
      : atom(`${w.helper('js_removed')}(${value(w, called, level.lambda)}, ${arg(w, called)})`)
    : null

const added: Method = (w, called) => {
  if (called.fact !== 'set') return null
  if (w.shownStatement === called.node) return atom(`${value(w, called)}[${arg(w, called)}] = None`)
  return w.refuse(called.node, 'add() within an expression', 'a statement of its own')
}

const entries =
  (name: 'keys' | 'values' | 'entries'): Method =>
  (w, called) => {
    const { fact, object } = called
    const inner = unwrapped(object)
    if (
      name === 'keys' &&
      /^(New|Call)Expression$/.test(inner.type) &&
      dottedName(inner.callee as Node) === 'Array'
    )
      return atom(`range(${w.item((inner.arguments as Node[])[0])})`)
    if (fact === 'list')
      return atom(
        name === 'entries'
          ? `enumerate(${value(w, called, level.lambda)})`
          : name === 'keys'
            ? `range(len(${value(w, called, level.lambda)}))`
            : value(w, called),
      )
    if (fact === 'set') return atom(`list(${value(w, called, level.lambda)})`)
    if (fact === 'map') return atom(`${value(w, called)}.${name === 'entries' ? 'items' : name}()`)
    return name === 'entries' ? atom(`${w.helper('js_entries')}(${value(w, called, level.lambda)})`) : null
  }

const forEach: Method = (w, called) =>
  w.refuse(called.node, 'forEach within an expression', 'a loop: for (const x of xs) …')

const pending: Method = (w, called) =>
  w.refuse(called.node, 'what is done later, when a promise is kept', 'await, or a plain call')

const methods: Readonly<Record<string, Method>> = {
  map: (w, called) =>
    takesFunction(called) ? listOf(w, value(w, called, level.or), called.args[0], false) : null,
  filter: (w, called) => (takesFunction(called) ? filter(w, called) : null),
  some: question('any'),
  every: question('all'),
  find,
  findIndex,
  reduce,
  forEach,
  flatMap: (w, called) => {
    const { head, value: made } = each(w, value(w, called, level.or), called.args[0], false, expression)
    const name = w.pythonNames.free('part')
    return atom(`[${name} for ${head} for ${name} in ${w.fit(made, level.or)}]`)
  },
  flat: onlyOf(['list', 'unknown'], (w, called) =>
    called.args.length > 0
      ? w.refuse(called.node, 'flat of several levels', 'flat() twice')
      : atom(`${w.helper('js_flat')}(${value(w, called, level.lambda)})`),
  ),
  sort,
  toSorted: sorted,
  toReversed: (w, called) => atom(`${value(w, called)}[::-1]`),
  reverse: onlyOf(['list'], (w, called) => {
    if (w.shownStatement === called.node) return atom(`${value(w, called)}.reverse()`)
    const inner = unwrapped(called.object)
    return inner.type === 'Identifier'
      ? w.refuse(called.node, 'reverse() within an expression changes the list, too', 'xs.toReversed()')
      : atom(`${value(w, called)}[::-1]`)
  }),
  slice: unlessTensor(slice),
  substring: substring,
  push: unlessTensor(push),
  shift: onlyOf(['list', 'unknown'], (w, called) => atom(`${value(w, called)}.pop(0)`)),
  unshift: (w, called) =>
    called.args.length === 1
      ? atom(`${value(w, called)}.insert(0, ${arg(w, called)})`)
      : w.refuse(called.node, 'unshift of several', 'one after another'),
  splice: (w, called) =>
    called.args.length === 2 && w.shownStatement === called.node
      ? atom(
          `del ${value(w, called)}[${arg(w, called)}:${arg(w, called, 0, level.sum)} + ${arg(w, called, 1, level.product)}]`,
        )
      : w.refuse(called.node, 'splice', 'slices: [...xs.slice(0, i), ...xs.slice(i + 1)]'),
  at: onlyOf(['list', 'string', 'unknown'], (w, called) => atom(`${value(w, called)}[${arg(w, called)}]`)),
  join,
  concat,
  fill,
  keys: entries('keys'),
  values: onlyOf(['list', 'map', 'set'], entries('values')),
  entries: entries('entries'),
  includes: inContainer,
  has: unlessTensor(inContainer),
  hasOwnProperty: inContainer,
  get: onlyOf(['map'], renamed('get')),
  set: put,
  delete: removed,
  add: added,
  indexOf: (w, called) =>
    called.fact === 'string'
      ? renamed('find')(w, called)
      : atom(`${w.helper('js_index_of')}(${value(w, called, level.lambda)}, ${arg(w, called)})`),
  lastIndexOf: onlyOf(['string'], renamed('rfind')),
  split,
  trim: renamed('strip'),
  trimStart: renamed('lstrip'),
  trimEnd: renamed('rstrip'),
  toUpperCase: renamed('upper'),
  toLowerCase: renamed('lower'),
  startsWith: renamed('startswith'),
  endsWith: renamed('endswith'),
  padStart: pad('rjust'),
  padEnd: pad('ljust'),
  repeat: onlyOf(['string'], (w, called) => ({
    text: `${value(w, called, level.product)} * ${arg(w, called, 0, level.sign)}`,
    level: level.product,
  })),
  replaceAll: renamed('replace'),
  replace: onlyOf(['string', 'unknown'], (w, called) =>
    called.args[0]?.regex !== undefined
      ? w.refuse(called.node, 'replace by a regular expression', 'replaceAll of a text')
      : atom(`${value(w, called)}.replace(${arg(w, called)}, ${arg(w, called, 1)}, 1)`),
  ),
  charAt: (w, called) => atom(`${value(w, called)}[${arg(w, called)}:${arg(w, called, 0, level.sum)} + 1]`),
  charCodeAt: (w, called) => atom(`ord(${value(w, called)}[${called.args[0] ? arg(w, called) : '0'}])`),
  codePointAt: (w, called) => atom(`ord(${value(w, called)}[${called.args[0] ? arg(w, called) : '0'}])`),
  toFixed,
  toString: toText,
  toPrecision: (w, called) => w.refuse(called.node, 'toPrecision', "torch.format(x, '.3g'), or toFixed"),
  toLocaleString: (w: Writer, called: Called) =>
    w.refuse(called.node, 'toLocaleString', "torch.format(x, ',')"),
  then: pending,
  catch: pending,
  bind: (w, called) => w.refuse(called.node, 'bind', 'an arrow function'),
  apply: onlyOf(['function'], (w, called) => w.refuse(called.node, 'apply', 'f(...args)')),
  index: (w, called) =>
    called.fact === 'tensor' ||
    called.args.some(
      (one) =>
        one.type === 'Literal' ||
        w.facts.libraryName((unwrapped(one).callee as Node) ?? one) === 'torch.Slice',
    )
      ? indexed(w, called)
      : null,
  index_put_: (w, called) => {
    if (
      w.shownStatement !== called.node ||
      called.args[0]?.type !== 'ArrayExpression' ||
      called.args.length !== 2
    )
      return null
    return atom(
      `${value(w, called)}[${(called.args[0].elements as Node[]).map((key) => indexText(w, key)).join(', ')}] = ${arg(w, called, 1)}`,
    )
  },
}

const indexed: Method = (w, called) =>
  atom(`${value(w, called)}[${called.args.map((key) => indexText(w, key)).join(', ')}]`)

/** A method that Python spells otherwise; null for all others. */
function call(w: Writer, callee: Node, args: readonly Node[], node: Node): Code | null {
  const name = callee.property.name as string
  const { object } = callee as unknown as { object: Node }
  const fact = w.factOf(object)
  if (!Object.hasOwn(methods, name)) return null
  // Methods that classes of the program have are their own.
  if (w.facts.ownMembers.has(name) && (fact === 'unknown' || fact === 'instance')) return null
  if (fact === 'instance' && name !== 'toString') return null
  if (w.facts.libraryName(callee) !== null) return null
  return methods[name](w, { object, args, node, fact })
}

export const method = { call, listOf }
