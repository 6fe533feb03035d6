// Calls of 'dltorch/python' in Python: each is what Python writes itself.
import { isFunction, unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { flat, list } from '../page.js'
import { keywords, tupleOf } from './literals.js'
import { type Code, atom, level, type Writer } from './writer.js'

const binary: Readonly<Record<string, { sign: string; level: number }>> = {
  add: { sign: '+', level: level.sum },
  sub: { sign: '-', level: level.sum },
  mul: { sign: '*', level: level.product },
  truediv: { sign: '/', level: level.product },
  floordiv: { sign: '//', level: level.product },
  mod: { sign: '%', level: level.product },
  matmul: { sign: '@', level: level.product },
  lshift: { sign: '<<', level: level.shift },
  rshift: { sign: '>>', level: level.shift },
  and: { sign: '&', level: level.bitAnd },
  or: { sign: '|', level: level.bitOr },
  xor: { sign: '^', level: level.bitXor },
}
const comparisons: Readonly<Record<string, string>> = {
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
}
const unary: Readonly<Record<string, string>> = { neg: '-', pos: '+', invert: '~' }

const textOf = (node: Node | undefined): string =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : ''

/** Arguments, the last plain object as keywords. */
function argumentsOf(w: Writer, args: readonly Node[]): string {
  const last = args.at(-1)
  const hasKeywords = last?.type === 'ObjectExpression'
  const positional = (hasKeywords ? args.slice(0, -1) : args).map((argument) => w.item(argument))
  return list([...positional, ...(hasKeywords ? keywords(w, last) : [])])
}

/** What stands between brackets. */
function keyText(w: Writer, node: Node): string {
  const inner = unwrapped(node)
  const name = runtimeName(w, inner)
  const args = (inner.arguments ?? []) as Node[]
  if (name === 'slice') {
    const [from, to, step] = args.map((one) =>
      one.type === 'Literal' && one.value === null ? '' : w.item(one),
    )
    return `${from}:${to}${step ? `:${step}` : ''}`
  }
  if (name === 'tuple_of' && args.length > 1) return args.map((one) => keyText(w, one)).join(', ')
  return w.item(node)
}

/** `add` of `py.add(…)`; null for all else. */
export function runtimeName(w: Writer, node: Node): string | null {
  if (node.type !== 'CallExpression') return null
  const name = w.facts.libraryName(node.callee as Node)
  return name !== null && /^py\.\w+$/.test(name) ? name.slice(3) : null
}

const chosen = (w: Writer, args: readonly Node[], word: 'and' | 'or'): Code => {
  const own = word === 'and' ? level.and : level.or
  const parts = args.map((one) => {
    const func = unwrapped(one)
    return w.at(isFunction(func) ? (func.body as Node) : func, own + 1)
  })
  return { text: parts.join(` ${word} `), level: own }
}

export function runtimeCall(w: Writer, name: string, args: readonly Node[], node: Node): Code {
  if (Object.hasOwn(binary, name)) {
    const { sign, level: own } = binary[name]
    return { text: `${w.at(args[0], own)} ${sign} ${w.at(args[1], own + 1)}`, level: own }
  }
  if (Object.hasOwn(comparisons, name))
    return {
      text: `${w.at(args[0], level.bitOr)} ${comparisons[name]} ${w.at(args[1], level.bitOr)}`,
      level: level.comparison,
    }
  if (Object.hasOwn(unary, name))
    return { text: `${unary[name]}${w.at(args[0], level.sign)}`, level: level.sign }
  if (/^i\w+$/.test(name) && Object.hasOwn({ ...binary, pow: 0 }, name.slice(1))) {
    w.need('import operator')
    return atom(`operator.${name}(${list(args.map((one) => w.item(one)))})`)
  }
  switch (name) {
    case 'pow':
      if (args.length === 2)
        return { text: `${w.at(args[0], level.atom)} ** ${w.at(args[1], level.sign)}`, level: level.power }
      break
    case 'contains':
      return {
        text: `${w.at(args[0], level.bitOr)} in ${w.at(args[1], level.bitOr)}`,
        level: level.comparison,
      }
    case 'truth':
    case 'iter':
    case 'caught':
    case 'raised':
    case 'unpack':
      return w.expression(args[0])
    case 'iterator':
      return atom(`iter(${argumentsOf(w, args)})`)
    case 'using':
      return w.expression(args[0])
    case 'matches':
    case 'isinstance':
      return atom(`isinstance(${list(args.map((one) => w.item(one)))})`)
    case 'all_of':
      return chosen(w, args, 'and')
    case 'any_of':
      return chosen(w, args, 'or')
    case 'getitem':
      return atom(`${w.at(args[0], level.atom)}[${keyText(w, args[1])}]`)
    case 'setitem':
      if (w.shownStatement !== node) break
      return atom(`${w.at(args[0], level.atom)}[${keyText(w, args[1])}] = ${w.item(args[2])}`)
    case 'delitem':
      if (w.shownStatement !== node) break
      return atom(`del ${w.at(args[0], level.atom)}[${keyText(w, args[1])}]`)
    case 'getattr':
      if (args.length === 2 && /^[A-Za-z_]\w*$/.test(textOf(args[1])))
        return atom(`${w.at(args[0], level.atom)}.${textOf(args[1])}`)
      break
    case 'setattr':
      if (w.shownStatement !== node || textOf(args[1]) === '') break
      return atom(`${w.at(args[0], level.atom)}.${textOf(args[1])} = ${w.item(args[2])}`)
    case 'method':
      return atom(`${w.at(args[0], level.atom)}.${textOf(args[1])}(${argumentsOf(w, args.slice(2))})`)
    case 'call':
      return atom(`${w.at(args[0], level.atom)}(${argumentsOf(w, args.slice(1))})`)
    case 'tuple_of':
      return args.length === 0 ? atom('()') : tupleOf(args.map((one) => w.item(one)))
    case 'bytes_of':
      return atom(`b${w.item(args[0])}`)
    case 'items':
      return atom(`${w.at(args[0], level.atom)}.items()`)
    case 'complex':
      if (args.length === 2 && args[0].type === 'Literal' && args[0].value === 0)
        return atom(`${w.item(args[1])}j`)
      break
    case 'float': {
      const text = args[0] ? flat(w.item(args[0])) : ''
      if (/^-?\d+$/.test(text))
        return { text: `${text}.0`, level: text.startsWith('-') ? level.sign : level.atom }
      break
    }
    case 'dict': {
      const [only] = args
      if (args.length === 0) return atom('{}')
      if (only.type === 'ObjectExpression') {
        const items = (only.properties as Node[]).map(
          (one) => `'${String(one.key.name ?? one.key.value)}': ${w.item(one.value as Node)}`,
        )
        return atom(`{${list(items)}}`)
      }
      const pairs = only.type === 'ArrayExpression' ? (only.elements as Node[]) : null
      if (pairs?.every((one) => one?.type === 'ArrayExpression' && one.elements.length === 2))
        return atom(
          `{${list(pairs.map(({ elements }) => `${w.item((elements as Node[])[0])}: ${w.item((elements as Node[])[1])}`))}}`,
        )
      break
    }
    case 'set':
      if (
        args[0]?.type === 'ArrayExpression' &&
        args[0].elements.length > 0 &&
        (args[0].elements as Node[]).every((one) => one.type !== 'SpreadElement')
      )
        return atom(`{${list((args[0].elements as Node[]).map((one) => w.item(one)))}}`)
      break
    case 'module':
      return w.refuse(node, 'a module that is no constant of its own', "const math = py.module('math')")
    case 'Ellipsis':
      return atom('...')
  }
  return atom(`${name}(${argumentsOf(w, args)})`)
}
